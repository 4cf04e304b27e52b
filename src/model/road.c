/* road.c - streets become nodes and arcs in compressed rows, forward and backward. */
#include "changhe/road.h"

#include "road_build.h"

const char *const ch_road_profile_name[CH_ROAD_PROFILES] = {"car", "truck"};
const char *const ch_road_basis_name[CH_ROAD_BASES] = {"plan", "limit"};

/* Arcs in the order of their streets, before they are put into rows. */
typedef struct {
    uint32_t tail, head, drive;
    uint8_t closed;
} loose;

typedef struct {
    ch_road__making *making;
    uint32_t *entered;    /* per drive: the copy it enters, or CH_ROAD_NONE */
    uint32_t *number;     /* per node without copies: its number among all; its copies follow. One more at the end */
    uint32_t *first_copy; /* likewise */
    loose *arc;
    size_t arcs;
} rows;

static ch_err number_copies(rows *r)
{
    const ch_road__making *making = r->making;
    const size_t drives = 2 * making->net->streets;
    r->entered = CH_NEW(making->scratch, uint32_t, drives);
    r->number = CH_NEW(making->scratch, uint32_t, making->nodes + 1);
    r->first_copy = CH_NEW(making->scratch, uint32_t, making->nodes + 1);
    if (r->entered == NULL || r->number == NULL || r->first_copy == NULL)
        return CH_ENOMEM;

    for (size_t i = 0; i < drives; i++)
        r->entered[i] = CH_ROAD_NONE;
    for (uint32_t i = 0; i < making->copies; i++)
        r->entered[making->copy[i].entered_by] = i;
    uint32_t copy = 0;
    for (uint32_t v = 0; v <= making->nodes; v++) {
        r->first_copy[v] = copy;
        r->number[v] = v + copy;
        while (copy < making->copies && making->copy[copy].node == v)
            copy++;
    }
    return CH_OK;
}

static uint32_t head_of(const rows *r, uint32_t drive, uint32_t node)
{
    const uint32_t copy = r->entered[drive];
    return copy == CH_ROAD_NONE ? r->number[node] : r->number[node] + 1 + copy - r->first_copy[node];
}

static uint8_t ban_of(const ch_road__making *making, uint32_t copy, uint32_t drive)
{
    for (uint32_t i = making->copy[copy].first; i < making->copy[copy].end; i++)
        if (making->ban[i].drive == drive)
            return making->ban[i].profiles;
    return 0;
}

static void put_arc(rows *r, loose arc)
{
    if (r->arc != NULL)
        r->arc[r->arcs] = arc;
    r->arcs++;
}

static void put_drive(rows *r, uint32_t street, int direction)
{
    const ch_road__making *making = r->making;
    const ch_road_street *of = &making->street[street];
    const ch_road_way *way = &making->given->way[of->way];
    const uint32_t tail = direction == CH_ROAD_ALONG ? of->from : of->to, end = tail == of->from ? of->to : of->from;
    const uint32_t drive = ch_road__drive(street, direction), head = head_of(r, drive, end);
    if (!ch_road__is_driven(way, direction))
        return;

    uint8_t closed = 0;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        closed |= (uint8_t)(way->closed[p][direction] << p);
    put_arc(r, (loose){r->number[tail], head, drive, 0});
    for (uint32_t copy = r->first_copy[tail]; copy < r->first_copy[tail + 1]; copy++) {
        const uint8_t ban = ban_of(making, copy, drive);
        if ((ban | closed) != (1 << CH_ROAD_PROFILES) - 1)
            put_arc(r, (loose){r->number[tail] + 1 + copy - r->first_copy[tail], head, drive, ban});
    }
}

/* First counted, then put. */
static ch_err list_arcs(rows *r)
{
    const uint32_t streets = (uint32_t)r->making->net->streets;
    for (int round = 0; round < 2; round++) {
        r->arcs = 0;
        for (uint32_t street = 0; street < streets; street++) {
            put_drive(r, street, CH_ROAD_ALONG);
            put_drive(r, street, CH_ROAD_AGAINST);
        }
        if (r->arcs >= (size_t)1 << 31)
            return CH_EDATA;
        if (round == 0 && (r->arc = CH_NEW(r->making->scratch, loose, r->arcs)) == NULL)
            return CH_ENOMEM;
    }
    return CH_OK;
}

/* start[v + 1] holds how many v has; afterwards start[v] is where its row begins, and start[v] may be counted on. */
static void sum_up(uint32_t *start, size_t nodes)
{
    for (size_t v = 0; v < nodes; v++)
        start[v + 1] += start[v];
}

