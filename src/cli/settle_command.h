/* settle_command.h - settle: the yearly sheet of an agreement, told, printed, posted, or held against the other side's. */
#ifndef CHANGHE_CLI_SETTLE_COMMAND_H
#define CHANGHE_CLI_SETTLE_COMMAND_H

#include <stdbool.h>

bool settle_command_is(int argc, char **argv);

/* Reads the words, answers on standard output or in a file, tells faults on standard error; the exit code. */
int settle_command_run(int argc, char **argv);

#endif
