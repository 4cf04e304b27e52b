/* settlement_text.c - the sheet as lines for a terminal, in yuan. */
#include "settling.h"

typedef struct {
    const ch_desk__settling *s;
    ch_lang lang;
    ch_buf *out;
} view;

static void add(const view *v, const char *zh, const char *en)
{
    ch_buf_adds(v->out, ch_desk__in(v->lang, zh, en));
}

static void add_party(const view *v, size_t party)
{
    ch_buf_add(v->out, ch_desk__party_said(v->s, party, v->lang));
}

static void add_head(const view *v)
{
    const ch_rows_agreements *rows = &v->s->of.deal.zone->agreements;
    const size_t row = v->s->of.deal.row;
    const ch_word *form = &ch_schema_words("agreement")->word[rows->form[row]];
    if (v->s->of.edited)
        add(v, "试算 ", "WHAT IF ");
    add(v, "年度结算单 · ", "Settlement sheet · ");
    ch_buf_add(v->out, ch_desk__agreement_said(v->s, v->lang));
    ch_buf_addf(v->out, ch_desk__in(v->lang, " · %d 年\n", " · %d\n"), (int)v->s->asked->year);
    ch_buf_adds(v->out, "  ");
    ch_buf_adds(v->out, ch_desk__in(v->lang, form->zh, form->en));
    if (rows->version[row].len > 0) {
        add(v, " · 规则 ", " · rule ");
        ch_buf_add(v->out, rows->version[row]);
    }
    ch_buf_addf(v->out, ch_desk__in(v->lang, " · 快照 %s · 金额单位：元\n", " · snapshot %s · amounts in yuan\n"),
                v->s->of.digest);
    ch_buf marks = {.memory = v->out->memory};
    ch_desk__add_marks(v->s, &marks, v->lang);
    if (marks.len > 0) {
        ch_buf_adds(v->out, "  [");
        ch_buf_add(v->out, ch_buf_text(&marks));
        ch_buf_adds(v->out, "]\n");
    }
    v->out->failed |= marks.failed;
    ch_buf_free(&marks);
}

static void add_line(const view *v, const ch_agreement_row *row)
{
    const ch_word *stream = &ch_schema_words("stream")->word[row->stream];
    ch_buf_adds(v->out, "  ");
    ch_buf_adds(v->out, ch_desk__in(v->lang, stream->zh, stream->en));
    if (row->class.len > 0) {
        ch_buf_addc(v->out, ' ');
        ch_buf_add(v->out, row->class);
    }
    ch_desk__add_kind(row, v->out, v->lang);
    ch_buf_addc(v->out, ' ');
    ch_desk__add_yuan(v->out, row->gross_fen);
    add(v, "，中央 ", ", centre ");
    ch_desk__add_yuan(v->out, row->central_fen);
    add(v, "，省级 ", ", province ");
    ch_desk__add_yuan(v->out, row->provincial_fen);
    add(v, "，可分 ", ", to share ");
    ch_desk__add_yuan(v->out, row->base_fen);
    ch_buf_addc(v->out, '\n');
}

static void add_share(const view *v, const ch_agreement_row *row)
{
    ch_buf_adds(v->out, "    ");
    add_party(v, row->party);
    ch_buf_addc(v->out, ' ');
    ch_desk__add_yuan(v->out, row->amount_fen);
    if (row->clause.len > 0) {
        ch_buf_adds(v->out, "  [");
        ch_desk__add_clause(v->s, v->out, row->clause, v->lang);
        ch_buf_addc(v->out, ']');
    }
    if (row->cap_left_fen != CH_UNKNOWN_I64) {
        add(v, "  上限余 ", "  cap left ");
        ch_desk__add_yuan(v->out, row->cap_left_fen);
    }
    if (row->odd_fen != 0)
        add(v, "  得尾差一分", "  got the odd fen");
    ch_buf_addc(v->out, '\n');
}

