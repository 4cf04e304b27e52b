/* who_view.c - `who` as tables: targets with their reasons, the team, who is left out and why. */
#include "views.h"

#include "changhe/answer.h"
#include "changhe/decimal.h"
#include "layout.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    const ch_desk *desk;
    const ch_who_answer *answer;
    size_t top;
    ch_lang lang;
    ch_buf *out;
} view;

static ch_text firm_name(const view *v, size_t firm)
{
    return layout_name(v->desk->zone->firms.name_zh[firm], v->desk->zone->firms.name_en[firm], v->lang);
}

static ch_text place_name(const view *v, ch_text id)
{
    const size_t row = ch_zone_find(v->desk->zone, CH_TABLE_places, id);
    const ch_rows_places *place = &v->desk->zone->places;
    return row == SIZE_MAX ? id : layout_name(place->name_zh[row], place->name_en[row], v->lang);
}

typedef struct {
    double gain; /* coarse, so that ties go by id */
    uint32_t segment;
} gaining;

static int compare_gaining(const void *a, const void *b)
{
    const gaining *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return (x->segment > y->segment) - (x->segment < y->segment);
}

/* The segments a target fills, those that gain most first. */
static ch_err sort_segments(const view *v, ch_arena *scratch, const ch_target *target, gaining **sorted)
{
    gaining *list = CH_NEW(scratch, gaining, target->segments);
    if (!list)
        return CH_ENOMEM;
    for (size_t i = 0; i < target->segments; i++) {
        const uint32_t at = target->segment[i];
        const double gain = v->desk->state.node[ch_chain_node_of(v->desk->net, at)].gain;
        list[i] = (gaining){ch_number_coarse(gain), at};
    }
    qsort(list, target->segments, sizeof *list, compare_gaining);
    *sorted = list;
    return CH_OK;
}

static void add_segments(const view *v, ch_buf *line, const gaining *list, size_t n)
{
    const ch_rows_segments *row = &v->desk->zone->segments;
    for (size_t i = 0; i < n; i++) {
        const uint32_t at = list[i].segment;
        if (i > 0)
            ch_buf_adds(line, say(v->lang, "、", ", "));
        ch_buf_add(line, row->id[at]);
        ch_buf_addc(line, ' ');
        ch_buf_add(line, layout_name(row->name_zh[at], row->name_en[at], v->lang));
    }
}

static void add_point(const view *v, ch_buf *line, const ch_target *target, const ch_target_point *point)
{
    ch_buf_addf(line, "%s %.3f", ch_answer_evidence(point->kind, v->lang), point->points);
    if (point->kind == CH_EVIDENCE_NEAR)
        ch_buf_addf(line, isnan(target->minutes) ? " (%.0f km)" : say(v->lang, " (%.0f 分钟)", " (%.0f min)"),
                    isnan(target->minutes) ? target->km : target->minutes);
    if (point->with != SIZE_MAX) {
        ch_buf_adds(line, " (");
        ch_buf_add(line, firm_name(v, point->with));
        ch_buf_addc(line, ')');
    }
}

/* The second line of a target: its points, adding up to -ln(1 - chance), and its marks. */
static void show_reasons(const view *v, const ch_target *target, uint32_t marks)
{
    ch_buf line = {.memory = v->out->memory};
    double sum = 0;
    for (size_t i = 0; i < target->points; i++) {
        if (i > 0)
            ch_buf_adds(&line, " + ");
        add_point(v, &line, target, &target->point[i]);
        sum += target->point[i].points;
    }
    if (target->points == 0)
        ch_buf_adds(&line, say(v->lang, "无证据", "no evidence"));
    else
        ch_buf_addf(&line, " = %.3f", sum);
    layout_marks(&line, marks, true, v->lang);
    layout_paragraph(v->out, 4, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static ch_err show_target(const view *v, ch_arena *scratch, size_t rank, const ch_target *target)
{
    ch_behind behind;
    gaining *sorted;
    ch_err err = ch_desk_behind_target(scratch, v->desk, target, &behind);
    if (err == CH_OK)
        err = sort_segments(v, scratch, target, &sorted);
    if (err != CH_OK)
        return err;
    ch_buf segments = {.memory = v->out->memory};
    add_segments(v, &segments, sorted, target->segments);
    ch_buf_addf(v->out, "%3zu ", rank + 1);
    layout_left(v->out, firm_name(v, target->firm), 18);
    layout_left(v->out, place_name(v, v->desk->zone->firms.place[target->firm]), 10);
    layout_number(v->out, target->score, 6, 3);
    layout_number(v->out, target->gain, 6, 3);
    ch_buf_addf(v->out, "%5.1f%% ", target->chance * 100);
    layout_end(v->out, ch_buf_text(&segments));
    show_reasons(v, target, behind.marks);
    v->out->failed |= segments.failed;
    ch_buf_free(&segments);
    return CH_OK;
}

static ch_err show_targets(const view *v)
{
    const ch_target_ranking *ranking = &v->answer->ranking;
    if (ranking->targets == 0) {
        ch_buf_adds(v->out, say(v->lang, "\n无目标：已知的外地企业都不带来增益\n",
                                "\nno target: no firm known outside would add anything\n"));
        return CH_OK;
    }
    ch_buf_adds(v->out, say(v->lang, "\n 序 企业               所在地       得分   增益 可能性 环节\n",
                            "\n  # firm               place       score   gain chance links\n"));
    ch_arena scratch = CH_ARENA(v->out->memory);
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < ranking->targets && i < v->top; i++)
        err = show_target(v, &scratch, i, &ranking->target[i]);
    ch_arena_free(&scratch);
    if (ranking->found > v->top)
        ch_buf_addf(v->out, say(v->lang, "    另有 %zu 家，用 --top 列出\n", "    %zu more, list them with --top\n"),
                    ranking->found - v->top);
    return err;
}

static void add_members(const view *v, ch_buf *line, const uint32_t *member, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            ch_buf_adds(line, say(v->lang, "、", ", "));
        ch_buf_add(line, firm_name(v, v->answer->ranking.target[member[i]].firm));
    }
}

