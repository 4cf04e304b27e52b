/* chain_view.c - `chain` as tables: how each chain stands, what is most needed, what carries it. */
#include "views.h"

#include "changhe/answer.h"
#include "layout.h"

#include <math.h>

typedef struct {
    const ch_desk *desk;
    const ch_chain_answer *answer;
    size_t top;
    ch_lang lang;
    ch_buf *out;
} view;

static const ch_chain_node *node_of(const view *v, size_t segment)
{
    return &v->desk->state.node[ch_chain_node_of(v->desk->net, segment)];
}

static bool in_chain(const view *v, size_t segment, size_t chain)
{
    return ch_text_equal(v->desk->zone->segments.chain[segment], v->desk->zone->chains.id[chain]);
}

static void add_counts(const view *v, size_t chain)
{
    static const char *const zh[] = {"强", "弱", "缺", "无关", "未知"}, *const en[] = {"strong", "weak", "missing",
                                                                                       "absent", "unknown"};
    size_t count[5] = {0}, total = 0;
    for (size_t i = 0; i < v->desk->zone->segments.rows; i++)
        if (in_chain(v, i, chain)) {
            count[node_of(v, i)->class]++;
            total++;
        }
    ch_buf_addf(v->out, say(v->lang, "  %zu 环节：", "  %zu segments:"), total);
    for (int i = 0; i < 5; i++)
        ch_buf_addf(v->out, "%s%s %zu", i == 0 && v->lang == CH_ZH ? "" : " ", v->lang == CH_ZH ? zh[i] : en[i],
                    count[i]);
    ch_buf_addc(v->out, '\n');
}

