/* ratio.h - rationals of any size, by GMP, and how they are told.
 * What GMP holds is its own, from malloc: it is cleared before a function returns, whatever it returns. */
#ifndef CHANGHE_SHARE_RATIO_H
#define CHANGHE_SHARE_RATIO_H

#include "changhe/game.h"
#include "wide.h"

#include <gmp.h>

void ch_share__set_wide(mpz_t to, ch_share__wide value);
/* false: it does not fit. */
bool ch_share__get_wide(const mpz_t from, ch_share__wide *value);

/* In lowest terms, texts in the arena, NUL behind them; ratio is canonical. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__tell_ratio(ch_arena *arena, const mpq_t ratio, ch_share_number *number);
/* num / den, den > 0, in whatever terms. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__tell_quotient(ch_arena *arena, ch_share__wide num, ch_share__wide den,
                                           ch_share_number *number);
/* Back; CH_ENOMEM: no room for a text with a NUL behind it. ratio is initialised. */
CH_MUST_USE ch_err ch_share__read_ratio(ch_arena *scratch, const ch_share_number *number, mpq_t ratio);

#endif
