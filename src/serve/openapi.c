/* openapi.c - the OpenAPI 3.1 document, written from the routes and the schema that run. */
#include "openapi.h"

#include "changhe/emit.h"
#include "route.h"

#include <ctype.h>
#include <string.h>

static void key_string(ch_emit *e, const char *key, const char *string)
{
    ch_emit_key(e, key);
    ch_emit_string(e, string);
}

static void key_open(ch_emit *e, const char *key, char bracket)
{
    ch_emit_key(e, key);
    ch_emit_open(e, bracket);
}

/* A meaning in both languages. */
static void key_both(ch_emit *e, const char *key, const char *zh, const char *en)
{
    ch_buf both = {.memory = e->out->memory};
    ch_buf_addf(&both, "%s · %s", zh, en);
    ch_emit_key(e, key);
    ch_emit_text(e, ch_buf_text(&both));
    e->out->failed |= both.failed;
    ch_buf_free(&both);
}

static void emit_ref(ch_emit *e, const char *name)
{
    ch_buf path = {.memory = e->out->memory};
    ch_buf_addf(&path, "#/components/schemas/%s", name);
    ch_emit_open(e, '{');
    ch_emit_key(e, "$ref");
    ch_emit_text(e, ch_buf_text(&path));
    ch_emit_close(e, '}');
    e->out->failed |= path.failed;
    ch_buf_free(&path);
}

