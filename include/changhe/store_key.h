/* store_key.h - a secret of the store itself: random bytes in a table of the same file, known only to who can read
 * it. They live on when the zone is loaded anew. */
#ifndef CHANGHE_STORE_KEY_H
#define CHANGHE_STORE_KEY_H

#include "changhe/fault.h"

enum { CH_STORE_KEY_BYTES = 16 };

/* key holds new random bytes, which are kept where the store has none; else it gets those that the store has.
 * Of two programs that do this at once both get the same. On failure key is as it was. CH_EIO, CH_EDATA: the store
 * cannot be read or written, or is none of ours; CH_ENOMEM. */
CH_MUST_USE ch_err ch_store_keep_key(const char *path, const ch_memory *memory, unsigned char key[CH_STORE_KEY_BYTES],
                                     ch_faults *faults);

#endif
