/* game_command.c - a game read from its file, made, and solved. */
#include "game_command.h"

#include "game_view.h"
#include "watch.h"

#include "changhe/folder.h"
#include "changhe/json.h"

#include <stdio.h>

_Static_assert((int)CH_GAME_FILE_MOST == (int)CH_GAME_MOST && CH_GAME_FILE_VALUE_MOST == CH_GAME_VALUE_MOST &&
                   (int)CH_GAME_FILE_FAMILY_MOST == (int)CH_GAME_WALK_MOST,
               "the reader tells what games refuse");

static ch_err read_game(ch_arena *arena, const options *asked, ch_game_file *file, ch_faults *faults)
{
    ch_arena scratch = {0};
    ch_text content, name = ch_text_of(asked->dir);
    ch_err err = ch_folder_read_file(&scratch, asked->dir, name, CH_JSON_MAX_BYTES, &content, faults);
    if (err == CH_OK)
        err = ch_game_file_read(arena, name, content, file, faults);
    ch_arena_free(&scratch);
    return err;
}

static ch_err make_game(ch_arena *arena, const ch_game_file *file, ch_game *game, ch_faults *faults)
{
    const unsigned n = file->players;
    switch (file->family) {
    case CH_GAME_FILE_BANKRUPTCY: return ch_game_bankruptcy(arena, file->whole, file->number, n, game, faults);
    case CH_GAME_FILE_AIRPORT: return ch_game_airport(arena, file->number, n, game, faults);
    case CH_GAME_FILE_MAJORITY: return ch_game_majority(arena, file->whole, file->number, n, game, faults);
    case CH_GAME_FILE_TREE: return ch_game_tree(arena, file->number, n, game, faults);
    case CH_GAME_FILE_ASSIGNMENT:
        return ch_game_assignment(arena, file->number, file->sellers, file->buyers, game, faults);
    case CH_GAME_FILE_TABLE:
    case CH_GAME_FILE_FAMILIES: break;
    }
    if (file->is_cost)
        return ch_game_of_costs(arena, file->number, n, game, faults);
    *game = (ch_game){.players = n, .value = file->number};
    return CH_OK;
}

/* What the options ask that this game does not have. */
static bool check_words(const options *asked, const ch_game_file *file)
{
    if (asked->game.has_rule && file->family != CH_GAME_FILE_BANKRUPTCY)
        return options_wrong("--rule", " bankruptcy（破产）博弈才有 --rule",
                             "a game of the family bankruptcy with --rule");
    if (asked->game.is_covered && file->players > CH_GAME_COVER)
        return options_wrong("--cover", " 不超过 20 个参与方的博弈（--cover）",
                             "a game of at most 20 players with --cover");
    return true;
}

static ch_err find_awards(game_work *work, ch_faults *faults)
{
    const game_words *words = &work->asked->game;
    const ch_game_file *file = work->file;
    ch_share_number *award = CH_NEW(work->arena, ch_share_number, file->players);
    ch_err err = award != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned rule = 0; rule < CH_CLAIM_RULES && words->has_rule && err == CH_OK; rule++) {
        if (!words->has_every_rule && rule != words->rule)
            continue;
        err = ch_claim_divide(work->arena, rule, file->whole, file->number, file->players, award, faults);
        if (err == CH_OK)
            err = game_scale_all(work, award, &work->found.award[rule]);
    }
    return err;
}

static ch_err find_all(game_work *work, ch_faults *faults)
{
    ch_err err = CH_OK;
    if (work->file->players <= CH_GAME_MOST)
        err = make_game(work->arena, work->file, &work->game, faults);
    if (err == CH_OK && work->asked->game.is_covered)
        err = ch_game_cover(work->arena, &work->game, work->progress, &work->game);
    if (err == CH_OK)
        err = game_find_shapley(work, faults);
    if (err == CH_OK)
        err = game_find_stability(work);
    return err == CH_OK ? find_awards(work, faults) : err;
}

/* A stop leaves an answer with less in it, unless nothing was found yet. */
static ch_err answer(ch_arena *arena, const options *asked, const ch_game_file *file, ch_buf *out, ch_faults *faults)
{
    watching watch;
    const ch_progress progress = watch_begin(&watch, false, asked->lang);
    game_work work = {.arena = arena, .asked = asked, .file = file, .progress = &progress, .found = {.file = file}};
    work.scale = file->family == CH_GAME_FILE_MAJORITY ? 1 : file->scale; /* its values are yes and no */
    const ch_err err = find_all(&work, faults);
    watch_end(&watch, false);
    const bool is_stopped = err == CH_ENONE || work.found.shapley_reason == GAME_STOPPED ||
                            work.found.core_reason == GAME_STOPPED || work.found.nucleolus_reason == GAME_STOPPED;
    if (is_stopped)
        fprintf(stderr, "changhe: stopped before all was found 已中断，没有全部算完\n");
    if (err != CH_OK)
        return err;
    if (asked->format == FORMAT_JSON)
        game_json(&work.found, out);
    else
        game_view(asked, &work.found, out);
    return out->failed ? CH_ENOMEM : is_stopped ? CH_ENONE : CH_OK;
}

ch_err game_command(const options *asked, ch_buf *out, ch_faults *faults, bool *is_misused)
{
    ch_arena arena = {0};
    ch_game_file file;
    ch_err err = read_game(&arena, asked, &file, faults);
    *is_misused = err == CH_OK && !check_words(asked, &file);
    if (err == CH_OK)
        err = *is_misused ? CH_EDATA : answer(&arena, asked, &file, out, faults);
    ch_arena_free(&arena);
    return err;
}
