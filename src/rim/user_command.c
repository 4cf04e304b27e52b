/* user_command.c - `user`: who may sign in, and what they may do where. */
#define _GNU_SOURCE
#include "rim.h"
#include "secret.h"

#include "../cli/told.h"
#include "changhe/accounts.h"
#include "changhe/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "changhe user add NAME --store FILE --role reader|editor|steward --place CODE[,CODE...]|zone\n"
    "             list --store FILE                                   列出账户 all accounts\n"
    "             password NAME --store FILE                          换密码 a new password\n"
    "             grant NAME --store FILE --role R --place P          另加权限 one more grant\n"
    "             revoke NAME --store FILE --place P                  收回权限 take one back\n"
    "             remove NAME --store FILE                            删除账户\n"
    "  reader 可看本地区内部列 sees internal columns of the place; editor 可改本地区的行 changes its rows;\n"
    "  steward（zone 全区）可改所有的表 of the zone changes every table\n"
    "  密码至少 10 个字符，从终端或标准输入读取 a password has 10 characters or more, from the terminal or standard "
    "input\n";

typedef struct {
    const char *act, *name, *store, *role, *place;
    ch_lang lang;
} words;

static bool wrong(const char *found, const char *zh, const char *en)
{
    ch_buf shown = {0};
    ch_fault_show(ch_text_of(found), &shown);
    fprintf(stderr, "changhe user: found %.*s, expected %s\n    应为%s；用法见 changhe user help\n", (int)shown.len,
            shown.at ? shown.at : "", en, zh);
    ch_buf_free(&shown);
    return false;
}

static bool take_option(const char *name, const char *value, words *read)
{
    static const struct {
        const char *name;
        size_t at;
    } option[] = {
        {"--store", offsetof(words, store)}, {"--role", offsetof(words, role)}, {"--place", offsetof(words, place)}};
    const ch_text text = ch_text_of(value);
    if (ch_utf8_valid(text) != text.len)
        return wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
    if (strcmp(name, "--lang") == 0) {
        read->lang = strcmp(value, "en") == 0 ? CH_EN : CH_ZH;
        return strcmp(value, "en") == 0 || strcmp(value, "zh") == 0 || wrong(value, " zh 或 en", "zh or en");
    }
    for (size_t i = 0; i < sizeof option / sizeof *option; i++)
        if (strcmp(name, option[i].name) == 0) {
            memcpy((char *)read + option[i].at, &value, sizeof value);
            return true;
        }
    return wrong(name, "本命令的选项", "an option of this command");
}

static bool read_words(int argc, char **argv, words *read)
{
    *read = (words){.act = argv[2]};
    for (int i = 3; i < argc; i++) {
        if (argv[i][0] != '-') {
            if (read->name)
                return wrong(argv[i], "选项", "an option");
            read->name = argv[i];
        } else if (i + 1 == argc) {
            return wrong(argv[i], "选项，其后须有取值", "an option with a value after it");
        } else {
            if (!take_option(argv[i], argv[i + 1], read))
                return false;
            i++;
        }
    }
    return read->store || wrong("no --store", " --store 文件", "--store FILE");
}

/* ---- passwords */

/* Asked twice of a terminal. */
static bool choose_password(rim_secret *first, rim_secret *again)
{
    rim_read_secret("密码 password: ", first);
    const ch_text password = {first->at, first->len};
    if (ch_utf8_valid(password) != password.len || !serve_password_is_long_enough(password))
        return wrong("a password that is too short, too long or no text", "至少 10 个字符、至多 1000 字节的密码",
                     "10 characters or more, at most 1000 bytes");
    if (!isatty(STDIN_FILENO))
        return true;
    rim_read_secret("再输一次 again: ", again);
    return ch_text_equal(password, (ch_text){again->at, again->len}) ||
           wrong("another password", "两次相同的密码", "the same password twice");
}

