/* test_osm_broken.c - extracts with one thing wrong each: told with the place, never guessed, never more memory than bytes warrant. */
#define _GNU_SOURCE
#include "changhe/osm.h"

#include "make_pbf.h"
#include "told.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

/* The one fault of bytes that are none; its words, in English, are given back in a room of the function's own. */
static const char *fault_of(const char *name, ch_text bytes, ch_want want)
{
    static char room[512];
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_buf words = {0};
    assert_int_equal(ch_osm_read_bytes(&arena, ch_text_of(name), bytes, &given, &report, &faults), CH_EDATA);
    assert_true(faults.count == 1 && faults.list[0].want == want && given.ways == 0);
    ch_fault_print(&faults.list[0], &words);
    snprintf(room, sizeof room, "%.*s", (int)words.len, words.at);
    ch_buf_free(&words);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return room;
}

static void assert_says(const char *told, const char *words)
{
    if (strstr(told, words) == NULL)
        fail_msg("told %s, expected %s", told, words);
}

/* ---- blocks by hand; the second blob begins at byte second */

static const char *const strings[] = {"highway", "primary", NULL};
static size_t second;

static void begin(ch_buf *out)
{
    pbf_head(out, 0, NULL);
    second = out->len;
}

static void end_group(ch_buf *out, ch_buf *group)
{
    ch_buf block = {0};
    pbf_strings(&block, strings);
    pbf_message(&block, 2, group);
    pbf_block(out, "OSMData", &block, true);
}

static void assert_damaged(ch_buf *out, const char *words)
{
    char byte[64];
    snprintf(byte, sizeof byte, "begins at byte %zu ", second);
    const char *told = fault_of("a.osm.pbf", ch_buf_text(out), CH_WANT_EXTRACT);
    assert_says(told, byte);
    assert_says(told, words);
    ch_buf_free(out);
}

typedef struct {
    size_t keys, values, refs;
    uint64_t key, value;
    int64_t ref[3];
} way_made;

static void assert_way_damaged(const way_made *way, const char *words)
{
    ch_buf out = {0}, group = {0}, made = {0};
    begin(&out);
    pbf_whole(&made, 1, 7);
    pbf_list(&made, 2, way->keys, (const uint64_t[]){way->key, way->key});
    pbf_list(&made, 3, way->values, (const uint64_t[]){way->value, way->value});
    pbf_deltas(&made, 8, way->refs, way->ref);
    pbf_message(&group, 3, &made);
    end_group(&out, &group);
    assert_damaged(&out, words);
}

static void strings_out_of_the_table_are_told(void **state)
{
    (void)state;
    assert_way_damaged(&(way_made){1, 1, 2, 3, 2, {1, 2, 3}}, "outside of the block's table");
    assert_way_damaged(&(way_made){1, 1, 2, 1, 3, {1, 2, 3}}, "outside of the block's table");
    assert_way_damaged(&(way_made){1, 1, 2, UINT32_MAX, 1, {1, 2, 3}}, "outside of the block's table");
}

static void lists_that_are_not_equally_long_are_told(void **state)
{
    (void)state;
    assert_way_damaged(&(way_made){2, 1, 2, 1, 1, {1, 2, 3}}, "not equally long");
    assert_way_damaged(&(way_made){1, 2, 2, 1, 1, {1, 2, 3}}, "not equally long");
}

static void differences_that_run_out_of_64_bits_are_told(void **state)
{
    (void)state;
    ch_buf out = {0}, group = {0}, way = {0}, refs = {0};
    begin(&out);
    pbf_whole(&way, 1, 7);
    pbf_varint(&refs, pbf_zigzag(INT64_MAX));
    pbf_varint(&refs, pbf_zigzag(1));
    pbf_message(&way, 8, &refs);
    pbf_message(&group, 3, &way);
    end_group(&out, &group);
    assert_damaged(&out, "runs out of 64 bits");
}

/* ---- dense nodes */

static void assert_dense_damaged(size_t ids, size_t lats, size_t lons, size_t tags, const uint64_t *tag, int64_t lat,
                                 const char *words)
{
    ch_buf out = {0}, group = {0}, dense = {0};
    begin(&out);
    pbf_deltas(&dense, 1, ids, (const int64_t[]){1, 2, 3});
    pbf_deltas(&dense, 8, lats, (const int64_t[]){lat, lat, lat});
    pbf_deltas(&dense, 9, lons, (const int64_t[]){0, 0, 0});
    if (tags > 0)
        pbf_list(&dense, 10, tags, tag);
    pbf_message(&group, 2, &dense);
    end_group(&out, &group);
    assert_damaged(&out, words);
}

