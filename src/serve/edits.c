/* edits.c - what-if edits read from a query or a body. */
#include "edits.h"

#include "changhe/whatif.h"
#include "visible.h"

/* What an edit sets in a row that is there could be guessed until the snapshot's name comes out alike: so nobody sets what he may not see. */
static ch_err check_seen(serve_call *call, const ch_edits *edits)
{
    ch_access access;
    ch_err err = serve_access(call, &access);
    for (size_t i = 0; err != CH_ENOMEM && i < edits->count; i++) {
        const ch_edit *edit = &edits->edit[i];
        const size_t row = ch_edit_find(access.zone, edit);
        for (size_t k = 0; row != SIZE_MAX && err != CH_ENOMEM && k < edit->cells; k++) {
            const ch_edit_cell *cell = &edit->cell[k];
            const ch_column *column = &ch_schema_table(edit->table)->column[cell->column];
            if (!ch_access_sees(&access, edit->table, row, cell->column))
                err = ch_err_worse(err, ch_fault_tell(&call->faults, &(ch_fault){.at = cell->at,
                                                                                 .column = ch_text_of(column->name),
                                                                                 .column_zh = ch_text_of(column->zh),
                                                                                 .want = CH_WANT_SEEN_COLUMN}));
        }
    }
    return err;
}

ch_err serve_read_edits(serve_call *call, const serve_value *what_if, const serve_value *name, ch_edits *room,
                        const ch_edits **given, ch_text *called)
{
    const ch_text body = call->request->body;
    *given = what_if->given || body.len > 0 ? room : NULL;
    *called = name->given && name->text.len > 0 ? name->text : CH_TEXT("what_if");
    if (what_if->given && body.len > 0)
        return ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("what_if"), (ch_text){0}, CH_WANT_PARAMETER_ONCE,
                            (ch_text){0});
    if (!*given)
        return CH_OK;
    const ch_err err =
        ch_whatif_read(&call->arena, *called, what_if->given ? what_if->text : body, room, &call->faults);
    return err == CH_OK ? check_seen(call, room) : err;
}
