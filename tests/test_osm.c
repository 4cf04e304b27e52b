/* test_osm.c - streets out of extracts: what every tag says, cuts and turns, one content in both forms, real extracts. */
#define _GNU_SOURCE
#include "changhe/osm.h"

#include "failing.h"
#include "make_pbf.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define EXTRACTS SOURCE_ROOT "/../shared/data/roads/"

/* ---- reading */

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_road_given given;
    ch_osm_report report;
    ch_err err;
} result;

static void read_as(result *read, const char *name, ch_text bytes)
{
    *read = (result){0};
    read->err = ch_osm_read_bytes(&read->arena, ch_text_of(name), bytes, &read->given, &read->report, &read->faults);
    assert_true((read->faults.count > 0) == (read->err == CH_EDATA));
}

static void forget(result *read)
{
    ch_faults_free(&read->faults);
    ch_arena_free(&read->arena);
}

static void read_xml(result *read, const char *inner)
{
    ch_buf text = {0};
    ch_buf_addf(&text, "<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n%s\n</osm>\n", inner);
    read_as(read, "a.osm", ch_buf_text(&text));
    ch_buf_free(&text);
}

static void add_escaped(ch_buf *out, ch_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '"')
            ch_buf_adds(out, "&quot;");
        else
            ch_buf_addc(out, text.at[i]);
}

/* "highway=primary, oneway=yes" */
static void add_tags(ch_buf *out, const char *tags)
{
    ch_text rest = ch_text_of(tags), tag, key;
    while (ch_text_next(&rest, ',', &tag)) {
        tag = ch_text_trim(tag);
        assert_true(ch_text_next(&tag, '=', &key));
        ch_buf_adds(out, "<tag k=\"");
        add_escaped(out, key);
        ch_buf_adds(out, "\" v=\"");
        add_escaped(out, tag);
        ch_buf_adds(out, "\"/>");
    }
}

/* A way of two points with such tags; false: it is no road. */
static bool read_way(result *read, const char *tags, ch_road_way *way)
{
    ch_buf text = {0};
    ch_buf_adds(
        &text,
        "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'/><way id='7'><nd ref='1'/><nd ref='2'/>");
    add_tags(&text, tags);
    ch_buf_adds(&text, "</way>");
    ch_buf_addc(&text, '\0');
    read_xml(read, text.at);
    ch_buf_free(&text);
    assert_int_equal(read->err, CH_OK);
    assert_true(read->given.ways == read->report.roads && read->report.ways == 1 && read->report.nodes == 2);
    if (read->given.ways == 1)
        *way = read->given.way[0];
    return read->given.ways == 1;
}

/* "c:><  t:>": which ways car and truck may go, of a way that is a road; "none": it is none. */
static void assert_ways(const char *tags, const char *expected)
{
    result read;
    ch_road_way way = {0};
    char shown[16];
    if (read_way(&read, tags, &way))
        snprintf(shown, sizeof shown, "%s%s %s%s", way.closed[0][0] ? "" : ">", way.closed[0][1] ? "" : "<",
                 way.closed[1][0] ? "" : ">", way.closed[1][1] ? "" : "<");
    else
        snprintf(shown, sizeof shown, "none");
    if (strcmp(shown, expected) != 0)
        print_error("%s: ", tags);
    assert_string_equal(shown, expected);
    forget(&read);
}

/* ---- classes */

static void every_class_of_highway_has_one_of_ours(void **state)
{
    (void)state;
    static const struct {
        const char *highway;
        unsigned road_class;
    } known[] = {
        {"motorway", CH_road_class_MOTORWAY},    {"trunk", CH_road_class_TRUNK},
        {"primary", CH_road_class_CLASS1},       {"secondary", CH_road_class_CLASS2},
        {"tertiary", CH_road_class_CLASS3},      {"unclassified", CH_road_class_LOCAL},
        {"road", CH_road_class_LOCAL},           {"residential", CH_road_class_RESIDENTIAL},
        {"living_street", CH_road_class_LIVING}, {"service", CH_road_class_SERVICE},
        {"track", CH_road_class_TRACK},          {"motorway_link", CH_road_class_RAMP},
        {"trunk_link", CH_road_class_RAMP},      {"primary_link", CH_road_class_RAMP},
        {"secondary_link", CH_road_class_RAMP},  {"tertiary_link", CH_road_class_RAMP},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char tags[64];
        result read;
        ch_road_way way;
        snprintf(tags, sizeof tags, "highway=%s", known[i].highway);
        assert_true(read_way(&read, tags, &way));
        assert_int_equal(way.road_class, known[i].road_class);
        assert_true(way.number == 7 && way.nodes == 2 && !way.is_ferry && !way.is_toll && way.limit_kmh[0] <= 0);
        forget(&read);
    }
}

