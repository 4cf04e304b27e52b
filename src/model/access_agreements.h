/* access_agreements.h - inside the model: who may read and change an agreement, which is of several places. */
#ifndef CHANGHE_MODEL_ACCESS_AGREEMENTS_H
#define CHANGHE_MODEL_ACCESS_AGREEMENTS_H

#include "changhe/access.h"

typedef struct {
    ch_may any; /* the most at one of its parties' places, or everywhere */
    ch_may all; /* the least at them; without a party that has a place, what is granted everywhere */
} ch_model__agreed;

/* Cost: O(log parties + parties of the agreement). */
ch_model__agreed ch_model__agreed_may(const ch_access *access, ch_text agreement);

/* The row is marked as illustrative, itself or by its source. */
bool ch_model__is_invented(const ch_zone *zone, ch_table_id table, size_t row);

#endif
