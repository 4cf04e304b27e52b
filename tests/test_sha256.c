/* test_sha256.c - the vectors of FIPS 180-4 (NIST's examples for SHA-256), and bytes in any pieces. */
#include "changhe/sha256.h"

#include "../src/base/sha256_mix.h"
#include "draw.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void assert_digest(ch_sha256 digest, const char *expected)
{
    char hex[CH_SHA256_HEX + 1];
    ch_sha256_format(&digest, hex);
    assert_string_equal(hex, expected);
}

static void the_examples_of_the_standard(void **state)
{
    (void)state;
    assert_digest(ch_sha256_of(CH_TEXT("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest(ch_sha256_of(CH_TEXT("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest(ch_sha256_of(CH_TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_digest(ch_sha256_of(CH_TEXT("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                                       "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")),
                  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

static void a_million_letters_in_pieces_of_every_size(void **state)
{
    (void)state;
    static char letters[1000];
    memset(letters, 'a', sizeof letters);
    ch_sha256_state made;
    ch_sha256_begin(&made);
    for (size_t left = 1000000, piece = 1; left > 0; piece = piece % sizeof letters + 1) {
        const size_t n = piece < left ? piece : left;
        ch_sha256_add(&made, (ch_text){letters, n});
        left -= n;
    }
    assert_digest(ch_sha256_end(&made), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Every length around the ends of a block, whole and byte by byte. */
static void pieces_change_nothing(void **state)
{
    (void)state;
    char bytes[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        const ch_sha256 whole = ch_sha256_of((ch_text){bytes, len});
        ch_sha256_state made;
        ch_sha256_begin(&made);
        for (size_t i = 0; i < len; i++)
            ch_sha256_add(&made, (ch_text){bytes + i, 1});
        const ch_sha256 piecewise = ch_sha256_end(&made);
        assert_true(ch_sha256_equal(&whole, &piecewise));
    }
}

/* Whatever the letters before it, whatever the block. */
static void the_processors_own_way_gives_what_the_plain_one_does(void **state)
{
    (void)state;
    ch_sha256__mixer *own = ch_sha256__own_mixer();
    uint64_t seed = 180;
    if (own == NULL)
        skip();
    for (int round = 0; round < 3000; round++) {
        unsigned char block[5 * CH_SHA256__BLOCK + 1]; /* at any address */
        uint32_t one[8], other[8];
        for (size_t i = 0; i < sizeof block; i++)
            block[i] = (unsigned char)draw(&seed, 256);
        for (size_t i = 0; i < 8; i++)
            one[i] = other[i] = draw(&seed, UINT32_MAX) << 1 | draw(&seed, 2);
        own(one, block + round % 2, 1 + round % 5);
        ch_sha256__mix_plain(other, block + round % 2, 1 + round % 5);
        assert_memory_equal(one, other, sizeof one);
    }
}

/* sha256 of 32 zero bytes, then "abc": `(head -c 32 /dev/zero; printf abc) | sha256sum`. */
static void a_link_of_a_chain_is_the_digest_of_head_and_bytes(void **state)
{
    (void)state;
    const ch_sha256 zero = {{0}};
    char both[35] = {0};
    memcpy(both + 32, "abc", 3);
    const ch_sha256 linked = ch_sha256_chain(&zero, CH_TEXT("abc")), whole = ch_sha256_of((ch_text){both, 35});
    assert_true(ch_sha256_equal(&linked, &whole));
}

static void hexadecimal_digits_are_read_as_written(void **state)
{
    (void)state;
    const ch_sha256 digest = ch_sha256_of(CH_TEXT("abc"));
    ch_sha256 read = {{0}};
    char hex[CH_SHA256_HEX + 1];
    ch_sha256_format(&digest, hex);
    assert_true(ch_sha256_parse(ch_text_of(hex), &read) && ch_sha256_equal(&read, &digest));
    hex[0] = 'B';
    assert_true(ch_sha256_parse(ch_text_of(hex), &read) && ch_sha256_equal(&read, &digest));
    hex[0] = 'g';
    assert_false(ch_sha256_parse(ch_text_of(hex), &read));
    assert_false(ch_sha256_parse((ch_text){hex + 1, 63}, &read));
    assert_true(ch_sha256_equal(&read, &digest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard),
        cmocka_unit_test(a_million_letters_in_pieces_of_every_size),
        cmocka_unit_test(pieces_change_nothing),
        cmocka_unit_test(the_processors_own_way_gives_what_the_plain_one_does),
        cmocka_unit_test(a_link_of_a_chain_is_the_digest_of_head_and_bytes),
        cmocka_unit_test(hexadecimal_digits_are_read_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
