/* workbook_write_head.c - heads with their unit, and notes that say what a cell may hold. */
#include "workbook_write_table.h"

#include "changhe/decimal.h"
#include "unit.h"

#include <string.h>

/* ---- units */

static int64_t own_per_unit(const ch_column *column)
{
    return column->type == CH_TYPE_MONEY ? CH_FEN_PER_WAN : column->type == CH_TYPE_AREA ? CH_AREA_PER_MU : 1;
}

/* What stands in the last bracket of a head: 投资金额(万元). */
static ch_text bracket_of(const char *head)
{
    const char *open = strrchr(head, '(');
    const size_t len = strlen(head);
    return open && head[len - 1] == ')' ? (ch_text){open + 1, (size_t)(head + len - open) - 2} : (ch_text){0};
}

/* The form's unit, else the one that the schema's Chinese head bears. */
static ch_text unit_of(const ch_form_column *form, const ch_column *column)
{
    const bool is_measured = column->type == CH_TYPE_MONEY || column->type == CH_TYPE_AREA;
    return form->unit ? ch_text_of(form->unit) : is_measured ? bracket_of(column->zh) : (ch_text){0};
}

/* How much of what is held in memory one of the head's unit is; false: not a whole number of it. */
static bool read_per_unit(const ch_column *column, ch_text unit, int64_t *per_unit)
{
    ch_unit given, own;
    if (!ch_unit__parse(unit, &given) || !ch_unit__of_column(column, &own) || !ch_unit__fits(&given, &own) ||
        given.currency != 0 || given.num % given.den != 0)
        return false;
    *per_unit = given.num / given.den;
    return true;
}

ch_book_out__column ch_book_out__column_of(const ch_form_column *form)
{
    const ch_table_kind *kind = ch_schema_table(form->table);
    const ch_column *column = &kind->column[form->column];
    ch_book_out__column made = {.form = form, .kind = kind, .column = column, .per_unit = own_per_unit(column)};
    if (form->says != CH_FORM_VALUE)
        return made;
    made.unit = unit_of(form, column);
    if (column->type == CH_TYPE_NUMBER)
        made.is_percent = ch_text_equal(made.unit, CH_TEXT("%"));
    else if (form->unit && !read_per_unit(column, made.unit, &made.per_unit))
        made.unit = bracket_of(column->zh);
    return made;
}

void ch_book_out__write_head(const ch_book_out__column *column, bool in_english, ch_buf *to)
{
    const char *head = in_english ? column->form->en : column->form->zh;
    ch_buf_adds(to, head);
    if (column->unit.len == 0 || ch_text_equal(bracket_of(head), column->unit))
        return;
    ch_buf_addc(to, '(');
    ch_buf_add(to, column->unit);
    ch_buf_addc(to, ')');
}

/* ---- notes */

static void say(ch_buf *to, bool in_english, const char *zh, const char *en)
{
    ch_buf_adds(to, in_english ? en : zh);
}

ch_text ch_book_out__word(const ch_words *words, unsigned value, bool in_english)
{
    return ch_text_of(in_english ? words->word[value].en : words->word[value].zh);
}

ch_text ch_book_out__short_word(const ch_words *words, unsigned value, bool in_english)
{
    return ch_text_of(in_english ? words->word[value].word : words->word[value].zh);
}

static void say_words(const ch_words *words, bool is_short, bool in_english, ch_buf *to)
{
    for (unsigned i = 1; i <= words->count; i++) {
        if (i > 1)
            say(to, in_english, "、", ", ");
        ch_buf_add(to,
                   is_short ? ch_book_out__short_word(words, i, in_english) : ch_book_out__word(words, i, in_english));
    }
    say(to, in_english, "。", ".");
}

