/* test_edit.c - what if, and what was known on a day: snapshots made of others. */
#include "changhe/edit.h"

#include "draw.h"
#include "failing.h"
#include "make_edits.h"
#include "make_zone.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define GROUND \
    "places: id,level,parent,parts_in\n" \
    "c1,county,p,\nc2,county,p,\np,prefecture,r,\nr,province,,\nz,zone,p,c1 c2\n" \
    "zone: id,place,members\nzone,z,c1 c2\n" \
    "place_history: old,new\nc0,c2\n" \
    "sources: id,title\nS0,t\nS1,t\n"

#define LAND GROUND "chains: id\nk\nsegments: id,chain,source\na,k,S0\nb,k,S1\nlinks: from,to\na,b\n"

/* m is the top of a group of four; its parts l and k lie between; f is alone. */
#define FIRMS \
    "firms: id,name_zh,place,parent,parent_name,role\n" \
    "m,Mother,c1,,,leader\nl,Left,c1,m,,\nr,Right,c2,m,,\nk,Kid,c2,l,,\nf,Friend,c1,,,\n" \
    "firm_segments: firm,segment,capacity\nm,a,\nl,a,5\nl,b,\nf,b,\n" \
    "ties: supplier,customer,evidence\nm,f,e1\nf,l,e2\n" \
    "signals: firm,kind,evidence\nm,expansion,e3\nm,growth,e3\n" \
    "projects: id,kind,place,firm\nw,industry,c1,f\n"

static void assert_text(ch_text text, const char *expected)
{
    if (!ch_text_equal(text, ch_text_of(expected)))
        fail_msg("found %.*s, expected %s", (int)text.len, text.at, expected);
}

static ch_err edit(const ch_zone *base, const char *text, ch_zone **zone, ch_faults *faults)
{
    ch_arena arena = {0};
    const ch_edits edits = make_edits(&arena, text);
    const ch_err err = ch_zone_edit(base, &edits, zone, faults);
    ch_arena_free(&arena);
    return err;
}

static ch_zone *edited(const ch_zone *base, const char *text)
{
    ch_zone *zone;
    ch_faults faults = {0};
    if (edit(base, text, &zone, &faults) != CH_OK) {
        ch_buf why = {0};
        ch_fault_print(&faults.list[0], &why);
        fail_msg("%.*s", (int)why.len, why.at);
    }
    return zone;
}

/* The zone of this text after these edits; the snapshot the edits were done on is dropped first. */
static ch_zone *changed(const char *base_text, const char *edits)
{
    ch_zone *base = make_zone(NULL, base_text), *zone = edited(base, edits);
    ch_zone_drop(base);
    return zone;
}

static ch_zone *as_of(const ch_zone *base, ch_date day)
{
    ch_zone *zone;
    ch_faults faults = {0};
    assert_int_equal(ch_zone_as_of(base, day, &zone, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    return zone;
}

static void assert_same(const ch_zone *a, const ch_zone *b)
{
    char one[17], other[17];
    ch_zone_digest(a, one);
    ch_zone_digest(b, other);
    assert_string_equal(one, other);
}

/* What the edits make of the zone is the zone of the other text. */
static void assert_makes(const char *base_text, const char *edits, const char *expected_text)
{
    ch_zone *zone = changed(base_text, edits), *expected = make_zone(NULL, expected_text);
    for (int id = 0; id < CH_TABLES; id++)
        if (zone->table[id]->digest != expected->table[id]->digest)
            fail_msg("table %s differs after %s", ch_schema_table((ch_table_id)id)->name, edits);
    assert_same(zone, expected);
    ch_zone_drop(zone);
    ch_zone_drop(expected);
}

enum { CROWD = 5000, TURNS = 40 };

/* Firms of which the first gone are not there, those below changed have a note, and added come last. */
static ch_zone *make_crowd(size_t gone, size_t changed_from, size_t changed_to, size_t added)
{
    ch_buf text = {0};
    ch_buf_adds(&text, GROUND "firms: id,name_zh,place,note\n");
    for (size_t i = gone; i < CROWD; i++)
        ch_buf_addf(&text, "f%04zu,Firm %zu,c1,%s\n", i, i, i >= changed_from && i < changed_to ? "new" : "");
    for (size_t i = 0; i < added; i++)
        ch_buf_addf(&text, "x%02zu,Firm,c2,\n", i);
    ch_buf_addc(&text, '\0');
    ch_zone *zone = make_zone(NULL, text.at);
    ch_buf_free(&text);
    return zone;
}

/* Turn by turn more texts are shared with what was before, until a table is made anew. */
static void edits_upon_edits_are_the_rows_put_at_once(void **state)
{
    ch_zone *zone = make_crowd(0, 0, 0, 0);
    for (size_t turn = 0; turn < TURNS; turn++) {
        char text[200];
        snprintf(text, sizeof text,
                 "-firms: id=f%04zu\n+firms: id=f%04zu note=new\n+firms: id=x%02zu name_zh=Firm place=c2 "
                 "source=illustrative\n",
                 turn, 3000 + turn, turn);
        ch_zone *next = edited(zone, text), *expected = make_crowd(turn + 1, 3000, 3001 + turn, turn + 1);
        assert_same(next, expected);
        for (size_t row = 0; row < next->firms.rows; row += 97)
            assert_int_equal(ch_zone_find(next, CH_TABLE_firms, next->firms.id[row]), row);
        ch_zone_drop(expected);
        ch_zone_drop(zone);
        zone = next;
    }
    ch_zone_drop(zone);
}

static ch_faults faults_of(const char *base_text, const char *edits)
{
    ch_zone *base = make_zone(NULL, base_text), *zone = base;
    ch_faults faults = {0};
    char before[17], after[17];
    ch_zone_digest(base, before);
    assert_int_equal(edit(base, edits, &zone, &faults), CH_EDATA);
    assert_null(zone);
    ch_zone_digest(base, after);
    assert_string_equal(before, after);
    ch_zone_drop(base);
    return faults;
}

static void assert_one_fault(const char *edits, uint32_t line, const char *found, ch_want want, const char *detail)
{
    ch_faults faults = faults_of(LAND FIRMS, edits);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, want, line, found, detail), 1);
    ch_faults_free(&faults);
}

static ch_text firm_cell(const ch_zone *zone, const ch_text *column, const char *id)
{
    return column[ch_zone_find(zone, CH_TABLE_firms, ch_text_of(id))];
}

/* ---- upserts */

static void no_edit_shares_every_table(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, LAND FIRMS), *zone = edited(base, "");
    for (int id = 0; id < CH_TABLES; id++)
        assert_ptr_equal(zone->table[id], base->table[id]);
    ch_zone_drop(base);
    assert_int_equal(zone->firms.rows, 5);
    ch_zone_drop(zone);
}

