/* test_cli.c - the program as an officer starts it: what it prints, and how it ends. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

#define ZONE SOURCE_ROOT "/zones/changhe"

static void folder_and_store_give_the_same_bytes(void **state)
{
    (void)state;
    const char *const question[] = {"chain --format json",
                                    "who --format json --team 3",
                                    "chain --format csv --place 330522",
                                    "who --format csv --place 341882,341821",
                                    "chain --lang en --top 80",
                                    "who --team 2 --chain nev --as-of 2024"};
    assert_int_equal(run_program("load " ZONE " --store zone.db"), 0);
    for (size_t i = 0; i < sizeof question / sizeof *question; i++) {
        char arguments[256];
        snprintf(arguments, sizeof arguments, "%s --zone " ZONE, question[i]);
        assert_int_equal(run_program(arguments), 0);
        assert_int_equal(shell("mv '%s/out' '%s/first'", folder, folder), 0);
        snprintf(arguments, sizeof arguments, "%s --store zone.db", question[i]);
        assert_int_equal(run_program(arguments), 0);
        assert_int_equal(shell("cd '%s' && test -s out && cmp first out", folder), 0);
    }
}

static void export_writes_back_the_bundled_folder_byte_for_byte(void **state)
{
    (void)state;
    assert_int_equal(run_program("export one --zone " ZONE), 0);
    assert_int_equal(shell("diff -r '%s/one' " ZONE, folder), 0);
    assert_int_equal(run_program("load one --store again.db"), 0);
    assert_int_equal(run_program("export two --store again.db"), 0);
    assert_int_equal(shell("cd '%s' && diff -r one two", folder), 0);
}

static void a_second_load_replaces_the_first(void **state)
{
    (void)state;
    assert_int_equal(run_program("load " ZONE " --store twice.db"), 0);
    assert_int_equal(run_program("load " ZONE " --store twice.db"), 0);
    assert_int_equal(run_program("chain --store twice.db --format json"), 0);
    assert_non_null(strstr(content_of("out"), "\"local_content\":"));
}

/* No line of a table is wider than a terminal, in either language, wherever one asks. */
static void tables_fit_in_eighty_columns(void **state)
{
    (void)state;
    const char *const place[] = {"zone", "330522", "341882", "341821501", "330100", "320282,320481"};
    const char *const command[] = {"chain", "who --team 3"}, *const lang[] = {"zh", "en"};
    for (int i = 0; i < 6 * 2 * 2; i++) {
        char arguments[256];
        snprintf(arguments, sizeof arguments, "%s --zone " ZONE " --top 100 --place %s --lang %s", command[i % 2],
                 place[i / 4], lang[i / 2 % 2]);
        assert_int_equal(run_program(arguments), 0);
        ch_text rest = ch_text_of(content_of("out")), line;
        size_t lines = 0;
        while (ch_text_next(&rest, '\n', &line)) {
            lines++;
            assert_int_equal(ch_utf8_valid(line), line.len);
            if (ch_utf8_columns(line) > 80)
                print_message("%.*s\n", (int)line.len, line.at);
            assert_true(ch_utf8_columns(line) <= 80);
        }
        assert_true(lines > 10);
    }
}

static void a_what_if_changes_the_answer_and_leaves_the_zone_alone(void **state)
{
    (void)state;
    write_text("foil.json",
               "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"foil\",\"name_zh\":\"铜箔示意企业\","
               "\"place\":\"341882\",\"source\":\"illustrative\"}},\n"
               " {\"table\":\"firm_segments\",\"op\":\"upsert\",\"row\":{\"firm\":\"foil\",\"segment\":\"N15\"}}]");
    assert_int_equal(run_program("chain --zone " ZONE " --place 341882 --format json"), 0);
    assert_null(strstr(content_of("out"), "\"foil\""));
    assert_int_equal(run_program("chain --zone " ZONE " --place 341882 --format json --what-if foil.json"), 0);
    assert_non_null(strstr(content_of("out"), "\"what_if\":\"foil.json\""));
    assert_non_null(strstr(content_of("out"), "\"foil\""));
    assert_non_null(strstr(content_of("out"), "\"illustrative\""));
    assert_int_equal(run_program("check " ZONE), 0);
}

static void bad_data_ends_with_one_and_tells_every_fault_where_it_is(void **state)
{
    (void)state;
    assert_int_equal(shell("cp -r " ZONE " '%s/bad'", folder), 0);
    assert_int_equal(shell("cd '%s/bad' && sed -i '2s/,head,/,boss,/;3s/,320581,/,999999,/' firms.csv", folder), 0);
    assert_int_equal(run_program("check bad"), 1);
    assert_int_equal(strlen(content_of("out")), 0);
    assert_int_equal(run_program("check bad --lang en"), 1);
    const char *told = content_of("err");
    assert_non_null(strstr(told, "firms.csv:2:"));
    assert_non_null(strstr(told, "found \"boss\""));
    assert_non_null(strstr(told, "firms.csv:3:"));
    assert_non_null(strstr(told, "found \"999999\""));
    assert_non_null(strstr(told, "expected "));
    assert_int_equal(run_program("load bad --store bad.db"), 1);
    assert_int_equal(shell("test -e '%s/bad.db'", folder), 1);
    assert_int_equal(run_program("chain --zone nowhere"), 1);
    assert_int_equal(run_program("chain --store nowhere.db"), 1);
    assert_int_equal(shell("test -e '%s/nowhere.db'", folder), 1);
    write_text("cut.json", "[{\"table\":\"firms\",\"op\":\"ups");
    assert_int_equal(run_program("chain --zone " ZONE " --what-if cut.json --lang en"), 1);
    assert_non_null(strstr(content_of("err"), "cut.json:1:"));
}

