/* test_settlement.c - the yearly sheet: dues, the digest two sides compare, what the ledger says, the other side's sheet, the layout for paper. */
#define _GNU_SOURCE
#include "draw.h"
#include "failing.h"
#include "ledger_calls.h"
#include "make_zone.h"

#include "../src/desk/settling.h"
#include "changhe/whatif.h"

#include "bundled.h" /* last: it calls a variable zone */

#include <jansson.h>

#define LAND \
    "places: id,level,parent,name_zh,name_en\n33,province,,省,\na,county,33,甲县,Jia\nb,county,,乙县,\nz,zone,a,区,\n" \
    "zone: id,place,members\nz,z,a b\n"
#define RULES "tax_rules: id,stream,central,provincial\nvat,vat,1/2,20%\ncit,cit,60%,0.2\n"
#define DEAL  "agreements: id,form,base,start_event,start_on,version\nd,referral,retained,first_tax,2024,v1\n"
#define PARTIES \
    "agreement_parties: " \
    "agreement,party,place,role,cap_wan,name_zh\nd,a,a,origin,900,\nd,b,b,host,,\nd,c,,fund,,基金\n"
#define PHASES "agreement_phases: id,agreement,party,from_year,to_year,weight\np,d,a,0,5,50%\nq,d,c,0,5,1/10\n"
#define AMOUNTS \
    "agreement_amounts: id,agreement,period,stream,kind,gross_wan\n" \
    "v24,d,2024,vat,actual,1200\nc24,d,2024,cit,actual,800\nv26,d,2026,vat,actual,-120\nv27,d,2027,vat,planned,0." \
    "0003\n"
#define ALL   LAND RULES DEAL PARTIES PHASES AMOUNTS
#define RATIO "[{\"table\":\"agreement_phases\",\"op\":\"upsert\",\"row\":{\"id\":\"p\",\"weight\":\"0.25\"}}]"

typedef ch_err answering(const ch_settlement_question *question, ch_buf *out, ch_faults *faults);

static ch_err try_ask(answering *answer, const ch_zone *of, const char *edits, int32_t year, const ch_ledger *ledger,
                      ch_buf *out, ch_faults *faults)
{
    ch_arena arena = {.memory = of->memory};
    ch_faults unheard = {0};
    ch_edits what_if = {0};
    faults = faults ? faults : &unheard;
    ch_err err = edits ? ch_whatif_read(&arena, CH_TEXT("what-if"), ch_text_of(edits), &what_if, faults) : CH_OK;
    const ch_settlement_question question = {.split = {.zone = of,
                                                       .what_if = edits ? &what_if : NULL,
                                                       .what_if_name = CH_TEXT("what-if"),
                                                       .agreement = CH_TEXT("d")},
                                             .year = year,
                                             .ledger = ledger};
    if (err == CH_OK)
        err = answer(&question, out, faults);
    ch_faults_free(&unheard);
    ch_arena_free(&arena);
    return err;
}

static json_t *ask_json(const ch_zone *of, const char *edits, int32_t year, const ch_ledger *ledger)
{
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_json, of, edits, year, ledger, &out, NULL), CH_OK);
    json_t *read = json_loadb(out.at, out.len, 0, NULL);
    assert_non_null(read);
    ch_buf_free(&out);
    return read;
}

/* The CSV, NUL behind it; freed by the caller. */
static char *ask_csv(const ch_zone *of, const char *edits, int32_t year)
{
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_csv, of, edits, year, NULL, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    return out.at;
}

static const char *text(json_t *answer, const char *key)
{
    return json_string_value(json_object_get(answer, key));
}

static json_int_t number(json_t *list, size_t at, const char *key)
{
    json_t *value = json_object_get(json_array_get(list, at), key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

/* ---- who pays whom */

/* By hand: 480 + 256 = 736 to share, half of it 368, a tenth 73.6; the host keeps 294.4. */
static void the_host_owes_each_other_party_what_it_gets(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(made, NULL, 2024, NULL), *due = json_object_get(answer, "due");
    assert_string_equal(text(answer, "collector"), "b");
    assert_int_equal(json_array_size(due), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(due, 0), "from")), "b");
    assert_string_equal(json_string_value(json_object_get(json_array_get(due, 0), "to")), "a");
    assert_int_equal(number(due, 0, "amount_fen"), 368 * CH_FEN_PER_WAN);
    assert_int_equal(number(due, 1, "amount_fen"), 736 * CH_FEN_PER_WAN / 10);
    assert_int_equal(number(json_object_get(answer, "parties"), 1, "amount_fen"), 2944 * CH_FEN_PER_WAN / 10);
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(json_object_get(answer, "parties"), 0), "name_en")), "Jia");
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(answer, "parties"), 2), "name_en")));
    assert_true(json_is_null(json_object_get(answer, "ledger")));
    assert_int_equal(json_array_size(json_object_get(answer, "lines")), 6);
    json_decref(answer);
    ch_zone_drop(made);
}

