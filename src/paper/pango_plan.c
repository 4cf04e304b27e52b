/* pango_plan.c - every text of a document set once, to count its lines. */
#include "pango_plan.h"

#include <math.h>

static const ch_paper__style styles[] = {
    [CH_PAPER_TITLE] = {.size = 16, .leading = 1.4, .is_bold = true},
    [CH_PAPER_HEADING] = {.size = 11.5, .leading = 1.4, .is_bold = true},
    [CH_PAPER_TEXT] = {.size = 9.5, .leading = 1.55},
    [CH_PAPER_SMALL] = {.size = 7.5, .leading = 1.5, .ink = 0.3},
    [CH_PAPER_TABLE] = {.size = 8.5, .leading = 1.42},
    [CH_PAPER_SIGNATURES] = {.size = 9, .leading = 1.45},
};
static const ch_paper__style foot_style = {.size = 7, .leading = 1.4, .ink = 0.4};

static uint32_t count(ch_paper__type *type, const ch_paper__style *style, ch_text text, double width)
{
    ch_paper__set(type, style, text, width);
    return (uint32_t)ch_paper__lines(type);
}

static ch_err plan_text(ch_paper__type *type, const ch_paper_block *block, ch_paper__plan *plan)
{
    plan->lines = CH_NEW(type->arena, uint32_t, 1);
    if (plan->lines == NULL)
        return CH_ENOMEM;
    plan->lines[0] = count(type, &plan->style, block->text, CH_PAPER__INNER);
    return CH_OK;
}

static uint32_t lines_of_row(ch_paper__type *type, const ch_paper_block *table, const ch_paper__plan *plan, size_t row)
{
    const ch_paper__style style = ch_paper__row_style(table, plan, row);
    uint32_t most = 1;
    for (size_t c = 0; c < table->columns; c++) {
        const ch_text text = row == SIZE_MAX ? table->column[c].head : table->cell[row * table->columns + c];
        const uint32_t lines = count(type, &style, text, plan->width[c]);
        most = lines > most ? lines : most;
    }
    return most;
}

static ch_err plan_table(ch_paper__type *type, const ch_paper_block *table, ch_paper__plan *plan)
{
    plan->lines = CH_NEW(type->arena, uint32_t, table->rows);
    if (plan->lines == NULL)
        return CH_ENOMEM;
    const ch_err err = ch_paper__plan_columns(type, table, plan);
    if (err != CH_OK)
        return err;
    plan->head_lines = lines_of_row(type, table, plan, SIZE_MAX);
    for (size_t r = 0; r < table->rows && type->err != CH_ENOMEM; r++)
        plan->lines[r] = lines_of_row(type, table, plan, r);
    return CH_OK;
}

/* Two or three abreast, as many in each line as may be; one alone is as wide as one of two. */
static ch_err plan_signatures(ch_paper__type *type, const ch_paper_block *block, ch_paper__plan *plan)
{
    const size_t n = block->signers;
    plan->abreast = n < 3 || n == 4 ? 2 : 3;
    plan->box = (CH_PAPER__INNER - (double)(plan->abreast - 1) * CH_PAPER__SIGN_GAP) / (double)plan->abreast;
    plan->lines = CH_NEW(type->arena, uint32_t, n);
    if (plan->lines == NULL)
        return CH_ENOMEM;
    const uint32_t word_lines = count(type, &plan->style, block->text, plan->box);
    plan->has_date_beside = word_lines == 1 && ch_paper__widest(type) + CH_PAPER__SIGN_DATE <= plan->box;
    plan->date_lines = plan->has_date_beside ? 1 : word_lines + 1;
    for (size_t i = 0; i < n; i++)
        plan->lines[i] = count(type, &plan->style, block->signer[i], plan->box);
    return CH_OK;
}

static ch_err plan_block(ch_paper__type *type, const ch_paper_block *block, ch_paper__plan *plan)
{
    plan->style = styles[block->kind];
    switch (block->kind) {
    case CH_PAPER_TABLE: return plan_table(type, block, plan);
    case CH_PAPER_SIGNATURES: return plan_signatures(type, block, plan);
    default: return plan_text(type, block, plan);
    }
}

ch_err ch_paper__plan_all(ch_paper__type *type, const ch_paper *paper, ch_paper__plans *plans)
{
    plans->block = CH_NEW(type->arena, ch_paper__plan, paper->blocks);
    ch_err err = plans->block != NULL ? CH_OK : CH_ENOMEM;
    for (size_t b = 0; b < paper->blocks && err == CH_OK && type->err != CH_ENOMEM; b++)
        err = plan_block(type, &paper->block[b], &plans->block[b]);
    plans->foot = foot_style;
    plans->foot_width = CH_PAPER__INNER * 0.84; /* the page's number stands beside it */
    plans->foot_lines = count(type, &foot_style, paper->foot, plans->foot_width);
    return ch_err_worse(err, type->err);
}
