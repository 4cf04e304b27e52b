/* agreements_json.c - what each party gets, as JSON. */
#include "agreeing.h"
#include "json_keys.h"

static const char *const formula[][2] = {
    {"central", "gross * central part of the rule"},
    {"provincial", "(gross - central) * provincial part of the rule"},
    {"base", "gross - central - provincial: what all parties get together; of a stated amount the amount"},
    {"amount",
     "repaid first, then base * part of the phase within the caps; what is left to the party that takes the rest"},
    {"rounding", "exact rationals, rounded once per year, stream, class and rule by largest remainder on the absolute "
                 "value, ties by party code; caps before rounding; nothing carries over"},
    {"forecast",
     "amount a year at full output * part of its year in the ramp, to the nearest fen; where no amount of the "
     "year, stream and class is told"},
    {"assessment", "value * part of the party, largest remainder; statistics count the value once, at its place"},
    {"present", "sum of amount / (1 + rate)^(year - first year)"},
};

static void key_word(ch_emit *e, const char *key, const char *list, unsigned value)
{
    ch_desk__key_string(e, key, value != 0 ? ch_schema_words(list)->word[value].word : NULL);
}

static void key_names(ch_emit *e, const char *key, const char *list, unsigned value)
{
    const ch_word *word = &ch_schema_words(list)->word[value];
    ch_desk__key_open(e, key, '{');
    ch_desk__key_string(e, "word", value != 0 ? word->word : NULL);
    ch_desk__key_string(e, "zh", word->zh);
    ch_desk__key_string(e, "en", word->en);
    ch_emit_close(e, '}');
}

static void key_area(ch_emit *e, const char *key, int64_t area)
{
    ch_emit_key(e, key);
    if (area == CH_UNKNOWN_I64)
        ch_emit_null(e);
    else
        ch_emit_number(e, (double)area / (double)CH_AREA_PER_MU);
}

/* ---- what the agreement says */

static void key_about(ch_emit *e, const ch_desk__deal *deal)
{
    const ch_rows_agreements *rows = &deal->zone->agreements;
    const size_t row = deal->row;
    ch_desk__key_open(e, "about", '{');
    ch_desk__key_text(e, "name_zh", rows->name_zh[row]);
    ch_desk__key_text(e, "name_en", rows->name_en[row]);
    key_names(e, "form", "agreement", rows->form[row]);
    ch_desk__key_text(e, "project", rows->project[row]);
    ch_desk__key_date(e, "signed_on", rows->signed_on[row]);
    ch_desk__key_date(e, "valid_from", rows->valid_from[row]);
    ch_desk__key_date(e, "valid_to", rows->valid_to[row]);
    key_names(e, "base", "base", rows->base[row]);
    ch_desk__key_fen(e, "base_fen", rows->base_wan[row]);
    key_names(e, "start_event", "start", rows->start_event[row]);
    ch_desk__key_date(e, "start_on", rows->start_on[row]);
    ch_desk__key_date(e, "assessment_on", rows->assessment_on[row]);
    ch_desk__key_fen(e, "assessment_years", rows->assessment_years[row]);
    ch_desk__key_date(e, "suspended_from", rows->suspended_from[row]);
    ch_desk__key_date(e, "suspended_to", rows->suspended_to[row]);
    key_area(e, "land_returned_mu", rows->land_returned_mu[row]);
    key_area(e, "land_kept_mu", rows->land_kept_mu[row]);
    ch_desk__key_text(e, "rule_version", rows->version[row]);
    ch_desk__key_text(e, "source", rows->source[row]);
    ch_desk__key_text(e, "note", rows->note[row]);
    ch_emit_close(e, '}');
}

static void key_ratio(ch_emit *e, const char *key, ch_ratio ratio)
{
    ch_buf text = {.memory = e->out->memory};
    ch_ratio_format(ratio, &text);
    e->out->failed |= text.failed;
    ch_desk__key_text(e, key, ch_buf_text(&text));
    ch_buf_free(&text);
}