static void what_no_car_drives_on_is_no_road(void **state)
{
    (void)state;
    static const char *const tags[] = {
        "highway=footway",
        "highway=cycleway",
        "highway=path",
        "highway=steps",
        "highway=pedestrian",
        "highway=bridleway",
        "highway=construction",
        "highway=proposed",
        "highway=bus_guideway",
        "highway=motorway2",
        "building=yes",
        "railway=rail",
        "highway=service, service=parking_aisle",
        "highway=service, service=driveway, access=private",
        "highway=service, area=yes",
        "highway=track, access=agricultural",
        "highway=residential, vehicle=no",
        "route=bus",
        "route=ferry, foot=yes",
        "route=ferry, motor_vehicle=no",
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_ways(tags[i], "none");
    assert_ways("highway=service, service=driveway", ">< ><");
}

/* ---- ways */

static void one_way_signs_close_the_other_way(void **state)
{
    (void)state;
    assert_ways("highway=primary", ">< ><");
    assert_ways("highway=primary, oneway=yes", "> >");
    assert_ways("highway=primary, oneway=1", "> >");
    assert_ways("highway=primary, oneway=-1", "< <");
    assert_ways("highway=primary, oneway=reverse", "< <");
    assert_ways("highway=primary, oneway=no", ">< ><");
    assert_ways("highway=primary, oneway=alternating", ">< ><");
    assert_ways("highway=primary, oneway=reversible", "none");
    assert_ways("highway=primary, oneway=yes, oneway:motor_vehicle=no", ">< ><");
    assert_ways("highway=primary, oneway:hgv=yes", ">< >");
    assert_ways("highway=primary, oneway:motorcar=-1", "< ><");
    assert_ways("highway=primary, oneway:bicycle=no, oneway=yes", "> >");
}

static void roundabouts_and_motorways_are_one_way_unless_they_say_not(void **state)
{
    (void)state;
    assert_ways("highway=tertiary, junction=roundabout", "> >");
    assert_ways("highway=tertiary, junction=circular", "> >");
    assert_ways("highway=tertiary, junction=roundabout, oneway=-1", "< <");
    assert_ways("highway=tertiary, junction=yes", ">< ><");
    assert_ways("highway=motorway", "> >");
    assert_ways("highway=motorway, oneway=no", ">< ><");
    assert_ways("highway=motorway_link", ">< ><");
}

static void the_most_particular_key_of_access_decides(void **state)
{
    (void)state;
    assert_ways("highway=residential, access=no", "none");
    assert_ways("highway=residential, access=no, motor_vehicle=yes", ">< ><");
    assert_ways("highway=residential, access=yes, vehicle=private", "none");
    assert_ways("highway=residential, motor_vehicle=no, motorcar=yes", ">< ");
    assert_ways("highway=residential, hgv=no", ">< ");
    assert_ways("highway=residential, motorcar=no", " ><");
    assert_ways("highway=residential, goods=no", ">< ");
    assert_ways("highway=residential, goods=no, hgv=yes", ">< ><");
    assert_ways("highway=residential, access=destination", ">< ><");
    assert_ways("highway=residential, access=delivery", " ><");
    assert_ways("highway=residential, access=forestry", "none");
    assert_ways("highway=residential, motor_vehicle=agricultural;forestry", "none");
    assert_ways("highway=residential, motor_vehicle=agricultural;destination", ">< ><");
    assert_ways("highway=residential, access=permissive, bicycle=no", ">< ><");
    assert_ways("highway=residential, motor_vehicle:backward=no", "> >");
    assert_ways("highway=residential, motor_vehicle:forward=no, hgv=yes", "< ><");
    assert_ways("highway=residential, oneway=yes, motor_vehicle:backward=yes", "> >");
}

static void a_word_that_is_not_known_is_counted_and_passed_over(void **state)
{
    (void)state;
    result read;
    ch_road_way way;
    assert_true(read_way(&read, "highway=primary, access=sometimes, oneway=perhaps, toll=maybe", &way));
    assert_true(!way.closed[0][0] && !way.closed[0][1] && !way.is_toll);
    assert_int_equal(read.report.other_unread, 7); /* access of two vehicles on two ways, one-way of two, toll */
    forget(&read);
}

/* ---- speeds */

static void speeds_are_read_in_every_unit(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        double along, against;
    } known[] = {
        {"maxspeed=60", 60, 60},
        {"maxspeed=60 km/h", 60, 60},
        {"maxspeed=60km/h", 60, 60},
        {"maxspeed=60 kmh", 60, 60},
        {"maxspeed=50 mph", 80.4672, 80.4672},
        {"maxspeed=30mph", 48.28032, 48.28032},
        {"maxspeed=10 knots", 18.52, 18.52},
        {"maxspeed=7.5", 7.5, 7.5},
        {"maxspeed=walk", 5, 5},
        {"maxspeed=none", 0, 0},
        {"maxspeed=signals", 0, 0},
        {"maxspeed=DE:urban", 50, 50},
        {"maxspeed=DE:rural", 100, 100},
        {"maxspeed=DE:motorway", 0, 0},
        {"maxspeed=DE:living_street", 5, 5},
        {"maxspeed=CN:motorway", 120, 120},
        {"maxspeed=CN:urban", 50, 50},
        {"maxspeed=CN:rural", 70, 70},
        {"maxspeed=GB:nsl_single", 96.56064, 96.56064},
        {"maxspeed=FR:zone30", 30, 30},
        {"maxspeed=DE:zone:20", 20, 20},
        {"maxspeed=RO:urban", 50, 50},
        {"maxspeed=CN:40", 40, 40},
        {"zone:maxspeed=DE:30", 30, 30},
        {"maxspeed:type=CN:urban", 50, 50},
        {"source:maxspeed=CN:rural", 70, 70},
        {"maxspeed=none, maxspeed:type=CN:motorway", 120, 120},
        {"maxspeed=80, maxspeed:type=CN:urban", 80, 80},
        {"maxspeed=80, maxspeed:forward=60", 60, 80},
        {"maxspeed:backward=40", 0, 40},
        {"maxspeed:forward=100, maxspeed:backward=90", 100, 90},
        {"maxspeed=80, maxspeed:hgv=60", 80, 80},
        {"source:maxspeed=sign", 0, 0},
        {"source:maxspeed=by survey", 0, 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char tags[128];
        result read;
        ch_road_way way;
        snprintf(tags, sizeof tags, "highway=primary, %s", known[i].tags);
        assert_true(read_way(&read, tags, &way));
        if (fabs(way.limit_kmh[0] - known[i].along) > 1e-4 || fabs(way.limit_kmh[1] - known[i].against) > 1e-4)
            fail_msg("%s: %g %g", known[i].tags, way.limit_kmh[0], way.limit_kmh[1]);
        assert_int_equal(read.report.speeds_unread, 0);
        forget(&read);
    }
}

static void speeds_that_cannot_be_read_are_counted_and_the_class_s_number_stays(void **state)
{
    (void)state;
    static const char *const text[] = {"fast",     "50;80", "60 furlongs", "-50", "0",    "1000", "CN:cycleway",
                                       "RO:rural", "CN:",   "1e2",         "5O",  "50,5", "mph"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        ch_buf tags = {0};
        result read;
        ch_buf_addf(&tags,
                    "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'/><way id='7'><nd ref='1'/><nd "
                    "ref='2'/>"
                    "<tag k='highway' v='primary'/><tag k='maxspeed' v='%s'/></way>",
                    text[i]);
        ch_buf_addc(&tags, '\0');
        read_xml(&read, tags.at);
        ch_buf_free(&tags);
        if (read.report.speeds_unread != 1 || read.given.way[0].limit_kmh[0] > 0)
            fail_msg("%s", text[i]);
        forget(&read);
    }
}

/* ---- figures and names */

static void heights_and_weights_are_metric_whatever_was_signed(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        double height_m, weight_t;
        unsigned unread;
    } known[] = {
        {"maxheight=3.8", 3.8, 0, 0},         {"maxheight=3.8 m", 3.8, 0, 0},
        {"maxheight=380 cm", 3.8, 0, 0},      {"maxheight=12'6\"", 3.81, 0, 0},
        {"maxheight=12 ft", 3.6576, 0, 0},    {"maxheight=12 ft 6 in", 3.81, 0, 0},
        {"maxheight=13'", 3.9624, 0, 0},      {"maxheight=150\"", 3.81, 0, 0},
        {"maxheight=default", 0, 0, 0},       {"maxheight=none, maxheight:physical=4.2", 4.2, 0, 0},
        {"maxheight=low", 0, 0, 1},           {"maxheight=0", 0, 0, 1},
        {"maxweight=7.5", 0, 7.5, 0},         {"maxweight=7.5 t", 0, 7.5, 0},
        {"maxweight=3500 kg", 0, 3.5, 0},     {"maxweight=16000 lbs", 0, 7.25747792, 0},
        {"maxweight=8 st", 0, 7.25747792, 0}, {"maxweight=10 lt", 0, 10.160469, 0},
        {"maxweight=none", 0, 0, 0},          {"maxweight=heavy", 0, 0, 1},
        {"maxweight=5 stone", 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char tags[128];
        result read;
        ch_road_way way;
        snprintf(tags, sizeof tags, "highway=primary, %s", known[i].tags);
        assert_true(read_way(&read, tags, &way));
        if (fabs(way.height_m - known[i].height_m) > 1e-5 || fabs(way.weight_t - known[i].weight_t) > 1e-5)
            fail_msg("%s: %g m %g t", known[i].tags, way.height_m, way.weight_t);
        assert_int_equal(read.report.other_unread, known[i].unread);
        forget(&read);
    }
}

static void ferries_take_the_time_that_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *duration;
        double s;
    } known[] = {{"00:45", 2700},   {"1:30", 5400}, {"00:20:30", 1230}, {"PT45M", 2700},  {"PT1H30M", 5400},
                 {"P1DT2H", 93600}, {"PT90S", 90},  {"25", 1500},       {"25 min", 1500}, {"1 h", 3600},
                 {"soon", 0},       {"00:75", 0},   {"1:2", 0},         {"PT", 0},        {"PT5", 0},
                 {"P5M", 0},        {"PTM", 0},     {"PT5M3H", 0},      {"0", 0},         {"1:00:00:00", 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char tags[128];
        result read;
        ch_road_way way;
        snprintf(tags, sizeof tags, "route=ferry, motor_vehicle=yes, duration=%s, highway=primary", known[i].duration);
        assert_true(read_way(&read, tags, &way));
        assert_true(way.is_ferry && way.road_class == CH_road_class_FERRY);
        if (fabs(way.fixed_s - known[i].s) > 1e-9)
            fail_msg("%s: %g s", known[i].duration, way.fixed_s);
        assert_int_equal(read.report.other_unread, known[i].s <= 0);
        forget(&read);
    }
    assert_ways("route=ferry", ">< ><");
    assert_ways("route=ferry, foot=yes, motorcar=yes", ">< ><");
}

