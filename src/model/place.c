/* place.c - which places a question is about, and what lies in them. */
#include "changhe/place.h"

#include "build.h"

static size_t row_of(const ch_zone *zone, ch_text code)
{
    return ch_zone_find(zone, CH_TABLE_places, code);
}

enum { UNKNOWN, OUT, IN };

/* What is known of one place. */
typedef struct {
    size_t question; /* that the rest answers; an older one's answer is forgotten */
    ch_text parts;   /* those not known yet to lie in what is asked */
    uint8_t answer;
} knowledge;

/* What lies in what is asked, found by climbing from a place to those it lies in. They form no
 * circle, so none is on the path twice. */
struct ch_place_climb {
    const ch_zone *zone;
    knowledge *of; /* each place */
    uint32_t *path;
    size_t question; /* from 1 */
    size_t asked;    /* the one place of this question; SIZE_MAX: a set */
};

ch_place_climb *ch_place_climb_new(ch_arena *arena, const ch_zone *zone)
{
    ch_place_climb *climb = CH_NEW(arena, ch_place_climb, 1);
    if (!climb)
        return NULL;
    *climb = (ch_place_climb){zone, CH_NEW(arena, knowledge, zone->places.rows),
                              CH_NEW(arena, uint32_t, zone->places.rows), 0, SIZE_MAX};
    return climb->of && climb->path ? climb : NULL;
}

static knowledge *known_of(ch_place_climb *climb, size_t place)
{
    knowledge *known = &climb->of[place];
    if (known->question != climb->question)
        *known = (knowledge){climb->question, climb->zone->places.parts_in[place], UNKNOWN};
    return known;
}

/* Answer for a place by what is known of those it lies in; or leave it open and give one of them
 * that must be known first. */
static uint32_t settle(ch_place_climb *climb, uint32_t place)
{
    knowledge *known = known_of(climb, place);
    const uint32_t parent = climb->zone->place_parent[place];
    const uint8_t of_parent = parent == CH_ZONE__NONE ? OUT : known_of(climb, parent)->answer;
    if (of_parent == UNKNOWN)
        return parent;

    uint8_t of_parts = climb->zone->places.parts_in[place].len > 0 ? IN : OUT;
    ch_text rest = known->parts, code;
    while (of_parent == OUT && of_parts == IN && ch_text_next(&rest, ' ', &code)) {
        const uint32_t part = (uint32_t)row_of(climb->zone, code);
        of_parts = known_of(climb, part)->answer;
        if (of_parts == UNKNOWN)
            return part;
        known->parts = rest;
    }
    known->answer = of_parent == IN ? IN : of_parts;
    return CH_ZONE__NONE;
}

static bool climb_from(ch_place_climb *climb, size_t place)
{
    size_t length = 0;
    if (known_of(climb, place)->answer == UNKNOWN)
        climb->path[length++] = (uint32_t)place;
    while (length > 0) {
        const uint32_t first = settle(climb, climb->path[length - 1]);
        if (first == CH_ZONE__NONE)
            length--;
        else
            climb->path[length++] = first;
    }
    return climb->of[place].answer == IN;
}

static void begin_question(ch_place_climb *climb, size_t asked)
{
    climb->question++;
    climb->asked = asked;
}

void ch_place__begin_set(ch_place_climb *climb)
{
    begin_question(climb, SIZE_MAX);
}

void ch_place__add(ch_place_climb *climb, size_t place)
{
    known_of(climb, place)->answer = IN;
}

bool ch_place__lies_in_set(ch_place_climb *climb, size_t place)
{
    return climb_from(climb, place);
}

static ch_err spread(ch_arena *memory, const ch_zone *zone, bool *in)
{
    ch_arena scratch = CH_ARENA(memory->memory);
    ch_place_climb *climb = ch_place_climb_new(&scratch, zone);
    if (climb) {
        ch_place__begin_set(climb);
        for (size_t i = 0; i < zone->places.rows; i++)
            if (in[i])
                ch_place__add(climb, i);
        for (size_t i = 0; i < zone->places.rows; i++)
            in[i] = climb_from(climb, i);
    }
    ch_arena_free(&scratch);
    return climb ? CH_OK : CH_ENOMEM;
}

typedef struct {
    uint32_t *asked;
    size_t count;
    bool *in;
} asking;

static void ask(asking *a, size_t row)
{
    if (!a->in[row])
        a->asked[a->count++] = (uint32_t)row;
    a->in[row] = true;
}

static void ask_whole_zone(asking *a, const ch_zone *zone)
{
    ask(a, row_of(zone, zone->zone.place[0]));
    ch_text rest = zone->zone.members[0], code;
    while (ch_text_next(&rest, ' ', &code))
        ask(a, row_of(zone, code));
}

/* The piece before the next comma, and what stands behind it; a comma at the end leaves one more. */
static bool next_code(ch_text *rest, ch_text *code)
{
    if (rest->at == NULL)
        return false;
    *code = *rest;
    for (size_t i = 0; i < rest->len; i++) {
        if (rest->at[i] == ',') {
            code->len = i;
            *rest = (ch_text){rest->at + i + 1, rest->len - i - 1};
            return true;
        }
    }
    *rest = (ch_text){0};
    return true;
}

static ch_err ask_codes(asking *a, const ch_zone *zone, ch_text codes, ch_faults *faults)
{
    ch_err worst = CH_OK;
    ch_text rest = {codes.len > 0 ? codes.at : "", codes.len}, code;
    while (worst != CH_ENOMEM && next_code(&rest, &code)) {
        code = ch_text_trim(code);
        const size_t row = ch_zone_find_place(zone, code);
        if (row != SIZE_MAX)
            ask(a, row);
        else
            worst = ch_fault_add(faults, (ch_at){0}, CH_TEXT("place"), code, CH_WANT_PLACE, CH_TEXT(""));
    }
    return worst;
}

ch_err ch_place_set_make(ch_arena *arena, const ch_zone *zone, ch_text codes, ch_place_set *set, ch_faults *faults)
{
    const size_t places = zone->places.rows;
    asking a = {CH_NEW(arena, uint32_t, places), 0, CH_NEW(arena, bool, places)};
    if (!a.asked || !a.in)
        return CH_ENOMEM;

    ch_err err = CH_OK;
    const bool whole_zone = ch_text_equal(ch_text_trim(codes), CH_TEXT("zone"));
    if (whole_zone)
        ask_whole_zone(&a, zone);
    else
        err = ask_codes(&a, zone, codes, faults);
    if (err != CH_OK)
        return err;
    err = spread(arena, zone, a.in);
    if (err == CH_OK)
        *set = (ch_place_set){a.asked, a.count, a.in, whole_zone};
    return err;
}

bool ch_place_lies_in(ch_place_climb *climb, size_t a, size_t b)
{
    if (climb->asked != b)
        begin_question(climb, b);
    known_of(climb, b)->answer = IN;
    return climb_from(climb, a);
}

bool ch_place_straddles(const ch_zone *zone, size_t place, const ch_place_set *set)
{
    ch_text rest = zone->places.parts_in[place], code;
    while (!set->in[place] && ch_text_next(&rest, ' ', &code))
        if (set->in[row_of(zone, code)])
            return true;
    return false;
}
