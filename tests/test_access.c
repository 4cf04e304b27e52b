/* test_access.c - a grant covers what lies in its place and nothing else. */
#include "changhe/access.h"

#include "draw.h"
#include "failing.h"
#include "make_zone.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* The zone z has parts in c1 and c2 and so lies in p; the twin y straddles p and q; t lies in c1. */
#define LAND \
    "places: id,level,parent,parts_in\n" \
    "c1,county,p,\nc2,county,p,\nc3,county,q,\np,prefecture,,\nq,prefecture,,\nt,farm,c1,\n" \
    "y,zone,,c2 c3\nz,zone,p,c1 c2\n" \
    "zone: id,place,members\nzone,z,c1 c2\n" \
    "place_history: old,new\nold,c3\n" \
    "chains: id\nk\n" \
    "segments: id,chain\ns,k\n" \
    "firms: id,place,follow_up\nf1,c1,word\nf2,c2,word\nf3,c3,word\nft,t,word\nfy,y,word\n" \
    "firm_segments: firm,segment\nf1,s\nf3,s\n" \
    "projects: id,kind,place,follow_up\nj1,industry,c1,word\n" \
    "road_nodes: id,place,lon,lat\nb,,119.5,30.9\nn1,c1,119.6,30.9\nn2,c2,119.7,30.9\nn3,c3,119.4,30.9\n" \
    "road_edges: id,from,to,class\n" \
    "e11,n1,n1b,class1\ne12,n1,n2,class1\neb,b,b2,class1\neb3,b,n3,class1\ne21,n2,n1,class1\n" \
    "road_nodes: id,place,lon,lat\nb2,,119.5,31\nn1b,c1,119.6,31\n" \
    "road_works: id,kind,edges,limit_kmh\n" \
    "w1,speed,e11 e12,60\nw12,close,e12 e21,\nw1b,close,e11 eb,\nw3,close,eb3,\nwx,close,e11 w5-1,\n" \
    "stations: id,place\ns1,c1\n" \
    "facilities: id,kind,place\nh1,hospital,c1\nh3,school,c3\n" \
    "residents: id,place\nr2,c2\n" \
    "road_speeds: profile,class,limit_kmh,factor\ncar,class1,80,0.8\n" \
    "sources: id,title\ns1,paper\n" \
    "agreements: id,form,base,start_event\nd,referral,stated,signed\ne,referral,stated,signed\n" \
    "agreement_parties: agreement,party,place,role,alone_wan,source\n" \
    "d,a,c1,origin,7,s1\nd,b,c3,host,,s1\nd,park,,park,,s1\ne,a,,host,,s1\n" \
    "agreement_amounts: id,agreement,period,stream,kind,gross_wan,source\nam,d,2024,vat,actual,5,s1\n" \
    "medical_rules: id,insured,kind,deductible_wan,ratio\nm2,c2,inpatient,0.1,80%\n"

enum { GRANTS = 4 };

typedef struct {
    ch_arena arena;
    ch_zone *zone;
    ch_access access;
} scene;

static scene scene_of(const ch_grant *grant, size_t n)
{
    scene s = {.zone = make_zone(NULL, LAND)};
    assert_int_equal(ch_access_make(&s.arena, s.zone, grant, n, &s.access), CH_OK);
    return s;
}

static void end(scene *s)
{
    ch_arena_free(&s->arena);
    ch_zone_drop(s->zone);
}

static size_t row_of(const scene *s, ch_table_id table, const char *id)
{
    const size_t row = ch_zone_find(s->zone, table, ch_text_of(id));
    assert_true(row != SIZE_MAX);
    return row;
}

static bool sees_follow_up(const scene *s, const char *firm)
{
    const int column = ch_schema_find_column(ch_schema_table(CH_TABLE_firms), CH_TEXT("follow_up"));
    return ch_access_sees(&s->access, CH_TABLE_firms, row_of(s, CH_TABLE_firms, firm), (unsigned)column);
}

static void assert_sees(const char *place, const char *firms)
{
    static const char *const all[] = {"f1", "f2", "f3", "ft", "fy"};
    const ch_grant grant = {CH_READER, ch_text_of(place)};
    scene s = scene_of(&grant, 1);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (sees_follow_up(&s, all[i]) != (strstr(firms, all[i]) != NULL))
            fail_msg("reader of %s, firm %s", place, all[i]);
    end(&s);
}

