/* test_workbook_write.c - workbooks written: what is read back, the same bytes, full disks, no memory. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "../src/book/spill.h"
#include "../src/book/workbook_write_parts.h"
#include "changhe/workbook.h"
#include "changhe/workbook_write.h"
#include "draw.h"
#include "failing.h"
#include "read_book.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const ch_text two_words[] = {{"是", 3}, {"否", 3}};

/* One book of every kind of cell. */
static ch_err write_small(const ch_memory *memory, ch_buf *to)
{
    ch_text places[60];
    char name[60][16];
    for (size_t i = 0; i < 60; i++)
        places[i] = (ch_text){name[i], (size_t)snprintf(name[i], sizeof name[i], "地区,%zu", i)};
    const ch_book_head head[] = {
        {.head = CH_TEXT("项目编码"), .note = CH_TEXT("编号，必填。"), .is_required = true},
        {.head = CH_TEXT("投资金额(亿元)"), .number_format = "#,##0.00", .width = 18},
        {.head = CH_TEXT("签约时间")},
        {.head = CH_TEXT("链主"), .choice = two_words, .choices = 2},
        {.head = CH_TEXT("落户地"), .choice = places, .choices = 60},
        {.head = CH_TEXT("首谈地"), .choice = places, .choices = 60},
    };
    ch_book_out *out;
    ch_err err = ch_book_out_open(memory, &out);
    if (err != CH_OK)
        return err;
    err = ch_book_out_sheet(out, CH_TEXT("台账"), head, 6);
    if (err != CH_OK) {
        ch_book_out_drop(out);
        return err;
    }
    ch_book_out_row(out);
    ch_book_out_text(out, CH_TEXT("=1+1"));
    ch_book_out_number(out, CH_TEXT("12.34"));
    ch_book_out_date(out, 20240305);
    ch_book_out_text(out, CH_TEXT("是"));
    ch_book_out_row(out);
    ch_book_out_text(out, CH_TEXT("0012"));
    ch_book_out_empty(out);
    ch_book_out_date(out, 20240300);
    return ch_book_out_close(out, to);
}

static void every_kind_of_cell_reads_back(void **state)
{
    (void)state;
    ch_buf book = {0}, said = {0};
    assert_int_equal(write_small(NULL, &book), CH_OK);
    ch_buf_adds(&said, "[台账]\n1|项目编码*|投资金额(亿元)|签约时间|链主|落户地|首谈地\n2|=1+1|#12.34|@2024-03-05|是\n"
                       "3|0012||2024-03\n[_lists] hidden\n");
    for (int i = 0; i < 60; i++) /* once, though two columns have it */
        ch_buf_addf(&said, "%d|地区,%d\n", i + 1, i);
    ch_buf_addc(&said, '\0');
    assert_says(&book, said.at);
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "<formula1>_lists!$A$1:$A$60</formula1>"), 2);
    assert_int_equal(count_in_part(&book, "xl/worksheets/sheet1.xml", "<formula1>\"是,否\"</formula1>"), 1);
    assert_int_equal(count_in_part(&book, "docProps/core.xml", "2000-01-01T00:00:00Z"), 2);
    ch_buf_free(&book);
    ch_buf_free(&said);
}

/* ---- the same texts, the same bytes */

typedef struct {
    char kind; /* t, n, d, or e */
    char text[120];
    size_t len;
    ch_date date;
} drawn;

/* Characters that have gone wrong somewhere. */
static void draw_text(uint64_t *seed, drawn *cell)
{
    static const char *const piece[] = {"=",    "+",    "-",    "@", "\t",   "\n",    "\r",       "\"",    "'",
                                        "<",    ">",    "&",    " ", "\x01", "\x1f",  "_x000D_",  "_x",    "_",
                                        "湖州", "长兴", "天能", "🏭", "é",    "㎡",    "，",       "&#10;", "]]>",
                                        "<!--", "a",    "B",    "0", "123",  "{=A1}", "http://x", "\x7f"};
    cell->len = 0;
    for (uint32_t n = 1 + draw(seed, 8); n > 0; n--) {
        const char *next = piece[draw(seed, sizeof piece / sizeof *piece)];
        memcpy(cell->text + cell->len, next, strlen(next));
        cell->len += strlen(next);
    }
}

