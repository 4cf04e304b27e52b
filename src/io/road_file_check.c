/* road_file_check.c - what must hold between the numbers of a file of roads. */
#include "road_file_parts.h"

typedef struct {
    const ch_road_file__counts *count;
    const ch_road_file__columns *t;
    const char *names;
    ch_text file;
    ch_faults *faults;
} look;

static ch_err tell(const look *in, const char *where, const char *where_zh, const char *what, const char *what_zh)
{
    return ch_road_file__tell(in->faults, in->file, &(ch_road_file__words){where, where_zh},
                              &(ch_road_file__words){what, what_zh});
}

static ch_err check_nodes(const look *in)
{
    const uint32_t *original = in->t->original;
    for (size_t v = 0; v < in->count->nodes; v++)
        if (original[v] != v && (v == 0 || original[v] != original[v - 1]))
            return tell(in, "nodes", "节点", "a copy does not follow its node", "副本未紧随其节点");
    return CH_OK;
}

static ch_err check_rows(const look *in)
{
    const ch_road_file__columns *t = in->t;
    const size_t nodes = in->count->nodes;
    if (t->start[0] != 0 || t->start[nodes] != in->count->arcs)
        return tell(in, "rows of arcs", "弧的分行", "they do not hold all arcs", "未包含全部弧");
    for (size_t v = 0; v < nodes; v++)
        if (t->start[v] > t->start[v + 1])
            return tell(in, "rows of arcs", "弧的分行", "they do not ascend", "未按升序排列");
    for (size_t v = 0; v < nodes; v++)
        for (size_t arc = (size_t)t->start[v] + 1; arc < t->start[v + 1]; arc++)
            if (t->head[arc - 1] > t->head[arc])
                return tell(in, "arcs", "弧", "heads do not ascend", "终点未按升序排列");
    return CH_OK;
}

static ch_err check_streets(const look *in)
{
    const ch_road_file__columns *t = in->t;
    for (size_t i = 0; i < in->count->streets; i++) {
        const ch_road_street *street = &t->at[i];
        if (t->original[street->from] != street->from || t->original[street->to] != street->to)
            return tell(in, "streets", "路段", "an end is a copy", "端点是副本");
        if (street->points > in->count->line_points - street->first)
            return tell(in, "streets", "路段", "a line goes past the last point", "线形超出末点");
    }
    return CH_OK;
}

/* Arcs lead from one end of their street to the other. */
static ch_err check_arcs(const look *in)
{
    const ch_road_file__columns *t = in->t;
    for (size_t v = 0; v < in->count->nodes; v++)
        for (uint32_t arc = t->start[v]; arc < t->start[v + 1]; arc++) {
            const ch_road_street *street = &t->at[t->street[arc]];
            const bool is_along = t->way_of[arc] == CH_ROAD_ALONG;
            if (t->original[v] != (is_along ? street->from : street->to) ||
                t->original[t->head[arc]] != (is_along ? street->to : street->from))
                return tell(in, "arcs", "弧", "one does not belong to its street", "与其路段不符");
        }
    return CH_OK;
}

/* A name is UTF-8 by itself, and shows. */
static ch_err check_names(const look *in)
{
    for (size_t i = 0; i < in->count->ways; i++) {
        const ch_road_file__name name = in->t->name[i];
        if (name.len > in->count->name_bytes - name.first)
            return tell(in, "ways", "道路", "a name goes past the last one", "名称超出范围");
        if (ch_utf8_valid((ch_text){in->names + name.first, name.len}) != name.len)
            return tell(in, "ways", "道路", "a name is not UTF-8", "名称不是 UTF-8 文字");
    }
    return CH_OK;
}

static ch_err check_ranks(ch_arena *scratch, const look *in)
{
    bool *is_taken = CH_NEW(scratch, bool, in->count->ranks);
    if (is_taken == NULL)
        return CH_ENOMEM;
    for (size_t v = 0; v < in->count->ranks; v++) {
        if (is_taken[in->t->rank[v]])
            return tell(in, "order", "次序", "two nodes have one place", "两个节点次序相同");
        is_taken[in->t->rank[v]] = true;
    }
    return CH_OK;
}

ch_err ch_road_file__check(ch_arena *scratch, const ch_road_file__counts *count, const ch_road_file__columns *t,
                           const char *names, ch_text file, ch_faults *faults)
{
    const look in = {count, t, names, file, faults};
    ch_err err = check_nodes(&in);
    if (err == CH_OK)
        err = check_rows(&in);
    if (err == CH_OK)
        err = check_streets(&in);
    if (err == CH_OK)
        err = check_arcs(&in);
    if (err == CH_OK)
        err = check_names(&in);
    return err == CH_OK ? check_ranks(scratch, &in) : err;
}
