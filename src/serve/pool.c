/* pool.c - a ring of jobs under one lock, and threads that wait for them. */
#define _GNU_SOURCE
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

struct serve_pool {
    pthread_mutex_t lock;
    pthread_cond_t given;
    void (*work)(void *self, void *job);
    void *self;
    void **ring;
    unsigned room, first, waiting;
    bool closing;
    unsigned threads;
    pthread_t thread[];
};

/* The next job; NULL: none is left and none will come. */
static void *take(serve_pool *pool)
{
    void *job = NULL;
    pthread_mutex_lock(&pool->lock);
    while (pool->waiting == 0 && !pool->closing)
        pthread_cond_wait(&pool->given, &pool->lock);
    if (pool->waiting > 0) {
        job = pool->ring[pool->first];
        pool->first = (pool->first + 1) % pool->room;
        pool->waiting--;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *run(void *self)
{
    serve_pool *pool = self;
    for (void *job; (job = take(pool)) != NULL;)
        pool->work(pool->self, job);
    return NULL;
}

ch_err serve_pool_open(unsigned threads, unsigned most_waiting, void (*work)(void *self, void *job), void *self,
                       serve_pool **pool)
{
    *pool = NULL;
    serve_pool *made = calloc(1, sizeof *made + threads * sizeof made->thread[0]);
    void **ring = calloc(most_waiting, sizeof *ring);
    if (!made || !ring) {
        free(made);
        free(ring);
        return CH_ENOMEM;
    }
    made->work = work;
    made->self = self;
    made->ring = ring;
    made->room = most_waiting;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->given, NULL);
    while (made->threads < threads && pthread_create(&made->thread[made->threads], NULL, run, made) == 0)
        made->threads++;
    if (made->threads < threads) {
        serve_pool_close(made);
        return CH_ENOMEM;
    }
    *pool = made;
    return CH_OK;
}

bool serve_pool_give(serve_pool *pool, void *job)
{
    pthread_mutex_lock(&pool->lock);
    const bool fits = pool->waiting < pool->room && !pool->closing;
    if (fits) {
        pool->ring[(pool->first + pool->waiting++) % pool->room] = job;
        pthread_cond_signal(&pool->given);
    }
    pthread_mutex_unlock(&pool->lock);
    return fits;
}

unsigned serve_pool_waiting(serve_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    const unsigned waiting = pool->waiting;
    pthread_mutex_unlock(&pool->lock);
    return waiting;
}

void serve_pool_close(serve_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->given);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->threads; i++)
        pthread_join(pool->thread[i], NULL);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
    free(pool->ring);
    free(pool);
}