static void add_health(const view *v, const ch_chain_health *health)
{
    ch_buf line = {.memory = v->out->memory};
    if (isnan(health->value))
        ch_buf_adds(&line, say(v->lang, "健康 未知", "health unknown"));
    else
        ch_buf_addf(&line, say(v->lang, "健康 %.1f/100 假定，", "health %.1f/100 assumed:"), health->value);
    for (int i = 0; i < CH_HEALTH_PARTS; i++)
        if (!isnan(health->part[i]))
            ch_buf_addf(&line, say(v->lang, "%s %.2f，", " %s %.2f,"), ch_answer_health_part(i, v->lang),
                        health->part[i]);
    ch_buf_adds(&line, say(v->lang, "缺数据：", " no data for"));
    const char *between = "";
    for (int i = 0; i < CH_HEALTH_PARTS; i++) {
        if (!isnan(health->part[i]))
            continue;
        ch_buf_addf(&line, say(v->lang, "%s%s", "%s %s"), between, ch_answer_health_part(i, v->lang));
        between = say(v->lang, "、", ",");
    }
    layout_paragraph(v->out, 2, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static void add_survey(const view *v, ch_buf *line, size_t row)
{
    const ch_rows_surveys *survey = &v->desk->zone->surveys;
    const ch_words *role = ch_schema_words("role");
    const char *between = "";
    for (unsigned value = 1; value <= role->count; value++) {
        if (!(survey->looked_for[row] & 1u << value))
            continue;
        ch_buf_addf(line, "%s%s", between, say(v->lang, role->word[value].zh, role->word[value].en));
        between = say(v->lang, "、", ", ");
    }
    if (survey->looked_for[row] == 0)
        ch_buf_adds(line, say(v->lang, "各类企业", "every kind of firm"));
    ch_buf_adds(line, say(v->lang, "，来源 ", "; source "));
    ch_buf_add(line, survey->source[row]);
    ch_buf_addc(line, ' ');
    ch_date_format(survey->as_of[row], line);
    layout_marks(line, ch_schema_marks(survey->marks[row], survey->source[row]), true, v->lang);
}

/* Surveys that tell of a node here; NULL: no memory. */
static const bool *find_telling(const view *v, ch_arena *scratch)
{
    bool *tells = CH_NEW(scratch, bool, v->desk->zone->surveys.rows);
    for (size_t node = 0; tells && node < ch_chain_nodes(v->desk->net); node++)
        for (size_t i = 0; i < v->answer->surveys[node]; i++)
            tells[v->answer->survey[node][i]] = true;
    return tells;
}

/* Who looked for what: missing means no more than that these looked, and found none. */
static ch_err show_surveys(const view *v)
{
    ch_arena scratch = CH_ARENA(v->out->memory);
    const bool *tells = find_telling(v, &scratch);
    ch_buf line = {.memory = v->out->memory};
    size_t told = 0;
    for (size_t i = 0; tells && i < v->desk->zone->surveys.rows && told < v->top; i++) {
        if (!tells[i])
            continue;
        told++;
        line.len = 0;
        ch_buf_adds(&line, say(v->lang, "排摸 ", "looked for "));
        add_survey(v, &line, i);
        layout_paragraph(v->out, 0, ch_buf_text(&line));
    }
    if (told == 0)
        ch_buf_adds(v->out, say(v->lang, "排摸 无：此地未经排摸，没有企业的环节是未知，不是缺\n",
                                "nobody has looked here: a link without a firm is unknown, not missing\n"));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
    ch_arena_free(&scratch);
    return tells ? CH_OK : CH_ENOMEM;
}

static void show_chains(const view *v)
{
    const ch_rows_chains *chain = &v->desk->zone->chains;
    for (size_t i = 0; i < chain->rows; i++) {
        if (v->desk->chain != SIZE_MAX && v->desk->chain != i)
            continue;
        ch_buf_addc(v->out, '\n');
        layout_end(v->out, layout_name(chain->name_zh[i], chain->name_en[i], v->lang));
        add_counts(v, i);
        add_health(v, &v->answer->health[i]);
    }
}

static void begin_segment(const view *v, size_t segment)
{
    const ch_rows_segments *row = &v->desk->zone->segments;
    layout_left(v->out, row->id[segment], 4);
    layout_left(v->out, layout_name(row->name_zh[segment], row->name_en[segment], v->lang), 22);
}

/* Who here would buy it and who here would feed it, by segment ids: why it is needed. */
static void add_neighbours(const view *v, ch_buf *line, const ch_graph *graph, size_t segment, const char *title)
{
    const uint32_t node = ch_chain_node_of(v->desk->net, segment);
    size_t told = 0;
    for (uint32_t i = graph->start[node]; i < graph->start[node + 1]; i++) {
        if (v->desk->state.node[graph->to[i]].x == 0)
            continue;
        if (told++ == 0)
            ch_buf_adds(line, title);
        if (told <= 4) {
            ch_buf_addc(line, ' ');
            ch_buf_add(line, v->desk->zone->segments.id[ch_desk_name_beside(v->desk, graph->to[i], segment)]);
        }
    }
    if (told > 4)
        ch_buf_addf(line, " +%zu", told - 4);
}

static void end_with_neighbours(const view *v, size_t segment)
{
    ch_buf line = {.memory = v->out->memory};
    add_neighbours(v, &line, ch_chain_users(v->desk->net), segment, say(v->lang, "供", "to"));
    if (line.len > 0)
        ch_buf_addc(&line, ' ');
    add_neighbours(v, &line, ch_chain_inputs(v->desk->net), segment, say(v->lang, "用", "of"));
    layout_end(v->out, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static void show_rest(const view *v, size_t all)
{
    if (all == 0)
        ch_buf_adds(v->out, say(v->lang, "无\n", "none\n"));
    if (all > v->top)
        ch_buf_addf(v->out, say(v->lang, "    另有 %zu 个，用 --top 列出\n", "    %zu more, list them with --top\n"),
                    all - v->top);
}

static void show_gaps(const view *v)
{
    layout_heading(v->out, say(v->lang, "最需要的环节（增益 = 补链 + 延链，再来一家典型企业带来的本地含量，假定）",
                               "Most needed links (gain of local content from one more typical firm, assumed)"));
    if (v->answer->gaps == 0)
        ch_buf_adds(v->out,
                    say(v->lang, "无：没有既缺又有增益的环节\n", "none: no link is missing and would add anything\n"));
    else
        ch_buf_adds(v->out, say(v->lang, " 序 环节                        判断   增益   补链   延链 与本地的关系\n",
                                "  # link                        label  gain   fill extend local users, inputs\n"));
    for (size_t i = 0; i < v->answer->gaps && i < v->top; i++) {
        const ch_chain_node *node = node_of(v, v->answer->gap[i]);
        ch_buf_addf(v->out, "%3zu ", i + 1);
        begin_segment(v, v->answer->gap[i]);
        layout_left(v->out, ch_text_of(ch_answer_label(node, v->lang)), v->lang == CH_ZH ? 4 : 7);
        layout_number(v->out, node->gain, 6, 3);
        layout_number(v->out, node->fill, 6, 3);
        layout_number(v->out, node->extension, 6, 3);
        end_with_neighbours(v, v->answer->gap[i]);
    }
    if (v->answer->gaps > v->top)
        show_rest(v, v->answer->gaps);
}

static void end_with_firms(const view *v, uint32_t node)
{
    const ch_rows_firms *firm = &v->desk->zone->firms;
    ch_buf line = {.memory = v->out->memory};
    for (size_t i = 0; i < v->answer->firms[node]; i++) {
        const uint32_t row = v->answer->firm[node][i];
        if (i > 0)
            ch_buf_adds(&line, say(v->lang, "、", ", "));
        ch_buf_add(&line, layout_name(firm->name_zh[row], firm->name_en[row], v->lang));
    }
    layout_end(v->out, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

/* A link that is there: how many, the gain of one more, and whose it is. */
static void show_present(const view *v, size_t segment)
{
    const ch_chain_node *node = node_of(v, segment);
    ch_buf_adds(v->out, node->x == 1 ? "  ! " : "    ");
    begin_segment(v, segment);
    ch_buf_addf(v->out, say(v->lang, "%2u 家 ", "%2u "), node->x);
    layout_number(v->out, node->gain, 6, 3);
    end_with_firms(v, ch_chain_node_of(v->desk->net, segment));
}

/* In the order of ids; a node of two chains stands under each. */
static void show_strong(const view *v)
{
    size_t all = 0;
    ch_buf_addf(v->out,
                say(v->lang, "\n强链（%g 家以上，或有链主；! 只有一家）\n",
                    "\nStrong links (%g firms, or a chain leader; ! a single one)\n"),
                ch_zone_assume(v->desk->zone, CH_ASSUME_STRONG_FIRMS));
    for (size_t i = 0; i < v->desk->zone->segments.rows; i++)
        if (node_of(v, i)->class == CH_CHAIN_STRONG && ch_desk_asks_segment(v->desk, i) && all++ < v->top)
            show_present(v, i);
    show_rest(v, all);
}

static void show_weak(const view *v)
{
    layout_heading(v->out, say(v->lang, "弱链（家数不足，按再来一家的增益）",
                               "Weak links (fewer firms, by the gain of one more)"));
    for (size_t i = 0; i < v->answer->weaks && i < v->top; i++)
        show_present(v, v->answer->weak[i]);
    show_rest(v, v->answer->weaks);
}

static void show_extraction(const view *v)
{
    const ch_rows_firms *firm = &v->desk->zone->firms;
    layout_heading(v->out, say(v->lang, "若失去该企业（本地含量的减少，假定）",
                               "If the firm went away (loss of local content, assumed)"));
    for (size_t i = 0; i < v->answer->extractions && i < v->top; i++) {
        const ch_extraction *lost = &v->answer->extraction[i];
        ch_buf_addf(v->out, "%3zu ", i + 1);
        layout_left(v->out, layout_name(firm->name_zh[lost->firm], firm->name_en[lost->firm], v->lang), 26);
        layout_number(v->out, lost->loss, 7, 3);
        ch_buf line = {.memory = v->out->memory};
        layout_marks(&line, ch_schema_marks(firm->marks[lost->firm], firm->source[lost->firm]), false, v->lang);
        layout_end(v->out, ch_text_trim(ch_buf_text(&line)));
        v->out->failed |= line.failed;
        ch_buf_free(&line);
    }
    if (v->answer->extractions == 0)
        ch_buf_adds(v->out, say(v->lang, "本地无企业\n", "no firm is known here\n"));
}

static void show_notes(const view *v)
{
    static const char zh[] = "本地含量 Q：各环节由本地企业及其本地投入支撑的程度之和。"
                             "家数按集团计，同一集团在一地只计一家。! 只有一家，断链风险。"
                             "假定：自有份额 β、投入等权、需求权重为 1，均未经实测。"
                             "标记与来源逐条见 --format json；公式见 docs/parts/chain.md。";
    static const char en[] =
        "Local content Q: how far each link is carried by firms here and what they buy here, added up. "
        "A group counts once a place. ! a single supplier. "
        "Assumed, not measured: own share beta, equal weight of inputs, demand weight 1. "
        "Marks and sources of each figure: --format json; formulas: docs/parts/chain.md.";
    ch_buf_addc(v->out, '\n');
    layout_paragraph(v->out, 0, ch_text_of(say(v->lang, zh, en)));
}

ch_err view_chain(const ch_desk *desk, const ch_chain_answer *answer, view_as as, ch_buf *out)
{
    const view v = {desk, answer, as.top, as.lang, out};
    layout_head(out, desk, as.before, say(as.lang, "产业链", "chains"), as.lang);
    ch_err err = show_surveys(&v);
    show_chains(&v);
    show_gaps(&v);
    show_strong(&v);
    show_weak(&v);
    show_extraction(&v);
    show_notes(&v);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
