/* osm_blob.h - the row of blobs that a .osm.pbf is: one after the other, unpacked. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_BLOB_H
#define CHANGHE_IO_OSM_BLOB_H

#include "osm_source.h"
#include "osm_told.h"

#include <protobuf-c/protobuf-c.h>

enum { CH_OSM__MOST_HEAD = 64 << 10, CH_OSM__MOST_BLOCK = 32 << 20 }; /* bytes, by the format's description */

/* Zeroed, then source set. */
typedef struct {
    ch_osm__source *source;
    uint64_t byte;  /* of the file, where the present blob begins */
    ch_arena arena; /* of the present blob and what comes of it */
    size_t budget;  /* bytes that messages may still take */
    bool is_beyond, is_out_of_memory;
    void *inflater;
    ProtobufCAllocator allocator;
} ch_osm__blobs;

/* The next blob; its bytes live until the one after it. type is "" at the end. CH_EDATA: told; CH_EIO, CH_ENOMEM, CH_ENONE as of the
 * source. Close also after a failure. */
CH_MUST_USE ch_err ch_osm__next_blob(ch_osm__blobs *blobs, ch_text *type, ch_text *block);
void ch_osm__close_blobs(ch_osm__blobs *blobs);

/* A message in the blob's arena. CH_EDATA: told as damaged, or as taking more memory than such bytes may; CH_ENOMEM. */
CH_MUST_USE ch_err ch_osm__read_message(ch_osm__blobs *blobs, const ProtobufCMessageDescriptor *kind, ch_text bytes,
                                        void *message);
/* Tell that the present blob is damaged. */
CH_MUST_USE ch_err ch_osm__damage(const ch_osm__blobs *blobs, const char *en, const char *zh);

#endif
