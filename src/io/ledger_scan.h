/* ledger_scan.h - the frames of a ledger file, shared by its reader and its writer. */
#ifndef CHANGHE_IO_LEDGER_SCAN_H
#define CHANGHE_IO_LEDGER_SCAN_H

#include "changhe/ledger_file.h"

extern const char ch_ledger_file__mark[CH_LEDGER_FILE_MARK];

/* The frame of a record, up to its bytes. */
void ch_ledger_file__put_frame(char frame[CH_LEDGER_FILE_FRAME], size_t len, const ch_sha256 *head);

#endif
