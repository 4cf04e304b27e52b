/* road_file.c - a file of roads, written whole and read whole. */
#define _POSIX_C_SOURCE 200809L

#include "changhe/road_file.h"

#include "cell.h"
#include "file.h"
#include "road_build.h"
#include "road_file_parts.h"

#include <fcntl.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

ch_err ch_road_file__tell(ch_faults *faults, ch_text file, const ch_road_file__words *where,
                          const ch_road_file__words *what)
{
    return ch_fault_tell(faults, &(ch_fault){.at.file = file,
                                             .column = ch_text_of(where != NULL ? where->en : NULL),
                                             .column_zh = ch_text_of(where != NULL ? where->zh : NULL),
                                             .want = CH_WANT_ROAD_FILE,
                                             .detail = ch_text_of(what->en),
                                             .detail_zh = ch_text_of(what->zh)});
}

uint64_t ch_road_file__digest(ch_text content)
{
    return ch_cell__mix_text(CH_ROAD_FILE__VERSION, content);
}

static bool add_size(size_t *bytes, uint64_t count, size_t each)
{
    if (count > (SIZE_MAX / 2 - *bytes) / each)
        return false;
    *bytes += ch_road_file__filled((size_t)count * each);
    return true;
}

bool ch_road_file__size(const ch_road_file__counts *count, size_t *bytes)
{
    *bytes = 0;
    return true
#define CH_ROAD_FILE_COLUMN(n, kind, value, least, most) &&add_size(bytes, count->n, CH_ROAD_FILE__##kind)
#include "road_file.def"
#undef CH_ROAD_FILE_COLUMN
           && add_size(bytes, count->name_bytes, 1) && add_size(bytes, count->title_bytes, 1) &&
           add_size(bytes, count->licence_bytes, 1);
}

void ch_road_file__print_digest(uint64_t digest, char text[17])
{
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++)
        text[i] = hex[digest >> (60 - 4 * i) & 15];
    text[16] = '\0';
}

/* ---- writing */

static const ch_file__reason *put_in_place(const char *path, ch_text bytes)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    char folder[4096], beside[CH_FILE__NAME];
    const int len = snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - path) + 1 : 1,
                             slash != NULL ? path : ".");
    if (len < 0 || (size_t)len >= sizeof folder)
        return ch_file__reason_of(ENAMETOOLONG);
    const int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return ch_file__reason_of(errno);
    const ch_file__reason *reason = ch_file__write_beside(dir, name, bytes, beside);
    if (reason == NULL && (reason = ch_file__replace(dir, beside, name)) != NULL)
        unlinkat(dir, beside, 0);
    close(dir);
    return reason;
}

ch_err ch_road_file_write(const char *path, const ch_road_net *net, const uint32_t *rank, ch_road_source *source,
                          ch_faults *faults)
{
    ch_arena arena = CH_ARENA(faults != NULL ? faults->arena.memory : NULL);
    ch_text bytes;
    ch_err err = ch_road_file_write_bytes(&arena, net, rank, source, &bytes);
    if (err == CH_OK) {
        const ch_file__reason *reason = put_in_place(path, bytes);
        if (reason != NULL)
            err = ch_file__tell(faults, ch_text_of(path), reason, CH_WANT_WRITABLE);
    }
    ch_arena_free(&arena);
    return err;
}

/* ---- reading */

static const ch_road_file__words no_roads = {"it is no file of roads", "不是路网文件"},
                                 other_version = {"it is of another version: import the roads again",
                                                  "版本不同，请重新导入路网"},
                                 damaged = {"its digest does not fit: it was damaged", "校验码不符，文件已损坏"},
                                 other_size = {"it is shorter or longer than it says", "长度与文件头所记不符"},
                                 bad_text = {"a text is not UTF-8 of one line", "文字不是单行的 UTF-8"};

