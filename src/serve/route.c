/* route.c - finding the route of a path, and the checked values of its parameters. */
#include "route.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TEXT = 1000, MOST_EDITS = 16000 };

const serve_route *const serve_groups[] = {
    serve_ask_routes,      serve_table_routes,      serve_search_routes, serve_session_routes,
    serve_change_routes,   serve_import_routes,     serve_sheet_routes,  serve_duty_routes,
    serve_ogc_routes,      serve_tile_routes,       serve_reach_routes,  serve_split_routes,
    serve_fairness_routes, serve_settlement_routes, serve_ops_routes,    NULL};

/* The next segment of a path that begins with a slash. */
static bool next_segment(ch_text *rest, ch_text *segment)
{
    if (rest->len == 0 || rest->at[0] != '/')
        return false;
    const char *from = rest->at + 1, *end = rest->at + rest->len;
    const char *slash = memchr(from, '/', (size_t)(end - from));
    const char *to = slash ? slash : end;
    *segment = (ch_text){from, (size_t)(to - from)};
    *rest = (ch_text){to, (size_t)(end - to)};
    return true;
}

static bool is_name(ch_text segment)
{
    return segment.len > 2 && segment.at[0] == '{';
}

/* Does the path fit the pattern, segment by segment? A name in braces takes any that is not empty. */
static bool fits(const char *pattern, ch_text path, ch_text value[SERVE_PATH_VALUES])
{
    ch_text rest = ch_text_of(pattern), want, found;
    size_t n = 0;
    while (next_segment(&rest, &want)) {
        if (!next_segment(&path, &found))
            return false;
        if (is_name(want) && found.len > 0)
            value[n++] = found;
        else if (!ch_text_equal(want, found))
            return false;
    }
    return path.len == 0;
}

const serve_route *serve_route_find(serve_method method, ch_text path, ch_text segment[SERVE_PATH_VALUES],
                                    unsigned *allowed)
{
    const serve_method wanted = method == SERVE_HEAD ? SERVE_GET : method;
    *allowed = 0;
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++) {
            if (!fits(route->path, path, segment))
                continue;
            if (route->method == wanted)
                return route;
            *allowed |= route->method | (route->method == SERVE_GET ? SERVE_HEAD : 0u);
        }
    return NULL;
}

/* What is told of a parameter. */
static ch_err refuse(serve_call *call, const char *name, ch_text found, ch_want want, const char *detail,
                     const char *detail_zh)
{
    return ch_fault_tell(&call->faults, &(ch_fault){.column = ch_text_of(name),
                                                    .found = found,
                                                    .want = want,
                                                    .detail = ch_text_of(detail),
                                                    .detail_zh = ch_text_of(detail_zh)});
}

static ch_err read_count(serve_call *call, const serve_param *param, serve_value *value)
{
    size_t count = 0;
    bool well = value->text.len > 0;
    for (size_t i = 0; well && i < value->text.len; i++) {
        well = value->text.at[i] >= '0' && value->text.at[i] <= '9';
        if (count <= param->most) /* more digits do not make it fewer */
            count = count * 10 + (size_t)(value->text.at[i] - '0');
    }
    value->count = param->caps && count > param->most ? param->most : count;
    if (well && count >= param->least && value->count <= param->most)
        return CH_OK;
    char detail[64];
    snprintf(detail, sizeof detail, "%zu..%zu", param->least, param->most);
    return refuse(call, param->name, value->text, CH_WANT_COUNT_RANGE, detail, NULL);
}

static ch_err read_word(serve_call *call, const serve_param *param, serve_value *value)
{
    ch_buf list = {.memory = call->arena.memory};
    for (size_t i = 0; param->words[i]; i++) {
        if (ch_text_equal(value->text, ch_text_of(param->words[i]))) {
            value->count = i;
            ch_buf_free(&list);
            return CH_OK;
        }
        ch_buf_addf(&list, "%s%s", i > 0 ? ", " : "", param->words[i]);
    }
    ch_buf_addc(&list, '\0');
    ch_err err = list.failed ? CH_ENOMEM : refuse(call, param->name, value->text, CH_WANT_WORD, list.at, NULL);
    ch_buf_free(&list);
    return err;
}

/* So many numbers with commas between; 0: there are more, or something else. */
static size_t read_numbers(ch_text text, double *number, size_t most)
{
    ch_text piece;
    size_t n = 0;
    for (bool more = true; more; n++) {
        const char *comma = text.len > 0 ? memchr(text.at, ',', text.len) : NULL;
        char copy[40], *end;
        more = comma != NULL;
        piece = (ch_text){text.at, more ? (size_t)(comma - text.at) : text.len};
        if (n == most || piece.len == 0 || piece.len >= sizeof copy)
            return 0;
        memcpy(copy, piece.at, piece.len);
        copy[piece.len] = '\0';
        number[n] = strtod(copy, &end);
        if (strspn(copy, "0123456789.-eE") != piece.len || *end || !isfinite(number[n]))
            return 0;
        text = more ? (ch_text){comma + 1, text.len - piece.len - 1} : text;
    }
    return n;
}