/* Up to 19 digits, so that some are numbers and some are text. */
static void draw_decimal(uint64_t *seed, drawn *cell)
{
    const uint32_t digits = 1 + draw(seed, 19), behind = draw(seed, digits + 1);
    cell->len = 0;
    if (draw(seed, 3) == 0)
        cell->text[cell->len++] = '-';
    for (uint32_t i = 0; i < digits; i++) {
        if (i > 0 && i == digits - behind)
            cell->text[cell->len++] = '.';
        cell->text[cell->len++] = (char)('0' + draw(seed, 10));
    }
}

static drawn draw_cell(uint64_t *seed)
{
    drawn cell = {.kind = "tnde"[draw(seed, 4)]};
    if (cell.kind == 't')
        draw_text(seed, &cell);
    if (cell.kind == 'n')
        draw_decimal(seed, &cell);
    if (cell.kind == 'd')
        cell.date = draw(seed, 4) == 0 ? (ch_date)(1500 + draw(seed, 600)) * 10000 + (ch_date)draw(seed, 13) * 100
                                       : ch_date_of_number((int32_t)draw(seed, 130000) - 60000);
    return cell;
}

enum { ROWS = 10000, COLUMNS = 7, SEED = 11 };

static void write_drawn(ch_buf *to)
{
    uint64_t seed = SEED;
    ch_book_out *out;
    assert_int_equal(ch_book_out_open(NULL, &out), CH_OK);
    assert_int_equal(ch_book_out_sheet(out, CH_TEXT("drawn"), NULL, 0), CH_OK);
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        const drawn cell = draw_cell(&seed);
        const ch_text text = {cell.text, cell.len};
        if (i % COLUMNS == 0)
            ch_book_out_row(out);
        if (cell.kind == 't')
            ch_book_out_text(out, text);
        else if (cell.kind == 'n')
            ch_book_out_number(out, text);
        else if (cell.kind == 'd')
            ch_book_out_date(out, cell.date);
        else
            ch_book_out_empty(out);
    }
    assert_int_equal(ch_book_out_close(out, to), CH_OK);
}

typedef struct {
    uint64_t seed;
    size_t next_row, numbers, long_numbers;
} comparing;

/* The same digits, but for zeros that say nothing. */
static void assert_same_decimal(ch_text put, ch_text got)
{
    char room[2][64];
    const ch_text side[2] = {put, got};
    for (int i = 0; i < 2; i++) {
        ch_text rest = side[i];
        const bool is_negative = rest.len > 0 && rest.at[0] == '-';
        rest.at += is_negative, rest.len -= is_negative;
        while (rest.len > 1 && rest.at[0] == '0' && rest.at[1] != '.')
            rest.at++, rest.len--;
        if (memchr(rest.at, '.', rest.len))
            while (rest.at[rest.len - 1] == '0')
                rest.len--;
        rest.len -= rest.at[rest.len - 1] == '.';
        const bool is_zero = rest.len == 1 && rest.at[0] == '0';
        snprintf(room[i], sizeof room[i], "%s%.*s", is_negative && !is_zero ? "-" : "", (int)rest.len, rest.at);
    }
    assert_string_equal(room[0], room[1]);
}

static void compare_cell(comparing *c, const drawn *put, const ch_book_cell *got)
{
    ch_buf date = {0};
    ch_text text = {put->text, put->len};
    if (put->kind == 'd') {
        ch_date_format(put->date, &date);
        text = ch_buf_text(&date);
        assert_int_equal(got->kind, put->date % 100 != 0 && put->date >= 19000301 ? CH_CELL_DATE : CH_CELL_TEXT);
    } else if (put->kind == 't') {
        assert_int_equal(got->kind, CH_CELL_TEXT);
    }
    assert_false(got->is_formula);
    if (put->kind == 'n') {
        assert_same_decimal(text, got->text);
        c->numbers += got->kind == CH_CELL_NUMBER;
        c->long_numbers += got->kind == CH_CELL_TEXT;
    } else {
        assert_int_equal(got->text.len, text.len);
        assert_memory_equal(got->text.at, text.at, text.len);
    }
    ch_buf_free(&date);
}

static ch_err compare_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    comparing *c = self;
    while (c->next_row < number) { /* rows without a cell are not handed on */
        size_t at = 0;
        for (unsigned column = 0; column < COLUMNS; column++) {
            const drawn put = draw_cell(&c->seed);
            if (put.kind == 'e' || (put.kind == 'd' && put.date == 0))
                continue;
            assert_true(c->next_row + 1 == number && at < cells && cell[at].column == column);
            compare_cell(c, &put, &cell[at++]);
        }
        c->next_row++;
        assert_int_equal(at, c->next_row == number ? cells : 0);
    }
    return CH_OK;
}

