/* chain_laws.h - what must hold of the chain part's figures, whatever the zone. */
#ifndef CHANGHE_TESTS_CHAIN_LAWS_H
#define CHANGHE_TESTS_CHAIN_LAWS_H

#include "chain_naively.h"
#include "random_chain.h"

static inline void a_second_opinion_agrees(scene *s)
{
    opinion o = form_opinion(s);
    ch_place_set whole;
    assert_int_equal(ch_place_set_make(&s->arena, s->zone, CH_TEXT("zone"), &whole, NULL), CH_OK);
    for (size_t i = 0; i < o.segments; i++) {
        const ch_chain_node *n = &s->state.node[ch_chain_node_of(s->net, i)];
        assert_int_equal(ch_chain_first_segment(s->net, ch_chain_node_of(s->net, i)), o.first[i]);
        if (o.first[i] != i)
            continue;
        uint32_t x;
        o.strength[i] = strength_naively(&o, i, &x);
        assert_int_equal(n->x, x);
        assert_near(n->strength, o.strength[i]);
        assert_int_equal(n->surveyed, surveyed_naively(&o, i, &whole));
    }
    assert_near(s->state.local_content, content_by_definition(&o, o.strength));
    for (size_t i = 0; i < o.segments; i++) {
        const ch_chain_node *n = &s->state.node[ch_chain_node_of(s->net, i)];
        if (o.first[i] == i) {
            assert_near(n->q, q_by_definition(&o, o.strength, i));
            assert_near(n->inner * n->lambda, slope_by_definition(&o, i));
        }
    }
}

static inline void figures_add_up(const scene *s)
{
    for (size_t i = 0; i < ch_chain_nodes(s->net); i++) {
        const ch_chain_node *n = &s->state.node[i];
        assert_near(n->worth, n->step * n->inner * n->lambda);
        assert_near(n->worth, n->fill + n->extension + n->base);
        assert_true(n->gain == n->fill + n->extension);
        assert_true(n->fill >= 0 && n->extension >= 0 && n->base >= 0);
        assert_true(n->strength >= 0 && n->strength <= 1 && n->q >= 0 && n->q <= 1 && n->lambda >= 1);
    }
}

static inline void worth_is_what_one_firm_more_brings(scene *s, ch_chain_state *after)
{
    for (size_t i = 0; i < ch_chain_nodes(s->net); i++) {
        const ch_chain_landing one = {row_of(s, CH_TABLE_firms, "new"), ch_chain_first_segment(s->net, (uint32_t)i),
                                      s->set.asked[0]};
        assert_int_equal(ch_chain_assess_with(&s->arena, s->net, &s->set, &one, 1, after), CH_OK);
        assert_near(after->local_content - s->state.local_content, s->state.node[i].worth);
        assert_true(after->local_content >= s->state.local_content);
    }
}

static inline void a_missing_input_of_a_present_node_fills(const scene *s)
{
    const ch_graph *users = ch_chain_users(s->net);
    for (size_t i = 0; i < ch_chain_nodes(s->net); i++)
        for (uint32_t arc = users->start[i]; arc < users->start[i + 1]; arc++)
            if (s->state.node[i].x == 0 && s->state.node[users->to[arc]].x > 0)
                assert_true(s->state.node[i].fill > 0);
}

/* Q without the firm, as the definition is written; *same: every node is as strong as with it. */
static inline double content_without(opinion *o, size_t firm, bool *same)
{
    double strength[NAIVE_SEGMENTS] = {0};
    uint32_t x;
    o->gone = firm;
    *same = true;
    for (size_t i = 0; i < o->segments; i++) {
        if (o->first[i] != i)
            continue;
        strength[i] = strength_naively(o, i, &x);
        *same &= strength[i] == o->strength[i];
    }
    o->gone = SIZE_MAX;
    return content_by_definition(o, strength);
}

static inline void losses_are_what_removing_each_firm_takes(scene *s)
{
    const double *loss = find_losses(s);
    opinion o = form_opinion(s);
    for (size_t i = 0; i < o.segments; i++) {
        uint32_t x;
        if (o.first[i] == i)
            o.strength[i] = strength_naively(&o, i, &x);
    }
    for (size_t i = 0; i < s->zone->firms.rows; i++) {
        bool same;
        const double left = content_without(&o, i, &same);
        assert_near(s->state.local_content - loss[i], left);
        assert_true(loss[i] >= 0);
        if (same || !ch_chain_is_local(s->net, &s->set, i))
            assert_true(loss[i] == 0);
    }
}

static inline void adding_a_firm_is_removing_it_backwards(scene *s, const random_zone *r, const char *places)
{
    char id[16];
    snprintf(id, sizeof id, "f%u", r->left_out);
    random_zone less = *r;
    leave_out(&less.firm, r->left_out);
    leave_out(&less.fills, r->left_out);
    scene before;
    open_random(&before, &less, NULL, places);
    assert_true(before.state.local_content <= s->state.local_content + 1e-12);
    assert_near(before.state.local_content, s->state.local_content - loss_of(s, id));
    close_scene(&before);
}

#endif
