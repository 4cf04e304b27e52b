/* synth_folder.c - rows as a register of firms has them: names in Chinese, codes with their check
 * character, points, a few sources named over and over; sorted by key, as export writes them. */
#include "synth_folder.h"

#include "measure.h"

#include "changhe/uscc.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CHAINS = 10, SOURCES = 12, COUNTIES_FROM = 10, PATH_ROOM = 512 };

typedef struct {
    const synth_folder_size *size;
    uint64_t seed;
    FILE *out;
} writer;

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static size_t draw(writer *to, size_t below)
{
    to->seed ^= to->seed << 13, to->seed ^= to->seed >> 7, to->seed ^= to->seed << 17;
    return (size_t)((to->seed >> 11) % below);
}

static void write_package(writer *to);

static void write_zone(writer *to)
{
    fprintf(to->out, "id,name_zh,place,members,source\nsynthetic,合成示例区,p%05zu,p%05zu p%05zu,s01\n",
            to->size->places - 1, to->size->places / 2, to->size->places / 2 + 1);
}

/* A tenth are prefectures, in which the counties lie; the last place is the zone. */
static void write_places(writer *to)
{
    const size_t prefectures = to->size->places / COUNTIES_FROM;
    fputs("id,name_zh,level,parent,lon,lat,source,as_of\n", to->out);
    for (size_t i = 0; i < to->size->places; i++) {
        const bool is_zone = i == to->size->places - 1, is_prefecture = i < prefectures;
        fprintf(to->out, "p%05zu,示例地区%zu,%s,", i, i, is_zone ? "zone" : is_prefecture ? "prefecture" : "county");
        if (!is_prefecture && !is_zone)
            fprintf(to->out, "p%05zu", i % prefectures);
        fprintf(to->out, ",%.5f,%.5f,s01,2024\n", 100 + (double)draw(to, 2000000) / 1e5,
                25 + (double)draw(to, 1500000) / 1e5);
    }
}

static void write_sources(writer *to)
{
    fputs("id,title,date\n", to->out);
    for (int i = 0; i < SOURCES; i++)
        fprintf(to->out, "s%02d,示例名录第%d册,2024-%02d\n", i, i, i + 1);
}

static void write_chains(writer *to)
{
    fputs("id,name_zh,source\n", to->out);
    for (int i = 0; i < CHAINS; i++)
        fprintf(to->out, "c%d,示例产业链%d,s01\n", i, i);
}

static void write_segments(writer *to)
{
    static const char *const tier[] = {"up", "mid", "down"};
    fputs("id,chain,name_zh,tier,need,typical,need_unit,source\n", to->out);
    for (size_t i = 0; i < to->size->segments; i++)
        fprintf(to->out, "g%05zu,c%zu,示例环节%zu,%s,%zu,%zu,吨,s02\n", i, i % CHAINS, i,
                tier[i * 3 / to->size->segments], 1000 + draw(to, 100000), 10 + draw(to, 990));
}

/* Inputs have smaller numbers, so there is no circle. */
static void write_links(writer *to)
{
    fputs("from,to,source\n", to->out);
    for (size_t i = 0; i + 3 < to->size->segments; i++)
        fprintf(to->out, "g%05zu,g%05zu,s02\ng%05zu,g%05zu,s02\n", i, i + 1, i, i + 2 + i % 2);
}

