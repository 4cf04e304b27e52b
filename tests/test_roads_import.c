/* test_roads_import.c - `changhe roads import` as somebody types it: what it writes, says, refuses, and leaves behind when stopped. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/road_file.h"

/* Run the program in the folder; out and err are files there. */
static int run(const char *arguments)
{
    return shell("cd '%s' && rm -f a.roads && \"$CHANGHE\" roads import %s >out 2>err", folder, arguments);
}

static void assert_holds(const char *name, const char *words)
{
    if (strstr(content_of(name), words) == NULL)
        fail_msg("%s does not hold %s:\n%s", name, words, content_of(name));
}

/* Neither the file nor one beside it. */
static void assert_nothing_written(void)
{
    assert_int_equal(shell("cd '%s' && ls -A | grep -q roads", folder), 1);
}

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_road_net net;
    ch_road_source source;
    const uint32_t *rank;
} written;

static void read_back(written *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/a.roads", folder);
    *file = (written){0};
    assert_int_equal(ch_road_file_read(&file->arena, path, &file->net, &file->rank, &file->source, &file->faults),
                     CH_OK);
}

static void forget(written *file)
{
    ch_faults_free(&file->faults);
    ch_arena_free(&file->arena);
}

/* A square of four streets, one of them one-way, a diagonal that nobody may turn into from the first, and a piece apart. */
static const char square[] =
    "<osm version='0.6'><meta osm_base='2024-03-01T00:00:00Z'/>"
    "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'/><node id='3' lat='31.01' lon='119.01'/>"
    "<node id='4' lat='31' lon='119.01'/><node id='8' lat='32' lon='119'/><node id='9' lat='32.01' lon='119'/>"
    "<way id='11'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/><tag k='ref' v='G318'/><tag k='name' "
    "v='泗安大道'/></way>"
    "<way id='12'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/></way>"
    "<way id='13'><nd ref='3'/><nd ref='4'/><tag k='highway' v='primary'/></way>"
    "<way id='14'><nd ref='4'/><nd ref='1'/><tag k='highway' v='primary'/><tag k='oneway' v='yes'/></way>"
    "<way id='15'><nd ref='2'/><nd ref='4'/><tag k='highway' v='residential'/><tag k='maxspeed' v='quick'/></way>"
    "<way id='16'><nd ref='8'/><nd ref='9'/><nd ref='77'/><tag k='highway' v='service'/></way>"
    "<way id='17'><nd ref='1'/><nd ref='3'/><tag k='highway' v='footway'/></way>"
    "<relation id='21'><member type='way' ref='11' role='from'/><member type='node' ref='2' role='via'/>"
    "<member type='way' ref='15' role='to'/><tag k='type' v='restriction'/><tag k='restriction' "
    "v='no_right_turn'/></relation></osm>";

static void an_extract_becomes_a_file_that_reads_back(void **state)
{
    (void)state;
    written file;
    write_text("square.osm", square);
    assert_int_equal(run("square.osm --out a.roads"), 0);
    read_back(&file);
    assert_true(file.net.ways == 6 && file.net.streets == 6 && file.net.arcs > 0 && file.rank != NULL);
    assert_true(ch_text_equal(file.source.title, CH_TEXT("square")) && file.source.as_of == 20240301);
    assert_true(ch_text_equal(file.source.licence, CH_TEXT("ODbL 1.0, © OpenStreetMap contributors")));
    bool *is_taken = calloc(file.net.nodes, sizeof *is_taken);
    for (size_t i = 0; i < file.net.nodes; i++) {
        assert_true(file.rank[i] < file.net.nodes && !is_taken[file.rank[i]]);
        is_taken[file.rank[i]] = true;
    }
    free(is_taken);
    size_t named = 0;
    for (size_t i = 0; i < file.net.ways; i++)
        named += ch_text_equal(file.net.way[i].name, CH_TEXT("G318 泗安大道")) && file.net.way[i].number == 11;
    assert_int_equal(named, 1);
    forget(&file);
    assert_holds("out", "取用的道路");
    assert_holds("out", "2024-03-01");
}

