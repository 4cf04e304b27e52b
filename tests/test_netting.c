/* test_netting.c - netting by hand, by its laws on random claims, and beside brute force on small ones. */
#include "changhe/netting.h"

#include "../src/parts/share/net_flow.h"

#include "draw.h"
#include "failing.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST_PARTIES = 64, MOST_CLAIMS = 400 };

typedef struct {
    size_t parties, claims;
    ch_claim claim[MOST_CLAIMS];
    ch_arena arena;
    ch_faults faults;
    ch_netted netted;
} work;

static void clean(work *w)
{
    ch_arena_free(&w->arena);
    ch_faults_free(&w->faults);
    w->arena = (ch_arena){0};
    w->faults = (ch_faults){0};
}

static ch_err novate(work *w)
{
    return ch_net_by_novation(&w->arena, w->parties, w->claim, w->claims, &w->netted, &w->faults);
}

static ch_err cancel(work *w)
{
    return ch_net_by_cycles(&w->arena, w->parties, w->claim, w->claims, NULL, &w->netted, &w->faults);
}

static void put(work *w, uint32_t from, uint32_t to, int64_t fen)
{
    assert_true(w->claims < MOST_CLAIMS);
    w->claim[w->claims++] = (ch_claim){from, to, fen};
    const size_t named = (from > to ? from : to) + (size_t)1;
    w->parties = named > w->parties ? named : w->parties;
}

static void draw_claims(work *w, uint64_t *seed, uint32_t parties, uint32_t claims, uint32_t most_fen)
{
    w->parties = parties;
    w->claims = 0;
    for (uint32_t i = 0; i < claims; i++) {
        const uint32_t from = draw(seed, parties), to = (from + 1 + draw(seed, parties - 1)) % parties;
        put(w, from, to, 1 + draw(seed, most_fen));
    }
}

/* Every payment as "from>to=fen ", in its order. */
static void assert_pays(const ch_netted *netted, const char *expected)
{
    ch_buf seen = {0};
    for (size_t i = 0; i < netted->payments; i++)
        ch_buf_addf(&seen, "%u>%u=%lld ", netted->payment[i].from, netted->payment[i].to,
                    (long long)netted->payment[i].fen);
    ch_buf_addc(&seen, '\0');
    assert_string_equal(seen.at, expected);
    ch_buf_free(&seen);
}

/* ---- laws */

static void add_positions(const ch_claim *claim, size_t claims, int64_t *coming_fen, int sign)
{
    for (size_t i = 0; i < claims; i++) {
        coming_fen[claim[i].from] -= sign * claim[i].fen;
        coming_fen[claim[i].to] += sign * claim[i].fen;
    }
}

static void assert_sound(const work *w)
{
    int64_t change_fen[MOST_PARTIES] = {0}, gross = 0, net = 0;
    add_positions(w->claim, w->claims, change_fen, 1);
    add_positions(w->netted.payment, w->netted.payments, change_fen, -1);
    for (size_t p = 0; p < w->parties; p++)
        assert_int_equal(change_fen[p], 0);
    for (size_t i = 0; i < w->claims; i++)
        gross += w->claim[i].fen;
    for (size_t i = 0; i < w->netted.payments; i++) {
        const ch_claim *at = &w->netted.payment[i];
        assert_true(at->fen > 0 && at->from != at->to);
        if (i > 0)
            assert_true(at[-1].from < at->from || (at[-1].from == at->from && at[-1].to < at->to));
        net += at->fen;
    }
    assert_int_equal(w->netted.gross, gross);
    assert_int_equal(w->netted.net, net);
    assert_true(net <= gross);
}

static void assert_nobody_pays_and_is_paid(const work *w)
{
    int side[MOST_PARTIES] = {0};
    for (size_t i = 0; i < w->netted.payments; i++) {
        const ch_claim *at = &w->netted.payment[i];
        assert_true(side[at->from] >= 0 && side[at->to] <= 0);
        side[at->from] = 1;
        side[at->to] = -1;
    }
}

