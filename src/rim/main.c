/* main.c - changhe-serve: the commands that need what serving needs, decoded as those of changhe. */
#include "rim.h"

#include "../cli/told.h"

#include <stdio.h>
#include <string.h>

static int print_usage(void)
{
    fputs(options_usage, stdout);
    fputs(options_usage_more, stdout);
    fputs(options_usage_last, stdout);
    return fflush(stdout) == 0 ? EXIT_ANSWERED : EXIT_BAD_DATA;
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } own[] = {{"user", rim_user}, {"import", rim_import}, {"export", rim_export}, {"duties", rim_duties}};
    for (size_t i = 0; argc > 1 && i < sizeof own / sizeof *own; i++)
        if (strcmp(argv[1], own[i].name) == 0)
            return i > 0 && asks_help(argc, argv) ? print_usage() : own[i].run(argc, argv);
    if (argc > 2 && strcmp(argv[1], "roads") == 0 && strcmp(argv[2], "import") == 0)
        return asks_help(argc, argv) ? print_usage() : rim_roads_import(argc, argv);
    options asked;
    if (!options_read(argc, argv, &asked))
        return EXIT_USAGE;
    switch (asked.command) {
    case COMMAND_SERVE: return rim_serve(&asked);
    case COMMAND_HELP: return print_usage();
    case COMMAND_VERSION: return puts("changhe " CH_VERSION) < 0 ? EXIT_BAD_DATA : EXIT_ANSWERED;
    case COMMAND_CHECK:
    case COMMAND_LOAD:
    case COMMAND_MIGRATE:
    case COMMAND_EXPORT:
    case COMMAND_CHAIN:
    case COMMAND_GRAPH:
    case COMMAND_GAME:
    case COMMAND_NET:
    case COMMAND_WHO: break;
    }
    fprintf(stderr, "changhe-serve: found %s, expected serve 应为 serve\n", argv[1]);
    return EXIT_USAGE;
}
