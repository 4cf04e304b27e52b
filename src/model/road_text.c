/* road_text.c - points and names of streets read from the cells of road_works. */
#include "changhe/road_text.h"

#include "changhe/decimal.h"

/* ---- points */

static bool is_degree(ch_text text, double most, double *degrees)
{
    double value;
    if (!ch_number_parse(text, &value) || value < -most || value > most)
        return false;
    *degrees = value;
    return true;
}

static bool read_point(ch_text piece, ch_point *point)
{
    ch_text rest = piece, lon;
    return ch_text_next(&rest, ',', &lon) && is_degree(lon, 180, &point->lon_deg) &&
           is_degree(rest, 90, &point->lat_deg);
}

static size_t count_pieces(ch_text rest)
{
    ch_text piece;
    size_t n = 0;
    while (ch_text_next(&rest, ' ', &piece))
        n++;
    return n;
}

ch_err ch_road_text_path(ch_arena *arena, ch_text text, const ch_point **point, size_t *points, ch_text *bad)
{
    const size_t n = count_pieces(text);
    ch_point *list = CH_NEW(arena, ch_point, n);
    if (!list)
        return CH_ENOMEM;
    ch_text rest = text, piece;
    for (size_t i = 0; ch_text_next(&rest, ' ', &piece); i++)
        if (!read_point(piece, &list[i])) {
            if (bad)
                *bad = piece;
            return CH_EDATA;
        }
    *point = list;
    *points = n;
    return CH_OK;
}

/* ---- streets */

/* A whole number without leading zeros that fits 63 bits. */
static bool read_whole(ch_text text, int64_t *value)
{
    int64_t sum = 0;
    for (size_t i = 0; i < text.len; i++) {
        const int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9 || sum > (INT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return text.len > 0 && (text.at[0] != '0' || text.len == 1);
}

static bool read_extract(ch_text name, int64_t *way, int64_t *piece)
{
    if (name.len < 2 || name.at[0] != 'w')
        return false;
    const ch_text number = {name.at + 1, name.len - 1};
    size_t dash = 0;
    while (dash < number.len && number.at[dash] != '-')
        dash++;
    *piece = CH_ROAD_TEXT_WHOLE;
    if (!read_whole((ch_text){number.at, dash}, way) || *way == 0)
        return false;
    return dash == number.len || read_whole((ch_text){number.at + dash + 1, number.len - dash - 1}, piece);
}

bool ch_road_text_next_edge(ch_text *rest, ch_road_text_edge *edge)
{
    *edge = (ch_road_text_edge){.piece = CH_ROAD_TEXT_WHOLE};
    if (!ch_text_next(rest, ' ', &edge->name))
        return false;
    int64_t way, piece;
    edge->is_extract = read_extract(edge->name, &way, &piece);
    if (edge->is_extract) {
        edge->way = way;
        edge->piece = piece;
    }
    return true;
}
