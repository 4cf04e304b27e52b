/* zip_tail.h - how many entries a zip says it has, before anything is taken for them. */
#ifndef CHANGHE_BOOK_ZIP_TAIL_H
#define CHANGHE_BOOK_ZIP_TAIL_H

#include "changhe/text.h"

/* Of an open file, or of the bytes when file is negative: its size, and the most entries that any end record in its
 * last bytes tells. *entries is 0 where there is none. false: the file cannot be read. */
bool ch_zip__look_at_tail(int file, ch_text bytes, int64_t *size, int64_t *entries);

#endif
