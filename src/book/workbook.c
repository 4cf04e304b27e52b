/* workbook.c - a workbook opened as what its first bytes tell, and read sheet by sheet.
 *
 * The ceilings: a sheet has the columns and rows of ECMA-376; a thousand sheets and ten thousand parts are ten times
 * what people make; a cell of a spreadsheet holds 32,767 characters, in UTF-8 some 100 kB; 16 M strings and 1 GiB of
 * them are more than a sheet of a million rows has. What they bound: memory by a few times CH_BOOK_STRINGS_HELD plus
 * one row, the temporary file, and the time by the bytes unpacked. */
#define _POSIX_C_SOURCE 200809L

#include "changhe/workbook.h"

#include "../io/file.h"
#include "book.h"
#include "spill.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BYTES = 8 };

typedef enum { A_CSV, A_ZIP, AN_OLD_BOOK } first_look;

/* .xls, and .xlsx with a password, lie in a compound file. */
static first_look look_at(ch_text start)
{
    static const char compound[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if (start.len >= 4 && (memcmp(start.at, "PK\x03\x04", 4) == 0 || memcmp(start.at, "PK\x05\x06", 4) == 0))
        return A_ZIP;
    return start.len >= FIRST_BYTES && memcmp(start.at, compound, FIRST_BYTES) == 0 ? AN_OLD_BOOK : A_CSV;
}

static ch_err tell_old(ch_faults *faults, ch_text name)
{
    return ch_fault_tell(faults, &(ch_fault){.at.file = name,
                                             .want = CH_WANT_XLSX,
                                             .detail = CH_TEXT("an old workbook (.xls) or has a password"),
                                             .detail_zh = CH_TEXT("旧版工作簿（.xls）或设有密码")});
}

/* The file is closed, or the book's, whatever comes back. */
static ch_err open_as(ch_book *book, int file, ch_text bytes, const ch_book_form *form, size_t strings_held,
                      ch_faults *faults)
{
    char room[FIRST_BYTES];
    ch_text start = bytes;
    if (file >= 0) {
        const int64_t got = ch_spill__read(file, room, sizeof room, 0);
        start = (ch_text){room, got > 0 ? (size_t)got : 0};
    }
    const first_look seen = look_at(start);
    if (seen == A_ZIP)
        return ch_xlsx__open(book, file, bytes, strings_held, faults);
    book->is_csv = true;
    book->file = file;
    book->bytes = bytes;
    return seen == AN_OLD_BOOK ? tell_old(faults, book->name) : ch_csv_book__open(book, form, faults);
}

ch_err ch_book__open(const ch_memory *memory, int file, ch_text bytes, ch_text name, const ch_book_form *form,
                     size_t strings_held, ch_book **book, ch_faults *faults)
{
    *book = NULL;
    ch_book *made = ch_memory_take(memory, sizeof *made);
    if (made == NULL) {
        if (file >= 0)
            close(file);
        return CH_ENOMEM;
    }
    *made = (ch_book){.memory = memory, .arena = CH_ARENA(memory), .file = -1};
    ch_strings__begin(&made->strings, memory, name, strings_held);
    made->name = ch_text_copy(&made->arena, name);
    if (made->name.at == NULL) {
        if (file >= 0)
            close(file);
        ch_book_close(made);
        return CH_ENOMEM;
    }
    ch_err err = open_as(made, file, bytes, form, strings_held, faults);
    if (err != CH_OK)
        ch_book_close(made);
    else
        *book = made;
    return err;
}

ch_err ch_book_open(const ch_memory *memory, const char *path, ch_text name, const ch_book_form *form, ch_book **book,
                    ch_faults *faults)
{
    const ch_file__reason *reason;
    *book = NULL;
    const int file = ch_file__open(AT_FDCWD, path, true, &reason);
    if (file < 0)
        return ch_file__tell(faults, name, reason, CH_WANT_READABLE);
    return ch_book__open(memory, file, (ch_text){"", 0}, name, form, CH_BOOK_STRINGS_HELD, book, faults);
}

ch_err ch_book_open_bytes(const ch_memory *memory, ch_text bytes, ch_text name, const ch_book_form *form,
                          ch_book **book, ch_faults *faults)
{
    return ch_book__open(memory, -1, bytes, name, form, CH_BOOK_STRINGS_HELD, book, faults);
}

void ch_book_close(ch_book *book)
{
    if (book == NULL)
        return;
    ch_zip__close(&book->zip);
    ch_strings__free(&book->strings);
    if (book->file >= 0)
        close(book->file);
    ch_arena_free(&book->arena);
    ch_memory_give(book->memory, book);
}

size_t ch_book_sheets(const ch_book *book)
{
    return book->sheets;
}

const ch_book_sheet *ch_book_sheet_at(const ch_book *book, size_t sheet)
{
    return &book->sheet[sheet];
}

size_t ch_book_find_sheet(const ch_book *book, ch_text name)
{
    for (size_t i = 0; i < book->sheets; i++)
        if (ch_text_equal(book->sheet[i].name, name))
            return i;
    return SIZE_MAX;
}

ch_book_form ch_book_form_of(const ch_book *book)
{
    return book->form;
}

ch_err ch_book_read(ch_book *book, size_t sheet, ch_book_row *row, void *self, ch_faults *faults)
{
    return book->is_csv ? ch_csv_book__read(book, row, self, faults) : ch_xlsx__read(book, sheet, row, self, faults);
}

ch_text ch_book_column_name(unsigned column, char room[4])
{
    size_t at = 4;
    for (uint64_t left = (uint64_t)column + 1; left > 0 && at > 0; left = (left - 1) / 26)
        room[--at] = (char)('A' + (left - 1) % 26);
    return (ch_text){room + at, 4 - at};
}