static void a_reader_sees_internal_columns_of_his_place_and_what_lies_in_it(void **state)
{
    (void)state;
    assert_sees("c1", "f1 ft");
    assert_sees("c2", "f2");
    assert_sees("t", "ft");
    assert_sees("p", "f1 f2 ft");
    assert_sees("z", "");
    assert_sees("y", "fy");
    assert_sees("old", "f3"); /* a code that c3 had */
    assert_sees("zone", "f1 f2 f3 ft fy");
    assert_sees("nowhere", "");
    assert_sees("", "");
}

/* Everything that one may be asked of, one bit a column or row. */
static size_t count_columns(const scene *s, bool open_too)
{
    size_t n = 0;
    for (int id = 0; id < CH_TABLES; id++)
        for (size_t row = 0; row < s->zone->table[id]->rows; row++)
            for (unsigned c = 0; c < ch_schema_table((ch_table_id)id)->columns; c++) {
                const bool is_open = ch_schema_table((ch_table_id)id)->column[c].seen_by == CH_OPEN;
                const bool sees = ch_access_sees(&s->access, (ch_table_id)id, row, c);
                if (is_open)
                    assert_true(sees);
                n += sees && (open_too || !is_open);
            }
    return n;
}

static void anybody_sees_exactly_the_open_columns_and_changes_nothing(void **state)
{
    (void)state;
    scene s = scene_of(NULL, 0);
    assert_int_equal(count_columns(&s, false), 0);
    assert_true(count_columns(&s, true) > 0);
    for (int id = 0; id < CH_TABLES; id++)
        for (size_t row = 0; row < s.zone->table[id]->rows; row++)
            assert_false(ch_access_changes(&s.access, (ch_table_id)id, row));
    end(&s);
}

static void rows_of_no_place_are_the_whole_zones(void **state)
{
    (void)state;
    const ch_grant grant[] = {{CH_STEWARD, CH_TEXT("c1")}, {CH_READER, CH_TEXT("zone")}};
    scene s = scene_of(grant, 1);
    assert_true(ch_access_place(s.zone, CH_TABLE_segments, 0) == SIZE_MAX);
    assert_int_equal(ch_access_may(&s.access, CH_TABLE_segments, 0), CH_ANYBODY);
    assert_false(ch_access_changes(&s.access, CH_TABLE_segments, 0));
    end(&s);
    s = scene_of(grant, 2);
    assert_int_equal(ch_access_may(&s.access, CH_TABLE_segments, 0), CH_READER);
    assert_false(ch_access_changes(&s.access, CH_TABLE_segments, 0));
    end(&s);
}

static void an_editor_changes_rows_of_his_place_but_not_places(void **state)
{
    (void)state;
    const ch_grant grant[] = {{CH_EDITOR, CH_TEXT("c1")}, {CH_READER, CH_TEXT("c3")}};
    scene s = scene_of(grant, 2);
    assert_true(ch_access_changes(&s.access, CH_TABLE_firms, row_of(&s, CH_TABLE_firms, "f1")));
    assert_true(ch_access_changes(&s.access, CH_TABLE_firms, row_of(&s, CH_TABLE_firms, "ft")));
    assert_false(ch_access_changes(&s.access, CH_TABLE_firms, row_of(&s, CH_TABLE_firms, "f2")));
    assert_false(ch_access_changes(&s.access, CH_TABLE_firms, row_of(&s, CH_TABLE_firms, "f3")));
    assert_true(ch_access_changes(&s.access, CH_TABLE_projects, row_of(&s, CH_TABLE_projects, "j1")));
    assert_true(ch_access_changes(&s.access, CH_TABLE_firm_segments, 0));  /* of f1 */
    assert_false(ch_access_changes(&s.access, CH_TABLE_firm_segments, 1)); /* of f3 */
    assert_false(ch_access_changes(&s.access, CH_TABLE_places, row_of(&s, CH_TABLE_places, "c1")));
    end(&s);
}

