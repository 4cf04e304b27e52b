/* check.c - what must hold between the tables of a snapshot: all of it is looked at, every fault
 * is told. */
#include "check.h"

#include "changhe/decimal.h"
#include "changhe/place.h"

#include <math.h>

void ch_check__note(ch_checking *c, ch_err err)
{
    c->worst = ch_err_worse(c->worst, err);
}

size_t ch_check__find(ch_checking *c, ch_table_id id, ch_text key)
{
    const ch_table *table = c->zone->table[id];
    const size_t met = c->met[id];
    for (size_t row = met; row < table->rows && row <= met + 1; row++)
        if (ch_text_equal(ch_zone__texts(table, 0)[row], key))
            return c->met[id] = row;
    const size_t row = ch_zone_find(c->zone, id, key);
    if (row != SIZE_MAX)
        c->met[id] = row;
    return row;
}

/* A table's name with what people call it; anything else as it is. */
static ch_text name_table(ch_text name, char room[CH_LABEL_ROOM])
{
    const int id = ch_schema_find_table(name);
    const ch_table_kind *kind = id < 0 ? NULL : ch_schema_table((ch_table_id)id);
    return kind == NULL ? name : ch_schema_label(kind->name, kind->zh, room);
}

static bool is_known(ch_at at)
{
    return at.line > 0 || at.file.len > 0;
}

ch_at ch_check__at(const ch_checking *c, ch_table_id id, size_t row, unsigned column)
{
    const ch_at at = ch_table_at(c->zone->table[id], row, column);
    return is_known(at) ? at : c->origin->at;
}

void ch_check__tell(ch_checking *c, ch_table_id id, size_t row, unsigned column, ch_text found, ch_want want,
                    ch_text detail)
{
    ch_check__tell_at(c, ch_check__at(c, id, row, column), id, column, found, want, detail);
}

void ch_check__tell_at(ch_checking *c, ch_at at, ch_table_id id, unsigned column, ch_text found, ch_want want,
                       ch_text detail)
{
    const ch_column *kind = &c->zone->table[id]->kind->column[column];
    char room[CH_LABEL_ROOM];
    ch_check__note(
        c, ch_fault_tell(c->faults, &(ch_fault){.at = at,
                                                .column = ch_text_of(kind->name),
                                                .column_zh = ch_text_of(kind->zh),
                                                .found = found,
                                                .want = want,
                                                .detail = detail,
                                                .detail_zh = want == CH_WANT_REFERENCE ? name_table(detail, room)
                                                                                       : (ch_text){0}}));
}

void ch_check__tell_cell(ch_checking *c, ch_table_id id, size_t row, unsigned column, ch_want want, ch_text detail)
{
    ch_buf found = {.memory = c->zone->memory};
    ch_table_format(c->zone->table[id], column, row, &found);
    if (found.failed)
        ch_check__note(c, CH_ENOMEM);
    else
        ch_check__tell(c, id, row, column, ch_buf_text(&found), want, detail);
    ch_buf_free(&found);
}

static void check_one_zone(ch_checking *c)
{
    const size_t rows = c->zone->zone.rows;
    const ch_table_kind *kind = ch_schema_table(CH_TABLE_zone);
    if (rows == 0)
        ch_check__note(c, ch_fault_tell(c->faults, &(ch_fault){.at = c->origin->at,
                                                               .column = ch_text_of(kind->name),
                                                               .column_zh = ch_text_of(kind->zh),
                                                               .want = CH_WANT_ONE_ROW}));
    else if (rows > 1)
        ch_check__tell_cell(c, CH_TABLE_zone, 1, CH_COLUMN_zone_id, CH_WANT_ONE_ROW, CH_TEXT(""));
}

bool ch_check__was_told(const ch_checking *c, ch_table_id id, size_t row, unsigned column)
{
    return ch_table_was_told(c->zone->table[id], row, column);
}

