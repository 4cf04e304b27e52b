/* reach_where.c - places as people name them: the gates, a point, a row of a table; and where they enter the network. */
#include "reaching.h"

#include "changhe/decimal.h"

#include <math.h>

/* Rows with a point, by table. */
typedef struct {
    size_t rows;
    const ch_text *id, *name_zh, *name_en;
    const double *lon, *lat;
    const uint32_t *marks;
    const ch_text *source;
} pointed;

#define POINTED(table) \
    ((pointed){zone->table.rows, zone->table.id, zone->table.name_zh, zone->table.name_en, zone->table.lon, \
               zone->table.lat, zone->table.marks, zone->table.source})

static bool rows_of(const ch_zone *zone, ch_table_id table, pointed *rows)
{
    switch ((int)table) {
    case CH_TABLE_places: *rows = POINTED(places); return true;
    case CH_TABLE_firms: *rows = POINTED(firms); return true;
    case CH_TABLE_stations: *rows = POINTED(stations); return true;
    case CH_TABLE_facilities: *rows = POINTED(facilities); return true;
    case CH_TABLE_road_nodes: *rows = POINTED(road_nodes); return true;
    default: return false;
    }
}

static ch_err one_point(ch_arena *arena, ch_desk__where *where, double lon, double lat)
{
    if (isnan(lon) || isnan(lat))
        return CH_OK;
    ch_point *point = CH_NEW(arena, ch_point, 1);
    if (!point)
        return CH_ENOMEM;
    *point = (ch_point){lon, lat};
    where->point = point;
    where->points = 1;
    return CH_OK;
}

static ch_err take_row(ch_arena *arena, const pointed *rows, size_t row, ch_desk__where *where)
{
    where->name_zh = rows->name_zh[row];
    where->name_en = rows->name_en[row];
    where->marks = ch_schema_marks(rows->marks[row], rows->source[row]);
    return one_point(arena, where, rows->lon[row], rows->lat[row]);
}

/* A project stands where its firm does, else at its zone's or place's point. */
static ch_err take_project(ch_arena *arena, const ch_zone *zone, size_t row, ch_desk__where *where)
{
    const ch_rows_projects *project = &zone->projects;
    where->name_zh = project->name_zh[row];
    where->name_en = project->name_en[row];
    where->marks = ch_schema_marks(project->marks[row], project->source[row]);
    const size_t firm = ch_zone_find(zone, CH_TABLE_firms, project->firm[row]);
    if (firm != SIZE_MAX && !isnan(zone->firms.lon[firm]))
        return one_point(arena, where, zone->firms.lon[firm], zone->firms.lat[firm]);
    const ch_text code = project->zone[row].len > 0 ? project->zone[row] : project->place[row];
    const size_t place = ch_zone_find_place(zone, code);
    return place == SIZE_MAX ? CH_OK : one_point(arena, where, zone->places.lon[place], zone->places.lat[place]);
}

static ch_err take_gates(ch_arena *arena, const ch_zone *zone, ch_desk__where *where)
{
    const ch_rows_road_nodes *node = &zone->road_nodes;
    ch_point *point = CH_NEW(arena, ch_point, node->rows);
    if (!point)
        return CH_ENOMEM;
    where->name_zh = CH_TEXT("合作区出入口");
    where->name_en = CH_TEXT("gates of the zone");
    where->point = point;
    for (size_t i = 0; i < node->rows; i++) {
        if (!node->gate[i])
            continue;
        point[where->points++] = (ch_point){node->lon[i], node->lat[i]};
        where->marks |= ch_schema_marks(node->marks[i], node->source[i]);
    }
    return CH_OK;
}

bool ch_desk__read_point(ch_text asked, ch_point *point)
{
    ch_text lon;
    return ch_text_next(&asked, ',', &lon) && ch_number_parse(ch_text_trim(lon), &point->lon_deg) &&
           ch_number_parse(ch_text_trim(asked), &point->lat_deg) && fabs(point->lon_deg) <= 180 &&
           fabs(point->lat_deg) <= 90;
}

static ch_err tell_unknown(ch_text asked, const char *name, ch_faults *faults)
{
    const ch_err err = ch_fault_add(faults, (ch_at){0}, ch_text_of(name), asked, CH_WANT_WHERE, (ch_text){0});
    return err == CH_EDATA ? CH_ENONE : err;
}

/* table:key, or a code of places alone. */
static ch_err take_named(ch_arena *arena, const ch_zone *zone, const char *name, ch_desk__where *where,
                         ch_faults *faults)
{
    ch_text key = where->asked, table;
    const bool is_bare = !ch_text_next(&key, ':', &table) || key.at == NULL || table.len == where->asked.len;
    const int id = is_bare ? CH_TABLE_places : ch_schema_find_table(table);
    if (is_bare)
        key = where->asked;
    pointed rows;
    if (id == CH_TABLE_projects) {
        const size_t row = ch_zone_find(zone, CH_TABLE_projects, key);
        return row == SIZE_MAX ? tell_unknown(where->asked, name, faults) : take_project(arena, zone, row, where);
    }
    if (id < 0 || !rows_of(zone, (ch_table_id)id, &rows))
        return tell_unknown(where->asked, name, faults);
    const size_t row = id == CH_TABLE_places ? ch_zone_find_place(zone, key) : ch_zone_find(zone, (ch_table_id)id, key);
    return row == SIZE_MAX ? tell_unknown(where->asked, name, faults) : take_row(arena, &rows, row, where);
}

static ch_err take_one(ch_arena *arena, const ch_zone *zone, const char *name, ch_desk__where *where, ch_faults *faults)
{
    ch_point point;
    if (ch_text_equal(where->asked, CH_TEXT("gates")))
        return take_gates(arena, zone, where);
    if (ch_desk__read_point(where->asked, &point)) {
        where->name_zh = where->name_en = where->asked;
        return one_point(arena, where, point.lon_deg, point.lat_deg);
    }
    return take_named(arena, zone, name, where, faults);
}

