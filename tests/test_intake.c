/* test_intake.c - sheets of the field taken into a zone. Firms, projects, plots and figures are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/workbook_write.h"
#include "draw.h"
#include "failing.h"
#include "sheet_taken.h"
#include "told.h"

#include <string.h>

#define CODE_1 "91330500MA00000014"
#define CODE_2 "91330500MA00000027"
#define CODE_3 "91330500MA0000003A"

static ch_zone *zone;

static int set_up(void **state)
{
    zone = make_zone(
        NULL,
        "zone: id,place,members\nz,Z,Z\n"
        "places: id,name_zh,level,parent\nZ,示意合作区,zone,\n330500,湖州市,prefecture,\n330502,吴兴区,county,330500\n"
        "330521,德清县,county,330500\n330522,长兴县,county,330500\nA1,城东街道,county,330500\nA2,城东街道,county,"
        "330500\n"
        "place_history: old,new\n330599,330522\n"
        "sources: id,title\ns1,示意企业库,\ns2,示意台账,\n"
        "firms: id,name_zh,uscc,former_names,place,role,source\n"
        "f1,长兴示意电池股份有限公司," CODE_1 ",示意蓄电池厂,330522,leader,s1\n"
        "f2,德清示例机械有限公司,,,330521,,s1\n"
        "f3,湖州示范纺织有限公司," CODE_3 ",,330500,,s2\n"
        "firm_years: firm,year,revenue_wan,insured,source\nf1,2023,5000,120,s1\n"
        "firm_titles: firm,title,since,source\nf1,high-tech,2021-12,s1\nf2,innovative,,s1\n"
        "leads: id,name_zh,reported_by,investor,investment_wan,note,source\n"
        "L1,年产一万套示意设备项目,330522,示意投资,10000,旧注,s2\n"
        "L2,示意重名项目,330521,,,,s2\nL3,示意重名项目,330521,,,,s2\n"
        "parcels: id,name_zh,place,area_mu,source\nP1,示意一号地块,330522,30,s1\n"
        "yields: firm,year,tax_mu_wan,grade,source\nf1,2023,35,A,s1\n"
        "rates: id,currency,on,wan\nu,usd,2024-01-01,7.1\n");
    return 0;
}

static int tear_down(void **state)
{
    ch_zone_drop(zone);
    return 0;
}

/* ---- what a sheet does */

/* A sheet without a fault or doubt. */
static void take_well(taken *it, const ch_zone *from, const char *form, const char *csv, const asking *asked)
{
    take_in(it, NULL, from, form, ch_text_of(csv), asked);
    if (it->err != CH_OK || it->faults.count > 0 || it->intake.doubts > 0 || it->intake.bad_rows > 0) {
        print_faults(&it->faults);
        fail_msg("err %d, %zu faults, %zu doubts", it->err, it->faults.count, it->intake.doubts);
    }
}

/* The zone after it; and the same sheet read again changes nothing. */
static ch_zone *zone_after(const char *form, const char *csv, const asking *asked)
{
    taken once, twice;
    take_well(&once, zone, form, csv, asked);
    ch_zone *next = apply_taken(zone, &once);
    take_well(&twice, next, form, csv, asked);
    ch_zone *again = apply_taken(next, &twice);
    assert_int_equal(count_differences(next, again), 0);
    ch_zone_drop(again);
    free_taken(&once);
    free_taken(&twice);
    return next;
}

static void assert_cell(const ch_zone *in, ch_table_id table, const char *keys, const char *column, const char *wanted)
{
    char room[256];
    assert_string_equal(cell_of(in, table, keys, column, room), wanted);
}

/* One fault or more of a sheet: that want, in that row. */
static void assert_told(const char *form, const char *csv, const asking *asked, ch_want want, uint32_t row)
{
    taken it;
    take_in(&it, NULL, zone, form, ch_text_of(csv), asked);
    if (told(&it.faults, want, row, NULL, NULL) != 1) {
        print_faults(&it.faults);
        fail_msg("not told once: %d in row %u", (int)want, row);
    }
    free_taken(&it);
}

/* The key that a new row of the table got: of the only one that is not in the zone. */
static const char *new_key(const ch_zone *next, ch_table_id table)
{
    const ch_text *key = next->table[table]->column[0];
    for (size_t row = 0; row < next->table[table]->rows; row++)
        if (ch_table_find(zone->table[table], &key[row]) == SIZE_MAX)
            return key[row].at;
    fail_msg("no new row");
    return NULL;
}

static const char *new_cell(const ch_zone *next, ch_table_id table, const char *column, char room[256])
{
    char key[64];
    const char *at = new_key(next, table);
    snprintf(key, sizeof key, "%.*s", 12, at);
    return cell_of(next, table, key, column, room);
}

/* ---- the ledger of leads */

#define LEDGER_HEAD \
    "项目编码,项目名称,报送区,责任领导,跟踪人,投资主体,统一社会信用代码,来源地,内外资,产业类别,投资金额(亿元)," \
    "固投金额(亿元)," \
    "到资金额,预计年产值,年税收,用工,用地面积,签约时间,开工时间(经信),竣工时间(发改),入统时间,投产时间,首谈地,落户地," \
    "流转方向," \
    "流转时间,流转状态,备注\n"

