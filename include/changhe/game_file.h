/* game_file.h - a game as people write it, in JSON: a table of what each group makes, or a family and its numbers.
 *
 *   {"players":["a","b"],"kind":"gain","values":{"a":1,"b":0.5,"b,a":3}}       kind: gain or cost
 *   {"family":"bankruptcy","estate":200,"claims":[100,200,300]}
 *   {"family":"airport","costs":[1,3,7]}
 *   {"family":"weighted-majority","quota":4,"weights":[3,2,1]}
 *   {"family":"mst","costs":[[0,10,12],[10,0,3],[12,3,0]]}                     the source first; also "cost", "matrix"
 *   {"family":"assignment","values":[[5,8],[7,9]]}                             a row a seller; also "value", "matrix"
 *
 * Names of a group stand in any order with commas between, blanks around them do not count. Every group but the empty one has its value,
 * which may be below 0; numbers of families may not. Decimals are exact: all numbers of a file become whole numbers of one unit, 1 / scale. */
#ifndef CHANGHE_GAME_FILE_H
#define CHANGHE_GAME_FILE_H

#include "changhe/fault.h"

typedef enum {
    CH_GAME_FILE_TABLE,
    CH_GAME_FILE_BANKRUPTCY,
    CH_GAME_FILE_AIRPORT,
    CH_GAME_FILE_MAJORITY,
    CH_GAME_FILE_TREE,
    CH_GAME_FILE_ASSIGNMENT,
    CH_GAME_FILE_FAMILIES
} ch_game_family;
extern const char *const ch_game_family_name[CH_GAME_FILE_FAMILIES]; /* "table", then as in the file */

/* Players of a table, and of a family; units of 1 / scale that a number, and the sum of a family's, may have; in a table of costs, so that savings do not have more. */
enum { CH_GAME_FILE_MOST = 24, CH_GAME_FILE_FAMILY_MOST = 4096 };
#define CH_GAME_FILE_VALUE_MOST (INT64_C(1) << 53)
#define CH_GAME_FILE_COST_MOST  (INT64_C(1) << 48)

typedef struct {
    ch_game_family family;
    bool is_cost; /* of a table */
    unsigned players;
    const ch_text *name; /* per player, as in the file; of a family "1", "2", ... */
    int64_t scale;       /* 1, 10, 100, ... */
    int64_t whole;       /* estate or quota, else 0 */
    const int64_t *
        number; /* table: 2^players values, bit i is player i; mst: (players + 1)^2; assignment: sellers x buyers; else one a player */
    unsigned sellers, buyers;
} ch_game_file;

/* Faults, all at once: not JSON; a member that is missing or not of this game; another kind of value; no players or too many, a name twice, empty or with a
 * comma; a group of others than the players, twice in whatever order, or missing; a number too large or with too many decimals, or below 0
 * in a family; an estate above the claims; a matrix that is not square, symmetric or full. faults must not be NULL.
 * All lives in the arena. CH_EDATA, CH_ENOMEM. Cost: O(bytes), and O(2^players) for a table; some 100 bytes a number. */
CH_MUST_USE ch_err ch_game_file_read(ch_arena *arena, ch_text file, ch_text content, ch_game_file *game,
                                     ch_faults *faults);

#endif
