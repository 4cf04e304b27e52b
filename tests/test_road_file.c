/* test_road_file.c - files of roads: written, read, damaged. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/road_file.h"
#include "failing.h"
#include "make_roads.h"

#include <stdio.h>
#include <unistd.h>

typedef struct {
    roads r;
    ch_arena arena;
    ch_road_net net;
    uint32_t *rank;
    ch_road_source source;
    ch_text bytes;
    ch_faults faults;
} work;

static ch_text name_of(size_t way)
{
    static const char *const name[] = {"", "G50 沪渝高速", "S14", "画溪大道", "G50 沪渝高速"};
    return ch_text_of(name[way % 5]);
}

static void write_bytes(work *w)
{
    assert_int_equal(ch_road_file_write_bytes(&w->arena, &w->net, w->rank, &w->source, &w->bytes), CH_OK);
}

static work *begin(uint64_t *seed)
{
    static work w;
    ch_road_report report;
    memset(&w, 0, sizeof w);
    roads_draw(&w.r, seed, 5, 4, true);
    for (size_t i = 0; i < w.r.given.ways; i++)
        w.r.way[i].name = name_of(i);
    assert_int_equal(ch_road_build(&w.arena, &w.r.given, NULL, &w.net, &report), CH_OK);
    w.rank = CH_NEW(&w.arena, uint32_t, w.net.nodes);
    for (uint32_t v = 0; v < w.net.nodes; v++)
        w.rank[v] = (v + 7) % (uint32_t)w.net.nodes;
    w.source = (ch_road_source){.title = CH_TEXT("示意路网"), .licence = CH_TEXT("ODbL 1.0"), .as_of = 20260301};
    return &w;
}

static void end(work *w)
{
    ch_faults_free(&w->faults);
    ch_arena_free(&w->arena);
}

#define ASSERT_SAME(a, b, n) assert_memory_equal((a), (b), (n) * sizeof *(a))

static void assert_same_net(const ch_road_net *a, const ch_road_net *b)
{
    assert_int_equal(a->nodes, b->nodes);
    assert_int_equal(a->arcs, b->arcs);
    assert_int_equal(a->streets, b->streets);
    assert_int_equal(a->ways, b->ways);
    assert_int_equal(a->line_points, b->line_points);
    ASSERT_SAME(a->point, b->point, a->nodes);
    ASSERT_SAME(a->start, b->start, a->nodes + 1);
    ASSERT_SAME(a->head, b->head, a->arcs);
    ASSERT_SAME(a->back_start, b->back_start, a->nodes + 1);
    ASSERT_SAME(a->back_tail, b->back_tail, a->arcs);
    ASSERT_SAME(a->back_arc, b->back_arc, a->arcs);
    ASSERT_SAME(a->street, b->street, a->arcs);
    ASSERT_SAME(a->way_of, b->way_of, a->arcs);
    ASSERT_SAME(a->turn_closed, b->turn_closed, a->arcs);
    ASSERT_SAME(a->original, b->original, a->nodes);
    ASSERT_SAME(a->is_main, b->is_main, a->nodes);
    ASSERT_SAME(a->line, b->line, a->line_points);
    for (size_t i = 0; i < a->streets; i++) {
        const ch_road_street *x = &a->at[i], *y = &b->at[i];
        assert_true(x->way == y->way && x->from == y->from && x->to == y->to && x->arc[0] == y->arc[0] &&
                    x->arc[1] == y->arc[1]);
        assert_true(x->first == y->first && x->points == y->points && x->length_m == y->length_m &&
                    x->share == y->share);
    }
    for (size_t i = 0; i < a->ways; i++) {
        const ch_road_way *x = &a->way[i], *y = &b->way[i];
        assert_true(x->number == y->number && x->road_class == y->road_class && ch_text_equal(x->name, y->name));
        assert_memory_equal(x->closed, y->closed, sizeof x->closed);
        assert_memory_equal(x->limit_kmh, y->limit_kmh, sizeof x->limit_kmh);
        assert_true(x->plan_kmh == y->plan_kmh && x->length_m == y->length_m && x->fixed_s == y->fixed_s &&
                    x->extra_s == y->extra_s);
        assert_true(x->height_m == y->height_m && x->weight_t == y->weight_t && x->is_toll == y->is_toll &&
                    x->is_ferry == y->is_ferry);
    }
}

static ch_err read_again(work *w, ch_text bytes, ch_road_net *net, const uint32_t **rank, ch_road_source *source)
{
    return ch_road_file_read_bytes(&w->arena, CH_TEXT("x.roads"), bytes, net, rank, source, &w->faults);
}

static void what_was_written_is_read_and_written_again_byte_for_byte(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int round = 0; round < 30; round++) {
        work *w = begin(&seed);
        ch_road_net net;
        const uint32_t *rank;
        ch_road_source source;
        ch_text again;
        if (round % 3 == 0)
            w->rank = NULL;
        write_bytes(w);
        assert_int_equal(read_again(w, w->bytes, &net, &rank, &source), CH_OK);
        assert_same_net(&net, &w->net);
        assert_true((rank == NULL) == (w->rank == NULL));
        if (rank != NULL)
            ASSERT_SAME(rank, w->rank, net.nodes);
        assert_true(ch_text_equal(source.title, w->source.title) && ch_text_equal(source.licence, w->source.licence));
        assert_int_equal(source.as_of, w->source.as_of);
        assert_string_equal(source.digest, w->source.digest);
        assert_int_equal(strlen(source.digest), 16);
        assert_int_equal(ch_road_file_write_bytes(&w->arena, &net, rank, &source, &again), CH_OK);
        assert_true(ch_text_equal(again, w->bytes));
        end(w);
    }
}

static void a_net_of_nothing_is_a_file_too(void **state)
{
    (void)state;
    work w = {0};
    ch_road_report report;
    ch_road_net net;
    const uint32_t *rank;
    ch_road_source source;
    assert_int_equal(ch_road_build(&w.arena, &w.r.given, NULL, &w.net, &report), CH_OK);
    write_bytes(&w);
    assert_int_equal(read_again(&w, w.bytes, &net, &rank, &source), CH_OK);
    assert_int_equal(net.nodes + net.streets + net.arcs + net.ways, 0);
    end(&w);
}

/* A name that many ways bear takes the place of one. */
static void a_name_is_written_once(void **state)
{
    (void)state;
    uint64_t seed = 22;
    work *w = begin(&seed);
    size_t found = 0;
    write_bytes(w);
    const ch_text name = name_of(1);
    for (size_t i = 0; i + name.len <= w->bytes.len; i++)
        found += memcmp(w->bytes.at + i, name.at, name.len) == 0;
    assert_int_equal(found, 1);
    end(w);
}