static void only_edited_tables_are_made_anew(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, LAND FIRMS);
    ch_zone *zone = edited(base, "+firms: id=f role=head\n-links: from=a to=b\n");
    for (int id = 0; id < CH_TABLES; id++) {
        const bool is_edited = id == CH_TABLE_firms || id == CH_TABLE_links;
        assert_int_equal(zone->table[id] != base->table[id], is_edited);
    }
    assert_int_equal(base->links.rows, 1);
    assert_int_equal(zone->links.rows, 0);
    ch_zone_drop(zone);
    ch_zone_drop(base);
}

static void an_upsert_changes_the_named_cells_alone(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "+firms: id=m role= place=c2 name_en=New~Name\n");
    assert_text(firm_cell(zone, zone->firms.name_zh, "m"), "Mother");
    assert_text(firm_cell(zone, zone->firms.name_en, "m"), "New Name");
    assert_text(firm_cell(zone, zone->firms.place, "m"), "c2");
    assert_text(firm_cell(zone, zone->firms.source, "m"), "illustrative");
    assert_int_equal(zone->firms.role[ch_zone_find(zone, CH_TABLE_firms, CH_TEXT("m"))], CH_role_NONE);
    assert_int_equal(zone->firms.rows, 5);
    ch_zone_drop(zone);
}

static void an_upsert_adds_a_row_and_later_ones_go_on_with_it(void **state)
{
    (void)state;
    assert_makes(LAND,
                 "+firm_segments: firm=n segment=a\n+firms: id=n place=c1\n+firms: id=n name_zh=n source=illustrative\n"
                 "+firm_segments: firm=n segment=a capacity=7\n",
                 LAND "firms: id,place\nn,c1\nfirm_segments: firm,segment,capacity\nn,a,7\n");
}

static void upserts_of_keys_that_hold_words_meet_their_row(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "+signals: firm=m kind=growth evidence=e3 x=0.5\n"
                                        "+signals: firm=f kind=growth evidence=e3 source=S0\n"
                                        "+signals: firm=f kind=growth evidence=e3 x=0.25\n");
    assert_int_equal(zone->signals.rows, 3);
    assert_true(zone->signals.x[0] == 0.25);
    assert_true(zone->signals.x[2] == 0.5);
    ch_zone_drop(zone);
}

/* Also when their keys differ in the last of eight bytes alone. */
static void many_new_rows_are_each_found_again(void **state)
{
    (void)state;
    enum { NEW = 20000 };
    ch_buf text = {0};
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < NEW; i++)
            ch_buf_addf(&text, "+firms: id=new%05d name_zh=n%d place=c%d source=S0\n", i, i, 1 + (i + round) % 2);
    ch_buf_addc(&text, '\0');
    ch_zone *zone = changed(LAND, text.at);
    assert_int_equal(zone->firms.rows, NEW);
    for (size_t i = 0; i < NEW; i++)
        assert_text(zone->firms.place[i], i % 2 == 0 ? "c2" : "c1");
    ch_zone_drop(zone);
    ch_buf_free(&text);
}

static void old_codes_in_edits_are_followed_also_in_keys(void **state)
{
    (void)state;
    assert_makes(LAND, "+firms: id=n name_zh=n place=c0 source=illustrative\n", LAND "firms: id,place\nn,c2\n");
    ch_zone *zone = changed(LAND, "+places: id=d name_zh=d level=county source=S0\n+places: id=d parent=c0\n");
    assert_text(zone->places.parent[ch_zone_find(zone, CH_TABLE_places, CH_TEXT("d"))], "c2");
    ch_zone_drop(zone);
}

/* A code is followed as soon as it leads to a place, and no longer than that. */
static void old_codes_in_edits_that_lead_to_no_place_stay_as_typed(void **state)
{
    (void)state;
    const char *land = LAND "place_history: old,new\nx,y\ny,c9\n";
    const char *firm = "+firms: id=n name_zh=n place=x source=S0\n";
    const char *place = "+places: id=c9 name_zh=c9 level=county source=S0\n";
    for (size_t i = 0; i < 2; i++) {
        ch_buf text = {0};
        ch_buf_addf(&text, "%s%s", i == 0 ? firm : place, i == 0 ? place : firm);
        ch_buf_addc(&text, '\0');
        ch_zone *zone = changed(land, text.at);
        assert_text(firm_cell(zone, zone->firms.place, "n"), "c9");
        ch_zone_drop(zone);
        ch_buf_free(&text);
    }
    ch_faults faults = faults_of(land, firm);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 1, "x", "places"), 1);
    ch_faults_free(&faults);
}

/* No cell may be followed along all of the chain. */
static void old_codes_in_many_edits_are_followed_in_bearable_time(void **state)
{
    (void)state;
    enum { CODES = 20000, NEW = 10000 };
    ch_buf text = {0}, edits = {0};
    ch_buf_adds(&text, GROUND "place_history: old,new\n");
    for (unsigned i = 0; i < CODES - 1; i++)
        ch_buf_addf(&text, "h%05u,h%05u\n", i, i + 1);
    ch_buf_addf(&text, "h%05u,c2\n", CODES - 1);
    for (unsigned i = 0; i < NEW; i++)
        ch_buf_addf(&edits, "+firms: id=n%05u name_zh=n place=h%05u source=S0\n", i, i % 100);
    ch_buf_addc(&text, '\0');
    ch_buf_addc(&edits, '\0');
    ch_zone *zone = changed(text.at, edits.at);
    assert_int_equal(zone->firms.rows, NEW);
    for (size_t i = 0; i < NEW; i++)
        assert_text(zone->firms.place[i], "c2");
    ch_zone_drop(zone);
    ch_buf_free(&edits);
    ch_buf_free(&text);
}

static void a_new_code_of_a_place_reaches_every_table(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "+place_history: old=c1 new=c9 source=S0\n-places: id=c1\n"
                                        "+places: id=c9 name_zh=c9 level=county source=S0\n");
    assert_text(zone->zone.members[0], "c9 c2");
    assert_text(zone->places.parts_in[ch_zone_find(zone, CH_TABLE_places, CH_TEXT("z"))], "c9 c2");
    assert_text(firm_cell(zone, zone->firms.place, "m"), "c9");
    assert_text(firm_cell(zone, zone->firms.place, "r"), "c2");
    ch_zone_drop(zone);
}

/* ---- deletes */

