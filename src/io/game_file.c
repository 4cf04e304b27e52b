/* game_file.c - which game a file holds, and the numbers of families. */
#include "changhe/game_file.h"

#include "game_file_parts.h"

#include "changhe/decimal.h"

#include <stdio.h>

const char *const ch_game_family_name[CH_GAME_FILE_FAMILIES] = {"table", "bankruptcy", "airport", "weighted-majority",
                                                                "mst",   "assignment"};

/* Members of each game; of several names of one only the first is told. */
static const struct {
    const char *whole, *list[3], *told;
} form[CH_GAME_FILE_FAMILIES] = {
    [CH_GAME_FILE_TABLE] = {"kind", {"players", "values", NULL}, "players, kind, values"},
    [CH_GAME_FILE_BANKRUPTCY] = {"estate", {"claims", NULL, NULL}, "family, estate, claims"},
    [CH_GAME_FILE_AIRPORT] = {NULL, {"costs", NULL, NULL}, "family, costs"},
    [CH_GAME_FILE_MAJORITY] = {"quota", {"weights", NULL, NULL}, "family, quota, weights"},
    [CH_GAME_FILE_TREE] = {NULL, {"costs", "cost", "matrix"}, "family, costs"},
    [CH_GAME_FILE_ASSIGNMENT] = {NULL, {"values", "value", "matrix"}, "family, values"},
};

void ch_game_file__tell(ch_game_file__reader *in, const ch_json *value, const char *name, ch_want want,
                        const char *detail)
{
    ch_fault fault = ch_expect__fault(value, name, want);
    if (*name == '\0')
        fault.column = value->name;
    fault.detail = ch_text_of(detail);
    ch_expect__tell(&in->expect, &fault);
}

bool ch_game_file__new_nodes(ch_game_file__reader *in, size_t nodes)
{
    in->node = CH_NEW(in->arena, const ch_json *, nodes);
    in->nodes = nodes;
    if (in->node == NULL)
        ch_expect__note(&in->expect, CH_ENOMEM);
    return in->node != NULL;
}

static bool is_one_of(ch_text name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] != NULL && ch_text_equal(name, ch_text_of(list[i])))
            return true;
    return false;
}

static void check_members(ch_game_file__reader *in, const ch_json *tree)
{
    const ch_game_family family = in->game.family;
    for (const ch_json *member = tree->child; member != NULL; member = member->next)
        if (!is_one_of(member->name, &form[family].whole, 1) && !is_one_of(member->name, form[family].list, 3) &&
            (family == CH_GAME_FILE_TABLE || !ch_text_equal(member->name, CH_TEXT("family"))))
            ch_expect__tell(&in->expect, &(ch_fault){.at = member->at,
                                                     .found = member->name,
                                                     .want = CH_WANT_GAME_MEMBER,
                                                     .detail = ch_text_of(form[family].told)});
}

/* ---- families: nodes */

static bool expect_number(ch_game_file__reader *in, const ch_json *value, const char *name)
{
    if (value->kind != CH_JSON_NUMBER)
        ch_game_file__tell(in, value, name, CH_WANT_NUMBER, "");
    return value->kind == CH_JSON_NUMBER;
}

/* The one list that the family has, under whichever of its names; two of them: the second is told. */
static const ch_json *list_of(ch_game_file__reader *in, const ch_json *tree)
{
    const char *const *name = form[in->game.family].list;
    const ch_json *found = NULL;
    for (size_t i = 0; i < 3 && name[i] != NULL; i++) {
        const ch_json *member = ch_json_member(tree, name[i]);
        if (member != NULL && found != NULL)
            ch_expect__tell(&in->expect,
                            &(ch_fault){.at = member->at, .found = member->name, .want = CH_WANT_MEMBER_ONCE});
        found = found != NULL ? found : member;
    }
    if (found == NULL)
        return ch_expect__member(&in->expect, tree, name[0], CH_JSON_ARRAY);
    return ch_expect__kind(&in->expect, found, name[0], CH_JSON_ARRAY) ? found : NULL;
}

