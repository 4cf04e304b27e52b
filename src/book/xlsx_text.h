/* xlsx_text.h - text of a cell: plain, or in runs that each have a font (ECMA-376 part 1, 18.4). */
#ifndef CHANGHE_BOOK_XLSX_TEXT_H
#define CHANGHE_BOOK_XLSX_TEXT_H

#include "xlsx_xml.h"

/* Gathers an element si or is. How its readings are pronounced (rPh) is no part of the text. */
typedef struct {
    ch_buf *out; /* text is added here */
    size_t from; /* where the t being read begins */
    bool in_run, in_text, keeps_blanks;
} ch_rich;

/* The events inside of the element; level is 1 for its children. */
void ch_rich__open(ch_rich *rich, unsigned level, const char *name, const char **attribute);
void ch_rich__text(ch_rich *rich, ch_text text);
void ch_rich__close(ch_rich *rich, unsigned level);

/* Decode _x000D_ and the like (22.9.2.19) in place; how many bytes there are then. What is no character stays as it is. */
size_t ch_rich__unescape(char *text, size_t len);

#endif
