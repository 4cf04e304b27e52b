/* random_question.h - random zones with all that hangs on firms, places and chains to ask about, and lists
 * of edits good and bad: the same seed, the same text. */
#ifndef CHANGHE_TESTS_RANDOM_QUESTION_H
#define CHANGHE_TESTS_RANDOM_QUESTION_H

#include "draw.h"
#include "make_zone.h"

#include <string.h>

/* Two prefectures of two counties each; two zones that lie in two counties each, of both prefectures one;
 * a county elsewhere, without a point; an old code of the first county. */
#define RANDOM_PLACES \
    "places: id,level,parent,parts_in,lon,lat\n" \
    "c1,county,q1,,119.1,30.1\nc2,county,q1,,119.9,30.2\nc3,county,q2,,120.4,30.9\nc4,county,q2,,121.3,31.7\n" \
    "o,county\np,province\nq1,prefecture,p,,119.5,30.15\nq2,prefecture,p,,120.9,31.2\n" \
    "yy,zone,p,c2 c3,120.1,30.6\nzz,zone,p,c1 c2,119.4,30.1\n" \
    "zone: id,place,members\nz,zz,c1 c2 c3\n" \
    "place_history: old,new\nx1,c1\n" \
    "sources: id,title\nbook,a book\npaper,a paper\n" \
    "chains: id\nk0\nk1\n"

static const char *const random_place[] = {"c1", "c2", "c3", "c4", "o", "p", "q1", "q2", "yy", "zz"};
static const char *const random_zone_of[] = {"zz", "yy", "yy", "", "",
                                             "zz", "zz", "yy", "", ""}; /* may be said there */

enum { RANDOM_SEGMENTS = 12, RANDOM_PLACE_COUNT = 10 };

static inline void random_segments(ch_buf *out, uint64_t *seed)
{
    ch_buf_adds(out, "segments: id,chain,need,typical\n");
    for (int i = 0; i < RANDOM_SEGMENTS; i++) {
        ch_buf_addf(out, "s%02d,k%u", i, draw(seed, 2));
        ch_buf_addf(out, i % 4 == 3 ? ",%u.7,%u.3\n" : "\n", 20 + draw(seed, 60), 2 + draw(seed, 9));
    }
    ch_buf_adds(out, "same_as: a,b,relation\n");
    for (int i = 0; i < RANDOM_SEGMENTS; i += 4)
        if (draw(seed, 2) == 0)
            ch_buf_addf(out, "s%02d,s%02d,same product\n", i, i + 1);
    ch_buf_adds(out, "links: from,to\n");
    for (int i = 0; i < RANDOM_SEGMENTS; i++)
        for (int j = i + 1; j < RANDOM_SEGMENTS; j++)
            if (j > i + (i % 4 == 0) && draw(seed, 5) == 0)
                ch_buf_addf(out, "s%02d,s%02d\n", i, j);
}

/* A parent has a smaller number in a shuffle of the firms, so there is no circle. */
static inline uint32_t random_parent(uint64_t *seed, uint32_t i, uint32_t firms)
{
    const uint32_t place = i * 37 % firms; /* firms and 37 have no factor in common */
    if (place == 0 || draw(seed, 4) > 0)
        return firms;
    for (uint32_t other = 0, wanted = draw(seed, place); other < firms; other++)
        if (other * 37 % firms == wanted)
            return other;
    return firms;
}

static inline void random_firms(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    static const char *const name[] = {"", "", "", "", "G", "H", "firm f005", "firm f011"};
    static const char *const role[] = {"", "leader", "head", "listed", "specialised", "other"};
    static const char *const source[] = {"illustrative", "book", "paper", "book paper"};
    ch_buf_adds(out, "firms: id,name_zh,place,zone,parent,parent_name,role,source,as_of,marks,lon,lat\n");
    for (uint32_t i = 0; i < firms; i++) {
        const uint32_t at = draw(seed, 3) == 0 ? draw(seed, RANDOM_PLACE_COUNT) : 3 + draw(seed, 2);
        const uint32_t parent = random_parent(seed, i, firms);
        ch_buf_addf(out, "f%03u,firm f%03u,%s,%s,", i, i, random_place[at], draw(seed, 2) ? random_zone_of[at] : "");
        ch_buf_addf(out, parent < firms ? "f%03u," : ",", parent);
        ch_buf_addf(out, "%s,%s,%s,202%u,%s", name[draw(seed, 8)], role[draw(seed, 6)], source[draw(seed, 4)],
                    draw(seed, 5), draw(seed, 3) ? "" : "unverified");
        ch_buf_addf(out, draw(seed, 5) ? ",%u.%03u,%u.%03u\n" : ",,\n", 117 + draw(seed, 6), draw(seed, 1000),
                    28 + draw(seed, 5), draw(seed, 1000));
    }
}

