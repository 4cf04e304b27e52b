/* test_ogc_where.c - instants and intervals as they are written, and outlines against rectangles. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "store_fixture.h"

#include "../src/serve/ogc_pick.h"
#include "calling.h"
#include "draw.h"

#include <inttypes.h>
#include <math.h>

#define DAY INT64_C(86400)

/* ---- time */

static void moments_are_read_as_rfc_3339_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t from, until;
    } row[] = {
        {"1970-01-01T00:00:00Z", 0, 1},
        {"1970-01-01t00:00:00z", 0, 1},
        {"1970-01-01T08:00:00+08:00", 0, 1},
        {"1970-01-01T08:00:00 08:00", 0, 1}, /* the plus sign undone */
        {"1969-12-31T20:30:00-03:30", 0, 1},
        {"1969-12-31T23:59:59.999Z", -1, 0},
        {"1985-04-12T23:20:50.52Z", 482196050, 482196051},          /* RFC 3339 5.8 */
        {"1990-12-31T23:59:60Z", 662688000, 662688001},             /* RFC 3339 5.8 */
        {"1996-12-19T16:39:57-08:00", 851042397, 851042398},        /* RFC 3339 5.8 */
        {"1937-01-01T12:00:27.87+00:20", -1041337173, -1041337172}, /* RFC 3339 5.8 */
        {"2000-02-29T00:00:00Z", 951782400, 951782401},
        {"0000-01-01T00:00:00Z", INT64_C(-62167219200), INT64_C(-62167219199)},
        {"9999-12-31T23:59:59Z", INT64_C(253402300799), INT64_C(253402300800)},
        {"1970-01-02", 16 * 3600, DAY + 16 * 3600}, /* a day in China */
        {"1970-01-01T00:00:00Z/1970-01-01T00:00:00Z", 0, 1},
        {"1970-01-01T00:00:00Z/1970-01-02T00:00:00Z", 0, DAY + 1},
        {"../1970-01-01T00:00:00Z", INT64_MIN, 1},
        {"/1970-01-01T00:00:00Z", INT64_MIN, 1},
        {"1970-01-01T00:00:00Z/..", 0, INT64_MAX},
        {"1970-01-01T00:00:00Z/", 0, INT64_MAX},
        {"1970-01-02/1970-01-03", 16 * 3600, 2 * DAY + 16 * 3600},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        serve_ogc_span span = {7, 7};
        if (!serve_ogc_read_time(ch_text_of(row[i].text), &span) || span.from != row[i].from ||
            span.until != row[i].until)
            fail_msg("%s: %" PRId64 "..%" PRId64, row[i].text, span.from, span.until);
    }
}

static void what_is_no_moment_and_no_interval_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "..",
                                      "/",
                                      "../..",
                                      "../",
                                      "/..",
                                      "2020",
                                      "2020-01",
                                      "now",
                                      "2020-01-01T",
                                      "2020-01-01T00:00:00",
                                      "2020-01-01T00:00Z",
                                      "2020-1-1T00:00:00Z",
                                      "2020-13-01T00:00:00Z",
                                      "2020-00-01",
                                      "2021-02-29",
                                      "2020-02-30",
                                      "1900-02-29",
                                      "2020-01-01T24:00:00Z",
                                      "2020-01-01T00:60:00Z",
                                      "2020-01-01T00:00:61Z",
                                      "2020-01-01T00:00:00.Z",
                                      "2020-01-01T00:00:00+8",
                                      "2020-01-01T00:00:00+0800",
                                      "2020-01-01T00:00:00+24:00",
                                      "2020-01-01T00:00:00+00:60",
                                      "2020-01-01 00:00:00Z",
                                      "2020-01-01T00:00:00ZZ",
                                      " 2020-01-01",
                                      "2020-01-01 ",
                                      "-2020-01-01",
                                      "+2020-01-01",
                                      "2021-01-01T00:00:00Z/2020-01-01T00:00:00Z",
                                      "2020-01-02/2020-01-01",
                                      "2020-01-01/2020-01-02/2020-01-03",
                                      "2020-01-01/...",
                                      "./2020-01-01",
                                      "2020-01-01/x",
                                      "x/..",
                                      "20200101T000000Z",
                                      "2020-01-01T00:00:00,5Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        serve_ogc_span span;
        if (serve_ogc_read_time(ch_text_of(bad[i]), &span))
            fail_msg("%s was read", bad[i]);
    }
    serve_ogc_span span;
    assert_false(serve_ogc_read_time((ch_text){"2020-01-01T00:00:00\0", 20}, &span));
}

