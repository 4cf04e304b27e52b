/* answer_csv.c - answers as CSV, a row a segment or a target; columns are named like JSON members. */
#include "changhe/answer.h"
#include "changhe/csv.h"
#include "changhe/decimal.h"

#include <math.h>

/* The row being written; cell gathers the ids of one field. */
typedef struct {
    ch_buf *out;
    ch_buf cell;
    bool begun;
} line;

static line begin(ch_buf *out)
{
    return (line){.out = out, .cell = {.memory = out->memory}};
}

static void next(line *row)
{
    if (row->begun)
        ch_buf_addc(row->out, ',');
    row->begun = true;
}

static void put(line *row, ch_text text)
{
    next(row);
    ch_csv_write_field(row->out, text);
}

static void put_string(line *row, const char *string)
{
    put(row, ch_text_of(string));
}

static void put_number(line *row, double value)
{
    next(row);
    ch_number_format(value, row->out);
}

static void gather(line *row, ch_text id)
{
    if (row->cell.len > 0)
        ch_buf_addc(&row->cell, ' ');
    ch_buf_add(&row->cell, id);
}

static void put_gathered(line *row)
{
    put(row, ch_buf_text(&row->cell));
    row->cell.len = 0;
}

static void put_ids(line *row, const ch_text *id, const uint32_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        gather(row, id[at[i]]);
    put_gathered(row);
}

static void put_behind(line *row, const ch_behind *behind)
{
    const ch_words *mark = ch_schema_words("mark");
    for (unsigned value = 1; value <= mark->count; value++)
        if (behind->marks & 1u << value)
            gather(row, ch_text_of(mark->word[value].word));
    put_gathered(row);
    for (size_t i = 0; i < behind->sources; i++)
        gather(row, behind->source[i]);
    put_gathered(row);
    next(row);
    ch_date_format(behind->as_of, row->out);
}

static void end_row(line *row)
{
    ch_buf_addc(row->out, '\n');
    row->begun = false;
}

static ch_err finish(line *row)
{
    const bool failed = row->out->failed || row->cell.failed;
    ch_buf_free(&row->cell);
    return failed ? CH_ENOMEM : CH_OK;
}

static void put_figures(line *row, const ch_chain_node *node)
{
    put_string(row, ch_answer_class_name(node->class));
    put_string(row, ch_answer_label(node, CH_ZH));
    put_string(row, node->x == 1 ? "single supplier" : "");
    put_number(row, node->x);
    const double figure[] = {node->strength, node->q, node->worth, node->gain, node->fill, node->extension, node->base};
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++)
        put_number(row, figure[i]);
}

static void put_segment(line *row, const ch_desk *desk, const ch_chain_answer *answer, size_t at)
{
    const ch_rows_segments *segment = &desk->zone->segments;
    const uint32_t node = ch_chain_node_of(desk->net, at);
    put(row, segment->chain[at]);
    put(row, segment->id[at]);
    put(row, segment->name_zh[at]);
    put(row, segment->name_en[at]);
    put_string(row, ch_schema_words("tier")->word[segment->tier[at]].word);
    put(row, segment->group[at]);
    put_figures(row, &desk->state.node[node]);
    put_ids(row, desk->zone->firms.id, answer->firm[node], answer->firms[node]);
    put_behind(row, &answer->behind[node]);
    end_row(row);
}

ch_err ch_answer_chain_csv(const ch_desk *desk, const ch_chain_answer *answer, ch_buf *out)
{
    line row = begin(out);
    ch_buf_adds(out, "chain,id,name_zh,name_en,tier,group,class,label,risk,x,strength,q,worth,gain,fill,extension,"
                     "base,firms,marks,sources,dated\n");
    for (size_t i = 0; i < desk->zone->segments.rows; i++)
        if (ch_desk_asks_segment(desk, i))
            put_segment(&row, desk, answer, i);
    return finish(&row);
}

static double points_of(const ch_target *target, ch_evidence_kind kind)
{
    double points = 0;
    for (size_t i = 0; i < target->points; i++)
        if (target->point[i].kind == kind)
            points += target->point[i].points;
    return points;
}

static void put_points(line *row, const ch_target *target)
{
    for (int kind = 0; kind < CH_EVIDENCE_KINDS; kind++) {
        const double points = points_of(target, (ch_evidence_kind)kind);
        put_number(row, points > 0 ? points : NAN); /* no evidence is an empty cell */
    }
}

static ch_err put_target(line *row, ch_arena *scratch, const ch_desk *desk, const ch_target *target)
{
    const ch_rows_firms *firm = &desk->zone->firms;
    ch_behind behind;
    ch_err err = ch_desk_behind_target(scratch, desk, target, &behind);
    if (err != CH_OK)
        return err;
    put(row, firm->id[target->firm]);
    put(row, firm->name_zh[target->firm]);
    put(row, firm->name_en[target->firm]);
    put(row, firm->place[target->firm]);
    put_ids(row, desk->zone->segments.id, target->segment, target->segments);
    put_number(row, target->score);
    put_number(row, target->gain);
    put_number(row, target->chance);
    put_points(row, target);
    put_number(row, target->km);
    put_number(row, target->minutes);
    put_behind(row, &behind);
    end_row(row);
    return CH_OK;
}

ch_err ch_answer_who_csv(const ch_desk *desk, const ch_who_answer *answer, ch_buf *out)
{
    const size_t top = desk->question->top;
    line row = begin(out);
    ch_arena scratch = CH_ARENA(out->memory);
    ch_buf_adds(out, "firm,name_zh,name_en,place,segments,score,gain,chance");
    for (int kind = 0; kind < CH_EVIDENCE_KINDS; kind++)
        ch_buf_addf(out, ",points_%s", ch_evidence_name[kind]);
    ch_buf_adds(out, ",km,minutes,marks,sources,dated\n");
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < answer->ranking.targets && (top == 0 || i < top); i++)
        err = put_target(&row, &scratch, answer->desk, &answer->ranking.target[i]);
    ch_arena_free(&scratch);
    const ch_err written = finish(&row);
    return err == CH_OK ? written : err;
}
