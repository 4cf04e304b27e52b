/* csv_read.c - a CSV file in whatever form programs save it: encoding and delimiter found, bytes made UTF-8.
 * Text in UTF-8 goes from the source's piece to the rows as it stands. */
#include "changhe/csv.h"

#include "encoding.h"
#include "recode.h"

#include <stdio.h>
#include <string.h>

enum { READ_BYTES = 64 * 1024, PIECE_BYTES = 2 * READ_BYTES };

typedef struct {
    const ch_memory *memory;
    ch_text file;
    ch_csv_form *form;
    ch_faults *faults;
    ch_csv *csv; /* NULL: only looked at */
    ch_encoding so_far;
    ch_recode recode;
    ch_buf utf8; /* a piece made UTF-8 */
    ch_at at;    /* of the next piece, of one that must be made UTF-8 */
    int64_t bytes;
    bool is_begun; /* rows were fed */
} reader;

/* The next READ_BYTES, however few the source gives at a time; fewer at the end only. */
static int fill(ch_csv_source *read, void *self, char *bytes)
{
    int len = 0, got = 1;
    while (len < READ_BYTES && (got = read(self, bytes + len, (size_t)(READ_BYTES - len))) > 0)
        len += got;
    return got < 0 ? got : len;
}

/* The next READ_BYTES, or twice as many where the first would tell too little of the file's form. */
static int read_piece(ch_csv_source *read, void *self, char *bytes)
{
    const int len = fill(read, self, bytes);
    if (len < READ_BYTES || !ch_encoding__begins_late((ch_text){bytes, READ_BYTES}))
        return len;
    const int more = fill(read, self, bytes + READ_BYTES);
    return more < 0 ? more : len + more;
}

/* Of a file in another form one fault is told, not one a row. */
static ch_err refuse(reader *from, const ch_fault *fault)
{
    from->form->is_refused = true;
    return ch_fault_tell(from->faults, fault);
}

static ch_err refuse_encoding(reader *from, ch_at at, char byte, const char *en, const char *zh)
{
    char found[8];
    snprintf(found, sizeof found, "\\x%02X", (unsigned char)byte);
    return refuse(from, &(ch_fault){.at = at,
                                    .found = ch_text_of(found),
                                    .want = CH_WANT_ENCODING,
                                    .detail = ch_text_of(en),
                                    .detail_zh = ch_text_of(zh)});
}

static ch_err refuse_size(reader *from, int64_t most_bytes)
{
    char most[24];
    snprintf(most, sizeof most, "%lld", (long long)most_bytes);
    return refuse(from, &(ch_fault){.at.file = from->file,
                                    .found = CH_TEXT("more"),
                                    .found_zh = CH_TEXT("更多"),
                                    .want = CH_WANT_SHORT_FILE,
                                    .detail = ch_text_of(most)});
}

/* Feeding rows */

/* The first text of a file tells its line ends and delimiter. */
static ch_err begin(reader *from, ch_text utf8)
{
    ch_fault fault;
    from->is_begun = true;
    if (!ch_encoding__check_lines(from->file, utf8, &fault))
        return refuse(from, &fault);
    if (from->form->delimiter == 0)
        from->form->delimiter = ch_csv_find_delimiter(utf8);
    if (from->csv != NULL)
        ch_csv_set_delimiter(from->csv, from->form->delimiter);
    return CH_OK;
}

static ch_err feed(reader *from, ch_text utf8)
{
    ch_err err = from->is_begun || utf8.len == 0 ? CH_OK : begin(from, utf8);
    return err == CH_OK && from->csv != NULL ? ch_csv_feed(from->csv, utf8.at, utf8.len) : err;
}

static void walk(ch_at *at, ch_text utf8)
{
    for (size_t i = 0; i < utf8.len; i++) {
        const bool ends_line = utf8.at[i] == '\n';
        at->line += ends_line;
        at->column = ends_line ? 1 : at->column + (((unsigned char)utf8.at[i] & 0xC0) != 0x80);
    }
}

static ch_err refuse_damage(reader *from, char byte)
{
    const bool is_gb = from->form->encoding == CH_CSV_GB18030;
    return refuse_encoding(from, from->at, byte, is_gb ? "damaged GBK/GB18030" : "damaged UTF-16",
                           is_gb ? "损坏的 GBK/GB18030" : "损坏的 UTF-16");
}

static ch_err feed_recoded(reader *from, ch_text bytes)
{
    from->utf8.len = 0;
    const size_t good = ch_recode__add(&from->recode, bytes, &from->utf8);
    if (from->utf8.failed)
        return CH_ENOMEM;
    ch_err err = feed(from, ch_buf_text(&from->utf8));
    if (err != CH_OK)
        return err;
    walk(&from->at, ch_buf_text(&from->utf8));
    return good < bytes.len ? refuse_damage(from, bytes.at[good]) : CH_OK;
}

/* The encoding */

static ch_csv_encoding encoding_of(ch_encoding_kind kind)
{
    switch (kind) {
    case CH_ENCODING_ASCII: return CH_CSV_DETECT; /* not yet known */
    case CH_ENCODING_UTF8: return CH_CSV_UTF8;
    case CH_ENCODING_GB18030: return CH_CSV_GB18030;
    default: return CH_CSV_UTF16;
    }
}

/* Bytes of UTF-16 that somebody declared. */
static ch_encoding_kind look_at_declared(ch_text bytes)
{
    ch_encoding fresh = {.at = {.line = 1, .column = 1}};
    const ch_encoding_kind kind = bytes.len >= 2 ? ch_encoding__look(&fresh, bytes) : CH_ENCODING_UTF16LE;
    const bool high_first = kind == CH_ENCODING_UTF16_BARE && bytes.at[0] == '\0';
    return kind == CH_ENCODING_UTF16BE || high_first ? CH_ENCODING_UTF16BE : CH_ENCODING_UTF16LE;
}

