/* netting.c - claims checked and added up; by novation: one position a party, then as few payments as can be found. */
#include "changhe/netting.h"

#include "net_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- claims */

static ch_err tell(ch_faults *faults, size_t index, const char *column, int64_t found, ch_want want, const char *detail)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)found);
    const ch_at at = {.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0};
    return ch_fault_add(faults, at, ch_text_of(column), ch_text_of(text), want, ch_text_of(detail));
}

ch_err ch_share__check_claims(const ch_claim *claim, size_t claims, int64_t *gross, ch_faults *faults)
{
    ch_err err = CH_OK;
    *gross = 0;
    for (size_t i = 0; i < claims; i++) {
        const ch_claim *at = &claim[i];
        if (at->from == at->to)
            err = ch_err_worse(err, tell(faults, i, "to", at->to, CH_WANT_OTHER_PARTY, ""));
        if (at->fen <= 0)
            err = ch_err_worse(err, tell(faults, i, "fen", at->fen, CH_WANT_COUNT_RANGE, "1-9223372036854775807"));
        else if (at->fen > INT64_MAX - *gross)
            return ch_err_worse(err, tell(faults, i, "fen", at->fen, CH_WANT_CLAIMS_SUM, "9223372036854775807"));
        else
            *gross += at->fen;
    }
    return err;
}

/* One pass of a radix sort; keys are below parties. start has parties + 1 cells. */
static void sort_by(const ch_claim *from, ch_claim *to, size_t n, size_t parties, size_t *start, bool by_from)
{
    memset(start, 0, (parties + 1) * sizeof *start);
    for (size_t i = 0; i < n; i++)
        start[(by_from ? from[i].from : from[i].to) + 1]++;
    for (size_t p = 0; p < parties; p++)
        start[p + 1] += start[p];
    for (size_t i = 0; i < n; i++)
        to[start[by_from ? from[i].from : from[i].to]++] = from[i];
}

ch_err ch_share__add_pairs(ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims, ch_claim *pair,
                           size_t *pairs)
{
    ch_claim *by_to = CH_NEW(scratch, ch_claim, claims);
    size_t *start = CH_NEW(scratch, size_t, parties + 1), n = 0;
    if (by_to == NULL || start == NULL)
        return CH_ENOMEM;
    sort_by(claim, by_to, claims, parties, start, false);
    sort_by(by_to, pair, claims, parties, start, true);
    for (size_t i = 0; i < claims; i++) {
        if (n > 0 && pair[n - 1].from == pair[i].from && pair[n - 1].to == pair[i].to)
            pair[n - 1].fen += pair[i].fen;
        else
            pair[n++] = pair[i];
    }
    *pairs = n;
    return CH_OK;
}

/* ---- positions */

/* Those who owe and those who have something coming. */
typedef struct {
    ch_share__position *owing, *due;
    size_t owings, dues;
} sides;

static bool new_sides(ch_arena *scratch, size_t parties, sides *of)
{
    *of = (sides){CH_NEW(scratch, ch_share__position, parties), CH_NEW(scratch, ch_share__position, parties), 0, 0};
    return of->owing != NULL && of->due != NULL;
}

static void put(sides *to, uint32_t party, int64_t coming_fen)
{
    if (coming_fen < 0)
        to->owing[to->owings++] = (ch_share__position){party, -coming_fen};
    else if (coming_fen > 0)
        to->due[to->dues++] = (ch_share__position){party, coming_fen};
}

static ch_err find_sides(ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims, sides *found)
{
    int64_t *coming_fen = CH_NEW(scratch, int64_t, parties);
    if (coming_fen == NULL || !new_sides(scratch, parties, found))
        return CH_ENOMEM;
    for (size_t i = 0; i < claims; i++) { /* within the gross sum, on the way too */
        coming_fen[claim[i].from] -= claim[i].fen;
        coming_fen[claim[i].to] += claim[i].fen;
    }
    for (size_t p = 0; p < parties; p++)
        put(found, (uint32_t)p, coming_fen[p]);
    return CH_OK;
}

/* ---- largest against largest */

static bool goes_before(ch_share__position a, ch_share__position b)
{
    return a.fen != b.fen ? a.fen > b.fen : a.party < b.party;
}

static int compare_positions(const void *a, const void *b)
{
    const ch_share__position x = *(const ch_share__position *)a, y = *(const ch_share__position *)b;
    return goes_before(x, y) ? -1 : goes_before(y, x);
}

static void sift_down(ch_share__position *heap, size_t n, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        child += child + 1 < n && goes_before(heap[child + 1], heap[child]);
        if (!goes_before(heap[child], heap[at]))
            return;
        const ch_share__position moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
    }
}

static void take_off(ch_share__position *heap, size_t *n, int64_t fen)
{
    heap->fen -= fen;
    if (heap->fen == 0)
        *heap = heap[--*n];
    sift_down(heap, *n, 0);
}

/* Each payment settles one of its two, the last one both: one payment fewer than there are positions at most.
 * Sorted arrays are heaps. */