static void places_and_rows_of_no_place_are_changed_by_a_steward_of_the_zone_alone(void **state)
{
    (void)state;
    for (int may = CH_READER; may <= CH_STEWARD; may++) {
        const ch_grant grant[] = {{(ch_may)may, CH_TEXT("zone")}, {CH_STEWARD, CH_TEXT("c1")}};
        scene s = scene_of(grant, 2);
        const bool all = may == CH_STEWARD;
        assert_int_equal(ch_access_changes(&s.access, CH_TABLE_places, row_of(&s, CH_TABLE_places, "c1")), all);
        assert_int_equal(ch_access_changes(&s.access, CH_TABLE_segments, 0), all);
        assert_int_equal(ch_access_changes(&s.access, CH_TABLE_firms, row_of(&s, CH_TABLE_firms, "f3")),
                         may >= CH_EDITOR);
        end(&s);
    }
}

/* Row of the place that a row belongs to, "" for the zone. */
static void assert_belongs(const scene *s, ch_table_id table, const char *id, const char *place)
{
    const size_t at = ch_access_place(s->zone, table, row_of(s, table, id));
    const ch_text found = at == SIZE_MAX ? CH_TEXT("") : s->zone->places.id[at];
    if (!ch_text_equal(found, ch_text_of(place)))
        fail_msg("%s belongs to %.*s", id, (int)found.len, found.at);
}

static void roads_belong_where_they_begin_and_works_where_all_their_roads_do(void **state)
{
    (void)state;
    scene s = scene_of(NULL, 0);
    assert_belongs(&s, CH_TABLE_road_nodes, "n1", "c1");
    assert_belongs(&s, CH_TABLE_road_nodes, "b", "");
    assert_belongs(&s, CH_TABLE_road_edges, "e12", "c1");
    assert_belongs(&s, CH_TABLE_road_edges, "e21", "c2");
    assert_belongs(&s, CH_TABLE_road_edges, "eb3", "c3"); /* from the border */
    assert_belongs(&s, CH_TABLE_road_edges, "eb", "");
    assert_belongs(&s, CH_TABLE_road_works, "w1", "c1");
    assert_belongs(&s, CH_TABLE_road_works, "w12", ""); /* reaches into two */
    assert_belongs(&s, CH_TABLE_road_works, "w1b", "");
    assert_belongs(&s, CH_TABLE_road_works, "w3", "c3");
    assert_belongs(&s, CH_TABLE_road_works, "wx", ""); /* where a street of an extract lies nobody knows here */
    assert_belongs(&s, CH_TABLE_stations, "s1", "c1");
    assert_belongs(&s, CH_TABLE_facilities, "h3", "c3");
    assert_belongs(&s, CH_TABLE_residents, "r2", "c2");
    assert_true(ch_access_place(s.zone, CH_TABLE_road_speeds, 0) == SIZE_MAX);
    end(&s);
}

