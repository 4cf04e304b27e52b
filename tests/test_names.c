/* test_names.c - finding rows by what people type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/names.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "pinyin.h"

#include <string.h>

#define BASE \
    "places: id,name_zh,name_en,level\nZ,示例合作区,Sample zone,zone\n330522,长兴县,Changxing,county\n" \
    "zone: id,place,members\nz,Z,Z\nchains: id\nc\n"

typedef struct {
    ch_zone *zone;
    ch_names *names;
    ch_arena arena;
    const ch_found *found;
    size_t n;
} work;

static void begin(work *w, const char *text)
{
    *w = (work){.zone = make_zone(NULL, text)};
    assert_int_equal(ch_names_make(w->zone, NULL, &w->names), CH_OK);
}

static void end(work *w)
{
    ch_arena_free(&w->arena);
    ch_names_free(w->names);
    ch_zone_drop(w->zone);
}

static void find(work *w, const char *query)
{
    assert_int_equal(ch_names_find(&w->arena, w->names, ch_text_of(query), 100, &w->found, &w->n), CH_OK);
}

static void assert_initials(const char *name, const char *expected)
{
    char initials[300];
    const char *at;
    size_t n = 0;
    ch_names__reader reader = CH_NAMES__READER(ch_text_of(name));
    for (char letter; (letter = ch_names__next_initial(&reader, &at)) != 0;)
        initials[n++] = letter;
    initials[n] = '\0';
    assert_string_equal(initials, expected);
}

static void initials_are_those_of_words(void **state)
{
    (void)state;
    static const char *const known[][2] = {{"长兴", "cx"},       {"长三角", "csj"},
                                           {"长江", "cj"},       {"重庆", "cq"},
                                           {"厦门", "xm"},       {"大厦", "ds"},
                                           {"银行", "yh"},       {"行业", "hy"},
                                           {"执行", "zx"},       {"乐清", "yq"},
                                           {"快乐", "kl"},       {"蚌埠", "bb"},
                                           {"台州", "tz"},       {"六安", "la"},
                                           {"单县", "sx"},       {"单晶", "dj"},
                                           {"传感器", "cgq"},    {"重工", "zg"},
                                           {"中", "z"},          {"长合", "ch"},
                                           {"增长", "zz"},       {"天长", "tc"},
                                           {"弹簧", "th"},       {"空调", "kt"},
                                           {"调度", "dd"},       {"西藏", "xz"},
                                           {"收藏", "sc"},       {"音乐", "yy"},
                                           {"番禺", "py"},       {"莘庄", "xz"},
                                           {"丽水", "ls"},       {"亳州", "bz"},
                                           {"歙县", "sx"},       {"衢州", "qz"},
                                           {"郎溪", "lx"},       {"广德", "gd"},
                                           {"安吉", "aj"},       {"宜兴", "yx"},
                                           {"溧阳", "ly"},       {"无锡", "wx"},
                                           {"瑞鹄模具", "rhmj"}, {"璞泰来", "ptl"},
                                           {"轧钢", "zg"},       {"给水", "js"},
                                           {"畜牧", "xm"},       {"长江 (重庆) 银行", "cjcqyh"},
                                           {"TCL科技", "tclkj"}, {"３Ｍ中国", "3mzg"},
                                           {"·（）", ""},        {"", ""},
                                           {"长子县", "zzx"},    {"农商行", "nsh"},
                                           {"厦", "s"},          {"㐀", "q"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_initials(known[i][0], known[i][1]);
}

static void a_character_alone_reads_as_in_most_words(void **state)
{
    (void)state;
    assert_int_equal(ch_names_initial(0x957f), 'c'); /* 长 */
    assert_int_equal(ch_names_initial(0x4e2d), 'z'); /* 中 */
    assert_int_equal(ch_names_initial(0x8c03), 't'); /* 调 */
    assert_int_equal(ch_names_initial(0x91cd), 'z'); /* 重 */
    assert_int_equal(ch_names_initial('a'), 0);
    assert_int_equal(ch_names_initial(0x33ff), 0);
    assert_int_equal(ch_names_initial(0x4dae), 'y'); /* 䶮 */
    assert_int_equal(ch_names_initial(0x4dc0), 0);
    assert_int_equal(ch_names_initial(0x4e00), 'y');
    assert_int_equal(ch_names_initial(0xa000), 0);
    assert_int_equal(ch_names_initial(UINT32_MAX), 0);
    size_t read = 0;
    for (uint32_t point = 0x4e00; point < 0xa000; point++)
        read += ch_names_initial(point) != 0;
    assert_true(read > 20800);
}

