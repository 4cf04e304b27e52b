/* sheet_words.c - one table of options; each says which commands take it. */
#include "sheet_words.h"

#include <string.h>

enum { OF_IMPORT = 1 << SHEET_IMPORT, OF_EXPORT = 1 << SHEET_EXPORT, OF_DUTIES = 1 << SHEET_DUTIES, OF_ALL = 7 };

/* Options whose value is kept as it is. */
static const struct {
    const char *name;
    unsigned of;
    size_t at;
} texts[] = {
    {"--store", OF_ALL, offsetof(sheet_words, store)},
    {"--zone", OF_EXPORT | OF_DUTIES, offsetof(sheet_words, zone)},
    {"--table", OF_IMPORT | OF_EXPORT, offsetof(sheet_words, table)},
    {"--sheet", OF_IMPORT, offsetof(sheet_words, sheet)},
    {"--map", OF_IMPORT, offsetof(sheet_words, map)},
    {"--faults", OF_IMPORT, offsetof(sheet_words, faults)},
    {"--by", OF_IMPORT, offsetof(sheet_words, by)},
    {"--duty", OF_IMPORT, offsetof(sheet_words, duty)},
    {"--note", OF_IMPORT, offsetof(sheet_words, note)},
    {"--out", OF_EXPORT | OF_DUTIES, offsetof(sheet_words, out)},
    {"--office", OF_DUTIES, offsetof(sheet_words, office)},
};

static const struct {
    const char *name;
    unsigned of;
    size_t at;
} flags[] = {
    {"--dry-run", OF_IMPORT, offsetof(sheet_words, is_dry_run)},
    {"--good-only", OF_IMPORT, offsetof(sheet_words, only_good)},
    {"--template", OF_EXPORT, offsetof(sheet_words, is_template)},
};

static bool read_date(const char *value, ch_date *date)
{
    return ch_date_parse(ch_text_of(value), date) ||
           options_wrong(value, "日期，如 2024、2024-03 或 2024-03-01", "a date like 2024, 2024-03 or 2024-03-01");
}

static bool read_lang(const char *value, sheet_words *read)
{
    read->lang = strcmp(value, "en") == 0 ? CH_EN : CH_ZH;
    return strcmp(value, "en") == 0 || strcmp(value, "zh") == 0 || options_wrong(value, " zh 或 en", "zh or en");
}

static bool read_format(const char *value, unsigned of, sheet_words *read)
{
    static const struct {
        const char *name;
        unsigned of;
    } format[] = {{"table", OF_IMPORT | OF_DUTIES},
                  {"json", OF_IMPORT | OF_DUTIES},
                  {"xlsx", OF_EXPORT | OF_DUTIES},
                  {"csv", OF_EXPORT}};
    for (int i = 0; i < 4; i++)
        if (strcmp(value, format[i].name) == 0 && format[i].of & of) {
            read->format = i;
            return true;
        }
    return options_wrong(value,
                         of == OF_EXPORT   ? " xlsx 或 csv"
                         : of == OF_IMPORT ? " table 或 json"
                                           : " table、json 或 xlsx",
                         of == OF_EXPORT   ? "xlsx or csv"
                         : of == OF_IMPORT ? "table or json"
                                           : "table, json or xlsx");
}

static bool read_encoding(const char *value, sheet_words *read)
{
    static const char *const name[] = {"detect", "utf8", "gb18030", "utf16"};
    for (int i = 0; i < 4; i++)
        if (strcmp(value, name[i]) == 0) {
            read->form.encoding = (ch_book_encoding)i;
            return true;
        }
    return options_wrong(value, " utf8、gb18030 或 utf16", "utf8, gb18030 or utf16");
}

static bool read_delimiter(const char *value, sheet_words *read)
{
    if (strcmp(value, ",") != 0 && strcmp(value, ";") != 0 && strcmp(value, "tab") != 0)
        return options_wrong(value, "逗号、分号或 tab", "a comma, a semicolon or tab");
    read->form.delimiter = value[0] == 't' ? '\t' : value[0];
    return true;
}

static bool read_frame(const char *value, sheet_words *read)
{
    const ch_words *frames = ch_schema_words("frame");
    for (unsigned i = 1; i <= frames->count; i++)
        if (strcmp(value, frames->word[i].word) == 0) {
            read->frame = i;
            return true;
        }
    return options_wrong(value, " wgs84、gcj02、bd09 或 cgcs2000", "wgs84, gcj02, bd09 or cgcs2000");
}

static bool read_option(const char *name, const char *value, unsigned of, sheet_words *read)
{
    const ch_text text = ch_text_of(value);
    if (ch_utf8_valid(text) != text.len)
        return options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0 && texts[i].of & of) {
            memcpy((char *)read + texts[i].at, &value, sizeof value);
            return true;
        }
    if (strcmp(name, "--lang") == 0)
        return read_lang(value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, of, read);
    if (strcmp(name, "--on") == 0 && of == OF_DUTIES)
        return read_date(value, &read->on);
    if (strcmp(name, "--as-of") == 0 && of == OF_IMPORT)
        return read_date(value, &read->as_of);
    if (strcmp(name, "--frame") == 0 && of == OF_EXPORT)
        return read_frame(value, read);
    if (strcmp(name, "--encoding") == 0 && of == OF_IMPORT)
        return read_encoding(value, read);
    if (strcmp(name, "--delimiter") == 0 && of == OF_IMPORT)
        return read_delimiter(value, read);
    if (strcmp(name, "--source") == 0 && of == OF_IMPORT) {
        read->source = text;
        return true;
    }
    return options_wrong(name, "本命令的选项", "an option of this command");
}

static bool read_flag(const char *name, unsigned of, sheet_words *read)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(name, flags[i].name) == 0 && flags[i].of & of) {
            *((bool *)((char *)read + flags[i].at)) = true;
            return true;
        }
    return false;
}

static bool read_words(int argc, char **argv, unsigned of, sheet_words *read)
{
    for (int i = 2; i < argc; i++) {
        if (argv[i][0] != '-') {
            if (of != OF_IMPORT || read->file)
                return options_wrong(argv[i], "选项", "an option");
            read->file = argv[i];
        } else if (!read_flag(argv[i], of, read)) {
            if (i + 1 == argc)
                return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                     "an option of this command with a value after it");
            if (!read_option(argv[i], argv[i + 1], of, read))
                return false;
            i++;
        }
    }
    return true;
}

static bool check_words(const sheet_words *read, sheet_command which)
{
    if (which == SHEET_IMPORT && !read->file)
        return options_wrong("no file", "命令之后的工作簿或 CSV 文件", "a workbook or CSV file after the command");
    if (which == SHEET_IMPORT && !read->store)
        return options_wrong("no --store", " --store 文件", "--store FILE");
    if (which != SHEET_DUTIES && !read->table)
        return options_wrong("no --table", " --table 表名", "--table NAME");
    if (which != SHEET_IMPORT && !read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    if ((which == SHEET_EXPORT || read->format == SHEET_AS_XLSX) && !read->out)
        return options_wrong("no --out", " --out 文件", "--out FILE");
    return true;
}

bool sheet_words_read(int argc, char **argv, sheet_command which, sheet_words *read)
{
    *read = (sheet_words){.format = which == SHEET_EXPORT ? SHEET_AS_XLSX : SHEET_AS_TABLE};
    return read_words(argc, argv, 1u << which, read) && check_words(read, which);
}
