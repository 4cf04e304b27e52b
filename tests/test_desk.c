/* test_desk.c - the parts together on the bundled zone: what-ifs, answers, their bytes. */
#include "bundled.h"
#include "changhe/whatif.h"
#include "failing.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static ch_edits read_edits(ch_arena *arena, const char *json)
{
    ch_edits edits;
    ch_faults faults = {0};
    assert_int_equal(ch_whatif_read(arena, CH_TEXT("what-if.json"), ch_text_of(json), &edits, &faults), CH_OK);
    ch_faults_free(&faults);
    return edits;
}

/* Q of a place, with edits read from JSON or without (NULL). */
static double content(const char *place, const char *json)
{
    ch_arena arena = {0};
    ch_edits edits = {0};
    if (json)
        edits = read_edits(&arena, json);
    const ch_question question = {.place = ch_text_of(place), .what_if = &edits};
    ch_faults faults = {0};
    ch_desk desk;
    assert_int_equal(ch_desk_open(&arena, zone, &question, &desk, &faults), CH_OK);
    ch_faults_free(&faults);
    const double q = desk.state.local_content;
    ch_desk_close(&desk);
    ch_arena_free(&arena);
    return q;
}

static const char *const places[] = {"zone",   "330522", "330523",    "320282", "320481",
                                     "341882", "341821", "341821501", "330100"};
enum { PLACES = sizeof places / sizeof *places };

static void worth_is_what_the_edit_that_adds_a_typical_firm_brings(void **state)
{
    (void)state;
    for (size_t p = 0; p < PLACES; p++) {
        asked *a = ask((ch_question){.place = ch_text_of(places[p])});
        const ch_text stands = a->desk.zone->places.id[a->desk.set.asked[0]];
        for (size_t i = 0; i < zone->segments.rows; i++) {
            char json[512];
            snprintf(json, sizeof json,
                     "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"typical\",\"name_zh\":\"典型企业\","
                     "\"place\":\"%.*s\",\"source\":\"illustrative\"}},{\"table\":\"firm_segments\",\"op\":\"upsert\","
                     "\"row\":{\"firm\":\"typical\",\"segment\":\"%.*s\"}}]",
                     PRINTED(stands), PRINTED(zone->segments.id[i]));
            const double worth = node_of_row(a, i)->worth;
            const double change = content(places[p], json) - a->desk.state.local_content;
            assert_true(fabs(change - worth) <= 1e-12);
            assert_true(worth >= 0);
        }
        done(a);
    }
}

static void what_a_firm_s_going_takes_is_what_the_edit_that_deletes_it_takes(void **state)
{
    (void)state;
    asked *a = ask((ch_question){.place = CH_TEXT("zone")});
    assert_true(a->chain.extractions > 20);
    for (size_t i = 0; i < a->chain.extractions; i++) {
        ch_buf edit = {0};
        const ch_text id = zone->firms.id[a->chain.extraction[i].firm];
        ch_buf_addf(&edit, "[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{\"id\":\"%.*s\"}}]", PRINTED(id));
        ch_buf_addc(&edit, '\0');
        const double left = content("zone", edit.at);
        assert_true(fabs(a->desk.state.local_content - left - a->chain.extraction[i].loss) <= 1e-12);
        ch_buf_free(&edit);
    }
    done(a);
}

static void evidence_points_add_up_to_the_chance(void **state)
{
    (void)state;
    size_t checked = 0;
    for (size_t p = 0; p < PLACES; p++) {
        asked *a = ask((ch_question){.place = ch_text_of(places[p])});
        checked += a->who.ranking.targets;
        for (size_t i = 0; i < a->who.ranking.targets; i++) {
            const ch_target *target = &a->who.ranking.target[i];
            double sum = 0;
            for (size_t k = 0; k < target->points; k++)
                sum += target->point[k].points;
            assert_true(target->points > 0);
            assert_true(fabs(sum + log1p(-target->chance)) <= 1e-9 * sum);
            assert_true(fabs(target->score - target->gain * target->chance) <= 1e-15);
            assert_true(target->gain > 0);
        }
        done(a);
    }
    assert_true(checked > 200); /* of the farm there are none: nothing there needs or feeds anything */
}

