/* reaching.h - inside the desk: a question about minutes, from rows of the zone to searches. */
#ifndef CHANGHE_DESK_REACHING_H
#define CHANGHE_DESK_REACHING_H

#include "changhe/decimal.h"
#include "changhe/emit.h"
#include "changhe/hierarchy.h"
#include "changhe/road_text.h"
#include "changhe/roads.h"

#include <pthread.h>

enum { CH_DESK__ROOMS = 8 };

struct ch_roads {
    atomic_size_t holders;
    const ch_memory *memory;
    ch_arena arena;
    ch_zone *zone; /* of the zone's own network: whose rows it is; NULL: an extract */
    ch_road_net net;
    const ch_road_near *near;
    ch_road_source source;
    const uint32_t *rank;      /* of an extract; NULL: none */
    const uint32_t *by_number; /* streets by their ways' numbers, then by themselves */
    pthread_mutex_t lock;      /* of all that follows, made when it is first asked for */
    bool has_speeds;
    ch_road_speeds speeds; /* those that the weights kept here were made with */
    uint32_t *ms[CH_ROAD_PROFILES][CH_ROAD_BASES];
    ch_hierarchy *hierarchy;
    ch_metric *metric[CH_ROAD_PROFILES][CH_ROAD_BASES];
    pthread_mutex_t asking; /* of metrics: one question at a time changes and asks them */
    ch_reach_room *room[CH_DESK__ROOMS];
    size_t rooms;
    ch_isochrone_ground *ground;
    const ch_road_tiles *tiles;
    bool has_mask, has_counties;
    uint64_t mask_of, counties_of; /* digests of the tables they were made of */
    ch_cell_map mask, counties;
    const uint32_t *county; /* row of places that a value of counties stands for, less 1 */
    size_t county_count;
    double county_km2[256];
};

/* ---- roads_tables.c: the network of a zone's own tables */
ch_err ch_desk__give_tables(ch_arena *arena, const ch_zone *zone, ch_road_given *given);
void ch_desk__read_speeds(const ch_zone *zone, ch_road_speeds *speeds);

/* ---- roads.c */
/* Weights for those speeds: the roads' own, or of other speeds than theirs in arena. CH_ENOMEM. */
ch_err ch_desk__weights(ch_arena *arena, ch_roads *roads, const ch_road_speeds *speeds, ch_road_profile profile,
                        ch_road_basis basis, const uint32_t **ms, bool *is_shared);
/* A room for a search with that many points of a patch, to be given back. CH_ENOMEM. */
ch_err ch_desk__take_room(ch_roads *roads, size_t points, ch_reach_room **room);
void ch_desk__give_room(ch_roads *roads, ch_reach_room *room, size_t points);
/* Streets that a name of road_works.edges stands for, n of them from *street on in roads->by_number; 0: none. */
size_t ch_desk__streets_named(const ch_roads *roads, const ch_road_text_edge *edge, const uint32_t **street);

/* ---- reach_cells.c: maps on the lattice, of the network or of rows as they are before edits. CH_ENOMEM. */
ch_err ch_desk__ground(ch_roads *roads, const ch_isochrone_ground **ground);
ch_err ch_desk__mask(ch_arena *arena, ch_roads *roads, const ch_zone *zone, const ch_cell_map **mask);
typedef struct {
    const ch_cell_map *map;
    const uint32_t *county; /* row of places of value v at v - 1 */
    size_t counties;
    const double *km2; /* of value v at v */
} ch_desk__counties;
ch_err ch_desk__counties_of(ch_arena *arena, ch_roads *roads, const ch_zone *zone, ch_desk__counties *counties);

/* ---- reach_side.c: before and after */
typedef struct {
    const ch_zone *zone;
    const uint32_t *ms;
    bool is_shared; /* ms are the roads' own, which a metric is kept for */
    ch_road_patch patch;
    const ch_road_work *done; /* those works */
    size_t works;             /* rows of road_works that count */
    const uint32_t *work;     /* those rows */
    const ch_road_work_end *end;
} ch_desk__side;

typedef struct {
    const ch_reach_question *asked;
    ch_arena *arena;
    ch_zone *edited; /* held; NULL: no what-if */
    char digest[17];
    size_t sides;          /* 1, or 2 with a what-if */
    ch_desk__side side[2]; /* before, after */
    double off_road_kmh;   /* of before: it decides where one enters */
} ch_desk__reach;

