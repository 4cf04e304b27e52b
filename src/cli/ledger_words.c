/* ledger_words.c - decode the words of `ledger`. */
#include "ledger_words.h"

#include <string.h>

static bool read_action(const char *word, ledger_action *action)
{
    static const char *const name[] = {"post", "close", "verify", "sheet"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (strcmp(word, name[i]) == 0) {
            *action = (ledger_action)i;
            return true;
        }
    return options_wrong(word, " post、close、verify 或 sheet", "post, close, verify or sheet");
}

static bool is_text(const char *value)
{
    const ch_text text = ch_text_of(value);
    return ch_utf8_valid(text) == text.len ||
           options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
}

static bool read_year(const char *value, int *year)
{
    *year = 0;
    const size_t len = strlen(value);
    for (size_t i = 0; i < 4 && i < len; i++)
        *year = value[i] >= '0' && value[i] <= '9' ? *year * 10 + (value[i] - '0') : 0;
    return (len == 4 && *year >= 1000) || options_wrong(value, "四位数的年份", "a year of four digits");
}

static bool read_format(const char *value, ledger_words *read)
{
    static const char *const name[] = {[FORMAT_TABLE] = "table", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};
    const size_t formats = read->action == LEDGER_SHEET ? 3 : 2;
    read->is_pdf = formats == 3 && strcmp(value, "pdf") == 0;
    if (read->is_pdf)
        return true;
    for (size_t i = 0; i < formats; i++)
        if (strcmp(value, name[i]) == 0) {
            read->format = (output_format)i;
            return true;
        }
    return formats == 3 ? options_wrong(value, " table、json、csv 或 pdf", "table, json, csv or pdf")
                        : options_wrong(value, " table 或 json", "table or json");
}

static bool read_lang(const char *value, ch_lang *lang)
{
    *lang = value[0] == 'e' ? CH_EN : CH_ZH;
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 || options_wrong(value, " zh 或 en", "zh or en");
}

static bool read_head(const char *value, ledger_words *read)
{
    read->has_head = ch_sha256_parse(ch_text_of(value), &read->head);
    return read->has_head || options_wrong(value, " 64 位十六进制数字", "64 hexadecimal digits");
}

static bool read_option(const char *name, const char *value, ledger_words *read)
{
    const bool of_book = read->action == LEDGER_CLOSING || read->action == LEDGER_SHEET;
    if (strcmp(name, "--lang") == 0)
        return read_lang(value, &read->lang);
    if (strcmp(name, "--format") == 0)
        return read_format(value, read);
    if (strcmp(name, "--in") == 0 && read->action == LEDGER_POSTINGS) {
        read->in = value;
        return is_text(value);
    }
    if (strcmp(name, "--book") == 0 && of_book) {
        read->book = ch_text_of(value);
        return is_text(value);
    }
    if (strcmp(name, "--out") == 0 && read->action == LEDGER_SHEET) {
        read->out = value;
        return is_text(value);
    }
    if (strcmp(name, "--year") == 0 && of_book)
        return read_year(value, &read->year);
    if (strcmp(name, "--head") == 0 && read->action == LEDGER_VERIFYING)
        return read_head(value, read);
    return options_wrong(name, "本命令的选项", "an option of this command");
}

static bool check(const ledger_words *read)
{
    const bool of_book = read->action == LEDGER_CLOSING || read->action == LEDGER_SHEET;
    if (read->action == LEDGER_POSTINGS && read->in == NULL)
        return options_wrong("no --in", " --in 记账文件（.csv 或 .json）", "--in POSTINGS.csv or .json");
    if (of_book && read->book.len == 0)
        return options_wrong("no --book", " --book 账簿", "--book BOOK");
    if (read->is_pdf && read->out == NULL)
        return options_wrong("no --out", " --out 文件（PDF）", "--out FILE with --format pdf");
    return !of_book || read->year > 0 || options_wrong("no --year", " --year 年份", "--year YEAR");
}

bool ledger_words_read(int argc, char **argv, ledger_words *read)
{
    *read = (ledger_words){.action = LEDGER_POSTINGS};
    if (argc < 4 || argv[3][0] == '-')
        return options_wrong(argc > 3 ? argv[3] : "too few words", " post、close、verify 或 sheet，其后为账本文件",
                             "post, close, verify or sheet, and a file behind it");
    if (!read_action(argv[2], &read->action) || !is_text(argv[3]))
        return false;
    read->file = argv[3];
    for (int i = 4; i < argc; i += 2) {
        if (i + 1 == argc)
            return options_wrong(argv[i], "选项及其取值", "an option with a value after it");
        if (!read_option(argv[i], argv[i + 1], read))
            return false;
    }
    return check(read);
}