static void a_refund_flows_back(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(made, NULL, 2026, NULL), *due = json_object_get(answer, "due");
    assert_int_equal(number(due, 0, "amount_fen"), -24 * CH_FEN_PER_WAN);
    assert_int_equal(number(due, 1, "amount_fen"), -48 * CH_FEN_PER_WAN / 10);
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_csv, made, NULL, 2026, NULL, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(strstr(out.at, "\ndue,d,2026,,b,a,,,,,,,,,-24000000,,,,,\n"));
    ch_buf_free(&out);
    json_decref(answer);
    ch_zone_drop(made);
}

static void without_one_host_who_takes_the_rest_collects(void **state)
{
    (void)state;
    ch_zone *none =
        make_zone(NULL, LAND RULES DEAL "agreement_parties: agreement,party,role,overflow\nd,a,origin,\nd,c,"
                                        "park,yes\n" PHASES AMOUNTS);
    ch_zone *two =
        make_zone(NULL, LAND RULES DEAL "agreement_parties: agreement,party,role,overflow\nd,a,host,\nd,b,host,"
                                        "yes\nd,c,fund,\n" PHASES AMOUNTS);
    json_t *answer = ask_json(none, NULL, 2024, NULL);
    assert_string_equal(text(answer, "collector"), "c");
    json_decref(answer);
    answer = ask_json(two, NULL, 2024, NULL);
    assert_string_equal(text(answer, "collector"), "b");
    json_decref(answer);
    ch_zone_drop(two);
    ch_zone_drop(none);
}

static void a_year_without_amounts_is_an_answer(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(made, NULL, 2031, NULL);
    assert_int_equal(json_array_size(json_object_get(answer, "lines")), 0);
    assert_int_equal(json_array_size(json_object_get(answer, "due")), 0);
    assert_int_equal(strlen(text(answer, "digest")), 64);
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_postings, made, NULL, 2031, NULL, &out, NULL), CH_OK);
    assert_true(ch_text_equal(ch_buf_text(&out), CH_TEXT("[]\n")));
    ch_buf_free(&out);
    json_decref(answer);
    ch_zone_drop(made);
}

static void a_year_that_is_none_and_an_agreement_that_is_not_there_are_told(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_buf out = {0};
    ch_faults faults = {0};
    const ch_settlement_question other = {.split = {.zone = made, .agreement = CH_TEXT("x")}, .year = 2024};
    assert_int_equal(try_ask(ch_answer_settlement_json, made, NULL, 24, NULL, &out, &faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_YEAR);
    assert_int_equal(ch_answer_settlement_csv(&other, &out, &faults), CH_ENONE);
    assert_int_equal(faults.list[1].want, CH_WANT_AGREEMENT_ID);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(made);
}

static void dues_of_every_bundled_year_sum_to_what_is_shared_less_the_collectors_own(void **state)
{
    (void)state;
    size_t years = 0;
    for (size_t i = 0; i < zone->agreements.rows; i++)
        for (int32_t year = 2003; year <= 2034; year++) {
            ch_arena arena = {0};
            ch_desk__settling s;
            const ch_settlement_question question = {.split = {.zone = zone, .agreement = zone->agreements.id[i]},
                                                     .year = year};
            assert_int_equal(ch_desk__settle_open(&arena, &question, &s, NULL), CH_OK);
            const ch_agreement_split *split = &s.of.deal.split;
            int64_t sum_fen = split->total[s.collector].amount_fen;
            for (size_t d = 0; d < s.dues; d++) {
                assert_true(s.due[d].party != s.collector && s.due[d].amount_fen != 0);
                sum_fen += s.due[d].amount_fen;
            }
            assert_int_equal(sum_fen, split->base_fen);
            years += split->rows > 0;
            ch_desk__settle_close(&s);
            ch_arena_free(&arena);
        }
    assert_true(years > 50);
}

/* ---- the digest */

static void the_digest_is_of_the_csv_without_its_own_row(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(made, NULL, 2024, NULL);
    char *csv = ask_csv(made, NULL, 2024), hex[CH_SHA256_HEX + 1];
    const char *row = strstr(csv, "\ndigest,");
    assert_non_null(row);
    const ch_sha256 digest = ch_sha256_of((ch_text){csv, (size_t)(row + 1 - csv)});
    ch_sha256_format(&digest, hex);
    assert_string_equal(text(answer, "digest"), hex);
    assert_non_null(strstr(row, hex));
    free(csv);
    json_decref(answer);
    ch_zone_drop(made);
}

static char *digest_of(const char *rows, const char *edits)
{
    ch_zone *made = make_zone(NULL, rows);
    json_t *answer = ask_json(made, edits, 2024, NULL);
    char *digest = strdup(text(answer, "digest"));
    json_decref(answer);
    ch_zone_drop(made);
    return digest;
}

#define AMONG(parts_) LAND RULES parts_

static void rows_of_others_and_their_order_do_not_change_it(void **state)
{
    (void)state;
    static const char *const same[] = {
        ALL "firms: id,place\nf,a\n",
        ALL "agreements: id,form,base,start_event,start_on\ne,fund,retained,signed,2024\n"
            "agreement_parties: agreement,party,role\ne,a,origin\ne,b,host\n"
            "agreement_phases: id,agreement,party,from_year,to_year,weight\nr,e,a,0,5,50%\n"
            "agreement_amounts: id,agreement,period,stream,kind,gross_wan\ne24,e,2024,vat,actual,7\n",
        /* other years of its own, and a clause that does not speak of this one */
        ALL "agreement_amounts: id,agreement,period,stream,kind,gross_wan\nv28,d,2028,vat,actual,7\n"
            "agreement_phases: id,agreement,party,from_year,to_year,weight\nr,d,a,5,9,10%\n",
        AMONG("agreement_amounts: id,agreement,period,stream,kind,gross_wan\n"
              "v27,d,2027,vat,planned,0.0003\nv26,d,2026,vat,actual,-120\nc24,d,2024,cit,actual,800\n"
              "v24,d,2024,vat,actual,1200\n"
              "agreement_phases: id,agreement,party,from_year,to_year,weight\nq,d,c,0,5,1/10\np,d,a,0,5,50%\n"
              "agreement_parties: "
              "agreement,party,place,role,cap_wan,name_zh\nd,c,,fund,,基金\nd,b,b,host,,\nd,a,a,origin,"
              "900,\n" DEAL),
        AMONG(DEAL PARTIES
              "agreement_phases: id,agreement,party,from_year,to_year,weight\np,d,a,0,5,1/2\nq,d,c,0,5,10%\n" AMOUNTS)};
    char *const digest = digest_of(ALL, NULL);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char *other = digest_of(same[i], NULL);
        assert_string_equal(digest, other);
        free(other);
    }
    free(digest);
}

