/* test_migrate.c - stores that the programs of versions 2 to 4 wrote (store_v2.sql to store_v4.sql) brought to this one,
 * whole or not at all. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, fork */
#include "failing.h"
#include "failing_disk.h"
#include "make_edits.h"
#include "store_fixture.h"
#include "told.h"

#include "changhe/accounts.h"
#include "changhe/changes.h"
#include "changhe/migrate.h"
#include "changhe/store_key.h"

#include <assert.h>
#include <sys/wait.h>

enum { MOST_CHANGES = 10000 };

typedef struct {
    int version;
    const char *sql;
    const char *digest; /* as the program of then printed it */
    const char *edits;  /* what was done then to the zone of the fixture */
    size_t entries;     /* of its log */
    const char *note;   /* of the last */
    fixture_file store;
} old_store;

#define EDITS_V2 "+firms: id=f1 note=旧版改动\n"
#define EDITS_V3 \
    EDITS_V2 "+leads: id=l1 name_zh=示意项目 firm=f1 uscc=91350100M000100Y43 " \
             "investment_wan=105000.5 place=p1 source=illustrative\n"
static old_store of_version_2 = {2, SOURCE_ROOT "/tests/store_v2.sql", "ff5394e7d48e47e0", EDITS_V2, 3, "更正", {0}},
                 of_version_3 = {3,  SOURCE_ROOT "/tests/store_v3.sql", "47454bed1cd3e22f", EDITS_V3, 5, "leads.csv",
                                 {0}},
                 of_version_4 = {4,
                                 SOURCE_ROOT "/tests/store_v4.sql",
                                 "5f3d97fc43135d52",
                                 EDITS_V3
                                 "+agreements: id=a1 name_zh=示意协议 form=referral base=stated base_wan=100.5 "
                                 "start_event=signed start_on=2024 source=illustrative\n",
                                 7,
                                 "agreements.csv",
                                 {0}};
static const old_store *old; /* the one that a test is about */

static void make_old_store(old_store *made)
{
    fixture_file sql = read_file(made->sql);
    sql.bytes[sql.size] = '\0';
    alter_store(sql.bytes);
    free(sql.bytes);
    made->store = read_file(STORE);
    remove_store();
}

static int make_old_stores(void **state)
{
    if (enter_folder(state) != 0)
        return -1;
    make_old_store(&of_version_2);
    make_old_store(&of_version_3);
    make_old_store(&of_version_4);
    return 0;
}

static int leave(void **state)
{
    free(of_version_2.store.bytes);
    free(of_version_3.store.bytes);
    free(of_version_4.store.bytes);
    return leave_folder(state);
}

static void restore(void)
{
    remove_store();
    write_file(STORE, old->store.bytes, old->store.size);
}

static int from_version_2(void **state)
{
    (void)state;
    old = &of_version_2;
    restore();
    return 0;
}

static int from_version_3(void **state)
{
    (void)state;
    old = &of_version_3;
    restore();
    return 0;
}

static int from_version_4(void **state)
{
    (void)state;
    old = &of_version_4;
    restore();
    return 0;
}

/* The zone that the fixture holds, as the program of now makes it: the changes that were made then too. */
static fixture_digest fresh_digest(void)
{
    ch_arena arena = {0};
    ch_zone *base = fixture_zone(FIXTURE_ROWS, NULL), *next;
    const ch_edits edits = make_edits(&arena, old->edits);
    ch_faults faults = {0};
    assert_int_equal(ch_zone_edit(base, &edits, &next, &faults), CH_OK);
    const fixture_digest digest = digest_of(next);
    ch_zone_drop(next);
    ch_zone_drop(base);
    ch_arena_free(&arena);
    return digest;
}

static int64_t ask_store(const char *question)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, question, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const int64_t answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return answer;
}

/* ---- what comes of it */

