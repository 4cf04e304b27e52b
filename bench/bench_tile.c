/* bench_tile.c - vector tiles of a made-up zone written, at zooms 4 to 14 alike, each where a firm drawn at random
 * stands, and compressed. usage: bench_tile [FIRMS [CSV]]    1,000,000 by default; with CSV also the points of the
 * tile with about the most that is shown one by one, for bench/postgis.sh. */
#include "measure.h"
#include "synth.h"

#include "changhe/tile.h"

#include <libdeflate.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { LEAST_Z = 4, MOST_Z = 14, ZOOMS = MOST_Z - LEAST_Z + 1, RUNS = 300, WARM_RUNS = 41, GZIP = 16 + MAX_WBITS };

typedef struct {
    ch_zone *zone;
    ch_spots *spots;
    ch_tiles *tiles;
    ch_spots_curve curve;
} work;

/* What the tiles of some zooms took, an entry a run. */
typedef struct {
    double write_ms[ZOOMS * RUNS], zlib_ms[ZOOMS * RUNS], deflate_ms[ZOOMS * RUNS];
    double bytes[ZOOMS * RUNS], zlib_bytes[ZOOMS * RUNS], deflate_bytes[ZOOMS * RUNS], points[ZOOMS * RUNS];
    size_t n;
} costs;

static void must(bool done, const char *what)
{
    if (!done)
        measure_give_up(what);
}

/* Memory held now, what was freed given back; as Linux tells it in pages, NaN elsewhere. */
static double resident_mib(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    unsigned long all, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    const bool told = file != NULL && fscanf(file, "%lu %lu", &all, &resident) == 2;
    if (file != NULL)
        fclose(file);
    return told ? (double)resident * (double)sysconf(_SC_PAGESIZE) / 1048576 : NAN;
}

static double lap_ms(double *since_s)
{
    const double now_s = measure_cpu_s(), spent_ms = (now_s - *since_s) * 1e3;
    *since_s = now_s;
    return spent_ms;
}

/* xorshift64 (Marsaglia 2003) */
static size_t draw(uint64_t *seed, size_t below)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return (size_t)(*seed % below);
}

static ch_tile tile_at(uint64_t morton, unsigned z)
{
    const ch_spot at = ch_spots_unweave(morton);
    return (ch_tile){z, at.x >> (32 - z), at.y >> (32 - z)};
}

/* The first place on the curve from i on that another tile of the zoom holds. */
static size_t end_of(ch_spots_curve curve, size_t i, unsigned z)
{
    const uint64_t last = curve.morton[i] | UINT64_MAX >> 2 * z;
    size_t end = curve.n;
    while (i < end) {
        const size_t middle = i + (end - i) / 2;
        if (curve.morton[middle] <= last)
            i = middle + 1;
        else
            end = middle;
    }
    return i;
}

static size_t start_of(ch_spots_curve curve, size_t i, unsigned z)
{
    const uint64_t first = curve.morton[i] & ~(UINT64_MAX >> 2 * z);
    size_t from = 0;
    while (from < i) {
        const size_t middle = from + (i - from) / 2;
        if (curve.morton[middle] < first)
            from = middle + 1;
        else
            i = middle;
    }
    return from;
}

static size_t zip_by_zlib(z_stream *zip, const ch_buf *tile, char *room, size_t size)
{
    must(deflateReset(zip) == Z_OK, "zlib");
    zip->next_in = (Bytef *)tile->at;
    zip->avail_in = (uInt)tile->len;
    zip->next_out = (Bytef *)room;
    zip->avail_out = (uInt)size;
    must(deflate(zip, Z_FINISH) == Z_STREAM_END, "zlib");
    return size - zip->avail_out;
}

/* One tile written and compressed both ways. */
static void take(const work *w, ch_tile tile, z_stream *zip, struct libdeflate_compressor *other, costs *all)
{
    const size_t i = all->n++;
    ch_buf out = {0};
    double now_s = measure_cpu_s();
    ch_tile_write(w->tiles, CH_TILE_FIRMS, tile, &out);
    all->write_ms[i] = lap_ms(&now_s);
    must(!out.failed && out.len > 0, "an empty tile");

    const size_t size = out.len + out.len / 8 + 1000;
    char *room = malloc(size);
    must(room != NULL, "no memory");
    now_s = measure_cpu_s();
    all->zlib_bytes[i] = (double)zip_by_zlib(zip, &out, room, size);
    all->zlib_ms[i] = lap_ms(&now_s);
    all->deflate_bytes[i] = (double)libdeflate_gzip_compress(other, out.at, out.len, room, size);
    all->deflate_ms[i] = lap_ms(&now_s);
    all->bytes[i] = (double)out.len;
    free(room);
    ch_buf_free(&out);
}

