/* test_road_tables.c - what must hold of roads, works, speeds and facilities, and what a what-if may do with them. */
#include "changhe/zone.h"

#include "failing.h"
#include "make_edits.h"
#include "make_zone.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define LAND \
    "places: id,level,parent,parts_in\n" \
    "c1,county,,\nc2,county,,\nz,zone,,c1 c2\n" \
    "zone: id,place,members\nzone,z,c1 c2\n" \
    "road_nodes: id,place,lon,lat\n" \
    "a,c1,119.6,30.9\nb,c1,119.7,30.9\nn,c2,119.8,30.9\n" \
    "road_edges: id,from,to,class\n" \
    "e1,a,b,motorway\ne2,b,n,class1\n"

static ch_zone *base;

static int make_land(void **state)
{
    (void)state;
    base = make_zone(NULL, LAND);
    return 0;
}

static int drop_land(void **state)
{
    (void)state;
    ch_zone_drop(base);
    return 0;
}

/* The faults of the edits, none when they go through. */
static ch_faults try_edits(const char *text)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_zone *zone;
    const ch_edits edits = make_edits(&arena, text);
    const ch_err err = ch_zone_edit(base, &edits, &zone, &faults);
    assert_int_equal(err, faults.count > 0 ? CH_EDATA : CH_OK);
    ch_zone_drop(zone);
    ch_arena_free(&arena);
    return faults;
}

static void assert_goes(const char *edits)
{
    ch_faults faults = try_edits(edits);
    if (faults.count > 0)
        fail_msg("refused: %s", edits);
    ch_faults_free(&faults);
}

static void assert_refused(const char *edits, const char *column, const char *found, ch_want want, const char *detail)
{
    ch_faults faults = try_edits(edits);
    if (faults.count != 1 || told(&faults, want, 1, found, detail) != 1)
        fail_msg("%zu faults: %s", faults.count, edits);
    assert_true(ch_text_equal(faults.list[0].column, ch_text_of(column)));
    ch_faults_free(&faults);
}

/* ---- numbers */

typedef struct {
    const char *row, *column;
    const char *good[2], *bad[2], *range; /* told of the second bad one; the first a cell may refuse itself */
} numbers;

static void numbers_are_such_as_roads_have(void **state)
{
    (void)state;
    static const char edge[] = "+road_edges: id=e1 ",
                      work[] = "+road_works: id=w name_zh=w kind=close edges=e1 source=illustrative ",
                      speed[] = "+road_speeds: profile=truck class=class2 limit_kmh=60 factor=0.8 source=illustrative ",
                      limit[] = "+road_speeds: profile=truck class=class2 factor=0.8 source=illustrative ",
                      factor[] = "+road_speeds: profile=truck class=class2 limit_kmh=60 source=illustrative ",
                      school[] = "+facilities: id=f name_zh=f kind=school place=c1 source=illustrative ";
    static const numbers list[] = {
        {edge, "lanes", {"1", "32"}, {"0", "33"}, "1..32"},
        {edge, "limit_kmh", {"0.1", "200"}, {"0", "200.1"}, "> 0, <= 200"},
        {edge, "plan_kmh", {"5", "200"}, {"-1", "1000"}, "> 0, <= 200"},
        {edge, "length_km", {"0.001", "1000"}, {"0", "28800"}, "> 0, <= 1000"},
        {edge, "extra_s", {"0", "86400"}, {"-0.1", "86401"}, "0..86400"},
        {edge, "toll_s", {"0", "30"}, {"-30", "1e6"}, "0..86400"},
        {edge, "height_m", {"2.1", "20"}, {"0", "450"}, "> 0, <= 20"},
        {edge, "weight_t", {"2", "1000"}, {"0", "1001"}, "> 0, <= 1000"},
        {work, "lanes", {"1", "8"}, {"0", "33"}, "1..32"},
        {work, "limit_kmh", {"20", "120"}, {"0", "201"}, "> 0, <= 200"},
        {work, "plan_kmh", {"20", "110"}, {"0", "201"}, "> 0, <= 200"},
        {work, "length_km", {"0.5", "28.8"}, {"0", "1001"}, "> 0, <= 1000"},
        {work, "extra_s", {"0", "90"}, {"-1", "86401"}, "0..86400"},
        {work, "join_m", {"1", "5000"}, {"0", "5001"}, "> 0, <= 5000"},
        {limit, "limit_kmh", {"0", "200"}, {"-1", "201"}, "0..200"},
        {factor, "factor", {"0.01", "1"}, {"1.01", "0"}, "> 0, <= 1"},
        {speed, "most_kmh", {"1", "100"}, {"0", "201"}, "> 0, <= 200"},
        {school, "capacity", {"0", "3600"}, {"-1", "2e9"}, "0..1000000"},
    };
    char text[256];
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        for (int k = 0; k < 2; k++) {
            const bool is_plain = strchr(list[i].bad[k], 'e') == NULL; /* told as the program writes numbers */
            snprintf(text, sizeof text, "%s%s=%s\n", list[i].row, list[i].column, list[i].good[k]);
            assert_goes(text);
            snprintf(text, sizeof text, "%s%s=%s\n", list[i].row, list[i].column, list[i].bad[k]);
            assert_refused(text, list[i].column, is_plain ? list[i].bad[k] : NULL, CH_WANT_RANGE,
                           k > 0 ? list[i].range : NULL);
        }
}

