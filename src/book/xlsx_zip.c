/* xlsx_zip.c - libzip, held to what a workbook needs: parts stored or deflated, no password, each name once.
 *
 * A workbook of repeated cells packs to a fiftieth, nothing people make to a hundredth; deflate itself can do a
 * thousandth, of which bombs are made. Small parts may: their first 16 MiB are free. */
#define _POSIX_C_SOURCE 200809L

#include "xlsx_zip.h"

#include "book_told.h"
#include "changhe/workbook.h"
#include "zip_tail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FREE_BYTES = 16 << 20, LONGEST_NAME = 512 };

static const ch_book__words bytes_unpacked = {"bytes unpacked", "字节（解压后）"};

static ch_err tell(const ch_zip *zip, ch_text part, ch_book__words how, ch_faults *faults)
{
    return ch_book__tell_damage(faults, (ch_at){.file = zip->name}, part, how);
}

static ch_err tell_unreadable(const ch_zip *zip, ch_faults *faults)
{
    ch_err err = ch_fault_tell(faults, &(ch_fault){.at.file = zip->name, .want = CH_WANT_READABLE});
    return err == CH_ENOMEM ? err : CH_EIO;
}

/* What libzip could not do. */
static ch_err tell_error(const ch_zip *zip, ch_text part, int error, ch_faults *faults)
{
    switch (error) {
    case ZIP_ER_MEMORY: return CH_ENOMEM;
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_TELL: return tell_unreadable(zip, faults);
    case ZIP_ER_CRC: return tell(zip, part, (ch_book__words){"bytes were changed", "有字节被改动"}, faults);
    default: return tell(zip, part, (ch_book__words){"the zip is damaged", "压缩包已损坏"}, faults);
    }
}

/* Each name stands once, or two readers would read two workbooks. */
static ch_err check_names(const ch_zip *zip, ch_faults *faults)
{
    const zip_int64_t entries = zip_get_num_entries(zip->archive, 0);
    for (zip_int64_t i = 0; i < entries; i++) {
        const char *name = zip_get_name(zip->archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name == NULL)
            return tell(zip, (ch_text){0}, (ch_book__words){"a part has no name", "有部件没有名称"}, faults);
        if (zip_name_locate(zip->archive, name, ZIP_FL_ENC_RAW) != i)
            return tell(zip, ch_text_of(name), (ch_book__words){"a part stands twice", "有部件重复"}, faults);
    }
    return CH_OK;
}

static zip_source_t *take_source(int file, ch_text bytes, zip_error_t *error)
{
    if (file < 0)
        return zip_source_buffer_create(bytes.at, bytes.len, 0, error);
    FILE *stream = fdopen(file, "rb");
    if (stream == NULL) {
        close(file);
        zip_error_set(error, ZIP_ER_MEMORY, 0);
        return NULL;
    }
    zip_source_t *source = zip_source_filep_create(stream, 0, -1, error);
    if (source == NULL)
        fclose(stream);
    return source;
}

static ch_err open_archive(ch_zip *zip, int file, ch_text bytes, ch_faults *faults)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = take_source(file, bytes, &error);
    zip->archive = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (zip->archive == NULL && source != NULL)
        zip_source_free(source);
    const int code = zip_error_code_zip(&error);
    zip_error_fini(&error);
    return zip->archive != NULL ? CH_OK : tell_error(zip, (ch_text){0}, code, faults);
}

ch_err ch_zip__open(ch_zip *zip, int file, ch_text bytes, ch_text name, ch_faults *faults)
{
    *zip = (ch_zip){.name = name};
    int64_t entries = 0;
    const bool is_read = ch_zip__look_at_tail(file, bytes, &zip->size, &entries);
    if (!is_read || entries > CH_BOOK_MAX_PARTS) {
        if (file >= 0)
            close(file);
        return !is_read ? tell_unreadable(zip, faults)
                        : ch_book__tell_beyond(faults, (ch_at){.file = name}, (ch_text){0}, CH_BOOK_MAX_PARTS,
                                               (ch_book__words){"parts", "个部件"});
    }
    ch_err err = open_archive(zip, file, bytes, faults);
    if (err == CH_OK)
        err = check_names(zip, faults);
    if (err != CH_OK)
        ch_zip__close(zip);
    return err;
}

