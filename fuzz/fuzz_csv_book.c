/* fuzz_csv_book.c - any bytes read as a CSV: cut in two ways they give the same rows, in whatever encoding. The first byte
 * tells what is declared: encoding and delimiter. */
#include "changhe/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    ch_text rest;
    size_t piece;
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    size_t n = from->piece < room ? from->piece : room;
    n = n < from->rest.len ? n : from->rest.len;
    if (n > 0)
        memcpy(bytes, from->rest.at, n);
    from->rest = (ch_text){from->rest.at + n, from->rest.len - n};
    return (int)n;
}

static ch_err take_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    ch_buf *out = self;
    ch_buf_addf(out, "%u:", (unsigned)at.line);
    for (size_t i = 0; i < fields; i++) {
        must(ch_utf8_valid(field[i].text) == field[i].text.len);
        ch_buf_addf(out, "%u %d ", (unsigned)field[i].at.column, field[i].told);
        ch_buf_add(out, field[i].text);
        ch_buf_addc(out, '|');
    }
    ch_buf_addc(out, '\n');
    return CH_OK;
}

static ch_csv_form read_rows(ch_text text, size_t piece, ch_csv_form form, ch_buf *out)
{
    source from = {text, piece};
    ch_faults faults = {0};
    const ch_err err = ch_csv_read(NULL, CH_TEXT("f"), give, &from, 1 << 20, &form, take_row, out, &faults);
    must((err == CH_OK) == (faults.count == 0) && (err == CH_OK || err == CH_EDATA));
    must(err == CH_EDATA || !form.is_refused);
    for (size_t i = 0; i < faults.kept; i++) {
        ch_fault_print(&faults.list[i], out);
        ch_buf_addc(out, '\n');
    }
    ch_faults_free(&faults);
    return form;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiter[] = {0, ',', ';', '\t'};
    if (size == 0)
        return 0;
    const ch_csv_form asked = {.encoding = (ch_csv_encoding)(data[0] % 4), .delimiter = delimiter[data[0] / 4 % 4]};
    const ch_text text = {(const char *)data + 1, size - 1};
    ch_buf whole = {0}, cut = {0};
    const ch_csv_form found = read_rows(text, size, asked, &whole), again = read_rows(text, 1 + size % 16, asked, &cut);
    must(found.encoding == again.encoding && found.delimiter == again.delimiter);
    must(ch_text_equal(ch_buf_text(&whole), ch_buf_text(&cut)));

    source from = {text, size};
    ch_csv_form looked = asked;
    must(ch_csv_look(NULL, give, &from, &looked) == CH_OK);
    must(found.is_refused || (looked.encoding == found.encoding && looked.delimiter == found.delimiter));
    ch_buf_free(&whole);
    ch_buf_free(&cut);
    return 0;
}
