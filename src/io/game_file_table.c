/* game_file_table.c - players, and the groups of a table: each once, none missing. */
#include "game_file_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- players */

static bool check_name(ch_game_file__reader *in, const ch_json *player, ch_text *name, uint32_t *line, unsigned i)
{
    char first[16];
    name[i] = ch_text_trim(player->text);
    line[i] = player->at.line;
    const bool is_well = name[i].len > 0 && memchr(name[i].at, ',', name[i].len) == NULL;
    if (!is_well)
        ch_game_file__tell(in, player, "players", CH_WANT_GAME_NAME, "");
    for (unsigned j = 0; j < i; j++)
        if (name[i].len > 0 && ch_text_equal(name[i], name[j])) {
            snprintf(first, sizeof first, "%lu", (unsigned long)line[j]);
            ch_game_file__tell(in, player, "players", CH_WANT_UNIQUE, first);
            return false;
        }
    return is_well;
}

static bool read_players(ch_game_file__reader *in, const ch_json *players)
{
    char most[8];
    unsigned n = 0;
    uint32_t line[CH_GAME_FILE_MOST];
    snprintf(most, sizeof most, "%d", CH_GAME_FILE_MOST);
    if (players->count == 0 || players->count > CH_GAME_FILE_MOST) {
        ch_game_file__tell(in, players, "players", CH_WANT_GAME_PLAYERS, most);
        return false;
    }
    ch_text *name = CH_NEW(in->arena, ch_text, players->count);
    if (name == NULL) {
        ch_expect__note(&in->expect, CH_ENOMEM);
        return false;
    }
    bool is_well = true;
    for (const ch_json *player = players->child; player != NULL; player = player->next, n++)
        is_well = ch_expect__kind(&in->expect, player, "players", CH_JSON_STRING) &&
                  check_name(in, player, name, line, n) && is_well;
    in->game.players = n;
    in->game.name = name;
    return is_well;
}

/* ---- groups */

/* The search begins behind the player found last: groups are mostly written in the players' order. */
static bool find_player(const ch_game_file *game, ch_text name, unsigned *at)
{
    for (unsigned tried = 0, i = *at; tried < game->players; tried++, i++) {
        i = i < game->players ? i : 0;
        if (ch_text_equal(game->name[i], name)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static void tell_group(ch_game_file__reader *in, const ch_json *value, ch_want want, ch_text detail)
{
    ch_expect__tell(
        &in->expect,
        &(ch_fault){
            .at = value->at, .column = CH_TEXT("values"), .found = value->name, .want = want, .detail = detail});
}

/* false: told. The empty group is 0. */
static bool read_group(ch_game_file__reader *in, const ch_json *value, uint32_t *group)
{
    ch_text rest = value->name, piece;
    unsigned at = 0;
    const bool ends_well = rest.len == 0 || rest.at[rest.len - 1] != ',';
    *group = 0;
    while (ch_text_next(&rest, ',', &piece)) {
        const ch_text name = ch_text_trim(piece);
        const bool is_known = find_player(&in->game, name, &at);
        if (!is_known || (*group >> at & 1) != 0) {
            tell_group(in, value, CH_WANT_GAME_GROUP, name);
            return false;
        }
        *group |= UINT32_C(1) << at++;
    }
    if (!ends_well)
        tell_group(in, value, CH_WANT_GAME_GROUP, (ch_text){0});
    return ends_well;
}

static void read_value(ch_game_file__reader *in, const ch_json *value)
{
    char line[16];
    uint32_t group;
    if (!read_group(in, value, &group))
        return;
    if (value->kind != CH_JSON_NUMBER) {
        ch_fault fault = ch_expect__fault(value, "values", CH_WANT_NUMBER);
        ch_expect__tell(&in->expect, &fault);
    } else if (group == 0 && !ch_text_equal(value->text, CH_TEXT("0"))) {
        ch_game_file__tell(in, value, "values", CH_WANT_NAMELY, "0");
    } else if (in->node[group] != NULL) {
        snprintf(line, sizeof line, "%lu", (unsigned long)in->node[group]->at.line);
        tell_group(in, value, CH_WANT_GAME_GROUP_ONCE, ch_text_of(line));
        return;
    }
    in->node[group] = value;
}

static void tell_missing(ch_game_file__reader *in, const ch_json *values, uint32_t group)
{
    ch_buf names = {.memory = in->expect.faults->arena.memory};
    for (unsigned i = 0; i < in->game.players; i++)
        if ((group >> i & 1) != 0) {
            ch_buf_adds(&names, names.len > 0 ? "," : "");
            ch_buf_add(&names, in->game.name[i]);
        }
    if (names.failed)
        ch_expect__note(&in->expect, CH_ENOMEM);
    else
        ch_expect__tell(&in->expect, &(ch_fault){.at = values->at,
                                                 .column = CH_TEXT("values"),
                                                 .want = CH_WANT_GAME_VALUE,
                                                 .detail = ch_buf_text(&names)});
    ch_buf_free(&names);
}

/* Those beyond the faults that are kept are counted alone. */
static void check_missing(ch_game_file__reader *in, const ch_json *values)
{
    size_t missing = 0;
    for (uint32_t group = 1; group < in->nodes && in->expect.err != CH_ENOMEM; group++) {
        if (in->node[group] == NULL && missing++ < CH_FAULTS_KEPT)
            tell_missing(in, values, group);
    }
    if (missing > CH_FAULTS_KEPT)
        in->expect.faults->count += missing - CH_FAULTS_KEPT;
}

void ch_game_file__read_table(ch_game_file__reader *in, const ch_json *tree)
{
    const ch_json *players = ch_expect__member(&in->expect, tree, "players", CH_JSON_ARRAY);
    const ch_json *kind = ch_expect__member(&in->expect, tree, "kind", CH_JSON_STRING);
    const ch_json *values = ch_expect__member(&in->expect, tree, "values", CH_JSON_OBJECT);
    in->game.is_cost = kind != NULL && ch_text_equal(kind->text, CH_TEXT("cost"));
    if (kind != NULL && !in->game.is_cost && !ch_text_equal(kind->text, CH_TEXT("gain")))
        ch_game_file__tell(in, kind, "kind", CH_WANT_GAME_KIND, "");
    if (players == NULL || !read_players(in, players) || values == NULL ||
        !ch_game_file__new_nodes(in, (size_t)1 << in->game.players))
        return;
    for (const ch_json *value = values->child; value != NULL && in->expect.err != CH_ENOMEM; value = value->next)
        read_value(in, value);
    check_missing(in, values);
    if (in->expect.err == CH_OK)
        ch_game_file__read_numbers(in, in->game.is_cost ? CH_GAME_FILE_COST_MOST : CH_GAME_FILE_VALUE_MOST, true);
}
