/* draft.c - rows gathered one cell at a time, their texts packed one behind another. */
#include "draft.h"

#include "cell.h"

#include <string.h>

enum { FIRST_STEP = 256, LARGEST_STEP = 64 << 10 };

static size_t round_up(size_t value, size_t unit)
{
    return (value + unit - 1) / unit * unit;
}

/* Where cells lie in a record, and the record of a blank row. */
static bool lay_out(ch_draft *draft)
{
    const size_t widest = 8; /* alignment of every type of cell divides this and its size */
    size_t end = sizeof(ch_draft_row_head);
    for (unsigned i = 0; i < draft->kind->columns; i++) {
        size_t size = ch_schema_cell_size(draft->kind->column[i].type);
        draft->offset[i] = round_up(end, size < widest ? size : widest);
        end = draft->offset[i] + size;
    }
    draft->records.size = round_up(end, widest);
    draft->blank = ch_arena_take(&draft->record_arena, 1, draft->records.size);
    if (draft->blank == NULL)
        return false;
    for (unsigned i = 0; i < draft->kind->columns; i++)
        ch_cell__clear(draft->kind->column[i].type, (char *)draft->blank + draft->offset[i]);
    return true;
}

ch_err ch_draft_new(ch_table_id id, const ch_memory *memory, ch_draft **draft)
{
    *draft = NULL;
    ch_draft *made = ch_memory_take(memory, sizeof *made);
    if (made == NULL)
        return CH_ENOMEM;

    *made = (ch_draft){.memory = memory,
                       .kind = ch_schema_table(id),
                       .record_arena = CH_ARENA(memory),
                       .arena = CH_ARENA(memory),
                       .packing.step = FIRST_STEP};
    made->places = ch_places__new(memory, made->kind->columns);
    if (made->places == NULL || !lay_out(made)) {
        ch_draft_free(made);
        return CH_ENOMEM;
    }
    *draft = made;
    return CH_OK;
}

void ch_draft_free(ch_draft *draft)
{
    if (draft == NULL)
        return;
    ch_places__free(draft->places);
    ch_arena_free(&draft->record_arena);
    ch_arena_free(&draft->arena);
    ch_memory_give(draft->memory, draft);
}

ch_err ch_draft_row(ch_draft *draft, ch_at at)
{
    if (draft->rows >= UINT32_MAX || !ch_records__make_room(&draft->record_arena, &draft->records, draft->rows) ||
        !ch_places__begin(draft->places, draft->rows, at))
        return CH_ENOMEM;
    memcpy(ch_records__at(&draft->records, draft->rows++), draft->blank, draft->records.size);
    return CH_OK;
}

/* Room for len bytes behind what was packed so far; NULL: no memory. */
static char *packing_room(ch_draft *draft, size_t len)
{
    ch_packing *packing = &draft->packing;
    if (packing->room < len) {
        size_t room = len > packing->step ? len : packing->step;
        packing->next = CH_NEW(&draft->arena, char, room);
        packing->room = packing->next != NULL ? room : 0;
        packing->step = packing->step < LARGEST_STEP ? packing->step * 2 : packing->step;
    }
    return packing->next;
}

/* Put a text in the draft's own memory. Columns often repeat what the row above says, as place and
 * source do; that row's bytes then serve both. */
static bool pack(ch_draft *draft, unsigned column, ch_text *text)
{
    if (draft->rows > 1) {
        const ch_text *above = ch_draft__cell(draft, draft->rows - 2, column);
        if (ch_text_equal(*above, *text)) {
            *text = *above;
            return true;
        }
    }

    char *bytes = packing_room(draft, text->len);
    if (bytes == NULL)
        return false;
    memcpy(bytes, text->at, text->len);
    if (draft->kind->column[column].type == CH_TYPE_REFS)
        text->len = ch_cell__squeeze(bytes, text->len);
    draft->packing.next += text->len;
    draft->packing.room -= text->len;
    text->at = bytes;
    return true;
}

static ch_err set(ch_draft *draft, unsigned column, ch_text text, ch_at at, ch_faults *faults)
{
    const ch_column *kind = &draft->kind->column[column];
    ch_cell cell;
    ch_err err = ch_cell__parse(kind, text, &cell, at, faults);
    if (err == CH_OK && ch_cell__holds_text(kind->type) && !pack(draft, column, &cell.text))
        err = CH_ENOMEM;
    if (err == CH_OK)
        memcpy(ch_draft__cell(draft, draft->rows - 1, column), &cell, ch_schema_cell_size(kind->type));
    return err;
}

/* A cell of the row begun last is about to be put. */
static void begin_cell(ch_draft *draft, unsigned column, ch_at at)
{
    const size_t row = draft->rows - 1;
    ch_draft__head(draft, row)->put |= UINT32_C(1) << column;
    ch_places__note(draft->places, row, column, at);
    ch_places__set_told(draft->places, row, column, false);
    ch_cell__clear(draft->kind->column[column].type, ch_draft__cell(draft, row, column));
}

