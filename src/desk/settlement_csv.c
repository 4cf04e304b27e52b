/* settlement_csv.c - the sheet as CSV: bytes that two sides compute alike. */
#include "settling.h"

#include "changhe/csv.h"

#include <stdio.h>
#include <string.h>

static const char head[] = "row,agreement,year,id,party,to,stream,class,kind,rule,gross_fen,central_fen,provincial_fen,"
                           "base_fen,amount_fen,repaid_fen,cap_left_fen,odd_fen,clause,text\n";

enum { GROSS, CENTRAL, PROVINCIAL, BASE, AMOUNT, REPAID, CAP_LEFT, ODD, FEN };

/* A row; what is empty or not known is an empty cell. */
typedef struct {
    const char *row, *id, *kind;
    ch_text party, to, stream, class, rule, clause, text;
    int64_t fen[FEN];
} cells;

static cells begin(const char *row)
{
    cells made = {.row = row, .id = "", .kind = ""};
    for (size_t i = 0; i < FEN; i++)
        made.fen[i] = CH_UNKNOWN_I64;
    return made;
}

static void put_text(ch_buf *out, ch_text text)
{
    ch_buf_addc(out, ',');
    ch_csv_write_field(out, text);
}

static void put(const ch_desk__settling *s, const cells *row, ch_buf *out)
{
    ch_buf_adds(out, row->row);
    put_text(out, s->split.agreement);
    ch_buf_addf(out, ",%d,%s", (int)s->asked->year, row->id);
    const ch_text before[] = {row->party, row->to, row->stream, row->class, ch_text_of(row->kind), row->rule};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        put_text(out, before[i]);
    for (size_t i = 0; i < FEN; i++) {
        ch_buf_addc(out, ',');
        if (row->fen[i] != CH_UNKNOWN_I64)
            ch_buf_addf(out, "%lld", (long long)row->fen[i]);
    }
    put_text(out, row->clause);
    put_text(out, row->text);
    ch_buf_addc(out, '\n');
}

static const char *word_of(const char *list, unsigned value)
{
    return value != 0 ? ch_schema_words(list)->word[value].word : "";
}

/* ---- what the agreement says */

static void put_term(const ch_desk__settling *s, const char *id, ch_text text, ch_buf *out)
{
    cells row = begin("term");
    row.id = id;
    row.text = text;
    if (text.len > 0)
        put(s, &row, out);
}

static void put_day(const ch_desk__settling *s, const char *id, ch_date date, ch_buf *out)
{
    ch_buf text = {.memory = out->memory};
    ch_date_format(date, &text);
    put_term(s, id, ch_buf_text(&text), out);
    out->failed |= text.failed;
    ch_buf_free(&text);
}

static void put_terms(const ch_desk__settling *s, ch_buf *out)
{
    const ch_rows_agreements *rows = &s->of.deal.zone->agreements;
    const size_t row = s->of.deal.row;
    put_term(s, "form", ch_text_of(word_of("agreement", rows->form[row])), out);
    put_term(s, "base", ch_text_of(word_of("base", rows->base[row])), out);
    if (rows->base_wan[row] != CH_UNKNOWN_I64) {
        cells base = begin("term");
        base.id = "base_fen";
        base.fen[AMOUNT] = rows->base_wan[row];
        put(s, &base, out);
    }
    put_term(s, "start_event", ch_text_of(word_of("start", rows->start_event[row])), out);
    put_day(s, "start_on", rows->start_on[row], out);
    put_day(s, "valid_from", rows->valid_from[row], out);
    put_day(s, "valid_to", rows->valid_to[row], out);
    put_day(s, "suspended_from", rows->suspended_from[row], out);
    put_day(s, "suspended_to", rows->suspended_to[row], out);
}

static void put_bounds(const ch_desk__settling *s, const ch_agreement_party *party, ch_buf *out)
{
    const struct {
        const char *id;
        int64_t fen;
        bool is_told;
    } bound[] = {{"floor_fen", party->floor_fen, party->floor_fen != CH_UNKNOWN_I64},
                 {"cap_year_fen", party->cap_year_fen, party->cap_year_fen != CH_UNKNOWN_I64},
                 {"cap_fen", party->cap_fen, party->cap_fen != CH_UNKNOWN_I64},
                 {"paid_fen", party->paid_fen, party->paid_fen != 0},
                 {"repay_fen", party->repay_fen, party->repay_fen != 0}};
    for (size_t i = 0; i < sizeof bound / sizeof *bound; i++) {
        cells row = begin("bound");
        row.id = bound[i].id;
        row.party = party->code;
        row.fen[AMOUNT] = bound[i].fen;
        if (bound[i].is_told)
            put(s, &row, out);
    }
}

