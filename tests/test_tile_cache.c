/* test_tile_cache.c - kept tiles: the right bytes, never more than may be, the longest unused first out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../src/serve/tile_cache.h"
#include "draw.h"
#include "failing.h"

#include <pthread.h>
#include <string.h>

static serve_tile_key key_of(unsigned n)
{
    serve_tile_key key = {.layer = n % 3, .z = n % 19, .x = n, .y = n / 3};
    memcpy(key.digest, n % 2 ? "0123456789abcdef" : "fedcba9876543210", sizeof key.digest);
    return key;
}

enum { LONGEST = 400 };

/* The bytes of a tile follow from its number, so that a mix-up shows. */
static ch_text bytes_of(unsigned n, char room[LONGEST])
{
    const size_t len = 1 + n * 37 % LONGEST;
    for (size_t i = 0; i < len; i++)
        room[i] = (char)(n * 31 + i * 7);
    return (ch_text){room, len};
}

static void keep(serve_tile_cache *cache, unsigned n)
{
    char room[LONGEST];
    const serve_tile_key key = key_of(n);
    serve_tile_cache_keep(cache, &key, bytes_of(n, room));
}

/* Is it kept? If so, with its own bytes. */
static bool finds(serve_tile_cache *cache, unsigned n)
{
    char room[LONGEST];
    const serve_tile_key key = key_of(n);
    ch_buf out = {0};
    const bool found = serve_tile_cache_find(cache, &key, &out);
    const bool well = !found || ch_text_equal(ch_buf_text(&out), bytes_of(n, room));
    ch_buf_free(&out);
    if (!well)
        fail_msg("tile %u has the bytes of another", n);
    return found;
}

/* What a tile takes beside its bytes. */
static size_t head_bytes(void)
{
    serve_tile_cache *cache = serve_tile_cache_open(1 << 20, NULL);
    const serve_tile_key key = key_of(1);
    serve_tile_cache_keep(cache, &key, CH_TEXT("x"));
    const size_t bytes = serve_tile_cache_bytes(cache) - 1;
    serve_tile_cache_close(cache);
    return bytes;
}

static size_t size_of(unsigned n)
{
    char room[LONGEST];
    return head_bytes() + bytes_of(n, room).len;
}

static void of_three_tiles_the_longest_unused_makes_room(void **state)
{
    (void)state;
    serve_tile_cache *cache = serve_tile_cache_open(size_of(1) + size_of(2) + size_of(3), NULL);
    keep(cache, 1), keep(cache, 2), keep(cache, 3);
    assert_int_equal(serve_tile_cache_bytes(cache), size_of(1) + size_of(2) + size_of(3));
    assert_true(finds(cache, 1));
    keep(cache, 0); /* one byte: one tile goes */
    assert_true(finds(cache, 0) && finds(cache, 1) && finds(cache, 3));
    assert_false(finds(cache, 2));
    serve_tile_cache_close(cache);
}

static void every_part_of_a_key_tells_tiles_apart(void **state)
{
    (void)state;
    serve_tile_cache *cache = serve_tile_cache_open(1 << 20, NULL);
    serve_tile_key key[] = {key_of(7), key_of(7), key_of(7), key_of(7), key_of(7), key_of(7), key_of(7)};
    key[1].digest[0]++, key[2].digest[15]++, key[3].layer++, key[4].z++, key[5].x++, key[6].y++;
    const char bytes[] = "abcdefg";
    for (size_t i = 0; i < 7; i++)
        serve_tile_cache_keep(cache, &key[i], (ch_text){bytes + i, 1});
    for (size_t i = 0; i < 7; i++) {
        ch_buf out = {0};
        assert_true(serve_tile_cache_find(cache, &key[i], &out));
        assert_true(ch_text_equal(ch_buf_text(&out), (ch_text){bytes + i, 1}));
        ch_buf_free(&out);
    }
    serve_tile_cache_close(cache);
}

static void what_is_kept_already_stays_and_counts_once(void **state)
{
    (void)state;
    serve_tile_cache *cache = serve_tile_cache_open(1 << 20, NULL);
    const serve_tile_key key = key_of(5);
    keep(cache, 5);
    const size_t bytes = serve_tile_cache_bytes(cache);
    serve_tile_cache_keep(cache, &key, CH_TEXT("other bytes"));
    assert_int_equal(serve_tile_cache_bytes(cache), bytes);
    assert_true(finds(cache, 5));
    serve_tile_cache_close(cache);
}

static void a_tile_that_fits_nowhere_pushes_nothing_out(void **state)
{
    (void)state;
    static char large[4096];
    const serve_tile_key key = key_of(9);
    serve_tile_cache *cache = serve_tile_cache_open(4096, NULL), *none = serve_tile_cache_open(0, NULL);
    keep(cache, 1);
    serve_tile_cache_keep(cache, &key, (ch_text){large, sizeof large - head_bytes() + 1});
    assert_true(finds(cache, 1));
    assert_false(finds(cache, 9));
    serve_tile_cache_keep(cache, &key, (ch_text){large, sizeof large - head_bytes()});
    assert_false(finds(cache, 1));
    assert_int_equal(serve_tile_cache_bytes(cache), 4096);
    keep(none, 1);
    assert_int_equal(serve_tile_cache_bytes(none), 0);
    serve_tile_cache_close(cache);
    serve_tile_cache_close(none);
}

