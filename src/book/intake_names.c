/* intake_names.c - firms and places by a whole name, whatever its width, case, blanks and signs: what most cells of a sheet
 * hold, and found by hash. Only names that nobody bears are looked for among those that are alike. */
#include "intake_parts.h"

#include "bare_name.h"

enum { MOST_LIKE = 3 };

/* Folded, each character as four bytes. */
static ch_err fold_name(ch_arena *arena, ch_text name, ch_text *folded)
{
    ch_bare__name bare;
    ch_bare__fold(name, &bare);
    *folded = (ch_text){(const char *)bare.point, bare.n * sizeof *bare.point};
    *folded = ch_text_copy(arena, *folded);
    return folded->at ? CH_OK : CH_ENOMEM;
}

/* A row that bears a name twice bears it once. */
static ch_err put_name(ch_intake__run *run, ch_intake__index *index, ch_text name, size_t row)
{
    ch_text folded;
    if (name.len == 0)
        return CH_OK;
    const ch_err err = fold_name(run->arena, name, &folded);
    const ch_intake__entry *entry = err == CH_OK ? ch_intake__index_find(index, folded) : NULL;
    if (err != CH_OK || folded.len == 0 || (entry && entry->first == row))
        return err;
    return ch_intake__index_put(index, folded, row, &entry) ? CH_OK : CH_ENOMEM;
}

static size_t length_of_mark(ch_text rest)
{
    static const char *const marks[] = {";", "；", "、"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const ch_text mark = ch_text_of(marks[i]);
        if (rest.len >= mark.len && ch_text_equal((ch_text){rest.at, mark.len}, mark))
            return mark.len;
    }
    return 0;
}

/* Several with a semicolon of either width or 、 between. */
static ch_err put_former(ch_intake__run *run, ch_intake__index *index, ch_text cell, size_t row)
{
    ch_err err = CH_OK;
    while (cell.len > 0 && err == CH_OK) {
        size_t end = 0;
        while (end < cell.len && length_of_mark((ch_text){cell.at + end, cell.len - end}) == 0)
            end++;
        err = put_name(run, index, (ch_text){cell.at, end}, row);
        end += length_of_mark((ch_text){cell.at + end, cell.len - end});
        cell = (ch_text){cell.at + end, cell.len - end};
    }
    return err;
}

static ch_err index_names(ch_intake__run *run, ch_table_id table, ch_intake__index *index)
{
    const ch_zone *zone = run->ask->zone;
    const bool is_place = table == CH_TABLE_places;
    ch_err err = CH_OK;
    index->memory = run->arena->memory;
    for (size_t row = 0; row < zone->table[table]->rows && err == CH_OK; row++) {
        err = put_name(run, index, is_place ? zone->places.name_zh[row] : zone->firms.name_zh[row], row);
        if (err == CH_OK)
            err = put_name(run, index, is_place ? zone->places.name_en[row] : zone->firms.name_en[row], row);
        if (err == CH_OK && !is_place)
            err = put_former(run, index, zone->firms.former_names[row], row);
    }
    return err;
}

ch_err ch_intake__find_same(ch_intake__run *run, ch_table_id table, ch_text name, size_t *only)
{
    const int which = table == CH_TABLE_places;
    ch_text folded;
    *only = SIZE_MAX;
    if (!run->has_names[which]) {
        run->has_names[which] = true;
        const ch_err err = index_names(run, table, &run->names[which]);
        if (err != CH_OK)
            return err;
    }
    const ch_err err = fold_name(&run->scratch, name, &folded);
    const ch_intake__entry *entry = err == CH_OK ? ch_intake__index_find(&run->names[which], folded) : NULL;
    if (entry && !entry->is_doubled)
        *only = entry->first;
    return err;
}

ch_err ch_intake__find_alike(ch_intake__run *run, ch_table_id table, ch_text name, ch_alike_how how,
                             const ch_likeness **like, size_t *likes, size_t *only)
{
    ch_err err = ch_intake__find_same(run, table, name, only);
    if (err == CH_OK && *only != SIZE_MAX) {
        ch_likeness *same = CH_NEW(&run->scratch, ch_likeness, 1);
        if (!same)
            return CH_ENOMEM;
        *same = (ch_likeness){(uint32_t)*only, CH_ALIKE_SAME, 1};
        *like = same;
        *likes = 1;
        return CH_OK;
    }
    if (err == CH_OK)
        err = ch_alike_find(&run->scratch, run->ask->alike, table, name, MOST_LIKE, like, likes);
    if (err == CH_OK && *likes > 0 && (*like)[0].how <= how && (*likes == 1 || (*like)[1].how > (*like)[0].how))
        *only = (*like)[0].row;
    return err;
}
