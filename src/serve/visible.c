/* visible.c - which columns of a row the visitor of a call may see. */
#include "visible.h"

ch_err serve_access(serve_call *call, ch_access *access)
{
    call->answer->varies = true;
    return ch_access_make(&call->arena, ch_ready_zone(call->ready), call->visitor.grant, call->visitor.grants, access);
}

uint32_t serve_visible(const ch_access *access, ch_table_id table, size_t row)
{
    const ch_table_kind *kind = ch_schema_table(table);
    uint32_t columns = 0;
    for (unsigned c = 0; c < kind->columns; c++)
        if (kind->column[c].seen_by == CH_OPEN || ch_access_sees(access, table, row, c))
            columns |= 1u << c;
    return columns;
}

void serve_emit_hidden(ch_emit *emit, const ch_table_kind *kind, uint32_t columns)
{
    ch_emit_key(emit, "hidden");
    ch_emit_open(emit, '[');
    for (unsigned c = 0; c < kind->columns; c++)
        if (!(columns >> c & 1))
            ch_emit_string(emit, kind->column[c].name);
    ch_emit_close(emit, ']');
}
