/* test_zone.c - a snapshot is sound, whole, and the same whatever the order of its rows. */
#include "changhe/zone.h"

#include "failing.h"
#include "make_zone.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Lines are counted by the tests: these are 1 to 6. */
#define LAND \
    "places: id,level,parent,parts_in\n" \
    "c1,county,,\nc2,county,,\nz,zone,,c1 c2\n" \
    "zone: id,place,members\nzone,z,c1 c2\n"

static void assert_text(ch_text text, const char *expected)
{
    assert_true(ch_text_equal(text, ch_text_of(expected)));
}

static ch_faults faults_of(const char *text)
{
    ch_zone *zone = NULL;
    ch_faults faults;
    assert_int_equal(make_zone_try(NULL, text, &zone, &faults), CH_EDATA);
    assert_null(zone);
    return faults;
}

/* The text has one fault and no other: in this line, what was found, what was wanted. */
static void assert_one_fault(const char *text, uint32_t line, const char *found, ch_want want, const char *detail)
{
    ch_faults faults = faults_of(text);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, want, line, found, detail), 1);
    ch_faults_free(&faults);
}

static void assert_sound(const char *text)
{
    ch_zone_drop(make_zone(NULL, text));
}

static void typed_columns_show_the_rows_in_order_of_keys(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND "firms: id,place,parent,role,lon,lat\nb,c2,a,leader,119.5,30.25\na,c1\n");
    assert_int_equal(zone->firms.rows, 2);
    assert_text(zone->firms.id[0], "a");
    assert_text(zone->firms.id[1], "b");
    assert_text(zone->firms.parent[1], "a");
    assert_int_equal(zone->firms.role[1], CH_role_LEADER);
    assert_true(zone->firms.lon[1] == 119.5);
    assert_text(zone->zone.members[0], "c1 c2");
    ch_zone_drop(zone);
}

static void tables_not_given_are_empty(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    for (int id = 0; id < CH_TABLES; id++)
        assert_non_null(zone->table[id]);
    assert_int_equal(zone->firms.rows, 0);
    assert_int_equal(zone->links.rows, 0);
    ch_zone_drop(zone);
}

static void a_snapshot_lives_until_its_last_holder_drops_it(void **state)
{
    (void)state;
    failing counted = {0};
    const ch_memory memory = FAILING_MEMORY(&counted);
    ch_zone *zone = make_zone(&memory, LAND);
    ch_zone_hold(zone);
    ch_zone_drop(zone);
    assert_int_equal(zone->places.rows, 3);
    assert_true(counted.live > 0);
    ch_zone_drop(zone);
    assert_int_equal(counted.live, 0);
    ch_zone_drop(NULL);
}

static void a_checked_snapshot_forgets_where_its_cells_came_from(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    for (int id = 0; id < CH_TABLES; id++)
        assert_null(zone->table[id]->places);
    ch_zone_drop(zone);
}

static void rows_are_found_by_their_id(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    assert_int_equal(ch_zone_find(zone, CH_TABLE_places, CH_TEXT("c2")), 1);
    assert_true(ch_zone_find(zone, CH_TABLE_places, CH_TEXT("c3")) == SIZE_MAX);
    assert_true(ch_zone_find(zone, CH_TABLE_firms, CH_TEXT("c1")) == SIZE_MAX);
    ch_zone_drop(zone);
}

static void exactly_one_row_tells_of_the_zone(void **state)
{
    (void)state;
    assert_one_fault("places: id\nc1\n", 0, "", CH_WANT_ONE_ROW, "");
    assert_one_fault(LAND "zz,z,c1\n", 7, "zz", CH_WANT_ONE_ROW, "");
}

/* ---- old codes */

#define GUANGDE \
    "places: id,level,parent,parts_in,manager\n" \
    "341882,county,,,\n341800,prefecture,,,\nz,zone,341800,342523 341800,341822\n" \
    "zone: id,place,members\nzone,z,341822 341800\n" \
    "place_history: old,new\n342523,341822\n341822,341882\n"

static void old_codes_are_followed_in_every_reference_to_places(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, GUANGDE "firms: id,place,zone\nf,342523,z\n"
                                            "surveys: id,place\ns,341822\n"
                                            "districts: id,covers\nd,341800 341822 342523\n"
                                            "projects: id,kind,place\np,road,341822\n");
    assert_text(zone->zone.members[0], "341882 341800");
    assert_text(zone->places.parts_in[2], "341882 341800");
    assert_text(zone->places.manager[2], "341882");
    assert_text(zone->firms.place[0], "341882");
    assert_text(zone->firms.name_zh[0], "f");
    assert_text(zone->surveys.place[0], "341882");
    assert_text(zone->districts.covers[0], "341800 341882 341882");
    assert_text(zone->projects.place[0], "341882");
    ch_zone_drop(zone);
}

static void a_zone_in_old_codes_is_the_zone_in_new_ones(void **state)
{
    (void)state;
    ch_zone *old = make_zone(NULL, GUANGDE "firms: id,place\nf,342523\ng,341800\n");
    ch_zone *new = make_zone(NULL, GUANGDE "firms: id,place\nf,341882\ng,341800\n");
    char one[17], other[17];
    ch_zone_digest(old, one);
    ch_zone_digest(new, other);
    assert_string_equal(one, other);
    ch_zone_drop(old);
    ch_zone_drop(new);
}