static ch_err begin_recode(reader *from, ch_encoding_kind kind, char byte)
{
    static const char *const name[] = {
        [CH_ENCODING_GB18030] = "GB18030", [CH_ENCODING_UTF16LE] = "UTF-16LE", [CH_ENCODING_UTF16BE] = "UTF-16BE"};
    from->at = from->so_far.at;
    if (ch_recode__open(&from->recode, name[kind]))
        return CH_OK;
    return refuse_encoding(from, from->at, byte, name[kind], name[kind]);
}

/* A byte order mark of UTF-8, which the text after it is not. */
static bool claims_utf8(const reader *from, ch_text bytes)
{
    return from->bytes == (int64_t)bytes.len && bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0;
}

static ch_err refuse_kind(reader *from, ch_text bytes)
{
    ch_fault fault;
    char room[8];
    return ch_encoding__check(&from->so_far, bytes, &fault, room) ? CH_OK : refuse(from, &fault);
}

/* What the next bytes are, where that is not known: UTF-8 is read as it is, the others begin to be made so. */
static ch_err settle(reader *from, ch_text bytes)
{
    const bool is_declared = from->form->encoding == CH_CSV_GB18030 || from->form->encoding == CH_CSV_UTF16;
    ch_encoding_kind kind = CH_ENCODING_GB18030;
    if (from->form->encoding == CH_CSV_UTF16)
        kind = look_at_declared(bytes);
    else if (!is_declared)
        kind = ch_encoding__look(&from->so_far, bytes);
    if (!is_declared && (kind == CH_ENCODING_UTF16_BARE || (kind == CH_ENCODING_GB18030 && claims_utf8(from, bytes))))
        return refuse_kind(from, bytes);

    from->form->encoding = encoding_of(kind);
    return kind > CH_ENCODING_UTF8 ? begin_recode(from, kind, bytes.at[0]) : CH_OK;
}

static ch_err take_piece(reader *from, ch_text bytes)
{
    ch_err err = CH_OK;
    if (!from->recode.is_open && from->form->encoding != CH_CSV_UTF8)
        err = settle(from, bytes);
    if (err != CH_OK)
        return err;
    return from->recode.is_open ? feed_recoded(from, bytes) : feed(from, bytes);
}

/* A file of ASCII is one in UTF-8, one without rows has commas. */
static void conclude(ch_csv_form *form)
{
    if (form->encoding == CH_CSV_DETECT && !form->is_refused)
        form->encoding = CH_CSV_UTF8;
    if (form->delimiter == 0)
        form->delimiter = ',';
}

/* Files */

static ch_err tell_unreadable(reader *from)
{
    ch_err err = ch_fault_tell(from->faults, &(ch_fault){.at.file = from->file, .want = CH_WANT_READABLE});
    return err == CH_ENOMEM ? err : CH_EIO;
}

static ch_err read_all(reader *from, ch_csv_source *read, void *self, int64_t most)
{
    char *bytes = ch_memory_take(from->memory, PIECE_BYTES);
    ch_err err = bytes != NULL ? CH_OK : CH_ENOMEM;
    int n = 1;
    while (err == CH_OK && (n = read_piece(read, self, bytes)) > 0) {
        from->bytes += n;
        err = from->bytes > most ? refuse_size(from, most) : take_piece(from, (ch_text){bytes, (size_t)n});
    }
    ch_memory_give(from->memory, bytes);
    if (err == CH_OK && n < 0)
        return tell_unreadable(from);
    if (err == CH_OK && ch_recode__is_cut(&from->recode))
        err = refuse_damage(from, from->recode.half[0]);
    return err == CH_OK ? ch_csv_end(from->csv) : err;
}

ch_err ch_csv_read(const ch_memory *memory, ch_text file, ch_csv_source *read, void *self, int64_t most,
                   ch_csv_form *form, ch_csv_row *row, void *row_self, ch_faults *faults)
{
    reader from = {.memory = memory,
                   .file = file,
                   .form = form,
                   .faults = faults,
                   .so_far.at = {file, 1, 1},
                   .utf8.memory = memory};
    form->is_refused = false;
    ch_err err = ch_csv_open(memory, file, row, row_self, faults, &from.csv);
    if (err == CH_OK)
        err = read_all(&from, read, self, most);
    conclude(form);
    ch_recode__close(&from.recode);
    ch_buf_free(&from.utf8);
    ch_csv_close(from.csv);
    return err;
}

/* Looking: the same without rows, and only as far as it takes. */

ch_err ch_csv_look(const ch_memory *memory, ch_csv_source *read, void *self, ch_csv_form *form)
{
    reader from = {.memory = memory, .form = form, .so_far.at = {.line = 1, .column = 1}, .utf8.memory = memory};
    char *bytes = ch_memory_take(memory, PIECE_BYTES);
    ch_err err = bytes != NULL ? CH_OK : CH_ENOMEM;
    int n = 1;
    bool is_known = false;
    form->is_refused = false;
    while (err == CH_OK && !is_known && (n = read_piece(read, self, bytes)) > 0) {
        from.bytes += n;
        err = take_piece(&from, (ch_text){bytes, (size_t)n});
        is_known = form->encoding != CH_CSV_DETECT;
    }
    conclude(form);
    ch_recode__close(&from.recode);
    ch_buf_free(&from.utf8);
    ch_memory_give(memory, bytes);
    return n < 0 ? CH_EIO : err == CH_EDATA ? CH_OK : err;
}
