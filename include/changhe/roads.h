/* roads.h - questions about minutes: circles, trips, who has a school or a hospital within reach.
 * The network is the zone's own (tables road_nodes and road_edges) or an extract's (road_file.h); works that
 * a snapshot counts as active are its patch. A what-if's before is the question without its edits, on the same network. */
#ifndef CHANGHE_ROADS_H
#define CHANGHE_ROADS_H

#include "changhe/catchment.h"
#include "changhe/desk.h"
#include "changhe/isochrone.h"
#include "changhe/road_file.h"
#include "changhe/road_tile.h"

/* ---- a network made ready
 * Counts its holders; all that takes it may be called from any thread. Holds net, feet, the mask of cells, and, made when
 * first asked for, weights. */
typedef struct ch_roads ch_roads;

/* Of the zone's tables; with none of them *roads has no streets, which every answer says. CH_ENOMEM. */
CH_MUST_USE ch_err ch_roads_of_zone(const ch_zone *zone, ch_roads **roads);
/* Of a file that `roads import` wrote. CH_EDATA, CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_roads_of_file(const char *path, const ch_memory *memory, ch_roads **roads, ch_faults *faults);
void ch_roads_hold(ch_roads *roads);
void ch_roads_drop(ch_roads *roads); /* NULL is fine */

const ch_road_net *ch_roads_net(const ch_roads *roads);
bool ch_roads_is_extract(const ch_roads *roads);
ch_road_source ch_roads_source(const ch_roads *roads);    /* of an extract; else empty */
const char *ch_roads_digest(const ch_roads *roads);       /* of an extract's content; else empty */
const ch_road_near *ch_roads_near(const ch_roads *roads); /* of the streets that can be entered */
/* Name of a street: the id of its road_edges row, or w123-4 (way 123, its piece 4 from 0 on); room holds 40 bytes. */
ch_text ch_roads_street_name(const ch_roads *roads, uint32_t street, char room[40]);

/* What tiles of the network need, made when it is first asked for. CH_ENOMEM. */
CH_MUST_USE ch_err ch_roads_tiles(ch_roads *roads, const ch_road_tiles **tiles);

/* ---- a question */

typedef struct {
    const ch_zone *zone;     /* as it is */
    const ch_edits *what_if; /* NULL: none */
    ch_text what_if_name;    /* as the user named it */
    ch_roads *roads;         /* of zone, or an extract */
    ch_text from,
        to; /* where: "gates" (default), "lon,lat", or "table:key" of places, firms, projects, stations, facilities, road_nodes;
                              * of ch_desk_minutes several with semicolons between, "places" for the zone's members, "stations", "facilities" */
    double minutes[4]; /* limits, ascending; 0: 15 alone */
    size_t limits;
    ch_road_profile profile;
    ch_road_basis basis;
    bool is_towards; /* who comes here within the minutes, instead of where one comes */
    ch_text kind;    /* of access: "school" or "hospital" */
    ch_decay decay;
    ch_text
        street; /* of roads: the name of a street, or "lon,lat": the nearest within 300 m; empty: none is asked about */
} ch_reach_question;

CH_MUST_USE ch_err ch_answer_roads_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_circle_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_circle_geojson(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_minutes_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_minutes_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
/* A row for each place to go from, a column for each to go to, minutes in the cells, empty where there is no way. */
CH_MUST_USE ch_err ch_answer_matrix_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_access_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_access_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults);

/* The same for people, in lines of text. */
CH_MUST_USE ch_err ch_answer_roads_text(const ch_reach_question *question, ch_lang lang, ch_buf *out,
                                        ch_faults *faults);
CH_MUST_USE ch_err ch_answer_circle_text(const ch_reach_question *question, ch_lang lang, ch_buf *out,
                                         ch_faults *faults);
CH_MUST_USE ch_err ch_answer_minutes_text(const ch_reach_question *question, ch_lang lang, ch_buf *out,
                                          ch_faults *faults);
CH_MUST_USE ch_err ch_answer_access_text(const ch_reach_question *question, ch_lang lang, ch_buf *out,
                                         ch_faults *faults);

#endif
