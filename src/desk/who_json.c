/* who_json.c - what `who` tells as JSON: docs/answers.md has the shape. */
#include "changhe/answer.h"
#include "json_keys.h"

static const char *const who_formula[][2] = {
    {"gain", "sum of the gains of the nodes the firm fills"},
    {"chance", "chance = 1 - product of (1 - alpha*x) over the evidence"},
    {"points", "points = -ln(1 - alpha*x), adding up to -ln(1 - chance)"},
    {"score", "score = gain*chance"},
    {"coverage", "sum over nodes of gain*(1 - product of (1 - chance) over the members that fill it)"}};

static void emit_point(ch_emit *e, const ch_desk *desk, const ch_target_point *point)
{
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "evidence", ch_evidence_name[point->kind]);
    ch_desk__key_text(e, "id", point->id);
    ch_desk__key_number(e, "x", point->x);
    ch_desk__key_number(e, "points", point->points);
    ch_desk__key_text(e, "source", point->source);
    ch_desk__key_date(e, "as_of", point->as_of);
    ch_desk__key_number(e, "alpha", point->alpha);
    ch_desk__key_text(e, "with", point->with == SIZE_MAX ? (ch_text){0} : desk->zone->firms.id[point->with]);
    ch_desk__key_marks(e, point->marks | 1u << CH_mark_ASSUMED);
    ch_emit_close(e, '}');
}

static ch_err emit_target(ch_emit *e, ch_arena *scratch, const ch_desk *desk, const ch_target *target)
{
    const ch_rows_firms *firm = &desk->zone->firms;
    ch_behind behind;
    ch_err err = ch_desk_behind_target(scratch, desk, target, &behind);
    if (err != CH_OK)
        return err;
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "firm", firm->id[target->firm]);
    ch_desk__key_text(e, "name_zh", firm->name_zh[target->firm]);
    ch_desk__key_text(e, "name_en", firm->name_en[target->firm]);
    ch_desk__key_text(e, "place", firm->place[target->firm]);
    ch_desk__key_ids(e, "segments", desk->zone->segments.id, target->segment, target->segments);
    ch_desk__key_number(e, "score", target->score);
    ch_desk__key_number(e, "gain", target->gain);
    ch_desk__key_number(e, "chance", target->chance);
    ch_desk__key_open(e, "points", '[');
    for (size_t i = 0; i < target->points; i++)
        emit_point(e, desk, &target->point[i]);
    ch_emit_close(e, ']');
    ch_desk__key_number(e, "km", target->km);
    ch_desk__key_number(e, "minutes", target->minutes);
    ch_desk__key_marks(e, behind.marks);
    ch_desk__key_texts(e, "sources", behind.source, behind.sources);
    ch_desk__key_date(e, "dated", behind.as_of);
    ch_emit_close(e, '}');
    return CH_OK;
}

static void emit_excluded(ch_emit *e, const ch_desk *desk, const ch_target_ranking *ranking)
{
    ch_desk__key_open(e, "excluded", '[');
    for (size_t i = 0; i < ranking->excludeds; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "firm", desk->zone->firms.id[ranking->excluded[i].firm]);
        ch_desk__key_string(e, "reason", ch_answer_reason_name(ranking->excluded[i].reason));
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_desk__key_open(e, "excluded_counts", '{');
    for (int reason = 0; reason < CH_TARGET_REASONS; reason++)
        ch_desk__key_whole(e, ch_answer_reason_name((ch_target_reason)reason), ranking->excluded_count[reason]);
    ch_emit_close(e, '}');
}

static void key_members(ch_emit *e, const char *key, const ch_desk *desk, const ch_target_ranking *ranking,
                        const uint32_t *member, size_t n)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0; i < n; i++)
        ch_emit_text(e, desk->zone->firms.id[ranking->target[member[i]].firm]);
    ch_emit_close(e, ']');
}

static void emit_best(ch_emit *e, const ch_desk *desk, const ch_who_answer *answer)
{
    ch_emit_key(e, "best");
    if (!answer->team.exact) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    key_members(e, "firms", desk, &answer->ranking, answer->team.best, answer->team.bests);
    ch_desk__key_number(e, "coverage", answer->team.best_coverage);
    ch_desk__key_number(e, "what_if", answer->best_what_if);
    ch_emit_close(e, '}');
}

static void emit_team(ch_emit *e, const ch_desk *desk, const ch_who_answer *answer)
{
    ch_emit_key(e, "team");
    if (!answer->has_team) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    key_members(e, "firms", desk, &answer->ranking, answer->team.member, answer->team.members);
    ch_desk__key_number(e, "coverage", answer->team.coverage);
    ch_desk__key_number(e, "bound", answer->team.bound);
    ch_desk__key_number(e, "what_if", answer->team_what_if);
    ch_desk__key_text(e, "lands_at", desk->zone->places.id[answer->landing_place]);
    emit_best(e, desk, answer);
    ch_emit_close(e, '}');
}

ch_err ch_answer_who_json(const ch_desk *asked, const ch_who_answer *answer, ch_buf *out)
{
    const ch_desk *desk = answer->desk;
    const ch_target_ranking *ranking = &answer->ranking;
    const size_t top = asked->question->top;
    ch_emit e = {.out = out};
    ch_arena scratch = CH_ARENA(out->memory);
    ch_desk__emit_head(&e, desk);
    ch_desk__key_number(&e, "local_content", desk->state.local_content);
    ch_desk__key_whole(&e, "found", ranking->found);
    ch_desk__key_open(&e, "targets", '[');
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < ranking->targets && (top == 0 || i < top); i++)
        err = emit_target(&e, &scratch, desk, &ranking->target[i]);
    ch_emit_close(&e, ']');
    emit_excluded(&e, desk, ranking);
    emit_team(&e, desk, answer);
    ch_desk__emit_assumptions(&e, desk->zone);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(who_formula));
    ch_emit_close(&e, '}');
    ch_arena_free(&scratch);
    ch_buf_addc(out, '\n');
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
