/* csv_table.c - a table from its CSV file and back: the header says which column a field is for. */
#include "changhe/csv.h"

#include "encoding.h"

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
    ch_encoding form;
    size_t bytes; /* read so far */
    bool is_try;  /* ends at the first fault */
} table_reader;

enum { READ_BYTES = 64 * 1024, PIECE_BYTES = 2 * READ_BYTES };

/* Column for a name of the header, -1 when a CSV file has none of that name. */
static int find_column(const ch_table_kind *kind, ch_text name)
{
    int column = ch_schema_find_column(kind, name);
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

static ch_err cannot_read(table_reader *reader, ch_text file)
{
    ch_err err =
        ch_fault_add(reader->faults, (ch_at){.file = file}, (ch_text){0}, (ch_text){0}, CH_WANT_READABLE, (ch_text){0});
    return err == CH_ENOMEM ? err : CH_EIO;
}

/* The next READ_BYTES, however few the source gives at a time; fewer at the end only. */
static int fill(ch_csv_source *read, void *self, char *bytes)
{
    int len = 0, got = 1;
    while (len < READ_BYTES && (got = read(self, bytes + len, (size_t)(READ_BYTES - len))) > 0)
        len += got;
    return got < 0 ? got : len;
}

/* The next READ_BYTES, or twice as many where the first would tell too little of the file's form. */
static int read_piece(ch_csv_source *read, void *self, char *bytes)
{
    const int len = fill(read, self, bytes);
    if (len < READ_BYTES || !ch_encoding__begins_late((ch_text){bytes, READ_BYTES}))
        return len;
    const int more = fill(read, self, bytes + READ_BYTES);
    return more < 0 ? more : len + more;
}

/* Of a file in another form one fault is told, not one a row. */
static ch_err check_form(table_reader *reader, ch_text file, ch_text bytes)
{
    ch_fault fault;
    char room[8];
    const bool is_start = reader->bytes == 0;
    if (ch_encoding__check(&reader->form, bytes, &fault, room) &&
        (!is_start || ch_encoding__check_lines(file, bytes, &fault)))
        return CH_OK;
    reader->header_fault = true;
    return ch_fault_tell(reader->faults, &fault);
}

static ch_err tell_too_long(table_reader *reader, ch_text file)
{
    char most[24];
    snprintf(most, sizeof most, "%d", CH_CSV_MAX_BYTES);
    reader->header_fault = true;
    return ch_fault_tell(reader->faults, &(ch_fault){.at.file = file,
                                                     .found = CH_TEXT("more"),
                                                     .found_zh = CH_TEXT("更多"),
                                                     .want = CH_WANT_SHORT_FILE,
                                                     .detail = ch_text_of(most)});
}

static ch_err feed_piece(table_reader *reader, ch_csv *csv, ch_text file, ch_text bytes)
{
    ch_err err = check_form(reader, file, bytes);
    reader->bytes += bytes.len;
    if (err == CH_OK && reader->bytes > CH_CSV_MAX_BYTES)
        err = tell_too_long(reader, file);
    if (reader->is_try && reader->faults->count > 0)
        return CH_EDATA;
    return err == CH_OK ? ch_csv_feed(csv, bytes.at, bytes.len) : err;
}

static ch_err feed_all(table_reader *reader, ch_csv *csv, ch_text file, ch_csv_source *read, void *self)
{
    char *bytes = CH_NEW(&reader->arena, char, PIECE_BYTES);
    ch_err err = bytes != NULL ? CH_OK : CH_ENOMEM;
    int n = 1;
    reader->form.at = (ch_at){file, 1, 1};
    while (err == CH_OK && (n = read_piece(read, self, bytes)) > 0)
        err = feed_piece(reader, csv, file, (ch_text){bytes, (size_t)n});
    if (n < 0)
        return cannot_read(reader, file);
    if (err == CH_OK)
        err = ch_csv_end(csv);
    if (err == CH_OK && reader->column == NULL)
        err = want_columns(reader, (ch_at){file, 1, 1}, (ch_text){0}, CH_WANT_HEADER);
    return err;
}

static ch_err read_rows(table_reader *reader, ch_text file, ch_csv_source *read, void *self)
{
    ch_csv *csv = NULL;
    ch_err err = ch_draft_new(reader->id, reader->arena.memory, &reader->draft);
    if (err == CH_OK && reader->is_try)
        ch_draft_keep_no_places(reader->draft);
    if (err == CH_OK)
        err = ch_csv_open(reader->arena.memory, file, take_row, reader, reader->faults, &csv);
    if (err == CH_OK)
        err = feed_all(reader, csv, file, read, self);
    ch_csv_close(csv);
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
