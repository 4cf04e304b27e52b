/* test_fairness.c - is an agreement fair: games worked by hand, what is told and refused, the command and the route. */
#define _GNU_SOURCE
#include "signing_in.h"

#include "failing.h"
#include "fairness_calls.h"

#include <sys/wait.h>

#include "bundled.h" /* last: it calls a variable zone */

/* ---- by hand */

static void two_with_100_each_and_300_together_part_150_150(void **state)
{
    (void)state;
    json_t *answer = judge(HALVES("100", "100", "300"));
    assert_text(answer, "state", "known");
    assert_int_equal(whole(answer, "total_fen"), 300 * WAN);
    assert_worst(answer, true, "", 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(whole(party(answer, i), "gets_fen"), 150 * WAN);
        assert_int_equal(whole(party(answer, i), "gain_fen"), 50 * WAN);
        assert_int_equal(whole(party(answer, i), "over_shapley_fen"), 0);
        assert_exact(party(answer, i), "shapley", "150000000", 150 * WAN);
        assert_exact(party(answer, i), "nucleolus", "150000000", 150 * WAN);
    }
    assert_true(json_is_false(at(answer, "core_empty")));
    assert_exact(answer, "least_core", "-50000000", -50 * WAN);
    assert_verdict(answer, "各方所得都不低于不合作，任何一方或几方退出都不会更好；各方所得与沙普利值相差不到一分。",
                   "Nobody would rather leave: no party, and no group of them, would have more without the others; "
                   "everyone gets its Shapley value, to the fen.");
    json_decref(answer);
}

static void one_who_has_more_alone_would_rather_leave(void **state)
{
    (void)state;
    json_t *answer = judge(HALVES("162.3", "100", "300"));
    assert_worst(answer, false, "a", 12300000);
    assert_exact(party(answer, 0), "shapley", "181150000", 181150000);
    assert_int_equal(whole(party(answer, 0), "over_shapley_fen"), -31150000);
    assert_verdict(
        answer,
        "甲宁愿退出，单独会多得 12.30 万元，但另有分法（如核仁）谁都不愿退出；与沙普利值相差最多的是乙，"
        "多得 31.15 万元。",
        "甲 would rather leave and have more alone, by 12.30 x 10,000 yuan, though there are splits that nobody "
        "would leave, such as the nucleolus; furthest from the Shapley value is 乙, which gets more by 31.15 x "
        "10,000 yuan.");
    json_decref(answer);
}

/* v(ab) = 80, v(abc) = 90, else 0. Shapley of a: 80/6 + 90/3 = 43 1/3; of c: 10/3. The least core: c gets 5, and ab 5 more than 80. */
static void a_pair_that_has_more_together_would_rather_leave(void **state)
{
    (void)state;
    json_t *answer = judge(THIRDS("90") GROUPS "g,d,b a,80\n");
    assert_worst(answer, false, "a b", 20 * WAN);
    assert_text(tight(answer, 0), "from", "row");
    assert_text(tight(answer, 0), "row", "g");
    assert_exact(party(answer, 0), "shapley", "130000000/3", 43333333);
    assert_exact(party(answer, 2), "shapley", "10000000/3", 3333333);
    assert_exact(party(answer, 0), "nucleolus", "42500000", 42500000);
    assert_exact(party(answer, 1), "nucleolus", "42500000", 42500000);
    assert_exact(party(answer, 2), "nucleolus", "5000000", 5 * WAN);
    assert_exact(answer, "least_core", "-5000000", -5 * WAN);
    assert_true(json_is_true(at(answer, "shapley_in_core")));
    assert_verdict(
        answer,
        "甲、乙宁愿一同退出，合计会多得 20.00 万元，但另有分法（如核仁）谁都不愿退出；与沙普利值相差最多的是丙，"
        "多得 26.67 万元。",
        "甲 and 乙 would rather leave together and have more, by 20.00 x 10,000 yuan, though there are splits "
        "that nobody would leave, such as the nucleolus; furthest from the Shapley value is 丙, which gets more "
        "by 26.67 x 10,000 yuan.");
    json_decref(answer);
}

