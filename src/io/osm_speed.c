/* osm_speed.c - texts of speed limits: 60, "50 mph", walk, none, DE:urban, :forward and :backward. */
#include "osm_tags.h"

#include "changhe/decimal.h"

#include <string.h>

static const double KMH_PER_MPH = 1.609344, KMH_PER_KNOT = 1.852;
static const double WALKING_KMH = 5, LEAST_KMH = 1, MOST_KMH = 300;

/* What the word of a country stands for, in km/h: CN Implementing Regulations of the Road Traffic Safety Law (2004) art. 45, 78;
 * DE StVO 3; AT StVO 20; CH, LI VRV 4a; FR Code de la route R413-2; IT Codice della strada 142; ES Reglamento General de
 * Circulación 48, 50; PT Código da Estrada 27; GB Road Traffic Regulation Act 1984 s. 81, 70 mph Order 1977. 0: none, so that the class's number
 * is used. */
static const struct {
    const char *country;
    double urban, rural, trunk, motorway;
} known[] = {
    {"CN", 50, 70, 0, 120},
    {"DE", 50, 100, 100, 0},
    {"AT", 50, 100, 100, 130},
    {"CH", 50, 80, 100, 120},
    {"LI", 50, 80, 80, 0},
    {"FR", 50, 80, 110, 130},
    {"IT", 50, 90, 110, 130},
    {"ES", 50, 90, 90, 120},
    {"PT", 50, 90, 100, 120},
    {"GB", 48.28032, 96.56064, 112.65408, 112.65408},
    {"UK", 48.28032, 96.56064, 112.65408, 112.65408},
};

bool ch_osm__cut_number(ch_text text, double *number, ch_text *unit)
{
    size_t digits = 0;
    text = ch_text_trim(text);
    while (digits < text.len && ((text.at[digits] >= '0' && text.at[digits] <= '9') || text.at[digits] == '.'))
        digits++;
    *unit = ch_text_trim((ch_text){text.at + digits, text.len - digits});
    return digits > 0 && ch_number_parse((ch_text){text.at, digits}, number);
}

/* ---- words of a country */

static bool read_place_kind(ch_text kind, size_t row, double *kmh)
{
    static const char *const urban[] = {"urban", "nsl_restricted", NULL},
                             *const rural[] = {"rural", "nsl_single", NULL},
                             *const trunk[] = {"trunk", "nsl_dual", NULL};
    const bool is_known = ch_osm__is_one_of(kind, urban) || ch_osm__is_one_of(kind, rural) ||
                          ch_osm__is_one_of(kind, trunk) || ch_osm__is(kind, "motorway");
    *kmh = ch_osm__is_one_of(kind, urban)   ? known[row].urban
           : ch_osm__is_one_of(kind, rural) ? known[row].rural
           : ch_osm__is_one_of(kind, trunk) ? known[row].trunk
                                            : known[row].motorway;
    return is_known;
}

static bool begins_with(ch_text *text, const char *start)
{
    const size_t len = strlen(start);
    if (text->len < len || memcmp(text->at, start, len) != 0)
        return false;
    *text = (ch_text){text->at + len, text->len - len};
    return true;
}

/* "30", "zone30", "zone:30" behind a country */
static bool read_zone(ch_text kind, double *kmh)
{
    ch_text unit;
    if (begins_with(&kind, "zone"))
        begins_with(&kind, ":");
    return ch_osm__cut_number(kind, kmh, &unit) && unit.len == 0;
}

/* "DE:urban": two letters, a colon, and what */
static bool read_country(ch_text text, double *kmh)
{
    if (text.len < 4 || text.at[2] != ':')
        return false;
    const ch_text country = {text.at, 2}, kind = {text.at + 3, text.len - 3};
    static const char *const walking[] = {"living_street", "walk", "bicycle_road_walk", NULL};
    if (ch_osm__is_one_of(kind, walking)) {
        *kmh = ch_osm__is(country, "DE") || ch_osm__is(country, "AT") ? WALKING_KMH : 20;
        return true;
    }
    if (read_zone(kind, kmh))
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ch_osm__is(country, known[i].country))
            return read_place_kind(kind, i, kmh);
    *kmh = 50; /* Vienna Convention's towns nearly everywhere; other words differ by country */
    return ch_osm__is(kind, "urban");
}

/* ---- a value */

static bool read_figure(ch_text text, double *kmh)
{
    static const char *const metric[] = {"", "km/h", "kmh", "kph", "kmph", NULL}, *const knots[] = {"knots", "knot",
                                                                                                    "kn", NULL};
    ch_text unit;
    if (!ch_osm__cut_number(text, kmh, &unit))
        return false;
    if (ch_osm__is(unit, "mph"))
        *kmh *= KMH_PER_MPH;
    else if (ch_osm__is_one_of(unit, knots))
        *kmh *= KMH_PER_KNOT;
    else if (!ch_osm__is_one_of(unit, metric))
        return false;
    return *kmh >= LEAST_KMH && *kmh <= MOST_KMH;
}

/* false: not understood. *kmh is 0 where no limit is said to be. */
static bool read_limit(ch_text text, double *kmh)
{
    static const char *const none[] = {"none", "signals",  "variable", "unposted", "unsigned",
                                       "sign", "implicit", "default",  NULL};
    if (read_figure(text, kmh) || read_country(text, kmh))
        return true;
    *kmh = ch_osm__is(text, "walk") ? WALKING_KMH : 0;
    return *kmh > 0 || ch_osm__is_one_of(text, none);
}

/* The first of the keys that says a limit. */
static float find_limit(const ch_osm__tags *tags, const char *const *key, bool is_plain, ch_osm__unread *unread)
{
    for (; *key != NULL; key++) {
        const ch_text text = ch_text_trim(ch_osm__find(tags, *key));
        double kmh = 0;
        if (text.len == 0)
            continue;
        if (read_limit(text, &kmh)) {
            if (kmh > 0)
                return (float)kmh;
        } else {
            unread->speeds += is_plain;
        }
    }
    return 0;
}

void ch_osm__read_speed(const ch_osm__tags *tags, float limit_kmh[CH_ROAD_WAYS], ch_osm__unread *unread)
{
    static const char *const one[CH_ROAD_WAYS][2] = {{"maxspeed:forward", NULL}, {"maxspeed:backward", NULL}};
    static const char *const both[] = {"maxspeed", NULL};
    static const char *const by_place[] = {"maxspeed:type", "zone:maxspeed", "zone:traffic", "source:maxspeed", NULL};
    float general = find_limit(tags, both, true, unread);
    if (general <= 0)
        general = find_limit(tags, by_place, false, unread); /* sources are also said in words */
    for (int way = 0; way < CH_ROAD_WAYS; way++) {
        const float own = find_limit(tags, one[way], true, unread);
        limit_kmh[way] = own > 0 ? own : general;
    }
}
