/* intake_cell.c - one cell as the text that its column takes. */
#include "intake_parts.h"

#include "fold.h"

#include <string.h>

/* ---- cleaning */

static bool is_blank(ch_text text, size_t *n)
{
    static const char *const blanks[] = {" ", "\t", "\n", "\r", "\xe3\x80\x80", "\xc2\xa0"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        *n = strlen(blanks[i]);
        if (text.len >= *n && memcmp(text.at, blanks[i], *n) == 0)
            return true;
    }
    return false;
}

static bool ends_blank(ch_text text, size_t *n)
{
    for (size_t back = 1; back <= 3 && back <= text.len; back++)
        if (is_blank((ch_text){text.at + text.len - back, back}, n) && *n == back)
            return true;
    return false;
}

ch_text ch_intake__clean(ch_text text)
{
    static const char *const nothing[] = {"-", "－", "—", "——", "--", "/", "／", "\\", "无", "暂无"};
    size_t n;
    while (is_blank(text, &n))
        text = (ch_text){text.at + n, text.len - n};
    while (ends_blank(text, &n))
        text.len -= n;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (ch_text_equal(text, ch_text_of(nothing[i])))
            text.len = 0;
    return text;
}

/* ---- faults, texts */

ch_err ch_intake__refuse(const ch_intake__cell *in, ch_text found, ch_want want, const char *detail)
{
    const ch_err err = ch_fault_tell(in->faults, &(ch_fault){.at = in->at,
                                                             .column = ch_text_of(in->column->name),
                                                             .column_zh = ch_text_of(in->column->zh),
                                                             .found = found,
                                                             .want = want,
                                                             .detail = ch_text_of(detail)});
    return err == CH_OK ? CH_EDATA : err;
}

ch_err ch_intake__keep(ch_arena *arena, ch_buf *buf, ch_text *text)
{
    const bool failed = buf->failed;
    *text = failed ? (ch_text){0} : ch_text_copy(arena, ch_buf_text(buf));
    ch_buf_free(buf);
    return failed || !text->at ? CH_ENOMEM : CH_OK;
}

/* On one line: line ends and tabs become one blank. */
static ch_err read_line(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    bool was_blank = false;
    for (size_t i = 0; i < clean.len; i++) {
        const bool is_break = clean.at[i] == '\n' || clean.at[i] == '\r' || clean.at[i] == '\t';
        if (is_break && !was_blank)
            ch_buf_addc(&out, ' ');
        else if (!is_break)
            ch_buf_addc(&out, clean.at[i]);
        was_blank = is_break;
    }
    return ch_intake__keep(in->arena, &out, text);
}

/* In half width: figures between Chinese characters are often typed in full width. */
ch_err ch_intake__narrow(ch_arena *arena, ch_text clean, ch_text *text)
{
    ch_buf out = {.memory = arena->memory};
    while (clean.len > 0) {
        const char *from = clean.at;
        const uint32_t point = ch_fold__narrow(ch_utf8_next(&clean));
        if (point < 0x80)
            ch_buf_addc(&out, (char)point);
        else
            ch_buf_add(&out, (ch_text){from, (size_t)(clean.at - from)});
    }
    return ch_intake__keep(arena, &out, text);
}

static ch_err read_code(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    for (size_t i = 0; i < clean.len; i++)
        if (clean.at[i] != ' ')
            ch_buf_addc(&out,
                        (char)(clean.at[i] >= 'a' && clean.at[i] <= 'z' ? clean.at[i] - ('a' - 'A') : clean.at[i]));
    return ch_intake__keep(in->arena, &out, text);
}

/* ---- words */

bool ch_intake__read_yes(ch_text clean, bool *is_yes)
{
    static const char *const yes[] = {"是", "有", "√", "✓", "yes", "y", "true", "1", NULL};
    static const char *const no[] = {"否", "没有", "×", "✗", "x", "no", "n", "false", "0", NULL};
    char room[16];
    const ch_text folded = ch_fold__head(clean, room, sizeof room);
    for (int side = 0; side < 2; side++)
        for (const char *const *word = side == 0 ? yes : no; *word; word++)
            if (ch_text_equal(folded, ch_text_of(*word))) {
                *is_yes = side == 0;
                return true;
            }
    return false;
}

static ch_err read_flag(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    bool is_yes;
    if (!ch_intake__read_yes(clean, &is_yes))
        return ch_intake__refuse(in, clean, CH_WANT_YES_NO, "");
    *text = ch_text_of(is_yes ? "yes" : "");
    return CH_OK;
}