/* Every word of the list: its characters, its letters, and that its first character is the one it stands at. */
static void each_word_of_the_list_is_sound(void **state)
{
    (void)state;
    static const struct {
        uint32_t first;
        const char *words;
    } list[] = {
#define CH_READ(character, words) {character, words},
#include "pinyin_words.def"
#undef CH_READ
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ch_text rest = ch_text_of(list[i].words), word, initials;
        while (ch_text_next(&rest, ' ', &word)) {
            char room[64], expected[16];
            ch_text from = word;
            size_t points = 0;
            assert_true(ch_text_next(&rest, ' ', &initials));
            assert_int_equal(ch_utf8_next(&from), list[i].first);
            for (points = 1; from.len > 0; points++)
                ch_utf8_next(&from);
            assert_int_equal(points, initials.len);
            snprintf(room, sizeof room, "%.*s", (int)word.len, word.at);
            snprintf(expected, sizeof expected, "%.*s", (int)initials.len, initials.at);
            assert_initials(room, expected);
        }
    }
}

static void a_firm_is_found_by_all_it_is_called(void **state)
{
    (void)state;
    work w;
    begin(&w, BASE "firms: id,name_zh,name_en,uscc,stock_code,place\n"
                   "cj-bank,长江银行,Changjiang Bank,91350100M000100Y43,600123,Z\n"
                   "other,别的,,,,Z\n");
    static const struct {
        const char *query;
        ch_found_how how;
        uint32_t from, length;
    } known[] = {{"cj-bank", CH_FOUND_KEY, 0, 0},        {"CJ-BANK", CH_FOUND_KEY, 0, 0},
                 {"600123", CH_FOUND_KEY, 0, 0},         {"91350100m000100y43", CH_FOUND_KEY, 0, 0},
                 {"长江银行", CH_FOUND_NAME, 0, 12},     {" changjiang BANK ", CH_FOUND_NAME, 0, 0},
                 {"长江", CH_FOUND_BEGIN, 0, 6},         {"ChangJ", CH_FOUND_BEGIN, 0, 0},
                 {"ＣＨＡＮＧｊ", CH_FOUND_BEGIN, 0, 0}, {"6001", CH_FOUND_CODE, 0, 0},
                 {"9135", CH_FOUND_CODE, 0, 0},          {"cj-", CH_FOUND_CODE, 0, 0},
                 {"cjy", CH_FOUND_INITIALS, 0, 9},       {"银", CH_FOUND_WITHIN, 6, 3},
                 {"江银", CH_FOUND_WITHIN, 3, 6},        {"yh", CH_FOUND_WITHIN, 6, 6},
                 {"bank", CH_FOUND_WITHIN, 0, 0},        {"　江　", CH_FOUND_WITHIN, 3, 3}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        find(&w, known[i].query);
        assert_int_equal(w.n, 1);
        assert_int_equal(w.found->table, CH_TABLE_firms);
        assert_int_equal(w.found->row, ch_zone_find(w.zone, CH_TABLE_firms, CH_TEXT("cj-bank")));
        assert_int_equal(w.found->how, known[i].how);
        assert_int_equal(w.found->from, known[i].from);
        assert_int_equal(w.found->length, known[i].length);
    }
    static const char *const nothing[] = {"", "   ", "　", "长银", "0123", "江苏", "\xff", "😀"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        find(&w, nothing[i]);
        assert_int_equal(w.n, 0);
    }
    end(&w);
}

