/* test_geojson.c - outlines read from and written to GeoJSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/geojson.h"
#include "failing.h"

#include <string.h>

/* Read one geometry, or a whole document into a fixed table; everything is kept to be looked at. */
typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_buf out;
    const ch_shape *shape;
    ch_table *table;
} work;

static void clean(work *w)
{
    ch_table_drop(w->table);
    ch_buf_free(&w->out);
    ch_faults_free(&w->faults);
    ch_arena_free(&w->arena);
}

static ch_err read_shape(work *w, const char *json)
{
    const ch_json *tree;
    ch_err err = ch_json_read(&w->arena, CH_TEXT("t"), ch_text_of(json), &tree, &w->faults);
    return err == CH_OK ? ch_geojson_read_shape(&w->arena, tree, &w->shape, &w->faults) : err;
}

static ch_err read_table(work *w, const char *json)
{
    const ch_json *tree;
    ch_draft *draft = NULL;
    ch_err err = ch_json_read(&w->arena, CH_TEXT("t"), ch_text_of(json), &tree, &w->faults);
    if (err == CH_OK)
        err = ch_draft_new(CH_TABLE_outlines, w->arena.memory, &draft);
    if (err == CH_OK)
        err = ch_geojson_read_table(&w->arena, tree, CH_TABLE_outlines, draft, &w->faults);
    if (draft == NULL || err == CH_ENOMEM) {
        ch_draft_free(draft);
        return err;
    }
    ch_err fixed = ch_draft_fix(draft, &w->table, &w->faults);
    return err != CH_OK ? err : fixed;
}

/* The faults, one a line, are these and no others. */
static void assert_faults(work *w, const char *expected)
{
    w->out.len = 0;
    ch_faults_sort(&w->faults);
    for (size_t i = 0; i < w->faults.kept; i++) {
        ch_fault_print(&w->faults.list[i], &w->out);
        ch_buf_addc(&w->out, '\n');
    }
    ch_buf_addc(&w->out, '\0');
    assert_string_equal(w->out.at, expected);
}

static void assert_rewritten(const char *json, const char *expected)
{
    work w = {0};
    assert_int_equal(read_shape(&w, json), CH_OK);
    ch_geojson_write_shape(w.shape, &w.out);
    ch_buf_addc(&w.out, '\0');
    assert_string_equal(w.out.at, expected);
    clean(&w);
}

static void assert_shape_faults(const char *json, const char *expected)
{
    work w = {0};
    assert_int_equal(read_shape(&w, json), CH_EDATA);
    assert_null(w.shape);
    assert_faults(&w, expected);
    clean(&w);
}

static void assert_table_faults(const char *json, const char *expected)
{
    work w = {0};
    assert_int_equal(read_table(&w, json), CH_EDATA);
    assert_faults(&w, expected);
    clean(&w);
}

#define SQUARE "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}"
#define WITH_HOLE \
    "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}"
#define TWO_PARTS \
    "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]," \
    "[[[5,5],[6,5],[6,6],[5,5]]]]}"
#define FEATURE(properties, geometry) "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define COLLECTION(features)          "{\"type\":\"FeatureCollection\",\"features\":[\n" features "]}\n"

static void a_polygon_with_a_hole_and_two_parts_is_laid_out_in_order(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_shape(&w, TWO_PARTS), CH_OK);
    assert_int_equal(w.shape->parts, 2);
    assert_int_equal(w.shape->rings, 3);
    assert_int_equal(w.shape->points, 14);
    const uint32_t part_start[] = {0, 2, 3}, ring_start[] = {0, 5, 10, 14};
    assert_memory_equal(w.shape->part_start, part_start, sizeof part_start);
    assert_memory_equal(w.shape->ring_start, ring_start, sizeof ring_start);
    assert_true(w.shape->point[11].lon_deg == 6 && w.shape->point[11].lat_deg == 5);
    clean(&w);
}

