/* target_question.h - a question whom to invite, put to a small zone: for tests of the target part.
 * Included after cmocka. */
#ifndef CHANGHE_TESTS_TARGET_QUESTION_H
#define CHANGHE_TESTS_TARGET_QUESTION_H

#include "changhe/target.h"

#include "draw.h"
#include "make_zone.h"

#include <string.h>

enum { MOST_SEGMENTS = 16, MOST_FIRMS = 64 };

/* A question put to a zone: the place asked, and what the chain part would bring. */
typedef struct {
    ch_zone *zone;
    ch_arena arena;
    ch_place_set set;
    uint32_t node[MOST_SEGMENTS];
    double gain[MOST_SEGMENTS];
    bool asked[MOST_SEGMENTS];
    bool local[MOST_FIRMS];
    ch_target_case given;
    ch_target_ranking ranking;
} question;

static inline size_t row_of(const question *q, ch_table_id table, const char *id)
{
    return ch_zone_find(q->zone, table, ch_text_of(id));
}

static inline bool is_in(const question *q, ch_text place)
{
    return place.len > 0 && q->set.in[ch_zone_find(q->zone, CH_TABLE_places, place)];
}

/* Every segment is its own node, asked, and without gain, until the test says otherwise. */
static inline void ask(question *q, const char *zone_text, const char *place)
{
    memset(q, 0, sizeof *q);
    q->zone = make_zone(NULL, zone_text);
    assert_int_equal(ch_place_set_make(&q->arena, q->zone, ch_text_of(place), &q->set, NULL), CH_OK);
    assert_true(q->zone->segments.rows <= MOST_SEGMENTS && q->zone->firms.rows <= MOST_FIRMS);
    for (size_t i = 0; i < q->zone->segments.rows; i++) {
        q->node[i] = (uint32_t)i;
        q->asked[i] = true;
    }
    for (size_t i = 0; i < q->zone->firms.rows; i++)
        q->local[i] = is_in(q, q->zone->firms.place[i]) || is_in(q, q->zone->firms.zone[i]);
    q->given = (ch_target_case){.node = q->node, .gain = q->gain, .asked = q->asked, .local = q->local};
}

static inline void set_gain(question *q, const char *segment, double gain)
{
    q->gain[row_of(q, CH_TABLE_segments, segment)] = gain;
}

static inline void rank(question *q)
{
    assert_int_equal(ch_target_rank(&q->arena, q->zone, &q->set, &q->given, &q->ranking), CH_OK);
}

static inline void put_away(question *q)
{
    ch_arena_free(&q->arena);
    ch_zone_drop(q->zone);
}

static inline bool is_firm(const question *q, size_t firm, const char *id)
{
    return ch_text_equal(q->zone->firms.id[firm], ch_text_of(id));
}

static inline const ch_target *find_target(const question *q, const char *id)
{
    for (size_t i = 0; i < q->ranking.targets; i++)
        if (is_firm(q, q->ranking.target[i].firm, id))
            return &q->ranking.target[i];
    return NULL;
}

static inline const ch_target *get_target(const question *q, const char *id)
{
    const ch_target *target = find_target(q, id);
    assert_non_null(target);
    return target;
}

/* The reason the firm is excluded for, or -1. */
static inline int find_reason(const question *q, const char *id)
{
    for (size_t i = 0; i < q->ranking.excludeds; i++)
        if (is_firm(q, q->ranking.excluded[i].firm, id))
            return (int)q->ranking.excluded[i].reason;
    return -1;
}

static inline const ch_target_point *find_point(const ch_target *target, ch_evidence_kind kind)
{
    for (size_t i = 0; i < target->points; i++)
        if (target->point[i].kind == kind)
            return &target->point[i];
    return NULL;
}

static inline void show(ch_buf *out, const question *q)
{
    for (size_t i = 0; i < q->ranking.targets; i++) {
        const ch_target *t = &q->ranking.target[i];
        ch_buf_add(out, q->zone->firms.id[t->firm]);
        ch_buf_addf(out, " %.17g %.17g %.17g %.17g", t->gain, t->chance, t->score, t->km);
        for (size_t j = 0; j < t->segments; j++)
            ch_buf_addf(out, " %u", t->segment[j]);
        for (size_t j = 0; j < t->points; j++) {
            const ch_target_point *p = &t->point[j];
            ch_buf_addf(out, "\n  %s ", ch_evidence_name[p->kind]);
            ch_buf_add(out, p->id);
            ch_buf_addf(out, " %.17g %.17g %.17g %u %zu %d ", p->alpha, p->x, p->points, p->marks, p->with, p->as_of);
            ch_buf_add(out, p->source);
        }
        ch_buf_adds(out, "\n");
    }
    for (size_t i = 0; i < q->ranking.excludeds; i++)
        ch_buf_addf(out, "%zu %d\n", q->ranking.excluded[i].firm, (int)q->ranking.excluded[i].reason);
    assert_false(out->failed);
}

