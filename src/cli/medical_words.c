/* medical_words.c - decode the words of medical. */
#include "medical_words.h"

#include <string.h>

static bool read_string(const char *value, const char **to)
{
    const ch_text text = ch_text_of(value);
    *to = value;
    return ch_utf8_valid(text) == text.len ||
           options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
}

static bool read_format(const char *value, medical_words *read)
{
    static const char *const format[] = {"table", "json", "csv", "postings"};
    for (size_t i = 0; i < sizeof format / sizeof *format; i++)
        if (strcmp(value, format[i]) == 0) {
            read->format = (medical_format)i;
            return true;
        }
    return options_wrong(value, " table、json、csv 或 postings", "table, json, csv or postings");
}

/* The months of it: either a whole year or one month. */
static bool read_period(const char *name, const char *value, medical_words *read)
{
    ch_date date = 0;
    const bool is_date = ch_date_parse(ch_text_of(value), &date) && date % 100 == 0;
    const bool is_month = strcmp(name, "--month") == 0;
    if (!is_date || (date / 100 % 100 != 0) != is_month)
        return is_month ? options_wrong(value, "月份，如 2026-03", "a month such as 2026-03")
                        : options_wrong(value, "年份，如 2026", "a year such as 2026");
    if (read->year != 0)
        return options_wrong(name, " --month 与 --year 之一，只写一次", "one of --month and --year, once");
    read->year = date / 10000;
    read->month = date / 100 % 100;
    return true;
}

static bool read_option(const char *name, const char *value, medical_words *read)
{
    const struct {
        const char *name;
        const char **to;
    } file[] = {{"--zone", &read->zone}, {"--store", &read->store}, {"--out", &read->out}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (strcmp(name, file[i].name) == 0)
            return read_string(value, file[i].to);
    if (strcmp(name, "--month") == 0 || strcmp(name, "--year") == 0)
        return read_period(name, value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, read);
    if (strcmp(name, "--lang") == 0) {
        read->lang = value[0] == 'e' ? CH_EN : CH_ZH;
        return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 || options_wrong(value, " zh 或 en", "zh or en");
    }
    return options_wrong(name, "本命令的选项", "an option of this command");
}

static bool check(const medical_words *read)
{
    if (read->claims == NULL)
        return options_wrong("no file", "命令之后的结算文件（CSV）", "a CSV file of claims after the command");
    if (!read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    if (read->year == 0)
        return options_wrong("neither --month nor --year", " --month 月份 与 --year 年份 之一",
                             "one of --month YYYY-MM and --year YYYY");
    return read->month != 0 || read->format != MEDICAL_POSTINGS ||
           options_wrong("--year with --format postings", " --month 月份（记账按月生成）",
                         "--month YYYY-MM: postings are made month by month");
}

bool medical_words_read(int argc, char **argv, medical_words *read)
{
    *read = (medical_words){.lang = CH_ZH};
    for (int i = 2; i < argc; i++) {
        if (argv[i][0] != '-') {
            if (read->claims != NULL)
                return options_wrong(argv[i], "选项", "an option");
            if (!read_string(argv[i], &read->claims))
                return false;
            continue;
        }
        if (i + 1 == argc)
            return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                 "an option of this command with a value after it");
        if (!read_option(argv[i], argv[i + 1], read))
            return false;
        i++;
    }
    return check(read);
}
