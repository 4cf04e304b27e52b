/* views.h - answers as tables for people. */
#ifndef CHANGHE_CLI_VIEWS_H
#define CHANGHE_CLI_VIEWS_H

#include "changhe/desk.h"

/* How to show an answer: at most top rows a section; before is the local content without the
 * what-if, NaN where there is none. */
typedef struct {
    size_t top;
    ch_lang lang;
    double before;
} view_as;

/* CH_ENOMEM. */
CH_MUST_USE ch_err view_chain(const ch_desk *desk, const ch_chain_answer *answer, view_as as, ch_buf *out);
CH_MUST_USE ch_err view_who(const ch_desk *desk, const ch_who_answer *answer, view_as as, ch_buf *out);
/* All targets listed, each under its district, as.top of them named. */
CH_MUST_USE ch_err view_districts(const ch_desk *desk, const ch_districts_answer *answer, view_as as, ch_buf *out);

#endif
