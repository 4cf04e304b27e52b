/* fuzz_settlement.c - two sheets are told to be the same exactly when they are, but for rows of the ledger; every fault names a line of theirs. */
#include "settling.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Our own sheet has no byte order mark, no CR, and an end of every line. */
static void make_ours(ch_text bytes, ch_buf *out)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.at[i] != '\r' && bytes.at[i] != '\xef')
            ch_buf_addc(out, bytes.at[i]);
    if (out->len > 0 && out->at[out->len - 1] != '\n')
        ch_buf_addc(out, '\n');
}

typedef struct {
    bool recoded;
    size_t lines; /* of the file */
} look;

/* What counts of a sheet: no mark, no CR before a line's end, no rows of the ledger. */
static look strip(ch_text bytes, ch_buf *out)
{
    look seen = {.recoded = bytes.len >= 3 && memcmp(bytes.at, "\xef\xbb\xbf", 3) == 0};
    size_t at = seen.recoded ? 3 : 0;
    while (at < bytes.len) {
        const char *end = memchr(bytes.at + at, '\n', bytes.len - at);
        size_t len = end ? (size_t)(end - bytes.at) - at : bytes.len - at;
        const char *line = bytes.at + at;
        at += len + (end != NULL);
        const bool has_cr = len > 0 && line[len - 1] == '\r';
        len -= has_cr;
        seen.recoded |= has_cr || !end;
        seen.lines++;
        if (len >= 7 && memcmp(line, "ledger,", 7) == 0)
            continue;
        ch_buf_add(out, (ch_text){line, len});
        ch_buf_addc(out, '\n');
    }
    return seen;
}

static void check_faults(const ch_faults *faults, const look *ours, const look *theirs)
{
    must(faults->count <= ours->lines + theirs->lines + 1);
    for (size_t i = 0; i < faults->kept; i++) {
        must(faults->list[i].at.line >= 1 && faults->list[i].at.line <= theirs->lines + 1);
        must(ch_text_equal(faults->list[i].at.file, CH_TEXT("theirs")));
    }
}

static void compare(ch_text ours, ch_text theirs)
{
    ch_buf left = {0}, right = {0};
    ch_faults faults = {0};
    const look mine = strip(ours, &left), other = strip(theirs, &right);
    const bool same = !other.recoded && ch_text_equal(ch_buf_text(&left), ch_buf_text(&right));
    const ch_err err = ch_desk__sheets_compare(NULL, ours, CH_TEXT("theirs"), theirs, &faults);
    must(err == (same ? CH_OK : CH_EDATA) && (faults.count == 0) == same);
    check_faults(&faults, &mine, &other);
    ch_faults_free(&faults);
    ch_buf_free(&left);
    ch_buf_free(&right);
}

/* A zero byte ends ours; without one both are the same bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size + 1);
    ch_buf ours = {0};
    must(bytes != NULL);
    if (size > 0)
        memcpy(bytes, data, size);
    const char *cut = size > 0 ? memchr(bytes, '\0', size) : NULL;
    const size_t first = cut ? (size_t)(cut - bytes) : size;
    make_ours((ch_text){bytes, first}, &ours);
    compare(ch_buf_text(&ours), cut ? (ch_text){cut + 1, size - first - 1} : (ch_text){bytes, size});
    compare(ch_buf_text(&ours), ch_buf_text(&ours));
    ch_buf_free(&ours);
    free(bytes);
    return 0;
}
