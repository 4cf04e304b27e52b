/* test_workbook_table.c - tables of the zone as workbooks: heads, units, names, what comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "changhe/decimal.h"
#include "changhe/folder.h"
#include "changhe/intake.h"
#include "changhe/rows.h"
#include "changhe/workbook_write.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "read_book.h"

#include <string.h>

/* ---- tables of the zone */

#define BASE \
    "sources: id,title,date\n" \
    "ledger,招商台账,2024-05\n" \
    "gazette,公报,2024-04-30\n" \
    "unused,没有人引用,\n" \
    "places: id,name_zh,level\n" \
    "3305,湖州市,prefecture\n" \
    "330522,长兴县,county\n" \
    "3201,鼓楼区,county\n" \
    "3203,鼓楼区,county\n" \
    "Z,长合区,zone\n" \
    "zone: id,place,members\n" \
    "z,Z,330522\n"

#define FIRMS \
    "firms: id,name_zh,uscc,place,role,tier,former_names,capital_wan,founded_on,lon,lat,source,as_of,marks\n" \
    "f1,天能股份,913305007559025638,330522,leader,mid,天能国际；旧天能,97217.61,2003-03-13,119.910234567,31.0275," \
    "ledger," \
    "2024-05,unverified\n" \
    "f2,超威,,3201,,up,,,1998,,,ledger,2024-05,assumed\n" \
    "f3,旧天能,,3305,,,,0.000001,,,,gazette,2024-05,\n" \
    "firm_years: firm,year,revenue_wan,insured,source,as_of\n" \
    "f1,2022,4188200.123456,,ledger,2024-05\n" \
    "f1,2023,4775000,9800,ledger,2024-05\n" \
    "firm_titles: firm,title,since,source,as_of,marks\n" \
    "f1,high-tech,2021-12-16,ledger,2024-05,unverified\n" \
    "f1,champion,,ledger,2024-05,unverified\n" \
    "f3,specialised,2020,gazette,2024-05,\n"

#define FIELD \
    "leads: " \
    "id,name_zh,reported_by,firm,uscc,investment_wan,fixed_wan,area_mu,jobs,signed_on,started_on,transfer_status," \
    "source,as_of,note\n" \
    "P-1,=电池项目,330522,f1,913305007559025638,123456.78,0.01,100.5,0,2024-03-05,2024-06,,ledger,2024-05,-1\n" \
    "P-2,钠电,Z,f3,,-1.5,123456789012.345678,,,1899-12-31,,,ledger,2024-05,\n" \
    "parcels: id,name_zh,place,area_mu,ratio_least,ratio_most,investment_mu_wan,lon,lat,source,as_of\n" \
    "G-1,一号,330522,72.536,1,1.5,350,119.9,31.1,gazette,2024-05\n" \
    "G-2,二号,3203,72.53604,,0.000012,350.5,,,gazette,2024-05\n" \
    "yields: firm,year,tax_mu_wan,research,grade,source,as_of\n" \
    "f1,2023,35.2,0.034,A,ledger,2024-05\n" \
    "f2,2023,,0.000035,D,ledger,2024-05\n" \
    "f3,2022,1.000001,0.3333333333333333,,ledger,2024-05\n"

static const char all_tables[] = BASE FIRMS FIELD;

static void write_table(const ch_zone *zone, ch_table_id table, bool in_english, ch_buf *to)
{
    const ch_book_table what = {.zone = zone, .form = ch_form_at(table), .in_english = in_english};
    assert_int_equal(ch_book_write_table(NULL, &what, to), CH_OK);
}

/* The lines of the sheets that are not hidden. */
static void assert_table_says(ch_table_id table, bool in_english, const char *expected)
{
    ch_zone *zone = make_zone(NULL, all_tables);
    ch_buf book = {0}, said = {0};
    write_table(zone, table, in_english, &book);
    read_back(ch_buf_text(&book), &said);
    ch_buf_addc(&said, '\0');
    char *hidden = strstr(said.at, "[_lists]");
    if (hidden)
        *hidden = '\0';
    assert_string_equal(said.at, expected);
    ch_buf_free(&book);
    ch_buf_free(&said);
    ch_zone_drop(zone);
}