static void anything_of_the_agreement_and_year_changes_it(void **state)
{
    (void)state;
    static const char *const other[] = {
        /* a ratio, an amount by a fen, a cap, what was paid before, the start, the rule's version */
        AMONG(DEAL PARTIES
              "agreement_phases: id,agreement,party,from_year,to_year,weight\np,d,a,0,5,49%\nq,d,c,0,5,10%\n" AMOUNTS),
        AMONG(DEAL PARTIES PHASES "agreement_amounts: id,agreement,period,stream,kind,gross_wan\n"
                                  "v24,d,2024,vat,actual,1200.000001\nc24,d,2024,cit,actual,800\n"),
        AMONG(DEAL "agreement_parties: agreement,party,place,role,cap_wan,name_zh\n"
                   "d,a,a,origin,901,\nd,b,b,host,,\nd,c,,fund,,基金\n" PHASES AMOUNTS),
        AMONG(DEAL "agreement_parties: agreement,party,place,role,cap_wan,cap_year_wan\n"
                   "d,a,a,origin,900,890\nd,b,b,host,,\nd,c,,fund,,\n" PHASES AMOUNTS),
        AMONG(DEAL "agreement_parties: agreement,party,place,role,cap_wan,paid_wan\n"
                   "d,a,a,origin,900,\nd,b,b,host,,\nd,c,,fund,,1\n" PHASES AMOUNTS),
        AMONG("agreements: id,form,base,start_event,start_on,version\nd,referral,retained,first_tax,2023,v1\n" PARTIES
                  PHASES AMOUNTS),
        AMONG("agreements: id,form,base,start_event,start_on,version\nd,referral,retained,first_tax,2024,v2\n" PARTIES
                  PHASES AMOUNTS),
        LAND "tax_rules: id,stream,central,provincial\nvat,vat,1/2,21%\ncit,cit,60%,0.2\n" DEAL PARTIES PHASES AMOUNTS};
    char *const digest = digest_of(ALL, NULL);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        char *changed = digest_of(other[i], NULL);
        assert_string_not_equal(digest, changed);
        free(changed);
    }
    /* what is only tried out is never taken for what is agreed, even where nothing of it changes */
    char *tried =
        digest_of(ALL, "[{\"table\":\"places\",\"op\":\"upsert\",\"row\":{\"id\":\"b\",\"name_zh\":\"丙县\"}}]");
    assert_string_not_equal(digest, tried);
    free(tried);
    free(digest);
}

/* ---- the other side's sheet */

static ch_err compare(const ch_zone *of, ch_text theirs, ch_faults *faults)
{
    const ch_settlement_question question = {.split = {.zone = of, .agreement = CH_TEXT("d")}, .year = 2024};
    return ch_settlement_compare(&question, CH_TEXT("theirs.csv"), theirs, faults);
}

