/* utf8.c - text by its code points: which bytes are well formed, and how wide they show. */
#include "changhe/text.h"

#include <string.h>

/* Bytes at the start that are ASCII and not NUL, eight at a time. Where no byte has its top bit,
 * taking one from each sets a top bit exactly when a byte was 0. */
static size_t plain_start(const char *at, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    size_t done = 0;
    for (uint64_t eight; len - done >= sizeof eight; done += sizeof eight) {
        memcpy(&eight, at + done, sizeof eight);
        if (((eight | (eight - ones)) & tops) != 0)
            break;
    }
    while (done < len && at[done] != 0 && ((unsigned char)at[done] & 0x80) == 0)
        done++;
    return done;
}

/* Bytes of the well-formed sequence that begins at byte, which is not ASCII; more than len: the end
 * cuts it off; 0: none begins so. The second byte's bounds shut out overlong forms, surrogates and
 * what lies past U+10FFFF: Unicode 15, table 3-7. */
static size_t sequence_len(const unsigned char *byte, size_t len)
{
    unsigned char lead = byte[0], low = 0x80, high = 0xbf;
    size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;

    if (lead == 0xe0)
        low = 0xa0;
    else if (lead == 0xed)
        high = 0x9f;
    else if (lead == 0xf0)
        low = 0x90;
    else if (lead == 0xf4)
        high = 0x8f;
    if (len > 1 && (byte[1] < low || byte[1] > high))
        return 0;
    for (size_t i = 2; i < need && i < len; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    return need;
}

size_t ch_utf8_valid(ch_text text)
{
    size_t done = 0;
    while (done < text.len) {
        size_t step = plain_start(text.at + done, text.len - done);
        if (step == 0)
            step = sequence_len((const unsigned char *)text.at + done, text.len - done);
        if (step == 0 || step > text.len - done)
            break;
        done += step;
    }
    return done;
}

static uint32_t read_point(const unsigned char *byte, size_t len)
{
    uint32_t point = len == 1 ? byte[0] : byte[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++)
        point = point << 6 | (byte[i] & 0x3fu);
    return point;
}

uint32_t ch_utf8_next(ch_text *rest)
{
    const unsigned char *byte = (const unsigned char *)rest->at;
    const size_t len = byte[0] < 0x80 ? 1 : sequence_len(byte, rest->len);
    const bool is_whole = len > 0 && len <= rest->len;
    const size_t step = is_whole ? len : len == 0 ? 1 : rest->len;
    rest->at += step;
    rest->len -= step;
    return is_whole ? read_point(byte, len) : 0xfffd;
}

typedef struct {
    uint32_t first, last;
} range;

/* Marks that sit on the letter before them, and what has no width, among scripts that Chinese and
 * Latin text meets: general category Mn, Me, Cf. */
static const range no_width[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},   {0x200b, 0x200f},
    {0x202a, 0x202e}, {0x2060, 0x2064}, {0x20d0, 0x20ff}, {0x302a, 0x302d},   {0x3099, 0x309a},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

/* East_Asian_Width W and F, Unicode Standard Annex 11, joined over unassigned gaps. */
static const range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
    {0x16fe0, 0x18cff}, {0x1aff0, 0x1b2ff}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static bool is_in(const range *ranges, size_t n, uint32_t point)
{
    for (size_t i = 0; i < n && ranges[i].first <= point; i++)
        if (point <= ranges[i].last)
            return true;
    return false;
}

/* Unicode 15, general categories Cc, Cf, Zl, Zp. */
static const range hidden[] = {
    {0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x0600, 0x0605},   {0x061c, 0x061c},
    {0x06dd, 0x06dd},   {0x070f, 0x070f},   {0x0890, 0x0891},   {0x08e2, 0x08e2},   {0x180e, 0x180e},
    {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x2064},   {0x2066, 0x206f},   {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0xe0001, 0xe0001}, {0xe0020, 0xe007f},
};

bool ch_utf8_is_hidden(uint32_t point)
{
    const bool is_common = point > 0x206f && point < 0xfeff; /* Chinese, for one */
    return !is_common && is_in(hidden, sizeof hidden / sizeof hidden[0], point);
}

static size_t point_columns(uint32_t point)
{
    if (point < no_width[0].first)
        return 1;
    if (is_in(no_width, sizeof no_width / sizeof no_width[0], point))
        return 0;
    return is_in(wide, sizeof wide / sizeof wide[0], point) ? 2 : 1;
}

size_t ch_utf8_columns(ch_text text)
{
    size_t columns = 0;
    while (text.len > 0)
        columns += point_columns(ch_utf8_next(&text));
    return columns;
}

ch_text ch_utf8_fit(ch_text text, size_t columns)
{
    ch_text rest = text;
    size_t fitting = 0, used = 0;
    while (rest.len > 0) {
        used += point_columns(ch_utf8_next(&rest));
        if (used > columns)
            break;
        fitting = text.len - rest.len;
    }
    return (ch_text){text.at, fitting};
}