static void a_delete_takes_with_it_the_rows_whose_keys_name_it(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "-firms: id=m\n");
    assert_int_equal(zone->firms.rows, 4);
    assert_int_equal(zone->firm_segments.rows, 3);
    assert_int_equal(zone->ties.rows, 1);
    assert_text(zone->ties.evidence[0], "e2");
    assert_int_equal(zone->signals.rows, 0);
    ch_zone_drop(zone);

    zone = changed(LAND FIRMS, "-segments: id=b\n");
    assert_int_equal(zone->links.rows, 0);
    assert_int_equal(zone->firm_segments.rows, 2);
    ch_zone_drop(zone);
}

static void firms_under_a_deleted_one_move_up(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "-firms: id=l\n");
    assert_text(firm_cell(zone, zone->firms.parent, "k"), "m");
    assert_text(firm_cell(zone, zone->firms.parent_name, "k"), "");
    ch_zone_drop(zone);
}

/* However the top goes, and in whatever order, those who were under it share one name. */
static void firms_left_without_a_parent_stay_one_group_by_its_name(void **state)
{
    (void)state;
    static const char *const edits[] = {"-firms: id=m\n", "-firms: id=m\n-firms: id=l\n",
                                        "-firms: id=l\n-firms: id=m\n",
                                        "-firms: id=l\n+firms: id=f role=head\n-firms: id=m\n"};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ch_zone *zone = changed(LAND FIRMS, edits[i]);
        assert_text(firm_cell(zone, zone->firms.parent, "r"), "");
        assert_text(firm_cell(zone, zone->firms.parent_name, "r"), "Mother");
        const char *other = i == 0 ? "l" : "k";
        assert_text(firm_cell(zone, zone->firms.parent, other), "");
        assert_text(firm_cell(zone, zone->firms.parent_name, other), "Mother");
        assert_text(firm_cell(zone, zone->firms.parent_name, "f"), "");
        ch_zone_drop(zone);
    }
}

static void firms_take_the_name_of_a_parent_outside_before_that_of_the_deleted_one(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "+firms: id=m parent_name=Outside\n-firms: id=m\n");
    assert_text(firm_cell(zone, zone->firms.parent_name, "l"), "Outside");
    assert_text(firm_cell(zone, zone->firms.parent_name, "r"), "Outside");
    assert_text(firm_cell(zone, zone->firms.parent_name, "k"), "");
    ch_zone_drop(zone);
}

static void places_under_a_deleted_one_move_up(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND, "-places: id=p\n");
    for (size_t i = 0; i < zone->places.rows; i++)
        assert_text(zone->places.parent[i], i == 2 ? "" : "r");
    ch_zone_drop(zone);
}

static void a_row_added_after_its_delete_begins_afresh(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "-firms: id=m\n+firms: id=m name_zh=Again place=c2 source=S0\n");
    assert_text(firm_cell(zone, zone->firms.name_zh, "m"), "Again");
    assert_int_equal(zone->firms.role[ch_zone_find(zone, CH_TABLE_firms, CH_TEXT("m"))], CH_role_NONE);
    assert_text(firm_cell(zone, zone->firms.parent, "l"), "");
    assert_int_equal(zone->signals.rows, 0);
    ch_zone_drop(zone);
}

static void a_row_added_can_be_deleted_again(void **state)
{
    (void)state;
    assert_makes(LAND FIRMS,
                 "+firms: id=n name_zh=n place=c1 source=S0\n+firm_segments: firm=n segment=a\n-firms: id=n\n",
                 LAND FIRMS);
    assert_makes(LAND FIRMS,
                 "+firms: id=n name_zh=n place=c1 source=S0\n-firms: id=n\n+firms: id=n name_zh=n place=c2 source=S0\n"
                 "-firms: id=n\n",
                 LAND FIRMS);
}

/* Whatever brought the name: the row itself, an upsert before or after a delete, another's moving up. */
static void rows_that_edits_put_under_another_move_up_too(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "-firms: id=l\n+firms: id=f parent=r\n-firms: id=r\n",
        "+firms: id=f parent=n\n-firms: id=k\n+firms: id=n name_zh=n place=c1 source=S0 parent=m\n-firms: id=n\n",
        "-firms: id=l\n+firms: id=f parent=l\n+firms: id=l name_zh=l place=c1 source=S0 parent=m\n-firms: id=l\n",
        "-firms: id=f\n+firms: id=f name_zh=f place=c1 source=S0 parent=l\n-firms: id=r\n+projects: id=w firm=m\n"
        "-firms: id=l\n",
        "-firms: id=r\n+firms: id=f parent=k\n-firms: id=k\n+firms: id=f role=head\n-firms: id=l\n",
        "-firms: id=r\n+firms: id=f parent=l\n+firms: id=f parent=k\n+firms: id=f parent=l\n-firms: id=k\n"
        "+firms: id=m role=head\n-firms: id=l\n",
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ch_zone *zone = changed(LAND FIRMS, edits[i]);
        assert_text(firm_cell(zone, zone->firms.parent, "f"), "m");
        ch_zone_drop(zone);
    }
    ch_zone *zone = changed(LAND, "-places: id=c1\n+zone: id=zone members=c2\n+places: id=z parts_in=c2\n"
                                  "+places: id=c1 name_zh=c1 level=county source=S0 parent=p\n-places: id=p\n"
                                  "+places: id=z name_zh=z\n-places: id=r\n");
    for (size_t i = 0; i < zone->places.rows; i++)
        assert_text(zone->places.parent[i], "");
    ch_zone_drop(zone);
}

/* A firm under a circle of deleted ones goes on naming one of them, and moves up once that is there again. */
static void rows_left_under_a_circle_move_up_later(void **state)
{
    (void)state;
    ch_zone *zone = changed(LAND FIRMS, "+firms: id=m parent=l\n-firms: id=l\n-firms: id=m\n"
                                        "+firms: id=l name_zh=l place=c1 source=S0\n"
                                        "+firms: id=m name_zh=m place=c1 source=S0\n"
                                        "-firms: id=l\n+firms: id=f role=head\n-firms: id=m\n");
    assert_int_equal(zone->firms.rows, 3);
    for (size_t i = 0; i < zone->firms.rows; i++)
        assert_text(zone->firms.parent[i], "");
    ch_zone_drop(zone);
}

static void rows_that_edits_added_leave_with_what_their_keys_name(void **state)
{
    (void)state;
    assert_makes(LAND FIRMS,
                 "-firms: id=m\n+ties: supplier=k customer=f evidence=e source=S0\n-firms: id=l\n"
                 "+firm_segments: firm=k segment=a\n+firm_segments: firm=r segment=a\n"
                 "-firm_segments: firm=k segment=a\n+firm_segments: firm=k segment=a\n-firms: id=k\n",
                 LAND "firms: id,name_zh,place,parent_name\nr,Right,c2,Mother\nf,Friend,c1,\n"
                      "firm_segments: firm,segment\nr,a\nf,b\nprojects: id,kind,place,firm\nw,industry,c1,f\n");
}

