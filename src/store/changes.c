/* changes.c - changed rows and the log's entry, in one transaction. */
#include "changhe/changes.h"

#include "log.h"

#include <string.h>

/* ---- rows */

static ch_err prepare_delete(const ch_store_file *file, const ch_table_kind *kind, sqlite3_stmt **statement)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_addf(&sql, "DELETE FROM \"%s\"", kind->name);
    for (unsigned c = 0; c < kind->keys; c++)
        ch_buf_addf(&sql, "%s\"%s\" = ?", c == 0 ? " WHERE " : " AND ", kind->column[c].name);
    return ch_store__prepare(file, &sql, statement);
}

static int bind_key(sqlite3_stmt *statement, const ch_table *table, size_t row, ch_buf *text)
{
    int bound = SQLITE_OK;
    for (unsigned c = 0; bound == SQLITE_OK && c < table->kind->keys; c++) {
        text->len = 0;
        ch_table_format(table, c, row, text);
        bound = text->failed
                    ? SQLITE_NOMEM
                    : sqlite3_bind_text64(statement, (int)c + 1, text->at, text->len, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    return bound;
}

/* The row must be there: the content was signed. */
static ch_err delete_row(const ch_store_file *file, sqlite3_stmt *statement, const ch_table *table, size_t row,
                         ch_buf *text)
{
    const int bound = bind_key(statement, table, row, text);
    if (bound != SQLITE_OK)
        return bound == SQLITE_NOMEM ? CH_ENOMEM : ch_store__fail(file);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK)
        return ch_store__fail(file);
    if (sqlite3_changes(file->db) == 1)
        return CH_OK;
    return ch_fault_add(file->faults, (ch_at){.file = ch_text_of(file->path)}, ch_text_of(table->kind->name),
                        ch_buf_text(text), CH_WANT_STORE, (ch_text){"", 0});
}

/* The rows of one table, diff[0] to diff[n - 1]: the old ones out, the new ones in. */
static ch_err write_table(const ch_store_file *file, const ch_change_draft *draft, const ch_row_diff *diff, size_t n)
{
    const ch_table *before = draft->base->table[diff->table], *after = draft->next->table[diff->table];
    sqlite3_stmt *statement = NULL;
    ch_buf text = {.memory = file->memory};
    ch_err err = prepare_delete(file, before->kind, &statement);
    for (size_t i = 0; err == CH_OK && i < n; i++)
        if (diff[i].before != SIZE_MAX)
            err = delete_row(file, statement, before, diff[i].before, &text);
    sqlite3_finalize(statement);
    ch_buf_free(&text);
    return err == CH_OK ? ch_store__add_to_table(file, after, diff, n) : err;
}

static ch_err write_rows(const ch_store_file *file, const ch_change_draft *draft)
{
    ch_err err = CH_OK;
    for (size_t from = 0, to; err == CH_OK && from < draft->rows; from = to) {
        for (to = from + 1; to < draft->rows && draft->diff[to].table == draft->diff[from].table;)
            to++;
        err = write_table(file, draft, draft->diff + from, to - from);
    }
    return err;
}

/* ---- the transaction */

static ch_err sign(const ch_store_file *file, const char *digest)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_addf(&sql, "UPDATE snapshot SET digest = '%s'", digest);
    ch_buf_addc(&sql, '\0');
    ch_err err = sql.failed ? CH_ENOMEM : ch_store__run(file, sql.at);
    ch_buf_free(&sql);
    return err;
}

static ch_err was_undone(const ch_store_file *file, int64_t id, bool *undone)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_adds(&sql, "SELECT 1 FROM changes WHERE undoes = ?");
    sqlite3_stmt *statement = NULL;
    ch_err err = ch_store__prepare(file, &sql, &statement);
    if (err == CH_OK && sqlite3_bind_int64(statement, 1, id) != SQLITE_OK)
        err = ch_store__fail(file);
    const int step = err == CH_OK ? sqlite3_step(statement) : SQLITE_DONE;
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        err = ch_store__fail(file);
    *undone = step == SQLITE_ROW;
    sqlite3_finalize(statement);
    return err;
}

/* May it be written, now that nobody else writes? */
static ch_err look(const ch_store_file *file, const ch_change_draft *draft, ch_change_result *result)
{
    char now[17], base[17];
    ch_zone_digest(draft->base, base);
    ch_err err = ch_store__signed(file, now);
    if (err == CH_OK && strcmp(now, base) != 0)
        result->outcome = CH_CHANGE_MOVED_ON;
    bool undone = false;
    if (err == CH_OK && draft->undoes != 0)
        err = was_undone(file, draft->undoes, &undone);
    if (undone)
        result->outcome = CH_CHANGE_UNDONE;
    return err;
}

static ch_err write_all(const ch_store_file *file, const ch_change_draft *draft, ch_change_result *result)
{
    char before[17], after[17];
    ch_zone_digest(draft->base, before);
    ch_zone_digest(draft->next, after);
    const ch_store__entry entry = {draft->account, draft->undoes,      draft->who,
                                   draft->note,    ch_text_of(before), ch_text_of(after)};
    ch_err err = write_rows(file, draft);
    if (err == CH_OK)
        err = sign(file, after);
    if (err == CH_OK)
        err = ch_store__add_entry(file, &entry, &result->id);
    if (err == CH_OK)
        err = ch_store__add_rows(file, result->id, draft->row, draft->rows);
    return err == CH_OK ? ch_store__run(file, "COMMIT") : err;
}

/* A file that is not there is not made, and one of another version not written. EXTRA is FULL in WAL. */
static ch_err change(ch_store_file *file, const ch_change_draft *draft, ch_change_result *result)
{
    ch_err err = ch_store__open(file);
    if (err == CH_OK)
        err = ch_store__run(file, "PRAGMA synchronous=EXTRA");
    if (err == CH_OK)
        err = ch_store__run(file, "BEGIN IMMEDIATE");
    if (err == CH_OK)
        err = ch_store__check(file);
    file->writing = true;
    if (err == CH_OK)
        err = ch_store__make_log(file);
    if (err == CH_OK)
        err = look(file, draft, result);
    return err == CH_OK && result->outcome == CH_CHANGE_DONE ? write_all(file, draft, result) : err;
}

/* Whether a transaction whose end failed is there shows only to who opens the file anew, as a restart does. */
static bool holds(const ch_change_draft *draft, const char *path)
{
    ch_faults unheard = {.arena = CH_ARENA(draft->base->memory)};
    ch_store_file file = {.path = path, .memory = draft->base->memory, .faults = &unheard, .is_try = true};
    char now[17] = "", base[17];
    ch_zone_digest(draft->base, base);
    const bool opened = ch_store__open(&file) == CH_OK && ch_store__signed(&file, now) == CH_OK;
    ch_store__close(&file);
    ch_faults_free(&unheard);
    return !opened || strcmp(now, base) != 0;
}

ch_err ch_changes_apply(const char *path, const ch_change_draft *draft, ch_change_result *result, ch_faults *faults)
{
    ch_store_file file = {.path = path, .memory = draft->base->memory, .faults = faults};
    *result = (ch_change_result){.outcome = CH_CHANGE_DONE};
    const ch_err err = change(&file, draft, result);
    result->is_disk_full = err == CH_EIO && (sqlite3_errcode(file.db) & 0xff) == SQLITE_FULL;
    ch_store__close(&file);
    result->is_unwritten = err == CH_EIO && (result->id == 0 || !holds(draft, path));
    return err;
}
