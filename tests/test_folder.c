/* test_folder.c - zones as folders: what is written reads back, what is wrong is told, all of it. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/csv.h"
#include "changhe/folder.h"
#include "changhe/json.h"
#include "failing.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUNDLED SOURCE_ROOT "/zones/changhe"

enum { PATH_ROOM = 512 };

/* A folder of its own for one test, and what reading it told. */
typedef struct {
    char dir[64];
    ch_zone *zone;
    ch_faults faults;
    ch_buf text;
} work;

static void path_in(const char *dir, const char *name, char path[PATH_ROOM])
{
    assert_true(snprintf(path, PATH_ROOM, "%s/%s", dir, name) < PATH_ROOM);
}

static void write_bytes(const char *dir, const char *name, ch_text bytes)
{
    char path[PATH_ROOM];
    path_in(dir, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static void write_file(const work *w, const char *name, const char *text)
{
    write_bytes(w->dir, name, ch_text_of(text));
}

static ch_text read_bytes(ch_arena *arena, const char *dir, const char *name)
{
    char path[PATH_ROOM];
    path_in(dir, name, path);
    ch_text bytes = {0};
    assert_int_equal(ch_folder_read_file(arena, path, ch_text_of(name), SIZE_MAX / 2, &bytes, NULL), CH_OK);
    return bytes;
}

static void remove_file(const work *w, const char *name)
{
    char path[PATH_ROOM];
    path_in(w->dir, name, path);
    assert_int_equal(unlinkat(AT_FDCWD, path, 0), 0);
}

/* What lies in a folder, but for the folder and the one above. Calls visit with each name. */
static size_t each_entry(const char *dir, void (*visit)(const char *dir, const char *name))
{
    DIR *entries = opendir(dir);
    assert_non_null(entries);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            count++;
            if (visit != NULL)
                visit(dir, entry->d_name);
        }
    closedir(entries);
    return count;
}

static void remove_entry(const char *dir, const char *name)
{
    char path[PATH_ROOM];
    path_in(dir, name, path);
    if (unlink(path) != 0)
        assert_int_equal(rmdir(path), 0);
}

static void remove_dir(const char *dir)
{
    each_entry(dir, remove_entry);
    assert_int_equal(rmdir(dir), 0);
}

static void make_dir(work *w)
{
    bool has_memory_disk = access("/dev/shm", W_OK) == 0; /* where flushing to disk costs nothing */
    *w = (work){0};
    strcpy(w->dir, has_memory_disk ? "/dev/shm/changhe-folder-XXXXXX" : "/tmp/changhe-folder-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
}

static void forget_reading(work *w)
{
    ch_zone_drop(w->zone);
    w->zone = NULL;
    ch_faults_free(&w->faults);
    w->faults = (ch_faults){0};
}

static void clean(work *w)
{
    forget_reading(w);
    ch_buf_free(&w->text);
    remove_dir(w->dir);
}

static ch_err read_folder(work *w)
{
    forget_reading(w);
    return ch_folder_read(w->dir, NULL, &w->zone, &w->faults);
}

static const char *printed(work *w)
{
    w->text.len = 0;
    for (size_t i = 0; i < w->faults.kept; i++) {
        ch_fault_print(&w->faults.list[i], &w->text);
        ch_buf_addc(&w->text, '\n');
    }
    ch_buf_addc(&w->text, '\0');
    return w->text.at;
}

static void assert_told(work *w, ch_err err, const char *expected)
{
    assert_int_equal(read_folder(w), err);
    assert_null(w->zone);
    assert_string_equal(printed(w), expected);
}

static ch_zone *sound_zone(const char *dir)
{
    ch_zone *zone;
    ch_faults faults = {0};
    assert_int_equal(ch_folder_read(dir, NULL, &zone, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    return zone;
}

static void digest_of(const char *dir, char digest[17])
{
    ch_zone *zone = sound_zone(dir);
    ch_zone_digest(zone, digest);
    ch_zone_drop(zone);
}

static void assert_same_files(const char *a, const char *b)
{
    DIR *entries = opendir(a);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        ch_arena arena = {0};
        ch_text left = read_bytes(&arena, a, entry->d_name), right = read_bytes(&arena, b, entry->d_name);
        if (!ch_text_equal(left, right))
            fail_msg("%s differs", entry->d_name);
        ch_arena_free(&arena);
    }
    closedir(entries);
    assert_int_equal(each_entry(a, NULL), each_entry(b, NULL));
}

/* The smallest zone there is: one county, the zone's own land, one source. */
#define ZONE    "id,name_zh,place,members,source\nz,合作区,ZZ,330522,S\n"
#define PLACES  "id,name_zh,level,source\n330522,长兴县,county,S\nZZ,本体,zone,S\n"
#define SOURCES "id,title\nS,一份文件\n"
#define DESCRIPTOR(more) \
    "{\"resources\": [\n{\"path\": \"zone.csv\"},\n{\"path\": \"places.csv\"},\n" \
    "{\"path\": \"sources.csv\"}" more "\n]}\n"
#define FIRMS "id,name_zh,uscc,place,role,source\n"

static void make_small_zone(work *w)
{
    make_dir(w);
    write_file(w, "datapackage.json", DESCRIPTOR(""));
    write_file(w, "zone.csv", ZONE);
    write_file(w, "places.csv", PLACES);
    write_file(w, "sources.csv", SOURCES);
}

static void a_zone_of_three_tables_is_read_and_its_other_tables_are_empty(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    assert_int_equal(read_folder(&w), CH_OK);
    assert_int_equal(w.faults.count, 0);
    assert_int_equal(w.zone->places.rows, 2);
    assert_int_equal(w.zone->firms.rows, 0);
    assert_true(ch_text_equal(w.zone->zone.name_zh[0], CH_TEXT("合作区")));
    clean(&w);
}

static void the_bundled_zone_is_written_byte_for_byte_as_it_lies_there(void **state)
{
    (void)state;
    work w;
    make_dir(&w);
    ch_zone *zone = sound_zone(BUNDLED);
    assert_int_equal(ch_folder_write(zone, w.dir, NULL), CH_OK);
    assert_same_files(BUNDLED, w.dir);
    ch_zone_drop(zone);
    clean(&w);
}

static void a_zone_written_into_a_folder_to_be_made_reads_back_the_same(void **state)
{
    (void)state;
    work w;
    char to[PATH_ROOM], before[17], after[17];
    make_small_zone(&w);
    path_in(w.dir, "export", to);
    assert_int_equal(read_folder(&w), CH_OK);
    assert_int_equal(ch_folder_write(w.zone, to, NULL), CH_OK);
    ch_zone_digest(w.zone, before);
    digest_of(to, after);
    assert_string_equal(before, after);
    assert_int_equal(each_entry(to, NULL), CH_TABLES + 1);
    remove_dir(to);
    clean(&w);
}

/* Copy the bundled zone, each file changed on the way. */
static void copy_bundled(const work *w, void (*change)(ch_text bytes, const char *name, ch_buf *out))
{
    DIR *entries = opendir(BUNDLED);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        ch_arena arena = {0};
        ch_buf out = {0};
        change(read_bytes(&arena, BUNDLED, entry->d_name), entry->d_name, &out);
        assert_false(out.failed);
        write_bytes(w->dir, entry->d_name, ch_buf_text(&out));
        ch_buf_free(&out);
        ch_arena_free(&arena);
    }
    closedir(entries);
}

static void add_mark_and_carriage_returns(ch_text bytes, const char *name, ch_buf *out)
{
    (void)name;
    ch_buf_adds(out, "\xef\xbb\xbf");
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.at[i] == '\n')
            ch_buf_addc(out, '\r');
        ch_buf_addc(out, bytes.at[i]);
    }
}

