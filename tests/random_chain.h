/* random_chain.h - random zones for the laws of the chain part: the same seed, the same zone. */
#ifndef CHANGHE_TESTS_RANDOM_CHAIN_H
#define CHANGHE_TESTS_RANDOM_CHAIN_H

#include "chain_scene.h"

#include <string.h>

typedef struct {
    uint64_t state;
} dice;

static inline uint32_t roll(dice *d, uint32_t sides)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((d->state >> 33) % sides);
}

enum { SEGMENTS = 8, FIRMS = 7 };

/* Rows of one table, to be written in any order. */
typedef struct {
    char row[80][80];
    size_t rows;
} lines;

static inline void add_line(lines *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void add_line(lines *to, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    assert_true(to->rows < 80);
    assert_true(vsnprintf(to->row[to->rows++], sizeof to->row[0], format, list) < 80);
    va_end(list);
}

static inline void write_lines(ch_buf *out, const char *header, const lines *from, dice *shuffle)
{
    size_t order[80];
    for (size_t i = 0; i < from->rows; i++) {
        const size_t at = shuffle ? roll(shuffle, (uint32_t)i + 1) : i;
        order[i] = order[at];
        order[at] = i;
    }
    ch_buf_adds(out, header);
    for (size_t i = 0; i < from->rows; i++)
        ch_buf_adds(out, from->row[order[i]]);
}

/* A zone of up to SEGMENTS segments, some one product, some measured, some links loops, and up to
 * FIRMS firms in groups; left_out is one of them that is no parent of any. "new" is a firm far away,
 * in no segment and no group. */
typedef struct {
    uint32_t segments, firms, left_out;
    lines segment, same, link, firm, fills, survey;
} random_zone;

static inline void draw_segments(dice *d, random_zone *r)
{
    uint32_t first[SEGMENTS]; /* of the segments that are one product */
    double need[SEGMENTS];
    r->segments = 2 + roll(d, SEGMENTS - 1);
    for (uint32_t i = 0; i < r->segments; i++) {
        first[i] = i > 0 && roll(d, 6) == 0 ? first[roll(d, i)] : i;
        need[i] = first[i] != i ? need[first[i]] : roll(d, 4) == 0 ? 10 + roll(d, 90) : 0;
        if (first[i] != i)
            add_line(&r->same, "s%u,s%u,same product\n", first[i], i);
        if (need[i] > 0)
            add_line(&r->segment, "s%u,k%u,%g,%g,t\n", i, roll(d, 2), need[i], need[i] / 3);
        else
            add_line(&r->segment, "s%u,k%u,,,\n", i, roll(d, 2));
    }
    for (uint32_t i = 0; i < r->segments; i++)
        for (uint32_t j = 0; j < r->segments; j++)
            if (first[i] != first[j] && roll(d, 5) < 2 && (first[i] < first[j] || roll(d, 4) == 0))
                add_line(&r->link, "s%u,s%u,%s\n", i, j, first[i] < first[j] ? "" : "yes");
}

static inline void draw_firms(dice *d, random_zone *r)
{
    static const char *const place[] = {"c1", "c1", "c2", "c3", "t", "z", "p", "p", "o"};
    static const char *const touches[] = {"z", "z", "zy", "", "z", "z", "zy", "zy", ""}; /* of each place */
    static const char *const zone[] = {"", "", "z", "y"};
    static const char *const name[] = {"", "", "", "G", "H"};
    static const char *const role[] = {"", "", "", "", "leader"};
    bool is_parent[FIRMS] = {0};
    r->firms = 1 + roll(d, FIRMS);
    for (uint32_t i = 0; i < r->firms; i++) {
        char parent[16] = "";
        const uint32_t up = roll(d, 3 * FIRMS);
        if (up < i) {
            snprintf(parent, sizeof parent, "f%u", up);
            is_parent[up] = true;
        }
        const uint32_t at = roll(d, 9), in = roll(d, 4);
        add_line(&r->firm, "f%u,%s,%s,%s,%s,%s\n", i, place[at], strstr(touches[at], zone[in]) ? zone[in] : "", parent,
                 name[roll(d, 5)], role[roll(d, 5)]);
        for (uint32_t j = 0; j < r->segments; j++) {
            if (roll(d, 3) > 0)
                continue;
            if (roll(d, 2) == 0)
                add_line(&r->fills, "f%u,s%u,%u\n", i, j, 1 + roll(d, 40));
            else
                add_line(&r->fills, "f%u,s%u,\n", i, j);
        }
    }
    do
        r->left_out = roll(d, r->firms);
    while (is_parent[r->left_out]);
}

static inline void draw_surveys(dice *d, random_zone *r)
{
    static const char *const place[] = {"", "c1", "c2", "p", "z"};
    static const char *const chain[] = {"", "k0", "k1"};
    const uint32_t surveys = roll(d, 4);
    for (uint32_t i = 0; i < surveys; i++)
        add_line(&r->survey, "v%u,%s,%s\n", i, place[roll(d, 5)], chain[roll(d, 3)]);
}

static inline void draw_zone(uint64_t seed, random_zone *r)
{
    dice d = {seed};
    roll(&d, 2);
    *r = (random_zone){0};
    draw_segments(&d, r);
    draw_firms(&d, r);
    draw_surveys(&d, r);
    add_line(&r->firm, "new,o,,,,\n");
}

static inline void leave_out(lines *from, uint32_t firm)
{
    char prefix[16];
    snprintf(prefix, sizeof prefix, "f%u,", firm);
    size_t kept = 0;
    for (size_t i = 0; i < from->rows; i++)
        if (strncmp(from->row[i], prefix, strlen(prefix)) != 0)
            memmove(from->row[kept++], from->row[i], sizeof from->row[0]);
    from->rows = kept;
}

static inline void write_zone(ch_buf *out, const random_zone *r, dice *shuffle)
{
    ch_buf_adds(out, PLACES "chains: id\nk0\nk1\n");
    write_lines(out, "segments: id,chain,need,typical,need_unit\n", &r->segment, shuffle);
    write_lines(out, "same_as: a,b,relation\n", &r->same, shuffle);
    write_lines(out, "links: from,to,loop\n", &r->link, shuffle);
    write_lines(out, "firms: id,place,zone,parent,parent_name,role\n", &r->firm, shuffle);
    write_lines(out, "firm_segments: firm,segment,capacity\n", &r->fills, shuffle);
    write_lines(out, "surveys: id,place,chain\n", &r->survey, shuffle);
}

static inline void open_random(scene *s, const random_zone *r, dice *shuffle, const char *places)
{
    ch_buf text = {0};
    write_zone(&text, r, shuffle);
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    open_scene(s, text.at, places);
    ch_buf_free(&text);
}

#endif
