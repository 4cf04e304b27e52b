/* fuzz_osm.c - an extract out of any bytes is told at fault or gives streets whose every index holds, of which a network can be
 * built, and the same twice.
 * The first byte says what the rest is: a .osm.pbf, XML, a block of data to be put into a sound frame, a .osm.gz. */
#include "changhe/osm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_points(const ch_road_given *given)
{
    for (size_t i = 0; i < given->points; i++) {
        must(fabs(given->point[i].lon_deg) <= 180 && fabs(given->point[i].lat_deg) <= 90);
        must(given->barrier[i] < 1 << CH_ROAD_PROFILES);
    }
    for (size_t i = 0; i < given->nodes; i++)
        must(given->node[i] < given->points);
}

static void check_way(const ch_road_given *given, const ch_road_way *way)
{
    must(way->nodes >= 2 && way->first <= given->nodes && way->nodes <= given->nodes - way->first);
    must(way->road_class > CH_road_class_NONE && way->road_class < CH_road_class_END);
    must(!way->closed[0][0] || !way->closed[0][1] || !way->closed[1][0] || !way->closed[1][1]);
    for (int w = 0; w < CH_ROAD_WAYS; w++)
        must(way->limit_kmh[w] >= 0 && way->limit_kmh[w] <= 300);
    must(way->fixed_s >= 0 && way->height_m >= 0 && way->weight_t >= 0 && isfinite(way->fixed_s));
    must(ch_utf8_valid(way->name) == way->name.len);
    for (uint32_t i = 1; i < way->nodes; i++)
        must(given->node[way->first + i] != given->node[way->first + i - 1]);
}

static void check(const ch_road_given *given)
{
    check_points(given);
    for (size_t i = 0; i < given->ways; i++)
        check_way(given, &given->way[i]);
    for (size_t i = 0; i < given->turns; i++)
        must(given->turn[i].via < given->points && (given->turn[i].of[0] || given->turn[i].of[1]));
}

static ch_osm_report read_once(ch_text name, ch_text bytes)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_road_net net;
    ch_road_report built;
    const ch_err err = ch_osm_read_bytes(&arena, name, bytes, &given, &report, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && faults.count <= 1);
    check(&given);
    must(ch_road_build(&arena, &given, NULL, &net, &built) == CH_OK);
    must(net.streets == built.streets && (err == CH_OK || net.streets == 0));
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return report;
}

static void add_varint(ch_buf *out, size_t value)
{
    for (; value >= 128; value >>= 7)
        ch_buf_addc(out, (char)(value | 128));
    ch_buf_addc(out, (char)value);
}

/* Lengths below 128 but for the block's. */
static void add_frame(ch_buf *out, ch_text type, ch_text block)
{
    ch_buf blob = {0}, head = {0};
    ch_buf_addc(&blob, 1 << 3 | 2);
    add_varint(&blob, block.len);
    ch_buf_add(&blob, block);
    ch_buf_addc(&head, 1 << 3 | 2);
    add_varint(&head, type.len);
    ch_buf_add(&head, type);
    ch_buf_addc(&head, 3 << 3);
    add_varint(&head, blob.len);
    ch_buf_add(out, (ch_text){"\0\0\0", 3});
    ch_buf_addc(out, (char)head.len);
    ch_buf_add(out, ch_buf_text(&head));
    ch_buf_add(out, ch_buf_text(&blob));
    ch_buf_free(&blob);
    ch_buf_free(&head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ch_text name[] = {{"a.osm.pbf", 9}, {"a.osm", 5}, {"a.osm.pbf", 9}, {"a.osm.gz", 8}};
    if (size == 0)
        return 0;
    const unsigned form = data[0] % 4;
    ch_text bytes = {(const char *)data + 1, size - 1};
    ch_buf framed = {0};
    if (form == 2) {
        add_frame(&framed, CH_TEXT("OSMHeader"), (ch_text){"", 0});
        add_frame(&framed, CH_TEXT("OSMData"), bytes);
        bytes = ch_buf_text(&framed);
    }
    const ch_osm_report first = read_once(name[form], bytes), second = read_once(name[form], bytes);
    must(memcmp(&first, &second, offsetof(ch_osm_report, as_of) + sizeof first.as_of) == 0);
    ch_buf_free(&framed);
    return 0;
}
