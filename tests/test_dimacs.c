/* test_dimacs.c - graph files read into rows, told where they are wrong, and edited. */
#include "changhe/dimacs.h"

#include "draw.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_dimacs graph;
} work;

static ch_err read_graph(work *w, const char *text, unsigned base)
{
    return ch_dimacs_read(&w->arena, CH_TEXT("g.gr"), ch_text_of(text), base, &w->graph, &w->faults);
}

static void clean(work *w)
{
    ch_arena_free(&w->arena);
    ch_faults_free(&w->faults);
    *w = (work){0};
}

/* Every arc as "tail>head=weight ", in the order of the rows. */
static void assert_rows(const ch_dimacs *graph, const char *expected)
{
    ch_buf seen = {0};
    for (size_t v = 0; v < graph->nodes; v++)
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++)
            ch_buf_addf(&seen, "%zu>%u=%llu ", v, graph->head[i], (unsigned long long)graph->weight[i]);
    ch_buf_addc(&seen, '\0');
    assert_string_equal(seen.at, expected);
    assert_int_equal(graph->start[graph->nodes], graph->arcs);
    ch_buf_free(&seen);
}

/* The example of the challenge's page on formats, with its blanks and comments. */
static void a_file_of_the_challenge_is_read(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_graph(&w,
                                "c 9th DIMACS Implementation Challenge: Shortest Paths\n"
                                "c http://www.dis.uniroma1.it/~challenge9\n"
                                "c Sample graph file\n"
                                "c\n"
                                "p sp 6 8\n"
                                "c graph contains 6 nodes and 8 arcs\n"
                                "c node ids are numbers in 1..6\n"
                                "c\n"
                                "a 1 2 17\n"
                                "c arc from node 1 to node 2 of weight 17\n"
                                "c\n"
                                "a 1 3 10\n"
                                "a 2 4 2\n"
                                "a 3 5 0\n"
                                "a 4 3 0\n"
                                "a 4 6 3\n"
                                "a 5 2 0\n"
                                "a 5 6 20\n",
                                1),
                     CH_OK);
    assert_int_equal(w.graph.nodes, 6);
    assert_int_equal(w.graph.heaviest, 20);
    assert_rows(&w.graph, "0>1=17 0>2=10 1>3=2 2>4=0 3>2=0 3>5=3 4>1=0 4>5=20 ");
    clean(&w);
}

static void without_a_problem_line_nodes_are_those_named(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_graph(&w, "a 4 2 5\r\n\r\na\t1  4 7", 1), CH_OK);
    assert_int_equal(w.graph.nodes, 4);
    assert_rows(&w.graph, "0>3=7 3>1=5 ");
    assert_int_equal(read_graph(&w, "a 0 3 5\n", 0), CH_OK);
    assert_int_equal(w.graph.nodes, 4);
    assert_rows(&w.graph, "0>3=5 ");
    assert_int_equal(read_graph(&w, "c nothing\n", 1), CH_OK);
    assert_int_equal(w.graph.nodes, 0);
    assert_int_equal(read_graph(&w, "", 1), CH_OK);
    assert_int_equal(w.graph.arcs, 0);
    assert_int_equal(read_graph(&w, "p sp 3 0\n", 1), CH_OK);
    assert_int_equal(w.graph.nodes, 3);
    assert_rows(&w.graph, "");
    clean(&w);
}

static void parallel_arcs_and_loops_stay_in_the_order_of_weights(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_graph(&w,
                                "a 1 2 18446744073709551614\na 1 2 3\na 1 1 0\na 1 2 4294967295\n"
                                "a 1 2 3\n",
                                1),
                     CH_OK);
    assert_rows(&w.graph, "0>0=0 0>1=3 0>1=3 0>1=4294967295 0>1=18446744073709551614 ");
    assert_true(w.graph.heaviest == UINT64_MAX - 1);
    clean(&w);
}

