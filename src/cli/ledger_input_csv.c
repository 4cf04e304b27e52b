/* ledger_input_csv.c - postings as CSV: a row a line, rows of one id behind one another. */
#include "ledger_input.h"

#include "changhe/csv.h"

#include <stdio.h>
#include <string.h>

enum { ACCOUNT = GIVEN_HEADS, FEN, COLUMNS };

typedef struct {
    ch_arena *arena;
    ledger_input *input;
    ch_faults *faults;
    bool has_head;
    size_t columns, at[COLUMNS]; /* place of each column, SIZE_MAX: none */
    ch_text cell[GIVEN_HEADS];   /* of the posting's first row */
    ch_ledger_line *line;        /* of the posting */
    size_t lines, capacity;
    ch_err err;
} reading;

typedef struct {
    ch_text rest;
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    const size_t most = room < (1 << 20) ? room : 1 << 20, n = from->rest.len < most ? from->rest.len : most;
    if (n > 0)
        memcpy(bytes, from->rest.at, n);
    from->rest.at += n, from->rest.len -= n;
    return (int)n;
}

static const char *column_name(size_t column)
{
    return column == ACCOUNT ? "account" : column == FEN ? "fen" : ledger_input_head[column];
}

static void note(reading *r, ch_err err)
{
    r->err = ch_err_worse(r->err, err);
}

static ch_err end_reading(const reading *r)
{
    return r->err == CH_ENOMEM ? CH_ENOMEM : CH_OK;
}

static ch_err read_head(reading *r, const ch_csv_field *field, size_t fields, ch_at at)
{
    static const bool is_needed[COLUMNS] = {
        [GIVEN_ID] = true, [GIVEN_BOOK] = true, [GIVEN_DATE] = true, [ACCOUNT] = true, [FEN] = true};
    r->has_head = true;
    r->columns = fields;
    for (size_t c = 0; c < COLUMNS; c++)
        r->at[c] = SIZE_MAX;
    for (size_t i = 0; i < fields; i++) {
        size_t c = 0;
        while (c < COLUMNS && !ch_text_equal(ch_text_trim(field[i].text), ch_text_of(column_name(c))))
            c++;
        if (c == COLUMNS || r->at[c] != SIZE_MAX)
            note(r, ch_fault_add(r->faults, field[i].at, (ch_text){0}, field[i].text,
                                 c == COLUMNS ? CH_WANT_KNOWN_COLUMN : CH_WANT_COLUMN_ONCE,
                                 c == COLUMNS ? CH_TEXT("id, book, date, kind, account, fen, reverses, source, note")
                                              : (ch_text){0}));
        else
            r->at[c] = i;
    }
    for (size_t c = 0; c < COLUMNS; c++)
        if (is_needed[c] && r->at[c] == SIZE_MAX)
            note(r,
                 ch_fault_add(r->faults, at, (ch_text){0}, (ch_text){0}, CH_WANT_COLUMN, ch_text_of(column_name(c))));
    return r->err; /* nobody knows what the rows hold */
}

static ch_text cell_of(const reading *r, const ch_csv_field *field, size_t column)
{
    return r->at[column] == SIZE_MAX ? (ch_text){"", 0} : ch_text_trim(field[r->at[column]].text);
}

static ch_at place_of(const reading *r, const ch_csv_field *field, size_t column, ch_at row)
{
    return r->at[column] == SIZE_MAX ? row : field[r->at[column]].at;
}

/* Lines of the posting before are complete. */
static void end_posting(reading *r)
{
    if (r->input->count > 0) {
        r->input->given[r->input->count - 1].posting.line = r->line;
        r->input->given[r->input->count - 1].posting.lines = r->lines;
    }
    r->line = NULL;
    r->lines = r->capacity = 0;
}

static ch_err begin_posting(reading *r, const ch_csv_field *field, ch_at at)
{
    void *list = r->input->given;
    end_posting(r);
    if (!ch_arena_grow(r->arena, &list, &r->input->capacity, r->input->count + 1, sizeof *r->input->given))
        return CH_ENOMEM;
    r->input->given = list;
    const ch_text file = ch_text_copy(r->arena, at.file);
    ledger_given *given = &r->input->given[r->input->count++];
    *given = (ledger_given){.at = {file, at.line, 0}};
    ch_err err = file.at == NULL ? CH_ENOMEM : CH_OK;
    for (size_t c = 0; err != CH_ENOMEM && c < GIVEN_HEADS; c++) {
        r->cell[c] = ch_text_copy(r->arena, cell_of(r, field, c));
        err = r->cell[c].at == NULL ? CH_ENOMEM
                                    : ch_err_worse(err, ledger_input_fill(&given->posting, (given_head)c, r->cell[c],
                                                                          place_of(r, field, c, at), r->faults));
    }
    return err;
}

static ch_err check_agrees(reading *r, const ch_csv_field *field, ch_at at)
{
    for (size_t c = 0; c < GIVEN_HEADS; c++)
        if (!ch_text_equal(cell_of(r, field, c), r->cell[c]))
            return ch_fault_add(r->faults, place_of(r, field, c, at), ch_text_of(ledger_input_head[c]),
                                cell_of(r, field, c), CH_WANT_LEDGER_ROW, ch_text_of(ledger_input_head[c]));
    return CH_OK;
}

/* A reversal may leave its lines out: a row without account and amount. */
static ch_err add_line(reading *r, const ch_csv_field *field, ch_at at)
{
    const ch_text account = cell_of(r, field, ACCOUNT), fen = cell_of(r, field, FEN);
    void *list = r->line;
    if (account.len == 0 && fen.len == 0)
        return CH_OK;
    if (!ch_arena_grow(r->arena, &list, &r->capacity, r->lines + 1, sizeof *r->line))
        return CH_ENOMEM;
    r->line = list;
    ch_ledger_line *line = &r->line[r->lines++];
    line->account = ch_text_copy(r->arena, account);
    return line->account.at == NULL ? CH_ENOMEM
                                    : ledger_input_fen(fen, place_of(r, field, FEN, at), &line->fen, r->faults);
}

static ch_err read_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    reading *r = self;
    if (!r->has_head)
        return read_head(r, field, fields, at);
    if (fields != r->columns) {
        char wanted[24];
        snprintf(wanted, sizeof wanted, "%zu", r->columns);
        note(r, ch_fault_add(r->faults, at, (ch_text){0}, (ch_text){0}, CH_WANT_FIELDS, ch_text_of(wanted)));
        return end_reading(r);
    }
    const bool goes_on = r->input->count > 0 && ch_text_equal(cell_of(r, field, GIVEN_ID), r->cell[GIVEN_ID]);
    note(r, goes_on ? check_agrees(r, field, at) : begin_posting(r, field, at));
    if (r->err != CH_ENOMEM)
        note(r, add_line(r, field, at));
    return end_reading(r);
}

ch_err ledger_input_csv(ch_arena *arena, ch_text file, ch_text bytes, ledger_input *input, ch_faults *faults)
{
    reading r = {.arena = arena, .input = input, .faults = faults};
    source from = {bytes};
    ch_csv_form form = {.delimiter = ','};
    const ch_err err = ch_csv_read(arena->memory, file, give, &from, INT64_MAX, &form, read_row, &r, faults);
    if (r.has_head)
        end_posting(&r);
    return ch_err_worse(err, r.err);
}
