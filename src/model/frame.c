/* frame.c - a frame's name tells how its points are read and told. */
#include "changhe/frame.h"

#include "geo_columns.h"
#include "make.h"

#include <math.h>
#include <string.h>

ch_point ch_frame_to_wgs84(unsigned frame, ch_point told)
{
    switch (frame) {
    case CH_frame_GCJ02: return ch_geo_gcj02_to_wgs84(told);
    case CH_frame_BD09: return ch_geo_bd09_to_wgs84(told);
    default: return told;
    }
}

ch_point ch_frame_from_wgs84(unsigned frame, ch_point wgs)
{
    switch (frame) {
    case CH_frame_GCJ02: return ch_geo_wgs84_to_gcj02(wgs);
    case CH_frame_BD09: return ch_geo_wgs84_to_bd09(wgs);
    default: return wgs;
    }
}

ch_geo_columns ch_geo_columns__find(const ch_table_kind *kind)
{
    ch_geo_columns geo = {-1, -1, kind->shape, -1};
    const ch_words *frames = ch_schema_words("frame");
    for (unsigned i = 0; i < kind->columns; i++) {
        const ch_column *column = &kind->column[i];
        if (column->type == CH_TYPE_LON)
            geo.lon = (int)i;
        else if (column->type == CH_TYPE_LAT)
            geo.lat = (int)i;
        else if (column->words == frames)
            geo.frame = (int)i;
    }
    return geo;
}

double ch_geo_columns__round(double degrees)
{
    return round(degrees * 1e7) / 1e7 + 0.0; /* -0 becomes 0 */
}

static bool fits(ch_geo_columns geo)
{
    return geo.lon >= 0 && geo.lat >= 0 && geo.frame >= 0;
}

bool ch_frame_fits(ch_table_id id)
{
    return fits(ch_geo_columns__find(ch_schema_table(id)));
}

static ch_point tell(unsigned frame, ch_point wgs)
{
    const ch_point told = ch_frame_from_wgs84(frame, wgs);
    if (told.lon_deg == wgs.lon_deg && told.lat_deg == wgs.lat_deg)
        return wgs;
    return (ch_point){ch_geo_columns__round(told.lon_deg), ch_geo_columns__round(told.lat_deg)};
}

/* lon, lat and word are the new columns of the table, frames the old one. */
static void tell_points(const ch_table *table, ch_geo_columns geo, unsigned frame, double *lon, double *lat,
                        uint8_t *word)
{
    const double *lon_was = table->column[geo.lon], *lat_was = table->column[geo.lat];
    memcpy(word, table->column[geo.frame], table->rows * sizeof *word);
    for (size_t row = 0; row < table->rows; row++) {
        const ch_point point = tell(frame, (ch_point){lon_was[row], lat_was[row]});
        lon[row] = point.lon_deg;
        lat[row] = point.lat_deg;
        if (!isnan(lon[row]))
            word[row] = (uint8_t)frame;
    }
}

ch_err ch_frame_tell_table(const ch_table *table, unsigned frame, ch_table **told)
{
    const ch_geo_columns geo = ch_geo_columns__find(table->kind);
    ch_table *made = *told = ch_table__new(table->kind, table->rows, table->arena.memory);
    if (made == NULL)
        return CH_ENOMEM;
    memcpy(made->column, table->column, sizeof made->column);
    made->empty = table->empty;
    if (!fits(geo))
        return CH_OK;

    double *lon = ch_table__take_column(made, (unsigned)geo.lon), *lat = ch_table__take_column(made, (unsigned)geo.lat);
    uint8_t *word = ch_table__take_column(made, (unsigned)geo.frame);
    if (lon == NULL || lat == NULL || word == NULL) {
        ch_table_drop(made);
        *told = NULL;
        return CH_ENOMEM;
    }
    tell_points(table, geo, frame, lon, lat, word);
    made->empty &= ~(UINT32_C(1) << geo.frame);
    return CH_OK;
}
