/* intake_figure.c - amounts, areas, shares, counts and plain numbers, with the units that people write. */
#include "intake_parts.h"

#include "amount.h"
#include "changhe/decimal.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* A figure with its unit; the text behind may be a second one in brackets. */
typedef struct {
    ch_amount amount;
    bool has_unit;
    ch_unit unit;
} figure;

static bool begins(ch_text text, const char *word)
{
    const size_t n = strlen(word);
    return text.len >= n && memcmp(text.at, word, n) == 0;
}

static size_t find_bracket(ch_text text)
{
    size_t at = 0;
    while (at < text.len && text.at[at] != '(')
        at++;
    return at;
}

/* 万 and 亿 alone count yuan where yuan are asked for, and persons where persons are. */
static bool read_bare_scale(ch_text text, const ch_unit *wanted, ch_unit *unit)
{
    char room[16];
    if (text.len > 9)
        return false;
    snprintf(room, sizeof room, "%.*s%s", (int)text.len, text.at, wanted->kind == CH_UNIT__COUNT ? "人" : "元");
    if (!ch_unit__parse(ch_text_of(room), unit) || (wanted->kind != CH_UNIT__COUNT && wanted->kind != CH_UNIT__MONEY))
        return false;
    unit->per = wanted->per;
    return true;
}

/* A column that counts by the mu or the person does so where its unit is only one of money: 亩均税收(万元). */
static void take_per(const ch_unit *wanted, ch_unit *unit)
{
    if (unit->kind == wanted->kind && unit->per == CH_UNIT__OF_ALL)
        unit->per = wanted->per;
}

static bool read_unit(ch_text text, const ch_unit *wanted, ch_unit *unit)
{
    if (!ch_unit__parse(text, unit) && !read_bare_scale(text, wanted, unit))
        return false;
    take_per(wanted, unit);
    return true;
}

static ch_text cut_before_bracket(ch_text *rest)
{
    const size_t n = find_bracket(*rest);
    const ch_text before = {rest->at, n};
    *rest = (ch_text){rest->at + n, rest->len - n};
    return before;
}

/* A figure and its unit, up to a bracket. false: no figure; *knows: the unit is one. */
static bool read_one(ch_text *rest, const ch_unit *wanted, figure *read, bool *knows)
{
    *read = (figure){.has_unit = false};
    if (!ch_amount__read(rest, &read->amount))
        return false;
    const ch_text unit = ch_text_trim(cut_before_bracket(rest));
    read->has_unit = unit.len > 0;
    *knows = !read->has_unit || read_unit(unit, wanted, &read->unit);
    return true;
}

/* What is in the brackets that *rest is; false: it is not in brackets. */
static bool cut_brackets(ch_text *rest)
{
    if (rest->len < 2 || rest->at[0] != '(' || rest->at[rest->len - 1] != ')')
        return false;
    *rest = (ch_text){rest->at + 1, rest->len - 2};
    return true;
}

/* The unit in which a table holds the column where nobody says another. */
static ch_unit own_unit(const ch_column *column, const ch_unit *wanted)
{
    ch_unit own = *wanted;
    own.num = column->type == CH_TYPE_MONEY ? CH_FEN_PER_WAN : column->type == CH_TYPE_AREA ? CH_AREA_PER_MU : 1;
    return own;
}

static ch_unit unit_not_said(const ch_intake__cell *in, const ch_unit *wanted)
{
    ch_unit unit;
    if (in->ask->unit.len > 0 && read_unit(in->ask->unit, wanted, &unit))
        return unit;
    if (in->ask->plain_unit && read_unit(ch_text_of(in->ask->plain_unit), wanted, &unit))
        return unit;
    return own_unit(in->column, wanted);
}

/* The rate of exchange that counts on the day: the latest that is not after it. */
static bool find_rate(const ch_intake__cell *in, unsigned currency, int64_t *fen_for_10000)
{
    const ch_rows_rates *rates = &in->ask->zone->rates;
    ch_date latest = 0;
    for (size_t row = 0; row < rates->rows; row++)
        if (rates->currency[row] == currency && rates->on[row] >= latest &&
            (in->ask->on == 0 || ch_date_not_after(rates->on[row], in->ask->on))) {
            latest = rates->on[row];
            *fen_for_10000 = rates->wan[row];
        }
    return latest != 0 && *fen_for_10000 > 0;
}