static int64_t claimed_fen(const work *w, uint32_t from, uint32_t to)
{
    int64_t fen = 0;
    for (size_t i = 0; i < w->claims; i++)
        fen += w->claim[i].from == from && w->claim[i].to == to ? w->claim[i].fen : 0;
    return fen;
}

static void assert_within_claims(const work *w)
{
    for (size_t i = 0; i < w->netted.payments; i++) {
        const ch_claim *at = &w->netted.payment[i];
        assert_true(at->fen <= claimed_fen(w, at->from, at->to));
    }
}

/* No circle is left of what stays: each party without a payment in, again and again, is taken away. */
static void assert_no_circle_is_left(const work *w)
{
    bool is_gone[MOST_PARTIES] = {false};
    for (size_t round = 0; round < w->parties; round++) {
        bool is_paid[MOST_PARTIES] = {false};
        for (size_t i = 0; i < w->netted.payments; i++)
            is_paid[w->netted.payment[i].to] |= !is_gone[w->netted.payment[i].from];
        for (size_t p = 0; p < w->parties; p++)
            is_gone[p] |= !is_paid[p];
    }
    for (size_t p = 0; p < w->parties; p++)
        assert_true(is_gone[p]);
}

static void payments_keep_every_position_and_no_one_is_on_both_sides(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 400; round++) {
        work w = {0};
        draw_claims(&w, &seed, 2 + draw(&seed, MOST_PARTIES - 1), draw(&seed, MOST_CLAIMS), round % 2 ? 9 : 1000000);
        if (round % 4 == 0) /* small enough for the proof */
            draw_claims(&w, &seed, 2 + draw(&seed, 12), draw(&seed, 60), 1 + draw(&seed, 50));
        assert_int_equal(novate(&w), CH_OK);
        assert_sound(&w);
        assert_nobody_pays_and_is_paid(&w);
        if (w.parties <= CH_NETTING_EXACT)
            assert_true(w.netted.is_minimal);
        clean(&w);
    }
}

static void cancelling_keeps_positions_and_invents_no_claim(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < 400; round++) {
        work w = {0};
        draw_claims(&w, &seed, 2 + draw(&seed, MOST_PARTIES - 1), draw(&seed, MOST_CLAIMS), round % 2 ? 3 : 1000000);
        assert_int_equal(cancel(&w), CH_OK);
        assert_sound(&w);
        assert_within_claims(&w);
        assert_no_circle_is_left(&w);
        assert_true(w.netted.is_minimal);
        clean(&w);
    }
}

static void the_order_of_claims_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 100; round++) {
        ch_err (*const net)(work *) = round % 2 ? novate : cancel;
        work a = {0};
        draw_claims(&a, &seed, 2 + draw(&seed, 30), draw(&seed, MOST_CLAIMS), 20);
        work b = {.parties = a.parties, .claims = a.claims};
        memcpy(b.claim, a.claim, sizeof a.claim);
        for (size_t i = b.claims; i > 1; i--) {
            const size_t other = draw(&seed, (uint32_t)i);
            const ch_claim moved = b.claim[i - 1];
            b.claim[i - 1] = b.claim[other];
            b.claim[other] = moved;
        }
        assert_int_equal(net(&a), CH_OK);
        assert_int_equal(net(&b), CH_OK);
        assert_int_equal(a.netted.payments, b.netted.payments);
        if (a.netted.payments > 0)
            assert_memory_equal(a.netted.payment, b.netted.payment, a.netted.payments * sizeof(ch_claim));
        assert_int_equal(a.netted.is_minimal, b.netted.is_minimal);
        clean(&a);
        clean(&b);
    }
}

/* Positions cannot be paid off with less than what the one side has coming; novation does just that. */
static void cycles_leave_at_least_what_novation_pays(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int round = 0; round < 100; round++) {
        work w = {0};
        draw_claims(&w, &seed, 3 + draw(&seed, 20), 1 + draw(&seed, 100), 1000);
        assert_int_equal(novate(&w), CH_OK);
        const int64_t least = w.netted.net;
        assert_int_equal(cancel(&w), CH_OK);
        assert_true(least <= w.netted.net);
        clean(&w);
    }
}

