/* form.h - how the columns of a workbook are named, and what of the zone they fill.
 * Every table has the form that its schema makes: a head may be the column's name, its Chinese or its English name. The
 * forms of the field have the heads that officers use, with their synonyms, and may fill several tables at once:
 * the form "firms" gives a firm its figures of a year and its titles. */
#ifndef CHANGHE_FORM_H
#define CHANGHE_FORM_H

#include "changhe/zone.h"

/* What the cells of a column say. */
typedef enum {
    CH_FORM_VALUE, /* the column's value */
    CH_FORM_HAS,   /* yes or no, or since when: the row of a table with a WORD key (firm_titles) is there or not */
    CH_FORM_IS,    /* yes: the WORD column is this word; no: it is not */
    CH_FORM_RANGE, /* 1.0-1.5, ≥1.2, ≤2: the column, and the next one of the table */
    CH_FORM_YEAR   /* the year of the figures that the row has in tables by year */
} ch_form_says;

typedef struct {
    const char *zh, *en; /* the head as written, without its unit */
    const char *also;    /* further heads with | between, NULL: none */
    const char *unit;    /* of figures where neither head nor cell says one: "万元", "㎡", ...; NULL: the column's */
    ch_form_says says;
    ch_table_id table; /* the form's own, or one whose first key is the key of the form's row */
    unsigned column;
    unsigned word; /* of HAS and IS */
} ch_form_column;

typedef struct {
    const char *id, *zh,
        *en; /* "leads" 招商项目台账, "firms" 企业库, "parcels" 地块库, "yields" 亩均评价表, and every other table's name */
    ch_table_id table;
    const ch_form_column *column;
    size_t columns;
} ch_form;

size_t ch_forms(void); /* one a table, in the order of tables */
const ch_form *ch_form_at(size_t form);
const ch_form *ch_form_find(ch_text id); /* by id or Chinese name; NULL: none */

/* What a head says. */
typedef struct {
    const ch_form_column *column; /* NULL: no head of the form */
    const ch_form_column *near;   /* the nearest one by edit distance, when column is NULL and one is near enough */
    char unit[40];                /* in brackets of either width or behind a stroke, in half width; "": none */
} ch_form_match;

/* Blanks, line ends, full or half width, the case of letters and a star are passed over. Cost: O(heads of the form). */
ch_form_match ch_form_match_head(const ch_form *form, ch_text head);

#endif
