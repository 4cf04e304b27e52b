/* levels.c - the largest excess made as small as possible, level after level. */
#include "levels.h"

#include <math.h>

/* ---- rows */

static ch_err note_row(ch_share__levels *levels, size_t row, uint32_t group)
{
    if (!ch_arena_grow(&levels->scratch, (void **)&levels->group, &levels->rows_room, row + 1, sizeof *levels->group))
        return CH_ENOMEM;
    while (levels->rows <= row)
        levels->group[levels->rows++] = 0;
    levels->group[row] = group;
    return CH_OK;
}

/* x(S) + e, or x(S) alone */
static ch_err add_row(ch_share__levels *levels, uint32_t group, bool with_e, double least, double most, size_t *row)
{
    static const double ones[CH_GAME_MOST + 1] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                                  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    uint32_t column[CH_GAME_MOST + 1];
    size_t entries = 0;
    for (uint32_t i = 0; i < levels->n; i++)
        if ((group >> i & 1) != 0)
            column[entries++] = i;
    if (with_e)
        column[entries++] = levels->n;
    return ch_lp_exact_add_row(levels->lp, column, ones, entries, least, most, row);
}

static bool has_row(const ch_share__levels *levels, uint32_t group)
{
    for (size_t row = 0; row < levels->rows; row++)
        if (levels->group[row] == group)
            return true;
    return false;
}

ch_err ch_share__levels_add(ch_share__levels *levels, uint32_t group)
{
    size_t row;
    if (has_row(levels, group))
        return CH_OK;
    ch_err err = add_row(levels, group, true, (double)levels->game->value[group], INFINITY, &row);
    if (err == CH_OK)
        err = note_row(levels, row, group);
    levels->rows_held += err == CH_OK;
    return err;
}

static void drop_row(ch_share__levels *levels, size_t row)
{
    ch_lp_exact_drop_row(levels->lp, row);
    levels->group[row] = 0;
    levels->rows_held--;
}

/* Rows that hold nothing are dropped once there are many; only where e has risen since, so that none comes back for ever. Single players stay: they keep the
 * program bounded. */
static void purge(ch_share__levels *levels)
{
    if (levels->rows_held < 6 * levels->n || mpq_cmp(levels->x[levels->n], levels->purged) <= 0)
        return;
    mpq_set(levels->purged, levels->x[levels->n]);
    for (size_t row = 0; row < levels->rows; row++) {
        const uint32_t group = levels->group[row];
        if ((group & (group - 1)) != 0 && ch_lp_exact_row_is_basic(levels->lp, row))
            drop_row(levels, row);
    }
}

/* ---- opening */

static ch_err open_program(ch_share__levels *levels, bool is_pre)
{
    double cost[CH_GAME_MOST + 1] = {0}, least[CH_GAME_MOST + 1], most[CH_GAME_MOST + 1];
    const size_t row_start[1] = {0};
    for (unsigned j = 0; j <= levels->n; j++) {
        least[j] = is_pre || j == levels->n ? -INFINITY : (double)levels->game->value[(size_t)1 << j];
        most[j] = INFINITY;
    }
    cost[levels->n] = 1;
    const ch_lp problem = {
        .columns = levels->n + 1, .cost = cost, .column_least = least, .column_most = most, .row_start = row_start};
    return ch_lp_exact_open(levels->scratch.memory, &problem, &levels->lp);
}

static ch_err add_first_rows(ch_share__levels *levels)
{
    const uint32_t all = (UINT32_C(1) << levels->n) - 1;
    const double value = (double)levels->game->value[all];
    size_t row;
    ch_err err = add_row(levels, all, false, value, value, &row);
    if (err == CH_OK)
        err = note_row(levels, row, 0);
    for (unsigned i = 0; i < levels->n && err == CH_OK; i++)
        err = ch_share__levels_add(levels, UINT32_C(1) << i);
    for (unsigned i = 0; i < levels->n && err == CH_OK; i++)
        err = ch_share__levels_add(levels, all ^ UINT32_C(1) << i);
    ch_share__span_add(&levels->span, all);
    ch_share__span_close(&levels->span);
    return err;
}

