/* test_split.c - agreements of a zone: what their tables must hold, questions about them, the command and the route. */
#include "calling.h"
#include "failing.h"
#include "make_zone.h"

#include "changhe/agreements.h"
#include "changhe/whatif.h"

#include <stdio.h>
#include <sys/wait.h>

#include "bundled.h" /* last: it calls a variable zone */

#include <jansson.h>

#define LAND \
    "places: id,level,parent\n33,province,\n3305,prefecture,33\na,county,3305\nb,county,\nz,zone,a\n" \
    "zone: id,place,members\nz,z,a b\n"
#define RULES \
    "tax_rules: id,stream,place,central,provincial\n" \
    "vat,vat,,1/2,20%\ncit,cit,,60%,0.2\nvat33,vat,33,1/2,1/4\nurban,urban,,0,0\n"
#define DEAL    "agreements: id,form,base,start_event,start_on\nd,referral,retained,first_tax,2024\n"
#define PARTIES "agreement_parties: agreement,party,place,role,cap_wan,paid_wan\nd,a,a,origin,,\nd,b,b,host,,\n"
#define PHASES  "agreement_phases: id,agreement,party,from_year,to_year,weight\np,d,a,0,5,50%\nq,d,b,0,5,1/2\n"
#define AMOUNTS \
    "agreement_amounts: id,agreement,period,stream,kind,gross_wan\n" \
    "v24,d,2024,vat,actual,1200\nc24,d,2024,cit,actual,800\n"
#define ALL LAND RULES DEAL PARTIES PHASES AMOUNTS

typedef ch_err answering(const ch_split_question *question, ch_buf *out, ch_faults *faults);

static ch_err try_ask(answering *answer, const ch_zone *of, const char *edits, ch_split_question question, ch_buf *out,
                      ch_faults *faults)
{
    ch_arena arena = {.memory = of->memory};
    ch_edits what_if = {0};
    ch_err err = edits ? ch_whatif_read(&arena, CH_TEXT("what-if"), ch_text_of(edits), &what_if, faults) : CH_OK;
    question.zone = of;
    question.what_if = edits ? &what_if : NULL;
    question.what_if_name = CH_TEXT("what-if");
    if (question.agreement.len == 0)
        question.agreement = CH_TEXT("d");
    if (err == CH_OK)
        err = answer(&question, out, faults);
    ch_arena_free(&arena);
    return err;
}

static json_t *ask_json(const ch_zone *of, const char *edits, ch_split_question question)
{
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(try_ask(ch_answer_split_json, of, edits, question, &out, &faults), CH_OK);
    json_t *read = json_loadb(out.at, out.len, 0, NULL);
    assert_non_null(read);
    ch_buf_free(&out);
    ch_faults_free(&faults);
    return read;
}

static json_int_t total(json_t *answer, size_t party, const char *key)
{
    json_t *one = json_array_get(json_object_get(json_object_get(answer, "totals"), "parties"), party);
    json_t *value = json_object_get(one, key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

static json_int_t cell(json_t *answer, size_t row, const char *key)
{
    return json_integer_value(json_object_get(json_array_get(json_object_get(answer, "rows"), row), key));
}

/* ---- answers */

static void rows_of_a_zone_come_to_368_each(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(made, NULL, (ch_split_question){.has_rate = true, .rate = 0.05});
    assert_string_equal(json_string_value(json_object_get(answer, "agreement")), "d");
    assert_int_equal(json_array_size(json_object_get(answer, "rows")), 4);
    assert_int_equal(cell(answer, 0, "year"), 2024);
    assert_int_equal(cell(answer, 0, "base_fen"), 480 * CH_FEN_PER_WAN);
    assert_int_equal(cell(answer, 0, "amount_fen"), 240 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 0, "amount_fen"), 368 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 1, "amount_fen"), 368 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 1, "by_place_fen"), 736 * CH_FEN_PER_WAN);
    json_decref(answer);
    ch_zone_drop(made);
}

