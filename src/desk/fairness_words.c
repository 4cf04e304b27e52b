/* fairness_words.c - amounts, names, and the verdict: would anybody rather leave, and how far is it from Shapley's value? */
#include "fairness_parts.h"

static const char *in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

const char *const ch_desk__no_nucleolus[2] = {
    [CH_ZH] = "各方单独所得之和已超过可分总额，没有哪种分法能让每一方都不少于单独所得",
    [CH_EN] = "what each would have alone adds up to more than there is to divide: no split gives everyone that much"};

/* ---- numbers */

void ch_desk__add_exact(ch_buf *out, const ch_share_number *number)
{
    ch_buf_add(out, number->num);
    if (!ch_text_equal(number->den, CH_TEXT("1"))) {
        ch_buf_addc(out, '/');
        ch_buf_add(out, number->den);
    }
}

/* Of 16 parties numerators stay below 2^104 for Shapley (2^53 values of weight 16!), below 2^80 for programs (determinants of ones and noughts). */
__extension__ typedef unsigned __int128 wide;

static wide read_wide(ch_text digits)
{
    wide number = 0;
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] >= '0' && digits.at[i] <= '9')
            number = number * 10 + (wide)(digits.at[i] - '0');
    return number;
}

int64_t ch_desk__nearest(const ch_share_number *number)
{
    const wide num = read_wide(number->num), den = read_wide(number->den);
    const int64_t nearest = (int64_t)((2 * num + den) / (2 * den));
    return number->num.len > 0 && number->num.at[0] == '-' ? -nearest : nearest;
}

/* Rounded in words alone; what is there is never said to be nothing. */
void ch_desk__add_wan(ch_buf *out, int64_t fen, ch_lang lang)
{
    const uint64_t size = fen < 0 ? (uint64_t)0 - (uint64_t)fen : (uint64_t)fen;
    const uint64_t step = (uint64_t)CH_FEN_PER_WAN / 100, hundredths = size / step + (size % step >= step / 2);
    if (size > 0 && hundredths == 0)
        ch_buf_adds(out, fen < 0 ? in(lang, "略低于 0", "just below 0") : in(lang, "不到 0.01", "less than 0.01"));
    else
        ch_buf_addf(out, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)(hundredths / 100),
                    (unsigned long long)(hundredths % 100));
    ch_buf_adds(out, in(lang, " 万元", " x 10,000 yuan"));
}

/* ---- names */

static void add_party(ch_buf *out, const ch_desk__game *game, unsigned party, ch_lang lang)
{
    const ch_text en = ch_desk__party_name_en(game->deal, party);
    ch_buf_add(out, lang == CH_EN && en.len > 0 ? en : ch_desk__party_name(game->deal, party));
}

void ch_desk__add_group(ch_buf *out, const ch_desk__game *game, uint32_t group, ch_lang lang)
{
    for (uint32_t left = group; left != 0; left &= left - 1) {
        if (left != group)
            ch_buf_adds(out, lang == CH_ZH ? "、" : (left & (left - 1)) == 0 ? " and " : ", ");
        add_party(out, game, (unsigned)__builtin_ctz(left), lang);
    }
}

/* ---- the verdict */

static void say_unknown(ch_buf *out, const ch_desk__game *game, ch_lang lang)
{
    if (game->missing == 0 && game->years == 0) {
        ch_buf_adds(out, in(lang, "无法判断是否公平：协议尚无税额，也未起算，没有可比的年份。",
                            "Whether this is fair cannot be told: the agreement has neither amounts nor a start, so no "
                            "years to compare."));
        return;
    }
    if (game->missing == 0 && game->deal->untolds > 0) {
        ch_buf_adds(out, in(lang, "无法判断是否公平：还没有这些年份的税额或计划：",
                            "Whether this is fair cannot be told: neither amounts nor a plan tell of "));
        for (size_t i = 0; i < game->deal->untolds; i++)
            ch_buf_addf(out, "%s%d", i > 0 ? in(lang, "、", ", ") : "", (int)game->deal->untold[i]);
        ch_buf_adds(out, in(lang, "。", "."));
        return;
    }
    ch_buf_adds(out, in(lang, "无法判断是否公平：还不知道", "Whether this is fair cannot be told: what "));
    ch_desk__add_group(out, game, game->missing, lang);
    ch_buf_adds(out, in(lang, "的不合作年收入。", " would get a year without the agreement is not known."));
}

