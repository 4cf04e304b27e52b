/* fuzz_geojson.c - outlines that read are sound, and what is written of them reads back the same. */
#include "changhe/geojson.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The table, NULL when a fault was told. */
static ch_table *read_table(ch_text text)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_json *document;
    ch_draft *draft = NULL;
    ch_table *table = NULL;
    ch_err err = ch_json_read(&arena, CH_TEXT("f"), text, &document, &faults);
    if (document != NULL) {
        must(ch_draft_new(CH_TABLE_outlines, NULL, &draft) == CH_OK);
        ch_err outlines = ch_geojson_read_table(&arena, document, CH_TABLE_outlines, draft, &faults);
        must(outlines == CH_OK || outlines == CH_EDATA);
        must(outlines == CH_OK || faults.count > 0);
        ch_err fixed = ch_draft_fix(draft, &table, &faults);
        must((fixed == CH_OK) == (table != NULL) && (fixed == CH_OK || faults.count > 0));
        err = outlines != CH_OK ? outlines : err;
    }
    must(err == CH_OK || faults.count > 0);
    if (faults.count > 0) {
        ch_table_drop(table);
        table = NULL;
    }
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return table;
}

static void check_shape(const ch_shape *shape)
{
    must(shape->part_start[shape->parts] == shape->rings && shape->ring_start[shape->rings] == shape->points);
    for (size_t r = 0; r < shape->rings; r++) {
        size_t first = shape->ring_start[r], last = shape->ring_start[r + 1] - (size_t)1;
        must(last >= first + 3 && shape->point[first].lon_deg == shape->point[last].lon_deg &&
             shape->point[first].lat_deg == shape->point[last].lat_deg);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_table *table = read_table((ch_text){(const char *)data, size});
    if (table == NULL)
        return 0;
    const ch_shape *const *shape = table->column[table->kind->shape];
    for (size_t row = 0; row < table->rows; row++)
        if (shape[row] != NULL)
            check_shape(shape[row]);

    ch_buf text = {0};
    ch_geojson_write_table(table, &text);
    ch_table *again = read_table(ch_buf_text(&text));
    must(again != NULL && again->digest == table->digest && again->rows == table->rows);
    ch_table_drop(again);
    ch_table_drop(table);
    ch_buf_free(&text);
    return 0;
}
