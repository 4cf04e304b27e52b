/* test_geo.c - distances, the frames GCJ-02, BD-09 and CGCS2000, and rings that meet themselves. */
#include "changhe/geo.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const double PI = 3.14159265358979323846;

static void assert_near(double seen, double expected, double tolerance)
{
    if (!(fabs(seen - expected) <= tolerance))
        fail_msg("%.17g is not within %g of %.17g", seen, tolerance, expected);
}

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed;
}

static double draw_between(uint64_t *seed, double low, double high)
{
    return low + (high - low) * (double)(draw(seed) >> 11) / 9007199254740992.0;
}

static void a_degree_of_meridian_or_equator_is_its_arc(void **state)
{
    double degree_km = 6371.0088 * PI / 180;
    assert_near(ch_geo_km((ch_point){120, 30}, (ch_point){120, 31}), degree_km, 1e-9);
    assert_near(ch_geo_km((ch_point){10, 0}, (ch_point){11, 0}), degree_km, 1e-9);
    assert_near(ch_geo_km((ch_point){179.5, 0}, (ch_point){-179.5, 0}), degree_km, 1e-9);
}

static void quarters_and_halves_of_the_earth_are_exact(void **state)
{
    assert_near(ch_geo_km((ch_point){0, 0}, (ch_point){77, 90}), 6371.0088 * PI / 2, 1e-9);
    assert_near(ch_geo_km((ch_point){0, 90}, (ch_point){0, -90}), 6371.0088 * PI, 1e-9);
    /* at the antipode the sine is flat, and half of a double's digits are all there is */
    assert_near(ch_geo_km((ch_point){20, 35}, (ch_point){-160, -35}), 6371.0088 * PI, 1e-3);
    assert_true(ch_geo_km((ch_point){119.9, 31}, (ch_point){119.9, 31}) == 0);
}

static void distance_agrees_with_the_spherical_law_of_cosines(void **state)
{
    uint64_t seed = 1;
    for (int i = 0; i < 1000; i++) {
        ch_point a = {draw_between(&seed, 70, 140), draw_between(&seed, 0, 55)};
        ch_point b = {draw_between(&seed, 70, 140), draw_between(&seed, 0, 55)};
        double p = a.lat_deg * PI / 180, q = b.lat_deg * PI / 180, l = (a.lon_deg - b.lon_deg) * PI / 180;
        double cosines_km = 6371.0088 * acos(fmin(1, sin(p) * sin(q) + cos(p) * cos(q) * cos(l)));
        assert_near(ch_geo_km(a, b), cosines_km, 1e-3);
        assert_true(ch_geo_km(a, b) == ch_geo_km(b, a));
    }
}

/* The value many open implementations give for the square in Beijing, to the last digit or two. */
static void a_point_that_is_not_known_is_at_no_distance(void **state)
{
    (void)state;
    const ch_point here = {119.62, 30.9}, unknown = {NAN, 30.9};
    assert_true(isnan(ch_geo_km(here, unknown)));
    assert_true(isnan(ch_geo_km(unknown, here)));
}

static void a_known_point_shifts_as_it_is_known_to(void **state)
{
    ch_point gcj = ch_geo_wgs84_to_gcj02((ch_point){116.404, 39.915});
    assert_near(gcj.lon_deg, 116.41024449916938, 1e-11);
    assert_near(gcj.lat_deg, 39.91640428150164, 1e-11);
}

static void the_shift_is_undone_to_a_billionth_of_a_degree(void **state)
{
    uint64_t seed = 2;
    for (int i = 0; i < 20000; i++) {
        ch_point wgs = {draw_between(&seed, 72.1, 137.7), draw_between(&seed, 0.9, 55.7)};
        ch_point gcj = ch_geo_wgs84_to_gcj02(wgs), back = ch_geo_gcj02_to_wgs84(gcj);
        assert_near(back.lon_deg, wgs.lon_deg, 1e-9);
        assert_near(back.lat_deg, wgs.lat_deg, 1e-9);
        double shift_km = ch_geo_km(wgs, gcj);
        assert_true(shift_km > 0.0001 && shift_km < 2);
    }
}

