/* test_reach_routes.c - questions about minutes over HTTP: what the desk answers, as its shapes say, and what is refused. */
#define _GNU_SOURCE /* mkstemp */
#include "bundled.h"

#include "../src/serve/openapi.h"
#include "calling.h"

#include "changhe/whatif.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <unistd.h>

static serve_hall bundled, *hall = &bundled;

static int open_hall(void **state)
{
    load(state);
    ch_zone_hold(zone);
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(&bundled, zone, NULL, &faults), CH_OK);
    ch_faults_free(&faults);
    return 0;
}

static int close_hall(void **state)
{
    serve_hall_close(&bundled);
    return unload(state);
}

static json_t *parse(const serve_answer *answer)
{
    json_error_t error;
    json_t *tree = json_loadb(answer->body.at, answer->body.len, JSON_REJECT_DUPLICATES, &error);
    if (!tree)
        fail_msg("%s at %d: %.*s", error.text, error.position, (int)answer->body.len, answer->body.at);
    return tree;
}

static json_t *get(const char *target)
{
    serve_answer answer = call_get(hall, target);
    if (answer.status != 200)
        fail_msg("%s: %u: %.*s", target, answer.status, (int)answer.body.len, answer.body.at);
    json_t *tree = parse(&answer);
    serve_answer_free(&answer);
    return tree;
}

static json_t *at(json_t *json, const char *path)
{
    char step[64];
    while (*path) {
        const size_t n = strcspn(path, "/");
        memcpy(step, path, n);
        step[n] = '\0';
        json =
            step[0] >= '0' && step[0] <= '9' ? json_array_get(json, (size_t)atoi(step)) : json_object_get(json, step);
        if (!json)
            fail_msg("no %s", path);
        path += n + (path[n] == '/');
    }
    return json;
}

/* ---- the desk's bytes */

typedef ch_err answering(const ch_reach_question *question, ch_buf *out, ch_faults *faults);

static const struct {
    const char *target;
    answering *answer;
    const char *type;
    ch_reach_question question;
} every[] = {{"/api/v1/circle", ch_answer_circle_json, "application/json", {.limits = 0}},
             {"/api/v1/circle?at=330522&minutes=5,12.5,15&vehicle=truck&speed=limit&direction=to",
              ch_answer_circle_json,
              "application/json",
              {.from = {"330522", 6},
               .minutes = {5, 12.5, 15},
               .limits = 3,
               .profile = CH_ROAD_TRUCK,
               .basis = CH_ROAD_LIMIT,
               .is_towards = true}},
             {"/api/v1/circle?at=119.7,30.98&minutes=20&format=geojson",
              ch_answer_circle_geojson,
              "application/geo+json",
              {.from = {"119.7,30.98", 11}, .minutes = {20}, .limits = 1}},
             {"/api/v1/minutes?to=places", ch_answer_minutes_json, "application/json", {.to = {"places", 6}}},
             {"/api/v1/minutes?from=stations%3Bgates&to=places%3B119.7,30.98&speed=limit",
              ch_answer_minutes_json,
              "application/json",
              {.from = {"stations;gates", 14}, .to = {"places;119.7,30.98", 18}, .basis = CH_ROAD_LIMIT}},
             {"/api/v1/minutes?from=places&to=facilities&format=csv",
              ch_answer_minutes_csv,
              "text/csv; charset=utf-8",
              {.from = {"places", 6}, .to = {"facilities", 10}}},
             {"/api/v1/access",
              ch_answer_access_json,
              "application/json",
              {.kind = {"hospital", 8}, .decay = {.kind = CH_DECAY_STEPS, .limit_min = 30}}},
             {"/api/v1/access?kind=school&method=gauss&minutes=20&vehicle=truck",
              ch_answer_access_json,
              "application/json",
              {.kind = {"school", 6}, .decay = {.kind = CH_DECAY_GAUSS, .limit_min = 20}, .profile = CH_ROAD_TRUCK}},
             {"/api/v1/access?format=csv",
              ch_answer_access_csv,
              "text/csv; charset=utf-8",
              {.kind = {"hospital", 8}, .decay = {.kind = CH_DECAY_STEPS, .limit_min = 30}}},
             {"/api/v1/roads", ch_answer_roads_json, "application/json", {.limits = 0}},
             {"/api/v1/roads?street=e001", ch_answer_roads_json, "application/json", {.street = {"e001", 4}}},
             {"/api/v1/roads?near=119.64,30.92&vehicle=truck",
              ch_answer_roads_json,
              "application/json",
              {.street = {"119.64,30.92", 12}, .profile = CH_ROAD_TRUCK}}};
