/* order.c - the rows of a draft by key, each key once. */
#include "draft.h"

#include <string.h>

/* A row and how its first key starts, so that most comparisons need not look at the row. */
typedef struct {
    uint64_t start;
    uint32_t row;
} sort_item;

/* The first eight bytes of a text, in the order in which texts are ordered; texts hold no NUL. */
static uint64_t start_of_key(const ch_draft *draft, size_t row)
{
    const void *cell = ch_draft__cell(draft, row, 0);
    if (!ch_cell__holds_text(draft->kind->column[0].type))
        return *(const uint8_t *)cell;
    const ch_text *text = cell;
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < text->len ? (unsigned char)text->at[i] : 0);
    return start;
}

static int compare(const ch_draft *draft, sort_item a, sort_item b)
{
    if (a.start != b.start)
        return a.start < b.start ? -1 : 1;
    return ch_draft__compare_keys(draft, a.row, b.row);
}

/* Merge sort, stable; halves that lie in order already are left alone. scratch holds n / 2. */
static void sort(const ch_draft *draft, sort_item *item, sort_item *scratch, size_t n)
{
    if (n < 2)
        return;
    const size_t half = n / 2;
    sort(draft, item, scratch, half);
    sort(draft, item + half, scratch, n - half);
    if (compare(draft, item[half - 1], item[half]) <= 0)
        return;

    memcpy(scratch, item, half * sizeof *item);
    for (size_t left = 0, right = half, to = 0; left < half; to++) {
        bool take_right = right < n && compare(draft, item[right], scratch[left]) < 0;
        item[to] = take_right ? item[right++] : scratch[left++];
    }
}

typedef struct {
    sort_item *item;
    size_t rows;
} row_order;

static ch_err sort_rows(ch_draft *draft, row_order *order)
{
    order->item = CH_NEW(&draft->scratch, sort_item, draft->rows);
    sort_item *scratch = CH_NEW(&draft->scratch, sort_item, draft->rows / 2);
    if (order->item == NULL || scratch == NULL)
        return CH_ENOMEM;

    order->rows = 0;
    for (size_t row = 0; row < draft->rows; row++)
        if (!draft->dropped[row])
            order->item[order->rows++] = (sort_item){start_of_key(draft, row), (uint32_t)row};
    sort(draft, order->item, scratch, order->rows);
    return CH_OK;
}

static bool has_key(const ch_draft *draft, size_t row)
{
    for (unsigned i = 0; i < draft->kind->keys; i++)
        if (ch_cell__is_empty(draft->kind->column[i].type, ch_draft__cell(draft, row, i)))
            return false;
    return true;
}

static ch_err tell_twice(const ch_draft *draft, size_t row, size_t first, ch_faults *faults)
{
    if (faults == NULL)
        return CH_EDATA;
    ch_buf key = {.memory = draft->memory}, line = {.memory = draft->memory};
    for (unsigned i = 0; i < draft->kind->keys; i++) {
        ch_buf_adds(&key, i > 0 ? " " : "");
        ch_cell__format(&draft->kind->column[i], ch_draft__cell(draft, row, i), &key);
    }
    ch_at other = ch_places__at(draft->places, first, 0);
    if (other.line != 0)
        ch_buf_addf(&line, "%lu", (unsigned long)other.line);
    else
        ch_buf_adds(&line, "?");

    ch_err err = CH_ENOMEM;
    if (!key.failed && !line.failed)
        err = ch_draft__tell(draft, row, 0, ch_buf_text(&key), CH_WANT_UNIQUE, ch_buf_text(&line), faults);
    ch_buf_free(&line);
    ch_buf_free(&key);
    return err;
}

/* Rows without a whole key, and all but the first with one key, are dropped. */
static ch_err check_unique(ch_draft *draft, const row_order *order, ch_faults *faults)
{
    ch_err err = CH_OK;
    size_t first = 0; /* of the rows with one key: the one put first */
    for (size_t i = 0; err != CH_ENOMEM && i < order->rows; i++) {
        size_t row = order->item[i].row;
        if (compare(draft, order->item[first], order->item[i]) != 0)
            first = i;
        if (!has_key(draft, row)) {
            ch_draft_drop_row(draft, row);
        } else if (first != i) {
            err = ch_err_worse(err, tell_twice(draft, row, order->item[first].row, faults));
            ch_draft_drop_row(draft, row);
        }
    }
    return err;
}

static void leave_out_dropped(const ch_draft *draft, row_order *order)
{
    size_t kept = 0;
    for (size_t i = 0; i < order->rows; i++)
        if (!draft->dropped[order->item[i].row])
            order->item[kept++] = order->item[i];
    order->rows = kept;
}

/* Files that export wrote come so. */
static bool is_in_order(const ch_draft *draft)
{
    for (size_t row = 0; row < draft->rows; row++)
        if (!has_key(draft, row) || (row > 0 && ch_draft__compare_keys(draft, row - 1, row) >= 0))
            return false;
    return draft->dropped_count == 0;
}

ch_err ch_draft__sort(ch_draft *draft, ch_draft__order *order, ch_faults *faults)
{
    *order = (ch_draft__order){NULL, draft->rows};
    if (is_in_order(draft))
        return CH_OK;
    row_order sorted;
    ch_err err = sort_rows(draft, &sorted);
    if (err == CH_OK)
        err = check_unique(draft, &sorted, faults);
    if (err == CH_ENOMEM)
        return err;

    leave_out_dropped(draft, &sorted);
    uint32_t *row = CH_NEW(&draft->scratch, uint32_t, sorted.rows);
    if (row == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < sorted.rows; i++)
        row[i] = sorted.item[i].row;
    *order = (ch_draft__order){row, sorted.rows};
    return err;
}