static ch_err read_head(ch_text name, ch_text bytes, ch_road_source *source, ch_faults *faults)
{
    const size_t magic = sizeof CH_ROAD_FILE__MAGIC - 1;
    if (bytes.len < magic || memcmp(bytes.at, CH_ROAD_FILE__MAGIC, magic) != 0)
        return ch_road_file__tell(faults, name, NULL, &no_roads);
    if (bytes.len < CH_ROAD_FILE__HEAD + sizeof(ch_road_file__counts))
        return ch_road_file__tell(faults, name, NULL, &other_size);
    if (ch_road_file__load(bytes.at + 8, 8) != CH_ROAD_FILE__VERSION)
        return ch_road_file__tell(faults, name, NULL, &other_version);
    const uint64_t digest = ch_road_file__load(bytes.at + 16, 8);
    if (digest != ch_road_file__digest((ch_text){bytes.at + CH_ROAD_FILE__HEAD, bytes.len - CH_ROAD_FILE__HEAD}))
        return ch_road_file__tell(faults, name, NULL, &damaged);
    ch_road_file__print_digest(digest, source->digest);
    return CH_OK;
}

/* 0, a year, a month of one, or a day of that. */
static bool is_date(uint64_t date)
{
    const uint64_t month = date / 100 % 100, day = date % 100;
    return date == 0 || (date >= 10000000 && date < 100000000 && month <= 12 && day <= (month > 0 ? 31 : 0));
}

static ch_err read_counts(ch_text name, ch_text bytes, ch_road_file__counts *count, ch_faults *faults)
{
    uint64_t value[CH_ROAD_FILE__COUNTS];
    size_t size;
    for (size_t i = 0; i < CH_ROAD_FILE__COUNTS; i++)
        value[i] = ch_road_file__load(bytes.at + CH_ROAD_FILE__HEAD + 8 * i, 8);
    memcpy(count, value, sizeof *count);
    const uint64_t most = UINT64_C(1) << 31;
    const bool is_sound = count->nodes < most && count->arcs < most && count->streets < most / 2 &&
                          count->ways < most && count->line_points < UINT32_MAX && count->name_bytes < UINT32_MAX &&
                          count->starts == count->nodes + 1 && (count->ranks == 0 || count->ranks == count->nodes) &&
                          is_date(count->as_of);
    if (!is_sound || !ch_road_file__size(count, &size) || bytes.len != CH_ROAD_FILE__HEAD + sizeof *count + size)
        return ch_road_file__tell(faults, name, NULL, &other_size);
    return CH_OK;
}

static ch_err make_room(ch_arena *arena, ch_arena *scratch, const ch_road_file__counts *count, ch_road_file__columns *t)
{
    *t = (ch_road_file__columns){.point = CH_NEW(arena, ch_point, count->nodes),
                                 .original = CH_NEW(arena, uint32_t, count->nodes),
                                 .is_main = CH_NEW(arena, bool, count->nodes),
                                 .start = CH_NEW(arena, uint32_t, count->starts),
                                 .head = CH_NEW(arena, uint32_t, count->arcs),
                                 .street = CH_NEW(arena, uint32_t, count->arcs),
                                 .way_of = CH_NEW(arena, uint8_t, count->arcs),
                                 .turn_closed = CH_NEW(arena, uint8_t, count->arcs),
                                 .at = CH_NEW(arena, ch_road_street, count->streets),
                                 .way = CH_NEW(arena, ch_road_way, count->ways),
                                 .name = CH_NEW(scratch, ch_road_file__name, count->ways),
                                 .line = CH_NEW(arena, ch_point, count->line_points),
                                 .rank = CH_NEW(arena, uint32_t, count->ranks)};
    return t->point && t->original && t->is_main && t->start && t->head && t->street && t->way_of && t->turn_closed &&
                   t->at && t->way && t->name && t->line && t->rank
               ? CH_OK
               : CH_ENOMEM;
}

static ch_err put_together(ch_arena *arena, const ch_road_file__counts *count, const ch_road_file__columns *t,
                           const char *names, ch_road_net *net)
{
    ch_text kept = ch_text_copy(arena, (ch_text){names, (size_t)count->name_bytes});
    if (kept.at == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < count->ways; i++)
        t->way[i].name = (ch_text){kept.at + t->name[i].first, t->name[i].len};
    *net = (ch_road_net){.nodes = count->nodes,
                         .arcs = count->arcs,
                         .streets = count->streets,
                         .ways = count->ways,
                         .line_points = count->line_points,
                         .point = t->point,
                         .start = t->start,
                         .head = t->head,
                         .street = t->street,
                         .way_of = t->way_of,
                         .turn_closed = t->turn_closed,
                         .original = t->original,
                         .is_main = t->is_main,
                         .at = t->at,
                         .way = t->way,
                         .line = t->line};
    ch_road__note_arcs(net, t->at);
    return ch_road__put_backward(arena, net);
}