/* Nobody has said: no fault. */
static void a_number_left_out_is_unknown(void **state)
{
    (void)state;
    assert_goes("+road_edges: id=e3 from=a to=n class=link source=illustrative\n"
                "+facilities: id=f name_zh=f kind=hospital place=c1 source=illustrative\n"
                "+residents: id=r name_zh=r place=c1 source=illustrative\n"
                "+stations: id=s name_zh=s place=c1 source=illustrative\n");
}

/* ---- roads */

static void a_road_leads_from_one_node_to_another(void **state)
{
    (void)state;
    assert_refused("+road_edges: id=e2 to=b\n", "to", "b", CH_WANT_OTHER_NODE, "");
    assert_refused("+road_edges: id=e2 to=nowhere\n", "to", "nowhere", CH_WANT_REFERENCE, "road_nodes");
    ch_faults faults = try_edits("-road_nodes: id=n\n"); /* a road still ends there */
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 1, "n", NULL), 1);
    ch_faults_free(&faults);
    assert_goes("-road_edges: id=e2\n-road_nodes: id=n\n");
}

static void a_node_needs_a_point(void **state)
{
    (void)state;
    ch_faults faults = try_edits("+road_nodes: id=m source=illustrative\n");
    assert_int_equal(told(&faults, CH_WANT_VALUE, 1, "", NULL), 2);
    ch_faults_free(&faults);
}

/* ---- works */

#define WORK "+road_works: id=w name_zh=w source=illustrative kind="

static void each_kind_of_work_has_what_it_needs(void **state)
{
    (void)state;
    assert_goes(WORK "close edges=e1~e2\n");
    assert_goes(WORK "oneway edges=e1 reversed=yes\n");
    assert_goes(WORK "open edges=e1\n");
    assert_goes(WORK "speed edges=e1 limit_kmh=120\n");
    assert_goes(WORK "speed edges=e1 plan_kmh=110\n");
    assert_goes(WORK "add path=119.6,30.9~119.7,30.95\n");
    assert_goes(WORK "join path=119.65,30.9\n");
    static const char *const kind[] = {"close", "oneway", "open"};
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
        char text[128];
        snprintf(text, sizeof text, WORK "%s path=119.6,30.9\n", kind[i]);
        assert_refused(text, "edges", "", CH_WANT_WORK_EDGES, kind[i]);
    }
    assert_refused(WORK "speed limit_kmh=60\n", "edges", "", CH_WANT_WORK_EDGES, "speed");
    assert_refused(WORK "speed edges=e1 lanes=8\n", "limit_kmh", "", CH_WANT_WORK_SPEED, "speed");
    assert_refused(WORK "add\n", "path", "", CH_WANT_TWO_POINTS, "");
    assert_refused(WORK "add path=119.6,30.9\n", "path", "119.6,30.9", CH_WANT_TWO_POINTS, "");
    assert_refused(WORK "join\n", "path", "", CH_WANT_ONE_POINT, "");
    assert_refused(WORK "join path=1,2~3,4\n", "path", "1,2 3,4", CH_WANT_ONE_POINT, "");
}

