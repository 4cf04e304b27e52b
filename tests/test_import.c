/* test_import.c - sheets tried on a zone: what they would do, row by row, and what stands against it. All is made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/import.h"
#include "failing.h"
#include "make_zone.h"
#include "sheet_taken.h"
#include "told.h"

#include <jansson.h>
#include <string.h>

#define ZONE \
    "zone: id,place,members\nz,Z,Z\n" \
    "places: id,name_zh,level,parent\nZ,示意合作区,zone,\na,示意甲县,county,Z\nb,示意乙县,county,Z\n" \
    "sources: id,title\ns1,示意来源\n" \
    "chains: id\nc\nsegments: id,chain\nseg,c\n" \
    "firms: id,name_zh,place,parent,source\n" \
    "f1,示意一号厂,a,,s1\nf2,示意二号厂,a,f1,s1\nf3,示意三号厂,b,,s1\n" \
    "leads: id,name_zh,place,investment_wan,note,source\n" \
    "L1,示意一号项目,a,100,,s1\nL2,示意二号项目,b,200,旧注,s1\n" \
    "offices: id,name_zh,source\noff,示意部门,s1\n" \
    "duties: id,office,table,cadence,covered,source\nd,off,leads,month,2024-02,s1\n"

static const ch_grant steward[] = {{CH_STEWARD, {"zone", 4}}}, editor_of_a[] = {{CH_EDITOR, {"a", 1}}};

/* What is asked beside form and sheet; zero: a steward, no duty. */
typedef struct {
    const ch_grant *grant;
    ch_import_duty duty;
} asking_import;

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_zone *zone;
    ch_import import;
    ch_err err;
} importing;

/* Everything in memory of the hook, but the zone. */
static void try_on(importing *it, const ch_memory *memory, ch_zone *zone, const char *form, const char *csv,
                   const asking_import *asked)
{
    const ch_book_form utf8 = {CH_BOOK_UTF8, ','};
    const ch_author author = {asked && asked->grant ? asked->grant : steward, 1};
    ch_book *book = NULL;
    ch_alike *alike = NULL;
    *it = (importing){.arena = {.memory = memory}, .faults = {.arena = {.memory = memory}}, .zone = zone};
    it->err = ch_alike_make(zone, memory, &alike);
    if (it->err == CH_OK)
        it->err = ch_book_open_bytes(memory, ch_text_of(csv), CH_TEXT("book"), &utf8, &book, &it->faults);
    const ch_intake_ask ask = {.zone = zone,
                               .form = ch_form_find(ch_text_of(form)),
                               .alike = alike,
                               .sheet = CH_TEXT("sheet"),
                               .source = CH_TEXT("illustrative")};
    if (it->err == CH_OK)
        it->err = ch_import_try(&it->arena, zone, book, 0, &ask, asked ? &asked->duty : NULL, &author, &it->import,
                                &it->faults);
    ch_book_close(book);
    ch_alike_free(alike);
}

static importing try_sheet(const char *form, const char *csv, const asking_import *asked)
{
    importing it;
    try_on(&it, NULL, make_zone(NULL, ZONE), form, csv, asked);
    return it;
}

static void end(importing *it)
{
    ch_zone_drop(it->import.revised.zone);
    ch_zone_drop(it->zone);
    ch_faults_free(&it->faults);
    ch_arena_free(&it->arena);
}

static void assert_counts(const importing *it, size_t added, size_t changed, size_t same, size_t bad)
{
    const ch_import *import = &it->import;
    if (it->err != CH_OK || import->added != added || import->changed != changed || import->same != same ||
        import->bad != bad) {
        print_faults(&it->faults);
        fail_msg("err %d: %zu added, %zu changed, %zu the same, %zu bad", (int)it->err, import->added, import->changed,
                 import->same, import->bad);
    }
    assert_int_equal(import->intake.rows, added + changed + same + bad);
    assert_int_equal(import->intake.bad_rows, bad);
}

