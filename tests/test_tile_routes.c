/* test_tile_routes.c - tiles over HTTP: as they are written, packed once, never of another snapshot. */
#define _GNU_SOURCE /* memmem */
#include "make_zone.h"

#include "bundled.h" /* after it, whose locals would hide its zone */

#include "../src/serve/finish.h"
#include "../src/serve/meters.h"
#include "../src/serve/tile_cache.h"
#include "calling.h"
#include "draw.h"
#include "failing.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <zlib.h>

#define LAND  "zone: id,place,members\nz,Z,Z\nplaces: id,lon,lat,level\nZ,119.9,31,zone\n"
#define FIRMS LAND "firms: id,name_zh,lon,lat,place\n"

static const char *const GZIP[] = {"accept-encoding", "gzip", NULL};
static serve_hall bundled, other, *hall = &bundled;

static void open_on(serve_hall *opened, ch_zone *of)
{
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(opened, of, NULL, &faults), CH_OK);
    ch_faults_free(&faults);
}

static int open_hall(void **state)
{
    load(state);
    ch_zone_hold(zone);
    open_on(&bundled, zone);
    return 0;
}

static int close_hall(void **state)
{
    serve_hall_close(&bundled);
    return unload(state);
}

/* From now on another zone is asked. Takes over one hold. */
static void open_other(ch_zone *of)
{
    open_on(&other, of);
    hall = &other;
}

static void close_other(void)
{
    serve_hall_close(&other);
    hall = &bundled;
}

static void publish(ch_zone *of)
{
    ch_ready *ready;
    assert_int_equal(ch_ready_make(of, &ready), CH_OK);
    serve_hall_publish(hall, ready);
}

/* ---- asking */

static serve_answer ask_as(const char *target, const char *const *header)
{
    return call_with(hall, SERVE_GET, ch_text_of(target), (ch_text){"", 0}, header);
}

static serve_answer ask_tile(ch_tile_layer layer, ch_tile at, const char *const *header)
{
    char target[80];
    snprintf(target, sizeof target, "/tiles/%s/%u/%u/%u", ch_tile_layer_name[layer], at.z, at.x, at.y);
    return ask_as(target, header);
}

static ch_buf unpacked(const serve_answer *answer)
{
    const size_t room = 64 + 1100 * answer->body.len; /* deflate makes at most 1032 of one byte */
    ch_buf out = {.at = malloc(room), .capacity = room};
    z_stream stream = {.next_in = (Bytef *)answer->body.at,
                       .avail_in = (uInt)answer->body.len,
                       .next_out = (Bytef *)out.at,
                       .avail_out = (uInt)room};
    assert_true(answer->is_gzip);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    out.len = stream.total_out;
    inflateEnd(&stream);
    return out;
}

static bool holds(const ch_buf *bytes, const char *word)
{
    return bytes->len > 0 && memmem(bytes->at, bytes->len, word, strlen(word)) != NULL;
}

/* A tile of the snapshot, written without the server. */
static ch_buf written(ch_tile_layer layer, ch_tile at)
{
    ch_buf out = {0};
    const ch_tiles *tiles;
    ch_ready *ready = serve_hall_ready(hall);
    assert_int_equal(ch_ready_tiles(ready, &tiles), CH_OK);
    ch_tile_write(tiles, layer, at, &out);
    ch_ready_drop(ready);
    return out;
}

/* The tile of a depth that holds a point near the middle of the zone. */
static ch_tile tile_near(unsigned z)
{
    const ch_mercator at = ch_spots_mercator((ch_point){119.9, 31.0});
    const double side = (double)(1u << z);
    return (ch_tile){z, (uint32_t)(at.x * side), (uint32_t)(at.y * side)};
}

/* ---- what is sent */

static void assert_as_written(ch_tile_layer layer, ch_tile at, size_t *full)
{
    ch_buf want = written(layer, at);
    serve_answer plain = ask_tile(layer, at, NULL);
    assert_int_equal(plain.status, want.len > 0 ? 200 : 204);
    assert_true(ch_text_equal(ch_buf_text(&plain.body), ch_buf_text(&want)));
    assert_false(plain.is_gzip || plain.varies);
    assert_string_equal(plain.cache, "no-cache");
    for (int round = 0; want.len > 0 && round < 2; round++) { /* drawn, then kept */
        serve_answer packed = ask_tile(layer, at, GZIP);
        ch_buf back = unpacked(&packed);
        assert_int_equal(packed.status, 200);
        assert_string_equal(packed.type, "application/vnd.mapbox-vector-tile");
        assert_true(ch_text_equal(ch_buf_text(&back), ch_buf_text(&want)));
        assert_string_equal(packed.etag, plain.etag);
        ch_buf_free(&back);
        serve_answer_free(&packed);
    }
    *full += want.len > 0;
    serve_answer_free(&plain);
    ch_buf_free(&want);
}

