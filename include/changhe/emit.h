/* emit.h - write JSON, one value after another, commas and escapes seen to.
 * Numbers get 17 digits, enough to read back the same double; what is not finite is null. Bytes
 * that are not UTF-8 are written as U+FFFD. A zeroed ch_emit with out set is ready. */
#ifndef CHANGHE_EMIT_H
#define CHANGHE_EMIT_H

#include "changhe/date.h"

typedef struct {
    ch_buf *out;
    bool comma;  /* a comma goes before the next value or key */
    bool indent; /* one member a line, two blanks a level */
    unsigned depth;
    bool after_key; /* the next value belongs to the key just written */
} ch_emit;

void ch_emit_open(ch_emit *emit, char bracket);  /* '{' or '[' */
void ch_emit_close(ch_emit *emit, char bracket); /* '}' or ']' */
void ch_emit_key(ch_emit *emit, const char *name);
void ch_emit_text(ch_emit *emit, ch_text text);
void ch_emit_string(ch_emit *emit, const char *string); /* NULL: null */
void ch_emit_number(ch_emit *emit, double value);
void ch_emit_whole(ch_emit *emit, int64_t value);
void ch_emit_raw(ch_emit *emit, ch_text json); /* a value that is JSON already */
void ch_emit_bool(ch_emit *emit, bool value);
void ch_emit_null(ch_emit *emit);
void ch_emit_date(ch_emit *emit, ch_date date);         /* null for no date */
void ch_emit_text_or_null(ch_emit *emit, ch_text text); /* null for empty text */

#endif
