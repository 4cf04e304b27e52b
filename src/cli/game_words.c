/* game_words.c - rules by name, and what is asked beside them. */
#include "game_words.h"

#include "options.h"

#include "changhe/game.h"

#include <string.h>

bool game_words_flag(const char *name, game_words *read)
{
    const bool is_cover = strcmp(name, "--cover") == 0, is_pre = strcmp(name, "--prenucleolus") == 0;
    read->is_covered |= is_cover;
    read->is_pre |= is_pre;
    return is_cover || is_pre;
}

bool game_words_read(const char *name, const char *value, game_words *read)
{
    if (strcmp(name, "--rule") != 0)
        return options_wrong(name, "本命令的选项", "an option of this command");
    read->has_rule = true;
    read->has_every_rule = strcmp(value, "all") == 0;
    for (read->rule = 0; read->rule < CH_CLAIM_RULES; read->rule++)
        if (strcmp(value, ch_claim_rule_name[read->rule]) == 0)
            return true;
    return read->has_every_rule || options_wrong(value, " proportional、equal-awards、equal-losses、talmud 或 all",
                                                 "proportional, equal-awards, equal-losses, talmud or all");
}
