/* sha256.c - SHA-256 as FIPS 180-4, section 6.2, has it: bytes are held until they fill a block. */
#include "changhe/sha256.h"

#include "sha256_mix.h"

#include <string.h>

static void store(unsigned char *at, uint32_t x)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(x >> (24 - 8 * i));
}

static void mix(uint32_t word[8], const char *block, size_t blocks)
{
    ch_sha256__mixer *own = ch_sha256__own_mixer();
    (own != NULL ? own : ch_sha256__mix_plain)(word, (const unsigned char *)block, blocks);
}

void ch_sha256_begin(ch_sha256_state *state)
{
    /* of the square roots of the first eight primes (section 5.3.3) */
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    *state = (ch_sha256_state){.len = 0};
    memcpy(state->word, first, sizeof first);
}

/* What fills the block begun; then whole blocks from where they lie; the rest is held. */
void ch_sha256_add(ch_sha256_state *state, ch_text bytes)
{
    const size_t held = state->len % CH_SHA256__BLOCK, room = CH_SHA256__BLOCK - held;
    state->len += bytes.len;
    if (held > 0 && bytes.len >= room) {
        memcpy(state->block + held, bytes.at, room);
        mix(state->word, (const char *)state->block, 1);
        bytes.at += room, bytes.len -= room;
    } else if (held > 0) {
        if (bytes.len > 0)
            memcpy(state->block + held, bytes.at, bytes.len);
        return;
    }
    const size_t blocks = bytes.len / CH_SHA256__BLOCK, rest = bytes.len % CH_SHA256__BLOCK;
    if (blocks > 0)
        mix(state->word, bytes.at, blocks);
    if (rest > 0)
        memcpy(state->block, bytes.at + blocks * CH_SHA256__BLOCK, rest);
}

/* A bit that is set, zeros, and the number of bits fill the last block (section 5.1.1). */
ch_sha256 ch_sha256_end(ch_sha256_state *state)
{
    const uint64_t bits = state->len * 8;
    const size_t held = state->len % 64, zeros = (held < 56 ? 55 : 119) - held;
    char tail[72] = {(char)0x80};
    store((unsigned char *)tail + 1 + zeros, (uint32_t)(bits >> 32));
    store((unsigned char *)tail + 5 + zeros, (uint32_t)bits);
    ch_sha256_add(state, (ch_text){tail, 9 + zeros});
    ch_sha256 digest;
    for (int i = 0; i < 8; i++)
        store(digest.byte + 4 * i, state->word[i]);
    return digest;
}

ch_sha256 ch_sha256_of(ch_text bytes)
{
    ch_sha256_state state;
    ch_sha256_begin(&state);
    ch_sha256_add(&state, bytes);
    return ch_sha256_end(&state);
}

ch_sha256 ch_sha256_chain(const ch_sha256 *before, ch_text bytes)
{
    ch_sha256_state state;
    ch_sha256_begin(&state);
    ch_sha256_add(&state, (ch_text){(const char *)before->byte, CH_SHA256_BYTES});
    ch_sha256_add(&state, bytes);
    return ch_sha256_end(&state);
}

bool ch_sha256_equal(const ch_sha256 *a, const ch_sha256 *b)
{
    return memcmp(a->byte, b->byte, CH_SHA256_BYTES) == 0;
}

void ch_sha256_format(const ch_sha256 *digest, char hex[CH_SHA256_HEX + 1])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < CH_SHA256_BYTES; i++) {
        hex[2 * i] = digit[digest->byte[i] >> 4];
        hex[2 * i + 1] = digit[digest->byte[i] & 15];
    }
    hex[CH_SHA256_HEX] = '\0';
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool ch_sha256_parse(ch_text hex, ch_sha256 *digest)
{
    ch_sha256 read;
    if (hex.len != CH_SHA256_HEX)
        return false;
    for (size_t i = 0; i < CH_SHA256_BYTES; i++) {
        const int high = digit_of(hex.at[2 * i]), low = digit_of(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        read.byte[i] = (unsigned char)(high << 4 | low);
    }
    *digest = read;
    return true;
}
