/* reach_text.c - answers about minutes as lines of text, for a terminal. */
#include "json_keys.h"
#include "reach_ask.h"

#include <math.h>

static const char *in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

static void add_name(ch_buf *out, ch_lang lang, ch_text zh, ch_text en)
{
    ch_buf_add(out, lang == CH_EN && en.len > 0 ? en : zh);
}

static void add_figure(ch_buf *out, double value, int decimals)
{
    if (isnan(value))
        ch_buf_addc(out, '?');
    else
        ch_buf_addf(out, "%.*f", decimals, value);
}

/* "753.2", or with a what-if "753.2 → 816.0". */
static void add_pair(ch_buf *out, double before, double after, bool both, int decimals)
{
    add_figure(out, before, decimals);
    if (!both)
        return;
    ch_buf_adds(out, " → ");
    add_figure(out, after, decimals);
}

static void add_head(ch_buf *out, const ch_desk__reach *reach, ch_lang lang, const char *title, uint32_t more)
{
    static const char *const vehicle[][2] = {{"小客车", "car"}, {"货车", "truck"}};
    static const char *const speed[][2] = {{"规划车速", "planning speed"}, {"限速", "at the limit"}};
    const ch_reach_question *asked = reach->asked;
    const uint32_t marks = more | ch_desk__network_marks(reach);
    const ch_words *words = ch_schema_words("mark");
    add_name(out, lang, asked->zone->zone.name_zh[0], asked->zone->zone.name_en[0]);
    ch_buf_addf(out, " · %s · %s · %s · %s %s\n", title, vehicle[asked->profile][lang], speed[asked->basis][lang],
                in(lang, "快照", "snapshot"), reach->digest);
    ch_buf_adds(out, in(lang, "  道路：", "  roads: "));
    if (ch_roads_is_extract(asked->roads))
        ch_buf_add(out, ch_roads_source(asked->roads).title);
    else
        ch_buf_adds(out, in(lang, "合作区自有路网", "the zone's own network"));
    ch_buf_addf(out, in(lang, "，%zu 个节点，%zu 个路段", ", %zu nodes, %zu streets"),
                ch_roads_net(asked->roads)->nodes, ch_roads_net(asked->roads)->streets);
    for (unsigned value = 1; value <= words->count; value++)
        if (marks & 1u << value)
            ch_buf_addf(out, " [%s]", in(lang, words->word[value].zh, words->word[value].en));
    ch_buf_addc(out, '\n');
}

/* ---- circles */

static void add_counties(ch_buf *out, const ch_desk__reach *reach, const ch_desk__circles *c,
                         const ch_desk__circle *circle, ch_lang lang)
{
    const ch_rows_places *place = &reach->asked->zone->places;
    const bool both = reach->sides > 1;
    for (size_t v = 1; v <= c->counties.counties; v++) {
        const double before = circle->side[0].km2_of[v], after = both ? circle->side[1].km2_of[v] : 0;
        if (before == 0 && after == 0)
            continue;
        ch_buf_adds(out, "      ");
        add_name(out, lang, place->name_zh[c->counties.county[v - 1]], place->name_en[c->counties.county[v - 1]]);
        ch_buf_addc(out, ' ');
        add_pair(out, before, after, both, 1);
        ch_buf_adds(out, " km²\n");
    }
}

static void add_circle(ch_buf *out, const ch_desk__reach *reach, const ch_desk__circles *c,
                       const ch_desk__circle *circle, ch_lang lang)
{
    const ch_desk__within *before = &circle->side[0], *after = &circle->side[reach->sides - 1];
    const bool both = reach->sides > 1;
    ch_buf_addf(out, in(lang, "  %g 分钟：", "  %g minutes: "), circle->minutes);
    add_pair(out, before->area_km2, after->area_km2, both, 1);
    ch_buf_adds(out, in(lang, " km²，人口 ", " km², people "));
    add_pair(out, before->people, after->people, both, 0);
    ch_buf_adds(out, in(lang, "，企业 ", ", firms "));
    add_pair(out, (double)before->firms, (double)after->firms, both, 0);
    if (both)
        ch_buf_addf(out, in(lang, "；增 %.1f km²，减 %.1f km²", "; gained %.1f km², lost %.1f km²"),
                    circle->change.gained_km2, circle->change.lost_km2);
    ch_buf_addc(out, '\n');
    add_counties(out, reach, c, circle, lang);
}

