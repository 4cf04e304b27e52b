/* ogc_links.c - links of OGC API - Features answers, absolute where the request names its host. */
#include "ogc_links.h"

#include <string.h>

/* A host as it may stand in a link: names, addresses, a port. */
static bool is_host(ch_text host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!memchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]", host.at[i], 66))
            return false;
    return host.len > 0 && host.len < 256;
}

void serve_ogc_link(ch_emit *e, const serve_call *call, const char *rel, const char *type, ch_text path)
{
    const ch_text host = serve_header(call->request, "host");
    ch_buf link = {.memory = e->out->memory};
    if (is_host(host)) {
        ch_buf_adds(&link, call->request->secure ? "https://" : "http://");
        ch_buf_add(&link, host);
    }
    ch_buf_add(&link, path);
    ch_emit_open(e, '{');
    ch_emit_key(e, "href");
    ch_emit_text(e, ch_buf_text(&link));
    ch_emit_key(e, "rel");
    ch_emit_string(e, rel);
    ch_emit_key(e, "type");
    ch_emit_string(e, type);
    ch_emit_close(e, '}');
    e->out->failed |= link.failed;
    ch_buf_free(&link);
}
