/* pango_draw.c - pieces of a page: lines of text, rows between hairlines, lines to sign on, the foot. */
#include "pango_draw.h"

#include <math.h>
#include <stdio.h>

static const double start = CH_PAPER__MARGIN;

static void draw_line(cairo_t *cairo, double x, double y, double width, double thickness, double ink)
{
    cairo_set_source_rgb(cairo, ink, ink, ink);
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, x + width, y);
    cairo_stroke(cairo);
}

void ch_paper__draw_text(const ch_paper__pen *pen, size_t b, double y, size_t from, size_t until)
{
    const ch_paper_block *block = &pen->paper->block[b];
    const ch_paper__style *style = &pen->plans->block[b].style;
    const ch_paper__side side = block->kind == CH_PAPER_TITLE ? CH_PAPER__CENTRE : CH_PAPER__LEFT;
    if (pen->cairo == NULL)
        return;
    ch_paper__set(pen->type, style, block->text, CH_PAPER__INNER);
    ch_paper__show(pen->type, style, pen->cairo, start, y, CH_PAPER__INNER, side, from, until);
}

/* A short head stands on the last of its lines, above the column it belongs to. */
void ch_paper__draw_row(const ch_paper__pen *pen, size_t b, size_t row, double y, size_t from, size_t until)
{
    const ch_paper_block *table = &pen->paper->block[b];
    const ch_paper__plan *plan = &pen->plans->block[b];
    const ch_paper__style style = ch_paper__row_style(table, plan, row);
    const bool is_whole_head = row == SIZE_MAX && from == 0 && until == plan->head_lines;
    for (size_t c = 0; c < table->columns && pen->cairo != NULL; c++) {
        const ch_text text = row == SIZE_MAX ? table->column[c].head : table->cell[row * table->columns + c];
        ch_paper__set(pen->type, &style, text, plan->width[c]);
        const size_t lower = is_whole_head ? plan->head_lines - ch_paper__lines(pen->type) : 0;
        ch_paper__show(pen->type, &style, pen->cairo, start + plan->left[c],
                       y + CH_PAPER__ABOVE + (double)lower * ch_paper__step(&style), plan->width[c],
                       table->column[c].is_number ? CH_PAPER__RIGHT : CH_PAPER__LEFT, from, until);
    }
}

void ch_paper__draw_rule(const ch_paper__pen *pen, ch_paper__rule rule, double y)
{
    static const struct {
        double thickness, ink;
    } line[] = {
        [CH_PAPER__OVER_TABLE] = {0.8, 0}, [CH_PAPER__UNDER_HEAD] = {0.5, 0},  [CH_PAPER__BETWEEN] = {0.25, 0.7},
        [CH_PAPER__OVER_SUM] = {0.5, 0},   [CH_PAPER__UNDER_TABLE] = {0.8, 0},
    };
    if (pen->cairo != NULL)
        draw_line(pen->cairo, start, y, CH_PAPER__INNER, line[rule].thickness, line[rule].ink);
}

/* The word before it, and blanks for year, month and day as ISO 8601 has them. */
static void draw_date(const ch_paper__pen *pen, const ch_paper__plan *plan, const ch_paper__style *style, ch_text word,
                      double x, double top)
{
    static const double gap = 7, parts[] = {2, 1, 1};
    const double width = plan->box, y = top + (plan->date_lines - 1) * ch_paper__step(style);
    ch_paper__set(pen->type, style, word, width);
    ch_paper__show(pen->type, style, pen->cairo, x, top, width, CH_PAPER__LEFT, 0, SIZE_MAX);
    const double taken = word.len > 0 && plan->has_date_beside ? ch_paper__widest(pen->type) + gap : 0;
    const double part = (fmin(width - taken, 112) - 2 * gap) / 4, baseline = y + ch_paper__step(style) - 2;
    double at = x + taken;
    for (int i = 0; i < 3 && part > 0; i++) {
        draw_line(pen->cairo, at, baseline, part * parts[i], 0.4, 0.3);
        at += part * parts[i];
        if (i < 2)
            draw_line(pen->cairo, at + 2, y + ch_paper__step(style) / 2 + 0.5, gap - 4, 0.5, 0.3);
        at += gap;
    }
}

void ch_paper__draw_signatures(const ch_paper__pen *pen, size_t b, double y, size_t from, size_t until, size_t lines)
{
    const ch_paper_block *block = &pen->paper->block[b];
    const ch_paper__plan *plan = &pen->plans->block[b];
    const ch_paper__style name = plan->style;
    ch_paper__style date = plan->style;
    date.ink = 0.3;
    for (size_t i = from; i < until && pen->cairo != NULL; i++) {
        const double x = start + (double)(i - from) * (plan->box + CH_PAPER__SIGN_GAP), under = y + CH_PAPER__SIGN_ROOM;
        draw_line(pen->cairo, x, under, plan->box, 0.6, 0);
        ch_paper__set(pen->type, &name, block->signer[i], plan->box);
        ch_paper__show(pen->type, &name, pen->cairo, x, under + 4, plan->box, CH_PAPER__LEFT, 0, lines);
        draw_date(pen, plan, &date, block->text, x, under + 7 + (double)lines * ch_paper__step(&name));
    }
}

void ch_paper__draw_foot(const ch_paper__pen *pen, double y, size_t page, size_t pages)
{
    const ch_paper__style *style = &pen->plans->foot;
    char number[48];
    if (pen->cairo == NULL)
        return;
    ch_paper__set(pen->type, style, pen->paper->foot, pen->plans->foot_width);
    ch_paper__show(pen->type, style, pen->cairo, start, y, pen->plans->foot_width, CH_PAPER__LEFT, 0, SIZE_MAX);
    snprintf(number, sizeof number, "%zu / %zu", page, pages);
    ch_paper__set(pen->type, style, ch_text_of(number), HUGE_VAL);
    ch_paper__show(pen->type, style, pen->cairo, start, y, CH_PAPER__INNER, CH_PAPER__RIGHT, 0, 1);
}