static void assert_cell(const ch_zone *zone, ch_table_id table, const char *key, const char *column, const char *wanted)
{
    char room[256];
    assert_string_equal(cell_of(zone, table, key, column, room), wanted);
}

#define LEADS "项目编码,项目名称,落户地,投资金额(万元),备注\n"

/* ---- counted by hand */

static void rows_are_added_changed_the_same_or_bad(void **state)
{
    (void)state;
    importing it = try_sheet("leads",
                             LEADS "L1,示意一号项目,示意甲县,100,\n"     /* the same */
                                   "L2,示意二号项目,示意乙县,250,旧注\n" /* changed */
                                   "L3,示意三号项目,示意甲县,300,\n"     /* new */
                                   "L4,示意四号项目,示意甲县,很多,\n"    /* no amount */
                                   "合计,,,950,\n",
                             NULL);
    assert_counts(&it, 1, 1, 1, 1);
    assert_int_equal(told(&it.faults, CH_WANT_SHEET_MONEY, 5, NULL, NULL), 1);
    assert_int_equal(it.import.revised.outcome, CH_REVISE_DONE);
    assert_int_equal(it.import.revised.rows, 2);
    assert_cell(it.import.revised.zone, CH_TABLE_leads, "L2", "investment_wan", "250");
    assert_cell(it.import.revised.zone, CH_TABLE_leads, "L3", "source", "illustrative");
    assert_cell(it.import.revised.zone, CH_TABLE_leads, "L4", "name_zh", "(none)");
    end(&it);
}

static void where_nothing_differs_there_is_no_snapshot(void **state)
{
    (void)state;
    importing it = try_sheet("leads", LEADS "L2,示意二号项目,b,200,旧注\nL1,示意一号项目,a,100,\n", NULL);
    assert_counts(&it, 0, 0, 2, 0);
    assert_int_equal(it.import.revised.outcome, CH_REVISE_SAME);
    assert_null(it.import.revised.zone);
    end(&it);
}

static void a_sheet_without_rows_does_nothing(void **state)
{
    (void)state;
    importing it = try_sheet("leads", LEADS, NULL);
    assert_counts(&it, 0, 0, 0, 0);
    assert_null(it.import.revised.zone);
    end(&it);
}

static void a_sheet_without_a_head_is_refused(void **state)
{
    (void)state;
    importing it = try_sheet("leads", "甲,乙,丙\n1,2,3\n", NULL);
    assert_int_equal(it.err, CH_EDATA);
    assert_int_equal(told(&it.faults, CH_WANT_HEADS, 0, NULL, NULL), 1);
    end(&it);
}

static void a_name_that_is_nearly_known_is_a_doubt_and_its_row_bad(void **state)
{
    (void)state;
    importing it = try_sheet("firm_years", "企业,年份,参保人数\n示意一厂,2024,10\n示意二号厂,2024,20\n", NULL);
    assert_counts(&it, 1, 0, 0, 1);
    assert_int_equal(it.import.intake.doubts, 1);
    assert_int_equal(it.import.intake.doubt[0].row, 2);
    assert_true(it.import.intake.doubt[0].likes > 0);
    end(&it);
}

/* ---- rows that fail only beside others */

/* f1 would lie under f2, which lies under f1: either row is sound by itself, and f2 is not in the sheet. */
static void a_row_that_closes_a_circle_goes_out_alone(void **state)
{
    (void)state;
    importing it = try_sheet(
        "firms", "id,name_zh,place,parent\nf3,示意三号厂,b,f1\nf1,示意一号厂,a,f2\nf9,示意九号厂,a,f2\n", NULL);
    assert_counts(&it, 1, 1, 0, 1);
    assert_int_equal(it.import.intake.bad_row[0], 3);
    assert_int_equal(it.faults.count, 1);
    assert_int_equal(it.faults.list[0].at.line, 3);
    assert_cell(it.import.revised.zone, CH_TABLE_firms, "f1", "parent", "");
    assert_cell(it.import.revised.zone, CH_TABLE_firms, "f3", "parent", "f1");
    end(&it);
}

