/* ogc_calls.h - /ogc asked by hand over the bundled zone, its answers as trees. */
#ifndef CHANGHE_TESTS_OGC_CALLS_H
#define CHANGHE_TESTS_OGC_CALLS_H

#include "bundled.h"

#include "calling.h"

#include <jansson.h>

static serve_hall hall;

static inline int open_hall(void **state)
{
    load(state);
    ch_zone_hold(zone);
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(&hall, zone, NULL, &faults), CH_OK);
    ch_faults_free(&faults);
    return 0;
}

static inline int close_hall(void **state)
{
    serve_hall_close(&hall);
    return unload(state);
}

static inline json_t *get(const char *target)
{
    serve_answer answer = call_get(&hall, target);
    if (answer.status != 200)
        fail_msg("%s: %u", target, answer.status);
    json_t *tree = json_loadb(answer.body.at, answer.body.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(tree);
    serve_answer_free(&answer);
    return tree;
}

static inline void assert_status(const char *target, unsigned status)
{
    serve_answer answer = call_get(&hall, target);
    if (answer.status != status)
        fail_msg("%s: %u, expected %u", target, answer.status, status);
    serve_answer_free(&answer);
}

/* The link of a relation, NULL: there is none. Without a Host header links begin with our path. */
static inline const char *link_of(json_t *tree, const char *rel)
{
    size_t i;
    json_t *link;
    json_array_foreach(json_object_get(tree, "links"), i,
                       link) if (strcmp(json_string_value(json_object_get(link, "rel")), rel) ==
                                 0) return json_string_value(json_object_get(link, "href"));
    return NULL;
}

static inline const char *text_of(json_t *tree, const char *member)
{
    const char *text = json_string_value(json_object_get(tree, member));
    assert_non_null(text);
    return text;
}

#endif
