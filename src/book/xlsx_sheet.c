/* xlsx_sheet.c - the rows of a sheet, one held at a time.
 * A row without a number follows the one before it, a cell without a place its neighbour. */
#include "book.h"

#include "book_told.h"
#include "xlsx_cell.h"
#include "xlsx_text.h"
#include "xlsx_xml.h"

#include <string.h>

enum { AT_ROOT = 1, AT_PART, AT_ROW, AT_CELL, AT_VALUE }; /* depths */

typedef struct {
    ch_book *book;
    ch_book_row *row;
    void *self;

    bool in_data, in_row, is_hidden;
    size_t number, previous; /* of rows; 0: none yet */
    ch_book_cell *cell;      /* text.at is set once the row is whole, or before where it stays */
    size_t *from;            /* offset of its text in the row's */
    size_t cells, capacity;
    ch_buf text; /* of the row's cells */

    bool in_cell, in_value, in_inline, is_formula;
    unsigned column, next_column;
    ch_saved saved;
    bool is_date;
    ch_rich rich;
    size_t begun; /* offset of the value in text */
} sheet_reader;

static void damage(ch_xml *xml, const char *found, const char *en, const char *zh)
{
    ch_xml__damage(xml, ch_text_of(found), en, zh);
}

static void beyond(ch_xml *xml, int most, const char *en, const char *zh)
{
    xml->err = ch_book__tell_beyond(xml->faults, xml->at, (ch_text){0}, most, (ch_book__words){en, zh});
}

/* Rows */

static void begin_row(ch_xml *xml, const char **attribute)
{
    sheet_reader *reader = xml->self;
    const char *told = ch_xml__attribute(attribute, "r");
    uint32_t number = (uint32_t)reader->previous + 1;
    if (told != NULL && (!ch_xml__count(told, &number) || number <= reader->previous)) {
        damage(xml, told, "a row is out of order", "行号顺序有误");
        return;
    }
    xml->at.line = number;
    xml->at.column = 0;
    if (number > CH_BOOK_MAX_ROWS) {
        beyond(xml, CH_BOOK_MAX_ROWS, "rows", "行");
        return;
    }
    reader->in_row = true;
    reader->is_hidden = ch_xml__flag(attribute, "hidden");
    reader->number = reader->previous = number;
    reader->next_column = 0;
    reader->cells = 0;
    reader->text.len = 0;
}

static void end_row(ch_xml *xml)
{
    sheet_reader *reader = xml->self;
    const ch_text text = ch_buf_text(&reader->text);
    reader->in_row = false;
    for (size_t i = 0; i < reader->cells; i++)
        if (reader->cell[i].text.at == NULL)
            reader->cell[i].text.at = text.at + reader->from[i];
    if (reader->cells > 0)
        xml->err = reader->row(reader->self, reader->number, reader->is_hidden, reader->cell, reader->cells);
}

/* Cells */

static void begin_cell(ch_xml *xml, const char **attribute)
{
    sheet_reader *reader = xml->self;
    const char *place = NULL, *type = NULL, *style = NULL;
    for (; attribute[0] != NULL; attribute += 2) {
        const char *name = attribute[0];
        if (name[1] == '\0')
            *(name[0] == 'r' ? &place : name[0] == 't' ? &type : &style) = attribute[1];
    }
    size_t row = reader->number;
    uint32_t number = 0;
    reader->column = reader->next_column;
    xml->at.column = reader->column + 1;
    if (place != NULL && (!ch_cell__place(place, &reader->column, &row) || row != reader->number ||
                          reader->column < reader->next_column)) {
        damage(xml, place, "a cell is out of place", "单元格位置有误");
        return;
    }
    if (reader->column >= CH_BOOK_MAX_COLUMNS) {
        beyond(xml, CH_BOOK_MAX_COLUMNS, "columns", "列");
        return;
    }
    xml->at.column = reader->column + 1;
    reader->next_column = reader->column + 1;
    reader->in_cell = true;
    reader->is_formula = false;
    reader->saved = ch_saved_as(type);
    reader->is_date = ch_xml__count(style, &number) && ch_cell__is_date(reader->book, number);
    reader->begun = reader->text.len;
}

