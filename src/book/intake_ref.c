/* intake_ref.c - rows of the zone as sheets name them: by key, code or name. */
#include "intake_parts.h"

enum { MOST_LIKE = 3, CODE_LENGTH = 18 };

/* ---- by what a row is called */

/* The column that names a row to people; -1: none. */
static int name_column(const ch_table_kind *kind)
{
    const int name = ch_schema_find_column(kind, CH_TEXT("name_zh"));
    return name >= 0 ? name : ch_schema_find_column(kind, CH_TEXT("title"));
}

static ch_err index_column(ch_intake__index *index, const ch_memory *memory, const ch_table *table, unsigned column)
{
    const ch_text *text = table->column[column];
    const ch_intake__entry *entry;
    index->memory = memory;
    for (size_t row = 0; row < table->rows; row++)
        if (text[row].len > 0 && !ch_intake__index_put(index, text[row], row, &entry))
            return CH_ENOMEM;
    return CH_OK;
}

static ch_err find_called(ch_intake__run *run, ch_table_id table, ch_text name, size_t *found)
{
    const ch_table *in = run->ask->zone->table[table];
    const int column = name_column(in->kind);
    ch_intake__index *index = &run->called[table];
    *found = SIZE_MAX;
    if (column < 0 || in->kind->column[column].type != CH_TYPE_TEXT)
        return CH_OK;
    if (!run->has_called[table]) {
        run->has_called[table] = true;
        const ch_err err = index_column(index, run->arena->memory, in, (unsigned)column);
        if (err != CH_OK)
            return err;
    }
    const ch_intake__entry *entry = ch_intake__index_find(index, name);
    if (entry && !entry->is_doubled)
        *found = entry->first;
    return CH_OK;
}

ch_err ch_intake__find_code(ch_intake__run *run, ch_text code, size_t *firm)
{
    *firm = SIZE_MAX;
    if (code.len != CODE_LENGTH)
        return CH_OK;
    if (!run->has_codes) {
        run->has_codes = true;
        const ch_err err =
            index_column(&run->codes, run->arena->memory, run->ask->zone->table[CH_TABLE_firms], CH_COLUMN_firms_uscc);
        if (err != CH_OK)
            return err;
    }
    const ch_intake__entry *entry = ch_intake__index_find(&run->codes, code);
    if (entry && !entry->is_doubled)
        *firm = entry->first;
    return CH_OK;
}

/* ---- one cell */

static ch_text name_of(const ch_intake__run *run, ch_table_id table, size_t row)
{
    const ch_table *in = run->ask->zone->table[table];
    const int column = name_column(in->kind);
    return column >= 0 ? ((const ch_text *)in->column[column])[row] : (ch_text){0};
}

ch_err ch_intake__doubt(ch_intake__run *run, ch_intake__row *row, ch_at at, ch_text found, ch_table_id table,
                        const ch_likeness *like, size_t likes)
{
    ch_intake_doubt doubt = {.row = row->number, .column = at.column - 1, .table = table};
    row->is_bad = true;
    doubt.found = ch_text_copy(run->arena, found);
    bool failed = !doubt.found.at;
    for (size_t i = 0; i < likes && i < MOST_LIKE; i++) {
        doubt.like[i] = like[i];
        doubt.name[i] = ch_text_copy(run->arena, name_of(run, table, like[i].row));
        failed = failed || !doubt.name[i].at;
        doubt.likes++;
    }
    if (failed ||
        !ch_arena_grow(run->arena, (void **)&run->doubt, &run->doubt_capacity, run->intake->doubts + 1, sizeof doubt))
        return CH_ENOMEM;
    run->doubt[run->intake->doubts++] = doubt;
    return CH_OK;
}

/* A credit code may stand in small letters and with blanks. */
static ch_text plain_code(ch_text clean, char room[CODE_LENGTH])
{
    size_t n = 0;
    for (size_t i = 0; i < clean.len; i++) {
        if (clean.at[i] == ' ')
            continue;
        if (n == CODE_LENGTH)
            return clean;
        room[n++] = (char)(clean.at[i] >= 'a' && clean.at[i] <= 'z' ? clean.at[i] - ('a' - 'A') : clean.at[i]);
    }
    return n == CODE_LENGTH ? (ch_text){room, n} : clean;
}

/* SIZE_MAX: there is none, or somebody must say which. */
static ch_err find_firm(ch_intake__run *run, ch_text clean, size_t *found, bool *is_code, const ch_likeness **like,
                        size_t *likes)
{
    char room[CODE_LENGTH];
    *found = ch_zone_find(run->ask->zone, CH_TABLE_firms, clean);
    if (*found != SIZE_MAX)
        return CH_OK;
    const ch_err err = ch_intake__find_code(run, plain_code(clean, room), found);
    *is_code = *found != SIZE_MAX;
    if (err != CH_OK || *is_code)
        return err;
    return ch_intake__find_alike(run, CH_TABLE_firms, clean, CH_ALIKE_SAME, like, likes, found);
}

static ch_err find_place(ch_intake__run *run, ch_text clean, size_t *found, const ch_likeness **like, size_t *likes)
{
    *found = ch_zone_find_place(run->ask->zone, clean);
    return *found != SIZE_MAX ? CH_OK
                              : ch_intake__find_alike(run, CH_TABLE_places, clean, CH_ALIKE_BARE, like, likes, found);
}