static void a_ledger_is_taken_as_officers_write_it(void **state)
{
    const ch_zone *const before = zone;
    ch_zone *next = zone_after(
        "leads",
        "2024年示意招商项目台账\n" LEDGER_HEAD "X1,年产两亿安时示意电池项目,长兴,示意领导,示意专员,示意投资集团,,上海,"
        "内资,新能源,\"10.5亿元\",8,\"12,000\",200000万元,"
        "5000,300人,120亩,2024年3月,2024/5/6,-,/,无,330599,长兴县,吴兴区,20240701,申请流转,\"分两期\n建设\"\n"
        ",年产一万套示意设备项目,长兴县,,,示意投资,,,外资,,500万美元,,,,,,2公顷,,,,,,,,,,,\n"
        "合计,,,,,,,,,,20,,,,,,,,,,,,,,,,,\n",
        NULL);
    assert_ptr_equal(before, zone);
    assert_cell(next, CH_TABLE_leads, "X1", "reported_by", "330522");
    assert_cell(next, CH_TABLE_leads, "X1", "funding", "domestic");
    assert_cell(next, CH_TABLE_leads, "X1", "investment_wan", "105000");
    assert_cell(next, CH_TABLE_leads, "X1", "fixed_wan", "80000");
    assert_cell(next, CH_TABLE_leads, "X1", "arrived_wan", "12000");
    assert_cell(next, CH_TABLE_leads, "X1", "output_wan", "200000");
    assert_cell(next, CH_TABLE_leads, "X1", "tax_wan", "5000");
    assert_cell(next, CH_TABLE_leads, "X1", "jobs", "300");
    assert_cell(next, CH_TABLE_leads, "X1", "area_mu", "120");
    assert_cell(next, CH_TABLE_leads, "X1", "signed_on", "2024-03");
    assert_cell(next, CH_TABLE_leads, "X1", "started_on", "2024-05-06");
    assert_cell(next, CH_TABLE_leads, "X1", "finished_on", "");
    assert_cell(next, CH_TABLE_leads, "X1", "first_talk", "330522");
    assert_cell(next, CH_TABLE_leads, "X1", "transfer_to", "330502");
    assert_cell(next, CH_TABLE_leads, "X1", "transfer_on", "2024-07-01");
    assert_cell(next, CH_TABLE_leads, "X1", "transfer_status", "asked");
    assert_cell(next, CH_TABLE_leads, "X1", "note", "分两期 建设");
    assert_cell(next, CH_TABLE_leads, "X1", "source", "illustrative");
    assert_cell(next, CH_TABLE_leads, "L1", "investment_wan", "3550");
    assert_cell(next, CH_TABLE_leads, "L1", "area_mu", "30");
    assert_cell(next, CH_TABLE_leads, "L1", "note", "");
    assert_cell(next, CH_TABLE_leads, "L1", "source", "s2");
    assert_int_equal(next->leads.rows, zone->leads.rows + 1);
    ch_zone_drop(next);
}

static void a_column_that_is_absent_is_not_edited_and_an_empty_cell_empties(void **state)
{
    ch_zone *next = zone_after("leads", "项目编码,投资金额\nL1,\n", NULL);
    assert_cell(next, CH_TABLE_leads, "L1", "investment_wan", "");
    assert_cell(next, CH_TABLE_leads, "L1", "note", "旧注");
    assert_cell(next, CH_TABLE_leads, "L1", "name_zh", "年产一万套示意设备项目");
    ch_zone_drop(next);
}

static void a_lead_without_a_code_gets_the_same_key_each_time(void **state)
{
    char room[256], first[64], other[64];
    ch_zone *next = zone_after("leads", "项目名称,报送区\n示意新项目,长兴县\n", NULL);
    snprintf(first, sizeof first, "%s", new_key(next, CH_TABLE_leads));
    assert_int_equal(strlen(first), 12);
    assert_memory_equal(first, "l-", 2);
    assert_string_equal(new_cell(next, CH_TABLE_leads, "name_zh", room), "示意新项目");
    ch_zone_drop(next);
    next = zone_after("leads", "报送区,项目名称,备注\n330522,示意新项目,某注\n", NULL);
    assert_string_equal(new_key(next, CH_TABLE_leads), first);
    ch_zone_drop(next);
    next = zone_after("leads", "报送区,项目名称\n德清,示意新项目\n", NULL);
    snprintf(other, sizeof other, "%s", new_key(next, CH_TABLE_leads));
    assert_string_not_equal(first, other);
    ch_zone_drop(next);
}

/* Who knows a name cannot tell the key; who knows the name of a parcel, which is open, can. */
static void the_salt_is_in_the_key_of_a_lead_alone(void **state)
{
    const asking salted = {.salt = 7};
    char plain[64];
    ch_zone *next = zone_after("leads", "项目名称,报送区\n示意新项目,长兴县\n", NULL);
    snprintf(plain, sizeof plain, "%s", new_key(next, CH_TABLE_leads));
    ch_zone_drop(next);
    next = zone_after("leads", "项目名称,报送区\n示意新项目,长兴县\n", &salted);
    assert_string_not_equal(new_key(next, CH_TABLE_leads), plain);
    ch_zone_drop(next);
    next = zone_after("parcels", "地块名称,所在地区\n示意二号地块,长兴县\n", NULL);
    snprintf(plain, sizeof plain, "%s", new_key(next, CH_TABLE_parcels));
    ch_zone_drop(next);
    next = zone_after("parcels", "地块名称,所在地区\n示意二号地块,长兴县\n", &salted);
    assert_string_equal(new_key(next, CH_TABLE_parcels), plain);
    ch_zone_drop(next);
}

static void what_the_zone_knows_of_an_investor_is_filled(void **state)
{
    taken it;
    take_well(&it, zone, "leads",
              "项目编码,项目名称,投资主体,统一社会信用代码\n"
              "N1,示意甲,长兴示意电池股份有限公司,\nN2,示意乙,某某," CODE_3 "\nN3,示意丙,某某,\n",
              NULL);
    assert_int_equal(it.intake.fills, 3);
    assert_int_equal(it.intake.fill[0].row, 2);
    assert_int_equal(it.intake.fill[0].column, ch_schema_find_column(ch_schema_table(CH_TABLE_leads), CH_TEXT("firm")));
    assert_true(ch_text_equal(it.intake.fill[0].value, CH_TEXT("f1")));
    assert_true(ch_text_equal(it.intake.fill[0].source, CH_TEXT("s1")));
    assert_true(ch_text_equal(it.intake.fill[1].value, CH_TEXT(CODE_1)));
    assert_int_equal(it.intake.fill[2].row, 3);
    assert_true(ch_text_equal(it.intake.fill[2].value, CH_TEXT("f3")));
    assert_true(ch_text_equal(it.intake.fill[2].source, CH_TEXT("s2")));
    free_taken(&it);
    ch_zone *next = zone_after("leads", "项目编码,项目名称,投资主体,统一社会信用代码\nN1,示意甲,示意蓄电池厂,\n", NULL);
    assert_cell(next, CH_TABLE_leads, "N1", "firm", "f1");
    assert_cell(next, CH_TABLE_leads, "N1", "uscc", CODE_1);
    ch_zone_drop(next);
}

/* ---- firms */

#define FIRMS \
    "企业名称,统一社会信用代码,注册资本,成立日期,国标行业,主导产品,上下游,高新,专精特新,小巨人,年份,年营收(万元)," \
    "参保人数,链主,所在地区\n"