/* Two counties, c1 at 30 N and c2 one degree north of it, both in prefecture p; the zone zz lies in
 * both; c3 is elsewhere and has no point. Segments a, b, c. */
#define LAND \
    "places: id,level,parent,parts_in,lon,lat,marks\n" \
    "p,prefecture\n" \
    "c1,county,p,,120,30,unverified\n" \
    "c2,county,p,,120,31\n" \
    "c3,county\n" \
    "zz,zone,p,c1 c2\n" \
    "zone: id,place,members\n" \
    "z,zz,c1 c2\n" \
    "chains: id\n" \
    "nev\n" \
    "segments: id,chain\n" \
    "a,nev\n" \
    "b,nev\n" \
    "c,nev\n"

/* Lines of one table, in the order of a random permutation when shuffle is not 0. */
typedef struct {
    char line[128][64];
    size_t lines;
} table_text;

static inline char *next_line(table_text *table)
{
    assert_true(table->lines < 128);
    return table->line[table->lines++];
}

static inline void print_table(ch_buf *out, const char *header, table_text *table, uint64_t shuffle)
{
    for (size_t i = table->lines; shuffle != 0 && i > 1; i--) {
        char kept[64];
        const size_t other = draw(&shuffle, (uint32_t)i);
        memcpy(kept, table->line[i - 1], sizeof kept);
        memcpy(table->line[i - 1], table->line[other], sizeof kept);
        memcpy(table->line[other], kept, sizeof kept);
    }
    ch_buf_adds(out, header);
    for (size_t i = 0; i < table->lines; i++)
        ch_buf_addf(out, "%s\n", table->line[i]);
}

enum { RANDOM_FIRMS = 20 };

/* A zone of 20 firms with evidence at random; few evidence ids, so that many stand twice. */
static inline void print_random_zone(ch_buf *out, uint64_t seed, uint64_t shuffle)
{
    static const char *const role[] = {"", "leader", "head", "listed", "specialised", "other"};
    static const char *const place[] = {"c1", "c2", "c3", "p", "c3"};
    static table_text firms, fills, ties, signals;
    firms.lines = fills.lines = ties.lines = signals.lines = 0;
    for (unsigned i = 0; i < RANDOM_FIRMS; i++) {
        char *line = next_line(&firms);
        const unsigned at = draw(&seed, 5), is = draw(&seed, 6);
        const char *zone = draw(&seed, 8) == 0 && strcmp(place[at], "c3") != 0 ? "zz" : "";
        if (draw(&seed, 3) == 0)
            snprintf(line, 64, "f%u,%s,%s,,,%s", i, place[at], zone, role[is]);
        else
            snprintf(line, 64, "f%u,%s,%s,%.3f,%.3f,%s", i, place[at], zone, 118 + 4 * draw_share(&seed),
                     29 + 4 * draw_share(&seed), role[is]);
        for (char segment = 'a'; segment <= 'c'; segment++)
            if (draw(&seed, 2) == 0)
                snprintf(next_line(&fills), 64, "f%u,%c", i, segment);
    }
    for (unsigned i = 0; i < 40; i++) {
        const unsigned from = i % RANDOM_FIRMS, to = (from + 1 + draw(&seed, RANDOM_FIRMS - 1)) % RANDOM_FIRMS;
        snprintf(next_line(&ties), 64, "f%u,f%u,t%u,%.3f", from, to, i / 2, draw_share(&seed));
    }
    for (unsigned i = 0; i < 40; i++) {
        const char *kind = draw(&seed, 2) == 0 ? "expansion" : "growth";
        snprintf(next_line(&signals), 64, "f%u,%s,t%u,%.3f", draw(&seed, RANDOM_FIRMS), kind, i, draw_share(&seed));
    }
    ch_buf_adds(out, LAND);
    print_table(out, "firms: id,place,zone,lon,lat,role\n", &firms, shuffle);
    print_table(out, "firm_segments: firm,segment\n", &fills, shuffle);
    print_table(out, "ties: supplier,customer,evidence,x\n", &ties, shuffle);
    print_table(out, "signals: firm,kind,evidence,x\n", &signals, shuffle);
    ch_buf_addc(out, '\0');
    assert_false(out->failed);
}

static inline void ask_random(question *q, uint64_t seed, uint64_t shuffle)
{
    ch_buf text = {0};
    print_random_zone(&text, seed, shuffle);
    ask(q, text.at, "c1");
    set_gain(q, "a", 2 * draw_share(&seed));
    set_gain(q, "b", draw_share(&seed));
    rank(q);
    ch_buf_free(&text);
}

#endif
