/* clearing_behind.c - the marks and sources of the rules and prepayments that an answer rests on. */
#include "clearing_work.h"

#include <stdlib.h>

typedef struct {
    ch_desk__clearing *of;
    ch_text *list;
    size_t n, room;
    bool no_memory;
} gathering;

static void note(gathering *g, uint32_t marks, ch_text sources)
{
    ch_text source;
    g->of->marks |= ch_schema_marks(marks, sources);
    while (ch_text_next(&sources, ' ', &source)) {
        void *list = g->list;
        if (!ch_arena_grow(g->of->arena, &list, &g->room, g->n + 1, sizeof *g->list)) {
            g->no_memory = true;
            return;
        }
        g->list = list;
        g->list[g->n++] = source;
    }
}

/* Rules of what is counted or held. */
static void note_rules(gathering *g, bool *is_used)
{
    const ch_rows_medical_rules *rules = &g->of->asked->zone->medical_rules;
    for (size_t i = 0; i < g->of->works; i++) {
        const ch_desk__worked *at = &g->of->worked[i];
        if (at->lack == CH_DESK__RULED && (at->is_open || ch_desk__is_counted(g->of, at)))
            is_used[at->rule] = true;
    }
    for (size_t row = 0; row < rules->rows; row++)
        if (is_used[row])
            note(g, rules->marks[row], rules->source[row]);
}

static void note_prepayments(gathering *g)
{
    const ch_rows_medical_prepayments *rows = &g->of->asked->zone->medical_prepayments;
    for (size_t row = 0; row < rows->rows; row++)
        if (rows->year[row] / 10000 == g->of->asked->year)
            note(g, rows->marks[row], rows->source[row]);
}

static int by_text(const void *left, const void *right)
{
    const ch_text *a = left, *b = right;
    return ch_text_compare(*a, *b);
}

static size_t keep_each_once(ch_text *list, size_t n)
{
    size_t kept = 0;
    if (n > 0)
        qsort(list, n, sizeof *list, by_text);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !ch_text_equal(list[i], list[kept - 1]))
            list[kept++] = list[i];
    return kept;
}

/* How claims are added up and what would be enough on top are assumed; the scheme itself is known from memory. */
ch_err ch_desk__behind_clearing(ch_desk__clearing *of)
{
    gathering g = {.of = of};
    bool *is_used = CH_NEW(of->arena, bool, of->asked->zone->medical_rules.rows);
    if (is_used == NULL)
        return CH_ENOMEM;
    of->marks = 1u << CH_mark_ASSUMED | 1u << CH_mark_UNVERIFIED;
    note_rules(&g, is_used);
    note_prepayments(&g);
    of->source = g.list;
    of->sources = keep_each_once(g.list, g.n);
    return g.no_memory ? CH_ENOMEM : CH_OK;
}
