/* graph_command.c - a graph read, edited as asked and searched from one node: with 32 bits where they suffice, else with 64. */
#include "graph_command.h"

#include "graph_view.h"

#include "changhe/dimacs.h"
#include "changhe/folder.h"
#include "changhe/reach.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 1 << 16 };

/* ---- the file */

static ch_err read_stdin(ch_buf *content, ch_faults *faults)
{
    char piece[PIECE];
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        ch_buf_add(content, (ch_text){piece, n});
    if (ferror(stdin))
        return ch_fault_add(faults, (ch_at){.file = CH_TEXT("-")}, (ch_text){0}, (ch_text){0}, CH_WANT_READABLE,
                            (ch_text){0}) == CH_ENOMEM
                   ? CH_ENOMEM
                   : CH_EIO;
    return content->failed ? CH_ENOMEM : CH_OK;
}

static ch_err read_graph(ch_arena *arena, const options *asked, ch_dimacs *graph, ch_faults *faults)
{
    ch_arena scratch = {0};
    ch_buf piped = {0};
    ch_text content = {0}, name = ch_text_of(asked->dir);
    const bool is_piped = strcmp(asked->dir, "-") == 0;
    ch_err err = is_piped ? read_stdin(&piped, faults)
                          : ch_folder_read_file(&scratch, asked->dir, name, SIZE_MAX / 4, &content, faults);
    if (is_piped)
        content = ch_buf_text(&piped);
    if (err == CH_OK)
        err = ch_dimacs_read(arena, name, content, !asked->graph.is_from_zero, graph, faults);
    ch_buf_free(&piped);
    ch_arena_free(&scratch);
    return err;
}

/* ---- what the command line names */

typedef struct {
    ch_arena *arena;
    const graph_words *words;
    const ch_dimacs *graph;
    ch_faults *faults;
    ch_err err;
} naming;

/* The row of a node; another is told. */
static uint32_t find_node(naming *in, const char *option, uint64_t node)
{
    const ch_dimacs *graph = in->graph;
    if (node >= graph->base && node - graph->base < graph->nodes)
        return (uint32_t)(node - graph->base);
    char found[24], range[64] = "of which there is none";
    snprintf(found, sizeof found, "%llu", (unsigned long long)node);
    if (graph->nodes > 0)
        snprintf(range, sizeof range, "%llu-%llu", (unsigned long long)graph->base,
                 (unsigned long long)(graph->base + graph->nodes - 1));
    const ch_fault fault = {.column = ch_text_of(option),
                            .found = ch_text_of(found),
                            .want = CH_WANT_GRAPH_NODE,
                            .detail = ch_text_of(range),
                            .detail_zh = graph->nodes > 0 ? (ch_text){0} : CH_TEXT("图中没有节点")};
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
    return 0;
}

/* The arcs of all values of an option, n numbers each. */
static ch_dimacs_arc *find_arcs(naming *in, const char *option, size_t *arcs)
{
    *arcs = 0;
    const char *value;
    for (int i = 0; graph_words_next(in->words, option, &i) != NULL;)
        ++*arcs;
    ch_dimacs_arc *arc = CH_NEW(in->arena, ch_dimacs_arc, *arcs), *at = arc;
    if (arc == NULL)
        in->err = CH_ENOMEM;
    for (int i = 0; arc != NULL && (value = graph_words_next(in->words, option, &i)) != NULL; at++) {
        uint64_t tail, head;
        graph_words_number(&value, &tail);
        graph_words_number(&value, &head);
        *at = (ch_dimacs_arc){find_node(in, option, tail), find_node(in, option, head), 0};
        graph_words_number(&value, &at->weight); /* none of those closed */
    }
    return arc;
}

static size_t count_goals(const graph_words *words)
{
    size_t goals = 0;
    const char *value;
    uint64_t node;
    for (int i = 0; (value = graph_words_next(words, "--to", &i)) != NULL;)
        while (graph_words_number(&value, &node))
            goals++;
    return goals;
}

/* Each node once. */
static graph_goal *find_goals(naming *in, size_t *goals)
{
    graph_goal *goal = CH_NEW(in->arena, graph_goal, count_goals(in->words));
    bool *is_told = CH_NEW(in->arena, bool, in->graph->nodes + 1);
    const char *value;
    uint64_t node;
    *goals = 0;
    if (goal == NULL || is_told == NULL) {
        in->err = CH_ENOMEM;
        return goal;
    }
    for (int i = 0; (value = graph_words_next(in->words, "--to", &i)) != NULL;)
        while (graph_words_number(&value, &node)) {
            const uint32_t row = find_node(in, "--to", node);
            if (!is_told[row])
                goal[(*goals)++] = (graph_goal){node, UINT64_MAX};
            is_told[row] = true;
        }
    return goal;
}