static void names_carry_their_number_and_are_chinese_where_they_can_be(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"ref=G50, name=申苏浙皖高速", "G50 申苏浙皖高速"},
        {"ref=G50;G25, name=沪渝高速", "G50/G25 沪渝高速"},
        {"name=Nanjing Lu, name:zh=南京路", "南京路"},
        {"name=Nanjing Lu, name:zh-Hans=南京路", "南京路"},
        {"ref=S12", "S12"},
        {"ref=G318, name=G318国道", "G318国道"},
        {"name= 泗安大道 ", "泗安大道"},
        {"name=a&#x200B;b", "ab"},
        {"oneway=no", ""},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char tags[128];
        result read;
        ch_road_way way;
        snprintf(tags, sizeof tags, "highway=primary, toll=yes, %s", known[i][0]);
        assert_true(read_way(&read, tags, &way));
        assert_true(ch_text_equal(way.name, ch_text_of(known[i][1])));
        assert_true(way.is_toll);
        forget(&read);
    }
}

/* ---- barriers */

static uint8_t barrier_of(const char *tags)
{
    result read;
    ch_buf text = {0};
    ch_buf_adds(&text, "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'>");
    add_tags(&text, tags);
    ch_buf_adds(&text, "</node><way id='7'><nd ref='1'/><nd ref='2'/><tag k='highway' v='service'/></way>");
    ch_buf_addc(&text, '\0');
    read_xml(&read, text.at);
    ch_buf_free(&text);
    assert_int_equal(read.err, CH_OK);
    assert_true(read.given.points == 2 && read.given.barrier[0] == 0);
    const uint8_t barrier = read.given.barrier[1];
    forget(&read);
    return barrier;
}

