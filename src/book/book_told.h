/* book_told.h - what is wrong with a workbook, in fixed words. Shared by the sources of this room. */
#ifndef CHANGHE_BOOK_TOLD_H
#define CHANGHE_BOOK_TOLD_H

#include "changhe/fault.h"

typedef struct {
    const char *en, *zh;
} ch_book__words;

/* The workbook is damaged or none, and how: CH_EDATA, or CH_ENOMEM. found: the part or cell, as it stands. */
ch_err ch_book__tell_damage(ch_faults *faults, ch_at at, ch_text found, ch_book__words how);
/* More than most of what is counted: bytes, sheets, ... */
ch_err ch_book__tell_beyond(ch_faults *faults, ch_at at, ch_text found, int64_t most, ch_book__words what);

#endif
