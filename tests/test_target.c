/* test_target.c - whom to invite: gains, evidence, exclusions, and teams. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/target.h"

#include "failing.h"
#include "target_question.h"
#include "target_team.h"

static void assert_near(double found, double expected, double relative)
{
    if (!(fabs(found - expected) <= relative * fmax(fabs(found), fabs(expected))))
        fail_msg("%.17g is not %.17g", found, expected);
}

/* Gains here are a 2, b 1.5, c 0. maker fills a and b: gain 3.5. Its evidence, alphas as stated by
 * the program:  tie .5 x 1, expansion .4 x .5 = .2, near .4 x 1 (it stands on the county's point),
 * leader .3 x 1. So chance = 1 - .5 * .8 * .6 * .7 = 1 - .168 = .832, score 3.5 * .832 = 2.912.
 * grower fills a: gain 2, growth .2 alone, score .4.   silent fills a and b, nothing is known of
 * it: chance 0, score 0.   mute fills a alone and comes behind silent by gain. */
static const char WORKED[] = LAND "firms: id,place,lon,lat,role,as_of,marks\n"
                                  "home,c1\n"
                                  "maker,c3,120,30,leader,2024-05,assumed\n"
                                  "grower,c3,,,other\n"
                                  "silent,c3\n"
                                  "mute,c3\n"
                                  "idle,c3,120,30\n"
                                  "blank,c3,120,30\n"
                                  "firm_segments: firm,segment\n"
                                  "maker,a\n"
                                  "maker,b\n"
                                  "grower,a\n"
                                  "silent,b\n"
                                  "silent,a\n"
                                  "mute,a\n"
                                  "idle,c\n"
                                  "home,a\n"
                                  "ties: supplier,customer,evidence,as_of,marks\n"
                                  "maker,home,e1,2023-02,illustrative\n"
                                  "signals: firm,kind,evidence,x\n"
                                  "maker,expansion,e2,0.5\n"
                                  "grower,growth,e3\n";

static void ask_worked(question *q)
{
    ask(q, WORKED, "c1");
    set_gain(q, "a", 2);
    set_gain(q, "b", 1.5);
    rank(q);
}

static void case_worked_by_hand_comes_out(void **state)
{
    (void)state;
    question q;
    ask_worked(&q);
    assert_int_equal(q.ranking.targets, 4);

    const ch_target *maker = &q.ranking.target[0];
    assert_true(is_firm(&q, maker->firm, "maker"));
    assert_near(maker->gain, 3.5, 1e-15);
    assert_near(maker->chance, .832, 1e-14);
    assert_near(maker->score, 2.912, 1e-14);
    assert_true(maker->km == 0);
    assert_int_equal(maker->segments, 2);
    assert_int_equal(maker->segment[0], row_of(&q, CH_TABLE_segments, "a"));
    assert_int_equal(maker->segment[1], row_of(&q, CH_TABLE_segments, "b"));

    const double points[] = {log(2), -log(.8), -log(.6), -log(.7)};
    assert_int_equal(maker->points, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(maker->point[i].kind, i);
        assert_near(maker->point[i].points, points[i], 1e-14);
    }

    assert_true(is_firm(&q, q.ranking.target[1].firm, "grower"));
    assert_near(q.ranking.target[1].score, .4, 1e-14);
    assert_true(is_firm(&q, q.ranking.target[2].firm, "silent"));
    assert_true(q.ranking.target[2].score == 0 && q.ranking.target[2].points == 0);
    assert_true(is_firm(&q, q.ranking.target[3].firm, "mute"));
    put_away(&q);
}

