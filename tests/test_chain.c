/* test_chain.c - the chain part against hand-worked cases, its laws, and a naive second opinion. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/chain.h"
#include "chain_laws.h"
#include "failing.h"

#include <math.h>

/* a -> b -> c <- d */
#define GRAPH \
    "chains: id\nk\n" \
    "segments: id,chain\na,k\nb,k\nc,k\nd,k\n" \
    "links: from,to\na,b\nb,c\nd,c\n"

#define LOOKED "surveys: id\neverywhere\n"

/* Three firms: one makes a, two make c. beta is .3.
 *   forward   q_a = 1/2; q_b = 0, input .7/2, inner .65; q_d = 0; q_c = 2/3 * .3 = .2;  Q = .7
 *   back      lambda_c = 1; b and d: 1 + 2/3 * .7/2 = 37/30; a: 1 for nobody makes b
 *   step      a 2/3 - 1/2, b and d 1/2, c 3/4 - 2/3
 *   b         worth 1/2 * .65 * 37/30 = .400833.. = fill .075833.. + extension .175 + base .15
 *   d         worth 1/2 * 37/30       = .616666.. = fill .116666..                  + base .5
 *   a, c      worth 1/6 and 1/12 * .3, all of it base */
static const char THREE_FIRMS[] = PLACES GRAPH LOOKED "firms: id,place\nf1,c1\nf2,c1\nf3,c1\nnew,o\n"
                                                      "firm_segments: firm,segment\nf1,a\nf2,c\nf3,c\n";

static void figures_agree_with_a_case_worked_by_hand(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, THREE_FIRMS, "c1");
    const struct {
        const char *id;
        uint32_t x;
        double strength, input, inner, q, lambda, step, fill, extension, base;
        ch_chain_class class;
    } hand[] = {{"a", 1, 1. / 2, 0, 1, .5, 1, 1. / 6, 0, 0, 1. / 6, CH_CHAIN_WEAK},
                {"b", 0, 0, .35, .65, 0, 37. / 30, .5, .325 * 7 / 30, .175, .15, CH_CHAIN_MISSING},
                {"c", 2, 2. / 3, 0, .3, .2, 1, 1. / 12, 0, 0, .025, CH_CHAIN_WEAK},
                {"d", 0, 0, 0, 1, 0, 37. / 30, .5, .5 * 7 / 30, 0, .5, CH_CHAIN_MISSING}};
    for (size_t i = 0; i < 4; i++) {
        const ch_chain_node *n = node(&s, hand[i].id);
        assert_int_equal(n->x, hand[i].x);
        assert_near(n->strength, hand[i].strength);
        assert_near(n->input, hand[i].input);
        assert_near(n->inner, hand[i].inner);
        assert_near(n->q, hand[i].q);
        assert_near(n->lambda, hand[i].lambda);
        assert_near(n->step, hand[i].step);
        assert_near(n->fill, hand[i].fill);
        assert_near(n->extension, hand[i].extension);
        assert_near(n->base, hand[i].base);
        assert_near(n->gain, hand[i].fill + hand[i].extension);
        assert_near(n->worth, hand[i].fill + hand[i].extension + hand[i].base);
        assert_int_equal(n->class, hand[i].class);
    }
    assert_near(s.state.local_content, .7);

    /* After one firm more in b: q_b = .325, q_c = 2/3 * (.3 + .7 * .325/2). */
    const ch_chain_landing one = landing(&s, "new", "b", "c1");
    assess_with(&s, &one, 1);
    assert_near(s.state.local_content, .5 + .325 + 2. / 3 * (.3 + .7 * .325 / 2));
    close_scene(&s);
}

/* Need 100 a year, a typical firm 40. f1 gives 30, f2 is not known: 40. Supply 70, s = .7; the next
 * typical firm brings 110 of 100, so step = .3. */
static void typed_amounts_measure_strength_as_supply_over_need(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain,need,typical,need_unit\na,k,100,40,t\nb,k,,,\n"
                      "links: from,to\na,b\n"
                      "firms: id,place\nf1,c1\nf2,c1\n"
                      "firm_segments: firm,segment,capacity\nf1,a,30\nf2,a,\nf1,b,\n",
               "c1");
    assert_true(node(&s, "a")->by_amount);
    assert_false(node(&s, "b")->by_amount);
    assert_int_equal(node(&s, "a")->x, 2);
    assert_near(node(&s, "a")->strength, .7);
    assert_near(node(&s, "a")->step, .3);
    assert_near(node(&s, "a")->fill, .3 * .5 * .7);
    assert_near(loss_of(&s, "f2"), .4 + .5 * .7 * .4);
    close_scene(&s);
}

