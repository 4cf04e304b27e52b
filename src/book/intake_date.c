/* intake_date.c - days, months and years in the ways people write them. */
#include "intake_parts.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_SERIAL = 18264, LAST_SERIAL = 73050 /* 1950 to 2099 */, SERIAL_OF_1970 = 25569 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool cut_number(ch_text *rest, size_t most, int *number, size_t *digits)
{
    *number = 0;
    for (*digits = 0; *digits < most && rest->len > 0 && is_digit(rest->at[0]); ++*digits, rest->at++, rest->len--)
        *number = *number * 10 + (rest->at[0] - '0');
    return *digits > 0;
}

/* Blanks around it are passed over. */
static bool cut_mark(ch_text *rest, const char *const *marks)
{
    *rest = ch_text_trim(*rest);
    for (; *marks; marks++) {
        const size_t n = strlen(*marks);
        if (rest->len >= n && memcmp(rest->at, *marks, n) == 0) {
            *rest = ch_text_trim((ch_text){rest->at + n, rest->len - n});
            return true;
        }
    }
    return false;
}

/* A number from 1 up, and the mark behind it; *ends: the text does, with no mark that asks for more. */
static bool cut_part(ch_text *rest, int *part, const char *const *marks, bool *ends)
{
    size_t digits;
    if (!cut_number(rest, 2, part, &digits) || *part == 0)
        return false;
    *ends = rest->len == 0;
    const bool is_marked = cut_mark(rest, marks);
    *ends = *ends || (is_marked && rest->len == 0);
    return is_marked || *ends;
}

/* 2024, 2024-3, 2024/03/05, 2024.3.5, 2024年3月5日; 24 stands for no year. */
static bool read_parts(ch_text text, int part[3])
{
    static const char *const after_year[] = {"-", "/", ".", "年", NULL}, *const after_month[] = {"-", "/", ".", "月",
                                                                                                 NULL};
    static const char *const after_day[] = {"日", "号", NULL};
    size_t digits;
    bool ends = false;
    part[1] = part[2] = 0;
    if (text.len == 0 || strchr("-/.", text.at[text.len - 1]))
        return false;
    if (!cut_number(&text, 4, &part[0], &digits) || digits != 4)
        return false;
    if (!cut_mark(&text, after_year) || text.len == 0)
        return text.len == 0;
    if (!cut_part(&text, &part[1], after_month, &ends))
        return false;
    return ends || (cut_part(&text, &part[2], after_day, &ends) && ends);
}

static ch_err write_date(const ch_intake__cell *in, ch_text clean, const int part[3], ch_text *text)
{
    char iso[40];
    ch_date date;
    ch_buf out = {.memory = in->arena->memory};
    if (part[2] > 0)
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", part[0], part[1], part[2]);
    else if (part[1] > 0)
        snprintf(iso, sizeof iso, "%04d-%02d", part[0], part[1]);
    else
        snprintf(iso, sizeof iso, "%04d", part[0]);
    if (!ch_date_parse(ch_text_of(iso), &date))
        return ch_intake__refuse(in, clean, CH_WANT_SHEET_DATE, "");
    ch_buf_adds(&out, iso);
    return ch_intake__keep(in->arena, &out, text);
}

/* 20240305, 202403 and 2024 are read as dates; other whole numbers of five digits are days since 1899-12-30. */
static bool read_digits(ch_text text, int part[3])
{
    int number;
    size_t digits;
    ch_text rest = text;
    if (!cut_number(&rest, 8, &number, &digits) || rest.len > 0)
        return false;
    part[0] = part[1] = part[2] = 0;
    if (digits == 8) {
        part[0] = number / 10000, part[1] = number / 100 % 100, part[2] = number % 100;
        return part[1] > 0 && part[2] > 0;
    }
    if (digits == 6) {
        part[0] = number / 100, part[1] = number % 100;
        return part[1] > 0;
    }
    if (digits != 5 || number < FIRST_SERIAL || number > LAST_SERIAL)
        return false;
    const ch_date date = ch_date_of_number(number - SERIAL_OF_1970);
    part[0] = date / 10000, part[1] = date / 100 % 100, part[2] = date % 100;
    return true;
}

/* The time of a day behind a date says nothing here. */
static ch_text without_time(ch_text text)
{
    size_t at = 0;
    while (at < text.len && text.at[at] != ':')
        at++;
    if (at == text.len)
        return text;
    while (at > 0 && text.at[at] != ' ' && text.at[at] != 'T')
        at--;
    return at >= 8 ? (ch_text){text.at, at} : text;
}

/* 2024.1 kept as a number may have been typed as 2024.10. */
static bool is_cut_short(const ch_book_cell *cell, ch_text clean)
{
    return cell->kind == CH_CELL_NUMBER && clean.len == 6 && memcmp(clean.at + 4, ".1", 2) == 0;
}

ch_err ch_intake__read_date(const ch_intake__cell *in, const ch_book_cell *cell, ch_text clean, ch_text *text)
{
    int part[3];
    if (is_cut_short(cell, clean))
        return ch_intake__refuse(in, clean, CH_WANT_SHEET_DATE, "");
    const ch_text day = cell->kind == CH_CELL_NUMBER ? clean : without_time(clean);
    if (!read_digits(day, part) && !read_parts(day, part))
        return ch_intake__refuse(in, clean, CH_WANT_SHEET_DATE, "");
    return write_date(in, clean, part, text);
}