static void barriers_let_through_whom_they_say(void **state)
{
    (void)state;
    enum { NOBODY = 3, NO_CAR = 1, NO_TRUCK = 2 };
    assert_int_equal(barrier_of("barrier=bollard"), NOBODY);
    assert_int_equal(barrier_of("barrier=block"), NOBODY);
    assert_int_equal(barrier_of("barrier=bollard, motor_vehicle=yes"), 0);
    assert_int_equal(barrier_of("barrier=gate"), 0);
    assert_int_equal(barrier_of("barrier=gate, access=private"), NOBODY);
    assert_int_equal(barrier_of("barrier=gate, locked=yes"), NOBODY);
    assert_int_equal(barrier_of("barrier=lift_gate"), 0);
    assert_int_equal(barrier_of("barrier=lift_gate, access=no, hgv=yes"), NO_CAR);
    assert_int_equal(barrier_of("barrier=toll_booth"), 0);
    assert_int_equal(barrier_of("barrier=height_restrictor"), NO_TRUCK);
    assert_int_equal(barrier_of("highway=crossing, access=no"), 0);
}

/* ---- turns */

#define STAR \
    "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'/><node id='3' lat='31.02' lon='119'/>" \
    "<node id='4' lat='31.01' lon='119.01'/>" \
    "<way id='11'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way>" \
    "<way id='12'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/></way>" \
    "<way id='13'><nd ref='2'/><nd ref='4'/><tag k='highway' v='primary'/></way>"

static void read_turns(result *read, const char *members, const char *tags)
{
    ch_buf text = {0};
    ch_buf_addf(&text, "%s<relation id='21'>%s", STAR, members);
    add_tags(&text, tags);
    ch_buf_adds(&text, "</relation>");
    ch_buf_addc(&text, '\0');
    read_xml(read, text.at);
    ch_buf_free(&text);
    assert_int_equal(read->err, CH_OK);
    assert_int_equal(read->report.relations, 1);
}

#define FROM_11 "<member type='way' ref='11' role='from'/>"
#define FROM_12 "<member type='way' ref='12' role='from'/>"
#define VIA_2   "<member type='node' ref='2' role='via'/>"
#define TO_13   "<member type='way' ref='13' role='to'/>"

/* cars and trucks that it binds; '-' where it is no turn that is taken */
static void assert_turn(const char *tags, const char *expected)
{
    result read;
    char shown[8] = "-";
    read_turns(&read, FROM_11 VIA_2 TO_13, tags);
    if (read.given.turns == 1) {
        const ch_road_turn *turn = read.given.turn;
        assert_true(turn->from == 11 && turn->to == 13 && turn->via == 1);
        snprintf(shown, sizeof shown, "%s%s%s", turn->only ? "!" : "", turn->of[0] ? "c" : "", turn->of[1] ? "t" : "");
    }
    if (strcmp(shown, expected) != 0)
        print_error("%s: ", tags);
    assert_string_equal(shown, expected);
    forget(&read);
}

