/* intake.c - a sheet read twice: for its head, which may stand below titles, then row by row. */
#include "changhe/intake.h"

#include "fold.h"
#include "intake_parts.h"

#include <string.h>

enum { ROWS_LOOKED_AT = 20, LEAST_HEADS = 2, MOST_NOTE_CELLS = 2, ROOM = 64 };

/* ---- the head row */

typedef struct {
    const ch_intake_ask *ask;
    size_t looked_at, best, row; /* best: columns named */
} looking;

static ch_err look_at_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    looking *look = self;
    (void)is_hidden;
    const size_t named = ch_intake__count_heads(look->ask, cell, cells);
    if (named > look->best) {
        look->best = named;
        look->row = number;
    }
    return ++look->looked_at < ROWS_LOOKED_AT ? CH_OK : CH_ENONE;
}

/* 0: there is none. What is wrong with the book the reading of its rows tells. */
static ch_err find_head(const ch_intake__run *run, ch_book *book, size_t sheet, size_t *row)
{
    looking look = {.ask = run->ask};
    ch_faults faults = {.arena = CH_ARENA(run->arena->memory)};
    const ch_err err = ch_book_read(book, sheet, look_at_row, &look, &faults);
    ch_faults_free(&faults);
    *row = look.best >= LEAST_HEADS ? look.row : 0;
    return err == CH_ENOMEM || err == CH_EIO ? err : CH_OK;
}

/* ---- rows that are no data */

static bool begins(ch_text text, const char *word)
{
    const size_t n = strlen(word);
    return text.len >= n && memcmp(text.at, word, n) == 0;
}

static bool ends(ch_text text, const char *word)
{
    const size_t n = strlen(word);
    return text.len >= n && memcmp(text.at + text.len - n, word, n) == 0;
}

static size_t first_that_says(const ch_book_cell *cell, size_t cells, size_t *saying)
{
    size_t first = SIZE_MAX;
    *saying = 0;
    for (size_t i = 0; i < cells; i++)
        if (cell[i].kind != CH_CELL_EMPTY && ch_intake__clean(cell[i].text).len > 0) {
            first = first == SIZE_MAX ? i : first;
            ++*saying;
        }
    return first;
}

/* 合计, 湖州市小计：, Total */
static bool is_sum(ch_text folded)
{
    static const char *const zh[] = {"合计", "小计", "总计", "共计"};
    static const char *const en[] = {"total", "subtotal", "grandtotal", "sum"};
    if (ends(folded, ":"))
        folded.len--;
    for (size_t i = 0; i < sizeof zh / sizeof *zh; i++)
        if (ends(folded, zh[i]))
            return true;
    for (size_t i = 0; i < sizeof en / sizeof *en; i++)
        if (ch_text_equal(folded, ch_text_of(en[i])))
            return true;
    return false;
}

/* 注：, 注1：, 备注：, 填表说明, 填表人：, Note: */
static bool is_note(ch_text folded)
{
    static const char *const words[] = {"注:",     "备注:",   "说明:",   "附注:", "填表说明", "填报说明",
                                        "填表人:", "填报人:", "制表人:", "note:", "notes:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(folded, words[i]))
            return true;
    const size_t mark = strlen("注");
    return begins(folded, "注") && folded.len > mark && folded.at[mark] >= '1' && folded.at[mark] <= '9';
}

static bool is_passed_over(ch_intake__run *run, const ch_book_cell *cell, size_t cells)
{
    char room[ROOM];
    size_t saying;
    const size_t first = first_that_says(cell, cells, &saying);
    if (first == SIZE_MAX)
        return true;
    const ch_text folded = ch_fold__head(cell[first].text, room, sizeof room);
    run->is_over = saying <= MOST_NOTE_CELLS && is_note(folded);
    return run->is_over || is_sum(folded) || ch_intake__is_blank(run, cell, cells) ||
           ch_intake__are_heads(run, cell, cells);
}

/* ---- rows */

static ch_err keep_bad(ch_intake__run *run, size_t number)
{
    if (!ch_arena_grow(run->arena, (void **)&run->bad_row, &run->bad_capacity, run->intake->bad_rows + 1,
                       sizeof *run->bad_row))
        return CH_ENOMEM;
    run->bad_row[run->intake->bad_rows++] = number;
    return CH_OK;
}

static ch_err take_data(ch_intake__run *run, size_t number, const ch_book_cell *cell, size_t cells)
{
    ch_intake__row row = {.number = number, .at = ch_intake__at(run, number, cell[0].column + 1), .zone_row = SIZE_MAX};
    const size_t fills = run->intake->fills;
    run->intake->rows++;
    ch_err err = ch_intake__read_row(run, cell, cells, &row);
    if (err == CH_OK)
        err = ch_intake__find_row(run, &row);
    if (err == CH_OK && !row.is_bad)
        err = ch_intake__fill(run, &row);
    if (err == CH_OK && !row.is_bad)
        err = ch_intake__add_edits(run, &row);
    if (row.is_bad)
        run->intake->fills = fills;
    return err == CH_OK && row.is_bad ? keep_bad(run, number) : err;
}

static ch_err take_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    ch_intake__run *run = self;
    (void)is_hidden;
    if (number < run->intake->head_row || run->intake->head_row == 0 || run->is_over)
        return CH_OK;
    if (number == run->intake->head_row)
        return ch_intake__take_heads(run, number, cell, cells);
    if (is_passed_over(run, cell, cells))
        return CH_OK;
    const ch_err err = take_data(run, number, cell, cells);
    ch_arena_free(&run->scratch);
    return err;
}

