/* csv.c - rows and fields out of bytes, in whatever pieces they come.
 *
 * Two steps. The first follows the quotes to find where a row ends; a row that lies in one piece
 * on one line is not copied for it. The second cuts the whole row into fields: at its commas when
 * it is plain, else in a copy of our own, in which doubled quotes are made single and what cannot
 * be kept is replaced, once told. */
#include "changhe/csv.h"

#include <stdio.h>
#include <string.h>

typedef enum { BEFORE_FIELD, IN_FIELD, IN_QUOTES, AFTER_QUOTES } quoting;

struct ch_csv {
    const ch_memory *memory;
    ch_arena arena; /* file name and fields */
    ch_text file;
    ch_csv_row *row;
    void *self;
    ch_faults *faults;
    bool told;  /* a fault */
    ch_err err; /* what ended the reading early */

    char delimiter;
    unsigned bom; /* bytes of a byte order mark seen at the start; BOM_BYTES once that is settled */
    ch_buf held;  /* the row so far, while it is not whole, or our copy of it */
    quoting quoting;
    size_t quote;  /* offset in the row of the quote that opened last */
    bool quoted;   /* the row has a quote */
    bool skipping; /* the rest of a line too long */
    bool begun;    /* a row was handed on */
    uint32_t line; /* of the row's beginning */

    ch_csv_field *field;
    size_t fields, capacity;
};

enum { BOM_BYTES = 3 };
#define NO_UTF8 '\xFF' /* a byte that UTF-8 never has; it counts as a column */
static const char bom[BOM_BYTES] = "\xEF\xBB\xBF";

ch_err ch_csv_open(const ch_memory *memory, ch_text file, ch_csv_row *row, void *self, ch_faults *faults, ch_csv **csv)
{
    *csv = NULL;
    ch_csv *made = ch_memory_take(memory, sizeof *made);
    if (made == NULL)
        return CH_ENOMEM;

    *made = (ch_csv){.memory = memory,
                     .arena = CH_ARENA(memory),
                     .row = row,
                     .self = self,
                     .faults = faults,
                     .held.memory = memory,
                     .delimiter = ',',
                     .line = 1};
    made->file = ch_text_copy(&made->arena, file);
    if (made->file.at == NULL) {
        ch_csv_close(made);
        return CH_ENOMEM;
    }
    *csv = made;
    return CH_OK;
}

void ch_csv_set_delimiter(ch_csv *csv, char delimiter)
{
    csv->delimiter = delimiter;
}

void ch_csv_close(ch_csv *csv)
{
    if (csv == NULL)
        return;
    ch_buf_free(&csv->held);
    ch_arena_free(&csv->arena);
    ch_memory_give(csv->memory, csv);
}

static void tell(ch_csv *csv, ch_at at, ch_text found, ch_want want, ch_text detail)
{
    csv->told = true;
    if (ch_fault_add(csv->faults, at, (ch_text){0}, found, want, detail) == CH_ENOMEM)
        csv->err = CH_ENOMEM;
}

/* Fields */

static ch_text between(const char *from, const char *to)
{
    return (ch_text){from, (size_t)(to - from)};
}

static const char *find(const char *from, const char *end, char byte)
{
    return from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
}

/* Bytes that begin a code point: all but those of the form 10xxxxxx, eight at a time. */
static uint32_t count_points(const char *from, const char *to)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint32_t points = (uint32_t)(to - from);
    for (uint64_t eight; to - from >= (ptrdiff_t)sizeof eight; from += sizeof eight) {
        memcpy(&eight, from, sizeof eight);
        const uint64_t inner = eight >> 7 & ~eight >> 6 & ones; /* a byte's lowest bit: it begins none */
        points -= (uint32_t)(inner * ones >> 56);
    }
    for (; from < to; from++)
        points -= ((unsigned char)*from & 0xC0) == 0x80;
    return points;
}

/* The place of to, given that of from. */
static ch_at walk(ch_at at, const char *from, const char *to)
{
    for (const char *line_end; (line_end = find(from, to, '\n')) != NULL; from = line_end + 1) {
        at.line++;
        at.column = 1;
    }
    at.column += count_points(from, to);
    return at;
}

