/* evidence.c - what speaks for a firm's coming: read from the tables, each evidence id once. */
#include "evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ch_evidence_name[CH_EVIDENCE_KINDS] = {"tie", "expansion", "near", "leader", "growth"};

static const int weight_of[CH_EVIDENCE_KINDS] = {CH_ASSUME_TIE, CH_ASSUME_EXPANSION, CH_ASSUME_NEAR, CH_ASSUME_LEADER,
                                                 CH_ASSUME_GROWTH};

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

static size_t most_rows(const ch_target_rows *rows)
{
    size_t most = 0;
    for (size_t i = 0; i < rows->firms; i++) {
        const size_t ties = rows->supplies_at[i + 1] - rows->supplies_at[i] + rows->buys_at[i + 1] - rows->buys_at[i];
        const size_t all = ties + rows->signals_at[i + 1] - rows->signals_at[i];
        most = all > most ? all : most;
    }
    return most;
}

static size_t longest_id(const ch_rows_firms *firm)
{
    size_t longest = 0;
    for (size_t i = 0; i < firm->rows; i++)
        longest = firm->id[i].len > longest ? firm->id[i].len : longest;
    return longest;
}

ch_err ch_target__start_evidence(ch_arena *scratch, const ch_zone *zone, const ch_target_rows *rows,
                                 const ch_place_set *set, const bool *local, const double *minutes,
                                 ch_target__evidence *e)
{
    const size_t most = most_rows(rows) + 2; /* near and leader */
    const size_t name = longest_id(&zone->firms) + sizeof "leader:";
    *e = (ch_target__evidence){.zone = zone,
                               .rows = rows,
                               .set = set,
                               .local = local,
                               .minutes = minutes,
                               .near_min = ch_zone_assume(zone, CH_ASSUME_NEAR_MIN),
                               .near_km = ch_zone_assume(zone, CH_ASSUME_NEAR_KM),
                               .piece = CH_NEW(scratch, ch_target_point, most),
                               .shown = CH_NEW(scratch, const ch_target_point *, most),
                               .near_id = CH_NEW(scratch, char, name),
                               .leader_id = CH_NEW(scratch, char, name)};
    if (!e->piece || !e->shown || !e->near_id || !e->leader_id)
        return CH_ENOMEM;
    for (int kind = 0; kind < CH_EVIDENCE_KINDS; kind++)
        e->alpha[kind] = ch_zone_assume(zone, weight_of[kind]);
    for (unsigned role = 0; role < CH_role_END; role++)
        e->x_of_role[role] = role_strength(zone, role);
    return CH_OK;
}

static void add(ch_target__evidence *e, ch_target_point point)
{
    point.alpha = e->alpha[point.kind];
    point.points = ch_target_points(point.alpha, point.x);
    if (point.points > 0)
        e->piece[e->count++] = point;
}

static double strength(double x)
{
    return isnan(x) ? 1 : x;
}

static void add_tie(ch_target__evidence *e, size_t row, size_t with)
{
    const ch_rows_ties *tie = &e->zone->ties;
    add(e, (ch_target_point){.kind = CH_EVIDENCE_TIE,
                             .id = tie->evidence[row],
                             .x = strength(tie->x[row]),
                             .source = tie->source[row],
                             .as_of = tie->as_of[row],
                             .marks = ch_schema_marks(tie->marks[row], tie->source[row]),
                             .with = with});
}

/* Rows in which it supplies and rows in which it buys, in the order of the table. */
static void gather_ties(ch_target__evidence *e, size_t firm)
{
    const ch_target_rows *rows = e->rows;
    uint32_t sold = rows->supplies_at[firm], bought = rows->buys_at[firm];
    const uint32_t sold_end = rows->supplies_at[firm + 1], bought_end = rows->buys_at[firm + 1];
    while (sold < sold_end || bought < bought_end) {
        const bool sells = bought == bought_end || (sold < sold_end && sold < rows->buys[bought]);
        const size_t row = sells ? sold++ : rows->buys[bought++];
        const size_t with = sells ? rows->customer[row] : rows->supplier[row];
        if (e->local[with])
            add_tie(e, row, with);
    }
}

static void gather_signals(ch_target__evidence *e, size_t firm)
{
    const ch_rows_signals *signal = &e->zone->signals;
    for (uint32_t i = e->rows->signals_at[firm]; i < e->rows->signals_at[firm + 1]; i++) {
        const bool expands = signal->kind[i] == CH_signal_EXPANSION;
        add(e, (ch_target_point){.kind = expands ? CH_EVIDENCE_EXPANSION : CH_EVIDENCE_GROWTH,
                                 .id = signal->evidence[i],
                                 .x = strength(signal->x[i]),
                                 .source = signal->source[i],
                                 .as_of = signal->as_of[i],
                                 .marks = ch_schema_marks(signal->marks[i], signal->source[i]),
                                 .with = SIZE_MAX});
    }
}

/* The id of evidence that no table names: what it is, a colon, whose it is. */
static ch_text name_evidence(char *bytes, ch_evidence_kind kind, ch_text firm)
{
    const size_t length = strlen(ch_evidence_name[kind]);
    memcpy(bytes, ch_evidence_name[kind], length);
    bytes[length] = ':';
    memcpy(bytes + length + 1, firm.at, firm.len);
    return (ch_text){bytes, length + 1 + firm.len};
}