static int compare_numbers(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void print_spread(const char *what, double *value, size_t n, int digits)
{
    qsort(value, n, sizeof *value, compare_numbers);
    printf("    %-26s p50 %10.*f  p95 %10.*f  p99 %10.*f  max %10.*f\n", what, digits, value[n / 2], digits,
           value[n * 95 / 100], digits, value[n * 99 / 100], digits, value[n - 1]);
}

static void print_costs(costs *all)
{
    double sum[ZOOMS * RUNS];
    print_spread("firms in the tile", all->points, all->n, 0);
    for (size_t i = 0; i < all->n; i++)
        sum[i] = all->write_ms[i] + all->deflate_ms[i];
    print_spread("written, ms CPU", all->write_ms, all->n, 3);
    print_spread("gzip by zlib 1, ms", all->zlib_ms, all->n, 3);
    print_spread("gzip by libdeflate 1, ms", all->deflate_ms, all->n, 3);
    print_spread("written and libdeflate, ms", sum, all->n, 3);
    print_spread("bytes", all->bytes, all->n, 0);
    print_spread("bytes by zlib", all->zlib_bytes, all->n, 0);
    print_spread("bytes by libdeflate", all->deflate_bytes, all->n, 0);
}

static void measure_zoom(const work *w, unsigned z, uint64_t *seed, z_stream *zip, struct libdeflate_compressor *other,
                         costs *all)
{
    for (size_t run = 0; run < RUNS; run++) {
        const size_t i = draw(seed, w->curve.n);
        all->points[all->n] = (double)(end_of(w->curve, i, z) - start_of(w->curve, i, z));
        take(w, tile_at(w->curve.morton[i], z), zip, other, all);
    }
}

static void append(costs *to, const costs *from)
{
    for (size_t i = 0; i < from->n; i++, to->n++) {
        to->write_ms[to->n] = from->write_ms[i], to->zlib_ms[to->n] = from->zlib_ms[i];
        to->deflate_ms[to->n] = from->deflate_ms[i], to->bytes[to->n] = from->bytes[i];
        to->zlib_bytes[to->n] = from->zlib_bytes[i], to->deflate_bytes[to->n] = from->deflate_bytes[i];
        to->points[to->n] = from->points[i];
    }
}

static void measure_zooms(const work *w)
{
    static costs one, all;
    uint64_t seed = 42;
    z_stream zip = {.zalloc = NULL};
    must(deflateInit2(&zip, 1, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib");
    struct libdeflate_compressor *other = libdeflate_alloc_compressor(1);
    must(other != NULL, "libdeflate");
    for (unsigned z = LEAST_Z; z <= MOST_Z; z++) {
        one.n = 0;
        measure_zoom(w, z, &seed, &zip, other, &one);
        append(&all, &one);
        printf("  zoom %u, %zu tiles\n", z, one.n);
        print_costs(&one);
    }
    printf("  all zooms, %zu tiles\n", all.n);
    print_costs(&all);
    libdeflate_free_compressor(other);
    deflateEnd(&zip);
}

/* The tile of any zoom that shows the most points one by one. */
static ch_tile find_fullest(const work *w, size_t *from, size_t *n)
{
    ch_tile fullest = {0, 0, 0};
    *n = 0;
    for (unsigned z = LEAST_Z; z <= MOST_Z; z++) {
        for (size_t i = 0, end; i < w->curve.n; i = end) {
            end = end_of(w->curve, i, z);
            if (end - i <= CH_TILE_MOST && end - i > *n) {
                fullest = tile_at(w->curve.morton[i], z);
                *from = i;
                *n = end - i;
            }
        }
    }
    return fullest;
}

static void write_cell(FILE *file, ch_text text, char after)
{
    fprintf(file, "%.*s%c", (int)text.len, text.len > 0 ? text.at : "", after);
}

static size_t first_segment(const ch_rows_firm_segments *filled, ch_text firm)
{
    size_t low = 0, high = filled->rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ch_text_compare(filled->firm[middle], firm) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ",s00001,s00815," in quotes. */
static void write_segments(FILE *file, const ch_rows_firm_segments *filled, ch_text firm)
{
    fputs("\",", file);
    for (size_t i = first_segment(filled, firm); i < filled->rows && ch_text_equal(filled->firm[i], firm); i++)
        write_cell(file, filled->segment[i], ',');
    fputs("\"\n", file);
}

/* Column by column what the tile shows, in metres of EPSG:3857. No text has a comma but that of the segments, of
 * which each firm fills one at least. */
static void write_csv(const work *w, size_t from, size_t n, const char *path)
{
    const double half_m = 20037508.342789244;
    const ch_rows_firms *firms = &w->zone->firms;
    FILE *file = fopen(path, "w");
    must(file != NULL, "the CSV cannot be written");
    fprintf(file, "x,y,id,name,name_en,role,place,segments\n");
    for (size_t i = from; i < from + n; i++) {
        const uint32_t row = w->curve.row[i];
        const ch_mercator at = ch_spots_mercator((ch_point){firms->lon[row], firms->lat[row]});
        fprintf(file, "%.17g,%.17g,", (at.x * 2 - 1) * half_m, (1 - at.y * 2) * half_m);
        write_cell(file, firms->id[row], ',');
        write_cell(file, firms->name_zh[row], ',');
        write_cell(file, firms->name_en[row], ',');
        write_cell(file, ch_text_of(ch_schema_words("role")->word[firms->role[row]].word), ',');
        write_cell(file, firms->place[row], ',');
        write_segments(file, &w->zone->firm_segments, firms->id[row]);
    }
    must(fclose(file) == 0, "the CSV cannot be written");
}

static void measure_fullest(const work *w, const char *csv)
{
    static double ms[WARM_RUNS];
    size_t from = 0, n, len = 0;
    const ch_tile tile = find_fullest(w, &from, &n);
    must(n > 0, "no tile shows firms one by one");
    for (size_t run = 0; run < WARM_RUNS; run++) {
        ch_buf out = {0};
        double now_s = measure_cpu_s();
        ch_tile_write(w->tiles, CH_TILE_FIRMS, tile, &out);
        ms[run] = lap_ms(&now_s);
        len = out.len;
        ch_buf_free(&out);
    }
    printf("  fullest tile %u %u %u: %zu firms, %zu bytes, warm median %.3f ms CPU\n", tile.z, tile.x, tile.y, n, len,
           measure_median(ms, WARM_RUNS));
    if (csv != NULL)
        write_csv(w, from, n, csv);
}

int main(int argc, char **argv)
{
    const size_t firms = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    const synth_size size = {.places = 3000,
                             .segments = 1500,
                             .firms = firms,
                             .seed = 20260101,
                             .points = true,
                             .towns = 2000,
                             .seconds = 3};
    must(firms >= 1000, "too few firms");
    work w = {.zone = synth_zone(&size)};
    const double zone_mib = resident_mib();
    double now_s = measure_cpu_s();
    must(ch_spots_make(w.zone, NULL, &w.spots) == CH_OK, "no memory");
    const double spots_ms = lap_ms(&now_s), spots_mib = resident_mib();
    now_s = measure_cpu_s();
    must(ch_tiles_make(w.zone, w.spots, NULL, &w.tiles) == CH_OK, "no memory");
    const double tiles_ms = lap_ms(&now_s);
    w.curve = ch_spots_firm_curve(w.spots);
    printf("bench_tile  data: made up, %zu firms in %zu towns, %zu firm segments; %d tiles a zoom, each where a firm "
           "stands\n",
           w.zone->firms.rows, size.towns, w.zone->firm_segments.rows, RUNS);
    measure_print_machine();
    printf("  zone %.0f MiB; points sorted %.0f ms CPU, %.0f MiB; tiles made %.0f ms, %.0f MiB; peak %.0f MiB\n",
           zone_mib, spots_ms, spots_mib - zone_mib, tiles_ms, resident_mib() - spots_mib, measure_peak_mib());
    measure_zooms(&w);
    measure_fullest(&w, argc > 2 ? argv[2] : NULL);
    ch_tiles_free(w.tiles);
    ch_spots_free(w.spots);
    ch_zone_drop(w.zone);
    return 0;
}
