/* game_command.h - `game FILE`: fair shares of a game, and who would rather leave, without any zone. */
#ifndef CHANGHE_CLI_GAME_COMMAND_H
#define CHANGHE_CLI_GAME_COMMAND_H

#include "options.h"

/* The answer goes to out; faults stay in the list. *is_misused: they are of the command line, not of the file.
 * CH_ENONE: stopped; what was found until then is in out, if anything was. */
CH_MUST_USE ch_err game_command(const options *asked, ch_buf *out, ch_faults *faults, bool *is_misused);

#endif
