/* test_intake_cell.c - one cell as people write it. The figures are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/intake.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "told.h"

#include <string.h>

#define BASE  "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\n"
#define RATES "rates: id,currency,on,wan\nu1,usd,2024-01-01,7.1\nu2,usd,2024-06-01,7.2\ne,eur,2024-01-01,7.8\n"

static ch_zone *zone;

static int set_up(void **state)
{
    zone = make_zone(NULL, BASE RATES);
    return 0;
}

static int tear_down(void **state)
{
    ch_zone_drop(zone);
    return 0;
}

static const ch_column *column_named(ch_table_id table, const char *name)
{
    const int column = ch_schema_find_column(ch_schema_table(table), ch_text_of(name));
    assert_true(column >= 0);
    return &ch_schema_table(table)->column[column];
}

/* A cell below a head with a unit, of a form with a plain one; both may be NULL. */
typedef struct {
    ch_table_id table;
    const char *column, *unit, *plain;
    ch_cell_kind kind;
    ch_date on;
} below;

static ch_err read_cell(ch_arena *arena, below head, const char *cell, ch_text *text, ch_faults *faults)
{
    const ch_intake_cell_ask ask = {zone, ch_text_of(head.unit), head.plain, head.on};
    const ch_book_cell it = {.kind = head.kind == CH_CELL_EMPTY ? CH_CELL_TEXT : head.kind, .text = ch_text_of(cell)};
    return ch_intake_cell(arena, column_named(head.table, head.column), &ask, &it, (ch_at){CH_TEXT("s"), 3, 2}, text,
                          faults);
}

static void reads(below head, const char *cell, const char *wanted)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_text text;
    const ch_err err = read_cell(&arena, head, cell, &text, &faults);
    if (err != CH_OK || !ch_text_equal(text, ch_text_of(wanted)))
        fail_msg("\"%s\" gave %d \"%.*s\", not \"%s\"", cell, err, (int)text.len, text.at ? text.at : "", wanted);
    assert_int_equal(faults.count, 0);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void refuses(below head, const char *cell, ch_want want)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_text text;
    const ch_err err = read_cell(&arena, head, cell, &text, &faults);
    if (err != CH_EDATA || faults.count != 1 || told(&faults, want, 3, NULL, NULL) != 1)
        fail_msg("\"%s\" gave %d \"%.*s\", %zu faults, the first wants %d, not %d", cell, err, (int)text.len,
                 text.at ? text.at : "", faults.count, faults.count > 0 ? (int)faults.list[0].want : -1, (int)want);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static const below money = {.table = CH_TABLE_leads, .column = "investment_wan"};
static const below ledger = {.table = CH_TABLE_leads, .column = "investment_wan", .plain = "亿元"};
static const below in_yi = {.table = CH_TABLE_leads, .column = "investment_wan", .unit = "亿元"};
static const below land = {.table = CH_TABLE_parcels, .column = "area_mu"};
static const below plot = {.table = CH_TABLE_parcels, .column = "area_mu", .plain = "㎡"};
static const below strength = {.table = CH_TABLE_parcels, .column = "investment_mu_wan", .plain = "万元/亩"};
static const below jobs = {.table = CH_TABLE_leads, .column = "jobs"};
static const below share = {.table = CH_TABLE_yields, .column = "research", .plain = "%"};
static const below day = {.table = CH_TABLE_leads, .column = "signed_on"};

/* ---- figures */

static void amounts_bear_their_unit_in_the_cell_the_head_or_the_form(void **state)
{
    reads(money, "1234.5", "1234.5");
    reads(money, "1,234.5", "1234.5");
    reads(money, "3.5亿元", "35000");
    reads(money, "3.5 亿", "35000");
    reads(money, "500万", "500");
    reads(money, "12345元", "1.2345");
    reads(money, "1234.56 元", "0.123456");
    reads(money, "2千万元", "2000");
    reads(in_yi, "1.2", "12000");
    reads(in_yi, "800万元", "800");
    reads(ledger, "0.35", "3500");
    reads(ledger, "-1.5", "-15000");
}

static void foreign_money_is_worth_what_the_rate_of_the_day_says(void **state)
{
    below june = money, may = money, before = money;
    june.on = 20240701;
    may.on = 20240531;
    before.on = 20231231;
    reads(money, "100万美元", "720");
    reads(june, "100万美元", "720");
    reads(may, "100万美元", "710");
    reads(money, "10万欧元", "78");
    refuses(before, "100万美元", CH_WANT_EXCHANGE);
    refuses(money, "100万港元", CH_WANT_EXCHANGE);
    refuses(money, "1000万日元", CH_WANT_EXCHANGE);
}

