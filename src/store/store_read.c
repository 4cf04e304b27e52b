/* store_read.c - a table out of the database, by way of a draft: a damaged cell is a fault. */
#include "blob.h"
#include "sql.h"

#include <math.h>

/* One cell on its way from a result row into a draft. */
typedef struct {
    const ch_store_file *file;
    sqlite3_stmt *row;
    ch_draft *draft;
    const ch_column *column;
    int index; /* of the column */
    ch_at at;
    ch_arena scratch; /* a shape */
} reading;

/* Go on after a fault: the other cells are still worth reading, and of this one all is told. */
static ch_err pass_over(const reading *in, ch_err err)
{
    if (err != CH_EDATA)
        return err;
    ch_draft_refuse(in->draft, (unsigned)in->index, in->at);
    return CH_OK;
}

static ch_err refuse(const reading *in, const char *found, const char *found_zh)
{
    return pass_over(in, ch_fault_tell(in->file->faults, &(ch_fault){.at = in->at,
                                                                     .column = ch_text_of(in->column->name),
                                                                     .column_zh = ch_text_of(in->column->zh),
                                                                     .found = ch_text_of(found),
                                                                     .found_zh = ch_text_of(found_zh),
                                                                     .want = CH_WANT_STORE}));
}

static ch_err put_text(const reading *in, ch_text text)
{
    return ch_draft_put(in->draft, (unsigned)in->index, text, in->at, in->file->faults);
}

static ch_err put_whole(reading *in)
{
    return ch_draft_put_whole(in->draft, (unsigned)in->index, sqlite3_column_int64(in->row, in->index), in->at,
                              in->file->faults);
}

static ch_err put_number(reading *in)
{
    const double value = sqlite3_column_double(in->row, in->index);
    if (!isfinite(value))
        return refuse(in, "an infinite number", "无穷大的数");
    return ch_draft_put_number(in->draft, (unsigned)in->index, value, in->at, in->file->faults);
}

static ch_err put_shape(reading *in, ch_text bytes)
{
    const ch_shape *shape;
    ch_err err =
        ch_store__read_shape(&in->scratch, bytes, in->at, ch_text_of(in->column->name), &shape, in->file->faults);
    if (err == CH_OK)
        err = ch_draft_put_shape(in->draft, (unsigned)in->index, shape, in->at);
    ch_arena_free(&in->scratch);
    return pass_over(in, err);
}

/* The bytes of a text or blob. A blob of no bytes has no address; nor has what found no memory. */
static ch_err put_bytes(reading *in, int kept)
{
    const bool is_blob = kept == SQLITE_BLOB;
    const void *at = is_blob ? sqlite3_column_blob(in->row, in->index) : sqlite3_column_text(in->row, in->index);
    if (at == NULL && (!is_blob || ch_store__lacks_memory(in->file)))
        return CH_ENOMEM;
    const ch_text bytes = {at != NULL ? at : "", (size_t)sqlite3_column_bytes(in->row, in->index)};
    return is_blob ? put_shape(in, bytes) : put_text(in, bytes);
}

static ch_err put_cell(reading *in)
{
    int kept = sqlite3_column_type(in->row, in->index);
    if (kept == SQLITE_NULL)
        return CH_OK;
    if (kept != ch_store__kind(in->column->type).code)
        return refuse(in, "a value of another type", "其他类型的值");
    switch (kept) {
    case SQLITE_INTEGER: return put_whole(in);
    case SQLITE_FLOAT: return put_number(in);
    default: return put_bytes(in, kept);
    }
}

static ch_err prepare_select(const ch_store_file *file, const ch_table_kind *kind, sqlite3_stmt **statement)
{
    ch_buf sql = {.memory = file->memory};
    for (unsigned c = 0; c < kind->columns; c++)
        ch_buf_addf(&sql, "%s\"%s\"", c == 0 ? "SELECT " : ", ", kind->column[c].name);
    ch_buf_addf(&sql, " FROM \"%s\"", kind->name);
    return ch_store__prepare(file, &sql, statement);
}

static ch_err read_row(reading *in, const ch_table_kind *kind)
{
    ch_err err = ch_draft_row(in->draft, in->at);
    for (unsigned c = 0; err == CH_OK && c < kind->columns; c++) {
        in->column = &kind->column[c];
        in->index = (int)c;
        in->at.column = c + 1;
        err = put_cell(in);
    }
    return err;
}

static ch_err read_rows(reading *in, const ch_table_kind *kind, ch_text place)
{
    for (uint32_t line = 1;; line++) {
        int step = sqlite3_step(in->row);
        if (step != SQLITE_ROW)
            return step == SQLITE_DONE ? CH_OK : ch_store__fail(in->file);
        in->at = (ch_at){.file = place, .line = line};
        ch_err err = read_row(in, kind);
        if (err != CH_OK)
            return err;
    }
}

ch_err ch_store__read_table(const ch_store_file *file, ch_table_id id, ch_text place, ch_table **table)
{
    const ch_table_kind *kind = ch_schema_table(id);
    reading in = {.file = file, .scratch = CH_ARENA(file->memory)};
    ch_err err = ch_draft_new(id, file->memory, &in.draft);
    if (err == CH_OK && file->is_try)
        ch_draft_keep_no_places(in.draft);
    if (err == CH_OK)
        err = prepare_select(file, kind, &in.row);
    if (err == CH_OK)
        err = read_rows(&in, kind, place);
    sqlite3_finalize(in.row);

    if (err == CH_OK)
        return ch_draft_fix(in.draft, table, file->faults);
    ch_draft_free(in.draft);
    return err;
}