static void restrictions_bind_those_that_they_name(void **state)
{
    (void)state;
    assert_turn("type=restriction, restriction=no_left_turn", "ct");
    assert_turn("type=restriction, restriction=no_u_turn", "ct");
    assert_turn("type=restriction, restriction=only_straight_on", "!ct");
    assert_turn("type=restriction, restriction=no_left_turn, except=hgv", "c");
    assert_turn("type=restriction, restriction=no_left_turn, except=psv;motorcar", "t");
    assert_turn("type=restriction, restriction=no_left_turn, except=motor_vehicle", "-");
    assert_turn("type=restriction, restriction:hgv=no_left_turn", "t");
    assert_turn("type=restriction, restriction:motorcar=no_left_turn", "c");
    assert_turn("type=restriction:hgv, restriction:hgv=only_right_turn", "!t");
    assert_turn("type=restriction, restriction:bicycle=no_left_turn", "-");
    assert_turn("type=restriction, restriction:conditional=no_left_turn @ (07:00-09:00)", "-");
    assert_turn("type=multipolygon, restriction=no_left_turn", "-");
}

static void restrictions_that_are_not_taken_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *members, *tags;
        unsigned taken, by_way, unread, turns;
    } known[] = {
        {FROM_11 VIA_2 TO_13, "type=restriction, restriction=no_left_turn", 1, 0, 0, 1},
        {FROM_11 FROM_12 VIA_2 TO_13, "type=restriction, restriction=no_entry", 1, 0, 0, 2},
        {FROM_11 "<member type='way' ref='12' role='via'/>" TO_13, "type=restriction, restriction=no_u_turn", 0, 1, 0,
         0},
        {FROM_11 TO_13, "type=restriction, restriction=no_u_turn", 0, 0, 1, 0},
        {VIA_2 TO_13, "type=restriction, restriction=no_u_turn", 0, 0, 1, 0},
        {FROM_11 VIA_2 VIA_2 TO_13, "type=restriction, restriction=no_u_turn", 0, 0, 1, 0},
        {FROM_11 VIA_2 TO_13, "type=restriction, restriction=no_smoking", 0, 0, 1, 0},
        {FROM_11 VIA_2 TO_13, "type=restriction", 0, 0, 1, 0},
        {FROM_11 "<member type='node' ref='99' role='via'/>" TO_13, "type=restriction, restriction=no_left_turn", 1, 0,
         0, 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        result read;
        read_turns(&read, known[i].members, known[i].tags);
        assert_int_equal(read.report.restrictions, known[i].taken);
        assert_int_equal(read.report.restrictions_by_way, known[i].by_way);
        assert_int_equal(read.report.restrictions_unread, known[i].unread);
        assert_int_equal(read.given.turns, known[i].turns);
        forget(&read);
    }
}

/* ---- points */

static void points_that_the_file_does_not_have_cut_a_way(void **state)
{
    (void)state;
    result read;
    read_xml(
        &read,
        "<way id='7'><nd ref='90'/><nd ref='1'/><nd ref='2'/><nd ref='2'/><nd ref='91'/><nd ref='92'/><nd ref='3'/>"
        "<nd ref='4'/><nd ref='93'/><nd ref='5'/><tag k='route' v='ferry'/><tag k='duration' v='10'/></way>"
        "<way id='8'><nd ref='1'/><nd ref='5'/><tag k='route' v='ferry'/><tag k='duration' v='10'/></way>"
        "<node id='5' lat='5' lon='50'/><node id='3' lat='3' lon='30'/><node id='1' lat='1' lon='10'/>"
        "<node id='2' lat='2' lon='20'/><node id='4' lat='4' lon='40'/><node id='6' lat='6' lon='60'/>"
        "<node id='93' visible='false'/>");
    assert_int_equal(read.err, CH_OK);
    assert_true(read.report.roads == 2 && read.report.points_missing == 4 && read.report.pieces_dropped == 3);
    assert_true(read.given.points == 5 && read.given.ways == 3 && read.given.nodes == 6);
    const ch_road_way *way = read.given.way;
    for (size_t i = 0; i < 2; i++) { /* 1-2 and 3-4; how long a piece of a ferry takes nobody said */
        const uint32_t *node = read.given.node + way[i].first;
        assert_true(way[i].number == 7 && way[i].nodes == 2 && way[i].fixed_s <= 0);
        assert_float_equal(read.given.point[node[0]].lat_deg, 2. * (double)i + 1, 0);
        assert_float_equal(read.given.point[node[1]].lon_deg, 20. * (double)i + 20, 0);
    }
    assert_true(way[2].number == 8 && way[2].fixed_s >= 600 && way[2].fixed_s <= 600);
    forget(&read);
}

