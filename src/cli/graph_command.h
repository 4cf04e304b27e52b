/* graph_command.h - `graph FILE`: shortest ways on a DIMACS graph, without any zone. */
#ifndef CHANGHE_CLI_GRAPH_COMMAND_H
#define CHANGHE_CLI_GRAPH_COMMAND_H

#include "options.h"

/* The answer goes to out; faults stay in the list. *is_misused: they are of the command line, not of the file. */
CH_MUST_USE ch_err graph_command(const options *asked, ch_buf *out, ch_faults *faults, bool *is_misused);

#endif
