/* settling.h - inside the desk: the settlement sheet of a year, from the answer about an agreement to every form it is told in. */
#ifndef CHANGHE_DESK_SETTLING_H
#define CHANGHE_DESK_SETTLING_H

#include "agreeing.h"

#include "changhe/paper.h"
#include "changhe/settlement.h"

typedef struct {
    size_t party; /* index; what the collector owes it; negative: it owes the collector */
    int64_t amount_fen;
} ch_desk__due;

typedef enum { CH_DESK__MATCHES, CH_DESK__DIFFERS, CH_DESK__NOT_POSTED } ch_desk__posted;
extern const char *const ch_desk__posted_name[]; /* "matches", "differs", "not_posted" */

/* What one party owes another by the ledger. closing = opening + posted - paid. */
typedef struct {
    ch_text from, to;
    int64_t opening_fen, due_fen;
    int64_t posted_fen;  /* as due, in the year */
    int64_t differs_fen; /* due less what stands posted as due, after all reversals */
    int64_t paid_fen, closing_fen;
} ch_desk__owed;

typedef struct {
    ch_desk__posted state;
    bool is_closed;
    size_t postings;
    char head[CH_SHA256_HEX + 1];
    const ch_desk__owed *pair; /* the collector's by party's code, then what else stands in the book */
    size_t pairs;
} ch_desk__booked;

typedef struct {
    const ch_settlement_question *asked;
    ch_arena *arena;
    ch_split_question split; /* of the one year */
    ch_desk__splitting of;
    size_t collector;        /* index of the party */
    const ch_desk__due *due; /* by party's code */
    size_t dues;
    ch_buf csv; /* what the digest is of */
    char digest[CH_SHA256_HEX + 1];
    bool has_ledger;
    ch_desk__booked booked;
} ch_desk__settling;

/* settlement.c. Closed by ch_desk__settle_close, also when it failed. */
CH_MUST_USE ch_err ch_desk__settle_open(ch_arena *arena, const ch_settlement_question *asked, ch_desk__settling *s,
                                        ch_faults *faults);
void ch_desk__settle_close(ch_desk__settling *s);
ch_text ch_desk__party_code(const ch_desk__settling *s, size_t party);

/* settlement_csv.c: the rows that the digest is of; those behind them. */
void ch_desk__sheet_rows(const ch_desk__settling *s, ch_buf *out);
void ch_desk__sheet_behind(const ch_desk__settling *s, ch_buf *out);

/* settlement_ledger.c: what the ledger of the question says. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk__settle_booked(ch_desk__settling *s, ch_faults *faults);
/* The id under which the dues are to be posted, in the arena; .at NULL: no memory. */
ch_text ch_desk__due_id(const ch_desk__settling *s);

/* settlement_json.c, settlement_text.c, settlement_postings.c. CH_EDATA, CH_ENOMEM, as out->failed too. */
void ch_desk__sheet_json(const ch_desk__settling *s, ch_buf *out);
void ch_desk__sheet_text(const ch_desk__settling *s, ch_lang lang, ch_buf *out);
CH_MUST_USE ch_err ch_desk__sheet_postings(const ch_desk__settling *s, ch_buf *out, ch_faults *faults);

/* settlement_compare.c: ours are the rows that the digest is of, with the digest's. See ch_settlement_compare. */
CH_MUST_USE ch_err ch_desk__sheets_compare(const ch_memory *memory, ch_text ours, ch_text name, ch_text theirs,
                                           ch_faults *faults);

/* settlement_words.c: yuan with two decimals and commas, "1,234.50"; nothing for what is not known. */
void ch_desk__add_yuan(ch_buf *out, int64_t fen);
/* A clause as people say it: the phase's part and calendar years, then what else decided. */
void ch_desk__add_clause(const ch_desk__settling *s, ch_buf *out, ch_text clause, ch_lang lang);
/* A party as people call it. */
ch_text ch_desk__party_said(const ch_desk__settling *s, size_t party, ch_lang lang);
ch_text ch_desk__agreement_said(const ch_desk__settling *s, ch_lang lang);
/* The party of a code; a code that is no party's stays as it is. */
ch_text ch_desk__code_said(const ch_desk__settling *s, ch_text code, ch_lang lang);
const char *ch_desk__posted_said(ch_desk__posted state, ch_lang lang);
/* Beside a stream: planned, or forecast. */
void ch_desk__add_kind(const ch_agreement_row *row, ch_buf *out, ch_lang lang);
/* Some line of the year is planned, or forecast. */
bool ch_desk__is_planned(const ch_desk__settling *s);
/* Every mark, what is tried out and what is planned: "示意 · 待核 · 试算". */
void ch_desk__add_marks(const ch_desk__settling *s, ch_buf *out, ch_lang lang);
/* The digest in groups of 8. */
void ch_desk__add_digest(const ch_desk__settling *s, ch_buf *out);
const char *ch_desk__in(ch_lang lang, const char *zh, const char *en) __attribute__((format_arg(2), format_arg(3)));
/* The command that computes the sheet anew. */
void ch_desk__add_command(const ch_desk__settling *s, ch_buf *out);

/* settlement_paper.c: the sheet laid out, all of it in the arena or the sheet's own. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk__sheet_paper(ch_arena *arena, const ch_desk__settling *s, ch_lang lang, ch_date printed_on,
                                        ch_paper *paper);

#endif
