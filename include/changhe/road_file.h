/* road_file.h - a network in a file of its own, ready to be searched on: what `roads import` writes. A head with
 * form, version and a digest of all that follows, then flat arrays of little-endian numbers: the network, the order
 * of its hierarchy, its names, where it came from. A file of another version, or with a digest that does not fit, is
 * not read. */
#ifndef CHANGHE_ROAD_FILE_H
#define CHANGHE_ROAD_FILE_H

#include "changhe/road.h"

typedef struct {
    ch_text title;   /* what the extract is called: its file's name, or as asked */
    ch_text licence; /* "ODbL 1.0, (c) OpenStreetMap contributors", or as asked */
    ch_date as_of;   /* of the data; 0: not known */
    char digest[17]; /* of the content; filled when read or written */
} ch_road_source;

/* Whole or not at all: written beside and put in place. rank: the order (nodes entries), or NULL. Memory for its
 * bytes comes from where faults' does. CH_EDATA: names of 4 GB or more; CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_road_file_write(const char *path, const ch_road_net *net, const uint32_t *rank,
                                      ch_road_source *source, ch_faults *faults);
/* The same as bytes. The same net and source, the same bytes. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_road_file_write_bytes(ch_arena *arena, const ch_road_net *net, const uint32_t *rank,
                                            ch_road_source *source, ch_text *bytes);
/* Everything in arena. Every index is checked, so that a damaged file that fits its digest harms nobody. rank: NULL
 * where the file has none. CH_EDATA: damaged, told where; CH_EIO; CH_ENOMEM. Cost: O(bytes). */
CH_MUST_USE ch_err ch_road_file_read(ch_arena *arena, const char *path, ch_road_net *net, const uint32_t **rank,
                                     ch_road_source *source, ch_faults *faults);
CH_MUST_USE ch_err ch_road_file_read_bytes(ch_arena *arena, ch_text name, ch_text bytes, ch_road_net *net,
                                           const uint32_t **rank, ch_road_source *source, ch_faults *faults);

#endif
