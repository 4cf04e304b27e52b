/* test_sheets.c - sheets taken in and given by the program as an officer starts it. Projects and offices are made up. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "changhe/schema.h"
#include "changhe/workbook.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ZONE SOURCE_ROOT "/zones/changhe"
#define HEAD "项目编码,项目名称,落户地,投资金额(亿元),备注\n"

enum { ANSWERED, BAD_DATA, USAGE, NO_ANSWER }; /* exit codes */

static char folder[] = "/tmp/changhe-sheets-XXXXXX";

static int shell(const char *format, ...)
{
    char command[4096];
    va_list list;
    va_start(list, format);
    const int len = vsnprintf(command, sizeof command, format, list);
    va_end(list);
    assert_true(len > 0 && (size_t)len < sizeof command);
    const int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The program; out and err are files of the folder, where we are. */
#define RUN(...) shell("\"$CHANGHE\" " __VA_ARGS__)
#define TOLD     " >out 2>err"

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *content_of(const char *name)
{
    static char text[1 << 20];
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    const size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    return text;
}

static void assert_says(const char *name, const char *piece)
{
    if (!strstr(content_of(name), piece))
        fail_msg("%s does not say: %s\n%s", name, piece, content_of(name));
}

/* A firm of every new table, beside the bundled rows. */
static void fill_tables(void)
{
    static const struct {
        const char *name, *text;
    } table[] = {
        {"firm_years",
         "firm,year,revenue_wan,insured,source\nalcha,2022,612345.67,1200,illustrative\nalcha,2023,,,illustrative\n"},
        {"firm_titles", "firm,title,since,until,source\nalcha,little "
                        "giant,2021-07,2024-06-30,illustrative\nalcha,high-tech,,,illustrative\n"},
        {"leads", "id,name_zh,reported_by,leader,investor,firm,funding,investment_wan,jobs,area_mu,signed_on,place,"
                  "transfer_to,transfer_on,"
                  "transfer_status,source,as_of,marks,note\n"
                  "L1,年产一万套示意设备项目,330522,示意领导,示意投资集团,alcha,foreign,105000.5,300,120.35,2024-03,"
                  "330522,330523,"
                  "2024-07-01,asked,illustrative,2024-07,illustrative,\"分两期, =1+1\"\n"
                  "L2,=示意项目,,,,,,,,,2024,,,,,illustrative,,,示意备注\n"},
        {"parcels", "id,name_zh,place,use,area_mu,ratio_least,ratio_most,investment_mu_wan,price_wan,lon,lat,source\n"
                    "P1,示意一号地块,330522,工业,72.54,1,1.5,450,2100.25,119.9,31.01,illustrative\n"
                    "P2,示意二号地块,330522,,,,,,,,,illustrative\n"},
        {"yields", "firm,year,tax_mu_wan,added_mu_wan,labour_wan,research,grade,source\nalcha,2023,35.5,120,28.75,0."
                   "035,A,illustrative\n"},
        {"rates", "id,currency,on,wan,source\nusd-2024,usd,2024-01-02,7.0770,illustrative\n"},
        {"offices", "id,name_zh,name_en,place,contact,source\no1,示意招商部门,Sample "
                    "office,330522,示意电话,illustrative\no2,示意统计部门,,,,illustrative\n"},
        {"road_nodes",
         "id,name_zh,kind,place,lon,lat,gate,source,marks\nn1,示意互通,interchange,330522,119.6,30.92,yes,"
         "illustrative,illustrative\nn2,,border,,119.57,30.93,,illustrative,\n"},
        {"road_edges", "id,from,to,road,class,lanes,limit_kmh,plan_kmh,length_km,extra_s,toll_s,toll,oneway,height_m,"
                       "weight_t,source\ne1,n1,n2,示意高速,motorway,4,100,85.5,7.135,60,30,yes,no,5,49,illustrative\n"
                       "e2,n2,n1,,class3,,,,,,,,,,,illustrative\n"},
        {"road_works", "id,name_zh,kind,active,edges,path,class,lanes,limit_kmh,plan_kmh,length_km,extra_s,oneway,"
                       "reversed,join_m,opens,source,note\n"
                       "w1,示意扩建,speed,yes,e1 e2,,,8,120,110,,,,,,2026-12,illustrative,\n"
                       "w2,示意新路,add,,,\"119.6,30.92 119.5,30.9\",class1,4,80,,12.5,,yes,no,300,,illustrative,=1+1\n"
                       "w3,示意街道,close,,w123 w123-4,,,,,,,,,,,,illustrative,\n"},
        {"road_speeds", "profile,class,limit_kmh,factor,most_kmh,source\ncar,motorway,120,0.85,,illustrative\n"
                        "truck,motorway,120,0.7,90,illustrative\ntruck,living,0,1,,illustrative\n"},
        {"stations", "id,name_zh,place,lon,lat,kind,lines,opened,source\ns1,示意站,330522,119.95,31,high speed,示意线; "
                     "示意二线,2013-07-01,illustrative\ns2,示意普速站,330522,,,classic,,,illustrative\n"},
        {"facilities",
         "id,name_zh,kind,place,lon,lat,capacity,group,shared,source,as_of\nh1,示意医院,hospital,330522,119.9,"
         "31.01,1200,示意集团,yes,illustrative,2024\nk1,示意学校,school,341882,,,,,no,illustrative,\n"},
        {"residents", "id,name_zh,place,lon,lat,people,source,as_of\nr1,示意街道,330522,119.9,31.01,52000,illustrative,"
                      "2020-11-01\nr2,示意乡,341882,,,,illustrative,\n"},
        {"duties", "id,office,table,figure,place,cadence,due_days,covered,received_on,source\n"
                   "d1,o1,leads,,330522,month,10,2024-01,2024-02-06,illustrative\nd2,o2,firm_years,insured,,year,90,,,"
                   "illustrative\n"}};
    char name[64];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        snprintf(name, sizeof name, "zone/%s.csv", table[i].name);
        write_file(name, table[i].text);
    }
    write_file(
        "zone/water.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[\n"
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"lake\",\"name_zh\":\"示意湖\",\"source\":\"illustrative\"},"
        "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[119.9,31.1],[120.1,31.1],[120.1,31.3],[119.9,31.1]]]}}"
        "\n]}\n");
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    if (shell("cp -r " ZONE " zone") != 0)
        return -1;
    fill_tables();
    return RUN("load zone --store full.db" TOLD) == ANSWERED ? 0 : shell("cat err; false");
}

