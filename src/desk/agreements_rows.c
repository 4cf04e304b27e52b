/* agreements_rows.c - rows of the zone as an agreement that can be divided. */
#include "agreeing.h"

#include <stdlib.h>

typedef struct {
    ch_arena *arena;
    const ch_zone *zone;
    ch_desk__deal *deal;
    size_t source_capacity;
    bool no_memory;
} reading;

/* ---- what stands behind it */

static void note(reading *r, uint32_t marks, ch_text sources)
{
    ch_text source;
    r->deal->marks |= ch_schema_marks(marks, sources);
    while (ch_text_next(&sources, ' ', &source)) {
        ch_text *list = (ch_text *)r->deal->source;
        if (!ch_arena_grow(r->arena, (void **)&list, &r->source_capacity, r->deal->sources + 1, sizeof *list)) {
            r->no_memory = true;
            return;
        }
        list[r->deal->sources++] = source;
        r->deal->source = list;
    }
}

static int by_text(const void *left, const void *right)
{
    const ch_text *a = left, *b = right;
    return ch_text_compare(*a, *b);
}

static void settle_sources(ch_desk__deal *deal)
{
    ch_text *list = (ch_text *)deal->source;
    size_t kept = 0;
    if (deal->sources == 0)
        return;
    qsort(list, deal->sources, sizeof *list, by_text);
    for (size_t i = 0; i < deal->sources; i++)
        if (kept == 0 || !ch_text_equal(list[i], list[kept - 1]))
            list[kept++] = list[i];
    deal->sources = kept;
}

/* ---- its rows */

static int64_t or_nothing(int64_t fen)
{
    return fen == CH_UNKNOWN_I64 ? 0 : fen;
}

static void take_party(reading *r, ch_agreement_party *party, size_t row)
{
    const ch_rows_agreement_parties *rows = &r->zone->agreement_parties;
    *party = (ch_agreement_party){.code = rows->party[row],
                                  .floor_fen = rows->floor_wan[row],
                                  .cap_year_fen = rows->cap_year_wan[row],
                                  .cap_fen = rows->cap_wan[row],
                                  .paid_fen = or_nothing(rows->paid_wan[row]),
                                  .repay_fen = or_nothing(rows->repay_wan[row])};
    note(r, rows->marks[row], rows->source[row]);
}

static void take_parties(reading *r, ch_text id)
{
    const ch_rows_agreement_parties *rows = &r->zone->agreement_parties;
    ch_agreement_party *party = CH_NEW(r->arena, ch_agreement_party, rows->rows);
    uint32_t *of = CH_NEW(r->arena, uint32_t, rows->rows);
    size_t n = 0;
    bool is_marked = false;
    if (!party || !of) {
        r->no_memory = true;
        return;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (!ch_text_equal(rows->agreement[row], id))
            continue;
        take_party(r, &party[n], row);
        of[n] = (uint32_t)row;
        if (rows->overflow[row] || (!is_marked && rows->role[row] == CH_party_HOST))
            r->deal->agreement.rest = n;
        is_marked |= rows->overflow[row] != 0;
        n++;
    }
    r->deal->agreement.party = party;
    r->deal->agreement.parties = n;
    r->deal->party = of;
}

static void take_phases(reading *r, ch_text id)
{
    const ch_rows_agreement_phases *rows = &r->zone->agreement_phases;
    ch_agreement_phase *phase = CH_NEW(r->arena, ch_agreement_phase, rows->rows);
    size_t n = 0;
    r->no_memory |= !phase;
    for (size_t row = 0; row < rows->rows && phase; row++) {
        ch_ratio weight;
        if (!ch_text_equal(rows->agreement[row], id) || !ch_ratio_parse(rows->weight[row], &weight))
            continue;
        phase[n++] = (ch_agreement_phase){
            .id = rows->id[row],
            .party = rows->party[row],
            .streams = rows->streams[row],
            .class = rows->class[row],
            .from = rows->from_year[row],
            .to = rows->to_year[row] == CH_UNKNOWN_I64 ? INT64_MAX : rows->to_year[row],
            .weight = weight,
        };
        note(r, rows->marks[row], rows->source[row]);
    }
    r->deal->agreement.phase = phase;
    r->deal->agreement.phases = n;
}

static void take_amounts(reading *r, ch_text id)
{
    const ch_rows_agreement_amounts *rows = &r->zone->agreement_amounts;
    ch_agreement_amount *amount = CH_NEW(r->arena, ch_agreement_amount, rows->rows);
    size_t n = 0;
    r->no_memory |= !amount;
    for (size_t row = 0; row < rows->rows && amount; row++) {
        if (!ch_text_equal(rows->agreement[row], id))
            continue;
        amount[n++] = (ch_agreement_amount){.period = rows->period[row],
                                            .stream = rows->stream[row],
                                            .class = rows->class[row],
                                            .is_planned = rows->kind[row] == CH_amount_PLANNED,
                                            .gross_fen = rows->gross_wan[row]};
        note(r, rows->marks[row], rows->source[row]);
    }
    r->deal->agreement.amount = amount;
    r->deal->agreement.amounts = n;
}

static void take_plans(reading *r, ch_text id)
{
    const ch_rows_agreement_plans *rows = &r->zone->agreement_plans;
    ch_forecast_plan *plan;
    r->deal->plans = ch_desk__take_plans(r->arena, r->zone, id, &plan);
    r->deal->plan = plan;
    r->no_memory |= plan == NULL;
    for (size_t row = 0; row < rows->rows; row++)
        if (ch_text_equal(rows->agreement[row], id))
            note(r, rows->marks[row], rows->source[row]);
}

