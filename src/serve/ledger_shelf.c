/* ledger_shelf.c - the ledger's file as it is now. */
#define _GNU_SOURCE
#include "ledger_shelf.h"

#include "changhe/ledger_answer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

/* What tells that a file is another than before. */
typedef struct {
    bool is_there;
    dev_t device;
    ino_t node;
    off_t size;
    struct timespec changed_at;
} look;

struct serve_shelved {
    const ch_memory *memory;
    ch_ledger *ledger;
    atomic_uint holds;
};

struct serve_shelf {
    const char *path;
    const ch_memory *memory;
    pthread_mutex_t lock; /* held while the file is read */
    serve_shelved *now;
    look seen; /* before it was read */
};

static look look_at(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return (look){.is_there = false};
    return (look){true, about.st_dev, about.st_ino, about.st_size, about.st_mtim};
}

static bool is_same(const look *a, const look *b)
{
    return a->is_there && b->is_there && a->device == b->device && a->node == b->node && a->size == b->size &&
           a->changed_at.tv_sec == b->changed_at.tv_sec && a->changed_at.tv_nsec == b->changed_at.tv_nsec;
}

const ch_ledger *serve_shelved_ledger(const serve_shelved *held)
{
    return held->ledger;
}

void serve_shelved_drop(serve_shelved *held)
{
    if (!held || atomic_fetch_sub(&held->holds, 1) > 1)
        return;
    ch_ledger_free(held->ledger);
    ch_memory_give(held->memory, held);
}

/* A writer holds the file for as long as it takes to add a batch. */
static bool is_busy(ch_err err, const ch_faults *told)
{
    return err == CH_EIO && told->kept == 1 && told->list[0].want == CH_WANT_LEDGER_FREE;
}

static ch_err pass_on(const ch_faults *told, ch_err err, ch_faults *faults)
{
    for (size_t i = 0; i < told->kept; i++)
        if (ch_fault_tell(faults, &told->list[i]) == CH_ENOMEM)
            return CH_ENOMEM;
    return err;
}

/* The file as it is looked at first: what changes while it is read is seen the next time. */
static ch_err read_again(serve_shelf *shelf, ch_faults *faults)
{
    const look seen = look_at(shelf->path);
    ch_faults told = {.arena.memory = shelf->memory};
    if (shelf->now && is_same(&seen, &shelf->seen))
        return CH_OK;
    serve_shelved *made = ch_memory_take(shelf->memory, sizeof *made);
    ch_ledger *ledger = NULL;
    ch_err err = made ? ch_ledger_open(shelf->memory, shelf->path, &ledger, &told) : CH_ENOMEM;
    if (err == CH_OK) {
        *made = (serve_shelved){.memory = shelf->memory, .ledger = ledger};
        atomic_init(&made->holds, 1);
        serve_shelved_drop(shelf->now);
        shelf->now = made;
        shelf->seen = seen;
    } else {
        ch_memory_give(shelf->memory, made);
        err = shelf->now && is_busy(err, &told) ? CH_OK : pass_on(&told, err, faults);
    }
    ch_faults_free(&told);
    return err;
}

ch_err serve_shelf_take(serve_shelf *shelf, serve_shelved **held, ch_faults *faults)
{
    *held = NULL;
    pthread_mutex_lock(&shelf->lock);
    const ch_err err = read_again(shelf, faults);
    if (err == CH_OK) {
        *held = shelf->now;
        atomic_fetch_add(&shelf->now->holds, 1);
    }
    pthread_mutex_unlock(&shelf->lock);
    return err;
}

ch_err serve_shelf_open(const char *path, const ch_memory *memory, serve_shelf **shelf, ch_faults *faults)
{
    serve_shelf *made = ch_memory_take(memory, sizeof *made);
    *shelf = NULL;
    if (!made)
        return CH_ENOMEM;
    *made = (serve_shelf){.path = path, .memory = memory};
    pthread_mutex_init(&made->lock, NULL);
    const ch_err err = read_again(made, faults);
    if (err == CH_OK)
        *shelf = made;
    else
        serve_shelf_close(made);
    return err;
}

void serve_shelf_close(serve_shelf *shelf)
{
    if (!shelf)
        return;
    serve_shelved_drop(shelf->now);
    pthread_mutex_destroy(&shelf->lock);
    ch_memory_give(shelf->memory, shelf);
}
