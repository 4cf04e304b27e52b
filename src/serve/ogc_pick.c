/* ogc_pick.c - rows by rectangle and by time, in one pass: those that lie nowhere have to be met anyway. */
#include "ogc_pick.h"

void serve_ogc_want_box(serve_ogc_wanted *wanted, const double box[4])
{
    wanted->boxes = box[0] <= box[2] ? 1 : 2;
    wanted->box[0] = (ch_box){box[0], box[1], wanted->boxes == 1 ? box[2] : 180, box[3]};
    wanted->box[1] = (ch_box){-180, box[1], box[2], box[3]};
}

size_t serve_ogc_row(const serve_ogc_rows *rows, size_t i)
{
    return rows->row ? rows->row[i] : i;
}

static bool is_in_box(const serve_ogc_wanted *wanted, const ch_zone *zone, ch_table_id table, size_t row)
{
    if (wanted->boxes == 0)
        return true;
    const serve_ogc_where where = serve_ogc_find_where(zone, table, row);
    bool touches = !serve_ogc_is_somewhere(&where);
    for (size_t i = 0; !touches && i < wanted->boxes; i++)
        touches = serve_ogc_touches(&where, wanted->box[i]);
    return touches;
}

static bool is_in_time(const serve_ogc_wanted *wanted, ch_date as_of)
{
    return !wanted->has_time || as_of == 0 || serve_ogc_meet(serve_ogc_days(as_of), wanted->time);
}

ch_err serve_ogc_pick(ch_arena *arena, const ch_zone *zone, ch_table_id table, const serve_ogc_wanted *wanted,
                      serve_ogc_rows *rows)
{
    const size_t all = zone->table[table]->rows;
    const ch_date *as_of = table == CH_TABLE_firms ? zone->firms.as_of : zone->places.as_of;
    *rows = (serve_ogc_rows){NULL, all};
    if (wanted->boxes == 0 && !wanted->has_time)
        return CH_OK;
    uint32_t *row = CH_NEW(arena, uint32_t, all);
    if (!row)
        return CH_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < all; i++)
        if (is_in_time(wanted, as_of[i]) && is_in_box(wanted, zone, table, i))
            row[n++] = (uint32_t)i;
    *rows = (serve_ogc_rows){row, n};
    return CH_OK;
}
