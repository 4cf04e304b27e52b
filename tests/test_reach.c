/* test_reach.c - times on networks, against a search that is plain and slow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/reach.h"
#include "draw.h"
#include "failing.h"

#include <string.h>

enum { NODES = 14, OWN = 3, ALL = NODES + OWN, ARCS = 40, CHANGES = 6, LINKS = 8, SEEDS = 4 };

/* A network of arcs alone, a patch, seeds and a limit, all drawn by lot. */
typedef struct {
    size_t nodes, arcs;
    uint32_t start[NODES + 1], tail[ARCS], head[ARCS], ms[ARCS];
    uint32_t back_start[NODES + 1], back_tail[ARCS], back_arc[ARCS];
    ch_road_change change[CHANGES];
    ch_road_link link[LINKS];
    ch_road_patch patch;
    ch_reach_seed seed[SEEDS];
    size_t seeds;
    uint32_t limit;
} scene;

static uint32_t draw_ms(uint64_t *d, unsigned scale)
{
    switch (draw(d, 12)) {
    case 0: return 0;
    case 1: return CH_ROAD_CLOSED;
    case 2: return draw(d, 3);
    case 3: return scale == 3 ? UINT32_MAX - 1 - draw(d, 5) : draw(d, 1u << 24);
    default: break;
    }
    switch (scale) {
    case 0: return draw(d, 2);
    case 1: return draw(d, 10);
    case 2: return draw(d, 10000);
    default: return draw(d, 1u << 31);
    }
}

static void draw_arcs(uint64_t *d, scene *s, unsigned scale)
{
    s->nodes = 1 + draw(d, NODES);
    s->arcs = draw(d, (uint32_t)(s->nodes * 3 < ARCS ? s->nodes * 3 : ARCS) + 1);
    bool lots[NODES][NODES] = {{0}};
    uint32_t n = 0;
    for (size_t i = 0; i < s->arcs; i++)
        lots[draw(d, (uint32_t)s->nodes)][draw(d, (uint32_t)s->nodes)] = true;
    for (uint32_t v = 0; v < s->nodes; v++) {
        s->start[v] = n;
        for (uint32_t w = 0; w < s->nodes; w++)
            for (uint32_t twins = lots[v][w] ? 1 + (draw(d, 6) == 0) : 0; twins > 0 && n < ARCS; twins--) {
                s->tail[n] = v;
                s->head[n] = w;
                s->ms[n++] = draw_ms(d, scale);
            }
    }
    s->start[s->nodes] = n;
    s->arcs = n;
}

static void turn_arcs(scene *s)
{
    uint32_t n = 0;
    for (uint32_t v = 0; v < s->nodes; v++) {
        s->back_start[v] = n;
        for (uint32_t arc = 0; arc < s->arcs; arc++)
            if (s->head[arc] == v) {
                s->back_tail[n] = s->tail[arc];
                s->back_arc[n++] = arc;
            }
    }
    s->back_start[s->nodes] = n;
}

static bool comes_before(ch_road_link a, ch_road_link b)
{
    if (a.tail != b.tail)
        return a.tail < b.tail;
    return a.head != b.head ? a.head < b.head : a.ms < b.ms;
}

static void draw_patch(uint64_t *d, scene *s, unsigned scale)
{
    s->patch = (ch_road_patch){.change = s->change, .link = s->link, .points = draw(d, OWN + 1)};
    for (uint32_t arc = 0; arc < s->arcs && s->patch.changes < CHANGES; arc++)
        if (draw(d, 8) == 0)
            s->change[s->patch.changes++] = (ch_road_change){arc, draw_ms(d, scale)};
    const uint32_t all = (uint32_t)(s->nodes + s->patch.points);
    for (size_t links = draw(d, LINKS + 1); s->patch.links < links;) {
        ch_road_link link = {draw(d, all), draw(d, all), draw_ms(d, scale), 0};
        size_t at = s->patch.links++;
        for (; at > 0 && comes_before(link, s->link[at - 1]); at--)
            s->link[at] = s->link[at - 1];
        s->link[at] = link;
    }
}