static void carriage_returns_and_byte_order_marks_change_nothing(void **state)
{
    (void)state;
    work w;
    char plain[17], marked[17];
    make_dir(&w);
    copy_bundled(&w, add_mark_and_carriage_returns);
    digest_of(BUNDLED, plain);
    digest_of(w.dir, marked);
    assert_string_equal(plain, marked);
    clean(&w);
}

/* The lines after the header, last first. No field of the bundled zone holds a line end; a feature
 * of its outlines is a line with a comma behind all but the last. */
static void turn_rows_round(ch_text bytes, const char *name, ch_buf *out)
{
    ch_text line[8000], rest = bytes;
    size_t n = 0;
    while (ch_text_next(&rest, '\n', &line[n]))
        assert_true(++n < 8000);
    bool is_geojson = strstr(name, ".geojson") != NULL, has_commas = is_geojson && n > 3; /* two features or more */
    if (is_geojson || strstr(name, ".csv") != NULL) {
        size_t last = is_geojson ? n - 2 : n - 1;
        for (size_t i = 1, j = last; i < j; i++, j--) {
            ch_text other = line[i];
            line[i] = line[j];
            line[j] = other;
        }
        if (has_commas) {
            line[last].len--;
            line[1] = (ch_text){line[1].at, line[1].len + 1};
        }
    }
    for (size_t i = 0; i < n; i++) {
        ch_buf_add(out, line[i]);
        if (has_commas && i == 1)
            out->at[out->len - 1] = ',';
        ch_buf_addc(out, '\n');
    }
}

static void the_order_of_rows_changes_no_byte(void **state)
{
    (void)state;
    work w;
    char plain[17], turned[17];
    make_dir(&w);
    copy_bundled(&w, turn_rows_round);
    digest_of(BUNDLED, plain);
    digest_of(w.dir, turned);
    assert_string_equal(plain, turned);
    assert_int_equal(read_folder(&w), CH_OK);
    assert_int_equal(ch_folder_write(w.zone, w.dir, NULL), CH_OK);
    assert_same_files(BUNDLED, w.dir);
    clean(&w);
}

static void points_in_gcj02_are_converted_once(void **state)
{
    (void)state;
    work w;
    char before[17], after[17];
    const ch_point gcj = ch_geo_wgs84_to_gcj02((ch_point){119.91, 31.02});
    make_small_zone(&w);
    ch_buf places = {0};
    ch_buf_addf(&places,
                "id,name_zh,level,source,lon,lat,frame\n330522,长兴县,county,S,%.12f,%.12f,gcj02\nZZ,"
                "本体,zone,S,,,\n",
                gcj.lon_deg, gcj.lat_deg);
    write_bytes(w.dir, "places.csv", ch_buf_text(&places));
    ch_buf_free(&places);

    assert_int_equal(read_folder(&w), CH_OK);
    assert_true(w.zone->places.lon[0] == 119.91 && w.zone->places.lat[0] == 31.02);
    assert_int_equal(w.zone->places.frame[0], CH_frame_WGS84);
    ch_zone_digest(w.zone, before);
    assert_int_equal(ch_folder_write(w.zone, w.dir, NULL), CH_OK);
    digest_of(w.dir, after);
    assert_string_equal(before, after);
    clean(&w);
}

/* One file put wrong, and what is told of it. */
typedef struct {
    const char *name, *text, *told;
} wrong;