static bool is_line(ch_text text)
{
    if (ch_utf8_valid(text) != text.len)
        return false;
    while (text.len > 0)
        if (ch_utf8_is_hidden(ch_utf8_next(&text)))
            return false;
    return true;
}

/* Title and licence follow the names. */
static ch_err read_source(ch_arena *arena, const ch_road_file__counts *count, const char *names, ch_text file,
                          ch_road_source *source, ch_faults *faults)
{
    const char *title = names + ch_road_file__filled((size_t)count->name_bytes);
    const char *licence = title + ch_road_file__filled((size_t)count->title_bytes);
    const ch_text texts[] = {{title, (size_t)count->title_bytes}, {licence, (size_t)count->licence_bytes}};
    if (!is_line(texts[0]) || !is_line(texts[1]))
        return ch_road_file__tell(faults, file, &(ch_road_file__words){"source", "来源"}, &bad_text);
    source->title = ch_text_copy(arena, texts[0]);
    source->licence = ch_text_copy(arena, texts[1]);
    source->as_of = (ch_date)count->as_of;
    return source->title.at != NULL && source->licence.at != NULL ? CH_OK : CH_ENOMEM;
}

static ch_err read_content(ch_arena *arena, ch_arena *scratch, ch_text name, ch_text bytes, ch_road_net *net,
                           const uint32_t **rank, ch_road_source *source, ch_faults *faults)
{
    ch_road_file__counts count;
    ch_road_file__columns t;
    size_t size = 0;
    ch_err err = read_counts(name, bytes, &count, faults);
    if (err == CH_OK)
        err = make_room(arena, scratch, &count, &t);
    if (err != CH_OK)
        return err;

    ch_road_file__counts columns = count;
    columns.name_bytes = columns.title_bytes = columns.licence_bytes = 0;
    const char *content = bytes.at + CH_ROAD_FILE__HEAD + sizeof count;
    const char *names = content + (ch_road_file__size(&columns, &size) ? size : 0);
    err = ch_road_file__get_columns(&count, content, &t, name, faults);
    if (err == CH_OK)
        err = ch_road_file__check(scratch, &count, &t, names, name, faults);
    if (err == CH_OK)
        err = read_source(arena, &count, names, name, source, faults);
    if (err == CH_OK)
        err = put_together(arena, &count, &t, names, net);
    if (err == CH_OK)
        *rank = count.ranks > 0 ? t.rank : NULL;
    return err;
}

ch_err ch_road_file_read_bytes(ch_arena *arena, ch_text name, ch_text bytes, ch_road_net *net, const uint32_t **rank,
                               ch_road_source *source, ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    *net = (ch_road_net){0};
    *source = (ch_road_source){0};
    *rank = NULL;
    ch_err err = read_head(name, bytes, source, faults);
    if (err == CH_OK)
        err = read_content(arena, &scratch, name, bytes, net, rank, source, faults);
    ch_arena_free(&scratch);
    return err;
}

ch_err ch_road_file_read(ch_arena *arena, const char *path, ch_road_net *net, const uint32_t **rank,
                         ch_road_source *source, ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_text name = ch_text_of(path);
    const ch_file__reason *reason;
    ch_text bytes;
    const int file = ch_file__open(AT_FDCWD, path, true, &reason);
    ch_err err = file < 0 ? ch_file__tell(faults, name, reason, CH_WANT_READABLE)
                          : ch_file__read_whole(&scratch, file, name, SIZE_MAX / 4, &bytes, faults);
    if (file >= 0)
        close(file);
    if (err == CH_OK)
        err = ch_road_file_read_bytes(arena, name, bytes, net, rank, source, faults);
    ch_arena_free(&scratch);
    return err;
}
