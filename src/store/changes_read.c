/* changes_read.c - the log read back. */
#include "changhe/changes.h"

#include "sql.h"

/* Rows of a statement becoming items in an arena. */
typedef struct {
    ch_arena *arena;
    const ch_store_file *file;
    sqlite3_stmt *statement;
} reading;

/* The text of a column, empty for null. false: no memory. */
static bool take_text(const reading *in, int column, ch_text *text)
{
    *text = (ch_text){"", 0};
    if (sqlite3_column_type(in->statement, column) == SQLITE_NULL)
        return true;
    const char *at = (const char *)sqlite3_column_text(in->statement, column);
    if (at)
        *text = ch_text_copy(in->arena, (ch_text){at, (size_t)sqlite3_column_bytes(in->statement, column)});
    return at && text->at;
}

static int64_t take_whole(const reading *in, int column)
{
    return sqlite3_column_int64(in->statement, column); /* 0 for null */
}

#define CHANGE_COLUMNS \
    "id, at_s, account, who, note, undoes, before, after," \
    " (SELECT u.id FROM changes u WHERE u.undoes = c.id)," \
    " (SELECT count(*) FROM change_rows r WHERE r.change = c.id)"

static ch_err take_change(const reading *in, ch_change *change)
{
    *change = (ch_change){.id = take_whole(in, 0),
                          .at_s = take_whole(in, 1),
                          .account = take_whole(in, 2),
                          .undoes = take_whole(in, 5),
                          .undone = take_whole(in, 8),
                          .rows = (size_t)take_whole(in, 9)};
    return take_text(in, 3, &change->who) && take_text(in, 4, &change->note) && take_text(in, 6, &change->before) &&
                   take_text(in, 7, &change->after)
               ? CH_OK
               : CH_ENOMEM;
}

static ch_err take_row(const reading *in, ch_row_change *row)
{
    return take_text(in, 0, &row->table) && take_text(in, 1, &row->key) && take_text(in, 2, &row->before) &&
                   take_text(in, 3, &row->after) && take_text(in, 4, &row->place_before) &&
                   take_text(in, 5, &row->place_after)
               ? CH_OK
               : CH_ENOMEM;
}

static ch_err prepare(reading *in, const char *text)
{
    ch_buf sql = {.memory = in->file->memory};
    ch_buf_adds(&sql, text);
    return ch_store__prepare(in->file, &sql, &in->statement);
}

/* Is there a next row? */
static ch_err next(const reading *in, bool *more)
{
    const int step = sqlite3_step(in->statement);
    *more = step == SQLITE_ROW;
    return step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch_store__fail(in->file);
}

