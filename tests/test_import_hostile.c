/* test_import_hostile.c - bodies that are no sheets, or sheets made to do harm: told, and nothing else happens. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "import_calls.h"

#include "draw.h"
#include "make_book.h"

#define FIRMS "?table=firms&source=s1"

static const char *const targets[] = {"/api/v1/imports", "/api/v1/imports/take", "/api/v1/imports/bad"};
enum { TARGETS = sizeof targets / sizeof *targets };

/* Every route of imports answers it with one of two statuses, and the store stays as it is. */
static void assert_refused(ch_text body, unsigned status, unsigned or_status)
{
    const fixture_digest before = digest_of_store();
    for (size_t i = 0; i < TARGETS; i++) {
        char target[100];
        snprintf(target, sizeof target, "%s" FIRMS, targets[i]);
        serve_answer answer = ask_with(NULL, STEWARD, SERVE_POST, target, body);
        if (answer.status != status && answer.status != or_status)
            fail_msg("%s: %u, expected %u: %.*s", target, answer.status, status, (int)answer.body.len, answer.body.at);
        assert_string_equal(answer.type, "application/problem+json");
        serve_answer_free(&answer);
    }
    assert_string_equal(digest_of_store().hex, before.hex);
    assert_int_equal(hall.importing, 0);
}

static ch_text sound_book(void)
{
    return zip_book(&(book_text){.rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c>"
                                         "<c r=\"B1\" t=\"inlineStr\"><is><t>note</t></is></c></row>"
                                         "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>f2</t></is></c>"
                                         "<c r=\"B2\" t=\"inlineStr\"><is><t>n</t></is></c></row>"});
}

static void what_is_no_book_is_told(void **state)
{
    (void)state;
    char noise[5000];
    uint64_t seed = 7;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)draw(&seed, 256);
    assert_refused((ch_text){"", 0}, 400, 415);
    assert_refused((ch_text){noise, sizeof noise}, 415, 415);
    assert_refused((ch_text){"\0\0\0\0", 4}, 415, 400);
    assert_refused(CH_TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old book"), 415, 415);
    assert_refused(CH_TEXT("PK\x03\x04"), 415, 415);
    assert_refused(CH_TEXT("<html><body>id,note</body></html>"), 400, 400);
    assert_refused(CH_TEXT("id,note\nf1,\"never closed"), 400, 400);
}

static void a_book_cut_anywhere_is_told(void **state)
{
    (void)state;
    const ch_text book = sound_book();
    ASSERT_ANSWER(ask_with(NULL, STEWARD, SERVE_POST, "/api/v1/imports" FIRMS, book), 200, "\"changed\":1");
    for (size_t len = 4; len < book.len; len += 1 + book.len / 60)
        assert_refused((ch_text){book.at, len}, 415, 415);
    free((char *)(uintptr_t)book.at);
}

/* Some bytes still make a book, which then is tried. */
static void a_book_with_any_byte_changed_is_answered(void **state)
{
    (void)state;
    enum { ROUNDS = 400 };
    const ch_text book = sound_book();
    char *bytes = malloc(book.len);
    uint64_t seed = 11;
    size_t refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(bytes, book.at, book.len);
        for (uint32_t n = 1 + draw(&seed, 8); n > 0; n--)
            bytes[draw(&seed, (uint32_t)book.len)] = (char)draw(&seed, 256);
        serve_answer answer = ask_with(NULL, STEWARD, SERVE_POST, "/api/v1/imports" FIRMS, (ch_text){bytes, book.len});
        if (answer.status != 200 && (answer.status < 400 || answer.status >= 500))
            fail_msg("round %d: %u", round, answer.status);
        refused += answer.status != 200;
        serve_answer_free(&answer);
    }
    assert_true(refused > ROUNDS / 4);
    free(bytes);
    free((char *)(uintptr_t)book.at);
}

/* Entities that unfold into billions, and a small part that unpacks to much. */
static void a_book_that_grows_is_refused(void **state)
{
    (void)state;
    static const char laughs[] =
        "<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><worksheet " BOOK_XMLNS
        "><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&d;</t></is></c></row></sheetData></worksheet>";
    ch_text book = zip_book(&(book_text){.sheet = laughs});
    assert_refused(book, 415, 415);
    free((char *)(uintptr_t)book.at);

    enum { BYTES = 40 << 20 };
    static const char head[] = "<worksheet " BOOK_XMLNS "><sheetData>";
    char *blanks = malloc(BYTES + 1);
    memset(blanks, ' ', BYTES);
    memcpy(blanks, head, sizeof head - 1);
    blanks[BYTES] = '\0';
    book = zip_book(&(book_text){.sheet = blanks});
    assert_true(book.len < BYTES / 100);
    assert_refused(book, 415, 415);
    free(blanks);
    free((char *)(uintptr_t)book.at);
}

static void a_sheet_with_too_many_rows_is_refused(void **state)
{
    (void)state;
    ch_buf sheet = {0};
    ch_buf_adds(&sheet, "id,note\n");
    for (int i = 0; i < 200000; i++)
        ch_buf_adds(&sheet, "f2,n\n");
    assert_refused(ch_buf_text(&sheet), 413, 413);
    ch_buf_free(&sheet);
}

static void what_is_asked_of_it_must_fit(void **state)
{
    (void)state;
    static const struct {
        const char *query, *says;
    } cases[] = {{"", "\"name\":\"table\""},
                 {"?table=firmz", "nearest: firms"},
                 {"?table=", "a table of the zone"},
                 {"?table=firms&sheet=S9", "\"found\":\"S9\""},
                 {"?table=firms&map=%7B", "valid JSON"},
                 {"?table=firms&map=%5B%5D", "an object"},
                 {"?table=firms&map=%7B%22id%22:7%7D", "a string"},
                 {"?table=firms&as_of=yesterday", "a date"},
                 {"?table=firms&encoding=ebcdic", "detect, utf8"},
                 {"?table=firms&delimiter=,", "comma, semicolon"},
                 {"?table=firms&table=leads", "once"},
                 {"?table=firms&moon=1", "a parameter of this address"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t j = 0; j < TARGETS; j++) {
            char target[200];
            snprintf(target, sizeof target, "%s%s", targets[j], cases[i].query);
            ASSERT_ANSWER(post(STEWARD, target, "id,note\nf2,n\n"), 400, cases[i].says);
        }
    assert_published();
}

/* Sources that are none, and days of any kind, are faults of rows. */
static void a_source_that_is_none_makes_bad_rows(void **state)
{
    (void)state;
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports?table=firms&source=nowhere", "name_zh,place\n新,p1\n"), 200,
                  "\"added\":0,\"changed\":0,\"same\":0,\"bad\":1", "nowhere");
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports?table=firms", "name_zh,place\n新,p1\n"), 200, "\"bad\":1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_hall, close_hall)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_book_is_told),
        TEST(a_book_cut_anywhere_is_told),
        TEST(a_book_with_any_byte_changed_is_answered),
        TEST(a_book_that_grows_is_refused),
        TEST(a_sheet_with_too_many_rows_is_refused),
        TEST(what_is_asked_of_it_must_fit),
        TEST(a_source_that_is_none_makes_bad_rows),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
