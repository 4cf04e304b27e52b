/* bare_name.c - brackets and endings are taken off. */
#include "bare_name.h"

#include "name_text.h"

#include <string.h>

/* Signs between words, and those that full-width forms fold to. */
static bool is_sign(uint32_t point)
{
    static const char signs[] = " \t.,;:'\"-_/\\&*+!?#";
    if (point < 0x80)
        return point < 0x20 || strchr(signs, (int)point) != NULL;
    return point == 0x3000 || point == 0x3001 || point == 0x3002 || point == 0xb7 || point == 0x2022 ||
           (point >= 0x2010 && point <= 0x201f) || ch_utf8_is_hidden(point);
}

static bool opens(uint32_t point)
{
    return point == '(' || point == '[' || point == 0x3010 || point == 0x3014;
}

static bool closes(uint32_t point)
{
    return point == ')' || point == ']' || point == 0x3011 || point == 0x3015;
}

static void fold(ch_text name, bool with_brackets, ch_bare__name *folded)
{
    size_t depth = 0;
    folded->n = 0;
    while (name.len > 0 && folded->n < CH_BARE__MOST) {
        const uint32_t point = ch_names__next_point(&name);
        if (opens(point) || closes(point))
            depth = opens(point) ? depth + 1 : depth - (depth > 0);
        else if (!is_sign(point) && (with_brackets || depth == 0))
            folded->point[folded->n++] = point;
    }
}

void ch_bare__fold(ch_text name, ch_bare__name *folded)
{
    fold(name, true, folded);
}

/* Longer ones before those that they end with. */
static const char *const company_endings[] = {"有限责任公司", "股份有限公司", "有限公司", "股份公司", "集团公司",
                                              "总公司",       "公司",         "股份",     "集团",     "总厂",
                                              "厂",           "coltd",        "ltd",      "limited",  "inc",
                                              "corporation",  "corp",         "company",  "group",    NULL};
static const char *const place_endings[] = {"自治区", "自治州", "自治县",   "地区",     "街道", "省",
                                            "市",     "县",     "区",       "州",       "镇",   "乡",
                                            "county", "city",   "province", "district", NULL};

/* How many characters the ending takes off; 0: the name does not end so, or would be too short. */
static size_t length_of(const ch_bare__name *name, const char *ending)
{
    ch_bare__name end;
    fold(ch_text_of(ending), true, &end);
    if (name->n < end.n + 2 || memcmp(name->point + name->n - end.n, end.point, end.n * sizeof *end.point) != 0)
        return 0;
    return end.n;
}

static size_t find_ending(const ch_bare__name *name, const char *const *endings)
{
    size_t taken = 0;
    for (; *endings && taken == 0; endings++)
        taken = length_of(name, *endings);
    return taken;
}

void ch_bare__strip(ch_table_id table, ch_text name, ch_bare__name *bare)
{
    const bool is_place = table == CH_TABLE_places;
    fold(name, false, bare);
    if (bare->n < 2)
        fold(name, true, bare);
    size_t taken = 1;
    for (int endings = 0; taken > 0 && endings < (is_place ? 1 : 3); endings++)
        bare->n -= taken = find_ending(bare, is_place ? place_endings : company_endings);
}

bool ch_bare__equal(const ch_bare__name *a, const ch_bare__name *b)
{
    return a->n == b->n && memcmp(a->point, b->point, a->n * sizeof *a->point) == 0;
}
