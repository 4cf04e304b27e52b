/* recode.c - iconv, given pieces that may end inside of a character. */
#define _POSIX_C_SOURCE 200809L

#include "recode.h"

#include <errno.h>
#include <string.h>

enum { OUT_BYTES = 4096 };

bool ch_recode__open(ch_recode *recode, const char *from)
{
    *recode = (ch_recode){.iconv = iconv_open("UTF-8", from)};
    recode->is_open = recode->iconv != (iconv_t)-1;
    return recode->is_open;
}

void ch_recode__close(ch_recode *recode)
{
    if (recode->is_open)
        iconv_close(recode->iconv);
    recode->is_open = false;
}

/* Bytes taken from the start; *is_half: what follows begins a character. */
static size_t convert(ch_recode *recode, ch_text bytes, ch_buf *out, bool *is_half)
{
    char *in = (char *)bytes.at; /* iconv does not write there */
    size_t left = bytes.len, done = 0;
    *is_half = false;
    while (left > 0 && done != (size_t)-1) {
        char room[OUT_BYTES], *to = room;
        size_t free_bytes = sizeof room;
        done = iconv(recode->iconv, &in, &left, &to, &free_bytes);
        if (done == (size_t)-1 && errno == E2BIG)
            done = 0;
        else if (done == (size_t)-1)
            *is_half = errno == EINVAL;
        ch_buf_add(out, (ch_text){room, sizeof room - free_bytes});
    }
    return bytes.len - left;
}

/* Complete the half character with as few of the next bytes as do. Bytes taken of them; SIZE_MAX: it is no character. */
static size_t complete_half(ch_recode *recode, ch_text bytes, ch_buf *out)
{
    size_t taken = 0;
    while (recode->half_len > 0 && taken < bytes.len) {
        bool is_half;
        if (recode->half_len == sizeof recode->half)
            return SIZE_MAX;
        recode->half[recode->half_len++] = bytes.at[taken++];
        const size_t done = convert(recode, (ch_text){recode->half, recode->half_len}, out, &is_half);
        if (done == recode->half_len)
            recode->half_len = 0;
        else if (!is_half)
            return SIZE_MAX;
    }
    return taken;
}

size_t ch_recode__add(ch_recode *recode, ch_text bytes, ch_buf *out)
{
    bool is_half;
    const size_t start = complete_half(recode, bytes, out);
    if (start == SIZE_MAX)
        return 0;
    if (start == bytes.len || out->failed)
        return start;
    const size_t done = start + convert(recode, (ch_text){bytes.at + start, bytes.len - start}, out, &is_half);
    if (done == bytes.len || !is_half || bytes.len - done > sizeof recode->half)
        return done;
    recode->half_len = bytes.len - done;
    memcpy(recode->half, bytes.at + done, recode->half_len);
    return bytes.len;
}

bool ch_recode__is_cut(const ch_recode *recode)
{
    return recode->half_len > 0;
}