/* ---- brute force */

/* The fewest payments: the first who owes pays the first of some order of those who are due. A payment that settles neither
 * of its two is never needed (of n - g payments each settles one), so all orders of settling are tried. */
static int fewest_payments(int64_t *coming_fen, size_t n)
{
    size_t owing = 0;
    while (owing < n && coming_fen[owing] >= 0)
        owing++;
    if (owing == n)
        return 0;
    int best = 1000;
    for (size_t from = owing; from < n; from++)
        for (size_t to = 0; coming_fen[from] < 0 && to < n; to++) {
            if (coming_fen[to] <= 0)
                continue;
            const int64_t fen = -coming_fen[from] < coming_fen[to] ? -coming_fen[from] : coming_fen[to];
            coming_fen[from] += fen;
            coming_fen[to] -= fen;
            const int more = 1 + fewest_payments(coming_fen, n);
            best = more < best ? more : best;
            coming_fen[from] -= fen;
            coming_fen[to] += fen;
        }
    return best;
}

static void no_fewer_payments_do_it_for_up_to_six(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 500; round++) {
        work w = {0};
        int64_t coming_fen[MOST_PARTIES] = {0};
        draw_claims(&w, &seed, 2 + draw(&seed, 5), 1 + draw(&seed, 8), 1 + draw(&seed, 6));
        add_positions(w.claim, w.claims, coming_fen, 1);
        assert_int_equal(novate(&w), CH_OK);
        assert_true(w.netted.is_minimal);
        assert_int_equal((int)w.netted.payments, fewest_payments(coming_fen, w.parties));
        clean(&w);
    }
}

/* The most groups that sum to zero, by trying all groups of the first party left. */
static int most_groups(const int64_t *coming_fen, size_t n, uint32_t left)
{
    if (left == 0)
        return 0;
    const uint32_t first = left & -left, others = left ^ first;
    int best = -1;
    for (uint32_t some = others;; some = (some - 1) & others) {
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += (some | first) >> i & 1 ? coming_fen[i] : 0;
        const int groups = sum == 0 ? most_groups(coming_fen, n, others ^ some) : -1;
        best = groups >= 0 && groups + 1 > best ? groups + 1 : best;
        if (some == 0)
            return best;
    }
}

static void payments_are_parties_less_groups_for_up_to_ten(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int round = 0; round < 150; round++) {
        work w = {0};
        int64_t coming_fen[MOST_PARTIES] = {0};
        uint32_t moved = 0;
        draw_claims(&w, &seed, 6 + draw(&seed, 5), 4 + draw(&seed, 25), 1 + draw(&seed, 30));
        add_positions(w.claim, w.claims, coming_fen, 1);
        for (size_t p = 0; p < w.parties; p++)
            moved |= (uint32_t)(coming_fen[p] != 0) << p;
        assert_int_equal(novate(&w), CH_OK);
        assert_int_equal((int)w.netted.payments, __builtin_popcount(moved) - most_groups(coming_fen, w.parties, moved));
        clean(&w);
    }
}

/* The least that can stay owed: what stays of each pair is tried from 0 to the claim. */
static int64_t least_left(const work *w, size_t i, int64_t *change_fen, int64_t so_far, int64_t best)
{
    if (so_far >= best)
        return best;
    if (i == w->claims) {
        for (size_t p = 0; p < w->parties; p++)
            if (change_fen[p] != 0)
                return best;
        return so_far;
    }
    const ch_claim *at = &w->claim[i];
    for (int64_t stays = 0; stays <= at->fen; stays++) {
        change_fen[at->from] += stays;
        change_fen[at->to] -= stays;
        best = least_left(w, i + 1, change_fen, so_far + stays, best);
        change_fen[at->from] -= stays;
        change_fen[at->to] += stays;
    }
    return best;
}

