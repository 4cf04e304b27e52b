/* version.c - eight rounds of a Feistel network over two halves of 32 bits, each round SipHash-2-4 under the key:
 * a pseudorandom permutation (Luby and Rackoff, SIAM Journal on Computing 17, 1988), that is a cipher whose
 * block is as long as a digest, which libsodium has none of. */
#include "version.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 8 };

_Static_assert(CH_STORE_KEY_BYTES == crypto_shorthash_KEYBYTES, "a key of the store is one of SipHash");

static uint32_t mix(const serve_version_key *key, uint32_t half, int round)
{
    const unsigned char in[] = {(unsigned char)half, (unsigned char)(half >> 8), (unsigned char)(half >> 16),
                                (unsigned char)(half >> 24), (unsigned char)round};
    unsigned char out[crypto_shorthash_BYTES];
    crypto_shorthash(out, in, sizeof in, key->byte);
    return (uint32_t)out[0] | (uint32_t)out[1] << 8 | (uint32_t)out[2] << 16 | (uint32_t)out[3] << 24;
}

uint64_t serve_version_seal(const serve_version_key *key, uint64_t digest)
{
    uint32_t left = (uint32_t)(digest >> 32), right = (uint32_t)digest;
    for (int round = 0; round < ROUNDS; round++) {
        const uint32_t next = left ^ mix(key, right, round);
        left = right;
        right = next;
    }
    return (uint64_t)left << 32 | right;
}

uint64_t serve_version_unseal(const serve_version_key *key, uint64_t version)
{
    uint32_t left = (uint32_t)(version >> 32), right = (uint32_t)version;
    for (int round = ROUNDS - 1; round >= 0; round--) {
        const uint32_t before = right ^ mix(key, left, round);
        right = left;
        left = before;
    }
    return (uint64_t)left << 32 | right;
}

void serve_version_emit(ch_emit *emit, const serve_version_key *key, const ch_table *table, size_t row)
{
    char version[17];
    ch_emit_key(emit, "version");
    if (row == SIZE_MAX) {
        ch_emit_null(emit);
        return;
    }
    snprintf(version, sizeof version, "%016" PRIx64, serve_version_seal(key, ch_table_row_digest(table, row)));
    ch_emit_string(emit, version);
}

ch_err serve_version_open_key(const char *store, serve_version_key *key)
{
    ch_faults unheard = {0};
    randombytes_buf(key->byte, sizeof key->byte);
    const ch_err err = store ? ch_store_keep_key(store, NULL, key->byte, &unheard) : CH_OK;
    ch_faults_free(&unheard);
    return err == CH_ENOMEM ? err : CH_OK;
}
