/* test_graph.c - compressed rows and the topological order. */
#include "changhe/graph.h"
#include "failing.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_row(const ch_graph *graph, uint32_t node, const uint32_t *to, size_t n)
{
    assert_int_equal(graph->start[node + 1] - graph->start[node], n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(graph->to[graph->start[node] + i], to[i]);
}

static void rows_are_ascending_and_hold_each_arc_once(void **state)
{
    const uint32_t tail[] = {2, 0, 2, 0, 2, 0}, head[] = {1, 3, 0, 1, 1, 3};
    ch_arena arena = {0};
    ch_graph graph;
    assert_int_equal(ch_graph_build(&arena, 4, tail, head, 6, &graph), CH_OK);
    assert_int_equal(graph.nodes, 4);
    assert_int_equal(graph.arcs, 4);
    assert_row(&graph, 0, (const uint32_t[]){1, 3}, 2);
    assert_row(&graph, 1, NULL, 0);
    assert_row(&graph, 2, (const uint32_t[]){0, 1}, 2);
    assert_row(&graph, 3, NULL, 0);
    ch_arena_free(&arena);
}

static void turning_round_twice_gives_the_same_graph(void **state)
{
    const uint32_t tail[] = {0, 0, 1, 3, 3, 2}, head[] = {1, 2, 3, 0, 3, 3};
    ch_arena arena = {0};
    ch_graph graph, reversed, again;
    assert_int_equal(ch_graph_build(&arena, 4, tail, head, 6, &graph), CH_OK);
    assert_int_equal(ch_graph_reverse(&arena, &graph, &reversed), CH_OK);
    assert_row(&reversed, 3, (const uint32_t[]){1, 2, 3}, 3);
    assert_row(&reversed, 0, (const uint32_t[]){3}, 1);
    assert_int_equal(ch_graph_reverse(&arena, &reversed, &again), CH_OK);
    assert_int_equal(again.arcs, graph.arcs);
    assert_memory_equal(again.start, graph.start, 5 * sizeof *graph.start);
    assert_memory_equal(again.to, graph.to, graph.arcs * sizeof *graph.to);
    ch_arena_free(&arena);
}

/* Orders the graph; expects no circle, or this one. */
static void assert_order(size_t nodes, const uint32_t *tail, const uint32_t *head, size_t n, const uint32_t *order,
                         const uint32_t *circle, size_t length)
{
    uint32_t seen_order[16], seen_circle[16];
    size_t seen_length = 99;
    ch_arena arena = {0};
    ch_graph graph;
    assert_int_equal(ch_graph_build(&arena, nodes, tail, head, n, &graph), CH_OK);
    assert_int_equal(ch_graph_order(&arena, &graph, seen_order, seen_circle, &seen_length), CH_OK);
    assert_int_equal(seen_length, length);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(seen_circle[i], circle[i]);
    for (size_t i = 0; length == 0 && i < nodes; i++)
        assert_int_equal(seen_order[i], order[i]);
    ch_arena_free(&arena);
}

static void of_the_nodes_free_to_come_the_smallest_is_next(void **state)
{
    /* worked by hand: 3 and 4 are free; 3; then 0 is; 0; then 1 waits for 4; 4; 1; 2 */
    const uint32_t tail[] = {3, 0, 4, 1}, head[] = {0, 1, 1, 2};
    assert_order(5, tail, head, 4, (const uint32_t[]){3, 0, 4, 1, 2}, NULL, 0);
    assert_order(3, NULL, NULL, 0, (const uint32_t[]){0, 1, 2}, NULL, 0);
    assert_order(0, NULL, NULL, 0, NULL, NULL, 0);
}

static void a_circle_is_told_along_its_arcs_from_its_smallest_node(void **state)
{
    /* 0 feeds the circle 4 > 2 > 3 > 4, which feeds 1 */
    const uint32_t tail[] = {0, 4, 2, 3, 3}, head[] = {4, 2, 3, 4, 1};
    assert_order(5, tail, head, 5, NULL, (const uint32_t[]){2, 3, 4}, 3);
}

static void a_node_that_feeds_itself_is_a_circle_of_one(void **state)
{
    const uint32_t tail[] = {0, 1, 1}, head[] = {1, 1, 2};
    assert_order(3, tail, head, 3, NULL, (const uint32_t[]){1}, 1);
}

static void two_nodes_that_feed_each_other_are_a_circle(void **state)
{
    const uint32_t tail[] = {1, 0, 1}, head[] = {0, 1, 2};
    assert_order(3, tail, head, 3, NULL, (const uint32_t[]){0, 1}, 2);
}

static void every_node_of_a_line_leads_to_its_end(void **state)
{
    (void)state;
    enum { NODES = 1000 };
    uint32_t up[NODES];
    for (uint32_t i = 0; i < NODES; i++)
        up[i] = i >= 2 ? i - 2 : i; /* odd nodes lead to 1, even ones to 0 */
    for (uint32_t i = NODES; i-- > 0;)
        assert_int_equal(ch_graph_root(up, i), i % 2);
    assert_true(up[NODES - 1] < NODES - 3); /* the way is shorter now */
}

static bool has_arc(const ch_graph *graph, uint32_t from, uint32_t to)
{
    for (uint32_t i = graph->start[from]; i < graph->start[from + 1]; i++)
        if (graph->to[i] == to)
            return true;
    return false;
}

static void assert_sound_order(const ch_graph *graph, const uint32_t *order)
{
    size_t place[16];
    memset(place, 0xff, sizeof place);
    for (size_t i = 0; i < graph->nodes; i++)
        place[order[i]] = i;
    for (uint32_t v = 0; v < graph->nodes; v++)
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++)
            assert_true(place[v] < place[graph->to[i]] && place[graph->to[i]] < graph->nodes);
}

