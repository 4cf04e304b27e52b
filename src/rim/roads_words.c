/* roads_words.c - the words after `roads import`. */
#include "roads_words.h"

#include <stdio.h>
#include <string.h>

static bool wrong(const char *found, const char *zh, const char *en)
{
    ch_buf shown = {0};
    ch_fault_show(ch_text_of(found), &shown);
    fprintf(stderr, "changhe roads import: found %.*s, expected %s\n    应为%s；用法见 changhe help\n", (int)shown.len,
            shown.at ? shown.at : "", en, zh);
    ch_buf_free(&shown);
    return false;
}

/* Options whose value is kept as it is. */
static const struct {
    const char *name;
    size_t at;
} texts[] = {
    {"--nodes", offsetof(roads_words, nodes)},     {"--edges", offsetof(roads_words, edges)},
    {"--out", offsetof(roads_words, out)},         {"--name", offsetof(roads_words, title)},
    {"--licence", offsetof(roads_words, licence)},
};

static bool read_option(const char *name, const char *value, roads_words *read)
{
    const ch_text text = ch_text_of(value);
    if (ch_utf8_valid(text) != text.len)
        return wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0) {
            memcpy((char *)read + texts[i].at, &value, sizeof value);
            return true;
        }
    if (strcmp(name, "--as-of") == 0)
        return ch_date_parse(text, &read->as_of) ||
               wrong(value, "日期，如 2024、2024-03 或 2024-03-01", "a date like 2024, 2024-03 or 2024-03-01");
    if (strcmp(name, "--lang") == 0) {
        read->lang = strcmp(value, "en") == 0 ? CH_EN : CH_ZH;
        return strcmp(value, "en") == 0 || strcmp(value, "zh") == 0 || wrong(value, " zh 或 en", "zh or en");
    }
    if (strcmp(name, "--format") == 0) {
        read->is_json = strcmp(value, "json") == 0;
        return read->is_json || strcmp(value, "table") == 0 || wrong(value, " table 或 json", "table or json");
    }
    return wrong(name, "本命令的选项", "an option of this command");
}

static bool check_words(const roads_words *read)
{
    if (read->file && (read->nodes || read->edges))
        return wrong("both a file and tables", "数据文件，或 --nodes 与 --edges 两表",
                     "an extract, or --nodes and --edges");
    if (!read->file && (!read->nodes || !read->edges))
        return wrong(read->nodes   ? "--nodes alone"
                     : read->edges ? "--edges alone"
                                   : "no file",
                     " OpenStreetMap 数据文件（.osm.pbf、.osm、.osm.gz），或 --nodes 与 --edges 两表",
                     "an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz), or --nodes and --edges");
    if (!read->out)
        return wrong("no --out", " --out 文件", "--out FILE");
    if (read->file && strcmp(read->out, read->file) == 0)
        return wrong(read->out, "与数据文件不同的 --out 文件", "another file than the extract as --out");
    return true;
}

bool roads_words_read(int argc, char **argv, roads_words *read)
{
    *read = (roads_words){0};
    for (int i = 3; i < argc; i++) {
        if (argv[i][0] != '-') {
            if (read->file)
                return wrong(argv[i], "选项", "an option");
            read->file = argv[i];
        } else if (strcmp(argv[i], "--progress") == 0) {
            read->tells_progress = true;
        } else {
            if (i + 1 == argc)
                return wrong(argv[i], "本命令的选项，其后须有取值", "an option of this command with a value after it");
            if (!read_option(argv[i], argv[i + 1], read))
                return false;
            i++;
        }
    }
    return check_words(read);
}
