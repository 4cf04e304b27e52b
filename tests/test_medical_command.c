/* test_medical_command.c - `changhe medical` as it is started: the example, its postings in a ledger, files, words, and no token anywhere. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

#define ZONE    "--zone '" SOURCE_ROOT "/zones/changhe'"
#define EXAMPLE "'" SOURCE_ROOT "/examples/medical-claims.csv' "
#define HEAD    "claim,person,insured,care,kind,filing,settled,total_yuan,catalogue_yuan"

static void must_run(const char *arguments)
{
    if (run_program(arguments) != 0)
        fail_msg("%s: %s", arguments, content_of("err"));
}

static void assert_says(const char *name, const char *words)
{
    if (strstr(content_of(name), words) == NULL)
        fail_msg("%s does not say %s: %s", name, words, content_of(name));
}

static void assert_no_token(const char *name)
{
    if (strstr(content_of(name), "示意-") != NULL || strstr(content_of(name), "SECRET") != NULL)
        fail_msg("%s tells a token: %s", name, content_of(name));
}

/* sy-2026-01: 30,000 yuan without referral, 15,000 by fund, in January; it tells just that. */
static void the_example_is_answered(void **state)
{
    (void)state;
    must_run("medical " EXAMPLE ZONE " --month 2026-01 --format json");
    assert_says("out", "\"month\":\"2026-01\",\"claims\":3,\"counted\":2,");
    assert_says("out", "\"care_en\":\"Huzhou\",\"insured\":\"341882\",\"insured_zh\":\"广德市\",\"insured_en\":"
                       "\"Guangde\",\"claims\":2,"
                       "\"fen\":1535000}");
    assert_says("out", "\"marks\":[\"illustrative\",\"assumed\",\"unverified\"],\"sources\":[\"illustrative\"]");
    must_run("medical " EXAMPLE ZONE " --month 2026-03 --lang en");
    assert_says("out", "  sy-2026-14  told 120.00, by rule 100.00\n");
    assert_says("out", "red alarm, top up 14,285.72 (assumed)\n");
    must_run("medical " EXAMPLE ZONE " --year 2026");
    assert_says("out", "，上年结转 34,100.00，");
    must_run("medical " EXAMPLE ZONE " --month 2026-03 --format csv");
    assert_says("out", "held,sy-2026-09,,341882,330500,,1440000,,,,,disputed\n");
}

static void no_token_of_the_example_is_told(void **state)
{
    (void)state;
    const char *const form[] = {"table", "table --lang en", "json", "csv", "postings"};
    char arguments[1000];
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        snprintf(arguments, sizeof arguments, "medical " EXAMPLE ZONE " --month 2026-03 --format %s", form[i]);
        must_run(arguments);
        assert_no_token("out");
        assert_no_token("err");
    }
}

static void postings_go_into_a_ledger_once(void **state)
{
    (void)state;
    must_run("medical " EXAMPLE ZONE " --month 2026-03 --format postings --out march.json");
    assert_string_equal(content_of("out"), "");
    must_run("medical " EXAMPLE ZONE " --month 2026-02 --format postings --out february.json");
    must_run("ledger post m.ledger --in march.json --format json");
    assert_says("out", "{\"posted\":1,\"already\":0,\"postings\":1,");
    must_run("ledger post m.ledger --in february.json --format json");
    must_run("ledger post m.ledger --in march.json --format json");
    assert_says("out", "{\"posted\":0,\"already\":1,\"postings\":2,");
    must_run("ledger sheet m.ledger --book medical --year 2026 --format csv");
    assert_says("out", "posting,330500,341882,,2026-03-31,medical:2026-03:due,changhe,");
    /* another amount in the same month is refused, whole */
    assert_int_equal(
        shell("cd '%s' && sed 's/,800,700,120,,,,680,/,800,700,110,,,,690,/' " EXAMPLE " >other.csv", folder), 0);
    must_run("medical other.csv " ZONE " --month 2026-03 --format postings --out other.json");
    assert_int_equal(run_program("ledger post m.ledger --in other.json"), 1);
    assert_says("err", "medical:2026-03:due");
    must_run("ledger verify m.ledger --format json");
    assert_says("out", "{\"postings\":2,");
    /* nothing owed: nothing to post */
    must_run("medical " EXAMPLE ZONE " --month 2026-09 --format postings --out none.json");
    assert_string_equal(content_of("none.json"), "[]\n");
    must_run("ledger post m.ledger --in none.json --format json");
    assert_says("out", "{\"posted\":0,\"already\":0,\"postings\":2,");
}

