/* fuzz_claims.c - what reads as claims is sound and in order, and reads the same when it is written again. */
#include "changhe/claims_file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static int give(void *self, char *bytes, size_t room)
{
    ch_text *left = self;
    const size_t n = left->len < room ? left->len : room;
    if (n > 0)
        memcpy(bytes, left->at, n);
    left->at += n;
    left->len -= n;
    return (int)n;
}

static void check_claims(const ch_claims *claims)
{
    int64_t sum_fen = 0;
    for (size_t p = 0; p < claims->parties; p++) {
        must(claims->party[p].len > 0);
        must(p == 0 || ch_text_compare(claims->party[p - 1], claims->party[p]) < 0);
    }
    for (size_t i = 0; i < claims->rows; i++) {
        const ch_claims_row *at = &claims->row[i];
        must(at->from < claims->parties && at->to < claims->parties && at->from != at->to);
        must(at->fen > 0 && at->fen <= INT64_MAX - sum_fen);
        sum_fen += at->fen;
    }
}

static void check_round_trip(const ch_claims *claims)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf text = {0};
    ch_claims again;
    ch_buf_adds(&text, "from,to,amount_fen\n");
    for (size_t i = 0; i < claims->rows; i++) {
        ch_csv_write_field(&text, claims->party[claims->row[i].from]);
        ch_buf_addc(&text, ',');
        ch_csv_write_field(&text, claims->party[claims->row[i].to]);
        ch_buf_addf(&text, ",%lld\n", (long long)claims->row[i].fen);
    }
    ch_text left = ch_buf_text(&text);
    must(ch_claims_read(&arena, CH_TEXT("c"), give, &left, &again, &faults) == CH_OK);
    must(again.rows == claims->rows && again.parties == claims->parties);
    must(again.rows == 0 || memcmp(again.row, claims->row, again.rows * sizeof *again.row) == 0);
    ch_buf_free(&text);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_claims claims;
    ch_text left = {(const char *)data, size};
    const ch_err err = ch_claims_read(&arena, CH_TEXT("c"), give, &left, &claims, &faults);
    must((err == CH_EDATA) == (faults.count > 0));
    if (err == CH_OK) {
        check_claims(&claims);
        check_round_trip(&claims);
    }
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
