/* An answer as it is sent: compressed, not modified, with its headers; and the page's files. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/serve/finish.h"
#include "../src/serve/links.h"
#include "../src/serve/page.h"
#include "../src/serve/visit.h"
#include "failing.h"

#include <arpa/inet.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const char *line_of(const serve_sent *sent, const char *name)
{
    for (size_t i = 0; i < sent->lines; i++)
        if (strcmp(sent->line[i].name, name) == 0)
            return sent->line[i].value;
    return NULL;
}

static bool accepts(const char *list)
{
    return serve_accepts_gzip(ch_text_of(list));
}

static void gzip_is_accepted_as_its_weights_say(void **state)
{
    (void)state;
    assert_true(accepts("gzip"));
    assert_true(accepts("br, GZIP;q=0.5"));
    assert_true(accepts("deflate, x-gzip"));
    assert_true(accepts("*"));
    assert_true(accepts("identity;q=0, *;q=0.1"));
    assert_false(accepts(""));
    assert_false(accepts("br, zstd"));
    assert_false(accepts("gzip;q=0"));
    assert_false(accepts("gzip; q=0.000, *"));
    assert_false(accepts("*;q=0"));
    assert_false(accepts("gzipped, gz"));
    assert_false(accepts(",;,;;="));
}

static bool matches(const char *list)
{
    return serve_tag_matches(ch_text_of(list), CH_TEXT("\"a,b\""));
}

/* RFC 9110 8.8.3.2: weak comparison looks at what stands between the quotes alone. */
static void tags_are_compared_weakly_and_in_lists(void **state)
{
    (void)state;
    assert_true(matches("\"a,b\""));
    assert_true(matches("W/\"a,b\""));
    assert_true(matches("\"x\", W/\"y\" ,\"a,b\""));
    assert_true(matches(" * "));
    assert_false(matches(""));
    assert_false(matches("a,b"));
    assert_false(matches("\"a\", \"b\""));
    assert_false(matches("\"A,B\""));
    assert_false(matches("\"a,b"));
}

static void fill(serve_answer *answer, const ch_memory *memory, size_t bytes)
{
    *answer = (serve_answer){.status = 200, .type = "application/json", .body = {.memory = memory}};
    strcpy(answer->etag, "tag");
    for (size_t i = 0; i < bytes; i++)
        ch_buf_addc(&answer->body, (char)('a' + i * i % 7));
}

static size_t gunzip(ch_text packed, char *bytes, size_t room)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.at,
                       .avail_in = (uInt)packed.len,
                       .next_out = (Bytef *)bytes,
                       .avail_out = (uInt)room};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return stream.total_out;
}

static void a_long_body_is_compressed_under_another_tag(void **state)
{
    (void)state;
    const serve_pair header = {CH_TEXT("accept-encoding"), CH_TEXT("gzip, br")};
    const serve_request request = {.method = SERVE_GET, .header = &header, .headers = 1};
    static char back[5000];
    serve_answer plain, packed;
    serve_sent sent;
    fill(&plain, NULL, 5000);
    fill(&packed, NULL, 5000);
    serve_finish(&request, &packed, &sent);
    assert_int_equal(sent.status, 200);
    assert_true(sent.body.len < 5000);
    assert_int_equal(gunzip(sent.body, back, sizeof back), 5000);
    assert_memory_equal(back, plain.body.at, 5000);
    assert_string_equal(line_of(&sent, "Content-Encoding"), "gzip");
    assert_string_equal(line_of(&sent, "ETag"), "\"tag-gzip\"");
    assert_string_equal(line_of(&sent, "Vary"), "Accept-Encoding");
    serve_answer_free(&plain);
    serve_answer_free(&packed);
}

