/* settlement.c - a year of an agreement settled: who collects, what is due, the digest, what the ledger says; then told. */
#include "changhe/settlement.h"

#include "settling.h"

/* The only host, else the party that takes the rest. */
static size_t find_collector(const ch_desk__deal *deal)
{
    const ch_rows_agreement_parties *rows = &deal->zone->agreement_parties;
    size_t hosts = 0, host = 0;
    for (size_t i = 0; i < deal->agreement.parties; i++)
        if (rows->role[deal->party[i]] == CH_party_HOST) {
            host = i;
            hosts++;
        }
    return hosts == 1 ? host : deal->agreement.rest;
}

static ch_err find_dues(ch_desk__settling *s)
{
    const ch_desk__deal *deal = &s->of.deal;
    ch_desk__due *due = CH_NEW(s->arena, ch_desk__due, deal->agreement.parties);
    if (!due)
        return CH_ENOMEM;
    s->collector = find_collector(deal);
    for (size_t i = 0; i < deal->agreement.parties; i++)
        if (i != s->collector && deal->split.total[i].amount_fen != 0)
            due[s->dues++] = (ch_desk__due){i, deal->split.total[i].amount_fen};
    s->due = due;
    return CH_OK;
}

static ch_err find_digest(ch_desk__settling *s)
{
    ch_desk__sheet_rows(s, &s->csv);
    if (s->csv.failed)
        return CH_ENOMEM;
    const ch_sha256 digest = ch_sha256_of(ch_buf_text(&s->csv));
    ch_sha256_format(&digest, s->digest);
    return CH_OK;
}

static ch_err check_year(const ch_settlement_question *asked, ch_faults *faults)
{
    if (asked->year >= 1000 && asked->year <= 9999)
        return CH_OK;
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT("year"), (ch_text){0}, CH_WANT_YEAR, (ch_text){0});
}

ch_err ch_desk__settle_open(ch_arena *arena, const ch_settlement_question *asked, ch_desk__settling *s,
                            ch_faults *faults)
{
    *s = (ch_desk__settling){.asked = asked, .arena = arena, .csv.memory = arena->memory, .split = asked->split};
    s->split.from = s->split.to = asked->year;
    s->split.has_rate = false;
    ch_err err = check_year(asked, faults);
    if (err == CH_OK)
        err = ch_desk__split_open(arena, &s->split, &s->of, faults);
    if (err == CH_OK)
        err = find_dues(s);
    if (err == CH_OK)
        err = find_digest(s);
    return err == CH_OK && asked->ledger ? ch_desk__settle_booked(s, faults) : err;
}

void ch_desk__settle_close(ch_desk__settling *s)
{
    ch_desk__split_close(&s->of);
    ch_buf_free(&s->csv);
    *s = (ch_desk__settling){0};
}

ch_text ch_desk__party_code(const ch_desk__settling *s, size_t party)
{
    return s->of.deal.agreement.party[party].code;
}

/* ---- told */

typedef ch_err telling(const ch_desk__settling *s, ch_lang lang, ch_buf *out, ch_faults *faults);

static ch_err tell(const ch_settlement_question *question, telling *write, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(question->split.zone->memory);
    ch_desk__settling s;
    ch_err err = ch_desk__settle_open(&arena, question, &s, faults);
    if (err == CH_OK)
        err = write(&s, lang, out, faults);
    ch_desk__settle_close(&s);
    ch_arena_free(&arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}

static ch_err write_json(const ch_desk__settling *s, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    (void)lang, (void)faults;
    ch_desk__sheet_json(s, out);
    return CH_OK;
}

static ch_err write_csv(const ch_desk__settling *s, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    (void)lang, (void)faults;
    ch_buf_add(out, ch_buf_text(&s->csv));
    ch_desk__sheet_behind(s, out);
    return CH_OK;
}

static ch_err write_text(const ch_desk__settling *s, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    (void)faults;
    ch_desk__sheet_text(s, lang, out);
    return CH_OK;
}

static ch_err write_postings(const ch_desk__settling *s, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    (void)lang;
    return ch_desk__sheet_postings(s, out, faults);
}

ch_err ch_answer_settlement_json(const ch_settlement_question *question, ch_buf *out, ch_faults *faults)
{
    return tell(question, write_json, CH_ZH, out, faults);
}

ch_err ch_answer_settlement_csv(const ch_settlement_question *question, ch_buf *out, ch_faults *faults)
{
    return tell(question, write_csv, CH_ZH, out, faults);
}

ch_err ch_answer_settlement_text(const ch_settlement_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return tell(question, write_text, lang, out, faults);
}

ch_err ch_answer_settlement_postings(const ch_settlement_question *question, ch_buf *out, ch_faults *faults)
{
    return tell(question, write_postings, CH_ZH, out, faults);
}

ch_err ch_settlement_compare(const ch_settlement_question *question, ch_text name, ch_text csv, ch_faults *faults)
{
    ch_settlement_question alone = *question;
    ch_buf ours = {.memory = question->split.zone->memory};
    alone.ledger = NULL;
    ch_err err = ch_answer_settlement_csv(&alone, &ours, faults);
    if (err == CH_OK)
        err = ch_desk__sheets_compare(ours.memory, ch_buf_text(&ours), name, csv, faults);
    ch_buf_free(&ours);
    return err;
}