static void evidence_tells_where_it_comes_from(void **state)
{
    (void)state;
    question q;
    ask_worked(&q);
    const ch_target *maker = get_target(&q, "maker");

    const ch_target_point *tie = find_point(maker, CH_EVIDENCE_TIE);
    assert_true(ch_text_equal(tie->id, CH_TEXT("e1")));
    assert_true(is_firm(&q, tie->with, "home"));
    assert_true(ch_text_equal(tie->source, CH_TEXT("illustrative")));
    assert_int_equal(tie->as_of, 20230200);
    assert_int_equal(tie->marks, 1u << CH_mark_ILLUSTRATIVE);

    const ch_target_point *near = find_point(maker, CH_EVIDENCE_NEAR);
    assert_true(ch_text_equal(near->id, CH_TEXT("near:maker")));
    assert_true(ch_text_equal(near->source, CH_TEXT("computed")));
    assert_int_equal(near->marks, 1u << CH_mark_ILLUSTRATIVE | 1u << CH_mark_ASSUMED | 1u << CH_mark_UNVERIFIED);
    assert_true(near->with == SIZE_MAX);

    const ch_target_point *leader = find_point(maker, CH_EVIDENCE_LEADER);
    assert_true(ch_text_equal(leader->id, CH_TEXT("leader:maker")));
    assert_true(ch_text_equal(leader->source, CH_TEXT("illustrative")));
    assert_int_equal(leader->as_of, 20240500);
    assert_int_equal(leader->marks, 1u << CH_mark_ILLUSTRATIVE | 1u << CH_mark_ASSUMED);

    assert_string_equal(ch_evidence_name[CH_EVIDENCE_EXPANSION], "expansion");
    put_away(&q);
}

static void every_outside_firm_is_listed_or_excluded_with_its_reason(void **state)
{
    (void)state;
    question q;
    ask_worked(&q);
    assert_int_equal(q.ranking.excludeds, 2);
    assert_int_equal(find_reason(&q, "blank"), CH_TARGET_NO_SEGMENT);
    assert_int_equal(find_reason(&q, "idle"), CH_TARGET_NO_GAIN);
    assert_true(q.ranking.excluded[0].firm < q.ranking.excluded[1].firm);
    assert_null(find_target(&q, "home"));
    assert_int_equal(find_reason(&q, "home"), -1);
    put_away(&q);
}

static void a_firm_whose_part_of_the_zone_is_not_known_is_excluded(void **state)
{
    (void)state;
    static const char text[] = LAND "firms: id,place,zone\n"
                                    "somewhere,p,zz\n" /* in the zone, c1 or c2 */
                                    "inside,zz\n"      /* the zone is its place */
                                    "there,c2,zz\n"    /* in the zone's other county, for certain */
                                    "here,c1,zz\n"
                                    "beside,p\n"
                                    "firm_segments: firm,segment\n"
                                    "somewhere,a\ninside,a\nthere,a\nhere,a\nbeside,a\n";
    question q;
    ask(&q, text, "c1");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_int_equal(find_reason(&q, "somewhere"), CH_TARGET_COUNTY_UNKNOWN);
    assert_int_equal(find_reason(&q, "inside"), CH_TARGET_COUNTY_UNKNOWN);
    assert_non_null(find_target(&q, "there"));
    assert_non_null(find_target(&q, "beside"));
    assert_int_equal(q.ranking.targets + q.ranking.excludeds, 4);
    put_away(&q);

    /* For both counties together they are local; for a county elsewhere they are like any other. */
    ask(&q, text, "c1,c2");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_int_equal(q.ranking.targets, 1);
    assert_int_equal(q.ranking.excludeds, 0);
    put_away(&q);

    ask(&q, text, "c3");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_int_equal(q.ranking.targets, 5);
    put_away(&q);
}

/* One degree along a meridian is 6371.0088 km * pi / 180 = 111.195080 km. */
static void nearness_is_measured_to_the_nearest_place_asked(void **state)
{
    (void)state;
    static const char text[] = LAND "assumptions: id,value\n"
                                    "near_km,100\n"
                                    "near,0.5\n"
                                    "firms: id,place,lon,lat\n"
                                    "north,c3,120,32\n"
                                    "unknown,c3\n"
                                    "firm_segments: firm,segment\n"
                                    "north,a\nunknown,a\n";
    question q;
    ask(&q, text, "c1,c2,c3"); /* c3 has no point */
    q.local[row_of(&q, CH_TABLE_firms, "north")] = false;
    q.local[row_of(&q, CH_TABLE_firms, "unknown")] = false;
    set_gain(&q, "a", 1);
    rank(&q);

    const ch_target *north = get_target(&q, "north");
    assert_near(north->km, 111.195080, 1e-8);
    assert_near(north->point[0].x, exp(-1.11195080), 1e-8);
    assert_near(north->chance, .5 * exp(-1.11195080), 1e-8);
    /* by their sources; c2 is verified, c1 is not */
    assert_int_equal(north->point[0].marks, 1u << CH_mark_ILLUSTRATIVE);

    const ch_target *unknown = get_target(&q, "unknown");
    assert_true(isnan(unknown->km));
    assert_int_equal(unknown->points, 0);
    assert_true(unknown->chance == 0);
    put_away(&q);

    ask(&q, text, "c3"); /* no place asked has a point */
    q.local[row_of(&q, CH_TABLE_firms, "north")] = false;
    set_gain(&q, "a", 1);
    rank(&q);
    assert_true(isnan(get_target(&q, "north")->km));
    assert_int_equal(get_target(&q, "north")->points, 0);
    put_away(&q);
}

