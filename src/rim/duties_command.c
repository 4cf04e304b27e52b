/* duties_command.c - `duties`: which office owes what, as a table, JSON or a workbook to send. */
#include "rim.h"
#include "../cli/whole_file.h"
#include "sheet_words.h"

#include "../cli/told.h"
#include "../serve/today.h"
#include "changhe/duties.h"
#include "changhe/folder.h"
#include "changhe/store.h"

#include <stdio.h>

/* ---- as a table */

static const char *state_name(ch_duty_state state, bool zh)
{
    static const char *const name[][2] = {{"按时", "kept"}, {"待报", "due"}, {"逾期", "overdue"}, {"从未报", "never"}};
    return name[state][!zh];
}

static void print_date(ch_date date)
{
    ch_buf text = {0};
    ch_date_format(date, &text);
    printf("%-10.*s", (int)text.len, text.at ? text.at : "");
    ch_buf_free(&text);
}

/* Padded to so many columns of a terminal. */
static void print_name(ch_text name, size_t columns)
{
    const ch_text fit = ch_utf8_fit(name, columns);
    printf("%.*s%*s", (int)fit.len, fit.at ? fit.at : "", (int)(columns - ch_utf8_columns(fit)), "");
}

static ch_text table_name(ch_text table, bool zh)
{
    const int id = ch_schema_find_table(table);
    return id < 0 ? table
                  : ch_text_of(zh ? ch_schema_table((ch_table_id)id)->zh : ch_schema_table((ch_table_id)id)->en);
}

static void print_duty(const ch_duties *duties, const ch_duty_judgement *it, bool zh)
{
    const ch_rows_duties *rows = &duties->zone->duties;
    const size_t office = ch_zone_find(duties->zone, CH_TABLE_offices, rows->office[it->duty]);
    const ch_rows_offices *offices = &duties->zone->offices;
    const bool in_english = !zh && offices->name_en[office].len > 0;
    printf("  ");
    print_name(ch_text_of(state_name(it->state, zh)), 8);
    print_name(in_english ? offices->name_en[office] : offices->name_zh[office], 22);
    printf(" ");
    print_name(table_name(rows->table[it->duty], zh), 16);
    printf(" ");
    print_date(it->owed);
    printf(" ");
    print_date(it->due_on);
    printf(" %5d\n", it->days);
}

static void print_table(const ch_duties *duties, bool zh)
{
    ch_buf day = {0};
    ch_date_format(duties->today, &day);
    printf(zh ? "报送责任 · %.*s · 逾期 %zu，从未报 %zu，待报 %zu，按时 %zu\n"
              : "Duties · %.*s · %zu overdue, %zu never, %zu due, %zu kept\n",
           (int)day.len, day.at ? day.at : "", duties->count[CH_DUTY_OVERDUE], duties->count[CH_DUTY_NEVER],
           duties->count[CH_DUTY_DUE], duties->count[CH_DUTY_KEPT]);
    ch_buf_free(&day);
    if (duties->n > 0)
        printf(zh ? "  状态    责任部门               数据表           应报期     截止日     逾期天\n"
                  : "  state   office                 table            period     due on      late\n");
    for (size_t i = 0; i < duties->n; i++)
        print_duty(duties, &duties->list[i], zh);
}

/* ---- the command */

static ch_err print_json(const ch_duties *duties)
{
    ch_buf out = {0};
    ch_duties_write_json(duties, &out);
    const bool failed = out.failed;
    if (!failed)
        fwrite(out.at, 1, out.len, stdout);
    ch_buf_free(&out);
    return failed ? CH_ENOMEM : CH_OK;
}

static ch_err write_workbook(const sheet_words *asked, const ch_duties *duties, ch_faults *faults)
{
    ch_buf bytes = {0};
    ch_err err = ch_duties_write_workbook(duties, asked->lang == CH_EN, &bytes);
    if (err == CH_OK)
        err = whole_file_write(asked->out, ch_buf_text(&bytes), faults);
    ch_buf_free(&bytes);
    return err;
}

static ch_err answer(const sheet_words *asked, ch_arena *arena, const ch_zone *zone, ch_faults *faults)
{
    ch_duties duties;
    const ch_date day = asked->on ? ch_date_last_day(asked->on) : serve_today();
    ch_err err = ch_duties_ask(arena, zone, day, ch_text_of(asked->office), &duties, faults);
    if (err != CH_OK)
        return err;
    if (asked->format == SHEET_AS_JSON)
        return print_json(&duties);
    if (asked->format == SHEET_AS_XLSX)
        return write_workbook(asked, &duties, faults);
    print_table(&duties, asked->lang == CH_ZH);
    return CH_OK;
}

static ch_err run(const sheet_words *asked, ch_faults *faults)
{
    ch_arena arena = {0};
    ch_zone *zone;
    ch_err err = asked->zone ? ch_folder_read(asked->zone, NULL, &zone, faults)
                             : ch_store_read(asked->store, NULL, &zone, faults);
    if (err != CH_OK)
        return err;
    err = answer(asked, &arena, zone, faults);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
    return err;
}

int rim_duties(int argc, char **argv)
{
    sheet_words asked;
    ch_faults faults = {0};
    if (!sheet_words_read(argc, argv, SHEET_DUTIES, &asked))
        return EXIT_USAGE;
    const ch_err err = run(&asked, &faults);
    told_faults(&faults, asked.lang);
    ch_faults_free(&faults);
    return fflush(stdout) == 0 ? told_code(err) : EXIT_BAD_DATA;
}
