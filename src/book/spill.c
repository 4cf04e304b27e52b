/* spill.c - a temporary file that no other program can open by name. */
#define _GNU_SOURCE /* O_TMPFILE */

#include "spill.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Where the system makes no file without a name, one is made and its name taken away. */
static int open_and_unlink(const char *folder)
{
    char path[PATH_MAX];
    const int len = snprintf(path, sizeof path, "%s/changhe-XXXXXX", folder);
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    const int file = mkostemp(path, O_CLOEXEC);
    if (file >= 0)
        unlink(path);
    return file;
}

int ch_spill__open(void)
{
    const char *told = getenv("TMPDIR"), *folder = told != NULL && *told != '\0' ? told : "/tmp";
    const int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return file >= 0 ? file : open_and_unlink(folder);
}

bool ch_spill__append(int file, ch_text bytes)
{
    while (bytes.len > 0) {
        const ssize_t put = write(file, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.at += put, bytes.len -= (size_t)put;
    }
    return true;
}

int64_t ch_spill__read(int file, char *bytes, size_t room, int64_t offset)
{
    size_t done = 0;
    while (done < room) {
        const ssize_t got = pread(file, bytes + done, room - done, (off_t)offset + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (int64_t)done;
}
