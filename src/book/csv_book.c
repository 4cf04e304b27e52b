/* csv_book.c - a CSV file as a book of one sheet, whose cells are texts. */
#include "book.h"

#include "../io/file.h"
#include "book_told.h"
#include "changhe/csv.h"
#include "spill.h"

#include <errno.h>
#include <string.h>

_Static_assert((int)CH_BOOK_DETECT == CH_CSV_DETECT && (int)CH_BOOK_UTF8 == CH_CSV_UTF8 &&
                   (int)CH_BOOK_GB18030 == CH_CSV_GB18030 && (int)CH_BOOK_UTF16 == CH_CSV_UTF16,
               "both tell encodings alike");

typedef struct {
    const ch_memory *memory;
    ch_faults *faults;
    ch_book_row *row;
    void *self;
    ch_book_cell *cell;
    size_t capacity;
} csv_reader;

/* The bytes of a book from its start on. */
typedef struct {
    const ch_book *book;
    int64_t at;
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    const ch_text all = from->book->bytes;
    int64_t got;
    if (from->book->file >= 0) {
        got = ch_spill__read(from->book->file, bytes, room, from->at);
    } else {
        const size_t left = all.len - (size_t)from->at;
        got = (int64_t)(left < room ? left : room);
        if (got > 0)
            memcpy(bytes, all.at + from->at, (size_t)got);
    }
    from->at += got > 0 ? got : 0;
    return (int)got;
}

ch_err ch_csv_book__open(ch_book *book, const ch_book_form *form, ch_faults *faults)
{
    source from = {book, 0};
    ch_csv_form found = {0};
    if (form != NULL)
        found = (ch_csv_form){.encoding = (ch_csv_encoding)form->encoding, .delimiter = form->delimiter};
    book->sheet = CH_NEW(&book->arena, ch_book_sheet, 1);
    if (book->sheet == NULL)
        return CH_ENOMEM;
    book->sheet[0].name = book->name;
    book->sheets = 1;
    ch_err err = ch_csv_look(book->memory, give, &from, &found);
    book->form = (ch_book_form){(ch_book_encoding)found.encoding, found.delimiter};
    return err == CH_EIO ? ch_file__tell(faults, book->name, ch_file__reason_of(errno), CH_WANT_READABLE) : err;
}

static bool make_room(csv_reader *reader, size_t cells)
{
    if (cells <= reader->capacity)
        return true;
    void *cell = ch_memory_take(reader->memory, cells * sizeof *reader->cell);
    if (cell == NULL)
        return false;
    ch_memory_give(reader->memory, reader->cell);
    reader->cell = cell;
    reader->capacity = cells;
    return true;
}

static ch_err take_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    csv_reader *reader = self;
    size_t cells = 0;
    if (fields > CH_BOOK_MAX_COLUMNS || at.line > CH_BOOK_MAX_ROWS)
        return ch_book__tell_beyond(
            reader->faults, at, (ch_text){0}, fields > CH_BOOK_MAX_COLUMNS ? CH_BOOK_MAX_COLUMNS : CH_BOOK_MAX_ROWS,
            fields > CH_BOOK_MAX_COLUMNS ? (ch_book__words){"columns", "列"} : (ch_book__words){"rows", "行"});
    if (!make_room(reader, fields))
        return CH_ENOMEM;
    for (size_t i = 0; i < fields; i++)
        if (field[i].text.len > 0)
            reader->cell[cells++] = (ch_book_cell){.column = (unsigned)i, .kind = CH_CELL_TEXT, .text = field[i].text};
    return cells > 0 ? reader->row(reader->self, at.line, false, reader->cell, cells) : CH_OK;
}

ch_err ch_csv_book__read(ch_book *book, ch_book_row *row, void *self, ch_faults *faults)
{
    csv_reader reader = {.memory = book->memory, .faults = faults, .row = row, .self = self};
    source from = {book, 0};
    ch_csv_form form = {.encoding = (ch_csv_encoding)book->form.encoding, .delimiter = book->form.delimiter};
    ch_err err =
        ch_csv_read(book->memory, book->name, give, &from, CH_BOOK_MAX_UNPACKED, &form, take_row, &reader, faults);
    ch_memory_give(book->memory, reader.cell);
    return err;
}
