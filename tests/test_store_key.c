/* test_store_key.c - the secret of a store: made once, the same for all who may read the file. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "failing.h"
#include "store_fixture.h"

#include "changhe/store_key.h"

#include <pthread.h>

enum { N = CH_STORE_KEY_BYTES };

static int new_store(void **state)
{
    (void)state;
    remove_store();
    fill_store(FIXTURE_ROWS);
    return 0;
}

/* Offers a key of one byte again and again, and tells the byte of the one that is kept. */
static int keep(char offered)
{
    unsigned char key[N];
    memset(key, offered, N);
    assert_int_equal(ch_store_keep_key(STORE, NULL, key, NULL), CH_OK);
    for (size_t i = 1; i < N; i++)
        assert_int_equal(key[i], key[0]);
    return key[0];
}

static void the_first_key_is_kept(void **state)
{
    (void)state;
    assert_int_equal(keep('a'), 'a');
    assert_int_equal(keep('b'), 'a');
    fill_store(FEW_ROWS); /* loaded anew */
    assert_int_equal(keep('c'), 'a');
    remove_store();
    fill_store(FIXTURE_ROWS);
    assert_int_equal(keep('d'), 'd');
}

static void a_key_is_no_part_of_the_zone(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    assert_int_equal(keep('a'), 'a');
    assert_string_equal(digest_of_store().hex, before.hex);
}

static void what_is_no_key_of_ours_is_replaced(void **state)
{
    (void)state;
    static const char *const bad[] = {"DELETE FROM store_key", "UPDATE store_key SET bytes = x'00'",
                                      "UPDATE store_key SET bytes = zeroblob(17)"};
    char next = 'a';
    assert_int_equal(keep(next), next);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alter_store(bad[i]);
        next++;
        assert_int_equal(keep(next), next);
    }
}

static void a_file_that_is_no_store_is_left_alone(void **state)
{
    (void)state;
    unsigned char key[N] = "0123456789abcde";
    ch_faults faults = {0};
    remove_store();
    assert_int_equal(ch_store_keep_key(STORE, NULL, key, &faults), CH_EIO);
    assert_int_not_equal(access(STORE, F_OK), 0);
    write_file(STORE, "no store, whatever its name says", 32);
    assert_int_equal(ch_store_keep_key(STORE, NULL, key, &faults), CH_EDATA);
    assert_int_equal(faults.count, 2);
    assert_memory_equal(key, "0123456789abcde", N);
    ch_faults_free(&faults);
}

static void *offer(void *key)
{
    return ch_store_keep_key(STORE, NULL, key, NULL) == CH_OK ? key : NULL;
}

static void of_many_at_once_all_get_the_same(void **state)
{
    (void)state;
    enum { THREADS = 6 };
    pthread_t thread[THREADS];
    unsigned char key[THREADS][N];
    for (int i = 0; i < THREADS; i++) {
        memset(key[i], 'a' + i, N);
        assert_int_equal(pthread_create(&thread[i], NULL, offer, key[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *well;
        assert_int_equal(pthread_join(thread[i], &well), 0);
        assert_non_null(well);
    }
    for (int i = 1; i < THREADS; i++)
        assert_memory_equal(key[i], key[0], N);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int kept = 0; kept < 2; kept++)
        for (size_t at = 1;; at++) {
            failing fails = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&fails);
            unsigned char key[N];
            memset(key, kept ? 'y' : 'x', N);
            const ch_err err = ch_store_keep_key(STORE, &memory, key, NULL);
            assert_int_equal(fails.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
            assert_int_equal(key[0], kept ? 'y' : 'x');
        }
    assert_int_equal(keep('z'), 'x');
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, new_store, no_store)
    const struct CMUnitTest tests[] = {
        TEST(the_first_key_is_kept),
        TEST(a_key_is_no_part_of_the_zone),
        TEST(what_is_no_key_of_ours_is_replaced),
        TEST(a_file_that_is_no_store_is_left_alone),
        TEST(of_many_at_once_all_get_the_same),
        TEST(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
