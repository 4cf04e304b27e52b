/* catchment.h - who has what within reach: sums within minutes, gravity, and two-step floating catchments.
 *
 * Supplies (beds, seats, jobs) at places, demands (people) at places, and the minutes between each two.
 * Sources: Hansen 1959 (gravity); Luo and Wang 2003 (2SFCA); Luo and Qi 2009 (E2SFCA); Dai 2010
 * (Gaussian decay).
 *
 *   2SFCA  R_j = S_j / sum over k with t_kj <= T of P_k W(t_kj);   A_i = sum over j with t_ij <= T of R_j W(t_ij)
 *   law    sum_i A_i P_i = the sum of S_j over those j that have demand in reach (P_k W > 0 for some k)
 *
 * What nobody knows is no zero: a demand or supply that is NaN is left out of every sum, counted and told; where all
 * that is in reach is not known, neither is the sum. Where nothing is in reach, sums are 0. */
#ifndef CHANGHE_CATCHMENT_H
#define CHANGHE_CATCHMENT_H

#include "changhe/arena.h"
#include "changhe/fault.h"

typedef enum {
    CH_DECAY_NONE,     /* 1 within T: 2SFCA */
    CH_DECAY_STEPS,    /* of three thirds of T: weights step[0..2]: E2SFCA (1, 0.68, 0.22 by default) */
    CH_DECAY_GAUSS,    /* (exp(-(t/T)^2/2) - exp(-1/2)) / (1 - exp(-1/2)): 1 at once, 0 at T */
    CH_DECAY_EXPONENT, /* exp(-t / scale) */
    CH_DECAY_POWER,    /* max(t, 1 min)^-exponent */
    CH_DECAYS
} ch_decay_kind;
extern const char *const ch_decay_name[CH_DECAYS]; /* 2sfca, e2sfca, gauss, exponent, power */
typedef struct {
    ch_decay_kind kind;
    double limit_min; /* T; > 0, finite */
    double step[3];   /* of STEPS; all 0: the default */
    double scale;     /* of EXPONENT in minutes (0: T/3), of POWER the exponent (0: 1) */
} ch_decay;
/* Weight at t minutes: 0 beyond the limit or when t is NaN, and 0 where it would be below 1e-12. Never NaN. */
double ch_decay_weight(const ch_decay *decay, double minutes);

typedef struct {
    const double *demand; /* people; NaN: not known */
    size_t demands;
    const double *supply; /* NaN: not known */
    size_t supplies;
    const float *minutes; /* minutes[i * supplies + j]; NaN: no road */
} ch_catchment_case;

typedef struct {
    double *access;      /* per demand: A_i, supply for one person; NaN: no ratio in reach is known */
    double *within;      /* per demand: supply within T, unweighted */
    double *gravity;     /* per demand: sum S_j W(t_ij) */
    double *nearest_min; /* per demand: to the nearest supply known to be above 0, also beyond T; NaN: none on a road */
    double *ratio;       /* per supply: R_j; NaN: nobody known in reach, or supply not known */
    size_t unknown_demands, unknown_supplies;
    size_t unused_supplies; /* known, with no demand in reach */
    double supply_used;     /* sum of S_j that have demand in reach = sum of A_i P_i */
} ch_catchment;

/* Arrays in arena. A_i of a demand whose people are not known is computed from the ratios all the same;
 * they ask nothing of the supplies, so that ratios around them are too good by as much.
 * CH_EDATA: a demand or supply is negative or infinite, minutes are negative, the limit is not above 0
 * and finite, a step or scale is negative or not finite; each told with at.line 1 + its index, of
 * minutes that of the demand, and at.column 1 + that of the supply. CH_ENOMEM.
 * Sums keep the order of indices. Cost: O(demands * supplies). */
CH_MUST_USE ch_err ch_catchment_compute(ch_arena *arena, const ch_catchment_case *given, const ch_decay *decay,
                                        ch_catchment *result, ch_faults *faults);

#endif
