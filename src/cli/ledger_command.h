/* ledger_command.h - `ledger post|close|verify|sheet FILE`: postings taken in and kept, and what they come to. */
#ifndef CHANGHE_CLI_LEDGER_COMMAND_H
#define CHANGHE_CLI_LEDGER_COMMAND_H

#include <stdbool.h>

bool ledger_command_is(int argc, char **argv);

/* Reads the words, answers on standard output, tells faults on standard error; the exit code. */
int ledger_command_run(int argc, char **argv);

#endif
