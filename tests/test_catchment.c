/* test_catchment.c - catchments worked by hand, and the laws that hold for any. */
#include "changhe/catchment.h"

#include "draw.h"
#include "failing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_near(double seen, double expected, double tolerance)
{
    if (isnan(expected) ? !isnan(seen) : !(fabs(seen - expected) <= tolerance))
        fail_msg("%.17g is not within %g of %.17g", seen, tolerance, expected);
}

static ch_catchment compute(ch_arena *arena, const ch_catchment_case *given, ch_decay decay)
{
    ch_catchment result;
    ch_faults faults = {0};
    assert_int_equal(ch_catchment_compute(arena, given, &decay, &result, &faults), CH_OK);
    ch_faults_free(&faults);
    return result;
}

/* ---- by hand */

/* Three towns of 100, 50 and 50 people, two hospitals of 20 and 10 beds. From the first town the second hospital is 40
 * minutes off, from the third no road leads to the first. */
static const double people[] = {100, 50, 50}, beds[] = {20, 10};
static const float drive[] = {10, 40, 20, 25, NAN, 5};
static const ch_catchment_case towns = {people, 3, beds, 2, drive};

/* Luo and Wang 2003. R = 20/(100+50), 10/(50+50); A = R1, R1+R2, R2. */
static void two_steps_by_hand(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_catchment r = compute(&arena, &towns, (ch_decay){.limit_min = 30});
    const double access[] = {2. / 15, 7. / 30, 1. / 10}, within[] = {20, 30, 10}, nearest_min[] = {10, 20, 5};
    for (int i = 0; i < 3; i++) {
        assert_near(r.access[i], access[i], 1e-15);
        assert_near(r.within[i], within[i], 0);
        assert_near(r.gravity[i], within[i], 0);
        assert_near(r.nearest_min[i], nearest_min[i], 0);
    }
    assert_near(r.ratio[0], 2. / 15, 1e-15);
    assert_near(r.ratio[1], 1. / 10, 1e-15);
    assert_near(r.supply_used, 30, 0);
    assert_int_equal(r.unknown_demands + r.unknown_supplies + r.unused_supplies, 0);
    ch_arena_free(&arena);
}

/* Luo and Qi 2009, with the weights 1, 0.68 and 0.22 of 0-10, 10-20 and 20-30 minutes: R = 20/(100+0.68*50),
 * 10/(0.22*50+50). */
static void enhanced_two_steps_by_hand(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_catchment r = compute(&arena, &towns, (ch_decay){.kind = CH_DECAY_STEPS, .limit_min = 30});
    const double first = 20. / 134, second = 10. / 61;
    assert_near(r.ratio[0], first, 1e-15);
    assert_near(r.ratio[1], second, 1e-15);
    assert_near(r.access[0], first, 1e-15);
    assert_near(r.access[1], 0.68 * first + 0.22 * second, 1e-15);
    assert_near(r.access[2], second, 1e-15);
    assert_near(r.gravity[1], 0.68 * 20 + 0.22 * 10, 1e-14);
    assert_near(r.within[1], 30, 0);
    ch_arena_free(&arena);
}

/* Hansen 1959: supply by distance to a power. */
static void gravity_by_hand(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_catchment r = compute(&arena, &towns, (ch_decay){.kind = CH_DECAY_POWER, .limit_min = 60, .scale = 2});
    assert_near(r.gravity[0], 20. / 100 + 10. / 1600, 1e-15);
    assert_near(r.gravity[1], 20. / 400 + 10. / 625, 1e-15);
    assert_near(r.gravity[2], 10. / 25, 1e-15);
    ch_arena_free(&arena);
}

