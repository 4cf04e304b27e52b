/* test_bundle.c - an agreement as a zone of its own answers as the whole zone does. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "changhe/agreements.h"
#include "changhe/bundle.h"

#include "failing.h"
#include "make_zone.h"

#include <stdlib.h>
#include <string.h>

#include "bundled.h" /* last: it calls a variable zone */

static ch_buf csv_of(const ch_zone *of, ch_text agreement)
{
    const ch_split_question question = {.zone = of, .agreement = agreement};
    ch_buf out = {0};
    assert_int_equal(ch_answer_split_csv(&question, &out, NULL), CH_OK);
    return out;
}

static void every_agreement_alone_is_divided_as_in_its_zone(void **state)
{
    (void)state;
    for (size_t i = 0; i < zone->agreements.rows; i++) {
        const ch_text id = zone->agreements.id[i];
        ch_zone *bundle;
        assert_int_equal(ch_bundle_make(zone, id, &bundle, NULL), CH_OK);
        ch_buf whole = csv_of(zone, id), alone = csv_of(bundle, id);
        assert_int_equal(whole.len, alone.len);
        assert_memory_equal(whole.at, alone.at, whole.len);
        assert_int_equal(bundle->agreements.rows, 1);
        assert_int_equal(bundle->firms.rows, 0);
        ch_buf_free(&whole);
        ch_buf_free(&alone);
        ch_zone_drop(bundle);
    }
}

/* What was written is read again with all checks. */
static void its_folder_is_sound(void **state)
{
    (void)state;
    char dir[] = "/tmp/changhe-bundle-XXXXXX", before[17], after[17], line[64];
    ch_zone *bundle, *read;
    ch_faults faults = {0};
    assert_non_null(mkdtemp(dir));
    assert_int_equal(ch_bundle_make(zone, CH_TEXT("typical"), &bundle, NULL), CH_OK);
    assert_int_equal(ch_folder_write(bundle, dir, &faults), CH_OK);
    assert_int_equal(ch_folder_read(dir, NULL, &read, &faults), CH_OK);
    ch_zone_digest(bundle, before);
    ch_zone_digest(read, after);
    assert_string_equal(before, after);
    snprintf(line, sizeof line, "rm -r %s", dir);
    assert_int_equal(system(line), 0);
    ch_zone_drop(read);
    ch_zone_drop(bundle);
    ch_faults_free(&faults);
}

#define SMALL \
    "places: id,level\na,county\nb,county\nz,zone\nzone: id,place,members\nz,z,a b\n" \
    "firms: id,place\nf,a\n" \
    "projects: id,kind,place,firm\nj,industry,a,f\n" \
    "agreements: " \
    "id,form,project,base,base_wan,start_event,start_on\nd,referral,j,stated,9,signed,2024\ne,fund,,stated,9,signed," \
    "2024\n" \
    "agreement_parties: agreement,party,place,role\nd,a,a,origin\nd,b,b,host\ne,b,b,host\n" \
    "agreement_phases: id,agreement,party,from_year,to_year,weight\np,d,a,0,5,1/3\n"

static void what_it_names_outside_stays_behind(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, SMALL), *bundle;
    ch_faults faults = {0};
    assert_int_equal(ch_bundle_make(made, CH_TEXT("d"), &bundle, &faults), CH_OK);
    assert_int_equal(bundle->agreements.project[0].len, 0);
    assert_int_equal(made->agreements.project[0].len, 1);
    assert_int_equal(bundle->projects.rows, 0);
    assert_int_equal(bundle->agreement_parties.rows, 2);
    ch_zone_drop(bundle);
    assert_int_equal(ch_bundle_make(made, CH_TEXT("x"), &bundle, &faults), CH_ENONE);
    assert_null(bundle);
    assert_int_equal(faults.list[0].want, CH_WANT_AGREEMENT_ID);
    ch_faults_free(&faults);
    ch_zone_drop(made);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {0};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_zone *made = make_zone(&memory, SMALL), *bundle;
        ch_faults faults = {.arena = {.memory = &memory}};
        memory_state.fail_at = memory_state.calls + at;
        const ch_err err = ch_bundle_make(made, CH_TEXT("d"), &bundle, &faults);
        ch_zone_drop(bundle);
        ch_faults_free(&faults);
        ch_zone_drop(made);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_agreement_alone_is_divided_as_in_its_zone),
        cmocka_unit_test(its_folder_is_sound),
        cmocka_unit_test(what_it_names_outside_stays_behind),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
