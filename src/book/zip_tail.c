/* zip_tail.c - the end record of a zip (APPNOTE 4.3.16) and its wide form (4.3.14, 4.3.15).
 * libzip takes memory for every entry that the record tells, so that a small file could take much; it is asked only
 * where few are told. Bytes that look like a record and are none count as well: one in a hundred thousand files
 * has such, and told so many entries as well hardly any. */
#define _POSIX_C_SOURCE 200809L

#include "zip_tail.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    END_BYTES = 22,
    LOCATOR_BYTES = 20,
    COMMENT_BYTES = 65535,
    TAIL_BYTES = LOCATOR_BYTES + END_BYTES + COMMENT_BYTES,
    WIDE_BYTES = 56
};

typedef struct {
    int file;
    ch_text bytes; /* of all, or of the tail of a file */
    int64_t size;
} tail;

static uint64_t get_number(const char *at, size_t bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | (unsigned char)at[bytes];
    return value;
}

static bool read_at(int file, char *bytes, size_t n, int64_t offset)
{
    size_t done = 0;
    ssize_t got = 1;
    while (done < n && got > 0) {
        got = pread(file, bytes + done, n - done, (off_t)offset + (off_t)done);
        done += got > 0 ? (size_t)got : 0;
    }
    return done == n;
}

/* Entries by the wide record that a locator points to; 0: none is there, which libzip tells. */
static int64_t count_wide(const tail *end, const char *locator)
{
    char record[WIDE_BYTES];
    const uint64_t offset = get_number(locator + 8, 8);
    if (end->size < WIDE_BYTES || offset > (uint64_t)(end->size - WIDE_BYTES))
        return 0;
    if (end->file < 0)
        memcpy(record, end->bytes.at + offset, WIDE_BYTES);
    else if (!read_at(end->file, record, WIDE_BYTES, (int64_t)offset))
        return 0;
    const uint64_t here = get_number(record + 24, 8), entries = get_number(record + 32, 8);
    const uint64_t more = here > entries ? here : entries;
    return more > INT64_MAX ? INT64_MAX : (int64_t)more;
}

static int64_t count_at(const tail *end, size_t offset)
{
    const char *record = end->bytes.at + offset;
    const char *locator = offset >= LOCATOR_BYTES ? record - LOCATOR_BYTES : NULL;
    if (locator != NULL && memcmp(locator, "PK\x06\x07", 4) == 0)
        return count_wide(end, locator);
    const int64_t here = (int64_t)get_number(record + 8, 2), entries = (int64_t)get_number(record + 10, 2);
    return here > entries ? here : entries;
}

static int64_t count_entries(const tail *end)
{
    int64_t most = 0;
    const size_t len = end->bytes.len, first = len > TAIL_BYTES ? len - TAIL_BYTES : 0;
    for (size_t i = first; i + END_BYTES <= len; i++) {
        if (memcmp(end->bytes.at + i, "PK\x05\x06", 4) != 0)
            continue;
        const int64_t entries = count_at(end, i);
        most = entries > most ? entries : most;
    }
    return most;
}

bool ch_zip__look_at_tail(int file, ch_text bytes, int64_t *size, int64_t *entries)
{
    char room[TAIL_BYTES];
    tail end = {file, bytes, (int64_t)bytes.len};
    if (file >= 0) {
        struct stat about;
        if (fstat(file, &about) != 0)
            return false;
        end.size = about.st_size;
        const size_t len = end.size < TAIL_BYTES ? (size_t)end.size : TAIL_BYTES;
        if (!read_at(file, room, len, end.size - (int64_t)len))
            return false;
        end.bytes = (ch_text){room, len};
    }
    *size = end.size;
    *entries = count_entries(&end);
    return true;
}
