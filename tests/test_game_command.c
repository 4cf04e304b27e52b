/* test_game_command.c - `changhe game` as it is started: the answer's form, its words, its exit codes. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

static int run(const char *json, const char *arguments)
{
    write_text("g.json", json);
    return shell("cd '%s' && \"$CHANGHE\" game g.json %s >out 2>err", folder, arguments);
}

static void assert_says(const char *json, const char *arguments, const char *part)
{
    if (run(json, arguments) != 0)
        fail_msg("%s", content_of("err"));
    if (strstr(content_of("out"), part) == NULL)
        fail_msg("no %s in %s", part, content_of("out"));
}

static const char *const talmud = "{\"family\":\"bankruptcy\",\"estate\":200,\"claims\":[100,200,300]}";
static const char *const market = "{\"family\":\"assignment\",\"values\":[[5,8,3],[7,9,1],[2,6,4]]}";
static const char *const majority = "{\"family\":\"weighted-majority\",\"quota\":4,\"weights\":[3,2,1]}";

/* Aumann and Maschler 1985: the nucleolus of the bankruptcy game is the Talmud's division. */
static void the_answer_has_its_form(void **state)
{
    (void)state;
    assert_int_equal(run(talmud, "--format json"), 0);
    assert_string_equal(
        content_of("out"),
        "{\"shapley\":[{\"player\":\"1\",\"exact\":\"100/3\",\"value\":33.333333333333336},"
        "{\"player\":\"2\",\"exact\":\"250/3\",\"value\":83.333333333333329},"
        "{\"player\":\"3\",\"exact\":\"250/3\",\"value\":83.333333333333329}],"
        "\"nucleolus\":[{\"player\":\"1\",\"exact\":\"50\",\"value\":50},{\"player\":\"2\",\"exact\":\"75\",\"value\":"
        "75},"
        "{\"player\":\"3\",\"exact\":\"75\",\"value\":75}],\"least_core\":-50,\"least_core_exact\":\"-50\","
        "\"core_empty\":false,\"core_certificate\":[{\"group\":[\"1\"],\"weight\":\"1/2\"},"
        "{\"group\":[\"2\",\"3\"],\"weight\":\"1/2\"}],\"shapley_in_core\":true,\"worst_group\":[],\"worst_short\":0,"
        "\"worst_short_exact\":\"0\"}\n");
}

static void decimals_and_order_change_no_share(void **state)
{
    (void)state;
    const char
        *a = "{\"players\":[\"甲\",\"乙\"],\"kind\":\"cost\",\"values\":{\"甲\":10,\"乙\":12,\"甲,乙\":13.5}}",
        *b = "{\"players\":[\"甲\",\"乙\"],\"kind\":\"cost\",\"values\":{\"乙,甲\":13.50,\"乙\":12.00,\"甲\":1e1}}";
    assert_says(a, "--format json",
                "\"cost_shares\":[{\"player\":\"甲\",\"exact\":\"23/"
                "4\",\"value\":5.75},{\"player\":\"乙\",\"exact\":\"31/4\",\"value\":7.75}]");
    char *before = strdup(content_of("out"));
    assert_non_null(before);
    assert_int_equal(run(b, "--format json"), 0);
    assert_string_equal(content_of("out"), before);
    free(before);
}

static void who_would_leave_is_told_in_words(void **state)
{
    (void)state;
    assert_says(majority, "", "按沙普利值，1、2 另行联合会合计多得 1/6（约 0.1667）");
    assert_says(majority, "--lang en", "1, 2 would together do better on their own, by 1/6");
    assert_says(majority, "--format json", "\"worst_group\":[\"1\",\"2\"],\"worst_short\":0.16666666666666666");
    assert_says(talmud, "--lang en", "no group would do better alone");
    assert_says("{\"players\":[\"a\",\"b\"],\"kind\":\"cost\",\"values\":{\"a\":1,\"b\":1,\"a,b\":3}}", "--lang en",
                "a would pay less alone, by 1/2");
}

/* 3 and 4 alone, 5 together: nobody can be given its own; the prenucleolus takes the same from both. */
static void an_impossible_nucleolus_has_its_reason(void **state)
{
    (void)state;
    const char *json = "{\"players\":[\"a\",\"b\"],\"kind\":\"gain\",\"values\":{\"a\":3,\"b\":4,\"a,b\":5}}";
    assert_says(json, "--format json",
                "\"nucleolus\":null,\"nucleolus_reason\":\"no split gives every player at least its own "
                "value\",\"least_core\":1,");
    assert_says(json, "--format json --prenucleolus", "\"nucleolus\":[{\"player\":\"a\",\"exact\":\"2\",\"value\":2}");
    assert_says(json, "--format json --cover", "\"nucleolus\":[{\"player\":\"a\",\"exact\":\"3\",\"value\":3}");
}

static void rules_are_told_on_request(void **state)
{
    (void)state;
    assert_says(talmud, "--format json --rule talmud",
                "\"rules\":{\"talmud\":[{\"player\":\"1\",\"exact\":\"50\",\"value\":50}");
    assert_says(talmud, "--rule all", "等额受损");
    assert_int_equal(run(majority, "--rule talmud"), 2);
    assert_int_equal(run(talmud, "--rule fair"), 2);
}