/* A left glove, two right ones, a pair is worth 60: Shapley 40, 10, 10; the core is the left one's, all of it. */
static void gloves_go_by_who_is_scarce(void **state)
{
    (void)state;
    json_t *answer = judge(THIRDS("60") GROUPS "g,d,a b,60\nh,d,a c,60\n");
    assert_worst(answer, false, "a b", 20 * WAN);
    assert_exact(party(answer, 0), "shapley", "40000000", 40 * WAN);
    assert_exact(party(answer, 2), "shapley", "10000000", 10 * WAN);
    assert_exact(party(answer, 0), "nucleolus", "60000000", 60 * WAN);
    assert_exact(party(answer, 1), "nucleolus", "0", 0);
    assert_exact(answer, "least_core", "0", 0);
    assert_true(json_is_false(at(answer, "core_empty")));
    assert_true(json_is_false(at(answer, "shapley_in_core")));
    json_decref(answer);
}

/* Each pair 90 of 100: x(ab) + x(bc) + x(ac) = 200 < 270, so some pair is short of 70/3 whatever the split. */
static void three_pairs_that_want_90_of_100_have_an_empty_core(void **state)
{
    (void)state;
    json_t *answer = judge(THIRDS("100") GROUPS "g,d,a b,90\nh,d,a c,90\ni,d,b c,90\n");
    assert_true(json_is_true(at(answer, "core_empty")));
    assert_exact(answer, "least_core", "70000000/3", 23333333);
    assert_int_equal(json_array_size(at(answer, "certificate")), 3);
    for (size_t i = 0; i < 3; i++)
        assert_text(json_array_get(at(answer, "certificate"), i), "weight", "1/3");
    const char *zh = json_string_value(at(at(answer, "verdict"), "zh"));
    assert_non_null(strstr(zh, "，而且怎样分都有几方宁愿退出，最多的一组至少差 23.33 万元；"));
    json_decref(answer);
}

static void too_little_for_all_is_said_first(void **state)
{
    (void)state;
    json_t *answer = judge(HALVES("200", "150.01", "300"));
    assert_int_equal(whole(at(answer, "apart"), "value_fen"), 35001 * WAN / 100);
    assert_true(json_is_true(at(answer, "core_empty")));
    assert_true(json_is_null(at(party(answer, 0), "nucleolus")));
    assert_true(json_is_string(at(at(answer, "nucleolus_reason"), "zh")));
    assert_verdict(
        answer,
        "各方合作共得 300.00 万元，比不合作还少 50.01 万元，怎样分都有一方或几方宁愿退出；甲宁愿退出，单独会多得 "
        "50.00 万元；与沙普利值相差最多的是乙，多得 25.00 万元。",
        "All parties together have 300.00 x 10,000 yuan, less than without the agreement by 50.01 x 10,000 yuan, "
        "so that whatever the split somebody would rather leave; 甲 would rather leave and have more alone, by "
        "50.00 x 10,000 yuan; furthest from the Shapley value is 乙, which gets more by 25.00 x 10,000 yuan.");
    json_decref(answer);
}

static void what_is_not_known_is_said_and_nothing_else(void **state)
{
    (void)state;
    static const char *const nulls[] = {"stable", "worst_short_fen", "core_empty",      "least_core",
                                        "before", "apart",           "shapley_in_core", "nucleolus_reason"};
    json_t *answer = judge(HALVES("0", "", "300"));
    assert_text(answer, "state", "unknown");
    assert_int_equal(json_array_size(at(answer, "missing")), 1);
    json_t *missing = json_array_get(at(answer, "missing"), 0);
    assert_text(missing, "party", "b");
    assert_text(missing, "name_zh", "乙");
    assert_text(missing, "column", "alone_wan");
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        assert_true(json_is_null(at(answer, nulls[i])));
    assert_int_equal(json_array_size(at(answer, "groups")), 0);
    assert_int_equal(whole(party(answer, 0), "alone_fen"), 0);
    assert_true(json_is_null(at(party(answer, 1), "alone_fen")));
    assert_true(json_is_null(at(party(answer, 1), "shapley")));
    assert_verdict(answer, "无法判断是否公平：还不知道乙的不合作年收入。",
                   "Whether this is fair cannot be told: what 乙 would get a year without the agreement is not known.");
    json_decref(answer);
    answer = judge(HALVES("0", "0", "300"));
    assert_text(answer, "state", "known");
    assert_int_equal(json_array_size(at(answer, "missing")), 0);
    json_decref(answer);
}

