/* test_medical_file.c - claims of care elsewhere read from CSV, and every fault told where it stands, but nobody's token. */
#include "changhe/medical_file.h"

#include "changhe/decimal.h"

#include "failing.h"
#include "make_zone.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define LAND \
    "places: id,level,parent,name_zh,name_en\n34,province,,甲省,Jia\n3418,prefecture,34,甲市,Jia City\n" \
    "33,province,,乙省,Yi\n3305,prefecture,33,乙市,Yi " \
    "City\n3306,prefecture,33,同名,Same\n3307,prefecture,33,同名,Same\n" \
    "z,zone,3418,区,Zone\n" \
    "zone: id,place,members\nz,z,3418\n"
#define HEAD  "claim,person,insured,care,kind,filing,settled,total_yuan,catalogue_yuan"
#define TOKEN "TOKEN-7f3a"

typedef struct {
    ch_zone *zone;
    ch_arena arena;
    ch_faults faults;
    const ch_medical_row *row;
    size_t rows;
} work;

static ch_err read_text(work *w, const char *text)
{
    *w = (work){.zone = make_zone(NULL, LAND)};
    return ch_medical_file_read(&w->arena, w->zone, CH_TEXT("m.csv"), ch_text_of(text), &w->row, &w->rows, &w->faults);
}

static void clean(work *w)
{
    ch_arena_free(&w->arena);
    ch_faults_free(&w->faults);
    ch_zone_drop(w->zone);
}

static void assert_place(const work *w, uint32_t row, const char *code)
{
    assert_true(ch_text_equal(w->zone->places.id[row], ch_text_of(code)));
}

static bool says(const ch_faults *faults, const char *words)
{
    ch_buf text = {0};
    for (size_t i = 0; i < faults->kept; i++) {
        ch_fault_print(&faults->list[i], &text);
        ch_fault_print_zh(&faults->list[i], &text);
    }
    ch_buf_addc(&text, '\0');
    const bool found = !text.failed && strstr(text.at, words) != NULL;
    ch_buf_free(&text);
    return found;
}

/* Exactly one fault, of this kind at this place, and no token in it. */
static void assert_one_fault(const char *text, ch_want want, uint32_t line, uint32_t column)
{
    work w;
    assert_int_equal(read_text(&w, text), CH_EDATA);
    if (w.faults.count != 1 || told(&w.faults, want, line, NULL, NULL) != 1 || w.faults.list[0].at.column != column)
        fail_msg("%s: %zu faults, %d at %u:%u, wanted %d", text, w.faults.count, w.faults.list[0].want,
                 w.faults.list[0].at.line, w.faults.list[0].at.column, want);
    assert_true(ch_text_equal(w.faults.list[0].at.file, CH_TEXT("m.csv")));
    assert_false(says(&w.faults, TOKEN));
    assert_int_equal(w.rows, 0);
    clean(&w);
}

/* A line behind one that is well; more heads are none or two. */
static void assert_line_fault(const char *more_heads, const char *line, ch_want want, uint32_t column)
{
    char text[1000];
    snprintf(text, sizeof text, HEAD "%s\nk0," TOKEN ",34,33,inpatient,,2026-01-05,9,8%s\n%s\n", more_heads,
             more_heads[0] != '\0' ? ",," : "", line);
    assert_one_fault(text, want, 3, column);
}

static void a_claim_has_all_that_its_line_tells(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_text(&w, HEAD
                               ",admitted,fund_yuan,supplement_yuan,aid_yuan,account_yuan,cash_yuan,state,decided\n"
                               "k1,t1,3418,3305,inpatient,referred,2026-03-05,30000,26000.5,2026-02-27,15000,"
                               "100.25,0,1,14898.75,refused,2026-04-01\n"),
                     CH_OK);
    assert_int_equal(w.rows, 1);
    const ch_medical_row *k = w.row;
    assert_true(ch_text_equal(k->id, CH_TEXT("k1")) && ch_text_equal(k->person, CH_TEXT("t1")));
    assert_place(&w, k->insured, "3418");
    assert_place(&w, k->care, "3305");
    assert_int_equal(k->kind, CH_care_INPATIENT);
    assert_int_equal(k->filing, CH_filing_REFERRED);
    assert_int_equal(k->admitted, 20260227);
    assert_int_equal(k->settled, 20260305);
    assert_int_equal(k->decided, 20260401);
    assert_int_equal(k->total_fen, 3000000);
    assert_int_equal(k->catalogue_fen, 2600050);
    assert_int_equal(k->fund_fen, 1500000);
    assert_int_equal(k->supplement_fen, 10025);
    assert_int_equal(k->aid_fen, 0);
    assert_int_equal(k->account_fen, 100);
    assert_int_equal(k->cash_fen, 1489875);
    assert_int_equal(k->state, CH_MEDICAL_ROW_REFUSED);
    assert_int_equal(k->at.line, 2);
    clean(&w);
}