static void weights_are_what_their_formulas_say(void **state)
{
    (void)state;
    const ch_decay none = {.limit_min = 30}, gauss = {.kind = CH_DECAY_GAUSS, .limit_min = 30};
    const ch_decay exponent = {.kind = CH_DECAY_EXPONENT, .limit_min = 30},
                   slow = {.kind = CH_DECAY_EXPONENT, .limit_min = 30, .scale = 15};
    const ch_decay power = {.kind = CH_DECAY_POWER, .limit_min = 30},
                   steps = {.kind = CH_DECAY_STEPS, .limit_min = 15, .step = {1, 0.5, 0}};
    assert_near(ch_decay_weight(&none, 30), 1, 0);
    assert_near(ch_decay_weight(&none, 30.001), 0, 0);
    assert_near(ch_decay_weight(&none, NAN), 0, 0);
    assert_near(ch_decay_weight(&none, INFINITY), 0, 0);
    assert_near(ch_decay_weight(&gauss, 0), 1, 1e-15);
    assert_near(ch_decay_weight(&gauss, 30), 0, 0);
    assert_near(ch_decay_weight(&gauss, 15), (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5)), 1e-15);
    assert_near(ch_decay_weight(&exponent, 10), exp(-1), 1e-15);
    assert_near(ch_decay_weight(&slow, 30), exp(-2), 1e-15);
    assert_near(ch_decay_weight(&power, 0.25), 1, 0);
    assert_near(ch_decay_weight(&power, 20), 0.05, 1e-15);
    assert_near(ch_decay_weight(&steps, 5), 1, 0);
    assert_near(ch_decay_weight(&steps, 5.01), 0.5, 0);
    assert_near(ch_decay_weight(&steps, 10), 0.5, 0);
    assert_near(ch_decay_weight(&steps, 14), 0, 0);
}

static void a_decay_never_rises_with_the_minutes(void **state)
{
    (void)state;
    for (int kind = 0; kind < CH_DECAYS; kind++) {
        const ch_decay decay = {.kind = (ch_decay_kind)kind, .limit_min = 45};
        assert_true(strlen(ch_decay_name[kind]) > 0);
        double before = 1;
        for (double minutes = 0; minutes < 50; minutes += 0.125) {
            const double weight = ch_decay_weight(&decay, minutes);
            assert_true(weight >= 0 && weight <= before);
            before = weight;
        }
        assert_near(before, 0, 0);
    }
}

/* ---- laws, on towns and supplies at random */

enum { DEMANDS = 60, SUPPLIES = 25 };
typedef struct {
    double demand[DEMANDS], supply[SUPPLIES];
    float minutes[DEMANDS * SUPPLIES];
    ch_catchment_case given;
} country;

/* Some people and supplies are none or not known, some pairs have no road. */
static void draw_country(country *c, uint64_t *seed, bool with_unknowns)
{
    for (int i = 0; i < DEMANDS; i++)
        c->demand[i] = with_unknowns && draw(seed, 10) == 0 ? NAN : draw(seed, 8) == 0 ? 0 : draw(seed, 100000);
    for (int j = 0; j < SUPPLIES; j++)
        c->supply[j] = with_unknowns && draw(seed, 10) == 0 ? NAN : draw(seed, 2000) / 4.;
    for (int k = 0; k < DEMANDS * SUPPLIES; k++)
        c->minutes[k] = draw(seed, 6) == 0 ? NAN : (float)draw(seed, 900) / 10;
    c->given = (ch_catchment_case){c->demand, DEMANDS, c->supply, SUPPLIES, c->minutes};
}

static ch_decay draw_decay(uint64_t *seed)
{
    return (ch_decay){.kind = (ch_decay_kind)draw(seed, CH_DECAYS), .limit_min = 1 + draw(seed, 60)};
}

static double access_times_people(const country *c, const ch_catchment *r)
{
    double sum = 0;
    for (int i = 0; i < DEMANDS; i++)
        if (c->demand[i] > 0 && !isnan(r->access[i]))
            sum += r->access[i] * c->demand[i];
    return sum;
}

/* By its definition, each demand looked for anew. */
static double supply_with_demand(const country *c, const ch_decay *decay)
{
    double sum = 0;
    for (int j = 0; j < SUPPLIES; j++) {
        bool is_asked = false;
        for (int i = 0; i < DEMANDS; i++)
            is_asked |= c->demand[i] > 0 && ch_decay_weight(decay, c->minutes[i * SUPPLIES + j]) > 0;
        sum += is_asked && !isnan(c->supply[j]) ? c->supply[j] : 0;
    }
    return sum;
}

static void what_all_people_have_is_the_supply_in_their_reach(void **state)
{
    (void)state;
    static country c;
    uint64_t seed = 11;
    for (int round = 0; round < 400; round++) {
        ch_arena arena = {0};
        draw_country(&c, &seed, round % 2);
        const ch_decay decay = draw_decay(&seed);
        const ch_catchment r = compute(&arena, &c.given, decay);
        assert_near(r.supply_used, supply_with_demand(&c, &decay), 1e-9 * r.supply_used);
        assert_near(access_times_people(&c, &r), r.supply_used, 1e-9 * r.supply_used);
        ch_arena_free(&arena);
    }
}

