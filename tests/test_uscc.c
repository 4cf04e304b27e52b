#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "changhe/uscc.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char published[] = "91350100M000100Y43";

static void a_published_code_is_valid(void **state)
{
    assert_true(ch_uscc_valid(ch_text_of(published)));
    assert_int_equal(ch_uscc_check(ch_text_of(published)), '3');
    assert_int_equal(ch_uscc_check(ch_text_of("91350100M000100Y4")), '3');
}

/* A lone 1 at place i leaves 31 - weight[i]; the weights are those GB 32100-2015 lists. */
static void each_place_has_the_weight_the_standard_lists(void **state)
{
    static const int weight[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    for (size_t i = 0; i < 17; i++) {
        char code[] = "00000000000000000";
        code[i] = '1';
        assert_int_equal(ch_uscc_check(ch_text_of(code)), alphabet[31 - weight[i]]);
    }
    assert_int_equal(ch_uscc_check(ch_text_of("00000000000000000")), '0');
}

static void one_wrong_character_never_passes(void **state)
{
    for (size_t i = 0; i < 18; i++)
        for (const char *other = alphabet; *other != 0; other++) {
            char code[sizeof published];
            memcpy(code, published, sizeof code);
            code[i] = *other;
            assert_int_equal(ch_uscc_valid(ch_text_of(code)), *other == published[i]);
        }
}

static void two_neighbours_swapped_never_pass(void **state)
{
    for (size_t i = 0; i < 17; i++) {
        char code[sizeof published];
        memcpy(code, published, sizeof code);
        code[i] = published[i + 1];
        code[i + 1] = published[i];
        assert_int_equal(ch_uscc_valid(ch_text_of(code)), published[i] == published[i + 1]);
    }
}

static void characters_outside_the_alphabet_have_no_check(void **state)
{
    static const char outside[] = "IOSVZaz -\x80";
    for (const char *other = outside; *other != 0; other++) {
        char code[sizeof published];
        memcpy(code, published, sizeof code);
        code[8] = *other;
        assert_int_equal(ch_uscc_check(ch_text_of(code)), 0);
        assert_false(ch_uscc_valid(ch_text_of(code)));
    }
    assert_int_equal(ch_uscc_check((ch_text){"91350100M\0"
                                             "00100Y43",
                                             18}),
                     0);
}

static void only_eighteen_characters_are_a_code(void **state)
{
    assert_int_equal(ch_uscc_check(ch_text_of("91350100M000100Y")), 0);
    assert_int_equal(ch_uscc_check((ch_text){NULL, 0}), 0);
    assert_false(ch_uscc_valid((ch_text){NULL, 0}));
    assert_false(ch_uscc_valid((ch_text){published, 17}));
    assert_false(ch_uscc_valid(ch_text_of("91350100M000100Y433")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_code_is_valid),
        cmocka_unit_test(each_place_has_the_weight_the_standard_lists),
        cmocka_unit_test(one_wrong_character_never_passes),
        cmocka_unit_test(two_neighbours_swapped_never_pass),
        cmocka_unit_test(characters_outside_the_alphabet_have_no_check),
        cmocka_unit_test(only_eighteen_characters_are_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