static ch_err find_other(ch_intake__run *run, ch_table_id table, ch_text clean, size_t *found)
{
    const ch_table *in = run->ask->zone->table[table];
    *found = in->kind->keys == 1 ? ch_zone_find(run->ask->zone, table, clean) : SIZE_MAX;
    return *found != SIZE_MAX ? CH_OK : find_called(run, table, clean, found);
}

static ch_text key_of(const ch_intake__run *run, ch_table_id table, size_t row)
{
    return ((const ch_text *)run->ask->zone->table[table]->column[0])[row];
}

static ch_err tell_unknown(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text clean)
{
    const ch_text table = ch_text_of(ch_schema_table((ch_table_id)column->to)->name);
    return ch_intake__tell(run, row, at, column, clean, CH_WANT_REFERENCE, table);
}

ch_err ch_intake__find_ref(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text clean,
                           ch_text *key, bool *is_code)
{
    const ch_table_id table = (ch_table_id)column->to;
    const ch_likeness *like = NULL;
    size_t likes = 0, found;
    *is_code = false;
    *key = (ch_text){0};
    const ch_err err = table == CH_TABLE_firms    ? find_firm(run, clean, &found, is_code, &like, &likes)
                       : table == CH_TABLE_places ? find_place(run, clean, &found, &like, &likes)
                                                  : find_other(run, table, clean, &found);
    if (err != CH_OK)
        return err;
    if (found == SIZE_MAX)
        return likes > 0 ? ch_intake__doubt(run, row, at, clean, table, like, likes)
                         : tell_unknown(run, row, column, at, clean);
    *key = ch_text_copy(run->arena, key_of(run, table, found));
    return key->at ? CH_OK : CH_ENOMEM;
}

/* ---- several in one cell */

/* The source "illustrative" needs no row. */
static ch_err find_one(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text piece,
                       ch_text *key)
{
    bool is_code;
    if (column->to == CH_TABLE_sources && ch_text_equal(piece, CH_TEXT("illustrative"))) {
        *key = piece;
        return CH_OK;
    }
    return ch_intake__find_ref(run, row, column, at, piece, key, &is_code);
}

/* A piece up to a semicolon, comma or 、 of either width or, where it holds none of them and is a list of keys, up to a
 * blank. */
static bool next_piece(ch_text *rest, ch_text *piece)
{
    static const char *const marks[] = {";", ",", "\n", "；", "，", "、"};
    if (rest->len == 0)
        return false;
    for (size_t at = 0; at < rest->len; at++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const ch_text mark = ch_text_of(marks[i]), here = {rest->at + at, mark.len};
            if (at + mark.len <= rest->len && ch_text_equal(here, mark)) {
                *piece = (ch_text){rest->at, at};
                *rest = (ch_text){rest->at + at + mark.len, rest->len - at - mark.len};
                return true;
            }
        }
    *piece = *rest;
    *rest = (ch_text){0};
    return true;
}

/* Is every word of the text a key? Then it is several, as an export writes them. */
static bool are_keys(const ch_intake__run *run, ch_table_id table, ch_text text)
{
    ch_text word;
    while (ch_text_next(&text, ' ', &word)) {
        const bool is_place = table == CH_TABLE_places && ch_zone_find_place(run->ask->zone, word) != SIZE_MAX;
        if (!is_place && !(table == CH_TABLE_sources && ch_text_equal(word, CH_TEXT("illustrative"))) &&
            ch_zone_find(run->ask->zone, table, word) == SIZE_MAX)
            return false;
    }
    return true;
}

static ch_err add_piece(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text piece,
                        ch_buf *out)
{
    ch_text key = {0};
    const ch_err err = find_one(run, row, column, at, piece, &key);
    if (err != CH_OK || key.len == 0)
        return err;
    if (out->len > 0)
        ch_buf_addc(out, ' ');
    ch_buf_add(out, key);
    return CH_OK;
}

static ch_err add_pieces(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text rest,
                         ch_buf *out)
{
    ch_text piece, word;
    ch_err err = CH_OK;
    while (err == CH_OK && next_piece(&rest, &piece)) {
        piece = ch_intake__clean(piece);
        if (!are_keys(run, (ch_table_id)column->to, piece))
            err = add_piece(run, row, column, at, piece, out);
        else
            while (err == CH_OK && ch_text_next(&piece, ' ', &word))
                err = add_piece(run, row, column, at, word, out);
    }
    return err;
}

/* The whole first: titles hold commas and blanks. */
ch_err ch_intake__find_refs(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at, ch_text clean,
                            ch_text *keys)
{
    size_t whole;
    ch_buf out = {.memory = run->arena->memory};
    ch_err err = find_other(run, (ch_table_id)column->to, clean, &whole);
    if (err != CH_OK)
        return err;
    if (whole != SIZE_MAX) {
        *keys = ch_text_copy(run->arena, key_of(run, (ch_table_id)column->to, whole));
        return keys->at ? CH_OK : CH_ENOMEM;
    }
    err = add_pieces(run, row, column, at, clean, &out);
    if (err == CH_OK)
        return ch_intake__keep(run->arena, &out, keys);
    ch_buf_free(&out);
    return err;
}