static bool ask_password(char secret[SERVE_SECRET_ROOM])
{
    rim_secret first = {.len = 0}, again = {.len = 0};
    bool well = choose_password(&first, &again);
    if (well && !serve_password_hide((ch_text){first.at, first.len}, secret)) {
        fprintf(stderr, "changhe user: memory ran out 内存不足\n");
        well = false;
    }
    rim_wipe_secret(&first);
    rim_wipe_secret(&again);
    return well;
}

/* ---- grants */

static bool read_role(const char *role, ch_may *may)
{
    for (int i = CH_READER; role && i <= CH_STEWARD; i++)
        if (strcmp(role, ch_may_name[i]) == 0) {
            *may = (ch_may)i;
            return true;
        }
    return wrong(role ? role : "no --role", " reader、editor 或 steward", "reader, editor or steward");
}

/* Is it the zone or a place of it? Old codes are taken by the name they have now. */
static bool find_place(const ch_zone *zone, ch_text code, ch_text *place)
{
    *place = code;
    if (ch_text_equal(code, CH_TEXT("zone")))
        return true;
    const size_t row = ch_zone_find_place(zone, code);
    if (row != SIZE_MAX)
        *place = zone->places.id[row];
    return row != SIZE_MAX;
}

/* A grant given when the place had an older code is the place's too. false: there was none. */
static bool drop_grant(const ch_zone *zone, ch_grant *grant, size_t *n, ch_text place)
{
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        ch_text now;
        find_place(zone, grant[i].place, &now);
        if (!ch_text_equal(now, place))
            grant[kept++] = grant[i];
    }
    const bool had = kept < *n;
    *n = kept;
    return had;
}

static bool wrong_code(ch_text code, const char *zh, const char *en)
{
    char shown[80];
    snprintf(shown, sizeof shown, "%.*s", (int)code.len, code.at);
    return wrong(shown, zh, en);
}

/* The account's grants with those of the places put in or taken away; may 0 takes away. */
static bool change_grants(const ch_zone *zone, const words *asked, ch_may may, ch_grant *grant, size_t *n)
{
    if (!asked->place || !asked->place[0])
        return wrong("no --place", " --place 地区代码 或 zone", "--place CODE or zone");
    ch_text codes = ch_text_of(asked->place), code, place;
    while (ch_text_next(&codes, ',', &code)) {
        if (!find_place(zone, code, &place) && may != CH_ANYBODY)
            return wrong_code(code, "合作区的地区代码或 zone", "a place code of the zone, or zone");
        if (!drop_grant(zone, grant, n, place) && may == CH_ANYBODY)
            return wrong_code(code, "此账户有权限的地区", "a place that the account has a grant for");
        if (may != CH_ANYBODY && *n == CH_ACCOUNT_MOST_GRANTS)
            return wrong(asked->place, "至多 100 项权限", "at most 100 grants");
        if (may != CH_ANYBODY)
            grant[(*n)++] = (ch_grant){may, place};
    }
    return true;
}

/* ---- the acts */

typedef struct {
    const words *asked;
    ch_arena arena;
    ch_faults faults;
    ch_zone *zone;
    ch_account account;
    ch_grant grant[CH_ACCOUNT_MOST_GRANTS + 1];
    size_t grants;
    char secret[SERVE_SECRET_ROOM];
} work;

static int tell_unknown(const words *asked)
{
    wrong(asked->name, "已有的账户名", "the name of an account");
    return EXIT_NO_ANSWER;
}

static int end(work *at, ch_err err)
{
    if (err == CH_ENONE)
        return tell_unknown(at->asked);
    told_faults(&at->faults, at->asked->lang);
    return told_code(err);
}

static int put(work *at)
{
    at->account.grant = at->grant;
    at->account.grants = at->grants;
    const ch_err err = ch_accounts_put(at->asked->store, NULL, &at->account, &at->faults);
    if (err != CH_ENONE)
        return end(at, err);
    wrong(at->asked->name, "未被他人同时改动的账户", "an account that nobody else changes at this moment");
    return EXIT_NO_ANSWER;
}