static void a_ledger_of_firms_gives_figures_by_year_and_titles(void **state)
{
    char room[256];
    ch_zone *next = zone_after(
        "firms",
        FIRMS "长兴示意电池股份有限公司,,\"5,000万元\",2003-5,3841,铅蓄电池,中游,否,2022,是,2024,6500,130,是,长兴\n"
              "湖州新示意材料有限公司," CODE_2 ",800,2019年,3985,隔膜,上游,2023-11,,,2024,1.2亿元,80,否,330521\n",
        NULL);
    assert_cell(next, CH_TABLE_firms, "f1", "capital_wan", "5000");
    assert_cell(next, CH_TABLE_firms, "f1", "uscc", "");
    assert_cell(next, CH_TABLE_firms, "f1", "tier", "mid");
    assert_cell(next, CH_TABLE_firms, "f1", "role", "leader");
    assert_cell(next, CH_TABLE_firms, "f1", "source", "s1");
    assert_cell(next, CH_TABLE_firm_years, "f1,2024", "revenue_wan", "6500");
    assert_cell(next, CH_TABLE_firm_years, "f1,2024", "source", "illustrative");
    assert_cell(next, CH_TABLE_firm_years, "f1,2023", "revenue_wan", "5000");
    assert_cell(next, CH_TABLE_firm_titles, "f1,high-tech", "since", "(none)");
    assert_cell(next, CH_TABLE_firm_titles, "f1,specialised", "since", "2022");
    assert_cell(next, CH_TABLE_firm_titles, "f1,little giant", "since", "");
    assert_string_equal(new_cell(next, CH_TABLE_firms, "name_zh", room), "湖州新示意材料有限公司");
    assert_string_equal(new_cell(next, CH_TABLE_firms, "place", room), "330521");
    assert_string_equal(new_cell(next, CH_TABLE_firms, "role", room), "");
    assert_int_equal(next->firm_titles.rows, 4);
    ch_zone_drop(next);
}

static void a_firm_is_found_by_code_name_or_former_name(void **state)
{
    ch_zone *next = zone_after(
        "firms", "企业名称,信用代码,备注\n改了名的示意公司," CODE_1 ",甲\n德清示例机械有限公司," CODE_2 ",乙\n", NULL);
    assert_cell(next, CH_TABLE_firms, "f1", "name_zh", "改了名的示意公司");
    assert_cell(next, CH_TABLE_firms, "f1", "note", "甲");
    assert_cell(next, CH_TABLE_firms, "f2", "uscc", CODE_2);
    assert_int_equal(next->firms.rows, 3);
    ch_zone_drop(next);
}

static void figures_without_a_year_are_of_the_year_that_was_asked_for(void **state)
{
    const asking of_2025 = {.as_of = 20250331};
    ch_zone *next = zone_after("firms", "编号,年营收\nf1,7000\nf2,\n", &of_2025);
    assert_cell(next, CH_TABLE_firm_years, "f1,2025", "revenue_wan", "7000");
    assert_cell(next, CH_TABLE_firm_years, "f1,2025", "as_of", "2025-03-31");
    assert_cell(next, CH_TABLE_firm_years, "f2,2025", "revenue_wan", "(none)");
    ch_zone_drop(next);
    const asking of_2023 = {.as_of = 20230000};
    next = zone_after("firms", "编号,年营收\nf1,\n", &of_2023);
    assert_cell(next, CH_TABLE_firm_years, "f1,2023", "revenue_wan", "");
    assert_cell(next, CH_TABLE_firm_years, "f1,2023", "insured", "120");
    ch_zone_drop(next);
    assert_told("firms", "编号,年营收\nf1,7000\n", NULL, CH_WANT_YEAR_COLUMN, 1);
}

static void a_firm_may_stand_once_for_each_year(void **state)
{
    ch_zone *next = zone_after("firms", "编号,年度,营业收入,高新\nf1,2021,1,是\nf1,2022年,2,是\n", NULL);
    assert_cell(next, CH_TABLE_firm_years, "f1,2021", "revenue_wan", "1");
    assert_cell(next, CH_TABLE_firm_years, "f1,2022", "revenue_wan", "2");
    ch_zone_drop(next);
    next = zone_after("firms", "编号,年度,营业收入,高新\nf1,2021,1,否\nf1,2022年,2,否\n", NULL);
    assert_cell(next, CH_TABLE_firm_titles, "f1,high-tech", "since", "(none)");
    ch_zone_drop(next);
    assert_told("firms", "编号,年度,营业收入,高新\nf1,2021,1,是\nf1,2022,2,否\n", NULL, CH_WANT_ROW_ONCE, 3);
    assert_told("firms", "编号,年度,营业收入\nf1,2021,1\nf1,2021,2\n", NULL, CH_WANT_ROW_ONCE, 3);
}

static void no_chain_leader_empties_the_role_only_of_leaders(void **state)
{
    ch_zone *next = zone_after("firms", "编号,链主\nf1,否\nf2,否\nf3,是\n", NULL);
    assert_cell(next, CH_TABLE_firms, "f1", "role", "");
    assert_cell(next, CH_TABLE_firms, "f3", "role", "leader");
    ch_zone_drop(next);
    next = zone_after("firms", "编号,角色\nf2,上市公司\n", NULL);
    assert_cell(next, CH_TABLE_firms, "f2", "role", "listed");
    ch_zone_drop(next);
    assert_told("firms", "编号,链主,角色\nf1,是,头部企业\n", NULL, CH_WANT_HEAD_ONCE, 1);
}

/* ---- parcels, yields */

static void a_ledger_of_parcels_has_areas_told_twice_and_ranges(void **state)
{
    char room[256];
    ch_zone *next =
        zone_after("parcels",
                   "地块名称,所属区县,面积,容积率,固定资产投资强度(≥万元/亩),亩均税收,起始价(万元),土地用途\n"
                   "示意一号地块,长兴县,48357.35（72.5360）,1.0-1.5,≥350,30,2400,工业\n"
                   "示意二号地块,德清县,20亩,≥1.2,400,,,\n",
                   NULL);
    assert_cell(next, CH_TABLE_parcels, "P1", "area_mu", "72.536025");
    assert_cell(next, CH_TABLE_parcels, "P1", "ratio_least", "1");
    assert_cell(next, CH_TABLE_parcels, "P1", "ratio_most", "1.5");
    assert_cell(next, CH_TABLE_parcels, "P1", "investment_mu_wan", "350");
    assert_string_equal(new_cell(next, CH_TABLE_parcels, "ratio_least", room), "1.2");
    assert_string_equal(new_cell(next, CH_TABLE_parcels, "ratio_most", room), "");
    assert_string_equal(new_cell(next, CH_TABLE_parcels, "area_mu", room), "20");
    ch_zone_drop(next);
}