static void each_role_has_its_assumed_strength_and_the_others_no_point(void **state)
{
    (void)state;
    static const char text[] = LAND "assumptions: id,value\n"
                                    "x_listed,0.6\n"
                                    "firms: id,place,role\n"
                                    "r1,c3,leader\nr2,c3,head\nr3,c3,listed\nr4,c3,specialised\nr5,c3,other\nr6,c3\n"
                                    "firm_segments: firm,segment\n"
                                    "r1,a\nr2,a\nr3,a\nr4,a\nr5,a\nr6,a\n";
    const double x[] = {1, .8, .6, .5};
    question q;
    ask(&q, text, "c1");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_int_equal(q.ranking.targets, 6); /* by score: r1 ... r6 */
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(q.ranking.target[i].firm, i);
        assert_int_equal(q.ranking.target[i].points, 1);
        assert_true(q.ranking.target[i].point[0].x == x[i]);
        assert_near(q.ranking.target[i].chance, .3 * x[i], 1e-14);
    }
    assert_int_equal(q.ranking.target[4].points, 0);
    assert_int_equal(q.ranking.target[5].points, 0);
    put_away(&q);
}

static void a_tie_counts_on_either_side_but_only_with_a_local_firm(void **state)
{
    (void)state;
    static const char text[] = LAND "firms: id,place\n"
                                    "home,c1\nsells,c3\nbuys,c3\nstranger,c3\n"
                                    "firm_segments: firm,segment\n"
                                    "sells,a\nbuys,a\nstranger,a\n"
                                    "ties: supplier,customer,evidence,x\n"
                                    "sells,home,e1,0.4\n"
                                    "home,buys,e2,0\n"
                                    "home,buys,e3\n"
                                    "sells,stranger,e4\n"
                                    "home,home,e5\n";
    question q;
    ask(&q, text, "c1");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_near(get_target(&q, "sells")->chance, .2, 1e-14);
    assert_int_equal(get_target(&q, "sells")->points, 1);
    assert_near(get_target(&q, "buys")->chance, .5, 1e-14);
    assert_int_equal(get_target(&q, "buys")->points, 1);
    assert_int_equal(get_target(&q, "stranger")->points, 0);
    put_away(&q);
}

#define TWO_HOMES \
    LAND "firms: id,place\n" \
         "home1,c1\nhome2,c1\nfar,c3\n" \
         "firm_segments: firm,segment\n" \
         "far,a\n" \
         "ties: supplier,customer,evidence,x\n" \
         "far,home1,e1,0.9\n"

static void the_same_evidence_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const text[] = {
        TWO_HOMES,
        TWO_HOMES "far,home2,e1,0.9\n",
        TWO_HOMES "far,home2,e1,0.5\nhome2,far,e1,0.9\n",
        TWO_HOMES "signals: firm,kind,evidence\nfar,expansion,e1\nfar,growth,e1\n",
    };
    ch_buf once = {0};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        question q;
        ch_buf shown = {0};
        ask(&q, text[i], "c1");
        set_gain(&q, "a", 1);
        rank(&q);
        show(i == 0 ? &once : &shown, &q);
        if (i > 0)
            assert_true(ch_text_equal(ch_buf_text(&shown), ch_buf_text(&once)));
        ch_buf_free(&shown);
        put_away(&q);
    }
    assert_true(once.len > 0);
    ch_buf_free(&once);
}

