/* test_revise.c - changes that are to last: compared, allowed, checked, and put back. */
#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "revising.h"
#include "told.h"

#include "bundled.h" /* last: it calls a variable zone */

#include <string.h>

static const char SMALL[] = "places: id,level,parent\n"
                            "a,county,\n"
                            "a1,farm,a\n"
                            "b,county,\n"
                            "z,zone,a\n"
                            "zone: id,place,members\n"
                            "zone,z,a b\n"
                            "chains: id\n"
                            "c\n"
                            "segments: id,chain\n"
                            "s,c\n"
                            "firms: id,place,parent,parent_name,follow_up\n"
                            "fa,a,,Holding,talks\n"
                            "fb,b,fa,,\n"
                            "fc,a1,fa,,\n"
                            "firm_segments: firm,segment\n"
                            "fa,s\n"
                            "fb,s\n";

/* One revision with all that it needs. */
typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_zone *zone;
    ch_revised revised;
    ch_err err;
} revision;

static revision begin(const char *text)
{
    return (revision){.zone = make_zone(NULL, text)};
}

static void revise(revision *r, const char *text, const ch_author *author)
{
    r->err = revising_text(&r->arena, r->zone, text, author, &r->revised, &r->faults);
}

static void end(revision *r)
{
    ch_zone_drop(r->revised.zone);
    ch_zone_drop(r->zone);
    ch_faults_free(&r->faults);
    ch_arena_free(&r->arena);
}

static void assert_outcome(const revision *r, ch_revise_outcome outcome)
{
    assert_int_equal(r->err, CH_OK);
    assert_int_equal(r->revised.outcome, outcome);
    assert_true((r->revised.zone != NULL) == (outcome == CH_REVISE_DONE));
}

static ch_author author_of(const ch_grant *grant)
{
    return (ch_author){grant, 1};
}

static void assert_change(const revision *r, size_t i, const char *table, const char *key, const char *before,
                          const char *after)
{
    assert_true(i < r->revised.rows);
    const ch_row_change *change = &r->revised.change[i];
    char text[4][500];
    const ch_text part[] = {change->table, change->key, change->before, change->after};
    for (size_t k = 0; k < 4; k++)
        snprintf(text[k], sizeof text[k], "%.*s", PRINTED(part[k]));
    assert_string_equal(text[0], table);
    assert_string_equal(text[1], key);
    assert_string_equal(text[2], before);
    assert_string_equal(text[3], after);
}

static void a_row_is_told_before_and_after(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    revise(&r, "+firms: id=fa follow_up= role=leader\n+firm_segments: firm=fc segment=s capacity=0.5\n",
           &revising_steward);
    assert_outcome(&r, CH_REVISE_DONE);
    assert_int_equal(r.revised.rows, 2);
    assert_change(&r, 0, "firms", "fa",
                  "{\"id\":\"fa\",\"name_zh\":\"fa\",\"parent_name\":\"Holding\",\"place\":\"a\",\"source\":["
                  "\"illustrative\"],\"follow_up\":\"talks\"}",
                  "{\"id\":\"fa\",\"name_zh\":\"fa\",\"parent_name\":\"Holding\",\"place\":\"a\",\"role\":\"leader\","
                  "\"source\":[\"illustrative\"]}");
    assert_change(&r, 1, "firm_segments", "fc,s", "", "{\"firm\":\"fc\",\"segment\":\"s\",\"capacity\":0.5}");
    assert_true(ch_text_equal(r.revised.change[1].place_after, CH_TEXT("a1")));
    assert_int_equal(r.revised.change[1].place_before.len, 0);
    end(&r);
}

/* Of two parties, one without a place, and one that an editor would add. */
static const char AGREED[] =
    "places: id,level\na,county\nb,county\nz,zone\nzone: id,place,members\nzone,z,a b\n"
    "sources: id,title\ns1,paper\n"
    "agreements: id,form,base,start_event,source\nd,fund,stated,signed,s1\ne,fund,stated,signed,s1\n"
    "f,fund,stated,signed,s1\n"
    "agreement_parties: agreement,party,place,role,alone_wan,source\n"
    "d,x,,host,7,s1\ne,p,a,origin,7,s1\ne,q,b,host,7,s1\n";

