/* failing_disk.h - SQLite's own file layer, counting what changes files, and failing or killing the
 * process at a chosen change. Every database opened after failing_disk_put uses it.
 * Nothing is really synced, which would take minutes: a killed process loses no more than it had not
 * written yet. */
#ifndef CHANGHE_TESTS_FAILING_DISK_H
#define CHANGHE_TESTS_FAILING_DISK_H

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

typedef enum {
    DISK_SOUND,
    DISK_FAILS_ONCE, /* the change at hand fails, later ones work */
    DISK_FAILS,      /* it and all later ones fail */
    DISK_KILLS,      /* the process ends before it */
    DISK_TEARS       /* the process ends in it: half of what was to be written is written */
} failing_disk_mode;

enum { DISK_KILLED = 86 }; /* exit code of a process that was ended */

static struct {
    failing_disk_mode mode;
    size_t changes; /* writes, syncs, truncations and deletions so far */
    size_t at;      /* counted from 1 */
    int code;       /* what a change that fails gives; 0: SQLITE_IOERR */
} failing_disk;

typedef struct {
    sqlite3_file base;
    sqlite3_file *real; /* behind this struct */
} failing_disk_file;

static sqlite3_file *failing_disk_real(sqlite3_file *file)
{
    return ((failing_disk_file *)file)->real;
}

#define REAL(file, method) failing_disk_real(file)->pMethods->method

/* Count a change; SQLITE_OK: let it happen. */
static int failing_disk_change(void)
{
    failing_disk.changes++;
    if (failing_disk.mode == DISK_SOUND || failing_disk.changes < failing_disk.at)
        return SQLITE_OK;
    if (failing_disk.mode == DISK_KILLS || failing_disk.mode == DISK_TEARS)
        _exit(DISK_KILLED);
    if (failing_disk.mode == DISK_FAILS_ONCE && failing_disk.changes > failing_disk.at)
        return SQLITE_OK;
    return failing_disk.code != 0 ? failing_disk.code : SQLITE_IOERR;
}

static int failing_disk_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
    if (failing_disk.mode == DISK_TEARS && failing_disk.changes + 1 == failing_disk.at)
        REAL(file, xWrite)(failing_disk_real(file), bytes, n / 2, offset);
    int code = failing_disk_change();
    return code != SQLITE_OK ? code : REAL(file, xWrite)(failing_disk_real(file), bytes, n, offset);
}

static int failing_disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = failing_disk_change();
    return code != SQLITE_OK ? code : REAL(file, xTruncate)(failing_disk_real(file), size);
}

static int failing_disk_sync(sqlite3_file *file, int flags)
{
    (void)file, (void)flags;
    return failing_disk_change();
}

static int failing_disk_close(sqlite3_file *file)
{
    return REAL(file, xClose)(failing_disk_real(file));
}

static int failing_disk_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    return REAL(file, xRead)(failing_disk_real(file), bytes, n, offset);
}

static int failing_disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return REAL(file, xFileSize)(failing_disk_real(file), size);
}

static int failing_disk_lock(sqlite3_file *file, int level)
{
    return REAL(file, xLock)(failing_disk_real(file), level);
}

static int failing_disk_unlock(sqlite3_file *file, int level)
{
    return REAL(file, xUnlock)(failing_disk_real(file), level);
}

static int failing_disk_reserved(sqlite3_file *file, int *reserved)
{
    return REAL(file, xCheckReservedLock)(failing_disk_real(file), reserved);
}

static int failing_disk_control(sqlite3_file *file, int what, void *with)
{
    return REAL(file, xFileControl)(failing_disk_real(file), what, with);
}

static int failing_disk_sector(sqlite3_file *file)
{
    return REAL(file, xSectorSize)(failing_disk_real(file));
}

static int failing_disk_traits(sqlite3_file *file)
{
    return REAL(file, xDeviceCharacteristics)(failing_disk_real(file));
}

static int failing_disk_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    return REAL(file, xShmMap)(failing_disk_real(file), page, size, extend, at);
}

static int failing_disk_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return REAL(file, xShmLock)(failing_disk_real(file), offset, n, flags);
}

static void failing_disk_shm_barrier(sqlite3_file *file)
{
    REAL(file, xShmBarrier)(failing_disk_real(file));
}

static int failing_disk_shm_unmap(sqlite3_file *file, int delete_too)
{
    return REAL(file, xShmUnmap)(failing_disk_real(file), delete_too);
}

static int failing_disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 2, /* shared memory, but no reading through memory maps */
        .xClose = failing_disk_close,
        .xRead = failing_disk_read,
        .xWrite = failing_disk_write,
        .xTruncate = failing_disk_truncate,
        .xSync = failing_disk_sync,
        .xFileSize = failing_disk_size,
        .xLock = failing_disk_lock,
        .xUnlock = failing_disk_unlock,
        .xCheckReservedLock = failing_disk_reserved,
        .xFileControl = failing_disk_control,
        .xSectorSize = failing_disk_sector,
        .xDeviceCharacteristics = failing_disk_traits,
        .xShmMap = failing_disk_shm_map,
        .xShmLock = failing_disk_shm_lock,
        .xShmBarrier = failing_disk_shm_barrier,
        .xShmUnmap = failing_disk_shm_unmap,
    };
    sqlite3_vfs *real = vfs->pAppData;
    failing_disk_file *wrapped = (failing_disk_file *)file;
    wrapped->real = (sqlite3_file *)(wrapped + 1);
    int code = real->xOpen(real, name, wrapped->real, flags, out_flags);
    wrapped->base.pMethods = wrapped->real->pMethods != NULL ? &methods : NULL;
    return code;
}

static int failing_disk_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    sqlite3_vfs *real = vfs->pAppData;
    (void)sync_folder;
    int code = failing_disk_change();
    return code != SQLITE_OK ? code : real->xDelete(real, name, 0);
}

static void failing_disk_put(void)
{
    static sqlite3_vfs vfs;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "failing";
    vfs.szOsFile += (int)sizeof(failing_disk_file);
    vfs.pAppData = real;
    vfs.xOpen = failing_disk_open;
    vfs.xDelete = failing_disk_delete;
    sqlite3_vfs_register(&vfs, 1);
}

#undef REAL
#endif
