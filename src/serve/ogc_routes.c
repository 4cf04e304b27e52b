/* ogc_routes.c - OGC API - Features, part 1 (OGC 17-069r4): places and firms for a desktop GIS. */
#include "ogc.h"

enum { MOST = 10000 };

static const char *const forms[] = {"json", NULL};

#define FORM \
    { \
        "f", SERVE_WORD, .words = forms, .zh = "格式", .en = "the form of the answer" \
    }

const serve_param serve_ogc_form[1] = {FORM};

const serve_param serve_ogc_params[SERVE_OGC_PARAMS] = {
    [SERVE_OGC_F] = FORM,
    [SERVE_OGC_BBOX] = {"bbox", SERVE_BOX, .zh = "西,南,东,北（度，WGS84）；六个数时不看高程",
                        .en = "west,south,east,north in degrees, CRS84; of six numbers the heights are passed over"},
    [SERVE_OGC_DATETIME] = {"datetime", SERVE_TEXT, .most = 100,
                            .zh = "RFC 3339 时刻或区间（.. 或空为不限），与数据日期 as_of 相交的；没有日期的都算",
                            .en = "RFC 3339 date-time or interval (.. or empty: open) that as_of meets; rows "
                                  "without a date always do"},
    [SERVE_OGC_LIMIT] = {"limit", SERVE_COUNT, .least = 1, .most = MOST, .caps = true,
                         .zh = "个数，默认 100，超过 10000 按 10000",
                         .en = "features, 100 by default; more than "
                               "10000 are 10000"},
    [SERVE_OGC_AFTER] = {"after", SERVE_TEXT, .zh = "上一页最后一个的编号，见 next 链接",
                         .en = "last id of the page before, as the next link has it"}};

void serve_ogc_string(ch_emit *e, const char *key, const char *string)
{
    ch_emit_key(e, key);
    ch_emit_string(e, string);
}

void serve_ogc_open(ch_emit *e, const char *key, char bracket)
{
    ch_emit_key(e, key);
    ch_emit_open(e, bracket);
}

const char *serve_ogc_say(const serve_call *call, const char *zh, const char *en)
{
    return call->lang == CH_ZH ? zh : en;
}

#define OGC(path_, run_, param_, params_, type_, works_, zh_, en_) \
    { \
        .method = SERVE_GET, .path = path_, .run = run_, .param = param_, .params = params_, .works = works_, \
        .type = type_, .tag = "ogc", .zh = zh_, .en = en_ \
    }
#define PLAIN(path_, run_, works_, zh_, en_) OGC(path_, run_, serve_ogc_form, 1, SERVE_OGC_JSON, works_, zh_, en_)
#define ITEMS                                "/ogc/collections/{collection}/items"

const serve_route serve_ogc_routes[] = {
    PLAIN("/ogc", serve_ogc_landing, false, "首页", "landing page"),
    PLAIN("/ogc/conformance", serve_ogc_conformance, false, "符合的标准", "conformance"),
    PLAIN("/ogc/collections", serve_ogc_list, true, "图层", "collections"),
    PLAIN("/ogc/collections/{collection}", serve_ogc_one, true, "一个图层", "a collection"),
    OGC(ITEMS, serve_ogc_items, serve_ogc_params, SERVE_OGC_PARAMS, SERVE_OGC_GEOJSON, true, "要素", "features"),
    OGC(ITEMS "/{feature}", serve_ogc_item, serve_ogc_form, 1, SERVE_OGC_GEOJSON, true, "一个要素", "a feature"),
    {.path = NULL}};
