/* test_ready.c - a ready snapshot answers as the desk does, byte for byte, whoever asks at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "changhe/answer.h"
#include "changhe/ready.h"

#include "failing.h"
#include "make_edits.h"
#include "random_question.h"

#include <math.h>
#include <pthread.h>

enum { ZONES = 60, QUESTIONS = 12, FIRMS = 210 };

/* Everything that a question is answered with: JSON and CSV, or code and faults. */
typedef struct {
    ch_buf text;
    bool in_scope;
    size_t firms; /* looked at */
    ch_err err;
} told;

static ch_err answer(const ch_desk *desk, ch_arena *arena, ch_buf *out)
{
    ch_chain_answer chain;
    ch_who_answer who;
    ch_err err = ch_desk_chain(arena, desk, &chain);
    if (err == CH_OK)
        err = ch_desk_who(arena, desk, &who);
    if (err == CH_OK)
        err = ch_answer_chain_json(desk, &chain, out);
    if (err == CH_OK)
        err = ch_answer_who_json(desk, &who, out);
    if (err == CH_OK)
        err = ch_answer_chain_csv(desk, &chain, out);
    return err == CH_OK ? ch_answer_who_csv(desk, &who, out) : err;
}

static void tell_faults(const ch_faults *faults, ch_err err, ch_buf *out)
{
    ch_buf_addf(out, "%d, %zu faults\n", (int)err, faults->count);
    for (size_t i = 0; i < faults->kept; i++) {
        ch_fault_print(&faults->list[i], out);
        ch_fault_print_zh(&faults->list[i], out);
        ch_buf_addc(out, '\n');
    }
}

/* ready NULL: the plain desk. */
static told ask(const ch_memory *memory, const ch_zone *zone, ch_ready *ready, const ch_question *question)
{
    told t = {.text.memory = memory};
    ch_arena arena = CH_ARENA(memory);
    ch_faults faults = {.arena = CH_ARENA(memory)};
    ch_desk desk;
    t.err = ready ? ch_ready_open(&arena, ready, question, &desk, &faults)
                  : ch_desk_open(&arena, zone, question, &desk, &faults);
    if (t.err == CH_OK) {
        t.in_scope = desk.scope != NULL;
        t.firms = desk.zone->firms.rows;
        t.err = answer(&desk, &arena, &t.text);
        ch_desk_close(&desk);
        ch_desk_close(&desk);
    } else {
        tell_faults(&faults, t.err, &t.text);
    }
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return t;
}

static void assert_same_text(const told *a, const told *b, const char *edits)
{
    const size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    size_t at = 0;
    while (at < len && a->text.at[at] == b->text.at[at])
        at++;
    if (at < len || a->text.len != b->text.len) {
        const size_t from = at > 150 ? at - 150 : 0;
        print_message("edits:\n%s\nexpected: %.*s\nfound:    %.*s\n", edits,
                      (int)(a->text.len - from < 400 ? a->text.len - from : 400), a->text.at + from,
                      (int)(b->text.len - from < 400 ? b->text.len - from : 400), b->text.at + from);
        fail();
    }
}

static ch_question draw_question(uint64_t *seed)
{
    static const char *const place[] = {"zone", "c1", "c1,c3", "p", "zz", "o", "q2", "c3,c1", "yy", "x1", "c4", "zone"};
    static const char *const chain[] = {"", "", "k0", "k1"};
    static const size_t top[] = {1, 3, 10, 20, 500, 5, 7, 0};
    ch_question q = {.place = ch_text_of(place[draw(seed, 12)]),
                     .chain = ch_text_of(chain[draw(seed, 4)]),
                     .top = top[draw(seed, 8)],
                     .team = draw(seed, 12) == 0 ? 2 : 0};
    if (draw(seed, 20) == 0)
        q.as_of = 20220000 + 1231;
    if (draw(seed, 25) == 0)
        q.place = CH_TEXT("c1,nowhere");
    if (draw(seed, 25) == 0)
        q.chain = CH_TEXT("ships");
    return q;
}

/* How often each way was met, so that none is missed. */
typedef struct {
    size_t scoped, smaller, whole, refused, nowhere;
} met;

