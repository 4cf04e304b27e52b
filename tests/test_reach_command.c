/* test_reach_command.c - circle, minutes, access and roads as an officer types them, on the zone's own network and on an extract. */
#define _GNU_SOURCE
#include "run_program.h"

#include "changhe/geo.h"
#include "changhe/text.h"

#include "raw_http.h"

#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <time.h>

#define ZONE SOURCE_ROOT "/zones/changhe"

static void answered(const char *arguments)
{
    if (run_program(arguments) != 0)
        fail_msg("%s: %s", arguments, content_of("err"));
}

static void assert_holds(const char *name, const char *words)
{
    if (!strstr(content_of(name), words))
        fail_msg("%s does not hold %s:\n%.2000s", name, words, content_of(name));
}

static json_t *json_of(const char *arguments)
{
    answered(arguments);
    json_t *tree = json_loads(content_of("out"), JSON_REJECT_DUPLICATES, NULL);
    if (!tree)
        fail_msg("%s: no JSON: %.2000s", arguments, content_of("out"));
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

static const char *text_at(json_t *json, const char *path)
{
    return json_string_value(at(json, path));
}

static double number_at(json_t *json, const char *path)
{
    json_t *found = at(json, path);
    if (!json_is_number(found))
        fail_msg("%s is no number", path);
    return json_number_value(found);
}

/* ---- the zone's own network */

static void folder_and_store_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const question[] = {"circle --at 330522 --minutes 5,10,15",
                                           "circle --format json --vehicle truck --speed limit --towards",
                                           "circle --format geojson --lang en",
                                           "minutes --from places --to 'places;stations'",
                                           "minutes --to gates --format csv --speed plan",
                                           "access --kind school --method gauss --minutes 20 --format json",
                                           "access --format csv --vehicle car",
                                           "roads --street e001 --lang en",
                                           "roads --format json"};
    answered("load " ZONE " --store zone.db");
    for (size_t i = 0; i < sizeof question / sizeof *question; i++) {
        char arguments[300];
        snprintf(arguments, sizeof arguments, "%s --zone " ZONE, question[i]);
        answered(arguments);
        assert_int_equal(shell("mv '%s/out' '%s/first'", folder, folder), 0);
        snprintf(arguments, sizeof arguments, "%s --store zone.db", question[i]);
        answered(arguments);
        assert_int_equal(shell("cd '%s' && test -s out && cmp first out", folder), 0);
    }
}

static void each_option_says_what_is_answered(void **state)
{
    (void)state;
    json_t *a =
        json_of("circle --zone " ZONE " --format json --at 330522 --minutes 5,10,15 --vehicle truck --speed limit "
                "--towards");
    assert_string_equal(text_at(a, "vehicle"), "truck");
    assert_string_equal(text_at(a, "speed"), "limit");
    assert_string_equal(text_at(a, "direction"), "to");
    assert_string_equal(text_at(a, "at/asked"), "330522");
    assert_int_equal(json_array_size(at(a, "circles")), 3);
    for (size_t i = 1; i < 3; i++) {
        json_t *inner = json_array_get(at(a, "circles"), i - 1), *outer = json_array_get(at(a, "circles"), i);
        assert_true(number_at(inner, "before/area_km2") < number_at(outer, "before/area_km2"));
        assert_true(number_at(inner, "before/nodes") <= number_at(outer, "before/nodes"));
    }
    json_decref(a);
    a = json_of("circle --zone " ZONE " --format json");
    assert_string_equal(text_at(a, "at/asked"), "gates");
    assert_true(number_at(a, "circles/0/minutes") == 15);
    json_decref(a);
    a = json_of("circle --zone " ZONE " --format geojson --minutes 5,10");
    assert_string_equal(text_at(a, "type"), "FeatureCollection");
    assert_int_equal(json_array_size(at(a, "features")), 2);
    json_decref(a);
    a = json_of("access --zone " ZONE " --format json --kind school --method e2sfca --minutes 20");
    assert_string_equal(text_at(a, "kind"), "school");
    assert_string_equal(text_at(a, "unit"), "seats");
    assert_true(number_at(a, "minutes") == 20);
    json_decref(a);
    a = json_of("access --zone " ZONE " --format json");
    assert_string_equal(text_at(a, "kind"), "hospital");
    assert_true(number_at(a, "minutes") == 30);
    json_decref(a);
    a = json_of("roads --zone " ZONE " --format json --street 119.64,30.92");
    assert_true(number_at(a, "street/length_m") > 0);
    json_decref(a);
    a = json_of("roads --zone " ZONE " --format json --street nosuch");
    assert_true(json_is_null(at(a, "street")));
    json_decref(a);
}