static void what_is_written_reads_back_to_the_same_bytes(void **state)
{
    (void)state;
    assert_rewritten(SQUARE, SQUARE);
    assert_rewritten(WITH_HOLE, WITH_HOLE);
    assert_rewritten(TWO_PARTS, TWO_PARTS);
    const char *digits = "{\"type\":\"Polygon\",\"coordinates\":[[[119.00000000000001,30.1],[119.5,-1e-07],[119.7,31],"
                         "[119.00000000000001,30.1]]]}";
    assert_rewritten(digits, digits);
}

static void one_part_of_many_is_written_as_a_polygon(void **state)
{
    (void)state;
    assert_rewritten("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]}", SQUARE);
}

static void altitudes_are_dropped_and_zero_has_no_sign(void **state)
{
    (void)state;
    assert_rewritten("{\"type\":\"Polygon\",\"coordinates\":[[[-0.0,0,7],[4,0.0],[4,4.00,8],[0,4e0],[0,-0]]]}", SQUARE);
}

static void rings_that_turn_the_wrong_way_are_put_right(void **state)
{
    (void)state;
    assert_rewritten("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,4],[4,4],[4,0],[0,0]],"
                     "[[1,1],[2,1],[2,2],[1,2],[1,1]]]}",
                     WITH_HOLE);
}

static void a_ring_must_be_closed_and_have_four_points(void **state)
{
    (void)state;
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4]]]}",
                        "t:1:34: found \"an open ring\" in coordinates, expected a ring of at least 4 points whose "
                        "last is its first\n");
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[0,0]]]}",
                        "t:1:34: found \"3 points\" in coordinates, expected a ring of at least 4 points whose last "
                        "is its first\n");
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[]}",
                        "t:1:19: found \"no ring\" in coordinates, expected a ring of at least 4 points whose last "
                        "is its first\n");
    assert_shape_faults("{\"type\":\"MultiPolygon\",\"coordinates\":[]}",
                        "t:1:24: found \"no polygon\" in coordinates, expected a ring of at least 4 points whose "
                        "last is its first\n");
}

static void a_ring_that_crosses_or_touches_itself_is_told_with_the_spot(void **state)
{
    (void)state;
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}",
                        "t:1:34: found \"a crossing ring\" in coordinates, expected a ring that does not touch or "
                        "cross itself; it does near 2 2\n");
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[2,2],[4,4],[0,4],[2,2],[0,0]]]}",
                        "t:1:34: found \"a crossing ring\" in coordinates, expected a ring that does not touch or "
                        "cross itself; it does near 2 2\n");
}

static void coordinates_are_finite_numbers_in_range_and_all_faults_are_told(void **state)
{
    (void)state;
    assert_shape_faults("{\"type\":\"Polygon\",\"coordinates\":[[[181,0],[4,-90.5],[\"4\",4],[1e999,4],[0],[0,0,0,"
                        "0],7,null]]}",
                        "t:1:36: found \"181\" in coordinates, expected a number -180..180\n"
                        "t:1:46: found \"-90.5\" in coordinates, expected a number -90..90\n"
                        "t:1:54: found \"4\" in coordinates, expected a number\n"
                        "t:1:62: found \"1e999\" in coordinates, expected a number\n"
                        "t:1:71: found \"an array\" in coordinates, expected a position: [longitude, latitude]\n"
                        "t:1:75: found \"an array\" in coordinates, expected a position: [longitude, latitude]\n"
                        "t:1:85: found \"7\" in coordinates, expected a position: [longitude, latitude]\n"
                        "t:1:87: found \"null\" in coordinates, expected a position: [longitude, latitude]\n");
    assert_shape_faults("{\"type\":\"MultiPolygon\",\"coordinates\":[{\"a\":1},[true]]}",
                        "t:1:39: found \"an object\" in coordinates, expected an array\n"
                        "t:1:48: found \"true\" in coordinates, expected an array\n");
}

static void a_geometry_needs_its_members(void **state)
{
    (void)state;
    assert_shape_faults("[]", "t:1:1: found \"an array\" in geometry, expected an object\n");
    assert_shape_faults("{}", "t:1:1: found nothing, expected member \"coordinates\"\n"
                              "t:1:1: found nothing, expected member \"type\"\n");
    assert_shape_faults("{\"type\":7,\"coordinates\":{}}",
                        "t:1:2: found \"7\" in type, expected a string\n"
                        "t:1:11: found \"an object\" in coordinates, expected an array\n");
    assert_shape_faults("{\"type\":\"Point\",\"coordinates\":[1,2]}",
                        "t:1:2: found \"Point\" in type, expected one of Polygon, MultiPolygon\n");
}

