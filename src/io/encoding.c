/* encoding.c - UTF-16, GB18030 and lines that end in CR, known by their first bytes.
 *
 * Two bytes of a Chinese character in GB18030 are now and then well-formed UTF-8 by chance, three
 * bytes of one in UTF-8 are often well-formed GB18030. So neither is told by a single character: a
 * piece is GB18030 when all of it can be that, and as UTF-8 more bytes are damaged than there are
 * sequences of three bytes, as Chinese has them. */
#include "encoding.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    size_t damaged; /* bytes */
    size_t wide;    /* sequences of three bytes or four */
    size_t first;   /* offset of the first damaged byte */
} census;

/* A sequence that the end cuts off is neither damaged nor whole. */
static census count_utf8(ch_text bytes)
{
    census count = {.first = ch_utf8_valid(bytes)};
    for (ch_text rest = bytes; rest.len > 0;) {
        const char *start = rest.at;
        const bool is_ascii = ((unsigned char)*start & 0x80) == 0;
        ch_utf8_next(&rest);
        const size_t step = (size_t)(rest.at - start);
        const bool is_whole = ch_utf8_valid((ch_text){start, step}) == step;
        count.damaged += !is_ascii && !is_whole && rest.len > 0;
        count.wide += is_whole && step >= 3;
    }
    return count;
}

static bool is_between(char byte, unsigned low, unsigned high)
{
    return (unsigned char)byte >= low && (unsigned char)byte <= high;
}

/* GB 18030-2022: one byte as in ASCII; two; or four, the second and fourth of which are digits. */
static bool is_gb18030(ch_text bytes)
{
    size_t i = 0;
    while (i < bytes.len) {
        const size_t left = bytes.len - i;
        const char *at = bytes.at + i;
        if (is_between(at[0], 0x01, 0x7f))
            i++;
        else if (!is_between(at[0], 0x81, 0xfe))
            return false;
        else if (left < 2 || (is_between(at[1], 0x40, 0xfe) && !is_between(at[1], 0x7f, 0x7f)))
            i += 2;
        else if (is_between(at[1], '0', '9') && (left < 3 || is_between(at[2], 0x81, 0xfe)) &&
                 (left < 4 || is_between(at[3], '0', '9')))
            i += 4;
        else
            return false;
    }
    return true;
}

/* By its byte order mark, or by the NULs beside the first two letters. */
static bool is_utf16(ch_text bytes)
{
    if (bytes.len >= 2 && (memcmp(bytes.at, "\xff\xfe", 2) == 0 || memcmp(bytes.at, "\xfe\xff", 2) == 0))
        return true;
    return bytes.len >= 4 && (bytes.at[0] == '\0') != (bytes.at[1] == '\0') &&
           (bytes.at[0] == '\0') == (bytes.at[2] == '\0') && (bytes.at[1] == '\0') == (bytes.at[3] == '\0');
}

/* The carriage return that ends the first line, where no line feed ends any; NULL: there is none. One
 * at the very end may be half of what ends a line. */
static const char *lone_return(ch_text bytes)
{
    if (memchr(bytes.at, '\n', bytes.len) != NULL)
        return NULL;
    const char *first = memchr(bytes.at, '\r', bytes.len);
    return first != NULL && first + 1 < bytes.at + bytes.len ? first : NULL;
}

static ch_text without_bom(ch_text bytes)
{
    const bool has_bom = bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0;
    return has_bom ? (ch_text){bytes.at + 3, bytes.len - 3} : bytes;
}

static size_t first_not_ascii(ch_text bytes)
{
    size_t i = 0;
    for (uint64_t eight; bytes.len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, bytes.at + i, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < bytes.len && ((unsigned char)bytes.at[i] & 0x80) == 0)
        i++;
    return i;
}

static ch_at walk(ch_at at, const char *from, const char *to)
{
    for (; from < to; from++) {
        const bool ends_line = *from == '\n';
        at.line += ends_line;
        at.column = ends_line ? 1 : at.column + (((unsigned char)*from & 0xC0) != 0x80);
    }
    return at;
}

static bool refuse(const ch_encoding *so_far, ch_text bytes, size_t offset, const char *name, ch_fault *fault,
                   char room[8])
{
    snprintf(room, 8, "\\x%02X", (unsigned char)bytes.at[offset]);
    *fault = (ch_fault){.at = walk(so_far->at, bytes.at, bytes.at + offset),
                        .found = ch_text_of(room),
                        .want = CH_WANT_ENCODING,
                        .detail = ch_text_of(name)};
    return false;
}

bool ch_encoding__begins_late(ch_text bytes)
{
    const size_t first = first_not_ascii(bytes);
    return first < bytes.len && bytes.len - first < CH_ENCODING__ENOUGH;
}

bool ch_encoding__check_lines(ch_text file, ch_text bytes, ch_fault *fault)
{
    bytes = without_bom(bytes);
    const char *end = lone_return(bytes);
    if (end == NULL)
        return true;
    *fault = (ch_fault){.at = walk((ch_at){file, 1, 1}, bytes.at, end), .found = {end, 1}, .want = CH_WANT_LINE_ENDS};
    return false;
}

bool ch_encoding__check(ch_encoding *so_far, ch_text bytes, ch_fault *fault, char room[8])
{
    const bool is_start = so_far->at.line == 1 && so_far->at.column == 1;
    if (so_far->settled)
        return true;
    if (is_start && is_utf16(bytes)) {
        const bool nul_second = bytes.at[0] != '\0' && bytes.at[1] == '\0';
        return refuse(so_far, bytes, nul_second, "UTF-16", fault, room);
    }

    if (is_start)
        bytes = without_bom(bytes);
    if (first_not_ascii(bytes) == bytes.len) { /* as most of many files */
        so_far->at = walk(so_far->at, bytes.at, bytes.at + bytes.len);
        return true;
    }
    const census utf8 = count_utf8(bytes);
    if (utf8.damaged > utf8.wide && is_gb18030(bytes))
        return refuse(so_far, bytes, utf8.first, "GBK/GB18030", fault, room);
    so_far->settled = true;
    return true;
}
