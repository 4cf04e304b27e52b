/* split_routes.c - what each party of an agreement gets. */
#include "agreement_rights.h"
#include "edits.h"
#include "hall.h"
#include "sign.h"

#include "changhe/agreements.h"

static const char *const formats[] = {"json", "csv", NULL};

enum { AGREEMENT, YEARS, RATE, WHAT_IF, NAME, FORMAT, PARAMS };
static const serve_param params[PARAMS] = {
    [AGREEMENT] = {"agreement", SERVE_TEXT, .required = true, .most = 200, .zh = "协议编号",
                   .en = "id of the agreement"},
    [YEARS] = {"years", SERVE_TEXT, .most = 20, .zh = "年份，如 2024-2033；默认为有税额的年份",
               .en = "years such as 2024-2033; by default those that amounts tell of"},
    [RATE] = {"rate", SERVE_TEXT, .most = 20, .zh = "折现的年利率，如 0.05（假定）",
              .en = "rate a year of present values, such as 0.05 (assumed)"},
    [WHAT_IF] = {"what_if", SERVE_EDITS, .zh = "试算：JSON 行编辑；长的放在 POST 的内容里",
                 .en = "what if: row edits as JSON; long ones go in the body of a POST"},
    [NAME] = {"what_if_name", SERVE_TEXT, .most = 200, .zh = "试算的名称", .en = "what the edits are called"},
    [FORMAT] = {"format", SERVE_WORD, .words = formats, .zh = "格式，默认 json", .en = "json by default"}};

static ch_err refuse(serve_call *call, int param, ch_want want, ch_text detail)
{
    return ch_fault_add(&call->faults, (ch_at){0}, ch_text_of(params[param].name), call->value[param].text, want,
                        detail);
}

static ch_err read_question(serve_call *call, ch_split_question *question)
{
    const serve_value *years = &call->value[YEARS], *rate = &call->value[RATE];
    ch_err err = CH_OK;
    question->agreement = call->value[AGREEMENT].text;
    if (years->given && !ch_split_years(years->text, &question->from, &question->to))
        err = refuse(call, YEARS, CH_WANT_YEARS, (ch_text){0});
    question->has_rate = rate->given;
    if (rate->given && !(ch_number_parse(rate->text, &question->rate) && question->rate > -1 && question->rate <= 1))
        err = ch_err_worse(err, refuse(call, RATE, CH_WANT_RANGE, CH_TEXT("> -1, <= 1")));
    return err;
}

static ch_err run(serve_call *call)
{
    ch_edits edits = {0};
    ch_split_question question = {.zone = ch_ready_zone(call->ready)};
    ch_err err = read_question(call, &question);
    bool may;
    if (err == CH_OK)
        err = serve_read_edits(call, &call->value[WHAT_IF], &call->value[NAME], &edits, &question.what_if,
                               &question.what_if_name);
    if (err == CH_OK)
        err = serve_may_read_agreement(call, question.agreement, question.what_if, &may);
    if (err != CH_OK || !may)
        return err;
    if (!question.what_if)
        serve_sign_snapshot(call);
    if (call->value[FORMAT].count == 0)
        return ch_answer_split_json(&question, &call->answer->body, &call->faults);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_split_csv(&question, &call->answer->body, &call->faults);
}

#define ASK(method_, body_, zh_, en_) \
    { \
        .method = method_, .path = "/api/v1/split", .run = run, .param = params, .params = PARAMS, .works = true, \
        .body = body_, .type = "application/json", .schema = "SplitAnswer", .tag = "share", .zh = zh_, .en = en_ \
    }

const serve_route serve_split_routes[] = {
    ASK(SERVE_GET, SERVE_NO_BODY, "共享协议：各方逐年所得", "what each party of an agreement gets, year by year"),
    ASK(SERVE_POST, SERVE_EDITS_BODY, "共享协议：各方逐年所得（试算）",
        "what each party of an agreement gets, after what-if edits"),
    {.path = NULL}};
