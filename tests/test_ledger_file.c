/* test_ledger_file.c - what is acknowledged stays, what is torn is cut, what is damaged is told with its place. */
#define _DEFAULT_SOURCE /* mkdtemp, fork, kill, usleep */
#include "changhe/ledger_file.h"

#include "draw.h"
#include "failing.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/changhe-ledger-XXXXXX", path[64], missing[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/a.ledger", folder);
    snprintf(missing, sizeof missing, "%s/none/a.ledger", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static ch_text record_of(size_t number, char room[600])
{
    const size_t len = number == 0 ? 1 : number * 37 % 500 + 20;
    for (size_t i = 0; i < len; i++)
        room[i] = (char)(number + i * 7);
    return (ch_text){room, len};
}

/* The nth record is the nth. */
static ch_err expect_record(void *self, size_t number, ch_text bytes, const ch_sha256 *head)
{
    char room[600];
    (void)head;
    assert_true(ch_text_equal(bytes, record_of(number, room)));
    *(size_t *)self += 1;
    return CH_OK;
}

static ch_ledger_file *open_file(ch_ledger_file_found *found)
{
    ch_ledger_file *file;
    size_t seen = 0;
    assert_int_equal(ch_ledger_file_open(NULL, path, expect_record, &seen, &file, found, NULL), CH_OK);
    assert_int_equal(seen, found->records);
    return file;
}

static void add(ch_ledger_file *file, size_t number)
{
    char room[600];
    assert_int_equal(ch_ledger_file_add(file, record_of(number, room), NULL), CH_OK);
}

static ch_sha256 write_file(size_t records)
{
    ch_ledger_file_found found;
    unlink(path);
    ch_ledger_file *file = open_file(&found);
    for (size_t i = 0; i < records; i++)
        add(file, i);
    assert_int_equal(ch_ledger_file_sync(file, NULL), CH_OK);
    const ch_sha256 head = ch_ledger_file_head(file);
    ch_ledger_file_close(file);
    return head;
}

static size_t content(char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t len = fread(bytes, 1, room, file);
    fclose(file);
    return len;
}

static void put_content(const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static ch_err read_file(ch_ledger_file_found *found, ch_faults *faults)
{
    size_t seen = 0;
    return ch_ledger_file_read(NULL, path, expect_record, &seen, found, faults);
}

static void what_is_added_is_read_again(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    const ch_sha256 head = write_file(30);
    assert_int_equal(read_file(&found, NULL), CH_OK);
    assert_int_equal(found.records, 30);
    assert_int_equal(found.torn, 0);
    assert_true(ch_sha256_equal(&found.head, &head));
    ch_ledger_file *file = open_file(&found);
    add(file, 30);
    assert_int_equal(ch_ledger_file_sync(file, NULL), CH_OK);
    assert_int_equal(ch_ledger_file_sync(file, NULL), CH_OK);
    ch_ledger_file_close(file);
    assert_int_equal(read_file(&found, NULL), CH_OK);
    assert_int_equal(found.records, 31);
}

/* By hand: the mark, the length 1 and its complement, the head, the byte. */
static void the_bytes_by_hand(void **state)
{
    (void)state;
    char bytes[100];
    const ch_sha256 zero = {{0}}, head = ch_sha256_chain(&zero, (ch_text){"\0", 1});
    write_file(1);
    assert_int_equal(content(bytes, sizeof bytes), 57);
    assert_memory_equal(bytes, "changhe ledger1\n\1\0\0\0\xfe\xff\xff\xff", 24);
    assert_memory_equal(bytes + 24, head.byte, 32);
    assert_int_equal(bytes[56], 0);
}

static void what_was_not_synced_is_cut_off_at_closing(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    write_file(3);
    ch_ledger_file *file = open_file(&found);
    for (size_t i = 3; i < 5000; i++) /* more than one batch, so that some has gone to the system */
        add(file, i);
    ch_ledger_file_close(file);
    assert_int_equal(read_file(&found, NULL), CH_OK);
    assert_int_equal(found.records, 3);
    assert_int_equal(found.torn, 0);
}

/* Every bit of the file, one after another. */
static void a_flipped_bit_is_found_wherever_it_is(void **state)
{
    (void)state;
    static char bytes[8192];
    enum { RECORDS = 5 };
    size_t start[RECORDS + 1] = {CH_LEDGER_FILE_MARK};
    char room[600];
    for (size_t i = 0; i < RECORDS; i++)
        start[i + 1] = start[i] + CH_LEDGER_FILE_FRAME + record_of(i, room).len;
    write_file(RECORDS);
    const size_t len = content(bytes, sizeof bytes);
    assert_int_equal(len, start[RECORDS]);
    for (size_t bit = 0; bit < len * 8; bit++) {
        ch_ledger_file_found found;
        ch_faults faults = {0};
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        put_content(bytes, len);
        assert_int_equal(ch_ledger_file_read(NULL, path, NULL, NULL, &found, &faults), CH_EDATA);
        assert_int_equal(faults.count, 1);
        size_t posting = 0;
        while (posting < RECORDS && start[posting + 1] <= bit / 8)
            posting++;
        char where[60];
        snprintf(where, sizeof where, "of posting %zu, which begins at byte %zu", posting + 1, start[posting]);
        if (bit / 8 >= CH_LEDGER_FILE_MARK) {
            assert_non_null(strstr(faults.list[0].detail.at, where));
            assert_int_equal(found.records, posting);
        }
        ch_faults_free(&faults);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
}

/* Cut anywhere, a file is a valid start of itself; writing goes on behind the last whole record. */
static void a_file_cut_off_anywhere_is_a_valid_start(void **state)
{
    (void)state;
    static char bytes[8192];
    write_file(6);
    const size_t len = content(bytes, sizeof bytes);
    size_t records = 0;
    for (size_t cut = 0; cut <= len; cut++) {
        ch_ledger_file_found found;
        put_content(bytes, cut);
        assert_int_equal(read_file(&found, NULL), CH_OK);
        assert_true(found.records == records || found.records == records + 1);
        records = found.records;
        assert_int_equal((size_t)found.bytes + found.torn, cut);
        if (cut % 41 == 0 || cut < 20) {
            ch_ledger_file *file = open_file(&found);
            add(file, records);
            assert_int_equal(ch_ledger_file_sync(file, NULL), CH_OK);
            ch_ledger_file_close(file);
            assert_int_equal(read_file(&found, NULL), CH_OK);
            assert_int_equal(found.records, records + 1);
            assert_int_equal(found.torn, 0);
        }
    }
    assert_int_equal(records, 6);
}

static void zeros_behind_the_end_are_a_torn_tail_and_others_are_damage(void **state)
{
    (void)state;
    static char bytes[20000];
    ch_ledger_file_found found;
    write_file(3);
    const size_t len = content(bytes, sizeof bytes);
    put_content(bytes, len + 9000);
    assert_int_equal(read_file(&found, NULL), CH_OK);
    assert_int_equal(found.torn, 9000);
    bytes[len + 8000] = 1;
    put_content(bytes, len + 9000);
    ch_faults faults = {0};
    assert_int_equal(read_file(&found, &faults), CH_EDATA);
    ch_faults_free(&faults);
    ch_ledger_file *file;
    assert_int_equal(ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL), CH_EDATA);
    assert_null(file);
    assert_int_equal(content(bytes, sizeof bytes), len + 9000); /* left as it was */
}

/* Nothing is reserved: room that was never written over holds zeros, and no other bit. */
static void a_flipped_bit_in_a_tail_of_zeros_is_found(void **state)
{
    (void)state;
    static char bytes[8192];
    enum { TAIL = 100 };
    write_file(3);
    const size_t len = content(bytes, sizeof bytes);
    for (size_t bit = len * 8; bit < (len + TAIL) * 8; bit++) {
        ch_ledger_file_found found;
        ch_faults faults = {0};
        bytes[bit / 8] = (char)(1 << bit % 8);
        put_content(bytes, len + TAIL);
        assert_int_equal(read_file(&found, &faults), CH_EDATA);
        assert_int_equal(found.records, 3);
        assert_int_equal(faults.count, 1);
        ch_faults_free(&faults);
        bytes[bit / 8] = 0;
    }
}

/* What a source gives is looked at in pieces of every size: records shorter and longer than what is read ahead. */
typedef struct {
    const char *at;
    size_t left, step;
} pieces;

static int give_piece(void *self, char *bytes, size_t room)
{
    pieces *from = self;
    size_t n = from->left < room ? from->left : room;
    n = n < from->step ? n : from->step;
    memcpy(bytes, from->at, n);
    from->at += n;
    from->left -= n;
    return (int)n;
}

static void pieces_of_any_size_are_read_alike(void **state)
{
    (void)state;
    enum { LONG = 50000 };
    static char bytes[200000], record[LONG];
    ch_ledger_file_found found;
    unlink(path);
    ch_ledger_file *file = open_file(&found);
    for (size_t i = 0; i < 20; i++) {
        memset(record, (int)i, sizeof record);
        const size_t size = i == 10 ? (size_t)LONG : 1 + i * 160;
        assert_int_equal(ch_ledger_file_add(file, (ch_text){record, size}, NULL), CH_OK);
    }
    assert_int_equal(ch_ledger_file_sync(file, NULL), CH_OK);
    const ch_sha256 head = ch_ledger_file_head(file);
    ch_ledger_file_close(file);
    const size_t len = content(bytes, sizeof bytes);
    for (size_t step = 1; step < 100000; step = step * 3 + 1) {
        pieces from = {bytes, len, step};
        assert_int_equal(ch_ledger_file_scan(NULL, CH_TEXT("a"), give_piece, &from, NULL, NULL, &found, NULL), CH_OK);
        assert_int_equal(found.records, 20);
        assert_int_equal((size_t)found.bytes, len);
        assert_true(ch_sha256_equal(&found.head, &head));
    }
}

static void one_writer_at_a_time(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    write_file(2);
    ch_ledger_file *file = open_file(&found), *second;
    ch_faults faults = {0};
    assert_int_equal(ch_ledger_file_open(NULL, path, NULL, NULL, &second, &found, &faults), CH_EIO);
    assert_null(second);
    assert_int_equal(read_file(&found, &faults), CH_EIO);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.list[0].want, CH_WANT_LEDGER_FREE);
    ch_faults_free(&faults);
    ch_ledger_file_close(file);
    assert_int_equal(read_file(&found, NULL), CH_OK);
}

static void what_cannot_be_opened_is_told(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    ch_ledger_file *file;
    assert_int_equal(ch_ledger_file_open(NULL, missing, NULL, NULL, &file, &found, NULL), CH_EIO);
    assert_int_equal(ch_ledger_file_read(NULL, missing, NULL, NULL, &found, NULL), CH_EIO);
    assert_int_equal(ch_ledger_file_read(NULL, folder, NULL, NULL, &found, NULL), CH_EIO);
    put_content("name,fen\nx,1\ny,2\n", 17);
    assert_int_equal(ch_ledger_file_read(NULL, path, NULL, NULL, &found, NULL), CH_EDATA);
    assert_int_equal(ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL), CH_EDATA);
}