static void people_read_it_in_chinese_or_english(void **state)
{
    (void)state;
    answered("circle --zone " ZONE " --minutes 10");
    assert_holds("out", "多少分钟能到哪里");
    assert_holds("out", "10 分钟：");
    answered("circle --zone " ZONE " --lang en --towards --what-if " SOURCE_ROOT "/examples/g50-widened.json");
    assert_holds("out", "who gets here within");
    assert_holds("out", "; gained ");
    answered("minutes --zone " ZONE " --from 330522 --to '341822;330522'");
    assert_holds("out", " 分钟，");
    assert_holds("out", "0.00 分钟，0.0 km");
    answered("minutes --zone " ZONE " --lang en --from 330522 --to 0,0");
    assert_holds("out", "○ no way");
    answered("access --zone " ZONE);
    assert_holds("out", "每千人：各自 → 共享");
    answered("access --zone " ZONE " --lang en --kind school");
    assert_holds("out", "school seats within 30 minutes");
    answered("roads --zone " ZONE " --street e001");
    assert_holds("out", "○ g50-widening");
    assert_holds("out", "路段 e001 G50 申苏浙皖，9.10 km，顺行 5.46 分钟，逆行 5.46 分钟");
    answered("roads --zone " ZONE " --street nosuch --lang en");
    assert_holds("out", "○ there is no such street");
}

static void a_what_if_has_before_and_after(void **state)
{
    (void)state;
    json_t *a =
        json_of("minutes --zone " ZONE " --speed limit --from road_nodes:ic-changxingxi --to road_nodes:ic-sian "
                "--format json --what-if " SOURCE_ROOT "/examples/g50-widened.json");
    const double km = 9.096 + 9.563 + 3.006;
    assert_true(fabs(number_at(a, "rows/0/before") - km * 60 / 100) < 0.01);
    assert_true(fabs(number_at(a, "rows/0/minutes") - km * 60 / 120) < 0.01);
    assert_true(fabs(number_at(a, "rows/0/km") - km) < 0.01);
    assert_non_null(strstr(text_at(a, "what_if"), "g50-widened.json"));
    json_decref(a);
    answered("minutes --zone " ZONE " --to places --format csv --what-if " SOURCE_ROOT "/examples/g50-widened.json");
    assert_holds("out", "from,from_name,to,to_name,minutes,km,toll_km,before\ngates,");
}

static void a_matrix_is_written_beside_and_says_what_the_list_says(void **state)
{
    (void)state;
    answered("minutes --zone " ZONE " --from places --to 'places;0,0' --matrix m.csv --format csv");
    char *const list = strdup(content_of("out"));
    assert_non_null(list);
    char *line = strchr(list, '\n') + 1, *matrix = content_of("m.csv"), *rows = NULL;
    assert_true(strncmp(matrix, "minutes,", 8) == 0);
    size_t pairs = 0, far = 0;
    char *row = strtok_r(matrix, "\n", &rows);
    while ((row = strtok_r(NULL, "\n", &rows)) != NULL) {
        char *cell = strchr(row, ',');
        for (; cell; cell = strchr(cell + 1, ',')) {
            /* from,name,to,name,minutes,...: names of the zone have no commas */
            char want[64] = "";
            if (strstr(line, ",\"0,0\"") && strstr(line, ",\"0,0\"") < strchr(line, '\n'))
                far++;
            else
                assert_int_equal(sscanf(line, "%*[^,],%*[^,],%*[^,],%*[^,],%63[^,\n]", want), 1);
            const size_t len = strcspn(cell + 1, ",");
            assert_true(strlen(want) == len && strncmp(want, cell + 1, len) == 0);
            pairs++;
            line = strchr(line, '\n') + 1;
        }
    }
    assert_true(pairs > 12 && far > 2 && far * far < pairs * 2);
    assert_int_equal(*line, '\0');
    assert_int_equal(run_program("minutes --zone " ZONE " --to places --matrix no/such/folder.csv"), 1);
    assert_holds("err", "no/such/folder.csv");
    assert_int_equal(strlen(content_of("out")), 0);
    free(list);
}

/* ---- what is refused */

