/* descriptor.c - datapackage.json, made from the schema, by the specifications Data Package, Tabular
 * Data Resource and Table Schema, v1 (https://specs.frictionlessdata.io/). */
#include "changhe/emit.h"
#include "changhe/folder.h"

#include "package.h"

#include <string.h>

static void write_string(ch_emit *emit, const char *key, const char *string)
{
    ch_emit_key(emit, key);
    ch_emit_string(emit, string);
}

/* "code: GB/T 2260 code; ...", with the unit where there is one. */
static void write_description(ch_emit *emit, const ch_column *column)
{
    ch_buf text = {.memory = emit->out->memory};
    ch_buf_adds(&text, column->en);
    if (column->unit[0] != '\0')
        ch_buf_addf(&text, " (%s)", column->unit);
    if (column->meaning[0] != '\0')
        ch_buf_addf(&text, ": %s", column->meaning);
    ch_emit_key(emit, "description");
    ch_emit_text(emit, ch_buf_text(&text));
    emit->out->failed = emit->out->failed || text.failed;
    ch_buf_free(&text);
}

static const char *type_of(ch_type type)
{
    switch (type) {
    case CH_TYPE_FLAG: return "boolean";
    case CH_TYPE_COUNT: return "integer";
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return "number";
    default: return "string"; /* dates too: Table Schema knows none that may be a month or a year */
    }
}

static void write_strings(ch_emit *emit, const char *key, const char *const *string, size_t n)
{
    ch_emit_key(emit, key);
    ch_emit_open(emit, '[');
    for (size_t i = 0; i < n; i++)
        ch_emit_string(emit, string[i]);
    ch_emit_close(emit, ']');
}

/* The constraints of a field, begun with the first of them. */
typedef struct {
    ch_emit *emit;
    bool begun;
} limits;

static void begin_limit(limits *to, const char *name)
{
    if (!to->begun) {
        ch_emit_key(to->emit, "constraints");
        ch_emit_open(to->emit, '{');
    }
    to->begun = true;
    ch_emit_key(to->emit, name);
}

static void limit_text(limits *to, const char *name, const char *text)
{
    begin_limit(to, name);
    ch_emit_string(to->emit, text);
}

static void limit_whole(limits *to, const char *name, int value)
{
    begin_limit(to, name);
    ch_emit_whole(to->emit, value);
}

static void limit_to_words(limits *to, const ch_words *words)
{
    begin_limit(to, "enum");
    ch_emit_open(to->emit, '[');
    for (unsigned i = 1; i <= words->count; i++)
        ch_emit_string(to->emit, words->word[i].word);
    ch_emit_close(to->emit, ']');
}

/* (a|b)( (a|b))*: words with a blank between */
static void limit_to_several_words(limits *to, const ch_words *words)
{
    ch_buf *out = to->emit->out;
    ch_buf any = {.memory = out->memory}, pattern = any;
    for (unsigned i = 1; i <= words->count; i++)
        ch_buf_addf(&any, "%s%s", i > 1 ? "|" : "", words->word[i].word);
    ch_buf_addc(&any, '\0');
    if (!any.failed)
        ch_buf_addf(&pattern, "(%s)( (%s))*", any.at, any.at);

    begin_limit(to, "pattern");
    ch_emit_text(to->emit, ch_buf_text(&pattern));
    out->failed = out->failed || any.failed || pattern.failed;
    ch_buf_free(&any);
    ch_buf_free(&pattern);
}

/* A number with a unit is an amount or, with the unit 0..1, a part. */
static void limit_number(limits *to, const char *unit)
{
    if (unit[0] != '\0')
        limit_whole(to, "minimum", 0);
    if (strcmp(unit, "0..1") == 0)
        limit_whole(to, "maximum", 1);
}

static void limit_degrees(limits *to, int most)
{
    limit_whole(to, "minimum", -most);
    limit_whole(to, "maximum", most);
}

static void limit_by_type(limits *to, const ch_column *column)
{
    switch (column->type) {
    case CH_TYPE_WORD: limit_to_words(to, column->words); break;
    case CH_TYPE_WORDS: limit_to_several_words(to, column->words); break;
    case CH_TYPE_LON: limit_degrees(to, 180); break;
    case CH_TYPE_LAT: limit_degrees(to, 90); break;
    case CH_TYPE_NUMBER: limit_number(to, column->unit); break;
    case CH_TYPE_COUNT:
    case CH_TYPE_AREA: limit_whole(to, "minimum", 0); break;
    case CH_TYPE_DATE: limit_text(to, "pattern", "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"); break;
    case CH_TYPE_USCC: limit_text(to, "pattern", "[0-9A-HJ-NPQRTUWXY]{18}"); break;
    default: break;
    }
}

static void write_constraints(ch_emit *emit, const ch_column *column)
{
    limits to = {emit, false};
    if (column->need != CH_OPTIONAL) {
        begin_limit(&to, "required");
        ch_emit_bool(emit, true);
    }
    limit_by_type(&to, column);
    if (to.begun)
        ch_emit_close(emit, '}');
}

