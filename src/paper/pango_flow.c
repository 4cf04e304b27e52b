/* pango_flow.c - pages filled from top to end. Only sums of heights that the plan tells: it is run once to count the pages, once to
 * draw them. */
#include "pango_flow.h"

#include <math.h>

/* Blank before a block that does not begin a page, and after it. */
static const struct {
    double before, after;
} blank[] = {
    [CH_PAPER_TITLE] = {0, 8}, [CH_PAPER_HEADING] = {12, 3}, [CH_PAPER_TEXT] = {0, 5},
    [CH_PAPER_SMALL] = {0, 3}, [CH_PAPER_TABLE] = {2, 8},    [CH_PAPER_SIGNATURES] = {4, 4},
};

static const double top = CH_PAPER__MARGIN, foot_gap = 10;

enum { FEW = 3, PAIR = 2, DEEPEST = 8 }; /* lines that are not parted; that stay together; blocks looked ahead */

typedef struct {
    const ch_paper__pen *pen;
    size_t page, pages;
    double y, bottom;
} flow;

static double body(const flow *f)
{
    return f->bottom - top;
}

static bool is_at_top(const flow *f)
{
    return f->y <= top;
}

static void end_page(flow *f)
{
    ch_paper__draw_foot(f->pen, f->bottom + foot_gap, f->page, f->pages);
    if (f->pen->cairo != NULL)
        cairo_show_page(f->pen->cairo);
}

static void next_page(flow *f)
{
    end_page(f);
    f->page++;
    f->y = top;
}

/* A next page where so much has no room here; what fits on no page begins where it is. */
static bool keep(flow *f, double height)
{
    if (f->y + height <= f->bottom + 1e-6 || is_at_top(f) || height > body(f))
        return false;
    next_page(f);
    return true;
}

/* ---- how much of a block must stand where it begins ---- */

static double head_height(const flow *f, size_t b)
{
    return ch_paper__row_height(&f->pen->plans->block[b], f->pen->plans->block[b].head_lines);
}

static double row_height(const flow *f, size_t b, size_t row)
{
    const ch_paper__plan *plan = &f->pen->plans->block[b];
    return ch_paper__row_height(plan, plan->lines[row]);
}

static size_t most_lines(const ch_paper__plan *plan, size_t from, size_t until)
{
    size_t most = 1;
    for (size_t i = from; i < until; i++)
        most = plan->lines[i] > most ? plan->lines[i] : most;
    return most;
}

static double signatures_height(const ch_paper__plan *plan, size_t lines)
{
    return CH_PAPER__SIGN_ROOM + (double)(lines + plan->date_lines) * ch_paper__step(&plan->style) + CH_PAPER__SIGN_END;
}

/* Behind a row and the sums below it. */
static size_t group_end(const ch_paper_block *table, size_t row)
{
    size_t end = row + 1;
    while (end < table->rows && end < row + DEEPEST && ch_paper__is_sum(table, end))
        end++;
    return end;
}

static double group_height(const flow *f, size_t b, size_t row)
{
    double height = 0;
    for (size_t r = row; r < group_end(&f->pen->paper->block[b], row); r++)
        height += row_height(f, b, r);
    return height;
}

static bool is_kind(const flow *f, size_t b, ch_paper_kind kind)
{
    return b < f->pen->paper->blocks && f->pen->paper->block[b].kind == kind;
}

static double lead(const flow *f, size_t b, size_t depth);

/* What follows and may not be parted from block b. */
static double tied(const flow *f, size_t b, size_t depth)
{
    const bool heads = is_kind(f, b, CH_PAPER_TITLE) || is_kind(f, b, CH_PAPER_HEADING);
    const bool tells = is_kind(f, b, CH_PAPER_SMALL) && is_kind(f, b + 1, CH_PAPER_TABLE);
    const bool signs = is_kind(f, b + 1, CH_PAPER_SIGNATURES);
    const bool ends = is_kind(f, b + 1, CH_PAPER_SMALL) && is_kind(f, b + 2, CH_PAPER_SIGNATURES);
    if (!(heads || tells || signs || ends) || depth >= DEEPEST || b + 1 >= f->pen->paper->blocks)
        return 0;
    return blank[f->pen->paper->block[b].kind].after + blank[f->pen->paper->block[b + 1].kind].before +
           lead(f, b + 1, depth + 1);
}

