/* chain_naively.h - a second opinion on the chain part's figures: by their definition, from the rows
 * of the zone, slow and simple, sharing nothing with the part but the place set. */
#ifndef CHANGHE_TESTS_CHAIN_NAIVELY_H
#define CHANGHE_TESTS_CHAIN_NAIVELY_H

#include "chain_scene.h"

#include <math.h>

enum { NAIVE_SEGMENTS = 16, NAIVE_ROWS = 64 }; /* at most, of segments and of firm_segments */

typedef struct {
    const scene *s;
    size_t segments, first[NAIVE_SEGMENTS]; /* first segment of the same product */
    bool feeds[NAIVE_SEGMENTS][NAIVE_SEGMENTS];
    size_t filled[NAIVE_ROWS];       /* per row of firm_segments */
    double strength[NAIVE_SEGMENTS]; /* of first segments */
    size_t gone;                     /* a firm thought away; SIZE_MAX: none */
} opinion;

static inline void merge_naively(opinion *o)
{
    const ch_rows_same_as *same = &o->s->zone->same_as;
    for (size_t i = 0; i < o->segments; i++)
        o->first[i] = i;
    for (size_t round = 0; round < o->segments; round++)
        for (size_t i = 0; i < same->rows; i++) {
            size_t *a = &o->first[ch_zone_find(o->s->zone, CH_TABLE_segments, same->a[i])];
            size_t *b = &o->first[ch_zone_find(o->s->zone, CH_TABLE_segments, same->b[i])];
            *a = *b = *a < *b ? *a : *b;
        }
}

static inline size_t product(const opinion *o, ch_text id)
{
    return o->first[ch_zone_find(o->s->zone, CH_TABLE_segments, id)];
}

static inline opinion form_opinion(const scene *s)
{
    opinion o = {.s = s, .segments = s->zone->segments.rows, .gone = SIZE_MAX};
    const ch_rows_links *link = &s->zone->links;
    assert_true(o.segments <= NAIVE_SEGMENTS && s->zone->firm_segments.rows <= NAIVE_ROWS);
    merge_naively(&o);
    for (size_t i = 0; i < link->rows; i++)
        if (!link->loop[i])
            o.feeds[product(&o, link->from[i])][product(&o, link->to[i])] = true;
    for (size_t i = 0; i < s->zone->firm_segments.rows; i++)
        o.filled[i] = product(&o, s->zone->firm_segments.segment[i]);
    return o;
}

/* The name under which firms are one group. */
static inline ch_text group_name(const ch_zone *zone, size_t firm)
{
    if (zone->firms.parent[firm].len > 0)
        return group_name(zone, ch_zone_find(zone, CH_TABLE_firms, zone->firms.parent[firm]));
    return zone->firms.parent_name[firm].len > 0 ? zone->firms.parent_name[firm] : zone->firms.id[firm];
}

static inline bool stands_here(const scene *s, size_t firm)
{
    const ch_rows_firms *firms = &s->zone->firms;
    return s->set.in[ch_zone_find(s->zone, CH_TABLE_places, firms->place[firm])] ||
           (firms->zone[firm].len > 0 && s->set.in[ch_zone_find(s->zone, CH_TABLE_places, firms->zone[firm])]);
}

static inline bool same_group_and_place(const scene *s, size_t a, size_t b)
{
    return ch_text_equal(group_name(s->zone, a), group_name(s->zone, b)) &&
           ch_text_equal(s->zone->firms.place[a], s->zone->firms.place[b]);
}

/* Does the firm fill the product of this first segment, and what does it supply? */
static inline bool fills(const opinion *o, size_t firm, size_t first, double *capacity)
{
    const ch_rows_firm_segments *rows = &o->s->zone->firm_segments;
    bool found = false;
    *capacity = NAN;
    for (size_t i = 0; i < rows->rows; i++) {
        if (o->filled[i] != first || !ch_text_equal(rows->firm[i], o->s->zone->firms.id[firm]))
            continue;
        found = true;
        *capacity = fmax(*capacity, rows->capacity[i]);
    }
    return found;
}

static inline double strength_naively(const opinion *o, size_t first, uint32_t *x)
{
    const scene *s = o->s;
    const double need = s->zone->segments.need[first], typical = s->zone->segments.typical[first];
    double supply = 0, capacity;
    *x = 0;
    for (size_t i = 0; i < s->zone->firms.rows; i++) {
        bool earlier = false, unknown = false;
        double known = 0;
        if (i == o->gone || !stands_here(s, i) || !fills(o, i, first, &capacity))
            continue;
        for (size_t j = 0; j < s->zone->firms.rows; j++) {
            if (j == o->gone || !stands_here(s, j) || !same_group_and_place(s, i, j) || !fills(o, j, first, &capacity))
                continue;
            earlier |= j < i;
            unknown |= isnan(capacity);
            known += isnan(capacity) ? 0 : capacity;
        }
        if (earlier)
            continue;
        ++*x;
        supply += unknown && known < typical ? typical : known;
    }
    return need > 0 ? fmin(1, supply / need) : (double)*x / (*x + 1);
}

static inline bool lies_in(const ch_zone *zone, size_t a, size_t b)
{
    ch_arena arena = {0};
    ch_place_climb *climb = ch_place_climb_new(&arena, zone);
    const bool answer = climb && ch_place_lies_in(climb, a, b);
    ch_arena_free(&arena);
    return answer;
}

/* Did the survey look for this product at the place? */
static inline bool tells_of(const opinion *o, size_t survey, size_t first, size_t place, const ch_place_set *whole)
{
    const ch_rows_surveys *rows = &o->s->zone->surveys;
    const ch_text of = rows->place[survey], chain = rows->chain[survey];
    if (of.len == 0 ? !whole->in[place] : !lies_in(o->s->zone, place, ch_zone_find_place(o->s->zone, of)))
        return false;
    for (size_t i = 0; i < o->segments; i++)
        if (o->first[i] == first && (chain.len == 0 || ch_text_equal(chain, o->s->zone->segments.chain[i])))
            return true;
    return false;
}

static inline bool surveyed_naively(const opinion *o, size_t first, const ch_place_set *whole)
{
    for (size_t i = 0; i < o->s->set.asked_count; i++) {
        bool told = false;
        for (size_t survey = 0; survey < o->s->zone->surveys.rows; survey++)
            told |= tells_of(o, survey, first, o->s->set.asked[i], whole);
        if (!told)
            return false;
    }
    return true;
}

static inline double q_by_definition(const opinion *o, const double *strength, size_t first)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < o->segments; i++) {
        if (o->first[i] != i || !o->feeds[i][first])
            continue;
        sum += q_by_definition(o, strength, i);
        n++;
    }
    return strength[first] * (n == 0 ? 1 : .3 + .7 * sum / (double)n);
}

static inline double content_by_definition(const opinion *o, const double *strength)
{
    double sum = 0;
    for (size_t i = 0; i < o->segments; i++)
        if (o->first[i] == i)
            sum += q_by_definition(o, strength, i);
    return sum;
}

/* dQ/ds; Q is affine in s, so a wide step is as good as a narrow one. */
static inline double slope_by_definition(opinion *o, size_t first)
{
    const double kept = o->strength[first];
    o->strength[first] = kept + .5;
    const double above = content_by_definition(o, o->strength);
    o->strength[first] = kept - .5;
    const double below = content_by_definition(o, o->strength);
    o->strength[first] = kept;
    return above - below;
}

#endif
