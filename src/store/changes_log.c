/* changes_log.c - the log's tables: made, and added to. */
#include "log.h"

#include <string.h>

/* An undone change is named by one other at most. */
static const char LOG_TABLES[] = "CREATE TABLE IF NOT EXISTS changes ("
                                 "\n  id INTEGER PRIMARY KEY AUTOINCREMENT,"
                                 "\n  at_s INTEGER NOT NULL, /* UTC seconds since 1970 */"
                                 "\n  account INTEGER NOT NULL, /* 0: the program */"
                                 "\n  who TEXT NOT NULL,"
                                 "\n  note TEXT NOT NULL,"
                                 "\n  undoes INTEGER UNIQUE,"
                                 "\n  before TEXT NOT NULL, /* digests of the content */"
                                 "\n  after TEXT NOT NULL"
                                 "\n) STRICT;"
                                 "CREATE TABLE IF NOT EXISTS change_rows ("
                                 "\n  change INTEGER NOT NULL,"
                                 "\n  n INTEGER NOT NULL,"
                                 "\n  \"table\" TEXT NOT NULL,"
                                 "\n  key TEXT NOT NULL,"
                                 "\n  before TEXT, /* JSON; null: no row */"
                                 "\n  after TEXT,"
                                 "\n  place_before TEXT, /* code; null: the whole zone */"
                                 "\n  place_after TEXT,"
                                 "\n  PRIMARY KEY (change, n)"
                                 "\n) STRICT, WITHOUT ROWID;";

ch_err ch_store__make_log(const ch_store_file *file)
{
    return ch_store__run(file, LOG_TABLES);
}

static ch_err prepare(const ch_store_file *file, const char *text, sqlite3_stmt **statement)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_adds(&sql, text);
    return ch_store__prepare(file, &sql, statement);
}

/* The texts stay where they are until the statement is reset. */
static int bind_text(sqlite3_stmt *statement, int parameter, ch_text text)
{
    return sqlite3_bind_text64(statement, parameter, text.at ? text.at : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_text_or_null(sqlite3_stmt *statement, int parameter, ch_text text)
{
    return text.len == 0 ? sqlite3_bind_null(statement, parameter) : bind_text(statement, parameter, text);
}

static ch_err step(const ch_store_file *file, sqlite3_stmt *statement, int bound)
{
    if (bound != SQLITE_OK)
        return ch_store__fail(file);
    return sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK ? CH_OK
                                                                                           : ch_store__fail(file);
}

static int bind_entry(sqlite3_stmt *statement, const ch_store__entry *entry)
{
    int bound = sqlite3_bind_int64(statement, 1, entry->account);
    bound |= bind_text(statement, 2, entry->who);
    bound |= bind_text(statement, 3, entry->note);
    bound |= entry->undoes ? sqlite3_bind_int64(statement, 4, entry->undoes) : sqlite3_bind_null(statement, 4);
    bound |= bind_text(statement, 5, entry->before);
    return bound | bind_text(statement, 6, entry->after);
}

ch_err ch_store__add_entry(const ch_store_file *file, const ch_store__entry *entry, int64_t *id)
{
    sqlite3_stmt *statement = NULL;
    ch_err err = prepare(file,
                         "INSERT INTO changes (at_s, account, who, note, undoes, before, after)"
                         " VALUES (unixepoch(), ?, ?, ?, ?, ?, ?)",
                         &statement);
    if (err == CH_OK)
        err = step(file, statement, bind_entry(statement, entry));
    if (err == CH_OK)
        *id = sqlite3_last_insert_rowid(file->db);
    sqlite3_finalize(statement);
    return err;
}

static int bind_row(sqlite3_stmt *statement, int64_t id, size_t n, const ch_row_change *row)
{
    int bound = sqlite3_bind_int64(statement, 1, id);
    bound |= sqlite3_bind_int64(statement, 2, (int64_t)n);
    bound |= bind_text(statement, 3, row->table);
    bound |= bind_text(statement, 4, row->key);
    bound |= bind_text_or_null(statement, 5, row->before);
    bound |= bind_text_or_null(statement, 6, row->after);
    bound |= bind_text_or_null(statement, 7, row->place_before);
    return bound | bind_text_or_null(statement, 8, row->place_after);
}

ch_err ch_store__add_rows(const ch_store_file *file, int64_t id, const ch_row_change *row, size_t rows)
{
    sqlite3_stmt *statement = NULL;
    ch_err err = prepare(file, "INSERT INTO change_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", &statement);
    for (size_t i = 0; err == CH_OK && i < rows; i++)
        err = step(file, statement, bind_row(statement, id, i + 1, &row[i]));
    sqlite3_finalize(statement);
    return err;
}

/* An older or damaged file may have no such table, which is not for us to tell. */
ch_err ch_store__signed(const ch_store_file *file, char digest[17])
{
    sqlite3_stmt *statement = NULL;
    digest[0] = '\0';
    if (sqlite3_prepare_v2(file->db, "SELECT digest FROM snapshot", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(statement, 0);
        if (found && strlen(found) == 16)
            memcpy(digest, found, 17);
    }
    const bool lacks_memory = ch_store__lacks_memory(file);
    sqlite3_finalize(statement);
    return lacks_memory ? CH_ENOMEM : CH_OK;
}

ch_err ch_store__log_load(const ch_store_file *file, const ch_zone *zone)
{
    char before[17], after[17];
    int64_t id;
    ch_zone_digest(zone, after);
    ch_err err = ch_store__make_log(file);
    if (err == CH_OK)
        err = ch_store__signed(file, before);
    if (err != CH_OK)
        return err;
    const ch_store__entry entry = {
        .who = {"", 0}, .note = CH_TEXT("loaded"), .before = ch_text_of(before), .after = ch_text_of(after)};
    return ch_store__add_entry(file, &entry, &id);
}
