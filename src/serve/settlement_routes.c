/* settlement_routes.c - the yearly sheet of an agreement, and what a ledger's book says of a year. */
#include "agreement_rights.h"
#include "edits.h"
#include "hall.h"
#include "ledger_shelf.h"
#include "problem.h"
#include "sign.h"
#include "today.h"
#include "visible.h"

#include "changhe/ledger_answer.h"
#include "changhe/settlement.h"

#include <stdio.h>
#include <string.h>

enum { SHEET_JSON, SHEET_CSV, SHEET_PDF, SHEET_POSTINGS };
static const char *const sheet_formats[] = {"json", "csv", "pdf", "postings", NULL}, *const book_formats[] = {
                                                                                         "json", "csv", NULL};

enum { AGREEMENT, YEAR, WHAT_IF, NAME, FORMAT, PARAMS };
static const serve_param params[PARAMS] = {
    [AGREEMENT] = {"agreement", SERVE_TEXT, .required = true, .most = 200, .zh = "协议编号",
                   .en = "id of the agreement"},
    [YEAR] = {"year", SERVE_COUNT, .required = true, .least = 1000, .most = 9999, .zh = "年份", .en = "the year"},
    [WHAT_IF] = {"what_if", SERVE_EDITS, .zh = "试算：JSON 行编辑；长的放在 POST 的内容里",
                 .en = "what if: row edits as JSON; long ones go in the body of a POST"},
    [NAME] = {"what_if_name", SERVE_TEXT, .most = 200, .zh = "试算的名称", .en = "what the edits are called"},
    [FORMAT] = {"format", SERVE_WORD, .words = sheet_formats,
                .zh = "格式，默认 json；pdf 供打印签章，postings 供记账（试算不可）",
                .en = "json by default; pdf to be signed, postings for a ledger (not of a what-if)"}};

enum { BOOK, BOOK_YEAR, BOOK_FORMAT, BOOK_PARAMS };
static const serve_param book_params[BOOK_PARAMS] = {
    [BOOK] = {"book", SERVE_TEXT, .required = true, .most = 64, .zh = "账簿，如协议编号",
              .en = "the book, such as the id of an agreement"},
    [BOOK_YEAR] = {"year", SERVE_COUNT, .required = true, .least = 1000, .most = 9999, .zh = "年度", .en = "the year"},
    [BOOK_FORMAT] = {"format", SERVE_WORD, .words = book_formats, .zh = "格式，默认 json", .en = "json by default"}};

/* ---- the ledger of now */

/* *held is NULL where there is none, or the visitor may not see it. Where it cannot be had the problem is answered, as ours: CH_EIO. */
static ch_err take_ledger(serve_call *call, bool may, serve_shelved **held)
{
    ch_faults told = {0}; /* they name the file, which is nobody's business */
    *held = NULL;
    const ch_err err = may && call->hall->shelf ? serve_shelf_take(call->hall->shelf, held, &told) : CH_OK;
    ch_faults_free(&told);
    if (err == CH_OK || err == CH_ENOMEM)
        return err;
    serve_problem(call, 503, "账本暂时无法读取，请稍后再试", "the ledger cannot be read now; try again later");
    return CH_EIO;
}

/* A snapshot and the ledger's head: what follows from both stays so. */
static void sign(serve_call *call, const serve_shelved *held)
{
    enum { DIGITS = 16 };
    char digest[SERVE_ETAG_ROOM], hex[CH_SHA256_HEX + 1] = "";
    if (held) {
        const ch_sha256 head = ch_ledger_head(serve_shelved_ledger(held));
        ch_sha256_format(&head, hex);
    }
    snprintf(digest, sizeof digest, "%s%s%.*s", ch_ready_digest(call->ready), held ? "-" : "", DIGITS, hex);
    serve_sign(call, digest);
}

/* ---- the sheet of an agreement */

/* An agreement that only edits bring is nobody's: the book of its id is then for readers of the whole zone, as any other. */
static ch_err may_see_ledger(serve_call *call, bool *may)
{
    ch_access access;
    *may = ch_zone_find(ch_ready_zone(call->ready), CH_TABLE_agreements, call->value[AGREEMENT].text) != SIZE_MAX;
    if (*may)
        return CH_OK;
    const ch_err err = serve_access(call, &access);
    *may = err == CH_OK && access.everywhere >= CH_READER;
    return err;
}

/* An id is a name of a file where it is of letters, digits, dots and dashes alone. */
static void name_file(serve_call *call, const char *end)
{
    char value[320], name[201];
    const ch_text id = call->value[AGREEMENT].text;
    size_t n = 0;
    for (; n < id.len && n < sizeof name - 1; n++) {
        const char c = id.at[n];
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                           c == '.' || c == '_';
        name[n] = plain ? c : '_';
    }
    name[n] = '\0';
    snprintf(value, sizeof value, "attachment; filename=\"changhe-settlement-%s-%zu.%s\"", name,
             call->value[YEAR].count, end);
    serve_add_header(call->answer, "Content-Disposition", ch_text_of(value));
}

static ch_err write_pdf(serve_call *call, const ch_settlement_question *question)
{
    const ch_err err =
        ch_answer_settlement_pdf(question, call->lang, serve_today(), &call->answer->body, &call->faults);
    if (err == CH_EIO) {
        serve_problem(call, 503, "此服务器未装打印所需的组件或字体",
                      "this server lacks the module or a font for paper");
        return CH_OK;
    }
    if (err != CH_OK)
        return err;
    call->answer->type = "application/pdf";
    name_file(call, "pdf");
    return CH_OK;
}