static void a_record_of_no_size_is_refused(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    write_file(1);
    ch_ledger_file *file = open_file(&found);
    assert_int_equal(ch_ledger_file_add(file, CH_TEXT(""), NULL), CH_EDATA);
    assert_int_equal(ch_ledger_file_add(file, (ch_text){"", (size_t)CH_LEDGER_FILE_RECORD + 1}, NULL), CH_EDATA);
    ch_ledger_file_close(file);
}

/* Where the disk is full: told, cut back, and nothing more is taken. In a process of its own, whose files may not grow. */
static void a_full_disk_leaves_what_was_acknowledged(void **state)
{
    (void)state;
    ch_ledger_file_found found;
    write_file(3);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit small = {4096, 4096};
        signal(SIGXFSZ, SIG_IGN);
        ch_ledger_file *file;
        char room[600];
        bool well = setrlimit(RLIMIT_FSIZE, &small) == 0 &&
                    ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL) == CH_OK;
        for (size_t i = 3; well && i < 100; i++)
            well = ch_ledger_file_add(file, record_of(i, room), NULL) == CH_OK;
        well = well && ch_ledger_file_sync(file, NULL) == CH_EIO && ch_ledger_file_sync(file, NULL) == CH_EIO &&
               ch_ledger_file_add(file, record_of(3, room), NULL) == CH_EIO;
        _exit(well ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(read_file(&found, NULL), CH_OK);
    assert_int_equal(found.records, 3);
    assert_int_equal(found.torn, 0);
}

