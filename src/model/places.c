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
    places->arena = arena;
    places->rows.size = sizeof(ch_row_places) + columns * sizeof(ch_place_in_file);
    return places;
}

void ch_places__free(struct ch_cell_places *places)
{
    if (places == NULL)
        return;
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

bool ch_places__begin(struct ch_cell_places *places, size_t row, ch_at at)
{
    uint32_t file;
    if (!find_file(places, at.file, &file) || !ch_records__make_room(&places->arena, &places->rows, row))
        return false;
    row_at(places, row)->file = file;
    row_at(places, row)->row = (ch_place_in_file){at.line, at.column};
    return true;
}

void ch_places__note(struct ch_cell_places *places, size_t row, unsigned column, ch_at at)
{
    ch_row_places *own = row_at(places, row);
    bool same_file = ch_text_equal(file_name(places, own->file), at.file);
    own->cell[column] = same_file ? (ch_place_in_file){at.line, at.column} : (ch_place_in_file){0, 0};
}

void ch_places__copy_cell(struct ch_cell_places *places, size_t row, size_t from_row, unsigned column)
{
    const ch_row_places *from = row_at(places, from_row);
    if (from->file == row_at(places, row)->file)
        row_at(places, row)->cell[column] = from->cell[column];
    ch_places__set_told(places, row, column, ch_places__was_told(places, from_row, column));
}

void ch_places__set_told(struct ch_cell_places *places, size_t row, unsigned column, bool told)
{
    _Static_assert(CH_MAX_COLUMNS <= 32, "a column is a bit of told");
    const uint32_t bit = UINT32_C(1) << column;
    uint32_t *bits = &row_at(places, row)->told;
    *bits = told ? *bits | bit : *bits & ~bit;
}

bool ch_places__was_told(const struct ch_cell_places *places, size_t row, unsigned column)
{
    return (row_at(places, row)->told >> column & 1) != 0;
}

bool ch_places__copy_row(struct ch_cell_places *places, size_t row, const struct ch_cell_places *theirs,
                         size_t their_row)
{
    const ch_row_places *from = row_at(theirs, their_row);
    uint32_t file;
    if (!find_file(places, file_name(theirs, from->file), &file))
        return false;
    memcpy(row_at(places, row), from, places->rows.size);
    row_at(places, row)->file = file;
    return true;
}

ch_at ch_places__at(const struct ch_cell_places *places, size_t row, unsigned column)
{
    const ch_row_places *own = row_at(places, row);
    ch_place_in_file place = own->cell[column].line != 0 ? own->cell[column] : own->row;
    return (ch_at){file_name(places, own->file), place.line, place.column};
}
