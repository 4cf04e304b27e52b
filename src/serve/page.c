/* page.c - folders walked once into a sorted table of paths. */
#define _GNU_SOURCE
#include "page.h"

#include "finish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 16, PAGE_GZIP_LEVEL = 9 }; /* once at the start: the best level */

typedef struct {
    ch_text path; /* "/js/map.js" */
    size_t order; /* as read */
    const char *type;
    ch_text bytes, packed;
    char etag[17];
} page_file;

struct serve_page {
    ch_arena arena;
    page_file *file;
    size_t files, capacity;
    size_t bytes;
};

/* One walk below a folder. */
typedef struct {
    serve_page *page;
    ch_faults *faults;
} reading;

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return NULL;
}

static bool is_plain(const char *name)
{
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(name);
}

/* What stands beside the page for those who work on it. */
static bool is_passed_over(const char *name)
{
    static const char *const names[] = {"node_modules", "package.json", "package-lock.json", "tsconfig.json",
                                        "jsconfig.json"};
    if (name[0] == '.' || !is_plain(name))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static ch_err refuse(reading *r, const char *path, ch_err err, ch_want want, const char *detail)
{
    const ch_err told = ch_fault_add(r->faults, (ch_at){.file = ch_text_of(path)}, (ch_text){0}, (ch_text){0}, want,
                                     ch_text_of(detail));
    return told == CH_ENOMEM ? told : err;
}

static ch_err join(ch_arena *arena, const char *folder, const char *name, char **path)
{
    const size_t room = strlen(folder) + strlen(name) + 2;
    *path = CH_NEW(arena, char, room);
    if (!*path)
        return CH_ENOMEM;
    snprintf(*path, room, "%s/%s", folder, name);
    return CH_OK;
}

static bool read_bytes(int fd, char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t n = read(fd, bytes + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static void sign(page_file *file)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a, 64 bits */
    for (size_t i = 0; i < file->bytes.len; i++)
        hash = (hash ^ (unsigned char)file->bytes.at[i]) * UINT64_C(1099511628211);
    snprintf(file->etag, sizeof file->etag, "%016llx", (unsigned long long)hash);
}

/* Kept only where it is shorter. */
static ch_err pack(serve_page *page, page_file *file)
{
    ch_buf packed = {.memory = page->arena.memory};
    if (!serve_gzip(file->bytes, PAGE_GZIP_LEVEL, &packed))
        return CH_ENOMEM;
    ch_err err = CH_OK;
    if (packed.len < file->bytes.len) {
        file->packed = ch_text_copy(&page->arena, ch_buf_text(&packed));
        err = file->packed.at ? CH_OK : CH_ENOMEM;
    }
    ch_buf_free(&packed);
    return err;
}

static ch_err keep(reading *r, const char *path, const char *at, int fd, size_t size)
{
    serve_page *page = r->page;
    char *bytes = CH_NEW(&page->arena, char, size + 1);
    const ch_text kept_path = ch_text_copy(&page->arena, ch_text_of(at));
    if (!bytes || !kept_path.at ||
        !ch_arena_grow(&page->arena, (void **)&page->file, &page->capacity, page->files + 1, sizeof *page->file))
        return CH_ENOMEM;
    if (!read_bytes(fd, bytes, size))
        return refuse(r, path, CH_EIO, CH_WANT_READABLE, NULL);
    page_file *file = &page->file[page->files];
    *file = (page_file){.path = kept_path, .order = page->files, .type = type_of(at), .bytes = {bytes, size}};
    page->files++;
    page->bytes += size;
    sign(file);
    return size > 0 ? pack(page, file) : CH_OK;
}

static ch_err read_file(reading *r, const char *path, const char *at)
{
    struct stat about;
    const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0)
            close(fd);
        return refuse(r, path, CH_EIO, CH_WANT_READABLE, NULL);
    }
    ch_err err = CH_OK;
    const size_t size = (size_t)about.st_size;
    if (S_ISREG(about.st_mode) && (size > SERVE_PAGE_FILE_BYTES || r->page->bytes + size > SERVE_PAGE_BYTES))
        err = refuse(r, path, CH_EDATA, CH_WANT_SHORT_FILE, "8388608");
    else if (S_ISREG(about.st_mode) && r->page->files == SERVE_PAGE_FILES)
        err = refuse(r, path, CH_EDATA, CH_WANT_NAMELY, "at most 1000 files");
    else if (S_ISREG(about.st_mode))
        err = keep(r, path, at, fd, size);
    close(fd);
    return err;
}

