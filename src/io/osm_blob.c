/* osm_blob.c - frames and their packing. What a hostile file may ask for is bounded: a frame by the format's own
 * ceilings, an unpacked block by its packed bytes, messages by a budget. */
#include "osm_blob.h"

#include <libdeflate.h>
#include <osmpbf.pb-c.h>
#include <string.h>

enum {
    FREE_BYTES = 1 << 20,   /* of a block, however tightly packed; beyond them */
    MOST_RATIO = 100,       /* bytes out of a packed one: real blocks pack to a third, deflate could make 1032 of one */
    FREE_BUDGET = 32 << 20, /* of messages, whatever the block */
    BUDGET_PER_BYTE = 16    /* an empty message of two bytes takes a hundred; a real one's bytes take about ten */
};

ch_err ch_osm__damage(const ch_osm__blobs *blobs, const char *en, const char *zh)
{
    return ch_osm__tell_byte(blobs->source->faults, blobs->source->name, blobs->byte, (ch_osm__words){en, zh});
}

static void *take(void *self, size_t size)
{
    ch_osm__blobs *blobs = self;
    blobs->is_beyond = size > blobs->budget;
    if (blobs->is_beyond)
        return NULL;
    blobs->budget -= size;
    void *block = ch_arena_take(&blobs->arena, size, 1);
    blobs->is_out_of_memory = block == NULL;
    return block;
}

static void give(void *self, void *block)
{
}

ch_err ch_osm__read_message(ch_osm__blobs *blobs, const ProtobufCMessageDescriptor *kind, ch_text bytes, void *message)
{
    blobs->allocator = (ProtobufCAllocator){take, give, blobs};
    blobs->is_beyond = blobs->is_out_of_memory = false;
    blobs->budget = FREE_BUDGET + bytes.len * BUDGET_PER_BYTE;
    void *read = protobuf_c_message_unpack(kind, &blobs->allocator, bytes.len, (const uint8_t *)bytes.at);
    if (blobs->is_out_of_memory)
        return CH_ENOMEM;
    if (blobs->is_beyond)
        return ch_osm__damage(blobs, "a block would take more memory than its bytes may", "解开后所占内存超过限度");
    if (read == NULL)
        return ch_osm__damage(blobs, "a message is damaged", "结构已损坏");
    memcpy(message, &read, sizeof read);
    return CH_OK;
}

/* Exactly so many bytes; *got is less only at the end of the file. */
static ch_err read_exactly(ch_osm__blobs *blobs, size_t size, char *room, size_t *got)
{
    ch_err err = CH_OK;
    size_t n = 1;
    for (*got = 0; err == CH_OK && n > 0 && *got < size; *got += n)
        err = ch_osm__read(blobs->source, room + *got, size - *got, &n);
    return err;
}

static ch_err read_piece(ch_osm__blobs *blobs, size_t size, ch_text *piece)
{
    size_t got = 0;
    char *room = ch_arena_take(&blobs->arena, size, 1);
    if (room == NULL)
        return CH_ENOMEM;
    const ch_err err = read_exactly(blobs, size, room, &got);
    *piece = (ch_text){room, size};
    return err == CH_OK && got < size ? ch_osm__damage(blobs, "the file breaks off", "的文件不完整") : err;
}

/* Network order. false with CH_OK: the file ends here. */
static ch_err read_length(ch_osm__blobs *blobs, uint32_t *length, bool *is_end)
{
    unsigned char four[4] = {0};
    size_t got;
    ch_err err = read_exactly(blobs, sizeof four, (char *)four, &got);
    *is_end = err == CH_OK && got == 0;
    *length = (uint32_t)four[0] << 24 | (uint32_t)four[1] << 16 | (uint32_t)four[2] << 8 | four[3];
    if (err != CH_OK || *is_end)
        return err;
    if (got < sizeof four)
        return ch_osm__damage(blobs, "the file breaks off", "的文件不完整");
    if (*length == 0 || *length > CH_OSM__MOST_HEAD)
        return ch_osm__damage(blobs, "the head of a blob is of no size that one has", "的块头大小不合规定");
    return CH_OK;
}

