/* test_accounts.c - accounts in the file of a zone: written, found, changed, and never mixed up. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "store_fixture.h"

#include "changhe/accounts.h"
#include "failing.h"

static int new_store(void **state)
{
    (void)state;
    remove_store();
    fill_store(FIXTURE_ROWS);
    return 0;
}

static ch_err put_at(const ch_memory *memory, int64_t id, int64_t stamp, const char *name, const char *secret)
{
    const ch_grant grant[] = {{CH_READER, CH_TEXT("p1")}, {CH_STEWARD, CH_TEXT("zone")}};
    const ch_account account = {
        .id = id, .stamp = stamp, .name = ch_text_of(name), .secret = ch_text_of(secret), .grant = grant, .grants = 2};
    ch_faults faults = {.arena = CH_ARENA(memory)};
    const ch_err err = ch_accounts_put(STORE, memory, &account, &faults);
    ch_faults_free(&faults);
    return err;
}

static ch_err add(const char *name)
{
    return put_at(NULL, 0, 0, name, "secret");
}

static ch_err find(ch_arena *arena, const char *name, ch_account *account)
{
    return ch_accounts_find(arena, STORE, ch_text_of(name), account, NULL);
}

static int64_t id_of(const char *name)
{
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(find(&arena, name, &account), CH_OK);
    ch_arena_free(&arena);
    return account.id;
}

static int64_t stamp_of(int64_t id)
{
    int64_t stamp = -1;
    assert_int_equal(ch_accounts_stamp(STORE, NULL, id, &stamp, NULL), CH_OK);
    return stamp;
}

static size_t count(void)
{
    ch_arena arena = {0};
    const ch_account *account;
    size_t n = 99;
    assert_int_equal(ch_accounts_list(&arena, STORE, &account, &n, NULL), CH_OK);
    ch_arena_free(&arena);
    return n;
}

static void what_is_written_is_found(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account found;
    assert_int_equal(add("王芳"), CH_OK);
    assert_int_equal(find(&arena, "王芳", &found), CH_OK);
    assert_true(found.id > 0);
    assert_int_equal(found.stamp, 1);
    assert_true(ch_text_equal(found.secret, CH_TEXT("secret")));
    assert_int_equal(found.grants, 2);
    assert_int_equal(found.grant[0].may, CH_READER);
    assert_true(ch_text_equal(found.grant[0].place, CH_TEXT("p1")));
    assert_int_equal(found.grant[1].may, CH_STEWARD);
    assert_int_equal(find(&arena, "王", &found), CH_ENONE);
    assert_int_equal(find(&arena, "", &found), CH_ENONE);
    assert_int_equal(find(&arena, "' OR 1=1 --", &found), CH_ENONE);
    ch_arena_free(&arena);
}

static void the_list_is_by_name_and_holds_no_secret(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_account *account;
    size_t n;
    assert_int_equal(count(), 0);
    assert_int_equal(add("b"), CH_OK);
    assert_int_equal(add("a"), CH_OK);
    assert_int_equal(ch_accounts_list(&arena, STORE, &account, &n, NULL), CH_OK);
    assert_int_equal(n, 2);
    assert_true(ch_text_equal(account[0].name, CH_TEXT("a")) && ch_text_equal(account[1].name, CH_TEXT("b")));
    assert_int_equal(account[0].secret.len, 0);
    assert_int_equal(account[0].grants, 2);
    ch_arena_free(&arena);
}

static void a_stamp_rises_with_every_change_and_is_none_when_the_account_is_gone(void **state)
{
    (void)state;
    assert_int_equal(add("a"), CH_OK);
    const int64_t id = id_of("a");
    assert_int_equal(stamp_of(id), 1);
    assert_int_equal(put_at(NULL, id, 1, "a", "other"), CH_OK);
    assert_int_equal(stamp_of(id), 2);
    assert_int_equal(stamp_of(id + 1), 0);
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_OK);
    assert_int_equal(stamp_of(id), 0);
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_ENONE);
}

static void a_change_of_what_is_gone_or_was_changed_meanwhile_is_not_made(void **state)
{
    (void)state;
    assert_int_equal(add("a"), CH_OK);
    const int64_t id = id_of("a");
    assert_int_equal(put_at(NULL, id, 1, "a", "second"), CH_OK);
    assert_int_equal(put_at(NULL, id, 1, "a", "late"), CH_ENONE);
    ch_arena arena = {0};
    ch_account found;
    assert_int_equal(find(&arena, "a", &found), CH_OK);
    assert_true(ch_text_equal(found.secret, CH_TEXT("second")));
    ch_arena_free(&arena);
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_OK);
    assert_int_equal(put_at(NULL, id, 2, "a", "back"), CH_ENONE);
    assert_int_equal(count(), 0);
}

static void an_id_is_never_given_twice(void **state)
{
    (void)state;
    assert_int_equal(add("a"), CH_OK);
    const int64_t first = id_of("a");
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_OK);
    assert_int_equal(add("a"), CH_OK);
    assert_true(id_of("a") > first);
}

static void names_that_are_none_are_refused_and_told_once(void **state)
{
    (void)state;
    char long_name[CH_ACCOUNT_MOST_NAME + 2];
    memset(long_name, 'n', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    const char *const bad[] = {"",
                               " ",
                               "a b",
                               "a\tb",
                               "a\n",
                               "\xc2\xa0",
                               "a\x7f",
                               "a\xe3\x80\x80",
                               "a\xe2\x80\x8b",
                               "\xff",
                               "\xe2\x80\xae"
                               "a",
                               long_name};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ch_faults faults = {0};
        const ch_account account = {.name = ch_text_of(bad[i]), .secret = CH_TEXT("s")};
        if (ch_accounts_put(STORE, NULL, &account, &faults) != CH_EDATA)
            fail_msg("name %zu was taken", i);
        assert_int_equal(faults.count, 1);
        assert_int_equal(faults.list[0].want, CH_WANT_ACCOUNT_NAME);
        ch_faults_free(&faults);
    }
    assert_int_equal(count(), 0);
    long_name[CH_ACCOUNT_MOST_NAME] = '\0';
    assert_int_equal(add(long_name), CH_OK);
}

static void print_point(uint32_t point, char *to)
{
    if (point >= 0x800)
        *to++ = (char)(0xe0 | point >> 12);
    if (point >= 0x80)
        *to++ = (char)(point >= 0x800 ? 0x80 | (point >> 6 & 63) : 0xc0 | point >> 6);
    *to++ = (char)(point >= 0x80 ? 0x80 | (point & 63) : point);
    *to = '\0';
}

static ch_err put_point(uint32_t point)
{
    char name[8] = "a";
    print_point(point, name + 1);
    strcat(name, "b");
    ch_faults faults = {0};
    const ch_account account = {.name = ch_text_of(name), .secret = CH_TEXT("s")};
    const ch_err err = ch_accounts_put(STORE, NULL, &account, &faults);
    ch_faults_free(&faults);
    return err;
}

/* Every White_Space of Unicode's PropList, what is drawn as nothing, and neighbours that are drawn. */
static void a_name_has_no_blank_of_any_script(void **state)
{
    (void)state;
    static const uint32_t blank[] = {0x09,   0x0a,   0x0b,   0x0c,   0x0d,   0x20,   0x85,   0xa0,   0x1680,
                                     0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                                     0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0x115f, 0x1160,
                                     0x17b4, 0x2800, 0x3164, 0xffa0, 0x200d, 0xfeff};
    static const uint32_t drawn[] = {0x21, 0xa1, 0x1681, 0x2010, 0x2030, 0x3001, 0x4e00, 0x2801};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        if (put_point(blank[i]) != CH_EDATA)
            fail_msg("U+%04X was taken", (unsigned)blank[i]);
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
        if (put_point(drawn[i]) != CH_OK)
            fail_msg("U+%04X was refused", (unsigned)drawn[i]);
}

