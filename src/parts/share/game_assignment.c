/* game_assignment.c - sellers and buyers, each in one pair at most (Shapley and Shubik 1971). */
#include "changhe/game.h"

#include "game_parts.h"

/* The last seller of a group stays alone or takes one of its buyers: what is left are smaller groups. */
static int64_t best_pairs(const int64_t *best, const int64_t *value, unsigned sellers, unsigned buyers, uint32_t group)
{
    const uint32_t sold = group & ((UINT32_C(1) << sellers) - 1);
    unsigned seller = sellers;
    if (sold == 0)
        return 0;
    while ((group >> --seller & 1) == 0)
        ;
    const uint32_t rest = group ^ UINT32_C(1) << seller;
    int64_t most = best[rest];
    for (unsigned buyer = 0; buyer < buyers; buyer++) {
        const uint32_t bit = UINT32_C(1) << (sellers + buyer);
        if ((group & bit) == 0)
            continue;
        const int64_t with = best[rest ^ bit] + value[(size_t)seller * buyers + buyer];
        most = with > most ? with : most;
    }
    return most;
}

ch_err ch_game__check_assignment(const int64_t *value, unsigned sellers, unsigned buyers, unsigned most,
                                 ch_faults *faults)
{
    int64_t sum;
    const ch_err err = ch_game__check_players((uint64_t)sellers + buyers, most, faults);
    return err == CH_OK ? ch_game__check_numbers(value, (size_t)sellers * buyers, "values", &sum, faults) : err;
}

ch_err ch_game_assignment(ch_arena *arena, const int64_t *value, unsigned sellers, unsigned buyers, ch_game *game,
                          ch_faults *faults)
{
    const ch_err err = ch_game__check_assignment(value, sellers, buyers, CH_GAME_MOST, faults);
    if (err != CH_OK)
        return err;
    const unsigned n = sellers + buyers;
    int64_t *best = ch_game__new(arena, n, game);
    if (best == NULL)
        return CH_ENOMEM;
    for (uint32_t group = 1; group >> n == 0; group++)
        best[group] = best_pairs(best, value, sellers, buyers, group);
    return CH_OK;
}