static void of_one_evidence_id_the_piece_with_most_points_stays(void **state)
{
    (void)state;
    static const char text[] = LAND "firms: id,place\n"
                                    "home,c1\nfar,c3\neven,c3\n"
                                    "firm_segments: firm,segment\n"
                                    "far,a\neven,a\n"
                                    "ties: supplier,customer,evidence,x\n"
                                    "far,home,e1,0.5\n" /* .5 x .5 = .25 */
                                    "signals: firm,kind,evidence,x\n"
                                    "far,expansion,e1,0.75\n"  /* .4 x .75 = .3 */
                                    "even,growth,e1,1\n"       /* .2 x 1 */
                                    "even,expansion,e1,0.5\n"; /* .4 x .5, the same: the first kind stays */
    question q;
    ask(&q, text, "c1");
    set_gain(&q, "a", 1);
    rank(&q);
    assert_int_equal(get_target(&q, "far")->points, 1);
    assert_int_equal(get_target(&q, "far")->point[0].kind, CH_EVIDENCE_EXPANSION);
    assert_near(get_target(&q, "far")->chance, .3, 1e-14);
    assert_int_equal(get_target(&q, "even")->points, 1);
    assert_int_equal(get_target(&q, "even")->point[0].kind, CH_EVIDENCE_EXPANSION);
    put_away(&q);
}

static void a_node_of_two_segments_counts_once(void **state)
{
    (void)state;
    static const char text[] = LAND "firms: id,place\n"
                                    "both,c3\none,c3\nother,c3\n"
                                    "firm_segments: firm,segment\n"
                                    "both,a\nboth,b\nboth,c\none,a\nother,c\n";
    question q;
    ask(&q, text, "c1");
    q.node[1] = q.node[0]; /* a and b are one product */
    set_gain(&q, "a", 2);
    set_gain(&q, "b", 2);
    set_gain(&q, "c", 1);
    rank(&q);
    assert_true(get_target(&q, "both")->gain == 3);
    assert_int_equal(get_target(&q, "both")->segments, 3);

    /* Only b is asked: who makes a makes it too. */
    q.asked[0] = q.asked[2] = false;
    rank(&q);
    assert_true(get_target(&q, "both")->gain == 2);
    assert_int_equal(get_target(&q, "both")->segments, 2);
    assert_true(get_target(&q, "one")->gain == 2);
    assert_int_equal(find_reason(&q, "other"), CH_TARGET_NO_SEGMENT);
    put_away(&q);
}

static void assert_target_keeps_the_laws(const ch_target *target)
{
    double points = 0, stays = 1;
    for (size_t i = 0; i < target->points; i++) {
        const ch_target_point *point = &target->point[i];
        assert_true(point->points > 0 && point->x > 0 && point->x <= 1);
        points += point->points;
        stays *= 1 - point->alpha * point->x;
        for (size_t j = 0; j < i; j++)
            assert_false(ch_text_equal(point->id, target->point[j].id));
        if (i > 0)
            assert_true(point[-1].kind < point->kind ||
                        (point[-1].kind == point->kind && ch_text_compare(point[-1].id, point->id) < 0));
    }
    assert_near(points, -log1p(-target->chance), 1e-9);
    assert_near(target->chance, 1 - stays, 1e-12);
    assert_true(target->gain > 0 && target->score == target->gain * target->chance);
}

static bool comes_before(const ch_target *a, const ch_target *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return a->gain != b->gain ? a->gain > b->gain : a->firm < b->firm;
}

static void laws_hold_on_random_zones(void **state)
{
    (void)state;
    size_t pieces = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        question q;
        size_t outside = 0;
        ask_random(&q, seed, 0);
        for (size_t i = 0; i < q.zone->firms.rows; i++)
            outside += !q.local[i];
        assert_int_equal(q.ranking.targets + q.ranking.excludeds, outside);
        for (size_t i = 0; i < q.ranking.targets; i++) {
            const ch_target *target = &q.ranking.target[i];
            assert_target_keeps_the_laws(target);
            assert_false(q.local[target->firm]);
            assert_true(i == 0 || comes_before(target - 1, target));
            pieces += target->points;
        }
        put_away(&q);
    }
    assert_true(pieces > 1000);
}

/* What is listed of a short list is what the whole ranking begins with, to the last bit. */
static void assert_begins_like(const ch_target_ranking *few, const ch_target_ranking *all, size_t top)
{
    assert_int_equal(few->targets, all->found < top ? all->found : top);
    assert_int_equal(few->found, all->found);
    assert_int_equal(few->excludeds, all->excludeds);
    for (size_t i = 0; i < few->targets; i++) {
        const ch_target *a = &few->target[i], *b = &all->target[i];
        assert_int_equal(a->firm, b->firm);
        assert_true(a->score == b->score && a->gain == b->gain && a->chance == b->chance);
        assert_true(a->points == b->points && a->segments == b->segments);
    }
}

