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
    const bool is_start = so_far->at.line == 1 && so_far->at.column == 1;
    const char *start = is_start ? without_bom(bytes).at : bytes.at;
    snprintf(room, 8, "\\x%02X", (unsigned char)bytes.at[offset]);
    *fault = (ch_fault){.at = walk(so_far->at, start, bytes.at + offset),
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

static ch_encoding_kind kind_of_utf16(ch_text bytes)
{
    if (memcmp(bytes.at, "\xff\xfe", 2) == 0)
        return CH_ENCODING_UTF16LE;
    return memcmp(bytes.at, "\xfe\xff", 2) == 0 ? CH_ENCODING_UTF16BE : CH_ENCODING_UTF16_BARE;
}

/* *first: offset of the first byte that is not UTF-8. */
static ch_encoding_kind look(ch_encoding *so_far, ch_text bytes, size_t *first)
{
    const bool is_start = so_far->at.line == 1 && so_far->at.column == 1;
    *first = 0;
    if (so_far->settled)
        return CH_ENCODING_UTF8;
    if (is_start && is_utf16(bytes)) {
        *first = bytes.at[0] != '\0' && bytes.at[1] == '\0';
        return kind_of_utf16(bytes);
    }

    const ch_text text = is_start ? without_bom(bytes) : bytes;
    if (first_not_ascii(text) == text.len) { /* as most of many files */
        so_far->at = walk(so_far->at, text.at, text.at + text.len);
        return CH_ENCODING_ASCII;
    }
    const census utf8 = count_utf8(text);
    *first = utf8.first + (bytes.len - text.len);
    if (utf8.damaged > utf8.wide && is_gb18030(text))
        return CH_ENCODING_GB18030;
    so_far->settled = true;
    return CH_ENCODING_UTF8;
}

ch_encoding_kind ch_encoding__look(ch_encoding *so_far, ch_text bytes)
{
    size_t first;
    return look(so_far, bytes, &first);
}

bool ch_encoding__check(ch_encoding *so_far, ch_text bytes, ch_fault *fault, char room[8])
{
    size_t first;
    const ch_encoding_kind kind = look(so_far, bytes, &first);
    if (kind <= CH_ENCODING_UTF8)
        return true;
    return refuse(so_far, bytes, first, kind == CH_ENCODING_GB18030 ? "GBK/GB18030" : "UTF-16", fault, room);
}
