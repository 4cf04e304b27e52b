/* book_answer.c - answers that are workbooks. */
#include "book_answer.h"

#include <stdio.h>

ch_err serve_answer_book(serve_call *call, const char *name, ch_err written)
{
    char value[128];
    if (written != CH_OK)
        return written;
    snprintf(value, sizeof value, "attachment; filename=\"changhe-%s.xlsx\"", name);
    call->answer->type = SERVE_XLSX;
    serve_add_header(call->answer, "Content-Disposition", ch_text_of(value));
    return CH_OK;
}
