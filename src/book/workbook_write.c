/* workbook_write.c - workbooks row after row, by libxlsxwriter, in a temporary file without a name. */
#define _POSIX_C_SOURCE 200809L /* ftello */

#include "changhe/workbook_write.h"

#include "changhe/workbook.h"
#include "spill.h"
#include "workbook_write_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WIDEST = 60,            /* characters of a column whose head is long */
    FIRST_DAY = 19000301,   /* spreadsheets know a 29 February 1900, so that earlier days are read as others */
    SERIAL_OF_1970 = 25569, /* days since 1899-12-30 */
    YEAR_2000 = 946684800   /* seconds since 1970: when every workbook was made, so that bytes tell of content alone */
};

/* The number format of a column. */
typedef struct {
    const char *text;
    lxw_format *format;
} number_format;

struct ch_book_out {
    const ch_memory *memory;
    ch_arena arena;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    int file;
    ch_err err; /* the first one */
    lxw_format *head_format, *date_format;
    lxw_format **column_format; /* of the sheet at hand */
    size_t heads, rows, column; /* rows begun, cells put in the last */
    ch_buf text;                /* the cell at hand, NUL behind it */
    ch_book_out__lists lists;
    number_format *format;
    size_t formats, format_capacity;
    int64_t *rows_size; /* bytes of the rows of each sheet that is done */
    size_t sheets, sheet_capacity;
};

ch_err ch_book_out__err_of(lxw_error error)
{
    switch (error) {
    case LXW_NO_ERROR: return CH_OK;
    case LXW_ERROR_MEMORY_MALLOC_FAILED: return CH_ENOMEM;
    case LXW_ERROR_CREATING_XLSX_FILE:
    case LXW_ERROR_CREATING_TMPFILE:
    case LXW_ERROR_READING_TMPFILE:
    case LXW_ERROR_ZIP_FILE_OPERATION:
    case LXW_ERROR_ZIP_PARAMETER_ERROR:
    case LXW_ERROR_ZIP_BAD_ZIP_FILE:
    case LXW_ERROR_ZIP_INTERNAL_ERROR:
    case LXW_ERROR_ZIP_FILE_ADD:
    case LXW_ERROR_ZIP_CLOSE: return CH_EIO;
    default: return CH_EDATA;
    }
}

static ch_err fail(ch_book_out *out, ch_err err)
{
    if (out->err == CH_OK)
        out->err = err;
    return out->err;
}

/* The text as libxlsxwriter takes it; NULL: it is too long, or memory ran out. */
static const char *as_string(ch_book_out *out, ch_text text)
{
    out->text.len = 0;
    const size_t units = ch_book_out__escape(text, &out->text);
    ch_buf_addc(&out->text, '\0');
    if (out->text.failed || units > CH_BOOK_TEXT_MOST) {
        fail(out, out->text.failed ? CH_ENOMEM : CH_EDATA);
        return NULL;
    }
    return out->text.at;
}

/* ---- open */

static lxw_format *new_format(ch_book_out *out, const char *number)
{
    lxw_format *format = workbook_add_format(out->book);
    if (!format)
        fail(out, CH_ENOMEM);
    else if (number)
        format_set_num_format(format, number);
    return format;
}

static void set_up(ch_book_out *out)
{
    lxw_doc_properties made = {.created = YEAR_2000};
    fail(out, ch_book_out__err_of(workbook_set_properties(out->book, &made)));
    out->head_format = new_format(out, NULL);
    if (out->head_format)
        format_set_bold(out->head_format);
    out->date_format = new_format(out, "yyyy-mm-dd");
}

/* libxlsxwriter opens by name: that of the open file. */
static ch_err open_book(ch_book_out *out)
{
    char name[32];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR")};
    out->file = ch_spill__open();
    if (out->file < 0)
        return fail(out, CH_EIO);
    snprintf(name, sizeof name, "/proc/self/fd/%d", out->file);
    out->book = workbook_new_opt(name, &options);
    if (!out->book)
        return fail(out, CH_ENOMEM);
    set_up(out);
    return out->err;
}

ch_err ch_book_out_open(const ch_memory *memory, ch_book_out **out)
{
    *out = ch_memory_take(memory, sizeof **out);
    if (!*out)
        return CH_ENOMEM;
    **out = (ch_book_out){.memory = memory, .arena = CH_ARENA(memory), .file = -1, .text.memory = memory};
    const ch_err err = open_book(*out);
    if (err != CH_OK) {
        ch_book_out_drop(*out);
        *out = NULL;
    }
    return err;
}

/* ---- drop-down lists */