static bool check_players(ch_game_file__reader *in, const ch_json *list, size_t players)
{
    char most[8];
    snprintf(most, sizeof most, "%d", CH_GAME_FILE_FAMILY_MOST);
    in->game.players = (unsigned)(players <= CH_GAME_FILE_FAMILY_MOST ? players : 0);
    if (in->game.players == 0)
        ch_game_file__tell(in, list, "", CH_WANT_GAME_PLAYERS, most);
    return in->game.players > 0;
}

static void read_row(ch_game_file__reader *in, const ch_json *row, const char *name, size_t columns,
                     const ch_json **node)
{
    char wanted[24];
    snprintf(wanted, sizeof wanted, "%zu", columns);
    if (row->kind != CH_JSON_ARRAY || row->count != columns) {
        ch_game_file__tell(in, row, name, CH_WANT_GAME_ROW, wanted);
        return;
    }
    for (const ch_json *value = row->child; value != NULL; value = value->next, node++)
        *node = expect_number(in, value, name) ? value : NULL;
}

static void read_list(ch_game_file__reader *in, const ch_json *list)
{
    if (check_players(in, list, list->count) && ch_game_file__new_nodes(in, list->count))
        read_row(in, list, form[in->game.family].list[0], list->count, in->node);
}

static void read_matrix(ch_game_file__reader *in, const ch_json *list, size_t columns)
{
    const ch_json **node = NULL;
    if (ch_game_file__new_nodes(in, list->count * columns))
        node = in->node;
    for (const ch_json *row = list->child; row != NULL && node != NULL; row = row->next, node += columns)
        read_row(in, row, form[in->game.family].list[0], columns, node);
}

static void read_nodes(ch_game_file__reader *in, const ch_json *list)
{
    const size_t rows = list->count;
    const size_t columns = rows > 0 && list->child->kind == CH_JSON_ARRAY ? list->child->count : 0;
    switch (in->game.family) {
    case CH_GAME_FILE_TREE:
        if (check_players(in, list, rows > 0 ? rows - 1 : 0))
            read_matrix(in, list, rows);
        return;
    case CH_GAME_FILE_ASSIGNMENT:
        if (!check_players(in, list, rows > 0 && columns > 0 ? rows + columns : 0))
            return;
        in->game.sellers = (unsigned)rows;
        in->game.buyers = (unsigned)columns;
        read_matrix(in, list, columns);
        return;
    default: read_list(in, list);
    }
}

/* ---- families: what must hold between numbers */

/* What is summed are claims, costs of each alone, weights, values of all pairs. */
static int64_t check_sum(ch_game_file__reader *in, size_t first, size_t n)
{
    int64_t sum = 0;
    char most[24];
    snprintf(most, sizeof most, "%lld", (long long)CH_GAME_FILE_VALUE_MOST);
    for (size_t i = first; i < first + n; i++) {
        if (in->game.number[i] > CH_GAME_FILE_VALUE_MOST - sum) {
            ch_game_file__tell(in, in->node[i], "", CH_WANT_GAME_NUMBER, most);
            return sum;
        }
        sum += in->game.number[i];
    }
    return sum;
}

static void check_whole(ch_game_file__reader *in, int64_t sum)
{
    ch_buf most = {.memory = in->expect.faults->arena.memory};
    ch_decimal_format(sum, in->game.scale, &most);
    ch_buf_addc(&most, '\0');
    if (most.failed)
        ch_expect__note(&in->expect, CH_ENOMEM);
    else if (in->game.family == CH_GAME_FILE_BANKRUPTCY && in->game.whole > sum)
        ch_game_file__tell(in, in->whole, "estate", CH_WANT_GAME_ESTATE, most.at);
    else if (in->game.family == CH_GAME_FILE_MAJORITY && in->game.whole == 0)
        ch_game_file__tell(in, in->whole, "quota", CH_WANT_RANGE, "> 0");
    ch_buf_free(&most);
}

