/* fuzz_ledger.c - bytes that read as a ledger file write the same bytes again; a record that is a posting is kept as it stands. */
#include "changhe/ledger.h"
#include "changhe/ledger_file.h"

#include "ledger_scan.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    const char *at;
    size_t left, step; /* bytes handed out at a time */
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    size_t n = from->left < room ? from->left : room;
    n = n < from->step ? n : from->step;
    if (n > 0)
        memcpy(bytes, from->at, n);
    from->at += n;
    from->left -= n;
    return (int)n;
}

/* Few bytes that are changed at random fit their chain: heads are put right wherever a frame is whole, so that what lies behind them is looked at. */
static void put_right(char *bytes, size_t size)
{
    ch_sha256 head = {{0}};
    size_t at = CH_LEDGER_FILE_MARK;
    while (at < size && size - at > CH_LEDGER_FILE_FRAME) {
        const unsigned char *frame = (const unsigned char *)bytes + at;
        const size_t len = frame[0] | (size_t)frame[1] << 8 | (size_t)frame[2] << 16 | (size_t)frame[3] << 24;
        if (len == 0 || len > size - at - CH_LEDGER_FILE_FRAME)
            break;
        head = ch_sha256_chain(&head, (ch_text){bytes + at + CH_LEDGER_FILE_FRAME, len});
        memcpy(bytes + at + 8, head.byte, CH_SHA256_BYTES);
        at += CH_LEDGER_FILE_FRAME + len;
    }
}

typedef struct {
    ch_buf bytes; /* what was read, written anew */
    ch_ledger *ledger;
} reading;

static void post(ch_ledger *ledger, ch_text bytes)
{
    const size_t count = ch_ledger_count(ledger);
    const ch_err err = ch_ledger_replay(ledger, bytes, (ch_at){.line = 1}, NULL);
    must(err == CH_OK || err == CH_EDATA);
    must(ch_ledger_count(ledger) == count + (err == CH_OK));
    must(err != CH_OK || ch_text_equal(ch_ledger_bytes(ledger, count), bytes));
}

static ch_err take(void *self, size_t number, ch_text bytes, const ch_sha256 *head)
{
    reading *r = self;
    char frame[CH_LEDGER_FILE_FRAME];
    (void)number;
    ch_ledger_file__put_frame(frame, bytes.len, head);
    ch_buf_add(&r->bytes, (ch_text){frame, sizeof frame});
    ch_buf_add(&r->bytes, bytes);
    post(r->ledger, bytes);
    return CH_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size + 1);
    reading r = {.bytes = {0}};
    ch_faults faults = {0};
    ch_ledger_file_found found;
    must(bytes != NULL && ch_ledger_new(NULL, &r.ledger) == CH_OK);
    if (size > 0)
        memcpy(bytes, data, size);
    if (size % 2 == 0)
        put_right(bytes, size);
    source from = {bytes, size, size % 7 + 1};
    ch_buf_add(&r.bytes, (ch_text){ch_ledger_file__mark, CH_LEDGER_FILE_MARK});
    const ch_err err = ch_ledger_file_scan(NULL, CH_TEXT("f"), give, &from, take, &r, &found, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && faults.count <= 1);
    must((size_t)found.bytes <= size && found.torn <= size - (size_t)found.bytes);
    must(err != CH_OK || (size_t)found.bytes + found.torn == size);
    must(found.bytes == 0 || (r.bytes.len == (size_t)found.bytes && memcmp(r.bytes.at, bytes, r.bytes.len) == 0));
    ch_buf_free(&r.bytes);
    ch_ledger_free(r.ledger);
    ch_faults_free(&faults);
    free(bytes);
    return 0;
}