/* Deletes cascade once; this is why that is enough. */
static void no_key_names_a_row_whose_key_names_another(void **state)
{
    (void)state;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; i < kind->keys; i++) {
            if (kind->column[i].to < 0)
                continue;
            const ch_table_kind *named = ch_schema_table((ch_table_id)kind->column[i].to);
            assert_int_equal(named->keys, 1);
            assert_int_equal(named->column[0].to, -1);
        }
    }
}

/* ---- faults */

static void a_row_still_named_elsewhere_cannot_go(void **state)
{
    (void)state;
    assert_one_fault("+firms: id=m role=\n-sources: id=S1\n", 2, "S1", CH_WANT_UNUSED, "segments b");
    ch_faults faults = faults_of(LAND FIRMS, "-places: id=c2\n");
    assert_int_equal(faults.count, 3);
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 1, "c2", "zone zone"), 1);
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 1, "c2", "firms k"), 1);
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 1, "c2", "firms r"), 1);
    ch_faults_free(&faults);
}

static void cells_that_may_be_empty_let_a_deleted_row_go(void **state)
{
    (void)state;
    static const char *const edits[] = {"-firms: id=f\n",
                                        "+projects: id=w firm=m\n+projects: id=w firm=f\n-firms: id=f\n",
                                        "-firms: id=f\n+firms: id=f name_zh=f place=c1 source=S0\n-firms: id=f\n",
                                        "+projects: id=w segments=b\n-segments: id=b\n-firms: id=f\n"};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ch_zone *zone = changed(LAND FIRMS, edits[i]);
        assert_text(zone->projects.firm[0], "");
        assert_text(zone->projects.segments[0], "");
        ch_zone_drop(zone);
    }
    ch_zone *zone = changed(LAND FIRMS, "-firms: id=f\n+firms: id=f name_zh=f place=c2 source=S0\n");
    assert_text(zone->projects.firm[0], "f");
    ch_zone_drop(zone);

    zone = changed(LAND FIRMS "districts: id,covers\nd,c1 r p r\n", "-places: id=r\n");
    assert_text(zone->districts.covers[0], "c1 p");
    ch_zone_drop(zone);
}

static void a_list_of_edits_without_a_lasting_delete_empties_nothing(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, LAND FIRMS);
    ch_zone *zone = edited(base, "-firms: id=f\n+firms: id=f name_zh=f place=c2 source=S0\n");
    assert_ptr_equal(zone->table[CH_TABLE_projects], base->table[CH_TABLE_projects]);
    ch_zone_drop(zone);
    ch_zone_drop(base);
}

/* What somebody writes on purpose is not taken away behind their back. */
static void a_cell_put_after_the_row_it_names_went_is_told(void **state)
{
    (void)state;
    assert_one_fault("-firms: id=m\n+projects: id=w firm=m\n", 1, "m", CH_WANT_UNUSED, "projects w");
    assert_one_fault("-firms: id=m\n+firms: id=f parent=m\n", 1, "m", CH_WANT_UNUSED, "firms f");
}

/* Empty means everywhere there: the survey would say more than anybody looked for. */
static void a_survey_keeps_what_it_names(void **state)
{
    (void)state;
    static const char *const column[] = {"place", "chain", "segment"}, *const named[] = {"r", "j", "b"};
    static const char *const edits[] = {"-places: id=r\n", "-chains: id=j\n", "-segments: id=b\n"};
    for (size_t i = 0; i < 3; i++) {
        ch_buf text = {0};
        ch_buf_addf(&text, GROUND "chains: id\nk\nj\nsegments: id,chain\na,k\nb,k\nsurveys: id,%s\ns,%s\n", column[i],
                    named[i]);
        ch_buf_addc(&text, '\0');
        ch_faults faults = faults_of(text.at, edits[i]);
        assert_int_equal(faults.count, 1);
        assert_int_equal(told(&faults, CH_WANT_UNUSED, 1, named[i], "surveys s"), 1);
        ch_faults_free(&faults);
        ch_buf_free(&text);
    }
}

static void a_row_named_elsewhere_can_go_when_the_others_let_it_go(void **state)
{
    (void)state;
    static const char *const edits[] = {"-firms: id=f\n+projects: id=w firm=\n",
                                        "+projects: id=w firm=\n-firms: id=f\n", "-firms: id=f\n-projects: id=w\n",
                                        "-firms: id=f\n+firms: id=f name_zh=f place=c1 source=S0\n"};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        ch_zone_drop(changed(LAND FIRMS, edits[i]));
}

static void deleting_a_row_that_is_not_there_is_a_fault(void **state)
{
    (void)state;
    assert_one_fault("-firms: id=x\n", 1, "x", CH_WANT_ROW, "");
    assert_one_fault("-firms: id=k\n-firms: id=k\n", 2, "k", CH_WANT_ROW, "");
    assert_one_fault("-firms: id=m\n-signals: firm=m kind=growth evidence=e3\n", 2, "m growth e3", CH_WANT_ROW, "");
    assert_one_fault("-ties: supplier=m customer=f evidence=e9\n", 1, "m f e9", CH_WANT_ROW, "");
    assert_one_fault("-signals: firm=m kind=bogus evidence=e3\n", 1, "m bogus e3", CH_WANT_ROW, "");
}

static void every_fault_of_the_edits_is_told(void **state)
{
    (void)state;
    ch_faults faults =
        faults_of(LAND FIRMS, "+firms: id=m role=boss\n-firms: id=x\n+firms: id=l parent=y\n"
                              "+firm_segments: firm=r segment=a capacity=many\n+links: from=b to=a source=S0\n"
                              "-sources: id=S1\n+assumptions: id=beta value=3\n");
    assert_int_equal(told(&faults, CH_WANT_WORD, 1, "boss", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_ROW, 2, "x", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 3, "y", "firms"), 1);
    assert_int_equal(told(&faults, CH_WANT_NUMBER, 4, "many", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 5, "a", "a > b > a"), 1);
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 6, "S1", "segments b"), 1);
    assert_int_equal(told(&faults, CH_WANT_RANGE, 7, "3", "0..1, < 1"), 1);
    assert_int_equal(faults.count, 7);
    ch_faults_free(&faults);
}

static void a_new_row_needs_its_required_cells(void **state)
{
    (void)state;
    ch_faults faults = faults_of(LAND FIRMS, "+firms: id=n place=c1\n+links: from=a\n");
    assert_int_equal(told(&faults, CH_WANT_VALUE, 1, "", NULL), 2);
    assert_true(told(&faults, CH_WANT_VALUE, 2, "", NULL) >= 1);
    ch_faults_free(&faults);
}