/* A sheet of its own, which people do not see. */
static ch_err write_lists(ch_book_out *out)
{
    const ch_book_out__lists *lists = &out->lists;
    if (lists->n == 0 || ch_book_out_sheet(out, CH_TEXT(CH_BOOK_OUT__LISTS), NULL, 0) != CH_OK)
        return out->err;
    worksheet_hide(out->sheet);
    for (size_t i = 0; i < lists->n; i++)
        for (size_t c = 0; c < lists->list[i].choices; c++)
            ch_book_out_texts(out, &lists->list[i].choice[c], 1);
    return out->err;
}

/* ---- heads */

static lxw_format *find_format(ch_book_out *out, const char *number)
{
    if (!number)
        return NULL;
    for (size_t i = 0; i < out->formats; i++)
        if (strcmp(out->format[i].text, number) == 0)
            return out->format[i].format;
    const ch_text copy = ch_text_copy(&out->arena, ch_text_of(number));
    if (!copy.at || !ch_arena_grow(&out->arena, (void **)&out->format, &out->format_capacity, out->formats + 1,
                                   sizeof(number_format))) {
        fail(out, CH_ENOMEM);
        return NULL;
    }
    lxw_format *format = new_format(out, number);
    out->format[out->formats++] = (number_format){copy.at, format};
    return format;
}

/* Room for the button of the filter. */
static unsigned width_of(const ch_book_head *head)
{
    const size_t needed = ch_utf8_columns(head->head) + head->is_required + 4;
    return head->width > 0 ? head->width : needed > WIDEST ? WIDEST : (unsigned)needed;
}

static ch_err put_note(ch_book_out *out, lxw_col_t column, ch_text note)
{
    static char nobody[] = "";
    lxw_comment_options box = {.author = nobody, .width = 260, .height = 110};
    const char *string = note.len > 0 ? as_string(out, note) : NULL;
    return string ? fail(out, ch_book_out__err_of(worksheet_write_comment_opt(out->sheet, 0, column, string, &box)))
                  : out->err;
}

static ch_err put_head(ch_book_out *out, lxw_col_t column, const ch_book_head *head)
{
    ch_buf text = {.memory = out->memory};
    ch_buf_add(&text, head->head);
    if (head->is_required)
        ch_buf_addc(&text, '*');
    const char *string = text.failed ? NULL : as_string(out, ch_buf_text(&text));
    if (text.failed)
        fail(out, CH_ENOMEM);
    if (string)
        fail(out, ch_book_out__err_of(worksheet_write_string(out->sheet, 0, column, string, out->head_format)));
    ch_buf_free(&text);
    fail(out, ch_book_out__err_of(worksheet_set_column(out->sheet, column, column, width_of(head), NULL)));
    out->column_format[column] = find_format(out, head->number_format);
    if (put_note(out, column, head->note) != CH_OK)
        return out->err;
    return fail(out, ch_book_out__put_list(&out->lists, &out->arena, out->sheet, column, head->choice, head->choices));
}

static ch_err put_heads(ch_book_out *out, const ch_book_head *head, size_t heads)
{
    if (heads > CH_BOOK_MAX_COLUMNS)
        return fail(out, CH_EDATA);
    out->column_format = CH_NEW(&out->arena, lxw_format *, heads);
    if (!out->column_format)
        return fail(out, CH_ENOMEM);
    for (size_t i = 0; i < heads && out->err == CH_OK; i++)
        put_head(out, (lxw_col_t)i, &head[i]);
    if (heads > 0)
        worksheet_freeze_panes(out->sheet, 1, 0);
    return out->err;
}

/* ---- sheets */

/* The last row is still held: have it written, and see whether all were. */
static ch_err end_sheet(ch_book_out *out)
{
    lxw_worksheet *sheet = out->sheet;
    if (!sheet || out->err != CH_OK)
        return out->err;
    if (out->heads > 0)
        fail(out, ch_book_out__err_of(
                      worksheet_autofilter(sheet, 0, 0, (lxw_row_t)(out->rows - 1), (lxw_col_t)(out->heads - 1))));
    lxw_worksheet_write_single_row(sheet);
    const int64_t size = fflush(sheet->optimize_tmpfile) == 0 ? ftello(sheet->optimize_tmpfile) : -1;
    if (size < 0 || ferror(sheet->optimize_tmpfile))
        return fail(out, CH_EIO);
    if (!ch_arena_grow(&out->arena, (void **)&out->rows_size, &out->sheet_capacity, out->sheets + 1, sizeof(int64_t)))
        return fail(out, CH_ENOMEM);
    out->rows_size[out->sheets++] = size;
    out->sheet = NULL;
    return out->err;
}

