/* fairness_json.c - whether an agreement is fair, as JSON: every share as the fraction it is, and beside it the nearest fen. */
#include "fairness_parts.h"
#include "json_keys.h"

static const char *const formula[][2] = {
    {"alone", "alone_wan * years asked"},
    {"value",
     "of some parties: the most of their row of agreement_groups * years and of what they have in pieces, each a "
     "single party or a row; of all: what the agreement divides"},
    {"excess", "value - what the group gets: what it would gain by leaving"},
    {"shapley", "mean over all orders of the parties of what each adds when it comes"},
    {"nucleolus", "of the splits that give everyone what it has alone: the largest excess least, then the next"},
    {"least_core",
     "the largest excess of a group that is not all, as small as a split can make it; above 0: the core is empty"},
    {"certificate", "weights that sum to 1 and cover each party alike, lambda times: whatever the split, the largest "
                    "excess is sum of weight * value - lambda * total or more, which is least_core"},
    {"rounding", "fen beside an exact figure is the nearest, each alone; exact figures add up"},
};

/* ---- members */

static void key_null(ch_emit *e, const char *key)
{
    ch_emit_key(e, key);
    ch_emit_null(e);
}

static void emit_group(ch_emit *e, const ch_desk__game *game, uint32_t group)
{
    ch_emit_open(e, '[');
    for (uint32_t left = group; left != 0; left &= left - 1)
        ch_emit_text(e, game->deal->agreement.party[__builtin_ctz(left)].code);
    ch_emit_close(e, ']');
}

static void key_group(ch_emit *e, const char *key, const ch_desk__game *game, uint32_t group)
{
    ch_emit_key(e, key);
    emit_group(e, game, group);
}

/* The pieces of its best partition, by their first party. */
static void key_parts(ch_emit *e, const ch_desk__game *game, uint32_t group)
{
    ch_desk__key_open(e, "parts", '[');
    for (uint32_t left = group; left != 0; left &= ~game->piece[left])
        emit_group(e, game, game->piece[left]);
    ch_emit_close(e, ']');
}

static void key_text_of(ch_emit *e, const char *key, const ch_share_number *number)
{
    ch_buf text = {.memory = e->out->memory};
    ch_desk__add_exact(&text, number);
    ch_desk__key_text(e, key, ch_buf_text(&text));
    e->out->failed |= text.failed;
    ch_buf_free(&text);
}

static void key_number(ch_emit *e, const char *key, const ch_share_number *number)
{
    if (number == NULL) {
        key_null(e, key);
        return;
    }
    ch_desk__key_open(e, key, '{');
    key_text_of(e, "exact", number);
    ch_desk__key_fen(e, "fen", ch_desk__nearest(number));
    ch_emit_close(e, '}');
}

static void key_names(ch_emit *e, const ch_desk__deal *deal, size_t party)
{
    ch_desk__key_text(e, "party", deal->agreement.party[party].code);
    ch_desk__key_text(e, "name_zh", ch_desk__party_name(deal, party));
    ch_desk__key_text(e, "name_en", ch_desk__party_name_en(deal, party));
}

/* ---- what was asked, and what is missing */

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
}