static void assert_told(work *w, ch_text bytes, const char *told)
{
    ch_road_net net;
    const uint32_t *rank;
    ch_road_source source;
    ch_buf out = {0};
    assert_int_equal(read_again(w, bytes, &net, &rank, &source), CH_EDATA);
    assert_int_equal(w->faults.count, 1);
    assert_int_equal(net.nodes + net.streets, 0);
    ch_fault_print(&w->faults.list[0], &out);
    ch_buf_addc(&out, '\0');
    if (told != NULL)
        assert_non_null(strstr(out.at, told));
    ch_buf_free(&out);
    ch_faults_free(&w->faults);
    w->faults = (ch_faults){0};
}

static void every_truncation_and_every_flipped_bit_is_told(void **state)
{
    (void)state;
    uint64_t seed = 23;
    work *w = begin(&seed);
    write_bytes(w);
    char *copy = malloc(w->bytes.len + 8);
    for (size_t len = 0; len < w->bytes.len; len += 1 + len / 50)
        assert_told(w, (ch_text){w->bytes.at, len}, NULL);
    memcpy(copy, w->bytes.at, w->bytes.len);
    memset(copy + w->bytes.len, 0, 8);
    assert_told(w, (ch_text){copy, w->bytes.len + 8}, NULL);
    for (size_t i = 0; i < w->bytes.len; i++) {
        copy[i] = (char)(copy[i] ^ 1 << i % 8);
        assert_told(w, (ch_text){copy, w->bytes.len}, NULL);
        copy[i] = (char)(copy[i] ^ 1 << i % 8);
    }
    free(copy);
    end(w);
}

static void other_files_and_other_versions_are_told_apart(void **state)
{
    (void)state;
    uint64_t seed = 24;
    work *w = begin(&seed);
    write_bytes(w);
    assert_told(w, CH_TEXT(""), "no file of roads");
    assert_told(w, CH_TEXT("id,name\n1,G50\n"), "no file of roads");
    assert_told(w, CH_TEXT("CHROADS\n"), "shorter or longer");
    char *copy = malloc(w->bytes.len);
    memcpy(copy, w->bytes.at, w->bytes.len);
    copy[8] = 2;
    assert_told(w, (ch_text){copy, w->bytes.len}, "another version");
    copy[8] = 1;
    copy[w->bytes.len - 1] ^= 1;
    assert_told(w, (ch_text){copy, w->bytes.len}, "digest");
    free(copy);
    end(w);
}

/* Each spoils one thing of a net, so that the file fits its digest and must still not be believed. */
static void assert_refused(void (*spoil)(work *w), const char *told)
{
    uint64_t seed = 25;
    work *w = begin(&seed);
    spoil(w);
    write_bytes(w);
    assert_told(w, w->bytes, told);
    end(w);
}

static void spoil_head(work *w)
{
    ((uint32_t *)w->net.head)[3] = (uint32_t)w->net.nodes;
}

