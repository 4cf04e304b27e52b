/* test_duties.c - who owes what, as JSON and as workbooks to remind by. Offices and duties are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/duties.h"
#include "failing.h"
#include "make_zone.h"
#include "read_book.h"
#include "told.h"

#include <jansson.h>
#include <string.h>

#define ZONE \
    "zone: id,place,members\nz,Z,Z\n" \
    "places: id,name_zh,level\nZ,示意合作区,zone\na,示意甲县,county\n" \
    "sources: id,title\ns1,示意来源\n" \
    "leads: id,name_zh,as_of\nL1,示意项目,2024-01-31\nL2,示意项目,2023-12\n" \
    "offices: id,name_zh,name_en\no1,示意招商部门,Sample office\no2,示意统计部门,\no3,示意招商部门,\n" \
    "duties: id,office,table,figure,place,cadence,due_days,covered,received_on,source,marks\n" \
    "d1,o1,leads,,a,month,10,2024-01,2024-02-06,s1,illustrative\n" /* overdue: February was due on 10 March */ \
    "d2,o1,parcels,,,quarter,15,,,s1,\n"                           /* never */ \
    "d3,o2,firm_years,insured,,year,90,2022,2023-03-01,s1,\n"      /* due: 2023 until 30 March */ \
    "d4,o2,rates,,,month,5,2024-02,2024-03-04,s1,\n"               /* kept */ \
    "d5,o3,yields,,,year,0,2021,,s1,\n"                            /* overdue: 2022 was due on its last day */

enum { TODAY = 20240315 };

typedef struct {
    ch_arena arena;
    ch_zone *zone;
    ch_duties duties;
} asking;