static void each_fault_is_told_with_its_place_what_was_found_and_what_was_expected(void **state)
{
    (void)state;
    static const wrong list[] = {
        {"places.csv", "id,name_zh,source\n330522,长兴县,S\nZZ,本体,S\n",
         "places.csv:1:1: found nothing, expected column level\n"},
        {"places.csv", "id,name_zh,level,source,area_km2\n330522,长兴县,county,S,large\nZZ,本体,zone,S,\n",
         "places.csv:2:21: found \"large\" in area_km2, expected a number\n"},
        {"firms.csv", FIRMS "a,甲,,330599,,S\n",
         "firms.csv:2:6: found \"330599\" in place, expected the key of a row of places\n"},
        {"firms.csv", FIRMS "a,甲,,330522,,S\nb,乙,,330522,,S\na,丙,,330522,,S\n",
         "firms.csv:4:1: found \"a\" in id, expected a key that stands once; it stands in line 2 too\n"},
        {"firms.csv", FIRMS "a,甲,91350100M000100Y44,330522,,S\n",
         "firms.csv:2:5: found \"91350100M000100Y44\" in uscc, expected a unified social credit code of GB 32100-2015: "
         "check character 3\n"},
        {"firms.csv", FIRMS "a,甲\xff,,330522,,S\n", "firms.csv:2:4: found \"\\xFF\", expected UTF-8 text\n"},
        {"firms.csv", FIRMS "a,\"甲,,330522,,S\n",
         "firms.csv:2:3: found \"\"甲,,330522,,S\", expected a closing quote\n"},
        {"firms.csv", "",
         "firms.csv:1:1: found nothing, expected a header line with the columns "
         "id,name_zh,name_en,uscc,stock_code,exchange,parent,parent_name,place,zone,lon,lat,frame,"
         "precision,role,tier,former_names,capital_wan,founded_on,gb4754,products,source,as_of,marks,note,follow_up\n"},
        {"outlines.geojson", "", "outlines.geojson:1:1: found nothing, expected valid JSON: a value\n"},
        {"outlines.geojson", "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"prop",
         "outlines.geojson:2:24: found nothing, expected valid JSON: the closing \" of the string begun in line 2\n"},
        {"outlines.geojson",
         "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\","
         "\"properties\":{\"place\":\"330522\",\"source\":\"S\"},"
         "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}}\n]}\n",
         "outlines.geojson:2:108: found \"a crossing ring\" in coordinates, expected a ring that does not touch or "
         "cross itself; it does near 2 2\n"},
        {"frims.csv", "id\n", "frims.csv: found \"frims.csv\", expected a file named after a table: firms.csv\n"},
        {"outlines.csv", "id\n",
         "outlines.csv: found \"outlines.csv\", expected a file named after a table: outlines.geojson\n"},
        {"FIRMS.CSV", "id\n", "FIRMS.CSV: found \"FIRMS.CSV\", expected a file named after a table: firms.csv\n"},
        {"datapackage.json", "", "datapackage.json:1:1: found nothing, expected valid JSON: a value\n"},
        {"datapackage.json", "{\"resources\": [{\"path\": \"zone.csv\"}",
         "datapackage.json:1:36: found nothing, expected valid JSON: a comma, or the ] of the array begun in line 1\n"},
        {"datapackage.json", "[]", "datapackage.json:1:1: found \"an array\", expected an object\n"},
        {"datapackage.json", "{}", "datapackage.json:1:1: found nothing, expected member \"resources\"\n"},
        {"datapackage.json", DESCRIPTOR(",\n{\"name\": \"x\"},\n7,\n{\"path\": [\"a.csv\"]}"),
         "datapackage.json:5:1: found nothing, expected member \"path\"\n"
         "datapackage.json:6:1: found \"7\" in resources, expected an object\n"
         "datapackage.json:7:2: found \"an array\" in path, expected a string\n"},
        {"datapackage.json",
         DESCRIPTOR(",\n{\"path\": \"firms.csv\"},\n{\"path\": \"README.md\"},\n{\"path\": \"data/firms.csv\"},"
                    "\n{\"path\": \"/etc/passwd\"},\n"
                    "{\"path\": \"../../etc/passwd\"},\n{\"path\": \".\"}"),
         "datapackage.json:5:2: found \"firms.csv\" in path, expected a file of the folder; this one is missing\n"
         "datapackage.json:6:2: found \"README.md\" in path, expected a file of the folder; this one is missing\n"
         "datapackage.json:7:2: found \"data/firms.csv\" in path, expected a file named after a table: firms.csv\n"
         "datapackage.json:8:2: found \"/etc/passwd\" in path, expected a path that does not leave the folder\n"
         "datapackage.json:9:2: found \"../../etc/passwd\" in path, expected a path that does not leave the folder\n"
         "datapackage.json:10:2: found \".\" in path, expected a regular file; this is a directory\n"},
        {"links.csv", "from,to,source\na,a,S\n",
         "links.csv:2:1: found \"a\" in from, expected the key of a row of segments\n"
         "links.csv:2:3: found \"a\" in to, expected the key of a row of segments\n"},
        {"zone.csv", "id,name_zh,place,members,source\n", "zone.csv: found nothing, expected exactly one row\n"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        work w;
        make_small_zone(&w);
        write_file(&w, list[i].name, list[i].text);
        assert_told(&w, CH_EDATA, list[i].told);
        clean(&w);
    }
}

#define CHAINS   "id,name_zh,source\nc,链,S\n"
#define SEGMENTS "id,chain,name_zh,tier,source\na,c,甲,up,S\nb,c,乙,mid,S\n"

static void a_circle_of_links_must_be_flagged(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "chains.csv", CHAINS);
    write_file(&w, "segments.csv", SEGMENTS);
    write_file(&w, "links.csv", "from,to,loop,source\na,b,,S\nb,a,,S\n");
    assert_told(&w, CH_EDATA,
                "links.csv:3:3: found \"a\" in to, expected loop=yes on one link of the circle a > b > a\n");
    write_file(&w, "links.csv", "from,to,loop,source\na,b,,S\nb,a,yes,S\n");
    assert_int_equal(read_folder(&w), CH_OK);
    clean(&w);
}