/* ---- the search */

/* Distances of one of the two widths. */
typedef struct {
    const uint32_t *narrow;
    const uint64_t *wide;
} distances;

static uint64_t dist_of(const distances *dist, size_t node)
{
    if (dist->wide != NULL)
        return dist->wide[node];
    return dist->narrow[node] != CH_REACH_FAR ? dist->narrow[node] : UINT64_MAX;
}

/* found.overflowed: some way does not fit 32 bits. */
static ch_err search_narrow(ch_arena *arena, const ch_dimacs *graph, uint32_t from, ch_reach_room **room,
                            ch_reach_found *found)
{
    uint32_t *ms = CH_NEW(arena, uint32_t, graph->arcs);
    if (ms == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < graph->arcs; i++)
        ms[i] = (uint32_t)graph->weight[i];
    const ch_reach_graph narrow = {graph->nodes, graph->start, graph->head, ms, NULL};
    const ch_reach_seed seed = {from, 0};
    const ch_err err = ch_reach_room_new(graph->nodes, 0, NULL, room);
    return err == CH_OK ? ch_reach_search(*room, &narrow, false, NULL, &seed, 1, CH_REACH_FAR, false, found) : err;
}

static ch_err search_wide(ch_arena *arena, const ch_dimacs *graph, uint32_t from, distances *dist)
{
    uint64_t *wide = CH_NEW(arena, uint64_t, graph->nodes);
    if (wide == NULL)
        return CH_ENOMEM;
    const ch_reach_graph of = {graph->nodes, graph->start, graph->head, NULL, NULL};
    const ch_reach_seed seed = {from, 0};
    *dist = (distances){NULL, wide};
    return ch_reach_search_wide(arena, &of, graph->weight, &seed, 1, wide);
}

static void sum_up(const graph_words *words, const ch_dimacs *graph, const distances *dist, graph_found *found,
                   graph_goal *goal)
{
    for (size_t v = 0; v < graph->nodes; v++) {
        const uint64_t d = dist_of(dist, v);
        if (d == UINT64_MAX)
            continue;
        found->reached++;
        found->within += d <= words->within;
        found->max = d > found->max ? d : found->max;
        graph_sum_add(&found->sum, d);
    }
    for (size_t i = 0; i < found->goals; i++)
        goal[i].dist = dist_of(dist, goal[i].node - graph->base);
}

static ch_err search(ch_arena *arena, const graph_words *words, const ch_dimacs *graph, uint32_t from,
                     graph_found *found, graph_goal *goal)
{
    ch_reach_room *room = NULL;
    ch_reach_found narrow = {.overflowed = true};
    ch_err err = graph->heaviest < CH_REACH_FAR ? search_narrow(arena, graph, from, &room, &narrow) : CH_OK;
    distances dist = {narrow.dist, NULL};
    if (err == CH_OK && narrow.overflowed)
        err = search_wide(arena, graph, from, &dist);
    if (err == CH_OK)
        sum_up(words, graph, &dist, found, goal);
    ch_reach_room_free(room);
    return err;
}

/* ---- all of it */

static ch_err answer(ch_arena *arena, const options *asked, const ch_dimacs *graph, ch_buf *out, ch_faults *faults,
                     bool *is_misused)
{
    naming in = {arena, &asked->graph, graph, faults, CH_OK};
    graph_found found = {0};
    size_t closeds, addeds;
    const uint32_t from = find_node(&in, "--from", asked->graph.from);
    graph_goal *goal = find_goals(&in, &found.goals);
    const ch_dimacs_arc *closed = find_arcs(&in, "--close", &closeds), *added = find_arcs(&in, "--add", &addeds);
    *is_misused = in.err == CH_EDATA;
    if (in.err != CH_OK)
        return in.err;

    ch_dimacs edited;
    ch_err err = ch_dimacs_edit(arena, graph, closed, closeds, added, addeds, &edited);
    found.nodes = edited.nodes;
    found.arcs = edited.arcs;
    found.goal = goal;
    if (err == CH_OK)
        err = search(arena, &asked->graph, &edited, from, &found, goal);
    if (err != CH_OK)
        return err;
    (asked->format == FORMAT_JSON ? graph_json : graph_view)(asked, &found, out);
    return out->failed ? CH_ENOMEM : CH_OK;
}

ch_err graph_command(const options *asked, ch_buf *out, ch_faults *faults, bool *is_misused)
{
    ch_arena arena = {0};
    ch_dimacs graph;
    *is_misused = false;
    ch_err err = read_graph(&arena, asked, &graph, faults);
    if (err == CH_OK)
        err = answer(&arena, asked, &graph, out, faults, is_misused);
    ch_arena_free(&arena);
    return err;
}