static void a_place_is_found_by_its_old_codes_too(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, GUANGDE);
    const size_t row = ch_zone_find(zone, CH_TABLE_places, CH_TEXT("341882"));
    assert_int_equal(ch_zone_find_place(zone, CH_TEXT("341882")), row);
    assert_int_equal(ch_zone_find_place(zone, CH_TEXT("341822")), row);
    assert_int_equal(ch_zone_find_place(zone, CH_TEXT("342523")), row);
    assert_true(ch_zone_find_place(zone, CH_TEXT("342524")) == SIZE_MAX);
    ch_zone_drop(zone);
}

static void faults_of_followed_rows_stand_where_the_rows_stood(void **state)
{
    (void)state;
    assert_one_fault(GUANGDE "firms: id,place,parent\nf,342523,g\n", 11, "g", CH_WANT_REFERENCE, "firms");
    assert_one_fault(GUANGDE "x,y\nfirms: id,place\nf,x\n", 12, "x", CH_WANT_REFERENCE, "places");
}

static ch_table *outlines_of(const char *first, const char *second)
{
    const uint32_t part_start[] = {0, 1}, ring_start[] = {0, 4};
    const ch_point point[] = {{0, 0}, {1, 0}, {0, 1}, {0, 0}};
    const ch_shape shape = {
        .parts = 1, .rings = 1, .points = 4, .part_start = part_start, .ring_start = ring_start, .point = point};
    const char *place[] = {first, second};
    ch_draft *draft;
    assert_int_equal(ch_draft_new(CH_TABLE_outlines, NULL, &draft), CH_OK);
    for (uint32_t i = 0; i < 2; i++) {
        const ch_at at = {CH_TEXT("outlines"), i + 1, 1};
        assert_int_equal(ch_draft_row(draft, at), CH_OK);
        assert_int_equal(ch_draft_put(draft, 0, ch_text_of(place[i]), at, NULL), CH_OK);
        assert_int_equal(ch_draft_put_shape(draft, 1, &shape, at), CH_OK);
        const int source = ch_schema_find_column(ch_schema_table(CH_TABLE_outlines), CH_TEXT("source"));
        assert_int_equal(ch_draft_put(draft, (unsigned)source, CH_TEXT("illustrative"), at, NULL), CH_OK);
    }
    ch_table *table;
    assert_int_equal(ch_draft_fix(draft, &table, NULL), CH_OK);
    return table;
}

/* The zone of the text once more, with these outlines. */
static ch_err rebuild_with(ch_zone *zone, ch_table *outlines, ch_zone **built, ch_faults *faults)
{
    ch_table *table[CH_TABLES];
    for (int id = 0; id < CH_TABLES; id++) {
        table[id] = zone->table[id];
        if (id != CH_TABLE_outlines)
            ch_table_hold(table[id]);
    }
    table[CH_TABLE_outlines] = outlines;
    return ch_zone_build(table, NULL, built, faults);
}

static void keys_that_become_equal_by_following_are_told_alone(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, GUANGDE), *built;
    ch_faults faults = {0};
    assert_int_equal(rebuild_with(zone, outlines_of("341822", "341882"), &built, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_UNIQUE, 0, "341882", NULL), 1);
    ch_faults_free(&faults);

    assert_int_equal(rebuild_with(zone, outlines_of("341822", "341800"), &built, &faults), CH_OK);
    assert_text(built->outlines.place[1], "341882");
    assert_int_equal(built->outlines.geometry[1]->points, 4);
    ch_zone_drop(built);
    ch_zone_drop(zone);
}

static void an_old_code_is_no_place_any_more(void **state)
{
    (void)state;
    assert_one_fault(LAND "place_history: old,new\nc1,c2\nfirms: id,place\nf,c1\n", 8, "c1", CH_WANT_OLD_CODE, "");
    assert_sound(LAND "place_history: old,new\nc0,c2\nfirms: id,place\nf,c0\n");
}

/* A history of places that are not in the zone may be kept; what names them is told as it is written. */
static void a_code_that_leads_to_no_place_stays_as_written(void **state)
{
    (void)state;
    const char *history = LAND "place_history: old,new\nx,y\ny,999999\nc0,c2\n";
    ch_zone *zone = make_zone(NULL, history);
    assert_true(ch_zone_find_place(zone, CH_TEXT("x")) == SIZE_MAX);
    assert_int_equal(ch_zone_find_place(zone, CH_TEXT("c0")), 1);
    ch_zone_drop(zone);
    ch_buf text = {0};
    ch_buf_addf(&text, "%sdistricts: id,covers\nd,c0 x c1\n", history);
    ch_buf_addc(&text, '\0');
    assert_one_fault(text.at, 12, "x", CH_WANT_REFERENCE, "places");
    ch_buf_free(&text);
}

