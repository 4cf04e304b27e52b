/* test_ledger_command.c - `changhe ledger` as it is started: posted, sent again, closed, verified, and the sheet two sides compute. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/text.h"

static int run(const char *arguments)
{
    return shell("cd '%s' && \"$CHANGHE\" ledger %s >out 2>err", folder, arguments);
}

static void must_run(const char *arguments)
{
    if (run(arguments) != 0)
        fail_msg("%s: %s", arguments, content_of("err"));
}

static void assert_out_has(const char *text)
{
    if (strstr(content_of("out"), text) == NULL)
        fail_msg("no %s in %s", text, content_of("out"));
}

static void assert_told(const char *text)
{
    if (strstr(content_of("err"), text) == NULL)
        fail_msg("no %s in %s", text, content_of("err"));
}

static const char posted[] = "id,book,date,kind,account,fen,reverses,source,note\n"
                             "k1,clearing,2024-06-30,,hz>wx,5001,,agreement-1,half of the tax\n"
                             "k1,clearing,2024-06-30,,tax,-5001,,agreement-1,half of the tax\n"
                             "k2,clearing,2025-02-01,post,wx>hz,1000,,,\n"
                             "k2,clearing,2025-02-01,post,tax,-1000,,,\n"
                             "k3,clearing,2025-03-01,post,hz>wx,7,,,mistaken\n"
                             "k3,clearing,2025-03-01,post,tax,-7,,,mistaken\n"
                             "k4,clearing,2025-03-02,reverse,,,k3,,\n"
                             "k5,clearing,2025-12-31,assert,tax,-6001,,,\n";

static void begin(void)
{
    shell("rm -f '%s'/*.ledger", folder);
    write_text("p.csv", posted);
    must_run("post a.ledger --in p.csv --format json");
}

static void postings_are_taken_once(void **state)
{
    (void)state;
    begin();
    assert_out_has("{\"posted\":5,\"already\":0,\"postings\":5,\"head\":\"");
    must_run("post a.ledger --in p.csv --format json");
    assert_out_has("{\"posted\":0,\"already\":5,\"postings\":5,\"head\":\"");
    must_run("post a.ledger --in p.csv --lang en");
    assert_out_has("0 posted, 5 there already, 5 in all\nhead ");
    write_text("q.csv",
               "id,book,date,account,fen\nk9,b,2025-01-01,a,5\nk9,b,2025-01-01,c,-5\nk1,clearing,2024-06-30,a,5\n"
               "k1,clearing,2024-06-30,c,-5\n");
    assert_int_equal(run("post a.ledger --in q.csv"), 1);
    assert_told("q.csv:4");
    must_run("verify a.ledger --format json"); /* all or nothing */
    assert_out_has("{\"postings\":5,");
}

/* By hand: opening 50.01; of 2025 wx owes 10.00 back, 0.07 comes and goes: closing 40.01. */
static void the_sheet_by_hand(void **state)
{
    (void)state;
    begin();
    must_run("sheet a.ledger --book clearing --year 2025 --format csv");
    assert_out_has("row,from,to,account,date,id,source,note,fen,balance_fen\n"
                   "opening,hz,wx,,2025-01-01,,,,,5001\n"
                   "posting,hz,wx,,2025-02-01,k2,,,-1000,4001\n"
                   "posting,hz,wx,,2025-03-01,k3,,mistaken,7,4008\n"
                   "posting,hz,wx,,2025-03-02,k4,,,-7,4001\n"
                   "closing,hz,wx,,2025-12-31,,,,,4001\n"
                   "opening,,,tax,2025-01-01,,,,,-5001\n"
                   "in,,,tax,,,,,7,\n"
                   "out,,,tax,,,,,-1007,\n"
                   "closing,,,tax,2025-12-31,,,,,-6001\n"
                   "head,,,,,");
    must_run("sheet a.ledger --book clearing --year 2025 --format json");
    assert_out_has("{\"book\":\"clearing\",\"year\":2025,\"closed\":false,\"pairs\":[{\"from\":\"hz\",\"to\":\"wx\","
                   "\"opening_fen\":5001,");
    must_run("sheet a.ledger --book clearing --year 2025 --lang en");
    assert_out_has("hz owes wx (yuan; negative: has coming)\n");
    assert_out_has("40.01\n");
    assert_int_equal(run("sheet a.ledger --book none --year 2025"), 1);
}

