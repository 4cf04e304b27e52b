/* fuzz_json.c - what reads as JSON and is written again reads as the same tree. */
#include "changhe/emit.h"
#include "changhe/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write_value(const ch_json *value, ch_buf *out)
{
    static const char *const open[] = {
        [CH_JSON_NULL] = "null", [CH_JSON_NUMBER] = "", [CH_JSON_ARRAY] = "[", [CH_JSON_OBJECT] = "{"};
    if (value->kind == CH_JSON_STRING)
        ch_emit_text(&(ch_emit){.out = out}, value->text);
    else if (value->kind == CH_JSON_BOOL)
        ch_emit_bool(&(ch_emit){.out = out}, value->boolean);
    else
        ch_buf_adds(out, open[value->kind]);
    if (value->kind == CH_JSON_NUMBER)
        ch_buf_add(out, value->text);

    for (const ch_json *child = value->child; child != NULL; child = child->next) {
        ch_buf_adds(out, child != value->child ? "," : "");
        if (value->kind == CH_JSON_OBJECT) {
            ch_emit_text(&(ch_emit){.out = out}, child->name);
            ch_buf_addc(out, ':');
        }
        write_value(child, out);
    }
    ch_buf_adds(out, value->kind == CH_JSON_ARRAY ? "]" : value->kind == CH_JSON_OBJECT ? "}" : "");
}

/* Places go forward through the document, and an object's members can be found. */
static void check_places(const ch_json *value, const ch_at *before)
{
    must(value->at.line > before->line || (value->at.line == before->line && value->at.column >= before->column));
    size_t count = 0;
    ch_at last = value->at;
    for (const ch_json *child = value->child; child != NULL; child = child->next, count++) {
        check_places(child, &last);
        last = child->at;
    }
    must(count == value->count);
}

static bool same(const ch_json *a, const ch_json *b)
{
    if (a->kind != b->kind || a->boolean != b->boolean || a->count != b->count || !ch_text_equal(a->text, b->text) ||
        !ch_text_equal(a->name, b->name))
        return false;
    const ch_json *other = b->child;
    for (const ch_json *child = a->child; child != NULL; child = child->next, other = other->next)
        if (!same(child, other))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_json *tree, *again;
    ch_err err = ch_json_read(&arena, CH_TEXT("f"), (ch_text){(const char *)data, size}, &tree, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && (err != CH_OK || tree != NULL));
    for (size_t i = 0; i < faults.kept; i++)
        must(faults.list[i].at.line > 0 && faults.list[i].at.column > 0);

    ch_buf text = {0};
    if (tree != NULL) {
        check_places(tree, &(ch_at){.line = 1, .column = 1});
        write_value(tree, &text);
        must(ch_json_read(&arena, CH_TEXT("f"), ch_buf_text(&text), &again, NULL) == err && same(tree, again));
    }
    ch_buf_free(&text);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
