/* progress.h - how long work tells how far it is, and how it is stopped. */
#ifndef CHANGHE_PROGRESS_H
#define CHANGHE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* tell is called now and then with how much of a step is done; step is one of the sentences that the
 * function asked documents. false stops the work: it gives everything back and returns CH_ENONE.
 * A NULL progress, or a NULL tell, means nobody wants to know. */
typedef struct {
    bool (*tell)(void *self, const char *step, uint64_t done, uint64_t of);
    void *self;
} ch_progress;

/* Shall the work go on? */
bool ch_progress_goes_on(const ch_progress *progress, const char *step, uint64_t done, uint64_t of);

#endif