static void a_what_if_changes_a_ratio_and_tells_what_was_before(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    json_t *answer = ask_json(
        made, "[{\"table\":\"agreement_phases\",\"op\":\"upsert\",\"row\":{\"id\":\"p\",\"weight\":\"0.25\"}}]",
        (ch_split_question){0});
    assert_int_equal(total(answer, 0, "amount_fen"), 184 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 0, "before_fen"), 368 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 1, "amount_fen"), 552 * CH_FEN_PER_WAN);
    json_decref(answer);
    answer =
        ask_json(made, "[{\"table\":\"agreements\",\"op\":\"upsert\",\"row\":{\"id\":\"d\",\"start_on\":\"2025\"}}]",
                 (ch_split_question){0});
    assert_int_equal(total(answer, 0, "amount_fen"), 0);
    json_decref(answer);
    ch_zone_drop(made);
}

/* With the host in province 33 its own rule counts: a quarter of 600 to the province. */
static void the_rule_of_the_nearest_place_counts(void **state)
{
    (void)state;
    ch_zone *made =
        make_zone(NULL, LAND RULES DEAL
                  "agreement_parties: agreement,party,place,role\nd,a,a,host\nd,b,b,origin\n" PHASES AMOUNTS);
    json_t *answer = ask_json(made, NULL, (ch_split_question){0});
    assert_int_equal(cell(answer, 0, "base_fen"), 450 * CH_FEN_PER_WAN);
    json_decref(answer);
    ch_zone_drop(made);
}

/* ---- forecasts and assessment */

#define PLANS \
    "agreements: id,form,base,start_event,start_on,ramp,assessment_on,assessment_years\n" \
    "d,referral,retained,first_tax,2024,50% 1,2023,2\n" \
    "agreement_plans: id,agreement,stream,full_wan\nv,d,vat,2000\n"

static void years_that_no_amount_tells_are_forecast_by_the_ramp(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, LAND RULES PLANS PARTIES PHASES AMOUNTS);
    json_t *answer = ask_json(made, NULL, (ch_split_question){0});
    json_t *rows = json_object_get(answer, "rows");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(answer, "years"), 0)), 2024);
    assert_int_equal(json_integer_value(json_array_get(json_object_get(answer, "years"), 1)), 2033);
    assert_int_equal(json_array_size(rows), 2 * (2 + 9)); /* 2024 is told: of vat and cit; nine years of vat follow */
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "kind")), "actual");
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 4), "kind")), "forecast");
    assert_int_equal(cell(answer, 4, "year"), 2025);
    assert_int_equal(cell(answer, 4, "gross_fen"), 2000 * CH_FEN_PER_WAN);
    assert_int_equal(cell(answer, 4, "amount_fen"), 400 * CH_FEN_PER_WAN); /* half of 2000 x 1/2 x 4/5 */
    json_decref(answer);
    answer = ask_json(made, "[{\"table\":\"agreements\",\"op\":\"upsert\",\"row\":{\"id\":\"d\",\"ramp\":\"0 1/4\"}}]",
                      (ch_split_question){.from = 2025, .to = 2025});
    assert_int_equal(cell(answer, 0, "gross_fen"), 500 * CH_FEN_PER_WAN);
    assert_int_equal(total(answer, 0, "before_fen"), 400 * CH_FEN_PER_WAN);
    json_decref(answer);
    ch_zone_drop(made);
}

/* The years of caps before those asked are worked through with forecasts too. */
static void a_forecast_uses_up_a_cap_before_the_years_asked(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, LAND RULES PLANS PHASES
                              "agreement_parties: agreement,party,place,role,cap_wan\nd,a,a,origin,700\nd,b,b,host,\n");
    json_t *answer = ask_json(made, NULL, (ch_split_question){.from = 2026, .to = 2026});
    assert_int_equal(cell(answer, 0, "amount_fen"), 100 * CH_FEN_PER_WAN); /* 200, 400, then what is left of 700 */
    json_decref(answer);
    ch_zone_drop(made);
}

