/* pango_plan.h - how much room each block needs, measured once: lines of texts and cells, widths of columns.
 * With it pages are made by adding up. */
#ifndef CHANGHE_PAPER_PANGO_PLAN_H
#define CHANGHE_PAPER_PANGO_PLAN_H

#include "pango_type.h"

/* A4 upright, 18 mm of margin. */
#define CH_PAPER__WIDTH  (210 / 25.4 * 72)
#define CH_PAPER__HEIGHT (297 / 25.4 * 72)
#define CH_PAPER__MARGIN (18 / 25.4 * 72)
#define CH_PAPER__INNER  (CH_PAPER__WIDTH - 2 * CH_PAPER__MARGIN)

/* Of a table: blank beside a cell's text, half the blank between columns; above and below it. */
#define CH_PAPER__BESIDE 4.0
#define CH_PAPER__ABOVE  2.6

/* Of signatures. */
#define CH_PAPER__SIGN_GAP  26.0 /* between two */
#define CH_PAPER__SIGN_ROOM 58.0 /* above the line, for a hand and a seal */
#define CH_PAPER__SIGN_DATE 80.0 /* least width of the date's blanks */
#define CH_PAPER__SIGN_END  16.0

enum { CH_PAPER__FOOT_LINES = 3 }; /* that stand in the margin; the page's room gives way to more */

typedef struct {
    ch_paper__style style; /* of text; of a table's cells */
    uint32_t *lines;       /* of the text: one number; of a table: of each row; of signatures: of each signer's name */
    /* of a table */
    double *left, *width; /* of each column's text, from the margin */
    uint32_t head_lines;
    /* of signatures */
    size_t abreast;
    double box;           /* width of one */
    bool has_date_beside; /* the blanks of the date, beside the word before them, which is one line then */
    uint32_t date_lines;
} ch_paper__plan;

typedef struct {
    ch_paper__plan *block;
    ch_paper__style foot;
    uint32_t foot_lines;
    double foot_width;
} ch_paper__plans;

/* All of a document; type->err tells what is missing. */
ch_err ch_paper__plan_all(ch_paper__type *type, const ch_paper *paper, ch_paper__plans *plans);

/* Size of letters and widths of columns of a table: plan's style, left and width. */
ch_err ch_paper__plan_columns(ch_paper__type *type, const ch_paper_block *table, ch_paper__plan *plan);

static inline bool ch_paper__is_sum(const ch_paper_block *table, size_t row)
{
    return table->is_sum != NULL && table->is_sum[row];
}

/* Of a row's cells; of the head with row == SIZE_MAX. */
static inline ch_paper__style ch_paper__row_style(const ch_paper_block *table, const ch_paper__plan *plan, size_t row)
{
    ch_paper__style style = plan->style;
    style.is_bold = row == SIZE_MAX || ch_paper__is_sum(table, row);
    return style;
}

static inline double ch_paper__row_height(const ch_paper__plan *plan, size_t lines)
{
    return (double)lines * ch_paper__step(&plan->style) + 2 * CH_PAPER__ABOVE;
}

#endif
