/* test_user.c - `changhe user` as whoever runs the server types it: what is asked, told, and how it ends. */
#define _GNU_SOURCE
#include "changhe/accounts.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

enum { DONE, BAD_DATA, USAGE, NO_ANSWER };

static char folder[] = "/tmp/changhe-user-XXXXXX";

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

static int make_store(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    return shell("\"$CHANGHE\" load '%s/zones/changhe' --store loaded.db >out 2>err", SOURCE_ROOT);
}

static int remove_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 ? shell("rm -rf '%s'", folder) : -1;
}

static int new_store(void **state)
{
    (void)state;
    return shell("rm -f zone.db-* && cp loaded.db zone.db");
}

static int user_typing(const char *typed, const char *arguments)
{
    return shell("printf '%s' | \"$CHANGHE\" user %s >out 2>err", typed, arguments);
}

static int user(const char *arguments)
{
    return user_typing("", arguments);
}

static int add(const char *name, const char *rights)
{
    char arguments[400];
    snprintf(arguments, sizeof arguments, "add %s --store zone.db %s", name, rights);
    return user_typing("long enough\\n", arguments);
}

static bool file_has(const char *name, const char *text)
{
    static char content[1 << 16];
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    return strstr(content, text) != NULL;
}

static void assert_listed(const char *lines)
{
    assert_int_equal(user("list --store zone.db"), DONE);
    FILE *file = fopen("want", "wb");
    assert_non_null(file);
    fputs(lines, file);
    fclose(file);
    if (shell("diff want out") != 0)
        fail_msg("not as listed: %s", lines);
}

static void accounts_are_added_granted_revoked_and_removed(void **state)
{
    (void)state;
    assert_listed("");
    assert_int_equal(add("王芳", "--role editor --place 330522,341882"), DONE);
    assert_int_equal(add("ann", "--role steward --place zone"), DONE);
    assert_listed("ann steward:zone\n王芳 editor:330522 editor:341882\n");
    assert_int_equal(user("grant 王芳 --store zone.db --role reader --place 341882"), DONE);
    assert_int_equal(user("revoke ann --store zone.db --place zone"), DONE);
    assert_listed("ann\n王芳 editor:330522 reader:341882\n");
    assert_int_equal(user_typing("another password\\n", "password ann --store zone.db"), DONE);
    assert_int_equal(user("remove 王芳 --store zone.db"), DONE);
    assert_listed("ann\n");
    assert_int_equal(user("remove 王芳 --store zone.db"), NO_ANSWER);
    assert_true(file_has("err", "王芳") && file_has("err", "name of an account") && file_has("err", "账户名"));
}

static void a_new_password_is_another_secret_and_raises_the_stamp(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_account before, after;
    assert_int_equal(add("ann", "--role reader --place zone"), DONE);
    assert_int_equal(ch_accounts_find(&arena, "zone.db", CH_TEXT("ann"), &before, NULL), CH_OK);
    assert_memory_equal(before.secret.at, "$argon2id$", 10);
    assert_int_equal(user_typing("long enough\\n", "password ann --store zone.db"), DONE);
    assert_int_equal(ch_accounts_find(&arena, "zone.db", CH_TEXT("ann"), &after, NULL), CH_OK);
    assert_true(after.stamp > before.stamp);
    assert_int_equal(after.grants, 1);
    assert_false(ch_text_equal(before.secret, after.secret)); /* its salt is new */
    ch_arena_free(&arena);
}

static void passwords_that_are_none_are_refused_and_never_shown(void **state)
{
    (void)state;
    static const char *const typed[] = {"", "\\n", "hunter2\\n", "hunter2\\nhunter2 again\\n",
                                        "hunter2\\377hunter2\\n"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_int_equal(user_typing(typed[i], "add ann --store zone.db --role reader --place zone"), USAGE);
        assert_true(file_has("err", "10 characters") && file_has("err", "至少 10 个字符"));
        assert_false(file_has("err", "hunter2") || file_has("out", "hunter2"));
    }
    assert_int_equal(shell("head -c 1001 /dev/zero | tr '\\0' a | \"$CHANGHE\" user add ann --store zone.db "
                           "--role reader --place zone >out 2>err"),
                     USAGE);
    assert_listed("");
    assert_int_equal(user_typing("十个字的中文密码可以\\n", "add ann --store zone.db --role reader --place zone"),
                     DONE);
}

