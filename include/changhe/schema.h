/* schema.h - every table and column of a zone, described once.
 * The lines of src/model/schema/ expand here to C types and in schema.c to these descriptors;
 * readers, writers, stores and documents look at the descriptors. */
#ifndef CHANGHE_SCHEMA_H
#define CHANGHE_SCHEMA_H

#include "changhe/date.h"
#include "changhe/geo.h"

typedef enum {
    CH_TYPE_TEXT,   /* one line of UTF-8 */
    CH_TYPE_REF,    /* key of a row of another table */
    CH_TYPE_REFS,   /* several such keys, a blank between */
    CH_TYPE_WORD,   /* one of a closed list: 0 empty, else 1 + place in the list */
    CH_TYPE_WORDS,  /* several of them, a blank between: bit 1 << value */
    CH_TYPE_FLAG,   /* yes or no; empty is no */
    CH_TYPE_NUMBER, /* a double, NaN when unknown; with a unit not negative, with unit 0..1 not over 1 */
    CH_TYPE_LON,    /* degrees east, -180..180, NaN when unknown */
    CH_TYPE_LAT,    /* degrees north, -90..90, NaN when unknown */
    CH_TYPE_COUNT,  /* int64, CH_UNKNOWN_I64 when unknown */
    CH_TYPE_MONEY,  /* int64 fen, written in wan yuan */
    CH_TYPE_AREA,   /* int64 in 1/300 m2, written in mu; not negative */
    CH_TYPE_DATE,   /* ch_date */
    CH_TYPE_USCC,   /* unified social credit code */
    CH_TYPE_SHAPE   /* polygons, kept in a .geojson file */
} ch_type;

typedef enum { CH_OPTIONAL, CH_REQUIRED, CH_KEY } ch_need;                 /* a key is TEXT, REF or WORD */
typedef enum { CH_OPEN, CH_INTERNAL, CH_PERSONAL, CH_SENSITIVE } ch_class; /* who may see it */

/* What the columns of each type hold in memory. */
typedef ch_text ch_in_TEXT, ch_in_REF, ch_in_REFS, ch_in_USCC;
typedef uint8_t ch_in_WORD, ch_in_FLAG;
typedef uint32_t ch_in_WORDS;
typedef double ch_in_NUMBER, ch_in_LON, ch_in_LAT;
typedef int64_t ch_in_COUNT, ch_in_MONEY, ch_in_AREA;
typedef ch_date ch_in_DATE;
typedef const ch_shape *ch_in_SHAPE;

/* CH_tier_UP, CH_role_LEADER, ... */
#define CH_LIST_BEGIN(list)               enum { CH_##list##_NONE,
#define CH_WORD(list, name, word, zh, en) CH_##list##_##name,
#define CH_LIST_END(list) \
    CH_##list##_END \
    } \
    ;
#include "schema/words.def"
#undef CH_LIST_BEGIN
#undef CH_WORD
#undef CH_LIST_END

/* The rows of one table: ch_rows_firms and so on; a column is an array of rows entries. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) \
    typedef struct { \
        size_t rows;
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) const ch_in_##type *name;
#define CH_TABLE_END(table) \
    } \
    ch_rows_##table;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

/* CH_TABLE_zone, CH_TABLE_places, ..., and how many there are. */
typedef enum {
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) CH_TABLE_##table,
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
    CH_TABLES
} ch_table_id;

typedef struct {
    const char *word, *zh, *en;
} ch_word;

typedef struct {
    const char *name;
    const ch_word *word; /* word[0] is the empty word */
    unsigned count;      /* of words, the empty one not counted */
} ch_words;

typedef struct {
    const char *name;
    ch_type type;
    const char *unit;
    ch_need need;
    int to;                /* ch_table_id it refers to, or -1 */
    const ch_words *words; /* or NULL */
    ch_class seen_by;
    const char *zh, *en, *meaning;
    size_t offset; /* of its array's pointer in ch_rows_<table> */
} ch_column;

enum { CH_MAX_COLUMNS = 32, CH_MAX_KEYS = 3 };

typedef struct {
    const char *name;
    bool dated; /* --as-of counts only rows whose as_of is not later */
    const char *zh, *en, *meaning;
    const ch_column *column;
    unsigned columns, keys; /* key columns come first */
    int shape;              /* index of its SHAPE column, or -1 */
} ch_table_kind;

const ch_table_kind *ch_schema_table(ch_table_id id);
/* -1 when there is no such table */
int ch_schema_find_table(ch_text name);
/* -1 when the table has no such column */
int ch_schema_find_column(const ch_table_kind *kind, ch_text name);

/* The table whose name is nearest by edit distance, for a message. */
const char *ch_schema_nearest_table(ch_text name);

/* Size in bytes of one cell of a type. */
size_t ch_schema_cell_size(ch_type type);

/* May several keys of the table whose key column this is stand in one cell somewhere? Such a key
 * holds no blank. */
bool ch_schema_is_listed_key(const ch_column *column);

/* The names of the table's columns with commas between, as in the first line of its CSV file; a
 * SHAPE has no column there. */
void ch_schema_print_columns(const ch_table_kind *kind, ch_buf *out);
/* A column or table as a Chinese message names it, "lat 纬度"; cut where the room ends. */
enum { CH_LABEL_ROOM = 128 };
ch_text ch_schema_label(const char *name, const char *zh, char room[CH_LABEL_ROOM]);

/* The list's words for a message, "up, mid, down"; the same in Chinese, "up 上游、mid 中游". */
void ch_schema_print_words(const ch_words *words, ch_buf *out);
void ch_schema_print_words_zh(const ch_words *words, ch_buf *out);
/* The value of a word, 0 when it is not in the list. */
unsigned ch_schema_find_word(const ch_words *words, ch_text word);
const ch_words *ch_schema_words(const char *list); /* "tier", "role", ...; NULL when unknown */

/* The marks that travel with a row's figures: those it bears, and illustrative when its source says so. */
uint32_t ch_schema_marks(uint32_t marks, ch_text sources);

#endif
