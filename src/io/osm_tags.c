/* osm_tags.c - from tags to a way of the network: class, ferry, toll, name; barriers on points. */
#include "osm_tags.h"

#include <string.h>

enum { MOST_NAME = 255 * 4 }; /* bytes; OpenStreetMap holds 255 characters */

bool ch_osm__is(ch_text text, const char *word)
{
    return ch_text_equal(text, ch_text_of(word));
}

bool ch_osm__is_one_of(ch_text text, const char *const *word)
{
    for (; *word != NULL; word++)
        if (ch_osm__is(text, *word))
            return true;
    return false;
}

ch_text ch_osm__find(const ch_osm__tags *tags, const char *key)
{
    const size_t len = strlen(key);
    for (size_t i = 0; i < tags->count; i++)
        if (tags->tag[i].key.len == len && memcmp(tags->tag[i].key.at, key, len) == 0)
            return tags->tag[i].value;
    return (ch_text){0};
}

/* ---- class */

static unsigned class_of(ch_text highway)
{
    static const struct {
        const char *highway;
        unsigned road_class;
    } class[] = {
        {"motorway", CH_road_class_MOTORWAY},
        {"motorway_link", CH_road_class_RAMP},
        {"trunk", CH_road_class_TRUNK},
        {"trunk_link", CH_road_class_RAMP},
        {"primary", CH_road_class_CLASS1},
        {"primary_link", CH_road_class_RAMP},
        {"secondary", CH_road_class_CLASS2},
        {"secondary_link", CH_road_class_RAMP},
        {"tertiary", CH_road_class_CLASS3},
        {"tertiary_link", CH_road_class_RAMP},
        {"unclassified", CH_road_class_LOCAL},
        {"road", CH_road_class_LOCAL},
        {"residential", CH_road_class_RESIDENTIAL},
        {"living_street", CH_road_class_LIVING},
        {"service", CH_road_class_SERVICE},
        {"track", CH_road_class_TRACK},
    };
    for (size_t i = 0; i < sizeof class / sizeof *class; i++)
        if (ch_osm__is(highway, class[i].highway))
            return class[i].road_class;
    return CH_road_class_NONE;
}

/* Lots and yards, drawn as areas or lanes between cars, lead nowhere. */
static bool leads_nowhere(const ch_osm__tags *tags)
{
    static const char *const inner[] = {"parking_aisle", "drive-through", "emergency_access", "slipway", NULL};
    return ch_osm__is(ch_osm__find(tags, "area"), "yes") || ch_osm__is_one_of(ch_osm__find(tags, "service"), inner);
}

/* A ferry that tells of feet and bicycles and of nothing with an engine carries no cars. */
static bool carries_cars(const ch_osm__tags *tags)
{
    return ch_osm__speaks_of_motors(tags) ||
           (ch_osm__find(tags, "foot").len == 0 && ch_osm__find(tags, "bicycle").len == 0);
}

/* ---- toll and name */

static bool read_toll(const ch_osm__tags *tags, ch_osm__unread *unread)
{
    static const char *const key[] = {"toll:motorcar", "toll:motor_vehicle", "toll", NULL};
    for (size_t i = 0; key[i] != NULL; i++) {
        const ch_text value = ch_osm__find(tags, key[i]);
        if (value.len == 0)
            continue;
        unread->others += !ch_osm__is(value, "yes") && !ch_osm__is(value, "no");
        return ch_osm__is(value, "yes");
    }
    return false;
}

/* Valid, without what does not show; runs of blanks as they are. */
static void add_shown(ch_buf *out, ch_text text, ch_osm__unread *unread)
{
    if (ch_utf8_valid(text) != text.len) {
        unread->others++;
        return;
    }
    while (text.len > 0) {
        const ch_text from = text;
        const bool is_hidden = ch_utf8_is_hidden(ch_utf8_next(&text));
        const size_t len = from.len - text.len;
        if (!is_hidden && out->len + len <= MOST_NAME)
            ch_buf_add(out, (ch_text){from.at, len});
    }
}

