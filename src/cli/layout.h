/* layout.h - text laid out in columns on a terminal, Chinese counting two columns a character. */
#ifndef CHANGHE_CLI_LAYOUT_H
#define CHANGHE_CLI_LAYOUT_H

#include "changhe/desk.h"

enum { LAYOUT_WIDTH = 80 };

/* One of two wordings, which may be formats for the same arguments. */
const char *say(ch_lang lang, const char *zh, const char *en) __attribute__((format_arg(2), format_arg(3)));

/* text in exactly so many columns and a blank behind it; what is too long ends in an ellipsis. */
void layout_left(ch_buf *out, ch_text text, size_t columns);
/* A number with so many decimals, right-aligned, a blank behind it; "?" when it is not known. What
 * is above zero but would print as zero prints as <0.01. */
void layout_number(ch_buf *out, double value, size_t columns, int decimals);
/* text as far as it fits into the columns left of the line, then a line end; no trailing blanks. */
void layout_end(ch_buf *out, ch_text text);
/* Indented text broken between words and between wide characters so that no line is too long. */
void layout_paragraph(ch_buf *out, size_t indent, ch_text text);
/* A heading with an empty line before it. */
void layout_heading(ch_buf *out, const char *text);

/* " 示意 待核" or " illustrative ...", each mark after a blank; assumed only when told to. */
void layout_marks(ch_buf *out, uint32_t marks, bool assumed, ch_lang lang);
/* The name in the language asked for; Chinese where there is no English one. */
ch_text layout_name(ch_text zh, ch_text en, ch_lang lang);
/* What every table begins with: zone, places asked, date, what if, snapshot, local content, beside
 * what it was before the what-if (NaN: not known, or there is none). */
void layout_head(ch_buf *out, const ch_desk *desk, double before, const char *title, ch_lang lang);

#endif