static void ranges_are_read_in_every_form(void **state)
{
    static const struct {
        const char *cell, *least, *most;
    } all[] = {{"1.0-1.5", "1", "1.5"}, {"1.0—1.5", "1", "1.5"}, {"１．０～１．５", "1", "1.5"},
               {"1至1.5", "1", "1.5"},  {"≥1.2", "1.2", ""},     {"不低于1.2", "1.2", ""},
               {"1.2以上", "1.2", ""},  {"≤2", "", "2"},         {"不超过2", "", "2"},
               {"2以下", "", "2"},      {"1.5", "1.5", "1.5"},   {"-", "", ""}};
    static const char *const none[] = {"2-1", "≥1-2", "高", "1-2-3", "-1"};
    char csv[128];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(csv, sizeof csv, "编号,容积率\nP1,%s\n", all[i].cell);
        ch_zone *next = zone_after("parcels", csv, NULL);
        assert_cell(next, CH_TABLE_parcels, "P1", "ratio_least", all[i].least);
        assert_cell(next, CH_TABLE_parcels, "P1", "ratio_most", all[i].most);
        ch_zone_drop(next);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        snprintf(csv, sizeof csv, "编号,容积率\nP1,%s\n", none[i]);
        assert_told("parcels", csv, NULL, CH_WANT_SPAN, 2);
    }
}

static void a_rating_by_yield_finds_its_firms_by_code(void **state)
{
    taken it;
    const char *csv = "统一社会信用代码,年度,亩均税收(万元),单位能耗增加值,R&D经费支出占比,评价等级\n" CODE_1
                      ",2024年,38.5,1.2,3.5%,Ａ类\n示例,2024,1,1,2%,B\n";
    take_in(&it, NULL, zone, "yields", ch_text_of(csv), NULL);
    assert_int_equal(it.intake.fills, 1);
    assert_true(ch_text_equal(it.intake.fill[0].value, CH_TEXT("f1")));
    assert_int_equal(it.intake.bad_rows, 1);
    ch_zone *next = apply_taken(zone, &it);
    assert_cell(next, CH_TABLE_yields, "f1,2024", "tax_mu_wan", "38.5");
    assert_cell(next, CH_TABLE_yields, "f1,2024", "research", "0.035");
    assert_cell(next, CH_TABLE_yields, "f1,2024", "grade", "A");
    ch_zone_drop(next);
    free_taken(&it);
    assert_told("yields", "企业,亩均税收\nf1,3\n", NULL, CH_WANT_YEAR_COLUMN, 1);
    assert_told("yields", "企业,年份,亩均税收\nf1,二四年,3\n", NULL, CH_WANT_YEAR, 2);
}

/* ---- heads */

static void the_order_of_columns_changes_nothing(void **state)
{
    taken a, b;
    take_well(&a, zone, "leads", "项目编码,项目名称,投资金额(亿元),落户地\nX,示意,1.5,长兴\n", NULL);
    take_well(&b, zone, "leads", "落户地,投资额/亿元,,项目 名称*,项目编号\n长兴县,1.5,,示意,X\n", NULL);
    ch_zone *one = apply_taken(zone, &a), *other = apply_taken(zone, &b);
    assert_int_equal(count_differences(one, other), 0);
    assert_int_equal(count_differences(zone, one), 1);
    ch_zone_drop(one);
    ch_zone_drop(other);
    free_taken(&a);
    free_taken(&b);
}

static void the_head_is_the_row_that_names_most_columns(void **state)
{
    taken it;
    take_well(&it, zone, "leads", "项目名称,汇总\n填报单位：示意\n\n序号,项目编码,项目名称,备注\n1,X,示意,甲\n", NULL);
    assert_int_equal(it.intake.head_row, 4);
    assert_int_equal(it.intake.rows, 1);
    assert_int_equal(it.intake.heads, 4);
    assert_null(it.intake.head[0].fills);
    assert_string_equal(it.intake.head[1].fills->zh, "项目编码");
    assert_int_equal(it.intake.edit_row[0], 5);
    assert_int_equal(it.intake.edits.edit[0].at.line, 5);
    assert_true(ch_text_equal(it.intake.edits.edit[0].at.file, CH_TEXT("sheet")));
    free_taken(&it);
}

static void a_sheet_without_a_head_is_told_what_one_looks_like(void **state)
{
    static const char *const none[] = {"", "甲,乙\n丙,丁\n", "项目名称\n示意\n", "\n\n"};
    char late[512] = "";
    for (int i = 0; i < 20; i++)
        strcat(late, "标题,一\n");
    strcat(late, "项目编码,项目名称\nX,示意\n");
    for (size_t i = 0; i <= sizeof none / sizeof *none; i++) {
        taken it;
        take_in(&it, NULL, zone, "leads", ch_text_of(i < sizeof none / sizeof *none ? none[i] : late), NULL);
        assert_int_equal(it.err, CH_EDATA);
        assert_int_equal(told(&it.faults, CH_WANT_HEADS, 0, NULL, NULL), 1);
        assert_int_equal(it.intake.edits.count, 0);
        free_taken(&it);
    }
}

static void a_head_that_stands_twice_is_told_and_the_first_counts(void **state)
{
    taken it;
    take_in(&it, NULL, zone, "leads", CH_TEXT("项目编码,备注,说明\nL1,甲,乙\n"), NULL);
    assert_int_equal(told(&it.faults, CH_WANT_HEAD_ONCE, 1, "说明", NULL), 1);
    assert_int_equal(it.intake.bad_rows, 0);
    ch_zone *next = apply_taken(zone, &it);
    assert_cell(next, CH_TABLE_leads, "L1", "note", "甲");
    ch_zone_drop(next);
    free_taken(&it);
}

static void a_head_that_nearly_is_one_is_told_but_not_taken(void **state)
{
    taken it;
    take_well(&it, zone, "leads", "项目编码,备注,投资金颜\nL1,甲,3\n", NULL);
    assert_null(it.intake.head[2].fills);
    assert_string_equal(it.intake.head[2].near->zh, "投资金额");
    assert_int_equal(it.intake.edits.edit[0].cells, 2);
    free_taken(&it);
}

