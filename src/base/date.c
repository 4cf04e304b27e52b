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

void ch_date_format(ch_date date, ch_buf *out)
{
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (date == 0)
        return;
    if (month == 0)
        ch_buf_addf(out, "%04d", year);
    else if (day == 0)
        ch_buf_addf(out, "%04d-%02d", year, month);
    else
        ch_buf_addf(out, "%04d-%02d-%02d", year, month, day);
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
