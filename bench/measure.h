/* measure.h - processor time, memory and the machine, for every benchmark alike.
 * Times are of the processor (user and system), not of the clock on the wall, so that another
 * program running beside disturbs them little. */
#ifndef CHANGHE_BENCH_MEASURE_H
#define CHANGHE_BENCH_MEASURE_H

#include <stddef.h>

double measure_cpu_s(void);                     /* of this process so far */
double measure_peak_mib(void);                  /* most memory this process has held */
double measure_median(double *value, size_t n); /* sorts value */
void measure_print_machine(void);

/* Ends the program, saying what could not be done: a benchmark has nobody to hand an error to. */
_Noreturn void measure_give_up(const char *what);

#endif