static void an_outline_has_at_most_a_million_points(void **state)
{
    (void)state;
    ch_buf json = {0};
    ch_buf_adds(&json, "{\"type\":\"Polygon\",\"coordinates\":[[0");
    for (size_t i = 0; i < CH_GEOJSON_MAX_POINTS; i++)
        ch_buf_adds(&json, ",0");
    ch_buf_adds(&json, "]]}");
    ch_buf_addc(&json, '\0');
    assert_shape_faults(json.at, "t:1:1: found \"more\" in coordinates, expected at most 1048576 points in one "
                                 "outline\n");
    ch_buf_free(&json);
}

static void features_become_rows_and_rows_features(void **state)
{
    (void)state;
    const char *json = COLLECTION(
        FEATURE("\"place\":\"320282\",\"source\":\"A B\",\"as_of\":\"2018\",\"marks\":\"illustrative unverified\","
                "\"note\":\"a \\\"b\\\" \\\\ 界\"",
                SQUARE) ",\n" FEATURE("\"place\":\"330522\",\"source\":\"A\"", TWO_PARTS) "\n");
    work w = {0};
    assert_int_equal(read_table(&w, json), CH_OK);
    assert_int_equal(w.table->rows, 2);
    ch_geojson_write_table(w.table, &w.out);
    ch_buf_addc(&w.out, '\0');
    assert_string_equal(w.out.at, json);
    clean(&w);
}

static void a_table_without_rows_is_written_and_read(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_table(&w, COLLECTION("")), CH_OK);
    assert_int_equal(w.table->rows, 0);
    ch_geojson_write_table(w.table, &w.out);
    ch_buf_addc(&w.out, '\0');
    assert_string_equal(w.out.at, COLLECTION(""));
    clean(&w);
}

static void order_of_features_and_members_foreign_to_the_format_change_nothing(void **state)
{
    (void)state;
    work a = {0}, b = {0};
    assert_int_equal(
        read_table(&a, COLLECTION(FEATURE("\"place\":\"A\",\"source\":\"S\",\"note\":\"1\"",
                                          SQUARE) "," FEATURE("\"place\":\"B\",\"source\":\"S\"", SQUARE))),
        CH_OK);
    assert_int_equal(read_table(&b,
                                "{\"name\":\"x\",\"features\":[" FEATURE(
                                    "\"source\":\"S\",\"note\":null,"
                                    "\"place\":\"B\"",
                                    SQUARE) ","
                                            "{\"id\":7,\"bbox\":[0,0,4,4],\"geometry\":" SQUARE ",\"type\":\"Feature\","
                                            "\"properties\":"
                                            "{\"place\":\"A\",\"note\":1,\"source\":\" S \"}}],"
                                            "\"type\":\"FeatureCollection\"}"),
                     CH_OK);
    assert_true(a.table->digest == b.table->digest);
    clean(&a);
    clean(&b);
}

static void outlines_in_gcj02_are_converted_and_stay_where_they_are_from_then_on(void **state)
{
    (void)state;
    const ch_point wgs = {119.91, 31.01}, gcj = ch_geo_wgs84_to_gcj02(wgs);
    work w = {0}, again = {0};
    ch_buf json = {0};
    ch_buf_addf(&json,
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                "\"properties\":{\"place\":\"A\",\"source\":\"S\","
                "\"frame\":\"gcj02\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[%.10f,%.10f],"
                "[120,31],[120,32],[%.10f,%.10f]]]}}]}",
                gcj.lon_deg, gcj.lat_deg, gcj.lon_deg, gcj.lat_deg);
    ch_buf_addc(&json, '\0');
    assert_int_equal(read_table(&w, json.at), CH_OK);
    const ch_shape *shape = ((const ch_shape *const *)w.table->column[w.table->kind->shape])[0];
    assert_true(shape->point[0].lon_deg == wgs.lon_deg && shape->point[0].lat_deg == wgs.lat_deg);

    ch_geojson_write_table(w.table, &w.out);
    ch_buf_addc(&w.out, '\0');
    assert_non_null(strstr(w.out.at, "\"frame\":\"wgs84\""));
    assert_int_equal(read_table(&again, w.out.at), CH_OK);
    assert_true(again.table->digest == w.table->digest);
    ch_buf_free(&json);
    clean(&again);
    clean(&w);
}