static void an_editor_changes_roads_works_and_services_of_his_place(void **state)
{
    (void)state;
    const ch_grant grant = {CH_EDITOR, CH_TEXT("c1")};
    scene s = scene_of(&grant, 1);
    static const struct {
        ch_table_id table;
        const char *id;
        bool may;
    } row[] = {
        {CH_TABLE_road_nodes, "n1", true},   {CH_TABLE_road_nodes, "n2", false}, {CH_TABLE_road_nodes, "b", false},
        {CH_TABLE_road_edges, "e11", true},  {CH_TABLE_road_edges, "eb", false}, {CH_TABLE_road_works, "w1", true},
        {CH_TABLE_road_works, "w12", false}, {CH_TABLE_road_works, "w3", false}, {CH_TABLE_stations, "s1", true},
        {CH_TABLE_facilities, "h1", true},   {CH_TABLE_facilities, "h3", false}, {CH_TABLE_residents, "r2", false}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(ch_access_changes(&s.access, row[i].table, row_of(&s, row[i].table, row[i].id)), row[i].may);
    assert_false(ch_access_changes(&s.access, CH_TABLE_road_speeds, 0));
    end(&s);
}

static unsigned gross_column(void)
{
    return (unsigned)ch_schema_find_column(ch_schema_table(CH_TABLE_agreement_amounts), CH_TEXT("gross_wan"));
}

static bool sees_amount(const char *place)
{
    const ch_grant grant = {CH_READER, ch_text_of(place)};
    scene s = scene_of(&grant, 1);
    const bool sees = ch_access_sees(&s.access, CH_TABLE_agreement_amounts, 0, gross_column());
    assert_int_equal(sees, ch_access_may(&s.access, CH_TABLE_agreement_parties, 0) >= CH_READER);
    end(&s);
    return sees;
}

static void an_agreement_is_read_from_each_of_its_parties_places(void **state)
{
    (void)state;
    assert_true(sees_amount("c1"));
    assert_true(sees_amount("c3"));
    assert_true(sees_amount("p"));
    assert_true(sees_amount("zone"));
    assert_false(sees_amount("c2"));
    assert_false(sees_amount("t"));
}

static bool may_change_agreement(const ch_grant *grant, size_t n, const char *id)
{
    scene s = scene_of(grant, n);
    const bool may = ch_access_changes(&s.access, CH_TABLE_agreements, row_of(&s, CH_TABLE_agreements, id));
    end(&s);
    return may;
}

static void an_agreement_is_changed_by_an_editor_of_all_its_parties_places(void **state)
{
    (void)state;
    const ch_grant one = {CH_EDITOR, CH_TEXT("c1")}, both[] = {one, {CH_EDITOR, CH_TEXT("c3")}},
                   mixed[] = {{CH_STEWARD, CH_TEXT("c1")}, {CH_READER, CH_TEXT("c3")}},
                   everywhere = {CH_EDITOR, CH_TEXT("zone")};
    assert_false(may_change_agreement(NULL, 0, "d"));
    assert_false(may_change_agreement(&one, 1, "d"));
    assert_false(may_change_agreement(mixed, 2, "d"));
    assert_true(may_change_agreement(both, 2, "d"));
    assert_true(may_change_agreement(&everywhere, 1, "d"));
    assert_false(may_change_agreement(both, 2, "e")); /* nobody's place: the whole zone's */
}

/* What is marked as illustrative, itself or by its source, is open. */
static void what_is_invented_is_everybodys(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_access access;
    ch_zone *made = make_zone(NULL, "places: id,level\nc1,county\nz,zone\nzone: id,place,members\nzone,z,c1\n"

                                    "sources: id,title\ns1,paper\n"
                                    "agreements: id,form,base,start_event\nd,referral,stated,signed\n"
                                    "agreement_parties: agreement,party,place,role\nd,a,c1,host\n"
                                    "agreement_amounts: id,agreement,period,stream,kind,gross_wan,marks,source\n"
                                    "am,d,2024,vat,actual,5,,s1\nan,d,2025,vat,planned,5,illustrative,s1\n"
                                    "ao,d,2026,vat,planned,5,,illustrative\n");
    assert_int_equal(ch_access_make(&arena, made, NULL, 0, &access), CH_OK);
    assert_false(ch_access_sees(&access, CH_TABLE_agreement_amounts, 0, gross_column()));
    assert_true(ch_access_sees(&access, CH_TABLE_agreement_amounts, 1, gross_column()));
    assert_true(ch_access_sees(&access, CH_TABLE_agreement_amounts, 2, gross_column()));
    assert_false(ch_access_changes(&access, CH_TABLE_agreement_amounts, 1));
    ch_arena_free(&arena);
    ch_zone_drop(made);
}

/* ---- random zones */

enum { MOST_PLACES = 12 };

typedef struct {
    size_t places;
    int parent[MOST_PLACES];     /* an earlier place, or -1 */
    unsigned parts[MOST_PLACES]; /* bits of earlier places */
    char text[MOST_PLACES * 64];
} land;

static void draw_land(uint64_t *seed, land *of)
{
    *of = (land){.places = 3 + draw(seed, MOST_PLACES - 2)};
    size_t at = (size_t)snprintf(of->text, sizeof of->text, "places: id,level,parent,parts_in\n");
    for (size_t i = 0; i < of->places; i++) {
        of->parent[i] = i > 0 && draw(seed, 3) > 0 ? (int)draw(seed, (uint32_t)i) : -1;
        for (size_t j = 0; of->parent[i] < 0 && j < i; j++)
            of->parts[i] |= (unsigned)(draw(seed, 4) == 0) << j;
        at += (size_t)snprintf(of->text + at, sizeof of->text - at, "q%zu,county,", i);
        if (of->parent[i] >= 0)
            at += (size_t)snprintf(of->text + at, sizeof of->text - at, "q%d", of->parent[i]);
        at += (size_t)snprintf(of->text + at, sizeof of->text - at, ",");
        const char *between = "";
        for (size_t j = 0; j < i; j++)
            if (of->parts[i] >> j & 1) {
                at += (size_t)snprintf(of->text + at, sizeof of->text - at, "%sq%zu", between, j);
                between = " ";
            }
        at += (size_t)snprintf(of->text + at, sizeof of->text - at, "\n");
    }
    snprintf(of->text + at, sizeof of->text - at, "w,zone,,q0 q1\nzone: id,place,members\nx,w,q0 q1\n");
}

/* As place.h says it: in whatever the parent lies in, and in whatever all the parts lie in. */
static bool lies_in(const land *of, size_t a, size_t b)
{
    if (a == b || (of->parent[a] >= 0 && lies_in(of, (size_t)of->parent[a], b)))
        return true;
    bool all = of->parts[a] != 0;
    for (size_t j = 0; all && j < a; j++)
        all = !(of->parts[a] >> j & 1) || lies_in(of, j, b);
    return all;
}

static void assert_as_naively(const land *of, const ch_zone *zone, const ch_grant *grant, size_t n, uint8_t *before)
{
    ch_arena arena = {0};
    ch_access access;
    assert_int_equal(ch_access_make(&arena, zone, grant, n, &access), CH_OK);
    for (size_t i = 0; i < of->places; i++) {
        char id[24];
        snprintf(id, sizeof id, "q%zu", i);
        int most = CH_ANYBODY;
        for (size_t g = 0; g < n; g++) {
            const bool covers = ch_text_equal(grant[g].place, CH_TEXT("zone")) ||
                                lies_in(of, i, strtoul(grant[g].place.at + 1, NULL, 10));
            if (covers && (int)grant[g].may > most)
                most = (int)grant[g].may;
        }
        const size_t row = ch_zone_find_place(zone, ch_text_of(id));
        if (access.at[row] != most)
            fail_msg("%s: %d, expected %d in\n%s", id, access.at[row], most, of->text);
        assert_true(access.at[row] >= before[i]); /* one more grant hides nothing */
        before[i] = access.at[row];
    }
    ch_arena_free(&arena);
}

static void grants_on_random_zones_cover_what_lies_in_them_and_only_add(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t zones = 0;
    for (int round = 0; round < 600; round++) {
        land of;
        draw_land(&seed, &of);
        ch_zone *zone = NULL;
        ch_faults faults;
        const ch_err err = make_zone_try(NULL, of.text, &zone, &faults);
        ch_faults_free(&faults);
        if (err != CH_OK) /* a land that the program refuses */
            continue;
        zones++;
        char code[GRANTS][24];
        ch_grant grant[GRANTS];
        uint8_t before[MOST_PLACES] = {0};
        for (size_t g = 0; g < GRANTS; g++) {
            snprintf(code[g], sizeof code[g], "q%u", draw(&seed, (uint32_t)of.places));
            grant[g] =
                (ch_grant){(ch_may)(1 + draw(&seed, 3)), draw(&seed, 12) == 0 ? CH_TEXT("zone") : ch_text_of(code[g])};
            assert_as_naively(&of, zone, grant, g + 1, before);
        }
        ch_zone_drop(zone);
    }
    assert_true(zones > 300);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const ch_grant grant[] = {{CH_READER, CH_TEXT("c1")}, {CH_EDITOR, CH_TEXT("q")}};
    ch_zone *zone = make_zone(NULL, LAND);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        ch_access access;
        const ch_err err = ch_access_make(&arena, zone, grant, 2, &access);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_sees_internal_columns_of_his_place_and_what_lies_in_it),
        cmocka_unit_test(anybody_sees_exactly_the_open_columns_and_changes_nothing),
        cmocka_unit_test(rows_of_no_place_are_the_whole_zones),
        cmocka_unit_test(an_editor_changes_rows_of_his_place_but_not_places),
        cmocka_unit_test(places_and_rows_of_no_place_are_changed_by_a_steward_of_the_zone_alone),
        cmocka_unit_test(roads_belong_where_they_begin_and_works_where_all_their_roads_do),
        cmocka_unit_test(an_editor_changes_roads_works_and_services_of_his_place),
        cmocka_unit_test(an_agreement_is_read_from_each_of_its_parties_places),
        cmocka_unit_test(an_agreement_is_changed_by_an_editor_of_all_its_parties_places),
        cmocka_unit_test(what_is_invented_is_everybodys),
        cmocka_unit_test(grants_on_random_zones_cover_what_lies_in_them_and_only_add),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