static void figures_are_counted_once_and_split_for_assessment(void **state)
{
    (void)state;
    ch_zone *made =
        make_zone(NULL, LAND RULES PLANS PHASES AMOUNTS
                  "agreement_parties: agreement,party,place,role,assessment\nd,a,a,origin,40%\nd,b,b,host,60%\n"
                  "agreement_figures: id,agreement,period,figure,place,kind,value_wan\n"
                  "x,d,2024,output,b,planned,900\ny,d,2024,output,b,actual,1000\nz,d,2025,output,b,planned,900\n");
    json_t *answer = ask_json(made, NULL, (ch_split_question){.from = 2024, .to = 2025});
    json_t *row = json_array_get(json_object_get(answer, "assessment"), 0), *shares = json_object_get(row, "shares");
    assert_int_equal(json_array_size(json_object_get(answer, "assessment")), 2);
    assert_int_equal(json_integer_value(json_object_get(row, "value_fen")), 1000 * CH_FEN_PER_WAN);
    assert_string_equal(json_string_value(json_object_get(row, "place")), "b");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(shares, 0), "fen")), 400 * CH_FEN_PER_WAN);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(shares, 1), "fen")), 600 * CH_FEN_PER_WAN);
    row = json_array_get(json_object_get(answer, "assessment"), 1); /* 2023 and 2024 are the years of assessment */
    assert_int_equal(json_array_size(json_object_get(row, "shares")), 0);
    json_decref(answer);
    ch_zone_drop(made);
}

/* A year that nothing tells of is no year without income. */
static void years_that_nothing_tells_of_are_unknown(void **state)
{
    (void)state;
    ch_zone *made =
        make_zone(NULL, LAND RULES DEAL PHASES AMOUNTS
                  "agreement_parties: agreement,party,place,role,alone_wan\nd,a,a,origin,100\nd,b,b,host,100\n");
    json_t *answer = ask_json(made, NULL, (ch_split_question){.from = 2024, .to = 2024});
    assert_int_equal(total(answer, 0, "gain_fen"), 268 * CH_FEN_PER_WAN);
    assert_int_equal(json_array_size(json_object_get(json_object_get(answer, "totals"), "untold")), 0);
    json_decref(answer);
    answer = ask_json(made, NULL, (ch_split_question){.from = 2023, .to = 2025});
    json_t *totals = json_object_get(answer, "totals"), *untold = json_object_get(totals, "untold");
    assert_int_equal(json_array_size(untold), 2);
    assert_int_equal(json_integer_value(json_array_get(untold, 0)), 2023);
    assert_int_equal(json_integer_value(json_array_get(untold, 1)), 2025);
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(totals, "parties"), 0), "gain_fen")));
    json_decref(answer);
    ch_zone_drop(made);
}

static void of_two_caps_the_smaller_is_what_is_left(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, LAND RULES DEAL PHASES AMOUNTS
                              "agreement_parties: agreement,party,place,role,cap_wan,cap_year_wan\n"
                              "d,a,a,origin,10000,300\nd,b,b,host,,\n");
    json_t *answer = ask_json(made, NULL, (ch_split_question){0});
    assert_int_equal(cell(answer, 0, "cap_left_fen"), 60 * CH_FEN_PER_WAN);
    assert_int_equal(cell(answer, 2, "amount_fen"), 60 * CH_FEN_PER_WAN);
    assert_int_equal(cell(answer, 2, "cap_left_fen"), 0);
    json_decref(answer);
    ch_zone_drop(made);
}

