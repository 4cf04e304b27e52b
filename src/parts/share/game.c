/* game.c - what games of all kinds share: checks, costs as savings, shares in the unit that people know. */
#include "changhe/game.h"

#include "game_parts.h"
#include "ratio.h"

#include <stdio.h>

ch_err ch_game__tell(ch_faults *faults, size_t index, const char *column, int64_t found, ch_want want,
                     const char *detail)
{
    char text[24];
    const ch_at at = {.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0};
    snprintf(text, sizeof text, "%lld", (long long)found);
    return ch_fault_add(faults, at, ch_text_of(column), ch_text_of(text), want, ch_text_of(detail));
}

static ch_err tell_large(ch_faults *faults, size_t index, const char *column, int64_t found)
{
    char most[24];
    snprintf(most, sizeof most, "%lld", (long long)CH_GAME_VALUE_MOST);
    return ch_game__tell(faults, index, column, found, CH_WANT_GAME_NUMBER, most);
}

ch_err ch_game__check_players(uint64_t n, unsigned most, ch_faults *faults)
{
    char told[12];
    snprintf(told, sizeof told, "%u", most);
    return n >= 1 && n <= most ? CH_OK
                               : ch_game__tell(faults, 0, "players", n < INT64_MAX ? (int64_t)n : INT64_MAX,
                                               CH_WANT_GAME_PLAYERS, told);
}

ch_err ch_game__check_numbers(const int64_t *number, size_t n, const char *column, int64_t *sum, ch_faults *faults)
{
    ch_err err = CH_OK;
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (number[i] < 0)
            err = ch_err_worse(err, ch_game__tell(faults, i, column, number[i], CH_WANT_WHOLE, ""));
        else if (number[i] > CH_GAME_VALUE_MOST - *sum)
            return ch_err_worse(err, tell_large(faults, i, column, number[i]));
        else
            *sum += number[i];
    }
    return err;
}

int64_t *ch_game__new(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t *value = CH_NEW(arena, int64_t, (size_t)1 << n);
    *game = (ch_game){.players = n, .value = value};
    return value;
}

void ch_game__add_up(const int64_t *number, unsigned n, int64_t *value)
{
    value[0] = 0;
    for (unsigned i = 0; i < n; i++)
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            value[half + group] = value[group] + number[i];
}

/* Sums of what each pays alone, of the low players and of the high ones, in two short tables. */
enum { LOW = CH_GAME_MOST / 2, SHORT = 1 << LOW };

ch_err ch_game__save(ch_arena *arena, int64_t *value, ch_game *game)
{
    int64_t low[SHORT], high[SHORT];
    const unsigned n = game->players, lows = n < LOW ? n : LOW;
    int64_t *alone = CH_NEW(arena, int64_t, n);
    if (alone == NULL)
        return CH_ENOMEM;
    for (unsigned i = 0; i < n; i++)
        alone[i] = value[(size_t)1 << i];
    game->is_cost = true;
    game->alone = alone;
    ch_game__add_up(alone, lows, low);
    ch_game__add_up(alone + lows, n - lows, high);
    for (size_t top = 0; top < (size_t)1 << (n - lows); top++) {
        int64_t *row = value + (top << lows);
        for (size_t group = 0; group < (size_t)1 << lows; group++)
            row[group] = high[top] + low[group] - row[group];
    }
    return CH_OK;
}

static bool is_small(int64_t value)
{
    return value >= -CH_GAME_VALUE_MOST && value <= CH_GAME_VALUE_MOST;
}

ch_err ch_game_of_costs(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults)
{
    ch_err err = ch_game__check_players(n, CH_GAME_MOST, faults);
    if (err != CH_OK)
        return err;
    const size_t groups = (size_t)1 << n;
    for (size_t group = 0; group < groups; group++)
        if (!is_small(cost[group]) || (group == 0 && cost[0] != 0))
            err = ch_err_worse(err, tell_large(faults, group - 1, "cost", cost[group]));
    if (err != CH_OK)
        return err;

    int64_t *value = ch_game__new(arena, n, game);
    if (value == NULL)
        return CH_ENOMEM;
    for (size_t group = 0; group < groups; group++)
        value[group] = cost[group];
    err = ch_game__save(arena, value, game);
    if (err != CH_OK)
        return err;
    for (size_t group = 0; group < groups; group++)
        if (!is_small(value[group]))
            err = ch_err_worse(err, tell_large(faults, group - 1, "cost", value[group]));
    return err;
}

ch_err ch_game_scale(ch_arena *arena, const ch_share_number *number, int64_t divisor, ch_share_number *scaled)
{
    mpq_t ratio;
    mpz_t by;
    mpq_init(ratio);
    mpz_init(by);
    ch_err err = ch_share__read_ratio(arena, number, ratio);
    ch_share__set_wide(by, divisor);
    mpz_mul(mpq_denref(ratio), mpq_denref(ratio), by);
    mpq_canonicalize(ratio);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, ratio, scaled);
    mpq_clear(ratio);
    mpz_clear(by);
    return err;
}

ch_err ch_game_cost_share(ch_arena *arena, const ch_game *game, unsigned player, const ch_share_number *share,
                          ch_share_number *cost)
{
    mpq_t saved, alone;
    mpq_inits(saved, alone, NULL);
    ch_err err = ch_share__read_ratio(arena, share, saved);
    ch_share__set_wide(mpq_numref(alone), game->alone[player]);
    mpq_sub(alone, alone, saved);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, alone, cost);
    mpq_clears(saved, alone, NULL);
    return err;
}
