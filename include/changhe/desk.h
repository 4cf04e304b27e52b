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
    ch_text place;           /* "zone" or codes with commas between */
    ch_text chain;           /* id of one chain; empty: all */
    ch_date as_of;           /* 0: everything counts */
    const ch_edits *what_if; /* NULL: none */
    ch_text what_if_name;    /* as the user named it: a file's name */
    size_t top;              /* targets to list and to look at closely; 0: all */
    size_t team;             /* firms in the team; 0: no team */
    struct ch_roads *roads;  /* of zones of fewer than 5,000 firms minutes on it speak for nearness; NULL: km do */
} ch_question;

/* A snapshot made ready for a question: edited, dated, its graph built. Lives in the arena, but for
 * the snapshot, which is held until ch_desk_close. */
typedef struct {
    const ch_question *question;
    ch_zone *zone;   /* after what-if and date */
    char digest[17]; /* of zone */
    ch_place_set set;
    size_t chain; /* row of chains, or SIZE_MAX for all */
    const ch_chain_net *net;
    ch_chain_state state;         /* assessed */
    struct ch_desk__scope *scope; /* NULL: zone is all there is; else see ready.h */
} ch_desk;

/* Edits first, then the date, so that an edited row is dated like any other.
 * CH_EDATA: the edits are at fault. CH_ENONE: place or chain is not known. CH_ENOMEM.
 * question must outlive the desk; the desk is closed when the call fails. */
CH_MUST_USE ch_err ch_desk_open(ch_arena *arena, const ch_zone *base, const ch_question *question, ch_desk *desk,
                                ch_faults *faults);
void ch_desk_close(ch_desk *desk); /* closing it twice is fine */

/* Local content of the same places without the question's what-if; NaN when it has none, or asks
 * about what is only there with it. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk_content_before(const ch_zone *base, const ch_question *question, double *before);

typedef struct {
    size_t firm;
    double loss; /* of local content, if the firm went away; >= 0 */
} ch_extraction;

/* What stands behind a figure: the marks that travel with it (bits of list mark), the ids of the
 * sources of its rows, ascending, each once, and the latest date among them (0: none is dated).
 * Every figure is marked assumed: own share, equal weights and evidence weights are. */
typedef struct {
    uint32_t marks;
    const ch_text *source;
    size_t sources;
    ch_date as_of;
} ch_behind;

/* What `chain` tells: per node the firms and surveys behind it, health of each chain, and what is
 * lost with each local firm. Arrays live in the arena. */
typedef struct {
    const ch_chain_health *health; /* one a row of chains */
    const uint32_t *const *firm;   /* per node: rows of firms */
    const size_t *firms;
    const uint32_t *const *survey; /* per node: rows of surveys */
    const size_t *surveys;
    const ch_behind *behind; /* per node */
    /* Rows of segments of the chains asked, a merged node once, by gain, then worth, descending, then
     * id: the missing and unknown ones with gain > 0, and the weak ones. */
    const uint32_t *gap, *weak;
    size_t gaps, weaks;
    const ch_extraction *extraction; /* local firms that fill a link of the chains asked, by loss, then id */
    size_t extractions;
} ch_chain_answer;

CH_MUST_USE ch_err ch_desk_chain(ch_arena *arena, const ch_desk *desk, ch_chain_answer *answer);

/* What `who` tells. */
typedef struct {
    const ch_desk *desk;       /* whose rows are told: the desk asked, or one of its own if that has a scope */
    ch_target_ranking ranking; /* the first question.top, and the counts of all; with a team all of it */
    bool has_team;
    ch_target_team team;
    double team_what_if;    /* true change of local content when the whole team lands at the first place asked */
    double best_what_if;    /* the same for the proven best team; NaN without one */
    uint32_t landing_place; /* row of places where the team is thought to land */
} ch_who_answer;

/* The answer lives in the arena until the desk is closed. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk_who(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer);

/* The listed targets of `who`, shared among the promotion districts. */
typedef struct {
    ch_who_answer who;
    size_t targets; /* shared: the first question.top, or all */
    ch_target_share share;
} ch_districts_answer;

/* Lives as long as an answer of `who`. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk_districts(ch_arena *arena, const ch_desk *desk, ch_districts_answer *answer);

/* Row of segments under which a node is named beside a segment: of the same chain where it has a
 * name there, else its first. */
size_t ch_desk_name_beside(const ch_desk *desk, uint32_t node, size_t segment);

/* Is the segment (row of segments) of the chains that the question is about? */
bool ch_desk_asks_segment(const ch_desk *desk, size_t segment);

/* Of a node: its segments' rows, the links that feed and leave it, the firms that fill it here, what
 * says that they do, and the surveys; firms and surveys of the answer are made. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk_behind_node(ch_arena *arena, const ch_desk *desk, const ch_chain_answer *answer,
                                       uint32_t node, ch_behind *behind);
/* Of a target: its firm's row, what says which segments it fills, and its evidence. desk: the answer's.
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk_behind_target(ch_arena *arena, const ch_desk *desk, const ch_target *target,
                                         ch_behind *behind);

#endif