static void dense_nodes_that_do_not_fit_together_are_told(void **state)
{
    (void)state;
    static const uint64_t none[] = {0, 0, 0, 0}, cut[] = {0, 1}, open[] = {0, 1, 1}, beyond[] = {9, 1, 0, 0},
                          negative[] = {UINT64_MAX, 1, 0, 0};
    assert_dense_damaged(2, 3, 2, 0, NULL, 0, "not equally long");
    assert_dense_damaged(2, 2, 1, 0, NULL, 0, "not equally long");
    assert_dense_damaged(2, 2, 2, 1, none, 0, "not equally long");
    assert_dense_damaged(2, 2, 2, 3, none, 0, "not equally long");
    assert_dense_damaged(2, 2, 2, 2, cut, 0, "not equally long");
    assert_dense_damaged(2, 2, 2, 3, open, 0, "not equally long");
    assert_dense_damaged(2, 2, 2, 4, beyond, 0, "outside of the block's table");
    assert_dense_damaged(2, 2, 2, 4, negative, 0, "outside of the block's table");
    assert_dense_damaged(1, 1, 1, 0, NULL, 900000001, "not lie on the earth");
    assert_dense_damaged(1, 1, 1, 0, NULL, INT64_MIN + 1, "not lie on the earth");
}

static void a_unit_of_points_that_is_not_positive_is_told(void **state)
{
    (void)state;
    for (int64_t unit = -1; unit <= 0; unit++) {
        ch_buf out = {0}, block = {0};
        begin(&out);
        pbf_strings(&block, strings);
        pbf_whole(&block, 17, (uint64_t)unit);
        pbf_block(&out, "OSMData", &block, true);
        assert_damaged(&out, "unit of points");
    }
}

/* ---- relations */

static void assert_relation_damaged(size_t roles, size_t ids, size_t types, uint64_t role, uint64_t type,
                                    const char *words)
{
    ch_buf out = {0}, group = {0}, relation = {0};
    begin(&out);
    pbf_whole(&relation, 1, 7);
    pbf_list(&relation, 8, roles, (const uint64_t[]){role, role});
    pbf_deltas(&relation, 9, ids, (const int64_t[]){1, 2});
    pbf_list(&relation, 10, types, (const uint64_t[]){type, type});
    pbf_message(&group, 4, &relation);
    end_group(&out, &group);
    assert_damaged(&out, words);
}

static void members_of_relations_that_cannot_be_are_told(void **state)
{
    (void)state;
    assert_relation_damaged(1, 2, 2, 1, 1, "not equally long");
    assert_relation_damaged(2, 2, 1, 1, 1, "not equally long");
    assert_relation_damaged(2, 2, 2, 3, 1, "outside of the block's table");
    assert_relation_damaged(2, 2, 2, UINT64_MAX, 1, "outside of the block's table");
    assert_relation_damaged(2, 2, 2, 1, 3, "of no kind");
    assert_relation_damaged(2, 2, 2, 1, UINT64_MAX, "of no kind");
}

/* ---- frames and packing */

static void assert_blob_damaged(const char *type, ch_buf *blob, const char *words)
{
    ch_buf out = {0};
    begin(&out);
    pbf_frame(&out, type, ch_buf_text(blob));
    ch_buf_free(blob);
    assert_damaged(&out, words);
}