/* The schema of a type as answer_shapes.c writes it. */
static void emit_type(ch_emit *e, const char *type)
{
    char inner[64];
    const size_t len = strlen(type);
    if (type[0] == '[') {
        memcpy(inner, type + 1, len - 2);
        inner[len - 2] = '\0';
        ch_emit_open(e, '{');
        key_string(e, "type", "array");
        ch_emit_key(e, "items");
        emit_type(e, inner);
        ch_emit_close(e, '}');
    } else if (type[len - 1] == '?') {
        memcpy(inner, type, len - 1);
        inner[len - 1] = '\0';
        ch_emit_open(e, '{');
        key_open(e, "anyOf", '[');
        emit_type(e, inner);
        emit_type(e, "null");
        ch_emit_close(e, ']');
        ch_emit_close(e, '}');
    } else if (isupper((unsigned char)type[0]) || strncmp(type, "row_", 4) == 0) {
        emit_ref(e, type);
    } else {
        ch_emit_open(e, '{');
        key_string(e, "type", strcmp(type, "date") == 0 ? "string" : type);
        if (strcmp(type, "date") == 0)
            key_string(e, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
        ch_emit_close(e, '}');
    }
}

/* One shape: the rows from its head to the next head. Returns the row after it. */
static const serve_member *emit_shape(ch_emit *e, const serve_member *head)
{
    const serve_member *member;
    key_open(e, head->shape, '{');
    key_string(e, "type", "object");
    key_string(e, "description", head->en);
    key_open(e, "properties", '{');
    for (member = head + 1; member->member; member++) {
        ch_emit_key(e, member->member);
        emit_type(e, member->type);
    }
    ch_emit_close(e, '}');
    key_open(e, "required", '[');
    for (member = head + 1; member->member; member++)
        ch_emit_string(e, member->member);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
    return member;
}

static void emit_words(ch_emit *e, const ch_words *words)
{
    key_open(e, "enum", '[');
    for (unsigned value = 1; value <= words->count; value++)
        ch_emit_string(e, words->word[value].word);
    ch_emit_close(e, ']');
}

static void emit_column_type(ch_emit *e, const ch_column *column)
{
    switch (column->type) {
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: key_string(e, "type", "number"); break;
    case CH_TYPE_COUNT: key_string(e, "type", "integer"); break;
    case CH_TYPE_FLAG: key_string(e, "type", "boolean"); break;
    case CH_TYPE_SHAPE: key_string(e, "type", "object"); break;
    case CH_TYPE_REFS:
    case CH_TYPE_WORDS:
        key_string(e, "type", "array");
        key_open(e, "items", '{');
        key_string(e, "type", "string");
        if (column->words)
            emit_words(e, column->words);
        ch_emit_close(e, '}');
        break;
    default:
        key_string(e, "type", "string");
        if (column->words)
            emit_words(e, column->words);
    }
}

/* What each class of column is called in the document; the server leaves out what a visitor may not see. */
static const char *const class_name[] = {"open", "internal", "personal", "sensitive"};

static void emit_row_shape(ch_emit *e, const ch_table_kind *kind)
{
    ch_buf name = {.memory = e->out->memory};
    ch_buf_addf(&name, "row_%s", kind->name);
    ch_buf_addc(&name, '\0');
    if (!name.failed)
        key_open(e, name.at, '{');
    key_string(e, "type", "object");
    key_both(e, "description", kind->zh, kind->meaning[0] ? kind->meaning : kind->en);
    key_open(e, "properties", '{');
    for (unsigned c = 0; c < kind->columns; c++) {
        const ch_column *column = &kind->column[c];
        key_open(e, column->name, '{');
        emit_column_type(e, column);
        key_both(e, "description", column->zh, column->meaning[0] ? column->meaning : column->en);
        if (column->unit[0])
            key_string(e, "x-unit", column->unit);
        key_string(e, "x-class", class_name[column->seen_by]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
    e->out->failed |= name.failed;
    ch_buf_free(&name);
}

/* A problem document, and a list of edits: written as they are, for they have no table to come from. */
static const char fixed_shapes[] =
    "\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{\"type\":{\"type\":\"string\"},"
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\"},"
    "\"line\":{\"type\":\"integer\"},\"column\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"},"
    "\"found\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},\"message_zh\":{\"type\":\"string\"}}}},"
    "\"error_count\":{\"type\":\"integer\"}},\"required\":[\"type\",\"title\",\"status\"]},"
    "\"Edits\":{\"type\":\"array\",\"description\":\"row edits, done in order\",\"items\":{\"type\":\"object\","
    "\"properties\":{\"table\":{\"type\":\"string\"},\"op\":{\"type\":\"string\",\"enum\":[\"upsert\",\"delete\"]},"
    "\"row\":{\"type\":\"object\"}},\"required\":[\"table\",\"op\",\"row\"]}}";

static void emit_components(ch_emit *e)
{
    key_open(e, "components", '{');
    key_open(e, "securitySchemes", '{');
    key_open(e, "session", '{');
    key_string(e, "type", "apiKey");
    key_string(e, "in", "cookie");
    key_string(e, "name", "changhe");
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
    key_open(e, "schemas", '{');
    ch_buf_adds(e->out, fixed_shapes);
    e->comma = true;
    for (const serve_member *shape = serve_shapes; shape->shape;)
        shape = emit_shape(e, shape);
    for (int id = 0; id < CH_TABLES; id++)
        emit_row_shape(e, ch_schema_table((ch_table_id)id));
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
}

/* As OGC 17-069r4 wants a bbox: four numbers, or six with heights. */
static void emit_corners(ch_emit *e)
{
    key_open(e, "items", '{');
    key_string(e, "type", "number");
    ch_emit_close(e, '}');
    ch_emit_key(e, "minItems");
    ch_emit_whole(e, 4);
    ch_emit_key(e, "maxItems");
    ch_emit_whole(e, 6);
}

static void emit_param_type(ch_emit *e, const serve_param *param)
{
    ch_emit_key(e, "schema");
    ch_emit_open(e, '{');
    key_string(e, "type", param->kind == SERVE_COUNT ? "integer" : param->kind == SERVE_BOX ? "array" : "string");
    if (param->kind == SERVE_BOX)
        emit_corners(e);
    if (param->kind == SERVE_COUNT) {
        ch_emit_key(e, "minimum");
        ch_emit_whole(e, (int64_t)param->least);
        ch_emit_key(e, "maximum");
        ch_emit_whole(e, (int64_t)param->most);
    }
    if (param->kind == SERVE_WORD) {
        key_open(e, "enum", '[');
        for (size_t i = 0; param->words[i]; i++)
            ch_emit_string(e, param->words[i]);
        ch_emit_close(e, ']');
    }
    ch_emit_close(e, '}');
}

static void emit_param(ch_emit *e, const serve_param *param)
{
    ch_emit_open(e, '{');
    key_string(e, "name", param->name);
    key_string(e, "in", "query");
    ch_emit_key(e, "required");
    ch_emit_bool(e, param->required);
    key_both(e, "description", param->zh, param->en);
    if (param->kind == SERVE_BOX) {
        ch_emit_key(e, "explode");
        ch_emit_bool(e, false);
    }
    emit_param_type(e, param);
    ch_emit_close(e, '}');
}

static void emit_path_param(ch_emit *e, ch_text name)
{
    ch_emit_open(e, '{');
    ch_emit_key(e, "name");
    ch_emit_text(e, name);
    key_string(e, "in", "path");
    ch_emit_key(e, "required");
    ch_emit_bool(e, true);
    ch_emit_key(e, "schema");
    emit_type(e, "string");
    ch_emit_close(e, '}');
}

static const serve_param lang_param = {"lang", SERVE_WORD, .words = (const char *const[]){"zh", "en", NULL},
                                       .zh = "语言", .en = "language of messages"};

static void emit_params(ch_emit *e, const serve_route *route)
{
    ch_text rest = ch_text_of(route->path), piece;
    key_open(e, "parameters", '[');
    while (ch_text_next(&rest, '/', &piece))
        if (piece.len > 2 && piece.at[0] == '{')
            emit_path_param(e, (ch_text){piece.at + 1, piece.len - 2});
    for (size_t i = 0; i < route->params; i++)
        emit_param(e, &route->param[i]);
    emit_param(e, &lang_param);
    ch_emit_close(e, ']');
}

static void emit_body(ch_emit *e, const serve_route *route)
{
    if (route->body == SERVE_NO_BODY)
        return;
    key_open(e, "requestBody", '{');
    ch_emit_key(e, "required");
    ch_emit_bool(e, route->body != SERVE_EDITS_BODY);
    key_open(e, "content", '{');
    key_open(e, route->body == SERVE_BYTES_BODY ? "application/octet-stream" : "application/json", '{');
    ch_emit_key(e, "schema");
    if (route->body == SERVE_EDITS_BODY)
        emit_ref(e, "Edits");
    else
        emit_type(e, route->body == SERVE_BYTES_BODY ? "string" : "object");
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
}

static bool is_shape(const char *name)
{
    for (const serve_member *shape = serve_shapes; name && shape->shape; shape++)
        if (!shape->member && strcmp(shape->shape, name) == 0)
            return true;
    return false;
}

static void emit_response(ch_emit *e, const char *status, const char *text, const char *type, const char *shape)
{
    key_open(e, status, '{');
    key_string(e, "description", text);
    if (type) {
        key_open(e, "content", '{');
        key_open(e, type, '{');
        ch_emit_key(e, "schema");
        if (shape)
            emit_ref(e, shape);
        else
            emit_type(e, strstr(type, "json") ? "object" : "string");
        ch_emit_close(e, '}');
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, '}');
}

static void emit_responses(ch_emit *e, const serve_route *route)
{
    key_open(e, "responses", '{');
    emit_response(e, route->status ? route->status : "200", "答案 · the answer", route->type,
                  is_shape(route->schema) ? route->schema : NULL);
    if (route->may_be_empty)
        emit_response(e, "204", "此处为空 · nothing is there", NULL, NULL);
    emit_response(e, "4XX", "请求有误 · the question is at fault", "application/problem+json", "Problem");
    emit_response(e, "5XX", "服务器故障 · the server failed", "application/problem+json", "Problem");
    ch_emit_close(e, '}');
}

static const char *method_name(serve_method method)
{
    return method == SERVE_POST ? "post" : method == SERVE_DELETE ? "delete" : "get";
}

/* "get_api_v1_tables_table" */
static void emit_operation_id(ch_emit *e, const serve_route *route)
{
    ch_buf id = {.memory = e->out->memory};
    ch_buf_adds(&id, method_name(route->method));
    for (const char *at = route->path; *at; at++)
        if (isalnum((unsigned char)*at))
            ch_buf_addc(&id, *at);
        else if (id.len > 0 && id.at[id.len - 1] != '_' && at[1] && *at != '}')
            ch_buf_addc(&id, '_');
    ch_emit_key(e, "operationId");
    ch_emit_text(e, ch_buf_text(&id));
    e->out->failed |= id.failed;
    ch_buf_free(&id);
}

static void emit_operation(ch_emit *e, const serve_route *route)
{
    key_open(e, method_name(route->method), '{');
    emit_operation_id(e, route);
    key_both(e, "summary", route->zh, route->en);
    key_open(e, "tags", '[');
    ch_emit_string(e, route->tag);
    ch_emit_close(e, ']');
    if (route->need == SERVE_SIGNED_IN) {
        key_open(e, "security", '[');
        ch_emit_open(e, '{');
        key_open(e, "session", '[');
        ch_emit_close(e, ']');
        ch_emit_close(e, '}');
        ch_emit_close(e, ']');
    }
    emit_params(e, route);
    emit_body(e, route);
    emit_responses(e, route);
    ch_emit_close(e, '}');
}

/* The methods of one path stand together in the document, wherever their rows are. */
static void emit_path(ch_emit *e, const serve_route *first)
{
    key_open(e, first->path, '{');
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++)
            if (strcmp(route->path, first->path) == 0)
                emit_operation(e, route);
    ch_emit_close(e, '}');
}

static bool stood_before(const serve_route *route)
{
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *other = *group; other->path; other++) {
            if (other == route)
                return false;
            if (strcmp(other->path, route->path) == 0)
                return true;
        }
    return false;
}

