/* medical_heads.h - the columns of a file of medical claims, and places by what people call them. Inside the folder. */
#ifndef CHANGHE_IO_MEDICAL_HEADS_H
#define CHANGHE_IO_MEDICAL_HEADS_H

#include "changhe/medical_file.h"

typedef enum {
    CH_MEDICAL__CLAIM,
    CH_MEDICAL__PERSON,
    CH_MEDICAL__INSURED,
    CH_MEDICAL__CARE,
    CH_MEDICAL__KIND,
    CH_MEDICAL__FILING,
    CH_MEDICAL__SETTLED,
    CH_MEDICAL__TOTAL,
    CH_MEDICAL__CATALOGUE, /* the last that must be there */
    CH_MEDICAL__ADMITTED,
    CH_MEDICAL__FUND,
    CH_MEDICAL__SUPPLEMENT,
    CH_MEDICAL__AID,
    CH_MEDICAL__ACCOUNT,
    CH_MEDICAL__CASH,
    CH_MEDICAL__STATE,
    CH_MEDICAL__DECIDED,
    CH_MEDICAL__HEADS
} ch_medical__head;

extern const char *const ch_medical__head_name[CH_MEDICAL__HEADS][2]; /* English, Chinese */
extern const char ch_medical__head_list[];                            /* all of the English ones */

/* false: no column is called so. */
bool ch_medical__find_head(ch_text name, ch_medical__head *head);

/* Names of places in order, so that each is found by halves. */
typedef struct {
    const ch_zone *zone;
    struct ch_medical__name *name;
    size_t names;
} ch_medical__places;

CH_MUST_USE ch_err ch_medical__places_make(ch_arena *arena, const ch_zone *zone, ch_medical__places *places);
/* A code, else a Chinese or English name that one place alone has; else CH_MEDICAL_NOWHERE. */
uint32_t ch_medical__find_place(const ch_medical__places *places, ch_text called);

#endif