static void every_layer_is_sent_as_it_is_written(void **state)
{
    (void)state;
    for (int layer = 0; layer < CH_TILE_LAYERS; layer++) {
        size_t full = 0;
        for (unsigned z = 0; z <= CH_TILE_DEEPEST; z++)
            assert_as_written((ch_tile_layer)layer, tile_near(z), &full);
        assert_true(full >= 5);
    }
}

static void an_empty_tile_is_204_without_body_type_or_tag(void **state)
{
    (void)state;
    const serve_pair accept = {CH_TEXT("accept-encoding"), CH_TEXT("gzip")};
    const serve_request request = {.method = SERVE_GET, .header = &accept, .headers = 1};
    serve_answer answer = ask_as("/tiles/firms/10/0/0", GZIP);
    serve_sent sent;
    serve_finish(&request, &answer, &sent);
    assert_int_equal(sent.status, 204);
    assert_int_equal(sent.body.len, 0);
    assert_string_equal(sent.tag, "");
    for (size_t i = 0; i < sent.lines; i++) {
        assert_string_not_equal(sent.line[i].name, "Content-Type");
        assert_string_not_equal(sent.line[i].name, "Content-Encoding");
    }
    serve_answer_free(&answer);
}

static void head_answers_as_get_does(void **state)
{
    (void)state;
    serve_answer get = ask_as("/tiles/firms/6/53/26", GZIP);
    serve_answer head = call_with(hall, SERVE_HEAD, CH_TEXT("/tiles/firms/6/53/26"), (ch_text){"", 0}, GZIP);
    serve_answer post = call_post(hall, "/tiles/firms/6/53/26", "{}");
    assert_int_equal(head.status, 200);
    assert_string_equal(head.etag, get.etag);
    assert_int_equal(head.body.len, get.body.len);
    assert_int_equal(post.status, 405);
    serve_answer_free(&get), serve_answer_free(&head), serve_answer_free(&post);
}

/* ---- tags */

static unsigned status_when(const char *tag, const char *encoding)
{
    const serve_pair header[] = {{CH_TEXT("accept-encoding"), ch_text_of(encoding)},
                                 {CH_TEXT("if-none-match"), ch_text_of(tag)}};
    const char *const pairs[] = {"accept-encoding", encoding, "if-none-match", tag, NULL};
    const serve_request request = {.method = SERVE_GET, .header = header, .headers = 2};
    serve_answer answer = ask_as("/tiles/firms/6/53/26", pairs);
    serve_sent sent;
    serve_finish(&request, &answer, &sent);
    assert_int_equal(sent.body.len == 0, sent.status == 304);
    serve_answer_free(&answer);
    return sent.status;
}

static void what_has_not_changed_is_304(void **state)
{
    (void)state;
    char plain[SERVE_TAG_ROOM], packed[SERVE_TAG_ROOM];
    serve_answer answer = ask_as("/tiles/firms/6/53/26", NULL);
    snprintf(plain, sizeof plain, "\"%s\"", answer.etag);
    snprintf(packed, sizeof packed, "\"%s-gzip\"", answer.etag);
    assert_int_equal(status_when(plain, ""), 304);
    assert_int_equal(status_when(packed, "gzip"), 304);
    assert_int_equal(status_when(packed, ""), 200);
    assert_int_equal(status_when("\"another\"", "gzip"), 200);
    serve_answer_free(&answer);
}

static void no_two_tiles_have_one_tag(void **state)
{
    (void)state;
    static const char *const target[] = {"/tiles/firms/1/1/0", "/tiles/firms/6/53/26", "/tiles/firms/0/0/0",
                                         "/tiles/places/6/53/26", "/tiles/place_points/6/53/26"};
    enum { N = sizeof target / sizeof *target };
    serve_answer answer[N];
    for (size_t i = 0; i < N; i++) {
        answer[i] = ask_as(target[i], NULL);
        assert_int_equal(answer[i].status, 200);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(answer[i].etag, answer[j].etag);
    }
    for (size_t i = 0; i < N; i++)
        serve_answer_free(&answer[i]);
}

/* ---- what is no tile */

