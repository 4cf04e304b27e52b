/* fairness_parts.h - inside the desk: an agreement as a game, what is found of it, and how that is told. */
#ifndef CHANGHE_DESK_FAIRNESS_PARTS_H
#define CHANGHE_DESK_FAIRNESS_PARTS_H

#include "agreeing.h"

#include "changhe/fairness.h"
#include "changhe/game.h"

/* What each group of parties has on its own. A group is a bit for each party, bit i party i as the deal has them; all: every bit. */
typedef struct {
    const ch_desk__deal *deal;
    unsigned parties;
    uint32_t all;
    int64_t years;    /* asked; 0: the agreement tells of none */
    uint32_t missing; /* whose alone_wan is not known */
    bool is_known;    /* nothing is missing, and there are years; else what stands below the line is not set */
    int64_t alone_fen[CH_FAIRNESS_PARTIES], gets_fen[CH_FAIRNESS_PARTIES]; /* alone: CH_UNKNOWN_I64: not known */
    int64_t total_fen;
    /* ---- */
    const int64_t *value; /* per group; of all: total_fen */
    const int64_t *gets;  /* per group: by the split */
    int64_t apart_fen;    /* what all have where they do not act together, at best */
    /* Per group, of its best partition the piece that its first party is in; itself: it is one piece. Of all: of apart_fen. */
    const uint32_t *piece;
    const uint32_t *row;                /* per group: of agreement_groups; UINT32_MAX: none */
    uint32_t tight[CH_FAIRNESS_GROUPS]; /* largest excess first; then fewest parties, then the smaller number */
    size_t tights;
} ch_desk__game;

typedef struct {
    const ch_desk__splitting *split;
    ch_desk__game game;
    bool has_before;
    ch_desk__game before;
    uint32_t marks; /* of all rows that speak */
    const ch_text *source;
    size_t sources;
    /* ---- where the game is known */
    const ch_share_number *shapley;   /* per party */
    const ch_share_number *nucleolus; /* NULL: no split gives everyone what it has alone */
    ch_game_core core;
    bool shapley_in_core;
} ch_desk__fairness;

static inline int64_t ch_desk__excess(const ch_desk__game *game, uint32_t group)
{
    return game->value[group] - game->gets[group];
}

/* The group that gains most by leaving; 0: none gains. */
uint32_t ch_desk__worst(const ch_desk__game *game);

/* fairness_values.c. CH_EDATA: too many parties, or none; values past CH_GAME_VALUE_MOST; told. CH_ENOMEM.
 * Cost: O(2^parties pieces), 3^parties at most. */
CH_MUST_USE ch_err ch_desk__read_game(ch_arena *arena, const ch_desk__deal *deal, int32_t from, int32_t to,
                                      ch_desk__game *game, ch_faults *faults);

/* fairness_words.c: names of the parties of a group, a comma between; "p/q"; the nearest whole number, halves away from 0; 10,000 yuan with two
 * decimals and their unit; the verdict, one sentence. */
void ch_desk__add_group(ch_buf *out, const ch_desk__game *game, uint32_t group, ch_lang lang);
void ch_desk__add_exact(ch_buf *out, const ch_share_number *number);
int64_t ch_desk__nearest(const ch_share_number *number);
void ch_desk__add_wan(ch_buf *out, int64_t fen, ch_lang lang);
void ch_desk__add_verdict(ch_buf *out, const ch_desk__fairness *of, ch_lang lang);
extern const char *const ch_desk__no_nucleolus[2]; /* by language */

/* What a party gets above its Shapley value, by the nearest fen of that. */
static inline int64_t ch_desk__over_shapley(const ch_desk__fairness *of, size_t party)
{
    return of->game.gets_fen[party] - ch_desk__nearest(&of->shapley[party]);
}

typedef void ch_desk__write_fairness(const ch_desk__fairness *of, ch_lang lang, ch_buf *out);
/* fairness.c: open, find, write, close. */
CH_MUST_USE ch_err ch_desk__ask_fairness(const ch_split_question *asked, ch_desk__write_fairness *write, ch_lang lang,
                                         const ch_progress *progress, ch_buf *out, ch_faults *faults);

#endif