/* A hundredth of the currency is a hundredth of fen_for_10000 / 10,000 fen. */
static ch_err exchange(const ch_intake__cell *in, ch_text clean, ch_unit *unit)
{
    int64_t fen = 0;
    if (unit->currency == 0)
        return CH_OK;
    if (!find_rate(in, unit->currency, &fen) || __builtin_mul_overflow(unit->num, fen, &unit->num) ||
        __builtin_mul_overflow(unit->den, CH_FEN_PER_WAN, &unit->den))
        return ch_intake__refuse(in, clean, CH_WANT_EXCHANGE, "");
    unit->currency = 0;
    return CH_OK;
}

static ch_want want_of(const ch_column *column)
{
    return column->type == CH_TYPE_MONEY   ? CH_WANT_SHEET_MONEY
           : column->type == CH_TYPE_AREA  ? CH_WANT_SHEET_LAND
           : column->type == CH_TYPE_COUNT ? CH_WANT_WHOLE
                                           : CH_WANT_NUMBER;
}

static const char *unit_like(const ch_unit *wanted)
{
    static const char *const like[][5] = {
        [CH_UNIT__MONEY] = {"万元", "万元/亩", "万元/吨标煤", "万元/吨", "万元/人"},
        [CH_UNIT__AREA] = {"亩", "", "", "", ""},
        [CH_UNIT__SHARE] = {"%", "", "", "", ""},
        [CH_UNIT__COUNT] = {"人", "", "", "", ""},
    };
    return like[wanted->kind][wanted->per];
}

/* Area told twice, in two units: the one that is exact, if the other agrees with it. */
static bool settle_twice(const figure *first, const figure *second, int64_t *value)
{
    const figure *const way[2][2] = {{first, second}, {second, first}};
    for (int i = 0; i < 2; i++)
        if (ch_amount__scale(&way[i][0]->amount, way[i][0]->unit.num, way[i][0]->unit.den, value) &&
            ch_amount__agrees(&way[i][1]->amount, way[i][1]->unit.num, way[i][1]->unit.den, *value))
            return true;
    return false;
}

static const ch_unit square_metre = {CH_UNIT__AREA, CH_UNIT__OF_ALL, 300, 1, 0};
static const ch_unit mu = {CH_UNIT__AREA, CH_UNIT__OF_ALL, CH_AREA_PER_MU, 1, 0};

static ch_err read_second(const ch_intake__cell *in, ch_text clean, ch_text rest, const figure *first, int64_t *value)
{
    figure second;
    bool knows;
    ch_unit wanted = mu;
    if (in->column->type != CH_TYPE_AREA || !cut_brackets(&rest) || !read_one(&rest, &wanted, &second, &knows) ||
        rest.len > 0)
        return ch_intake__refuse(in, clean, want_of(in->column), "");
    if (!second.has_unit)
        second.unit = first->unit.num == mu.num ? square_metre : mu;
    if (!knows || !ch_unit__fits(&second.unit, &wanted))
        return ch_intake__refuse(in, clean, CH_WANT_UNIT, "亩");
    return settle_twice(first, &second, value) ? CH_OK : ch_intake__refuse(in, clean, CH_WANT_AGREEING, "");
}

/* A share divided by 100 or 1000, exact; false: it has too many digits. */
static bool divide_share(ch_amount *share, int64_t den)
{
    for (; share->digits > 0 && share->whole % 10 == 0; share->digits--)
        share->whole /= 10;
    for (; den > 1; den /= 10)
        share->digits++;
    return share->digits <= CH_AMOUNT__DIGITS;
}