static void more_supply_never_lowers_anybodys_access(void **state)
{
    (void)state;
    static country c;
    uint64_t seed = 12;
    for (int round = 0; round < 200; round++) {
        ch_arena arena = {0};
        draw_country(&c, &seed, false);
        const ch_decay decay = draw_decay(&seed);
        const ch_catchment before = compute(&arena, &c.given, decay);
        c.supply[draw(&seed, SUPPLIES)] += 1 + draw(&seed, 500);
        const ch_catchment after = compute(&arena, &c.given, decay);
        for (int i = 0; i < DEMANDS; i++) {
            assert_int_equal(isnan(before.access[i]), isnan(after.access[i]));
            assert_false(after.access[i] < before.access[i]);
            assert_true(after.within[i] >= before.within[i] && after.gravity[i] >= before.gravity[i]);
        }
        ch_arena_free(&arena);
    }
}

/* The first half of towns and supplies lie on one side. Closed: no road leads across. */
static void an_opened_border_shares_the_same_supply_anew(void **state)
{
    (void)state;
    static country open, closed;
    uint64_t seed = 13;
    for (int round = 0; round < 100; round++) {
        ch_arena arena = {0};
        draw_country(&open, &seed, false);
        for (int i = 0; i < DEMANDS; i++)
            open.demand[i] += 1;
        for (int k = 0; k < DEMANDS * SUPPLIES; k++)
            open.minutes[k] = isnan(open.minutes[k]) ? 80 : open.minutes[k];
        closed = open;
        closed.given = (ch_catchment_case){closed.demand, DEMANDS, closed.supply, SUPPLIES, closed.minutes};
        for (int i = 0; i < DEMANDS; i++)
            for (int j = 0; j < SUPPLIES; j++)
                if ((i < DEMANDS / 2) != (j < SUPPLIES / 2))
                    closed.minutes[i * SUPPLIES + j] = NAN;
        ch_decay decay = draw_decay(&seed);
        decay.limit_min += 40;
        const ch_catchment alone = compute(&arena, &closed.given, decay), shared = compute(&arena, &open.given, decay);
        assert_near(alone.supply_used, shared.supply_used, 1e-9 * shared.supply_used);
        assert_near(access_times_people(&closed, &alone), access_times_people(&open, &shared),
                    1e-9 * shared.supply_used);
        for (int i = 0; i < DEMANDS; i++)
            assert_true(shared.within[i] >= alone.within[i]);
        ch_arena_free(&arena);
    }
}

static void a_longer_limit_never_takes_supply_away(void **state)
{
    (void)state;
    static country c;
    uint64_t seed = 14;
    ch_arena arena = {0};
    draw_country(&c, &seed, false);
    ch_catchment before = compute(&arena, &c.given, (ch_decay){.limit_min = 5});
    for (int minutes = 10; minutes <= 100; minutes += 5) {
        const ch_catchment after = compute(&arena, &c.given, (ch_decay){.limit_min = minutes});
        for (int i = 0; i < DEMANDS; i++) {
            assert_true(after.within[i] >= before.within[i]);
            assert_near(after.nearest_min[i], before.nearest_min[i], 0);
        }
        before = after;
    }
    ch_arena_free(&arena);
}

/* ---- what is not known */

static void what_is_not_known_is_left_out_and_told(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const double some_people[] = {100, NAN, 50, 0}, some_beds[] = {20, NAN, 10, 0};
    const float minutes[] = {10, 10, NAN, NAN, 20, NAN, NAN, 3, NAN, 5, NAN, 5, NAN, NAN, 10, NAN};
    const ch_catchment_case given = {some_people, 4, some_beds, 4, minutes};
    const ch_catchment r = compute(&arena, &given, (ch_decay){.limit_min = 30});
    assert_int_equal(r.unknown_demands, 1);
    assert_int_equal(r.unknown_supplies, 1);
    assert_int_equal(r.unused_supplies, 1); /* the third: nobody but a town without people */
    assert_near(r.supply_used, 20, 0);
    assert_near(r.ratio[0], 0.2, 1e-15); /* of the people that are known */
    assert_near(r.ratio[1], NAN, 0);
    assert_near(r.ratio[2], NAN, 0);
    assert_near(r.ratio[3], 0, 0);
    const double access[] = {0.2, 0.2, 0, NAN}, within[] = {20, 20, 0, 10}, nearest_min[] = {10, 20, NAN, 10};
    for (int i = 0; i < 4; i++) {
        assert_near(r.access[i], access[i], 1e-15);
        assert_near(r.within[i], within[i], 0);
        assert_near(r.gravity[i], within[i], 0);
        assert_near(r.nearest_min[i], nearest_min[i], 0);
    }
    ch_arena_free(&arena);
}