static void parts_that_are_no_tile_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *target, *told;
        unsigned status;
    } bad[] = {
        {"/tiles/nosuch/6/53/26", "firms, places, place_points", 404},
        {"/tiles/FIRMS/6/53/26", "\"name\":\"layer\"", 404},
        {"/tiles/firms/19/0/0", "0..18", 404},
        {"/tiles/firms/6/64/26", "0..63", 404},
        {"/tiles/firms/6/53/64", "\"name\":\"y\"", 404},
        {"/tiles/firms/0/0/1", "0..0", 404},
        {"/tiles/firms/6/18446744073709551669/26", "\"name\":\"x\"", 404}, /* 2^64 + 53 */
        {"/tiles/firms/6/4294967349/26", "\"name\":\"x\"", 404},           /* 2^32 + 53 */
        {"/tiles/firms/18446744073709551622/53/26", "\"name\":\"z\"", 404},
        {"/tiles/firms/-1/0/0", "\"name\":\"z\"", 400},
        {"/tiles/firms/6/-53/26", "\"name\":\"x\"", 400},
        {"/tiles/firms/6/+53/26", "\"name\":\"x\"", 400},
        {"/tiles/firms/6/1e3/26", "\"name\":\"x\"", 400},
        {"/tiles/firms/6/53.0/26", "\"name\":\"x\"", 400},
        {"/tiles/firms/6/0x35/26", "\"name\":\"x\"", 400},
        {"/tiles/firms/6/53/26.mvt", "\"name\":\"y\"", 400},
        {"/tiles/firms/6/53/..", "\"name\":\"y\"", 400},
        {"/tiles/firms/6/53/%2e%2e", "\"name\":\"y\"", 400},
        {"/tiles/firms/6/53/%2026", "\"name\":\"y\"", 400},
        {"/tiles/firms/6/53/26%2f1", "\"name\":\"y\"", 400},
        {"/tiles/firms/6/53/%00", "error_count", 400},
        {"/tiles/firms/6/53/%zz", "error_count", 400},
        {"/tiles/firms/6/53/%D9%A2", "\"name\":\"y\"", 400}, /* a digit, and not one of ours */
        {"/tiles/nosuch/a/b/c", "\"error_count\":4", 400},
        {"/tiles/nosuch/99/1/c", "\"error_count\":3", 400},
        {"/tiles/firms/6/53/26?depth=1", "depth", 400},
        {"/tiles/firms/6/53/", "", 404},
        {"/tiles/firms/6/53", "", 404},
        {"/tiles/firms/6/53/26/1", "", 404},
        {"/tiles//6/53/26", "", 404},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int packs = 0; packs < 2; packs++) {
            serve_answer answer = ask_as(bad[i].target, packs ? GZIP : NULL);
            if (answer.status != bad[i].status || !body_has(&answer, bad[i].told))
                fail_msg("%s: %u %.*s", bad[i].target, answer.status, (int)answer.body.len, answer.body.at);
            assert_string_equal(answer.type, "application/problem+json");
            assert_null(answer.cache);
            serve_answer_free(&answer);
        }
}

static void a_number_may_be_written_with_percent_and_zeros(void **state)
{
    (void)state;
    serve_answer plain = ask_as("/tiles/firms/6/53/26", NULL);
    serve_answer odd = ask_as("/tiles/%66irms/06/%35%33/00000000000000000026?lang=en", NULL);
    assert_int_equal(odd.status, 200);
    assert_string_equal(odd.etag, plain.etag);
    assert_true(ch_text_equal(ch_buf_text(&odd.body), ch_buf_text(&plain.body)));
    serve_answer_free(&plain), serve_answer_free(&odd);
}

/* ---- another snapshot */

static void a_new_snapshot_is_shown_at_once(void **state)
{
    (void)state;
    open_other(make_zone(NULL, FIRMS "f,Before,119.9,31,Z\n"));
    serve_answer first = ask_as("/tiles/firms/6/53/26", GZIP), kept = ask_as("/tiles/firms/6/53/26", GZIP);
    publish(make_zone(NULL, FIRMS "f,After,119.9,31,Z\n"));
    serve_answer next = ask_as("/tiles/firms/6/53/26", GZIP);
    publish(make_zone(NULL, FIRMS "f,Before,119.9,31,Z\n"));
    serve_answer back = ask_as("/tiles/firms/6/53/26", GZIP);
    ch_buf before = unpacked(&first), after = unpacked(&next), again = unpacked(&back);
    assert_true(holds(&before, "Before") && !holds(&before, "After"));
    assert_true(holds(&after, "After") && !holds(&after, "Before"));
    assert_true(ch_text_equal(ch_buf_text(&before), ch_buf_text(&again)));
    assert_string_equal(first.etag, kept.etag);
    assert_string_equal(first.etag, back.etag);
    assert_string_not_equal(first.etag, next.etag);
    ch_buf_free(&before), ch_buf_free(&after), ch_buf_free(&again);
    serve_answer_free(&first), serve_answer_free(&kept), serve_answer_free(&next), serve_answer_free(&back);
    close_other();
}