static int remove_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 ? shell("rm -rf '%s'", folder) : -1;
}

/* A store of its own for every test. */
static int copy_store(void **state)
{
    (void)state;
    return shell("rm -rf zone.db* && cp full.db zone.db");
}

static void export_to(const char *store, const char *to)
{
    assert_int_equal(RUN("export %s --store %s" TOLD, to, store), ANSWERED);
}

static void assert_store_is_as_loaded(void)
{
    export_to("zone.db", "now");
    export_to("full.db", "then");
    assert_int_equal(shell("diff -r now then && rm -r now then"), 0);
}

/* ---- what comes out goes in again and changes nothing */

static void export_then_import(const char *store, const char *format)
{
    for (int id = 0; id < CH_TABLES; id++) {
        const char *table = ch_schema_table((ch_table_id)id)->name;
        assert_int_equal(
            RUN("export --table %s --store %s --format %s --out table.%s" TOLD, table, store, format, format),
            ANSWERED);
        assert_int_equal(RUN("import table.%s --store %s --table %s --format json" TOLD, format, store, table),
                         ANSWERED);
        json_t *json = json_load_file("out", 0, NULL);
        const json_int_t rows = json_integer_value(json_object_get(json, "rows"));
        const json_int_t same = json_integer_value(json_object_get(json, "same"));
        if (rows != same || json_integer_value(json_object_get(json, "edit_count")) < same)
            fail_msg("%s as %s: %lld of %lld rows the same\n%s", table, format, (long long)same, (long long)rows,
                     content_of("out"));
        json_decref(json);
    }
}

static void every_table_written_and_taken_in_is_the_same(void **state)
{
    (void)state;
    export_then_import("zone.db", "xlsx");
    assert_store_is_as_loaded();
}

static void every_table_as_csv_too(void **state)
{
    (void)state;
    export_then_import("zone.db", "csv");
    assert_store_is_as_loaded();
}

static void every_table_of_the_bundled_zone_too(void **state)
{
    (void)state;
    assert_int_equal(RUN("load " ZONE " --store zone.db" TOLD), ANSWERED);
    export_then_import("zone.db", "xlsx");
}