/* ---- processes that are killed */

/* Batches of a few records; after each the number acknowledged goes to the pipe. */
static _Noreturn void write_until_killed(int pipe_end, uint64_t seed)
{
    ch_ledger_file_found found;
    ch_ledger_file *file;
    char room[600];
    if (ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL) != CH_OK)
        _exit(1);
    for (size_t number = found.records;;) {
        for (size_t i = 0, batch = 1 + draw(&seed, 60); i < batch; i++)
            if (ch_ledger_file_add(file, record_of(number++, room), NULL) != CH_OK)
                _exit(1);
        if (ch_ledger_file_sync(file, NULL) != CH_OK || write(pipe_end, &number, sizeof number) != sizeof number)
            _exit(1);
    }
}

static void a_writer_killed_at_any_time_loses_nothing_acknowledged(void **state)
{
    (void)state;
    uint64_t seed = 9;
    size_t before = 0;
    unlink(path);
    for (int round = 0; round < 40; round++) {
        int ends[2], status;
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(ends[0]);
            write_until_killed(ends[1], seed);
        }
        close(ends[1]);
        usleep(500 + draw(&seed, 12000));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        size_t acknowledged = before, number;
        while (read(ends[0], &number, sizeof number) == sizeof number)
            acknowledged = number;
        close(ends[0]);
        if (access(path, F_OK) != 0)
            continue;
        ch_ledger_file_found found;
        assert_int_equal(read_file(&found, NULL), CH_OK); /* the nth record is the nth */
        assert_true(found.records >= acknowledged);
        before = found.records;
    }
    assert_true(before > 0);
}

