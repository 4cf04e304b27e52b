/* trees.c - what must not lead back to itself: places, firms, old codes, the supply graph. */
#include "check.h"

enum { NAMES_SHOWN = 20 }; /* of a circle: a fault is for reading */

/* The arcs of one graph and what its circles are told as. */
typedef struct {
    ch_checking *c;
    ch_table_id table; /* whose cells are the arcs */
    ch_want want;
    const ch_text *name; /* of each node */
    size_t nodes;
    ch_zone__arc *arc;
    size_t arcs;
    /* By node: a row of same_as that edits put and that made it one, or CH_ZONE__NONE. NULL: no node is
     * of several segments by an edit. */
    const uint32_t *edited_pair;
    ch_arena scratch;
} graph;

static void print_circle(const ch_text *name, const uint32_t *circle, size_t n, ch_buf *out)
{
    for (size_t i = 0; i < n && i < NAMES_SHOWN; i++) {
        ch_buf_add(out, name[circle[i]]);
        ch_buf_adds(out, " > ");
    }
    if (n > NAMES_SHOWN)
        ch_buf_adds(out, "... > ");
    ch_buf_add(out, name[circle[0]]);
}

static bool find_place(const graph *g, ch_table_id id, size_t row, unsigned column, ch_at *at)
{
    *at = ch_table_at(g->c->zone->table[id], row, column);
    return at->line > 0 || at->file.len > 0;
}

/* The arc that closes it, or the first other on it that an edit put: one that came with base was at no
 * fault there. Looked for only while faults are kept. */
static ch_at place_of(const graph *g, const ch_zone__circle *circle)
{
    ch_at at;
    if (find_place(g, g->table, circle->closed_by->row, circle->closed_by->column, &at) || !g->c->faults ||
        g->c->faults->count >= CH_FAULTS_KEPT)
        return at;
    for (size_t i = 0; i < circle->n; i++) {
        const uint32_t node = circle->node[i];
        const ch_zone__arc *arc = circle->left_by[node];
        if (find_place(g, g->table, arc->row, arc->column, &at))
            return at;
        if (g->edited_pair && g->edited_pair[node] != CH_ZONE__NONE &&
            find_place(g, CH_TABLE_same_as, g->edited_pair[node], CH_COLUMN_same_as_b, &at))
            return at;
    }
    return g->c->origin->at;
}

static ch_err tell_circle(void *self, const ch_zone__circle *circle)
{
    const graph *g = self;
    const ch_zone__arc *arc = circle->closed_by;
    const ch_text found = ch_zone__texts(g->c->zone->table[g->table], arc->column)[arc->row];
    ch_buf names = {.memory = g->c->zone->memory};
    print_circle(g->name, circle->node, circle->n, &names);
    g->c->places_run_round |= g->table == CH_TABLE_places;
    if (names.failed)
        ch_check__note(g->c, CH_ENOMEM);
    else
        ch_check__tell_at(g->c, place_of(g, circle), g->table, arc->column, found, g->want, ch_buf_text(&names));
    ch_buf_free(&names);
    return g->c->worst == CH_ENOMEM ? CH_ENOMEM : CH_OK;
}

/* Nodes and rows are no more than UINT32_MAX: no table has more rows. */
static bool make_room(graph *g, size_t arcs)
{
    if (arcs > UINT32_MAX)
        return false;
    g->arc = CH_NEW(&g->scratch, ch_zone__arc, arcs);
    return g->arc != NULL;
}

static void add_arc(graph *g, size_t tail, size_t head, size_t row, unsigned column)
{
    g->arc[g->arcs++] = (ch_zone__arc){(uint32_t)tail, (uint32_t)head, (uint32_t)row, column};
}

static ch_err find_circles(graph *g)
{
    return ch_zone__find_circles(&g->scratch, g->nodes, g->arc, g->arcs, tell_circle, g);
}

/* ---- trees: rows of one table, each leading on to others of it */

static size_t count_refs(const ch_table *table, unsigned column)
{
    size_t n = 0;
    for (size_t row = 0; row < table->rows; row++) {
        ch_text rest = ch_zone__texts(table, column)[row], ref;
        while (ch_zone__next_ref(table->kind->column[column].type, &rest, &ref))
            n++;
    }
    return n;
}

static void add_refs(graph *g, const ch_table *table, unsigned column)
{
    for (size_t row = 0; row < table->rows; row++) {
        ch_text rest = ch_zone__texts(table, column)[row], ref;
        while (ch_zone__next_ref(table->kind->column[column].type, &rest, &ref)) {
            const size_t to = ch_table_find(table, &ref);
            if (to != SIZE_MAX)
                add_arc(g, row, to, row, column);
        }
    }
}