/* Is a member of the best team one of the team chosen? Both have as many. */
static bool is_chosen(const ch_target_team *team, uint32_t member)
{
    for (size_t i = 0; i < team->members; i++)
        if (team->member[i] == member)
            return true;
    return false;
}

static bool is_best(const ch_target_team *team)
{
    bool same = team->exact;
    for (size_t i = 0; same && i < team->bests; i++)
        same = is_chosen(team, team->best[i]);
    return same;
}

static void show_best(const view *v)
{
    const ch_target_team *team = &v->answer->team;
    ch_buf line = {.memory = v->out->memory};
    add_members(v, &line, team->best, team->bests);
    ch_buf_addf(&line, say(v->lang, "：覆盖 %.4f，已证最优", ": coverage %.4f, proven best"), team->best_coverage);
    layout_paragraph(v->out, 4, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static void show_team(const view *v)
{
    const ch_target_team *team = &v->answer->team;
    if (!v->answer->has_team || team->members == 0)
        return;
    ch_buf line = {.memory = v->out->memory};
    ch_buf_addf(v->out, say(v->lang, "\n%zu 家的企业组合\n", "\nTeam of %zu\n"), team->members);
    add_members(v, &line, team->member, team->members);
    layout_paragraph(v->out, 4, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
    ch_buf_addf(v->out,
                say(v->lang, "    覆盖 %.4f，上界 %.4f（不低于最优的 %.1f%%）\n",
                    "    coverage %.4f, bound %.4f (at least %.1f %% of the best)\n"),
                team->coverage, team->bound, team->bound > 0 ? 100 * team->coverage / team->bound : 100.0);
    ch_buf_addf(v->out,
                say(v->lang, "    若全部落地，本地含量 %+.4f（试算，含企业自身的基础部分）\n",
                    "    if all of them land, local content %+.4f (what-if, with the base of each)\n"),
                v->answer->team_what_if);
    if (is_best(team))
        ch_buf_adds(v->out, say(v->lang, "    已证最优\n", "    proven best\n"));
    else if (team->exact)
        show_best(v);
}

/* The first of them by name; how many. */
static size_t add_excluded(const view *v, ch_buf *line, ch_target_reason reason)
{
    const ch_target_ranking *ranking = &v->answer->ranking;
    size_t named = 0;
    for (size_t i = 0; i < ranking->excludeds && named < v->top; i++) {
        if (ranking->excluded[i].reason != reason)
            continue;
        ch_buf_adds(line, named++ == 0 ? "" : say(v->lang, "、", ", "));
        ch_buf_add(line, firm_name(v, ranking->excluded[i].firm));
    }
    return named;
}

static void show_excluded(const view *v)
{
    for (int reason = 0; reason < CH_TARGET_REASONS; reason++) {
        const size_t n = v->answer->ranking.excluded_count[reason];
        if (n == 0)
            continue;
        ch_buf line = {.memory = v->out->memory};
        const size_t named = add_excluded(v, &line, (ch_target_reason)reason);
        if (n > named)
            ch_buf_addf(&line, say(v->lang, " 等", " and %zu more"), n - named);
        ch_buf_addf(v->out, say(v->lang, "\n不列入 %zu 家：%s\n", "\nleft out, %zu: %s\n"), n,
                    ch_answer_reason((ch_target_reason)reason, v->lang));
        layout_paragraph(v->out, 4, ch_buf_text(&line));
        v->out->failed |= line.failed;
        ch_buf_free(&line);
    }
}

static void show_notes(const view *v)
{
    static const char zh[] = "得分 = 增益 × 可能性；可能性 = 1 - e^(-证据分之和)。证据权重均为假定。"
                             "来源逐条见 --format json；公式见 docs/parts/target.md。";
    static const char en[] = "Score = gain x chance; chance = 1 - e^-(sum of points). Evidence weights are assumed. "
                             "Sources: --format json; formulas: docs/parts/target.md.";
    ch_buf_addc(v->out, '\n');
    layout_paragraph(v->out, 0, ch_text_of(say(v->lang, zh, en)));
}

ch_err view_who(const ch_desk *desk, const ch_who_answer *answer, view_as as, ch_buf *out)
{
    const view v = {answer->desk, answer, as.top, as.lang, out};
    layout_head(out, desk, as.before, say(as.lang, "招商目标", "whom to invite"), as.lang);
    ch_err err = show_targets(&v);
    show_team(&v);
    show_excluded(&v);
    show_notes(&v);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
