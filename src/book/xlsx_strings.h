/* xlsx_strings.h - the shared strings of a workbook: texts that cells name by number. */
#ifndef CHANGHE_BOOK_XLSX_STRINGS_H
#define CHANGHE_BOOK_XLSX_STRINGS_H

#include "xlsx_zip.h"

/* Texts in a row, each behind its length; where every fourth begins is kept. */
typedef struct {
    uint64_t *block;
    size_t blocks, capacity;
    size_t count;
    uint64_t bytes;
} ch_string_run;

/* The first are held in memory, those past most_held bytes lie in a temporary file. */
typedef struct {
    const ch_memory *memory;
    ch_text file; /* its name, for faults */
    size_t most_held;
    ch_buf held;
    ch_buf piece; /* of the temporary file: not yet written, or read last */
    uint64_t piece_at;
    int spill; /* -1: there is none */
    ch_string_run in_memory, in_file;
} ch_strings;

/* Begin without any; most_held is CH_BOOK_STRINGS_HELD, but in tests. */
void ch_strings__begin(ch_strings *strings, const ch_memory *memory, ch_text file, size_t most_held);
/* CH_EDATA: damaged or beyond a ceiling; CH_EIO: no temporary file; CH_ENOMEM. */
CH_MUST_USE ch_err ch_strings__read(ch_strings *strings, ch_zip *zip, ch_text part, ch_faults *faults);
void ch_strings__free(ch_strings *strings);

/* How many there are. */
size_t ch_strings__count(const ch_strings *strings);
/* Number index, which is below their count; valid until the next is got. CH_EIO, CH_ENOMEM. Cost: O(1). */
CH_MUST_USE ch_err ch_strings__get(ch_strings *strings, size_t index, ch_text *text, ch_faults *faults);
/* Does a text that was got stay where it is, for as long as the strings live? */
bool ch_strings__stays(const ch_strings *strings, size_t index);

#endif