static void key_missing(ch_emit *e, const ch_desk__game *game)
{
    ch_desk__key_open(e, "missing", '[');
    for (uint32_t left = game->missing; left != 0; left &= left - 1) {
        ch_emit_open(e, '{');
        key_names(e, game->deal, (size_t)__builtin_ctz(left));
        ch_desk__key_string(e, "table", "agreement_parties");
        ch_desk__key_string(e, "column", "alone_wan");
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* ---- parties */

static void emit_party(ch_emit *e, const ch_desk__fairness *of, size_t i)
{
    const ch_desk__game *game = &of->game;
    const int64_t alone_fen = game->alone_fen[i], gets_fen = game->gets_fen[i];
    ch_emit_open(e, '{');
    key_names(e, game->deal, i);
    ch_desk__key_fen(e, "gets_fen", gets_fen);
    ch_desk__key_fen(e, "alone_fen", alone_fen);
    ch_desk__key_fen(e, "gain_fen", alone_fen == CH_UNKNOWN_I64 ? CH_UNKNOWN_I64 : gets_fen - alone_fen);
    key_number(e, "shapley", of->shapley ? &of->shapley[i] : NULL);
    key_number(e, "nucleolus", of->nucleolus ? &of->nucleolus[i] : NULL);
    ch_desk__key_fen(e, "over_shapley_fen", of->shapley ? ch_desk__over_shapley(of, i) : CH_UNKNOWN_I64);
    ch_emit_close(e, '}');
}

static void key_parties(ch_emit *e, const ch_desk__fairness *of)
{
    ch_desk__key_open(e, "parties", '[');
    for (size_t i = 0; i < of->game.parties; i++)
        emit_party(e, of, i);
    ch_emit_close(e, ']');
}

/* ---- who would rather leave */

/* Not known is null, not none. */
static void key_leaving(ch_emit *e, const ch_desk__game *game)
{
    if (!game->is_known) {
        key_null(e, "stable");
        key_group(e, "worst_group", game, 0);
        key_null(e, "worst_short_fen");
        return;
    }
    const uint32_t worst = ch_desk__worst(game);
    ch_desk__key_flag(e, "stable", worst == 0);
    key_group(e, "worst_group", game, worst);
    ch_desk__key_fen(e, "worst_short_fen", worst == 0 ? 0 : ch_desk__excess(game, worst));
}

static void key_apart(ch_emit *e, const ch_desk__game *game)
{
    if (!game->is_known) {
        key_null(e, "apart");
        return;
    }
    ch_desk__key_open(e, "apart", '{');
    ch_desk__key_fen(e, "value_fen", game->apart_fen);
    key_parts(e, game, game->all);
    ch_emit_close(e, '}');
}

static void key_core(ch_emit *e, const ch_desk__fairness *of)
{
    const bool is_known = of->game.is_known;
    ch_emit_key(e, "core_empty");
    if (is_known)
        ch_emit_bool(e, of->core.core_empty);
    else
        ch_emit_null(e);
    key_number(e, "least_core", is_known ? &of->core.least_core : NULL);
    ch_desk__key_open(e, "certificate", '[');
    for (size_t i = 0; i < of->core.certificates; i++) {
        ch_emit_open(e, '{');
        key_group(e, "parties", &of->game, of->core.certificate[i]);
        key_text_of(e, "weight", &of->core.weight[i]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_fair(ch_emit *e, const ch_desk__fairness *of)
{
    if (!of->game.is_known)
        key_null(e, "shapley_in_core");
    else
        ch_desk__key_flag(e, "shapley_in_core", of->shapley_in_core);
    if (!of->game.is_known || of->nucleolus != NULL) {
        key_null(e, "nucleolus_reason");
        return;
    }
    ch_desk__key_open(e, "nucleolus_reason", '{');
    ch_desk__key_string(e, "zh", ch_desk__no_nucleolus[CH_ZH]);
    ch_desk__key_string(e, "en", ch_desk__no_nucleolus[CH_EN]);
    ch_emit_close(e, '}');
}

/* ---- groups */

static void emit_tight(ch_emit *e, const ch_desk__game *game, uint32_t group)
{
    const bool is_piece = game->piece[group] == group, is_one = (group & (group - 1)) == 0;
    ch_emit_open(e, '{');
    key_group(e, "parties", game, group);
    ch_desk__key_fen(e, "value_fen", game->value[group]);
    ch_desk__key_fen(e, "gets_fen", game->gets[group]);
    ch_desk__key_fen(e, "excess_fen", ch_desk__excess(game, group));
    ch_desk__key_string(e, "from", is_one ? "alone" : is_piece ? "row" : "sum");
    ch_desk__key_text(e, "row",
                      is_piece && !is_one ? game->deal->zone->agreement_groups.id[game->row[group]] : (ch_text){0});
    key_parts(e, game, is_piece ? 0 : group);
    ch_emit_close(e, '}');
}

static void key_groups(ch_emit *e, const ch_desk__game *game)
{
    ch_desk__key_open(e, "groups", '[');
    for (size_t i = 0; i < game->tights; i++)
        emit_tight(e, game, game->tight[i]);
    ch_emit_close(e, ']');
}

/* ---- the whole */

static void key_before(ch_emit *e, const ch_desk__fairness *of)
{
    if (!of->has_before) {
        key_null(e, "before");
        return;
    }
    ch_desk__key_open(e, "before", '{');
    key_leaving(e, &of->before);
    ch_emit_close(e, '}');
}

static void key_verdict(ch_emit *e, const ch_desk__fairness *of)
{
    ch_buf text = {.memory = e->out->memory};
    ch_desk__key_open(e, "verdict", '{');
    for (ch_lang lang = CH_ZH; lang <= CH_EN; lang++) {
        text.len = 0;
        ch_desk__add_verdict(&text, of, lang);
        ch_desk__key_text(e, lang == CH_ZH ? "zh" : "en", ch_buf_text(&text));
    }
    ch_emit_close(e, '}');
    e->out->failed |= text.failed;
    ch_buf_free(&text);
}

static void write_json(const ch_desk__fairness *of, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    (void)lang;
    ch_emit_open(&e, '{');
    key_asked(&e, of->split);
    ch_desk__key_string(&e, "state", of->game.is_known ? "known" : "unknown");
    key_missing(&e, &of->game);
    ch_desk__key_untold(&e, &of->split->deal);
    ch_desk__key_fen(&e, "total_fen", of->game.total_fen);
    key_apart(&e, &of->game);
    key_parties(&e, of);
    key_leaving(&e, &of->game);
    key_core(&e, of);
    key_fair(&e, of);
    key_groups(&e, &of->game);
    key_before(&e, of);
    key_verdict(&e, of);
    ch_desk__key_marks(&e, of->marks);
    ch_desk__key_texts(&e, "sources", of->source, of->sources);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}

ch_err ch_answer_fairness_json(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                               ch_faults *faults)
{
    return ch_desk__ask_fairness(question, write_json, CH_ZH, progress, out, faults);
}
