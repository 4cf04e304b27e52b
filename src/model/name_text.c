/* name_text.c - folding, and looking for a short query in a name. Both are short, so each place is tried. */
#include "name_text.h"

#include "pinyin.h"

/* Capitals and small letters that lie a fixed step apart; two signs among them are no letters. */
static uint32_t small(uint32_t point)
{
    if ((point >= 0xc0 && point <= 0xde && point != 0xd7) || (point >= 0x391 && point <= 0x3a9) ||
        (point >= 0x410 && point <= 0x42f))
        return point + 32;
    return point >= 0x400 && point <= 0x40f ? point + 80 : point;
}

static uint32_t fold(uint32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e)
        point -= 0xff01 - 0x21;
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    if (point == 0x3000 || point == 0xa0)
        return ' ';
    return point < 0x430 ? small(point) : point;
}

uint32_t ch_names__next_point(ch_text *rest)
{
    return fold(ch_utf8_next(rest));
}

static bool is_blank(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r');
}

void ch_names__read_query(ch_text text, ch_names__query *query)
{
    *query = (ch_names__query){.is_initials = true};
    while (text.len > 0 && text.len <= CH_NAMES_MOST_QUERY) {
        uint32_t point = ch_names__next_point(&text);
        if (query->n > 0 || !is_blank(point))
            query->point[query->n++] = point;
    }
    while (query->n > 0 && is_blank(query->point[query->n - 1]))
        query->n--;
    for (size_t i = 0; i < query->n; i++) {
        uint32_t point = query->point[i];
        query->is_initials &= (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    }
}

/* Bytes of rest that are the query, which begins there; 0: it does not. */
static size_t stands_here(ch_text rest, const ch_names__query *query, bool to_end)
{
    const char *start = rest.at;
    for (size_t i = 0; i < query->n; i++)
        if (rest.len == 0 || ch_names__next_point(&rest) != query->point[i])
            return 0;
    return to_end && rest.len > 0 ? 0 : (size_t)(rest.at - start);
}

bool ch_names__holds(ch_text name, const ch_names__query *query, ch_names__where where, uint32_t *from,
                     uint32_t *length)
{
    for (ch_text rest = name; rest.len > 0; ch_utf8_next(&rest)) {
        size_t bytes = stands_here(rest, query, where == CH_NAMES__WHOLE);
        if (bytes > 0) {
            *from = (uint32_t)(rest.at - name.at);
            *length = (uint32_t)bytes;
            return true;
        }
        if (where != CH_NAMES__WITHIN)
            return false;
    }
    return false;
}

/* Bytes from the first letter's character to the end of the last one's; 0: it does not stand here. */
static size_t initials_here(ch_names__reader reader, const ch_names__query *query, const char **first)
{
    const char *at;
    for (size_t i = 0; i < query->n; i++)
        if ((uint32_t)ch_names__next_initial(&reader, i == 0 ? first : &at) != query->point[i])
            return 0;
    return (size_t)(reader.rest.at - *first);
}

bool ch_names__holds_initials(ch_text name, const ch_names__query *query, ch_names__where where, uint32_t *from,
                              uint32_t *length)
{
    const char *first;
    ch_names__reader reader = CH_NAMES__READER(name);
    do {
        size_t bytes = initials_here(reader, query, &first);
        if (bytes > 0) {
            *from = (uint32_t)(first - name.at);
            *length = (uint32_t)bytes;
            return true;
        }
    } while (where == CH_NAMES__WITHIN && ch_names__next_initial(&reader, &first) != 0);
    return false;
}

int ch_names__compare(ch_text a, ch_text b)
{
    while (a.len > 0 && b.len > 0) {
        uint32_t left = ch_names__next_point(&a), right = ch_names__next_point(&b);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a.len > 0) - (b.len > 0);
}

int ch_names__compare_begin(ch_text code, const ch_names__query *query)
{
    for (size_t i = 0; i < query->n; i++) {
        if (code.len == 0)
            return -1;
        uint32_t point = ch_names__next_point(&code);
        if (point != query->point[i])
            return point < query->point[i] ? -1 : 1;
    }
    return 0;
}