/* After a row has been filled by counting start on, start[v] is where it ends: put back. */
static void step_back(uint32_t *start, size_t nodes)
{
    for (size_t v = nodes; v > 0; v--)
        start[v] = start[v - 1];
    start[0] = 0;
}

/* The arcs by head, those of one head as they were. */
static ch_err order_by_head(rows *r, size_t nodes, uint32_t *order)
{
    uint32_t *start = CH_NEW(r->making->scratch, uint32_t, nodes + 1);
    if (start == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < r->arcs; i++)
        start[r->arc[i].head + 1]++;
    sum_up(start, nodes);
    for (uint32_t i = 0; i < r->arcs; i++)
        order[start[r->arc[i].head]++] = i;
    return CH_OK;
}

static ch_err put_forward(rows *r)
{
    ch_road_net *net = r->making->net;
    ch_arena *arena = r->making->arena;
    uint32_t *order = CH_NEW(r->making->scratch, uint32_t, r->arcs);
    uint32_t *start = CH_NEW(arena, uint32_t, net->nodes + 1), *head = CH_NEW(arena, uint32_t, r->arcs);
    uint32_t *street = CH_NEW(arena, uint32_t, r->arcs);
    uint8_t *way_of = CH_NEW(arena, uint8_t, r->arcs), *closed = CH_NEW(arena, uint8_t, r->arcs);
    if (order == NULL || start == NULL || head == NULL || street == NULL || way_of == NULL || closed == NULL ||
        order_by_head(r, net->nodes, order) != CH_OK)
        return CH_ENOMEM;

    for (size_t i = 0; i < r->arcs; i++)
        start[r->arc[i].tail + 1]++;
    sum_up(start, net->nodes);
    for (size_t i = 0; i < r->arcs; i++) {
        const loose *arc = &r->arc[order[i]];
        const uint32_t to = start[arc->tail]++;
        head[to] = arc->head;
        street[to] = arc->drive / 2;
        way_of[to] = (uint8_t)(arc->drive % 2);
        closed[to] = arc->closed;
    }
    step_back(start, net->nodes);
    net->arcs = r->arcs;
    net->start = start;
    net->head = head;
    net->street = street;
    net->way_of = way_of;
    net->turn_closed = closed;
    return CH_OK;
}

ch_err ch_road__put_backward(ch_arena *arena, ch_road_net *net)
{
    uint32_t *start = CH_NEW(arena, uint32_t, net->nodes + 1);
    uint32_t *tail = CH_NEW(arena, uint32_t, net->arcs), *back_arc = CH_NEW(arena, uint32_t, net->arcs);
    if (start == NULL || tail == NULL || back_arc == NULL)
        return CH_ENOMEM;
    for (size_t arc = 0; arc < net->arcs; arc++)
        start[net->head[arc] + 1]++;
    sum_up(start, net->nodes);
    for (uint32_t v = 0; v < net->nodes; v++)
        for (uint32_t arc = net->start[v]; arc < net->start[v + 1]; arc++) {
            const uint32_t to = start[net->head[arc]]++;
            tail[to] = v;
            back_arc[to] = arc;
        }
    step_back(start, net->nodes);
    net->back_start = start;
    net->back_tail = tail;
    net->back_arc = back_arc;
    return CH_OK;
}

static ch_err put_nodes(rows *r)
{
    ch_road__making *making = r->making;
    ch_road_net *net = making->net;
    ch_point *point = CH_NEW(making->arena, ch_point, net->nodes);
    uint32_t *original = CH_NEW(making->arena, uint32_t, net->nodes);
    if (point == NULL || original == NULL)
        return CH_ENOMEM;
    for (size_t v = 0; v < making->nodes; v++)
        for (uint32_t node = r->number[v]; node < r->number[v + 1]; node++) {
            point[node] = making->given->point[making->point_of[v]];
            original[node] = r->number[v];
        }
    net->point = point;
    net->original = original;
    return CH_OK;
}

void ch_road__note_arcs(const ch_road_net *net, ch_road_street *at)
{
    for (size_t i = 0; i < net->streets; i++)
        at[i].arc[CH_ROAD_ALONG] = at[i].arc[CH_ROAD_AGAINST] = CH_ROAD_NONE;
    for (uint32_t v = 0; v < net->nodes; v++)
        for (uint32_t arc = net->start[v]; net->original[v] == v && arc < net->start[v + 1]; arc++)
            at[net->street[arc]].arc[net->way_of[arc]] = arc;
}