static ch_err write_answer(serve_call *call, const ch_settlement_question *question, const serve_shelved *held)
{
    const size_t format = call->value[FORMAT].count;
    ch_buf *out = &call->answer->body;
    if (format == SHEET_PDF) /* the day stands on it: not the same tomorrow */
        return write_pdf(call, question);
    if (!question->split.what_if)
        sign(call, held);
    if (format == SHEET_POSTINGS)
        return ch_answer_settlement_postings(question, out, &call->faults);
    if (format == SHEET_JSON)
        return ch_answer_settlement_json(question, out, &call->faults);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_settlement_csv(question, out, &call->faults);
}

static ch_err run_sheet(serve_call *call)
{
    ch_edits edits = {0};
    serve_shelved *held;
    ch_settlement_question question = {
        .split = {.zone = ch_ready_zone(call->ready), .agreement = call->value[AGREEMENT].text},
        .year = (int32_t)call->value[YEAR].count};
    bool may;
    ch_err err = serve_read_edits(call, &call->value[WHAT_IF], &call->value[NAME], &edits, &question.split.what_if,
                                  &question.split.what_if_name);
    if (err == CH_OK)
        err = serve_may_read_agreement(call, question.split.agreement, question.split.what_if, &may);
    if (err != CH_OK || !may)
        return err;
    err = may_see_ledger(call, &may);
    if (err != CH_OK)
        return err;
    err = take_ledger(call, may, &held);
    if (err != CH_OK)
        return err == CH_EIO ? CH_OK : err;
    question.ledger = held ? serve_shelved_ledger(held) : NULL;
    err = write_answer(call, &question, held);
    serve_shelved_drop(held);
    return err;
}

/* ---- a year of a book */

/* The book of an agreement is for who may read the agreement, any other for readers of the whole zone. */
static ch_err may_read_book(serve_call *call, bool *may)
{
    const ch_text book = call->value[BOOK].text;
    ch_access access;
    if (ch_zone_find(ch_ready_zone(call->ready), CH_TABLE_agreements, book) != SIZE_MAX)
        return serve_may_read_agreement(call, book, NULL, may);
    const ch_err err = serve_access(call, &access);
    *may = err == CH_OK && access.everywhere >= CH_READER;
    if (err == CH_OK && !*may)
        serve_problem(call, 403, "此账簿仅供全区有查阅权的账户查看；请登录，或向合作区管理员申请",
                      "this book is for accounts that may read the whole zone: sign in, or ask the zone's steward");
    return err;
}

static ch_err refuse_book(serve_call *call)
{
    const ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("book"), call->value[BOOK].text,
                                    CH_WANT_LEDGER_KNOWN_BOOK, (ch_text){0});
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err write_book(serve_call *call, const serve_shelved *held)
{
    const ch_ledger *ledger = serve_shelved_ledger(held);
    ch_ledger_sheet sheet;
    const ch_err err = ch_ledger_sheet_make(&call->arena, ledger, call->value[BOOK].text,
                                            (int)call->value[BOOK_YEAR].count, &sheet, &call->faults);
    if (err != CH_OK)
        return err == CH_ENONE ? refuse_book(call) : err;
    sign(call, held);
    if (call->value[BOOK_FORMAT].count == SHEET_JSON)
        return ch_answer_ledger_sheet_json(ledger, &sheet, &call->answer->body);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_ledger_sheet_csv(ledger, &sheet, &call->answer->body);
}

static ch_err run_book(serve_call *call)
{
    serve_shelved *held;
    bool may;
    ch_err err = may_read_book(call, &may);
    if (err != CH_OK || !may)
        return err;
    if (!call->hall->shelf) {
        serve_problem(call, 404, "此服务器未配账本（--ledger）", "this server has no ledger (--ledger)");
        return CH_OK;
    }
    err = take_ledger(call, true, &held);
    if (err != CH_OK)
        return err == CH_EIO ? CH_OK : err;
    err = write_book(call, held);
    serve_shelved_drop(held);
    return err;
}

#define ASK(method_, body_, zh_, en_) \
    { \
        .method = method_, .path = "/api/v1/settlement", .run = run_sheet, .param = params, .params = PARAMS, \
        .works = true, .body = body_, .type = "application/json", .schema = "SettlementAnswer", .tag = "share", \
        .zh = zh_, .en = en_ \
    }

const serve_route serve_settlement_routes[] = {
    ASK(SERVE_GET, SERVE_NO_BODY, "年度结算单：谁付谁，与账本核对",
        "the yearly settlement sheet of an agreement: who pays whom, held against the ledger"),
    ASK(SERVE_POST, SERVE_EDITS_BODY, "年度结算单（试算）", "the yearly settlement sheet, after what-if edits"),
    {.method = SERVE_GET,
     .path = "/api/v1/ledger/sheet",
     .run = run_book,
     .param = book_params,
     .params = BOOK_PARAMS,
     .works = true,
     .type = "application/json",
     .schema = "LedgerSheet",
     .tag = "share",
     .zh = "账本：一本账簿一年的清算单",
     .en = "what a book of the ledger says of a year"},
    {.path = NULL}};