static void draw_scene(uint64_t *d, scene *s)
{
    const unsigned scale = draw(d, 4);
    memset(s, 0, sizeof *s);
    draw_arcs(d, s, scale);
    turn_arcs(s);
    draw_patch(d, s, scale);
    s->seeds = draw(d, 8) == 0 ? 0 : 1 + draw(d, SEEDS);
    for (size_t i = 0; i < s->seeds; i++)
        s->seed[i] =
            (ch_reach_seed){draw(d, (uint32_t)(s->nodes + s->patch.points)), draw(d, 2) == 0 ? 0 : draw_ms(d, scale)};
    s->limit = draw(d, 2) == 0 ? CH_REACH_FAR : draw_ms(d, scale);
}

static ch_reach_graph graph_of(const scene *s, bool is_towards)
{
    if (is_towards)
        return (ch_reach_graph){s->nodes, s->back_start, s->back_tail, s->ms, s->back_arc};
    return (ch_reach_graph){s->nodes, s->start, s->head, s->ms, NULL};
}

/* Every way from a node to another in one step, the patch seen through, turned round for a search towards. */
typedef struct {
    uint32_t tail[ARCS + LINKS], head[ARCS + LINKS], ms[ARCS + LINKS];
    size_t n;
} steps;

static void step(steps *all, uint32_t tail, uint32_t head, uint32_t ms, bool is_towards)
{
    if (ms == CH_ROAD_CLOSED)
        return;
    all->tail[all->n] = is_towards ? head : tail;
    all->head[all->n] = is_towards ? tail : head;
    all->ms[all->n++] = ms;
}

static steps list_steps(const scene *s, const ch_road_patch *patch, bool is_towards)
{
    steps all = {.n = 0};
    for (uint32_t arc = 0; arc < s->arcs; arc++) {
        uint32_t ms = s->ms[arc];
        for (size_t i = 0; patch != NULL && i < patch->changes; i++)
            ms = patch->change[i].arc == arc ? patch->change[i].ms : ms;
        step(&all, s->tail[arc], s->head[arc], ms, is_towards);
    }
    for (size_t i = 0; patch != NULL && i < patch->links; i++)
        step(&all, patch->link[i].tail, patch->link[i].head, patch->link[i].ms, is_towards);
    return all;
}

/* Until nothing gets shorter. Sums of 2^32-1 and more are no ways. */
static void reach_plainly(const steps *all, const scene *s, uint32_t limit, uint32_t *dist)
{
    memset(dist, 0xff, ALL * sizeof *dist);
    for (size_t i = 0; i < s->seeds; i++)
        if (s->seed[i].ms < dist[s->seed[i].node] && s->seed[i].ms <= limit)
            dist[s->seed[i].node] = s->seed[i].ms;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < all->n; i++) {
            const uint64_t ms = (uint64_t)dist[all->tail[i]] + all->ms[i];
            if (dist[all->tail[i]] == CH_REACH_FAR || ms > limit || ms >= dist[all->head[i]])
                continue;
            dist[all->head[i]] = (uint32_t)ms;
            changed = true;
        }
    }
}

static bool is_cut_plainly(const steps *all, const uint32_t *dist)
{
    for (size_t i = 0; i < all->n; i++)
        if (dist[all->tail[i]] != CH_REACH_FAR && dist[all->head[i]] == CH_REACH_FAR)
            return true;
    return false;
}

static void assert_reached(const ch_reach_found *found, size_t nodes)
{
    bool seen[ALL] = {false};
    size_t n = 0;
    for (size_t i = 0; i < found->reacheds; i++) {
        assert_true(found->reached[i] < nodes && !seen[found->reached[i]]);
        seen[found->reached[i]] = true;
    }
    for (size_t v = 0; v < nodes; v++)
        n += found->dist[v] != CH_REACH_FAR;
    assert_int_equal(n, found->reacheds);
}

static bool is_seed(const scene *s, uint32_t node, uint32_t ms)
{
    for (size_t i = 0; i < s->seeds; i++)
        if (s->seed[i].node == node && s->seed[i].ms == ms)
            return true;
    return false;
}

/* The smallest node that is one step of some length before it on a shortest way. */
static uint32_t best_before(const steps *all, const uint32_t *dist, uint32_t node)
{
    uint32_t best = CH_ROAD_NONE;
    for (size_t i = 0; i < all->n; i++)
        if (all->head[i] == node && all->ms[i] > 0 && dist[all->tail[i]] != CH_REACH_FAR &&
            (uint64_t)dist[all->tail[i]] + all->ms[i] == dist[node] && all->tail[i] < best)
            best = all->tail[i];
    return best;
}

