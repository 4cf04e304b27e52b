/* commands.c - what each command does with the desk, the folder and the store. */
#include "commands.h"

#include "changhe/answer.h"
#include "changhe/bundle.h"
#include "changhe/folder.h"
#include "changhe/migrate.h"
#include "changhe/roads.h"
#include "changhe/store.h"
#include "given.h"
#include "views.h"

enum { TABLE_TOP = 10 };

static void tell_rows(const ch_zone *zone, const options *asked, ch_buf *out)
{
    for (int i = 0; i < CH_TABLES; i++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)i);
        if (zone->table[i]->rows > 0)
            ch_buf_addf(out, "  %8zu  %s %s\n", zone->table[i]->rows, asked->lang == CH_ZH ? kind->zh : kind->en,
                        kind->name);
    }
}

static ch_err tell_zone(const ch_zone *zone, const options *asked, const char *done, ch_buf *out)
{
    if (asked->format == FORMAT_JSON)
        return ch_answer_zone_json(zone, out);
    char digest[17];
    ch_zone_digest(zone, digest);
    ch_buf_add(out, zone->zone.name_zh[0]);
    ch_buf_addf(out, " · %s · %s %s\n", done, asked->lang == CH_ZH ? "快照" : "snapshot", digest);
    tell_rows(zone, asked, out);
    return out->failed ? CH_ENOMEM : CH_OK;
}

static ch_err run_check(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_zone *zone;
    ch_err err = ch_folder_read(asked->dir, NULL, &zone, faults);
    if (err != CH_OK)
        return err;
    err = tell_zone(zone, asked, asked->lang == CH_ZH ? "数据合格" : "sound", out);
    ch_zone_drop(zone);
    return err;
}

static ch_err run_load(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_zone *zone;
    ch_err err = ch_folder_read(asked->dir, NULL, &zone, faults);
    if (err != CH_OK)
        return err;
    err = ch_store_replace(asked->store, zone, faults);
    if (err == CH_OK)
        err = tell_zone(zone, asked, asked->lang == CH_ZH ? "已载入" : "loaded", out);
    ch_zone_drop(zone);
    return err;
}

static ch_err run_migrate(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_migrated done;
    const bool zh = asked->lang == CH_ZH;
    const ch_err err = ch_store_migrate(asked->store, NULL, &done, faults);
    if (err != CH_OK)
        return err;
    if (done.from == CH_STORE_VERSION)
        ch_buf_addf(out, zh ? "%s · 已是版本 %d，未改动\n" : "%s · of version %d already, left as it is\n",
                    asked->store, done.from);
    else
        ch_buf_addf(out,
                    zh ? "%s · 已由版本 %d 升级到 %d · 快照 %s → %s\n"
                       : "%s · brought from version %d to %d · snapshot %s → %s\n",
                    asked->store, done.from, CH_STORE_VERSION, done.before, done.after);
    return out->failed ? CH_ENOMEM : CH_OK;
}

/* All of the zone, or one agreement of it. */
static ch_err open_exported(const options *asked, ch_zone **zone, ch_faults *faults)
{
    ch_zone *whole;
    ch_err err = given_zone(asked->zone, asked->store, &whole, faults);
    if (err != CH_OK)
        return err;
    *zone = whole;
    if (asked->agreement.len == 0)
        return CH_OK;
    err = ch_bundle_make(whole, asked->agreement, zone, faults);
    ch_zone_drop(whole);
    return err;
}

static ch_err run_export(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_zone *zone;
    ch_err err = open_exported(asked, &zone, faults);
    if (err != CH_OK)
        return err;
    err = ch_folder_write(zone, asked->dir, faults);
    if (err == CH_OK)
        err = tell_zone(zone, asked, asked->lang == CH_ZH ? "已写出" : "written", out);
    ch_zone_drop(zone);
    return err;
}

static ch_err answer_chain(ch_arena *arena, const options *asked, const ch_desk *desk, view_as as, ch_buf *out)
{
    ch_chain_answer answer;
    ch_err err = ch_desk_chain(arena, desk, &answer);
    if (err != CH_OK)
        return err;
    switch (asked->format) {
    case FORMAT_JSON: return ch_answer_chain_json(desk, &answer, out);
    case FORMAT_CSV: return ch_answer_chain_csv(desk, &answer, out);
    case FORMAT_GEOJSON: /* no question about chains is a map */
    case FORMAT_TABLE: break;
    }
    return view_chain(desk, &answer, as, out);
}

