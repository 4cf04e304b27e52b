/* recode.h - GB18030 and UTF-16 made UTF-8, in whatever pieces the bytes come.
 * The system's iconv takes its own memory from malloc. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_RECODE_H
#define CHANGHE_IO_RECODE_H

#include "changhe/text.h"

#include <iconv.h>

typedef struct {
    iconv_t iconv;
    bool is_open;
    char half[8]; /* the beginning of a character that the next bytes go on with */
    size_t half_len;
} ch_recode;

/* "GB18030", "UTF-16LE", "UTF-16BE"; false: the system cannot. */
bool ch_recode__open(ch_recode *recode, const char *from);
void ch_recode__close(ch_recode *recode);

/* Add the next bytes to out. How many of them were good: fewer than all when what follows is no character, or when
 * out failed. */
size_t ch_recode__add(ch_recode *recode, ch_text bytes, ch_buf *out);
/* Did the bytes end inside of a character? */
bool ch_recode__is_cut(const ch_recode *recode);

#endif
