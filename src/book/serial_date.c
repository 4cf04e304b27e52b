/* serial_date.c - serial days to dates in whole numbers. */
#include "serial_date.h"

#include "changhe/date.h"

#include <string.h>

enum {
    DAY_S = 86400,
    LAST_DAY = 2958465,  /* 9999-12-31, counted from 1900 */
    DAYS_TO_1904 = 1462, /* serial of 1904-01-01, counted from 1900 */
    LEAP_OF_1900 = 60,   /* 1900-02-29 */
    PLACES = 13          /* of the fraction: a millionth of a second */
};

/* Whole days, and the rest in seconds; false: negative, or far too large. */
static bool take_apart(ch_text plain, int64_t *day, int64_t *second)
{
    uint64_t fraction = 0, unit = 1;
    size_t i = 0;
    *day = 0;
    for (; i < plain.len && plain.at[i] >= '0' && plain.at[i] <= '9'; i++) {
        *day = *day * 10 + (plain.at[i] - '0');
        if (*day > LAST_DAY)
            return false;
    }
    if (i == 0)
        return false;
    for (size_t place = 1; place <= PLACES; place++) {
        fraction = fraction * 10 + (i + place < plain.len ? (uint64_t)(plain.at[i + place] - '0') : 0);
        unit *= 10;
    }
    *second = (int64_t)((fraction * DAY_S + unit / 2) / unit);
    *day += *second / DAY_S;
    *second %= DAY_S;
    return true;
}

static void write_number(char *to, size_t digits, int64_t value)
{
    for (size_t i = digits; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
}

/* 1899-12-30 is day 0 for all after February 1900, 25,569 days before 1970. */
static void write_day(char *to, int64_t day)
{
    if (day == LEAP_OF_1900) {
        memcpy(to, "1900-02-29", 10);
        return;
    }
    const ch_date date = ch_date_of_number((int32_t)(day + (day < LEAP_OF_1900)) - 25569);
    write_number(to, 4, date / 10000);
    to[4] = '-';
    write_number(to + 5, 2, date / 100 % 100);
    to[7] = '-';
    write_number(to + 8, 2, date % 100);
}

static void write_time(char *to, int64_t second)
{
    write_number(to, 2, second / 3600);
    to[2] = ':';
    write_number(to + 3, 2, second / 60 % 60);
}

ch_text ch_serial_date(ch_text plain, bool is_1904, char room[CH_SERIAL_ROOM])
{
    int64_t day, second;
    if (!take_apart(plain, &day, &second))
        return (ch_text){0};
    if (day == 0 && !is_1904) {
        write_time(room, second);
        return (ch_text){room, 5};
    }
    day += is_1904 ? DAYS_TO_1904 : 0;
    if (day > LAST_DAY)
        return (ch_text){0};
    write_day(room, day);
    if (second == 0)
        return (ch_text){room, 10};
    room[10] = ' ';
    write_time(room + 11, second);
    return (ch_text){room, 16};
}

static bool is_time(ch_text text)
{
    static const char form[] = "00:00";
    for (size_t i = 0; i < 5; i++)
        if (i >= text.len || (form[i] == '0' ? text.at[i] < '0' || text.at[i] > '9' : text.at[i] != form[i]))
            return false;
    return memcmp(text.at, "24", 2) < 0 && text.at[3] < '6';
}

ch_text ch_serial_iso(ch_text iso, char room[CH_SERIAL_ROOM])
{
    ch_date date;
    const ch_text day = {iso.at, iso.len < 10 ? iso.len : 10};
    if (day.len < 10 || !ch_date_parse(day, &date))
        return (ch_text){0};
    if (iso.len == 10)
        return iso;
    const ch_text time = {iso.at + 11, iso.len - 11};
    if (iso.at[10] != 'T' || !is_time(time) || (time.len > 5 && time.at[5] != ':' && time.at[5] != 'Z'))
        return (ch_text){0};
    memcpy(room, iso.at, 10);
    room[10] = ' ';
    memcpy(room + 11, time.at, 5);
    const bool has_second = time.len >= 8 && memcmp(time.at + 5, ":00", 3) != 0;
    const bool is_midnight = memcmp(time.at, "00:00", 5) == 0 && !has_second;
    return (ch_text){room, is_midnight ? 10 : 16};
}
