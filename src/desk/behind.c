/* behind.c - what stands behind a figure: marks, sources and dates of the rows it was made from. */
#include "changhe/desk.h"

#include <stdlib.h>

typedef struct {
    ch_arena *arena;
    ch_text *source;
    size_t sources, capacity;
    uint32_t marks;
    ch_date as_of;
    bool failed;
} gathering;

static void add_source(gathering *g, ch_text id)
{
    void *source = g->source;
    if (!ch_arena_grow(g->arena, &source, &g->capacity, g->sources + 1, sizeof *g->source)) {
        g->failed = true;
        return;
    }
    g->source = source;
    g->source[g->sources++] = id;
}

static void add_row(gathering *g, uint32_t marks, ch_text sources, ch_date as_of)
{
    ch_text id;
    g->marks |= ch_schema_marks(marks, sources);
    while (!g->failed && ch_text_next(&sources, ' ', &id))
        add_source(g, id);
    if (as_of > g->as_of)
        g->as_of = as_of;
}

static int compare_ids(const void *a, const void *b)
{
    return ch_text_compare(*(const ch_text *)a, *(const ch_text *)b);
}

static ch_err finish(gathering *g, ch_behind *behind)
{
    if (g->failed)
        return CH_ENOMEM;
    size_t kept = 0;
    if (g->sources > 0)
        qsort(g->source, g->sources, sizeof *g->source, compare_ids);
    for (size_t i = 0; i < g->sources; i++)
        if (kept == 0 || !ch_text_equal(g->source[kept - 1], g->source[i]))
            g->source[kept++] = g->source[i];
    *behind = (ch_behind){g->marks | 1u << CH_mark_ASSUMED, g->source, kept, g->as_of};
    return CH_OK;
}

static void add_firm(gathering *g, const ch_zone *zone, size_t firm)
{
    add_row(g, zone->firms.marks[firm], zone->firms.source[firm], zone->firms.as_of[firm]);
}

static void add_firm_segment(gathering *g, const ch_zone *zone, size_t firm, size_t segment)
{
    const ch_text key[] = {zone->firms.id[firm], zone->segments.id[segment]};
    const size_t row = ch_table_find(zone->table[CH_TABLE_firm_segments], key);
    if (row != SIZE_MAX)
        add_row(g, zone->firm_segments.marks[row], zone->firm_segments.source[row], zone->firm_segments.as_of[row]);
}

static void add_link(gathering *g, const ch_zone *zone, size_t from, size_t to)
{
    const ch_text key[] = {zone->segments.id[from], zone->segments.id[to]};
    const size_t row = ch_table_find(zone->table[CH_TABLE_links], key);
    if (row != SIZE_MAX && !zone->links.loop[row])
        add_row(g, zone->links.marks[row], zone->links.source[row], 0);
}

/* Links between a segment and a node, under every name that the node has. */
static void add_links_with(gathering *g, const ch_desk *desk, size_t segment, uint32_t node, bool feeds)
{
    for (size_t i = ch_chain_first_segment(desk->net, node); i != SIZE_MAX; i = ch_chain_next_segment(desk->net, i))
        add_link(g, desk->zone, feeds ? segment : i, feeds ? i : segment);
}

static void add_links_of(gathering *g, const ch_desk *desk, uint32_t node, size_t segment)
{
    const ch_graph *users = ch_chain_users(desk->net), *inputs = ch_chain_inputs(desk->net);
    for (uint32_t i = users->start[node]; i < users->start[node + 1]; i++)
        add_links_with(g, desk, segment, users->to[i], true);
    for (uint32_t i = inputs->start[node]; i < inputs->start[node + 1]; i++)
        add_links_with(g, desk, segment, inputs->to[i], false);
}

static void add_name(gathering *g, const ch_desk *desk, const ch_chain_answer *answer, uint32_t node, size_t segment)
{
    const ch_zone *zone = desk->zone;
    add_row(g, zone->segments.marks[segment], zone->segments.source[segment], 0);
    add_links_of(g, desk, node, segment);
    for (size_t i = 0; i < answer->firms[node]; i++)
        add_firm_segment(g, zone, answer->firm[node][i], segment);
}

ch_err ch_desk_behind_node(ch_arena *arena, const ch_desk *desk, const ch_chain_answer *answer, uint32_t node,
                           ch_behind *behind)
{
    const ch_rows_surveys *survey = &desk->zone->surveys;
    gathering g = {.arena = arena};
    for (size_t i = ch_chain_first_segment(desk->net, node); i != SIZE_MAX; i = ch_chain_next_segment(desk->net, i))
        add_name(&g, desk, answer, node, i);
    for (size_t i = 0; i < answer->firms[node]; i++)
        add_firm(&g, desk->zone, answer->firm[node][i]);
    for (size_t i = 0; i < answer->surveys[node]; i++) {
        const uint32_t row = answer->survey[node][i];
        add_row(&g, survey->marks[row], survey->source[row], survey->as_of[row]);
    }
    return finish(&g, behind);
}

ch_err ch_desk_behind_target(ch_arena *arena, const ch_desk *desk, const ch_target *target, ch_behind *behind)
{
    gathering g = {.arena = arena};
    add_firm(&g, desk->zone, target->firm);
    for (size_t i = 0; i < target->segments; i++)
        add_firm_segment(&g, desk->zone, target->firm, target->segment[i]);
    for (size_t i = 0; i < target->points; i++)
        if (!ch_text_equal(target->point[i].source, CH_TEXT("computed")))
            add_row(&g, target->point[i].marks, target->point[i].source, target->point[i].as_of);
        else
            g.marks |= target->point[i].marks;
    return finish(&g, behind);
}
