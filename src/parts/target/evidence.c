/* evidence.c - what speaks for a firm's coming: read from the tables, each evidence id once. */
#include "evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ch_evidence_name[CH_EVIDENCE_KINDS] = {"tie", "expansion", "near", "leader", "growth"};

static const int weight_of[CH_EVIDENCE_KINDS] = {CH_ASSUME_TIE, CH_ASSUME_EXPANSION, CH_ASSUME_NEAR, CH_ASSUME_LEADER,
                                                 CH_ASSUME_GROWTH};

#define NOT_LISTED UINT32_MAX

/* Pieces as found, in the order of the tables; piece[i] speaks for target owner[i]. */
typedef struct {
    const ch_zone *zone;
    double alpha[CH_EVIDENCE_KINDS];
    uint32_t *target_of; /* per row of firms, or NOT_LISTED */
    ch_target_point *piece;
    uint32_t *owner;
    size_t count;
} gathered;

static ch_err start_gathering(ch_arena *scratch, const ch_zone *zone, const ch_target *target, size_t n, gathered *all)
{
    const size_t most = zone->ties.rows + zone->signals.rows + 2 * n; /* two: near and leader */
    *all = (gathered){.zone = zone,
                      .target_of = CH_NEW(scratch, uint32_t, zone->firms.rows),
                      .piece = CH_NEW(scratch, ch_target_point, most),
                      .owner = CH_NEW(scratch, uint32_t, most)};
    if (!all->target_of || !all->piece || !all->owner)
        return CH_ENOMEM;
    for (int kind = 0; kind < CH_EVIDENCE_KINDS; kind++)
        all->alpha[kind] = ch_zone_assume(zone, weight_of[kind]);
    for (size_t i = 0; i < zone->firms.rows; i++)
        all->target_of[i] = NOT_LISTED;
    for (size_t i = 0; i < n; i++)
        all->target_of[target[i].firm] = (uint32_t)i;
    return CH_OK;
}

static void add(gathered *all, uint32_t target, ch_target_point point)
{
    point.alpha = all->alpha[point.kind];
    point.points = ch_target_points(point.alpha, point.x);
    if (target == NOT_LISTED || !(point.points > 0))
        return;
    all->piece[all->count] = point;
    all->owner[all->count++] = target;
}

static double strength(double x)
{
    return isnan(x) ? 1 : x;
}

static void gather_ties(gathered *all, const bool *local)
{
    const ch_rows_ties *tie = &all->zone->ties;
    for (size_t i = 0; i < tie->rows; i++) {
        const size_t supplier = ch_zone_find(all->zone, CH_TABLE_firms, tie->supplier[i]);
        const size_t customer = ch_zone_find(all->zone, CH_TABLE_firms, tie->customer[i]);
        if (local[supplier] == local[customer])
            continue;
        add(all, all->target_of[local[supplier] ? customer : supplier],
            (ch_target_point){.kind = CH_EVIDENCE_TIE,
                              .id = tie->evidence[i],
                              .x = strength(tie->x[i]),
                              .source = tie->source[i],
                              .as_of = tie->as_of[i],
                              .marks = ch_schema_marks(tie->marks[i], tie->source[i]),
                              .with = local[supplier] ? supplier : customer});
    }
}

static void gather_signals(gathered *all)
{
    const ch_rows_signals *signal = &all->zone->signals;
    for (size_t i = 0; i < signal->rows; i++) {
        const size_t firm = ch_zone_find(all->zone, CH_TABLE_firms, signal->firm[i]);
        const bool expands = signal->kind[i] == CH_signal_EXPANSION;
        add(all, all->target_of[firm],
            (ch_target_point){.kind = expands ? CH_EVIDENCE_EXPANSION : CH_EVIDENCE_GROWTH,
                              .id = signal->evidence[i],
                              .x = strength(signal->x[i]),
                              .source = signal->source[i],
                              .as_of = signal->as_of[i],
                              .marks = ch_schema_marks(signal->marks[i], signal->source[i]),
                              .with = SIZE_MAX});
    }
}

/* The id of evidence that no table names: what it is, a colon, whose it is. */
static bool name_evidence(ch_arena *arena, ch_evidence_kind kind, ch_text firm, ch_text *id)
{
    const size_t length = strlen(ch_evidence_name[kind]);
    char *bytes = CH_NEW(arena, char, length + 1 + firm.len);
    if (!bytes)
        return false;
    memcpy(bytes, ch_evidence_name[kind], length);
    bytes[length] = ':';
    memcpy(bytes + length + 1, firm.at, firm.len);
    *id = (ch_text){bytes, length + 1 + firm.len};
    return true;
}

typedef struct {
    size_t place; /* row of places, or SIZE_MAX when a point is not known */
    double km;
} nearest;

static bool is_known(ch_point point)
{
    return !isnan(point.lon_deg) && !isnan(point.lat_deg);
}

/* The nearest place asked to the firm; of equally near ones the one asked first. */
static nearest find_nearest(const ch_zone *zone, const ch_place_set *set, size_t firm)
{
    const ch_point from = {zone->firms.lon[firm], zone->firms.lat[firm]};
    nearest found = {SIZE_MAX, NAN};
    for (size_t i = 0; is_known(from) && i < set->asked_count; i++) {
        const size_t place = set->asked[i];
        const ch_point to = {zone->places.lon[place], zone->places.lat[place]};
        if (!is_known(to))
            continue;
        const double km = ch_geo_km(from, to);
        if (found.place == SIZE_MAX || km < found.km)
            found = (nearest){place, km};
    }
    return found;
}

