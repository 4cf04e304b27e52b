/* test_districts.c - the list of targets shared among the promotion districts. */
#include "draw.h"
#include "failing.h"
#include "make_zone.h"

#include "calling.h"
#include "changhe/target.h"

#include <math.h>

#include "bundled.h" /* last: it calls a variable zone */

/* Provinces A (A1, A2), B (B1) and C (C1); firm fi stands in the place it is named after. */
#define PLACES \
    "places: id,level,parent\nA,province,\nA1,county,A\nA2,county,A\nB,province,\nB1,county,B\nC,province,\n" \
    "C1,county,C\nz,zone,A1\nzone: id,place,members\nzone,z,A1\n"
#define FIRMS "firms: id,place\nf0,A1\nf1,A1\nf2,A2\nf3,B1\nf4,C1\nf5,C1\nf6,C\nf7,A\n"

/* A ranking made by hand: the firms in this order, each with this score. */
typedef struct {
    ch_zone *zone;
    ch_arena arena;
    ch_target target[64];
    ch_target_ranking ranking;
    ch_target_share share;
} shared;

static void share(shared *s, const char *districts, const char *const *firm, const double *score, size_t n)
{
    ch_buf text = {0};
    ch_buf_addf(&text, "%s%s%s", PLACES, FIRMS, districts);
    ch_buf_addc(&text, '\0');
    *s = (shared){.zone = make_zone(NULL, text.at)};
    ch_buf_free(&text);
    for (size_t i = 0; i < n; i++)
        s->target[i] =
            (ch_target){.firm = ch_zone_find(s->zone, CH_TABLE_firms, ch_text_of(firm[i])), .score = score[i]};
    s->ranking = (ch_target_ranking){.target = s->target, .targets = n};
    assert_int_equal(ch_target_share_out(&s->arena, s->zone, &s->ranking, n, &s->share), CH_OK);
}

static void unshare(shared *s)
{
    ch_zone_drop(s->zone);
    ch_arena_free(&s->arena);
}

static void assert_given(const shared *s, const char *const *district)
{
    for (size_t i = 0; i < s->ranking.targets; i++)
        assert_true(ch_text_equal(s->zone->districts.id[s->share.district[i]], ch_text_of(district[i])));
}

/* a covers A; ab covers A1 and B; n nothing. By hand, by number of targets:
 * f0 in A1: a and ab, both 0: a. f1 in A1: a 1, ab 0: ab. f2 in A2: a alone, now 2. f3 in B1: ab alone, now 2.
 * f4 in C1: nobody, least is n. f5: n has 1, still least. f6: all have 2: the first, a. f7 in A: a, now 4. */
static void a_case_worked_by_hand(void **state)
{
    (void)state;
    static const char *const firm[] = {"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"};
    static const double score[] = {8, 7, 6, 5, 4, 3, 2, 1};
    static const char *const given[] = {"a", "ab", "a", "ab", "n", "n", "a", "a"};
    shared s;
    share(&s, "districts: id,covers\nn,\nab,A1 B\na,A\n", firm, score, 8);
    assert_given(&s, given);
    assert_false(s.share.by_staff);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(s.share.uncovered[i], i >= 4 && i <= 6);
    assert_int_equal(s.share.withouts, 2);
    assert_true(ch_text_equal(s.zone->places.id[s.share.without[0]], CH_TEXT("C")));
    assert_true(ch_text_equal(s.zone->places.id[s.share.without[1]], CH_TEXT("C1")));
    assert_true(s.share.load[0] == 4 && s.share.load[1] == 2 && s.share.load[2] == 2);
    unshare(&s);
}

/* Two heads at p, one at q: 6/2 = 3 at p; 5 at q; 4 to p: 5; 3 to the first of equals, p: 6.5; 2 to q: 7. */
static void heads_count_where_they_are_known_for_all(void **state)
{
    (void)state;
    static const char *const firm[] = {"f0", "f1", "f2", "f3", "f4"};
    static const double score[] = {6, 5, 4, 3, 2};
    static const char *const by_heads[] = {"p", "q", "p", "p", "q"}, *const by_number[] = {"p", "q", "p", "q", "p"};
    shared s;
    share(&s, "districts: id,staff\np,2\nq,1\n", firm, score, 5);
    assert_true(s.share.by_staff);
    assert_given(&s, by_heads);
    assert_true(s.share.load[0] == 6.5 && s.share.load[1] == 7);
    unshare(&s);
    share(&s, "districts: id,staff\np,2\nq,\n", firm, score, 5);
    assert_false(s.share.by_staff);
    assert_given(&s, by_number);
    unshare(&s);
}

static void without_districts_nobody_gets_any(void **state)
{
    (void)state;
    static const char *const firm[] = {"f0", "f3"};
    static const double score[] = {2, 1};
    shared s;
    share(&s, "", firm, score, 2);
    assert_int_equal(s.share.district[0], UINT32_MAX);
    assert_true(s.share.uncovered[1]);
    assert_int_equal(s.share.withouts, 2);
    unshare(&s);
}

/* ---- laws, on random coverings and rankings */

static bool lies_in(const shared *s, ch_place_climb *climb, size_t target, size_t district)
{
    const size_t place = ch_zone_find_place(s->zone, s->zone->firms.place[s->target[target].firm]);
    ch_text covers = s->zone->districts.covers[district], code;
    while (ch_text_next(&covers, ' ', &code))
        if (ch_place_lies_in(climb, place, ch_zone_find_place(s->zone, code)))
            return true;
    return false;
}

