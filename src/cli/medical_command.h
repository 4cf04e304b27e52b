/* medical_command.h - medical: care in one place, insured in another, settled by month. */
#ifndef CHANGHE_CLI_MEDICAL_COMMAND_H
#define CHANGHE_CLI_MEDICAL_COMMAND_H

#include <stdbool.h>

bool medical_command_is(int argc, char **argv);

/* Reads the words, answers on standard output or into the file asked, tells faults on standard error; the exit code. */
int medical_command_run(int argc, char **argv);

#endif