static void a_short_list_is_what_the_long_one_begins_with(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        question q;
        ask_random(&q, seed, 0);
        const ch_target_ranking all = q.ranking;
        assert_int_equal(all.targets, all.found);
        for (size_t top = 1; top <= all.found + 2; top++) {
            q.given.top = top;
            rank(&q);
            assert_begins_like(&q.ranking, &all, top);
        }
        put_away(&q);
    }
}

/* Without their rows on the list, and without their count; as speakers for others they stay. */
static void firms_set_aside_are_neither_listed_nor_counted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        question q;
        bool aside[MOST_FIRMS] = {false};
        ask_random(&q, seed, 0);
        const ch_target_ranking all = q.ranking;
        for (size_t i = 0; i < q.zone->firms.rows; i += 3)
            aside[i] = true;
        q.given.aside = aside;
        rank(&q);
        size_t at = 0, left = 0;
        for (size_t i = 0; i < all.targets; i++) {
            if (aside[all.target[i].firm])
                continue;
            assert_int_equal(q.ranking.target[at].firm, all.target[i].firm);
            assert_true(q.ranking.target[at++].score == all.target[i].score);
        }
        for (size_t i = 0; i < all.excludeds; i++)
            left += !aside[all.excluded[i].firm];
        assert_int_equal(q.ranking.found, at);
        assert_int_equal(q.ranking.excludeds, left);
        put_away(&q);
    }
}

static void order_of_rows_changes_no_byte(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        question straight, shuffled;
        ch_buf a = {0}, b = {0};
        ask_random(&straight, seed, 0);
        ask_random(&shuffled, seed, seed + 1000);
        show(&a, &straight);
        show(&b, &shuffled);
        assert_true(a.len > 0 && ch_text_equal(ch_buf_text(&a), ch_buf_text(&b)));
        ch_buf_free(&a);
        ch_buf_free(&b);
        put_away(&straight);
        put_away(&shuffled);
    }
}

static void points_and_chance_are_exact_when_small_and_when_certain(void **state)
{
    (void)state;
    assert_true(ch_target_points(.5, 0) == 0);
    assert_near(ch_target_points(1e-12, 1e-6), 1e-18, 1e-12);
    const ch_target_point tiny[] = {{.points = 1e-18}, {.points = 2e-18}};
    assert_near(ch_target_chance(tiny, 2), 3e-18, 1e-12);
    assert_true(ch_target_chance(NULL, 0) == 0);
    const ch_target_point certain = {.points = ch_target_points(1, 1)};
    assert_true(ch_target_chance(&certain, 1) == 1);
}

static void ranking_tells_when_memory_runs_out(void **state)
{
    (void)state;
    question q;
    ask_worked(&q);
    size_t failures = 0;
    for (size_t at = 1;; at++) {
        failing counts = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counts);
        ch_arena arena = CH_ARENA(&memory);
        ch_target_ranking ranking;
        const ch_err err = ch_target_rank(&arena, q.zone, &q.set, &q.given, &ranking);
        ch_arena_free(&arena);
        assert_int_equal(counts.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        failures++;
    }
    assert_true(failures >= 2);
    put_away(&q);
}

/* Gains 10 and 6. Targets: 0 fills both, chance .5: 8;  1 fills the first, .6: 6;  2 fills the
 * second, .9: 5.4. For k = 2 greedy takes 0, leaving 5 and 3; then 1 rises by 3, 2 by 2.7: it
 * takes 1 and covers 11. The best is 1 with 2: 11.4. Bounds: at the start 8 + 6 = 14; after one
 * 8 + 3 + 2.7 = 13.7; after two 11 + 2.7 = 13.7; 11 / (1 - 1/4) = 14.67. The least is 13.7. */
static void team_worked_by_hand_comes_out(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, 2, (const double[]){10, 6});
    add_target(&f, .5, 3);
    add_target(&f, .6, 1);
    add_target(&f, .9, 2);
    const ch_target_team team = choose(&f, &arena, 2);
    assert_int_equal(team.members, 2);
    assert_int_equal(team.member[0], 0);
    assert_int_equal(team.member[1], 1);
    assert_near(team.coverage, 11, 1e-14);
    assert_near(team.bound, 13.7, 1e-14);
    assert_true(team.exact);
    assert_int_equal(team.bests, 2);
    assert_int_equal(team.best[0], 1);
    assert_int_equal(team.best[1], 2);
    assert_near(team.best_coverage, 11.4, 1e-14);
    ch_arena_free(&arena);
}

