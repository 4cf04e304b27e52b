/* synth.c - made-up tables, put cell by cell as a reader would, then checked like any other zone. */
#include "synth.h"

#include "measure.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { CHAINS = 10, INPUTS = 3, WITHIN = 200, MEMBERS = 7 };

typedef struct {
    const synth_size *size;
    uint64_t seed;
    ch_draft *draft;
    const ch_table_kind *kind;
    uint32_t rows;
    ch_faults *faults;
    ch_err err; /* the first failure; all that follows does nothing */
} writer;

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static size_t draw(writer *to, size_t below)
{
    to->seed ^= to->seed << 13, to->seed ^= to->seed >> 7, to->seed ^= to->seed << 17;
    return (size_t)(to->seed % below);
}

static ch_at here(const writer *to)
{
    return (ch_at){ch_text_of(to->kind->name), to->rows, 0};
}

static void row(writer *to)
{
    to->rows++;
    if (to->err == CH_OK)
        to->err = ch_draft_row(to->draft, here(to));
}

__attribute__((format(printf, 3, 4))) static void put(writer *to, const char *column, const char *format, ...)
{
    char cell[200];
    va_list values;
    va_start(values, format);
    vsnprintf(cell, sizeof cell, format, values);
    va_end(values);

    int at = ch_schema_find_column(to->kind, ch_text_of(column));
    if (to->err == CH_OK)
        to->err = ch_draft_put(to->draft, (unsigned)at, ch_text_of(cell), here(to), to->faults);
}

static size_t provinces(const writer *to)
{
    return to->size->places / 100;
}

static size_t first_county(const writer *to)
{
    return provinces(to) + to->size->places / 10;
}

static size_t draw_county(writer *to)
{
    return first_county(to) + draw(to, to->size->places - first_county(to));
}

static void write_zone(writer *to)
{
    char members[200] = "";
    for (size_t i = 0, len = 0; i < MEMBERS; i++)
        len += (size_t)snprintf(members + len, sizeof members - len, " p%05zu", first_county(to) + i);
    row(to);
    put(to, "id", "synthetic");
    put(to, "name_zh", "合成示例区");
    put(to, "place", "p%05zu", to->size->places - 1);
    put(to, "members", "%s", members);
    put(to, "source", "illustrative");
}

static const char *level_of(const writer *to, size_t place)
{
    if (place == to->size->places - 1)
        return "zone";
    return place < provinces(to) ? "province" : place < first_county(to) ? "prefecture" : "county";
}

static void put_point(writer *to)
{
    put(to, "lon", "%.5f", 100 + (double)draw(to, 2000000) / 1e5);
    put(to, "lat", "%.5f", 25 + (double)draw(to, 1500000) / 1e5);
}

static void write_places(writer *to)
{
    for (size_t i = 0; i < to->size->places; i++) {
        row(to);
        put(to, "id", "p%05zu", i);
        put(to, "name_zh", "示例地区%zu", i);
        put(to, "level", "%s", level_of(to, i));
        if (i >= first_county(to))
            put(to, "parent", "p%05zu", provinces(to) + i % (first_county(to) - provinces(to)));
        else if (i >= provinces(to))
            put(to, "parent", "p%05zu", i % provinces(to));
        put_point(to);
        put(to, "source", "illustrative");
    }
}

static void write_chains(writer *to)
{
    for (size_t i = 0; i < CHAINS; i++) {
        row(to);
        put(to, "id", "c%zu", i);
        put(to, "name_zh", "示例产业链%zu", i);
        put(to, "source", "illustrative");
    }
}

static void write_segments(writer *to)
{
    static const char *const tier[] = {"up", "mid", "down"};
    for (size_t i = 0; i < to->size->segments; i++) {
        row(to);
        put(to, "id", "s%05zu", i);
        put(to, "chain", "c%zu", i % CHAINS);
        put(to, "name_zh", "示例环节%zu", i);
        put(to, "tier", "%s", tier[i * 3 / to->size->segments]);
        put(to, "source", "illustrative");
    }
}

/* Inputs have smaller numbers, so there is no circle; one step apart in each third of the reach, so
 * no link stands twice. */
static void write_links(writer *to)
{
    for (size_t i = to->size->segments / 10; i < to->size->segments; i++) {
        size_t reach = (i < WITHIN ? i : WITHIN) / INPUTS;
        for (size_t input = 0; input < INPUTS && reach > 0; input++) {
            row(to);
            put(to, "from", "s%05zu", i - 1 - input * reach - draw(to, reach));
            put(to, "to", "s%05zu", i);
            put(to, "source", "illustrative");
        }
    }
}

static double draw_share(writer *to)
{
    return (double)draw(to, 1000000) / 1e6;
}

/* Towns lie where a stride through the box brings them. A town's firms thin out from its middle, within a tenth of
 * a degree to a half. */
static void put_point_in_town(writer *to, size_t town)
{
    const double radius_deg = (0.1 + 0.4 / (1.0 + (double)(town % 7))) * pow(draw_share(to), 2);
    const double turn = draw_share(to) * 6.283185307179586;
    put(to, "lon", "%.6f", 100.5 + fmod((double)town * 7.548776662, 19) + radius_deg * cos(turn));
    put(to, "lat", "%.6f", 25.5 + fmod((double)town * 5.698402910, 14) + radius_deg * sin(turn));
}