static ch_err read_head(ch_osm__blobs *blobs, uint32_t length, ch_text *type, size_t *size)
{
    ch_text bytes;
    OsmPbf__BlobHead *head = NULL;
    ch_err err = read_piece(blobs, length, &bytes);
    if (err == CH_OK)
        err = ch_osm__read_message(blobs, &osm_pbf__blob_head__descriptor, bytes, &head);
    if (err != CH_OK)
        return err;
    if (head->datasize < 0 || head->datasize > CH_OSM__MOST_BLOCK)
        return ch_osm__damage(blobs, "a blob says it is larger than 32 MiB", "的块声称超过 32 MiB");
    if (head->type[0] == '\0')
        return ch_osm__damage(blobs, "a blob is of no type", "的块没有类型");
    *type = ch_text_of(head->type);
    *size = (size_t)head->datasize;
    return CH_OK;
}

static ch_err unpack(ch_osm__blobs *blobs, const OsmPbf__Blob *blob, ch_text *block)
{
    const size_t size = (size_t)blob->raw_size;
    if (!blob->has_raw_size || blob->raw_size < 0 || blob->raw_size > CH_OSM__MOST_BLOCK)
        return ch_osm__damage(blobs, "a block says it is larger than 32 MiB, or nothing",
                              "的块未写明大小或超过 32 MiB");
    if (size > FREE_BYTES + MOST_RATIO * blob->zlib.len)
        return ch_osm__damage(blobs, "a block is packed more tightly than any extract's", "的块压缩比超出正常范围");
    if (blobs->inflater == NULL)
        blobs->inflater = libdeflate_alloc_decompressor();
    char *room = ch_arena_take(&blobs->arena, size, 1);
    if (blobs->inflater == NULL || room == NULL)
        return CH_ENOMEM;
    const enum libdeflate_result result = /* without room for a count: exactly so many bytes */
        libdeflate_zlib_decompress(blobs->inflater, blob->zlib.data, blob->zlib.len, room, size, NULL);
    *block = (ch_text){room, size};
    return result == LIBDEFLATE_SUCCESS
               ? CH_OK
               : ch_osm__damage(blobs, "a block does not inflate to what it says", "的块解压结果与声称的不符");
}

static ch_err refuse_packing(ch_osm__blobs *blobs, const OsmPbf__Blob *blob)
{
    const char *name = blob->has_lzma    ? "lzma"
                       : blob->has_bzip2 ? "bzip2"
                       : blob->has_lz4   ? "lz4"
                       : blob->has_zstd  ? "zstd"
                                         : NULL;
    if (name == NULL)
        return ch_osm__damage(blobs, "a blob holds nothing", "的块没有内容");
    return ch_osm__tell_form(
        blobs->source->faults, blobs->source->name, ch_text_of(name),
        (ch_osm__words){"blocks packed otherwise than by zlib; have it written with pbf_compression=zlib",
                        "不是 zlib 压缩的块，请以 zlib 压缩重新生成"});
}

static ch_err open_blob(ch_osm__blobs *blobs, ch_text bytes, ch_text *block)
{
    OsmPbf__Blob *blob = NULL;
    const ch_err err = ch_osm__read_message(blobs, &osm_pbf__blob__descriptor, bytes, &blob);
    if (err != CH_OK)
        return err;
    if (blob->has_zlib)
        return unpack(blobs, blob, block);
    if (!blob->has_raw)
        return refuse_packing(blobs, blob);
    *block = (ch_text){(const char *)blob->raw.data, blob->raw.len};
    return CH_OK;
}

ch_err ch_osm__next_blob(ch_osm__blobs *blobs, ch_text *type, ch_text *block)
{
    uint32_t length;
    size_t size = 0;
    bool is_end;
    ch_text bytes;
    ch_arena_free(&blobs->arena);
    blobs->arena.memory = blobs->source->memory;
    blobs->byte = blobs->source->at;
    *type = *block = (ch_text){"", 0};
    ch_err err = read_length(blobs, &length, &is_end);
    if (err == CH_OK && !is_end)
        err = read_head(blobs, length, type, &size);
    if (err == CH_OK && !is_end)
        err = read_piece(blobs, size, &bytes);
    return err == CH_OK && !is_end ? open_blob(blobs, bytes, block) : err;
}

void ch_osm__close_blobs(ch_osm__blobs *blobs)
{
    ch_arena_free(&blobs->arena);
    libdeflate_free_decompressor(blobs->inflater);
    blobs->inflater = NULL;
}
