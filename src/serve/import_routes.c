/* import_routes.c - a sheet tried, taken in, and its bad rows as a workbook to be mended. */
#include "book_answer.h"
#include "changing.h"
#include "hall.h"
#include "importing.h"
#include "problem.h"

#include <inttypes.h>
#include <stdio.h>

enum { MOST_AT_ONCE = 2, EDITS_TOLD = 1000, BAD_ROWS_TOLD = 200, MAP_BYTES = 12000 };

/* A sheet takes more memory than anything else that is asked for. */
static bool begin(serve_call *call)
{
    if (atomic_fetch_add(&call->hall->importing, 1) < MOST_AT_ONCE)
        return true;
    atomic_fetch_sub(&call->hall->importing, 1);
    serve_problem(call, 503, "正在读取其他表格，请稍后再试", "other sheets are being read; try again in a few seconds");
    serve_add_header(call->answer, "Retry-After", CH_TEXT("3"));
    return false;
}

/* Open the sheet, do something with it, and close it. */
static ch_err with_sheet(serve_call *call, ch_err (*act)(serve_importing *importing))
{
    serve_importing importing;
    ch_err err;
    if (!begin(call))
        return CH_OK;
    if (serve_import_open(call, &importing, &err))
        err = act(&importing);
    serve_import_close(&importing);
    atomic_fetch_sub(&call->hall->importing, 1);
    return err;
}

static bool is_answered(const serve_call *call)
{
    return call->answer->body.len > 0 || call->answer->body.failed;
}

/* ---- POST /api/v1/imports */

static void write_version(const void *self, uint64_t digest, char version[17])
{
    const serve_hall *hall = self;
    snprintf(version, 17, "%016" PRIx64, serve_version_seal(&hall->versions, digest));
}

static void write_tried(const serve_importing *importing, const ch_zone *zone)
{
    const ch_import_telling telling = {.base = zone,
                                       .form = importing->ask.form,
                                       .sheet = importing->ask.sheet,
                                       .most_edits = EDITS_TOLD,
                                       .write_version = write_version,
                                       .self = importing->call->hall,
                                       .book = importing->book,
                                       .number = importing->number,
                                       .most_bad_rows = BAD_ROWS_TOLD};
    ch_import_write_json(&importing->import, &telling, &importing->faults, &importing->call->answer->body);
}

static ch_err try_sheet(serve_importing *importing)
{
    const ch_zone *zone = ch_ready_zone(importing->call->ready);
    const ch_err err = serve_import_try(importing, zone);
    if (err == CH_OK && !is_answered(importing->call))
        write_tried(importing, zone);
    ch_zone_drop(importing->import.revised.zone);
    return err;
}

static ch_err run_try(serve_call *call)
{
    return with_sheet(call, try_sheet);
}

/* ---- POST /api/v1/imports/take */

enum { GOOD_ONLY = SERVE_IMPORT_PARAMS, NOTE };

/* The problem's last bracket makes room for what is wrong. */
static void tell_bad(const serve_importing *importing)
{
    serve_call *call = importing->call;
    ch_buf *body = &call->answer->body;
    serve_problem(call, 400, "有误的行尚未更正，未导入任何一行；请更正，或只导入无误的行（good_only=yes）",
                  "some rows are bad and nothing was taken in; mend them, or take the good ones alone (good_only=yes)");
    if (body->failed)
        return;
    body->len -= sizeof "}\n" - 1;
    ch_emit e = {.out = body, .comma = true};
    ch_emit_key(&e, "bad");
    ch_emit_whole(&e, (int64_t)importing->import.bad);
    ch_import_write_faults(&e, &importing->faults);
    ch_buf_adds(body, "}\n");
}

static ch_err revise(void *self, serve_call *call, const ch_zone *zone, ch_revised *revised)
{
    serve_importing *importing = self;
    const ch_err err = serve_import_try(importing, zone);
    *revised = importing->import.revised;
    if (err != CH_OK || is_answered(call) || importing->import.bad == 0 || call->value[GOOD_ONLY].count > 0)
        return err;
    ch_zone_drop(revised->zone);
    *revised = (ch_revised){.outcome = CH_REVISE_REFUSED};
    tell_bad(importing);
    return CH_OK;
}

static void key_count(ch_emit *e, const char *key, size_t count)
{
    ch_emit_key(e, key);
    ch_emit_whole(e, (int64_t)count);
}

static void tell_taken(const void *self, const ch_revised *revised, ch_emit *e)
{
    const ch_import *import = &((const serve_importing *)self)->import;
    (void)revised;
    key_count(e, "rows", import->intake.rows);
    key_count(e, "added", import->added);
    key_count(e, "changed", import->changed);
    key_count(e, "same", import->same);
    key_count(e, "bad", import->bad);
}

