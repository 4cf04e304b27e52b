/* osm_measure.c - heights, weights and durations with their units. */
#include "osm_tags.h"

#include "changhe/decimal.h"

#include <string.h>

static const double M_PER_FOOT = 0.3048, M_PER_INCH = 0.0254;
static const double T_PER_POUND = 0.00045359237, T_PER_SHORT_TON = 0.90718474, T_PER_LONG_TON = 1.0160469088;

static const char *const says_nothing[] = {"none",          "default",     "unsigned", "no", "no_sign",
                                           "below_default", "unspecified", "unknown",  NULL};

static bool cut(ch_text *text, const char *const *unit)
{
    for (; *unit != NULL; unit++) {
        const size_t len = strlen(*unit);
        if (text->len >= len && memcmp(text->at, *unit, len) == 0) {
            *text = ch_text_trim((ch_text){text->at + len, text->len - len});
            return true;
        }
    }
    return false;
}

/* 12'6", 12 ft 6 in, 12', 78" */
static bool read_feet(ch_text text, double *m)
{
    static const char *const foot[] = {"feet", "foot", "ft", "'", "\xe2\x80\xb2", NULL}, *const inch[] = {
                                                                                             "inches",       "inch",
                                                                                             "in",           "\"",
                                                                                             "\xe2\x80\xb3", NULL};
    double number;
    ch_text rest;
    if (!ch_osm__cut_number(text, &number, &rest))
        return false;
    *m = 0;
    if (cut(&rest, foot)) {
        *m = number * M_PER_FOOT;
        if (rest.len == 0)
            return true;
        if (!ch_osm__cut_number(rest, &number, &rest))
            return false;
    }
    *m += number * M_PER_INCH;
    return cut(&rest, inch) && rest.len == 0;
}

static bool read_metres(ch_text text, double *m)
{
    ch_text unit;
    if (!ch_osm__cut_number(text, m, &unit))
        return false;
    if (ch_osm__is(unit, "cm"))
        *m /= 100;
    return unit.len == 0 || ch_osm__is(unit, "m") || ch_osm__is(unit, "cm");
}

double ch_osm__read_height_m(const ch_osm__tags *tags, ch_osm__unread *unread)
{
    static const char *const key[] = {"maxheight", "maxheight:physical"};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        const ch_text text = ch_osm__find(tags, key[i]);
        double m;
        if (text.len == 0 || ch_osm__is_one_of(text, says_nothing))
            continue;
        if ((read_metres(text, &m) || read_feet(text, &m)) && m > 0 && m < 100)
            return m;
        unread->others++;
    }
    return 0;
}

static bool read_tonnes(ch_text text, double *t)
{
    static const struct {
        const char *unit;
        double t;
    } known[] = {{"", 1},
                 {"t", 1},
                 {"tonnes", 1},
                 {"kg", 0.001},
                 {"lbs", T_PER_POUND},
                 {"lb", T_PER_POUND},
                 {"st", T_PER_SHORT_TON},
                 {"lt", T_PER_LONG_TON}};
    ch_text unit;
    if (!ch_osm__cut_number(text, t, &unit))
        return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ch_osm__is(unit, known[i].unit)) {
            *t *= known[i].t;
            return *t > 0 && *t < 1000;
        }
    return false;
}

double ch_osm__read_weight_t(const ch_osm__tags *tags, ch_osm__unread *unread)
{
    const ch_text text = ch_osm__find(tags, "maxweight");
    double t;
    if (text.len == 0 || ch_osm__is_one_of(text, says_nothing))
        return 0;
    if (read_tonnes(text, &t))
        return t;
    unread->others++;
    return 0;
}

/* ---- durations */

/* P1DT2H30M, PT45M */
static bool read_iso(ch_text text, double *s)
{
    static const char *const start[] = {"P", NULL};
    static const struct {
        char letter;
        bool in_time;
        double s;
    } part[] = {{'D', false, 86400}, {'H', true, 3600}, {'M', true, 60}, {'S', true, 1}};
    bool in_time = false;
    size_t next = 0;
    *s = 0;
    if (!cut(&text, start))
        return false;
    while (text.len > 0) {
        double number;
        ch_text rest;
        if (!in_time && text.at[0] == 'T') {
            in_time = true;
            text = (ch_text){text.at + 1, text.len - 1};
            continue;
        }
        if (!ch_osm__cut_number(text, &number, &rest) || rest.len == 0)
            return false;
        while (next < 4 && (part[next].letter != rest.at[0] || part[next].in_time != in_time))
            next++;
        if (next == 4)
            return false;
        *s += number * part[next++].s;
        text = (ch_text){rest.at + 1, rest.len - 1};
    }
    return true;
}

static bool read_two_digits(ch_text text, double *number)
{
    ch_text rest;
    return text.len == 2 && ch_osm__cut_number(text, number, &rest) && rest.len == 0 && *number < 60;
}

/* H:MM, HH:MM:SS */
static bool read_clock(ch_text text, double *s)
{
    ch_text piece, rest;
    double hours, minutes, seconds = 0;
    if (memchr(text.at, ':', text.len) == NULL || !ch_text_next(&text, ':', &piece) ||
        !ch_osm__cut_number(piece, &hours, &rest) || rest.len > 0)
        return false;
    if (!ch_text_next(&text, ':', &piece) || !read_two_digits(piece, &minutes))
        return false;
    if (ch_text_next(&text, ':', &piece) && (!read_two_digits(piece, &seconds) || text.len > 0))
        return false;
    *s = (hours * 60 + minutes) * 60 + seconds;
    return true;
}

static bool read_minutes(ch_text text, double *s)
{
    static const char *const minute[] = {"", "min", "mins", "minutes", "minute", NULL}, *const hour[] = {"h", "hour",
                                                                                                         "hours", NULL};
    ch_text unit;
    if (!ch_osm__cut_number(text, s, &unit))
        return false;
    *s *= ch_osm__is_one_of(unit, hour) ? 3600 : 60;
    return ch_osm__is_one_of(unit, minute) || ch_osm__is_one_of(unit, hour);
}

double ch_osm__read_duration_s(const ch_osm__tags *tags, ch_osm__unread *unread)
{
    const ch_text text = ch_text_trim(ch_osm__find(tags, "duration"));
    double s;
    if (text.len == 0)
        return 0;
    if ((read_iso(text, &s) || read_clock(text, &s) || read_minutes(text, &s)) && s > 0 && s < 30 * 86400.0)
        return s;
    unread->others++;
    return 0;
}
