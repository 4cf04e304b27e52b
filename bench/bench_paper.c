/* bench_paper.c - how fast a table of 1,000 rows becomes pages, beside LibreOffice, which makes a PDF of the same cells as CSV. */
#include "measure.h"

#include "changhe/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 1000, COLUMNS = 7, CELLS = ROWS * COLUMNS, RUNS = 5 };

static char text[CELLS][64];
static ch_text cell[CELLS];
static ch_paper_column column[COLUMNS];

typedef struct {
    double cpu_s, wall_s;
    size_t pages, bytes;
} run;

static double wall_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Number, kind of revenue, clause, amounts: as on a settlement sheet. */
static void make_cells(void)
{
    static const char *const kind[] = {"增值税地方留成", "企业所得税地方留成", "城市维护建设税", "房产税"};
    static const char *const head[COLUMNS] = {"序号", "收入科目", "依据", "入库金额", "比例", "甲方应得", "乙方应得"};
    static const unsigned width[COLUMNS] = {4, 14, 22, 14, 7, 14, 14};
    for (size_t c = 0; c < COLUMNS; c++)
        column[c] = (ch_paper_column){ch_text_of(head[c]), width[c], c != 1 && c != 2};
    for (size_t i = 0; i < CELLS; i++) {
        const size_t row = i / COLUMNS, fen = row * 2654435761U % 999983;
        switch (i % COLUMNS) {
        case 0: snprintf(text[i], sizeof *text, "%zu", row + 1); break;
        case 1: snprintf(text[i], sizeof *text, "%s", kind[row % 4]); break;
        case 2:
            snprintf(text[i], sizeof *text, "协议第 %zu 条第 %zu 项，按比例分享，精确到分", row % 20 + 1, row % 4 + 1);
            break;
        case 4: snprintf(text[i], sizeof *text, "50%%"); break;
        default: snprintf(text[i], sizeof *text, "%zu,%03zu.%02zu", fen / 1000 + 1, fen % 1000, row % 100);
        }
        cell[i] = ch_text_of(text[i]);
    }
}

/* Pages as poppler counts them; 0 where it is not there. */
static size_t pages_of(const char *path)
{
    char command[300];
    size_t pages = 0;
    snprintf(command, sizeof command, "pdfinfo '%s' 2>/dev/null | sed -n 's/^Pages: *//p'", path);
    FILE *said = popen(command, "r");
    if (said == NULL || fscanf(said, "%zu", &pages) != 1)
        pages = 0;
    if (said != NULL)
        pclose(said);
    return pages;
}

static run measure_ours(const char *path)
{
    const ch_paper_block table = {
        .kind = CH_PAPER_TABLE, .column = column, .columns = COLUMNS, .cell = cell, .rows = ROWS};
    const ch_paper paper = {.title = CH_TEXT("bench"), .foot = CH_TEXT("bench"), .block = &table, .blocks = 1};
    const double cpu = measure_cpu_s(), wall = wall_s();
    ch_buf out = {0};
    if (ch_paper_write(&paper, &out, NULL) != CH_OK)
        measure_give_up("no PDF: see tests/test_paper");
    run done = {.cpu_s = measure_cpu_s() - cpu, .wall_s = wall_s() - wall, .bytes = out.len};
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(out.at, 1, out.len, file) != out.len || fclose(file) != 0)
        measure_give_up("the PDF could not be kept");
    ch_buf_free(&out);
    done.pages = pages_of(path);
    return done;
}

static double children_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void write_csv(const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        measure_give_up("no CSV");
    for (size_t c = 0; c < COLUMNS; c++)
        fprintf(file, "%s%s", column[c].head.at, c + 1 < COLUMNS ? "," : "\n");
    for (size_t i = 0; i < CELLS; i++)
        fprintf(file, "\"%s\"%s", text[i], i % COLUMNS + 1 < COLUMNS ? "," : "\n");
    if (fclose(file) != 0)
        measure_give_up("no CSV");
}

/* Of two runs the second, so that its profile is there already. */
static bool measure_office(const char *folder, run *done)
{
    char command[400], path[200];
    snprintf(path, sizeof path, "%s/table.csv", folder);
    write_csv(path);
    snprintf(command, sizeof command,
             "soffice '-env:UserInstallation=file://%s/profile' --headless --infilter='CSV:44,34,76' --convert-to pdf "
             "--outdir '%s' '%s' "
             ">/dev/null 2>&1",
             folder, folder, path);
    for (int i = 0; i < 2; i++) {
        const double cpu = children_s(), wall = wall_s();
        if (system(command) != 0)
            return false;
        done->cpu_s = children_s() - cpu;
        done->wall_s = wall_s() - wall;
    }
    snprintf(path, sizeof path, "%s/table.pdf", folder);
    done->pages = pages_of(path);
    return access(path, R_OK) == 0;
}

static void print_run(const char *what, const run *done)
{
    printf("%-36s %8.3f s cpu %8.3f s wall  %zu pages  %6.0f pages/s\n", what, done->cpu_s, done->wall_s, done->pages,
           (double)done->pages / done->cpu_s);
}

int main(void)
{
    char folder[] = "/tmp/bench-paper-XXXXXX", path[100], command[100];
    double cpu_s[RUNS], wall[RUNS];
    run ours = {0}, first, office = {0};
    if (mkdtemp(folder) == NULL)
        measure_give_up("no folder");
    snprintf(path, sizeof path, "%s/ours.pdf", folder);
    make_cells();
    printf("bench_paper  median of %d; data: %d rows of %d cells\n", RUNS, ROWS, COLUMNS);
    measure_print_machine();
    first = measure_ours(path); /* opens the module and finds the fonts */
    for (size_t i = 0; i < RUNS; i++) {
        ours = measure_ours(path);
        cpu_s[i] = ours.cpu_s;
        wall[i] = ours.wall_s;
    }
    ours.cpu_s = measure_median(cpu_s, RUNS);
    ours.wall_s = measure_median(wall, RUNS);
    print_run("the first of the process", &first);
    print_run("later ones", &ours);
    printf("%zu bytes, most memory %.1f MiB\n", ours.bytes, measure_peak_mib());
    if (measure_office(folder, &office)) {
        print_run("LibreOffice, the same cells as CSV", &office);
        printf("LibreOffice over our first         %8.1f (cpu), %.1f (wall)\n", office.cpu_s / first.cpu_s,
               office.wall_s / first.wall_s);
    } else
        printf("LibreOffice is not there: libreoffice-calc-nogui\n");
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command) == 0 ? 0 : 1;
}