static void nobody_takes_part_in_an_agreement_of_others_by_adding_himself(void **state)
{
    (void)state;
    static const ch_grant of_a = {CH_EDITOR, {"a", 1}}, of_both[] = {{CH_EDITOR, {"a", 1}}, {CH_EDITOR, {"b", 1}}};
    static const char *const mine[] = {
        "+agreement_parties: agreement=d party=me place=a role=other source=s1\n",
        "+agreement_parties: agreement=e party=me place=a role=other source=s1\n",
        "+agreement_parties: agreement=f party=me place=a role=host source=s1\n",
        "+agreement_amounts: id=n agreement=e period=2024 stream=vat kind=actual gross_wan=1 source=s1\n",
        "-agreement_parties: agreement=e party=p\n"};
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++) {
        revision r = begin(AGREED);
        const ch_author one = author_of(&of_a);
        revise(&r, mine[i], &one);
        assert_outcome(&r, CH_REVISE_REFUSED);
        end(&r);
    }
    revision r = begin(AGREED);
    const ch_author both = {of_both, 2};
    revise(&r, mine[3], &both);
    assert_outcome(&r, CH_REVISE_DONE);
    assert_true(ch_text_equal(r.revised.change[0].place_after, CH_TEXT("a b"))); /* the log is for readers of either */
    end(&r);
    r = begin(AGREED);
    const ch_author one = author_of(&of_a);
    revise(&r,
           "+agreements: id=g name_zh=g form=fund base=stated start_event=signed source=s1\n"
           "+agreement_parties: agreement=g party=me place=a role=host source=s1\n",
           &one);
    assert_outcome(&r, CH_REVISE_DONE); /* an agreement of one's own */
    end(&r);
}

static void what_hangs_on_a_row_is_told_too(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    revise(&r, "-firms: id=fa\n", &revising_steward);
    assert_outcome(&r, CH_REVISE_DONE);
    assert_int_equal(r.revised.rows, 4); /* the firm, both that lay under it, its segment */
    assert_change(&r, 1, "firms", "fb",
                  "{\"id\":\"fb\",\"name_zh\":\"fb\",\"parent\":\"fa\",\"place\":\"b\",\"source\":[\"illustrative\"]}",
                  "{\"id\":\"fb\",\"name_zh\":\"fb\",\"parent_name\":\"Holding\",\"place\":\"b\",\"source\":["
                  "\"illustrative\"]}");
    assert_change(&r, 3, "firm_segments", "fa,s", "{\"firm\":\"fa\",\"segment\":\"s\"}", "");
    end(&r);
}

static void rows_not_as_they_were_read_are_all_conflicts(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    const ch_edits edits = make_edits(&r.arena, "+firms: id=fa role=leader\n+firms: id=fb role=leader\n"
                                                "+firms: id=new name_zh=n place=a source=illustrative\n"
                                                "+firms: id=fc role=bogus\n+firms: id=fa note=x\n");
    ch_row_version *version = revising_versions(&r.arena, r.zone, &edits);
    version[0].digest ^= 1;                                 /* changed since */
    version[1] = (ch_row_version){0};                       /* thought not to be there */
    version[2] = (ch_row_version){true, version[3].digest}; /* gone since */
    version[4].digest ^= 1;                                 /* the first again */
    const ch_err err = ch_revise(&r.arena, r.zone, &edits, version, &revising_steward, &r.revised, &r.faults);
    r.err = err;
    assert_outcome(&r, CH_REVISE_CONFLICT);
    assert_int_equal(r.revised.conflicts, 3);
    assert_true(ch_text_equal(r.revised.conflict[0].key, CH_TEXT("fa")));
    assert_int_equal(r.revised.conflict[0].row, ch_zone_find(r.zone, CH_TABLE_firms, CH_TEXT("fa")));
    assert_true(ch_text_equal(r.revised.conflict[2].key, CH_TEXT("new")));
    assert_int_equal(r.revised.conflict[2].row, SIZE_MAX);
    assert_int_equal(r.faults.count, 0); /* the bogus role was not looked at */
    end(&r);
}

static void faults_of_the_edits_are_told(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    revise(&r, "+firms: id=fc role=bogus\n+firms: id=fa place=nowhere\n", &revising_steward);
    assert_int_equal(r.err, CH_EDATA);
    assert_null(r.revised.zone);
    assert_int_equal(told(&r.faults, CH_WANT_WORD, 1, "bogus", NULL), 1);
    end(&r);
}

