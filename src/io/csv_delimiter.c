/* csv_delimiter.c - what stands between the fields of a file, by its first rows. */
#include "changhe/csv.h"

#include <string.h>

enum { ROWS = 20, DELIMITERS = 3 };
static const char delimiters[DELIMITERS] = {',', ';', '\t'};

typedef struct {
    size_t rows;
    unsigned fields[DELIMITERS][ROWS];
} census;

/* Quotes are followed loosely: what stands between two of them separates nothing. */
static void count_fields(ch_text text, census *count)
{
    bool in_quotes = false, in_row = false;
    *count = (census){0};
    for (size_t i = 0; i < text.len && count->rows < ROWS; i++) {
        const char byte = text.at[i];
        in_quotes ^= byte == '"';
        if (byte == '\n' && !in_quotes) {
            count->rows += in_row;
            in_row = false;
            continue;
        }
        in_row = in_row || byte != '\r';
        for (size_t d = 0; d < DELIMITERS; d++)
            count->fields[d][count->rows] += byte == delimiters[d] && !in_quotes;
    }
    count->rows += in_row && count->rows < ROWS; /* cut off perhaps, but better than none */
}

/* How many rows agree on a number of delimiters, which is not 0. */
static size_t count_agreed(const unsigned *fields, size_t rows)
{
    size_t most = 0;
    for (size_t i = 0; i < rows; i++) {
        size_t same = 0;
        for (size_t j = 0; j < rows; j++)
            same += fields[i] > 0 && fields[j] == fields[i];
        most = same > most ? same : most;
    }
    return most;
}

char ch_csv_find_delimiter(ch_text start)
{
    census count;
    size_t best = 0, most = 0;
    count_fields(start, &count);
    for (size_t d = 0; d < DELIMITERS; d++) {
        const size_t agreed = count_agreed(count.fields[d], count.rows);
        best = agreed > most ? d : best;
        most = agreed > most ? agreed : most;
    }
    return delimiters[best];
}