static void say_reference(const ch_column *column, bool in_english, ch_buf *to)
{
    const ch_table_kind *kind = ch_schema_table((ch_table_id)column->to);
    const bool has_several = column->type == CH_TYPE_REFS;
    if (has_several)
        ch_buf_addf(to, in_english ? "Ids of %s, several with a blank between." : "“%s”的编号，多个以空格分隔。",
                    in_english ? kind->en : kind->zh);
    else if (column->to == CH_TABLE_places)
        say(to, in_english, "地区的名称或代码。", "A place: its name or code.");
    else if (column->to == CH_TABLE_firms)
        say(to, in_english, "企业的名称、统一社会信用代码或编号。",
            "A firm: its name, unified social credit code or id.");
    else
        ch_buf_addf(to, in_english ? "An id of %s." : "“%s”的编号。", in_english ? kind->en : kind->zh);
}

static void say_amount(const ch_book_out__column *column, bool in_english, ch_buf *to)
{
    say(to, in_english, "数字，单位为", "A figure in ");
    ch_buf_add(to, column->unit);
    say(to, in_english, "；用其他单位时写在数字后面。", "; another unit is written behind the figure.");
}

static void say_number(const ch_book_out__column *column, bool in_english, ch_buf *to)
{
    const char *unit = column->column->unit;
    if (column->is_percent || strcmp(unit, "0..1") == 0)
        say(to, in_english, "比例：百分数写明 %，或 0 至 1 之间的数。",
            "A share: with %, or a number between 0 and 1.");
    else
        say(to, in_english, "数字。", "A number.");
    if (strcmp(unit, "km2") == 0)
        say(to, in_english, "单位为平方公里。", " In km2.");
}

static void say_type(const ch_book_out__column *column, bool in_english, ch_buf *to)
{
    switch (column->column->type) {
    case CH_TYPE_REF:
    case CH_TYPE_REFS: say_reference(column->column, in_english, to); break;
    case CH_TYPE_WORD:
        say(to, in_english, "其中之一：", "One of: ");
        say_words(column->column->words, false, in_english, to);
        break;
    case CH_TYPE_WORDS:
        say(to, in_english, "可填多个，以顿号分隔：", "Any of these, with commas between: ");
        say_words(column->column->words, true, in_english, to);
        break;
    case CH_TYPE_FLAG: say(to, in_english, "是或否。", "Yes or no."); break;
    case CH_TYPE_NUMBER: say_number(column, in_english, to); break;
    case CH_TYPE_LON:
    case CH_TYPE_LAT: say(to, in_english, "以度计的小数。", "Degrees, as a decimal."); break;
    case CH_TYPE_COUNT: say(to, in_english, "整数。", "A whole number."); break;
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: say_amount(column, in_english, to); break;
    case CH_TYPE_DATE:
        say(to, in_english, "日期，如 2024-03-05；只知年月的写 2024-03。",
            "A date such as 2024-03-05; 2024-03 where the day is not known.");
        break;
    case CH_TYPE_USCC: say(to, in_english, "18 位代码。", "A code of 18 digits and letters."); break;
    default: say(to, in_english, "文字，不换行。", "Text on one line."); break;
    }
}

static void say_need(const ch_column *column, bool in_english, ch_buf *to)
{
    if (column->need == CH_KEY)
        say(to, in_english, "必填，用以辨认这一行。", "Required: it tells which row this is. ");
    else if (column->need == CH_REQUIRED)
        say(to, in_english, "必填。", "Required. ");
}

void ch_book_out__write_note(const ch_book_out__column *column, bool in_english, ch_buf *to)
{
    if (column->form->says == CH_FORM_HAS) {
        say(to, in_english, "有此称号的，填认定时间或“是”；没有的留空。",
            "Since when the firm holds the title, or yes; empty where it does not.");
    } else if (column->form->says == CH_FORM_YEAR) {
        say(to, in_english, "本行年度数据的年份，如 2024。", "The year of the row's yearly figures, such as 2024.");
    } else {
        say_need(column->column, in_english, to);
        say_type(column, in_english, to);
    }
    if (in_english && *column->column->meaning)
        ch_buf_addf(to, " (%s)", column->column->meaning);
}
