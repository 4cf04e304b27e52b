/* file.c - regular files, read with care and replaced all at once. */
#define _POSIX_C_SOURCE 200809L

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

const ch_file__reason *ch_file__reason_of(int error)
{
    static const struct {
        int error;
        ch_file__reason reason;
    } known[] = {
        {ENOENT, {"no such file or folder", "没有此文件或文件夹"}},
        {EACCES, {"no permission", "无权限"}},
        {EPERM, {"no permission", "无权限"}},
        {EISDIR, {"a directory", "目录"}},
        {ENOTDIR, {"no directory", "非目录"}},
        {ELOOP, {"a symbolic link", "符号链接"}},
        {ENXIO, {"a socket or device", "套接字或设备"}},
        {ENOSPC, {"a full disk", "磁盘已满"}},
        {EDQUOT, {"a full disk", "磁盘已满"}},
        {EFBIG, {"a file past the size allowed", "超出允许大小的文件"}},
        {EROFS, {"a disk that is read only", "只读磁盘"}},
        {EMFILE, {"too many open files", "打开的文件过多"}},
        {ENFILE, {"too many open files", "打开的文件过多"}},
        {ENAMETOOLONG, {"a name that is too long", "名称过长"}},
    };
    static const ch_file__reason other = {"a failing disk or system", "磁盘或系统故障"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].error == error)
            return &known[i].reason;
    return &other;
}

const ch_file__reason *ch_file__refuse_kind(mode_t mode)
{
    static const ch_file__reason pipe = {"a pipe", "管道"};
    if (S_ISREG(mode))
        return NULL;
    if (S_ISDIR(mode))
        return ch_file__reason_of(EISDIR);
    if (S_ISLNK(mode))
        return ch_file__reason_of(ELOOP);
    return S_ISFIFO(mode) ? &pipe : ch_file__reason_of(ENXIO);
}

int ch_file__open(int folder, const char *name, bool follow, const ch_file__reason **reason)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    if (file < 0) {
        *reason = ch_file__reason_of(errno);
        return -1;
    }

    struct stat about;
    *reason = fstat(file, &about) == 0 ? ch_file__refuse_kind(about.st_mode) : ch_file__reason_of(errno);
    if (*reason == NULL)
        return file;
    close(file);
    return -1;
}

int ch_file__read(int file, char *bytes, size_t room)
{
    ssize_t got;
    do
        got = read(file, bytes, room < INT_MAX ? room : INT_MAX);
    while (got < 0 && errno == EINTR);
    return (int)got;
}

ch_err ch_file__tell(ch_faults *faults, ch_text name, const ch_file__reason *reason, ch_want want)
{
    ch_err err = ch_fault_tell(faults, &(ch_fault){.at.file = name,
                                                   .found = ch_text_of(reason->en),
                                                   .found_zh = ch_text_of(reason->zh),
                                                   .want = want});
    return err == CH_ENOMEM ? CH_ENOMEM : CH_EIO;
}

static ch_err tell_too_long(ch_faults *faults, ch_text name, size_t most)
{
    char limit[24];
    snprintf(limit, sizeof limit, "%zu", most);
    return ch_fault_tell(faults, &(ch_fault){.at.file = name,
                                             .found = CH_TEXT("more"),
                                             .found_zh = CH_TEXT("更多"),
                                             .want = CH_WANT_SHORT_FILE,
                                             .detail = ch_text_of(limit)});
}

/* Room for one byte more than it should have shows where a file ends, or that it has grown. */
static size_t expected_size(int file)
{
    struct stat about;
    bool known = fstat(file, &about) == 0 && about.st_size >= 0;
    return known && (uintmax_t)about.st_size < SIZE_MAX ? (size_t)about.st_size : 0;
}

ch_err ch_file__read_whole(ch_arena *arena, int file, ch_text name, size_t most, ch_text *bytes, ch_faults *faults)
{
    size_t expected = expected_size(file), capacity = 0, len = 0;
    void *room = NULL;
    if (expected > most)
        return tell_too_long(faults, name, most);

    int got;
    do {
        size_t need = len > expected ? len + 1 : expected + 1;
        if (!ch_arena_grow(arena, &room, &capacity, need, 1))
            return CH_ENOMEM;
        got = ch_file__read(file, (char *)room + len, capacity - len);
        if (got < 0)
            return ch_file__tell(faults, name, ch_file__reason_of(errno), CH_WANT_READABLE);
        len += (size_t)got;
        if (len > most)
            return tell_too_long(faults, name, most);
    } while (got > 0);
    *bytes = (ch_text){room, len};
    return CH_OK;
}

static bool write_all(int file, ch_text bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(file, bytes.at, bytes.len);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            bytes.at += put;
            bytes.len -= (size_t)put;
        }
    }
    return true;
}

/* The first free of a few names: a writer that was killed leaves one taken, and two writers at
 * once never share one. */
static int make_beside(int folder, const char *name, char beside[CH_FILE__NAME])
{
    int file = -1;
    errno = EEXIST;
    for (unsigned i = 1; file < 0 && errno == EEXIST && i < 1000; i++) {
        int len = snprintf(beside, CH_FILE__NAME, ".%s.%u", name, i);
        if (len < 0 || len >= CH_FILE__NAME) {
            errno = ENAMETOOLONG;
            break;
        }
        file = openat(folder, beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return file;
}

const ch_file__reason *ch_file__write_beside(int folder, const char *name, ch_text bytes, char beside[CH_FILE__NAME])
{
    struct stat old;
    if (fstatat(folder, name, &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(old.st_mode)) {
        beside[0] = '\0';
        return ch_file__reason_of(EISDIR);
    }

    int file = make_beside(folder, name, beside);
    int error = file < 0 || !write_all(file, bytes) || fsync(file) != 0 ? errno : 0;
    if (file >= 0 && close(file) != 0 && error == 0)
        error = errno;
    if (error == 0)
        return NULL;

    if (file >= 0)
        unlinkat(folder, beside, 0);
    beside[0] = '\0';
    return ch_file__reason_of(error);
}

const ch_file__reason *ch_file__replace(int folder, const char *beside, const char *name)
{
    return renameat(folder, beside, folder, name) == 0 ? NULL : ch_file__reason_of(errno);
}