/* What a word is typed wrong in, and what is told in both languages. */
static void words_that_are_wrong_are_told_and_nothing_is_done(void **state)
{
    (void)state;
    static const struct {
        const char *arguments, *en, *zh;
        int code;
    } known[] = {
        {"add", "--store FILE", "--store 文件", USAGE},
        {"add --store zone.db", "the name of an account", "账户名", USAGE},
        {"add a --store zone.db --place zone", "reader, editor or steward", "reader、editor 或 steward", USAGE},
        {"add a --store zone.db --role king --place zone", "reader, editor or steward", "steward", USAGE},
        {"add a --store zone.db --role reader", "--place CODE", "地区代码", USAGE},
        {"add a --store zone.db --role reader --place ''", "--place CODE", "地区代码", USAGE},
        {"add a --store zone.db --role reader --place 999999", "found 999999", "地区代码", USAGE},
        {"add a --store zone.db --role reader --place 330522,,", "a place code", "地区代码", USAGE},
        {"add a b --store zone.db", "an option", "选项", USAGE},
        {"add a --store", "with a value after it", "其后须有取值", USAGE},
        {"add a --shop zone.db", "an option of this command", "本命令的选项", USAGE},
        {"list --store zone.db --lang fr", "zh or en", "zh 或 en", USAGE},
        {"crown a --store zone.db", "add, list, password", "add、list", USAGE},
        {"password eve --store zone.db", "the name of an account", "账户名", NO_ANSWER},
        {"grant eve --store zone.db --role reader --place zone", "the name of an account", "账户名", NO_ANSWER},
        {"remove eve --store zone.db", "the name of an account", "账户名", NO_ANSWER},
        {"revoke ann --store zone.db --place 330522", "has a grant for", "有权限的地区", USAGE},
        {"list --store missing.db", "missing.db", "missing.db", BAD_DATA},
    };
    assert_int_equal(add("ann", "--role reader --place zone"), DONE);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const int code = user(known[i].arguments);
        if (code != known[i].code || !file_has("err", known[i].en) || !file_has("err", known[i].zh)) {
            (void)!shell("cat err");
            fail_msg("%s: %d, expected %d", known[i].arguments, code, known[i].code);
        }
    }
    assert_listed("ann reader:zone\n");
    assert_int_not_equal(access("missing.db", F_OK), 0);
}

static void names_that_are_taken_or_none_are_data_at_fault(void **state)
{
    (void)state;
    assert_int_equal(add("ann", "--role reader --place zone"), DONE);
    assert_int_equal(add("ann", "--role reader --place zone --lang zh"), BAD_DATA);
    assert_true(file_has("err", "no account has yet") && file_has("err", "尚无账户使用"));
    assert_int_equal(add("'a b'", "--role reader --place zone"), BAD_DATA);
    assert_true(file_has("err", "1 to 64 characters"));
    assert_int_equal(add("\"$(printf '\\033[31m')\"", "--role reader --place zone"), BAD_DATA);
    assert_false(file_has("err", "\033"));
    assert_listed("ann reader:zone\n");
}

static void a_grant_under_an_older_code_is_taken_back_too(void **state)
{
    (void)state;
    const ch_grant old[] = {{CH_READER, CH_TEXT("341822")}};
    const ch_account account = {.name = CH_TEXT("ann"), .secret = CH_TEXT("s"), .grant = old, .grants = 1};
    assert_int_equal(ch_accounts_put("zone.db", NULL, &account, NULL), CH_OK);
    assert_int_equal(user("revoke ann --store zone.db --place 341882"), DONE);
    assert_listed("ann\n");
}

/* ---- at a terminal */

/* The program at a terminal of its own, and all that the terminal has shown. */
typedef struct {
    pid_t child;
    int keys, screen; /* the two ends; the second is kept open so that its settings can be asked for at last */
    char shown[4096];
    size_t len;
} terminal;

static void sit_down(terminal *at, const char *act)
{
    const char *program = getenv("CHANGHE");
    *at = (terminal){.len = 0};
    assert_int_equal(openpty(&at->keys, &at->screen, NULL, NULL, NULL), 0);
    at->child = fork();
    if (at->child == 0) {
        close(at->keys);
        login_tty(at->screen);
        execl(program, program, "user", act, "ann", "--store", "zone.db", "--role", "reader", "--place", "zone", NULL);
        _exit(127);
    }
}

