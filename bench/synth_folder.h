/* synth_folder.h - a made-up zone of any size as a folder of CSV files, the same bytes for the same
 * numbers: what a load is measured on. */
#ifndef CHANGHE_BENCH_SYNTH_FOLDER_H
#define CHANGHE_BENCH_SYNTH_FOLDER_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    size_t places, segments, firms; /* places and segments at least 100 */
    uint64_t seed;                  /* not 0 */
} synth_folder_size;

/* Writes datapackage.json and the CSV files into the folder, which is there. Firms fill 1.3 segments on
 * average. Ends the program when a file cannot be written. */
void synth_folder_write(const char *dir, const synth_folder_size *size);
/* Removes them again, and the folder. */
void synth_folder_remove(const char *dir);

#endif