static void an_agreement_without_years_cannot_be_judged(void **state)
{
    (void)state;
    json_t *answer = judge(LAND "agreements: id,form,base,start_event\nd,fund,stated,signed\n" TWO
                                "d,a,甲,,origin,1\nd,b,乙,,host,1\n");
    assert_text(answer, "state", "unknown");
    assert_non_null(strstr(json_string_value(at(at(answer, "verdict"), "zh")), "没有可比的年份"));
    json_decref(answer);
}

/* Rows ab 50, bc 100, cd 40, ten each alone: abc has 100 + 10; all have 10 + 100 + 10 apart, more than 50 + 40. */
static void a_group_without_a_row_has_its_best_pieces(void **state)
{
    (void)state;
    json_t *answer = judge(LAND DEAL TWO "d,a,,,origin,10\nd,b,,,other,10\nd,c,,,other,10\nd,d,,,host,10\n" AMOUNT
                                         "x,d,2024,other,actual,200\n" GROUPS "g,d,a b,50\nh,d,b c,100\ni,d,c d,40\n");
    assert_int_equal(whole(at(answer, "apart"), "value_fen"), 120 * WAN);
    json_t *parts = at(at(answer, "apart"), "parts");
    assert_int_equal(json_array_size(parts), 3);
    assert_codes(json_array_get(parts, 0), "a");
    assert_codes(json_array_get(parts, 1), "b c");
    assert_codes(json_array_get(parts, 2), "d");
    size_t seen = 0;
    for (size_t i = 0; i < json_array_size(at(answer, "groups")); i++) {
        json_t *one = tight(answer, i);
        if (json_array_size(at(one, "parties")) != 3 ||
            strcmp(json_string_value(json_array_get(at(one, "parties"), 2)), "c") != 0)
            continue;
        assert_int_equal(whole(one, "value_fen"), 110 * WAN);
        assert_text(one, "from", "sum");
        assert_true(json_is_null(at(one, "row")));
        assert_codes(json_array_get(at(one, "parts"), 0), "a");
        assert_codes(json_array_get(at(one, "parts"), 1), "b c");
        seen++;
    }
    assert_int_equal(seen, 1);
    json_decref(answer);
}

/* A row below what its parties have apart binds nobody. */
static void a_row_that_is_worth_less_than_its_pieces_is_not_used(void **state)
{
    (void)state;
    json_t *answer = judge(LAND DEAL TWO "d,a,,,origin,10\nd,b,,,other,10\nd,c,,,host,10\n" AMOUNT
                                         "x,d,2024,other,actual,200\n" GROUPS "g,d,a b,19.99\n");
    assert_int_equal(whole(tight(answer, 0), "value_fen"), 20 * WAN);
    assert_codes(at(tight(answer, 0), "parties"), "a b");
    assert_text(tight(answer, 0), "from", "sum");
    json_decref(answer);
}

static void values_are_those_of_all_years_asked(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, HALVES("10", "20", "300"));
    json_t *answer = ask_zone(made, NULL, (ch_split_question){.from = 2024, .to = 2033});
    assert_int_equal(whole(party(answer, 0), "alone_fen"), 100 * WAN);
    assert_int_equal(whole(party(answer, 1), "alone_fen"), 200 * WAN);
    assert_int_equal(whole(answer, "total_fen"), 300 * WAN);
    assert_int_equal(json_integer_value(json_array_get(at(answer, "years"), 1)), 2033);
    json_decref(answer);
    ch_zone_drop(made);
}

static void a_what_if_tells_how_it_was(void **state)
{
    (void)state;
    static const char raise[] =
        "[{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"d\",\"party\":\"a\","
        "\"alone_wan\":\"160\"}}]";
    static const char empty[] =
        "[{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"d\",\"party\":\"a\","
        "\"alone_wan\":null}}]";
    json_t *answer = ask_what_if(HALVES("100", "100", "300"), raise);
    assert_worst(answer, false, "a", 10 * WAN);
    assert_worst(at(answer, "before"), true, "", 0);
    assert_text(answer, "what_if", "what-if");
    json_decref(answer);
    answer = ask_what_if(HALVES("170", "100", "300"), empty);
    assert_text(answer, "state", "unknown");
    assert_worst(at(answer, "before"), false, "a", 20 * WAN);
    json_decref(answer);
    answer = ask_what_if(HALVES("", "100", "300"), raise);
    assert_true(json_is_null(at(at(answer, "before"), "stable")));
    assert_true(json_is_null(at(at(answer, "before"), "worst_short_fen")));
    json_decref(answer);
}