static void outlines_in_bd09_are_converted_and_those_in_cgcs2000_are_as_given(void **state)
{
    (void)state;
    const ch_point wgs = {119.91, 31.01}, bd = ch_geo_wgs84_to_bd09(wgs);
    const char *const frame[] = {"bd09", "cgcs2000"};
    for (int i = 0; i < 2; i++) {
        const ch_point given = i == 0 ? bd : wgs;
        work w = {0};
        ch_buf json = {0};
        ch_buf_addf(
            &json,
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
            "\"properties\":{\"place\":\"A\",\"source\":\"S\",\"frame\":\"%s\"},\"geometry\":{\"type\":\"Polygon\","
            "\"coordinates\":[[[%.10f,%.10f],[120,31],[120,32],[%.10f,%.10f]]]}}]}%c",
            frame[i], given.lon_deg, given.lat_deg, given.lon_deg, given.lat_deg, 0);
        assert_int_equal(read_table(&w, json.at), CH_OK);
        const ch_shape *shape = ((const ch_shape *const *)w.table->column[w.table->kind->shape])[0];
        assert_true(shape->point[0].lon_deg == wgs.lon_deg && shape->point[0].lat_deg == wgs.lat_deg);
        assert_int_equal(shape->point[1].lon_deg == 120 && shape->point[1].lat_deg == 31, i == 1);
        ch_geojson_write_table(w.table, &w.out);
        ch_buf_addc(&w.out, '\0');
        assert_non_null(strstr(w.out.at, "\"frame\":\"wgs84\""));
        ch_buf_free(&json);
        clean(&w);
    }
}

#define GCJ_OUTLINE(ring) \
    COLLECTION(FEATURE("\"place\":\"A\",\"source\":\"S\",\"frame\":\"gcj02\"", \
                       "{\"type\":\"Polygon\",\"coordinates\":[[" ring "]]}"))

/* The second and third point are 1e-9 degrees apart. */
static void points_that_conversion_makes_one_are_one(void **state)
{
    (void)state;
    work w = {0}, again = {0};
    assert_int_equal(read_table(&w, GCJ_OUTLINE("[119.9,31],[120,31],[120.000000001,31],[120,32],[119.9,31]")), CH_OK);
    const ch_shape *shape = ((const ch_shape *const *)w.table->column[w.table->kind->shape])[0];
    assert_int_equal(shape->points, 4);
    assert_int_equal(shape->ring_start[1], 4);
    ch_geojson_write_table(w.table, &w.out);
    ch_buf_addc(&w.out, '\0');
    assert_int_equal(read_table(&again, w.out.at), CH_OK);
    assert_true(again.table->digest == w.table->digest);
    clean(&again);
    clean(&w);
}

/* The outline that has this ring in WGS84, as a map of GCJ-02 gives it. */
static void print_gcj(const ch_point *ring, size_t n, ch_buf *json)
{
    ch_buf_adds(json,
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"place\":\"A\","
                "\"source\":\"S\",\n\"frame\":\"gcj02\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    for (size_t i = 0; i < n; i++) {
        const ch_point gcj = ch_geo_wgs84_to_gcj02(ring[i]);
        ch_buf_addf(json, "%s[%.12f,%.12f]", i > 0 ? "," : "", gcj.lon_deg, gcj.lat_deg);
    }
    ch_buf_addf(json, "]]}}]}%c", 0);
}