/* Each place that the column names is a zone; one that is not there is told elsewhere. */
static void check_zone_column(ch_checking *c, ch_table_id id, unsigned column)
{
    if (ch_check__shares(c, id) && ch_check__shares(c, CH_TABLE_places))
        return;
    const ch_table *table = c->zone->table[id];
    for (size_t row = 0; (table->empty >> column & 1) == 0 && row < table->rows; row++) {
        const ch_text code = ch_zone__texts(table, column)[row];
        const size_t place = code.len > 0 ? ch_zone_find(c->zone, CH_TABLE_places, code) : SIZE_MAX;
        if (place != SIZE_MAX && c->zone->places.level[place] != CH_level_ZONE &&
            !ch_check__was_told(c, CH_TABLE_places, place, CH_COLUMN_places_level))
            ch_check__tell_cell(c, id, row, column, CH_WANT_ZONE_PLACE, CH_TEXT(""));
    }
}

/* Does every place say what it lies in, and nothing run round? Else what lies in what cannot be asked. */
static bool are_places_known(const ch_checking *c)
{
    const ch_rows_places *places = &c->zone->places;
    if (c->places_run_round)
        return false;
    for (size_t i = 0; i < places->rows && !ch_check__shares(c, CH_TABLE_places); i++) {
        if (ch_check__was_told(c, CH_TABLE_places, i, CH_COLUMN_places_parent) ||
            ch_check__was_told(c, CH_TABLE_places, i, CH_COLUMN_places_parts_in) ||
            (places->parent[i].len > 0 && c->zone->place_parent[i] == CH_ZONE__NONE))
            return false;
        ch_text rest = places->parts_in[i], code;
        while (ch_text_next(&rest, ' ', &code))
            if (ch_zone_find(c->zone, CH_TABLE_places, code) == SIZE_MAX)
                return false;
    }
    return true;
}

/* Where the zone asked about last is, as far as its row and those it leads to say. */
typedef struct {
    const ch_zone *zone;
    ch_place_climb *climb; /* asks what lies in those where something of the zone is */
    size_t *reached;       /* by place: 1 + the last zone that has something in it */
    uint32_t *list;        /* the places reached */
    size_t count;
    size_t stamp;     /* 1 + the zone */
    bool is_anywhere; /* nobody says where it is */
} whereabouts;

static bool begin_whereabouts(whereabouts *w, ch_arena *scratch, const ch_zone *zone)
{
    *w = (whereabouts){.zone = zone,
                       .climb = ch_place_climb_new(scratch, zone),
                       .reached = CH_NEW(scratch, size_t, zone->places.rows),
                       .list = CH_NEW(scratch, uint32_t, zone->places.rows)};
    return w->climb && w->reached && w->list;
}

static void reach(whereabouts *w, size_t place)
{
    if (w->reached[place] == w->stamp)
        return;
    w->reached[place] = w->stamp;
    w->list[w->count++] = (uint32_t)place;
}

static void reach_parts(whereabouts *w, size_t place)
{
    ch_text rest = w->zone->places.parts_in[place], code;
    while (ch_text_next(&rest, ' ', &code))
        reach(w, ch_zone_find(w->zone, CH_TABLE_places, code));
}

static void reach_parent(whereabouts *w, size_t place)
{
    if (w->zone->place_parent[place] != CH_ZONE__NONE)
        reach(w, w->zone->place_parent[place]);
}

/* A zone is somewhere in the places it has parts in, or in its parent, and so in what these have parts
 * in; where it has neither nobody says where it is. It touches what lies in those, and what they lie
 * in. Cost: O(what lies above the zone). */
static void locate(whereabouts *w, size_t zone_place)
{
    w->stamp = zone_place + 1;
    w->count = 0;
    reach(w, zone_place);
    reach_parts(w, zone_place);
    if (w->count == 1)
        reach_parent(w, zone_place);
    w->is_anywhere = w->count == 1;

    ch_place__begin_set(w->climb);
    size_t i = 0;
    for (; i < w->count; i++) {
        ch_place__add(w->climb, w->list[i]);
        reach_parts(w, w->list[i]);
    }
    const size_t parts = i;
    for (i = 0; i < w->count; i++) {
        reach_parent(w, w->list[i]);
        if (i >= parts)
            reach_parts(w, w->list[i]);
    }
}

/* Can something stand in the place and in the zone? */
static bool touches(const whereabouts *w, size_t place)
{
    return w->is_anywhere || w->reached[place] == w->stamp || ch_place__lies_in_set(w->climb, place);
}

