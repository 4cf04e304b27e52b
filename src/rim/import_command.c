/* import_command.c - `import`: a sheet tried on the store, told, and where nothing stands against it taken in. */
#include "rim.h"
#include "../cli/whole_file.h"
#include "sheet_words.h"

#include "../cli/told.h"
#include "../serve/today.h"
#include "changhe/accounts.h"
#include "changhe/changes.h"
#include "changhe/folder.h"
#include "changhe/import.h"
#include "changhe/store.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { TRIES = 5, MAP_BYTES = 1 << 20 };

/* One attempt on what the store holds now. */
typedef struct {
    const sheet_words *asked;
    ch_arena arena;
    ch_faults faults; /* of the sheet */
    ch_zone *zone;
    ch_alike *alike;
    ch_book *book;
    size_t sheet;
    ch_intake_ask ask;
    ch_account account; /* id 0: nobody was named */
    ch_import import;
    int64_t change; /* id in the log, 0: nothing was written */
} work;

/* ---- what is asked */

static ch_err name_fault(work *w, const char *name, const char *found, ch_want want, const char *detail)
{
    return ch_fault_add(&w->faults, (ch_at){0}, ch_text_of(name), ch_text_of(found), want, ch_text_of(detail));
}

static ch_err find_form(work *w)
{
    w->ask.form = ch_form_find(ch_text_of(w->asked->table));
    if (w->ask.form)
        return CH_OK;
    return name_fault(w, "table", w->asked->table, CH_WANT_KNOWN_TABLE,
                      ch_schema_nearest_table(ch_text_of(w->asked->table)));
}

static ch_err find_sheet(work *w)
{
    const ch_err err = ch_import_pick_sheet(w->book, ch_text_of(w->asked->sheet), &w->sheet, &w->faults);
    if (err == CH_OK)
        w->ask.sheet = ch_book_sheet_at(w->book, w->sheet)->name;
    return err;
}

static ch_err read_map(work *w)
{
    ch_text json;
    if (!w->asked->map)
        return CH_OK;
    const ch_text file = ch_text_of(w->asked->map);
    const ch_err err = ch_folder_read_file(&w->arena, w->asked->map, file, MAP_BYTES, &json, &w->faults);
    return err == CH_OK ? ch_import_read_map(&w->arena, file, json, &w->ask, &w->faults) : err;
}

/* Who holds the file may change it all; who is named, what that account may. */
static ch_err find_author(work *w)
{
    static const ch_grant whole_zone = {CH_STEWARD, {"zone", 4}};
    w->account = (ch_account){.name = {0}, .grant = &whole_zone, .grants = 1};
    if (!w->asked->by)
        return CH_OK;
    const ch_err err = ch_accounts_find(&w->arena, w->asked->store, ch_text_of(w->asked->by), &w->account, &w->faults);
    return err == CH_ENONE ? name_fault(w, "by", w->asked->by, CH_WANT_ACCOUNT, "") : err;
}

/* What a CSV calls its one sheet: the file's name without its folders. */
static ch_text name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return ch_text_of(slash && slash[1] ? slash + 1 : path);
}

static ch_err open_work(work *w)
{
    const sheet_words *asked = w->asked;
    ch_err err = find_form(w);
    if (err == CH_OK)
        err = ch_store_read(asked->store, NULL, &w->zone, &w->faults);
    if (err == CH_OK)
        err = ch_alike_make(w->zone, NULL, &w->alike);
    if (err == CH_OK)
        err = ch_book_open(NULL, asked->file, name_of(asked->file), &asked->form, &w->book, &w->faults);
    if (err == CH_OK)
        err = find_sheet(w);
    if (err == CH_OK)
        err = read_map(w);
    return err == CH_OK ? find_author(w) : err;
}

static void close_work(work *w)
{
    ch_zone_drop(w->import.revised.zone);
    ch_book_close(w->book);
    ch_alike_free(w->alike);
    ch_zone_drop(w->zone);
    ch_faults_free(&w->faults);
    ch_arena_free(&w->arena);
}

