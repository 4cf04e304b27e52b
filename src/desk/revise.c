/* revise.c - versions first, then the edits, then the rights to every row that they changed. */
#include "changhe/revise.h"

#include "changhe/rows.h"
#include "revising.h"

/* ---- versions */

ch_err ch_revise__note(ch_arena *arena, ch_revise__conflicts *conflicts, ch_table_id table, ch_text key, size_t row)
{
    for (size_t i = 0; i < conflicts->count; i++)
        if (conflicts->list[i].table == table && ch_text_equal(conflicts->list[i].key, key))
            return CH_OK;
    if (!ch_arena_grow(arena, (void **)&conflicts->list, &conflicts->capacity, conflicts->count + 1,
                       sizeof *conflicts->list))
        return CH_ENOMEM;
    conflicts->list[conflicts->count++] = (ch_conflict){table, key, row};
    return CH_OK;
}

/* The keys of an edit's row, old codes of places followed as the edit will follow them. */
static void read_key(const ch_zone *base, const ch_edit *edit, ch_text key[CH_MAX_KEYS])
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        if (cell->column >= kind->keys)
            continue;
        key[cell->column] = ch_text_trim(cell->text);
        if (kind->column[cell->column].to != CH_TABLE_places)
            continue;
        const size_t place = ch_zone_find_place(base, key[cell->column]);
        if (place != SIZE_MAX)
            key[cell->column] = base->places.id[place];
    }
}

/* The key as one text in the arena. */
static ch_text join_key(ch_arena *arena, const ch_text *key, unsigned keys)
{
    ch_buf joined = {.memory = arena->memory};
    for (unsigned i = 0; i < keys; i++) {
        ch_buf_adds(&joined, i > 0 ? "," : "");
        ch_buf_add(&joined, key[i]);
    }
    const ch_text text = joined.failed ? (ch_text){0} : ch_text_copy(arena, ch_buf_text(&joined));
    ch_buf_free(&joined);
    return text;
}

static ch_err compare_version(ch_arena *arena, const ch_zone *base, const ch_edit *edit, ch_row_version version,
                              ch_revise__conflicts *conflicts)
{
    ch_text key[CH_MAX_KEYS] = {{0}};
    const ch_table *table = base->table[edit->table];
    read_key(base, edit, key);
    const size_t row = ch_table_find(table, key);
    if (version.exists == (row != SIZE_MAX) && (!version.exists || ch_table_row_digest(table, row) == version.digest))
        return CH_OK;
    const ch_text joined = join_key(arena, key, table->kind->keys);
    return joined.at ? ch_revise__note(arena, conflicts, edit->table, joined, row) : CH_ENOMEM;
}

/* ---- rights */

/* The rights of an author before and after a change. */
typedef struct {
    const ch_zone *base, *next;
    ch_access before, after;
    ch_faults *faults;
    bool refused;
} rights;

static ch_err refuse(rights *has, const ch_fault *fault)
{
    const ch_err err = ch_fault_tell(has->faults, fault);
    has->refused = true;
    return err == CH_EDATA ? CH_OK : err;
}

/* Who adds a party of his own place to an agreement would have a say in it: so it is looked at as it was. */
static bool may_add_to(const rights *has, const ch_row_diff *diff)
{
    ch_text agreement;
    return diff->after == SIZE_MAX || !ch_access_agreement(has->next, diff->table, diff->after, &agreement) ||
           ch_access_adds_to(&has->before, agreement);
}

static bool may_change(const rights *has, const ch_row_diff *diff)
{
    return may_add_to(has, diff) &&
           (diff->before == SIZE_MAX || ch_access_changes(&has->before, diff->table, diff->before)) &&
           (diff->after == SIZE_MAX || ch_access_changes(&has->after, diff->table, diff->after));
}

static ch_err refuse_row(rights *has, const ch_row_change *change)
{
    return refuse(has, &(ch_fault){.column = change->table, .found = change->key, .want = CH_WANT_CHANGEABLE_ROW});
}

static bool sees(const rights *has, const ch_edit *edit, unsigned column)
{
    const size_t before = ch_edit_find(has->base, edit), after = ch_edit_find(has->next, edit);
    return (before == SIZE_MAX || ch_access_sees(&has->before, edit->table, before, column)) &&
           (after == SIZE_MAX || ch_access_sees(&has->after, edit->table, after, column));
}

static ch_err check_columns(rights *has, const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        const ch_column *column = &kind->column[cell->column];
        if (column->seen_by != CH_OPEN && !sees(has, edit, cell->column))
            err = refuse(has, &(ch_fault){.at = cell->at,
                                          .column = ch_text_of(column->name),
                                          .column_zh = ch_text_of(column->zh),
                                          .want = CH_WANT_SEEN_COLUMN});
    }
    return err;
}

static ch_err check_rights(ch_arena *arena, const ch_author *author, const ch_edits *edits, bool restores, rights *has,
                           const ch_revised *revised)
{
    ch_err err = ch_access_make(arena, has->base, author->grant, author->grants, &has->before);
    if (err == CH_OK)
        err = ch_access_make(arena, has->next, author->grant, author->grants, &has->after);
    for (size_t i = 0; err == CH_OK && i < revised->rows; i++)
        if (!may_change(has, &revised->diff[i]))
            err = refuse_row(has, &revised->change[i]);
    for (size_t i = 0; err == CH_OK && !restores && i < edits->count; i++)
        err = check_columns(has, &edits->edit[i]);
    return err;
}