/* By the word, its Chinese or its English, in any width and case. */
static const ch_word *find_word(const ch_words *words, ch_text said)
{
    char room[2][128];
    const ch_text folded = ch_fold__head(said, room[0], sizeof room[0]);
    for (unsigned i = 1; i <= words->count; i++) {
        const char *const name[] = {words->word[i].word, words->word[i].zh, words->word[i].en};
        for (int n = 0; n < 3; n++)
            if (ch_text_equal(folded, ch_fold__head(ch_text_of(name[n]), room[1], sizeof room[1])))
                return &words->word[i];
    }
    return NULL;
}

static ch_err refuse_word(const ch_intake__cell *in, ch_text said)
{
    ch_buf en = {.memory = in->arena->memory}, zh = {.memory = in->arena->memory};
    ch_schema_print_words(in->column->words, &en);
    ch_schema_print_words_zh(in->column->words, &zh);
    ch_err err = en.failed || zh.failed ? CH_ENOMEM : CH_OK;
    if (err == CH_OK)
        err = ch_fault_tell(in->faults, &(ch_fault){.at = in->at,
                                                    .column = ch_text_of(in->column->name),
                                                    .column_zh = ch_text_of(in->column->zh),
                                                    .found = said,
                                                    .want = CH_WANT_WORD,
                                                    .detail = ch_buf_text(&en),
                                                    .detail_zh = ch_buf_text(&zh)});
    ch_buf_free(&en);
    ch_buf_free(&zh);
    return err;
}

static ch_err read_word(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    const ch_word *word = find_word(in->column->words, clean);
    if (!word)
        return refuse_word(in, clean);
    *text = ch_text_of(word->word);
    return CH_OK;
}

/* The next of several, with a comma, semicolon, 、, blank or line end between. */
static bool next_of(ch_text *rest, ch_text *piece)
{
    static const char *const marks[] = {",", ";", "\n", " ", "，", "；", "、"};
    if (rest->len == 0)
        return false;
    for (size_t at = 0; at < rest->len; at++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const size_t n = strlen(marks[i]);
            if (rest->len - at >= n && memcmp(rest->at + at, marks[i], n) == 0) {
                *piece = (ch_text){rest->at, at};
                *rest = (ch_text){rest->at + at + n, rest->len - at - n};
                return true;
            }
        }
    *piece = *rest;
    *rest = (ch_text){0};
    return true;
}

static ch_err read_words(const ch_intake__cell *in, ch_text clean, ch_text *text)
{
    ch_buf out = {.memory = in->arena->memory};
    ch_text rest = clean, piece, word;
    ch_err err = CH_OK;
    if (find_word(in->column->words, clean))
        return read_word(in, clean, text);
    while (err == CH_OK && next_of(&rest, &piece)) {
        piece = ch_intake__clean(piece);
        if (piece.len == 0)
            continue;
        err = read_word(in, piece, &word);
        if (out.len > 0)
            ch_buf_addc(&out, ' ');
        if (err == CH_OK)
            ch_buf_add(&out, word);
    }
    if (err == CH_OK)
        return ch_intake__keep(in->arena, &out, text);
    ch_buf_free(&out);
    return err;
}

/* ---- any cell */

static bool is_narrow(ch_type type)
{
    return type >= CH_TYPE_NUMBER && type <= CH_TYPE_USCC;
}

static ch_err read_value(const ch_intake__cell *in, const ch_book_cell *cell, ch_text clean, ch_text *text)
{
    const ch_err err = is_narrow(in->column->type) ? ch_intake__narrow(in->arena, clean, &clean) : CH_OK;
    if (err != CH_OK)
        return err;
    switch (in->column->type) {
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA:
    case CH_TYPE_COUNT:
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return ch_intake__read_figure(in, cell, clean, text);
    case CH_TYPE_DATE: return ch_intake__read_date(in, cell, clean, text);
    case CH_TYPE_FLAG: return read_flag(in, clean, text);
    case CH_TYPE_WORD: return read_word(in, clean, text);
    case CH_TYPE_WORDS: return read_words(in, clean, text);
    case CH_TYPE_USCC: return read_code(in, clean, text);
    default: return read_line(in, clean, text);
    }
}

ch_err ch_intake_cell(ch_arena *arena, const ch_column *column, const ch_intake_cell_ask *ask, const ch_book_cell *cell,
                      ch_at at, ch_text *text, ch_faults *faults)
{
    const ch_intake__cell in = {arena, column, ask, at, faults};
    const ch_text clean = ch_intake__clean(cell->text);
    *text = (ch_text){0};
    if (cell->kind == CH_CELL_FAULT)
        return ch_intake__refuse(&in, cell->text, CH_WANT_NO_ERROR, "");
    if (cell->kind == CH_CELL_EMPTY || clean.len == 0)
        return CH_OK;
    const ch_err err = read_value(&in, cell, clean, text);
    return err == CH_OK && text->len > 0 ? ch_draft_try(column, *text, at, faults) : err;
}