/* ---- the sheet */

static ch_err tell_no_head(ch_intake__run *run)
{
    ch_buf heads = {.memory = run->arena->memory}, zh = {.memory = run->arena->memory};
    for (size_t i = 0; i < run->ask->form->columns && i < 5; i++) {
        ch_buf_addf(&heads, "%s%s", i > 0 ? ", " : "", run->ask->form->column[i].en);
        ch_buf_addf(&zh, "%s%s", i > 0 ? "、" : "", run->ask->form->column[i].zh);
    }
    const ch_fault fault = {.at = ch_intake__at(run, 0, 0),
                            .want = CH_WANT_HEADS,
                            .detail = ch_buf_text(&heads),
                            .detail_zh = ch_buf_text(&zh)};
    const ch_err err = heads.failed || zh.failed ? CH_ENOMEM : ch_fault_tell(run->faults, &fault);
    ch_buf_free(&heads);
    ch_buf_free(&zh);
    return err;
}

/* What new rows get whose sheet does not say. */
static ch_err take_defaults(ch_intake__run *run)
{
    ch_buf day = {.memory = run->arena->memory};
    run->source = run->ask->source;
    if (run->ask->as_of == 0)
        return CH_OK;
    ch_date_format(run->ask->as_of, &day);
    const ch_err err = ch_intake__keep(run->arena, &day, &run->as_of);
    run->year = (ch_text){run->as_of.at, err == CH_OK ? 4 : 0};
    return err;
}

static ch_err hand_over(ch_intake__run *run)
{
    ch_intake *intake = run->intake;
    ch_intake_head *head = CH_NEW(run->arena, ch_intake_head, run->heads);
    if (!head)
        return CH_ENOMEM;
    for (size_t i = 0; i < run->heads; i++)
        head[i] = run->head[i].told;
    intake->head = head;
    intake->heads = run->heads;
    intake->edits.edit = run->edit;
    intake->edit_row = run->edit_row;
    intake->bad_row = run->bad_row;
    intake->doubt = run->doubt;
    intake->fill = run->fill;
    return CH_OK;
}

static void free_indexes(ch_intake__run *run)
{
    ch_intake__index_free(&run->names[0]);
    ch_intake__index_free(&run->names[1]);
    ch_intake__index_free(&run->codes);
    ch_intake__index_free(&run->same);
    ch_intake__index_free(&run->seen);
    for (size_t i = 0; i < CH_TABLES; i++)
        ch_intake__index_free(&run->called[i]);
    ch_arena_free(&run->scratch);
}

static ch_err read_sheet(ch_intake__run *run, ch_book *book, size_t sheet)
{
    size_t head_row;
    ch_err err = take_defaults(run);
    if (err == CH_OK)
        err = find_head(run, book, sheet, &head_row);
    if (err != CH_OK)
        return err;
    run->intake->head_row = head_row;
    err = ch_book_read(book, sheet, take_row, run, run->faults);
    return err == CH_OK && head_row == 0 ? tell_no_head(run) : err;
}

ch_err ch_intake_read(ch_arena *arena, ch_book *book, size_t sheet, const ch_intake_ask *ask, ch_intake *intake,
                      ch_faults *faults)
{
    ch_intake__run run = {.arena = arena,
                          .scratch = CH_ARENA(arena->memory),
                          .ask = ask,
                          .faults = faults,
                          .intake = intake,
                          .table = ask->zone->table[ask->form->table],
                          .kind = ch_schema_table(ask->form->table),
                          .yearly = -1,
                          .seen = {.memory = arena->memory}};
    *intake = (ch_intake){0};
    ch_err err = read_sheet(&run, book, sheet);
    if (err == CH_OK || err == CH_EDATA)
        err = ch_err_worse(err, hand_over(&run));
    free_indexes(&run);
    return err;
}