/* The zone that the firm says it stands in, if it is one and the firm's place is there; else SIZE_MAX. */
static size_t zone_of_firm(const ch_checking *c, size_t row, size_t *place)
{
    const ch_rows_firms *firms = &c->zone->firms;
    if (firms->zone[row].len == 0)
        return SIZE_MAX;
    const size_t zone = ch_zone_find(c->zone, CH_TABLE_places, firms->zone[row]);
    *place = ch_zone_find(c->zone, CH_TABLE_places, firms->place[row]);
    return *place != SIZE_MAX && zone != SIZE_MAX && c->zone->places.level[zone] == CH_level_ZONE ? zone : SIZE_MAX;
}

/* A firm that says what zone it stands in; those of one zone make a list. */
typedef struct {
    size_t place;
    size_t next; /* 1 + row of firms; 0: none */
    bool is_elsewhere;
} stand;

/* Zone by zone, so that each is located once; told in the order of rows.
 * Cost: O(firms + places), and for each zone named O(what lies above it and its firms' places). */
static ch_err check_zones_of_firms(ch_checking *c, ch_arena *scratch)
{
    const size_t firms = c->zone->firms.rows, places = c->zone->places.rows;
    whereabouts zone_is;
    stand *of = CH_NEW(scratch, stand, firms);
    size_t *first = CH_NEW(scratch, size_t, places); /* of the firms in each zone, 1 + row */
    if (!begin_whereabouts(&zone_is, scratch, c->zone) || !of || !first)
        return CH_ENOMEM;
    for (size_t row = 0; row < firms; row++) {
        const size_t zone = zone_of_firm(c, row, &of[row].place);
        if (zone == SIZE_MAX)
            continue;
        of[row].next = first[zone];
        first[zone] = row + 1;
    }
    for (size_t zone = 0; zone < places; zone++) {
        if (first[zone] == 0)
            continue;
        locate(&zone_is, zone);
        for (size_t next = first[zone]; next > 0; next = of[next - 1].next)
            of[next - 1].is_elsewhere = !touches(&zone_is, of[next - 1].place);
    }
    for (size_t row = 0; row < firms; row++)
        if (of[row].is_elsewhere)
            ch_check__tell_cell(c, CH_TABLE_firms, row, CH_COLUMN_firms_zone, CH_WANT_ZONE_HERE, CH_TEXT(""));
    return CH_OK;
}

/* The zone of a firm and its place do not contradict one another. */
static void check_zones_here(ch_checking *c)
{
    const bool is_named = (c->zone->table[CH_TABLE_firms]->empty >> CH_COLUMN_firms_zone & 1) == 0;
    if (!is_named || (ch_check__shares(c, CH_TABLE_firms) && ch_check__shares(c, CH_TABLE_places)) ||
        !are_places_known(c))
        return;
    ch_arena scratch = CH_ARENA(c->zone->memory);
    ch_check__note(c, check_zones_of_firms(c, &scratch));
    ch_arena_free(&scratch);
}

/* An old code that is a place would move all that stands there elsewhere. */
static void check_old_codes(ch_checking *c)
{
    if (ch_check__shares(c, CH_TABLE_place_history) && ch_check__shares(c, CH_TABLE_places))
        return;
    for (size_t row = 0; row < c->zone->place_history.rows; row++)
        if (ch_zone_find(c->zone, CH_TABLE_places, c->zone->place_history.old[row]) != SIZE_MAX)
            ch_check__tell_cell(c, CH_TABLE_place_history, row, CH_COLUMN_place_history_old, CH_WANT_OLD_CODE,
                                CH_TEXT(""));
}

/* No segment is paired with itself. */
static void check_pairs(ch_checking *c)
{
    const ch_rows_same_as *pair = &c->zone->same_as;
    for (size_t i = 0; i < pair->rows && !ch_check__shares(c, CH_TABLE_same_as); i++)
        if (ch_text_equal(pair->a[i], pair->b[i]))
            ch_check__tell_cell(c, CH_TABLE_same_as, i, CH_COLUMN_same_as_b, CH_WANT_OTHER_SEGMENT, CH_TEXT(""));
}