static void blocks_that_are_not_what_they_say_are_told(void **state)
{
    (void)state;
    ch_buf blob = {0}, block = {0};
    pbf_strings(&block, strings);
    pbf_pack(&blob, ch_buf_text(&block), block.len + 1);
    assert_blob_damaged("OSMData", &blob, "does not inflate to what it says");
    pbf_pack(&blob, ch_buf_text(&block), block.len - 1);
    assert_blob_damaged("OSMData", &blob, "does not inflate to what it says");
    pbf_pack(&blob, ch_buf_text(&block), (32u << 20) + 1);
    assert_blob_damaged("OSMData", &blob, "larger than 32 MiB");
    pbf_pack(&blob, ch_buf_text(&block), UINT64_MAX);
    assert_blob_damaged("OSMData", &blob, "larger than 32 MiB");
    pbf_pack(&blob, ch_buf_text(&block), 32u << 20);
    assert_blob_damaged("OSMData", &blob, "packed more tightly");
    pbf_bytes(&blob, 3, ch_buf_text(&block)); /* without a size */
    assert_blob_damaged("OSMData", &blob, "larger than 32 MiB, or nothing");
    pbf_whole(&blob, 2, 5);
    pbf_bytes(&blob, 3, CH_TEXT("no zlib"));
    assert_blob_damaged("OSMData", &blob, "does not inflate");
    assert_blob_damaged("OSMData", &blob, "holds nothing");
    pbf_bytes(&blob, 1,
              CH_TEXT("\x0a\x05"
                      "ab")); /* a string of five bytes that ends after two */
    assert_blob_damaged("OSMData", &blob, "message is damaged");
    pbf_bytes(&blob, 1, CH_TEXT("\x8a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")); /* a number without an end */
    assert_blob_damaged("OSMData", &blob, "message is damaged");
    ch_buf_adds(&blob, "\x1a\x7f");
    assert_blob_damaged("OSMData", &blob, "message is damaged");
    pbf_bytes(&blob, 1, ch_buf_text(&block));
    assert_blob_damaged("", &blob, "of no type");
    ch_buf_free(&block);
}

static void heads_of_impossible_size_are_told(void **state)
{
    (void)state;
    static const ch_text heads[] = {{"\0\0\0\0", 4}, {"\0\1\0\1", 4}, {"\xff\xff\xff\xff", 4}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        ch_buf out = {0};
        begin(&out);
        ch_buf_add(&out, heads[i]);
        assert_damaged(&out, "of no size that one has");
    }
    for (int large = 0; large < 2; large++) { /* a size of 32 MiB + 1, one below 0 */
        ch_buf out = {0}, head = {0};
        begin(&out);
        pbf_bytes(&head, 1, CH_TEXT("OSMData"));
        pbf_whole(&head, 3, large ? (32u << 20) + 1 : UINT64_MAX);
        ch_buf_add(&out, (ch_text){"\0\0\0", 3});
        ch_buf_addc(&out, (char)head.len);
        ch_buf_add(&out, ch_buf_text(&head));
        ch_buf_free(&head);
        assert_damaged(&out, "larger than 32 MiB");
    }
}

/* Of two-byte messages: each would take a hundred bytes. */
static void a_block_that_would_take_far_more_memory_than_its_bytes_is_told(void **state)
{
    (void)state;
    enum { BYTES = 8 << 20 };
    ch_buf out = {0}, block = {0}, way = {0}, group = {0};
    pbf_whole(&way, 1, 7);
    for (size_t i = 0; i < BYTES / 4; i++)
        pbf_bytes(&group, 3, ch_buf_text(&way));
    begin(&out);
    pbf_strings(&block, strings);
    pbf_message(&block, 2, &group);
    pbf_block(&out, "OSMData", &block, false);
    ch_buf_free(&way);
    assert_damaged(&out, "more memory");
}

static void a_file_that_breaks_off_is_told_wherever_it_does(void **state)
{
    (void)state;
    ch_buf out = {0}, group = {0}, way = {0};
    begin(&out);
    pbf_whole(&way, 1, 7);
    pbf_deltas(&way, 8, 2, (const int64_t[]){1, 2});
    pbf_message(&group, 3, &way);
    end_group(&out, &group);
    for (size_t len = 0; len < out.len; len++)
        if (len != second)
            assert_says(fault_of("a.osm.pbf", (ch_text){out.at, len}, CH_WANT_EXTRACT),
                        len == 0 ? "no head" : "breaks off");
    ch_buf_free(&out);
}

static void any_byte_may_be_another(void **state)
{
    (void)state;
    ch_buf out = {0}, group = {0}, way = {0};
    begin(&out);
    pbf_whole(&way, 1, 7);
    pbf_deltas(&way, 8, 2, (const int64_t[]){1, 2});
    pbf_message(&group, 3, &way);
    end_group(&out, &group);
    for (size_t i = 0; i < out.len; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            ch_arena arena = {0};
            ch_faults faults = {0};
            ch_road_given given;
            ch_osm_report report;
            out.at[i] = (char)(out.at[i] ^ 1 << bit);
            const ch_err err =
                ch_osm_read_bytes(&arena, CH_TEXT("a.osm.pbf"), ch_buf_text(&out), &given, &report, &faults);
            assert_true(err == (faults.count > 0 ? CH_EDATA : CH_OK) && faults.count <= 1);
            out.at[i] = (char)(out.at[i] ^ 1 << bit);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
        }
    ch_buf_free(&out);
}

