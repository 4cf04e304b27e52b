/* game_json.c - the answer as JSON: every share as the fraction it is, and beside it the nearest double. */
#include "game_view.h"

#include "changhe/emit.h"

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
    for (unsigned i = 0; i < found->file->players; i++)
        if ((group >> i & 1) != 0)
            ch_emit_text(emit, found->file->name[i]);
    ch_emit_close(emit, ']');
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
                                              : "not found within the limit of work");
}

/* Groups that, so weighed, count every player alike: what they make so weighed is more than all make by the least core times the weights. */
static void emit_certificate(ch_emit *emit, const game_found *found)
{
    ch_emit_open(emit, '[');
    for (size_t i = 0; i < found->core.certificates; i++) {
        ch_emit_open(emit, '{');
        ch_emit_key(emit, "group");
        emit_group(emit, found, found->core.certificate[i]);
        ch_emit_key(emit, "weight");
        emit_exact(emit, &found->core.weight[i]);
        ch_emit_close(emit, '}');
    }
    ch_emit_close(emit, ']');
}

static void emit_core(ch_emit *emit, const game_found *found)
{
    if (!found->has_core) {
        static const char *const name[] = {"least_core", "least_core_exact", "core_empty", "core_certificate"};
        for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
            ch_emit_key(emit, name[i]);
            ch_emit_null(emit);
        }
        return;
    }
    ch_emit_key(emit, "least_core");
    ch_emit_number(emit, found->least_core.value);
    ch_emit_key(emit, "least_core_exact");
    emit_exact(emit, &found->least_core);
    ch_emit_key(emit, "core_empty");
    ch_emit_bool(emit, found->core.core_empty);
    ch_emit_key(emit, "core_certificate");
    emit_certificate(emit, found);
}

static void emit_leaving(ch_emit *emit, const game_found *found)
{
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
    ch_emit_key(&emit, "shapley");
    emit_shares(&emit, found, found->shapley);
    emit_nucleolus(&emit, found);
    emit_core(&emit, found);
    emit_leaving(&emit, found);
    if (found->pays != NULL) {
        ch_emit_key(&emit, "cost_shares");
        emit_shares(&emit, found, found->pays);
    }
    if (found->nucleolus_pays != NULL) {
        ch_emit_key(&emit, "nucleolus_cost_shares");
        emit_shares(&emit, found, found->nucleolus_pays);
    }
    emit_rules(&emit, found);
    ch_emit_close(&emit, '}');
    ch_buf_addc(out, '\n');
}
