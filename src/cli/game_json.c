/* game_json.c - the answer as JSON: every share as the fraction it is, and beside it the nearest double. */
#include "game_view.h"

#include "changhe/decimal.h"
#include "changhe/emit.h"

#include <math.h>

static void emit_exact(ch_emit *emit, const ch_share_number *number)
{
    ch_buf text = {.memory = emit->out->memory};
    ch_buf_add(&text, number->num);
    if (!ch_text_equal(number->den, CH_TEXT("1"))) {
        ch_buf_addc(&text, '/');
        ch_buf_add(&text, number->den);
    }
    ch_emit_text(emit, ch_buf_text(&text));
    emit->out->failed |= text.failed;
    ch_buf_free(&text);
}

static void emit_shares(ch_emit *emit, const game_found *found, const ch_share_number *share)
{
    ch_emit_open(emit, '[');
    for (unsigned i = 0; i < found->file->players; i++) {
        ch_emit_open(emit, '{');
        ch_emit_key(emit, "player");
        ch_emit_text(emit, found->file->name[i]);
        ch_emit_key(emit, "exact");
        emit_exact(emit, &share[i]);
        ch_emit_key(emit, "value");
        ch_emit_number(emit, share[i].value);
        ch_emit_close(emit, '}');
    }
    ch_emit_close(emit, ']');
}

static void emit_group(ch_emit *emit, const game_found *found, uint32_t group)
{
    ch_emit_open(emit, '[');
    for (uint32_t left = group; left != 0; left &= left - 1)
        ch_emit_text(emit, found->file->name[__builtin_ctz(left)]);
    ch_emit_close(emit, ']');
}

/* INFINITY, of a bound that there is none of, is told as null. */
static void emit_bound(ch_emit *emit, const char *key, double bound)
{
    ch_emit_key(emit, key);
    if (isfinite(bound))
        ch_emit_number(emit, bound);
    else
        ch_emit_null(emit);
}

/* mean: of shares, or of what is paid. */
static void emit_drawn(ch_emit *emit, const game_found *found, const ch_share_number *pays)
{
    const game_drawn *drawn = found->drawn;
    ch_emit_open(emit, '[');
    for (unsigned i = 0; i < found->file->players; i++) {
        ch_emit_open(emit, '{');
        ch_emit_key(emit, "player");
        ch_emit_text(emit, found->file->name[i]);
        ch_emit_key(emit, "exact");
        ch_emit_null(emit);
        const double mean = pays != NULL ? pays[i].value : drawn->share[i].mean.value;
        ch_emit_key(emit, "mean");
        ch_emit_number(emit, mean);
        emit_bound(emit, "hoeffding", drawn->share[i].hoeffding);
        emit_bound(emit, "bernstein", drawn->share[i].bernstein);
        ch_emit_key(emit, "range");
        ch_emit_number(emit, drawn->width[i].value);
        ch_emit_key(emit, "value"); /* as every player has one */
        ch_emit_number(emit, mean);
        ch_emit_close(emit, '}');
    }
    ch_emit_close(emit, ']');
}

static void emit_sampled(ch_emit *emit, const game_drawn *drawn)
{
    ch_buf confidence = {.memory = emit->out->memory}; /* as it was typed */
    ch_number_format(drawn->confidence, &confidence);
    ch_emit_key(emit, "sampled");
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "seed");
    ch_emit_whole(emit, (int64_t)drawn->seed);
    ch_emit_key(emit, "permutations");
    ch_emit_whole(emit, (int64_t)drawn->orders);
    ch_emit_key(emit, "confidence");
    ch_emit_raw(emit, ch_buf_text(&confidence));
    ch_emit_key(emit, "range");
    ch_emit_number(emit, drawn->range.value);
    ch_emit_close(emit, '}');
    emit->out->failed |= confidence.failed;
    ch_buf_free(&confidence);
}

static void emit_reason(ch_emit *emit, const char *key, game_reason reason)
{
    ch_emit_key(emit, key);
    ch_emit_string(emit, game_reason_en[reason]);
}

static void emit_shapley(ch_emit *emit, const game_found *found)
{
    ch_emit_key(emit, "shapley");
    if (found->shapley != NULL)
        emit_shares(emit, found, found->shapley);
    else if (found->drawn != NULL)
        emit_drawn(emit, found, NULL);
    else
        ch_emit_null(emit);
    if (found->shapley_reason != GAME_KNOWN)
        emit_reason(emit, "shapley_reason", found->shapley_reason);
    if (found->drawn != NULL)
        emit_sampled(emit, found->drawn);
}