static void ones_own_sheet_is_the_same_and_each_altered_byte_is_found(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    char *csv = ask_csv(made, NULL, 2024);
    const ch_text sheet = ch_text_of(csv);
    assert_int_equal(compare(made, sheet, NULL), CH_OK);
    uint64_t seed = 1;
    for (size_t i = 0; i < sheet.len; i++) {
        static const char tried[] = "\n\r,\"0x\xff";
        const char was = csv[i];
        for (size_t k = 0; k < sizeof tried; k++) {
            csv[i] = k + 1 < sizeof tried ? tried[k] : (char)(was ^ (1 << draw(&seed, 8)));
            ch_faults faults = {0};
            assert_int_equal(compare(made, sheet, &faults), csv[i] == was ? CH_OK : CH_EDATA);
            assert_int_equal(faults.count > 0, csv[i] != was);
            if (k + 2 >= sizeof tried && csv[i] != '\n' && was != '\n') { /* a line is still one line: it is that one */
                uint32_t line = 1;
                for (size_t at = 0; at < i; at++)
                    line += csv[at] == '\n';
                assert_int_equal(faults.count, 1);
                assert_int_equal(faults.list[0].at.line, line);
            }
            ch_faults_free(&faults);
        }
        csv[i] = was;
    }
    free(csv);
    ch_zone_drop(made);
}

/* The sheet with `old` made `new`, once. */
static char *with(const char *csv, const char *old, const char *new_text)
{
    const char *at = strstr(csv, old);
    assert_non_null(at);
    ch_buf out = {0};
    ch_buf_add(&out, (ch_text){csv, (size_t)(at - csv)});
    ch_buf_adds(&out, new_text);
    ch_buf_adds(&out, at + strlen(old));
    ch_buf_addc(&out, '\0');
    return out.at;
}

