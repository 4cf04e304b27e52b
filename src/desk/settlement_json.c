/* settlement_json.c - the sheet as JSON. */
#include "json_keys.h"
#include "settling.h"

static const char *const formula[][2] = {
    {"collector", "the only host, else the party that takes the rest"},
    {"due",
     "what each other party gets in the year; a negative amount flows back; dues sum to base less the collector's own"},
    {"differs", "due - what stands posted as due, after all reversals"},
    {"closing", "opening + posted as due - paid"},
    {"digest", "SHA-256 of the CSV up to its last due: without rows of the ledger and without the digest's own"},
    {"amount", "as of split: exact rationals, rounded once a line by largest remainder, ties by party code"},
};

static const char *word_of(const char *list, unsigned value)
{
    return value != 0 ? ch_schema_words(list)->word[value].word : NULL;
}

static void key_asked(ch_emit *e, const ch_desk__settling *s)
{
    ch_desk__key_string(e, "version", CH_VERSION);
    ch_desk__key_text(e, "zone", s->split.zone->zone.id[0]);
    ch_desk__key_string(e, "snapshot", s->of.digest);
    ch_desk__key_text(e, "what_if", s->of.edited ? s->split.what_if_name : (ch_text){0});
    ch_desk__key_text(e, "agreement", s->split.agreement);
    ch_emit_key(e, "year");
    ch_emit_whole(e, s->asked->year);
}

static void key_about(ch_emit *e, const ch_desk__settling *s)
{
    const ch_rows_agreements *rows = &s->of.deal.zone->agreements;
    const size_t row = s->of.deal.row;
    const ch_word *form = &ch_schema_words("agreement")->word[rows->form[row]];
    ch_desk__key_open(e, "about", '{');
    ch_desk__key_text(e, "name_zh", rows->name_zh[row]);
    ch_desk__key_text(e, "name_en", rows->name_en[row]);
    ch_desk__key_open(e, "form", '{');
    ch_desk__key_string(e, "word", form->word);
    ch_desk__key_string(e, "zh", form->zh);
    ch_desk__key_string(e, "en", form->en);
    ch_emit_close(e, '}');
    ch_desk__key_text(e, "rule_version", rows->version[row]);
    ch_emit_close(e, '}');
}

static void key_parties(ch_emit *e, const ch_desk__settling *s)
{
    const ch_desk__deal *deal = &s->of.deal;
    ch_desk__key_text(e, "collector", ch_desk__party_code(s, s->collector));
    ch_desk__key_open(e, "parties", '[');
    for (size_t i = 0; i < deal->agreement.parties; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "party", ch_desk__party_code(s, i));
        ch_desk__key_text(e, "name_zh", ch_desk__party_name(deal, i));
        ch_desk__key_text(e, "name_en", ch_desk__party_name_en(deal, i));
        ch_desk__key_string(e, "role", word_of("party", deal->zone->agreement_parties.role[deal->party[i]]));
        ch_desk__key_fen(e, "amount_fen", deal->split.total[i].amount_fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_line(ch_emit *e, const ch_desk__settling *s, const ch_agreement_row *row)
{
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "stream", word_of("stream", row->stream));
    ch_desk__key_text(e, "class", row->class);
    ch_desk__key_string(e, "kind", ch_desk__amount_kind(row));
    ch_desk__key_text(e, "rule", row->rule);
    ch_desk__key_fen(e, "gross_fen", row->gross_fen);
    ch_desk__key_fen(e, "central_fen", row->central_fen);
    ch_desk__key_fen(e, "provincial_fen", row->provincial_fen);
    ch_desk__key_fen(e, "base_fen", row->base_fen);
    ch_desk__key_text(e, "party", ch_desk__party_code(s, row->party));
    ch_desk__key_fen(e, "amount_fen", row->amount_fen);
    ch_desk__key_fen(e, "repaid_fen", row->repaid_fen);
    ch_desk__key_text(e, "clause", row->clause);
    ch_desk__key_fen(e, "cap_left_fen", row->cap_left_fen);
    ch_desk__key_fen(e, "odd_fen", row->odd_fen);
    ch_emit_close(e, '}');
}

static void key_lines(ch_emit *e, const ch_desk__settling *s)
{
    const ch_agreement_split *split = &s->of.deal.split;
    ch_desk__key_open(e, "lines", '[');
    for (size_t i = 0; i < split->rows; i++)
        emit_line(e, s, &split->row[i]);
    ch_emit_close(e, ']');
    ch_desk__key_open(e, "totals", '{');
    ch_desk__key_fen(e, "gross_fen", split->gross_fen);
    ch_desk__key_fen(e, "central_fen", split->central_fen);
    ch_desk__key_fen(e, "provincial_fen", split->provincial_fen);
    ch_desk__key_fen(e, "base_fen", split->base_fen);
    ch_emit_close(e, '}');
}

static void key_due(ch_emit *e, const ch_desk__settling *s)
{
    ch_desk__key_open(e, "due", '[');
    for (size_t i = 0; i < s->dues; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "from", ch_desk__party_code(s, s->collector));
        ch_desk__key_text(e, "to", ch_desk__party_code(s, s->due[i].party));
        ch_desk__key_fen(e, "amount_fen", s->due[i].amount_fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_owed(ch_emit *e, const ch_desk__owed *pair)
{
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "from", pair->from);
    ch_desk__key_text(e, "to", pair->to);
    ch_desk__key_fen(e, "opening_fen", pair->opening_fen);
    ch_desk__key_fen(e, "due_fen", pair->due_fen);
    ch_desk__key_fen(e, "posted_fen", pair->posted_fen);
    ch_desk__key_fen(e, "differs_fen", pair->differs_fen);
    ch_desk__key_fen(e, "paid_fen", pair->paid_fen);
    ch_desk__key_fen(e, "closing_fen", pair->closing_fen);
    ch_emit_close(e, '}');
}

static void key_ledger(ch_emit *e, const ch_desk__settling *s)
{
    const ch_desk__booked *booked = &s->booked;
    ch_emit_key(e, "ledger");
    if (!s->has_ledger) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "head", booked->head);
    ch_desk__key_whole(e, "postings", booked->postings);
    ch_emit_key(e, "closed");
    ch_emit_bool(e, booked->is_closed);
    ch_desk__key_string(e, "state", ch_desk__posted_name[booked->state]);
    ch_desk__key_open(e, "pairs", '[');
    for (size_t i = 0; i < booked->pairs; i++)
        emit_owed(e, &booked->pair[i]);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

void ch_desk__sheet_json(const ch_desk__settling *s, ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    key_asked(&e, s);
    key_about(&e, s);
    key_parties(&e, s);
    key_lines(&e, s);
    key_due(&e, s);
    key_ledger(&e, s);
    ch_desk__key_string(&e, "digest", s->digest);
    ch_desk__key_marks(&e, s->of.deal.marks);
    ch_desk__key_texts(&e, "sources", s->of.deal.source, s->of.deal.sources);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}