static void every_firm_is_local_a_target_or_left_out_with_a_reason(void **state)
{
    (void)state;
    for (size_t p = 0; p < PLACES; p++) {
        asked *a = ask((ch_question){.place = ch_text_of(places[p])});
        const ch_target_ranking *ranking = &a->who.ranking;
        size_t excluded = 0;
        for (int reason = 0; reason < CH_TARGET_REASONS; reason++)
            excluded += ranking->excluded_count[reason];
        assert_int_equal(a->chain.extractions + ranking->found + excluded, zone->firms.rows);
        assert_true(ranking->targets == ranking->found && ranking->excludeds <= excluded);
        done(a);
    }
}

static char *json_of(asked *a, ch_err (*write)(const asked *a, ch_buf *out))
{
    ch_buf out = {0};
    assert_int_equal(write(a, &out), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_false(out.failed);
    return out.at; /* for the caller to free, as ch_buf_free would */
}

static ch_err write_chain(const asked *a, ch_buf *out)
{
    return ch_answer_chain_json(&a->desk, &a->chain, out);
}
static ch_err write_who(const asked *a, ch_buf *out)
{
    return ch_answer_who_json(&a->desk, &a->who, out);
}

static json_t *parsed(const char *text)
{
    json_error_t error;
    json_t *tree = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(tree);
    return tree;
}

static double number(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void chain_json_carries_every_figure_to_the_last_digit(void **state)
{
    (void)state;
    asked *a = ask((ch_question){.place = CH_TEXT("zone")});
    char *text = json_of(a, write_chain);
    assert_memory_equal(text, "{\"version\":\"", 12);
    json_t *tree = parsed(text);
    assert_true(json_is_null(json_object_get(tree, "as_of")));
    assert_true(json_is_null(json_object_get(tree, "what_if")));
    assert_string_equal(json_string_value(json_object_get(tree, "place")), "zone");
    assert_true(number(tree, "local_content") == a->desk.state.local_content);

    size_t told = 0, at;
    json_t *chain, *segment;
    double sum = 0;
    json_array_foreach(json_object_get(tree, "chains"), at, chain)
    {
        size_t i;
        json_array_foreach(json_object_get(chain, "segments"), i, segment)
        {
            const char *id = json_string_value(json_object_get(segment, "id"));
            const ch_chain_node *node = node_named(a, id);
            assert_true(number(segment, "worth") == node->worth);
            assert_true(number(segment, "gain") == node->gain);
            assert_true(number(segment, "fill") + number(segment, "extension") == node->gain);
            assert_true(number(segment, "q") == node->q);
            assert_int_equal(json_integer_value(json_object_get(segment, "x")), node->x);
            assert_true(json_array_size(json_object_get(segment, "marks")) > 0);
            assert_true(json_array_size(json_object_get(segment, "sources")) > 0);
            if (strcmp(id, "H14") != 0) /* N27 counts for both */
                sum += node->q;
            told++;
        }
    }
    assert_int_equal(told, 144);
    assert_true(fabs(sum - a->desk.state.local_content) <= 1e-12);
    json_decref(tree);
    free(text);
    done(a);
}

static void who_json_lists_the_best_so_many_and_the_team_with_its_bound(void **state)
{
    (void)state;
    asked *a = ask((ch_question){.place = CH_TEXT("zone"), .top = 5, .team = 3});
    char *text = json_of(a, write_who);
    json_t *tree = parsed(text), *team = json_object_get(tree, "team");
    assert_int_equal(json_array_size(json_object_get(tree, "targets")), 5);
    assert_int_equal(json_integer_value(json_object_get(tree, "found")), (int)a->who.ranking.targets);
    json_t *counts = json_object_get(tree, "excluded_counts");
    assert_int_equal(json_object_size(counts), CH_TARGET_REASONS);
    for (int reason = 0; reason < CH_TARGET_REASONS; reason++)
        assert_int_equal(json_integer_value(json_object_get(counts, ch_answer_reason_name((ch_target_reason)reason))),
                         (int)a->who.ranking.excluded_count[reason]);
    assert_true(a->who.ranking.excluded_count[CH_TARGET_NO_GAIN] > 10);
    assert_int_equal(json_array_size(json_object_get(team, "firms")), 3);
    assert_true(number(team, "coverage") <= number(team, "bound"));
    assert_true(number(team, "what_if") > 0);
    json_decref(tree);
    free(text);
    done(a);
}

static void the_same_question_gives_the_same_bytes(void **state)
{
    (void)state;
    const ch_question question = {.place = CH_TEXT("330522,341882"), .chain = CH_TEXT("nev"), .team = 2};
    asked *a = ask(question), *b = ask(question);
    char *first = json_of(a, write_chain), *again = json_of(b, write_chain);
    assert_string_equal(first, again);
    free(first);
    free(again);
    first = json_of(a, write_who);
    again = json_of(b, write_who);
    assert_string_equal(first, again);
    free(first);
    free(again);
    done(a);
    done(b);
}

static size_t count_lines(const ch_buf *out)
{
    size_t lines = 0;
    for (size_t i = 0; i < out->len; i++)
        lines += out->at[i] == '\n';
    return lines;
}

static void csv_has_a_row_for_every_segment_and_target(void **state)
{
    (void)state;
    asked *a = ask((ch_question){.place = CH_TEXT("zone"), .chain = CH_TEXT("equipment")});
    ch_buf out = {0};
    assert_int_equal(ch_answer_chain_csv(&a->desk, &a->chain, &out), CH_OK);
    assert_int_equal(count_lines(&out), 1 + 72);
    out.len = 0;
    assert_int_equal(ch_answer_who_csv(&a->desk, &a->who, &out), CH_OK);
    assert_int_equal(count_lines(&out), 1 + a->who.ranking.targets);
    ch_buf_free(&out);
    done(a);
}

static void rows_dated_later_do_not_count(void **state)
{
    (void)state;
    asked *now = ask((ch_question){.place = CH_TEXT("zone")});
    asked *before = ask((ch_question){.place = CH_TEXT("zone"), .as_of = 20221231});
    assert_true(before->desk.zone->firms.rows < now->desk.zone->firms.rows);
    assert_true(before->desk.state.local_content < now->desk.state.local_content);
    /* the survey is of 2023-05: nobody had looked by then, so nothing was known to be missing */
    for (size_t i = 0; i < ch_chain_nodes(before->desk.net); i++)
        assert_int_not_equal(before->desk.state.node[i].class, CH_CHAIN_MISSING);
    done(now);
    done(before);
}

static void a_question_about_what_is_not_there_has_no_answer(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_desk desk;
    const ch_question nowhere = {.place = CH_TEXT("990000,330522,888888"), .chain = CH_TEXT("ships")};
    assert_int_equal(ch_desk_open(&arena, zone, &nowhere, &desk, &faults), CH_ENONE);
    assert_int_equal(faults.count, 3);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void an_edit_at_fault_is_told_and_nothing_is_answered(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits = read_edits(&arena, "[{\"table\":\"firm_segments\",\"op\":\"upsert\",\n"
                                        " \"row\":{\"firm\":\"nobody\",\"segment\":\"N15\"}}]");
    const ch_question question = {.place = CH_TEXT("zone"), .what_if = &edits};
    ch_desk desk;
    assert_int_equal(ch_desk_open(&arena, zone, &question, &desk, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_REFERENCE);
    assert_int_equal(faults.list[0].at.line, 2);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void every_fault_of_an_edit_is_told_at_once(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits = read_edits(&arena, "[{\"table\":\"firms\",\"op\":\"upsert\",\n"
                                        " \"row\":{\"id\":\"x\",\"role\":\"boss\",\n"
                                        " \"place\":\"999999\"}}]");
    const ch_question question = {.place = CH_TEXT("zone"), .what_if = &edits};
    ch_desk desk;
    assert_int_equal(ch_desk_open(&arena, zone, &question, &desk, &faults), CH_EDATA);
    size_t told[3] = {0}; /* a bad role, an unknown place; no name, no source */
    for (size_t i = 0; i < faults.kept; i++) {
        told[0] += faults.list[i].want == CH_WANT_WORD && faults.list[i].at.line == 2;
        told[1] += faults.list[i].want == CH_WANT_REFERENCE && faults.list[i].at.line == 3;
        told[2] += faults.list[i].want == CH_WANT_VALUE;
    }
    assert_int_equal(told[0], 1);
    assert_int_equal(told[1], 1);
    assert_int_equal(told[2], 2);
    assert_int_equal(faults.count, 4);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static ch_err everything(const ch_zone *base, const ch_memory *memory)
{
    ch_arena arena = CH_ARENA(memory);
    ch_buf out = {.memory = memory};
    const ch_question question = {.place = CH_TEXT("zone"), .as_of = 20240101, .team = 2};
    ch_desk desk;
    ch_chain_answer chain;
    ch_who_answer who;
    ch_faults faults = {.arena = CH_ARENA(memory)};
    ch_err err = ch_desk_open(&arena, base, &question, &desk, &faults);
    const bool opened = err == CH_OK;
    if (err == CH_OK)
        err = ch_desk_chain(&arena, &desk, &chain);
    if (err == CH_OK)
        err = ch_desk_who(&arena, &desk, &who);
    if (err == CH_OK)
        err = ch_answer_chain_json(&desk, &chain, &out);
    if (err == CH_OK)
        err = ch_answer_who_json(&desk, &who, &out);
    if (err == CH_OK)
        err = ch_answer_chain_csv(&desk, &chain, &out);
    if (err == CH_OK)
        err = ch_answer_who_csv(&desk, &who, &out);
    if (opened)
        ch_desk_close(&desk);
    ch_buf_free(&out);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return err;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    failing memory = {0};
    const ch_memory hook = FAILING_MEMORY(&memory);
    ch_zone *base = bundled_zone(&hook);
    const size_t held = memory.live;
    ch_err err = CH_ENOMEM;
    for (size_t at = 1; err != CH_OK; at++) {
        memory.calls = 0;
        memory.fail_at = at;
        err = everything(base, &hook);
        assert_int_equal(memory.live, held);
        assert_true(err == CH_OK || err == CH_ENOMEM);
    }
    memory.fail_at = 0;
    ch_zone_drop(base);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worth_is_what_the_edit_that_adds_a_typical_firm_brings),
        cmocka_unit_test(what_a_firm_s_going_takes_is_what_the_edit_that_deletes_it_takes),
        cmocka_unit_test(evidence_points_add_up_to_the_chance),
        cmocka_unit_test(every_firm_is_local_a_target_or_left_out_with_a_reason),
        cmocka_unit_test(chain_json_carries_every_figure_to_the_last_digit),
        cmocka_unit_test(who_json_lists_the_best_so_many_and_the_team_with_its_bound),
        cmocka_unit_test(the_same_question_gives_the_same_bytes),
        cmocka_unit_test(csv_has_a_row_for_every_segment_and_target),
        cmocka_unit_test(rows_dated_later_do_not_count),
        cmocka_unit_test(a_question_about_what_is_not_there_has_no_answer),
        cmocka_unit_test(an_edit_at_fault_is_told_and_nothing_is_answered),
        cmocka_unit_test(every_fault_of_an_edit_is_told_at_once),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
