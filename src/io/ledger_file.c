/* ledger_file.c - records added in batches, synced, and cut back to what was acknowledged. */
#define _DEFAULT_SOURCE /* flock */
#include "changhe/ledger_file.h"

#include "file.h"
#include "ledger_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct ch_ledger_file {
    ch_arena arena;
    ch_text name;
    int file;
    bool is_broken;
    int64_t synced; /* bytes that are on the disk for good */
    ch_sha256 head;
    ch_buf batch;  /* not handed to the system yet */
    bool is_ahead; /* of synced: something was handed to it */
};

static ch_err tell(ch_faults *faults, ch_text name, int error, ch_want want)
{
    return ch_file__tell(faults, name, ch_file__reason_of(error), want);
}

static int read_some(void *self, char *bytes, size_t room)
{
    return ch_file__read(*(int *)self, bytes, room);
}

/* ---- opening */

static ch_err lock(int file, int how, ch_text name, ch_faults *faults)
{
    static const ch_file__reason held = {"a file in use", "正被占用的文件"};
    if (flock(file, how | LOCK_NB) == 0)
        return CH_OK;
    return errno == EWOULDBLOCK ? ch_file__tell(faults, name, &held, CH_WANT_LEDGER_FREE)
                                : tell(faults, name, errno, CH_WANT_READABLE);
}

static ch_err open_regular(const char *path, int flags, ch_want want, int *file, ch_faults *faults)
{
    const ch_text name = ch_text_of(path);
    struct stat about;
    *file = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
    if (*file < 0)
        return tell(faults, name, errno, want);
    const ch_file__reason *reason =
        fstat(*file, &about) == 0 ? ch_file__refuse_kind(about.st_mode) : ch_file__reason_of(errno);
    if (reason == NULL)
        return CH_OK;
    close(*file);
    *file = -1;
    return ch_file__tell(faults, name, reason, CH_WANT_REGULAR);
}

ch_err ch_ledger_file_read(const ch_memory *memory, const char *path, ch_ledger_file_record *record, void *self,
                           ch_ledger_file_found *found, ch_faults *faults)
{
    int file;
    const ch_text name = ch_text_of(path);
    *found = (ch_ledger_file_found){.bytes = 0};
    ch_err err = open_regular(path, O_RDONLY, CH_WANT_READABLE, &file, faults);
    if (err != CH_OK)
        return err;
    err = lock(file, LOCK_SH, name, faults);
    if (err == CH_OK)
        err = ch_ledger_file_scan(memory, name, read_some, &file, record, self, found, faults);
    close(file);
    return err;
}

/* A file's name is on the disk once its folder is synced. */
static bool sync_folder(ch_arena *arena, ch_text path)
{
    const char *slash = NULL;
    for (size_t i = 0; i < path.len; i++)
        if (path.at[i] == '/')
            slash = path.at + i;
    const ch_text folder = slash == NULL      ? CH_TEXT(".")
                           : slash == path.at ? CH_TEXT("/")
                                              : (ch_text){path.at, (size_t)(slash - path.at)};
    const ch_text copy = ch_text_copy(arena, folder);
    const int opened = copy.at == NULL ? -1 : open(copy.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = opened >= 0 && fsync(opened) == 0;
    if (opened >= 0)
        close(opened);
    return synced;
}

static bool write_all(int file, const char *bytes, size_t len)
{
    while (len > 0) {
        const ssize_t put = write(file, bytes, len);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0)
            bytes += put, len -= (size_t)put;
    }
    return true;
}

/* A file without a whole mark is new, or was killed when it was. */
static ch_err begin(ch_ledger_file *file, ch_faults *faults)
{
    if (file->synced >= CH_LEDGER_FILE_MARK)
        return CH_OK;
    if (!write_all(file->file, ch_ledger_file__mark, CH_LEDGER_FILE_MARK) || fsync(file->file) != 0 ||
        !sync_folder(&file->arena, file->name))
        return tell(faults, file->name, errno, CH_WANT_WRITABLE);
    file->synced = CH_LEDGER_FILE_MARK;
    return CH_OK;
}

/* Behind what is whole. */
static ch_err cut(ch_ledger_file *file, const ch_ledger_file_found *found, ch_faults *faults)
{
    if ((found->torn > 0 && (ftruncate(file->file, (off_t)found->bytes) != 0 || fsync(file->file) != 0)) ||
        lseek(file->file, (off_t)found->bytes, SEEK_SET) < 0)
        return tell(faults, file->name, errno, CH_WANT_WRITABLE);
    file->synced = found->bytes;
    file->head = found->head;
    return begin(file, faults);
}

