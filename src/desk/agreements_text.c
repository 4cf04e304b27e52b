/* agreements_text.c - what each party gets, as CSV and as lines for a terminal. */
#include "agreeing.h"

#include "changhe/csv.h"

/* ---- CSV: a row a line and party; money in yuan would not say which fen is odd, so it is fen */

static void put_fen(ch_buf *out, int64_t fen)
{
    if (fen != CH_UNKNOWN_I64)
        ch_buf_addf(out, "%lld", (long long)fen);
}

static void put_row(ch_buf *out, const ch_desk__deal *deal, const ch_agreement_row *row)
{
    const int64_t fen[] = {row->gross_fen, row->central_fen, row->provincial_fen, row->base_fen};
    const int64_t own[] = {row->amount_fen, row->repaid_fen, row->cap_left_fen, row->odd_fen};
    ch_buf_addf(out, "%d,%s,", (int)row->year, ch_schema_words("stream")->word[row->stream].word);
    ch_csv_write_field(out, row->class);
    ch_buf_addf(out, ",%s,", ch_desk__amount_kind(row));
    ch_csv_write_field(out, row->rule);
    for (size_t i = 0; i < 4; i++) {
        ch_buf_addc(out, ',');
        put_fen(out, fen[i]);
    }
    ch_buf_addc(out, ',');
    ch_csv_write_field(out, deal->agreement.party[row->party].code);
    for (size_t i = 0; i < 4; i++) {
        ch_buf_addc(out, ',');
        put_fen(out, own[i]);
    }
    ch_buf_addc(out, ',');
    ch_csv_write_field(out, row->clause);
    ch_buf_addc(out, '\n');
}

static void write_csv(const ch_desk__splitting *of, ch_lang lang, ch_buf *out)
{
    (void)lang;
    ch_buf_adds(out, "year,stream,class,kind,rule,gross_fen,central_fen,provincial_fen,base_fen,party,amount_fen,"
                     "repaid_fen,cap_left_fen,odd_fen,clause\n");
    for (size_t i = 0; i < of->deal.split.rows; i++)
        put_row(out, &of->deal, &of->deal.split.row[i]);
}

ch_err ch_answer_split_csv(const ch_split_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_split(question, write_csv, CH_ZH, out, faults);
}

/* ---- lines of text */

static const char *in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

static ch_text name_of(const ch_desk__deal *deal, size_t party, ch_lang lang)
{
    const ch_text en = lang == CH_EN ? ch_desk__party_name_en(deal, party) : (ch_text){0};
    return en.len > 0 ? en : ch_desk__party_name(deal, party);
}

static void add_wan(ch_buf *out, int64_t fen)
{
    ch_decimal_format(fen, CH_FEN_PER_WAN, out);
}

static void add_head(ch_buf *out, const ch_desk__splitting *of, ch_lang lang)
{
    const ch_rows_agreements *rows = &of->deal.zone->agreements;
    const size_t row = of->deal.row;
    const ch_words *words = ch_schema_words("mark");
    const ch_text en = rows->name_en[row];
    ch_buf_add(out, lang == CH_EN && en.len > 0 ? en : rows->name_zh[row]);
    ch_buf_addf(out, " · %d", (int)of->from);
    if (of->to > of->from)
        ch_buf_addf(out, "–%d", (int)of->to);
    ch_buf_addf(out, in(lang, " 年 · 快照 %s\n", " · snapshot %s\n"), of->digest);
    ch_buf_adds(out, in(lang, "  金额单位：万元", "  amounts in 10,000 yuan"));
    for (unsigned value = 1; value <= words->count; value++)
        if ((of->deal.marks >> value & 1) != 0)
            ch_buf_addf(out, " [%s]", in(lang, words->word[value].zh, words->word[value].en));
    ch_buf_addc(out, '\n');
}

static void add_line(ch_buf *out, const ch_agreement_row *row, ch_lang lang)
{
    const ch_word *stream = &ch_schema_words("stream")->word[row->stream];
    ch_buf_addf(out, "  %d %s", (int)row->year, in(lang, stream->zh, stream->en));
    if (row->class.len > 0) {
        ch_buf_addc(out, ' ');
        ch_buf_add(out, row->class);
    }
    ch_buf_adds(out, row->is_forecast  ? in(lang, "（预测） ", " (forecast) ")
                     : row->is_planned ? in(lang, "（计划） ", " (planned) ")
                                       : " ");
    add_wan(out, row->gross_fen);
    ch_buf_adds(out, in(lang, "，可分 ", ", to share "));
    add_wan(out, row->base_fen);
    ch_buf_addc(out, '\n');
}

