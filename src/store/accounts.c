/* accounts.c - accounts and their grants as plain tables beside the zone's. */
#include "changhe/accounts.h"

#include "sql.h"

#include <string.h>

/* A file at hand and the statement at work. */
typedef struct {
    ch_store_file file;
    ch_arena *arena;
    sqlite3_stmt *statement;
    ch_faults own; /* for who gave no list */
} work;

/* A file that is not there is not made: accounts come to a zone that was loaded. */
static ch_err begin(work *at, const char *path, const ch_memory *memory, bool writing, ch_faults *faults)
{
    at->file = (ch_store_file){.path = path, .memory = memory};
    at->own.arena.memory = memory;
    at->file.faults = faults ? faults : &at->own;
    ch_err err = ch_store__open(&at->file);
    if (err == CH_OK)
        err = ch_store__run(&at->file, writing ? "PRAGMA synchronous=EXTRA; BEGIN IMMEDIATE" : "BEGIN");
    if (err == CH_OK)
        err = ch_store__check(&at->file);
    at->file.writing = writing;
    return err;
}

static ch_err end(work *at, ch_err err)
{
    if (err == CH_OK && at->file.writing)
        err = ch_store__run(&at->file, "COMMIT");
    ch_store__close(&at->file);
    ch_faults_free(&at->own);
    return err;
}

static ch_err prepare(work *at, const char *text)
{
    ch_buf sql = {.memory = at->file.memory};
    ch_buf_adds(&sql, text);
    return ch_store__prepare(&at->file, &sql, &at->statement);
}

