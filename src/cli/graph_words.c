/* graph_words.c - numbers of nodes and weights, alone and with commas between. */
#include "graph_words.h"

#include "options.h"

#include <string.h>

bool graph_words_number(const char **at, uint64_t *number)
{
    uint64_t read = 0;
    const char *digit = *at;
    if (*digit == ',')
        digit++;
    for (; *digit >= '0' && *digit <= '9'; digit++)
        read = read * 10 + (uint64_t)(*digit - '0');
    *number = read;
    const bool has_one = digit > *at;
    *at = digit;
    return has_one;
}

/* Numbers of 64 bits with single commas between, and nothing else; tells how many. 0: something else stands there. */
static size_t count_numbers(const char *value)
{
    size_t numbers = 0;
    for (const char *at = value;; at++) {
        uint64_t read = 0;
        const char *begin = at;
        for (; *at >= '0' && *at <= '9'; at++) {
            const uint64_t digit = (uint64_t)(*at - '0');
            if (read > (UINT64_MAX - digit) / 10)
                return 0;
            read = read * 10 + digit;
        }
        if (at == begin || (*at != ',' && *at != '\0'))
            return 0;
        numbers++;
        if (*at == '\0')
            return numbers;
    }
}

static bool read_one(const char *value, uint64_t *number, bool *has)
{
    if (count_numbers(value) != 1)
        return options_wrong(value, "非负整数", "a whole number");
    *has = graph_words_number(&value, number);
    return true;
}

static bool check_added(const char *value)
{
    uint64_t number[3] = {0};
    const char *at = value;
    if (count_numbers(value) != 3)
        return options_wrong(value, "起点,终点,权重 三个整数", "TAIL,HEAD,WEIGHT: three whole numbers");
    for (int i = 0; i < 3; i++)
        graph_words_number(&at, &number[i]);
    return number[2] < UINT64_MAX ||
           options_wrong(value, "小于 18446744073709551615 的权重", "a weight below 18446744073709551615");
}

static bool read_base(const char *value, graph_words *read)
{
    if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
        return options_wrong(value, " 0 或 1", "0 or 1");
    read->is_from_zero = value[0] == '0';
    return true;
}

bool graph_words_read(const char *name, const char *value, graph_words *read)
{
    if (strcmp(name, "--from") == 0)
        return read_one(value, &read->from, &read->has_from);
    if (strcmp(name, "--within") == 0)
        return read_one(value, &read->within, &read->has_within);
    if (strcmp(name, "--base") == 0)
        return read_base(value, read);
    if (strcmp(name, "--to") == 0)
        return count_numbers(value) > 0 || options_wrong(value, "节点编号，以逗号相隔", "nodes with commas between");
    if (strcmp(name, "--add") == 0)
        return check_added(value);
    if (strcmp(name, "--close") == 0)
        return count_numbers(value) == 2 || options_wrong(value, "起点,终点 两个整数", "TAIL,HEAD: two whole numbers");
    return options_wrong(name, "本命令的选项", "an option of this command");
}

const char *graph_words_next(const graph_words *words, const char *name, int *i)
{
    for (int at = *i > 2 ? *i : 2; at + 1 < words->argc; at++)
        if (strcmp(words->argv[at], name) == 0) {
            *i = at + 2;
            return words->argv[at + 1];
        }
    return NULL;
}
