/* changing.c - one change at a time: read, check, write, publish. */
#include "changing.h"

#include "changhe/rows.h"
#include "changhe/store.h"
#include "hall.h"
#include "problem.h"
#include "visible.h"

static const serve_change_closed of_folder = {
    409, "本服务读自文件夹，不能在此改动；请用 changhe load 载入数据库，再以 --store 启动",
    "this server reads a folder, which is not changed here; load it into a store and serve that"};
static const serve_change_closed of_nobody = {
    403, "数据库中还没有账户，不能改动；请先用 changhe user add 添加",
    "the store has no accounts, so nothing can be changed; add one with changhe user add"};

const serve_change_closed *serve_change_why_closed(const serve_hall *hall)
{
    if (!hall->store)
        return &of_folder;
    return hall->open_accounts ? NULL : &of_nobody;
}

bool serve_change_is_open(serve_call *call)
{
    const serve_change_closed *closed = serve_change_why_closed(call->hall);
    if (closed)
        serve_problem(call, closed->status, closed->zh, closed->en);
    return !closed;
}

enum { TRIES = 8 }; /* against other programs that write the same store */

/* One attempt on one snapshot. */
typedef struct {
    serve_call *call;
    const serve_change_job *job;
    ch_ready *ready; /* what is changed */
    ch_ready *next;
    ch_revised revised;
    bool again; /* the store had moved on; what it holds now is published */
} attempt;

/* ---- answers */

static void emit_name(ch_emit *e, ch_table_id table, ch_text key)
{
    ch_emit_open(e, '{');
    ch_emit_key(e, "table");
    ch_emit_string(e, ch_schema_table(table)->name);
    ch_emit_key(e, "key");
    ch_emit_text(e, key);
}

static void emit_conflict(ch_emit *e, const serve_hall *hall, const ch_access *access, const ch_conflict *conflict)
{
    const ch_table *table = access->zone->table[conflict->table];
    emit_name(e, conflict->table, conflict->key);
    serve_version_emit(e, &hall->versions, table, conflict->row);
    ch_emit_key(e, "row");
    if (conflict->row == SIZE_MAX)
        ch_emit_null(e);
    else
        ch_rows_write(e, table, conflict->row, serve_visible(access, conflict->table, conflict->row));
    ch_emit_close(e, '}');
}

/* The problem's last bracket makes room for the rows as they are now. */
static ch_err tell_conflicts(attempt *at)
{
    serve_call *call = at->call;
    const ch_zone *zone = ch_ready_zone(at->ready);
    ch_access access;
    ch_err err = ch_access_make(&call->arena, zone, call->visitor.grant, call->visitor.grants, &access);
    if (err != CH_OK)
        return err;
    serve_problem(call, 409, "所列各行已被改动，本次改动未执行；请看现状后再改",
                  "the rows listed were changed meanwhile and nothing was done; look at them as they are now");
    if (call->answer->body.failed)
        return CH_ENOMEM;
    call->answer->body.len -= sizeof "}\n" - 1;
    ch_emit e = {.out = &call->answer->body, .comma = true};
    ch_emit_key(&e, "conflicts");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < at->revised.conflicts; i++)
        emit_conflict(&e, call->hall, &access, &at->revised.conflict[i]);
    ch_emit_close(&e, ']');
    ch_buf_adds(e.out, "}\n");
    return CH_OK;
}

enum { ID_ROOM = 64 }; /* for what is not known before it is written */