static void a_short_body_and_a_picture_go_as_they_are(void **state)
{
    (void)state;
    const serve_pair header = {CH_TEXT("accept-encoding"), CH_TEXT("gzip")};
    const serve_request request = {.method = SERVE_GET, .header = &header, .headers = 1};
    for (int i = 0; i < 3; i++) {
        serve_answer answer;
        serve_sent sent;
        fill(&answer, NULL, i == 0 ? 1024 : 5000);
        answer.type = i == 1 ? "image/png" : answer.type;
        answer.is_gzip = i == 2; /* by the route: not once more */
        answer.varies = true;
        serve_finish(&request, &answer, &sent);
        assert_int_equal(sent.body.len, i == 0 ? 1024 : 5000);
        assert_int_equal(line_of(&sent, "Content-Encoding") != NULL, i == 2);
        assert_string_equal(line_of(&sent, "ETag"), i == 2 ? "\"tag-gzip\"" : "\"tag\"");
        assert_string_equal(line_of(&sent, "Vary"), "Accept-Encoding, Cookie");
        serve_answer_free(&answer);
    }
}

static unsigned status_when(serve_method method, unsigned status, const char *tags, const char *encoding)
{
    const serve_pair header[] = {{CH_TEXT("if-none-match"), ch_text_of(tags)},
                                 {CH_TEXT("accept-encoding"), ch_text_of(encoding)}};
    const serve_request request = {.method = method, .header = header, .headers = 2};
    serve_answer answer;
    serve_sent sent;
    fill(&answer, NULL, 5000);
    answer.status = status;
    serve_finish(&request, &answer, &sent);
    if (sent.status == 304) {
        assert_int_equal(sent.body.len, 0);
        assert_non_null(line_of(&sent, "ETag"));
        assert_null(line_of(&sent, "Content-Type"));
    }
    serve_answer_free(&answer);
    return sent.status;
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    (void)state;
    assert_int_equal(status_when(SERVE_GET, 200, "\"tag\"", ""), 304);
    assert_int_equal(status_when(SERVE_HEAD, 200, "W/\"tag\"", ""), 304);
    assert_int_equal(status_when(SERVE_GET, 200, "*", ""), 304);
    assert_int_equal(status_when(SERVE_GET, 200, "\"tag-gzip\"", "gzip"), 304);
    assert_int_equal(status_when(SERVE_GET, 200, "\"tag\"", "gzip"), 200);
    assert_int_equal(status_when(SERVE_GET, 200, "\"tag-gzip\"", ""), 200);
    assert_int_equal(status_when(SERVE_POST, 200, "\"tag\"", ""), 200);
    assert_int_equal(status_when(SERVE_GET, 404, "*", ""), 404);
}

static void every_answer_has_the_headers_of_safety(void **state)
{
    (void)state;
    static const char *const names[] = {"Content-Security-Policy",
                                        "X-Content-Type-Options",
                                        "Referrer-Policy",
                                        "Cross-Origin-Opener-Policy",
                                        "Cross-Origin-Resource-Policy",
                                        "X-Frame-Options",
                                        "Permissions-Policy",
                                        "Cache-Control",
                                        "Vary"};
    static const unsigned statuses[] = {200, 304, 400, 404, 413, 503};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        const serve_request request = {.method = SERVE_GET, .secure = i % 2 == 0};
        serve_answer answer = {.status = statuses[i]};
        serve_sent sent;
        serve_finish(&request, &answer, &sent);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            assert_non_null(line_of(&sent, names[n]));
        assert_string_equal(line_of(&sent, "Cache-Control"), "no-store");
        assert_int_equal(line_of(&sent, "Strict-Transport-Security") != NULL, i % 2 == 0);
        assert_true(sent.lines < SERVE_LINES);
    }
}

/* All a route can add fits beside what every answer has. */
static void no_header_of_a_route_is_lost(void **state)
{
    (void)state;
    const serve_pair header = {CH_TEXT("accept-encoding"), CH_TEXT("gzip")};
    const serve_request request = {.method = SERVE_GET, .header = &header, .headers = 1, .secure = true};
    serve_answer answer;
    serve_sent sent;
    fill(&answer, NULL, 5000);
    while (serve_add_header(&answer, "X-More", CH_TEXT("yes")))
        ;
    assert_int_equal(answer.headers, SERVE_HEADERS);
    serve_finish(&request, &answer, &sent);
    size_t found = 0;
    for (size_t i = 0; i < sent.lines; i++)
        found += strcmp(sent.line[i].name, "X-More") == 0;
    assert_int_equal(found, SERVE_HEADERS);
    serve_answer_free(&answer);
}

