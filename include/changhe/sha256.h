/* sha256.h - the digest SHA-256 of FIPS 180-4, so that two who hold the same bytes can say so in 64 characters. */
#ifndef CHANGHE_SHA256_H
#define CHANGHE_SHA256_H

#include "changhe/text.h"

enum { CH_SHA256_BYTES = 32, CH_SHA256_HEX = 64 };

typedef struct {
    unsigned char byte[CH_SHA256_BYTES];
} ch_sha256;

/* A digest in the making; its members are nobody's business. */
typedef struct {
    uint32_t word[8];
    uint64_t len; /* bytes so far */
    unsigned char block[64];
} ch_sha256_state;

/* Begin, add bytes in whatever pieces, finish. Fewer than 2^61 bytes in all. Cost: O(bytes), no allocation. */
void ch_sha256_begin(ch_sha256_state *state);
void ch_sha256_add(ch_sha256_state *state, ch_text bytes);
ch_sha256 ch_sha256_end(ch_sha256_state *state);

/* All at once. */
ch_sha256 ch_sha256_of(ch_text bytes);

/* A link of a chain: the digest of the 32 bytes of the head before it, then of bytes. The head before the first is all zero. */
ch_sha256 ch_sha256_chain(const ch_sha256 *before, ch_text bytes);

bool ch_sha256_equal(const ch_sha256 *a, const ch_sha256 *b);
/* 64 lowercase hexadecimal digits, and NUL. */
void ch_sha256_format(const ch_sha256 *digest, char hex[CH_SHA256_HEX + 1]);
/* false: not 64 hexadecimal digits, of either case. */
bool ch_sha256_parse(ch_text hex, ch_sha256 *digest);

#endif
