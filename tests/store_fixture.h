/* store_fixture.h - two small zones with every type of cell, and a folder to keep them in. */
#ifndef CHANGHE_TESTS_STORE_FIXTURE_H
#define CHANGHE_TESTS_STORE_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STORE "zone.db"

/* table column=value;column=value */
static const char *const fixture_rows[] = {
    "zone id=z;name_zh=长合区;place=p3;members=p1 p2;source=illustrative",
    "places id=p1;name_zh=长兴县;level=county;lon=119.9;lat=31.0;area_km2=1431.2;source=illustrative;as_of=2023-05",
    "places "
    "id=p2;name_zh=广德市;name_en=Guangde;level=county;lon=119.4;lat=30.9;frame=gcj02;source=illustrative;marks="
    "assumed unverified",
    "places id=p3;name_zh=合作区;level=zone;parts_in=p1 p2;source=illustrative",
    "place_history old=p0;new=p2;valid_from=2019;source=illustrative",
    "outlines place=p1;source=illustrative;marks=illustrative",
    "assumptions id=beta;value=0.1;note=say \"a, b\"",
    "chains id=c;name_zh=装备;source=s1",
    "sources id=s1;title=A report;date=2023-05-29",
    "segments id=a;chain=c;name_zh=电池;tier=up;source=s1",
    "segments id=b;chain=c;name_zh=整车;tier=down;source=s1",
    "links from=a;to=b;source=s1",
    "links from=b;to=a;loop=yes;source=s1",
    "firms id=f1;name_zh=甲;place=p1;uscc=91350100M000100Y43;role=leader;source=s1",
    "firms id=f2;name_zh=乙;place=p2;parent=f1;source=s1 illustrative",
    "firm_segments firm=f1;segment=a;capacity=1e-7;source=s1",
    "signals firm=f2;kind=expansion;evidence=e;x=0.30000000000000004;source=s1",
    "districts id=d;name_zh=上海片区;covers=p1 p2;staff=20;source=s1",
    "projects id=j;name_zh=一期;kind=industry;place=p1;investment_wan=12345.67;area_mu=100.5;jobs=0;source=s1",
};
enum { FIXTURE_ROWS = sizeof fixture_rows / sizeof *fixture_rows, FEW_ROWS = 4 }; /* the fewest make a zone */

/* A square with a hole and a triangle. */
static const ch_shape *fixture_shape(void)
{
    static const uint32_t part_start[] = {0, 2, 3}, ring_start[] = {0, 5, 10, 14};
    static const ch_point point[] = {{0, 0}, {9, 0}, {9, 9}, {0, 9},  {0, 0},  {1, 1},     {1, 2.1},
                                     {2, 2}, {2, 1}, {1, 1}, {20, 0}, {30, 0}, {20, 1e-9}, {20, 0}};
    static const ch_shape shape = {2, 3, 14, part_start, ring_start, point};
    return &shape;
}

static inline ch_err fixture_put(ch_draft *draft, const ch_table_kind *kind, ch_text cells)
{
    ch_err err = ch_draft_row(draft, (ch_at){0});
    ch_text cell, name;
    while (err == CH_OK && ch_text_next(&cells, ';', &cell) && ch_text_next(&cell, '=', &name))
        err = ch_draft_put(draft, (unsigned)ch_schema_find_column(kind, name), cell, (ch_at){0}, NULL);
    if (err == CH_OK && kind->shape >= 0)
        err = ch_draft_put_shape(draft, (unsigned)kind->shape, fixture_shape(), (ch_at){0});
    return err;
}

static inline ch_err fixture_table(ch_table_id id, size_t rows, const ch_memory *memory, ch_table **table)
{
    const ch_table_kind *kind = ch_schema_table(id);
    ch_draft *draft;
    ch_err err = ch_draft_new(id, memory, &draft);
    for (size_t i = 0; err == CH_OK && i < rows; i++) {
        ch_text line = ch_text_of(fixture_rows[i]), name;
        if (ch_text_next(&line, ' ', &name) && ch_schema_find_table(name) == (int)id)
            err = fixture_put(draft, kind, line);
    }
    return err == CH_OK ? ch_draft_fix(draft, table, NULL) : err;
}

/* A zone of the first so many rows; memory must outlive it. */
static inline ch_zone *fixture_zone(size_t rows, const ch_memory *memory)
{
    ch_table *table[CH_TABLES];
    ch_zone *zone = NULL;
    for (int id = 0; id < CH_TABLES; id++)
        assert_int_equal(fixture_table((ch_table_id)id, rows, memory, &table[id]), CH_OK);
    assert_int_equal(ch_zone_build(table, memory, &zone, NULL), CH_OK);
    return zone;
}

typedef struct {
    char hex[17];
} fixture_digest;

static inline fixture_digest digest_of(const ch_zone *zone)
{
    fixture_digest digest;
    ch_zone_digest(zone, digest.hex);
    return digest;
}

/* Digest of what the store holds; what went wrong when it cannot be read. */
static inline fixture_digest digest_of_store(void)
{
    ch_zone *zone;
    fixture_digest digest;
    ch_err err = ch_store_read(STORE, NULL, &zone, NULL);
    if (err != CH_OK) {
        snprintf(digest.hex, sizeof digest.hex, "error %d", (int)err);
        return digest;
    }
    digest = digest_of(zone);
    ch_zone_drop(zone);
    return digest;
}

/* A file whole. */
typedef struct {
    char *bytes; /* malloc */
    size_t size;
} fixture_file;

static inline fixture_file read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    fixture_file file = {.size = (size_t)ftell(in)};
    rewind(in);
    file.bytes = malloc(file.size + 1);
    assert_non_null(file.bytes);
    assert_int_equal(fread(file.bytes, 1, file.size, in), file.size);
    fclose(in);
    return file;
}

static inline void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static inline void remove_store(void)
{
    unlink(STORE);
    unlink(STORE "-wal");
    unlink(STORE "-shm");
    unlink(STORE "-journal");
}

/* Do something to the store behind its back. */
static inline void alter_store(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static inline void fill_store(size_t rows)
{
    ch_zone *zone = fixture_zone(rows, NULL);
    assert_int_equal(ch_store_replace(STORE, zone, NULL), CH_OK);
    ch_zone_drop(zone);
}

/* Group setup and teardown: tests work in a folder of their own. */
static inline int enter_folder(void **state)
{
    static char folder[] = "/tmp/changhe-store-XXXXXX";
    *state = folder;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static inline int leave_folder(void **state)
{
    remove_store();
    return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

static inline int no_store(void **state)
{
    (void)state;
    remove_store();
    return 0;
}

#endif
