/* districts_view.c - the promotion districts with the targets given to each. */
#include "views.h"

#include "layout.h"

typedef struct {
    const ch_districts_answer *answer;
    view_as as;
    ch_buf *out;
} view;

/* The first as.top of its targets by name; how many it has. */
static size_t add_targets(const view *v, uint32_t district, ch_buf *line)
{
    const ch_rows_firms *firms = &v->answer->who.desk->zone->firms;
    size_t n = 0;
    for (size_t i = 0; i < v->answer->targets; i++) {
        const size_t firm = v->answer->who.ranking.target[i].firm;
        if (v->answer->share.district[i] != district || n++ >= v->as.top)
            continue;
        ch_buf_adds(line, n > 1 ? say(v->as.lang, "、", ", ") : "");
        ch_buf_add(line, layout_name(firms->name_zh[firm], firms->name_en[firm], v->as.lang));
    }
    if (n > v->as.top)
        ch_buf_addf(line, say(v->as.lang, " 等", " and %zu more"), n - v->as.top);
    return n;
}

static void show_district(const view *v, uint32_t district)
{
    const ch_rows_districts *row = &v->answer->who.desk->zone->districts;
    const ch_text name = layout_name(row->name_zh[district], row->name_en[district], v->as.lang);
    ch_buf line = {.memory = v->out->memory};
    const size_t n = add_targets(v, district, &line);
    ch_buf_addf(v->out, say(v->as.lang, "\n%.*s：%zu 家\n", "\n%.*s: firms %zu\n"), (int)name.len, name.at, n);
    if (n > 0)
        layout_paragraph(v->out, 4, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static void show_without(const view *v)
{
    const ch_rows_places *places = &v->answer->who.desk->zone->places;
    const ch_target_share *share = &v->answer->share;
    if (share->withouts == 0)
        return;
    ch_buf line = {.memory = v->out->memory};
    for (size_t i = 0; i < share->withouts; i++) {
        ch_buf_adds(&line, i > 0 ? say(v->as.lang, "、", ", ") : "");
        ch_buf_add(&line,
                   layout_name(places->name_zh[share->without[i]], places->name_en[share->without[i]], v->as.lang));
    }
    ch_buf_addf(v->out, say(v->as.lang, "\n无片区覆盖的地区 %zu 个：\n", "\nplaces that no district covers, %zu:\n"),
                share->withouts);
    layout_paragraph(v->out, 4, ch_buf_text(&line));
    v->out->failed |= line.failed;
    ch_buf_free(&line);
}

static void show_notes(const view *v)
{
    static const char zh[] =
        "目标按名次归覆盖其所在地区的片区；多个片区覆盖的归任务最少者，无片区覆盖的归各片区中任务最少者。";
    static const char en[] =
        "By rank each target goes to the district that covers its place; of several, or where none "
        "does of all, to the one with least to do.";
    ch_buf_addc(v->out, '\n');
    layout_paragraph(v->out, 0, ch_text_of(say(v->as.lang, zh, en)));
}

ch_err view_districts(const ch_desk *desk, const ch_districts_answer *answer, view_as as, ch_buf *out)
{
    const view v = {answer, as, out};
    layout_head(out, desk, as.before, say(as.lang, "片区分工", "promotion districts"), as.lang);
    for (uint32_t d = 0; d < answer->who.desk->zone->districts.rows; d++)
        show_district(&v, d);
    show_without(&v);
    show_notes(&v);
    return out->failed ? CH_ENOMEM : CH_OK;
}
