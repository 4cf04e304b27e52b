/* xlsx_parts.c - relations read and their targets resolved.
 * A target that begins with / is meant from the root of the package, as some writers put it; none may climb. */
#include "xlsx_parts.h"

#include "book_told.h"
#include "changhe/workbook.h"
#include "xlsx_xml.h"

#include <string.h>

enum { MAX_RELATIONS = CH_BOOK_MAX_SHEETS + 16 }; /* of those that we follow */

typedef struct {
    ch_arena *arena;
    ch_text folder; /* of the part that relates, with its last / */
    ch_relations *relations;
} relation_reader;

static bool ends_with(const char *text, const char *end)
{
    const size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

/* By the last word of the type, which is the same in the transitional and the strict form of the standard. */
static ch_part_kind kind_of(const char *type)
{
    static const struct {
        const char *end;
        ch_part_kind kind;
    } known[] = {
        {"/officeDocument", CH_PART_WORKBOOK},
        {"/worksheet", CH_PART_SHEET},
        {"/styles", CH_PART_STYLES},
        {"/sharedStrings", CH_PART_STRINGS},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ends_with(type, known[i].end))
            return known[i].kind;
    return CH_PART_OTHER;
}

/* Every piece between slashes is a name; none is hidden in percent signs or takes the form of an address. */
static bool is_inside(ch_text target)
{
    bool name_begun = false, has_more_than_dots = false;
    for (size_t i = 0; i < target.len; i++) {
        const char byte = target.at[i];
        if (byte == '\\' || byte == ':' || byte == '%' || byte == '?' || byte == '#')
            return false;
        if (byte == '/' && !has_more_than_dots)
            return false;
        name_begun = byte != '/';
        has_more_than_dots = byte != '/' && (has_more_than_dots || byte != '.');
    }
    return name_begun && has_more_than_dots;
}

static ch_text resolve(ch_arena *arena, ch_text folder, ch_text target)
{
    char *part = CH_NEW(arena, char, folder.len + target.len + 1);
    if (part == NULL)
        return (ch_text){0};
    memcpy(part, folder.at, folder.len);
    memcpy(part + folder.len, target.at, target.len);
    return (ch_text){part, folder.len + target.len};
}

static ch_err keep(ch_xml *xml, ch_part_kind kind, ch_text id, ch_text target)
{
    relation_reader *reader = xml->self;
    ch_relations *to = reader->relations;
    void *list = to->list;
    const bool from_root = target.len > 0 && target.at[0] == '/';
    if (to->count == MAX_RELATIONS)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, CH_BOOK_MAX_SHEETS,
                                    (ch_book__words){"sheets", "个工作表"});
    if (from_root)
        target.at++, target.len--;
    if (!is_inside(target))
        return ch_fault_tell(xml->faults, &(ch_fault){.at = xml->at, .found = target, .want = CH_WANT_OWN_PARTS});
    if (!ch_arena_grow(reader->arena, &list, &to->capacity, to->count + 1, sizeof *to->list))
        return CH_ENOMEM;

    to->list = list;
    const ch_relation made = {ch_text_copy(reader->arena, id),
                              resolve(reader->arena, from_root ? CH_TEXT("") : reader->folder, target), kind};
    to->list[to->count++] = made;
    return made.id.at != NULL && made.part.at != NULL ? CH_OK : CH_ENOMEM;
}

static void on_open(ch_xml *xml, const char *name, const char **attribute)
{
    if (xml->depth != 2 || strcmp(name, "Relationship") != 0)
        return;
    const char *type = ch_xml__attribute(attribute, "Type"), *target = ch_xml__attribute(attribute, "Target");
    const char *id = ch_xml__attribute(attribute, "Id"), *mode = ch_xml__attribute(attribute, "TargetMode");
    const ch_part_kind kind = type != NULL ? kind_of(type) : CH_PART_OTHER;
    if (kind == CH_PART_OTHER || target == NULL || id == NULL)
        return;
    if (mode != NULL && strcmp(mode, "External") == 0)
        xml->err = ch_fault_tell(xml->faults,
                                 &(ch_fault){.at = xml->at, .found = ch_text_of(target), .want = CH_WANT_OWN_PARTS});
    else
        xml->err = keep(xml, kind, ch_text_of(id), ch_text_of(target));
}

/* Bytes of the folder of a part, its last / among them. */
static size_t folder_len(ch_text part)
{
    size_t len = part.len;
    while (len > 0 && part.at[len - 1] != '/')
        len--;
    return len;
}

ch_err ch_parts__read(ch_arena *arena, ch_zip *zip, ch_text part, ch_relations *relations, ch_faults *faults)
{
    static const ch_xml_reader reader = {.open = on_open};
    const size_t folder = folder_len(part);
    ch_buf name = {.memory = arena->memory};
    ch_buf_add(&name, (ch_text){part.at, folder});
    ch_buf_adds(&name, "_rels/");
    ch_buf_add(&name, (ch_text){part.at + folder, part.len - folder});
    ch_buf_adds(&name, ".rels");

    relation_reader self = {arena, {part.at, folder}, relations};
    ch_xml xml = {.reader = &reader, .self = &self, .at.file = zip->name, .faults = faults};
    ch_err err = name.failed ? CH_ENOMEM : ch_xml__read(&xml, zip, ch_buf_text(&name));
    ch_buf_free(&name);
    return err;
}

const ch_relation *ch_parts__first(const ch_relations *relations, ch_part_kind kind)
{
    for (size_t i = 0; i < relations->count; i++)
        if (relations->list[i].kind == kind)
            return &relations->list[i];
    return NULL;
}

const ch_relation *ch_parts__of_id(const ch_relations *relations, ch_text id)
{
    for (size_t i = 0; i < relations->count; i++)
        if (ch_text_equal(relations->list[i].id, id))
            return &relations->list[i];
    return NULL;
}