static void a_name_is_given_once(void **state)
{
    (void)state;
    ch_faults faults = {0};
    assert_int_equal(add("a"), CH_OK);
    const ch_account again = {.name = CH_TEXT("a"), .secret = CH_TEXT("other")};
    assert_int_equal(ch_accounts_put(STORE, NULL, &again, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_NEW_NAME);
    ch_faults_free(&faults);
    assert_int_equal(count(), 1);
}

static void a_file_that_is_missing_or_not_ours_is_not_made_or_touched(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account account;
    const ch_account *list;
    size_t n;
    int64_t stamp;
    remove_store();
    for (int round = 0; round < 2; round++) {
        assert_true(add("a") > CH_ENONE);
        assert_true(find(&arena, "a", &account) > CH_ENONE);
        assert_true(ch_accounts_list(&arena, STORE, &list, &n, NULL) > CH_ENONE);
        assert_true(ch_accounts_stamp(STORE, NULL, 1, &stamp, NULL) > CH_ENONE);
        assert_true(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL) > CH_ENONE);
        if (round == 0) {
            assert_int_not_equal(access(STORE, F_OK), 0);
            write_file(STORE, "not a database, and longer than a page would need to be", 55);
        }
    }
    fixture_file file = read_file(STORE);
    assert_int_equal(file.size, 55);
    free(file.bytes);
    remove_store();
    sqlite3 *db; /* a database of somebody else */
    assert_int_equal(sqlite3_open(STORE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE theirs (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(add("a"), CH_EDATA);
    alter_store("CREATE TABLE accounts (x)"); /* fails when ours was made */
    ch_arena_free(&arena);
}

static void a_secret_made_anew_leaves_the_stamp_and_yields_to_every_other_change(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account read, now;
    assert_int_equal(add("a"), CH_OK);
    assert_int_equal(find(&arena, "a", &read), CH_OK);
    assert_int_equal(ch_accounts_renew(STORE, NULL, &read, CH_TEXT("dearer"), NULL), CH_OK);
    assert_int_equal(find(&arena, "a", &now), CH_OK);
    assert_true(ch_text_equal(now.secret, CH_TEXT("dearer")));
    assert_int_equal(now.stamp, read.stamp);
    assert_int_equal(now.grants, 2);
    assert_int_equal(ch_accounts_renew(STORE, NULL, &read, CH_TEXT("again"), NULL), CH_ENONE); /* another's was first */
    assert_int_equal(put_at(NULL, now.id, now.stamp, "a", "a new password"), CH_OK);
    assert_int_equal(ch_accounts_renew(STORE, NULL, &now, CH_TEXT("old"), NULL), CH_ENONE);
    assert_int_equal(find(&arena, "a", &now), CH_OK);
    assert_true(ch_text_equal(now.secret, CH_TEXT("a new password")));
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_OK);
    assert_int_equal(ch_accounts_renew(STORE, NULL, &now, CH_TEXT("old"), NULL), CH_ENONE);
    ch_arena_free(&arena);
}

static void accounts_live_on_when_the_zone_is_loaded_anew(void **state)
{
    (void)state;
    assert_int_equal(add("a"), CH_OK);
    const int64_t id = id_of("a");
    fill_store(FEW_ROWS);
    fill_store(FIXTURE_ROWS);
    assert_int_equal(id_of("a"), id);
    assert_int_equal(stamp_of(id), 1);
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(find(&arena, "a", &account), CH_OK);
    assert_int_equal(account.grants, 2);
    ch_arena_free(&arena);
}

static void accounts_are_no_part_of_the_zone(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    assert_int_equal(add("a"), CH_OK);
    assert_string_equal(digest_of_store().hex, before.hex);
}

static void a_store_without_the_tables_has_no_accounts(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(count(), 0);
    assert_int_equal(find(&arena, "a", &account), CH_ENONE);
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("a"), NULL), CH_ENONE);
    assert_int_equal(stamp_of(1), 0);
    alter_store("CREATE TABLE accounts (x)"); /* reading made none */
    ch_arena_free(&arena);
}

