/* clearing_rules.c - each claim by the rule of its place and day, with what its person was paid so far. */
#include "clearing_work.h"

#include "changhe/decimal.h"
#include "changhe/ratio_text.h"

#include <stdlib.h>

enum { OUT_KINDS = 2 }; /* out-patients, chronic diseases: each has a deductible of its own */

typedef struct {
    uint32_t place, row; /* of places, of medical_rules */
    unsigned kind, filing;
    ch_date from, to;     /* both counted */
    ch_medical_rule rule; /* with the whole cap */
} place_rule;

/* Of a person in a year. */
typedef struct {
    ch_text person;
    int32_t year;
    int64_t paid_fen, catalogue_fen[OUT_KINDS];
} sums;

typedef struct {
    ch_desk__clearing *of;
    ch_arena scratch;
    ch_faults *faults;
    place_rule *rule; /* by place */
    size_t *first;    /* of each place, and one behind the last */
    ch_desk__worked *worked;
    ch_medical_claim *claim;
    uint32_t *slot; /* sums + 1 by hash, 0: free; a power of two of them, at most half in use */
    size_t slots;
    sums *sum;
    size_t sums, sums_room;
} working;

static int32_t month_of(ch_date day)
{
    return day / 10000 * CH_DESK__MONTHS + day / 100 % 100 - 1;
}

/* ---- rules */

/* In 1/CH_MEDICAL_WHOLE; what a sound zone holds is exact in it. */
static uint32_t part_of(ch_text text)
{
    ch_ratio ratio = {0, 1};
    if (text.len == 0 || !ch_ratio_parse(text, &ratio))
        return 0;
    return (uint32_t)(ratio.num * CH_MEDICAL_WHOLE / ratio.den);
}

static place_rule rule_of(const ch_zone *zone, size_t row)
{
    const ch_rows_medical_rules *rules = &zone->medical_rules;
    return (place_rule){
        .place = (uint32_t)ch_zone_find_place(zone, rules->insured[row]),
        .row = (uint32_t)row,
        .kind = rules->kind[row],
        .filing = rules->filing[row],
        .from = rules->valid_from[row],
        .to = rules->valid_to[row] != 0 ? ch_date_last_day(rules->valid_to[row]) : INT32_MAX,
        .rule = {.deductible_fen = rules->deductible_wan[row],
                 .ratio = part_of(rules->ratio[row]),
                 .less = part_of(rules->less[row]),
                 .cap_left_fen = rules->cap_wan[row] != CH_UNKNOWN_I64 ? rules->cap_wan[row] : INT64_MAX}};
}

