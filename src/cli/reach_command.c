/* reach_command.c - questions about minutes: open what they are about, ask the desk, print. */
#include "reach_command.h"

#include "commands.h"
#include "given.h"
#include "reach_words.h"
#include "told.h"

#include <stdio.h>
#include <string.h>

bool reach_command_is(int argc, char **argv)
{
    reach_command which;
    return argc > 1 && reach_words_find(argv[1], &which) &&
           !(which == REACH_ROADS && argc > 2 && strcmp(argv[2], "import") == 0);
}

static ch_err write_answer(const reach_words *asked, const ch_reach_question *q, ch_buf *out, ch_faults *faults)
{
    const bool table = asked->format == FORMAT_TABLE, csv = asked->format == FORMAT_CSV;
    switch (asked->command) {
    case REACH_CIRCLE:
        return table                             ? ch_answer_circle_text(q, asked->lang, out, faults)
               : asked->format == FORMAT_GEOJSON ? ch_answer_circle_geojson(q, out, faults)
                                                 : ch_answer_circle_json(q, out, faults);
    case REACH_MINUTES:
        return table ? ch_answer_minutes_text(q, asked->lang, out, faults)
               : csv ? ch_answer_minutes_csv(q, out, faults)
                     : ch_answer_minutes_json(q, out, faults);
    case REACH_ACCESS:
        return table ? ch_answer_access_text(q, asked->lang, out, faults)
               : csv ? ch_answer_access_csv(q, out, faults)
                     : ch_answer_access_json(q, out, faults);
    case REACH_ROADS:
        return table ? ch_answer_roads_text(q, asked->lang, out, faults) : ch_answer_roads_json(q, out, faults);
    }
    return CH_OK;
}

/* Beside what is printed, as a file. */
static ch_err write_matrix(const reach_words *asked, const ch_reach_question *q, ch_faults *faults)
{
    ch_buf out = {0};
    ch_err err = ch_answer_matrix_csv(q, &out, faults);
    FILE *file = err == CH_OK ? fopen(asked->matrix, "wb") : NULL;
    const bool written = file && fwrite(out.at, 1, out.len, file) == out.len;
    if (err == CH_OK && (!file || fclose(file) != 0 || !written))
        err = ch_err_worse(CH_EIO, ch_fault_add(faults, (ch_at){.file = ch_text_of(asked->matrix)}, (ch_text){0},
                                                (ch_text){0}, CH_WANT_WRITABLE, (ch_text){0}));
    ch_buf_free(&out);
    return err;
}

static ch_err answer(ch_arena *arena, const reach_words *asked, ch_zone *zone, ch_roads *roads, ch_buf *out,
                     ch_faults *faults)
{
    ch_edits edits = {0};
    const ch_err err = given_edits(arena, asked->what_if, &edits, faults);
    if (err != CH_OK)
        return err;
    ch_reach_question question = asked->question;
    question.zone = zone;
    question.roads = roads;
    question.what_if = asked->what_if ? &edits : NULL;
    question.what_if_name = ch_text_of(asked->what_if);
    const ch_err written = asked->matrix ? write_matrix(asked, &question, faults) : CH_OK;
    return written == CH_OK ? write_answer(asked, &question, out, faults) : written;
}

static ch_err ask(const reach_words *asked, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = {0};
    ch_roads *roads = NULL;
    ch_zone *zone;
    ch_err err = given_zone(asked->zone, asked->store, &zone, faults);
    if (err != CH_OK)
        return err;
    err = asked->roads ? ch_roads_of_file(asked->roads, NULL, &roads, faults) : ch_roads_of_zone(zone, &roads);
    if (err == CH_OK)
        err = answer(&arena, asked, zone, roads, out, faults);
    ch_roads_drop(roads);
    ch_zone_drop(zone);
    ch_arena_free(&arena);
    return err;
}

int reach_command_run(int argc, char **argv)
{
    reach_words asked;
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!reach_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    const ch_err err = ask(&asked, &out, &faults);
    return told_end(err, &out, &faults, asked.lang);
}
