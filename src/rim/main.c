/* main.c - changhe-serve: the commands that need what serving needs, decoded as those of changhe. */
#include "rim.h"

#include "../cli/told.h"

#include <stdio.h>
#include <string.h>

static int print_usage(void)
{
    fputs(options_usage, stdout);
    return fflush(stdout) == 0 ? EXIT_ANSWERED : EXIT_BAD_DATA;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "user") == 0)
        return rim_user(argc, argv);
    options asked;
    if (!options_read(argc, argv, &asked))
        return EXIT_USAGE;
    switch (asked.command) {
    case COMMAND_SERVE: return rim_serve(&asked);
    case COMMAND_HELP: return print_usage();
    case COMMAND_VERSION: return puts("changhe " CH_VERSION) < 0 ? EXIT_BAD_DATA : EXIT_ANSWERED;
    case COMMAND_CHECK:
    case COMMAND_LOAD:
    case COMMAND_EXPORT:
    case COMMAND_CHAIN:
    case COMMAND_WHO: break;
    }
    fprintf(stderr, "changhe-serve: found %s, expected serve 应为 serve\n", argv[1]);
    return EXIT_USAGE;
}
