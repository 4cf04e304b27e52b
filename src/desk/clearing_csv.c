/* clearing_csv.c - a month or a year of medical claims as CSV: a row a thing, the first field says which. */
#include "clearing_work.h"

#include "changhe/csv.h"
#include "changhe/decimal.h"

static const char head[] = "row,claim,place,insured,care,claims,fen,rule_fen,prepaid_fen,left_fen,top_up_fen,word\n";

/* A row with what it has of the columns; unknown amounts and texts without a letter are empty fields. */
typedef struct {
    const char *row;
    ch_text claim;
    uint32_t place, insured, care;
    bool has_claims; /* claims are told */
    size_t claims;
    int64_t fen, rule_fen, prepaid_fen, left_fen, top_up_fen;
    ch_text word;
} told;

static told a_row(const char *row)
{
    return (told){.row = row,
                  .place = CH_MEDICAL_NOWHERE,
                  .insured = CH_MEDICAL_NOWHERE,
                  .care = CH_MEDICAL_NOWHERE,
                  .fen = CH_UNKNOWN_I64,
                  .rule_fen = CH_UNKNOWN_I64,
                  .prepaid_fen = CH_UNKNOWN_I64,
                  .left_fen = CH_UNKNOWN_I64,
                  .top_up_fen = CH_UNKNOWN_I64};
}

static void put(ch_buf *out, const ch_desk__clearing *of, told row)
{
    const uint32_t place[] = {row.place, row.insured, row.care};
    const int64_t fen[] = {row.fen, row.rule_fen, row.prepaid_fen, row.left_fen, row.top_up_fen};
    ch_buf_adds(out, row.row);
    ch_buf_addc(out, ',');
    ch_csv_write_field(out, row.claim);
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        ch_buf_addc(out, ',');
        if (place[i] != CH_MEDICAL_NOWHERE)
            ch_csv_write_field(out, of->asked->zone->places.id[place[i]]);
    }
    ch_buf_addc(out, ',');
    if (row.has_claims)
        ch_buf_addf(out, "%zu", row.claims);
    for (size_t i = 0; i < sizeof fen / sizeof *fen; i++) {
        ch_buf_addc(out, ',');
        ch_decimal_format(fen[i], 1, out);
    }
    ch_buf_addc(out, ',');
    ch_csv_write_field(out, row.word);
    ch_buf_addc(out, '\n');
}

static void put_owed(ch_buf *out, const ch_desk__clearing *of)
{
    for (size_t i = 0; i < of->due.batches; i++) {
        told row = a_row("batch");
        row.insured = of->due.batch[i].insured;
        row.care = of->due.batch[i].care;
        row.has_claims = true;
        row.claims = of->due.batch[i].claims;
        row.fen = of->due.batch[i].fen;
        put(out, of, row);
    }
    for (uint32_t place = 0; place < of->asked->zone->places.rows; place++) {
        told row = a_row("coming");
        row.place = place;
        row.fen = of->due.coming_fen[place];
        if (row.fen != 0)
            put(out, of, row);
    }
    for (size_t i = 0; i < of->due.netted.payments; i++) {
        told row = a_row("payment");
        row.insured = of->due.netted.payment[i].from;
        row.care = of->due.netted.payment[i].to;
        row.fen = of->due.netted.payment[i].fen;
        put(out, of, row);
    }
}

static void put_prepaid(ch_buf *out, const ch_desk__clearing *of)
{
    for (size_t i = 0; i < of->prepayments; i++) {
        const ch_desk__prepaid *at = &of->prepaid[i];
        told row = a_row("prepayment");
        row.insured = at->insured;
        row.care = at->care;
        row.fen = at->used_fen;
        row.prepaid_fen = at->prepaid_fen;
        row.left_fen = at->prepaid_fen - at->used_fen;
        row.top_up_fen = at->top_up_fen;
        row.word = ch_text_of(ch_desk__alarm_word(at));
        put(out, of, row);
        if (of->asked->month != 0)
            continue;
        told rest = a_row("rest");
        rest.insured = at->insured;
        rest.care = at->care;
        rest.fen = at->rest_fen;
        put(out, of, rest);
    }
}

static void put_months(ch_buf *out, const ch_desk__clearing *of)
{
    ch_buf month = {.memory = out->memory};
    for (int32_t m = 0; m < CH_DESK__MONTHS && of->asked->month == 0; m++) {
        told row = a_row("month");
        month.len = 0;
        ch_desk__add_month(&month, of->from + m);
        row.has_claims = true;
        row.claims = of->month[m].claims;
        row.fen = of->month[m].fen;
        row.word = ch_buf_text(&month);
        put(out, of, row);
    }
    out->failed |= month.failed;
    ch_buf_free(&month);
}

static void put_claims(ch_buf *out, const ch_desk__clearing *of)
{
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        const bool is_counted = ch_desk__is_counted(of, at) && ch_desk__differs(at);
        const bool is_without = ch_desk__is_without(of, at);
        if (!at->is_open && !is_counted && !is_without)
            continue;
        told row = a_row(at->is_open ? "held" : is_without ? "without_rule" : "difference");
        row.claim = at->row->id;
        row.insured = at->row->insured;
        row.care = at->row->care;
        row.fen = is_counted ? at->row->fund_fen : is_without ? CH_UNKNOWN_I64 : ch_desk__owed_fen(of, at);
        row.rule_fen = is_counted ? at->rule_fen : CH_UNKNOWN_I64;
        row.word = ch_text_of(at->is_open ? "disputed" : is_without ? ch_desk__lack_word(at->lack) : "");
        put(out, of, row);
    }
}

static void write_csv(const ch_desk__clearing *of, ch_lang lang, ch_buf *out)
{
    (void)lang;
    ch_buf_adds(out, head);
    put_owed(out, of);
    put_months(out, of);
    put_prepaid(out, of);
    put_claims(out, of);
}

ch_err ch_answer_clearing_csv(const ch_clearing_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_clearing(question, write_csv, CH_ZH, out, faults);
}
