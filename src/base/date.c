/* date.c - dates that are as exact as they were written. */
#include "changhe/date.h"

static bool read_digits(const char *at, size_t n, int32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *value = *value * 10 + (at[i] - '0');
    }
    return true;
}

static int32_t days_of(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

bool ch_date_parse(ch_text text, ch_date *date)
{
    int32_t year, month = 0, day = 0;
    if (text.len != 4 && text.len != 7 && text.len != 10)
        return false;
    if (!read_digits(text.at, 4, &year) || year < 1000)
        return false;
    if (text.len >= 7 && (text.at[4] != '-' || !read_digits(text.at + 5, 2, &month) || month < 1 || month > 12))
        return false;
    if (text.len == 10 &&
        (text.at[7] != '-' || !read_digits(text.at + 8, 2, &day) || day < 1 || day > days_of(year, month)))
        return false;

    *date = year * 10000 + month * 100 + day;
    return true;
}

static void write_digits(char *to, size_t n, int32_t value)
{
    for (size_t i = n; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
}

void ch_date_format(ch_date date, ch_buf *out)
{
    const int32_t month = date / 100 % 100, day = date % 100;
    char text[] = "yyyy-mm-dd";
    if (date == 0)
        return;
    write_digits(text, 4, date / 10000);
    write_digits(text + 5, 2, month);
    write_digits(text + 8, 2, day);
    ch_buf_add(out, (ch_text){text, month == 0 ? 4 : day == 0 ? 7 : 10});
}

/* What the date leaves untold: everything, month and day, the day, nothing. */
static ch_date untold(ch_date date)
{
    if (date == 0)
        return INT32_MAX;
    return date % 10000 == 0 ? 10000 : date % 100 == 0 ? 100 : 1;
}

bool ch_date_not_after(ch_date a, ch_date b)
{
    ch_date coarser = untold(a) > untold(b) ? untold(a) : untold(b);
    return a / coarser <= b / coarser;
}

ch_date ch_date_last_day(ch_date date)
{
    const int32_t year = date / 10000, month = date / 100 % 100;
    if (date == 0 || date % 100 != 0)
        return date;
    return month == 0 ? date + 1231 : date + days_of(year, month);
}

/* Years run from March on, so that a leap day is the last of its year; 400 of them are 146,097 days. */
enum { DAYS_OF_400 = 146097, DAYS_TO_1970 = 719468 /* from 0000-03-01 */ };

int32_t ch_date_number(ch_date day)
{
    const int32_t month = (day / 100 % 100 + 9) % 12;       /* 0 is March */
    const int32_t year = day / 10000 - (month >= 10) + 400; /* not negative */
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day % 100 - 1 - DAYS_OF_400 -
           DAYS_TO_1970;
}

ch_date ch_date_of_number(int32_t number)
{
    const int32_t days = number + DAYS_TO_1970, rest = days % DAYS_OF_400;
    const int32_t year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    const int32_t of_year = rest - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    const int32_t civil = days / DAYS_OF_400 * 400 + year + (month >= 10);
    return civil * 10000 + (month < 10 ? month + 3 : month - 9) * 100 + of_year - (153 * month + 2) / 5 + 1;
}