static void outside_the_frame_nothing_shifts(void **state)
{
    const ch_point outside[] = {{139.69, 35.69}, {72.003, 30},   {137.8348, 30},
                                {110, 0.8292},   {110, 55.8272}, {-70, -30}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        ch_point gcj = ch_geo_wgs84_to_gcj02(outside[i]), wgs = ch_geo_gcj02_to_wgs84(outside[i]);
        assert_true(gcj.lon_deg == outside[i].lon_deg && gcj.lat_deg == outside[i].lat_deg);
        assert_true(wgs.lon_deg == outside[i].lon_deg && wgs.lat_deg == outside[i].lat_deg);
    }
}

/* The value of the same reconstruction that many open implementations give as their example. */
static void a_known_point_of_gcj02_is_known_in_bd09(void **state)
{
    (void)state;
    const ch_point bd = ch_geo_wgs84_to_bd09(ch_geo_gcj02_to_wgs84((ch_point){116.404, 39.915}));
    assert_near(bd.lon_deg, 116.41036949371029, 1e-9);
    assert_near(bd.lat_deg, 39.92133699351021, 1e-9);
}

static void bd09_is_undone_to_a_billionth_of_a_degree(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        const ch_point wgs = {draw_between(&seed, 72.1, 137.7), draw_between(&seed, 0.9, 55.7)};
        const ch_point bd = ch_geo_wgs84_to_bd09(wgs), back = ch_geo_bd09_to_wgs84(bd);
        assert_near(back.lon_deg, wgs.lon_deg, 1e-9);
        assert_near(back.lat_deg, wgs.lat_deg, 1e-9);
        const double km = ch_geo_km(ch_geo_wgs84_to_gcj02(wgs), bd);
        assert_true(km > 0.4 && km < 1.4); /* beyond GCJ-02, 0.006 degrees or so each way */
    }
}

static void outside_the_frame_bd09_shifts_nothing(void **state)
{
    (void)state;
    const ch_point outside[] = {{139.69, 35.69}, {72.003, 30}, {110, 0.82}, {110, 55.84}, {-70, -30}, {0, 0}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        const ch_point there = ch_geo_wgs84_to_bd09(outside[i]), back = ch_geo_bd09_to_wgs84(outside[i]);
        assert_true(there.lon_deg == outside[i].lon_deg && there.lat_deg == outside[i].lat_deg);
        assert_true(back.lon_deg == outside[i].lon_deg && back.lat_deg == outside[i].lat_deg);
    }
    const ch_point unknown = ch_geo_bd09_to_wgs84((ch_point){NAN, NAN});
    assert_true(isnan(unknown.lon_deg) && isnan(unknown.lat_deg));
}

/* ---- CGCS2000 in metres. On the meridian north is the length of the meridian's arc; a quarter of it is 10001965.7293 m
 * on this ellipsoid (Moritz 2000, GRS 80, gives the quadrant as 10001965.7293 m). */
static void the_quarter_meridian_has_its_published_length(void **state)
{
    (void)state;
    for (unsigned zone = CH_GEO_ZONE_FIRST; zone <= CH_GEO_ZONE_LAST; zone++) {
        const ch_metres pole = ch_geo_cgcs2000_to_plane((ch_point){3. * zone, 90}, zone, false);
        assert_near(pole.north_m, 10001965.7293, 1e-4);
        assert_near(pole.east_m, 500000, 1e-6);
        const ch_metres origin = ch_geo_cgcs2000_to_plane((ch_point){3. * zone, 0}, 0, true);
        assert_near(origin.north_m, 0, 1e-9);
        assert_near(origin.east_m, zone * 1e6 + 500000, 1e-6);
    }
}

static void metres_of_a_zone_lead_back_to_the_point(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < 20000; i++) {
        const ch_point p = {draw_between(&seed, 73.5, 136.4), draw_between(&seed, -89, 89)};
        const unsigned zone = ch_geo_cgcs2000_zone(p);
        assert_true(fabs(p.lon_deg - 3. * zone) <= 1.5);
        const ch_metres bare = ch_geo_cgcs2000_to_plane(p, zone, false);
        const ch_metres prefixed = ch_geo_cgcs2000_to_plane(p, 0, true);
        assert_near(prefixed.east_m - bare.east_m, zone * 1e6, 1e-6);
        const ch_point back[] = {ch_geo_cgcs2000_from_plane(bare, zone), ch_geo_cgcs2000_from_plane(prefixed, zone),
                                 ch_geo_cgcs2000_from_plane(prefixed, 0)};
        for (int way = 0; way < 3; way++) {
            assert_near(back[way].lon_deg, p.lon_deg, 1e-11);
            assert_near(back[way].lat_deg, p.lat_deg, 1e-11);
        }
    }
}