static void edits_that_change_nothing_are_the_same(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    revise(&r, "+firms: id=fa place=a\n", &revising_steward);
    assert_outcome(&r, CH_REVISE_SAME);
    end(&r);
}

static void assert_refused(const char *text, const ch_grant *grant, const char *row)
{
    revision r = begin(SMALL);
    const ch_author author = author_of(grant);
    revise(&r, text, &author);
    assert_outcome(&r, CH_REVISE_REFUSED);
    assert_int_equal(told(&r.faults, CH_WANT_CHANGEABLE_ROW, 0, row, NULL), 1);
    end(&r);
}

static void an_editor_changes_rows_of_the_place_before_and_after(void **state)
{
    (void)state;
    const ch_grant of_a = {CH_EDITOR, {"a", 1}}, of_b = {CH_EDITOR, {"b", 1}}, reads_b = {CH_READER, {"b", 1}};
    const ch_author author = author_of(&of_a);
    revision r = begin(SMALL);
    revise(&r, "+firms: id=fc note=x\n+firms: id=n name_zh=n place=a source=illustrative\n",
           &author); /* a1 lies in a */
    assert_outcome(&r, CH_REVISE_DONE);
    end(&r);

    assert_refused("+firms: id=fb note=x\n", &of_a, "fb");
    assert_refused("+firms: id=fb note=x\n", &reads_b, "fb");
    assert_refused("+firms: id=fa place=b\n", &of_a, "fa"); /* after */
    assert_refused("+firms: id=fa place=b\n", &of_b, "fa"); /* before */
    assert_refused("+firms: id=n name_zh=n place=b source=illustrative\n", &of_a, "n");
    assert_refused("-firms: id=fa\n", &of_a, "fb"); /* which would get another parent */
    assert_refused("+segments: id=s name_zh=x\n", &of_a, "s");
    assert_refused("+segments: id=s name_zh=x\n", &(ch_grant){CH_EDITOR, {"zone", 4}}, "s");
}

static void a_column_unseen_is_not_set(void **state)
{
    (void)state;
    revision r = begin(SMALL);
    const ch_grant of_a = {CH_EDITOR, {"a", 1}};
    const ch_author author = author_of(&of_a);
    revise(&r, "+firms: id=fb follow_up=x\n", &author);
    assert_outcome(&r, CH_REVISE_REFUSED);
    assert_int_equal(told(&r.faults, CH_WANT_SEEN_COLUMN, 1, NULL, NULL), 1);
    end(&r);
}

/* ---- back */

static ch_err back(ch_arena *arena, const ch_zone *base, const ch_revised *done, ch_revised *undone, ch_faults *faults)
{
    return ch_revise_back(arena, base, CH_TEXT("undo"), done->change, done->rows, &revising_steward, undone, faults);
}

static void assert_same_content(const ch_zone *a, const ch_zone *b)
{
    char one[17], other[17];
    ch_zone_digest(a, one);
    ch_zone_digest(b, other);
    assert_string_equal(one, other);
}

/* Undone gives the snapshot before, undone again the one after. */
static void assert_goes_back(ch_arena *arena, const ch_zone *base, const ch_revised *done, ch_faults *faults)
{
    ch_revised undone, redone;
    assert_int_equal(back(arena, done->zone, done, &undone, faults), CH_OK);
    assert_int_equal(undone.outcome, CH_REVISE_DONE);
    assert_same_content(undone.zone, base);
    assert_int_equal(back(arena, undone.zone, &undone, &redone, faults), CH_OK);
    assert_int_equal(redone.outcome, CH_REVISE_DONE);
    assert_same_content(redone.zone, done->zone);
    ch_zone_drop(undone.zone);
    ch_zone_drop(redone.zone);
}

static void a_firm_taken_away_comes_back_with_all_that_hung_on_it(void **state)
{
    (void)state;
    static const char *const text[] = {"-firms: id=fa\n", "+firms: id=fa follow_up= parent_name= role=leader\n",
                                       "-segments: id=s\n",
                                       ("+firms: id=n name_zh=n place=b source=illustrative\n+firms: id=fc parent=n\n"
                                        "+firm_segments: firm=n segment=s\n-firm_segments: firm=fa segment=s\n")};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        revision r = begin(SMALL);
        revise(&r, text[i], &revising_steward);
        assert_outcome(&r, CH_REVISE_DONE);
        assert_goes_back(&r.arena, r.zone, &r.revised, &r.faults);
        end(&r);
    }
}