static void land_is_told_in_mu_square_metres_and_hectares(void **state)
{
    reads(land, "72.5", "72.5");
    reads(land, "100亩", "100");
    reads(land, "2公顷", "30");
    reads(land, "1平方公里", "1500");
    reads(plot, "2000", "3");
    reads(plot, "2000平方米", "3");
    reads(plot, "50亩", "50");
}

/* 48357.35 m2 are 72.536025 mu: 72.5360 to the last digit given. */
static void an_area_told_twice_must_agree_to_the_last_digit(void **state)
{
    reads(plot, "48357.35（72.5360）", "72.536025");
    reads(plot, "48357.35㎡(72.54亩)", "72.536025");
    reads(land, "72.5360（48357.35）", "72.536025");
    refuses(plot, "48357.35（72.5361）", CH_WANT_AGREEING);
    refuses(plot, "48357.35（72.5", CH_WANT_SHEET_LAND);
    refuses(plot, "48357.35（72.5360吨）", CH_WANT_UNIT);
    refuses(money, "100（200）", CH_WANT_SHEET_MONEY);
}

static void a_mu_is_the_unit_of_what_is_counted_by_the_mu(void **state)
{
    reads(strength, "350", "350");
    reads(strength, "≥350", "350");
    reads(strength, "不低于350万元/亩", "350");
    reads(strength, "350万元", "350");
    reads(strength, "3元/㎡", "0.2");
    refuses(money, "≥350", CH_WANT_SHEET_MONEY);
    refuses(strength, "350亩", CH_WANT_UNIT);
}

static void counts_are_whole(void **state)
{
    reads(jobs, "1,200", "1200");
    reads(jobs, "300人", "300");
    reads(jobs, "1.2万人", "12000");
    refuses(jobs, "12.5", CH_WANT_WHOLE);
    refuses(jobs, "-3", CH_WANT_WHOLE);
    refuses(jobs, "若干", CH_WANT_WHOLE);
}

static void shares_are_divided_exactly(void **state)
{
    below headed = share;
    headed.unit = "%";
    reads(share, "3.5", "0.035");
    reads(share, "3.5%", "0.035");
    reads(share, "12‰", "0.012");
    reads(share, "0.5%", "0.005");
    reads(share, "0", "0");
    reads(headed, "0.5", "0.005");
    reads(share, "100%", "1");
    refuses(share, "120%", CH_WANT_RANGE);
    refuses(share, "0.000000000000000001%", CH_WANT_NUMBER);
    refuses(share, "3.5%(省)", CH_WANT_NUMBER);
}

/* A cell in the format 0.0% holds 0.035 and shows 3.5%. */
static void a_share_of_no_more_than_one_says_what_it_is(void **state)
{
    below headed = share, number = share;
    number.kind = headed.kind = CH_CELL_NUMBER;
    headed.unit = "%";
    refuses(share, "0.035", CH_WANT_UNIT);
    refuses(number, "0.035", CH_WANT_UNIT);
    refuses(headed, "0.035", CH_WANT_UNIT);
    refuses(headed, "1", CH_WANT_UNIT);
    reads(headed, "3.5", "0.035");
}

static void a_unit_of_another_kind_is_told(void **state)
{
    refuses(money, "100亩", CH_WANT_UNIT);
    refuses(land, "100万元", CH_WANT_UNIT);
    refuses(jobs, "100万元", CH_WANT_UNIT);
    refuses(money, "100石", CH_WANT_UNIT);
}

static void what_is_no_figure_or_not_exact_is_told(void **state)
{
    refuses(money, "约500万", CH_WANT_SHEET_MONEY);
    refuses(money, "0.0000001", CH_WANT_SHEET_MONEY);
    refuses(money, "99999999999999999亿元", CH_WANT_SHEET_MONEY);
    refuses(land, "-5", CH_WANT_RANGE);
    refuses(land, "三十", CH_WANT_SHEET_LAND);
}

static void full_width_figures_are_figures(void **state)
{
    const below code = {.table = CH_TABLE_firms, .column = "uscc"};
    reads(money, "１，２３４．５", "1234.5");
    reads(plot, "４８３５７．３５（７２．５３６０）", "72.536025");
    reads(day, "２０２４－０３－０５", "2024-03-05");
    reads(code, "９１３３０５００ma0000003a", "91330500MA0000003A");
}

