/* road_weigh.c - from lengths and speeds to milliseconds. */
#include "road_build.h"

#include <math.h>

/* Heights and weights: a car well above what is usual; a truck as high as GB 1589-2016 allows, of two axles. Assumed. */
const ch_road_speeds ch_road_speeds_default = {
    .speed =
        {
#define CH_SPEED(profile, class, limit_kmh, factor, most_kmh) \
    [CH_ROAD_##profile][CH_road_class_##class] = {limit_kmh, factor, most_kmh},
#include "road_speeds.def"
#undef CH_SPEED
        },
    .height_m = {[CH_ROAD_CAR] = 2, [CH_ROAD_TRUCK] = 4},
    .weight_t = {[CH_ROAD_CAR] = 2.5, [CH_ROAD_TRUCK] = 18},
};

double ch_road__kmh(const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis, unsigned road_class,
                    double limit_kmh, double plan_kmh)
{
    const ch_road_speed *of = &speeds->speed[profile][road_class];
    if (!(of->limit_kmh > 0))
        return 0;
    const double most_kmh = of->most_kmh > 0 ? of->most_kmh : INFINITY;
    const double at_limit_kmh = fmin(limit_kmh > 0 ? limit_kmh : of->limit_kmh, most_kmh);
    if (basis == CH_ROAD_LIMIT)
        return at_limit_kmh;
    return plan_kmh > 0 ? fmin(plan_kmh, most_kmh) : of->factor * at_limit_kmh;
}

static bool fits(const ch_road_speeds *speeds, ch_road_profile profile, const ch_road_way *way)
{
    return !(way->height_m > 0 && way->height_m < speeds->height_m[profile]) &&
           !(way->weight_t > 0 && way->weight_t < speeds->weight_t[profile]);
}

static uint32_t whole_ms(double s)
{
    const double ms = round(s * 1000);
    return ms >= 0 && ms < (double)CH_ROAD_CLOSED ? (uint32_t)ms : CH_ROAD_CLOSED;
}

static uint32_t weigh(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                      ch_road_basis basis, const ch_road_street *street, int direction, double limit_kmh,
                      double plan_kmh)
{
    const ch_road_way *way = &net->way[street->way];
    const double kmh = ch_road__kmh(speeds, profile, basis, way->road_class,
                                    limit_kmh > 0 ? limit_kmh : (double)way->limit_kmh[direction],
                                    plan_kmh > 0 ? plan_kmh : (double)way->plan_kmh);
    if (!(kmh > 0) || !fits(speeds, profile, way))
        return CH_ROAD_CLOSED;
    if (way->fixed_s > 0)
        return whole_ms(street->share * (way->fixed_s + way->extra_s));
    return whole_ms(street->length_m / (kmh / 3.6) + street->share * way->extra_s);
}

uint32_t ch_road_weigh_street(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                              ch_road_basis basis, uint32_t street, int direction, double limit_kmh, double plan_kmh)
{
    const ch_road_street *of = &net->at[street];
    return net->way[of->way].closed[profile][direction]
               ? CH_ROAD_CLOSED
               : weigh(net, speeds, profile, basis, of, direction, limit_kmh, plan_kmh);
}

uint32_t ch_road__weigh_opened(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                               ch_road_basis basis, uint32_t street, int direction, double limit_kmh, double plan_kmh)
{
    return weigh(net, speeds, profile, basis, &net->at[street], direction, limit_kmh, plan_kmh);
}

void ch_road_weigh(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis,
                   uint32_t *ms)
{
    for (size_t arc = 0; arc < net->arcs; arc++)
        ms[arc] = (net->turn_closed[arc] >> profile & 1) != 0
                      ? CH_ROAD_CLOSED
                      : ch_road_weigh_street(net, speeds, profile, basis, net->street[arc], net->way_of[arc], 0, 0);
}