static void every_fault_is_told_where_it_is(void **state)
{
    (void)state;
    const struct {
        const char *text;
        ch_want want;
        uint32_t line, column;
        const char *found;
    } wrong[] = {
        {"e 1 2\n", CH_WANT_GRAPH_LINE, 1, 1, "e 1 2"},
        {"a 1 2\n", CH_WANT_GRAPH_ARC, 1, 1, "a 1 2"},
        {"a 1 2 3 4\n", CH_WANT_GRAPH_ARC, 1, 1, "a 1 2 3 4"},
        {"arc 1 2 3\n", CH_WANT_GRAPH_ARC, 1, 1, "arc 1 2 3"},
        {"c\na 1 2 -3\n", CH_WANT_WHOLE, 2, 7, "-3"},
        {"a 1 2 3.5\n", CH_WANT_WHOLE, 1, 7, "3.5"},
        {"a 1 2 18446744073709551615\n", CH_WANT_COUNT_RANGE, 1, 7, "18446744073709551615"},
        {"a 1 2 99999999999999999999999\n", CH_WANT_COUNT_RANGE, 1, 7, "99999999999999999999999"},
        {"a 1 67108865 3\n", CH_WANT_COUNT_RANGE, 1, 5, "67108865"},
        {"p sp 67108865 0\n", CH_WANT_COUNT_RANGE, 1, 6, "67108865"},
        {"a 0 2 3\n", CH_WANT_COUNT_RANGE, 1, 3, "0"},
        {"a 1 4294967295 3\n", CH_WANT_COUNT_RANGE, 1, 5, "4294967295"},
        {"p sp 2 1\na 1 3 1\n", CH_WANT_COUNT_RANGE, 2, 5, "3"},
        {"p sp 0 1\na 1 3 1\n", CH_WANT_GRAPH_NO_NODES, 2, 3, "1"},
        {"p sp 2 2\na 1 2 1\n", CH_WANT_GRAPH_ARCS, 1, 8, "2"},
        {"p sp 2\n", CH_WANT_GRAPH_PROBLEM, 1, 1, "p sp 2"},
        {"p max 2 1\na 1 2 1\n", CH_WANT_GRAPH_PROBLEM, 1, 1, "p max 2 1"},
        {"p sp 4294967295 0\n", CH_WANT_COUNT_RANGE, 1, 6, "4294967295"},
        {"p sp 2 0\np sp 2 0\n", CH_WANT_GRAPH_ONE_PROBLEM, 2, 1, "p sp 2 0"},
        {"a 1 2 1\np sp 2 1\n", CH_WANT_GRAPH_ONE_PROBLEM, 2, 1, "p sp 2 1"},
        {"a \xE6\xB9\x96 x 1\n", CH_WANT_WHOLE, 1, 5, "x"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        work w = {0};
        assert_int_equal(read_graph(&w, wrong[i].text, 1), CH_EDATA);
        bool is_told = false;
        for (size_t f = 0; f < w.faults.kept; f++) {
            const ch_fault *fault = &w.faults.list[f];
            is_told |= fault->want == wrong[i].want && fault->at.line == wrong[i].line &&
                       fault->at.column == wrong[i].column && ch_text_equal(fault->at.file, CH_TEXT("g.gr")) &&
                       ch_text_equal(fault->found, ch_text_of(wrong[i].found));
        }
        if (!is_told)
            fail_msg("not told: %s", wrong[i].text);
        clean(&w);
    }
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_graph(&w, "p sp 3 9\nb\na 1 x y\na 4 9 1\na 1 2 3\n", 1), CH_EDATA);
    assert_int_equal(w.faults.count, 1 + 1 + 2 + 2);
    clean(&w);
}

/* A random list of arcs, and what the rows must be by plain sorting. */
typedef struct {
    uint32_t nodes;
    size_t arcs;
    ch_dimacs_arc arc[3000];
} list;

static void draw_list(list *l, uint64_t *seed)
{
    l->nodes = 1 + (uint32_t)draw(seed, 40);
    l->arcs = (size_t)draw(seed, 3000);
    for (size_t i = 0; i < l->arcs; i++)
        l->arc[i] = (ch_dimacs_arc){(uint32_t)draw(seed, l->nodes), (uint32_t)draw(seed, l->nodes), draw(seed, 50)};
}