static void of_equal_rises_the_firm_ranked_higher_joins(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, 2, (const double[]){1, 1});
    for (size_t i = 0; i < 6; i++)
        add_target(&f, .25, 1 + i % 2);
    const ch_target_team team = choose(&f, &arena, 3);
    assert_int_equal(team.member[0], 0);
    assert_int_equal(team.member[1], 1);
    assert_int_equal(team.member[2], 2);
    assert_true(team.exact);
    assert_int_equal(bits_of(team.best, team.bests), 7); /* others cover as much, none more */
    assert_true(team.best_coverage == team.coverage);
    ch_arena_free(&arena);
}

static void an_empty_team_covers_nothing(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, 1, (const double[]){1});
    for (size_t targets = 0; targets < 2; targets++) {
        for (size_t k = 0; k < 3 - 2 * targets; k++) {
            const ch_target_team team = choose(&f, &arena, k);
            assert_int_equal(team.members, 0);
            assert_int_equal(team.bests, 0);
            assert_true(team.exact && team.coverage == 0 && team.bound == 0 && team.best_coverage == 0);
        }
        add_target(&f, .5, 1);
    }
    ch_arena_free(&arena);
}

static void a_team_larger_than_the_list_is_the_list(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, 2, (const double[]){2, 1});
    add_target(&f, .5, 3);
    add_target(&f, 0, 1); /* nothing speaks for it, yet the team has room */
    add_target(&f, 1, 2);
    const ch_target_team team = choose(&f, &arena, 9);
    assert_int_equal(team.members, 3);
    assert_int_equal(bits_of(team.member, 3), 7);
    assert_true(team.exact);
    assert_near(team.coverage, 2, 1e-15);
    assert_true(team.coverage == team.best_coverage && team.bound == team.coverage);
    ch_arena_free(&arena);
}

static void a_team_counts_a_node_of_two_segments_once(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, 2, (const double[]){4, 4});
    f.node[1] = f.node[0];
    add_target(&f, .5, 3);
    add_target(&f, .5, 2);
    assert_near(choose(&f, &arena, 1).coverage, 2, 1e-15);
    assert_near(choose(&f, &arena, 2).coverage, 3, 1e-15);
    ch_arena_free(&arena);
}

static void assert_each_member_rises_most(const field *f, const ch_target_team *team)
{
    for (size_t step = 0; step < team->members; step++) {
        const uint64_t so_far = bits_of(team->member, step);
        const double covered = covered_by(f, bits_of(team->member, step + 1));
        for (size_t i = 0; i < f->ranking.targets; i++)
            assert_true(covered_by(f, so_far | UINT64_C(1) << i) <= covered * (1 + 1e-12));
    }
}

static void assert_bound_is_the_least(const field *f, const ch_target_team *team)
{
    const double k = (double)team->members;
    double bound = team->coverage / (1 - pow(1 - 1 / k, k));
    for (size_t step = 0; step <= team->members; step += team->members > CH_TEAM_DEPTH ? team->members : 1)
        bound = fmin(bound, step_bound(f, bits_of(team->member, step), team->members));
    assert_near(team->bound, bound, 1e-11);
}

static void greedy_is_below_the_best_and_the_best_below_the_bound(void **state)
{
    (void)state;
    uint64_t seed = 42;
    size_t beaten = 0;
    for (size_t round = 0; round < 300; round++) {
        field f;
        ch_arena arena = {0};
        start_random_field(&f, 1 + draw(&seed, 10), 1 + draw(&seed, 6), &seed);
        const size_t k = 1 + draw(&seed, (uint32_t)f.ranking.targets);
        const ch_target_team team = choose(&f, &arena, k);
        const double best = cover_best(&f, k);

        assert_int_equal(team.members, k);
        assert_near(team.coverage, covered_by(&f, bits_of(team.member, k)), 1e-12);
        assert_each_member_rises_most(&f, &team);
        assert_bound_is_the_least(&f, &team);
        assert_true(team.exact);
        assert_int_equal(team.bests, k);
        for (size_t i = 1; i < k; i++)
            assert_true(team.best[i - 1] < team.best[i]);
        assert_near(team.best_coverage, covered_by(&f, bits_of(team.best, k)), 1e-12);
        assert_near(team.best_coverage, best, 1e-11);
        assert_true(team.coverage <= team.best_coverage && team.best_coverage <= team.bound);
        beaten += team.coverage < team.best_coverage;
        ch_arena_free(&arena);
    }
    assert_true(beaten > 10); /* else the enumeration had nothing to find */
}

