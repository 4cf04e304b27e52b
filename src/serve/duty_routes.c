/* duty_routes.c - which office owes which data. */
#include "book_answer.h"
#include "changhe/duties.h"
#include "sign.h"
#include "today.h"

enum { ON, OFFICE, FORMAT };
enum { AS_JSON, AS_XLSX };

static const char *const formats[] = {"json", "xlsx", NULL};
static const serve_param params[] = {
    [ON] = {"on", SERVE_DATE, .zh = "按此日判定，默认当日", .en = "the day they are judged on, today by default"},
    [OFFICE] = {"office", SERVE_TEXT, .zh = "只要这个部门的", .en = "of one office alone"},
    [FORMAT] = {"format", SERVE_WORD, .words = formats, .zh = "格式，默认 json；xlsx 按部门分表，供催报",
                .en = "json by default; xlsx has a sheet for each office, to remind by"}};

/* Only what is asked of a day stays true of a snapshot. */
static void sign(serve_call *call)
{
    if (call->value[ON].given)
        serve_sign_snapshot(call);
}

static ch_err run_duties(serve_call *call)
{
    const serve_value *value = call->value;
    const ch_date day = value[ON].given ? ch_date_last_day(value[ON].date) : serve_today();
    ch_duties duties;
    ch_err err =
        ch_duties_ask(&call->arena, ch_ready_zone(call->ready), day, value[OFFICE].text, &duties, &call->faults);
    if (err != CH_OK)
        return err;
    sign(call);
    if (value[FORMAT].count == AS_JSON) {
        ch_duties_write_json(&duties, &call->answer->body);
        return CH_OK;
    }
    err = ch_duties_write_workbook(&duties, call->lang == CH_EN, &call->answer->body);
    return serve_answer_book(call, "duties", err);
}

const serve_route serve_duty_routes[] = {
    {.method = SERVE_GET,
     .path = "/api/v1/duties",
     .run = run_duties,
     .param = params,
     .params = sizeof params / sizeof *params,
     .works = true,
     .type = "application/json",
     .schema = "Duties",
     .tag = "duties",
     .zh = "报送责任：谁该报什么、晚了多久，以及各表的新旧",
     .en = "duties: which office owes what and how late it is, and how old each table is"},
    {.path = NULL}};
