/* zone.c - a snapshot: tables taken over, checked, and seen as typed columns. */
#include "changhe/zone.h"

#include "changhe/graph.h"

#include "build.h"
#include "cell.h"

#include <string.h>

const ch_assumption ch_assumption_list[CH_ASSUMPTIONS] = {
    [CH_ASSUME_BETA] = {"beta", "自有份额", "own share", .3, 0, 1, true},
    [CH_ASSUME_STRONG_FIRMS] = {"strong_firms", "强链企业数", "firms of a strong link", 3, 1, 1e6, false},
    [CH_ASSUME_NEAR_KM] = {"near_km", "邻近尺度(公里)", "scale of nearness in km", 200, 1, 20000, false},
    [CH_ASSUME_TIE] = {"tie", "供需关系权重", "weight of a supply tie", .5, 0, 1, true},
    [CH_ASSUME_EXPANSION] = {"expansion", "扩产信号权重", "weight of an expansion signal", .4, 0, 1, true},
    [CH_ASSUME_NEAR] = {"near", "邻近权重", "weight of nearness", .4, 0, 1, true},
    [CH_ASSUME_LEADER] = {"leader", "龙头权重", "weight of the firm's role", .3, 0, 1, true},
    [CH_ASSUME_GROWTH] = {"growth", "增长权重", "weight of growth", .2, 0, 1, true},
    [CH_ASSUME_RELATEDNESS] = {"relatedness", "关联权重", "weight of relatedness", .2, 0, 1, true},
    [CH_ASSUME_LAND] = {"land", "用地权重", "weight of land that fits", .2, 0, 1, true},
    [CH_ASSUME_X_LEADER] = {"x_leader", "链主强度", "strength of a chain leader", 1, 0, 1, false},
    [CH_ASSUME_X_HEAD] = {"x_head", "头部企业强度", "strength of a head firm", .8, 0, 1, false},
    [CH_ASSUME_X_LISTED] = {"x_listed", "上市公司强度", "strength of a listed firm", .7, 0, 1, false},
    [CH_ASSUME_X_SPECIALISED] = {"x_specialised", "专精特新强度", "strength of a specialised firm", .5, 0, 1, false},
    [CH_ASSUME_NEAR_MIN] = {"near_min", "邻近尺度(分钟)", "scale of nearness in minutes", 150, 1, 20000, false},
    [CH_ASSUME_OFF_ROAD_KMH] = {"off_road_kmh", "路外速度(公里/时)", "speed off the road in km/h", 4.8, .5, 60, false},
    [CH_ASSUME_OFF_ROAD_M] = {"off_road_m", "路外距离上限(米)", "farthest off the road in m", 400, 50, 5000, false},
    [CH_ASSUME_HOLE_KM2] = {"hole_km2", "忽略的空洞(平方公里)", "holes left out, in km2", .1, 0, 1e6, false},
    [CH_ASSUME_TRUCK_HEIGHT_M] = {"truck_height_m", "货车高度(米)", "height of a truck in m", 4, 1, 10, false},
    [CH_ASSUME_TRUCK_WEIGHT_T] = {"truck_weight_t", "货车总重(吨)", "weight of a truck in t", 31, 1, 200, false},
};

/* Where a snapshot keeps the typed columns of each table. */
static const size_t view_offset[CH_TABLES] = {
#define CH_TABLE_BEGIN(name, dated, zh, en, meaning) offsetof(ch_zone, name),
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
};

/* Every ch_rows_<table> begins with its number of rows; all pointers to objects look alike. */
void ch_zone__fill_views(ch_zone *zone)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table *table = zone->table[id];
        char *view = (char *)zone + view_offset[id];
        memcpy(view, &table->rows, sizeof table->rows);
        for (unsigned i = 0; i < table->kind->columns; i++)
            memcpy(view + table->kind->column[i].offset, &table->column[i], sizeof table->column[i]);
    }
}

static ch_err fill_empty_tables(ch_zone *zone)
{
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        if (zone->table[id] == NULL)
            err = ch_table_empty((ch_table_id)id, zone->memory, &zone->table[id]);
    return err;
}

static ch_err find_parents(ch_zone *zone)
{
    const size_t rows = zone->places.rows;
    if (rows > SIZE_MAX / sizeof(uint32_t))
        return CH_ENOMEM;
    uint32_t *parent = ch_memory_take(zone->memory, rows * sizeof *parent);
    if (!parent)
        return CH_ENOMEM;
    for (size_t i = 0; i < rows; i++) {
        const ch_text code = zone->places.parent[i];
        parent[i] = code.len > 0 ? (uint32_t)ch_zone_find(zone, CH_TABLE_places, code) : CH_ZONE__NONE;
    }
    zone->place_parent = parent;
    return CH_OK;
}

