/* workbook_write_cell.c - cells of a table in the form in which people write and intake reads them. */
#include "workbook_write_table.h"

#include "changhe/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAIN_ROOM = 400 }; /* 5e-324 has 324 digits behind the point and up to 17 more, 1e308 has 309 before it */

#define CELL(table_, column_, type_) (((const ch_in_##type_ *)(table_)->column[column_])[row])

/* In the head's unit; land that is no whole 0.01 m2 in mu, which is always exact. */
static void put_whole(ch_book_out *out, const ch_book_out__column *column, int64_t value, ch_buf *scratch)
{
    int64_t per_unit = column->per_unit;
    if (value == CH_UNKNOWN_I64) {
        ch_book_out_empty(out);
        return;
    }
    if (per_unit % 3 == 0 && value % 3 != 0) {
        ch_decimal_format(value, CH_AREA_PER_MU, scratch);
        ch_buf_adds(scratch, "亩");
        ch_book_out_text(out, ch_buf_text(scratch));
        return;
    }
    if (per_unit % 3 == 0) {
        value /= 3;
        per_unit /= 3;
    }
    ch_decimal_format(value, per_unit, scratch);
    ch_book_out_number(out, ch_buf_text(scratch));
}

/* Digits, sign and point with the point moved two to the right: a share in per cent. */
static void move_point(ch_text decimal, ch_buf *to)
{
    const char *found = memchr(decimal.at, '.', decimal.len);
    const size_t point = found ? (size_t)(found - decimal.at) : decimal.len;
    const size_t behind = found ? decimal.len - point - 1 : 0;
    const size_t from = to->len;
    ch_buf_add(to, (ch_text){decimal.at, point});
    for (size_t i = 0; i < 2; i++)
        ch_buf_addc(to, i < behind ? found[1 + i] : '0');
    if (behind > 2) {
        ch_buf_addc(to, '.');
        ch_buf_add(to, (ch_text){found + 3, behind - 2});
    }
    size_t zeros = 0; /* before the first digit: 0.034 is 003.4 so far */
    while (!to->failed && from + zeros + 1 < to->len && to->at[from + zeros] == '0' && to->at[from + zeros + 1] != '.')
        zeros++;
    if (zeros > 0) {
        memmove(to->at + from, to->at + from + zeros, to->len - from - zeros);
        to->len -= zeros;
    }
}

/* The fewest digits that read back to the same number, without an exponent, which people do not read. */
static ch_text format_plain(double value, ch_buf *scratch, char room[PLAIN_ROOM])
{
    ch_number_format(value, scratch);
    ch_buf_addc(scratch, '\0');
    const char *shortest = scratch->failed ? "" : scratch->at, *exponent = strchr(shortest, 'e');
    int digits = 0, behind = 0;
    for (const char *at = shortest; exponent && at < exponent; at++)
        digits += *at >= '0' && *at <= '9';
    if (exponent)
        behind = digits - 1 - atoi(exponent + 1);
    const int n = exponent ? snprintf(room, PLAIN_ROOM, "%.*f", behind > 0 ? behind : 0, value)
                           : snprintf(room, PLAIN_ROOM, "%s", shortest);
    scratch->len = 0;
    return (ch_text){room, (size_t)n};
}

/* A share of 1% or less bears its unit: below a head in % nobody could tell it from one kept as 0.01 and shown as 1%. */
static void put_number(ch_book_out *out, const ch_book_out__column *column, double value, ch_buf *scratch)
{
    char room[PLAIN_ROOM];
    const ch_text plain = format_plain(value, scratch, room);
    if (!column->is_percent || plain.len == 0) {
        ch_book_out_number(out, plain);
        return;
    }
    move_point(plain, scratch);
    if (value != 0 && value <= 0.01) {
        ch_buf_addc(scratch, '%');
        ch_book_out_text(out, ch_buf_text(scratch));
    } else {
        ch_book_out_number(out, ch_buf_text(scratch));
    }
}

static void put_reference(ch_book_out *out, const ch_column *column, const ch_book_out__names *names, ch_text key)
{
    const ch_table_id to = (ch_table_id)column->to;
    const size_t row = names->is_sure[to] ? ch_zone_find(names->zone, to, key) : SIZE_MAX;
    ch_book_out_text(out, row == SIZE_MAX ? key : ch_book_out__name(names, to, row));
}

static void put_words(ch_book_out *out, const ch_words *words, uint32_t bits, bool in_english, ch_buf *scratch)
{
    for (unsigned i = 1; i <= words->count; i++)
        if (bits >> i & 1) {
            if (scratch->len > 0)
                ch_buf_adds(scratch, in_english ? ", " : "、");
            ch_buf_add(scratch, ch_book_out__short_word(words, i, in_english));
        }
    ch_book_out_text(out, ch_buf_text(scratch));
}

static void put_word(ch_book_out *out, const ch_words *words, unsigned value, bool in_english)
{
    ch_book_out_text(out, value == 0 ? (ch_text){0} : ch_book_out__word(words, value, in_english));
}

void ch_book_out__put(ch_book_out *out, const ch_book_out__column *column, const ch_book_out__names *names,
                      const ch_table *table, size_t row, bool in_english, ch_buf *scratch)
{
    const ch_column *of = column->column;
    const unsigned c = column->form->column;
    scratch->len = 0;
    switch (of->type) {
    case CH_TYPE_REF: put_reference(out, of, names, CELL(table, c, REF)); break;
    case CH_TYPE_WORD: put_word(out, of->words, CELL(table, c, WORD), in_english); break;
    case CH_TYPE_WORDS: put_words(out, of->words, CELL(table, c, WORDS), in_english, scratch); break;
    case CH_TYPE_FLAG:
        ch_book_out_text(out, CELL(table, c, FLAG) ? ch_text_of(in_english ? "yes" : "是") : (ch_text){0});
        break;
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: put_number(out, column, CELL(table, c, NUMBER), scratch); break;
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: put_whole(out, column, CELL(table, c, COUNT), scratch); break;
    case CH_TYPE_DATE: ch_book_out_date(out, CELL(table, c, DATE)); break;
    default: ch_book_out_text(out, CELL(table, c, TEXT)); break;
    }
}
