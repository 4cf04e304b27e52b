/* sheet.h - inside edits: tables being changed, line by line, over the fixed ones of a snapshot.
 * Lines and what was put in them live in one arena; texts put must outlive the sheets. */
#ifndef CHANGHE_MODEL_SHEET_H
#define CHANGHE_MODEL_SHEET_H

#include "build.h"

typedef struct ch_sheet__put {
    unsigned column;
    ch_text text; /* trimmed */
    ch_at at;
    size_t turn; /* of the edit that put it */
    struct ch_sheet__put *next;
} ch_sheet__put;

typedef struct {
    uint32_t rest;      /* row of base that says what was not put, or CH_ZONE__NONE */
    bool gone;          /* no longer there */
    bool leaving;       /* gone, and what hangs on it not yet seen to; its cells can still be read */
    ch_sheet__put *put; /* newest first, a column once */
    const ch_text *key; /* of a line that is no row of base */
    ch_at at;           /* of the edit that began, changed, moved or removed it */
    size_t gone_in;     /* turn in which it went last */
} ch_sheet__line;

/* Line i is row i of base; behind those come new ones. */
typedef struct {
    const ch_table *base; /* NULL: not opened yet */
    ch_sheet__line *line;
    size_t lines, capacity;
    uint32_t *index;   /* new lines by hash of their key, counted from 1; 0 is free */
    size_t index_size; /* a power of 2, at most half in use */
    uint32_t *leaving; /* lines that are */
    size_t leaving_count, leaving_capacity;
    struct ch_sheet__namers *namers[CH_MAX_COLUMNS]; /* by key and "lies under" column; NULL until a row goes
                                                        that the column may name */
    bool changed;
    bool lost_some; /* a line went, if only for a while */
} ch_sheet;

typedef struct {
    const ch_zone *base;
    ch_arena arena;
    size_t turn; /* counts the edits as they are done */
    ch_sheet sheet[CH_TABLES];
} ch_sheets;

/* Again is fine. CH_ENOMEM, also for more rows than 32 bits count. */
CH_MUST_USE ch_err ch_sheet__open(ch_sheets *sheets, ch_table_id id);

/* Line with this key, also a gone one, or SIZE_MAX. */
size_t ch_sheet__find(const ch_sheet *sheet, const ch_text *key);
/* A new line; key must outlive the sheets. */
CH_MUST_USE ch_err ch_sheet__add(ch_sheets *sheets, ch_table_id id, const ch_text *key, size_t *line);
CH_MUST_USE ch_err ch_sheet__put_text(ch_sheets *sheets, ch_table_id id, size_t line, unsigned column, ch_text text,
                                      ch_at at);
CH_MUST_USE ch_err ch_sheet__remove(ch_sheets *sheets, ch_table_id id, size_t line, ch_at at);

/* The turn in which a cell was put last; 0: it was not. */
size_t ch_sheet__put_in(const ch_sheet *sheet, size_t line, unsigned column);
/* What a cell of type TEXT, REF or REFS says. */
ch_text ch_sheet__text(const ch_sheet *sheet, size_t line, unsigned column);
/* The same for a key column of any type. */
ch_text ch_sheet__key(const ch_sheet *sheet, size_t line, unsigned column);

/* See to what hangs on the lines that are leaving: lines whose keys name them go too; lines under
 * them move up to what they lay under. Cost: O(rows) the first time that rows of a table leave, then
 * O(lines that leave or move). */
CH_MUST_USE ch_err ch_sheets__settle(ch_sheets *sheets);
/* To be called for a line that was added, came again, or had cells put, before the next settling. */
CH_MUST_USE ch_err ch_sheets__note(ch_sheets *sheets, ch_table_id id, size_t line);
/* Empty every cell that may be empty and names a gone line; of several names only those. Left as they
 * are: cells of surveys, where empty means everywhere; cells that edits put once the line was gone;
 * old codes of places, which are followed. Cost: O(rows) of the tables that may name one. */
CH_MUST_USE ch_err ch_sheets__release(ch_sheets *sheets);

/* The sheet as a table; one that was not changed is its base, held once more. A text that does not
 * fit is a fault and leaves its cell empty. CH_EDATA: required cells are; *table then holds the rows
 * that have their keys, fit for being checked against others alone. CH_ENOMEM. */
CH_MUST_USE ch_err ch_sheet__fix(const ch_sheets *sheets, ch_table_id id, ch_table **table, ch_faults *faults);

#endif