static void emit_nucleolus(ch_emit *emit, const game_found *found)
{
    ch_emit_key(emit, "nucleolus");
    if (found->nucleolus != NULL) {
        emit_shares(emit, found, found->nucleolus);
        return;
    }
    ch_emit_null(emit);
    ch_emit_key(emit, "nucleolus_reason");
    ch_emit_string(emit, found->is_impossible ? "no split gives every player at least its own value"
                                              : game_reason_en[found->nucleolus_reason]);
}

/* Groups that, so weighed, count every player alike: what they make so weighed is more than all make by the least core times the weights. */
static void emit_certificate(ch_emit *emit, const game_found *found)
{
    ch_emit_open(emit, '[');
    for (size_t i = 0; i < found->core->certificates; i++) {
        ch_emit_open(emit, '{');
        ch_emit_key(emit, "group");
        emit_group(emit, found, found->core->certificate[i]);
        ch_emit_key(emit, "weight");
        emit_exact(emit, &found->core->weight[i]);
        ch_emit_close(emit, '}');
    }
    ch_emit_close(emit, ']');
}

static void emit_nulls(ch_emit *emit, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ch_emit_key(emit, name[i]);
        ch_emit_null(emit);
    }
}

static void emit_core(ch_emit *emit, const game_found *found)
{
    if (found->core_reason != GAME_KNOWN) {
        static const char *const name[] = {"least_core", "least_core_exact", "core_empty", "core_certificate"};
        emit_nulls(emit, name, sizeof name / sizeof *name);
        emit_reason(emit, "core_reason", found->core_reason);
        return;
    }
    ch_emit_key(emit, "least_core");
    ch_emit_number(emit, found->least_core.value);
    ch_emit_key(emit, "least_core_exact");
    emit_exact(emit, &found->least_core);
    ch_emit_key(emit, "core_empty");
    ch_emit_bool(emit, found->core_empty);
    ch_emit_key(emit, "core_certificate");
    if (found->core != NULL)
        emit_certificate(emit, found);
    else
        ch_emit_null(emit);
}

static void emit_leaving(ch_emit *emit, const game_found *found)
{
    if (!found->has_leaving) {
        static const char *const name[] = {"shapley_in_core", "worst_group", "worst_short", "worst_short_exact"};
        emit_nulls(emit, name, sizeof name / sizeof *name);
        emit_reason(emit, "worst_reason", found->leaving_reason);
        return;
    }
    ch_emit_key(emit, "shapley_in_core");
    ch_emit_bool(emit, found->worst == 0);
    ch_emit_key(emit, "worst_group");
    emit_group(emit, found, found->worst);
    ch_emit_key(emit, "worst_short");
    ch_emit_number(emit, found->short_by.value);
    ch_emit_key(emit, "worst_short_exact");
    emit_exact(emit, &found->short_by);
}

static void emit_rules(ch_emit *emit, const game_found *found)
{
    bool is_open = false;
    for (unsigned rule = 0; rule < CH_CLAIM_RULES; rule++) {
        if (found->award[rule] == NULL)
            continue;
        if (!is_open) {
            ch_emit_key(emit, "rules");
            ch_emit_open(emit, '{');
            is_open = true;
        }
        ch_emit_key(emit, ch_claim_rule_name[rule]);
        emit_shares(emit, found, found->award[rule]);
    }
    if (is_open)
        ch_emit_close(emit, '}');
}

void game_json(const game_found *found, ch_buf *out)
{
    ch_emit emit = {.out = out};
    ch_emit_open(&emit, '{');
    emit_shapley(&emit, found);
    emit_nucleolus(&emit, found);
    emit_core(&emit, found);
    emit_leaving(&emit, found);
    if (found->pays != NULL) {
        ch_emit_key(&emit, "cost_shares");
        emit_shares(&emit, found, found->pays);
    } else if (found->drawn != NULL && found->drawn->pays != NULL) {
        ch_emit_key(&emit, "cost_shares");
        emit_drawn(&emit, found, found->drawn->pays);
    }
    if (found->nucleolus_pays != NULL) {
        ch_emit_key(&emit, "nucleolus_cost_shares");
        emit_shares(&emit, found, found->nucleolus_pays);
    }
    emit_rules(&emit, found);
    ch_emit_close(&emit, '}');
    ch_buf_addc(out, '\n');
}
