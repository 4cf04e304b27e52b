/* given.h - what most commands are given: a zone, and edits to try. */
#ifndef CHANGHE_CLI_GIVEN_H
#define CHANGHE_CLI_GIVEN_H

#include "changhe/edit.h"

/* From the folder where dir is not NULL, else from the store. Errors as of ch_folder_read and ch_store_read. */
CH_MUST_USE ch_err given_zone(const char *dir, const char *store, ch_zone **zone, ch_faults *faults);

/* Row edits of a JSON file, which live in the arena. path NULL: none, *edits is empty. Errors as of ch_folder_read_file and ch_whatif_read. */
CH_MUST_USE ch_err given_edits(ch_arena *arena, const char *path, ch_edits *edits, ch_faults *faults);

#endif
