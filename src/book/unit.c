/* unit.c - a unit is a power of ten, a thing counted, and what it is counted by. */
#include "unit.h"

#include "fold.h"

#include <string.h>

typedef struct {
    const char *word;
    int64_t times;
} scale;

static const scale scales[] = {{"百亿", INT64_C(10000000000)},
                               {"千万", 10000000},
                               {"百万", 1000000},
                               {"十万", 100000},
                               {"亿", 100000000},
                               {"万", 10000},
                               {"千", 1000},
                               {"百", 100},
                               {"", 1}};

typedef struct {
    const char *word;
    ch_unit__kind kind;
    int64_t num, den;
    unsigned currency;
} thing;

/* Longer ones before those that they begin with. 1 mu is 2000/3 m2: 200,000 of 1/300 m2. */
static const thing things[] = {
    {"人民币元", CH_UNIT__MONEY, 100, 1, 0},
    {"元人民币", CH_UNIT__MONEY, 100, 1, 0},
    {"人民币", CH_UNIT__MONEY, 100, 1, 0},
    {"yuan", CH_UNIT__MONEY, 100, 1, 0},
    {"rmb", CH_UNIT__MONEY, 100, 1, 0},
    {"cny", CH_UNIT__MONEY, 100, 1, 0},
    {"元", CH_UNIT__MONEY, 100, 1, 0},
    {"美元", CH_UNIT__MONEY, 100, 1, CH_currency_USD},
    {"美金", CH_UNIT__MONEY, 100, 1, CH_currency_USD},
    {"usd", CH_UNIT__MONEY, 100, 1, CH_currency_USD},
    {"欧元", CH_UNIT__MONEY, 100, 1, CH_currency_EUR},
    {"eur", CH_UNIT__MONEY, 100, 1, CH_currency_EUR},
    {"港元", CH_UNIT__MONEY, 100, 1, CH_currency_HKD},
    {"港币", CH_UNIT__MONEY, 100, 1, CH_currency_HKD},
    {"hkd", CH_UNIT__MONEY, 100, 1, CH_currency_HKD},
    {"日元", CH_UNIT__MONEY, 100, 1, CH_currency_JPY},
    {"jpy", CH_UNIT__MONEY, 100, 1, CH_currency_JPY},
    {"亩", CH_UNIT__AREA, 200000, 1, 0},
    {"mu", CH_UNIT__AREA, 200000, 1, 0},
    {"平方公里", CH_UNIT__AREA, 300000000, 1, 0},
    {"平方千米", CH_UNIT__AREA, 300000000, 1, 0},
    {"km2", CH_UNIT__AREA, 300000000, 1, 0},
    {"平方米", CH_UNIT__AREA, 300, 1, 0},
    {"平米", CH_UNIT__AREA, 300, 1, 0},
    {"㎡", CH_UNIT__AREA, 300, 1, 0},
    {"m2", CH_UNIT__AREA, 300, 1, 0},
    {"m²", CH_UNIT__AREA, 300, 1, 0},
    {"公顷", CH_UNIT__AREA, 3000000, 1, 0},
    {"hm2", CH_UNIT__AREA, 3000000, 1, 0},
    {"ha", CH_UNIT__AREA, 3000000, 1, 0},
    {"吨标准煤", CH_UNIT__COAL, 1, 1, 0},
    {"吨标煤", CH_UNIT__COAL, 1, 1, 0},
    {"tce", CH_UNIT__COAL, 1, 1, 0},
    {"吨", CH_UNIT__TONNES, 1, 1, 0},
    {"t", CH_UNIT__TONNES, 1, 1, 0},
    {"%", CH_UNIT__SHARE, 1, 100, 0},
    {"‰", CH_UNIT__SHARE, 1, 1000, 0},
    {"人", CH_UNIT__COUNT, 1, 1, 0},
    {"名", CH_UNIT__COUNT, 1, 1, 0},
    {"个", CH_UNIT__COUNT, 1, 1, 0},
    {"家", CH_UNIT__COUNT, 1, 1, 0},
};
enum { SCALES = sizeof scales / sizeof *scales, THINGS = sizeof things / sizeof *things, ROOM = 64 };

static bool begins(ch_text text, const char *word)
{
    const size_t n = strlen(word);
    return text.len >= n && memcmp(text.at, word, n) == 0;
}

