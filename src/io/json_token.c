/* json_token.c - numbers, strings and punctuation of JSON. */
#include "json_token.h"

#include <stdio.h>
#include <string.h>

ch_at ch_json__place(ch_json__reader *json, const char *byte)
{
    for (; json->mark < byte; json->mark++) {
        if (*json->mark == '\n') {
            json->mark_at.line++;
            json->mark_at.column = 1;
        } else {
            json->mark_at.column += ((unsigned char)*json->mark & 0xC0) != 0x80;
        }
    }
    return json->mark_at;
}

/* What stands at byte, for a message: a character, or all up to the next that ends a word. */
static ch_text word_at(const ch_json__reader *json, const char *byte)
{
    const char *end = byte;
    while (end < json->end && (unsigned char)*end > ' ' && strchr(",:[]{}\"", *end) == NULL)
        end++;
    return (ch_text){byte, end > byte ? (size_t)(end - byte) : (size_t)(byte < json->end)};
}

static bool fail_with(ch_json__reader *json, const char *byte, ch_want want, ch_text detail)
{
    ch_at at = ch_json__place(json, byte);
    json->err = ch_fault_add(json->faults, at, (ch_text){0}, word_at(json, byte), want, detail);
    return false;
}

bool ch_json__fail(ch_json__reader *json, const char *byte, ch_want want)
{
    return fail_with(json, byte, want, (ch_text){0});
}

bool ch_json__fail_number(ch_json__reader *json, ch_want want, uint32_t number)
{
    char detail[16];
    snprintf(detail, sizeof detail, "%lu", (unsigned long)number);
    return fail_with(json, json->next, want, ch_text_of(detail));
}

/* Tokens */

void ch_json__skip_blanks(ch_json__reader *json)
{
    while (json->next < json->end &&
           (*json->next == ' ' || *json->next == '\n' || *json->next == '\r' || *json->next == '\t'))
        json->next++;
}

bool ch_json__take(ch_json__reader *json, char byte)
{
    if (json->next == json->end || *json->next != byte)
        return false;
    json->next++;
    return true;
}

bool ch_json__take_word(ch_json__reader *json, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(json->end - json->next) < n || memcmp(json->next, word, n) != 0)
        return false;
    json->next += n;
    return true;
}

static size_t take_digits(ch_json__reader *json)
{
    const char *first = json->next;
    while (json->next < json->end && *json->next >= '0' && *json->next <= '9')
        json->next++;
    return (size_t)(json->next - first);
}

static void keep(ch_json__reader *json, ch_text *text, const char *bytes, size_t n)
{
    memcpy(json->room, bytes, n);
    json->room += n;
    text->len += n;
}

bool ch_json__read_number(ch_json__reader *json, ch_text *text)
{
    const char *first = json->next;
    ch_json__take(json, '-');
    if (!ch_json__take(json, '0') && take_digits(json) == 0)
        return ch_json__fail(json, json->next, json->next > first ? CH_WANT_JSON_DIGIT : CH_WANT_JSON_VALUE);
    if (ch_json__take(json, '.') && take_digits(json) == 0)
        return ch_json__fail(json, json->next, CH_WANT_JSON_DIGIT);
    if (ch_json__take(json, 'e') || ch_json__take(json, 'E')) {
        if (!ch_json__take(json, '+'))
            ch_json__take(json, '-');
        if (take_digits(json) == 0)
            return ch_json__fail(json, json->next, CH_WANT_JSON_DIGIT);
    }
    *text = (ch_text){json->room, 0};
    keep(json, text, first, (size_t)(json->next - first));
    return true;
}

/* Strings */

static bool take_hex(ch_json__reader *json, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = json->next < json->end && *json->next != '\0' ? strchr(digits, *json->next) : NULL;
        if (digit == NULL)
            return ch_json__fail(json, json->next, CH_WANT_JSON_HEX);
        *unit = *unit << 4 | ((uint32_t)(digit - digits) & 15);
        json->next++;
    }
    return true;
}

static void keep_code_point(ch_json__reader *json, ch_text *text, uint32_t c)
{
    const char all[4] = {(char)(0xF0 | c >> 18), (char)(0x80 | (c >> 12 & 63)), (char)(0x80 | (c >> 6 & 63)),
                         (char)(0x80 | (c & 63))};
    if (c >= 0x10000) {
        keep(json, text, all, 4);
    } else if (c >= 0x800) {
        keep(json, text, (const char[]){(char)(0xE0 | c >> 12), all[2], all[3]}, 3);
    } else if (c >= 0x80) {
        keep(json, text, (const char[]){(char)(0xC0 | c >> 6), all[3]}, 2);
    } else {
        keep(json, text, (const char[]){(char)c}, 1);
    }
}

/* What follows \u: one code point, in two escapes past the first plane. */
static bool read_code_point(ch_json__reader *json, const char *escape, ch_text *text)
{
    uint32_t unit, low;
    if (!take_hex(json, &unit))
        return false;
    if (unit == 0)
        return ch_json__fail(json, escape, CH_WANT_JSON_NUL);
    if (unit >= 0xD800 && unit < 0xE000) {
        if (unit >= 0xDC00 || !ch_json__take_word(json, "\\u"))
            return ch_json__fail(json, escape, CH_WANT_JSON_PAIR);
        if (!take_hex(json, &low))
            return false;
        if (low < 0xDC00 || low >= 0xE000)
            return ch_json__fail(json, escape, CH_WANT_JSON_PAIR);
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    keep_code_point(json, text, unit);
    return true;
}

static bool read_escape(ch_json__reader *json, ch_text *text)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *escape = json->next++;
    if (ch_json__take(json, 'u'))
        return read_code_point(json, escape, text);

    const char *letter = json->next < json->end && *json->next != '\0' ? strchr(letters, *json->next) : NULL;
    if (letter == NULL)
        return ch_json__fail(json, escape, CH_WANT_JSON_ESCAPE);
    json->next++;
    keep(json, text, &meant[letter - letters], 1);
    return true;
}

bool ch_json__read_string(ch_json__reader *json, ch_text *text)
{
    ch_at begun = ch_json__place(json, json->next++);
    *text = (ch_text){json->room, 0};
    for (;;) {
        const char *first = json->next;
        while (json->next < json->end && (unsigned char)*json->next >= ' ' && *json->next != '"' && *json->next != '\\')
            json->next++;
        keep(json, text, first, (size_t)(json->next - first));

        if (ch_json__take(json, '"'))
            return true;
        if (json->next == json->end)
            return ch_json__fail_number(json, CH_WANT_JSON_STRING_END, begun.line);
        if (*json->next != '\\')
            return ch_json__fail(json, json->next, CH_WANT_JSON_CONTROL);
        if (!read_escape(json, text))
            return false;
    }
}
