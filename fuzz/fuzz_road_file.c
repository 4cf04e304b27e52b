/* fuzz_road_file.c - bytes that read as a network can be weighed, looked around in, patched, and written as the same network. */
#include "changhe/road_file.h"
#include "changhe/road_patch.h"

#include "road_file_parts.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Few bytes that are changed at random fit their digest: it is put right, so that the rest is looked at. */
static ch_text put_right(ch_arena *arena, const uint8_t *data, size_t size)
{
    char *bytes = CH_NEW(arena, char, size);
    must(bytes != NULL);
    if (size > 0)
        memcpy(bytes, data, size);
    if (size >= CH_ROAD_FILE__HEAD)
        ch_road_file__store(bytes + 16, 8,
                            ch_road_file__digest((ch_text){bytes + CH_ROAD_FILE__HEAD, size - CH_ROAD_FILE__HEAD}));
    return (ch_text){bytes, size};
}

static void write_and_read(ch_arena *arena, const ch_road_net *net, const uint32_t *rank, ch_road_source *source)
{
    ch_text once, twice;
    ch_road_net again;
    must(ch_road_file_write_bytes(arena, net, rank, source, &once) == CH_OK);
    must(ch_road_file_read_bytes(arena, CH_TEXT("f"), once, &again, &rank, source, NULL) == CH_OK);
    must(ch_road_file_write_bytes(arena, &again, rank, source, &twice) == CH_OK && ch_text_equal(once, twice));
}

static void use(ch_arena *arena, const ch_road_net *net)
{
    uint32_t *ms = CH_NEW(arena, uint32_t, net->arcs);
    const uint32_t street[] = {0, 1, 2, UINT32_MAX};
    const ch_point road[] = {net->point[0], {119.6, 30.9}};
    const ch_road_work work[] = {
        {.kind = CH_ROAD_WORK_OPEN, .street = street, .streets = 4},
        {.kind = CH_ROAD_WORK_ADD, .road_class = CH_road_class_CLASS2, .point = road, .points = 2, .join_m = 300},
        {.kind = CH_ROAD_WORK_JOIN, .point = road, .points = 1, .join_m = 300}};
    const ch_road_near *near;
    ch_road_foot foot[4];
    ch_road_patch patch;
    ch_road_work_end end[3];
    ch_road_weigh(net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms);
    must(ch_road_near_make(arena, net, NULL, &near) == CH_OK);
    for (size_t i = 0, n = ch_road_near_find(near, net->point[0], 3000, foot, 4); i < n; i++)
        must(foot[i].street < net->streets && foot[i].along >= 0 && foot[i].along <= 1 && foot[i].away_m <= 3000);
    must(ch_road_near_make(arena, net, ch_road_is_entry, &near) == CH_OK);
    must(ch_road_patch_make(arena, net, near, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms, work, 3, &patch,
                            end) == CH_OK);
    for (size_t i = 0; i < patch.links; i++)
        must(patch.link[i].tail < net->nodes + patch.points && patch.link[i].head < net->nodes + patch.points);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_road_net net;
    const uint32_t *rank;
    ch_road_source source;
    ch_err err =
        ch_road_file_read_bytes(&arena, CH_TEXT("f"), put_right(&arena, data, size), &net, &rank, &source, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA));
    if (err == CH_OK) {
        write_and_read(&arena, &net, rank, &source);
        if (net.nodes > 0)
            use(&arena, &net);
    }
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