/* What c0 became is not known: neither is what stands there at fault. */
static void a_code_without_a_new_one_blames_nobody_who_names_it(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    ch_table *table[CH_TABLES] = {NULL};
    ch_faults faults = {0};
    static const struct {
        ch_table_id id;
        const char *cell[4];
    } row[] = {{CH_TABLE_place_history, {"c00", "c0"}},
               {CH_TABLE_place_history, {"c0", ""}},
               {CH_TABLE_districts, {"d", "D", "", "c1 c0 c00"}}};
    ch_draft *draft[2];
    assert_int_equal(ch_draft_new(CH_TABLE_place_history, NULL, &draft[0]), CH_OK);
    assert_int_equal(ch_draft_new(CH_TABLE_districts, NULL, &draft[1]), CH_OK);
    for (size_t i = 0; i < 3; i++) {
        ch_draft *into = draft[row[i].id == CH_TABLE_districts];
        const ch_at at = {CH_TEXT("test"), (uint32_t)i + 1, 1};
        const int source = ch_schema_find_column(ch_schema_table(row[i].id), CH_TEXT("source"));
        assert_int_equal(ch_draft_row(into, at), CH_OK);
        assert_int_equal(ch_draft_put(into, (unsigned)source, CH_TEXT("illustrative"), at, &faults), CH_OK);
        for (unsigned k = 0; k < 4 && row[i].cell[k]; k++)
            assert_int_equal(ch_draft_put(into, k, ch_text_of(row[i].cell[k]), at, &faults), CH_OK);
    }
    for (int id = 0; id < CH_TABLES; id++) {
        table[id] = zone->table[id];
        if (id != CH_TABLE_place_history && id != CH_TABLE_districts)
            ch_table_hold(table[id]);
    }
    assert_int_equal(ch_draft_fix_rest(draft[0], &table[CH_TABLE_place_history], &faults), CH_EDATA);
    assert_int_equal(ch_draft_fix(draft[1], &table[CH_TABLE_districts], &faults), CH_OK);
    ch_zone *built;
    (void)!ch_zone_build(table, NULL, &built, &faults);
    ch_zone_drop(built);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_VALUE, 2, "", ""), 1);
    ch_faults_free(&faults);
    ch_zone_drop(zone);
}

/* ---- references */

static void a_reference_to_no_row_is_told_at_its_cell_with_the_table_expected(void **state)
{
    (void)state;
    assert_one_fault(LAND "firms: id,place\nf,c9\n", 8, "c9", CH_WANT_REFERENCE, "places");
    assert_one_fault(LAND "firms: id,place,parent\nf,c1,g\n", 8, "g", CH_WANT_REFERENCE, "firms");
    assert_one_fault(LAND "firms: id,place\nf,c1\nfirm_segments: firm,segment\nf,s\n", 10, "s", CH_WANT_REFERENCE,
                     "segments");
    assert_one_fault(LAND "segments: id,chain\ns,nev\n", 8, "nev", CH_WANT_REFERENCE, "chains");
    assert_one_fault(LAND "firms: id,place,source\nf,c1,S0\n", 8, "S0", CH_WANT_REFERENCE, "sources");
}

static void every_name_of_a_list_must_be_there(void **state)
{
    (void)state;
    ch_faults faults =
        faults_of(LAND "sources: id,title\nS0,t\nfirms: id,place,source\nf,c1,S1 S0 S2\ng,c1,S1 S0 S2\n");
    assert_int_equal(faults.count, 4);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 10, "S1", "sources"), 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 10, "S2", "sources"), 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 11, NULL, "sources"), 2);
    ch_faults_free(&faults);
}

static void illustrative_is_a_source_without_a_row_and_nothing_else(void **state)
{
    (void)state;
    assert_sound(LAND "sources: id,title\nS0,t\nfirms: id,place,source\nf,c1,illustrative S0\n");
    assert_one_fault(LAND "firms: id,place,parent\nf,c1,illustrative\n", 8, "illustrative", CH_WANT_REFERENCE, "firms");
}

/* ---- circles */

#define PLACES "places: id,level,parent,parts_in\n"
#define ZONE   "zone: id,place,members\nzone,z,c1 c2\n"

static void places_lie_in_no_circle_of_parents_and_parts(void **state)
{
    (void)state;
    assert_one_fault(PLACES "c1,county,c2,\nc2,county,c1,\nz,zone,,c1 c2\n" ZONE, 3, "c1", CH_WANT_TREE,
                     "c1 > c2 > c1");
    assert_one_fault(PLACES "c1,county,c1,\nc2,county,,\nz,zone,,c1 c2\n" ZONE, 2, "c1", CH_WANT_TREE, "c1 > c1");
    assert_one_fault(PLACES "c1,county,,\nc2,county,z,\nz,zone,,c1 c2\n" ZONE, 4, "c1 c2", CH_WANT_TREE, "c2 > z > c2");
}

static void each_circle_of_firms_is_told_once(void **state)
{
    (void)state;
    ch_faults faults = faults_of(LAND "firms: id,place,parent\na,c1,b\nb,c1,c\nc,c1,a\nd,c1,a\ne,c1,f\nf,c1,e\n");
    assert_int_equal(faults.count, 2);
    assert_int_equal(told(&faults, CH_WANT_TREE, 10, "a", "a > b > c > a"), 1);
    assert_int_equal(told(&faults, CH_WANT_TREE, 13, "e", "e > f > e"), 1);
    ch_faults_free(&faults);
}

static void old_codes_come_to_an_end(void **state)
{
    (void)state;
    assert_one_fault(LAND "place_history: old,new\nx,y\ny,x\nw,x\n", 9, "x", CH_WANT_TREE, "x > y > x");
    assert_one_fault(LAND "place_history: old,new\nx,x\n", 8, "x", CH_WANT_TREE, "x > x");
}

