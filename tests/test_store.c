/* test_store.c - a zone kept in a database file comes back the same, or the faults tell why not. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "failing_disk.h"
#include "store_fixture.h"

#include "changhe/decimal.h"

static void a_zone_reads_back_with_the_same_digest(void **state)
{
    (void)state;
    ch_zone *zone = fixture_zone(FIXTURE_ROWS, NULL), *back;
    assert_int_equal(ch_store_replace(STORE, zone, NULL), CH_OK);
    assert_int_equal(ch_store_read(STORE, NULL, &back, NULL), CH_OK);

    assert_string_equal(digest_of(back).hex, digest_of(zone).hex);
    assert_int_equal(back->projects.investment_wan[0], INT64_C(12345670000)); /* fen */
    assert_int_equal(back->projects.area_mu[0], INT64_C(20100000));           /* 1/300 m2 */
    assert_int_equal(back->projects.tax_wan[0], CH_UNKNOWN_I64);
    assert_int_equal(back->outlines.geometry[0]->points, 14);
    ch_zone_drop(zone);
    ch_zone_drop(back);
}

static void replacing_leaves_nothing_of_the_zone_before(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    fill_store(FEW_ROWS);
    ch_zone *few = fixture_zone(FEW_ROWS, NULL), *back;
    assert_int_equal(ch_store_read(STORE, NULL, &back, NULL), CH_OK);
    assert_string_equal(digest_of(back).hex, digest_of(few).hex);
    assert_int_equal(back->firms.rows, 0);
    ch_zone_drop(few);
    ch_zone_drop(back);
}

static void a_store_at_rest_is_one_file(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    fill_store(FIXTURE_ROWS);
    assert_int_equal(access(STORE, F_OK), 0);
    assert_int_not_equal(access(STORE "-wal", F_OK), 0);
    assert_int_not_equal(access(STORE "-shm", F_OK), 0);
    assert_int_not_equal(access(STORE "-journal", F_OK), 0);
}

/* The first column of the first row, as text. */
static void assert_answer(const char *sql, const char *answer)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), answer);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void tables_are_plain_and_typed(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    assert_answer("PRAGMA journal_mode", "wal");
    assert_answer("PRAGMA application_id", "1130907749");
    assert_answer("PRAGMA integrity_check", "ok");
    char tables[12];
    snprintf(tables, sizeof tables, "%d", (int)CH_TABLES + 3); /* the snapshot's digest, and the log of changes */
    assert_answer("SELECT count(*) FROM pragma_table_list WHERE strict", tables);
    assert_answer("SELECT typeof(investment_wan) || investment_wan FROM projects", "integer12345670000");
    assert_answer("SELECT typeof(x) FROM signals", "real");
    assert_answer("SELECT typeof(date) || date FROM sources", "text2023-05-29");
    assert_answer("SELECT marks || typeof(as_of) FROM places WHERE id = 'p2'", "assumed unverifiednull");
    assert_answer("SELECT loop FROM links WHERE \"from\" = 'b'", "yes");
    assert_answer("SELECT typeof(geometry) FROM outlines", "blob");
}

static void a_reader_sees_the_old_zone_until_it_asks_again(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    sqlite3 *db;
    sqlite3_stmt *count;
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM firms", -1, &count, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT * FROM places", NULL, NULL, NULL), SQLITE_OK);

    fill_store(FEW_ROWS);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), 2);
    sqlite3_reset(count);
    assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), 0);
    sqlite3_finalize(count);
    sqlite3_close(db);
}

/* ---- files that are no store ---- */

static void assert_reads_zh(const ch_fault *fault, const char *chinese)
{
    ch_buf text = {0};
    ch_fault_print_zh(fault, &text);
    ch_buf_addc(&text, '\0');
    assert_string_equal(text.at, chinese);
    ch_buf_free(&text);
}

static ch_err read_store(ch_faults *faults)
{
    ch_zone *zone;
    ch_err err = ch_store_read(STORE, NULL, &zone, faults);
    assert_true((err == CH_OK) == (zone != NULL));
    ch_zone_drop(zone);
    return err;
}