static void what_is_not_told_is_not_known(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_text(&w, HEAD ",fund_yuan\nk1,,34,33,chronic,,2026-03-05,0,0,\n"), CH_OK);
    assert_int_equal(w.row->person.len, 0);
    assert_int_equal(w.row->filing, 0);
    assert_int_equal(w.row->admitted, 0);
    assert_int_equal(w.row->decided, 0);
    assert_int_equal(w.row->total_fen, 0);
    assert_true(w.row->fund_fen == CH_UNKNOWN_I64 && w.row->cash_fen == CH_UNKNOWN_I64);
    assert_int_equal(w.row->state, CH_MEDICAL_ROW_CLEAR);
    clean(&w);
}

static void people_write_chinese_and_in_any_order(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_text(&w,
                               "\xEF\xBB\xBF总费用;目录内费用;结算编号;参保人代码;参保地;就医地;就医类别;备案类型;"
                               "结算日期;状态\r\n100;99.99;k1;t1;甲市;Yi City;门诊慢特病;急诊抢救;2026-03-05;争议\r\n"),
                     CH_OK);
    assert_place(&w, w.row->insured, "3418");
    assert_place(&w, w.row->care, "3305");
    assert_int_equal(w.row->kind, CH_care_CHRONIC);
    assert_int_equal(w.row->filing, CH_filing_EMERGENCY);
    assert_int_equal(w.row->catalogue_fen, 9999);
    assert_int_equal(w.row->state, CH_MEDICAL_ROW_DISPUTED);
    clean(&w);
}

static void a_place_that_nobody_knows_is_nowhere(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_text(&w, HEAD "\nk1,,99,Same,inpatient,,2026-03-05,1,1\n"), CH_OK);
    assert_true(w.row->insured == CH_MEDICAL_NOWHERE);
    assert_true(w.row->care == CH_MEDICAL_NOWHERE); /* two have the name */
    clean(&w);
}

static void a_header_at_fault_ends_the_reading(void **state)
{
    (void)state;
    assert_one_fault("", CH_WANT_HEADER, 1, 1);
    assert_one_fault("k1," TOKEN ",34,33,inpatient,,2026-03-05,1,1\n", CH_WANT_HEADER, 1, 1);
    assert_one_fault("claim,person,insured,care,kind,filing,settled,total_yuan\nx\n", CH_WANT_COLUMN, 1, 1);
    assert_one_fault(HEAD ",name\n", CH_WANT_KNOWN_COLUMN, 1, 73);
    assert_one_fault(HEAD ",参保人代码\n", CH_WANT_COLUMN_ONCE, 1, 73);
}

static void each_fault_is_told_with_its_place(void **state)
{
    (void)state;
    const struct {
        const char *heads, *line;
        ch_want want;
        uint32_t column;
    } bad[] = {
        {"", "k1," TOKEN ",34,33,inpatient,,2026-03-05,1", CH_WANT_FIELDS, 1},
        {"", "," TOKEN ",34,33,inpatient,,2026-03-05,1,1", CH_WANT_VALUE, 1},
        {"", "k0,t,34,33,inpatient,,2026-03-05,1,1", CH_WANT_CLAIM_ONCE, 1},
        {"", "k1," TOKEN "\xE2\x80\x8B,34,33,inpatient,,2026-03-05,1,1", CH_WANT_ONE_LINE, 4},
        {"", "k1," TOKEN "\",34,33,inpatient,,2026-03-05,1,1", CH_WANT_BARE_QUOTE, 14},
        {"", "k1,t,,33,inpatient,,2026-03-05,1,1", CH_WANT_VALUE, 6},
        {"", "k1,t,34,33,dental,,2026-03-05,1,1", CH_WANT_WORD, 12},
        {"", "k1,t,34,33,,,2026-03-05,1,1", CH_WANT_VALUE, 12},
        {"", "k1,t,34,33,inpatient,lost,2026-03-05,1,1", CH_WANT_WORD, 22},
        {"", "k1,t,34,33,inpatient,,2026-03,1,1", CH_WANT_LEDGER_DAY, 23},
        {"", "k1,t,34,33,inpatient,,2026-02-29,1,1", CH_WANT_LEDGER_DAY, 23},
        {"", "k1,t,34,33,inpatient,,,1,1", CH_WANT_VALUE, 23},
        {"", "k1,t,34,33,inpatient,,2026-03-05,1.001,1", CH_WANT_YUAN, 34},
        {"", "k1,t,34,33,inpatient,,2026-03-05,-1,0", CH_WANT_YUAN, 34},
        {"", "k1,t,34,33,inpatient,,2026-03-05,1e3,0", CH_WANT_YUAN, 34},
        {"", "k1,t,34,33,inpatient,,2026-03-05,1,", CH_WANT_VALUE, 36},
        {"", "k1,t,34,33,inpatient,,2026-03-05,1,1.01", CH_WANT_MEDICAL_PART, 36},
        {"", "k1,t,34,33,inpatient,,2026-03-05,92233720368547758.07,0", CH_WANT_CLAIMS_SUM, 34},
        {",fund_yuan,aid_yuan", "k1,t,34,33,inpatient,,2026-03-05,2,1,1.01,", CH_WANT_MEDICAL_PART, 38},
        {",fund_yuan,aid_yuan", "k1,t,34,33,inpatient,,2026-03-05,2,1,1,1.01", CH_WANT_MEDICAL_REST, 34},
        {",fund_yuan,cash_yuan", "k1,t,34,33,inpatient,,2026-03-05,2,1,1,0.99", CH_WANT_MEDICAL_SUM, 34},
        {",fund_yuan,cash_yuan", "k1,t,34,33,inpatient,,2026-03-05,2,1,1,1.01", CH_WANT_MEDICAL_SUM, 34},
        {",fund_yuan,cash_yuan", "k1,t,34,33,inpatient,,2026-03-05,2,1,,1", CH_WANT_FUND_TOO, 39},
        {",state,decided", "k1,t,34,33,inpatient,,2026-03-05,2,1,open,", CH_WANT_WORD, 38},
        {",state,decided", "k1,t,34,33,inpatient,,2026-03-05,2,1,,2026-03-04", CH_WANT_NOT_EARLIER, 39},
        {",state,decided", "k1,t,34,33,inpatient,,2026-03-05,2,1,disputed,2026-03-06", CH_WANT_NOT_DECIDED, 47},
        {",state,admitted", "k1,t,34,33,inpatient,,2026-03-05,2,1,,2026-03-06", CH_WANT_NOT_LATER, 39},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_line_fault(bad[i].heads, bad[i].line, bad[i].want, bad[i].column);
}

static void all_faults_are_told_at_once_and_no_token(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_text(&w, HEAD "\n"
                                        "k1," TOKEN ",34,33,inpatient,,2026-13-01,x,1\n"
                                        "k1," TOKEN ",34,,dental,,2026-01-01,1,1\n"
                                        "k2,\"" TOKEN "\"x,34,33,inpatient,,2026-01-01,1,1\n"
                                        "k3,\"" TOKEN "\n"),
                     CH_EDATA);
    assert_int_equal(told(&w.faults, CH_WANT_LEDGER_DAY, 2, "2026-13-01", NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_YUAN, 2, "x", NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_VALUE, 3, NULL, NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_WORD, 3, "dental", NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_CLAIM_ONCE, 3, "k1", "2"), 1);
    assert_int_equal(told(&w.faults, CH_WANT_AFTER_QUOTE, 4, NULL, NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_CLOSED_QUOTE, 5, NULL, NULL), 1);
    assert_int_equal(w.faults.count, 7);
    assert_false(says(&w.faults, TOKEN));
    assert_true(says(&w.faults, "结算编号"));
    clean(&w);
}

