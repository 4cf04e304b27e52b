/* clearing_text.c - a month or a year of medical claims as lines for a terminal, in yuan. */
#include "clearing_work.h"

#include "changhe/decimal.h"

#include <stdio.h>

static const char *in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

/* Yuan with two decimals and commas between thousands: -1,234.50. */
static void add_yuan(ch_buf *out, int64_t fen)
{
    char whole[24];
    if (fen == CH_UNKNOWN_I64) {
        ch_buf_addc(out, '?');
        return;
    }
    const uint64_t size = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;
    const int digits = snprintf(whole, sizeof whole, "%llu", (unsigned long long)(size / 100));
    ch_buf_adds(out, fen < 0 ? "-" : "");
    for (int i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0)
            ch_buf_addc(out, ',');
        ch_buf_addc(out, whole[i]);
    }
    ch_buf_addf(out, ".%02d", (int)(size % 100));
}

static void add_told_yuan(ch_buf *out, const char *title, int64_t fen)
{
    ch_buf_adds(out, title);
    add_yuan(out, fen);
}

static void add_place(ch_buf *out, const ch_desk__clearing *of, uint32_t place, ch_lang lang)
{
    const ch_rows_places *places = &of->asked->zone->places;
    if (place == CH_MEDICAL_NOWHERE)
        ch_buf_addc(out, '?');
    else
        ch_buf_add(out,
                   lang == CH_EN && places->name_en[place].len > 0 ? places->name_en[place] : places->name_zh[place]);
}

static void add_pair(ch_buf *out, const ch_desk__clearing *of, uint32_t from, uint32_t to, ch_lang lang)
{
    ch_buf_adds(out, "  ");
    add_place(out, of, from, lang);
    ch_buf_adds(out, " → ");
    add_place(out, of, to, lang);
    ch_buf_adds(out, "  ");
}

/* ---- what was asked, and what came in */

static void add_head(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    const ch_rows_zone *zone = &of->asked->zone->zone;
    ch_buf_add(out, lang == CH_EN && zone->name_en[0].len > 0 ? zone->name_en[0] : zone->name_zh[0]);
    ch_buf_adds(out, in(lang, " · 异地就医清算 ", " · medical settlement across provinces "));
    if (of->asked->month != 0)
        ch_desk__add_month(out, of->to);
    else
        ch_buf_addf(out, "%d", (int)of->asked->year);
    ch_buf_addf(out, in(lang, " · 快照 %s · 金额以元计\n", " · snapshot %s · in yuan\n"), of->digest);
    ch_buf_addf(
        out,
        in(lang, "  至期末结算 %zu 笔：计入 %zu，争议 %zu，拒付 %zu，无规则或地区未知 %zu，无参保人代码 %zu\n",
           "  %zu claims by then: %zu counted, %zu disputed, %zu refused, %zu without rule or place, %zu without "
           "token\n"),
        of->works, of->counted, of->held, of->refused, of->without_rule, of->without_person);
}

static void add_totals(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    static const char *const title[CH_DESK__PARTS][2] = {
        {"  总费用 ", "  total "},   {" = 统筹基金 ", " = fund "},    {" + 大病补充 ", " + supplement "},
        {" + 医疗救助 ", " + aid "}, {" + 个人账户 ", " + account "}, {" + 个人现金 ", " + cash "}};
    for (size_t p = 0; p < CH_DESK__PARTS; p++)
        add_told_yuan(out, title[p][lang], of->part_fen[p]);
    ch_buf_addc(out, '\n');
}

/* ---- what places owe */

static void add_owed(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    ch_buf_adds(out, in(lang, "应付（参保地 → 就医地）\n", "owed (insured → care)\n"));
    for (size_t i = 0; i < of->due.batches; i++) {
        const ch_medical_batch *batch = &of->due.batch[i];
        add_pair(out, of, batch->insured, batch->care, lang);
        ch_buf_addf(out, in(lang, "%zu 笔  ", "%zu claims  "), batch->claims);
        add_yuan(out, batch->fen);
        ch_buf_addc(out, '\n');
    }
    ch_buf_adds(out, in(lang, "应收（负数为应付）\n", "coming (negative: owes)\n"));
    for (uint32_t place = 0; place < of->asked->zone->places.rows; place++) {
        if (of->due.coming_fen[place] == 0)
            continue;
        ch_buf_adds(out, "  ");
        add_place(out, of, place, lang);
        add_told_yuan(out, "  ", of->due.coming_fen[place]);
        ch_buf_addc(out, '\n');
    }
}

static void add_netted(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    const ch_netted *netted = &of->due.netted;
    add_told_yuan(out, in(lang, "轧差：债权合计 ", "netted: sum of claims "), netted->gross);
    add_told_yuan(out, in(lang, "，轧差后支付 ", ", paid after netting "), netted->net);
    ch_buf_addf(out, in(lang, "，%zu 笔支付，", ", %zu payments, "), netted->payments);
    ch_buf_adds(out, netted->is_minimal ? in(lang, "笔数最少（已证明）\n", "no fewer can do it: proved\n")
                                        : in(lang, "未证明笔数最少\n", "fewer are not excluded\n"));
    for (size_t i = 0; i < netted->payments; i++) {
        add_pair(out, of, netted->payment[i].from, netted->payment[i].to, lang);
        add_yuan(out, netted->payment[i].fen);
        ch_buf_addc(out, '\n');
    }
}

static void add_months(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    ch_buf_adds(out, in(lang, "各月\n", "months\n"));
    for (int32_t m = 0; m < CH_DESK__MONTHS; m++) {
        ch_buf_adds(out, "  ");
        ch_desk__add_month(out, of->from + m);
        ch_buf_addf(out, in(lang, "  %zu 笔  ", "  %zu claims  "), of->month[m].claims);
        add_yuan(out, of->month[m].fen);
        ch_buf_addc(out, '\n');
    }
}

