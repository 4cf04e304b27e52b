/* json_keys.c - members of JSON objects, and what every answer has in common. */
#include "json_keys.h"

#include "changhe/decimal.h"

void ch_desk__key_text(ch_emit *e, const char *key, ch_text text)
{
    ch_emit_key(e, key);
    ch_emit_text_or_null(e, text);
}

void ch_desk__key_string(ch_emit *e, const char *key, const char *string)
{
    ch_emit_key(e, key);
    ch_emit_string(e, string);
}

void ch_desk__key_number(ch_emit *e, const char *key, double value)
{
    ch_emit_key(e, key);
    ch_emit_number(e, value);
}

void ch_desk__key_whole(ch_emit *e, const char *key, size_t value)
{
    ch_emit_key(e, key);
    ch_emit_whole(e, (int64_t)value);
}

void ch_desk__key_date(ch_emit *e, const char *key, ch_date date)
{
    ch_emit_key(e, key);
    ch_emit_date(e, date);
}

void ch_desk__key_fen(ch_emit *e, const char *key, int64_t fen)
{
    ch_emit_key(e, key);
    if (fen == CH_UNKNOWN_I64)
        ch_emit_null(e);
    else
        ch_emit_whole(e, fen);
}

void ch_desk__key_flag(ch_emit *e, const char *key, bool value)
{
    ch_emit_key(e, key);
    ch_emit_bool(e, value);
}

void ch_desk__key_open(ch_emit *e, const char *key, char bracket)
{
    ch_emit_key(e, key);
    ch_emit_open(e, bracket);
}

void ch_desk__key_words(ch_emit *e, const char *key, const char *list, uint32_t values)
{
    const ch_words *words = ch_schema_words(list);
    ch_desk__key_open(e, key, '[');
    for (unsigned value = 1; value <= words->count; value++)
        if (values & 1u << value)
            ch_emit_string(e, words->word[value].word);
    ch_emit_close(e, ']');
}

void ch_desk__key_marks(ch_emit *e, uint32_t marks)
{
    ch_desk__key_words(e, "marks", "mark", marks);
}

void ch_desk__key_texts(ch_emit *e, const char *key, const ch_text *text, size_t n)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0; i < n; i++)
        ch_emit_text(e, text[i]);
    ch_emit_close(e, ']');
}

void ch_desk__key_ids(ch_emit *e, const char *key, const ch_text *id, const uint32_t *row, size_t n)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0; i < n; i++)
        ch_emit_text(e, id[row[i]]);
    ch_emit_close(e, ']');
}

void ch_desk__emit_head(ch_emit *e, const ch_desk *desk)
{
    const ch_question *asked = desk->question;
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "version", CH_VERSION);
    ch_desk__key_date(e, "as_of", asked->as_of);
    ch_desk__key_text(e, "what_if", asked->what_if ? asked->what_if_name : (ch_text){0});
    ch_desk__key_text(e, "place", asked->place);
    ch_desk__key_text(e, "chain", asked->chain);
    ch_desk__key_string(e, "snapshot", desk->digest);
    ch_desk__key_text(e, "zone", desk->zone->zone.id[0]);
    ch_desk__key_ids(e, "places", desk->zone->places.id, desk->set.asked, desk->set.asked_count);
}

void ch_desk__emit_assumptions(ch_emit *e, const ch_zone *zone)
{
    ch_desk__key_open(e, "assumptions", '{');
    for (int i = 0; i < CH_ASSUMPTIONS; i++)
        ch_desk__key_number(e, ch_assumption_list[i].id, ch_zone_assume(zone, i));
    ch_emit_close(e, '}');
}

void ch_desk__emit_formulas(ch_emit *e, const char *const formula[][2], size_t n)
{
    ch_desk__key_open(e, "formulas", '{');
    for (size_t i = 0; i < n; i++)
        ch_desk__key_string(e, formula[i][0], formula[i][1]);
    ch_emit_close(e, '}');
}