/* ---- what is not read */

static void packings_and_features_that_are_not_read_are_named(void **state)
{
    (void)state;
    static const struct {
        unsigned field;
        const char *name;
    } packing[] = {{4, "lzma"}, {5, "bzip2"}, {6, "lz4"}, {7, "zstd"}};
    for (size_t i = 0; i < sizeof packing / sizeof *packing; i++) {
        ch_buf out = {0}, blob = {0};
        begin(&out);
        pbf_whole(&blob, 2, 10);
        pbf_bytes(&blob, packing[i].field, CH_TEXT("whatever"));
        pbf_frame(&out, "OSMData", ch_buf_text(&blob));
        assert_says(fault_of("a.osm.pbf", ch_buf_text(&out), CH_WANT_EXTRACT_FORM), packing[i].name);
        ch_buf_free(&blob);
        ch_buf_free(&out);
    }
    static const char *const feature[] = {"HistoricalInformation", "Teleport"};
    for (size_t i = 0; i < 2; i++) {
        ch_buf out = {0};
        pbf_head(&out, 0, feature[i]);
        assert_says(fault_of("a.osm.pbf", ch_buf_text(&out), CH_WANT_EXTRACT_FORM), feature[i]);
        ch_buf_free(&out);
    }
}

static void forms_that_are_not_read_are_told_with_what_to_do(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"a.osm.bz2", "bunzip2"},        {"a.osm.xz", "unxz"},      {"a.osm.zst", "unzstd"}, {"a.o5m", ".osm.pbf"},
        {"a.osc.gz", "list of changes"}, {"a.shp", "another name"}, {"", "another name"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_says(fault_of(known[i][0], CH_TEXT("x"), CH_WANT_EXTRACT_FORM), known[i][1]);
}

static void data_without_a_head_are_told(void **state)
{
    (void)state;
    ch_buf out = {0}, block = {0};
    pbf_strings(&block, strings);
    pbf_block(&out, "OSMData", &block, true);
    second = 0;
    assert_damaged(&out, "there is no head");
}

/* ---- XML */

static void xml_at_fault_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *words;
        unsigned line;
    } known[] = {
        {"", "not well-formed", 1},
        {"<osm>\n<node id='1' lat='1' lon='1'/>", "not well-formed", 2},
        {"<osm>\n\n</osn>", "not well-formed", 3},
        {"<osm>\n&lol;</osm>", "not well-formed", 2},
        {"<osm>\xff</osm>", "not well-formed", 1},
        {"<!DOCTYPE osm [<!ENTITY a 'b'>]>\n<osm/>", "document type", 1},
        {"<!DOCTYPE osm SYSTEM 'http://example.org/a.dtd'>\n<osm/>", "document type", 1},
        {"<osmChange/>", "root is not osm", 1},
        {"<osm>\n<way id='x'/></osm>", "missing or none", 2},
        {"<osm>\n<way/></osm>", "missing or none", 2},
        {"<osm><way id='1'>\n<nd ref=''/></way></osm>", "missing or none", 2},
        {"<osm><way id='99999999999999999999'/></osm>", "missing or none", 1},
        {"<osm><relation id='1'><member type='tree' ref='1'/></relation></osm>", "of no kind", 1},
        {"<osm><relation id='1'><member type='way' ref='1.5'/></relation></osm>", "missing or none", 1},
        {"<osm>\n<node id='1' lat='91' lon='0'/></osm>", "not lie on the earth", 2},
        {"<osm><node id='1' lat='nan' lon='0'/></osm>", "not lie on the earth", 1},
        {"<osm><node id='1' lat='0'/></osm>", "not lie on the earth", 1},
        {"<osm><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a></a></a></a></a></"
         "a></a></osm>",
         "nested deeper", 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char line[32];
        snprintf(line, sizeof line, "a.osm:%u:", known[i].line);
        const char *told = fault_of("a.osm", ch_text_of(known[i].xml), CH_WANT_EXTRACT);
        assert_says(told, known[i].words);
        assert_says(told, line);
    }
}

