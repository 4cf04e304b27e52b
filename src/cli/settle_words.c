/* settle_words.c - decode the words of settle. */
#include "settle_words.h"

#include <string.h>

static bool is_text(const char *value)
{
    const ch_text text = ch_text_of(value);
    return ch_utf8_valid(text) == text.len ||
           options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
}

static bool read_format(const char *value, settle_words *read)
{
    static const char *const format[] = {"table", "json", "csv", "pdf", "postings"};
    for (size_t i = 0; i < sizeof format / sizeof *format; i++)
        if (strcmp(value, format[i]) == 0) {
            read->format = (settle_format)i;
            return true;
        }
    return options_wrong(value, " table、json、csv、pdf 或 postings", "table, json, csv, pdf or postings");
}

static bool read_year(const char *value, settle_words *read)
{
    int32_t to;
    return (strlen(value) == 4 && ch_split_years(ch_text_of(value), &read->year, &to)) ||
           options_wrong(value, "四位数的年份", "a year of four digits");
}

static bool read_lang(const char *value, settle_words *read)
{
    read->lang = value[0] == 'e' ? CH_EN : CH_ZH;
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 || options_wrong(value, " zh 或 en", "zh or en");
}

static bool read_option(const char *name, const char *value, settle_words *read)
{
    const struct {
        const char *name;
        const char **to;
    } file[] = {{"--zone", &read->zone},     {"--store", &read->store}, {"--what-if", &read->what_if},
                {"--ledger", &read->ledger}, {"--out", &read->out},     {"--compare", &read->compare}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (strcmp(name, file[i].name) == 0) {
            *file[i].to = value;
            return is_text(value);
        }
    if (strcmp(name, "--agreement") == 0) {
        read->agreement = ch_text_of(value);
        return is_text(value);
    }
    if (strcmp(name, "--year") == 0)
        return read_year(value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, read);
    if (strcmp(name, "--lang") == 0)
        return read_lang(value, read);
    return options_wrong(name, "本命令的选项", "an option of this command");
}

static bool check(const settle_words *read)
{
    if (!read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    if (read->agreement.len == 0)
        return options_wrong("no --agreement", " --agreement 协议编号", "--agreement ID");
    if (read->year == 0)
        return options_wrong("no --year", " --year 年份", "--year YEAR");
    if (read->compare && (read->out || read->format != SETTLE_TABLE))
        return options_wrong("--compare with --out or --format", "单独的 --compare", "--compare without them");
    return read->format != SETTLE_PDF || read->out ||
           options_wrong("no --out", " --out 文件（PDF 须写入文件）", "--out FILE: a PDF goes into a file");
}

bool settle_words_read(int argc, char **argv, settle_words *read)
{
    *read = (settle_words){.lang = CH_ZH};
    for (int i = 2; i < argc; i += 2) {
        if (argv[i][0] != '-' || i + 1 == argc)
            return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                 "an option of this command with a value after it");
        if (!read_option(argv[i], argv[i + 1], read))
            return false;
    }
    return check(read);
}