/* Among many good rows, wherever they stand, each closing row is found and no other goes out. */
static void circles_are_found_among_many_rows(void **state)
{
    (void)state;
    enum { ROWS = 60 };
    static char zone[8192], csv[8192];
    size_t z = (size_t)snprintf(zone, sizeof zone, ZONE "firms: id,place,parent\n"), c = 0;
    c += (size_t)snprintf(csv, sizeof csv, "id,name_zh,parent\n");
    for (int i = 0; i < ROWS; i++) {
        z += (size_t)snprintf(zone + z, sizeof zone - z, "p%d,a,\nq%d,a,p%d\n", i, i, i);
        c += (size_t)snprintf(csv + c, sizeof csv - c, "p%d,p%d,%s%d\n", i, i, i % 25 == 10 ? "q" : "f",
                              i % 25 == 10 ? i : 3);
    }
    importing it;
    try_on(&it, NULL, make_zone(NULL, zone), "firms", csv, NULL);
    assert_counts(&it, 0, ROWS - 2, 0, 2); /* p10 and p35 */
    assert_int_equal(it.import.intake.bad_row[0], 12);
    assert_int_equal(it.import.intake.bad_row[1], 37);
    end(&it);
}

/* A row leans on a bad one: it is bad too. */
static void what_hangs_on_a_bad_row_is_bad(void **state)
{
    (void)state;
    importing it = try_sheet(
        "firms", "id,name_zh,place,parent\nf8,示意八号厂,没有的县,\nf9,示意九号厂,a,f8\nf7,示意七号厂,a,\n", NULL);
    assert_counts(&it, 1, 0, 0, 2);
    assert_cell(it.import.revised.zone, CH_TABLE_firms, "f7", "place", "a");
    end(&it);
}

/* ---- what is taken away */

static void what_a_sheet_empties_is_counted_cell_by_cell(void **state)
{
    (void)state;
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,,\nL2,示意二号项目,b,200,\nL9,示意新项目,a,,\n", NULL);
    assert_counts(&it, 1, 2, 0, 0); /* L1 loses its amount, L2 its note; L1 had no note, L9 had nothing */
    assert_int_equal(ch_import_count_emptied(&it.import, it.zone), 2);
    end(&it);
    it = try_sheet("leads", "项目编码,项目名称\nL1,示意一号项目\n", NULL);
    assert_counts(&it, 0, 0, 1, 0); /* a column that is absent empties nothing */
    assert_int_equal(ch_import_count_emptied(&it.import, it.zone), 0);
    end(&it);
}

/* ---- rights */

static void rows_of_other_places_are_bad_and_told_by_their_row(void **state)
{
    (void)state;
    const asking_import asked = {.grant = editor_of_a};
    importing it = try_sheet(
        "leads", LEADS "L1,示意一号项目,a,110,\nL2,示意二号项目,b,210,\nL3,示意三号项目,b,1,\nL4,示意四号项目,a,2,\n",
        &asked);
    assert_counts(&it, 1, 1, 0, 2);
    assert_int_equal(told(&it.faults, CH_WANT_CHANGEABLE_ROW, 3, NULL, NULL), 1);
    assert_int_equal(told(&it.faults, CH_WANT_CHANGEABLE_ROW, 4, NULL, NULL), 1);
    end(&it);
}

/* Who may not read a lead cannot find out by its name that it is there; who may, means it. */
static void a_lead_is_known_by_its_name_only_to_who_may_read_it(void **state)
{
    (void)state;
    const asking_import asked = {.grant = editor_of_a};
    static const char sheet[] = "项目名称,落户地\n示意二号项目,a\n";
    importing other = try_sheet("leads", sheet, &asked), own = try_sheet("leads", sheet, NULL);
    assert_counts(&other, 1, 0, 0, 0);
    assert_counts(&own, 0, 1, 0, 0);
    end(&other);
    end(&own);
}

