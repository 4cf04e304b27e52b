/* sql.c - opening a database file, trusting nothing that stands in it. */
#include "sql.h"

#include "changhe/migrate.h"
#include "changhe/store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 10000 }; /* another load may be at work on the same file */

/* A text in both languages. */
typedef struct {
    const char *en, *zh;
} words;

static ch_err tell(const ch_store_file *file, words found, ch_want want, words detail)
{
    return ch_fault_tell(file->faults, &(ch_fault){.at.file = ch_text_of(file->path),
                                                   .found = ch_text_of(found.en),
                                                   .found_zh = ch_text_of(found.zh),
                                                   .want = want,
                                                   .detail = ch_text_of(detail.en),
                                                   .detail_zh = ch_text_of(detail.zh)});
}

enum { NAMED_ROOM = 128 };

/* What SQLite says of a statement, in Chinese: a name of the schema stands behind it. */
static const char *name_lack(const char *why, char room[NAMED_ROOM])
{
    static const words lack[] = {{"no such table: ", "没有表"}, {"no such column: ", "没有列"}};
    for (size_t i = 0; i < sizeof lack / sizeof *lack; i++) {
        const size_t len = strlen(lack[i].en);
        if (strncmp(why, lack[i].en, len) == 0) {
            snprintf(room, NAMED_ROOM, "%s %.80s", lack[i].zh, why + len);
            return room;
        }
    }
    return "数据库拒绝的语句";
}

/* What SQLite said last, in both languages. */
static words reason_of(const ch_store_file *file, int code, char room[NAMED_ROOM])
{
    const char *why = sqlite3_errmsg(file->db);
    switch (code) {
    case SQLITE_CANTOPEN:
        if (sqlite3_system_errno(file->db) == ENOENT)
            return (words){"no such file or folder", "没有此文件或文件夹"};
        return (words){why, "无法打开的文件"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return (words){why, "正被其他程序占用的数据库"};
    case SQLITE_PERM:
    case SQLITE_AUTH: return (words){why, "无权限"};
    case SQLITE_READONLY: return (words){why, "只读的数据库"};
    case SQLITE_FULL: return (words){why, "磁盘已满"};
    case SQLITE_CORRUPT: return (words){why, "已损坏的数据库"};
    case SQLITE_NOTADB: return (words){why, "不是数据库的文件"};
    case SQLITE_ERROR: return (words){why, name_lack(why, room)};
    default: return (words){why, "磁盘或系统故障"};
    }
}

bool ch_store__lacks_memory(const ch_store_file *file)
{
    return file->db == NULL || (sqlite3_errcode(file->db) & 0xff) == SQLITE_NOMEM;
}

ch_err ch_store__fail(const ch_store_file *file)
{
    if (ch_store__lacks_memory(file))
        return CH_ENOMEM;
    const int code = sqlite3_errcode(file->db) & 0xff;
    char room[NAMED_ROOM];
    const words why = reason_of(file, code, room), nothing = {"", ""};
    switch (code) {
    case SQLITE_ERROR: /* a table or column that is not there */
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA: return tell(file, why, CH_WANT_STORE, nothing);
    default: {
        ch_err err = tell(file, why, file->writing ? CH_WANT_WRITABLE : CH_WANT_READABLE, nothing);
        return err == CH_EDATA ? CH_EIO : err;
    }
    }
}

/* The path as SQLite must see it: "", ":memory:" and "file:..." mean something else to it. */
static ch_err name_file(const ch_store_file *file, ch_buf *name)
{
    if (file->path[0] != '/')
        ch_buf_adds(name, "./");
    ch_buf_adds(name, file->path);
    ch_buf_addc(name, '\0');
    return name->failed ? CH_ENOMEM : CH_OK;
}

/* No views, no triggers, no functions called from the schema: tables are all that we read. A quoted
 * name that is no column is an error, not a text. */
static void distrust(sqlite3 *db)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
}

/* A reader opens for writing too: it may have to finish what a killed writer left. */
ch_err ch_store__open(ch_store_file *file)
{
    ch_buf name = {.memory = file->memory};
    ch_err err = name_file(file, &name);
    if (err == CH_OK) {
        /* No other thread sees this connection. */
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (file->writing ? SQLITE_OPEN_CREATE : 0);
        if (sqlite3_open_v2(name.at, &file->db, flags, NULL) != SQLITE_OK)
            err = ch_store__fail(file);
    }
    ch_buf_free(&name);
    if (err != CH_OK)
        return err;

    distrust(file->db);
    sqlite3_busy_timeout(file->db, PATIENCE_MS);
    return CH_OK;
}

void ch_store__close(ch_store_file *file)
{
    sqlite3_close(file->db);
    file->db = NULL;
}

