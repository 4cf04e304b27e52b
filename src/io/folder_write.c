/* folder_write.c - a zone written to a folder: all files beside their places, then all in. */
#define _POSIX_C_SOURCE 200809L

#include "changhe/csv.h"
#include "changhe/folder.h"
#include "changhe/geojson.h"

#include "file.h"
#include "package.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char name[CH_PACKAGE__FILE_NAME];
    char beside[CH_FILE__NAME]; /* empty: none, or no longer */
} pending;

/* A folder being written. */
typedef struct {
    int dir;
    const ch_zone *zone;
    pending file[CH_TABLES + 1]; /* the descriptor last */
    ch_faults *faults;
} writing;

static ch_err write_beside(writing *out, pending *file, const ch_buf *bytes)
{
    if (bytes->failed)
        return CH_ENOMEM;
    const ch_file__reason *reason = ch_file__write_beside(out->dir, file->name, ch_buf_text(bytes), file->beside);
    if (reason == NULL)
        return CH_OK;
    return ch_file__tell(out->faults, ch_text_of(file->name), reason, CH_WANT_WRITABLE);
}

static void print_table(const ch_table *table, ch_buf *bytes)
{
    if (table->kind->shape < 0)
        ch_csv_write_table(table, bytes);
    else
        ch_geojson_write_table(table, bytes);
}

static ch_err write_all_beside(writing *out)
{
    ch_buf bytes = {.memory = out->zone->memory};
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++) {
        bytes.len = 0;
        ch_package__name_file((ch_table_id)id, out->file[id].name);
        print_table(out->zone->table[id], &bytes);
        err = write_beside(out, &out->file[id], &bytes);
    }

    pending *descriptor = &out->file[CH_TABLES];
    if (err == CH_OK) {
        bytes.len = 0;
        strcpy(descriptor->name, CH_PACKAGE__NAME);
        ch_folder_write_package(out->zone, &bytes);
        err = write_beside(out, descriptor, &bytes);
    }
    ch_buf_free(&bytes);
    return err;
}

static ch_err put_all_in_place(writing *out)
{
    for (size_t i = 0; i <= CH_TABLES; i++) {
        pending *file = &out->file[i];
        const ch_file__reason *reason = ch_file__replace(out->dir, file->beside, file->name);
        if (reason != NULL)
            return ch_file__tell(out->faults, ch_text_of(file->name), reason, CH_WANT_WRITABLE);
        file->beside[0] = '\0';
    }
    return CH_OK;
}

static void remove_leftovers(const writing *out)
{
    for (size_t i = 0; i <= CH_TABLES; i++)
        if (out->file[i].beside[0] != '\0')
            unlinkat(out->dir, out->file[i].beside, 0);
}

/* Names are on the disk only when their folder is. Some file systems know no such thing. */
static bool flush_names(int dir)
{
    return fsync(dir) == 0 || errno == EINVAL;
}

static int open_dir(const char *dir)
{
    return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* *made: it was not there before. */
static int open_or_make(const char *dir, bool *made)
{
    int opened = open_dir(dir);
    *made = opened < 0 && errno == ENOENT && mkdir(dir, 0777) == 0;
    if (!*made)
        return opened;

    opened = open_dir(dir);
    int above = opened >= 0 ? openat(opened, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (above >= 0) {
        flush_names(above);
        close(above);
    }
    return opened;
}

static ch_err tell_dir(const char *dir, int error, ch_faults *faults)
{
    return ch_file__tell(faults, ch_text_of(dir), ch_file__reason_of(error), CH_WANT_WRITABLE);
}

ch_err ch_folder_write(const ch_zone *zone, const char *dir, ch_faults *faults)
{
    bool made;
    writing out = {.dir = open_or_make(dir, &made), .zone = zone, .faults = faults};
    if (out.dir < 0)
        return tell_dir(dir, errno, faults);

    ch_err err = write_all_beside(&out);
    if (err == CH_OK)
        err = put_all_in_place(&out);
    if (err == CH_OK && !flush_names(out.dir))
        err = tell_dir(dir, errno, faults);
    remove_leftovers(&out);
    close(out.dir);
    if (err != CH_OK && made)
        rmdir(dir);
    return err;
}