/* ---- more players than a table has room for */

/* {"family":..., numbers of n players}; the numbers are 1, 2, 3, 1, 2, 3, ... */
static const char *many(const char *begin, unsigned n, const char *end)
{
    static char text[1 << 15];
    size_t at = (size_t)snprintf(text, sizeof text, "%s[", begin);
    for (unsigned i = 0; i < n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%u", i > 0 ? "," : "", i % 3 + 1);
    snprintf(text + at, sizeof text - at, "]%s}", end);
    return text;
}

static void many_claims_are_drawn_and_divided_by_the_rule(void **state)
{
    (void)state;
    const char *claims = many("{\"family\":\"bankruptcy\",\"estate\":30,\"claims\":", 30, "");
    assert_says(claims, "--format json --samples 50 --seed 7 --confidence 0.9",
                "\"sampled\":{\"seed\":7,\"permutations\":50,\"confidence\":0.9,\"range\":3}");
    assert_says(claims, "--format json --samples 50", "{\"shapley\":[{\"player\":\"1\",\"exact\":null,\"mean\":");
    /* the estate is half of what is claimed: each gets half its claim */
    assert_says(claims, "--format json --samples 50",
                "\"nucleolus\":[{\"player\":\"1\",\"exact\":\"1/2\",\"value\":0.5}");
    assert_says(claims, "--format json --samples 50",
                "\"least_core\":-0.5,\"least_core_exact\":\"-1/2\",\"core_empty\":false,\"core_certificate\":null,"
                "\"shapley_in_core\":null,\"worst_group\":null,\"worst_short\":null,\"worst_short_exact\":null,"
                "\"worst_reason\":\"Shapley values were drawn\"}");
    assert_says(claims, "--samples 50 --lang en", "Drawn: 50 orders at random, seed 1.");
    assert_says(claims, "--samples 50", "抽样所得：50 个随机次序，种子 1");
    assert_says(claims, "--samples 1 --format json", "\"bernstein\":null");
    assert_says(claims, "--samples 50 --format json --rule talmud",
                "\"rules\":{\"talmud\":[{\"player\":\"1\",\"exact\":\"1/2\"");
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    const char *claims = many("{\"family\":\"bankruptcy\",\"estate\":30,\"claims\":", 30, "");
    assert_int_equal(run(claims, "--format json --samples 100 --seed 3"), 0);
    char *before = strdup(content_of("out"));
    assert_non_null(before);
    assert_int_equal(run(claims, "--format json --samples 100 --seed 3"), 0);
    assert_string_equal(content_of("out"), before);
    assert_int_equal(run(claims, "--format json --samples 100 --seed 4"), 0);
    assert_string_not_equal(content_of("out"), before);
    free(before);
}

/* 10 planes each of 1, 2, 3: the first stretch is shared by 30, the second by 20, the third by 10. */
static void many_planes_and_votes_are_exact(void **state)
{
    (void)state;
    const char *costs = many("{\"family\":\"airport\",\"costs\":", 30, "");
    assert_says(costs, "--format json", "{\"shapley\":[{\"player\":\"1\",\"exact\":\"29/30\",");
    assert_says(costs, "--format json",
                "\"cost_shares\":[{\"player\":\"1\",\"exact\":\"1/30\",\"value\":0.033333333333333333},{\"player\":"
                "\"2\",\"exact\":\"1/12\",\"value\":0.083333333333333329},{\"player\":\"3\",\"exact\":\"11/60\",");
    assert_says(costs, "--format json", "\"shapley_in_core\":true,\"worst_group\":[],\"worst_short\":0,");
    /* 1 / (10 + 1), 3 / 30 is more: the first ten pay 1/11 each; 12/11 over 11 for the second ten */
    assert_says(costs, "--format json", "\"nucleolus_cost_shares\":[{\"player\":\"1\",\"exact\":\"1/11\",");
    assert_says(costs, "--format json", "\"least_core_exact\":\"-1/11\"");
    const char *equal =
        "{\"family\":\"weighted-majority\",\"quota\":14,\"weights\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
        "1,1,1,1,1,1,1]}";
    assert_says(equal, "--format json", "{\"shapley\":[{\"player\":\"1\",\"exact\":\"1/26\",");
    assert_says(
        equal, "--format json",
        "\"nucleolus\":null,\"nucleolus_reason\":\"more than 24 players, and no direct form\",\"least_core\":null,"
        "\"least_core_exact\":null,\"core_empty\":null,\"core_certificate\":null,\"core_reason\":\"more than 24 "
        "players, and no direct form\",");
    assert_says(equal, "", "未知：超过 24 个参与方，且此类博弈没有直接算法。");
    assert_says(costs, "--format json --sampled --samples 9",
                "\"cost_shares\":[{\"player\":\"1\",\"exact\":null,\"mean\":");
}

/* Beside the exact shares of the same game: 100/3, 250/3, 250/3. */
static void few_players_are_drawn_on_request(void **state)
{
    (void)state;
    assert_int_equal(run(talmud, "--format json --sampled --samples 20000"), 0);
    const double exact[] = {100 / 3., 250 / 3., 250 / 3.};
    const char *at = content_of("out");
    for (int i = 0; i < 3; i++) {
        double mean, hoeffding, bernstein;
        assert_non_null(at = strstr(at, "\"mean\":"));
        assert_int_equal(sscanf(at, "\"mean\":%lf,\"hoeffding\":%lf,\"bernstein\":%lf", &mean, &hoeffding, &bernstein),
                         3);
        assert_true(hoeffding < 3 && bernstein < 3);
        assert_true(mean - exact[i] <= hoeffding && exact[i] - mean <= hoeffding);
        at++;
    }
    assert_says(talmud, "--format json --sampled --samples 5",
                "\"nucleolus\":[{\"player\":\"1\",\"exact\":\"50\",\"value\":50}");
    assert_says("{\"players\":[\"a\",\"b\"],\"kind\":\"cost\",\"values\":{\"a\":1,\"b\":1,\"a,b\":1.5}}",
                "--format json --sampled --samples 1", "\"cost_shares\":[{\"player\":\"a\",\"exact\":null,\"mean\":");
}

/* ---- limits and stops */

static void what_is_not_found_within_the_work_is_told(void **state)
{
    (void)state;
    assert_says(majority, "--format json --work 1000", "\"core_empty\":");
    assert_says(market, "--format json --work 1",
                "\"nucleolus\":null,\"nucleolus_reason\":\"not found within the limit of work\",\"least_core\":null,");
    assert_says(market, "--format json --work 1",
                "\"core_reason\":\"not found within the limit of work\",\"shapley_in_core\":");
    assert_says(market, "--work 1", "未知：在计算量上限内没有算完。");
    assert_says(market, "--format json --work 1000", "\"nucleolus\":[{");
}

/* More orders than can be drawn in the second before the signal: what was drawn is told, and that it is not all. */
static void a_stop_tells_what_is_found_so_far(void **state)
{
    (void)state;
    write_text("g.json", market);
    assert_int_equal(shell("cd '%s' && { \"$CHANGHE\" game g.json --format json --sampled --samples 1000000000000 >out "
                           "2>err & } && sleep 1.5 && kill -INT $! && wait $!%s",
                           folder, ""),
                     3);
    const char *at = content_of("out");
    assert_non_null(strstr(at, "\"shapley\":[{\"player\":\"1\",\"exact\":null,\"mean\":"));
    assert_non_null(strstr(at, "\"shapley_reason\":\"stopped\""));
    assert_non_null(strstr(at, "\"nucleolus\":null,\"nucleolus_reason\":\"stopped\",\"least_core\":null,"));
    assert_non_null(strstr(at, "\"core_reason\":\"stopped\""));
    assert_non_null(at = strstr(at, "\"permutations\":"));
    assert_true(strtoll(at + strlen("\"permutations\":"), NULL, 10) > 0);
    assert_non_null(strstr(content_of("err"), "stopped before all was found 已中断"));
}

static void faults_and_misuse_have_their_codes(void **state)
{
    (void)state;
    assert_int_equal(run("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{}}", "--format json"), 1);
    assert_string_equal(content_of("out"), "");
    assert_non_null(strstr(content_of("err"), "g.json:1:32: found nothing in values, expected the value of group a"));
    assert_int_equal(run(talmud, "--format csv"), 2);
    assert_int_equal(run(talmud, "--from 1"), 2);
    assert_int_equal(run(talmud, "--samples 0"), 2);
    assert_int_equal(run(talmud, "--samples 1.5"), 2);
    assert_int_equal(run(talmud, "--seed -1"), 2);
    assert_int_equal(run(talmud, "--confidence 1"), 2);
    assert_int_equal(run(talmud, "--confidence 0"), 2);
    assert_int_equal(run(talmud, "--work 0"), 2);
    assert_int_equal(run(many("{\"family\":\"airport\",\"costs\":", 21, ""), "--cover"), 2);
    assert_int_equal(run(many("{\"family\":\"airport\",\"costs\":", 4097, ""), ""), 1);
    assert_non_null(strstr(content_of("err"), "1 to 4096 players"));
    assert_int_equal(shell("cd '%s' && \"$CHANGHE\" game %s >out 2>err", folder, ""), 2);
    assert_int_equal(shell("cd '%s' && \"$CHANGHE\" game %s >out 2>err", folder, "none.json"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_has_its_form),
        cmocka_unit_test(decimals_and_order_change_no_share),
        cmocka_unit_test(who_would_leave_is_told_in_words),
        cmocka_unit_test(an_impossible_nucleolus_has_its_reason),
        cmocka_unit_test(rules_are_told_on_request),
        cmocka_unit_test(many_claims_are_drawn_and_divided_by_the_rule),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(many_planes_and_votes_are_exact),
        cmocka_unit_test(few_players_are_drawn_on_request),
        cmocka_unit_test(what_is_not_found_within_the_work_is_told),
        cmocka_unit_test(a_stop_tells_what_is_found_so_far),
        cmocka_unit_test(faults_and_misuse_have_their_codes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