/* In the small unit of the column; of a share the amount itself, divided. */
static ch_err write_value(const ch_intake__cell *in, ch_text clean, const figure *read, int64_t value, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    ch_amount share = read->amount;
    switch (in->column->type) {
    case CH_TYPE_MONEY: ch_decimal_format(value, CH_FEN_PER_WAN, &out); break;
    case CH_TYPE_AREA: ch_decimal_format(value, CH_AREA_PER_MU, &out); break;
    case CH_TYPE_COUNT: ch_decimal_format(value, 1, &out); break;
    default:
        if (!divide_share(&share, read->unit.den))
            return ch_intake__refuse(in, clean, CH_WANT_NUMBER, "");
        ch_amount__format(&share, &out);
    }
    return ch_intake__keep(in->arena, &out, text);
}

/* A number of a column that bears no unit. */
static ch_err read_plain(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    ch_amount amount;
    ch_text rest = clean;
    if (!ch_amount__read(&rest, &amount) || rest.len > 0)
        return ch_intake__refuse(in, clean, CH_WANT_NUMBER, "");
    ch_amount__format(&amount, &out);
    return ch_intake__keep(in->arena, &out, text);
}

static bool is_at_most_one(const ch_amount *amount)
{
    int64_t one = 1;
    for (unsigned i = 0; i < amount->digits; i++)
        one *= 10;
    return amount->whole <= one;
}

/* A cell in the format 0.0% keeps 0.035 for the 3.5% it shows: a small share says its unit itself, unless it is typed
 * as text below a head that does. */
static bool is_doubtful_share(const ch_intake__cell *in, const ch_book_cell *cell, const figure *read)
{
    const bool is_small = read->amount.whole != 0 && is_at_most_one(&read->amount);
    return read->unit.kind == CH_UNIT__SHARE && read->unit.den > 1 && is_small &&
           (cell->kind == CH_CELL_NUMBER || in->ask->unit.len == 0);
}

/* 不低于300 is what a column of the least says anyway. */
static ch_text without_bound(const ch_column *column, ch_text text)
{
    static const char *const least[] = {"≥", ">=", "不低于", "不少于", "不小于", NULL};
    static const char *const most[] = {"≤", "<=", "不高于", "不超过", "不大于", NULL};
    const char *const *bound = begins(ch_text_of(column->en), "least")  ? least
                               : begins(ch_text_of(column->en), "most") ? most
                                                                        : NULL;
    for (; bound && *bound; bound++)
        if (begins(text, *bound))
            return ch_text_trim((ch_text){text.at + strlen(*bound), text.len - strlen(*bound)});
    return text;
}

static ch_err scale(const ch_intake__cell *in, ch_text clean, ch_text rest, figure *read, int64_t *value)
{
    const ch_err err = exchange(in, clean, &read->unit);
    if (err != CH_OK || read->unit.kind == CH_UNIT__SHARE)
        return err == CH_OK && rest.len > 0 ? ch_intake__refuse(in, clean, CH_WANT_NUMBER, "") : err;
    if (rest.len > 0)
        return read_second(in, clean, rest, read, value);
    return ch_amount__scale(&read->amount, read->unit.num, read->unit.den, value)
               ? CH_OK
               : ch_intake__refuse(in, clean, want_of(in->column), "");
}

ch_err ch_intake__read_figure(const ch_intake__cell *in, const ch_book_cell *cell, ch_text clean, ch_text *text)
{
    ch_unit wanted;
    figure read;
    bool knows;
    int64_t value = 0;
    ch_text rest = without_bound(in->column, clean);
    if (!ch_unit__of_column(in->column, &wanted))
        return read_plain(in, rest, text);
    if (!read_one(&rest, &wanted, &read, &knows))
        return ch_intake__refuse(in, clean, want_of(in->column), "");
    if (!read.has_unit)
        read.unit = unit_not_said(in, &wanted);
    if (!knows || !ch_unit__fits(&read.unit, &wanted) || (!read.has_unit && is_doubtful_share(in, cell, &read)))
        return ch_intake__refuse(in, clean, CH_WANT_UNIT, unit_like(&wanted));
    const ch_err err = scale(in, clean, rest, &read, &value);
    return err == CH_OK ? write_value(in, clean, &read, value, text) : err;
}
