/* decay.h - weights for many minutes: the defaults are filled in once. */
#ifndef CHANGHE_REACH_DECAY_H
#define CHANGHE_REACH_DECAY_H

#include "changhe/catchment.h"

ch_decay ch_reach__decay_fill(const ch_decay *decay);
double ch_reach__decay_weigh(const ch_decay *filled, double minutes); /* as ch_decay_weight */

#endif