enum { EVERY = sizeof every / sizeof *every };

/* What the desk answers; edits may be NULL. */
static ch_buf expected(size_t i, const char *edits)
{
    ch_arena arena = {0};
    ch_edits what_if = {0};
    ch_faults faults = {0};
    ch_buf out = {0};
    ch_reach_question question = every[i].question;
    question.zone = zone;
    question.roads = hall->extract ? hall->extract : roads;
    if (edits) {
        assert_int_equal(ch_whatif_read(&arena, CH_TEXT("what_if"), ch_text_of(edits), &what_if, &faults), CH_OK);
        question.what_if = &what_if;
        question.what_if_name = CH_TEXT("what_if");
    }
    assert_int_equal(every[i].answer(&question, &out, &faults), CH_OK);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return out;
}

static void assert_as_expected(size_t i, const char *edits, serve_answer answer)
{
    ch_buf want = expected(i, edits);
    if (answer.status != 200)
        fail_msg("%s: %u: %.*s", every[i].target, answer.status, (int)answer.body.len, answer.body.at);
    assert_string_equal(answer.type, every[i].type);
    assert_true(ch_text_equal(ch_buf_text(&answer.body), ch_buf_text(&want)));
    ch_buf_free(&want);
    serve_answer_free(&answer);
}

static void http_answers_what_the_desk_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < EVERY; i++)
        assert_as_expected(i, NULL, call_get(hall, every[i].target));
}

/* One that stands ready, one closed, one drawn; and an edge of the zone's own network slowed. */
#define EDITS \
    "[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"g50-widening\",\"active\":\"yes\"}}," \
    "{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"ill-closed\",\"active\":\"yes\"}}," \
    "{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"new\",\"name_zh\":\"示意·新路\",\"kind\":\"add\"," \
    "\"active\":\"yes\",\"path\":\"119.66,30.95 119.7,30.9\",\"class\":\"class1\",\"source\":\"illustrative\"}}," \
    "{\"table\":\"road_edges\",\"op\":\"upsert\",\"row\":{\"id\":\"e010\",\"plan_kmh\":\"20\"}}]"

