/* test_alike.c - names that may mean the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/alike.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"

#include <string.h>

#define BASE \
    "zone: id,place,members\nz,Z,330522\n" \
    "places: id,level,name_zh,name_en\nZ,zone,合作区,Zone\n330522,county,长兴县,Changxing " \
    "County\n330523,county,安吉县,Anji County\n320481,county,溧阳市,Liyang\n"

static const char *const firms =
    BASE "firms: id,name_zh,name_en,former_names,place\n"
         "a,天能电池集团股份有限公司,Tianneng Battery Group,浙江天能电池有限公司；天能国际,330522\n"
         "b,天能股份有限公司,,,330522\n"
         "c,超威动力,Chilwee Power,,330522\n"
         "d,安吉（上海）精密机械有限公司,,,330523\n"
         "e,宁波韵升,,,330523\n";

typedef struct {
    ch_zone *zone;
    ch_alike *alike;
    ch_arena arena;
    const ch_likeness *like;
    size_t n;
} work;

static void begin(work *w, const char *text)
{
    *w = (work){.zone = make_zone(NULL, text)};
    assert_int_equal(ch_alike_make(w->zone, NULL, &w->alike), CH_OK);
}

static void end(work *w)
{
    ch_arena_free(&w->arena);
    ch_alike_free(w->alike);
    ch_zone_drop(w->zone);
}

static void ask(work *w, ch_table_id table, const char *name, size_t most)
{
    assert_int_equal(ch_alike_find(&w->arena, w->alike, table, ch_text_of(name), most, &w->like, &w->n), CH_OK);
}

static void assert_first(work *w, const char *name, const char *id, ch_alike_how how)
{
    ask(w, CH_TABLE_firms, name, 3);
    assert_true(w->n > 0);
    assert_memory_equal(w->zone->firms.id[w->like[0].row].at, id, strlen(id));
    assert_int_equal(w->like[0].how, how);
}

static void a_name_is_the_same_whatever_its_width_case_and_blanks(void **state)
{
    work w;
    begin(&w, firms);
    assert_first(&w, "超威动力", "c", CH_ALIKE_SAME);
    assert_first(&w, " 超威 动力　", "c", CH_ALIKE_SAME);
    assert_first(&w, "ＣＨＩＬＷＥＥ power", "c", CH_ALIKE_SAME);
    assert_first(&w, "安吉(上海)精密机械有限公司", "d", CH_ALIKE_SAME);
    end(&w);
}

static void a_former_name_means_the_firm(void **state)
{
    work w;
    begin(&w, firms);
    assert_first(&w, "天能国际", "a", CH_ALIKE_SAME);
    assert_first(&w, "浙江天能电池有限公司", "a", CH_ALIKE_SAME);
    end(&w);
}

static void endings_and_brackets_leave_the_bare_name(void **state)
{
    work w;
    begin(&w, firms);
    assert_first(&w, "天能", "b", CH_ALIKE_BARE);
    assert_first(&w, "超威动力股份有限公司", "c", CH_ALIKE_BARE);
    assert_first(&w, "安吉精密机械", "d", CH_ALIKE_BARE);
    assert_first(&w, "韵升（宁波）", "e", CH_ALIKE_NEAR);
    end(&w);
}

static void a_place_is_found_without_its_ending(void **state)
{
    work w;
    begin(&w, firms);
    ask(&w, CH_TABLE_places, "长兴", 3);
    assert_int_equal(w.n, 1);
    assert_int_equal(w.like[0].how, CH_ALIKE_BARE);
    assert_memory_equal(w.zone->places.id[w.like[0].row].at, "330522", 6);
    ask(&w, CH_TABLE_places, "溧阳", 3);
    assert_int_equal(w.n, 1);
    end(&w);
}

/* 天能电池 has the pairs ^天 天能 能电 电池 池$; 天能电力 shares three of five: 2 * 3 / 10. */
static void the_score_is_twice_the_shared_pairs_over_all(void **state)
{
    work w;
    begin(&w, BASE "firms: id,name_zh,place\na,天能电池,330522\n");
    ask(&w, CH_TABLE_firms, "天能电力", 3);
    assert_int_equal(w.n, 1);
    assert_true(w.like[0].score == 0.6 && w.like[0].how == CH_ALIKE_NEAR);
    ask(&w, CH_TABLE_firms, "天合光能", 3);
    assert_int_equal(w.n, 0);
    end(&w);
}

static void what_is_no_name_means_nothing(void **state)
{
    work w;
    begin(&w, firms);
    const char *const none[] = {"", " ", "（）", "、；", "完全不同的名称", "\xff\xfe"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ask(&w, CH_TABLE_firms, none[i], 3);
        assert_int_equal(w.n, 0);
    }
    ask(&w, CH_TABLE_firms, "天能", 0);
    assert_int_equal(w.n, 0);
    end(&w);
}