static uint32_t count_lines(const char *from, const char *end)
{
    uint32_t lines = 0;
    for (; (from = find(from, end, '\n')) != NULL; from++)
        lines++;
    return lines;
}

static bool make_room(ch_csv *csv)
{
    void *fields = csv->field;
    if (!ch_arena_grow(&csv->arena, &fields, &csv->capacity, csv->fields + 1, sizeof *csv->field)) {
        csv->err = CH_ENOMEM;
        return false;
    }
    csv->field = fields;
    return true;
}

static inline bool add_field(ch_csv *csv, const ch_csv_field *field)
{
    if (csv->fields == csv->capacity && !make_room(csv))
        return false;
    csv->field[csv->fields++] = *field;
    return true;
}

static void split_plain(ch_csv *csv, ch_at at, const char *next, const char *end)
{
    const char delimiter = csv->delimiter;
    for (;;) {
        const char *stop = next;
        while (stop < end && *stop != delimiter)
            stop++;
        if (!add_field(csv, &(ch_csv_field){.text = between(next, stop), .at = at}) || stop == end)
            return;
        at.column += count_points(next, stop) + 1;
        next = stop + 1;
    }
}

/* The quote that closes the one at open; NULL when there is none before end. */
static char *closing_quote(char *open, const char *end)
{
    char *quote = (char *)find(open + 1, end, '"');
    while (quote != NULL && quote + 1 < end && quote[1] == '"')
        quote = (char *)find(quote + 2, end, '"');
    return quote;
}

/* Each pair of quotes between from and to becomes one, in place. */
static ch_text undouble(char *from, const char *to)
{
    char *out = from;
    for (const char *in = from; in < to; in++) {
        *out++ = *in;
        in += *in == '"' && in + 1 < to;
    }
    return between(from, out);
}

static ch_csv_field take_quoted(ch_csv *csv, ch_at at, char *open, const char *stop)
{
    char *close = closing_quote(open, stop);
    if (close == NULL) {
        tell(csv, at, between(open, stop), CH_WANT_CLOSED_QUOTE, (ch_text){0});
        return (ch_csv_field){undouble(open + 1, stop), at, .told = true};
    }
    const bool more = close + 1 < stop;
    if (more)
        tell(csv, walk(at, open, close + 1), between(close + 1, stop), CH_WANT_AFTER_QUOTE, (ch_text){0});
    return (ch_csv_field){undouble(open + 1, close), at, .told = more};
}

static ch_csv_field take_bare(ch_csv *csv, ch_at at, char *from, const char *stop)
{
    const char *quote = find(from, stop, '"');
    if (quote != NULL)
        tell(csv, walk(at, from, quote), between(from, stop), CH_WANT_BARE_QUOTE, (ch_text){0});

    char *stray = (char *)find(from, stop, '\r');
    const bool told = quote != NULL || stray != NULL;
    if (stray != NULL)
        tell(csv, walk(at, from, stray), (ch_text){stray, 1}, CH_WANT_ONE_LINE, (ch_text){0});
    for (; stray != NULL; stray = (char *)find(stray, stop, '\r'))
        *stray = ' ';
    return (ch_csv_field){between(from, stop), at, .told = told};
}

/* Was a byte of the field marked as none of UTF-8? It becomes one that is. */
static bool replace_marks(char *from, const char *stop)
{
    char *mark = (char *)find(from, stop, NO_UTF8);
    const bool any = mark != NULL;
    for (; mark != NULL; mark = (char *)find(mark, stop, NO_UTF8))
        *mark = '?';
    return any;
}

/* Every field's end is found, and the place after it, before its bytes are touched. */
static void split_quoted(ch_csv *csv, ch_at at, char *next, char *end)
{
    for (;;) {
        bool quoted = next < end && *next == '"';
        const char *close = quoted ? closing_quote(next, end) : next;
        char *comma = close != NULL ? (char *)find(close, end, csv->delimiter) : NULL;
        char *stop = comma != NULL ? comma : end;

        ch_at after = walk(at, next, stop);
        const bool marked = replace_marks(next, stop);
        ch_csv_field field = quoted ? take_quoted(csv, at, next, stop) : take_bare(csv, at, next, stop);
        field.told |= marked;
        if (!add_field(csv, &field) || comma == NULL)
            return;
        after.column++;
        at = after;
        next = stop + 1;
    }
}

