/* fairness_command.c - is an agreement fair: the question is that of split, the answer another. */
#include "fairness_command.h"

#include "changhe/fairness.h"
#include "fairness_words.h"
#include "split_command.h"
#include "told.h"

#include <string.h>

bool fairness_command_is(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "fairness") == 0;
}

static ch_err write_answer(const split_words *asked, const ch_split_question *q, ch_buf *out, ch_faults *faults)
{
    return asked->format == FORMAT_TABLE ? ch_answer_fairness_text(q, asked->lang, NULL, out, faults)
           : asked->format == FORMAT_CSV ? ch_answer_fairness_csv(q, NULL, out, faults)
                                         : ch_answer_fairness_json(q, NULL, out, faults);
}

int fairness_command_run(int argc, char **argv)
{
    split_words asked;
    ch_buf out = {0};
    ch_faults faults = {0};
    if (!fairness_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    return told_end(split_command_ask(&asked, write_answer, &out, &faults), &out, &faults, asked.lang);
}