static void what_the_user_says_of_a_head_counts(void **state)
{
    const ch_intake_map map[] = {{CH_TEXT("盘子"), CH_TEXT("投资金额")},
                                 {CH_TEXT("备 注"), {0}},
                                 {CH_TEXT("税"), CH_TEXT("tax_wan")},
                                 {CH_TEXT("号"), CH_TEXT("项目编码")}};
    const ch_intake_map wrong[] = {{CH_TEXT("盘子"), CH_TEXT("总之不是列")}};
    const asking mapped = {.map = map, .maps = 4}, badly = {.map = wrong, .maps = 1};
    ch_zone *next = zone_after("leads", "号,盘子,备注,税\nL1,2,新注,30\n", &mapped);
    assert_cell(next, CH_TABLE_leads, "L1", "investment_wan", "20000");
    assert_cell(next, CH_TABLE_leads, "L1", "note", "旧注");
    assert_cell(next, CH_TABLE_leads, "L1", "tax_wan", "30");
    ch_zone_drop(next);
    assert_told("leads", "项目编码,项目名称,盘子\nL1,甲,2\n", &badly, CH_WANT_KNOWN_COLUMN, 1);
}

/* 投资金额 alone is in 亿元 as ledgers are; investment_wan says its unit. */
static void a_column_named_as_in_the_schema_is_in_its_own_unit(void **state)
{
    ch_zone *next = zone_after("leads", "id,investment_wan,note\nL1,2,甲\n", NULL);
    assert_cell(next, CH_TABLE_leads, "L1", "investment_wan", "2");
    ch_zone_drop(next);
    next = zone_after("parcels", "id,area_mu\nP1,2\n", NULL);
    assert_cell(next, CH_TABLE_parcels, "P1", "area_mu", "2");
    ch_zone_drop(next);
    next = zone_after("yields", "firm,year,research\nf1,2024,0.035\n", NULL);
    assert_cell(next, CH_TABLE_yields, "f1,2024", "research", "0.035");
    ch_zone_drop(next);
}

/* ---- rows that are no data */

static void sums_blank_rows_notes_and_repeated_heads_are_passed_over(void **state)
{
    taken it;
    take_well(&it, zone, "leads",
              "序号,项目编码,项目名称,投资金额\n1,X1,示意甲,1\n2,,,\n小计,,,1\n,,,\n序号,项目编码,项目名称,投资金额\n3,"
              "X2,示意乙,2\n"
              "长兴县小计：,,,3\n合 计,,,3\nTotal,,,3\n,-,/,无\n注：本表数据为示意,,,\n4,X3,示意丙,5\n",
              NULL);
    assert_int_equal(it.intake.rows, 2);
    assert_int_equal(it.intake.edits.count, 2);
    assert_int_equal(it.intake.edit_row[1], 7);
    free_taken(&it);
    take_well(&it, zone, "leads", "项目编码,项目名称,备注\nX1,示意甲,注：甲\n备注：说明,示意乙,丙\n", NULL);
    assert_int_equal(it.intake.rows, 2);
    free_taken(&it);
}

/* ---- faults and doubts */

static void a_row_with_a_fault_gives_no_edit_and_the_others_do(void **state)
{
    taken it;
    take_in(&it, NULL, zone, "leads",
            CH_TEXT("项目编码,项目名称,投资金额,签约时间,用工\nX1,示意甲,约一亿,三月,5\nX2,示意乙,1,2024,5\nX3,示意丙,"
                    "1,2024,五\n"),
            NULL);
    assert_int_equal(it.err, CH_OK);
    assert_int_equal(it.intake.rows, 3);
    assert_int_equal(it.intake.bad_rows, 2);
    assert_int_equal(it.intake.bad_row[0], 2);
    assert_int_equal(it.intake.bad_row[1], 4);
    assert_int_equal(it.intake.edits.count, 1);
    assert_int_equal(told(&it.faults, CH_WANT_SHEET_MONEY, 2, "约一亿", NULL), 1);
    assert_int_equal(told(&it.faults, CH_WANT_SHEET_DATE, 2, "三月", NULL), 1);
    assert_int_equal(told(&it.faults, CH_WANT_WHOLE, 4, "五", NULL), 1);
    assert_int_equal(it.faults.count, 3);
    assert_int_equal(it.faults.list[0].at.column, 3);
    free_taken(&it);
}

static void a_row_that_stands_twice_is_told_with_the_row_before(void **state)
{
    taken it;
    take_in(&it, NULL, zone, "firms",
            CH_TEXT("编号,信用代码,备注\nf1,,甲\n," CODE_1 ",乙\n,91330500ma00000014,丙\nf2,,丁\n"), NULL);
    assert_int_equal(told(&it.faults, CH_WANT_ROW_ONCE, 3, NULL, "2"), 1);
    assert_int_equal(told(&it.faults, CH_WANT_ROW_ONCE, 4, NULL, "2"), 1);
    assert_int_equal(it.intake.edits.count, 2);
    free_taken(&it);
}

static void new_rows_need_what_is_required(void **state)
{
    const asking no_source = {.source = "-"};
    taken it;
    assert_told("firms", "企业名称,备注\n示意全新公司,甲\n示意另一公司,乙\n", NULL, CH_WANT_COLUMN, 1);
    assert_told("firms", "企业名称,所在地区\n示意全新公司,\n", NULL, CH_WANT_VALUE, 2);
    assert_told("leads", "项目编码,项目名称\nX,示意\nL1,示意\n", &no_source, CH_WANT_COLUMN, 1);
    assert_told("leads", "项目编码,项目名称,来源\nX,示意,\n", &no_source, CH_WANT_VALUE, 2);
    assert_told("leads", "项目编码,项目名称\nL1,\n", NULL, CH_WANT_VALUE, 2);
    assert_told("leads", "投资主体,备注\n甲,乙\n", NULL, CH_WANT_COLUMN, 1);
    assert_told("offices", "部门,地区\n示意局,\n", NULL, CH_WANT_COLUMN, 1);
    take_in(&it, NULL, zone, "leads", CH_TEXT("项目编码,项目名称\nX,示意\nL1,示意\n"), &no_source);
    assert_int_equal(it.intake.bad_rows, 1);
    assert_int_equal(it.intake.edits.count, 1);
    free_taken(&it);
}

static void a_source_is_named_by_key_or_title_and_stays_where_the_sheet_has_none(void **state)
{
    const asking other = {.source = "s2", .as_of = 20240630};
    ch_zone *next = zone_after(
        "leads", "项目编码,项目名称,来源\nX1,甲,示意企业库\nX2,乙,s1；示意台账\nX3,丙,\nX4,丁,s1 s2\n", &other);
    assert_cell(next, CH_TABLE_leads, "X1", "source", "s1");
    assert_cell(next, CH_TABLE_leads, "X2", "source", "s1 s2");
    assert_cell(next, CH_TABLE_leads, "X3", "source", "s2");
    assert_cell(next, CH_TABLE_leads, "X3", "as_of", "2024-06-30");
    assert_cell(next, CH_TABLE_leads, "X4", "source", "s1 s2");
    ch_zone_drop(next);
    const asking third = {.source = "s1", .as_of = 20240630};
    next = zone_after("leads", "项目编码,来源,备注\nL1,,甲\n", &third);
    assert_cell(next, CH_TABLE_leads, "L1", "source", "s2");
    assert_cell(next, CH_TABLE_leads, "L1", "as_of", "");
    ch_zone_drop(next);
    assert_told("leads", "项目编码,项目名称,来源\nX,甲,没有的来源\n", NULL, CH_WANT_REFERENCE, 2);
}