ch_err ch_store__run(const ch_store_file *file, const char *sql)
{
    return sqlite3_exec(file->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK : ch_store__fail(file);
}

ch_err ch_store__prepare(const ch_store_file *file, ch_buf *sql, sqlite3_stmt **statement)
{
    ch_err err = CH_OK;
    ch_buf_addc(sql, '\0');
    if (sql->failed)
        err = CH_ENOMEM;
    else if (sqlite3_prepare_v2(file->db, sql->at, -1, statement, NULL) != SQLITE_OK)
        err = ch_store__fail(file);
    ch_buf_free(sql);
    return err;
}

/* The first number of the first row that a statement gives. */
static ch_err ask_number(const ch_store_file *file, const char *question, int64_t *number)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_adds(&sql, question);
    sqlite3_stmt *statement = NULL;
    ch_err err = ch_store__prepare(file, &sql, &statement);
    if (err == CH_OK) {
        if (sqlite3_step(statement) == SQLITE_ROW)
            *number = sqlite3_column_int64(statement, 0);
        else
            err = ch_store__fail(file);
    }
    sqlite3_finalize(statement);
    return err;
}

static ch_err tell_other(const ch_store_file *file, int64_t id, int64_t version)
{
    const bool is_ours = id == CH_STORE_ID;
    const int64_t number = is_ours ? version : id;
    const bool is_old = is_ours && version >= CH_MIGRATE_OLDEST && version < CH_STORE_VERSION;
    char found[64], found_zh[64], want[96], want_zh[96];
    snprintf(found, sizeof found, "%s %" PRId64, is_ours ? "version" : "application id", number);
    snprintf(found_zh, sizeof found_zh, "%s %" PRId64, is_ours ? "版本" : "应用标识", number);
    snprintf(want, sizeof want, " of version %d%s", CH_STORE_VERSION,
             is_old ? ": changhe migrate --store FILE brings it there" : "");
    snprintf(want_zh, sizeof want_zh, "（版本 %d）%s", CH_STORE_VERSION,
             is_old ? "，可用 changhe migrate --store 文件 升级" : "");
    return tell(file, (words){found, found_zh}, CH_WANT_STORE, (words){want, want_zh});
}

/* Whose file it is, and how much stands in it. */
typedef struct {
    int64_t id, version, things;
} identity;

static ch_err identify(const ch_store_file *file, identity *is)
{
    ch_err err = ask_number(file, "PRAGMA application_id", &is->id);
    if (err == CH_OK)
        err = ask_number(file, "PRAGMA user_version", &is->version);
    return err == CH_OK ? ask_number(file, "SELECT count(*) FROM sqlite_schema", &is->things) : err;
}

ch_err ch_store__check(const ch_store_file *file)
{
    identity is;
    const ch_err err = identify(file, &is);
    if (err != CH_OK)
        return err;
    if (file->writing && (is.id == CH_STORE_ID || (is.id == 0 && is.things == 0)))
        return CH_OK;
    return is.id == CH_STORE_ID && is.version == CH_STORE_VERSION ? CH_OK : tell_other(file, is.id, is.version);
}

ch_err ch_store__check_old(const ch_store_file *file, int oldest, int *version)
{
    identity is;
    const ch_err err = identify(file, &is);
    if (err != CH_OK)
        return err;
    if (is.id != CH_STORE_ID || is.version < oldest || is.version > CH_STORE_VERSION)
        return tell_other(file, is.id, is.version);
    *version = (int)is.version;
    return CH_OK;
}

ch_err ch_store__sign(const ch_store_file *file, const ch_zone *zone)
{
    char digest[17], sql[320];
    ch_zone_digest(zone, digest);
    snprintf(sql, sizeof sql,
             "DROP TABLE IF EXISTS snapshot; CREATE TABLE snapshot (digest TEXT NOT NULL) STRICT;"
             "INSERT INTO snapshot VALUES ('%s'); PRAGMA application_id=%d; PRAGMA user_version=%d",
             digest, CH_STORE_ID, CH_STORE_VERSION);
    return ch_store__run(file, sql);
}

/* A damaged byte may leave rows that are sound and are not those that were loaded. */
ch_err ch_store__check_content(const ch_store_file *file, const ch_zone *zone)
{
    char now[17];
    ch_zone_digest(zone, now);
    ch_buf sql = {.memory = file->memory};
    ch_buf_adds(&sql, "SELECT digest FROM snapshot");
    sqlite3_stmt *statement = NULL;
    ch_err err = ch_store__prepare(file, &sql, &statement);
    const int step = err == CH_OK ? sqlite3_step(statement) : SQLITE_ERROR;
    if (err == CH_OK && step != SQLITE_ROW && step != SQLITE_DONE)
        err = ch_store__fail(file);
    if (err == CH_OK) {
        const char *then = step == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (then == NULL && ch_store__lacks_memory(file))
            err = CH_ENOMEM;
        else if (then == NULL || strcmp(then, now) != 0)
            err = tell(file, (words){now, now}, CH_WANT_LOADED, then == NULL ? (words){"?", "?"} : (words){then, then});
    }
    sqlite3_finalize(statement);
    return err;
}

ch_store_kind ch_store__kind(ch_type type)
{
    switch (type) {
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return (ch_store_kind){"REAL", SQLITE_FLOAT};
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return (ch_store_kind){"INTEGER", SQLITE_INTEGER};
    case CH_TYPE_SHAPE: return (ch_store_kind){"BLOB", SQLITE_BLOB};
    default: return (ch_store_kind){"TEXT", SQLITE_TEXT};
    }
}
