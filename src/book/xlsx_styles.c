/* xlsx_styles.c - number formats written out (numFmts), and the cell formats that name them (cellXfs). */
#include "xlsx_styles.h"

#include "book_told.h"
#include "date_format.h"
#include "xlsx_xml.h"

#include <string.h>

enum { MAX_FORMATS = 4096, MAX_STYLES = 1 << 16 }; /* spreadsheets keep 250 and 65,490 */

typedef struct {
    uint32_t id;
    bool is_date;
} number_format;

typedef enum { ELSEWHERE, IN_FORMATS, IN_STYLES } section;

typedef struct {
    ch_arena *arena;
    ch_styles *styles;
    number_format *format;
    size_t formats, capacity;
    section section;
} style_reader;

static ch_err add_format(ch_xml *xml, uint32_t id, const char *code)
{
    style_reader *reader = xml->self;
    void *list = reader->format;
    if (reader->formats == MAX_FORMATS)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, MAX_FORMATS,
                                    (ch_book__words){"number formats", "个数字格式"});
    if (!ch_arena_grow(reader->arena, &list, &reader->capacity, reader->formats + 1, sizeof *reader->format))
        return CH_ENOMEM;
    reader->format = list;
    reader->format[reader->formats++] = (number_format){id, ch_date_format__is(ch_text_of(code))};
    return CH_OK;
}

static bool is_date(const style_reader *reader, uint32_t id)
{
    for (size_t i = 0; i < reader->formats; i++)
        if (reader->format[i].id == id)
            return reader->format[i].is_date;
    return ch_date_format__is_known(id);
}

static ch_err add_style(ch_xml *xml, uint32_t format)
{
    style_reader *reader = xml->self;
    ch_styles *styles = reader->styles;
    void *list = styles->is_date;
    if (styles->count == MAX_STYLES)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, MAX_STYLES,
                                    (ch_book__words){"cell formats", "个单元格格式"});
    if (!ch_arena_grow(reader->arena, &list, &styles->capacity, styles->count + 1, sizeof *styles->is_date))
        return CH_ENOMEM;
    styles->is_date = list;
    styles->is_date[styles->count++] = is_date(reader, format);
    return CH_OK;
}

static section section_of(const char *name)
{
    if (strcmp(name, "numFmts") == 0)
        return IN_FORMATS;
    return strcmp(name, "cellXfs") == 0 ? IN_STYLES : ELSEWHERE;
}

/* Formats stand before the styles that name them. */
static void on_open(ch_xml *xml, const char *name, const char **attribute)
{
    style_reader *reader = xml->self;
    uint32_t id = 0;
    if (xml->depth == 2)
        reader->section = section_of(name);
    if (xml->depth != 3 || reader->section == ELSEWHERE)
        return;
    const bool has_id = ch_xml__count(ch_xml__attribute(attribute, "numFmtId"), &id);
    if (reader->section == IN_STYLES) {
        xml->err = add_style(xml, id); /* 0, as it is, where none is told */
        return;
    }
    const char *code = ch_xml__attribute(attribute, "formatCode");
    if (has_id && code != NULL)
        xml->err = add_format(xml, id, code);
}

ch_err ch_styles__read(ch_arena *arena, ch_zip *zip, ch_text part, ch_styles *styles, ch_faults *faults)
{
    static const ch_xml_reader reader = {.open = on_open};
    style_reader self = {.arena = arena, .styles = styles};
    ch_xml xml = {.reader = &reader, .self = &self, .at.file = zip->name, .faults = faults};
    return ch_xml__read(&xml, zip, part);
}