static void wrong_usage_ends_with_two(void **state)
{
    (void)state;
    static const char *const wrong[] = {"circle",
                                        "circle --zone a --store b",
                                        "circle --zone",
                                        "circle extra --zone " ZONE,
                                        "circle --zone " ZONE " --minutes 0",
                                        "circle --zone " ZONE " --minutes 10,5",
                                        "circle --zone " ZONE " --minutes 1,2,3,4,5",
                                        "circle --zone " ZONE " --minutes 601",
                                        "circle --zone " ZONE " --minutes nan",
                                        "circle --zone " ZONE " --minutes ''",
                                        "circle --zone " ZONE " --format csv",
                                        "circle --zone " ZONE " --vehicle bike",
                                        "circle --zone " ZONE " --speed fast",
                                        "circle --zone " ZONE " --lang fr",
                                        "circle --zone " ZONE " --from gates",
                                        "circle --zone " ZONE " --matrix m.csv",
                                        "circle --zone " ZONE " --at '\xff'",
                                        "minutes --zone " ZONE,
                                        "minutes --zone " ZONE " --to places --towards",
                                        "minutes --zone " ZONE " --to places --minutes 5",
                                        "minutes --zone " ZONE " --to places --format geojson",
                                        "access --zone " ZONE " --minutes 5,10",
                                        "access --zone " ZONE " --method magic",
                                        "access --zone " ZONE " --at gates",
                                        "roads --zone " ZONE " --format csv",
                                        "roads --zone " ZONE " --kind school",
                                        "roads"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const int code = run_program(wrong[i]);
        if (code != 2)
            fail_msg("%s: %d", wrong[i], code);
        assert_holds("err", "expected");
        assert_holds("err", "应为");
        assert_int_equal(strlen(content_of("out")), 0);
    }
}

static void a_question_without_an_answer_ends_with_three(void **state)
{
    (void)state;
    static const char *const unknown[] = {"circle --at 999999", "circle --at firms:nosuch", "circle --at 'gates;gates'",
                                          "minutes --to 'nowhere;firms:none'", "access --kind park"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        char arguments[300];
        snprintf(arguments, sizeof arguments, "%s --zone " ZONE, unknown[i]);
        assert_int_equal(run_program(arguments), 3);
        assert_true(strlen(content_of("err")) > 0);
        assert_int_equal(strlen(content_of("out")), 0);
    }
    assert_int_equal(run_program("minutes --to 'nowhere;firms:none' --zone " ZONE), 3);
    assert_holds("err", "nowhere");
    assert_holds("err", "firms:none");
}

