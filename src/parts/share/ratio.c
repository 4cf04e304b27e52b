/* ratio.c - rationals to texts and doubles, and back. */
#include "ratio.h"

#include <math.h>
#include <string.h>

void ch_share__set_wide(mpz_t to, ch_share__wide value)
{
    const ch_share__uwide size = value < 0 ? -(ch_share__uwide)value : (ch_share__uwide)value;
    const uint64_t word[2] = {(uint64_t)size, (uint64_t)(size >> 64)};
    mpz_import(to, 2, -1, sizeof *word, 0, 0, word);
    if (value < 0)
        mpz_neg(to, to);
}

bool ch_share__get_wide(const mpz_t from, ch_share__wide *value)
{
    uint64_t word[2] = {0};
    if (mpz_sizeinbase(from, 2) > 126)
        return false;
    mpz_export(word, NULL, -1, sizeof *word, 0, 0, from);
    const ch_share__wide size = (ch_share__wide)((ch_share__uwide)word[1] << 64 | word[0]);
    *value = mpz_sgn(from) < 0 ? -size : size;
    return true;
}

/* GMP cuts off what a double has no room for: the neighbour may be nearer. Ties go to the even one, as everywhere. */
static double nearest(const mpq_t ratio)
{
    const double down = mpq_get_d(ratio), up = nextafter(down, mpq_sgn(ratio) < 0 ? -INFINITY : INFINITY);
    mpq_t middle, other;
    if (!isfinite(down) || !isfinite(up))
        return down;
    mpq_inits(middle, other, NULL);
    mpq_set_d(middle, down);
    mpq_set_d(other, up);
    mpq_add(middle, middle, other);
    mpq_div_2exp(middle, middle, 1);
    const int past = mpq_cmp(ratio, middle) * (mpq_sgn(ratio) < 0 ? -1 : 1);
    mpq_clears(middle, other, NULL);
    uint64_t bits;
    memcpy(&bits, &down, sizeof bits);
    return past > 0 || (past == 0 && (bits & 1) != 0) ? up : down;
}

static ch_err tell_whole(ch_arena *arena, const mpz_t whole, ch_text *text)
{
    char *digits = CH_NEW(arena, char, mpz_sizeinbase(whole, 10) + 2);
    if (digits == NULL)
        return CH_ENOMEM;
    *text = ch_text_of(mpz_get_str(digits, 10, whole));
    return CH_OK;
}

ch_err ch_share__tell_ratio(ch_arena *arena, const mpq_t ratio, ch_share_number *number)
{
    number->value = nearest(ratio);
    const ch_err err = tell_whole(arena, mpq_numref(ratio), &number->num);
    return err == CH_OK ? tell_whole(arena, mpq_denref(ratio), &number->den) : err;
}

ch_err ch_share__tell_quotient(ch_arena *arena, ch_share__wide num, ch_share__wide den, ch_share_number *number)
{
    mpq_t ratio;
    mpq_init(ratio);
    ch_share__set_wide(mpq_numref(ratio), num);
    ch_share__set_wide(mpq_denref(ratio), den);
    mpq_canonicalize(ratio);
    const ch_err err = ch_share__tell_ratio(arena, ratio, number);
    mpq_clear(ratio);
    return err;
}

ch_err ch_share__read_ratio(ch_arena *scratch, const ch_share_number *number, mpq_t ratio)
{
    const ch_text num = ch_text_copy(scratch, number->num), den = ch_text_copy(scratch, number->den);
    if (num.at == NULL || den.at == NULL)
        return CH_ENOMEM;
    mpz_set_str(mpq_numref(ratio), num.at, 10);
    mpz_set_str(mpq_denref(ratio), den.at, 10);
    mpq_canonicalize(ratio);
    return CH_OK;
}