static void what_was_left_out_is_told_in_either_language_and_as_json(void **state)
{
    (void)state;
    write_text("square.osm", square);
    assert_int_equal(run("square.osm --out a.roads"), 0);
    assert_holds("out", " 2  与主路网不相通的节点");
    assert_holds("out", " 1  与主路网不相通的街段");
    assert_holds("out", " 1  文件中缺少的点");
    assert_holds("out", " 1  读不懂的限速");
    assert_int_equal(run("square.osm --out a.roads --lang en"), 0);
    assert_holds("out", " 2  nodes cut off from the main network");
    assert_holds("out", " 1  restrictions of turns that count");
    assert_int_equal(
        run("square.osm --out a.roads --format json --name 'one \"square\"' --licence mine --as-of 2025-01-02"), 0);
    assert_holds("out", "\"title\": \"one \\\"square\\\"\"");
    assert_holds("out", "\"licence\": \"mine\"");
    assert_holds("out", "\"as_of\": \"2025-01-02\"");
    assert_holds("out", "\"ways\": 6");
    assert_holds("out", "\"pieces_dropped\": 1");
    assert_int_equal(shell("cd '%s' && [ ! -s err ]", folder), 0);
}

static void the_same_extract_gives_the_same_bytes(void **state)
{
    (void)state;
    write_text("square.osm", square);
    assert_int_equal(run("square.osm --out a.roads"), 0);
    assert_int_equal(shell("cd '%s' && mv a.roads b", folder), 0);
    assert_int_equal(run("square.osm --out a.roads"), 0);
    assert_int_equal(shell("cd '%s' && cmp a.roads b && rm b", folder), 0);
}

static const char nodes_zh[] = "编号,名称,经度,纬度,来源\nn1,甲,119.0,31.0,illustrative\nn2,乙,119.1,31.0,"
                               "illustrative\nn3,丙,119.1,31.1,illustrative\n";

static void two_tables_with_chinese_heads_become_a_network(void **state)
{
    (void)state;
    written file;
    write_text("nodes.csv", nodes_zh);
    write_text(
        "edges.csv",
        "编号,起点,终点,道路,等级,限速,长度,单向,收费站用时,匝道用时,限高,来源\n"
        "e1,n1,n2,G50 申苏浙皖高速,motorway,120,10.5,yes,30,60,4.5,illustrative\ne2,n2,n3,,class2,,,,,,,illustrative\n"
        "e3,n3,n1,,class2,,,no,,,,illustrative\n");
    assert_int_equal(run("--nodes nodes.csv --edges edges.csv --out a.roads --name 示意路网"), 0);
    read_back(&file);
    assert_true(file.net.nodes == 3 && file.net.streets == 3 && file.net.arcs == 5 && file.source.licence.len == 0);
    assert_true(ch_text_equal(file.source.title, CH_TEXT("示意路网")));
    for (size_t i = 0; i < file.net.streets; i++) {
        const ch_road_way *way = &file.net.way[file.net.at[i].way];
        if (way->number != 0)
            continue;
        assert_true(way->road_class == CH_road_class_MOTORWAY && ch_text_equal(way->name, CH_TEXT("G50 申苏浙皖高速")));
        assert_float_equal(file.net.at[i].length_m, 10500, 1e-6);
        assert_float_equal(way->extra_s, 90, 1e-9);
        assert_float_equal(way->height_m, 4.5, 1e-6);
        assert_true(way->closed[CH_ROAD_TRUCK][CH_ROAD_AGAINST] && !way->closed[CH_ROAD_CAR][CH_ROAD_ALONG]);
    }
    forget(&file);
    assert_int_equal(shell("cd '%s' && grep -q 文件中 out", folder), 1); /* nothing of an extract */
}

static void every_edge_at_fault_is_told_and_nothing_written(void **state)
{
    (void)state;
    write_text("nodes.csv", nodes_zh);
    write_text("edges.csv",
               "编号,起点,终点,等级,来源\ne1,n1,n9,motorway,illustrative\ne2,n8,n2,motorway,illustrative\ne3,n1,"
               "n1,motorway,illustrative\n");
    assert_int_equal(run("--nodes nodes.csv --edges edges.csv --out a.roads"), 1);
    assert_holds("err", "edges.csv:2:7: found \"n9\" in to");
    assert_holds("err", "edges.csv:3:4: found \"n8\" in from");
    assert_holds("err", "edges.csv:4:7: found \"n1\" in to");
    assert_holds("err", "3 faults");
    assert_nothing_written();
    write_text("edges.csv", "编号,起点,终点,等级,来源\ne1,n1,n2,大路,illustrative\n");
    assert_int_equal(run("--nodes nodes.csv --edges edges.csv --out a.roads"), 1);
    assert_holds("err", "edges.csv:2:10: found \"大路\"");
    assert_int_equal(run("--nodes nowhere.csv --edges edges.csv --out a.roads"), 1);
    assert_holds("err", "nowhere.csv: ");
    assert_nothing_written();
}