static ch_err take_sheet(serve_importing *importing)
{
    const serve_value *value = importing->call->value;
    const serve_change_maker maker = {revise, tell_taken, importing};
    const serve_change_job job = {.note = value[NOTE].text.len > 0 ? value[NOTE].text : value[SERVE_IMPORT_NAME].text,
                                  .maker = &maker};
    return serve_change_do(importing->call, &job);
}

static ch_err run_take(serve_call *call)
{
    return serve_change_is_open(call) ? with_sheet(call, take_sheet) : CH_OK;
}

/* ---- POST /api/v1/imports/bad */

static ch_err write_bad(serve_importing *importing)
{
    serve_call *call = importing->call;
    if (importing->import.bad == 0) {
        call->answer->status = 204;
        return CH_OK;
    }
    const ch_err err = ch_intake_write_bad(&call->arena, importing->book, importing->number, &importing->import.intake,
                                           &importing->faults, call->lang == CH_EN, &call->answer->body);
    return serve_answer_book(call, "bad-rows", err);
}

static ch_err tell_bad_rows(serve_importing *importing)
{
    ch_err err = serve_import_try(importing, ch_ready_zone(importing->call->ready));
    if (err == CH_OK && !is_answered(importing->call))
        err = write_bad(importing);
    ch_zone_drop(importing->import.revised.zone);
    return err;
}

static ch_err run_bad(serve_call *call)
{
    return with_sheet(call, tell_bad_rows);
}

/* ---- the routes */

static const char *const encodings[] = {"detect", "utf8", "gb18030", "utf16", NULL};
static const char *const delimiters[] = {"comma", "semicolon", "tab", NULL};
static const char *const no_or_yes[] = {"no", "yes", NULL};

#define SHEET_PARAMS \
    [SERVE_IMPORT_TABLE] = {"table", SERVE_TEXT, true, .zh = "表名，如 firms 或 企业库", \
                            .en = "the table or form: firms, leads, ..."}, \
    [SERVE_IMPORT_SHEET] = {"sheet", SERVE_TEXT, .zh = "工作簿中的表，默认第一张未隐藏的", \
                            .en = "sheet of the workbook, the first that is not hidden by default"}, \
    [SERVE_IMPORT_SOURCE] = {"source", SERVE_TEXT, .zh = "新增各行的来源，表中未写明时用", \
                             .en = "source of new rows that name none"}, \
    [SERVE_IMPORT_AS_OF] = {"as_of", SERVE_DATE, .zh = "数据日期，表中未写明时用", \
                            .en = "date of new rows that have none"}, \
    [SERVE_IMPORT_DUTY] = {"duty", SERVE_TEXT, .zh = "此表所履行的报送责任", .en = "the duty that the sheet fulfils"}, \
    [SERVE_IMPORT_ENCODING] = {"encoding", SERVE_WORD, .words = encodings, .zh = "CSV 的编码", .en = "of a CSV"}, \
    [SERVE_IMPORT_DELIMITER] = {"delimiter", SERVE_WORD, .words = delimiters, .zh = "CSV 的分隔符", .en = "of a CSV"}, \
    [SERVE_IMPORT_NAME] = {"name", SERVE_TEXT, .most = 300, .zh = "文件名", .en = "name of the file"}, \
    [SERVE_IMPORT_MAP] = {"map", SERVE_TEXT, .most = MAP_BYTES, .zh = "指定表头所填的列：{\"表头\":\"列\"}", \
                          .en = "which column a head fills: {\"head\":\"column\"}"}

static const serve_param sheet_params[] = {SHEET_PARAMS};
static const serve_param take_params[] = {
    SHEET_PARAMS,
    [GOOD_ONLY] = {"good_only", SERVE_WORD, .words = no_or_yes, .zh = "只导入无误的行", .en = "the good rows alone"},
    [NOTE] = {"note", SERVE_TEXT, .zh = "记入改动记录，默认文件名",
              .en = "for the log, the name of the file by default"}};

#define ROUTE(path_, run_, params_, zh_, en_) \
    .method = SERVE_POST, .path = path_, .run = run_, .param = params_, .params = sizeof params_ / sizeof *params_, \
    .need = SERVE_SIGNED_IN, .works = true, .body = SERVE_BYTES_BODY, .tag = "sheets", .zh = zh_, .en = en_

const serve_route serve_import_routes[] = {
    {ROUTE("/api/v1/imports", run_try, sheet_params, "试导入：一张表会带来什么，不写入",
           "what a sheet would do; nothing is written"),
     .type = "application/json", .schema = "Import"},
    {ROUTE("/api/v1/imports/take", run_take, take_params, "导入一张表，一次写入", "take a sheet in, at once"),
     .changes = true, .type = "application/json", .schema = "Imported", .status = "201"},
    {ROUTE("/api/v1/imports/bad", run_bad, sheet_params, "有误的行，附原因，供更正后重报",
           "the bad rows with the reason, to be mended and sent again"),
     .type = SERVE_XLSX, .may_be_empty = true},
    {.path = NULL}};