/* Rows */

/* Tells the first byte that is no UTF-8 and marks each of them. */
static void mark_utf8(ch_csv *csv, ch_at at, char *bytes, size_t n)
{
    size_t valid = ch_utf8_valid((ch_text){bytes, n});
    if (valid < n) {
        char byte[8];
        snprintf(byte, sizeof byte, "\\x%02X", (unsigned char)bytes[valid]);
        tell(csv, walk(at, bytes, bytes + valid), ch_text_of(byte), CH_WANT_UTF8, (ch_text){0});
    }
    while (valid < n) {
        bytes[valid++] = NO_UTF8;
        valid += ch_utf8_valid(between(bytes + valid, bytes + n));
    }
}

/* The bytes of a row in a buffer of our own; NULL when memory ran out. */
static char *own(ch_csv *csv, const char *bytes, size_t n)
{
    if (csv->held.len == 0) {
        ch_buf_add(&csv->held, (ch_text){bytes, n});
        if (csv->held.failed) {
            csv->err = CH_ENOMEM;
            return NULL;
        }
    }
    return csv->held.at;
}

static void split(ch_csv *csv, ch_at at, const char *bytes, size_t n)
{
    csv->fields = 0;
    if (!csv->quoted && memchr(bytes, '\r', n) == NULL && ch_utf8_valid((ch_text){bytes, n}) == n) {
        split_plain(csv, at, bytes, bytes + n);
        return;
    }

    char *ours = own(csv, bytes, n);
    if (ours == NULL)
        return;
    mark_utf8(csv, at, ours, n);
    split_quoted(csv, at, ours, ours + n);
}

/* Hand on the row of n bytes, its line end among them, which is whole. */
static void end_row(ch_csv *csv, const char *bytes, size_t n)
{
    ch_at at = {csv->file, csv->line, 1};
    csv->line += csv->quoted ? count_lines(bytes, bytes + n) : bytes[n - 1] == '\n';
    csv->quoting = BEFORE_FIELD;

    if (bytes[n - 1] == '\n')
        n -= n > 1 && bytes[n - 2] == '\r' ? 2 : 1;
    if (n > 0)
        split(csv, at, bytes, n);
    if (n > 0 && csv->err == CH_OK)
        csv->err = csv->row(csv->self, csv->field, csv->fields, at);
    csv->begun = csv->begun || n > 0;
    csv->held.len = 0;
    csv->quoted = false;
}

/* Follow the quotes through the next bytes of a row, of which only the last may end a line. Do they
 * end the row? */
static bool follow(ch_csv *csv, const char *bytes, size_t n)
{
    static const quoting at_quote[] = {
        [BEFORE_FIELD] = IN_QUOTES, [IN_FIELD] = IN_FIELD, [IN_QUOTES] = AFTER_QUOTES, [AFTER_QUOTES] = IN_QUOTES};
    quoting now = csv->quoting;
    if (now != IN_QUOTES && memchr(bytes, '"', n) == NULL) {
        now = bytes[n - 1] == csv->delimiter ? BEFORE_FIELD : IN_FIELD;
    } else {
        csv->quoted = true;
        for (size_t i = 0; i < n; i++) {
            if (bytes[i] == '"') {
                csv->quote = now == BEFORE_FIELD ? csv->held.len + i : csv->quote;
                now = at_quote[now];
            } else if (now != IN_QUOTES) {
                now = bytes[i] == csv->delimiter ? BEFORE_FIELD : IN_FIELD;
            }
        }
    }
    csv->quoting = now;
    return bytes[n - 1] == '\n' && now != IN_QUOTES;
}

static void feed(ch_csv *csv, const char *bytes, size_t n);

/* The row held is in quotes that do not close. It ends with the line on which they open, and the
 * lines after that are read again. Quotes stand there in pairs only, or one would have closed it;
 * so none of those lines is left open in turn, but for the last, whose pair may be cut. */
static void give_up_quote(ch_csv *csv)
{
    ch_buf held = csv->held;
    const char *line_end = find(held.at + csv->quote, held.at + held.len, '\n');
    size_t n = line_end != NULL ? (size_t)(line_end + 1 - held.at) : held.len;

    csv->held = (ch_buf){.memory = csv->memory};
    csv->quoted = true;
    end_row(csv, held.at, n);
    feed(csv, held.at + n, held.len - n);
    ch_buf_free(&held);
}