static asking ask(const char *office)
{
    asking it = {.zone = make_zone(NULL, ZONE)};
    ch_faults faults = {0};
    assert_int_equal(ch_duties_ask(&it.arena, it.zone, TODAY, ch_text_of(office), &it.duties, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    return it;
}

static void end(asking *it)
{
    ch_arena_free(&it->arena);
    ch_zone_drop(it->zone);
}

static ch_text id_at(const asking *it, size_t n)
{
    return it->zone->duties.id[it->duties.list[n].duty];
}

static void all_are_asked_worst_first(void **state)
{
    (void)state;
    static const char *const wanted[] = {"d5", "d1", "d2", "d3", "d4"};
    asking it = ask("");
    assert_int_equal(it.duties.n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(ch_text_equal(id_at(&it, i), ch_text_of(wanted[i])));
    assert_int_equal(it.duties.count[CH_DUTY_OVERDUE], 2);
    assert_int_equal(it.duties.count[CH_DUTY_NEVER], 1);
    assert_int_equal(it.duties.count[CH_DUTY_DUE], 1);
    assert_int_equal(it.duties.count[CH_DUTY_KEPT], 1);
    end(&it);
}

static void one_office_is_asked_alone(void **state)
{
    (void)state;
    asking it = ask("o1");
    assert_int_equal(it.duties.n, 2);
    assert_true(ch_text_equal(id_at(&it, 0), CH_TEXT("d1")));
    assert_true(ch_text_equal(id_at(&it, 1), CH_TEXT("d2")));
    assert_int_equal(it.duties.count[CH_DUTY_OVERDUE], 1);
    assert_int_equal(it.duties.count[CH_DUTY_KEPT], 0);
    end(&it);
}

static void an_office_that_is_not_there_is_told(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_duties duties;
    ch_zone *zone = make_zone(NULL, ZONE);
    assert_int_equal(ch_duties_ask(&arena, zone, TODAY, CH_TEXT("nobody"), &duties, &faults), CH_ENONE);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 0, "nobody", "offices"), 1);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

/* ---- as JSON */

static json_t *as_json(const asking *it)
{
    ch_buf out = {0};
    ch_duties_write_json(&it->duties, &out);
    assert_false(out.failed);
    json_t *json = json_loadb(out.at, out.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    ch_buf_free(&out);
    return json;
}

static const char *string(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "(none)";
}

static json_int_t whole(const json_t *json, const char *key)
{
    assert_true(json_is_integer(json_object_get(json, key)));
    return json_integer_value(json_object_get(json, key));
}

static void json_tells_each_duty(void **state)
{
    (void)state;
    asking it = ask("");
    json_t *json = as_json(&it);
    assert_string_equal(string(json, "today"), "2024-03-15");
    assert_int_equal(whole(json, "overdue"), 2);
    assert_int_equal(whole(json, "never"), 1);
    assert_int_equal(whole(json, "due"), 1);
    assert_int_equal(whole(json, "kept"), 1);
    const json_t *d1 = json_array_get(json_object_get(json, "duties"), 1);
    assert_string_equal(string(d1, "id"), "d1");
    assert_string_equal(string(d1, "office"), "o1");
    assert_string_equal(string(d1, "office_name"), "示意招商部门");
    assert_string_equal(string(d1, "table"), "leads");
    assert_string_equal(string(d1, "table_name"), "招商项目台账");
    assert_true(json_is_null(json_object_get(d1, "figure")));
    assert_string_equal(string(d1, "place"), "a");
    assert_string_equal(string(d1, "cadence"), "month");
    assert_string_equal(string(d1, "state"), "overdue");
    assert_string_equal(string(d1, "covered"), "2024-01");
    assert_string_equal(string(d1, "owed"), "2024-02-29");
    assert_string_equal(string(d1, "due_on"), "2024-03-10");
    assert_int_equal(whole(d1, "days"), 5);
    assert_int_equal(whole(d1, "periods"), 1);
    assert_int_equal(whole(d1, "age_days"), 44);
    assert_string_equal(json_string_value(json_array_get(json_object_get(d1, "marks"), 0)), "illustrative");
    json_decref(json);
    end(&it);
}

static const json_t *table_of(const json_t *json, const char *table)
{
    const json_t *tables = json_object_get(json, "tables");
    for (size_t i = 0; i < json_array_size(tables); i++)
        if (strcmp(string(json_array_get(tables, i), "table"), table) == 0)
            return json_array_get(tables, i);
    return NULL;
}

static void json_tells_how_fresh_each_table_is(void **state)
{
    (void)state;
    asking it = ask("");
    json_t *json = as_json(&it);
    const json_t *leads = table_of(json, "leads"), *years = table_of(json, "firm_years");
    assert_string_equal(string(leads, "latest"), "2024-01-31");
    assert_true(json_is_true(json_object_get(leads, "stale")));
    assert_string_equal(string(leads, "duty"), "d1");
    assert_true(json_is_false(json_object_get(years, "stale")));
    assert_true(json_is_null(json_object_get(years, "latest")));
    assert_null(table_of(json, "links")); /* neither dated nor owed */
    json_decref(json);
    end(&it);
}

/* ---- as a workbook */

static void the_workbook_has_a_sheet_for_each_office_that_owes(void **state)
{
    (void)state;
    asking it = ask("");
    ch_buf book = {0};
    assert_int_equal(ch_duties_write_workbook(&it.duties, false, &book), CH_OK);
    assert_says(&book, "[示意招商部门]\n"
                       "1|数据表|指标|地区|报送周期|状态|已报至|应报期末|截止日|逾期天数|责任编号\n"
                       "2|招商项目台账||示意甲县|每月|逾期|@2024-01-31|@2024-02-29|@2024-03-10|#5|d1\n"
                       "3|地块|||每季|从未报||@2023-12-31|@2024-01-15|#60|d2\n"
                       "[示意统计部门]\n"
                       "1|数据表|指标|地区|报送周期|状态|已报至|应报期末|截止日|逾期天数|责任编号\n"
                       "2|企业年度|insured||每年|待报|@2022-12-31|@2023-12-31|@2024-03-30|#-15|d3\n"
                       "[示意招商部门 2]\n"
                       "1|数据表|指标|地区|报送周期|状态|已报至|应报期末|截止日|逾期天数|责任编号\n"
                       "2|亩均评价|||每年|逾期|@2021-12-31|@2022-12-31|@2022-12-31|#440|d5\n");
    ch_buf_free(&book);
    end(&it);
}

static void in_english_it_has_english_names_where_there_are_any(void **state)
{
    (void)state;
    asking it = ask("o1");
    ch_buf book = {0};
    assert_int_equal(ch_duties_write_workbook(&it.duties, true, &book), CH_OK);
    assert_says(&book, "[Sample office]\n"
                       "1|table|figure|place|cadence|state|covered to|period to|due on|days late|duty\n"
                       "2|Leads||示意甲县|monthly|overdue|@2024-01-31|@2024-02-29|@2024-03-10|#5|d1\n"
                       "3|Parcels|||quarterly|never||@2023-12-31|@2024-01-15|#60|d2\n");
    ch_buf_free(&book);
    end(&it);
}

static void where_nothing_is_owed_it_says_so(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\n");
    ch_arena arena = {0};
    ch_duties duties;
    ch_buf book = {0};
    assert_int_equal(ch_duties_ask(&arena, zone, TODAY, (ch_text){0}, &duties, NULL), CH_OK);
    assert_int_equal(ch_duties_write_workbook(&duties, false, &book), CH_OK);
    assert_says(&book, "[报送责任]\n1|没有待报事项\n");
    ch_buf_free(&book);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

/* Offices may be called as no sheet can be. */
static void any_office_gets_a_sheet(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\n"
                                    "offices: id,name_zh\n"
                                    "a,'甲/乙[丙]*?'\n"
                                    "b,一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五\n"
                                    "c,一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四六\n"
                                    "d,Office\ne,OFFICE\nf,Office 2\n"
                                    "duties: id,office,table,cadence\n"
                                    "1,a,firms,year\n2,b,firms,year\n3,c,firms,year\n4,d,firms,year\n5,e,firms,year\n"
                                    "6,f,firms,year\n");
    static const char *const wanted[] = {"_甲_乙_丙____",
                                         "一二三四五六七八九十一二三四五六七八九十一二三",
                                         "一二三四五六七八九十一二三四五六七八九十一二三 2",
                                         "Office",
                                         "OFFICE 2",
                                         "Office 2 2"};
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_duties duties;
    ch_buf bytes = {0};
    ch_book *book;
    assert_int_equal(ch_duties_ask(&arena, zone, TODAY, (ch_text){0}, &duties, NULL), CH_OK);
    assert_int_equal(ch_duties_write_workbook(&duties, false, &bytes), CH_OK);
    assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(&bytes), CH_TEXT("b"), NULL, &book, &faults), CH_OK);
    assert_int_equal(ch_book_sheets(book), 6);
    for (size_t i = 0; i < 6; i++)
        assert_true(ch_text_equal(ch_book_sheet_at(book, i)->name, ch_text_of(wanted[i])));
    ch_book_close(book);
    ch_buf_free(&bytes);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

/* ---- memory */

static void every_allocation_that_fails_is_told(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {0};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_zone *zone = make_zone(&memory, ZONE);
        ch_arena arena = {.memory = &memory};
        ch_duties duties;
        ch_buf json = {.memory = &memory}, book = {.memory = &memory};
        memory_state.fail_at = memory_state.calls + at;
        ch_err err = ch_duties_ask(&arena, zone, TODAY, CH_TEXT("o1"), &duties, NULL);
        if (err == CH_OK) {
            ch_duties_write_json(&duties, &json);
            err = json.failed ? CH_ENOMEM : ch_duties_write_workbook(&duties, false, &book);
        }
        ch_buf_free(&json);
        ch_buf_free(&book);
        ch_arena_free(&arena);
        ch_zone_drop(zone);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_asked_worst_first),
        cmocka_unit_test(one_office_is_asked_alone),
        cmocka_unit_test(an_office_that_is_not_there_is_told),
        cmocka_unit_test(json_tells_each_duty),
        cmocka_unit_test(json_tells_how_fresh_each_table_is),
        cmocka_unit_test(the_workbook_has_a_sheet_for_each_office_that_owes),
        cmocka_unit_test(in_english_it_has_english_names_where_there_are_any),
        cmocka_unit_test(where_nothing_is_owed_it_says_so),
        cmocka_unit_test(any_office_gets_a_sheet),
        cmocka_unit_test(every_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
