/* package.c - the names that tables' files have, and the files that a descriptor lists. Its table
 * schemas are not read: the program has its own. */
#include "package.h"

#include "expect.h"

#include <stdio.h>

void ch_package__name_file(ch_table_id id, char name[CH_PACKAGE__FILE_NAME])
{
    const ch_table_kind *kind = ch_schema_table(id);
    snprintf(name, CH_PACKAGE__FILE_NAME, "%s.%s", kind->name, kind->shape < 0 ? "csv" : "geojson");
}

int ch_package__find_table(ch_text name)
{
    for (int id = 0; id < CH_TABLES; id++) {
        char file[CH_PACKAGE__FILE_NAME];
        ch_package__name_file((ch_table_id)id, file);
        if (ch_text_equal(name, ch_text_of(file)))
            return id;
    }
    return -1;
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool ends_in(ch_text name, ch_text ending)
{
    bool same = name.len >= ending.len;
    for (size_t i = 0; same && i < ending.len; i++)
        same = lower(name.at[name.len - ending.len + i]) == ending.at[i];
    return same;
}

bool ch_package__looks_like_table(ch_text name)
{
    return ends_in(name, CH_TEXT(".csv")) || ends_in(name, CH_TEXT(".geojson"));
}

/* The last step of a path without what follows its first dot. */
static ch_text stem_of(ch_text path)
{
    ch_text stem = path;
    while (ch_text_next(&path, '/', &stem))
        ;
    path = stem;
    ch_text_next(&path, '.', &stem);
    return stem;
}

void ch_package__name_nearest(ch_text name, char nearest[CH_PACKAGE__FILE_NAME])
{
    char lowered[CH_PACKAGE__FILE_NAME];
    ch_text stem = stem_of(name);
    size_t len = stem.len < sizeof lowered ? stem.len : sizeof lowered;
    for (size_t i = 0; i < len; i++)
        lowered[i] = lower(stem.at[i]);
    int id = ch_schema_find_table(ch_text_of(ch_schema_nearest_table((ch_text){lowered, len})));
    ch_package__name_file((ch_table_id)id, nearest);
}

ch_err ch_package__read(ch_arena *arena, ch_text bytes, const ch_package__listed **listed, size_t *count,
                        ch_faults *faults)
{
    *count = 0;
    const ch_json *tree;
    ch_err err = ch_json_read(arena, CH_TEXT(CH_PACKAGE__NAME), bytes, &tree, faults);
    if (tree == NULL)
        return err;

    ch_expect expect = {faults, err};
    const ch_json *resources = NULL;
    if (ch_expect__kind(&expect, tree, "", CH_JSON_OBJECT))
        resources = ch_expect__member(&expect, tree, "resources", CH_JSON_ARRAY);
    if (resources == NULL)
        return expect.err;

    ch_package__listed *list = CH_NEW(arena, ch_package__listed, resources->count);
    if (list == NULL)
        return CH_ENOMEM;
    for (const ch_json *resource = resources->child; resource != NULL; resource = resource->next) {
        if (!ch_expect__kind(&expect, resource, "resources", CH_JSON_OBJECT))
            continue;
        const ch_json *path = ch_expect__member(&expect, resource, "path", CH_JSON_STRING);
        if (path != NULL)
            list[(*count)++] = (ch_package__listed){path->text, path->at};
    }
    *listed = list;
    return expect.err;
}
