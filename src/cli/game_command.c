/* game_command.c - a game read from its file, made, and solved. */
#include "game_command.h"

#include "game_view.h"

#include "changhe/folder.h"
#include "changhe/json.h"

#include <stdio.h>

_Static_assert((int)CH_GAME_FILE_MOST == (int)CH_GAME_MOST && CH_GAME_FILE_VALUE_MOST == CH_GAME_VALUE_MOST,
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
        return options_wrong("--cover", " 不超过 16 个参与方的博弈（--cover）",
                             "a game of at most 16 players with --cover");
    return true;
}

static ch_err find_shapley(ch_arena *arena, const ch_game *game, int64_t scale, game_found *found)
{
    ch_share_number share[CH_GAME_MOST];
    ch_game_leaving worst = {0};
    ch_err err = ch_game_shapley(arena, game, share);
    if (err == CH_OK)
        err = game_scale_all(arena, share, game->players, scale, &found->shapley);
    if (err == CH_OK)
        err = ch_game_worst_group(arena, game, share, &worst);
    if (err == CH_OK)
        err = ch_game_scale(arena, &worst.by, scale, &found->short_by);
    if (err == CH_OK && game->is_cost)
        err = game_find_costs(arena, game, share, scale, &found->pays);
    found->worst = worst.group;
    return err;
}

static ch_err find_all(ch_arena *arena, const ch_game *game, int64_t scale, game_found *found)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)game->value[((size_t)1 << game->players) - 1]);
    const ch_share_number all = {ch_text_of(digits), CH_TEXT("1"), 0};
    found->is_cost = game->is_cost;
    return ch_game_scale(arena, &all, scale, &found->all);
}

static ch_err find_awards(ch_arena *arena, const options *asked, const ch_game_file *file, game_found *found,
                          ch_faults *faults)
{
    ch_share_number award[CH_GAME_MOST];
    ch_err err = CH_OK;
    for (unsigned rule = 0; rule < CH_CLAIM_RULES && asked->game.has_rule && err == CH_OK; rule++) {
        if (!asked->game.has_every_rule && rule != asked->game.rule)
            continue;
        err = ch_claim_divide(arena, rule, file->whole, file->number, file->players, award, faults);
        if (err == CH_OK)
            err = game_scale_all(arena, award, file->players, file->scale, &found->award[rule]);
    }
    return err;
}

static ch_err answer(ch_arena *arena, const options *asked, const ch_game_file *file, ch_buf *out, ch_faults *faults)
{
    ch_game game;
    game_found found = {.file = file};
    const int64_t scale = file->family == CH_GAME_FILE_MAJORITY ? 1 : file->scale; /* its values are yes and no */
    ch_err err = make_game(arena, file, &game, faults);
    if (err == CH_OK && asked->game.is_covered)
        err = ch_game_cover(arena, &game, &game);
    if (err == CH_OK)
        err = find_all(arena, &game, scale, &found);
    if (err == CH_OK)
        err = find_shapley(arena, &game, scale, &found);
    if (err == CH_OK)
        err = game_find_stability(arena, &game, asked->game.is_pre, scale, &found);
    if (err == CH_OK)
        err = find_awards(arena, asked, file, &found, faults);
    if (err != CH_OK)
        return err;
    if (asked->format == FORMAT_JSON)
        game_json(&found, out);
    else
        game_view(asked, &found, out);
    return out->failed ? CH_ENOMEM : CH_OK;
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
