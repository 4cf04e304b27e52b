/* duties_workbook.c - a workbook to remind by: a sheet for each office that owes something. */
#include "changhe/duties.h"

#include <string.h>
#include <strings.h>

typedef struct {
    const ch_duties *duties;
    bool in_english;
    ch_book_out *out;
    ch_arena arena;
    ch_text *name; /* of the sheets so far */
    size_t names;
} writing;

static bool is_owed(const ch_duty_judgement *it)
{
    return it->state != CH_DUTY_KEPT;
}

static bool owes(const ch_duties *duties, ch_text office)
{
    for (size_t i = 0; i < duties->n; i++)
        if (is_owed(&duties->list[i]) && ch_text_equal(duties->zone->duties.office[duties->list[i].duty], office))
            return true;
    return false;
}

/* ---- names of sheets */

enum { NAME_UNITS = 31, SUFFIX_UNITS = 8 }; /* of UTF-16, as spreadsheets count */

/* Without what no sheet may be called by, and short enough for a number behind it. */
static void clean_name(ch_text name, ch_buf *clean)
{
    size_t units = 0;
    while (name.len > 0) {
        const char *from = name.at;
        const uint32_t point = ch_utf8_next(&name);
        units += point > 0xFFFF ? 2 : 1;
        if (units > NAME_UNITS - SUFFIX_UNITS)
            return;
        if (point < 0x80 && (point < ' ' || strchr("[]:*?/\\'", (int)point)))
            ch_buf_addc(clean, '_');
        else
            ch_buf_add(clean, (ch_text){from, (size_t)(name.at - from)});
    }
}

/* As spreadsheets compare, where letters are ASCII. */
static bool is_alike(ch_text a, ch_text b)
{
    return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

static bool is_taken(const writing *w, ch_text name)
{
    for (size_t i = 0; i < w->names; i++)
        if (is_alike(w->name[i], name))
            return true;
    return false;
}

/* The office's name; of offices that are called the same, the later ones have a number behind it. */
static ch_err name_sheet(writing *w, ch_text office, ch_text *name)
{
    ch_buf text = {.memory = w->arena.memory};
    clean_name(office, &text);
    const size_t len = text.len;
    for (size_t n = 2; !text.failed && is_taken(w, ch_buf_text(&text)); n++) {
        text.len = len;
        ch_buf_addf(&text, " %zu", n);
    }
    *name = text.failed ? (ch_text){0} : ch_text_copy(&w->arena, ch_buf_text(&text));
    ch_buf_free(&text);
    if (name->at)
        w->name[w->names++] = *name;
    return name->at ? CH_OK : CH_ENOMEM;
}

/* ---- cells */

static ch_text name_of_table(const writing *w, ch_text table)
{
    const int id = ch_schema_find_table(table);
    if (id < 0)
        return table;
    const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
    return ch_text_of(w->in_english ? kind->en : kind->zh);
}

static ch_text name_of_place(const ch_zone *zone, ch_text place)
{
    const size_t row = place.len > 0 ? ch_zone_find_place(zone, place) : SIZE_MAX;
    return row == SIZE_MAX ? place : zone->places.name_zh[row];
}

static ch_text state_of(const writing *w, ch_duty_state state)
{
    static const char *const zh[] = {"按时", "待报", "逾期", "从未报"};
    return ch_text_of(w->in_english ? ch_duty_state_name[state] : zh[state]);
}

static void put_days(const writing *w, int days)
{
    ch_buf text = {.memory = w->duties->zone->memory};
    ch_buf_addf(&text, "%d", days);
    ch_book_out_number(w->out, ch_buf_text(&text));
    ch_buf_free(&text);
}

static void put_duty(const writing *w, const ch_duty_judgement *it)
{
    const ch_rows_duties *duties = &w->duties->zone->duties;
    const ch_word *cadence = &ch_schema_words("cadence")->word[duties->cadence[it->duty]];
    ch_book_out_row(w->out);
    ch_book_out_text(w->out, name_of_table(w, duties->table[it->duty]));
    ch_book_out_text(w->out, duties->figure[it->duty]);
    ch_book_out_text(w->out, name_of_place(w->duties->zone, duties->place[it->duty]));
    ch_book_out_text(w->out, ch_text_of(w->in_english ? cadence->en : cadence->zh));
    ch_book_out_text(w->out, state_of(w, it->state));
    ch_book_out_date(w->out, it->covered);
    ch_book_out_date(w->out, it->owed);
    ch_book_out_date(w->out, it->due_on);
    put_days(w, it->days);
    ch_book_out_text(w->out, duties->id[it->duty]);
}

enum { HEADS = 10 };

static ch_err put_office(writing *w, size_t office)
{
    static const char *const head[HEADS][2] = {
        {"数据表", "table"},       {"指标", "figure"},       {"地区", "place"},         {"报送周期", "cadence"},
        {"状态", "state"},         {"已报至", "covered to"}, {"应报期末", "period to"}, {"截止日", "due on"},
        {"逾期天数", "days late"}, {"责任编号", "duty"}};
    const ch_rows_offices *offices = &w->duties->zone->offices;
    ch_book_head heads[HEADS] = {{.width = 0}};
    for (int i = 0; i < HEADS; i++)
        heads[i].head = ch_text_of(head[i][w->in_english]);
    const bool named = w->in_english && offices->name_en[office].len > 0;
    ch_text name;
    ch_err err = name_sheet(w, named ? offices->name_en[office] : offices->name_zh[office], &name);
    if (err == CH_OK)
        err = ch_book_out_sheet(w->out, name, heads, HEADS);
    for (size_t i = 0; err == CH_OK && i < w->duties->n; i++) {
        const ch_duty_judgement *it = &w->duties->list[i];
        if (is_owed(it) && ch_text_equal(w->duties->zone->duties.office[it->duty], offices->id[office]))
            put_duty(w, it);
    }
    return err;
}

/* A workbook has one sheet at least. */
static ch_err put_nothing(const writing *w)
{
    const ch_book_head head = {.head = ch_text_of(w->in_english ? "nothing is owed" : "没有待报事项")};
    return ch_book_out_sheet(w->out, ch_text_of(w->in_english ? "duties" : "报送责任"), &head, 1);
}

static ch_err put_offices(writing *w)
{
    const ch_rows_offices *offices = &w->duties->zone->offices;
    ch_err err = CH_OK;
    w->name = CH_NEW(&w->arena, ch_text, offices->rows);
    if (!w->name)
        return CH_ENOMEM;
    for (size_t office = 0; err == CH_OK && office < offices->rows; office++)
        if (owes(w->duties, offices->id[office]))
            err = put_office(w, office);
    return err == CH_OK && w->names == 0 ? put_nothing(w) : err;
}

ch_err ch_duties_write_workbook(const ch_duties *duties, bool in_english, ch_buf *out)
{
    const ch_memory *memory = duties->zone->memory;
    writing w = {.duties = duties, .in_english = in_english, .arena = CH_ARENA(memory)};
    ch_err err = ch_book_out_open(memory, &w.out);
    if (err != CH_OK)
        return err;
    err = put_offices(&w);
    if (err == CH_OK)
        err = ch_book_out_close(w.out, out);
    else
        ch_book_out_drop(w.out);
    ch_arena_free(&w.arena);
    return err;
}