/* Doubts of a sheet, and no fault; its rows give no edit. */
static void assert_doubts(const char *form, const char *csv, ch_table_id table, const char *const *like, size_t likes)
{
    taken it;
    take_in(&it, NULL, zone, form, ch_text_of(csv), NULL);
    assert_int_equal(it.faults.count, 0);
    assert_int_equal(it.intake.doubts, 1);
    assert_int_equal(it.intake.bad_rows, 1);
    assert_int_equal(it.intake.edits.count, 0);
    assert_int_equal(it.intake.doubt[0].row, 2);
    assert_int_equal(it.intake.doubt[0].table, table);
    assert_int_equal(it.intake.doubt[0].likes, likes);
    const ch_text *key = zone->table[table]->column[0];
    for (size_t i = 0; i < likes; i++)
        assert_true(ch_text_equal(key[it.intake.doubt[0].like[i].row], ch_text_of(like[i])));
    free_taken(&it);
}

static void a_name_that_may_mean_several_rows_is_a_doubt(void **state)
{
    static const char *const streets[] = {"A1", "A2"}, *const battery[] = {"f1"}, *const lead[] = {"L2"};
    assert_doubts("leads", "项目编码,项目名称,落户地\nX,示意,城东街道\n", CH_TABLE_places, streets, 2);
    assert_doubts("leads", "项目编码,项目名称,企业\nX,示意,长兴示意电池\n", CH_TABLE_firms, battery, 1);
    assert_doubts("leads", "项目名称,备注\n示意重名项目,甲\n", CH_TABLE_leads, lead, 1);
    assert_doubts("firms", "企业名称,所在地区\n长兴示意电池有限公司,长兴\n", CH_TABLE_firms, battery, 1);
    assert_doubts("firms", "企业名称,统一社会信用代码,所在地区\n长兴示意电池股份有限公司," CODE_2 ",长兴\n",
                  CH_TABLE_firms, battery, 1);
    assert_told("leads", "项目编码,项目名称,落户地\nX,示意,火星\n", NULL, CH_WANT_REFERENCE, 2);
    assert_told("leads", "项目编码,项目名称,企业\nX,示意,全然不识\n", NULL, CH_WANT_REFERENCE, 2);
}

static void two_firms_of_one_bare_name_are_two_where_their_codes_differ(void **state)
{
    ch_zone *next =
        zone_after("firms", "企业名称,统一社会信用代码,所在地区\n长兴示意电池有限公司," CODE_2 ",长兴\n", NULL);
    assert_int_equal(next->firms.rows, 4);
    ch_zone_drop(next);
}

static void a_fault_of_the_book_is_told_once_and_what_is_good_is_kept(void **state)
{
    taken it;
    take_in(&it, NULL, zone, "leads", CH_TEXT("项目编码,项目名称\nX1,甲\nX2,\"乙\"丙\n"), NULL);
    assert_int_equal(it.err, CH_EDATA);
    assert_int_equal(told(&it.faults, CH_WANT_AFTER_QUOTE, 3, NULL, NULL), 1);
    assert_true(it.intake.edits.count >= 1);
    free_taken(&it);
}

/* ---- rows sent back */

#define BAD_SHEET \
    "示意台账\n项目编码,项目名称,落户地,投资金额,别的\nX1,示意甲,城东街道,约一亿,甲\nX2,示意乙,长兴,1,乙\nX3,示意丙," \
    "城东街道,2,,末列\n"

/* The rows of a workbook, cells with | behind each. */
static ch_err note_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    ch_buf *out = self;
    (void)number;
    (void)is_hidden;
    for (size_t i = 0; i < cells; i++) {
        char room[4];
        ch_buf_add(out, ch_book_column_name(cell[i].column, room));
        ch_buf_addc(out, ' ');
        ch_buf_add(out, cell[i].text);
        ch_buf_addc(out, '|');
    }
    ch_buf_addc(out, '\n');
    return CH_OK;
}

static ch_err write_bad(const ch_memory *memory, taken *it, const char *csv, bool in_english, ch_buf *bytes)
{
    const ch_book_form utf8 = {CH_BOOK_UTF8, ','};
    ch_book *book;
    ch_err err = ch_book_open_bytes(memory, ch_text_of(csv), CH_TEXT("book"), &utf8, &book, &it->faults);
    if (err == CH_OK)
        err = ch_intake_write_bad(&it->arena, book, 0, &it->intake, &it->faults, in_english, bytes);
    ch_book_close(book);
    return err;
}

static void assert_sent_back(bool in_english, const char *wanted)
{
    ch_buf bytes = {0}, rows = {0};
    ch_book *book;
    taken it;
    take_in(&it, NULL, zone, "leads", CH_TEXT(BAD_SHEET), NULL);
    assert_int_equal(write_bad(NULL, &it, BAD_SHEET, in_english, &bytes), CH_OK);
    assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(&bytes), CH_TEXT("back"), NULL, &book, &it.faults), CH_OK);
    assert_int_equal(ch_book_read(book, 0, note_row, &rows, &it.faults), CH_OK);
    ch_buf_addc(&rows, '\0');
    assert_string_equal(rows.at, wanted);
    ch_book_close(book);
    ch_buf_free(&rows);
    ch_buf_free(&bytes);
    free_taken(&it);
}