static void without_memory_a_body_goes_as_it_is(void **state)
{
    (void)state;
    const serve_pair header = {CH_TEXT("accept-encoding"), CH_TEXT("gzip")};
    const serve_request request = {.method = SERVE_GET, .header = &header, .headers = 1};
    failing counted = {0};
    const ch_memory memory = FAILING_MEMORY(&counted);
    serve_answer answer;
    serve_sent sent;
    fill(&answer, &memory, 5000);
    counted.fail_at = counted.calls + 1;
    serve_finish(&request, &answer, &sent);
    assert_int_equal(sent.body.len, 5000);
    assert_null(line_of(&sent, "Content-Encoding"));
    assert_string_equal(line_of(&sent, "ETag"), "\"tag\"");
    serve_answer_free(&answer);
    assert_int_equal(counted.live, 0);
}

static void *take_nothing(size_t size)
{
    (void)size;
    return NULL;
}

static void without_memory_for_the_compressor_nothing_is_packed(void **state)
{
    (void)state;
    ch_buf packed = {0};
    libdeflate_set_memory_allocator(take_nothing, free);
    assert_false(serve_gzip(CH_TEXT("a body"), 1, &packed));
    libdeflate_set_memory_allocator(malloc, free);
    assert_null(packed.at);
    assert_int_equal(packed.len, 0);
    assert_true(serve_gzip(CH_TEXT("a body"), 1, &packed));
    ch_buf_free(&packed);
}

/* ---- the page */

