/* ledger_command.c - open the file and replay it, take in what is asked, acknowledge once it is on the disk. */
#include "ledger_command.h"

#include "changhe/ledger_answer.h"
#include "ledger_input.h"
#include "ledger_view.h"
#include "told.h"
#include "whole_file.h"

#include <stdio.h>
#include <string.h>

bool ledger_command_is(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "ledger") == 0;
}

/* ---- replay, and heads looked for on the way */

typedef struct {
    const ledger_words *asked;
    ch_ledger *ledger;
    ch_faults *faults;
    bool is_found;
    size_t found_at;
} replaying;

static bool is_asked(const replaying *r, const ch_sha256 *head)
{
    return r->asked->has_head && ch_sha256_equal(head, &r->asked->head);
}

static ch_err replay(void *self, size_t number, ch_text bytes, const ch_sha256 *head)
{
    replaying *r = self;
    const ch_at at = {.file = ch_text_of(r->asked->file), .line = (uint32_t)number + 1};
    const ch_err err = ch_ledger_replay(r->ledger, bytes, at, r->faults);
    if (err == CH_OK && is_asked(r, head)) {
        r->is_found = true;
        r->found_at = number + 1;
    }
    return err;
}

/* ---- post and close */

typedef struct {
    ch_ledger *ledger;
    ledger_state state;
    ch_faults *faults;
    ch_err err;
} taking;

static void take(taking *t, const ch_ledger_posting *posting, ch_at at)
{
    ch_ledger_taken taken = {.number = 0};
    const ch_err err = ch_ledger_post(t->ledger, posting, at, &taken, t->faults);
    t->err = ch_err_worse(t->err, err);
    if (err == CH_OK) {
        t->state.posted += taken.is_new;
        t->state.already += !taken.is_new;
    }
}

static void take_closing(taking *t, const ledger_words *asked)
{
    ch_buf id = {0};
    ch_buf_addf(&id, "close:%.*s:%d", (int)asked->book.len, asked->book.at, asked->year);
    const ch_ledger_posting closing = {
        .id = ch_buf_text(&id), .book = asked->book, .date = asked->year * 10000 + 1231, .kind = CH_LEDGER_CLOSE};
    if (id.failed)
        t->err = CH_ENOMEM;
    else
        take(t, &closing, (ch_at){.file = ch_text_of(asked->file)});
    ch_buf_free(&id);
}

/* All of it or nothing. */
static ch_err keep(const taking *t, size_t from, ch_ledger_file *file)
{
    ch_err err = t->err;
    for (size_t i = from; err == CH_OK && i < ch_ledger_count(t->ledger); i++)
        err = ch_ledger_file_add(file, ch_ledger_bytes(t->ledger, i), t->faults);
    return err == CH_OK ? ch_ledger_file_sync(file, t->faults) : err;
}

static ch_err take_in(const ledger_words *asked, const ledger_input *input, ch_ledger *ledger, ch_buf *out,
                      ch_faults *faults)
{
    replaying r = {.asked = asked, .ledger = ledger, .faults = faults};
    ch_ledger_file *file;
    ch_ledger_file_found found;
    ch_err err = ch_ledger_file_open(NULL, asked->file, replay, &r, &file, &found, faults);
    if (err != CH_OK)
        return err;
    taking t = {.ledger = ledger, .faults = faults, .state.torn = found.torn};
    if (asked->action == LEDGER_CLOSING)
        take_closing(&t, asked);
    for (size_t i = 0; i < input->count && t.err != CH_ENOMEM; i++)
        take(&t, &input->given[i].posting, input->given[i].at);
    err = keep(&t, found.records, file);
    ch_ledger_file_close(file);
    t.state.postings = ch_ledger_count(ledger);
    t.state.head = ch_ledger_head(ledger);
    if (err == CH_OK)
        ledger_view_state(asked, &t.state, out);
    return err;
}

/* ---- verify and sheet */

static ch_err tell_other_head(const ledger_words *asked, const ch_ledger *ledger, ch_faults *faults)
{
    char wanted[CH_SHA256_HEX + 1], now[CH_SHA256_HEX + 1];
    const ch_sha256 head = ch_ledger_head(ledger);
    ch_sha256_format(&asked->head, wanted);
    ch_sha256_format(&head, now);
    return ch_fault_add(faults, (ch_at){.file = ch_text_of(asked->file)}, CH_TEXT("--head"), ch_text_of(wanted),
                        CH_WANT_LEDGER_HEAD, ch_text_of(now));
}

static ch_err look(const ledger_words *asked, ch_ledger *ledger, ch_arena *arena, ch_buf *out, ch_faults *faults)
{
    const ch_sha256 none = {{0}};
    replaying r = {.asked = asked, .ledger = ledger, .faults = faults};
    ch_ledger_file_found found;
    r.is_found = is_asked(&r, &none);
    ch_err err = ch_ledger_file_read(NULL, asked->file, replay, &r, &found, faults);
    if (err != CH_OK)
        return err;
    if (asked->action == LEDGER_SHEET) {
        ch_ledger_sheet sheet;
        err = ch_ledger_sheet_make(arena, ledger, asked->book, asked->year, &sheet, faults);
        if (err == CH_ENONE)
            err = ch_fault_add(faults, (ch_at){.file = ch_text_of(asked->file)}, CH_TEXT("--book"), asked->book,
                               CH_WANT_LEDGER_KNOWN_BOOK, (ch_text){0});
        if (err == CH_OK && asked->is_pdf)
            return ch_answer_ledger_sheet_pdf(ledger, &sheet, asked->lang, told_today(), out, faults);
        return err == CH_OK ? ledger_view_sheet(asked, ledger, &sheet, out) : err;
    }
    if (asked->has_head && !r.is_found)
        return tell_other_head(asked, ledger, faults);
    const ledger_state state = {
        .postings = found.records, .head = found.head, .torn = found.torn, .found_at = r.found_at};
    ledger_view_state(asked, &state, out);
    return CH_OK;
}

static ch_err answer(ch_arena *arena, const ledger_words *asked, ch_buf *out, ch_faults *faults)
{
    ledger_input input = {.given = NULL};
    ch_ledger *ledger;
    ch_err err = asked->in != NULL ? ledger_input_read(arena, asked->in, &input, faults) : CH_OK;
    if (err == CH_OK)
        err = ch_ledger_new(NULL, &ledger);
    if (err != CH_OK)
        return err;
    err = asked->action == LEDGER_POSTINGS || asked->action == LEDGER_CLOSING
              ? take_in(asked, &input, ledger, out, faults)
              : look(asked, ledger, arena, out, faults);
    ch_ledger_free(ledger);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}

int ledger_command_run(int argc, char **argv)
{
    ledger_words asked;
    ch_arena arena = {0};
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!ledger_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    ch_err err = answer(&arena, &asked, &out, &faults);
    if (err == CH_OK && asked.out) {
        err = whole_file_write(asked.out, ch_buf_text(&out), &faults);
        out.len = 0;
    }
    const int code = told_end(err, &out, &faults, asked.lang);
    ch_arena_free(&arena);
    return code;
}
