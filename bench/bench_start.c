/* bench_start.c - how long one command takes from the start of its process to the last byte of
 * JSON, beside a process that does nothing. */
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS = 50, BUDGET_MS = 50 };

typedef struct {
    double cpu_ms, peak_mib;
} cost;

static void become(const char *const *command)
{
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
        execv(command[0], (char *const *)command);
    _exit(127);
}

static cost run_once(const char *const *command)
{
    pid_t child = fork();
    if (child == 0)
        become(command);

    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
        measure_give_up(command[0]);
    double user_s = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
    double system_s = (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
    return (cost){(user_s + system_s) * 1000, (double)usage.ru_maxrss / 1024};
}

static cost run(const char *const *command)
{
    double cpu_ms[RUNS], peak_mib[RUNS];
    run_once(command); /* the files are in the system's cache from here on */
    for (size_t i = 0; i < RUNS; i++) {
        cost once = run_once(command);
        cpu_ms[i] = once.cpu_ms;
        peak_mib[i] = once.peak_mib;
    }
    return (cost){measure_median(cpu_ms, RUNS), measure_median(peak_mib, RUNS)};
}

int main(void)
{
    static const struct {
        const char *name;
        const char *command[8];
    } measured[] = {
        {"nothing", {"/bin/true"}},
        {"chain", {CHANGHE, "chain", "--zone", ZONE, "--format", "json"}},
        {"who", {CHANGHE, "who", "--zone", ZONE, "--format", "json"}},
        {"check", {CHANGHE, "check", ZONE}},
    };
    printf("bench_start   one process each, median of %d; data: the bundled zone\n", RUNS);
    measure_print_machine();
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
        cost spent = run(measured[i].command);
        printf("%-12s %7.2f ms CPU   %6.1f a second   %5.1f MiB", measured[i].name, spent.cpu_ms, 1000 / spent.cpu_ms,
               spent.peak_mib);
        printf(i == 0 ? "   the floor\n" : "   budget %d ms\n", BUDGET_MS);
    }
    return 0;
}