ch_err ch_draft_put(ch_draft *draft, unsigned column, ch_text text, ch_at at, ch_faults *faults)
{
    begin_cell(draft, column, at);
    text = ch_text_trim(text);
    ch_err err = text.len > 0 ? set(draft, column, text, at, faults) : CH_OK;
    if (err != CH_EDATA)
        return err;
    ch_places__set_told(draft->places, draft->rows - 1, column, true);
    return CH_OK;
}

void ch_draft_refuse(ch_draft *draft, unsigned column, ch_at at)
{
    begin_cell(draft, column, at);
    ch_places__set_told(draft->places, draft->rows - 1, column, true);
}

ch_err ch_draft_try(const ch_column *column, ch_text text, ch_at at, ch_faults *faults)
{
    ch_cell cell;
    text = ch_text_trim(text);
    return text.len > 0 ? ch_cell__parse(column, text, &cell, at, faults) : CH_OK;
}

static void *copy_array(ch_arena *arena, const void *array, size_t count, size_t size)
{
    void *copy = ch_arena_take(arena, count, size);
    if (copy != NULL && count > 0)
        memcpy(copy, array, count * size);
    return copy;
}

static const ch_shape *copy_shape(ch_arena *arena, const ch_shape *shape)
{
    ch_shape *copy = CH_NEW(arena, ch_shape, 1);
    if (copy == NULL)
        return NULL;
    *copy = *shape;
    copy->part_start = copy_array(arena, shape->part_start, shape->parts + 1, sizeof *shape->part_start);
    copy->ring_start = copy_array(arena, shape->ring_start, shape->rings + 1, sizeof *shape->ring_start);
    copy->point = copy_array(arena, shape->point, shape->points, sizeof *shape->point);
    return copy->part_start != NULL && copy->ring_start != NULL && copy->point != NULL ? copy : NULL;
}

ch_err ch_draft_put_shape(ch_draft *draft, unsigned column, const ch_shape *shape, ch_at at)
{
    const ch_shape *copy = copy_shape(&draft->arena, shape);
    if (copy == NULL)
        return CH_ENOMEM;

    begin_cell(draft, column, at);
    memcpy(ch_draft__cell(draft, draft->rows - 1, column), &copy, sizeof copy);
    return CH_OK;
}

static ch_err add_cell(ch_draft *draft, const ch_table *table, size_t row, unsigned column)
{
    ch_type type = table->kind->column[column].type;
    size_t size = ch_schema_cell_size(type);
    ch_cell cell;
    memcpy(&cell, (const char *)table->column[column] + row * size, size);
    if (ch_cell__is_empty(type, &cell))
        return CH_OK;
    if (ch_cell__holds_text(type) && !pack(draft, column, &cell.text))
        return CH_ENOMEM;
    if (type == CH_TYPE_SHAPE && (cell.shape = copy_shape(&draft->arena, cell.shape)) == NULL)
        return CH_ENOMEM;
    memcpy(ch_draft__cell(draft, draft->rows - 1, column), &cell, size);
    return CH_OK;
}

static ch_err add_row(ch_draft *draft, const ch_table *table, size_t row)
{
    ch_err err = ch_draft_row(draft, (ch_at){0});
    const struct ch_cell_places *theirs = table->places;
    if (err == CH_OK && theirs != NULL &&
        !ch_places__copy_row(draft->places, draft->rows - 1, theirs, theirs->from[row]))
        err = CH_ENOMEM;
    for (unsigned i = 0; err == CH_OK && i < table->kind->columns; i++)
        err = add_cell(draft, table, row, i);
    return err;
}

ch_err ch_draft_add_table(ch_draft *draft, const ch_table *table, const bool *skip)
{
    ch_err err = CH_OK;
    for (size_t row = 0; err == CH_OK && row < table->rows; row++)
        if (skip == NULL || !skip[row])
            err = add_row(draft, table, row);
    return err;
}

int ch_draft__compare_keys(const ch_draft *draft, size_t a, size_t b)
{
    int order = 0;
    for (unsigned i = 0; order == 0 && i < draft->kind->keys; i++)
        order = ch_cell__compare(draft->kind->column[i].type, ch_draft__cell(draft, a, i), ch_draft__cell(draft, b, i));
    return order;
}

ch_err ch_draft_take_rest(ch_draft *draft, size_t from_row)
{
    size_t row = draft->rows - 1;
    const uint32_t put = ch_draft__head(draft, row)->put;
    for (unsigned i = 0; i < draft->kind->columns; i++) {
        if ((put >> i & 1) != 0)
            continue;
        size_t size = ch_schema_cell_size(draft->kind->column[i].type);
        memcpy(ch_draft__cell(draft, row, i), ch_draft__cell(draft, from_row, i), size);
        ch_places__copy_cell(draft->places, row, from_row, i);
    }
    return CH_OK;
}

void ch_draft_drop_row(ch_draft *draft, size_t row)
{
    ch_draft__head(draft, row)->dropped = true;
}