static void put(const char *folder, const char *name, const char *bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

static void make_folder(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void remove_folder(const char *folder)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void make_page(char folder[])
{
    char link[512];
    assert_non_null(mkdtemp(folder));
    make_folder(folder, "js");
    make_folder(folder, ".git");
    make_folder(folder, "node_modules");
    make_folder(folder, "more");
    put(folder, "index.html", "<!doctype html>");
    put(folder, "js/main.mjs", "export const a = 1;");
    put(folder, "js/notes.md", "not of the page");
    put(folder, "js/a b.js", "no plain name");
    put(folder, "package.json", "{}");
    put(folder, ".git/config.json", "{}");
    put(folder, "node_modules/x.js", "x");
    put(folder, "more/lib.js", "lib");
    snprintf(link, sizeof link, "%s/link.html", folder);
    assert_int_equal(symlink("/etc/passwd", link), 0);
}

static bool has(const serve_page *page, const char *path)
{
    serve_answer answer = {0};
    const bool found = serve_page_answer(page, ch_text_of(path), &answer);
    if (found)
        assert_int_equal(answer.status, 200);
    return found;
}

static void only_files_of_the_page_have_a_path(void **state)
{
    (void)state;
    char folder[] = "/tmp/changhe-page-XXXXXX", vendor[64];
    make_page(folder);
    snprintf(vendor, sizeof vendor, "%s/more", folder);
    serve_page *page;
    ch_faults faults = {0};
    assert_int_equal(serve_page_read(folder, vendor, NULL, &page, &faults), CH_OK);
    assert_true(has(page, "/") && has(page, "/index.html") && has(page, "/js/main.mjs") && has(page, "/vendor/lib.js"));
    static const char *const others[] = {"",
                                         "//",
                                         "/js",
                                         "/js/",
                                         "/js/notes.md",
                                         "/js/a b.js",
                                         "/js/a%20b.js",
                                         "/package.json",
                                         "/.git/config.json",
                                         "/node_modules/x.js",
                                         "/link.html",
                                         "/../index.html",
                                         "/js/../index.html",
                                         "/%6andex.html",
                                         "/index.html/",
                                         "/INDEX.HTML",
                                         "index.html",
                                         "/js//main.mjs"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(has(page, others[i]));
    assert_false(has(NULL, "/"));
    serve_answer answer = {0};
    assert_true(serve_page_answer(page, CH_TEXT("/js/main.mjs"), &answer));
    assert_string_equal(answer.type, "text/javascript; charset=utf-8");
    assert_int_equal(strlen(answer.etag), 16);
    serve_page_free(page);
    ch_faults_free(&faults);
    remove_folder(folder);
}

static void a_folder_without_index_is_told(void **state)
{
    (void)state;
    char folder[] = "/tmp/changhe-page-XXXXXX";
    assert_non_null(mkdtemp(folder));
    serve_page *page;
    ch_faults faults = {0};
    assert_int_equal(serve_page_read(folder, NULL, NULL, &page, &faults), CH_EDATA);
    assert_null(page);
    assert_int_equal(faults.count, 1);
    remove_folder(folder);
    assert_int_equal(serve_page_read(folder, NULL, NULL, &page, &faults), CH_EIO);
    ch_faults_free(&faults);
}

static void the_page_survives_any_lack_of_memory(void **state)
{
    (void)state;
    char folder[] = "/tmp/changhe-page-XXXXXX";
    make_page(folder);
    for (size_t at = 1;; at++) {
        failing counted = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&counted);
        serve_page *page;
        const ch_err err = serve_page_read(folder, NULL, &memory, &page, NULL);
        serve_page_free(page);
        assert_int_equal(counted.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    remove_folder(folder);
}

/* ---- who asks */

static struct sockaddr_in at(const char *address)
{
    struct sockaddr_in made = {.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, address, &made.sin_addr), 1);
    return made;
}

static struct sockaddr_in6 at6(const char *address)
{
    struct sockaddr_in6 made = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, address, &made.sin6_addr), 1);
    return made;
}

static bool admits(serve_links *links, const void *address)
{
    return serve_links_admit(links, address);
}

static void an_address_has_only_so_many_connections(void **state)
{
    (void)state;
    serve_links *links = serve_links_new(3);
    const struct sockaddr_in one = at("192.0.2.1"), other = at("192.0.2.2"), own = at("127.0.0.9");
    const struct sockaddr_in6 mapped = at6("::ffff:192.0.2.1"), near = at6("2001:db8::1"), nearby = at6("2001:db8::2");
    serve_link *link[9];
    for (int i = 0; i < 3; i++) {
        assert_true(admits(links, &one) && admits(links, &near) && admits(links, &own));
        link[i] = serve_links_add(links, -1, (const struct sockaddr *)&one);
        link[i + 3] = serve_links_add(links, -1, (const struct sockaddr *)&near);
        link[i + 6] = serve_links_add(links, -1, (const struct sockaddr *)&own);
    }
    assert_false(admits(links, &one) || admits(links, &mapped) || admits(links, &near) || admits(links, &nearby));
    assert_true(admits(links, &other) && admits(links, &own));
    serve_links_remove(links, link[1]);
    assert_true(admits(links, &one) && admits(links, &mapped));
    for (int i = 0; i < 9; i++)
        serve_links_remove(links, i == 1 ? NULL : link[i]);
    serve_links_free(links);
}

static void who_is_too_slow_is_cut_once(void **state)
{
    (void)state;
    int pair[2];
    char byte;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    serve_links *links = serve_links_new(3);
    const struct sockaddr_in one = at("192.0.2.1");
    serve_link *link = serve_links_add(links, pair[0], (const struct sockaddr *)&one);
    assert_int_equal(serve_links_cut(links), 0); /* no time was set yet */
    serve_link_allow(link, 1000);
    assert_int_equal(serve_links_cut(links), 0);
    serve_link_allow(link, 0);
    assert_int_equal(serve_links_cut(links), 1);
    assert_int_equal(serve_links_cut(links), 0);
    assert_int_equal(read(pair[1], &byte, 1), 0);
    serve_links_remove(links, link);
    serve_links_free(links);
    close(pair[0]);
    close(pair[1]);
}

static serve_visit *arrive(const char *const *header, bool is_proxied)
{
    static const struct sockaddr_in peer = {.sin_family = AF_INET};
    serve_visit *visit = serve_visit_new("/a%2fb?x=1?y");
    assert_non_null(visit);
    for (; header[0]; header += 2)
        assert_true(serve_visit_add(visit, ch_text_of(header[0]), ch_text_of(header[1])));
    serve_visit_open(
        visit, &(serve_arrival){.method = "GET", .peer = (const struct sockaddr *)&peer, .is_proxied = is_proxied});
    return visit;
}

static void a_proxy_is_believed_only_when_trusted(void **state)
{
    (void)state;
    static const char *const header[] = {"X-Forwarded-For", "203.0.113.9, 198.51.100.7", "X-FORWARDED-Proto", "https",
                                         NULL};
    static const char *const odd[] = {"X-Forwarded-For", "203.0.113.9, a\"b", NULL};
    serve_visit *visit = arrive(header, true);
    assert_true(ch_text_equal(visit->request.address, CH_TEXT("198.51.100.7")));
    assert_true(visit->request.secure);
    assert_true(ch_text_equal(visit->request.path, CH_TEXT("/a%2fb")));
    assert_true(ch_text_equal(visit->request.query, CH_TEXT("x=1?y")));
    serve_visit_free(visit);
    visit = arrive(header, false);
    assert_true(ch_text_equal(visit->request.address, CH_TEXT("0.0.0.0")));
    assert_false(visit->request.secure);
    serve_visit_free(visit);
    visit = arrive(odd, true);
    assert_true(ch_text_equal(visit->request.address, CH_TEXT("0.0.0.0")));
    serve_visit_free(visit);
}

static void the_host_is_the_one_that_the_browser_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *header[8];
        bool is_proxied;
        const char *host;
    } cases[] = {
        {{"Host", "inner:8080"}, true, "inner:8080"},
        {{"Host", "inner:8080", "X-Forwarded-Host", "zone.example"}, true, "zone.example"},
        {{"X-Forwarded-Host", "zone.example", "Host", "inner:8080"}, true, "zone.example"},
        {{"Host", "inner:8080", "X-Forwarded-Host", "zone.example"}, false, "inner:8080"},
        /* who is before the proxy writes what he likes, and the proxy adds what it was asked under */
        {{"Host", "inner", "X-Forwarded-Host", "evil.example, zone.example"}, true, "zone.example"},
        {{"Host", "inner", "X-Forwarded-Host", "evil.example", "x-forwarded-host", "zone.example"},
         true,
         "zone.example"},
        {{"Host", "inner", "X-Forwarded-Host", ""}, true, "inner"},
        {{NULL}, true, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        serve_visit *visit = arrive(cases[i].header, cases[i].is_proxied);
        assert_true(ch_text_equal(serve_host(&visit->request), ch_text_of(cases[i].host)));
        serve_visit_free(visit);
    }
}

