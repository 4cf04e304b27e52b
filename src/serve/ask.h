/* ask.h - a question out of a call's parameters. */
#ifndef CHANGHE_SERVE_ASK_H
#define CHANGHE_SERVE_ASK_H

#include "route.h"

typedef struct {
    ch_edits edits;
    ch_question question;
    ch_desk desk;
} serve_asking;

/* The desk for the call's question; its texts live in the call's arena, and it is closed with
 * ch_desk_close unless the call failed. asking must stay where it is. Errors as of ch_ready_open. */
CH_MUST_USE ch_err serve_ask_open(serve_call *call, serve_asking *asking);

#endif
