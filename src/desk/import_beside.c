/* import_beside.c - a fault in a row that no edit changed, such as a circle closed there: halving finds the row of the sheet
 * with which it begins. */
#include "importing.h"

/* Do the edits so far fail where no row of the sheet is told? */
static ch_err fail_so_far(const ch_import__trying *t, bool *fail, ch_faults *told)
{
    ch_revised revised = {.zone = NULL};
    const ch_err err = ch_import__try(t, &revised, told);
    ch_zone_drop(revised.zone);
    *fail = false;
    for (size_t i = 0; err == CH_EDATA && i < told->kept; i++)
        *fail |= told->list[i].at.line == 0;
    return err == CH_EDATA ? CH_OK : err;
}

static ch_err fail_before(const ch_import__trying *t, size_t upto, bool *fail)
{
    ch_faults told = {.arena = CH_ARENA(t->arena->memory)};
    ch_import__trying part = *t;
    part.upto = upto;
    const ch_err err = fail_so_far(&part, fail, &told);
    ch_faults_free(&told);
    return err;
}

/* The first edit with which they do. */
static ch_err find_first(const ch_import__trying *t, size_t *first)
{
    size_t low = 0, high = t->upto; /* with none they do not, with all they do */
    ch_err err = CH_OK;
    while (err == CH_OK && high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        bool fail;
        err = fail_before(t, middle, &fail);
        low = fail ? low : middle;
        high = fail ? middle : high;
    }
    *first = low;
    return err;
}

static ch_err tell(const ch_import__trying *t, size_t edit)
{
    ch_faults told = {.arena = CH_ARENA(t->arena->memory)};
    ch_import__trying part = *t;
    bool fail;
    part.upto = edit + 1;
    ch_err err = fail_so_far(&part, &fail, &told);
    for (size_t i = 0; err == CH_OK && i < told.kept; i++)
        if (told.list[i].at.line == 0) {
            ch_fault fault = told.list[i];
            fault.at = t->import->intake.edits.edit[edit].at;
            err = ch_fault_tell(t->faults, &fault) == CH_ENOMEM ? CH_ENOMEM : CH_OK;
        }
    ch_faults_free(&told);
    return err;
}

ch_err ch_import__leave_out_first(const ch_import__trying *t, size_t *left)
{
    ch_import__trying part = *t;
    size_t first;
    bool fail;
    part.duty = NULL;
    ch_err err = fail_before(&part, part.upto, &fail);
    if (err != CH_OK || !fail)
        return err;
    err = find_first(&part, &first);
    if (err == CH_OK)
        err = tell(&part, first);
    *left = err == CH_OK && ch_import__leave_out(t, t->import->intake.edit_row[first]);
    return err;
}
