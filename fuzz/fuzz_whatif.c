/* fuzz_whatif.c - whatever comes in, edits come out sound or not at all. */
#include "changhe/whatif.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Every key column once and not empty; other columns at most once, and none in a delete; each
 * value can be put, or is told not to fit. */
static void check_edit(const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    uint32_t seen = 0;
    ch_faults faults = {0};
    ch_draft *draft;
    must(ch_draft_new(edit->table, NULL, &draft) == CH_OK && ch_draft_row(draft, edit->at) == CH_OK);
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        must(cell->column < (edit->is_delete ? kind->keys : kind->columns));
        must((seen >> cell->column & 1) == 0 && kind->column[cell->column].type != CH_TYPE_SHAPE);
        must(cell->column >= kind->keys || ch_text_trim(cell->text).len > 0);
        must(cell->at.line > 0 && cell->at.column > 0);
        must(ch_draft_put(draft, cell->column, cell->text, cell->at, &faults) == CH_OK);
        seen |= UINT32_C(1) << cell->column;
    }
    for (unsigned key = 0; key < kind->keys; key++)
        must((seen >> key & 1) != 0);
    ch_draft_free(draft);
    ch_faults_free(&faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits;
    ch_err err = ch_whatif_read(&arena, CH_TEXT("f"), (ch_text){(const char *)data, size}, &edits, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && (err == CH_OK || edits.count == 0));
    for (size_t i = 0; i < edits.count; i++)
        check_edit(&edits.edit[i]);
    ch_faults_free(&faults);
    ch_whatif_change change;
    err = ch_whatif_read_change(&arena, CH_TEXT("f"), (ch_text){(const char *)data, size}, &change, &faults);
    must(err == (faults.count == 0 ? CH_OK : CH_EDATA) && (change.edits.count > 0) == (err == CH_OK));
    for (size_t i = 0; i < change.edits.count; i++)
        check_edit(&change.edits.edit[i]);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