static bool make_room(sheet_reader *reader)
{
    if (reader->cells < reader->capacity)
        return true;
    const ch_memory *memory = reader->book->memory;
    const size_t larger = reader->capacity > 0 ? 2 * reader->capacity : 32;
    void *cell =
        ch_memory_grow(memory, reader->cell, reader->cells * sizeof *reader->cell, larger * sizeof *reader->cell);
    if (cell != NULL)
        reader->cell = cell;
    void *from = cell != NULL ? ch_memory_grow(memory, reader->from, reader->cells * sizeof *reader->from,
                                               larger * sizeof *reader->from)
                              : NULL;
    if (from == NULL)
        return false;
    reader->from = from;
    reader->capacity = larger;
    return true;
}

static void check_row_bytes(ch_xml *xml, const sheet_reader *reader)
{
    if (reader->text.failed)
        xml->err = CH_ENOMEM;
    else if (reader->text.len - reader->begun > CH_BOOK_MAX_CELL)
        beyond(xml, CH_BOOK_MAX_CELL, "bytes in one cell", "字节（每个单元格）");
    else if (reader->text.len > CH_BOOK_MAX_ROW)
        beyond(xml, CH_BOOK_MAX_ROW, "bytes in one row", "字节（每行）");
}

/* The text of a cell, which stays where it is, or comes to stand in the row's in place of the value as saved. */
static void put_text(ch_xml *xml, ch_book_cell *cell, ch_text text, bool stays)
{
    sheet_reader *reader = xml->self;
    char *value = reader->text.at + reader->begun;
    cell->text = (ch_text){stays ? text.at : NULL, text.len};
    if (!stays && text.len <= reader->text.len - reader->begun) {
        memmove(value, text.at, text.len);
        reader->text.len = reader->begun + text.len;
        return;
    }
    reader->text.len = reader->begun;
    if (!stays)
        ch_buf_add(&reader->text, text);
    check_row_bytes(xml, reader);
}

static bool show_shared(ch_xml *xml, ch_text value, ch_book_cell *cell)
{
    sheet_reader *reader = xml->self;
    ch_strings *strings = &reader->book->strings;
    size_t index = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9' || index > CH_BOOK_MAX_STRINGS)
            return false;
        index = index * 10 + (size_t)(value.at[i] - '0');
    }
    if (index >= ch_strings__count(strings))
        return false;
    ch_text text;
    xml->err = ch_strings__get(strings, index, &text, xml->faults);
    if (xml->err != CH_OK)
        return true;
    cell->kind = CH_CELL_TEXT;
    put_text(xml, cell, text, ch_strings__stays(strings, index));
    return true;
}

static bool show(ch_xml *xml, ch_book_cell *cell)
{
    sheet_reader *reader = xml->self;
    char room[CH_CELL_ROOM], *value = reader->text.at + reader->begun;
    const size_t len = reader->text.len - reader->begun;
    if (reader->saved == CH_SAVED_SHARED)
        return show_shared(xml, ch_text_trim((ch_text){value, len}), cell);
    if (!ch_cell__show(reader->book, reader->saved, reader->is_date, value, len, room, cell))
        return false;
    put_text(xml, cell, cell->text, false);
    return true;
}