/* Look at the screen until the text stands there so many times. */
static void see(terminal *at, const char *text, int times)
{
    for (;;) {
        int n = 0;
        for (const char *from = at->shown; (from = strstr(from, text)) != NULL; from++)
            n++;
        if (n >= times)
            return;
        struct pollfd event = {.fd = at->keys, .events = POLLIN};
        if (poll(&event, 1, 20000) != 1)
            fail_msg("%s is not shown: %s", text, at->shown);
        const ssize_t got = read(at->keys, at->shown + at->len, sizeof at->shown - 1 - at->len);
        assert_true(got > 0);
        at->len += (size_t)got;
    }
}

static void type(const terminal *at, const char *keys)
{
    assert_int_equal(write(at->keys, keys, strlen(keys)), strlen(keys));
}

static bool is_echoing(const terminal *at)
{
    struct termios now;
    assert_int_equal(tcgetattr(at->screen, &now), 0);
    return (now.c_lflag & ECHO) != 0;
}

static int stand_up(const terminal *at)
{
    int status;
    assert_int_equal(waitpid(at->child, &status, 0), at->child);
    assert_true(is_echoing(at));
    close(at->keys);
    close(at->screen);
    return status;
}

static void a_password_typed_twice_is_not_shown(void **state)
{
    (void)state;
    terminal at;
    sit_down(&at, "add");
    see(&at, "password: ", 1);
    assert_false(is_echoing(&at));
    type(&at, "long enough\n");
    see(&at, "again: ", 1);
    assert_false(is_echoing(&at));
    type(&at, "long enough\n");
    const int status = stand_up(&at);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == DONE);
    assert_null(strstr(at.shown, "long"));
    assert_listed("ann reader:zone\n");
}

static void who_types_two_passwords_gets_none(void **state)
{
    (void)state;
    terminal at;
    sit_down(&at, "add");
    see(&at, "password: ", 1);
    type(&at, "long enough\n");
    see(&at, "again: ", 1);
    type(&at, "long enouhg\n");
    see(&at, "the same password twice", 1);
    const int status = stand_up(&at);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == USAGE);
    assert_listed("");
}

/* At either prompt, with half a password typed. */
static void a_program_that_is_ended_leaves_the_terminal_as_it_was(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
            terminal at;
            sit_down(&at, "add");
            see(&at, "password: ", 1);
            if (again) {
                type(&at, "long enough\n");
                see(&at, "again: ", 1);
            }
            type(&at, "long");
            if (signals[i] == SIGINT)
                type(&at, "\003"); /* Ctrl-C */
            else
                kill(at.child, signals[i]);
            const int status = stand_up(&at);
            assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
        }
    assert_listed("");
}

/* A shell puts the program in a group of its own; here nobody could wake it, so the system does not stop it. */
static void who_comes_back_from_a_stop_is_asked_anew(void **state)
{
    (void)state;
    terminal at;
    sit_down(&at, "add");
    see(&at, "password: ", 1);
    type(&at, "half of it\032"); /* Ctrl-Z */
    see(&at, "password: ", 2);
    assert_false(is_echoing(&at));
    type(&at, "long enough\n");
    see(&at, "again: ", 1);
    type(&at, "long enough\n");
    const int status = stand_up(&at);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == DONE);
    assert_listed("ann reader:zone\n");
}

static void help_is_given_and_asked_for_nothing_is_usage(void **state)
{
    (void)state;
    assert_int_equal(user("help"), DONE);
    assert_true(file_has("out", "changhe user add NAME"));
    assert_int_equal(user(""), USAGE);
    assert_true(file_has("err", "changhe user add NAME"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, new_store)
    const struct CMUnitTest tests[] = {
        TEST(accounts_are_added_granted_revoked_and_removed),
        TEST(a_new_password_is_another_secret_and_raises_the_stamp),
        TEST(passwords_that_are_none_are_refused_and_never_shown),
        TEST(words_that_are_wrong_are_told_and_nothing_is_done),
        TEST(names_that_are_taken_or_none_are_data_at_fault),
        TEST(a_grant_under_an_older_code_is_taken_back_too),
        TEST(a_password_typed_twice_is_not_shown),
        TEST(who_types_two_passwords_gets_none),
        TEST(a_program_that_is_ended_leaves_the_terminal_as_it_was),
        TEST(who_comes_back_from_a_stop_is_asked_anew),
        TEST(help_is_given_and_asked_for_nothing_is_usage),
    };
    return cmocka_run_group_tests(tests, make_store, remove_folder);
}