static void write_code(writer *to)
{
    static const char letter[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[19] = "913305";
    for (int i = 6; i < 17; i++)
        code[i] = i < 8 ? (char)('0' + draw(to, 10)) : letter[draw(to, sizeof letter - 1)];
    code[17] = '0';
    code[17] = ch_uscc_check((ch_text){code, 18});
    fputs(code, to->out);
}

static void write_name(writer *to, size_t firm)
{
    static const char *const town[] = {"湖州", "长兴", "广德", "溧阳", "宜兴", "安吉", "郎溪", "宣城"};
    static const char *const good[] = {"新能源科技", "精密机械", "电池材料", "新材料", "智能装备", "汽车零部件"};
    fprintf(to->out, "%s%s%zu%s", town[draw(to, 8)], good[draw(to, 6)], firm, "有限公司");
}

/* One firm in twenty has a parent, one in thirty a note, which holds a comma and so is quoted. */
static void write_firm(writer *to, size_t i)
{
    static const char *const role[] = {"leader", "head", "listed", "specialised", "other"};
    const size_t prefectures = to->size->places / COUNTIES_FROM;
    fprintf(to->out, "f%07zu,", i);
    write_name(to, i);
    fputs(",,", to->out);
    write_code(to);
    fputs(",,,", to->out);
    if (i > 0 && draw(to, 20) == 0)
        fprintf(to->out, "f%07zu", draw(to, i));
    fprintf(to->out, ",,p%05zu,,%.5f,%.5f,,county centre,%s,s%02zu,2024-%02zu,%s,%s,\n",
            prefectures + draw(to, to->size->places - 1 - prefectures), 100 + (double)draw(to, 2000000) / 1e5,
            25 + (double)draw(to, 1500000) / 1e5, role[draw(to, 100) < 90 ? 4 : draw(to, 4)], draw(to, SOURCES),
            1 + draw(to, 12), draw(to, 4) == 0 ? "unverified" : "", draw(to, 30) == 0 ? "\"地址,待核\"" : "");
}

static void write_firms(writer *to)
{
    fputs("id,name_zh,name_en,uscc,stock_code,exchange,parent,parent_name,place,zone,lon,lat,frame,precision,role,"
          "source,as_of,marks,note,follow_up\n",
          to->out);
    for (size_t i = 0; i < to->size->firms; i++)
        write_firm(to, i);
}

static void write_firm_segments(writer *to)
{
    const size_t half = to->size->segments / 2;
    fputs("firm,segment,nearest,capacity,source,as_of,marks,note\n", to->out);
    for (size_t i = 0; i < to->size->firms; i++)
        for (size_t fills = draw(to, 10) < 3 ? 2 : 1, done = 0; done < fills; done++) {
            fprintf(to->out, "f%07zu,g%05zu,%s,", i, done * half + draw(to, half), draw(to, 10) == 0 ? "yes" : "");
            if (draw(to, 3) == 0)
                fprintf(to->out, "%zu", 100 * (1 + draw(to, 100)));
            fprintf(to->out, ",s%02zu,2024-%02zu,,\n", draw(to, SOURCES), 1 + draw(to, 12));
        }
}

static const struct {
    const char *file;
    void (*write)(writer *);
} made[] = {{"zone.csv", write_zone},           {"places.csv", write_places},
            {"sources.csv", write_sources},     {"chains.csv", write_chains},
            {"segments.csv", write_segments},   {"links.csv", write_links},
            {"firms.csv", write_firms},         {"firm_segments.csv", write_firm_segments},
            {"datapackage.json", write_package}};
enum { FILES = sizeof made / sizeof *made };

static void write_package(writer *to)
{
    for (size_t i = 0; i < FILES - 1; i++)
        fprintf(to->out, "%s{\"path\": \"%s\"}", i == 0 ? "{\"resources\": [" : ", ", made[i].file);
    fputs("]}\n", to->out);
}

static void path_of(const char *dir, size_t i, char path[PATH_ROOM])
{
    snprintf(path, PATH_ROOM, "%s/%s", dir, made[i].file);
}

void synth_folder_write(const char *dir, const synth_folder_size *size)
{
    writer to = {.size = size, .seed = size->seed};
    for (size_t i = 0; i < FILES; i++) {
        char path[PATH_ROOM];
        path_of(dir, i, path);
        to.out = fopen(path, "wb");
        if (to.out == NULL)
            measure_give_up("the made-up folder cannot be written");
        made[i].write(&to);
        if (ferror(to.out) != 0 || fclose(to.out) != 0)
            measure_give_up("the made-up folder cannot be written");
    }
}

void synth_folder_remove(const char *dir)
{
    for (size_t i = 0; i < FILES; i++) {
        char path[PATH_ROOM];
        path_of(dir, i, path);
        unlink(path);
    }
    rmdir(dir);
}
