/* folder.c - a zone read from a folder: first the descriptor, then every table, then the whole. */
#define _POSIX_C_SOURCE 200809L

#include "changhe/folder.h"

#include "changhe/csv.h"
#include "changhe/geojson.h"

#include "file.h"
#include "package.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder being read. */
typedef struct {
    int dir;
    const ch_memory *memory;
    ch_arena arena;
    const ch_package__listed *listed; /* by the descriptor */
    size_t listed_count;
    ch_table *table[CH_TABLES];
    bool unsure[CH_TABLES]; /* it may have rows that could not be read */
    ch_faults *faults;
    ch_err err;  /* the worst so far */
    bool is_try; /* nobody hears the faults */
} reading;

static void note(reading *in, ch_err err)
{
    in->err = ch_err_worse(in->err, err);
}

static bool is_listed(const reading *in, ch_text name)
{
    for (size_t i = 0; i < in->listed_count; i++)
        if (ch_text_equal(in->listed[i].path, name))
            return true;
    return false;
}

static bool leads_out(ch_text path)
{
    bool out = path.len > 0 && path.at[0] == '/';
    for (ch_text rest = path, step; !out && ch_text_next(&rest, '/', &step);)
        out = ch_text_equal(step, CH_TEXT(".."));
    return out;
}

/* What lies in the folder under a path that does not lead out of it, 0 for nothing. room holds one
 * byte more than the path. */
static mode_t kind_of(const reading *in, ch_text path, char *room)
{
    struct stat about;
    memcpy(room, path.at, path.len);
    room[path.len] = '\0';
    return fstatat(in->dir, room, &about, AT_SYMLINK_NOFOLLOW) == 0 ? about.st_mode : 0;
}

static void tell_no_table(reading *in, ch_text name, ch_at at, const char *column)
{
    char nearest[CH_PACKAGE__FILE_NAME];
    ch_package__name_nearest(name, nearest);
    note(in, ch_fault_add(in->faults, at, ch_text_of(column), name, CH_WANT_TABLE_FILE, ch_text_of(nearest)));
}

/* Why a file listed is not read goes to *fault; false: it is, or memory ran out. */
static bool cannot_be_read(reading *in, ch_text path, ch_fault *fault)
{
    if (leads_out(path)) {
        fault->want = CH_WANT_INSIDE;
        return true;
    }
    char *room = ch_arena_take(&in->arena, path.len + 1, 1);
    if (room == NULL) {
        note(in, CH_ENOMEM);
        return false;
    }
    const mode_t kind = kind_of(in, path, room);
    fault->want = CH_WANT_PRESENT;
    if (kind == 0)
        return true;

    const ch_file__reason *reason = ch_file__refuse_kind(kind);
    fault->want = CH_WANT_REGULAR;
    fault->detail = ch_text_of(reason != NULL ? reason->en : "");
    fault->detail_zh = ch_text_of(reason != NULL ? reason->zh : "");
    return reason != NULL;
}

static void check_listed(reading *in, const ch_package__listed *listed)
{
    int table = ch_package__find_table(listed->path);
    if (table < 0 && ch_package__looks_like_table(listed->path)) {
        tell_no_table(in, listed->path, listed->at, "path");
        return;
    }

    ch_fault fault = {.at = listed->at, .column = CH_TEXT("path"), .found = listed->path};
    if (!cannot_be_read(in, listed->path, &fault))
        return;
    note(in, ch_fault_tell(in->faults, &fault));
    if (table >= 0)
        in->unsure[table] = true; /* a file that is told is not opened to be told again */
}

/* Open a file of the folder; -1 once it is told that it cannot be read. */
static int open_file(reading *in, const char *name)
{
    const ch_file__reason *reason;
    int file = ch_file__open(in->dir, name, false, &reason);
    if (file < 0)
        note(in, ch_file__tell(in->faults, ch_text_of(name), reason, CH_WANT_READABLE));
    return file;
}

static void read_descriptor(reading *in)
{
    int file = open_file(in, CH_PACKAGE__NAME);
    if (file < 0)
        return;

    ch_text bytes;
    ch_err err =
        ch_file__read_whole(&in->arena, file, CH_TEXT(CH_PACKAGE__NAME), CH_JSON_MAX_BYTES, &bytes, in->faults);
    close(file);
    if (err == CH_OK)
        err = ch_package__read(&in->arena, bytes, &in->listed, &in->listed_count, in->faults);
    note(in, err);
    for (size_t i = 0; i < in->listed_count; i++)
        check_listed(in, &in->listed[i]);
}