static void leads_are_written_as_officers_keep_them(void **state)
{
    (void)state;
    assert_table_says(
        CH_TABLE_leads, false,
        "[招商项目台账]\n"
        "1|项目编码*|项目名称*|报送区|责任领导|跟踪人|投资主体|统一社会信用代码|企业|来源地|内外资|产业类别|"
        "投资金额(亿元)|固投金额(亿元)|到资金额(万元)|预计年产值(万元)|年税收(万元)|用工|用地面积(亩)|签约时间|"
        "开工时间(经信)|竣工时间(发改)|入统时间|投产时间|首谈地|落户地|流转方向|流转时间|流转状态|来源*|数据日期|"
        "标记|备注\n"
        "2|P-1|=电池项目|长兴县||||913305007559025638|天能股份||||#12.345678|#0.000001||||#0|#100.5|"
        "@2024-03-05|2024-06|||||||||ledger|2024-05||-1\n"
        "3|P-2|钠电|长合区|||||f3||||#-0.00015|12345678.9012345678||||||1899-12-31||||||||||ledger|2024-05\n"
        "[来源]\n1|编号|题名|日期\n2|ledger|招商台账|2024-05\n");
}

static void firms_are_written_with_their_newest_year_and_titles(void **state)
{
    (void)state;
    assert_table_says(CH_TABLE_firms, false,
                      "[企业库]\n"
                      "1|企业编号*|企业名称*|统一社会信用代码|曾用名|注册资本(万元)|成立日期|国标行业|主导产品|上下游|"
                      "高新|专精特新|小巨人|"
                      "创新型|单项冠军|年份|年营收(万元)|参保人数|角色|所在地区*|所在合作区|英文名称|证券代码|交易所|"
                      "母公司|母公司名称|经度|纬度|"
                      "坐标系|点位精度|来源*|数据日期|标记|备注|跟进情况\n"
                      "2|f1|天能股份|913305007559025638|天能国际；旧天能|#97217.61|@2003-03-13|||中游|@2021-12-16||||"
                      "是|2023|#4775000|#9800|"
                      "链主|长兴县|||||||#119.910234567|#31.0275|||ledger|2024-05|待核\n"
                      "3|f2|超威||||1998|||上游||||||||||3201|||||||||||ledger|2024-05|假定\n"
                      "4|f3|旧天能|||#0.000001||||||2020||||||||湖州市|||||||||||gazette|2024-05\n"
                      "[来源]\n1|编号|题名|日期\n2|gazette|公报|@2024-04-30\n3|ledger|招商台账|2024-05\n");
}

static void land_is_told_in_square_metres_where_they_are_exact(void **state)
{
    (void)state;
    assert_table_says(
        CH_TABLE_parcels, true,
        "[Parcels]\n"
        "1|id*|parcel*|place*|seat|use|area(㎡)|least floor-area ratio|most floor-area ratio|"
        "investment a mu(万元/亩)|output a mu(万元/亩)|tax a mu(万元/亩)|starting price(万元)|deposit(万元)|"
        "longitude|latitude|frame|source*|as of|marks|note\n"
        "2|G-1|一号|长兴县|||72.536亩|#1|#1.5|#350|||||#119.9|#31.1||gazette|2024-05\n"
        "3|G-2|二号|3203|||#48357.36||#0.000012|#350.5||||||||gazette|2024-05\n"
        "[Sources]\n1|id|title|date\n2|gazette|公报|@2024-04-30\n");
}

static void shares_are_told_in_per_cent(void **state)
{
    (void)state;
    assert_table_says(
        CH_TABLE_yields, false,
        "[亩均评价表]\n"
        "1|企业*|年份*|亩均税收(万元/亩)|亩均增加值(万元/亩)|单位能耗增加值(万元/吨标煤)|单位排放增加值(万元/吨)|"
        "全员劳动生产率(万元/人)|研发投入比(%)|评价等级|来源*|数据日期|标记|备注\n"
        "2|天能股份|2023|#35.2|||||#3.4|A类|ledger|2024-05\n"
        "3|超威|2023||||||0.0035%|D类|ledger|2024-05\n"
        "4|f3|2022|#1.000001|||||33.33333333333333||ledger|2024-05\n"
        "[来源]\n1|编号|题名|日期\n2|ledger|招商台账|2024-05\n");
}