static void firms_of_one_group_supply_what_is_known_or_one_typical_amount(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain,need,typical,need_unit\na,k,100,40,t\n"
                      "firms: id,place,parent_name\nf1,c1,G\nf2,c1,G\nf3,c2,G\nf4,c2,G\n"
                      "firm_segments: firm,segment,capacity\nf1,a,\nf2,a,15\nf3,a,25\nf4,a,20\n",
               "c1,c2");
    assert_int_equal(node(&s, "a")->x, 2);
    assert_near(node(&s, "a")->strength, .4 + .45);
    ask(&s, "c1");
    assert_near(node(&s, "a")->strength, .4);
    assert_near(loss_of(&s, "f1"), .4 - .15);
    assert_true(loss_of(&s, "f2") == 0);
    close_scene(&s);
}

static void a_group_counts_once_a_place(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES GRAPH "firms: id,place,parent,parent_name\n"
                            "top,o,,\nf1,c1,top,\nf2,c1,f1,\nf3,c2,top,\n" /* one group, by a parent in the table */
                            "g1,c1,,G\ng2,t,g1,\ng3,c1,,G\n"               /* one group, by a parent outside */
                            "alone,c1,,\n"
                            "firm_segments: firm,segment\nf1,a\nf2,a\nf3,a\ng1,a\ng2,a\ng3,a\nalone,a\n",
               "c1");
    assert_int_equal(node(&s, "a")->x, 4); /* top at c1, G at c1 and at t, alone */
    ask(&s, "c1,c2");
    assert_int_equal(node(&s, "a")->x, 5);
    ask(&s, "t");
    assert_int_equal(node(&s, "a")->x, 1);
    close_scene(&s);
}

static void a_firm_is_local_by_its_place_or_by_its_zone_and_counts_once(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES GRAPH "firms: id,place,zone,parent_name,role\n"
                            "f1,p,z,G,\nf2,p,y,G,\nf3,p,,G,leader\nf4,c1,z,,\nf5,p,,,\n"
                            "firm_segments: firm,segment\nf1,a\nf2,a\nf3,a\nf4,a\nf5,a\n",
               "z");
    assert_int_equal(node(&s, "a")->x, 2); /* G at p through f1, f4 at c1 */
    assert_false(node(&s, "a")->leader);
    ask(&s, "y");
    assert_int_equal(node(&s, "a")->x, 1);
    ask(&s, "z,y");
    assert_int_equal(node(&s, "a")->x, 2);
    ask(&s, "zone");
    assert_int_equal(node(&s, "a")->x, 2);
    ask(&s, "c1");
    assert_int_equal(node(&s, "a")->x, 1);
    ask(&s, "p");
    assert_int_equal(node(&s, "a")->x, 3); /* G and f5 at p, f4 at c1 */
    assert_true(node(&s, "a")->leader);

    ask(&s, "z");
    assert_true(ch_chain_is_local(s.net, &s.set, row_of(&s, CH_TABLE_firms, "f1")));
    assert_true(ch_chain_is_local(s.net, &s.set, row_of(&s, CH_TABLE_firms, "f4")));
    assert_false(ch_chain_is_local(s.net, &s.set, row_of(&s, CH_TABLE_firms, "f2")));
    assert_false(ch_chain_is_local(s.net, &s.set, row_of(&s, CH_TABLE_firms, "f5")));

    const uint32_t *firm;
    size_t n;
    const uint32_t a = ch_chain_node_of(s.net, segment(&s, "a"));
    assert_int_equal(ch_chain_firms_of(&s.arena, s.net, &s.set, a, &firm, &n), CH_OK);
    assert_int_equal(n, 2);
    assert_int_equal(firm[0], row_of(&s, CH_TABLE_firms, "f1"));
    assert_int_equal(firm[1], row_of(&s, CH_TABLE_firms, "f4"));
    close_scene(&s);
}

