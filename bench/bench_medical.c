/* bench_medical.c - a million claims of care elsewhere: read from CSV, worked out by their rule and their persons' sums, a month settled and told;
 * beside it SQLite in memory, the sums by a window, the month by GROUP BY. Both must come to the same fen.
 * usage: bench_medical [CLAIMS PERSONS] */
#include "measure.h"

#include "changhe/clearing.h"
#include "changhe/folder.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5, MONTH = 11 };

typedef struct {
    unsigned person, insured, care;
    int32_t day; /* 20260101 ... */
    int64_t total_fen, catalogue_fen;
} drawn;

static const char *const insured_code[] = {"341800", "341802", "341821", "341881", "341882"};
static const char *const care_code[] = {"310000", "320200", "320282", "320481", "330100", "330500", "330502", "330503",
                                        "330521", "330522", "330523", "330400", "330600", "320400", "320500", "340100"};

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*seed >> 33) % below;
}

static void draw_claims(drawn *claim, size_t n, size_t persons)
{
    uint64_t seed = 1;
    for (size_t i = 0; i < n; i++) {
        const int64_t catalogue_fen = (int64_t)draw(&seed, 8000000);
        claim[i] = (drawn){.person = (unsigned)draw(&seed, persons),
                           .insured = (unsigned)draw(&seed, sizeof insured_code / sizeof *insured_code),
                           .care = (unsigned)draw(&seed, sizeof care_code / sizeof *care_code),
                           .day = 20260001 + (int32_t)(1 + draw(&seed, 12)) * 100 + (int32_t)draw(&seed, 28),
                           .catalogue_fen = catalogue_fen,
                           .total_fen = catalogue_fen + (int64_t)draw(&seed, 500000)};
    }
}

static void write_csv(const drawn *claim, size_t n, ch_buf *out)
{
    ch_buf_adds(out, "claim,person,insured,care,kind,filing,settled,total_yuan,catalogue_yuan\n");
    for (size_t i = 0; i < n; i++)
        ch_buf_addf(out, "k%07zu,token-%06u,%s,%s,inpatient,,%d-%02d-%02d,%lld.%02d,%lld.%02d\n", i, claim[i].person,
                    insured_code[claim[i].insured], care_code[claim[i].care], claim[i].day / 10000,
                    claim[i].day / 100 % 100, claim[i].day % 100, (long long)(claim[i].total_fen / 100),
                    (int)(claim[i].total_fen % 100), (long long)(claim[i].catalogue_fen / 100),
                    (int)(claim[i].catalogue_fen % 100));
    if (out->failed)
        measure_give_up("no memory");
}

static void print(const char *what, double *seconds, size_t n)
{
    const double s = measure_median(seconds, ROUNDS);
    printf("  %-44s %7.3f s  %.2f million claims/s\n", what, s, (double)n / s / 1e6);
}

/* ---- ours */

static int64_t gross_of(ch_buf *json)
{
    ch_buf_addc(json, '\0');
    const char *at = json->failed ? NULL : strstr(json->at, "\"gross\":");
    if (at == NULL)
        measure_give_up("no gross sum");
    return strtoll(at + strlen("\"gross\":"), NULL, 10);
}

static int64_t run_ours(const ch_zone *zone, ch_text csv, size_t n)
{
    double reading[ROUNDS], settling[ROUNDS], year[ROUNDS];
    int64_t gross = 0;
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_buf out = {0}, out_year = {0};
        ch_clearing_question question = {.zone = zone, .file = CH_TEXT("m.csv"), .year = 2026, .month = MONTH};
        const double begin = measure_cpu_s();
        if (ch_medical_file_read(&arena, zone, question.file, csv, &question.claim, &question.claims, &faults) != CH_OK)
            measure_give_up("not read");
        reading[round] = measure_cpu_s() - begin;
        const double middle = measure_cpu_s();
        if (ch_answer_clearing_json(&question, &out, &faults) != CH_OK)
            measure_give_up("no answer");
        settling[round] = measure_cpu_s() - middle;
        question.month = 0;
        const double last = measure_cpu_s();
        if (ch_answer_clearing_json(&question, &out_year, &faults) != CH_OK)
            measure_give_up("no answer");
        year[round] = measure_cpu_s() - last;
        gross = gross_of(&out);
        ch_buf_free(&out_year);
        ch_buf_free(&out);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
    }
    print("claims read and checked:", reading, n);
    print("a month of them settled and told:", settling, n);
    print("the year:", year, n);
    printf("  memory at most %.0f MiB, with %.0f MB of the file and the claims as drawn\n", measure_peak_mib(),
           (double)csv.len / 1e6);
    return gross;
}

