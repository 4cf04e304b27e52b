/* schema_json.c - every table and column as the page needs to know it. */
#include "changhe/emit.h"
#include "table.h"

static const char *type_name(ch_type type)
{
    switch (type) {
    case CH_TYPE_TEXT: return "text";
    case CH_TYPE_REF: return "reference";
    case CH_TYPE_REFS: return "references";
    case CH_TYPE_WORD: return "word";
    case CH_TYPE_WORDS: return "words";
    case CH_TYPE_FLAG: return "flag";
    case CH_TYPE_NUMBER: return "number";
    case CH_TYPE_LON: return "longitude";
    case CH_TYPE_LAT: return "latitude";
    case CH_TYPE_COUNT: return "count";
    case CH_TYPE_MONEY: return "money";
    case CH_TYPE_AREA: return "land";
    case CH_TYPE_DATE: return "date";
    case CH_TYPE_USCC: return "credit code";
    case CH_TYPE_SHAPE: return "shape";
    }
    return "text";
}

static const char *need_name(ch_need need)
{
    return need == CH_KEY ? "key" : need == CH_REQUIRED ? "required" : "optional";
}

static const char *class_name(ch_class seen_by)
{
    static const char *const name[] = {"open", "internal", "personal", "sensitive"};
    return name[seen_by];
}

static void key_string(ch_emit *e, const char *key, const char *string)
{
    ch_emit_key(e, key);
    ch_emit_string(e, string);
}

static void emit_labels(ch_emit *e, const char *zh, const char *en, const char *meaning)
{
    key_string(e, "zh", zh);
    key_string(e, "en", en);
    if (meaning[0])
        key_string(e, "meaning", meaning);
}

static void emit_words(ch_emit *e, const ch_words *words)
{
    ch_emit_key(e, "words");
    ch_emit_open(e, '[');
    for (unsigned value = 1; value <= words->count; value++) {
        ch_emit_open(e, '{');
        key_string(e, "word", words->word[value].word);
        emit_labels(e, words->word[value].zh, words->word[value].en, "");
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_column(ch_emit *e, const ch_column *column)
{
    ch_emit_open(e, '{');
    key_string(e, "name", column->name);
    key_string(e, "type", type_name(column->type));
    if (column->unit[0])
        key_string(e, "unit", column->unit);
    key_string(e, "need", need_name(column->need));
    if (column->to >= 0)
        key_string(e, "to", ch_schema_table((ch_table_id)column->to)->name);
    if (column->words)
        emit_words(e, column->words);
    key_string(e, "class", class_name(column->seen_by));
    emit_labels(e, column->zh, column->en, column->meaning);
    ch_emit_close(e, '}');
}

static void emit_table(ch_emit *e, const ch_table_kind *kind)
{
    ch_emit_open(e, '{');
    key_string(e, "name", kind->name);
    emit_labels(e, kind->zh, kind->en, kind->meaning);
    ch_emit_key(e, "dated");
    ch_emit_bool(e, kind->dated);
    ch_emit_key(e, "columns");
    ch_emit_open(e, '[');
    for (unsigned c = 0; c < kind->columns; c++)
        emit_column(e, &kind->column[c]);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

void serve_write_schema(ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    key_string(&e, "version", CH_VERSION);
    ch_emit_key(&e, "tables");
    ch_emit_open(&e, '[');
    for (int id = 0; id < CH_TABLES; id++)
        emit_table(&e, ch_schema_table((ch_table_id)id));
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}
