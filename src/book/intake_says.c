/* intake_says.c - cells that say more or less than a value: whether and since when, a range, a year. */
#include "intake_parts.h"

#include "amount.h"
#include "changhe/decimal.h"

#include <string.h>

/* In half width, empty where nothing is said. CH_EDATA: an error of a formula, which was told. */
static ch_err read_plainly(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *plain)
{
    *plain = (ch_text){0};
    if (cell->kind == CH_CELL_FAULT)
        return ch_intake__refuse(in, cell->text, CH_WANT_NO_ERROR, "");
    if (cell->kind == CH_CELL_EMPTY)
        return CH_OK;
    return ch_intake__narrow(in->arena, ch_intake__clean(cell->text), plain);
}

/* A date, or CH_EDATA without a word. */
static ch_err try_date(const ch_intake__cell *in, const ch_book_cell *cell, ch_text plain, ch_text *text)
{
    const ch_intake__cell quiet = {in->arena, in->column, in->ask, in->at, NULL};
    return ch_intake__read_date(&quiet, cell, plain, text);
}

/* ---- yes and no */

ch_err ch_intake__read_is(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text)
{
    ch_text plain;
    bool is_yes;
    const ch_err err = read_plainly(in, cell, &plain);
    *text = (ch_text){0};
    if (err != CH_OK || plain.len == 0)
        return err;
    if (!ch_intake__read_yes(plain, &is_yes))
        return ch_intake__refuse(in, plain, CH_WANT_YES_NO, "");
    *text = ch_text_of(is_yes ? "yes" : "");
    return CH_OK;
}

ch_err ch_intake__read_has(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text)
{
    ch_text plain;
    ch_err err = read_plainly(in, cell, &plain);
    *text = (ch_text){0};
    if (err != CH_OK || plain.len == 0)
        return err;
    err = try_date(in, cell, plain, text);
    return err == CH_EDATA ? ch_intake__read_is(in, cell, text) : err;
}

/* ---- years */

static size_t count_digits(ch_text text)
{
    size_t n = 0;
    while (n < text.len && text.at[n] >= '0' && text.at[n] <= '9')
        n++;
    return n;
}

/* 2024, 2024年度, or any day of it. */
ch_err ch_intake__read_year(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text)
{
    static const char term[] = "年度";
    ch_text plain, date;
    ch_err err = read_plainly(in, cell, &plain);
    *text = (ch_text){0};
    if (err != CH_OK || plain.len == 0)
        return err;
    const ch_text behind = {plain.at + count_digits(plain), plain.len - count_digits(plain)};
    if (count_digits(plain) != 4)
        return ch_intake__refuse(in, plain, CH_WANT_YEAR, "");
    if (!ch_text_equal(behind, ch_text_of(term)))
        err = try_date(in, cell, plain, &date);
    if (err == CH_EDATA)
        return ch_intake__refuse(in, plain, CH_WANT_YEAR, "");
    *text = (ch_text){plain.at, 4};
    return err;
}

/* ---- ranges */

static bool cut_any(ch_text *rest, const char *const *words)
{
    *rest = ch_text_trim(*rest);
    for (; *words; words++) {
        const size_t n = strlen(*words);
        if (rest->len >= n && memcmp(rest->at, *words, n) == 0) {
            *rest = ch_text_trim((ch_text){rest->at + n, rest->len - n});
            return true;
        }
    }
    return false;
}

/* Which ends a text gives; false: it is no range. */
static bool read_ends(ch_text rest, ch_amount end[2], bool has[2])
{
    static const char *const least[] = {"≥", ">=", "不低于", "不少于", "不小于", NULL};
    static const char *const most[] = {"≤", "<=", "不高于", "不超过", "不大于", NULL};
    static const char *const between[] = {"-", "~", "—", "–", "－", "至", "到", NULL};
    static const char *const up[] = {"以上", "及以上", NULL}, *const down[] = {"以下", "及以下", NULL};
    const bool is_least = cut_any(&rest, least), is_most = !is_least && cut_any(&rest, most);
    if (!ch_amount__read(&rest, &end[0]))
        return false;
    end[1] = end[0];
    has[0] = !is_most;
    has[1] = !is_least;
    if (rest.len == 0)
        return true;
    if (is_least || is_most)
        return false;
    if (cut_any(&rest, up)) {
        has[1] = false;
        return rest.len == 0;
    }
    if (cut_any(&rest, down)) {
        has[0] = false;
        return rest.len == 0;
    }
    return cut_any(&rest, between) && ch_amount__read(&rest, &end[1]) && rest.len == 0;
}

static ch_err write_end(const ch_intake__cell *in, const ch_amount *amount, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    ch_amount__format(amount, &out);
    return ch_intake__keep(in->arena, &out, text);
}

static bool is_upside_down(const ch_text end[2])
{
    double least, most;
    return ch_number_parse(end[0], &least) && ch_number_parse(end[1], &most) && least > most;
}

/* A figure alone is both ends. */
ch_err ch_intake__read_range(const ch_intake__cell *in, const ch_book_cell *cell, ch_text end[2])
{
    ch_text plain;
    ch_amount amount[2];
    bool has[2];
    ch_err err = read_plainly(in, cell, &plain);
    end[0] = end[1] = (ch_text){0};
    if (err != CH_OK || plain.len == 0)
        return err;
    if (!read_ends(plain, amount, has) || amount[0].whole < 0 || amount[1].whole < 0)
        return ch_intake__refuse(in, plain, CH_WANT_SPAN, "");
    for (int i = 0; i < 2 && err == CH_OK; i++)
        if (has[i])
            err = write_end(in, &amount[i], &end[i]);
    return err == CH_OK && is_upside_down(end) ? ch_intake__refuse(in, plain, CH_WANT_SPAN, "") : err;
}