/* For a map that shows points in another frame, and back from there. */
static void points_go_out_in_the_frame_asked_and_come_in_where_they_were(void **state)
{
    (void)state;
    static const char *const frame[] = {"gcj02", "bd09", "cgcs2000", "wgs84"}, *const format[] = {"csv", "xlsx"};
    write_file("point.csv", "id,name_zh,place,lon,lat,source\nQ1,示意点位企业,330522,119.91,31.02,illustrative\n");
    assert_int_equal(RUN("load " ZONE " --store frame.db" TOLD), ANSWERED);
    assert_int_equal(RUN("import point.csv --table firms --store frame.db --lang en" TOLD), ANSWERED);
    assert_int_equal(RUN("export --table firms --store frame.db --format csv --out before.csv" TOLD), ANSWERED);
    assert_non_null(strstr(content_of("before.csv"), "119.91,31.02,,"));
    for (int i = 0; i < 4 * 2; i++) {
        assert_int_equal(RUN("export --table firms --store frame.db --format %s --out t.%s --frame %s" TOLD,
                             format[i % 2], format[i % 2], frame[i / 2]),
                         ANSWERED);
        if (i % 2 == 0) {
            assert_non_null(strstr(content_of("t.csv"), frame[i / 2]));
            assert_int_equal(strstr(content_of("t.csv"), ",119.91,31.02,") != NULL, i / 2 >= 2);
        }
        assert_int_equal(RUN("import t.%s --table firms --store frame.db" TOLD, format[i % 2]), ANSWERED);
        assert_int_equal(RUN("export --table firms --store frame.db --format csv --out after.csv" TOLD), ANSWERED);
        assert_non_null(strstr(content_of("after.csv"), "119.91,31.02,wgs84,"));
    }
    assert_int_equal(RUN("export --table rates --store frame.db --out t.xlsx --frame bd09 --lang en" TOLD), BAD_DATA);
    assert_says("err", "a table with lon, lat and frame");
    assert_int_equal(RUN("export --table firms --store frame.db --out t.xlsx --frame mars" TOLD), USAGE);
}

static void templates_have_heads_and_no_rows(void **state)
{
    (void)state;
    assert_int_equal(RUN("export --table leads --store zone.db --template --out t.xlsx --lang en" TOLD), ANSWERED);
    assert_says("out", "0 rows");
    assert_int_equal(RUN("import t.xlsx --store zone.db --table leads --lang en" TOLD), ANSWERED);
    assert_says("out", "0 rows: 0 added");
    assert_int_equal(RUN("export --table rates --store zone.db --template --format csv --out t.csv" TOLD), ANSWERED);
    assert_string_equal(content_of("t.csv"), "id,currency,on,wan,source,marks,note\n");
}

/* ---- files of every kind */

static void utf8_gb18030_and_semicolons_say_the_same(void **state)
{
    (void)state;
    write_file("utf8.csv", HEAD "N1,示意新项目,长兴县,1.5,注\nL1,年产一万套示意设备项目,长兴县,2,\n");
    assert_int_equal(shell("iconv -f UTF-8 -t GB18030 utf8.csv >gb.csv && sed 's/,/;/g' utf8.csv >semicolon.csv &&"
                           " iconv -f UTF-8 -t UTF-16 utf8.csv >utf16.csv"),
                     0);
    static const char *const file[] = {"utf8.csv",
                                       "gb.csv",
                                       "semicolon.csv",
                                       "utf16.csv",
                                       "gb.csv --encoding gb18030",
                                       "semicolon.csv --delimiter ';'"};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        copy_store(state);
        assert_int_equal(RUN("import %s --store zone.db --table leads --source illustrative --lang en" TOLD, file[i]),
                         ANSWERED);
        assert_says("out", "2 rows: 1 added, 1 changed, 0 the same, 0 bad");
        assert_int_equal(RUN("export it --store zone.db" TOLD), ANSWERED);
        assert_int_equal(i == 0 ? shell("mv it first") : shell("diff -r it first && rm -r it"), 0);
    }
    assert_int_equal(shell("grep -q '^N1,示意新项目,.*,15000,' first/leads.csv && rm -r first"), 0);
}

