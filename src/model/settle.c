/* settle.c - what a row's leaving means for the rows that name it. */
#include "sheet.h"

#include "cell.h"

/* Columns along which rows lie under rows of their own table. */
static const struct {
    ch_table_id table;
    unsigned column;
} under[] = {
    {CH_TABLE_places, CH_COLUMN_places_parent},
    {CH_TABLE_firms, CH_COLUMN_firms_parent},
};

/* Line of a table with one key column, or SIZE_MAX. */
static size_t line_of(const ch_sheet *sheet, ch_text id)
{
    return id.len > 0 ? ch_sheet__find(sheet, &id) : SIZE_MAX;
}

static bool is_leaving(const ch_sheet *sheet, size_t line)
{
    return line != SIZE_MAX && sheet->line[line].leaving;
}

/* ---- which lines name it */

/* A line on the list of a name. */
typedef struct {
    uint32_t line, next; /* next is counted from 1; 0: none */
} mention;

typedef struct {
    ch_text name; /* empty: this place is free */
    uint32_t first;
} mentions;

/* What one column names, each name with the lines that say so or once did. */
typedef struct ch_sheet__namers {
    mentions *slot;    /* by hash of the name */
    size_t size, used; /* size is a power of 2; at most half are used */
    mention *mention;
    size_t count, capacity;
    uint32_t spare; /* mentions to be used again */
} namers;

/* Where the name stands, or the free place where it would. */
static mentions *find_slot(const namers *n, ch_text name)
{
    const uint64_t hash = ch_cell__mix_u64(ch_cell__mix_text(0, name), 0); /* as in sheet.c */
    for (size_t at = (size_t)hash;; at++) {
        mentions *slot = &n->slot[at & (n->size - 1)];
        if (slot->name.len == 0 || ch_text_equal(slot->name, name))
            return slot;
    }
}

static bool make_slots(ch_arena *arena, namers *n)
{
    if (2 * (n->used + 1) <= n->size)
        return true;
    const namers old = *n;
    const size_t size = n->size > 0 ? 2 * n->size : 8;
    mentions *slot = CH_NEW(arena, mentions, size);
    if (!slot)
        return false;
    n->slot = slot;
    n->size = size;
    for (size_t i = 0; i < old.size; i++)
        if (old.slot[i].name.len > 0)
            *find_slot(n, old.slot[i].name) = old.slot[i];
    return true;
}

static bool make_mention(ch_arena *arena, namers *n, uint32_t *made)
{
    if (n->spare != 0) {
        *made = n->spare;
        n->spare = n->mention[*made - 1].next;
        return true;
    }
    void *array = n->mention;
    if (n->count >= UINT32_MAX || !ch_arena_grow(arena, &array, &n->capacity, n->count + 1, sizeof *n->mention))
        return false;
    n->mention = array;
    *made = (uint32_t)++n->count;
    return true;
}

static ch_err note(ch_arena *arena, namers *n, ch_text name, size_t line)
{
    uint32_t made;
    if (name.len == 0)
        return CH_OK;
    if (!make_slots(arena, n) || !make_mention(arena, n, &made))
        return CH_ENOMEM;
    mentions *slot = find_slot(n, name);
    n->used += slot->name.len == 0;
    n->mention[made - 1] = (mention){(uint32_t)line, slot->first};
    *slot = (mentions){name, made};
    return CH_OK;
}

/* The list of the name, which is empty from now on; 0: it was. */
static uint32_t take_mentions(const namers *n, ch_text name)
{
    mentions *slot = find_slot(n, name);
    const uint32_t first = slot->first;
    slot->first = 0;
    return first;
}

/* The first line of a list that was taken; *list is the rest. */
static size_t next_line(namers *n, uint32_t *list)
{
    const uint32_t first = *list;
    mention *taken = &n->mention[first - 1];
    *list = taken->next;
    taken->next = n->spare;
    n->spare = first;
    return taken->line;
}

static ch_text name_in(const ch_sheet *sheet, size_t line, unsigned column)
{
    return column < sheet->base->kind->keys ? ch_sheet__key(sheet, line, column) : ch_sheet__text(sheet, line, column);
}

/* Listed for the first time backwards, so that the lists begin with the smallest line. */
static ch_err list_namers(ch_sheets *sheets, ch_table_id id, unsigned column)
{
    if (ch_sheet__open(sheets, id) != CH_OK)
        return CH_ENOMEM;
    ch_sheet *sheet = &sheets->sheet[id];
    if (sheet->namers[column])
        return CH_OK;
    namers *made = CH_NEW(&sheets->arena, namers, 1);
    ch_err err = made && make_slots(&sheets->arena, made) ? CH_OK : CH_ENOMEM;
    for (size_t line = sheet->lines; err == CH_OK && line-- > 0;)
        if (!sheet->line[line].gone)
            err = note(&sheets->arena, made, name_in(sheet, line, column), line);
    sheet->namers[column] = made;
    return err;
}

