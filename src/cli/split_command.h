/* split_command.h - split: what each party of an agreement gets. */
#ifndef CHANGHE_CLI_SPLIT_COMMAND_H
#define CHANGHE_CLI_SPLIT_COMMAND_H

#include "split_words.h"

bool split_command_is(int argc, char **argv);

/* Reads the words, answers on standard output, tells faults on standard error; the exit code. */
int split_command_run(int argc, char **argv);

/* The question of these words opened, edits and all, and answered; of other commands about an agreement too. */
typedef ch_err split_command_answer(const split_words *asked, const ch_split_question *question, ch_buf *out,
                                    ch_faults *faults);
CH_MUST_USE ch_err split_command_ask(const split_words *asked, split_command_answer *answer, ch_buf *out,
                                     ch_faults *faults);

#endif
