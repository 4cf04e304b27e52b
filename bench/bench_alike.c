/* bench_alike.c - names of a sheet looked up among the names of many firms: 10,000 against 1,000,000, all made up from a
 * seed. Two in three stand there as they are, one in three is altered as people alter names. Beside it every name is tried. */
#include "measure.h"

#include "../src/model/bare_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRMS = 1000000, QUERIES = 10000, MOST = 3, TRIED = 4, GOAL_S = 5, NAME_ROOM = 160 };

static void must(bool holds, const char *what)
{
    if (!holds)
        measure_give_up(what);
}

/* ---- names */

static uint64_t seed = 1;

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static size_t draw(size_t below)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (size_t)(seed % below);
}

/* The first ones far more often, as with real names. */
static size_t draw_low(size_t below)
{
    return draw(draw(below) + 1);
}

#define PICK(list) (list)[draw_low(sizeof(list) / sizeof *(list))]

static const char *const place[] = {"上海",     "杭州", "苏州", "湖州",   "浙江",     "江苏",   "长兴", "安吉",
                                    "宁波",     "无锡", "常州", "南京",   "合肥",     "安徽",   "广德", "德清",
                                    "宜兴",     "溧阳", "嘉兴", "绍兴",   "江苏宜兴", "湖州市", "深圳", "广东",
                                    "安徽广德", "北京", "天津", "青岛",   "武汉",     "成都",   "重庆", "郎溪",
                                    "南浔",     "吴兴", "昆山", "张家港", "常熟",     "太仓",   "桐乡", "海宁"};
static const char *const trade[] = {
    "科技",     "机械",     "电子",     "新材料",   "智能装备", "新能源",   "汽车零部件", "电气",
    "精密机械", "自动化",   "贸易",     "纺织",     "化工",     "塑料制品", "包装材料",   "五金制品",
    "动力电池", "环保科技", "生物科技", "信息技术", "金属制品", "电池材料", "数控机床",   "轴承",
    "液压",     "铸造",     "模具",     "电机",     "半导体",   "光电",     "机器人",     "轨道交通设备"};
static const char *const ending[] = {"有限公司",     "股份有限公司", "(集团)有限公司",
                                     "有限责任公司", "集团有限公司", "厂"};
static const char brand[] =
    "华新天金海宏大盛东泰恒瑞江德永安嘉兴中科美博正信达荣远辉龙鑫凯益诚力丰源源亿联创星光智云顺"
    "腾飞扬昌平福禄祥和谐明亮晶彩虹春夏秋冬梅兰竹菊松柏杨柳桃李杏枫桐椿榆槐康健乐欣悦怡然清泉溪湖山川岭峰";

enum { RARER = 1500 }; /* other characters that brands are made of */

/* Half of the characters are those that every second firm likes. */
static void add_brand(char *name)
{
    const size_t letters = (sizeof brand - 1) / 3, n = 2 + draw(3) / 2;
    for (size_t i = 0; i < n; i++) {
        const size_t point = 0x4E00 + 13 * draw_low(RARER);
        const char rarer[] = {(char)(0xE0 | point >> 12), (char)(0x80 | (point >> 6 & 0x3F)),
                              (char)(0x80 | (point & 0x3F))};
        strncat(name, draw(2) == 0 ? brand + 3 * draw_low(letters) : rarer, 3);
    }
}

static void make_name(char name[NAME_ROOM])
{
    snprintf(name, NAME_ROOM, "%s", PICK(place));
    add_brand(name);
    strcat(name, PICK(trade));
    strcat(name, PICK(ending));
}

/* One character (of three bytes) left out, doubled, or another; or the ending left out. */
static void alter(char name[NAME_ROOM])
{
    const size_t len = strlen(name), at = 6 + 3 * draw(3);
    switch (draw(4)) {
    case 0: memmove(name + at, name + at + 3, len - at - 2); break;
    case 1: memmove(name + at + 3, name + at, len - at + 1); break;
    case 2: memcpy(name + at, brand + 3 * draw((sizeof brand - 1) / 3), 3); break;
    default: name[len - strlen("厂")] = '\0'; break;
    }
}

/* ---- the zone */

static void put(ch_draft *draft, ch_table_id table, const char *column, const char *text)
{
    const int at = ch_schema_find_column(ch_schema_table(table), ch_text_of(column));
    must(ch_draft_put(draft, (unsigned)at, ch_text_of(text), (ch_at){0}, NULL) == CH_OK, "no memory");
}

static ch_table *make_table(ch_table_id table)
{
    char text[NAME_ROOM];
    ch_table *made;
    ch_draft *draft;
    must(ch_draft_new(table, NULL, &draft) == CH_OK, "no memory");
    const size_t rows = table == CH_TABLE_firms ? FIRMS : table == CH_TABLE_places || table == CH_TABLE_zone;
    for (size_t i = 0; i < rows; i++) {
        must(ch_draft_row(draft, (ch_at){0}) == CH_OK, "no memory");
        snprintf(text, sizeof text, table == CH_TABLE_firms ? "f%07zu" : "z", i);
        put(draft, table, "id", text);
        if (table == CH_TABLE_firms)
            make_name(text);
        put(draft, table, "name_zh", text);
        put(draft, table, "source", "illustrative");
        if (table == CH_TABLE_places)
            put(draft, table, "level", "zone");
        if (table != CH_TABLE_places)
            put(draft, table, "place", "z");
        if (table == CH_TABLE_zone)
            put(draft, table, "members", "z");
    }
    must(ch_draft_fix(draft, &made, NULL) == CH_OK, "a table cannot be made");
    return made;
}