static void put_streets(rows *r)
{
    ch_road_net *net = r->making->net;
    ch_road_street *at = r->making->street;
    for (size_t i = 0; i < net->streets; i++) {
        at[i].from = r->number[at[i].from];
        at[i].to = r->number[at[i].to];
    }
    ch_road__note_arcs(net, at);
    net->at = at;
    net->line = r->making->line;
}

static ch_err put_ways(ch_road__making *making)
{
    ch_road_way *way = CH_NEW(making->arena, ch_road_way, making->given->ways);
    if (way == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < making->given->ways; i++)
        way[i] = making->given->way[i];
    making->net->way = way;
    making->net->ways = making->given->ways;
    return CH_OK;
}

static ch_err make_rows(ch_road__making *making)
{
    rows r = {.making = making};
    making->net->nodes = making->nodes + making->copies;
    if (making->net->nodes >= (size_t)1 << 31)
        return CH_EDATA;
    ch_err err = number_copies(&r);
    if (err == CH_OK)
        err = list_arcs(&r);
    if (err == CH_OK)
        err = put_forward(&r);
    if (err == CH_OK)
        err = ch_road__put_backward(making->arena, making->net);
    if (err == CH_OK)
        err = put_nodes(&r);
    if (err == CH_OK)
        put_streets(&r);
    return err == CH_OK ? put_ways(making) : err;
}

static ch_err find_main(ch_road__making *making)
{
    bool *is_main = CH_NEW(making->arena, bool, making->net->nodes);
    if (is_main == NULL)
        return CH_ENOMEM;
    making->net->is_main = is_main;
    if (!ch_progress_goes_on(making->progress, "parts", 0, making->net->nodes))
        return CH_ENONE;
    return ch_road__find_main(making->scratch, making->net, is_main);
}

static void report_on(ch_road__making *making)
{
    const ch_road_net *net = making->net;
    ch_road_report *report = making->report;
    report->ways = net->ways;
    report->nodes = net->nodes;
    report->copies = making->copies;
    report->streets = net->streets;
    report->arcs = net->arcs;
    for (size_t v = 0; v < net->nodes; v++)
        report->nodes_cut += !net->is_main[v];
    for (uint32_t street = 0; street < net->streets; street++)
        report->streets_cut += !ch_road_is_entry(net, street);
}

static ch_err make(ch_road__making *making)
{
    if (making->given->points >= (size_t)1 << 31 || making->given->nodes >= (size_t)1 << 31)
        return CH_EDATA;
    ch_err err = ch_road__cut_streets(making);
    if (err == CH_OK)
        err = ch_road__put_in_order(making);
    if (err == CH_OK)
        err = ch_road__copy_nodes(making);
    if (err == CH_OK)
        err = make_rows(making);
    if (err == CH_OK)
        err = find_main(making);
    if (err == CH_OK)
        report_on(making);
    return err;
}

ch_err ch_road_build(ch_arena *arena, const ch_road_given *given, const ch_progress *progress, ch_road_net *net,
                     ch_road_report *report)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    *net = (ch_road_net){0};
    *report = (ch_road_report){0};
    ch_road__making making = {
        .arena = arena, .scratch = &scratch, .given = given, .progress = progress, .net = net, .report = report};
    ch_err err = make(&making);
    ch_arena_free(&scratch);
    return err;
}

bool ch_road_next_start(const ch_road_net *net, uint32_t street, int direction, ch_road_start *at)
{
    const ch_road_street *of = &net->at[street];
    const uint32_t node = direction == CH_ROAD_ALONG ? of->from : of->to;
    if (at->arc == CH_ROAD_NONE)
        *at = (ch_road_start){net->start[node], node};
    else
        at->arc++;
    for (; at->tail < net->nodes && net->original[at->tail] == node; at->tail++)
        for (; at->arc < net->start[at->tail + 1]; at->arc++)
            if (net->street[at->arc] == street && net->way_of[at->arc] == direction)
                return true;
    return false;
}

static bool is_entered(const ch_road_net *net, uint32_t street, int direction)
{
    for (ch_road_start at = {CH_ROAD_NONE, 0}; ch_road_next_start(net, street, direction, &at);)
        if (net->is_main[at.tail] && net->is_main[net->head[at.arc]] && ch_road__is_open(net, at.arc, CH_ROAD_CAR))
            return true;
    return false;
}

bool ch_road_is_entry(const ch_road_net *net, uint32_t street)
{
    return is_entered(net, street, CH_ROAD_ALONG) || is_entered(net, street, CH_ROAD_AGAINST);
}
