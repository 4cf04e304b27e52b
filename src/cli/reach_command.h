/* reach_command.h - circle, minutes, access and roads: questions about minutes. */
#ifndef CHANGHE_CLI_REACH_COMMAND_H
#define CHANGHE_CLI_REACH_COMMAND_H

#include <stdbool.h>

/* Is this command one of them? `roads import` is not: changhe-serve has it. */
bool reach_command_is(int argc, char **argv);

/* Reads the words, answers on standard output, tells faults on standard error; the exit code. */
int reach_command_run(int argc, char **argv);

#endif