/* The same without luck: a limit on the size of the file kills the writer at every byte of a batch. */
static void a_writer_killed_at_every_byte_leaves_a_valid_start(void **state)
{
    (void)state;
    static char bytes[4096];
    write_file(2);
    const size_t begin = content(bytes, sizeof bytes);
    for (size_t most = begin; most < begin + 260; most += 3) {
        put_content(bytes, begin);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            const struct rlimit small = {most, most}, no_core = {0, 0};
            ch_ledger_file_found found;
            ch_ledger_file *file;
            char room[600];
            signal(SIGXFSZ, SIG_DFL);
            if (setrlimit(RLIMIT_CORE, &no_core) != 0 || setrlimit(RLIMIT_FSIZE, &small) != 0 ||
                ch_ledger_file_open(NULL, path, NULL, NULL, &file, &found, NULL) != CH_OK)
                _exit(1);
            for (size_t i = 2; i < 8; i++)
                if (ch_ledger_file_add(file, record_of(i, room), NULL) != CH_OK)
                    _exit(1);
            _exit(ch_ledger_file_sync(file, NULL) == CH_OK ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status)); /* the first write is short, the next one kills */
        struct stat about;
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_size, most);
        ch_ledger_file_found found;
        assert_int_equal(read_file(&found, NULL), CH_OK);
        assert_true(found.records >= 2);
        assert_int_equal((size_t)found.bytes + found.torn, most);
        ch_ledger_file_close(open_file(&found));
    }
}

/* ---- memory */

static void memory_that_runs_out_is_told_and_leaves_the_file(void **state)
{
    (void)state;
    write_file(3);
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_ledger_file_found found;
        ch_ledger_file *file;
        char room[600];
        ch_err err = ch_ledger_file_read(&memory, path, NULL, NULL, &found, NULL);
        if (err == CH_OK)
            err = ch_ledger_file_open(&memory, path, NULL, NULL, &file, &found, NULL);
        if (err == CH_OK) {
            err = ch_ledger_file_add(file, record_of(3, room), NULL);
            if (err == CH_OK)
                err = ch_ledger_file_sync(file, NULL);
            else
                assert_int_equal(ch_ledger_file_sync(file, NULL), CH_EIO);
            ch_ledger_file_close(file);
        }
        assert_int_equal(fails.live, 0);
        assert_int_equal(read_file(&found, NULL), CH_OK);
        assert_int_equal(found.records, err == CH_OK ? 4 : 3);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_is_read_again),
        cmocka_unit_test(the_bytes_by_hand),
        cmocka_unit_test(what_was_not_synced_is_cut_off_at_closing),
        cmocka_unit_test(a_flipped_bit_is_found_wherever_it_is),
        cmocka_unit_test(a_file_cut_off_anywhere_is_a_valid_start),
        cmocka_unit_test(zeros_behind_the_end_are_a_torn_tail_and_others_are_damage),
        cmocka_unit_test(a_flipped_bit_in_a_tail_of_zeros_is_found),
        cmocka_unit_test(pieces_of_any_size_are_read_alike),
        cmocka_unit_test(one_writer_at_a_time),
        cmocka_unit_test(what_cannot_be_opened_is_told),
        cmocka_unit_test(a_record_of_no_size_is_refused),
        cmocka_unit_test(a_full_disk_leaves_what_was_acknowledged),
        cmocka_unit_test(a_writer_killed_at_any_time_loses_nothing_acknowledged),
        cmocka_unit_test(a_writer_killed_at_every_byte_leaves_a_valid_start),
        cmocka_unit_test(memory_that_runs_out_is_told_and_leaves_the_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