ch_err ch_book_out_sheet(ch_book_out *out, ch_text name, const ch_book_head *head, size_t heads)
{
    if (end_sheet(out) != CH_OK)
        return out->err;
    const char *string = as_string(out, name);
    if (string && workbook_validate_sheet_name(out->book, string) != LXW_NO_ERROR)
        return fail(out, CH_EDATA);
    out->sheet = string ? workbook_add_worksheet(out->book, string) : NULL;
    if (!out->sheet)
        return fail(out, CH_EIO);
    out->heads = heads;
    out->rows = heads > 0;
    out->column = 0;
    return put_heads(out, head, heads);
}

/* ---- cells */

void ch_book_out_row(ch_book_out *out)
{
    out->column = 0;
    if (out->rows++ == CH_BOOK_MAX_ROWS || !out->sheet)
        fail(out, CH_EDATA);
}

/* Where the next cell stands; false: nothing can be written any more. */
static bool next_cell(ch_book_out *out, lxw_row_t *row, lxw_col_t *column)
{
    if (out->rows == 0 || out->column == CH_BOOK_MAX_COLUMNS)
        fail(out, CH_EDATA);
    if (out->err != CH_OK)
        return false;
    *row = (lxw_row_t)(out->rows - 1);
    *column = (lxw_col_t)out->column++;
    return true;
}

void ch_book_out_text(ch_book_out *out, ch_text text)
{
    lxw_row_t row;
    lxw_col_t column;
    if (!next_cell(out, &row, &column) || text.len == 0)
        return;
    const char *string = as_string(out, text);
    if (string)
        fail(out, ch_book_out__err_of(worksheet_write_string(out->sheet, row, column, string, NULL)));
}

void ch_book_out_number(ch_book_out *out, ch_text decimal)
{
    lxw_row_t row;
    lxw_col_t column;
    double number;
    if (!ch_book_out__is_kept(decimal, &number)) {
        ch_book_out_text(out, decimal);
    } else if (next_cell(out, &row, &column)) {
        lxw_format *format = column < out->heads ? out->column_format[column] : NULL;
        fail(out, ch_book_out__err_of(worksheet_write_number(out->sheet, row, column, number, format)));
    }
}

void ch_book_out_date(ch_book_out *out, ch_date date)
{
    lxw_row_t row;
    lxw_col_t column;
    ch_buf text = {.memory = out->memory};
    if (date >= FIRST_DAY && date % 100 != 0) {
        const double serial = ch_date_number(date) + SERIAL_OF_1970;
        if (next_cell(out, &row, &column))
            fail(out, ch_book_out__err_of(worksheet_write_number(out->sheet, row, column, serial, out->date_format)));
        return;
    }
    ch_date_format(date, &text);
    if (text.failed)
        fail(out, CH_ENOMEM);
    ch_book_out_text(out, ch_buf_text(&text));
    ch_buf_free(&text);
}

void ch_book_out_empty(ch_book_out *out)
{
    ch_book_out_text(out, (ch_text){0});
}

void ch_book_out_texts(ch_book_out *out, const ch_text *text, size_t n)
{
    ch_book_out_row(out);
    for (size_t i = 0; i < n; i++)
        ch_book_out_text(out, text[i]);
}

/* ---- close */

static ch_err take_bytes(ch_book_out *out, ch_buf *to)
{
    char piece[64 << 10];
    const size_t before = to->len;
    int64_t got;
    for (int64_t at = 0; (got = ch_spill__read(out->file, piece, sizeof piece, at)) > 0; at += got)
        ch_buf_add(to, (ch_text){piece, (size_t)got});
    if (got < 0 || to->failed)
        to->len = before;
    return fail(out, got < 0 ? CH_EIO : to->failed ? CH_ENOMEM : CH_OK);
}

/* libxlsxwriter frees its workbook whether it could pack it or not. */
static ch_err pack(ch_book_out *out)
{
    lxw_workbook *book = out->book;
    out->book = NULL;
    if (fail(out, ch_book_out__err_of(workbook_close(book))) != CH_OK)
        return out->err;
    return fail(out, ch_book_out__check(out->memory, out->file, out->rows_size, out->sheets));
}

ch_err ch_book_out_close(ch_book_out *out, ch_buf *to)
{
    if (!out->sheet)
        fail(out, CH_EDATA);
    if (end_sheet(out) == CH_OK && write_lists(out) == CH_OK && end_sheet(out) == CH_OK && pack(out) == CH_OK)
        take_bytes(out, to);
    const ch_err err = out->err;
    ch_book_out_drop(out);
    return err;
}

void ch_book_out_drop(ch_book_out *out)
{
    if (!out)
        return;
    if (out->book)
        lxw_workbook_free(out->book);
    if (out->file >= 0)
        close(out->file);
    ch_buf_free(&out->text);
    ch_arena_free(&out->arena);
    ch_memory_give(out->memory, out);
}