void ch_zip__close(ch_zip *zip)
{
    if (zip->archive != NULL)
        zip_discard(zip->archive);
    zip->archive = NULL;
}

/* Names of parts differ in more than the case of letters, and writers are not always true to it. */
static zip_int64_t locate(const ch_zip *zip, ch_text part)
{
    char name[LONGEST_NAME];
    if (part.len >= sizeof name || memchr(part.at, '\0', part.len) != NULL)
        return -1;
    memcpy(name, part.at, part.len);
    name[part.len] = '\0';
    const zip_int64_t exact = zip_name_locate(zip->archive, name, ZIP_FL_ENC_RAW);
    return exact >= 0 ? exact : zip_name_locate(zip->archive, name, ZIP_FL_ENC_GUESS | ZIP_FL_NOCASE);
}

bool ch_zip__has(const ch_zip *zip, ch_text part)
{
    return locate(zip, part) >= 0;
}

static ch_err check_entry(const ch_zip *zip, ch_text name, const zip_stat_t *about, ch_faults *faults)
{
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((about->valid & needed) != needed || about->comp_size > (zip_uint64_t)zip->size || about->size > INT64_MAX)
        return tell(zip, name, (ch_book__words){"the zip is damaged", "压缩包已损坏"}, faults);
    if (about->encryption_method != ZIP_EM_NONE)
        return ch_fault_tell(faults, &(ch_fault){.at.file = zip->name, .found = name, .want = CH_WANT_UNLOCKED});
    if (about->comp_method != ZIP_CM_STORE && about->comp_method != ZIP_CM_DEFLATE)
        return tell(zip, name, (ch_book__words){"a part is not deflated", "有部件未用 deflate 压缩"}, faults);
    return CH_OK;
}

/* A part says how long it is: one that says too much is refused before it is touched, one that says too little where
 * it goes on. */
static ch_err check_ceilings(const ch_zip_part *part, ch_faults *faults)
{
    const ch_at at = {.file = part->zip->name};
    if (part->said > CH_BOOK_MAX_UNPACKED - part->zip->unpacked)
        return ch_book__tell_beyond(faults, at, part->name, CH_BOOK_MAX_UNPACKED, bytes_unpacked);
    if (part->said > FREE_BYTES && part->said / CH_BOOK_MAX_RATIO > part->packed)
        return ch_book__tell_beyond(faults, at, part->name, CH_BOOK_MAX_RATIO,
                                    (ch_book__words){"times its packed size unpacked", "倍压缩率"});
    return CH_OK;
}

ch_err ch_zip__begin(ch_zip *zip, ch_text name, ch_zip_part *part, ch_faults *faults)
{
    zip_stat_t about;
    *part = (ch_zip_part){.zip = zip, .name = name};
    const zip_int64_t index = locate(zip, name);
    if (index < 0 || zip_stat_index(zip->archive, (zip_uint64_t)index, 0, &about) != 0)
        return tell(zip, name, (ch_book__words){"a part is missing", "缺少部件"}, faults);

    ch_err err = check_entry(zip, name, &about, faults);
    if (err != CH_OK)
        return err;
    part->packed = (int64_t)about.comp_size;
    part->said = (int64_t)about.size;
    err = check_ceilings(part, faults);
    if (err != CH_OK)
        return err;
    part->file = zip_fopen_index(zip->archive, (zip_uint64_t)index, 0);
    if (part->file == NULL)
        return tell_error(zip, name, zip_error_code_zip(zip_get_error(zip->archive)), faults);
    return CH_OK;
}

ch_err ch_zip__read(ch_zip_part *part, char *bytes, size_t room, size_t *got, ch_faults *faults)
{
    const zip_int64_t n = zip_fread(part->file, bytes, room);
    *got = n > 0 ? (size_t)n : 0;
    if (n < 0)
        return tell_error(part->zip, part->name, zip_error_code_zip(zip_file_get_error(part->file)), faults);
    part->unpacked += n;
    if (part->unpacked > part->said)
        return tell(part->zip, part->name, (ch_book__words){"a part is longer than it says", "有部件比所述更长"},
                    faults);
    return CH_OK;
}

void ch_zip__end(ch_zip_part *part)
{
    if (part->file != NULL)
        zip_fclose(part->file);
    if (part->zip != NULL)
        part->zip->unpacked += part->unpacked;
    part->file = NULL;
}
