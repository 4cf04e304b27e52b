/* tile_routes.c - vector tiles of the snapshot, for a map of any size of zone. */
#include "finish.h"
#include "hall.h"
#include "meters.h"
#include "tile_cache.h"

#include <stdio.h>
#include <string.h>

/* A tile is packed once and sent often; see docs/decisions/tiles.md. */
enum { TILE_GZIP_LEVEL = 4 };

/* Those of tile.h, and the two of road_tile.h. */
enum { ROADS = CH_TILE_LAYERS, STOPS, LAYERS };

typedef struct {
    unsigned layer;
    ch_tile tile;
} asked;

static const char *layer_name(unsigned layer)
{
    return layer == ROADS ? "roads" : layer == STOPS ? "stops" : ch_tile_layer_name[layer];
}

static ch_err tell(serve_call *call, const char *name, ch_text found, ch_want want, const char *detail, ch_err err)
{
    const ch_err told = ch_fault_add(&call->faults, (ch_at){0}, ch_text_of(name), found, want, ch_text_of(detail));
    return told == CH_ENOMEM ? told : err;
}

static ch_err read_layer(serve_call *call, ch_text text, unsigned *layer)
{
    char names[80] = "";
    for (unsigned i = 0; i < LAYERS; i++) {
        if (ch_text_equal(text, ch_text_of(layer_name(i)))) {
            *layer = i;
            return CH_OK;
        }
        const size_t len = strlen(names);
        snprintf(names + len, sizeof names - len, "%s%s", i > 0 ? ", " : "", layer_name(i));
    }
    return tell(call, "layer", text, CH_WANT_WORD, names, CH_ENONE);
}

/* A whole number below end, which is small. However long one is, it is a number still, and past the end. */
static ch_err read_number(serve_call *call, const char *name, ch_text text, uint32_t end, uint32_t *number)
{
    uint32_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return tell(call, name, text, CH_WANT_WHOLE, "", CH_EDATA);
        if (value < end)
            value = value * 10 + (uint32_t)(text.at[i] - '0');
    }
    *number = value;
    if (value < end)
        return CH_OK;
    char range[24];
    snprintf(range, sizeof range, "0..%u", end - 1);
    return tell(call, name, text, CH_WANT_COUNT_RANGE, range, CH_ENONE);
}

static ch_err read_asked(serve_call *call, asked *of)
{
    const ch_text *part = call->segment;
    uint32_t z = CH_TILE_DEEPEST;
    ch_err worst = read_layer(call, part[0], &of->layer);
    const ch_err depth = read_number(call, "z", part[1], CH_TILE_DEEPEST + 1, &z);
    const uint32_t side = UINT32_C(1) << (depth == CH_OK ? z : CH_TILE_DEEPEST);
    of->tile.z = z;
    worst = ch_err_worse(worst, depth);
    worst = ch_err_worse(worst, read_number(call, "x", part[2], side, &of->tile.x));
    return ch_err_worse(worst, read_number(call, "y", part[3], side, &of->tile.y));
}

/* What a tile follows from: the snapshot, or the extract. */
static const char *digest_of(const serve_call *call, const asked *of)
{
    return of->layer == ROADS && call->hall->extract ? ch_roads_digest(call->hall->extract)
                                                     : ch_ready_digest(call->ready);
}

static serve_tile_key key_of(const serve_call *call, const asked *of)
{
    serve_tile_key key = {.layer = of->layer, .z = of->tile.z, .x = of->tile.x, .y = of->tile.y};
    memcpy(key.digest, digest_of(call, of), sizeof key.digest);
    return key;
}

static void count(serve_meters *meters, bool found)
{
    if (meters)
        atomic_fetch_add_explicit(found ? &meters->tiles_found : &meters->tiles_drawn, 1, memory_order_relaxed);
}

static ch_err draw_roads(serve_call *call, ch_tile tile)
{
    ch_roads *roads = call->hall->extract;
    const ch_road_tiles *tiles;
    ch_err err = roads ? CH_OK : ch_ready_roads(call->ready, &roads);
    if (err == CH_OK)
        err = ch_roads_tiles(roads, &tiles);
    if (err == CH_OK)
        ch_road_tile_write(tiles, tile, &call->answer->body);
    return err;
}

static ch_err draw_snapshot(serve_call *call, const asked *of)
{
    const ch_tiles *tiles;
    const ch_err err = ch_ready_tiles(call->ready, &tiles);
    if (err == CH_OK)
        ch_tile_write(tiles, (ch_tile_layer)of->layer, of->tile, &call->answer->body);
    return err;
}

static ch_err draw(serve_call *call, const asked *of)
{
    ch_err err = CH_OK;
    if (of->layer == ROADS)
        err = draw_roads(call, of->tile);
    else if (of->layer == STOPS)
        ch_stop_tile_write(ch_ready_zone(call->ready), of->tile, &call->answer->body);
    else
        err = draw_snapshot(call, of);
    if (err == CH_OK && call->answer->body.failed)
        err = CH_ENOMEM;
    return err;
}

/* Instead of the plain tile in the body, and kept. Without memory it stays plain. */
static void pack(serve_call *call, const serve_tile_key *key)
{
    serve_answer *answer = call->answer;
    ch_buf packed = {.memory = answer->body.memory};
    if (!serve_gzip(ch_buf_text(&answer->body), TILE_GZIP_LEVEL, &packed))
        return;
    serve_tile_cache_keep(call->hall->tiles, key, ch_buf_text(&packed));
    ch_buf_free(&answer->body);
    answer->body = packed;
    answer->is_gzip = true;
}

/* That a tile is empty is found as quickly as a kept one, so those are not kept. */
static ch_err fetch(serve_call *call, const asked *of)
{
    serve_answer *answer = call->answer;
    const bool packs = serve_accepts_gzip(serve_header(call->request, "accept-encoding"));
    const serve_tile_key key = key_of(call, of);
    answer->is_gzip = packs && serve_tile_cache_find(call->hall->tiles, &key, &answer->body);
    count(call->hall->meters, answer->is_gzip);
    if (answer->is_gzip)
        return CH_OK;
    const ch_err err = draw(call, of);
    if (err == CH_OK && packs && answer->body.len > 0)
        pack(call, &key);
    return err;
}

/* Of one snapshot and version of the program a tile is the same for everybody, so a proxy may keep it for all. */
static void sign(serve_call *call, const asked *of)
{
    snprintf(call->answer->etag, sizeof call->answer->etag, "%s-%s-%u-%u-%u-%s", digest_of(call, of),
             layer_name(of->layer), of->tile.z, of->tile.x, of->tile.y, CH_VERSION);
}

static ch_err run_tile(serve_call *call)
{
    asked of;
    serve_answer *answer = call->answer;
    ch_err err = read_asked(call, &of);
    if (err == CH_OK)
        err = fetch(call, &of);
    if (err != CH_OK)
        return err;
    answer->cache = "no-cache";
    if (answer->body.len > 0) {
        sign(call, &of);
    } else {
        answer->status = 204;
        answer->type = NULL;
    }
    return CH_OK;
}

const serve_route serve_tile_routes[] = {{SERVE_GET, "/tiles/{layer}/{z}/{x}/{y}", run_tile, .works = true,
                                          .may_be_empty = true, .type = "application/vnd.mapbox-vector-tile",
                                          .tag = "tiles", .zh = "矢量瓦片：firms、places、place_points、roads、stops",
                                          .en = "a vector tile of firms, places, place_points, roads or stops"},
                                         {.path = NULL}};