static void write_circles(const ch_desk__reach *reach, const ch_desk__circles *c, ch_lang lang, ch_buf *out)
{
    const char *reason = ch_desk__outcome_reason(c->outcome[reach->sides - 1], lang);
    add_head(out, reach, lang,
             reach->asked->is_towards ? in(lang, "多少分钟能到这里", "who gets here within")
                                      : in(lang, "多少分钟能到哪里", "how far one gets within"),
             c->where->marks | ch_desk__residents_marks(reach->asked->zone));
    ch_buf_adds(out, in(lang, "  起点：", "  origin: "));
    add_name(out, lang, c->where->name_zh, c->where->name_en);
    ch_buf_addc(out, '\n');
    if (reason)
        ch_buf_addf(out, "  ○ %s\n", reason);
    for (size_t i = 0; i < c->circles; i++)
        add_circle(out, reach, c, &c->circle[i], lang);
}

ch_err ch_answer_circle_text(const ch_reach_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_circles(question, write_circles, lang, out, faults);
}

/* ---- minutes */

static double minutes_of(uint32_t ms)
{
    return ms == CH_REACH_FAR ? NAN : (double)ms / 60000;
}

static void write_trips(const ch_desk__trips *all, ch_lang lang, ch_buf *out)
{
    const bool both = all->reach->sides > 1;
    uint32_t marks = 0;
    for (size_t i = 0; i < all->from.n; i++)
        marks |= all->from.where[i].marks;
    for (size_t j = 0; j < all->to.n; j++)
        marks |= all->to.where[j].marks;
    add_head(out, all->reach, lang, in(lang, "用时", "minutes"), marks);
    for (size_t k = 0; k < all->from.n * all->to.n; k++) {
        const ch_desk__where *from = &all->from.where[k / all->to.n], *to = &all->to.where[k % all->to.n];
        const ch_desk__trip *t = &all->trip[k];
        ch_buf_adds(out, "  ");
        add_name(out, lang, from->name_zh, from->name_en);
        ch_buf_adds(out, " → ");
        add_name(out, lang, to->name_zh, to->name_en);
        ch_buf_adds(out, "  ");
        if (t->ms == CH_REACH_FAR && (!both || t->before == CH_REACH_FAR)) {
            ch_buf_adds(out, in(lang, "○ 无路可达\n", "○ no way\n"));
            continue;
        }
        add_pair(out, both ? minutes_of(t->before) : minutes_of(t->ms), minutes_of(t->ms), both, 2);
        ch_buf_adds(out, in(lang, " 分钟", " min"));
        if (!isnan(t->km))
            ch_buf_addf(out, in(lang, "，%.1f km，收费 %.1f km", ", %.1f km, toll %.1f km"), t->km, t->toll_km);
        ch_buf_addc(out, '\n');
    }
}

ch_err ch_answer_minutes_text(const ch_reach_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_trips(question, write_trips, lang, out, faults);
}

/* ---- access */

static void write_access(const ch_desk__reach *reach, const ch_desk__access *a, const ch_desk__access *before,
                         ch_lang lang, ch_buf *out)
{
    const bool is_school = ch_text_equal(reach->asked->kind, CH_TEXT("school"));
    add_head(out, reach, lang, in(lang, "公共服务可达", "access to services"), ch_desk__access_marks(a));
    ch_buf_addf(out,
                in(lang, "  %s，%g 分钟内，%s；每千人：各自 → 共享\n",
                   "  %s within %g minutes, %s; for a thousand people: alone → shared\n"),
                is_school ? in(lang, "学校（座位）", "school seats") : in(lang, "医院（床位）", "hospital beds"),
                reach->asked->decay.limit_min, ch_decay_name[reach->asked->decay.kind]);
    for (size_t p = 0; p < a->places; p++) {
        const ch_desk__has *alone = &a->has[CH_DESK__ALONE][p], *shared = &a->has[CH_DESK__SHARED][p];
        ch_buf_adds(out, "  ");
        add_name(out, lang, a->zone->places.name_zh[a->place[p]], a->zone->places.name_en[a->place[p]]);
        ch_buf_adds(out, "  ");
        add_pair(out, alone->per_thousand, shared->per_thousand, true, 2);
        ch_buf_adds(out, in(lang, "，最近 ", ", nearest "));
        add_pair(out, alone->nearest_min, shared->nearest_min, true, 1);
        ch_buf_adds(out, in(lang, " 分钟", " min"));
        if (isnan(a->people[p]))
            ch_buf_adds(out, in(lang, "（人口未知）", " (people not known)"));
        ch_buf_addc(out, '\n');
    }
}