static void an_element_without_an_end_is_told_before_it_fills_the_memory(void **state)
{
    (void)state;
    ch_buf out = {0};
    ch_buf_adds(&out, "<osm><way id='1'><tag k='");
    for (size_t i = 0; i < 3 << 20; i++)
        ch_buf_addc(&out, 'a');
    assert_says(fault_of("a.osm", ch_buf_text(&out), CH_WANT_EXTRACT), "longer than 1 MiB");
    ch_buf_free(&out);
}

static void a_way_of_more_points_than_any_is_told(void **state)
{
    (void)state;
    ch_buf out = {0};
    ch_buf_adds(&out, "<osm><way id='1'>");
    for (size_t i = 0; i <= 1 << 20; i++)
        ch_buf_adds(&out, "<nd ref='1'/>");
    ch_buf_adds(&out, "</way></osm>");
    assert_says(fault_of("a.osm", ch_buf_text(&out), CH_WANT_EXTRACT), "1,048,576 parts");
    ch_buf_free(&out);
}

/* ---- gzip */

static ch_text gzip(ch_text bytes, char *room, size_t size)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.at,
                       .avail_in = (uInt)bytes.len,
                       .next_out = (Bytef *)room,
                       .avail_out = (uInt)size};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t len = stream.total_out;
    deflateEnd(&stream);
    return (ch_text){room, len};
}

static void a_gzip_that_is_damaged_or_breaks_off_is_told(void **state)
{
    (void)state;
    char room[256];
    const ch_text packed = gzip(CH_TEXT("<osm><node id='1' lat='1' lon='1'/></osm>"), room, sizeof room);
    for (size_t len = 0; len < packed.len; len++)
        assert_says(fault_of("a.osm.gz", (ch_text){room, len}, CH_WANT_EXTRACT), "gzip");
    room[packed.len / 2] ^= 8;
    fault_of("a.osm.gz", packed, CH_WANT_EXTRACT);
    assert_says(fault_of("a.osm.gz", CH_TEXT("<osm/>"), CH_WANT_EXTRACT), "gzip");
}

/* 80 MiB of blanks out of 80 kB. */
static void a_gzip_that_unpacks_to_far_too_much_is_told(void **state)
{
    (void)state;
    enum { BLANKS = 80 << 20 };
    char *xml = malloc(BLANKS), *room = malloc(1 << 20);
    assert_true(xml != NULL && room != NULL);
    memset(xml, ' ', BLANKS);
    memcpy(xml, "<osm>", 5);
    memcpy(xml + BLANKS - 6, "</osm>", 6);
    assert_says(fault_of("a.osm.gz", gzip((ch_text){xml, BLANKS}, room, 1 << 20), CH_WANT_EXTRACT), "more is packed");
    free(xml);
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_out_of_the_table_are_told),
        cmocka_unit_test(lists_that_are_not_equally_long_are_told),
        cmocka_unit_test(differences_that_run_out_of_64_bits_are_told),
        cmocka_unit_test(dense_nodes_that_do_not_fit_together_are_told),
        cmocka_unit_test(a_unit_of_points_that_is_not_positive_is_told),
        cmocka_unit_test(members_of_relations_that_cannot_be_are_told),
        cmocka_unit_test(blocks_that_are_not_what_they_say_are_told),
        cmocka_unit_test(heads_of_impossible_size_are_told),
        cmocka_unit_test(a_block_that_would_take_far_more_memory_than_its_bytes_is_told),
        cmocka_unit_test(a_file_that_breaks_off_is_told_wherever_it_does),
        cmocka_unit_test(any_byte_may_be_another),
        cmocka_unit_test(packings_and_features_that_are_not_read_are_named),
        cmocka_unit_test(forms_that_are_not_read_are_told_with_what_to_do),
        cmocka_unit_test(data_without_a_head_are_told),
        cmocka_unit_test(xml_at_fault_is_told_with_its_line),
        cmocka_unit_test(an_element_without_an_end_is_told_before_it_fills_the_memory),
        cmocka_unit_test(a_way_of_more_points_than_any_is_told),
        cmocka_unit_test(a_gzip_that_is_damaged_or_breaks_off_is_told),
        cmocka_unit_test(a_gzip_that_unpacks_to_far_too_much_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
