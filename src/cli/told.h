/* told.h - how a command ends: faults on standard error, and the exit code. */
#ifndef CHANGHE_CLI_TOLD_H
#define CHANGHE_CLI_TOLD_H

#include "changhe/desk.h"

enum { EXIT_ANSWERED, EXIT_BAD_DATA, EXIT_USAGE, EXIT_NO_ANSWER };

/* All faults in order, in English and where asked in Chinese too. */
void told_faults(ch_faults *faults, ch_lang lang);
/* The exit code for what a command returned; a lack of memory is told. */
int told_code(ch_err err);

#endif