/* Scale 1 on the meridian, and little more at the edge of its zone: what is near is as far on paper as on the ground. */
static void a_kilometre_in_the_delta_is_one_in_the_plane(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 1000; i++) {
        const ch_point a = {draw_between(&seed, 118, 122), draw_between(&seed, 29, 33)};
        const ch_metres at = ch_geo_cgcs2000_to_plane(a, 40, false);
        const ch_point b = ch_geo_cgcs2000_from_plane((ch_metres){at.east_m + 600, at.north_m + 800}, 40);
        assert_near(ch_geo_km(a, b), 1, 0.004); /* the sphere's part is 0.3% */
    }
}

static void what_is_in_no_zone_is_not_known(void **state)
{
    (void)state;
    const ch_point unknown[] = {
        ch_geo_cgcs2000_from_plane((ch_metres){500000, 3400000}, 0),    /* no prefix */
        ch_geo_cgcs2000_from_plane((ch_metres){24500000, 3400000}, 0),  /* of no zone */
        ch_geo_cgcs2000_from_plane((ch_metres){500000, 3400000}, 46),   /* no zone */
        ch_geo_cgcs2000_from_plane((ch_metres){500000, 10002000}, 40),  /* beyond the pole */
        ch_geo_cgcs2000_from_plane((ch_metres){39500000, 3400000}, 25), /* far outside the zone named */
        ch_geo_cgcs2000_from_plane((ch_metres){NAN, 3400000}, 40),
        ch_geo_cgcs2000_from_plane((ch_metres){500000, INFINITY}, 40),
    };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_true(isnan(unknown[i].lon_deg) && isnan(unknown[i].lat_deg));
    const ch_point outside[] = {{73, 30}, {137, 30}, {NAN, 30}, {120, NAN}, {120, 90.1}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        assert_int_equal(ch_geo_cgcs2000_zone(outside[i]), 0);
        const ch_metres metres = ch_geo_cgcs2000_to_plane(outside[i], 0, true);
        assert_true(isnan(metres.east_m) && isnan(metres.north_m));
    }
    assert_true(isnan(ch_geo_cgcs2000_to_plane((ch_point){151, 30}, 40, false).east_m));
    assert_int_equal(ch_geo_cgcs2000_zone((ch_point){118.5, 30}), 40); /* of two the eastern */
}

/* Asks for the ring from every starting point and both ways round. */
static bool crosses(const ch_point *ring, size_t n, ch_point *where)
{
    ch_point turned[64];
    ch_geo_edge scratch[64];
    bool first = ch_geo_ring_crosses(ring, n, scratch, where);
    for (size_t start = 0; start + 1 < n; start++) {
        for (int backwards = 0; backwards < 2; backwards++) {
            for (size_t i = 0; i < n; i++)
                turned[backwards ? n - 1 - i : i] = ring[(start + i) % (n - 1)];
            ch_point there = *where;
            assert_int_equal(ch_geo_ring_crosses(turned, n, scratch, &there), first);
        }
    }
    return first;
}

#define CROSSES(where_, ...) \
    crosses((const ch_point[]){__VA_ARGS__}, sizeof((ch_point[]){__VA_ARGS__}) / sizeof(ch_point), (where_))

static void sound_rings_neither_touch_nor_cross(void **state)
{
    ch_point where = {7, 7};
    assert_false(CROSSES(&where, {0, 0}, {1, 0}, {0, 1}, {0, 0}));
    assert_false(CROSSES(&where, {0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}));
    assert_false(CROSSES(&where, {0, 0}, {1, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 1}, {0, 0})); /* points along a side */
    assert_false(CROSSES(&where, {0, 0}, {4, 0}, {4, 4}, {2, 1}, {0, 4}, {0, 0})); /* a notch short of the side */
    assert_true(where.lon_deg == 7 && where.lat_deg == 7);
}

static void a_point_given_twice_in_a_row_is_harmless(void **state)
{
    ch_point where;
    assert_false(CROSSES(&where, {0, 0}, {0, 0}, {2, 0}, {2, 2}, {2, 2}, {2, 2}, {0, 2}, {0, 0}));
    assert_false(CROSSES(&where, {1, 1}, {1, 1}, {1, 1}, {1, 1}));
    assert_true(CROSSES(&where, {0, 0}, {2, 2}, {2, 2}, {2, 0}, {0, 2}, {0, 0}));
}

