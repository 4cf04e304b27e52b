/* reach_routes.c - questions about minutes: circles, trips, access, and the network they are driven on. */
#include "edits.h"
#include "hall.h"
#include "sign.h"

#include "changhe/decimal.h"

static const char *const vehicles[] = {"car", "truck", NULL}, *const speeds[] = {"plan", "limit", NULL},
                         *const directions[] = {"from", "to", NULL}, *const kinds[] = {"hospital", "school", NULL},
                         *const methods[] = {"2sfca", "e2sfca", "gauss", "exponent", "power", NULL},
                         *const circle_formats[] = {"json", "geojson", NULL},
                         *const list_formats[] = {"json", "csv", NULL};

/* The parameters of all these questions begin alike, so that their values are found by number. */
enum { VEHICLE, SPEED, WHAT_IF, NAME, OWN };
enum { AT = OWN, MINUTES, DIRECTION, CIRCLE_FORMAT, CIRCLE_PARAMS };
enum { FROM = OWN, TO, MINUTES_FORMAT, MINUTES_PARAMS };
enum { KIND = OWN, METHOD, WITHIN, ACCESS_FORMAT, ACCESS_PARAMS };
enum { STREET = OWN, NEAR, ROADS_PARAMS };

#define COMMON \
    [VEHICLE] = {"vehicle", SERVE_WORD, .words = vehicles, .zh = "车型，默认小客车", .en = "car by default"}, \
    [SPEED] = {"speed", SERVE_WORD, .words = speeds, .zh = "按规划车速（默认）或限速", \
               .en = "at the planning speed (default) or at the limit"}, \
    [WHAT_IF] = {"what_if", SERVE_EDITS, .zh = "试算：JSON 行编辑；长的放在 POST 的内容里", \
                 .en = "what if: row edits as JSON; long ones go in the body of a POST"}, \
    [NAME] = {"what_if_name", SERVE_TEXT, .most = 200, .zh = "试算的名称", .en = "what the edits are called"}

static const serve_param circle_params[CIRCLE_PARAMS] = {
    COMMON,
    [AT] = {"at", SERVE_TEXT, .most = 200, .zh = "起点：gates（默认）、经度,纬度、地区代码，或 表:编号",
            .en = "gates (default), lon,lat, a place code, or table:key"},
    [MINUTES] = {"minutes", SERVE_TEXT, .most = 40, .zh = "时限，默认 15；至多四个，由小到大",
                 .en = "limits, ascending, four at most; 15 by default"},
    [DIRECTION] = {"direction", SERVE_WORD, .words = directions, .zh = "从这里出发（默认）或到这里",
                   .en = "from there (default) or to there"},
    [CIRCLE_FORMAT] = {"format", SERVE_WORD, .words = circle_formats, .zh = "格式，默认 json",
                       .en = "json by default"}};
static const serve_param minutes_params[MINUTES_PARAMS] = {
    COMMON,
    [FROM] = {"from", SERVE_TEXT, .most = 16000, .zh = "出发地，分号分隔，默认 gates",
              .en = "where from, semicolons between; gates by default"},
    [TO] = {"to", SERVE_TEXT, .required = true, .most = 16000,
            .zh = "目的地，分号分隔；places、stations、facilities 为全部",
            .en = "where to, semicolons between; places, stations, facilities: all of them"},
    [MINUTES_FORMAT] = {"format", SERVE_WORD, .words = list_formats, .zh = "格式，默认 json", .en = "json by default"}};
static const serve_param access_params[ACCESS_PARAMS] = {
    COMMON,
    [KIND] = {"kind", SERVE_WORD, .words = kinds, .zh = "医院（默认）或学校", .en = "hospital (default) or school"},
    [METHOD] = {"method", SERVE_WORD, .words = methods, .zh = "两步移动搜索法及衰减方式",
                .en = "two-step floating catchment and its decay"},
    [WITHIN] = {"minutes", SERVE_COUNT, .least = 1, .most = 600, .zh = "时限，默认 30", .en = "limit, 30 by default"},
    [ACCESS_FORMAT] = {"format", SERVE_WORD, .words = list_formats, .zh = "格式，默认 json", .en = "json by default"}};
static const serve_param roads_params[ROADS_PARAMS] = {
    COMMON, [STREET] = {"street", SERVE_TEXT, .most = 200, .zh = "一个路段", .en = "one street"},
    [NEAR] = {"near", SERVE_TEXT, .most = 80, .zh = "经度,纬度：300 米内最近的路段",
              .en = "lon,lat: the nearest street within 300 m"}};

/* ---- the question */

static ch_err find_roads(serve_call *call, ch_reach_question *question)
{
    question->roads = call->hall->extract;
    return question->roads ? CH_OK : ch_ready_roads(call->ready, &question->roads);
}

static ch_err open_question(serve_call *call, ch_edits *edits, ch_reach_question *question)
{
    *edits = (ch_edits){0};
    *question = (ch_reach_question){.zone = ch_ready_zone(call->ready),
                                    .profile = (ch_road_profile)call->value[VEHICLE].count,
                                    .basis = (ch_road_basis)call->value[SPEED].count};
    const ch_err err = serve_read_edits(call, &call->value[WHAT_IF], &call->value[NAME], edits, &question->what_if,
                                        &question->what_if_name);
    return err == CH_OK ? find_roads(call, question) : err;
}

/* What is true of a snapshot and a network stays so. */
static void sign(serve_call *call, const ch_reach_question *question)
{
    if (!question->what_if)
        serve_sign_snapshot(call);
}

