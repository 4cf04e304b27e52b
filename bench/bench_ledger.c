/* bench_ledger.c - a million postings with their chain, in memory and on the disk in batches, beside SQLite's inserts of the same. */
#include "changhe/ledger.h"
#include "changhe/ledger_file.h"
#include "measure.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POSTINGS = 1000000, RUNS = 3 };

static double wall_s(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        measure_give_up("no clock");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Postings of 40 parties in 8 books, made up from their number. */
typedef struct {
    char id[32], book[16], account[32], source[40];
    ch_ledger_line line[2];
    ch_ledger_posting posting;
} made;

static void make(size_t i, made *m)
{
    const unsigned a = (unsigned)(i * 7919 % 40), b = (a + 1 + (unsigned)(i % 39)) % 40;
    const int64_t fen = (int64_t)(i * 104729 % 10000000) + 1;
    snprintf(m->id, sizeof m->id, "2026-vat-%07zu", i);
    snprintf(m->book, sizeof m->book, "party%zu", i % 8);
    snprintf(m->account, sizeof m->account, "p%02u>p%02u", a, b);
    snprintf(m->source, sizeof m->source, "agreement-%zu/clause-%zu", i % 50, i % 9);
    m->line[0] = (ch_ledger_line){ch_text_of(m->account), fen};
    m->line[1] = (ch_ledger_line){CH_TEXT("tax-shared"), -fen};
    m->posting = (ch_ledger_posting){.id = ch_text_of(m->id),
                                     .book = ch_text_of(m->book),
                                     .date = 20260000 + (ch_date)(i % 12 + 1) * 100 + (ch_date)(i % 28 + 1),
                                     .source = ch_text_of(m->source),
                                     .line = m->line,
                                     .lines = 2};
}

static double cost_of_making(void)
{
    const double begin = measure_cpu_s();
    made m;
    for (size_t i = 0; i < POSTINGS; i++)
        make(i, &m);
    return measure_cpu_s() - begin;
}

static void post(ch_ledger *ledger, size_t i)
{
    made m;
    ch_ledger_taken taken;
    make(i, &m);
    if (ch_ledger_post(ledger, &m.posting, (ch_at){.line = 0}, &taken, NULL) != CH_OK || !taken.is_new)
        measure_give_up("a posting");
}

static ch_ledger *begin_ledger(void)
{
    ch_ledger *ledger;
    if (ch_ledger_new(NULL, &ledger) != CH_OK)
        measure_give_up("a ledger");
    return ledger;
}

static double in_memory(double *replayed)
{
    ch_ledger *ledger = begin_ledger(), *again = begin_ledger();
    const double begin = measure_cpu_s();
    for (size_t i = 0; i < POSTINGS; i++)
        post(ledger, i);
    const double end = measure_cpu_s();
    for (size_t i = 0; i < POSTINGS; i++)
        if (ch_ledger_replay(again, ch_ledger_bytes(ledger, i), (ch_at){.line = 0}, NULL) != CH_OK)
            measure_give_up("a replay");
    *replayed = measure_cpu_s() - end;
    const ch_sha256 a = ch_ledger_head(ledger), b = ch_ledger_head(again);
    if (!ch_sha256_equal(&a, &b))
        measure_give_up("the same head again");
    ch_ledger_free(ledger);
    ch_ledger_free(again);
    return end - begin;
}

static void durable(const char *path, size_t batch, double *cpu_s, double *all_s)
{
    ch_ledger *ledger = begin_ledger();
    ch_ledger_file *file;
    ch_ledger_file_found found;
    unlink(path);
    const double cpu = measure_cpu_s(), wall = wall_s();
    if (ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL) != CH_OK)
        measure_give_up("a file");
    for (size_t i = 0; i < POSTINGS; i++) {
        post(ledger, i);
        if (ch_ledger_file_add(file, ch_ledger_bytes(ledger, i), NULL) != CH_OK ||
            ((i + 1) % batch == 0 && ch_ledger_file_sync(file, NULL) != CH_OK))
            measure_give_up("a record");
    }
    ch_ledger_file_close(file);
    *cpu_s = measure_cpu_s() - cpu;
    *all_s = wall_s() - wall;
    ch_ledger_free(ledger);
}

static double verify(const char *path)
{
    ch_ledger_file_found found;
    const double begin = measure_cpu_s();
    if (ch_ledger_file_read(NULL, path, NULL, NULL, &found, NULL) != CH_OK || found.records != POSTINGS)
        measure_give_up("the file again");
    return measure_cpu_s() - begin;
}

/* ---- the peer: the same rows, the key looked up by its index, no chain, no sums kept */

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        measure_give_up(sql);
}

static void bind_text(sqlite3_stmt *into, int at, ch_text text)
{
    sqlite3_bind_text(into, at, text.at, (int)text.len, SQLITE_STATIC);
}

