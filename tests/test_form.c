/* test_form.c - heads of workbooks and their units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/book/unit.h"
#include "changhe/form.h"

#include <string.h>

static const ch_form *form_of(const char *id)
{
    const ch_form *form = ch_form_find(ch_text_of(id));
    assert_non_null(form);
    return form;
}

static ch_form_match matched(const char *form, const char *head)
{
    return ch_form_match_head(form_of(form), ch_text_of(head));
}

static const char *filled(const char *form, const char *head)
{
    const ch_form_match match = matched(form, head);
    return match.column ? ch_schema_table(match.column->table)->column[match.column->column].name : "nothing";
}

static void every_table_has_a_form_by_id_and_by_name(void **state)
{
    assert_int_equal(ch_forms(), CH_TABLES);
    for (size_t i = 0; i < ch_forms(); i++) {
        assert_int_equal(ch_form_at(i)->table, i);
        assert_ptr_equal(ch_form_find(ch_text_of(ch_form_at(i)->id)), ch_form_at(i));
        assert_ptr_equal(ch_form_find(ch_text_of(ch_form_at(i)->zh)), ch_form_at(i));
    }
    assert_null(ch_form_find(CH_TEXT("no such")));
}

/* The heads that the field writes, as its workbooks have them. */
static void the_heads_of_the_field_are_known(void **state)
{
    static const char *const leads[] = {
        "项目编码", "项目名称", "报送区",   "责任领导",       "跟踪人",         "投资主体",       "统一社会信用代码",
        "来源地",   "内外资",   "产业类别", "投资金额(亿元)", "固投金额(亿元)", "到资金额",       "预计年产值",
        "年税收",   "用工",     "用地面积", "签约时间",       "开工时间(经信)", "竣工时间(发改)", "入统时间",
        "投产时间", "首谈地",   "落户地",   "流转方向",       "流转时间",       "流转状态",       "备注"};
    static const char *const firms[] = {
        "企业名称", "统一社会信用代码", "曾用名", "注册资本(万元)", "成立日期", "国标行业", "主导产品", "上下游",
        "高新",     "专精特新",         "小巨人", "年份",           "年营收",   "参保人数", "链主"};
    static const char *const parcels[] = {"地块名称",           "坐落",     "用途",     "面积(㎡)",     "容积率",
                                          "投资强度(≥万元/亩)", "亩均产值", "亩均税收", "起拍价(万元)", "保证金"};
    static const char *const yields[] = {"亩均税收",       "亩均增加值",     "单位能耗增加值",
                                         "单位排放增加值", "全员劳动生产率", "研发投入比"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        assert_non_null(matched("leads", leads[i]).column);
    for (size_t i = 0; i < sizeof firms / sizeof *firms; i++)
        assert_non_null(matched("firms", firms[i]).column);
    for (size_t i = 0; i < sizeof parcels / sizeof *parcels; i++)
        assert_non_null(matched("parcels", parcels[i]).column);
    for (size_t i = 0; i < sizeof yields / sizeof *yields; i++)
        assert_non_null(matched("yields", yields[i]).column);
}

static void a_head_is_the_same_in_either_width_with_stars_and_line_ends(void **state)
{
    assert_string_equal(filled("leads", "投资金额（亿元）"), "investment_wan");
    assert_string_equal(filled("leads", " 投资金额\n(亿元)* "), "investment_wan");
    assert_string_equal(filled("leads", "总投资/亿元"), "investment_wan");
    assert_string_equal(filled("leads", "开工时间"), "started_on");
    assert_string_equal(filled("leads", "开工时间（经信）"), "started_on");
    assert_string_equal(filled("leads", "投资金额【万美元】"), "investment_wan");
    assert_string_equal(filled("firms", "ＵＳＣＣ"), "uscc");
    assert_string_equal(filled("firms", "GB/T 4754 class"), "gb4754");
    assert_string_equal(filled("yields", "R&D经费支出占比(%)"), "research");
}

static void a_unit_is_told_as_the_head_has_it(void **state)
{
    assert_string_equal(matched("leads", "投资金额（亿元）").unit, "亿元");
    assert_string_equal(matched("leads", "总投资/万美元").unit, "万美元");
    assert_string_equal(matched("parcels", "投资强度(≥万元/亩)").unit, "≥万元/亩");
    assert_string_equal(matched("leads", "开工时间(经信)").unit, "");
    assert_string_equal(matched("leads", "用地面积").unit, "");
}

static void heads_of_the_schema_are_known_in_both_languages(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_form *form = ch_form_at((size_t)id);
        for (size_t i = 0; i < form->columns; i++) {
            assert_ptr_equal(ch_form_match_head(form, ch_text_of(form->column[i].zh)).column, &form->column[i]);
            assert_non_null(ch_form_match_head(form, ch_text_of(form->column[i].en)).column);
        }
    }
}

