/* xlsx_strings.c - shared strings kept close together, in memory and behind that in a file. */
#include "xlsx_strings.h"

#include "../io/file.h"
#include "book_told.h"
#include "changhe/workbook.h"
#include "spill.h"
#include "xlsx_text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 4, LEN_BYTES = 3, WRITE_BYTES = 1 << 16, READ_BYTES = 1 << 13 };
_Static_assert(CH_BOOK_MAX_CELL < 1 << 8 * LEN_BYTES, "a length fits its bytes");

void ch_strings__begin(ch_strings *strings, const ch_memory *memory, ch_text file, size_t most_held)
{
    *strings = (ch_strings){.memory = memory,
                            .file = file,
                            .most_held = most_held,
                            .held.memory = memory,
                            .piece.memory = memory,
                            .spill = -1};
}

void ch_strings__free(ch_strings *strings)
{
    ch_buf_free(&strings->held);
    ch_buf_free(&strings->piece);
    ch_memory_give(strings->memory, strings->in_memory.block);
    ch_memory_give(strings->memory, strings->in_file.block);
    if (strings->spill >= 0)
        close(strings->spill);
    *strings = (ch_strings){.memory = strings->memory, .spill = -1};
}

size_t ch_strings__count(const ch_strings *strings)
{
    return strings->in_memory.count + strings->in_file.count;
}

bool ch_strings__stays(const ch_strings *strings, size_t index)
{
    return index < strings->in_memory.count;
}

/* Adding */

static ch_err tell_spill(const ch_strings *strings, ch_want want, ch_faults *faults)
{
    return ch_file__tell(faults, strings->file, ch_file__reason_of(errno), want);
}

static bool note_block(const ch_memory *memory, ch_string_run *run)
{
    if (run->count % BLOCK != 0)
        return true;
    if (run->blocks == run->capacity) {
        const size_t larger = run->capacity > 0 ? 2 * run->capacity : 256;
        void *block = ch_memory_grow(memory, run->block, run->blocks * sizeof *run->block, larger * sizeof *run->block);
        if (block == NULL)
            return false;
        run->block = block;
        run->capacity = larger;
    }
    run->block[run->blocks++] = run->bytes;
    return true;
}

static ch_err write_piece(ch_strings *strings, ch_faults *faults)
{
    if (strings->spill < 0)
        strings->spill = ch_spill__open();
    if (strings->spill < 0 || !ch_spill__append(strings->spill, ch_buf_text(&strings->piece)))
        return tell_spill(strings, CH_WANT_WRITABLE, faults);
    strings->piece.len = 0;
    return CH_OK;
}

static ch_err add(ch_strings *strings, ch_text text, ch_faults *faults)
{
    const bool fits = strings->in_file.count == 0 && strings->held.len + text.len + LEN_BYTES <= strings->most_held;
    ch_string_run *run = fits ? &strings->in_memory : &strings->in_file;
    ch_buf *to = fits ? &strings->held : &strings->piece;
    const char len[LEN_BYTES] = {(char)(text.len & 0xff), (char)(text.len >> 8 & 0xff), (char)(text.len >> 16)};
    if (!note_block(strings->memory, run))
        return CH_ENOMEM;
    ch_buf_add(to, (ch_text){len, LEN_BYTES});
    ch_buf_add(to, text);
    if (to->failed)
        return CH_ENOMEM;
    run->count++;
    run->bytes += LEN_BYTES + text.len;
    return !fits && to->len >= WRITE_BYTES ? write_piece(strings, faults) : CH_OK;
}

/* Reading the part */

typedef struct {
    ch_strings *strings;
    ch_buf text;
    ch_rich rich;
    bool in_string;
} string_reader;

static void on_open(ch_xml *xml, const char *name, const char **attribute)
{
    string_reader *reader = xml->self;
    if (xml->depth == 2 && strcmp(name, "si") == 0) {
        reader->in_string = true;
        reader->text.len = 0;
        reader->rich = (ch_rich){.out = &reader->text};
    } else if (xml->depth > 2 && reader->in_string) {
        ch_rich__open(&reader->rich, xml->depth - 2, name, attribute);
    }
}

static void on_text(ch_xml *xml, ch_text text)
{
    string_reader *reader = xml->self;
    if (!reader->in_string)
        return;
    ch_rich__text(&reader->rich, text);
    if (reader->text.failed)
        xml->err = CH_ENOMEM;
    else if (reader->text.len > CH_BOOK_MAX_CELL)
        xml->err = ch_book__tell_beyond(xml->faults, xml->at, xml->part, CH_BOOK_MAX_CELL,
                                        (ch_book__words){"bytes in one cell", "字节（每个单元格）"});
}

