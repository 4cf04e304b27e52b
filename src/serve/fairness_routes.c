/* fairness_routes.c - is an agreement fair, and would anybody rather leave? */
#include "agreement_rights.h"
#include "edits.h"
#include "hall.h"
#include "sign.h"

#include "changhe/fairness.h"

static const char *const formats[] = {"json", "csv", NULL};

enum { AGREEMENT, YEARS, WHAT_IF, NAME, FORMAT, PARAMS };
static const serve_param params[PARAMS] = {
    [AGREEMENT] = {"agreement", SERVE_TEXT, .required = true, .most = 200, .zh = "协议编号",
                   .en = "id of the agreement"},
    [YEARS] = {"years", SERVE_TEXT, .most = 20, .zh = "年份，如 2024-2033；默认为有税额的年份",
               .en = "years such as 2024-2033; by default those that amounts tell of"},
    [WHAT_IF] = {"what_if", SERVE_EDITS, .zh = "试算：JSON 行编辑；长的放在 POST 的内容里",
                 .en = "what if: row edits as JSON; long ones go in the body of a POST"},
    [NAME] = {"what_if_name", SERVE_TEXT, .most = 200, .zh = "试算的名称", .en = "what the edits are called"},
    [FORMAT] = {"format", SERVE_WORD, .words = formats, .zh = "格式，默认 json", .en = "json by default"}};

static ch_err read_years(serve_call *call, ch_split_question *question)
{
    const serve_value *years = &call->value[YEARS];
    if (!years->given || ch_split_years(years->text, &question->from, &question->to))
        return CH_OK;
    return ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("years"), years->text, CH_WANT_YEARS, (ch_text){0});
}

static ch_err run(serve_call *call)
{
    ch_edits edits = {0};
    ch_split_question question = {.zone = ch_ready_zone(call->ready), .agreement = call->value[AGREEMENT].text};
    ch_err err = read_years(call, &question);
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
        return ch_answer_fairness_json(&question, NULL, &call->answer->body, &call->faults);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_fairness_csv(&question, NULL, &call->answer->body, &call->faults);
}

#define ASK(method_, body_, zh_, en_) \
    { \
        .method = method_, .path = "/api/v1/fairness", .run = run, .param = params, .params = PARAMS, .works = true, \
        .body = body_, .type = "application/json", .schema = "FairnessAnswer", .tag = "share", .zh = zh_, .en = en_ \
    }

const serve_route serve_fairness_routes[] = {
    ASK(SERVE_GET, SERVE_NO_BODY, "共享协议：公平吗，谁会退出", "is an agreement fair, and would anybody rather leave"),
    ASK(SERVE_POST, SERVE_EDITS_BODY, "共享协议：公平吗，谁会退出（试算）",
        "is an agreement fair, and would anybody rather leave, after what-if edits"),
    {.path = NULL}};
