/* fuzz_road_text.c - points that were read are written and read again as the same; a street has one name. */
#include "changhe/decimal.h"
#include "changhe/road_text.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool lies_in(ch_text piece, ch_text text)
{
    return piece.len > 0 && piece.at >= text.at && piece.at + piece.len <= text.at + text.len;
}

static void check_path(ch_text text)
{
    ch_arena arena = {0};
    ch_buf written = {0};
    const ch_point *point, *again;
    size_t points, points_again;
    ch_text bad;
    const ch_err err = ch_road_text_path(&arena, text, &point, &points, &bad);
    must(err == CH_OK || (err == CH_EDATA && lies_in(bad, text)));
    for (size_t i = 0; err == CH_OK && i < points; i++) {
        must(point[i].lon_deg >= -180 && point[i].lon_deg <= 180 && point[i].lat_deg >= -90 && point[i].lat_deg <= 90);
        ch_number_format(point[i].lon_deg, &written);
        ch_buf_addc(&written, ',');
        ch_number_format(point[i].lat_deg, &written);
        ch_buf_addc(&written, ' ');
    }
    if (err == CH_OK) {
        must(ch_road_text_path(&arena, ch_buf_text(&written), &again, &points_again, &bad) == CH_OK);
        must(points_again == points);
        for (size_t i = 0; i < points; i++)
            must(again[i].lon_deg == point[i].lon_deg && again[i].lat_deg == point[i].lat_deg);
    }
    ch_buf_free(&written);
    ch_arena_free(&arena);
}

static void check_edges(ch_text text)
{
    ch_text rest = text;
    ch_road_text_edge edge;
    while (ch_road_text_next_edge(&rest, &edge)) {
        char name[64];
        must(lies_in(edge.name, text));
        if (!edge.is_extract)
            continue;
        must(edge.way > 0 && edge.piece >= CH_ROAD_TEXT_WHOLE);
        snprintf(name, sizeof name, edge.piece == CH_ROAD_TEXT_WHOLE ? "w%lld" : "w%lld-%lld", (long long)edge.way,
                 (long long)edge.piece);
        must(ch_text_equal(edge.name, ch_text_of(name)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ch_text text = {(const char *)data, size};
    check_path(text);
    check_edges(text);
    return 0;
}
