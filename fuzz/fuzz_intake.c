/* fuzz_intake.c - any bytes as a sheet: its edits come out sound; done, and read once more, they change nothing. The first
 * byte says which form, and whether a day is asked for. */
#include "changhe/diff.h"
#include "changhe/intake.h"

#include "../tests/make_zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static const ch_zone *made_zone(void)
{
    static ch_zone *zone;
    if (!zone)
        zone = make_zone(
            NULL, "zone: id,place,members\nz,Z,Z\n"
                  "places: id,name_zh,level,parent\nZ,示意合作区,zone,\n330522,长兴县,county,\nA1,城东,county,\n"
                  "A2,城东,county,\nplace_history: old,new\n330599,330522\nsources: id,title\ns1,示意企业库\n"
                  "firms: id,name_zh,uscc,former_names,place,role\n"
                  "f1,长兴示意电池股份有限公司,91330500MA00000014,示意蓄电池厂,330522,leader\nf2,示例机械,,,A1,\n"
                  "firm_years: firm,year,revenue_wan\nf1,2023,5\nfirm_titles: firm,title\nf1,high-tech\n"
                  "leads: id,name_zh,reported_by\nL1,示意项目,330522\nparcels: id,name_zh,place\nP1,示意地块,A1\n"
                  "rates: id,currency,on,wan\nu,usd,2024-01-01,7.1\n");
    return zone;
}

/* Every key once and not empty, other columns at most once and none in a delete; what can be put is told to fit. */
static void check_edit(const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    uint32_t seen = 0;
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        must(cell->column < (edit->is_delete ? kind->keys : kind->columns));
        must((seen >> cell->column & 1) == 0 && kind->column[cell->column].type != CH_TYPE_SHAPE);
        must(cell->column >= kind->keys || cell->text.len > 0);
        must(cell->at.line > 0);
        must(ch_draft_try(&kind->column[cell->column], cell->text, cell->at, NULL) == CH_OK);
        seen |= UINT32_C(1) << cell->column;
    }
    for (unsigned key = 0; key < kind->keys; key++)
        must((seen >> key & 1) != 0);
}

static void check_intake(const ch_intake *intake, const ch_faults *faults, ch_err err)
{
    must(err == CH_OK || (err == CH_EDATA && faults->count > 0));
    must(intake->bad_rows <= intake->rows);
    for (size_t i = 0; i < intake->edits.count; i++) {
        check_edit(&intake->edits.edit[i]);
        must(i == 0 || intake->edit_row[i - 1] <= intake->edit_row[i]);
        for (size_t bad = 0; bad < intake->bad_rows; bad++)
            must(intake->bad_row[bad] != intake->edit_row[i]);
    }
}

/* The zone that comes of a sheet, NULL where its rows do not go together; *all: no row was bad. */
static ch_zone *take(const ch_zone *zone, uint8_t how, ch_text bytes, bool *all)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_book *book;
    ch_alike *alike;
    ch_intake intake = {0};
    ch_zone *next = NULL;
    must(ch_alike_make(zone, NULL, &alike) == CH_OK);
    ch_intake_ask ask = {.zone = zone,
                         .form = ch_form_at(how % ch_forms()),
                         .alike = alike,
                         .sheet = CH_TEXT("s"),
                         .source = CH_TEXT("illustrative"),
                         .as_of = how >= 128 ? 20240630 : 0};
    ch_err err = ch_book_open_bytes(NULL, bytes, CH_TEXT("b"), NULL, &book, &faults);
    if (err == CH_OK)
        err = ch_intake_read(&arena, book, 0, &ask, &intake, &faults);
    check_intake(&intake, &faults, err);
    *all = err == CH_OK && intake.bad_rows == 0;
    if (ch_zone_edit(zone, &intake.edits, &next, &faults) != CH_OK)
        next = NULL;
    ch_book_close(book);
    ch_alike_free(alike);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return next;
}

static size_t count_differences(const ch_zone *before, const ch_zone *after)
{
    ch_arena arena = {0};
    const ch_row_diff *diff;
    size_t n;
    must(ch_zone_diff(&arena, before, after, &diff, &n) == CH_OK);
    ch_arena_free(&arena);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const ch_text bytes = {(const char *)data + 1, size - 1};
    bool all, again_all;
    ch_zone *next = take(made_zone(), data[0], bytes, &all);
    if (next && all) {
        ch_zone *again = take(next, data[0], bytes, &again_all);
        must(again && count_differences(next, again) == 0);
        ch_zone_drop(again);
    }
    ch_zone_drop(next);
    return 0;
}