static ch_err gather_nearness(ch_arena *arena, gathered *all, const ch_place_set *set, ch_target *target, size_t n)
{
    const ch_rows_firms *firm = &all->zone->firms;
    const double near_km = ch_zone_assume(all->zone, CH_ASSUME_NEAR_KM);
    for (size_t i = 0; i < n; i++) {
        const size_t row = target[i].firm;
        const nearest to = find_nearest(all->zone, set, row);
        target[i].km = to.km;
        if (to.place == SIZE_MAX)
            continue;
        ch_target_point point = {
            .kind = CH_EVIDENCE_NEAR,
            .x = exp(-to.km / near_km),
            .source = CH_TEXT("computed"),
            .as_of = firm->as_of[row],
            .marks = ch_schema_marks(firm->marks[row], firm->source[row]) |
                     ch_schema_marks(all->zone->places.marks[to.place], all->zone->places.source[to.place]),
            .with = SIZE_MAX};
        if (!name_evidence(arena, point.kind, firm->id[row], &point.id))
            return CH_ENOMEM;
        add(all, (uint32_t)i, point);
    }
    return CH_OK;
}

static double role_strength(const ch_zone *zone, unsigned role)
{
    switch (role) {
    case CH_role_LEADER: return ch_zone_assume(zone, CH_ASSUME_X_LEADER);
    case CH_role_HEAD: return ch_zone_assume(zone, CH_ASSUME_X_HEAD);
    case CH_role_LISTED: return ch_zone_assume(zone, CH_ASSUME_X_LISTED);
    case CH_role_SPECIALISED: return ch_zone_assume(zone, CH_ASSUME_X_SPECIALISED);
    default: return 0;
    }
}

static ch_err gather_roles(ch_arena *arena, gathered *all, const ch_target *target, size_t n)
{
    const ch_rows_firms *firm = &all->zone->firms;
    double x[CH_role_END];
    for (unsigned role = 0; role < CH_role_END; role++)
        x[role] = role_strength(all->zone, role);
    for (size_t i = 0; i < n; i++) {
        const size_t row = target[i].firm;
        ch_target_point point = {.kind = CH_EVIDENCE_LEADER,
                                 .x = x[firm->role[row]],
                                 .source = firm->source[row],
                                 .as_of = firm->as_of[row],
                                 .marks = ch_schema_marks(firm->marks[row], firm->source[row]),
                                 .with = SIZE_MAX};
        if (!name_evidence(arena, point.kind, firm->id[row], &point.id))
            return CH_ENOMEM;
        add(all, (uint32_t)i, point);
    }
    return CH_OK;
}

/* The pieces of one id together, the one that counts first; those alike in the order found, which
 * is the order of their addresses. */
static int compare_claims(const void *a, const void *b)
{
    const ch_target_point *x = *(const ch_target_point *const *)a, *y = *(const ch_target_point *const *)b;
    const int by_id = ch_text_compare(x->id, y->id);
    if (by_id != 0)
        return by_id;
    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x > y) - (x < y);
}

static int compare_points(const void *a, const void *b)
{
    const ch_target_point *x = *(const ch_target_point *const *)a, *y = *(const ch_target_point *const *)b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return ch_text_compare(x->id, y->id);
}

/* Sort one target's pieces as they are shown, each id once; returns how many are left. */
static size_t settle(const ch_target_point **piece, size_t n)
{
    size_t kept = 0;
    qsort(piece, n, sizeof(*piece), compare_claims);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !ch_text_equal(piece[kept - 1]->id, piece[i]->id))
            piece[kept++] = piece[i];
    qsort(piece, kept, sizeof(*piece), compare_points);
    return kept;
}

/* Piece by owner: those of target t stand from start[t] to start[t+1], in the order found. */
static ch_err sort_by_owner(ch_arena *scratch, const gathered *all, size_t n, const ch_target_point ***piece,
                            size_t **start)
{
    const ch_target_point **sorted = CH_NEW(scratch, const ch_target_point *, all->count);
    size_t *next = CH_NEW(scratch, size_t, n + 2);
    if (!sorted || !next)
        return CH_ENOMEM;
    for (size_t i = 0; i < all->count; i++)
        next[all->owner[i] + 2]++;
    for (size_t i = 0; i < n; i++)
        next[i + 2] += next[i + 1];
    for (size_t i = 0; i < all->count; i++)
        sorted[next[all->owner[i] + 1]++] = &all->piece[i];
    *piece = sorted;
    *start = next;
    return CH_OK;
}

static ch_err hand_out(ch_arena *arena, ch_arena *scratch, const gathered *all, ch_target *target, size_t n)
{
    const ch_target_point **piece;
    size_t *start;
    ch_err err = sort_by_owner(scratch, all, n, &piece, &start);
    ch_target_point *point = CH_NEW(arena, ch_target_point, all->count);
    if (err != CH_OK || !point)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        target[i].point = point;
        target[i].points = settle(piece + start[i], start[i + 1] - start[i]);
        for (size_t j = 0; j < target[i].points; j++)
            *point++ = *piece[start[i] + j];
    }
    return CH_OK;
}

ch_err ch_target__find_evidence(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, const ch_place_set *set,
                                const bool *local, ch_target *target, size_t n)
{
    gathered all;
    ch_err err = start_gathering(scratch, zone, target, n, &all);
    if (err != CH_OK)
        return err;
    gather_ties(&all, local);
    gather_signals(&all);
    err = gather_nearness(arena, &all, set, target, n);
    if (err == CH_OK)
        err = gather_roles(arena, &all, target, n);
    return err == CH_OK ? hand_out(arena, scratch, &all, target, n) : err;
}
