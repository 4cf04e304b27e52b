/* game_file_number.c - decimals as written become whole numbers of one unit, none rounded. */
#include "game_file_parts.h"

#include <stdio.h>

enum { MOST_PLACES = 15, FAR = 200000000 }; /* more than a file has digits */

/* digits x 10^exponent, without zeros at the end; digits stays below 10^18. */
typedef struct {
    int64_t digits;
    int exponent;
    bool is_below, is_long;
} decimal;

static int read_exponent(const char *at, const char *end)
{
    const bool is_below = at < end && *at == '-';
    int exponent = 0;
    at += at < end && (*at == '-' || *at == '+');
    for (; at < end && exponent < FAR; at++)
        exponent = exponent * 10 + (*at - '0');
    return is_below ? -exponent : exponent;
}

static void take_digit(decimal *number, int digit)
{
    if (number->digits < INT64_C(100000000000000000))
        number->digits = number->digits * 10 + digit;
    else {
        number->exponent++;
        number->is_long |= digit != 0;
    }
}

/* A number of JSON. */
static decimal read_decimal(ch_text text)
{
    const char *at = text.at, *end = at + text.len;
    decimal number = {.is_below = *at == '-'};
    int places = 0;
    bool is_past = false;
    for (at += number.is_below; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            is_past = true;
            continue;
        }
        take_digit(&number, *at - '0');
        places += is_past;
    }
    number.exponent += (at < end ? read_exponent(at + 1, end) : 0) - places;
    while (number.digits != 0 && number.digits % 10 == 0) {
        number.digits /= 10;
        number.exponent++;
    }
    if (number.digits == 0 && !number.is_long)
        number.exponent = 0;
    return number;
}

/* false: larger than most. */
static bool in_units(const decimal *number, int places, int64_t most, int64_t *units)
{
    int64_t size = number->digits;
    if (number->is_long || size > most)
        return false;
    for (int exponent = number->exponent + places; exponent > 0; exponent--) {
        if (size > most / 10)
            return false;
        size *= 10;
    }
    *units = number->is_below ? -size : size;
    return true;
}

static void tell_size(ch_game_file__reader *in, const ch_json *node, int64_t most)
{
    char detail[24];
    snprintf(detail, sizeof detail, "%lld", (long long)most);
    ch_game_file__tell(in, node, "", CH_WANT_GAME_NUMBER, detail);
}

/* Decimal places that the number needs; those that need too many are told. */
static int places_of(ch_game_file__reader *in, const ch_json *node, int64_t most)
{
    const decimal number = read_decimal(node->text);
    if (number.exponent >= -MOST_PLACES)
        return number.exponent < 0 ? -number.exponent : 0;
    tell_size(in, node, most);
    return 0;
}

static int64_t read_one(ch_game_file__reader *in, const ch_json *node, int places, int64_t most, bool may_be_below)
{
    const decimal number = read_decimal(node->text);
    int64_t units = 0;
    if (!in_units(&number, places, most, &units))
        tell_size(in, node, most);
    else if (units < 0 && !may_be_below)
        ch_game_file__tell(in, node, "", CH_WANT_RANGE, ">= 0");
    return units;
}

void ch_game_file__read_numbers(ch_game_file__reader *in, int64_t most, bool may_be_below)
{
    int places = in->whole != NULL ? places_of(in, in->whole, most) : 0;
    for (size_t i = 0; i < in->nodes; i++) {
        const int needed = in->node[i] != NULL ? places_of(in, in->node[i], most) : 0;
        places = needed > places ? needed : places;
    }
    int64_t *number = CH_NEW(in->arena, int64_t, in->nodes);
    if (number == NULL)
        ch_expect__note(&in->expect, CH_ENOMEM);
    if (in->expect.err != CH_OK)
        return;
    in->game.scale = 1;
    for (int i = 0; i < places; i++)
        in->game.scale *= 10;
    if (in->whole != NULL)
        in->game.whole = read_one(in, in->whole, places, most, may_be_below);
    for (size_t i = 0; i < in->nodes; i++)
        number[i] = in->node[i] != NULL ? read_one(in, in->node[i], places, most, may_be_below) : 0;
    in->game.number = number;
}