/* More than are kept of faults: no row slips through. */
static void a_thousand_refused_rows_are_all_bad(void **state)
{
    (void)state;
    enum { ROWS = 2500 };
    static char csv[200000];
    const asking_import asked = {.grant = editor_of_a};
    size_t n = (size_t)snprintf(csv, sizeof csv, LEADS);
    for (int i = 0; i < ROWS; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "N%d,示意项目%d,b,1,\n", i, i);
    snprintf(csv + n, sizeof csv - n, "L1,示意一号项目,a,110,\n");
    importing it = try_sheet("leads", csv, &asked);
    assert_counts(&it, 0, 1, 0, ROWS);
    assert_int_equal(it.faults.count, ROWS);
    end(&it);
}

/* ---- duties */

static void a_duty_is_told_what_came_and_when(void **state)
{
    (void)state;
    const asking_import asked = {.duty = {CH_TEXT("d"), 20240405, 20240300}};
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,100,\n", &asked);
    assert_counts(&it, 0, 0, 1, 0);
    assert_int_equal(it.import.revised.rows, 1); /* of duties alone */
    assert_cell(it.import.revised.zone, CH_TABLE_duties, "d", "covered", "2024-03");
    assert_cell(it.import.revised.zone, CH_TABLE_duties, "d", "received_on", "2024-04-05");
    end(&it);
}

static void an_old_sheet_takes_nothing_back_of_a_duty(void **state)
{
    (void)state;
    const asking_import asked = {.duty = {CH_TEXT("d"), 20240405, 20240100}};
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,100,\n", &asked);
    assert_cell(it.import.revised.zone, CH_TABLE_duties, "d", "covered", "2024-02");
    assert_cell(it.import.revised.zone, CH_TABLE_duties, "d", "received_on", "2024-04-05");
    end(&it);
}

static void a_sheet_without_a_good_row_fulfils_nothing(void **state)
{
    (void)state;
    const asking_import asked = {.duty = {CH_TEXT("d"), 20240405, 20240300}};
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,很多,\n", &asked);
    assert_counts(&it, 0, 0, 0, 1);
    assert_null(it.import.revised.zone);
    end(&it);
}

static void a_duty_that_is_not_there_or_not_the_authors_is_no_fault_of_a_row(void **state)
{
    (void)state;
    const asking_import absent = {.duty = {CH_TEXT("x"), 20240405, 20240300}};
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,110,\n", &absent);
    assert_int_equal(it.err, CH_EDATA);
    assert_int_equal(told(&it.faults, CH_WANT_REFERENCE, 0, "x", NULL), 1);
    end(&it);
    const asking_import foreign = {.grant = editor_of_a, .duty = {CH_TEXT("d"), 20240405, 20240300}};
    it = try_sheet("leads", LEADS "L1,示意一号项目,a,110,\n", &foreign);
    assert_int_equal(it.err, CH_EDATA);
    assert_int_equal(told(&it.faults, CH_WANT_CHANGEABLE_ROW, 0, "d", NULL), 1);
    end(&it);
}

/* ---- laws */