/* Tables that somebody else wrote into: told or read as nothing, never a crash. */
static void damaged_accounts_allow_nothing(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(add("a"), CH_OK);
    alter_store("UPDATE grants SET role = 'emperor' WHERE place = 'zone'");
    assert_int_equal(find(&arena, "a", &account), CH_OK);
    assert_int_equal(account.grant[1].may, CH_ANYBODY);
    alter_store("DROP TABLE accounts; CREATE TABLE accounts (id, stamp, name, secret);"
                "INSERT INTO accounts VALUES (1, 1, 'a', NULL), ('x', 'y', x'00ff', x'00')");
    assert_int_equal(find(&arena, "a", &account), CH_OK);
    assert_int_equal(account.secret.len, 0);
    assert_int_equal(count(), 2);
    alter_store("DROP TABLE accounts; CREATE TABLE accounts (x)");
    assert_true(find(&arena, "a", &account) > CH_ENONE);
    alter_store("DROP TABLE grants");
    assert_true(add("b") > CH_ENONE);
    ch_arena_free(&arena);
}

/* ---- memory */

typedef ch_err act(ch_arena *arena);

static ch_err act_list(ch_arena *arena)
{
    const ch_account *account;
    size_t n;
    ch_faults faults = {.arena = CH_ARENA(arena->memory)};
    const ch_err err = ch_accounts_list(arena, STORE, &account, &n, &faults);
    ch_faults_free(&faults);
    return err;
}