/* Day behind day from 1000 to 2400 without a gap, each month and year as long as its days together. */
static void days_months_and_years_follow_one_another(void **state)
{
    (void)state;
    serve_ogc_span before = {0};
    for (int year = 1000; year <= 2400; year++) {
        const serve_ogc_span whole = serve_ogc_days(year * 10000);
        int64_t month_from = whole.from;
        for (int month = 1; month <= 12; month++) {
            const serve_ogc_span of_month = serve_ogc_days(year * 10000 + month * 100);
            int64_t day_from = of_month.from;
            assert_int_equal(of_month.from, month_from);
            for (int day = 1; day <= (int)((of_month.until - of_month.from) / DAY); day++) {
                const serve_ogc_span its = serve_ogc_days(year * 10000 + month * 100 + day);
                assert_int_equal(its.from, day_from);
                day_from = its.until;
            }
            assert_int_equal(day_from, of_month.until);
            month_from = of_month.until;
        }
        assert_int_equal(month_from, whole.until);
        assert_true(year == 1000 || whole.from == before.until);
        before = whole;
    }
    assert_int_equal(serve_ogc_days(19700101).from, -8 * 3600);
    assert_int_equal(before.until, INT64_C(13601088000) - 8 * 3600); /* 2401-01-01 */
}

static void a_printed_time_reads_back(void **state)
{
    (void)state;
    static const int64_t at[] = {0, -1, 951782400, INT64_C(253402300799)};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        char text[SERVE_OGC_TIME_ROOM];
        serve_ogc_span span;
        serve_ogc_print_time(at[i], text);
        assert_true(serve_ogc_read_time(ch_text_of(text), &span));
        assert_int_equal(span.from, at[i]);
    }
}

/* ---- space */

/* A square with a hole, and beside it a triangle: the one of the fixture, which places see as p1's. */
static void an_outline_touches_what_shares_a_point_with_it(void **state)
{
    (void)state;
    static const struct {
        ch_box box;
        bool touches;
    } row[] = {
        {{-1, -1, 40, 10}, true},      /* all of it */
        {{3, 3, 4, 4}, true},          /* inside, no edge near */
        {{1.2, 1.2, 1.4, 1.4}, false}, /* inside the hole */
        {{0.5, 0.5, 3, 3}, true},      /* around the hole */
        {{10, 0, 19, 9}, false},       /* between the parts */
        {{9, 9, 19, 19}, true},        /* a corner alone */
        {{9.001, 9.001, 19, 19}, false},
        {{-5, 4, 0, 5}, true},         /* an edge alone */
        {{4, 4, 4, 4}, true},          /* a box that is a point */
        {{1.5, 1.5, 1.5, 1.5}, false}, /* in the hole */
        {{25, -1, 26, 1}, true},       /* across the thin triangle */
        {{25, 1e-9, 26, 1}, false},    /* above it, in its rectangle's corner */
    };
    const serve_ogc_where where = {.outline = 0, .shape = fixture_shape(), .point = {100, 50}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (serve_ogc_touches(&where, row[i].box) != row[i].touches)
            fail_msg("box %zu", i);
    assert_false(serve_ogc_touches(&where, (ch_box){99, 49, 101, 51})); /* its label does not count */
}

static bool are_apart(const double *a, size_t n, const double *b, size_t m)
{
    double a_least = INFINITY, a_most = -INFINITY, b_least = INFINITY, b_most = -INFINITY;
    for (size_t i = 0; i < n; i++)
        a_least = fmin(a_least, a[i]), a_most = fmax(a_most, a[i]);
    for (size_t i = 0; i < m; i++)
        b_least = fmin(b_least, b[i]), b_most = fmax(b_most, b[i]);
    return a_most < b_least || b_most < a_least;
}

/* Two convex figures are apart when their shadows are, on a line across one of their edges. Whole numbers, so
 * that nothing is rounded. */
static bool triangle_meets(const ch_point t[4], ch_box box)
{
    const ch_point corner[] = {{box.west_deg, box.south_deg},
                               {box.east_deg, box.south_deg},
                               {box.east_deg, box.north_deg},
                               {box.west_deg, box.north_deg}};
    for (size_t axis = 0; axis < 5; axis++) {
        const double x = axis < 3 ? t[axis].lat_deg - t[axis + 1].lat_deg : axis == 3,
                     y = axis < 3 ? t[axis + 1].lon_deg - t[axis].lon_deg : axis == 4;
        double a[3], b[4];
        for (size_t i = 0; i < 3; i++)
            a[i] = t[i].lon_deg * x + t[i].lat_deg * y;
        for (size_t i = 0; i < 4; i++)
            b[i] = corner[i].lon_deg * x + corner[i].lat_deg * y;
        if (are_apart(a, 3, b, 4))
            return false;
    }
    return true;
}

static void random_triangles_touch_the_boxes_that_they_meet(void **state)
{
    (void)state;
    uint64_t seed = 20241128;
    size_t met = 0, all = 0;
    for (size_t i = 0; i < 200000; i++) {
        double v[10];
        for (size_t k = 0; k < 10; k++)
            v[k] = (double)draw(&seed, 12);
        const ch_point t[] = {{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}, {v[0], v[1]}};
        const ch_box box = {fmin(v[6], v[7]), fmin(v[8], v[9]), fmax(v[6], v[7]), fmax(v[8], v[9])};
        static const uint32_t part_start[] = {0, 1}, ring_start[] = {0, 4};
        if (ch_geo_ring_turning(t, 4) == 0)
            continue;
        const ch_shape shape = {1, 1, 4, part_start, ring_start, t};
        const serve_ogc_where where = {.shape = &shape};
        const bool want = triangle_meets(t, box);
        if (serve_ogc_touches(&where, box) != want)
            fail_msg("case %zu: expected %d", i, want);
        met += want, all++;
    }
    assert_true(met > all / 10 && met < all - all / 10);
}

/* ---- rows */

static void assert_picked(const ch_zone *zone, ch_table_id table, const serve_ogc_wanted *wanted, const char *keys)
{
    ch_arena arena = {0};
    serve_ogc_rows rows;
    ch_buf found = {0};
    assert_int_equal(serve_ogc_pick(&arena, zone, table, wanted, &rows), CH_OK);
    for (size_t i = 0; i < rows.n; i++) {
        const size_t row = serve_ogc_row(&rows, i);
        ch_buf_addf(&found, "%s", i > 0 ? " " : "");
        ch_buf_add(&found, table == CH_TABLE_firms ? zone->firms.id[row] : zone->places.id[row]);
    }
    if (!ch_text_equal(ch_buf_text(&found), ch_text_of(keys)))
        fail_msg("expected %s, found %.*s", keys, (int)found.len, found.at);
    ch_buf_free(&found);
    ch_arena_free(&arena);
}

static serve_ogc_wanted in_box(double west, double south, double east, double north)
{
    serve_ogc_wanted wanted = {0};
    serve_ogc_want_box(&wanted, (const double[]){west, south, east, north});
    return wanted;
}

static serve_ogc_wanted at_time(const char *text)
{
    serve_ogc_wanted wanted = {.has_time = true};
    assert_true(serve_ogc_read_time(ch_text_of(text), &wanted.time));
    return wanted;
}

/* p1 has an outline and May 2023, p2 a point and no date, p3 neither; no firm has a point. */
static void what_lies_nowhere_and_has_no_date_is_always_picked(void **state)
{
    (void)state;
    ch_zone *zone = fixture_zone(FIXTURE_ROWS, NULL);
    static const struct {
        double box[4];
        const char *keys;
    } row[] = {
        {{3, 3, 4, 4}, "p1 p3"},         {{1.2, 1.2, 1.4, 1.4}, "p3"},
        {{119, 30, 120, 32}, "p2 p3"},   {{-180, -90, 180, 90}, "p1 p2 p3"},
        {{119, -90, 5, 90}, "p1 p2 p3"}, {{121, -90, 5, 90}, "p1 p3"},
        {{121, -90, -5, 90}, "p3"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const double *box = row[i].box;
        const serve_ogc_wanted wanted = in_box(box[0], box[1], box[2], box[3]);
        assert_picked(zone, CH_TABLE_places, &wanted, row[i].keys);
        assert_picked(zone, CH_TABLE_firms, &wanted, "f1 f2");
    }
    static const char *const with[] = {"2023-05-01",           "2023-05-31T23:59:59+08:00",
                                       "2023-04-30T16:00:00Z", "../2023-05-01",
                                       "2023-05-31/..",        "2020-01-01/2030-01-01"},
                             *const without[] = {"2023-06-01", "2023-05-31T16:00:00Z", "2023-04-30T15:59:59Z",
                                                 "../2023-04-30", "2023-06-01/.."};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        const serve_ogc_wanted wanted = at_time(with[i]);
        assert_picked(zone, CH_TABLE_places, &wanted, "p1 p2 p3");
    }
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        const serve_ogc_wanted wanted = at_time(without[i]);
        assert_picked(zone, CH_TABLE_places, &wanted, "p2 p3");
    }
    ch_zone_drop(zone);
}

