/* fuzz_medical_file.c - what reads as claims of care elsewhere is sound, and no fault tells a token. */
#include "changhe/decimal.h"
#include "changhe/medical_file.h"

#include "../tests/make_zone.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static ch_zone *zone;

static bool is_day(ch_date day)
{
    return day % 100 != 0 && ch_date_last_day(day) == day;
}

static int64_t or_nothing(int64_t fen)
{
    return fen != CH_UNKNOWN_I64 ? fen : 0;
}

static void check_row(const ch_medical_row *row, int64_t *sum_fen)
{
    const uint32_t place[] = {row->insured, row->care};
    const int64_t part_fen[] = {row->fund_fen, row->supplement_fen, row->aid_fen, row->account_fen, row->cash_fen};
    int64_t rest_fen = row->total_fen;
    must(row->id.len > 0 && ch_utf8_valid(row->id) == row->id.len);
    must(ch_utf8_valid(row->person) == row->person.len);
    for (size_t i = 0; i < 2; i++)
        must(place[i] == CH_MEDICAL_NOWHERE || place[i] < zone->places.rows);
    must(row->kind > CH_care_NONE && row->kind < CH_care_END && row->filing < CH_filing_END);
    must(is_day(row->settled) && (row->admitted == 0 || (is_day(row->admitted) && row->admitted <= row->settled)));
    must(row->decided == 0 || (is_day(row->decided) && row->decided >= row->settled));
    must(row->state <= CH_MEDICAL_ROW_REFUSED && (row->state != CH_MEDICAL_ROW_DISPUTED || row->decided == 0));
    must(row->catalogue_fen >= 0 && row->catalogue_fen <= row->total_fen && row->fund_fen <= row->catalogue_fen);
    for (size_t i = 0; i < sizeof part_fen / sizeof *part_fen; i++) {
        must(part_fen[i] == CH_UNKNOWN_I64 || part_fen[i] >= 0);
        must(or_nothing(part_fen[i]) <= rest_fen);
        rest_fen -= or_nothing(part_fen[i]);
    }
    must(row->cash_fen == CH_UNKNOWN_I64 || (rest_fen == 0 && row->fund_fen != CH_UNKNOWN_I64));
    must(row->total_fen <= INT64_MAX - *sum_fen);
    *sum_fen += row->total_fen;
}

static int by_id(const void *left, const void *right)
{
    const ch_medical_row *const *a = left, *const *b = right;
    return ch_text_compare((*a)->id, (*b)->id);
}

static void check_ids(ch_arena *arena, const ch_medical_row *row, size_t rows)
{
    const ch_medical_row **sorted = CH_NEW(arena, const ch_medical_row *, rows);
    for (size_t i = 0; i < rows; i++)
        sorted[i] = &row[i];
    qsort(sorted, rows, sizeof *sorted, by_id);
    for (size_t i = 1; i < rows; i++)
        must(!ch_text_equal(sorted[i - 1]->id, sorted[i]->id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_medical_row *row;
    size_t rows;
    int64_t sum_fen = 0;
    if (zone == NULL)
        zone = make_zone(NULL, "places: id,level,name_zh,name_en\n34,province,甲,A\n33,province,乙,B\nz,zone,区,Z\n"
                               "zone: id,place,members\nz,z,34\n");
    const ch_err err =
        ch_medical_file_read(&arena, zone, CH_TEXT("m"), (ch_text){(const char *)data, size}, &row, &rows, &faults);
    must((err == CH_EDATA) == (faults.count > 0));
    must(err == CH_OK || rows == 0);
    for (size_t i = 0; i < faults.kept; i++)
        must(!ch_text_equal(faults.list[i].column, CH_TEXT("person")) || faults.list[i].found.len == 0);
    for (size_t i = 0; i < rows; i++)
        check_row(&row[i], &sum_fen);
    check_ids(&arena, row, rows);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