static void a_party_is_named_by_itself_else_by_its_place(void **state)
{
    (void)state;
    json_t *answer = judge(LAND DEAL TWO "d,a,,a,origin,1\nd,b,园区,a,host,1\n" AMOUNT "x,d,2024,other,actual,9\n");
    assert_text(party(answer, 0), "name_en", "Anji");
    assert_text(party(answer, 1), "name_zh", "园区");
    assert_true(json_is_null(at(party(answer, 1), "name_en")));
    json_decref(answer);
}

static void amounts_in_words_are_rounded_but_never_to_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *alone, *zh;
    } cases[] = {{"150.000001", "单独会多得 不到 0.01 万元"},
                 {"150.004999", "单独会多得 不到 0.01 万元"},
                 {"150.005", "单独会多得 0.01 万元"},
                 {"151.995", "单独会多得 2.00 万元"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char edits[256];
        snprintf(edits, sizeof edits,
                 "[{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"d\",\"party\":\"a\","
                 "\"alone_wan\":\"%s\"}}]",
                 cases[i].alone);
        json_t *answer = ask_what_if(HALVES("100", "100", "300"), edits);
        assert_non_null(strstr(json_string_value(at(at(answer, "verdict"), "zh")), cases[i].zh));
        json_decref(answer);
    }
}

/* ---- what cannot be answered */

static void assert_refused(const char *text, ch_split_question question, ch_err expected, ch_want want)
{
    ch_zone *made = make_zone(NULL, text);
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(try_ask(ch_answer_fairness_json, made, NULL, question, &out, &faults), expected);
    assert_true(faults.kept > 0);
    assert_int_equal(faults.list[0].want, want);
    assert_int_equal(out.len, 0);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(made);
}

static void what_cannot_be_answered_is_told(void **state)
{
    (void)state;
    ch_buf text = {0};
    ch_buf_adds(&text, LAND DEAL TWO);
    for (unsigned i = 0; i < CH_FAIRNESS_PARTIES + 1; i++)
        ch_buf_addf(&text, "d,p%u,,,%s,1\n", i, i == 0 ? "host" : "other");
    ch_buf_addc(&text, '\0');
    assert_refused(text.at, (ch_split_question){0}, CH_EDATA, CH_WANT_PARTIES);
    ch_buf_free(&text);
    assert_refused(HALVES("1", "1", "3"), (ch_split_question){.agreement = CH_TEXT("x")}, CH_ENONE,
                   CH_WANT_AGREEMENT_ID);
    /* 2^53 fen are 9007199254.740992 x 10,000 yuan */
    assert_refused(HALVES("9007199255", "1", "3"), (ch_split_question){0}, CH_EDATA, CH_WANT_FAIR_AMOUNT);
    assert_refused(HALVES("4503599628", "1", "3"), (ch_split_question){.from = 2024, .to = 2025}, CH_EDATA,
                   CH_WANT_FAIR_AMOUNT);
    assert_refused(HALVES("4503599628", "4503599628", "3"), (ch_split_question){0}, CH_EDATA, CH_WANT_FAIR_AMOUNT);
    assert_refused(HALVES("1", "1", "9007199255"), (ch_split_question){0}, CH_EDATA, CH_WANT_FAIR_AMOUNT);
    assert_refused(THIRDS("3") GROUPS "g,d,a b,9007199255\n", (ch_split_question){0}, CH_EDATA, CH_WANT_FAIR_AMOUNT);
}

static void the_largest_amounts_are_still_exact(void **state)
{
    (void)state;
    json_t *answer = judge(HALVES("9007199254.740991", "-1", "9007199254.740991"));
    assert_exact(party(answer, 0), "shapley", "9007199255240991", INT64_C(9007199255240991));
    assert_exact(party(answer, 1), "shapley", "-500000", -500000);
    json_decref(answer);
}