static ch_err check_count(ch_xml *xml, const ch_strings *strings)
{
    const ch_book__words what = {"shared strings", "个共享字符串"},
                         bytes = {"bytes of shared strings", "字节的共享字符串"};
    if (ch_strings__count(strings) == CH_BOOK_MAX_STRINGS)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, CH_BOOK_MAX_STRINGS, what);
    if (strings->in_file.bytes > CH_BOOK_MAX_SPILLED)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, CH_BOOK_MAX_SPILLED, bytes);
    return CH_OK;
}

static void on_close(ch_xml *xml, const char *name)
{
    string_reader *reader = xml->self;
    if (!reader->in_string)
        return;
    if (xml->depth > 2) {
        ch_rich__close(&reader->rich, xml->depth - 2);
        return;
    }
    reader->in_string = false;
    const size_t len = ch_rich__unescape(reader->text.at, reader->text.len);
    xml->err = check_count(xml, reader->strings);
    if (xml->err == CH_OK)
        xml->err = add(reader->strings, (ch_text){reader->text.at, len}, xml->faults);
}

/* The last piece goes to the file, and its room becomes that of what is read back. */
static ch_err finish(ch_strings *strings, ch_faults *faults)
{
    ch_err err = strings->in_file.count > 0 ? write_piece(strings, faults) : CH_OK;
    ch_buf_free(&strings->piece);
    return err;
}

ch_err ch_strings__read(ch_strings *strings, ch_zip *zip, ch_text part, ch_faults *faults)
{
    static const ch_xml_reader reader = {on_open, on_close, on_text};
    string_reader self = {.strings = strings, .text.memory = strings->memory};
    ch_xml xml = {.reader = &reader, .self = &self, .at.file = zip->name, .faults = faults};
    ch_err err = ch_xml__read(&xml, zip, part);
    ch_buf_free(&self.text);
    return err == CH_OK ? finish(strings, faults) : err;
}

/* Getting */

static size_t get_len(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return byte[0] | (size_t)byte[1] << 8 | (size_t)byte[2] << 16;
}

static ch_text get_held(const ch_strings *strings, size_t index)
{
    const char *at = strings->held.at + strings->in_memory.block[index / BLOCK];
    for (size_t i = index % BLOCK; i > 0; i--)
        at += LEN_BYTES + get_len(at);
    return (ch_text){at + LEN_BYTES, get_len(at)};
}

/* Bytes of the temporary file from an offset on; NULL: *err tells. */
static const char *get_piece(ch_strings *strings, uint64_t offset, size_t need, ch_err *err, ch_faults *faults)
{
    ch_buf *piece = &strings->piece;
    if (offset >= strings->piece_at && offset - strings->piece_at <= piece->len &&
        piece->len - (offset - strings->piece_at) >= need)
        return piece->at + (offset - strings->piece_at);

    const size_t most = need > READ_BYTES ? need : READ_BYTES;
    if (piece->capacity < most) {
        char *larger = ch_memory_take(strings->memory, most);
        if (larger == NULL) {
            *err = CH_ENOMEM;
            return NULL;
        }
        ch_buf_free(piece);
        *piece = (ch_buf){.memory = strings->memory, .at = larger, .capacity = most};
    }
    const int64_t got = ch_spill__read(strings->spill, piece->at, most, (int64_t)offset);
    piece->len = got > 0 ? (size_t)got : 0;
    strings->piece_at = offset;
    if (piece->len >= need)
        return piece->at;
    *err = tell_spill(strings, CH_WANT_READABLE, faults);
    return NULL;
}

static ch_err get_spilled(ch_strings *strings, size_t index, ch_text *text, ch_faults *faults)
{
    uint64_t offset = strings->in_file.block[index / BLOCK];
    ch_err err = CH_OK;
    for (size_t i = index % BLOCK;; i--) {
        const char *head = get_piece(strings, offset, LEN_BYTES, &err, faults);
        if (head == NULL)
            return err;
        const size_t len = get_len(head);
        if (i == 0) {
            const char *at = get_piece(strings, offset + LEN_BYTES, len, &err, faults);
            *text = (ch_text){at, len};
            return err;
        }
        offset += LEN_BYTES + len;
    }
}

ch_err ch_strings__get(ch_strings *strings, size_t index, ch_text *text, ch_faults *faults)
{
    if (index >= strings->in_memory.count)
        return get_spilled(strings, index - strings->in_memory.count, text, faults);
    *text = get_held(strings, index);
    return CH_OK;
}
