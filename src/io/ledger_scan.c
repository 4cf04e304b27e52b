/* ledger_scan.c - frames read one by one: whole, torn at the end, or damaged. */
#include "ledger_scan.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

const char ch_ledger_file__mark[CH_LEDGER_FILE_MARK] = "changhe ledger1\n";

static void put_32(char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(number >> 8 * i);
}

static uint32_t get_32(const char *at)
{
    uint32_t number = 0;
    for (int i = 0; i < 4; i++)
        number |= (uint32_t)(unsigned char)at[i] << 8 * i;
    return number;
}

void ch_ledger_file__put_frame(char frame[CH_LEDGER_FILE_FRAME], size_t len, const ch_sha256 *head)
{
    put_32(frame, (uint32_t)len);
    put_32(frame + 4, ~(uint32_t)len);
    memcpy(frame + 8, head->byte, CH_SHA256_BYTES);
}

typedef struct {
    const ch_memory *memory;
    ch_text name;
    ch_ledger_file_source *source;
    void *self;
    ch_ledger_file_found *found;
    ch_faults *faults;
    char *room; /* for a record */
    size_t room_len;
    ch_text ahead; /* read and not taken yet; lies in held */
    char held[1 << 14];
} scan;

/* The next bytes there are, up to len; *got is 0 at the end alone. Few are asked for at a time, so more are read ahead. */
static ch_err take_some(scan *s, char *bytes, size_t len, size_t *got)
{
    const bool is_long = len >= sizeof s->held;
    if (s->ahead.len == 0) {
        const int n =
            s->source(s->self, is_long ? bytes : s->held, is_long ? (len < INT_MAX ? len : INT_MAX) : sizeof s->held);
        if (n < 0)
            return ch_err_worse(CH_EIO, ch_fault_add(s->faults, (ch_at){.file = s->name}, (ch_text){0}, (ch_text){0},
                                                     CH_WANT_READABLE, (ch_text){0}));
        *got = (size_t)n;
        if (is_long)
            return CH_OK;
        s->ahead = (ch_text){s->held, (size_t)n};
    }
    *got = len < s->ahead.len ? len : s->ahead.len;
    memcpy(bytes, s->ahead.at, *got);
    s->ahead.at += *got;
    s->ahead.len -= *got;
    return CH_OK;
}

/* As many bytes as there are, up to len: fewer at the end alone. */
static ch_err take(scan *s, char *bytes, size_t len, size_t *got)
{
    ch_err err = CH_OK;
    size_t some = 1;
    for (*got = 0; err == CH_OK && some > 0 && *got < len; *got += err == CH_OK ? some : 0)
        err = take_some(s, bytes + *got, len - *got, &some);
    return err;
}

static ch_err tell_damage(scan *s, const char *en, const char *zh)
{
    char detail[160], detail_zh[200];
    const long long at = (long long)s->found->bytes;
    snprintf(detail, sizeof detail, "%s of posting %zu, which begins at byte %lld", en, s->found->records + 1, at);
    snprintf(detail_zh, sizeof detail_zh, "第 %zu 笔（始于第 %lld 字节）的%s", s->found->records + 1, at, zh);
    return ch_fault_tell(s->faults, &(ch_fault){.at.file = s->name,
                                                .found = CH_TEXT("damage"),
                                                .found_zh = CH_TEXT("损坏"),
                                                .want = CH_WANT_LEDGER_FILE,
                                                .detail = ch_text_of(detail),
                                                .detail_zh = ch_text_of(detail_zh)});
}

static bool is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static ch_err read_mark(scan *s, bool *more)
{
    char mark[CH_LEDGER_FILE_MARK];
    size_t got;
    const ch_err err = take(s, mark, sizeof mark, &got);
    if (err != CH_OK)
        return err;
    if (memcmp(mark, ch_ledger_file__mark, got) != 0)
        return ch_fault_tell(s->faults, &(ch_fault){.at.file = s->name,
                                                    .found = CH_TEXT("another mark"),
                                                    .found_zh = CH_TEXT("其他标记"),
                                                    .want = CH_WANT_LEDGER_FILE,
                                                    .detail = CH_TEXT("its first 16 bytes are not those of a ledger"),
                                                    .detail_zh = CH_TEXT("文件开头的 16 字节不是账本的标记")});
    *more = got == sizeof mark;
    if (*more)
        s->found->bytes = CH_LEDGER_FILE_MARK;
    else
        s->found->torn = got;
    return CH_OK;
}