/* More bytes are held than a row may have: because a quote is not closed, or the line is so long. */
static void give_up_row(ch_csv *csv)
{
    const char *start = csv->held.at, *end = start + csv->held.len;
    /* After a quote, the next byte may be its twin. */
    const bool is_open = csv->quoting == IN_QUOTES || csv->quoting == AFTER_QUOTES;
    if (is_open && find(start + csv->quote, end, '\n') != NULL) {
        give_up_quote(csv);
        return;
    }

    char most[24];
    snprintf(most, sizeof most, "%d", CH_CSV_MAX_ROW);
    ch_at at = {csv->file, csv->line, 1};
    tell(csv, at, (ch_text){start, 256}, CH_WANT_SHORT_LINE, ch_text_of(most));
    csv->line += count_lines(start, end);
    csv->held.len = 0;
    csv->quoting = BEFORE_FIELD;
    csv->quoted = false;
    csv->skipping = true;
    if (!csv->begun && csv->err == CH_OK)
        csv->err = CH_EDATA; /* the names of the columns are lost */
}

/* Bytes of the row's next piece: to the end of the line, of the bytes, or of the longest row told. */
static size_t next_piece(const ch_csv *csv, const char *bytes, size_t n)
{
    size_t room = CH_CSV_MAX_ROW + (size_t)1 - csv->held.len;
    size_t most = n < room ? n : room;
    const char *line_end = memchr(bytes, '\n', most);
    return line_end != NULL ? (size_t)(line_end + 1 - bytes) : most;
}

static size_t skip_line(ch_csv *csv, const char *bytes, size_t n)
{
    const char *line_end = memchr(bytes, '\n', n);
    if (line_end == NULL)
        return n;
    csv->skipping = false;
    csv->line++;
    return (size_t)(line_end + 1 - bytes);
}

static size_t take_piece(ch_csv *csv, const char *bytes, size_t n)
{
    size_t piece = next_piece(csv, bytes, n);
    bool whole = follow(csv, bytes, piece);
    if (whole && csv->held.len == 0) {
        end_row(csv, bytes, piece);
        return piece;
    }

    ch_buf_add(&csv->held, (ch_text){bytes, piece});
    if (csv->held.failed)
        csv->err = CH_ENOMEM;
    else if (whole)
        end_row(csv, csv->held.at, csv->held.len);
    else if (csv->held.len > CH_CSV_MAX_ROW)
        give_up_row(csv);
    return piece;
}

static void feed(ch_csv *csv, const char *bytes, size_t n)
{
    while (n > 0 && csv->err == CH_OK) {
        size_t done = csv->skipping ? skip_line(csv, bytes, n) : take_piece(csv, bytes, n);
        bytes += done;
        n -= done;
    }
}

/* Bytes of n that belong to a byte order mark. What only began like one is fed as it stands. */
static size_t pass_bom(ch_csv *csv, const char *bytes, size_t n)
{
    size_t passed = 0;
    while (csv->bom < BOM_BYTES && passed < n && bytes[passed] == bom[csv->bom]) {
        csv->bom++;
        passed++;
    }
    if (csv->bom < BOM_BYTES && passed < n) {
        feed(csv, bom, csv->bom);
        csv->bom = BOM_BYTES;
    }
    return passed;
}

ch_err ch_csv_feed(ch_csv *csv, const char *bytes, size_t n)
{
    if (n == 0) /* bytes may be NULL then */
        return csv->err;
    size_t passed = csv->bom < BOM_BYTES ? pass_bom(csv, bytes, n) : 0;
    feed(csv, bytes + passed, n - passed);
    return csv->err;
}

ch_err ch_csv_end(ch_csv *csv)
{
    if (csv->bom < BOM_BYTES)
        feed(csv, bom, csv->bom);
    csv->bom = BOM_BYTES;
    if (csv->err == CH_OK && csv->held.len > 0 && csv->quoting == IN_QUOTES)
        give_up_quote(csv);
    if (csv->err == CH_OK && csv->held.len > 0)
        end_row(csv, csv->held.at, csv->held.len);
    return csv->err != CH_OK ? csv->err : csv->told ? CH_EDATA : CH_OK;
}
