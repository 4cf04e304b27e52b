/* medical.c - the fund's payment of a claim; a month's batches and their net; prepayments. */
#include "changhe/medical.h"

#include "net_parts.h"
#include "wide.h"

#include <stdio.h>

static ch_err tell(ch_faults *faults, size_t index, const char *column, int64_t found, ch_want want, const char *detail)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)found);
    const ch_at at = {.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0};
    return ch_fault_add(faults, at, ch_text_of(column), ch_text_of(text), want, ch_text_of(detail));
}

static ch_err check_least(ch_faults *faults, size_t index, const char *column, int64_t fen, ch_err err)
{
    return fen >= 0 ? err : ch_err_worse(err, tell(faults, index, column, fen, CH_WANT_WHOLE, ""));
}

/* ---- one claim */

ch_err ch_medical_pay(const ch_medical_rule *rule, int64_t in_catalogue_fen, int64_t *fund_fen, ch_faults *faults)
{
    ch_err err = check_least(faults, 0, "in_catalogue_fen", in_catalogue_fen, CH_OK);
    err = check_least(faults, 0, "deductible_fen", rule->deductible_fen, err);
    err = check_least(faults, 0, "cap_left_fen", rule->cap_left_fen, err);
    if (rule->ratio > CH_MEDICAL_WHOLE)
        err = ch_err_worse(err, tell(faults, 0, "ratio", rule->ratio, CH_WANT_COUNT_RANGE, "0-10000"));
    if (err != CH_OK)
        return err;
    const int64_t above = in_catalogue_fen > rule->deductible_fen ? in_catalogue_fen - rule->deductible_fen : 0;
    const uint32_t ratio = rule->ratio > rule->less ? rule->ratio - rule->less : 0;
    const int64_t due = (int64_t)((ch_share__wide)above * ratio / CH_MEDICAL_WHOLE);
    *fund_fen = due < rule->cap_left_fen ? due : rule->cap_left_fen;
    return CH_OK;
}

static ch_err check_claim(const ch_medical_claim *claim, size_t index, ch_faults *faults)
{
    ch_err err = check_least(faults, index, "in_catalogue_fen", claim->in_catalogue_fen, CH_OK);
    err = check_least(faults, index, "fund_fen", claim->fund_fen, err);
    err = check_least(faults, index, "supplement_fen", claim->supplement_fen, err);
    err = check_least(faults, index, "aid_fen", claim->aid_fen, err);
    err = check_least(faults, index, "account_fen", claim->account_fen, err);
    err = check_least(faults, index, "cash_fen", claim->cash_fen, err);
    const ch_share__wide sum =
        (ch_share__wide)claim->fund_fen + claim->supplement_fen + claim->aid_fen + claim->account_fen + claim->cash_fen;
    if (sum != claim->total_fen)
        err = ch_err_worse(err, tell(faults, index, "total_fen", claim->total_fen, CH_WANT_MEDICAL_SUM, ""));
    if (claim->in_catalogue_fen > claim->total_fen)
        err = ch_err_worse(err,
                           tell(faults, index, "in_catalogue_fen", claim->in_catalogue_fen, CH_WANT_MEDICAL_PART, ""));
    if (claim->fund_fen > claim->in_catalogue_fen)
        err = ch_err_worse(err, tell(faults, index, "fund_fen", claim->fund_fen, CH_WANT_MEDICAL_PART, ""));
    return err;
}

/* ---- a month */

static int64_t owed_fen(const ch_medical_claim *claim)
{
    return claim->fund_fen + claim->supplement_fen + claim->aid_fen; /* within the total */
}

/* Clear claims of the months as debts of the insured place; those in dispute are held out and counted. */
static ch_err gather(const ch_medical_claim *claim, size_t claims, int32_t from, int32_t to, ch_claim *owed, size_t *n,
                     ch_medical_month *settled, ch_faults *faults)
{
    int64_t sum_fen = 0;
    *n = 0;
    for (size_t i = 0; i < claims; i++) {
        const int64_t fen = owed_fen(&claim[i]);
        if (claim[i].month < from || claim[i].month > to || claim[i].state == CH_MEDICAL_REFUSED ||
            claim[i].care == claim[i].insured || fen == 0)
            continue;
        if (fen > INT64_MAX - sum_fen) /* of what is held out too */
            return tell(faults, i, "total_fen", fen, CH_WANT_CLAIMS_SUM, "9223372036854775807");
        sum_fen += fen;
        if (claim[i].state == CH_MEDICAL_DISPUTED) {
            settled->held++;
            settled->held_fen += fen;
        } else {
            owed[(*n)++] = (ch_claim){claim[i].insured, claim[i].care, fen};
        }
    }
    return CH_OK;
}

