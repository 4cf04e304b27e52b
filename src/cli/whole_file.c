/* whole_file.c - a file replaced at once. */
#define _GNU_SOURCE
#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool write_all(int file, ch_text bytes)
{
    while (bytes.len > 0) {
        const ssize_t n = write(file, bytes.at, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.at += n;
        bytes.len -= (size_t)n;
    }
    return fsync(file) == 0;
}

static bool write_beside(const char *beside, ch_text bytes)
{
    const int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    const bool well = write_all(file, bytes);
    return (close(file) == 0) & well;
}

ch_err whole_file_write(const char *path, ch_text bytes, ch_faults *faults)
{
    char beside[PATH_MAX];
    const int length = snprintf(beside, sizeof beside, "%s.%ld.new", path, (long)getpid());
    if (length > 0 && length < PATH_MAX && write_beside(beside, bytes) && rename(beside, path) == 0)
        return CH_OK;
    const ch_text reason = ch_text_of(strerror(errno));
    unlink(beside);
    const ch_err err =
        ch_fault_add(faults, (ch_at){.file = ch_text_of(path)}, (ch_text){0}, reason, CH_WANT_WRITABLE, (ch_text){0});
    return err == CH_ENOMEM ? err : CH_EIO;
}