#define CHAIN "chains: id\nk\nsegments: id,chain\na,k\nb,k\nc,k\nd,k\n"

static void the_supply_graph_has_no_circle_but_by_loop_links(void **state)
{
    (void)state;
    assert_sound(LAND CHAIN "links: from,to,loop\na,b,\nb,c,\na,c,\nc,d,\n");
    assert_sound(LAND CHAIN "links: from,to,loop\na,b,\nb,c,\nc,a,yes\n");
    assert_one_fault(LAND CHAIN "links: from,to,loop\na,b,\nb,c,\nc,a,no\n", 17, "a", CH_WANT_LOOP, "a > b > c > a");
    assert_one_fault(LAND CHAIN "links: from,to\nd,d\n", 15, "d", CH_WANT_LOOP, "d > d");
}

static void segments_of_one_product_close_circles_as_one_node(void **state)
{
    (void)state;
    assert_sound(LAND CHAIN "links: from,to\na,b\nc,d\n");
    assert_sound(LAND CHAIN "same_as: a,b,relation\na,d,related\nb,c,related\nlinks: from,to\na,b\nc,d\n");
    assert_one_fault(LAND CHAIN "same_as: a,b,relation\na,d,same product\nb,c,same product\nlinks: from,to\na,b\nc,d\n",
                     19, "d", CH_WANT_LOOP, "a > b > a");
    assert_one_fault(LAND CHAIN "same_as: a,b,relation\nd,a,same product\nlinks: from,to\na,d\n", 17, "d", CH_WANT_LOOP,
                     "a > a");
}

static void flagging_the_links_told_breaks_every_circle(void **state)
{
    (void)state;
    ch_faults faults = faults_of(LAND CHAIN "links: from,to\na,b\nb,a\nb,c\nc,a\nc,d\nd,c\n");
    assert_int_equal(faults.count, 3);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 16, "a", "a > b > a"), 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 18, "a", "a > b > c > a"), 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 20, "c", "c > d > c"), 1);
    ch_faults_free(&faults);
    assert_sound(LAND CHAIN "links: from,to,loop\na,b\nb,a,yes\nb,c\nc,a,yes\nc,d\nd,c,yes\n");
}

/* A chain of rows f00000, f00001, ..., each under the next, the last under the first. */
static char *long_circle(size_t rows)
{
    ch_buf text = {0};
    ch_buf_adds(&text, LAND "firms: id,place,parent\n");
    for (size_t i = 0; i < rows; i++)
        ch_buf_addf(&text, "f%05zu,c1,f%05zu\n", i, (i + 1) % rows);
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    return text.at;
}

static void a_long_circle_is_told_by_its_beginning(void **state)
{
    (void)state;
    char *text = long_circle(20000);
    ch_faults faults = faults_of(text);
    assert_int_equal(faults.count, 1);
    assert_true(faults.list[0].detail.len < 400);
    const char *end = "f00019 > ... > f00000";
    assert_memory_equal(faults.list[0].detail.at + faults.list[0].detail.len - strlen(end), end, strlen(end));
    ch_faults_free(&faults);
    free(text);
}

/* h00000 became h00001, and so on; the last became what the caller says. A firm stands at each of the
 * first places. */
static char *long_history(size_t codes, const char *last, size_t firms)
{
    ch_buf text = {0};
    ch_buf_adds(&text, LAND "place_history: old,new\n");
    for (size_t i = 0; i + 1 < codes; i++)
        ch_buf_addf(&text, "h%05zu,h%05zu\n", i, i + 1);
    ch_buf_addf(&text, "h%05zu,%s\nfirms: id,place\n", codes - 1, last);
    for (size_t i = 0; i < firms; i++)
        ch_buf_addf(&text, "f%05zu,h%05zu\n", i, i);
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    return text.at;
}

static void a_long_history_is_followed_to_its_end(void **state)
{
    (void)state;
    char *text = long_history(20000, "c2", 2000);
    ch_zone *zone = make_zone(NULL, text);
    for (size_t i = 0; i < 2000; i++)
        assert_text(zone->firms.place[i], "c2");
    for (size_t i = 0; i < 20000; i++) { /* none may walk along the chain */
        char code[8];
        snprintf(code, sizeof code, "h%05u", (unsigned)i);
        assert_int_equal(ch_zone_find_place(zone, ch_text_of(code)), 1);
    }
    ch_zone_drop(zone);
    free(text);
}

static void a_history_that_ends_in_a_circle_is_told_and_followed_nowhere(void **state)
{
    (void)state;
    char *text = long_history(20000, "h19998", 2000);
    ch_faults faults = faults_of(text);
    assert_int_equal(faults.count, 2001);
    assert_int_equal(faults.kept, CH_FAULTS_KEPT);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 20009, "h00000", "places"), 1);
    ch_faults_free(&faults);
    free(text);
}

