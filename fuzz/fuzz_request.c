/* fuzz_request.c - whatever a client sends is answered, and never by a fault of the server.
 * Input: the method's number, the target up to a line end, headers "name:value" up to an empty line, the body. */
#include "../src/serve/hall.h"
#include "../src/serve/route.h"

#include "changhe/folder.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static serve_hall hall;

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    ch_zone *zone;
    ch_faults faults = {0};
    must(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults) == CH_OK);
    must(serve_hall_open(&hall, zone, NULL, &faults) == CH_OK);
    ch_faults_free(&faults);
    return 0;
}

/* The next line, without its end. */
static ch_text next_line(ch_text *rest)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    const size_t len = end ? (size_t)(end - rest->at) : rest->len;
    const ch_text line = {rest->at, len};
    *rest = (ch_text){rest->at + len + (end != NULL), rest->len - len - (end != NULL)};
    return line;
}

static size_t read_headers(ch_text *rest, serve_pair *header, size_t most)
{
    size_t n = 0;
    for (ch_text line = next_line(rest); line.len > 0 && n < most; line = next_line(rest)) {
        const char *colon = memchr(line.at, ':', line.len);
        const size_t cut = colon ? (size_t)(colon - line.at) : line.len;
        header[n++] = (serve_pair){{line.at, cut}, {line.at + cut + (colon != NULL), line.len - cut - (colon != NULL)}};
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const serve_method methods[] = {SERVE_GET, SERVE_HEAD, SERVE_POST, SERVE_DELETE, SERVE_OTHER};
    if (size == 0)
        return 0;
    ch_text rest = {(const char *)data + 1, size - 1};
    const ch_text target = next_line(&rest);
    const char *mark = target.len ? memchr(target.at, '?', target.len) : NULL;
    const size_t cut = mark ? (size_t)(mark - target.at) : target.len;
    serve_pair header[8];
    serve_request request = {.method = methods[data[0] % 5],
                             .path = {target.at, cut},
                             .query = {target.at + cut + (mark != NULL), target.len - cut - (mark != NULL)},
                             .header = header,
                             .address = CH_TEXT("127.0.0.1")};
    request.headers = read_headers(&rest, header, 8);
    request.body = rest;
    serve_answer answer = {0};
    serve_answer_request(&hall, &request, &answer);
    must(answer.status >= 200 && answer.status < 500);
    serve_answer_free(&answer);
    return 0;
}
