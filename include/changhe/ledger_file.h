/* ledger_file.h - a file that only grows: records of bytes, each chained to all before it by its head.
 *
 * 16 bytes of a mark, then frames: the length of the record and its complement (each 32 bits, low byte first), the head after it (32 bytes: SHA-256 of the head before it
 * and the record, ch_sha256_chain), the record. So every byte of the file is vouched for by another, and a flipped bit is told with the record where it is.
 *
 * Records are added in batches: what ch_ledger_file_sync has acknowledged is on the disk. A process that is killed while it writes leaves a file whose last frame
 * is cut off; that tail, never acknowledged, is cut when the file is opened for writing, and told. Anything else that does not fit is damage,
 * which nobody repairs unasked: the file is then not opened. */
#ifndef CHANGHE_LEDGER_FILE_H
#define CHANGHE_LEDGER_FILE_H

#include "changhe/fault.h"
#include "changhe/sha256.h"

enum {
    CH_LEDGER_FILE_MARK = 16,         /* bytes before the first frame */
    CH_LEDGER_FILE_FRAME = 40,        /* bytes of a frame before its record */
    CH_LEDGER_FILE_RECORD = 16 << 20, /* bytes of a record, at most */
    CH_LEDGER_FILE_BATCH = 1 << 20    /* bytes held back before they are handed to the system, without a sync */
};

/* Called for each record in order, number from 0, with the head after it; the bytes are valid during the call. Anything but CH_OK ends the reading and comes back. */
typedef ch_err ch_ledger_file_record(void *self, size_t number, ch_text bytes, const ch_sha256 *head);

typedef struct {
    size_t records;
    int64_t bytes;  /* of the mark and all whole frames */
    size_t torn;    /* bytes of a tail behind them that is the start of a frame, and no more; or all zero */
    ch_sha256 head; /* after the last record; all zero: none */
} ch_ledger_file_found;

/* Gives up to room bytes: how many, 0 at the end, less than 0: it cannot be read. */
typedef int ch_ledger_file_source(void *self, char *bytes, size_t room);

/* Read all frames of what source gives, called name in faults. record may be NULL. CH_EDATA: damage (LEDGER_FILE), told with the number of the posting and the byte where
 * its frame begins; found then holds what stands before it. CH_EIO, told. CH_ENOMEM. Cost: O(bytes); memory for the longest record. */
CH_MUST_USE ch_err ch_ledger_file_scan(const ch_memory *memory, ch_text name, ch_ledger_file_source *source,
                                       void *source_self, ch_ledger_file_record *record, void *self,
                                       ch_ledger_file_found *found, ch_faults *faults);

/* The same of a file. Nothing is written. Others may read at the same time; CH_EIO, told, while a writer has it (LEDGER_FREE). */
CH_MUST_USE ch_err ch_ledger_file_read(const ch_memory *memory, const char *path, ch_ledger_file_record *record,
                                       void *self, ch_ledger_file_found *found, ch_faults *faults);

typedef struct ch_ledger_file ch_ledger_file;

/* Open for adding, reading all that is there; a file that is not there is made, its folder synced. Held alone until closed: CH_EIO (LEDGER_FREE) when another holds it.
 * A torn tail is cut off: found->torn says how many bytes were. Other failures as of ch_ledger_file_scan, and what record returned; the file is then as it was. */
CH_MUST_USE ch_err ch_ledger_file_open(const ch_memory *memory, const char *path, ch_ledger_file_record *record,
                                       void *self, ch_ledger_file **file, ch_ledger_file_found *found,
                                       ch_faults *faults);

/* Add a record of 1 to CH_LEDGER_FILE_RECORD bytes; not acknowledged yet. CH_EDATA: no such size. CH_EIO (told), CH_ENOMEM: the batch is lost, see ch_ledger_file_sync. */
CH_MUST_USE ch_err ch_ledger_file_add(ch_ledger_file *file, ch_text bytes, ch_faults *faults);

/* All that was added is on the disk when this returns CH_OK. Otherwise the file is cut back to what was acknowledged, as far as the disk lets, and takes nothing more: CH_EIO
 * for good, since a failed sync may have dropped what it could not write. */
CH_MUST_USE ch_err ch_ledger_file_sync(ch_ledger_file *file, ch_faults *faults);

/* After the last record added. */
ch_sha256 ch_ledger_file_head(const ch_ledger_file *file);

/* What was added and not synced is cut off. NULL is fine. */
void ch_ledger_file_close(ch_ledger_file *file);

#endif
