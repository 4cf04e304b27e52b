/* chain_scene.h - a question to the chain part, made ready and assessed, for its tests. */
#ifndef CHANGHE_TESTS_CHAIN_SCENE_H
#define CHANGHE_TESTS_CHAIN_SCENE_H

#include "changhe/chain.h"
#include "make_zone.h"

#include <math.h>

/* A prefecture with counties c1, c2 and c3; the zone z lies in c1 and c2, its twin y in c2; the town
 * t lies in c1; o is far away. Members are c1 and c2. */
#define PLACES \
    "places: id,level,parent,parts_in\n" \
    "p,prefecture,,\nc1,county,p,\nc2,county,p,\nc3,county,p,\nz,zone,p,c1 c2\ny,zone,c2,\n" \
    "t,farm,c1,\no,county,,\n" \
    "zone: id,place,members\nzone,z,c1 c2\n"

typedef struct {
    ch_arena arena;
    ch_zone *zone;
    const ch_chain_net *net;
    ch_place_set set;
    ch_chain_state state;
} scene;

static inline void ask(scene *s, const char *places)
{
    assert_int_equal(ch_place_set_make(&s->arena, s->zone, ch_text_of(places), &s->set, NULL), CH_OK);
    ch_chain_assess(s->net, &s->set, &s->state);
}

static inline void open_scene(scene *s, const char *text, const char *places)
{
    *s = (scene){.zone = make_zone(NULL, text)};
    assert_int_equal(ch_chain_net_make(&s->arena, s->zone, &s->net), CH_OK);
    assert_int_equal(ch_chain_state_make(&s->arena, s->net, &s->state), CH_OK);
    ask(s, places);
}

static inline void close_scene(scene *s)
{
    ch_arena_free(&s->arena);
    ch_zone_drop(s->zone);
}

static inline size_t row_of(const scene *s, ch_table_id table, const char *id)
{
    const size_t row = ch_zone_find(s->zone, table, ch_text_of(id));
    assert_true(row != SIZE_MAX);
    return row;
}

static inline size_t segment(const scene *s, const char *id)
{
    return row_of(s, CH_TABLE_segments, id);
}

static inline const ch_chain_node *node(const scene *s, const char *id)
{
    return &s->state.node[ch_chain_node_of(s->net, segment(s, id))];
}

static inline ch_chain_landing landing(const scene *s, const char *firm, const char *to, const char *place)
{
    return (ch_chain_landing){row_of(s, CH_TABLE_firms, firm), segment(s, to), row_of(s, CH_TABLE_places, place)};
}

/* Q after the firms have landed. */
static inline void assess_with(scene *s, const ch_chain_landing *landing, size_t n)
{
    assert_int_equal(ch_chain_assess_with(&s->arena, s->net, &s->set, landing, n, &s->state), CH_OK);
}

/* What Q loses with each firm, in the arena. */
static inline const double *find_losses(scene *s)
{
    double *loss = CH_NEW(&s->arena, double, s->zone->firms.rows);
    assert_non_null(loss);
    for (size_t i = 0; i < s->zone->firms.rows; i++)
        loss[i] = NAN;
    assert_int_equal(ch_chain_find_losses(&s->arena, s->net, &s->set, &s->state, loss), CH_OK);
    return loss;
}

static inline double loss_of(scene *s, const char *firm)
{
    return find_losses(s)[row_of(s, CH_TABLE_firms, firm)];
}

static inline void assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-12 * fmax(1, fabs(b))))
        fail_msg("%.17g is not %.17g", a, b);
}

#endif
