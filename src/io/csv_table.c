/* csv_table.c - a table from its CSV file and back: the header says which column a field is for. */
#include "changhe/csv.h"

#include <stdio.h>

typedef struct {
    ch_table_id id;
    const ch_table_kind *kind;
    ch_draft *draft;
    ch_faults *faults;
    ch_arena arena;
    int *column; /* for each field of a row; -1: of no column. NULL before the header. */
    size_t fields;
    bool header_fault; /* or one of the file's form or size */
    bool is_try;       /* ends at the first fault */
} table_reader;

/* By its name in the schema, or as people call it. */
static int find_any(const ch_table_kind *kind, ch_text name)
{
    const int column = ch_schema_find_column(kind, name);
    for (unsigned c = 0; column < 0 && c < kind->columns; c++)
        if (ch_text_equal(name, ch_text_of(kind->column[c].zh)) || ch_text_equal(name, ch_text_of(kind->column[c].en)))
            return (int)c;
    return column;
}

/* Column for a name of the header, -1 when a CSV file has none of that name. */
static int find_column(const ch_table_kind *kind, ch_text name)
{
    const int column = find_any(kind, name);
    return column == kind->shape ? -1 : column;
}

/* A fault whose detail is the list of columns. */
static ch_err want_columns(table_reader *reader, ch_at at, ch_text found, ch_want want)
{
    ch_buf columns = {.memory = reader->arena.memory};
    ch_schema_print_columns(reader->kind, &columns);
    reader->header_fault = true;
    ch_err err =
        columns.failed ? CH_ENOMEM : ch_fault_add(reader->faults, at, found, found, want, ch_buf_text(&columns));
    ch_buf_free(&columns);
    return err;
}

static ch_err find_missing(table_reader *reader, uint32_t seen, ch_at at)
{
    for (unsigned c = 0; c < reader->kind->columns; c++) {
        const ch_column *column = &reader->kind->column[c];
        if (column->need == CH_OPTIONAL || column->type == CH_TYPE_SHAPE || (seen >> c & 1) != 0)
            continue;
        reader->header_fault = true;
        char room[CH_LABEL_ROOM];
        const ch_fault fault = {.at = at,
                                .want = CH_WANT_COLUMN,
                                .detail = ch_text_of(column->name),
                                .detail_zh = ch_schema_label(column->name, column->zh, room)};
        if (ch_fault_tell(reader->faults, &fault) == CH_ENOMEM)
            return CH_ENOMEM;
    }
    return CH_OK;
}

static bool any_told(const ch_csv_field *field, size_t fields)
{
    for (size_t i = 0; i < fields; i++)
        if (field[i].told)
            return true;
    return false;
}

static ch_err read_header(table_reader *reader, const ch_csv_field *field, size_t fields, ch_at at)
{
    _Static_assert(CH_MAX_COLUMNS <= 32, "a column is a bit of seen");
    uint32_t seen = 0;
    reader->fields = fields;
    reader->column = CH_NEW(&reader->arena, int, fields);
    if (reader->column == NULL)
        return CH_ENOMEM;

    ch_err err = CH_OK;
    for (size_t i = 0; i < fields && err != CH_ENOMEM; i++) {
        ch_text name = ch_text_trim(field[i].text);
        int column = find_column(reader->kind, name);
        if (field[i].told) {
            column = -1;
        } else if (column < 0) {
            err = want_columns(reader, field[i].at, name, CH_WANT_KNOWN_COLUMN);
        } else if ((seen >> column & 1) != 0) {
            reader->header_fault = true;
            err = ch_fault_add(reader->faults, field[i].at, name, name, CH_WANT_COLUMN_ONCE, (ch_text){0});
            column = -1;
        }
        reader->column[i] = column;
        seen |= column >= 0 ? UINT32_C(1) << column : 0;
    }
    if (err == CH_ENOMEM)
        return err;
    if (!any_told(field, fields))
        return find_missing(reader, seen, at);
    reader->header_fault = true;
    return CH_OK;
}

static ch_err want_fields(table_reader *reader, size_t fields, ch_at at)
{
    char found[40], found_zh[40], expected[24];
    snprintf(found, sizeof found, fields == 1 ? "%zu field" : "%zu fields", fields);
    snprintf(found_zh, sizeof found_zh, "%zu 个字段", fields);
    snprintf(expected, sizeof expected, "%zu", reader->fields);
    ch_err err = ch_fault_tell(reader->faults, &(ch_fault){.at = at,
                                                           .found = ch_text_of(found),
                                                           .found_zh = ch_text_of(found_zh),
                                                           .want = CH_WANT_FIELDS,
                                                           .detail = ch_text_of(expected)});
    return err == CH_ENOMEM ? err : CH_OK;
}

