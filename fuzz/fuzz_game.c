/* fuzz_game.c - whatever comes in, a game comes out that can be made, or faults with their places. */
#include "changhe/game_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t numbers_of(const ch_game_file *game)
{
    switch (game->family) {
    case CH_GAME_FILE_TABLE: return (size_t)1 << game->players;
    case CH_GAME_FILE_TREE: return ((size_t)game->players + 1) * (game->players + 1);
    case CH_GAME_FILE_ASSIGNMENT: return (size_t)game->sellers * game->buyers;
    default: return game->players;
    }
}

static void check_names(const ch_game_file *game)
{
    for (unsigned i = 0; i < game->players; i++) {
        must(game->name[i].len > 0);
        for (unsigned j = 0; j < i; j++)
            must(!ch_text_equal(game->name[i], game->name[j]));
    }
}

static void check_game(const ch_game_file *game)
{
    const bool is_table = game->family == CH_GAME_FILE_TABLE;
    const int64_t most = is_table && game->is_cost ? CH_GAME_FILE_COST_MOST : CH_GAME_FILE_VALUE_MOST;
    int64_t sum = 0;
    must(game->players >= 1 && game->players <= (is_table ? CH_GAME_FILE_MOST : CH_GAME_FILE_FAMILY_MOST) && game->scale >= 1);
    must(game->family != CH_GAME_FILE_ASSIGNMENT || game->sellers + game->buyers == game->players);
    check_names(game);
    for (size_t i = 0; i < numbers_of(game); i++) {
        must(game->number[i] <= most && game->number[i] >= (is_table ? -most : 0));
        sum += is_table || game->family == CH_GAME_FILE_TREE ? 0 : game->number[i];
    }
    must(sum <= most);
    must(game->family != CH_GAME_FILE_BANKRUPTCY || (game->whole >= 0 && game->whole <= sum));
    must(game->family != CH_GAME_FILE_MAJORITY || game->whole > 0);
    must(!is_table || game->number[0] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_game_file game;
    const ch_err err = ch_game_file_read(&arena, CH_TEXT("f"), (ch_text){(const char *)data, size}, &game, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA));
    for (size_t i = 0; i < faults.kept; i++)
        must(faults.list[i].at.line > 0 && faults.list[i].at.column > 0);
    if (err == CH_OK)
        check_game(&game);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
