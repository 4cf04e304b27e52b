/* xlsx_cell.c - values of cells (ECMA-376 part 1, 18.3.1.4 and 18.18.11). */
#include "xlsx_cell.h"

#include "plain_number.h"
#include "serial_date.h"
#include "xlsx_text.h"

#include <string.h>

_Static_assert(CH_CELL_ROOM >= CH_PLAIN_ROOM + CH_SERIAL_ROOM, "a number and its date fit");

ch_saved ch_saved_as(const char *type)
{
    static const struct {
        char type[10];
        ch_saved saved;
    } known[] = {{"s", CH_SAVED_SHARED}, {"n", CH_SAVED_NUMBER}, {"str", CH_SAVED_TEXT}, {"inlineStr", CH_SAVED_INLINE},
                 {"b", CH_SAVED_FLAG},   {"e", CH_SAVED_FAULT},  {"d", CH_SAVED_DATE}};
    if (type == NULL)
        return CH_SAVED_NUMBER;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(type, known[i].type) == 0)
            return known[i].saved;
    return CH_SAVED_UNKNOWN;
}

bool ch_cell__place(const char *place, unsigned *column, size_t *row)
{
    unsigned c = 0;
    size_t r = 0;
    for (; *place >= 'A' && *place <= 'Z' && c <= CH_BOOK_MAX_COLUMNS; place++)
        c = c * 26 + (unsigned)(*place - 'A') + 1;
    if (c == 0 || c > CH_BOOK_MAX_COLUMNS || *place == '0')
        return false;
    for (; *place >= '0' && *place <= '9' && r <= CH_BOOK_MAX_ROWS; place++)
        r = r * 10 + (size_t)(*place - '0');
    *column = c - 1;
    *row = r;
    return *place == '\0' && r > 0 && r <= CH_BOOK_MAX_ROWS;
}

bool ch_cell__is_date(const ch_book *book, uint32_t style)
{
    return style < book->styles.count && book->styles.is_date[style];
}

static bool show_number(const ch_book *book, bool is_date, ch_text value, char room[CH_CELL_ROOM], ch_book_cell *cell)
{
    const ch_text plain = ch_plain_number(value, room);
    if (plain.at == NULL)
        return false;
    const ch_text date = is_date ? ch_serial_date(plain, book->is_1904, room + CH_PLAIN_ROOM) : (ch_text){0};
    cell->kind = date.at != NULL ? CH_CELL_DATE : CH_CELL_NUMBER;
    cell->text = date.at != NULL ? date : plain;
    return true;
}

static bool show_flag(ch_text value, ch_book_cell *cell)
{
    const bool yes = ch_text_equal(value, CH_TEXT("1")) || ch_text_equal(value, CH_TEXT("true"));
    cell->kind = CH_CELL_FLAG;
    cell->text = yes ? CH_TEXT("yes") : CH_TEXT("no");
    return yes || ch_text_equal(value, CH_TEXT("0")) || ch_text_equal(value, CH_TEXT("false"));
}

static void show_iso(ch_text value, char room[CH_CELL_ROOM], ch_book_cell *cell)
{
    const ch_text date = ch_serial_iso(value, room);
    cell->kind = date.at != NULL ? CH_CELL_DATE : CH_CELL_TEXT;
    cell->text = date.at != NULL ? date : value;
}

bool ch_cell__show(const ch_book *book, ch_saved saved, bool is_date, char *value, size_t len, char room[CH_CELL_ROOM],
                   ch_book_cell *cell)
{
    const bool is_text = saved == CH_SAVED_INLINE || saved == CH_SAVED_TEXT;
    const ch_text typed = {value, is_text ? ch_rich__unescape(value, len) : len};
    const ch_text trimmed = is_text ? typed : ch_text_trim(typed);
    cell->kind = saved == CH_SAVED_FAULT ? CH_CELL_FAULT : CH_CELL_TEXT;
    cell->text = trimmed;
    switch (saved) {
    case CH_SAVED_NUMBER: return show_number(book, is_date, trimmed, room, cell);
    case CH_SAVED_FLAG: return show_flag(trimmed, cell);
    case CH_SAVED_DATE: show_iso(trimmed, room, cell); return true;
    default: return saved != CH_SAVED_UNKNOWN && saved != CH_SAVED_SHARED;
    }
}
