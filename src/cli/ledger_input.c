/* ledger_input.c - what is alike in both forms, and JSON: [{"id","book","date","kind","reverses","source","note","lines":[{"account","fen"}]}]. */
#include "ledger_input.h"

#include "changhe/decimal.h"
#include "changhe/folder.h"
#include "changhe/json.h"

#include <string.h>

enum { INPUT_BYTES = 256 << 20 };

const char *const ledger_input_head[GIVEN_HEADS] = {"id", "book", "date", "kind", "reverses", "source", "note"};

static ch_err tell(ch_faults *faults, ch_at at, const char *column, ch_text found, ch_want want, const char *detail)
{
    return ch_fault_add(faults, at, ch_text_of(column), found, want, ch_text_of(detail));
}

static ch_err fill_kind(ch_ledger_posting *posting, ch_text text, ch_at at, ch_faults *faults)
{
    if (text.len == 0 || ch_text_equal(text, CH_TEXT("post")))
        posting->kind = CH_LEDGER_POST;
    else if (ch_text_equal(text, CH_TEXT("reverse")))
        posting->kind = CH_LEDGER_REVERSE;
    else if (ch_text_equal(text, CH_TEXT("assert")))
        posting->kind = CH_LEDGER_ASSERT;
    else
        return tell(faults, at, "kind", text, CH_WANT_WORD, "post, reverse, assert");
    return CH_OK;
}

ch_err ledger_input_fill(ch_ledger_posting *posting, given_head head, ch_text text, ch_at at, ch_faults *faults)
{
    switch (head) {
    case GIVEN_ID: posting->id = text; break;
    case GIVEN_BOOK: posting->book = text; break;
    case GIVEN_DATE:
        return ch_date_parse(text, &posting->date) ? CH_OK : tell(faults, at, "date", text, CH_WANT_LEDGER_DAY, NULL);
    case GIVEN_KIND: return fill_kind(posting, text, at, faults);
    case GIVEN_REVERSES: posting->reverses = text; break;
    case GIVEN_SOURCE: posting->source = text; break;
    case GIVEN_NOTE: posting->note = text; break;
    case GIVEN_HEADS: break;
    }
    return CH_OK;
}

ch_err ledger_input_fen(ch_text text, ch_at at, int64_t *fen, ch_faults *faults)
{
    return ch_decimal_parse(text, 1, fen) ? CH_OK : tell(faults, at, "fen", text, CH_WANT_LEDGER_FEN, NULL);
}

/* ---- JSON */

static ch_err read_line(const ch_json *object, ch_ledger_line *line, ch_faults *faults)
{
    const ch_json *account = ch_json_member(object, "account"), *fen = ch_json_member(object, "fen");
    if (account == NULL || account->kind != CH_JSON_STRING)
        return tell(faults, object->at, "account", (ch_text){0}, CH_WANT_MEMBER, "account");
    if (fen == NULL || fen->kind != CH_JSON_NUMBER)
        return tell(faults, object->at, "fen", (ch_text){0}, CH_WANT_MEMBER, "fen");
    line->account = account->text;
    return ledger_input_fen(fen->text, fen->at, &line->fen, faults);
}

static ch_err read_lines(ch_arena *arena, const ch_json *list, ch_ledger_posting *posting, ch_faults *faults)
{
    if (list->kind != CH_JSON_ARRAY)
        return tell(faults, list->at, "lines", list->text, CH_WANT_ARRAY, NULL);
    ch_ledger_line *line = CH_NEW(arena, ch_ledger_line, list->count);
    if (line == NULL)
        return CH_ENOMEM;
    ch_err err = CH_OK;
    size_t n = 0;
    for (const ch_json *child = list->child; child != NULL; child = child->next)
        err = ch_err_worse(err, read_line(child, &line[n++], faults));
    posting->line = line;
    posting->lines = n;
    return err;
}

static ch_err read_member(ch_arena *arena, const ch_json *member, ch_ledger_posting *posting, ch_faults *faults)
{
    if (ch_text_equal(member->name, CH_TEXT("lines")))
        return read_lines(arena, member, posting, faults);
    for (size_t i = 0; i < GIVEN_HEADS; i++)
        if (ch_text_equal(member->name, ch_text_of(ledger_input_head[i])))
            return member->kind == CH_JSON_STRING
                       ? ledger_input_fill(posting, (given_head)i, member->text, member->at, faults)
                       : tell(faults, member->at, ledger_input_head[i], member->text, CH_WANT_STRING, NULL);
    return tell(faults, member->at, NULL, member->name, CH_WANT_WORD,
                "id, book, date, kind, reverses, source, note, lines");
}

static ch_err read_posting(ch_arena *arena, const ch_json *object, ledger_given *given, ch_faults *faults)
{
    ch_err err = CH_OK;
    given->at = object->at;
    if (object->kind != CH_JSON_OBJECT)
        return tell(faults, object->at, NULL, object->text, CH_WANT_OBJECT, NULL);
    if (ch_json_member(object, "date") == NULL)
        err = tell(faults, object->at, "date", (ch_text){0}, CH_WANT_MEMBER, "date");
    for (const ch_json *child = object->child; child != NULL; child = child->next)
        err = ch_err_worse(err, read_member(arena, child, &given->posting, faults));
    return err;
}

ch_err ledger_input_json(ch_arena *arena, ch_text file, ch_text bytes, ledger_input *input, ch_faults *faults)
{
    const ch_json *tree;
    ch_err err = ch_json_read(arena, file, bytes, &tree, faults);
    if (err != CH_OK)
        return err;
    if (tree->kind != CH_JSON_ARRAY)
        return tell(faults, tree->at, NULL, tree->text, CH_WANT_ARRAY, NULL);
    input->given = CH_NEW(arena, ledger_given, tree->count);
    if (input->given == NULL)
        return CH_ENOMEM;
    for (const ch_json *child = tree->child; child != NULL; child = child->next)
        err = ch_err_worse(err, read_posting(arena, child, &input->given[input->count++], faults));
    return err;
}

/* ---- either */

static bool is_json(const char *path)
{
    const size_t len = strlen(path);
    return len >= 5 && strcmp(path + len - 5, ".json") == 0;
}

ch_err ledger_input_read(ch_arena *arena, const char *path, ledger_input *input, ch_faults *faults)
{
    const ch_text file = ch_text_of(path);
    ch_text bytes;
    *input = (ledger_input){.given = NULL};
    const ch_err err = ch_folder_read_file(arena, path, file, INPUT_BYTES, &bytes, faults);
    if (err != CH_OK)
        return err;
    return (is_json(path) ? ledger_input_json : ledger_input_csv)(arena, file, bytes, input, faults);
}
