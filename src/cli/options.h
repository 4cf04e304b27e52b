/* options.h - the command line as typed, decoded and checked. */
#ifndef CHANGHE_CLI_OPTIONS_H
#define CHANGHE_CLI_OPTIONS_H

#include "game_words.h"
#include "graph_words.h"

#include "changhe/desk.h"

typedef enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV, FORMAT_GEOJSON } output_format;

typedef enum {
    COMMAND_CHECK,
    COMMAND_LOAD,
    COMMAND_EXPORT,
    COMMAND_MIGRATE,
    COMMAND_CHAIN,
    COMMAND_WHO,
    COMMAND_GRAPH,
    COMMAND_GAME,
    COMMAND_NET,
    COMMAND_SERVE, /* by changhe-serve */
    COMMAND_HELP,
    COMMAND_VERSION
} command;

typedef struct {
    command command;
    const char *dir;          /* the folder of check, load, export; the file of graph, game and net */
    const char *zone, *store; /* where the zone comes from: one of the two, where a command asks for it */
    const char *what_if;      /* file, or NULL */
    ch_text place, chain;
    ch_text agreement; /* of export: that one alone; empty: all */
    ch_date as_of;
    size_t top, team;                                               /* 0: not asked */
    bool by_district;                                               /* of who: shared among the districts */
    const char *listen, *web, *tls_cert, *tls_key, *roads, *ledger; /* of serve, roads of who too; NULL: not given */
    size_t workers;                                                 /* of serve; 0: not asked */
    bool is_proxied;
    graph_words graph;
    game_words game;
    bool is_by_cycles; /* of net */
    output_format format;
    ch_lang lang;
} options;

/* false: told on standard error what is wrong, and nothing should be done. */
bool options_read(int argc, char **argv, options *read);

/* Tell on standard error what was found and what was expected; false. */
bool options_wrong(const char *found, const char *zh, const char *en);

/* One behind the other: commands, then options in two pieces. */
extern const char options_usage[], options_usage_more[], options_usage_last[];

#endif