/* A cell without a value is left out, unless it has a formula: that nobody saved its value is worth knowing. */
static void end_cell(ch_xml *xml)
{
    sheet_reader *reader = xml->self;
    const bool has_value = reader->text.len > reader->begun;
    ch_book_cell cell = {.column = reader->column, .kind = CH_CELL_EMPTY, .is_formula = reader->is_formula};
    reader->in_cell = false;
    if (has_value && !show(xml, &cell)) {
        char shown[64];
        const size_t len = reader->text.len - reader->begun, most = len < sizeof shown ? len : sizeof shown - 1;
        memcpy(shown, reader->text.at + reader->begun, most);
        ch_xml__damage(xml, (ch_text){shown, most}, "a cell's value is none of its type", "单元格的值与其类型不符");
        return;
    }
    if (xml->err != CH_OK || (cell.text.len == 0 && !cell.is_formula))
        return;
    if (cell.text.len == 0)
        cell.kind = CH_CELL_EMPTY;
    if (!make_room(reader)) {
        xml->err = CH_ENOMEM;
        return;
    }
    reader->cell[reader->cells] = cell;
    reader->from[reader->cells++] = reader->begun;
}

static void begin_value(sheet_reader *reader, const char *name)
{
    reader->in_value = name[0] == 'v' && name[1] == '\0' && reader->saved != CH_SAVED_INLINE;
    reader->is_formula |= name[0] == 'f' && name[1] == '\0';
    reader->in_inline = reader->saved == CH_SAVED_INLINE && strcmp(name, "is") == 0;
    if (reader->in_inline)
        reader->rich = (ch_rich){.out = &reader->text};
}

/* Events */

static void on_open(ch_xml *xml, const char *name, const char **attribute)
{
    sheet_reader *reader = xml->self;
    switch (xml->depth) {
    case AT_ROOT:
        if (strcmp(name, "worksheet") != 0)
            damage(xml, name, "a sheet is something else", "工作表部件不是工作表");
        break;
    case AT_PART: reader->in_data = strcmp(name, "sheetData") == 0; break;
    case AT_ROW:
        if (reader->in_data && strcmp(name, "row") == 0)
            begin_row(xml, attribute);
        break;
    case AT_CELL:
        if (reader->in_row && name[0] == 'c' && name[1] == '\0')
            begin_cell(xml, attribute);
        break;
    case AT_VALUE:
        if (reader->in_cell)
            begin_value(reader, name);
        break;
    default:
        if (reader->in_inline)
            ch_rich__open(&reader->rich, xml->depth - AT_VALUE, name, attribute);
    }
}

static void on_text(ch_xml *xml, ch_text text)
{
    sheet_reader *reader = xml->self;
    if (reader->in_value && xml->depth == AT_VALUE)
        ch_buf_add(&reader->text, text);
    else if (reader->in_inline)
        ch_rich__text(&reader->rich, text);
    else
        return;
    check_row_bytes(xml, reader);
}

static void on_close(ch_xml *xml, const char *name)
{
    sheet_reader *reader = xml->self;
    switch (xml->depth) {
    case AT_ROOT: break;
    case AT_PART: reader->in_data = false; break;
    case AT_ROW:
        if (reader->in_row)
            end_row(xml);
        break;
    case AT_CELL:
        if (reader->in_cell)
            end_cell(xml);
        break;
    case AT_VALUE: reader->in_value = reader->in_inline = false; break;
    default:
        if (reader->in_inline)
            ch_rich__close(&reader->rich, xml->depth - AT_VALUE);
    }
}

ch_err ch_xlsx__read(ch_book *book, size_t sheet, ch_book_row *row, void *self, ch_faults *faults)
{
    static const ch_xml_reader events = {on_open, on_close, on_text};
    sheet_reader reader = {.book = book, .row = row, .self = self, .text.memory = book->memory};
    ch_xml xml = {.reader = &events, .self = &reader, .at.file = book->sheet[sheet].name, .faults = faults};
    book->zip.unpacked = book->unpacked;
    ch_err err = ch_xml__read(&xml, &book->zip, book->part[sheet]);
    ch_buf_free(&reader.text);
    ch_memory_give(book->memory, reader.cell);
    ch_memory_give(book->memory, reader.from);
    return err;
}
