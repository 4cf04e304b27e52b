/* draw.h - numbers at random that are the same on every machine and run. */
#ifndef CHANGHE_TESTS_DRAW_H
#define CHANGHE_TESTS_DRAW_H

#include <stdint.h>

/* Deterministic draws: a linear congruential generator (Knuth's MMIX constants), its high bits. */
static inline uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*seed >> 33) % below);
}

static inline double draw_share(uint64_t *seed)
{
    return draw(seed, 1001) / 1000.0;
}

#endif
