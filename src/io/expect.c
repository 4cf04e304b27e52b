/* expect.c - JSON that must have a certain form. */
#include "expect.h"

#include <string.h>

void ch_expect__note(ch_expect *expect, ch_err err)
{
    expect->err = ch_err_worse(expect->err, err);
}

void ch_expect__tell(ch_expect *expect, const ch_fault *fault)
{
    ch_expect__note(expect, ch_fault_tell(expect->faults, fault));
}

static const char *kind_name_zh(ch_json_kind kind)
{
    static const char *const name[] = {
        [CH_JSON_NULL] = "null",     [CH_JSON_BOOL] = "true 或 false", [CH_JSON_NUMBER] = "数字",
        [CH_JSON_STRING] = "字符串", [CH_JSON_ARRAY] = "数组",         [CH_JSON_OBJECT] = "对象",
    };
    return name[kind];
}

ch_fault ch_expect__fault(const ch_json *value, const char *name, ch_want want)
{
    ch_fault fault = {.at = value->at, .column = ch_text_of(name), .want = want};
    if (value->kind == CH_JSON_STRING || value->kind == CH_JSON_NUMBER) {
        fault.found = value->text;
    } else if (value->kind == CH_JSON_BOOL) {
        fault.found = value->boolean ? CH_TEXT("true") : CH_TEXT("false");
    } else {
        fault.found = ch_text_of(ch_json_kind_name(value->kind));
        fault.found_zh = ch_text_of(kind_name_zh(value->kind));
    }
    return fault;
}

bool ch_expect__kind(ch_expect *expect, const ch_json *value, const char *name, ch_json_kind kind)
{
    if (value->kind == kind)
        return true;
    const ch_want want = kind == CH_JSON_OBJECT  ? CH_WANT_OBJECT
                         : kind == CH_JSON_ARRAY ? CH_WANT_ARRAY
                                                 : CH_WANT_STRING;
    const ch_fault fault = ch_expect__fault(value, name, want);
    ch_expect__tell(expect, &fault);
    return false;
}

const ch_json *ch_expect__member(ch_expect *expect, const ch_json *object, const char *name, ch_json_kind kind)
{
    const ch_json *member = ch_json_member(object, name);
    if (member == NULL) {
        ch_expect__tell(expect, &(ch_fault){.at = object->at, .want = CH_WANT_MEMBER, .detail = ch_text_of(name)});
        return NULL;
    }
    return ch_expect__kind(expect, member, name, kind) ? member : NULL;
}

bool ch_expect__type(ch_expect *expect, const ch_json *object, const char *type)
{
    const ch_json *member = ch_expect__member(expect, object, "type", CH_JSON_STRING);
    if (member == NULL)
        return false;
    if (ch_text_equal(member->text, ch_text_of(type)))
        return true;
    ch_fault fault = ch_expect__fault(member, "type", CH_WANT_NAMELY);
    fault.detail = ch_text_of(type);
    ch_expect__tell(expect, &fault);
    return false;
}

/* Cells */

static bool is_list(ch_type type)
{
    return type == CH_TYPE_REFS || type == CH_TYPE_WORDS;
}

static void tell_cell(ch_expect *expect, const ch_json *value, const ch_column *column, ch_want want)
{
    ch_fault fault = ch_expect__fault(value, column->name, want);
    fault.column_zh = ch_text_of(column->zh);
    ch_expect__tell(expect, &fault);
}

/* Is it one key or word? Blanks would make it two. */
static bool check_item(ch_expect *expect, const ch_json *item, const ch_column *column)
{
    const bool is_string = item->kind == CH_JSON_STRING;
    if (is_string && item->text.len > 0 && memchr(item->text.at, ' ', item->text.len) == NULL)
        return true;
    tell_cell(expect, item, column, is_string ? CH_WANT_NO_BLANKS : CH_WANT_STRING);
    return false;
}

/* The strings of an array with a blank between. */
static bool join(ch_expect *expect, ch_arena *arena, const ch_json *array, const ch_column *column, ch_text *text)
{
    size_t room = 0;
    bool sound = true;
    for (const ch_json *item = array->child; item != NULL; item = item->next) {
        sound = check_item(expect, item, column) && sound;
        room += item->text.len + 1;
    }
    if (!sound)
        return false;

    char *start = CH_NEW(arena, char, room), *end = start;
    if (start == NULL) {
        ch_expect__note(expect, CH_ENOMEM);
        return false;
    }
    for (const ch_json *item = array->child; item != NULL; item = item->next) {
        if (item != array->child)
            *end++ = ' ';
        memcpy(end, item->text.at, item->text.len);
        end += item->text.len;
    }
    *text = (ch_text){start, (size_t)(end - start)};
    return true;
}

bool ch_expect__cell(ch_expect *expect, ch_arena *arena, const ch_json *member, const ch_column *column, ch_text *text)
{
    const bool is_flag = column->type == CH_TYPE_FLAG;
    switch (member->kind) {
    case CH_JSON_NULL: *text = (ch_text){0}; return true;
    case CH_JSON_BOOL:
        if (!is_flag)
            break;
        *text = member->boolean ? CH_TEXT("yes") : CH_TEXT("no");
        return true;
    case CH_JSON_NUMBER:
    case CH_JSON_STRING: *text = member->text; return true;
    case CH_JSON_ARRAY:
        if (!is_list(column->type))
            break;
        return join(expect, arena, member, column, text);
    case CH_JSON_OBJECT: break;
    }
    tell_cell(expect, member, column,
              is_list(column->type) ? CH_WANT_CELL_LIST
              : is_flag             ? CH_WANT_CELL_FLAG
                                    : CH_WANT_CELL);
    return false;
}

void ch_expect__no_column(ch_expect *expect, const ch_json *member, const ch_table_kind *kind)
{
    ch_buf columns = {.memory = expect->faults->arena.memory};
    ch_schema_print_columns(kind, &columns);
    if (columns.failed)
        ch_expect__note(expect, CH_ENOMEM);
    else
        ch_expect__tell(expect, &(ch_fault){.at = member->at,
                                            .found = member->name,
                                            .want = CH_WANT_KNOWN_COLUMN,
                                            .detail = ch_buf_text(&columns)});
    ch_buf_free(&columns);
}
