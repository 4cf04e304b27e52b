/* calling.h - requests made by hand, answered without a socket. */
#ifndef CHANGHE_TESTS_CALLING_H
#define CHANGHE_TESTS_CALLING_H

#include "../src/serve/hall.h"
#include "../src/serve/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A request to a hall: method, target with its query, body, and up to eight headers "name", "value", ... NULL. */
static inline serve_answer call_with(serve_hall *hall, serve_method method, ch_text target, ch_text body,
                                     const char *const *header)
{
    serve_pair pair[8];
    size_t headers = 0;
    for (; header && header[2 * headers]; headers++)
        pair[headers] = (serve_pair){ch_text_of(header[2 * headers]), ch_text_of(header[2 * headers + 1])};
    const char *mark = target.len ? memchr(target.at, '?', target.len) : NULL;
    const size_t cut = mark ? (size_t)(mark - target.at) : target.len;
    const serve_request request = {.method = method,
                                   .path = {target.at, cut},
                                   .query = mark ? (ch_text){mark + 1, target.len - cut - 1} : (ch_text){"", 0},
                                   .header = pair,
                                   .headers = headers,
                                   .body = body,
                                   .address = CH_TEXT("127.0.0.1")};
    serve_answer answer = {0};
    serve_answer_request(hall, &request, &answer);
    return answer;
}

static inline serve_answer call_get(serve_hall *hall, const char *target)
{
    return call_with(hall, SERVE_GET, ch_text_of(target), (ch_text){"", 0}, NULL);
}

static inline serve_answer call_post(serve_hall *hall, const char *target, const char *json)
{
    static const char *const header[] = {"content-type", "application/json", NULL};
    return call_with(hall, SERVE_POST, ch_text_of(target), ch_text_of(json), header);
}

/* Does the body hold these bytes? */
static inline bool body_has(const serve_answer *answer, const char *bytes)
{
    const size_t len = strlen(bytes);
    for (size_t i = 0; i + len <= answer->body.len; i++)
        if (memcmp(answer->body.at + i, bytes, len) == 0)
            return true;
    return false;
}

#endif
