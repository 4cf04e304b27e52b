/* split_command.c - what each party of an agreement gets: open what it is about, ask the desk, print. */
#include "split_command.h"

#include "changhe/folder.h"
#include "changhe/store.h"
#include "changhe/whatif.h"
#include "commands.h"
#include "split_words.h"
#include "told.h"

#include <stdio.h>
#include <string.h>

enum { WHAT_IF_BYTES = 16 << 20 };

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

static ch_err read_edits(ch_arena *arena, const char *path, ch_edits *edits, ch_faults *faults)
{
    ch_text json, file = ch_text_of(path);
    const ch_err err = ch_folder_read_file(arena, path, file, WHAT_IF_BYTES, &json, faults);
    return err == CH_OK ? ch_whatif_read(arena, file, json, edits, faults) : err;
}

static ch_err ask(const split_words *asked, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = {0};
    ch_edits edits = {0};
    ch_zone *zone;
    ch_err err = asked->zone ? ch_folder_read(asked->zone, NULL, &zone, faults)
                             : ch_store_read(asked->store, NULL, &zone, faults);
    if (err != CH_OK)
        return err;
    if (asked->what_if)
        err = read_edits(&arena, asked->what_if, &edits, faults);
    ch_split_question question = asked->question;
    question.zone = zone;
    question.what_if = asked->what_if ? &edits : NULL;
    question.what_if_name = ch_text_of(asked->what_if);
    if (err == CH_OK)
        err = write_answer(asked, &question, out, faults);
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
    const ch_err err = ask(&asked, &out, &faults);
    int code = told_code(err);
    told_faults(&faults, asked.lang);
    if (err == CH_OK && (fwrite(out.at, 1, out.len, stdout) != out.len || fflush(stdout) != 0)) {
        fprintf(stderr, "changhe: standard output cannot be written 无法写出\n");
        code = EXIT_BAD_DATA;
    }
    ch_faults_free(&faults);
    ch_buf_free(&out);
    return code;
}
