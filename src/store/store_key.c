/* store_key.c - read where it is there, written where it is not, once. */
#include "changhe/store_key.h"

#include "sql.h"

#include <string.h>

static ch_err prepare(const ch_store_file *file, const char *text, sqlite3_stmt **statement)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_adds(&sql, text);
    return ch_store__prepare(file, &sql, statement);
}

/* One step of a statement; CH_ENONE: it gives no row. */
static ch_err step(const ch_store_file *file, sqlite3_stmt *statement)
{
    const int step = sqlite3_step(statement);
    return step == SQLITE_ROW ? CH_OK : step == SQLITE_DONE ? CH_ENONE : ch_store__fail(file);
}

static ch_err find_table(const ch_store_file *file)
{
    sqlite3_stmt *statement = NULL;
    ch_err err = prepare(file, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'store_key'", &statement);
    if (err == CH_OK)
        err = step(file, statement);
    sqlite3_finalize(statement);
    return err;
}

/* CH_ENONE: there is none, or what stands there is no key of ours. */
static ch_err read_key(const ch_store_file *file, unsigned char *key)
{
    sqlite3_stmt *statement = NULL;
    ch_err err = find_table(file);
    if (err == CH_OK)
        err = prepare(file, "SELECT bytes FROM store_key WHERE id = 1", &statement);
    if (err == CH_OK)
        err = step(file, statement);
    if (err == CH_OK) {
        const void *bytes = sqlite3_column_blob(statement, 0);
        if (bytes && sqlite3_column_bytes(statement, 0) == CH_STORE_KEY_BYTES)
            memcpy(key, bytes, CH_STORE_KEY_BYTES);
        else
            err = CH_ENONE;
    }
    sqlite3_finalize(statement);
    return err;
}

static ch_err write_key(const ch_store_file *file, const unsigned char *key)
{
    sqlite3_stmt *statement = NULL;
    ch_err err = ch_store__run(file, "CREATE TABLE IF NOT EXISTS store_key (id INTEGER PRIMARY KEY CHECK (id = 1),"
                                     " bytes BLOB NOT NULL) STRICT");
    if (err == CH_OK)
        err = prepare(file, "INSERT OR REPLACE INTO store_key VALUES (1, ?)", &statement);
    if (err == CH_OK && sqlite3_bind_blob(statement, 1, key, CH_STORE_KEY_BYTES, SQLITE_STATIC) != SQLITE_OK)
        err = ch_store__fail(file);
    if (err == CH_OK)
        err = step(file, statement);
    sqlite3_finalize(statement);
    return err == CH_ENONE ? CH_OK : err;
}

static ch_err begin(ch_store_file *file, const char *how, bool writing)
{
    ch_err err = ch_store__open(file);
    if (err == CH_OK)
        err = ch_store__run(file, how);
    if (err == CH_OK)
        err = ch_store__check(file);
    file->writing = writing;
    return err;
}

/* Another program may have been first since we looked. */
static ch_err keep(ch_store_file *file, unsigned char *key)
{
    ch_err err = begin(file, "PRAGMA synchronous=EXTRA; BEGIN IMMEDIATE", true);
    if (err == CH_OK)
        err = read_key(file, key);
    if (err != CH_ENONE)
        return err;
    err = write_key(file, key);
    return err == CH_OK ? ch_store__run(file, "COMMIT") : err;
}

ch_err ch_store_keep_key(const char *path, const ch_memory *memory, unsigned char key[CH_STORE_KEY_BYTES],
                         ch_faults *faults)
{
    ch_faults own = {.arena = CH_ARENA(memory)};
    ch_store_file file = {.path = path, .memory = memory, .faults = faults ? faults : &own};
    ch_err err = begin(&file, "BEGIN", false);
    if (err == CH_OK)
        err = read_key(&file, key);
    ch_store__close(&file);
    if (err == CH_ENONE) {
        err = keep(&file, key);
        ch_store__close(&file);
    }
    ch_faults_free(&own);
    return err;
}