static bool refuse_to_go_on(void *self, const char *step, uint64_t done, uint64_t of)
{
    size_t *calls = self;
    assert_non_null(step);
    assert_true(done <= of || of == 0);
    (*calls)++;
    return false;
}

static void it_stops_when_asked(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, THIRDS("90") GROUPS "g,d,b a,80\n");
    size_t calls = 0;
    const ch_progress progress = {refuse_to_go_on, &calls};
    const ch_split_question question = {.zone = made, .agreement = CH_TEXT("d")};
    ch_buf out = {0};
    assert_int_equal(ch_answer_fairness_json(&question, &progress, &out, NULL), CH_ENONE);
    assert_int_equal(calls, 1);
    assert_int_equal(out.len, 0);
    ch_buf_free(&out);
    ch_zone_drop(made);
}

/* ---- CSV and lines */

static void csv_has_a_row_a_party_and_a_row_a_group(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, THIRDS("90") GROUPS "g,d,b a,80\n");
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_fairness_csv, made, NULL, (ch_split_question){0}, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_string_equal(
        out.at, "row,parties,gets_fen,value_fen,excess_fen,from,group,shapley,shapley_fen,nucleolus,nucleolus_fen,"
                "over_shapley_fen\n"
                "party,a,30000000,0,-30000000,alone,,130000000/3,43333333,42500000,42500000,-13333333\n"
                "party,b,30000000,0,-30000000,alone,,130000000/3,43333333,42500000,42500000,-13333333\n"
                "party,c,30000000,0,-30000000,alone,,10000000/3,3333333,5000000,5000000,26666667\n"
                "group,a b,60000000,80000000,20000000,row,g,,,,,\n"
                "group,a c,60000000,0,-60000000,sum,,,,,,\n"
                "group,b c,60000000,0,-60000000,sum,,,,,,\n");
    ch_buf_free(&out);
    ch_zone_drop(made);
}