/* What is counted by place, and split for assessment. */
static void note_figures(reading *r, ch_text id)
{
    const ch_rows_agreement_figures *rows = &r->zone->agreement_figures;
    for (size_t row = 0; row < rows->rows; row++)
        if (ch_text_equal(rows->agreement[row], id))
            note(r, rows->marks[row], rows->source[row]);
}

/* ---- tax rules */

/* The place whose rules count: the host's, else that of the party that takes the rest; SIZE_MAX: none. */
static size_t place_of(const reading *r)
{
    const ch_rows_agreement_parties *rows = &r->zone->agreement_parties;
    ch_text place = {0};
    for (size_t i = r->deal->agreement.parties; i-- > 0;) {
        const size_t row = r->deal->party[i];
        if (rows->role[row] == CH_party_HOST || (place.len == 0 && i == r->deal->agreement.rest))
            place = rows->place[row];
    }
    return place.len > 0 ? ch_zone_find_place(r->zone, place) : SIZE_MAX;
}

/* 0: it does not speak of the place; 1: it speaks of all; more, the nearer its place is. */
static unsigned nearness(const reading *r, ch_text place, size_t host)
{
    enum { FAR = 1000 };
    const size_t of = place.len > 0 ? ch_zone_find_place(r->zone, place) : SIZE_MAX;
    unsigned near = FAR;
    if (place.len == 0)
        return 1;
    for (size_t at = host; at != SIZE_MAX && near > 1; near--) {
        if (at == of)
            return near;
        at = r->zone->place_parent[at] == UINT32_MAX ? SIZE_MAX : r->zone->place_parent[at];
    }
    return 0;
}

static bool is_taxed(const ch_desk__deal *deal, unsigned stream)
{
    const ch_agreement *agreement = &deal->agreement;
    if (agreement->base == CH_AGREEMENT_STATED)
        return false;
    for (size_t i = 0; i < agreement->amounts; i++)
        if (agreement->amount[i].stream == stream)
            return true;
    for (size_t i = 0; i < deal->plans; i++)
        if (deal->plan[i].stream == stream)
            return true;
    return false;
}

static void take_rules(reading *r)
{
    const ch_rows_tax_rules *rows = &r->zone->tax_rules;
    ch_agreement_rule *rule = CH_NEW(r->arena, ch_agreement_rule, rows->rows);
    const size_t host = place_of(r);
    size_t n = 0;
    r->no_memory |= !rule;
    for (size_t row = 0; row < rows->rows && rule; row++) {
        ch_agreement_rule *at = &rule[n];
        const unsigned near = nearness(r, rows->place[row], host);
        if (near == 0 || !is_taxed(r->deal, rows->stream[row]) || !ch_ratio_parse(rows->central[row], &at->central) ||
            !ch_ratio_parse(rows->provincial[row], &at->provincial))
            continue;
        at->id = rows->id[row];
        at->stream = rows->stream[row];
        at->from = rows->valid_from[row];
        at->to = rows->valid_to[row];
        at->near = near;
        note(r, rows->marks[row], rows->source[row]);
        n++;
    }
    r->deal->agreement.rule = rule;
    r->deal->agreement.rules = n;
}

/* ---- the agreement */

static ch_agreement_base base_of(uint8_t word)
{
    return word == CH_base_INCREMENT ? CH_AGREEMENT_INCREMENT
           : word == CH_base_STATED  ? CH_AGREEMENT_STATED
                                     : CH_AGREEMENT_RETAINED;
}

static ch_err tell_unknown(const reading *r, ch_text id, ch_faults *faults)
{
    const ch_rows_agreements *rows = &r->zone->agreements;
    ch_buf known = {.memory = r->arena->memory};
    for (size_t row = 0; row < rows->rows; row++) {
        ch_buf_adds(&known, row > 0 ? ", " : "");
        ch_buf_add(&known, rows->id[row]);
    }
    const ch_err err = known.failed ? CH_ENOMEM
                                    : ch_fault_add(faults, (ch_at){0}, CH_TEXT("agreement"), id, CH_WANT_AGREEMENT_ID,
                                                   ch_buf_text(&known));
    ch_buf_free(&known);
    return err == CH_EDATA ? CH_ENONE : err;
}

ch_err ch_desk__read_deal(ch_arena *arena, const ch_zone *zone, ch_text id, ch_desk__deal *deal, ch_faults *faults)
{
    const ch_rows_agreements *rows = &zone->agreements;
    reading r = {.arena = arena, .zone = zone, .deal = deal};
    const size_t row = ch_zone_find(zone, CH_TABLE_agreements, id);
    *deal = (ch_desk__deal){.zone = zone, .row = row};
    if (row == SIZE_MAX)
        return tell_unknown(&r, id, faults);
    deal->agreement = (ch_agreement){.base = base_of(rows->base[row]),
                                     .base_fen = rows->base_wan[row],
                                     .start = rows->start_on[row],
                                     .valid_from = rows->valid_from[row],
                                     .valid_to = rows->valid_to[row],
                                     .suspended_from = rows->suspended_from[row],
                                     .suspended_to = rows->suspended_to[row],
                                     .stated_stream = CH_stream_OTHER};
    note(&r, rows->marks[row], rows->source[row]);
    take_parties(&r, id);
    take_phases(&r, id);
    take_amounts(&r, id);
    take_plans(&r, id);
    note_figures(&r, id);
    take_rules(&r);
    if (r.no_memory)
        return CH_ENOMEM;
    settle_sources(deal);
    return CH_OK;
}
