/* workbook_write_value.c - texts that XML can hold, and numbers that spreadsheets keep. */
#include "workbook_write_parts.h"

#include "changhe/decimal.h"

#include <string.h>

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/* Would a reader take the text's start for an escaped character? */
static bool looks_escaped(ch_text text)
{
    return text.len >= 7 && text.at[0] == '_' && text.at[1] == 'x' && is_hex(text.at[2]) && is_hex(text.at[3]) &&
           is_hex(text.at[4]) && is_hex(text.at[5]) && text.at[6] == '_';
}

/* XML 1.0, 2.2; a carriage return would be read as a line feed. */
static bool is_no_xml(uint32_t point)
{
    return point < ' ' && point != '\t' && point != '\n';
}

/* Unicode says that it is none and never will be, XML has no place for it. */
static bool is_no_character(uint32_t point)
{
    return point == 0xFFFE || point == 0xFFFF;
}

size_t ch_book_out__escape(ch_text text, ch_buf *out)
{
    size_t units = 0;
    while (text.len > 0) {
        const ch_text before = text;
        const uint32_t point = ch_utf8_next(&text);
        if (is_no_xml(point) || looks_escaped(before)) {
            ch_buf_addf(out, "_x%04X_", (unsigned)point);
            units += 7;
        } else {
            ch_buf_add(out, is_no_character(point) ? CH_TEXT("\uFFFD") : (ch_text){before.at, before.len - text.len});
            units += point > 0xFFFF ? 2 : 1;
        }
    }
    return units;
}

/* From the first digit that is not 0 to the last one; SIZE_MAX: another sign than digits and one point stands there. */
static size_t significant(ch_text digits)
{
    size_t all = 0, seen = 0, points = 0, figures = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const char byte = digits.at[i];
        points += byte == '.';
        if (byte == '.')
            continue;
        if (byte < '0' || byte > '9')
            return SIZE_MAX;
        figures++;
        seen += seen > 0 || byte != '0';
        if (byte != '0')
            all = seen;
    }
    return points > 1 || figures == 0 ? SIZE_MAX : all;
}

/* A double keeps any 15 digits, and so do the 16 that libxlsxwriter prints of it: they are off by less than two in the
 * sixteenth (a relative 1.1e-16 for the double, half a unit for the printing). */
bool ch_book_out__is_kept(ch_text decimal, double *number)
{
    ch_text digits = decimal;
    if (digits.len > 0 && (digits.at[0] == '-' || digits.at[0] == '+'))
        digits.at++, digits.len--;
    return significant(digits) <= 15 && ch_number_parse(decimal, number);
}
