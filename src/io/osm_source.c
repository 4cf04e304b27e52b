/* osm_source.c - bytes as they lie there, or through zlib's inflate. */
#define _POSIX_C_SOURCE 200809L

#include "osm_source.h"

#include "file.h"
#include "osm_told.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    PIECE_BYTES = 64 << 10,
    MOST_RATIO = 300 /* of a .gz, past its first 64 MiB: XML of an extract packs to a tenth or, at most, a fiftieth */
};
static const uint64_t RATIO_FROM = 64 << 20;

struct ch_osm__gzip {
    z_stream stream;
    const ch_memory *memory;
    bool is_open, is_between; /* between members, of which a .gz may have several */
    uint64_t given;
    unsigned char piece[PIECE_BYTES];
};

static voidpf take_for_zlib(voidpf self, uInt count, uInt size)
{
    struct ch_osm__gzip *gzip = self;
    return ch_memory_take(gzip->memory, (size_t)count * size);
}

static void give_for_zlib(voidpf self, voidpf block)
{
    struct ch_osm__gzip *gzip = self;
    ch_memory_give(gzip->memory, block);
}

static ch_err tell_unreadable(ch_osm__source *source, const ch_file__reason *reason)
{
    return ch_file__tell(source->faults, source->name, reason, CH_WANT_READABLE);
}

static ch_err open_gzip(ch_osm__source *source)
{
    struct ch_osm__gzip *gzip = ch_memory_take(source->memory, sizeof *gzip);
    if (gzip == NULL)
        return CH_ENOMEM;
    memset(gzip, 0, offsetof(struct ch_osm__gzip, piece));
    gzip->memory = source->memory;
    gzip->stream.zalloc = take_for_zlib;
    gzip->stream.zfree = give_for_zlib;
    gzip->stream.opaque = gzip;
    source->gzip = gzip;
    gzip->is_open = inflateInit2(&gzip->stream, 16 + MAX_WBITS) == Z_OK;
    return gzip->is_open ? CH_OK : CH_ENOMEM;
}

ch_err ch_osm__open(ch_osm__source *source)
{
    const ch_file__reason *reason = NULL;
    struct stat about;
    source->file = -1;
    source->at = 0;
    source->size = source->bytes.len;
    if (source->path != NULL) {
        source->file = ch_file__open(AT_FDCWD, source->path, true, &reason);
        if (source->file < 0)
            return tell_unreadable(source, reason);
        if (fstat(source->file, &about) != 0)
            return tell_unreadable(source, ch_file__reason_of(errno));
        source->size = (uint64_t)about.st_size;
    }
    return source->is_gzip ? open_gzip(source) : CH_OK;
}

ch_err ch_osm__rewind(ch_osm__source *source, const char *step)
{
    source->step = step;
    source->at = 0;
    if (source->gzip != NULL) {
        inflateReset(&source->gzip->stream);
        source->gzip->stream.avail_in = 0;
        source->gzip->given = 0;
        source->gzip->is_between = true;
    }
    if (source->path != NULL && lseek(source->file, 0, SEEK_SET) < 0)
        return tell_unreadable(source, ch_file__reason_of(errno));
    return CH_OK;
}

void ch_osm__close(ch_osm__source *source)
{
    if (source->gzip != NULL && source->gzip->is_open)
        inflateEnd(&source->gzip->stream);
    ch_memory_give(source->memory, source->gzip);
    source->gzip = NULL;
    if (source->path != NULL && source->file >= 0)
        close(source->file);
    source->file = -1;
}

static ch_err read_bare(ch_osm__source *source, void *room, size_t size, size_t *got)
{
    *got = 0;
    if (!ch_progress_goes_on(source->progress, source->step, source->at, source->size))
        return CH_ENONE;
    if (source->path == NULL) {
        const size_t left = source->bytes.len - (size_t)source->at;
        *got = size < left ? size : left;
        memcpy(room, source->bytes.at + source->at, *got);
    } else {
        const int n = ch_file__read(source->file, room, size);
        if (n < 0)
            return tell_unreadable(source, ch_file__reason_of(errno));
        *got = (size_t)n;
    }
    source->at += *got;
    return CH_OK;
}

static ch_err tell_gzip(ch_osm__source *source, ch_osm__words how)
{
    return ch_osm__tell_byte(source->faults, source->name, 0, how);
}

static ch_err fill(ch_osm__source *source)
{
    struct ch_osm__gzip *gzip = source->gzip;
    size_t got = 0;
    const ch_err err = read_bare(source, gzip->piece, sizeof gzip->piece, &got);
    gzip->stream.next_in = gzip->piece;
    gzip->stream.avail_in = (uInt)got;
    return err;
}

/* One step of inflate, once there are bytes to it. */
static ch_err unpack(ch_osm__source *source)
{
    struct ch_osm__gzip *gzip = source->gzip;
    if (gzip->is_between && inflateReset(&gzip->stream) != Z_OK)
        return CH_ENOMEM;
    gzip->is_between = false;
    const int code = inflate(&gzip->stream, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR)
        return CH_ENOMEM;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return tell_gzip(source, (ch_osm__words){"the packing (gzip) is damaged", "的压缩（gzip）已损坏"});
    gzip->is_between = code == Z_STREAM_END;
    return CH_OK;
}

static ch_err check_ratio(ch_osm__source *source)
{
    if (source->gzip->given < RATIO_FROM || source->gzip->given / MOST_RATIO < source->at)
        return CH_OK;
    return tell_gzip(source, (ch_osm__words){"more is packed than any extract holds", "解压后远超正常大小"});
}

static ch_err read_packed(ch_osm__source *source, void *room, size_t size, size_t *got)
{
    struct ch_osm__gzip *gzip = source->gzip;
    ch_err err = CH_OK;
    gzip->stream.next_out = room;
    gzip->stream.avail_out = (uInt)size;
    while (err == CH_OK && gzip->stream.avail_out == size) {
        if (gzip->stream.avail_in == 0) {
            err = fill(source);
            if (err != CH_OK || gzip->stream.avail_in == 0)
                break;
        }
        err = unpack(source);
    }
    *got = size - gzip->stream.avail_out;
    gzip->given += *got;
    if (err == CH_OK && *got == 0 && (!gzip->is_between || gzip->given == 0))
        err = tell_gzip(source, (ch_osm__words){"the packing (gzip) breaks off", "的压缩（gzip）不完整"});
    return err == CH_OK ? check_ratio(source) : err;
}

ch_err ch_osm__read(ch_osm__source *source, void *room, size_t size, size_t *got)
{
    return source->is_gzip ? read_packed(source, room, size, got) : read_bare(source, room, size, got);
}