static void tiles_found_and_drawn_are_counted(void **state)
{
    (void)state;
    open_other(make_zone(NULL, FIRMS "f,One,119.9,31,Z\n"));
    hall->meters = serve_meters_new();
    static const struct {
        const char *target;
        bool packs;
        unsigned found, drawn;
    } step[] = {{"/tiles/firms/6/53/26", true, 0, 1},  {"/tiles/firms/6/53/26", true, 1, 1},
                {"/tiles/firms/6/53/26", false, 1, 2}, {"/tiles/firms/6/0/0", true, 1, 3},
                {"/tiles/firms/6/0/0", true, 1, 4},    {"/tiles/firms/6/99/26", true, 1, 4},
                {"/tiles/firms/5/26/13", true, 1, 5},  {"/tiles/firms/6/53/26", true, 2, 5}};
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        serve_answer answer = ask_as(step[i].target, step[i].packs ? GZIP : NULL);
        assert_int_equal(hall->meters->tiles_found, step[i].found);
        assert_int_equal(hall->meters->tiles_drawn, step[i].drawn);
        serve_answer_free(&answer);
    }
    serve_answer told = call_get(hall, "/metrics");
    assert_true(body_has(&told, "\nchanghe_tiles_found_total 2\n"));
    assert_true(body_has(&told, "\nchanghe_tiles_drawn_total 5\n"));
    serve_answer_free(&told);
    serve_meters_free(hall->meters);
    close_other();
}

/* ---- threads */

enum { THREADS = 8, ROUNDS = 300, DEPTHS = 9 };
typedef struct {
    uint64_t seed;
    char digest[2][17];    /* either may be the snapshot of now */
    const ch_buf *want[2]; /* its tiles, by layer and depth */
    size_t wrong, full;
} visitor;

static atomic_int looking;

static size_t number_of(int layer, unsigned z)
{
    return (size_t)layer * DEPTHS + z;
}

/* The tag names the snapshot; the bytes must be that one's. */
static bool is_of_its_snapshot(const visitor *v, const serve_answer *answer, size_t number)
{
    for (int k = 0; k < 2; k++)
        if (strncmp(answer->etag, v->digest[k], 16) == 0) {
            ch_buf plain = answer->is_gzip ? unpacked(answer) : (ch_buf){0};
            const ch_text found = ch_buf_text(answer->is_gzip ? &plain : &answer->body);
            const bool same = ch_text_equal(found, ch_buf_text(&v->want[k][number]));
            ch_buf_free(&plain);
            return same;
        }
    return false;
}

static void *look_around(void *of)
{
    visitor *v = of;
    for (int i = 0; i < ROUNDS; i++) {
        const int layer = (int)draw(&v->seed, CH_TILE_LAYERS);
        const unsigned z = draw(&v->seed, DEPTHS);
        serve_answer answer = ask_tile((ch_tile_layer)layer, tile_near(z), draw(&v->seed, 4) ? GZIP : NULL);
        if (answer.status == 200) {
            v->full++;
            v->wrong += !is_of_its_snapshot(v, &answer, number_of(layer, z));
        } else {
            v->wrong += answer.status != 204;
        }
        v->wrong += serve_tile_cache_bytes(hall->tiles) > SERVE_TILE_CACHE_BYTES;
        serve_answer_free(&answer);
    }
    looking--;
    return NULL;
}

static void write_all(ch_buf want[CH_TILE_LAYERS * DEPTHS])
{
    for (int layer = 0; layer < CH_TILE_LAYERS; layer++)
        for (unsigned z = 0; z < DEPTHS; z++)
            want[number_of(layer, z)] = written((ch_tile_layer)layer, tile_near(z));
}