static void match(sides *of, ch_share__payments *paid)
{
    qsort(of->owing, of->owings, sizeof *of->owing, compare_positions);
    qsort(of->due, of->dues, sizeof *of->due, compare_positions);
    while (of->owings > 0 && of->dues > 0) {
        const int64_t fen = of->owing->fen < of->due->fen ? of->owing->fen : of->due->fen;
        paid->at[paid->n++] = (ch_claim){of->owing->party, of->due->party, fen};
        take_off(of->owing, &of->owings, fen);
        take_off(of->due, &of->dues, fen);
    }
}

/* ---- few payments */

/* Who owes what another has coming pays just that. This never costs a payment: where the two were in different groups of a best
 * split, they and the rest of both are two groups again; where in one, there is one more. What is left stays sorted by size. */
static void pay_equals(sides *of, ch_share__payments *paid)
{
    sides left = {of->owing, of->due, 0, 0};
    size_t i = 0, j = 0;
    qsort(of->owing, of->owings, sizeof *of->owing, compare_positions);
    qsort(of->due, of->dues, sizeof *of->due, compare_positions);
    while (i < of->owings && j < of->dues) {
        const ch_share__position a = of->owing[i], b = of->due[j];
        if (a.fen == b.fen)
            paid->at[paid->n++] = (ch_claim){a.party, b.party, a.fen};
        else if (a.fen > b.fen)
            left.owing[left.owings++] = a;
        else
            left.due[left.dues++] = b;
        i += a.fen >= b.fen;
        j += a.fen <= b.fen;
    }
    while (i < of->owings)
        left.owing[left.owings++] = of->owing[i++];
    while (j < of->dues)
        left.due[left.dues++] = of->due[j++];
    *of = left;
}

static int compare_parties(const void *a, const void *b)
{
    const ch_share__position *x = a, *y = b;
    return (x->party > y->party) - (x->party < y->party);
}

/* Both sides as one list by party, what is owed below 0. */
static void list_parties(const sides *of, ch_share__position *list)
{
    for (size_t i = 0; i < of->owings; i++)
        list[i] = (ch_share__position){of->owing[i].party, -of->owing[i].fen};
    for (size_t i = 0; i < of->dues; i++)
        list[of->owings + i] = of->due[i];
    qsort(list, of->owings + of->dues, sizeof *list, compare_parties);
}

static ch_err match_groups(ch_arena *scratch, const sides *of, ch_share__payments *paid)
{
    const size_t n = of->owings + of->dues;
    ch_share__position list[CH_NETTING_EXACT];
    int64_t fen[CH_NETTING_EXACT];
    uint32_t group[CH_NETTING_EXACT];
    size_t groups;
    sides one;
    list_parties(of, list);
    for (size_t i = 0; i < n; i++)
        fen[i] = list[i].fen;
    if (!new_sides(scratch, n, &one) || ch_share__find_groups(scratch, fen, n, group, &groups) != CH_OK)
        return CH_ENOMEM;
    for (size_t g = 0; g < groups; g++) {
        one.owings = one.dues = 0;
        for (size_t i = 0; i < n; i++)
            if (group[i] == g)
                put(&one, list[i].party, list[i].fen);
        match(&one, paid);
    }
    return CH_OK;
}

/* Everybody takes part in a payment, and where no two are equal a group has three members or more, which n members with
 * g groups pay off in n - g payments at best. */
static size_t fewest_at_all(const sides *of)
{
    const size_t n = of->owings + of->dues, by_groups = n - n / 3;
    const size_t by_sides = of->owings > of->dues ? of->owings : of->dues;
    return by_groups > by_sides ? by_groups : by_sides;
}

static ch_err pay_off(ch_arena *scratch, sides *of, ch_share__payments *paid, bool *is_minimal)
{
    pay_equals(of, paid);
    if (of->owings + of->dues <= CH_NETTING_EXACT) {
        *is_minimal = true;
        return match_groups(scratch, of, paid);
    }
    const size_t fewest = paid->n + fewest_at_all(of);
    match(of, paid);
    *is_minimal = paid->n == fewest;
    return CH_OK;
}

static int compare_payments(const void *a, const void *b)
{
    const ch_claim *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static ch_err novate(ch_arena *arena, ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims,
                     ch_netted *netted)
{
    sides of;
    ch_err err = find_sides(scratch, parties, claim, claims, &of);
    if (err != CH_OK)
        return err;
    ch_share__payments paid = {CH_NEW(arena, ch_claim, of.owings + of.dues), 0};
    if (paid.at == NULL)
        return CH_ENOMEM;
    err = pay_off(scratch, &of, &paid, &netted->is_minimal);
    qsort(paid.at, paid.n, sizeof *paid.at, compare_payments);
    for (size_t i = 0; i < paid.n; i++)
        netted->net += paid.at[i].fen;
    netted->payment = paid.at;
    netted->payments = paid.n;
    return err;
}

ch_err ch_net_by_novation(ch_arena *arena, size_t parties, const ch_claim *claim, size_t claims, ch_netted *netted,
                          ch_faults *faults)
{
    *netted = (ch_netted){0};
    ch_err err = ch_share__check_claims(claim, claims, &netted->gross, faults);
    if (err != CH_OK)
        return err;
    ch_arena scratch = CH_ARENA(arena->memory);
    err = novate(arena, &scratch, parties, claim, claims, netted);
    ch_arena_free(&scratch);
    return err;
}