static void csv_and_text_tell_the_same(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_buf out = {0};
    assert_int_equal(try_ask(ch_answer_split_csv, made, NULL, (ch_split_question){0}, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(
        strstr(out.at, "\n2024,vat,,actual,vat,1200000000,600000000,120000000,480000000,a,240000000,0,,0,p\n"));
    out.len = 0;
    const ch_split_question question = {.zone = made, .agreement = CH_TEXT("d"), .has_rate = true, .rate = 0.1};
    assert_int_equal(ch_answer_split_text(&question, CH_EN, &out, NULL), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(strstr(out.at, "a in all 368"));
    ch_buf_free(&out);
    ch_zone_drop(made);
}

static void what_is_not_there_is_told(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, ALL);
    ch_zone *unruled = make_zone(NULL, LAND DEAL PARTIES PHASES AMOUNTS);
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(
        try_ask(ch_answer_split_json, made, NULL, (ch_split_question){.agreement = CH_TEXT("x")}, &out, &faults),
        CH_ENONE);
    assert_int_equal(faults.list[0].want, CH_WANT_AGREEMENT_ID);
    ch_faults_free(&faults);
    faults = (ch_faults){0};
    assert_int_equal(try_ask(ch_answer_split_json, unruled, NULL, (ch_split_question){0}, &out, &faults), CH_EDATA);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.list[0].want, CH_WANT_TAX_RULE);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(unruled);
    ch_zone_drop(made);
}

static void years_are_read(void **state)
{
    (void)state;
    int32_t from = 7, to = 7;
    assert_true(ch_split_years(CH_TEXT("2024-2033"), &from, &to) && from == 2024 && to == 2033);
    assert_true(ch_split_years(CH_TEXT("2024"), &from, &to) && from == 2024 && to == 2024);
    const char *const bad[] = {"", "2033-2024", "2024-", "24-33", "2024-2124", "2024-01-01", "2024-2025-2026", "x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ch_split_years(ch_text_of(bad[i]), &from, &to));
}

/* ---- tables */

static void assert_refused(const char *text, ch_want want, const char *column)
{
    ch_zone *made = NULL;
    ch_faults faults;
    assert_int_equal(make_zone_try(NULL, text, &made, &faults), CH_EDATA);
    assert_true(faults.kept > 0);
    assert_int_equal(faults.list[0].want, want);
    assert_true(ch_text_equal(faults.list[0].column, ch_text_of(column)));
    assert_true(faults.list[0].at.line > 0);
    ch_faults_free(&faults);
}

static void tables_that_cannot_hold_are_refused_with_their_place(void **state)
{
    (void)state;
#define PHASE "agreement_phases: id,agreement,party,streams,class,from_year,to_year,weight\n"
    assert_refused(LAND DEAL PARTIES PHASE "p,d,a,,,0,5,1/2\nq,d,a,vat,,4,9,1/4\n", CH_WANT_OWN_YEARS, "from_year");
    assert_refused(LAND DEAL PARTIES PHASE "p,d,a,,x,0,5,1/2\nq,d,a,,,4,,1/4\n", CH_WANT_OWN_YEARS, "from_year");
    assert_refused(LAND DEAL PARTIES PHASE "p,d,a,,,5,5,1/2\n", CH_WANT_LATER_YEAR, "to_year");
    assert_refused(LAND DEAL PARTIES PHASE "p,d,c,,,0,5,1/2\n", CH_WANT_PARTY, "party");
    assert_refused(LAND DEAL PARTIES PHASE "p,d,a,,,0,5,half\n", CH_WANT_RATIO, "weight");
    assert_refused(LAND DEAL PARTIES PHASE "rest,d,a,,,0,5,1/2\n", CH_WANT_PHASE_ID, "id");
    assert_refused(LAND DEAL PARTIES PHASE "p q,d,a,,,0,5,1/2\n", CH_WANT_PHASE_ID, "id");
    assert_refused(LAND DEAL PARTIES PHASE "p,d,a,,,0,5,60%\nq,d,b,,,3,5,1/2\n", CH_WANT_PARTS_SUM, "weight");
    assert_refused(LAND "agreements: id,form,base,start_event\nd,referral,increment,signed\n" PARTIES,
                   CH_WANT_BASE_AMOUNT, "base_wan");
    assert_refused(LAND "agreements: id,form,base,start_event\nd,gift,retained,signed\n" PARTIES, CH_WANT_WORD, "form");
    assert_refused(LAND "agreements: id,form,base,start_event,ramp\nd,referral,retained,signed,0.5 half\n" PARTIES,
                   CH_WANT_RATIO, "ramp");
    assert_refused(LAND DEAL PARTIES "agreement_plans: id,agreement,stream,full_wan\nv,d,vat,-1\n",
                   CH_WANT_NOT_NEGATIVE, "full_wan");
#define PARTY DEAL "agreement_parties: agreement,party,role,overflow,floor_wan,cap_wan,assessment\n"
    assert_refused(LAND PARTY "d,a,origin,,,,\nd,b,other,,,,\n", CH_WANT_ONE_OVERFLOW, "overflow");
    assert_refused(LAND PARTY "d,a,host,,,,\nd,b,host,,,,\n", CH_WANT_ONE_OVERFLOW, "overflow");
    assert_refused(LAND PARTY "d,a,origin,,,,\nd,b,host,,,9,\n", CH_WANT_NO_BOUND, "cap_wan");
    assert_refused(LAND PARTY "d,a,origin,,10,9,\nd,b,host,,,,\n", CH_WANT_LOW_FLOOR, "floor_wan");
    assert_refused(LAND PARTY "d,a,origin,,-1,,\nd,b,host,,,,\n", CH_WANT_NOT_NEGATIVE, "floor_wan");
    assert_refused(LAND PARTY "d,a,origin,,,,60%\nd,b,host,,,,1/2\n", CH_WANT_ASSESSMENT_SUM, "assessment");
    assert_refused(LAND "tax_rules: id,stream,valid_from,valid_to,central,provincial\n"
                        "r,vat,,2020,1/2,0\ns,vat,2020-12-31,,1/2,0\n",
                   CH_WANT_OWN_DAYS, "valid_from");
}

static void phases_that_touch_or_speak_of_others_are_taken(void **state)
{
    (void)state;
    ch_zone *made =
        make_zone(NULL, LAND DEAL PARTIES PHASE
                  "p,d,a,vat,,0,5,1/2\nq,d,a,cit,,0,5,1/4\nr,d,a,,,5,,10%\ns,d,b,,x,0,5,1/2\nt,d,b,,y,0,5,1/2\n");
    ch_zone_drop(made);
}

/* ---- the bundled zone */

static void every_bundled_agreement_computes_and_is_marked(void **state)
{
    (void)state;
    for (size_t i = 0; i < zone->agreements.rows; i++) {
        json_t *answer = ask_json(zone, NULL, (ch_split_question){.agreement = zone->agreements.id[i]});
        json_t *totals = json_object_get(answer, "totals");
        json_int_t sum = 0;
        assert_true(json_array_size(json_object_get(answer, "rows")) > 0);
        for (size_t p = 0; p < json_array_size(json_object_get(totals, "parties")); p++)
            sum += total(answer, p, "amount_fen");
        assert_int_equal(sum, json_integer_value(json_object_get(totals, "base_fen")));
        assert_string_equal(json_string_value(json_array_get(json_object_get(answer, "marks"), 0)), "illustrative");
        assert_memory_equal(zone->agreements.name_zh[i].at, "示意·", strlen("示意·"));
        json_decref(answer);
    }
}

static void the_bundled_rule_of_2015_pays_up_to_its_cap(void **state)
{
    (void)state;
    static const char *const id[] = {"jjj", "jjj-large", "jjj-small"};
    static const int paid_wan[][6] = {
        {2000, 2000, 2000, 2000, 1000, 0}, {5000, 4000, 0, 0, 0, 0}, {500, 500, 500, 500, 500, 0}};
    for (size_t i = 0; i < 3; i++) {
        json_t *answer =
            ask_json(zone, NULL, (ch_split_question){.agreement = ch_text_of(id[i]), .from = 2024, .to = 2029});
        for (size_t year = 0; year < 6; year++)
            assert_int_equal(cell(answer, 2 * year + 1, "amount_fen"), paid_wan[i][year] * CH_FEN_PER_WAN);
        json_decref(answer);
    }
}

/* ---- command and route */

static void the_command_prints_what_the_route_answers(void **state)
{
    (void)state;
    serve_hall hall;
    ch_faults faults = {0};
    char printed[65536];
    FILE *pipe = popen("\"$CHANGHE\" split --zone " SOURCE_ROOT
                       "/zones/changhe --agreement ningde --years 2024-2029 --format json",
                       "r");
    const size_t length = fread(printed, 1, sizeof printed, pipe);
    assert_int_equal(pclose(pipe), 0);
    ch_zone_hold(zone);
    assert_int_equal(serve_hall_open(&hall, zone, NULL, &faults), CH_OK);
    serve_answer http = call_get(&hall, "/api/v1/split?agreement=ningde&years=2024-2029");
    assert_int_equal(http.status, 200);
    assert_int_equal(http.body.len, length);
    assert_memory_equal(http.body.at, printed, length);
    serve_answer_free(&http);
    http = call_post(&hall, "/api/v1/split?agreement=ningde&format=csv",
                     "[{\"table\":\"agreement_phases\",\"op\":\"delete\",\"row\":{\"id\":\"ningde-1\"}}]");
    assert_int_equal(http.status, 200);
    serve_answer_free(&http);
    static const char *const bad[] = {"/api/v1/split", "/api/v1/split?agreement=ningde&years=2029-2024",
                                      "/api/v1/split?agreement=ningde&rate=x"};
    for (size_t i = 0; i < 3; i++) {
        http = call_get(&hall, bad[i]);
        assert_int_equal(http.status, 400);
        serve_answer_free(&http);
    }
    http = call_get(&hall, "/api/v1/split?agreement=nope");
    assert_int_equal(http.status, 404);
    serve_answer_free(&http);
    serve_hall_close(&hall);
    ch_faults_free(&faults);
}

/* Amounts are for readers of a party's place; what is invented is everybody's. */
static void who_may_not_read_the_amounts_is_refused(void **state)
{
    (void)state;
    serve_hall hall;
    ch_faults faults = {0};
    ch_zone *made = make_zone(NULL, LAND RULES DEAL PARTIES PHASES
                              "sources: id,title\ns1,paper\n"
                              "agreement_amounts: id,agreement,period,stream,kind,gross_wan,source\n"
                              "v24,d,2024,vat,actual,1200,s1\nc24,d,2024,cit,actual,800,s1\n"
                              "agreements: id,form,base,start_event,start_on\ne,referral,retained,first_tax,2024\n"
                              "agreement_parties: agreement,party,place,role\ne,a,a,host\n");
    assert_int_equal(serve_hall_open(&hall, made, NULL, &faults), CH_OK);
    serve_answer http = call_get(&hall, "/api/v1/split?agreement=d");
    assert_int_equal(http.status, 403);
    assert_false(body_has(&http, "1200"));
    serve_answer_free(&http);
    http = call_get(&hall, "/api/v1/split?agreement=nope");
    assert_int_equal(http.status, 404);
    serve_answer_free(&http);
    /* a row of another agreement moved to one that may be read would show its cells */
    http = call_post(
        &hall, "/api/v1/split?agreement=x",
        "[{\"table\":\"agreements\",\"op\":\"upsert\",\"row\":{\"id\":\"x\",\"name_zh\":\"x\",\"form\":\"fund\","
        "\"base\":\"stated\",\"start_event\":\"signed\",\"source\":\"illustrative\"}},"
        "{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"x\",\"party\":\"a\","
        "\"role\":\"host\",\"source\":\"illustrative\"}},"
        "{\"table\":\"agreement_amounts\",\"op\":\"upsert\",\"row\":{\"id\":\"v24\",\"agreement\":\"x\"}}]");
    assert_int_equal(http.status, 403);
    assert_false(body_has(&http, "1200"));
    serve_answer_free(&http);
    /* a guess that came out as the snapshot itself would be confirmed: so nobody sets what he may not see */
    static const char *const guess =
        "[{\"table\":\"agreement_amounts\",\"op\":\"upsert\",\"row\":{\"id\":\"v24\",\"gross_wan\":\"1200\"}}]";
    static const char *const target[] = {"/api/v1/chain", "/api/v1/who", "/api/v1/split?agreement=e",
                                         "/api/v1/circle?minutes=5"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++) {
        http = call_post(&hall, target[i], guess);
        assert_int_equal(http.status, 400);
        assert_true(body_has(&http, "gross_wan"));
        serve_answer_free(&http);
    }
    serve_hall_close(&hall);
    ch_faults_free(&faults);
}

static int run(const char *words)
{
    char line[512];
    snprintf(line, sizeof line, "\"$CHANGHE\" split %s >/dev/null 2>&1", words);
    return WEXITSTATUS(system(line));
}

static void the_command_tells_by_its_exit_code(void **state)
{
    (void)state;
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --rate 0.05"), 0);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --format csv --lang en"), 0);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement nope"), 3);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe"), 2);
    assert_int_equal(run("--agreement jjj"), 2);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --years 2024-2023"), 2);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --rate -2"), 2);
    assert_int_equal(run("--zone " SOURCE_ROOT "/zones/changhe --agreement jjj --format geojson"), 2);
}