static void classes_follow_firms_leaders_and_surveys(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\n"
                      "segments: id,chain\nalone,k\nfew,k\nled,k\nlooked,k\nmany,k\nneeded,k\nunseen,k\nfed,k\n"
                      "links: from,to\nneeded,many\nmany,fed\n"
                      "surveys: id,segment\n1,alone\n2,needed\n3,many\n4,fed\n5,looked\n"
                      "firms: id,place,role\nf1,c1,\nf2,c1,\nf3,c1,\nl,c1,leader\n"
                      "firm_segments: firm,segment\nf1,many\nf2,many\nf3,many\nf1,few\nf2,few\nf1,alone\nl,led\n",
               "c1");
    assert_int_equal(node(&s, "many")->class, CH_CHAIN_STRONG);
    assert_int_equal(node(&s, "led")->class, CH_CHAIN_STRONG);
    assert_int_equal(node(&s, "few")->class, CH_CHAIN_WEAK);
    assert_int_equal(node(&s, "alone")->class, CH_CHAIN_WEAK);
    assert_int_equal(node(&s, "alone")->x, 1);
    assert_int_equal(node(&s, "needed")->class, CH_CHAIN_MISSING);
    assert_true(node(&s, "needed")->fill > node(&s, "needed")->extension);
    assert_int_equal(node(&s, "fed")->class, CH_CHAIN_MISSING);
    assert_true(node(&s, "fed")->fill < node(&s, "fed")->extension);
    assert_int_equal(node(&s, "looked")->class, CH_CHAIN_ABSENT);
    assert_true(node(&s, "looked")->gain == 0);
    assert_true(node(&s, "looked")->worth > 0);
    assert_int_equal(node(&s, "unseen")->class, CH_CHAIN_UNKNOWN);
    close_scene(&s);
}

static void thresholds_and_beta_are_data(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES GRAPH "assumptions: id,value\nbeta,0.5\nstrong_firms,1\n"
                            "firms: id,place\nf1,c1\nfirm_segments: firm,segment\nf1,c\n",
               "c1");
    assert_near(node(&s, "c")->inner, .5);
    assert_int_equal(node(&s, "c")->class, CH_CHAIN_STRONG);
    close_scene(&s);
}

static bool surveyed(scene *s, const char *places, const char *id)
{
    ask(s, places);
    return node(s, id)->surveyed;
}

static size_t surveys_behind(scene *s, const char *places, const char *id)
{
    ask(s, places);
    const uint32_t *survey;
    size_t n;
    const uint32_t at = ch_chain_node_of(s->net, segment(s, id));
    assert_int_equal(ch_chain_surveys_of(&s->arena, s->net, &s->set, at, &survey, &n), CH_OK);
    for (size_t i = 1; i < n; i++)
        assert_true(survey[i - 1] < survey[i]);
    return n;
}

static void a_node_is_surveyed_where_somebody_looked_at_every_place_asked(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nm\nsegments: id,chain\na,k\nb,k\ne,m\n"
                      "surveys: id,place,chain,segment\n"
                      "again,c1,k,\nof-c1,c1,k,\nof-c2,c2,,a\nof-p,p,m,\n",
               "c1");
    assert_true(surveyed(&s, "c1", "a"));
    assert_true(surveyed(&s, "c1", "b"));
    assert_true(surveyed(&s, "t", "b")); /* t lies in c1 */
    assert_false(surveyed(&s, "c2", "b"));
    assert_true(surveyed(&s, "c1,c2", "a"));  /* by surveys of each */
    assert_false(surveyed(&s, "c1,c2", "b")); /* c1 was twice, c2 was not */
    assert_false(surveyed(&s, "c2,c1", "b"));
    assert_false(surveyed(&s, "z", "a")); /* in both, but no one survey was of all of z */
    assert_true(surveyed(&s, "z", "e"));  /* z lies in p */
    assert_true(surveyed(&s, "zone", "e"));
    assert_false(surveyed(&s, "p", "a")); /* a survey of a part is none of the whole */
    assert_false(surveyed(&s, "o", "e"));

    assert_int_equal(surveys_behind(&s, "c1,c2", "a"), 3);
    assert_int_equal(surveys_behind(&s, "c1,c2", "b"), 2);
    assert_int_equal(surveys_behind(&s, "c1,t,c2", "e"), 1);
    assert_int_equal(surveys_behind(&s, "o", "a"), 0);
    close_scene(&s);
}