static void tables_come_in_order_and_shorter_names_first(void **state)
{
    (void)state;
    work w;
    begin(&w, BASE "firms: id,name_zh,place\na,长兴机床厂,Z\nb,长兴,Z\nc,在长兴,Z\nd,长兴机床,Z\n"
                   "segments: id,chain,name_zh,gb4754\nN19,c,长兴环节,3842\n"
                   "projects: id,name_zh,place,kind\np,长兴项目,Z,industry\n");
    find(&w, "长兴");
    static const struct {
        ch_table_id table;
        const char *id;
        ch_found_how how;
    } expected[] = {{CH_TABLE_firms, "b", CH_FOUND_NAME},        {CH_TABLE_firms, "d", CH_FOUND_BEGIN},
                    {CH_TABLE_firms, "a", CH_FOUND_BEGIN},       {CH_TABLE_firms, "c", CH_FOUND_WITHIN},
                    {CH_TABLE_places, "330522", CH_FOUND_BEGIN}, {CH_TABLE_segments, "N19", CH_FOUND_BEGIN},
                    {CH_TABLE_projects, "p", CH_FOUND_BEGIN}};
    assert_int_equal(w.n, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < w.n; i++) {
        assert_int_equal(w.found[i].table, expected[i].table);
        assert_int_equal(w.found[i].row, ch_zone_find(w.zone, expected[i].table, ch_text_of(expected[i].id)));
        assert_int_equal(w.found[i].how, expected[i].how);
    }

    find(&w, "n19");
    assert_int_equal(w.n, 1);
    assert_int_equal(w.found->how, CH_FOUND_KEY);
    find(&w, "384");
    assert_int_equal(w.n, 1);
    assert_int_equal(w.found->how, CH_FOUND_CODE);
    find(&w, "3305");
    assert_int_equal(w.n, 1);
    assert_int_equal(w.found->table, CH_TABLE_places);

    assert_int_equal(ch_names_find(&w.arena, w.names, CH_TEXT("长兴"), 1, &w.found, &w.n), CH_OK);
    assert_int_equal(w.n, 4);
    assert_int_equal(ch_names_find(&w.arena, w.names, CH_TEXT("长兴"), 0, &w.found, &w.n), CH_OK);
    assert_int_equal(w.n, 0);
    end(&w);
}

static void a_query_longer_than_the_most_finds_nothing(void **state)
{
    (void)state;
    work w;
    char text[1200], query[CH_NAMES_MOST_QUERY + 2];
    memset(query, 'q', sizeof query);
    query[CH_NAMES_MOST_QUERY] = '\0';
    snprintf(text, sizeof text, BASE "firms: id,name_zh,place\na,%s%s,Z\n", query, query);
    begin(&w, text);
    find(&w, query);
    assert_int_equal(w.n, 1);
    query[CH_NAMES_MOST_QUERY] = 'q';
    query[CH_NAMES_MOST_QUERY + 1] = '\0';
    find(&w, query);
    assert_int_equal(w.n, 0);
    end(&w);
}

/* ---- beside a plain scan ----------------------------------------------------------------------- */

enum { MOST_POINTS = 220 };
typedef struct {
    uint32_t point[MOST_POINTS];
    size_t n;
} points;

static uint32_t folded(uint32_t point)
{
    if (point == 0x3000)
        return ' ';
    if (point >= 0xff01 && point <= 0xff5e)
        point = point - 0xff01 + '!';
    if (point >= 'A' && point <= 'Z')
        return point - 'A' + 'a';
    return point == 0xc9 ? 0xe9 : point; /* É, the only other capital drawn */
}

static points points_of(ch_text text, bool trim)
{
    points all = {.n = 0};
    for (; text.len > 0 && all.n < MOST_POINTS;)
        all.point[all.n++] = folded(ch_utf8_next(&text));
    size_t skip = 0;
    while (trim && all.n > 0 && all.point[all.n - 1] == ' ')
        all.n--;
    while (trim && skip < all.n && all.point[skip] == ' ')
        skip++;
    memmove(all.point, all.point + skip, (all.n - skip) * sizeof *all.point);
    all.n -= skip;
    return all;
}

static points initials_of(ch_text text)
{
    points all = {.n = 0};
    const char *at;
    ch_names__reader reader = CH_NAMES__READER(text);
    for (char letter; (letter = ch_names__next_initial(&reader, &at)) != 0;)
        all.point[all.n++] = (uint32_t)letter;
    return all;
}

static size_t place_of(const points *in, const points *query)
{
    for (size_t i = 0; i + query->n <= in->n; i++)
        if (memcmp(in->point + i, query->point, query->n * sizeof *query->point) == 0)
            return i;
    return SIZE_MAX;
}

/* Better of two ways; CH_FOUND_WITHIN + 1: not found. */
static void better(int *how, int than, bool is)
{
    if (is && than < *how)
        *how = than;
}

static void look_at_name(int *how, ch_text name, const points *query)
{
    points all = points_of(name, false);
    size_t at = name.len > 0 ? place_of(&all, query) : SIZE_MAX;
    better(how, CH_FOUND_NAME, at == 0 && all.n == query->n);
    better(how, CH_FOUND_BEGIN, at == 0);
    better(how, CH_FOUND_WITHIN, at != SIZE_MAX);
}

static void look_at_code(int *how, ch_text code, const points *query)
{
    points all = points_of(code, false);
    size_t at = code.len > 0 ? place_of(&all, query) : SIZE_MAX;
    better(how, CH_FOUND_KEY, at == 0 && all.n == query->n);
    better(how, CH_FOUND_CODE, at == 0);
}

