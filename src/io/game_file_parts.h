/* game_file_parts.h - what the reader of games hands from one source to the next. */
#ifndef CHANGHE_IO_GAME_FILE_PARTS_H
#define CHANGHE_IO_GAME_FILE_PARTS_H

#include "changhe/game_file.h"
#include "expect.h"

typedef struct {
    ch_arena *arena;
    ch_expect expect;
    ch_game_file game;
    const ch_json **node; /* where each number stands */
    size_t nodes;
    const ch_json *whole; /* where the estate or quota stands, NULL: none */
} ch_game_file__reader;

void ch_game_file__tell(ch_game_file__reader *in, const ch_json *value, const char *name, ch_want want,
                        const char *detail);
/* Room for so many numbers; false: no memory, noted. */
bool ch_game_file__new_nodes(ch_game_file__reader *in, size_t nodes);

/* game_file_table.c: names and nodes of a table. */
void ch_game_file__read_table(ch_game_file__reader *in, const ch_json *tree);
/* game_file_number.c: nodes to numbers, none larger than most; below 0 where the game allows it. All nodes are there and are numbers. */
void ch_game_file__read_numbers(ch_game_file__reader *in, int64_t most, bool may_be_below);

#endif