static void lines_begin_with_the_verdict(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, THIRDS("90") GROUPS "g,d,b a,80\n");
    const ch_split_question question = {.zone = made, .agreement = CH_TEXT("d")};
    ch_buf out = {0};
    assert_int_equal(ch_answer_fairness_text(&question, CH_ZH, NULL, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    const char *verdict = strstr(out.at, "\n  甲、乙宁愿一同退出，合计会多得 20.00 万元"),
               *first = strstr(out.at, "\n  甲 所得 30，不合作 0，沙普利值 43.333333，核仁 42.5\n");
    assert_true(verdict != NULL && first != NULL && verdict < first);
    assert_non_null(strstr(out.at, "\n    甲、乙 自己有 80，现得 60，退出多得 20  [g]\n"));
    assert_non_null(strstr(out.at, "\n  最小核心 -5.00 万元，证明：1/2 × {甲、乙}；1/2 × {丙}\n"));
    ch_buf_free(&out);
    ch_zone_drop(made);
}

/* ---- the bundled zone */

static json_t *ask_bundled(const char *id)
{
    return ask_zone(zone, NULL, (ch_split_question){.agreement = ch_text_of(id)});
}

static void bundled_agreements_are_stable_or_not_or_unknown(void **state)
{
    (void)state;
    static const char *const stays[] = {"jjj", "ningde", "increment"}, *const unknown[] = {"jiangyin-jingjiang",
                                                                                           "research"};
    for (size_t i = 0; i < 3; i++) {
        json_t *answer = ask_bundled(stays[i]);
        assert_worst(answer, true, "", 0);
        json_decref(answer);
    }
    for (size_t i = 0; i < 2; i++) {
        json_t *answer = ask_bundled(unknown[i]);
        assert_text(answer, "state", "unknown");
        json_decref(answer);
    }
    json_t *answer = ask_bundled("typical");
    assert_worst(answer, false, "330522", 438 * WAN);
    json_decref(answer);
    answer = ask_bundled("fund");
    assert_worst(answer, false, "330500 fund", 80 * WAN);
    json_decref(answer);
}

static void every_bundled_agreement_answers_and_is_marked(void **state)
{
    (void)state;
    for (size_t i = 0; i < zone->agreements.rows; i++) {
        json_t *answer = ask_zone(zone, NULL, (ch_split_question){.agreement = zone->agreements.id[i]});
        assert_true(ch_text_equal(ch_text_of(json_string_value(at(answer, "agreement"))), zone->agreements.id[i]));
        assert_string_equal(json_string_value(json_array_get(at(answer, "marks"), 0)), "illustrative");
        json_decref(answer);
    }
}

static void marks_and_sources_are_those_of_groups_too(void **state)
{
    (void)state;
    json_t *answer = judge(HALVES("1", "1", "3"));
    assert_int_equal(json_array_size(at(answer, "marks")), 1);
    json_decref(answer);
    answer = judge(THIRDS("3") "agreement_groups: id,agreement,parties,value_wan,source,marks\n"
                               "g,d,a b,1,illustrative,assumed\n");
    assert_int_equal(json_array_size(at(answer, "marks")), 2);
    assert_codes(at(answer, "sources"), "illustrative");
    json_decref(answer);
}

/* ---- command and route */

static void the_command_prints_what_the_route_answers(void **state)
{
    (void)state;
    serve_hall hall;
    ch_faults faults = {0};
    char printed[65536];
    FILE *pipe =
        popen("\"$CHANGHE\" fairness --zone " SOURCE_ROOT "/zones/changhe --agreement fund --format json", "r");
    const size_t length = fread(printed, 1, sizeof printed, pipe);
    assert_int_equal(pclose(pipe), 0);
    ch_zone_hold(zone);
    assert_int_equal(serve_hall_open(&hall, zone, NULL, &faults), CH_OK);
    serve_answer http = call_get(&hall, "/api/v1/fairness?agreement=fund");
    assert_int_equal(http.status, 200);
    assert_int_equal(http.body.len, length);
    assert_memory_equal(http.body.at, printed, length);
    serve_answer_free(&http);
    http = call_post(&hall, "/api/v1/fairness?agreement=fund",
                     "[{\"table\":\"agreement_groups\",\"op\":\"delete\",\"row\":{\"id\":\"fund-local\"}}]");
    assert_int_equal(http.status, 200);
    assert_true(body_has(&http, "\"stable\":true"));
    assert_true(body_has(&http, "\"before\":{\"stable\":false"));
    serve_answer_free(&http);
    http = call_post(&hall, "/api/v1/fairness?agreement=fund",
                     "[{\"table\":\"agreement_groups\",\"op\":\"upsert\",\"row\":{\"id\":\"fund-local\",\"parties\":"
                     "\"330500 330500\"}}]");
    assert_int_equal(http.status, 400);
    serve_answer_free(&http);
    http = call_get(&hall, "/api/v1/fairness?agreement=fund&years=2024&format=csv");
    assert_int_equal(http.status, 200);
    assert_true(body_has(&http, "\ngroup,330500 fund,"));
    serve_answer_free(&http);
    static const char *const bad[] = {"/api/v1/fairness", "/api/v1/fairness?agreement=fund&years=2029-2024",
                                      "/api/v1/fairness?agreement=fund&rate=0.05"};
    for (size_t i = 0; i < 3; i++) {
        http = call_get(&hall, bad[i]);
        assert_int_equal(http.status, 400);
        serve_answer_free(&http);
    }
    http = call_get(&hall, "/api/v1/fairness?agreement=nope");
    assert_int_equal(http.status, 404);
    serve_answer_free(&http);
    serve_hall_close(&hall);
    ch_faults_free(&faults);
}

static int run(const char *words)
{
    char line[512];
    snprintf(line, sizeof line, "\"$CHANGHE\" fairness %s >/dev/null 2>&1", words);
    return WEXITSTATUS(system(line));
}

static void the_command_tells_by_its_exit_code(void **state)
{
    (void)state;
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement typical"), 0);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement research --lang en"), 0);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --years 2024-2026 --format csv"), 0);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement nope"), 3);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/nope --agreement jjj"), 1);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe"), 2);
    assert_int_equal(run("--agreement jjj"), 2);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --rate 0.05"), 2);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --years 2024-2023"), 2);
}

static void assert_status(serve_hall *hall, const signed_in *who, const char *target, unsigned status)
{
    serve_answer answer = call_as(hall, who, SERVE_GET, target, "");
    assert_int_equal(answer.status, status);
    assert_int_equal(body_has(&answer, "\"worst_group\""), status == 200);
    serve_answer_free(&answer);
}

