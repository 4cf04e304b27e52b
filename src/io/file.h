/* file.h - regular files of a folder, read whole or in pieces, and replaced all at once.
 * A folder is an open directory. Where a call can fail it gives a reason. Shared by the sources of
 * this folder. */
#ifndef CHANGHE_IO_FILE_H
#define CHANGHE_IO_FILE_H

#include "changhe/fault.h"

#include <sys/types.h>

enum { CH_FILE__NAME = 96 }; /* room for a file's name, the hidden one beside it, and NUL */

/* Why something failed, in fixed words. */
typedef struct {
    const char *en, *zh;
} ch_file__reason;

/* What errno says. */
const ch_file__reason *ch_file__reason_of(int error);

/* Why a file of that kind is not read; NULL: it is, being a regular one. */
const ch_file__reason *ch_file__refuse_kind(mode_t mode);

/* Tell that a file or folder could not be read or written. CH_EIO, or CH_ENOMEM. */
CH_MUST_USE ch_err ch_file__tell(ch_faults *faults, ch_text name, const ch_file__reason *reason, ch_want want);

/* Open a file for reading; -1 and *reason when there is none or it is no regular file. Never waits
 * for the writer of a pipe. The last link of a name is followed only when asked for. */
int ch_file__open(int folder, const char *name, bool follow, const ch_file__reason **reason);

/* The next bytes, at most room; 0 at the end, -1 on failure (errno tells). */
int ch_file__read(int file, char *bytes, size_t room);

/* The rest of an open file, at most so many bytes, called name in faults. The bytes live in the
 * arena. CH_EIO: it cannot be read; CH_EDATA: it is longer; CH_ENOMEM. */
CH_MUST_USE ch_err ch_file__read_whole(ch_arena *arena, int file, ch_text name, size_t most, ch_text *bytes,
                                       ch_faults *faults);

/* Write a new hidden file beside name, down to the disk; its own name goes to beside. NULL, or the
 * reason, and then nothing is left behind and beside is empty. */
const ch_file__reason *ch_file__write_beside(int folder, const char *name, ch_text bytes, char beside[CH_FILE__NAME]);

/* Put the file beside in the place of name. NULL, or the reason. */
const ch_file__reason *ch_file__replace(int folder, const char *beside, const char *name);

#endif
