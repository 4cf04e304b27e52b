/* import.c - a sheet's good rows tried on the snapshot until no row fails any more. */
#include "changhe/import.h"

#include "importing.h"

enum {
    MOST_TRIES = 50,    /* each tells all that fails at once, so that two or three are the rule */
    MOST_WORK = 5000000 /* edits in all tries: halving a long sheet for many rows would take hours */
};

typedef ch_import__trying trying;

/* ---- the rows that an edit names */

static void read_key(const ch_edit *edit, ch_text key[CH_MAX_KEYS])
{
    const unsigned keys = ch_schema_table(edit->table)->keys;
    for (size_t i = 0; i < edit->cells; i++)
        if (edit->cell[i].column < keys)
            key[edit->cell[i].column] = edit->cell[i].text;
}

size_t ch_import__find(const ch_zone *zone, const ch_edit *edit)
{
    ch_text key[CH_MAX_KEYS] = {{0}};
    read_key(edit, key);
    return ch_table_find(zone->table[edit->table], key);
}

static ch_row_version version_of(const ch_zone *zone, const ch_edit *edit)
{
    const size_t row = ch_import__find(zone, edit);
    return (ch_row_version){row != SIZE_MAX, row == SIZE_MAX ? 0 : ch_table_row_digest(zone->table[edit->table], row)};
}

/* ---- trying */

static ch_err print_date(ch_arena *arena, ch_date date, ch_text *text)
{
    ch_buf out = {.memory = arena->memory};
    ch_date_format(date, &out);
    *text = out.failed ? (ch_text){0} : ch_text_copy(arena, ch_buf_text(&out));
    ch_buf_free(&out);
    return text->at ? CH_OK : CH_ENOMEM;
}

static void add_cell(ch_edit *edit, const char *column, ch_text text)
{
    const int found = ch_schema_find_column(ch_schema_table(edit->table), ch_text_of(column));
    edit->cell[edit->cells++] = (ch_edit_cell){.column = (unsigned)found, .text = text};
}

/* Does the sheet cover more than what came before? An old one sent again takes nothing back. */
static bool is_later(const trying *t)
{
    const ch_rows_duties *duties = &t->base->duties;
    const size_t row = ch_zone_find(t->base, CH_TABLE_duties, t->duty->id);
    return ch_date_last_day(t->duty->covered) > ch_date_last_day(duties->covered[row]);
}

/* The duty's row says what came, and when. */
static ch_err make_receipt(const trying *t, ch_edit *edit)
{
    ch_text today, covered;
    *edit = (ch_edit){.table = CH_TABLE_duties, .cell = CH_NEW(t->arena, ch_edit_cell, 3)};
    ch_err err = print_date(t->arena, t->duty->today, &today);
    if (err == CH_OK)
        err = print_date(t->arena, t->duty->covered, &covered);
    if (err != CH_OK || !edit->cell)
        return CH_ENOMEM;
    add_cell(edit, "id", t->duty->id);
    add_cell(edit, "received_on", today);
    if (is_later(t))
        add_cell(edit, "covered", covered);
    return CH_OK;
}

static ch_err add_receipt(const trying *t, ch_edits *edits, ch_row_version *version)
{
    if (!t->duty || t->duty->id.len == 0)
        return CH_OK;
    const size_t row = ch_zone_find(t->base, CH_TABLE_duties, t->duty->id);
    if (row == SIZE_MAX)
        return ch_fault_add(t->faults, (ch_at){0}, CH_TEXT("duty"), t->duty->id, CH_WANT_REFERENCE, CH_TEXT("duties"));
    if (!ch_access_changes(&t->access, CH_TABLE_duties, row))
        return ch_fault_add(t->faults, (ch_at){0}, CH_TEXT("duty"), t->duty->id, CH_WANT_CHANGEABLE_ROW, (ch_text){0});
    if (edits->count == 0) /* a sheet without a good row fulfils nothing */
        return CH_OK;
    const ch_err err = make_receipt(t, &edits->edit[edits->count]);
    if (err == CH_OK) {
        version[edits->count] = version_of(t->base, &edits->edit[edits->count]);
        edits->count++;
    }
    return err;
}