static void compare(const ch_zone *zone, ch_ready *ready, uint64_t *seed, met *ways)
{
    ch_arena arena = {0};
    ch_buf text = {0};
    ch_question question = draw_question(seed);
    if (draw(seed, 5) > 0)
        random_edits(&text, seed, FIRMS);
    ch_buf_addc(&text, '\0');
    ch_edits edits = make_edits(&arena, text.at);
    if (edits.count > 0)
        question.what_if = &edits;
    question.what_if_name = CH_TEXT("edits");

    told expected = ask(NULL, zone, NULL, &question), found = ask(NULL, zone, ready, &question);
    assert_int_equal(expected.err, found.err);
    assert_same_text(&expected, &found, text.at);
    double before, quick;
    assert_int_equal(ch_desk_content_before(zone, &question, &before), CH_OK);
    assert_int_equal(ch_ready_content_before(ready, &question, &quick), CH_OK);
    assert_true(before == quick || (isnan(before) && isnan(quick)));

    ways->scoped += found.in_scope;
    ways->smaller += found.in_scope && 2 * found.firms < expected.firms;
    ways->whole += found.err == CH_OK && !found.in_scope;
    ways->refused += found.err == CH_EDATA;
    ways->nowhere += found.err == CH_ENONE;
    ch_buf_free(&expected.text);
    ch_buf_free(&found.text);
    ch_buf_free(&text);
    ch_arena_free(&arena);
}

static void a_ready_snapshot_answers_and_refuses_as_the_desk_does(void **state)
{
    (void)state;
    met ways = {0};
    for (uint64_t seed = 1; seed <= ZONES; seed++) {
        ch_zone *zone = random_large_zone(NULL, seed, FIRMS);
        ch_ready *ready;
        uint64_t questions = seed * 977;
        ch_zone_hold(zone);
        assert_int_equal(ch_ready_make_of_size(zone, 1, &ready), CH_OK);
        for (size_t i = 0; i < QUESTIONS; i++)
            compare(zone, ready, &questions, &ways);
        ch_ready_drop(ready);
        assert_int_equal(zone->holders, 1);
        ch_zone_drop(zone);
    }
    print_message("scoped %zu, smaller %zu, whole %zu, refused %zu, nowhere %zu\n", ways.scoped, ways.smaller,
                  ways.whole, ways.refused, ways.nowhere);
    assert_true(ways.scoped > 200 && ways.smaller > 50 && ways.whole > 20 && ways.refused > 50 && ways.nowhere > 20);
}

/* Three supplies whose sum tells by its last digit in which order groups came: x, y, z of place c1, unless z
 * joins the group of the firm elsewhere that has a parent by the name of G and stands before them. */
#define IN_ORDER \
    RANDOM_PLACES \
    "segments: id,chain,need,typical\ns,k0,1,0.1\n" \
    "firms: id,name_zh,place,parent,parent_name\na,a,o,,G\np,%s,o,,\nx,x,c1,,\ny,y,c1,,\nz,z,c1,p,%s\n" \
    "firm_segments: firm,segment,capacity\nx,s,0.3\ny,s,0.1\nz,s,0.2\n"

static void groups_that_edits_join_come_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *name_of_p, *name_of_z, *edits;
    } way[] = {{"p", "", "+firms: id=z parent= parent_name=G\n"},
               {"p", "G", "+firms: id=z parent=\n"},
               {"G", "", "-firms: id=p\n"},
               {"p", "", "+firms: id=p name_zh=G\n-firms: id=p\n"},
               {"p", "", "+firms: id=p parent=a\n"},
               {"p", "", "+firms: id=p parent_name=G\n"}};
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        char text[2000];
        ch_arena arena = {0};
        snprintf(text, sizeof text, IN_ORDER, way[i].name_of_p, way[i].name_of_z);
        const ch_edits edits = make_edits(&arena, way[i].edits);
        const ch_question question = {.place = CH_TEXT("c1"), .what_if = &edits, .top = 5};
        ch_zone *zone = make_zone(NULL, text);
        ch_ready *ready;
        ch_zone_hold(zone);
        assert_int_equal(ch_ready_make_of_size(zone, 1, &ready), CH_OK);
        told expected = ask(NULL, zone, NULL, &question), found = ask(NULL, zone, ready, &question);
        assert_int_equal(expected.err, CH_OK);
        assert_true(found.in_scope);
        assert_same_text(&expected, &found, way[i].edits);
        ch_buf_free(&expected.text);
        ch_buf_free(&found.text);
        ch_ready_drop(ready);
        ch_zone_drop(zone);
        ch_arena_free(&arena);
    }
}

