/* ogc_time.h - the instants and intervals that are asked for, and the days that a date of a row stands for. */
#ifndef CHANGHE_SERVE_OGC_TIME_H
#define CHANGHE_SERVE_OGC_TIME_H

#include "changhe/date.h"

/* UTC seconds since 1970; until is the first that no longer belongs to it. INT64_MIN, INT64_MAX: open. */
typedef struct {
    int64_t from, until;
} serve_ogc_span;

/* An RFC 3339 date-time, or two with a slash between, of which one may be ".." or empty: open. Beyond the
 * standard a full-date may stand for a date-time, and is its whole day in China. Fractions of a second are
 * dropped: days begin at whole ones. false: it is none of these, or ends before it begins. */
bool serve_ogc_read_time(ch_text text, serve_ogc_span *span);

/* The day, month or year of a date as the zone's clocks count it (UTC+8). date is not 0. */
serve_ogc_span serve_ogc_days(ch_date date);

bool serve_ogc_meet(serve_ogc_span a, serve_ogc_span b);

/* "2026-03-01T00:00:00Z" of an instant between the years 0 and 9999, UTC seconds. */
enum { SERVE_OGC_TIME_ROOM = 32 };
void serve_ogc_print_time(int64_t at, char text[SERVE_OGC_TIME_ROOM]);

#endif
