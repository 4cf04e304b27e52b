/* ask_routes.c - the questions of the command line: whom to invite, and why. */
#include "ask.h"

#include "edits.h"

#include "changhe/answer.h"
#include "hall.h"
#include "sign.h"

enum { MOST_TOP = 999999, MOST_TEAM = 100 }; /* as on the command line */

static const char *const chain_formats[] = {"json", "csv", NULL}, *const who_formats[] = {"json", "csv", "geojson",
                                                                                          NULL};
enum { FORMAT_JSON, FORMAT_CSV, FORMAT_GEOJSON };
static const char *const types[] = {"application/json", "text/csv; charset=utf-8", "application/geo+json"};

/* The parameters of all questions stand in one order, so that their values are found by number. */
enum { PLACE, CHAIN, AS_OF, TOP, TEAM, WHAT_IF, NAME, FORMAT };
#define QUESTION \
    [PLACE] = {"place", SERVE_TEXT, .most = 16000, .zh = "zone 全区（默认），或地区代码，逗号分隔", \
               .en = "zone (default), or place codes with commas between"}, \
    [CHAIN] = {"chain", SERVE_TEXT, .zh = "只看一条产业链", .en = "one chain only"}, \
    [AS_OF] = {"as_of", SERVE_DATE, .zh = "只计此日及以前的数据", .en = "count rows dated no later"}, \
    [TOP] = {"top", \
             SERVE_COUNT, \
             .least = 1, \
             .most = MOST_TOP, \
             .zh = "目标条数，默认全部", \
             .en = "targets to list, all by default"}, \
    [TEAM] = {"team", SERVE_COUNT, .least = 1, .most = MOST_TEAM, .zh = "企业组合的家数", .en = "firms in the team"}, \
    [WHAT_IF] = {"what_if", SERVE_EDITS, .zh = "试算：JSON 行编辑；长的放在 POST 的内容里", \
                 .en = "what if: row edits as JSON; long ones go in the body of a POST"}, \
    [NAME] = {"what_if_name", SERVE_TEXT, .most = 200, .zh = "试算的名称", .en = "what the edits are called"}

static const serve_param chain_params[] = {QUESTION, [FORMAT] = {"format", SERVE_WORD, .words = chain_formats,
                                                                 .zh = "格式，默认 json", .en = "json by default"}};
static const serve_param who_params[] = {QUESTION, [FORMAT] = {"format", SERVE_WORD, .words = who_formats,
                                                               .zh = "格式，默认 json", .en = "json by default"}};
enum { PARAMS = FORMAT + 1 };

static ch_text text_or(const serve_value *value, ch_text other)
{
    return value->given && value->text.len > 0 ? value->text : other;
}

ch_err serve_ask_open(serve_call *call, serve_asking *asking)
{
    *asking = (serve_asking){0};
    const ch_edits *given;
    ch_text called;
    ch_err err = serve_read_edits(call, &call->value[WHAT_IF], &call->value[NAME], &asking->edits, &given, &called);
    if (err != CH_OK)
        return err;
    asking->question = (ch_question){.place = text_or(&call->value[PLACE], CH_TEXT("zone")),
                                     .chain = text_or(&call->value[CHAIN], (ch_text){"", 0}),
                                     .as_of = call->value[AS_OF].date,
                                     .what_if = given,
                                     .what_if_name = called,
                                     .top = call->value[TOP].count,
                                     .team = call->value[TEAM].count};
    asking->question.roads = call->hall->extract;
    err = asking->question.roads ? CH_OK : ch_ready_roads(call->ready, &asking->question.roads);
    return err == CH_OK ? ch_ready_open(&call->arena, call->ready, &asking->question, &asking->desk, &call->faults)
                        : err;
}

static ch_err write_chain(serve_call *call, const ch_desk *desk)
{
    ch_chain_answer answer;
    ch_err err = ch_desk_chain(&call->arena, desk, &answer);
    if (err != CH_OK)
        return err;
    return call->value[FORMAT].count == FORMAT_CSV ? ch_answer_chain_csv(desk, &answer, &call->answer->body)
                                                   : ch_answer_chain_json(desk, &answer, &call->answer->body);
}