static void only_what_hangs_on_firms_is_cut(void **state)
{
    (void)state;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; i < kind->columns; i++) {
            const int to = kind->column[i].to;
            if (to == CH_TABLE_firms)
                assert_true(id == CH_TABLE_firms || id == CH_TABLE_firm_segments || id == CH_TABLE_ties ||
                            id == CH_TABLE_signals || id == CH_TABLE_projects || id == CH_TABLE_firm_years ||
                            id == CH_TABLE_firm_titles || id == CH_TABLE_yields || id == CH_TABLE_leads);
            if (to == CH_TABLE_projects) /* and with them goes all that names an agreement */
                assert_true(id == CH_TABLE_agreements);
            assert_false(to == CH_TABLE_firm_segments || to == CH_TABLE_ties || to == CH_TABLE_signals ||
                         to == CH_TABLE_firm_years || to == CH_TABLE_firm_titles || to == CH_TABLE_yields ||
                         to == CH_TABLE_leads);
            if (to == CH_TABLE_agreements)
                assert_true(id == CH_TABLE_agreement_parties || id == CH_TABLE_agreement_phases ||
                            id == CH_TABLE_agreement_amounts || id == CH_TABLE_agreement_plans ||
                            id == CH_TABLE_agreement_groups || id == CH_TABLE_agreement_figures);
        }
    }
}

static void a_small_zone_is_asked_as_a_whole(void **state)
{
    (void)state;
    ch_zone *zone = random_large_zone(NULL, 3, FIRMS);
    ch_ready *ready;
    char digest[17];
    const ch_question question = {.place = CH_TEXT("c1"), .top = 5};
    ch_zone_digest(zone, digest);
    assert_int_equal(ch_ready_make(zone, &ready), CH_OK);
    assert_ptr_equal(ch_ready_zone(ready), zone);
    assert_string_equal(ch_ready_digest(ready), digest);
    told found = ask(NULL, zone, ready, &question);
    assert_int_equal(found.err, CH_OK);
    assert_false(found.in_scope);
    ch_buf_free(&found.text);
    ch_ready_hold(ready);
    ch_ready_drop(ready);
    ch_ready_drop(ready);
    ch_ready_drop(NULL);
}

static void excluded_firms_are_counted_and_a_hundred_of_each_reason_named(void **state)
{
    (void)state;
    ch_zone *zone = random_large_zone(NULL, 5, FIRMS);
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_desk desk;
    ch_who_answer who;
    const ch_edits no_links = make_edits(&arena, "-firms: id=f000\n");
    const ch_question question = {.place = CH_TEXT("o"), .chain = CH_TEXT("k0"), .what_if = &no_links};
    assert_int_equal(ch_desk_open(&arena, zone, &question, &desk, &faults), CH_OK);
    assert_int_equal(ch_desk_who(&arena, &desk, &who), CH_OK);
    size_t named[CH_TARGET_REASONS] = {0}, counted = 0, local = 0;
    for (size_t i = 0; i < who.ranking.excludeds; i++) {
        named[who.ranking.excluded[i].reason]++;
        assert_true(i == 0 || who.ranking.excluded[i - 1].firm < who.ranking.excluded[i].firm);
    }
    for (int reason = 0; reason < CH_TARGET_REASONS; reason++) {
        const size_t count = who.ranking.excluded_count[reason];
        counted += count;
        assert_int_equal(named[reason], count < CH_EXCLUDED_LISTED ? count : CH_EXCLUDED_LISTED);
    }
    for (size_t i = 0; i < desk.zone->firms.rows; i++)
        local += ch_chain_is_local(desk.net, &desk.set, i);
    assert_int_equal(who.ranking.found + counted + local, desk.zone->firms.rows);
    ch_desk_close(&desk);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

/* ---- many threads */

enum { THREADS = 6, ROUNDS = 8, ASKED = 5 };
static const char *const asked_place[ASKED] = {"zone", "c1", "p", "o", "c2,c4"};

typedef struct {
    ch_ready *ready;
    const ch_edits *edits;
    const told *expected;
    size_t first;
    bool differs;
} asker;

static ch_question question_of(size_t i, const ch_edits *edits)
{
    return (ch_question){
        .place = ch_text_of(asked_place[i % ASKED]), .what_if = edits, .what_if_name = CH_TEXT("edits"), .top = 4};
}

static void *ask_often(void *self)
{
    asker *a = self;
    for (size_t i = 0; i < ROUNDS * ASKED; i++) {
        const size_t at = (a->first + i) % ASKED;
        const ch_question question = question_of(at, a->edits);
        double before;
        told found = ask(NULL, NULL, a->ready, &question);
        a->differs |= ch_ready_content_before(a->ready, &question, &before) != CH_OK;
        a->differs |= !ch_text_equal(ch_buf_text(&found.text), ch_buf_text(&a->expected[at].text));
        ch_buf_free(&found.text);
    }
    ch_ready_drop(a->ready);
    return NULL;
}

static void many_threads_hear_the_same(void **state)
{
    (void)state;
    ch_zone *zone = random_large_zone(NULL, 11, FIRMS);
    ch_arena arena = {0};
    const ch_edits edits = make_edits(&arena, "+firms: id=new name_zh=new place=c1 source=book\n"
                                              "+firm_segments: firm=new segment=s03\n-firms: id=f007\n");
    ch_ready *ready;
    told expected[ASKED];
    asker askers[THREADS];
    pthread_t thread[THREADS];
    for (size_t i = 0; i < ASKED; i++) {
        const ch_question question = question_of(i, &edits);
        expected[i] = ask(NULL, zone, NULL, &question);
        assert_int_equal(expected[i].err, CH_OK);
    }
    assert_int_equal(ch_ready_make_of_size(zone, 1, &ready), CH_OK);
    for (size_t i = 0; i < THREADS; i++) {
        ch_ready_hold(ready);
        askers[i] = (asker){ready, &edits, expected, i, false};
        assert_int_equal(pthread_create(&thread[i], NULL, ask_often, &askers[i]), 0);
    }
    ch_ready_drop(ready); /* who asks holds it */
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_false(askers[i].differs);
    }
    for (size_t i = 0; i < ASKED; i++)
        ch_buf_free(&expected[i].text);
    ch_arena_free(&arena);
}

