/* catchment.c - two steps: what each supply has for one person in its reach, then what each person's reach adds up to. */
#include "changhe/catchment.h"

#include "decay.h"

#include "changhe/decimal.h"

#include <math.h>

/* ---- what is given */

typedef struct {
    ch_faults *faults;
    const ch_memory *memory;
    ch_err err;
} checking;

static void tell(checking *c, const char *column, size_t row, size_t place, double found, const char *range)
{
    ch_buf text = {.memory = c->memory};
    if (isfinite(found))
        ch_number_format(found, &text);
    else
        ch_buf_adds(&text, isnan(found) ? "NaN" : found > 0 ? "infinite" : "-infinite");
    const ch_err err = text.failed
                           ? CH_ENOMEM
                           : ch_fault_add(c->faults, (ch_at){{0}, (uint32_t)row, (uint32_t)place}, ch_text_of(column),
                                          ch_buf_text(&text), CH_WANT_RANGE, ch_text_of(range));
    c->err = ch_err_worse(c->err, err);
    ch_buf_free(&text);
}

static void check_decay(checking *c, const ch_decay *decay)
{
    if (!(decay->limit_min > 0) || !isfinite(decay->limit_min))
        tell(c, "limit_min", 0, 0, decay->limit_min, "> 0");
    if (!(decay->scale >= 0) || !isfinite(decay->scale))
        tell(c, "scale", 0, 0, decay->scale, ">= 0");
    for (int i = 0; i < 3; i++)
        if (!(decay->step[i] >= 0) || !isfinite(decay->step[i]))
            tell(c, "step", 0, 0, decay->step[i], ">= 0");
}

static void check_amounts(checking *c, const char *name, const double *amount, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (amount[i] < 0 || isinf(amount[i]))
            tell(c, name, i + 1, 0, amount[i], ">= 0");
}

/* Looked for in haste first: hardly ever is there anything to tell. */
static void check_minutes(checking *c, const float *minutes, size_t i, size_t n)
{
    unsigned below = 0;
    for (size_t j = 0; j < n; j++)
        below |= minutes[j] < 0;
    for (size_t j = 0; below && j < n; j++)
        if (minutes[j] < 0)
            tell(c, "minutes", i + 1, j + 1, minutes[j], ">= 0");
}

static ch_err check(const ch_memory *memory, const ch_catchment_case *given, const ch_decay *decay, ch_faults *faults)
{
    checking c = {faults, memory, CH_OK};
    check_decay(&c, decay);
    check_amounts(&c, "demand", given->demand, given->demands);
    check_amounts(&c, "supply", given->supply, given->supplies);
    for (size_t i = 0; given->supplies > 0 && i < given->demands; i++)
        check_minutes(&c, given->minutes + i * given->supplies, i, given->supplies);
    return c.err;
}

/* ---- who is near whom */

typedef struct {
    const ch_catchment_case *given;
    ch_decay decay; /* filled */
    uint32_t *near; /* supplies within the limit of the demand at hand, ascending */
    size_t nears;
} view;

/* Without a branch: which of them are near nobody can foretell. */
static const float *find_near(view *v, size_t i)
{
    const float *minutes = v->given->supplies > 0 ? v->given->minutes + i * v->given->supplies : NULL;
    const double limit_min = v->decay.limit_min;
    size_t nears = 0;
    for (size_t j = 0; j < v->given->supplies; j++) {
        v->near[nears] = (uint32_t)j;
        nears += minutes[j] <= limit_min;
    }
    v->nears = nears;
    return minutes;
}

/* ---- the first step: of each supply */

/* asked[j]: the people in reach of supply j, by weight. */
static void add_demand(view *v, double *asked)
{
    for (size_t i = 0; i < v->given->demands; i++) {
        const double demand = v->given->demand[i];
        if (!(demand > 0))
            continue;
        const float *minutes = find_near(v, i);
        for (size_t k = 0; k < v->nears; k++)
            asked[v->near[k]] += demand * ch_reach__decay_weigh(&v->decay, minutes[v->near[k]]);
    }
}

static void make_ratios(const ch_catchment_case *given, ch_catchment *result)
{
    double *asked = result->ratio; /* until it is divided by */
    for (size_t j = 0; j < given->supplies; j++) {
        const bool is_known = !isnan(given->supply[j]), is_used = is_known && asked[j] > 0;
        result->unknown_supplies += !is_known;
        result->unused_supplies += is_known && !is_used;
        result->supply_used += is_used ? given->supply[j] : 0;
        result->ratio[j] = is_used ? given->supply[j] / asked[j] : NAN;
    }
}

/* ---- the second step: of each demand */

/* A sum of what is known. What is in reach and not known makes it unknown where nothing else is there. */
typedef struct {
    double value;
    bool knows, lacks;
} sum;

static void add(sum *to, double amount, double weight)
{
    to->lacks |= isnan(amount);
    if (isnan(amount))
        return;
    to->knows = true;
    to->value += amount * weight;
}

static double settle(const sum *of)
{
    return of->lacks && !of->knows ? NAN : of->value;
}

/* Among those near, else among all. */
static double find_nearest(const view *v, const float *minutes)
{
    double nearest_min = INFINITY;
    for (size_t k = 0; k < v->nears; k++)
        if (v->given->supply[v->near[k]] > 0 && minutes[v->near[k]] < nearest_min)
            nearest_min = minutes[v->near[k]];
    if (isfinite(nearest_min))
        return nearest_min;
    for (size_t j = 0; j < v->given->supplies; j++)
        if (v->given->supply[j] > 0 && minutes[j] < nearest_min)
            nearest_min = minutes[j];
    return isinf(nearest_min) ? NAN : nearest_min;
}

static void look_around(view *v, size_t i, ch_catchment *result)
{
    const float *minutes = find_near(v, i);
    sum access = {0}, within = {0}, gravity = {0};
    for (size_t k = 0; k < v->nears; k++) {
        const uint32_t j = v->near[k];
        const double supply = v->given->supply[j], weight = ch_reach__decay_weigh(&v->decay, minutes[j]);
        add(&within, supply, 1);
        if (weight > 0) {
            add(&access, result->ratio[j], weight);
            add(&gravity, supply, weight);
        }
    }
    result->access[i] = settle(&access);
    result->within[i] = settle(&within);
    result->gravity[i] = settle(&gravity);
    result->nearest_min[i] = find_nearest(v, minutes);
    result->unknown_demands += isnan(v->given->demand[i]);
}

ch_err ch_catchment_compute(ch_arena *arena, const ch_catchment_case *given, const ch_decay *decay,
                            ch_catchment *result, ch_faults *faults)
{
    const ch_err err = check(arena->memory, given, decay, faults);
    if (err != CH_OK)
        return err;
    *result = (ch_catchment){.access = CH_NEW(arena, double, given->demands),
                             .within = CH_NEW(arena, double, given->demands),
                             .gravity = CH_NEW(arena, double, given->demands),
                             .nearest_min = CH_NEW(arena, double, given->demands),
                             .ratio = CH_NEW(arena, double, given->supplies)};
    view v = {given, ch_reach__decay_fill(decay), CH_NEW(arena, uint32_t, given->supplies), 0};
    if (result->access == NULL || result->within == NULL || result->gravity == NULL || result->nearest_min == NULL ||
        result->ratio == NULL || v.near == NULL)
        return CH_ENOMEM;

    add_demand(&v, result->ratio);
    make_ratios(given, result);
    for (size_t i = 0; i < given->demands; i++)
        look_around(&v, i, result);
    return CH_OK;
}
