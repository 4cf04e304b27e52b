/* importing.c - a body opened as a book, looked through, and its sheet tried. */
#define _GNU_SOURCE
#include "importing.h"

#include "problem.h"
#include "today.h"

#include <sodium.h>

/* ---- looking through */

typedef struct {
    size_t rows, bytes;
} extent;

/* CH_ENONE: it is too large. */
static ch_err measure(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    enum { CELL_BYTES = 16 };
    extent *seen = self;
    (void)number, (void)is_hidden;
    seen->rows++;
    for (size_t i = 0; i < cells; i++)
        seen->bytes += cell[i].text.len + CELL_BYTES;
    return seen->rows <= SERVE_IMPORT_ROWS && seen->bytes <= SERVE_IMPORT_TEXT ? CH_OK : CH_ENONE;
}

static ch_err tell_no_book(serve_call *call)
{
    serve_problem(call, 415, "文件须为 .xlsx 工作簿或 CSV", "the file must be an .xlsx workbook or CSV");
    return CH_OK;
}

/* A CSV whose text can be made out has rows that can be put right; a damaged workbook, and bytes that are no text, none. */
static bool can_be_put_right(const ch_book *book, const ch_faults *faults)
{
    bool is_text = ch_book_form_of(book).encoding != CH_BOOK_DETECT;
    for (size_t i = 0; i < faults->kept; i++)
        is_text = is_text && faults->list[i].want != CH_WANT_UTF8 && faults->list[i].want != CH_WANT_TEXT_ENCODING;
    return is_text;
}

static ch_err look_through(serve_importing *importing)
{
    extent seen = {0};
    serve_call *call = importing->call;
    const ch_err err = ch_book_read(importing->book, importing->number, measure, &seen, &call->faults);
    if (err == CH_EDATA && !can_be_put_right(importing->book, &call->faults))
        return tell_no_book(call);
    if (err == CH_ENONE) {
        serve_problem(call, 413, "一张表至多 20 万行、128 MiB 文字",
                      "a sheet has at most 200,000 rows and 128 MiB of text");
        return CH_OK;
    }
    return err;
}

/* ---- opening */

static ch_err find_form(serve_importing *importing)
{
    serve_call *call = importing->call;
    const ch_text table = call->value[SERVE_IMPORT_TABLE].text;
    importing->ask.form = ch_form_find(table);
    return importing->ask.form ? CH_OK
                               : ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("table"), table, CH_WANT_KNOWN_TABLE,
                                              ch_text_of(ch_schema_nearest_table(table)));
}

static ch_err open_book(serve_importing *importing)
{
    static const char delimiter[] = {0, ',', ';', '\t'};
    serve_call *call = importing->call;
    const serve_value *value = call->value;
    const ch_text name = value[SERVE_IMPORT_NAME].text;
    const ch_book_form form = {
        .encoding = (ch_book_encoding)value[SERVE_IMPORT_ENCODING].count,
        .delimiter = value[SERVE_IMPORT_DELIMITER].given ? delimiter[value[SERVE_IMPORT_DELIMITER].count + 1] : '\0'};
    const ch_err err =
        ch_book_open_bytes(call->arena.memory, call->request->body, name.len > 0 ? name : CH_TEXT("sheet"), &form,
                           &importing->book, &call->faults);
    return err == CH_EDATA ? tell_no_book(call) : err;
}

static ch_err read_ask(serve_importing *importing)
{
    serve_call *call = importing->call;
    const serve_value *value = call->value;
    ch_err err =
        ch_import_pick_sheet(importing->book, value[SERVE_IMPORT_SHEET].text, &importing->number, &call->faults);
    if (err == CH_OK && value[SERVE_IMPORT_MAP].text.len > 0)
        err = ch_import_read_map(&call->arena, CH_TEXT("map"), value[SERVE_IMPORT_MAP].text, &importing->ask,
                                 &call->faults);
    if (err != CH_OK)
        return err;
    importing->ask.sheet = ch_book_sheet_at(importing->book, importing->number)->name;
    randombytes_buf(&importing->ask.salt, sizeof importing->ask.salt);
    importing->ask.source = value[SERVE_IMPORT_SOURCE].text;
    importing->ask.as_of = value[SERVE_IMPORT_AS_OF].date;
    return CH_OK;
}

bool serve_import_open(serve_call *call, serve_importing *importing, ch_err *err)
{
    *importing = (serve_importing){.call = call, .faults.arena.memory = call->arena.memory};
    call->answer->varies = true;
    *err = find_form(importing);
    if (*err == CH_OK)
        *err = open_book(importing);
    if (*err == CH_OK && importing->book)
        *err = read_ask(importing);
    if (*err == CH_OK && importing->book)
        *err = look_through(importing);
    return *err == CH_OK && call->answer->body.len == 0 && !call->answer->body.failed;
}

void serve_import_close(serve_importing *importing)
{
    ch_book_close(importing->book);
    ch_faults_free(&importing->faults);
}

/* ---- trying */

static ch_err tell_of_no_row(serve_importing *importing)
{
    serve_call *call = importing->call;
    bool is_refused = false;
    for (size_t i = 0; i < importing->faults.kept; i++) {
        const ch_fault *fault = &importing->faults.list[i];
        is_refused |= fault->at.line == 0 && fault->want == CH_WANT_CHANGEABLE_ROW;
        if (ch_fault_tell(&call->faults, fault) == CH_ENOMEM)
            return CH_ENOMEM;
    }
    if (is_refused)
        serve_problem(call, 403, "所列各项您无权更改，未导入任何一行",
                      "what is listed is not yours to change, and nothing was taken in");
    return is_refused ? CH_OK : CH_EDATA;
}

static ch_err try_with(serve_importing *importing, const ch_zone *zone, const ch_alike *alike)
{
    serve_call *call = importing->call;
    const ch_import_duty duty = {call->value[SERVE_IMPORT_DUTY].text, serve_today(), importing->ask.as_of};
    const ch_author author = {call->visitor.grant, call->visitor.grants};
    importing->ask.zone = zone;
    importing->ask.alike = alike;
    return ch_import_try(&call->arena, zone, importing->book, importing->number, &importing->ask, &duty, &author,
                         &importing->import, &importing->faults);
}

ch_err serve_import_try(serve_importing *importing, const ch_zone *zone)
{
    ch_alike *alike;
    ch_faults_free(&importing->faults);
    importing->faults = (ch_faults){.arena.memory = importing->call->arena.memory};
    ch_err err = ch_alike_make(zone, importing->call->arena.memory, &alike);
    if (err != CH_OK)
        return err;
    err = try_with(importing, zone, alike);
    ch_alike_free(alike);
    return err == CH_EDATA ? tell_of_no_row(importing) : err;
}
