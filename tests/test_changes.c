/* test_changes.c - rows changed in a store: what is acknowledged is there, in the rows and in the log. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, fork, kill */
#include "draw.h"
#include "failing.h"
#include "failing_disk.h"
#include "store_fixture.h"

#include "changhe/changes.h"
#include "revising.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static ch_zone *read_store(void)
{
    ch_zone *zone;
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    return zone;
}

/* A change from a text of edits to what the store holds, made by one process or another. */
typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_zone *base;
    ch_revised revised;
    ch_change_draft draft;
    ch_change_result result;
    ch_err err;
} change;

static void draft(change *c, const char *text)
{
    c->err = revising_text(&c->arena, c->base, text, &revising_steward, &c->revised, &c->faults);
    assert_int_equal(c->err, CH_OK);
    assert_int_equal(c->revised.outcome, CH_REVISE_DONE);
    c->draft = (ch_change_draft){.base = c->base,
                                 .next = c->revised.zone,
                                 .diff = c->revised.diff,
                                 .row = c->revised.change,
                                 .rows = c->revised.rows,
                                 .account = 1,
                                 .who = CH_TEXT("o'hara\"; DROP TABLE changes"),
                                 .note = CH_TEXT("更正")};
}

static change begin(const char *text)
{
    change c = {.base = read_store()};
    draft(&c, text);
    return c;
}

static void apply(change *c)
{
    c->err = ch_changes_apply(STORE, &c->draft, &c->result, &c->faults);
}

static void end(change *c)
{
    ch_zone_drop(c->revised.zone);
    ch_zone_drop(c->base);
    ch_faults_free(&c->faults);
    ch_arena_free(&c->arena);
}

static void assert_done(const change *c)
{
    assert_int_equal(c->err, CH_OK);
    assert_int_equal(c->result.outcome, CH_CHANGE_DONE);
    assert_string_equal(digest_of_store().hex, digest_of(c->revised.zone).hex);
}

static int64_t do_change(const char *text)
{
    change c = begin(text);
    apply(&c);
    assert_done(&c);
    const int64_t id = c.result.id;
    end(&c);
    return id;
}

/* The whole log, newest first. */
typedef struct {
    ch_arena arena;
    const ch_change *change;
    size_t count;
} whole_log;

static whole_log read_log(void)
{
    whole_log log = {0};
    const ch_change_query all = {.most = 100000};
    ch_change_page page;
    assert_int_equal(ch_changes_list(&log.arena, STORE, &all, &page, NULL), CH_OK);
    log.change = page.change;
    log.count = page.count;
    return log;
}

/* Each entry begins with the snapshot that the one before left, and the last one left what the store holds. */
static void assert_log_agrees(void)
{
    whole_log log = read_log();
    const fixture_digest now = digest_of_store();
    assert_true(log.count > 0);
    assert_true(ch_text_equal(log.change[0].after, ch_text_of(now.hex)));
    for (size_t i = 1; i < log.count; i++) {
        assert_true(log.change[i].id < log.change[i - 1].id);
        assert_true(ch_text_equal(log.change[i].after, log.change[i - 1].before));
    }
    ch_arena_free(&log.arena);
}

static void start_over(void)
{
    remove_store();
    fill_store(FIXTURE_ROWS);
}

/* ---- what is kept */

static void a_change_is_in_the_rows_and_in_the_log(void **state)
{
    (void)state;
    start_over();
    const int64_t id = do_change("-firms: id=f1\n+projects: id=j jobs=12 investment_wan=0.01\n");
    ch_arena arena = {0};
    ch_change found;
    const ch_row_change *row;
    assert_int_equal(ch_changes_get(&arena, STORE, id, &found, &row, NULL), CH_OK);
    assert_int_equal(found.account, 1);
    assert_true(found.at_s > 1700000000);
    assert_true(ch_text_equal(found.who, CH_TEXT("o'hara\"; DROP TABLE changes")));
    assert_true(ch_text_equal(found.note, CH_TEXT("更正")));
    assert_int_equal(found.rows, 4); /* the firm, the one under it, its segment, the project */
    assert_true(ch_text_equal(row[0].key, CH_TEXT("f1")));
    assert_int_equal(row[0].after.len, 0);
    assert_true(ch_text_equal(row[0].place_before, CH_TEXT("p1")));
    assert_true(ch_text_equal(row[3].table, CH_TEXT("projects")));
    assert_int_equal(ch_changes_get(&arena, STORE, id + 1, &found, &row, NULL), CH_ENONE);
    ch_arena_free(&arena);
    assert_log_agrees();
}

