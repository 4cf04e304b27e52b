/* workbook_write_list.c - drop-down lists, in the sheet while they are short, else in a hidden one. */
#define _POSIX_C_SOURCE 200809L /* strdup */

#include "workbook_write_parts.h"

#include "changhe/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INLINE_MOST = 255 }; /* characters of a list that may stand in the sheet itself */

static bool is_same_list(const ch_book_out__list *a, const ch_text *choice, size_t choices)
{
    for (size_t i = 0; i < choices && a->choices == choices; i++)
        if (!ch_text_equal(a->choice[i], choice[i]))
            return false;
    return a->choices == choices;
}

static ch_text *copy_texts(ch_arena *arena, const ch_text *text, size_t n)
{
    ch_text *copy = CH_NEW(arena, ch_text, n);
    for (size_t i = 0; copy && i < n; i++) {
        copy[i] = ch_text_copy(arena, text[i]);
        if (!copy[i].at)
            copy = NULL;
    }
    return copy;
}

/* Row of the hidden sheet at which the list begins; one of the same texts serves again. */
static ch_err keep_list(ch_book_out__lists *lists, ch_arena *arena, const ch_text *choice, size_t choices,
                        size_t *first_row)
{
    for (size_t i = 0; i < lists->n; i++)
        if (is_same_list(&lists->list[i], choice, choices)) {
            *first_row = lists->list[i].first_row;
            return CH_OK;
        }
    if (lists->rows + choices > CH_BOOK_MAX_ROWS)
        return CH_EDATA;
    const ch_text *copy = copy_texts(arena, choice, choices);
    if (!copy || !ch_arena_grow(arena, (void **)&lists->list, &lists->capacity, lists->n + 1, sizeof *lists->list))
        return CH_ENOMEM;
    *first_row = lists->rows;
    lists->list[lists->n++] = (ch_book_out__list){copy, choices, lists->rows};
    lists->rows += choices;
    return CH_OK;
}

/* In the sheet itself a comma ends a text, and a quote the list. */
static bool fits_inline(const ch_text *choice, size_t choices)
{
    size_t all = choices;
    for (size_t i = 0; i < choices; i++) {
        all += choice[i].len;
        if (all > INLINE_MOST || choice[i].len == 0 || memchr(choice[i].at, ',', choice[i].len) ||
            memchr(choice[i].at, '"', choice[i].len))
            return false;
    }
    return true;
}

/* People may write what the list lacks, when they say that they mean it. */
static ch_err put(lxw_worksheet *sheet, lxw_col_t column, char **word)
{
    lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = word,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    return ch_book_out__err_of(worksheet_data_validation_range(sheet, 1, column, CH_BOOK_MAX_ROWS - 1, column, &list));
}

static ch_err put_inline(ch_arena *arena, lxw_worksheet *sheet, lxw_col_t column, const ch_text *choice, size_t choices)
{
    ch_text *copy = copy_texts(arena, choice, choices);
    const char **word = CH_NEW(arena, const char *, choices + 1);
    if (!copy || !word)
        return CH_ENOMEM;
    for (size_t i = 0; i < choices; i++)
        word[i] = copy[i].at;
    return put(sheet, column, (char **)word);
}

/* libxlsxwriter 1.1.4 copies the formula of a list twice and frees one: so a list of one word is put, and the formula takes
 * the place of the text that was made of it. */
static ch_err put_formula(lxw_worksheet *sheet, lxw_col_t column, size_t row, size_t choices)
{
    char text[80], word[] = "x", *words[] = {word, NULL};
    snprintf(text, sizeof text, CH_BOOK_OUT__LISTS "!$A$%zu:$A$%zu", row + 1, row + choices);
    const ch_err err = put(sheet, column, words);
    char *formula = strdup(text);
    lxw_data_val_obj *last = STAILQ_FIRST(sheet->data_validations);
    while (last && STAILQ_NEXT(last, list_pointers))
        last = STAILQ_NEXT(last, list_pointers);
    if (err != CH_OK || !formula || !last) {
        free(formula);
        return err == CH_OK ? CH_ENOMEM : err;
    }
    free(last->value_formula);
    last->value_formula = formula;
    return CH_OK;
}

ch_err ch_book_out__put_list(ch_book_out__lists *lists, ch_arena *arena, lxw_worksheet *sheet, lxw_col_t column,
                             const ch_text *choice, size_t choices)
{
    size_t row = 0;
    if (choices == 0)
        return CH_OK;
    if (fits_inline(choice, choices))
        return put_inline(arena, sheet, column, choice, choices);
    const ch_err err = keep_list(lists, arena, choice, choices, &row);
    return err == CH_OK ? put_formula(sheet, column, row, choices) : err;
}
