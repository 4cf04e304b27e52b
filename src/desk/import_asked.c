/* import_asked.c - which sheet, and which of its heads is which column, as somebody asks for it. */
#include "changhe/import.h"

#include "changhe/json.h"

ch_err ch_import_pick_sheet(const ch_book *book, ch_text name, size_t *sheet, ch_faults *faults)
{
    const size_t sheets = ch_book_sheets(book);
    *sheet = 0;
    if (name.len > 0) {
        *sheet = ch_book_find_sheet(book, name);
        return *sheet != SIZE_MAX ? CH_OK
                                  : ch_fault_add(faults, (ch_at){0}, CH_TEXT("sheet"), name, CH_WANT_SHEET,
                                                 ch_book_sheet_at(book, 0)->name);
    }
    while (*sheet + 1 < sheets && ch_book_sheet_at(book, *sheet)->is_hidden)
        ++*sheet;
    return CH_OK;
}

static ch_err refuse(const ch_json *value, ch_want want, ch_faults *faults)
{
    return ch_fault_add(faults, value->at, value->name, ch_text_of(ch_json_kind_name(value->kind)), want, (ch_text){0});
}

ch_err ch_import_read_map(ch_arena *arena, ch_text file, ch_text json, ch_intake_ask *ask, ch_faults *faults)
{
    const ch_json *tree;
    ch_err err = ch_json_read(arena, file, json, &tree, faults);
    if (err != CH_OK)
        return err;
    if (tree->kind != CH_JSON_OBJECT)
        return refuse(tree, CH_WANT_OBJECT, faults);
    ch_intake_map *map = CH_NEW(arena, ch_intake_map, tree->count);
    if (!map)
        return CH_ENOMEM;
    ask->map = map;
    ask->maps = 0;
    for (const ch_json *member = tree->child; member; member = member->next) {
        if (member->kind != CH_JSON_STRING && member->kind != CH_JSON_NULL)
            return refuse(member, CH_WANT_STRING, faults);
        map[ask->maps++] = (ch_intake_map){member->name, member->text};
    }
    return CH_OK;
}