/* ---- SQLite */

static void must(sqlite3 *db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        measure_give_up(sqlite3_errmsg(db));
}

static void fill(sqlite3 *db, const drawn *claim, size_t n)
{
    sqlite3_stmt *add;
    char text[24];
    must(db, sqlite3_exec(
                 db, "CREATE TABLE claim(id TEXT, person TEXT, insured TEXT, care TEXT, day INT, catalogue INT);BEGIN",
                 NULL, NULL, NULL));
    must(db, sqlite3_prepare_v2(db, "INSERT INTO claim VALUES(?,?,?,?,?,?)", -1, &add, NULL));
    for (size_t i = 0; i < n; i++) {
        snprintf(text, sizeof text, "k%07zu", i);
        sqlite3_bind_text(add, 1, text, -1, SQLITE_TRANSIENT);
        snprintf(text, sizeof text, "token-%06u", claim[i].person);
        sqlite3_bind_text(add, 2, text, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(add, 3, insured_code[claim[i].insured], -1, SQLITE_STATIC);
        sqlite3_bind_text(add, 4, care_code[claim[i].care], -1, SQLITE_STATIC);
        sqlite3_bind_int(add, 5, claim[i].day);
        sqlite3_bind_int64(add, 6, claim[i].catalogue_fen);
        must(db, sqlite3_step(add));
        sqlite3_reset(add);
    }
    sqlite3_finalize(add);
    must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
}

/* The rule of the bundled zone for stays: 1,000 yuan deductible, 80 %, 200,000 yuan a person and year. */
static int64_t ask_sql(sqlite3 *db)
{
    static const char sql[] =
        "WITH due AS (SELECT *, max(0, catalogue - 100000) * 8000 / 10000 AS fen FROM claim WHERE day <= 20261199),"
        " sums AS (SELECT *, sum(fen) OVER (PARTITION BY person ORDER BY day, id ROWS UNBOUNDED PRECEDING) AS so_far "
        "FROM due)"
        " SELECT care, insured, count(*), sum(min(20000000, so_far) - min(20000000, so_far - fen)) FROM sums"
        " WHERE day / 100 = 202611 GROUP BY care, insured ORDER BY care, insured";
    sqlite3_stmt *ask;
    int64_t gross = 0;
    must(db, sqlite3_prepare_v2(db, sql, -1, &ask, NULL));
    while (sqlite3_step(ask) == SQLITE_ROW)
        gross += sqlite3_column_int64(ask, 3);
    sqlite3_finalize(ask);
    return gross;
}

static int64_t run_sqlite(const drawn *claim, size_t n)
{
    double filling[ROUNDS], asking[ROUNDS];
    int64_t gross = 0;
    for (int round = 0; round < ROUNDS; round++) {
        sqlite3 *db;
        must(NULL, sqlite3_open(":memory:", &db));
        const double begin = measure_cpu_s();
        fill(db, claim, n);
        filling[round] = measure_cpu_s() - begin;
        const double middle = measure_cpu_s();
        gross = ask_sql(db);
        asking[round] = measure_cpu_s() - middle;
        sqlite3_close(db);
    }
    print("SQLite " SQLITE_VERSION ", in memory: rows put in:", filling, n);
    print("the month by window and GROUP BY:", asking, n);
    return gross;
}

int main(int argc, char **argv)
{
    const size_t n = argc > 2 ? strtoul(argv[1], NULL, 10) : 1000000;
    const size_t persons = argc > 2 ? strtoul(argv[2], NULL, 10) : 200000;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf csv = {0};
    ch_zone *zone;
    drawn *claim = CH_NEW(&arena, drawn, n);
    if (claim == NULL || persons == 0 || ch_folder_read(ZONE, NULL, &zone, &faults) != CH_OK)
        measure_give_up("no memory, no persons or no zone");
    measure_print_machine();
    draw_claims(claim, n, persons);
    write_csv(claim, n, &csv);
    printf("%zu claims of %zu persons:\n", n, persons);
    const int64_t ours = run_ours(zone, ch_buf_text(&csv), n);
    const int64_t theirs = run_sqlite(claim, n);
    if (ours != theirs)
        measure_give_up("the sums differ");
    printf("  both come to %lld fen for month %d\n", (long long)ours, MONTH);
    ch_buf_free(&csv);
    ch_zone_drop(zone);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