static void an_outline_that_rounding_makes_touch_itself_is_told(void **state)
{
    (void)state;
    static const ch_point point[] = {{119.9, 31}, {119.90000002, 31}, {119.9, 31.00000002}, {119.9, 31}};
    static const ch_point touching[] = {{119.9, 31},   {119.9001, 31}, {119.9001, 31.1}, {119.90005, 31.00000002},
                                        {119.9, 31.1}, {119.9, 31}};
    static const ch_point turned[] = {
        {119.9, 30.99999996}, {119.9001, 31.00000006}, {119.90005, 31.00000004}, {119.9, 30.99999996}};
    const struct {
        const ch_point *ring;
        size_t n;
    } outline[] = {{point, 4}, {touching, 6}, {turned, 4}};
    for (size_t i = 0; i < sizeof outline / sizeof *outline; i++) {
        work w = {0};
        ch_buf json = {0};
        print_gcj(outline[i].ring, outline[i].n, &json);
        assert_int_equal(read_table(&w, json.at), CH_EDATA);
        assert_null(w.table);
        ch_fault *fault = w.faults.list;
        assert_int_equal(w.faults.count, 1);
        assert_int_equal(fault->want, CH_WANT_SIMPLE_WGS84);
        assert_true(ch_text_equal(fault->column, CH_TEXT("frame")) && ch_text_equal(fault->found, CH_TEXT("gcj02")));
        assert_int_equal(fault->at.line, 2);
        ch_buf_free(&json);
        clean(&w);
    }
}

static void properties_are_what_the_values_of_an_edit_are(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_table(&w, COLLECTION(FEATURE("\"place\":\"A\",\"source\":[\"S\",\"T\"],\"note\":7", SQUARE))),
                     CH_OK);
    const ch_text *source = w.table->column[ch_schema_find_column(w.table->kind, CH_TEXT("source"))];
    assert_true(ch_text_equal(source[0], CH_TEXT("S T")));
    clean(&w);
    assert_table_faults(COLLECTION(FEATURE("\"place\":\"A\",\"source\":[\"S\",7,\"a b\"],\"note\":true", SQUARE)),
                        "t:2:59: found \"7\" in source, expected a string\n"
                        "t:2:61: found \"a b\" in source, expected a string without blanks\n"
                        "t:2:68: found \"true\" in note, expected a string, a number or null\n");
}

static void a_document_is_a_collection_of_features(void **state)
{
    (void)state;
    assert_table_faults("7", "t:1:1: found \"7\", expected an object\n");
    assert_table_faults("{\"type\":\"Feature\"}", "t:1:2: found \"Feature\" in type, expected FeatureCollection\n");
    assert_table_faults("{\"type\":\"FeatureCollection\"}", "t:1:1: found nothing, expected member \"features\"\n");
    assert_table_faults("{\"type\":\"FeatureCollection\",\"features\":[1,{},{\"type\":\"Polygon\"}]}",
                        "t:1:41: found \"1\" in features, expected an object\n"
                        "t:1:43: found nothing, expected member \"type\"\n"
                        "t:1:47: found \"Polygon\" in type, expected Feature\n");
}

static void every_fault_of_every_feature_is_told_once(void **state)
{
    (void)state;
    assert_table_faults(
        COLLECTION("{\"type\":\"Feature\",\"geometry\":null},\n"
                   "{\"type\":\"Feature\",\"properties\":{\"place\":\"A\",\"source\":{\"S\":1},\"geometry\":1,"
                   "\"colour\":\"red\"}},\n" FEATURE(
                       "\"place\":\"B\",\"source\":\"S\",\"as_of\":\"yesterday\"",
                       "null") ",\n" FEATURE("\"place\":\"C\"",
                                             "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[0,0]]]}") "\n"),
        "t:2:1: found nothing, expected member \"properties\"\n"
        "t:3:1: found nothing, expected member \"geometry\"\n"
        "t:3:45: found \"an object\" in source, expected a string, a number, null or an array of strings\n"
        "t:3:62: found \"geometry\", expected a column of this table: place,frame,source,as_of,marks,note\n"
        "t:3:75: found \"colour\", expected a column of this table: place,frame,source,as_of,marks,note\n"
        "t:4:1: found nothing in geometry, expected a value: the column is required\n"
        "t:4:58: found \"yesterday\" in as_of, expected a date like 2024, 2024-03 or 2024-03-01\n"
        "t:5:1: found nothing in source, expected a value: the column is required\n"
        "t:5:90: found \"3 points\" in coordinates, expected a ring of at least 4 points whose last is its first\n");
}

