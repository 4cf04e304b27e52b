/* measure.c - asks the system what a benchmark cost. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>

#ifdef __clang__
#define COMPILER "" /* names itself in its version */
#else
#define COMPILER "gcc "
#endif

double measure_cpu_s(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        measure_give_up("no processor clock");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double measure_peak_mib(void)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        measure_give_up("no resource usage");
    return (double)usage.ru_maxrss / 1024;
}

static int compare_numbers(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

double measure_median(double *value, size_t n)
{
    qsort(value, n, sizeof *value, compare_numbers);
    return n % 2 == 1 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

/* The processor's name as Linux tells it; other systems tell only its kind. */
static void print_processor(void)
{
    char line[256];
    FILE *info = fopen("/proc/cpuinfo", "r");
    while (info != NULL && fgets(line, sizeof line, info) != NULL) {
        if (strncmp(line, "model name", 10) == 0 && strchr(line, ':') != NULL) {
            printf("%.*s, ", (int)strcspn(strchr(line, ':') + 2, "\n"), strchr(line, ':') + 2);
            break;
        }
    }
    if (info != NULL)
        fclose(info);
}

void measure_print_machine(void)
{
    struct utsname name;
    printf("machine      ");
    print_processor();
    if (uname(&name) == 0)
        printf("%s, %s %s, ", name.machine, name.sysname, name.release);
    printf("%s%s\n", COMPILER, __VERSION__);
}

_Noreturn void measure_give_up(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}