static void spoil_order_of_heads(work *w)
{
    uint32_t v = 0;
    while (w->net.start[v + 1] - w->net.start[v] < 2 ||
           w->net.head[w->net.start[v]] == w->net.head[w->net.start[v] + 1])
        v++;
    uint32_t *head = (uint32_t *)&w->net.head[w->net.start[v]], first = head[0];
    head[0] = head[1];
    head[1] = first;
}

static void spoil_start(work *w)
{
    ((uint32_t *)w->net.start)[2] = (uint32_t)w->net.arcs;
}

static void spoil_end(work *w)
{
    ((uint32_t *)w->net.start)[w->net.nodes] -= 1;
}

static void spoil_street(work *w)
{
    ((uint32_t *)w->net.street)[0] = ((uint32_t *)w->net.street)[0] == 0 ? (uint32_t)w->net.streets - 1 : 0;
}

static void spoil_original(work *w)
{
    uint32_t v = 1;
    while (w->net.original[v] != v || v < 3)
        v++;
    ((uint32_t *)w->net.original)[v] = 0;
}

static void spoil_line(work *w)
{
    ((ch_road_street *)w->net.at)[0].points = (uint32_t)w->net.line_points;
    ((ch_road_street *)w->net.at)[0].first = 1;
}

static void spoil_length(work *w)
{
    ((ch_road_street *)w->net.at)[0].length_m = -1;
}

static void spoil_point(work *w)
{
    memset((ch_point *)w->net.point, 0xff, sizeof(ch_point)); /* not a number */
}

static void spoil_class(work *w)
{
    ((ch_road_way *)w->net.way)[0].road_class = CH_road_class_END;
}

static void spoil_name(work *w)
{
    ((ch_road_way *)w->net.way)[0].name = CH_TEXT("\xff");
}

static void spoil_title(work *w)
{
    w->source.title = CH_TEXT("two\nlines");
}

static void spoil_date(work *w)
{
    w->source.as_of = 20261301;
}

static void spoil_rank(work *w)
{
    w->rank[1] = w->rank[0];
}

static void what_fits_its_digest_is_looked_at_all_the_same(void **state)
{
    (void)state;
    assert_refused(spoil_head, "in arcs");
    assert_refused(spoil_order_of_heads, "in arcs");
    assert_refused(spoil_start, "in rows of arcs");
    assert_refused(spoil_end, "in rows of arcs");
    assert_refused(spoil_street, "in arcs");
    assert_refused(spoil_original, "in nodes");
    assert_refused(spoil_line, "in streets");
    assert_refused(spoil_length, "in streets");
    assert_refused(spoil_point, "in nodes");
    assert_refused(spoil_class, "in ways");
    assert_refused(spoil_name, "in ways");
    assert_refused(spoil_title, "in source");
    assert_refused(spoil_date, NULL);
    assert_refused(spoil_rank, "in order");
}

static void a_file_is_put_in_place_whole(void **state)
{
    (void)state;
    uint64_t seed = 26;
    work *w = begin(&seed);
    char folder[] = "/tmp/changhe-roads-XXXXXX", path[64];
    ch_road_net net;
    const uint32_t *rank;
    ch_road_source source;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/zone.roads", folder);
    for (int round = 0; round < 2; round++) { /* the second takes the place of the first */
        assert_int_equal(ch_road_file_write(path, &w->net, w->rank, &w->source, &w->faults), CH_OK);
        assert_int_equal(ch_road_file_read(&w->arena, path, &net, &rank, &source, &w->faults), CH_OK);
        assert_same_net(&net, &w->net);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* so nothing was left beside */
    assert_int_equal(ch_road_file_write(path, &w->net, w->rank, &w->source, &w->faults), CH_EIO);
    assert_int_equal(ch_road_file_read(&w->arena, path, &net, &rank, &source, &w->faults), CH_EIO);
    assert_int_equal(w->faults.count, 2);
    end(w);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 27;
    work *w = begin(&seed);
    write_bytes(w);
    for (int writes = 0; writes < 2; writes++)
        for (size_t at = 1;; at++) {
            failing memory_of = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_of);
            ch_arena arena = CH_ARENA(&memory);
            ch_road_net net;
            const uint32_t *rank;
            ch_road_source source;
            ch_text bytes;
            ch_err err = writes ? ch_road_file_write_bytes(&arena, &w->net, w->rank, &w->source, &bytes)
                                : ch_road_file_read_bytes(&arena, CH_TEXT("x"), w->bytes, &net, &rank, &source, NULL);
            ch_arena_free(&arena);
            assert_int_equal(memory_of.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_and_written_again_byte_for_byte),
        cmocka_unit_test(a_net_of_nothing_is_a_file_too),
        cmocka_unit_test(a_name_is_written_once),
        cmocka_unit_test(every_truncation_and_every_flipped_bit_is_told),
        cmocka_unit_test(other_files_and_other_versions_are_told_apart),
        cmocka_unit_test(what_fits_its_digest_is_looked_at_all_the_same),
        cmocka_unit_test(a_file_is_put_in_place_whole),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
