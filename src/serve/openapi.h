/* openapi.h - the OpenAPI 3.1 document, written from the routes and the schema that run. */
#ifndef CHANGHE_SERVE_OPENAPI_H
#define CHANGHE_SERVE_OPENAPI_H

#include "changhe/text.h"

void serve_write_openapi(ch_buf *out);

/* answer_shapes.c: the members of the JSON answers, a line each. A row with a NULL member begins a shape. */
typedef struct {
    const char *shape, *member;
    const char *type; /* string, number, integer, boolean, date, object, a shape's name; [x]: array of x; x?: or null */
    const char *en;
} serve_member;
extern const serve_member serve_shapes[]; /* ends with a row of NULLs */

#endif
