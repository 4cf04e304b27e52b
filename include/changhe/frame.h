/* frame.h - the frames that points are told in, words of list frame: read into WGS84, and told in another's map again. */
#ifndef CHANGHE_FRAME_H
#define CHANGHE_FRAME_H

#include "changhe/table.h"

/* A point told in a frame, in WGS84, and back; CH_frame_NONE is WGS84. CGCS2000 is passed through (geo.h tells why). */
ch_point ch_frame_to_wgs84(unsigned frame, ch_point told);
ch_point ch_frame_from_wgs84(unsigned frame, ch_point wgs);

/* Has the table a longitude, a latitude, and a column for their frame? */
bool ch_frame_fits(ch_table_id id);

/* The same rows with their points told in a frame, for writing: longitudes and latitudes converted
 * and rounded to 1e-7 degrees (in WGS84 and CGCS2000 as they were), the frame filled where there is
 * a point. Read again, the points are where they were to within 1e-7 degrees. The table lies in the
 * one it was made from, which must outlive it; it has no digest and is neither searched nor edited.
 * One that does not fit (ch_frame_fits) is told as it is. CH_ENOMEM. Cost: O(rows). */
CH_MUST_USE ch_err ch_frame_tell_table(const ch_table *table, unsigned frame, ch_table **told);

#endif
