/* form.c - the forms of the field, and for every other table the one that its schema makes. */
#include "changhe/form.h"

#include "fold.h"
#include "unit.h"

#include <string.h>

/* Columns by number: SCHEMA_firms_parent, ... */
enum {
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning)                      SCHEMA_BEGIN_##table, SCHEMA_ZERO_##table = -1,
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) SCHEMA_##table##_##name,
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
};

/* schema_places[]: what the schema makes. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) static const ch_form_column schema_##table[] = {
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) \
    {zh, en, #name, NULL, CH_FORM_VALUE, CH_TABLE_##table, SCHEMA_##table##_##name, 0},
#define CH_TABLE_END(table) \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

#define FORM_BEGIN(table, zh, en) static const ch_form_column field_##table[] = {
#define FIELD(zh, en, also, unit, table, column) \
    {zh, en, also, unit, CH_FORM_VALUE, CH_TABLE_##table, SCHEMA_##table##_##column, 0},
#define FIELD_SAYS(zh, en, also, unit, says, table, column, list, word) \
    {zh, en, also, unit, CH_FORM_##says, CH_TABLE_##table, SCHEMA_##table##_##column, CH_##list##_##word},
#define FORM_END(table) \
    } \
    ;
#include "forms.def"
#undef FORM_BEGIN
#undef FIELD
#undef FIELD_SAYS
#undef FORM_END

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const ch_form forms[CH_TABLES] = {
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) \
    [CH_TABLE_##table] = {#table, zh, en, CH_TABLE_##table, schema_##table, COUNT(schema_##table)},
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
};

/* NULL: the table has none of the field's. */
static const ch_form *const field_forms[CH_TABLES] = {
#define FORM_BEGIN(table, zh, en) \
    [CH_TABLE_##table] = &(const ch_form){#table, zh, en, CH_TABLE_##table, field_##table, COUNT(field_##table)},
#define FIELD(zh, en, also, unit, table, column)
#define FIELD_SAYS(zh, en, also, unit, says, table, column, list, word)
#define FORM_END(table)
#include "forms.def"
#undef FORM_BEGIN
#undef FIELD
#undef FIELD_SAYS
#undef FORM_END
};

size_t ch_forms(void)
{
    return CH_TABLES;
}

const ch_form *ch_form_at(size_t form)
{
    return field_forms[form] ? field_forms[form] : &forms[form];
}

const ch_form *ch_form_find(ch_text id)
{
    for (size_t i = 0; i < CH_TABLES; i++) {
        const ch_form *form = ch_form_at(i);
        if (ch_text_equal(id, ch_text_of(form->id)) || ch_text_equal(id, ch_text_of(form->zh)))
            return form;
    }
    return NULL;
}

/* ---- heads */

enum { HEAD_ROOM = 160 };

/* A head taken apart, folded: what stands before its last bracket or stroke, and in or behind it. */
typedef struct {
    char room[HEAD_ROOM];
    ch_text whole, before, unit;
} head_parts;

static bool is_unit(ch_text text)
{
    ch_unit unit;
    return ch_unit__parse(text, &unit);
}

static size_t find_last(ch_text text, char byte)
{
    size_t at = text.len;
    while (at > 0 && text.at[at - 1] != byte)
        at--;
    return at > 0 ? at - 1 : SIZE_MAX;
}

/* 投资金额(亿元) and 投资额/万元; 开工时间(经信) keeps what no unit is in its whole. */
static void take_apart(ch_text head, head_parts *parts)
{
    parts->whole = parts->before = ch_fold__head(head, parts->room, sizeof parts->room);
    parts->unit = (ch_text){0};
    const ch_text whole = parts->whole;
    const size_t open = whole.len > 0 && whole.at[whole.len - 1] == ')' ? find_last(whole, '(') : SIZE_MAX;
    const size_t stroke = open == SIZE_MAX ? find_last(whole, '/') : SIZE_MAX;
    if (open != SIZE_MAX) {
        parts->before = (ch_text){whole.at, open};
        parts->unit = (ch_text){whole.at + open + 1, whole.len - open - 2};
    } else if (stroke != SIZE_MAX && is_unit((ch_text){whole.at + stroke + 1, whole.len - stroke - 1})) {
        parts->before = (ch_text){whole.at, stroke};
        parts->unit = (ch_text){whole.at + stroke + 1, whole.len - stroke - 1};
    }
}

/* The names of a column one after the other: Chinese, English, the others; false: no more. */
static bool next_name(const ch_form_column *column, size_t *at, ch_text *name)
{
    const size_t n = (*at)++;
    if (n < 2) {
        *name = ch_text_of(n == 0 ? column->zh : column->en);
        return true;
    }
    ch_text rest = column->also ? ch_text_of(column->also) : (ch_text){0};
    for (size_t i = 2; ch_text_next(&rest, '|', name); i++)
        if (i == n)
            return true;
    return false;
}

static bool is_named(const ch_form_column *column, ch_text folded)
{
    ch_text name;
    for (size_t at = 0; next_name(column, &at, &name);) {
        head_parts own;
        take_apart(name, &own);
        if (ch_text_equal(own.whole, folded) || (is_unit(own.unit) && ch_text_equal(own.before, folded)))
            return true;
    }
    return false;
}

static const ch_form_column *find_named(const ch_form *form, ch_text folded)
{
    for (size_t i = 0; i < form->columns && folded.len > 0; i++)
        if (is_named(&form->column[i], folded))
            return &form->column[i];
    return NULL;
}

/* ---- nearest */

/* Edit distance (Levenshtein 1966) in characters, of texts of at most HEAD_ROOM bytes. */
static size_t distance(ch_text a, ch_text b)
{
    size_t row[HEAD_ROOM + 1], n = 0;
    uint32_t other[HEAD_ROOM];
    while (b.len > 0 && n < HEAD_ROOM)
        other[n++] = ch_utf8_next(&b);
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a.len > 0; i++) {
        const uint32_t point = ch_utf8_next(&a);
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            const size_t up = row[j] + 1, left = row[j - 1] + 1, swap = corner + (point != other[j - 1]);
            corner = row[j];
            row[j] = up < left ? up : left;
            if (swap < row[j])
                row[j] = swap;
        }
    }
    return row[n];
}

static size_t characters(ch_text text)
{
    size_t n = 0;
    for (; text.len > 0; n++)
        ch_utf8_next(&text);
    return n;
}

/* Near enough: no more than a third of its characters differ. */
static const ch_form_column *find_near(const ch_form *form, ch_text folded)
{
    const ch_form_column *near = NULL;
    size_t least = characters(folded) / 3 + 1;
    for (size_t i = 0; i < form->columns; i++) {
        ch_text name;
        for (size_t at = 0; next_name(&form->column[i], &at, &name);) {
            head_parts own;
            take_apart(name, &own);
            const size_t far = distance(folded, is_unit(own.unit) ? own.before : own.whole);
            if (far < least) {
                least = far;
                near = &form->column[i];
            }
        }
    }
    return near;
}

ch_form_match ch_form_match_head(const ch_form *form, ch_text head)
{
    head_parts parts;
    ch_form_match match = {0};
    take_apart(head, &parts);
    match.column = find_named(form, parts.whole);
    if (!match.column)
        match.column = find_named(form, parts.before);
    if (!match.column)
        match.near = find_near(form, parts.before);
    if (is_unit(parts.unit) && parts.unit.len < sizeof match.unit)
        memcpy(match.unit, parts.unit.at, parts.unit.len);
    return match;
}
