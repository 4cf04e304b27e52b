/* paging.c - blocks, tables and their cells in the arena. */
#include "paging.h"

/* ---- texts and blocks */

ch_text ch_desk__page_word(const ch_desk__page *p, const char *zh, const char *en)
{
    return ch_text_of(p->lang == CH_ZH ? zh : en);
}

ch_text ch_desk__page_keep(ch_desk__page *p, ch_buf *text)
{
    const ch_text kept = text->failed ? (ch_text){0} : ch_text_copy(p->arena, ch_buf_text(text));
    p->failed |= !kept.at;
    ch_buf_free(text);
    return kept;
}

ch_buf ch_desk__page_begin(const ch_desk__page *p)
{
    return (ch_buf){.memory = p->arena->memory};
}

ch_text ch_desk__page_yuan(ch_desk__page *p, int64_t fen)
{
    ch_buf text = ch_desk__page_begin(p);
    ch_desk__add_yuan(&text, fen);
    return ch_desk__page_keep(p, &text);
}

void ch_desk__page_add(ch_desk__page *p, const ch_paper_block *block)
{
    if (p->failed || !ch_arena_grow(p->arena, (void **)&p->block, &p->capacity, p->blocks + 1, sizeof *p->block)) {
        p->failed = true;
        return;
    }
    p->block[p->blocks++] = *block;
}

void ch_desk__page_text(ch_desk__page *p, ch_paper_kind kind, ch_text text)
{
    ch_desk__page_add(p, &(ch_paper_block){.kind = kind, .text = text});
}

void ch_desk__page_kept(ch_desk__page *p, ch_paper_kind kind, ch_buf *text)
{
    const ch_text kept = ch_desk__page_keep(p, text);
    ch_desk__page_text(p, kind, kept);
}

/* ---- tables: cells are filled row by row */

ch_desk__page_table ch_desk__page_table_begin(ch_desk__page *p, const ch_paper_column *column, size_t columns,
                                              size_t rows)
{
    ch_desk__page_table made = {.column = column, .columns = columns, .rows = rows};
    made.cell = CH_NEW(p->arena, ch_text, rows * columns);
    made.is_sum = CH_NEW(p->arena, bool, rows);
    p->failed |= !made.cell || !made.is_sum;
    return made;
}

void ch_desk__page_put(const ch_desk__page *p, ch_desk__page_table *t, ch_text text)
{
    if (!p->failed)
        t->cell[t->filled++] = text;
}

void ch_desk__page_put_yuan(ch_desk__page *p, ch_desk__page_table *t, int64_t fen)
{
    const ch_text text = ch_desk__page_yuan(p, fen);
    ch_desk__page_put(p, t, text);
}

void ch_desk__page_mark_sum(const ch_desk__page *p, const ch_desk__page_table *t)
{
    if (!p->failed)
        t->is_sum[t->filled / t->columns] = true;
}

void ch_desk__page_table_end(ch_desk__page *p, const ch_desk__page_table *t)
{
    ch_desk__page_add(p, &(ch_paper_block){.kind = CH_PAPER_TABLE,
                                           .column = t->column,
                                           .columns = t->columns,
                                           .cell = t->cell,
                                           .rows = t->rows,
                                           .is_sum = t->is_sum});
}

const ch_paper_column *ch_desk__page_columns(ch_desk__page *p, const ch_desk__page_column *from, size_t n)
{
    ch_paper_column *column = CH_NEW(p->arena, ch_paper_column, n);
    p->failed |= !column;
    for (size_t i = 0; i < n && column; i++)
        column[i] = (ch_paper_column){ch_desk__page_word(p, from[i].zh, from[i].en), from[i].width, from[i].is_number};
    return column;
}

void ch_desk__page_signatures(ch_desk__page *p, const ch_text *signer, size_t signers)
{
    enum { ABREAST = 3, SIGNER_COLUMNS = 80 }; /* a name is signed on one or two lines */
    ch_text *fit = CH_NEW(p->arena, ch_text, signers);
    p->failed |= !fit;
    for (size_t i = 0; i < signers && fit; i++)
        fit[i] = ch_utf8_fit(signer[i], SIGNER_COLUMNS);
    for (size_t i = 0; i < signers && fit; i += ABREAST)
        ch_desk__page_add(p, &(ch_paper_block){.kind = CH_PAPER_SIGNATURES,
                                               .signer = fit + i,
                                               .signers = signers - i < ABREAST ? signers - i : ABREAST});
}
