/* version.h - the versions of rows as they leave the server and come back.
 * A row's digest covers its hidden columns too: sent as it is, it would let whoever knows the other cells test
 * guesses of a hidden one. What is sent is the digest under a permutation that only who has the key can do. The
 * same row has the same version as long as the key lives, and a version is opened without looking for its row. */
#ifndef CHANGHE_SERVE_VERSION_H
#define CHANGHE_SERVE_VERSION_H

#include "changhe/emit.h"
#include "changhe/store_key.h"
#include "changhe/table.h"

typedef struct {
    unsigned char byte[CH_STORE_KEY_BYTES];
} serve_version_key;

/* The key that is kept in the store, made when there is none; where it cannot be kept, or store is NULL, one
 * that is forgotten at the end: then a row read before must be read again. CH_ENOMEM. */
CH_MUST_USE ch_err serve_version_open_key(const char *store, serve_version_key *key);

uint64_t serve_version_seal(const serve_version_key *key, uint64_t digest);
uint64_t serve_version_unseal(const serve_version_key *key, uint64_t version);

/* "version": 16 hexadecimal digits, null where there is no row (SIZE_MAX). */
void serve_version_emit(ch_emit *emit, const serve_version_key *key, const ch_table *table, size_t row);

#endif