static ch_err open_whole(ch_ledger_file *file, ch_ledger_file_record *record, void *self, ch_ledger_file_found *found,
                         ch_faults *faults)
{
    ch_err err = open_regular(file->name.at, O_RDWR | O_CREAT, CH_WANT_WRITABLE, &file->file, faults);
    if (err == CH_OK)
        err = lock(file->file, LOCK_EX, file->name, faults);
    if (err == CH_OK)
        err = ch_ledger_file_scan(file->arena.memory, file->name, read_some, &file->file, record, self, found, faults);
    return err == CH_OK ? cut(file, found, faults) : err;
}

ch_err ch_ledger_file_open(const ch_memory *memory, const char *path, ch_ledger_file_record *record, void *self,
                           ch_ledger_file **file, ch_ledger_file_found *found, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(memory);
    *found = (ch_ledger_file_found){.bytes = 0};
    *file = CH_NEW(&arena, ch_ledger_file, 1);
    const ch_text name = ch_text_copy(&arena, ch_text_of(path));
    ch_err err = CH_ENOMEM;
    if (*file != NULL && name.at != NULL) {
        **file = (ch_ledger_file){.arena = arena, .name = name, .file = -1, .batch.memory = memory};
        err = open_whole(*file, record, self, found, faults);
        if (err == CH_OK)
            return CH_OK;
        ch_ledger_file_close(*file);
    } else {
        ch_arena_free(&arena);
    }
    *file = NULL;
    return err;
}

/* ---- adding */

/* Nothing that was not acknowledged is left behind, as far as the disk lets. */
static void cut_back(ch_ledger_file *file)
{
    if (file->is_ahead && ftruncate(file->file, (off_t)file->synced) == 0)
        file->is_ahead = fsync(file->file) != 0;
    file->batch.len = 0;
    file->batch.failed = false;
}

static ch_err break_off(ch_ledger_file *file, int error, ch_faults *faults)
{
    file->is_broken = true;
    cut_back(file);
    return tell(faults, file->name, error, CH_WANT_WRITABLE);
}

static ch_err hand_over(ch_ledger_file *file, ch_faults *faults)
{
    if (file->batch.len == 0)
        return CH_OK;
    file->is_ahead = true;
    if (!write_all(file->file, file->batch.at, file->batch.len))
        return break_off(file, errno, faults);
    file->batch.len = 0;
    return CH_OK;
}

ch_err ch_ledger_file_add(ch_ledger_file *file, ch_text bytes, ch_faults *faults)
{
    char frame[CH_LEDGER_FILE_FRAME];
    if (file->is_broken)
        return tell(faults, file->name, EIO, CH_WANT_WRITABLE);
    if (bytes.len < 1 || bytes.len > CH_LEDGER_FILE_RECORD)
        return ch_fault_add(faults, (ch_at){.file = file->name}, (ch_text){0}, (ch_text){0}, CH_WANT_LEDGER_BYTES,
                            (ch_text){0});
    file->head = ch_sha256_chain(&file->head, bytes);
    ch_ledger_file__put_frame(frame, bytes.len, &file->head);
    ch_buf_add(&file->batch, (ch_text){frame, sizeof frame});
    ch_buf_add(&file->batch, bytes);
    if (file->batch.failed) {
        file->is_broken = true;
        cut_back(file);
        return CH_ENOMEM;
    }
    return file->batch.len >= CH_LEDGER_FILE_BATCH ? hand_over(file, faults) : CH_OK;
}

ch_err ch_ledger_file_sync(ch_ledger_file *file, ch_faults *faults)
{
    if (file->is_broken)
        return tell(faults, file->name, EIO, CH_WANT_WRITABLE);
    const ch_err err = hand_over(file, faults);
    if (err != CH_OK || !file->is_ahead)
        return err;
    const off_t end = lseek(file->file, 0, SEEK_CUR);
    if (end < 0 || fdatasync(file->file) != 0)
        return break_off(file, errno, faults);
    file->synced = (int64_t)end;
    file->is_ahead = false;
    return CH_OK;
}

ch_sha256 ch_ledger_file_head(const ch_ledger_file *file)
{
    return file->head;
}

void ch_ledger_file_close(ch_ledger_file *file)
{
    if (file == NULL)
        return;
    if (file->file >= 0) {
        cut_back(file);
        close(file->file);
    }
    ch_buf_free(&file->batch);
    ch_arena arena = file->arena; /* file itself lies in it */
    ch_arena_free(&arena);
}
