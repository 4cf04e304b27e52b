/* store_write.c - a table into the database: dropped, made anew from the schema, filled. */
#include "blob.h"
#include "sql.h"

#include "changhe/decimal.h"

#include <math.h>

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

/* What a parameter is bound to: nothing, to begin with. */
typedef struct {
    bool is_set;
    ch_text text; /* of the bytes that SQLite was given the address of */
} bound;

/* A table on its way into its statement. SQLite keeps what is bound from row to row, so that a cell
 * like the one above it need not be bound again. */
typedef struct {
    const ch_store_file *file;
    const ch_table *table;
    sqlite3_stmt *row;
    ch_buf bytes;                    /* of the cell at hand */
    unsigned column[CH_MAX_COLUMNS]; /* of each parameter */
    unsigned columns;
    bound bound[CH_MAX_COLUMNS]; /* by parameter */
} writing;

static int bind_empty(writing *out, unsigned p)
{
    if (!out->bound[p].is_set)
        return SQLITE_OK;
    out->bound[p] = (bound){0};
    return sqlite3_bind_null(out->row, (int)p + 1);
}

/* Bind bytes that stay where they are until the statement is finished. */
static int bind_text(writing *out, unsigned p, ch_text text)
{
    bound *now = &out->bound[p];
    if (text.len == 0)
        return bind_empty(out, p);
    if (now->is_set && now->text.at == text.at && now->text.len == text.len)
        return SQLITE_OK;
    *now = (bound){true, text};
    return sqlite3_bind_text64(out->row, (int)p + 1, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

/* Bind what is gathered in out->bytes, which SQLite copies. */
static int bind_bytes(writing *out, unsigned p, int code)
{
    out->bound[p] = (bound){.is_set = true};
    if (out->bytes.failed)
        return SQLITE_NOMEM;
    if (code == SQLITE_BLOB)
        return sqlite3_bind_blob64(out->row, (int)p + 1, out->bytes.at, out->bytes.len, SQLITE_TRANSIENT);
    return sqlite3_bind_text64(out->row, (int)p + 1, out->bytes.at, out->bytes.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind_number(writing *out, unsigned p, double number)
{
    if (isnan(number))
        return bind_empty(out, p);
    out->bound[p] = (bound){.is_set = true};
    return sqlite3_bind_double(out->row, (int)p + 1, number);
}

static int bind_whole(writing *out, unsigned p, int64_t whole)
{
    if (whole == CH_UNKNOWN_I64)
        return bind_empty(out, p);
    out->bound[p] = (bound){.is_set = true};
    return sqlite3_bind_int64(out->row, (int)p + 1, whole);
}

static int bind_cell(writing *out, unsigned p, size_t row)
{
    const unsigned c = out->column[p];
    const ch_column *column = &out->table->kind->column[c];
    const void *cells = out->table->column[c];
    switch (column->type) {
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS:
    case CH_TYPE_USCC: return bind_text(out, p, ((const ch_text *)cells)[row]);
    case CH_TYPE_WORD: return bind_text(out, p, ch_text_of(column->words->word[((const uint8_t *)cells)[row]].word));
    case CH_TYPE_FLAG: return bind_text(out, p, ((const uint8_t *)cells)[row] != 0 ? CH_TEXT("yes") : CH_TEXT(""));
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return bind_number(out, p, ((const double *)cells)[row]);
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return bind_whole(out, p, ((const int64_t *)cells)[row]);
    case CH_TYPE_WORDS:
    case CH_TYPE_DATE:
    case CH_TYPE_SHAPE: break;
    }
    if (ch_table_is_empty(out->table, c, row))
        return bind_empty(out, p);
    out->bytes.len = 0;
    if (column->type == CH_TYPE_SHAPE)
        ch_store__write_shape(((const ch_shape *const *)cells)[row], &out->bytes);
    else
        ch_table_format(out->table, c, row, &out->bytes);
    return bind_bytes(out, p, column->type == CH_TYPE_SHAPE ? SQLITE_BLOB : SQLITE_TEXT);
}

static ch_err insert_row(writing *out, size_t row)
{
    for (unsigned p = 0; p < out->columns; p++) {
        const int code = bind_cell(out, p, row);
        if (code != SQLITE_OK)
            return code == SQLITE_NOMEM ? CH_ENOMEM : ch_store__fail(out->file);
    }
    if (sqlite3_step(out->row) != SQLITE_DONE || sqlite3_reset(out->row) != SQLITE_OK)
        return ch_store__fail(out->file);
    return CH_OK;
}

/* An INSERT of the columns that may have a cell; the others are NULL without being named. */
static ch_err prepare_insert(writing *out)
{
    const ch_table_kind *kind = out->table->kind;
    ch_buf sql = {.memory = out->file->memory};
    ch_buf_addf(&sql, "INSERT INTO \"%s\" (", kind->name);
    for (unsigned c = 0; c < kind->columns; c++)
        if ((out->table->empty >> c & 1) == 0 || kind->column[c].need != CH_OPTIONAL) {
            ch_buf_addf(&sql, "%s\"%s\"", out->columns == 0 ? "" : ", ", kind->column[c].name);
            out->column[out->columns++] = c;
        }
    ch_buf_adds(&sql, ") VALUES (?");
    for (unsigned p = 1; p < out->columns; p++)
        ch_buf_adds(&sql, ",?");
    ch_buf_addc(&sql, ')');
    return ch_store__prepare(out->file, &sql, &out->row);
}

ch_err ch_store__write_table(const ch_store_file *file, const ch_table *table)
{
    writing out = {.file = file, .table = table, .bytes.memory = file->memory};
    ch_err err = make_table(file, table->kind);
    if (err == CH_OK)
        err = prepare_insert(&out);
    for (size_t row = 0; err == CH_OK && row < table->rows; row++)
        err = insert_row(&out, row);
    sqlite3_finalize(out.row);
    ch_buf_free(&out.bytes);
    return err;
}

ch_err ch_store__add_to_table(const ch_store_file *file, const ch_table *table, const ch_row_diff *diff, size_t n)
{
    writing out = {.file = file, .table = table, .bytes.memory = file->memory};
    ch_err err = prepare_insert(&out);
    for (size_t i = 0; err == CH_OK && i < n; i++)
        if (diff[i].after != SIZE_MAX)
            err = insert_row(&out, diff[i].after);
    sqlite3_finalize(out.row);
    ch_buf_free(&out.bytes);
    return err;
}