static void add_lines(const view *v)
{
    const ch_agreement_split *split = &v->s->of.deal.split;
    if (split->rows == 0)
        add(v, "  这一年没有税额\n", "  no amounts in this year\n");
    for (size_t i = 0; i < split->rows; i++) {
        if (i % v->s->of.deal.agreement.parties == 0)
            add_line(v, &split->row[i]);
        add_share(v, &split->row[i]);
    }
    for (size_t i = 0; i < v->s->of.deal.agreement.parties; i++) {
        ch_buf_adds(v->out, "  ");
        add_party(v, i);
        add(v, " 合计 ", " in all ");
        ch_desk__add_yuan(v->out, split->total[i].amount_fen);
        if (i == v->s->collector)
            add(v, "，归集税款", ", collects");
        ch_buf_addc(v->out, '\n');
    }
}

/* A negative amount flows back. */
static void add_due(const view *v, const ch_desk__due *due)
{
    const bool back = due->amount_fen < 0;
    ch_buf_adds(v->out, "    ");
    add_party(v, back ? due->party : v->s->collector);
    add(v, " 付 ", " pays ");
    add_party(v, back ? v->s->collector : due->party);
    ch_buf_addc(v->out, ' ');
    ch_desk__add_yuan(v->out, back ? -due->amount_fen : due->amount_fen);
    ch_buf_addc(v->out, '\n');
}

static void add_dues(const view *v)
{
    if (v->s->dues == 0)
        add(v, "  无应付款\n", "  nothing is due\n");
    else
        add(v, "  应付\n", "  due\n");
    for (size_t i = 0; i < v->s->dues; i++)
        add_due(v, &v->s->due[i]);
}

static void add_owed(const view *v, const ch_desk__owed *pair)
{
    const struct {
        const char *zh, *en;
        int64_t fen;
    } figure[] = {{" 年初 ", " opening ", pair->opening_fen},
                  {"，应付 ", ", due ", pair->due_fen},
                  {"，已记应付 ", ", posted ", pair->posted_fen},
                  {"，已付 ", ", paid ", pair->paid_fen},
                  {"，年末尚欠 ", ", closing ", pair->closing_fen}};
    ch_buf_adds(v->out, "    ");
    ch_buf_add(v->out, ch_desk__code_said(v->s, pair->from, v->lang));
    ch_buf_adds(v->out, " → ");
    ch_buf_add(v->out, ch_desk__code_said(v->s, pair->to, v->lang));
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++) {
        add(v, figure[i].zh, figure[i].en);
        ch_desk__add_yuan(v->out, figure[i].fen);
    }
    if (pair->differs_fen != 0) {
        add(v, "，相差 ", ", differs by ");
        ch_desk__add_yuan(v->out, pair->differs_fen);
    }
    ch_buf_addc(v->out, '\n');
}

static void add_booked(const view *v)
{
    const ch_desk__booked *booked = &v->s->booked;
    if (!v->s->has_ledger)
        return;
    ch_buf_addf(v->out, ch_desk__in(v->lang, "  账本：%s · %s · 共 %zu 笔\n", "  ledger: %s · %s · %zu postings\n"),
                ch_desk__posted_said(booked->state, v->lang),
                booked->is_closed ? ch_desk__in(v->lang, "本年已结账", "year closed")
                                  : ch_desk__in(v->lang, "本年未结账", "year not closed"),
                booked->postings);
    for (size_t i = 0; i < booked->pairs; i++)
        add_owed(v, &booked->pair[i]);
    ch_buf_addf(v->out, ch_desk__in(v->lang, "    链首 %s\n", "    head %s\n"), booked->head);
}

void ch_desk__sheet_text(const ch_desk__settling *s, ch_lang lang, ch_buf *out)
{
    const view v = {s, lang, out};
    add_head(&v);
    add_lines(&v);
    add_dues(&v);
    add_booked(&v);
    ch_buf_addf(out, ch_desk__in(lang, "  核对码 %s\n", "  digest %s\n"), s->digest);
}
