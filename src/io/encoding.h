/* encoding.h - what form does a text file look as if a program saved it in?
 * Shared by the sources of this folder. */
#ifndef CHANGHE_IO_ENCODING_H
#define CHANGHE_IO_ENCODING_H

#include "changhe/fault.h"

/* What a file's bytes were judged to be so far. */
typedef struct {
    ch_at at;     /* of the bytes that come next; {file, 1, 1} for a file not begun */
    bool settled; /* a byte that is not ASCII was met: the rest is what that piece was */
} ch_encoding;

/* In this order: no byte that would tell; what is read as it is; the rest. Of UTF-16 without a byte order mark only the NULs
 * beside the first letters tell. */
typedef enum {
    CH_ENCODING_ASCII,
    CH_ENCODING_UTF8,
    CH_ENCODING_GB18030,
    CH_ENCODING_UTF16LE,
    CH_ENCODING_UTF16BE,
    CH_ENCODING_UTF16_BARE
} ch_encoding_kind;

enum { CH_ENCODING__ENOUGH = 64 }; /* bytes from the first that is not ASCII on, to judge a file by */

/* Is the first byte that is not ASCII so near the end that such a piece, of a file that goes on, would
 * tell little or, cutting a character, nothing? More should be added to it before it is looked at. */
bool ch_encoding__begins_late(ch_text bytes);

/* What the next bytes of a file are. Cost: O(n). */
ch_encoding_kind ch_encoding__look(ch_encoding *so_far, ch_text bytes);

/* The same for a reader of UTF-8 alone. False once they are no UTF-8 as a whole; *fault then tells where
 * that begins and, as ENCODING, what it is. room holds the fault's found. Bytes that are damaged here
 * and there in UTF-8 text are not the file's form. A byte order mark is no column. Cost: O(n). */
bool ch_encoding__check(ch_encoding *so_far, ch_text bytes, ch_fault *fault, char room[8]);

/* Look at the first bytes of a file, its first line among them. False when lines end in CR alone;
 * *fault then tells the first, as LINE_ENDS. Cost: O(n). */
bool ch_encoding__check_lines(ch_text file, ch_text bytes, ch_fault *fault);

#endif
