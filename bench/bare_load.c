/* bare_load.c - the shortest correct way from CSV to SQLite. */
#include "bare_load.h"

#include "measure.h"

#include "changhe/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(sqlite3 *db, int code)
{
    if (code != SQLITE_OK)
        measure_give_up(sqlite3_errmsg(db));
}

static const char *type_of(const ch_column *column)
{
    switch (column->type) {
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return "REAL";
    case CH_TYPE_COUNT: return "INTEGER";
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return "REAL"; /* as written, with its decimals */
    default: return "TEXT";
    }
}

static void make_table(sqlite3 *db, const ch_table_kind *kind)
{
    ch_buf sql = {0};
    for (unsigned c = 0; c < kind->columns; c++)
        ch_buf_addf(&sql, "%s\"%s\" %s%s", c == 0 ? "CREATE TABLE x (" : ", ", kind->column[c].name,
                    type_of(&kind->column[c]), kind->column[c].need == CH_OPTIONAL ? "" : " NOT NULL");
    for (unsigned c = 0; c < kind->keys; c++)
        ch_buf_addf(&sql, "%s\"%s\"", c == 0 ? ", PRIMARY KEY (" : ", ", kind->column[c].name);
    ch_buf_addf(&sql, ")) STRICT, WITHOUT ROWID; ALTER TABLE x RENAME TO \"%s\"", kind->name);
    ch_buf_addc(&sql, '\0');
    must(db, sqlite3_exec(db, sql.at, NULL, NULL, NULL));
    ch_buf_free(&sql);
}

/* The file whole, a NUL behind it; NULL when there is none. */
static char *read_whole(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return NULL;
    fseek(in, 0, SEEK_END);
    *size = (size_t)ftell(in);
    rewind(in);
    char *bytes = malloc(*size + 1);
    if (bytes == NULL || fread(bytes, 1, *size, in) != *size)
        measure_give_up("a file of the folder cannot be read");
    bytes[*size] = '\0';
    fclose(in);
    return bytes;
}

/* The field at *next, doubled quotes made single in place; *next then stands on what ends it. */
static ch_text cut_field(char **next)
{
    char *at = *next;
    if (*at != '"') {
        *next += strcspn(at, ",\n");
        return (ch_text){at, (size_t)(*next - at)};
    }
    char *to = at, *from = at + 1;
    while (*from != '\0' && (*from != '"' || *++from == '"'))
        *to++ = *from++;
    *next = from;
    return (ch_text){at, (size_t)(to - at)};
}

static sqlite3_stmt *prepare(sqlite3 *db, const ch_table_kind *kind, char **next)
{
    ch_buf sql = {0};
    ch_buf_addf(&sql, "INSERT INTO \"%s\" (", kind->name);
    unsigned columns = 0;
    for (bool more = true; more; columns++) {
        const ch_text name = cut_field(next);
        ch_buf_addf(&sql, "%s\"%.*s\"", columns == 0 ? "" : ", ", (int)name.len, name.at);
        more = *(*next)++ == ',';
    }
    ch_buf_adds(&sql, ") VALUES (?");
    while (--columns > 0)
        ch_buf_adds(&sql, ",?");
    ch_buf_addc(&sql, ')');
    sqlite3_stmt *insert;
    must(db, sqlite3_prepare_v2(db, sql.at, (int)sql.len, &insert, NULL));
    ch_buf_free(&sql);
    return insert;
}

static size_t load_table(sqlite3 *db, const ch_table_kind *kind, char *bytes, size_t size)
{
    char *next = bytes;
    sqlite3_stmt *insert = prepare(db, kind, &next);
    size_t rows = 0;
    for (; next < bytes + size; rows++) {
        int parameter = 1;
        for (bool more = true; more; parameter++) {
            const ch_text field = cut_field(&next);
            if (field.len > 0)
                sqlite3_bind_text(insert, parameter, field.at, (int)field.len, SQLITE_STATIC);
            else
                sqlite3_bind_null(insert, parameter);
            more = *next++ == ',';
        }
        if (sqlite3_step(insert) != SQLITE_DONE)
            measure_give_up(sqlite3_errmsg(db));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return rows;
}

size_t bare_load(const char *dir, const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        measure_give_up("no database for the bare load");
    must(db, sqlite3_exec(db, "PRAGMA synchronous=OFF; BEGIN", NULL, NULL, NULL));
    size_t rows = 0;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        char name[512];
        snprintf(name, sizeof name, "%s/%s.csv", dir, kind->name);
        size_t size;
        char *bytes = read_whole(name, &size);
        make_table(db, kind);
        rows += bytes != NULL ? load_table(db, kind, bytes, size) : 0;
        free(bytes);
    }
    must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
    must(db, sqlite3_close(db));
    return rows;
}
