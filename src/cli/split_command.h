/* split_command.h - split: what each party of an agreement gets. */
#ifndef CHANGHE_CLI_SPLIT_COMMAND_H
#define CHANGHE_CLI_SPLIT_COMMAND_H

#include <stdbool.h>

bool split_command_is(int argc, char **argv);

/* Reads the words, answers on standard output, tells faults on standard error; the exit code. */
int split_command_run(int argc, char **argv);

#endif
