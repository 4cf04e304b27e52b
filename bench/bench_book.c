/* bench_book.c - how fast workbooks and CSV files are read, cell by cell, and in how much memory.
 * Each reading runs in a process of its own, so that its peak is its own. The peer, openpyxl in its read-only mode,
 * reads a smaller workbook of the same make. */
#include "measure.h"

#include "changhe/csv.h"
#include "changhe/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

enum { COLUMNS = 20, ROWS = 1000000, PEER_ROWS = 20000, STRINGS = 200000, CSV_ROWS = 500000 };

static void must(bool holds, const char *what)
{
    if (!holds)
        measure_give_up(what);
}

/* A part written as it is asked for: a head, pieces by number, a tail. */
typedef struct part {
    const char *head, *tail;
    size_t pieces, next;
    void (*write)(size_t number, ch_buf *out);
    ch_buf text;
    size_t given;
} part;

static void write_row(size_t number, ch_buf *out)
{
    ch_buf_addf(out, "<row r=\"%zu\">", number + 1);
    for (size_t c = 0; c < COLUMNS; c++) {
        const size_t mixed = (number * COLUMNS + c) * 2654435761U % 1000003;
        const char letter = (char)('A' + c);
        if (c % 2 == 0)
            ch_buf_addf(out, "<c r=\"%c%zu\" t=\"s\"><v>%zu</v></c>", letter, number + 1, mixed % STRINGS);
        else if (c % 4 == 1)
            ch_buf_addf(out, "<c r=\"%c%zu\" s=\"1\"><v>%zu</v></c>", letter, number + 1, 36526 + mixed % 9000);
        else
            ch_buf_addf(out, "<c r=\"%c%zu\"><v>%zu.%zu</v></c>", letter, number + 1, mixed, mixed % 97);
    }
    ch_buf_adds(out, "</row>");
}

static void write_string(size_t number, ch_buf *out)
{
    ch_buf_addf(out, "<si><t>长兴新能源科技有限公司 %zu</t></si>", number);
}

static void refill(part *from)
{
    from->text.len = from->given = 0;
    if (from->next == 0)
        ch_buf_adds(&from->text, from->head);
    for (size_t i = 0; i < 64 && from->next < from->pieces; i++)
        from->write(from->next++, &from->text);
    if (from->next == from->pieces) {
        ch_buf_adds(&from->text, from->tail);
        from->next++;
    }
    must(!from->text.failed, "no memory");
}

static zip_int64_t give_part(void *self, void *to, zip_uint64_t room, zip_source_cmd_t command)
{
    part *from = self;
    switch (command) {
    case ZIP_SOURCE_OPEN: from->next = from->given = from->text.len = 0; return 0;
    case ZIP_SOURCE_READ:
        if (from->given == from->text.len && from->next <= from->pieces)
            refill(from);
        const size_t left = from->text.len - from->given, n = left < room ? left : room;
        memcpy(to, from->text.at + from->given, n);
        from->given += n;
        return (zip_int64_t)n;
    case ZIP_SOURCE_STAT: zip_stat_init(to); return sizeof(zip_stat_t);
    case ZIP_SOURCE_CLOSE: return 0;
    case ZIP_SOURCE_FREE: ch_buf_free(&from->text); return 0;
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&(zip_error_t){0}, to, room);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default: return -1;
    }
}

static void add_part(zip_t *archive, const char *name, part *from)
{
    zip_source_t *source = zip_source_function(archive, give_part, from);
    const zip_int64_t index = zip_file_add(archive, name, source, 0);
    must(index >= 0 && zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_DEFLATE, 1) == 0, "no zip");
}

#define MAIN                   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE                 "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE                "http://schemas.openxmlformats.org/package/2006/"
#define RELATION(id, type, to) "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type "\" Target=\"" to "\"/>"
#define TYPE(name, type) \
    "<Override PartName=\"/xl/" name \
    "\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml." type "+xml\"/>"

static void write_workbook(const char *path, size_t rows)
{
    part parts[] = {
        {.head = "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
                 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" TYPE("workbook.xml",
                                                                                                   "sheet.main")
                     TYPE("sheet1.xml", "worksheet") TYPE("styles.xml", "styles") TYPE("strings.xml", "sharedStrings")},
        {.head =
             "<Relationships xmlns=\"" PACKAGE "relationships\">" RELATION("r", "officeDocument", "xl/workbook.xml")},
        {.head = "<Relationships xmlns=\"" PACKAGE "relationships\">" RELATION("r1", "worksheet", "sheet1.xml")
             RELATION("r2", "styles", "styles.xml") RELATION("r3", "sharedStrings", "strings.xml")},
        {.head = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
                 "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets>"},
        {.head = "<styleSheet xmlns=\"" MAIN
                 "\"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
                 "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"},
        {.head = "<sst xmlns=\"" MAIN "\">", .pieces = STRINGS, .write = write_string},
        {.head = "<worksheet xmlns=\"" MAIN "\"><sheetData>", .pieces = rows, .write = write_row}};
    static const char *const name[] = {"[Content_Types].xml", "_rels/.rels",   "xl/_rels/workbook.xml.rels",
                                       "xl/workbook.xml",     "xl/styles.xml", "xl/strings.xml",
                                       "xl/sheet1.xml"};
    static const char *const tail[] = {"</Types>",      "</Relationships>", "</Relationships>",        "</workbook>",
                                       "</styleSheet>", "</sst>",           "</sheetData></worksheet>"};
    int error;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    must(archive != NULL, "no workbook written");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        parts[i].tail = tail[i];
        add_part(archive, name[i], &parts[i]);
    }
    must(zip_close(archive) == 0, "no workbook written");
}