static void a_bad_what_if_ends_with_one_and_is_told_where(void **state)
{
    (void)state;
    static const struct {
        const char *json, *told;
    } bad[] = {
        {"{", "bad.json"},
        {"[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"new\"}}]", "bad.json"},
        {"[{\"table\":\"road_edges\",\"op\":\"upsert\",\"row\":{\"id\":\"e001\",\"to\":\"nosuch\"}}]", "nosuch"},
        {"[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"ill-road\",\"path\":\"1,2,3\"}}]", "1,2,3"}};
    static const char *const command[] = {"circle", "minutes --to places", "access", "roads"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (size_t k = 0; k < sizeof command / sizeof *command; k++) {
            char arguments[300];
            write_text("bad.json", bad[i].json);
            snprintf(arguments, sizeof arguments, "%s --zone " ZONE " --what-if bad.json", command[k]);
            assert_int_equal(run_program(arguments), 1);
            assert_holds("err", bad[i].told);
            assert_int_equal(strlen(content_of("out")), 0);
        }
    assert_int_equal(run_program("circle --zone " ZONE " --what-if none.json"), 1);
    assert_int_equal(run_program("circle --zone nowhere"), 1);
    write_text("no.roads", "this is no network");
    assert_int_equal(run_program("circle --zone " ZONE " --roads no.roads"), 1);
    assert_int_equal(run_program("circle --zone " ZONE " --roads none.roads"), 1);
}

static void a_zone_without_roads_says_so(void **state)
{
    (void)state;
    assert_int_equal(shell("cd '%s' && cp -r " ZONE
                           " bare && chmod -R u+w bare && cd bare && for t in road_nodes road_edges "
                           "road_works; do head -1 $t.csv >x && mv x $t.csv; done",
                           folder),
                     0);
    json_t *a = json_of("circle --zone bare --format json --at 330522");
    assert_string_equal(text_at(a, "outcome"), "no_roads");
    assert_string_equal(text_at(a, "roads/source"), "none");
    assert_int_equal(json_array_size(at(a, "circles")), 0);
    json_decref(a);
    answered("circle --zone bare");
    assert_holds("out", "尚无道路数据");
    a = json_of("minutes --zone bare --from places --to places --format json");
    assert_true(json_is_null(at(a, "rows/0/minutes")) && json_is_null(at(a, "rows/1/minutes")));
    json_decref(a);
    a = json_of("access --zone bare --format json");
    assert_true(json_is_null(at(a, "places/0/shared/nearest_min")));
    json_decref(a);
    answered("roads --zone bare");
    answered("who --zone bare --top 2");
}

/* ---- an extract: a square by 60 km/h, a kilometre a minute */

static const char square[] =
    "<osm version='0.6'>"
    "<node id='1' lat='31' lon='119'/><node id='2' lat='31.01' lon='119'/><node id='3' lat='31.01' lon='119.01'/>"
    "<node id='4' lat='31' lon='119.01'/>"
    "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/><tag k='maxspeed' v='60'/></way>"
    "<way id='2'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/><tag k='maxspeed' v='60'/></way>"
    "<way id='3'><nd ref='3'/><nd ref='4'/><tag k='highway' v='primary'/><tag k='maxspeed' v='60'/></way>"
    "<way id='4'><nd ref='4'/><nd ref='1'/><tag k='highway' v='primary'/><tag k='maxspeed' v='60'/></way></osm>";

#define EXTRACT "--zone " ZONE " --roads square.roads --speed limit "

static void make_square(void)
{
    write_text("square.osm", square);
    answered("roads import square.osm --out square.roads");
}

static void an_extract_answers_instead_of_the_zones_roads(void **state)
{
    (void)state;
    const ch_point corner[] = {{119, 31}, {119, 31.01}, {119.01, 31.01}, {119.01, 31}};
    const double up_km = ch_geo_km(corner[0], corner[1]), across_km = ch_geo_km(corner[1], corner[2]);
    make_square();
    json_t *a = json_of("minutes " EXTRACT "--from 119,31 --to '119,31.01;119.01,31.01;119,31' --format json");
    assert_string_equal(text_at(a, "roads/source"), "extract");
    assert_string_equal(text_at(a, "roads/title"), "square");
    assert_true(fabs(number_at(a, "rows/0/minutes") - up_km) < 1e-3);
    assert_true(fabs(number_at(a, "rows/0/km") - up_km) < 1e-3);
    assert_true(fabs(number_at(a, "rows/1/minutes") - up_km - across_km) < 3e-3);
    assert_true(number_at(a, "rows/2/minutes") == 0 && number_at(a, "rows/2/km") == 0);
    json_decref(a);
    a = json_of("circle " EXTRACT "--at 119,31 --minutes 3 --format json");
    assert_string_equal(text_at(a, "outcome"), "reached");
    assert_int_equal(number_at(a, "circles/0/before/nodes"), 4);
    json_decref(a);
    a = json_of("roads " EXTRACT "--street w1-0 --format json");
    assert_string_equal(text_at(a, "street/id"), "w1-0");
    assert_true(fabs(number_at(a, "street/length_m") - 1000 * up_km) < 1);
    assert_true(fabs(number_at(a, "street/minutes/along") - up_km) < 1e-3);
    assert_true(json_is_null(at(a, "street/lanes")) && json_is_null(at(a, "street/source")));
    json_decref(a);
    answered("roads " EXTRACT "--street w1-0");
    assert_holds("out", "路段 w1-0");
    answered("access " EXTRACT "--format csv");
    answered("who --zone " ZONE " --roads square.roads --top 2");
}

#define WORK(more) \
    "[{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"tried\",\"name_zh\":\"示意\",\"active\":\"yes\"," \
    "\"source\":\"illustrative\"," more "}}]"

static void works_on_an_extract_close_and_draw(void **state)
{
    (void)state;
    const ch_point corner[] = {{119, 31}, {119, 31.01}, {119.01, 31.01}, {119.01, 31}};
    const double up_km = ch_geo_km(corner[0], corner[1]), high_km = ch_geo_km(corner[1], corner[2]),
                 low_km = ch_geo_km(corner[0], corner[3]), slant_km = ch_geo_km(corner[0], corner[2]);
    make_square();
    write_text("shut.json", WORK("\"kind\":\"close\",\"edges\":\"w1\""));
    json_t *a = json_of("minutes " EXTRACT "--what-if shut.json --from 119,31 --to 119,31.01 --format json");
    assert_true(fabs(number_at(a, "rows/0/before") - up_km) < 1e-3);
    assert_true(fabs(number_at(a, "rows/0/minutes") - low_km - up_km - high_km) < 5e-3);
    assert_string_equal(text_at(a, "works/0/end"), "done");
    json_decref(a);
    a = json_of("roads " EXTRACT "--what-if shut.json --street w1-0 --format json");
    assert_true(json_is_null(at(a, "street/minutes/along")) && json_is_null(at(a, "street/minutes/against")));
    json_decref(a);
    a = json_of("circle " EXTRACT "--what-if shut.json --at 119,31 --minutes 1.5 --format json");
    assert_true(number_at(a, "circles/0/gained/area_km2") == 0 && number_at(a, "circles/0/lost/area_km2") > 0);
    json_decref(a);

    write_text("draw.json", WORK("\"kind\":\"add\",\"class\":\"trunk\",\"limit_kmh\":\"120\",\"plan_kmh\":\"120\","
                                 "\"path\":\"119,31 119.01,31.01\""));
    a = json_of("minutes " EXTRACT "--what-if draw.json --from 119,31 --to 119.01,31.01 --format json");
    assert_true(fabs(number_at(a, "rows/0/before") - up_km - high_km) < 3e-3);
    assert_true(fabs(number_at(a, "rows/0/minutes") - slant_km / 2) < 5e-3);
    assert_true(fabs(number_at(a, "rows/0/km") - slant_km) < 5e-3);
    json_decref(a);

    write_text("none.json", WORK("\"kind\":\"close\",\"edges\":\"w9 e001 w1-7\""));
    a = json_of("minutes " EXTRACT "--what-if none.json --from 119,31 --to 119,31.01 --format json");
    assert_string_equal(text_at(a, "works/0/end"), "nothing");
    assert_true(number_at(a, "rows/0/minutes") == number_at(a, "rows/0/before"));
    json_decref(a);
}

/* ---- the server */

static pid_t start_server(int *port)
{
    char path[300], roads[300];
    const char *program = getenv("CHANGHE");
    snprintf(path, sizeof path, "%s/told", folder);
    snprintf(roads, sizeof roads, "%s/square.roads", folder);
    const pid_t child = fork();
    if (child == 0) {
        const int told = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(told, STDOUT_FILENO);
        execl(program, program, "serve", "--zone", ZONE, "--roads", roads, "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    for (int wait = 0; wait < 600; wait++) {
        const struct timespec tenth = {.tv_nsec = 100000000};
        nanosleep(&tenth, NULL);
        const char *address = access(path, R_OK) == 0 ? strstr(content_of("told"), "http://") : NULL;
        if (address && strchr(address + 7, '/')) {
            *port = atoi(strchr(address + 7, ':') + 1);
            return child;
        }
    }
    kill(child, SIGTERM);
    fail_msg("the server told no address");
    return child;
}

static void the_server_answers_on_the_extract_what_the_command_answers(void **state)
{
    (void)state;
    static const struct {
        const char *command, *target;
    } same[] = {{"minutes --from 119,31 --to 119,31.01", "/api/v1/minutes?from=119,31&to=119,31.01&speed=limit"},
                {"circle --at 119,31 --minutes 2", "/api/v1/circle?at=119,31&minutes=2&speed=limit"},
                {"roads --street w1-0", "/api/v1/roads?street=w1-0&speed=limit"},
                {"access", "/api/v1/access?speed=limit"}};
    int port = 0, status;
    make_square();
    const pid_t server = start_server(&port);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char text[400];
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", same[i].target);
        raw_answer answer = raw_ask(port, text);
        assert_int_equal(answer.status, 200);
        snprintf(text, sizeof text, "%s " EXTRACT "--format json", same[i].command);
        answered(text);
        assert_string_equal(answer.body, content_of("out"));
        raw_free(&answer);
    }
    kill(server, SIGTERM);
    assert_int_equal(waitpid(server, &status, 0), server);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_and_store_give_the_same_bytes),
        cmocka_unit_test(each_option_says_what_is_answered),
        cmocka_unit_test(people_read_it_in_chinese_or_english),
        cmocka_unit_test(a_what_if_has_before_and_after),
        cmocka_unit_test(a_matrix_is_written_beside_and_says_what_the_list_says),
        cmocka_unit_test(wrong_usage_ends_with_two),
        cmocka_unit_test(a_question_without_an_answer_ends_with_three),
        cmocka_unit_test(a_bad_what_if_ends_with_one_and_is_told_where),
        cmocka_unit_test(a_zone_without_roads_says_so),
        cmocka_unit_test(an_extract_answers_instead_of_the_zones_roads),
        cmocka_unit_test(works_on_an_extract_close_and_draw),
        cmocka_unit_test(the_server_answers_on_the_extract_what_the_command_answers),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