static void all_faults_of_all_files_are_told_at_once(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "datapackage.json", DESCRIPTOR(",\n{\"path\": \"ties.csv\"}"));
    write_file(&w, "stray.csv", "");
    write_file(&w, "chains.csv", CHAINS);
    write_file(&w, "segments.csv", SEGMENTS "a,c,又,up,S\n");
    write_file(&w, "links.csv", "from,to,loop,source\na,b,,S\nb,a,,S\nb,x,,S\n");
    write_file(&w, "firms.csv", FIRMS "f,甲,91350100M000100Y44,330522,boss,S\ng,乙,,330599,,S\nh,,,ZZ,,T\n");
    write_file(&w, "firm_segments.csv", "firm,segment\nf,a\nh,b\nnobody,b\n");
    write_file(&w, "districts.csv", "id\nd\n");
    write_file(&w, "signals.csv", "");
    write_file(&w, "surveys.csv", "id,source,note\ns,S,\xc0\xff\nt,S,\"open\n");
    write_file(&w, "outlines.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\","
               "\"properties\":{\"place\":\"XX\",\"source\":\"S\"},"
               "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}}\n]}\n");
    assert_told(&w, CH_EDATA,
                "datapackage.json:5:2: found \"ties.csv\" in path, expected a file of the folder; this one is missing\n"
                "districts.csv:1:1: found nothing, expected column name_zh\n"
                "districts.csv:1:1: found nothing, expected column source\n"
                "firm_segments.csv:4:1: found \"nobody\" in firm, expected the key of a row of firms\n"
                "firms.csv:2:5: found \"91350100M000100Y44\" in uscc, expected a unified social credit code of GB "
                "32100-2015: check character 3\n"
                "firms.csv:2:31: found \"boss\" in role, expected one of leader, head, listed, specialised, other\n"
                "firms.csv:3:6: found \"330599\" in place, expected the key of a row of places\n"
                "firms.csv:4:3: found nothing in name_zh, expected a value: the column is required\n"
                "firms.csv:4:9: found \"T\" in source, expected the key of a row of sources\n"
                "links.csv:3:3: found \"a\" in to, expected loop=yes on one link of the circle a > b > a\n"
                "links.csv:4:3: found \"x\" in to, expected the key of a row of segments\n"
                "outlines.geojson:2:33: found \"XX\" in place, expected the key of a row of places\n"
                "outlines.geojson:2:104: found \"a crossing ring\" in coordinates, expected a ring that does not "
                "touch or cross itself; it does near 2 2\n"
                "segments.csv:4:1: found \"a\" in id, expected a key that stands once; it stands in line 2 too\n"
                "signals.csv:1:1: found nothing, expected a header line with the columns firm,kind,evidence,x,source,"
                "as_of,marks,note\n"
                "stray.csv: found \"stray.csv\", expected a file named after a table: surveys.csv\n"
                "surveys.csv:2:5: found \"\\xC0\", expected UTF-8 text\n"
                "surveys.csv:3:5: found \"\"open\", expected a closing quote\n");
    clean(&w);
}

static void nobody_is_blamed_for_referring_to_rows_that_could_not_be_read(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "sources.csv", "id,title\nS,\"一份\"文件\n");
    assert_told(&w, CH_EDATA,
                "sources.csv:2:7: found \"文件\", expected a comma or the end of the line after a "
                "closing quote\n");
    remove_file(&w, "sources.csv");
    assert_told(&w, CH_EDATA,
                "datapackage.json:4:2: found \"sources.csv\" in path, expected a file of "
                "the folder; this one is missing\n");
    write_file(&w, "zone.csv", "id\nz\n");
    assert_told(
        &w, CH_EDATA,
        "datapackage.json:4:2: found \"sources.csv\" in path, expected a file of the folder; this one is missing\n"
        "zone.csv:1:1: found nothing, expected column members\n"
        "zone.csv:1:1: found nothing, expected column name_zh\n"
        "zone.csv:1:1: found nothing, expected column place\n"
        "zone.csv:1:1: found nothing, expected column source\n");
    clean(&w);
}

static void nothing_is_told_that_only_follows_from_a_fault_told(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "places.csv", "id,name_zh,level,source\n330522,长兴县,county,S\nZZ,本体,zoone,S\n");
    write_file(&w, "firms.csv", "id,name_zh,place,zone,source\na,甲,330522,ZZ,S\nb,乙,330522,ZZ,S\n");
    assert_told(&w, CH_EDATA,
                "places.csv:3:7: found \"zoone\" in level, expected one of province, municipality, "
                "prefecture, county, farm, zone\n");
    write_file(&w, "places.csv", "id,name_zh,level,source\n330522,长兴县,county,S\nZZ,本体,,S\n");
    assert_told(&w, CH_EDATA, "places.csv:3:7: found nothing in level, expected a value: the column is required\n");

    write_file(&w, "places.csv", PLACES);
    write_file(&w, "chains.csv", CHAINS);
    write_file(&w, "segments.csv", "id,chain,name_zh,tier,need,typical,source\na,c,甲,up,abc,5,S\nb,c,乙,mid,7,5,S\n");
    write_file(&w, "same_as.csv", "a,b,relation,source\na,b,same product,S\n");
    assert_told(&w, CH_EDATA, "segments.csv:2:10: found \"abc\" in need, expected a number\n");

    write_file(&w, "segments.csv", SEGMENTS);
    remove_file(&w, "same_as.csv");
    write_file(&w, "links.csv", "from,to,loop,source\na,b,,S\nb,a,ja,S\n");
    assert_told(&w, CH_EDATA, "links.csv:3:5: found \"ja\" in loop, expected yes or no\n");

    remove_file(&w, "links.csv");
    write_file(&w, "assumptions.csv", "id,value\nbeta,half\n");
    assert_told(&w, CH_EDATA, "assumptions.csv:2:6: found \"half\" in value, expected a number\n");

    remove_file(&w, "assumptions.csv");
    write_file(&w, "firms.csv",
               FIRMS "a,甲,\"91\"x,330522,bo\"ss,S\nb,乙,,330522,le\xff"
                     "der,S\nc,\"丙,,330522,,S\n");
    assert_told(&w, CH_EDATA,
                "firms.csv:2:9: found \"x\", expected a comma or the end of the line after a closing quote\n"
                "firms.csv:2:20: found \"bo\"ss\", expected no quote inside a field that is not quoted\n"
                "firms.csv:3:15: found \"\\xFF\", expected UTF-8 text\n"
                "firms.csv:4:3: found \"\"丙,,330522,,S\", expected a closing quote\n");
    clean(&w);
}