/* p1's outline begins at 0, 0; its label lies east of everything and does not count. */
static void the_extent_reaches_around_outlines_and_not_to_their_labels(void **state)
{
    (void)state;
    serve_hall hall;
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(&hall, fixture_zone(FIXTURE_ROWS, NULL), NULL, &faults), CH_OK);
    serve_answer places = call_get(&hall, "/ogc/collections/places"), firms = call_get(&hall, "/ogc/collections/firms");
    assert_int_equal(places.status, 200);
    if (!body_has(&places, "\"bbox\":[[0,0,119.39") ||
        !body_has(&places, "\"interval\":[[\"2023-04-30T16:00:00Z\",\"2023-05-31T15:59:59Z\"]]"))
        fail_msg("%.*s", (int)places.body.len, places.body.at);
    assert_int_equal(firms.status, 200);
    assert_false(body_has(&firms, "\"extent\"")); /* no point, no date */
    serve_answer_free(&places), serve_answer_free(&firms);
    serve_hall_close(&hall);
    ch_faults_free(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_as_rfc_3339_writes_them),
        cmocka_unit_test(what_is_no_moment_and_no_interval_is_refused),
        cmocka_unit_test(days_months_and_years_follow_one_another),
        cmocka_unit_test(a_printed_time_reads_back),
        cmocka_unit_test(an_outline_touches_what_shares_a_point_with_it),
        cmocka_unit_test(random_triangles_touch_the_boxes_that_they_meet),
        cmocka_unit_test(what_lies_nowhere_and_has_no_date_is_always_picked),
        cmocka_unit_test(the_extent_reaches_around_outlines_and_not_to_their_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
