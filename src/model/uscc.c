/* uscc.c - the check character of unified social credit codes, GB 32100-2015. */
#include "changhe/uscc.h"

#include <string.h>

enum { CODE_LENGTH = 18, MODULUS = 31 };

/* Digits and capitals without I, O, S, V and Z; a character's value is its place. */
static const char alphabet[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int value_of(char character)
{
    const char *at = memchr(alphabet, character, MODULUS);
    return at != NULL ? (int)(at - alphabet) : -1;
}

char ch_uscc_check(ch_text code)
{
    if (code.len < CODE_LENGTH - 1)
        return 0;

    int sum = 0, weight = 1;
    for (size_t i = 0; i < CODE_LENGTH - 1; i++) {
        int value = value_of(code.at[i]);
        if (value < 0)
            return 0;
        sum = (sum + value * weight) % MODULUS;
        weight = weight * 3 % MODULUS;
    }
    return alphabet[(MODULUS - sum) % MODULUS];
}

bool ch_uscc_valid(ch_text code)
{
    return code.len == CODE_LENGTH && ch_uscc_check(code) == code.at[CODE_LENGTH - 1];
}