static bool is_free_step(const steps *all, uint32_t tail, uint32_t head)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->tail[i] == tail && all->head[i] == head && all->ms[i] == 0)
            return true;
    return false;
}

static void assert_tree(const ch_reach_found *found, const steps *all, const scene *s, size_t nodes)
{
    for (uint32_t v = 0; v < nodes; v++) {
        if (found->dist[v] == CH_REACH_FAR) {
            assert_int_equal(found->from[v], CH_ROAD_NONE);
            continue;
        }
        const uint32_t before = best_before(all, found->dist, v);
        if (is_seed(s, v, found->dist[v])) {
            assert_int_equal(found->from[v], v);
        } else if (before != CH_ROAD_NONE) {
            assert_int_equal(found->from[v], before);
        } else {
            assert_int_equal(found->dist[found->from[v]], found->dist[v]);
            assert_true(is_free_step(all, found->from[v], v));
        }
        uint32_t at = v;
        for (size_t steps_left = nodes; found->from[at] != at; at = found->from[at])
            assert_true(steps_left-- > 0);
    }
}

static void assert_as_plain(ch_reach_room *room, const scene *s, const ch_road_patch *patch, bool is_towards,
                            bool want_from)
{
    const ch_reach_graph graph = graph_of(s, is_towards);
    const steps all = list_steps(s, patch, is_towards);
    const uint32_t limit = s->limit < CH_REACH_FAR ? s->limit : CH_REACH_FAR - 1;
    const size_t nodes = s->nodes + (patch != NULL ? patch->points : 0);
    uint32_t dist[ALL];
    ch_reach_found found;
    reach_plainly(&all, s, limit, dist);
    assert_int_equal(ch_reach_search(room, &graph, is_towards, patch, s->seed, s->seeds, s->limit, want_from, &found),
                     CH_OK);
    assert_memory_equal(found.dist, dist, nodes * sizeof *dist);
    assert_reached(&found, nodes);
    assert_true(found.overflowed == (limit == CH_REACH_FAR - 1 && is_cut_plainly(&all, dist)));
    assert_true((found.from != NULL) == want_from);
    if (want_from)
        assert_tree(&found, &all, s, nodes);
}

/* Seeds are of the patch's own nodes too: without it they would be nowhere. */
static void drop_own_seeds(scene *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->seeds; i++)
        if (s->seed[i].node < s->nodes)
            s->seed[n++] = s->seed[i];
    s->seeds = n;
}

static void a_search_finds_what_a_plain_one_finds(void **state)
{
    (void)state;
    uint64_t d = 1959;
    ch_reach_room *room; /* one for all: no search may leave a trace */
    assert_int_equal(ch_reach_room_new(NODES, OWN, NULL, &room), CH_OK);
    for (size_t round = 0; round < 10000; round++) {
        scene s;
        draw_scene(&d, &s);
        for (int towards = 0; towards < 2; towards++)
            assert_as_plain(room, &s, &s.patch, towards, draw(&d, 2));
        drop_own_seeds(&s);
        for (int towards = 0; towards < 2; towards++)
            assert_as_plain(room, &s, NULL, towards, draw(&d, 2));
    }
    ch_reach_room_free(room);
}

static void a_longer_limit_never_takes_a_node_away(void **state)
{
    (void)state;
    uint64_t d = 1979;
    ch_reach_room *room;
    assert_int_equal(ch_reach_room_new(NODES, OWN, NULL, &room), CH_OK);
    for (size_t round = 0; round < 1000; round++) {
        scene s;
        ch_reach_found found;
        uint32_t before[ALL];
        draw_scene(&d, &s);
        const ch_reach_graph graph = graph_of(&s, false);
        memset(before, 0xff, sizeof before);
        for (uint32_t limit = 0, step = 1 + draw(&d, 200); limit < step * 8; limit += step) {
            assert_int_equal(ch_reach_search(room, &graph, false, &s.patch, s.seed, s.seeds, limit, false, &found),
                             CH_OK);
            for (size_t v = 0; v < s.nodes + s.patch.points; v++) {
                assert_true(before[v] == CH_REACH_FAR || found.dist[v] == before[v]);
                assert_true(found.dist[v] == CH_REACH_FAR || found.dist[v] <= limit);
                before[v] = found.dist[v];
            }
        }
    }
    ch_reach_room_free(room);
}

