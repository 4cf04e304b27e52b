/* commands.h - one function a command: open what is named, ask the desk, print. */
#ifndef CHANGHE_CLI_COMMANDS_H
#define CHANGHE_CLI_COMMANDS_H

#include "options.h"

/* The answer goes to out; faults stay in the list for the caller to print. */
CH_MUST_USE ch_err command_run(const options *asked, ch_buf *out, ch_faults *faults);

#endif
