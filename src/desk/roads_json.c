/* roads_json.c - what network there is: its gates, works, classes and speeds, and one street of it. */
#include "json_keys.h"
#include "reach_ask.h"

#include <math.h>

enum { NEAR_M = 300 };

static const char *const formula[][2] = {
    {"limit", "the stated speed limit, else that of the class; not above what the vehicle may drive"},
    {"plan", "the stated planning speed, else factor times the limit"}};

/* ---- the whole */

static void key_gates(ch_emit *e, const ch_zone *zone)
{
    const ch_rows_road_nodes *node = &zone->road_nodes;
    ch_desk__key_open(e, "gates", '[');
    for (size_t i = 0; i < node->rows; i++) {
        if (!node->gate[i])
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "id", node->id[i]);
        ch_desk__key_text(e, "name_zh", node->name_zh[i]);
        ch_desk__key_text(e, "name_en", node->name_en[i]);
        ch_desk__key_number(e, "lon", node->lon[i]);
        ch_desk__key_number(e, "lat", node->lat[i]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_classes(ch_emit *e, const ch_road_net *net)
{
    const ch_words *words = ch_schema_words("road_class");
    size_t streets[CH_road_class_END] = {0};
    double km[CH_road_class_END] = {0};
    for (size_t s = 0; s < net->streets; s++) {
        const unsigned class = net->way[net->at[s].way].road_class;
        streets[class]++;
        km[class] += net->at[s].length_m / 1000;
    }
    ch_desk__key_open(e, "classes", '[');
    for (unsigned class = 1; class < CH_road_class_END; class ++) {
        if (streets[class] == 0)
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_string(e, "class", words->word[class].word);
        ch_desk__key_string(e, "zh", words->word[class].zh);
        ch_desk__key_string(e, "en", words->word[class].en);
        ch_desk__key_whole(e, "streets", streets[class]);
        ch_desk__key_number(e, "km", km[class]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_speeds(ch_emit *e, const ch_road_speeds *speeds)
{
    const ch_words *words = ch_schema_words("road_class");
    ch_desk__key_open(e, "speeds", '[');
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        for (unsigned class = 1; class < CH_road_class_END; class ++) {
            const ch_road_speed *speed = &speeds->speed[p][class];
            ch_emit_open(e, '{');
            ch_desk__key_string(e, "vehicle", ch_road_profile_name[p]);
            ch_desk__key_string(e, "class", words->word[class].word);
            ch_desk__key_number(e, "limit_kmh", speed->limit_kmh);
            ch_desk__key_number(e, "factor", speed->factor);
            ch_desk__key_number(e, "most_kmh", speed->most_kmh);
            ch_emit_close(e, '}');
        }
    ch_emit_close(e, ']');
}

/* ---- a street */

uint32_t ch_desk__find_street(const ch_reach_question *asked)
{
    ch_point point;
    ch_road_foot foot;
    if (ch_desk__read_point(asked->street, &point))
        return ch_road_near_find(ch_roads_near(asked->roads), point, NEAR_M, &foot, 1) > 0 ? foot.street : CH_ROAD_NONE;
    ch_text rest = asked->street;
    ch_road_text_edge edge;
    const uint32_t *street;
    return ch_road_text_next_edge(&rest, &edge) && ch_desk__streets_named(asked->roads, &edge, &street) > 0
               ? *street
               : CH_ROAD_NONE;
}

static double or_unknown(double value)
{
    return value > 0 ? value : NAN;
}

/* What the zone's own row says beyond the network's; of an extract (zone NULL) nothing is said. */
static void key_row(ch_emit *e, const ch_zone *zone, size_t row)
{
    if (!zone) {
        ch_desk__key_number(e, "lanes", NAN);
        ch_desk__key_string(e, "source", NULL);
        ch_desk__key_marks(e, 0);
        return;
    }
    const ch_rows_road_edges *edge = &zone->road_edges;
    ch_desk__key_number(e, "lanes", edge->lanes[row] == CH_UNKNOWN_I64 ? NAN : (double)edge->lanes[row]);
    ch_desk__key_text(e, "source", edge->source[row]);
    ch_desk__key_marks(e, ch_schema_marks(edge->marks[row], edge->source[row]));
}

static void emit_street(ch_emit *e, const ch_desk__reach *reach, uint32_t street)
{
    static const char *const way_key[] = {"along", "against"};
    const ch_roads *roads = reach->asked->roads;
    const ch_road_net *net = ch_roads_net(roads);
    const ch_road_street *at = &net->at[street];
    const ch_road_way *way = &net->way[at->way];
    const ch_desk__side *side = ch_desk__last_side(reach);
    char room[40];
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", ch_roads_street_name(roads, street, room));
    ch_desk__key_text(e, "road", way->name);
    ch_desk__key_string(e, "class", ch_schema_words("road_class")->word[way->road_class].word);
    ch_desk__key_number(e, "limit_kmh", or_unknown((double)way->limit_kmh[CH_ROAD_ALONG]));
    ch_desk__key_number(e, "plan_kmh", or_unknown((double)way->plan_kmh));
    ch_desk__key_number(e, "length_m", at->length_m);
    ch_emit_key(e, "oneway");
    ch_emit_bool(e, at->arc[CH_ROAD_ALONG] == CH_ROAD_NONE || at->arc[CH_ROAD_AGAINST] == CH_ROAD_NONE);
    ch_emit_key(e, "toll");
    ch_emit_bool(e, way->is_toll);
    ch_desk__key_open(e, "minutes", '{');
    for (int w = 0; w < CH_ROAD_WAYS; w++)
        ch_desk__key_minutes(e, way_key[w],
                             at->arc[w] == CH_ROAD_NONE ? CH_REACH_FAR
                                                        : ch_road_patch_ms(&side->patch, side->ms, at->arc[w]));
    ch_emit_close(e, '}');
    key_row(e, roads->zone, (size_t)way->number);
    ch_desk__key_open(e, "line", '[');
    for (uint32_t i = 0; i < at->points; i++)
        ch_desk__emit_position(e, net->line[at->first + i]);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static void write_json(const ch_desk__reach *reach, ch_lang lang, ch_buf *out)
{
    const ch_reach_question *asked = reach->asked;
    ch_emit e = {.out = out};
    ch_road_speeds speeds;
    ch_desk__read_speeds(ch_desk__last_side(reach)->zone, &speeds);
    ch_desk__reach_head(&e, reach);
    key_gates(&e, ch_desk__last_side(reach)->zone);
    ch_desk__reach_works(&e, reach, true);
    key_classes(&e, ch_roads_net(asked->roads));
    key_speeds(&e, &speeds);
    const uint32_t street = asked->street.len > 0 ? ch_desk__find_street(asked) : CH_ROAD_NONE;
    ch_emit_key(&e, "street");
    if (street == CH_ROAD_NONE)
        ch_emit_null(&e);
    else
        emit_street(&e, reach, street);
    ch_desk__reach_foot(&e, reach, 0, CH_DESK__FORMULAS(formula));
}

ch_err ch_answer_roads_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_roads(question, write_json, CH_ZH, out, faults);
}
