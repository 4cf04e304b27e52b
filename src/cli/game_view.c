/* game_view.c - the answer as a table, and in a sentence: which group would do better alone, and by how much. */
#include "game_view.h"

#include "layout.h"

#include <math.h>

enum { NAME = 16, EXACT = 22, VALUE = 14, DECIMALS = 4 };

typedef struct {
    const char *zh, *en;
} words;

static const words family_words[CH_GAME_FILE_FAMILIES] = {
    {"各组合的值", "a table of groups"}, {"破产（债权分配）", "bankruptcy"}, {"机场（跑道）", "airport"},
    {"加权多数", "weighted majority"},   {"最小生成树", "spanning tree"},    {"配对", "assignment"}};
static const words rule_words[CH_CLAIM_RULES] = {
    {"按比例", "in proportion"}, {"等额受偿", "equal awards"}, {"等额受损", "equal losses"}, {"塔木德规则", "Talmud"}};

static void add_exact(ch_buf *out, const ch_share_number *number)
{
    ch_buf_add(out, number->num);
    if (!ch_text_equal(number->den, CH_TEXT("1"))) {
        ch_buf_addc(out, '/');
        ch_buf_add(out, number->den);
    }
}

static bool is_whole(const ch_share_number *number)
{
    return ch_text_equal(number->den, CH_TEXT("1"));
}

/* In a sentence: 1/6（约 0.1667）. */
static void add_amount(ch_buf *out, const ch_share_number *number, ch_lang lang)
{
    add_exact(out, number);
    if (!is_whole(number))
        ch_buf_addf(out, say(lang, "（约 %.4f）", " (about %.4f)"), number->value);
}

static void show_shares(const game_found *found, const ch_share_number *share, ch_buf *out)
{
    ch_buf exact = {.memory = out->memory};
    for (unsigned i = 0; i < found->file->players; i++) {
        exact.len = 0;
        add_exact(&exact, &share[i]);
        ch_buf_adds(out, "  ");
        layout_left(out, found->file->name[i], NAME);
        layout_left(out, ch_buf_text(&exact), EXACT);
        layout_number(out, share[i].value, VALUE, DECIMALS);
        layout_end(out, (ch_text){0});
    }
    out->failed |= exact.failed;
    ch_buf_free(&exact);
}

static void say_unknown(ch_buf *out, game_reason reason, ch_lang lang)
{
    ch_buf text = {.memory = out->memory};
    ch_buf_addf(&text, say(lang, "未知：%s。", "Not known: %s."),
                say(lang, game_reason_zh[reason], game_reason_en[reason]));
    layout_paragraph(out, 2, ch_buf_text(&text));
    out->failed |= text.failed;
    ch_buf_free(&text);
}

/* Mean, and how far off it may be by either bound. */
static void show_drawn(const game_found *found, const ch_share_number *pays, ch_buf *out, ch_lang lang)
{
    const game_drawn *drawn = found->drawn;
    ch_buf_adds(out, "  ");
    layout_left(out, CH_TEXT(""), NAME);
    ch_buf_adds(out, say(lang, "          均值", "          mean"));
    ch_buf_adds(out, "   ± Hoeffding   ± Bernstein");
    layout_end(out, (ch_text){0});
    for (unsigned i = 0; i < found->file->players; i++) {
        ch_buf_adds(out, "  ");
        layout_left(out, found->file->name[i], NAME);
        layout_number(out, pays != NULL ? pays[i].value : drawn->share[i].mean.value, VALUE, DECIMALS);
        layout_number(out, drawn->share[i].hoeffding, VALUE, DECIMALS);
        if (isfinite(drawn->share[i].bernstein))
            layout_number(out, drawn->share[i].bernstein, VALUE, DECIMALS);
        layout_end(out, (ch_text){0});
    }
}

static void say_drawn(const game_drawn *drawn, ch_buf *out, ch_lang lang)
{
    ch_buf text = {.memory = out->memory};
    ch_buf_addf(&text,
                say(lang,
                    "抽样所得：%zu 个随机次序，种子 %llu。对每一方、每一种误差界，真值落在均值±界内的概率至少为 %g%%。",
                    "Drawn: %zu orders at random, seed %llu. For each player and either bound the exact value lies "
                    "within mean ± bound with a probability of %g%% or more."),
                drawn->orders, (unsigned long long)drawn->seed, drawn->confidence * 100);
    layout_paragraph(out, 2, ch_buf_text(&text));
    out->failed |= text.failed;
    ch_buf_free(&text);
}

static void add_group(ch_buf *text, const game_found *found, ch_lang lang)
{
    bool is_first = true;
    for (unsigned i = 0; i < found->file->players; i++) {
        if ((found->worst >> i & 1) == 0)
            continue;
        ch_buf_adds(text, is_first ? "" : say(lang, "、", ", "));
        ch_buf_add(text, found->file->name[i]);
        is_first = false;
    }
}

static void say_stays(const game_found *found, ch_buf *text, ch_lang lang)
{
    ch_buf_adds(text,
                found->is_cost
                    ? say(lang, "按沙普利值分摊，没有哪个组合单独办理会更省：人人都有理由留下（分摊在核心之内）。",
                          "By the Shapley value no group would pay less alone: nobody has reason to leave (the split "
                          "lies in the core).")
                    : say(lang, "按沙普利值分配，没有哪个组合单干会更好：人人都有理由留下（分配在核心之内）。",
                          "By the Shapley value no group would do better alone: nobody has reason to leave (the split "
                          "lies in the core)."));
}