static ch_err take_cell(table_reader *reader, unsigned column, const ch_csv_field *field)
{
    if (!field->told)
        return ch_draft_put(reader->draft, column, field->text, field->at, reader->faults);
    ch_draft_refuse(reader->draft, column, field->at);
    return CH_OK;
}

static ch_err take_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    table_reader *reader = self;
    if (reader->is_try && reader->faults->count > 0)
        return CH_EDATA;
    if (reader->column == NULL)
        return read_header(reader, field, fields, at);
    if (fields != reader->fields)
        return any_told(field, fields) ? CH_OK : want_fields(reader, fields, at);

    ch_err err = ch_draft_row(reader->draft, at);
    for (size_t i = 0; i < fields && err == CH_OK; i++)
        if (reader->column[i] >= 0)
            err = take_cell(reader, (unsigned)reader->column[i], &field[i]);
    return err;
}

static ch_err read_rows(table_reader *reader, ch_text file, ch_csv_source *read, void *self)
{
    ch_csv_form form = {0};
    const ch_memory *memory = reader->arena.memory;
    ch_err err = ch_draft_new(reader->id, memory, &reader->draft);
    if (err == CH_OK && reader->is_try)
        ch_draft_keep_no_places(reader->draft);
    if (err == CH_OK)
        err = ch_csv_read(memory, file, read, self, CH_CSV_MAX_BYTES, &form, take_row, reader, reader->faults);
    reader->header_fault |= form.is_refused;
    if (err == CH_OK && reader->column == NULL)
        err = want_columns(reader, (ch_at){file, 1, 1}, (ch_text){0}, CH_WANT_HEADER);
    return err;
}

static ch_err read_draft(table_reader *reader, ch_text file, ch_csv_source *read, void *self, ch_draft **draft)
{
    const size_t faults_before = reader->faults->count;
    ch_err err = read_rows(reader, file, read, self);
    if (err == CH_OK && reader->faults->count > faults_before)
        err = CH_EDATA;

    bool usable = err == CH_OK || (err == CH_EDATA && !reader->is_try);
    usable = usable && reader->column != NULL && !reader->header_fault;
    if (!usable)
        ch_draft_free(reader->draft);
    *draft = usable ? reader->draft : NULL;
    ch_arena_free(&reader->arena);
    return err;
}

ch_err ch_csv_read_table(const ch_memory *memory, ch_text file, ch_csv_source *read, void *self, ch_table_id id,
                         ch_draft **draft, ch_faults *faults)
{
    table_reader reader = {.id = id, .kind = ch_schema_table(id), .faults = faults, .arena = CH_ARENA(memory)};
    return read_draft(&reader, file, read, self, draft);
}

ch_err ch_csv_try_table(const ch_memory *memory, ch_csv_source *read, void *self, ch_table_id id, ch_draft **draft)
{
    ch_faults faults = {.arena = CH_ARENA(memory)}; /* whether a cell was at fault shows in the list alone */
    table_reader reader = {
        .id = id, .kind = ch_schema_table(id), .faults = &faults, .arena = CH_ARENA(memory), .is_try = true};
    const ch_err err = read_draft(&reader, CH_TEXT(""), read, self, draft);
    ch_faults_free(&faults);
    return err;
}

/* Writing */

void ch_csv_write_field(ch_buf *out, ch_text text)
{
    bool quote = ch_text_trim(text).len != text.len;
    for (size_t i = 0; i < text.len && !quote; i++)
        quote = text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r';
    if (!quote) {
        ch_buf_add(out, text);
        return;
    }

    ch_buf_addc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            ch_buf_addc(out, '"');
        ch_buf_addc(out, text.at[i]);
    }
    ch_buf_addc(out, '"');
}

static void write_row(const ch_table *table, size_t row, ch_buf *cell, ch_buf *out)
{
    bool comma = false;
    for (unsigned c = 0; c < table->kind->columns; c++) {
        if (table->kind->column[c].type == CH_TYPE_SHAPE)
            continue;
        cell->len = 0;
        ch_table_format(table, c, row, cell);
        ch_buf_adds(out, comma ? "," : "");
        ch_csv_write_field(out, ch_buf_text(cell));
        comma = true;
    }
    ch_buf_addc(out, '\n');
}

void ch_csv_write_table(const ch_table *table, ch_buf *out)
{
    ch_buf cell = {.memory = out->memory};
    ch_schema_print_columns(table->kind, out);
    ch_buf_addc(out, '\n');
    for (size_t row = 0; row < table->rows; row++)
        write_row(table, row, &cell, out);
    out->failed |= cell.failed;
    ch_buf_free(&cell);
}