static ch_err has_log(reading *in, bool *there)
{
    ch_err err = prepare(in, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'changes'");
    if (err == CH_OK)
        err = next(in, there);
    sqlite3_finalize(in->statement);
    in->statement = NULL;
    return err;
}

/* ---- what a reader may see */

/* A row that was not there had no place, which a row of the whole zone has neither. */
bool ch_change_row_is_seen(const ch_change_reader *reader, const ch_row_change *row)
{
    return !reader->sees || (row->before.len > 0 && reader->sees(reader->self, row->place_before)) ||
           (row->after.len > 0 && reader->sees(reader->self, row->place_after));
}

/* Borrowed from the statement. */
static ch_text see_text(sqlite3_stmt *statement, int column)
{
    const char *at = (const char *)sqlite3_column_text(statement, column);
    return at ? (ch_text){at, (size_t)sqlite3_column_bytes(statement, column)} : (ch_text){"", 0};
}

/* How many rows of an entry the reader sees. */
static ch_err count_seen(reading *rows, const ch_change_reader *reader, int64_t id, size_t *seen)
{
    bool more = true;
    ch_err err = sqlite3_reset(rows->statement) == SQLITE_OK && sqlite3_bind_int64(rows->statement, 1, id) == SQLITE_OK
                     ? CH_OK
                     : ch_store__fail(rows->file);
    for (*seen = 0; err == CH_OK && (err = next(rows, &more)) == CH_OK && more;) {
        const ch_row_change row = {.before = see_text(rows->statement, 0),
                                   .after = see_text(rows->statement, 1),
                                   .place_before = see_text(rows->statement, 2),
                                   .place_after = see_text(rows->statement, 3)};
        *seen += ch_change_row_is_seen(reader, &row);
    }
    return err == CH_OK && ch_store__lacks_memory(rows->file) ? CH_ENOMEM : err;
}

/* ---- the list */

/* One statement gives entries, the other the places of the rows of one. */
typedef struct {
    reading entries, rows;
    const ch_change_query *query;
    ch_change *list;
    size_t count, capacity, looked;
    int64_t last; /* id looked at */
} listing;

static ch_err take_entry(listing *at)
{
    const ch_change_reader *reader = &at->query->reader;
    const int64_t account = take_whole(&at->entries, 2);
    size_t rows = (size_t)take_whole(&at->entries, 9);
    at->last = take_whole(&at->entries, 0);
    at->looked++;
    if (reader->sees && rows > 0 && (account == 0 || account != reader->own)) {
        const ch_err err = count_seen(&at->rows, reader, at->last, &rows);
        if (err != CH_OK || rows == 0)
            return err;
    }
    if (!ch_arena_grow(at->entries.arena, (void **)&at->list, &at->capacity, at->count + 1, sizeof *at->list))
        return CH_ENOMEM;
    ch_change *taken = &at->list[at->count++];
    const ch_err err = take_change(&at->entries, taken);
    taken->rows = rows;
    return err;
}

static ch_err prepare_listing(listing *at)
{
    const ch_change_query *query = at->query;
    const size_t limit = query->reader.sees ? (size_t)CH_CHANGES_LOOKED_AT : query->most;
    ch_err err = prepare(&at->entries, "SELECT " CHANGE_COLUMNS " FROM changes c WHERE (?1 = 0 OR id < ?1) AND (?2 = 0"
                                       " OR account = ?2) ORDER BY id DESC LIMIT ?3");
    sqlite3_stmt *statement = at->entries.statement;
    if (err == CH_OK && (sqlite3_bind_int64(statement, 1, query->before) != SQLITE_OK ||
                         sqlite3_bind_int64(statement, 2, query->account) != SQLITE_OK ||
                         sqlite3_bind_int64(statement, 3, (int64_t)limit) != SQLITE_OK))
        err = ch_store__fail(at->entries.file);
    return err == CH_OK ? prepare(&at->rows, "SELECT substr(before, 1, 1), substr(after, 1, 1), place_before,"
                                             " place_after FROM change_rows WHERE change = ?")
                        : err;
}

static ch_err list_changes(listing *at, ch_change_page *page)
{
    bool more = true;
    ch_err err = prepare_listing(at);
    while (err == CH_OK && at->count < at->query->most && (err = next(&at->entries, &more)) == CH_OK && more)
        err = take_entry(at);
    page->change = at->list;
    page->count = at->count;
    page->next = at->count == at->query->most || at->looked == CH_CHANGES_LOOKED_AT ? at->last : 0;
    return err;
}

static ch_err get_change(reading *in, int64_t id, ch_change *change)
{
    bool there = false;
    ch_err err = prepare(in, "SELECT " CHANGE_COLUMNS " FROM changes c WHERE id = ?");
    if (err == CH_OK && sqlite3_bind_int64(in->statement, 1, id) != SQLITE_OK)
        err = ch_store__fail(in->file);
    if (err == CH_OK)
        err = next(in, &there);
    if (err == CH_OK)
        err = there ? take_change(in, change) : CH_ENONE;
    sqlite3_finalize(in->statement);
    in->statement = NULL;
    return err;
}

static ch_err get_rows(reading *in, const ch_change *change, const ch_row_change **row)
{
    ch_row_change *list = CH_NEW(in->arena, ch_row_change, change->rows);
    if (!list)
        return CH_ENOMEM;
    *row = list;
    bool more = true;
    ch_err err = prepare(in, "SELECT \"table\", key, before, after, place_before, place_after FROM change_rows"
                             " WHERE change = ? ORDER BY n");
    if (err == CH_OK && sqlite3_bind_int64(in->statement, 1, change->id) != SQLITE_OK)
        err = ch_store__fail(in->file);
    for (size_t i = 0; err == CH_OK && i < change->rows && more; i++) {
        err = next(in, &more);
        if (err == CH_OK && more)
            err = take_row(in, &list[i]);
    }
    return err;
}

/* All of an answer as of one instant. */
static ch_err open_log(reading *in, ch_store_file *file, bool *there)
{
    ch_err err = ch_store__open(file);
    if (err == CH_OK)
        err = ch_store__run(file, "BEGIN");
    if (err == CH_OK)
        err = ch_store__check(file);
    return err == CH_OK ? has_log(in, there) : err;
}

ch_err ch_changes_list(ch_arena *arena, const char *path, const ch_change_query *query, ch_change_page *page,
                       ch_faults *faults)
{
    ch_store_file file = {.path = path, .memory = arena->memory, .faults = faults};
    const reading in = {.arena = arena, .file = &file};
    listing at = {.entries = in, .rows = in, .query = query};
    bool there = false;
    *page = (ch_change_page){0};
    ch_err err = open_log(&at.entries, &file, &there);
    if (err == CH_OK && there)
        err = list_changes(&at, page);
    sqlite3_finalize(at.entries.statement);
    sqlite3_finalize(at.rows.statement);
    ch_store__close(&file);
    return err;
}

ch_err ch_changes_get(ch_arena *arena, const char *path, int64_t id, ch_change *change, const ch_row_change **row,
                      ch_faults *faults)
{
    ch_store_file file = {.path = path, .memory = arena->memory, .faults = faults};
    reading in = {.arena = arena, .file = &file};
    bool there = false;
    *change = (ch_change){0};
    *row = NULL;
    ch_err err = open_log(&in, &file, &there);
    if (err == CH_OK)
        err = there ? get_change(&in, id, change) : CH_ENONE;
    if (err == CH_OK)
        err = get_rows(&in, change, row);
    sqlite3_finalize(in.statement);
    ch_store__close(&file);
    return err;
}
