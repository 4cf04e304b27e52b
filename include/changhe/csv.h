/* csv.h - read and write CSV (RFC 4180): UTF-8 with or without a byte order mark, LF or CRLF,
 * a comma between fields, quotes around those that need them.
 * The reader takes bytes as they come in and holds one row at a time. */
#ifndef CHANGHE_CSV_H
#define CHANGHE_CSV_H

#include "changhe/table.h"

enum { CH_CSV_MAX_ROW = 1 << 20 }; /* bytes of one row; longer ones are a fault, not memory */

typedef struct {
    ch_text text; /* without quotes; valid during the call */
    ch_at at;     /* where the field begins */
} ch_csv_field;

/* Called for each row; a line without any byte is passed over. Return CH_OK to go on. */
typedef ch_err ch_csv_row(void *self, const ch_csv_field *field, size_t fields, ch_at at);

typedef struct ch_csv ch_csv;
/* file names the input in faults and is copied. */
CH_MUST_USE ch_err ch_csv_open(const ch_memory *memory, ch_text file, ch_csv_row *row, void *self,
                               ch_faults *faults, ch_csv **csv);
/* Feed the next bytes; any cut is fine, even inside a character. CH_EDATA stops the reading: what
 * follows makes no sense (a quote never closed is told at the end). */
CH_MUST_USE ch_err ch_csv_feed(ch_csv *csv, const char *bytes, size_t n);
CH_MUST_USE ch_err ch_csv_end(ch_csv *csv); /* the input ends here */
void ch_csv_close(ch_csv *csv);

/* A row writer that puts rows into a draft of table id: the first row is the header. Unknown,
 * doubled and missing columns are faults at the header; all cells' faults are told. */
CH_MUST_USE ch_err ch_csv_read_table(const ch_memory *memory, ch_text file, int (*read)(void *self, char *bytes, size_t room),
                                     void *self, ch_table_id id, ch_draft **draft, ch_faults *faults);

/* The table as CSV: header, rows, LF, no byte order mark. */
void ch_csv_write_table(const ch_table *table, ch_buf *out);
/* One field, quoted when it holds a comma, quote, blank at an end, or line end. */
void ch_csv_write_field(ch_buf *out, ch_text text);

#endif
