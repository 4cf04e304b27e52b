/* text.h - UTF-8 text as a pointer and a length, and text that grows.
 * A ch_text does not own its bytes and need not end in NUL. Order is by bytes, which for
 * UTF-8 is the order of code points. */
#ifndef CHANGHE_TEXT_H
#define CHANGHE_TEXT_H

#include "changhe/arena.h"

typedef struct {
    const char *at;
    size_t len;
} ch_text;

#define CH_TEXT(literal) ((ch_text){(literal), sizeof(literal) - 1})

ch_text ch_text_of(const char *string); /* NULL gives the empty text */
bool ch_text_equal(ch_text a, ch_text b);
int ch_text_compare(ch_text a, ch_text b); /* < 0, 0, > 0 */

/* A copy in the arena, NUL behind it; .at is NULL when memory ran out. */
ch_text ch_text_copy(ch_arena *arena, ch_text text);

/* text without blanks, tabs and line ends at either side */
ch_text ch_text_trim(ch_text text);

/* Cut the next piece off *rest at separator; false when nothing is left, so a separator at the
 * end opens no further piece. A blank separator passes over runs of blanks; any other gives empty
 * pieces as they are. */
bool ch_text_next(ch_text *rest, char separator, ch_text *piece);

/* Bytes of the longest valid UTF-8 start of text (text.len: all valid). No surrogates, no
 * overlong forms, nothing past U+10FFFF; NUL counts as not valid. */
size_t ch_utf8_valid(ch_text text);

/* Code point at *rest, which is not empty, and step over it. U+FFFD stands for a sequence that the
 * end of *rest cuts off, and for each byte that is no UTF-8. */
uint32_t ch_utf8_next(ch_text *rest);

/* Does a code point show nothing of itself, or turn what stands around it? Controls, format
 * characters, line separators: general categories Cc, Cf, Zl, Zp. */
bool ch_utf8_is_hidden(uint32_t point);

/* Of any bytes, those that are no UTF-8 counting as U+FFFD. */
size_t ch_utf8_columns(ch_text text);              /* columns on a terminal: 2 for wide, 0 for combining */
ch_text ch_utf8_fit(ch_text text, size_t columns); /* the longest start that fits in so many columns */

/* Text that grows. A zeroed one is ready; memory as in arena.h. When memory runs out failed is
 * set and all later additions do nothing: test it once, at the end. */
typedef struct ch_buf {
    const ch_memory *memory;
    char *at;
    size_t len, capacity;
    bool failed;
} ch_buf;

void ch_buf_add(ch_buf *buf, ch_text text);
void ch_buf_adds(ch_buf *buf, const char *string);
void ch_buf_addc(ch_buf *buf, char byte);
void ch_buf_addf(ch_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
ch_text ch_buf_text(const ch_buf *buf); /* valid until the next addition */
void ch_buf_free(ch_buf *buf);

#endif
