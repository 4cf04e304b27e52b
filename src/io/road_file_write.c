/* road_file_write.c - a network as bytes; a name that several ways bear is written once. */
#include "changhe/road_file.h"

#include "cell.h"
#include "road_file_parts.h"

static inline uint64_t f64_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint64_t f32_bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#define i64_bits(value) ((uint64_t)(value))
#define u32_bits(value) ((uint64_t)(value))
#define u8_bits(value)  ((uint64_t)(value))

void ch_road_file__put_columns(const ch_road_file__counts *count, const ch_road_file__columns *t, char *at)
{
#define CH_ROAD_FILE_COLUMN(n, kind, value, least, most) \
    for (size_t i = 0; i < count->n; i++) \
        ch_road_file__store(at + i * CH_ROAD_FILE__##kind, CH_ROAD_FILE__##kind, kind##_bits(t->value)); \
    at += ch_road_file__filled((size_t)count->n * CH_ROAD_FILE__##kind);
#include "road_file.def"
#undef CH_ROAD_FILE_COLUMN
}

/* ---- names */

typedef struct {
    ch_arena *scratch;
    ch_road_file__name *name; /* per way */
    uint32_t *slot;           /* 1 + a way with such a name, by hash; a power of two of them, never full */
    size_t slots;
    ch_buf bytes;
} naming;

static ch_err begin_naming(naming *n, size_t ways)
{
    n->slots = 2;
    while (n->slots < 2 * ways)
        n->slots *= 2;
    n->name = CH_NEW(n->scratch, ch_road_file__name, ways);
    n->slot = CH_NEW(n->scratch, uint32_t, n->slots);
    n->bytes.memory = n->scratch->memory;
    return n->name != NULL && n->slot != NULL ? CH_OK : CH_ENOMEM;
}

static void name_way(naming *n, const ch_road_way *way, uint32_t i)
{
    const ch_text name = way[i].name;
    size_t slot = (size_t)ch_cell__mix_text(0, name) & (n->slots - 1);
    if (name.len == 0)
        return;
    while (n->slot[slot] != 0 && !ch_text_equal(way[n->slot[slot] - 1].name, name))
        slot = (slot + 1) & (n->slots - 1);
    if (n->slot[slot] != 0) {
        n->name[i] = n->name[n->slot[slot] - 1];
        return;
    }
    n->slot[slot] = i + 1;
    n->name[i] = (ch_road_file__name){(uint32_t)n->bytes.len, (uint32_t)name.len};
    ch_buf_add(&n->bytes, name);
}

static ch_err name_ways(naming *n, const ch_road_net *net)
{
    ch_err err = begin_naming(n, net->ways);
    for (uint32_t i = 0; err == CH_OK && i < net->ways; i++)
        name_way(n, net->way, i);
    if (err == CH_OK && n->bytes.failed)
        err = CH_ENOMEM;
    return err == CH_OK && n->bytes.len >= UINT32_MAX ? CH_EDATA : err;
}

/* ---- the whole */

/* The columns are only read. */
static ch_road_file__columns columns_of(const ch_road_net *net, const uint32_t *rank, ch_road_file__name *name)
{
    return (ch_road_file__columns){.point = (ch_point *)net->point,
                                   .original = (uint32_t *)net->original,
                                   .is_main = (bool *)net->is_main,
                                   .start = (uint32_t *)net->start,
                                   .head = (uint32_t *)net->head,
                                   .street = (uint32_t *)net->street,
                                   .way_of = (uint8_t *)net->way_of,
                                   .turn_closed = (uint8_t *)net->turn_closed,
                                   .at = (ch_road_street *)net->at,
                                   .way = (ch_road_way *)net->way,
                                   .name = name,
                                   .line = (ch_point *)net->line,
                                   .rank = (uint32_t *)rank};
}

static ch_road_file__counts counts_of(const ch_road_net *net, const uint32_t *rank, ch_text names,
                                      const ch_road_source *source)
{
    return (ch_road_file__counts){.nodes = net->nodes,
                                  .starts = (uint64_t)net->nodes + 1,
                                  .arcs = net->arcs,
                                  .streets = net->streets,
                                  .ways = net->ways,
                                  .line_points = net->line_points,
                                  .ranks = rank != NULL ? net->nodes : 0,
                                  .name_bytes = names.len,
                                  .title_bytes = source->title.len,
                                  .licence_bytes = source->licence.len,
                                  .as_of = (uint64_t)source->as_of};
}

static char *put_text(char *at, ch_text text)
{
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    return at + ch_road_file__filled(text.len);
}

static void put_head(char *at, const ch_road_file__counts *count)
{
    uint64_t value[CH_ROAD_FILE__COUNTS];
    memcpy(value, count, sizeof value);
    memcpy(at, CH_ROAD_FILE__MAGIC, sizeof CH_ROAD_FILE__MAGIC - 1);
    ch_road_file__store(at + 8, 8, CH_ROAD_FILE__VERSION);
    for (size_t i = 0; i < CH_ROAD_FILE__COUNTS; i++)
        ch_road_file__store(at + CH_ROAD_FILE__HEAD + 8 * i, 8, value[i]);
}

static void put_digest(ch_text content, char *head, ch_road_source *source)
{
    const uint64_t digest = ch_road_file__digest(content);
    ch_road_file__store(head + 16, 8, digest);
    ch_road_file__print_digest(digest, source->digest);
}

static ch_err put_all(ch_arena *arena, const ch_road_net *net, const uint32_t *rank, naming *n, ch_road_source *source,
                      ch_text *bytes)
{
    const ch_text names = ch_buf_text(&n->bytes);
    const ch_road_file__counts count = counts_of(net, rank, names, source);
    const ch_road_file__columns columns = columns_of(net, rank, n->name);
    size_t size, texts = ch_road_file__filled(names.len) + ch_road_file__filled(source->title.len) +
                         ch_road_file__filled(source->licence.len);
    const size_t head = CH_ROAD_FILE__HEAD + sizeof count;
    char *at = ch_road_file__size(&count, &size) ? CH_NEW(arena, char, head + size) : NULL;
    if (at == NULL)
        return CH_ENOMEM;

    put_head(at, &count);
    ch_road_file__put_columns(&count, &columns, at + head);
    put_text(put_text(put_text(at + head + size - texts, names), source->title), source->licence);
    put_digest((ch_text){at + CH_ROAD_FILE__HEAD, head + size - CH_ROAD_FILE__HEAD}, at, source);
    *bytes = (ch_text){at, head + size};
    return CH_OK;
}

ch_err ch_road_file_write_bytes(ch_arena *arena, const ch_road_net *net, const uint32_t *rank, ch_road_source *source,
                                ch_text *bytes)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    naming n = {.scratch = &scratch};
    ch_err err = name_ways(&n, net);
    if (err == CH_OK)
        err = put_all(arena, net, rank, &n, source, bytes);
    ch_buf_free(&n.bytes);
    ch_arena_free(&scratch);
    return err;
}