static void emit_versions(ch_emit *e, const attempt *at, const ch_ready *ready)
{
    ch_emit_key(e, "rows");
    ch_emit_whole(e, (int64_t)at->revised.rows);
    ch_emit_key(e, "versions");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < at->revised.rows; i++) {
        const ch_row_diff *diff = &at->revised.diff[i];
        emit_name(e, diff->table, at->revised.change[i].key);
        serve_version_emit(e, &at->call->hall->versions, ch_ready_zone(ready)->table[diff->table], diff->after);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* All of the answer but the change's number, so that memory cannot run out once it is written. */
static ch_err write_answer(attempt *at, const ch_ready *ready)
{
    const serve_change_maker *maker = at->job->maker;
    ch_buf *body = &at->call->answer->body;
    ch_emit e = {.out = body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "snapshot");
    ch_emit_string(&e, ch_ready_digest(ready));
    if (maker)
        maker->tell(maker->self, &at->revised, &e);
    else
        emit_versions(&e, at, ready);
    ch_buf_addf(body, "%*s", (int)ID_ROOM, "");
    body->len -= body->failed ? 0 : ID_ROOM;
    return body->failed ? CH_ENOMEM : CH_OK;
}

static void finish_answer(serve_call *call, int64_t id)
{
    ch_emit e = {.out = &call->answer->body, .comma = true, .depth = 1};
    ch_emit_key(&e, "change");
    if (id == 0)
        ch_emit_null(&e);
    else
        ch_emit_whole(&e, id);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    call->answer->status = id == 0 ? 200 : 201;
}

static ch_err tell_same(attempt *at)
{
    const ch_err err = write_answer(at, at->ready);
    if (err == CH_OK)
        finish_answer(at->call, 0);
    return err;
}

static void tell_refused(serve_call *call)
{
    serve_problem(call, 403, "所列各行您无权更改，本次改动未执行",
                  "the rows listed are not yours to change, and nothing was done");
}

static void tell_undone(serve_call *call)
{
    serve_problem(call, 409, "此改动已被撤销过", "the change was undone before");
}

/* ---- writing */

/* The versions of the edits as digests of rows. */
static ch_err revise_edits(attempt *at, const ch_author *author)
{
    serve_call *call = at->call;
    const ch_whatif_change *change = at->job->edits;
    ch_row_version *version = CH_NEW(&call->arena, ch_row_version, change->edits.count);
    if (!version)
        return CH_ENOMEM;
    for (size_t i = 0; i < change->edits.count; i++)
        version[i] = (ch_row_version){change->version[i].exists,
                                      serve_version_unseal(&call->hall->versions, change->version[i].digest)};
    return ch_revise(&call->arena, ch_ready_zone(at->ready), &change->edits, version, author, &at->revised,
                     &call->faults);
}

static ch_err revise(attempt *at)
{
    serve_call *call = at->call;
    const serve_change_job *job = at->job;
    const ch_zone *zone = ch_ready_zone(at->ready);
    const ch_author author = {call->visitor.grant, call->visitor.grants};
    if (job->maker)
        return job->maker->revise(job->maker->self, call, zone, &at->revised);
    if (!job->undone)
        return revise_edits(at, &author);
    const ch_err err = ch_revise_back(&call->arena, zone, CH_TEXT("undo"), job->row, job->undone->rows, &author,
                                      &at->revised, &call->faults);
    if (err != CH_EDATA)
        return err;
    serve_problem(call, 409, "无法撤销：所需的行已不在或已改动",
                  "it cannot be undone: what its rows need is gone or changed");
    return CH_OK;
}

/* Another program wrote the store: what it holds now is the snapshot of now. */
static ch_err read_again(attempt *at)
{
    serve_hall *hall = at->call->hall;
    ch_zone *zone;
    ch_ready *ready;
    ch_err err = ch_store_read(hall->store, ch_ready_zone(at->ready)->memory, &zone, &at->call->faults);
    if (err == CH_OK)
        err = ch_ready_make(zone, &ready);
    if (err == CH_OK)
        serve_hall_publish(hall, ready);
    at->again = err == CH_OK;
    return err == CH_EDATA ? CH_EIO : err;
}

/* Whether it is written is not known: from now on everybody is shown what the store holds. */
static void show_what_is_there(attempt *at)
{
    ch_faults unheard = {0};
    ch_zone *zone;
    ch_ready *ready;
    ch_err err = ch_store_read(at->call->hall->store, ch_ready_zone(at->ready)->memory, &zone, &unheard);
    if (err == CH_OK)
        err = ch_ready_make(zone, &ready);
    if (err == CH_OK)
        serve_hall_publish(at->call->hall, ready);
    ch_faults_free(&unheard);
}

static ch_err tell_unwritten(attempt *at, ch_err err, const ch_change_result *result)
{
    serve_call *call = at->call;
    if (err == CH_EIO && result->is_unwritten && result->is_disk_full) {
        serve_problem(call, 507, "磁盘已满，改动未写入；腾出空间后再试",
                      "the disk is full and nothing was written; try again when there is room");
        return CH_OK;
    }
    if (err == CH_EIO && result->is_unwritten) {
        serve_problem(call, 500, "数据库无法写入，改动未写入", "the store could not be written, and nothing was");
        return CH_OK;
    }
    if (err != CH_EIO && err != CH_EDATA)
        return err;
    show_what_is_there(at);
    serve_problem(
        call, 500, "数据库无法写入，改动未获确认；请先看各行现状再重试",
        "the store could not be written and the change is not confirmed; look at the rows before trying again");
    return CH_OK;
}

static ch_err write(attempt *at)
{
    serve_call *call = at->call;
    const serve_change_job *job = at->job;
    const ch_change_draft draft = {.base = ch_ready_zone(at->ready),
                                   .next = ch_ready_zone(at->next),
                                   .diff = at->revised.diff,
                                   .row = at->revised.change,
                                   .rows = at->revised.rows,
                                   .account = call->visitor.account,
                                   .who = call->visitor.name,
                                   .note = job->note,
                                   .undoes = job->undone ? job->undone->id : 0};
    ch_change_result result;
    const ch_err err = ch_changes_apply(call->hall->store, &draft, &result, &call->faults);
    if (err != CH_OK)
        return tell_unwritten(at, err, &result);
    switch (result.outcome) {
    case CH_CHANGE_MOVED_ON: return read_again(at);
    case CH_CHANGE_UNDONE: tell_undone(call); return CH_OK;
    case CH_CHANGE_DONE: break;
    }
    finish_answer(call, result.id);
    ch_ready_hold(at->next);
    serve_hall_publish(call->hall, at->next);
    return CH_OK;
}

/* All that may fail for want of memory comes before the store is written. */
static ch_err write_and_publish(attempt *at)
{
    ch_err err = ch_ready_make(at->revised.zone, &at->next);
    at->revised.zone = NULL;
    if (err == CH_OK)
        err = write_answer(at, at->next);
    if (err == CH_OK)
        err = write(at);
    ch_ready_drop(at->next);
    return err;
}

static ch_err try_once(attempt *at)
{
    ch_err err = revise(at);
    if (err != CH_OK || at->call->answer->body.len > 0 || at->call->answer->body.failed)
        return err;
    switch (at->revised.outcome) {
    case CH_REVISE_CONFLICT: return tell_conflicts(at);
    case CH_REVISE_REFUSED: tell_refused(at->call); return CH_OK;
    case CH_REVISE_SAME: return tell_same(at);
    case CH_REVISE_DONE: break;
    }
    return write_and_publish(at);
}

ch_err serve_change_do(serve_call *call, const serve_change_job *job)
{
    attempt at = {.again = true};
    ch_err err = CH_OK;
    call->answer->varies = true;
    pthread_mutex_lock(&call->hall->writing);
    for (int i = 0; err == CH_OK && at.again && i < TRIES; i++) {
        at = (attempt){.call = call, .job = job, .ready = serve_hall_ready(call->hall)};
        call->answer->body.len = 0;
        err = try_once(&at);
        ch_ready_drop(at.ready);
    }
    pthread_mutex_unlock(&call->hall->writing);
    if (err == CH_OK && at.again)
        serve_problem(call, 503, "数据库正被其他程序频繁改写，请稍后再试",
                      "another program keeps changing the store; try again later");
    return err;
}
