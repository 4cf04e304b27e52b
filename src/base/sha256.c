/* sha256.c - SHA-256 as FIPS 180-4, section 6.2, has it, a block of 64 bytes at a time. */
#include "changhe/sha256.h"

#include <string.h>

/* The first 32 bits of the fractions of the cube roots of the first 64 primes (section 4.2.2). */
static const uint32_t constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t turn(uint32_t x, unsigned by)
{
    return x >> by | x << (32 - by);
}

static inline uint32_t load(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void store(unsigned char *at, uint32_t x)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(x >> (24 - 8 * i));
}

static void schedule(const unsigned char *block, uint32_t w[64])
{
    for (int t = 0; t < 16; t++)
        w[t] = load(block + 4 * t);
    for (int t = 16; t < 64; t++) {
        const uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
        const uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

/* One round; instead of moving eight letters along, the caller turns their names. */
#define ROUND(a, b, c, d, e, f, g, h, t) \
    do { \
        const uint32_t t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constant[t] + w[t]; \
        const uint32_t t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)); \
        d += t1; \
        h = t1 + t2; \
    } while (0)

static void mix(uint32_t word[8], const unsigned char *block)
{
    uint32_t w[64];
    uint32_t a = word[0], b = word[1], c = word[2], d = word[3], e = word[4], f = word[5], g = word[6], h = word[7];
    schedule(block, w);
    for (int t = 0; t < 64; t += 8) {
        ROUND(a, b, c, d, e, f, g, h, t);
        ROUND(h, a, b, c, d, e, f, g, t + 1);
        ROUND(g, h, a, b, c, d, e, f, t + 2);
        ROUND(f, g, h, a, b, c, d, e, t + 3);
        ROUND(e, f, g, h, a, b, c, d, t + 4);
        ROUND(d, e, f, g, h, a, b, c, t + 5);
        ROUND(c, d, e, f, g, h, a, b, t + 6);
        ROUND(b, c, d, e, f, g, h, a, t + 7);
    }
    word[0] += a, word[1] += b, word[2] += c, word[3] += d;
    word[4] += e, word[5] += f, word[6] += g, word[7] += h;
}

void ch_sha256_begin(ch_sha256_state *state)
{
    /* of the square roots of the first eight primes (section 5.3.3) */
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    *state = (ch_sha256_state){.len = 0};
    memcpy(state->word, first, sizeof first);
}

void ch_sha256_add(ch_sha256_state *state, ch_text bytes)
{
    size_t held = state->len % sizeof state->block;
    state->len += bytes.len;
    while (bytes.len > 0) {
        const size_t room = sizeof state->block - held, piece = bytes.len < room ? bytes.len : room;
        memcpy(state->block + held, bytes.at, piece);
        bytes.at += piece, bytes.len -= piece;
        held += piece;
        if (held == sizeof state->block) {
            mix(state->word, state->block);
            held = 0;
        }
    }
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