static void assert_told(const ch_zone *of, char *theirs, ch_want want, uint32_t line, const char *column,
                        const char *found, const char *expected)
{
    ch_faults faults = {0};
    assert_int_equal(compare(of, ch_text_of(theirs), &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    const ch_fault *fault = &faults.list[0];
    assert_int_equal(fault->want, want);
    assert_int_equal(fault->at.line, line);
    assert_true(ch_text_equal(fault->column, ch_text_of(column)));
    assert_true(ch_text_equal(fault->found, ch_text_of(found)));
    assert_true(ch_text_equal(fault->detail, ch_text_of(expected)));
    ch_faults_free(&faults);
    free(theirs);
}

static void what_differs_is_told_with_line_and_cell(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    char *csv = ask_csv(made, NULL, 2024), *theirs;
    uint32_t due = 1;
    for (const char *at = csv; at < strstr(csv, "due,d,2024,,b,a"); at++)
        due += *at == '\n';
    static const char line[] = "due,d,2024,,b,a,,,,,,,,,368000000,,,,,\n",
                      bare[] = "due,d,2024,,b,a,,,,,,,,,368000000,,,,,";
    assert_told(made, with(csv, line, "due,d,2024,,b,a,,,,,,,,,368000001,,,,,\n"), CH_WANT_SHEET_CELL, due,
                "amount_fen", "368000001", "368000000");
    assert_told(made, with(csv, line, "due,d,2024,,b,a,,,,,,,,,368000000,,,,,x\n"), CH_WANT_SHEET_EMPTY, due, "text",
                "x", "");
    assert_told(made, with(csv, line, ""), CH_WANT_SHEET_LINE, due, "", "", bare);
    assert_told(made, with(csv, line, "due,d,2024,,b,a,,,,,,,,,368000000,,,,,\ndue,d\n"), CH_WANT_SHEET_NO_LINE,
                due + 1, "", "due,d", "");
    assert_told(made, with(csv, line, "due,d,2024,,b,a,,,,,,,,,368000000,,,,,\r\n"), CH_WANT_SHEET_BYTES, due, "", "",
                "");
    assert_told(made, with(csv, "row,", "\xef\xbb\xbfrow,"), CH_WANT_SHEET_BYTES, 1, "", "", "");
    theirs = strdup(csv);
    theirs[strlen(theirs) - 1] = '\0';
    ch_faults faults = {0};
    assert_int_equal(compare(made, ch_text_of(theirs), &faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_SHEET_BYTES);
    ch_faults_free(&faults);
    free(theirs);
    /* what the ledger says is not compared */
    theirs = with(csv, "digest,", "ledger,d,2024,state,,,,,,,,,,,,,,,,matches\ndigest,");
    assert_int_equal(compare(made, ch_text_of(theirs), NULL), CH_OK);
    free(theirs);
    assert_int_equal(compare(made, (ch_text){0}, NULL), CH_EDATA);
    free(csv);
    ch_zone_drop(made);
}

static void two_lines_in_each_others_place_are_told(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    char *csv = ask_csv(made, NULL, 2024);
    char *theirs = with(csv, "term,d,2024,form,,,,,,,,,,,,,,,,referral\nterm,d,2024,base,,,,,,,,,,,,,,,,retained\n",
                        "term,d,2024,base,,,,,,,,,,,,,,,,retained\nterm,d,2024,form,,,,,,,,,,,,,,,,referral\n");
    ch_faults faults = {0};
    assert_int_equal(compare(made, ch_text_of(theirs), &faults), CH_EDATA);
    assert_int_equal(faults.count, 2);
    ch_faults_free(&faults);
    free(theirs);
    free(csv);
    ch_zone_drop(made);
}

/* ---- the ledger */

static ch_ledger *new_ledger(void)
{
    ch_ledger *ledger;
    assert_int_equal(ch_ledger_new(NULL, &ledger), CH_OK);
    return ledger;
}

static void put(ch_ledger *ledger, ch_ledger_kind kind, const char *id, ch_date date, const char *lines,
                const char *note)
{
    ch_ledger_taken taken;
    assert_int_equal(ledger_put(ledger, kind, id, "d", date, lines, note, &taken, NULL), CH_OK);
}

static void assert_pair(json_t *answer, size_t at, const char *to, const json_int_t fen[6])
{
    static const char *const key[] = {"opening_fen", "due_fen", "posted_fen", "differs_fen", "paid_fen", "closing_fen"};
    json_t *pairs = json_object_get(json_object_get(answer, "ledger"), "pairs");
    assert_string_equal(json_string_value(json_object_get(json_array_get(pairs, at), "to")), to);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(number(pairs, at, key[i]), fen[i]);
}

static void assert_state(const ch_zone *of, const ch_ledger *ledger, const char *state, const json_int_t a[6],
                         const json_int_t c[6])
{
    json_t *answer = ask_json(of, NULL, 2024, ledger);
    assert_string_equal(text(json_object_get(answer, "ledger"), "state"), state);
    assert_pair(answer, 0, "a", a);
    assert_pair(answer, 1, "c", c);
    json_decref(answer);
}

enum { A = 368000000, C = 73600000 };

static void a_book_that_is_not_there_says_not_posted(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    assert_state(made, ledger, "not_posted", (json_int_t[]){0, A, 0, A, 0, 0}, (json_int_t[]){0, C, 0, C, 0, 0});
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void what_was_posted_paid_and_is_still_owed_is_told_by_pair(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "before", 20230601, "b>a=500 x=-500", "");
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=368000000 b>c=73600000 due=-441600000", "");
    assert_state(made, ledger, "matches", (json_int_t[]){500, A, A, 0, 0, A + 500}, (json_int_t[]){0, C, C, 0, 0, C});
    /* one pays on the account, the other by an account of its own side */
    put(ledger, CH_LEDGER_POST, "pay1", 20241231, "b>a=-184000000 bank=184000000", "");
    put(ledger, CH_LEDGER_POST, "pay2", 20241231, "c>b=3600000 bank=-3600000", "");
    assert_state(made, ledger, "matches", (json_int_t[]){500, A, A, 0, A / 2, A / 2 + 500},
                 (json_int_t[]){0, C, C, 0, 3600000, C - 3600000});
    /* the next year opens with what was left */
    json_t *answer = ask_json(made, NULL, 2025, ledger);
    assert_pair(answer, 0, "a", (json_int_t[]){A / 2 + 500, 0, 0, 0, 0, A / 2 + 500});
    assert_string_equal(text(json_object_get(answer, "ledger"), "state"), "matches");
    json_decref(answer);
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void a_ratio_that_changes_differs_by_the_exact_fen(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=368000000 b>c=73600000 due=-441600000", "");
    json_t *answer = ask_json(made, RATIO, 2024, ledger);
    assert_string_equal(text(json_object_get(answer, "ledger"), "state"), "differs");
    assert_pair(answer, 0, "a", (json_int_t[]){0, A / 2, A, -A / 2, 0, A});
    assert_pair(answer, 1, "c", (json_int_t[]){0, C, C, 0, 0, C});
    json_decref(answer);
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void a_due_that_was_reversed_does_not_stand_and_is_posted_anew_under_the_next_id(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=1 b>c=2 due=-3", "");
    assert_state(made, ledger, "differs", (json_int_t[]){0, A, 1, A - 1, 0, 1}, (json_int_t[]){0, C, 2, C - 2, 0, 2});
    put(ledger, CH_LEDGER_REVERSE, "undo", 20241231, "", "d:2024:due");
    assert_state(made, ledger, "not_posted", (json_int_t[]){0, A, 0, A, 0, 0}, (json_int_t[]){0, C, 0, C, 0, 0});
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_postings, made, NULL, 2024, ledger, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(strstr(out.at, "\"id\":\"d:2024:due:2\""));
    ch_buf_free(&out);
    put(ledger, CH_LEDGER_POST, "d:2024:due:2", 20241231, "b>a=368000000 b>c=73600000 due=-441600000", "");
    assert_state(made, ledger, "matches", (json_int_t[]){0, A, A, 0, 0, A}, (json_int_t[]){0, C, C, 0, 0, C});
    /* the reversal reversed: both stand */
    put(ledger, CH_LEDGER_REVERSE, "redo", 20241231, "", "undo");
    assert_state(made, ledger, "differs", (json_int_t[]){0, A, A + 1, -1, 0, A + 1},
                 (json_int_t[]){0, C, C + 2, -2, 0, C + 2});
    /* reversed in a later year: the year's account is as it was, and what stands is not */
    put(ledger, CH_LEDGER_REVERSE, "late", 20250301, "", "d:2024:due:2");
    assert_state(made, ledger, "differs", (json_int_t[]){0, A, A + 1, A - 1, 0, A + 1},
                 (json_int_t[]){0, C, C + 2, C - 2, 0, C + 2});
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void what_else_stands_in_the_book_is_told_behind(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "k", 20240301, "a>c=7 x=-7", "");
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=368000000 b>c=73600000 b>e=5 due=-441600005", "");
    json_t *answer = ask_json(made, NULL, 2024, ledger);
    assert_string_equal(text(json_object_get(answer, "ledger"), "state"), "differs");
    assert_pair(answer, 2, "c", (json_int_t[]){0, 0, 0, 0, -7, 7});
    assert_pair(answer, 3, "e", (json_int_t[]){0, 0, 5, -5, 0, 5});
    json_decref(answer);
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void a_what_if_is_not_posted(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(try_ask(ch_answer_settlement_postings, made, RATIO, 2024, NULL, &out, &faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_AGREED);
    assert_int_equal(out.len, 0);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(made);
}

static void codes_that_no_ledger_takes_are_told(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, LAND RULES DEAL
                              "agreement_parties: agreement,party,role\nd,a>x,origin\nd,b,host\n"
                              "agreement_phases: id,agreement,party,from_year,weight\np,d,a>x,0,1/2\n" AMOUNTS);
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(try_ask(ch_answer_settlement_postings, made, NULL, 2024, NULL, &out, &faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_LEDGER_ACCOUNT);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(made);
}

/* Dues of +1 and -1 need no other side. */
static void dues_that_make_up_for_each_other_sum_to_nothing(void **state)
{
    (void)state;
    ch_zone *made =
        make_zone(NULL, LAND DEAL PARTIES
                  "tax_rules: id,stream,central,provincial\nvat,vat,0,0\ncit,cit,0,0\n"
                  "agreement_phases: id,agreement,party,streams,from_year,weight\np,d,a,vat,0,1\nq,d,c,cit,0,1\n"
                  "agreement_amounts: id,agreement,period,stream,kind,gross_wan\n"
                  "v,d,2024,vat,actual,3\nc,d,2024,cit,actual,-3\n");
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_settlement_postings, made, NULL, 2024, NULL, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(
        strstr(out.at, "\"lines\":[{\"account\":\"b>a\",\"fen\":3000000},{\"account\":\"b>c\",\"fen\":-3000000}]}]\n"));
    ch_buf_free(&out);
    ch_zone_drop(made);
}

/* ---- for people */

static char *said(const ch_zone *of, const char *edits, ch_lang lang, const ch_ledger *ledger)
{
    ch_arena arena = {0};
    ch_edits what_if = {0};
    ch_buf out = {0};
    ch_faults faults = {0};
    if (edits)
        assert_int_equal(ch_whatif_read(&arena, CH_TEXT("w"), ch_text_of(edits), &what_if, &faults), CH_OK);
    const ch_settlement_question question = {.split = {.zone = of,
                                                       .what_if = edits ? &what_if : NULL,
                                                       .what_if_name = CH_TEXT("w"),
                                                       .agreement = CH_TEXT("d")},
                                             .year = 2024,
                                             .ledger = ledger};
    assert_int_equal(ch_answer_settlement_text(&question, lang, &out, &faults), CH_OK);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_buf_addc(&out, '\0');
    return out.at;
}

static void the_terminal_says_who_pays_whom(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=1 due=-1", "");
    char *zh = said(made, NULL, CH_ZH, ledger), *en = said(made, RATIO, CH_EN, NULL);
    assert_non_null(strstr(zh, "乙县 付 甲县 3,680,000.00\n"));
    assert_non_null(strstr(zh, "条款 p：分 1/2（2024—2028 年）"));
    assert_non_null(strstr(zh, "与账本不一致"));
    assert_non_null(strstr(zh, "相差 3,679,999.99"));
    assert_null(strstr(zh, "试算"));
    assert_non_null(strstr(en, "WHAT IF Settlement sheet"));
    assert_non_null(strstr(en, "乙县 pays Jia 1,840,000.00\n"));
    free(zh);
    free(en);
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void yuan_have_two_decimals_and_commas(void **state)
{
    (void)state;
    static const struct {
        int64_t fen;
        const char *said;
    } cases[] = {{0, "0.00"},
                 {5, "0.05"},
                 {-5, "-0.05"},
                 {99999, "999.99"},
                 {100000, "1,000.00"},
                 {-123456789, "-1,234,567.89"},
                 {INT64_MAX, "92,233,720,368,547,758.07"},
                 {CH_UNKNOWN_I64, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch_buf out = {0};
        ch_desk__add_yuan(&out, cases[i].fen);
        assert_true(ch_text_equal(ch_buf_text(&out), ch_text_of(cases[i].said)));
        ch_buf_free(&out);
    }
}

/* ---- on paper */

typedef struct {
    ch_arena arena;
    ch_edits edits;
    ch_desk__settling s;
    ch_paper paper;
    ch_settlement_question question;
} printed;

static void lay_out(printed *p, const ch_zone *of, const char *edits, ch_lang lang, const ch_ledger *ledger)
{
    *p = (printed){.question = {.split = {.zone = of, .what_if_name = CH_TEXT("w"), .agreement = CH_TEXT("d")},
                                .year = 2024,
                                .ledger = ledger}};
    ch_faults faults = {0};
    if (edits) {
        assert_int_equal(ch_whatif_read(&p->arena, CH_TEXT("w"), ch_text_of(edits), &p->edits, &faults), CH_OK);
        p->question.split.what_if = &p->edits;
    }
    assert_int_equal(ch_desk__settle_open(&p->arena, &p->question, &p->s, &faults), CH_OK);
    ch_faults_free(&faults);
    assert_int_equal(ch_desk__sheet_paper(&p->arena, &p->s, lang, 20250115, &p->paper), CH_OK);
}

static void put_away(printed *p)
{
    ch_desk__settle_close(&p->s);
    ch_arena_free(&p->arena);
}

static void add_piece(ch_buf *out, ch_text piece)
{
    assert_int_equal(ch_utf8_valid(piece), piece.len);
    ch_buf_add(out, piece);
    ch_buf_addc(out, '\n');
}

/* All that stands on it, a line each. */
static char *read_all(const ch_paper *paper)
{
    ch_buf out = {0};
    add_piece(&out, paper->title);
    add_piece(&out, paper->foot);
    for (size_t i = 0; i < paper->blocks; i++) {
        const ch_paper_block *block = &paper->block[i];
        assert_true(block->kind == CH_PAPER_TABLE ? block->columns > 0 : true);
        add_piece(&out, block->text);
        for (size_t c = 0; c < block->columns; c++)
            add_piece(&out, block->column[c].head);
        for (size_t c = 0; c < block->rows * block->columns; c++)
            add_piece(&out, block->cell[c]);
        for (size_t k = 0; k < block->signers; k++)
            add_piece(&out, block->signer[k]);
    }
    ch_buf_addc(&out, '\0');
    return out.at;
}

static void assert_says(const char *all, const char *const *said, size_t n, bool says)
{
    for (size_t i = 0; i < n; i++)
        if (says)
            assert_non_null(strstr(all, said[i]));
        else
            assert_null(strstr(all, said[i]));
}

static void paper_says_all_that_is_signed(void **state)
{
    (void)state;
    static const char *const said[] = {"年度结算单\n",
                                       "规则版本：v1",
                                       "\n示意\n",
                                       "示意：数额为示例，并非真实数据。",
                                       "甲县",
                                       "归集税款",
                                       "12,000,000.00",
                                       "4,800,000.00",
                                       "条款 p：分 1/2（2024—2028 年）",
                                       "承接余额",
                                       "5,320,000.00", /* left of the cap of 9,000,000 */
                                       "7,360,000.00",
                                       "乙县\n甲县\n3,680,000.00",
                                       "尚未记账",
                                       "changhe settle --zone DIR --agreement d --year 2024",
                                       "打印于 2025-01-15"};
    static const char *const unsaid[] = {"试算", "内部测算", "含计划数", "待核"};
    ch_zone *made = make_zone(NULL, ALL);
    ch_ledger *ledger = new_ledger();
    printed p;
    lay_out(&p, made, NULL, CH_ZH, ledger);
    char *all = read_all(&p.paper);
    assert_says(all, said, sizeof said / sizeof *said, true);
    assert_says(all, unsaid, sizeof unsaid / sizeof *unsaid, false);
    /* the digest in groups of 8 */
    char grouped[80] = "";
    for (size_t i = 0; i < 8; i++)
        snprintf(grouped + 9 * i, sizeof grouped - 9 * i, "%.8s ", p.s.digest + 8 * i);
    grouped[71] = '\0';
    assert_non_null(strstr(all, grouped));
    size_t signers = 0;
    for (size_t i = 0; i < p.paper.blocks; i++)
        signers += p.paper.block[i].signers;
    assert_int_equal(signers, 3);
    free(all);
    put_away(&p);
    ch_ledger_free(ledger);
    ch_zone_drop(made);
}

static void a_what_if_says_so_in_title_marks_and_foot(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    printed p;
    lay_out(&p, made, RATIO, CH_ZH, NULL);
    char *all = read_all(&p.paper);
    static const char *const said[] = {"年度结算单（试算）", "示意 · 试算", "不是付款依据", "试算，内部测算",
                                       "--what-if FILE"};
    assert_says(all, said, sizeof said / sizeof *said, true);
    free(all);
    put_away(&p);
    lay_out(&p, made, RATIO, CH_EN, NULL);
    all = read_all(&p.paper);
    static const char *const english[] = {"Settlement sheet (what if)", "illustrative · what if",
                                          "no ground for payment", "internal reckoning", "Who pays whom"};
    assert_says(all, english, sizeof english / sizeof *english, true);
    free(all);
    put_away(&p);
    ch_zone_drop(made);
}

/* ---- memory */

typedef struct {
    const char *name;
    ch_err (*run)(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults);
} task;

static ch_err run_json(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    return try_ask(ch_answer_settlement_json, of, RATIO, 2024, ledger, out, faults);
}

static ch_err run_csv(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    return try_ask(ch_answer_settlement_csv, of, NULL, 2024, ledger, out, faults);
}

static ch_err run_postings(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    return try_ask(ch_answer_settlement_postings, of, NULL, 2024, ledger, out, faults);
}

static ch_err say_text(const ch_settlement_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_answer_settlement_text(question, CH_ZH, out, faults);
}

static ch_err run_text(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    return try_ask(say_text, of, NULL, 2024, ledger, out, faults);
}

/* Two lines differ and one is too many: told, as long as there is memory. */
static ch_err run_compare(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    (void)ledger, (void)out;
    static const char theirs[] = "row\nasked\nledger,\nx\n";
    const ch_err err = compare(of, ch_text_of(theirs), faults);
    return err == CH_EDATA && !faults->no_memory ? CH_OK : err == CH_EDATA ? CH_ENOMEM : err;
}

static ch_err run_paper(const ch_zone *of, const ch_ledger *ledger, ch_buf *out, ch_faults *faults)
{
    (void)out;
    ch_arena arena = CH_ARENA(of->memory);
    ch_desk__settling s;
    ch_paper paper;
    const ch_settlement_question question = {
        .split = {.zone = of, .agreement = CH_TEXT("d")}, .year = 2024, .ledger = ledger};
    ch_err err = ch_desk__settle_open(&arena, &question, &s, faults);
    if (err == CH_OK)
        err = ch_desk__sheet_paper(&arena, &s, CH_ZH, 20250115, &paper);
    ch_desk__settle_close(&s);
    ch_arena_free(&arena);
    return err;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const task tasks[] = {{"json", run_json}, {"csv", run_csv},         {"postings", run_postings},
                                 {"text", run_text}, {"compare", run_compare}, {"paper", run_paper}};
    ch_ledger *ledger = new_ledger();
    put(ledger, CH_LEDGER_POST, "d:2024:due", 20241231, "b>a=1 due=-1", "");
    put(ledger, CH_LEDGER_REVERSE, "undo", 20241231, "", "d:2024:due");
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        for (size_t at = 1;; at++) {
            failing memory_state = {0};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_zone *made = make_zone(&memory, ALL);
            ch_buf out = {.memory = &memory};
            ch_faults faults = {.arena = {.memory = &memory}};
            memory_state.fail_at = memory_state.calls + at;
            const ch_err err = tasks[i].run(made, ledger, &out, &faults);
            ch_faults_free(&faults);
            ch_buf_free(&out);
            ch_zone_drop(made);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
    ch_ledger_free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_host_owes_each_other_party_what_it_gets),
        cmocka_unit_test(a_refund_flows_back),
        cmocka_unit_test(without_one_host_who_takes_the_rest_collects),
        cmocka_unit_test(a_year_without_amounts_is_an_answer),
        cmocka_unit_test(a_year_that_is_none_and_an_agreement_that_is_not_there_are_told),
        cmocka_unit_test(dues_of_every_bundled_year_sum_to_what_is_shared_less_the_collectors_own),
        cmocka_unit_test(the_digest_is_of_the_csv_without_its_own_row),
        cmocka_unit_test(rows_of_others_and_their_order_do_not_change_it),
        cmocka_unit_test(anything_of_the_agreement_and_year_changes_it),
        cmocka_unit_test(ones_own_sheet_is_the_same_and_each_altered_byte_is_found),
        cmocka_unit_test(what_differs_is_told_with_line_and_cell),
        cmocka_unit_test(two_lines_in_each_others_place_are_told),
        cmocka_unit_test(a_book_that_is_not_there_says_not_posted),
        cmocka_unit_test(what_was_posted_paid_and_is_still_owed_is_told_by_pair),
        cmocka_unit_test(a_ratio_that_changes_differs_by_the_exact_fen),
        cmocka_unit_test(a_due_that_was_reversed_does_not_stand_and_is_posted_anew_under_the_next_id),
        cmocka_unit_test(what_else_stands_in_the_book_is_told_behind),
        cmocka_unit_test(a_what_if_is_not_posted),
        cmocka_unit_test(codes_that_no_ledger_takes_are_told),
        cmocka_unit_test(dues_that_make_up_for_each_other_sum_to_nothing),
        cmocka_unit_test(the_terminal_says_who_pays_whom),
        cmocka_unit_test(yuan_have_two_decimals_and_commas),
        cmocka_unit_test(paper_says_all_that_is_signed),
        cmocka_unit_test(a_what_if_says_so_in_title_marks_and_foot),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
