/* fairness_text.c - whether an agreement is fair, as CSV and as lines for a terminal. */
#include "fairness_parts.h"

#include "changhe/csv.h"

static const char *in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

/* ---- CSV: a row a party, then a row a group of two or more, the tightest first; whole fen, exact shares beside them */

static void put_fen(ch_buf *out, int64_t fen)
{
    ch_buf_addc(out, ',');
    if (fen != CH_UNKNOWN_I64)
        ch_buf_addf(out, "%lld", (long long)fen);
}

static void put_number(ch_buf *out, const ch_share_number *number)
{
    ch_buf_addc(out, ',');
    if (number)
        ch_desk__add_exact(out, number);
    put_fen(out, number ? ch_desk__nearest(number) : CH_UNKNOWN_I64);
}

static void put_party(ch_buf *out, const ch_desk__fairness *of, size_t i)
{
    const ch_desk__game *game = &of->game;
    const int64_t alone_fen = game->alone_fen[i], gets_fen = game->gets_fen[i];
    ch_buf_adds(out, "party,");
    ch_csv_write_field(out, game->deal->agreement.party[i].code);
    put_fen(out, gets_fen);
    put_fen(out, alone_fen);
    put_fen(out, alone_fen == CH_UNKNOWN_I64 ? CH_UNKNOWN_I64 : alone_fen - gets_fen);
    ch_buf_adds(out, ",alone,");
    put_number(out, of->shapley ? &of->shapley[i] : NULL);
    put_number(out, of->nucleolus ? &of->nucleolus[i] : NULL);
    put_fen(out, of->shapley ? ch_desk__over_shapley(of, i) : CH_UNKNOWN_I64);
    ch_buf_addc(out, '\n');
}

static void put_group(ch_buf *out, const ch_desk__game *game, uint32_t group)
{
    const bool is_row = game->piece[group] == group;
    ch_buf codes = {.memory = out->memory};
    for (uint32_t left = group; left != 0; left &= left - 1) {
        ch_buf_adds(&codes, left == group ? "" : " ");
        ch_buf_add(&codes, game->deal->agreement.party[__builtin_ctz(left)].code);
    }
    ch_buf_adds(out, "group,");
    ch_csv_write_field(out, ch_buf_text(&codes));
    put_fen(out, game->gets[group]);
    put_fen(out, game->value[group]);
    put_fen(out, ch_desk__excess(game, group));
    ch_buf_adds(out, is_row ? ",row," : ",sum,");
    if (is_row)
        ch_csv_write_field(out, game->deal->zone->agreement_groups.id[game->row[group]]);
    ch_buf_adds(out, ",,,,,\n");
    out->failed |= codes.failed;
    ch_buf_free(&codes);
}

static void write_csv(const ch_desk__fairness *of, ch_lang lang, ch_buf *out)
{
    (void)lang;
    ch_buf_adds(out, "row,parties,gets_fen,value_fen,excess_fen,from,group,shapley,shapley_fen,nucleolus,"
                     "nucleolus_fen,over_shapley_fen\n");
    for (size_t i = 0; i < of->game.parties; i++)
        put_party(out, of, i);
    for (size_t i = 0; i < of->game.tights; i++)
        if ((of->game.tight[i] & (of->game.tight[i] - 1)) != 0)
            put_group(out, &of->game, of->game.tight[i]);
}

ch_err ch_answer_fairness_csv(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                              ch_faults *faults)
{
    return ch_desk__ask_fairness(question, write_csv, CH_ZH, progress, out, faults);
}

/* ---- lines of text */

enum { LINES = 10 }; /* of groups */

static void add_fen(ch_buf *out, const char *name, int64_t fen)
{
    ch_buf_adds(out, name);
    ch_decimal_format(fen, CH_FEN_PER_WAN, out);
}

static void add_head(ch_buf *out, const ch_desk__fairness *of, ch_lang lang)
{
    const ch_desk__deal *deal = &of->split->deal;
    const ch_words *words = ch_schema_words("mark");
    const ch_text en = deal->zone->agreements.name_en[deal->row];
    ch_buf_add(out, lang == CH_EN && en.len > 0 ? en : deal->zone->agreements.name_zh[deal->row]);
    ch_buf_addf(out, in(lang, " · %d–%d 年 · 快照 %s\n", " · %d–%d · snapshot %s\n"), (int)of->split->from,
                (int)of->split->to, of->split->digest);
    ch_buf_adds(out, in(lang, "  金额单位：万元", "  amounts in 10,000 yuan"));
    for (unsigned value = 1; value <= words->count; value++)
        if ((of->marks >> value & 1) != 0)
            ch_buf_addf(out, " [%s]", in(lang, words->word[value].zh, words->word[value].en));
    ch_buf_adds(out, "\n  ");
    ch_desk__add_verdict(out, of, lang);
    ch_buf_addc(out, '\n');
}