static ch_err refuse_minutes(serve_call *call)
{
    return ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("minutes"), call->value[MINUTES].text, CH_WANT_MINUTES,
                        (ch_text){0});
}

static ch_err read_minutes(serve_call *call, ch_reach_question *question)
{
    static const double most = 600;
    ch_text rest = call->value[MINUTES].text, piece;
    while (ch_text_next(&rest, ',', &piece)) {
        double minutes;
        const size_t n = question->limits;
        if (n == 4 || !ch_number_parse(ch_text_trim(piece), &minutes) || !(minutes > 0 && minutes <= most) ||
            (n > 0 && minutes <= question->minutes[n - 1]))
            return refuse_minutes(call);
        question->minutes[question->limits++] = minutes;
    }
    return CH_OK;
}

static ch_err run_circle(serve_call *call)
{
    ch_edits edits;
    ch_reach_question question;
    ch_err err = open_question(call, &edits, &question);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, read_minutes(call, &question));
    if (err != CH_OK)
        return err;
    question.from = call->value[AT].text;
    question.is_towards = call->value[DIRECTION].count == 1;
    sign(call, &question);
    if (call->value[CIRCLE_FORMAT].count == 0)
        return ch_answer_circle_json(&question, &call->answer->body, &call->faults);
    call->answer->type = "application/geo+json";
    return ch_answer_circle_geojson(&question, &call->answer->body, &call->faults);
}

static ch_err run_minutes(serve_call *call)
{
    ch_edits edits;
    ch_reach_question question;
    const ch_err err = open_question(call, &edits, &question);
    if (err != CH_OK)
        return err;
    question.from = call->value[FROM].text;
    question.to = call->value[TO].text;
    sign(call, &question);
    if (call->value[MINUTES_FORMAT].count == 0)
        return ch_answer_minutes_json(&question, &call->answer->body, &call->faults);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_minutes_csv(&question, &call->answer->body, &call->faults);
}

static ch_err run_access(serve_call *call)
{
    ch_edits edits;
    ch_reach_question question;
    const ch_err err = open_question(call, &edits, &question);
    if (err != CH_OK)
        return err;
    question.kind = ch_text_of(kinds[call->value[KIND].count]);
    question.decay.kind = call->value[METHOD].given ? (ch_decay_kind)call->value[METHOD].count : CH_DECAY_STEPS;
    question.decay.limit_min = call->value[WITHIN].given ? (double)call->value[WITHIN].count : 30;
    sign(call, &question);
    if (call->value[ACCESS_FORMAT].count == 0)
        return ch_answer_access_json(&question, &call->answer->body, &call->faults);
    call->answer->type = "text/csv; charset=utf-8";
    return ch_answer_access_csv(&question, &call->answer->body, &call->faults);
}

static bool is_point(ch_text text)
{
    ch_text lon_text;
    double lon_deg, lat_deg;
    return ch_text_next(&text, ',', &lon_text) && ch_number_parse(ch_text_trim(lon_text), &lon_deg) &&
           ch_number_parse(ch_text_trim(text), &lat_deg) && lon_deg >= -180 && lon_deg <= 180 && lat_deg >= -90 &&
           lat_deg <= 90;
}

static ch_err check_near(serve_call *call)
{
    const serve_value *near = &call->value[NEAR];
    if (!near->given || is_point(near->text))
        return CH_OK;
    return ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("near"), near->text, CH_WANT_ROAD_POINTS, (ch_text){0});
}

static ch_err run_roads(serve_call *call)
{
    ch_edits edits;
    ch_reach_question question;
    ch_err err = open_question(call, &edits, &question);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, check_near(call));
    if (err != CH_OK)
        return err;
    question.street = call->value[STREET].given ? call->value[STREET].text : call->value[NEAR].text;
    sign(call, &question);
    return ch_answer_roads_json(&question, &call->answer->body, &call->faults);
}

#define ASK(method_, path_, run_, body_, params_, count_, schema_, zh_, en_) \
    { \
        .method = method_, .path = path_, .run = run_, .param = params_, .params = count_, .works = true, \
        .body = body_, .type = "application/json", .schema = schema_, .tag = "reach", .zh = zh_, .en = en_ \
    }
#define BOTH(path_, run_, params_, count_, schema_, zh_, en_) \
    ASK(SERVE_GET, path_, run_, SERVE_NO_BODY, params_, count_, schema_, zh_, en_), \
        ASK(SERVE_POST, path_, run_, SERVE_EDITS_BODY, params_, count_, schema_, zh_ "（试算）", \
            en_ ", after what-if edits")

const serve_route serve_reach_routes[] = {
    BOTH("/api/v1/roads", run_roads, roads_params, ROADS_PARAMS, "RoadsAnswer", "路网、出入口、道路工程",
         "the network, its gates and works"),
    BOTH("/api/v1/circle", run_circle, circle_params, CIRCLE_PARAMS, "CircleAnswer", "多少分钟能到哪里，前后与增减",
         "what lies within so many minutes, before and after"),
    BOTH("/api/v1/minutes", run_minutes, minutes_params, MINUTES_PARAMS, "MinutesAnswer", "从哪到哪要几分钟",
         "minutes from places to places"),
    BOTH("/api/v1/access", run_access, access_params, ACCESS_PARAMS, "AccessAnswer", "学校、医院可达：各自与共享",
         "schools and hospitals within reach, alone and shared"),
    {.path = NULL}};
