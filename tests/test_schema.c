#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "changhe/schema.h"

#include "failing.h"

#include <string.h>

static const ch_column *column_of(ch_table_id table, const char *name)
{
    const ch_table_kind *kind = ch_schema_table(table);
    int column = ch_schema_find_column(kind, ch_text_of(name));
    assert_true(column >= 0);
    return &kind->column[column];
}

static bool is_said(const char *text)
{
    return text[0] != 0 && ch_utf8_valid(ch_text_of(text)) == strlen(text);
}

static void every_table_is_found_by_its_name(void **state)
{
    for (int id = 0; id < CH_TABLES; id++)
        assert_int_equal(ch_schema_find_table(ch_text_of(ch_schema_table(id)->name)), id);
    assert_int_equal(ch_schema_find_table(CH_TEXT("firms")), CH_TABLE_firms);
    assert_int_equal(ch_schema_find_table(CH_TEXT("firm")), -1);
    assert_int_equal(ch_schema_find_table(CH_TEXT("")), -1);
}

static void every_column_is_found_by_its_name(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table(id);
        for (unsigned i = 0; i < kind->columns; i++)
            assert_int_equal(ch_schema_find_column(kind, ch_text_of(kind->column[i].name)), i);
        assert_int_equal(ch_schema_find_column(kind, CH_TEXT("no_such")), -1);
    }
}

static void a_line_of_the_schema_becomes_its_descriptor(void **state)
{
    const ch_column *parent = column_of(CH_TABLE_firms, "parent");
    assert_int_equal(parent->type, CH_TYPE_REF);
    assert_int_equal(parent->to, CH_TABLE_firms);
    assert_int_equal(parent->need, CH_OPTIONAL);
    assert_int_equal(parent->seen_by, CH_OPEN);
    assert_int_equal(parent->offset, offsetof(ch_rows_firms, parent));
    assert_null(parent->words);
    assert_string_equal(parent->zh, "母公司");
    assert_string_equal(parent->en, "parent");

    const ch_column *tier = column_of(CH_TABLE_segments, "tier");
    assert_int_equal(tier->type, CH_TYPE_WORD);
    assert_int_equal(tier->to, -1);
    assert_int_equal(tier->need, CH_REQUIRED);
    assert_ptr_equal(tier->words, ch_schema_words("tier"));
    assert_string_equal(column_of(CH_TABLE_projects, "area_mu")->unit, "mu");
}

static void tables_say_their_keys_their_shape_and_whether_they_are_dated(void **state)
{
    assert_int_equal(ch_schema_table(CH_TABLE_firms)->keys, 1);
    assert_int_equal(ch_schema_table(CH_TABLE_links)->keys, 2);
    assert_int_equal(ch_schema_table(CH_TABLE_signals)->keys, 3);
    assert_int_equal(ch_schema_table(CH_TABLE_firms)->shape, -1);
    assert_int_equal(ch_schema_table(CH_TABLE_outlines)->shape, 1);
    assert_true(ch_schema_table(CH_TABLE_firms)->dated);
    assert_false(ch_schema_table(CH_TABLE_places)->dated);
}

/* What table.c, the check and the writers build on. */
static void every_table_keeps_the_rules_of_tables(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table(id);
        assert_true(is_said(kind->zh) && is_said(kind->en) && is_said(kind->meaning));
        assert_in_range(kind->keys, 1, CH_MAX_KEYS);
        int as_of = ch_schema_find_column(kind, CH_TEXT("as_of"));
        assert_true(!kind->dated || (as_of >= 0 && kind->column[as_of].type == CH_TYPE_DATE));
        for (unsigned i = 0; i < kind->columns; i++)
            assert_int_equal(kind->column[i].need == CH_KEY, i < kind->keys);
    }
}

static void every_column_keeps_the_rules_of_its_type(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table(id);
        for (unsigned i = 0; i < kind->columns; i++) {
            const ch_column *column = &kind->column[i];
            ch_type type = column->type;
            assert_true(is_said(column->zh) && is_said(column->en));
            assert_int_equal(column->to >= 0, type == CH_TYPE_REF || type == CH_TYPE_REFS);
            assert_int_equal(column->words != NULL, type == CH_TYPE_WORD || type == CH_TYPE_WORDS);
            assert_int_equal(kind->shape == (int)i, type == CH_TYPE_SHAPE);
            if (column->need == CH_KEY)
                assert_true(type == CH_TYPE_TEXT || type == CH_TYPE_REF || type == CH_TYPE_WORD);
            if (column->to >= 0)
                assert_int_equal(ch_schema_table(column->to)->keys, 1);
            assert_false(type == CH_TYPE_FLAG && column->need != CH_OPTIONAL); /* no is empty */
        }
    }
}

/* A list's words stand in a column of several with a blank between. */
static void words_of_columns_of_several_hold_no_blank(void **state)
{
    for (int id = 0; id < CH_TABLES; id++)
        for (unsigned i = 0; i < ch_schema_table(id)->columns; i++) {
            const ch_column *column = &ch_schema_table(id)->column[i];
            for (unsigned j = 1; column->type == CH_TYPE_WORDS && j <= column->words->count; j++)
                assert_null(strchr(column->words->word[j].word, ' '));
        }
}