/* An old code makes the table anew; the rows that are sound stay for others to name. */
static void old_codes_in_a_table_with_a_fault_blame_nobody_else(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "place_history.csv", "old,new,source\n330599,330522,S\n");
    write_file(&w, "chains.csv", CHAINS);
    write_file(&w, "segments.csv", SEGMENTS);
    write_file(&w, "firms.csv", FIRMS "a,甲,,330599,,S\nb,,,330522,,S\n");
    write_file(&w, "firm_segments.csv", "firm,segment\na,a\nb,b\n");
    write_file(&w, "outlines.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\","
               "\"properties\":{\"place\":\"330599\",\"source\":\"S\",\"frame\":\"gcj02\"},"
               "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[119,31],[119.00000001,31],[119,31.00000001],[119,"
               "31]]]}}\n]}\n");
    assert_int_equal(read_folder(&w), CH_EDATA);
    assert_int_equal(w.faults.count, 2);
    assert_string_equal(printed(&w),
                        "firms.csv:3:3: found nothing in name_zh, expected a value: the column is required\n"
                        "outlines.geojson:2:63: found \"gcj02\" in frame, expected an outline that in WGS84, "
                        "to 1e-7 degrees, does not touch or cross itself; it does near 118.994863 31.002194\n");
    clean(&w);
}

static void all_faults_are_counted_also_those_not_kept(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    ch_buf firms = {0};
    ch_buf_adds(&firms, FIRMS "bad,甲,,330522,boss,S\n");
    for (int i = 0; i < 3000; i++)
        ch_buf_addf(&firms, "f%d,甲,,330599,,S\n", i);
    write_bytes(w.dir, "firms.csv", ch_buf_text(&firms));
    assert_int_equal(read_folder(&w), CH_EDATA);
    assert_int_equal(w.faults.count, 3001);
    assert_int_equal(w.faults.kept, CH_FAULTS_KEPT);

    /* what may come from rows that could not be read is counted no more than told */
    write_file(&w, "places.csv", PLACES "3305\"99,甲,county,S\n");
    assert_int_equal(read_folder(&w), CH_EDATA);
    assert_int_equal(w.faults.count, 2);
    ch_buf_free(&firms);
    clean(&w);
}

static void a_zone_without_a_row_is_told_with_its_file(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "zone.csv", "id,name_zh,place,members,source\n");
    assert_told(&w, CH_EDATA, "zone.csv: found nothing, expected exactly one row\n");
    write_file(&w, "firms.csv", FIRMS "a,甲,,330522,boss,S\n");
    assert_told(&w, CH_EDATA,
                "firms.csv:2:13: found \"boss\" in role, expected one of leader, head, listed, specialised, other\n"
                "zone.csv: found nothing, expected exactly one row\n");
    clean(&w);
}

static void faults_read_in_chinese_too(void **state)
{
    (void)state;
    static const wrong list[] = {
        {"firms.csv", FIRMS "a,甲,,330522,boss,S\n",
         "此处为“boss”（role 角色），应为下列之一：leader 链主、head 头部企业、listed 上市公司、specialised "
         "专精特新、other 其他\n"},
        {"firms.csv", FIRMS "a,甲,,330599,,S\n", "此处为“330599”（place 所在地区），应为表“places 地区”中已有的主键\n"},
        {"firms.csv", "id,name_zh,place\n", "此处为空，应为含有列 source 来源 的首行\n"},
        {"firms.csv", "id,name_zh,place,zone,source\na,甲,330522,330522,S\n",
         "此处为“330522”（zone 所在合作区），应为表“places 地区”中 level 级别为 zone 的主键\n"},
        {"places.csv", "id,name_zh,level,source,lon,lat\n330522,长兴县,county,S,119.9,\nZZ,本体,zone,S,,\n",
         "此处为空（lat 纬度），应为同填或同空的 lon 经度与 lat 纬度\n"},
        {"zone.csv", "id,name_zh,place,members,source\n", "此处为空，应为恰好一行\n"},
        {"firms.csv", FIRMS "a,甲,,330522,S\n", "此处为“5 个字段”，应为与首行相同的 6 个字段\n"},
        {"firms.csv", "\xef\xbb\xbf" FIRMS "a,\xb3\xa4\xd0\xcb,,330522,,S\n",
         "此处为“\\xB3”，应为 UTF-8 编码的文件；文件像是 GBK/GB18030 编码，请另存为“CSV UTF-8”\n"},
        {"firms.csv", FIRMS "a,甲\xef\xbb\xbf,,330522,,S\n",
         "此处为“甲U+FEFF”（name_zh 企业名称），应为不含控制字符和不可见字符的文字\n"},
        {"datapackage.json", DESCRIPTOR(",\n{\"path\": \"ties.csv\"},\n{\"path\": \".\"},\n{\"path\": \"../x\"}"),
         "此处为“ties.csv”（path），应为文件夹中确有的文件（缺少文件）\n"
         "此处为“.”（path），应为普通文件（不是普通文件，而是目录）\n"
         "此处为“../x”（path），应为文件夹之内的路径（路径不许离开文件夹）\n"},
        {"outlines.geojson", "[]", "此处为“数组”，应为对象\n"},
        {"outlines.geojson", "{\"type\":", "此处为空，应为合法的 JSON：一个值\n"},
        {"assumptions.csv", "id,value\nbeta,2\n", "此处为“2”（value 取值），应为数字，范围 0..1, < 1\n"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        work w;
        make_small_zone(&w);
        write_file(&w, list[i].name, list[i].text);
        assert_int_equal(read_folder(&w), CH_EDATA);
        for (size_t j = 0; j < w.faults.kept; j++) {
            ch_fault_print_zh(&w.faults.list[j], &w.text);
            ch_buf_addc(&w.text, '\n');
        }
        ch_buf_addc(&w.text, '\0');
        assert_string_equal(w.text.at, list[i].told);
        clean(&w);
    }
}

static void the_tables_a_zone_cannot_be_without_must_be_there(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "datapackage.json", "{\"resources\": []}");
    remove_file(&w, "places.csv");
    assert_told(&w, CH_EIO, "places.csv: found \"no such file or folder\", expected a file that can be read\n");
    clean(&w);
}

