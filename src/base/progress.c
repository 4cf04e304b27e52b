/* progress.c - asking whoever wants to know. */
#include "changhe/progress.h"

#include <stddef.h>

bool ch_progress_goes_on(const ch_progress *progress, const char *step, uint64_t done, uint64_t of)
{
    return progress == NULL || progress->tell == NULL || progress->tell(progress->self, step, done, of);
}
