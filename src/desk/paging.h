/* paging.h - inside the desk: a document for paper (paper.h) put together block by block, in one language. */
#ifndef CHANGHE_DESK_PAGING_H
#define CHANGHE_DESK_PAGING_H

#include "changhe/desk.h"
#include "changhe/paper.h"

/* What is added lives in the arena. Once memory has run out nothing more is added, and failed stays. */
typedef struct {
    ch_arena *arena;
    ch_lang lang;
    ch_paper_block *block;
    size_t blocks, capacity;
    bool failed;
} ch_desk__page;

ch_text ch_desk__page_word(const ch_desk__page *p, const char *zh, const char *en);
ch_buf ch_desk__page_begin(const ch_desk__page *p);
/* The text of a buffer, in the arena; the buffer is freed. */
ch_text ch_desk__page_keep(ch_desk__page *p, ch_buf *text);
/* Yuan with two decimals and commas; nothing for what is not known. */
ch_text ch_desk__page_yuan(ch_desk__page *p, int64_t fen);

void ch_desk__page_add(ch_desk__page *p, const ch_paper_block *block);
void ch_desk__page_text(ch_desk__page *p, ch_paper_kind kind, ch_text text);
void ch_desk__page_kept(ch_desk__page *p, ch_paper_kind kind, ch_buf *text);
/* Fields to sign in, so many beside one another as are read well. */
void ch_desk__page_signatures(ch_desk__page *p, const ch_text *signer, size_t signers);

/* Tables: cells are filled row by row. */
typedef struct {
    const ch_paper_column *column;
    size_t columns;
    ch_text *cell;
    bool *is_sum;
    size_t rows, filled;
} ch_desk__page_table;

/* Heads in both languages. */
typedef struct {
    const char *zh, *en;
    unsigned width;
    bool is_number;
} ch_desk__page_column;

const ch_paper_column *ch_desk__page_columns(ch_desk__page *p, const ch_desk__page_column *from, size_t n);
#define CH_DESK__COLUMNS(p, list) \
    ch_desk__page_columns((p), (list), sizeof(list) / sizeof *(list)), sizeof(list) / sizeof *(list)
ch_desk__page_table ch_desk__page_table_begin(ch_desk__page *p, const ch_paper_column *column, size_t columns,
                                              size_t rows);
void ch_desk__page_put(const ch_desk__page *p, ch_desk__page_table *t, ch_text text);
void ch_desk__page_put_yuan(ch_desk__page *p, ch_desk__page_table *t, int64_t fen);
/* The row that is filled next is a sum. */
void ch_desk__page_mark_sum(const ch_desk__page *p, const ch_desk__page_table *t);
void ch_desk__page_table_end(ch_desk__page *p, const ch_desk__page_table *t);

/* settlement_words.c. */
void ch_desk__add_yuan(ch_buf *out, int64_t fen);
/* Digits of a digest in groups of eight. */
void ch_desk__add_groups(ch_buf *out, ch_text digits);

#endif