static ch_text row_named(ch_table_id table, uint64_t *seed)
{
    const ch_text *id = zone->table[table]->column[0];
    return id[draw(seed, (uint32_t)zone->table[table]->rows)];
}

/* One edit of the bundled zone at random; many do not fit. */
static void add_random_edit(ch_buf *text, uint64_t *seed)
{
    const ch_text firm = row_named(CH_TABLE_firms, seed), segment = row_named(CH_TABLE_segments, seed);
    const ch_text place = row_named(CH_TABLE_places, seed), other = row_named(CH_TABLE_firms, seed);
    switch (draw(seed, 9)) {
    case 0: ch_buf_addf(text, "-firms: id=%.*s\n", PRINTED(firm)); break;
    case 1: ch_buf_addf(text, "+firms: id=%.*s parent=%.*s\n", PRINTED(firm), PRINTED(other)); break;
    case 2:
        ch_buf_addf(text, "+firms: id=%.*s lon=%u.125 lat=30.3 frame=gcj02\n", PRINTED(firm), 100 + draw(seed, 9));
        break;
    case 3: ch_buf_addf(text, "+firms: id=%.*s place=%.*s note=\n", PRINTED(firm), PRINTED(place)); break;
    case 4:
        ch_buf_addf(text, "+firms: id=n%u name_zh=n place=%.*s source=illustrative parent=%.*s\n", draw(seed, 3),
                    PRINTED(place), PRINTED(firm));
        break;
    case 5: ch_buf_addf(text, "+firm_segments: firm=%.*s segment=%.*s\n", PRINTED(firm), PRINTED(segment)); break;
    case 6: ch_buf_addf(text, "-segments: id=%.*s\n", PRINTED(segment)); break;
    case 7: ch_buf_addf(text, "+segments: id=%.*s gb4754= note=x\n", PRINTED(segment)); break;
    case 8: ch_buf_addf(text, "-districts: id=%.*s\n", PRINTED(row_named(CH_TABLE_districts, seed))); break;
    }
}

static void any_change_that_was_done_can_be_taken_back(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t done = 0;
    for (int i = 0; i < 300; i++) {
        ch_buf text = {0};
        for (uint32_t n = 1 + draw(&seed, 4); n > 0; n--)
            add_random_edit(&text, &seed);
        ch_buf_addc(&text, '\0');
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_revised revised;
        const ch_err err = revising_text(&arena, zone, text.at, &revising_steward, &revised, &faults);
        assert_true(err == CH_OK || (err == CH_EDATA && faults.count > 0));
        if (err == CH_OK && revised.outcome == CH_REVISE_DONE) {
            assert_goes_back(&arena, zone, &revised, &faults);
            done++;
        }
        ch_zone_drop(err == CH_OK ? revised.zone : NULL);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
        ch_buf_free(&text);
    }
    assert_true(done > 100);
}

/* After the change somebody else does more; taking the change back meets that. */
static void assert_in_the_way(const char *change, const char *since, const char *key)
{
    revision r = begin(SMALL);
    revise(&r, change, &revising_steward);
    assert_outcome(&r, CH_REVISE_DONE);
    ch_revised later, undone;
    assert_int_equal(revising_text(&r.arena, r.revised.zone, since, &revising_steward, &later, &r.faults), CH_OK);
    assert_int_equal(later.outcome, CH_REVISE_DONE);
    const ch_err err = back(&r.arena, later.zone, &r.revised, &undone, &r.faults);
    if (key) {
        assert_int_equal(err, CH_OK);
        assert_int_equal(undone.outcome, CH_REVISE_CONFLICT);
        assert_int_equal(undone.conflicts, 1);
        assert_true(ch_text_equal(undone.conflict[0].key, ch_text_of(key)));
    } else {
        assert_int_equal(err, CH_EDATA);
        assert_true(r.faults.count > 0);
    }
    assert_null(undone.zone);
    ch_zone_drop(later.zone);
    end(&r);
}

static void what_was_done_since_is_in_the_way(void **state)
{
    (void)state;
    assert_in_the_way("+firms: id=fb note=x\n", "+firms: id=fb role=leader\n", "fb");
    assert_in_the_way("+firms: id=fb note=x\n", "-firms: id=fb\n", "fb");
    assert_in_the_way("-firms: id=fb\n", "+firms: id=fb name_zh=n place=a source=illustrative\n", "fb");
    /* somebody hung a row on the new firm: it would go with it */
    assert_in_the_way("+firms: id=n name_zh=n place=b source=illustrative\n", "+firm_segments: firm=n segment=s\n",
                      "n,s");
    /* what the row named is gone */
    assert_in_the_way("-firm_segments: firm=fb segment=s\n", "-segments: id=s\n", NULL);
}

