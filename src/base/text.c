/* text.c - comparing, copying and cutting text by its bytes. */
#include "changhe/text.h"

#include <string.h>

ch_text ch_text_of(const char *string)
{
    if (string == NULL)
        string = "";
    return (ch_text){string, strlen(string)};
}

bool ch_text_equal(ch_text a, ch_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int ch_text_compare(ch_text a, ch_text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.at, b.at, common) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

ch_text ch_text_copy(ch_arena *arena, ch_text text)
{
    char *copy = text.len < SIZE_MAX ? CH_NEW(arena, char, text.len + 1) : NULL;
    if (copy == NULL)
        return (ch_text){NULL, 0};
    if (text.len > 0)
        memcpy(copy, text.at, text.len);
    return (ch_text){copy, text.len};
}

static bool is_margin(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

ch_text ch_text_trim(ch_text text)
{
    while (text.len > 0 && is_margin(text.at[text.len - 1]))
        text.len--;
    while (text.len > 0 && is_margin(text.at[0]))
        text.at++, text.len--;
    return text;
}

static ch_text text_behind(ch_text text, size_t bytes)
{
    return bytes == 0 ? text : (ch_text){text.at + bytes, text.len - bytes};
}

bool ch_text_next(ch_text *rest, char separator, ch_text *piece)
{
    while (separator == ' ' && rest->len > 0 && rest->at[0] == ' ')
        *rest = text_behind(*rest, 1);
    if (rest->len == 0)
        return false;

    const char *end = memchr(rest->at, separator, rest->len);
    size_t len = end != NULL ? (size_t)(end - rest->at) : rest->len;
    *piece = (ch_text){rest->at, len};
    *rest = text_behind(*rest, end != NULL ? len + 1 : len);
    return true;
}
