/* finish.h - an answer as it is sent: not modified, compressed, with the headers of every answer. */
#ifndef CHANGHE_SERVE_FINISH_H
#define CHANGHE_SERVE_FINISH_H

#include "http.h"

enum { SERVE_LINES = 24, SERVE_TAG_ROOM = SERVE_ETAG_ROOM + 8 };

/* What goes out. Its texts live as long as the answer and this do. */
typedef struct {
    unsigned status;
    ch_text body; /* of the answer; empty when not modified */
    struct {
        const char *name, *value; /* value has no control characters */
    } line[SERVE_LINES];
    size_t lines;
    char tag[SERVE_TAG_ROOM]; /* the value of ETag, quotes included */
} serve_sent;

/* Compresses a body of text over 1 KiB where gzip is accepted; the ETag then ends in
 * -gzip, as it names other bytes (RFC 9110 8.8.3). If-None-Match is compared weakly (13.1.2); a match of a
 * GET or HEAD that would give 200 gives 304 (15.4.5) without a body. When memory runs out the body goes
 * as it is. */
void serve_finish(const serve_request *request, serve_answer *answer, serve_sent *sent);

/* Does Accept-Encoding accept gzip (RFC 9110 12.5.3)? */
bool serve_accepts_gzip(ch_text accepted);
/* Does one of a list of tags, or *, name this one ("..." with quotes)? */
bool serve_tag_matches(ch_text list, ch_text tag);

/* bytes compressed as gzip; false: memory ran out, *packed is empty. Same input, same bytes. */
bool serve_gzip(ch_text bytes, int level, ch_buf *packed);

#endif