static void loading_is_logged_and_leaves_the_log(void **state)
{
    (void)state;
    start_over();
    do_change("+firms: id=f2 note=x\n");
    fill_store(FEW_ROWS);
    whole_log log = read_log();
    assert_int_equal(log.count, 3);
    assert_true(ch_text_equal(log.change[0].note, CH_TEXT("loaded")));
    assert_int_equal(log.change[0].account, 0);
    assert_int_equal(log.change[1].account, 1);
    assert_true(ch_text_equal(log.change[2].note, CH_TEXT("loaded")));
    assert_int_equal(log.change[2].before.len, 0);
    ch_arena_free(&log.arena);
    assert_log_agrees();
}

static void an_older_store_gets_a_log_when_it_is_changed(void **state)
{
    (void)state;
    start_over();
    alter_store("DROP TABLE changes; DROP TABLE change_rows");
    whole_log log = read_log();
    assert_int_equal(log.count, 0);
    do_change("+firms: id=f2 note=x\n");
    log = read_log();
    assert_int_equal(log.count, 1);
    ch_arena_free(&log.arena);
}

static void the_log_is_listed_by_pages_and_accounts(void **state)
{
    (void)state;
    start_over();
    for (int i = 0; i < 5; i++) {
        char text[60];
        snprintf(text, sizeof text, "+firms: id=f2 note=x%d\n", i);
        do_change(text);
    }
    ch_arena arena = {0};
    ch_change_page page;
    const ch_change_query two = {.before = 5, .account = 1, .most = 2};
    assert_int_equal(ch_changes_list(&arena, STORE, &two, &page, NULL), CH_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.change[0].id, 4);
    assert_int_equal(page.change[1].id, 3);
    assert_int_equal(page.next, 3);
    const ch_change_query of_nobody = {.account = 2, .most = 9};
    assert_int_equal(ch_changes_list(&arena, STORE, &of_nobody, &page, NULL), CH_OK);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.next, 0);
    ch_arena_free(&arena);
}

/* self: code of the one place that the reader sees, "" for rows of the whole zone. */
static bool sees_place(void *self, ch_text place)
{
    return ch_text_equal(place, ch_text_of(self));
}

static ch_change_page list_for(ch_arena *arena, const char *place, int64_t own, int64_t before, size_t most)
{
    ch_change_page page;
    char code[8];
    snprintf(code, sizeof code, "%s", place);
    const ch_change_query query = {
        .before = before, .most = most, .reader = {.sees = sees_place, .self = code, .own = own}};
    assert_int_equal(ch_changes_list(arena, STORE, &query, &page, NULL), CH_OK);
    return page;
}

/* f1 lies in p1, f2 in p2; a segment is the whole zone's. Entry 1 is the load. */
static void a_reader_finds_the_changes_of_his_place(void **state)
{
    (void)state;
    start_over();
    do_change("+firms: id=f2 note=two\n");                         /* 2 */
    do_change("+firms: id=f1 note=one\n+firms: id=f2 note=one\n"); /* 3 */
    do_change("+segments: id=a name_en=Cell\n");                   /* 4 */
    do_change("+firms: id=f1 place=p2\n");                         /* 5 */
    ch_arena arena = {0};
    static const struct {
        const char *place;
        int64_t own;
        int64_t id[6];
        size_t rows[6];
    } known[] = {
        {"p1", 0, {5, 3, 1}, {1, 1, 0}},
        {"p2", 0, {5, 3, 2, 1}, {1, 1, 1, 0}},
        {"", 0, {4, 1}, {1, 0}},
        {"p9", 0, {1}, {0}},
        {"p9", 1, {5, 4, 3, 2, 1}, {1, 1, 2, 1, 0}},
        {"p1", 7, {5, 3, 1}, {1, 1, 0}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const ch_change_page page = list_for(&arena, known[i].place, known[i].own, 0, 10);
        for (size_t j = 0; j < page.count; j++) {
            assert_int_equal(page.change[j].id, known[i].id[j]);
            assert_int_equal(page.change[j].rows, known[i].rows[j]);
        }
        assert_int_equal(known[i].id[page.count], 0);
        assert_int_equal(page.next, 0);
    }
    ch_change_page page = list_for(&arena, "p1", 0, 0, 1);
    assert_int_equal(page.change[0].id, 5);
    page = list_for(&arena, "p1", 0, page.next, 1);
    assert_int_equal(page.change[0].id, 3);
    ch_arena_free(&arena);
}

static void a_long_log_of_other_places_is_read_in_pieces(void **state)
{
    (void)state;
    start_over();
    do_change("+firms: id=f1 note=one\n"); /* 2 */
    alter_store(
        "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 12002) INSERT INTO changes"
        " SELECT i, 0, 1, 'w', 'n', NULL, '', '' FROM n;"
        "INSERT INTO change_rows SELECT id, 1, 'firms', 'f2', '{}', '{}', 'p2', 'p2' FROM changes WHERE id > 2");
    ch_arena arena = {0};
    ch_change_page page = list_for(&arena, "p1", 0, 0, 10);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.next, 12003 - CH_CHANGES_LOOKED_AT);
    page = list_for(&arena, "p1", 0, page.next, 10);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.change[0].id, 2);
    assert_int_equal(page.next, 0);
    ch_arena_free(&arena);
}

