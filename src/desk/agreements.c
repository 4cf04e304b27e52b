/* agreements.c - a question about an agreement opened: edited, read, divided; with a what-if without it too. */
#include "changhe/agreements.h"

#include "agreeing.h"

#include <stdio.h>
#include <string.h>

static bool read_year(ch_text text, int32_t *year)
{
    ch_date date;
    if (text.len != 4 || !ch_date_parse(text, &date))
        return false;
    *year = date / 10000;
    return true;
}

bool ch_split_years(ch_text text, int32_t *from, int32_t *to)
{
    ch_text rest = ch_text_trim(text), first = {0};
    const bool is_range = rest.len > 0 && memchr(rest.at, '-', rest.len) != NULL;
    int32_t a, b;
    if (!ch_text_next(&rest, '-', &first) || !read_year(ch_text_trim(first), &a))
        return false;
    b = a;
    if (is_range && !read_year(ch_text_trim(rest), &b))
        return false;
    if (b < a || b - a >= CH_SPLIT_YEARS)
        return false;
    *from = a;
    *to = b;
    return true;
}

/* What amounts tell of, and with plans ten years from the start too; without amounts ten years from the start. */
static void find_years(ch_desk__splitting *of)
{
    enum { TEN = 10 };
    const ch_agreement *agreement = &of->deal.agreement;
    const int32_t start = agreement->start / 10000;
    of->from = of->asked->from;
    of->to = of->asked->to;
    if (of->from != 0)
        return;
    for (size_t i = 0; i < agreement->amounts; i++) {
        const int32_t year = agreement->amount[i].period / 10000;
        of->from = of->from == 0 || year < of->from ? year : of->from;
        of->to = year > of->to ? year : of->to;
    }
    if (start != 0 && (of->from == 0 || of->deal.plans > 0)) {
        of->from = of->from == 0 || start < of->from ? start : of->from;
        of->to = of->to < start + TEN - 1 ? start + TEN - 1 : of->to;
    }
    if (of->to - of->from >= CH_SPLIT_YEARS)
        of->to = of->from + CH_SPLIT_YEARS - 1;
}

/* A stream as people call it, for the fault that it has no rule: the part knows numbers alone. */
static ch_err check_rules(const ch_desk__deal *deal, ch_faults *faults)
{
    const ch_agreement *of = &deal->agreement;
    const ch_words *words = ch_schema_words("stream");
    ch_err err = CH_OK;
    uint32_t ruled = 0, told = 0;
    for (size_t i = 0; i < of->rules; i++)
        ruled |= 1u << of->rule[i].stream;
    for (size_t i = 0; i < of->amounts && of->base != CH_AGREEMENT_STATED; i++) {
        const unsigned stream = of->amount[i].stream;
        if (((ruled | told) >> stream & 1) != 0)
            continue;
        told |= 1u << stream;
        err = ch_err_worse(err, ch_fault_tell(faults, &(ch_fault){.column = CH_TEXT("tax_rules"),
                                                                  .want = CH_WANT_TAX_RULE,
                                                                  .detail = ch_text_of(words->word[stream].en),
                                                                  .detail_zh = ch_text_of(words->word[stream].zh)}));
    }
    return err;
}

/* Years asked of which no amount, plan or stated amount tells: what came in is not known then. Rows stand by year. */
static ch_err find_untold(ch_arena *arena, int32_t from, int32_t to, ch_desk__deal *deal)
{
    const ch_agreement_split *split = &deal->split;
    int32_t *year = CH_NEW(arena, int32_t, from == 0 ? 0 : (size_t)(to - from) + 1);
    size_t row = 0;
    if (year == NULL)
        return CH_ENOMEM;
    for (int32_t at = from; from != 0 && at <= to; at++) {
        while (row < split->rows && split->row[row].year < at)
            row++;
        if (row == split->rows || split->row[row].year != at)
            year[deal->untolds++] = at;
    }
    deal->untold = year;
    return CH_OK;
}

static ch_err divide(ch_desk__splitting *of, const ch_zone *zone, ch_desk__deal *deal, ch_faults *faults)
{
    ch_err err = ch_desk__read_deal(of->arena, zone, of->asked->agreement, deal, faults);
    if (err == CH_OK && deal == &of->deal)
        find_years(of);
    if (err == CH_OK)
        err = ch_desk__add_forecast(of->arena, deal, of->to);
    if (err == CH_OK)
        err = check_rules(deal, faults);
    if (err == CH_OK)
        err = ch_agreement_divide(of->arena, &deal->agreement, of->from, of->to, &deal->split, faults);
    if (err == CH_OK)
        err = find_untold(of->arena, of->from, of->to, deal);
    return err == CH_OK ? ch_desk__assess(of->arena, deal, of->from, of->to, faults) : err;
}

/* How it was, where it was: that it was not there, or could not be divided, is no fault of the question. */
static ch_err divide_before(ch_desk__splitting *of)
{
    const ch_err err = divide(of, of->asked->zone, &of->before, NULL);
    of->has_before = err == CH_OK;
    return err == CH_ENOMEM ? err : CH_OK;
}

ch_err ch_desk__split_open(ch_arena *arena, const ch_split_question *asked, ch_desk__splitting *of, ch_faults *faults)
{
    *of = (ch_desk__splitting){.asked = asked, .arena = arena};
    ch_err err = CH_OK;
    if (asked->what_if && asked->what_if->count > 0)
        err = ch_zone_edit(asked->zone, asked->what_if, &of->edited, faults);
    if (err != CH_OK)
        return err;
    const ch_zone *zone = of->edited ? of->edited : asked->zone;
    ch_zone_digest(zone, of->digest);
    err = divide(of, zone, &of->deal, faults);
    return err == CH_OK && of->edited ? divide_before(of) : err;
}

void ch_desk__split_close(ch_desk__splitting *of)
{
    ch_zone_drop(of->edited);
    *of = (ch_desk__splitting){0};
}

ch_text ch_desk__party_name(const ch_desk__deal *deal, size_t party)
{
    const ch_rows_agreement_parties *rows = &deal->zone->agreement_parties;
    const size_t row = deal->party[party];
    const size_t place = rows->place[row].len > 0 ? ch_zone_find_place(deal->zone, rows->place[row]) : SIZE_MAX;
    if (rows->name_zh[row].len > 0)
        return rows->name_zh[row];
    return place != SIZE_MAX ? deal->zone->places.name_zh[place] : rows->party[row];
}

ch_text ch_desk__party_name_en(const ch_desk__deal *deal, size_t party)
{
    const ch_rows_agreement_parties *rows = &deal->zone->agreement_parties;
    const size_t row = deal->party[party];
    const size_t place = rows->place[row].len > 0 ? ch_zone_find_place(deal->zone, rows->place[row]) : SIZE_MAX;
    if (rows->name_en[row].len > 0)
        return rows->name_en[row];
    if (place == SIZE_MAX ||
        (rows->name_zh[row].len > 0 && !ch_text_equal(rows->name_zh[row], deal->zone->places.name_zh[place])))
        return (ch_text){0};
    return deal->zone->places.name_en[place];
}

const char *ch_desk__amount_kind(const ch_agreement_row *row)
{
    return row->is_forecast ? "forecast" : row->is_planned ? "planned" : "actual";
}

ch_err ch_desk__ask_split(const ch_split_question *asked, ch_desk__write_split *write, ch_lang lang, ch_buf *out,
                          ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__splitting of;
    const ch_err err = ch_desk__split_open(&arena, asked, &of, faults);
    if (err == CH_OK)
        write(&of, lang, out);
    ch_desk__split_close(&of);
    ch_arena_free(&arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
