/* settle_command.c - the yearly sheet: open zone and ledger, ask the desk, print or keep it. */
#define _GNU_SOURCE
#include "settle_command.h"

#include "changhe/folder.h"
#include "changhe/ledger_answer.h"
#include "given.h"
#include "layout.h"
#include "settle_words.h"
#include "told.h"
#include "whole_file.h"

#include <stdio.h>
#include <string.h>

enum { COMPARE_BYTES = 256 << 20 };

bool settle_command_is(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "settle") == 0;
}

/* All that a question holds on to. */
typedef struct {
    ch_arena arena;
    ch_edits edits;
    ch_zone *zone;
    ch_ledger *ledger;
    ch_settlement_question question;
} opened;

/* ---- the question */

static ch_err open_all(const settle_words *asked, opened *o, ch_faults *faults)
{
    ch_err err = given_zone(asked->zone, asked->store, &o->zone, faults);
    if (err == CH_OK)
        err = given_edits(&o->arena, asked->what_if, &o->edits, faults);
    if (err == CH_OK && asked->ledger)
        err = ch_ledger_open(NULL, asked->ledger, &o->ledger, faults);
    o->question = (ch_settlement_question){.split = {.zone = o->zone,
                                                     .what_if = asked->what_if ? &o->edits : NULL,
                                                     .what_if_name = ch_text_of(asked->what_if),
                                                     .agreement = asked->agreement},
                                           .year = asked->year,
                                           .ledger = o->ledger};
    return err;
}

static void close_all(opened *o)
{
    ch_zone_drop(o->zone);
    ch_ledger_free(o->ledger);
    ch_arena_free(&o->arena);
}

/* ---- the answer */

static ch_err compare(const settle_words *asked, opened *o, ch_buf *out, ch_faults *faults)
{
    const ch_text name = ch_text_of(asked->compare);
    ch_text csv;
    ch_err err = ch_folder_read_file(&o->arena, asked->compare, name, COMPARE_BYTES, &csv, faults);
    if (err == CH_OK)
        err = ch_settlement_compare(&o->question, name, csv, faults);
    if (err == CH_OK)
        ch_buf_adds(out, say(asked->lang, "两份结算单相同\n", "the two sheets are the same\n"));
    return err;
}

static ch_err write_answer(const settle_words *asked, opened *o, ch_buf *out, ch_faults *faults)
{
    const ch_settlement_question *q = &o->question;
    if (asked->compare)
        return compare(asked, o, out, faults);
    switch (asked->format) {
    case SETTLE_JSON: return ch_answer_settlement_json(q, out, faults);
    case SETTLE_CSV: return ch_answer_settlement_csv(q, out, faults);
    case SETTLE_PDF: return ch_answer_settlement_pdf(q, asked->lang, told_today(), out, faults);
    case SETTLE_POSTINGS: return ch_answer_settlement_postings(q, out, faults);
    case SETTLE_TABLE: break;
    }
    return ch_answer_settlement_text(q, asked->lang, out, faults);
}

int settle_command_run(int argc, char **argv)
{
    settle_words asked;
    opened o = {.zone = NULL};
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!settle_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    ch_err err = open_all(&asked, &o, &faults);
    if (err == CH_OK)
        err = write_answer(&asked, &o, &out, &faults);
    if (err == CH_OK && asked.out) {
        err = whole_file_write(asked.out, ch_buf_text(&out), &faults);
        out.len = 0;
    }
    close_all(&o);
    return told_end(err, &out, &faults, asked.lang);
}
