/* guard.h - who asks, and may they: sessions, limits of rate, origin and token. */
#ifndef CHANGHE_SERVE_GUARD_H
#define CHANGHE_SERVE_GUARD_H

#include "route.h"

/* Before anything is looked at: is the address within its rate? false: the answer (429) is made. */
bool serve_guard_rate(serve_call *call);

/* Find who asks by the cookie; nobody when there is none or it is not known. CH_ENOMEM. */
CH_MUST_USE ch_err serve_guard_visit(serve_call *call);

/* May this visitor use the route: signed in where the route needs it (401), and where it changes
 * something, sent by our own page (Origin, Sec-Fetch-Site: 403) with the session's token in the header
 * x-changhe-token (403). false: the answer is made. */
bool serve_guard_admit(serve_call *call);

/* May one more attempt to sign in be made, from this address and with this name? false: 429 is answered. */
bool serve_guard_sign_in(serve_call *call, ch_text name);

/* The name of the session's cookie for a request, and what the request's holds: empty, none. */
const char *serve_guard_cookie(const serve_request *request);
ch_text serve_guard_token(const serve_request *request);

#endif
