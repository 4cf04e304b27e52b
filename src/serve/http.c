/* http.c - headers, percent-encoding. */
#include "http.h"

#include <string.h>

void serve_answer_free(serve_answer *answer)
{
    ch_buf_free(&answer->body);
    *answer = (serve_answer){0};
}

ch_text serve_header(const serve_request *request, const char *name)
{
    for (size_t i = 0; i < request->headers; i++)
        if (ch_text_equal(request->header[i].name, ch_text_of(name)))
            return request->header[i].value;
    return (ch_text){"", 0};
}

ch_text serve_host(const serve_request *request)
{
    return request->asked_host.len > 0 ? request->asked_host : serve_header(request, "host");
}

bool serve_add_header(serve_answer *answer, const char *name, ch_text value)
{
    if (answer->headers == SERVE_HEADERS || value.len >= sizeof answer->header[0].value)
        return false;
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f)
            return false;
    answer->header[answer->headers].name = name;
    memcpy(answer->header[answer->headers].value, value.at, value.len);
    answer->header[answer->headers++].value[value.len] = '\0';
    return true;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Bytes that percent-encoding stands for, or SIZE_MAX. */
static size_t undo(ch_text raw, bool is_query, char *bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char byte = raw.at[i] == '+' && is_query ? ' ' : raw.at[i];
        if (byte == '%') {
            const int high = i + 2 < raw.len ? hex_value(raw.at[i + 1]) : -1;
            const int low = high >= 0 ? hex_value(raw.at[i + 2]) : -1;
            if (low < 0)
                return SIZE_MAX;
            byte = (char)(high << 4 | low);
            i += 2;
        }
        bytes[n++] = byte;
    }
    return n;
}

static bool holds_control(ch_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
            return true;
    return false;
}

ch_err serve_decode(ch_arena *arena, ch_text raw, bool is_query, ch_text *text)
{
    char *bytes = CH_NEW(arena, char, raw.len + 1);
    if (!bytes)
        return CH_ENOMEM;
    *text = (ch_text){bytes, undo(raw, is_query, bytes)};
    if (text->len == SIZE_MAX || ch_utf8_valid(*text) != text->len || holds_control(*text)) {
        *text = (ch_text){"", 0};
        return CH_EDATA;
    }
    return CH_OK;
}

void serve_encode(ch_text text, ch_buf *out)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if ((byte | 32) >= 'a' && (byte | 32) <= 'z')
            ch_buf_addc(out, (char)byte);
        else if ((byte >= '0' && byte <= '9') || (byte != 0 && strchr("-._~", byte)))
            ch_buf_addc(out, (char)byte);
        else {
            ch_buf_addc(out, '%');
            ch_buf_addc(out, hex[byte >> 4]);
            ch_buf_addc(out, hex[byte & 15]);
        }
    }
}
