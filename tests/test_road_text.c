/* test_road_text.c - points of a path and names of streets, as cells of road_works say them. */
#include "changhe/road_text.h"

#include "draw.h"
#include "failing.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

/* ---- points */

static void points_stand_in_the_order_written(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_point *point;
    size_t points;
    assert_int_equal(ch_road_text_path(&arena, CH_TEXT("119.6,30.9  -180,-90 180,90 1e1,0.5"), &point, &points, NULL),
                     CH_OK);
    assert_int_equal(points, 4);
    const ch_point expected[] = {{119.6, 30.9}, {-180, -90}, {180, 90}, {10, .5}};
    for (size_t i = 0; i < points; i++)
        assert_true(point[i].lon_deg == expected[i].lon_deg && point[i].lat_deg == expected[i].lat_deg);
    assert_int_equal(ch_road_text_path(&arena, CH_TEXT(""), &point, &points, NULL), CH_OK);
    assert_int_equal(points, 0);
    assert_int_equal(ch_road_text_path(&arena, CH_TEXT("  "), &point, &points, NULL), CH_OK);
    assert_int_equal(points, 0);
    ch_arena_free(&arena);
}

static void the_first_piece_that_is_no_point_is_told(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "119.6",   "119.6,", "119.6,30.9,", "119.6,30.9,1", ",30.9",       ",",      "180.01,30", "119,90.5", "nan,30",
        "119,inf", "x,y",    "119.6;30.9",  "0x10,30",      "119.6，30.9", "-181,0", "0,-90.1",   "1e999,0",  "1,.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[80];
        ch_arena arena = {0};
        const ch_point *point = NULL;
        size_t points = 77;
        ch_text piece = {0};
        snprintf(text, sizeof text, "119.6,30.9 %s 1,2 also-bad", bad[i]);
        assert_int_equal(ch_road_text_path(&arena, ch_text_of(text), &point, &points, &piece), CH_EDATA);
        assert_true(ch_text_equal(piece, ch_text_of(bad[i])));
        assert_null(point);
        assert_int_equal(points, 77);
        assert_int_equal(ch_road_text_path(&arena, ch_text_of(text), &point, &points, NULL), CH_EDATA);
        ch_arena_free(&arena);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        const ch_point *point;
        size_t points;
        const ch_err err = ch_road_text_path(&arena, CH_TEXT("1,2 3,4"), &point, &points, NULL);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

/* ---- streets */

static ch_road_text_edge only_edge(const char *text)
{
    ch_text rest = ch_text_of(text);
    ch_road_text_edge edge, next;
    assert_true(ch_road_text_next_edge(&rest, &edge));
    assert_false(ch_road_text_next_edge(&rest, &next));
    assert_int_equal(next.name.len, 0);
    return edge;
}

static void streets_of_an_extract_have_a_form_of_their_own(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t way, piece;
    } of[] = {{"w1", 1, CH_ROAD_TEXT_WHOLE},
              {"w123-0", 123, 0},
              {"w123-4", 123, 4},
              {"w9223372036854775807-9223372036854775807", INT64_MAX, INT64_MAX}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const ch_road_text_edge edge = only_edge(of[i].name);
        assert_true(edge.is_extract && ch_text_equal(edge.name, ch_text_of(of[i].name)));
        assert_true(edge.way == of[i].way && edge.piece == of[i].piece);
    }
}

static void all_other_names_are_rows(void **state)
{
    (void)state;
    static const char *const name[] = {"e001",
                                       "w",
                                       "w-",
                                       "w-1",
                                       "w1-",
                                       "w0",
                                       "w01",
                                       "w1-01",
                                       "w1-2-3",
                                       "W1",
                                       "w1x",
                                       "w1-2x",
                                       "w1--2",
                                       "ww1",
                                       "w+1",
                                       "w１",
                                       "w9223372036854775808",
                                       "w1-9223372036854775808",
                                       "w99999999999999999999"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        const ch_road_text_edge edge = only_edge(name[i]);
        if (edge.is_extract)
            fail_msg("%s reads as a street of an extract", name[i]);
        assert_true(ch_text_equal(edge.name, ch_text_of(name[i])));
        assert_true(edge.way == 0 && edge.piece == CH_ROAD_TEXT_WHOLE);
    }
}

static void names_come_one_after_the_other(void **state)
{
    (void)state;
    ch_text rest = CH_TEXT("  e1   w7-2 e2 ");
    static const char *const name[] = {"e1", "w7-2", "e2"};
    ch_road_text_edge edge;
    size_t n = 0;
    for (; ch_road_text_next_edge(&rest, &edge); n++) {
        assert_true(n < 3 && ch_text_equal(edge.name, ch_text_of(name[n])));
        assert_int_equal(edge.is_extract, n == 1);
    }
    assert_int_equal(n, 3);
    assert_int_equal(edge.name.len, 0);
}

/* What is read as a street of an extract is written so, and so a street has one name. */
static void a_street_has_one_name(void **state)
{
    (void)state;
    static const char letter[] = "w-0123w-9 e";
    uint64_t seed = 3;
    size_t extracts = 0;
    for (int round = 0; round < 20000; round++) {
        char text[12] = "w", again[64];
        const size_t len = 1 + draw(&seed, 7);
        for (size_t i = draw(&seed, 4) > 0; i < len; i++)
            text[i] = letter[draw(&seed, sizeof letter - 1)];
        ch_text rest = ch_text_of(text);
        ch_road_text_edge edge;
        while (ch_road_text_next_edge(&rest, &edge)) {
            if (!edge.is_extract)
                continue;
            extracts++;
            snprintf(again, sizeof again, edge.piece == CH_ROAD_TEXT_WHOLE ? "w%lld" : "w%lld-%lld",
                     (long long)edge.way, (long long)edge.piece);
            assert_true(ch_text_equal(edge.name, ch_text_of(again)));
        }
    }
    assert_true(extracts > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_stand_in_the_order_written),
        cmocka_unit_test(the_first_piece_that_is_no_point_is_told),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(streets_of_an_extract_have_a_form_of_their_own),
        cmocka_unit_test(all_other_names_are_rows),
        cmocka_unit_test(names_come_one_after_the_other),
        cmocka_unit_test(a_street_has_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