/* Codes in circles of two; looking at all rows for each circle would take minutes. */
static void many_circles_of_codes_are_told_in_good_time(void **state)
{
    (void)state;
    enum { CODES = 1 << 18 };
    ch_buf text = {0};
    ch_buf_adds(&text, LAND "place_history: old,new\n");
    for (unsigned i = 0; i < CODES; i++)
        ch_buf_addf(&text, "h%06u,h%06u\n", i, i ^ 1);
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    ch_faults faults = faults_of(text.at);
    assert_int_equal(faults.count, CODES / 2);
    ch_faults_free(&faults);
    ch_buf_free(&text);
}

/* c > b > a > d is followed to its end from each of them, whatever row comes first; nothing follows the
 * circle x > y > x. */
static void each_code_ends_where_its_own_chain_ends(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND "place_history: old,new\nb,a\na,d\nc,b\nd,c1\ne,c2\n"
                                         "firms: id,place\n1,a\n2,b\n3,c\n4,d\n5,e\n6,c2\n");
    const char *expected[] = {"c1", "c1", "c1", "c1", "c2", "c2"};
    for (size_t i = 0; i < 6; i++)
        assert_text(zone->firms.place[i], expected[i]);
    ch_zone_drop(zone);
    const char *circle = LAND "place_history: old,new\na,x\nx,y\ny,x\nd,c1\nfirms: id,place\n1,a\n2,y\n3,d\n";
    ch_faults faults = faults_of(circle);
    assert_int_equal(faults.count, 3); /* the circle, and the two firms that stand nowhere */
    ch_faults_free(&faults);
}

/* ---- products */

static void segments_of_one_product_have_its_first_row_as_root(void **state)
{
    (void)state;
    ch_zone *zone =
        make_zone(NULL, LAND CHAIN "same_as: a,b,relation\nd,b,same product\nc,d,same product\na,c,related\n");
    uint32_t root[4];
    assert_int_equal(zone->segments.rows, 4);
    ch_zone_join_products(zone, root);
    assert_int_equal(root[0], 0);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(root[i], 1);
    ch_zone_drop(zone);
}

/* ---- values that go together */

#define NEEDS "chains: id\nk\nsegments: id,chain,need,typical,need_unit\n"

static void need_and_typical_stand_together_and_are_positive(void **state)
{
    (void)state;
    assert_sound(LAND NEEDS "a,k,100,20,t\nb,k,,,\n");
    assert_one_fault(LAND NEEDS "a,k,100,,t\n", 10, "", CH_WANT_NEED_BOTH, "");
    assert_one_fault(LAND NEEDS "a,k,,20,t\n", 10, "", CH_WANT_NEED_BOTH, "");
    assert_one_fault(LAND NEEDS "a,k,0,20,t\n", 10, "0", CH_WANT_RANGE, "> 0");
    assert_one_fault(LAND NEEDS "a,k,100,0,t\n", 10, "0", CH_WANT_RANGE, "> 0");
}

static void both_rows_of_one_product_agree_on_what_is_needed(void **state)
{
    (void)state;
    assert_sound(LAND NEEDS "a,k,100,20,t\nb,k,100,20,t\nsame_as: a,b,relation\na,b,same product\n");
    assert_sound(LAND NEEDS "a,k,,,\nb,k,,,\nsame_as: a,b,relation\na,b,same product\n");
    assert_sound(LAND NEEDS "a,k,100,20,t\nb,k,,,\nsame_as: a,b,relation\na,b,related\n");
    ch_faults faults = faults_of(
        LAND NEEDS "a,k,100,20,t\nb,k,90,10,kg\nc,k,,,t\nsame_as: a,b,relation\na,b,same product\na,c,same product\n");
    assert_int_equal(faults.count, 5);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 11, "90", "need"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 11, "10", "typical"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 11, "kg", "need_unit"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 12, "", "need"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 12, "", "typical"), 1);
    ch_faults_free(&faults);
}

static void firms_stand_in_zones_and_the_zone_is_one(void **state)
{
    (void)state;
    assert_sound(LAND "firms: id,place,zone\nf,c1,z\n");
    assert_one_fault(LAND "firms: id,place,zone\nf,c1,c2\n", 8, "c2", CH_WANT_ZONE_PLACE, "");
    assert_one_fault("places: id,level\nc1,county\nzone: id,place,members\nzone,c1,c1\n", 4, "c1", CH_WANT_ZONE_PLACE,
                     "");
}

/* r holds p, p holds c1 to c3; the zone z has parts in c1 and c2, the zone y lies in p, w nowhere. */
#define REGION \
    "places: id,level,parent,parts_in\n" \
    "r,province,,\np,prefecture,r,\nc1,county,p,\nc2,county,p,\nc3,county,p,\nt1,county,c1,\ns,county,z,\n" \
    "q,prefecture,r,\nz,zone,p,c1 c2\ny,zone,p,\nw,zone,,\n" \
    "zone: id,place,members\nzone,z,c1 c2\n"

static void a_firm_s_zone_and_its_place_can_both_hold_it(void **state)
{
    (void)state;
    static const char *const sound[] = {"z,z", "c1,z", "c2,z", "p,z", "r,z", "t1,z",
                                        "s,z", "c3,y", "t1,y", "q,w", "c3,"};
    static const char *const faulty[] = {"c3,z", "q,z", "q,y"};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        ch_buf text = {0};
        ch_buf_addf(&text, REGION "firms: id,place,zone\nf,%s\ng,%s\n", sound[i], sound[i]);
        ch_buf_addc(&text, '\0');
        assert_sound(text.at);
        ch_buf_free(&text);
    }
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        ch_buf text = {0};
        ch_buf_addf(&text, REGION "firms: id,place,zone\nd,c1,z\nf,%s\n", faulty[i]);
        ch_buf_addc(&text, '\0');
        const char *zone = strchr(faulty[i], ',') + 1;
        assert_one_fault(text.at, 17, zone, CH_WANT_ZONE_HERE, "");
        ch_buf_free(&text);
    }
}

