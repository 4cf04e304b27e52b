/* today.h - the server's day. */
#ifndef CHANGHE_SERVE_TODAY_H
#define CHANGHE_SERVE_TODAY_H

#include "changhe/date.h"

/* By the local clock. */
ch_date serve_today(void);

#endif
