/* fairness.c - is an agreement fair: its split as a game, held against Shapley value, core and nucleolus. */
#include "changhe/fairness.h"

#include "fairness_parts.h"

#include <stdlib.h>

/* ---- what is found of a game that is known */

static ch_err find_shapley(ch_arena *arena, const ch_game *game, ch_desk__fairness *of)
{
    ch_share_number *share = CH_NEW(arena, ch_share_number, game->players);
    ch_game_leaving leaving;
    if (share == NULL)
        return CH_ENOMEM;
    ch_err err = ch_game_shapley(arena, game, share);
    if (err == CH_OK)
        err = ch_game_worst_group(arena, game, share, &leaving);
    of->shapley = share;
    of->shapley_in_core = err == CH_OK && leaving.group == 0;
    return err;
}

static ch_err find_fair(ch_arena *arena, const ch_progress *progress, ch_desk__fairness *of)
{
    const ch_game game = {.players = of->game.parties, .value = of->game.value};
    ch_game_nucleolus nucleolus;
    ch_err err = find_shapley(arena, &game, of);
    if (err == CH_OK)
        err = ch_game_find_core(arena, &game, NULL, 0, progress, &of->core);
    if (err != CH_OK)
        return err;
    err = ch_game_find_nucleolus(arena, &game, false, NULL, 0, progress, &nucleolus);
    of->nucleolus = err == CH_OK ? nucleolus.share : NULL;
    return err;
}

/* ---- what stands behind it: of the split, and the rows of groups */

static int by_text(const void *left, const void *right)
{
    const ch_text *a = left, *b = right;
    return ch_text_compare(*a, *b);
}

static size_t count_words(ch_text words)
{
    ch_text word;
    size_t n = 0;
    while (ch_text_next(&words, ' ', &word))
        n++;
    return n;
}

static ch_err note_sources(ch_arena *arena, ch_desk__fairness *of)
{
    const ch_desk__deal *deal = &of->split->deal;
    const ch_rows_agreement_groups *rows = &deal->zone->agreement_groups;
    const ch_text id = deal->zone->agreements.id[deal->row];
    size_t most = deal->sources, n = 0, kept = 0;
    for (size_t row = 0; row < rows->rows; row++)
        most += ch_text_equal(rows->agreement[row], id) ? count_words(rows->source[row]) : 0;
    ch_text *list = CH_NEW(arena, ch_text, most), source;
    if (list == NULL)
        return CH_ENOMEM;
    of->marks = deal->marks;
    for (; n < deal->sources; n++)
        list[n] = deal->source[n];
    for (size_t row = 0; row < rows->rows; row++) {
        ch_text rest = ch_text_equal(rows->agreement[row], id) ? rows->source[row] : (ch_text){0};
        if (rest.len > 0)
            of->marks |= ch_schema_marks(rows->marks[row], rest);
        while (ch_text_next(&rest, ' ', &source))
            list[n++] = source;
    }
    if (n > 0)
        qsort(list, n, sizeof *list, by_text);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !ch_text_equal(list[i], list[kept - 1]))
            list[kept++] = list[i];
    of->source = list;
    of->sources = kept;
    return CH_OK;
}

/* ---- the question */

/* How it was: that it could not be reckoned is no fault of the question. */
static ch_err find_before(ch_arena *arena, const ch_desk__splitting *split, ch_desk__fairness *of)
{
    if (!split->has_before)
        return CH_OK;
    const ch_err err = ch_desk__read_game(arena, &split->before, split->from, split->to, &of->before, NULL);
    of->has_before = err == CH_OK;
    return err == CH_ENOMEM ? err : CH_OK;
}

static ch_err find(ch_arena *arena, const ch_desk__splitting *split, const ch_progress *progress, ch_desk__fairness *of,
                   ch_faults *faults)
{
    *of = (ch_desk__fairness){.split = split};
    ch_err err = ch_desk__read_game(arena, &split->deal, split->from, split->to, &of->game, faults);
    if (err == CH_OK)
        err = note_sources(arena, of);
    if (err == CH_OK && of->game.is_known)
        err = find_fair(arena, progress, of);
    return err == CH_OK ? find_before(arena, split, of) : err;
}

ch_err ch_desk__ask_fairness(const ch_split_question *asked, ch_desk__write_fairness *write, ch_lang lang,
                             const ch_progress *progress, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__splitting split;
    ch_desk__fairness of;
    ch_err err = ch_desk__split_open(&arena, asked, &split, faults);
    if (err == CH_OK)
        err = find(&arena, &split, progress, &of, faults);
    if (err == CH_OK)
        write(&of, lang, out);
    ch_desk__split_close(&split);
    ch_arena_free(&arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