/* The least of block b that stands where it begins, with what is tied to it. */
static double lead(const flow *f, size_t b, size_t depth)
{
    const ch_paper_block *block = &f->pen->paper->block[b];
    const ch_paper__plan *plan = &f->pen->plans->block[b];
    if (block->kind == CH_PAPER_TABLE)
        return head_height(f, b) + (block->rows > 0 ? group_height(f, b, 0) : 0) +
               (block->rows < 2 ? tied(f, b, depth) : 0);
    if (block->kind == CH_PAPER_SIGNATURES)
        return signatures_height(plan,
                                 most_lines(plan, 0, block->signers < plan->abreast ? block->signers : plan->abreast));
    const size_t lines = plan->lines[0];
    const bool stays = lines <= FEW || block->kind == CH_PAPER_TITLE || block->kind == CH_PAPER_HEADING;
    return (double)(stays ? lines : PAIR) * ch_paper__step(&plan->style) + (stays ? tied(f, b, depth) : 0);
}

/* ---- text ---- */

/* How many of the lines left stand on this page; 0: none, the page is full. No line stands alone. */
static size_t lines_here(const flow *f, size_t b, size_t left)
{
    const double step = ch_paper__step(&f->pen->plans->block[b].style);
    const size_t room = (size_t)fmax(0, floor((f->bottom - f->y) / step + 1e-6));
    const bool is_parted = left > room;
    if (!is_parted && f->y + (double)left * step + tied(f, b, 0) <= f->bottom)
        return left;
    if (!is_parted && (left <= FEW || is_at_top(f)))
        return left;
    if (!is_parted)
        return left - PAIR;
    return left - room == 1 && room > PAIR ? room - 1 : room;
}

static void flow_text(flow *f, size_t b)
{
    const ch_paper__plan *plan = &f->pen->plans->block[b];
    const size_t lines = plan->lines[0];
    keep(f, lead(f, b, 0));
    for (size_t from = 0; from < lines;) {
        size_t here = lines_here(f, b, lines - from);
        here = here == 0 && is_at_top(f) ? 1 : here;
        ch_paper__draw_text(f->pen, b, f->y, from, from + here);
        f->y += (double)here * ch_paper__step(&plan->style);
        from += here;
        if (from < lines)
            next_page(f);
    }
}

/* ---- tables ---- */

/* A row longer than a page, in as many pieces as pages need. row == SIZE_MAX: the head. */
static void flow_long_row(flow *f, size_t b, size_t row, size_t lines)
{
    const double step = ch_paper__step(&f->pen->plans->block[b].style);
    for (size_t from = 0; from < lines;) {
        const double room = (f->bottom - f->y - 2 * CH_PAPER__ABOVE) / step + 1e-6;
        if (room < 1 && !is_at_top(f)) {
            next_page(f);
            continue;
        }
        const size_t here = room < 1 ? 1 : room < (double)(lines - from) ? (size_t)room : lines - from;
        ch_paper__draw_row(f->pen, b, row, f->y, from, from + here);
        f->y += ch_paper__row_height(&f->pen->plans->block[b], here);
        from += here;
    }
}

/* A head that would take half a page is told once and not again. */
static bool is_head_long(const flow *f, size_t b)
{
    return head_height(f, b) > body(f) / 2;
}

static void flow_head(flow *f, size_t b)
{
    const size_t lines = f->pen->plans->block[b].head_lines;
    ch_paper__draw_rule(f->pen, CH_PAPER__OVER_TABLE, f->y);
    if (is_head_long(f, b))
        flow_long_row(f, b, SIZE_MAX, lines);
    else {
        ch_paper__draw_row(f->pen, b, SIZE_MAX, f->y, 0, lines);
        f->y += head_height(f, b);
    }
    ch_paper__draw_rule(f->pen, CH_PAPER__UNDER_HEAD, f->y);
}