/* ---- the rows as texts */

static ch_text keep(ch_arena *arena, ch_buf *text)
{
    const ch_text kept = text->failed ? (ch_text){0} : ch_text_copy(arena, ch_buf_text(text));
    text->len = 0;
    return kept;
}

/* Codes of the places that a row belongs to: of one place, or of all parties of an agreement. */
static ch_text places_of(ch_arena *arena, const ch_zone *zone, ch_table_id table, size_t row, ch_buf *text)
{
    ch_text agreement;
    if (row != SIZE_MAX && ch_access_agreement(zone, table, row, &agreement)) {
        ch_access_agreed_places(zone, agreement, text);
        return keep(arena, text);
    }
    const size_t place = row == SIZE_MAX ? SIZE_MAX : ch_access_place(zone, table, row);
    return ch_text_copy(arena, place == SIZE_MAX ? (ch_text){"", 0} : zone->places.id[place]);
}

/* One side of a row that differs; nothing where it is not there. */
static ch_text print_row(ch_arena *arena, const ch_table *table, size_t row, ch_buf *text)
{
    if (row == SIZE_MAX)
        return (ch_text){"", 0};
    ch_emit emit = {.out = text};
    ch_rows_write(&emit, table, row, CH_ROWS_ALL);
    return keep(arena, text);
}

static bool print_change(ch_arena *arena, const ch_zone *base, const ch_zone *next, const ch_row_diff *diff,
                         ch_buf *text, ch_row_change *change)
{
    const ch_table *before = base->table[diff->table], *after = next->table[diff->table];
    if (diff->before != SIZE_MAX)
        ch_rows_write_key(before, diff->before, text);
    else
        ch_rows_write_key(after, diff->after, text);
    const ch_text key = keep(arena, text);
    *change = (ch_row_change){.table = ch_text_of(before->kind->name),
                              .key = key,
                              .before = print_row(arena, before, diff->before, text),
                              .after = print_row(arena, after, diff->after, text),
                              .place_before = places_of(arena, base, diff->table, diff->before, text),
                              .place_after = places_of(arena, next, diff->table, diff->after, text)};
    return change->key.at && change->before.at && change->after.at && change->place_before.at && change->place_after.at;
}

static ch_err print_changes(ch_arena *arena, const ch_zone *base, const ch_zone *next, ch_revised *revised)
{
    ch_row_change *change = CH_NEW(arena, ch_row_change, revised->rows);
    ch_buf text = {.memory = arena->memory};
    bool done = change;
    for (size_t i = 0; done && i < revised->rows; i++)
        done = print_change(arena, base, next, &revised->diff[i], &text, &change[i]);
    ch_buf_free(&text);
    revised->change = change;
    return done ? CH_OK : CH_ENOMEM;
}

/* ---- all of it */

/* Outlines come and go with the zone folder alone, also where a place takes its own with it. */
static ch_err check_outlines(const ch_revised *revised, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err != CH_ENOMEM && i < revised->rows; i++)
        if (ch_schema_table(revised->diff[i].table)->shape >= 0)
            err = ch_err_worse(err, ch_fault_tell(faults, &(ch_fault){.column = revised->change[i].table,
                                                                      .found = revised->change[i].key,
                                                                      .want = CH_WANT_NO_OUTLINE}));
    return err;
}

static ch_err judge(ch_arena *arena, const ch_zone *base, const ch_zone *next, const ch_edits *edits, bool restores,
                    const ch_author *author, ch_revised *revised, ch_faults *faults)
{
    ch_err err = ch_zone_diff(arena, base, next, &revised->diff, &revised->rows);
    if (err == CH_OK)
        err = print_changes(arena, base, next, revised);
    if (err == CH_OK)
        err = check_outlines(revised, faults);
    rights has = {.base = base, .next = next, .faults = faults};
    if (err == CH_OK)
        err = check_rights(arena, author, edits, restores, &has, revised);
    revised->outcome = has.refused ? CH_REVISE_REFUSED : revised->rows == 0 ? CH_REVISE_SAME : CH_REVISE_DONE;
    return err;
}

ch_err ch_revise__do(ch_arena *arena, const ch_zone *base, const ch_edits *edits, bool restores,
                     const ch_author *author, ch_revised *revised, ch_faults *faults)
{
    ch_zone *next;
    ch_err err = ch_zone_edit(base, edits, &next, faults);
    if (err != CH_OK)
        return err;
    err = judge(arena, base, next, edits, restores, author, revised, faults);
    if (err == CH_OK && revised->outcome == CH_REVISE_DONE)
        revised->zone = next;
    else
        ch_zone_drop(next);
    return err;
}

ch_err ch_revise(ch_arena *arena, const ch_zone *base, const ch_edits *edits, const ch_row_version *version,
                 const ch_author *author, ch_revised *revised, ch_faults *faults)
{
    *revised = (ch_revised){.outcome = CH_REVISE_CONFLICT};
    ch_revise__conflicts conflicts = {0};
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < edits->count; i++)
        err = compare_version(arena, base, &edits->edit[i], version[i], &conflicts);
    revised->conflict = conflicts.list;
    revised->conflicts = conflicts.count;
    if (err != CH_OK || conflicts.count > 0)
        return err;
    return ch_revise__do(arena, base, edits, false, author, revised, faults);
}