static void a_survey_without_a_place_was_made_of_the_whole_zone(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, PLACES "chains: id\nk\nsegments: id,chain\na,k\n" LOOKED, "c1");
    assert_true(surveyed(&s, "zone", "a"));
    assert_true(surveyed(&s, "z", "a"));
    assert_true(surveyed(&s, "c2,t,y", "a"));
    assert_false(surveyed(&s, "c3", "a"));
    assert_false(surveyed(&s, "p", "a"));
    assert_int_equal(surveys_behind(&s, "zone", "a"), 1);
    close_scene(&s);
}

static void a_place_held_by_surveyed_places_together_is_surveyed_when_one_survey_was_of_them_all(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               "places: id,level,parts_in\nc1,county,\nc2,county,\nc3,county,\n"
               "in,farm,c1 c2\nout,farm,c2 c3\nz,zone,\n"
               "zone: id,place,members\nzone,z,c1 c2\n"
               "chains: id\nk\nsegments: id,chain\na,k\n" LOOKED,
               "in");
    assert_true(surveyed(&s, "in", "a"));
    assert_false(surveyed(&s, "out", "a"));
    close_scene(&s);
}

static void the_same_product_is_one_node_under_both_ids(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nm\nsegments: id,chain\na,k\nb,k\ne,m\nf,m\n"
                      "same_as: a,b,relation\nb,e,same product\na,f,related\n"
                      "links: from,to\na,b\na,e\ne,f\n"
                      "firms: id,place\nf1,c1\nf2,c1\n"
                      "firm_segments: firm,segment\nf1,b\nf1,e\nf2,e\nf2,f\n",
               "c1");
    assert_int_equal(ch_chain_nodes(s.net), 3);
    assert_ptr_equal(node(&s, "b"), node(&s, "e"));
    assert_ptr_not_equal(node(&s, "a"), node(&s, "f"));
    assert_int_equal(node(&s, "b")->x, 2);
    const uint32_t merged = ch_chain_node_of(s.net, segment(&s, "e"));
    assert_int_equal(ch_chain_first_segment(s.net, merged), segment(&s, "b"));
    assert_int_equal(ch_chain_inputs(s.net)->start[merged + 1] - ch_chain_inputs(s.net)->start[merged], 1);
    assert_int_equal(ch_chain_users(s.net)->start[merged + 1] - ch_chain_users(s.net)->start[merged], 1);
    assert_near(s.state.local_content, 2. / 3 * .3 + .5 * (.3 + .7 * 2. / 3 * .3)); /* the node counts once */
    close_scene(&s);
}

static void loop_links_are_left_out_of_the_sums(void **state)
{
    (void)state;
    scene s, without;
    open_scene(&without, THREE_FIRMS, "c1");
    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain\na,k\nb,k\nc,k\nd,k\n"
                      "links: from,to,loop\na,b,\nb,c,\nd,c,\nc,a,yes\n" LOOKED "firms: id,place\nf1,c1\nf2,c1\nf3,c1\n"
                      "firm_segments: firm,segment\nf1,a\nf2,c\nf3,c\n",
               "c1");
    assert_true(s.state.local_content == without.state.local_content);
    assert_true(node(&s, "c")->lambda == 1);
    close_scene(&s);
    close_scene(&without);
}

static void a_landing_counts_only_where_its_group_is_not_yet(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain,need,typical,need_unit\na,k,,,\nb,k,100,40,t\n"
                      "firms: id,place,parent_name,role\nf1,c1,G,\nf2,o,G,leader\nf3,o,,\n"
                      "firm_segments: firm,segment,capacity\nf1,a,\nf1,b,30\n",
               "c1");
    ch_chain_landing here[] = {landing(&s, "f2", "a", "c1"), landing(&s, "f3", "a", "c1"), landing(&s, "f3", "a", "c1"),
                               landing(&s, "f3", "a", "t"), landing(&s, "f3", "a", "c2")};
    assess_with(&s, here, 1);
    assert_int_equal(node(&s, "a")->x, 1);
    assert_true(node(&s, "a")->leader);
    assert_int_equal(node(&s, "a")->class, CH_CHAIN_STRONG);
    assess_with(&s, here, 3);
    assert_int_equal(node(&s, "a")->x, 2);
    assess_with(&s, here, 5);
    assert_int_equal(node(&s, "a")->x, 3); /* t lies in c1, c2 does not */

    here[0] = landing(&s, "f2", "b", "c1"); /* G gives 30 there; a firm of it nobody measured: 40 */
    here[1] = landing(&s, "f3", "b", "c1");
    assess_with(&s, here, 1);
    assert_near(node(&s, "b")->strength, .4);
    assess_with(&s, here, 2);
    assert_near(node(&s, "b")->strength, .8);
    assert_int_equal(node(&s, "b")->x, 2);
    close_scene(&s);
}