/* The id of a phase stays as it is; reasons are said in words. */
static void add_clause(ch_buf *out, ch_text clause, ch_lang lang)
{
    static const char *const reason[CH_AGREEMENT_REASONS][2] = {
        {"协议未生效", "not in force"}, {"尚未起算", "not begun"},      {"中止", "suspended"},
        {"基数留存", "base stays"},     {"优先归还", "repaid first"},   {"达年度上限", "cap of the year"},
        {"达累计上限", "cap in all"},   {"承接余额", "takes the rest"}, {"保底补足", "floor made up"}};
    const char *between = "  [";
    ch_text piece;
    while (ch_text_next(&clause, ' ', &piece)) {
        int i = 0;
        while (i < CH_AGREEMENT_REASONS && !ch_text_equal(piece, ch_text_of(ch_agreement_reason_name[i])))
            i++;
        ch_buf_adds(out, between);
        ch_buf_add(out, i < CH_AGREEMENT_REASONS ? ch_text_of(reason[i][lang]) : piece);
        between = in(lang, "，", ", ");
    }
    ch_buf_addc(out, ']');
}

static void add_share(ch_buf *out, const ch_desk__splitting *of, const ch_agreement_row *row, ch_lang lang)
{
    ch_buf_adds(out, "    ");
    ch_buf_add(out, name_of(&of->deal, row->party, lang));
    ch_buf_addc(out, ' ');
    add_wan(out, row->amount_fen);
    if (row->clause.len > 0)
        add_clause(out, row->clause, lang);
    if (row->cap_left_fen != CH_UNKNOWN_I64) {
        ch_buf_adds(out, in(lang, "  上限余 ", "  cap left "));
        add_wan(out, row->cap_left_fen);
    }
    if (row->odd_fen != 0)
        ch_buf_adds(out, in(lang, "  得尾差一分", "  got the odd fen"));
    ch_buf_addc(out, '\n');
}

static void add_total(ch_buf *out, const ch_desk__splitting *of, size_t i, ch_lang lang)
{
    ch_buf_adds(out, "  ");
    ch_buf_add(out, name_of(&of->deal, i, lang));
    ch_buf_adds(out, in(lang, " 合计 ", " in all "));
    add_wan(out, of->deal.split.total[i].amount_fen);
    if (of->asked->has_rate) {
        const double present = ch_agreement_present(&of->deal.split, i, of->from, of->asked->rate);
        ch_buf_addf(out, in(lang, "，现值 %.2f（假定年利率 ", ", present value %.2f (assumed rate a year "),
                    present / (double)CH_FEN_PER_WAN);
        ch_number_format(of->asked->rate, out);
        ch_buf_adds(out, in(lang, "）", ")"));
    }
    if (of->deal.split.total[i].cap_left_fen == 0)
        ch_buf_adds(out, in(lang, "，已达累计上限", ", cap reached"));
    ch_buf_addc(out, '\n');
}

/* Statistics count the value where it stands; the parts are for assessment alone. */
static void add_assessed(ch_buf *out, const ch_desk__splitting *of, const ch_assessment_row *row, ch_lang lang)
{
    const ch_word *figure = &ch_schema_words("figure")->word[row->figure];
    const size_t place = ch_zone_find_place(of->deal.zone, row->place);
    ch_buf_addf(out, in(lang, "  考核 %d %s%s ", "  assessment %d %s%s "), (int)row->year,
                in(lang, figure->zh, figure->en), row->is_planned ? in(lang, "（计划）", " (planned)") : "");
    add_wan(out, row->value_fen);
    ch_buf_adds(out, in(lang, "，统计计入 ", ", counted in "));
    ch_buf_add(out, place != SIZE_MAX ? of->deal.zone->places.name_zh[place] : row->place);
    for (size_t i = 0; row->fen != NULL && i < of->deal.agreement.parties; i++) {
        ch_buf_adds(out, in(lang, i == 0 ? "；考核分算 " : "、", i == 0 ? "; for assessment " : ", "));
        ch_buf_add(out, name_of(&of->deal, i, lang));
        ch_buf_addc(out, ' ');
        add_wan(out, row->fen[i]);
    }
    ch_buf_addc(out, '\n');
}

static void write_text(const ch_desk__splitting *of, ch_lang lang, ch_buf *out)
{
    const ch_agreement_split *split = &of->deal.split;
    const size_t n = of->deal.agreement.parties;
    add_head(out, of, lang);
    if (split->rows == 0)
        ch_buf_adds(out, in(lang, "  这些年份没有税额\n", "  no amounts in these years\n"));
    for (size_t i = 0; i < split->rows; i++) {
        if (i % n == 0)
            add_line(out, &split->row[i], lang);
        add_share(out, of, &split->row[i], lang);
    }
    for (size_t i = 0; i < n; i++)
        add_total(out, of, i, lang);
    if (of->deal.untolds > 0) {
        ch_buf_adds(out, in(lang, "  没有税额也没有计划的年份（未知，未计入）：",
                            "  years that nothing tells of (unknown, not counted): "));
        for (size_t i = 0; i < of->deal.untolds; i++)
            ch_buf_addf(out, "%s%d", i > 0 ? in(lang, "、", ", ") : "", (int)of->deal.untold[i]);
        ch_buf_addc(out, '\n');
    }
    for (size_t i = 0; i < of->deal.assessed_rows; i++)
        add_assessed(out, of, &of->deal.assessed[i], lang);
}

ch_err ch_answer_split_text(const ch_split_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_split(question, write_text, lang, out, faults);
}
