/* sha256_mix.h - the step of SHA-256 that takes whole blocks in. Not public. */
#ifndef CHANGHE_BASE_SHA256_MIX_H
#define CHANGHE_BASE_SHA256_MIX_H

#include <stddef.h>
#include <stdint.h>

enum { CH_SHA256__BLOCK = 64 };

typedef void ch_sha256__mixer(uint32_t word[8], const unsigned char *block, size_t blocks);

/* In plain C, as the standard has it. */
ch_sha256__mixer ch_sha256__mix_plain;

/* By the processor's own instructions; NULL: it has none that we know. Both give the same. */
ch_sha256__mixer *ch_sha256__own_mixer(void);

#endif
