/* test_facts.c - what is known of the bundled zone comes out of its rows. */
#include "bundled.h"

#include <stdio.h>
#include <string.h>

static asked *ask_place(const char *place)
{
    return ask((ch_question){.place = ch_text_of(place)});
}

static bool is_target(const asked *a, size_t row)
{
    for (size_t i = 0; i < a->who.ranking.targets; i++)
        if (a->who.ranking.target[i].firm == row)
            return true;
    return false;
}

static void changxing_is_strong_in_lead_acid_batteries_and_makes_cells(void **state)
{
    (void)state;
    asked *a = ask_place("330522");
    assert_int_equal(node_named(a, "N24")->class, CH_CHAIN_STRONG);
    assert_true(node_named(a, "N19")->x > 0);
    done(a);
}

static void yixing_makes_cable_and_liyang_makes_cells(void **state)
{
    (void)state;
    asked *a = ask_place("320282");
    assert_true(node_named(a, "H38")->x > 0);
    done(a);
    a = ask_place("320481");
    assert_true(node_named(a, "N19")->x > 0);
    done(a);
}

static void the_zone_has_magnets_under_both_names_alike(void **state)
{
    (void)state;
    asked *a = ask_place("zone");
    const ch_chain_node *nev = node_named(a, "N27"), *equipment = node_named(a, "H14");
    assert_ptr_equal(nev, equipment);
    assert_true(nev->x > 0);
    assert_true(ch_chain_node_of(a->desk.net, row_of(a, CH_TABLE_segments, "N47")) !=
                ch_chain_node_of(a->desk.net, row_of(a, CH_TABLE_segments, "H17"))); /* related, not the same */
    done(a);
}

static void guangde_lives_on_circuit_boards_and_needs_copper_foil_most(void **state)
{
    (void)state;
    asked *a = ask_place("341882");
    assert_true(node_named(a, "N44")->x > 0);
    assert_true(a->chain.gaps > 0);
    assert_int_equal(a->chain.gap[0], row_of(a, CH_TABLE_segments, "N15"));
    done(a);
}

static void firms_seated_in_changxing_are_no_targets_of_changxing(void **state)
{
    (void)state;
    asked *a = ask_place("330522");
    size_t seated = 0;
    for (size_t i = 0; i < zone->firms.rows; i++) {
        if (!ch_text_equal(zone->firms.place[i], CH_TEXT("330522")))
            continue;
        seated++;
        assert_false(is_target(a, i));
    }
    assert_true(seated >= 7);
    assert_true(a->who.ranking.targets > 0);
    done(a);
}

/* Seven firms stand in the zone's land, which lies in Changxing and Anji; no report says in which. */
static void firms_of_the_zone_whose_county_is_not_known_are_left_out_for_its_counties(void **state)
{
    (void)state;
    const char *const county[] = {"330522", "330523"};
    for (int i = 0; i < 2; i++) {
        asked *a = ask_place(county[i]);
        const size_t magnet = row_of(a, CH_TABLE_firms, "xinsheng-magnet");
        size_t unknown = 0;
        bool told = false;
        for (size_t k = 0; k < a->who.ranking.excludeds; k++) {
            if (a->who.ranking.excluded[k].reason != CH_TARGET_COUNTY_UNKNOWN)
                continue;
            unknown++;
            told |= a->who.ranking.excluded[k].firm == magnet;
        }
        assert_true(told);
        assert_true(unknown >= 7);
        assert_false(is_target(a, magnet));
        done(a);
    }
    asked *a = ask_place("zone");
    assert_true(ch_chain_is_local(a->desk.net, &a->desk.set, row_of(a, CH_TABLE_firms, "xinsheng-magnet")));
    done(a);
}

static void names_that_only_sound_like_the_zone_are_nowhere(void **state)
{
    (void)state;
    char name[256];
    const char *const trap[] = {"大连", "长兴实业", "天能重工", "三木集团", "安吉尔", "AMD"};
    for (size_t i = 0; i < zone->firms.rows; i++) {
        snprintf(name, sizeof name, "%.*s", PRINTED(zone->firms.name_zh[i]));
        for (size_t t = 0; t < sizeof trap / sizeof *trap; t++)
            assert_null(strstr(name, trap[t]));
    }
}

static void the_old_code_of_guangde_asks_about_guangde(void **state)
{
    (void)state;
    asked *now = ask_place("341882"), *before = ask_place("341822"), *long_ago = ask_place("342523");
    assert_true(now->desk.state.local_content > 0);
    assert_true(now->desk.state.local_content == before->desk.state.local_content);
    assert_true(now->desk.state.local_content == long_ago->desk.state.local_content);
    done(now);
    done(before);
    done(long_ago);
}

