/* share.c - largest remainder, exact to the fen, whatever the order of the parties. */
#include "changhe/share.h"

#include "wide.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const ch_share_part *part;
    size_t index;
    uint64_t whole, rest; /* |total| weight = whole sum + rest */
} portion;

static int by_code(const void *left, const void *right)
{
    const portion *a = left, *b = right;
    const int order = ch_text_compare(a->part->party, b->part->party);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Codes are unique, so the order is total. */
static int by_rest(const void *left, const void *right)
{
    const portion *a = left, *b = right;
    return a->rest != b->rest ? (a->rest < b->rest) - (a->rest > b->rest) : by_code(left, right);
}

static ch_err tell(ch_faults *faults, size_t index, const char *column, ch_text found, ch_want want, ch_text detail)
{
    const ch_at at = {.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0};
    return ch_fault_add(faults, at, ch_text_of(column), found, want, detail);
}

static ch_err tell_whole(ch_faults *faults, size_t index, int64_t found, ch_want want)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)found);
    return tell(faults, index, "weight", ch_text_of(text), want, (ch_text){0});
}

/* *sum of the weights, once all are well. */
static ch_err check_weights(const ch_share_part *part, size_t n, int64_t *sum, ch_faults *faults)
{
    ch_err err = CH_OK;
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (part[i].weight < 0)
            err = ch_err_worse(err, tell_whole(faults, i, part[i].weight, CH_WANT_WHOLE));
        else if (*sum > INT64_MAX - part[i].weight)
            return ch_err_worse(err, tell_whole(faults, i, part[i].weight, CH_WANT_SMALL_SUM));
        else
            *sum += part[i].weight;
    }
    if (err == CH_OK && *sum == 0)
        err = tell(faults, n, "weight", (ch_text){0}, CH_WANT_SOME_WEIGHT, (ch_text){0});
    return err;
}

/* Each party once; at is sorted by code. */
static ch_err check_codes(const portion *at, size_t n, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (size_t i = 1; i < n; i++) {
        char first[24];
        if (!ch_text_equal(at[i].part->party, at[i - 1].part->party))
            continue;
        snprintf(first, sizeof first, "%zu", at[i - 1].index + 1);
        err =
            ch_err_worse(err, tell(faults, at[i].index, "party", at[i].part->party, CH_WANT_UNIQUE, ch_text_of(first)));
    }
    return err;
}

/* Tells how many odd fen are left over: fewer than there are remainders above 0. */
static uint64_t cut(portion *at, size_t n, uint64_t size, uint64_t sum)
{
    uint64_t left = size;
    for (size_t i = 0; i < n; i++) {
        const ch_share__uwide product = (ch_share__uwide)size * (uint64_t)at[i].part->weight;
        at[i].whole = (uint64_t)(product / sum);
        at[i].rest = (uint64_t)(product % sum);
        left -= at[i].whole;
    }
    return left;
}

ch_err ch_share_divide(ch_arena *scratch, int64_t total_fen, const ch_share_part *part, size_t n, int64_t *fen,
                       bool *is_odd, ch_faults *faults)
{
    int64_t sum;
    portion *at = CH_NEW(scratch, portion, n);
    if (at == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++)
        at[i] = (portion){&part[i], i, 0, 0};
    qsort(at, n, sizeof *at, by_code);
    ch_err err = check_weights(part, n, &sum, faults);
    err = ch_err_worse(err, check_codes(at, n, faults));
    if (err != CH_OK)
        return err;

    const uint64_t size = total_fen < 0 ? -(uint64_t)total_fen : (uint64_t)total_fen;
    const uint64_t odd = cut(at, n, size, (uint64_t)sum);
    qsort(at, n, sizeof *at, by_rest);
    for (size_t i = 0; i < n; i++) {
        const uint64_t share = at[i].whole + (i < odd);
        fen[at[i].index] = (int64_t)(total_fen < 0 ? -share : share);
        if (is_odd != NULL)
            is_odd[at[i].index] = i < odd;
    }
    return CH_OK;
}
