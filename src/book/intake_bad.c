/* intake_bad.c - the rows that are to be mended, as they came, each with what is wrong beside it. */
#include "changhe/workbook_write.h"
#include "intake_parts.h"

#include <stdlib.h>

enum { REASON_MOST = 8000 /* bytes; spreadsheets show 32,767 characters */ };

/* ---- faults by row */

typedef struct {
    size_t row, order;
    const ch_fault *fault;
} placed;

static int compare_placed(const void *left, const void *right)
{
    const placed *a = left, *b = right;
    if (a->row != b->row)
        return (a->row > b->row) - (a->row < b->row);
    return (a->order > b->order) - (a->order < b->order);
}

typedef struct {
    ch_arena *arena;
    const ch_intake *intake;
    bool in_english;
    placed *placed;
    size_t faults;
    size_t next_fault, next_doubt, next_bad; /* on the way down the sheet */
    unsigned columns;                        /* that the rows have; the reason stands behind them */
    ch_book_out *out;
} writing;

static bool place_faults(writing *w, const ch_faults *faults)
{
    w->placed = CH_NEW(w->arena, placed, faults->kept);
    for (size_t i = 0; w->placed && i < faults->kept; i++)
        w->placed[w->faults++] = (placed){faults->list[i].at.line, i, &faults->list[i]};
    if (w->faults > 0)
        qsort(w->placed, w->faults, sizeof *w->placed, compare_placed);
    return w->placed != NULL;
}

/* ---- reasons */

static void add_fault(const writing *w, const ch_fault *fault, ch_buf *out)
{
    ch_fault here = *fault; /* whoever reads it sees where it stands */
    here.at = (ch_at){0};
    if (out->len > 0)
        ch_buf_adds(out, w->in_english ? "; " : "；");
    if (w->in_english)
        ch_fault_print(&here, out);
    else
        ch_fault_print_zh(&here, out);
}

static void add_doubt(const writing *w, const ch_intake_doubt *doubt, ch_buf *out)
{
    ch_buf names = {.memory = w->arena->memory};
    for (size_t i = 0; i < doubt->likes; i++) {
        ch_buf_adds(&names, i == 0 ? "" : w->in_english ? ", " : "、");
        ch_buf_add(&names, doubt->name[i]);
    }
    const ch_fault fault = {.found = doubt->found, .want = CH_WANT_KNOWN_NAME, .detail = ch_buf_text(&names)};
    add_fault(w, &fault, out);
    out->failed = out->failed || names.failed;
    ch_buf_free(&names);
}

/* Faults of a row that is not before those asked for so far. */
static void add_faults_of(writing *w, size_t row, ch_buf *out)
{
    while (w->next_fault < w->faults && w->placed[w->next_fault].row < row)
        w->next_fault++;
    while (w->next_fault < w->faults && w->placed[w->next_fault].row == row)
        add_fault(w, w->placed[w->next_fault++].fault, out);
    while (w->next_doubt < w->intake->doubts && w->intake->doubt[w->next_doubt].row < row)
        w->next_doubt++;
    while (w->next_doubt < w->intake->doubts && w->intake->doubt[w->next_doubt].row == row)
        add_doubt(w, &w->intake->doubt[w->next_doubt++], out);
}

/* Of a row without a fault of its own: what its sheet lacks, told at the head. */
static void add_faults_of_head(const writing *w, ch_buf *out)
{
    for (size_t i = 0; i < w->faults && w->placed[i].row <= w->intake->head_row; i++)
        if (w->placed[i].row == w->intake->head_row)
            add_fault(w, w->placed[i].fault, out);
    if (out->len == 0)
        ch_buf_adds(out, w->in_english ? "one of more faults than are listed" : "问题过多，未能逐一列出");
}

static ch_err put_reason(writing *w, size_t row)
{
    ch_buf reason = {.memory = w->arena->memory};
    add_faults_of(w, row, &reason);
    if (reason.len == 0)
        add_faults_of_head(w, &reason);
    const bool failed = reason.failed;
    ch_text text = ch_buf_text(&reason);
    if (text.len > REASON_MOST)
        text.len = ch_utf8_valid((ch_text){text.at, REASON_MOST});
    if (!failed)
        ch_book_out_text(w->out, text);
    ch_buf_free(&reason);
    return failed ? CH_ENOMEM : CH_OK;
}