static ch_err answer_who(ch_arena *arena, const options *asked, const ch_desk *desk, view_as as, ch_buf *out)
{
    ch_who_answer answer;
    ch_err err = ch_desk_who(arena, desk, &answer);
    if (err != CH_OK)
        return err;
    switch (asked->format) {
    case FORMAT_JSON: return ch_answer_who_json(desk, &answer, out);
    case FORMAT_CSV: return ch_answer_who_csv(desk, &answer, out);
    case FORMAT_GEOJSON: return ch_answer_who_geojson(desk, &answer, out);
    case FORMAT_TABLE: break;
    }
    return view_who(desk, &answer, as, out);
}

static ch_err answer_districts(ch_arena *arena, const options *asked, const ch_desk *desk, view_as as, ch_buf *out)
{
    ch_districts_answer answer;
    ch_err err = ch_desk_districts(arena, desk, &answer);
    if (err != CH_OK)
        return err;
    return asked->format == FORMAT_JSON ? ch_answer_districts_json(&answer, out)
                                        : view_districts(desk, &answer, as, out);
}

static ch_err answer(ch_arena *arena, const options *asked, const ch_zone *zone, const ch_question *question,
                     ch_buf *out, ch_faults *faults)
{
    ch_desk desk;
    ch_err err = ch_desk_open(arena, zone, question, &desk, faults);
    if (err != CH_OK)
        return err;
    view_as as = {.top = asked->top ? asked->top : TABLE_TOP, .lang = asked->lang};
    err = ch_desk_content_before(zone, question, &as.before);
    if (err == CH_OK && asked->command == COMMAND_CHAIN)
        err = answer_chain(arena, asked, &desk, as, out);
    else if (err == CH_OK && asked->by_district)
        err = answer_districts(arena, asked, &desk, as, out);
    else if (err == CH_OK)
        err = answer_who(arena, asked, &desk, as, out);
    ch_desk_close(&desk);
    return err;
}

static ch_err ask(ch_arena *arena, const options *asked, const ch_zone *zone, ch_roads *roads, ch_buf *out,
                  ch_faults *faults)
{
    ch_edits edits = {0};
    ch_err err = given_edits(arena, asked->what_if, &edits, faults);
    if (err != CH_OK)
        return err;
    const ch_question question = {
        .place = asked->place,
        .chain = asked->chain,
        .as_of = asked->as_of,
        .what_if = asked->what_if ? &edits : NULL,
        .what_if_name = ch_text_of(asked->what_if),
        .top = asked->top == 0 && asked->format == FORMAT_TABLE && !asked->by_district ? TABLE_TOP : asked->top,
        .team = asked->team,
        .roads = roads};
    return answer(arena, asked, zone, &question, out, faults);
}

/* Minutes on them are evidence; chains ask for none. */
static ch_err open_roads(const options *asked, const ch_zone *zone, ch_roads **roads, ch_faults *faults)
{
    if (asked->command != COMMAND_WHO)
        return CH_OK;
    return asked->roads ? ch_roads_of_file(asked->roads, NULL, roads, faults) : ch_roads_of_zone(zone, roads);
}

static ch_err run_question(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_zone *zone;
    ch_err err = given_zone(asked->zone, asked->store, &zone, faults);
    if (err != CH_OK)
        return err;
    ch_arena arena = {0};
    ch_roads *roads = NULL;
    err = open_roads(asked, zone, &roads, faults);
    if (err == CH_OK)
        err = ask(&arena, asked, zone, roads, out, faults);
    ch_roads_drop(roads);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
    return err;
}

ch_err command_run(const options *asked, ch_buf *out, ch_faults *faults)
{
    switch (asked->command) {
    case COMMAND_CHECK: return run_check(asked, out, faults);
    case COMMAND_LOAD: return run_load(asked, out, faults);
    case COMMAND_MIGRATE: return run_migrate(asked, out, faults);
    case COMMAND_EXPORT: return run_export(asked, out, faults);
    case COMMAND_CHAIN:
    case COMMAND_WHO: return run_question(asked, out, faults);
    case COMMAND_NET:
    case COMMAND_GRAPH:
    case COMMAND_GAME:  /* done by main */
    case COMMAND_SERVE: /* begun by main */
    case COMMAND_HELP:
        ch_buf_adds(out, options_usage);
        ch_buf_adds(out, options_usage_more);
        ch_buf_adds(out, options_usage_last);
        return CH_OK;
    case COMMAND_VERSION: ch_buf_adds(out, "changhe " CH_VERSION "\n"); return CH_OK;
    }
    return CH_OK;
}
