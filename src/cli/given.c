/* given.c - a zone opened, edits read. */
#include "given.h"

#include "changhe/folder.h"
#include "changhe/store.h"
#include "changhe/whatif.h"

enum { EDITS_BYTES = 16 << 20 };

ch_err given_zone(const char *dir, const char *store, ch_zone **zone, ch_faults *faults)
{
    return dir != NULL ? ch_folder_read(dir, NULL, zone, faults) : ch_store_read(store, NULL, zone, faults);
}

ch_err given_edits(ch_arena *arena, const char *path, ch_edits *edits, ch_faults *faults)
{
    ch_text json;
    *edits = (ch_edits){0};
    if (path == NULL)
        return CH_OK;
    const ch_err err = ch_folder_read_file(arena, path, ch_text_of(path), EDITS_BYTES, &json, faults);
    return err == CH_OK ? ch_whatif_read(arena, ch_text_of(path), json, edits, faults) : err;
}
