/* test_graph_command.c - `changhe graph` as it is started: the challenge's example, and random graphs beside a plain Dijkstra. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

#include "draw.h"

__extension__ typedef unsigned __int128 wide; /* the oracle's own sums */

static int run(const char *arguments)
{
    return shell("cd '%s' && \"$CHANGHE\" graph %s >out 2>err", folder, arguments);
}

static void assert_answers(const char *arguments, const char *expected)
{
    if (run(arguments) != 0)
        fail_msg("%s: %s", arguments, content_of("err"));
    assert_string_equal(content_of("out"), expected);
}

/* The sample of the challenge, its distances by hand: 2 at 1-3-5-2 = 10, 3 at 10, 4 at 12, 5 at 10, 6 at 15. */
static void the_example_of_the_challenge_by_hand(void **state)
{
    (void)state;
    write_text("g.gr", "p sp 7 8\na 1 2 17\na 1 3 10\na 2 4 2\na 3 5 0\na 4 3 0\na 4 6 3\na 5 2 0\na 5 6 20\n");
    assert_answers("g.gr --from 1 --format json", "{\"reached\":6,\"within\":null,\"sum\":57,\"max\":15,\"to\":{}}\n");
    assert_answers("g.gr --from 1 --within 10 --to 6,7,1 --format json",
                   "{\"reached\":6,\"within\":4,\"sum\":57,\"max\":15,\"to\":{\"6\":15,\"7\":null,\"1\":0}}\n");
    assert_answers("g.gr --from 6 --within 0 --format json",
                   "{\"reached\":1,\"within\":1,\"sum\":0,\"max\":0,\"to\":{}}\n");
    assert_answers("- --from 1 --to 6 --to 6,2 --format json <g.gr",
                   "{\"reached\":6,\"within\":null,\"sum\":57,\"max\":15,\"to\":{\"6\":15,\"2\":10}}\n");
}

static void arcs_are_closed_first_and_added_then(void **state)
{
    (void)state;
    write_text("e.gr", "a 1 2 5\na 1 2 9\na 2 1 5\na 2 3 1\n");
    assert_answers("e.gr --from 1 --format json --to 3",
                   "{\"reached\":3,\"within\":null,\"sum\":11,\"max\":6,\"to\":{\"3\":6}}\n");
    assert_answers("e.gr --from 1 --close 1,2 --format json",
                   "{\"reached\":1,\"within\":null,\"sum\":0,\"max\":0,\"to\":{}}\n");
    assert_answers("e.gr --from 2 --close 1,2 --format json",
                   "{\"reached\":3,\"within\":null,\"sum\":6,\"max\":5,\"to\":{}}\n");
    const char *const order[] = {"--add 1,2,7 --close 1,2", "--close 1,2 --add 1,2,7"};
    for (int i = 0; i < 2; i++) {
        char arguments[128];
        snprintf(arguments, sizeof arguments, "e.gr --from 1 %s --format json", order[i]);
        assert_answers(arguments, "{\"reached\":3,\"within\":null,\"sum\":15,\"max\":8,\"to\":{}}\n");
    }
    assert_answers("e.gr --from 3 --add 3,1,2 --add 1,3,1 --format json",
                   "{\"reached\":3,\"within\":null,\"sum\":9,\"max\":7,\"to\":{}}\n");
}

static void nodes_are_numbered_from_the_base(void **state)
{
    (void)state;
    write_text("z.gr", "a 0 1 5\na 1 2 6\n");
    assert_answers("z.gr --base 0 --from 0 --to 2 --format json",
                   "{\"reached\":3,\"within\":null,\"sum\":16,\"max\":11,\"to\":{\"2\":11}}\n");
    assert_int_equal(run("z.gr --from 1"), 1);
    assert_non_null(strstr(content_of("err"), "z.gr:1:3"));
}

/* Ways of 2^32 and more, weights of 64 bits, and a sum past 64 bits. */
static void large_numbers_are_exact(void **state)
{
    (void)state;
    write_text("l.gr", "a 1 2 4294967294\na 2 3 1\na 3 4 1\n");
    assert_answers("l.gr --from 1 --format json --to 2,3,4 --within 4294967295",
                   "{\"reached\":4,\"within\":3,\"sum\":12884901885,\"max\":4294967296,"
                   "\"to\":{\"2\":4294967294,\"3\":4294967295,\"4\":4294967296}}\n");
    write_text("w.gr", "a 1 2 18446744073709551614\na 1 3 18446744073709551613\na 3 4 1\na 2 5 1\n");
    assert_answers("w.gr --from 1 --format json --to 5",
                   "{\"reached\":4,\"within\":null,\"sum\":55340232221128654841,\"max\":18446744073709551614,"
                   "\"to\":{\"5\":null}}\n");
    assert_answers("w.gr --from 3 --add 4,1,4294967295 --format json",
                   "{\"reached\":3,\"within\":null,\"sum\":4294967297,\"max\":4294967296,\"to\":{}}\n");
}

