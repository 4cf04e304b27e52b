/* test_game_command.c - `changhe game` as it is started: the answer's form, its words, its exit codes. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/changhe-game-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int shell(const char *format, const char *a, const char *b)
{
    char command[1024];
    snprintf(command, sizeof command, format, a, b);
    const int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int remove_folder(void **state)
{
    (void)state;
    return shell("rm -rf '%s'%s", folder, "");
}

static void write_game(const char *json)
{
    char path[256];
    snprintf(path, sizeof path, "%s/g.json", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(json, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *content_of(const char *name)
{
    static char text[1 << 16];
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static int run(const char *json, const char *arguments)
{
    write_game(json);
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

static void faults_and_misuse_have_their_codes(void **state)
{
    (void)state;
    assert_int_equal(run("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{}}", "--format json"), 1);
    assert_string_equal(content_of("out"), "");
    assert_non_null(strstr(content_of("err"), "g.json:1:32: found nothing in values, expected the value of group a"));
    assert_int_equal(run(talmud, "--format csv"), 2);
    assert_int_equal(run(talmud, "--from 1"), 2);
    assert_int_equal(shell("cd '%s' && \"$CHANGHE\" game %s >out 2>err", folder, ""), 2);
    assert_int_equal(shell("cd '%s' && \"$CHANGHE\" game %s >out 2>err", folder, "none.json"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_has_its_form),          cmocka_unit_test(decimals_and_order_change_no_share),
        cmocka_unit_test(who_would_leave_is_told_in_words), cmocka_unit_test(an_impossible_nucleolus_has_its_reason),
        cmocka_unit_test(rules_are_told_on_request),        cmocka_unit_test(faults_and_misuse_have_their_codes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
