/* decay.c - how much less what is farther counts. */
#include "decay.h"

#include <math.h>

const char *const ch_decay_name[CH_DECAYS] = {"2sfca", "e2sfca", "gauss", "exponent", "power"};

/* Luo and Qi 2009, the slower of their two sets. */
static const double default_step[3] = {1, 0.68, 0.22};

/* What weighs less is not in reach: ratios to next to nobody would be next to infinite. */
static const double LEAST = 1e-12;

ch_decay ch_reach__decay_fill(const ch_decay *decay)
{
    ch_decay filled = *decay;
    if (filled.step[0] == 0 && filled.step[1] == 0 && filled.step[2] == 0)
        for (int i = 0; i < 3; i++)
            filled.step[i] = default_step[i];
    if (filled.scale == 0)
        filled.scale = filled.kind == CH_DECAY_POWER ? 1 : filled.limit_min / 3;
    return filled;
}

static double weigh(const ch_decay *decay, double minutes)
{
    const double share = minutes / decay->limit_min, edge = 0.60653065971263342; /* exp(-1/2) */
    switch (decay->kind) {
    case CH_DECAY_STEPS:
        return decay->step[3 * minutes <= decay->limit_min ? 0 : 1.5 * minutes <= decay->limit_min ? 1 : 2];
    case CH_DECAY_GAUSS: return (exp(-share * share / 2) - edge) / (1 - edge);
    case CH_DECAY_EXPONENT: return exp(-minutes / decay->scale);
    case CH_DECAY_POWER: return pow(minutes > 1 ? minutes : 1, -decay->scale);
    case CH_DECAY_NONE:
    case CH_DECAYS: break;
    }
    return 1;
}

double ch_reach__decay_weigh(const ch_decay *filled, double minutes)
{
    if (!(minutes <= filled->limit_min))
        return 0;
    const double weight = weigh(filled, minutes);
    return weight >= LEAST ? weight : 0;
}

double ch_decay_weight(const ch_decay *decay, double minutes)
{
    const ch_decay filled = ch_reach__decay_fill(decay);
    return ch_reach__decay_weigh(&filled, minutes);
}