static ch_err write_who(serve_call *call, const ch_desk *desk)
{
    ch_who_answer answer;
    ch_err err = ch_desk_who(&call->arena, desk, &answer);
    if (err != CH_OK)
        return err;
    switch (call->value[FORMAT].count) {
    case FORMAT_CSV: return ch_answer_who_csv(desk, &answer, &call->answer->body);
    case FORMAT_GEOJSON: return ch_answer_who_geojson(desk, &answer, &call->answer->body);
    default: return ch_answer_who_json(desk, &answer, &call->answer->body);
    }
}

/* Both answers of one snapshot, so that no reader sees one of before and one of after. */
static ch_err write_board(serve_call *call, const ch_desk *desk)
{
    ch_buf *out = &call->answer->body;
    ch_buf_adds(out, "{\"chain\":");
    ch_err err = write_chain(call, desk);
    ch_buf_adds(out, ",\"who\":");
    if (err == CH_OK)
        err = write_who(call, desk);
    ch_buf_adds(out, "}\n");
    return err;
}

static ch_err answer(serve_call *call, ch_err (*write)(serve_call *call, const ch_desk *desk))
{
    serve_asking asking;
    ch_err err = serve_ask_open(call, &asking);
    if (err != CH_OK)
        return err;
    err = write(call, &asking.desk);
    serve_sign(call, asking.desk.digest);
    call->answer->type = types[call->value[FORMAT].count];
    ch_desk_close(&asking.desk);
    return err;
}

static ch_err run_chain(serve_call *call)
{
    return answer(call, write_chain);
}

static ch_err run_who(serve_call *call)
{
    return answer(call, write_who);
}

static ch_err run_board(serve_call *call)
{
    return answer(call, write_board);
}

static ch_err write_districts(serve_call *call, const ch_desk *desk)
{
    ch_districts_answer answer;
    const ch_err err = ch_desk_districts(&call->arena, desk, &answer);
    return err == CH_OK ? ch_answer_districts_json(&answer, &call->answer->body) : err;
}

static ch_err run_districts(serve_call *call)
{
    return answer(call, write_districts);
}

#define ASK(method_, path_, run_, body_, params_, count_, schema_, zh_, en_) \
    { \
        .method = method_, .path = path_, .run = run_, .param = params_, .params = count_, .works = true, \
        .body = body_, .type = "application/json", .schema = schema_, .tag = "who", .zh = zh_, .en = en_ \
    }

const serve_route serve_ask_routes[] = {
    ASK(SERVE_GET, "/api/v1/chain", run_chain, SERVE_NO_BODY, chain_params, PARAMS, "ChainAnswer",
        "产业链：强、弱、缺，增益，健康", "links strong, weak and missing, gains, health"),
    ASK(SERVE_POST, "/api/v1/chain", run_chain, SERVE_EDITS_BODY, chain_params, PARAMS, "ChainAnswer", "试算后的产业链",
        "the chains after what-if edits"),
    ASK(SERVE_GET, "/api/v1/who", run_who, SERVE_NO_BODY, who_params, PARAMS, "WhoAnswer", "招商目标与理由、企业组合",
        "whom to invite, with reasons; the best team"),
    ASK(SERVE_POST, "/api/v1/who", run_who, SERVE_EDITS_BODY, who_params, PARAMS, "WhoAnswer", "试算后的招商目标",
        "whom to invite after what-if edits"),
    ASK(SERVE_GET, "/api/v1/board", run_board, SERVE_NO_BODY, chain_params, FORMAT, "BoardAnswer",
        "产业链与招商目标，同一快照", "chains and targets of one snapshot"),
    ASK(SERVE_POST, "/api/v1/board", run_board, SERVE_EDITS_BODY, chain_params, FORMAT, "BoardAnswer",
        "试算后的产业链与招商目标", "chains and targets after what-if edits"),
    ASK(SERVE_GET, "/api/v1/districts", run_districts, SERVE_NO_BODY, chain_params, FORMAT, "Districts",
        "招商目标在各片区间的分工", "targets shared among the promotion districts"),
    ASK(SERVE_POST, "/api/v1/districts", run_districts, SERVE_EDITS_BODY, chain_params, FORMAT, "Districts",
        "试算后各片区的分工", "the sharing after what-if edits"),
    {.path = NULL}};