static void say_leaves(const game_found *found, ch_buf *text, ch_lang lang)
{
    const bool is_one = (found->worst & (found->worst - 1)) == 0;
    ch_buf_adds(text, say(lang, "按沙普利值，", "By the Shapley value "));
    add_group(text, found, lang);
    if (lang == CH_ZH)
        ch_buf_adds(text, is_one ? (found->is_cost ? " 单独办理会少付 " : " 单干会多得 ")
                                 : (found->is_cost ? " 另行联合会合计少付 " : " 另行联合会合计多得 "));
    else
        ch_buf_adds(text, is_one ? (found->is_cost ? " would pay less alone, by " : " would do better alone, by ")
                                 : (found->is_cost ? " would together pay less on their own, by "
                                                   : " would together do better on their own, by "));
    add_amount(text, &found->short_by, lang);
    ch_buf_adds(text, say(lang, "：这一组合最有理由退出。", "; no group gains more by leaving."));
}

static void show_nucleolus(const game_found *found, ch_buf *out, ch_lang lang)
{
    layout_heading(
        out, say(lang, "核仁：最不满的组合也尽量少不满", "Nucleolus: the least content group as content as can be"));
    if (found->nucleolus != NULL)
        show_shares(found, found->nucleolus, out);
    else if (found->is_impossible)
        layout_paragraph(out, 2,
                         ch_text_of(say(lang, "无：合计不足以让每一方都不少于单干所得。",
                                        "None: no split gives every player at least its own value.")));
    else
        say_unknown(out, found->nucleolus_reason, lang);
    if (found->nucleolus_pays == NULL)
        return;
    layout_heading(out, say(lang, "各方承担的成本（核仁）", "Nucleolus: what each pays"));
    show_shares(found, found->nucleolus_pays, out);
}

/* Is there any split that nobody would leave? */
static void say_core(const game_found *found, ch_buf *text, ch_lang lang)
{
    if (found->core_reason != GAME_KNOWN)
        return;
    if (found->core_empty)
        ch_buf_adds(
            text,
            say(lang, "任何分法都会有组合想退出（核心为空），差额最少也有 ",
                " Whatever the split, some group would rather leave (the core is empty); the least it lacks is "));
    else if (found->worst != 0)
        ch_buf_adds(text, say(lang, "但另有分法让谁都不必退出，如核仁。",
                              " Yet there are splits that nobody would leave; the nucleolus is one."));
    if (!found->core_empty)
        return;
    add_amount(text, &found->least_core, lang);
    ch_buf_adds(text, say(lang, "。", "."));
}

static void show_verdict(const game_found *found, ch_buf *out, ch_lang lang)
{
    ch_buf text = {.memory = out->memory};
    if (!found->has_leaving)
        ch_buf_addf(
            &text, say(lang, "是否有组合想退出：未知（%s）。", "Whether a group would rather leave is not known (%s)."),
            say(lang, game_reason_zh[found->leaving_reason], game_reason_en[found->leaving_reason]));
    else
        (found->worst == 0 ? say_stays : say_leaves)(found, &text, lang);
    say_core(found, &text, lang);
    ch_buf_addc(out, '\n');
    layout_paragraph(out, 0, ch_buf_text(&text));
    out->failed |= text.failed;
    ch_buf_free(&text);
}

static void show_shapley(const game_found *found, ch_buf *out, ch_lang lang)
{
    const ch_share_number *drawn_pays = found->drawn != NULL ? found->drawn->pays : NULL;
    layout_heading(out, found->is_cost ? say(lang, "沙普利值：各方分得的节省", "Shapley value: shares of what is saved")
                                       : say(lang, "沙普利值：各方分得的收益", "Shapley value: shares"));
    if (found->shapley != NULL)
        show_shares(found, found->shapley, out);
    else if (found->drawn != NULL)
        show_drawn(found, NULL, out, lang);
    else
        say_unknown(out, found->shapley_reason, lang);
    if (found->drawn != NULL)
        say_drawn(found->drawn, out, lang);
    if (found->pays == NULL && drawn_pays == NULL)
        return;
    layout_heading(out, say(lang, "各方承担的成本（沙普利值）", "Shapley value: what each pays"));
    if (found->pays != NULL)
        show_shares(found, found->pays, out);
    else
        show_drawn(found, drawn_pays, out, lang);
}

void game_view(const options *asked, const game_found *found, ch_buf *out)
{
    const ch_lang lang = asked->lang;
    const words *family = &family_words[found->file->family];
    ch_fault_show(ch_text_of(asked->dir), out);
    ch_buf_addf(out, say(lang, " · %s · %u 个参与方 · %s ", " · %s · %u players · %s "),
                say(lang, family->zh, family->en), found->file->players,
                found->is_cost ? say(lang, "合计节省", "saved by all") : say(lang, "合计收益", "made by all"));
    add_exact(out, &found->all);
    ch_buf_addc(out, '\n');
    show_shapley(found, out, lang);
    show_nucleolus(found, out, lang);
    for (unsigned rule = 0; rule < CH_CLAIM_RULES; rule++)
        if (found->award[rule] != NULL) {
            layout_heading(out, say(lang, rule_words[rule].zh, rule_words[rule].en));
            show_shares(found, found->award[rule], out);
        }
    show_verdict(found, out, lang);
}
