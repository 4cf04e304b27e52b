/* net_command.h - `net CLAIMS.csv`: who pays whom when many owe one another. */
#ifndef CHANGHE_CLI_NET_COMMAND_H
#define CHANGHE_CLI_NET_COMMAND_H

#include "options.h"

/* The answer goes to out; faults stay in the list. */
CH_MUST_USE ch_err net_command(const options *asked, ch_buf *out, ch_faults *faults);

#endif