/* What stands on paper is read out of it again, where there is a reader. */
static void the_sheet_is_printed_to_be_signed(void **state)
{
    (void)state;
    begin();
    must_run("sheet a.ledger --book clearing --year 2025 --lang en --format pdf --out sheet.pdf");
    assert_int_equal(strlen(content_of("out")), 0);
    assert_int_equal(shell("cd '%s' && head -c 5 sheet.pdf | grep -q %%PDF-", folder), 0);
    if (shell("command -v pdftotext >/dev/null") != 0)
        return;
    assert_int_equal(shell("cd '%s' && pdftotext -layout sheet.pdf out", folder), 0);
    static const char *const said[] = {
        "Settlement sheet of a book", "hz owes wx", "Opening", "50.01", "-10.00", "mistaken", "Closing", "40.01",
        "ledger verify FILE --head",  "Signed"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_out_has(said[i]);
    assert_int_equal(run("sheet a.ledger --book clearing --year 2025 --format pdf"), 2);
    assert_int_equal(run("sheet a.ledger --book clearing --year 2025 --format pdf --out no/such/sheet.pdf"), 1);
}

static void two_sides_compute_the_same_bytes(void **state)
{
    (void)state;
    static const char *const format[] = {"table", "csv", "json"};
    begin();
    must_run("post b.ledger --in p.csv"); /* the other side, alone */
    assert_int_equal(shell("cmp -s '%s/a.ledger' '%s/b.ledger'", folder, folder), 0);
    for (int i = 0; i < 3; i++) {
        char arguments[128];
        for (int side = 0; side < 2; side++) {
            snprintf(arguments, sizeof arguments, "sheet %c.ledger --book clearing --year 2025 --format %s", "ab"[side],
                     format[i]);
            must_run(arguments);
            assert_int_equal(shell("mv '%s/out' '%s/sheet-%d'", folder, folder, side), 0);
        }
        assert_int_equal(shell("cmp -s '%s/sheet-0' '%s/sheet-1'", folder, folder), 0);
    }
}

static void a_closed_year_takes_nothing(void **state)
{
    (void)state;
    begin();
    must_run("close a.ledger --book clearing --year 2025 --format json");
    assert_out_has("{\"posted\":1,\"already\":0,\"postings\":6,");
    must_run("close a.ledger --book clearing --year 2025 --format json");
    assert_out_has("{\"posted\":0,\"already\":1,\"postings\":6,");
    write_text("late.csv", "id,book,date,account,fen\nz,clearing,2025-12-31,a,5\nz,clearing,2025-12-31,c,-5\n");
    assert_int_equal(run("post a.ledger --in late.csv"), 1);
    assert_told("2025-12-31");
    must_run("sheet a.ledger --book clearing --year 2025 --format json");
    assert_out_has("\"closed\":true");
    assert_int_equal(run("close a.ledger --book typo --year 2025"), 1);
}

static void a_head_stays_in_the_chain(void **state)
{
    (void)state;
    begin();
    char head[65];
    memcpy(head, strstr(content_of("out"), "\"head\":\"") + 8, 64);
    head[64] = '\0';
    must_run("close a.ledger --book clearing --year 2025");
    char arguments[160];
    snprintf(arguments, sizeof arguments, "verify a.ledger --head %s --format json", head);
    must_run(arguments);
    assert_out_has("\"found_at\":5,");
    head[0] = head[0] == '0' ? '1' : '0';
    snprintf(arguments, sizeof arguments, "verify a.ledger --head %s", head);
    assert_int_equal(run(arguments), 1);
    head[40] = '\0'; /* what was found is shown shortened */
    assert_told(head);
}

static void damage_is_told_with_its_posting_and_a_torn_tail_is_cut(void **state)
{
    (void)state;
    begin();
    assert_int_equal(
        shell("cd '%s' && cp a.ledger c.ledger && printf X | dd of=c.ledger bs=1 seek=60 conv=notrunc 2>/dev/null",
              folder),
        0);
    assert_int_equal(run("verify c.ledger"), 1);
    assert_told("posting 1");
    assert_int_equal(run("post c.ledger --in p.csv"), 1);
    assert_int_equal(shell("cd '%s' && cp a.ledger t.ledger && truncate -s -3 t.ledger", folder), 0);
    must_run("verify t.ledger --format json");
    assert_out_has("{\"postings\":4,");
    must_run("post t.ledger --in p.csv --format json");
    assert_out_has("{\"posted\":1,\"already\":4,\"postings\":5,");
    assert_int_equal(shell("cmp -s '%s/a.ledger' '%s/t.ledger'", folder, folder), 0);
}

static void json_says_the_same_as_csv(void **state)
{
    (void)state;
    begin();
    write_text(
        "p.json",
        "[{\"id\":\"k1\",\"book\":\"clearing\",\"date\":\"2024-06-30\",\"source\":\"agreement-1\",\"note\":\"half of "
        "the tax\","
        "\"lines\":[{\"account\":\"tax\",\"fen\":-5001},{\"account\":\"hz>wx\",\"fen\":5001}]},"
        "{\"id\":\"k4\",\"book\":\"clearing\",\"date\":\"2025-03-02\",\"kind\":\"reverse\",\"reverses\":\"k3\"}]");
    must_run("post a.ledger --in p.json --format json");
    assert_out_has("{\"posted\":0,\"already\":2,\"postings\":5,");
    write_text("bad.json", "[{\"id\":7,\"book\":\"b\",\"other\":\"x\",\"lines\":[{\"account\":\"a\"}]},3]");
    assert_int_equal(run("post a.ledger --in bad.json"), 1);
    assert_told("5 faults");
}

static void every_fault_of_a_csv_is_told_with_its_place(void **state)
{
    (void)state;
    begin();
    write_text("f.csv",
               "id,book,date,kind,account,fen\nx,b,2025,post,a,5\nx,b,2025,post,c,-5\ny,b,2025-01-01,pay,a,1.5\n"
               "y,b,2025-01-02,pay,c,1\nz,b\n");
    assert_int_equal(run("post new.ledger --in f.csv"), 1);
    assert_told("f.csv:4");
    assert_told("f.csv:5");
    assert_told("f.csv:6");
    assert_int_equal(shell("test -e '%s/new.ledger'", folder), 1); /* nothing is begun */
    write_text("h.csv", "id,book,day,account,fen\n");
    assert_int_equal(run("post new.ledger --in h.csv"), 1);
    assert_told("column date");
    write_text("s.csv", "id,book,date,account,fen\nx,b,2025-01-01,a,5\n");
    assert_int_equal(run("post new.ledger --in s.csv"), 1);
    assert_told("s.csv:2");
}

static void wrong_words_are_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "post",
                                        "pay a.ledger",
                                        "post a.ledger",
                                        "close a.ledger --book b",
                                        "sheet a.ledger --year 2025",
                                        "sheet a.ledger --book b --year 25",
                                        "verify a.ledger --head 12",
                                        "verify a.ledger --format csv",
                                        "verify a.ledger --in x",
                                        "post a.ledger --in",
                                        "verify a.ledger --lang fr"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(run(wrong[i]), 2);
    assert_int_equal(run("verify none.ledger"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postings_are_taken_once),
        cmocka_unit_test(the_sheet_by_hand),
        cmocka_unit_test(the_sheet_is_printed_to_be_signed),
        cmocka_unit_test(two_sides_compute_the_same_bytes),
        cmocka_unit_test(a_closed_year_takes_nothing),
        cmocka_unit_test(a_head_stays_in_the_chain),
        cmocka_unit_test(damage_is_told_with_its_posting_and_a_torn_tail_is_cut),
        cmocka_unit_test(json_says_the_same_as_csv),
        cmocka_unit_test(every_fault_of_a_csv_is_told_with_its_place),
        cmocka_unit_test(wrong_words_are_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
