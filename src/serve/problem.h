/* problem.h - what went wrong, as RFC 9457 tells it. */
#ifndef CHANGHE_SERVE_PROBLEM_H
#define CHANGHE_SERVE_PROBLEM_H

#include "route.h"

/* Answer with a status and, of this call's faults, each with file, line, column, found and the sentence in
 * both languages. detail says in the call's language what is to be done. Earlier body and etag go. */
void serve_problem(serve_call *call, unsigned status, const char *detail_zh, const char *detail_en);

/* The answer for what a route returned. */
void serve_problem_of(serve_call *call, ch_err err);

const char *serve_status_name(unsigned status, ch_lang lang); /* "Not Found", 未找到 */

#endif