ch_err ch_share__levels_open(ch_share__levels *levels, const ch_memory *memory, const ch_game *game, bool is_pre,
                             uint64_t limit, const ch_progress *progress, const char *step)
{
    *levels = (ch_share__levels){.game = game,
                                 .n = game->players,
                                 .limit = limit,
                                 .progress = progress,
                                 .step = step,
                                 .scratch = CH_ARENA(memory)};
    for (unsigned j = 0; j <= levels->n; j++)
        mpq_init(levels->x[j]);
    mpq_init(levels->purged);
    mpz_ui_pow_ui(mpq_numref(levels->purged), 2, 60);
    mpq_neg(levels->purged, levels->purged); /* below any e */
    ch_share__most_init(&levels->most);
    ch_err err = ch_share__split_init(&levels->scratch, levels->n, &levels->split);
    if (err == CH_OK)
        err = ch_share__span_init(&levels->scratch, levels->n, &levels->span);
    if (err == CH_OK)
        ch_share__split_watch(&levels->split, game->value, levels->span.open);
    if (err == CH_OK)
        err = open_program(levels, is_pre);
    return err == CH_OK ? add_first_rows(levels) : err;
}

void ch_share__levels_close(ch_share__levels *levels)
{
    ch_lp_exact_free(levels->lp);
    ch_share__split_clear(&levels->split);
    ch_share__most_clear(&levels->most);
    for (unsigned j = 0; j <= levels->n; j++)
        mpq_clear(levels->x[j]);
    mpq_clear(levels->purged);
    ch_arena_free(&levels->scratch);
}

ch_err ch_share__levels_pool(ch_share__levels *levels)
{
    levels->most.pool = CH_NEW(&levels->scratch, uint32_t, CH_SHARE__POOL);
    return levels->most.pool != NULL ? CH_OK : CH_ENOMEM;
}

/* ---- a level */

/* Open groups whose excess is more than e. */
static void find_broken(ch_share__levels *levels)
{
    mpz_t least;
    mpz_init(least);
    for (unsigned j = 0; j <= levels->n; j++)
        ch_lp_exact_get_x(levels->lp, j, levels->x[j]);
    ch_share__split_set(&levels->split, levels->x, 1);
    mpz_divexact(least, levels->split.common, mpq_denref(levels->x[levels->n]));
    mpz_mul(least, least, mpq_numref(levels->x[levels->n]));
    mpz_add_ui(least, least, 1);
    ch_share__find_pooled(&levels->split, least, levels->n, &levels->most);
    if (levels->most.n == 0)
        ch_share__find_most(&levels->split, least, levels->n, &levels->most);
    mpz_clear(least);
}

ch_err ch_share__levels_solve(ch_share__levels *levels)
{
    for (;;) {
        if (!ch_progress_goes_on(levels->progress, levels->step, levels->span.rank, levels->n) ||
            ch_lp_exact_run(levels->lp, levels->limit) != CH_LP_BEST)
            return CH_ENONE;
        find_broken(levels);
        if (levels->most.n == 0)
            return CH_OK;
        purge(levels);
        for (size_t i = 0; i < levels->most.n; i++) {
            const ch_err err = ch_share__levels_add(levels, levels->most.group[i]);
            if (err != CH_OK)
                return err;
        }
    }
}

/* A sum that does not follow from those settled gets a row that keeps it. */
static ch_err keep_sum(ch_share__levels *levels, uint32_t group)
{
    size_t row;
    if (!ch_share__span_add(&levels->span, group))
        return CH_OK;
    ch_err err = add_row(levels, group, false, -INFINITY, INFINITY, &row);
    if (err == CH_OK)
        err = note_row(levels, row, 0);
    if (err == CH_OK)
        ch_lp_exact_fix_row(levels->lp, row);
    return err;
}

static void drop_closed(ch_share__levels *levels)
{
    for (size_t row = 0; row < levels->rows; row++) {
        const uint32_t group = levels->group[row];
        if (group != 0 && (levels->span.open[group >> 6] >> (group & 63) & 1) == 0)
            drop_row(levels, row);
    }
}

ch_err ch_share__levels_settle(ch_share__levels *levels)
{
    ch_err err = CH_OK;
    mpq_t price;
    mpq_init(price);
    for (unsigned i = 0; i < levels->n; i++) {
        ch_lp_exact_get_bound_price(levels->lp, i, price);
        if (mpq_sgn(price) != 0) {
            ch_share__span_add(&levels->span, UINT32_C(1) << i);
            ch_lp_exact_fix_column(levels->lp, i);
        }
    }
    for (size_t row = 0; row < levels->rows && err == CH_OK; row++) {
        if (levels->group[row] == 0)
            continue;
        ch_lp_exact_get_price(levels->lp, row, price);
        if (mpq_sgn(price) != 0)
            err = keep_sum(levels, levels->group[row]);
    }
    mpq_clear(price);
    ch_share__span_close(&levels->span);
    drop_closed(levels);
    mpz_ui_pow_ui(mpq_numref(levels->purged), 2, 60); /* the next e starts lower */
    mpz_set_ui(mpq_denref(levels->purged), 1);
    mpq_neg(levels->purged, levels->purged);
    return err;
}