static void a_file_that_is_not_there_is_told_and_not_made(void **state)
{
    (void)state;
    ch_faults faults = {0};
    assert_int_equal(read_store(&faults), CH_EIO);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_READABLE);
    assert_reads_zh(&faults.list[0], "此处为“没有此文件或文件夹”，应为可读取的文件");
    assert_int_not_equal(access(STORE, F_OK), 0);
    ch_faults_free(&faults);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    ch_faults faults = {0};
    ch_zone *zone = fixture_zone(FEW_ROWS, NULL);
    assert_int_equal(ch_store_replace("nowhere/zone.db", zone, &faults), CH_EIO);
    assert_int_equal(faults.list[0].want, CH_WANT_WRITABLE);
    assert_int_equal(ch_store_replace("", zone, NULL), CH_EIO);
    ch_zone_drop(zone);
    ch_faults_free(&faults);
}

/* Neither reading nor replacing touches it; both say that it is no store. */
static void assert_left_alone(void)
{
    fixture_file before = read_file(STORE);
    ch_faults faults = {0};
    ch_zone *zone = fixture_zone(FEW_ROWS, NULL);
    assert_int_equal(read_store(&faults), CH_EDATA);
    assert_int_equal(ch_store_replace(STORE, zone, &faults), CH_EDATA);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.list[0].want, CH_WANT_STORE);
    assert_int_equal(faults.list[1].want, CH_WANT_STORE);

    fixture_file after = read_file(STORE);
    assert_int_equal(after.size, before.size);
    assert_memory_equal(after.bytes, before.bytes, before.size);
    free(before.bytes);
    free(after.bytes);
    ch_zone_drop(zone);
    ch_faults_free(&faults);
}

static void a_file_that_is_no_database_is_left_alone(void **state)
{
    (void)state;
    static const char letter[] =
        "Dear reader, this is a letter of some length and no database at all. Yours, the writer.";
    write_file(STORE, letter, sizeof letter);
    assert_left_alone();
}

static void a_database_of_someone_else_is_left_alone(void **state)
{
    (void)state;
    alter_store("CREATE TABLE firms (id TEXT); INSERT INTO firms VALUES ('theirs')");
    assert_left_alone();
    alter_store("PRAGMA application_id = 7");
    assert_left_alone();
}

static void an_empty_file_is_filled(void **state)
{
    (void)state;
    write_file(STORE, "", 0);
    assert_int_equal(read_store(NULL), CH_EDATA);
    fill_store(FEW_ROWS);
    assert_int_equal(read_store(NULL), CH_OK);
}

