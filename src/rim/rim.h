/* rim.h - commands of changhe-serve: each runs until it is done and returns the exit code. */
#ifndef CHANGHE_RIM_RIM_H
#define CHANGHE_RIM_RIM_H

#include "../cli/options.h"

/* Serve until SIGTERM or SIGINT. */
int rim_serve(const options *asked);

/* changhe user ACT NAME --store FILE ...: accounts added, listed, changed, removed. */
int rim_user(int argc, char **argv);

/* changhe import FILE, export --table, duties: sheets taken in and given. */
int rim_import(int argc, char **argv);
int rim_export(int argc, char **argv);
int rim_duties(int argc, char **argv);

/* changhe roads import FILE --out FILE.roads: a network of every street, out of an extract or of two tables. */
int rim_roads_import(int argc, char **argv);

#endif