static void what_two_may_read_differently_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *header[6];
        unsigned status;
    } cases[] = {
        {{"Content-Length", "1", "content-length", "1"}, 400},
        {{"Content-Length", "1,1"}, 400},
        {{"Content-Length", "-1"}, 400},
        {{"Content-Length", "0x10"}, 400},
        {{"Content-Length", "9999999999999999999999"}, 400},
        {{"Host", "a", "Host", "b"}, 400},
        {{"Transfer-Encoding", "chunked"}, 411},
        {{"Transfer-Encoding", "chunked", "Content-Length", "3"}, 411},
        {{"Content-Length", "1048577"}, 413},
        {{"Content-Length", "1048576"}, 0},
        {{"Host", "a"}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        serve_visit *visit = arrive(cases[i].header, false);
        assert_int_equal(visit->answer.status, cases[i].status);
        assert_int_equal(visit->is_refused, cases[i].status != 0);
        serve_visit_free(visit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_accepted_as_its_weights_say),
        cmocka_unit_test(tags_are_compared_weakly_and_in_lists),
        cmocka_unit_test(a_long_body_is_compressed_under_another_tag),
        cmocka_unit_test(a_short_body_and_a_picture_go_as_they_are),
        cmocka_unit_test(what_the_client_has_is_not_sent_again),
        cmocka_unit_test(every_answer_has_the_headers_of_safety),
        cmocka_unit_test(no_header_of_a_route_is_lost),
        cmocka_unit_test(without_memory_a_body_goes_as_it_is),
        cmocka_unit_test(without_memory_for_the_compressor_nothing_is_packed),
        cmocka_unit_test(only_files_of_the_page_have_a_path),
        cmocka_unit_test(a_folder_without_index_is_told),
        cmocka_unit_test(the_page_survives_any_lack_of_memory),
        cmocka_unit_test(an_address_has_only_so_many_connections),
        cmocka_unit_test(who_is_too_slow_is_cut_once),
        cmocka_unit_test(a_proxy_is_believed_only_when_trusted),
        cmocka_unit_test(the_host_is_the_one_that_the_browser_asked_for),
        cmocka_unit_test(what_two_may_read_differently_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
