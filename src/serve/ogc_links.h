/* ogc_links.h - links of OGC API - Features answers, absolute where the request names its host. */
#ifndef CHANGHE_SERVE_OGC_LINKS_H
#define CHANGHE_SERVE_OGC_LINKS_H

#include "changhe/emit.h"
#include "route.h"

/* One link of an open array: path is ours, from the first slash on, encoded. */
void serve_ogc_link(ch_emit *e, const serve_call *call, const char *rel, const char *type, ch_text path);

#endif