static ch_err note_in(ch_sheets *sheets, ch_table_id id, size_t line, unsigned column)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    namers *listed = sheet->namers[column];
    return listed ? note(&sheets->arena, listed, name_in(sheet, line, column), line) : CH_OK;
}

ch_err ch_sheets__note(ch_sheets *sheets, ch_table_id id, size_t line)
{
    const unsigned keys = ch_schema_table(id)->keys;
    ch_err err = CH_OK;
    for (unsigned i = 0; err == CH_OK && i < keys; i++)
        err = note_in(sheets, id, line, i);
    for (size_t i = 0; err == CH_OK && i < sizeof under / sizeof under[0]; i++)
        if (under[i].table == id)
            err = note_in(sheets, id, line, under[i].column);
    return err;
}

/* ---- lines whose keys name it go too */

static ch_err leave_with(ch_sheets *sheets, ch_table_id id, unsigned column, ch_text key, ch_at at)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    namers *listed = sheet->namers[column];
    ch_err err = CH_OK;
    for (uint32_t list = take_mentions(listed, key); err == CH_OK && list != 0;) {
        const size_t line = next_line(listed, &list);
        if (!sheet->line[line].gone)
            err = ch_sheet__remove(sheets, id, line, at);
    }
    return err;
}

static ch_err leave_all_with(ch_sheets *sheets, ch_table_id id, unsigned column, ch_table_id named)
{
    const ch_sheet *sheet = &sheets->sheet[named];
    ch_err err = list_namers(sheets, id, column);
    for (size_t i = 0; err == CH_OK && i < sheet->leaving_count; i++) {
        const size_t line = sheet->leaving[i];
        err = leave_with(sheets, id, column, ch_sheet__key(sheet, line, 0), sheet->line[line].at);
    }
    return err;
}

/* One round does: no key names a row whose own key names another. */
static ch_err cascade(ch_sheets *sheets, ch_table_id named)
{
    ch_err err = CH_OK;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; err == CH_OK && i < kind->keys; i++)
            if (kind->column[i].to == (int)named)
                err = leave_all_with(sheets, (ch_table_id)id, i, named);
    }
    return err;
}

/* ---- rows under it move up */

/* One step: to what the line above lies under. A firm that reaches the top keeps its group: by the
 * name of the parent outside that the firm above had, else by the name of that firm. */
static ch_err step_up(ch_sheets *sheets, ch_table_id id, unsigned column, size_t line, size_t above)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    const ch_at at = sheet->line[above].at;
    if (sheet->line[line].at.line == 0)
        sheet->line[line].at = at;
    const ch_text up = ch_sheet__text(sheet, above, column);
    ch_err err = ch_sheet__put_text(sheets, id, line, column, up, at);
    if (err != CH_OK || up.len > 0 || id != CH_TABLE_firms)
        return err;

    ch_text name = ch_sheet__text(sheet, above, CH_COLUMN_firms_parent_name);
    if (name.len == 0)
        name = ch_sheet__text(sheet, above, CH_COLUMN_firms_name_zh);
    return ch_sheet__put_text(sheets, id, line, CH_COLUMN_firms_parent_name, name, at);
}

/* Those above that leave step up on the way, which halves it for who comes next, and shrinks a circle
 * that edits have made to a line above itself; there the steps end, and the check of the whole tells. */
static ch_err move_up(ch_sheets *sheets, ch_table_id id, unsigned column, size_t line)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    ch_err err = CH_OK;
    while (err == CH_OK) {
        const size_t above = line_of(sheet, ch_sheet__text(sheet, line, column));
        if (!is_leaving(sheet, above))
            break;
        const size_t next = line_of(sheet, ch_sheet__text(sheet, above, column));
        if (next == above)
            break;
        if (is_leaving(sheet, next))
            err = step_up(sheets, id, column, above, next);
        if (err == CH_OK)
            err = step_up(sheets, id, column, line, above);
    }
    return err;
}

/* Lines that went themselves, or lie under another by now, stay. */
static ch_err move_up_from(ch_sheets *sheets, ch_table_id id, unsigned column, ch_text key)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    namers *listed = sheet->namers[column];
    ch_err err = CH_OK;
    for (uint32_t list = take_mentions(listed, key); err == CH_OK && list != 0;) {
        const size_t line = next_line(listed, &list);
        if (sheet->line[line].gone || !ch_text_equal(ch_sheet__text(sheet, line, column), key))
            continue;
        err = move_up(sheets, id, column, line);
        if (err == CH_OK)
            err = note_in(sheets, id, line, column);
    }
    return err;
}