/* true: the row begins a page, below a head. */
static bool turn_page(flow *f, size_t b, double height)
{
    const bool is_short = height <= body(f) - (is_head_long(f, b) ? 0 : head_height(f, b));
    if (f->y + height <= f->bottom + 1e-6 || is_at_top(f) || !is_short)
        return false;
    ch_paper__draw_rule(f->pen, CH_PAPER__UNDER_TABLE, f->y);
    next_page(f);
    if (!is_head_long(f, b))
        flow_head(f, b);
    return true;
}

static void flow_row(flow *f, size_t b, size_t row)
{
    const ch_paper_block *table = &f->pen->paper->block[b];
    const size_t lines = f->pen->plans->block[b].lines[row];
    const double height = row_height(f, b, row), group = group_height(f, b, row);
    const double tie =
        row + 1 == table->rows || (ch_paper__is_sum(table, row + 1) && group > height) ? tied(f, b, 0) : 0;
    const bool begins = turn_page(f, b, group + tie) || turn_page(f, b, height);
    const bool is_sum = ch_paper__is_sum(table, row);
    if (row > 0 && !begins)
        ch_paper__draw_rule(f->pen, is_sum ? CH_PAPER__OVER_SUM : CH_PAPER__BETWEEN, f->y);
    if (f->y + height > f->bottom + 1e-6)
        flow_long_row(f, b, row, lines);
    else {
        ch_paper__draw_row(f->pen, b, row, f->y, 0, lines);
        f->y += height;
    }
}

static void flow_table(flow *f, size_t b)
{
    keep(f, lead(f, b, 0));
    if (!is_head_long(f, b)) /* also where the first row is longer than a page */
        keep(f, head_height(f, b) + ch_paper__row_height(&f->pen->plans->block[b], 1));
    flow_head(f, b);
    for (size_t row = 0; row < f->pen->paper->block[b].rows; row++)
        flow_row(f, b, row);
    ch_paper__draw_rule(f->pen, CH_PAPER__UNDER_TABLE, f->y);
}

/* ---- signatures ---- */

static void flow_signatures(flow *f, size_t b)
{
    const ch_paper__plan *plan = &f->pen->plans->block[b];
    const size_t signers = f->pen->paper->block[b].signers;
    for (size_t from = 0; from < signers; from += plan->abreast) {
        const size_t until = signers - from < plan->abreast ? signers : from + plan->abreast;
        const size_t lines = most_lines(plan, from, until);
        keep(f, signatures_height(plan, lines));
        ch_paper__draw_signatures(f->pen, b, f->y, from, until, lines);
        f->y += signatures_height(plan, lines);
    }
}

size_t ch_paper__flow(const ch_paper__pen *pen, size_t pages)
{
    const uint32_t foot_lines = pen->plans->foot_lines;
    const double taken = foot_lines > CH_PAPER__FOOT_LINES ? foot_lines - CH_PAPER__FOOT_LINES : 0;
    flow f = {.pen = pen,
              .page = 1,
              .pages = pages,
              .y = top,
              .bottom = CH_PAPER__HEIGHT - CH_PAPER__MARGIN - taken * ch_paper__step(&pen->plans->foot)};
    for (size_t b = 0; b < pen->paper->blocks; b++) {
        const ch_paper_kind kind = pen->paper->block[b].kind;
        f.y += is_at_top(&f) ? 0 : blank[kind].before;
        switch (kind) {
        case CH_PAPER_TABLE: flow_table(&f, b); break;
        case CH_PAPER_SIGNATURES: flow_signatures(&f, b); break;
        default: flow_text(&f, b);
        }
        f.y += blank[kind].after;
    }
    end_page(&f);
    return f.page;
}
