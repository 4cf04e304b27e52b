/* json.h - read JSON (RFC 8259) into a tree that remembers where everything stood. */
#ifndef CHANGHE_JSON_H
#define CHANGHE_JSON_H

#include "changhe/fault.h"

enum { CH_JSON_MAX_DEPTH = 64, CH_JSON_MAX_BYTES = 64 << 20 };

typedef enum { CH_JSON_NULL, CH_JSON_BOOL, CH_JSON_NUMBER, CH_JSON_STRING, CH_JSON_ARRAY, CH_JSON_OBJECT } ch_json_kind;

typedef struct ch_json {
    ch_json_kind kind;
    bool boolean;
    ch_text text;            /* of a string, unescaped; of a number, as written */
    ch_text name;            /* of a member of an object */
    ch_at at;                /* where the value begins (of a member: its name) */
    size_t count;            /* of children */
    struct ch_json *child, *next; /* first child, next brother */
} ch_json;

/* Parse text whole. Faults: not UTF-8, not JSON, too deep or too long, a member named twice.
 * The tree lives in the arena and copies what it needs. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_json_read(ch_arena *arena, ch_text file, ch_text text, const ch_json **tree,
                                ch_faults *faults);

/* Member of an object, NULL when there is none or it is no object. */
const ch_json *ch_json_member(const ch_json *object, const char *name);
const char *ch_json_kind_name(ch_json_kind kind); /* "an object", "a string", ... */

#endif