static void write_field(ch_emit *emit, const ch_column *column)
{
    ch_emit_open(emit, '{');
    write_string(emit, "name", column->name);
    write_string(emit, "type", type_of(column->type));
    write_string(emit, "title", column->zh);
    write_description(emit, column);
    if (column->type == CH_TYPE_FLAG) {
        write_strings(emit, "trueValues", (const char *[]){"yes"}, 1);
        write_strings(emit, "falseValues", (const char *[]){"no"}, 1);
    }
    write_constraints(emit, column);
    ch_emit_close(emit, '}');
}

static void write_primary_key(ch_emit *emit, const ch_table_kind *kind)
{
    const char *name[CH_MAX_KEYS];
    for (unsigned i = 0; i < kind->keys; i++)
        name[i] = kind->column[i].name;
    write_strings(emit, "primaryKey", name, kind->keys);
}

static void write_foreign_key(ch_emit *emit, const ch_table_kind *kind, const ch_column *column)
{
    const ch_table_kind *to = ch_schema_table((ch_table_id)column->to);
    ch_emit_open(emit, '{');
    write_string(emit, "fields", column->name);
    ch_emit_key(emit, "reference");
    ch_emit_open(emit, '{');
    write_string(emit, "resource", to == kind ? "" : to->name); /* "" is the table itself */
    write_string(emit, "fields", to->column[0].name);
    ch_emit_close(emit, '}');
    ch_emit_close(emit, '}');
}

/* Columns that hold one key. Of those that hold several Table Schema v1 cannot tell. */
static void write_foreign_keys(ch_emit *emit, const ch_table_kind *kind)
{
    bool any = false;
    for (unsigned i = 0; i < kind->columns; i++) {
        if (kind->column[i].type != CH_TYPE_REF)
            continue;
        if (!any) {
            ch_emit_key(emit, "foreignKeys");
            ch_emit_open(emit, '[');
        }
        any = true;
        write_foreign_key(emit, kind, &kind->column[i]);
    }
    if (any)
        ch_emit_close(emit, ']');
}

static void write_schema(ch_emit *emit, const ch_table_kind *kind)
{
    ch_emit_key(emit, "schema");
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "fields");
    ch_emit_open(emit, '[');
    for (unsigned i = 0; i < kind->columns; i++)
        write_field(emit, &kind->column[i]);
    ch_emit_close(emit, ']');
    write_primary_key(emit, kind);
    write_foreign_keys(emit, kind);
    write_strings(emit, "missingValues", (const char *[]){""}, 1);
    ch_emit_close(emit, '}');
}

static void write_resource(ch_emit *emit, ch_table_id id)
{
    const ch_table_kind *kind = ch_schema_table(id);
    bool is_csv = kind->shape < 0;
    char path[CH_PACKAGE__FILE_NAME];
    ch_package__name_file(id, path);
    ch_buf description = {.memory = emit->out->memory};
    ch_buf_addf(&description, "%s: %s", kind->en, kind->meaning);

    ch_emit_open(emit, '{');
    write_string(emit, "name", kind->name);
    write_string(emit, "path", path);
    write_string(emit, "profile", is_csv ? "tabular-data-resource" : "data-resource");
    write_string(emit, "title", kind->zh);
    ch_emit_key(emit, "description");
    ch_emit_text(emit, ch_buf_text(&description));
    write_string(emit, "format", is_csv ? "csv" : "geojson");
    write_string(emit, "mediatype", is_csv ? "text/csv" : "application/geo+json");
    write_string(emit, "encoding", "utf-8");
    if (is_csv)
        write_schema(emit, kind);
    ch_emit_close(emit, '}');

    emit->out->failed = emit->out->failed || description.failed;
    ch_buf_free(&description);
}

/* The specification's pattern for names is ^([-a-z0-9._/])+$; a name is not required. */
static bool is_package_name(ch_text name)
{
    bool fits = name.len > 0;
    for (size_t i = 0; i < name.len; i++)
        fits = fits && strchr("abcdefghijklmnopqrstuvwxyz0123456789-._/", name.at[i]) != NULL;
    return fits;
}

void ch_folder_write_package(const ch_zone *zone, ch_buf *out)
{
    ch_emit emit = {.out = out, .indent = true};
    ch_emit_open(&emit, '{');
    write_string(&emit, "profile", "data-package");
    if (is_package_name(zone->zone.id[0])) {
        ch_emit_key(&emit, "name");
        ch_emit_text(&emit, zone->zone.id[0]);
    }
    ch_emit_key(&emit, "title");
    ch_emit_text(&emit, zone->zone.name_zh[0]);
    ch_emit_key(&emit, "resources");
    ch_emit_open(&emit, '[');
    for (int id = 0; id < CH_TABLES; id++)
        write_resource(&emit, (ch_table_id)id);
    ch_emit_close(&emit, ']');
    ch_emit_close(&emit, '}');
    ch_buf_addc(out, '\n');
}
