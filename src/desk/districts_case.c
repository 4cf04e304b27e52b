/* districts_case.c - the listed targets shared among the promotion districts. */
#include "changhe/desk.h"

ch_err ch_desk_districts(ch_arena *arena, const ch_desk *desk, ch_districts_answer *answer)
{
    *answer = (ch_districts_answer){0};
    const ch_err err = ch_desk_who(arena, desk, &answer->who);
    if (err != CH_OK)
        return err;
    const ch_target_ranking *ranking = &answer->who.ranking;
    const size_t top = desk->question->top;
    answer->targets = top > 0 && top < ranking->targets ? top : ranking->targets;
    return ch_target_share_out(arena, answer->who.desk->zone, ranking, answer->targets, &answer->share);
}
