/* json_token.h - the tokens of JSON, the place of each, and what is told when one is wrong.
 * Private to the reader of JSON. What can fail returns false once told; reading then ends. */
#ifndef CHANGHE_IO_JSON_TOKEN_H
#define CHANGHE_IO_JSON_TOKEN_H

#include "changhe/json.h"

/* A text, valid UTF-8, being read. */
typedef struct {
    ch_arena *arena;
    ch_faults *faults;
    const char *next, *end; /* what is still to be read */
    char *room;             /* for texts: unescaped they are never longer than as written */
    const char *mark;       /* a byte passed before, ... */
    ch_at mark_at;          /* ... and its place */
    size_t values;
    unsigned depth;
    bool doubled; /* a member was named twice */
    ch_err err;   /* what ended the reading */
} ch_json__reader;

/* The place of a byte, which must not lie before the last one asked for: so that all places
 * together cost one walk through the text. */
ch_at ch_json__place(ch_json__reader *json, const char *byte);

/* Tell what was wanted at byte; at the next byte, the end of what was begun in a line, or no more
 * than so many. Always false. */
bool ch_json__fail(ch_json__reader *json, const char *byte, ch_want want);
bool ch_json__fail_number(ch_json__reader *json, ch_want want, uint32_t number);

void ch_json__skip_blanks(ch_json__reader *json);

/* Step over a byte or word when it comes next. */
bool ch_json__take(ch_json__reader *json, char byte);
bool ch_json__take_word(ch_json__reader *json, const char *word);

/* Read what begins at the next byte. */
bool ch_json__read_number(ch_json__reader *json, ch_text *text);
bool ch_json__read_string(ch_json__reader *json, ch_text *text);

#endif
