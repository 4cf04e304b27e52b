/* make_zone.h - a zone for a test from a few lines of text.
 *
 *   "places: id,parent\n"        begins a table and names the columns that follow
 *   "c1,\n"                      a row: cells between commas, no quotes; what is missing is empty
 *   "c2,c1\n"
 *   "zone: id,place,members\n"   ...
 *
 * Required columns that a table does not name are filled: name_zh with the row's first cell, source
 * with illustrative, tier with mid, level with county. Empty lines are passed over. */
#ifndef CHANGHE_TESTS_MAKE_ZONE_H
#define CHANGHE_TESTS_MAKE_ZONE_H

#include "changhe/zone.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const ch_memory *memory;
    ch_table *table[CH_TABLES];
    ch_draft *draft; /* of the table being read, or NULL */
    const ch_table_kind *kind;
    int id;
    unsigned column[CH_MAX_COLUMNS]; /* of each cell */
    unsigned columns;
    bool named[CH_MAX_COLUMNS];
    ch_faults faults;
} zone_maker;

/* Print what is wrong with the text of a test, and end it. */
static inline void make_zone_stop(const char *why, ch_text line)
{
    fprintf(stderr, "make_zone: %s: %.*s\n", why, (int)line.len, line.at ? line.at : "");
    abort();
}

static inline ch_err make_zone_fix(zone_maker *maker)
{
    if (!maker->draft)
        return CH_OK;
    ch_draft *draft = maker->draft;
    maker->draft = NULL;
    return ch_draft_fix(draft, &maker->table[maker->id], &maker->faults);
}

/* A table that was begun before goes on. */
static inline ch_err make_zone_draft(zone_maker *maker)
{
    ch_table *before = maker->table[maker->id];
    ch_err err = ch_draft_new((ch_table_id)maker->id, maker->memory, &maker->draft);
    if (err == CH_OK && before)
        err = ch_draft_add_table(maker->draft, before, NULL);
    ch_table_drop(before);
    maker->table[maker->id] = NULL;
    return err;
}

static inline ch_err make_zone_begin(zone_maker *maker, ch_text name, ch_text header)
{
    const ch_err err = make_zone_fix(maker);
    if (err != CH_OK)
        return err;
    maker->id = ch_schema_find_table(ch_text_trim(name));
    if (maker->id < 0)
        make_zone_stop("no such table", name);
    maker->kind = ch_schema_table((ch_table_id)maker->id);
    maker->columns = 0;
    for (size_t i = 0; i < CH_MAX_COLUMNS; i++)
        maker->named[i] = false;

    ch_text column;
    while (ch_text_next(&header, ',', &column)) {
        const int found = ch_schema_find_column(maker->kind, ch_text_trim(column));
        if (found < 0)
            make_zone_stop("no such column", column);
        maker->named[found] = true;
        maker->column[maker->columns++] = (unsigned)found;
    }
    return make_zone_draft(maker);
}

static inline ch_err make_zone_fill(zone_maker *maker, ch_text first_cell, ch_at at)
{
    const struct {
        ch_text column, cell;
    } fill[] = {{CH_TEXT("name_zh"), first_cell},
                {CH_TEXT("source"), CH_TEXT("illustrative")},
                {CH_TEXT("tier"), CH_TEXT("mid")},
                {CH_TEXT("level"), CH_TEXT("county")}};
    ch_err err = CH_OK;
    for (size_t i = 0; i < sizeof fill / sizeof *fill && err == CH_OK; i++) {
        const int found = ch_schema_find_column(maker->kind, fill[i].column);
        if (found >= 0 && !maker->named[found] && maker->kind->column[found].need == CH_REQUIRED)
            err = ch_draft_put(maker->draft, (unsigned)found, fill[i].cell, at, &maker->faults);
    }
    return err;
}

static inline ch_err make_zone_row(zone_maker *maker, ch_text line, ch_at at)
{
    ch_text rest = line, cell, first_cell = {0};
    ch_err err = ch_draft_row(maker->draft, at);
    for (unsigned i = 0; err == CH_OK && ch_text_next(&rest, ',', &cell); i++) {
        if (i == maker->columns)
            make_zone_stop("more cells than columns", line);
        if (i == 0)
            first_cell = cell;
        err = ch_draft_put(maker->draft, maker->column[i], cell, at, &maker->faults);
    }
    return err == CH_OK ? make_zone_fill(maker, first_cell, at) : err;
}

static inline ch_err make_zone_line(zone_maker *maker, ch_text line, uint32_t number)
{
    const ch_at at = {CH_TEXT("test"), number, 1};
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == ':')
            return make_zone_begin(maker, (ch_text){line.at, i}, (ch_text){line.at + i + 1, line.len - i - 1});
    if (line.len == 0)
        return CH_OK;
    if (!maker->draft)
        make_zone_stop("a row before any table", line);
    return make_zone_row(maker, line, at);
}

/* The zone, CH_EDATA when the program finds the rows at fault, CH_ENOMEM. faults may be NULL. */
static inline ch_err make_zone_try(const ch_memory *memory, const char *text, ch_zone **zone, ch_faults *faults)
{
    zone_maker maker = {.memory = memory, .faults = {.arena = {.memory = memory}}};
    ch_text rest = ch_text_of(text), line;
    ch_err err = CH_OK;
    for (uint32_t number = 1; err == CH_OK && ch_text_next(&rest, '\n', &line); number++)
        err = make_zone_line(&maker, line, number);
    if (err == CH_OK)
        err = make_zone_fix(&maker);
    if (err == CH_OK && maker.faults.count > 0)
        err = maker.faults.no_memory ? CH_ENOMEM : CH_EDATA;

    if (err == CH_OK) {
        err = ch_zone_build(maker.table, memory, zone, &maker.faults);
    } else {
        ch_draft_free(maker.draft);
        for (size_t i = 0; i < CH_TABLES; i++)
            ch_table_drop(maker.table[i]);
    }
    if (faults)
        *faults = maker.faults;
    else
        ch_faults_free(&maker.faults);
    return err;
}

/* The zone; a text that gives none ends the test with its faults. Drop it with ch_zone_drop. */
static inline ch_zone *make_zone(const ch_memory *memory, const char *text)
{
    ch_zone *zone = NULL;
    ch_faults faults;
    if (make_zone_try(memory, text, &zone, &faults) != CH_OK) {
        ch_buf told = {0};
        for (size_t i = 0; i < faults.kept; i++) {
            ch_fault_print(&faults.list[i], &told);
            ch_buf_adds(&told, "\n");
        }
        make_zone_stop("this text is no zone", ch_buf_text(&told));
    }
    ch_faults_free(&faults);
    return zone;
}

#endif
