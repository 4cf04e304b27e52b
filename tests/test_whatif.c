/* test_whatif.c - edits come out as they stand in the file, and all its faults at once. */
#include "changhe/whatif.h"

#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* An edit a line: its place, table and op, then each cell with its place. */
static void write_edit(const ch_edit *edit, ch_buf *out)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    ch_buf_addf(out, "%u:%u %s %s", (unsigned)edit->at.line, (unsigned)edit->at.column,
                edit->is_delete ? "delete" : "upsert", kind->name);
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        ch_buf_addf(out, " %u:%u %s=<", (unsigned)cell->at.line, (unsigned)cell->at.column,
                    kind->column[cell->column].name);
        ch_buf_add(out, cell->text);
        ch_buf_adds(out, ">");
    }
    ch_buf_addc(out, '\n');
}

static void assert_reads(const char *json, const char *expected)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf log = {0};
    ch_edits edits;
    ch_err err = ch_whatif_read(&arena, CH_TEXT("w.json"), ch_text_of(json), &edits, &faults);
    assert_int_equal(err, faults.count > 0 ? CH_EDATA : CH_OK);
    assert_true(err == CH_OK || edits.count == 0);
    for (size_t i = 0; i < edits.count; i++)
        write_edit(&edits.edit[i], &log);
    ch_faults_sort(&faults);
    for (size_t i = 0; i < faults.kept; i++) {
        ch_fault_print(&faults.list[i], &log);
        ch_buf_addc(&log, '\n');
    }
    ch_buf_addc(&log, '\0');
    assert_string_equal(log.at, expected);
    ch_buf_free(&log);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void edits_come_in_order_with_the_place_of_every_cell(void **state)
{
    assert_reads("[{\"table\":\"firms\",\"op\":\"upsert\",\n"
                 "  \"row\":{\"id\":\"x\",\"name_zh\":\"示例企业\",\n"
                 "         \"lon\":119.90}},\n"
                 " {\"op\":\"delete\",\"row\":{\"segment\":\"N1\",\"firm\":\"x\"},\"table\":\"firm_segments\"}]\n",
                 "1:2 upsert firms 2:10 id=<x> 2:19 name_zh=<示例企业> 3:10 lon=<119.90>\n"
                 "4:2 delete firm_segments 4:24 segment=<N1> 4:39 firm=<x>\n");
}

static void every_kind_of_value_is_written_as_people_write_it(void **state)
{
    assert_reads("[{\"table\":\"segments\",\"op\":\"upsert\",\"row\":{\"id\":\"N1\",\"gb_nearest\":true,\"need\":2.5e1,"
                 "\"marks\":[\"assumed\",\"unverified\"],\"source\":[\"s1\"],\"note\":null,\"group\":\"a b\"}},"
                 "{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":\"N1\",\"to\":\"N2\",\"loop\":false,"
                 "\"marks\":[]}}]",
                 "1:2 upsert segments 1:43 id=<N1> 1:53 gb_nearest=<yes> 1:71 need=<2.5e1> "
                 "1:84 marks=<assumed unverified> 1:117 source=<s1> 1:133 note=<> 1:145 group=<a b>\n"
                 "1:161 upsert links 1:199 from=<N1> 1:211 to=<N2> 1:221 loop=<no> 1:234 marks=<>\n");
}

static void no_edit_is_a_list_too(void **state)
{
    assert_reads("[]", "");
}

static void what_is_no_list_of_edits_is_told(void **state)
{
    assert_reads("{\"table\":\"firms\"}", "w.json:1:1: found \"an object\", expected an array\n");
    assert_reads("[1,\n[]]", "w.json:1:2: found \"1\", expected an object\n"
                             "w.json:2:1: found \"an array\", expected an object\n");
    assert_reads("[{},{\"table\":1,\"op\":[],\"row\":null}]",
                 "w.json:1:2: found nothing, expected member \"op\"\n"
                 "w.json:1:2: found nothing, expected member \"row\"\n"
                 "w.json:1:2: found nothing, expected member \"table\"\n"
                 "w.json:1:6: found \"1\" in table, expected a string\n"
                 "w.json:1:16: found \"an array\" in op, expected a string\n"
                 "w.json:1:24: found \"null\" in row, expected an object\n");
}