static void assert_sound_circle(const ch_graph *graph, const uint32_t *circle, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        assert_true(has_arc(graph, circle[i], circle[(i + 1) % length]));
        assert_true(i == 0 || circle[i] > circle[0]);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(circle[i], circle[j]);
    }
}

static void any_graph_has_a_sound_order_or_a_true_circle(void **state)
{
    uint64_t seed = 7;
    size_t orders = 0, circles = 0;
    for (int round = 0; round < 3000; round++) {
        uint32_t tail[20], head[20], order[12], circle[12];
        size_t length, n = (size_t)round % 20;
        for (size_t i = 0; i < n; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            tail[i] = (uint32_t)(seed % 12), head[i] = (uint32_t)(seed / 12 % 12);
        }
        ch_arena arena = {0};
        ch_graph graph;
        assert_int_equal(ch_graph_build(&arena, 12, tail, head, n, &graph), CH_OK);
        assert_int_equal(ch_graph_order(&arena, &graph, order, circle, &length), CH_OK);
        if (length == 0)
            assert_sound_order(&graph, order);
        else
            assert_sound_circle(&graph, circle, length);
        orders += length == 0;
        circles += length > 0;
        ch_arena_free(&arena);
    }
    assert_true(orders > 100 && circles > 100);
}

static void every_allocation_may_fail(void **state)
{
    const uint32_t tail[] = {0, 1, 2}, head[] = {1, 2, 0};
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_arena arena = CH_ARENA(&memory);
        ch_graph graph = {0}, reversed;
        uint32_t *order = NULL, *circle = NULL;
        size_t length;
        ch_err err = ch_graph_build(&arena, 2000, tail, head, 3, &graph); /* large enough for a block an array */
        if (err == CH_OK)
            err = ch_graph_reverse(&arena, &graph, &reversed);
        if (err == CH_OK) {
            order = CH_NEW(&arena, uint32_t, 2000), circle = CH_NEW(&arena, uint32_t, 2000);
            err = order && circle ? ch_graph_order(&arena, &reversed, order, circle, &length) : CH_ENOMEM;
        }
        ch_arena_free(&arena);
        assert_int_equal(fail.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_ascending_and_hold_each_arc_once),
        cmocka_unit_test(turning_round_twice_gives_the_same_graph),
        cmocka_unit_test(of_the_nodes_free_to_come_the_smallest_is_next),
        cmocka_unit_test(a_circle_is_told_along_its_arcs_from_its_smallest_node),
        cmocka_unit_test(a_node_that_feeds_itself_is_a_circle_of_one),
        cmocka_unit_test(two_nodes_that_feed_each_other_are_a_circle),
        cmocka_unit_test(every_node_of_a_line_leads_to_its_end),
        cmocka_unit_test(any_graph_has_a_sound_order_or_a_true_circle),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
