/* clearing_work.h - inside the desk: claims worked out by their rules, their months settled, prepayments used. */
#ifndef CHANGHE_DESK_CLEARING_WORK_H
#define CHANGHE_DESK_CLEARING_WORK_H

#include "changhe/clearing.h"
#include "changhe/medical.h"

/* What a claim lacks. */
typedef enum { CH_DESK__RULED, CH_DESK__NO_RULE, CH_DESK__NO_INSURED, CH_DESK__NO_CARE } ch_desk__lack;

typedef struct {
    const ch_medical_row *row;
    int32_t month; /* 12 x year + month - 1, in which it is due */
    ch_desk__lack lack;
    bool is_open;     /* in dispute at the end of the months asked */
    uint32_t rule;    /* row of medical_rules; where nothing lacks */
    int64_t rule_fen; /* what the fund pays by it */
    size_t claim;     /* of ch_desk__clearing.claim; where nothing lacks */
} ch_desk__worked;

typedef struct {
    uint32_t insured, care; /* rows of places */
    int64_t prepaid_fen, used_fen;
    int64_t carried_fen, rest_fen; /* of a year; CH_UNKNOWN_I64: not known */
    uint32_t yellow, red;          /* CH_DESK__NO_LEVEL: none told */
    ch_medical_alarm alarm;        /* where any level is told */
    int64_t top_up_fen;            /* CH_UNKNOWN_I64: no yellow level, or none helps */
} ch_desk__prepaid;

#define CH_DESK__NO_LEVEL UINT32_MAX

enum { CH_DESK__MONTHS = 12, CH_DESK__PARTS = 6 };

typedef struct {
    const ch_clearing_question *asked;
    ch_arena *arena;
    char digest[17];
    int32_t from, to;              /* months, both counted */
    const ch_desk__worked *worked; /* settled by the end of the months asked; by day of settling, then id */
    size_t works;
    const ch_medical_claim *claim; /* those of them that lack nothing */
    size_t claims;
    size_t counted, refused, held, without_rule, without_person, differences;
    int64_t part_fen[CH_DESK__PARTS]; /* of the counted: total, fund, supplement, aid, account, cash */
    ch_medical_month due;             /* netted; of a year not */
    struct {
        size_t counted, claims;
        int64_t fen;
    } month[CH_DESK__MONTHS];        /* of a year */
    const ch_desk__prepaid *prepaid; /* by insured place, then place of care */
    size_t prepayments;
    uint32_t marks;
    const ch_text *source; /* ascending, each once */
    size_t sources;
} ch_desk__clearing;

/* Is it cleared in the months asked? Refused? Due in them, neither open nor refused, but lacking something? Does what it tells differ from the rule? */
bool ch_desk__is_counted(const ch_desk__clearing *of, const ch_desk__worked *at);
bool ch_desk__is_refused(const ch_desk__clearing *of, const ch_desk__worked *at);
bool ch_desk__is_without(const ch_desk__clearing *of, const ch_desk__worked *at);
bool ch_desk__differs(const ch_desk__worked *at); /* of a counted one */

/* Fund, supplement and aid; CH_UNKNOWN_I64 where it lacks something. */
int64_t ch_desk__owed_fen(const ch_desk__clearing *of, const ch_desk__worked *at);

/* clearing_rules.c: worked and claim. */
CH_MUST_USE ch_err ch_desk__work_claims(ch_desk__clearing *of, ch_faults *faults);
/* clearing_prepaid.c: prepaid. */
CH_MUST_USE ch_err ch_desk__use_prepaid(ch_desk__clearing *of, ch_faults *faults);
/* clearing_behind.c: marks and sources of the rules and prepayments used. */
CH_MUST_USE ch_err ch_desk__behind_clearing(ch_desk__clearing *of);

typedef void ch_desk__write_clearing(const ch_desk__clearing *of, ch_lang lang, ch_buf *out);
/* clearing.c: work it out, write it, forget it. */
CH_MUST_USE ch_err ch_desk__ask_clearing(const ch_clearing_question *asked, ch_desk__write_clearing *write,
                                         ch_lang lang, ch_buf *out, ch_faults *faults);

/* A month as 2026-03. */
void ch_desk__add_month(ch_buf *out, int32_t month);
/* "well", "yellow", "red"; NULL: no level is told. */
const char *ch_desk__alarm_word(const ch_desk__prepaid *prepaid);
/* "no_rule", "unknown_insured", "unknown_care". */
const char *ch_desk__lack_word(ch_desk__lack lack);

#endif
