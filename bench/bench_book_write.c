/* bench_book_write.c - how fast workbooks are written, beside libxlsxwriter alone writing the same numbers to a file.
 * Each runs in a process of its own, so that its memory is its own. */
#include "measure.h"

#include "changhe/workbook_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { ROWS = 200000, COLUMNS = 20, CELLS = ROWS * COLUMNS, RUNS = 3 };

/* Six digits or so, two of them behind the point, never the same for long. */
static unsigned hundredths(size_t cell)
{
    return (unsigned)((cell * UINT64_C(2654435761)) % 99999989);
}

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

static void put_number(ch_book_out *out, size_t cell)
{
    char text[24];
    const unsigned value = hundredths(cell);
    const int n = snprintf(text, sizeof text, "%u.%02u", value / 100, value % 100);
    ch_book_out_number(out, (ch_text){text, (size_t)n});
}

/* As in a ledger: of five cells two numbers, two texts, a date. */
static void put_mixed(ch_book_out *out, size_t cell)
{
    char text[40];
    switch (cell % 5) {
    case 0: ch_book_out_date(out, ch_date_of_number((int32_t)(18000 + cell % 2000))); break;
    case 1:
    case 2: {
        const int n = snprintf(text, sizeof text, "长兴县第%u号项目", hundredths(cell) % 5000);
        ch_book_out_text(out, (ch_text){text, (size_t)n});
        break;
    }
    default: put_number(out, cell);
    }
}

static size_t write_ours(void (*put)(ch_book_out *out, size_t cell))
{
    ch_book_out *out;
    ch_buf book = {0};
    must(ch_book_out_open(NULL, &out), "no workbook");
    must(ch_book_out_sheet(out, CH_TEXT("bench"), NULL, 0), "no sheet");
    for (size_t cell = 0; cell < CELLS; cell++) {
        if (cell % COLUMNS == 0)
            ch_book_out_row(out);
        put(out, cell);
    }
    must(ch_book_out_close(out, &book), "not written");
    const size_t bytes = book.len;
    ch_buf_free(&book);
    return bytes;
}

static size_t write_numbers(void)
{
    return write_ours(put_number);
}

static size_t write_mixed(void)
{
    return write_ours(put_mixed);
}

/* The same doubles in its constant-memory mode, packed into a file; nothing is checked or read back. */
static size_t write_bare(void)
{
    char path[] = "/tmp/bench-book-XXXXXX";
    const int file = mkstemp(path);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = file < 0 ? NULL : workbook_new_opt(path, &options);
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, "bench") : NULL;
    if (!sheet)
        measure_give_up("no workbook of libxlsxwriter");
    for (size_t cell = 0; cell < CELLS; cell++)
        worksheet_write_number(sheet, (lxw_row_t)(cell / COLUMNS), (lxw_col_t)(cell % COLUMNS),
                               hundredths(cell) / 100.0, NULL);
    if (workbook_close(book) != LXW_NO_ERROR)
        measure_give_up("not written by libxlsxwriter");
    const off_t bytes = lseek(file, 0, SEEK_END);
    close(file);
    unlink(path);
    return (size_t)bytes;
}

typedef struct {
    double cpu_s, peak_mib, bytes;
} run;

static run measure_once(size_t (*write_book)(void))
{
    int ends[2];
    run done;
    const pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child < 0)
        measure_give_up("no process");
    if (child == 0) {
        const double before = measure_cpu_s();
        done.bytes = (double)write_book();
        done.cpu_s = measure_cpu_s() - before;
        done.peak_mib = measure_peak_mib();
        _exit(write(ends[1], &done, sizeof done) == (ssize_t)sizeof done ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], &done, sizeof done) != (ssize_t)sizeof done)
        measure_give_up("a run failed");
    close(ends[0]);
    waitpid(child, NULL, 0);
    return done;
}

static double measure_writer(const char *what, size_t (*write_book)(void))
{
    double cpu_s[RUNS];
    run last = {0};
    for (size_t i = 0; i < RUNS; i++) {
        last = measure_once(write_book);
        cpu_s[i] = last.cpu_s;
    }
    const double median_s = measure_median(cpu_s, RUNS);
    printf("%-44s %6.2f s %9.0f cells/s %6.1f MB %7.1f MiB\n", what, median_s, CELLS / median_s, last.bytes / 1e6,
           last.peak_mib);
    return median_s;
}

int main(void)
{
    printf("bench_book_write  median of %d; data: %d rows of %d cells\n", RUNS, ROWS, COLUMNS);
    measure_print_machine();
    const double ours_s = measure_writer("numbers", write_numbers);
    measure_writer("numbers, texts and dates", write_mixed);
    const double bare_s = measure_writer("numbers, libxlsxwriter " LXW_VERSION " alone", write_bare);
    printf("ours over libxlsxwriter alone      %8.2f\n", ours_s / bare_s);
    return 0;
}
