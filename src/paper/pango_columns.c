/* pango_columns.c - a table's columns: as wide as asked for, wider where a figure or a word needs it, in smaller letters where
 * all needs together are wider than the page. */
#include "pango_plan.h"

#include <math.h>

static const double full_size = 8.5, whole_words_size = 7, least_size = 5;
static const double cell_leading = 1.42;

/* What a column needs in full size: with every word on one line, and with words broken. */
typedef struct {
    double whole, broken;
} need;

static const double broken_word = 3, longest_word = 12, longest_figure = 18; /* of the letters' size */

static void widen(need *needs, double whole, bool is_number)
{
    needs->whole = fmax(needs->whole, fmin(whole, (is_number ? longest_figure : longest_word) * full_size));
    needs->broken = fmax(needs->broken, fmin(whole, (is_number ? longest_figure : broken_word) * full_size));
}

/* Figures stand on one line, so a number is a word as long as it is. */
static need needs_of(ch_paper__type *type, const ch_paper_block *table, const ch_paper__plan *plan, size_t c)
{
    static const double slack = 0.5;
    const ch_paper__style head = ch_paper__row_style(table, plan, SIZE_MAX);
    const bool is_number = table->column[c].is_number;
    need needs = {0, 0};
    widen(&needs, ch_paper__longest_word(type, &head, table->column[c].head), false);
    for (size_t r = 0; r < table->rows && type->err != CH_ENOMEM; r++) {
        const ch_paper__style style = ch_paper__row_style(table, plan, r);
        const ch_text text = table->cell[r * table->columns + c];
        if (!is_number) {
            widen(&needs, ch_paper__longest_word(type, &style, text), false);
            continue;
        }
        ch_paper__set(type, &style, text, HUGE_VAL);
        widen(&needs, ch_paper__widest(type), true);
    }
    return (need){needs.whole + slack, needs.broken + slack};
}

/* Widths by parts; a column that would get less than it needs gets that, and the others share what is left. */
static void share(const ch_paper_block *table, const double *needs, double room, double *width)
{
    for (size_t c = 0; c < table->columns; c++)
        width[c] = -1;
    for (bool is_settled = false; !is_settled;) {
        double left = room, parts = 0;
        for (size_t c = 0; c < table->columns; c++) {
            left -= width[c] >= 0 ? needs[c] : 0;
            parts += width[c] >= 0 ? 0 : table->column[c].width;
        }
        is_settled = true;
        for (size_t c = 0; c < table->columns; c++)
            if (width[c] < 0 && left * table->column[c].width < needs[c] * parts) {
                width[c] = needs[c];
                is_settled = false;
            }
        for (size_t c = 0; c < table->columns && is_settled; c++)
            if (width[c] < 0)
                width[c] = left * table->column[c].width / parts;
    }
}

/* Down to a quarter of a point, so that tables of one document look alike. */
static double fitting_size(double room, double needs)
{
    return needs <= room ? full_size : floor(full_size * room / needs * 4) / 4;
}

/* Words stay whole while letters may be read with ease; then they are broken, so that figures need not be. */
static double choose_size(const need *needs, size_t n, double room, double *chosen)
{
    double whole = 0, broken = 0;
    for (size_t c = 0; c < n; c++) {
        whole += needs[c].whole;
        broken += needs[c].broken;
    }
    double size = fitting_size(room, whole);
    const bool are_whole = size >= whole_words_size;
    if (!are_whole)
        size = fmax(least_size, fmin(whole_words_size, fitting_size(room, broken)));
    const double all = (are_whole ? whole : broken) * size / full_size;
    for (size_t c = 0; c < n; c++) /* where even the least size is too wide, figures are broken */
        chosen[c] = (are_whole ? needs[c].whole : needs[c].broken) * size / full_size * fmin(1, room / all);
    return size;
}

ch_err ch_paper__plan_columns(ch_paper__type *type, const ch_paper_block *table, ch_paper__plan *plan)
{
    const size_t n = table->columns;
    need *needs = CH_NEW(type->arena, need, n);
    double *chosen = CH_NEW(type->arena, double, n);
    plan->left = CH_NEW(type->arena, double, n);
    plan->width = CH_NEW(type->arena, double, n);
    if (needs == NULL || chosen == NULL || plan->left == NULL || plan->width == NULL)
        return CH_ENOMEM;

    plan->style = (ch_paper__style){.size = full_size, .leading = cell_leading};
    for (size_t c = 0; c < n; c++)
        needs[c] = needs_of(type, table, plan, c);
    const double beside = fmin(CH_PAPER__BESIDE, CH_PAPER__INNER / 4 / (double)n);
    const double room = CH_PAPER__INNER - 2 * beside * (double)(n - 1); /* none at the table's edges */
    plan->style.size = choose_size(needs, n, room, chosen);
    share(table, chosen, room, plan->width);
    double left = 0;
    for (size_t c = 0; c < n; c++) {
        plan->left[c] = left;
        left += plan->width[c] + 2 * beside;
    }
    return CH_OK;
}