static int compare_names(const void *a, const void *b)
{
    return ch_text_compare(*(const ch_text *)a, *(const ch_text *)b);
}

typedef struct {
    ch_text *name;
    size_t count, capacity;
} names;

/* Does a file look like a table and is none? Hidden ones belong to editors and systems. */
static bool is_stray(const reading *in, ch_text name)
{
    return name.at[0] != '.' && ch_package__looks_like_table(name) && ch_package__find_table(name) < 0 &&
           !is_listed(in, name); /* told already */
}

static ch_err add_name(reading *in, ch_text name, names *list)
{
    void *array = list->name;
    ch_text copy = ch_text_copy(&in->arena, name);
    if (copy.at == NULL || !ch_arena_grow(&in->arena, &array, &list->capacity, list->count + 1, sizeof copy))
        return CH_ENOMEM;
    list->name = array;
    list->name[list->count++] = copy;
    return CH_OK;
}

static void tell_strays(reading *in, DIR *entries)
{
    names strays = {0};
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        ch_text name = ch_text_of(entry->d_name);
        if (is_stray(in, name))
            note(in, add_name(in, name, &strays));
    }

    if (strays.count > 1) /* a folder's own order is not the same everywhere */
        qsort(strays.name, strays.count, sizeof *strays.name, compare_names);
    for (size_t i = 0; i < strays.count; i++)
        tell_no_table(in, strays.name[i], (ch_at){.file = strays.name[i]}, "");
}

static int read_more(void *self, char *bytes, size_t room)
{
    return ch_file__read(*(const int *)self, bytes, room);
}

static ch_err read_csv(reading *in, int file, const char *name, ch_table_id id, ch_draft **draft)
{
    if (in->is_try)
        return ch_csv_try_table(in->memory, read_more, &file, id, draft);
    return ch_csv_read_table(in->memory, ch_text_of(name), read_more, &file, id, draft, in->faults);
}

/* The tree of a document takes far more room than its outlines: it goes before the next is read. */
static ch_err read_geojson(reading *in, int file, const char *name, ch_table_id id, ch_draft **draft)
{
    ch_arena scratch = CH_ARENA(in->memory);
    const ch_json *tree = NULL;
    ch_text bytes;
    ch_err err = ch_file__read_whole(&scratch, file, ch_text_of(name), CH_JSON_MAX_BYTES, &bytes, in->faults);
    if (err == CH_OK)
        err = ch_json_read(&scratch, ch_text_of(name), bytes, &tree, in->faults);
    if (tree != NULL)
        note(in, ch_draft_new(id, in->memory, draft));
    if (*draft != NULL)
        note(in, ch_geojson_read_table(&scratch, tree, id, *draft, in->faults));
    ch_arena_free(&scratch);
    return err;
}

/* May a fault hide a row or its key? All others lie in cells of rows that are there. */
static bool hides_row(ch_want want)
{
    switch (want) {
    case CH_WANT_VALUE:
    case CH_WANT_NUMBER:
    case CH_WANT_RANGE:
    case CH_WANT_WHOLE:
    case CH_WANT_MONEY:
    case CH_WANT_LAND:
    case CH_WANT_DATE:
    case CH_WANT_FLAG:
    case CH_WANT_WORD:
    case CH_WANT_USCC:
    case CH_WANT_USCC_FORM:
    case CH_WANT_POINT_BOTH:
    case CH_WANT_SIMPLE_WGS84:
    case CH_WANT_UNIQUE: return false;
    default: return true;
    }
}

/* Do faults, from the one after so many on, hide rows? Of those not kept nobody knows. */
static bool hide_rows(const ch_faults *faults, size_t after)
{
    for (size_t i = after; i < faults->kept; i++)
        if (hides_row(faults->list[i].want))
            return true;
    return faults->count > faults->kept;
}

static void read_table(reading *in, int file, const char *name, ch_table_id id)
{
    size_t before = in->faults->kept;
    bool is_csv = ch_schema_table(id)->shape < 0;
    ch_draft *draft = NULL;
    note(in, is_csv ? read_csv(in, file, name, id, &draft) : read_geojson(in, file, name, id, &draft));
    if (draft != NULL && in->err != CH_ENOMEM)
        note(in, ch_draft_fix_rest(draft, &in->table[id], in->faults));
    else
        ch_draft_free(draft);
    in->unsure[id] = hide_rows(in->faults, before);
}

static bool is_needed(ch_table_id id)
{
    return id == CH_TABLE_zone || id == CH_TABLE_places || id == CH_TABLE_sources;
}