static void many_threads_get_whole_tiles_of_one_snapshot_or_the_other(void **state)
{
    (void)state;
    static ch_buf want[2][CH_TILE_LAYERS * DEPTHS];
    ch_zone *const of[2] = {zone, make_zone(NULL, FIRMS "f,Another,119.9,31,Z\n")};
    visitor v[THREADS] = {0};
    pthread_t thread[THREADS];
    looking = THREADS;
    ch_zone_hold(of[0]);
    open_other(of[0]);
    for (int k = 0; k < 2; k++) {
        ch_zone_hold(of[k]);
        publish(of[k]);
        write_all(want[k]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        v[i] = (visitor){.seed = i + 1, .want = {want[0], want[1]}};
        ch_zone_digest(of[0], v[i].digest[0]), ch_zone_digest(of[1], v[i].digest[1]);
        assert_int_equal(pthread_create(&thread[i], NULL, look_around, &v[i]), 0);
    }
    for (int k = 0; looking > 0; k++) { /* made anew each time: many ask at once for what is made when first asked */
        ch_zone_hold(of[k % 2]);
        publish(of[k % 2]);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(v[i].wrong, 0);
        assert_true(v[i].full > 0);
    }
    for (size_t i = 0; i < CH_TILE_LAYERS * DEPTHS; i++)
        ch_buf_free(&want[0][i]), ch_buf_free(&want[1][i]);
    close_other();
    ch_zone_drop(of[1]);
}

/* ---- memory */

static serve_answer ask_with_memory(const ch_memory *memory)
{
    const serve_pair accept = {CH_TEXT("accept-encoding"), CH_TEXT("gzip")};
    const serve_request request = {.method = SERVE_GET,
                                   .path = CH_TEXT("/tiles/firms/6/53/26"),
                                   .query = {"", 0},
                                   .header = &accept,
                                   .headers = 1,
                                   .body = {"", 0},
                                   .address = CH_TEXT("127.0.0.1")};
    serve_answer answer = {.body.memory = memory};
    serve_answer_request(hall, &request, &answer);
    return answer;
}

static void assert_is_the_tile(const serve_answer *answer)
{
    ch_buf want = written(CH_TILE_FIRMS, (ch_tile){6, 53, 26}), plain = {0};
    if (answer->is_gzip)
        plain = unpacked(answer);
    assert_int_equal(answer->status, 200);
    assert_true(ch_text_equal(ch_buf_text(answer->is_gzip ? &plain : &answer->body), ch_buf_text(&want)));
    ch_buf_free(&plain), ch_buf_free(&want);
}

static void any_lack_of_memory_is_503_or_a_plain_tile_and_passes(void **state)
{
    (void)state;
    size_t refused = 0, plain = 0;
    for (size_t at = 1;; at++) {
        failing counted = {0};
        const ch_memory memory = FAILING_MEMORY(&counted);
        open_other(make_zone(&memory, FIRMS "f,One,119.9,31,Z\ng,Two,119.8,31,Z\n"));
        counted = (failing){.fail_at = at, .live = counted.live};
        serve_answer answer = ask_with_memory(&memory);
        const bool lacked = counted.calls >= at;
        counted.fail_at = 0;
        if (answer.status == 503)
            refused++;
        else
            assert_is_the_tile(&answer);
        plain += answer.status == 200 && !answer.is_gzip;
        serve_answer_free(&answer);
        serve_answer again = ask_with_memory(&memory);
        assert_is_the_tile(&again);
        assert_true(again.is_gzip);
        serve_answer_free(&again);
        close_other();
        assert_int_equal(counted.live, 0);
        if (!lacked)
            break;
    }
    assert_true(refused > 2 && plain == 1);
}

static void *take_nothing(size_t size)
{
    (void)size;
    return NULL;
}

static void without_a_compressor_a_tile_goes_plain_and_is_not_kept(void **state)
{
    (void)state;
    open_other(make_zone(NULL, FIRMS "f,One,119.9,31,Z\n"));
    libdeflate_set_memory_allocator(take_nothing, free);
    serve_answer answer = ask_with_memory(NULL);
    libdeflate_set_memory_allocator(malloc, free);
    assert_false(answer.is_gzip);
    assert_is_the_tile(&answer);
    assert_int_equal(serve_tile_cache_bytes(hall->tiles), 0);
    serve_answer_free(&answer);
    close_other();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer_is_sent_as_it_is_written),
        cmocka_unit_test(an_empty_tile_is_204_without_body_type_or_tag),
        cmocka_unit_test(head_answers_as_get_does),
        cmocka_unit_test(what_has_not_changed_is_304),
        cmocka_unit_test(no_two_tiles_have_one_tag),
        cmocka_unit_test(parts_that_are_no_tile_are_told),
        cmocka_unit_test(a_number_may_be_written_with_percent_and_zeros),
        cmocka_unit_test(a_new_snapshot_is_shown_at_once),
        cmocka_unit_test(tiles_found_and_drawn_are_counted),
        cmocka_unit_test(many_threads_get_whole_tiles_of_one_snapshot_or_the_other),
        cmocka_unit_test(any_lack_of_memory_is_503_or_a_plain_tile_and_passes),
        cmocka_unit_test(without_a_compressor_a_tile_goes_plain_and_is_not_kept),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