static void what_is_written_is_read_cell_by_cell(void **state)
{
    (void)state;
    ch_buf bytes = {0};
    ch_book *book;
    ch_faults faults = {0};
    comparing c = {.seed = SEED};
    write_drawn(&bytes);
    assert_int_equal(ch_book_open_bytes(NULL, ch_buf_text(&bytes), CH_TEXT("drawn.xlsx"), NULL, &book, &faults), CH_OK);
    assert_int_equal(ch_book_read(book, 0, compare_row, &c, &faults), CH_OK);
    assert_true(c.next_row > ROWS - 100 && c.numbers > 10000 && c.long_numbers > 1000);
    ch_book_close(book);
    ch_faults_free(&faults);
    ch_buf_free(&bytes);
}

static void the_same_content_gives_the_same_bytes(void **state)
{
    (void)state;
    ch_buf once = {0}, twice = {0};
    write_drawn(&once);
    write_drawn(&twice);
    assert_int_equal(once.len, twice.len);
    assert_memory_equal(once.at, twice.at, once.len);
    ch_buf_free(&once);
    ch_buf_free(&twice);
}

/* ---- what is refused */

static ch_err write_text_of(size_t len, const char *character)
{
    ch_buf text = {0}, book = {0};
    ch_book_out *out;
    for (size_t i = 0; i < len; i++)
        ch_buf_adds(&text, character);
    assert_int_equal(ch_book_out_open(NULL, &out), CH_OK);
    assert_int_equal(ch_book_out_sheet(out, CH_TEXT("a"), NULL, 0), CH_OK);
    ch_book_out_row(out);
    ch_book_out_text(out, ch_buf_text(&text));
    const ch_err err = ch_book_out_close(out, &book);
    assert_true((err == CH_OK) == (book.len > 0));
    ch_buf_free(&text);
    ch_buf_free(&book);
    return err;
}

static void text_that_no_cell_shows_is_refused(void **state)
{
    (void)state;
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST, "长"), CH_OK);
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST + 1, "长"), CH_EDATA);
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST / 2, "🏭"), CH_OK); /* two units of UTF-16 */
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST / 2 + 1, "🏭"), CH_EDATA);
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST / 7, "\x01"), CH_OK); /* _x0001_ */
    assert_int_equal(write_text_of(CH_BOOK_TEXT_MOST / 7 + 1, "\x01"), CH_EDATA);
}

static ch_err write_sheets(const char *first, const char *second)
{
    ch_book_out *out;
    assert_int_equal(ch_book_out_open(NULL, &out), CH_OK);
    assert_int_equal(ch_book_out_sheet(out, ch_text_of(first), NULL, 0), CH_OK);
    const ch_err err = ch_book_out_sheet(out, ch_text_of(second), NULL, 0);
    ch_book_out_drop(out);
    return err;
}

static void a_name_that_is_none_for_a_sheet_is_refused(void **state)
{
    (void)state;
    assert_int_equal(write_sheets("表", "来源"), CH_OK);
    assert_int_equal(write_sheets("表", "表"), CH_EDATA);
    assert_int_equal(write_sheets("表", "a/b"), CH_EDATA);
    assert_int_equal(write_sheets("表", "12345678901234567890123456789012"), CH_EDATA);
}

static void a_book_has_a_sheet_and_a_sheet_has_rows_for_cells(void **state)
{
    (void)state;
    ch_book_out *out;
    ch_buf book = {0};
    assert_int_equal(ch_book_out_open(NULL, &out), CH_OK);
    assert_int_equal(ch_book_out_close(out, &book), CH_EDATA);
    assert_int_equal(ch_book_out_open(NULL, &out), CH_OK);
    assert_int_equal(ch_book_out_sheet(out, CH_TEXT("a"), NULL, 0), CH_OK);
    ch_book_out_text(out, CH_TEXT("before any row"));
    assert_int_equal(ch_book_out_close(out, &book), CH_EDATA);
    assert_int_equal(book.len, 0);
    ch_buf_free(&book);
}

/* ---- what may go wrong */

static void no_allocation_that_fails_leaks(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing counts = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counts);
        ch_buf book = {.memory = &memory};
        const ch_err err = write_small(&memory, &book);
        ch_buf_free(&book);
        assert_int_equal(counts.live, 0);
        if (err == CH_OK) {
            assert_true(at > 5);
            return;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
}

/* What libxlsxwriter says of a full disk is none of the test's. */
static int hush(void)
{
    const int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

static void speak(int kept)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
}

