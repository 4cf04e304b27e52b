/* told.h - how a command ends: faults on standard error, and the exit code. */
#ifndef CHANGHE_CLI_TOLD_H
#define CHANGHE_CLI_TOLD_H

#include "changhe/desk.h"

enum { EXIT_ANSWERED, EXIT_BAD_DATA, EXIT_USAGE, EXIT_NO_ANSWER };

/* All faults in order, in English and where asked in Chinese too. */
void told_faults(ch_faults *faults, ch_lang lang);
/* The exit code for what a command returned; a lack of memory is told. */
int told_code(ch_err err);

/* The day by this machine's clock and zone; 0: it has none. */
ch_date told_today(void);
/* The answer on standard output; false: it cannot be written, which is told. */
bool told_answer(const ch_buf *out);
/* How a command ends: its faults told, its answer printed where err is CH_OK, since nothing is printed of one that failed on the way; frees both. The exit code. */
int told_end(ch_err err, ch_buf *out, ch_faults *faults, ch_lang lang);

#endif