/* Whatever the sheet: taken in, and read once more, it changes nothing, and its rows are counted as the same. */
static void a_sheet_read_twice_changes_nothing(void **state)
{
    (void)state;
    const struct {
        const char *form, *csv;
    } sheet[] = {{"leads", LEADS "L1,示意一号项目,b,1.5亿元,新\n,示意无编号项目,a,7,\nL2,示意二号项目,b,200,-\n"},
                 {"firms", "企业名称,地区,参保人数(2023),专精特新\n示意一号厂,甲县,12,是\n示意新厂,示意乙县,7,\n"},
                 {"firm_years", "企业,年份,年营收\nf1,2023,5亿元\nf3,2023,8\n"},
                 {"firms", "id,name_zh,parent\nf1,示意一号厂,f2\nf3,示意三号厂,f1\n"}};
    for (size_t i = 0; i < sizeof sheet / sizeof *sheet; i++) {
        importing once = try_sheet(sheet[i].form, sheet[i].csv, NULL), twice;
        assert_int_equal(once.err, CH_OK);
        assert_non_null(once.import.revised.zone);
        ch_zone *after = once.import.revised.zone;
        once.import.revised.zone = NULL;
        try_on(&twice, NULL, after, sheet[i].form, sheet[i].csv, NULL);
        assert_counts(&twice, 0, 0, once.import.added + once.import.changed + once.import.same, once.import.bad);
        assert_null(twice.import.revised.zone);
        end(&once);
        end(&twice);
    }
}

/* ---- as JSON */