/* The coverage of any set is that of a team of all in a list of just these targets. */
static double coverage_of(const field *f, uint64_t set)
{
    field part = *f;
    ch_arena arena = {0};
    part.ranking.target = part.target;
    part.ranking.targets = 0;
    for (size_t i = 0; i < f->ranking.targets; i++)
        if (set >> i & 1)
            part.target[part.ranking.targets++] = f->target[i];
    const double coverage = choose(&part, &arena, part.ranking.targets).coverage;
    ch_arena_free(&arena);
    return coverage;
}

static void a_firm_brings_less_to_a_larger_team(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t round = 0; round < 100; round++) {
        field f;
        start_random_field(&f, 8, 5, &seed);
        const uint64_t large = draw(&seed, 128), small = large & draw(&seed, 128), firm = 128;
        const double to_small = coverage_of(&f, small | firm) - coverage_of(&f, small);
        const double to_large = coverage_of(&f, large | firm) - coverage_of(&f, large);
        assert_true(to_large >= -1e-12 && to_large <= to_small + 1e-12);
    }
}

static void a_search_without_end_is_not_called_exact(void **state)
{
    (void)state;
    uint64_t seed = 3;
    field f;
    ch_arena arena = {0};
    start_random_field(&f, 60, 12, &seed);
    for (size_t i = 0; i < 12; i++)
        f.gain[i] = 1; /* all much alike: nothing can be left out */
    for (size_t i = 0; i < 60; i++)
        f.target[i].chance = .3 + .01 * draw_share(&seed);
    const ch_target_team team = choose(&f, &arena, 15);
    assert_false(team.exact);
    assert_int_equal(team.bests, 0);
    assert_true(isnan(team.best_coverage));
    assert_int_equal(team.members, 15);
    assert_true(team.bound > team.coverage);
    ch_arena_free(&arena);
}

static void a_large_team_is_proven_where_the_bound_meets_it(void **state)
{
    (void)state;
    field f;
    ch_arena arena = {0};
    start_field(&f, MOST_NODES, (const double[MOST_NODES]){5, 4, 3, 2, 1});
    for (size_t i = 0; i < 50; i++)
        add_target(&f, i < MOST_NODES ? .5 : 0, i < MOST_NODES ? 1u << i : 1);
    const ch_target_team alone = choose(&f, &arena, CH_TEAM_DEPTH + 1); /* no two share a node */
    assert_true(alone.exact);
    assert_near(alone.best_coverage, 7.5, 1e-14);

    for (size_t i = 0; i < 50; i++)
        f.target[i].chance = .5;
    assert_false(choose(&f, &arena, CH_TEAM_DEPTH + 1).exact);
    ch_arena_free(&arena);
}

/* All much alike and all overlapping, so that hardly a set can be left out. */
static void any_three_of_a_hundred_are_proven(void **state)
{
    (void)state;
    uint64_t seed = 5;
    field f;
    ch_arena arena = {0};
    start_random_field(&f, 100, 12, &seed);
    for (size_t i = 0; i < 12; i++)
        f.gain[i] = 1;
    for (size_t i = 0; i < 100; i++)
        f.target[i].chance = .9 + .001 * draw_share(&seed);
    const ch_target_team team = choose(&f, &arena, 3);
    assert_true(team.exact && team.coverage < team.bound);
    ch_arena_free(&arena);
}

static void the_bound_of_a_large_team_is_taken_before_its_first_and_after_its_last_member(void **state)
{
    (void)state;
    uint64_t seed = 13;
    for (size_t round = 0; round < 20; round++) {
        field f;
        ch_arena arena = {0};
        start_random_field(&f, 60, 12, &seed);
        const ch_target_team team = choose(&f, &arena, CH_TEAM_DEPTH + 1 + draw(&seed, 20));
        assert_each_member_rises_most(&f, &team);
        assert_bound_is_the_least(&f, &team);
        ch_arena_free(&arena);
    }
}

enum { THOUSANDS = 20000, LARGE_NODES = 200 };

/* Twenty thousand targets: a look at all members at every step, or at all targets in each of as many
 * sets, would take four hundred million rises. */