static void no_larger_cancellation_exists_on_small_graphs(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 300; round++) {
        work w = {0};
        int64_t change_fen[MOST_PARTIES] = {0};
        draw_claims(&w, &seed, 3 + draw(&seed, 3), 3 + draw(&seed, 6), 3);
        add_positions(w.claim, w.claims, change_fen, 1);
        assert_int_equal(cancel(&w), CH_OK);
        assert_int_equal(w.netted.net, least_left(&w, 0, change_fen, 0, w.netted.gross + 1));
        clean(&w);
    }
}

/* The textbook's way (Klein 1967): while some circle of changes saves (Bellman and Ford find it), go round it. A claim that stays can
 * be cut by what stays of it, which saves one a fen; one that was cut can grow again. */
static int64_t left_by_the_textbook(const work *w)
{
    int64_t flow[MOST_CLAIMS], left = 0;
    for (size_t i = 0; i < w->claims; i++)
        flow[i] = w->claim[i].fen;
    for (;;) {
        int cost[MOST_PARTIES] = {0};
        size_t by[MOST_PARTIES]; /* claim, and whether it is cut (1) or grows (0) */
        uint32_t last = UINT32_MAX;
        for (size_t round = 0; round <= w->parties; round++) {
            last = UINT32_MAX;
            for (size_t i = 0; i < 2 * w->claims; i++) {
                const ch_claim *at = &w->claim[i / 2];
                const bool is_cut = i % 2;
                const uint32_t from = is_cut ? at->to : at->from, to = is_cut ? at->from : at->to;
                if ((is_cut ? flow[i / 2] : at->fen - flow[i / 2]) == 0 || cost[from] + (is_cut ? -1 : 1) >= cost[to])
                    continue;
                cost[to] = cost[from] + (is_cut ? -1 : 1);
                by[to] = i;
                last = to;
            }
        }
        if (last == UINT32_MAX)
            break;
        for (size_t i = 0; i < w->parties; i++) /* into the circle */
            last = by[last] % 2 ? w->claim[by[last] / 2].to : w->claim[by[last] / 2].from;
        int64_t fen = INT64_MAX;
        uint32_t v = last;
        do {
            const ch_claim *at = &w->claim[by[v] / 2];
            const int64_t room = by[v] % 2 ? flow[by[v] / 2] : at->fen - flow[by[v] / 2];
            fen = room < fen ? room : fen;
            v = by[v] % 2 ? at->to : at->from;
        } while (v != last);
        do {
            flow[by[v] / 2] += by[v] % 2 ? -fen : fen;
            v = by[v] % 2 ? w->claim[by[v] / 2].to : w->claim[by[v] / 2].from;
        } while (v != last);
    }
    for (size_t i = 0; i < w->claims; i++)
        left += flow[i];
    return left;
}

static void as_little_stays_as_by_the_textbook(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 2000; round++) {
        work w = {0};
        draw_claims(&w, &seed, 2 + draw(&seed, 14), draw(&seed, 60), round % 2 ? 4 : 100000);
        for (size_t i = 0; round % 3 == 0 && i < w.claims; i++) /* nearly all one way */
            if (w.claim[i].from < w.claim[i].to && draw(&seed, 8) > 0)
                w.claim[i] = (ch_claim){w.claim[i].to, w.claim[i].from, w.claim[i].fen};
        assert_int_equal(cancel(&w), CH_OK);
        assert_int_equal(w.netted.net, left_by_the_textbook(&w));
        assert_true(w.netted.is_minimal);
        clean(&w);
    }
}

/* ---- networks by bits and by lists */

typedef struct {
    size_t start[MOST_PARTIES + 1];
    int64_t need[MOST_PARTIES], flow[MOST_CLAIMS];
    int32_t height[MOST_PARTIES];
    ch_share__network net;
} network;