static int compare(const void *a, const void *b)
{
    const ch_dimacs_arc *x = a, *y = b;
    if (x->tail != y->tail)
        return x->tail < y->tail ? -1 : 1;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static void assert_is_sorted_list(const ch_dimacs *graph, ch_dimacs_arc *arc, size_t arcs)
{
    assert_int_equal(graph->arcs, arcs);
    qsort(arc, arcs, sizeof *arc, compare);
    for (uint32_t v = 0, at = 0; v < graph->nodes; v++) {
        assert_int_equal(graph->start[v], at);
        for (; at < graph->start[v + 1]; at++) {
            const ch_dimacs_arc seen = {v, graph->head[at], graph->weight[at]};
            assert_int_equal(compare(&seen, &arc[at]), 0);
        }
    }
}

static void rows_are_the_arcs_sorted(void **state)
{
    (void)state;
    static list l;
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        const unsigned base = (unsigned)(round % 2);
        work w = {0};
        ch_buf text = {0};
        draw_list(&l, &seed);
        ch_buf_addf(&text, "p sp %u %zu\n", l.nodes, l.arcs);
        for (size_t i = 0; i < l.arcs; i++)
            ch_buf_addf(&text, "a %u %u %llu\n", l.arc[i].tail + base, l.arc[i].head + base,
                        (unsigned long long)l.arc[i].weight);
        assert_int_equal(ch_dimacs_read(&w.arena, CH_TEXT("g"), ch_buf_text(&text), base, &w.graph, &w.faults), CH_OK);
        assert_int_equal(w.graph.nodes, l.nodes);
        assert_is_sorted_list(&w.graph, l.arc, l.arcs);
        ch_buf_free(&text);
        clean(&w);
    }
}

static void edits_close_every_parallel_arc_and_then_add(void **state)
{
    (void)state;
    work w = {0};
    ch_dimacs edited;
    assert_int_equal(read_graph(&w, "a 1 2 5\na 1 2 9\na 2 1 4\na 2 3 1\n", 1), CH_OK);
    const ch_dimacs_arc close[] = {{0, 1, 0}, {0, 1, 0}, {2, 0, 0}}, add[] = {{0, 1, 7}, {2, 2, 100}};
    assert_int_equal(ch_dimacs_edit(&w.arena, &w.graph, close, 3, add, 2, &edited), CH_OK);
    assert_rows(&edited, "0>1=7 1>0=4 1>2=1 2>2=100 ");
    assert_int_equal(edited.heaviest, 100);
    assert_rows(&w.graph, "0>1=5 0>1=9 1>0=4 1>2=1 ");
    assert_int_equal(ch_dimacs_edit(&w.arena, &w.graph, NULL, 0, NULL, 0, &edited), CH_OK);
    assert_ptr_equal(edited.head, w.graph.head);
    clean(&w);
}

static void an_allocation_that_fails_leaks_nothing(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_buf text = {0};
        for (int i = 0; i < 50; i++)
            ch_buf_addf(&text, "a 1 %d 1\n", i % 7 + 1);
        ch_arena arena = CH_ARENA(&memory);
        ch_faults faults = {0};
        ch_dimacs graph, edited;
        ch_err err = ch_dimacs_read(&arena, CH_TEXT("g"), ch_buf_text(&text), 1, &graph, &faults);
        if (err == CH_OK)
            err = ch_dimacs_edit(&arena, &graph, &(ch_dimacs_arc){0, 1, 0}, 1, &(ch_dimacs_arc){6, 0, 1}, 1, &edited);
        ch_arena_free(&arena);
        ch_faults_free(&faults);
        ch_buf_free(&text);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            return;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_of_the_challenge_is_read),
        cmocka_unit_test(without_a_problem_line_nodes_are_those_named),
        cmocka_unit_test(parallel_arcs_and_loops_stay_in_the_order_of_weights),
        cmocka_unit_test(every_fault_is_told_where_it_is),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(rows_are_the_arcs_sorted),
        cmocka_unit_test(edits_close_every_parallel_arc_and_then_add),
        cmocka_unit_test(an_allocation_that_fails_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