/* ---- prepayments */

static const char *alarm(const ch_desk__prepaid *at, ch_lang lang)
{
    static const char *const words[][2] = {[CH_MEDICAL_WELL] = {"  未预警", "  well"},
                                           [CH_MEDICAL_YELLOW] = {"  黄色预警", "  yellow alarm"},
                                           [CH_MEDICAL_RED] = {"  红色预警", "  red alarm"}};
    return ch_desk__alarm_word(at) != NULL ? words[at->alarm][lang] : in(lang, "  未设预警", "  no alarm level");
}

static void add_year_end(ch_buf *out, const ch_desk__prepaid *at, ch_lang lang)
{
    add_told_yuan(out, in(lang, "，上年结转 ", ", carried "), at->carried_fen);
    add_told_yuan(out, in(lang, "，年末余额（负数为欠） ", ", rest (negative: still owed) "), at->rest_fen);
}

static void add_prepaid(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    if (of->prepayments > 0)
        ch_buf_adds(out, in(lang, "预付金（参保地 → 就医地）\n", "prepayments (insured → care)\n"));
    for (size_t i = 0; i < of->prepayments; i++) {
        const ch_desk__prepaid *at = &of->prepaid[i];
        add_pair(out, of, at->insured, at->care, lang);
        add_told_yuan(out, in(lang, "预付 ", "prepaid "), at->prepaid_fen);
        add_told_yuan(out, in(lang, "，已用 ", ", used "), at->used_fen);
        if (at->prepaid_fen > 0)
            ch_buf_addf(out, in(lang, "（%.1f %%）", " (%.1f %%)"),
                        100 * ((double)at->used_fen / (double)at->prepaid_fen));
        add_told_yuan(out, in(lang, "，余 ", ", left "), at->prepaid_fen - at->used_fen);
        if (of->asked->month == 0)
            add_year_end(out, at, lang);
        ch_buf_adds(out, alarm(at, lang));
        if (at->top_up_fen > 0) {
            add_told_yuan(out, in(lang, "，建议追加 ", ", top up "), at->top_up_fen);
            ch_buf_adds(out, in(lang, "（假定）", " (assumed)"));
        }
        ch_buf_addc(out, '\n');
    }
}

/* ---- claims by their ids */

static void add_differences(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    if (of->differences > 0)
        ch_buf_adds(out, in(lang, "差异（按告知金额清分）\n", "differences (cleared as told)\n"));
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        if (!ch_desk__is_counted(of, at) || !ch_desk__differs(at))
            continue;
        ch_buf_adds(out, "  ");
        ch_fault_show(at->row->id, out);
        add_told_yuan(out, in(lang, "  告知 ", "  told "), at->row->fund_fen);
        add_told_yuan(out, in(lang, "，按规则 ", ", by rule "), at->rule_fen);
        ch_buf_addc(out, '\n');
    }
}

static void add_held(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    if (of->held > 0)
        ch_buf_adds(out, in(lang, "争议中（未裁定，不计入）\n", "in dispute (not decided, held out)\n"));
    for (size_t i = 0; i < of->works; i++) {
        if (!of->worked[i].is_open)
            continue;
        ch_buf_adds(out, "  ");
        ch_fault_show(of->worked[i].row->id, out);
        add_told_yuan(out, "  ", ch_desk__owed_fen(of, &of->worked[i]));
        ch_buf_addc(out, '\n');
    }
}

static void add_without_rule(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    static const char *const words[][2] = {[CH_DESK__RULED] = {"", ""},
                                           [CH_DESK__NO_RULE] = {"  无适用规则\n", "  no rule\n"},
                                           [CH_DESK__NO_INSURED] = {"  参保地未知\n", "  place of insurance unknown\n"},
                                           [CH_DESK__NO_CARE] = {"  就医地未知\n", "  place of care unknown\n"}};
    if (of->without_rule > 0)
        ch_buf_adds(out, in(lang, "金额未知（不计入）\n", "unknown (held out)\n"));
    for (size_t i = 0; i < of->works; i++) {
        if (!ch_desk__is_without(of, &of->worked[i]))
            continue;
        ch_buf_adds(out, "  ");
        ch_fault_show(of->worked[i].row->id, out);
        ch_buf_adds(out, words[of->worked[i].lack][lang]);
    }
}

static void add_marks(ch_buf *out, const ch_desk__clearing *of, ch_lang lang)
{
    const ch_words *words = ch_schema_words("mark");
    ch_buf_adds(out, in(lang, "标记", "marks"));
    for (unsigned w = 1; w <= words->count; w++)
        if ((of->marks >> w & 1) != 0) {
            ch_buf_addc(out, ' ');
            ch_buf_adds(out, in(lang, words->word[w].zh, words->word[w].en));
        }
    ch_buf_addc(out, '\n');
}

static void write_text(const ch_desk__clearing *of, ch_lang lang, ch_buf *out)
{
    add_head(out, of, lang);
    add_totals(out, of, lang);
    if (of->asked->month == 0)
        add_months(out, of, lang);
    add_owed(out, of, lang);
    if (of->asked->month != 0)
        add_netted(out, of, lang);
    add_prepaid(out, of, lang);
    add_differences(out, of, lang);
    add_held(out, of, lang);
    add_without_rule(out, of, lang);
    add_marks(out, of, lang);
}

ch_err ch_answer_clearing_text(const ch_clearing_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_clearing(question, write_text, lang, out, faults);
}