/* Ids far apart, negative, ascending and not, against a plain search. */
static void points_are_found_whatever_their_ids(void **state)
{
    (void)state;
    enum { POINTS = 500 };
    static const int64_t step[] = {1, -7, 2048, INT64_C(1) << 40, -(INT64_C(1) << 53)};
    for (size_t s = 0; s < sizeof step / sizeof *step; s++) {
        ch_buf text = {0};
        int64_t id[POINTS];
        for (size_t i = 0; i < POINTS; i++) {
            id[i] = (int64_t)((uint64_t)step[s] * (i * 7919 % POINTS)) + (int64_t)(i % 2);
            ch_buf_addf(&text, "<node id='%lld' lat='%zu.25' lon='1'/>", (long long)id[i], i % 90);
        }
        ch_buf_adds(&text, "<way id='1'><tag k='highway' v='road'/>");
        for (size_t i = 0; i < POINTS; i++)
            ch_buf_addf(&text, "<nd ref='%lld'/>", (long long)id[i * 31 % POINTS]);
        ch_buf_adds(&text, "</way>");
        ch_buf_addc(&text, '\0');
        result read;
        read_xml(&read, text.at);
        ch_buf_free(&text);
        assert_true(read.err == CH_OK && read.report.points_missing == 0 && read.given.ways == 1);
        forget(&read);
    }
}

static void what_the_file_says_is_deleted_is_passed_over(void **state)
{
    (void)state;
    result read;
    read_xml(&read, STAR "<way id='14' visible='false'><nd ref='1'/><nd ref='4'/><tag k='highway' v='primary'/></way>"
                         "<way id='15' action='delete'><nd ref='1'/><nd ref='4'/><tag k='highway' v='primary'/></way>");
    assert_true(read.err == CH_OK && read.given.ways == 3 && read.report.ways == 3);
    forget(&read);
}

/* ---- both forms */

enum { HIGHWAY = 1, PRIMARY, NAME, ROAD, BARRIER, BOLLARD, TYPE, RESTRICTION, NO_LEFT_TURN, FROM, VIA, TO };
static const char *const strings[] = {"highway",     "primary",      "name", "泗安大道", "barrier", "bollard", "type",
                                      "restriction", "no_left_turn", "from", "via",      "to",      NULL};

static void add_way(ch_buf *group, int64_t id, int64_t from, int64_t to, bool is_named)
{
    ch_buf way = {0};
    pbf_whole(&way, 1, (uint64_t)id);
    pbf_list(&way, 2, is_named ? 2 : 1, (const uint64_t[]){HIGHWAY, NAME});
    pbf_list(&way, 3, is_named ? 2 : 1, (const uint64_t[]){PRIMARY, ROAD});
    pbf_deltas(&way, 8, 2, (const int64_t[]){from, to});
    pbf_message(group, 3, &way);
}

static void add_dense(ch_buf *group)
{
    ch_buf dense = {0};
    pbf_deltas(&dense, 1, 3, (const int64_t[]){1, 2, 3});
    pbf_deltas(&dense, 8, 3, (const int64_t[]){310000000, 310100000, 310200001});
    pbf_deltas(&dense, 9, 3, (const int64_t[]){1190000000, 1190000000, 1190000007});
    pbf_list(&dense, 10, 5, (const uint64_t[]){0, BARRIER, BOLLARD, 0, 0});
    pbf_message(group, 2, &dense);
}

static void add_turn(ch_buf *group)
{
    ch_buf relation = {0};
    pbf_whole(&relation, 1, 21);
    pbf_list(&relation, 2, 2, (const uint64_t[]){TYPE, RESTRICTION});
    pbf_list(&relation, 3, 2, (const uint64_t[]){RESTRICTION, NO_LEFT_TURN});
    pbf_list(&relation, 8, 3, (const uint64_t[]){FROM, VIA, TO});
    pbf_deltas(&relation, 9, 3, (const int64_t[]){11, 2, 13});
    pbf_list(&relation, 10, 3, (const uint64_t[]){1, 0, 1});
    pbf_message(group, 4, &relation);
}

/* The star, one of its points dense no more, ways first, a block of a type that nobody knows. */
static void write_star(ch_buf *out, bool is_packed)
{
    ch_buf block = {0}, group = {0}, node = {0}, other = {0};
    pbf_head(out, 1709251200, NULL); /* 2024-03-01 */
    ch_buf_adds(&other, "whatever");
    pbf_block(out, "Weather", &other, is_packed);
    pbf_strings(&block, strings);
    add_way(&group, 11, 1, 2, true);
    add_way(&group, 12, 2, 3, false);
    add_way(&group, 13, 2, 4, false);
    add_turn(&group);
    pbf_message(&block, 2, &group);
    pbf_block(out, "OSMData", &block, is_packed);
    pbf_strings(&block, strings);
    add_dense(&group);
    pbf_message(&block, 2, &group);
    pbf_whole(&node, 1, pbf_zigzag(4));
    pbf_whole(&node, 8, pbf_zigzag(310100000 - 1000));
    pbf_whole(&node, 9, pbf_zigzag(1190100000 - 2000));
    pbf_message(&group, 1, &node);
    pbf_message(&block, 2, &group);
    pbf_block(out, "OSMData", &block, is_packed);
}

