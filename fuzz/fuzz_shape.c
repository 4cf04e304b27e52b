/* fuzz_shape.c - an outline out of a damaged store is sound or told, and is written as it was read. */
#include "blob.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool in_degrees(ch_point point)
{
    return point.lon_deg >= -180 && point.lon_deg <= 180 && point.lat_deg >= -90 && point.lat_deg <= 90;
}

static void check_shape(const ch_shape *shape)
{
    must(shape->parts > 0 && shape->part_start[0] == 0 && shape->ring_start[0] == 0);
    must(shape->part_start[shape->parts] == shape->rings && shape->ring_start[shape->rings] == shape->points);
    for (size_t p = 0; p < shape->parts; p++)
        must(shape->part_start[p] < shape->part_start[p + 1]);
    for (size_t r = 0; r < shape->rings; r++) {
        const ch_point *first = &shape->point[shape->ring_start[r]],
                       *last = &shape->point[shape->ring_start[r + 1] - 1];
        must(last >= first + 3 && first->lon_deg == last->lon_deg && first->lat_deg == last->lat_deg);
    }
    for (size_t i = 0; i < shape->points; i++)
        must(in_degrees(shape->point[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf written = {0};
    const ch_shape *shape = NULL;
    const ch_text bytes = {(const char *)data, size};
    ch_err err = ch_store__read_shape(&arena, bytes, (ch_at){CH_TEXT("f"), 1, 1}, CH_TEXT("geometry"), &shape, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && faults.count <= 1);
    if (err == CH_OK) {
        check_shape(shape);
        ch_store__write_shape(shape, &written);
        must(ch_text_equal(ch_buf_text(&written), bytes));
    }
    ch_buf_free(&written);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