static void a_word_has_the_value_of_its_place_in_the_list(void **state)
{
    const ch_words *role = ch_schema_words("role");
    assert_int_equal(role->count, 5);
    assert_string_equal(role->name, "role");
    assert_string_equal(role->word[0].word, "");
    assert_int_equal(ch_schema_find_word(role, CH_TEXT("leader")), CH_role_LEADER);
    assert_int_equal(ch_schema_find_word(role, CH_TEXT("other")), CH_role_OTHER);
    assert_int_equal(ch_schema_find_word(role, CH_TEXT("Leader")), 0);
    assert_int_equal(ch_schema_find_word(role, CH_TEXT("boss")), 0);
    assert_int_equal(ch_schema_find_word(role, CH_TEXT("")), 0);
    assert_int_equal(ch_schema_find_word(ch_schema_words("relation"), CH_TEXT("same product")),
                     CH_relation_SAME_PRODUCT);
    assert_null(ch_schema_words("no such list"));
}

static void a_list_prints_with_commas_between(void **state)
{
    ch_buf out = {0};
    ch_schema_print_words(ch_schema_words("tier"), &out);
    assert_true(ch_text_equal(ch_buf_text(&out), CH_TEXT("up, mid, down")));
    ch_buf_free(&out);
}

static void assert_prints(ch_buf *out, const char *expected)
{
    ch_buf_addc(out, '\0');
    assert_string_equal(out->at, expected);
    ch_buf_free(out);
}

static void words_and_columns_have_their_chinese_beside_them(void **state)
{
    ch_buf out = {0};
    ch_schema_print_words_zh(ch_schema_words("tier"), &out);
    assert_prints(&out, "up 上游、mid 中游、down 下游");
    char room[CH_LABEL_ROOM];
    ch_text label = ch_schema_label("lat", "纬度", room);
    assert_true(ch_text_equal(label, CH_TEXT("lat 纬度")));
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; i < kind->columns; i++)
            assert_true(strlen(kind->column[i].name) + strlen(kind->column[i].zh) + 2 <= CH_LABEL_ROOM);
    }
}

static void columns_print_as_a_header_and_a_shape_is_none(void **state)
{
    ch_buf out = {0};
    ch_schema_print_columns(ch_schema_table(CH_TABLE_links), &out);
    assert_prints(&out, "from,to,loop,source,marks,note");
    ch_schema_print_columns(ch_schema_table(CH_TABLE_outlines), &out);
    assert_prints(&out, "place,frame,source,as_of,marks,note");
}

static void keys_that_stand_in_lists_are_those_of_three_tables(void **state)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        bool listed = id == CH_TABLE_places || id == CH_TABLE_sources || id == CH_TABLE_segments;
        for (unsigned i = 0; i < kind->columns; i++)
            assert_int_equal(ch_schema_is_listed_key(&kind->column[i]), listed && i == 0);
    }
}

static void printing_a_list_without_memory_says_so(void **state)
{
    failing none = {.fail_at = 1};
    const ch_memory memory = FAILING_MEMORY(&none);
    ch_buf out = {.memory = &memory};
    ch_schema_print_words(ch_schema_words("tier"), &out);
    assert_true(out.failed);
    ch_buf_free(&out);
    assert_int_equal(none.live, 0);
}

static void the_nearest_table_is_the_one_with_fewest_letters_changed(void **state)
{
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("firm")), "firms");
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("frims")), "firms");
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("segment")), "segments");
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("firm-segments")), "firm_segments");
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("outline.geo")), "outlines");
    assert_string_equal(ch_schema_nearest_table(CH_TEXT("")), "zone"); /* shortest, and first of these */
}

static void a_very_long_name_has_a_nearest_table_too(void **state)
{
    static char name[100000];
    memset(name, 'x', sizeof name);
    int found = ch_schema_find_table(ch_text_of(ch_schema_nearest_table((ch_text){name, sizeof name})));
    assert_in_range(found, 0, CH_TABLES - 1);
}

static void cells_are_as_large_as_what_they_hold(void **state)
{
    assert_int_equal(ch_schema_cell_size(CH_TYPE_TEXT), sizeof(ch_text));
    assert_int_equal(ch_schema_cell_size(CH_TYPE_WORD), 1);
    assert_int_equal(ch_schema_cell_size(CH_TYPE_WORDS), 4);
    assert_int_equal(ch_schema_cell_size(CH_TYPE_DATE), 4);
    assert_int_equal(ch_schema_cell_size(CH_TYPE_AREA), 8);
    assert_int_equal(ch_schema_cell_size(CH_TYPE_SHAPE), sizeof(void *));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_found_by_its_name),
        cmocka_unit_test(every_column_is_found_by_its_name),
        cmocka_unit_test(a_line_of_the_schema_becomes_its_descriptor),
        cmocka_unit_test(tables_say_their_keys_their_shape_and_whether_they_are_dated),
        cmocka_unit_test(every_table_keeps_the_rules_of_tables),
        cmocka_unit_test(every_column_keeps_the_rules_of_its_type),
        cmocka_unit_test(words_of_columns_of_several_hold_no_blank),
        cmocka_unit_test(a_word_has_the_value_of_its_place_in_the_list),
        cmocka_unit_test(a_list_prints_with_commas_between),
        cmocka_unit_test(words_and_columns_have_their_chinese_beside_them),
        cmocka_unit_test(columns_print_as_a_header_and_a_shape_is_none),
        cmocka_unit_test(keys_that_stand_in_lists_are_those_of_three_tables),
        cmocka_unit_test(printing_a_list_without_memory_says_so),
        cmocka_unit_test(the_nearest_table_is_the_one_with_fewest_letters_changed),
        cmocka_unit_test(a_very_long_name_has_a_nearest_table_too),
        cmocka_unit_test(cells_are_as_large_as_what_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
