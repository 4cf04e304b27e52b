/* reach_words.c - decode the words of circle, minutes, access and roads. */
#include "reach_words.h"

#include "changhe/decimal.h"

#include <stdio.h>
#include <string.h>

static const char *const commands[] = {
    [REACH_CIRCLE] = "circle", [REACH_MINUTES] = "minutes", [REACH_ACCESS] = "access", [REACH_ROADS] = "roads"};

static const double MOST_MINUTES = 600;

bool reach_words_find(const char *word, reach_command *found)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(word, commands[i]) == 0) {
            *found = (reach_command)i;
            return true;
        }
    return false;
}

/* Which of n words; n: none. */
static size_t which(const char *value, const char *const *word, size_t n)
{
    size_t i = 0;
    while (i < n && strcmp(value, word[i]) != 0)
        i++;
    return i;
}

static bool read_vehicle(const char *value, reach_words *read)
{
    const size_t i = which(value, ch_road_profile_name, CH_ROAD_PROFILES);
    read->question.profile = (ch_road_profile)i;
    return i < CH_ROAD_PROFILES || options_wrong(value, " car（小客车）或 truck（货车）", "car or truck");
}

static bool read_speed(const char *value, reach_words *read)
{
    const size_t i = which(value, ch_road_basis_name, CH_ROAD_BASES);
    read->question.basis = (ch_road_basis)i;
    return i < CH_ROAD_BASES || options_wrong(value, " plan（规划车速）或 limit（限速）", "plan or limit");
}

static bool read_method(const char *value, reach_words *read)
{
    const size_t i = which(value, ch_decay_name, CH_DECAYS);
    read->question.decay.kind = (ch_decay_kind)i;
    return i < CH_DECAYS ||
           options_wrong(value, " 2sfca、e2sfca、gauss、exponent 或 power", "2sfca, e2sfca, gauss, exponent or power");
}

static bool read_minutes(const char *value, reach_words *read)
{
    ch_text rest = ch_text_of(value), piece;
    ch_reach_question *q = &read->question;
    const size_t most = read->command == REACH_ACCESS ? 1 : 4;
    q->limits = 0;
    while (ch_text_next(&rest, ',', &piece)) {
        double minutes;
        if (q->limits == most || !ch_number_parse(ch_text_trim(piece), &minutes) ||
            !(minutes > 0 && minutes <= MOST_MINUTES) || (q->limits > 0 && minutes <= q->minutes[q->limits - 1]))
            return most == 1 ? options_wrong(value, "一个分钟数，不超过 600", "minutes, one number up to 600")
                             : options_wrong(value, "由小到大的分钟数，至多四个，如 5,10,15",
                                             "minutes, ascending, four at most, such as 5,10,15");
        q->minutes[q->limits++] = minutes;
    }
    q->decay.limit_min = q->limits > 0 ? q->minutes[0] : 0;
    return q->limits > 0 || options_wrong(value, "分钟数", "minutes");
}

static bool read_format(const char *value, reach_words *read)
{
    static const char *const format[] = {"table", "json", "csv", "geojson"};
    const size_t i = which(value, format, 4);
    const bool fits = i < 2 || (i == FORMAT_CSV && (read->command == REACH_MINUTES || read->command == REACH_ACCESS)) ||
                      (i == FORMAT_GEOJSON && read->command == REACH_CIRCLE);
    read->format = (output_format)i;
    return fits ||
           options_wrong(value, "本命令的格式 table、json（circle 另有 geojson，minutes 与 access 另有 csv）",
                         "a format of this command: table, json, and geojson of circle, csv of minutes and access");
}

static bool read_lang(const char *value, reach_words *read)
{
    read->lang = value[0] == 'e' ? CH_EN : CH_ZH;
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 || options_wrong(value, " zh 或 en", "zh or en");
}

static bool is_text(const char *value)
{
    const ch_text text = ch_text_of(value);
    return ch_utf8_valid(text) == text.len ||
           options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
}

static bool read_text(const char *name, const char *value, reach_words *read)
{
    const bool circle = read->command == REACH_CIRCLE, minutes = read->command == REACH_MINUTES;
    if ((circle && strcmp(name, "--at") == 0) || (minutes && strcmp(name, "--from") == 0))
        read->question.from = ch_text_of(value);
    else if (minutes && strcmp(name, "--to") == 0)
        read->question.to = ch_text_of(value);
    else if (read->command == REACH_ACCESS && strcmp(name, "--kind") == 0)
        read->question.kind = ch_text_of(value);
    else if (read->command == REACH_ROADS && strcmp(name, "--street") == 0)
        read->question.street = ch_text_of(value);
    else
        return options_wrong(name, "本命令的选项", "an option of this command");
    return is_text(value);
}

static bool read_file(const char *name, const char *value, reach_words *read)
{
    const struct {
        const char *name;
        const char **to;
    } file[] = {{"--zone", &read->zone},
                {"--store", &read->store},
                {"--roads", &read->roads},
                {"--what-if", &read->what_if},
                {"--matrix", &read->matrix}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (strcmp(name, file[i].name) == 0 && (i < 4 || read->command == REACH_MINUTES)) {
            *file[i].to = value;
            return is_text(value);
        }
    return read_text(name, value, read);
}

static bool read_option(const char *name, const char *value, reach_words *read)
{
    if (strcmp(name, "--vehicle") == 0)
        return read_vehicle(value, read);
    if (strcmp(name, "--speed") == 0)
        return read_speed(value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, read);
    if (strcmp(name, "--lang") == 0)
        return read_lang(value, read);
    if (strcmp(name, "--minutes") == 0 && (read->command == REACH_CIRCLE || read->command == REACH_ACCESS))
        return read_minutes(value, read);
    if (strcmp(name, "--method") == 0 && read->command == REACH_ACCESS)
        return read_method(value, read);
    return read_file(name, value, read);
}

static bool check(const reach_words *read)
{
    if (!read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    if (read->command == REACH_MINUTES && read->question.to.len == 0)
        return options_wrong("no --to", " --to 去处", "--to PLACE[;PLACE...]");
    return true;
}

bool reach_words_read(int argc, char **argv, reach_words *read)
{
    *read =
        (reach_words){.question = {.kind = CH_TEXT("hospital"), .decay = {.kind = CH_DECAY_STEPS, .limit_min = 30}}};
    if (!reach_words_find(argv[1], &read->command))
        return options_wrong(argv[1], "命令 circle、minutes、access 或 roads", "circle, minutes, access or roads");
    for (int i = 2; i < argc; i++) {
        if (read->command == REACH_CIRCLE && strcmp(argv[i], "--towards") == 0) {
            read->question.is_towards = true;
            continue;
        }
        if (argv[i][0] != '-' || i + 1 == argc)
            return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                 "an option of this command with a value after it");
        if (!read_option(argv[i], argv[i + 1], read))
            return false;
        i++;
    }
    return check(read);
}