static const char *const tags[][2] = {{"who", "招谁 · whom to invite, and why"},
                                      {"tables", "数据 · the rows, their names and meaning"},
                                      {"session", "登录 · who asks"},
                                      {"changes", "改动 · rows changed, logged, undone"},
                                      {"sheets", "表格 · workbooks taken in and given out"},
                                      {"duties", "报送责任 · which office owes which data"},
                                      {"ogc", "OGC API - Features · 供桌面 GIS 打开 for a desktop GIS"},
                                      {"tiles", "瓦片 · vector tiles of the map"},
                                      {"operation", "运行 · for who runs the server"}};

static void emit_tags(ch_emit *e)
{
    key_open(e, "tags", '[');
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        ch_emit_open(e, '{');
        key_string(e, "name", tags[i][0]);
        key_string(e, "description", tags[i][1]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_info(ch_emit *e)
{
    key_open(e, "info", '{');
    key_string(e, "title", "Changhe 长合");
    key_string(e, "version", CH_VERSION);
    key_string(e, "summary", "合作区的工作地图 · the working map of a cooperation zone");
    key_open(e, "license", '{');
    key_string(e, "name", "Apache-2.0");
    key_string(e, "identifier", "Apache-2.0");
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
}

void serve_write_openapi(ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    key_string(&e, "openapi", "3.1.0");
    emit_info(&e);
    key_open(&e, "servers", '[');
    ch_emit_open(&e, '{');
    key_string(&e, "url", "/");
    ch_emit_close(&e, '}');
    ch_emit_close(&e, ']');
    key_open(&e, "security", '[');
    ch_emit_open(&e, '{');
    ch_emit_close(&e, '}');
    ch_emit_close(&e, ']');
    emit_tags(&e);
    key_open(&e, "paths", '{');
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++)
            if (!stood_before(route))
                emit_path(&e, route);
    ch_emit_close(&e, '}');
    emit_components(&e);
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}
