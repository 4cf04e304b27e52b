/* check_roads.c - what must hold of roads, works and facilities beside their references. Ranges are wide: they keep out
 * a slip of the unit (28,800 m given as km), not what is only unusual. */
#include "check.h"

#include "changhe/decimal.h"
#include "changhe/road_text.h"

#include <math.h>

/* ---- numbers */

typedef struct {
    ch_table_id table;
    unsigned column;
    double least, most;
    bool is_above; /* least itself is too little */
} range;

#define RANGE(table, column, ...) \
    { \
        CH_TABLE_##table, CH_COLUMN_##table##_##column, __VA_ARGS__ \
    }
enum { KMH = 200, KM = 1000, A_DAY_S = 86400 };
static const range ranges[] = {
    RANGE(road_edges, lanes, 1, 32, false),        RANGE(road_edges, limit_kmh, 0, KMH, true),
    RANGE(road_edges, plan_kmh, 0, KMH, true),     RANGE(road_edges, length_km, 0, KM, true),
    RANGE(road_edges, extra_s, 0, A_DAY_S, false), RANGE(road_edges, toll_s, 0, A_DAY_S, false),
    RANGE(road_edges, height_m, 0, 20, true),      RANGE(road_edges, weight_t, 0, 1000, true),
    RANGE(road_works, lanes, 1, 32, false),        RANGE(road_works, limit_kmh, 0, KMH, true),
    RANGE(road_works, plan_kmh, 0, KMH, true),     RANGE(road_works, length_km, 0, KM, true),
    RANGE(road_works, extra_s, 0, A_DAY_S, false), RANGE(road_works, join_m, 0, 5000, true),
    RANGE(road_speeds, limit_kmh, 0, KMH, false),  RANGE(road_speeds, factor, 0, 1, true),
    RANGE(road_speeds, most_kmh, 0, KMH, true),    RANGE(facilities, capacity, 0, 1e6, false),
};

static double number_at(const ch_table *table, unsigned column, size_t row)
{
    if (ch_table_is_empty(table, column, row))
        return NAN;
    return table->kind->column[column].type == CH_TYPE_COUNT ? (double)((const int64_t *)table->column[column])[row]
                                                             : ((const double *)table->column[column])[row];
}

static bool is_outside(const range *of, double value)
{
    return value > of->most || value < of->least || (of->is_above && value <= of->least);
}

static void tell_range(ch_checking *c, const range *of, size_t row)
{
    ch_buf detail = {.memory = c->zone->memory};
    ch_buf_adds(&detail, of->is_above ? "> " : "");
    ch_number_format(of->least, &detail);
    ch_buf_adds(&detail, of->is_above ? ", <= " : "..");
    ch_number_format(of->most, &detail);
    if (detail.failed)
        ch_check__note(c, CH_ENOMEM);
    else
        ch_check__tell_cell(c, of->table, row, of->column, CH_WANT_RANGE, ch_buf_text(&detail));
    ch_buf_free(&detail);
}

static void check_range(ch_checking *c, const range *of)
{
    const ch_table *table = c->zone->table[of->table];
    if (ch_check__shares(c, of->table) || (table->empty >> of->column & 1) != 0)
        return;
    for (size_t row = 0; row < table->rows; row++)
        if (is_outside(of, number_at(table, of->column, row))) /* false of NaN: not known */
            tell_range(c, of, row);
}

/* ---- roads */

static void check_ends(ch_checking *c)
{
    const ch_rows_road_edges *edge = &c->zone->road_edges;
    for (size_t row = 0; row < edge->rows && !ch_check__shares(c, CH_TABLE_road_edges); row++)
        if (edge->to[row].len > 0 && ch_text_equal(edge->from[row], edge->to[row]))
            ch_check__tell_cell(c, CH_TABLE_road_edges, row, CH_COLUMN_road_edges_to, CH_WANT_OTHER_NODE, CH_TEXT(""));
}

/* ---- works */

