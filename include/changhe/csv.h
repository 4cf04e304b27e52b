/* csv.h - read and write CSV (RFC 4180): UTF-8 with or without a byte order mark, LF or CRLF,
 * a comma between fields, quotes around those that need them. Files are also read in GB18030 or UTF-16, and with
 * semicolons or tabs between fields, as spreadsheets save them; what is written is UTF-8 with commas.
 * The reader takes bytes as they come in and holds one row at a time. A row at fault is told and,
 * as far as it can be made out, handed on, so that one reading tells every fault of a file. */
#ifndef CHANGHE_CSV_H
#define CHANGHE_CSV_H

#include "changhe/table.h"

enum {
    CH_CSV_MAX_ROW = 1 << 20,    /* bytes of one row; longer ones are a fault, not memory */
    CH_CSV_MAX_BYTES = 256 << 20 /* of one table; a million firms take fewer, in memory some ten times that */
};

typedef struct {
    ch_text text; /* valid UTF-8 without its quotes; valid during the call */
    ch_at at;     /* where the field begins */
    bool told;    /* a fault of the field was told: text is what could be made out of it */
} ch_csv_field;

/* Called for each row; a line without any byte is passed over. Return CH_OK to go on; anything else
 * ends the reading and comes back from it. */
typedef ch_err ch_csv_row(void *self, const ch_csv_field *field, size_t fields, ch_at at);

typedef struct ch_csv ch_csv;

/* file names the input in faults and is copied. CH_ENOMEM. */
CH_MUST_USE ch_err ch_csv_open(const ch_memory *memory, ch_text file, ch_csv_row *row, void *self, ch_faults *faults,
                               ch_csv **csv);

/* Fields are cut at this byte, ',' ';' or '\t', instead of at commas. Before anything is fed. */
void ch_csv_set_delimiter(ch_csv *csv, char delimiter);

/* Feed the next bytes; any cut is fine, even inside a character. Faults told on the way do not end
 * the reading: they are UTF8 (once a row), BARE_QUOTE, AFTER_QUOTE, ONE_LINE (a carriage return
 * that ends no line), SHORT_LINE (that row is left out) and CLOSED_QUOTE, told where the quote
 * opens: its row then ends with that line, and the lines after it are rows of their own.
 * CH_EDATA: the first row is too long, so that nobody knows what the others hold. CH_ENOMEM, or
 * what row returned. The same again when fed on. Cost: O(n). */
CH_MUST_USE ch_err ch_csv_feed(ch_csv *csv, const char *bytes, size_t n);

/* The input ends here. CH_EDATA when a fault was told. */
CH_MUST_USE ch_err ch_csv_end(ch_csv *csv);
void ch_csv_close(ch_csv *csv); /* NULL is fine */

/* Gives up to room bytes of the input: how many, 0 at its end, less than 0 when it cannot be read. */
typedef int ch_csv_source(void *self, char *bytes, size_t room);

typedef enum { CH_CSV_DETECT, CH_CSV_UTF8, CH_CSV_GB18030, CH_CSV_UTF16 } ch_csv_encoding;
typedef struct {
    ch_csv_encoding encoding;
    char delimiter;  /* ',' ';' '\t'; 0: to be found */
    bool is_refused; /* set where the file's form or size was at fault, and not a row */
} ch_csv_form;

/* Which of , ; and tab the first rows of a text agree on: the one that most of them hold equally often; ',' when there
 * is none, and where two are as good. */
char ch_csv_find_delimiter(ch_text start);

/* What a file is: reads as far as the first byte that is not ASCII. Nothing is told: of a file that
 * ch_csv_read would refuse, form->is_refused is set.
 * CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_csv_look(const ch_memory *memory, ch_csv_source *read, void *self, ch_csv_form *form);

/* Read the rows of a whole file, of at most so many bytes. What form leaves open is found and set. A file in UTF-8 by
 * that is damaged here and there is told row by row. CH_EDATA: faults were told, of rows as of ch_csv_feed, or of the
 * file (form->is_refused, reading ended there): ENCODING, it is UTF-16 without a byte order mark, or no longer the
 * GB18030 or UTF-16 it was; LINE_ENDS, they are CR alone; SHORT_FILE. CH_EIO, told; CH_ENOMEM, or what row returned. */
CH_MUST_USE ch_err ch_csv_read(const ch_memory *memory, ch_text file, ch_csv_source *read, void *self, int64_t most,
                               ch_csv_form *form, ch_csv_row *row, void *row_self, ch_faults *faults);

/* Read a whole file into a draft of table id; its first row is the header, which names columns as the schema does,
 * in Chinese or in English. Unknown, doubled and missing columns are faults of the header; rows with another number of fields are faults and left
 * out; faults of all cells are told. What follows from a fault told is not told again: a field that
 * hurt its quotes or was no UTF-8 is an empty cell, and the number of fields of its row may come
 * from that too. Encoding and delimiter are found as of ch_csv_read; what is refused there is told by one fault and
 * not judged further, so also more than CH_CSV_MAX_BYTES.
 * faults must be given. CH_EDATA: faults were added; *draft then holds what could be read, so that
 * keys can be checked too, unless the header or the file's form or size was at fault: then, as with CH_EIO
 * (told as not readable) and CH_ENOMEM, it is NULL. */
CH_MUST_USE ch_err ch_csv_read_table(const ch_memory *memory, ch_text file, ch_csv_source *read, void *self,
                                     ch_table_id id, ch_draft **draft, ch_faults *faults);

/* The same for a file that is likely sound, in less memory and time: the draft keeps no places. When anything
 * is at fault nothing is told, *draft is NULL and the code CH_EDATA or CH_EIO: read it again to be told. */
CH_MUST_USE ch_err ch_csv_try_table(const ch_memory *memory, ch_csv_source *read, void *self, ch_table_id id,
                                    ch_draft **draft);

/* The table as CSV: header, rows, LF, no byte order mark. A shape has no column. */
void ch_csv_write_table(const ch_table *table, ch_buf *out);
/* One field, quoted when it holds a comma, quote, blank at an end, or line end. */
void ch_csv_write_field(ch_buf *out, ch_text text);

#endif
