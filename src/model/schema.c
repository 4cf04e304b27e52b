/* schema.c - the lines of src/model/schema/ as descriptors to look at, and their look-up. */
#include "changhe/schema.h"

#include <stdio.h>

/* level_words, tier_words, ...: a list's words and how many there are. WORDS keeps a bit for each. */
#define CH_LIST_BEGIN(list)               static const ch_word list##_word[] = {{"", "", ""},
#define CH_WORD(list, name, word, zh, en) {word, zh, en},
#define CH_LIST_END(list) \
    } \
    ; \
    static const ch_words list##_words = {#list, list##_word, CH_##list##_END - 1}; \
    _Static_assert((int)CH_##list##_END <= 32, "more words than bits");
#include "schema/words.def"
#undef CH_LIST_BEGIN
#undef CH_WORD
#undef CH_LIST_END

static const ch_words *const lists[] = {
#define CH_LIST_BEGIN(list) &list##_words,
#define CH_WORD(list, name, word, zh, en)
#define CH_LIST_END(list)
#include "schema/words.def"
#undef CH_LIST_BEGIN
#undef CH_WORD
#undef CH_LIST_END
};

/* firms_column[], ...: where a column points fills two members, to and words. */
#define TO(table)                                     CH_TABLE_##table, NULL
#define ONE_OF(list)                                  -1, &list##_words
#define PLAIN                                         -1, NULL
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) static const ch_column table##_column[] = {
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) \
    {#name, CH_TYPE_##type, unit, CH_##need, to, CH_##who, zh, en, meaning, offsetof(ch_rows_##table, name)},
#define CH_TABLE_END(table) \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

/* at_firms_id, ..., count_firms: columns by number. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning)                      enum {
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) at_##table##_##name,
#define CH_TABLE_END(table) \
    count_##table \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

/* keys_firms, ...: how many columns are keys. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning)                      enum { keys_##table = 0
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) +(CH_##need == CH_KEY)
#define CH_TABLE_END(table) \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

/* shape_outlines, ...: number of the one SHAPE column, -1 without. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) enum { shape_##table = -1
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) \
    +(CH_TYPE_##type == CH_TYPE_SHAPE) * (at_##table##_##name + 1)
#define CH_TABLE_END(table) \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

enum { NAME_ROOM = 32 }; /* bytes of a table's name, its NUL too */

#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) \
    _Static_assert(sizeof #table <= NAME_ROOM, "the table's name is too long");
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table) \
    _Static_assert((int)count_##table <= (int)CH_MAX_COLUMNS, "too many columns"); \
    _Static_assert((int)keys_##table >= 1 && (int)keys_##table <= (int)CH_MAX_KEYS, "one to three keys");
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

#define DATED   true
#define LASTING false
static const ch_table_kind kinds[CH_TABLES] = {
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning) \
    {#table, dated, zh, en, meaning, table##_column, count_##table, keys_##table, shape_##table},
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
};

const ch_table_kind *ch_schema_table(ch_table_id id)
{
    return &kinds[id];
}

int ch_schema_find_table(ch_text name)
{
    for (int id = 0; id < CH_TABLES; id++)
        if (ch_text_equal(ch_text_of(kinds[id].name), name))
            return id;
    return -1;
}

int ch_schema_find_column(const ch_table_kind *kind, ch_text name)
{
    for (unsigned i = 0; i < kind->columns; i++)
        if (ch_text_equal(ch_text_of(kind->column[i].name), name))
            return (int)i;
    return -1;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance: fewest bytes put in, taken out or changed. One row of the table of
 * distances is kept; known holds fewer than NAME_ROOM bytes. */
static size_t edit_distance(ch_text known, ch_text given)
{
    size_t row[NAME_ROOM];
    for (size_t j = 0; j <= known.len; j++)
        row[j] = j;
    for (size_t i = 0; i < given.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < known.len; j++) {
            size_t changed = diagonal + (known.at[j] != given.at[i]);
            diagonal = row[j + 1];
            row[j + 1] = smaller(changed, smaller(row[j], row[j + 1]) + 1);
        }
    }
    return row[known.len];
}

const char *ch_schema_nearest_table(ch_text name)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (int id = 0; id < CH_TABLES; id++) {
        size_t distance = edit_distance(ch_text_of(kinds[id].name), name);
        if (distance < least) {
            least = distance;
            nearest = kinds[id].name;
        }
    }
    return nearest;
}

size_t ch_schema_cell_size(ch_type type)
{
    static const size_t size[] = {
        [CH_TYPE_TEXT] = sizeof(ch_in_TEXT),     [CH_TYPE_REF] = sizeof(ch_in_REF),
        [CH_TYPE_REFS] = sizeof(ch_in_REFS),     [CH_TYPE_WORD] = sizeof(ch_in_WORD),
        [CH_TYPE_WORDS] = sizeof(ch_in_WORDS),   [CH_TYPE_FLAG] = sizeof(ch_in_FLAG),
        [CH_TYPE_NUMBER] = sizeof(ch_in_NUMBER), [CH_TYPE_LON] = sizeof(ch_in_LON),
        [CH_TYPE_LAT] = sizeof(ch_in_LAT),       [CH_TYPE_COUNT] = sizeof(ch_in_COUNT),
        [CH_TYPE_MONEY] = sizeof(ch_in_MONEY),   [CH_TYPE_AREA] = sizeof(ch_in_AREA),
        [CH_TYPE_DATE] = sizeof(ch_in_DATE),     [CH_TYPE_USCC] = sizeof(ch_in_USCC),
        [CH_TYPE_SHAPE] = sizeof(ch_in_SHAPE),
    };
    return size[type];
}

static bool is_named_in_lists(int table)
{
    for (int id = 0; id < CH_TABLES; id++)
        for (unsigned i = 0; i < kinds[id].columns; i++)
            if (kinds[id].column[i].type == CH_TYPE_REFS && kinds[id].column[i].to == table)
                return true;
    return false;
}

bool ch_schema_is_listed_key(const ch_column *column)
{
    for (int id = 0; id < CH_TABLES; id++)
        if (column == &kinds[id].column[0])
            return is_named_in_lists(id);
    return false;
}

void ch_schema_print_columns(const ch_table_kind *kind, ch_buf *out)
{
    const char *between = "";
    for (unsigned i = 0; i < kind->columns; i++) {
        if (kind->column[i].type == CH_TYPE_SHAPE)
            continue;
        ch_buf_adds(out, between);
        ch_buf_adds(out, kind->column[i].name);
        between = ",";
    }
}

ch_text ch_schema_label(const char *name, const char *zh, char room[CH_LABEL_ROOM])
{
    snprintf(room, CH_LABEL_ROOM, "%s %s", name, zh);
    return ch_text_of(room);
}

void ch_schema_print_words(const ch_words *words, ch_buf *out)
{
    for (unsigned i = 1; i <= words->count; i++) {
        if (i > 1)
            ch_buf_adds(out, ", ");
        ch_buf_adds(out, words->word[i].word);
    }
}

void ch_schema_print_words_zh(const ch_words *words, ch_buf *out)
{
    for (unsigned i = 1; i <= words->count; i++) {
        ch_buf_adds(out, i > 1 ? "、" : "");
        ch_buf_addf(out, "%s %s", words->word[i].word, words->word[i].zh);
    }
}

unsigned ch_schema_find_word(const ch_words *words, ch_text word)
{
    for (unsigned i = 1; i <= words->count; i++)
        if (ch_text_equal(ch_text_of(words->word[i].word), word))
            return i;
    return 0;
}

const ch_words *ch_schema_words(const char *list)
{
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (ch_text_equal(ch_text_of(lists[i]->name), ch_text_of(list)))
            return lists[i];
    return NULL;
}

uint32_t ch_schema_marks(uint32_t marks, ch_text sources)
{
    ch_text source;
    while (ch_text_next(&sources, ' ', &source))
        if (ch_text_equal(source, CH_TEXT("illustrative")))
            marks |= 1u << CH_mark_ILLUSTRATIVE;
    return marks;
}
