/* places.c - one record of places a row, and the names of the files they lie in. */
#include "places.h"

#include "changhe/schema.h"

#include <string.h>

struct ch_cell_places *ch_places__new(const ch_memory *memory, unsigned columns)
{
    ch_arena arena = CH_ARENA(memory);
    struct ch_cell_places *places = CH_NEW(&arena, struct ch_cell_places, 1);
    if (places == NULL)
        return NULL;
    const size_t unit = sizeof(uint32_t), end = offsetof(ch_row_places, cell) + columns * sizeof(uint16_t);
    places->arena = arena;
    places->columns = columns;
    places->rows.size = (end + unit - 1) / unit * unit;
    places->far.size = columns * sizeof(ch_place_in_file);
    return places;
}

void ch_places__free(struct ch_cell_places *places)
{
    if (places == NULL)
        return;
    ch_memory_give(places->arena.memory, places->rows.block);
    ch_memory_give(places->arena.memory, places->far.block);
    ch_arena arena = places->arena; /* the struct itself goes with it */
    ch_arena_free(&arena);
}

static ch_row_places *row_at(const struct ch_cell_places *places, size_t row)
{
    return ch_records__at(&places->rows, row);
}

static ch_text file_name(const struct ch_cell_places *places, uint32_t number)
{
    return number == 0 ? CH_TEXT("") : places->file[number - 1];
}

static bool add_file(struct ch_cell_places *places, ch_text name)
{
    void *files = places->file;
    ch_text copy = ch_text_copy(&places->arena, name);
    if (copy.at == NULL ||
        !ch_arena_grow(&places->arena, &files, &places->file_capacity, places->files + 1, sizeof copy))
        return false;
    places->file = files;
    places->file[places->files++] = copy;
    return true;
}

/* Few files feed one table, and mostly the one named last. */
static bool find_file(struct ch_cell_places *places, ch_text name, uint32_t *number)
{
    *number = 0;
    if (name.len == 0)
        return true;
    size_t i = places->files;
    while (i > 0 && !ch_text_equal(places->file[i - 1], name))
        i--;
    if (i == 0 && !add_file(places, name))
        return false;
    *number = (uint32_t)(i > 0 ? i : places->files);
    return true;
}

bool ch_places__begin(struct ch_cell_places *places, ch_at at)
{
    uint32_t file;
    if (places == NULL)
        return true;
    ch_row_places *own =
        find_file(places, at.file, &file) ? ch_records__add(places->arena.memory, &places->rows) : NULL;
    if (own == NULL)
        return false;
    own->file = file;
    own->row = (ch_place_in_file){at.line, at.column};
    return true;
}

/* Where a cell of the row that is far lies. */
static ch_place_in_file *far_at(const struct ch_cell_places *places, const ch_row_places *own, unsigned column)
{
    return (ch_place_in_file *)ch_records__at(&places->far, own->far - 1) + column;
}

static bool take_far(struct ch_cell_places *places, ch_row_places *own)
{
    if (own->far != 0)
        return true;
    places->failed |= ch_records__add(places->arena.memory, &places->far) == NULL;
    own->far = places->failed ? 0 : (uint32_t)places->far.count;
    return !places->failed;
}

void ch_places__note(struct ch_cell_places *places, size_t row, unsigned column, uint32_t line, uint32_t in_line)
{
    ch_row_places *own = row_at(places, row);
    if (line == own->row.line && in_line > 0 && in_line < CH_PLACES__FAR) {
        own->cell[column] = (uint16_t)in_line;
    } else if (line == 0 || !take_far(places, own)) {
        own->cell[column] = 0;
    } else {
        own->cell[column] = CH_PLACES__FAR;
        *far_at(places, own, column) = (ch_place_in_file){line, in_line};
    }
}

ch_text ch_places__file(const struct ch_cell_places *places, size_t row)
{
    return file_name(places, row_at(places, row)->file);
}

/* The cell's own place; {0}: not known. */
static ch_place_in_file own_place(const struct ch_cell_places *places, size_t row, unsigned column)
{
    const ch_row_places *own = row_at(places, row);
    const uint16_t cell = own->cell[column];
    if (cell == CH_PLACES__FAR)
        return *far_at(places, own, column);
    return cell == 0 ? (ch_place_in_file){0, 0} : (ch_place_in_file){own->row.line, cell};
}

void ch_places__copy_cell(struct ch_cell_places *places, size_t row, size_t from_row, unsigned column)
{
    if (places == NULL)
        return;
    const ch_place_in_file place = own_place(places, from_row, column);
    if (row_at(places, from_row)->file == row_at(places, row)->file)
        ch_places__note(places, row, column, place.line, place.column);
    ch_places__set_told(places, row, column, ch_places__was_told(places, from_row, column));
}

void ch_places__set_told(struct ch_cell_places *places, size_t row, unsigned column, bool told)
{
    _Static_assert(CH_MAX_COLUMNS <= 32, "a column is a bit of told");
    const uint32_t bit = UINT32_C(1) << column;
    if (places == NULL)
        return;
    uint32_t *bits = &row_at(places, row)->told;
    *bits = told ? *bits | bit : *bits & ~bit;
}

bool ch_places__was_told(const struct ch_cell_places *places, size_t row, unsigned column)
{
    return places != NULL && (row_at(places, row)->told >> column & 1) != 0;
}

bool ch_places__copy_row(struct ch_cell_places *places, size_t row, const struct ch_cell_places *theirs,
                         size_t their_row)
{
    const ch_row_places *from = row_at(theirs, their_row);
    ch_row_places *own = row_at(places, row);
    if (!find_file(places, file_name(theirs, from->file), &own->file))
        return false;
    own->told = from->told;
    own->row = from->row;
    for (unsigned i = 0; i < places->columns; i++) {
        const ch_place_in_file place = own_place(theirs, their_row, i);
        ch_places__note(places, row, i, place.line, place.column);
    }
    return !places->failed;
}

ch_at ch_places__at(const struct ch_cell_places *places, size_t row, unsigned column)
{
    if (places == NULL)
        return (ch_at){0};
    const ch_place_in_file cell = own_place(places, row, column);
    const ch_place_in_file place = cell.line != 0 ? cell : row_at(places, row)->row;
    return (ch_at){ch_places__file(places, row), place.line, place.column};
}