/* m has parts in c1 and c3; z has parts in c1, and v has parts in m. */
static void what_has_parts_in_several_places_touches_what_is_in_one(void **state)
{
    (void)state;
    const char *land = "places: id,level,parent,parts_in\n"
                       "c1,county,,\nc2,county,,\nc3,county,,\nt3,county,c3,\nm,county,,c1 c3\n"
                       "z,zone,,c1 c2\nv,zone,,m\nn,county,,c1 c2\n"
                       "zone: id,place,members\nzone,z,c1 c2\nfirms: id,place,zone\n";
    ch_buf text = {0};
    ch_buf_addf(&text, "%sa,n,z\nb,m,v\nd,c3,v\ne,t3,v\nf,c2,z\n", land);
    ch_buf_addc(&text, '\0');
    assert_sound(text.at);
    text.len = 0;
    ch_buf_addf(&text, "%sa,c2,v\nb,c3,z\nd,c1,v\ne,c2,v\nf,c3,z\n", land);
    ch_buf_addc(&text, '\0');
    ch_faults faults = faults_of(text.at);
    static const uint32_t line[] = {13, 14, 16, 17}; /* as the rows come, whatever their zones */
    assert_int_equal(faults.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(faults.list[i].at.line, line[i]);
    ch_faults_free(&faults);
    ch_buf_free(&text);
}

/* Two zones with parts in every place, a firm of each in each: parts times firms would take minutes. */
static void zones_of_many_parts_are_held_against_many_firms_in_good_time(void **state)
{
    (void)state;
    enum { PARTS = 20000 };
    ch_buf text = {0}, parts = {0}, firms = {0};
    ch_buf_adds(&text, "places: id,level,parent,parts_in\nc,county,,\n");
    for (unsigned i = 0; i < PARTS; i++) {
        ch_buf_addf(&text, "p%05u,county,,\n", i);
        ch_buf_addf(&parts, " p%05u", i);
        ch_buf_addf(&firms, "f%05u,p%05u,z\ng%05u,p%05u,y\n", i, i, i, i);
    }
    ch_buf_addf(&text, "z,zone,,%.*s\ny,zone,,%.*s\nzone: id,place,members\nzone,z,c\nfirms: id,place,zone\n",
                (int)parts.len, parts.at, (int)parts.len, parts.at);
    ch_buf_add(&text, ch_buf_text(&firms));
    ch_buf_adds(&text, "h,c,z\n");
    ch_buf_addc(&text, '\0');
    assert_false(text.failed || parts.failed || firms.failed);
    assert_one_fault(text.at, 3 * PARTS + 8, "z", CH_WANT_ZONE_HERE, "");
    ch_buf_free(&firms);
    ch_buf_free(&parts);
    ch_buf_free(&text);
}

/* Where places name none, or run round, nobody can say what lies in what. */
static void zones_are_not_held_against_places_at_fault(void **state)
{
    (void)state;
    const char *lost = "places: id,level,parent,parts_in\nc1,county,x,\nc2,county,,\nz,zone,,c1\n"
                       "zone: id,place,members\nzone,z,c1\nfirms: id,place,zone\nf,c2,z\n";
    assert_one_fault(lost, 2, "x", CH_WANT_REFERENCE, "places");
    const char *part = "places: id,level,parent,parts_in\nc1,county,,\nc2,county,,\nz,zone,,c1 x\n"
                       "zone: id,place,members\nzone,z,c1\nfirms: id,place,zone\nf,c2,z\n";
    assert_one_fault(part, 4, "x", CH_WANT_REFERENCE, "places");
    const char *round = "places: id,level,parent,parts_in\nc1,county,z,\nc2,county,,\nz,zone,,c1\n"
                        "zone: id,place,members\nzone,z,c1\nfirms: id,place,zone\nf,c2,z\n";
    ch_faults faults = faults_of(round);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_TREE);
    ch_faults_free(&faults);
}

static void a_segment_is_paired_with_another(void **state)
{
    (void)state;
    assert_one_fault(LAND CHAIN "same_as: a,b,relation\na,a,same product\na,b,related\n", 15, "a",
                     CH_WANT_OTHER_SEGMENT, "");
    assert_one_fault(LAND CHAIN "same_as: a,b,relation\nb,b,related\n", 15, "b", CH_WANT_OTHER_SEGMENT, "");
}

static void a_survey_of_a_chain_looks_for_its_segments(void **state)
{
    (void)state;
    const char *chains = LAND "chains: id\nk\nj\nsegments: id,chain\na,k\nb,j\nx,none\nsurveys: id,chain,segment\n";
    static const char *const row[] = {"s,k,a\n", "s,,a\n", "s,k,\n", "s,j,a\n", "s,none,a\n", "s,k,none\n"};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ch_buf text = {0};
        ch_buf_addf(&text, "%s%s", chains, row[i]);
        ch_buf_addc(&text, '\0');
        ch_faults faults = faults_of(text.at); /* x is of no chain */
        assert_int_equal(told(&faults, CH_WANT_CHAIN_SEGMENT, 15, "a", "j"), i == 3);
        assert_int_equal(faults.count, i < 3 ? 1 : 2);
        ch_faults_free(&faults);
        ch_buf_free(&text);
    }
}