ch_err ch_answer_access_text(const ch_reach_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_access(question, write_access, lang, out, faults);
}

/* ---- roads */

static void add_street(const ch_desk__reach *reach, ch_lang lang, ch_buf *out)
{
    const ch_roads *roads = reach->asked->roads;
    const ch_desk__side *side = ch_desk__last_side(reach);
    const uint32_t street = ch_desk__find_street(reach->asked);
    if (street == CH_ROAD_NONE) {
        ch_buf_adds(out, in(lang, "  ○ 没有所问的路段\n", "  ○ there is no such street\n"));
        return;
    }
    const ch_road_street *at = &ch_roads_net(roads)->at[street];
    const ch_road_way *way = &ch_roads_net(roads)->way[at->way];
    char room[40];
    ch_buf_adds(out, in(lang, "  路段 ", "  street "));
    ch_buf_add(out, ch_roads_street_name(roads, street, room));
    ch_buf_addc(out, ' ');
    ch_buf_add(out, way->name);
    ch_buf_addf(out, in(lang, "，%.2f km，顺行 ", ", %.2f km, along "), at->length_m / 1000);
    for (int w = 0; w < CH_ROAD_WAYS; w++) {
        const uint32_t arc = at->arc[w];
        const uint32_t ms = arc == CH_ROAD_NONE ? CH_REACH_FAR : ch_road_patch_ms(&side->patch, side->ms, arc);
        if (w == CH_ROAD_AGAINST)
            ch_buf_adds(out, in(lang, "，逆行 ", ", against "));
        if (ms == CH_REACH_FAR)
            ch_buf_adds(out, in(lang, "不通", "no way"));
        else
            ch_buf_addf(out, in(lang, "%.2f 分钟", "%.2f min"), minutes_of(ms));
    }
    ch_buf_addc(out, '\n');
}

static void write_roads(const ch_desk__reach *reach, ch_lang lang, ch_buf *out)
{
    const ch_rows_road_works *work = &ch_desk__last_side(reach)->zone->road_works;
    const ch_road_net *net = ch_roads_net(reach->asked->roads);
    const ch_words *classes = ch_schema_words("road_class"), *kinds = ch_schema_words("road_work");
    double km[CH_road_class_END] = {0};
    add_head(out, reach, lang, in(lang, "道路", "roads"), 0);
    for (size_t s = 0; s < net->streets; s++)
        km[net->way[net->at[s].way].road_class] += net->at[s].length_m / 1000;
    for (unsigned c = 1; c < CH_road_class_END; c++)
        if (km[c] > 0)
            ch_buf_addf(out, "  %s %.1f km\n", in(lang, classes->word[c].zh, classes->word[c].en), km[c]);
    for (size_t i = 0; i < work->rows; i++) {
        ch_buf_addf(out, "  %s ", work->active[i] ? "●" : "○");
        ch_buf_add(out, work->id[i]);
        ch_buf_addf(out, " %s ", in(lang, kinds->word[work->kind[i]].zh, kinds->word[work->kind[i]].en));
        add_name(out, lang, work->name_zh[i], work->name_en[i]);
        ch_buf_addc(out, '\n');
    }
    if (reach->asked->street.len > 0)
        add_street(reach, lang, out);
}

ch_err ch_answer_roads_text(const ch_reach_question *question, ch_lang lang, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_roads(question, write_roads, lang, out, faults);
}