static ch_err read_folder(reading *r, const char *folder, const char *at, unsigned depth);

/* One name of a folder; links and what is neither file nor folder are passed over. */
static ch_err read_name(reading *r, const char *folder, const char *at, const char *name, unsigned depth)
{
    struct stat about;
    ch_arena scratch = CH_ARENA(r->page->arena.memory);
    char *path, *path_at;
    ch_err err = join(&scratch, folder, name, &path);
    if (err == CH_OK)
        err = join(&scratch, at, name, &path_at);
    if (err == CH_OK && lstat(path, &about) == 0) {
        if (S_ISDIR(about.st_mode))
            err = read_folder(r, path, path_at, depth + 1);
        else if (S_ISREG(about.st_mode) && type_of(name))
            err = read_file(r, path, path_at);
    }
    ch_arena_free(&scratch);
    return err;
}

static ch_err read_folder(reading *r, const char *folder, const char *at, unsigned depth)
{
    DIR *listed = depth < DEPTH ? opendir(folder) : NULL;
    if (!listed)
        return refuse(r, folder, CH_EIO, CH_WANT_READABLE, NULL);
    ch_err err = CH_OK;
    for (const struct dirent *entry; err == CH_OK && (entry = readdir(listed)) != NULL;)
        if (!is_passed_over(entry->d_name))
            err = read_name(r, folder, at, entry->d_name, depth);
    closedir(listed);
    return err;
}

static int compare_files(const void *a, const void *b)
{
    const page_file *x = a, *y = b;
    const int order = ch_text_compare(x->path, y->path);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Of those of one path the first read stays. */
static void sort_files(serve_page *page)
{
    size_t kept = 0;
    if (page->files > 1)
        qsort(page->file, page->files, sizeof *page->file, compare_files);
    for (size_t i = 0; i < page->files; i++)
        if (kept == 0 || !ch_text_equal(page->file[kept - 1].path, page->file[i].path))
            page->file[kept++] = page->file[i];
    page->files = kept;
}

static const page_file *find(const serve_page *page, ch_text path)
{
    size_t low = 0, high = page->files;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = ch_text_compare(path, page->file[middle].path);
        if (order == 0)
            return &page->file[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

ch_err serve_page_read(const char *dir, const char *vendor, const ch_memory *memory, serve_page **page,
                       ch_faults *faults)
{
    *page = NULL;
    serve_page *made = ch_memory_take(memory, sizeof *made);
    if (!made)
        return CH_ENOMEM;
    *made = (serve_page){.arena = CH_ARENA(memory)};
    reading r = {made, faults};
    ch_err err = read_folder(&r, dir, "", 0);
    if (err == CH_OK && vendor)
        err = read_folder(&r, vendor, "/vendor", 0);
    if (err == CH_OK) {
        sort_files(made);
        if (!find(made, CH_TEXT("/index.html")))
            err = refuse(&r, dir, CH_EDATA, CH_WANT_NAMELY, "a folder with index.html");
    }
    if (err != CH_OK) {
        serve_page_free(made);
        return err;
    }
    *page = made;
    return CH_OK;
}

void serve_page_free(serve_page *page)
{
    if (!page)
        return;
    const ch_memory *memory = page->arena.memory;
    ch_arena_free(&page->arena);
    ch_memory_give(memory, page);
}

bool serve_page_answer(const serve_page *page, ch_text path, serve_answer *answer)
{
    const page_file *file =
        page ? find(page, path.len == 1 && path.at[0] == '/' ? CH_TEXT("/index.html") : path) : NULL;
    if (!file)
        return false;
    answer->status = 200;
    answer->type = file->type;
    answer->fixed = file->bytes;
    answer->fixed_gzip = file->packed;
    answer->cache = "no-cache";
    memcpy(answer->etag, file->etag, sizeof file->etag);
    return true;
}