static void an_unknown_table_is_told_with_the_nearest(void **state)
{
    assert_reads("[{\"table\":\"frims\",\"op\":\"update\",\"row\":{\"id\":\"x\"},\"rwo\":1}]",
                 "w.json:1:3: found \"frims\" in table, expected a table of the zone; nearest: firms\n"
                 "w.json:1:19: found \"update\" in op, expected one of upsert, delete\n"
                 "w.json:1:50: found \"rwo\", expected table, op or row\n");
}

static void columns_must_be_of_the_table(void **state)
{
    assert_reads("[{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":\"a\",\"to\":\"b\",\"form\":\"c\"}}]",
                 "w.json:1:60: found \"form\", expected a column of this table: from,to,loop,source,marks,note\n");
    assert_reads("[{\"table\":\"outlines\",\"op\":\"delete\",\"row\":{\"place\":\"330522\"}},\n"
                 "{\"table\":\"links\",\"op\":\"delete\",\"row\":{\"from\":\"a\",\"to\":\"b\",\"loop\":true}}]",
                 "w.json:2:59: found \"loop\", expected only key columns in a delete\n");
}

static void a_geometry_has_no_place_in_an_edit(void **state)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits;
    assert_int_equal(ch_whatif_read(&arena, CH_TEXT("w.json"),
                                    CH_TEXT("[{\"table\":\"outlines\",\"op\":\"upsert\",\"row\":"
                                            "{\"place\":\"330522\",\"geometry\":{\"type\":\"Polygon\"}}}]"),
                                    &edits, &faults),
                     CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_KNOWN_COLUMN);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void every_key_column_needs_a_value(void **state)
{
    assert_reads("[{\"table\":\"links\",\"op\":\"delete\",\"row\":{}},\n"
                 "{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":null,\"to\":\" \"}},\n"
                 "{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":[\"a\"],\"to\":\"b\"}}]",
                 "w.json:1:33: found nothing, expected a value for key column from\n"
                 "w.json:1:33: found nothing, expected a value for key column to\n"
                 "w.json:2:39: found nothing in from, expected a value for key column from\n"
                 "w.json:2:51: found nothing in to, expected a value for key column to\n"
                 "w.json:3:39: found \"an array\" in from, expected a string, a number or null\n");
}

static void values_must_fit_their_columns(void **state)
{
    assert_reads("[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"x\",\"lat\":91,\"uscc\":\"1\","
                 "\"role\":\"boss\",\n"
                 "\"marks\":[\"assumed\",7,\"a b\",\"\"],\n"
                 "\"source\":{},\n"
                 "\"as_of\":\"2024-13\"}}]",
                 "w.json:1:49: found \"91\" in lat, expected a number -90..90\n"
                 "w.json:1:58: found \"1\" in uscc, expected a unified social credit code of GB 32100-2015: "
                 "18 of 0-9 and A-Z without I O S V Z\n"
                 "w.json:1:69: found \"boss\" in role, expected one of leader, head, listed, specialised, other\n"
                 "w.json:2:20: found \"7\" in marks, expected a string\n"
                 "w.json:2:22: found \"a b\" in marks, expected a string without blanks\n"
                 "w.json:2:28: found nothing in marks, expected a string without blanks\n"
                 "w.json:3:1: found \"an object\" in source, expected a string, a number, null or an array of strings\n"
                 "w.json:4:1: found \"2024-13\" in as_of, expected a date like 2024, 2024-03 or 2024-03-01\n");
}

static void all_values_that_do_not_fit_are_counted_also_those_not_kept(void **state)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits;
    ch_buf json = {0};
    ch_buf_adds(&json, "[{}");
    for (int i = 0; i < 2500; i++)
        ch_buf_addf(&json, ",{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f%d\",\"role\":\"boss\"}}", i);
    ch_buf_adds(&json, "]");
    assert_int_equal(ch_whatif_read(&arena, CH_TEXT("w.json"), ch_buf_text(&json), &edits, &faults), CH_EDATA);
    assert_int_equal(faults.count, 3 + 2500); /* {} lacks its three members */
    assert_int_equal(faults.kept, CH_FAULTS_KEPT);
    ch_buf_free(&json);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    (void)state;
}

