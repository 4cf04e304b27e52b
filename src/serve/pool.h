/* pool.h - a few threads that work off a bounded queue. */
#ifndef CHANGHE_SERVE_POOL_H
#define CHANGHE_SERVE_POOL_H

#include "changhe/fault.h"

typedef struct serve_pool serve_pool;

/* Threads that call work(self, job) for every job given, first come, first served. At most most_waiting
 * jobs wait. CH_ENOMEM: also when the system gives no thread. *pool is NULL then. */
CH_MUST_USE ch_err serve_pool_open(unsigned threads, unsigned most_waiting, void (*work)(void *self, void *job),
                                   void *self, serve_pool **pool);

/* false: as many wait as may. */
CH_MUST_USE bool serve_pool_give(serve_pool *pool, void *job);
unsigned serve_pool_waiting(serve_pool *pool);

/* What was given is worked off first. NULL is fine. */
void serve_pool_close(serve_pool *pool);

#endif
