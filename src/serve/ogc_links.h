/* ogc_links.h - links of OGC API - Features answers, absolute where the request names its host. */
#ifndef CHANGHE_SERVE_OGC_LINKS_H
#define CHANGHE_SERVE_OGC_LINKS_H

#include "ogc.h"

/* One link of an open array: path is ours, from the first slash on, encoded. A Host header that is no host
 * (RFC 9110 7.2), or one of 256 bytes and more, is not written: the link then begins with our path. */
void serve_ogc_link(ch_emit *e, const serve_call *call, const char *rel, const char *type, ch_text path);

/* The same with the query that was asked behind the path, each pair encoded anew, so that it is a URI whatever
 * was sent. after: the cursor instead of that in the query; NULL leaves it as it is. */
void serve_ogc_link_asked(ch_emit *e, serve_call *call, const char *rel, const char *type, ch_text path,
                          const ch_text *after);

#endif