static int find(work *at)
{
    ch_err err = ch_accounts_find(&at->arena, at->asked->store, ch_text_of(at->asked->name), &at->account, &at->faults);
    at->grants = at->account.grants;
    if (at->grants > 0)
        memcpy(at->grant, at->account.grant, at->grants * sizeof *at->grant);
    return end(at, err);
}

static int add(work *at)
{
    ch_may may;
    if (!read_role(at->asked->role, &may) || !change_grants(at->zone, at->asked, may, at->grant, &at->grants))
        return EXIT_USAGE;
    if (!ask_password(at->secret))
        return EXIT_USAGE;
    at->account = (ch_account){.name = ch_text_of(at->asked->name), .secret = ch_text_of(at->secret)};
    return put(at);
}

static int set_password(work *at)
{
    const int code = find(at);
    if (code != EXIT_ANSWERED)
        return code;
    if (!ask_password(at->secret))
        return EXIT_USAGE;
    at->account.secret = ch_text_of(at->secret);
    return put(at);
}

static int regrant(work *at, bool adds)
{
    ch_may may = CH_ANYBODY;
    const int code = find(at);
    if (code != EXIT_ANSWERED)
        return code;
    if ((adds && !read_role(at->asked->role, &may)) || !change_grants(at->zone, at->asked, may, at->grant, &at->grants))
        return EXIT_USAGE;
    return put(at);
}

/* Another program may have written the store: nothing in it is sent to a terminal as it is. */
static void print_account(const ch_account *account)
{
    ch_buf line = {0};
    ch_fault_show(account->name, &line);
    for (size_t i = 0; i < account->grants; i++) {
        ch_buf_addf(&line, " %s:", ch_may_name[account->grant[i].may]);
        ch_fault_show(account->grant[i].place, &line);
    }
    printf("%.*s\n", (int)line.len, line.at ? line.at : "");
    ch_buf_free(&line);
}

static int list(work *at)
{
    const ch_account *account = NULL;
    size_t n;
    ch_err err = ch_accounts_list(&at->arena, at->asked->store, &account, &n, &at->faults);
    for (size_t i = 0; err == CH_OK && i < n; i++)
        print_account(&account[i]);
    return end(at, err);
}

static int act(work *at)
{
    const char *what = at->asked->act;
    if (strcmp(what, "list") == 0)
        return list(at);
    if (!at->asked->name) {
        wrong("no name", "账户名", "the name of an account");
        return EXIT_USAGE;
    }
    if (strcmp(what, "add") == 0)
        return add(at);
    if (strcmp(what, "password") == 0)
        return set_password(at);
    if (strcmp(what, "grant") == 0 || strcmp(what, "revoke") == 0)
        return regrant(at, what[0] == 'g');
    if (strcmp(what, "remove") == 0)
        return end(at, ch_accounts_remove(at->asked->store, NULL, ch_text_of(at->asked->name), &at->faults));
    wrong(what, " add、list、password、grant、revoke 或 remove", "add, list, password, grant, revoke or remove");
    return EXIT_USAGE;
}

int rim_user(int argc, char **argv)
{
    words asked;
    if (argc < 3 || strcmp(argv[2], "help") == 0 || strcmp(argv[2], "--help") == 0) {
        fputs(usage, argc < 3 ? stderr : stdout);
        return argc < 3 ? EXIT_USAGE : EXIT_ANSWERED;
    }
    if (!read_words(argc, argv, &asked))
        return EXIT_USAGE;
    work at = {.asked = &asked};
    ch_err err = serve_crypto_open() ? ch_store_read(asked.store, NULL, &at.zone, &at.faults) : CH_EIO;
    const int code = err == CH_OK ? act(&at) : end(&at, err);
    explicit_bzero(at.secret, sizeof at.secret);
    ch_zone_drop(at.zone);
    ch_faults_free(&at.faults);
    ch_arena_free(&at.arena);
    return code;
}