/* They are told when the edits are made, together with what else is wrong with the rows. */
static void values_alone_that_do_not_fit_are_left_to_who_makes_the_edits(void **state)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits;
    const ch_text json = CH_TEXT("[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"x\",\"role\":\"boss\"}}]");
    assert_int_equal(ch_whatif_read(&arena, CH_TEXT("w.json"), json, &edits, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    assert_int_equal(edits.edit[0].cells, 2);
    assert_true(ch_text_equal(edits.edit[0].cell[1].text, CH_TEXT("boss")));
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    (void)state;
}

static void yes_and_no_belong_to_their_columns_alone(void **state)
{
    assert_reads("[{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":\"a\",\"to\":true,\n"
                 "\"loop\":[],\n\"note\":false}}]",
                 "w.json:1:51: found \"true\" in to, expected a string, a number or null\n"
                 "w.json:2:1: found \"an array\" in loop, expected a string, true, false or null\n"
                 "w.json:3:1: found \"false\" in note, expected a string, a number or null\n");
}

static void faults_of_json_are_told(void **state)
{
    assert_reads("[{\"table\":\"links\",", "w.json:1:19: found nothing, expected valid JSON: "
                                           "the name of a member in quotes\n");
    assert_reads("[{\"table\":\"links\",\"op\":\"drop\",\"op\":\"delete\",\"row\":{\"from\":\"a\",\"from\":\"b\"}}]",
                 "w.json:1:19: found \"drop\" in op, expected one of upsert, delete\n"
                 "w.json:1:31: found \"op\" in op, expected valid JSON: each member once\n"
                 "w.json:1:45: found nothing, expected a value for key column to\n"
                 "w.json:1:63: found \"from\" in from, expected valid JSON: each member once\n");
}

static void every_allocation_may_fail(void **state)
{
    static const char *const texts[] = {
        "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"x\",\"marks\":[\"assumed\"]}},"
        "{\"table\":\"links\",\"op\":\"delete\",\"row\":{\"from\":\"a\",\"to\":\"b\"}}]",
        "[{\"table\":\"frims\",\"op\":\"upsert\",\"row\":{}},"
        "{\"table\":\"links\",\"op\":\"upsert\",\"row\":{\"from\":[],\"x\":1,\"loop\":\"maybe\"}}]",
    };
    for (size_t i = 0; i < 2; i++) {
        for (size_t at = 1;; at++) {
            failing failing_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&failing_state);
            ch_arena arena = CH_ARENA(&memory);
            ch_faults faults = {.arena.memory = &memory};
            ch_edits edits;
            ch_err err = ch_whatif_read(&arena, CH_TEXT("w.json"), ch_text_of(texts[i]), &edits, &faults);
            assert_true(err == CH_OK || edits.count == 0);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
            assert_int_equal(failing_state.live, 0);
            if (err == (i == 0 ? CH_OK : CH_EDATA))
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_come_in_order_with_the_place_of_every_cell),
        cmocka_unit_test(every_kind_of_value_is_written_as_people_write_it),
        cmocka_unit_test(no_edit_is_a_list_too),
        cmocka_unit_test(what_is_no_list_of_edits_is_told),
        cmocka_unit_test(an_unknown_table_is_told_with_the_nearest),
        cmocka_unit_test(columns_must_be_of_the_table),
        cmocka_unit_test(a_geometry_has_no_place_in_an_edit),
        cmocka_unit_test(every_key_column_needs_a_value),
        cmocka_unit_test(values_must_fit_their_columns),
        cmocka_unit_test(all_values_that_do_not_fit_are_counted_also_those_not_kept),
        cmocka_unit_test(values_alone_that_do_not_fit_are_left_to_who_makes_the_edits),
        cmocka_unit_test(yes_and_no_belong_to_their_columns_alone),
        cmocka_unit_test(faults_of_json_are_told),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