static void a_row_without_a_required_cell_hides_no_other_fault(void **state)
{
    (void)state;
    ch_faults faults =
        faults_of(LAND FIRMS, "+firms: id=n place=c1\n+firms: id=l parent=y\n"
                              "+firm_segments: firm=n segment=a\n+firms: id=r parent=n\n-sources: id=S1\n"
                              "+links: from=b to=a source=S0\n+firm_segments: firm=x segment=a\n"
                              "+sources: id=S0 title=\n");
    assert_int_equal(told(&faults, CH_WANT_VALUE, 1, "", NULL), 2);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 2, "y", "firms"), 1);
    assert_int_equal(told(&faults, CH_WANT_UNUSED, 5, "S1", "segments b"), 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 6, "a", "a > b > a"), 1);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 7, "x", "firms"), 1);
    assert_int_equal(told(&faults, CH_WANT_VALUE, 8, "", NULL), 1);
    assert_int_equal(faults.count, 7);
    ch_faults_free(&faults);
}

/* An empty cell lies in no range and agrees with no other. */
static void what_follows_from_an_empty_cell_is_not_told_too(void **state)
{
    (void)state;
    assert_one_fault("+assumptions: id=beta\n", 1, "", CH_WANT_VALUE, "");
    assert_one_fault("+assumptions: id=beta value=much\n", 1, "much", CH_WANT_NUMBER, "");
    assert_one_fault("+segments: id=a need=much typical=1\n", 1, "much", CH_WANT_NUMBER, "");
    assert_one_fault("+segments: id=a need=much typical=1\n+segments: id=b need=5 typical=1\n-links: from=a to=b\n"
                     "+same_as: a=a b=b relation=same~product source=S0\n",
                     1, "much", CH_WANT_NUMBER, "");
    assert_one_fault("+places: id=q name_zh=q source=S0\n+firms: id=m zone=q\n", 1, "", CH_WANT_VALUE, "");
    ch_faults faults = faults_of(LAND, "+assumptions: id=beta\n+assumptions: id=tie value=7\n");
    assert_int_equal(told(&faults, CH_WANT_VALUE, 1, "", NULL), faults.count - 1);
    assert_int_equal(told(&faults, CH_WANT_RANGE, 2, "7", NULL), 1);
    ch_faults_free(&faults);
}

static void faults_are_told_behind_those_of_the_caller(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, LAND FIRMS), *zone;
    ch_faults faults = {0};
    const ch_at at = {CH_TEXT("edits"), 1, 1};
    assert_int_equal(ch_fault_add(&faults, at, CH_TEXT("parent"), CH_TEXT(""), CH_WANT_VALUE, CH_TEXT("")), CH_EDATA);
    assert_int_equal(edit(base, "+firms: id=l role=head\n", &zone, &faults), CH_OK);
    ch_zone_drop(zone);
    assert_int_equal(edit(base, "+firms: id=l parent=y\n", &zone, &faults), CH_EDATA);
    assert_int_equal(faults.count, 2);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 1, "y", "firms"), 1);
    ch_faults_free(&faults);
    ch_zone_drop(base);
}

static void circles_that_edits_make_are_told_or_deleted_again(void **state)
{
    (void)state;
    assert_one_fault("+firms: id=m parent=k\n", 1, "k", CH_WANT_TREE, "k > l > m > k");
    /* k is above itself by way of l and m, which go; then it is its own parent. */
    ch_faults faults = faults_of(LAND FIRMS, "+firms: id=m parent=k\n-firms: id=l\n-firms: id=m\n");
    assert_int_equal(told(&faults, CH_WANT_TREE, 2, "k", "k > k"), 1);
    ch_faults_free(&faults);
    /* l and m are above each other and go: what lies under them names one that went. */
    faults = faults_of(LAND FIRMS, "+firms: id=m parent=l\n-firms: id=l\n-firms: id=m\n");
    assert_true(told(&faults, CH_WANT_UNUSED, 0, NULL, "firms k") == 1);
    assert_true(told(&faults, CH_WANT_UNUSED, 0, NULL, "firms r") == 1);
    ch_faults_free(&faults);
    ch_zone_drop(changed(LAND FIRMS, "+firms: id=m parent=k\n+firms: id=m parent=\n"));
}

static void a_disagreement_that_a_new_pair_brings_is_told_at_the_pair(void **state)
{
    (void)state;
    ch_faults faults =
        faults_of(LAND, "+segments: id=a need=5 typical=1\n+same_as: a=a b=b relation=same~product source=S0\n");
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 2, "", "need"), 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 2, "", "typical"), 1);
    ch_faults_free(&faults);
}

/* The rows at fault came with the base; an edit brought the fault about. */
static void what_edits_bring_about_in_other_rows_is_told_at_the_edit(void **state)
{
    (void)state;
    /* a pair closes a circle of links that nobody changed */
    static const char more[] = GROUND "chains: id\nk\nsegments: id,chain\na,k\nb,k\nc,k\nlinks: from,to\na,b\nb,c\n";
    ch_faults faults =
        faults_of(more, "+segments: id=a name_en=A\n+same_as: a=c b=a relation=same~product source=S0\n");
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_LOOP, 2, NULL, "a > b > a"), 1);
    ch_faults_free(&faults);
    /* the edited row lies on the circle, but is not the one that closes it in the walk */
    assert_one_fault(
        "+firms: id=f role=head\n+firms: id=k parent=m\n+firms: id=m parent=r\n+firms: id=r parent_name=R\n", 4, "m",
        CH_WANT_TREE, "m > r > m");
    assert_one_fault("+places: id=r parent=c1\n", 1, NULL, CH_WANT_TREE, NULL);
    /* where no row tells, the only edit, or the file of all */
    static const char pair[] =
        GROUND "chains: id\nk\nj\nsegments: id,chain\na,k\nb,k\nsurveys: id,chain,segment\ns,k,a\n";
    faults = faults_of(pair, "+segments: id=a chain=j\n");
    assert_int_equal(told(&faults, CH_WANT_CHAIN_SEGMENT, 1, "a", "k"), 1);
    assert_text(faults.list[0].at.file, "edits");
    ch_faults_free(&faults);
    faults = faults_of(pair, "+segments: id=a chain=j\n+segments: id=b need_unit=t\n");
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].at.line, 0);
    assert_text(faults.list[0].at.file, "edits");
    ch_faults_free(&faults);
}

static void a_disagreement_that_a_change_brings_is_told_at_the_change(void **state)
{
    (void)state;
    ch_faults faults = faults_of(GROUND "chains: id\nk\nsegments: id,chain\na,k\nb,k\n"
                                        "same_as: a,b,relation\na,b,same product\n",
                                 "+segments: id=a name_en=A\n+segments: id=a need_unit=t\n");
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_AGREEMENT, 2, "", "need_unit"), 1);
    ch_faults_free(&faults);
}

