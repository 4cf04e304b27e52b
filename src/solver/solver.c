/* solver.c - the module with CLP, opened when used. */
#include "changhe/solver.h"

#include <dlfcn.h>
#include <string.h>

struct ch_solver {
    const ch_memory *memory;
    void *module;
    ch_lp_solver lp;
};

static ch_err tell_missing(ch_faults *faults, ch_text path)
{
    const ch_at at = {.file = path};
    const ch_err err = ch_fault_add(faults, at, CH_TEXT(""), CH_TEXT(""), CH_WANT_SOLVER, CH_TEXT(""));
    return err == CH_ENOMEM ? err : CH_EIO;
}

static ch_err open_module(ch_solver *solver, const char *path)
{
    solver->module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (solver->module == NULL)
        return CH_EIO;
    void *symbol = dlsym(solver->module, CH_SOLVER_CLP_SOLVE);
    if (symbol == NULL)
        return CH_EIO;
    memcpy(&solver->lp.solve, &symbol, sizeof symbol); /* as POSIX has it: C knows no cast to a function */
    return CH_OK;
}

ch_err ch_solver_open(const ch_memory *memory, const char *folder, ch_solver **opened, ch_faults *faults)
{
    ch_buf path = {.memory = memory};
    ch_buf_addf(&path, "%s/%s", folder != NULL ? folder : CHANGHE_MODULES, CH_SOLVER_CLP_MODULE);
    ch_buf_addc(&path, '\0');
    ch_solver *solver = ch_memory_take(memory, sizeof *solver);
    *opened = NULL;
    ch_err err = solver != NULL && !path.failed ? CH_OK : CH_ENOMEM;
    if (solver != NULL)
        *solver = (ch_solver){.memory = memory, .lp = {.name = "clp", .self = (void *)(uintptr_t)memory}};
    if (err == CH_OK)
        err = open_module(solver, path.at);
    if (err == CH_EIO)
        err = tell_missing(faults, ch_text_of(path.at));
    ch_buf_free(&path);
    if (err == CH_OK)
        *opened = solver;
    else
        ch_solver_close(solver);
    return err;
}

const ch_lp_solver *ch_solver_lp(const ch_solver *solver)
{
    return solver != NULL ? &solver->lp : NULL;
}

void ch_solver_close(ch_solver *solver)
{
    if (solver == NULL)
        return;
    if (solver->module != NULL)
        dlclose(solver->module);
    ch_memory_give(solver->memory, solver);
}