static void insert(sqlite3_stmt *posting, sqlite3_stmt *line, size_t i)
{
    made m;
    make(i, &m);
    bind_text(posting, 1, m.posting.id);
    bind_text(posting, 2, m.posting.book);
    sqlite3_bind_int(posting, 3, m.posting.date);
    bind_text(posting, 4, m.posting.source);
    if (sqlite3_step(posting) != SQLITE_DONE)
        measure_give_up("an insert");
    sqlite3_reset(posting);
    for (int k = 0; k < 2; k++) {
        sqlite3_bind_int64(line, 1, (sqlite3_int64)i + 1);
        bind_text(line, 2, m.line[k].account);
        sqlite3_bind_int64(line, 3, m.line[k].fen);
        if (sqlite3_step(line) != SQLITE_DONE)
            measure_give_up("an insert of a line");
        sqlite3_reset(line);
    }
}

static void by_sqlite(const char *path, size_t batch, double *cpu_s, double *all_s)
{
    sqlite3 *db;
    sqlite3_stmt *posting, *line;
    unlink(path);
    const double cpu = measure_cpu_s(), wall = wall_s();
    if (sqlite3_open(path, &db) != SQLITE_OK)
        measure_give_up("a database");
    run(db, "PRAGMA journal_mode=WAL");
    run(db, "PRAGMA synchronous=FULL");
    run(db, "CREATE TABLE posting(number INTEGER PRIMARY KEY, id TEXT UNIQUE, book TEXT, date INTEGER, source TEXT);"
            "CREATE TABLE line(posting INTEGER, account TEXT, fen INTEGER)");
    sqlite3_prepare_v2(db, "INSERT INTO posting(id, book, date, source) VALUES(?,?,?,?)", -1, &posting, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO line VALUES(?,?,?)", -1, &line, NULL);
    for (size_t i = 0; i < POSTINGS; i++) {
        if (i % batch == 0)
            run(db, "BEGIN");
        insert(posting, line, i);
        if ((i + 1) % batch == 0)
            run(db, "COMMIT");
    }
    sqlite3_finalize(posting);
    sqlite3_finalize(line);
    sqlite3_close(db);
    *cpu_s = measure_cpu_s() - cpu;
    *all_s = wall_s() - wall;
}

static long long size_of(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? (long long)about.st_size : 0;
}

/* Ours and SQLite's in turn, so that what else the disk has to do falls on both. */
static void beside(const char *ours, const char *theirs, size_t batch)
{
    double cpu[RUNS], wall[RUNS], peer_cpu[RUNS], peer_wall[RUNS], of_wall[RUNS], of_cpu[RUNS];
    for (int i = 0; i < RUNS; i++) {
        durable(ours, batch, &cpu[i], &wall[i]);
        by_sqlite(theirs, batch, &peer_cpu[i], &peer_wall[i]);
        of_wall[i] = wall[i] / peer_wall[i];
        of_cpu[i] = cpu[i] / peer_cpu[i];
    }
    const double s = measure_median(wall, RUNS), peer_s = measure_median(peer_wall, RUNS);
    printf(
        "durable, a sync each %zu: %.2f s on the wall, %.0f a second (goal 50,000; slowest of %d runs %.0f); %.2f s of "
        "processor; %lld bytes\n",
        batch, s, POSTINGS / s, RUNS, POSTINGS / wall[RUNS - 1], measure_median(cpu, RUNS), size_of(ours));
    printf("SQLite %s, WAL, synchronous=FULL, a commit each %zu: %.2f s on the wall, %.0f a second (slowest %.0f); "
           "%.2f s of processor; %lld bytes\n",
           sqlite3_libversion(), batch, peer_s, POSTINGS / peer_s, POSTINGS / peer_wall[RUNS - 1],
           measure_median(peer_cpu, RUNS), size_of(theirs));
    printf("ours takes %.2f of its time on the wall, %.2f of its processor time (medians of the ratios)\n",
           measure_median(of_wall, RUNS), measure_median(of_cpu, RUNS));
}

int main(void)
{
    char folder[] = "bench-ledger-XXXXXX", ours[64], theirs[64];
    double memory[RUNS], replayed[RUNS];
    if (mkdtemp(folder) == NULL)
        measure_give_up("a folder");
    snprintf(ours, sizeof ours, "%s/a.ledger", folder);
    snprintf(theirs, sizeof theirs, "%s/a.db", folder);
    measure_print_machine();
    const double making = cost_of_making();
    for (int i = 0; i < RUNS; i++)
        memory[i] = in_memory(&replayed[i]);
    const double median = measure_median(memory, RUNS), again = measure_median(replayed, RUNS);
    printf("%d postings of two lines, 8 books, 40 parties; making them up %.2f s, in all figures but replay\n",
           POSTINGS, making);
    printf("in memory with the chain: %.2f s of processor, %.0f a second (goal 200,000)\n", median, POSTINGS / median);
    printf("replayed from canonical bytes: %.2f s, %.0f a second\n", again, POSTINGS / again);
    for (size_t batch = 10000; batch >= 1000; batch /= 10)
        beside(ours, theirs, batch);
    printf("the file's chain verified: %.2f s of processor\n", verify(ours));
    printf("peak memory %.0f MiB\n", measure_peak_mib());
    unlink(ours);
    unlink(theirs);
    return rmdir(folder) == 0 ? 0 : 1;
}
