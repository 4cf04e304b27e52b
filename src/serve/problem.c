/* problem.c - faults as a problem document (RFC 9457). */
#include "problem.h"

#include "changhe/emit.h"

static const struct {
    unsigned status;
    const char *en, *zh;
} names[] = {{400, "Bad Request", "请求有误"},
             {401, "Unauthorized", "须先登录"},
             {403, "Forbidden", "无权操作"},
             {404, "Not Found", "未找到"},
             {405, "Method Not Allowed", "不支持此方法"},
             {408, "Request Timeout", "请求超时"},
             {409, "Conflict", "已被他人改动"},
             {411, "Length Required", "须说明长度"},
             {413, "Content Too Large", "内容过大"},
             {414, "URI Too Long", "地址过长"},
             {415, "Unsupported Media Type", "不支持的内容类型"},
             {422, "Unprocessable Content", "内容有误"},
             {429, "Too Many Requests", "请求过于频繁"},
             {431, "Request Header Fields Too Large", "请求头过大"},
             {500, "Internal Server Error", "服务器故障"},
             {503, "Service Unavailable", "服务暂不可用"},
             {507, "Insufficient Storage", "存储空间不足"}};

const char *serve_status_name(unsigned status, ch_lang lang)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].status == status)
            return lang == CH_ZH ? names[i].zh : names[i].en;
    return lang == CH_ZH ? "出错" : "Error";
}

static void emit_text(ch_emit *e, const char *key, ch_text text)
{
    if (text.len == 0)
        return;
    ch_emit_key(e, key);
    ch_emit_text(e, text);
}

static void emit_whole(ch_emit *e, const char *key, uint32_t whole)
{
    if (whole == 0)
        return;
    ch_emit_key(e, key);
    ch_emit_whole(e, whole);
}

static void emit_sentence(ch_emit *e, const char *key, const ch_fault *fault, void (*print)(const ch_fault *, ch_buf *))
{
    ch_buf sentence = {.memory = e->out->memory};
    print(fault, &sentence);
    emit_text(e, key, ch_buf_text(&sentence));
    e->out->failed |= sentence.failed;
    ch_buf_free(&sentence);
}

static void emit_fault(ch_emit *e, const ch_fault *fault)
{
    ch_emit_open(e, '{');
    emit_text(e, "file", fault->at.file);
    emit_whole(e, "line", fault->at.line);
    emit_whole(e, "column", fault->at.column);
    emit_text(e, "name", fault->column);
    emit_text(e, "found", fault->found);
    emit_sentence(e, "message", fault, ch_fault_print);
    emit_sentence(e, "message_zh", fault, ch_fault_print_zh);
    ch_emit_close(e, '}');
}

/* Of a failure of ours nothing is told: paths of the machine are nobody's business. */
static void emit_faults(ch_emit *e, unsigned status, ch_faults *faults)
{
    if (faults->count == 0 || status >= 500)
        return;
    ch_faults_sort(faults);
    ch_emit_key(e, "errors");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < faults->kept; i++)
        emit_fault(e, &faults->list[i]);
    ch_emit_close(e, ']');
    ch_emit_key(e, "error_count");
    ch_emit_whole(e, (int64_t)faults->count);
}

void serve_problem(serve_call *call, unsigned status, const char *detail_zh, const char *detail_en)
{
    serve_answer *answer = call->answer;
    answer->body.len = 0;
    answer->body.failed = false;
    answer->etag[0] = '\0';
    answer->cache = NULL;
    answer->is_gzip = false;
    answer->status = status;
    answer->type = "application/problem+json";
    ch_emit e = {.out = &answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "type");
    ch_emit_string(&e, "about:blank");
    ch_emit_key(&e, "title");
    ch_emit_string(&e, serve_status_name(status, call->lang));
    ch_emit_key(&e, "status");
    ch_emit_whole(&e, status);
    emit_text(&e, "detail", ch_text_of(call->lang == CH_ZH ? detail_zh : detail_en));
    emit_faults(&e, status, &call->faults);
    ch_emit_close(&e, '}');
    ch_buf_addc(&answer->body, '\n');
}

void serve_problem_of(serve_call *call, ch_err err)
{
    switch (err) {
    case CH_OK: break;
    case CH_ENONE: serve_problem(call, 404, "所问的内容不存在", "what is asked for does not exist"); break;
    case CH_EDATA: serve_problem(call, 400, "请按所列各处更正", "mend what is listed"); break;
    case CH_EIO: serve_problem(call, 500, "无法读写数据库", "the store cannot be read or written"); break;
    case CH_ENOMEM: serve_problem(call, 503, "内存不足，请稍后再试", "memory ran out; try again later"); break;
    }
}
