/* tile_points.c - points of a tile: firms one by one, how many of them stand in each cell, and places. */
#include "tile_parts.h"

#include "mvt.h"

static const char *const firm_key[CH_TILE__KEYS] = {"id", "name", "name_en", "segments", "role", "place"};

enum { POINT_ID, POINT_NAME, POINT_NAME_EN, POINT_LEVEL, POINT_KEYS };
static const char *const point_key[POINT_KEYS] = {"id", "name", "name_en", "level"};

static const char *const count_key[1] = {"point_count"};

static void tag_word(ch_mvt *layer, unsigned key, const ch_words *words, unsigned value)
{
    if (value > 0)
        ch_mvt__tag_text_again(layer, key, ch_text_of(words->word[value].word));
}

static void put_point(ch_mvt *layer, uint64_t morton, unsigned z)
{
    const ch_spot at = ch_tile__in_tile(morton, z);
    ch_mvt__point(layer, at.x, at.y);
}

/* Own values of a run of firms are one run of bytes, whose numbers follow one another. */
static void add_own_values(ch_mvt *layer, const ch_tiles *tiles, ch_tile__run run)
{
    const size_t from = tiles->card[run.from].start, end = tiles->card[run.end].start;
    uint32_t count = 0;
    for (size_t i = run.from; i < run.end; i++)
        count += (uint32_t)__builtin_popcount(tiles->card[i].own);
    ch_mvt__add_values(layer, (ch_text){tiles->ready + from, end - from}, count);
}

void ch_tile__write_firms(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out)
{
    const ch_spots_curve curve = ch_spots_firm_curve(tiles->spots);
    const ch_words *roles = ch_schema_words("role");
    uint32_t own = 0;
    ch_mvt layer;
    ch_mvt__begin(&layer, out->memory);
    add_own_values(&layer, tiles, run);
    for (size_t i = run.from; i < run.end; i++) {
        const ch_tile__card *card = &tiles->card[i];
        for (unsigned key = 0; key < CH_TILE__OWN; key++)
            if ((card->own >> key & 1) != 0)
                ch_mvt__tag(&layer, key, own++);
        tag_word(&layer, CH_TILE__ROLE, roles, card->role);
        ch_mvt__tag_text_again(&layer, CH_TILE__PLACE, tiles->zone->places.id[card->place]);
        put_point(&layer, curve.morton[i], tile.z);
    }
    ch_mvt__end(&layer, ch_tile_layer_name[CH_TILE_FIRMS], firm_key, CH_TILE__KEYS, out);
}

/* The south-eastern of the four quarters of a square begins in its middle. */
static uint64_t middle_of(uint64_t last, unsigned z)
{
    return last - (UINT64_MAX >> 2 * z) / 4;
}

/* A cell is a run of the curve within that of the tile. */
void ch_tile__write_counts(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out)
{
    const ch_spots_curve curve = ch_spots_firm_curve(tiles->spots);
    const unsigned cell_z = tile.z + CH_TILE__CELL_BITS;
    ch_mvt layer;
    ch_mvt__begin(&layer, out->memory);
    for (size_t from = run.from, end; from < run.end; from = end) {
        const uint64_t last = ch_tile__last(curve.morton[from], cell_z);
        end = ch_tile__skip(curve, from, run.end, last);
        ch_mvt__tag_count(&layer, 0, end - from);
        put_point(&layer, middle_of(last, cell_z), tile.z);
    }
    ch_mvt__end(&layer, ch_tile_layer_name[CH_TILE_FIRMS], count_key, 1, out);
}

void ch_tile__write_place_points(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out)
{
    const ch_rows_places *places = &tiles->zone->places;
    const ch_spots_curve curve = ch_spots_place_curve(tiles->spots);
    const ch_words *levels = ch_schema_words("level");
    ch_mvt layer;
    ch_mvt__begin(&layer, out->memory);
    for (size_t i = run.from; i < run.end; i++) {
        const uint32_t row = curve.row[i];
        ch_mvt__tag_text(&layer, POINT_ID, places->id[row]);
        ch_mvt__tag_text(&layer, POINT_NAME, places->name_zh[row]);
        ch_mvt__tag_text(&layer, POINT_NAME_EN, places->name_en[row]);
        tag_word(&layer, POINT_LEVEL, levels, places->level[row]);
        put_point(&layer, curve.morton[i], tile.z);
    }
    ch_mvt__end(&layer, ch_tile_layer_name[CH_TILE_PLACE_POINTS], point_key, POINT_KEYS, out);
}
