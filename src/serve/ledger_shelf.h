/* ledger_shelf.h - the ledger's file as it is now, kept replayed between requests.
 * The file is read again when its size or time changed, by one thread at a time; who asks meanwhile waits. It is never written. */
#ifndef CHANGHE_SERVE_LEDGER_SHELF_H
#define CHANGHE_SERVE_LEDGER_SHELF_H

#include "changhe/ledger.h"

typedef struct serve_shelf serve_shelf;

/* A ledger that stays as it is while it is held. */
typedef struct serve_shelved serve_shelved;

/* path and memory (several threads take from it) must outlive it. The file is read at once: errors as of ch_ledger_open. */
CH_MUST_USE ch_err serve_shelf_open(const char *path, const ch_memory *memory, serve_shelf **shelf, ch_faults *faults);
void serve_shelf_close(serve_shelf *shelf); /* nobody holds anything any more; NULL is fine */

/* The ledger of now, held for the caller until it is dropped. While a writer has the file open, the ledger read last. CH_EDATA, CH_EIO: it
 * cannot be read any more, told; CH_ENOMEM. *held is NULL then. Cost: a look at the file; O(bytes of it) where it changed. */
CH_MUST_USE ch_err serve_shelf_take(serve_shelf *shelf, serve_shelved **held, ch_faults *faults);
const ch_ledger *serve_shelved_ledger(const serve_shelved *held);
void serve_shelved_drop(serve_shelved *held); /* NULL is fine */

#endif
