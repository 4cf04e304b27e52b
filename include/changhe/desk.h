/* desk.h - one function a use case: the only place where the parts meet.
 * Command line and server decode a question, call the desk, encode the answer. */
#ifndef CHANGHE_DESK_H
#define CHANGHE_DESK_H

#include "changhe/chain.h"
#include "changhe/edit.h"
#include "changhe/target.h"

#define CH_VERSION "0.1.0"

typedef enum { CH_ZH, CH_EN } ch_lang;

/* What is asked. A zeroed question with a place is complete. */
typedef struct {
    ch_text place;          /* "zone" or codes with commas between */
    ch_text chain;          /* id of one chain; empty: all */
    ch_date as_of;          /* 0: everything counts */
    const ch_edits *what_if; /* NULL: none */
    ch_text what_if_name;   /* as the user named it: a file's name */
    size_t top;             /* targets to list; 0: all */
    size_t team;            /* firms in the team; 0: no team */
} ch_question;

/* A snapshot made ready for a question: edited, dated, its graph built. Lives in the arena, but for
 * the snapshot, which is held until ch_desk_close. */
typedef struct {
    const ch_question *question;
    ch_zone *zone;           /* after what-if and date */
    char digest[17];         /* of zone */
    ch_place_set set;
    size_t chain;            /* row of chains, or SIZE_MAX for all */
    const ch_chain_net *net;
    ch_chain_state state;    /* assessed */
} ch_desk;

/* CH_EDATA: the edits are at fault. CH_ENONE: place or chain is not known. CH_ENOMEM.
 * question must outlive the desk. */
CH_MUST_USE ch_err ch_desk_open(ch_arena *arena, const ch_zone *base, const ch_question *question,
                                ch_desk *desk, ch_faults *faults);
void ch_desk_close(ch_desk *desk);

/* The use cases write their answer; shapes are documented in docs/answers.md. */

typedef struct {
    size_t firm;
    double loss; /* of local content, if the firm went away; >= 0 */
} ch_extraction;

/* What `chain` tells: per node the firms and surveys behind it, health of each chain, and what is
 * lost with each local firm. Arrays live in the arena. */
typedef struct {
    const ch_chain_health *health;      /* one a row of chains */
    const uint32_t *const *firm;        /* per node: rows of firms */
    const size_t *firms;
    const uint32_t *const *survey;      /* per node: rows of surveys */
    const size_t *surveys;
    const uint32_t *gap;                /* rows of segments by gain, then worth, then id; gain > 0; asked chains; a merged node once */
    size_t gaps;
    const ch_extraction *extraction;    /* local firms by loss, then id */
    size_t extractions;
} ch_chain_answer;

CH_MUST_USE ch_err ch_desk_chain(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer);

/* What `who` tells. */
typedef struct {
    ch_target_ranking ranking;  /* all of it; question.top says how many to list */
    bool has_team;
    ch_target_team team;
    double team_what_if;        /* true change of local content when the whole team lands at the first place asked */
    double best_what_if;        /* the same for the proved best team; NaN without one */
    uint32_t landing_place;     /* row of places where the team is thought to land */
} ch_who_answer;

CH_MUST_USE ch_err ch_desk_who(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer);

/* Marks of a segment's figures at this desk: bits of list mark. Assumed always; unverified or
 * illustrative when a row behind it is. */
uint32_t ch_desk_segment_marks(const ch_desk *desk, const ch_chain_answer *answer, size_t segment);
/* Marks of a target: its firm's row, its firm_segments and its evidence. */
uint32_t ch_desk_target_marks(const ch_desk *desk, const ch_target *target);

#endif