/* Rows whose keys are drawn may come twice; the first stands. */
static inline bool random_is_new(bool *met, uint32_t key)
{
    const bool is_new = !met[key];
    met[key] = true;
    return is_new;
}

/* What officers keep of firms: none of it speaks in an answer, all of it goes with a firm that goes. */
static inline void random_field_rows(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    ch_buf_adds(out, "firm_years: firm,year,insured\n");
    for (uint32_t i = 0; i < firms; i++)
        for (uint32_t year = 0; year < 3; year++)
            if (draw(seed, 4) == 0)
                ch_buf_addf(out, "f%03u,202%u,%u\n", i, year, draw(seed, 900));
    ch_buf_adds(out, "firm_titles: firm,title\n");
    for (uint32_t i = 0; i < firms; i++)
        if (draw(seed, 5) == 0)
            ch_buf_addf(out, "f%03u,%s\n", i, draw(seed, 2) ? "high-tech" : "specialised");
    ch_buf_adds(out, "yields: firm,year,grade\n");
    for (uint32_t i = 0; i < firms; i++)
        if (draw(seed, 6) == 0)
            ch_buf_addf(out, "f%03u,2023,%c\n", i, "ABCD"[draw(seed, 4)]);
    ch_buf_adds(out, "leads: id,firm,place\n");
    for (uint32_t i = 0; i < 40; i++)
        ch_buf_addf(out, draw(seed, 3) ? "l%02u,f%03u,c1\n" : "l%02u,,c2\n", i, draw(seed, firms));
}

static inline void random_rows(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    static bool met[512 * 512];
    memset(met, 0, sizeof met);
    ch_buf_adds(out, "firm_segments: firm,segment,capacity,source\n");
    for (uint32_t i = 0; i < firms; i++)
        for (uint32_t j = 0; j < RANDOM_SEGMENTS; j++)
            if (draw(seed, 8) == 0)
                ch_buf_addf(out, draw(seed, 2) ? "f%03u,s%02u,,book\n" : "f%03u,s%02u,0.%u\n", i, j, 1 + draw(seed, 9));
    ch_buf_adds(out, "ties: supplier,customer,evidence,x\n");
    for (uint32_t i = 0; i < firms; i++) {
        const uint32_t a = draw(seed, firms), b = draw(seed, firms);
        if (random_is_new(met, a * 512 + b))
            ch_buf_addf(out, "f%03u,f%03u,e%u,0.%u\n", a, b, draw(seed, 4), draw(seed, 10));
    }
    memset(met, 0, sizeof met);
    ch_buf_adds(out, "signals: firm,kind,evidence,x\n");
    for (uint32_t i = 0; i < firms / 2; i++) {
        const uint32_t a = draw(seed, firms);
        if (random_is_new(met, a))
            ch_buf_addf(out, "f%03u,%s,e%u,0.%u\n", a, draw(seed, 2) ? "expansion" : "growth", draw(seed, 4),
                        draw(seed, 10));
    }
    ch_buf_adds(out, "projects: id,kind,firm,place\n");
    for (uint32_t i = 0; i < 20; i++)
        ch_buf_addf(out, draw(seed, 3) ? "j%02u,road,f%03u,c1\n" : "j%02u,road,,c2\n", i, draw(seed, firms));
    ch_buf_adds(out, "surveys: id,place,chain\nv0,q1,k0\nv1,,k1\nv2,c4,\n");
    random_field_rows(out, seed, firms);
}

/* firms: at most 500, and no multiple of 37. */
static inline ch_zone *random_large_zone(const ch_memory *memory, uint64_t seed, uint32_t firms)
{
    ch_buf text = {0};
    ch_buf_adds(&text, RANDOM_PLACES);
    random_segments(&text, &seed);
    random_firms(&text, &seed, firms);
    random_rows(&text, &seed, firms);
    ch_buf_addc(&text, '\0');
    ch_zone *zone = text.failed ? NULL : make_zone(memory, text.at);
    ch_buf_free(&text);
    return zone;
}

/* ---- edits, for make_edits.h */