static void a_store_of_another_version_is_not_read_but_replaced(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    alter_store("PRAGMA user_version = 7");
    ch_faults faults = {0};
    assert_int_equal(read_store(&faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_STORE);
    assert_memory_equal(faults.list[0].found.at, "version 7", sizeof "version 7");
    assert_reads_zh(&faults.list[0], "此处为“版本 7”，应为本程序的数据库（版本 5）");
    fill_store(FEW_ROWS);
    assert_int_equal(read_store(NULL), CH_OK);
    ch_faults_free(&faults);
}

static void names_that_mean_something_to_sqlite_are_files_here(void **state)
{
    (void)state;
    ch_zone *zone = fixture_zone(FEW_ROWS, NULL), *back;
    static const char *const name[] = {":memory:", "file:zone.db?mode=memory"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(ch_store_replace(name[i], zone, NULL), CH_OK);
        assert_int_equal(ch_store_read(name[i], NULL, &back, NULL), CH_OK);
        ch_zone_drop(back);
        assert_int_equal(unlink(name[i]), 0);
    }
    ch_zone_drop(zone);
}

/* ---- damaged stores ---- */

/* Alter a sound store; reading it must tell exactly these wants, in the order of tables and rows. */
static void assert_faults(const char *sql, size_t n, const ch_want *want)
{
    remove_store();
    fill_store(FIXTURE_ROWS);
    alter_store(sql);
    ch_faults faults = {0};
    assert_int_equal(read_store(&faults), CH_EDATA);
    assert_int_equal(faults.count, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(faults.list[i].want, want[i]);
    ch_faults_free(&faults);
    assert_int_equal(read_store(NULL), CH_EDATA);
}

#define ASSERT_FAULTS(sql, ...) \
    assert_faults(sql, sizeof((ch_want[]){__VA_ARGS__}) / sizeof(ch_want), (ch_want[]){__VA_ARGS__})

static void damaged_cells_are_all_told(void **state)
{
    (void)state;
    ASSERT_FAULTS("UPDATE places SET level = 'planet', lat = 91 WHERE id = 'p1';"
                  "UPDATE firms SET uscc = '91350100M000100Y44' WHERE id = 'f1';"
                  "UPDATE projects SET jobs = -1",
                  CH_WANT_WORD, CH_WANT_RANGE, CH_WANT_USCC, CH_WANT_WHOLE);
    ASSERT_FAULTS("UPDATE places SET area_km2 = 9e999 WHERE id = 'p1'", CH_WANT_STORE);
    ASSERT_FAULTS("UPDATE places SET name_zh = CAST(x'ff' AS TEXT) WHERE id = 'p1'", CH_WANT_UTF8);
    ASSERT_FAULTS("UPDATE sources SET date = '2023-02-30'", CH_WANT_DATE);
    ASSERT_FAULTS("UPDATE segments SET chain = 'd' WHERE id = 'a'", CH_WANT_REFERENCE);
    ASSERT_FAULTS("DELETE FROM zone", CH_WANT_ONE_ROW);
}

static void sound_rows_that_are_not_those_loaded_are_told(void **state)
{
    (void)state;
    ASSERT_FAULTS("UPDATE places SET name_zh = '别处' WHERE id = 'p1'", CH_WANT_LOADED);
    ASSERT_FAULTS("DELETE FROM signals", CH_WANT_LOADED);
    ASSERT_FAULTS("UPDATE snapshot SET digest = ''", CH_WANT_LOADED);
    ASSERT_FAULTS("DROP TABLE snapshot", CH_WANT_STORE);
    ASSERT_FAULTS("DELETE FROM snapshot", CH_WANT_LOADED);
}

static void a_fault_tells_table_row_and_column(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    alter_store("UPDATE firms SET role = 'boss' WHERE id = 'f2'");
    ch_faults faults = {0};
    assert_int_equal(read_store(&faults), CH_EDATA);
    assert_true(ch_text_equal(faults.list[0].at.file, CH_TEXT(STORE "/firms")));
    assert_int_equal(faults.list[0].at.line, 2);
    assert_int_equal(faults.list[0].at.column,
                     ch_schema_find_column(ch_schema_table(CH_TABLE_firms), CH_TEXT("role")) + 1);
    assert_true(ch_text_equal(faults.list[0].column, CH_TEXT("role")));
    ch_faults_free(&faults);
}

static void what_the_database_says_is_told_in_chinese(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *told;
    } list[] = {
        {"DROP TABLE ties", "此处为“没有表 ties”，应为本程序的数据库"},
        {"ALTER TABLE ties DROP COLUMN note", "此处为“没有列 note”，应为本程序的数据库"},
        {"UPDATE places SET area_km2 = 9e999 WHERE id = 'p1'",
         "此处为“无穷大的数”（area_km2 面积），应为本程序的数据库"},
        {"DROP TABLE chains; CREATE TABLE chains (id, name_zh, name_en, valid_from, source, marks, note);"
         "INSERT INTO chains VALUES ('c', x'41', NULL, NULL, 's1', NULL, NULL)",
         "此处为“其他类型的值”（name_zh 名称），应为本程序的数据库"},
        {"PRAGMA application_id = 7", "此处为“应用标识 7”，应为本程序的数据库（版本 5）"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        fill_store(FIXTURE_ROWS);
        alter_store(list[i].sql);
        ch_faults faults = {0};
        assert_int_equal(read_store(&faults), CH_EDATA);
        assert_int_equal(faults.count, 1);
        assert_reads_zh(&faults.list[0], list[i].told);
        ch_faults_free(&faults);
        assert_int_equal(unlink(STORE), 0);
    }
}

static void missing_tables_and_columns_are_told(void **state)
{
    (void)state;
    ASSERT_FAULTS("DROP TABLE ties", CH_WANT_STORE);
    ASSERT_FAULTS("ALTER TABLE ties DROP COLUMN note; ALTER TABLE links DROP COLUMN note", CH_WANT_STORE,
                  CH_WANT_STORE);
    ASSERT_FAULTS("DROP TABLE ties; CREATE VIEW ties AS SELECT * FROM links", CH_WANT_STORE);
    ASSERT_FAULTS("DROP TABLE chains; CREATE TABLE chains (id, name_zh, name_en, valid_from, source, marks, note);"
                  "INSERT INTO chains VALUES ('c', x'41', NULL, NULL, 's1', NULL, NULL)",
                  CH_WANT_STORE);
}

static void damaged_outlines_are_told(void **state)
{
    (void)state;
    const struct {
        const char *sql;
        ch_want want;
    } damage[] = {
        {"x''", CH_WANT_STORE},
        {"x'00000000'", CH_WANT_STORE},
        {"substr(geometry, 1, length(geometry) - 1)", CH_WANT_STORE},
        {"CAST(geometry || x'00' AS BLOB)", CH_WANT_STORE},
        {"x'000000000000000000000000' || x'0000000000000000'", CH_WANT_STORE}, /* no part */
        {"x'ffffffffffffffffffffffff'", CH_WANT_STORE},                        /* sizes past the end */
        {"CAST(substr(geometry, 1, 16) || x'03' || substr(geometry, 18) AS BLOB)",
         CH_WANT_STORE}, /* a part without ring */
        {"CAST(substr(geometry, 1, 28) || x'03' || substr(geometry, 30) AS BLOB)",
         CH_WANT_STORE}, /* a ring of 3 points */
        {"CAST(substr(geometry, 1, 28) || x'ff' || substr(geometry, 30) AS BLOB)",
         CH_WANT_STORE}, /* starts that fall */
        {"CAST(substr(geometry, 1, 46) || x'f07f' || substr(geometry, 49) AS BLOB)",
         CH_WANT_STORE}, /* a longitude without end */
        {"CAST(substr(geometry, 1, 46) || x'f03f' || substr(geometry, 49) AS BLOB)", CH_WANT_RING}, /* 1 0 is not 0 0 */
    };
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "UPDATE outlines SET geometry = CAST(%s AS BLOB)", damage[i].sql);
        ASSERT_FAULTS(sql, damage[i].want);
    }
}

