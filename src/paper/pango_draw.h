/* pango_draw.h - pieces of a page, drawn where they are told to stand. */
#ifndef CHANGHE_PAPER_PANGO_DRAW_H
#define CHANGHE_PAPER_PANGO_DRAW_H

#include "pango_plan.h"

typedef struct {
    ch_paper__type *type;
    const ch_paper *paper;
    const ch_paper__plans *plans;
    cairo_t *cairo; /* NULL: nothing is drawn, pages are counted */
} ch_paper__pen;

typedef enum {
    CH_PAPER__OVER_TABLE,
    CH_PAPER__UNDER_HEAD,
    CH_PAPER__BETWEEN,
    CH_PAPER__OVER_SUM,
    CH_PAPER__UNDER_TABLE
} ch_paper__rule;

/* Lines from..until of a block of text, the first one's top at y. */
void ch_paper__draw_text(const ch_paper__pen *pen, size_t b, double y, size_t from, size_t until);
/* Lines from..until of each cell of a row (SIZE_MAX: of the head), the row's top at y. */
void ch_paper__draw_row(const ch_paper__pen *pen, size_t b, size_t row, double y, size_t from, size_t until);
void ch_paper__draw_rule(const ch_paper__pen *pen, ch_paper__rule rule, double y);
/* Signers from..until, side by side. lines: of the longest name. */
void ch_paper__draw_signatures(const ch_paper__pen *pen, size_t b, double y, size_t from, size_t until, size_t lines);
void ch_paper__draw_foot(const ch_paper__pen *pen, double y, size_t page, size_t pages);

#endif
