/* layout.c - columns, lines and paragraphs that read well at 80 columns. */
#include "layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *say(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

static void blanks(ch_buf *out, size_t n)
{
    while (n-- > 0)
        ch_buf_addc(out, ' ');
}

void layout_left(ch_buf *out, ch_text text, size_t columns)
{
    if (ch_utf8_columns(text) > columns) {
        const ch_text start = ch_utf8_fit(text, columns - 1);
        ch_buf_add(out, start);
        ch_buf_adds(out, "…");
        blanks(out, columns - 1 - ch_utf8_columns(start));
    } else {
        ch_buf_add(out, text);
        blanks(out, columns - ch_utf8_columns(text));
    }
    ch_buf_addc(out, ' ');
}

void layout_number(ch_buf *out, double value, size_t columns, int decimals)
{
    char text[64];
    const double least = pow(10, -decimals);
    if (isnan(value))
        snprintf(text, sizeof text, "?");
    else if (value > 0 && value < least / 2)
        snprintf(text, sizeof text, "<%.*f", decimals, least);
    else
        snprintf(text, sizeof text, "%.*f", decimals, value);
    const size_t len = strlen(text);
    blanks(out, columns > len ? columns - len : 0);
    ch_buf_adds(out, text);
    ch_buf_addc(out, ' ');
}

/* The line being written, from after the last line end. */
static ch_text last_line(const ch_buf *out)
{
    size_t from = out->len;
    while (from > 0 && out->at[from - 1] != '\n')
        from--;
    return (ch_text){out->at ? out->at + from : "", out->len - from};
}

static size_t columns_left(const ch_buf *out)
{
    const size_t used = ch_utf8_columns(last_line(out));
    return used < LAYOUT_WIDTH ? LAYOUT_WIDTH - used : 0;
}

static void end_line(ch_buf *out)
{
    while (out->len > 0 && out->at[out->len - 1] == ' ')
        out->len--;
    ch_buf_addc(out, '\n');
}

void layout_end(ch_buf *out, ch_text text)
{
    const size_t left = columns_left(out);
    if (ch_utf8_columns(text) <= left)
        ch_buf_add(out, text);
    else if (left > 1) {
        ch_buf_add(out, ch_utf8_fit(text, left - 1));
        ch_buf_adds(out, "…");
    }
    end_line(out);
}

static bool is_wide(ch_text text)
{
    ch_text rest = text;
    ch_utf8_next(&rest);
    return ch_utf8_columns((ch_text){text.at, text.len - rest.len}) > 1;
}

/* The next piece that may not be broken: a run of narrow characters, or one wide one with the
 * closing punctuation that must not begin a line. */
static ch_text next_piece(ch_text *rest)
{
    const char *begin = rest->at;
    if (is_wide(*rest)) {
        ch_utf8_next(rest);
    } else {
        while (rest->len > 0 && !is_wide(*rest)) {
            const uint32_t point = ch_utf8_next(rest);
            if (point == ' ')
                break;
        }
    }
    while (rest->len > 0) {
        ch_text after = *rest;
        const uint32_t point = ch_utf8_next(&after);
        if (point != 0x3002 && point != 0xFF0C && point != 0xFF1B && point != 0xFF09 && point != 0x3001)
            break;
        *rest = after;
    }
    return (ch_text){begin, (size_t)(rest->at - begin)};
}

void layout_paragraph(ch_buf *out, size_t indent, ch_text text)
{
    blanks(out, indent);
    while (text.len > 0) {
        const ch_text piece = next_piece(&text);
        if (ch_utf8_columns(ch_text_trim(piece)) > columns_left(out)) {
            end_line(out);
            blanks(out, indent);
        }
        ch_buf_add(out, piece);
    }
    end_line(out);
}

void layout_heading(ch_buf *out, const char *text)
{
    ch_buf_addc(out, '\n');
    ch_buf_adds(out, text);
    ch_buf_addc(out, '\n');
}

void layout_marks(ch_buf *out, uint32_t marks, bool assumed, ch_lang lang)
{
    const ch_words *words = ch_schema_words("mark");
    for (unsigned value = 1; value <= words->count; value++) {
        if (!(marks & 1u << value) || (value == CH_mark_ASSUMED && !assumed))
            continue;
        ch_buf_addc(out, ' ');
        ch_buf_adds(out, lang == CH_ZH ? words->word[value].zh : words->word[value].en);
    }
}

ch_text layout_name(ch_text zh, ch_text en, ch_lang lang)
{
    return lang == CH_EN && en.len > 0 ? en : zh;
}

static void add_places(ch_buf *out, const ch_desk *desk, ch_lang lang)
{
    const ch_rows_places *place = &desk->zone->places;
    for (size_t i = 0; i < desk->set.asked_count; i++) {
        const uint32_t row = desk->set.asked[i];
        if (i > 0)
            ch_buf_adds(out, say(lang, "、", ", "));
        ch_buf_add(out, layout_name(place->name_zh[row], place->name_en[row], lang));
    }
}

static void add_question(ch_buf *out, const ch_desk *desk, ch_lang lang)
{
    const ch_question *asked = desk->question;
    if (asked->as_of) {
        ch_buf_adds(out, say(lang, "数据日期 截至 ", "data as of "));
        ch_date_format(asked->as_of, out);
    } else {
        ch_buf_adds(out, say(lang, "数据日期 全部", "data of all dates"));
    }
    if (asked->what_if) {
        ch_buf_addf(out, say(lang, " · 试算 %zu 处 ", " · what if, %zu edits: "), asked->what_if->count);
        ch_fault_show(asked->what_if_name, out);
    }
    ch_buf_addf(out, say(lang, " · 快照 %s", " · snapshot %s"), desk->digest);
}

static void add_content(ch_buf *out, double before, double content, ch_lang lang)
{
    ch_buf_adds(out, say(lang, "本地含量 Q ", "local content Q "));
    if (!isnan(before))
        ch_buf_addf(out, "%.4f → ", before);
    ch_buf_addf(out, "%.4f", content);
    if (!isnan(before))
        ch_buf_addf(out, " (%+.4f)", content - before);
    ch_buf_adds(out, say(lang, " 假定\n", " assumed\n"));
}

void layout_head(ch_buf *out, const ch_desk *desk, double before, const char *title, ch_lang lang)
{
    const ch_rows_zone *zone = &desk->zone->zone;
    ch_buf line = {.memory = out->memory};
    ch_buf_add(out, layout_name(zone->name_zh[0], zone->name_en[0], lang));
    ch_buf_addf(out, " · %s\n", title);
    ch_buf_adds(&line, say(lang, "地区 ", "places "));
    add_places(&line, desk, lang);
    layout_paragraph(out, 0, ch_buf_text(&line));
    line.len = 0;
    add_question(&line, desk, lang);
    layout_paragraph(out, 0, ch_buf_text(&line));
    add_content(out, before, desk->state.local_content, lang);
    out->failed |= line.failed;
    ch_buf_free(&line);
}