static ch_err gather(const trying *t, ch_edits *edits, ch_row_version **version)
{
    const ch_edits *all = &t->import->intake.edits;
    edits->edit = CH_NEW(t->arena, ch_edit, all->count + 1);
    *version = CH_NEW(t->arena, ch_row_version, all->count + 1);
    edits->count = 0;
    if (!edits->edit || !*version)
        return CH_ENOMEM;
    for (size_t i = 0; i < t->upto; i++)
        if (!t->is_out[i]) {
            (*version)[edits->count] = version_of(t->base, &all->edit[i]);
            edits->edit[edits->count++] = all->edit[i];
        }
    return add_receipt(t, edits, *version);
}

static size_t first_edit(const trying *t, size_t row)
{
    const ch_intake *intake = &t->import->intake;
    size_t low = 0, high = intake->edits.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (intake->edit_row[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ch_import__leave_out(const trying *t, size_t row)
{
    const ch_intake *intake = &t->import->intake;
    bool left = false;
    for (size_t i = first_edit(t, row); i < intake->edits.count && intake->edit_row[i] == row; i++) {
        left |= !t->is_out[i];
        t->is_out[i] = true;
    }
    return left;
}

/* Rows are noted as they are told, for a list keeps only the first thousand faults. */
static bool hear(const void *self, const ch_fault *fault)
{
    const trying *t = self;
    const size_t i = first_edit(t, fault->at.line);
    if (fault->at.line > 0 && i < t->import->intake.edits.count)
        t->is_faulty[i] = t->import->intake.edit_row[i] == fault->at.line || t->is_faulty[i];
    return false;
}

/* What was told of edits goes to the caller's list, and their rows go out. *left: how many did. What is told of no row
 * of the sheet is for those who find one to it. */
static ch_err leave_out_told(const trying *t, const ch_faults *told, size_t *left)
{
    const ch_intake *intake = &t->import->intake;
    for (size_t i = 0; i < told->kept; i++)
        if (told->list[i].at.line > 0 && ch_fault_tell(t->faults, &told->list[i]) == CH_ENOMEM)
            return CH_ENOMEM;
    t->faults->count += told->count - told->kept;
    for (size_t i = 0; i < intake->edits.count; i++)
        if (t->is_faulty[i])
            *left += ch_import__leave_out(t, intake->edit_row[i]);
    return CH_OK;
}

/* No row of the sheet is it: the caller hears what is. */
static ch_err tell_rest(const trying *t, const ch_faults *told)
{
    for (size_t i = 0; i < told->kept; i++)
        if (told->list[i].at.line == 0 && ch_fault_tell(t->faults, &told->list[i]) == CH_ENOMEM)
            return CH_ENOMEM;
    return CH_EDATA;
}

/* Rows of others first: what else is said of them is not told. */
static ch_err leave_out_faulty(const trying *t, bool is_refused, const ch_faults *told, bool *again)
{
    size_t left = 0;
    ch_err err = is_refused ? ch_import__leave_out_refused(t, &t->import->revised, &left) : CH_OK;
    if (err == CH_OK && left == 0)
        err = leave_out_told(t, told, &left);
    if (err == CH_OK && left == 0 && !is_refused)
        err = ch_import__leave_out_first(t, &left);
    *again = err == CH_OK && left > 0;
    return err == CH_OK && left == 0 ? tell_rest(t, told) : err;
}

ch_err ch_import__try(const trying *t, ch_revised *revised, ch_faults *told)
{
    ch_edits edits;
    ch_row_version *version;
    if (*t->work > MOST_WORK)
        return CH_EDATA;
    const ch_err err = gather(t, &edits, &version);
    *t->work += err == CH_OK ? edits.count : 0;
    return err == CH_OK ? ch_revise(t->arena, t->base, &edits, version, t->author, revised, told) : err;
}

static ch_err try_once(const trying *t, bool *again)
{
    ch_faults told = {.arena = CH_ARENA(t->arena->memory), .passes_over = hear, .self = t};
    ch_revised *revised = &t->import->revised;
    *revised = (ch_revised){.outcome = CH_REVISE_SAME};
    for (size_t i = 0; i < t->import->intake.edits.count; i++)
        t->is_faulty[i] = false;
    ch_err err = ch_import__try(t, revised, &told);
    const bool is_refused = err == CH_OK && revised->outcome == CH_REVISE_REFUSED;
    *again = false;
    if ((err == CH_EDATA && told.count > 0) || is_refused)
        err = leave_out_faulty(t, is_refused, &told, again);
    ch_faults_free(&told);
    return err;
}

/* ---- counting */

/* Does the edit leave its row as it was? */
static bool is_idle(const trying *t, const ch_edit *edit)
{
    const ch_row_version before = version_of(t->base, edit), after = version_of(t->import->revised.zone, edit);
    return before.exists == after.exists && before.digest == after.digest;
}

static void count_row(const trying *t, size_t first, size_t end)
{
    const ch_edits *edits = &t->import->intake.edits;
    bool is_new = false, is_same = true;
    for (size_t i = first; i < end; i++) {
        const ch_edit *edit = &edits->edit[i];
        is_new |= edit->table == t->ask->form->table && ch_import__find(t->base, edit) == SIZE_MAX;
        is_same = is_same && (!t->import->revised.zone || is_idle(t, edit));
    }
    t->import->added += is_new;
    t->import->changed += !is_new && !is_same;
    t->import->same += !is_new && is_same;
}

static void count_rows(const trying *t)
{
    const ch_intake *intake = &t->import->intake;
    for (size_t first = 0, end; first < intake->edits.count; first = end) {
        end = first + 1;
        while (end < intake->edits.count && intake->edit_row[end] == intake->edit_row[first])
            end++;
        if (!t->is_out[first])
            count_row(t, first, end);
    }
}

/* ---- bad rows */

/* Those of the intake and those that went out, as one list. */
static ch_err join_bad_rows(const trying *t)
{
    ch_intake *intake = &t->import->intake;
    size_t *row = CH_NEW(t->arena, size_t, intake->bad_rows + intake->edits.count);
    size_t n = 0, bad = 0;
    if (!row)
        return CH_ENOMEM;
    for (size_t i = 0; i < intake->edits.count; i++) {
        if (!t->is_out[i] || (n > 0 && row[n - 1] == intake->edit_row[i]))
            continue;
        while (bad < intake->bad_rows && intake->bad_row[bad] < intake->edit_row[i])
            row[n++] = intake->bad_row[bad++];
        row[n++] = intake->edit_row[i];
    }
    while (bad < intake->bad_rows)
        row[n++] = intake->bad_row[bad++];
    intake->bad_row = row;
    t->import->bad = intake->bad_rows = n;
    return CH_OK;
}

/* What the zone would fill is told of good rows alone. */
static ch_err keep_good_fills(const trying *t)
{
    ch_intake *intake = &t->import->intake;
    ch_intake_fill *fill = CH_NEW(t->arena, ch_intake_fill, intake->fills);
    size_t n = 0, bad = 0;
    if (!fill)
        return CH_ENOMEM;
    for (size_t i = 0; i < intake->fills; i++) {
        while (bad < intake->bad_rows && intake->bad_row[bad] < intake->fill[i].row)
            bad++;
        if (bad == intake->bad_rows || intake->bad_row[bad] != intake->fill[i].row)
            fill[n++] = intake->fill[i];
    }
    intake->fill = fill;
    intake->fills = n;
    return CH_OK;
}

/* A lack of some cell that later fails is told twice when the row is tried again; so is none: its row is out. */
static ch_err try_rows(const trying *t)
{
    bool again = true;
    ch_err err = ch_import__leave_out_others(t);
    for (int n = 0; again && err == CH_OK; n++)
        err = n < MOST_TRIES ? try_once(t, &again) : CH_EDATA;
    if (err == CH_OK)
        count_rows(t);
    if (err == CH_OK || err == CH_EDATA)
        err = ch_err_worse(err, join_bad_rows(t));
    return err == CH_OK ? keep_good_fills(t) : err;
}

ch_err ch_import_try(ch_arena *arena, const ch_zone *base, ch_book *book, size_t sheet, const ch_intake_ask *ask,
                     const ch_import_duty *duty, const ch_author *author, ch_import *import, ch_faults *faults)
{
    size_t work = 0;
    trying t = {.arena = arena,
                .base = base,
                .ask = ask,
                .duty = duty,
                .author = author,
                .import = import,
                .faults = faults,
                .work = &work};
    ch_intake_ask asked = *ask;
    *import = (ch_import){.added = 0};
    ch_err err = ch_access_make(arena, base, author->grant, author->grants, &t.access);
    if (err != CH_OK)
        return err;
    asked.access = &t.access;
    err = ch_intake_read(arena, book, sheet, &asked, &import->intake, faults);
    if (err != CH_OK)
        return err;
    t.upto = import->intake.edits.count;
    import->is_out = t.is_out = CH_NEW(arena, bool, import->intake.edits.count);
    t.is_faulty = CH_NEW(arena, bool, import->intake.edits.count);
    return t.is_out && t.is_faulty ? try_rows(&t) : CH_ENOMEM;
}
