/* test_place.c - a question is about the places named and all that lies in them. */
#include "changhe/place.h"

#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

/* Rows in order of ids: c1 and c2 in p, c3 in q; the zone z has parts in c1 and c2 and so lies in p,
 * the twin y has parts in c2 and c3; the town t lies in c1. */
#define LAND \
    "places: id,level,parent,parts_in\n" \
    "c1,county,p,\nc2,county,p,\nc3,county,q,\np,prefecture,,\nq,prefecture,,\nt,farm,c1,\n" \
    "y,zone,,c2 c3\nz,zone,p,c1 c2\n" \
    "zone: id,place,members\nzone,z,c2 c1 c2\n" \
    "place_history: old,new\nold,older\nolder,c3\n"
enum { C1, C2, C3, P, Q, T, Y, Z, PLACES };

typedef struct {
    ch_arena arena;
    ch_zone *zone;
    ch_place_set set;
} question;

static void ask(question *q, const char *codes)
{
    *q = (question){.zone = make_zone(NULL, LAND)};
    assert_int_equal(ch_place_set_make(&q->arena, q->zone, ch_text_of(codes), &q->set, NULL), CH_OK);
}

static void done(question *q)
{
    ch_arena_free(&q->arena);
    ch_zone_drop(q->zone);
}

/* The set holds these places, which are bits, and no others. */
static void assert_holds(const char *codes, unsigned places)
{
    question q;
    ask(&q, codes);
    for (unsigned i = 0; i < PLACES; i++)
        assert_int_equal(q.set.in[i], places >> i & 1);
    done(&q);
}

static void what_lies_in_a_place_asked_is_in_the_set(void **state)
{
    (void)state;
    assert_holds("t", 1 << T);
    assert_holds("c1", 1 << C1 | 1 << T);
    assert_holds("c2", 1 << C2);
    assert_holds("p", 1 << P | 1 << C1 | 1 << C2 | 1 << T | 1 << Z);
    assert_holds("z", 1 << Z);
}

static void a_place_lies_in_a_set_that_holds_all_it_has_parts_in(void **state)
{
    (void)state;
    assert_holds("c1,c2", 1 << C1 | 1 << C2 | 1 << T | 1 << Z);
    assert_holds("c2,q", 1 << C2 | 1 << C3 | 1 << Q | 1 << Y);
    assert_holds("c1,c3", 1 << C1 | 1 << C3 | 1 << T);
    assert_holds("p,q", (1 << PLACES) - 1);
}

static void the_zone_is_its_own_place_and_then_its_members(void **state)
{
    (void)state;
    question q;
    ask(&q, " zone ");
    assert_true(q.set.whole_zone);
    assert_int_equal(q.set.asked_count, 3);
    assert_int_equal(q.set.asked[0], Z);
    assert_int_equal(q.set.asked[1], C2);
    assert_int_equal(q.set.asked[2], C1);
    done(&q);
    assert_holds("zone", 1 << Z | 1 << C1 | 1 << C2 | 1 << T);
}

static void places_keep_the_order_in_which_they_are_asked_each_once(void **state)
{
    (void)state;
    question q;
    ask(&q, "q, c1,q ,t,c1");
    assert_false(q.set.whole_zone);
    assert_int_equal(q.set.asked_count, 3);
    assert_int_equal(q.set.asked[0], Q);
    assert_int_equal(q.set.asked[1], C1);
    assert_int_equal(q.set.asked[2], T);
    done(&q);
}

static void old_codes_ask_for_their_new_places(void **state)
{
    (void)state;
    assert_holds("old", 1 << C3);
    assert_holds("older,c3", 1 << C3);
}

