/* xlsx_text.c - runs joined, and escaped characters decoded. */
#include "xlsx_text.h"

#include <string.h>

void ch_rich__open(ch_rich *rich, unsigned level, const char *name, const char **attribute)
{
    const bool is_text = strcmp(name, "t") == 0 && (level == 1 || (level == 2 && rich->in_run));
    if (level == 1)
        rich->in_run = strcmp(name, "r") == 0;
    if (!is_text)
        return;
    const char *space = ch_xml__attribute(attribute, "space");
    rich->in_text = true;
    rich->keeps_blanks = space != NULL && strcmp(space, "preserve") == 0;
    rich->from = rich->out->len;
}

void ch_rich__text(ch_rich *rich, ch_text text)
{
    if (rich->in_text)
        ch_buf_add(rich->out, text);
}

/* Blanks at the ends count only where xml:space says so: else they are the writer's indentation. */
void ch_rich__close(ch_rich *rich, unsigned level)
{
    if (rich->in_text && level == (rich->in_run ? 2U : 1U)) {
        rich->in_text = false;
        if (!rich->keeps_blanks && rich->out->len > rich->from) {
            char *at = rich->out->at + rich->from;
            const ch_text kept = ch_text_trim((ch_text){at, rich->out->len - rich->from});
            memmove(at, kept.at, kept.len);
            rich->out->len = rich->from + kept.len;
        }
    }
    if (level == 1)
        rich->in_run = false;
}

enum { ESCAPE = 7 }; /* bytes of _xHHHH_ */

/* The code unit of an escape; -1: there is none. */
static int32_t get_unit(const char *at, const char *end)
{
    int32_t unit = 0;
    if (end - at < ESCAPE || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        const char *digits = "0123456789ABCDEFabcdef", *digit = memchr(digits, at[i], 22);
        if (digit == NULL)
            return -1;
        const int value = (int)(digit - digits);
        unit = unit * 16 + (value < 16 ? value : value - 6);
    }
    return unit;
}

/* The character of an escape, or of two that make a pair, and their bytes; 0: none. */
static uint32_t get_point(const char *at, const char *end, size_t *bytes)
{
    const int32_t unit = get_unit(at, end);
    *bytes = ESCAPE;
    if (unit <= 0 || unit == 0xfffe || unit == 0xffff || (unit >= 0xdc00 && unit <= 0xdfff))
        return 0;
    if (unit < 0xd800 || unit > 0xdbff)
        return (uint32_t)unit;
    const int32_t low = get_unit(at + ESCAPE, end);
    *bytes = 2 * ESCAPE;
    return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + (((uint32_t)unit - 0xd800) << 10) + ((uint32_t)low - 0xdc00) : 0;
}

static char *put_point(char *to, uint32_t point)
{
    const unsigned more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3; /* bytes behind the first */
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(lead[more] | point >> 6 * more);
    for (unsigned i = more; i-- > 0;)
        *to++ = (char)(0x80 | (point >> 6 * i & 0x3f));
    return to;
}

size_t ch_rich__unescape(char *text, size_t len)
{
    const char *in = len > 0 ? memchr(text, '_', len) : NULL;
    if (in == NULL)
        return len;
    const char *end = text + len;
    char *out = (char *)in;
    while (in < end) {
        size_t bytes;
        const uint32_t point = *in == '_' ? get_point(in, end, &bytes) : 0;
        if (point == 0) {
            *out++ = *in++;
            continue;
        }
        out = put_point(out, point);
        in += bytes;
    }
    return (size_t)(out - text);
}
