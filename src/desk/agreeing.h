/* agreeing.h - inside the desk: a question about an agreement, from rows of the zone to what each party gets. */
#ifndef CHANGHE_DESK_AGREEING_H
#define CHANGHE_DESK_AGREEING_H

#include "changhe/agreements.h"
#include "changhe/assessment.h"
#include "changhe/emit.h"
#include "changhe/forecast.h"

/* An agreement of a snapshot and what it comes to. */
typedef struct {
    const ch_zone *zone;
    size_t row; /* of agreements */
    ch_agreement agreement;
    const uint32_t *party; /* rows of agreement_parties, as agreement.party has them */
    uint32_t marks;        /* of all rows that speak */
    const ch_text *source; /* of them, ascending, each once */
    size_t sources;
    const ch_forecast_plan *plan;
    size_t plans;
    ch_agreement_split split;
    const int32_t *untold; /* years asked that nothing tells of */
    size_t untolds;
    const ch_assessment_row *assessed; /* fen per party as agreement.party has them */
    size_t assessed_rows;
} ch_desk__deal;

typedef struct {
    const ch_split_question *asked;
    ch_arena *arena;
    ch_zone *edited; /* held; NULL: no what-if */
    char digest[17];
    int32_t from, to;
    ch_desk__deal deal;
    bool has_before; /* with a what-if, where the agreement was there without it */
    ch_desk__deal before;
} ch_desk__splitting;

/* agreements_rows.c: rows of the zone as an agreement; its split is not worked out. CH_ENONE: no such agreement, told. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk__read_deal(ch_arena *arena, const ch_zone *zone, ch_text id, ch_desk__deal *deal,
                                      ch_faults *faults);

/* agreements_forecast.c: plans of an agreement, *plan NULL: no memory; forecasts of the years up to `to` added to its amounts. CH_ENOMEM. */
size_t ch_desk__take_plans(ch_arena *arena, const ch_zone *zone, ch_text id, ch_forecast_plan **plan);
CH_MUST_USE ch_err ch_desk__add_forecast(ch_arena *arena, ch_desk__deal *deal, int32_t to);

/* agreements_assessment.c: the figures of the years asked. Errors as of ch_assessment_split. */
CH_MUST_USE ch_err ch_desk__assess(ch_arena *arena, ch_desk__deal *deal, int32_t from, int32_t to, ch_faults *faults);

/* agreements.c. Closed by ch_desk__split_close, also when it failed. */
CH_MUST_USE ch_err ch_desk__split_open(ch_arena *arena, const ch_split_question *asked, ch_desk__splitting *of,
                                       ch_faults *faults);
void ch_desk__split_close(ch_desk__splitting *of);

ch_text ch_desk__party_name(const ch_desk__deal *deal, size_t party);
/* Its own, else the place's for a party without a name of its own; empty: none. */
ch_text ch_desk__party_name_en(const ch_desk__deal *deal, size_t party);
const char *ch_desk__amount_kind(const ch_agreement_row *row); /* actual, planned, forecast */

/* agreements_json.c: the years that nothing tells of. */
void ch_desk__key_untold(ch_emit *e, const ch_desk__deal *deal);

typedef void ch_desk__write_split(const ch_desk__splitting *of, ch_lang lang, ch_buf *out);
/* Open, write, close. */
CH_MUST_USE ch_err ch_desk__ask_split(const ch_split_question *asked, ch_desk__write_split *write, ch_lang lang,
                                      ch_buf *out, ch_faults *faults);

#endif