static void bad_rows_are_sent_back_as_they_came_with_the_reason(void **state)
{
    assert_sent_back(false,
                     "A 项目编码|B 项目名称|C 落户地|D 投资金额|E 别的|G 问题说明|\n"
                     "A X1|B 示意甲|C 城东街道|D 约一亿|E 甲|G "
                     "此处为“约一亿”（investment_wan 投资金额(万元)），应为金额，精确到分，如 12.5、300万元、1.2亿元；"
                     "此处为“城东街道”，应为已有的名称；相近的有：城东街道、城东街道|\n"
                     "A X3|B 示意丙|C 城东街道|D 2|F 末列|G "
                     "此处为“城东街道”，应为已有的名称；相近的有：城东街道、城东街道|\n");
    assert_sent_back(true, "A 项目编码|B 项目名称|C 落户地|D 投资金额|E 别的|G what is wrong|\n"
                           "A X1|B 示意甲|C 城东街道|D 约一亿|E 甲|G "
                           "found \"约一亿\" in investment_wan, expected an amount, exact to the fen, such as 12.5 or "
                           "1,234.50; found \"城东街道\", expected a name that is known; nearest: "
                           "城东街道, 城东街道|\n"
                           "A X3|B 示意丙|C 城东街道|D 2|F 末列|G "
                           "found \"城东街道\", expected a name that is known; nearest: 城东街道, 城东街道|\n");
}

/* What the sheet lacks is said of each row that is bad for it alone; and nothing stands in the way of sending it again. */
static void rows_without_a_fault_of_their_own_bear_that_of_the_head(void **state)
{
    const char *csv = "企业名称,备注\n示意全新公司,甲\n";
    ch_buf bytes = {0};
    ch_book *book;
    taken it;
    take_in(&it, NULL, zone, "firms", ch_text_of(csv), NULL);
    assert_int_equal(write_bad(NULL, &it, csv, false, &bytes), CH_OK);
    ch_buf rows = {0};
    assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(&bytes), CH_TEXT("back"), NULL, &book, &it.faults), CH_OK);
    assert_int_equal(ch_book_read(book, 0, note_row, &rows, &it.faults), CH_OK);
    ch_buf_addc(&rows, '\0');
    assert_string_equal(rows.at, "A 企业名称|B 备注|C 问题说明|\n"
                                 "A 示意全新公司|B 甲|C 此处为空，应为含有列 place 所在地区 的首行|\n");
    ch_buf_free(&rows);
    ch_buf_free(&bytes);
    ch_book_close(book);
    free_taken(&it);
}

/* ---- workbooks of our own */

/* A table as a workbook, read as a sheet of its form. */
static void take_written(taken *it, const ch_zone *from, const char *form, bool in_english)
{
    const ch_book_table what = {.zone = from, .form = ch_form_find(ch_text_of(form)), .in_english = in_english};
    ch_buf bytes = {0};
    assert_int_equal(ch_book_write_table(NULL, &what, &bytes), CH_OK);
    take_in(it, NULL, from, form, ch_buf_text(&bytes), NULL);
    ch_buf_free(&bytes);
}

static void a_table_written_as_a_workbook_comes_back_unchanged(void **state)
{
    static const char *const forms[] = {"leads",      "firms",       "parcels", "yields",
                                        "firm_years", "firm_titles", "rates",   "places"};
    taken it;
    take_well(&it, zone, "leads",
              LEDGER_HEAD "X1,示意甲,长兴,甲,乙,示意投资,,上海,内资,新能源,10.5,8,12000,200000,5000,300,120亩,2024-03,"
                          "2024-05-06,,,2024,330522,德清,吴兴,20240701,申请流转,备注\n",
              NULL);
    ch_zone *next = apply_taken(zone, &it);
    free_taken(&it);
    for (size_t i = 0; i < 2 * sizeof forms / sizeof *forms; i++) {
        take_written(&it, next, forms[i / 2], i % 2 == 1);
        if (it.err != CH_OK || it.faults.count > 0 || it.intake.doubts > 0) {
            print_faults(&it.faults);
            fail_msg("%s: err %d, %zu faults, %zu doubts", forms[i / 2], it.err, it.faults.count, it.intake.doubts);
        }
        ch_zone *again = apply_taken(next, &it);
        assert_int_equal(it.intake.rows > 0, true);
        assert_int_equal(count_differences(next, again), 0);
        ch_zone_drop(again);
        free_taken(&it);
    }
    ch_zone_drop(next);
}

/* ---- any sheet */

/* Most cells are of the kind that their column takes. */
static const char *draw_cell(uint64_t *seed, const ch_form_column *head)
{
    static const char *const any[] = {"",         "f1",   "L1", CODE_1, "#N/A", "100万",   "合计",
                                      "城东街道", "注：", "-5", "无",   "1-2",  "12（3）", "长兴示意电池"};
    static const char *const keys[] = {"", "f1", "f2", "f3", "L1", "P1", "X8", "X9"};
    static const char *const firms[] = {"f1", "f3", CODE_1, "德清示例机械有限公司", "示意蓄电池厂"};
    static const char *const places[] = {"长兴", "330521", "湖州市", "330599", ""};
    static const char *const texts[] = {"",     "示意甲", "示意乙公司", "示意一号地块", "长兴示意电池股份有限公司",
                                        "2023", "2024"};
    static const char *const figures[] = {"", "1.5", "1,200", "30亩", "3.5%", "1.2亿元", "50人", "1-2"};
    static const char *const dates[] = {"", "2024-03", "2023年5月6日", "2024/1/2", "是", "否"};
    static const char *const words[] = {"", "A", "内资", "链主", "是", "否", "示意", "高新技术企业", "中游"};
    static const char *const codes[] = {"", CODE_1, CODE_2, CODE_3};
    const ch_column *column = &ch_schema_table(head->table)->column[head->column];
#define ONE_OF(list) list[draw(seed, sizeof list / sizeof *list)]
    if (draw(seed, 10) == 0)
        return ONE_OF(any);
    if (head->says == CH_FORM_YEAR || (head->column == 1 && column->need == CH_KEY && column->type == CH_TYPE_TEXT))
        return ONE_OF(texts);
    switch (column->type) {
    case CH_TYPE_TEXT: return column->need == CH_KEY ? ONE_OF(keys) : ONE_OF(texts);
    case CH_TYPE_REF: return column->to == CH_TABLE_firms ? ONE_OF(firms) : ONE_OF(places);
    case CH_TYPE_REFS: return draw(seed, 2) ? "s1" : "示意台账";
    case CH_TYPE_DATE: return ONE_OF(dates);
    case CH_TYPE_WORD:
    case CH_TYPE_WORDS: return ONE_OF(words);
    case CH_TYPE_USCC: return ONE_OF(codes);
    default: return ONE_OF(figures);
    }
#undef ONE_OF
}