/* One in twenty is nobody, one in twenty a firm that an edit before may have brought. */
static inline void random_firm_id(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    const uint32_t which = draw(seed, 20);
    if (which == 0)
        ch_buf_adds(out, "ghost");
    else if (which == 1)
        ch_buf_adds(out, "a0");
    else
        ch_buf_addf(out, "f%03u", draw(seed, 3) ? draw(seed, firms) : draw(seed, 12));
}

static inline void random_firm_edit(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    static const char *const name[] = {"", "G", "H", "firm~f005", "new"};
    const bool is_new = draw(seed, 3) == 0;
    ch_buf_adds(out, "+firms: id=");
    if (is_new)
        ch_buf_addf(out, "%s%u name_zh=new source=illustrative place=%s", draw(seed, 2) ? "a" : "n", draw(seed, 2),
                    random_place[draw(seed, RANDOM_PLACE_COUNT)]);
    else
        random_firm_id(out, seed, firms);
    if (draw(seed, 3) == 0) {
        ch_buf_adds(out, " parent=");
        if (draw(seed, 3))
            random_firm_id(out, seed, firms);
    }
    if (draw(seed, 3) == 0)
        ch_buf_addf(out, " parent_name=%s", name[draw(seed, 5)]);
    if (!is_new && draw(seed, 2) == 0)
        ch_buf_addf(out, " place=%s", draw(seed, 12) ? random_place[draw(seed, RANDOM_PLACE_COUNT)] : "x1");
    if (draw(seed, 6) == 0)
        ch_buf_addf(out, " role=%s", draw(seed, 8) ? "leader" : "boss");
    if (draw(seed, 6) == 0)
        ch_buf_addf(out, " zone=%s", draw(seed, 6) ? "zz" : "c1");
    if (!is_new && draw(seed, 8) == 0)
        ch_buf_addf(out, " name_zh=%s", name[1 + draw(seed, 4)]);
    ch_buf_adds(out, "\n");
}

static inline void random_hanging_edit(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    const char sign = draw(seed, 8) == 0 ? '-' : '+';
    switch (draw(seed, 4)) {
    case 0:
        ch_buf_addf(out, "%cfirm_segments: firm=", sign);
        random_firm_id(out, seed, firms);
        ch_buf_addf(out, " segment=s%02u", draw(seed, RANDOM_SEGMENTS + (draw(seed, 9) == 0)));
        if (sign == '+')
            ch_buf_addf(out, " capacity=1.%u", draw(seed, 9));
        break;
    case 1:
        ch_buf_addf(out, "%cties: supplier=", sign);
        random_firm_id(out, seed, firms);
        ch_buf_adds(out, " customer=");
        random_firm_id(out, seed, firms);
        ch_buf_addf(out, sign == '+' ? " evidence=e%u source=book" : " evidence=e%u", draw(seed, 5));
        break;
    case 2:
        ch_buf_addf(out, "%csignals: firm=", sign);
        random_firm_id(out, seed, firms);
        ch_buf_addf(out, sign == '+' ? " kind=growth evidence=e%u source=paper" : " kind=growth evidence=e%u",
                    draw(seed, 5));
        break;
    default:
        ch_buf_addf(out, "%cprojects: id=j%02u", sign, draw(seed, 25));
        if (sign == '+') {
            ch_buf_adds(out, " name_zh=project kind=road place=c3 source=book firm=");
            random_firm_id(out, seed, firms);
        }
    }
    ch_buf_adds(out, "\n");
}

static inline void random_edits(ch_buf *out, uint64_t *seed, uint32_t firms)
{
    for (uint32_t edits = 1 + draw(seed, 4); edits > 0; edits--) {
        const uint32_t which = draw(seed, 20);
        if (which < 8) {
            random_firm_edit(out, seed, firms);
        } else if (which < 12) {
            ch_buf_adds(out, "-firms: id=");
            random_firm_id(out, seed, firms);
            ch_buf_adds(out, "\n");
        } else if (which < 18) {
            random_hanging_edit(out, seed, firms);
        } else if (which == 18) {
            ch_buf_addf(out, "+sources: id=%s title=%s\n", draw(seed, 2) ? "book" : "diary", draw(seed, 5) ? "t" : "");
        } else {
            static const char *const elsewhere[] = {"-sources: id=paper\n", "+segments: id=s01 name_zh=other\n",
                                                    "+assumptions: id=beta value=0.5\n",
                                                    "+places: id=c4 name_zh=moved parent=q1\n"};
            ch_buf_adds(out, elsewhere[draw(seed, 4)]);
        }
    }
}

#endif
