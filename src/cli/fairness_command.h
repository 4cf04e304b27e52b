/* fairness_command.h - fairness: is an agreement fair, and would anybody rather leave? */
#ifndef CHANGHE_CLI_FAIRNESS_COMMAND_H
#define CHANGHE_CLI_FAIRNESS_COMMAND_H

#include <stdbool.h>

bool fairness_command_is(int argc, char **argv);

/* Reads the words, answers on standard output, tells faults on standard error; the exit code. */
int fairness_command_run(int argc, char **argv);

#endif