static void only_regular_files_are_read_and_a_pipe_is_not_waited_for(void **state)
{
    (void)state;
    work w;
    char path[PATH_ROOM];
    make_small_zone(&w);
    path_in(w.dir, "firms.csv", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    path_in(w.dir, "links.csv", path);
    assert_int_equal(symlink("zone.csv", path), 0);
    path_in(w.dir, "ties.csv", path);
    assert_int_equal(mkdir(path, 0700), 0);
    remove_file(&w, "datapackage.json");
    write_file(&w, "datapackage.json",
               DESCRIPTOR(",\n{\"path\": \"firms.csv\"},\n{\"path\": \"links.csv\"},\n{\"path\": \"ties.csv\"}"));
    assert_told(&w, CH_EDATA,
                "datapackage.json:5:2: found \"firms.csv\" in path, expected a regular file; this is a pipe\n"
                "datapackage.json:6:2: found \"links.csv\" in path, expected a regular file; this is a symbolic link\n"
                "datapackage.json:7:2: found \"ties.csv\" in path, expected a regular file; this is a directory\n");
    remove_file(&w, "datapackage.json");
    path_in(w.dir, "datapackage.json", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_told(&w, CH_EIO,
                "datapackage.json: found \"a pipe\", expected a file that can be read\n"
                "firms.csv: found \"a pipe\", expected a file that can be read\n"
                "links.csv: found \"a symbolic link\", expected a file that can be read\n"
                "ties.csv: found \"a directory\", expected a file that can be read\n");
    clean(&w);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    work w;
    make_dir(&w);
    char nowhere[PATH_ROOM];
    path_in(w.dir, "nowhere", nowhere);
    ch_faults faults = {0};
    ch_zone *zone;
    assert_int_equal(ch_folder_read(nowhere, NULL, &zone, &faults), CH_EIO);
    assert_null(zone);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_READABLE);
    assert_true(ch_text_equal(faults.list[0].at.file, ch_text_of(nowhere)));
    ch_faults_free(&faults);
    assert_told(&w, CH_EIO,
                "datapackage.json: found \"no such file or folder\", expected a file that can be read\n"
                "places.csv: found \"no such file or folder\", expected a file that can be read\n"
                "sources.csv: found \"no such file or folder\", expected a file that can be read\n"
                "zone.csv: found \"no such file or folder\", expected a file that can be read\n");
    clean(&w);
}

static void hidden_files_and_files_of_other_kinds_are_left_alone(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, ".~lock.firms.csv", "x");
    write_file(&w, "README.md", "x");
    assert_int_equal(read_folder(&w), CH_OK);
    clean(&w);
}

/* Memory that knows how much of it is out, and how much was at most. */
typedef struct {
    size_t now, most;
} counting;

enum { SIZE_HEAD = 16 };

static void *counting_take(void *self, size_t size)
{
    counting *count = self;
    char *block = malloc(size + SIZE_HEAD);
    assert_non_null(block);
    memcpy(block, &size, sizeof size);
    count->now += size;
    count->most = count->now > count->most ? count->now : count->most;
    return block + SIZE_HEAD;
}

static void counting_give(void *self, void *block)
{
    counting *count = self;
    size_t size;
    if (block == NULL)
        return;
    memcpy(&size, (char *)block - SIZE_HEAD, sizeof size);
    count->now -= size;
    free((char *)block - SIZE_HEAD);
}

/* The file grows to 1 GiB by a hole, which takes no room on the disk and reads as zeros. */
static void stretch(const work *w, const char *name)
{
    char path[PATH_ROOM];
    path_in(w->dir, name, path);
    assert_int_equal(truncate(path, (off_t)1 << 30), 0);
}

static void a_line_of_a_gigabyte_is_told_in_bounded_memory(void **state)
{
    (void)state;
    work w;
    counting count = {0};
    const ch_memory memory = {counting_take, counting_give, &count};
    make_small_zone(&w);
    write_file(&w, "firms.csv", FIRMS "a,");
    stretch(&w, "firms.csv");
    w.faults.arena.memory = &memory;
    assert_int_equal(ch_folder_read(w.dir, &memory, &w.zone, &w.faults), CH_EDATA);
    assert_int_equal(w.faults.count, 2);
    assert_int_equal(w.faults.list[0].want, CH_WANT_SHORT_FILE); /* of the file, before any of its lines */
    assert_int_equal(w.faults.list[1].want, CH_WANT_SHORT_LINE);
    assert_int_equal(w.faults.list[1].at.line, 2);
    assert_true(count.most < 8 * (size_t)CH_CSV_MAX_ROW);
    ch_faults_free(&w.faults);
    w.faults = (ch_faults){0};
    assert_int_equal(count.now, 0);
    clean(&w);
}

static void a_document_of_a_gigabyte_is_told_and_not_read(void **state)
{
    (void)state;
    work w;
    counting count = {0};
    const ch_memory memory = {counting_take, counting_give, &count};
    make_small_zone(&w);
    write_file(&w, "outlines.geojson", "{");
    stretch(&w, "outlines.geojson");
    stretch(&w, "datapackage.json");
    w.faults.arena.memory = &memory;
    assert_int_equal(ch_folder_read(w.dir, &memory, &w.zone, &w.faults), CH_EDATA);
    assert_string_equal(printed(&w), "datapackage.json: found \"more\", expected at most 67108864 bytes\n"
                                     "outlines.geojson: found \"more\", expected at most 67108864 bytes\n");
    assert_true(count.most < 1 << 20);
    ch_faults_free(&w.faults);
    w.faults = (ch_faults){0};
    clean(&w);
}