enum { MANY = 20000 };

/* Comparing each of so many with all before it would take twenty thousand million steps. */
static void landings_of_many_firms_count_once_in_any_order(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, THREE_FIRMS, "c1");
    static ch_chain_landing many[10 * MANY];
    const ch_chain_landing here[] = {landing(&s, "new", "b", "c1"), landing(&s, "new", "c", "t"),
                                     landing(&s, "f1", "a", "c1"), landing(&s, "new", "d", "o")};
    for (size_t i = 0; i < 10 * MANY; i++)
        many[i] = here[i % 4];
    assess_with(&s, here, 4);
    const double content = s.state.local_content;
    assert_int_equal(node(&s, "b")->x, 1);
    assert_int_equal(node(&s, "c")->x, 3);
    assert_int_equal(node(&s, "a")->x, 1);
    assert_int_equal(node(&s, "d")->x, 0);
    assess_with(&s, many, 10 * MANY);
    assert_true(s.state.local_content == content);
    close_scene(&s);
}

static void health_is_the_mean_of_what_is_known(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, THREE_FIRMS, "c1");
    ch_chain_health health;
    assert_int_equal(ch_chain_find_health(&s.arena, s.net, &s.set, &s.state, 0, &health), CH_OK);
    /* a and c of a, b, c, d; inputs of c: q is 0; three groups alike; a has one supplier, c two */
    assert_near(health.part[CH_HEALTH_COMPLETENESS], .5);
    assert_near(health.part[CH_HEALTH_MATCHING], 0);
    assert_near(health.part[CH_HEALTH_BALANCE], 2. / 3);
    assert_near(health.part[CH_HEALTH_RESILIENCE], .5);
    assert_true(isnan(health.part[CH_HEALTH_GROWTH]) && health.weight[CH_HEALTH_GROWTH] == 0);
    assert_true(isnan(health.part[CH_HEALTH_INNOVATION]) && health.weight[CH_HEALTH_INNOVATION] == 0);
    assert_near(health.weight[CH_HEALTH_COMPLETENESS], .25 / .65);
    assert_near(health.value, 100 * (.25 * .5 + .1 * 2 / 3 + .1 * .5) / .65);
    close_scene(&s);
}

/* a -> b -> c; f makes a and b, g makes c.
 *   with f     q_a = 1/2; q_b = 1/2 * (.3 + .7/2) = .325; q_c = 1/2 * (.3 + .7 * .325) = .26375
 *   without    q_a = q_b = 0; q_c = 1/2 * .3 = .15                      loses .93875
 *   without g  q_c = 0, nothing else falls                              loses .26375
 * h is of the group of f and makes a too. At another place it changes nothing; at the same place f
 * takes only b and what b gives to c, .325 + 1/2 * .7 * .325 = .43875, and h takes nothing. */
static void a_firm_takes_along_what_others_make_of_its_goods(void **state)
{
    (void)state;
    scene s;
    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain\na,k\nb,k\nc,k\nlinks: from,to\na,b\nb,c\n"
                      "firms: id,place,parent_name\nf,c1,G\ng,c1,\nh,c2,G\no,o,\n"
                      "firm_segments: firm,segment\nf,a\nf,b\ng,c\nh,a\no,c\n",
               "c1");
    assert_near(loss_of(&s, "f"), .93875);
    assert_near(loss_of(&s, "g"), .26375);
    assert_true(loss_of(&s, "h") == 0 && loss_of(&s, "o") == 0);
    close_scene(&s);

    open_scene(&s,
               PLACES "chains: id\nk\nsegments: id,chain\na,k\nb,k\nc,k\nlinks: from,to\na,b\nb,c\n"
                      "firms: id,place,parent_name\nf,c1,G\ng,c1,\nh,c1,G\n"
                      "firm_segments: firm,segment\nf,a\nf,b\ng,c\nh,a\n",
               "c1");
    assert_near(loss_of(&s, "f"), .43875);
    assert_true(loss_of(&s, "h") == 0);
    close_scene(&s);
}