static void a_migrated_store_holds_what_a_fresh_load_would(void **state)
{
    (void)state;
    ch_migrated done;
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    assert_int_equal(done.from, old->version);
    assert_string_equal(done.before, old->digest);
    assert_string_equal(done.after, fresh_digest().hex);
    assert_string_equal(digest_of_store().hex, fresh_digest().hex);
}

/* Also the text of its tables, units beside their columns. */
static void its_tables_are_made_as_a_load_makes_them(void **state)
{
    (void)state;
    static const char tables[] =
        "SELECT count(*) FROM sqlite_schema a WHERE type = 'table' AND name NOT IN ('accounts', 'grants', 'store_key')"
        " AND NOT EXISTS (SELECT 1 FROM fresh.sqlite_schema b WHERE b.name = a.name AND b.sql IS a.sql)";
    sqlite3 *db;
    sqlite3_stmt *statement;
    ch_migrated done;
    ch_zone *zone = fixture_zone(FIXTURE_ROWS, NULL);
    assert_int_equal(ch_store_replace("fresh.db", zone, NULL), CH_OK);
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "ATTACH 'fresh.db' AS fresh", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, tables, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int64(statement, 0), 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    unlink("fresh.db");
    unlink("fresh.db-wal");
    unlink("fresh.db-shm");
    ch_zone_drop(zone);
}

static void accounts_log_and_key_stay(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_migrated done;
    ch_account account;
    ch_change_page page;
    unsigned char key[CH_STORE_KEY_BYTES] = {99};
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    assert_int_equal(ch_accounts_find(&arena, STORE, CH_TEXT("郭"), &account, NULL), CH_OK);
    assert_int_equal(account.grants, 2);
    assert_int_equal(ch_store_keep_key(STORE, NULL, key, NULL), CH_OK);
    for (int i = 0; i < CH_STORE_KEY_BYTES; i++)
        assert_int_equal(key[i], i);

    const ch_change_query all = {.most = 10};
    assert_int_equal(ch_changes_list(&arena, STORE, &all, &page, NULL), CH_OK);
    assert_int_equal(page.count, old->entries + 1); /* and that it was migrated */
    assert_true(ch_text_equal(page.change[0].note, CH_TEXT("migrated")));
    assert_true(ch_text_equal(page.change[0].before, ch_text_of(old->digest)));
    assert_true(ch_text_equal(page.change[0].after, ch_text_of(done.after)));
    assert_true(ch_text_equal(page.change[1].note, ch_text_of(old->note)));
    assert_true(ch_text_equal(page.change[1].after, page.change[0].before));
    ch_arena_free(&arena);
}

static void a_second_time_nothing_is_done(void **state)
{
    (void)state;
    ch_migrated done;
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    const int64_t entries = ask_store("SELECT count(*) FROM changes");
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    assert_int_equal(done.from, CH_STORE_VERSION);
    assert_int_equal(ask_store("SELECT count(*) FROM changes"), entries);
    assert_string_equal(digest_of_store().hex, fresh_digest().hex);
}

/* ---- what is refused */

static void assert_refused(ch_err wanted, ch_want want)
{
    ch_faults faults = {0};
    ch_migrated done;
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, &faults), wanted);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, want);
    ch_faults_free(&faults);
}

