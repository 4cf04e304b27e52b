/* osm.c - an extract by the form that its name tells. */
#include "changhe/osm.h"

#include "osm_gather.h"
#include "osm_pbf.h"
#include "osm_told.h"
#include "osm_xml.h"

#include <string.h>

static bool ends_in(ch_text name, const char *end)
{
    const size_t len = strlen(end);
    if (name.len < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        const char byte = name.at[name.len - len + i];
        if ((byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte) != end[i])
            return false;
    }
    return true;
}

static ch_err refuse(ch_text name, ch_faults *faults)
{
    static const struct {
        const char *end, *shown;
        ch_osm__words words;
    } known[] = {
        {".bz2",
         "bzip2",
         {"packed by bzip2: unpack it (bunzip2) or take the .osm.pbf",
          "bzip2 压缩的文件，请先解压（bunzip2）或改用 .osm.pbf"}},
        {".xz", "xz", {"packed by xz: unpack it (unxz) first", "xz 压缩的文件，请先解压（unxz）"}},
        {".zst", "zstd", {"packed by zstd: unpack it (unzstd) first", "zstd 压缩的文件，请先解压（unzstd）"}},
        {".o5m", "o5m", {"another form (o5m): take the .osm.pbf", "另一种格式（o5m），请改用 .osm.pbf"}},
        {".osc", "osc", {"a list of changes (.osc): take an extract", "变更清单（.osc），请使用完整数据"}},
        {".osc.gz", "osc", {"a list of changes (.osc): take an extract", "变更清单（.osc），请使用完整数据"}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ends_in(name, known[i].end))
            return ch_osm__tell_form(faults, name, ch_text_of(known[i].shown), known[i].words);
    return ch_osm__tell_form(faults, name, (ch_text){0},
                             (ch_osm__words){"a file of another name", "名称以其他后缀结尾的文件"});
}

static ch_osm__reader *find_reader(ch_text name, bool *is_gzip)
{
    *is_gzip = ends_in(name, ".osm.gz") || ends_in(name, ".xml.gz");
    if (ends_in(name, ".pbf"))
        return ch_osm__read_pbf;
    return *is_gzip || ends_in(name, ".osm") || ends_in(name, ".xml") ? ch_osm__read_xml : NULL;
}

static ch_err read(ch_arena *arena, ch_osm__source *source, ch_road_given *given, ch_osm_report *report)
{
    *given = (ch_road_given){0};
    *report = (ch_osm_report){0};
    ch_osm__reader *reader = find_reader(source->name, &source->is_gzip);
    if (reader == NULL)
        return refuse(source->name, source->faults);
    source->memory = arena->memory;
    ch_err err = ch_osm__open(source);
    if (err == CH_OK)
        err = ch_osm__gather(arena, source, reader, given, report);
    ch_osm__close(source);
    if (err != CH_OK)
        *given = (ch_road_given){0};
    return err;
}

ch_err ch_osm_read(ch_arena *arena, const char *path, const ch_progress *progress, ch_road_given *given,
                   ch_osm_report *report, ch_faults *faults)
{
    ch_osm__source source = {.name = ch_text_of(path), .path = path, .progress = progress, .faults = faults};
    return read(arena, &source, given, report);
}

ch_err ch_osm_read_bytes(ch_arena *arena, ch_text name, ch_text bytes, ch_road_given *given, ch_osm_report *report,
                         ch_faults *faults)
{
    ch_osm__source source = {.name = name, .bytes = bytes, .faults = faults};
    return read(arena, &source, given, report);
}
