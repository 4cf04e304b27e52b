/* graph_view.c - counts and distances, every integer exact. */
#include "graph_view.h"

#include "layout.h"

#include <string.h>

typedef unsigned long long ull;

void graph_sum_add(graph_sum *sum, uint64_t number)
{
    sum->low += number;
    sum->high += sum->low < number;
}

/* Divided by ten, digit after digit from the last, in four pieces of 32 bits. */
void graph_sum_print(graph_sum sum, char text[GRAPH_SUM_ROOM])
{
    uint32_t piece[4] = {(uint32_t)(sum.high >> 32), (uint32_t)sum.high, (uint32_t)(sum.low >> 32), (uint32_t)sum.low};
    char *at = text + GRAPH_SUM_ROOM - 1;
    *at = '\0';
    do {
        uint64_t rest = 0;
        for (int i = 0; i < 4; i++) {
            rest = rest << 32 | piece[i];
            piece[i] = (uint32_t)(rest / 10);
            rest %= 10;
        }
        *--at = (char)('0' + rest);
    } while ((piece[0] | piece[1] | piece[2] | piece[3]) != 0);
    memmove(text, at, strlen(at) + 1);
}

void graph_json(const options *asked, const graph_found *found, ch_buf *out)
{
    char sum[GRAPH_SUM_ROOM];
    graph_sum_print(found->sum, sum);
    ch_buf_addf(out, "{\"reached\":%zu,\"within\":", found->reached);
    if (asked->graph.has_within)
        ch_buf_addf(out, "%zu", found->within);
    else
        ch_buf_adds(out, "null");
    ch_buf_addf(out, ",\"sum\":%s,\"max\":%llu,\"to\":{", sum, (ull)found->max);
    for (size_t i = 0; i < found->goals; i++) {
        ch_buf_addf(out, "%s\"%llu\":", i > 0 ? "," : "", (ull)found->goal[i].node);
        if (found->goal[i].dist == UINT64_MAX)
            ch_buf_adds(out, "null");
        else
            ch_buf_addf(out, "%llu", (ull)found->goal[i].dist);
    }
    ch_buf_adds(out, "}}\n");
}

static void add_row(ch_buf *out, const char *title, const char *value)
{
    ch_buf_adds(out, "  ");
    layout_left(out, ch_text_of(title), 28);
    layout_end(out, ch_text_of(value));
}

static void add_number(ch_buf *out, const char *title, uint64_t number)
{
    char text[GRAPH_SUM_ROOM];
    graph_sum_print((graph_sum){0, number}, text);
    add_row(out, title, text);
}

static const char *titled(ch_buf *title, const char *words, uint64_t number)
{
    title->len = 0;
    ch_buf_addf(title, "%s %llu", words, (ull)number);
    ch_buf_addc(title, '\0');
    return title->failed ? words : title->at;
}

void graph_view(const options *asked, const graph_found *found, ch_buf *out)
{
    const ch_lang lang = asked->lang;
    char sum[GRAPH_SUM_ROOM];
    ch_buf title = {.memory = out->memory};
    graph_sum_print(found->sum, sum);
    ch_fault_show(ch_text_of(asked->dir), out);
    ch_buf_addf(
        out, say(lang, " · %zu 个节点 · %zu 条弧 · 从节点 %llu 出发\n", " · %zu nodes · %zu arcs · from node %llu\n"),
        found->nodes, found->arcs, (ull)asked->graph.from);
    add_number(out, say(lang, "可到达的节点", "nodes reached"), found->reached);
    if (asked->graph.has_within)
        add_number(out, titled(&title, say(lang, "其中不超过", "of them within"), asked->graph.within), found->within);
    add_row(out, say(lang, "距离合计", "sum of distances"), sum);
    add_number(out, say(lang, "最远距离", "greatest distance"), found->max);
    for (size_t i = 0; i < found->goals; i++) {
        const graph_goal *goal = &found->goal[i];
        const char *to = titled(&title, say(lang, "到节点", "to node"), goal->node);
        if (goal->dist == UINT64_MAX)
            add_row(out, to, say(lang, "不可到达", "not reached"));
        else
            add_number(out, to, goal->dist);
    }
    out->failed |= title.failed;
    ch_buf_free(&title);
}