/* ---- what is written comes back */

/* The zone after its own sheet was taken in again: nothing may be in doubt. */
static ch_zone *take_in(const ch_zone *zone, ch_table_id table, const ch_buf *bytes)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_book *book;
    ch_alike *alike;
    ch_intake intake;
    ch_zone *after = NULL;
    assert_int_equal(ch_alike_make(zone, NULL, &alike), CH_OK);
    assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(bytes), CH_TEXT("own.xlsx"), NULL, &book, &faults), CH_OK);
    const ch_intake_ask ask = {.zone = zone, .form = ch_form_at(table), .alike = alike, .sheet = CH_TEXT("own")};
    const ch_err err = ch_intake_read(&arena, book, 0, &ask, &intake, &faults);
    if (err != CH_OK || faults.count > 0 || intake.doubts > 0 || intake.rows != zone->table[table]->rows) {
        ch_buf told = {0};
        for (size_t i = 0; i < faults.kept; i++)
            ch_fault_print(&faults.list[i], &told), ch_buf_addc(&told, '\n');
        fail_msg("%s: err %d, %zu rows, %zu doubts (%.*s)\n%.*s", ch_form_at(table)->id, (int)err, intake.rows,
                 intake.doubts, intake.doubts ? (int)intake.doubt[0].found.len : 0,
                 intake.doubts ? intake.doubt[0].found.at : "", (int)told.len, told.at ? told.at : "");
    }
    assert_int_equal(ch_zone_edit(zone, &intake.edits, &after, &faults), CH_OK);
    ch_book_close(book);
    ch_alike_free(alike);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return after;
}

static void assert_nothing_changes(const ch_zone *zone, ch_table_id table, bool in_english)
{
    ch_buf book = {0};
    char before[17], later[17];
    write_table(zone, table, in_english, &book);
    ch_zone *after = take_in(zone, table, &book);
    ch_zone_digest(zone, before);
    ch_zone_digest(after, later);
    if (strcmp(before, later) != 0)
        fail_msg("%s is not the same after it was taken in", ch_form_at(table)->id);
    ch_zone_drop(after);
    ch_buf_free(&book);
}

static void a_sheet_taken_in_again_changes_nothing(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, all_tables);
    for (int table = 0; table < CH_TABLES; table++)
        for (int language = 0; language < 2 && zone->table[table]->rows > 0; language++)
            assert_nothing_changes(zone, (ch_table_id)table, language == 1);
    ch_zone_drop(zone);
}

static void the_bundled_zone_taken_in_again_changes_nothing(void **state)
{
    (void)state;
    ch_zone *zone;
    ch_faults faults = {0};
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults), CH_OK);
    ch_faults_free(&faults);
    for (int table = 0; table < CH_TABLES; table++)
        for (int language = 0; language < 2 && table != CH_TABLE_outlines && zone->table[table]->rows > 0; language++)
            assert_nothing_changes(zone, (ch_table_id)table, language == 1);
    ch_zone_drop(zone);
}

