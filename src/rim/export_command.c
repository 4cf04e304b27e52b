/* export_command.c - `export --table`: one table as a workbook, a template to fill in, or CSV. */
#include "rim.h"
#include "../cli/whole_file.h"
#include "sheet_words.h"

#include "../cli/told.h"
#include "changhe/csv.h"
#include "changhe/folder.h"
#include "changhe/frame.h"
#include "changhe/store.h"
#include "changhe/workbook_write.h"

#include <stdio.h>

static ch_err open_zone(const sheet_words *asked, ch_zone **zone, ch_faults *faults)
{
    return asked->zone ? ch_folder_read(asked->zone, NULL, zone, faults)
                       : ch_store_read(asked->store, NULL, zone, faults);
}

/* The table as asked, one hold of it: a template is the head alone, another frame has its points told in it. */
static ch_err take_table(const sheet_words *asked, ch_table_id id, const ch_zone *zone, ch_table **table)
{
    if (asked->is_template)
        return ch_table_empty(id, NULL, table);
    if (asked->frame != CH_frame_NONE)
        return ch_frame_tell_table(zone->table[id], asked->frame, table);
    ch_table_hold(*table = zone->table[id]);
    return CH_OK;
}

static ch_err write_bytes(const sheet_words *asked, const ch_form *form, const ch_zone *zone, ch_buf *bytes)
{
    ch_table *table;
    ch_err err = take_table(asked, form->table, zone, &table);
    if (err != CH_OK)
        return err;
    const ch_book_table what = {.zone = zone,
                                .form = form,
                                .told = table,
                                .in_english = asked->lang == CH_EN,
                                .is_template = asked->is_template};
    if (asked->format == SHEET_AS_XLSX)
        err = ch_book_write_table(NULL, &what, bytes);
    else
        ch_csv_write_table(table, bytes);
    ch_table_drop(table);
    return err == CH_OK && bytes->failed ? CH_ENOMEM : err;
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
    if (asked->frame != CH_frame_NONE && !ch_frame_fits(form->table))
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("frame"), ch_text_of(asked->table), CH_WANT_FRAMED_TABLE,
                            (ch_text){0});
    ch_err err = open_zone(asked, &zone, faults);
    if (err != CH_OK)
        return err;
    err = write_bytes(asked, form, zone, &bytes);
    if (err == CH_OK)
        err = whole_file_write(asked->out, ch_buf_text(&bytes), faults);
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