/* All together have less than they would have apart. */
static void say_short(ch_buf *out, const ch_desk__game *game, ch_lang lang)
{
    ch_buf_adds(out, in(lang, "各方合作共得 ", "All parties together have "));
    ch_desk__add_wan(out, game->total_fen, lang);
    ch_buf_adds(out, in(lang, "，比不合作还少 ", ", less than without the agreement by "));
    ch_desk__add_wan(out, game->apart_fen - game->total_fen, lang);
    ch_buf_adds(out, in(lang, "，怎样分都有一方或几方宁愿退出；",
                        ", so that whatever the split somebody would rather leave; "));
}

/* Is there a split that nobody would leave? Where all have too little together that is said already. */
static void say_other_splits(ch_buf *out, const ch_desk__fairness *of, ch_lang lang)
{
    if (!of->core.core_empty) {
        ch_buf_adds(out, in(lang, "，但另有分法（如核仁）谁都不愿退出",
                            ", though there are splits that nobody would leave, such as the nucleolus"));
        return;
    }
    if (of->game.apart_fen > of->game.total_fen)
        return;
    ch_buf_adds(out, in(lang, "，而且怎样分都有几方宁愿退出，最多的一组至少差 ",
                        ", and whatever the split some group would rather leave, the worst off by at least "));
    ch_desk__add_wan(out, ch_desk__nearest(&of->core.least_core), lang);
}

static void say_leaves(ch_buf *out, const ch_desk__fairness *of, uint32_t worst, ch_lang lang)
{
    const bool is_one = (worst & (worst - 1)) == 0;
    ch_desk__add_group(out, &of->game, worst, lang);
    ch_buf_adds(out, is_one ? in(lang, "宁愿退出，单独会多得 ", " would rather leave and have more alone, by ")
                            : in(lang, "宁愿一同退出，合计会多得 ", " would rather leave together and have more, by "));
    ch_desk__add_wan(out, ch_desk__excess(&of->game, worst), lang);
    say_other_splits(out, of, lang);
    ch_buf_adds(out, in(lang, "；", "; "));
}

static void say_stays(ch_buf *out, ch_lang lang)
{
    ch_buf_adds(out, in(lang, "各方所得都不低于不合作，任何一方或几方退出都不会更好；",
                        "Nobody would rather leave: no party, and no group of them, would have more without the "
                        "others; "));
}

/* The party furthest from its Shapley value: of equal ones who gets too much, then the first. */
static unsigned furthest(const ch_desk__fairness *of)
{
    unsigned far = 0;
    for (unsigned i = 1; i < of->game.parties; i++) {
        const int64_t over = ch_desk__over_shapley(of, i), most = ch_desk__over_shapley(of, far);
        const int64_t size = over < 0 ? -over : over, largest = most < 0 ? -most : most;
        if (size > largest || (size == largest && over > 0 && most < 0))
            far = i;
    }
    return far;
}

static void say_shapley(ch_buf *out, const ch_desk__fairness *of, ch_lang lang)
{
    const unsigned far = furthest(of);
    const int64_t over = ch_desk__over_shapley(of, far);
    if (over == 0) {
        ch_buf_adds(out, in(lang, "各方所得与沙普利值相差不到一分。", "everyone gets its Shapley value, to the fen."));
        return;
    }
    ch_buf_adds(out, in(lang, "与沙普利值相差最多的是", "furthest from the Shapley value is "));
    add_party(out, &of->game, far, lang);
    ch_buf_adds(out,
                over > 0 ? in(lang, "，多得 ", ", which gets more by ") : in(lang, "，少得 ", ", which gets less by "));
    ch_desk__add_wan(out, over > 0 ? over : -over, lang);
    ch_buf_adds(out, in(lang, "。", "."));
}

void ch_desk__add_verdict(ch_buf *out, const ch_desk__fairness *of, ch_lang lang)
{
    const ch_desk__game *game = &of->game;
    if (!game->is_known) {
        say_unknown(out, game, lang);
        return;
    }
    const uint32_t worst = ch_desk__worst(game);
    const bool is_short = game->apart_fen > game->total_fen;
    if (is_short)
        say_short(out, game, lang);
    if (worst != 0)
        say_leaves(out, of, worst, lang);
    else if (!is_short)
        say_stays(out, lang);
    say_shapley(out, of, lang);
}