/* ---- as of a day */

#define DATED \
    LAND "firms: id,place,parent,as_of\nm,c1,,2020\nl,c1,m,2023-06\nk,c1,l,\nf,c1,,2024-02-01\n" \
         "firm_segments: firm,segment,as_of\nm,a,2024\nl,a,\nk,b,2019\n" \
         "ties: supplier,customer,evidence\nm,f,e1\nm,k,e2\n" \
         "projects: id,kind,place,firm\nw,industry,c1,f\nv,industry,c1,m\n"

static void rows_known_later_are_left_out_with_all_that_hangs_on_them(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, DATED), *zone = as_of(base, 20230500);
    assert_int_equal(zone->firms.rows, 2);
    assert_text(firm_cell(zone, zone->firms.parent, "k"), "m");
    assert_int_equal(zone->firm_segments.rows, 1);
    assert_text(zone->firm_segments.firm[0], "k");
    assert_int_equal(zone->ties.rows, 1);
    assert_text(zone->ties.evidence[0], "e2");
    assert_text(zone->projects.firm[0], "m");
    assert_text(zone->projects.firm[1], "");
    assert_ptr_equal(zone->table[CH_TABLE_places], base->table[CH_TABLE_places]);
    ch_zone_drop(zone);
    ch_zone_drop(base);
}

static void a_day_is_as_exact_as_it_is_written(void **state)
{
    (void)state;
    static const struct {
        ch_date day;
        size_t firms;
    } cases[] = {{20190000, 1}, {20200000, 2}, {20230500, 2}, {20230600, 3}, {20230000, 3},
                 {20240131, 3}, {20240200, 4}, {20240201, 4}, {0, 4}};
    ch_zone *base = make_zone(NULL, DATED);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch_zone *zone = as_of(base, cases[i].day);
        assert_int_equal(zone->firms.rows, cases[i].firms);
        ch_zone_drop(zone);
    }
    ch_zone_drop(base);
}

static void a_day_after_everything_shares_every_table(void **state)
{
    (void)state;
    static const ch_date late[] = {0, 20300000};
    ch_zone *base = make_zone(NULL, DATED);
    for (size_t i = 0; i < 2; i++) {
        ch_zone *zone = as_of(base, late[i]);
        for (int id = 0; id < CH_TABLES; id++)
            assert_ptr_equal(zone->table[id], base->table[id]);
        ch_zone_drop(zone);
    }
    ch_zone_drop(base);
}

static void leaving_out_what_is_left_out_already_changes_nothing(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, DATED), *once = as_of(base, 20200000), *twice = as_of(once, 20200000);
    assert_same(once, twice);
    ch_zone_drop(twice);
    ch_zone_drop(once);
    ch_zone_drop(base);
}

/* What may be emptied when dated rows go is optional: else a day could make a zone unsound. */
static void no_required_cell_names_a_row_of_a_dated_table(void **state)
{
    (void)state;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; i < kind->columns; i++)
            if (kind->column[i].to >= 0 && ch_schema_table((ch_table_id)kind->column[i].to)->dated)
                assert_int_not_equal(kind->column[i].need, CH_REQUIRED);
    }
}

/* ---- laws on random edits */

enum { DRAWN = 6, SEGMENTS = 2, OUTSIDE = 2 };

/* Firms f0 to f5 as the edits leave them, done here one by one and cell by cell. */
typedef struct {
    bool there[DRAWN], fills[DRAWN][SEGMENTS], tied[DRAWN][DRAWN];
    char name[DRAWN][8], parent_name[DRAWN][8];
    int parent[DRAWN]; /* a smaller one, or -1 */
    int place[DRAWN];
} naive;

static void forget_firm(naive *n, int firm)
{
    for (int i = 0; i < DRAWN; i++) {
        n->tied[firm][i] = n->tied[i][firm] = false;
        if (!n->there[i] || n->parent[i] != firm || i == firm)
            continue;
        n->parent[i] = n->parent[firm];
        if (n->parent[firm] < 0)
            strcpy(n->parent_name[i], n->parent_name[firm][0] ? n->parent_name[firm] : n->name[firm]);
    }
    for (int i = 0; i < SEGMENTS; i++)
        n->fills[firm][i] = false;
    n->there[firm] = false;
    n->parent_name[firm][0] = '\0';
    n->parent[firm] = -1;
}

static void draw_firm(naive *n, int firm, uint64_t *seed, ch_buf *edits)
{
    n->place[firm] = 1 + (int)draw(seed, 2);
    snprintf(n->name[firm], sizeof n->name[firm], "N%u", draw(seed, 9));
    ch_buf_addf(edits, "+firms: id=f%d source=S0 place=c%d name_zh=%s", firm, n->place[firm], n->name[firm]);
    n->there[firm] = true;

    const int parent = firm > 0 ? (int)draw(seed, (uint32_t)firm) : 0;
    if (draw(seed, 2) == 0 && parent < firm && n->there[parent]) {
        n->parent[firm] = parent;
        ch_buf_addf(edits, " parent=f%d", parent);
    } else if (draw(seed, 3) == 0) {
        n->parent[firm] = -1;
        ch_buf_adds(edits, " parent=");
    }
    if (draw(seed, 4) == 0) {
        snprintf(n->parent_name[firm], sizeof n->parent_name[firm], "O%u", draw(seed, OUTSIDE));
        ch_buf_addf(edits, " parent_name=%s", n->parent_name[firm]);
    }
    ch_buf_adds(edits, "\n");
}

static void draw_edit(naive *n, uint64_t *seed, ch_buf *edits)
{
    const int firm = (int)draw(seed, DRAWN), other = (int)draw(seed, DRAWN), segment = (int)draw(seed, SEGMENTS);
    const uint32_t kind = n->there[firm] ? draw(seed, 6) : 0;
    if (kind <= 1) {
        draw_firm(n, firm, seed, edits);
    } else if (kind <= 3) {
        ch_buf_addf(edits, "-firms: id=f%d\n", firm);
        forget_firm(n, firm);
    } else if (kind == 4) {
        bool *fills = &n->fills[firm][segment];
        ch_buf_addf(edits, "%cfirm_segments: firm=f%d segment=%c\n", *fills ? '-' : '+', firm, 'a' + segment);
        *fills = !*fills;
    } else if (n->there[other]) {
        bool *tied = &n->tied[firm][other];
        ch_buf_addf(edits, "%cties: supplier=f%d customer=f%d evidence=e%s\n", *tied ? '-' : '+', firm, other,
                    *tied ? "" : " source=S0");
        *tied = !*tied;
    }
}