static json_t *as_json(const importing *it, const char *form, size_t most_edits)
{
    ch_buf out = {0};
    const ch_import_telling telling = {
        .base = it->zone, .form = ch_form_find(ch_text_of(form)), .sheet = CH_TEXT("sheet"), .most_edits = most_edits};
    ch_import_write_json(&it->import, &telling, &it->faults, &out);
    assert_false(out.failed);
    json_t *json = json_loadb(out.at, out.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    ch_buf_free(&out);
    return json;
}

static json_int_t whole(const json_t *json, const char *key)
{
    assert_true(json_is_integer(json_object_get(json, key)));
    return json_integer_value(json_object_get(json, key));
}

static const char *string(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "(none)";
}

static void json_tells_the_same_counts(void **state)
{
    (void)state;
    importing it = try_sheet(
        "leads",
        LEADS "L1,示意一号项目,a,100,\nL2,示意二号项目,b,250,旧注\nL3,示意三号项目,a,300,\nL4,示意四号项目,a,很多,\n",
        NULL);
    json_t *json = as_json(&it, "leads", 100);
    assert_string_equal(string(json, "table"), "leads");
    assert_string_equal(string(json, "sheet"), "sheet");
    assert_int_equal(whole(json, "rows"), it.import.intake.rows);
    assert_int_equal(whole(json, "added"), it.import.added);
    assert_int_equal(whole(json, "changed"), it.import.changed);
    assert_int_equal(whole(json, "same"), it.import.same);
    assert_int_equal(whole(json, "bad"), it.import.bad);
    assert_int_equal(whole(json, "fault_count"), it.faults.count);
    assert_int_equal(whole(json, "edit_count"), 3);
    assert_int_equal(json_array_size(json_object_get(json, "edits")), 3);
    assert_int_equal(json_array_size(json_object_get(json, "columns")), 5);

    const json_t *fault = json_array_get(json_object_get(json, "faults"), 0);
    assert_string_equal(string(fault, "sheet"), "sheet");
    assert_int_equal(whole(fault, "row"), 5);
    assert_string_equal(string(fault, "column"), "D");
    assert_string_equal(string(fault, "found"), "很多");
    assert_true(strlen(string(fault, "expected")) > 6);
    assert_true(strlen(string(fault, "expected_zh")) > 6);
    json_decref(json);
    end(&it);
}

/* Edits are those of the good rows, with the version of the row of base; above the limit none is told. */
static void json_tells_what_is_emptied_and_what_is_absent(void **state)
{
    (void)state;
    importing it = try_sheet("leads", LEADS "L1,示意一号项目,a,,\n", NULL);
    json_t *json = as_json(&it, "leads", 0);
    const json_t *cell = json_array_get(json_object_get(json, "emptied"), 0);
    assert_int_equal(whole(json, "emptied_count"), 1);
    assert_int_equal(whole(cell, "row"), 2);
    assert_string_equal(string(cell, "column"), "D");
    assert_string_equal(string(cell, "name"), "investment_wan");
    assert_string_equal(string(cell, "was"), "100");
    const json_t *absent = json_object_get(json, "absent");
    assert_int_equal(json_array_size(absent), ch_form_find(CH_TEXT("leads"))->columns - 5);
    assert_string_equal(json_string_value(json_array_get(absent, 0)), "报送区");
    json_decref(json);
    end(&it);
}

static void json_tells_edits_with_versions(void **state)
{
    (void)state;
    char version[17];
    importing it = try_sheet("leads", LEADS "L9,示意九号项目,a,1,\nL1,示意一号项目,a,110,\n", NULL);
    json_t *json = as_json(&it, "leads", 2);
    const json_t *added = json_array_get(json_object_get(json, "edits"), 0);
    const json_t *changed = json_array_get(json_object_get(json, "edits"), 1);
    assert_true(json_is_null(json_object_get(added, "version")));
    const size_t row = ch_zone_find(it.zone, CH_TABLE_leads, CH_TEXT("L1"));
    snprintf(version, sizeof version, "%016llx",
             (unsigned long long)ch_table_row_digest(it.zone->table[CH_TABLE_leads], row));
    assert_string_equal(string(changed, "version"), version);
    assert_string_equal(string(json_object_get(changed, "row"), "investment_wan"), "110");
    assert_string_equal(string(changed, "op"), "upsert");
    json_decref(json);
    json = as_json(&it, "leads", 1);
    assert_int_equal(whole(json, "edit_count"), 2);
    assert_null(json_object_get(json, "edits"));
    json_decref(json);
    end(&it);
}

/* ---- memory */

static void every_allocation_that_fails_is_told(void **state)
{
    (void)state;
    const asking_import asked = {.duty = {CH_TEXT("d"), 20240405, 20240300}};
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        importing it;
        ch_zone *zone = make_zone(NULL, ZONE);
        try_on(&it, &memory, zone, "firms",
               "id,name_zh,place,parent\nf3,示意三号厂,b,f1\nf1,示意一号厂,a,f2\nf9,示意九号厂,a,f2\n", &asked);
        const ch_err err = it.err;
        if (err == CH_OK)
            assert_counts(&it, 1, 1, 0, 1);
        end(&it);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_added_changed_the_same_or_bad),
        cmocka_unit_test(where_nothing_differs_there_is_no_snapshot),
        cmocka_unit_test(a_sheet_without_rows_does_nothing),
        cmocka_unit_test(a_sheet_without_a_head_is_refused),
        cmocka_unit_test(a_name_that_is_nearly_known_is_a_doubt_and_its_row_bad),
        cmocka_unit_test(a_row_that_closes_a_circle_goes_out_alone),
        cmocka_unit_test(circles_are_found_among_many_rows),
        cmocka_unit_test(what_hangs_on_a_bad_row_is_bad),
        cmocka_unit_test(what_a_sheet_empties_is_counted_cell_by_cell),
        cmocka_unit_test(json_tells_what_is_emptied_and_what_is_absent),
        cmocka_unit_test(rows_of_other_places_are_bad_and_told_by_their_row),
        cmocka_unit_test(a_lead_is_known_by_its_name_only_to_who_may_read_it),
        cmocka_unit_test(a_thousand_refused_rows_are_all_bad),
        cmocka_unit_test(a_duty_is_told_what_came_and_when),
        cmocka_unit_test(an_old_sheet_takes_nothing_back_of_a_duty),
        cmocka_unit_test(a_sheet_without_a_good_row_fulfils_nothing),
        cmocka_unit_test(a_duty_that_is_not_there_or_not_the_authors_is_no_fault_of_a_row),
        cmocka_unit_test(a_sheet_read_twice_changes_nothing),
        cmocka_unit_test(json_tells_the_same_counts),
        cmocka_unit_test(json_tells_edits_with_versions),
        cmocka_unit_test(every_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
