/* settlement_compare.c - two sheets held against each other, line by line.
 *
 * Both are walked together. Where lines differ, a line that stands further down on one side alone says that the other side has lines too many
 * or lacks some; where neither does, or both do, the two lines are taken for the same one, told differently. */
#include "settling.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    ch_text text; /* without its end */
    size_t place; /* among the lines looked at, from 0 */
    uint32_t number;
} line;

typedef struct {
    line *at;     /* in their order */
    line *sorted; /* by text, then place */
    size_t count;
    uint32_t last; /* number of the file's last line */
} lines;

typedef struct {
    ch_arena *arena;
    ch_text name;
    ch_faults *faults;
    uint32_t recoded; /* the first line whose bytes are not as written, 0: none */
    ch_err err;
} comparing;

/* ---- lines of a file */

static int by_text(const void *left, const void *right)
{
    const line *a = left, *b = right;
    const int order = ch_text_compare(a->text, b->text);
    return order != 0 ? order : a->place < b->place ? -1 : a->place > b->place;
}

static bool is_of_ledger(ch_text text)
{
    static const ch_text start = {"ledger,", 7};
    return text.len >= start.len && memcmp(text.at, start.at, start.len) == 0;
}

/* What a spreadsheet does to a file that it saves anew is told once and passed over. */
static void note_recoded(comparing *c, uint32_t number)
{
    c->recoded = c->recoded == 0 ? number : c->recoded;
}

static ch_text cut_line(comparing *c, ch_text *rest, uint32_t number)
{
    const char *end = memchr(rest->at, '\n', rest->len);
    ch_text text = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
    *rest = (ch_text){rest->at + text.len + (end != NULL), rest->len - text.len - (end != NULL)};
    if (!end)
        note_recoded(c, number);
    if (text.len > 0 && text.at[text.len - 1] == '\r') {
        text.len--;
        note_recoded(c, number);
    }
    return text;
}

static ch_text skip_mark(comparing *c, ch_text bytes)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (bytes.len < 3 || memcmp(bytes.at, mark, 3) != 0)
        return bytes;
    note_recoded(c, 1);
    return (ch_text){bytes.at + 3, bytes.len - 3};
}

static size_t count_lines(ch_text bytes)
{
    size_t n = 1;
    for (size_t i = 0; i < bytes.len; i++)
        n += bytes.at[i] == '\n';
    return n;
}

static bool cut(comparing *c, ch_text bytes, lines *of)
{
    const size_t most = count_lines(bytes);
    *of = (lines){.at = CH_NEW(c->arena, line, most), .sorted = CH_NEW(c->arena, line, most)};
    if (!of->at || !of->sorted)
        return false;
    ch_text rest = skip_mark(c, bytes);
    while (rest.len > 0) {
        const ch_text text = cut_line(c, &rest, of->last + 1);
        of->last++;
        if (!is_of_ledger(text)) {
            of->at[of->count] = (line){text, of->count, of->last};
            of->count++;
        }
    }
    if (of->count > 0) {
        memcpy(of->sorted, of->at, of->count * sizeof *of->at);
        qsort(of->sorted, of->count, sizeof *of->sorted, by_text);
    }
    return true;
}

/* Does a line stand at a place from `place` on? */
static bool stands_later(const lines *of, ch_text text, size_t place)
{
    const line wanted = {.text = text, .place = place};
    size_t from = 0, to = of->count;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        if (by_text(&of->sorted[at], &wanted) < 0)
            from = at + 1;
        else
            to = at;
    }
    return from < of->count && ch_text_equal(of->sorted[from].text, text);
}

/* ---- what is told */

/* A cell as it stands, quotes and all; a comma within quotes does not end it. */
static bool next_cell(ch_text *rest, ch_text *cell)
{
    bool quoted = false;
    size_t i = 0;
    if (!rest->at)
        return false;
    for (; i < rest->len && (quoted || rest->at[i] != ','); i++)
        quoted = quoted != (rest->at[i] == '"');
    *cell = (ch_text){rest->at, i};
    *rest = i < rest->len ? (ch_text){rest->at + i + 1, rest->len - i - 1} : (ch_text){0};
    return true;
}