static void put_parties(const ch_desk__settling *s, ch_buf *out)
{
    const ch_desk__deal *deal = &s->of.deal;
    for (size_t i = 0; i < deal->agreement.parties; i++) {
        cells row = begin("party");
        row.party = deal->agreement.party[i].code;
        row.kind = word_of("party", deal->zone->agreement_parties.role[deal->party[i]]);
        row.id = i == s->collector ? "collects" : "";
        row.text = i == deal->agreement.rest ? CH_TEXT("takes_rest") : (ch_text){0};
        put(s, &row, out);
        put_bounds(s, &deal->agreement.party[i], out);
    }
}

/* ---- the clauses and rules that spoke */

static bool is_named(const ch_agreement_split *split, ch_text phase)
{
    for (size_t i = 0; i < split->rows; i++) {
        ch_text clause = split->row[i].clause, first = {0};
        if (ch_text_next(&clause, ' ', &first) && ch_text_equal(first, phase))
            return true;
    }
    return false;
}

static bool is_used(const ch_agreement_split *split, ch_text rule)
{
    for (size_t i = 0; i < split->rows; i++)
        if (ch_text_equal(split->row[i].rule, rule))
            return true;
    return false;
}

static void add_words(ch_buf *out, const char *list, uint32_t values)
{
    const ch_words *words = ch_schema_words(list);
    for (unsigned value = 1; value <= words->count; value++)
        if ((values >> value & 1) != 0) {
            ch_buf_adds(out, out->len > 0 ? " " : "");
            ch_buf_adds(out, words->word[value].word);
        }
}

static void put_clause(const ch_desk__settling *s, const ch_agreement_phase *phase, ch_buf *out)
{
    ch_buf streams = {.memory = out->memory}, weight = {.memory = out->memory};
    char years[48];
    cells row = begin("clause");
    if (phase->to == INT64_MAX)
        snprintf(years, sizeof years, "%lld-", (long long)phase->from);
    else
        snprintf(years, sizeof years, "%lld-%lld", (long long)phase->from, (long long)phase->to);
    add_words(&streams, "stream", phase->streams);
    ch_ratio_format(phase->weight, &weight);
    row.id = years;
    row.party = phase->party;
    row.stream = ch_buf_text(&streams);
    row.class = phase->class;
    row.clause = phase->id;
    row.text = ch_buf_text(&weight);
    put(s, &row, out);
    out->failed |= streams.failed || weight.failed;
    ch_buf_free(&streams);
    ch_buf_free(&weight);
}

static void put_ratio(const ch_desk__settling *s, const ch_agreement_rule *rule, const char *id, ch_ratio ratio,
                      ch_buf *out)
{
    ch_buf text = {.memory = out->memory};
    cells row = begin("rule");
    ch_ratio_format(ratio, &text);
    row.id = id;
    row.stream = ch_text_of(word_of("stream", rule->stream));
    row.rule = rule->id;
    row.text = ch_buf_text(&text);
    put(s, &row, out);
    out->failed |= text.failed;
    ch_buf_free(&text);
}

static void put_spoken(const ch_desk__settling *s, ch_buf *out)
{
    const ch_agreement *agreement = &s->of.deal.agreement;
    const ch_agreement_split *split = &s->of.deal.split;
    for (size_t i = 0; i < agreement->phases; i++)
        if (is_named(split, agreement->phase[i].id))
            put_clause(s, &agreement->phase[i], out);
    for (size_t i = 0; i < agreement->rules; i++)
        if (is_used(split, agreement->rule[i].id)) {
            put_ratio(s, &agreement->rule[i], "central", agreement->rule[i].central, out);
            put_ratio(s, &agreement->rule[i], "provincial", agreement->rule[i].provincial, out);
        }
}

/* ---- lines, totals, dues */