static void read_table_if_there(reading *in, ch_table_id id)
{
    char name[CH_PACKAGE__FILE_NAME], room[CH_PACKAGE__FILE_NAME];
    ch_package__name_file(id, name);
    if (in->unsure[id] || (!is_needed(id) && kind_of(in, ch_text_of(name), room) == 0))
        return; /* its absence is told, or it need not be there */

    int file = open_file(in, name);
    in->unsure[id] = file < 0;
    if (file >= 0) {
        read_table(in, file, name, id);
        close(file);
    }
}

/* A fault that may come from rows that could not be read rather than from the data. */
static bool is_doubtful(const void *self, const ch_fault *fault)
{
    const reading *in = self;
    if (fault->want == CH_WANT_ONE_ROW)
        return in->unsure[CH_TABLE_zone];
    int to = fault->want == CH_WANT_REFERENCE ? ch_schema_find_table(fault->detail) : -1;
    return to >= 0 && in->unsure[to];
}

/* A zone without a row has no cell to point at, but a file. */
static void name_zone_file(reading *in, size_t before)
{
    char name[CH_PACKAGE__FILE_NAME];
    ch_package__name_file(CH_TABLE_zone, name);
    for (size_t i = before; i < in->faults->kept; i++) {
        ch_fault *fault = &in->faults->list[i];
        if (fault->want != CH_WANT_ONE_ROW || fault->at.file.len > 0)
            continue;
        fault->at.file = ch_text_copy(&in->faults->arena, ch_text_of(name));
        fault->column = (ch_text){0};
        if (fault->at.file.at == NULL)
            note(in, CH_ENOMEM);
    }
}

/* Tables with faults are checked as well, as far as they go, so that all is told at once. */
static void check_tables(reading *in, ch_zone **zone)
{
    const ch_faults before = *in->faults;
    if (in->err != CH_OK) {
        in->faults->passes_over = is_doubtful;
        in->faults->self = in;
    }
    ch_err err = ch_zone_build(in->table, in->memory, zone, in->faults);
    in->faults->passes_over = before.passes_over;
    in->faults->self = before.self;
    name_zone_file(in, before.kept);
    note(in, err);
    if (in->err != CH_OK) {
        ch_zone_drop(*zone);
        *zone = NULL;
    }
}

static void drop_tables(reading *in)
{
    for (int id = 0; id < CH_TABLES; id++)
        ch_table_drop(in->table[id]);
}

static bool must_go_on(const reading *in)
{
    return in->err == CH_OK || (in->err != CH_ENOMEM && !in->is_try);
}

static void read_all(reading *in, DIR *entries, ch_zone **zone)
{
    read_descriptor(in);
    tell_strays(in, entries);
    for (int id = 0; id < CH_TABLES && must_go_on(in); id++)
        read_table_if_there(in, (ch_table_id)id);

    if (must_go_on(in))
        check_tables(in, zone);
    else
        drop_tables(in);
}

static ch_err read_once(const char *dir, const ch_memory *memory, bool is_try, ch_zone **zone, ch_faults *faults)
{
    *zone = NULL;
    DIR *entries = opendir(dir);
    if (entries == NULL)
        return ch_file__tell(faults, ch_text_of(dir), ch_file__reason_of(errno), CH_WANT_READABLE);

    reading in = {
        .dir = dirfd(entries), .memory = memory, .arena = CH_ARENA(memory), .faults = faults, .is_try = is_try};
    read_all(&in, entries, zone);
    closedir(entries);
    ch_arena_free(&in.arena);
    return in.err;
}

/* Most folders are sound: to know where each cell came from would cost them a quarter of the memory. Of
 * one that is not all is read once more, and told. */
ch_err ch_folder_read(const char *dir, const ch_memory *memory, ch_zone **zone, ch_faults *faults)
{
    ch_faults unheard = {.arena = CH_ARENA(memory)};
    ch_err err = read_once(dir, memory, true, zone, &unheard);
    ch_faults_free(&unheard);
    if (err != CH_EDATA && err != CH_EIO)
        return err;
    err = read_once(dir, memory, false, zone, faults);
    ch_faults_sort(faults);
    return err;
}

ch_err ch_folder_read_file(ch_arena *arena, const char *path, ch_text name, size_t most, ch_text *bytes,
                           ch_faults *faults)
{
    const ch_file__reason *reason;
    int file = ch_file__open(AT_FDCWD, path, true, &reason);
    if (file < 0)
        return ch_file__tell(faults, name, reason, CH_WANT_READABLE);
    ch_err err = ch_file__read_whole(arena, file, name, most, bytes, faults);
    close(file);
    return err;
}
