/* fold.h - heads and units as they are compared: half width, small letters, no blanks, stars or line ends. */
#ifndef CHANGHE_BOOK_FOLD_H
#define CHANGHE_BOOK_FOLD_H

#include "changhe/text.h"

/* The folded text in room; what is longer than the room is cut at a character. */
ch_text ch_fold__head(ch_text text, char *room, size_t size);

/* A character in half width, where it has one: U+FF01 to U+FF5E, blanks, and 【】〔〕 as brackets. */
uint32_t ch_fold__narrow(uint32_t point);

#endif
