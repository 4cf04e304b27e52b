/* test_net_command.c - `changhe net` as it is started. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

static int run(const char *arguments)
{
    return shell("cd '%s' && \"$CHANGHE\" net %s >out 2>err", folder, arguments);
}

static void assert_answers(const char *arguments, const char *expected)
{
    if (run(arguments) != 0)
        fail_msg("%s: %s", arguments, content_of("err"));
    assert_string_equal(content_of("out"), expected);
}

static void assert_says(const char *name, const char *words)
{
    if (strstr(content_of(name), words) == NULL)
        fail_msg("%s does not say %s: %s", name, words, content_of(name));
}

static const char circle[] = "from,to,amount_fen\nb,c,80\na,b,100\nc,a,50\n";

/* a owes 50; b has 20 coming and c 30. The circle of 50 falls away by cycles. */
static void a_circle_by_hand(void **state)
{
    (void)state;
    const char *const novation =
        "{\"gross\":230,\"net\":50,\"payments\":[{\"from\":\"a\",\"to\":\"b\",\"amount_fen\":20},"
        "{\"from\":\"a\",\"to\":\"c\",\"amount_fen\":30}],\"minimal\":true}\n";
    write_text("c.csv", circle);
    assert_answers("c.csv --format json", novation);
    assert_answers("--by novation --format json - <c.csv", novation);
    assert_answers("c.csv --by cycles --format json",
                   "{\"gross\":230,\"net\":80,\"payments\":[{\"from\":\"a\",\"to\":\"b\",\"amount_fen\":50},"
                   "{\"from\":\"b\",\"to\":\"c\",\"amount_fen\":30}],\"minimal\":true}\n");
}

static void what_is_written_as_csv_is_read_again(void **state)
{
    (void)state;
    write_text("q.csv", "amount_fen,from,to\n7,\"x, y\",\"say \"\"z\"\"\"\n");
    assert_answers("q.csv --format csv", "from,to,amount_fen\n\"x, y\",\"say \"\"z\"\"\",7\n");
    assert_int_equal(run("q.csv --format csv --by cycles"), 0);
    assert_int_equal(shell("cd '%s' && cp out again.csv%s", folder, ""), 0);
    assert_answers("again.csv --format csv", "from,to,amount_fen\n\"x, y\",\"say \"\"z\"\"\",7\n");
    write_text("none.csv", "from,to,amount_fen\n");
    assert_answers("none.csv --format json", "{\"gross\":0,\"net\":0,\"payments\":[],\"minimal\":true}\n");
}

static void people_read_yuan_and_what_is_proved(void **state)
{
    (void)state;
    write_text("t.csv", "from,to,amount_fen\n安徽,江苏,123456789\n");
    assert_int_equal(run("t.csv"), 0);
    assert_says("out", "1,234,567.89\n");
    assert_says("out", "笔数最少（已证明）");
    assert_int_equal(run("t.csv --by cycles --lang en"), 0);
    assert_says("out", "no larger cancellation exists: proved");
}

static void faults_are_told_with_line_and_column(void **state)
{
    (void)state;
    write_text("bad.csv", "from,to,amount_fen\na,a,0\nb,,1\n");
    assert_int_equal(run("bad.csv --format json"), 1);
    assert_string_equal(content_of("out"), "");
    assert_says("err", "bad.csv:2:3: ");
    assert_says("err", "bad.csv:2:5: ");
    assert_says("err", "bad.csv:3:3: ");
    assert_says("err", "3 faults");
    assert_int_equal(run("missing.csv"), 1);
    assert_says("err", "missing.csv");
    assert_int_equal(run("."), 1);
}

static void wrong_words_are_a_misuse(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "", "c.csv --by magic", "c.csv --format geojson", "c.csv --from 1", "c.csv d.csv", "c.csv --by"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(run(wrong[i]), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_by_hand),
        cmocka_unit_test(what_is_written_as_csv_is_read_again),
        cmocka_unit_test(people_read_yuan_and_what_is_proved),
        cmocka_unit_test(faults_are_told_with_line_and_column),
        cmocka_unit_test(wrong_words_are_a_misuse),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