/* What each would have alone is internal, where it is not invented. */
static void only_who_may_see_the_amounts_is_answered(void **state)
{
    (void)state;
    static const char target[] = "/api/v1/fairness?agreement=d";
    ch_zone *made =
        make_zone(NULL, "places: id,level,parent\n33,province,\na,county,33\nb,county,33\nc,county,33\nz,zone,a\n"
                        "zone: id,place,members\nz,z,a b c\nsources: id,title\ns,S\n" DEAL
                        "agreement_parties: agreement,party,place,role,alone_wan,source\n"
                        "d,a,a,origin,1,s\nd,b,b,host,1,s\n" AMOUNT "x,d,2024,other,actual,9\n");
    void *folder;
    serve_hall hall;
    const signed_in nobody = {"", ""};
    assert_int_equal(enter_folder(&folder), 0);
    assert_int_equal(ch_store_replace(STORE, made, NULL), CH_OK);
    add_account("one", CH_READER, "a");
    add_account("elsewhere", CH_READER, "c");
    open_store_hall(&hall);
    const signed_in one = sign_in(&hall, "one"), elsewhere = sign_in(&hall, "elsewhere");
    assert_status(&hall, &nobody, target, 403);
    assert_status(&hall, &elsewhere, target, 403);
    assert_status(&hall, &one, target, 200);
    serve_hall_close(&hall);
    ch_zone_drop(made);
    assert_int_equal(leave_folder(&folder), 0);
}

/* ---- memory */

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const char edits[] =
        "[{\"table\":\"agreement_groups\",\"op\":\"upsert\",\"row\":{\"id\":\"g\",\"value_wan\":\"50\"}}]";
    answering *const answer[] = {ch_answer_fairness_json, ch_answer_fairness_csv, in_words};
    for (size_t which = 0; which < 3; which++)
        for (size_t fail_at = 1;; fail_at++) {
            failing memory_state = {0};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_zone *made = make_zone(&memory, THIRDS("90") GROUPS "g,d,b a,80\n");
            ch_buf out = {.memory = &memory};
            ch_faults faults = {.arena = {.memory = &memory}};
            memory_state.fail_at = memory_state.calls + fail_at;
            const ch_err err = try_ask(answer[which], made, edits, (ch_split_question){0}, &out, &faults);
            ch_faults_free(&faults);
            ch_buf_free(&out);
            ch_zone_drop(made);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_with_100_each_and_300_together_part_150_150),
        cmocka_unit_test(one_who_has_more_alone_would_rather_leave),
        cmocka_unit_test(a_pair_that_has_more_together_would_rather_leave),
        cmocka_unit_test(gloves_go_by_who_is_scarce),
        cmocka_unit_test(three_pairs_that_want_90_of_100_have_an_empty_core),
        cmocka_unit_test(too_little_for_all_is_said_first),
        cmocka_unit_test(what_is_not_known_is_said_and_nothing_else),
        cmocka_unit_test(an_agreement_without_years_cannot_be_judged),
        cmocka_unit_test(a_group_without_a_row_has_its_best_pieces),
        cmocka_unit_test(a_row_that_is_worth_less_than_its_pieces_is_not_used),
        cmocka_unit_test(values_are_those_of_all_years_asked),
        cmocka_unit_test(a_what_if_tells_how_it_was),
        cmocka_unit_test(a_party_is_named_by_itself_else_by_its_place),
        cmocka_unit_test(amounts_in_words_are_rounded_but_never_to_nothing),
        cmocka_unit_test(what_cannot_be_answered_is_told),
        cmocka_unit_test(the_largest_amounts_are_still_exact),
        cmocka_unit_test(it_stops_when_asked),
        cmocka_unit_test(csv_has_a_row_a_party_and_a_row_a_group),
        cmocka_unit_test(lines_begin_with_the_verdict),
        cmocka_unit_test(bundled_agreements_are_stable_or_not_or_unknown),
        cmocka_unit_test(every_bundled_agreement_answers_and_is_marked),
        cmocka_unit_test(marks_and_sources_are_those_of_groups_too),
        cmocka_unit_test(the_command_prints_what_the_route_answers),
        cmocka_unit_test(the_command_tells_by_its_exit_code),
        cmocka_unit_test(only_who_may_see_the_amounts_is_answered),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