static ch_err act_exist(ch_arena *arena)
{
    bool exist;
    ch_faults faults = {.arena = CH_ARENA(arena->memory)};
    const ch_err err = ch_accounts_exist(STORE, arena->memory, &exist, &faults);
    ch_faults_free(&faults);
    return err == CH_OK && !exist ? CH_ENONE : err;
}

static ch_err act_renew(ch_arena *arena)
{
    ch_account account;
    ch_faults faults = {.arena = CH_ARENA(arena->memory)};
    ch_err err = ch_accounts_find(arena, STORE, CH_TEXT("a"), &account, &faults);
    if (err == CH_OK)
        err = ch_accounts_renew(STORE, arena->memory, &account, CH_TEXT("another"), &faults);
    ch_faults_free(&faults);
    return err;
}

static ch_err act_find(ch_arena *arena)
{
    ch_account account;
    return ch_accounts_find(arena, STORE, CH_TEXT("a"), &account, NULL);
}

static ch_err act_stamp(ch_arena *arena)
{
    int64_t stamp;
    return ch_accounts_stamp(STORE, arena->memory, 1, &stamp, NULL);
}

static ch_err act_put(ch_arena *arena)
{
    return put_at(arena->memory, 0, 0, "b", "s");
}

static ch_err act_remove(ch_arena *arena)
{
    return ch_accounts_remove(STORE, arena->memory, CH_TEXT("a"), NULL);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static act *const acts[] = {act_list, act_exist, act_find, act_stamp, act_renew, act_put, act_remove};
    assert_int_equal(add("a"), CH_OK);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        for (size_t at = 1;; at++) {
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_arena arena = CH_ARENA(&memory);
            const ch_err err = acts[i](&arena);
            ch_arena_free(&arena);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
    assert_int_equal(count(), 1);
    assert_true(id_of("b") > 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, new_store, no_store)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_found),
        TEST(the_list_is_by_name_and_holds_no_secret),
        TEST(a_stamp_rises_with_every_change_and_is_none_when_the_account_is_gone),
        TEST(a_change_of_what_is_gone_or_was_changed_meanwhile_is_not_made),
        TEST(an_id_is_never_given_twice),
        TEST(names_that_are_none_are_refused_and_told_once),
        TEST(a_name_has_no_blank_of_any_script),
        TEST(a_name_is_given_once),
        TEST(a_file_that_is_missing_or_not_ours_is_not_made_or_touched),
        TEST(a_secret_made_anew_leaves_the_stamp_and_yields_to_every_other_change),
        TEST(accounts_live_on_when_the_zone_is_loaded_anew),
        TEST(accounts_are_no_part_of_the_zone),
        TEST(a_store_without_the_tables_has_no_accounts),
        TEST(damaged_accounts_allow_nothing),
        TEST(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