static void nothing_else_opens_an_old_store_and_the_command_is_named(void **state)
{
    (void)state;
    ch_zone *zone;
    ch_arena arena = {0};
    ch_account account;
    ch_faults faults = {0};
    ch_buf line = {0};
    assert_int_equal(ch_store_read(STORE, NULL, &zone, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    ch_fault_print(&faults.list[0], &line);
    ch_buf_addc(&line, '\0');
    assert_non_null(strstr(line.at, "changhe migrate --store FILE"));
    assert_int_equal(ch_accounts_find(&arena, STORE, CH_TEXT("郭"), &account, NULL), CH_EDATA);
    assert_int_equal(ask_store("PRAGMA user_version"), old->version);
    ch_buf_free(&line);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void rows_that_are_not_those_that_were_signed_are_refused(void **state)
{
    (void)state;
    alter_store("UPDATE firms SET name_zh = '丙' WHERE id = 'f2'");
    assert_refused(CH_EDATA, CH_WANT_LOADED);
    assert_int_equal(ask_store("PRAGMA user_version"), old->version);
    assert_int_equal(ask_store("SELECT count(*) FROM sqlite_schema WHERE name = 'agreement_plans'"), 0);
}

/* A column that is gone is not one that the older version lacked. */
static void a_store_that_lost_a_column_is_refused(void **state)
{
    (void)state;
    alter_store("ALTER TABLE places DROP COLUMN area_km2");
    assert_refused(CH_EDATA, CH_WANT_LOADED);
    assert_int_equal(ask_store("SELECT count(*) FROM sqlite_schema WHERE name = 'agreement_plans'"), 0);
}

static void rows_that_fail_a_check_are_refused(void **state)
{
    (void)state;
    ch_faults faults = {0};
    ch_migrated done;
    alter_store("UPDATE firms SET place = 'nowhere' WHERE id = 'f2'");
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_REFERENCE, 0, "nowhere", NULL), 1);
    assert_int_equal(ask_store("PRAGMA user_version"), old->version);
    ch_faults_free(&faults);
}

static void other_versions_and_other_files_are_left_alone(void **state)
{
    (void)state;
    alter_store("PRAGMA user_version = 1");
    assert_refused(CH_EDATA, CH_WANT_STORE);
    alter_store("PRAGMA user_version = 6"); /* of a program to come */
    assert_refused(CH_EDATA, CH_WANT_STORE);
    alter_store("PRAGMA user_version = 2; PRAGMA application_id = 7");
    assert_refused(CH_EDATA, CH_WANT_STORE);
    remove_store();
    assert_refused(CH_EIO, CH_WANT_READABLE);
    assert_int_not_equal(access(STORE, F_OK), 0);
    write_file(STORE, "这不是数据库，只是一些文字。", 40);
    assert_refused(CH_EDATA, CH_WANT_STORE);
}

/* ---- what goes wrong */

static void set_disk(failing_disk_mode mode, size_t at)
{
    failing_disk.mode = mode;
    failing_disk.changes = 0;
    failing_disk.at = at;
}

/* It is of the old version still, and migrates; or it is of this one. */
static bool assert_old_or_new(void)
{
    ch_migrated done;
    const bool is_new = strcmp(digest_of_store().hex, fresh_digest().hex) == 0;
    assert_int_equal(ch_store_migrate(STORE, NULL, &done, NULL), CH_OK);
    assert_int_equal(done.from, is_new ? CH_STORE_VERSION : old->version);
    assert_string_equal(digest_of_store().hex, fresh_digest().hex);
    return is_new;
}

static bool killed_at(failing_disk_mode mode, size_t at)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ch_migrated done;
        set_disk(mode, at);
        _exit((int)ch_store_migrate(STORE, NULL, &done, NULL));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == DISK_KILLED;
}

static void kill_at_every_change(failing_disk_mode mode)
{
    size_t killed = 0, found_new = 0;
    for (;; killed++) {
        assert_true(killed < MOST_CHANGES);
        restore();
        if (!killed_at(mode, killed + 1))
            break;
        found_new += assert_old_or_new();
    }
    assert_true(killed > 20);
    assert_true(found_new < killed);
}

static void killed_at_any_change_it_is_the_old_one_or_whole(void **state)
{
    (void)state;
    kill_at_every_change(DISK_KILLS);
    kill_at_every_change(DISK_TEARS);
}