/* A length is told twice, so that a damaged one is not taken for a frame that is cut off. What is there of a frame that is must fit too. */
static bool length_fits(const char *frame, size_t got, size_t *len)
{
    for (size_t i = 4; i < 8 && i < got; i++)
        if ((frame[i] ^ frame[i - 4]) != (char)0xff)
            return false;
    *len = get_32(frame);
    return got < 4 || (*len >= 1 && *len <= CH_LEDGER_FILE_RECORD);
}

static ch_err make_room(scan *s, size_t len)
{
    if (len <= s->room_len)
        return CH_OK;
    char *larger = ch_memory_grow(s->memory, s->room, 0, len);
    if (larger == NULL)
        return CH_ENOMEM;
    s->room = larger;
    s->room_len = len;
    return CH_OK;
}

static ch_err read_record(scan *s, const char *frame, size_t len, ch_ledger_file_record *record, void *self, bool *more)
{
    size_t got = 0;
    ch_err err = make_room(s, len);
    if (err == CH_OK)
        err = take(s, s->room, len, &got);
    if (err != CH_OK)
        return err;
    if (got < len) {
        *more = false;
        s->found->torn = CH_LEDGER_FILE_FRAME + got;
        return CH_OK;
    }
    const ch_text bytes = {s->room, len};
    const ch_sha256 head = ch_sha256_chain(&s->found->head, bytes);
    if (memcmp(frame + 8, head.byte, CH_SHA256_BYTES) != 0)
        return tell_damage(s, "the bytes or the head", "内容或链首");
    if (record != NULL)
        err = record(self, s->found->records, bytes, &head);
    if (err == CH_OK) {
        s->found->records++;
        s->found->bytes += (int64_t)(CH_LEDGER_FILE_FRAME + len);
        s->found->head = head;
    }
    return err;
}

/* A file that had grown when the power failed may end in zeros that were never written over. */
static ch_err read_zeros(scan *s, size_t zeros, bool *more)
{
    char bytes[4096];
    size_t got;
    do {
        const ch_err err = take(s, bytes, sizeof bytes, &got);
        if (err != CH_OK)
            return err;
        if (!is_zero(bytes, got))
            return tell_damage(s, "the length", "长度");
        zeros += got;
    } while (got == sizeof bytes);
    *more = false;
    s->found->torn = zeros;
    return CH_OK;
}

static ch_err read_frame(scan *s, ch_ledger_file_record *record, void *self, bool *more)
{
    char frame[CH_LEDGER_FILE_FRAME] = {0};
    size_t got, len = 0;
    const ch_err err = take(s, frame, sizeof frame, &got);
    if (err != CH_OK)
        return err;
    if (!length_fits(frame, got, &len))
        return is_zero(frame, got) ? read_zeros(s, got, more) : tell_damage(s, "the length", "长度");
    if (got == sizeof frame)
        return read_record(s, frame, len, record, self, more);
    *more = false;
    s->found->torn = got;
    return CH_OK;
}

ch_err ch_ledger_file_scan(const ch_memory *memory, ch_text name, ch_ledger_file_source *source, void *source_self,
                           ch_ledger_file_record *record, void *self, ch_ledger_file_found *found, ch_faults *faults)
{
    *found = (ch_ledger_file_found){.bytes = 0};
    scan s = {.memory = memory, .name = name, .source = source, .self = source_self, .found = found, .faults = faults};
    bool more = false;
    ch_err err = read_mark(&s, &more);
    while (err == CH_OK && more)
        err = read_frame(&s, record, self, &more);
    ch_memory_give(memory, s.room);
    return err;
}
