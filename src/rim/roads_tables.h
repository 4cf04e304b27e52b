/* roads_tables.h - streets out of the two tables that a zone's own network has. */
#ifndef CHANGHE_RIM_ROADS_TABLES_H
#define CHANGHE_RIM_ROADS_TABLES_H

#include "changhe/road.h"

/* Read two files as tables road_nodes and road_edges (encoding, delimiter and heads in Chinese or English are found as everywhere). Everything in
 * arena. What other tables the rows name (places, sources) nobody looks at. Ways are numbered by their rows, in the order of ids, from 0.
 * CH_EDATA: told, an edge whose ends are no nodes, or one and the same, included; CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err roads_tables_read(ch_arena *arena, const char *nodes, const char *edges, ch_road_given *given,
                                     ch_faults *faults);

#endif
