/* reach_ask.h - inside the desk: a question answered whole, by whoever writes it. */
#ifndef CHANGHE_DESK_REACH_ASK_H
#define CHANGHE_DESK_REACH_ASK_H

#include "reach_access.h"
#include "reach_circle.h"

typedef struct {
    uint32_t ms, before; /* CH_REACH_FAR: no way; before: with a what-if */
    double km, toll_km;  /* NaN: no way, or not followed */
} ch_desk__trip;

typedef struct {
    const ch_desk__reach *reach;
    ch_desk__ends from, to;
    ch_desk__trip *trip; /* by from, then to */
} ch_desk__trips;

/* Each opens the question, works the answer out and has it written. lang is of no use to JSON and CSV. CH_ENOMEM
 * when out ran out of memory too. */
typedef void ch_desk__write_roads(const ch_desk__reach *reach, ch_lang lang, ch_buf *out);
typedef void ch_desk__write_circles(const ch_desk__reach *reach, const ch_desk__circles *circles, ch_lang lang,
                                    ch_buf *out);
typedef void ch_desk__write_trips(const ch_desk__trips *trips, ch_lang lang, ch_buf *out);
typedef void ch_desk__write_access(const ch_desk__reach *reach, const ch_desk__access *access,
                                   const ch_desk__access *before, ch_lang lang, ch_buf *out);
ch_err ch_desk__ask_roads(const ch_reach_question *asked, ch_desk__write_roads *write, ch_lang lang, ch_buf *out,
                          ch_faults *faults);
ch_err ch_desk__ask_circles(const ch_reach_question *asked, ch_desk__write_circles *write, ch_lang lang, ch_buf *out,
                            ch_faults *faults);
ch_err ch_desk__ask_trips(const ch_reach_question *asked, ch_desk__write_trips *write, ch_lang lang, ch_buf *out,
                          ch_faults *faults);
ch_err ch_desk__ask_access(const ch_reach_question *asked, ch_desk__write_access *write, ch_lang lang, ch_buf *out,
                           ch_faults *faults);

/* reach_minutes.c: the trips of a question. CH_ENONE: a place is not there; CH_EDATA: too many; CH_ENOMEM. */
ch_err ch_desk__trips_of(ch_desk__trips *trips, ch_faults *faults);

/* roads_json.c: the street that a question asks about; CH_ROAD_NONE: there is none of that name, or none near. */
uint32_t ch_desk__find_street(const ch_reach_question *asked);

/* Marks of what is told of people, and of bodies and people. */
uint32_t ch_desk__residents_marks(const ch_zone *zone);
uint32_t ch_desk__access_marks(const ch_desk__access *access);

/* reach_circle_json.c: why there is no circle, in both languages; NULL where there is one. */
const char *ch_desk__outcome_reason(ch_desk__outcome outcome, ch_lang lang);

#endif
