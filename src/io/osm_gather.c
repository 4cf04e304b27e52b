/* osm_gather.c - first the ways and what they refer to, then the points that they need, and no others. */
#include "osm_gather.h"

#include "osm_ids.h"
#include "osm_tags.h"
#include "osm_told.h"
#include "osm_turn.h"

#include <string.h>

typedef struct {
    void *at;
    size_t count, room; /* items */
} list;

typedef struct {
    int64_t via;
    ch_road_turn turn;
} pending_turn;

typedef struct {
    ch_arena *arena; /* of the result */
    const ch_memory *memory;
    ch_osm__source *source;
    list ways, references, turns;
    ch_osm__ids ids;
    size_t hint;
    ch_point *point; /* per id */
    bool *has_point;
    uint8_t *barrier; /* in the arena of scratch, like the two above */
    uint32_t *index;  /* into the given points, CH_ROAD_NONE: missing */
    ch_arena scratch;
    ch_osm__unread unread;
    ch_osm_report *report;
    ch_road_given *given;
} gathering;

/* Room for n more; NULL: no memory. */
static void *add(gathering *in, list *to, size_t n, size_t size)
{
    if (n > SIZE_MAX / size / 4 || to->count > SIZE_MAX / size / 4)
        return NULL;
    if (to->room - to->count < n) {
        const size_t room = to->count + n + to->count / 2 + 64;
        void *larger = ch_memory_grow(in->memory, to->at, to->count * size, room * size);
        if (larger == NULL)
            return NULL;
        to->at = larger;
        to->room = room;
    }
    to->count += n;
    return (char *)to->at + (to->count - n) * size;
}

/* ---- first pass */

static ch_err take_road(gathering *in, const ch_osm__thing *thing, ch_road_way *way)
{
    if (thing->nodes > UINT32_MAX - in->references.count)
        return ch_osm__tell_byte(
            in->source->faults, in->source->name, 0,
            (ch_osm__words){"there are too many points for one network", "的点数超过一个路网的上限"});
    way->number = thing->id;
    way->first = (uint32_t)in->references.count;
    way->nodes = (uint32_t)thing->nodes;
    ch_road_way *kept = add(in, &in->ways, 1, sizeof *kept);
    int64_t *reference = add(in, &in->references, thing->nodes, sizeof *reference);
    if (kept == NULL || reference == NULL)
        return CH_ENOMEM;
    *kept = *way;
    memcpy(reference, thing->node, thing->nodes * sizeof *reference);
    in->report->roads++;
    return CH_OK;
}

static ch_err take_way(void *self, const ch_osm__thing *thing)
{
    gathering *in = self;
    ch_road_way way;
    bool is_road;
    in->report->ways++;
    if (thing->nodes < 2)
        return CH_OK;
    const ch_err err = ch_osm__read_way_tags(in->arena, &thing->tags, &way, &is_road, &in->unread);
    return err == CH_OK && is_road ? take_road(in, thing, &way) : err;
}

static ch_err add_turns(gathering *in, const ch_osm__thing *relation, const ch_osm__turn *turn)
{
    int64_t from, to;
    for (size_t i = 0; ch_osm__next_way(relation, "from", &i, &from);)
        for (size_t j = 0; ch_osm__next_way(relation, "to", &j, &to);) {
            pending_turn *pending = add(in, &in->turns, 1, sizeof *pending);
            if (pending == NULL)
                return CH_ENOMEM;
            *pending = (pending_turn){turn->via, {.from = from, .to = to, .only = turn->only}};
            memcpy(pending->turn.of, turn->of, sizeof turn->of);
        }
    return CH_OK;
}

static ch_err take_relation(void *self, const ch_osm__thing *relation)
{
    gathering *in = self;
    ch_osm__turn turn;
    in->report->relations++;
    switch (ch_osm__read_turn(relation, &turn)) {
    case CH_OSM__NO_TURN: break;
    case CH_OSM__TURN_BY_WAY: in->report->restrictions_by_way++; break;
    case CH_OSM__TURN_UNREAD: in->report->restrictions_unread++; break;
    case CH_OSM__TURN: in->report->restrictions++; return add_turns(in, relation, &turn);
    }
    return CH_OK;
}

static void take_day(void *self, ch_date day)
{
    gathering *in = self;
    in->report->as_of = day;
}

/* ---- second pass */

static ch_err take_node(void *self, const ch_osm__thing *node)
{
    gathering *in = self;
    in->report->nodes++;
    if (!node->has_point)
        return CH_OK;
    const size_t at = ch_osm__find_id(&in->ids, node->id, &in->hint);
    if (at == SIZE_MAX)
        return CH_OK;
    in->point[at] = node->point;
    in->has_point[at] = true;
    if (node->tags.count > 0)
        in->barrier[at] = ch_osm__read_barrier(&node->tags, &in->unread);
    return CH_OK;
}

static ch_err look_points_up(gathering *in, ch_osm__reader *read)
{
    const ch_osm__sink sink = {.node = take_node, .self = in};
    if (!ch_osm__sort_ids(in->memory, in->references.at, in->references.count, &in->ids))
        return CH_ENOMEM;
    in->point = CH_NEW(&in->scratch, ch_point, in->ids.count);
    in->has_point = CH_NEW(&in->scratch, bool, in->ids.count);
    in->barrier = CH_NEW(&in->scratch, uint8_t, in->ids.count);
    in->index = CH_NEW(&in->scratch, uint32_t, in->ids.count);
    if (in->point == NULL || in->has_point == NULL || in->barrier == NULL || in->index == NULL)
        return CH_ENOMEM;
    const ch_err err = ch_osm__rewind(in->source, "points");
    return err == CH_OK ? read(in->source, &sink) : err;
}

