/* ogc_time.c - RFC 3339 instants and intervals as spans of seconds. */
#define _POSIX_C_SOURCE 200809L
#include "ogc_time.h"

#include <string.h>
#include <time.h>

enum { DAY_S = 86400, CHINA_S = 8 * 3600 };

static ch_date date_of(int year, int month, int day)
{
    return year * 10000 + month * 100 + day;
}

static int days_of(int year, int month)
{
    return ch_date_last_day(date_of(year, month, 0)) % 100;
}

/* ---- reading */

static bool take_number(ch_text *rest, size_t digits, int least, int most, int *value)
{
    *value = 0;
    if (rest->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (rest->at[i] < '0' || rest->at[i] > '9')
            return false;
        *value = *value * 10 + (rest->at[i] - '0');
    }
    *rest = (ch_text){rest->at + digits, rest->len - digits};
    return *value >= least && *value <= most;
}

/* One of these bytes, '\0' when the next is none of them. */
static char take_byte(ch_text *rest, const char *any)
{
    if (rest->len == 0 || rest->at[0] == '\0' || !strchr(any, rest->at[0]))
        return '\0';
    *rest = (ch_text){rest->at + 1, rest->len - 1};
    return rest->at[-1];
}

static bool take_day(ch_text *rest, int64_t *day)
{
    int year, month, date;
    if (!take_number(rest, 4, 0, 9999, &year) || !take_byte(rest, "-") || !take_number(rest, 2, 1, 12, &month) ||
        !take_byte(rest, "-") || !take_number(rest, 2, 1, days_of(year, month), &date))
        return false;
    *day = ch_date_number(date_of(year, month, date));
    return true;
}

static bool take_fraction(ch_text *rest)
{
    int digit;
    if (!take_byte(rest, "."))
        return true;
    if (!take_number(rest, 1, 0, 9, &digit))
        return false;
    while (rest->len > 0 && take_byte(rest, "0123456789"))
        ;
    return true;
}

/* Seconds of the day. A leap second counts as the one behind it. */
static bool take_clock(ch_text *rest, int64_t *second)
{
    int hour, minute, s;
    if (!take_number(rest, 2, 0, 23, &hour) || !take_byte(rest, ":") || !take_number(rest, 2, 0, 59, &minute) ||
        !take_byte(rest, ":") || !take_number(rest, 2, 0, 60, &s) || !take_fraction(rest))
        return false;
    *second = hour * 3600 + minute * 60 + s;
    return true;
}

/* What local clocks are ahead of UTC. A plus sign that was sent as it is reads as a blank in a query. */
static bool take_offset(ch_text *rest, int64_t *ahead_s)
{
    int hour, minute;
    const char sign = take_byte(rest, "Zz+- ");
    *ahead_s = 0;
    if (sign == 'Z' || sign == 'z')
        return true;
    if (!sign || !take_number(rest, 2, 0, 23, &hour) || !take_byte(rest, ":") || !take_number(rest, 2, 0, 59, &minute))
        return false;
    *ahead_s = (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
    return true;
}

static bool read_moment(ch_text text, serve_ogc_span *span)
{
    int64_t day, second, ahead_s;
    if (!take_day(&text, &day))
        return false;
    if (text.len == 0) {
        *span = (serve_ogc_span){day * DAY_S - CHINA_S, (day + 1) * DAY_S - CHINA_S};
        return true;
    }
    if (!take_byte(&text, "Tt") || !take_clock(&text, &second) || !take_offset(&text, &ahead_s))
        return false;
    const int64_t at = day * DAY_S + second - ahead_s;
    *span = (serve_ogc_span){at, at + 1};
    return text.len == 0;
}

static bool is_open(ch_text end)
{
    return end.len == 0 || ch_text_equal(end, CH_TEXT(".."));
}

bool serve_ogc_read_time(ch_text text, serve_ogc_span *span)
{
    const char *slash = text.len > 0 ? memchr(text.at, '/', text.len) : NULL;
    serve_ogc_span first = {INT64_MIN, 0}, last = {0, INT64_MAX};
    if (!slash)
        return read_moment(text, span);
    const ch_text begin = {text.at, (size_t)(slash - text.at)}, end = {slash + 1, text.len - begin.len - 1};
    if (is_open(begin) && is_open(end))
        return false;
    if ((!is_open(begin) && !read_moment(begin, &first)) || (!is_open(end) && !read_moment(end, &last)))
        return false;
    *span = (serve_ogc_span){first.from, last.until};
    return span->from < span->until;
}

/* ---- spans */

serve_ogc_span serve_ogc_days(ch_date date)
{
    const int month = date / 100 % 100, day = date % 100;
    const int64_t first = ch_date_number(date_of(date / 10000, month ? month : 1, day ? day : 1));
    const int64_t last = ch_date_number(ch_date_last_day(date));
    return (serve_ogc_span){first * DAY_S - CHINA_S, (last + 1) * DAY_S - CHINA_S};
}

bool serve_ogc_meet(serve_ogc_span a, serve_ogc_span b)
{
    return a.from < b.until && b.from < a.until;
}

void serve_ogc_print_time(int64_t at, char text[SERVE_OGC_TIME_ROOM])
{
    const time_t seconds = (time_t)at;
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&seconds, &parts))
        strftime(text, SERVE_OGC_TIME_ROOM, "%Y-%m-%dT%H:%M:%SZ", &parts);
}