/* ---- large enough for many chunks and pages, against the search by a heap */

enum { MANY = 3000, MANY_ARCS = 9000 };
typedef struct {
    uint32_t start[MANY + 1], head[MANY_ARCS], ms[MANY_ARCS];
    uint64_t weight[MANY_ARCS];
} large;

/* few: one arc in so many is as long as 2^bits, the others nearly nothing. */
static void draw_large(uint64_t *d, large *l, unsigned bits, uint32_t few)
{
    for (uint32_t v = 0, n = 0; v < MANY; v++) {
        l->start[v] = n;
        for (uint32_t i = 0; i < MANY_ARCS / MANY; i++, n++) {
            const uint32_t within = draw(d, 40);
            l->head[n] = draw(d, 50) == 0 ? draw(d, MANY) : (v + within) % MANY;
            l->ms[n] = draw(d, few) == 0 ? draw(d, UINT32_C(1) << bits) : draw(d, 3);
            l->weight[n] = l->ms[n];
        }
    }
    l->start[MANY] = MANY_ARCS;
}

static void weights_of_any_size_find_their_bucket(void **state)
{
    (void)state;
    uint64_t d = 1990;
    static large l;
    static uint64_t dist[MANY];
    ch_reach_room *room;
    assert_int_equal(ch_reach_room_new(MANY, 0, NULL, &room), CH_OK);
    for (unsigned bits = 1; bits < 32; bits++)
        for (uint32_t few = 1; few <= 1000; few *= 10) {
            draw_large(&d, &l, bits, few);
            const ch_reach_graph graph = {MANY, l.start, l.head, l.ms, NULL};
            const ch_reach_seed seed = {draw(&d, MANY), draw(&d, 3)};
            ch_arena scratch = {0};
            ch_reach_found found;
            assert_int_equal(ch_reach_search_wide(&scratch, &graph, l.weight, &seed, 1, dist), CH_OK);
            assert_int_equal(ch_reach_search(room, &graph, false, NULL, &seed, 1, CH_REACH_FAR, false, &found), CH_OK);
            for (size_t v = 0; v < MANY; v++)
                assert_true(found.dist[v] == (dist[v] < CH_REACH_FAR ? dist[v] : CH_REACH_FAR));
            ch_arena_free(&scratch);
        }
    ch_reach_room_free(room);
}

static void a_sum_that_32_bits_do_not_hold_is_told(void **state)
{
    (void)state;
    const uint32_t start[] = {0, 1, 2, 2}, head[] = {1, 2}, ms[] = {UINT32_MAX - 2, 2}, lighter[] = {UINT32_MAX - 2, 1};
    const ch_reach_graph graph = {3, start, head, ms, NULL}, just = {3, start, head, lighter, NULL};
    const ch_reach_seed seed = {0, 0};
    ch_reach_room *room;
    ch_reach_found found;
    assert_int_equal(ch_reach_room_new(3, 0, NULL, &room), CH_OK);
    assert_int_equal(ch_reach_search(room, &graph, false, NULL, &seed, 1, CH_REACH_FAR, false, &found), CH_OK);
    assert_true(found.overflowed && found.dist[1] == UINT32_MAX - 2 && found.dist[2] == CH_REACH_FAR);
    assert_int_equal(ch_reach_search(room, &graph, false, NULL, &seed, 1, 1000, false, &found), CH_OK);
    assert_false(found.overflowed); /* nothing within the limit is missing */
    assert_int_equal(ch_reach_search(room, &just, false, NULL, &seed, 1, CH_REACH_FAR, false, &found), CH_OK);
    assert_true(!found.overflowed && found.dist[2] == UINT32_MAX - 1);
    ch_reach_room_free(room);
}

static uint64_t draw_weight(uint64_t *d)
{
    switch (draw(d, 6)) {
    case 0: return 0;
    case 1: return UINT64_MAX;
    case 2: return UINT64_MAX - 1 - draw(d, 3);
    case 3: return (uint64_t)1 << (32 + draw(d, 32));
    default: return draw(d, 1000);
    }
}