static ch_text name_of(const ch_osm__tags *tags)
{
    static const char *const key[] = {"name:zh", "name:zh-Hans", "name", NULL};
    ch_text name = {0};
    for (size_t i = 0; name.len == 0 && key[i] != NULL; i++)
        name = ch_text_trim(ch_osm__find(tags, key[i]));
    return name;
}

static void add_ref(ch_buf *out, ch_text ref, ch_osm__unread *unread)
{
    for (ch_text one; ch_text_next(&ref, ';', &one);) {
        one = ch_text_trim(one);
        if (one.len > 0 && out->len > 0)
            ch_buf_addc(out, '/');
        add_shown(out, one, unread);
    }
}

/* "G50 申苏浙皖高速"; a name that begins with its number is not given it twice. */
static ch_err read_name(ch_arena *arena, const ch_osm__tags *tags, ch_text *name, ch_osm__unread *unread)
{
    ch_buf shown = {.memory = arena->memory};
    const ch_text own = name_of(tags);
    add_ref(&shown, ch_osm__find(tags, "ref"), unread);
    if (own.len >= shown.len && shown.len > 0 && memcmp(own.at, shown.at, shown.len) == 0)
        shown.len = 0;
    else if (shown.len > 0 && own.len > 0)
        ch_buf_addc(&shown, ' ');
    add_shown(&shown, own, unread);
    const ch_text text = ch_text_trim(ch_buf_text(&shown));
    *name = text.len > 0 ? ch_text_copy(arena, text) : (ch_text){0};
    const bool failed = shown.failed || (text.len > 0 && name->at == NULL);
    ch_buf_free(&shown);
    return failed ? CH_ENOMEM : CH_OK;
}

/* ---- ways */

static bool is_closed(const ch_road_way *way)
{
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        for (int w = 0; w < CH_ROAD_WAYS; w++)
            if (!way->closed[p][w])
                return false;
    return true;
}

ch_err ch_osm__read_way_tags(ch_arena *arena, const ch_osm__tags *tags, ch_road_way *way, bool *is_road,
                             ch_osm__unread *unread)
{
    const bool is_ferry = ch_osm__is(ch_osm__find(tags, "route"), "ferry");
    const unsigned class = is_ferry ? CH_road_class_FERRY : class_of(ch_osm__find(tags, "highway"));
    *way = (ch_road_way){.road_class = (uint8_t) class, .is_ferry = is_ferry};
    *is_road = false;
    if (class == CH_road_class_NONE || leads_nowhere(tags))
        return CH_OK;

    ch_osm__unread own = {0}; /* of a road: what nobody drives on is not told of */
    ch_osm__read_access(tags, !is_ferry || carries_cars(tags), way, &own);
    if (is_closed(way))
        return CH_OK;
    *is_road = true;
    ch_osm__read_speed(tags, way->limit_kmh, &own);
    way->is_toll = read_toll(tags, &own);
    way->height_m = (float)ch_osm__read_height_m(tags, &own);
    way->weight_t = (float)ch_osm__read_weight_t(tags, &own);
    if (is_ferry)
        way->fixed_s = ch_osm__read_duration_s(tags, &own);
    const ch_err err = read_name(arena, tags, &way->name, &own);
    unread->speeds += own.speeds;
    unread->others += own.others;
    return err;
}

/* ---- barriers */

uint8_t ch_osm__read_barrier(const ch_osm__tags *tags, ch_osm__unread *unread)
{
    static const char *const open[] = {"gate",       "lift_gate",   "swing_gate",  "toll_booth", "border_control",
                                       "checkpoint", "sally_port",  "cattle_grid", "entrance",   "height_restrictor",
                                       "kerb",       "guard_house", "no",          NULL};
    const ch_text barrier = ch_osm__find(tags, "barrier");
    if (barrier.len == 0)
        return 0;
    const bool by_default = ch_osm__is_one_of(barrier, open) && !ch_osm__is(ch_osm__find(tags, "locked"), "yes");
    uint8_t closed = 0;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        if (!ch_osm__may_drive(tags, (ch_road_profile)p, CH_ROAD_ALONG, by_default, unread))
            closed |= (uint8_t)(1u << p);
    if (ch_osm__is(barrier, "height_restrictor")) /* hung so that trucks stay out */
        closed |= 1u << CH_ROAD_TRUCK;
    return closed;
}
