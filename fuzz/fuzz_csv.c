/* fuzz_csv.c - CSV cut in two ways reads alike, and what a table writes reads back as the same table.
 * The first line of the input names the table. */
#include "changhe/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    ch_text rest;
    size_t piece;
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    size_t n = from->piece < room ? from->piece : room;
    n = n < from->rest.len ? n : from->rest.len;
    if (n > 0)
        memcpy(bytes, from->rest.at, n);
    from->rest = (ch_text){from->rest.at + n, from->rest.len - n};
    return (int)n;
}

/* The table, NULL when there is none, and in *told what was told. */
static ch_table *read_table(ch_text text, size_t piece, ch_table_id id, ch_buf *told)
{
    source from = {text, piece};
    ch_faults faults = {0};
    ch_draft *draft;
    ch_table *table = NULL;
    ch_err err = ch_csv_read_table(NULL, CH_TEXT("f"), give, &from, id, &draft, &faults);
    must((err == CH_OK) == (faults.count == 0) && (err == CH_OK || err == CH_EDATA));
    if (draft != NULL)
        must((ch_draft_fix(draft, &table, &faults) == CH_OK) == (table != NULL));
    for (size_t i = 0; i < faults.kept; i++) {
        must(faults.list[i].at.line > 0 && faults.list[i].at.column > 0);
        ch_fault_print(&faults.list[i], told);
        ch_buf_addc(told, '\n');
    }
    ch_faults_free(&faults);
    return table;
}

static void check_round_trip(const ch_table *table, ch_table_id id)
{
    ch_buf text = {0}, told = {0};
    ch_csv_write_table(table, &text);
    ch_table *again = read_table(ch_buf_text(&text), 4096, id, &told);
    must(told.len == 0 && again != NULL && again->digest == table->digest && again->rows == table->rows);
    ch_table_drop(again);
    ch_buf_free(&text);
    ch_buf_free(&told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_text text = {(const char *)data, size}, name;
    int id = ch_text_next(&text, '\n', &name) ? ch_schema_find_table(name) : -1;
    if (id < 0 || ch_schema_table((ch_table_id)id)->shape >= 0)
        return 0;

    ch_buf told = {0}, told_cut = {0};
    ch_table *table = read_table(text, size, (ch_table_id)id, &told);
    ch_table *cut = read_table(text, 1 + size % 16, (ch_table_id)id, &told_cut);
    must((table == NULL) == (cut == NULL) && (table == NULL || table->digest == cut->digest));
    must(ch_text_equal(ch_buf_text(&told), ch_buf_text(&told_cut)));
    if (table != NULL)
        check_round_trip(table, (ch_table_id)id);
    ch_table_drop(table);
    ch_table_drop(cut);
    ch_buf_free(&told);
    ch_buf_free(&told_cut);
    return 0;
}