static void put_town_firm(writer *to, size_t firm)
{
    const size_t town = (size_t)((double)to->size->towns * pow(draw_share(to), 3));
    put(to, "name_zh", "示例%zu号镇%s有限公司%zu", town, firm % 2 == 0 ? "精密机械制造" : "新材料科技", firm);
    if (firm % 3 != 0)
        put(to, "name_en", "Made-up %s Co. Ltd. %zu", firm % 2 == 0 ? "Precision Machinery" : "New Materials", firm);
    put(to, "place", "p%05zu", first_county(to) + town % (to->size->places - first_county(to)));
    put_point_in_town(to, town);
}

static void write_firms(writer *to)
{
    static const char *const role[] = {"leader", "head", "listed", "specialised", "other"};
    for (size_t i = 0; i < to->size->firms; i++) {
        row(to);
        put(to, "id", "f%06zu", i);
        if (to->size->towns > 0)
            put_town_firm(to, i);
        else
            put(to, "name_zh", "示例企业%zu", i);
        if (i > 0 && draw(to, 10) == 0)
            put(to, "parent", "f%06zu", draw(to, i));
        if (to->size->towns == 0)
            put(to, "place", "p%05zu", draw_county(to));
        put(to, "role", "%s", role[draw(to, 100) < 90 ? 4 : draw(to, 4)]);
        put(to, "source", "illustrative");
        put(to, "as_of", "2024-%02zu", 1 + draw(to, 12));
        if (to->size->points && to->size->towns == 0)
            put_point(to);
        if (to->size->name_of_hundred > 0 && draw(to, 100) < to->size->name_of_hundred)
            put(to, "parent_name", "示例集团%zu", draw(to, 1000));
    }
}

static void write_firm_segments(writer *to)
{
    size_t half = to->size->segments / 2;
    for (size_t i = 0; i < to->size->firms; i++) {
        const size_t seconds = to->size->seconds;
        for (size_t fills = 1 + (seconds == 0 ? draw(to, 2) : draw(to, 10) < seconds); fills > 0; fills--) {
            row(to);
            put(to, "firm", "f%06zu", i);
            put(to, "segment", "s%05zu", (fills - 1) * half + draw(to, half));
        }
    }
}

/* One evidence each, so no key stands twice. */
static void write_ties(writer *to)
{
    for (size_t i = 0; i < to->size->ties; i++) {
        row(to);
        put(to, "supplier", "f%06zu", draw(to, to->size->firms));
        put(to, "customer", "f%06zu", draw(to, to->size->firms));
        put(to, "evidence", "t%zu", i);
        put(to, "x", "0.%zu", 1 + draw(to, 9));
        put(to, "source", "illustrative");
    }
}

static void write_signals(writer *to)
{
    for (size_t i = 0; i < to->size->signals; i++) {
        row(to);
        put(to, "firm", "f%06zu", draw(to, to->size->firms));
        put(to, "kind", "%s", draw(to, 2) ? "expansion" : "growth");
        put(to, "evidence", "g%zu", i);
        put(to, "source", "illustrative");
    }
}

static void write_surveys(writer *to)
{
    for (size_t i = 0; i < to->size->places; i += 3) {
        row(to);
        put(to, "id", "y%05zu", i);
        put(to, "place", "p%05zu", i);
        put(to, "source", "illustrative");
    }
}

static ch_err write_table(writer *to, ch_table_id id, void (*write)(writer *), ch_table **table)
{
    to->kind = ch_schema_table(id);
    to->rows = 0;
    to->err = ch_draft_new(id, NULL, &to->draft);
    if (to->err != CH_OK)
        return to->err;

    write(to);
    if (to->err == CH_OK)
        return ch_draft_fix(to->draft, table, to->faults);
    ch_draft_free(to->draft);
    return to->err;
}

static ch_err make_zone(const synth_size *size, ch_zone **zone, ch_faults *faults)
{
    static const struct {
        ch_table_id id;
        void (*write)(writer *);
    } made[] = {
        {CH_TABLE_zone, write_zone},
        {CH_TABLE_places, write_places},
        {CH_TABLE_chains, write_chains},
        {CH_TABLE_segments, write_segments},
        {CH_TABLE_links, write_links},
        {CH_TABLE_firms, write_firms},
        {CH_TABLE_firm_segments, write_firm_segments},
        {CH_TABLE_surveys, write_surveys},
        {CH_TABLE_ties, write_ties},
        {CH_TABLE_signals, write_signals},
    };
    writer to = {.size = size, .seed = size->seed, .faults = faults};
    ch_table *table[CH_TABLES] = {0};
    ch_err err = CH_OK;
    for (size_t i = 0; i < sizeof made / sizeof *made && err == CH_OK; i++)
        err = write_table(&to, made[i].id, made[i].write, &table[made[i].id]);
    if (err == CH_OK)
        return ch_zone_build(table, NULL, zone, faults);

    for (size_t i = 0; i < CH_TABLES; i++)
        ch_table_drop(table[i]);
    return err;
}

ch_zone *synth_zone(const synth_size *size)
{
    ch_zone *zone;
    ch_faults faults = {0};
    if (make_zone(size, &zone, &faults) != CH_OK) {
        ch_buf told = {0};
        if (faults.kept > 0)
            ch_fault_print(&faults.list[0], &told);
        ch_buf_addc(&told, '\0');
        measure_give_up(told.failed ? "no memory" : told.at);
    }
    ch_faults_free(&faults);
    return zone;
}
