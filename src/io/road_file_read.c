/* road_file_read.c - bytes to columns, each number looked at before it is kept. */
#include "road_file_parts.h"

#include <float.h>

static inline double f64_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline float f32_of(uint64_t bits)
{
    const uint32_t low = (uint32_t)bits;
    float value;
    memcpy(&value, &low, sizeof value);
    return value;
}

#define i64_of(bits) ((int64_t)(bits))
#define u32_of(bits) ((uint32_t)(bits))
#define u8_of(bits)  ((uint8_t)(bits))

/* What a column belongs to. */
static const ch_road_file__words in_nodes = {"nodes", "节点"}, in_starts = {"rows of arcs", "弧的分行"},
                                 in_arcs = {"arcs", "弧"}, in_streets = {"streets", "路段"}, in_ways = {"ways", "道路"},
                                 in_line_points = {"lines", "线形"}, in_ranks = {"order", "次序"};
static const ch_road_file__words out_of_range = {"a number is out of its range", "数值超出允许范围"};

/* NaN lies nowhere. */
static bool lies_in(double value, double least, double most)
{
    return value >= least && value <= most;
}

ch_err ch_road_file__get_columns(const ch_road_file__counts *count, const char *at, ch_road_file__columns *t,
                                 ch_text file, ch_faults *faults)
{
#define CH_ROAD_FILE_COLUMN(n, kind, value, least, most) \
    for (size_t i = 0; i < count->n; i++) { \
        const uint64_t bits = ch_road_file__load(at + i * CH_ROAD_FILE__##kind, CH_ROAD_FILE__##kind); \
        if (!lies_in((double)kind##_of(bits), (double)(least), (double)(most))) \
            return ch_road_file__tell(faults, file, &in_##n, &out_of_range); \
        t->value = kind##_of(bits); \
    } \
    at += ch_road_file__filled((size_t)count->n * CH_ROAD_FILE__##kind);
#include "road_file.def"
#undef CH_ROAD_FILE_COLUMN
    return CH_OK;
}