static uint32_t column_at(ch_text text, const char *at)
{
    ch_text before = {text.at, at ? (size_t)(at - text.at) : text.len};
    uint32_t column = 1;
    for (; before.len > 0; column++)
        ch_utf8_next(&before);
    return column;
}

static void tell(comparing *c, ch_at at, ch_text column, ch_text found, ch_want want, ch_text detail)
{
    at.file = c->name;
    c->err = ch_err_worse(c->err, ch_fault_add(c->faults, at, column, found, want, detail));
}

/* At its first cell that differs; of the head line the cells are names. */
static void tell_differs(comparing *c, ch_text head, const line *ours, const line *theirs)
{
    ch_text left = ours->text, right = theirs->text, names = head, mine = {0}, found = {0}, name = {0};
    bool has_mine, has_found;
    const char *at;
    do {
        at = right.at;
        has_mine = next_cell(&left, &mine);
        has_found = next_cell(&right, &found);
        name = next_cell(&names, &name) ? name : (ch_text){0};
    } while (has_mine && has_found && ch_text_equal(mine, found));
    if (!has_mine) /* cells behind the last of ours */
        mine = (ch_text){0};
    if (!has_found)
        found = (ch_text){0};
    tell(c, (ch_at){.line = theirs->number, .column = column_at(theirs->text, at)}, name, found,
         mine.len > 0 ? CH_WANT_SHEET_CELL : CH_WANT_SHEET_EMPTY, mine);
}

static void tell_missing(comparing *c, const line *ours, uint32_t number)
{
    tell(c, (ch_at){.line = number}, (ch_text){0}, (ch_text){0}, CH_WANT_SHEET_LINE, ours->text);
}

static void tell_too_many(comparing *c, const line *theirs)
{
    tell(c, (ch_at){.line = theirs->number, .column = 1}, (ch_text){0}, theirs->text, CH_WANT_SHEET_NO_LINE,
         (ch_text){0});
}

static void walk(comparing *c, const lines *ours, const lines *theirs)
{
    const ch_text head = ours->count > 0 ? ours->at[0].text : (ch_text){0};
    size_t i = 0, j = 0;
    while (i < ours->count && j < theirs->count && c->err != CH_ENOMEM) {
        const line *mine = &ours->at[i], *other = &theirs->at[j];
        if (ch_text_equal(mine->text, other->text)) {
            i++, j++;
            continue;
        }
        const bool mine_comes = stands_later(theirs, mine->text, j), other_comes = stands_later(ours, other->text, i);
        if (mine_comes && !other_comes) {
            tell_too_many(c, other);
            j++;
        } else if (other_comes && !mine_comes) {
            tell_missing(c, mine, other->number);
            i++;
        } else {
            tell_differs(c, head, mine, other);
            i++, j++;
        }
    }
    for (; i < ours->count && c->err != CH_ENOMEM; i++)
        tell_missing(c, &ours->at[i], theirs->last + 1);
    for (; j < theirs->count && c->err != CH_ENOMEM; j++)
        tell_too_many(c, &theirs->at[j]);
}

ch_err ch_desk__sheets_compare(const ch_memory *memory, ch_text ours, ch_text name, ch_text theirs, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(memory);
    comparing c = {.arena = &arena, .name = name, .faults = faults};
    lines mine = {.count = 0}, other = {.count = 0};
    if (!cut(&c, ours, &mine))
        c.err = CH_ENOMEM;
    c.recoded = 0;
    if (c.err == CH_OK && !cut(&c, theirs, &other))
        c.err = CH_ENOMEM;
    if (c.err == CH_OK && c.recoded > 0)
        tell(&c, (ch_at){.line = c.recoded}, (ch_text){0}, (ch_text){0}, CH_WANT_SHEET_BYTES, (ch_text){0});
    if (c.err != CH_ENOMEM)
        walk(&c, &mine, &other);
    ch_arena_free(&arena);
    return c.err;
}