static void print_naive(const naive *n, ch_buf *text)
{
    ch_buf_adds(text, LAND "firms: id,source,place,name_zh,parent,parent_name\n");
    for (int i = DRAWN - 1; i >= 0; i--) {
        if (!n->there[i])
            continue;
        ch_buf_addf(text, "f%d,S0,c%d,%s,", i, n->place[i], n->name[i]);
        if (n->parent[i] >= 0)
            ch_buf_addf(text, "f%d", n->parent[i]);
        ch_buf_addf(text, ",%s\n", n->parent_name[i]);
    }
    ch_buf_adds(text, "firm_segments: firm,segment\n");
    for (int i = 0; i < DRAWN; i++)
        for (int j = 0; j < SEGMENTS; j++)
            if (n->fills[i][j])
                ch_buf_addf(text, "f%d,%c\n", i, 'a' + j);
    ch_buf_adds(text, "ties: supplier,customer,evidence,source\n");
    for (int i = 0; i < DRAWN; i++)
        for (int j = 0; j < DRAWN; j++)
            if (n->tied[i][j])
                ch_buf_addf(text, "f%d,f%d,e,S0\n", i, j);
    ch_buf_addc(text, '\0');
}

static void draw_edits(naive *n, uint32_t least, uint64_t *seed, ch_buf *edits)
{
    for (uint32_t i = least + draw(seed, 6 * least); i > 0; i--)
        draw_edit(n, seed, edits);
    ch_buf_addc(edits, '\0');
}

static void assert_edits_make_what_building_afresh_makes(int rounds, uint32_t least, uint64_t seed)
{
    for (int round = 0; round < rounds; round++) {
        naive n = {.parent = {-1, -1, -1, -1, -1, -1}};
        ch_buf text = {0}, first = {0}, second = {0}, both = {0}, final = {0};
        print_naive(&n, &text);
        draw_edits(&n, least, &seed, &first);
        draw_edits(&n, least, &seed, &second);
        ch_buf_adds(&both, first.at);
        ch_buf_adds(&both, second.at);
        ch_buf_addc(&both, '\0');
        print_naive(&n, &final);

        assert_makes(text.at, both.at, final.at);
        ch_zone *after_first = changed(text.at, first.at), *after_second = edited(after_first, second.at);
        ch_zone *expected = make_zone(NULL, final.at);
        assert_same(after_second, expected);
        ch_zone_drop(after_first);
        ch_zone_drop(after_second);
        ch_zone_drop(expected);
        ch_buf *const bufs[] = {&text, &first, &second, &both, &final};
        for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
            ch_buf_free(bufs[i]);
    }
}

static void edits_in_order_make_what_building_afresh_makes(void **state)
{
    (void)state;
    assert_edits_make_what_building_afresh_makes(2000, 2, 2024);
}

/* Every firm goes and comes again many times, in turns. */
static void long_lists_of_edits_make_what_building_afresh_makes(void **state)
{
    (void)state;
    assert_edits_make_what_building_afresh_makes(100, 60, 7);
}

/* ---- size and memory */

/* Every other firm of the second half goes and comes again, each followed by the segments of two
 * others going; the firm under it comes to the top. No turn may look at every row. */
static void many_turns_from_deletes_to_upserts_are_done_in_bearable_time(void **state)
{
    (void)state;
    enum { MANY = 20000, PAIRS = 5000 };
    ch_buf text = {0}, fills = {0}, edits = {0};
    ch_buf_adds(&text, LAND "firms: id,name_zh,place,parent\n");
    ch_buf_adds(&fills, "firm_segments: firm,segment\n");
    for (int i = 0; i < MANY; i++) {
        ch_buf_addf(&text, i % 2 == 0 ? "f%05d,N%05d,c1,\n" : "f%05d,N%05d,c1,f%05d\n", i, i, i - 1);
        ch_buf_addf(&fills, "f%05d,a\n", i);
    }
    for (int i = MANY - 2; i >= MANY - 2 * PAIRS; i -= 2)
        ch_buf_addf(&edits,
                    "-firms: id=f%05d\n+firms: id=f%05d name_zh=n place=c2 source=S0\n"
                    "-firm_segments: firm=f%05d segment=a\n-firm_segments: firm=f%05d segment=a\n",
                    i, i, i + 1, i - MANY + 2 * PAIRS + 1);
    ch_buf_add(&text, ch_buf_text(&fills));
    ch_buf_addc(&text, '\0');
    ch_buf_addc(&edits, '\0');

    ch_zone *zone = changed(text.at, edits.at);
    ch_buf_free(&text);
    ch_buf_free(&fills);
    ch_buf_free(&edits);
    assert_int_equal(zone->firms.rows, MANY);
    assert_int_equal(zone->firm_segments.rows, MANY - 3 * PAIRS);
    for (size_t i = 1; i < MANY; i += 2) {
        const bool is_moved = i > MANY - 2 * PAIRS;
        char name[8];
        snprintf(name, sizeof name, "N%05u", (unsigned)i - 1);
        assert_int_equal(zone->firms.parent[i].len > 0, !is_moved);
        assert_text(zone->firms.parent_name[i], is_moved ? name : "");
        assert_text(zone->firms.place[i - 1], is_moved ? "c2" : "c1");
    }
    ch_zone_drop(zone);
}

/* Firms under one another and all deleted but the last, in the least handy order. */
static void a_long_line_of_parents_is_deleted_in_bearable_time(void **state)
{
    (void)state;
    enum { FIRMS_DEEP = 5000 };
    ch_buf text = {0}, edits = {0};
    ch_buf_adds(&text, LAND "firms: id,name_zh,place,parent\n");
    for (int i = 0; i < FIRMS_DEEP; i++) {
        ch_buf_addf(&text, "f%05d,N%05d,c1,", i, i);
        ch_buf_addf(&text, i > 0 ? "f%05d\nk%05d,k,c1,f%05d\n" : "\n", i - 1, i, i);
        ch_buf_addf(&edits, "-firms: id=f%05d\n", i);
    }
    ch_buf_addc(&text, '\0');
    ch_buf_addc(&edits, '\0');
    ch_zone *zone = changed(text.at, edits.at);
    assert_int_equal(zone->firms.rows, FIRMS_DEEP - 1);
    for (size_t i = 0; i < zone->firms.rows; i++) {
        assert_text(zone->firms.parent[i], "");
        assert_text(zone->firms.parent_name[i], "N00000");
    }
    ch_zone_drop(zone);
    ch_buf_free(&text);
    ch_buf_free(&edits);
}