/* Change one byte, in many places in turn: reading ends, with a sound zone or with a fault. */
static void any_damaged_byte_is_survived(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    fixture_file file = read_file(STORE);
    size_t damaged = 0;
    for (size_t at = 0; at < file.size; at += at < 100 ? 1 : 211) {
        file.bytes[at] ^= (char)0xa5;
        remove_store();
        write_file(STORE, file.bytes, file.size);
        file.bytes[at] ^= (char)0xa5;
        ch_err err = read_store(NULL);
        assert_true(err == CH_OK || err == CH_EDATA || err == CH_EIO);
        damaged += err != CH_OK;
    }
    assert_true(damaged > 0);
    free(file.bytes);
}

static void a_store_cut_short_is_survived(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS);
    fixture_file file = read_file(STORE);
    for (size_t size = 0; size < file.size; size += 2039) {
        remove_store();
        write_file(STORE, file.bytes, size);
        assert_int_not_equal(read_store(NULL), CH_OK);
    }
    free(file.bytes);
}

int main(void)
{
    failing_disk_put();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_zone_reads_back_with_the_same_digest, no_store),
        cmocka_unit_test_setup(replacing_leaves_nothing_of_the_zone_before, no_store),
        cmocka_unit_test_setup(a_store_at_rest_is_one_file, no_store),
        cmocka_unit_test_setup(tables_are_plain_and_typed, no_store),
        cmocka_unit_test_setup(a_reader_sees_the_old_zone_until_it_asks_again, no_store),
        cmocka_unit_test_setup(a_file_that_is_not_there_is_told_and_not_made, no_store),
        cmocka_unit_test_setup(a_folder_that_is_not_there_is_told, no_store),
        cmocka_unit_test_setup(a_file_that_is_no_database_is_left_alone, no_store),
        cmocka_unit_test_setup(a_database_of_someone_else_is_left_alone, no_store),
        cmocka_unit_test_setup(an_empty_file_is_filled, no_store),
        cmocka_unit_test_setup(a_store_of_another_version_is_not_read_but_replaced, no_store),
        cmocka_unit_test_setup(names_that_mean_something_to_sqlite_are_files_here, no_store),
        cmocka_unit_test_setup(damaged_cells_are_all_told, no_store),
        cmocka_unit_test_setup(a_fault_tells_table_row_and_column, no_store),
        cmocka_unit_test_setup(sound_rows_that_are_not_those_loaded_are_told, no_store),
        cmocka_unit_test_setup(what_the_database_says_is_told_in_chinese, no_store),
        cmocka_unit_test_setup(missing_tables_and_columns_are_told, no_store),
        cmocka_unit_test_setup(damaged_outlines_are_told, no_store),
        cmocka_unit_test_setup(any_damaged_byte_is_survived, no_store),
        cmocka_unit_test_setup(a_store_cut_short_is_survived, no_store),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
