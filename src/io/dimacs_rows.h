/* dimacs_rows.h - arcs in any order made the rows of a graph. */
#ifndef CHANGHE_IO_DIMACS_ROWS_H
#define CHANGHE_IO_DIMACS_ROWS_H

#include "changhe/dimacs.h"

/* graph->nodes is known and every end below it. CH_ENOMEM. */
CH_MUST_USE ch_err ch_dimacs__make_rows(ch_arena *arena, const ch_dimacs_arc *arc, size_t arcs, ch_dimacs *graph);

#endif