/* Who looked in a chain for a segment looked for one of that chain. */
static void check_surveys(ch_checking *c)
{
    const ch_rows_surveys *survey = &c->zone->surveys;
    if (ch_check__shares(c, CH_TABLE_surveys) && ch_check__shares(c, CH_TABLE_segments))
        return;
    for (size_t i = 0; i < survey->rows; i++) {
        const ch_text chain = survey->chain[i];
        const size_t segment =
            survey->segment[i].len > 0 ? ch_zone_find(c->zone, CH_TABLE_segments, survey->segment[i]) : SIZE_MAX;
        if (segment != SIZE_MAX && ch_zone_find(c->zone, CH_TABLE_chains, chain) != SIZE_MAX &&
            !ch_check__was_told(c, CH_TABLE_segments, segment, CH_COLUMN_segments_chain) &&
            !ch_text_equal(c->zone->segments.chain[segment], chain))
            ch_check__tell_cell(c, CH_TABLE_surveys, i, CH_COLUMN_surveys_segment, CH_WANT_CHAIN_SEGMENT, chain);
    }
}

static void check_amount(ch_checking *c, size_t row, unsigned column, double amount, double partner)
{
    if (ch_check__was_told(c, CH_TABLE_segments, row, column))
        return;
    if (isnan(amount) && !isnan(partner))
        ch_check__tell_cell(c, CH_TABLE_segments, row, column, CH_WANT_NEED_BOTH, CH_TEXT(""));
    else if (amount <= 0)
        ch_check__tell_cell(c, CH_TABLE_segments, row, column, CH_WANT_RANGE, CH_TEXT("> 0"));
}

static void check_needs(ch_checking *c)
{
    const ch_rows_segments *segment = &c->zone->segments;
    if (ch_check__shares(c, CH_TABLE_segments))
        return;
    for (size_t i = 0; i < segment->rows; i++) {
        check_amount(c, i, CH_COLUMN_segments_need, segment->need[i], segment->typical[i]);
        check_amount(c, i, CH_COLUMN_segments_typical, segment->typical[i], segment->need[i]);
    }
}

/* The second segment differs from the first; where a change of the pair or of the first brought that
 * about, only these have a place in a file. Of a cell at fault nobody knows whether it differs. */
