/* test_proj.c - what PROJ knows of CGCS2000 is what we say of it. Asks its program cs2cs; skips without it. */
#define _GNU_SOURCE
#include "changhe/geo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { POINTS = 500 };

static ch_point point[POINTS];

static void skip_without_proj(void)
{
    if (system("command -v cs2cs >/dev/null") != 0) {
        print_message("cs2cs of proj-bin is not installed\n");
        skip();
    }
}

static double draw_between(uint64_t *seed, double low, double high)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return low + (high - low) * (double)(*seed >> 11) / 9007199254740992.0;
}

/* Anywhere within 3 degrees of the zone's meridian, which is twice what the zone is for. */
static void draw_points(unsigned zone)
{
    uint64_t seed = zone;
    for (int i = 0; i < POINTS; i++)
        point[i] = (ch_point){3. * zone + draw_between(&seed, -3, 3), draw_between(&seed, 3, 54)};
}

/* The points, as "latitude longitude" of EPSG:4490, through cs2cs to another system: two numbers each. */
static void ask_proj(unsigned epsg, double (*answer)[2])
{
    char name[] = "/tmp/changhe-proj-XXXXXX", command[128];
    const int file = mkstemp(name);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "w");
    assert_non_null(out);
    for (int i = 0; i < POINTS; i++)
        fprintf(out, "%.17g %.17g\n", point[i].lat_deg, point[i].lon_deg);
    assert_int_equal(fclose(out), 0);

    snprintf(command, sizeof command, "cs2cs -f %%.12f EPSG:4490 EPSG:%u <%s", epsg, name);
    FILE *proj = popen(command, "r");
    assert_non_null(proj);
    double height;
    for (int i = 0; i < POINTS; i++)
        assert_int_equal(fscanf(proj, "%lf %lf %lf", &answer[i][0], &answer[i][1], &height), 3);
    assert_int_equal(pclose(proj), 0);
    unlink(name);
}

static void metres_of_every_zone_are_those_of_proj(void **state)
{
    (void)state;
    static double proj[POINTS][2];
    skip_without_proj();
    for (unsigned zone = CH_GEO_ZONE_FIRST; zone <= CH_GEO_ZONE_LAST; zone++) {
        draw_points(zone);
        for (int bare = 0; bare < 2; bare++) {
            ask_proj((bare ? 4534 : 4513) + zone - CH_GEO_ZONE_FIRST, proj);
            for (int i = 0; i < POINTS; i++) {
                const ch_metres ours = ch_geo_cgcs2000_to_plane(point[i], zone, !bare);
                assert_true(fabs(ours.north_m - proj[i][0]) < 1e-6 && fabs(ours.east_m - proj[i][1]) < 1e-6);
                const ch_point back = ch_geo_cgcs2000_from_plane((ch_metres){proj[i][1], proj[i][0]}, zone);
                assert_true(fabs(back.lon_deg - point[i].lon_deg) < 1e-10);
                assert_true(fabs(back.lat_deg - point[i].lat_deg) < 1e-10);
            }
        }
    }
}

/* To WGS84 (EPSG:4326); 0.11 mm, by which the ellipsoids differ, is 1e-9 degrees. */
static void degrees_are_passed_through_as_proj_does(void **state)
{
    (void)state;
    static double proj[POINTS][2];
    skip_without_proj();
    draw_points(40);
    ask_proj(4326, proj);
    for (int i = 0; i < POINTS; i++) {
        assert_true(fabs(proj[i][0] - point[i].lat_deg) < 1e-9);
        assert_true(fabs(proj[i][1] - point[i].lon_deg) < 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metres_of_every_zone_are_those_of_proj),
        cmocka_unit_test(degrees_are_passed_through_as_proj_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
