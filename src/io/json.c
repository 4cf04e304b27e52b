/* json.c - a tree of JSON by recursive descent, no deeper than CH_JSON_MAX_DEPTH.
 * Why not a library: docs/decisions/json-reader.md. */
#include "changhe/json.h"

#include "encoding.h"
#include "json_token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail_memory(ch_json__reader *json)
{
    json->err = CH_ENOMEM;
    return false;
}

static int by_name(const void *left, const void *right)
{
    const ch_json *a = *(const ch_json *const *)left, *b = *(const ch_json *const *)right;
    int order = ch_text_compare(a->name, b->name);
    if (order == 0)
        order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
    return order != 0 ? order : (a->at.column > b->at.column) - (a->at.column < b->at.column);
}

/* Members of one name stand side by side once sorted. */
static bool check_names(ch_json__reader *json, const ch_json *object)
{
    if (object->count < 2)
        return true;
    const ch_json **member = CH_NEW(json->arena, const ch_json *, object->count);
    if (member == NULL)
        return fail_memory(json);

    size_t n = 0;
    for (const ch_json *child = object->child; child != NULL; child = child->next)
        member[n++] = child;
    qsort(member, n, sizeof *member, by_name);
    for (size_t i = 1; i < n; i++) {
        if (!ch_text_equal(member[i]->name, member[i - 1]->name))
            continue;
        json->doubled = true;
        ch_text name = member[i]->name;
        if (ch_fault_add(json->faults, member[i]->at, name, name, CH_WANT_MEMBER_ONCE, (ch_text){0}) == CH_ENOMEM)
            return fail_memory(json);
    }
    return true;
}

static bool read_name(ch_json__reader *json, ch_text *name)
{
    if (json->next == json->end || *json->next != '"')
        return ch_json__fail(json, json->next, CH_WANT_JSON_NAME);
    if (!ch_json__read_string(json, name))
        return false;
    ch_json__skip_blanks(json);
    return ch_json__take(json, ':') || ch_json__fail(json, json->next, CH_WANT_JSON_COLON);
}

static ch_json *read_value(ch_json__reader *json); /* NULL when it failed */

static ch_json *read_member(ch_json__reader *json)
{
    ch_text name;
    ch_json__skip_blanks(json);
    ch_at at = ch_json__place(json, json->next);
    if (!read_name(json, &name))
        return NULL;

    ch_json *value = read_value(json);
    if (value != NULL) {
        value->name = name;
        value->at = at;
    }
    return value;
}

/* What stands between a pair of brackets, with commas between. */
static bool read_children(ch_json__reader *json, ch_json *parent)
{
    bool object = parent->kind == CH_JSON_OBJECT;
    char close = object ? '}' : ']';
    json->next++;
    ch_json__skip_blanks(json);
    if (ch_json__take(json, close))
        return true;

    ch_json **tail = &parent->child;
    do {
        *tail = object ? read_member(json) : read_value(json);
        if (*tail == NULL)
            return false;
        tail = &(*tail)->next;
        parent->count++;
        ch_json__skip_blanks(json);
    } while (ch_json__take(json, ','));

    if (ch_json__take(json, close))
        return !object || check_names(json, parent);
    return ch_json__fail_number(json, object ? CH_WANT_JSON_OBJECT_END : CH_WANT_JSON_ARRAY_END, parent->at.line);
}

static bool read_brackets(ch_json__reader *json, ch_json *value, ch_json_kind kind)
{
    if (json->depth == CH_JSON_MAX_DEPTH)
        return ch_json__fail_number(json, CH_WANT_DEPTH, CH_JSON_MAX_DEPTH);
    value->kind = kind;
    json->depth++;
    bool sound = read_children(json, value);
    json->depth--;
    return sound;
}

static bool read_word(ch_json__reader *json, const char *word)
{
    return ch_json__take_word(json, word) || ch_json__fail(json, json->next, CH_WANT_JSON_VALUE);
}

static bool read_kind(ch_json__reader *json, ch_json *value)
{
    switch (*json->next) {
    case '{': return read_brackets(json, value, CH_JSON_OBJECT);
    case '[': return read_brackets(json, value, CH_JSON_ARRAY);
    case '"': value->kind = CH_JSON_STRING; return ch_json__read_string(json, &value->text);
    case 't':
    case 'f':
        value->kind = CH_JSON_BOOL;
        value->boolean = *json->next == 't';
        return read_word(json, value->boolean ? "true" : "false");
    case 'n': value->kind = CH_JSON_NULL; return read_word(json, "null");
    default: value->kind = CH_JSON_NUMBER; return ch_json__read_number(json, &value->text);
    }
}

