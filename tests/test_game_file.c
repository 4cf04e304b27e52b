/* test_game_file.c - games read from JSON: every number exact, every fault with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/game_file.h"
#include "failing.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_game_file game;
} work;

static ch_err read_it(work *w, const char *json)
{
    *w = (work){0};
    return ch_game_file_read(&w->arena, CH_TEXT("g.json"), ch_text_of(json), &w->game, &w->faults);
}

static void end(work *w)
{
    ch_faults_free(&w->faults);
    ch_arena_free(&w->arena);
}

static void assert_game(const char *json, ch_game_family family, unsigned players, int64_t scale, int64_t whole,
                        const int64_t *number, size_t numbers)
{
    work w;
    assert_int_equal(read_it(&w, json), CH_OK);
    assert_int_equal(w.game.family, family);
    assert_int_equal(w.game.players, players);
    assert_int_equal(w.game.scale, scale);
    assert_int_equal(w.game.whole, whole);
    assert_memory_equal(w.game.number, number, numbers * sizeof *number);
    end(&w);
}

static void groups_stand_in_any_order(void **state)
{
    (void)state;
    const int64_t number[] = {0, 1, -2, 3, 4, 5, 6, 7};
    assert_game(
        "{\"players\":[\"a\",\" b \",\"丙\"],\"kind\":\"gain\",\"values\":{\"丙,b,a\":7,\"a\":1,\"b\":-2,\"b, a\":3,"
        "\"丙\":4,\"\":0,\"a,丙\":5,\"丙,b\":6}}",
        CH_GAME_FILE_TABLE, 3, 1, 0, number, 8);
}

static void decimals_become_one_unit(void **state)
{
    (void)state;
    const int64_t number[] = {0, 1500, -25, 120000};
    assert_game("{\"players\":[\"a\",\"b\"],\"kind\":\"cost\",\"values\":{\"a\":1.50,\"b\":-2.5e-2,\"a,b\":1.2E+2}}",
                CH_GAME_FILE_TABLE, 2, 1000, 0, number, 4);
    assert_game("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{\"a\":0.10000000000000000000000}}",
                CH_GAME_FILE_TABLE, 1, 10, 0, (const int64_t[]){0, 1}, 2);
    assert_game("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{\"a\":9007199254740992}}", CH_GAME_FILE_TABLE, 1, 1,
                0, (const int64_t[]){0, CH_GAME_FILE_VALUE_MOST}, 2);
    assert_game("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{\"a\":0e999999999999}}", CH_GAME_FILE_TABLE, 1, 1,
                0, (const int64_t[]){0, 0}, 2);
}

static void families_are_read(void **state)
{
    (void)state;
    assert_game("{\"family\":\"bankruptcy\",\"estate\":200,\"claims\":[100,200,300.5]}", CH_GAME_FILE_BANKRUPTCY, 3, 10,
                2000, (const int64_t[]){1000, 2000, 3005}, 3);
    assert_game("{\"family\":\"airport\",\"costs\":[1,3]}", CH_GAME_FILE_AIRPORT, 2, 1, 0, (const int64_t[]){1, 3}, 2);
    assert_game("{\"family\":\"weighted-majority\",\"quota\":4,\"weights\":[3,2]}", CH_GAME_FILE_MAJORITY, 2, 1, 4,
                (const int64_t[]){3, 2}, 2);
    assert_game("{\"family\":\"mst\",\"costs\":[[0,5],[5,0]]}", CH_GAME_FILE_TREE, 1, 1, 0,
                (const int64_t[]){0, 5, 5, 0}, 4);
    assert_game("{\"family\":\"mst\",\"matrix\":[[0,5],[5,0]]}", CH_GAME_FILE_TREE, 1, 1, 0,
                (const int64_t[]){0, 5, 5, 0}, 4);
    assert_game("{\"family\":\"assignment\",\"values\":[[1,2]]}", CH_GAME_FILE_ASSIGNMENT, 3, 1, 0,
                (const int64_t[]){1, 2}, 2);
}

static void players_of_families_are_numbered(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_it(&w, "{\"family\":\"airport\",\"costs\":[1,1,1,1,1,1,1,1,1,1]}"), CH_OK);
    assert_true(ch_text_equal(w.game.name[0], CH_TEXT("1")));
    assert_true(ch_text_equal(w.game.name[9], CH_TEXT("10")));
    end(&w);
}

/* ---- faults: one a text, at a line and column */