static void an_outline_is_not_changed_here(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_revised revised;
    char text[100];
    const ch_text place = zone->outlines.place[0];
    snprintf(text, sizeof text, "+outlines: place=%.*s note=x\n", PRINTED(place));
    assert_int_equal(revising_text(&arena, zone, text, &revising_steward, &revised, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_NO_OUTLINE, 0, NULL, NULL), 1);
    assert_null(revised.zone);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

/* What an editor of Changxing may do to the roads. */
static void works_are_kept_by_those_whose_roads_they_change(void **state)
{
    (void)state;
    static const ch_grant grant[] = {{CH_EDITOR, {"330522", 6}}};
    static const ch_author editor = {grant, 1};
    static const struct {
        const char *edits;
        ch_revise_outcome outcome;
    } tried[] = {
        {"+road_works: id=g50-widening active=yes\n", CH_REVISE_DONE},
        {"+road_works: id=w name_zh=w kind=close edges=e044~e045 source=illustrative\n", CH_REVISE_DONE},
        {"+road_works: id=w name_zh=w kind=close edges=e044~e047 source=illustrative\n",
         CH_REVISE_REFUSED}, /* and Guangde */
        {"+road_works: id=g50-widening edges=e001~e002~e003~e004~e007\n", CH_REVISE_REFUSED},
        {"+road_works: id=w name_zh=w kind=add path=119.6,30.9~119.65,30.95 source=illustrative\n", CH_REVISE_REFUSED},
        {"+road_edges: id=e044 plan_kmh=60\n", CH_REVISE_DONE},
        {"+road_edges: id=e047 plan_kmh=60\n", CH_REVISE_REFUSED},
        {"+facilities: id=ill-school-sian capacity=2000\n", CH_REVISE_DONE},
        {"+facilities: id=ill-school-guangde shared=\n", CH_REVISE_REFUSED},
    };
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_revised revised;
        assert_int_equal(revising_text(&arena, zone, tried[i].edits, &editor, &revised, &faults), CH_OK);
        if (revised.outcome != tried[i].outcome)
            fail_msg("outcome %d: %s", (int)revised.outcome, tried[i].edits);
        ch_zone_drop(revised.zone);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing fails = {0};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_zone *base = make_zone(&memory, SMALL);
        ch_arena arena = CH_ARENA(&memory), texts = {0};
        ch_faults faults = {.arena = CH_ARENA(&memory)};
        const ch_edits edits = make_edits(&texts, "-firms: id=fa\n+firms: id=fb note=x\n");
        const ch_row_version *version = revising_versions(&texts, base, &edits);
        ch_revised revised = {0}, undone = {0};
        fails.calls = 0;
        fails.fail_at = at;
        ch_err err = ch_revise(&arena, base, &edits, version, &revising_steward, &revised, &faults);
        if (err == CH_OK)
            err = back(&arena, revised.zone, &revised, &undone, &faults);
        ch_zone_drop(revised.zone);
        ch_zone_drop(undone.zone);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
        ch_arena_free(&texts);
        ch_zone_drop(base);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_told_before_and_after),
        cmocka_unit_test(nobody_takes_part_in_an_agreement_of_others_by_adding_himself),
        cmocka_unit_test(what_hangs_on_a_row_is_told_too),
        cmocka_unit_test(rows_not_as_they_were_read_are_all_conflicts),
        cmocka_unit_test(faults_of_the_edits_are_told),
        cmocka_unit_test(edits_that_change_nothing_are_the_same),
        cmocka_unit_test(an_editor_changes_rows_of_the_place_before_and_after),
        cmocka_unit_test(a_column_unseen_is_not_set),
        cmocka_unit_test(a_firm_taken_away_comes_back_with_all_that_hung_on_it),
        cmocka_unit_test(any_change_that_was_done_can_be_taken_back),
        cmocka_unit_test(what_was_done_since_is_in_the_way),
        cmocka_unit_test(an_outline_is_not_changed_here),
        cmocka_unit_test(works_are_kept_by_those_whose_roads_they_change),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