static void assert_unknown(const char *codes, size_t faults_expected, const char *found)
{
    ch_zone *zone = make_zone(NULL, LAND);
    ch_arena arena = {0};
    ch_place_set set;
    ch_faults faults = {0};
    assert_int_equal(ch_place_set_make(&arena, zone, ch_text_of(codes), &set, &faults), CH_EDATA);
    assert_int_equal(faults.count, faults_expected);
    assert_true(told(&faults, CH_WANT_PLACE, 0, found, NULL) > 0);
    assert_int_equal(ch_place_set_make(&arena, zone, ch_text_of(codes), &set, NULL), CH_EDATA);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

static void every_unknown_or_empty_code_is_told(void **state)
{
    (void)state;
    assert_unknown("c9", 1, "c9");
    assert_unknown("c1,c8,c2,c9", 2, "c8");
    assert_unknown("c1,c8,c2,c9", 2, "c9");
    assert_unknown("c1,zone", 1, "zone");
    assert_unknown("", 1, "");
    assert_unknown("c1,", 1, "");
    assert_unknown(",c1", 1, "");
    assert_unknown(" , ", 2, "");
}

static bool lies_in(const ch_zone *zone, size_t a, size_t b)
{
    ch_arena arena = {0};
    ch_place_climb *climb = ch_place_climb_new(&arena, zone);
    assert_non_null(climb);
    const bool answer = ch_place_lies_in(climb, a, b);
    ch_arena_free(&arena);
    return answer;
}

static void a_place_lies_in_its_parents_and_in_what_holds_all_its_parts(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    assert_true(lies_in(zone, T, T));
    assert_true(lies_in(zone, T, C1));
    assert_true(lies_in(zone, T, P));
    assert_true(lies_in(zone, Z, P));
    assert_false(lies_in(zone, P, T));
    assert_false(lies_in(zone, C1, Z));
    assert_false(lies_in(zone, Z, C1));
    assert_false(lies_in(zone, Y, P));
    assert_false(lies_in(zone, Y, Q));
    ch_zone_drop(zone);

    zone = make_zone(NULL, "places: id,level,parent,parts_in\nc1,county,p,\nc2,county,p,\nin,farm,z,\np,prefecture,,\n"
                           "z,zone,,c1 c2\nzone: id,place,members\nzone,z,c1\n");
    assert_true(lies_in(zone, 4, 3));
    assert_true(lies_in(zone, 2, 3));
    assert_false(lies_in(zone, 2, 0));
    ch_zone_drop(zone);
}

/* The towns t1 and t2 lie in the county c, the village v has parts in both, the works w1 in the
 * village, and w2 in a works and a town. */
static void parts_of_parts_lie_where_all_those_lie(void **state)
{
    (void)state;
    enum { COUNTY, T1, T2, V, W1, W2 };
    ch_zone *zone =
        make_zone(NULL, "places: id,level,parent,parts_in\nc,county,,\nt1,farm,c,\nt2,farm,c,\nv,farm,,t1 t2\n"
                        "w1,farm,,v\nw2,farm,,t2 w1\nz,zone,,\nzone: id,place,members\nzone,z,c\n");
    assert_true(lies_in(zone, W1, V));
    assert_true(lies_in(zone, W1, COUNTY));
    assert_false(lies_in(zone, W1, T1));
    assert_true(lies_in(zone, W2, COUNTY));
    assert_false(lies_in(zone, W2, V));
    ch_arena arena = {0};
    ch_place_set set;
    assert_int_equal(ch_place_set_make(&arena, zone, CH_TEXT("c"), &set, NULL), CH_OK);
    assert_true(set.in[V] && set.in[W1] && set.in[W2]);
    assert_int_equal(ch_place_set_make(&arena, zone, CH_TEXT("t1,t2"), &set, NULL), CH_OK);
    assert_true(set.in[V] && set.in[W1] && set.in[W2] && !set.in[COUNTY]);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

static void a_place_straddles_a_set_that_holds_some_of_what_it_has_parts_in(void **state)
{
    (void)state;
    static const struct {
        const char *codes;
        unsigned place;
        bool straddles;
    } cases[] = {{"c1", Z, true},  {"c2", Z, true},  {"c2", Y, true},     {"p", Z, false},
                 {"p", Y, true},   {"q", Y, true},   {"c1,c2", Z, false}, {"t", Z, false},
                 {"c1", T, false}, {"c3", Z, false}, {"z,c1", Z, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        question q;
        ask(&q, cases[i].codes);
        assert_int_equal(ch_place_straddles(q.zone, cases[i].place, &q.set), cases[i].straddles);
        done(&q);
    }
}

/* Up to 12 places, each in a later one or in none, and every other time with parts in later ones. */
static char *draw_places(uint64_t *seed)
{
    const uint32_t places = 2 + draw(seed, 11);
    ch_buf text = {0};
    ch_buf_adds(&text, "places: id,level,parent,parts_in\n");
    for (uint32_t i = 0; i < places; i++) {
        const uint32_t later = places - i - 1;
        ch_buf_addf(&text, "p%02u,county,", i);
        if (later > 0 && draw(seed, 3) > 0)
            ch_buf_addf(&text, "p%02u", i + 1 + draw(seed, later));
        ch_buf_adds(&text, ",");
        for (uint32_t parts = later > 0 && draw(seed, 2) == 0 ? 1 + draw(seed, 3) : 0; parts > 0; parts--)
            ch_buf_addf(&text, "p%02u ", i + 1 + draw(seed, later));
        ch_buf_adds(&text, "\n");
    }
    ch_buf_adds(&text, "z,zone,,\nzone: id,place,members\nzone,z,z\n");
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    return text.at;
}

/* By the definition; holders have later rows. */
static void spread_naively(const ch_zone *zone, bool *in)
{
    for (size_t i = zone->places.rows; i-- > 0;) {
        ch_text rest = zone->places.parts_in[i], part;
        bool by_parts = rest.len > 0;
        while (ch_text_next(&rest, ' ', &part))
            by_parts = by_parts && in[ch_zone_find(zone, CH_TABLE_places, part)];
        in[i] = in[i] || by_parts || (zone->place_parent[i] != UINT32_MAX && in[zone->place_parent[i]]);
    }
}

static void sets_and_single_questions_agree_with_the_definition_on_a_thousand_random_maps(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 1000; round++) {
        char *text = draw_places(&seed);
        ch_zone *zone = make_zone(NULL, text);
        ch_arena arena = {0};
        ch_place_climb *climb = ch_place_climb_new(&arena, zone);
        for (size_t b = 0; b < zone->places.rows; b++) {
            ch_place_set set;
            bool in[16] = {false};
            in[b] = true;
            spread_naively(zone, in);
            assert_int_equal(ch_place_set_make(&arena, zone, zone->places.id[b], &set, NULL), CH_OK);
            for (size_t a = 0; a < zone->places.rows; a++) {
                assert_int_equal(set.in[a], in[a]);
                assert_int_equal(ch_place_lies_in(climb, a, b), in[a]);
            }
        }
        for (int asked = 0; asked < 100; asked++) {
            const size_t a = draw(&seed, (uint32_t)zone->places.rows), b = draw(&seed, (uint32_t)zone->places.rows);
            bool in[16] = {false};
            in[b] = true;
            spread_naively(zone, in);
            assert_int_equal(ch_place_lies_in(climb, a, b), in[a]);
        }
        ch_arena_free(&arena);
        ch_zone_drop(zone);
        free(text);
    }
}

enum { DEEP = 100000 };

/* Each place lies in the next, or has parts in the next two. */
static char *deep_places(bool with_parts)
{
    ch_buf text = {0};
    ch_buf_adds(&text, "places: id,level,parent,parts_in\n");
    for (uint32_t i = 0; i < DEEP; i++) {
        if (with_parts)
            ch_buf_addf(&text, "p%06u,county,,p%06u p%06u\n", i, i + 1, i + 2);
        else
            ch_buf_addf(&text, "p%06u,county,p%06u,\n", i, i + 1);
    }
    ch_buf_addf(&text, "p%06u,county,,\np%06u,county,p%06u,\nz,zone,,\n", DEEP, DEEP + 1, DEEP);
    ch_buf_adds(&text, "zone: id,place,members\nzone,z,z\n");
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    return text.at;
}

/* Rounds over all places, or a walk along every way up, would never end here. */
static void places_may_be_as_deep_as_they_like(void **state)
{
    (void)state;
    for (int with_parts = 0; with_parts < 2; with_parts++) {
        char *text = deep_places(with_parts);
        ch_zone *zone = make_zone(NULL, text);
        ch_arena arena = {0};
        ch_place_set set;
        assert_int_equal(ch_place_set_make(&arena, zone, zone->places.id[DEEP], &set, NULL), CH_OK);
        assert_true(set.in[0] && set.in[DEEP - 1] && set.in[DEEP + 1]);
        ch_place_climb *climb = ch_place_climb_new(&arena, zone);
        assert_true(ch_place_lies_in(climb, 0, DEEP));
        assert_false(ch_place_lies_in(climb, 0, DEEP + 1));
        ch_arena_free(&arena);
        ch_zone_drop(zone);
        free(text);
    }
}

static void a_wider_question_loses_no_place(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        char *text = draw_places(&seed);
        ch_zone *zone = make_zone(NULL, text);
        ch_arena arena = {0};
        ch_place_set one, two;
        const ch_text a = zone->places.id[draw(&seed, (uint32_t)zone->places.rows)];
        const ch_text b = zone->places.id[draw(&seed, (uint32_t)zone->places.rows)];
        ch_buf both = {0};
        ch_buf_addf(&both, "%.*s,%.*s", (int)a.len, a.at, (int)b.len, b.at);
        assert_int_equal(ch_place_set_make(&arena, zone, a, &one, NULL), CH_OK);
        assert_int_equal(ch_place_set_make(&arena, zone, ch_buf_text(&both), &two, NULL), CH_OK);
        for (size_t i = 0; i < zone->places.rows; i++)
            assert_true(!one.in[i] || two.in[i]);
        ch_buf_free(&both);
        ch_arena_free(&arena);
        ch_zone_drop(zone);
        free(text);
    }
}

static void assert_every_allocation_may_fail(const ch_zone *zone, const char *codes, ch_err expected)
{
    for (size_t at = 1;; at++) {
        failing counted = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counted);
        ch_arena arena = CH_ARENA(&memory);
        ch_faults faults = {.arena = CH_ARENA(&memory)};
        ch_place_set set;
        const ch_err err = ch_place_set_make(&arena, zone, ch_text_of(codes), &set, &faults);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
        assert_int_equal(counted.live, 0);
        if (counted.calls < at) {
            assert_int_equal(err, expected);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, LAND);
    assert_every_allocation_may_fail(zone, "zone", CH_OK);
    assert_every_allocation_may_fail(zone, "c1,q", CH_OK);
    assert_every_allocation_may_fail(zone, "c1,x", CH_EDATA);
    failing counted = {.fail_at = 1};
    const ch_memory memory = FAILING_MEMORY(&counted);
    ch_arena arena = CH_ARENA(&memory);
    assert_null(ch_place_climb_new(&arena, zone));
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_in_a_place_asked_is_in_the_set),
        cmocka_unit_test(a_place_lies_in_a_set_that_holds_all_it_has_parts_in),
        cmocka_unit_test(the_zone_is_its_own_place_and_then_its_members),
        cmocka_unit_test(places_keep_the_order_in_which_they_are_asked_each_once),
        cmocka_unit_test(old_codes_ask_for_their_new_places),
        cmocka_unit_test(every_unknown_or_empty_code_is_told),
        cmocka_unit_test(a_place_lies_in_its_parents_and_in_what_holds_all_its_parts),
        cmocka_unit_test(parts_of_parts_lie_where_all_those_lie),
        cmocka_unit_test(a_place_straddles_a_set_that_holds_some_of_what_it_has_parts_in),
        cmocka_unit_test(sets_and_single_questions_agree_with_the_definition_on_a_thousand_random_maps),
        cmocka_unit_test(places_may_be_as_deep_as_they_like),
        cmocka_unit_test(a_wider_question_loses_no_place),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
