/* claim_rule_names.c - apart from the rules, so that who only reads a command line needs no GMP. */
#include "changhe/game.h"

const char *const ch_claim_rule_name[CH_CLAIM_RULES] = {"proportional", "equal-awards", "equal-losses", "talmud"};