static void a_change_to_what_the_store_no_longer_holds_is_not_written(void **state)
{
    (void)state;
    start_over();
    change late = begin("+firms: id=f2 note=late\n");
    do_change("+firms: id=f1 note=first\n");
    const fixture_digest before = digest_of_store();
    apply(&late);
    assert_int_equal(late.err, CH_OK);
    assert_int_equal(late.result.outcome, CH_CHANGE_MOVED_ON);
    assert_string_equal(digest_of_store().hex, before.hex);
    end(&late);
    assert_log_agrees();
}

static void a_change_is_undone_once(void **state)
{
    (void)state;
    start_over();
    const int64_t id = do_change("+firms: id=f2 note=x\n");
    for (int i = 0; i < 2; i++) {
        change c = begin(i == 0 ? "+firms: id=f2 note=\n" : "+firms: id=f2 note=y\n");
        c.draft.undoes = id;
        apply(&c);
        assert_int_equal(c.err, CH_OK);
        assert_int_equal(c.result.outcome, i == 0 ? CH_CHANGE_DONE : CH_CHANGE_UNDONE);
        end(&c);
    }
    whole_log log = read_log();
    assert_int_equal(log.count, 3);
    assert_int_equal(log.change[0].undoes, id);
    assert_int_equal(log.change[1].undone, log.change[0].id);
    ch_arena_free(&log.arena);
    assert_log_agrees();
}

static void a_store_that_is_not_there_is_not_made(void **state)
{
    (void)state;
    start_over();
    change c = begin("+firms: id=f2 note=x\n");
    remove_store();
    apply(&c);
    assert_int_equal(c.err, CH_EIO);
    assert_int_not_equal(access(STORE, F_OK), 0);
    end(&c);
}

static void rows_that_are_not_those_signed_are_told(void **state)
{
    (void)state;
    start_over();
    change c = begin("+firms: id=f2 note=x\n");
    alter_store("DELETE FROM firms WHERE id = 'f2'");
    apply(&c);
    assert_int_equal(c.err, CH_EDATA);
    assert_int_equal(c.faults.count, 1);
    end(&c);
}

/* ---- random changes, each read back */

static void the_store_holds_what_was_made_of_it_after_every_change(void **state)
{
    (void)state;
    static const char *const texts[] = {"+firms: id=f3 name_zh=丙%u place=p1 parent=f1 source=s1\n",
                                        "-firms: id=f3\n",
                                        "+firms: id=f1 lon=119.%u1 lat=31.000001 frame=gcj02\n",
                                        "+firm_segments: firm=f2 segment=b capacity=1e-%u\n",
                                        "-firm_segments: firm=f2 segment=b\n",
                                        "+projects: id=j area_mu=%u.000005 jobs=\n",
                                        "+districts: id=d covers=p2~p1~p2 staff=%u\n",
                                        "+firms: id=f2 parent= note=%u\n",
                                        "+links: from=a to=b loop=yes note=%u\n",
                                        "+links: from=a to=b loop=\n"};
    start_over();
    uint64_t seed = 3;
    size_t done = 0;
    for (int i = 0; i < 200; i++) {
        change c = {.base = read_store()};
        const char *form = texts[draw(&seed, sizeof texts / sizeof *texts)];
        char text[100];
        snprintf(text, sizeof text, form, draw(&seed, 9));
        c.err = revising_text(&c.arena, c.base, text, &revising_steward, &c.revised, &c.faults);
        if (c.err == CH_OK && c.revised.outcome == CH_REVISE_DONE) {
            c.draft = (ch_change_draft){.base = c.base,
                                        .next = c.revised.zone,
                                        .diff = c.revised.diff,
                                        .row = c.revised.change,
                                        .rows = c.revised.rows,
                                        .account = 1};
            apply(&c);
            assert_done(&c);
            done++;
        }
        end(&c);
    }
    assert_true(done > 60);
    assert_log_agrees();
}