/* Each of MANY firms makes a, alike; as many of one group make b, whose need is typed. Looking at all
 * firms for each would take 1.6 thousand million steps. */
static void losses_of_many_firms_cost_no_more_than_their_own_pairs(void **state)
{
    (void)state;
    ch_buf text = {0};
    ch_buf_adds(&text, PLACES "chains: id\nk\nsegments: id,chain,need,typical,need_unit\na,k,,,\nb,k,50000,10,t\n"
                              "firms: id,place,parent_name\n");
    for (int i = 0; i < MANY; i++)
        ch_buf_addf(&text, "f%d,c1,\ng%d,c1,G\n", i, i);
    ch_buf_adds(&text, "firm_segments: firm,segment,capacity\n");
    for (int i = 0; i < MANY; i++)
        ch_buf_addf(&text, "f%d,a,\ng%d,b,%d\n", i, i, i % 3);
    ch_buf_addc(&text, '\0');
    assert_false(text.failed);
    scene s;
    open_scene(&s, text.at, "c1");
    ch_buf_free(&text);

    const double *loss = find_losses(&s);
    for (int i = 0; i < MANY; i++) {
        char id[16];
        snprintf(id, sizeof id, "f%d", i);
        assert_near(loss[row_of(&s, CH_TABLE_firms, id)], 1. / MANY / (MANY + 1));
        snprintf(id, sizeof id, "g%d", i);
        assert_near(loss[row_of(&s, CH_TABLE_firms, id)], i % 3 / 50000.);
    }
    close_scene(&s);
}

static void health_lacks_everything_where_nobody_looked_and_nobody_stands(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, PLACES GRAPH, "c1");
    ch_chain_health health;
    assert_int_equal(ch_chain_find_health(&s.arena, s.net, &s.set, &s.state, 0, &health), CH_OK);
    assert_true(isnan(health.value));
    for (size_t i = 0; i < CH_HEALTH_PARTS; i++)
        assert_true(isnan(health.part[i]) && health.weight[i] == 0);
    close_scene(&s);
}

/* a -> b -> c <- d, with firms in b and c. Somebody looked for b, c and d, nobody for a. */
static void health_takes_no_unknown_node_for_an_absent_one(void **state)
{
    (void)state;
    scene s;
    ch_chain_health health;
    open_scene(&s,
               PLACES "chains: id\nk\nm\nsegments: id,chain\na,k\nb,k\nc,m\nd,m\nlinks: from,to\na,b\nb,c\nd,c\n"
                      "surveys: id,segment\n1,b\n2,c\n3,d\n"
                      "firms: id,place\nf,c1\ng,c1\nfirm_segments: firm,segment\nf,b\ng,c\n",
               "c1");
    assert_int_equal(ch_chain_find_health(&s.arena, s.net, &s.set, &s.state, 0, &health), CH_OK);
    assert_true(isnan(health.part[CH_HEALTH_COMPLETENESS]) && health.weight[CH_HEALTH_COMPLETENESS] == 0);
    assert_true(isnan(health.part[CH_HEALTH_MATCHING]) && health.weight[CH_HEALTH_MATCHING] == 0);
    assert_near(health.part[CH_HEALTH_BALANCE], 0);
    assert_near(health.part[CH_HEALTH_RESILIENCE], 0);
    assert_int_equal(ch_chain_find_health(&s.arena, s.net, &s.set, &s.state, 1, &health), CH_OK);
    assert_near(health.part[CH_HEALTH_COMPLETENESS], .5);
    assert_near(health.part[CH_HEALTH_MATCHING], .15 / 2);
    close_scene(&s);
}

static void a_zone_without_chains_or_firms_has_no_content(void **state)
{
    (void)state;
    scene s;
    open_scene(&s, PLACES, "zone");
    assert_int_equal(ch_chain_nodes(s.net), 0);
    assert_true(s.state.local_content == 0);
    close_scene(&s);
}