/* Of what stays owed in a work whose claims are one a pair, by from, then to. */
static void make_network(const work *w, network *n)
{
    *n = (network){.net = {.parties = w->parties, .arcs = w->claims, .arc = w->claim}};
    for (size_t i = 0; i < w->claims; i++) {
        n->start[w->claim[i].from + 1]++;
        n->need[w->claim[i].from] += w->claim[i].fen;
        n->need[w->claim[i].to] -= w->claim[i].fen;
    }
    for (size_t p = 0; p < w->parties; p++)
        n->start[p + 1] += n->start[p];
    n->net.start = n->start;
    n->net.need = n->need;
    n->net.flow = n->flow;
    n->net.height = n->height;
}

static int compare_pairs(const void *left, const void *right)
{
    const ch_claim *a = left, *b = right;
    return a->from != b->from ? (a->from > b->from) - (a->from < b->from) : (a->to > b->to) - (a->to < b->to);
}

static void merge_pairs(work *w)
{
    size_t n = 0;
    if (w->claims > 1)
        qsort(w->claim, w->claims, sizeof *w->claim, compare_pairs);
    for (size_t i = 0; i < w->claims; i++)
        if (n > 0 && compare_pairs(&w->claim[n - 1], &w->claim[i]) == 0)
            w->claim[n - 1].fen += w->claim[i].fen;
        else
            w->claim[n++] = w->claim[i];
    w->claims = n;
}

static void solve_network(ch_share__flow *flow, const work *w, network *n)
{
    ch_arena scratch = {0};
    make_network(w, n);
    ch_share__told told = {.left = ch_share__left(&n->net), .all = ch_share__left(&n->net)};
    assert_int_equal(flow(&scratch, &n->net, &told), CH_OK);
    assert_true(told.left == 0);
    ch_arena_free(&scratch);
}

static void bits_and_lists_give_the_same_flow_and_heights(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int round = 0; round < 1500; round++) {
        work w = {0};
        network a, b;
        draw_claims(&w, &seed, 2 + draw(&seed, MOST_PARTIES - 1), draw(&seed, MOST_CLAIMS), round % 2 ? 5 : 1000000);
        for (size_t i = 0; round % 3 == 0 && i < w.claims; i++)
            if (w.claim[i].from < w.claim[i].to && draw(&seed, 20) > 0)
                w.claim[i] = (ch_claim){w.claim[i].to, w.claim[i].from, w.claim[i].fen};
        merge_pairs(&w);
        solve_network(ch_share__flow_by_lists, &w, &a);
        solve_network(ch_share__flow_by_bits, &w, &b);
        assert_memory_equal(a.flow, b.flow, sizeof a.flow);
        assert_memory_equal(a.height, b.height, sizeof a.height);
        for (size_t p = 0; p < w.parties; p++)
            assert_true(a.need[p] == 0 && b.need[p] == 0 && a.height[p] >= 0 && a.height[p] < (int32_t)w.parties);
        clean(&w);
    }
}

/* Whom one can get to, and back from, by claims; beside it the groups. */
static void groups_are_those_who_stand_in_circles(void **state)
{
    (void)state;
    uint64_t seed = 13;
    for (int round = 0; round < 300; round++) {
        work w = {0};
        network n;
        bool leads[MOST_PARTIES][MOST_PARTIES] = {{false}};
        uint32_t group[MOST_PARTIES];
        size_t groups;
        ch_arena scratch = {0};
        draw_claims(&w, &seed, 2 + draw(&seed, 30), draw(&seed, 50), 9);
        merge_pairs(&w);
        make_network(&w, &n);
        for (size_t i = 0; i < w.claims; i++)
            leads[w.claim[i].from][w.claim[i].to] = true;
        for (size_t by = 0; by < w.parties; by++)
            for (size_t from = 0; from < w.parties; from++)
                for (size_t to = 0; to < w.parties; to++)
                    leads[from][to] |= leads[from][by] && leads[by][to];
        assert_int_equal(ch_share__find_circles(&scratch, w.parties, w.claim, n.start, group, &groups), CH_OK);
        for (size_t a = 0; a < w.parties; a++)
            for (size_t b = 0; b < w.parties; b++) {
                assert_true(group[a] < groups);
                assert_int_equal(group[a] == group[b], a == b || (leads[a][b] && leads[b][a]));
                assert_true(!leads[a][b] || group[a] >= group[b]);
            }
        ch_arena_free(&scratch);
        clean(&w);
    }
}