static void heads_are_told_what_they_mean_by_a_map(void **state)
{
    (void)state;
    write_file("odd.csv", "编,叫什么,多少,杂\nN1,示意新项目,7,x\n");
    write_file("map.json", "{\"编\": \"id\", \"叫什么\": \"项目名称\", \"多少\": \"investment_wan\", \"杂\": null}");
    assert_int_equal(RUN("import odd.csv --store zone.db --table leads --map map.json --source illustrative" TOLD),
                     ANSWERED);
    assert_int_equal(RUN("export --table leads --store zone.db --format csv --out leads.csv" TOLD), ANSWERED);
    assert_says("leads.csv", "\nN1,示意新项目,,,,,,,,,,7,");
    write_file("map.json", "[]");
    assert_int_equal(RUN("import odd.csv --store zone.db --table leads --map map.json" TOLD), BAD_DATA);
    assert_says("err", "map.json:1:1");
}

/* ---- what is written, and what is not */

static void a_dry_run_writes_nothing(void **state)
{
    (void)state;
    write_file("s.csv", HEAD "N1,示意新项目,长兴县,1.5,\n");
    assert_int_equal(shell("cksum zone.db >before"), 0);
    assert_int_equal(RUN("import s.csv --store zone.db --table leads --source illustrative --dry-run --lang en" TOLD),
                     ANSWERED);
    assert_says("out", "1 added");
    assert_int_equal(shell("cksum zone.db | cmp - before"), 0);
    assert_store_is_as_loaded();
}

#define MIXED HEAD "N1,示意新项目,长兴县,1.5,\nN2,示意坏项目,没有的县,1,\nN3,示意坏项目三,长兴县,很多,\n"

static void where_a_row_is_bad_nothing_goes_in_unless_asked_for(void **state)
{
    (void)state;
    write_file("mixed.csv", MIXED);
    assert_int_equal(RUN("import mixed.csv --store zone.db --table leads --source illustrative --lang en" TOLD),
                     BAD_DATA);
    assert_says("out", "not taken in");
    assert_says("err", "mixed.csv:3:3: found \"没有的县\"");
    assert_says("err", "mixed.csv:4:4: found \"很多\"");
    assert_store_is_as_loaded();
    assert_int_equal(
        RUN("import mixed.csv --store zone.db --table leads --source illustrative --good-only --lang en" TOLD),
        ANSWERED);
    assert_says("out", "3 rows: 1 added, 0 changed, 0 the same, 2 bad");
    assert_int_equal(RUN("export --table leads --store zone.db --format csv --out leads.csv" TOLD), ANSWERED);
    assert_says("leads.csv", "\nN1,");
    assert_null(strstr(content_of("leads.csv"), "\nN2,"));
}

/* Bad rows come as a workbook that says why, and taken in again tells the same. */
static void bad_rows_come_as_a_workbook_to_be_mended(void **state)
{
    (void)state;
    write_file("mixed.csv", MIXED);
    assert_int_equal(
        RUN("import mixed.csv --store zone.db --table leads --source illustrative --good-only --faults bad.xlsx" TOLD),
        ANSWERED);
    assert_int_equal(
        RUN("import bad.xlsx --store zone.db --table leads --source illustrative --dry-run --lang en" TOLD), BAD_DATA);
    assert_says("out", "2 rows: 0 added, 0 changed, 0 the same, 2 bad");
    assert_int_equal(shell("rm bad.xlsx"), 0);
    assert_int_equal(RUN("import mixed.csv --store zone.db --table leads --source illustrative --good-only --faults "
                         "no/where.xlsx" TOLD),
                     BAD_DATA);
    assert_says("err", "no/where.xlsx");
}

static void the_answer_is_told_as_json(void **state)
{
    (void)state;
    write_file("mixed.csv", MIXED);
    assert_int_equal(RUN("import mixed.csv --store zone.db --table leads --source illustrative --format json" TOLD),
                     BAD_DATA);
    json_t *json = json_load_file("out", JSON_REJECT_DUPLICATES, NULL);
    const json_t *fault = json_array_get(json_object_get(json, "faults"), 1);
    static const char *const counts[] = {"rows", "added", "changed", "same", "bad"};
    static const json_int_t wanted[] = {3, 1, 0, 0, 2};
    for (int i = 0; i < 5; i++)
        assert_int_equal(json_integer_value(json_object_get(json, counts[i])), wanted[i]);
    assert_string_equal(json_string_value(json_object_get(fault, "sheet")), "mixed.csv");
    assert_int_equal(json_integer_value(json_object_get(fault, "row")), 4);
    assert_string_equal(json_string_value(json_object_get(fault, "column")), "D");
    assert_string_equal(json_string_value(json_object_get(fault, "found")), "很多");
    assert_true(json_is_string(json_object_get(fault, "expected")));
    json_decref(json);
    assert_string_equal(content_of("err"), "");
}