static int how_of(const ch_zone *zone, size_t row, const points *query)
{
    int how = CH_FOUND_WITHIN + 1;
    look_at_code(&how, zone->firms.id[row], query);
    look_at_code(&how, zone->firms.stock_code[row], query);
    look_at_code(&how, zone->firms.uscc[row], query);
    look_at_name(&how, zone->firms.name_zh[row], query);
    look_at_name(&how, zone->firms.name_en[row], query);
    points initials = initials_of(zone->firms.name_zh[row]);
    size_t at = place_of(&initials, query);
    better(&how, CH_FOUND_INITIALS, at == 0);
    better(&how, CH_FOUND_WITHIN, at != SIZE_MAX);
    return how;
}

enum { MOST_ROWS = 60, MOST_LENGTH = 40 };

static void assert_as_scanned(work *w, ch_text query, size_t most)
{
    points asked = points_of(query, true);
    ch_found expected[MOST_ROWS];
    int how[MOST_ROWS];
    size_t length[MOST_ROWS], n = 0;
    for (uint32_t row = 0; row < w->zone->firms.rows; row++) {
        how[row] = asked.n > 0 ? how_of(w->zone, row, &asked) : CH_FOUND_WITHIN + 1;
        length[row] = points_of(w->zone->firms.name_zh[row], false).n;
        assert_true(length[row] < MOST_LENGTH);
    }
    for (int best = 0; best <= CH_FOUND_WITHIN; best++)
        for (size_t shortest = 0; shortest < MOST_LENGTH; shortest++)
            for (uint32_t row = 0; row < w->zone->firms.rows && n < most; row++)
                if (length[row] == shortest && how[row] == best)
                    expected[n++] = (ch_found){.row = row, .how = (ch_found_how)best};

    assert_int_equal(ch_names_find(&w->arena, w->names, query, most, &w->found, &w->n), CH_OK);
    size_t firms = 0;
    while (firms < w->n && w->found[firms].table == CH_TABLE_firms)
        firms++;
    assert_int_equal(firms, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(w->found[i].row, expected[i].row);
        assert_int_equal(w->found[i].how, expected[i].how);
    }
}

static const char *const piece[] = {"长", "兴", "江", "重", "庆", "银", "行", "业", "公", "司", "a", "B",
                                    "z",  "1",  "Ａ", "ｚ", "(",  "·",  "😀",  "é",  "É",  " ",  "c", "y"};
enum { PIECES = sizeof piece / sizeof *piece };

static void draw_text(uint64_t *d, char *to, size_t room, size_t most)
{
    to[0] = '\0';
    for (size_t n = 1 + draw(d, most); n > 0; n--)
        strncat(to, piece[draw(d, PIECES)], room - strlen(to) - 1);
}

static void begin_random(work *w, uint64_t *d)
{
    static char text[40000];
    char zh[100], en[100];
    size_t len = (size_t)snprintf(text, sizeof text, BASE "firms: id,name_zh,name_en,stock_code,place\n");
    for (size_t i = 0, rows = draw(d, MOST_ROWS); i < rows; i++) {
        draw_text(d, zh, sizeof zh, 8);
        draw_text(d, en, sizeof en, 6);
        const char *zh_start = zh + strspn(zh, " ");
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%c%zu,x%s,%s,%s%zu,Z\n", "aBc"[draw(d, 3)], i,
                             *zh_start != '\0' ? zh_start : "空", draw(d, 2) ? en : "", draw(d, 3) ? "" : "6", i % 7);
    }
    begin(w, text);
}

static void draw_query(uint64_t *d, const ch_zone *zone, char *query, size_t room)
{
    size_t way = draw(d, 8);
    if (way < 4 || zone->firms.rows == 0) {
        draw_text(d, query, room, 1 + way);
    } else if (way < 6) { /* a piece of a name, cut anywhere, so not always UTF-8 */
        ch_text name = zone->firms.name_zh[draw(d, zone->firms.rows)];
        size_t from = draw(d, name.len), n = 1 + draw(d, name.len - from);
        snprintf(query, room, "%.*s", (int)n, name.at + from);
    } else if (way == 6) {
        points initials = initials_of(zone->firms.name_zh[draw(d, zone->firms.rows)]);
        size_t from = draw(d, initials.n + 1), n = 0;
        for (size_t i = from; i < initials.n && n < 4; i++)
            query[n++] = (char)initials.point[i];
        query[n] = '\0';
    } else {
        ch_text id = zone->firms.id[draw(d, zone->firms.rows)];
        snprintf(query, room, "%.*s", (int)(1 + draw(d, id.len)), id.at);
    }
}

