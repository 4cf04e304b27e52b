/* spill.h - bytes that do not fit in memory: a temporary file without a name, gone with the process. */
#ifndef CHANGHE_BOOK_SPILL_H
#define CHANGHE_BOOK_SPILL_H

#include "changhe/fault.h"

/* Where temporary files go: $TMPDIR, else /tmp. -1: it cannot be made (errno tells). */
int ch_spill__open(void);
/* All bytes at the end; false: errno tells. */
bool ch_spill__append(int file, ch_text bytes);
/* Bytes from an offset, fewer at the end only; -1: errno tells. */
int64_t ch_spill__read(int file, char *bytes, size_t room, int64_t offset);

#endif
