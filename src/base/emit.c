/* emit.c - JSON written value by value (RFC 8259). */
#include "changhe/emit.h"

#include <math.h>

static void start_line(ch_emit *emit)
{
    ch_buf_addc(emit->out, '\n');
    for (unsigned level = 0; level < emit->depth; level++)
        ch_buf_adds(emit->out, "  ");
}

/* What goes before a key or a value: a comma, and a new line inside brackets. */
static void begin(ch_emit *emit)
{
    if (!emit->after_key) {
        if (emit->comma)
            ch_buf_addc(emit->out, ',');
        if (emit->indent && emit->depth > 0)
            start_line(emit);
    }
    emit->after_key = false;
    emit->comma = true;
}

void ch_emit_open(ch_emit *emit, char bracket)
{
    begin(emit);
    ch_buf_addc(emit->out, bracket);
    emit->depth++;
    emit->comma = false;
}

void ch_emit_close(ch_emit *emit, char bracket)
{
    bool is_empty = !emit->comma;
    emit->depth--;
    if (emit->indent && !is_empty)
        start_line(emit);
    ch_buf_addc(emit->out, bracket);
    emit->comma = true;
}

static void add_escaped(ch_buf *out, unsigned char byte)
{
    switch (byte) {
    case '"': ch_buf_adds(out, "\\\""); break;
    case '\\': ch_buf_adds(out, "\\\\"); break;
    case '\n': ch_buf_adds(out, "\\n"); break;
    case '\r': ch_buf_adds(out, "\\r"); break;
    case '\t': ch_buf_adds(out, "\\t"); break;
    default: ch_buf_addf(out, "\\u%04x", byte);
    }
}

/* valid holds no broken UTF-8, but for NUL bytes. */
static void add_valid(ch_buf *out, ch_text valid)
{
    size_t done = 0;
    for (size_t i = 0; i < valid.len; i++) {
        unsigned char byte = (unsigned char)valid.at[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        ch_buf_add(out, (ch_text){valid.at + done, i - done});
        add_escaped(out, byte);
        done = i + 1;
    }
    ch_buf_add(out, (ch_text){valid.at + done, valid.len - done});
}

/* Bytes that are not UTF-8 become U+FFFD, so that the whole stays JSON. */
static void add_quoted(ch_buf *out, ch_text text)
{
    ch_buf_addc(out, '"');
    while (text.len > 0) {
        size_t valid = ch_utf8_valid(text);
        add_valid(out, (ch_text){text.at, valid});
        if (valid == text.len)
            break;
        char broken = text.at[valid];
        if (broken == '\0')
            add_escaped(out, 0);
        else
            ch_buf_adds(out, "\xef\xbf\xbd");
        text = (ch_text){text.at + valid + 1, text.len - valid - 1};
    }
    ch_buf_addc(out, '"');
}

void ch_emit_key(ch_emit *emit, const char *name)
{
    begin(emit);
    add_quoted(emit->out, ch_text_of(name));
    ch_buf_adds(emit->out, emit->indent ? ": " : ":");
    emit->after_key = true;
}

void ch_emit_text(ch_emit *emit, ch_text text)
{
    begin(emit);
    add_quoted(emit->out, text);
}

void ch_emit_string(ch_emit *emit, const char *string)
{
    if (string == NULL)
        ch_emit_null(emit);
    else
        ch_emit_text(emit, ch_text_of(string));
}

void ch_emit_number(ch_emit *emit, double value)
{
    if (!isfinite(value)) {
        ch_emit_null(emit);
    } else if (fabs(value) < 1e15 && value == floor(value)) {
        ch_emit_whole(emit, (int64_t)value);
    } else {
        begin(emit);
        ch_buf_addf(emit->out, "%.17g", value);
    }
}

void ch_emit_whole(ch_emit *emit, int64_t value)
{
    begin(emit);
    ch_buf_addf(emit->out, "%lld", (long long)value);
}

void ch_emit_raw(ch_emit *emit, ch_text json)
{
    begin(emit);
    ch_buf_add(emit->out, json);
}

void ch_emit_bool(ch_emit *emit, bool value)
{
    begin(emit);
    ch_buf_adds(emit->out, value ? "true" : "false");
}

void ch_emit_null(ch_emit *emit)
{
    begin(emit);
    ch_buf_adds(emit->out, "null");
}

void ch_emit_date(ch_emit *emit, ch_date date)
{
    if (date == 0) {
        ch_emit_null(emit);
        return;
    }
    begin(emit);
    ch_buf_addc(emit->out, '"');
    ch_date_format(date, emit->out);
    ch_buf_addc(emit->out, '"');
}

void ch_emit_text_or_null(ch_emit *emit, ch_text text)
{
    if (text.len == 0)
        ch_emit_null(emit);
    else
        ch_emit_text(emit, text);
}
