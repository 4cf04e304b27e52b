/* osm_access.c - who may drive, and which way: the most particular key that is there decides. */
#include "osm_tags.h"

/* A key, and the two that speak of one way alone. */
typedef struct {
    const char *plain, *of_way[CH_ROAD_WAYS];
} access_key;

static const access_key all_motors = {"motor_vehicle", {"motor_vehicle:forward", "motor_vehicle:backward"}},
                        all_vehicles = {"vehicle", {"vehicle:forward", "vehicle:backward"}},
                        all_traffic = {"access", {"access:forward", "access:backward"}},
                        cars = {"motorcar", {"motorcar:forward", "motorcar:backward"}},
                        trucks = {"hgv", {"hgv:forward", "hgv:backward"}},
                        goods = {"goods", {"goods:forward", "goods:backward"}};
/* From the vehicle to all traffic. */
static const access_key *const keys_of[CH_ROAD_PROFILES][6] = {
    [CH_ROAD_CAR] = {&cars, &all_motors, &all_vehicles, &all_traffic, NULL},
    [CH_ROAD_TRUCK] = {&trucks, &goods, &all_motors, &all_vehicles, &all_traffic, NULL},
};

typedef enum { SAYS_NOTHING, SAYS_OPEN, SAYS_CLOSED } verdict;

static verdict judge_word(ch_text word, ch_road_profile profile, ch_osm__unread *unread)
{
    static const char *const open[] = {"yes",       "permissive",  "designated", "official", "public", "destination",
                                       "customers", "discouraged", "unknown",    "local",    NULL};
    static const char *const closed[] = {"no",        "private",      "agricultural", "forestry", "military",
                                         "emergency", "bus",          "psv",          "permit",   "residents",
                                         "employees", "use_sidepath", "restricted",   "staff",    NULL};
    if (ch_osm__is(word, "delivery"))
        return profile == CH_ROAD_TRUCK ? SAYS_OPEN : SAYS_CLOSED;
    if (ch_osm__is_one_of(word, open))
        return SAYS_OPEN;
    if (ch_osm__is_one_of(word, closed))
        return SAYS_CLOSED;
    unread->others++;
    return SAYS_NOTHING;
}

/* Of several words, one that opens is enough. */
static verdict judge_value(ch_text value, ch_road_profile profile, ch_osm__unread *unread)
{
    verdict found = SAYS_NOTHING;
    for (ch_text word; found != SAYS_OPEN && ch_text_next(&value, ';', &word);) {
        const verdict said = judge_word(ch_text_trim(word), profile, unread);
        if (said != SAYS_NOTHING)
            found = said;
    }
    return found;
}

bool ch_osm__may_drive(const ch_osm__tags *tags, ch_road_profile profile, int way, bool by_default,
                       ch_osm__unread *unread)
{
    for (const access_key *const *key = keys_of[profile]; *key != NULL; key++) {
        ch_text value = ch_osm__find(tags, (*key)->of_way[way]);
        if (value.len == 0)
            value = ch_osm__find(tags, (*key)->plain);
        const verdict said = judge_value(value, profile, unread);
        if (said != SAYS_NOTHING)
            return said == SAYS_OPEN;
    }
    return by_default;
}

bool ch_osm__speaks_of_motors(const ch_osm__tags *tags)
{
    static const char *const key[] = {"motorcar", "motor_vehicle", "vehicle", "hgv"};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++)
        if (ch_osm__find(tags, key[i]).len > 0)
            return true;
    return false;
}

/* ---- one-way */

static bool is_one_way_by_kind(const ch_osm__tags *tags)
{
    static const char *const round[] = {"roundabout", "circular", NULL};
    return ch_osm__is_one_of(ch_osm__find(tags, "junction"), round) ||
           ch_osm__is(ch_osm__find(tags, "highway"), "motorway");
}

static ch_text find_one_way(const ch_osm__tags *tags, ch_road_profile profile)
{
    static const char *const key[CH_ROAD_PROFILES][5] = {
        {"oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway", NULL},
        {"oneway:hgv", "oneway:motor_vehicle", "oneway:vehicle", "oneway", NULL},
    };
    ch_text value = {0};
    for (const char *const *at = key[profile]; value.len == 0 && *at != NULL; at++)
        value = ch_osm__find(tags, *at);
    return value;
}

static void close_by_sign(const ch_osm__tags *tags, ch_road_profile profile, bool closed[CH_ROAD_WAYS],
                          ch_osm__unread *unread)
{
    static const char *const along[] = {"yes", "true", "1", NULL}, *const against[] = {"-1", "reverse", NULL},
                             *const both[] = {"no", "false", "0", "alternating", NULL};
    const ch_text sign = find_one_way(tags, profile);
    const bool is_reversible = ch_osm__is(sign, "reversible");
    const bool is_known = is_reversible || ch_osm__is_one_of(sign, along) || ch_osm__is_one_of(sign, against) ||
                          ch_osm__is_one_of(sign, both);
    unread->others += sign.len > 0 && !is_known;
    /* which way it is open at the hour of the question nobody knows: it is counted on neither way */
    closed[CH_ROAD_ALONG] = is_reversible || ch_osm__is_one_of(sign, against);
    closed[CH_ROAD_AGAINST] =
        is_reversible || ch_osm__is_one_of(sign, along) || (!is_known && is_one_way_by_kind(tags));
}

void ch_osm__read_access(const ch_osm__tags *tags, bool by_default, ch_road_way *way, ch_osm__unread *unread)
{
    for (int p = 0; p < CH_ROAD_PROFILES; p++) {
        close_by_sign(tags, (ch_road_profile)p, way->closed[p], unread);
        for (int w = 0; w < CH_ROAD_WAYS; w++)
            if (!ch_osm__may_drive(tags, (ch_road_profile)p, w, by_default, unread))
                way->closed[p][w] = true;
    }
}