static void write_csv(const char *path)
{
    ch_buf text = {0};
    for (size_t row = 0; row < CSV_ROWS; row++)
        for (size_t c = 0; c < COLUMNS; c++) {
            const size_t mixed = (row * COLUMNS + c) * 2654435761U % 1000003;
            ch_buf_addf(&text, c % 4 == 0 ? "长兴新能源 %zu" : "%zu.5", mixed);
            ch_buf_addc(&text, c + 1 < COLUMNS ? ',' : '\n');
        }
    FILE *file = fopen(path, "wb");
    must(!text.failed && file != NULL && fwrite(text.at, 1, text.len, file) == text.len && fclose(file) == 0, "no CSV");
    ch_buf_free(&text);
}

static ch_err count_cells(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    *(size_t *)self += cells;
    return CH_OK;
}

static size_t read_book(const char *path)
{
    size_t cells = 0;
    ch_book *book;
    ch_faults faults = {0};
    must(ch_book_open(NULL, path, CH_TEXT("book"), NULL, &book, &faults) == CH_OK, "not opened");
    must(ch_book_read(book, 0, count_cells, &cells, &faults) == CH_OK, "not read");
    ch_book_close(book);
    ch_faults_free(&faults);
    return cells;
}

/* What a process of its own did. */
typedef struct {
    double cpu_s, peak_mib;
    size_t cells;
} cost;

static cost read_alone(const char *path)
{
    int ends[2];
    cost found = {0};
    must(pipe(ends) == 0, "no pipe");
    const pid_t child = fork();
    must(child >= 0, "no process");
    if (child == 0) {
        found.cells = read_book(path);
        found.cpu_s = measure_cpu_s();
        found.peak_mib = measure_peak_mib();
        _exit(write(ends[1], &found, sizeof found) == sizeof found ? 0 : 1);
    }
    must(read(ends[0], &found, sizeof found) == sizeof found && waitpid(child, NULL, 0) == child, "not read alone");
    close(ends[0]);
    close(ends[1]);
    return found;
}

/* The same by openpyxl; cells is 0 where that is not there. */
static cost read_by_peer(const char *path)
{
    static const char script[] =
        "import sys\n"
        "try: import openpyxl\n"
        "except ImportError: sys.exit(3)\n"
        "n = 0\n"
        "for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):\n"
        "    n += len(row)\n"
        "sys.exit(0 if n == int(sys.argv[2]) else 1)\n";
    char cells[24];
    int status = 0;
    struct rusage usage;
    snprintf(cells, sizeof cells, "%d", PEER_ROWS * COLUMNS);
    const pid_t child = fork();
    must(child >= 0, "no process");
    if (child == 0) {
        execl("/usr/bin/python3", "python3", "-c", script, path, cells, (char *)NULL);
        _exit(3);
    }
    must(wait4(child, &status, 0, &usage) == child && WIFEXITED(status), "the peer did not end");
    if (WEXITSTATUS(status) == 3)
        return (cost){0};
    must(WEXITSTATUS(status) == 0, "the peer read something else");
    return (cost){(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                      (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
                  (double)usage.ru_maxrss / 1024, PEER_ROWS * COLUMNS};
}

static double size_mb(const char *path)
{
    FILE *file = fopen(path, "rb");
    must(file != NULL && fseek(file, 0, SEEK_END) == 0, "no file");
    const double bytes = (double)ftell(file);
    fclose(file);
    return bytes / 1e6;
}

int main(void)
{
    char folder[] = "/tmp/changhe-bench-XXXXXX", path[64], peer_path[64], csv_path[64];
    must(mkdtemp(folder) != NULL, "no folder");
    snprintf(path, sizeof path, "%s/book.xlsx", folder);
    snprintf(peer_path, sizeof peer_path, "%s/small.xlsx", folder);
    snprintf(csv_path, sizeof csv_path, "%s/book.csv", folder);
    write_workbook(path, ROWS);
    write_workbook(peer_path, PEER_ROWS);
    write_csv(csv_path);
    printf("bench_book    data: %d rows of %d cells, half shared strings, dates and numbers, %.0f MB packed; CSV of "
           "%.0f MB\n",
           ROWS, COLUMNS, size_mb(path), size_mb(csv_path));
    measure_print_machine();

    const cost book = read_alone(path), csv = read_alone(csv_path), ours = read_alone(peer_path),
               peer = read_by_peer(peer_path);
    must(book.cells == (size_t)ROWS * COLUMNS && csv.cells == (size_t)CSV_ROWS * COLUMNS, "cells are missing");
    printf("workbook read     %8.2f s CPU   %9.0f cells/s   peak %.0f MiB\n", book.cpu_s,
           (double)book.cells / book.cpu_s, book.peak_mib);
    printf("CSV read          %8.2f s CPU   %9.1f MB/s      peak %.0f MiB\n", csv.cpu_s, size_mb(csv_path) / csv.cpu_s,
           csv.peak_mib);
    printf("%d rows      %8.2f s CPU   %9.0f cells/s\n", PEER_ROWS, ours.cpu_s, (double)ours.cells / ours.cpu_s);
    if (peer.cells > 0)
        printf("by openpyxl       %8.2f s CPU   %9.0f cells/s   ours takes %.3f times as long\n", peer.cpu_s,
               (double)peer.cells / peer.cpu_s, ours.cpu_s / peer.cpu_s);
    else
        printf("openpyxl is not there: no peer\n");

    must(unlink(path) == 0 && unlink(peer_path) == 0 && unlink(csv_path) == 0 && rmdir(folder) == 0,
         "files are left behind");
    return 0;
}