static void a_bow_crosses_in_its_middle(void **state)
{
    ch_point where;
    assert_true(CROSSES(&where, {0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}));
    assert_near(where.lon_deg, 1, 1e-15);
    assert_near(where.lat_deg, 1, 1e-15);
}

static void touching_counts_as_crossing(void **state)
{
    ch_point where;
    assert_true(CROSSES(&where, {0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0})); /* a notch down to the side */
    assert_true(where.lon_deg == 2 && where.lat_deg == 0);
    assert_true(CROSSES(&where, {0, 0}, {2, 2}, {4, 0}, {4, 4}, {2, 2}, {0, 4}, {0, 0})); /* corner to corner */
    assert_true(where.lon_deg == 2 && where.lat_deg == 2);
    assert_true(
        CROSSES(&where, {0, 0}, {4, 0}, {4, 2}, {3, 2}, {3, 0}, {1, 0}, {1, 2}, {0, 2}, {0, 0})); /* along the side */
    assert_near(where.lat_deg, 0, 0);
}

static void an_edge_that_runs_back_over_the_last_touches(void **state)
{
    ch_point where;
    assert_true(CROSSES(&where, {0, 0}, {2, 0}, {2, 3}, {2, 2}, {0, 2}, {0, 0}));
    assert_near(where.lon_deg, 2, 0);
    assert_true(CROSSES(&where, {0, 0}, {2, 0}, {2, 3}, {2, 3}, {2, 2}, {0, 2}, {0, 0}));
    assert_true(CROSSES(&where, {0, 0}, {1, 1}, {0, 0}));
    assert_true(CROSSES(&where, {0, 0}, {1, 0}, {2, 0}, {0, 0}));
}

/* Points one unit in the last place apart about a diagonal: Kettner et al., Classroom examples of
 * robustness problems in geometric computations, 2008, where plain doubles fail. */
static void the_last_bit_of_a_coordinate_decides(void **state)
{
    const double bit = ldexp(1, -53);
    for (int i = 0; i < 32; i++) {
        for (int j = 0; j < 32; j++) {
            ch_point tip = {0.5 + i * bit, 0.5 + j * bit}, where;
            bool is_above = tip.lat_deg > tip.lon_deg;
            assert_int_equal(CROSSES(&where, {-12, -12}, {24, 24}, {24, 40}, tip, {-12, 40}, {-12, -12}), !is_above);
        }
    }
}

static void a_star_crosses_and_a_circle_does_not(void **state)
{
    enum { N = 2001 };
    static ch_point ring[N];
    static ch_geo_edge scratch[N];
    ch_point where;
    for (int step = 1; step <= 3; step += 2) {
        for (size_t i = 0; i < N; i++) {
            double angle = 2 * PI * (double)(i % (N - 1) * (size_t)step) / (N - 1);
            ring[i] = (ch_point){120 + cos(angle), 31 + sin(angle)};
        }
        assert_int_equal(ch_geo_ring_crosses(ring, N, scratch, &where), step == 3);
    }
}

/* Every pair of edges that share no corner, and corners that fold back, by plain integers. */
static int64_t area(const int64_t (*p)[2], size_t a, size_t b, size_t c)
{
    return (p[b][0] - p[a][0]) * (p[c][1] - p[a][1]) - (p[b][1] - p[a][1]) * (p[c][0] - p[a][0]);
}

static bool lies_on(const int64_t (*p)[2], size_t a, size_t b, size_t c)
{
    int64_t along = (p[c][0] - p[a][0]) * (p[c][0] - p[b][0]) + (p[c][1] - p[a][1]) * (p[c][1] - p[b][1]);
    return area(p, a, b, c) == 0 && along <= 0;
}

static int sign(int64_t x)
{
    return (x > 0) - (x < 0);
}