static ch_err bind_text(work *at, int parameter, ch_text text)
{
    const int bound =
        sqlite3_bind_text64(at->statement, parameter, text.len ? text.at : "", text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    return bound == SQLITE_OK ? CH_OK : ch_store__fail(&at->file);
}

static ch_err bind_whole(work *at, int parameter, int64_t whole)
{
    return sqlite3_bind_int64(at->statement, parameter, whole) == SQLITE_OK ? CH_OK : ch_store__fail(&at->file);
}

/* Is there a next row? */
static ch_err next(work *at, bool *more)
{
    const int step = sqlite3_step(at->statement);
    *more = step == SQLITE_ROW;
    return step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch_store__fail(&at->file);
}

static void finish(work *at)
{
    sqlite3_finalize(at->statement);
    at->statement = NULL;
}

static ch_err take_text(work *at, int column, ch_text *text)
{
    const bool is_null = sqlite3_column_type(at->statement, column) == SQLITE_NULL; /* not in tables that we made */
    const char *bytes = (const char *)sqlite3_column_text(at->statement, column);
    *text = (ch_text){"", 0};
    if (is_null)
        return CH_OK;
    if (bytes)
        *text = ch_text_copy(at->arena, (ch_text){bytes, (size_t)sqlite3_column_bytes(at->statement, column)});
    return bytes && text->at ? CH_OK : CH_ENOMEM;
}

static ch_err are_there(work *at, bool *there)
{
    ch_err err = prepare(at, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'accounts'");
    if (err == CH_OK)
        err = next(at, there);
    finish(at);
    return err;
}

static ch_err make_tables(work *at)
{
    return ch_store__run(&at->file, "CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                                    " name TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, stamp INTEGER NOT NULL) STRICT;"
                                    "CREATE TABLE IF NOT EXISTS grants (account INTEGER NOT NULL, place TEXT NOT NULL,"
                                    " role TEXT NOT NULL, PRIMARY KEY (account, place)) STRICT, WITHOUT ROWID");
}

/* ---- reading */

static ch_may may_of(ch_text role)
{
    for (int may = CH_STEWARD; may > CH_ANYBODY; may--)
        if (ch_text_equal(role, ch_text_of(ch_may_name[may])))
            return (ch_may)may;
    return CH_ANYBODY; /* a word of a later version allows nothing */
}

static ch_err take_grants(work *at, ch_grant *grant, size_t *n)
{
    bool more = true;
    ch_err err = CH_OK;
    for (*n = 0; *n < CH_ACCOUNT_MOST_GRANTS; (*n)++) {
        ch_text role;
        err = next(at, &more);
        if (err != CH_OK || !more)
            break;
        err = take_text(at, 0, &grant[*n].place);
        if (err == CH_OK)
            err = take_text(at, 1, &role);
        if (err != CH_OK)
            break;
        grant[*n].may = may_of(role);
    }
    return err;
}

static ch_err read_grants(work *at, ch_account *account)
{
    ch_grant *grant = CH_NEW(at->arena, ch_grant, CH_ACCOUNT_MOST_GRANTS);
    if (!grant)
        return CH_ENOMEM;
    account->grant = grant;
    ch_err err = prepare(at, "SELECT place, role FROM grants WHERE account = ? ORDER BY place");
    if (err == CH_OK)
        err = bind_whole(at, 1, account->id);
    if (err == CH_OK)
        err = take_grants(at, grant, &account->grants);
    finish(at);
    return err;
}

static ch_err take_account(work *at, ch_account *account)
{
    *account =
        (ch_account){.id = sqlite3_column_int64(at->statement, 0), .stamp = sqlite3_column_int64(at->statement, 1)};
    ch_err err = take_text(at, 2, &account->name);
    return err == CH_OK ? take_text(at, 3, &account->secret) : err;
}

static ch_err read_all(work *at, ch_account **account, size_t *n)
{
    void *list = NULL;
    size_t capacity = 0;
    bool more = true;
    ch_err err = prepare(at, "SELECT id, stamp, name, '' FROM accounts ORDER BY name");
    for (*n = 0; err == CH_OK; (*n)++) {
        err = next(at, &more);
        if (err != CH_OK || !more)
            break;
        if (!ch_arena_grow(at->arena, &list, &capacity, *n + 1, sizeof **account))
            err = CH_ENOMEM;
        else
            err = take_account(at, (ch_account *)list + *n);
    }
    finish(at);
    *account = list;
    for (size_t i = 0; err == CH_OK && i < *n; i++)
        err = read_grants(at, &(*account)[i]);
    return err;
}

ch_err ch_accounts_list(ch_arena *arena, const char *path, const ch_account **account, size_t *n, ch_faults *faults)
{
    work at = {.arena = arena};
    ch_account *list = NULL;
    bool there = false;
    *n = 0;
    ch_err err = begin(&at, path, arena->memory, false, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK && there)
        err = read_all(&at, &list, n);
    *account = list;
    return end(&at, err);
}

ch_err ch_accounts_exist(const char *path, const ch_memory *memory, bool *exist, ch_faults *faults)
{
    work at = {.arena = NULL};
    bool there = false;
    *exist = false;
    ch_err err = begin(&at, path, memory, false, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK && there) {
        err = prepare(&at, "SELECT 1 FROM accounts LIMIT 1");
        if (err == CH_OK)
            err = next(&at, exist);
        finish(&at);
    }
    return end(&at, err);
}

static ch_err read_one(work *at, ch_text name, ch_account *account)
{
    bool more = false;
    ch_err err = prepare(at, "SELECT id, stamp, name, secret FROM accounts WHERE name = ?");
    if (err == CH_OK)
        err = bind_text(at, 1, name);
    if (err == CH_OK)
        err = next(at, &more);
    if (err == CH_OK)
        err = more ? take_account(at, account) : CH_ENONE;
    finish(at);
    return err == CH_OK ? read_grants(at, account) : err;
}

ch_err ch_accounts_find(ch_arena *arena, const char *path, ch_text name, ch_account *account, ch_faults *faults)
{
    work at = {.arena = arena};
    bool there = false;
    *account = (ch_account){.name = {"", 0}, .secret = {"", 0}};
    ch_err err = begin(&at, path, arena->memory, false, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK)
        err = there ? read_one(&at, name, account) : CH_ENONE;
    return end(&at, err);
}

static ch_err read_stamp(work *at, int64_t id, int64_t *stamp)
{
    bool more = false;
    ch_err err = prepare(at, "SELECT stamp FROM accounts WHERE id = ?");
    if (err == CH_OK)
        err = bind_whole(at, 1, id);
    if (err == CH_OK)
        err = next(at, &more);
    if (err == CH_OK && more)
        *stamp = sqlite3_column_int64(at->statement, 0);
    finish(at);
    return err;
}

ch_err ch_accounts_stamp(const char *path, const ch_memory *memory, int64_t id, int64_t *stamp, ch_faults *faults)
{
    work at = {.arena = NULL};
    bool there = false;
    *stamp = 0;
    ch_err err = begin(&at, path, memory, false, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK && there)
        err = read_stamp(&at, id, stamp);
    return end(&at, err);
}

/* ---- writing */

/* Unicode 15: the property White_Space, then letters and a symbol that are drawn as nothing. */
static bool is_blank(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } blank[] = {{0x0009, 0x000d}, {0x0020, 0x0020}, {0x0085, 0x0085}, {0x00a0, 0x00a0}, {0x1680, 0x1680},
                 {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
                 {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x2800, 0x2800}, {0x3164, 0x3164}, {0xffa0, 0xffa0}};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        if (point >= blank[i].first && point <= blank[i].last)
            return true;
    return false;
}

static bool is_name(ch_text name)
{
    size_t n = 0;
    if (ch_utf8_valid(name) != name.len)
        return false;
    for (; name.len > 0; n++) {
        const uint32_t point = ch_utf8_next(&name);
        if (is_blank(point) || ch_utf8_is_hidden(point))
            return false;
    }
    return n >= 1 && n <= CH_ACCOUNT_MOST_NAME;
}

/* The name is told once, whatever is wrong with it. */
static ch_err refuse(work *at, ch_text name, ch_want want)
{
    return ch_fault_add(at->file.faults, (ch_at){.file = ch_text_of(at->file.path)}, CH_TEXT("name"), name, want,
                        (ch_text){0});
}

static ch_err step(work *at)
{
    bool more;
    return next(at, &more);
}

static ch_err write_new(work *at, const ch_account *account, int64_t *id)
{
    ch_err err = prepare(at, "INSERT INTO accounts (name, secret, stamp) VALUES (?, ?, 1)");
    if (err == CH_OK)
        err = bind_text(at, 1, account->name);
    if (err == CH_OK)
        err = bind_text(at, 2, account->secret);
    if (err == CH_OK && sqlite3_step(at->statement) != SQLITE_DONE)
        err = sqlite3_errcode(at->file.db) == SQLITE_CONSTRAINT ? refuse(at, account->name, CH_WANT_NEW_NAME)
                                                                : ch_store__fail(&at->file);
    finish(at);
    *id = sqlite3_last_insert_rowid(at->file.db);
    return err;
}

static ch_err write_old(work *at, const ch_account *account)
{
    ch_err err = prepare(at, "UPDATE accounts SET secret = ?, stamp = stamp + 1 WHERE id = ? AND stamp = ?");
    if (err == CH_OK)
        err = bind_text(at, 1, account->secret);
    if (err == CH_OK)
        err = bind_whole(at, 2, account->id);
    if (err == CH_OK)
        err = bind_whole(at, 3, account->stamp);
    if (err == CH_OK)
        err = step(at);
    finish(at);
    return err == CH_OK && sqlite3_changes(at->file.db) == 0 ? CH_ENONE : err;
}

static ch_err delete_grants(work *at, int64_t id)
{
    ch_err err = prepare(at, "DELETE FROM grants WHERE account = ?");
    if (err == CH_OK)
        err = bind_whole(at, 1, id);
    if (err == CH_OK)
        err = step(at);
    finish(at);
    return err;
}

static ch_err write_grant(work *at, int64_t id, const ch_grant *grant)
{
    ch_err err = prepare(at, "INSERT OR REPLACE INTO grants VALUES (?, ?, ?)");
    if (err == CH_OK)
        err = bind_whole(at, 1, id);
    if (err == CH_OK)
        err = bind_text(at, 2, grant->place);
    if (err == CH_OK)
        err = bind_text(at, 3, ch_text_of(ch_may_name[grant->may]));
    if (err == CH_OK)
        err = step(at);
    finish(at);
    return err;
}

static ch_err write_account(work *at, const ch_account *account)
{
    int64_t id = account->id;
    ch_err err = id == 0 ? write_new(at, account, &id) : write_old(at, account);
    if (err == CH_OK)
        err = delete_grants(at, id);
    for (size_t i = 0; err == CH_OK && i < account->grants; i++)
        err = write_grant(at, id, &account->grant[i]);
    return err;
}

ch_err ch_accounts_put(const char *path, const ch_memory *memory, const ch_account *account, ch_faults *faults)
{
    work at = {.arena = NULL};
    ch_err err = begin(&at, path, memory, true, faults);
    if (err == CH_OK && !is_name(account->name))
        err = refuse(&at, account->name, CH_WANT_ACCOUNT_NAME);
    if (err == CH_OK)
        err = make_tables(&at);
    if (err == CH_OK)
        err = write_account(&at, account);
    return end(&at, err);
}

static ch_err write_secret(work *at, const ch_account *account, ch_text secret)
{
    ch_err err = prepare(at, "UPDATE accounts SET secret = ? WHERE id = ? AND stamp = ? AND secret = ?");
    if (err == CH_OK)
        err = bind_text(at, 1, secret);
    if (err == CH_OK)
        err = bind_whole(at, 2, account->id);
    if (err == CH_OK)
        err = bind_whole(at, 3, account->stamp);
    if (err == CH_OK)
        err = bind_text(at, 4, account->secret);
    if (err == CH_OK)
        err = step(at);
    finish(at);
    return err == CH_OK && sqlite3_changes(at->file.db) == 0 ? CH_ENONE : err;
}

ch_err ch_accounts_renew(const char *path, const ch_memory *memory, const ch_account *account, ch_text secret,
                         ch_faults *faults)
{
    work at = {.arena = NULL};
    bool there = false;
    ch_err err = begin(&at, path, memory, true, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK)
        err = there ? write_secret(&at, account, secret) : CH_ENONE;
    return end(&at, err);
}

static ch_err remove_account(work *at, ch_text name)
{
    int64_t id = 0;
    bool more = false;
    ch_err err = prepare(at, "DELETE FROM accounts WHERE name = ? RETURNING id");
    if (err == CH_OK)
        err = bind_text(at, 1, name);
    if (err == CH_OK)
        err = next(at, &more);
    if (err == CH_OK && more)
        id = sqlite3_column_int64(at->statement, 0);
    finish(at);
    if (err == CH_OK && id == 0)
        return CH_ENONE;
    return err == CH_OK ? delete_grants(at, id) : err;
}

ch_err ch_accounts_remove(const char *path, const ch_memory *memory, ch_text name, ch_faults *faults)
{
    work at = {.arena = NULL};
    bool there = false;
    ch_err err = begin(&at, path, memory, true, faults);
    if (err == CH_OK)
        err = are_there(&at, &there);
    if (err == CH_OK)
        err = there ? remove_account(&at, name) : CH_ENONE;
    return end(&at, err);
}