/* ---- the result */

/* Points that the file has, by id. */
static ch_err give_points(gathering *in)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < in->ids.count; i++)
        count += in->has_point[i];
    in->report->points_missing = in->ids.count - count;
    ch_point *point = CH_NEW(in->arena, ch_point, count);
    uint8_t *barrier = CH_NEW(in->arena, uint8_t, count);
    if (point == NULL || barrier == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < in->ids.count; i++) {
        in->index[i] = in->has_point[i] ? (uint32_t)kept : CH_ROAD_NONE;
        if (!in->has_point[i])
            continue;
        point[kept] = in->point[i];
        barrier[kept++] = in->barrier[i];
    }
    in->given->point = point;
    in->given->points = count;
    in->given->barrier = barrier;
    return CH_OK;
}

static uint32_t find_index(gathering *in, int64_t id)
{
    const size_t at = ch_osm__find_id(&in->ids, id, &in->hint);
    return at == SIZE_MAX ? CH_ROAD_NONE : in->index[at];
}

/* The pieces of a way between points that are missing; points that follow themselves count once. nodes and pieces have room enough. */
static void cut_way(gathering *in, const ch_road_way *way, uint32_t *node, size_t *nodes, ch_road_way *piece,
                    size_t *pieces)
{
    const int64_t *reference = (const int64_t *)in->references.at + way->first;
    size_t begin = *nodes;
    bool is_whole = true;
    for (size_t i = 0; i <= way->nodes; i++) {
        const bool is_end = i == way->nodes;
        const uint32_t at = is_end ? CH_ROAD_NONE : find_index(in, reference[i]);
        if (at != CH_ROAD_NONE) {
            if (*nodes == begin || node[*nodes - 1] != at)
                node[(*nodes)++] = at;
            continue;
        }
        is_whole &= is_end;
        if (*nodes - begin < 2) {
            *nodes = begin;
            continue;
        }
        piece[*pieces] = *way;
        piece[*pieces].first = (uint32_t)begin;
        piece[*pieces].nodes = (uint32_t)(*nodes - begin);
        if (!is_whole) /* how the minutes of a ferry are shared is not known any more: its class's speed is */
            piece[*pieces].fixed_s = 0;
        (*pieces)++;
        begin = *nodes;
    }
}

/* Runs of missing points: a stretch each. */
static size_t count_gaps(gathering *in, const ch_road_way *way)
{
    const int64_t *reference = (const int64_t *)in->references.at + way->first;
    size_t gaps = 0;
    bool was_missing = false;
    for (size_t i = 0; i < way->nodes; i++) {
        const bool is_missing = find_index(in, reference[i]) == CH_ROAD_NONE;
        gaps += is_missing && !was_missing;
        was_missing = is_missing;
    }
    return gaps;
}

static ch_err give_ways(gathering *in)
{
    const ch_road_way *way = in->ways.at;
    size_t gaps = 0, nodes = 0, pieces = 0;
    for (size_t i = 0; i < in->ways.count && in->report->points_missing > 0; i++)
        gaps += count_gaps(in, &way[i]);
    in->report->pieces_dropped = gaps;
    uint32_t *node = CH_NEW(in->arena, uint32_t, in->references.count);
    ch_road_way *piece = CH_NEW(in->arena, ch_road_way, in->ways.count + gaps);
    if (node == NULL || piece == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < in->ways.count; i++)
        cut_way(in, &way[i], node, &nodes, piece, &pieces);
    in->given->node = node;
    in->given->nodes = nodes;
    in->given->way = piece;
    in->given->ways = pieces;
    return CH_OK;
}

/* At a point that no road taken has, a tram or a footpath may not turn. */
static ch_err give_turns(gathering *in)
{
    const pending_turn *pending = in->turns.at;
    ch_road_turn *turn = CH_NEW(in->arena, ch_road_turn, in->turns.count);
    size_t turns = 0;
    if (turn == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < in->turns.count; i++) {
        const uint32_t via = find_index(in, pending[i].via);
        if (via == CH_ROAD_NONE)
            continue;
        turn[turns] = pending[i].turn;
        turn[turns++].via = via;
    }
    in->given->turn = turn;
    in->given->turns = turns;
    return CH_OK;
}

static ch_err gather(gathering *in, ch_osm__reader *read)
{
    const ch_osm__sink sink = {.way = take_way, .relation = take_relation, .as_of = take_day, .self = in};
    ch_err err = ch_osm__rewind(in->source, "ways");
    if (err == CH_OK)
        err = read(in->source, &sink);
    if (err == CH_OK)
        err = look_points_up(in, read);
    if (err == CH_OK)
        err = give_points(in);
    if (err == CH_OK)
        err = give_ways(in);
    return err == CH_OK ? give_turns(in) : err;
}

ch_err ch_osm__gather(ch_arena *arena, ch_osm__source *source, ch_osm__reader *read, ch_road_given *given,
                      ch_osm_report *report)
{
    gathering in = {.arena = arena,
                    .memory = arena->memory,
                    .source = source,
                    .scratch = CH_ARENA(arena->memory),
                    .report = report,
                    .given = given};
    const ch_err err = gather(&in, read);
    report->speeds_unread = in.unread.speeds;
    report->other_unread = in.unread.others;
    ch_memory_give(in.memory, in.ways.at);
    ch_memory_give(in.memory, in.references.at);
    ch_memory_give(in.memory, in.turns.at);
    ch_memory_give(in.memory, in.ids.id);
    ch_arena_free(&in.scratch);
    return err;
}
