/* xlsx_styles.h - which styles of a workbook show a number as a date. */
#ifndef CHANGHE_BOOK_XLSX_STYLES_H
#define CHANGHE_BOOK_XLSX_STYLES_H

#include "xlsx_zip.h"

typedef struct {
    bool *is_date; /* for each cell format, by its place */
    size_t count, capacity;
} ch_styles;

/* All lives in the arena. CH_EDATA: damaged or too many; CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_styles__read(ch_arena *arena, ch_zip *zip, ch_text part, ch_styles *styles, ch_faults *faults);

#endif
