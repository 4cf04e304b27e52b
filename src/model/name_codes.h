/* name_codes.h - ids and codes in order, to be found by how they begin. */
#ifndef CHANGHE_MODEL_NAME_CODES_H
#define CHANGHE_MODEL_NAME_CODES_H

#include "name_text.h"

/* Names that have a code, by the code, equal ones by number. */
typedef struct {
    const ch_text *code; /* a column, by row */
    const uint32_t *row; /* of a name by its number */
    size_t n;
    uint32_t *number;
} ch_names__codes;

/* column and row must outlive codes; scratch is for the time of making only. CH_ENOMEM. */
CH_MUST_USE ch_err ch_names__make_codes(ch_arena *arena, ch_arena *scratch, const ch_text *column, const uint32_t *row,
                                        size_t names, ch_names__codes *codes);

/* Places from..end of number hold the codes that begin so; those before whole are the query itself. */
typedef struct {
    size_t from, whole, end;
} ch_names__range;
ch_names__range ch_names__find_codes(const ch_names__codes *codes, const ch_names__query *query);

#endif