static void assumptions_left_out_have_their_stated_values(void **state)
{
    (void)state;
    static const double stated[CH_ASSUMPTIONS] = {
        [CH_ASSUME_BETA] = .3,          [CH_ASSUME_STRONG_FIRMS] = 3,   [CH_ASSUME_NEAR_KM] = 200,
        [CH_ASSUME_TIE] = .5,           [CH_ASSUME_EXPANSION] = .4,     [CH_ASSUME_NEAR] = .4,
        [CH_ASSUME_LEADER] = .3,        [CH_ASSUME_GROWTH] = .2,        [CH_ASSUME_RELATEDNESS] = .2,
        [CH_ASSUME_LAND] = .2,          [CH_ASSUME_X_LEADER] = 1,       [CH_ASSUME_X_HEAD] = .8,
        [CH_ASSUME_X_LISTED] = .7,      [CH_ASSUME_X_SPECIALISED] = .5, [CH_ASSUME_NEAR_MIN] = 150,
        [CH_ASSUME_OFF_ROAD_KMH] = 4.8, [CH_ASSUME_OFF_ROAD_M] = 400,   [CH_ASSUME_HOLE_KM2] = .1,
        [CH_ASSUME_TRUCK_HEIGHT_M] = 4, [CH_ASSUME_TRUCK_WEIGHT_T] = 31};
    ch_zone *zone = make_zone(NULL, LAND "assumptions: id,value\nbeta,0.5\nx_head,1\n");
    for (int i = 0; i < CH_ASSUMPTIONS; i++) {
        const double expected = i == CH_ASSUME_BETA ? .5 : i == CH_ASSUME_X_HEAD ? 1 : stated[i];
        assert_true(ch_zone_assume(zone, i) == expected);
        const ch_assumption *known = &ch_assumption_list[i];
        assert_true(known->least <= known->value && known->value <= known->most);
    }
    ch_zone_drop(zone);
}

static void assumptions_are_known_and_within_their_range(void **state)
{
    (void)state;
    assert_sound(LAND "assumptions: id,value\nbeta,0\ntie,0\nx_leader,0\nstrong_firms,1\nnear_km,1\n");
    assert_one_fault(LAND "assumptions: id,value\nbeta,1\n", 8, "1", CH_WANT_RANGE, "0..1, < 1");
    assert_one_fault(LAND "assumptions: id,value\ntie,1\n", 8, "1", CH_WANT_RANGE, "0..1, < 1");
    assert_one_fault(LAND "assumptions: id,value\nland,-0.1\n", 8, "-0.1", CH_WANT_RANGE, "0..1, < 1");
    assert_one_fault(LAND "assumptions: id,value\nx_leader,1.01\n", 8, "1.01", CH_WANT_RANGE, "0..1");
    assert_one_fault(LAND "assumptions: id,value\nnear_km,0\n", 8, "0", CH_WANT_RANGE, "1..20000");
    ch_faults faults = faults_of(LAND "assumptions: id,value\ngamma,1\n");
    assert_int_equal(told(&faults, CH_WANT_ASSUMPTION, 8, "gamma", NULL), 1);
    assert_memory_equal(faults.list[0].detail.at, "beta, strong_firms, near_km, tie", 32);
    ch_faults_free(&faults);
}

/* ---- the whole */

static const char FAULTY[] = "places: id,level,parent\nc1,county,c1\nc2,county,\n"
                             "place_history: old,new\nx,x\n"
                             "assumptions: id,value\nbeta,2\ngamma,1\n"
                             "chains: id\nk\n"
                             "segments: id,chain,need\na,k,1\nb,l,\n"
                             "same_as: a,b,relation\na,b,same product\n"
                             "links: from,to\na,b\n"
                             "firms: id,place,parent,zone\nf,c1,f,c2\n";

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    ch_faults faults = faults_of(FAULTY);
    assert_int_equal(told(&faults, CH_WANT_TREE, 2, "c1", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_TREE, 5, "x", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_RANGE, 7, "2", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_ASSUMPTION, 8, "gamma", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_NEED_BOTH, 12, "", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 13, "l", "chains"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 13, "", "need"), 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 17, "b", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_TREE, 19, "f", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_ZONE_PLACE, 19, "c2", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_ONE_ROW, 0, NULL, NULL), 1);
    assert_int_equal(faults.count, 11);
    ch_faults_free(&faults);
}

static void faults_nobody_hears_fail_all_the_same(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, GUANGDE), *built = zone;
    assert_int_equal(rebuild_with(zone, outlines_of("341822", "341882"), &built, NULL), CH_EDATA);
    assert_null(built);
    assert_int_equal(rebuild_with(zone, outlines_of("a", "b"), &built, NULL), CH_EDATA);
    assert_null(built);
    ch_zone_drop(zone);
}