static void skip(ch_text *text, size_t n)
{
    text->at += n;
    text->len -= n;
}

/* A scale and a thing at the start of the text, and over them. */
static bool read_plain(ch_text *text, ch_unit *unit)
{
    for (size_t s = 0; s < SCALES; s++) {
        ch_text rest = *text;
        if (!begins(rest, scales[s].word))
            continue;
        skip(&rest, strlen(scales[s].word));
        for (size_t t = 0; t < THINGS; t++)
            if (begins(rest, things[t].word)) {
                skip(&rest, strlen(things[t].word));
                *unit = (ch_unit){things[t].kind, CH_UNIT__OF_ALL, things[t].num * scales[s].times, things[t].den,
                                  things[t].currency};
                *text = rest;
                return true;
            }
    }
    return false;
}

/* What stands under the stroke: mu of land, persons, tonnes. */
static bool divide(ch_unit *unit, const ch_unit *by)
{
    switch (by->kind) {
    case CH_UNIT__AREA:
        unit->per = CH_UNIT__A_MU;
        unit->num *= 200000 / 100;
        unit->den *= by->num / 100;
        return true;
    case CH_UNIT__COAL: unit->per = CH_UNIT__A_TCE; break;
    case CH_UNIT__TONNES: unit->per = CH_UNIT__A_TONNE; break;
    case CH_UNIT__COUNT: unit->per = CH_UNIT__A_PERSON; break;
    default: return false;
    }
    unit->den *= by->num;
    return true;
}

static bool read_stroke(ch_text *text)
{
    static const char *const strokes[] = {"/", "每"};
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (begins(*text, strokes[i])) {
            skip(text, strlen(strokes[i]));
            return true;
        }
    return false;
}

static void skip_before(ch_text *text)
{
    static const char *const before[] = {"单位:", "单位", "≥", ">=", "≤", "<=", ">", "<", "不低于", "不少于"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (begins(*text, before[i])) {
            skip(text, strlen(before[i]));
            i = (size_t)-1;
        }
}

/* A year under the stroke says nothing that a yearly figure does not. */
static bool is_a_year(ch_text text)
{
    return text.len == 0 || ch_text_equal(text, CH_TEXT("/年")) || ch_text_equal(text, CH_TEXT("/a"));
}

bool ch_unit__parse(ch_text text, ch_unit *unit)
{
    char room[ROOM];
    ch_unit read, by;
    ch_text rest = ch_fold__head(text, room, sizeof room);
    skip_before(&rest);
    if (!read_plain(&rest, &read))
        return false;
    if (!is_a_year(rest) && (!read_stroke(&rest) || !read_plain(&rest, &by) || !divide(&read, &by) || !is_a_year(rest)))
        return false;
    *unit = read;
    return true;
}

static ch_unit__per per_of(const char *unit)
{
    return strstr(unit, "a mu")         ? CH_UNIT__A_MU
           : strstr(unit, "equivalent") ? CH_UNIT__A_TCE
           : strstr(unit, "a person")   ? CH_UNIT__A_PERSON
           : strstr(unit, "a t")        ? CH_UNIT__A_TONNE
                                        : CH_UNIT__OF_ALL;
}

bool ch_unit__of_column(const ch_column *column, ch_unit *unit)
{
    switch (column->type) {
    case CH_TYPE_MONEY: *unit = (ch_unit){CH_UNIT__MONEY, per_of(column->unit), 1, 1, 0}; return true;
    case CH_TYPE_AREA: *unit = (ch_unit){CH_UNIT__AREA, CH_UNIT__OF_ALL, 1, 1, 0}; return true;
    case CH_TYPE_COUNT: *unit = (ch_unit){CH_UNIT__COUNT, CH_UNIT__OF_ALL, 1, 1, 0}; return true;
    case CH_TYPE_NUMBER:
        *unit = (ch_unit){CH_UNIT__SHARE, CH_UNIT__OF_ALL, 1, 1, 0};
        return strcmp(column->unit, "0..1") == 0;
    default: return false;
    }
}

bool ch_unit__fits(const ch_unit *given, const ch_unit *wanted)
{
    return given->kind == wanted->kind && given->per == wanted->per;
}