/* Replay: each target went to one that might have it, and of those to one with least load then. */
static void assert_laws(const shared *s)
{
    ch_arena scratch = {0};
    ch_place_climb *climb = ch_place_climb_new(&scratch, s->zone);
    const ch_rows_districts *districts = &s->zone->districts;
    double load[8] = {0}, free_load[8] = {0}, most = 0;
    size_t covered = 0;
    for (size_t i = 0; i < s->ranking.targets; i++) {
        const uint32_t d = s->share.district[i];
        const double more = s->share.by_staff ? s->target[i].score / (double)districts->staff[d] : 1;
        bool is_covered = false;
        for (size_t e = 0; e < districts->rows; e++)
            is_covered |= lies_in(s, climb, i, e);
        assert_int_equal(s->share.uncovered[i], !is_covered);
        assert_true(d < districts->rows && (!is_covered || lies_in(s, climb, i, d)));
        for (size_t e = 0; e < districts->rows; e++)
            if (!is_covered || lies_in(s, climb, i, e))
                assert_true(load[d] < load[e] || (load[d] == load[e] && d <= e));
        load[d] += more;
        free_load[d] += more;
        covered += is_covered;
        most = more > most ? more : most;
    }
    for (size_t e = 0; e < districts->rows; e++) {
        assert_true(fabs(load[e] - s->share.load[e]) < 1e-12);
        for (size_t f = 0; covered == 0 && f < districts->rows; f++)
            assert_true(fabs(free_load[e] - free_load[f]) <= most + 1e-12);
    }
    ch_arena_free(&scratch);
}

static void every_target_goes_where_it_is_covered_or_where_least_is_to_do(void **state)
{
    (void)state;
    static const char *const place[] = {"A", "A1", "A2", "B", "B1", "C", "C1"}, *const firm_named[] = {"f0", "f1", "f2",
                                                                                                       "f3", "f4", "f5",
                                                                                                       "f6", "f7"};
    uint64_t seed = 5;
    for (int round = 0; round < 300; round++) {
        ch_buf text = {0};
        const uint32_t rows = 1 + draw(&seed, 5), known = draw(&seed, 2), covering = draw(&seed, 4);
        ch_buf_adds(&text, "districts: id,covers,staff\n");
        for (uint32_t d = 0; d < rows; d++) {
            ch_buf_addf(&text, "d%u,", (d * 3 + 1) % 7); /* not in the order of ids */
            for (uint32_t i = 0; i < covering && draw(&seed, 2); i++)
                ch_buf_addf(&text, "%s%s", i ? " " : "", place[draw(&seed, 7)]);
            ch_buf_addf(&text, known ? ",%u\n" : ",\n", 1 + draw(&seed, 9));
        }
        ch_buf_addc(&text, '\0');
        const char *firm[60];
        double score[60];
        const size_t n = draw(&seed, 60);
        for (size_t i = 0; i < n; i++) {
            firm[i] = firm_named[draw(&seed, 8)];
            score[i] = draw_share(&seed);
        }
        shared s;
        share(&s, text.at, firm, score, n);
        assert_laws(&s);
        unshare(&s);
        ch_buf_free(&text);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_arena arena = CH_ARENA(&memory);
        const ch_question question = {.place = CH_TEXT("zone")};
        ch_faults faults = {0};
        ch_desk desk;
        ch_arena kept = {0};
        ch_districts_answer answer;
        ch_buf out = {.memory = &memory};
        assert_int_equal(ch_desk_open(&kept, zone, &question, &desk, &faults), CH_OK);
        ch_err err = ch_desk_districts(&arena, &desk, &answer);
        if (err == CH_OK)
            err = ch_answer_districts_json(&answer, &out);
        ch_desk_close(&desk);
        ch_buf_free(&out);
        ch_arena_free(&arena);
        ch_arena_free(&kept);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        at += at / 16;
    }
}

/* ---- the bundled zone, over HTTP */

static void the_five_districts_of_the_bundled_zone_share_all_targets(void **state)
{
    (void)state;
    asked *a = ask((ch_question){.place = CH_TEXT("zone")});
    ch_districts_answer answer;
    assert_int_equal(ch_desk_districts(&a->arena, &a->desk, &answer), CH_OK);
    size_t given[5] = {0}, all = 0;
    for (size_t i = 0; i < answer.targets; i++)
        given[answer.share.district[i]]++;
    for (size_t d = 0; d < 5; d++) {
        assert_true(given[d] > 0); /* also Beijing and Shenzhen, which cover no place of the table */
        all += given[d];
    }
    assert_int_equal(all, a->who.ranking.targets);
    assert_true(answer.share.withouts > 0);

    serve_hall hall;
    ch_faults faults = {0};
    ch_zone_hold(zone);
    assert_int_equal(serve_hall_open(&hall, zone, NULL, &faults), CH_OK);
    serve_answer http = call_get(&hall, "/api/v1/districts?place=zone");
    ch_buf expected = {0};
    assert_int_equal(ch_answer_districts_json(&answer, &expected), CH_OK);
    assert_int_equal(http.status, 200);
    assert_int_equal(http.body.len, expected.len);
    assert_memory_equal(http.body.at, expected.at, expected.len);
    assert_true(body_has(&http, "\"load\":\"targets\""));
    serve_answer_free(&http);
    http = call_post(&hall, "/api/v1/districts?top=3",
                     "[{\"table\":\"districts\",\"op\":\"delete\",\"row\":{\"id\":\"d-beijing\"}}]");
    assert_int_equal(http.status, 200);
    assert_false(body_has(&http, "d-beijing"));
    serve_answer_free(&http);
    serve_hall_close(&hall);
    ch_buf_free(&expected);
    done(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_worked_by_hand),
        cmocka_unit_test(heads_count_where_they_are_known_for_all),
        cmocka_unit_test(without_districts_nobody_gets_any),
        cmocka_unit_test(every_target_goes_where_it_is_covered_or_where_least_is_to_do),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_five_districts_of_the_bundled_zone_share_all_targets),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