static void the_digest_names_the_rows_and_not_their_order(void **state)
{
    (void)state;
    static const char *const text[] = {
        LAND "firms: id,place\nf,c1\ng,c2\nh,c1\nsources: id,title\nS1,t\nS0,u\n",
        "sources: id,title\nS0,u\nS1,t\nfirms: id,place\nh,c1\ng,c2\nf,c1\n" LAND,
        LAND "firms: id,place\nf,c1\ng,c2\nh,c2\nsources: id,title\nS1,t\nS0,u\n",
    };
    char digest[3][17];
    for (size_t i = 0; i < 3; i++) {
        ch_zone *zone = make_zone(NULL, text[i]);
        ch_zone_digest(zone, digest[i]);
        assert_int_equal(strspn(digest[i], "0123456789abcdef"), 16);
        ch_zone_drop(zone);
    }
    assert_string_equal(digest[0], digest[1]);
    assert_string_not_equal(digest[0], digest[2]);
}

static void every_allocation_may_fail(const char *text, ch_err expected)
{
    for (size_t at = 1;; at++) {
        failing counted = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counted);
        ch_zone *zone = NULL;
        const ch_err err = make_zone_try(&memory, text, &zone, NULL);
        ch_zone_drop(zone);
        assert_int_equal(counted.live, 0);
        if (counted.calls < at) {
            assert_int_equal(err, expected);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void every_allocation_of_a_sound_zone_may_fail(void **state)
{
    (void)state;
    every_allocation_may_fail(GUANGDE "firms: id,place\nf,342523\ng,341800\n" CHAIN "links: from,to\na,b\nb,c\n",
                              CH_OK);
}

static void every_allocation_of_a_faulty_zone_may_fail(void **state)
{
    (void)state;
    every_allocation_may_fail(FAULTY, CH_EDATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_columns_show_the_rows_in_order_of_keys),
        cmocka_unit_test(tables_not_given_are_empty),
        cmocka_unit_test(a_snapshot_lives_until_its_last_holder_drops_it),
        cmocka_unit_test(a_checked_snapshot_forgets_where_its_cells_came_from),
        cmocka_unit_test(rows_are_found_by_their_id),
        cmocka_unit_test(exactly_one_row_tells_of_the_zone),
        cmocka_unit_test(old_codes_are_followed_in_every_reference_to_places),
        cmocka_unit_test(a_zone_in_old_codes_is_the_zone_in_new_ones),
        cmocka_unit_test(a_place_is_found_by_its_old_codes_too),
        cmocka_unit_test(faults_of_followed_rows_stand_where_the_rows_stood),
        cmocka_unit_test(keys_that_become_equal_by_following_are_told_alone),
        cmocka_unit_test(an_old_code_is_no_place_any_more),
        cmocka_unit_test(a_code_that_leads_to_no_place_stays_as_written),
        cmocka_unit_test(a_code_without_a_new_one_blames_nobody_who_names_it),
        cmocka_unit_test(a_reference_to_no_row_is_told_at_its_cell_with_the_table_expected),
        cmocka_unit_test(every_name_of_a_list_must_be_there),
        cmocka_unit_test(illustrative_is_a_source_without_a_row_and_nothing_else),
        cmocka_unit_test(places_lie_in_no_circle_of_parents_and_parts),
        cmocka_unit_test(each_circle_of_firms_is_told_once),
        cmocka_unit_test(old_codes_come_to_an_end),
        cmocka_unit_test(the_supply_graph_has_no_circle_but_by_loop_links),
        cmocka_unit_test(segments_of_one_product_close_circles_as_one_node),
        cmocka_unit_test(flagging_the_links_told_breaks_every_circle),
        cmocka_unit_test(a_long_circle_is_told_by_its_beginning),
        cmocka_unit_test(a_long_history_is_followed_to_its_end),
        cmocka_unit_test(a_history_that_ends_in_a_circle_is_told_and_followed_nowhere),
        cmocka_unit_test(many_circles_of_codes_are_told_in_good_time),
        cmocka_unit_test(each_code_ends_where_its_own_chain_ends),
        cmocka_unit_test(segments_of_one_product_have_its_first_row_as_root),
        cmocka_unit_test(need_and_typical_stand_together_and_are_positive),
        cmocka_unit_test(both_rows_of_one_product_agree_on_what_is_needed),
        cmocka_unit_test(firms_stand_in_zones_and_the_zone_is_one),
        cmocka_unit_test(a_firm_s_zone_and_its_place_can_both_hold_it),
        cmocka_unit_test(what_has_parts_in_several_places_touches_what_is_in_one),
        cmocka_unit_test(zones_of_many_parts_are_held_against_many_firms_in_good_time),
        cmocka_unit_test(zones_are_not_held_against_places_at_fault),
        cmocka_unit_test(a_segment_is_paired_with_another),
        cmocka_unit_test(a_survey_of_a_chain_looks_for_its_segments),
        cmocka_unit_test(assumptions_left_out_have_their_stated_values),
        cmocka_unit_test(assumptions_are_known_and_within_their_range),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(faults_nobody_hears_fail_all_the_same),
        cmocka_unit_test(the_digest_names_the_rows_and_not_their_order),
        cmocka_unit_test(every_allocation_of_a_sound_zone_may_fail),
        cmocka_unit_test(every_allocation_of_a_faulty_zone_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
