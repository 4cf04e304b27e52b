/* today.c - the server's day. */
#define _POSIX_C_SOURCE 200809L /* localtime_r */
#include "today.h"

#include <time.h>

ch_date serve_today(void)
{
    const time_t now = time(NULL);
    struct tm parts;
    if (!localtime_r(&now, &parts))
        return 0;
    return (parts.tm_year + 1900) * 10000 + (parts.tm_mon + 1) * 100 + parts.tm_mday;
}