#if SIZE_MAX > UINT32_MAX
/* A line is counted in 32 bits: told before anything is taken for them. */
static void a_table_of_more_rows_than_32_bits_count_is_too_much(void **state)
{
    (void)state;
    failing counted = {0};
    const ch_memory memory = FAILING_MEMORY(&counted);
    ch_zone *base = make_zone(NULL, LAND FIRMS), huge = *base, *zone;
    ch_table firms = *base->table[CH_TABLE_firms];
    ch_faults faults = {0};
    firms.rows = (size_t)UINT32_MAX;
    huge.table[CH_TABLE_firms] = &firms;
    huge.memory = &memory;
    assert_int_equal(edit(&huge, "+firms: id=n\n", &zone, &faults), CH_ENOMEM);
    assert_int_equal(edit(&huge, "-segments: id=b\n+firms: id=n\n", &zone, &faults), CH_ENOMEM);
    assert_null(zone);
    assert_true(counted.calls < 20);
    assert_int_equal(counted.live, 0);
    ch_faults_free(&faults);
    ch_zone_drop(base);
}
#endif

/* Everything about memory of one edit: the base too comes from it, but its allocations never fail. */
static void assert_every_allocation_may_fail(const char *text, const char *edits_text, ch_date day, ch_err expected)
{
    ch_arena arena = {0};
    const ch_edits edits = make_edits(&arena, edits_text);
    for (size_t at = 1;; at++) {
        failing counted = {0};
        const ch_memory memory = FAILING_MEMORY(&counted);
        ch_zone *base = make_zone(&memory, text), *zone = NULL;
        ch_faults faults = {.arena = CH_ARENA(&memory)};
        counted.calls = 0;
        counted.fail_at = at;
        const ch_err err =
            day != 0 ? ch_zone_as_of(base, day, &zone, &faults) : ch_zone_edit(base, &edits, &zone, &faults);
        assert_int_equal(zone != NULL, err == CH_OK);
        ch_zone_drop(zone);
        ch_zone_drop(base);
        ch_faults_free(&faults);
        assert_int_equal(counted.live, 0);
        if (counted.calls < at) {
            assert_int_equal(err, expected);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_arena_free(&arena);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_every_allocation_may_fail(LAND FIRMS,
                                     "+firms: id=n name_zh=n place=c0 source=S0\n-firms: id=m\n-firms: id=l\n"
                                     "+firm_segments: firm=n segment=a capacity=2\n",
                                     0, CH_OK);
    assert_every_allocation_may_fail(LAND FIRMS, "-firms: id=f\n-firms: id=x\n+firms: id=m role=boss parent=y\n", 0,
                                     CH_EDATA);
    assert_every_allocation_may_fail(LAND FIRMS,
                                     "-firms: id=m\n+firms: id=n place=c1\n+firms: id=f parent=n\n-firms: id=n\n"
                                     "+firms: id=l parent=y place=\n",
                                     0, CH_EDATA);
    assert_every_allocation_may_fail(DATED, "", 20210000, CH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_upon_edits_are_the_rows_put_at_once),
        cmocka_unit_test(no_edit_shares_every_table),
        cmocka_unit_test(only_edited_tables_are_made_anew),
        cmocka_unit_test(an_upsert_changes_the_named_cells_alone),
        cmocka_unit_test(an_upsert_adds_a_row_and_later_ones_go_on_with_it),
        cmocka_unit_test(upserts_of_keys_that_hold_words_meet_their_row),
        cmocka_unit_test(many_new_rows_are_each_found_again),
        cmocka_unit_test(old_codes_in_edits_are_followed_also_in_keys),
        cmocka_unit_test(old_codes_in_edits_that_lead_to_no_place_stay_as_typed),
        cmocka_unit_test(old_codes_in_many_edits_are_followed_in_bearable_time),
        cmocka_unit_test(a_new_code_of_a_place_reaches_every_table),
        cmocka_unit_test(a_delete_takes_with_it_the_rows_whose_keys_name_it),
        cmocka_unit_test(firms_under_a_deleted_one_move_up),
        cmocka_unit_test(firms_left_without_a_parent_stay_one_group_by_its_name),
        cmocka_unit_test(firms_take_the_name_of_a_parent_outside_before_that_of_the_deleted_one),
        cmocka_unit_test(places_under_a_deleted_one_move_up),
        cmocka_unit_test(a_row_added_after_its_delete_begins_afresh),
        cmocka_unit_test(a_row_added_can_be_deleted_again),
        cmocka_unit_test(rows_that_edits_put_under_another_move_up_too),
        cmocka_unit_test(rows_left_under_a_circle_move_up_later),
        cmocka_unit_test(rows_that_edits_added_leave_with_what_their_keys_name),
        cmocka_unit_test(no_key_names_a_row_whose_key_names_another),
        cmocka_unit_test(a_row_still_named_elsewhere_cannot_go),
        cmocka_unit_test(cells_that_may_be_empty_let_a_deleted_row_go),
        cmocka_unit_test(a_list_of_edits_without_a_lasting_delete_empties_nothing),
        cmocka_unit_test(a_cell_put_after_the_row_it_names_went_is_told),
        cmocka_unit_test(a_survey_keeps_what_it_names),
        cmocka_unit_test(a_row_named_elsewhere_can_go_when_the_others_let_it_go),
        cmocka_unit_test(deleting_a_row_that_is_not_there_is_a_fault),
        cmocka_unit_test(every_fault_of_the_edits_is_told),
        cmocka_unit_test(a_new_row_needs_its_required_cells),
        cmocka_unit_test(a_row_without_a_required_cell_hides_no_other_fault),
        cmocka_unit_test(what_follows_from_an_empty_cell_is_not_told_too),
        cmocka_unit_test(faults_are_told_behind_those_of_the_caller),
        cmocka_unit_test(circles_that_edits_make_are_told_or_deleted_again),
        cmocka_unit_test(a_disagreement_that_a_new_pair_brings_is_told_at_the_pair),
        cmocka_unit_test(what_edits_bring_about_in_other_rows_is_told_at_the_edit),
        cmocka_unit_test(a_disagreement_that_a_change_brings_is_told_at_the_change),
        cmocka_unit_test(rows_known_later_are_left_out_with_all_that_hangs_on_them),
        cmocka_unit_test(a_day_is_as_exact_as_it_is_written),
        cmocka_unit_test(a_day_after_everything_shares_every_table),
        cmocka_unit_test(leaving_out_what_is_left_out_already_changes_nothing),
        cmocka_unit_test(no_required_cell_names_a_row_of_a_dated_table),
        cmocka_unit_test(edits_in_order_make_what_building_afresh_makes),
        cmocka_unit_test(long_lists_of_edits_make_what_building_afresh_makes),
        cmocka_unit_test(many_turns_from_deletes_to_upserts_are_done_in_bearable_time),
        cmocka_unit_test(a_long_line_of_parents_is_deleted_in_bearable_time),
#if SIZE_MAX > UINT32_MAX
        cmocka_unit_test(a_table_of_more_rows_than_32_bits_count_is_too_much),
#endif
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