/* ---- disks and memory that fail */

static void set_disk(failing_disk_mode mode, size_t at, int code)
{
    failing_disk.mode = mode;
    failing_disk.changes = 0;
    failing_disk.at = at;
    failing_disk.code = code;
}

/* A failing change is told and leaves the old content, or where only its last sync failed the new; the
 * next one works. */
static void fail_at_every_write(int code)
{
    size_t told = 0, kept_old = 0, sure = 0;
    for (size_t at = 1;; at++) {
        start_over();
        const fixture_digest before = digest_of_store();
        change c = begin("-firms: id=f1\n");
        set_disk(DISK_FAILS, at, code);
        apply(&c);
        const bool reached = failing_disk.changes >= at;
        set_disk(DISK_SOUND, 0, 0);
        if (c.err == CH_OK) {
            assert_done(&c);
        } else {
            assert_int_equal(c.err, CH_EIO);
            assert_int_equal(c.faults.count, 1);
            assert_int_equal(c.result.is_disk_full, code == SQLITE_FULL);
            const bool is_unwritten = c.result.is_unwritten;
            const fixture_digest left = digest_of_store();
            const bool is_old = strcmp(left.hex, before.hex) == 0;
            assert_true(is_old || strcmp(left.hex, digest_of(c.revised.zone).hex) == 0); /* it failed to be synced */
            assert_true(is_old || !is_unwritten);                                        /* what is told is true */
            sure += is_unwritten;
            kept_old += is_old;
            c.faults.count = c.faults.kept = 0;
            apply(&c); /* there is room again */
            assert_int_equal(c.err, CH_OK);
            assert_int_equal(c.result.outcome, is_old ? CH_CHANGE_DONE : CH_CHANGE_MOVED_ON);
            assert_string_equal(digest_of_store().hex, digest_of(c.revised.zone).hex);
            told++;
        }
        assert_log_agrees();
        end(&c);
        if (!reached)
            break;
    }
    assert_true(told > 3 && kept_old > 2 && sure > 2);
}

static void a_failing_disk_is_told_and_the_next_change_works(void **state)
{
    (void)state;
    fail_at_every_write(SQLITE_IOERR);
    fail_at_every_write(SQLITE_FULL);
}