static const char star_xml[] =
    "<osm version='0.6'><meta osm_base='2024-03-01T00:00:00Z'/><node id='1' lat='31.0000000' lon='119.0'/>"
    "<node id='2' lat='31.01' lon='119'><tag k='barrier' v='bollard'/></node><node id='3' lat='31.0200001' "
    "lon='119.0000007'/>"
    "<node id='4' lat='31.0099' lon='119.0098'/>"
    "<way id='11'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/><tag k='name' v='泗安大道'/></way>"
    "<way id='12'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/></way>"
    "<way id='13'><nd ref='2'/><nd ref='4'/><tag k='highway' v='primary'/></way>"
    "<relation id='21'>" FROM_11 VIA_2 TO_13
    "<tag k='type' v='restriction'/><tag k='restriction' v='no_left_turn'/></relation></osm>";

static void assert_same(const result *a, const result *b)
{
    assert_true(a->err == CH_OK && b->err == CH_OK);
    assert_memory_equal(&a->report, &b->report, offsetof(ch_osm_report, as_of) + sizeof a->report.as_of);
    const ch_road_given *x = &a->given, *y = &b->given;
    assert_true(x->points == y->points && x->nodes == y->nodes && x->ways == y->ways && x->turns == y->turns);
    assert_memory_equal(x->point, y->point, x->points * sizeof *x->point);
    assert_memory_equal(x->barrier, y->barrier, x->points);
    assert_memory_equal(x->node, y->node, x->nodes * sizeof *x->node);
    for (size_t i = 0; i < x->ways; i++) {
        const ch_road_way *v = &x->way[i], *w = &y->way[i];
        assert_true(v->number == w->number && v->first == w->first && v->nodes == w->nodes &&
                    v->road_class == w->road_class);
        assert_true(ch_text_equal(v->name, w->name));
        assert_memory_equal(v->closed, w->closed, sizeof v->closed);
    }
    for (size_t i = 0; i < x->turns; i++) {
        const ch_road_turn *t = &x->turn[i], *u = &y->turn[i];
        assert_true(t->via == u->via && t->from == u->from && t->to == u->to && t->only == u->only &&
                    t->of[0] == u->of[0] && t->of[1] == u->of[1]);
    }
}

static ch_text gzip(ch_text bytes, char *room, size_t size)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.at,
                       .avail_in = (uInt)bytes.len,
                       .next_out = (Bytef *)room,
                       .avail_out = (uInt)size};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t len = stream.total_out;
    deflateEnd(&stream);
    return (ch_text){room, len};
}

static void every_form_of_one_content_gives_the_same(void **state)
{
    (void)state;
    ch_buf packed = {0}, raw = {0};
    char room[4096];
    result xml, other;
    write_star(&packed, true);
    write_star(&raw, false);
    read_as(&xml, "star.osm", CH_TEXT(star_xml));
    assert_true(xml.given.ways == 3 && xml.given.turns == 1 && xml.report.as_of == 20240301 && xml.report.nodes == 4);
    read_as(&other, "star.osm.pbf", ch_buf_text(&packed));
    assert_same(&xml, &other);
    forget(&other);
    read_as(&other, "STAR.PBF", ch_buf_text(&raw));
    assert_same(&xml, &other);
    forget(&other);

    const ch_text half = gzip((ch_text){star_xml, 200}, room, sizeof room); /* two members, as some tools write */
    const ch_text rest =
        gzip((ch_text){star_xml + 200, sizeof star_xml - 201}, room + half.len, sizeof room - half.len);
    read_as(&other, "star.osm.gz", (ch_text){room, half.len + rest.len});
    assert_same(&xml, &other);
    forget(&other);
    forget(&xml);
    ch_buf_free(&packed);
    ch_buf_free(&raw);
}

static void a_file_gives_what_its_bytes_give(void **state)
{
    (void)state;
    char path[] = "/tmp/changhe-osm-XXXXXX.osm.pbf";
    ch_buf packed = {0};
    result bytes, file = {0};
    write_star(&packed, true);
    const int open_file = mkstemps(path, 8);
    assert_true(open_file >= 0 && write(open_file, packed.at, packed.len) == (ssize_t)packed.len);
    close(open_file);
    read_as(&bytes, "star.osm.pbf", ch_buf_text(&packed));
    file.err = ch_osm_read(&file.arena, path, NULL, &file.given, &file.report, &file.faults);
    assert_same(&bytes, &file);
    unlink(path);
    forget(&bytes);
    forget(&file);
    ch_buf_free(&packed);
}

static void a_file_that_is_not_there_is_told(void **state)
{
    (void)state;
    result read = {0};
    assert_int_equal(ch_osm_read(&read.arena, "/nowhere/a.osm.pbf", NULL, &read.given, &read.report, &read.faults),
                     CH_EIO);
    assert_int_equal(told(&read.faults, CH_WANT_READABLE, 0, NULL, NULL), 1);
    forget(&read);
}

/* ---- progress and memory */

typedef struct {
    size_t calls, stop_at;
    const char *last;
} hearing;

static bool hear(void *self, const char *step, uint64_t done, uint64_t of)
{
    hearing *heard = self;
    assert_true(done <= of && (strcmp(step, "ways") == 0 || strcmp(step, "points") == 0));
    heard->last = step;
    return ++heard->calls != heard->stop_at;
}