static size_t draw_sheet(uint64_t *seed, const char *form, char *room, size_t size)
{
    const ch_form *of = ch_form_find(ch_text_of(form));
    const uint32_t columns = 2 + draw(seed, 9), rows = draw(seed, 4);
    const ch_form_column *head[16];
    size_t n = 0;
    for (uint32_t c = 0; c < columns; c++) {
        const uint32_t first = c < 3 ? 3 : (uint32_t)of->columns;
        head[c] = &of->column[draw(seed, draw(seed, 3) ? first : (uint32_t)of->columns)];
        n += (size_t)snprintf(room + n, size - n, "%s%s", c > 0 ? "," : "", head[c]->zh);
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++)
            n += (size_t)snprintf(room + n, size - n, "%s%s", c > 0 ? "," : "\n", draw_cell(seed, head[c]));
    return n;
}

/* The law of this part. A row that could not be placed at first may be so once others are in, so it holds of sheets whose
 * rows are all good. */
static void any_sheet_read_twice_changes_nothing_the_second_time(void **state)
{
    static const char *const forms[] = {"leads", "firms", "parcels", "yields", "offices", "firm_titles"};
    uint64_t seed = 11;
    char csv[8192];
    size_t done = 0, changed = 0;
    for (int i = 0; i < 4000; i++) {
        const char *form = forms[draw(&seed, sizeof forms / sizeof *forms)];
        const asking asked = {.as_of = draw(&seed, 2) ? 20240630 : 0};
        const size_t n = draw_sheet(&seed, form, csv, sizeof csv);
        taken once, twice;
        take_in(&once, NULL, zone, form, (ch_text){csv, n}, &asked);
        assert_true(once.err == CH_OK || once.err == CH_EDATA);
        assert_true(once.intake.bad_rows <= once.intake.rows);
        ch_zone *next = NULL, *again = NULL;
        if (once.intake.bad_rows == 0 && ch_zone_edit(zone, &once.intake.edits, &next, &once.faults) == CH_OK) {
            take_in(&twice, NULL, next, form, (ch_text){csv, n}, &asked);
            ch_faults faults = {0};
            assert_int_equal(ch_zone_edit(next, &twice.intake.edits, &again, &faults), CH_OK);
            if (count_differences(next, again) != 0)
                fail_msg("%s, as of %d:\n%s", form, asked.as_of, csv);
            ch_faults_free(&faults);
            changed += count_differences(zone, next) > 0;
            done++;
            free_taken(&twice);
        }
        ch_zone_drop(next);
        ch_zone_drop(again);
        free_taken(&once);
    }
    assert_true(done > 1000 && changed > 100);
}

static void every_allocation_may_fail(void **state)
{
    static const char *const sheet[][2] = {
        {"leads", LEDGER_HEAD ",示意新,长兴,,,示意蓄电池厂,,,混合,,1,,,,,,,,,,,,,城东街道,,,,\n"},
        {"firms",
         FIRMS "湖州新示意材料有限公司," CODE_2 ",800,2019年,3985,隔膜,上游,2023-11,,,2024,1.2亿元,80,否,330521\n"},
        {"parcels", "地块名称,所属区县,面积,容积率\n示意一号地块,长兴县,48357.35（72.5360）,1.0-1.5\n"},
        {"firms", "不是,表头\n"}};
    for (size_t i = 0; i < sizeof sheet / sizeof *sheet; i++)
        for (size_t at = 1;; at++) {
            failing failing_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&failing_state);
            taken it;
            ch_buf bytes = {.memory = &memory};
            take_in(&it, &memory, zone, sheet[i][0], ch_text_of(sheet[i][1]), NULL);
            ch_err err = it.faults.no_memory ? CH_ENOMEM : it.err;
            if (err == CH_OK)
                err = write_bad(&memory, &it, sheet[i][1], false, &bytes);
            ch_buf_free(&bytes);
            free_taken(&it);
            assert_int_equal(failing_state.live, 0);
            if (err != CH_ENOMEM)
                break;
            assert_true(at < 5000);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ledger_is_taken_as_officers_write_it),
        cmocka_unit_test(a_column_that_is_absent_is_not_edited_and_an_empty_cell_empties),
        cmocka_unit_test(a_lead_without_a_code_gets_the_same_key_each_time),
        cmocka_unit_test(the_salt_is_in_the_key_of_a_lead_alone),
        cmocka_unit_test(what_the_zone_knows_of_an_investor_is_filled),
        cmocka_unit_test(a_ledger_of_firms_gives_figures_by_year_and_titles),
        cmocka_unit_test(a_firm_is_found_by_code_name_or_former_name),
        cmocka_unit_test(figures_without_a_year_are_of_the_year_that_was_asked_for),
        cmocka_unit_test(a_firm_may_stand_once_for_each_year),
        cmocka_unit_test(no_chain_leader_empties_the_role_only_of_leaders),
        cmocka_unit_test(a_ledger_of_parcels_has_areas_told_twice_and_ranges),
        cmocka_unit_test(ranges_are_read_in_every_form),
        cmocka_unit_test(a_rating_by_yield_finds_its_firms_by_code),
        cmocka_unit_test(the_order_of_columns_changes_nothing),
        cmocka_unit_test(the_head_is_the_row_that_names_most_columns),
        cmocka_unit_test(a_sheet_without_a_head_is_told_what_one_looks_like),
        cmocka_unit_test(a_head_that_stands_twice_is_told_and_the_first_counts),
        cmocka_unit_test(a_head_that_nearly_is_one_is_told_but_not_taken),
        cmocka_unit_test(what_the_user_says_of_a_head_counts),
        cmocka_unit_test(a_column_named_as_in_the_schema_is_in_its_own_unit),
        cmocka_unit_test(sums_blank_rows_notes_and_repeated_heads_are_passed_over),
        cmocka_unit_test(a_row_with_a_fault_gives_no_edit_and_the_others_do),
        cmocka_unit_test(a_row_that_stands_twice_is_told_with_the_row_before),
        cmocka_unit_test(new_rows_need_what_is_required),
        cmocka_unit_test(a_source_is_named_by_key_or_title_and_stays_where_the_sheet_has_none),
        cmocka_unit_test(a_name_that_may_mean_several_rows_is_a_doubt),
        cmocka_unit_test(two_firms_of_one_bare_name_are_two_where_their_codes_differ),
        cmocka_unit_test(a_fault_of_the_book_is_told_once_and_what_is_good_is_kept),
        cmocka_unit_test(bad_rows_are_sent_back_as_they_came_with_the_reason),
        cmocka_unit_test(rows_without_a_fault_of_their_own_bear_that_of_the_head),
        cmocka_unit_test(a_table_written_as_a_workbook_comes_back_unchanged),
        cmocka_unit_test(any_sheet_read_twice_changes_nothing_the_second_time),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