static void a_table_says_the_same_to_people(void **state)
{
    (void)state;
    write_text("t.gr", "p sp 4 2\na 1 2 5\na 2 3 6\n");
    assert_int_equal(run("t.gr --from 1 --within 5 --to 3,4 --lang en"), 0);
    assert_string_equal(content_of("out"), "t.gr · 4 nodes · 2 arcs · from node 1\n"
                                           "  nodes reached                3\n"
                                           "  of them within 5             2\n"
                                           "  sum of distances             16\n"
                                           "  greatest distance            11\n"
                                           "  to node 3                    11\n"
                                           "  to node 4                    not reached\n");
    assert_int_equal(run("t.gr --from 1 --to 4"), 0);
    assert_non_null(strstr(content_of("out"), "到节点 4"));
    assert_non_null(strstr(content_of("out"), "不可到达"));
}

static void wrong_usage_is_told_and_ends_with_two(void **state)
{
    (void)state;
    write_text("u.gr", "p sp 3 1\na 1 2 5\n");
    const char *const wrong[][2] = {{"", "a DIMACS graph file"},
                                    {"u.gr", "--from NODE"},
                                    {"u.gr --from x", "a whole number"},
                                    {"u.gr --from 1,2", "a whole number"},
                                    {"u.gr --from -1", "a whole number"},
                                    {"u.gr --from 18446744073709551616", "a whole number"},
                                    {"u.gr --from 1 --within 1.5", "a whole number"},
                                    {"u.gr --from 1 --base 2", "0 or 1"},
                                    {"u.gr --from 1 --add 1,2", "TAIL,HEAD,WEIGHT"},
                                    {"u.gr --from 1 --add 1,2,18446744073709551615", "a weight below"},
                                    {"u.gr --from 1 --close 1", "TAIL,HEAD"},
                                    {"u.gr --from 1 --to 1,,2", "nodes with commas"},
                                    {"u.gr --from 1 --to 2,", "nodes with commas"},
                                    {"u.gr --from 1 --place zone", "an option of this command"},
                                    {"u.gr --from 1 --zone x", "an option of this command"},
                                    {"u.gr --from 1 --format csv", "table or json"},
                                    {"u.gr u.gr --from 1", "an option"},
                                    {"u.gr --from 4", "a node of the graph: 1-3"},
                                    {"u.gr --from 0", "a node of the graph: 1-3"},
                                    {"u.gr --from 1 --to 2,9", "found \"9\" in --to"},
                                    {"u.gr --from 1 --add 1,4,1", "found \"4\" in --add"},
                                    {"u.gr --from 1 --close 7,1", "found \"7\" in --close"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char arguments[128];
        snprintf(arguments, sizeof arguments, "%s", wrong[i][0]);
        if (run(arguments) != 2 || strstr(content_of("err"), wrong[i][1]) == NULL)
            fail_msg("%s: %s", wrong[i][0], content_of("err"));
        assert_string_equal(content_of("out"), "");
    }
    write_text("none.gr", "c\n");
    assert_int_equal(run("none.gr --from 1"), 2);
}

static void a_bad_file_ends_with_one(void **state)
{
    (void)state;
    write_text("bad.gr", "p sp 3 2\na 1 2 5\nx\n");
    assert_int_equal(run("bad.gr --from 1"), 1);
    assert_non_null(strstr(content_of("err"), "bad.gr:3:1"));
    assert_non_null(strstr(content_of("err"), "bad.gr:1:8"));
    assert_int_equal(run("- --from 1 <bad.gr"), 1);
    assert_int_equal(run("nowhere.gr --from 1"), 1);
    assert_string_equal(content_of("out"), "");
}

/* ---- random graphs beside a plain Dijkstra */

enum { MOST = 60 };
typedef struct {
    uint32_t nodes, base;
    uint64_t weight[MOST][MOST]; /* the least of parallel arcs; UINT64_MAX: none */
} matrix;

static uint64_t draw_weight(uint64_t *seed, int kind)
{
    const uint64_t high = draw(seed, UINT32_MAX), low = draw(seed, UINT32_MAX);
    return kind == 0 ? draw(seed, 100) : kind == 1 ? low : kind == 2 ? (high << 31 | low) % (UINT64_MAX / 2) : low * 4;
}

static void write_random(matrix *m, uint64_t *seed, int kind)
{
    ch_buf text = {0};
    m->nodes = 2 + draw(seed, MOST - 1);
    m->base = draw(seed, 2);
    memset(m->weight, 0xff, sizeof m->weight);
    ch_buf_addf(&text, "c random\np sp %u %u\n", m->nodes, 3 * m->nodes);
    for (uint32_t i = 0; i < 3 * m->nodes; i++) {
        const uint32_t tail = draw(seed, m->nodes), head = draw(seed, m->nodes);
        const uint64_t weight = draw_weight(seed, kind);
        m->weight[tail][head] = weight < m->weight[tail][head] ? weight : m->weight[tail][head];
        ch_buf_addf(&text, "a %u %u %llu\n", tail + m->base, head + m->base, (unsigned long long)weight);
    }
    ch_buf_addc(&text, '\0');
    write_text("r.gr", text.at);
    ch_buf_free(&text);
}

static void solve(const matrix *m, uint32_t from, uint64_t *dist)
{
    bool done[MOST] = {false};
    memset(dist, 0xff, MOST * sizeof *dist);
    dist[from] = 0;
    for (;;) {
        uint32_t at = MOST;
        for (uint32_t v = 0; v < m->nodes; v++)
            if (!done[v] && dist[v] != UINT64_MAX && (at == MOST || dist[v] < dist[at]))
                at = v;
        if (at == MOST)
            return;
        done[at] = true;
        for (uint32_t v = 0; v < m->nodes; v++)
            if (m->weight[at][v] < UINT64_MAX - dist[at] && dist[at] + m->weight[at][v] < dist[v])
                dist[v] = dist[at] + m->weight[at][v];
    }
}

static void print_wide(wide number, ch_buf *to)
{
    if (number >= 10)
        print_wide(number / 10, to);
    ch_buf_addc(to, (char)('0' + (int)(number % 10)));
}

static void print_expected(const matrix *m, const uint64_t *dist, uint64_t within, ch_buf *to)
{
    size_t reached = 0, near = 0;
    wide sum = 0;
    uint64_t max = 0;
    for (uint32_t v = 0; v < m->nodes; v++)
        if (dist[v] != UINT64_MAX) {
            reached++;
            near += dist[v] <= within;
            sum += dist[v];
            max = dist[v] > max ? dist[v] : max;
        }
    ch_buf_addf(to, "{\"reached\":%zu,\"within\":%zu,\"sum\":", reached, near);
    print_wide(sum, to);
    ch_buf_addf(to, ",\"max\":%llu,\"to\":{", (unsigned long long)max);
    for (uint32_t v = 0; v < m->nodes; v++) {
        ch_buf_addf(to, "%s\"%u\":", v > 0 ? "," : "", v + m->base);
        if (dist[v] == UINT64_MAX)
            ch_buf_adds(to, "null");
        else
            ch_buf_addf(to, "%llu", (unsigned long long)dist[v]);
    }
    ch_buf_adds(to, "}}\n");
    ch_buf_addc(to, '\0');
}

static void random_graphs_agree_with_a_plain_dijkstra(void **state)
{
    (void)state;
    static matrix m;
    uint64_t seed = 21, dist[MOST];
    for (int round = 0; round < 60; round++) {
        write_random(&m, &seed, round % 4);
        ch_buf arguments = {0}, expected = {0};
        const uint32_t from = draw(&seed, m.nodes);
        ch_buf_addf(&arguments, "r.gr --base %u --from %u --format json", m.base, from + m.base);
        for (uint32_t i = 0; i < draw(&seed, 6); i++) {
            const uint32_t tail = draw(&seed, m.nodes), head = draw(&seed, m.nodes);
            m.weight[tail][head] = UINT64_MAX;
            ch_buf_addf(&arguments, " --close %u,%u", tail + m.base, head + m.base);
        }
        for (uint32_t i = 0; i < draw(&seed, 4); i++) {
            const uint32_t tail = draw(&seed, m.nodes), head = draw(&seed, m.nodes);
            const uint64_t weight = draw_weight(&seed, round % 4);
            m.weight[tail][head] = weight < m.weight[tail][head] ? weight : m.weight[tail][head];
            ch_buf_addf(&arguments, " --add %u,%u,%llu", tail + m.base, head + m.base, (unsigned long long)weight);
        }
        solve(&m, from, dist);
        const uint64_t reached = dist[draw(&seed, m.nodes)], within = reached != UINT64_MAX ? reached : 150;
        ch_buf_addf(&arguments, " --within %llu --to ", (unsigned long long)within);
        for (uint32_t v = 0; v < m.nodes; v++)
            ch_buf_addf(&arguments, "%s%u", v > 0 ? "," : "", v + m.base);
        ch_buf_addc(&arguments, '\0');
        print_expected(&m, dist, within, &expected);
        assert_answers(arguments.at, expected.at);
        ch_buf_free(&arguments);
        ch_buf_free(&expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_challenge_by_hand),
        cmocka_unit_test(arcs_are_closed_first_and_added_then),
        cmocka_unit_test(nodes_are_numbered_from_the_base),
        cmocka_unit_test(large_numbers_are_exact),
        cmocka_unit_test(a_table_says_the_same_to_people),
        cmocka_unit_test(wrong_usage_is_told_and_ends_with_two),
        cmocka_unit_test(a_bad_file_ends_with_one),
        cmocka_unit_test(random_graphs_agree_with_a_plain_dijkstra),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
