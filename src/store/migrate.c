/* migrate.c - what the file lacks is added empty; then it is read, compared with what was signed, and written as a load would. */
#include "changhe/migrate.h"

#include "changhe/store.h"
#include "log.h"

#include <string.h>

/* A store on its way here. */
typedef struct {
    ch_store_file file;
    uint32_t had[CH_TABLES]; /* bits of the columns that the file has */
    ch_zone *zone;
} migrating;

/* ---- what the file has */

static ch_err find_columns(migrating *m, ch_table_id id)
{
    const ch_table_kind *kind = ch_schema_table(id);
    ch_buf sql = {.memory = m->file.memory};
    sqlite3_stmt *statement = NULL;
    ch_buf_addf(&sql, "SELECT name FROM pragma_table_info('%s')", kind->name);
    ch_err err = ch_store__prepare(&m->file, &sql, &statement);
    int step = SQLITE_DONE;
    while (err == CH_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const int column = name ? ch_schema_find_column(kind, ch_text_of(name)) : -1;
        if (!name)
            err = CH_ENOMEM;
        else if (column >= 0)
            m->had[id] |= UINT32_C(1) << column;
    }
    if (err == CH_OK && step != SQLITE_DONE)
        err = ch_store__fail(&m->file);
    sqlite3_finalize(statement);
    return err;
}

/* ---- what it lacks */

/* Empty, and of the right kind: the table is made anew once it has been read. */
static ch_err add_columns(const migrating *m, ch_table_id id)
{
    const ch_table_kind *kind = ch_schema_table(id);
    ch_err err = CH_OK;
    for (unsigned c = 0; err == CH_OK && c < kind->columns; c++) {
        if ((m->had[id] >> c & 1) != 0)
            continue;
        ch_buf sql = {.memory = m->file.memory};
        ch_buf_addf(&sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", kind->name, kind->column[c].name,
                    ch_store__kind(kind->column[c].type).name);
        ch_buf_addc(&sql, '\0');
        err = sql.failed ? CH_ENOMEM : ch_store__run(&m->file, sql.at);
        ch_buf_free(&sql);
    }
    return err;
}

static ch_err add_table(const migrating *m, ch_table_id id)
{
    ch_table *none;
    ch_err err = ch_table_empty(id, m->file.memory, &none);
    if (err == CH_OK)
        err = ch_store__write_table(&m->file, none);
    ch_table_drop(none);
    return err;
}

static ch_err add_what_it_lacks(migrating *m)
{
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++) {
        err = find_columns(m, (ch_table_id)id);
        if (err == CH_OK)
            err = m->had[id] == 0 ? add_table(m, (ch_table_id)id) : add_columns(m, (ch_table_id)id);
    }
    return err;
}

/* ---- what it holds */

/* Rows that are not those that were signed must not be signed anew. */
static ch_err compare_signed(const migrating *m, ch_migrated *done)
{
    char then[17];
    ch_zone_digest_of(m->zone, m->had, done->before);
    const ch_err err = ch_store__signed(&m->file, then);
    if (err != CH_OK || strcmp(then, done->before) == 0)
        return err;
    return ch_fault_tell(m->file.faults, &(ch_fault){.at.file = ch_text_of(m->file.path),
                                                     .found = ch_text_of(done->before),
                                                     .want = CH_WANT_LOADED,
                                                     .detail = ch_text_of(then[0] ? then : "?")});
}

static ch_err write_all(const migrating *m, ch_migrated *done)
{
    ch_err err = CH_OK;
    int64_t entry_id;
    ch_zone_digest(m->zone, done->after);
    const ch_store__entry entry = {.who = {"", 0},
                                   .note = CH_TEXT("migrated"),
                                   .before = ch_text_of(done->before),
                                   .after = ch_text_of(done->after)};
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        err = ch_store__write_table(&m->file, m->zone->table[id]);
    if (err == CH_OK)
        err = ch_store__make_log(&m->file);
    if (err == CH_OK)
        err = ch_store__add_entry(&m->file, &entry, &entry_id);
    if (err == CH_OK)
        err = ch_store__sign(&m->file, m->zone);
    return err == CH_OK ? ch_store__run(&m->file, "COMMIT") : err;
}

static ch_err migrate(migrating *m, ch_migrated *done)
{
    ch_err err = add_what_it_lacks(m);
    if (err == CH_OK)
        err = ch_store__read_tables(&m->file, &m->zone);
    if (err == CH_OK)
        err = compare_signed(m, done);
    return err == CH_OK ? write_all(m, done) : err;
}

/* Nobody else writes from here on. EXTRA is FULL in WAL. */
static ch_err begin(migrating *m, int *version)
{
    ch_err err = ch_store__open(&m->file);
    if (err == CH_OK)
        err = ch_store__run(&m->file, "PRAGMA synchronous=EXTRA");
    if (err == CH_OK)
        err = ch_store__run(&m->file, "BEGIN IMMEDIATE");
    if (err == CH_OK)
        err = ch_store__check_old(&m->file, CH_MIGRATE_OLDEST, version);
    m->file.writing = true; /* not before: a file that is not there is not made */
    return err;
}

ch_err ch_store_migrate(const char *path, const ch_memory *memory, ch_migrated *done, ch_faults *faults)
{
    ch_faults own = {.arena = CH_ARENA(memory)};
    migrating m = {.file = {.path = path, .memory = memory, .faults = faults ? faults : &own}};
    *done = (ch_migrated){0};
    ch_err err = begin(&m, &done->from);
    if (err == CH_OK && done->from < CH_STORE_VERSION)
        err = migrate(&m, done);
    ch_zone_drop(m.zone);
    ch_store__close(&m.file);
    ch_faults_free(&own);
    return err;
}