/* A circle of more parties than rows of bits are kept for: its least claim, 10, is cut from each. 5>2 stands in
 * a circle with 2>3, 3>4 and 4>5, which hold 12, 13 and 14: 10 of each is gone, so 2 more are cut from these four. */
static void a_long_circle_is_cut_by_its_least_claim(void **state)
{
    (void)state;
    enum { PARTIES = 20000 };
    static ch_claim claim[PARTIES + 1];
    for (uint32_t i = 0; i < PARTIES; i++)
        claim[i] = (ch_claim){i, (i + 1) % PARTIES, 10 + i % 7};
    claim[PARTIES] = (ch_claim){5, 2, 4};
    ch_arena arena = {0};
    ch_netted netted;
    assert_int_equal(ch_net_by_cycles(&arena, PARTIES, claim, PARTIES + 1, NULL, &netted, NULL), CH_OK);
    assert_true(netted.is_minimal);
    assert_int_equal(netted.gross - netted.net, INT64_C(10) * PARTIES + 2 * 4);
    ch_arena_free(&arena);
}

/* ---- by hand */

static void a_circle_and_a_chain_by_hand(void **state)
{
    (void)state;
    work w = {0};
    put(&w, 0, 1, 100), put(&w, 1, 2, 80), put(&w, 2, 0, 50);
    assert_int_equal(novate(&w), CH_OK); /* 0 owes 50, 1 has 20 coming, 2 has 30 */
    assert_pays(&w.netted, "0>1=20 0>2=30 ");
    assert_int_equal(w.netted.gross, 230);
    assert_int_equal(w.netted.net, 50);
    assert_true(w.netted.is_minimal);
    assert_int_equal(cancel(&w), CH_OK); /* the circle of 50 falls away */
    assert_pays(&w.netted, "0>1=50 1>2=30 ");
    assert_int_equal(w.netted.net, 80);
    assert_true(w.netted.is_minimal);
    clean(&w);
}

static void claims_to_and_fro_cancel_and_parallel_ones_are_added(void **state)
{
    (void)state;
    work w = {0};
    put(&w, 1, 0, 30), put(&w, 0, 1, 10), put(&w, 1, 0, 5), put(&w, 2, 3, 7), put(&w, 3, 2, 7);
    assert_int_equal(cancel(&w), CH_OK);
    assert_pays(&w.netted, "1>0=25 ");
    assert_int_equal(novate(&w), CH_OK);
    assert_pays(&w.netted, "1>0=25 ");
    clean(&w);
}

/* Positions +9 -5 -4 and -8 +6 +2: largest against largest would pay 8 of the 9 to begin with, and five times in all. */
static void groups_that_sum_to_zero_spare_payments(void **state)
{
    (void)state;
    work w = {0};
    put(&w, 1, 0, 5), put(&w, 2, 0, 4), put(&w, 3, 4, 6), put(&w, 3, 5, 2); /* 9 = 5 + 4, 8 = 6 + 2 */
    assert_int_equal(novate(&w), CH_OK);
    assert_pays(&w.netted, "1>0=5 2>0=4 3>4=6 3>5=2 ");
    assert_true(w.netted.is_minimal);
    clean(&w);
}

/* 0>1 is in a circle of two and in one of three, which cancels 30 where the other cancels 20. */
static void the_largest_cancellation_is_not_the_shortest_circle(void **state)
{
    (void)state;
    work w = {0};
    put(&w, 0, 1, 10), put(&w, 1, 0, 10), put(&w, 1, 2, 10), put(&w, 2, 0, 10);
    assert_int_equal(cancel(&w), CH_OK);
    assert_pays(&w.netted, "1>0=10 ");
    clean(&w);
}

