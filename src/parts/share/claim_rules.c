/* claim_rules.c - how an estate that is too small is divided among those it is owed to (Aumann, Maschler 1985; Thomson 2003).
 * All but proportion come from one rule, equal awards: losses are awards of what is missing, and the Talmud's are of half claims. */
#include "changhe/game.h"

#include "game_parts.h"
#include "ratio.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    int64_t claim;
    unsigned index;
} owed;

typedef struct {
    ch_share__wide num;
    int64_t den;
} award_of;

static int by_claim(const void *left, const void *right)
{
    const owed *a = left, *b = right;
    return a->claim != b->claim ? (a->claim > b->claim) - (a->claim < b->claim)
                                : (a->index > b->index) - (a->index < b->index);
}

/* The smallest claims are met while they are below an equal part of what is left; the others get that part. */
static void award_equally(int64_t estate, const owed *sorted, unsigned n, award_of *award)
{
    unsigned met = 0;
    int64_t left = estate;
    for (; met < n && sorted[met].claim <= left / (int64_t)(n - met); met++) {
        award[sorted[met].index] = (award_of){sorted[met].claim, 1};
        left -= sorted[met].claim;
    }
    for (unsigned i = met; i < n; i++)
        award[sorted[i].index] = (award_of){left, n - met};
}

/* What is not awarded is lost: claim - award of the losses. */
static void lose_equally(int64_t estate, int64_t claimed, const owed *sorted, unsigned n, award_of *award)
{
    award_equally(claimed - estate, sorted, n, award);
    for (unsigned i = 0; i < n; i++) {
        award_of *lost = &award[sorted[i].index];
        lost->num = (ch_share__wide)sorted[i].claim * lost->den - lost->num;
    }
}

/* In halves: claims c and estate 2 E, where a claim of c halves is met as half a claim. */
static void award_talmud(int64_t estate, int64_t claimed, const owed *sorted, unsigned n, award_of *award)
{
    const bool is_little = estate <= claimed - estate;
    award_equally(2 * (is_little ? estate : claimed - estate), sorted, n, award);
    for (unsigned i = 0; i < n; i++) {
        award_of *half = &award[sorted[i].index];
        if (!is_little)
            half->num = (ch_share__wide)2 * sorted[i].claim * half->den - half->num;
        half->den *= 2;
    }
}

static ch_err check(int64_t estate, const int64_t *claim, unsigned n, int64_t *claimed, ch_faults *faults)
{
    char most[24];
    if (n == 0)
        return ch_game__tell(faults, 0, "claims", 0, CH_WANT_COUNT_RANGE, ">= 1");
    ch_err err = ch_game__check_numbers(claim, n, "claims", claimed, faults);
    snprintf(most, sizeof most, "%lld", (long long)*claimed);
    if (estate < 0)
        err = ch_err_worse(err, ch_game__tell(faults, 0, "estate", estate, CH_WANT_WHOLE, ""));
    else if (err == CH_OK && estate > *claimed)
        err = ch_game__tell(faults, 0, "estate", estate, CH_WANT_GAME_ESTATE, most);
    return err;
}

/* Claims of nothing: no estate either. */
static ch_err tell_proportional(ch_arena *arena, int64_t estate, int64_t claimed, const int64_t *claim, unsigned n,
                                ch_share_number *award)
{
    ch_err err = CH_OK;
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_share__tell_quotient(arena, (ch_share__wide)estate * claim[i], claimed > 0 ? claimed : 1, &award[i]);
    return err;
}

ch_err ch_claim_divide(ch_arena *arena, ch_claim_rule rule, int64_t estate, const int64_t *claim, unsigned n,
                       ch_share_number *award, ch_faults *faults)
{
    int64_t claimed;
    ch_err err = check(estate, claim, n, &claimed, faults);
    if (err != CH_OK)
        return err;
    if (rule == CH_CLAIM_PROPORTIONAL)
        return tell_proportional(arena, estate, claimed, claim, n, award);

    ch_arena scratch = CH_ARENA(arena->memory);
    owed *sorted = CH_NEW(&scratch, owed, n);
    award_of *ratio = CH_NEW(&scratch, award_of, n);
    if (sorted == NULL || ratio == NULL) {
        ch_arena_free(&scratch);
        return CH_ENOMEM;
    }
    for (unsigned i = 0; i < n; i++)
        sorted[i] = (owed){claim[i], i};
    qsort(sorted, n, sizeof *sorted, by_claim);
    if (rule == CH_CLAIM_EQUAL_AWARDS)
        award_equally(estate, sorted, n, ratio);
    else if (rule == CH_CLAIM_EQUAL_LOSSES)
        lose_equally(estate, claimed, sorted, n, ratio);
    else
        award_talmud(estate, claimed, sorted, n, ratio);
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_share__tell_quotient(arena, ratio[i].num, ratio[i].den, &award[i]);
    ch_arena_free(&scratch);
    return err;
}