static void all_is_found_that_a_scan_finds_and_in_its_order(void **state)
{
    (void)state;
    uint64_t d = 20240611;
    for (size_t round = 0; round < 60; round++) {
        work w;
        char query[200];
        begin_random(&w, &d);
        for (size_t i = 0; i < 60; i++) {
            draw_query(&d, w.zone, query, sizeof query);
            assert_as_scanned(&w, ch_text_of(query), draw(&d, 4) == 0 ? draw(&d, 8) : 300);
        }
        end(&w);
    }
}

static void assert_found(work *w, ch_text query, uint32_t row)
{
    bool found = false;
    assert_int_equal(ch_names_find(&w->arena, w->names, query, 300, &w->found, &w->n), CH_OK);
    for (size_t i = 0; i < w->n; i++)
        found |= w->found[i].table == CH_TABLE_firms && w->found[i].row == row;
    assert_true(found);
}

static void each_row_is_found_by_every_part_of_its_name(void **state)
{
    (void)state;
    uint64_t d = 7;
    work w;
    begin_random(&w, &d);
    for (uint32_t row = 0; row < w.zone->firms.rows; row++) {
        ch_text name = w.zone->firms.name_zh[row];
        assert_found(&w, name, row);
        assert_found(&w, w.zone->firms.id[row], row);
        for (ch_text from = name; from.len > 0; ch_utf8_next(&from)) {
            ch_text rest = from;
            while (rest.len > 0) {
                ch_utf8_next(&rest);
                ch_text part = {from.at, (size_t)(rest.at - from.at)};
                if (points_of(part, true).n > 0)
                    assert_found(&w, part, row);
            }
        }
    }
    end(&w);
}

/* Lists of thousands of names: steps of several bytes, runs held by all and by few. */
static void long_lists_are_read_as_they_were_written(void **state)
{
    (void)state;
    enum { FIRMS = 40000 };
    static char text[FIRMS * 64];
    size_t len = (size_t)snprintf(text, sizeof text, BASE "firms: id,name_zh,place\n");
    for (size_t i = 0; i < FIRMS; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "f%05zu,%s有限公司%zu,Z\n", i,
                                i % 20011 == 7 ? "重庆"
                                : i % 301 == 5 ? "长江"
                                               : "示例",
                                i);
    work w;
    begin(&w, text);
    const struct {
        const char *query;
        size_t n;
    } known[] = {{"重庆", 2},   {"长江", 133}, {"有限公司", 300}, {"cq", 2},   {"cjyx", 133},
                 {"重庆有", 2}, {"江有", 133}, {"司39999", 1},    {"庆江", 0}, {"f0000", 10}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(ch_names_find(&w.arena, w.names, ch_text_of(known[i].query), 300, &w.found, &w.n), CH_OK);
        assert_int_equal(w.n, known[i].n);
    }
    end(&w);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, BASE "firms: id,name_zh,name_en,stock_code,place\na,长兴,Ab,1,Z\nb,长江,,,Z\n"
                                         "segments: id,chain\ns,c\n");
    for (size_t at = 1;; at++) {
        failing failed = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failed);
        ch_arena arena = CH_ARENA(&memory);
        ch_names *names;
        const ch_found *found;
        size_t n;
        ch_err err = ch_names_make(zone, &memory, &names);
        assert_true(err == CH_OK || names == NULL);
        if (err == CH_OK)
            err = ch_names_find(&arena, names, CH_TEXT("c"), 5, &found, &n);
        if (err == CH_OK)
            assert_int_equal(n, 3);
        ch_arena_free(&arena);
        ch_names_free(names);
        assert_int_equal(failed.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_zone_drop(zone);
    ch_names_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials_are_those_of_words),
        cmocka_unit_test(a_character_alone_reads_as_in_most_words),
        cmocka_unit_test(each_word_of_the_list_is_sound),
        cmocka_unit_test(a_firm_is_found_by_all_it_is_called),
        cmocka_unit_test(tables_come_in_order_and_shorter_names_first),
        cmocka_unit_test(a_query_longer_than_the_most_finds_nothing),
        cmocka_unit_test(all_is_found_that_a_scan_finds_and_in_its_order),
        cmocka_unit_test(each_row_is_found_by_every_part_of_its_name),
        cmocka_unit_test(long_lists_are_read_as_they_were_written),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