/* Parcels and yields of any size: fen to 10^15 yuan, any 1/300 m2, shares of any double. */
static void figures_at_random_come_back(void **state)
{
    (void)state;
    uint64_t seed = 3;
    ch_buf text = {0};
    ch_buf_adds(&text, all_tables);
    ch_buf_adds(&text, "parcels: id,place,area_mu,ratio_least,price_wan,deposit_wan,tax_mu_wan,lon,lat\n");
    for (int i = 0; i < 1000; i++) {
        const int64_t area = (int64_t)draw(&seed, 1u << 31) >> draw(&seed, 31), fen = (int64_t)draw(&seed, 1u << 31)
                                                                                      << draw(&seed, 26);
        ch_buf_addf(&text, "R-%d,3305,", i);
        ch_decimal_format(area, CH_AREA_PER_MU, &text);
        ch_buf_addf(&text, ",%.17g,", draw(&seed, 1u << 31) / 3e6);
        for (int k = 0; k < 3; k++) {
            ch_decimal_format(fen >> (7 * k), CH_FEN_PER_WAN, &text);
            ch_buf_addc(&text, ',');
        }
        ch_buf_addf(&text, "%.10f,%.17g\n", draw(&seed, 1u << 31) / 2e7, draw(&seed, 1u << 31) / 3e7);
    }
    ch_buf_adds(&text, "yields: firm,year,research\n");
    for (int i = 0; i < 1000; i++)
        ch_buf_addf(&text, "f2,%d,%.*g\n", 3000 + i, (int)(1 + draw(&seed, 15)), draw(&seed, 1u << 31) / 2147483648.0);
    ch_buf_addc(&text, '\0');
    ch_zone *zone = make_zone(NULL, text.at);
    for (int language = 0; language < 2; language++) {
        assert_nothing_changes(zone, CH_TABLE_parcels, language == 1);
        assert_nothing_changes(zone, CH_TABLE_yields, language == 1);
    }
    ch_buf_free(&text);
    ch_zone_drop(zone);
}

/* ---- heads, notes, lists */

/* The heads of the first sheet without their stars, each once. */
typedef struct {
    const ch_form *form;
    size_t heads;
} head_looking;

static ch_err look_at_heads(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    head_looking *l = self;
    const ch_form_column *seen[CH_MAX_COLUMNS * 2];
    assert_int_equal(number, 1);
    for (size_t i = 0; i < cells; i++) {
        const ch_form_match match = ch_form_match_head(l->form, cell[i].text);
        if (!match.column)
            fail_msg("%s: %.*s is no head", l->form->id, (int)cell[i].text.len, cell[i].text.at);
        if (match.column->unit)
            assert_true(strlen(match.unit) > 0);
        for (size_t k = 0; k < i; k++)
            if (seen[k] == match.column)
                fail_msg("%s: %.*s stands twice", l->form->id, (int)cell[i].text.len, cell[i].text.at);
        seen[i] = match.column;
    }
    l->heads = cells;
    return CH_OK;
}

static void every_head_of_every_form_is_known_again_and_has_its_note(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, all_tables);
    for (int i = 0; i < 2 * CH_TABLES; i++) {
        const ch_book_table what = {
            .zone = zone, .form = ch_form_at((size_t)i / 2), .in_english = i % 2 == 1, .is_template = true};
        head_looking looking = {what.form, 0};
        ch_buf bytes = {0};
        ch_faults faults = {0};
        ch_book *book;
        assert_int_equal(ch_book_write_table(NULL, &what, &bytes), CH_OK);
        assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(&bytes), CH_TEXT("own"), NULL, &book, &faults), CH_OK);
        assert_int_equal(ch_book_read(book, 0, look_at_heads, &looking, &faults), CH_OK);
        assert_true(looking.heads > 0 && looking.heads <= what.form->columns);
        assert_int_equal(count_in_part(&bytes, "xl/comments1.xml", "<comment ref="), looking.heads);
        ch_book_close(book);
        ch_faults_free(&faults);
        ch_buf_free(&bytes);
    }
    ch_zone_drop(zone);
}

static void a_template_offers_places_words_and_sources_and_has_no_rows(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, all_tables);
    const ch_book_table what = {.zone = zone, .form = ch_form_at(CH_TABLE_leads), .is_template = true};
    ch_buf book = {0}, said = {0};
    assert_int_equal(ch_book_write_table(NULL, &what, &book), CH_OK);
    read_back(ch_buf_text(&book), &said);
    ch_buf_addc(&said, '\0');
    char *sources = strstr(said.at, "[来源]");
    assert_non_null(sources);
    assert_non_null(strstr(sources, "|gazette|公报|"));
    assert_non_null(strstr(sources, "|illustrative|示意数据，并非实际"));
    *sources = '\0';
    assert_null(strstr(said.at, "\n2|")); /* no row of leads */
    /* 报送区, 首谈地, 落户地, 流转方向; 内外资, 流转状态 */
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "<dataValidation type=\"list\""), 6);
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "3201,3203,湖州市,长兴县,长合区"), 4);
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "state=\"frozen\""), 1);
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "<autoFilter"), 1);
    ch_buf_free(&book);
    ch_buf_free(&said);
    ch_zone_drop(zone);
}