static void emit_phase(ch_emit *e, const ch_agreement_phase *phase)
{
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", phase->id);
    ch_desk__key_text(e, "party", phase->party);
    ch_desk__key_words(e, "streams", "stream", phase->streams);
    ch_desk__key_text(e, "class", phase->class);
    ch_desk__key_fen(e, "from_year", phase->from);
    ch_desk__key_fen(e, "to_year", phase->to == INT64_MAX ? CH_UNKNOWN_I64 : phase->to);
    key_ratio(e, "weight", phase->weight);
    ch_emit_close(e, '}');
}

static void key_phases(ch_emit *e, const ch_agreement *agreement)
{
    ch_desk__key_open(e, "phases", '[');
    for (size_t i = 0; i < agreement->phases; i++)
        emit_phase(e, &agreement->phase[i]);
    ch_emit_close(e, ']');
}

/* Tax rules of its streams: what the centre and the province take before. */
static void key_rules(ch_emit *e, const ch_agreement *agreement)
{
    ch_desk__key_open(e, "rules", '[');
    for (size_t i = 0; i < agreement->rules; i++) {
        const ch_agreement_rule *rule = &agreement->rule[i];
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "id", rule->id);
        key_word(e, "stream", "stream", rule->stream);
        ch_desk__key_date(e, "from", rule->from);
        ch_desk__key_date(e, "to", rule->to);
        key_ratio(e, "central", rule->central);
        key_ratio(e, "provincial", rule->provincial);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_plans(ch_emit *e, const ch_desk__deal *deal)
{
    ch_desk__key_text(e, "ramp", deal->zone->agreements.ramp[deal->row]);
    ch_desk__key_open(e, "plans", '[');
    for (size_t i = 0; i < deal->plans; i++) {
        ch_emit_open(e, '{');
        key_word(e, "stream", "stream", deal->plan[i].stream);
        ch_desk__key_text(e, "class", deal->plan[i].class);
        ch_desk__key_fen(e, "full_fen", deal->plan[i].full_fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* ---- rows */

static void emit_row(ch_emit *e, const ch_desk__deal *deal, const ch_agreement_row *row)
{
    ch_emit_open(e, '{');
    ch_emit_key(e, "year");
    ch_emit_whole(e, row->year);
    key_word(e, "stream", "stream", row->stream);
    ch_desk__key_text(e, "class", row->class);
    ch_desk__key_string(e, "kind", ch_desk__amount_kind(row));
    ch_desk__key_text(e, "rule", row->rule);
    ch_desk__key_fen(e, "gross_fen", row->gross_fen);
    ch_desk__key_fen(e, "central_fen", row->central_fen);
    ch_desk__key_fen(e, "provincial_fen", row->provincial_fen);
    ch_desk__key_fen(e, "base_fen", row->base_fen);
    ch_desk__key_text(e, "party", deal->agreement.party[row->party].code);
    ch_desk__key_fen(e, "amount_fen", row->amount_fen);
    ch_desk__key_fen(e, "repaid_fen", row->repaid_fen);
    ch_desk__key_text(e, "clause", row->clause);
    ch_desk__key_fen(e, "cap_left_fen", row->cap_left_fen);
    ch_desk__key_fen(e, "odd_fen", row->odd_fen);
    ch_emit_close(e, '}');
}

static void key_rows(ch_emit *e, const ch_desk__deal *deal)
{
    ch_desk__key_open(e, "rows", '[');
    for (size_t i = 0; i < deal->split.rows; i++)
        emit_row(e, deal, &deal->split.row[i]);
    ch_emit_close(e, ']');
}

/* ---- totals */

static int64_t amount_before(const ch_desk__splitting *of, ch_text party)
{
    for (size_t i = 0; of->has_before && i < of->before.agreement.parties; i++)
        if (ch_text_equal(of->before.agreement.party[i].code, party))
            return of->before.split.total[i].amount_fen;
    return CH_UNKNOWN_I64;
}

/* Without an agreement a tax stays where it is paid: with the party that takes the rest. */
static void key_without(ch_emit *e, const ch_desk__splitting *of, size_t party, int64_t amount_fen)
{
    const ch_desk__deal *deal = &of->deal;
    const int64_t year_fen = deal->zone->agreement_parties.alone_wan[deal->party[party]];
    int64_t alone_fen, gain_fen;
    const bool is_known = year_fen != CH_UNKNOWN_I64 && deal->untolds == 0 &&
                          !__builtin_mul_overflow(year_fen, (int64_t)of->to - of->from + 1, &alone_fen) &&
                          !__builtin_sub_overflow(amount_fen, alone_fen, &gain_fen);
    ch_desk__key_fen(e, "by_place_fen", party == deal->agreement.rest ? deal->split.base_fen : 0);
    ch_desk__key_fen(e, "alone_fen", is_known ? alone_fen : CH_UNKNOWN_I64);
    ch_desk__key_fen(e, "gain_fen", is_known ? gain_fen : CH_UNKNOWN_I64);
}

static void emit_total(ch_emit *e, const ch_desk__splitting *of, size_t i)
{
    const ch_desk__deal *deal = &of->deal;
    const ch_rows_agreement_parties *rows = &deal->zone->agreement_parties;
    const ch_agreement_total *total = &deal->split.total[i];
    const size_t row = deal->party[i];
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "party", deal->agreement.party[i].code);
    ch_desk__key_text(e, "name_zh", ch_desk__party_name(deal, i));
    ch_desk__key_text(e, "name_en", ch_desk__party_name_en(deal, i));
    ch_desk__key_text(e, "place", rows->place[row]);
    key_word(e, "role", "party", rows->role[row]);
    ch_desk__key_flag(e, "takes_rest", i == deal->agreement.rest);
    ch_desk__key_fen(e, "floor_fen", rows->floor_wan[row]);
    ch_desk__key_fen(e, "cap_year_fen", rows->cap_year_wan[row]);
    ch_desk__key_fen(e, "cap_fen", rows->cap_wan[row]);
    ch_desk__key_fen(e, "paid_fen", rows->paid_wan[row]);
    ch_desk__key_fen(e, "repay_fen", rows->repay_wan[row]);
    ch_desk__key_fen(e, "amount_fen", total->amount_fen);
    if (of->edited)
        ch_desk__key_fen(e, "before_fen", amount_before(of, deal->agreement.party[i].code));
    ch_desk__key_fen(e, "cap_left_fen", total->cap_left_fen);
    ch_desk__key_flag(e, "closed", total->cap_left_fen == 0);
    key_without(e, of, i, total->amount_fen);
    ch_emit_key(e, "present_fen");
    if (of->asked->has_rate)
        ch_emit_number(e, ch_agreement_present(&deal->split, i, of->from, of->asked->rate));
    else
        ch_emit_null(e);
    ch_desk__key_text(e, "assessment", rows->assessment[row]);
    ch_emit_close(e, '}');
}

/* By year, then by party as totals have them. Rows stand by year. */
static void key_years(ch_emit *e, const ch_desk__deal *deal)
{
    const ch_agreement_split *split = &deal->split;
    const size_t n = deal->agreement.parties;
    ch_desk__key_open(e, "years", '[');
    for (size_t from = 0, to; from < split->rows; from = to) {
        int64_t base_fen = 0;
        for (to = from; to < split->rows && split->row[to].year == split->row[from].year; to++)
            base_fen += (to - from) % n == 0 ? split->row[to].base_fen : 0;
        ch_emit_open(e, '{');
        ch_emit_key(e, "year");
        ch_emit_whole(e, split->row[from].year);
        ch_desk__key_fen(e, "base_fen", base_fen);
        ch_desk__key_open(e, "amounts_fen", '[');
        for (size_t party = 0; party < n; party++) {
            int64_t fen = 0;
            for (size_t i = from; i < to; i++)
                fen += split->row[i].party == party ? split->row[i].amount_fen : 0;
            ch_emit_whole(e, fen);
        }
        ch_emit_close(e, ']');
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

void ch_desk__key_untold(ch_emit *e, const ch_desk__deal *deal)
{
    ch_desk__key_open(e, "untold", '[');
    for (size_t i = 0; i < deal->untolds; i++)
        ch_emit_whole(e, deal->untold[i]);
    ch_emit_close(e, ']');
}

static void key_totals(ch_emit *e, const ch_desk__splitting *of)
{
    const ch_agreement_split *split = &of->deal.split;
    ch_desk__key_open(e, "totals", '{');
    ch_desk__key_fen(e, "gross_fen", split->gross_fen);
    ch_desk__key_fen(e, "central_fen", split->central_fen);
    ch_desk__key_fen(e, "provincial_fen", split->provincial_fen);
    ch_desk__key_fen(e, "base_fen", split->base_fen);
    ch_desk__key_open(e, "parties", '[');
    for (size_t i = 0; i < of->deal.agreement.parties; i++)
        emit_total(e, of, i);
    ch_emit_close(e, ']');
    key_years(e, &of->deal);
    ch_desk__key_untold(e, &of->deal);
    ch_emit_close(e, '}');
}

/* ---- assessment: counted once, by place; each party's part beside it */

static void emit_assessed(ch_emit *e, const ch_desk__deal *deal, const ch_assessment_row *row)
{
    ch_emit_open(e, '{');
    ch_emit_key(e, "year");
    ch_emit_whole(e, row->year);
    key_names(e, "figure", "figure", row->figure);
    ch_desk__key_text(e, "place", row->place);
    ch_desk__key_string(e, "kind", row->is_planned ? "planned" : "actual");
    ch_desk__key_fen(e, "value_fen", row->value_fen);
    ch_desk__key_open(e, "shares", '[');
    for (size_t i = 0; row->fen != NULL && i < deal->agreement.parties; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "party", deal->agreement.party[i].code);
        ch_desk__key_fen(e, "fen", row->fen[i]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_desk__key_fen(e, "nobody_fen", row->fen != NULL ? row->nobody_fen : CH_UNKNOWN_I64);
    ch_emit_close(e, '}');
}

static void key_assessment(ch_emit *e, const ch_desk__deal *deal)
{
    ch_desk__key_open(e, "assessment", '[');
    for (size_t i = 0; i < deal->assessed_rows; i++)
        emit_assessed(e, deal, &deal->assessed[i]);
    ch_emit_close(e, ']');
}

/* ---- the whole */

static void key_asked(ch_emit *e, const ch_desk__splitting *of)
{
    ch_desk__key_string(e, "version", CH_VERSION);
    ch_desk__key_text(e, "zone", of->asked->zone->zone.id[0]);
    ch_desk__key_string(e, "snapshot", of->digest);
    ch_desk__key_text(e, "what_if", of->edited ? of->asked->what_if_name : (ch_text){0});
    ch_desk__key_text(e, "agreement", of->asked->agreement);
    ch_desk__key_open(e, "years", '[');
    ch_emit_whole(e, of->from);
    ch_emit_whole(e, of->to);
    ch_emit_close(e, ']');
    ch_emit_key(e, "rate");
    if (of->asked->has_rate)
        ch_emit_number(e, of->asked->rate);
    else
        ch_emit_null(e);
}

static void write_json(const ch_desk__splitting *of, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    (void)lang;
    ch_emit_open(&e, '{');
    key_asked(&e, of);
    key_about(&e, &of->deal);
    key_phases(&e, &of->deal.agreement);
    key_rules(&e, &of->deal.agreement);
    key_plans(&e, &of->deal);
    key_rows(&e, &of->deal);
    key_totals(&e, of);
    key_assessment(&e, &of->deal);
    ch_desk__key_marks(&e, of->deal.marks | (of->asked->has_rate ? 1u << CH_mark_ASSUMED : 0));
    ch_desk__key_texts(&e, "sources", of->deal.source, of->deal.sources);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}

ch_err ch_answer_split_json(const ch_split_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_split(question, write_json, CH_ZH, out, faults);
}