static void ten_thousand_claims_are_read_in_order(void **state)
{
    (void)state;
    enum { CLAIMS = 10000 };
    ch_buf text = {0};
    work w;
    ch_buf_adds(&text, HEAD "\n");
    for (int i = 0; i < CLAIMS; i++)
        ch_buf_addf(&text, "k%d,t%d,34,3305,outpatient,settled,2026-01-%02d,%d.5,%d\n", i, i % 77, 1 + i % 31, i, i);
    ch_buf_addc(&text, '\0');
    assert_int_equal(read_text(&w, text.at), CH_OK);
    assert_int_equal(w.rows, CLAIMS);
    for (int i = 0; i < CLAIMS; i++) {
        assert_int_equal(w.row[i].total_fen, i * 100 + 50);
        assert_int_equal(w.row[i].at.line, i + 2);
    }
    clean(&w);
    ch_buf_free(&text);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    for (int is_bad = 0; is_bad < 2; is_bad++) {
        ch_buf text = {0};
        ch_buf_adds(&text, HEAD "\n");
        ch_buf_adds(&text, is_bad ? "bad,t,34,33,dental,,2026-01-01,1,1\n" : "");
        for (int i = 0; i < 700; i++)
            ch_buf_addf(&text, "k%d,t%d,34,3305,outpatient,settled,2026-01-01,5,5\n", i, i);
        for (size_t at = 1;; at++) {
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_arena arena = CH_ARENA(&memory);
            ch_faults faults = {.arena = {.memory = &memory}};
            const ch_medical_row *row;
            size_t rows;
            const ch_err err =
                ch_medical_file_read(&arena, zone, CH_TEXT("m.csv"), ch_buf_text(&text), &row, &rows, &faults);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
            assert_int_equal(memory_state.live, 0);
            assert_true(at < 500);
            if (err == (is_bad ? CH_EDATA : CH_OK))
                break;
            assert_int_equal(err, CH_ENOMEM);
            assert_int_equal(rows, 0);
        }
        ch_buf_free(&text);
    }
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_has_all_that_its_line_tells),
        cmocka_unit_test(what_is_not_told_is_not_known),
        cmocka_unit_test(people_write_chinese_and_in_any_order),
        cmocka_unit_test(a_place_that_nobody_knows_is_nowhere),
        cmocka_unit_test(a_header_at_fault_ends_the_reading),
        cmocka_unit_test(each_fault_is_told_with_its_place),
        cmocka_unit_test(all_faults_are_told_at_once_and_no_token),
        cmocka_unit_test(ten_thousand_claims_are_read_in_order),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
