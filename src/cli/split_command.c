/* split_command.c - what each party of an agreement gets: open what it is about, ask the desk, print. */
#include "split_command.h"

#include "commands.h"
#include "given.h"
#include "told.h"

#include <stdio.h>
#include <string.h>

bool split_command_is(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "split") == 0;
}

static ch_err write_answer(const split_words *asked, const ch_split_question *q, ch_buf *out, ch_faults *faults)
{
    return asked->format == FORMAT_TABLE ? ch_answer_split_text(q, asked->lang, out, faults)
           : asked->format == FORMAT_CSV ? ch_answer_split_csv(q, out, faults)
                                         : ch_answer_split_json(q, out, faults);
}

ch_err split_command_ask(const split_words *asked, split_command_answer *answer, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = {0};
    ch_edits edits = {0};
    ch_zone *zone;
    ch_err err = given_zone(asked->zone, asked->store, &zone, faults);
    if (err != CH_OK)
        return err;
    err = given_edits(&arena, asked->what_if, &edits, faults);
    ch_split_question question = asked->question;
    question.zone = zone;
    question.what_if = asked->what_if ? &edits : NULL;
    question.what_if_name = ch_text_of(asked->what_if);
    if (err == CH_OK)
        err = answer(asked, &question, out, faults);
    ch_zone_drop(zone);
    ch_arena_free(&arena);
    return err;
}

int split_command_run(int argc, char **argv)
{
    split_words asked;
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!split_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    return told_end(split_command_ask(&asked, write_answer, &out, &faults), &out, &faults, asked.lang);
}