static void a_file_is_read_whole_up_to_a_limit(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    char path[PATH_ROOM];
    path_in(w.dir, "zone.csv", path);
    ch_arena arena = {0};
    ch_text bytes;
    assert_int_equal(ch_folder_read_file(&arena, path, CH_TEXT("z"), sizeof ZONE - 1, &bytes, NULL), CH_OK);
    assert_true(ch_text_equal(bytes, CH_TEXT(ZONE)));
    assert_int_equal(ch_folder_read_file(&arena, path, CH_TEXT("z"), sizeof ZONE - 2, &bytes, &w.faults), CH_EDATA);
    assert_int_equal(ch_folder_read_file(&arena, w.dir, CH_TEXT("d"), 9, &bytes, &w.faults), CH_EIO);
    assert_int_equal(ch_folder_read_file(&arena, "/proc/self/status", CH_TEXT("s"), 9, &bytes, &w.faults), CH_EDATA);
    assert_int_equal(ch_folder_read_file(&arena, "/proc/self/status", CH_TEXT("s"), 1 << 20, &bytes, NULL), CH_OK);
    assert_true(bytes.len > 9);
    assert_string_equal(printed(&w), "z: found \"more\", expected at most 55 bytes\n"
                                     "d: found \"a directory\", expected a file that can be read\n"
                                     "s: found \"more\", expected at most 9 bytes\n");
    ch_arena_free(&arena);
    clean(&w);
}

/* Files of the bundled zone, whole, in a folder with a small zone's files before. */
static void assert_still_the_small_zone(const work *w)
{
    ch_arena arena = {0};
    assert_true(ch_text_equal(read_bytes(&arena, w->dir, "zone.csv"), CH_TEXT(ZONE)));
    assert_true(ch_text_equal(read_bytes(&arena, w->dir, "places.csv"), CH_TEXT(PLACES)));
    assert_true(ch_text_equal(read_bytes(&arena, w->dir, "sources.csv"), CH_TEXT(SOURCES)));
    assert_true(ch_text_equal(read_bytes(&arena, w->dir, "datapackage.json"), CH_TEXT(DESCRIPTOR(""))));
    ch_arena_free(&arena);
}

static void writing_that_fails_leaves_the_folder_as_it_was(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    ch_zone *zone = sound_zone(BUNDLED);

    struct rlimit limit, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = (struct rlimit){20000, limit.rlim_max}; /* less than the outlines, more than the tables before them */
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    ch_err err = ch_folder_write(zone, w.dir, &w.faults);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, before);

    assert_int_equal(err, CH_EIO);
    assert_string_equal(printed(&w), "outlines.geojson: found \"a file past the size allowed\", expected a file "
                                     "that can be written\n");
    assert_int_equal(each_entry(w.dir, NULL), 4);
    assert_still_the_small_zone(&w);
    ch_zone_drop(zone);
    clean(&w);
}

static void a_directory_in_the_place_of_a_file_is_told_before_anything_changes(void **state)
{
    (void)state;
    work w;
    char path[PATH_ROOM];
    make_small_zone(&w);
    path_in(w.dir, "ties.csv", path);
    assert_int_equal(mkdir(path, 0700), 0);
    ch_zone *zone = sound_zone(BUNDLED);
    assert_int_equal(ch_folder_write(zone, w.dir, &w.faults), CH_EIO);
    assert_string_equal(printed(&w), "ties.csv: found \"a directory\", expected a file that can be written\n");
    assert_int_equal(each_entry(w.dir, NULL), 5);
    assert_still_the_small_zone(&w);
    ch_zone_drop(zone);
    clean(&w);
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    assert_int_equal(read_folder(&w), CH_OK);
    char path[PATH_ROOM];
    path_in(w.dir, "zone.csv", path);
    assert_int_equal(ch_folder_write(w.zone, path, &w.faults), CH_EIO);
    path_in(w.dir, "no/where", path);
    assert_int_equal(ch_folder_write(w.zone, path, &w.faults), CH_EIO);
    assert_int_equal(w.faults.count, 2);
    assert_true(ch_text_equal(w.faults.list[0].found, CH_TEXT("no directory")));
    assert_int_equal(w.faults.list[1].want, CH_WANT_WRITABLE);
    clean(&w);
}

static void what_a_killed_writer_left_behind_is_in_nobodys_way(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, ".zone.csv.1", "half a f");
    assert_int_equal(read_folder(&w), CH_OK);
    assert_int_equal(ch_folder_write(w.zone, w.dir, NULL), CH_OK);
    assert_int_equal(each_entry(w.dir, NULL), CH_TABLES + 2);
    ch_arena arena = {0};
    assert_true(ch_text_equal(read_bytes(&arena, w.dir, ".zone.csv.1"), CH_TEXT("half a f")));
    ch_arena_free(&arena);
    clean(&w);
}

static void a_link_in_the_place_of_a_file_is_replaced_and_not_followed(void **state)
{
    (void)state;
    work w;
    char path[PATH_ROOM];
    make_small_zone(&w);
    assert_int_equal(read_folder(&w), CH_OK);
    write_file(&w, "elsewhere", "untouched");
    path_in(w.dir, "ties.csv", path);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_int_equal(ch_folder_write(w.zone, w.dir, NULL), CH_OK);
    ch_arena arena = {0};
    assert_true(ch_text_equal(read_bytes(&arena, w.dir, "elsewhere"), CH_TEXT("untouched")));
    ch_arena_free(&arena);
    assert_int_equal(read_folder(&w), CH_OK);
    clean(&w);
}

/* Members by the path a.b.c; numbers count children. */
static const ch_json *walk(const ch_json *at, const char *path)
{
    ch_text rest = ch_text_of(path), step;
    while (at != NULL && ch_text_next(&rest, '.', &step)) {
        const ch_json *child = at->child;
        if (at->kind == CH_JSON_ARRAY)
            for (int n = step.at[0] - '0'; n > 0 && child != NULL; n--)
                child = child->next;
        else
            while (child != NULL && !ch_text_equal(child->name, step))
                child = child->next;
        at = child;
    }
    return at;
}

static void assert_says(const ch_json *tree, const char *path, const char *expected)
{
    const ch_json *value = walk(tree, path);
    if (value == NULL || !ch_text_equal(value->text, ch_text_of(expected)))
        fail_msg("%s is not %s", path, expected);
}