static void put_line(const ch_desk__settling *s, const ch_agreement_row *of, ch_buf *out)
{
    const int64_t fen[FEN] = {
        [GROSS] = of->gross_fen,       [CENTRAL] = of->central_fen, [PROVINCIAL] = of->provincial_fen,
        [BASE] = of->base_fen,         [AMOUNT] = of->amount_fen,   [REPAID] = of->repaid_fen,
        [CAP_LEFT] = of->cap_left_fen, [ODD] = of->odd_fen};
    cells row = begin("line");
    row.party = ch_desk__party_code(s, of->party);
    row.stream = ch_text_of(word_of("stream", of->stream));
    row.class = of->class;
    row.kind = ch_desk__amount_kind(of);
    row.rule = of->rule;
    row.clause = of->clause;
    memcpy(row.fen, fen, sizeof fen);
    put(s, &row, out);
}

static void put_totals(const ch_desk__settling *s, ch_buf *out)
{
    const ch_agreement_split *split = &s->of.deal.split;
    for (size_t i = 0; i < s->of.deal.agreement.parties; i++) {
        cells row = begin("total");
        row.party = ch_desk__party_code(s, i);
        row.fen[AMOUNT] = split->total[i].amount_fen;
        row.fen[CAP_LEFT] = split->total[i].cap_left_fen;
        put(s, &row, out);
    }
    cells all = begin("total");
    all.fen[GROSS] = split->gross_fen;
    all.fen[CENTRAL] = split->central_fen;
    all.fen[PROVINCIAL] = split->provincial_fen;
    all.fen[BASE] = split->base_fen;
    put(s, &all, out);
}

void ch_desk__sheet_rows(const ch_desk__settling *s, ch_buf *out)
{
    const ch_agreement_split *split = &s->of.deal.split;
    cells asked = begin("asked");
    ch_buf_adds(out, head);
    asked.kind = s->of.edited ? "what_if" : "agreed";
    asked.text = s->of.deal.zone->agreements.version[s->of.deal.row];
    put(s, &asked, out);
    put_terms(s, out);
    put_parties(s, out);
    put_spoken(s, out);
    for (size_t i = 0; i < split->rows; i++)
        put_line(s, &split->row[i], out);
    put_totals(s, out);
    for (size_t i = 0; i < s->dues; i++) {
        cells due = begin("due");
        due.party = ch_desk__party_code(s, s->collector);
        due.to = ch_desk__party_code(s, s->due[i].party);
        due.fen[AMOUNT] = s->due[i].amount_fen;
        put(s, &due, out);
    }
}

/* ---- behind what the digest is of */

static void put_booked(const ch_desk__settling *s, const char *id, const char *text, ch_buf *out)
{
    cells row = begin("ledger");
    row.id = id;
    row.text = ch_text_of(text);
    put(s, &row, out);
}

static void put_owed(const ch_desk__settling *s, const ch_desk__owed *pair, ch_buf *out)
{
    const struct {
        const char *id;
        int64_t fen;
    } figure[] = {{"opening_fen", pair->opening_fen}, {"due_fen", pair->due_fen},   {"posted_fen", pair->posted_fen},
                  {"differs_fen", pair->differs_fen}, {"paid_fen", pair->paid_fen}, {"closing_fen", pair->closing_fen}};
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++) {
        cells row = begin("ledger");
        row.id = figure[i].id;
        row.party = pair->from;
        row.to = pair->to;
        row.fen[AMOUNT] = figure[i].fen;
        put(s, &row, out);
    }
}

void ch_desk__sheet_behind(const ch_desk__settling *s, ch_buf *out)
{
    char postings[24];
    if (s->has_ledger) {
        snprintf(postings, sizeof postings, "%zu", s->booked.postings);
        put_booked(s, "head", s->booked.head, out);
        put_booked(s, "postings", postings, out);
        put_booked(s, "closed", s->booked.is_closed ? "yes" : "no", out);
        put_booked(s, "state", ch_desk__posted_name[s->booked.state], out);
        for (size_t i = 0; i < s->booked.pairs; i++)
            put_owed(s, &s->booked.pair[i], out);
    }
    cells digest = begin("digest");
    digest.text = ch_text_of(s->digest);
    put(s, &digest, out);
}