static ch_json *new_value(ch_json__reader *json)
{
    if (json->next == json->end) {
        ch_json__fail(json, json->next, CH_WANT_JSON_VALUE);
        return NULL;
    }
    if (json->values++ == CH_JSON_MAX_VALUES) {
        ch_json__fail_number(json, CH_WANT_VALUES, CH_JSON_MAX_VALUES);
        return NULL;
    }
    ch_json *value = CH_NEW(json->arena, ch_json, 1);
    if (value != NULL)
        value->at = ch_json__place(json, json->next);
    else
        fail_memory(json);
    return value;
}

static ch_json *read_value(ch_json__reader *json)
{
    ch_json__skip_blanks(json);
    ch_json *value = new_value(json);
    return value != NULL && read_kind(json, value) ? value : NULL;
}

/* Tells the first undecodable byte of each line, or that all of the text is in another form. */
static bool check_utf8(ch_json__reader *json)
{
    const ch_text text = {json->next, (size_t)(json->end - json->next)};
    ch_encoding form = {.at = json->mark_at};
    ch_fault fault;
    char room[8];
    if (ch_utf8_valid(text) < text.len && !ch_encoding__check(&form, text, &fault, room)) {
        fault.want = CH_WANT_TEXT_ENCODING;
        json->err = ch_fault_tell(json->faults, &fault);
        return false;
    }
    for (const char *next = json->next; next != NULL && json->err != CH_ENOMEM;) {
        const char *bad = next + ch_utf8_valid((ch_text){next, (size_t)(json->end - next)});
        if (bad == json->end)
            break;
        char byte[8];
        snprintf(byte, sizeof byte, "\\x%02X", (unsigned char)*bad);
        ch_at at = ch_json__place(json, bad);
        json->err = ch_fault_add(json->faults, at, (ch_text){0}, ch_text_of(byte), CH_WANT_UTF8, (ch_text){0});
        next = memchr(bad, '\n', (size_t)(json->end - bad));
    }
    return json->err == CH_OK;
}

static const ch_json *read_document(ch_json__reader *json)
{
    const ch_json *value = read_value(json);
    ch_json__skip_blanks(json);
    if (value == NULL || json->next == json->end)
        return value;
    ch_json__fail(json, json->next, CH_WANT_JSON_END);
    return NULL;
}

static ch_err too_long(ch_faults *faults, ch_at at, size_t len)
{
    char found[40], found_zh[40], most[24];
    snprintf(found, sizeof found, "%zu bytes", len);
    snprintf(found_zh, sizeof found_zh, "%zu 字节", len);
    snprintf(most, sizeof most, "%d", CH_JSON_MAX_BYTES);
    return ch_fault_tell(faults, &(ch_fault){.at = at,
                                             .found = ch_text_of(found),
                                             .found_zh = ch_text_of(found_zh),
                                             .want = CH_WANT_SHORT_FILE,
                                             .detail = ch_text_of(most)});
}

/* An empty text may have no address; the reader needs one to stand at. */
static ch_text without_bom(ch_text text)
{
    if (text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0)
        text = (ch_text){text.at + 3, text.len - 3};
    return text.len > 0 ? text : CH_TEXT("");
}

ch_err ch_json_read(ch_arena *arena, ch_text file, ch_text text, const ch_json **tree, ch_faults *faults)
{
    *tree = NULL;
    ch_at start = {ch_text_copy(arena, file), 1, 1};
    if (start.file.at == NULL)
        return CH_ENOMEM;
    if (text.len > CH_JSON_MAX_BYTES)
        return too_long(faults, start, text.len);

    text = without_bom(text);
    ch_json__reader json = {.arena = arena,
                            .faults = faults,
                            .next = text.at,
                            .end = text.at + text.len,
                            .mark = text.at,
                            .mark_at = start};
    if (!check_utf8(&json))
        return json.err;
    json.room = CH_NEW(arena, char, text.len);
    if (json.room == NULL)
        return CH_ENOMEM;

    const ch_json *value = read_document(&json);
    if (json.err != CH_OK)
        return json.err;
    *tree = value;
    return json.doubled ? CH_EDATA : CH_OK;
}

const ch_json *ch_json_member(const ch_json *object, const char *name)
{
    if (object == NULL || object->kind != CH_JSON_OBJECT)
        return NULL;
    const ch_json *member = object->child;
    while (member != NULL && !ch_text_equal(member->name, ch_text_of(name)))
        member = member->next;
    return member;
}

const char *ch_json_kind_name(ch_json_kind kind)
{
    static const char *const name[] = {
        [CH_JSON_NULL] = "null",       [CH_JSON_BOOL] = "true or false", [CH_JSON_NUMBER] = "a number",
        [CH_JSON_STRING] = "a string", [CH_JSON_ARRAY] = "an array",     [CH_JSON_OBJECT] = "an object",
    };
    return name[kind];
}