static bool crosses_plainly(const int64_t (*p)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t b = (i + 1) % n, c = (i + 2) % n;
        if (area(p, i, b, c) == 0 && !lies_on(p, i, c, b))
            return true;
        for (size_t j = i + 2; j < n && (j + 1) % n != i; j++) {
            size_t d = (j + 1) % n;
            bool through = sign(area(p, i, b, j)) * sign(area(p, i, b, d)) < 0 &&
                           sign(area(p, j, d, i)) * sign(area(p, j, d, b)) < 0;
            if (through || lies_on(p, i, b, j) || lies_on(p, i, b, d) || lies_on(p, j, d, i) || lies_on(p, j, d, b))
                return true;
        }
    }
    return false;
}

enum { MOST_CORNERS = 16 };

/* Corners of a small ring on a grid: at random, about its middle, or in strips. None is the one before. */
static size_t draw_corners(uint64_t *seed, int64_t corner[MOST_CORNERS][2])
{
    const uint64_t kind = draw(seed) % 3, grid = 3 + draw(seed) % 9;
    const size_t wanted = 3 + draw(seed) % (MOST_CORNERS - 2);
    size_t n = 0;
    for (size_t i = 0; i < wanted; i++) {
        int64_t x = (int64_t)(draw(seed) % grid),
                y = kind == 2 ? (int64_t)(i + draw(seed) % 2) : (int64_t)(draw(seed) % grid);
        if (kind == 1) {
            double angle = 2 * PI * (double)i / (double)wanted, reach = draw_between(seed, 1, 9);
            x = lround(reach * cos(angle)), y = lround(reach * sin(angle));
        }
        if (n > 0 && corner[n - 1][0] == x && corner[n - 1][1] == y)
            continue;
        corner[n][0] = x, corner[n++][1] = y;
    }
    while (n > 1 && corner[0][0] == corner[n - 1][0] && corner[0][1] == corner[n - 1][1])
        n--;
    return n;
}

/* The closed ring of the corners, some given twice or thrice, its axes swapped every other time. */
static size_t make_ring(uint64_t *seed, const int64_t (*corner)[2], size_t n, ch_point *ring)
{
    const bool swapped = draw(seed) % 2, repeats = draw(seed) % 2;
    size_t points = 0;
    for (size_t i = 0; i <= n; i++) {
        const double x = (double)corner[i % n][0], y = (double)corner[i % n][1];
        for (uint64_t times = 1 + (repeats ? draw(seed) % 3 : 0); times > 0; times--)
            ring[points++] = swapped ? (ch_point){y, x} : (ch_point){x, y};
    }
    return points;
}

static void small_rings_agree_with_every_pair_tried(void **state)
{
    (void)state;
    uint64_t seed = 5;
    size_t sound = 0, crossing = 0;
    for (int round = 0; round < 60000; round++) {
        int64_t corner[MOST_CORNERS][2];
        ch_point ring[3 * (MOST_CORNERS + 1)], where;
        ch_geo_edge scratch[3 * (MOST_CORNERS + 1)];
        const size_t n = draw_corners(&seed, corner);
        if (n < 3)
            continue;
        const size_t points = make_ring(&seed, (const int64_t(*)[2])corner, n, ring);
        const bool plainly = crosses_plainly((const int64_t(*)[2])corner, n);
        assert_int_equal(ch_geo_ring_crosses(ring, points, scratch, &where), plainly);
        sound += !plainly;
        crossing += plainly;
    }
    assert_true(sound > 10000 && crossing > 10000);
}

/* Large rings whose edges are beside one another all along; trying every pair would take minutes. */
enum { LARGE = 1 << 17 };

static ch_point from_middle(double angle, double reach)
{
    return (ch_point){reach * cos(angle), reach * sin(angle)};
}

static size_t make_zigzag(ch_point *ring)
{
    for (size_t i = 0; i < LARGE; i++)
        ring[i] = (ch_point){i % 2 == 0 ? -100 : 100, (double)i * 1e-4};
    ring[LARGE] = (ch_point){-101, LARGE * 1e-4};
    return LARGE + 1;
}

static size_t make_comb(ch_point *ring)
{
    for (size_t i = 0; i < LARGE; i++)
        ring[i] = (ch_point){(i / 2 + i) % 2 == 0 ? -100 : 100, (double)(i / 2) * 1e-4};
    ring[LARGE] = (ch_point){-101, LARGE * 1e-4};
    ring[LARGE + 1] = (ch_point){-101, 0};
    return LARGE + 2;
}