/* Of six numbers the third and the last are heights, and there are none to compare them with. */
static bool read_corners(ch_text text, double box[4])
{
    double number[6];
    const size_t n = read_numbers(text, number, 6), half = n / 2;
    if (n != 4 && n != 6)
        return false;
    box[0] = number[0], box[1] = number[1];
    box[2] = number[half], box[3] = number[half + 1];
    return true;
}

static ch_err read_box(serve_call *call, const serve_param *param, serve_value *value)
{
    const double *box = value->box;
    if (read_corners(value->text, value->box) && fabs(box[0]) <= 180 && fabs(box[2]) <= 180 && box[1] >= -90 &&
        box[1] <= box[3] && box[3] <= 90)
        return CH_OK;
    return refuse(call, param->name, value->text, CH_WANT_BBOX, NULL, NULL);
}

static ch_err read_value(serve_call *call, const serve_param *param, serve_value *value)
{
    const size_t most = param->kind == SERVE_EDITS                 ? MOST_EDITS
                        : param->kind == SERVE_TEXT && param->most ? param->most
                                                                   : MOST_TEXT;
    if (value->text.len > most) {
        char detail[32];
        snprintf(detail, sizeof detail, "%zu", most);
        return refuse(call, param->name, value->text, CH_WANT_SHORT_VALUE, detail, NULL);
    }
    switch (param->kind) {
    case SERVE_COUNT: return read_count(call, param, value);
    case SERVE_WORD: return read_word(call, param, value);
    case SERVE_BOX: return read_box(call, param, value);
    case SERVE_DATE:
        return ch_date_parse(value->text, &value->date)
                   ? CH_OK
                   : refuse(call, param->name, value->text, CH_WANT_DATE, NULL, NULL);
    case SERVE_TEXT:
    case SERVE_EDITS: break;
    }
    return CH_OK;
}

static ch_err list_names(serve_call *call, ch_text found)
{
    ch_buf list = {.memory = call->arena.memory};
    for (size_t i = 0; i < call->route->params; i++)
        ch_buf_addf(&list, "%s, ", call->route->param[i].name);
    ch_buf_addf(&list, "lang");
    ch_buf_addc(&list, '\0');
    ch_err err = list.failed ? CH_ENOMEM : refuse(call, "", found, CH_WANT_KNOWN_PARAMETER, list.at, NULL);
    ch_buf_free(&list);
    return err;
}

static ch_err take_lang(serve_call *call, ch_text text)
{
    if (!ch_text_equal(text, CH_TEXT("zh")) && !ch_text_equal(text, CH_TEXT("en")))
        return refuse(call, "lang", text, CH_WANT_WORD, "zh, en", NULL);
    call->lang = text.at[0] == 'z' ? CH_ZH : CH_EN;
    return CH_OK;
}

/* One name=value of the query. */
static ch_err take_pair(serve_call *call, ch_text raw)
{
    const char *equals = memchr(raw.at, '=', raw.len);
    const size_t cut = equals ? (size_t)(equals - raw.at) : raw.len;
    ch_text name, text = {"", 0};
    ch_err err = serve_decode(&call->arena, (ch_text){raw.at, cut}, true, &name);
    if (err == CH_OK && equals)
        err = serve_decode(&call->arena, (ch_text){equals + 1, raw.len - cut - 1}, true, &text);
    if (err == CH_EDATA)
        return refuse(call, "", raw, CH_WANT_PERCENT, NULL, NULL);
    if (err != CH_OK)
        return err;
    if (ch_text_equal(name, CH_TEXT("lang")))
        return take_lang(call, text);
    for (size_t i = 0; i < call->route->params; i++) {
        serve_value *value = &call->value[i];
        if (!ch_text_equal(name, ch_text_of(call->route->param[i].name)))
            continue;
        if (value->given)
            return refuse(call, call->route->param[i].name, text, CH_WANT_PARAMETER_ONCE, NULL, NULL);
        *value = (serve_value){.given = true, .text = text};
        return read_value(call, &call->route->param[i], value);
    }
    return list_names(call, name);
}

static ch_err decode_segments(serve_call *call)
{
    ch_err worst = CH_OK;
    for (size_t i = 0; i < SERVE_PATH_VALUES && worst != CH_ENOMEM; i++) {
        const ch_text raw = call->segment[i];
        if (raw.len == 0)
            continue;
        ch_err err = serve_decode(&call->arena, raw, false, &call->segment[i]);
        if (err == CH_EDATA)
            err = refuse(call, "", raw, CH_WANT_PERCENT, NULL, NULL);
        worst = ch_err_worse(worst, err);
    }
    return worst;
}

ch_err serve_route_read(serve_call *call)
{
    ch_err worst = decode_segments(call);
    ch_text rest = call->request->query, pair;
    while (worst != CH_ENOMEM && ch_text_next(&rest, '&', &pair))
        if (pair.len > 0)
            worst = ch_err_worse(worst, take_pair(call, pair));
    for (size_t i = 0; worst != CH_ENOMEM && i < call->route->params; i++)
        if (call->route->param[i].required && !call->value[i].given)
            worst = ch_err_worse(worst,
                                 refuse(call, call->route->param[i].name, (ch_text){0}, CH_WANT_VALUE_OF, NULL, NULL));
    return worst;
}