static void memory_that_runs_out_is_told_and_nothing_written(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        start_over();
        failing fails = {0};
        const ch_memory memory = FAILING_MEMORY(&fails);
        change c = {0};
        assert_int_equal(ch_store_read(STORE, &memory, &c.base, NULL), CH_OK);
        draft(&c, "-firms: id=f1\n");
        fails.fail_at = fails.calls + at;
        apply(&c);
        fails.fail_at = 0;
        if (c.err == CH_OK)
            assert_done(&c);
        else
            assert_string_equal(digest_of_store().hex, digest_of(c.base).hex);
        const ch_err err = c.err;
        end(&c);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_arena arena = CH_ARENA(&memory);
        char place[] = "p1";
        const ch_change_query all = {.most = 10, .reader = {.sees = sees_place, .self = place}};
        ch_change_page page;
        ch_change one;
        const ch_row_change *row;
        ch_err err = ch_changes_list(&arena, STORE, &all, &page, NULL);
        if (err == CH_OK)
            err = ch_changes_get(&arena, STORE, page.change[0].id, &one, &row, NULL);
        ch_arena_free(&arena);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

/* ---- processes that are killed */

/* A stream of changes; the id of each is written to the pipe once it is acknowledged. */
static _Noreturn void write_stream(int pipe_end, int changes)
{
    for (int i = 0; i < changes; i++) {
        char text[80];
        snprintf(text, sizeof text,
                 i % 3 == 2 ? "-firms: id=k%d\n" : "+firms: id=k%d name_zh=x place=p1 source=s1 parent=f1\n", i / 3);
        if (i % 3 == 1)
            snprintf(text, sizeof text, "+firms: id=k%d note=%d\n", i / 3, i);
        change c = begin(text);
        apply(&c);
        if (c.err != CH_OK || c.result.outcome != CH_CHANGE_DONE ||
            write(pipe_end, &c.result.id, sizeof c.result.id) != sizeof c.result.id)
            _exit(1);
        end(&c);
    }
    _exit(0);
}

/* What the child acknowledged stands in the log, in order and without a gap; at most one more does. */
static void assert_all_there(int pipe_end)
{
    int64_t id;
    int64_t last = 1; /* the load */
    while (read(pipe_end, &id, sizeof id) == sizeof id) {
        assert_int_equal(id, last + 1);
        last = id;
    }
    whole_log log = read_log();
    assert_true((int64_t)log.count == last || (int64_t)log.count == last + 1);
    ch_arena_free(&log.arena);
    assert_log_agrees();
}

/* Run a stream in a process of its own, kill it after so long or let the disk do it; did it end by itself? */
static bool run_stream(int changes, long kill_after_ns, failing_disk_mode mode, size_t at)
{
    start_over();
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        set_disk(mode, at, 0);
        write_stream(ends[1], changes);
    }
    close(ends[1]);
    if (kill_after_ns > 0) {
        nanosleep(&(struct timespec){.tv_nsec = kill_after_ns}, NULL);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(!WIFEXITED(status) || WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == DISK_KILLED);
    assert_all_there(ends[0]);
    close(ends[0]);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void a_writer_killed_at_any_instant_loses_nothing_acknowledged(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 60; i++)
        run_stream(1000, 1000 + (long)draw(&seed, 60000) * 1000, DISK_SOUND, 0);
}

static void a_writer_killed_at_any_write_loses_nothing_acknowledged(void **state)
{
    (void)state;
    for (int tears = 0; tears < 2; tears++) {
        size_t at = 1;
        while (!run_stream(4, 0, tears ? DISK_TEARS : DISK_KILLS, at))
            at++;
        assert_true(at > 30);
    }
}

/* ---- several writers */

static int jobs_of(const ch_zone *zone)
{
    return (int)zone->projects.jobs[0];
}

/* Add one to a number, reading again whenever somebody else was first. */
static void add_one(void)
{
    for (;;) {
        change c = {.base = read_store()};
        char text[40];
        snprintf(text, sizeof text, "+projects: id=j jobs=%d\n", jobs_of(c.base) + 1);
        draft(&c, text);
        apply(&c);
        const bool done = c.err == CH_OK && c.result.outcome == CH_CHANGE_DONE;
        assert_true(done || (c.err == CH_OK && c.result.outcome == CH_CHANGE_MOVED_ON));
        end(&c);
        if (done)
            return;
    }
}

static void writers_of_one_row_lose_nothing(void **state)
{
    (void)state;
    enum { WRITERS = 3, TIMES = 20 };
    start_over();
    pid_t child[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        for (int n = 0; child[i] == 0; n++) {
            if (n == TIMES)
                _exit(0);
            add_one();
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    ch_zone *zone = read_store();
    assert_int_equal(jobs_of(zone), WRITERS * TIMES);
    ch_zone_drop(zone);
    whole_log log = read_log();
    assert_int_equal(log.count, 1 + WRITERS * TIMES);
    ch_arena_free(&log.arena);
    assert_log_agrees();
}

int main(void)
{
    failing_disk_put();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_writer_killed_at_any_write_loses_nothing_acknowledged), /* first, while forking is cheap */
        cmocka_unit_test(a_writer_killed_at_any_instant_loses_nothing_acknowledged),
        cmocka_unit_test(writers_of_one_row_lose_nothing),
        cmocka_unit_test(a_change_is_in_the_rows_and_in_the_log),
        cmocka_unit_test(loading_is_logged_and_leaves_the_log),
        cmocka_unit_test(an_older_store_gets_a_log_when_it_is_changed),
        cmocka_unit_test(the_log_is_listed_by_pages_and_accounts),
        cmocka_unit_test(a_reader_finds_the_changes_of_his_place),
        cmocka_unit_test(a_long_log_of_other_places_is_read_in_pieces),
        cmocka_unit_test(a_change_to_what_the_store_no_longer_holds_is_not_written),
        cmocka_unit_test(a_change_is_undone_once),
        cmocka_unit_test(a_store_that_is_not_there_is_not_made),
        cmocka_unit_test(rows_that_are_not_those_signed_are_told),
        cmocka_unit_test(the_store_holds_what_was_made_of_it_after_every_change),
        cmocka_unit_test(a_failing_disk_is_told_and_the_next_change_works),
        cmocka_unit_test(memory_that_runs_out_is_told_and_nothing_written),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
