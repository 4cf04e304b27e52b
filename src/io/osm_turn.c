/* osm_turn.c - no_left_turn, only_straight_on and so on: what they forbid, to whom, at which node. */
#include "osm_turn.h"

#include "osm_tags.h"

#include <string.h>

static bool begins_with(ch_text text, const char *start)
{
    return text.len >= strlen(start) && memcmp(text.at, start, strlen(start)) == 0;
}

/* false: not understood. An empty value is understood as nothing. */
static bool read_value(ch_text value, bool *only, bool *is_said)
{
    static const char
        *const no[] = {"no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit", NULL},
               *const must[] = {"only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn", NULL};
    *only = ch_osm__is_one_of(value, must);
    *is_said = *only || ch_osm__is_one_of(value, no);
    return *is_said || value.len == 0;
}

/* except=psv;hgv */
static void let_out(ch_text list, bool of[CH_ROAD_PROFILES])
{
    static const char *const all[] = {"motor_vehicle", "vehicle", NULL};
    for (ch_text word; ch_text_next(&list, ';', &word);) {
        word = ch_text_trim(word);
        const bool is_all = ch_osm__is_one_of(word, all);
        if (is_all || ch_osm__is(word, "motorcar"))
            of[CH_ROAD_CAR] = false;
        if (is_all || ch_osm__is(word, "hgv") || ch_osm__is(word, "goods"))
            of[CH_ROAD_TRUCK] = false;
    }
}

/* Whom it binds: restriction all, restriction:hgv trucks alone, ... Of two that differ in kind the general one counts. */
static bool read_kind(const ch_osm__tags *tags, ch_osm__turn *turn)
{
    static const struct {
        const char *key;
        bool of[CH_ROAD_PROFILES];
    } known[] = {
        {"restriction", {true, true}},         {"restriction:motor_vehicle", {true, true}},
        {"restriction:vehicle", {true, true}}, {"restriction:motorcar", {true, false}},
        {"restriction:hgv", {false, true}},
    };
    bool is_any = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        bool only, is_said;
        if (!read_value(ch_text_trim(ch_osm__find(tags, known[i].key)), &only, &is_said))
            return false;
        if (!is_said || (is_any && only != turn->only))
            continue;
        is_any = true;
        turn->only = only;
        for (int p = 0; p < CH_ROAD_PROFILES; p++)
            turn->of[p] |= known[i].of[p];
    }
    let_out(ch_osm__find(tags, "except"), turn->of);
    return true;
}

bool ch_osm__next_way(const ch_osm__thing *relation, const char *role, size_t *at, int64_t *way)
{
    while (*at < relation->members) {
        const ch_osm__member *member = &relation->member[(*at)++];
        *way = member->id;
        if (member->kind == CH_OSM__WAY && ch_osm__is(member->role, role))
            return true;
    }
    return false;
}

/* How many nodes and ways it goes via; the node, if one. */
static void count_via(const ch_osm__thing *relation, size_t *nodes, size_t *ways, int64_t *via)
{
    *nodes = *ways = 0;
    for (size_t i = 0; i < relation->members; i++) {
        const ch_osm__member *member = &relation->member[i];
        if (!ch_osm__is(member->role, "via"))
            continue;
        *nodes += member->kind == CH_OSM__NODE;
        *ways += member->kind == CH_OSM__WAY;
        if (member->kind == CH_OSM__NODE)
            *via = member->id;
    }
}

static bool speaks_of_turns(const ch_osm__tags *tags)
{
    const ch_text type = ch_osm__find(tags, "type");
    return ch_osm__is(type, "restriction") || begins_with(type, "restriction:");
}

/* Those of a kind of vehicle as older mappers wrote it, of bicycles, of hours of the day: bind nobody of ours at every hour. */
static bool binds_others(const ch_osm__tags *tags)
{
    bool is_any = false;
    for (size_t i = 0; i < tags->count; i++)
        is_any |= begins_with(tags->tag[i].key, "restriction:");
    return is_any && ch_osm__find(tags, "restriction").len == 0;
}

ch_osm__turn_kind ch_osm__read_turn(const ch_osm__thing *relation, ch_osm__turn *turn)
{
    size_t nodes, ways, from = 0, to = 0;
    int64_t way;
    *turn = (ch_osm__turn){0};
    if (!speaks_of_turns(&relation->tags))
        return CH_OSM__NO_TURN;
    if (!read_kind(&relation->tags, turn))
        return CH_OSM__TURN_UNREAD;
    bool is_any = false;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        is_any |= turn->of[p];
    if (!is_any)
        return binds_others(&relation->tags) || ch_osm__find(&relation->tags, "except").len > 0 ? CH_OSM__NO_TURN
                                                                                                : CH_OSM__TURN_UNREAD;
    count_via(relation, &nodes, &ways, &turn->via);
    if (ways > 0)
        return CH_OSM__TURN_BY_WAY;
    if (nodes != 1 || !ch_osm__next_way(relation, "from", &from, &way) || !ch_osm__next_way(relation, "to", &to, &way))
        return CH_OSM__TURN_UNREAD;
    return CH_OSM__TURN;
}