static ch_err try_sheet(work *w)
{
    const ch_import_duty duty = {ch_text_of(w->asked->duty), serve_today(), w->asked->as_of};
    const ch_author author = {w->account.grant, w->account.grants};
    w->ask.zone = w->zone;
    w->ask.alike = w->alike;
    randombytes_buf(&w->ask.salt, sizeof w->ask.salt);
    w->ask.source = w->asked->source;
    w->ask.as_of = w->asked->as_of;
    return ch_import_try(&w->arena, w->zone, w->book, w->sheet, &w->ask, &duty, &author, &w->import, &w->faults);
}

/* ---- what is done */

/* Rows go in when all are good, or the good ones were asked for alone. */
static bool may_go_in(const work *w)
{
    return !w->asked->is_dry_run && w->import.revised.zone && (w->import.bad == 0 || w->asked->only_good);
}

/* The file's own name: where it lay is nobody's business. */
static ch_text note_of(const work *w)
{
    const char *slash = strrchr(w->asked->file, '/');
    return ch_text_of(w->asked->note ? w->asked->note : slash ? slash + 1 : w->asked->file);
}

static ch_err write_rows(work *w, bool *moved_on)
{
    const ch_revised *revised = &w->import.revised;
    const ch_change_draft draft = {.base = w->zone,
                                   .next = revised->zone,
                                   .diff = revised->diff,
                                   .row = revised->change,
                                   .rows = revised->rows,
                                   .account = w->account.id,
                                   .who = w->account.name,
                                   .note = note_of(w)};
    ch_change_result result;
    const ch_err err = ch_changes_apply(w->asked->store, &draft, &result, &w->faults);
    *moved_on = err == CH_OK && result.outcome == CH_CHANGE_MOVED_ON;
    w->change = err == CH_OK && result.outcome == CH_CHANGE_DONE ? result.id : 0;
    return err;
}

static ch_err write_faults(work *w)
{
    ch_buf workbook = {0};
    if (!w->asked->faults || w->import.bad == 0)
        return CH_OK;
    ch_err err = ch_intake_write_bad(&w->arena, w->book, w->sheet, &w->import.intake, &w->faults,
                                     w->asked->lang == CH_EN, &workbook);
    if (err == CH_OK)
        err = whole_file_write(w->asked->faults, ch_buf_text(&workbook), &w->faults);
    ch_buf_free(&workbook);
    return err;
}

/* ---- what is told */

static void tell_counts(const work *w)
{
    const ch_import *import = &w->import;
    const bool zh = w->asked->lang == CH_ZH;
    const bool is_stopped = import->bad > 0 && !w->asked->only_good;
    const char *did = w->asked->is_dry_run ? (zh ? "试导入" : "tried")
                      : w->change          ? (zh ? "已导入" : "taken in")
                      : is_stopped         ? (zh ? "未导入" : "not taken in")
                                           : (zh ? "没有改动" : "nothing differs");
    printf(zh ? "%s · %s · %.*s\n  共 %zu 行：新增 %zu，改动 %zu，不变 %zu，有误 %zu\n"
              : "%s · %s · %.*s\n  %zu rows: %zu added, %zu changed, %zu the same, %zu bad\n",
           zh ? w->ask.form->zh : w->ask.form->en, did, (int)w->ask.sheet.len, w->ask.sheet.at, import->intake.rows,
           import->added, import->changed, import->same, import->bad);
    const size_t emptied = ch_import_count_emptied(import, w->zone);
    if (emptied > 0)
        printf(zh ? "  清空 %zu 格：表中为空，库中有值（--format json 逐格列出）\n"
                  : "  %zu cells emptied: empty in the sheet, not in the store (--format json lists them)\n",
               emptied);
    if (w->change)
        printf(zh ? "  改动号 %lld\n" : "  change %lld\n", (long long)w->change);
}

