/* test_cut.c - parts of a snapshot: the rows that stay, and what they still know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "changhe/cut.h"
#include "changhe/edit.h"

#include "failing.h"
#include "make_edits.h"
#include "make_zone.h"

#define LAND \
    "places: id,level\nc1,county\nc2,county\nzz,zone\nzone: id,place,members\nz,zz,c1\nplace_history: old,new\nx,c2\n" \
    "chains: id\nk\nsegments: id,chain\na,k\nb,k\n"
#define ALL \
    LAND "firms: id,place,parent,note\nf0,c1,,first\nf1,c2,f0,\nf2,c1,,third\nf3,c2,,\n" \
         "firm_segments: firm,segment\nf0,a\nf1,a\nf1,b\nf3,b\n"
#define SOME \
    LAND "firms: id,place,parent,note\nf0,c1,,first\nf1,c2,f0,\nfirm_segments: firm,segment\nf0,a\nf1,a\nf1,b\n"

static const uint32_t kept_firms[] = {0, 1}, kept_fills[] = {0, 1, 2};

static ch_err cut_some(const ch_zone *base, ch_zone **part)
{
    ch_cut cut[CH_TABLES] = {{0}};
    cut[CH_TABLE_firms] = (ch_cut){true, kept_firms, 2};
    cut[CH_TABLE_firm_segments] = (ch_cut){true, kept_fills, 3};
    return ch_zone_cut(base, cut, part);
}

static void a_part_is_the_zone_that_its_rows_alone_would_make(void **state)
{
    (void)state;
    ch_zone *base = make_zone(NULL, ALL), *alone = make_zone(NULL, SOME), *part;
    char part_digest[17], alone_digest[17];
    assert_int_equal(cut_some(base, &part), CH_OK);
    ch_zone_digest(part, part_digest);
    ch_zone_digest(alone, alone_digest);
    assert_string_equal(part_digest, alone_digest);
    assert_int_equal(part->firms.rows, 2);
    assert_true(ch_text_equal(part->firms.note[0], CH_TEXT("first")));
    assert_int_equal(ch_zone_find(part, CH_TABLE_firms, CH_TEXT("f1")), 1);
    assert_int_equal(ch_zone_find(part, CH_TABLE_firms, CH_TEXT("f2")), SIZE_MAX);
    assert_int_equal(ch_zone_find_place(part, CH_TEXT("x")), 1);
    assert_ptr_equal(part->table[CH_TABLE_places], base->table[CH_TABLE_places]);
    ch_zone_drop(base);
    ch_zone_drop(alone);
    assert_true(ch_text_equal(part->firms.id[1], CH_TEXT("f1"))); /* its texts are held */
    ch_zone_drop(part);
}

static void edits_change_a_part_as_they_change_the_zone(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_edits edits = make_edits(&arena, "-firms: id=f0\n+firms: id=new name_zh=n place=x source=illustrative\n");
    ch_zone *base = make_zone(NULL, ALL), *part, *whole_edited, *part_edited;
    assert_int_equal(cut_some(base, &part), CH_OK);
    assert_int_equal(ch_zone_edit(base, &edits, &whole_edited, &faults), CH_OK);
    assert_int_equal(ch_zone_edit(part, &edits, &part_edited, &faults), CH_OK);
    for (int id = 0; id < CH_TABLES; id++)
        assert_true(whole_edited->table[id]->digest - base->table[id]->digest ==
                    part_edited->table[id]->digest - part->table[id]->digest);
    assert_int_equal(part_edited->firms.rows, 2);
    ch_zone_drop(whole_edited);
    ch_zone_drop(part_edited);
    ch_zone_drop(part);
    ch_zone_drop(base);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    failing memory = {0};
    const ch_memory hook = FAILING_MEMORY(&memory);
    ch_zone *base = make_zone(&hook, ALL), *part;
    const size_t held = memory.live;
    ch_err err = CH_ENOMEM;
    for (size_t at = 1; err != CH_OK; at++) {
        memory.calls = 0;
        memory.fail_at = at;
        err = cut_some(base, &part);
        assert_true(err == CH_OK || (err == CH_ENOMEM && part == NULL));
        ch_zone_drop(part);
        assert_int_equal(memory.live, held);
    }
    ch_zone_drop(base);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_the_zone_that_its_rows_alone_would_make),
        cmocka_unit_test(edits_change_a_part_as_they_change_the_zone),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