/* No row leads back to itself along the columns, taken together. */
static ch_err check_tree(ch_checking *c, ch_table_id id, const unsigned *column, size_t columns)
{
    const ch_table *table = c->zone->table[id];
    if (ch_check__shares(c, id))
        return CH_OK;
    graph g = {c, id, CH_WANT_TREE, ch_zone__texts(table, 0), table->rows, .scratch = CH_ARENA(c->zone->memory)};
    size_t most = 0;
    for (size_t i = 0; i < columns; i++)
        most += count_refs(table, column[i]);

    ch_err err = CH_ENOMEM;
    if (make_room(&g, most)) {
        for (size_t i = 0; i < columns; i++)
            add_refs(&g, table, column[i]);
        err = find_circles(&g);
    }
    ch_arena_free(&g.scratch);
    return err;
}

/* ---- the supply graph: links between segments, those of one product as one node */

/* The node of a segment; CH_ZONE__NONE: a fault of the reference, told elsewhere. */
static uint32_t node_of(const ch_zone *zone, const uint32_t *root, ch_text segment)
{
    const size_t row = ch_zone_find(zone, CH_TABLE_segments, segment);
    return row == SIZE_MAX ? CH_ZONE__NONE : root[row];
}

static void add_links(graph *g, const ch_zone *zone, const uint32_t *root)
{
    for (size_t i = 0; i < zone->links.rows; i++) {
        if (zone->links.loop[i] || ch_table_was_told(zone->table[CH_TABLE_links], i, CH_COLUMN_links_loop))
            continue;
        const uint32_t from = node_of(zone, root, zone->links.from[i]), to = node_of(zone, root, zone->links.to[i]);
        if (from != CH_ZONE__NONE && to != CH_ZONE__NONE)
            add_arc(g, from, to, i, CH_COLUMN_links_to);
    }
}

/* For nodes made one by pairs that edits put; elsewhere every link has a place. NULL: no memory. */
static const uint32_t *find_edited_pairs(graph *g, const uint32_t *root)
{
    const ch_zone *zone = g->c->zone;
    uint32_t *pair = CH_NEW(&g->scratch, uint32_t, g->nodes);
    ch_at at;
    for (size_t i = 0; pair && i < g->nodes; i++)
        pair[i] = CH_ZONE__NONE;
    for (size_t i = 0; pair && i < zone->same_as.rows; i++) {
        const uint32_t node = node_of(zone, root, zone->same_as.a[i]);
        if (node != CH_ZONE__NONE && zone->same_as.relation[i] == CH_relation_SAME_PRODUCT &&
            find_place(g, CH_TABLE_same_as, i, CH_COLUMN_same_as_b, &at))
            pair[node] = (uint32_t)i;
    }
    return pair;
}

static bool must_know_pairs(const ch_checking *c)
{
    return c->origin->base && !ch_check__shares(c, CH_TABLE_same_as);
}

static ch_err check_supply(ch_checking *c)
{
    const ch_zone *zone = c->zone;
    if (ch_check__shares(c, CH_TABLE_segments) && ch_check__shares(c, CH_TABLE_same_as) &&
        ch_check__shares(c, CH_TABLE_links))
        return CH_OK;
    graph g = {
        c, CH_TABLE_links, CH_WANT_LOOP, zone->segments.id, zone->segments.rows, .scratch = CH_ARENA(zone->memory)};
    uint32_t *root = CH_NEW(&g.scratch, uint32_t, zone->segments.rows);
    ch_err err = CH_ENOMEM;
    if (root && make_room(&g, zone->links.rows)) {
        ch_zone_join_products(zone, root);
        add_links(&g, zone, root);
        g.edited_pair = must_know_pairs(c) ? find_edited_pairs(&g, root) : NULL;
        err = must_know_pairs(c) && !g.edited_pair ? CH_ENOMEM : find_circles(&g);
    }
    ch_arena_free(&g.scratch);
    return err;
}

/* Chains of old codes run from row to row: a new code may be an old one elsewhere in the table. */
void ch_check__circles(ch_checking *c)
{
    static const unsigned places[] = {CH_COLUMN_places_parent, CH_COLUMN_places_parts_in};
    static const unsigned firms[] = {CH_COLUMN_firms_parent};
    static const unsigned codes[] = {CH_COLUMN_place_history_new};
    ch_check__note(c, check_tree(c, CH_TABLE_places, places, 2));
    ch_check__note(c, check_tree(c, CH_TABLE_firms, firms, 1));
    ch_check__note(c, check_tree(c, CH_TABLE_place_history, codes, 1));
    ch_check__note(c, check_supply(c));
}
