/* test_version.c - versions as they leave: sealed, the same after a restart, and telling nothing of the digest. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "signing_in.h"

#include <inttypes.h>

static const serve_version_key zero, one = {.byte = {1}};

static void what_is_sealed_is_opened_by_the_same_key_alone(void **state)
{
    (void)state;
    uint64_t digest = 0;
    for (int i = 0; i < 20000; i++) {
        const uint64_t sealed = serve_version_seal(&one, digest);
        assert_true(serve_version_unseal(&one, sealed) == digest);
        assert_true(serve_version_seal(&one, serve_version_unseal(&one, digest)) == digest);
        assert_true(serve_version_unseal(&zero, sealed) != digest);
        assert_true(sealed != digest);
        digest = digest * UINT64_C(6364136223846793005) + 1442695040888963407u;
    }
}

static int count_bits(uint64_t word)
{
    int n = 0;
    for (; word; word &= word - 1)
        n++;
    return n;
}

/* 64,000 coins thrown: a mean farther than 0.25 from 32 would be some 14 standard deviations off. */
static void one_bit_of_a_digest_or_key_changes_half_of_the_version(void **state)
{
    (void)state;
    long by_digest = 0, by_key = 0;
    for (int i = 0; i < 1000; i++) {
        const uint64_t digest = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15);
        serve_version_key other = zero;
        other.byte[i % 16] ^= (unsigned char)(1 << i % 8);
        const uint64_t sealed = serve_version_seal(&zero, digest);
        by_digest += count_bits(sealed ^ serve_version_seal(&zero, digest ^ UINT64_C(1) << i % 64));
        by_key += count_bits(sealed ^ serve_version_seal(&other, digest));
    }
    assert_in_range(by_digest, 31750, 32250);
    assert_in_range(by_key, 31750, 32250);
}

/* ---- as told */

static serve_hall hall;

/* "16 hex" of firm f1 as the server of now tells it. */
static void ask_version(char version[17])
{
    serve_answer answer = call_get(&hall, "/api/v1/tables/firms/f1");
    assert_int_equal(answer.status, 200);
    ch_buf_addc(&answer.body, '\0');
    const char *at = strstr(answer.body.at, "\"version\":\"");
    assert_non_null(at);
    snprintf(version, 17, "%.16s", at + strlen("\"version\":\""));
    serve_answer_free(&answer);
}

static void assert_not_the_digest(const char *version)
{
    char digest[17];
    ch_ready *ready = serve_hall_ready(&hall);
    const ch_table *firms = ch_ready_zone(ready)->table[CH_TABLE_firms];
    snprintf(digest, sizeof digest, "%016" PRIx64, ch_table_row_digest(firms, ch_table_find(firms, &CH_TEXT("f1"))));
    ch_ready_drop(ready);
    assert_string_not_equal(version, digest);
}

static unsigned change_f1(const signed_in *who, const char *version)
{
    char body[300];
    snprintf(body, sizeof body,
             "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"note\":\"n\"},"
             "\"version\":\"%s\"}]}",
             version);
    serve_answer answer = call_as(&hall, who, SERVE_POST, "/api/v1/changes", body);
    const unsigned status = answer.status;
    serve_answer_free(&answer);
    return status;
}

static void a_version_read_before_a_restart_is_good_after_it(void **state)
{
    (void)state;
    char before[17], after[17], changed[17];
    fill_store(FIXTURE_ROWS);
    add_account("ann", CH_STEWARD, "zone");
    open_store_hall(&hall);
    ask_version(before);
    assert_not_the_digest(before);
    serve_hall_close(&hall);
    open_store_hall(&hall);
    ask_version(after);
    assert_string_equal(after, before);
    const signed_in ann = sign_in(&hall, "ann");
    assert_int_equal(change_f1(&ann, before), 201);
    ask_version(changed);
    assert_string_not_equal(changed, before);
    assert_int_equal(change_f1(&ann, before), 409);
    assert_int_equal(change_f1(&ann, changed), 200);
    serve_hall_close(&hall);
    remove_store();
}

static void another_store_of_the_same_rows_tells_other_versions(void **state)
{
    (void)state;
    char first[17], second[17], folder[17];
    char *const told[] = {first, second, folder};
    for (int i = 0; i < 3; i++) {
        ch_faults faults = {0};
        fill_store(FIXTURE_ROWS);
        if (i < 2)
            open_store_hall(&hall);
        else
            assert_int_equal(serve_hall_open(&hall, fixture_zone(FIXTURE_ROWS, NULL), NULL, &faults), CH_OK);
        ask_version(told[i]);
        assert_not_the_digest(told[i]);
        serve_hall_close(&hall);
        remove_store();
    }
    assert_string_not_equal(first, second);
    assert_string_not_equal(first, folder);
}

/* The file cannot take a key: it is served all the same, until the end with one key. */
static void where_no_key_can_be_kept_versions_hold_until_the_end(void **state)
{
    (void)state;
    char first[17], again[17], later[17];
    fill_store(FIXTURE_ROWS);
    add_account("ann", CH_STEWARD, "zone");
    alter_store("CREATE TABLE store_key (id INTEGER PRIMARY KEY, other TEXT)");
    open_store_hall(&hall);
    ask_version(first);
    ask_version(again);
    assert_string_equal(first, again);
    const signed_in ann = sign_in(&hall, "ann");
    assert_int_equal(change_f1(&ann, first), 201);
    serve_hall_close(&hall);
    open_store_hall(&hall);
    ask_version(later);
    const signed_in anew = sign_in(&hall, "ann");
    assert_int_equal(change_f1(&anew, first), 409); /* read again */
    assert_int_equal(change_f1(&anew, later), 200);
    serve_hall_close(&hall);
    remove_store();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_is_opened_by_the_same_key_alone),
        cmocka_unit_test(one_bit_of_a_digest_or_key_changes_half_of_the_version),
        cmocka_unit_test(a_version_read_before_a_restart_is_good_after_it),
        cmocka_unit_test(another_store_of_the_same_rows_tells_other_versions),
        cmocka_unit_test(where_no_key_can_be_kept_versions_hold_until_the_end),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