/* ---- dates */

static void dates_are_read_in_every_form(void **state)
{
    static const char *const fifth[] = {"2024-03-05",       "2024-3-5",         "2024/3/5",
                                        "2024.3.5",         "2024/03/05",       "2024年3月5日",
                                        "2024年03月05号",   "20240305",         "2024 年 3 月 5 日",
                                        "2024-03-05 14:30", "2024/3/5 0:00:00", "2024-03-05T00:00:00"};
    static const char *const march[] = {"2024-03", "2024-3", "2024/3", "2024.03", "2024年3月", "202403"};
    for (size_t i = 0; i < sizeof fifth / sizeof *fifth; i++)
        reads(day, fifth[i], "2024-03-05");
    for (size_t i = 0; i < sizeof march / sizeof *march; i++)
        reads(day, march[i], "2024-03");
    reads(day, "2024", "2024");
    reads(day, "2024年", "2024");
}

static void a_date_cell_and_a_serial_number_are_dates(void **state)
{
    below cell = day, number = day;
    cell.kind = CH_CELL_DATE;
    number.kind = CH_CELL_NUMBER;
    reads(cell, "2024-03-05", "2024-03-05");
    reads(cell, "2024-03-05 14:30", "2024-03-05");
    reads(number, "45356", "2024-03-05");
    reads(number, "2024.3", "2024-03");
    reads(number, "2024", "2024");
}

static void what_is_no_day_is_told(void **state)
{
    static const char *const none[] = {"24-03-05",      "2024-13",  "2024-02-30",    "2024-00",   "2024-3-0",
                                       "2024-",         "2024年底", "三月",          "14:30",     "12345678",
                                       "2024-03-05-06", "2024Q1",   "2024年3月上旬", "0999-01-01"};
    below number = day;
    number.kind = CH_CELL_NUMBER;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        refuses(day, none[i], CH_WANT_SHEET_DATE);
    refuses(number, "2024.1", CH_WANT_SHEET_DATE);
    refuses(number, "-3", CH_WANT_SHEET_DATE);
}

/* ---- texts, words */

static void nothing_is_said_in_many_ways(void **state)
{
    static const char *const nothing[] = {"", " ", "-", "－", "—", "——", "/", "无", "暂无", " 　\n", "\xc2\xa0"};
    const below all[] = {money, land, jobs, share, day, {.table = CH_TABLE_leads, .column = "note"}};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        for (size_t j = 0; j < sizeof all / sizeof *all; j++)
            reads(all[j], nothing[i], "");
}

static void words_are_known_in_both_languages(void **state)
{
    const below funding = {.table = CH_TABLE_leads, .column = "funding"},
                grade = {.table = CH_TABLE_yields, .column = "grade"};
    const below marks = {.table = CH_TABLE_leads, .column = "marks"};
    reads(funding, "内资", "domestic");
    reads(funding, "Foreign", "foreign");
    reads(grade, "A类", "A");
    reads(grade, "ｂ", "B");
    reads(marks, "示意、待核", "illustrative unverified");
    reads(marks, "illustrative assumed", "illustrative assumed");
    reads(marks, "示意,无", "illustrative");
    refuses(funding, "混合", CH_WANT_WORD);
    refuses(marks, "示意、假的、错的", CH_WANT_WORD);
}

static void flags_are_yes_or_no(void **state)
{
    const below loop = {.table = CH_TABLE_links, .column = "loop"};
    reads(loop, "是", "yes");
    reads(loop, "√", "yes");
    reads(loop, "Yes", "yes");
    reads(loop, "否", "");
    refuses(loop, "也许", CH_WANT_YES_NO);
}

static void text_comes_on_one_line(void **state)
{
    const below note = {.table = CH_TABLE_leads, .column = "note"}, code = {.table = CH_TABLE_firms, .column = "uscc"};
    reads(note, "  一期\r\n二期\t三期 ", "一期 二期 三期");
    reads(code, " 91330500 ma0000003a ", "91330500MA0000003A");
    refuses(note,
            "a\xe2\x80\x8b"
            "b",
            CH_WANT_ONE_LINE);
    refuses(code, "91330500MA0000003B", CH_WANT_USCC);
    refuses(code, "123", CH_WANT_USCC_FORM);
}

static void an_error_of_a_formula_is_told_in_any_column(void **state)
{
    below all[] = {money, land, jobs, share, day, {.table = CH_TABLE_leads, .column = "note"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i].kind = CH_CELL_FAULT;
        refuses(all[i], "#N/A", CH_WANT_NO_ERROR);
    }
}