static void wide_sums_are_right_up_to_the_last_unit(void **state)
{
    (void)state;
    uint64_t d = 64;
    for (size_t round = 0; round < 3000; round++) {
        scene s;
        uint64_t weight[ARCS], dist[NODES], plain[NODES];
        ch_arena scratch = {0};
        draw_scene(&d, &s);
        drop_own_seeds(&s);
        for (size_t i = 0; i < s.arcs; i++)
            weight[i] = draw_weight(&d);
        const bool is_towards = draw(&d, 2);
        const ch_reach_graph graph = graph_of(&s, is_towards);
        assert_int_equal(ch_reach_search_wide(&scratch, &graph, weight, s.seed, s.seeds, dist), CH_OK);
        memset(plain, 0xff, sizeof plain);
        for (size_t i = 0; i < s.seeds; i++)
            if (s.seed[i].ms != CH_REACH_FAR && s.seed[i].ms < plain[s.seed[i].node])
                plain[s.seed[i].node] = s.seed[i].ms;
        for (size_t again = 0; again < s.nodes; again++)
            for (size_t i = 0; i < s.arcs; i++) {
                const uint32_t tail = is_towards ? s.head[i] : s.tail[i], head = is_towards ? s.tail[i] : s.head[i];
                if (plain[tail] < UINT64_MAX && weight[i] < UINT64_MAX - plain[tail] &&
                    plain[tail] + weight[i] < plain[head])
                    plain[head] = plain[tail] + weight[i];
            }
        assert_memory_equal(dist, plain, s.nodes * sizeof *dist);
        ch_arena_free(&scratch);
    }
}

/* ---- memory that runs out */

static ch_err search_with(const ch_memory *memory, const large *l, const ch_road_patch *patch, bool *again)
{
    const ch_reach_graph graph = {MANY, l->start, l->head, l->ms, NULL};
    const ch_reach_seed seed = {7, 0};
    ch_reach_room *room;
    ch_reach_found found;
    ch_err err = ch_reach_room_new(MANY, patch->points, memory, &room);
    if (err != CH_OK) {
        assert_null(room);
        return err;
    }
    err = ch_reach_search(room, &graph, true, patch, &seed, 1, CH_REACH_FAR, true, &found);
    assert_true((found.dist != NULL) == (err == CH_OK));
    if (err != CH_OK) { /* after a failure the room is as good as new: what needs no more memory works */
        ch_err once_more = ch_reach_search(room, &graph, false, NULL, &seed, 1, 0, false, &found);
        *again |= once_more == CH_OK;
        for (size_t v = 0; once_more == CH_OK && v < MANY; v++)
            assert_true(found.dist[v] == CH_REACH_FAR || found.dist[v] == 0);
        assert_true(once_more != CH_OK || found.dist[7] == 0);
    }
    ch_reach_room_free(room);
    return err;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t d = 5;
    static large l;
    bool again = false;
    draw_large(&d, &l, 30, 2);
    for (uint32_t i = 0; i < MANY; i += 3) /* nodes joined by arcs that take nothing, for the tree */
        l.ms[l.start[i]] = 0;
    const ch_road_change change[] = {{3, 1}, {9, CH_ROAD_CLOSED}};
    const ch_road_link link[] = {{7, MANY, 5, 0}, {MANY, 8, 5, 0}};
    const ch_point own = {119.6, 30.9};
    const ch_road_patch patch = {change, 2, link, 2, &own, 1};
    size_t failures = 0;
    for (size_t at = 1;; at++, failures++) {
        failing state_ = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&state_);
        ch_err err = search_with(&memory, &l, &patch, &again);
        assert_int_equal(state_.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    assert_true(failures > 5 && again);

    for (size_t at = 1;; at++) {
        failing state_ = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&state_);
        ch_arena scratch = CH_ARENA(&memory);
        static uint64_t dist[MANY];
        const ch_reach_graph graph = {MANY, l.start, l.head, l.ms, NULL};
        ch_err err = ch_reach_search_wide(&scratch, &graph, l.weight, &(ch_reach_seed){7, 0}, 1, dist);
        ch_arena_free(&scratch);
        assert_int_equal(state_.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_finds_what_a_plain_one_finds),
        cmocka_unit_test(a_longer_limit_never_takes_a_node_away),
        cmocka_unit_test(weights_of_any_size_find_their_bucket),
        cmocka_unit_test(a_sum_that_32_bits_do_not_hold_is_told),
        cmocka_unit_test(wide_sums_are_right_up_to_the_last_unit),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
