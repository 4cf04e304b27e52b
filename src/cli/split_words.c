/* split_words.c - decode the words of split. */
#include "split_words.h"

#include <string.h>

static bool is_text(const char *value)
{
    const ch_text text = ch_text_of(value);
    return ch_utf8_valid(text) == text.len ||
           options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
}

static bool read_format(const char *value, split_words *read)
{
    static const char *const format[] = {"table", "json", "csv"};
    for (size_t i = 0; i < sizeof format / sizeof *format; i++)
        if (strcmp(value, format[i]) == 0) {
            read->format = (output_format)i;
            return true;
        }
    return options_wrong(value, " table、json 或 csv", "table, json or csv");
}

static bool read_rate(const char *value, split_words *read)
{
    read->question.has_rate = ch_number_parse(ch_text_of(value), &read->question.rate) && read->question.rate > -1 &&
                              read->question.rate <= 1;
    return read->question.has_rate || options_wrong(value, "年利率，如 0.05", "a rate a year, such as 0.05");
}

static bool read_years(const char *value, split_words *read)
{
    return ch_split_years(ch_text_of(value), &read->question.from, &read->question.to) ||
           options_wrong(value, "年份，如 2024-2033，至多 100 年", "years such as 2024-2033, 100 at most");
}

static bool read_option(const char *name, const char *value, split_words *read)
{
    const struct {
        const char *name;
        const char **to;
    } file[] = {{"--zone", &read->zone}, {"--store", &read->store}, {"--what-if", &read->what_if}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (strcmp(name, file[i].name) == 0) {
            *file[i].to = value;
            return is_text(value);
        }
    if (strcmp(name, "--agreement") == 0) {
        read->question.agreement = ch_text_of(value);
        return is_text(value);
    }
    if (strcmp(name, "--years") == 0)
        return read_years(value, read);
    if (strcmp(name, "--rate") == 0)
        return read_rate(value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, read);
    if (strcmp(name, "--lang") == 0) {
        read->lang = value[0] == 'e' ? CH_EN : CH_ZH;
        return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 || options_wrong(value, " zh 或 en", "zh or en");
    }
    return options_wrong(name, "本命令的选项", "an option of this command");
}

bool split_words_read(int argc, char **argv, split_words *read)
{
    *read = (split_words){.lang = CH_ZH};
    for (int i = 2; i < argc; i += 2) {
        if (argv[i][0] != '-' || i + 1 == argc)
            return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                 "an option of this command with a value after it");
        if (!read_option(argv[i], argv[i + 1], read))
            return false;
    }
    if (!read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    return read->question.agreement.len > 0 ||
           options_wrong("no --agreement", " --agreement 协议编号", "--agreement ID");
}
