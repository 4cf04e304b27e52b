/* json.h - read JSON (RFC 8259) into a tree that remembers where everything stood.
 * Stricter than the standard in what would be guesswork: no member twice, no U+0000, no half of a
 * surrogate pair. A byte order mark at the start is passed over. */
#ifndef CHANGHE_JSON_H
#define CHANGHE_JSON_H

#include "changhe/fault.h"

enum {
    CH_JSON_MAX_DEPTH = 64,       /* of brackets; bounds the stack */
    CH_JSON_MAX_BYTES = 64 << 20, /* the outlines of a province take a few */
    CH_JSON_MAX_VALUES = 4 << 20  /* bounds the tree, which takes some 90 bytes a value */
};

typedef enum { CH_JSON_NULL, CH_JSON_BOOL, CH_JSON_NUMBER, CH_JSON_STRING, CH_JSON_ARRAY, CH_JSON_OBJECT } ch_json_kind;

typedef struct ch_json {
    ch_json_kind kind;
    bool boolean;
    ch_text text;                 /* of a string, unescaped; of a number, as written */
    ch_text name;                 /* of a member of an object */
    ch_at at;                     /* where the value begins (of a member: its name) */
    size_t count;                 /* of children */
    struct ch_json *child, *next; /* first child, next brother */
} ch_json;

/* Parse text whole. Faults: not UTF-8 (told for each line; once when all of it looks like UTF-16 or
 * GB18030), not JSON (the first place), too deep or too long, a member named twice (each). The tree
 * lives in the arena and copies what it needs.
 * CH_EDATA: *tree is NULL, but where doubled members were all that was wrong; CH_ENOMEM.
 * Cost: O(bytes), and sorting of the members of each object. */
CH_MUST_USE ch_err ch_json_read(ch_arena *arena, ch_text file, ch_text text, const ch_json **tree, ch_faults *faults);

/* Member of an object, NULL when there is none or it is no object. Cost: O(members). */
const ch_json *ch_json_member(const ch_json *object, const char *name);
const char *ch_json_kind_name(ch_json_kind kind); /* "an object", "a string", ... */

#endif