/* ---- laws on random zones ---- */

static const char *const asked[] = {"c1", "zone", "z", "p", "c2,y", "c1,c2,c3"};
enum { ASKED = sizeof asked / sizeof *asked };

static void laws_hold_on_ten_thousand_random_zones(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 10000; seed++) {
        random_zone r;
        scene s;
        ch_chain_state other;
        draw_zone(seed, &r);
        open_random(&s, &r, NULL, asked[seed % ASKED]);
        assert_int_equal(ch_chain_state_make(&s.arena, s.net, &other), CH_OK);
        a_second_opinion_agrees(&s);
        figures_add_up(&s);
        worth_is_what_one_firm_more_brings(&s, &other);
        a_missing_input_of_a_present_node_fills(&s);
        losses_are_what_removing_each_firm_takes(&s);
        adding_a_firm_is_removing_it_backwards(&s, &r, asked[seed % ASKED]);
        close_scene(&s);
    }
}

static void health_stays_within_bounds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        random_zone r;
        scene s;
        draw_zone(seed, &r);
        open_random(&s, &r, NULL, asked[seed % ASKED]);
        for (size_t chain = 0; chain < 2; chain++) {
            ch_chain_health health;
            double weights = 0;
            assert_int_equal(ch_chain_find_health(&s.arena, s.net, &s.set, &s.state, chain, &health), CH_OK);
            for (size_t i = 0; i < CH_HEALTH_PARTS; i++) {
                assert_true(isnan(health.part[i]) ? health.weight[i] == 0 : health.part[i] >= 0 && health.part[i] <= 1);
                weights += health.weight[i];
            }
            if (isnan(health.value))
                assert_true(weights == 0);
            else
                assert_near(weights, 1);
            assert_true(isnan(health.value) || (health.value >= 0 && health.value <= 100 + 1e-9));
        }
        close_scene(&s);
    }
}

static void assert_same_figures(const ch_chain_node *a, const ch_chain_node *b)
{
    const double of_a[] = {a->strength, a->step, a->input, a->inner,     a->q,   a->lambda,
                           a->worth,    a->gain, a->fill,  a->extension, a->base};
    const double of_b[] = {b->strength, b->step, b->input, b->inner,     b->q,   b->lambda,
                           b->worth,    b->gain, b->fill,  b->extension, b->base};
    assert_memory_equal(of_a, of_b, sizeof of_a);
    assert_int_equal(a->x, b->x);
    assert_int_equal(a->class, b->class);
    assert_true(a->leader == b->leader && a->surveyed == b->surveyed && a->by_amount == b->by_amount);
}

static void the_order_of_rows_changes_no_byte(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        random_zone r;
        scene s, shuffled;
        dice d = {seed};
        draw_zone(seed, &r);
        open_random(&s, &r, NULL, asked[seed % ASKED]);
        open_random(&shuffled, &r, &d, asked[seed % ASKED]);
        assert_int_equal(ch_chain_nodes(s.net), ch_chain_nodes(shuffled.net));
        assert_memory_equal(&s.state.local_content, &shuffled.state.local_content, sizeof(double));
        for (size_t i = 0; i < ch_chain_nodes(s.net); i++)
            assert_same_figures(&s.state.node[i], &shuffled.state.node[i]);
        close_scene(&shuffled);
        close_scene(&s);
    }
}

static void assessing_again_gives_the_same_and_allocates_nothing(void **state)
{
    (void)state;
    failing count = {0};
    const ch_memory memory = FAILING_MEMORY(&count);
    scene s = {.arena = CH_ARENA(&memory), .zone = make_zone(NULL, THREE_FIRMS)};
    ch_chain_state again;
    assert_int_equal(ch_chain_net_make(&s.arena, s.zone, &s.net), CH_OK);
    assert_int_equal(ch_chain_state_make(&s.arena, s.net, &s.state), CH_OK);
    assert_int_equal(ch_chain_state_make(&s.arena, s.net, &again), CH_OK);
    assert_int_equal(ch_place_set_make(&s.arena, s.zone, CH_TEXT("c1"), &s.set, NULL), CH_OK);
    const size_t calls = count.calls;

    ch_chain_assess(s.net, &s.set, &s.state);
    ch_chain_assess(s.net, &s.set, &again);
    assert_int_equal(count.calls, calls);

    const ch_chain_landing one = landing(&s, "new", "b", "c1");
    assert_int_equal(ch_chain_assess_with(&s.arena, s.net, &s.set, &one, 1, &again), CH_OK);
    ch_chain_assess(s.net, &s.set, &again);
    for (size_t i = 0; i < ch_chain_nodes(s.net); i++)
        assert_same_figures(&s.state.node[i], &again.node[i]);
    close_scene(&s);
    assert_int_equal(count.live, 0);
}

