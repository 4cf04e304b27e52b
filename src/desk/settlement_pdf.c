/* settlement_pdf.c - the sheet on paper: laid out, then drawn. */
#include "settling.h"

ch_err ch_answer_settlement_pdf(const ch_settlement_question *question, ch_lang lang, ch_date printed_on, ch_buf *out,
                                ch_faults *faults)
{
    ch_arena arena = CH_ARENA(question->split.zone->memory);
    ch_desk__settling s;
    ch_paper paper;
    ch_err err = ch_desk__settle_open(&arena, question, &s, faults);
    if (err == CH_OK)
        err = ch_desk__sheet_paper(&arena, &s, lang, printed_on, &paper);
    if (err == CH_OK)
        err = ch_paper_write(&paper, out, faults);
    ch_desk__settle_close(&s);
    ch_arena_free(&arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
