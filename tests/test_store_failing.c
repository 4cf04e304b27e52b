/* test_store_failing.c - a store whose disk fails, whose memory runs out or whose process is killed
 * at any change holds the old zone or the new one, whole. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, fork */
#include "failing.h"
#include "failing_disk.h"
#include "store_fixture.h"

#include <sys/wait.h>

enum { MOST_CHANGES = 10000 };

/* Where each try begins: a store of the old zone, or no file. */
typedef struct {
    fixture_file store; /* bytes NULL: none */
    fixture_digest old_digest, new_digest;
    ch_zone *new_zone;
} start;

static start start_from(bool old_store)
{
    start begin = {.new_zone = fixture_zone(FIXTURE_ROWS, NULL)};
    begin.new_digest = digest_of(begin.new_zone);
    remove_store();
    if (old_store) {
        fill_store(FEW_ROWS);
        begin.store = read_file(STORE);
    }
    begin.old_digest = digest_of_store();
    assert_string_not_equal(begin.old_digest.hex, begin.new_digest.hex);
    return begin;
}

static void restore(const start *begin)
{
    remove_store();
    if (begin->store.bytes != NULL)
        write_file(STORE, begin->store.bytes, begin->store.size);
}

static void start_over(start *begin)
{
    ch_zone_drop(begin->new_zone);
    free(begin->store.bytes);
}

static void set_disk(failing_disk_mode mode, size_t at)
{
    failing_disk.mode = mode;
    failing_disk.changes = 0;
    failing_disk.at = at;
}

/* The store opens and is whole: the new zone, or when it may be the old one; where there was no store
 * before, what is left may be no store yet, but takes a zone. */
static void assert_old_or_new(const start *begin, bool must_be_new)
{
    fixture_digest left = digest_of_store();
    bool is_new = strcmp(left.hex, begin->new_digest.hex) == 0;
    if (must_be_new || begin->store.bytes != NULL)
        assert_true(is_new || (!must_be_new && strcmp(left.hex, begin->old_digest.hex) == 0));
    else
        assert_true(is_new || strncmp(left.hex, "error", 5) == 0);
    assert_int_equal(ch_store_replace(STORE, begin->new_zone, NULL), CH_OK);
    assert_string_equal(digest_of_store().hex, begin->new_digest.hex);
}

static void fail_at_every_change(failing_disk_mode mode, bool old_store)
{
    start begin = start_from(old_store);
    size_t told = 0;
    for (size_t at = 1;; at++) {
        assert_true(at < MOST_CHANGES);
        restore(&begin);
        ch_faults faults = {0};
        set_disk(mode, at);
        ch_err err = ch_store_replace(STORE, begin.new_zone, &faults);
        bool reached = failing_disk.changes >= at;
        set_disk(DISK_SOUND, 0);

        assert_true(err == CH_OK || err == CH_EIO);
        assert_true((err == CH_EIO) == (faults.count == 1));
        told += err == CH_EIO;
        ch_faults_free(&faults);
        assert_old_or_new(&begin, err == CH_OK);
        if (!reached)
            break;
    }
    assert_true(told > 20);
    start_over(&begin);
}

static void a_failing_change_is_told_and_leaves_old_or_new(void **state)
{
    (void)state;
    fail_at_every_change(DISK_FAILS_ONCE, true);
    fail_at_every_change(DISK_FAILS_ONCE, false);
}

static void a_disk_that_goes_on_failing_is_told_and_leaves_old_or_new(void **state)
{
    (void)state;
    fail_at_every_change(DISK_FAILS, true);
    fail_at_every_change(DISK_FAILS, false);
}

/* Do it in a process of its own, which is ended at a change; was it? */
static bool killed_at(failing_disk_mode mode, size_t at, const ch_zone *replace_by)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        set_disk(mode, at);
        ch_zone *zone = NULL;
        ch_err err =
            replace_by != NULL ? ch_store_replace(STORE, replace_by, NULL) : ch_store_read(STORE, NULL, &zone, NULL);
        _exit((int)err);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == DISK_KILLED;
}

static void kill_at_every_change(failing_disk_mode mode, bool old_store)
{
    start begin = start_from(old_store);
    size_t killed = 0, found_new = 0;
    for (;; killed++) {
        assert_true(killed < MOST_CHANGES);
        restore(&begin);
        if (!killed_at(mode, killed + 1, begin.new_zone))
            break;
        found_new += strcmp(digest_of_store().hex, begin.new_digest.hex) == 0;
        assert_old_or_new(&begin, false);
    }
    assert_old_or_new(&begin, true);
    assert_true(killed > 20);
    assert_true(found_new > 0 && found_new < killed);
    start_over(&begin);
}

static void a_load_killed_at_any_change_leaves_old_or_new(void **state)
{
    (void)state;
    kill_at_every_change(DISK_KILLS, true);
    kill_at_every_change(DISK_KILLS, false);
}

static void a_load_killed_within_any_write_leaves_old_or_new(void **state)
{
    (void)state;
    kill_at_every_change(DISK_TEARS, true);
    kill_at_every_change(DISK_TEARS, false);
}

/* What a killed load left is put right by the next reader; that one may be killed as well. */
static void a_recovery_killed_at_any_change_leaves_old_or_new(void **state)
{
    (void)state;
    for (int old_store = 0; old_store < 2; old_store++) {
        start begin = start_from(old_store != 0);
        for (size_t at = 1;; at += 17) {
            restore(&begin);
            if (!killed_at(DISK_KILLS, at, begin.new_zone))
                break;
            for (size_t again = 1; killed_at(DISK_KILLS, again, NULL); again++)
                assert_true(again < MOST_CHANGES);
            assert_old_or_new(&begin, false);
        }
        start_over(&begin);
    }
}