/* ---- against a list that is searched from one end to the other */

enum { TILES = 60, STEPS = 20000, MOST = 9000 };

typedef struct {
    unsigned tile[TILES]; /* newest first */
    size_t n;
} listed;

static size_t place_in(const listed *list, unsigned n)
{
    size_t i = 0;
    while (i < list->n && list->tile[i] != n)
        i++;
    return i;
}

static void make_newest(listed *list, size_t at, unsigned n)
{
    memmove(list->tile + 1, list->tile, at * sizeof *list->tile);
    list->tile[0] = n;
}

static size_t bytes_listed(const listed *list, size_t head)
{
    char room[LONGEST];
    size_t bytes = 0;
    for (size_t i = 0; i < list->n; i++)
        bytes += head + bytes_of(list->tile[i], room).len;
    return bytes;
}

static void keep_listed(listed *list, unsigned n, size_t head)
{
    if (place_in(list, n) < list->n)
        return;
    make_newest(list, list->n++, n);
    while (bytes_listed(list, head) > MOST)
        list->n--;
}

static void a_long_run_is_as_a_plain_list_has_it(void **state)
{
    (void)state;
    uint64_t seed = 5;
    listed list = {.n = 0};
    const size_t head = head_bytes();
    serve_tile_cache *cache = serve_tile_cache_open(MOST, NULL);
    size_t found = 0, missed = 0;
    for (int step = 0; step < STEPS; step++) {
        const unsigned n = (unsigned)draw(&seed, TILES);
        if (draw(&seed, 3) == 0) {
            keep(cache, n);
            keep_listed(&list, n, head);
        } else {
            const size_t at = place_in(&list, n);
            assert_int_equal(finds(cache, n), at < list.n);
            *(at < list.n ? &found : &missed) += 1;
            if (at < list.n)
                make_newest(&list, at, n);
        }
        assert_int_equal(serve_tile_cache_bytes(cache), bytes_listed(&list, head));
        assert_true(serve_tile_cache_bytes(cache) <= MOST);
    }
    assert_true(found > STEPS / 10 && missed > STEPS / 10);
    serve_tile_cache_close(cache);
}

/* ---- memory, threads */

static void without_memory_a_tile_is_not_kept_and_the_others_are(void **state)
{
    (void)state;
    failing counted = {.fail_at = 1};
    const ch_memory memory = FAILING_MEMORY(&counted);
    assert_null(serve_tile_cache_open(MOST, &memory));
    counted.fail_at = 0;
    serve_tile_cache *cache = serve_tile_cache_open(MOST, &memory);
    keep(cache, 1);
    counted.fail_at = counted.calls + 1;
    keep(cache, 2);
    assert_true(finds(cache, 1));
    assert_false(finds(cache, 2));
    const serve_tile_key key = key_of(1);
    ch_buf out = {.memory = &memory};
    assert_true(serve_tile_cache_find(cache, &key, &out));
    assert_true(out.failed);
    ch_buf_free(&out);
    serve_tile_cache_close(cache);
    serve_tile_cache_close(NULL);
    assert_int_equal(counted.live, 0);
}

enum { THREADS = 8, ROUNDS = 4000 };

typedef struct {
    serve_tile_cache *cache;
    uint64_t seed;
    size_t wrong, over;
} user;

static void *use(void *of)
{
    user *u = of;
    char room[LONGEST];
    for (int i = 0; i < ROUNDS; i++) {
        const unsigned n = (unsigned)draw(&u->seed, TILES);
        const serve_tile_key key = key_of(n);
        ch_buf out = {0};
        if (serve_tile_cache_find(u->cache, &key, &out))
            u->wrong += !ch_text_equal(ch_buf_text(&out), bytes_of(n, room));
        else
            keep(u->cache, n);
        u->over += serve_tile_cache_bytes(u->cache) > MOST;
        ch_buf_free(&out);
    }
    return NULL;
}

static void many_threads_find_each_tile_whole(void **state)
{
    (void)state;
    user of[THREADS];
    pthread_t thread[THREADS];
    serve_tile_cache *cache = serve_tile_cache_open(MOST, NULL);
    for (size_t i = 0; i < THREADS; i++) {
        of[i] = (user){.cache = cache, .seed = i + 1};
        assert_int_equal(pthread_create(&thread[i], NULL, use, &of[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(of[i].wrong, 0);
        assert_int_equal(of[i].over, 0);
    }
    serve_tile_cache_close(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_three_tiles_the_longest_unused_makes_room),
        cmocka_unit_test(every_part_of_a_key_tells_tiles_apart),
        cmocka_unit_test(what_is_kept_already_stays_and_counts_once),
        cmocka_unit_test(a_tile_that_fits_nowhere_pushes_nothing_out),
        cmocka_unit_test(a_long_run_is_as_a_plain_list_has_it),
        cmocka_unit_test(without_memory_a_tile_is_not_kept_and_the_others_are),
        cmocka_unit_test(many_threads_find_each_tile_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