static void wrong_usage_ends_with_two(void **state)
{
    (void)state;
    const char *const wrong[] = {"",
                                 "dance",
                                 "chain",
                                 "chain --zone a --store b",
                                 "chain --zone",
                                 "check",
                                 "load " ZONE,
                                 "who --zone " ZONE " --top none",
                                 "who --zone " ZONE " --team 0",
                                 "check " ZONE " --format csv",
                                 "chain --zone " ZONE " --team 3",
                                 "chain --zone " ZONE " --format xml",
                                 "chain --zone " ZONE " --as-of 2024-13",
                                 "chain --zone " ZONE " --lang fr",
                                 "chain extra --zone " ZONE};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(run_program(wrong[i]), 2);
        assert_non_null(strstr(content_of("err"), "expected"));
        assert_int_equal(strlen(content_of("out")), 0);
    }
}

static void names_that_would_upset_a_terminal_are_shown_as_pictures(void **state)
{
    (void)state;
    assert_int_equal(run_program("chain --zone " ZONE " \"$(printf '\\033[31mx')\""), 2);
    assert_null(strchr(content_of("err"), 033));
    assert_int_equal(run_program("chain --zone " ZONE " --what-if \"$(printf 'bad\\344')\""), 2);
    assert_int_equal(shell("cd '%s' && printf '[]' > \"$(printf 'a\\033[31m.json')\"", folder), 0);
    assert_int_equal(run_program("chain --zone " ZONE " --what-if \"$(printf 'a\\033[31m.json')\""), 0);
    assert_null(strchr(content_of("out"), 033));
    assert_int_equal(
        shell("cp -r " ZONE " '%s/esc' && cd '%s/esc' && touch \"$(printf 'a\\033[31m.csv')\"", folder, folder), 0);
    assert_int_equal(run_program("check esc"), 1);
    assert_null(strchr(content_of("err"), 033));
}

static void help_is_given_wherever_it_is_asked_for(void **state)
{
    (void)state;
    const char *const asked[] = {"chain --help", "chain --zone --help", "who --top -h", "load x --help"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_int_equal(run_program(asked[i]), 0);
        assert_non_null(strstr(content_of("out"), "--what-if FILE"));
    }
}

static void a_question_without_an_answer_ends_with_three(void **state)
{
    (void)state;
    assert_int_equal(run_program("chain --zone " ZONE " --place 990000 --lang en"), 3);
    assert_non_null(strstr(content_of("err"), "990000"));
    assert_int_equal(run_program("who --zone " ZONE " --chain ships --lang en"), 3);
    assert_non_null(strstr(content_of("err"), "equipment, nev"));
}

static void targets_are_shared_among_the_districts(void **state)
{
    (void)state;
    assert_int_equal(run_program("who --zone " ZONE " --districts --lang en"), 0);
    assert_non_null(strstr(content_of("out"), "\nBeijing: firms "));
    assert_int_equal(run_program("who --zone " ZONE " --districts --format json"), 0);
    assert_non_null(strstr(content_of("out"), "\"load\":\"targets\""));
    assert_int_equal(run_program("who --zone " ZONE " --districts --format csv"), 2);
    assert_int_equal(run_program("chain --zone " ZONE " --districts"), 2);
}

static void help_and_version_answer(void **state)
{
    (void)state;
    assert_int_equal(run_program("help"), 0);
    assert_non_null(strstr(content_of("out"), "--what-if FILE"));
    assert_int_equal(run_program("version"), 0);
    assert_memory_equal(content_of("out"), "changhe ", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_and_store_give_the_same_bytes),
        cmocka_unit_test(export_writes_back_the_bundled_folder_byte_for_byte),
        cmocka_unit_test(a_second_load_replaces_the_first),
        cmocka_unit_test(tables_fit_in_eighty_columns),
        cmocka_unit_test(a_what_if_changes_the_answer_and_leaves_the_zone_alone),
        cmocka_unit_test(bad_data_ends_with_one_and_tells_every_fault_where_it_is),
        cmocka_unit_test(wrong_usage_ends_with_two),
        cmocka_unit_test(names_that_would_upset_a_terminal_are_shown_as_pictures),
        cmocka_unit_test(help_is_given_wherever_it_is_asked_for),
        cmocka_unit_test(a_question_without_an_answer_ends_with_three),
        cmocka_unit_test(targets_are_shared_among_the_districts),
        cmocka_unit_test(help_and_version_answer),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
