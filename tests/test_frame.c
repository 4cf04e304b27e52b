/* test_frame.c - points told in the frames of other maps, one by one and a table at a time. */
#include "changhe/frame.h"

#include "failing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Three firms: two with a point, the first of them without a frame, and one without either. */
static ch_err make_firms(const ch_memory *memory, ch_table **table)
{
    static const char *const row[][5] = {
        {"a", "119.91", "31.02", "", "A"}, {"b", "120.5", "30.25", "wgs84", "B"}, {"c", "", "", "", "C"}};
    static const char *const column[] = {"id", "lon", "lat", "frame", "name_zh"};
    const ch_table_kind *kind = ch_schema_table(CH_TABLE_firms);
    ch_draft *draft;
    ch_err err = ch_draft_new(CH_TABLE_firms, memory, &draft);
    if (err != CH_OK)
        return err;
    for (uint32_t i = 0; i < 3 && err == CH_OK; i++) {
        const ch_at at = {CH_TEXT("firms.csv"), i + 2, 1};
        err = ch_draft_row(draft, at);
        for (int c = 0; c < 5 && err == CH_OK; c++)
            err = ch_draft_put(draft, (unsigned)ch_schema_find_column(kind, ch_text_of(column[c])),
                               ch_text_of(row[i][c]), at, NULL);
        for (unsigned c = 0; c < kind->columns && err == CH_OK; c++)
            if (kind->column[c].need == CH_REQUIRED && kind->column[c].type != CH_TYPE_TEXT)
                err = ch_draft_put(draft, c, CH_TEXT("s"), at, NULL);
    }
    if (err == CH_OK)
        return ch_draft_fix(draft, table, NULL);
    ch_draft_free(draft);
    return err;
}

static const void *cells(const ch_table *table, const char *column)
{
    return table->column[ch_schema_find_column(table->kind, ch_text_of(column))];
}

static void a_frame_is_undone_by_its_other_way(void **state)
{
    (void)state;
    const ch_point wgs = {119.91, 31.02};
    for (unsigned frame = 0; frame < CH_frame_END; frame++) {
        const ch_point there = ch_frame_from_wgs84(frame, wgs), back = ch_frame_to_wgs84(frame, there);
        const bool moves = frame == CH_frame_GCJ02 || frame == CH_frame_BD09;
        assert_int_equal(ch_geo_km(there, wgs) > 0.1, moves);
        assert_true(fabs(back.lon_deg - wgs.lon_deg) < 1e-9 && fabs(back.lat_deg - wgs.lat_deg) < 1e-9);
    }
}

static void a_table_is_told_in_a_frame_and_the_rest_stays(void **state)
{
    (void)state;
    ch_table *firms, *told;
    assert_int_equal(make_firms(NULL, &firms), CH_OK);
    for (unsigned frame = CH_frame_WGS84; frame < CH_frame_END; frame++) {
        assert_int_equal(ch_frame_tell_table(firms, frame, &told), CH_OK);
        assert_int_equal(told->rows, 3);
        for (unsigned row = 0; row < 2; row++) {
            const ch_point wgs = {((const double *)cells(firms, "lon"))[row],
                                  ((const double *)cells(firms, "lat"))[row]};
            const ch_point point = {((const double *)cells(told, "lon"))[row],
                                    ((const double *)cells(told, "lat"))[row]};
            const ch_point exact = ch_frame_from_wgs84(frame, wgs);
            assert_true(fabs(point.lon_deg - exact.lon_deg) <= 0.51e-7);
            assert_true(fabs(point.lat_deg - exact.lat_deg) <= 0.51e-7);
            assert_int_equal(((const uint8_t *)cells(told, "frame"))[row], frame);
        }
        assert_true(isnan(((const double *)cells(told, "lon"))[2]));
        assert_int_equal(((const uint8_t *)cells(told, "frame"))[2], CH_frame_NONE);
        assert_ptr_equal(cells(told, "name_zh"), cells(firms, "name_zh"));
        ch_table_drop(told);
    }
    assert_int_equal(((const uint8_t *)cells(firms, "frame"))[0], CH_frame_NONE);
    ch_table_drop(firms);
}

static void tables_with_points_and_a_frame_fit(void **state)
{
    (void)state;
    assert_true(ch_frame_fits(CH_TABLE_firms) && ch_frame_fits(CH_TABLE_places) && ch_frame_fits(CH_TABLE_parcels));
    assert_false(ch_frame_fits(CH_TABLE_outlines) || ch_frame_fits(CH_TABLE_rates));
    ch_table *rates, *told;
    assert_int_equal(ch_table_empty(CH_TABLE_rates, NULL, &rates), CH_OK);
    assert_int_equal(ch_frame_tell_table(rates, CH_frame_BD09, &told), CH_OK);
    assert_int_equal(told->rows, 0);
    ch_table_drop(told);
    ch_table_drop(rates);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_table *firms = NULL, *told = NULL;
        ch_err err = make_firms(&memory, &firms);
        if (err == CH_OK)
            err = ch_frame_tell_table(firms, CH_frame_GCJ02, &told);
        assert_int_equal(told != NULL, err == CH_OK);
        ch_table_drop(told);
        ch_table_drop(firms);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            return;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_undone_by_its_other_way),
        cmocka_unit_test(a_table_is_told_in_a_frame_and_the_rest_stays),
        cmocka_unit_test(tables_with_points_and_a_frame_fit),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