static void tell_heads(const work *w)
{
    const bool zh = w->asked->lang == CH_ZH;
    for (size_t i = 0; i < w->import.intake.heads; i++) {
        const ch_intake_head *head = &w->import.intake.head[i];
        char room[4];
        const ch_text column = ch_book_column_name(head->column, room);
        if (head->fills)
            continue;
        printf(zh ? "  %.*s 列“%.*s”未取用" : "  column %.*s \"%.*s\" is left out", (int)column.len, column.at,
               (int)head->head.len, head->head.at);
        if (head->near)
            printf(zh ? "；相近的是“%s”" : "; nearest: \"%s\"", zh ? head->near->zh : head->near->en);
        putchar('\n');
    }
}

static void tell_doubts(const work *w)
{
    const bool zh = w->asked->lang == CH_ZH;
    for (size_t i = 0; i < w->import.intake.doubts; i++) {
        const ch_intake_doubt *doubt = &w->import.intake.doubt[i];
        char room[4];
        const ch_text column = ch_book_column_name(doubt->column, room);
        printf(zh ? "  %.*s%zu “%.*s”可能是：" : "  %.*s%zu \"%.*s\" may be: ", (int)column.len, column.at, doubt->row,
               (int)doubt->found.len, doubt->found.at);
        for (size_t j = 0; j < doubt->likes; j++) {
            const uint32_t row = doubt->like[j].row;
            const bool is_place = doubt->table == CH_TABLE_places;
            const ch_text id = is_place ? w->zone->places.id[row] : w->zone->firms.id[row];
            const ch_text name = is_place ? w->zone->places.name_zh[row] : w->zone->firms.name_zh[row];
            printf("%s%.*s %.*s", j > 0 ? (zh ? "、" : ", ") : "", (int)name.len, name.at, (int)id.len, id.at);
        }
        putchar('\n');
    }
}

static ch_err tell(work *w)
{
    ch_buf out = {0};
    const ch_import_telling telling = {.base = w->zone, .form = w->ask.form, .sheet = w->ask.sheet};
    if (w->asked->format == SHEET_AS_TABLE) {
        tell_counts(w);
        tell_heads(w);
        tell_doubts(w);
        return CH_OK;
    }
    ch_import_write_json(&w->import, &telling, &w->faults, &out);
    const bool failed = out.failed;
    if (!failed)
        fwrite(out.at, 1, out.len, stdout);
    ch_buf_free(&out);
    return failed ? CH_ENOMEM : CH_OK;
}

/* The workbook of bad rows first: where it cannot be written, nothing is taken in. */
static ch_err run_once(work *w, bool *moved_on)
{
    ch_err err = open_work(w);
    *moved_on = false;
    if (err == CH_OK)
        err = try_sheet(w);
    if (err == CH_OK)
        err = write_faults(w);
    if (err == CH_OK && may_go_in(w))
        err = write_rows(w, moved_on);
    return err == CH_OK && !*moved_on ? tell(w) : err;
}

/* Bad rows are bad data, unless the good ones were asked for alone. */
static int end_work(work *w, ch_err err, bool moved_on)
{
    if (!moved_on && (w->asked->format == SHEET_AS_TABLE || err != CH_OK))
        told_faults(&w->faults, w->asked->lang);
    const bool stopped = err == CH_OK && w->import.bad > 0 && !w->asked->only_good;
    close_work(w);
    return stopped ? EXIT_BAD_DATA : told_code(err);
}

int rim_import(int argc, char **argv)
{
    sheet_words asked;
    bool moved_on = true;
    int code = EXIT_BAD_DATA;
    if (!sheet_words_read(argc, argv, SHEET_IMPORT, &asked))
        return EXIT_USAGE;
    for (int i = 0; moved_on && i < TRIES; i++) {
        work w = {.asked = &asked};
        const ch_err err = run_once(&w, &moved_on);
        code = end_work(&w, err, moved_on);
    }
    if (moved_on)
        fprintf(stderr, "changhe: another program keeps changing the store 数据库正被其他程序频繁改写\n");
    return fflush(stdout) == 0 && !moved_on ? code : EXIT_BAD_DATA;
}