static void exit_codes_tell_how_it_went(void **state)
{
    (void)state;
    static const struct {
        int code;
        const char *arguments;
    } run[] = {{USAGE, "import"},
               {USAGE, "import s.csv --table leads"},
               {USAGE, "import s.csv --store zone.db"},
               {USAGE, "import s.csv --store zone.db --table leads --top 3"},
               {USAGE, "import s.csv t.csv --store zone.db --table leads"},
               {USAGE, "import s.csv --store zone.db --table leads --delimiter x"},
               {USAGE, "export --table leads --store zone.db"},
               {USAGE, "export --table leads --out x.xlsx"},
               {USAGE, "duties"},
               {USAGE, "duties --store zone.db --format xlsx"},
               {USAGE, "duties --store zone.db --on tomorrow"},
               {ANSWERED, "import --help"},
               {BAD_DATA, "import nowhere.csv --store zone.db --table leads"},
               {BAD_DATA, "import s.csv --store nowhere.db --table leads"},
               {BAD_DATA, "import s.csv --store zone.db --table lead"},
               {BAD_DATA, "import s.csv --store zone.db --table leads --by nobody"},
               {BAD_DATA, "import s.csv --store zone.db --table leads --source illustrative --duty nothing"},
               {BAD_DATA, "import full.db --store zone.db --table leads"},
               {BAD_DATA, "export --table leads --store zone.db --out no/where.xlsx"},
               {NO_ANSWER, "duties --store zone.db --office nobody"}};
    write_file("s.csv", HEAD "N1,示意新项目,长兴县,1.5,\n");
    for (size_t i = 0; i < sizeof run / sizeof *run; i++) {
        const int code = RUN("%s" TOLD, run[i].arguments);
        if (code != run[i].code || (code != ANSWERED && content_of("err")[0] == '\0'))
            fail_msg("%s: %d\n%s", run[i].arguments, code, content_of("err"));
    }
    assert_int_not_equal(access("nowhere.db", F_OK), 0);
    assert_store_is_as_loaded();
}

/* ---- duties */

static void an_import_tells_the_duty_that_it_fulfils(void **state)
{
    (void)state;
    write_file("s.csv", HEAD "N1,示意新项目,长兴县,1.5,\n");
    assert_int_equal(RUN("duties --store zone.db --on 2024-04-01 --lang en" TOLD), ANSWERED);
    assert_says("out", "1 overdue, 1 never");
    assert_int_equal(
        RUN("import s.csv --store zone.db --table leads --source illustrative --as-of 2024-03 --duty d1" TOLD),
        ANSWERED);
    assert_int_equal(RUN("duties --store zone.db --on 2024-04-01 --format json" TOLD), ANSWERED);
    json_t *json = json_load_file("out", JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "overdue")), 0);
    assert_int_equal(json_integer_value(json_object_get(json, "kept")), 1);
    json_decref(json);
}

static void duties_come_as_a_workbook_to_send(void **state)
{
    (void)state;
    ch_faults faults = {0};
    ch_book *book;
    assert_int_equal(RUN("duties --store zone.db --on 2024-04-01 --format xlsx --out duties.xlsx" TOLD), ANSWERED);
    assert_int_equal(ch_book_open(NULL, "duties.xlsx", CH_TEXT("duties.xlsx"), NULL, &book, &faults), CH_OK);
    assert_int_equal(ch_book_sheets(book), 2);
    assert_true(ch_text_equal(ch_book_sheet_at(book, 0)->name, CH_TEXT("示意招商部门")));
    ch_book_close(book);
}

/* ---- others at work, and an end in the middle */

/* Of rows of its own each, all are there afterwards, and the log tells of each import. */
static void imports_at_once_lose_nothing(void **state)
{
    (void)state;
    enum { AT_ONCE = 4 };
    for (int i = 0; i < AT_ONCE; i++) {
        char name[16], text[256];
        snprintf(name, sizeof name, "s%d.csv", i);
        snprintf(text, sizeof text, HEAD "N%d,示意新项目%d,长兴县,%d,\n", i, i, i + 1);
        write_file(name, text);
    }
    assert_int_equal(
        shell("for i in 0 1 2 3; do \"$CHANGHE\" import s$i.csv --store zone.db --table leads --source illustrative"
              " >out$i 2>&1 & done; wait"),
        0);
    assert_int_equal(RUN("export --table leads --store zone.db --format csv --out leads.csv" TOLD), ANSWERED);
    for (int i = 0; i < AT_ONCE; i++) {
        char row[64];
        snprintf(row, sizeof row, "\nN%d,示意新项目%d,", i, i);
        assert_says("leads.csv", row);
    }
}