static void teams_of_thousands_are_chosen_and_given_up_soon(void **state)
{
    (void)state;
    static ch_target target[THOUSANDS];
    static uint32_t segment[THOUSANDS][2], node[LARGE_NODES];
    static double gain[LARGE_NODES];
    uint64_t seed = 17;
    ch_arena arena = {0};
    for (uint32_t i = 0; i < LARGE_NODES; i++) {
        node[i] = i;
        gain[i] = .02 + .3 * draw_share(&seed);
    }
    for (size_t i = 0; i < THOUSANDS; i++) {
        segment[i][0] = draw(&seed, LARGE_NODES / 2);
        segment[i][1] = LARGE_NODES / 2 + draw(&seed, LARGE_NODES / 2);
        target[i] = (ch_target){.firm = i, .chance = .3 + .6 * draw_share(&seed), .segment = segment[i], .segments = 2};
    }
    const ch_target_ranking ranking = {.target = target, .targets = THOUSANDS};
    const ch_target_case given = {.node = node, .gain = gain};
    ch_target_team team;

    assert_int_equal(ch_target_choose_team(&arena, &ranking, &given, 30, &team), CH_OK);
    assert_int_equal(team.members, 30);
    assert_false(team.exact);
    assert_true(team.coverage < team.bound);
    assert_int_equal(ch_target_choose_team(&arena, &ranking, &given, THOUSANDS, &team), CH_OK);
    assert_int_equal(team.members, THOUSANDS);
    assert_true(team.exact);
    assert_near(team.bound, team.coverage, 1e-12);
    ch_arena_free(&arena);
}

static void choosing_a_team_tells_when_memory_runs_out(void **state)
{
    (void)state;
    uint64_t seed = 11;
    field f;
    start_random_field(&f, 30, 8, &seed);
    size_t failures = 0;
    for (size_t at = 1;; at++) {
        failing counts = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counts);
        ch_arena arena = CH_ARENA(&memory);
        ch_target_team team;
        const ch_err err = ch_target_choose_team(&arena, &f.ranking, &f.given, 4, &team);
        ch_arena_free(&arena);
        assert_int_equal(counts.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        failures++;
    }
    assert_true(failures >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_worked_by_hand_comes_out),
        cmocka_unit_test(evidence_tells_where_it_comes_from),
        cmocka_unit_test(every_outside_firm_is_listed_or_excluded_with_its_reason),
        cmocka_unit_test(a_firm_whose_part_of_the_zone_is_not_known_is_excluded),
        cmocka_unit_test(nearness_is_measured_to_the_nearest_place_asked),
        cmocka_unit_test(each_role_has_its_assumed_strength_and_the_others_no_point),
        cmocka_unit_test(a_tie_counts_on_either_side_but_only_with_a_local_firm),
        cmocka_unit_test(the_same_evidence_twice_changes_nothing),
        cmocka_unit_test(of_one_evidence_id_the_piece_with_most_points_stays),
        cmocka_unit_test(a_node_of_two_segments_counts_once),
        cmocka_unit_test(laws_hold_on_random_zones),
        cmocka_unit_test(a_short_list_is_what_the_long_one_begins_with),
        cmocka_unit_test(firms_set_aside_are_neither_listed_nor_counted),
        cmocka_unit_test(order_of_rows_changes_no_byte),
        cmocka_unit_test(points_and_chance_are_exact_when_small_and_when_certain),
        cmocka_unit_test(ranking_tells_when_memory_runs_out),
        cmocka_unit_test(team_worked_by_hand_comes_out),
        cmocka_unit_test(of_equal_rises_the_firm_ranked_higher_joins),
        cmocka_unit_test(an_empty_team_covers_nothing),
        cmocka_unit_test(a_team_larger_than_the_list_is_the_list),
        cmocka_unit_test(a_team_counts_a_node_of_two_segments_once),
        cmocka_unit_test(greedy_is_below_the_best_and_the_best_below_the_bound),
        cmocka_unit_test(a_firm_brings_less_to_a_larger_team),
        cmocka_unit_test(a_search_without_end_is_not_called_exact),
        cmocka_unit_test(a_large_team_is_proven_where_the_bound_meets_it),
        cmocka_unit_test(any_three_of_a_hundred_are_proven),
        cmocka_unit_test(the_bound_of_a_large_team_is_taken_before_its_first_and_after_its_last_member),
        cmocka_unit_test(teams_of_thousands_are_chosen_and_given_up_soon),
        cmocka_unit_test(choosing_a_team_tells_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