/* A work of its kind lacks something; told at the column where that should stand. */
static void tell_need(ch_checking *c, size_t row, unsigned column, ch_want want)
{
    const ch_column *kind = &c->zone->table[CH_TABLE_road_works]->kind->column[column];
    const ch_word *word = &ch_schema_words("road_work")->word[c->zone->road_works.kind[row]];
    if (ch_check__was_told(c, CH_TABLE_road_works, row, column))
        return;
    ch_check__note(c, ch_fault_tell(c->faults, &(ch_fault){.at = ch_check__at(c, CH_TABLE_road_works, row, column),
                                                           .column = ch_text_of(kind->name),
                                                           .column_zh = ch_text_of(kind->zh),
                                                           .want = want,
                                                           .detail = ch_text_of(word->word),
                                                           .detail_zh = ch_text_of(word->zh)}));
}

/* Every name is a road of the zone's own network, or has the form of an extract's: an extract need not be at hand. */
static void check_edges(ch_checking *c, size_t row)
{
    ch_text rest = c->zone->road_works.edges[row];
    ch_road_text_edge edge;
    while (ch_road_text_next_edge(&rest, &edge))
        if (!edge.is_extract && ch_check__find(c, CH_TABLE_road_edges, edge.name) == SIZE_MAX)
            ch_check__tell(c, CH_TABLE_road_works, row, CH_COLUMN_road_works_edges, edge.name, CH_WANT_REFERENCE,
                           CH_TEXT("road_edges"));
}

static bool changes_edges(uint8_t kind)
{
    return kind == CH_road_work_CLOSE || kind == CH_road_work_SPEED || kind == CH_road_work_ONEWAY ||
           kind == CH_road_work_OPEN;
}

static void check_needs(ch_checking *c, size_t row)
{
    const ch_rows_road_works *work = &c->zone->road_works;
    if (!changes_edges(work->kind[row]))
        return;
    if (work->edges[row].len == 0)
        tell_need(c, row, CH_COLUMN_road_works_edges, CH_WANT_WORK_EDGES);
    if (work->kind[row] == CH_road_work_SPEED && isnan(work->limit_kmh[row]) && isnan(work->plan_kmh[row]) &&
        !ch_check__was_told(c, CH_TABLE_road_works, row, CH_COLUMN_road_works_plan_kmh))
        tell_need(c, row, CH_COLUMN_road_works_limit_kmh, CH_WANT_WORK_SPEED);
}

static void check_path(ch_checking *c, ch_arena *scratch, size_t row)
{
    const ch_rows_road_works *work = &c->zone->road_works;
    const ch_point *point;
    size_t points;
    ch_text bad;
    const ch_err err = ch_road_text_path(scratch, work->path[row], &point, &points, &bad);
    const unsigned column = CH_COLUMN_road_works_path;
    if (err == CH_EDATA)
        ch_check__tell(c, CH_TABLE_road_works, row, column, bad, CH_WANT_ROAD_POINTS, CH_TEXT(""));
    if (err != CH_OK) {
        ch_check__note(c, err);
        return;
    }
    if (ch_check__was_told(c, CH_TABLE_road_works, row, column))
        return;
    if (work->kind[row] == CH_road_work_ADD && points < 2)
        ch_check__tell_cell(c, CH_TABLE_road_works, row, column, CH_WANT_TWO_POINTS, CH_TEXT(""));
    if (work->kind[row] == CH_road_work_JOIN && points != 1)
        ch_check__tell_cell(c, CH_TABLE_road_works, row, column, CH_WANT_ONE_POINT, CH_TEXT(""));
}

static void check_works(ch_checking *c)
{
    ch_arena scratch = CH_ARENA(c->zone->memory);
    const bool is_known = ch_check__shares(c, CH_TABLE_road_works);
    const bool are_edges_known = is_known && ch_check__shares(c, CH_TABLE_road_edges);
    for (size_t row = 0; row < c->zone->road_works.rows && !are_edges_known; row++) {
        check_edges(c, row);
        if (is_known)
            continue;
        check_needs(c, row);
        check_path(c, &scratch, row);
    }
    ch_arena_free(&scratch);
}

void ch_check__roads(ch_checking *c)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        check_range(c, &ranges[i]);
    check_ends(c);
    check_works(c);
}