/* Twelve pairs of equal amounts and one of three: more than CH_NETTING_EXACT parties, and still proved. */
static void equal_positions_are_paid_first_so_that_many_can_be_proved(void **state)
{
    (void)state;
    work w = {0};
    for (uint32_t i = 0; i < 12; i++)
        put(&w, 2 * i, 2 * i + 1, 100 + i);
    put(&w, 24, 25, 7), put(&w, 24, 26, 8);
    assert_int_equal(novate(&w), CH_OK);
    assert_int_equal(w.netted.payments, 14);
    assert_true(w.netted.is_minimal);
    clean(&w);
}

/* 30 owe, one has all coming: everybody who owes pays once, which cannot be fewer. */
static void many_against_one_is_proved_by_counting(void **state)
{
    (void)state;
    work w = {0};
    for (uint32_t i = 1; i <= 30; i++)
        put(&w, i, 0, i);
    assert_int_equal(novate(&w), CH_OK);
    assert_int_equal(w.netted.payments, 30);
    assert_true(w.netted.is_minimal);
    clean(&w);
}

/* 11 owe and 11 have something coming, no two the same: their 21 payments are not proved to be the fewest, and not told so. */
static void what_is_not_proved_is_not_claimed(void **state)
{
    (void)state;
    work w = {0};
    for (uint32_t i = 0; i < 11; i++) {
        put(&w, i, 11 + i, INT64_C(1) << (2 * i + 5));
        put(&w, i, 11 + (i + 1) % 11, 1 + i);
    }
    assert_int_equal(novate(&w), CH_OK);
    assert_true(w.netted.payments > 15 && w.netted.payments <= 21);
    assert_false(w.netted.is_minimal);
    clean(&w);
}

static void nothing_owed_is_nothing_paid(void **state)
{
    (void)state;
    work w = {0};
    for (int round = 0; round < 2; round++) {
        assert_int_equal((round ? cancel : novate)(&w), CH_OK);
        assert_int_equal(w.netted.payments, 0);
        assert_int_equal(w.netted.gross, 0);
        assert_true(w.netted.is_minimal);
        w.parties = 3;
    }
    put(&w, 0, 1, 9), put(&w, 1, 2, 9), put(&w, 2, 0, 9);
    for (int round = 0; round < 2; round++) {
        assert_int_equal((round ? cancel : novate)(&w), CH_OK);
        assert_int_equal(w.netted.payments, 0);
        assert_int_equal(w.netted.gross, 27);
    }
    clean(&w);
}

static void amounts_up_to_63_bits_are_exact(void **state)
{
    (void)state;
    work w = {0};
    put(&w, 0, 1, INT64_MAX - 1), put(&w, 1, 0, 1);
    for (int round = 0; round < 2; round++) {
        assert_int_equal((round ? cancel : novate)(&w), CH_OK);
        assert_int_equal(w.netted.gross, INT64_MAX);
        assert_pays(&w.netted, "0>1=9223372036854775805 ");
    }
    clean(&w);
}

/* ---- failures */

static void bad_claims_are_told_with_their_index(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        work w = {.parties = 3};
        put(&w, 0, 1, 5), put(&w, 1, 1, 5), put(&w, 0, 2, 0), put(&w, 2, 0, -4), put(&w, 2, 2, -1);
        assert_int_equal((round ? cancel : novate)(&w), CH_EDATA);
        assert_int_equal(w.faults.count, 5);
        assert_int_equal(told(&w.faults, CH_WANT_OTHER_PARTY, 2, "1", NULL), 1);
        assert_int_equal(told(&w.faults, CH_WANT_COUNT_RANGE, 3, "0", NULL), 1);
        assert_int_equal(told(&w.faults, CH_WANT_COUNT_RANGE, 4, "-4", NULL), 1);
        assert_int_equal(told(&w.faults, CH_WANT_OTHER_PARTY, 5, "2", NULL), 1);
        clean(&w);
        w.claims = 0;
        put(&w, 0, 1, INT64_MAX), put(&w, 1, 2, 1);
        assert_int_equal((round ? cancel : novate)(&w), CH_EDATA);
        assert_int_equal(told(&w.faults, CH_WANT_CLAIMS_SUM, 2, "1", "9223372036854775807"), 1);
        clean(&w);
    }
}