/* Out along one arm and back along another, a hundred times about the middle. */
static size_t make_spiral(ch_point *ring)
{
    for (size_t i = 0; i < LARGE / 2; i++) {
        const double turns = (double)i * 100 / (LARGE / 2);
        ring[i] = from_middle(turns * 2 * PI, 1 + turns * 0.8);
        ring[LARGE - 1 - i] = from_middle(turns * 2 * PI, 1.4 + turns * 0.8);
    }
    return LARGE;
}

static size_t make_star(ch_point *ring)
{
    for (size_t i = 0; i < LARGE; i++)
        ring[i] = from_middle(2 * PI * (double)i / LARGE, i % 2 == 0 ? 1 : 80);
    return LARGE;
}

/* Is the ring sound, whichever axis is swept, and with one corner put onto another does it touch there? */
static void assert_sound_until_it_touches(ch_point *ring, size_t corners, ch_geo_edge *scratch)
{
    ch_point where = {7, 7};
    ring[corners] = ring[0];
    for (int swap = 0; swap < 2; swap++) {
        assert_false(ch_geo_ring_crosses(ring, corners + 1, scratch, &where));
        for (size_t i = 0; i <= corners; i++)
            ring[i] = (ch_point){ring[i].lat_deg, ring[i].lon_deg};
    }
    assert_true(where.lon_deg == 7 && where.lat_deg == 7);
    ring[corners / 2] = ring[corners / 2 + 2];
    assert_true(ch_geo_ring_crosses(ring, corners + 1, scratch, &where));
}

static void large_rings_of_any_form_are_looked_at_in_good_time(void **state)
{
    (void)state;
    static ch_point ring[LARGE + 3];
    static ch_geo_edge scratch[LARGE + 3];
    size_t (*const make[])(ch_point *) = {make_zigzag, make_comb, make_spiral, make_star};
    for (size_t i = 0; i < sizeof make / sizeof *make; i++)
        assert_sound_until_it_touches(ring, make[i](ring), scratch);
}

/* Doubles cannot tell where these edges cross, only that they do. */
static void a_crossing_too_flat_to_place_is_told_on_an_edge(void **state)
{
    (void)state;
    const double bit = ldexp(1, -52);
    ch_point where;
    assert_true(CROSSES(&where, {1, 1}, {1 + 2 * bit, 1 + 2 * bit}, {1 + 2 * bit, 1 + bit}, {1, 1 + bit}, {1, 1}));
    assert_near(where.lon_deg, 1, 1e-15);
    assert_near(where.lat_deg, 1, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_degree_of_meridian_or_equator_is_its_arc),
        cmocka_unit_test(quarters_and_halves_of_the_earth_are_exact),
        cmocka_unit_test(distance_agrees_with_the_spherical_law_of_cosines),
        cmocka_unit_test(a_point_that_is_not_known_is_at_no_distance),
        cmocka_unit_test(a_known_point_shifts_as_it_is_known_to),
        cmocka_unit_test(the_shift_is_undone_to_a_billionth_of_a_degree),
        cmocka_unit_test(outside_the_frame_nothing_shifts),
        cmocka_unit_test(a_known_point_of_gcj02_is_known_in_bd09),
        cmocka_unit_test(bd09_is_undone_to_a_billionth_of_a_degree),
        cmocka_unit_test(outside_the_frame_bd09_shifts_nothing),
        cmocka_unit_test(the_quarter_meridian_has_its_published_length),
        cmocka_unit_test(metres_of_a_zone_lead_back_to_the_point),
        cmocka_unit_test(a_kilometre_in_the_delta_is_one_in_the_plane),
        cmocka_unit_test(what_is_in_no_zone_is_not_known),
        cmocka_unit_test(sound_rings_neither_touch_nor_cross),
        cmocka_unit_test(a_point_given_twice_in_a_row_is_harmless),
        cmocka_unit_test(a_bow_crosses_in_its_middle),
        cmocka_unit_test(touching_counts_as_crossing),
        cmocka_unit_test(an_edge_that_runs_back_over_the_last_touches),
        cmocka_unit_test(the_last_bit_of_a_coordinate_decides),
        cmocka_unit_test(a_star_crosses_and_a_circle_does_not),
        cmocka_unit_test(small_rings_agree_with_every_pair_tried),
        cmocka_unit_test(large_rings_of_any_form_are_looked_at_in_good_time),
        cmocka_unit_test(a_crossing_too_flat_to_place_is_told_on_an_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