static void tell_disagreement(ch_checking *c, size_t pair, size_t a, size_t b, unsigned column)
{
    const ch_table *segments = c->zone->table[CH_TABLE_segments];
    const ch_column *kind = &segments->kind->column[column];
    if (ch_check__was_told(c, CH_TABLE_segments, a, column) || ch_check__was_told(c, CH_TABLE_segments, b, column))
        return;

    ch_at at = ch_table_at(segments, b, column);
    if (!is_known(at))
        at = ch_table_at(c->zone->table[CH_TABLE_same_as], pair, CH_COLUMN_same_as_b);
    if (!is_known(at))
        at = ch_check__at(c, CH_TABLE_segments, a, column);
    char room[CH_LABEL_ROOM];
    ch_buf found = {.memory = c->zone->memory};
    ch_table_format(segments, column, b, &found);
    ch_fault fault = {.at = at,
                      .column = ch_text_of(kind->name),
                      .column_zh = ch_text_of(kind->zh),
                      .found = ch_buf_text(&found),
                      .want = CH_WANT_AGREEMENT,
                      .detail = ch_text_of(kind->name),
                      .detail_zh = ch_schema_label(kind->name, kind->zh, room)};
    ch_check__note(c, found.failed ? CH_ENOMEM : ch_fault_tell(c->faults, &fault));
    ch_buf_free(&found);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_agreement(ch_checking *c)
{
    const ch_rows_segments *segment = &c->zone->segments;
    const ch_rows_same_as *pair = &c->zone->same_as;
    if (ch_check__shares(c, CH_TABLE_segments) && ch_check__shares(c, CH_TABLE_same_as))
        return;
    for (size_t i = 0; i < pair->rows; i++) {
        const size_t a = ch_zone_find(c->zone, CH_TABLE_segments, pair->a[i]);
        const size_t b = ch_zone_find(c->zone, CH_TABLE_segments, pair->b[i]);
        if (pair->relation[i] != CH_relation_SAME_PRODUCT || a == SIZE_MAX || b == SIZE_MAX)
            continue;
        if (!same_number(segment->need[a], segment->need[b]))
            tell_disagreement(c, i, a, b, CH_COLUMN_segments_need);
        if (!same_number(segment->typical[a], segment->typical[b]))
            tell_disagreement(c, i, a, b, CH_COLUMN_segments_typical);
        if (!ch_text_equal(segment->need_unit[a], segment->need_unit[b]))
            tell_disagreement(c, i, a, b, CH_COLUMN_segments_need_unit);
    }
}

static const ch_assumption *find_assumption(ch_text id)
{
    for (int i = 0; i < CH_ASSUMPTIONS; i++)
        if (ch_text_equal(ch_text_of(ch_assumption_list[i].id), id))
            return &ch_assumption_list[i];
    return NULL;
}

/* The cell names no assumption: which there are. */
static void tell_assumption(ch_checking *c, size_t row)
{
    const ch_table *table = c->zone->table[CH_TABLE_assumptions];
    const ch_column *kind = &table->kind->column[CH_COLUMN_assumptions_id];
    ch_buf known = {.memory = c->zone->memory}, known_zh = known;
    for (int i = 0; i < CH_ASSUMPTIONS; i++) {
        const ch_assumption *one = &ch_assumption_list[i];
        ch_buf_addf(&known, "%s%s", i > 0 ? ", " : "", one->id);
        ch_buf_addf(&known_zh, "%s%s %s", i > 0 ? "、" : "", one->id, one->zh);
    }
    ch_fault fault = {.at = ch_check__at(c, CH_TABLE_assumptions, row, CH_COLUMN_assumptions_id),
                      .column = ch_text_of(kind->name),
                      .column_zh = ch_text_of(kind->zh),
                      .found = c->zone->assumptions.id[row],
                      .want = CH_WANT_ASSUMPTION,
                      .detail = ch_buf_text(&known),
                      .detail_zh = ch_buf_text(&known_zh)};
    ch_check__note(c, known.failed || known_zh.failed ? CH_ENOMEM : ch_fault_tell(c->faults, &fault));
    ch_buf_free(&known_zh);
    ch_buf_free(&known);
}

static void print_range(const ch_assumption *known, ch_buf *out)
{
    ch_number_format(known->least, out);
    ch_buf_adds(out, "..");
    ch_number_format(known->most, out);
    if (known->below_most) {
        ch_buf_adds(out, ", < ");
        ch_number_format(known->most, out);
    }
}

static void check_assumption(ch_checking *c, size_t row)
{
    const ch_assumption *known = find_assumption(c->zone->assumptions.id[row]);
    const double value = c->zone->assumptions.value[row];
    if (!known) {
        tell_assumption(c, row);
        return;
    }
    if (ch_check__was_told(c, CH_TABLE_assumptions, row, CH_COLUMN_assumptions_value) ||
        (value >= known->least && (known->below_most ? value < known->most : value <= known->most)))
        return;

    ch_buf range = {.memory = c->zone->memory};
    print_range(known, &range);
    if (range.failed)
        ch_check__note(c, CH_ENOMEM);
    else
        ch_check__tell_cell(c, CH_TABLE_assumptions, row, CH_COLUMN_assumptions_value, CH_WANT_RANGE,
                            ch_buf_text(&range));
    ch_buf_free(&range);
}

static void check_assumptions(ch_checking *c)
{
    if (ch_check__shares(c, CH_TABLE_assumptions))
        return;
    for (size_t row = 0; row < c->zone->assumptions.rows; row++)
        check_assumption(c, row);
}

ch_err ch_zone__check(const ch_zone *zone, const ch_zone__origin *origin, ch_faults *faults)
{
    ch_checking c = {.zone = zone, .origin = origin, .faults = faults, .worst = CH_OK};
    check_one_zone(&c);
    ch_check__references(&c);
    ch_check__circles(&c);
    check_zone_column(&c, CH_TABLE_zone, CH_COLUMN_zone_place);
    check_zone_column(&c, CH_TABLE_firms, CH_COLUMN_firms_zone);
    check_zones_here(&c);
    check_old_codes(&c);
    check_pairs(&c);
    check_surveys(&c);
    check_needs(&c);
    check_agreement(&c);
    check_assumptions(&c);
    ch_check__field(&c);
    ch_check__roads(&c);
    ch_check__agreements(&c);
    ch_check__medical(&c);
    return c.worst;
}