static void the_kind_is_named_in_chinese_too(void **state)
{
    (void)state;
    ch_faults faults = try_edits(WORK "speed edges=e1\n");
    ch_buf line = {0};
    ch_fault_print_zh(&faults.list[0], &line);
    assert_true(
        ch_text_equal(ch_buf_text(&line),
                      CH_TEXT("此处为空（limit_kmh 限速），应为限速与规划车速至少填一项（“改扩建或限速”类工程须填）")));
    ch_buf_free(&line);
    ch_faults_free(&faults);
}

static void a_path_is_read_whatever_the_kind(void **state)
{
    (void)state;
    assert_refused(WORK "add path=119.6,30.9~119.7;30.95~x\n", "path", "119.7;30.95", CH_WANT_ROAD_POINTS, "");
    assert_refused(WORK "add path=30.9,119.6~119.7,30.95\n", "path", "30.9,119.6", CH_WANT_ROAD_POINTS, "");
    assert_refused(WORK "close edges=e1 path=somewhere\n", "path", "somewhere", CH_WANT_ROAD_POINTS, "");
}

/* An extract need not be at hand to name its streets. */
static void streets_named_are_there_or_have_the_form_of_an_extracts(void **state)
{
    (void)state;
    assert_goes(WORK "close edges=w123~w123-4~e1\n");
    assert_refused(WORK "close edges=e1~e9\n", "edges", "e9", CH_WANT_REFERENCE, "road_edges");
    assert_refused(WORK "close edges=w12x\n", "edges", "w12x", CH_WANT_REFERENCE, "road_edges");
    ch_faults faults = try_edits(WORK "close edges=e8~e1~e9\n"); /* both told */
    assert_int_equal(faults.count, 2);
    ch_faults_free(&faults);
}

/* Nobody takes a road away from under a work, also where the work itself stays as it is. */
static void a_road_that_a_work_names_does_not_go(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_zone *with_work, *without_road;
    const ch_edits add = make_edits(&arena, WORK "close edges=e2\n"), take = make_edits(&arena, "-road_edges: id=e2\n");
    assert_int_equal(ch_zone_edit(base, &add, &with_work, &faults), CH_OK);
    assert_int_equal(ch_zone_edit(with_work, &take, &without_road, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 0, "e2", "road_edges"), 1);
    ch_zone_drop(with_work);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int is_bad = 0; is_bad < 2; is_bad++)
        for (size_t at = 1;; at++) {
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_zone *zone = NULL;
            ch_faults faults;
            ch_err err = make_zone_try(&memory,
                                       is_bad ? LAND "road_works: id,kind,edges,join_m\nw,close,e9,0\nv,speed,e1,1\n"
                                              : LAND "road_works: id,kind,edges,path\nw,close,e1 w5,\nv,open,e1\n",
                                       &zone, &faults);
            ch_faults_free(&faults);
            ch_zone_drop(zone);
            assert_int_equal(memory_state.live, 0);
            if (err == (is_bad ? CH_EDATA : CH_OK))
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_such_as_roads_have),
        cmocka_unit_test(a_number_left_out_is_unknown),
        cmocka_unit_test(a_road_leads_from_one_node_to_another),
        cmocka_unit_test(a_node_needs_a_point),
        cmocka_unit_test(each_kind_of_work_has_what_it_needs),
        cmocka_unit_test(the_kind_is_named_in_chinese_too),
        cmocka_unit_test(a_path_is_read_whatever_the_kind),
        cmocka_unit_test(streets_named_are_there_or_have_the_form_of_an_extracts),
        cmocka_unit_test(a_road_that_a_work_names_does_not_go),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_land, drop_land);
}
