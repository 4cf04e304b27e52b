/* export_command.c - `export --table`: one table as a workbook, a template to fill in, or CSV. */
#include "rim.h"
#include "sheet_file.h"
#include "sheet_words.h"

#include "../cli/told.h"
#include "changhe/csv.h"
#include "changhe/folder.h"
#include "changhe/store.h"
#include "changhe/workbook_write.h"

#include <stdio.h>

static ch_err open_zone(const sheet_words *asked, ch_zone **zone, ch_faults *faults)
{
    return asked->zone ? ch_folder_read(asked->zone, NULL, zone, faults)
                       : ch_store_read(asked->store, NULL, zone, faults);
}

/* A template is the head alone. */
static ch_err write_csv(const sheet_words *asked, const ch_form *form, const ch_zone *zone, ch_buf *bytes)
{
    ch_table *empty = NULL;
    if (asked->is_template && ch_table_empty(form->table, NULL, &empty) != CH_OK)
        return CH_ENOMEM;
    ch_csv_write_table(empty ? empty : zone->table[form->table], bytes);
    ch_table_drop(empty);
    return bytes->failed ? CH_ENOMEM : CH_OK;
}

static ch_err write_bytes(const sheet_words *asked, const ch_form *form, const ch_zone *zone, ch_buf *bytes)
{
    const ch_book_table what = {
        .zone = zone, .form = form, .in_english = asked->lang == CH_EN, .is_template = asked->is_template};
    return asked->format == SHEET_AS_XLSX ? ch_book_write_table(NULL, &what, bytes)
                                          : write_csv(asked, form, zone, bytes);
}

static void tell(const sheet_words *asked, const ch_form *form, const ch_zone *zone)
{
    const size_t rows = asked->is_template ? 0 : zone->table[form->table]->rows;
    printf(asked->lang == CH_ZH ? "%s · 已写出 %s · %zu 行\n" : "%s · written to %s · %zu rows\n",
           asked->lang == CH_ZH ? form->zh : form->en, asked->out, rows);
}

static ch_err run(const sheet_words *asked, ch_faults *faults)
{
    const ch_form *form = ch_form_find(ch_text_of(asked->table));
    ch_buf bytes = {0};
    ch_zone *zone;
    if (!form)
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("table"), ch_text_of(asked->table), CH_WANT_KNOWN_TABLE,
                            ch_text_of(ch_schema_nearest_table(ch_text_of(asked->table))));
    ch_err err = open_zone(asked, &zone, faults);
    if (err != CH_OK)
        return err;
    err = write_bytes(asked, form, zone, &bytes);
    if (err == CH_OK)
        err = sheet_file_write(asked->out, ch_buf_text(&bytes), faults);
    if (err == CH_OK)
        tell(asked, form, zone);
    ch_buf_free(&bytes);
    ch_zone_drop(zone);
    return err;
}

int rim_export(int argc, char **argv)
{
    sheet_words asked;
    ch_faults faults = {0};
    if (!sheet_words_read(argc, argv, SHEET_EXPORT, &asked))
        return EXIT_USAGE;
    const ch_err err = run(&asked, &faults);
    told_faults(&faults, asked.lang);
    ch_faults_free(&faults);
    return fflush(stdout) == 0 ? told_code(err) : EXIT_BAD_DATA;
}
