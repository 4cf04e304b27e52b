/* game_words.c - rules by name, and what is asked beside them. */
#include "game_words.h"

#include "options.h"

#include "changhe/decimal.h"
#include "changhe/game.h"

#include <string.h>

bool game_words_flag(const char *name, game_words *read)
{
    const bool is_cover = strcmp(name, "--cover") == 0, is_pre = strcmp(name, "--prenucleolus") == 0,
               is_sampled = strcmp(name, "--sampled") == 0;
    read->is_covered |= is_cover;
    read->is_pre |= is_pre;
    read->is_sampled |= is_sampled;
    return is_cover || is_pre || is_sampled;
}

static bool read_rule(const char *value, game_words *read)
{
    read->has_rule = true;
    read->has_every_rule = strcmp(value, "all") == 0;
    for (read->rule = 0; read->rule < CH_CLAIM_RULES; read->rule++)
        if (strcmp(value, ch_claim_rule_name[read->rule]) == 0)
            return true;
    return read->has_every_rule || options_wrong(value, " proportional、equal-awards、equal-losses、talmud 或 all",
                                                 "proportional, equal-awards, equal-losses, talmud or all");
}

static bool read_whole(const char *value, int64_t least, int64_t *number)
{
    return (ch_decimal_parse(ch_text_of(value), 1, number) && *number >= least) ||
           options_wrong(value, least > 0 ? "正整数" : "非负整数",
                         least > 0 ? "a whole number above 0" : "a whole number, 0 or above");
}

static bool read_confidence(const char *value, double *confidence)
{
    return (ch_number_parse(ch_text_of(value), confidence) && *confidence > 0 && *confidence < 1) ||
           options_wrong(value, " 0 与 1 之间的置信度，如 0.95", "a confidence between 0 and 1, such as 0.95");
}

bool game_words_read(const char *name, const char *value, game_words *read)
{
    if (strcmp(name, "--rule") == 0)
        return read_rule(value, read);
    if (strcmp(name, "--samples") == 0)
        return read_whole(value, 1, &read->samples);
    if (strcmp(name, "--seed") == 0)
        return read->has_seed = true, read_whole(value, 0, &read->seed);
    if (strcmp(name, "--confidence") == 0)
        return read_confidence(value, &read->confidence);
    if (strcmp(name, "--work") == 0)
        return read_whole(value, 1, &read->work);
    return options_wrong(name, "本命令的选项", "an option of this command");
}
