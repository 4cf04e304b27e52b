/* sign.c - the ETag of an answer that follows from a snapshot, a question and who asks. */
#include "sign.h"

#include "hall.h"

#include <stdio.h>

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
static uint64_t mix(uint64_t hash, ch_text text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return (hash ^ 0xff) * UINT64_C(1099511628211); /* no byte of UTF-8: ends the text */
}

void serve_sign(serve_call *call, const char *digest)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    hash = mix(hash, call->request->path);
    hash = mix(hash, call->request->query);
    hash = mix(hash, call->request->body);
    hash = mix(hash, CH_TEXT(CH_VERSION));
    hash = mix(hash, call->lang == CH_ZH ? CH_TEXT("zh") : CH_TEXT("en"));
    if (call->hall->extract) /* of another extract the minutes are others */
        hash = mix(hash, ch_text_of(ch_roads_digest(call->hall->extract)));
    for (size_t i = 0; i < call->visitor.grants; i++) {
        const char may = (char)('0' + call->visitor.grant[i].may);
        hash = mix(mix(hash, (ch_text){&may, 1}), call->visitor.grant[i].place);
    }
    snprintf(call->answer->etag, sizeof call->answer->etag, "%s-%016llx", digest, (unsigned long long)hash);
    call->answer->cache = "private, no-cache";
}

void serve_sign_snapshot(serve_call *call)
{
    serve_sign(call, ch_ready_digest(call->ready));
}