static void a_full_disk_is_told_and_leaves_the_old_one(void **state)
{
    (void)state;
    size_t told = 0;
    failing_disk.code = SQLITE_FULL;
    for (size_t at = 1;; at++) {
        ch_migrated done;
        restore();
        set_disk(DISK_FAILS, at);
        const ch_err err = ch_store_migrate(STORE, NULL, &done, NULL);
        const bool reached = failing_disk.changes >= at;
        set_disk(DISK_SOUND, 0);
        assert_true(err == CH_OK || err == CH_EIO);
        told += err == CH_EIO;
        assert_old_or_new();
        if (!reached)
            break;
    }
    failing_disk.code = 0;
    assert_true(told > 20);
}

static void every_allocation_that_fails_is_told(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_migrated done;
        const ch_err err = ch_store_migrate(STORE, &memory, &done, NULL);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_int_equal(ask_store("PRAGMA user_version"), old->version);
    }
    assert_string_equal(digest_of_store().hex, fresh_digest().hex);
}

int main(void)
{
    failing_disk_put();
    static_assert(CH_STORE_VERSION == 5, "stores of every version before it are tried");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(killed_at_any_change_it_is_the_old_one_or_whole,
                               from_version_2), /* while forking is cheap */
        cmocka_unit_test_setup(a_migrated_store_holds_what_a_fresh_load_would, from_version_2),
        cmocka_unit_test_setup(its_tables_are_made_as_a_load_makes_them, from_version_2),
        cmocka_unit_test_setup(accounts_log_and_key_stay, from_version_2),
        cmocka_unit_test_setup(a_second_time_nothing_is_done, from_version_2),
        cmocka_unit_test_setup(nothing_else_opens_an_old_store_and_the_command_is_named, from_version_2),
        cmocka_unit_test_setup(rows_that_are_not_those_that_were_signed_are_refused, from_version_2),
        cmocka_unit_test_setup(a_store_that_lost_a_column_is_refused, from_version_2),
        cmocka_unit_test_setup(rows_that_fail_a_check_are_refused, from_version_2),
        cmocka_unit_test_setup(a_migrated_store_holds_what_a_fresh_load_would, from_version_3),
        cmocka_unit_test_setup(its_tables_are_made_as_a_load_makes_them, from_version_3),
        cmocka_unit_test_setup(accounts_log_and_key_stay, from_version_3),
        cmocka_unit_test_setup(a_second_time_nothing_is_done, from_version_3),
        cmocka_unit_test_setup(nothing_else_opens_an_old_store_and_the_command_is_named, from_version_3),
        cmocka_unit_test_setup(rows_that_are_not_those_that_were_signed_are_refused, from_version_3),
        cmocka_unit_test_setup(a_store_that_lost_a_column_is_refused, from_version_3),
        cmocka_unit_test_setup(rows_that_fail_a_check_are_refused, from_version_3),
        cmocka_unit_test_setup(other_versions_and_other_files_are_left_alone, from_version_2),
        cmocka_unit_test_setup(a_full_disk_is_told_and_leaves_the_old_one, from_version_3),
        cmocka_unit_test_setup(every_allocation_that_fails_is_told, from_version_3),
        cmocka_unit_test_setup(a_migrated_store_holds_what_a_fresh_load_would, from_version_4),
        cmocka_unit_test_setup(its_tables_are_made_as_a_load_makes_them, from_version_4),
        cmocka_unit_test_setup(accounts_log_and_key_stay, from_version_4),
        cmocka_unit_test_setup(a_second_time_nothing_is_done, from_version_4),
        cmocka_unit_test_setup(nothing_else_opens_an_old_store_and_the_command_is_named, from_version_4),
        cmocka_unit_test_setup(rows_that_are_not_those_that_were_signed_are_refused, from_version_4),
        cmocka_unit_test_setup(a_store_that_lost_a_column_is_refused, from_version_4),
        cmocka_unit_test_setup(rows_that_fail_a_check_are_refused, from_version_4),
        cmocka_unit_test_setup(a_full_disk_is_told_and_leaves_the_old_one, from_version_4),
        cmocka_unit_test_setup(every_allocation_that_fails_is_told, from_version_4),
    };
    return cmocka_run_group_tests(tests, make_old_stores, leave);
}
