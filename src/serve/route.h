/* route.h - what the server answers: one row a method and path, with its parameters.
 * The tables of routes are read three times: to find who answers, to check what is asked, and to write the
 * OpenAPI document; so what is documented is what runs. */
#ifndef CHANGHE_SERVE_ROUTE_H
#define CHANGHE_SERVE_ROUTE_H

#include "changhe/access.h"
#include "changhe/ready.h"
#include "http.h"

typedef enum {
    SERVE_TEXT,
    SERVE_COUNT, /* least..most */
    SERVE_DATE,
    SERVE_WORD, /* one of words */
    SERVE_BOX,  /* west,south,east,north in degrees, WGS84; of six numbers the heights are dropped */
    SERVE_EDITS /* what-if edits as JSON */
} serve_kind;

typedef struct {
    const char *name;
    serve_kind kind;
    bool required;
    size_t least, most;       /* of a count; of a text most bytes (0: 1000) */
    bool caps;                /* a count above most is taken for most, not refused */
    const char *const *words; /* NULL at the end */
    const char *zh, *en;      /* meaning */
} serve_param;

/* The value of a parameter, checked. */
typedef struct {
    bool given;
    ch_text text;
    size_t count; /* of a word: its number */
    ch_date date;
    double box[4]; /* west > east: it crosses the 180th meridian */
} serve_value;

/* Who may ask; the place of a row is looked at by the route itself. */
typedef enum { SERVE_ANYBODY, SERVE_SIGNED_IN } serve_need;

/* What the route takes as its body. */
typedef enum {
    SERVE_NO_BODY,
    SERVE_EDITS_BODY,
    SERVE_JSON_BODY,
    SERVE_BYTES_BODY /* a file, as application/octet-stream */
} serve_body;

/* Bytes of a body. What-if edits and changes are lists of rows; a file may be large. */
enum { SERVE_MOST_BODY = 1 << 20, SERVE_MOST_FILE = 32 << 20 };

struct serve_call;
/* Fills call->answer. CH_EDATA: faults tell what was wrong with the question (400); CH_ENONE: what is asked
 * does not exist, faults tell (404); CH_EIO (500); CH_ENOMEM (503). A route that answers otherwise uses
 * serve_problem and returns CH_OK. */
typedef ch_err serve_run(struct serve_call *call);

typedef struct {
    serve_method method; /* GET answers HEAD too */
    const char *path;    /* "/api/v1/tables/{table}": a name in braces is one segment */
    serve_run *run;
    const serve_param *param;
    size_t params;
    serve_need need;
    bool changes; /* something that lasts: Origin and CSRF token are looked at */
    bool works;   /* more than a look-up in memory: goes to the pool */
    serve_body body;
    bool may_be_empty;  /* 204 where there is nothing */
    const char *status; /* of the answer when all is well, for the document; NULL: 200 */
    const char *type;   /* of the answer */
    const char *schema; /* name of the answer's schema in the OpenAPI document, NULL: none */
    const char *tag;    /* the question it belongs to */
    const char *zh, *en;
} serve_route;

enum { SERVE_PARAMS = 12, SERVE_PATH_VALUES = 4 };

struct serve_hall;

/* Who asks: nobody known, or an account with its grants. Texts live as long as the call. */
typedef struct {
    int64_t account; /* 0: not signed in */
    ch_text name;
    const ch_grant *grant;
    size_t grants;
    ch_text token; /* against forged requests; empty: not signed in */
} serve_visitor;

/* One request while it is answered. */
typedef struct serve_call {
    struct serve_hall *hall;
    const serve_request *request;
    const serve_route *route;
    ch_arena arena;
    ch_faults faults;
    serve_visitor visitor;
    ch_ready *ready;                    /* the snapshot, held as long as the call */
    ch_text segment[SERVE_PATH_VALUES]; /* of the path, decoded, in their order */
    serve_value value[SERVE_PARAMS];    /* of the route's parameters, in their order */
    ch_lang lang;                       /* lang=, else Accept-Language, else Chinese */
    serve_answer *answer;
} serve_call;

/* Every group of routes; each ends with a row whose path is NULL. */
extern const serve_route serve_ask_routes[], serve_table_routes[], serve_search_routes[], serve_session_routes[],
    serve_change_routes[], serve_import_routes[], serve_sheet_routes[], serve_duty_routes[], serve_ogc_routes[],
    serve_tile_routes[], serve_reach_routes[], serve_split_routes[], serve_fairness_routes[], serve_settlement_routes[],
    serve_ops_routes[];
extern const serve_route *const serve_groups[]; /* all of them, NULL at the end */

/* The route of a request; NULL: none has the path, *allowed 0, or not by this method, *allowed the methods
 * that do. Segments of the path are still encoded. */
const serve_route *serve_route_find(serve_method method, ch_text path, ch_text segment[SERVE_PATH_VALUES],
                                    unsigned *allowed);

/* Decode and check the query against the route's parameters: unknown, doubled, missing ones and bad values
 * are all told. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err serve_route_read(serve_call *call);

/* The whole way from a request to an answer, whatever happens; it never fails, but may answer 503. */
void serve_answer_request(struct serve_hall *hall, const serve_request *request, serve_answer *answer);

/* The answer to what is refused before any route is asked: a problem document in the request's language. */
void serve_answer_refusal(const serve_request *request, unsigned status, const char *detail_zh, const char *detail_en,
                          serve_answer *answer);

#endif
