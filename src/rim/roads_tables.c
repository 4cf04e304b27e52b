/* roads_tables.c - nodes become points, edges ways of two points. */
#include "roads_tables.h"

#include "changhe/csv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    ch_table *table[2]; /* nodes, edges */
    ch_rows_road_nodes nodes;
    ch_rows_road_edges edges;
    ch_faults *faults;
} reading;

static int give(void *self, char *bytes, size_t room)
{
    FILE *file = self;
    const size_t got = fread(bytes, 1, room < 1 << 20 ? room : 1 << 20, file);
    return got == 0 && ferror(file) ? -1 : (int)got;
}

static ch_err tell_unreadable(const char *path, ch_faults *faults)
{
    const ch_err err = ch_fault_add(faults, (ch_at){.file = ch_text_of(path)}, (ch_text){0},
                                    ch_text_of(strerror(errno)), CH_WANT_READABLE, (ch_text){0});
    return err == CH_ENOMEM ? err : CH_EIO;
}

static ch_err read_table(const char *path, ch_table_id id, ch_table **table, ch_faults *faults)
{
    ch_draft *draft = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return tell_unreadable(path, faults);
    ch_err err = ch_csv_read_table(NULL, ch_text_of(path), give, file, id, &draft, faults);
    fclose(file);
    if (draft != NULL)
        err = ch_err_worse(err, ch_draft_fix(draft, table, faults));
    return err;
}

/* Columns of a table as the arrays of its rows' struct. */
static void lay_out(const ch_table *table, void *rows)
{
    memcpy(rows, &table->rows, sizeof table->rows);
    for (unsigned i = 0; i < table->kind->columns; i++)
        memcpy((char *)rows + table->kind->column[i].offset, &table->column[i], sizeof table->column[i]);
}

static ch_err tell_end(const reading *in, size_t row, const char *column, ch_text found, const char *want_en,
                       const char *want_zh)
{
    const ch_table *edges = in->table[1];
    const unsigned at = (unsigned)ch_schema_find_column(edges->kind, ch_text_of(column));
    return ch_fault_tell(in->faults, &(ch_fault){.at = ch_table_at(edges, row, at),
                                                 .column = ch_text_of(column),
                                                 .column_zh = ch_text_of(edges->kind->column[at].zh),
                                                 .found = found,
                                                 .want = CH_WANT_NAMELY,
                                                 .detail = ch_text_of(want_en),
                                                 .detail_zh = ch_text_of(want_zh)});
}

/* Points of an edge's ends; all that is wrong is told. */
static ch_err find_ends(const reading *in, size_t row, uint32_t node[2])
{
    const ch_text from = in->edges.from[row], to = in->edges.to[row];
    const size_t begin = ch_table_find(in->table[0], &from), end = ch_table_find(in->table[0], &to);
    ch_err err = CH_OK;
    if (begin == SIZE_MAX)
        err = tell_end(in, row, "from", from, "the id of a row of the nodes", "节点表中已有的编号");
    if (end == SIZE_MAX)
        err = ch_err_worse(err, tell_end(in, row, "to", to, "the id of a row of the nodes", "节点表中已有的编号"));
    else if (begin == end)
        err =
            ch_err_worse(err, tell_end(in, row, "to", to, "another node than the edge begins at", "与起点不同的终点"));
    node[0] = (uint32_t)begin;
    node[1] = (uint32_t)end;
    return err;
}

static double known(double value)
{
    return isnan(value) ? 0 : value;
}

static ch_err copy_way(ch_arena *arena, const ch_rows_road_edges *edges, size_t row, ch_road_way *way)
{
    const float limit_kmh = (float)known(edges->limit_kmh[row]);
    *way = (ch_road_way){.number = (int64_t)row,
                         .first = (uint32_t)(2 * row),
                         .nodes = 2,
                         .road_class = edges->class[row],
                         .is_toll = edges->toll[row] != 0,
                         .is_ferry = edges->class[row] == CH_road_class_FERRY,
                         .limit_kmh = {limit_kmh, limit_kmh},
                         .plan_kmh = (float)known(edges->plan_kmh[row]),
                         .length_m = 1000 * known(edges->length_km[row]),
                         .extra_s = known(edges->extra_s[row]) + known(edges->toll_s[row]),
                         .height_m = (float)known(edges->height_m[row]),
                         .weight_t = (float)known(edges->weight_t[row]),
                         .name = ch_text_copy(arena, edges->road[row])};
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        way->closed[p][CH_ROAD_AGAINST] = edges->oneway[row] != 0;
    return way->name.at == NULL ? CH_ENOMEM : CH_OK;
}

static ch_err give_ways(const reading *in, ch_arena *arena, ch_road_given *given)
{
    const size_t rows = in->edges.rows;
    ch_road_way *way = CH_NEW(arena, ch_road_way, rows);
    uint32_t *node = CH_NEW(arena, uint32_t, 2 * rows);
    ch_err err = way != NULL && node != NULL ? CH_OK : CH_ENOMEM;
    for (size_t row = 0; row < rows && err != CH_ENOMEM; row++) {
        err = ch_err_worse(err, find_ends(in, row, node + 2 * row));
        err = ch_err_worse(err, copy_way(arena, &in->edges, row, &way[row]));
    }
    given->way = way;
    given->ways = rows;
    given->node = node;
    given->nodes = 2 * rows;
    return err;
}

static ch_err give_points(const reading *in, ch_arena *arena, ch_road_given *given)
{
    const size_t rows = in->nodes.rows;
    ch_point *point = CH_NEW(arena, ch_point, rows);
    bool *keep = CH_NEW(arena, bool, rows);
    if (point == NULL || keep == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows; row++) {
        point[row] = (ch_point){in->nodes.lon[row], in->nodes.lat[row]};
        keep[row] = true;
    }
    given->point = point;
    given->points = rows;
    given->keep = keep;
    return CH_OK;
}

ch_err roads_tables_read(ch_arena *arena, const char *nodes, const char *edges, ch_road_given *given, ch_faults *faults)
{
    reading in = {.faults = faults};
    *given = (ch_road_given){0};
    ch_err err = read_table(nodes, CH_TABLE_road_nodes, &in.table[0], faults);
    err = ch_err_worse(err, read_table(edges, CH_TABLE_road_edges, &in.table[1], faults));
    if (err == CH_OK) {
        lay_out(in.table[0], &in.nodes);
        lay_out(in.table[1], &in.edges);
        err = give_points(&in, arena, given);
    }
    if (err == CH_OK)
        err = give_ways(&in, arena, given);
    ch_table_drop(in.table[0]);
    ch_table_drop(in.table[1]);
    return err;
}