static int by_place(const void *left, const void *right)
{
    const place_rule *a = left, *b = right;
    const int order = (a->place > b->place) - (a->place < b->place);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static ch_err take_rules(working *w)
{
    const ch_zone *zone = w->of->asked->zone;
    const size_t n = zone->medical_rules.rows, places = zone->places.rows;
    w->rule = CH_NEW(&w->scratch, place_rule, n);
    w->first = CH_NEW(&w->scratch, size_t, places + 1);
    if (w->rule == NULL || w->first == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < n; row++)
        w->rule[row] = rule_of(zone, row);
    qsort(w->rule, n, sizeof *w->rule, by_place);
    for (size_t place = 0, i = 0; place <= places; place++) {
        while (i < n && w->rule[i].place < place)
            i++;
        w->first[place] = i;
    }
    return CH_OK;
}

/* Of one place: the rule that names the filing, else the one for all; NULL: none in force. */
static const place_rule *rule_at(const working *w, uint32_t place, const ch_medical_row *row)
{
    const ch_date day = row->admitted != 0 ? row->admitted : row->settled;
    const place_rule *best = NULL;
    for (size_t i = w->first[place]; i < w->first[place + 1]; i++) {
        const place_rule *rule = &w->rule[i];
        if (rule->kind != row->kind || day < rule->from || day > rule->to)
            continue;
        if (rule->filing == row->filing && rule->filing != 0)
            return rule;
        if (rule->filing == 0)
            best = rule;
    }
    return best;
}

static const place_rule *find_rule(const working *w, const ch_medical_row *row)
{
    for (uint32_t place = row->insured; place != UINT32_MAX; place = w->of->asked->zone->place_parent[place]) {
        const place_rule *rule = rule_at(w, place, row);
        if (rule != NULL)
            return rule;
    }
    return NULL;
}

/* ---- what a person was paid so far */

static uint64_t hash(ch_text text, int32_t year)
{
    uint64_t h = UINT64_C(14695981039346656037) ^ (uint64_t)year; /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

static uint32_t *find_slot(const working *w, ch_text person, int32_t year)
{
    for (size_t s = (size_t)hash(person, year) & (w->slots - 1);; s = (s + 1) & (w->slots - 1)) {
        if (w->slot[s] == 0)
            return &w->slot[s];
        const sums *at = &w->sum[w->slot[s] - 1];
        if (at->year == year && ch_text_equal(at->person, person))
            return &w->slot[s];
    }
}

static bool make_room(working *w)
{
    enum { FIRST = 1024 };
    void *list = w->sum;
    if (!ch_arena_grow(&w->scratch, &list, &w->sums_room, w->sums + 1, sizeof *w->sum))
        return false;
    w->sum = list;
    if (w->slots > 0 && w->sums < w->slots / 2)
        return true;
    const size_t slots = w->slots > 0 ? 2 * w->slots : FIRST;
    uint32_t *slot = CH_NEW(&w->scratch, uint32_t, slots);
    if (slot == NULL)
        return false;
    w->slot = slot;
    w->slots = slots;
    for (size_t i = 0; i < w->sums; i++)
        *find_slot(w, w->sum[i].person, w->sum[i].year) = (uint32_t)i + 1;
    return true;
}

/* NULL: no memory. */
static sums *find_sums(working *w, const ch_medical_row *row)
{
    const int32_t year = row->settled / 10000;
    if (!make_room(w))
        return NULL;
    uint32_t *slot = find_slot(w, row->person, year);
    if (*slot == 0) {
        w->sum[w->sums] = (sums){.person = row->person, .year = year};
        *slot = (uint32_t)++w->sums;
    }
    return &w->sum[*slot - 1];
}

static int64_t less(int64_t from_fen, int64_t fen)
{
    return from_fen > fen ? from_fen - fen : 0;
}

/* What the fund pays by the rule, and the sums of the person after it. */
static ch_err apply(working *w, const ch_medical_row *row, ch_medical_rule rule, int64_t *rule_fen)
{
    sums none = {0}, *so_far = &none;
    if (row->person.len > 0 && (so_far = find_sums(w, row)) == NULL)
        return CH_ENOMEM;
    int64_t *seen = row->kind == CH_care_INPATIENT ? NULL : &so_far->catalogue_fen[row->kind == CH_care_CHRONIC];
    if (seen != NULL)
        rule.deductible_fen = less(rule.deductible_fen, *seen);
    if (rule.cap_left_fen != INT64_MAX)
        rule.cap_left_fen = less(rule.cap_left_fen, so_far->paid_fen);
    const ch_err err = ch_medical_pay(&rule, row->catalogue_fen, rule_fen, w->faults);
    if (err != CH_OK)
        return err;
    if (seen != NULL)
        *seen += row->catalogue_fen; /* totals of a file stay within 63 bits */
    so_far->paid_fen += row->fund_fen != CH_UNKNOWN_I64 ? row->fund_fen : *rule_fen;
    return CH_OK;
}

/* ---- claims */

static int64_t or_nothing(int64_t fen)
{
    return fen != CH_UNKNOWN_I64 ? fen : 0;
}

static ch_medical_state state_of(const ch_desk__worked *at)
{
    return at->is_open                                ? CH_MEDICAL_DISPUTED
           : at->row->state == CH_MEDICAL_ROW_REFUSED ? CH_MEDICAL_REFUSED
                                                      : CH_MEDICAL_CLEAR;
}

static ch_err tell_no_rest(const working *w, const ch_medical_row *row)
{
    ch_buf found = {.memory = w->scratch.memory};
    ch_decimal_format(row->total_fen, 100, &found);
    const ch_fault fault = {.at = row->at,
                            .column = CH_TEXT("total_yuan"),
                            .column_zh = CH_TEXT("总费用"),
                            .found = ch_buf_text(&found),
                            .want = CH_WANT_MEDICAL_REST};
    const ch_err err = found.failed ? CH_ENOMEM : ch_fault_tell(w->faults, &fault);
    ch_buf_free(&found);
    return err;
}

static ch_err fill(working *w, ch_desk__worked *at)
{
    const ch_medical_row *row = at->row;
    ch_medical_claim *claim = &w->claim[w->of->claims];
    *claim = (ch_medical_claim){.care = row->care,
                                .insured = row->insured,
                                .month = at->month,
                                .total_fen = row->total_fen,
                                .in_catalogue_fen = row->catalogue_fen,
                                .fund_fen = row->fund_fen != CH_UNKNOWN_I64 ? row->fund_fen : at->rule_fen,
                                .supplement_fen = or_nothing(row->supplement_fen),
                                .aid_fen = or_nothing(row->aid_fen),
                                .account_fen = or_nothing(row->account_fen),
                                .state = state_of(at)};
    int64_t rest_fen = claim->total_fen - claim->fund_fen;
    const int64_t part_fen[] = {claim->supplement_fen, claim->aid_fen, claim->account_fen};
    for (size_t i = 0; i < sizeof part_fen / sizeof *part_fen; i++) {
        if (part_fen[i] > rest_fen)
            return tell_no_rest(w, row);
        rest_fen -= part_fen[i];
    }
    claim->cash_fen = row->cash_fen != CH_UNKNOWN_I64 ? row->cash_fen : rest_fen;
    at->claim = w->of->claims++;
    return CH_OK;
}

static ch_err work_one(working *w, ch_desk__worked *at)
{
    const ch_medical_row *row = at->row;
    at->month = month_of(row->decided != 0 ? row->decided : row->settled);
    at->is_open = row->state == CH_MEDICAL_ROW_DISPUTED || at->month > w->of->to;
    if (row->insured == CH_MEDICAL_NOWHERE || row->care == CH_MEDICAL_NOWHERE) {
        at->lack = row->insured == CH_MEDICAL_NOWHERE ? CH_DESK__NO_INSURED : CH_DESK__NO_CARE;
        return CH_OK;
    }
    const place_rule *rule = find_rule(w, row);
    if (rule == NULL) {
        at->lack = CH_DESK__NO_RULE;
        return CH_OK;
    }
    at->rule = rule->row;
    const ch_err err = apply(w, row, rule->rule, &at->rule_fen);
    return err == CH_OK ? fill(w, at) : err;
}

static int by_day(const void *left, const void *right)
{
    const ch_medical_row *a = ((const ch_desk__worked *)left)->row, *b = ((const ch_desk__worked *)right)->row;
    const int order = (a->settled > b->settled) - (a->settled < b->settled);
    return order != 0 ? order : ch_text_compare(a->id, b->id);
}

static ch_err work_all(working *w)
{
    const ch_clearing_question *asked = w->of->asked;
    ch_err err = take_rules(w);
    w->worked = CH_NEW(w->of->arena, ch_desk__worked, asked->claims);
    w->claim = CH_NEW(w->of->arena, ch_medical_claim, asked->claims);
    if (err != CH_OK || w->worked == NULL || w->claim == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < asked->claims; i++)
        if (month_of(asked->claim[i].settled) <= w->of->to)
            w->worked[w->of->works++].row = &asked->claim[i];
    qsort(w->worked, w->of->works, sizeof *w->worked, by_day);
    for (size_t i = 0; i < w->of->works && err != CH_ENOMEM; i++)
        err = ch_err_worse(err, work_one(w, &w->worked[i]));
    w->of->worked = w->worked;
    w->of->claim = w->claim;
    return err;
}

ch_err ch_desk__work_claims(ch_desk__clearing *of, ch_faults *faults)
{
    working w = {.of = of, .scratch = CH_ARENA(of->arena->memory), .faults = faults};
    const ch_err err = work_all(&w);
    ch_arena_free(&w.scratch);
    return err;
}
