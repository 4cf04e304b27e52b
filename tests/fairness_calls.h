/* fairness_calls.h - agreements of a few lines, asked whether they are fair. */
#ifndef CHANGHE_TESTS_FAIRNESS_CALLS_H
#define CHANGHE_TESTS_FAIRNESS_CALLS_H

#include "make_zone.h"

#include "changhe/fairness.h"
#include "changhe/game.h"
#include "changhe/whatif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#define WAN CH_FEN_PER_WAN

#define LAND \
    "places: id,name_en,level,parent\n33,,province,\na,Anji,county,33\nz,,zone,a\nzone: id,place,members\nz,z,a\n"
#define DEAL   "agreements: id,form,base,start_event,start_on\nd,fund,stated,signed,2024\n"
#define TWO    "agreement_parties: agreement,party,name_zh,place,role,alone_wan\n"
#define PHASE  "agreement_phases: id,agreement,party,from_year,to_year,weight\n"
#define AMOUNT "agreement_amounts: id,agreement,period,stream,kind,gross_wan\n"
#define GROUPS "agreement_groups: id,agreement,parties,value_wan\n"

/* Two with a name each; b takes the rest. */
#define HALVES(alone_a, alone_b, sum) \
    LAND DEAL TWO "d,a,甲,," \
                  "origin," alone_a "\nd,b,乙,,host," alone_b "\n" PHASE "p,d,a,0,,1/2\n" AMOUNT \
                  "x,d,2024,other,actual," sum "\n"
/* Three who have nothing alone and get a third each. */
#define THIRDS(sum) \
    LAND DEAL TWO "d,a,甲,,origin,0\nd,b,乙,,other,0\nd,c,丙,,host,0\n" PHASE "p,d,a,0,,1/3\nq,d,b,0,,1/3\n" AMOUNT \
                  "x,d,2024,other,actual," sum "\n"

typedef ch_err answering(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                         ch_faults *faults);

static inline ch_err in_words(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                              ch_faults *faults)
{
    return ch_answer_fairness_text(question, CH_EN, progress, out, faults);
}

static inline ch_err try_ask(answering *answer, const ch_zone *of, const char *edits, ch_split_question question,
                             ch_buf *out, ch_faults *faults)
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
        err = answer(&question, NULL, out, faults);
    ch_arena_free(&arena);
    return err;
}

static inline json_t *ask_zone(const ch_zone *of, const char *edits, ch_split_question question)
{
    ch_buf out = {0};
    ch_faults faults = {0};
    assert_int_equal(try_ask(ch_answer_fairness_json, of, edits, question, &out, &faults), CH_OK);
    json_t *read = json_loadb(out.at, out.len, 0, NULL);
    assert_non_null(read);
    ch_buf_free(&out);
    ch_faults_free(&faults);
    return read;
}

static inline json_t *ask_what_if(const char *text, const char *edits)
{
    ch_zone *made = make_zone(NULL, text);
    json_t *answer = ask_zone(made, edits, (ch_split_question){0});
    ch_zone_drop(made);
    return answer;
}

static inline json_t *judge(const char *text)
{
    return ask_what_if(text, NULL);
}

static inline json_t *at(json_t *answer, const char *key)
{
    json_t *value = json_object_get(answer, key);
    if (value == NULL)
        fail_msg("no member %s", key);
    return value;
}

static inline json_int_t whole(json_t *answer, const char *key)
{
    assert_true(json_is_integer(at(answer, key)));
    return json_integer_value(at(answer, key));
}

static inline json_t *party(json_t *answer, size_t i)
{
    return json_array_get(at(answer, "parties"), i);
}

static inline json_t *tight(json_t *answer, size_t i)
{
    return json_array_get(at(answer, "groups"), i);
}

static inline void assert_text(json_t *answer, const char *key, const char *expected)
{
    assert_true(json_is_string(at(answer, key)));
    assert_string_equal(json_string_value(at(answer, key)), expected);
}

static inline void assert_exact(json_t *of, const char *key, const char *exact, json_int_t fen)
{
    assert_text(at(of, key), "exact", exact);
    assert_int_equal(whole(at(of, key), "fen"), fen);
}

static inline void assert_verdict(json_t *answer, const char *zh, const char *en)
{
    assert_text(at(answer, "verdict"), "zh", zh);
    assert_text(at(answer, "verdict"), "en", en);
}

/* Codes with a blank between. */
static inline void assert_codes(json_t *codes, const char *expected)
{
    ch_text rest = ch_text_of(expected), code;
    size_t n = 0;
    for (; ch_text_next(&rest, ' ', &code); n++) {
        const char *found = json_string_value(json_array_get(codes, n));
        assert_non_null(found);
        assert_true(ch_text_equal(ch_text_of(found), code));
    }
    assert_int_equal(json_array_size(codes), n);
}

static inline void assert_worst(json_t *answer, bool stable, const char *codes, json_int_t short_fen)
{
    assert_true(json_is_boolean(at(answer, "stable")));
    assert_int_equal(json_is_true(at(answer, "stable")), stable);
    assert_codes(at(answer, "worst_group"), codes);
    assert_int_equal(whole(answer, "worst_short_fen"), short_fen);
}

#endif
