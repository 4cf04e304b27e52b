/* sign.h - the ETag of an answer that follows from a snapshot, a question and who asks. */
#ifndef CHANGHE_SERVE_SIGN_H
#define CHANGHE_SERVE_SIGN_H

#include "route.h"

void serve_sign(serve_call *call, const char *digest); /* of the snapshot answered on, what-if included */
void serve_sign_snapshot(serve_call *call);            /* of the call's own */

#endif
