/* chain_case.c - what `chain` tells: who stands behind each node, what is lacking, what may be lost. */
#include "changhe/desk.h"

#include "changhe/decimal.h"

#include <stdlib.h>

static ch_err gather_rows(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer)
{
    const size_t nodes = ch_chain_nodes(desk->net);
    const uint32_t **firm = CH_NEW(arena, const uint32_t *, nodes), **survey = CH_NEW(arena, const uint32_t *, nodes);
    size_t *firms = CH_NEW(arena, size_t, nodes), *surveys = CH_NEW(arena, size_t, nodes);
    if (!firm || !survey || !firms || !surveys)
        return CH_ENOMEM;
    ch_err err = CH_OK;
    for (uint32_t node = 0; err == CH_OK && node < nodes; node++) {
        err = ch_chain_firms_of(arena, desk->net, &desk->set, node, &firm[node], &firms[node]);
        if (err == CH_OK)
            err = ch_chain_surveys_of(arena, desk->net, &desk->set, node, &survey[node], &surveys[node]);
    }
    answer->firm = firm;
    answer->firms = firms;
    answer->survey = survey;
    answer->surveys = surveys;
    return err;
}

static ch_err gather_behind(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer)
{
    const size_t nodes = ch_chain_nodes(desk->net);
    ch_behind *behind = CH_NEW(arena, ch_behind, nodes);
    ch_err err = behind ? CH_OK : CH_ENOMEM;
    for (uint32_t node = 0; err == CH_OK && node < nodes; node++)
        err = ch_desk_behind_node(arena, desk, answer, node, &behind[node]);
    answer->behind = behind;
    return err;
}

static ch_err gather_health(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer)
{
    const size_t chains = desk->zone->chains.rows;
    ch_chain_health *health = CH_NEW(arena, ch_chain_health, chains);
    if (!health)
        return CH_ENOMEM;
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < chains; i++)
        err = ch_chain_find_health(&scratch, desk->net, &desk->set, &desk->state, i, &health[i]);
    ch_arena_free(&scratch);
    answer->health = health;
    return err;
}

typedef struct {
    double gain, worth; /* coarse */
    uint32_t segment;   /* rows stand in the order of their ids */
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return (x->segment > y->segment) - (x->segment < y->segment);
}

static bool is_gap(const ch_chain_node *node)
{
    return node->gain > 0 && (node->class == CH_CHAIN_MISSING || node->class == CH_CHAIN_UNKNOWN);
}

static bool is_weak(const ch_chain_node *node)
{
    return node->class == CH_CHAIN_WEAK;
}

/* Segments of the chains asked whose nodes are such; a node that was met before is passed over. */
static size_t find_such(const ch_desk *desk, bool (*such)(const ch_chain_node *node), bool *met, ranked *found)
{
    size_t n = 0;
    for (uint32_t i = 0; i < desk->zone->segments.rows; i++) {
        const uint32_t at = ch_chain_node_of(desk->net, i);
        const ch_chain_node *node = &desk->state.node[at];
        if (met[at] || !ch_desk_asks_segment(desk, i) || !such(node))
            continue;
        met[at] = true;
        found[n++] = (ranked){ch_number_coarse(node->gain), ch_number_coarse(node->worth), i};
    }
    return n;
}

static ch_err rank(ch_arena *arena, const ch_desk *desk, bool (*such)(const ch_chain_node *node),
                   const uint32_t **segment, size_t *n)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    bool *met = CH_NEW(&scratch, bool, ch_chain_nodes(desk->net));
    ranked *found = CH_NEW(&scratch, ranked, desk->zone->segments.rows);
    uint32_t *row = CH_NEW(arena, uint32_t, desk->zone->segments.rows);
    const bool room = met && found && row;
    if (room) {
        *n = find_such(desk, such, met, found);
        qsort(found, *n, sizeof *found, compare_ranked);
        for (size_t i = 0; i < *n; i++)
            row[i] = found[i].segment;
        *segment = row;
    }
    ch_arena_free(&scratch);
    return room ? CH_OK : CH_ENOMEM;
}

static int compare_extractions(const void *a, const void *b)
{
    const ch_extraction *x = a, *y = b;
    if (x->loss != y->loss)
        return x->loss > y->loss ? -1 : 1;
    return (x->firm > y->firm) - (x->firm < y->firm);
}

/* Firms that fill a node of the chain asked; every firm when all are. Both tables are in the order of
 * firm ids, so one walk along firms meets each row's firm. */
static ch_err find_concerned(ch_arena *scratch, const ch_desk *desk, bool **concerned)
{
    const ch_zone *zone = desk->zone;
    bool *firm = CH_NEW(scratch, bool, zone->firms.rows), *node = CH_NEW(scratch, bool, ch_chain_nodes(desk->net));
    if (!firm || !node)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->segments.rows; i++)
        node[ch_chain_node_of(desk->net, i)] |= ch_desk_asks_segment(desk, i);
    for (size_t i = 0, at = 0; i < zone->firm_segments.rows; i++) {
        while (!ch_text_equal(zone->firms.id[at], zone->firm_segments.firm[i]))
            at++;
        const size_t segment = ch_zone_find(zone, CH_TABLE_segments, zone->firm_segments.segment[i]);
        firm[at] |= node[ch_chain_node_of(desk->net, segment)];
    }
    for (size_t i = 0; desk->chain == SIZE_MAX && i < zone->firms.rows; i++)
        firm[i] = true;
    *concerned = firm;
    return CH_OK;
}

static ch_err list_extractions(ch_arena *scratch, const ch_desk *desk, ch_extraction *out, size_t *n)
{
    bool *concerned;
    double *loss = CH_NEW(scratch, double, desk->zone->firms.rows);
    ch_err err = loss ? find_concerned(scratch, desk, &concerned) : CH_ENOMEM;
    if (err == CH_OK)
        err = ch_chain_find_losses(scratch, desk->net, &desk->set, &desk->state, loss);
    for (size_t i = 0; err == CH_OK && i < desk->zone->firms.rows; i++)
        if (concerned[i] && ch_chain_is_local(desk->net, &desk->set, i))
            out[(*n)++] = (ch_extraction){i, loss[i]};
    return err;
}

static ch_err rank_extractions(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer)
{
    ch_extraction *out = CH_NEW(arena, ch_extraction, desk->zone->firms.rows);
    if (!out)
        return CH_ENOMEM;
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = list_extractions(&scratch, desk, out, &answer->extractions);
    ch_arena_free(&scratch);
    qsort(out, answer->extractions, sizeof *out, compare_extractions);
    answer->extraction = out;
    return err;
}

ch_err ch_desk_chain(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer)
{
    *answer = (ch_chain_answer){0};
    ch_err err = gather_rows(arena, desk, answer);
    if (err == CH_OK)
        err = gather_behind(arena, desk, answer);
    if (err == CH_OK)
        err = gather_health(arena, desk, answer);
    if (err == CH_OK)
        err = rank(arena, desk, is_gap, &answer->gap, &answer->gaps);
    if (err == CH_OK)
        err = rank(arena, desk, is_weak, &answer->weak, &answer->weaks);
    return err == CH_OK ? rank_extractions(arena, desk, answer) : err;
}
