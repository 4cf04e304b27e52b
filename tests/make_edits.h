/* make_edits.h - edits for a test from a few lines of text.
 *
 *   "+firms: id=f place=c1 parent=\n"   an upsert; an empty value empties the cell, ~ stands for a blank
 *   "-firms: id=f\n"                    a delete
 *
 * Line n of the text is where edit n and its cells stand, in the file "edits". */
#ifndef CHANGHE_TESTS_MAKE_EDITS_H
#define CHANGHE_TESTS_MAKE_EDITS_H

#include "changhe/edit.h"

#include <stdlib.h>

static inline ch_text make_edits_unblank(ch_arena *arena, ch_text text)
{
    char *bytes = CH_NEW(arena, char, text.len);
    for (size_t i = 0; i < text.len; i++)
        bytes[i] = text.at[i] == '~' ? ' ' : text.at[i];
    return (ch_text){bytes, text.len};
}

static inline ch_edit make_edits_line(ch_arena *arena, ch_text line, ch_at at)
{
    ch_text name, rest = {line.at + 1, line.len - 1}, piece;
    if (!ch_text_next(&rest, ':', &name) || ch_schema_find_table(name) < 0)
        abort();
    ch_edit edit = {.table = (ch_table_id)ch_schema_find_table(name), .is_delete = line.at[0] == '-', .at = at};
    edit.cell = CH_NEW(arena, ch_edit_cell, CH_MAX_COLUMNS);
    while (ch_text_next(&rest, ' ', &piece)) {
        ch_text column;
        const int found =
            ch_text_next(&piece, '=', &column) ? ch_schema_find_column(ch_schema_table(edit.table), column) : -1;
        if (found < 0)
            abort();
        edit.cell[edit.cells++] = (ch_edit_cell){(unsigned)found, make_edits_unblank(arena, piece), at};
    }
    return edit;
}

static inline ch_edits make_edits(ch_arena *arena, const char *text)
{
    ch_text rest = ch_text_of(text), line;
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    ch_edits edits = {CH_NEW(arena, ch_edit, lines + 1), 0};
    while (ch_text_next(&rest, '\n', &line)) {
        const ch_at at = {CH_TEXT("edits"), (uint32_t)edits.count + 1, 1};
        edits.edit[edits.count++] = make_edits_line(arena, line, at);
    }
    return edits;
}

#endif