static bool stop(void *self, const char *step, uint64_t done, uint64_t of)
{
    assert_string_equal(step, "cancelling circles");
    assert_true(done <= of);
    return ++*(int *)self < 2;
}

static void cancelling_can_be_stopped(void **state)
{
    (void)state;
    work w = {0};
    int asked = 0;
    const ch_progress progress = {stop, &asked};
    put(&w, 0, 1, 5), put(&w, 1, 2, 5), put(&w, 2, 0, 3);
    assert_int_equal(ch_net_by_cycles(&w.arena, w.parties, w.claim, w.claims, &progress, &w.netted, NULL), CH_ENONE);
    assert_int_equal(asked, 2);
    clean(&w);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (int round = 0; round < 4; round++) {
        work w = {0};
        draw_claims(&w, &seed, round < 2 ? 10 : 40, 200, 1000);
        for (size_t at = 1;; at++) {
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            w.arena = CH_ARENA(&memory);
            const ch_err err = (round % 2 ? cancel : novate)(&w);
            ch_arena_free(&w.arena);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
            assert_true(at < 100);
        }
    }
}

static void every_allocation_of_a_network_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 14;
    work w = {0};
    draw_claims(&w, &seed, 40, 200, 1000);
    merge_pairs(&w);
    for (int by_bits = 0; by_bits < 2; by_bits++)
        for (size_t at = 1;; at++) {
            network n;
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_arena scratch = CH_ARENA(&memory);
            make_network(&w, &n);
            ch_share__told told = {.left = ch_share__left(&n.net), .all = ch_share__left(&n.net)};
            const ch_err err = (by_bits ? ch_share__flow_by_bits : ch_share__flow_by_lists)(&scratch, &n.net, &told);
            ch_arena_free(&scratch);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
            assert_true(at < 100);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_and_a_chain_by_hand),
        cmocka_unit_test(claims_to_and_fro_cancel_and_parallel_ones_are_added),
        cmocka_unit_test(groups_that_sum_to_zero_spare_payments),
        cmocka_unit_test(the_largest_cancellation_is_not_the_shortest_circle),
        cmocka_unit_test(equal_positions_are_paid_first_so_that_many_can_be_proved),
        cmocka_unit_test(many_against_one_is_proved_by_counting),
        cmocka_unit_test(what_is_not_proved_is_not_claimed),
        cmocka_unit_test(nothing_owed_is_nothing_paid),
        cmocka_unit_test(amounts_up_to_63_bits_are_exact),
        cmocka_unit_test(payments_keep_every_position_and_no_one_is_on_both_sides),
        cmocka_unit_test(cancelling_keeps_positions_and_invents_no_claim),
        cmocka_unit_test(the_order_of_claims_changes_nothing),
        cmocka_unit_test(cycles_leave_at_least_what_novation_pays),
        cmocka_unit_test(no_fewer_payments_do_it_for_up_to_six),
        cmocka_unit_test(payments_are_parties_less_groups_for_up_to_ten),
        cmocka_unit_test(no_larger_cancellation_exists_on_small_graphs),
        cmocka_unit_test(as_little_stays_as_by_the_textbook),
        cmocka_unit_test(bits_and_lists_give_the_same_flow_and_heights),
        cmocka_unit_test(groups_are_those_who_stand_in_circles),
        cmocka_unit_test(a_long_circle_is_cut_by_its_least_claim),
        cmocka_unit_test(bad_claims_are_told_with_their_index),
        cmocka_unit_test(cancelling_can_be_stopped),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(every_allocation_of_a_network_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
