/* districts_json.c - who talks to which firm, as JSON: docs/answers.md has the shape. */
#include "changhe/answer.h"
#include "changhe/decimal.h"
#include "json_keys.h"

static const char *const formula[][2] = {
    {"district", "of the districts that cover the firm's place, else of all, the one with least load so far; by rank"},
    {"load", "sum of scores / staff where every district's staff is known, else the number of targets"}};

/* Ids of the firms given to a district, or of those among them whose place nobody covers. */
static void key_firms(ch_emit *e, const char *key, const ch_districts_answer *answer, uint32_t district, bool uncovered)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0; i < answer->targets; i++)
        if (answer->share.district[i] == district && (!uncovered || answer->share.uncovered[i]))
            ch_emit_text(e, answer->who.desk->zone->firms.id[answer->who.ranking.target[i].firm]);
    ch_emit_close(e, ']');
}

static double score_of(const ch_districts_answer *answer, uint32_t district)
{
    double score = 0;
    for (size_t i = 0; i < answer->targets; i++)
        if (answer->share.district[i] == district)
            score += answer->who.ranking.target[i].score;
    return score;
}

static void key_pieces(ch_emit *e, const char *key, ch_text list)
{
    ch_text piece;
    ch_desk__key_open(e, key, '[');
    while (ch_text_next(&list, ' ', &piece))
        ch_emit_text(e, piece);
    ch_emit_close(e, ']');
}

static void emit_district(ch_emit *e, const ch_districts_answer *answer, uint32_t d)
{
    const ch_rows_districts *row = &answer->who.desk->zone->districts;
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", row->id[d]);
    ch_desk__key_text(e, "name_zh", row->name_zh[d]);
    ch_desk__key_text(e, "name_en", row->name_en[d]);
    key_pieces(e, "covers", row->covers[d]);
    ch_emit_key(e, "staff");
    if (row->staff[d] == CH_UNKNOWN_I64)
        ch_emit_null(e);
    else
        ch_emit_whole(e, row->staff[d]);
    key_firms(e, "targets", answer, d, false);
    key_firms(e, "uncovered", answer, d, true);
    ch_desk__key_number(e, "score", score_of(answer, d));
    ch_desk__key_number(e, "load", answer->share.load[d]);
    ch_desk__key_marks(e, ch_schema_marks(row->marks[d], row->source[d]) | 1u << CH_mark_ASSUMED);
    key_pieces(e, "sources", row->source[d]);
    ch_desk__key_date(e, "dated", row->as_of[d]);
    ch_emit_close(e, '}');
}

ch_err ch_answer_districts_json(const ch_districts_answer *answer, ch_buf *out)
{
    const ch_desk *desk = answer->who.desk;
    ch_emit e = {.out = out};
    ch_desk__emit_head(&e, desk);
    ch_desk__key_string(&e, "load", answer->share.by_staff ? "score a head" : "targets");
    ch_desk__key_whole(&e, "found", answer->who.ranking.found);
    ch_desk__key_open(&e, "districts", '[');
    for (uint32_t d = 0; d < desk->zone->districts.rows; d++)
        emit_district(&e, answer, d);
    ch_emit_close(&e, ']');
    ch_desk__key_ids(&e, "without", desk->zone->places.id, answer->share.without, answer->share.withouts);
    ch_desk__emit_assumptions(&e, desk->zone);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
    return out->failed ? CH_ENOMEM : CH_OK;
}
