/* reach_minutes_json.c - trips as JSON, as a list in CSV, and as a matrix. */
#include "changhe/csv.h"
#include "json_keys.h"
#include "reach_ask.h"

#include <math.h>

static const char *const formula[][2] = {
    {"minutes",
     "the least sum over streets of 60 length_km / speed_kmh + ramp and gate, with the way on foot to the road at "
     "off_road_kmh"},
    {"km", "length of the way of least time; toll_km: of its tolled streets"}};

static bool has_entry(const ch_desk__ends *ends, size_t i)
{
    for (size_t p = 0; p < ends->where[i].points; p++)
        if (ends->entry[i][p].feet > 0)
            return true;
    return false;
}

static void key_ends(ch_emit *e, const char *key, const ch_desk__ends *ends)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0; i < ends->n; i++) {
        const ch_desk__where *where = &ends->where[i];
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "asked", where->asked);
        ch_desk__key_text(e, "name_zh", where->name_zh);
        ch_desk__key_text(e, "name_en", where->name_en);
        ch_desk__key_number(e, "lon", where->points == 1 ? where->point[0].lon_deg : NAN);
        ch_desk__key_number(e, "lat", where->points == 1 ? where->point[0].lat_deg : NAN);
        ch_emit_key(e, "entered");
        ch_emit_bool(e, has_entry(ends, i));
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_trip(ch_emit *e, const ch_desk__trips *all, size_t i, size_t j)
{
    const ch_desk__trip *t = &all->trip[i * all->to.n + j];
    ch_emit_open(e, '{');
    ch_desk__key_whole(e, "from", i);
    ch_desk__key_whole(e, "to", j);
    ch_desk__key_minutes(e, "minutes", t->ms);
    ch_desk__key_number(e, "km", t->km);
    ch_desk__key_number(e, "toll_km", t->toll_km);
    ch_desk__key_minutes(e, "before", all->reach->sides > 1 ? t->before : CH_REACH_FAR);
    ch_emit_close(e, '}');
}

static void write_json(const ch_desk__trips *all, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    uint32_t marks = 0;
    ch_desk__reach_head(&e, all->reach);
    key_ends(&e, "from", &all->from);
    key_ends(&e, "to", &all->to);
    ch_desk__key_open(&e, "rows", '[');
    for (size_t i = 0; i < all->from.n; i++)
        for (size_t j = 0; j < all->to.n; j++)
            emit_trip(&e, all, i, j);
    ch_emit_close(&e, ']');
    for (size_t i = 0; i < all->from.n; i++)
        marks |= all->from.where[i].marks;
    for (size_t j = 0; j < all->to.n; j++)
        marks |= all->to.where[j].marks;
    ch_desk__reach_works(&e, all->reach, false);
    ch_desk__reach_foot(&e, all->reach, marks, CH_DESK__FORMULAS(formula));
}

static void add_minutes(ch_buf *out, uint32_t ms)
{
    ch_buf_addc(out, ',');
    ch_number_format(ms == CH_REACH_FAR ? NAN : (double)ms / 60000, out);
}

static void write_csv(const ch_desk__trips *all, ch_lang lang, ch_buf *out)
{
    const bool has_before = all->reach->sides > 1;
    ch_buf_adds(out, has_before ? "from,from_name,to,to_name,minutes,km,toll_km,before\n"
                                : "from,from_name,to,to_name,minutes,km,toll_km\n");
    for (size_t k = 0; k < all->from.n * all->to.n; k++) {
        const ch_desk__where *from = &all->from.where[k / all->to.n], *to = &all->to.where[k % all->to.n];
        const ch_text cell[] = {from->asked, from->name_zh, to->asked, to->name_zh};
        for (int i = 0; i < 4; i++) {
            if (i > 0)
                ch_buf_addc(out, ',');
            ch_csv_write_field(out, cell[i]);
        }
        add_minutes(out, all->trip[k].ms);
        ch_buf_addc(out, ',');
        ch_number_format(all->trip[k].km, out);
        ch_buf_addc(out, ',');
        ch_number_format(all->trip[k].toll_km, out);
        if (has_before)
            add_minutes(out, all->trip[k].before);
        ch_buf_addc(out, '\n');
    }
}

static void write_matrix(const ch_desk__trips *all, ch_lang lang, ch_buf *out)
{
    ch_buf_adds(out, "minutes");
    for (size_t j = 0; j < all->to.n; j++) {
        ch_buf_addc(out, ',');
        ch_csv_write_field(out, all->to.where[j].asked);
    }
    ch_buf_addc(out, '\n');
    for (size_t i = 0; i < all->from.n; i++) {
        ch_csv_write_field(out, all->from.where[i].asked);
        for (size_t j = 0; j < all->to.n; j++)
            add_minutes(out, all->trip[i * all->to.n + j].ms);
        ch_buf_addc(out, '\n');
    }
}

ch_err ch_answer_minutes_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_trips(question, write_json, CH_ZH, out, faults);
}

ch_err ch_answer_minutes_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_trips(question, write_csv, CH_ZH, out, faults);
}

ch_err ch_answer_matrix_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_trips(question, write_matrix, CH_ZH, out, faults);
}