/* ---- memory */

static void every_allocation_may_fail(void **state)
{
    (void)state;
    answering *const answer[] = {ch_answer_split_json, ch_answer_split_csv};
    for (size_t which = 0; which < 2; which++)
        for (size_t at = 1;; at++) {
            failing memory_state = {0};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_zone *made = make_zone(&memory, ALL);
            ch_buf out = {.memory = &memory};
            ch_faults faults = {.arena = {.memory = &memory}};
            memory_state.fail_at = memory_state.calls + at;
            const ch_err err = try_ask(
                answer[which], made,
                "[{\"table\":\"agreement_phases\",\"op\":\"upsert\",\"row\":{\"id\":\"p\",\"weight\":\"0.25\"}}]",
                (ch_split_question){0}, &out, &faults);
            ch_faults_free(&faults);
            ch_buf_free(&out);
            ch_zone_drop(made);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

static void a_zone_with_agreements_may_fail_at_every_allocation(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_zone *made = NULL;
        const ch_err err = make_zone_try(&memory, ALL, &made, NULL);
        ch_zone_drop(err == CH_OK ? made : NULL);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_zone_come_to_368_each),
        cmocka_unit_test(a_what_if_changes_a_ratio_and_tells_what_was_before),
        cmocka_unit_test(the_rule_of_the_nearest_place_counts),
        cmocka_unit_test(years_that_no_amount_tells_are_forecast_by_the_ramp),
        cmocka_unit_test(a_forecast_uses_up_a_cap_before_the_years_asked),
        cmocka_unit_test(figures_are_counted_once_and_split_for_assessment),
        cmocka_unit_test(years_that_nothing_tells_of_are_unknown),
        cmocka_unit_test(of_two_caps_the_smaller_is_what_is_left),
        cmocka_unit_test(csv_and_text_tell_the_same),
        cmocka_unit_test(what_is_not_there_is_told),
        cmocka_unit_test(years_are_read),
        cmocka_unit_test(tables_that_cannot_hold_are_refused_with_their_place),
        cmocka_unit_test(phases_that_touch_or_speak_of_others_are_taken),
        cmocka_unit_test(every_bundled_agreement_computes_and_is_marked),
        cmocka_unit_test(the_bundled_rule_of_2015_pays_up_to_its_cap),
        cmocka_unit_test(the_command_prints_what_the_route_answers),
        cmocka_unit_test(who_may_not_read_the_amounts_is_refused),
        cmocka_unit_test(the_command_tells_by_its_exit_code),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_zone_with_agreements_may_fail_at_every_allocation),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