static void assert_told(const char *json, ch_want want, uint32_t line, uint32_t column)
{
    work w;
    assert_int_equal(read_it(&w, json), CH_EDATA);
    if (w.faults.count != 1 || w.faults.list[0].want != want || w.faults.list[0].at.line != line ||
        w.faults.list[0].at.column != column)
        fail_msg("%s: %zu faults, first want %d at %u:%u", json, w.faults.count, w.faults.list[0].want,
                 (unsigned)w.faults.list[0].at.line, (unsigned)w.faults.list[0].at.column);
    assert_int_equal(w.game.players, 0);
    end(&w);
}

#define TABLE(values) "{\"players\":[\"a\",\"b\"],\"kind\":\"gain\",\n\"values\":{" values "}}"

static void faults_of_tables_are_told(void **state)
{
    (void)state;
    assert_told(TABLE("\"a\":1,\"b\":2"), CH_WANT_GAME_VALUE, 2, 1);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":3,\"b,a\":3"), CH_WANT_GAME_GROUP_ONCE, 2, 31);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":3,\"a,c\":3"), CH_WANT_GAME_GROUP, 2, 31);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":3,\"a,a\":3"), CH_WANT_GAME_GROUP, 2, 31);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":3,\"a,\":3"), CH_WANT_GAME_GROUP, 2, 31);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":3,\"\":3"), CH_WANT_NAMELY, 2, 31);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":null"), CH_WANT_NUMBER, 2, 23);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":9007199254740993"), CH_WANT_GAME_NUMBER, 2, 23);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":1e400"), CH_WANT_GAME_NUMBER, 2, 23);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":1e-16"), CH_WANT_GAME_NUMBER, 2, 23);
    assert_told(TABLE("\"a\":1,\"b\":2,\"a,b\":1") " x", CH_WANT_JSON_END, 2, 33);
    assert_told("[]", CH_WANT_OBJECT, 1, 1);
    assert_told("{\"players\":[\"a\"],\"values\":{\"a\":1}}", CH_WANT_MEMBER, 1, 1);
    assert_told("{\"players\":[\"a\"],\"kind\":\"loss\",\"values\":{\"a\":1}}", CH_WANT_GAME_KIND, 1, 18);
    assert_told("{\"players\":[\"a\"],\"kind\":\"gain\",\"values\":{\"a\":1},\"more\":1}", CH_WANT_GAME_MEMBER, 1, 49);
    assert_told("{\"players\":[],\"kind\":\"gain\",\"values\":{}}", CH_WANT_GAME_PLAYERS, 1, 2);
    assert_told("{\"players\":[\"a,b\"],\"kind\":\"gain\",\"values\":{}}", CH_WANT_GAME_NAME, 1, 13);
    assert_told("{\"players\":[\" \"],\"kind\":\"gain\",\"values\":{}}", CH_WANT_GAME_NAME, 1, 13);
    assert_told("{\"players\":[\"a\",\n\"a\"],\"kind\":\"gain\",\"values\":{}}", CH_WANT_UNIQUE, 2, 1);
    assert_told("{\"players\":[1],\"kind\":\"gain\",\"values\":{}}", CH_WANT_STRING, 1, 13);
    assert_told("{\"players\":[\"a\"],\"kind\":\"cost\",\"values\":{\"a\":281474976710657}}", CH_WANT_GAME_NUMBER, 1,
                42);
}