/* Pairs by the place of care, then the insured one: each claim turned round, so that adding up sorts by it. */
static ch_err make_batches(ch_arena *arena, ch_arena *scratch, size_t places, const ch_claim *owed, size_t n,
                           ch_medical_month *settled)
{
    ch_claim *turned = CH_NEW(scratch, ch_claim, n), *pair = CH_NEW(scratch, ch_claim, n);
    ch_claim *count = CH_NEW(scratch, ch_claim, n);
    size_t pairs = 0;
    if (turned == NULL || pair == NULL || count == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++)
        turned[i] = (ch_claim){owed[i].to, owed[i].from, owed[i].fen};
    ch_err err = ch_share__add_pairs(scratch, places, turned, n, pair, &pairs);
    for (size_t i = 0; i < n; i++)
        turned[i].fen = 1;
    if (err == CH_OK)
        err = ch_share__add_pairs(scratch, places, turned, n, count, &pairs);
    ch_medical_batch *batch = CH_NEW(arena, ch_medical_batch, pairs);
    int64_t *coming_fen = CH_NEW(arena, int64_t, places);
    if (err != CH_OK || batch == NULL || coming_fen == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < pairs; i++) {
        batch[i] = (ch_medical_batch){pair[i].from, pair[i].to, (size_t)count[i].fen, pair[i].fen};
        coming_fen[batch[i].care] += batch[i].fen;
        coming_fen[batch[i].insured] -= batch[i].fen;
    }
    settled->batch = batch;
    settled->batches = pairs;
    settled->coming_fen = coming_fen;
    return CH_OK;
}

ch_err ch_medical_add_up(ch_arena *arena, size_t places, const ch_medical_claim *claim, size_t claims, int32_t from,
                         int32_t to, ch_medical_month *sum, ch_faults *faults)
{
    *sum = (ch_medical_month){0};
    ch_err err = CH_OK;
    for (size_t i = 0; i < claims; i++)
        err = ch_err_worse(err, check_claim(&claim[i], i, faults));
    if (err != CH_OK)
        return err;
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_claim *owed = CH_NEW(&scratch, ch_claim, claims);
    size_t n = 0;
    err = owed != NULL ? gather(claim, claims, from, to, owed, &n, sum, faults) : CH_ENOMEM;
    if (err == CH_OK)
        err = make_batches(arena, &scratch, places, owed, n, sum);
    ch_arena_free(&scratch);
    return err;
}

/* A batch is the sum of its claims, so netting batches is netting claims. */
static ch_err net_batches(ch_arena *arena, size_t places, ch_medical_month *month, ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_claim *owed = CH_NEW(&scratch, ch_claim, month->batches);
    for (size_t i = 0; i < month->batches && owed != NULL; i++)
        owed[i] = (ch_claim){month->batch[i].insured, month->batch[i].care, month->batch[i].fen};
    const ch_err err =
        owed != NULL ? ch_net_by_novation(arena, places, owed, month->batches, &month->netted, faults) : CH_ENOMEM;
    ch_arena_free(&scratch);
    return err;
}

ch_err ch_medical_settle(ch_arena *arena, size_t places, const ch_medical_claim *claim, size_t claims, int32_t month,
                         ch_medical_month *settled, ch_faults *faults)
{
    const ch_err err = ch_medical_add_up(arena, places, claim, claims, month, month, settled, faults);
    return err == CH_OK ? net_batches(arena, places, settled, faults) : err;
}

/* ---- prepayment */

static bool reaches(int64_t prepaid_fen, int64_t used_fen, uint32_t level)
{
    return (ch_share__wide)used_fen * CH_MEDICAL_WHOLE >= (ch_share__wide)prepaid_fen * level;
}

ch_medical_alarm ch_medical_find_alarm(int64_t prepaid_fen, int64_t used_fen, uint32_t yellow, uint32_t red)
{
    if (used_fen <= 0)
        return CH_MEDICAL_WELL;
    if (reaches(prepaid_fen, used_fen, red))
        return CH_MEDICAL_RED;
    return reaches(prepaid_fen, used_fen, yellow) ? CH_MEDICAL_YELLOW : CH_MEDICAL_WELL;
}

bool ch_medical_find_top_up(int64_t prepaid_fen, int64_t used_fen, uint32_t yellow, int64_t *top_up_fen)
{
    if (yellow == 0)
        return false;
    const ch_share__wide least = (ch_share__wide)used_fen * CH_MEDICAL_WHOLE / yellow + 1; /* above used / yellow */
    const ch_share__wide fen = least > prepaid_fen ? least - prepaid_fen : 0;
    if (fen > INT64_MAX)
        return false;
    *top_up_fen = (int64_t)fen;
    return true;
}

ch_err ch_medical_reconcile(int64_t carried_fen, int64_t prepaid_fen, int64_t used_fen, int64_t *rest_fen)
{
    const ch_share__wide rest = (ch_share__wide)carried_fen + prepaid_fen - used_fen;
    if (rest > INT64_MAX || rest < INT64_MIN)
        return CH_EDATA;
    *rest_fen = (int64_t)rest;
    return CH_OK;
}
