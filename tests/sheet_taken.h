/* sheet_taken.h - for tests: a sheet in CSV taken into a zone, with what came of it. */
#ifndef CHANGHE_TESTS_SHEET_TAKEN_H
#define CHANGHE_TESTS_SHEET_TAKEN_H

#include "changhe/diff.h"
#include "changhe/intake.h"
#include "make_zone.h"

#include <stdio.h>

/* What is asked beside the sheet; zero: a source "illustrative" and no day. */
typedef struct {
    const char *source; /* "-": none */
    ch_date as_of;
    const ch_intake_map *map;
    size_t maps;
    uint64_t salt;
} asking;

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_intake intake;
    ch_err err;
} taken;

/* Everything in memory of the hook. CH_ENOMEM also where the book or the index of names found none. */
static inline void take_in(taken *it, const ch_memory *memory, const ch_zone *zone, const char *form, ch_text csv,
                           const asking *asked)
{
    const ch_book_form utf8 = {CH_BOOK_UTF8, ','};
    ch_book *book = NULL;
    ch_alike *alike = NULL;
    *it = (taken){.arena = {.memory = memory}, .faults = {.arena = {.memory = memory}}};
    ch_intake_ask ask = {.zone = zone,
                         .form = ch_form_find(ch_text_of(form)),
                         .sheet = CH_TEXT("sheet"),
                         .source = ch_text_of(asked && asked->source ? asked->source : "illustrative"),
                         .as_of = asked ? asked->as_of : 0,
                         .map = asked ? asked->map : NULL,
                         .maps = asked ? asked->maps : 0,
                         .salt = asked ? asked->salt : 0};
    if (ch_text_equal(ask.source, CH_TEXT("-")))
        ask.source = (ch_text){0};
    it->err = ch_alike_make(zone, memory, &alike);
    if (it->err == CH_OK)
        it->err = ch_book_open_bytes(memory, csv, CH_TEXT("book"), &utf8, &book, &it->faults);
    ask.alike = alike;
    if (it->err == CH_OK)
        it->err = ch_intake_read(&it->arena, book, 0, &ask, &it->intake, &it->faults);
    ch_book_close(book);
    ch_alike_free(alike);
}

static inline void print_faults(const ch_faults *faults)
{
    for (size_t i = 0; i < faults->kept; i++) {
        ch_buf line = {0};
        ch_fault_print(&faults->list[i], &line);
        fprintf(stderr, "%.*s\n", (int)line.len, line.at);
        ch_buf_free(&line);
    }
}

static inline void free_taken(taken *it)
{
    ch_faults_free(&it->faults);
    ch_arena_free(&it->arena);
}

/* The zone that the edits make. Edits that cannot be done end the test. */
static inline ch_zone *apply_taken(const ch_zone *zone, const taken *it)
{
    ch_faults faults = {0};
    ch_zone *next = NULL;
    if (ch_zone_edit(zone, &it->intake.edits, &next, &faults) != CH_OK) {
        print_faults(&faults);
        abort();
    }
    ch_faults_free(&faults);
    return next;
}

/* How many rows differ between two zones. */
static inline size_t count_differences(const ch_zone *before, const ch_zone *after)
{
    ch_arena arena = {0};
    const ch_row_diff *diff;
    size_t n = 0;
    if (ch_zone_diff(&arena, before, after, &diff, &n) != CH_OK)
        abort();
    ch_arena_free(&arena);
    return n;
}

/* A cell of the zone by one to three keys with commas between, as an export writes it; "(none)" without such a row. */
static inline const char *cell_of(const ch_zone *zone, ch_table_id table, const char *keys, const char *column,
                                  char room[256])
{
    ch_text key[CH_MAX_KEYS] = {{0}}, rest = ch_text_of(keys);
    for (size_t i = 0; i < CH_MAX_KEYS && ch_text_next(&rest, ',', &key[i]); i++) {
    }
    const size_t row = ch_table_find(zone->table[table], key);
    if (row == SIZE_MAX)
        return "(none)";
    ch_buf out = {0};
    const int found = ch_schema_find_column(ch_schema_table(table), ch_text_of(column));
    if (found < 0)
        abort();
    ch_table_format(zone->table[table], (unsigned)found, row, &out);
    snprintf(room, 256, "%.*s", (int)out.len, out.len > 0 ? out.at : "");
    ch_buf_free(&out);
    return room;
}

#endif