static void a_killed_import_leaves_the_store_whole(void **state)
{
    (void)state;
    enum { TRIES = 24, STEP_US = 2500 };
    int before = 0, after = 0;
    write_file("s.csv", HEAD "N1,示意新项目,长兴县,1.5,\n");
    for (int i = 0; i < TRIES; i++) {
        copy_store(state);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
                execl(getenv("CHANGHE"), "changhe", "import", "s.csv", "--store", "zone.db", "--table", "leads",
                      "--source", "illustrative", (char *)NULL);
            _exit(127);
        }
        nanosleep(&(struct timespec){.tv_nsec = (long)i * STEP_US * 1000}, NULL);
        kill(child, SIGKILL);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(RUN("export --table leads --store zone.db --format csv --out leads.csv" TOLD), ANSWERED);
        const bool is_in = strstr(content_of("leads.csv"), "\nN1,") != NULL;
        before += !is_in;
        after += is_in;
    }
    assert_int_equal(before + after, TRIES);
    assert_true(before > 0);
}

/* No file may grow past a few blocks of the store: told, and nothing of it is in. */
static void a_full_disk_is_told_and_leaves_the_store_as_it_was(void **state)
{
    (void)state;
    static char csv[300000];
    size_t n = (size_t)snprintf(csv, sizeof csv, HEAD);
    for (int i = 0; i < 4000; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "N%d,示意新项目%d,长兴县,1,\n", i, i);
    write_file("s.csv", csv);
    assert_int_equal(
        shell("(trap '' XFSZ; ulimit -f $(( ($(stat -c %%s zone.db) + 65536) / 1024 )); \"$CHANGHE\" import s.csv"
              " --store zone.db --table leads --source illustrative >out 2>err)"),
        BAD_DATA);
    assert_says("err", "zone.db");
    assert_store_is_as_loaded();
    assert_int_equal(RUN("import s.csv --store zone.db --table leads --source illustrative" TOLD), ANSWERED);
}

/* ---- older stores */

static void a_store_of_this_version_is_not_migrated(void **state)
{
    (void)state;
    assert_int_equal(shell("rm -rf zone.db*"), 0);
    assert_int_equal(RUN("migrate --store zone.db" TOLD), BAD_DATA);
    copy_store(state);
    assert_int_equal(RUN("migrate --store zone.db --lang en" TOLD), ANSWERED);
    assert_says("out", "of version 5 already");
    assert_int_equal(RUN("migrate" TOLD), USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_table_written_and_taken_in_is_the_same, copy_store),
        cmocka_unit_test_setup(every_table_as_csv_too, copy_store),
        cmocka_unit_test_setup(every_table_of_the_bundled_zone_too, copy_store),
        cmocka_unit_test_setup(points_go_out_in_the_frame_asked_and_come_in_where_they_were, copy_store),
        cmocka_unit_test_setup(templates_have_heads_and_no_rows, copy_store),
        cmocka_unit_test_setup(utf8_gb18030_and_semicolons_say_the_same, copy_store),
        cmocka_unit_test_setup(heads_are_told_what_they_mean_by_a_map, copy_store),
        cmocka_unit_test_setup(a_dry_run_writes_nothing, copy_store),
        cmocka_unit_test_setup(where_a_row_is_bad_nothing_goes_in_unless_asked_for, copy_store),
        cmocka_unit_test_setup(bad_rows_come_as_a_workbook_to_be_mended, copy_store),
        cmocka_unit_test_setup(the_answer_is_told_as_json, copy_store),
        cmocka_unit_test_setup(exit_codes_tell_how_it_went, copy_store),
        cmocka_unit_test_setup(an_import_tells_the_duty_that_it_fulfils, copy_store),
        cmocka_unit_test_setup(duties_come_as_a_workbook_to_send, copy_store),
        cmocka_unit_test_setup(imports_at_once_lose_nothing, copy_store),
        cmocka_unit_test_setup(a_killed_import_leaves_the_store_whole, copy_store),
        cmocka_unit_test_setup(a_full_disk_is_told_and_leaves_the_store_as_it_was, copy_store),
        cmocka_unit_test_setup(a_store_of_this_version_is_not_migrated, copy_store),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
