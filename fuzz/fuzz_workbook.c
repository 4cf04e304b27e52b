/* fuzz_workbook.c - any bytes opened as a book: rows or faults, the same with strings in memory as in a file.
 * The first byte tells what is fuzzed: a zip as it stands; or the sheet, strings, styles or workbook part of a sound one. */
#include "../src/book/book.h"
#include "../tests/make_book.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    size_t number;
    ch_buf *out;
} rows;

static ch_err take_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    rows *seen = self;
    must(number > seen->number && number <= CH_BOOK_MAX_ROWS && cells > 0 && cells <= CH_BOOK_MAX_COLUMNS);
    seen->number = number;
    for (size_t i = 0; i < cells; i++) {
        must(cell[i].column < CH_BOOK_MAX_COLUMNS && (i == 0 || cell[i].column > cell[i - 1].column));
        must(ch_utf8_valid(cell[i].text) == cell[i].text.len);
        must(cell[i].text.len > 0 ? cell[i].kind != CH_CELL_EMPTY : cell[i].is_formula);
        ch_buf_addf(seen->out, "%zu %u %d ", number, cell[i].column, (int)cell[i].kind);
        ch_buf_add(seen->out, cell[i].text);
        ch_buf_addc(seen->out, '\n');
    }
    return CH_OK;
}

static ch_err read_all(ch_text bytes, size_t strings_held, ch_buf *out)
{
    ch_book *book;
    ch_faults faults = {0};
    ch_err err = ch_book__open(NULL, -1, bytes, CH_TEXT("f"), NULL, strings_held, &book, &faults);
    must((err == CH_OK) == (book != NULL));
    for (size_t i = 0; err == CH_OK && i < ch_book_sheets(book); i++)
        err = ch_book_read(book, i, take_row, &(rows){0, out}, &faults);
    must(err == CH_OK ? faults.count == 0 : err == CH_EDATA || err == CH_EIO ? faults.count > 0 : err == CH_ENOMEM);
    ch_book_close(book);
    ch_faults_free(&faults);
    return err;
}

/* A zip around one part that is fuzzed. */
static ch_text wrap(uint8_t which, const char *part)
{
    book_text text = {.rows = "<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>45356.5</v></c></row>",
                      .strings = "<si><t>a</t></si><si><t>b</t></si>",
                      .styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"};
    switch (which) {
    case 's': text.sheet = part; break;
    case 'r': text.rows = part; break;
    case 't': text.strings = part; break;
    case 'y': text.styles = part; break;
    case 'l': text.relations = part; break;
    default: text.sheets = part;
    }
    return zip_book(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_buf held = {0}, spilled = {0}, part = {0};
    ch_text bytes = {(const char *)data, size};
    const bool is_part = size > 1 && memchr("srtylw", data[0], 6) != NULL && data[1] == '\n';
    if (is_part) {
        ch_buf_add(&part, (ch_text){bytes.at + 2, size - 2});
        ch_buf_addc(&part, '\0');
        bytes = wrap(data[0], part.at);
    }
    const ch_err err = read_all(bytes, CH_BOOK_STRINGS_HELD, &held);
    must(read_all(bytes, 0, &spilled) == err && ch_text_equal(ch_buf_text(&held), ch_buf_text(&spilled)));
    if (is_part)
        free((void *)bytes.at);
    ch_buf_free(&held);
    ch_buf_free(&spilled);
    ch_buf_free(&part);
    return 0;
}