/* Edit, weigh and patch. CH_EDATA: the edits are at fault. CH_ENOMEM. Closed by ch_desk__reach_close, also when it failed. */
ch_err ch_desk__reach_open(ch_arena *arena, const ch_reach_question *asked, ch_desk__reach *reach, ch_faults *faults);
void ch_desk__reach_close(ch_desk__reach *reach);
/* The side that answers are about: after, where there is one. */
static inline const ch_desk__side *ch_desk__last_side(const ch_desk__reach *reach)
{
    return &reach->side[reach->sides - 1];
}

/* Weigh and patch a side whose zone is set. CH_ENOMEM. */
ch_err ch_desk__make_side(ch_desk__reach *reach, ch_desk__side *side);

/* ---- reach_firms.c: minutes from every firm to the nearest place asked, as the question's network has them; NULL: it has
 * none, or the zone is large. CH_ENOMEM. */
ch_err ch_desk__minutes_of_firms(ch_arena *arena, const ch_desk *desk, const double **minutes);

/* ---- reach_works.c: rows of road_works as works; reach_edits.c: what edits of road_nodes and road_edges do. CH_ENOMEM. */
ch_err ch_desk__patch_side(ch_arena *arena, const ch_reach_question *asked, const ch_road_speeds *speeds,
                           ch_desk__side *side, const ch_road_patch *edits);
void ch_desk__sort_links(ch_road_link *link, size_t n); /* as a patch has them */
ch_err ch_desk__patch_of_edits(ch_arena *arena, const ch_reach_question *asked, const ch_zone *after,
                               const ch_road_speeds *speeds, const uint32_t *ms, ch_road_patch *patch);

/* ---- reach_where.c: places as people name them */
typedef struct {
    ch_text asked, name_zh, name_en;
    const ch_point *point;
    size_t points; /* 0: nobody knows where it lies */
    uint32_t marks;
} ch_desk__where;
/* "lon,lat" in degrees; false: it is something else. */
bool ch_desk__read_point(ch_text asked, ch_point *point);
/* Do both have a point in common? */
bool ch_desk__is_same_place(const ch_desk__where *a, const ch_desk__where *b);
/* Texts with semicolons between; empty: gates. Of zone, as edited. CH_ENONE: one of them is not there, told; CH_ENOMEM. */
ch_err ch_desk__find_where(ch_arena *arena, const ch_zone *zone, ch_text asked, const char *name,
                           ch_desk__where **where, size_t *n, ch_faults *faults);
/* Where its points enter. CH_ENOMEM. */
ch_err ch_desk__enter(ch_arena *arena, const ch_roads *roads, const ch_desk__where *where,
                      const ch_reach_entry **entry);
/* Seeds of all its points on a side. CH_ENOMEM. */
ch_err ch_desk__seeds(ch_arena *arena, const ch_desk__reach *reach, const ch_desk__side *side,
                      const ch_desk__where *where, const ch_reach_entry *entry, bool is_towards, ch_reach_seed **seed,
                      size_t *n);

/* ---- reach_matrix.c: ms[i * targets + j], CH_REACH_FAR: no way; the same by searches or by the hierarchy. Between
 * places that have a point in common 0, where there is a way. CH_ENOMEM. */
typedef struct {
    const ch_desk__where *where;
    const ch_reach_entry *const *entry; /* per where, per point */
    size_t n;
} ch_desk__ends;
ch_err ch_desk__matrix(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                       const ch_desk__ends *to, uint32_t *ms);
ch_err ch_desk__ends_enter(ch_arena *arena, const ch_roads *roads, ch_desk__where *where, size_t n,
                           ch_desk__ends *ends);

/* ---- reach_json.c: what every answer about minutes begins and ends with */
void ch_desk__reach_head(ch_emit *e, const ch_desk__reach *reach);
void ch_desk__reach_works(ch_emit *e, const ch_desk__reach *reach, bool whole);
void ch_desk__reach_foot(ch_emit *e, const ch_desk__reach *reach, uint32_t marks, const char *const formula[][2],
                         size_t n);
void ch_desk__key_minutes(ch_emit *e, const char *key, uint32_t ms); /* CH_REACH_FAR: null */
void ch_desk__emit_position(ch_emit *e, ch_point point);             /* to 1e-6 degrees */
uint32_t ch_desk__network_marks(const ch_desk__reach *reach);

#endif