static ch_err move_all_up(ch_sheets *sheets, ch_table_id id, unsigned column)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    ch_err err = list_namers(sheets, id, column);
    for (size_t i = 0; err == CH_OK && i < sheet->leaving_count; i++)
        err = move_up_from(sheets, id, column, ch_sheet__key(sheet, sheet->leaving[i], 0));
    return err;
}

static void let_go(ch_sheet *sheet)
{
    for (size_t i = 0; i < sheet->leaving_count; i++) {
        ch_sheet__line *line = &sheet->line[sheet->leaving[i]];
        line->leaving = false;
        line->rest = CH_ZONE__NONE;
        line->put = NULL;
    }
    sheet->leaving_count = 0;
}

ch_err ch_sheets__settle(ch_sheets *sheets)
{
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        if (sheets->sheet[id].leaving_count > 0)
            err = cascade(sheets, (ch_table_id)id);
    for (size_t i = 0; err == CH_OK && i < sizeof under / sizeof under[0]; i++)
        if (sheets->sheet[under[i].table].leaving_count > 0)
            err = move_all_up(sheets, under[i].table, under[i].column);
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        let_go(&sheets->sheet[id]);
    return err;
}

/* ---- cells that name it are emptied */

/* One column of the sheets, and what it names. */
typedef struct {
    ch_sheets *sheets;
    ch_table_id table;
    unsigned column;
    ch_type type;
    ch_table_id named;
} naming;

/* Is the place gone because it has another code now? Such a name is followed, not taken away. */
static bool has_new_code(const ch_sheets *sheets, ch_text code)
{
    const ch_sheet *history = &sheets->sheet[CH_TABLE_place_history];
    if (!history->base)
        return ch_zone_find(sheets->base, CH_TABLE_place_history, code) != SIZE_MAX;
    const size_t line = line_of(history, code);
    return line != SIZE_MAX && !history->line[line].gone;
}

/* Must a cell that was put in this turn let go of the name? */
static bool is_lost(const naming *n, ch_text id, size_t put_in)
{
    const ch_sheet *named = &n->sheets->sheet[n->named];
    const size_t line = line_of(named, id);
    return line != SIZE_MAX && named->line[line].gone && (put_in == 0 || put_in < named->line[line].gone_in) &&
           !(n->named == CH_TABLE_places && has_new_code(n->sheets, id));
}

static bool names_lost(const naming *n, ch_text cell, size_t put_in)
{
    for (ch_text id; ch_zone__next_ref(n->type, &cell, &id);)
        if (is_lost(n, id, put_in))
            return true;
    return false;
}

/* The names that are still there, a blank between; .at NULL: no memory. */
static ch_text without_lost(const naming *n, ch_text cell, size_t put_in)
{
    char *kept = CH_NEW(&n->sheets->arena, char, cell.len + 1);
    size_t len = 0;
    for (ch_text id; kept && ch_zone__next_ref(n->type, &cell, &id);) {
        if (is_lost(n, id, put_in))
            continue;
        if (len > 0)
            kept[len++] = ' ';
        for (size_t i = 0; i < id.len; i++)
            kept[len++] = id.at[i];
    }
    return (ch_text){kept, len};
}

static ch_err release_column(const naming *n)
{
    ch_err err = ch_sheet__open(n->sheets, n->table);
    const ch_sheet *sheet = &n->sheets->sheet[n->table];
    for (size_t i = 0; err == CH_OK && i < sheet->lines; i++) {
        const ch_text cell = sheet->line[i].gone ? CH_TEXT("") : ch_sheet__text(sheet, i, n->column);
        const size_t put_in = cell.len > 0 ? ch_sheet__put_in(sheet, i, n->column) : 0;
        if (!names_lost(n, cell, put_in))
            continue;
        const ch_text kept = without_lost(n, cell, put_in);
        err = kept.at ? ch_sheet__put_text(n->sheets, n->table, i, n->column, kept, sheet->line[i].at) : CH_ENOMEM;
    }
    return err;
}

/* In a survey an empty cell says more than a name. */
static bool may_be_emptied(ch_table_id id, const ch_column *column)
{
    return column->to >= 0 && column->need == CH_OPTIONAL && id != CH_TABLE_surveys;
}

ch_err ch_sheets__release(ch_sheets *sheets)
{
    ch_err err = CH_OK;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = kind->keys; err == CH_OK && i < kind->columns; i++)
            if (may_be_emptied((ch_table_id)id, &kind->column[i]) && sheets->sheet[kind->column[i].to].lost_some)
                err = release_column(
                    &(naming){sheets, (ch_table_id)id, i, kind->column[i].type, (ch_table_id)kind->column[i].to});
    }
    return err;
}