/* Everything that allocates, on memory that runs out at some call. */
static ch_err do_everything(ch_arena *arena, const ch_zone *zone)
{
    const ch_chain_net *net;
    ch_chain_state made;
    ch_place_set set;
    ch_chain_health health;
    const uint32_t *row;
    size_t n;
    ch_err err = ch_chain_net_make(arena, zone, &net);
    if (err == CH_OK)
        err = ch_chain_state_make(arena, net, &made);
    if (err == CH_OK)
        err = ch_place_set_make(arena, zone, CH_TEXT("zone"), &set, NULL);
    if (err != CH_OK)
        return err;
    const ch_chain_landing one = {0, 0, set.asked[0]};
    err = ch_chain_assess_with(arena, net, &set, &one, 1, &made);
    if (err != CH_OK)
        return err;
    ch_chain_assess(net, &set, &made);
    double *loss = CH_NEW(arena, double, zone->firms.rows);
    err = loss ? ch_chain_find_losses(arena, net, &set, &made, loss) : CH_ENOMEM;
    if (err == CH_OK)
        err = ch_chain_find_health(arena, net, &set, &made, 0, &health);
    if (err == CH_OK)
        err = ch_chain_firms_of(arena, net, &set, 0, &row, &n);
    return err == CH_OK ? ch_chain_surveys_of(arena, net, &set, 0, &row, &n) : err;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    random_zone r;
    scene s;
    draw_zone(7, &r);
    open_random(&s, &r, NULL, "zone");
    size_t failed = 0;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        const ch_err err = do_everything(&arena, s.zone);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        failed++;
    }
    assert_true(failed > 0);
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_agree_with_a_case_worked_by_hand),
        cmocka_unit_test(typed_amounts_measure_strength_as_supply_over_need),
        cmocka_unit_test(firms_of_one_group_supply_what_is_known_or_one_typical_amount),
        cmocka_unit_test(a_group_counts_once_a_place),
        cmocka_unit_test(a_firm_is_local_by_its_place_or_by_its_zone_and_counts_once),
        cmocka_unit_test(classes_follow_firms_leaders_and_surveys),
        cmocka_unit_test(thresholds_and_beta_are_data),
        cmocka_unit_test(a_node_is_surveyed_where_somebody_looked_at_every_place_asked),
        cmocka_unit_test(a_survey_without_a_place_was_made_of_the_whole_zone),
        cmocka_unit_test(a_place_held_by_surveyed_places_together_is_surveyed_when_one_survey_was_of_them_all),
        cmocka_unit_test(the_same_product_is_one_node_under_both_ids),
        cmocka_unit_test(loop_links_are_left_out_of_the_sums),
        cmocka_unit_test(a_landing_counts_only_where_its_group_is_not_yet),
        cmocka_unit_test(landings_of_many_firms_count_once_in_any_order),
        cmocka_unit_test(a_firm_takes_along_what_others_make_of_its_goods),
        cmocka_unit_test(losses_of_many_firms_cost_no_more_than_their_own_pairs),
        cmocka_unit_test(health_is_the_mean_of_what_is_known),
        cmocka_unit_test(health_lacks_everything_where_nobody_looked_and_nobody_stands),
        cmocka_unit_test(health_takes_no_unknown_node_for_an_absent_one),
        cmocka_unit_test(a_zone_without_chains_or_firms_has_no_content),
        cmocka_unit_test(laws_hold_on_ten_thousand_random_zones),
        cmocka_unit_test(health_stays_within_bounds),
        cmocka_unit_test(the_order_of_rows_changes_no_byte),
        cmocka_unit_test(assessing_again_gives_the_same_and_allocates_nothing),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