static void the_descriptor_tells_keys_references_words_and_ranges(void **state)
{
    (void)state;
    ch_zone *zone = sound_zone(BUNDLED);
    ch_buf text = {0};
    ch_folder_write_package(zone, &text);
    ch_arena arena = {0};
    const ch_json *tree;
    assert_int_equal(ch_json_read(&arena, CH_TEXT("d"), ch_buf_text(&text), &tree, NULL), CH_OK);
    assert_says(tree, "profile", "data-package");
    assert_says(tree, "name", "changhe");
    assert_says(tree, "resources.1.profile", "tabular-data-resource");
    assert_says(tree, "resources.1.schema.primaryKey.0", "id");
    assert_says(tree, "resources.1.schema.missingValues.0", "");
    assert_says(tree, "resources.1.schema.fields.3.constraints.enum.5", "zone");
    assert_says(tree, "resources.1.schema.fields.7.constraints.minimum", "-180");
    assert_says(tree, "resources.1.schema.foreignKeys.0.fields", "parent");
    assert_says(tree, "resources.1.schema.foreignKeys.0.reference.resource", "");
    assert_says(tree, "resources.0.schema.foreignKeys.0.reference.resource", "places");
    assert_says(tree, "resources.0.schema.foreignKeys.0.reference.fields", "id");
    assert_says(tree, "resources.3.path", "outlines.geojson");
    assert_null(walk(tree, "resources.3.schema"));
    assert_int_equal(walk(tree, "resources")->count, CH_TABLES);
    ch_arena_free(&arena);
    ch_buf_free(&text);
    ch_zone_drop(zone);
}

static void a_zone_whose_id_is_no_package_name_gets_none(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "zone.csv", "id,name_zh,place,members,source\n合作区,合作区,ZZ,330522,S\n");
    assert_int_equal(read_folder(&w), CH_OK);
    ch_folder_write_package(w.zone, &w.text);
    ch_buf_addc(&w.text, '\0');
    assert_null(strstr(w.text.at, "\"name\": \"合作区\""));
    assert_non_null(strstr(w.text.at, "\"title\": \"合作区\""));
    clean(&w);
}

static void no_memory_while_reading_or_writing_is_told_wherever_it_runs_out(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "outlines.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\","
               "\"properties\":{\"place\":\"330522\",\"source\":\"S\"},"
               "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]]]}}\n]}\n");
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_faults faults = {.arena.memory = &memory};
        ch_zone *zone;
        ch_err err = ch_folder_read(w.dir, &memory, &zone, &faults);
        assert_true((err == CH_OK) == (zone != NULL));
        if (err == CH_OK)
            err = ch_folder_write(zone, w.dir, &faults);
        ch_zone_drop(zone);
        ch_faults_free(&faults);
        assert_int_equal(fail.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_int_equal(each_entry(w.dir, NULL), 5);
    }
    assert_int_equal(each_entry(w.dir, NULL), CH_TABLES + 1);
    clean(&w);
}

static void no_memory_while_faults_are_told_is_told_too(void **state)
{
    (void)state;
    work w;
    make_small_zone(&w);
    write_file(&w, "stray.csv", "");
    write_file(&w, "firms.csv", FIRMS "a,甲,x,330522,boss,S\na,乙,,330599,,T\n");
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_faults faults = {.arena.memory = &memory};
        ch_zone *zone;
        ch_err err = ch_folder_read(w.dir, &memory, &zone, &faults);
        assert_null(zone);
        size_t count = faults.count;
        ch_faults_free(&faults);
        assert_int_equal(fail.live, 0);
        if (err == CH_EDATA) {
            assert_int_equal(count, 4);
            break;
        }
        assert_int_equal(err, CH_ENOMEM);
    }
    clean(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zone_of_three_tables_is_read_and_its_other_tables_are_empty),
        cmocka_unit_test(the_bundled_zone_is_written_byte_for_byte_as_it_lies_there),
        cmocka_unit_test(a_zone_written_into_a_folder_to_be_made_reads_back_the_same),
        cmocka_unit_test(carriage_returns_and_byte_order_marks_change_nothing),
        cmocka_unit_test(the_order_of_rows_changes_no_byte),
        cmocka_unit_test(points_in_gcj02_are_converted_once),
        cmocka_unit_test(each_fault_is_told_with_its_place_what_was_found_and_what_was_expected),
        cmocka_unit_test(a_circle_of_links_must_be_flagged),
        cmocka_unit_test(all_faults_of_all_files_are_told_at_once),
        cmocka_unit_test(nobody_is_blamed_for_referring_to_rows_that_could_not_be_read),
        cmocka_unit_test(nothing_is_told_that_only_follows_from_a_fault_told),
        cmocka_unit_test(old_codes_in_a_table_with_a_fault_blame_nobody_else),
        cmocka_unit_test(all_faults_are_counted_also_those_not_kept),
        cmocka_unit_test(a_zone_without_a_row_is_told_with_its_file),
        cmocka_unit_test(faults_read_in_chinese_too),
        cmocka_unit_test(the_tables_a_zone_cannot_be_without_must_be_there),
        cmocka_unit_test(only_regular_files_are_read_and_a_pipe_is_not_waited_for),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(hidden_files_and_files_of_other_kinds_are_left_alone),
        cmocka_unit_test(a_line_of_a_gigabyte_is_told_in_bounded_memory),
        cmocka_unit_test(a_document_of_a_gigabyte_is_told_and_not_read),
        cmocka_unit_test(a_file_is_read_whole_up_to_a_limit),
        cmocka_unit_test(writing_that_fails_leaves_the_folder_as_it_was),
        cmocka_unit_test(a_directory_in_the_place_of_a_file_is_told_before_anything_changes),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_told),
        cmocka_unit_test(what_a_killed_writer_left_behind_is_in_nobodys_way),
        cmocka_unit_test(a_link_in_the_place_of_a_file_is_replaced_and_not_followed),
        cmocka_unit_test(the_descriptor_tells_keys_references_words_and_ranges),
        cmocka_unit_test(a_zone_whose_id_is_no_package_name_gets_none),
        cmocka_unit_test(no_memory_while_reading_or_writing_is_told_wherever_it_runs_out),
        cmocka_unit_test(no_memory_while_faults_are_told_is_told_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
