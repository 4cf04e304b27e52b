/* chain_json.c - what `chain` tells as JSON: docs/answers.md has the shape. */
#include "changhe/answer.h"
#include "json_keys.h"

#include <math.h>

static const char *const chain_formula[][2] = {
    {"strength", "s = x/(x+1), or min(1, supply/need) where need is typed"},
    {"q", "q = s*inner, inner = beta + (1-beta)*mean of q over the inputs, 1 without inputs"},
    {"local_content", "Q = sum of q over all nodes"},
    {"worth", "worth = step*inner*lambda, lambda = dQ/dq, step = rise of s with one more typical firm"},
    {"fill", "fill = step*inner*(lambda-1)"},
    {"extension", "extension = step*(inner-beta), 0 without inputs"},
    {"gain", "gain = fill + extension"},
    {"base", "base = worth - gain"}};

static void emit_health(ch_emit *e, const ch_chain_health *health)
{
    ch_desk__key_open(e, "health", '{');
    ch_desk__key_number(e, "value", health->value);
    ch_desk__key_open(e, "parts", '{');
    for (int i = 0; i < CH_HEALTH_PARTS; i++)
        if (!isnan(health->part[i]))
            ch_desk__key_number(e, ch_chain_health_name[i], health->part[i]);
    ch_emit_close(e, '}');
    ch_desk__key_open(e, "weights", '{');
    for (int i = 0; i < CH_HEALTH_PARTS; i++)
        if (!isnan(health->part[i]))
            ch_desk__key_number(e, ch_chain_health_name[i], health->weight[i]);
    ch_emit_close(e, '}');
    ch_desk__key_open(e, "lacking", '[');
    for (int i = 0; i < CH_HEALTH_PARTS; i++)
        if (isnan(health->part[i]))
            ch_emit_string(e, ch_chain_health_name[i]);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static void key_neighbours(ch_emit *e, const char *key, const ch_desk *desk, const ch_graph *graph, size_t segment)
{
    const uint32_t node = ch_chain_node_of(desk->net, segment);
    ch_desk__key_open(e, key, '[');
    for (uint32_t i = graph->start[node]; i < graph->start[node + 1]; i++)
        ch_emit_text(e, desk->zone->segments.id[ch_desk_name_beside(desk, graph->to[i], segment)]);
    ch_emit_close(e, ']');
}

static void emit_figures(ch_emit *e, const ch_chain_node *node)
{
    ch_desk__key_string(e, "class", ch_answer_class_name(node->class));
    ch_desk__key_string(e, "label", ch_answer_label(node, CH_ZH));
    ch_desk__key_string(e, "risk", node->x == 1 ? "single supplier" : NULL);
    ch_desk__key_whole(e, "x", node->x);
    ch_desk__key_number(e, "strength", node->strength);
    ch_desk__key_number(e, "q", node->q);
    ch_desk__key_number(e, "worth", node->worth);
    ch_desk__key_number(e, "gain", node->gain);
    ch_desk__key_number(e, "fill", node->fill);
    ch_desk__key_number(e, "extension", node->extension);
    ch_desk__key_number(e, "base", node->base);
    ch_desk__key_number(e, "lambda", node->lambda);
    ch_desk__key_number(e, "inner", node->inner);
    ch_desk__key_number(e, "step", node->step);
}

static void emit_names(ch_emit *e, const ch_desk *desk, size_t segment)
{
    const ch_rows_segments *row = &desk->zone->segments;
    const unsigned tier = row->tier[segment];
    ch_desk__key_text(e, "id", row->id[segment]);
    ch_desk__key_text(e, "name_zh", row->name_zh[segment]);
    ch_desk__key_text(e, "name_en", row->name_en[segment]);
    ch_desk__key_string(e, "tier", tier == 0 ? NULL : ch_schema_words("tier")->word[tier].word);
    ch_desk__key_text(e, "group", row->group[segment]);
}

static void emit_segment(ch_emit *e, const ch_desk *desk, const ch_chain_answer *answer, size_t segment)
{
    const uint32_t node = ch_chain_node_of(desk->net, segment);
    const ch_behind *behind = &answer->behind[node];
    ch_emit_open(e, '{');
    emit_names(e, desk, segment);
    emit_figures(e, &desk->state.node[node]);
    key_neighbours(e, "inputs", desk, ch_chain_inputs(desk->net), segment);
    key_neighbours(e, "users", desk, ch_chain_users(desk->net), segment);
    ch_desk__key_ids(e, "firms", desk->zone->firms.id, answer->firm[node], answer->firms[node]);
    ch_desk__key_ids(e, "surveys", desk->zone->surveys.id, answer->survey[node], answer->surveys[node]);
    ch_desk__key_marks(e, behind->marks);
    ch_desk__key_texts(e, "sources", behind->source, behind->sources);
    ch_desk__key_date(e, "dated", behind->as_of);
    ch_emit_close(e, '}');
}

static void emit_chain(ch_emit *e, const ch_desk *desk, const ch_chain_answer *answer, size_t chain)
{
    const ch_rows_chains *row = &desk->zone->chains;
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", row->id[chain]);
    ch_desk__key_text(e, "name_zh", row->name_zh[chain]);
    ch_desk__key_text(e, "name_en", row->name_en[chain]);
    emit_health(e, &answer->health[chain]);
    ch_desk__key_open(e, "segments", '[');
    for (size_t i = 0; i < desk->zone->segments.rows; i++)
        if (ch_text_equal(desk->zone->segments.chain[i], row->id[chain]))
            emit_segment(e, desk, answer, i);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static void emit_extraction(ch_emit *e, const ch_desk *desk, const ch_chain_answer *answer)
{
    ch_desk__key_open(e, "extraction", '[');
    for (size_t i = 0; i < answer->extractions; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "firm", desk->zone->firms.id[answer->extraction[i].firm]);
        ch_desk__key_text(e, "name_zh", desk->zone->firms.name_zh[answer->extraction[i].firm]);
        ch_desk__key_number(e, "loss", answer->extraction[i].loss);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* Who looked, and for what: on this hangs what is called missing. */
static void emit_surveys(ch_emit *e, const ch_rows_surveys *survey)
{
    ch_desk__key_open(e, "surveys", '[');
    for (size_t i = 0; i < survey->rows; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "id", survey->id[i]);
        ch_desk__key_words(e, "looked_for", "role", survey->looked_for[i]);
        ch_desk__key_text(e, "source", survey->source[i]);
        ch_desk__key_date(e, "as_of", survey->as_of[i]);
        ch_desk__key_marks(e, ch_schema_marks(survey->marks[i], survey->source[i]));
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

ch_err ch_answer_chain_json(const ch_desk *desk, const ch_chain_answer *answer, ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_desk__emit_head(&e, desk);
    ch_desk__key_number(&e, "local_content", desk->state.local_content);
    ch_desk__key_open(&e, "chains", '[');
    for (size_t i = 0; i < desk->zone->chains.rows; i++)
        if (desk->chain == SIZE_MAX || desk->chain == i)
            emit_chain(&e, desk, answer, i);
    ch_emit_close(&e, ']');
    ch_desk__key_ids(&e, "gaps", desk->zone->segments.id, answer->gap, answer->gaps);
    ch_desk__key_ids(&e, "weak", desk->zone->segments.id, answer->weak, answer->weaks);
    emit_extraction(&e, desk, answer);
    emit_surveys(&e, &desk->zone->surveys);
    ch_desk__emit_assumptions(&e, desk->zone);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(chain_formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
    return out->failed ? CH_ENOMEM : CH_OK;
}