static void what_is_nearly_a_head_is_told_and_not_taken(void **state)
{
    const ch_form_match match = matched("leads", "项目名秤");
    assert_null(match.column);
    assert_non_null(match.near);
    assert_string_equal(match.near->zh, "项目名称");
    assert_null(matched("leads", "天气").column);
    assert_null(matched("leads", "天气").near);
    assert_null(matched("leads", "").column);
}

/* Every column of a form's table that people may write stands in the form, so that an export leaves out nothing. */
static void a_form_has_every_column_of_its_table(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_form *form = ch_form_at((size_t)id);
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned column = 0; column < kind->columns; column++) {
            bool is_there = false;
            for (size_t i = 0; i < form->columns; i++)
                is_there |= form->column[i].table == (ch_table_id)id && form->column[i].column == column;
            assert_true(is_there);
        }
    }
}

/* ---- units */

static void assert_unit(const char *text, ch_unit__kind kind, ch_unit__per per, int64_t num, int64_t den)
{
    ch_unit unit;
    assert_true(ch_unit__parse(ch_text_of(text), &unit));
    assert_int_equal(unit.kind, kind);
    assert_int_equal(unit.per, per);
    assert_true((double)unit.num * (double)den == (double)num * (double)unit.den);
}

static void units_are_exact_factors(void **state)
{
    assert_unit("元", CH_UNIT__MONEY, CH_UNIT__OF_ALL, 100, 1);
    assert_unit("万元", CH_UNIT__MONEY, CH_UNIT__OF_ALL, 1000000, 1);
    assert_unit("亿元", CH_UNIT__MONEY, CH_UNIT__OF_ALL, INT64_C(10000000000), 1);
    assert_unit("单位：万元", CH_UNIT__MONEY, CH_UNIT__OF_ALL, 1000000, 1);
    assert_unit("亩", CH_UNIT__AREA, CH_UNIT__OF_ALL, 200000, 1);
    assert_unit("㎡", CH_UNIT__AREA, CH_UNIT__OF_ALL, 300, 1);
    assert_unit("公顷", CH_UNIT__AREA, CH_UNIT__OF_ALL, 3000000, 1);
    assert_unit("吨标煤", CH_UNIT__COAL, CH_UNIT__OF_ALL, 1, 1);
    assert_unit("%", CH_UNIT__SHARE, CH_UNIT__OF_ALL, 1, 100);
    assert_unit("≥万元/亩", CH_UNIT__MONEY, CH_UNIT__A_MU, 1000000, 1);
    assert_unit("万元/公顷", CH_UNIT__MONEY, CH_UNIT__A_MU, 1000000, 15);
    assert_unit("元/㎡", CH_UNIT__MONEY, CH_UNIT__A_MU, 200000, 3);
    assert_unit("万元/吨标煤", CH_UNIT__MONEY, CH_UNIT__A_TCE, 1000000, 1);
    assert_unit("万元/人", CH_UNIT__MONEY, CH_UNIT__A_PERSON, 1000000, 1);
    assert_unit("万元/年", CH_UNIT__MONEY, CH_UNIT__OF_ALL, 1000000, 1);
}

static void foreign_money_names_its_currency(void **state)
{
    ch_unit unit;
    assert_true(ch_unit__parse(CH_TEXT("万美元"), &unit));
    assert_int_equal(unit.currency, CH_currency_USD);
    assert_true(ch_unit__parse(CH_TEXT("万欧元"), &unit));
    assert_int_equal(unit.currency, CH_currency_EUR);
}

static void what_is_no_unit_is_none(void **state)
{
    static const char *const none[] = {"", "经信", "万", "元元", "亩/", "/亩", "万元/天气", "万元/万元", "亿", "元/"};
    ch_unit unit;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(ch_unit__parse(ch_text_of(none[i]), &unit));
}

/* The unit that a form takes for granted can be told in the unit of its column. */
static void units_taken_for_granted_fit_their_columns(void **state)
{
    for (size_t f = 0; f < ch_forms(); f++)
        for (size_t i = 0; i < ch_form_at(f)->columns; i++) {
            const ch_form_column *column = &ch_form_at(f)->column[i];
            ch_unit given, wanted;
            if (!column->unit)
                continue;
            assert_true(ch_unit__parse(ch_text_of(column->unit), &given));
            assert_true(ch_unit__of_column(&ch_schema_table(column->table)->column[column->column], &wanted));
            assert_true(ch_unit__fits(&given, &wanted));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_has_a_form_by_id_and_by_name),
        cmocka_unit_test(the_heads_of_the_field_are_known),
        cmocka_unit_test(a_head_is_the_same_in_either_width_with_stars_and_line_ends),
        cmocka_unit_test(a_unit_is_told_as_the_head_has_it),
        cmocka_unit_test(heads_of_the_schema_are_known_in_both_languages),
        cmocka_unit_test(what_is_nearly_a_head_is_told_and_not_taken),
        cmocka_unit_test(a_form_has_every_column_of_its_table),
        cmocka_unit_test(units_are_exact_factors),
        cmocka_unit_test(foreign_money_names_its_currency),
        cmocka_unit_test(what_is_no_unit_is_none),
        cmocka_unit_test(units_taken_for_granted_fit_their_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
