/* fairness_words.h - the options of fairness. */
#ifndef CHANGHE_CLI_FAIRNESS_WORDS_H
#define CHANGHE_CLI_FAIRNESS_WORDS_H

#include "split_words.h"

/* Those of split without a rate; false: told on standard error what is wrong. */
bool fairness_words_read(int argc, char **argv, split_words *read);

#endif
