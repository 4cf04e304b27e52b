/* sha256_mix.c - blocks of 64 bytes taken in, as FIPS 180-4, section 6.2.2, has it: in plain C, and by the processor where it can. */
#include "sha256_mix.h"

/* x86-64 tells what it has by the C library; elsewhere the plain way is the only one. */
#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#define HAS_OWN 1
#include <immintrin.h>
#include <sys/platform/x86.h>
#endif
#endif
#ifndef HAS_OWN
#define HAS_OWN 0
#endif

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

void ch_sha256__mix_plain(uint32_t word[8], const unsigned char *block, size_t blocks)
{
    for (size_t i = 0; i < blocks; i++)
        mix(word, block + i * CH_SHA256__BLOCK);
}

#if HAS_OWN

/* The instructions keep the letters in two halves: A B E F and C D G H. One does two rounds; two more make the next four words of the
 * schedule from the sixteen before them (Intel, Intel SHA Extensions, 2013). */
__attribute__((target("sha,sse4.1,ssse3"))) static void mix_own(uint32_t word[8], const unsigned char *block,
                                                                size_t blocks)
{
    const __m128i turned = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)word);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(word + 4));
    low = _mm_shuffle_epi32(low, 0xb1);
    high = _mm_shuffle_epi32(high, 0x1b);
    __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xf0);

    for (size_t i = 0; i < blocks; i++, block += CH_SHA256__BLOCK) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w[4] = {abef, abef, abef, abef};
#pragma GCC unroll 16
        for (int t = 0; t < 16; t++) {
            __m128i *at = &w[t % 4];
            if (t < 4) {
                *at = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * t)), turned);
            } else {
                const __m128i last = w[(t + 3) % 4], seventh = _mm_alignr_epi8(last, w[(t + 2) % 4], 4);
                *at = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(*at, w[(t + 1) % 4]), seventh), last);
            }
            const __m128i sum = _mm_add_epi32(*at, _mm_loadu_si128((const __m128i *)(const void *)(constant + 4 * t)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }

    low = _mm_shuffle_epi32(abef, 0x1b);
    high = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)word, _mm_blend_epi16(low, high, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(word + 4), _mm_alignr_epi8(high, low, 8));
}

ch_sha256__mixer *ch_sha256__own_mixer(void)
{
    return CPU_FEATURE_ACTIVE(SHA) && CPU_FEATURE_ACTIVE(SSE4_1) && CPU_FEATURE_ACTIVE(SSSE3) ? mix_own : NULL;
}

#else

ch_sha256__mixer *ch_sha256__own_mixer(void)
{
    return NULL;
}

#endif
