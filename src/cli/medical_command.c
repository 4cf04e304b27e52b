/* medical_command.c - claims read into memory that is wiped, settled by the desk, and forgotten. */
#include "medical_command.h"

#include "changhe/folder.h"
#include "changhe/wiped.h"
#include "commands.h"
#include "given.h"
#include "medical_words.h"
#include "told.h"
#include "whole_file.h"

#include <string.h>

bool medical_command_is(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "medical") == 0;
}

static ch_err write_answer(const medical_words *asked, const ch_clearing_question *q, ch_buf *out, ch_faults *faults)
{
    switch (asked->format) {
    case MEDICAL_JSON: return ch_answer_clearing_json(q, out, faults);
    case MEDICAL_CSV: return ch_answer_clearing_csv(q, out, faults);
    case MEDICAL_POSTINGS: return ch_answer_clearing_postings(q, out, faults);
    case MEDICAL_TABLE: break;
    }
    return ch_answer_clearing_text(q, asked->lang, out, faults);
}

static ch_err answer(ch_arena *claims, const medical_words *asked, const ch_zone *zone, ch_buf *out, ch_faults *faults)
{
    ch_clearing_question question = {
        .zone = zone, .file = ch_text_of(asked->claims), .year = asked->year, .month = asked->month};
    ch_text bytes;
    ch_err err = ch_folder_read_file(claims, asked->claims, question.file, CH_CSV_MAX_BYTES, &bytes, faults);
    if (err == CH_OK)
        err = ch_medical_file_read(claims, zone, question.file, bytes, &question.claim, &question.claims, faults);
    return err == CH_OK ? write_answer(asked, &question, out, faults) : err;
}

static ch_err ask(const medical_words *asked, ch_buf *out, ch_faults *faults)
{
    ch_wiped wiped;
    ch_zone *zone;
    ch_err err = given_zone(asked->zone, asked->store, &zone, faults);
    if (err != CH_OK)
        return err;
    ch_wiped_open(&wiped, NULL);
    ch_arena claims = CH_ARENA(&wiped.memory);
    err = answer(&claims, asked, zone, out, faults);
    ch_arena_free(&claims);
    ch_zone_drop(zone);
    return err;
}

int medical_command_run(int argc, char **argv)
{
    medical_words asked;
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!medical_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    ch_err err = ask(&asked, &out, &faults);
    if (err == CH_OK && asked.out) {
        err = whole_file_write(asked.out, ch_buf_text(&out), &faults);
        out.len = 0;
    }
    return told_end(err, &out, &faults, asked.lang);
}