static ch_err write_rows(size_t rows, ch_buf *to)
{
    uint64_t seed = 5;
    ch_book_out *out;
    ch_err err = ch_book_out_open(NULL, &out);
    if (err != CH_OK)
        return err;
    err = ch_book_out_sheet(out, CH_TEXT("rows"), &(ch_book_head){.head = CH_TEXT("n")}, 1);
    for (size_t i = 0; i < rows; i++) {
        char number[16];
        ch_book_out_row(out);
        ch_book_out_number(out, (ch_text){number, (size_t)snprintf(number, sizeof number, "%u", draw(&seed, 1 << 30))});
    }
    return ch_err_worse(err, ch_book_out_close(out, to));
}

/* No file may be longer than so many bytes. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Bytes between the tags of the rows of the first sheet. */
static int64_t rows_size_of(const ch_buf *book)
{
    static char part[1 << 20];
    const size_t n = read_part(book, "xl/worksheets/sheet1.xml", part, sizeof part);
    const char *from = strstr(part, "<sheetData>"), *to = strstr(part, "</sheetData>");
    assert_true(n > 0 && from && to);
    return to - from - (int64_t)strlen("<sheetData>");
}

/* true: it was refused; what is not refused must be whole. */
static bool is_refused(rlim_t most, const ch_buf *whole)
{
    ch_buf book = {0};
    const int kept = hush();
    limit_files(most);
    const ch_err err = write_rows(5000, &book);
    limit_files(RLIM_INFINITY);
    speak(kept);
    if (err == CH_OK && (book.len != whole->len || memcmp(book.at, whole->at, whole->len) != 0))
        fail_msg("a book of %zu bytes where no file may have more than %lu", book.len, (unsigned long)most);
    assert_true(err == CH_OK || (err == CH_EIO && book.len == 0));
    ch_buf_free(&book);
    return err == CH_EIO;
}

static void a_full_disk_never_gives_half_a_book(void **state)
{
    (void)state;
    ch_buf whole = {0};
    assert_int_equal(write_rows(5000, &whole), CH_OK);
    const rlim_t rows = (rlim_t)rows_size_of(&whole);
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    for (rlim_t most = 0; most < rows; most += most < 20000 ? 1000 : 13000)
        assert_true(is_refused(most, &whole));
    for (rlim_t more = 0; more < 400; more += 20) /* the rows are there, but not all of the sheet */
        assert_true(is_refused(rows + more, &whole));
    assert_false(is_refused(rows + 2000, &whole));
    signal(SIGXFSZ, before);
    ch_buf_free(&whole);
}

/* Where the disk is full for a moment, a piece in the middle is missing. */
static void a_sheet_that_lost_bytes_is_told(void **state)
{
    (void)state;
    ch_buf book = {0};
    assert_int_equal(write_rows(5000, &book), CH_OK);
    const int64_t size = rows_size_of(&book);
    const int file = ch_spill__open();
    assert_true(file >= 0 && ch_spill__append(file, ch_buf_text(&book)));
    for (int64_t lost = -1; lost <= 1; lost++) {
        const int64_t put = size + lost;
        assert_int_equal(ch_book_out__check(NULL, file, &put, 1), lost == 0 ? CH_OK : CH_EIO);
    }
    close(file);
    ch_buf_free(&book);
}

static void a_folder_for_temporary_files_that_is_not_there_is_told(void **state)
{
    (void)state;
    ch_book_out *out;
    const char *before = getenv("TMPDIR");
    char *kept = before ? test_malloc(strlen(before) + 1) : NULL;
    if (kept)
        memcpy(kept, before, strlen(before) + 1);
    setenv("TMPDIR", "/nowhere/at/all", 1);
    assert_int_equal(ch_book_out_open(NULL, &out), CH_EIO);
    assert_null(out);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    test_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_cell_reads_back),
        cmocka_unit_test(what_is_written_is_read_cell_by_cell),
        cmocka_unit_test(the_same_content_gives_the_same_bytes),
        cmocka_unit_test(text_that_no_cell_shows_is_refused),
        cmocka_unit_test(a_name_that_is_none_for_a_sheet_is_refused),
        cmocka_unit_test(a_book_has_a_sheet_and_a_sheet_has_rows_for_cells),
        cmocka_unit_test(no_allocation_that_fails_leaks),
        cmocka_unit_test(a_full_disk_never_gives_half_a_book),
        cmocka_unit_test(a_sheet_that_lost_bytes_is_told),
        cmocka_unit_test(a_folder_for_temporary_files_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