static void tianneng_and_its_parent_count_once_in_lead_acid_batteries(void **state)
{
    (void)state;
    asked *a = ask_place("330522");
    const uint32_t node = ch_chain_node_of(a->desk.net, row_of(a, CH_TABLE_segments, "N24"));
    assert_int_equal(a->chain.firms[node], 3); /* 天能股份, 天能动力, 超威动力 */
    assert_int_equal(a->desk.state.node[node].x, 2);
    assert_true(a->desk.state.node[node].leader); /* strong by its leader */
    done(a);
}

/* In Suzhou servo motors (H15) and humanoid robots (H51) gain 91/2000 each and are worth the same. */
static void ties_go_by_id_however_the_sums_were_rounded(void **state)
{
    (void)state;
    asked *a = ask_place("320500");
    size_t servo = SIZE_MAX, humanoid = SIZE_MAX;
    for (size_t i = 0; i < a->chain.gaps; i++) {
        if (a->chain.gap[i] == row_of(a, CH_TABLE_segments, "H15"))
            servo = i;
        if (a->chain.gap[i] == row_of(a, CH_TABLE_segments, "H51"))
            humanoid = i;
    }
    assert_true(humanoid < SIZE_MAX);
    assert_true(servo < humanoid);
    done(a);
}

/* Nobody has looked in Hangzhou: what it lacks is not known, whatever its gain would be. */
static void where_nobody_looked_nothing_is_called_missing(void **state)
{
    (void)state;
    asked *a = ask_place("330100");
    for (size_t i = 0; i < ch_chain_nodes(a->desk.net); i++) {
        assert_int_not_equal(a->desk.state.node[i].class, CH_CHAIN_MISSING);
        assert_int_not_equal(a->desk.state.node[i].class, CH_CHAIN_ABSENT);
    }
    assert_true(a->chain.gaps > 0);
    done(a);
}

static void every_missing_input_of_a_present_segment_fills(void **state)
{
    (void)state;
    asked *a = ask_place("zone");
    const ch_graph *users = ch_chain_users(a->desk.net);
    size_t met = 0;
    for (uint32_t node = 0; node < ch_chain_nodes(a->desk.net); node++) {
        bool used = false;
        for (uint32_t i = users->start[node]; i < users->start[node + 1]; i++)
            used |= a->desk.state.node[users->to[i]].x > 0;
        if (a->desk.state.node[node].class != CH_CHAIN_MISSING || !used)
            continue;
        assert_true(a->desk.state.node[node].fill > 0);
        met++;
    }
    assert_true(met > 10);
    done(a);
}

/* Farm, six counties, 72 + 72 segments with six lanes each. */
static void the_zone_is_whole(void **state)
{
    (void)state;
    asked *a = ask_place("zone");
    assert_int_equal(a->desk.set.asked_count, 8);
    size_t of_chain[2] = {0};
    for (size_t i = 0; i < zone->segments.rows; i++) {
        assert_true(zone->segments.group[i].len > 0);
        of_chain[ch_zone_find(zone, CH_TABLE_chains, zone->segments.chain[i])]++;
    }
    assert_int_equal(of_chain[0], 72);
    assert_int_equal(of_chain[1], 72);
    done(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changxing_is_strong_in_lead_acid_batteries_and_makes_cells),
        cmocka_unit_test(yixing_makes_cable_and_liyang_makes_cells),
        cmocka_unit_test(the_zone_has_magnets_under_both_names_alike),
        cmocka_unit_test(guangde_lives_on_circuit_boards_and_needs_copper_foil_most),
        cmocka_unit_test(firms_seated_in_changxing_are_no_targets_of_changxing),
        cmocka_unit_test(firms_of_the_zone_whose_county_is_not_known_are_left_out_for_its_counties),
        cmocka_unit_test(names_that_only_sound_like_the_zone_are_nowhere),
        cmocka_unit_test(the_old_code_of_guangde_asks_about_guangde),
        cmocka_unit_test(tianneng_and_its_parent_count_once_in_lead_acid_batteries),
        cmocka_unit_test(ties_go_by_id_however_the_sums_were_rounded),
        cmocka_unit_test(where_nobody_looked_nothing_is_called_missing),
        cmocka_unit_test(every_missing_input_of_a_present_segment_fills),
        cmocka_unit_test(the_zone_is_whole),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
