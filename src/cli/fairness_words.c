/* fairness_words.c - decode the words of fairness: a question about an agreement, as split has it, without a rate. */
#include "fairness_words.h"

bool fairness_words_read(int argc, char **argv, split_words *read)
{
    return split_words_read(argc, argv, read) &&
           (!read->question.has_rate || options_wrong("--rate", "本命令的选项", "an option of this command"));
}