static void a_store_answers_as_its_folder_does(void **state)
{
    (void)state;
    must_run("load '" SOURCE_ROOT "/zones/changhe' --store s.db");
    must_run("medical " EXAMPLE "--store s.db --year 2026 --format json --out store.json");
    must_run("medical " EXAMPLE ZONE " --year 2026 --format json --out folder.json");
    assert_int_equal(shell("cd '%s' && cmp store.json folder.json", folder), 0);
    assert_int_equal(shell("cd '%s' && ! grep -q '示意-' s.db", folder), 0);
}

static void faults_are_told_with_line_and_column_and_no_token(void **state)
{
    (void)state;
    write_text("bad.csv",
               HEAD "\nk1,SECRET1,341882,330500,dental,,2026-03-05,x,1\nk1,SECRET2,341882,,inpatient,,2026-03-05,1,1\n"
                    "\"k2,SECRET3\n");
    assert_int_equal(run_program("medical bad.csv " ZONE " --month 2026-03 --format json"), 1);
    assert_string_equal(content_of("out"), "");
    assert_says("err", "bad.csv:2:26: ");
    assert_says("err", "bad.csv:2:45: ");
    assert_says("err", "bad.csv:3:1: ");
    assert_says("err", "bad.csv:3:19: ");
    assert_says("err", "bad.csv:4:1: ");
    assert_says("err", "就医类别");
    assert_no_token("err");
    write_text("headless.csv", "k1,SECRET1,341882,330500,inpatient,,2026-03-05,1,1\n");
    assert_int_equal(run_program("medical headless.csv " ZONE " --month 2026-03"), 1);
    assert_no_token("err");
    assert_int_equal(run_program("medical missing.csv " ZONE " --month 2026-03"), 1);
    assert_says("err", "missing.csv");
    assert_int_equal(run_program("medical " EXAMPLE ZONE " --month 2026-03 --out ./no/such/place"), 1);
    assert_says("err", "no/such/place");
}

static void wrong_words_are_a_misuse(void **state)
{
    (void)state;
    const char *const wrong[] = {
        ZONE " --month 2026-03",
        EXAMPLE "--month 2026-03",
        EXAMPLE ZONE " --store s.db --month 2026-03",
        EXAMPLE ZONE,
        EXAMPLE ZONE " --month 2026",
        EXAMPLE ZONE " --month 2026-03-01",
        EXAMPLE ZONE " --year 2026-03",
        EXAMPLE ZONE " --year 2026 --month 2026-03",
        EXAMPLE ZONE " --year 2026 --format postings",
        EXAMPLE ZONE " --year 2026 --format geojson",
        EXAMPLE ZONE " --year 2026 --place zone",
        EXAMPLE EXAMPLE ZONE " --year 2026",
        EXAMPLE ZONE " --year",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char arguments[2000];
        snprintf(arguments, sizeof arguments, "medical %s", wrong[i]);
        if (run_program(arguments) != 2)
            fail_msg("no misuse: %s", wrong[i]);
        assert_string_equal(content_of("out"), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_answered),
        cmocka_unit_test(no_token_of_the_example_is_told),
        cmocka_unit_test(postings_go_into_a_ledger_once),
        cmocka_unit_test(a_store_answers_as_its_folder_does),
        cmocka_unit_test(faults_are_told_with_line_and_column_and_no_token),
        cmocka_unit_test(wrong_words_are_a_misuse),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
