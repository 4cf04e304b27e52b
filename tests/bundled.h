/* bundled.h - the zone that travels with the project, and questions about it. */
#ifndef CHANGHE_TESTS_BUNDLED_H
#define CHANGHE_TESTS_BUNDLED_H

#include "changhe/answer.h"
#include "changhe/folder.h"
#include "changhe/roads.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static inline ch_zone *bundled_zone(const ch_memory *memory)
{
    ch_zone *zone;
    ch_faults faults = {0};
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", memory, &zone, &faults), CH_OK);
    ch_faults_free(&faults);
    return zone;
}

/* For the tests of a group: load before, unload after. */
static ch_zone *zone;
static ch_roads *roads; /* its own */

static inline int load(void **state)
{
    (void)state;
    zone = bundled_zone(NULL);
    return ch_roads_of_zone(zone, &roads) == CH_OK ? 0 : -1;
}

static inline int unload(void **state)
{
    (void)state;
    ch_roads_drop(roads);
    ch_zone_drop(zone);
    return 0;
}

/* A question with everything that answers it, freed together. */
typedef struct {
    ch_arena arena;
    ch_question question;
    ch_desk desk;
    ch_chain_answer chain;
    ch_who_answer who;
} asked;

static inline asked *ask(ch_question question)
{
    asked *a = test_malloc(sizeof *a);
    *a = (asked){.question = question};
    a->question.roads = roads;
    ch_faults faults = {0};
    assert_int_equal(ch_desk_open(&a->arena, zone, &a->question, &a->desk, &faults), CH_OK);
    ch_faults_free(&faults);
    assert_int_equal(ch_desk_chain(&a->arena, &a->desk, &a->chain), CH_OK);
    assert_int_equal(ch_desk_who(&a->arena, &a->desk, &a->who), CH_OK);
    return a;
}

static inline void done(asked *a)
{
    ch_desk_close(&a->desk);
    ch_arena_free(&a->arena);
    test_free(a);
}

static inline size_t row_of(const asked *a, ch_table_id table, const char *id)
{
    const size_t row = ch_zone_find(a->desk.zone, table, ch_text_of(id));
    assert_true(row != SIZE_MAX);
    return row;
}

static inline const ch_chain_node *node_of_row(const asked *a, size_t segment)
{
    return &a->desk.state.node[ch_chain_node_of(a->desk.net, segment)];
}

static inline const ch_chain_node *node_named(const asked *a, const char *segment)
{
    return node_of_row(a, row_of(a, CH_TABLE_segments, segment));
}

/* A text for printf: "%.*s". */
#define PRINTED(text) (int)(text).len, (text).at

#endif
