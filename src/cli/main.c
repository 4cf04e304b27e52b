/* main.c - the command line: decode, run, print, and tell by the exit code how it went. */
#define _GNU_SOURCE
#include "commands.h"
#include "reach_command.h"
#include "game_command.h"
#include "graph_command.h"
#include "net_command.h"
#include "ledger_command.h"
#include "split_command.h"
#include "fairness_command.h"
#include "settle_command.h"
#include "medical_command.h"
#include "told.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whoever serves needs libraries that no other command should wait for: a second program beside this one
 * has them, or the search path does. */
static int become_server(char **argv)
{
    static const char name[] = "changhe-serve";
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof name);
    char *end = NULL;
    if (length > 0) {
        path[length] = '\0';
        end = strrchr(path, '/');
    }
    if (end) {
        memcpy(end + 1, name, sizeof name);
        execv(path, argv);
    }
    execvp(name, argv);
    fprintf(stderr, "changhe: changhe-serve cannot be started 无法启动 changhe-serve\n");
    return EXIT_BAD_DATA;
}

static bool has_word(int argc, char **argv, const char *word)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], word) == 0)
            return true;
    return false;
}

/* An export of one table is a workbook, of all a folder; roads are imported by libraries that only the server has. */
static bool is_for_server(int argc, char **argv)
{
    static const char *const name[] = {"serve", "user", "import", "duties"};
    for (size_t i = 0; argc > 1 && i < sizeof name / sizeof *name; i++)
        if (strcmp(argv[1], name[i]) == 0)
            return true;
    if (argc > 2 && strcmp(argv[1], "roads") == 0 && strcmp(argv[2], "import") == 0)
        return true;
    return argc > 1 && strcmp(argv[1], "export") == 0 && has_word(argc, argv, "--table");
}

int main(int argc, char **argv)
{
    if (is_for_server(argc, argv))
        return become_server(argv);
    if (reach_command_is(argc, argv))
        return reach_command_run(argc, argv);
    if (ledger_command_is(argc, argv))
        return ledger_command_run(argc, argv);
    if (split_command_is(argc, argv))
        return split_command_run(argc, argv);
    if (fairness_command_is(argc, argv))
        return fairness_command_run(argc, argv);
    if (settle_command_is(argc, argv))
        return settle_command_run(argc, argv);
    if (medical_command_is(argc, argv))
        return medical_command_run(argc, argv);
    options asked;
    if (!options_read(argc, argv, &asked))
        return EXIT_USAGE;
    ch_buf out = {0};
    ch_faults faults = {0};
    bool is_misused = false;
    ch_err err = asked.command == COMMAND_GRAPH  ? graph_command(&asked, &out, &faults, &is_misused)
                 : asked.command == COMMAND_GAME ? game_command(&asked, &out, &faults, &is_misused)
                 : asked.command == COMMAND_NET  ? net_command(&asked, &out, &faults)
                                                 : command_run(&asked, &out, &faults);
    if (err == CH_OK && out.failed)
        err = CH_ENOMEM;
    const bool is_part = err == CH_ENONE && asked.command == COMMAND_GAME; /* what was found before it was stopped */
    const bool is_told = !is_part || told_answer(&out);
    const int code = told_end(err, &out, &faults, asked.lang);
    return is_misused ? EXIT_USAGE : is_told ? code : EXIT_BAD_DATA;
}