static void a_cell_at_fault_alone_is_enough_to_say_so(void **state)
{
    (void)state;
    assert_table_faults(COLLECTION(FEATURE("\"place\":\"A\",\"source\":\"S\",\"as_of\":2018.5", SQUARE)),
                        "t:2:58: found \"2018.5\" in as_of, expected a date like 2024, 2024-03 or 2024-03-01\n");
}

static void a_place_has_one_outline(void **state)
{
    (void)state;
    assert_table_faults(COLLECTION(FEATURE("\"place\":\"A\",\"source\":\"S\"",
                                           SQUARE) ",\n" FEATURE("\"place\":\"A\",\"source\":\"S\"", SQUARE) "\n"),
                        "t:3:33: found \"A\" in place, expected a key that stands once; it stands in line 2 too\n");
}

static void no_memory_is_told_wherever_it_runs_out(void **state)
{
    (void)state;
    const char *json = COLLECTION(FEATURE("\"place\":\"A\",\"source\":\"S\"", TWO_PARTS) "\n");
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        work w = {.arena.memory = &memory, .faults.arena.memory = &memory, .out.memory = &memory};
        ch_err err = read_table(&w, json);
        if (err == CH_OK) {
            ch_geojson_write_table(w.table, &w.out);
            err = w.out.failed ? CH_ENOMEM : CH_OK;
        }
        clean(&w);
        assert_int_equal(fail.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void no_memory_for_faults_is_told_too(void **state)
{
    (void)state;
    const char *json = COLLECTION(FEATURE("\"place\":[],\"x\":1,\"source\":\"S\"",
                                          "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],[0,0]],"
                                          "[[200,0]]]}"));
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        work w = {.arena.memory = &memory, .faults.arena.memory = &memory};
        ch_err err = read_table(&w, json);
        size_t count = w.faults.count;
        clean(&w);
        assert_int_equal(fail.live, 0);
        if (err == CH_EDATA) {
            assert_int_equal(count, 4);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_polygon_with_a_hole_and_two_parts_is_laid_out_in_order),
        cmocka_unit_test(what_is_written_reads_back_to_the_same_bytes),
        cmocka_unit_test(one_part_of_many_is_written_as_a_polygon),
        cmocka_unit_test(altitudes_are_dropped_and_zero_has_no_sign),
        cmocka_unit_test(rings_that_turn_the_wrong_way_are_put_right),
        cmocka_unit_test(a_ring_must_be_closed_and_have_four_points),
        cmocka_unit_test(a_ring_that_crosses_or_touches_itself_is_told_with_the_spot),
        cmocka_unit_test(coordinates_are_finite_numbers_in_range_and_all_faults_are_told),
        cmocka_unit_test(a_geometry_needs_its_members),
        cmocka_unit_test(an_outline_has_at_most_a_million_points),
        cmocka_unit_test(features_become_rows_and_rows_features),
        cmocka_unit_test(a_table_without_rows_is_written_and_read),
        cmocka_unit_test(order_of_features_and_members_foreign_to_the_format_change_nothing),
        cmocka_unit_test(outlines_in_gcj02_are_converted_and_stay_where_they_are_from_then_on),
        cmocka_unit_test(outlines_in_bd09_are_converted_and_those_in_cgcs2000_are_as_given),
        cmocka_unit_test(points_that_conversion_makes_one_are_one),
        cmocka_unit_test(an_outline_that_rounding_makes_touch_itself_is_told),
        cmocka_unit_test(properties_are_what_the_values_of_an_edit_are),
        cmocka_unit_test(a_document_is_a_collection_of_features),
        cmocka_unit_test(every_fault_of_every_feature_is_told_once),
        cmocka_unit_test(a_cell_at_fault_alone_is_enough_to_say_so),
        cmocka_unit_test(a_place_has_one_outline),
        cmocka_unit_test(no_memory_is_told_wherever_it_runs_out),
        cmocka_unit_test(no_memory_for_faults_is_told_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