/* ---- cells */

static void put_cell(writing *w, const ch_book_cell *cell)
{
    ch_date day;
    if (cell->kind == CH_CELL_NUMBER)
        ch_book_out_number(w->out, cell->text);
    else if (cell->kind == CH_CELL_DATE && ch_date_parse(cell->text, &day))
        ch_book_out_date(w->out, day);
    else if (cell->kind == CH_CELL_EMPTY)
        ch_book_out_empty(w->out);
    else
        ch_book_out_text(w->out, cell->text);
}

static bool is_next_bad(writing *w, size_t number)
{
    while (w->next_bad < w->intake->bad_rows && w->intake->bad_row[w->next_bad] < number)
        w->next_bad++;
    return w->next_bad < w->intake->bad_rows && w->intake->bad_row[w->next_bad] == number;
}

static ch_err put_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    writing *w = self;
    size_t at = 0;
    (void)is_hidden;
    if (!is_next_bad(w, number))
        return CH_OK;
    ch_book_out_row(w->out);
    for (unsigned column = 0; column < w->columns; column++)
        if (at < cells && cell[at].column == column)
            put_cell(w, &cell[at++]);
        else
            ch_book_out_empty(w->out);
    return put_reason(w, number);
}

/* The first way through the sheet: how wide the rows are. */
static ch_err measure_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    writing *w = self;
    (void)is_hidden;
    if (is_next_bad(w, number) && cell[cells - 1].column >= w->columns)
        w->columns = cell[cells - 1].column + 1;
    return CH_OK;
}

/* ---- the book */

static ch_err begin_sheet(writing *w)
{
    static const struct {
        const char *sheet, *reason;
    } words[] = {{"待修改", "问题说明"}, {"to be mended", "what is wrong"}};
    const size_t heads = w->columns + (size_t)1;
    ch_book_head *head = CH_NEW(w->arena, ch_book_head, heads);
    if (!head)
        return CH_ENOMEM;
    for (size_t i = 0; i < w->intake->heads; i++)
        head[w->intake->head[i].column].head = w->intake->head[i].head;
    head[w->columns] = (ch_book_head){.head = ch_text_of(words[w->in_english].reason), .width = 60};
    return ch_book_out_sheet(w->out, ch_text_of(words[w->in_english].sheet), head, heads);
}

/* A fault of the book was told when it was read. */
static ch_err walk(ch_book *book, size_t sheet, ch_book_row *row, writing *w)
{
    ch_faults quiet = {.arena = CH_ARENA(w->arena->memory)};
    w->next_bad = 0;
    const ch_err err = ch_book_read(book, sheet, row, w, &quiet);
    ch_faults_free(&quiet);
    return err == CH_EDATA ? CH_OK : err;
}

static ch_err write_rows(writing *w, ch_book *book, size_t sheet)
{
    for (size_t i = 0; i < w->intake->heads; i++)
        if (w->intake->head[i].column >= w->columns)
            w->columns = w->intake->head[i].column + 1;
    ch_err err = walk(book, sheet, measure_row, w);
    if (err == CH_OK)
        err = begin_sheet(w);
    return err == CH_OK ? walk(book, sheet, put_row, w) : err;
}

ch_err ch_intake_write_bad(ch_arena *arena, ch_book *book, size_t sheet, const ch_intake *intake,
                           const ch_faults *faults, bool in_english, ch_buf *to)
{
    writing w = {.arena = arena, .intake = intake, .in_english = in_english};
    const size_t before = to->len;
    if (!place_faults(&w, faults))
        return CH_ENOMEM;
    ch_err err = ch_book_out_open(arena->memory, &w.out);
    if (err != CH_OK)
        return err;
    err = write_rows(&w, book, sheet);
    err = ch_err_worse(err, ch_book_out_close(w.out, to));
    if (err != CH_OK)
        to->len = before;
    return err;
}