static void a_damaged_extract_is_told_and_nothing_written(void **state)
{
    (void)state;
    write_text("broken.osm", "<osm>\n<way id='1'>\n</osm>");
    assert_int_equal(run("broken.osm --out a.roads"), 1);
    assert_holds("err", "broken.osm:3:");
    assert_nothing_written();
    write_text("broken.osm.pbf", "not this");
    assert_int_equal(run("broken.osm.pbf --out a.roads"), 1);
    assert_holds("err", "begins at byte 0");
    assert_int_equal(run("nowhere.osm.pbf --out a.roads"), 1);
    assert_holds("err", "nowhere.osm.pbf");
    assert_nothing_written();
}

static void a_place_that_cannot_be_written_is_told_first(void **state)
{
    (void)state;
    assert_int_equal(run("nowhere.osm --out nofolder/a.roads"), 1);
    assert_holds("err", "nofolder/a.roads: found \"No such file or directory\", expected a file that can be written");
    assert_nothing_written();
}

/* They would make every other command start later. */
static void no_other_command_waits_for_the_libraries_of_an_import(void **state)
{
    (void)state;
    assert_int_equal(shell("ldd \"$CHANGHE\" >'%s/out'", folder), 0);
    assert_int_equal(shell("grep -E 'protobuf|expat|metis|libz' '%s/out'", folder), 1);
    assert_int_equal(shell("ldd \"$CHANGHE-serve\" | grep -q protobuf"), 0);
}

static void an_extract_without_roads_has_no_answer(void **state)
{
    (void)state;
    write_text("empty.osm", "<osm/>");
    assert_int_equal(run("empty.osm --out a.roads"), 3);
    assert_holds("err", "没有可通车的道路");
    assert_nothing_written();
}

static void words_that_do_not_fit_are_told(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"", "no file"},
        {"a.osm", "no --out"},
        {"a.osm b.osm --out a.roads", "found b.osm"},
        {"a.osm --nodes n.csv --out a.roads", "both a file and tables"},
        {"--nodes n.csv --out a.roads", "--nodes alone"},
        {"--edges n.csv --out a.roads", "--edges alone"},
        {"a.osm --out a.osm", "another file"},
        {"a.osm --out", "with a value after it"},
        {"a.osm --out a.roads --lang fr", "zh or en"},
        {"a.osm --out a.roads --format xml", "table or json"},
        {"a.osm --out a.roads --as-of soon", "a date like"},
        {"a.osm --out a.roads --store x", "an option of this command"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(run(known[i][0]), 2);
        assert_holds("err", known[i][1]);
    }
    assert_int_equal(run("--help"), 0);
    assert_holds("out", "roads import FILE");
    assert_nothing_written();
}

/* Stopped once it has told how far it is, in the midst of 100 MB of blanks. */
static void asked_to_stop_it_leaves_nothing_behind(void **state)
{
    (void)state;
    static const char *const name[] = {"INT", "TERM"};
    assert_int_equal(
        shell("cd '%s' && { echo '<osm>'; head -c 100000000 /dev/zero | tr '\\0' ' '; echo '</osm>'; } >long.osm",
              folder),
        0);
    for (size_t i = 0; i < 2; i++) {
        const int code = shell("cd '%s' && rm -f a.roads err && { \"$CHANGHE\" roads import long.osm --out a.roads "
                               "--progress >out 2>err & } && pid=$! && "
                               "while ! [ -s err ] 2>/dev/null && kill -0 $pid; do :; done; kill -%s $pid; wait $pid",
                               folder, name[i]);
        assert_int_equal(code, 3);
        assert_holds("err", "读取道路 0%");
        assert_holds("err", "nothing was written");
        assert_nothing_written();
    }
    assert_int_equal(shell("rm '%s/long.osm'", folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_extract_becomes_a_file_that_reads_back),
        cmocka_unit_test(what_was_left_out_is_told_in_either_language_and_as_json),
        cmocka_unit_test(the_same_extract_gives_the_same_bytes),
        cmocka_unit_test(two_tables_with_chinese_heads_become_a_network),
        cmocka_unit_test(every_edge_at_fault_is_told_and_nothing_written),
        cmocka_unit_test(a_damaged_extract_is_told_and_nothing_written),
        cmocka_unit_test(a_place_that_cannot_be_written_is_told_first),
        cmocka_unit_test(no_other_command_waits_for_the_libraries_of_an_import),
        cmocka_unit_test(an_extract_without_roads_has_no_answer),
        cmocka_unit_test(words_that_do_not_fit_are_told),
        cmocka_unit_test(asked_to_stop_it_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