/* ---- against trying every name */

static size_t pairs_naively(const char *name, char pair[32][2])
{
    const size_t n = strlen(name);
    size_t kept = 0;
    for (size_t i = 0; i <= n; i++) {
        const char a = i == 0 ? '^' : name[i - 1], b = i == n ? '$' : name[i];
        size_t j = 0;
        while (j < kept && (pair[j][0] != a || pair[j][1] != b))
            j++;
        if (j == kept) {
            pair[kept][0] = a;
            pair[kept++][1] = b;
        }
    }
    return kept;
}

static double score_naively(const char *a, const char *b)
{
    char x[32][2], y[32][2];
    const size_t n = pairs_naively(a, x), m = pairs_naively(b, y);
    size_t shared = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            shared += x[i][0] == y[j][0] && x[i][1] == y[j][1];
    return 2.0 * (double)shared / (double)(n + m);
}

enum { NAMES = 300, LONGEST = 9 };

static void draw_name(uint64_t *seed, char name[LONGEST + 1])
{
    const size_t length = 2 + draw(seed, LONGEST - 1);
    for (size_t i = 0; i < length; i++)
        name[i] = (char)('p' + draw(seed, 4));
    name[length] = 0;
}

static void every_near_name_is_found_and_no_other(void **state)
{
    static char name[NAMES][LONGEST + 1];
    static char text[64 + NAMES * 40];
    uint64_t seed = 7;
    size_t at = (size_t)sprintf(text, BASE "firms: id,name_zh,place\n");
    work w;
    for (int i = 0; i < NAMES; i++) {
        draw_name(&seed, name[i]);
        at += (size_t)sprintf(text + at, "f%03d,%s,330522\n", i, name[i]);
    }
    begin(&w, text);
    for (int query = 0; query < 500; query++) {
        char asked[LONGEST + 1];
        size_t near = 0, same = 0;
        draw_name(&seed, asked);
        ask(&w, CH_TABLE_firms, asked, NAMES);
        for (int i = 0; i < NAMES; i++)
            near += score_naively(asked, name[i]) >= CH_ALIKE_LEAST, same += strcmp(asked, name[i]) == 0;
        assert_int_equal(w.n, same > 0 ? same : near);
        for (size_t i = 0; i < w.n; i++) {
            assert_true(w.like[i].score == score_naively(asked, name[w.like[i].row]));
            assert_true(i == 0 || w.like[i].how >= w.like[i - 1].how);
        }
        const size_t all = w.n;
        const ch_likeness *whole = w.like;
        ask(&w, CH_TABLE_firms, asked, 3);
        assert_int_equal(w.n, all < 3 ? all : 3);
        for (size_t i = 0; i < w.n; i++)
            assert_int_equal(w.like[i].row, whole[i].row);
    }
    end(&w);
}

static void the_very_name_is_told_alone(void **state)
{
    work w;
    begin(&w, BASE
          "firms: id,name_zh,place\na,天能电池,330522\nb,天能电池,330523\nc,天能电池公司,330522\nd,天能电源,330522\n");
    ask(&w, CH_TABLE_firms, "天能电池", 9);
    assert_int_equal(w.n, 2);
    assert_int_equal(w.like[0].row, 0);
    assert_int_equal(w.like[1].row, 1);
    ask(&w, CH_TABLE_firms, "天能电池有限公司", 9);
    assert_int_equal(w.n, 4);
    end(&w);
}

static void no_memory_is_told_wherever_it_runs_out(void **state)
{
    ch_zone *zone = make_zone(NULL, firms);
    for (size_t at = 1;; at++) {
        failing f = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&f);
        ch_arena arena = CH_ARENA(&memory);
        ch_alike *alike;
        const ch_likeness *like;
        size_t n;
        ch_err err = ch_alike_make(zone, &memory, &alike);
        if (err == CH_OK)
            err = ch_alike_find(&arena, alike, CH_TABLE_firms, CH_TEXT("天能"), 3, &like, &n);
        else
            assert_null(alike);
        ch_alike_free(alike);
        ch_arena_free(&arena);
        assert_int_equal(f.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_the_same_whatever_its_width_case_and_blanks),
        cmocka_unit_test(a_former_name_means_the_firm),
        cmocka_unit_test(endings_and_brackets_leave_the_bare_name),
        cmocka_unit_test(a_place_is_found_without_its_ending),
        cmocka_unit_test(the_score_is_twice_the_shared_pairs_over_all),
        cmocka_unit_test(what_is_no_name_means_nothing),
        cmocka_unit_test(every_near_name_is_found_and_no_other),
        cmocka_unit_test(the_very_name_is_told_alone),
        cmocka_unit_test(no_memory_is_told_wherever_it_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