static void add_party(ch_buf *out, const ch_desk__fairness *of, size_t i, ch_lang lang)
{
    ch_buf_adds(out, "  ");
    ch_desk__add_group(out, &of->game, UINT32_C(1) << i, lang);
    add_fen(out,
            of->split->deal.untolds > 0 ? in(lang, " 已知年份所得 ", " gets in the years told ")
                                        : in(lang, " 所得 ", " gets "),
            of->game.gets_fen[i]);
    if (of->game.alone_fen[i] == CH_UNKNOWN_I64)
        ch_buf_adds(out, in(lang, "，不合作 未知", ", alone not known"));
    else
        add_fen(out, in(lang, "，不合作 ", ", alone "), of->game.alone_fen[i]);
    if (of->shapley)
        add_fen(out, in(lang, "，沙普利值 ", ", Shapley value "), ch_desk__nearest(&of->shapley[i]));
    if (of->nucleolus)
        add_fen(out, in(lang, "，核仁 ", ", nucleolus "), ch_desk__nearest(&of->nucleolus[i]));
    ch_buf_addc(out, '\n');
}

static void add_tight(ch_buf *out, const ch_desk__game *game, uint32_t group, ch_lang lang)
{
    const int64_t excess_fen = ch_desk__excess(game, group);
    ch_buf_adds(out, "    ");
    ch_desk__add_group(out, game, group, lang);
    add_fen(out, in(lang, " 自己有 ", " would have "), game->value[group]);
    add_fen(out, in(lang, "，现得 ", ", gets "), game->gets[group]);
    if (excess_fen > 0)
        add_fen(out, in(lang, "，退出多得 ", ", more by leaving: "), excess_fen);
    else
        add_fen(out, in(lang, "，退出少得 ", ", less by leaving: "), -excess_fen);
    if (game->piece[group] == group && game->row[group] != UINT32_MAX) {
        ch_buf_adds(out, "  [");
        ch_buf_add(out, game->deal->zone->agreement_groups.id[game->row[group]]);
        ch_buf_addc(out, ']');
    }
    ch_buf_addc(out, '\n');
}

static void add_certificate(ch_buf *out, const ch_desk__fairness *of, ch_lang lang)
{
    ch_buf_adds(out, in(lang, "  最小核心 ", "  least core "));
    ch_desk__add_wan(out, ch_desk__nearest(&of->core.least_core), lang);
    for (size_t i = 0; i < of->core.certificates; i++) {
        ch_buf_adds(out, i == 0 ? in(lang, "，证明：", ", proved by ") : in(lang, "；", "; "));
        ch_desk__add_exact(out, &of->core.weight[i]);
        ch_buf_adds(out, " × {");
        ch_desk__add_group(out, &of->game, of->core.certificate[i], lang);
        ch_buf_addc(out, '}');
    }
    ch_buf_addc(out, '\n');
}

static void add_before(ch_buf *out, const ch_desk__game *before, ch_lang lang)
{
    const uint32_t worst = before->is_known ? ch_desk__worst(before) : 0;
    ch_buf_adds(out, in(lang, "  试算之前：", "  before the edits: "));
    if (!before->is_known)
        ch_buf_adds(out, in(lang, "未知", "not known"));
    else if (worst == 0)
        ch_buf_adds(out, in(lang, "没有谁宁愿退出", "nobody would rather leave"));
    else {
        ch_desk__add_group(out, before, worst, lang);
        ch_buf_adds(out, in(lang, "宁愿退出，会多得 ", " would rather leave, and have more by "));
        ch_desk__add_wan(out, ch_desk__excess(before, worst), lang);
    }
    ch_buf_addc(out, '\n');
}

static void write_text(const ch_desk__fairness *of, ch_lang lang, ch_buf *out)
{
    const ch_desk__game *game = &of->game;
    add_head(out, of, lang);
    for (size_t i = 0; i < game->parties; i++)
        add_party(out, of, i, lang);
    if (of->has_before)
        add_before(out, &of->before, lang);
    if (!game->is_known)
        return;
    add_certificate(out, of, lang);
    if (game->tights > 0)
        ch_buf_adds(out, in(lang, "  最紧的各组：\n", "  the tightest groups:\n"));
    for (size_t i = 0; i < game->tights && i < LINES; i++)
        add_tight(out, game, game->tight[i], lang);
}

ch_err ch_answer_fairness_text(const ch_split_question *question, ch_lang lang, const ch_progress *progress,
                               ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_fairness(question, write_text, lang, progress, out, faults);
}