static void forget_places(ch_zone *zone)
{
    for (int id = 0; id < CH_TABLES; id++)
        if (zone->table[id]->places != NULL)
            ch_table_forget_places(zone->table[id]);
}

static ch_err make_ready(ch_zone *zone, const ch_zone__origin *origin, ch_faults *faults)
{
    ch_err err = fill_empty_tables(zone);
    if (err != CH_OK)
        return err;
    const ch_err followed = ch_zone__follow_codes(zone, origin, faults);
    if (followed == CH_ENOMEM)
        return followed;
    ch_zone__fill_views(zone);
    err = find_parents(zone);
    if (err == CH_OK)
        err = ch_zone__check(zone, origin, faults);
    if (err == CH_OK)
        err = followed;
    if (err == CH_OK)
        forget_places(zone);
    return err;
}

ch_err ch_zone__build(ch_table *table[CH_TABLES], const ch_memory *memory, const ch_zone__origin *origin,
                      ch_zone **zone, ch_faults *faults)
{
    ch_zone *made = ch_memory_take(memory, sizeof *made);
    *zone = NULL;
    if (!made) {
        for (int id = 0; id < CH_TABLES; id++)
            ch_table_drop(table[id]);
        return CH_ENOMEM;
    }
    *made = (ch_zone){.holders = 1, .memory = memory};
    memcpy(made->table, table, sizeof made->table);

    const ch_err err = make_ready(made, origin, faults);
    if (err == CH_OK)
        *zone = made;
    else
        ch_zone_drop(made);
    return err;
}

ch_err ch_zone_build(ch_table *table[CH_TABLES], const ch_memory *memory, ch_zone **zone, ch_faults *faults)
{
    return ch_zone__build(table, memory, &(ch_zone__origin){0}, zone, faults);
}

void ch_zone_hold(ch_zone *zone)
{
    atomic_fetch_add_explicit(&zone->holders, 1, memory_order_relaxed);
}

void ch_zone_drop(ch_zone *zone)
{
    if (zone == NULL || atomic_fetch_sub_explicit(&zone->holders, 1, memory_order_acq_rel) > 1)
        return;
    for (int id = 0; id < CH_TABLES; id++)
        ch_table_drop(zone->table[id]);
    ch_memory_give(zone->memory, (void *)zone->place_parent);
    ch_memory_give(zone->memory, (void *)zone->code_end);
    ch_memory_give(zone->memory, zone);
}

size_t ch_zone_find(const ch_zone *zone, ch_table_id table, ch_text id)
{
    return ch_table_find(zone->table[table], &id);
}

size_t ch_zone_find_place(const ch_zone *zone, ch_text code)
{
    return ch_zone_find(zone, CH_TABLE_places, ch_zone__last_code(zone, code));
}

void ch_zone_join_products(const ch_zone *zone, uint32_t *root)
{
    for (size_t i = 0; i < zone->segments.rows; i++)
        root[i] = (uint32_t)i;
    for (size_t i = 0; i < zone->same_as.rows; i++) {
        const size_t left = ch_zone_find(zone, CH_TABLE_segments, zone->same_as.a[i]);
        const size_t right = ch_zone_find(zone, CH_TABLE_segments, zone->same_as.b[i]);
        if (zone->same_as.relation[i] != CH_relation_SAME_PRODUCT || left == SIZE_MAX || right == SIZE_MAX)
            continue; /* in a snapshot all are there; its checks come here before */
        const uint32_t a = ch_graph_root(root, (uint32_t)left), b = ch_graph_root(root, (uint32_t)right);
        root[a < b ? b : a] = a < b ? a : b;
    }
    for (size_t i = 0; i < zone->segments.rows; i++)
        root[i] = ch_graph_root(root, (uint32_t)i);
}

double ch_zone_assume(const ch_zone *zone, int which)
{
    const ch_assumption *known = &ch_assumption_list[which];
    const size_t row = ch_zone_find(zone, CH_TABLE_assumptions, ch_text_of(known->id));
    return row == SIZE_MAX ? known->value : zone->assumptions.value[row];
}

static void write_hex(uint64_t number, char hex[17])
{
    static const char digit[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++)
        hex[i] = digit[number >> (60 - 4 * i) & 15];
    hex[16] = '\0';
}

void ch_zone_digest(const ch_zone *zone, char digest[17])
{
    uint64_t mixed = 0;
    for (int id = 0; id < CH_TABLES; id++)
        mixed = ch_cell__mix_u64(mixed, zone->table[id]->digest);
    write_hex(mixed, digest);
}

void ch_zone_digest_of(const ch_zone *zone, const uint32_t columns[CH_TABLES], char digest[17])
{
    uint64_t mixed = 0;
    for (int id = 0; id < CH_TABLES; id++)
        if (columns[id] != 0)
            mixed = ch_cell__mix_u64(mixed, ch_table_digest_of(zone->table[id], columns[id]));
    write_hex(mixed, digest);
}