static void places_asked_long_ago_are_worked_out_again(void **state)
{
    (void)state;
    static const char *const place[] = {"c1", "c2", "c3", "c4", "o", "q1", "q2", "p", "yy", "zz"};
    ch_zone *zone = random_large_zone(NULL, 13, FIRMS);
    ch_ready *ready;
    ch_zone_hold(zone);
    assert_int_equal(ch_ready_make_of_size(zone, 1, &ready), CH_OK);
    for (size_t i = 0; i < 60; i++) { /* more pairs than are kept, and the first of them once more */
        char both[16];
        snprintf(both, sizeof both, "%s,%s", place[i % 10], place[i / 10 * 3 % 10]);
        const ch_question question = {.place = ch_text_of(both), .top = 3};
        told expected = ask(NULL, zone, NULL, &question), found = ask(NULL, zone, ready, &question);
        assert_same_text(&expected, &found, both);
        ch_buf_free(&expected.text);
        ch_buf_free(&found.text);
    }
    ch_ready_drop(ready);
    ch_zone_drop(zone);
}

/* ---- memory */

static ch_err everything(ch_zone *zone, const ch_edits *edits, const ch_memory *memory)
{
    ch_ready *ready;
    ch_zone_hold(zone);
    ch_err err = ch_ready_make_of_size(zone, 1, &ready);
    if (err != CH_OK)
        return err;
    const ch_question question = {.place = CH_TEXT("c1,c2"), .what_if = edits, .top = 2};
    double before;
    told found = ask(memory, zone, ready, &question);
    err = found.err == CH_OK && found.text.failed ? CH_ENOMEM : found.err;
    ch_buf_free(&found.text);
    if (err == CH_OK)
        err = ch_ready_content_before(ready, &question, &before);
    ch_ready_drop(ready);
    return err;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    failing memory = {0};
    const ch_memory hook = FAILING_MEMORY(&memory);
    ch_zone *zone = random_large_zone(&hook, 17, 30);
    ch_arena arena = {0};
    const ch_edits edits = make_edits(&arena, "+firms: id=new name_zh=new place=c1 parent_name=G source=book\n"
                                              "+firm_segments: firm=new segment=s03\n-firms: id=f007\n"
                                              "+ties: supplier=f001 customer=new evidence=e9 source=book\n");
    const size_t held = memory.live;
    ch_err err = CH_ENOMEM;
    for (size_t at = 1; err != CH_OK; at++) {
        memory.calls = 0;
        memory.fail_at = at;
        err = everything(zone, &edits, &hook);
        assert_int_equal(memory.live, held);
        assert_true(err == CH_OK || err == CH_ENOMEM);
    }
    memory.fail_at = 0;
    ch_zone_drop(zone);
    ch_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ready_snapshot_answers_and_refuses_as_the_desk_does),
        cmocka_unit_test(groups_that_edits_join_come_in_their_order),
        cmocka_unit_test(only_what_hangs_on_firms_is_cut),
        cmocka_unit_test(a_small_zone_is_asked_as_a_whole),
        cmocka_unit_test(excluded_firms_are_counted_and_a_hundred_of_each_reason_named),
        cmocka_unit_test(many_threads_hear_the_same),
        cmocka_unit_test(places_asked_long_ago_are_worked_out_again),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
