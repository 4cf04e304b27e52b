/* store.c - a whole zone out of a database file, and into it in one transaction. */
#include "changhe/store.h"

#include "log.h"

/* A fault in a row reads file/table:row:column. */
static ch_err read_table(const ch_store_file *file, ch_table_id id, ch_table **table)
{
    ch_buf place = {.memory = file->memory};
    ch_buf_addf(&place, "%s/%s", file->path, ch_schema_table(id)->name);
    ch_err err = place.failed ? CH_ENOMEM : ch_store__read_table(file, id, ch_buf_text(&place), table);
    ch_buf_free(&place);
    return err;
}

/* Every table, even past a faulty one, so that all faults are told. */
static ch_err read_tables(const ch_store_file *file, ch_table *table[CH_TABLES])
{
    size_t faults_before = file->faults->count;
    for (int id = 0; id < CH_TABLES; id++) {
        ch_err err = read_table(file, (ch_table_id)id, &table[id]);
        if (err != CH_OK && err != CH_EDATA)
            return err;
    }
    return file->faults->count > faults_before ? CH_EDATA : CH_OK;
}

ch_err ch_store__read_tables(const ch_store_file *file, ch_zone **zone)
{
    ch_table *table[CH_TABLES] = {NULL};
    const ch_err err = read_tables(file, table);
    if (err == CH_OK)
        return ch_zone_build(table, file->memory, zone, file->faults);
    for (int id = 0; id < CH_TABLES; id++)
        ch_table_drop(table[id]);
    return err;
}

static ch_err read_content(const ch_store_file *file, ch_zone **zone)
{
    ch_err err = ch_store__read_tables(file, zone);
    if (err != CH_OK)
        return err;
    err = ch_store__check_content(file, *zone);
    if (err != CH_OK) {
        ch_zone_drop(*zone);
        *zone = NULL;
    }
    return err;
}

/* Most stores are sound, and then nobody asks where a cell came from. */
static ch_err try_content(const ch_store_file *file, ch_zone **zone)
{
    ch_faults unheard = {.arena = CH_ARENA(file->memory)};
    ch_store_file quiet = *file;
    quiet.faults = &unheard;
    quiet.is_try = true;
    const ch_err err = read_content(&quiet, zone);
    ch_faults_free(&unheard);
    return err;
}

static ch_err read_zone(const ch_store_file *file, ch_zone **zone)
{
    ch_err err = ch_store__run(file, "BEGIN"); /* all tables as of one instant */
    if (err == CH_OK)
        err = ch_store__check(file);
    if (err != CH_OK)
        return err;
    err = try_content(file, zone);
    return err == CH_EDATA || err == CH_EIO ? read_content(file, zone) : err;
}

ch_err ch_store_read(const char *path, const ch_memory *memory, ch_zone **zone, ch_faults *faults)
{
    ch_faults own = {.arena = CH_ARENA(memory)}; /* whether a cell was at fault shows in the list alone */
    ch_store_file file = {.path = path, .memory = memory, .faults = faults == NULL ? &own : faults};
    *zone = NULL;
    ch_err err = ch_store__open(&file);
    if (err == CH_OK)
        err = read_zone(&file, zone);
    ch_store__close(&file);
    ch_faults_free(&own);
    return err;
}

static ch_err write_zone(const ch_store_file *file, const ch_zone *zone)
{
    ch_err err = ch_store__run(file, "BEGIN IMMEDIATE");
    if (err == CH_OK)
        err = ch_store__check(file);
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        err = ch_store__write_table(file, zone->table[id]);
    if (err == CH_OK)
        err = ch_store__log_load(file, zone);
    if (err == CH_OK)
        err = ch_store__sign(file, zone);
    return err == CH_OK ? ch_store__run(file, "COMMIT") : err;
}

/* What was loaded is loaded: where the journal cannot be changed the file is as good without WAL. */
static void prefer_wal(const ch_store_file *file)
{
    sqlite3_exec(file->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
}

/* A new file gets its first content under a rollback journal, because WAL may only be chosen outside
 * a transaction and nothing is to be changed before the file is known as ours. EXTRA is FULL in WAL;
 * before, it also makes the removal of that journal last. */
ch_err ch_store_replace(const char *path, const ch_zone *zone, ch_faults *faults)
{
    ch_store_file file = {.path = path, .memory = zone->memory, .faults = faults, .writing = true};
    ch_err err = ch_store__open(&file);
    if (err == CH_OK)
        err = ch_store__run(&file, "PRAGMA synchronous=EXTRA");
    if (err == CH_OK)
        err = write_zone(&file, zone);
    if (err == CH_OK)
        prefer_wal(&file);
    ch_store__close(&file);
    return err;
}
