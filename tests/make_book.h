/* make_book.h - workbooks out of literal XML, for tests. */
#ifndef CHANGHE_TESTS_MAKE_BOOK_H
#define CHANGHE_TESTS_MAKE_BOOK_H

#include "changhe/workbook.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

typedef struct {
    const char *name, *text;
    size_t len; /* 0: to its NUL */
} book_part;

/* The parts as a zip, in order; free its bytes. len is 0 when it could not be made. */
static inline ch_text zip_parts(const book_part *part, size_t parts)
{
    zip_error_t error;
    zip_stat_t about;
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(to);
    zip_t *archive = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    for (size_t i = 0; archive != NULL && i < parts; i++) {
        const size_t len = part[i].len > 0 ? part[i].len : strlen(part[i].text);
        zip_int64_t index = zip_file_add(archive, part[i].name, zip_source_buffer(archive, part[i].text, len, 0), 0);
        zip_file_set_mtime(archive, (zip_uint64_t)index, 0, 0);
    }
    if (archive == NULL || zip_close(archive) != 0 || zip_source_stat(to, &about) != 0)
        return (ch_text){0};
    char *bytes = malloc(about.size);
    zip_source_open(to);
    zip_source_read(to, bytes, about.size);
    zip_source_close(to);
    zip_source_free(to);
    return (ch_text){bytes, about.size};
}

#define BOOK_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define BOOK_RELATION(id, type, target) \
    "<Relationship Id=\"" id "\" Type=\"" BOOK_OFFICE "/" type "\" Target=\"" target "\"/>"
#define BOOK_RELATIONS(list) \
    "<?xml version=\"1.0\"?><Relationships " \
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list "</Relationships>"
#define BOOK_XMLNS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"" BOOK_OFFICE "\""

/* A workbook of one sheet, 表 1; NULL: the part is left out or as usual. */
typedef struct {
    const char *rows;                            /* inside of sheetData */
    const char *strings;                         /* inside of sst */
    const char *styles;                          /* inside of styleSheet */
    const char *properties, *sheets, *relations; /* of the workbook */
    const char *sheet;                           /* the whole part */
} book_text;

enum { BOOK_TEXT = 64 << 10 };

static inline ch_text zip_book(const book_text *text)
{
    static char sheet[BOOK_TEXT], strings[BOOK_TEXT], styles[BOOK_TEXT], workbook[BOOK_TEXT], relations[BOOK_TEXT];
    snprintf(sheet, sizeof sheet, "<worksheet " BOOK_XMLNS "><sheetData>%s</sheetData></worksheet>",
             text->rows != NULL ? text->rows : "");
    snprintf(strings, sizeof strings, "<sst " BOOK_XMLNS ">%s</sst>", text->strings != NULL ? text->strings : "");
    snprintf(styles, sizeof styles, "<styleSheet " BOOK_XMLNS ">%s</styleSheet>",
             text->styles != NULL ? text->styles : "");
    snprintf(workbook, sizeof workbook, "<workbook " BOOK_XMLNS ">%s<sheets>%s</sheets></workbook>",
             text->properties != NULL ? text->properties : "",
             text->sheets != NULL ? text->sheets : "<sheet name=\"表 1\" sheetId=\"1\" r:id=\"rId1\"/>");
    snprintf(relations, sizeof relations, BOOK_RELATIONS("%s%s%s"),
             text->relations != NULL ? text->relations : BOOK_RELATION("rId1", "worksheet", "worksheets/sheet1.xml"),
             text->strings != NULL ? BOOK_RELATION("rId8", "sharedStrings", "sharedStrings.xml") : "",
             text->styles != NULL ? BOOK_RELATION("rId9", "styles", "styles.xml") : "");
    const book_part part[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
         "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
         0},
        {"_rels/.rels", BOOK_RELATIONS(BOOK_RELATION("rId1", "officeDocument", "xl/workbook.xml")), 0},
        {"xl/workbook.xml", workbook, 0},
        {"xl/_rels/workbook.xml.rels", relations, 0},
        {"xl/worksheets/sheet1.xml", text->sheet != NULL ? text->sheet : sheet, 0},
        {"xl/sharedStrings.xml", strings, 0},
        {"xl/styles.xml", styles, 0}};
    return zip_parts(part, sizeof part / sizeof *part);
}

#endif
