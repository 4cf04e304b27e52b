/* draft.c - rows gathered one cell at a time, their texts packed one behind another. */
#include "draft.h"

#include "cell.h"

#include <string.h>

enum { FIRST_STEP = 256, LARGEST_STEP = 8 << 20 };

ch_err ch_draft_new(ch_table_id id, const ch_memory *memory, ch_draft **draft)
{
    *draft = NULL;
    ch_draft *made = ch_memory_take(memory, sizeof *made);
    if (made == NULL)
        return CH_ENOMEM;

    *made = (ch_draft){.memory = memory,
                       .kind = ch_schema_table(id),
                       .scratch = CH_ARENA(memory),
                       .arena = CH_ARENA(memory),
                       .packing.step = FIRST_STEP};
    for (unsigned i = 0; i < made->kind->columns; i++) {
        const ch_type type = made->kind->column[i].type;
        made->column[i] = (ch_growing){.type = type, .size = ch_schema_cell_size(type)};
    }
    made->places = ch_places__new(memory, made->kind->columns);
    if (made->places == NULL) {
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
    for (unsigned i = 0; i < draft->kind->columns; i++)
        ch_memory_give(draft->memory, draft->column[i].cell);
    ch_places__free(draft->places);
    ch_arena_free(&draft->scratch);
    ch_arena_free(&draft->arena);
    ch_memory_give(draft->memory, draft);
}

void ch_draft_keep_no_places(ch_draft *draft)
{
    ch_places__free(draft->places);
    draft->places = NULL;
}

static bool has_failed(const ch_draft *draft)
{
    return draft->places != NULL && draft->places->failed;
}

ch_err ch_draft_row(ch_draft *draft, ch_at at)
{
    void *dropped = draft->dropped;
    if (draft->rows >= UINT32_MAX || has_failed(draft) ||
        !ch_arena_grow(&draft->scratch, &dropped, &draft->dropped_room, draft->rows + 1, sizeof *draft->dropped) ||
        !ch_places__begin(draft->places, at))
        return CH_ENOMEM;
    draft->dropped = dropped;
    draft->rows++;
    draft->put = draft->touched = 0;
    draft->file = at.file;
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

/* Set the cell of the row begun last; a text is packed already. */
static ch_err set_cell(ch_draft *draft, unsigned column, const void *cell)
{
    void *own = ch_growing__set(draft->memory, &draft->column[column], draft->rows - 1);
    if (own == NULL)
        return CH_ENOMEM;
    memcpy(own, cell, draft->column[column].size);
    return CH_OK;
}

static ch_err set(ch_draft *draft, unsigned column, ch_text text, ch_at at, ch_faults *faults)
{
    const ch_column *kind = &draft->kind->column[column];
    ch_cell cell;
    ch_err err = ch_cell__parse(kind, text, &cell, at, faults);
    if (err == CH_OK && ch_cell__holds_text(kind->type) && !pack(draft, column, &cell.text))
        err = CH_ENOMEM;
    return err == CH_OK ? set_cell(draft, column, &cell) : err;
}

/* Empty the cell of the row begun last that was put or taken over before. */
static void clear_cell(ch_draft *draft, unsigned column)
{
    const size_t row = draft->rows - 1;
    if (row < draft->column[column].set)
        ch_cell__clear(draft->column[column].type, ch_draft__filled_cell(draft, row, column));
    ch_places__set_told(draft->places, row, column, false);
}

static bool is_file_of_row(const ch_draft *draft, ch_text file)
{
    return (file.at == draft->file.at && file.len == draft->file.len) ||
           ch_text_equal(file, ch_places__file(draft->places, draft->rows - 1));
}

/* A cell of the row begun last is about to be put. A place in another file than the row's is not kept. */
static void begin_cell(ch_draft *draft, unsigned column, ch_at at)
{
    const uint32_t bit = UINT32_C(1) << column;
    if ((draft->touched & bit) != 0)
        clear_cell(draft, column);
    draft->touched |= bit;
    draft->put |= bit;
    if (draft->places != NULL)
        ch_places__note(draft->places, draft->rows - 1, column, is_file_of_row(draft, at.file) ? at.line : 0,
                        at.column);
}

ch_err ch_draft_put(ch_draft *draft, unsigned column, ch_text text, ch_at at, ch_faults *faults)
{
    begin_cell(draft, column, at);
    if (text.len == 0)
        return CH_OK;
    text = ch_text_trim(text);
    ch_err err = text.len > 0 ? set(draft, column, text, at, faults) : CH_OK;
    if (err != CH_EDATA)
        return err;
    ch_places__set_told(draft->places, draft->rows - 1, column, true);
    return CH_OK;
}

/* What does not fit goes the way of its text, which is told. */
static ch_err put_as_text(ch_draft *draft, unsigned column, const void *cell, ch_at at, ch_faults *faults)
{
    ch_buf text = {.memory = draft->memory};
    ch_cell__format(&draft->kind->column[column], cell, &text);
    ch_err err = text.failed ? CH_ENOMEM : ch_draft_put(draft, column, ch_buf_text(&text), at, faults);
    ch_buf_free(&text);
    return err;
}

ch_err ch_draft_put_number(ch_draft *draft, unsigned column, double number, ch_at at, ch_faults *faults)
{
    if (!ch_cell__fits_number(&draft->kind->column[column], number))
        return put_as_text(draft, column, &number, at, faults);
    const double plain = number + 0.0; /* -0 is a plain 0 */
    begin_cell(draft, column, at);
    return set_cell(draft, column, &plain);
}

ch_err ch_draft_put_whole(ch_draft *draft, unsigned column, int64_t whole, ch_at at, ch_faults *faults)
{
    if (!ch_cell__fits_whole(&draft->kind->column[column], whole))
        return put_as_text(draft, column, &whole, at, faults);
    begin_cell(draft, column, at);
    return set_cell(draft, column, &whole);
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
    return set_cell(draft, column, &copy);
}

static ch_err add_cell(ch_draft *draft, const ch_table *table, size_t row, unsigned column)
{
    const ch_type type = table->kind->column[column].type;
    const size_t size = draft->column[column].size;
    ch_cell cell;
    memcpy(&cell, (const char *)table->column[column] + row * size, size);
    if (ch_cell__is_empty(type, &cell))
        return CH_OK;
    if (ch_cell__holds_text(type) && !pack(draft, column, &cell.text))
        return CH_ENOMEM;
    if (type == CH_TYPE_SHAPE && (cell.shape = copy_shape(&draft->arena, cell.shape)) == NULL)
        return CH_ENOMEM;
    return set_cell(draft, column, &cell);
}

static ch_err add_row(ch_draft *draft, const ch_table *table, size_t row)
{
    ch_err err = ch_draft_row(draft, (ch_at){0});
    const struct ch_cell_places *theirs = table->places;
    const uint32_t from = theirs != NULL ? ch_places__record_of(theirs, row) : CH_PLACES__NO_ROW;
    if (err == CH_OK && draft->places != NULL && from != CH_PLACES__NO_ROW &&
        !ch_places__copy_row(draft->places, draft->rows - 1, theirs, from))
        err = CH_ENOMEM;
    if (err != CH_OK)
        return err;
    draft->touched = UINT32_MAX;
    if (draft->places != NULL)
        draft->file = ch_places__file(draft->places, draft->rows - 1);
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

ch_err ch_draft__tell(const ch_draft *draft, size_t row, unsigned column, ch_text found, ch_want want, ch_text detail,
                      ch_faults *faults)
{
    const ch_column *kind = &draft->kind->column[column];
    return ch_fault_tell(faults, &(ch_fault){.at = ch_places__at(draft->places, row, column),
                                             .column = ch_text_of(kind->name),
                                             .column_zh = ch_text_of(kind->zh),
                                             .found = found,
                                             .want = want,
                                             .detail = detail});
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
    const size_t row = draft->rows - 1;
    for (unsigned i = 0; i < draft->kind->columns; i++) {
        if ((draft->put >> i & 1) != 0)
            continue;
        if (from_row < draft->column[i].set) { /* else both are empty */
            ch_cell cell;                      /* the column may move */
            memcpy(&cell, ch_draft__cell(draft, from_row, i), draft->column[i].size);
            if (set_cell(draft, i, &cell) != CH_OK)
                return CH_ENOMEM;
        } else {
            clear_cell(draft, i);
        }
        ch_places__copy_cell(draft->places, row, from_row, i);
    }
    draft->touched = UINT32_MAX;
    return CH_OK;
}

ch_err ch_draft__take_rest_of(ch_draft *draft, const ch_table *table, size_t row)
{
    ch_err err = CH_OK;
    for (unsigned i = 0; err == CH_OK && i < draft->kind->columns; i++)
        if ((draft->put >> i & 1) == 0)
            err = add_cell(draft, table, row, i);
    draft->touched = UINT32_MAX;
    return err;
}

void ch_draft_drop_row(ch_draft *draft, size_t row)
{
    draft->dropped_count += !draft->dropped[row];
    draft->dropped[row] = true;
}
