/* ledger_bytes.c - the canonical bytes of a posting: what stands in them, and how they are written and read. */
#include "ledger_parts.h"

#include "changhe/decimal.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_name[] = {"post", "reverse", "close", "assert"};

/* ---- what may stand there */

static bool shows(ch_text text, bool blanks)
{
    if (ch_utf8_valid(text) != text.len)
        return false;
    while (text.len > 0) {
        const unsigned char byte = (unsigned char)*text.at;
        if (byte > ' ' && byte < 0x7f) {
            text.at++, text.len--;
            continue;
        }
        const uint32_t point = ch_utf8_next(&text);
        const bool is_blank = point == ' ' || point == 0xa0 || point == 0x3000;
        if (is_blank ? !blanks : ch_utf8_is_hidden(point))
            return false;
    }
    return true;
}

bool ch_ledger__is_code(ch_text code)
{
    return code.len >= 1 && code.len <= CH_LEDGER_CODE_BYTES && shows(code, false);
}

bool ch_ledger__is_words(ch_text words)
{
    return words.len <= CH_LEDGER_WORDS_BYTES && shows(words, true);
}

bool ch_ledger__cut_pair(ch_text account, ch_text *from, ch_text *to)
{
    const char *cut = account.len > 0 ? memchr(account.at, '>', account.len) : NULL;
    if (cut == NULL)
        return false;
    *from = (ch_text){account.at, (size_t)(cut - account.at)};
    *to = (ch_text){cut + 1, account.len - from->len - 1};
    return true;
}

bool ch_ledger__is_account(ch_text code)
{
    ch_text from, to;
    if (!ch_ledger__is_code(code))
        return false;
    if (!ch_ledger__cut_pair(code, &from, &to))
        return true;
    return from.len > 0 && to.len > 0 && memchr(to.at, '>', to.len) == NULL && !ch_text_equal(from, to);
}

/* ---- writing */

static int compare_lines(const void *left, const void *right)
{
    const ch_ledger_line *a = left, *b = right;
    return ch_text_compare(a->account, b->account);
}

void ch_ledger__sort_lines(ch_ledger_line *line, size_t lines)
{
    if (lines > 1)
        qsort(line, lines, sizeof *line, compare_lines);
}

static void add_line(ch_buf *out, ch_text text)
{
    ch_buf_add(out, text);
    ch_buf_addc(out, '\n');
}

static void add_fen(ch_buf *out, int64_t fen)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    *--at = '\n';
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (fen < 0)
        *--at = '-';
    ch_buf_add(out, (ch_text){at, (size_t)(digits + sizeof digits - at)});
}

void ch_ledger__write(const ch_ledger_posting *posting, ch_buf *out)
{
    add_line(out, ch_text_of(kind_name[posting->kind]));
    add_line(out, posting->id);
    add_line(out, posting->book);
    ch_date_format(posting->date, out);
    ch_buf_addc(out, '\n');
    add_line(out, posting->reverses);
    add_line(out, posting->source);
    add_line(out, posting->note);
    for (size_t i = 0; i < posting->lines; i++) {
        ch_buf_add(out, posting->line[i].account);
        ch_buf_addc(out, '\t');
        add_fen(out, posting->line[i].fen);
    }
}

/* ---- reading: leniently, for whoever asks writes it again and compares */

static bool read_kind(ch_text name, ch_ledger_kind *kind)
{
    for (size_t i = 0; i < sizeof kind_name / sizeof *kind_name; i++)
        if (ch_text_equal(name, ch_text_of(kind_name[i]))) {
            *kind = (ch_ledger_kind)i;
            return true;
        }
    return false;
}

static bool read_head(ch_text *rest, ch_ledger_posting *posting)
{
    ch_text kind, date;
    return ch_text_next(rest, '\n', &kind) && read_kind(kind, &posting->kind) &&
           ch_text_next(rest, '\n', &posting->id) && ch_text_next(rest, '\n', &posting->book) &&
           ch_text_next(rest, '\n', &date) && ch_date_parse(date, &posting->date) &&
           ch_text_next(rest, '\n', &posting->reverses) && ch_text_next(rest, '\n', &posting->source) &&
           ch_text_next(rest, '\n', &posting->note);
}

static size_t count_ends(ch_text text)
{
    size_t ends = 0;
    for (size_t i = 0; i < text.len; i++)
        ends += text.at[i] == '\n';
    return ends;
}

static bool read_line(ch_text text, ch_ledger_line *line)
{
    return ch_text_next(&text, '\t', &line->account) && ch_decimal_parse(text, 1, &line->fen);
}

ch_err ch_ledger__read(ch_arena *arena, ch_text bytes, ch_ledger_posting *posting)
{
    *posting = (ch_ledger_posting){.date = 0};
    if (!read_head(&bytes, posting))
        return CH_EDATA;
    posting->lines = count_ends(bytes);
    ch_ledger_line *line = CH_NEW(arena, ch_ledger_line, posting->lines);
    if (line == NULL)
        return CH_ENOMEM;
    posting->line = line;
    for (size_t i = 0; i < posting->lines; i++) {
        ch_text text;
        if (!ch_text_next(&bytes, '\n', &text) || !read_line(text, &line[i]))
            return CH_EDATA;
    }
    return CH_OK;
}
