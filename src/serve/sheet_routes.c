/* sheet_routes.c - templates: a workbook to fill in and send back. */
#include "book_answer.h"
#include "changhe/schema.h"
#include "changhe/workbook_write.h"
#include "sign.h"

static ch_err refuse_form(serve_call *call)
{
    const ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("table"), call->segment[0], CH_WANT_KNOWN_TABLE,
                                    ch_text_of(ch_schema_nearest_table(call->segment[0])));
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err run_template(serve_call *call)
{
    const ch_form *form = ch_form_find(call->segment[0]);
    if (!form)
        return refuse_form(call);
    const ch_book_table what = {
        .zone = ch_ready_zone(call->ready), .form = form, .in_english = call->lang == CH_EN, .is_template = true};
    const ch_err err = ch_book_write_table(call->arena.memory, &what, &call->answer->body);
    serve_sign_snapshot(call);
    return serve_answer_book(call, form->id, err);
}

const serve_route serve_sheet_routes[] = {
    {.method = SERVE_GET,
     .path = "/api/v1/templates/{table}",
     .run = run_template,
     .works = true,
     .type = SERVE_XLSX,
     .tag = "sheets",
     .zh = "空白表格：表头、单位、说明、下拉选项，填好即可导入",
     .en = "a workbook to fill in: heads, units, notes and drop-down lists; it is taken in as it is"},
    {.path = NULL}};
