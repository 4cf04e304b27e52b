/* change_routes.c - rows changed, the log of it, and a change of one's own taken back. */
#include "changing.h"
#include "hall.h"
#include "problem.h"
#include "visible.h"

enum { LISTED = 100, MOST_LISTED = 1000, ID_DIGITS = 18 };

/* ---- POST /api/v1/changes */

static ch_err run_change(serve_call *call)
{
    if (!serve_change_is_open(call))
        return CH_OK;
    if (call->request->body.len > SERVE_MOST_BODY) {
        serve_problem(call, 413, "一次改动至多 1 MiB", "a change takes at most 1 MiB");
        return CH_OK;
    }
    ch_whatif_change change;
    const ch_err err =
        ch_whatif_read_change(&call->arena, CH_TEXT("changes"), call->request->body, &change, &call->faults);
    if (err != CH_OK)
        return err;
    const serve_change_job job = {.note = change.note, .edits = &change};
    return serve_change_do(call, &job);
}

/* ---- the log */

enum { LIMIT, BEFORE, MINE };
static const char *const yes_or_no[] = {"no", "yes", NULL};
static const serve_param list_params[] = {
    [LIMIT] = {"limit", SERVE_COUNT, .least = 1, .most = MOST_LISTED, .zh = "条数，默认 100",
               .en = "entries, 100 by default"},
    [BEFORE] = {"before", SERVE_COUNT, .least = 1, .most = 999999999999999, .zh = "只要编号更小的；上一页的 next",
                .en = "only smaller ids; next of the page before"},
    [MINE] = {"mine", SERVE_WORD, .words = yes_or_no, .zh = "只要自己的", .en = "only one's own"},
};

static ch_err run_list(serve_call *call)
{
    if (!serve_change_is_open(call))
        return CH_OK;
    ch_access access;
    ch_err err = serve_access(call, &access);
    if (err != CH_OK)
        return err;
    const ch_change_query query = {.reader = serve_change_reader(call, &access),
                                   .before = (int64_t)call->value[BEFORE].count,
                                   .account = call->value[MINE].count ? call->visitor.account : 0,
                                   .most = call->value[LIMIT].given ? call->value[LIMIT].count : LISTED};
    ch_change_page page;
    err = ch_changes_list(&call->arena, call->hall->store, &query, &page, &call->faults);
    if (err != CH_OK)
        return err == CH_EDATA ? CH_EIO : err;
    serve_write_changes(call, &page);
    return CH_OK;
}

/* 0: the segment is no id. */
static int64_t read_id(ch_text text)
{
    int64_t id = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i == ID_DIGITS)
            return 0;
        id = id * 10 + (text.at[i] - '0');
    }
    return id;
}

static ch_err get(serve_call *call, ch_change *change, const ch_row_change **row)
{
    const int64_t id = read_id(call->segment[0]);
    if (id == 0)
        return CH_ENONE;
    const ch_err err = ch_changes_get(&call->arena, call->hall->store, id, change, row, &call->faults);
    return err == CH_EDATA ? CH_EIO : err;
}

static ch_err run_one(serve_call *call)
{
    ch_change change;
    const ch_row_change *row;
    if (!serve_change_is_open(call))
        return CH_OK;
    const ch_err err = get(call, &change, &row);
    return err == CH_OK ? serve_write_change(call, &change, row) : err;
}

/* ---- POST /api/v1/changes/{id}/undo */

static ch_err run_undo(serve_call *call)
{
    ch_change change;
    const ch_row_change *row;
    ch_text note = {"", 0};
    if (!serve_change_is_open(call))
        return CH_OK;
    ch_err err = get(call, &change, &row);
    if (err == CH_OK && call->request->body.len > 0)
        err = ch_whatif_read_note(&call->arena, CH_TEXT("undo"), call->request->body, &note, &call->faults);
    if (err != CH_OK)
        return err;
    if (change.account != call->visitor.account) {
        serve_problem(call, 403, "只能撤销自己的改动", "only one's own changes can be undone");
        return CH_OK;
    }
    if (change.undone != 0) {
        serve_problem(call, 409, "此改动已被撤销过；要恢复，请撤销那次撤销",
                      "the change was undone before; to do it again undo its undoing");
        return CH_OK;
    }
    const serve_change_job job = {.note = note, .undone = &change, .row = row};
    return serve_change_do(call, &job);
}

#define ROUTE(method_, path_, run_, schema_, zh_, en_) \
    .method = method_, .path = path_, .run = run_, .need = SERVE_SIGNED_IN, .works = true, .type = "application/json", \
    .schema = schema_, .tag = "changes", .zh = zh_, .en = en_

const serve_route serve_change_routes[] = {
    {ROUTE(SERVE_POST, "/api/v1/changes", run_change, "Changed", "改动若干行，全部成功或全部不做",
           "change rows, all or none"),
     .changes = true, .body = SERVE_JSON_BODY, .status = "201"},
    {ROUTE(SERVE_GET, "/api/v1/changes", run_list, "Changes", "改动记录，新的在前", "the log, newest first"),
     .param = list_params, .params = sizeof list_params / sizeof *list_params},
    {ROUTE(SERVE_GET, "/api/v1/changes/{id}", run_one, "Change", "一次改动的各行前后", "one change, row by row")},
    {ROUTE(SERVE_POST, "/api/v1/changes/{id}/undo", run_undo, "Changed", "撤销自己的一次改动",
           "undo a change of one's own"),
     .changes = true, .body = SERVE_JSON_BODY, .status = "201"},
    {.path = NULL}};
