/* store_write.c - a table into the database: dropped, made anew from the schema, filled. */
#include "blob.h"
#include "sql.h"

/* What a whole number counts, for whoever opens the file by other means. */
static const char *unit_of(const ch_column *column)
{
    switch (column->type) {
    case CH_TYPE_MONEY: return "fen";
    case CH_TYPE_AREA: return "1/300 m2";
    case CH_TYPE_SHAPE: return "src/store/blob.h";
    default: return column->unit;
    }
}

/* The comments stay in the file and are shown with its schema. */
static void add_create(const ch_table_kind *kind, ch_buf *sql)
{
    ch_buf_addf(sql, "CREATE TABLE \"%s\" (", kind->name);
    for (unsigned c = 0; c < kind->columns; c++) {
        const ch_column *column = &kind->column[c];
        const char *unit = unit_of(column);
        ch_buf_addf(sql, "\n  \"%s\" %s%s,", column->name, ch_store__kind(column->type).name,
                    column->need == CH_OPTIONAL ? "" : " NOT NULL");
        if (unit[0] != '\0')
            ch_buf_addf(sql, " /* %s */", unit);
    }
    for (unsigned c = 0; c < kind->keys; c++)
        ch_buf_addf(sql, "%s\"%s\"", c == 0 ? "\n  PRIMARY KEY (" : ", ", kind->column[c].name);
    ch_buf_adds(sql, ")\n) STRICT, WITHOUT ROWID;");
}

static ch_err make_table(const ch_store_file *file, const ch_table_kind *kind)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_addf(&sql, "DROP TABLE IF EXISTS \"%s\";", kind->name);
    add_create(kind, &sql);
    ch_buf_addc(&sql, '\0');
    ch_err err = sql.failed ? CH_ENOMEM : ch_store__run(file, sql.at);
    ch_buf_free(&sql);
    return err;
}

static ch_err prepare_insert(const ch_store_file *file, const ch_table_kind *kind, sqlite3_stmt **statement)
{
    ch_buf sql = {.memory = file->memory};
    ch_buf_addf(&sql, "INSERT INTO \"%s\" VALUES ", kind->name);
    for (unsigned c = 0; c < kind->columns; c++)
        ch_buf_adds(&sql, c == 0 ? "(?" : ",?");
    ch_buf_addc(&sql, ')');
    return ch_store__prepare(file, &sql, statement);
}

/* One cell on its way into a row. */
typedef struct {
    const ch_store_file *file;
    const ch_table *table;
    sqlite3_stmt *row;
    ch_buf bytes; /* of the cell at hand */
} writing;

/* Bind what is gathered in out->bytes, which SQLite copies. */
static int bind_bytes(const writing *out, int code, int parameter)
{
    if (out->bytes.failed)
        return SQLITE_NOMEM;
    if (code == SQLITE_BLOB)
        return sqlite3_bind_blob64(out->row, parameter, out->bytes.at, out->bytes.len, SQLITE_TRANSIENT);
    return sqlite3_bind_text64(out->row, parameter, out->bytes.at, out->bytes.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind_cell(writing *out, unsigned c, size_t row)
{
    const void *cells = out->table->column[c];
    int code = ch_store__kind(out->table->kind->column[c].type).code, parameter = (int)c + 1;
    if (ch_table_is_empty(out->table, c, row))
        return sqlite3_bind_null(out->row, parameter);
    out->bytes.len = 0;
    switch (code) {
    case SQLITE_INTEGER: return sqlite3_bind_int64(out->row, parameter, ((const int64_t *)cells)[row]);
    case SQLITE_FLOAT: return sqlite3_bind_double(out->row, parameter, ((const double *)cells)[row]);
    case SQLITE_BLOB: ch_store__write_shape(((const ch_shape *const *)cells)[row], &out->bytes); break;
    default: ch_table_format(out->table, c, row, &out->bytes);
    }
    return bind_bytes(out, code, parameter);
}

static ch_err insert_row(writing *out, size_t row)
{
    for (unsigned c = 0; c < out->table->kind->columns; c++) {
        int bound = bind_cell(out, c, row);
        if (bound != SQLITE_OK)
            return bound == SQLITE_NOMEM ? CH_ENOMEM : ch_store__fail(out->file);
    }
    if (sqlite3_step(out->row) != SQLITE_DONE || sqlite3_reset(out->row) != SQLITE_OK)
        return ch_store__fail(out->file);
    return CH_OK;
}

ch_err ch_store__write_table(const ch_store_file *file, const ch_table *table)
{
    writing out = {.file = file, .table = table, .bytes.memory = file->memory};
    ch_err err = make_table(file, table->kind);
    if (err == CH_OK)
        err = prepare_insert(file, table->kind, &out.row);
    for (size_t row = 0; err == CH_OK && row < table->rows; row++)
        err = insert_row(&out, row);
    sqlite3_finalize(out.row);
    ch_buf_free(&out.bytes);
    return err;
}