static void check_symmetric(ch_game_file__reader *in)
{
    const size_t side = in->game.players + 1;
    for (size_t row = 0; row < side; row++)
        for (size_t column = 0; column < row; column++) {
            const ch_json *there = in->node[column * side + row];
            char detail[64];
            snprintf(detail, sizeof detail, "%.*s", there->text.len < 40 ? (int)there->text.len : 40, there->text.at);
            if (in->game.number[row * side + column] != in->game.number[column * side + row])
                ch_game_file__tell(in, in->node[row * side + column], "costs", CH_WANT_GAME_SYMMETRIC, detail);
        }
}

static void check_numbers(ch_game_file__reader *in)
{
    const bool is_tree = in->game.family == CH_GAME_FILE_TREE;
    const int64_t sum = check_sum(in, is_tree, is_tree ? in->game.players : in->nodes);
    if (is_tree)
        check_symmetric(in);
    if (in->whole != NULL)
        check_whole(in, sum);
}

static void name_players(ch_game_file__reader *in)
{
    ch_text *name = CH_NEW(in->arena, ch_text, in->game.players);
    for (unsigned i = 0; name != NULL && i < in->game.players; i++) {
        char number[12];
        snprintf(number, sizeof number, "%u", i + 1);
        name[i] = ch_text_copy(in->arena, ch_text_of(number));
        name = name[i].at != NULL ? name : NULL;
    }
    if (name == NULL)
        ch_expect__note(&in->expect, CH_ENOMEM);
    in->game.name = name;
}

static void read_family(ch_game_file__reader *in, const ch_json *tree)
{
    const char *whole = form[in->game.family].whole;
    const ch_json *list = list_of(in, tree);
    if (whole != NULL) {
        in->whole = ch_json_member(tree, whole);
        if (in->whole == NULL)
            ch_expect__tell(&in->expect,
                            &(ch_fault){.at = tree->at, .want = CH_WANT_MEMBER, .detail = ch_text_of(whole)});
        else
            expect_number(in, in->whole, whole);
    }
    if (list != NULL)
        read_nodes(in, list);
    if (in->expect.err == CH_OK)
        ch_game_file__read_numbers(in, CH_GAME_FILE_VALUE_MOST, false);
    if (in->expect.err == CH_OK)
        check_numbers(in);
    if (in->expect.err == CH_OK)
        name_players(in);
}

/* ---- all of it */

static bool find_family(ch_game_file__reader *in, const ch_json *member)
{
    if (!ch_expect__kind(&in->expect, member, "family", CH_JSON_STRING))
        return false;
    for (unsigned family = CH_GAME_FILE_TABLE + 1; family < CH_GAME_FILE_FAMILIES; family++)
        if (ch_text_equal(member->text, ch_text_of(ch_game_family_name[family]))) {
            in->game.family = family;
            return true;
        }
    ch_game_file__tell(in, member, "family", CH_WANT_GAME_FORM,
                       "bankruptcy, airport, weighted-majority, mst, assignment");
    return false;
}

static void read_game(ch_game_file__reader *in, const ch_json *tree)
{
    if (!ch_expect__kind(&in->expect, tree, "", CH_JSON_OBJECT))
        return;
    const ch_json *family = ch_json_member(tree, "family");
    if (family != NULL && !find_family(in, family))
        return;
    check_members(in, tree);
    if (family != NULL)
        read_family(in, tree);
    else
        ch_game_file__read_table(in, tree);
}

ch_err ch_game_file_read(ch_arena *arena, ch_text file, ch_text content, ch_game_file *game, ch_faults *faults)
{
    const ch_json *tree;
    ch_game_file__reader in = {.arena = arena, .expect = {faults, CH_OK}};
    *game = (ch_game_file){0};
    in.expect.err = ch_json_read(arena, file, content, &tree, faults);
    if (in.expect.err == CH_OK)
        read_game(&in, tree);
    if (in.expect.err == CH_OK)
        *game = in.game;
    return in.expect.err;
}