static void a_sum_of_unknowns_alone_is_not_known_and_of_nothing_is_none(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const double one[] = {100, 100}, unknown[] = {NAN};
    const float minutes[] = {10, NAN};
    const ch_catchment_case given = {one, 2, unknown, 1, minutes};
    const ch_catchment r = compute(&arena, &given, (ch_decay){.limit_min = 30});
    assert_true(isnan(r.access[0]) && isnan(r.within[0]) && isnan(r.gravity[0]) && isnan(r.nearest_min[0]));
    assert_true(r.access[1] == 0 && r.within[1] == 0 && r.gravity[1] == 0 && isnan(r.nearest_min[1]));
    const ch_catchment_case nobody = {NULL, 0, one, 2, NULL}, nothing = {one, 2, NULL, 0, NULL};
    const ch_catchment of_nobody = compute(&arena, &nobody, (ch_decay){.limit_min = 30});
    const ch_catchment of_nothing = compute(&arena, &nothing, (ch_decay){.limit_min = 30});
    assert_int_equal(of_nobody.unused_supplies, 2);
    assert_true(of_nothing.access[1] == 0 && isnan(of_nothing.nearest_min[1]));
    ch_arena_free(&arena);
}

/* ---- failures */

static void assert_told(const ch_catchment_case *given, ch_decay decay, const char *column, uint32_t line,
                        uint32_t place)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_catchment result;
    assert_int_equal(ch_catchment_compute(&arena, given, &decay, &result, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_RANGE);
    assert_true(ch_text_equal(faults.list[0].column, ch_text_of(column)));
    assert_int_equal(faults.list[0].at.line, line);
    assert_int_equal(faults.list[0].at.column, place);
    assert_int_equal(ch_catchment_compute(&arena, given, &decay, &result, NULL), CH_EDATA);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void what_cannot_be_is_told_with_its_place(void **state)
{
    (void)state;
    const double minus[] = {100, -1, 50}, endless[] = {20, INFINITY};
    const float before[] = {10, 40, 20, 25, NAN, -5};
    const ch_decay thirty = {.limit_min = 30};
    assert_told(&(ch_catchment_case){minus, 3, beds, 2, drive}, thirty, "demand", 2, 0);
    assert_told(&(ch_catchment_case){people, 3, endless, 2, drive}, thirty, "supply", 2, 0);
    assert_told(&(ch_catchment_case){people, 3, beds, 2, before}, thirty, "minutes", 3, 2);
    const double limits[] = {0, -1, NAN, INFINITY};
    for (int i = 0; i < 4; i++)
        assert_told(&towns, (ch_decay){.limit_min = limits[i]}, "limit_min", 0, 0);
    assert_told(&towns, (ch_decay){.limit_min = 30, .scale = -1}, "scale", 0, 0);
    assert_told(&towns, (ch_decay){.limit_min = 30, .step = {1, NAN, 0}}, "step", 0, 0);
}

static void an_allocation_that_fails_leaks_nothing(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        static country c;
        uint64_t seed = 15;
        draw_country(&c, &seed, true);
        ch_arena arena = CH_ARENA(&memory);
        ch_catchment result;
        const ch_err err = ch_catchment_compute(&arena, &c.given, &(ch_decay){.limit_min = 30}, &result, NULL);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            return;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_steps_by_hand),
        cmocka_unit_test(enhanced_two_steps_by_hand),
        cmocka_unit_test(gravity_by_hand),
        cmocka_unit_test(weights_are_what_their_formulas_say),
        cmocka_unit_test(a_decay_never_rises_with_the_minutes),
        cmocka_unit_test(what_all_people_have_is_the_supply_in_their_reach),
        cmocka_unit_test(more_supply_never_lowers_anybodys_access),
        cmocka_unit_test(an_opened_border_shares_the_same_supply_anew),
        cmocka_unit_test(a_longer_limit_never_takes_supply_away),
        cmocka_unit_test(what_is_not_known_is_left_out_and_told),
        cmocka_unit_test(a_sum_of_unknowns_alone_is_not_known_and_of_nothing_is_none),
        cmocka_unit_test(what_cannot_be_is_told_with_its_place),
        cmocka_unit_test(an_allocation_that_fails_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
