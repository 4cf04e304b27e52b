/* ogc_landing.c - the landing page and what we conform to. */
#include "ogc_links.h"
#include "sign.h"

/* The zone's name in the call's language, in Chinese where it has no other. */
static ch_text zone_name(const serve_call *call)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    const ch_text english = zone->zone.name_en[0];
    return call->lang == CH_EN && english.len > 0 ? english : zone->zone.name_zh[0];
}

/* Clients of the standard look for the OpenAPI document by its media type; it is sent as the plain JSON that
 * it also is, and a link tells what comes. */
static void emit_links(ch_emit *e, serve_call *call)
{
    serve_ogc_link_asked(e, call, "self", SERVE_OGC_JSON, CH_TEXT("/ogc"), NULL);
    serve_ogc_link(e, call, "service-desc", SERVE_OGC_JSON, CH_TEXT("/api/v1/openapi.json"));
    serve_ogc_link(e, call, "conformance", SERVE_OGC_JSON, CH_TEXT("/ogc/conformance"));
    serve_ogc_link(e, call, "data", SERVE_OGC_JSON, CH_TEXT("/ogc/collections"));
}

ch_err serve_ogc_landing(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "title");
    ch_emit_text(&e, zone_name(call));
    serve_ogc_string(
        &e, "description",
        serve_ogc_say(call, "长合：合作区的地区与企业", "Changhe: places and firms of a cooperation zone"));
    serve_ogc_open(&e, "links", '[');
    emit_links(&e, call);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

/* Our OpenAPI document is of version 3.1, so the class oas30 is not among them. */
ch_err serve_ogc_conformance(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    serve_ogc_open(&e, "conformsTo", '[');
    ch_emit_string(&e, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    ch_emit_string(&e, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}
