/* game_families.c - games told by a few numbers: bankruptcy, airport, weighted majority. */
#include "changhe/game.h"

#include "game_parts.h"

#include <stdio.h>

static ch_err check_estate(int64_t estate, int64_t claimed, ch_faults *faults)
{
    char most[24];
    snprintf(most, sizeof most, "%lld", (long long)claimed);
    if (estate < 0)
        return ch_game__tell(faults, 0, "estate", estate, CH_WANT_WHOLE, "");
    return estate <= claimed ? CH_OK : ch_game__tell(faults, 0, "estate", estate, CH_WANT_GAME_ESTATE, most);
}

ch_err ch_game__check_bankruptcy(int64_t estate, const int64_t *claim, unsigned n, unsigned most, int64_t *sum,
                                 ch_faults *faults)
{
    ch_err err = ch_game__check_players(n, most, faults);
    if (err == CH_OK)
        err = ch_game__check_numbers(claim, n, "claims", sum, faults);
    return err == CH_OK ? check_estate(estate, *sum, faults) : err;
}

ch_err ch_game__check_airport(const int64_t *cost, unsigned n, unsigned most, int64_t *sum, ch_faults *faults)
{
    const ch_err err = ch_game__check_players(n, most, faults);
    return err == CH_OK ? ch_game__check_numbers(cost, n, "costs", sum, faults) : err;
}

ch_err ch_game__check_majority(int64_t quota, const int64_t *weight, unsigned n, unsigned most, int64_t *sum,
                               ch_faults *faults)
{
    ch_err err = ch_game__check_players(n, most, faults);
    if (err == CH_OK)
        err = ch_game__check_numbers(weight, n, "weights", sum, faults);
    return err == CH_OK && quota <= 0 ? ch_game__tell(faults, 0, "quota", quota, CH_WANT_RANGE, "> 0") : err;
}

/* O'Neill 1982: what is left once all others have had their claims. */
ch_err ch_game_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n, ch_game *game,
                          ch_faults *faults)
{
    int64_t claimed;
    const ch_err err = ch_game__check_bankruptcy(estate, claim, n, CH_GAME_MOST, &claimed, faults);
    if (err != CH_OK)
        return err;
    int64_t *value = ch_game__new(arena, n, game);
    if (value == NULL)
        return CH_ENOMEM;
    ch_game__add_up(claim, n, value);
    const int64_t short_by = claimed - estate;
    for (size_t group = 0; group < (size_t)1 << n; group++)
        value[group] = value[group] > short_by ? value[group] - short_by : 0;
    return CH_OK;
}

ch_err ch_game_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults)
{
    int64_t sum;
    const ch_err err = ch_game__check_airport(cost, n, CH_GAME_MOST, &sum, faults);
    if (err != CH_OK)
        return err;
    int64_t *value = ch_game__new(arena, n, game);
    if (value == NULL)
        return CH_ENOMEM;
    for (unsigned i = 0; i < n; i++)
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            value[half + group] = value[group] > cost[i] ? value[group] : cost[i];
    return ch_game__save(arena, value, game);
}

ch_err ch_game_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n, ch_game *game,
                        ch_faults *faults)
{
    int64_t sum;
    const ch_err err = ch_game__check_majority(quota, weight, n, CH_GAME_MOST, &sum, faults);
    if (err != CH_OK)
        return err;
    int64_t *value = ch_game__new(arena, n, game);
    if (value == NULL)
        return CH_ENOMEM;
    ch_game__add_up(weight, n, value);
    for (size_t group = 0; group < (size_t)1 << n; group++)
        value[group] = value[group] >= quota;
    return CH_OK;
}