static void faults_of_families_are_told(void **state)
{
    (void)state;
    assert_told("{\"family\":\"auction\"}", CH_WANT_GAME_FORM, 1, 2);
    assert_told("{\"family\":\"bankruptcy\",\"estate\":7,\"claims\":[1,2.5]}", CH_WANT_GAME_ESTATE, 1, 24);
    assert_told("{\"family\":\"bankruptcy\",\"estate\":\"7\",\"claims\":[1,2.5]}", CH_WANT_NUMBER, 1, 24);
    assert_told("{\"family\":\"bankruptcy\",\"claims\":[1,2.5]}", CH_WANT_MEMBER, 1, 1);
    assert_told("{\"family\":\"bankruptcy\",\"estate\":-7,\"claims\":[1,2.5]}", CH_WANT_RANGE, 1, 24);
    assert_told("{\"family\":\"airport\",\"costs\":[1,\n-2]}", CH_WANT_RANGE, 2, 1);
    assert_told("{\"family\":\"airport\",\"costs\":[1,\"2\"]}", CH_WANT_NUMBER, 1, 32);
    assert_told("{\"family\":\"airport\",\"costs\":[]}", CH_WANT_GAME_PLAYERS, 1, 21);
    assert_told("{\"family\":\"airport\",\"costs\":{}}", CH_WANT_ARRAY, 1, 21);
    assert_told("{\"family\":\"airport\"}", CH_WANT_MEMBER, 1, 1);
    assert_told("{\"family\":\"airport\",\"costs\":[1],\"quota\":1}", CH_WANT_GAME_MEMBER, 1, 33);
    assert_told("{\"family\":\"airport\",\"costs\":[9007199254740992,1]}", CH_WANT_GAME_NUMBER, 1, 47);
    assert_told("{\"family\":\"weighted-majority\",\"quota\":0,\"weights\":[1]}", CH_WANT_RANGE, 1, 31);
    assert_told("{\"family\":\"mst\",\"costs\":[[0,1],[2,0]]}", CH_WANT_GAME_SYMMETRIC, 1, 33);
    assert_told("{\"family\":\"mst\",\"costs\":[[0,1],[1]]}", CH_WANT_GAME_ROW, 1, 32);
    assert_told("{\"family\":\"mst\",\"costs\":[[0]]}", CH_WANT_GAME_PLAYERS, 1, 17);
    assert_told("{\"family\":\"mst\",\"costs\":[[0,1],[1,0]],\"matrix\":1}", CH_WANT_MEMBER_ONCE, 1, 39);
    assert_told("{\"family\":\"assignment\",\"values\":[[1,2],[1]]}", CH_WANT_GAME_ROW, 1, 40);
    assert_told("{\"family\":\"assignment\",\"values\":[[]]}", CH_WANT_GAME_PLAYERS, 1, 24);
}

/* 24 players and nothing else: 2^24 - 1 groups are missing, a thousand are told, all are counted. */
static void missing_groups_are_told_and_counted(void **state)
{
    (void)state;
    work w;
    assert_int_equal(read_it(&w, "{\"players\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\","
                                 "\"l\",\"m\",\"n\",\"o\",\"p\","
                                 "\"q\",\"r\",\"s\",\"t\",\"u\",\"v\",\"w\",\"x\"],\"kind\":\"gain\",\"values\":{}}"),
                     CH_EDATA);
    assert_int_equal(w.faults.count, (1 << 24) - 1);
    assert_int_equal(w.faults.kept, CH_FAULTS_KEPT);
    assert_true(ch_text_equal(w.faults.list[2].detail, CH_TEXT("a,b")));
    end(&w);
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    work w;
    assert_int_equal(
        read_it(&w, "{\"players\":[\"a\",\"b\"],\"kind\":\"gains\",\"values\":{\"a\":\"x\",\"c\":1},\"y\":1}"),
        CH_EDATA);
    assert_int_equal(w.faults.count, 6); /* kind, a's value, group c, member y, and b and a,b missing */
    end(&w);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    static const char *const json[] = {TABLE("\"a\":1,\"b\":2,\"a,b\":3"), TABLE("\"a\":1,\"b\":2"),
                                       "{\"family\":\"bankruptcy\",\"estate\":2,\"claims\":[1,2.5]}",
                                       "{\"family\":\"mst\",\"costs\":[[0,5],[5,0]]}"};
    for (size_t i = 0; i < sizeof json / sizeof *json; i++)
        for (size_t at = 1;; at++) {
            failing broken = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&broken);
            ch_arena arena = CH_ARENA(&memory);
            ch_faults faults = {.arena = CH_ARENA(&memory)};
            ch_game_file game;
            const ch_err err = ch_game_file_read(&arena, CH_TEXT("g"), ch_text_of(json[i]), &game, &faults);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
            assert_int_equal(broken.live, 0);
            if (err == (i == 1 ? CH_EDATA : CH_OK))
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_stand_in_any_order),
        cmocka_unit_test(decimals_become_one_unit),
        cmocka_unit_test(families_are_read),
        cmocka_unit_test(players_of_families_are_numbered),
        cmocka_unit_test(faults_of_tables_are_told),
        cmocka_unit_test(faults_of_families_are_told),
        cmocka_unit_test(missing_groups_are_told_and_counted),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