static void reading_tells_how_far_it_is_and_stops_when_asked(void **state)
{
    (void)state;
    char path[] = "/tmp/changhe-osm-XXXXXX.osm";
    const int open_file = mkstemps(path, 4);
    assert_true(open_file >= 0 && write(open_file, star_xml, sizeof star_xml - 1) == (ssize_t)sizeof star_xml - 1);
    close(open_file);
    ch_err err = CH_ENONE;
    for (size_t at = 1; err == CH_ENONE; at++) {
        result read = {0};
        hearing heard = {.stop_at = at};
        const ch_progress progress = {hear, &heard};
        err = ch_osm_read(&read.arena, path, &progress, &read.given, &read.report, &read.faults);
        assert_true(err == CH_OK || (err == CH_ENONE && heard.calls == at && read.given.ways == 0));
        assert_true(err != CH_OK || strcmp(heard.last, "points") == 0);
        assert_int_equal(read.faults.count, 0);
        forget(&read);
    }
    assert_int_equal(err, CH_OK);
    unlink(path);
}

static void run_out_of_memory(const char *name, ch_text bytes)
{
    for (size_t at = 1;; at++) {
        failing failed = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failed);
        result read = {.arena = CH_ARENA(&memory)};
        read.err = ch_osm_read_bytes(&read.arena, ch_text_of(name), bytes, &read.given, &read.report, &read.faults);
        const ch_err err = read.err;
        forget(&read);
        assert_int_equal(failed.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_true(at < 10000);
    }
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    ch_buf packed = {0};
    char room[4096];
    write_star(&packed, true);
    run_out_of_memory("a.osm.pbf", ch_buf_text(&packed));
    run_out_of_memory("a.osm", CH_TEXT(star_xml));
    run_out_of_memory("a.osm.gz", gzip(CH_TEXT(star_xml), room, sizeof room));
    ch_buf_free(&packed);
}

/* ---- real extracts; the counts were taken by another program (osmium) and a script over its text */

static void real_extracts_give_what_others_count_in_them(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned nodes, ways, relations, roads, points, restrictions, by_way, unread;
    } known[] = {
        {"porto_portugal.osm.pbf", 347944, 51458, 357, 44150, 299445, 342, 1, 14},
        {"liechtenstein.osm.pbf", 142832, 15247, 358, 3197, 29972, 3, 0, 0},
        {"andorra.osm.pbf", 69644, 2725, 74, 1252, 20774, 0, 0, 0},
        {"monaco.osm.pbf", 180118, 27377, 212, 1713, 16626, 27, 0, 0},
        {"baltimore.osm.pbf", 51385, 7230, 167, 2887, 12651, 3, 0, 0},
        {"shanghai_small.osm.gz", 2958, 796, 0, 793, 2454, 0, 0, 0},
    };
    if (access(EXTRACTS, F_OK) != 0) {
        print_message("no extracts at " EXTRACTS "\n");
        skip();
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char path[512];
        result read = {0};
        snprintf(path, sizeof path, "%s%s", EXTRACTS, known[i].name);
        assert_int_equal(ch_osm_read(&read.arena, path, NULL, &read.given, &read.report, &read.faults), CH_OK);
        const ch_osm_report *r = &read.report;
        assert_true(r->nodes == known[i].nodes && r->ways == known[i].ways && r->relations == known[i].relations);
        assert_true(r->roads == known[i].roads && read.given.points == known[i].points && r->points_missing == 0);
        assert_true(r->restrictions == known[i].restrictions && r->restrictions_by_way == known[i].by_way &&
                    r->restrictions_unread == known[i].unread);
        forget(&read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_of_highway_has_one_of_ours),
        cmocka_unit_test(what_no_car_drives_on_is_no_road),
        cmocka_unit_test(one_way_signs_close_the_other_way),
        cmocka_unit_test(roundabouts_and_motorways_are_one_way_unless_they_say_not),
        cmocka_unit_test(the_most_particular_key_of_access_decides),
        cmocka_unit_test(a_word_that_is_not_known_is_counted_and_passed_over),
        cmocka_unit_test(speeds_are_read_in_every_unit),
        cmocka_unit_test(speeds_that_cannot_be_read_are_counted_and_the_class_s_number_stays),
        cmocka_unit_test(heights_and_weights_are_metric_whatever_was_signed),
        cmocka_unit_test(ferries_take_the_time_that_they_say),
        cmocka_unit_test(names_carry_their_number_and_are_chinese_where_they_can_be),
        cmocka_unit_test(barriers_let_through_whom_they_say),
        cmocka_unit_test(restrictions_bind_those_that_they_name),
        cmocka_unit_test(restrictions_that_are_not_taken_are_counted),
        cmocka_unit_test(points_that_the_file_does_not_have_cut_a_way),
        cmocka_unit_test(points_are_found_whatever_their_ids),
        cmocka_unit_test(what_the_file_says_is_deleted_is_passed_over),
        cmocka_unit_test(every_form_of_one_content_gives_the_same),
        cmocka_unit_test(a_file_gives_what_its_bytes_give),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
        cmocka_unit_test(reading_tells_how_far_it_is_and_stops_when_asked),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(real_extracts_give_what_others_count_in_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