static char *escaped(const char *target, const char *edits)
{
    static char text[6000];
    size_t len = (size_t)snprintf(text, sizeof text, "%s%cwhat_if=", target, strchr(target, '?') ? '&' : '?');
    for (const unsigned char *c = (const unsigned char *)edits; *c; c++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%%%02X", *c);
    return text;
}

static void edits_come_in_the_body_or_the_query(void **state)
{
    (void)state;
    for (size_t i = 0; i < EVERY; i++) {
        assert_as_expected(i, EDITS, call_post(hall, every[i].target, EDITS));
        assert_as_expected(i, EDITS, call_get(hall, escaped(every[i].target, EDITS)));
    }
}

static void an_edit_changes_what_it_is_about(void **state)
{
    (void)state;
    serve_answer answer = call_post(hall, "/api/v1/minutes?from=330522&to=341822&what_if_name=mine", EDITS);
    assert_int_equal(answer.status, 200);
    json_t *tree = parse(&answer);
    assert_string_equal(json_string_value(at(tree, "what_if")), "mine");
    assert_int_equal(json_array_size(at(tree, "works")), 3);
    assert_true(json_number_value(at(tree, "rows/0/minutes")) < json_number_value(at(tree, "rows/0/before")));
    json_decref(tree);
    serve_answer_free(&answer);
}

/* ---- shapes */

static bool is_of_type(json_t *value, const char *type);

/* Every member that the shape names, of its type; no other, but for what works on the roads tell of themselves there alone. */
static void assert_shape(json_t *object, const char *shape)
{
    size_t members = 0;
    const serve_member *row = serve_shapes;
    while (row->shape && (row->member || strcmp(row->shape, shape) != 0))
        row++;
    assert_non_null(row->shape);
    for (row++; row->member && strcmp(row->shape, shape) == 0; row++, members++) {
        json_t *value = json_object_get(object, row->member);
        if (!value || !is_of_type(value, row->type))
            fail_msg("%s.%s is no %s", shape, row->member, row->type);
    }
    if (strcmp(shape, "RoadWork") != 0 && json_object_size(object) != members)
        fail_msg("%s has %zu members, not %zu", shape, json_object_size(object), members);
}

static bool is_of_type(json_t *value, const char *type)
{
    char name[64];
    size_t len = strlen(type);
    if (type[len - 1] == '?') {
        if (json_is_null(value))
            return true;
        len--;
    }
    snprintf(name, sizeof name, "%.*s", (int)len, type);
    if (name[0] == '[') {
        size_t i;
        json_t *item;
        name[len - 1] = '\0';
        json_array_foreach(value, i, item)
        {
            if (!is_of_type(item, name + 1))
                return false;
        }
        return json_is_array(value);
    }
    if (strcmp(name, "string") == 0 || strcmp(name, "date") == 0)
        return json_is_string(value);
    if (strcmp(name, "number") == 0)
        return json_is_number(value);
    if (strcmp(name, "integer") == 0)
        return json_is_integer(value);
    if (strcmp(name, "boolean") == 0)
        return json_is_boolean(value);
    if (!json_is_object(value))
        return false;
    if (strcmp(name, "object") != 0)
        assert_shape(value, name);
    return true;
}

static void answers_have_the_shapes_that_the_document_tells(void **state)
{
    (void)state;
    static const struct {
        const char *target, *shape;
    } want[] = {{"/api/v1/circle", "CircleAnswer"},
                {"/api/v1/circle?at=0,0", "CircleAnswer"},
                {"/api/v1/circle?at=330522&minutes=5,30", "CircleAnswer"},
                {"/api/v1/minutes?from=places&to=places%3Bstations", "MinutesAnswer"},
                {"/api/v1/access", "AccessAnswer"},
                {"/api/v1/access?kind=school", "AccessAnswer"},
                {"/api/v1/roads", "RoadsAnswer"},
                {"/api/v1/roads?street=e001", "RoadsAnswer"},
                {"/api/v1/roads?street=nosuch", "RoadsAnswer"}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        for (int edited = 0; edited < 2; edited++) {
            serve_answer answer = edited ? call_post(hall, want[i].target, EDITS) : call_get(hall, want[i].target);
            assert_int_equal(answer.status, 200);
            json_t *tree = parse(&answer);
            assert_shape(tree, want[i].shape);
            json_decref(tree);
            serve_answer_free(&answer);
        }
}

/* ---- what is refused */

static void assert_problem(serve_answer answer, const char *target, unsigned status, int faults)
{
    if (answer.status != status)
        fail_msg("%s: %u, expected %u: %.*s", target, answer.status, status, (int)answer.body.len, answer.body.at);
    assert_string_equal(answer.type, "application/problem+json");
    assert_string_equal(answer.etag, "");
    json_t *tree = parse(&answer);
    if (faults > 0 && json_integer_value(at(tree, "error_count")) != faults)
        fail_msg("%s: %.*s", target, (int)answer.body.len, answer.body.at);
    json_decref(tree);
    serve_answer_free(&answer);
}

static void whatever_is_wrong_with_a_question_is_told_at_once(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        int faults;
    } wrong[] = {{"/api/v1/circle?vehicle=bike&speed=fast&direction=up&format=csv&nosuch=1", 5},
                 {"/api/v1/circle?minutes=0", 1},
                 {"/api/v1/circle?minutes=5,3", 1},
                 {"/api/v1/circle?minutes=1,2,3,4,5", 1},
                 {"/api/v1/circle?minutes=601", 1},
                 {"/api/v1/circle?minutes=nan", 1},
                 {"/api/v1/circle?minutes=5,,10", 1},
                 {"/api/v1/circle?minutes=-1&what_if=%5B%7B%22table%22%3A%22x%22%7D%5D", 0},
                 {"/api/v1/circle?at=gates&at=gates", 1},
                 {"/api/v1/minutes", 1},
                 {"/api/v1/minutes?to=places&format=geojson", 1},
                 {"/api/v1/minutes?from=places&direction=to", 0},
                 {"/api/v1/access?kind=park&method=magic&minutes=0", 3},
                 {"/api/v1/access?minutes=5,10", 1},
                 {"/api/v1/access?minutes=601", 1},
                 {"/api/v1/roads?minutes=5", 1},
                 {"/api/v1/roads?near=e001", 1},
                 {"/api/v1/roads?near=119,91", 1},
                 {"/api/v1/roads?what_if=nonsense", 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_problem(call_get(hall, wrong[i].target), wrong[i].target, 400, wrong[i].faults);
}

static void edits_at_fault_are_told_and_not_taken_twice(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{", "[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"x\"}}]",
        "[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"ill-road\",\"path\":\"1,2,3\"}}]",
        "[{\"table\":\"road_edges\",\"op\":\"upsert\",\"row\":{\"id\":\"e001\",\"to\":\"nosuch\"}}]",
        "[{\"table\":\"nosuch\",\"op\":\"delete\",\"row\":{\"id\":\"x\"}}]"};
    for (size_t i = 0; i < EVERY; i += 3)
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
            assert_problem(call_post(hall, every[i].target, bad[k]), every[i].target, 400, 0);
    assert_problem(call_post(hall, escaped("/api/v1/circle", EDITS), EDITS), "both", 400, 1);
}

static void a_place_that_is_not_there_is_404_and_each_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        int faults;
    } want[] = {{"/api/v1/circle?at=999999", 1},
                {"/api/v1/circle?at=firms:nosuch", 1},
                {"/api/v1/circle?at=nosuch:x", 1},
                {"/api/v1/circle?at=gates%3Bgates", 1},
                {"/api/v1/circle?at=places", 1},
                {"/api/v1/circle?at=181,30", 1},
                {"/api/v1/minutes?from=firms:nosuch%3B999999&to=nowhere", 3}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_problem(call_get(hall, want[i].target), want[i].target, 404, want[i].faults);
}

static void more_than_ten_thousand_pairs_are_refused(void **state)
{
    (void)state;
    char target[2400] = "/api/v1/minutes?from=";
    for (int i = 0; i < 101; i++)
        strcat(target, i > 0 ? "%3B1,2" : "1,2");
    strcat(target, "&to=");
    for (int i = 0; i < 100; i++)
        strcat(target, i > 0 ? "%3B1,2" : "1,2");
    assert_problem(call_get(hall, target), "pairs", 400, 1);
}

/* ---- tags */

static void a_tag_names_what_stays_true_and_nothing_else(void **state)
{
    (void)state;
    char seen[EVERY][sizeof((serve_answer *)0)->etag];
    for (size_t i = 0; i < EVERY; i++) {
        serve_answer first = call_get(hall, every[i].target), again = call_get(hall, every[i].target),
                     tried = call_post(hall, every[i].target, EDITS);
        assert_true(first.etag[0] != '\0');
        assert_string_equal(first.etag, again.etag);
        assert_string_equal(tried.etag, "");
        snprintf(seen[i], sizeof seen[i], "%s", first.etag);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(seen[k], first.etag);
        serve_answer_free(&first), serve_answer_free(&again), serve_answer_free(&tried);
    }
}

/* ---- tiles */

static void assert_tile(const char *layer, ch_tile tile, const ch_buf *want)
{
    char target[80];
    snprintf(target, sizeof target, "/tiles/%s/%u/%u/%u", layer, tile.z, tile.x, tile.y);
    serve_answer answer = call_get(hall, target);
    assert_int_equal(answer.status, want->len > 0 ? 200 : 204);
    assert_true(ch_text_equal(ch_buf_text(&answer.body), ch_buf_text(want)));
    assert_true((answer.etag[0] != '\0') == (want->len > 0));
    if (want->len > 0)
        assert_string_equal(answer.type, "application/vnd.mapbox-vector-tile");
    serve_answer_free(&answer);
}

static void roads_and_stops_are_sent_as_they_are_written(void **state)
{
    (void)state;
    const ch_road_tiles *tiles;
    assert_int_equal(ch_roads_tiles(roads, &tiles), CH_OK);
    const ch_mercator middle = ch_spots_mercator((ch_point){119.61, 30.93});
    size_t full[2] = {0};
    for (unsigned z = 0; z <= CH_TILE_DEEPEST; z++) {
        const double side = (double)(1u << z);
        const ch_tile tile = {z, (uint32_t)(middle.x * side), (uint32_t)(middle.y * side)};
        ch_buf road = {0}, stop = {0};
        ch_road_tile_write(tiles, tile, &road);
        ch_stop_tile_write(zone, tile, &stop);
        assert_tile("roads", tile, &road);
        assert_tile("stops", tile, &stop);
        full[0] += road.len > 0;
        full[1] += stop.len > 0;
        ch_buf_free(&road);
        ch_buf_free(&stop);
    }
    assert_true(full[0] > 10 && full[1] > 5);
    const ch_buf none = {0};
    assert_tile("roads", (ch_tile){10, 0, 0}, &none);
    assert_tile("stops", (ch_tile){10, 0, 0}, &none);
}

static void tiles_that_are_not_there_are_404(void **state)
{
    (void)state;
    static const char *const target[] = {"/tiles/roads/3/8/0", "/tiles/stops/3/0/8", "/tiles/roads/19/0/0",
                                         "/tiles/road/3/0/0", "/tiles/stops/3/0"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++) {
        serve_answer answer = call_get(hall, target[i]);
        assert_int_equal(answer.status, 404);
        serve_answer_free(&answer);
    }
}

/* ---- who */

/* Of each target the minutes to the nearest place asked are those that /minutes tells. */
static void who_to_call_is_told_with_the_minutes(void **state)
{
    (void)state;
    json_t *who = get("/api/v1/who?place=330522&top=5"), *target;
    size_t i, told = 0;
    json_array_foreach(at(who, "targets"), i, target)
    {
        json_t *minutes = json_object_get(target, "minutes");
        assert_non_null(minutes);
        if (!json_is_number(minutes))
            continue;
        char path[200];
        snprintf(path, sizeof path, "/api/v1/minutes?from=firms:%s&to=330522",
                 json_string_value(json_object_get(target, "firm")));
        json_t *trip = get(path);
        assert_true(fabs(json_number_value(at(trip, "rows/0/minutes")) - json_number_value(minutes)) < 1e-3);
        json_decref(trip);
        told++;
    }
    assert_true(told > 0);
    json_decref(who);
}

/* ---- an extract instead of the zone's network */

static void an_extract_takes_the_place_of_the_zones_roads(void **state)
{
    (void)state;
    char path[] = "/tmp/changhe-extract-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    ch_faults faults = {0};
    ch_road_source source = {.title = CH_TEXT("示意路网"), .licence = CH_TEXT("示意")};
    assert_int_equal(ch_road_file_write(path, ch_roads_net(roads), NULL, &source, &faults), CH_OK);
    serve_answer own = call_get(hall, "/api/v1/circle"), own_who = call_get(hall, "/api/v1/who?top=2");
    assert_int_equal(ch_roads_of_file(path, NULL, &hall->extract, &faults), CH_OK);
    serve_answer circle = call_get(hall, "/api/v1/circle"), who = call_get(hall, "/api/v1/who?top=2");
    assert_true(body_has(&circle, "\"source\":\"extract\"") && body_has(&circle, "示意路网"));
    assert_string_not_equal(own.etag, circle.etag);
    assert_string_not_equal(own_who.etag, who.etag);
    for (size_t i = 0; i < EVERY; i++) {
        assert_as_expected(i, NULL, call_get(hall, every[i].target));
        assert_as_expected(i, EDITS, call_post(hall, every[i].target, EDITS));
    }
    json_t *tree = get("/api/v1/roads?street=w1-0");
    assert_shape(tree, "RoadsAnswer");
    assert_string_equal(json_string_value(at(tree, "street/id")), "w1-0");
    json_decref(tree);
    serve_answer tile = call_get(hall, "/tiles/roads/8/213/104");
    assert_int_equal(tile.status, 200);
    assert_true(strncmp(tile.etag, ch_roads_digest(hall->extract), 16) == 0);
    serve_answer_free(&own), serve_answer_free(&own_who), serve_answer_free(&circle), serve_answer_free(&who);
    serve_answer_free(&tile);
    ch_roads_drop(hall->extract);
    hall->extract = NULL;
    ch_faults_free(&faults);
    remove(path);
}

/* ---- many at once */

static void *ask_all(void *told)
{
    bool *same = told;
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < EVERY; i += 2) {
            serve_answer answer = call_get(hall, every[i].target), tried = call_post(hall, every[i].target, EDITS);
            *same = *same && answer.status == 200 && tried.status == 200;
            serve_answer_free(&answer), serve_answer_free(&tried);
        }
    return NULL;
}

static void many_may_ask_at_once_from_the_first_question_on(void **state)
{
    (void)state;
    serve_hall fresh; /* nothing is made yet */
    ch_faults faults = {0};
    ch_zone_hold(zone);
    assert_int_equal(serve_hall_open(&fresh, zone, NULL, &faults), CH_OK);
    hall = &fresh;
    pthread_t thread[4];
    bool same[4] = {true, true, true, true};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask_all, &same[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_true(same[i]);
    }
    for (size_t i = 0; i < EVERY; i++)
        assert_as_expected(i, NULL, call_get(hall, every[i].target));
    serve_hall_close(&fresh);
    hall = &bundled;
    ch_faults_free(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http_answers_what_the_desk_answers),
        cmocka_unit_test(edits_come_in_the_body_or_the_query),
        cmocka_unit_test(an_edit_changes_what_it_is_about),
        cmocka_unit_test(answers_have_the_shapes_that_the_document_tells),
        cmocka_unit_test(whatever_is_wrong_with_a_question_is_told_at_once),
        cmocka_unit_test(edits_at_fault_are_told_and_not_taken_twice),
        cmocka_unit_test(a_place_that_is_not_there_is_404_and_each_is_told),
        cmocka_unit_test(more_than_ten_thousand_pairs_are_refused),
        cmocka_unit_test(a_tag_names_what_stays_true_and_nothing_else),
        cmocka_unit_test(roads_and_stops_are_sent_as_they_are_written),
        cmocka_unit_test(tiles_that_are_not_there_are_404),
        cmocka_unit_test(who_to_call_is_told_with_the_minutes),
        cmocka_unit_test(an_extract_takes_the_place_of_the_zones_roads),
        cmocka_unit_test(many_may_ask_at_once_from_the_first_question_on),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
