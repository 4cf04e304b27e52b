/* book_driver.c - what tests/libreoffice.sh asks of us: to write workbooks, and to print what a workbook says.
 *   book_driver write ZONE FOLDER    every table that has rows as FOLDER/<table>.xlsx, and FOLDER/odd.xlsx
 *   book_driver print FILE           a line a row of every sheet: number, then "|", a letter a kind and the cell
 *   book_driver plain FILE           the same of the first sheet, without kinds */
#include "changhe/folder.h"
#include "changhe/workbook.h"
#include "changhe/workbook_write.h"

#include <stdio.h>
#include <string.h>

static int give_up(const char *what)
{
    fprintf(stderr, "book_driver: %s\n", what);
    return 1;
}

/* ---- write */

static int save(const char *folder, const char *name, const ch_buf *book)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.xlsx", folder, name);
    FILE *file = fopen(path, "wb");
    const bool is_written = file && fwrite(book->at, 1, book->len, file) == book->len;
    return file && fclose(file) == 0 && is_written ? 0 : give_up(path);
}

/* What has gone wrong between spreadsheets. */
static ch_err write_odd(ch_buf *to)
{
    static const char *const text[] = {"=1+1",   "+86 572", "-",       "@a",    "'quoted",       "\"双引号\"",
                                       "<a&b>",  "0012",    "1e5",     "TRUE",  "2024-03-05",    "1/2",
                                       "🏭 工厂", "é㎡",     "_x0041_", "a,b;c", "第一行\n第二行"};
    static const char *const number[] = {
        "0", "-1.5", "0.000001", "123456789012345", "0.1", "99999999.9999999", "1234567890123456.78"};
    static const ch_date date[] = {19000301, 19991231, 20240229, 20240305, 20240300, 20240000, 99991231};
    const ch_book_head head[] = {{.head = CH_TEXT("文字"), .note = CH_TEXT("说明\n第二行")},
                                 {.head = CH_TEXT("数字"), .width = 24},
                                 {.head = CH_TEXT("日期"), .is_required = true}};
    ch_book_out *out;
    ch_err err = ch_book_out_open(NULL, &out);
    if (err == CH_OK)
        err = ch_book_out_sheet(out, CH_TEXT("odd"), head, 3);
    for (size_t i = 0; err == CH_OK && i < sizeof text / sizeof *text; i++) {
        ch_book_out_row(out);
        ch_book_out_text(out, ch_text_of(text[i]));
        ch_book_out_number(out, ch_text_of(i < sizeof number / sizeof *number ? number[i] : ""));
        ch_book_out_date(out, i < sizeof date / sizeof *date ? date[i] : 0);
    }
    if (err == CH_OK)
        return ch_book_out_close(out, to);
    ch_book_out_drop(out);
    return err;
}

static int write_table(const ch_zone *zone, ch_table_id table, const char *folder)
{
    ch_buf book = {0};
    const ch_book_table what = {.zone = zone, .form = ch_form_at(table)};
    const ch_err err = zone->table[table]->rows > 0 ? ch_book_write_table(NULL, &what, &book) : CH_OK;
    const int code = err != CH_OK ? give_up(what.form->id) : book.len > 0 ? save(folder, what.form->id, &book) : 0;
    ch_buf_free(&book);
    return code;
}

static int write_all(const char *from, const char *folder)
{
    ch_zone *zone;
    ch_faults faults = {0};
    ch_buf odd = {0};
    int code = write_odd(&odd) == CH_OK ? save(folder, "odd", &odd) : give_up("odd");
    ch_buf_free(&odd);
    if (ch_folder_read(from, NULL, &zone, &faults) != CH_OK)
        return give_up(from);
    for (int table = 0; table < CH_TABLES && code == 0; table++)
        code = write_table(zone, (ch_table_id)table, folder);
    ch_zone_drop(zone);
    ch_faults_free(&faults);
    return code;
}

/* ---- print */

static ch_err print_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    static const char kind[] = {[CH_CELL_EMPTY] = 'x', [CH_CELL_TEXT] = 't', [CH_CELL_NUMBER] = 'n',
                                [CH_CELL_DATE] = 'd',  [CH_CELL_FLAG] = 'b', [CH_CELL_FAULT] = 'e'};
    const bool *has_kinds = self;
    unsigned column = 0;
    printf("%zu", number);
    for (size_t i = 0; i < cells; i++) {
        if (cell[i].text.len == 0)
            continue;
        for (; column <= cell[i].column; column++)
            putchar('|');
        if (*has_kinds)
            putchar(kind[cell[i].kind]);
        fwrite(cell[i].text.at, 1, cell[i].text.len, stdout);
    }
    putchar('\n');
    return CH_OK;
}

static int print(const char *path, bool has_kinds)
{
    ch_book *book;
    ch_faults faults = {0};
    ch_err err = ch_book_open(NULL, path, ch_text_of(path), NULL, &book, &faults);
    for (size_t i = 0; err == CH_OK && i < (has_kinds ? ch_book_sheets(book) : 1); i++) {
        const ch_book_sheet *sheet = ch_book_sheet_at(book, i);
        if (has_kinds)
            printf("[%.*s]%s\n", (int)sheet->name.len, sheet->name.at, sheet->is_hidden ? " hidden" : "");
        err = ch_book_read(book, i, print_row, &has_kinds, &faults);
    }
    ch_book_close(book);
    ch_faults_free(&faults);
    return err == CH_OK ? 0 : give_up(path);
}

int main(int count, char **word)
{
    if (count == 4 && strcmp(word[1], "write") == 0)
        return write_all(word[2], word[3]);
    if (count == 3 && (strcmp(word[1], "print") == 0 || strcmp(word[1], "plain") == 0))
        return print(word[2], word[1][1] == 'r');
    return give_up("usage: book_driver write ZONE FOLDER | print FILE | plain FILE");
}
