/* road_file_parts.h - the form of a file of roads.
 *
 *   8 bytes   CH_ROAD_FILE__MAGIC
 *   8 bytes   version
 *   8 bytes   digest of all that follows
 *   counts    8 bytes each
 *   columns   of road_file.def, each filled up to a multiple of 8 bytes
 *   texts     names of ways, title, licence; filled up
 *
 * All numbers little-endian. What can be computed in one pass is not in it: the backward arrays, the streets' own arcs. */
#ifndef CHANGHE_IO_ROAD_FILE_PARTS_H
#define CHANGHE_IO_ROAD_FILE_PARTS_H

#include "changhe/road_file.h"

#include <string.h>

#define CH_ROAD_FILE__MAGIC "CHROADS\n"
enum { CH_ROAD_FILE__VERSION = 1, CH_ROAD_FILE__HEAD = 24 };

typedef struct {
    uint64_t nodes, starts, arcs, streets, ways, line_points, ranks, name_bytes, title_bytes, licence_bytes, as_of;
} ch_road_file__counts;
enum { CH_ROAD_FILE__COUNTS = sizeof(ch_road_file__counts) / sizeof(uint64_t) };

/* Where in the names a way's is. */
typedef struct {
    uint32_t first, len;
} ch_road_file__name;

/* The columns in memory. */
typedef struct {
    ch_point *point;
    uint32_t *original;
    bool *is_main;
    uint32_t *start, *head, *street;
    uint8_t *way_of, *turn_closed;
    ch_road_street *at;
    ch_road_way *way;
    ch_road_file__name *name;
    ch_point *line;
    uint32_t *rank;
} ch_road_file__columns;

/* Bytes of all columns and texts, each filled up; false: more than there can be. */
bool ch_road_file__size(const ch_road_file__counts *count, size_t *bytes);
uint64_t ch_road_file__digest(ch_text content);
void ch_road_file__print_digest(uint64_t digest, char text[17]);

/* Columns to bytes; at is as long as their size. */
void ch_road_file__put_columns(const ch_road_file__counts *count, const ch_road_file__columns *t, char *at);
/* Bytes to columns; what holds between them: road_file_check.c. CH_EDATA: told what. */
CH_MUST_USE ch_err ch_road_file__get_columns(const ch_road_file__counts *count, const char *at,
                                             ch_road_file__columns *t, ch_text file, ch_faults *faults);
CH_MUST_USE ch_err ch_road_file__check(ch_arena *scratch, const ch_road_file__counts *count,
                                       const ch_road_file__columns *t, const char *names, ch_text file,
                                       ch_faults *faults);

/* What is wrong with a file; where may be NULL. CH_EDATA or CH_ENOMEM. */
typedef struct {
    const char *en, *zh;
} ch_road_file__words;
ch_err ch_road_file__tell(ch_faults *faults, ch_text file, const ch_road_file__words *where,
                          const ch_road_file__words *what);

static inline uint64_t ch_road_file__load(const char *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)at[i] << 8 * i;
    return value;
}

static inline void ch_road_file__store(char *at, size_t bytes, uint64_t value)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (char)(unsigned char)(value >> 8 * i);
}

static inline size_t ch_road_file__filled(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

/* How each kind of number is written. */
enum {
    CH_ROAD_FILE__f64 = 8,
    CH_ROAD_FILE__i64 = 8,
    CH_ROAD_FILE__f32 = 4,
    CH_ROAD_FILE__u32 = 4,
    CH_ROAD_FILE__u8 = 1
};

#endif
