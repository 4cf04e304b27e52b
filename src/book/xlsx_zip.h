/* xlsx_zip.h - the parts of a workbook's zip, unpacked piece by piece and no further than the ceilings.
 * libzip takes its own memory from malloc. */
#ifndef CHANGHE_BOOK_XLSX_ZIP_H
#define CHANGHE_BOOK_XLSX_ZIP_H

#include "changhe/fault.h"

#include <zip.h>

typedef struct {
    zip_t *archive;
    ch_text name;     /* of the file, for faults; the caller's */
    int64_t size;     /* of the file */
    int64_t unpacked; /* bytes of all parts that were closed */
} ch_zip;

/* A part being read. */
typedef struct {
    ch_zip *zip;
    zip_file_t *file;
    ch_text name;
    int64_t packed, said, unpacked; /* bytes: in the zip, unpacked as it says, unpacked so far */
} ch_zip_part;

/* Open a file of that many bytes, or the bytes when file is negative. A file is the zip's from now on, whatever
 * comes back. CH_EDATA: no zip, damaged, too many entries, or one twice; CH_EIO; CH_ENOMEM. */
CH_MUST_USE ch_err ch_zip__open(ch_zip *zip, int file, ch_text bytes, ch_text name, ch_faults *faults);
void ch_zip__close(ch_zip *zip);

/* Is there such a part? */
bool ch_zip__has(const ch_zip *zip, ch_text part);

/* Begin a part; its name is kept until it is closed. CH_EDATA: it is missing, encrypted, packed in a way of its own, or
 * beyond a ceiling. */
CH_MUST_USE ch_err ch_zip__begin(ch_zip *zip, ch_text name, ch_zip_part *part, ch_faults *faults);
/* The next bytes, none at the end. CH_EDATA: damaged. */
CH_MUST_USE ch_err ch_zip__read(ch_zip_part *part, char *bytes, size_t room, size_t *got, ch_faults *faults);
void ch_zip__end(ch_zip_part *part);

#endif
