/* whole_file.h - files that commands write: whole, or not at all. */
#ifndef CHANGHE_CLI_WHOLE_FILE_H
#define CHANGHE_CLI_WHOLE_FILE_H

#include "changhe/fault.h"

/* Write beside the path first, down to the disk, then put it there. CH_EIO told with the path; CH_ENOMEM. */
CH_MUST_USE ch_err whole_file_write(const char *path, ch_text bytes, ch_faults *faults);

#endif