/* ---- several */

typedef struct {
    ch_arena *arena;
    void *list;
    size_t n, capacity;
} wheres;

static ch_desk__where *next_where(wheres *w, ch_text asked)
{
    if (!ch_arena_grow(w->arena, &w->list, &w->capacity, w->n + 1, sizeof(ch_desk__where)))
        return NULL;
    ch_desk__where *where = (ch_desk__where *)w->list + w->n++;
    *where = (ch_desk__where){.asked = asked};
    return where;
}

static ch_err take_members(wheres *w, const ch_zone *zone)
{
    const pointed rows = POINTED(places);
    ch_text members = zone->zone.members[0], code;
    ch_err err = CH_OK;
    while (err == CH_OK && ch_text_next(&members, ' ', &code)) {
        const size_t row = ch_zone_find_place(zone, code);
        ch_desk__where *where = next_where(w, code);
        err = where ? take_row(w->arena, &rows, row, where) : CH_ENOMEM;
    }
    return err;
}

static ch_err take_all(wheres *w, const ch_zone *zone, ch_table_id table)
{
    pointed rows = {0};
    ch_err err = CH_OK;
    if (!rows_of(zone, table, &rows))
        return CH_OK;
    for (size_t i = 0; err == CH_OK && i < rows.rows; i++) {
        ch_buf name = {.memory = w->arena->memory};
        ch_buf_addf(&name, "%s:", ch_schema_table(table)->name);
        ch_buf_add(&name, rows.id[i]);
        const ch_text asked = name.failed ? (ch_text){0} : ch_text_copy(w->arena, ch_buf_text(&name));
        ch_buf_free(&name);
        ch_desk__where *where = asked.at ? next_where(w, asked) : NULL;
        err = where ? take_row(w->arena, &rows, i, where) : CH_ENOMEM;
    }
    return err;
}

static ch_err take_piece(wheres *w, const ch_zone *zone, ch_text piece, const char *name, ch_faults *faults)
{
    if (ch_text_equal(piece, CH_TEXT("places")))
        return take_members(w, zone);
    if (ch_text_equal(piece, CH_TEXT("stations")))
        return take_all(w, zone, CH_TABLE_stations);
    if (ch_text_equal(piece, CH_TEXT("facilities")))
        return take_all(w, zone, CH_TABLE_facilities);
    ch_desk__where *where = next_where(w, piece);
    return where ? take_one(w->arena, zone, name, where, faults) : CH_ENOMEM;
}

ch_err ch_desk__find_where(ch_arena *arena, const ch_zone *zone, ch_text asked, const char *name,
                           ch_desk__where **where, size_t *n, ch_faults *faults)
{
    wheres w = {.arena = arena};
    ch_text rest = asked.len > 0 ? asked : CH_TEXT("gates"), piece;
    ch_err err = CH_OK;
    while (err != CH_ENOMEM && ch_text_next(&rest, ';', &piece))
        err = ch_err_worse(err, take_piece(&w, zone, ch_text_trim(piece), name, faults));
    *where = w.list;
    *n = w.n;
    return err;
}

bool ch_desk__is_same_place(const ch_desk__where *a, const ch_desk__where *b)
{
    for (size_t i = 0; i < a->points; i++)
        for (size_t j = 0; j < b->points; j++)
            if (a->point[i].lon_deg == b->point[j].lon_deg && a->point[i].lat_deg == b->point[j].lat_deg)
                return true;
    return false;
}

/* ---- where they enter */

ch_err ch_desk__enter(ch_arena *arena, const ch_roads *roads, const ch_desk__where *where, const ch_reach_entry **entry)
{
    ch_reach_entry *list = CH_NEW(arena, ch_reach_entry, where->points);
    if (!list)
        return CH_ENOMEM;
    for (size_t i = 0; i < where->points; i++)
        list[i] = ch_reach_enter(ch_roads_near(roads), where->point[i]);
    *entry = list;
    return CH_OK;
}

ch_err ch_desk__ends_enter(ch_arena *arena, const ch_roads *roads, ch_desk__where *where, size_t n, ch_desk__ends *ends)
{
    const ch_reach_entry **entry = CH_NEW(arena, const ch_reach_entry *, n);
    ch_err err = entry ? CH_OK : CH_ENOMEM;
    for (size_t i = 0; err == CH_OK && i < n; i++)
        err = ch_desk__enter(arena, roads, &where[i], &entry[i]);
    *ends = (ch_desk__ends){where, entry, n};
    return err;
}

/* Every point's seeds behind one another; with none to be written, how many they are. */
static size_t list_seeds(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__where *where,
                         const ch_reach_entry *entry, bool is_towards, ch_reach_seed *seed, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < where->points; i++)
        n += ch_reach_seeds(ch_roads_net(reach->asked->roads), side->ms, &side->patch, where->point[i], &entry[i],
                            is_towards, reach->off_road_kmh, seed ? seed + n : NULL, seed ? most - n : 0);
    return n;
}

ch_err ch_desk__seeds(ch_arena *arena, const ch_desk__reach *reach, const ch_desk__side *side,
                      const ch_desk__where *where, const ch_reach_entry *entry, bool is_towards, ch_reach_seed **seed,
                      size_t *n)
{
    const size_t most = list_seeds(reach, side, where, entry, is_towards, NULL, 0);
    *seed = CH_NEW(arena, ch_reach_seed, most);
    if (!*seed)
        return CH_ENOMEM;
    *n = list_seeds(reach, side, where, entry, is_towards, *seed, most);
    return CH_OK;
}