static ch_zone *make_zone(void)
{
    ch_table *table[CH_TABLES];
    ch_zone *zone;
    for (int id = 0; id < CH_TABLES; id++)
        table[id] = make_table((ch_table_id)id);
    must(ch_zone_build(table, NULL, &zone, NULL) == CH_OK, "the zone cannot be made");
    return zone;
}

/* ---- every name tried */

static size_t pairs_of(ch_text name, uint64_t pair[CH_BARE__MOST + 1])
{
    ch_bare__name bare;
    size_t n = 0;
    ch_bare__strip(CH_TABLE_firms, name, &bare);
    for (size_t i = 0; i <= bare.n && bare.n > 0; i++) {
        const uint64_t a = i == 0 ? 1 : bare.point[i - 1], b = i == bare.n ? 2 : bare.point[i], key = a << 32 | b;
        size_t at = 0;
        while (at < n && pair[at] != key)
            at++;
        pair[at] = key;
        n += at == n;
    }
    return n;
}

static double best_score(const ch_zone *zone, const char *name)
{
    uint64_t mine[CH_BARE__MOST + 1], other[CH_BARE__MOST + 1];
    const size_t n = pairs_of(ch_text_of(name), mine);
    double best = 0;
    for (size_t row = 0; row < zone->firms.rows; row++) {
        const size_t m = pairs_of(zone->firms.name_zh[row], other);
        size_t shared = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < m; j++)
                shared += mine[i] == other[j];
        const double score = 2.0 * (double)shared / (double)(n + m);
        best = score > best ? score : best;
    }
    return best;
}

/* ---- memory of the index */

typedef struct {
    size_t bytes;
} counting;

static void *take(void *self, size_t size)
{
    size_t *block = malloc(size + 16);
    if (!block)
        return NULL;
    *block = size;
    ((counting *)self)->bytes += size;
    return block + 2;
}

static void give(void *self, void *block)
{
    size_t *begin = block ? (size_t *)block - 2 : NULL;
    ((counting *)self)->bytes -= begin ? *begin : 0;
    free(begin);
}

/* ---- */

static double find(const ch_alike *alike, const char *name, double *seconds)
{
    ch_arena arena = {0};
    const ch_likeness *like;
    size_t n;
    const double before_s = measure_cpu_s();
    must(ch_alike_find(&arena, alike, CH_TABLE_firms, ch_text_of(name), MOST, &like, &n) == CH_OK, "no memory");
    *seconds = measure_cpu_s() - before_s;
    const double score = n > 0 ? like[0].score : 0;
    ch_arena_free(&arena);
    return score;
}

static int compare_seconds(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    static char name[QUERIES][NAME_ROOM];
    static double seconds[QUERIES], score[QUERIES];
    ch_zone *zone = make_zone();
    for (size_t i = 0; i < QUERIES; i++) {
        const ch_text known = zone->firms.name_zh[draw(zone->firms.rows)];
        snprintf(name[i], NAME_ROOM, "%.*s", (int)known.len, known.at);
        if (i % 3 == 0)
            alter(name[i]);
    }
    printf("bench_alike  data: made up from seed 1, %d firms, such as %s; %d names, a third altered, such as %s\n",
           FIRMS, name[1], QUERIES, name[0]);
    measure_print_machine();

    counting count = {0};
    const ch_memory memory = {take, give, &count};
    ch_alike *alike;
    const double before_s = measure_cpu_s();
    must(ch_alike_make(zone, &memory, &alike) == CH_OK, "no memory");
    printf("the index made in %.2f s, %.0f MiB\n", measure_cpu_s() - before_s, (double)count.bytes / (1 << 20));

    double all_s = 0, altered_s = 0;
    size_t found = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        score[i] = find(alike, name[i], &seconds[i]);
        all_s += seconds[i];
        altered_s += i % 3 == 0 ? seconds[i] : 0;
        found += score[i] > 0;
    }
    double tried_s = 0;
    for (size_t i = 0; i < TRIED; i++) {
        const double try_s = measure_cpu_s(), best = best_score(zone, name[i]);
        tried_s += measure_cpu_s() - try_s;
        must(best < CH_ALIKE_LEAST ? score[i] == 0 : best == score[i], "trying every name finds another score");
    }
    qsort(seconds, QUERIES, sizeof *seconds, compare_seconds);
    printf(
        "%d names: %.2f s, goal %d s; %zu have some that are alike; one: median %.0f us, 95 of 100 within %.0f us, at"
        " most %.1f ms\n",
        QUERIES, all_s, GOAL_S, found, seconds[QUERIES / 2] * 1e6, seconds[QUERIES * 95 / 100] * 1e6,
        seconds[QUERIES - 1] * 1e3);
    printf("the altered ones alone, which are all that an import has to ask about: %.2f s\n", altered_s);
    printf("every name tried, from %d names: %.0f s for all, %.0f times as long\n", TRIED, tried_s / TRIED * QUERIES,
           tried_s / TRIED * QUERIES / all_s);
    printf("peak %.0f MiB\n", measure_peak_mib());
    ch_alike_free(alike);
    ch_zone_drop(zone);
    return 0;
}