/* ---- any bytes */

static size_t draw_text(uint64_t *seed, char *room)
{
    static const char *const piece[] = {
        "1",  "9",  "0", ".", ",", "-",    "(",  ")", "（", "）",   "万",     "亿", "元", "亩", "㎡", "%",    "‰", "年",
        "月", "日", " ", "≥", "/", "2024", "是", "A", "类", "美元", "吨标煤", "人", ":",  "\n", "，", "示意", "e", "−"};
    size_t n = 0;
    for (uint32_t pieces = draw(seed, 8); pieces > 0; pieces--) {
        const char *next = piece[draw(seed, sizeof piece / sizeof *piece)];
        memcpy(room + n, next, strlen(next));
        n += strlen(next);
    }
    room[n] = '\0';
    return n;
}

/* Either a text that a draft takes, or exactly one fault. */
static void any_cell_gives_a_text_or_one_fault(void **state)
{
    uint64_t seed = 7;
    char cell[128];
    for (int i = 0; i < 20000; i++) {
        const ch_table_id table = (ch_table_id)draw(&seed, CH_TABLES);
        const ch_table_kind *kind = ch_schema_table(table);
        const below head = {.table = table,
                            .column = kind->column[draw(&seed, kind->columns)].name,
                            .unit = draw(&seed, 4) == 0 ? "亿元" : NULL,
                            .plain = draw(&seed, 4) == 0 ? "%" : NULL,
                            .kind = draw(&seed, 2) == 0 ? CH_CELL_TEXT : CH_CELL_NUMBER};
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_text text;
        draw_text(&seed, cell);
        const ch_err err = read_cell(&arena, head, cell, &text, &faults);
        assert_true(err == CH_OK || err == CH_EDATA);
        assert_int_equal(faults.count, err == CH_OK ? 0 : 1);
        if (err == CH_OK && column_named(table, head.column)->type != CH_TYPE_SHAPE)
            assert_int_equal(ch_draft_try(column_named(table, head.column), text, (ch_at){0}, NULL), CH_OK);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
    }
}

static void every_allocation_may_fail(void **state)
{
    const struct {
        below head;
        const char *cell;
    } all[] = {{money, "100万美元"},
               {plot, "48357.35（72.5360）"},
               {day, "2024年3月5日"},
               {share, "3.5%"},
               {{.table = CH_TABLE_leads, .column = "marks"}, "示意、待核"},
               {{.table = CH_TABLE_leads, .column = "funding"}, "混合"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t at = 1;; at++) {
            failing failing_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&failing_state);
            ch_arena arena = {.memory = &memory};
            ch_faults faults = {.arena = {.memory = &memory}};
            ch_text text;
            const ch_err err = read_cell(&arena, all[i].head, all[i].cell, &text, &faults);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
            assert_int_equal(failing_state.live, 0);
            if (err != CH_ENOMEM)
                break;
            assert_true(at < 100);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_bear_their_unit_in_the_cell_the_head_or_the_form),
        cmocka_unit_test(foreign_money_is_worth_what_the_rate_of_the_day_says),
        cmocka_unit_test(land_is_told_in_mu_square_metres_and_hectares),
        cmocka_unit_test(an_area_told_twice_must_agree_to_the_last_digit),
        cmocka_unit_test(a_mu_is_the_unit_of_what_is_counted_by_the_mu),
        cmocka_unit_test(counts_are_whole),
        cmocka_unit_test(shares_are_divided_exactly),
        cmocka_unit_test(a_share_of_no_more_than_one_says_what_it_is),
        cmocka_unit_test(a_unit_of_another_kind_is_told),
        cmocka_unit_test(what_is_no_figure_or_not_exact_is_told),
        cmocka_unit_test(full_width_figures_are_figures),
        cmocka_unit_test(dates_are_read_in_every_form),
        cmocka_unit_test(a_date_cell_and_a_serial_number_are_dates),
        cmocka_unit_test(what_is_no_day_is_told),
        cmocka_unit_test(nothing_is_said_in_many_ways),
        cmocka_unit_test(words_are_known_in_both_languages),
        cmocka_unit_test(flags_are_yes_or_no),
        cmocka_unit_test(text_comes_on_one_line),
        cmocka_unit_test(an_error_of_a_formula_is_told_in_any_column),
        cmocka_unit_test(any_cell_gives_a_text_or_one_fault),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
