/* clearing.c - a question about medical claims: worked out, settled for its months, counted. */
#include "changhe/clearing.h"

#include "clearing_work.h"

#include "changhe/decimal.h"

enum { MONTHS = CH_DESK__MONTHS };

/* ---- what becomes of a claim */

static bool is_due(const ch_desk__clearing *of, const ch_desk__worked *at)
{
    return !at->is_open && at->month >= of->from && at->month <= of->to;
}

bool ch_desk__is_counted(const ch_desk__clearing *of, const ch_desk__worked *at)
{
    return is_due(of, at) && at->lack == CH_DESK__RULED && at->row->state != CH_MEDICAL_ROW_REFUSED;
}

bool ch_desk__is_refused(const ch_desk__clearing *of, const ch_desk__worked *at)
{
    return is_due(of, at) && at->row->state == CH_MEDICAL_ROW_REFUSED;
}

bool ch_desk__is_without(const ch_desk__clearing *of, const ch_desk__worked *at)
{
    return is_due(of, at) && at->lack != CH_DESK__RULED && at->row->state != CH_MEDICAL_ROW_REFUSED;
}

bool ch_desk__differs(const ch_desk__worked *at)
{
    return at->row->fund_fen != CH_UNKNOWN_I64 && at->row->fund_fen != at->rule_fen;
}

int64_t ch_desk__owed_fen(const ch_desk__clearing *of, const ch_desk__worked *at)
{
    if (at->lack != CH_DESK__RULED)
        return CH_UNKNOWN_I64;
    const ch_medical_claim *claim = &of->claim[at->claim];
    return claim->fund_fen + claim->supplement_fen + claim->aid_fen;
}

/* ---- words */

void ch_desk__add_month(ch_buf *out, int32_t month)
{
    ch_buf_addf(out, "%04d-%02d", (int)(month / MONTHS), (int)(month % MONTHS) + 1);
}

const char *ch_desk__alarm_word(const ch_desk__prepaid *prepaid)
{
    static const char *const word[] = {
        [CH_MEDICAL_WELL] = "well", [CH_MEDICAL_YELLOW] = "yellow", [CH_MEDICAL_RED] = "red"};
    const bool has_level = prepaid->yellow != CH_DESK__NO_LEVEL || prepaid->red != CH_DESK__NO_LEVEL;
    return has_level ? word[prepaid->alarm] : NULL;
}

const char *ch_desk__lack_word(ch_desk__lack lack)
{
    static const char *const word[] = {[CH_DESK__RULED] = "",
                                       [CH_DESK__NO_RULE] = "no_rule",
                                       [CH_DESK__NO_INSURED] = "unknown_insured",
                                       [CH_DESK__NO_CARE] = "unknown_care"};
    return word[lack];
}

/* ---- the months */

static void count(ch_desk__clearing *of)
{
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        of->held += at->is_open;
        of->refused += ch_desk__is_refused(of, at);
        of->without_rule += ch_desk__is_without(of, at);
        if (!ch_desk__is_counted(of, at))
            continue;
        const ch_medical_claim *claim = &of->claim[at->claim];
        const int64_t part_fen[CH_DESK__PARTS] = {claim->total_fen, claim->fund_fen,    claim->supplement_fen,
                                                  claim->aid_fen,   claim->account_fen, claim->cash_fen};
        for (size_t p = 0; p < CH_DESK__PARTS; p++) /* totals of a file stay within 63 bits */
            of->part_fen[p] += part_fen[p];
        of->counted++;
        of->without_person += at->row->person.len == 0;
        of->differences += ch_desk__differs(at);
        of->month[at->month % MONTHS].counted++;
    }
}

static ch_err add_months(ch_desk__clearing *of, size_t places, ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(of->arena->memory);
    ch_err err = CH_OK;
    for (int32_t m = of->from; err == CH_OK && m <= of->to; m++) {
        ch_medical_month sum;
        err = ch_medical_add_up(&scratch, places, of->claim, of->claims, m, m, &sum, faults);
        for (size_t i = 0; i < sum.batches; i++) {
            of->month[m - of->from].claims += sum.batch[i].claims;
            of->month[m - of->from].fen += sum.batch[i].fen;
        }
        ch_arena_free(&scratch);
    }
    return err;
}

static ch_err settle(ch_desk__clearing *of, ch_faults *faults)
{
    const size_t places = of->asked->zone->places.rows;
    if (of->asked->month != 0)
        return ch_medical_settle(of->arena, places, of->claim, of->claims, of->to, &of->due, faults);
    const ch_err err = ch_medical_add_up(of->arena, places, of->claim, of->claims, of->from, of->to, &of->due, faults);
    return err == CH_OK ? add_months(of, places, faults) : err;
}

static ch_err work_out(ch_desk__clearing *of, ch_faults *faults)
{
    const int32_t january = of->asked->year * MONTHS;
    of->from = of->asked->month != 0 ? january + of->asked->month - 1 : january;
    of->to = of->asked->month != 0 ? of->from : january + MONTHS - 1;
    ch_zone_digest(of->asked->zone, of->digest);
    ch_err err = ch_desk__work_claims(of, faults);
    if (err == CH_OK)
        err = settle(of, faults);
    if (err == CH_OK)
        err = ch_desk__use_prepaid(of, faults);
    if (err == CH_OK)
        err = ch_desk__behind_clearing(of);
    if (err == CH_OK)
        count(of);
    return err;
}

ch_err ch_desk__ask_clearing(const ch_clearing_question *asked, ch_desk__write_clearing *write, ch_lang lang,
                             ch_buf *out, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__clearing of = {.asked = asked, .arena = &arena};
    const ch_err err = work_out(&of, faults);
    if (err == CH_OK)
        write(&of, lang, out);
    ch_arena_free(&arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