typedef struct {
    size_t place;       /* row of places, or SIZE_MAX when a point is not known */
    double km, minutes; /* NaN: not known */
} nearest;

static bool is_known(ch_point point)
{
    return !isnan(point.lon_deg) && !isnan(point.lat_deg);
}

/* The nearest place asked to the firm; of equally near ones the one asked first. */
static nearest find_nearest(const ch_target__evidence *e, size_t firm)
{
    const ch_zone *zone = e->zone;
    const ch_place_set *set = e->set;
    const ch_point from = {zone->firms.lon[firm], zone->firms.lat[firm]};
    nearest found = {SIZE_MAX, NAN, e->minutes ? e->minutes[firm] : NAN};
    for (size_t i = 0; is_known(from) && i < set->asked_count; i++) {
        const size_t place = set->asked[i];
        const ch_point to = {zone->places.lon[place], zone->places.lat[place]};
        if (!is_known(to))
            continue;
        const double km = ch_geo_km(from, to);
        if (found.place == SIZE_MAX || km < found.km)
            found = (nearest){place, km, found.minutes};
    }
    return found;
}

static double nearness(const ch_target__evidence *e, nearest to)
{
    return isnan(to.minutes) ? exp(-to.km / e->near_km) : exp(-to.minutes / e->near_min);
}

static void add_nearness(ch_target__evidence *e, size_t firm, nearest to)
{
    const ch_rows_firms *row = &e->zone->firms;
    const ch_rows_places *place = &e->zone->places;
    if (to.place == SIZE_MAX)
        return;
    add(e, (ch_target_point){.kind = CH_EVIDENCE_NEAR,
                             .id = name_evidence(e->near_id, CH_EVIDENCE_NEAR, row->id[firm]),
                             .x = nearness(e, to),
                             .source = CH_TEXT("computed"),
                             .as_of = row->as_of[firm],
                             .marks = ch_schema_marks(row->marks[firm], row->source[firm]) |
                                      ch_schema_marks(place->marks[to.place], place->source[to.place]),
                             .with = SIZE_MAX});
}

static void add_role(ch_target__evidence *e, size_t firm)
{
    const ch_rows_firms *row = &e->zone->firms;
    add(e, (ch_target_point){.kind = CH_EVIDENCE_LEADER,
                             .id = name_evidence(e->leader_id, CH_EVIDENCE_LEADER, row->id[firm]),
                             .x = e->x_of_role[row->role[firm]],
                             .source = row->source[firm],
                             .as_of = row->as_of[firm],
                             .marks = ch_schema_marks(row->marks[firm], row->source[firm]),
                             .with = SIZE_MAX});
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
    if (n > 0)
        qsort(piece, n, sizeof(*piece), compare_claims);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !ch_text_equal(piece[kept - 1]->id, piece[i]->id))
            piece[kept++] = piece[i];
    if (kept > 0)
        qsort(piece, kept, sizeof(*piece), compare_points);
    return kept;
}

/* All pieces of a firm as they are shown; how many. */
static size_t gather(ch_target__evidence *e, size_t firm, nearest to)
{
    e->count = 0;
    gather_ties(e, firm);
    gather_signals(e, firm);
    add_nearness(e, firm, to);
    add_role(e, firm);
    for (size_t i = 0; i < e->count; i++)
        e->shown[i] = &e->piece[i];
    return settle(e->shown, e->count);
}

static bool has_rows(const ch_target_rows *rows, size_t firm)
{
    return rows->supplies_at[firm] < rows->supplies_at[firm + 1] || rows->buys_at[firm] < rows->buys_at[firm + 1] ||
           rows->signals_at[firm] < rows->signals_at[firm + 1];
}

/* Most firms have no row that speaks for them: then there are two pieces at most, with ids of their own,
 * and what they add up to is known without them. */
double ch_target__find_chance(ch_target__evidence *e, size_t firm)
{
    const nearest to = find_nearest(e, firm);
    double points = 0;
    if (has_rows(e->rows, firm)) {
        const size_t n = gather(e, firm, to);
        for (size_t i = 0; i < n; i++)
            points += e->shown[i]->points;
        return -expm1(-points);
    }
    if (to.place != SIZE_MAX)
        points += ch_target_points(e->alpha[CH_EVIDENCE_NEAR], nearness(e, to));
    points += ch_target_points(e->alpha[CH_EVIDENCE_LEADER], e->x_of_role[e->zone->firms.role[firm]]);
    return -expm1(-points);
}

static bool is_named_here(const ch_target__evidence *e, ch_text id)
{
    return id.at == e->near_id || id.at == e->leader_id;
}

ch_err ch_target__tell_evidence(ch_arena *arena, ch_target__evidence *e, ch_target *target)
{
    const nearest to = find_nearest(e, target->firm);
    const size_t n = gather(e, target->firm, to);
    ch_target_point *point = CH_NEW(arena, ch_target_point, n);
    if (!point)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        point[i] = *e->shown[i];
        if (is_named_here(e, point[i].id))
            point[i].id = ch_text_copy(arena, point[i].id);
        if (!point[i].id.at)
            return CH_ENOMEM;
    }
    target->km = to.km;
    target->minutes = to.minutes;
    target->point = point;
    target->points = n;
    target->chance = ch_target_chance(point, n);
    return CH_OK;
}