/* ---- who may see what */

/* Of f1 everything; of other firms neither sources nor points; of no firm its year's revenue. */
static uint32_t seen_by_guests(void *self, ch_table_id table, size_t row)
{
    const ch_zone *zone = self;
    const ch_table_kind *kind = ch_schema_table(table);
    uint32_t mask = CH_ROWS_ALL;
    if (table == CH_TABLE_firm_years)
        mask &= ~(UINT32_C(1) << ch_schema_find_column(kind, CH_TEXT("revenue_wan")));
    if (table == CH_TABLE_firms) {
        mask &= ~(UINT32_C(1) << ch_schema_find_column(kind, CH_TEXT("follow_up")));
        if (!ch_text_equal(zone->firms.id[row], CH_TEXT("f1")))
            mask &= ~(UINT32_C(1) << ch_schema_find_column(kind, CH_TEXT("source")));
    }
    return mask;
}

static bool is_not_f2(void *self, size_t row)
{
    return !ch_text_equal(((const ch_zone *)self)->firms.id[row], CH_TEXT("f2"));
}

static void what_may_not_be_seen_is_not_written(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, all_tables);
    const ch_book_table what = {
        .zone = zone, .form = ch_form_at(CH_TABLE_firms), .visible = seen_by_guests, .keeps = is_not_f2, .self = zone};
    ch_buf book = {0}, said = {0};
    assert_int_equal(ch_book_write_table(NULL, &what, &book), CH_OK);
    read_back(ch_buf_text(&book), &said);
    ch_buf_addc(&said, '\0');
    assert_null(strstr(said.at, "年营收"));
    assert_null(strstr(said.at, "4775000"));
    assert_null(strstr(said.at, "跟进情况"));
    assert_null(strstr(said.at, "超威"));
    assert_non_null(strstr(said.at, "参保人数"));
    assert_non_null(strstr(said.at, "|来源*|"));
    assert_non_null(strstr(said.at, "2|f1|"));
    assert_non_null(strstr(said.at, "3|f3|"));
    assert_non_null(
        strstr(said.at, "[来源]\n1|编号|题名|日期\n2|gazette|公报|@2024-04-30\n3|ledger|招商台账|2024-05\n"));
    ch_buf_free(&book);
    ch_buf_free(&said);
    ch_zone_drop(zone);
}

static void no_allocation_that_fails_leaks(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, all_tables);
    const ch_book_table what = {.zone = zone, .form = ch_form_at(CH_TABLE_firms)};
    for (size_t at = 1;; at++) {
        failing counts = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counts);
        ch_buf book = {.memory = &memory};
        const ch_err err = ch_book_write_table(&memory, &what, &book);
        ch_buf_free(&book);
        assert_int_equal(counts.live, 0);
        if (err == CH_OK) {
            assert_true(at > 10);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_are_written_as_officers_keep_them),
        cmocka_unit_test(firms_are_written_with_their_newest_year_and_titles),
        cmocka_unit_test(land_is_told_in_square_metres_where_they_are_exact),
        cmocka_unit_test(shares_are_told_in_per_cent),
        cmocka_unit_test(a_sheet_taken_in_again_changes_nothing),
        cmocka_unit_test(the_bundled_zone_taken_in_again_changes_nothing),
        cmocka_unit_test(figures_at_random_come_back),
        cmocka_unit_test(every_head_of_every_form_is_known_again_and_has_its_note),
        cmocka_unit_test(a_template_offers_places_words_and_sources_and_has_no_rows),
        cmocka_unit_test(what_may_not_be_seen_is_not_written),
        cmocka_unit_test(no_allocation_that_fails_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