/* ---- memory ---- */

static void reading_survives_every_allocation_that_fails(void **state)
{
    (void)state;
    remove_store();
    fill_store(FIXTURE_ROWS);
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_faults faults = {.arena = CH_ARENA(&memory)};
        ch_zone *zone;
        ch_err err = ch_store_read(STORE, &memory, &zone, &faults);
        assert_true((err == CH_OK) == (zone != NULL));
        ch_zone_drop(zone);
        ch_faults_free(&faults);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void replacing_survives_every_allocation_that_fails(void **state)
{
    (void)state;
    start begin = start_from(true);
    failing fails = {0};
    const ch_memory memory = FAILING_MEMORY(&fails);
    ch_zone *zone = fixture_zone(FIXTURE_ROWS, &memory);
    size_t live = fails.live;
    for (size_t at = 1;; at++) {
        restore(&begin);
        fails.fail_at = fails.calls + at;
        ch_err err = ch_store_replace(STORE, zone, NULL);
        fails.fail_at = 0;
        assert_int_equal(fails.live, live);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_string_equal(digest_of_store().hex, begin.old_digest.hex);
    }
    assert_string_equal(digest_of_store().hex, begin.new_digest.hex);
    ch_zone_drop(zone);
    assert_int_equal(fails.live, 0);
    start_over(&begin);
}

/* The allocations of SQLite itself. */
static sqlite3_mem_methods sqlite_memory;
static failing sqlite_fails;

static bool sqlite_may_take(void)
{
    sqlite_fails.calls++;
    return sqlite_fails.fail_at == 0 || sqlite_fails.calls < sqlite_fails.fail_at;
}

static void *sqlite_take(int size)
{
    return sqlite_may_take() ? sqlite_memory.xMalloc(size) : NULL;
}

static void *sqlite_grow(void *block, int size)
{
    return sqlite_may_take() ? sqlite_memory.xRealloc(block, size) : NULL;
}

static void put_sqlite_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory);
    sqlite3_mem_methods methods = sqlite_memory;
    methods.xMalloc = sqlite_take;
    methods.xRealloc = sqlite_grow;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

static void set_sqlite_memory(size_t fail_at)
{
    sqlite_fails.calls = 0;
    sqlite_fails.fail_at = fail_at;
}

/* SQLite does without some of its allocations, so a try may succeed before all of them are given. */
static void sqlite_out_of_memory_is_told(void **state)
{
    (void)state;
    start begin = start_from(true);
    size_t told = 0;
    for (size_t at = 1, reached = at; reached >= at; at += 1 + at / 64) {
        restore(&begin);
        set_sqlite_memory(at);
        ch_err err = ch_store_replace(STORE, begin.new_zone, NULL);
        reached = sqlite_fails.calls + 1;
        set_sqlite_memory(0);
        assert_true(err == CH_OK || err == CH_ENOMEM);
        assert_old_or_new(&begin, err == CH_OK);
        told += err == CH_ENOMEM;
    }
    for (size_t at = 1, reached = at; reached >= at; at += 1 + at / 64) {
        ch_zone *zone;
        set_sqlite_memory(at);
        ch_err err = ch_store_read(STORE, NULL, &zone, NULL);
        reached = sqlite_fails.calls + 1;
        set_sqlite_memory(0);
        assert_true(err == (zone != NULL ? CH_OK : CH_ENOMEM));
        assert_true(zone == NULL || strcmp(digest_of(zone).hex, begin.new_digest.hex) == 0);
        ch_zone_drop(zone);
        told += err == CH_ENOMEM;
    }
    assert_true(told > 100);
    start_over(&begin);
}

/* Somebody made the file in UTF-16: each text takes memory to be read, and the digest comes last. */
static void no_memory_for_a_text_is_not_told_as_a_damaged_store(void **state)
{
    (void)state;
    remove_store();
    sqlite3 *db;
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA encoding='UTF-16le'; CREATE TABLE t(x); DROP TABLE t", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    fill_store(FIXTURE_ROWS);

    ch_zone *zone;
    set_sqlite_memory(0);
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    ch_zone_drop(zone);
    const size_t all = sqlite_fails.calls;
    size_t told = 0;
    for (size_t at = all - 60; at <= all; at++) {
        set_sqlite_memory(at);
        ch_err err = ch_store_read(STORE, NULL, &zone, NULL);
        assert_true(err == (zone != NULL ? CH_OK : CH_ENOMEM));
        ch_zone_drop(zone);
        told += err == CH_ENOMEM;
    }
    set_sqlite_memory(0);
    assert_true(told > 10);
    remove_store();
}

int main(void)
{
    put_sqlite_memory();
    failing_disk_put();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_load_killed_at_any_change_leaves_old_or_new), /* first, while forking is cheap */
        cmocka_unit_test(a_load_killed_within_any_write_leaves_old_or_new),
        cmocka_unit_test(a_recovery_killed_at_any_change_leaves_old_or_new),
        cmocka_unit_test(a_failing_change_is_told_and_leaves_old_or_new),
        cmocka_unit_test(a_disk_that_goes_on_failing_is_told_and_leaves_old_or_new),
        cmocka_unit_test(reading_survives_every_allocation_that_fails),
        cmocka_unit_test(replacing_survives_every_allocation_that_fails),
        cmocka_unit_test(sqlite_out_of_memory_is_told),
        cmocka_unit_test(no_memory_for_a_text_is_not_told_as_a_damaged_store),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
