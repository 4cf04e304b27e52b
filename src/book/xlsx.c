/* xlsx.c - the workbook part: its sheets in their order, and where the other parts are. */
#include "book.h"
#include "book_told.h"
#include "xlsx_parts.h"
#include "xlsx_xml.h"

#include <string.h>

typedef struct {
    ch_book *book;
    ch_relations relations;
    size_t capacity, parts_capacity;
    bool in_sheets;
} workbook_reader;

static ch_err check_sheet(ch_xml *xml, const ch_book *book, const char *name, const char *id)
{
    if (name == NULL || *name == '\0' || id == NULL)
        return ch_book__tell_damage(xml->faults, xml->at, xml->part,
                                    (ch_book__words){"a sheet has no name or part", "有工作表没有名称或部件"});
    if (book->sheets == CH_BOOK_MAX_SHEETS)
        return ch_book__tell_beyond(xml->faults, xml->at, xml->part, CH_BOOK_MAX_SHEETS,
                                    (ch_book__words){"sheets", "个工作表"});
    return CH_OK;
}

/* Room for one sheet more. */
static bool make_room(workbook_reader *reader)
{
    ch_book *book = reader->book;
    void *sheet = book->sheet, *part = book->part;
    if (!ch_arena_grow(&book->arena, &sheet, &reader->capacity, book->sheets + 1, sizeof *book->sheet))
        return false;
    book->sheet = sheet;
    if (!ch_arena_grow(&book->arena, &part, &reader->parts_capacity, book->sheets + 1, sizeof *book->part))
        return false;
    book->part = part;
    return true;
}

/* A sheet that holds a chart or a dialog, and so no cells, is passed over. */
static ch_err add_sheet(ch_xml *xml, const char **attribute)
{
    workbook_reader *reader = xml->self;
    ch_book *book = reader->book;
    const char *name = ch_xml__attribute(attribute, "name"), *id = ch_xml__attribute(attribute, "id");
    const char *state = ch_xml__attribute(attribute, "state");
    ch_err err = check_sheet(xml, book, name, id);
    const ch_relation *found = err == CH_OK ? ch_parts__of_id(&reader->relations, ch_text_of(id)) : NULL;
    if (err != CH_OK || found == NULL || found->kind != CH_PART_SHEET)
        return err;
    if (!make_room(reader))
        return CH_ENOMEM;

    const ch_text kept = ch_text_copy(&book->arena, ch_text_of(name));
    book->sheet[book->sheets] = (ch_book_sheet){kept, state != NULL && strcmp(state, "visible") != 0};
    book->part[book->sheets++] = found->part;
    return kept.at != NULL ? CH_OK : CH_ENOMEM;
}

static void on_open(ch_xml *xml, const char *name, const char **attribute)
{
    workbook_reader *reader = xml->self;
    if (xml->depth == 1 && strcmp(name, "workbook") != 0)
        ch_xml__damage(xml, ch_text_of(name), "there is no workbook", "没有工作簿部件");
    if (xml->depth == 2)
        reader->in_sheets = strcmp(name, "sheets") == 0;
    if (xml->depth == 2 && strcmp(name, "workbookPr") == 0)
        reader->book->is_1904 = ch_xml__flag(attribute, "date1904");
    if (xml->depth == 3 && reader->in_sheets && strcmp(name, "sheet") == 0)
        xml->err = add_sheet(xml, attribute);
}

static ch_err read_workbook(workbook_reader *reader, ch_text part, ch_faults *faults)
{
    static const ch_xml_reader events = {.open = on_open};
    ch_book *book = reader->book;
    ch_xml xml = {.reader = &events, .self = reader, .at.file = book->name, .faults = faults};
    ch_err err = ch_parts__read(&book->arena, &book->zip, part, &reader->relations, faults);
    if (err == CH_OK)
        err = ch_xml__read(&xml, &book->zip, part);
    if (err == CH_OK && book->sheets == 0)
        err = ch_book__tell_damage(faults, xml.at, part, (ch_book__words){"there is no sheet of cells", "没有工作表"});
    return err;
}

/* .xlsb keeps the same parts in a form of its own; a text document is a package as well. */
static ch_err find_workbook(ch_book *book, ch_text *part, ch_faults *faults)
{
    ch_relations relations = {0};
    const ch_at at = {.file = book->name};
    if (!ch_zip__has(&book->zip, CH_TEXT("_rels/.rels")))
        return ch_book__tell_damage(faults, at, (ch_text){0},
                                    (ch_book__words){"a zip of something else", "压缩包中没有工作簿"});
    ch_err err = ch_parts__read(&book->arena, &book->zip, (ch_text){"", 0}, &relations, faults);
    const ch_relation *found = err == CH_OK ? ch_parts__first(&relations, CH_PART_WORKBOOK) : NULL;
    if (err == CH_OK && found == NULL)
        return ch_book__tell_damage(faults, at, (ch_text){0},
                                    (ch_book__words){"there is no workbook", "没有工作簿部件"});
    if (found == NULL)
        return err;
    *part = found->part;
    if (part->len > 4 && memcmp(part->at + part->len - 4, ".bin", 4) == 0)
        return ch_fault_tell(faults, &(ch_fault){.at = at,
                                                 .found = *part,
                                                 .want = CH_WANT_XLSX,
                                                 .detail = CH_TEXT("a binary workbook (.xlsb)"),
                                                 .detail_zh = CH_TEXT("二进制工作簿（.xlsb）")});
    return CH_OK;
}

static ch_err read_parts(ch_book *book, ch_faults *faults)
{
    workbook_reader reader = {.book = book};
    ch_text part;
    ch_err err = find_workbook(book, &part, faults);
    if (err == CH_OK)
        err = read_workbook(&reader, part, faults);
    if (err != CH_OK)
        return err;

    const ch_relation *styles = ch_parts__first(&reader.relations, CH_PART_STYLES);
    const ch_relation *strings = ch_parts__first(&reader.relations, CH_PART_STRINGS);
    if (styles != NULL)
        err = ch_styles__read(&book->arena, &book->zip, styles->part, &book->styles, faults);
    if (err == CH_OK && strings != NULL)
        err = ch_strings__read(&book->strings, &book->zip, strings->part, faults);
    return err;
}

ch_err ch_xlsx__open(ch_book *book, int file, ch_text bytes, size_t strings_held, ch_faults *faults)
{
    ch_strings__begin(&book->strings, book->memory, book->name, strings_held);
    ch_err err = ch_zip__open(&book->zip, file, bytes, book->name, faults);
    if (err == CH_OK)
        err = read_parts(book, faults);
    book->unpacked = book->zip.unpacked;
    return err;
}
