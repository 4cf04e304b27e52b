/* intake_which.c - which row of the zone a row of a sheet is; the key that a new one gets.
 * A made key is a letter and hexadecimal digits of FNV-1a over what identifies the row, so that the same row gets the same
 * key in every sheet: of a firm its credit code, else its bare name in UTF-32BE; of a lead a salt, its name and who reports
 * it, since names of leads are hidden and keys are not; of a parcel its name and place. Ten digits, sixteen where another row
 * has those. */
#include "intake_parts.h"

#include "bare_name.h"

#include <stdio.h>

enum { SHORT_KEY = 10, LONG_KEY = 16, BETWEEN = 0x1f };

/* ---- keys that are made */

static void add_bare(ch_text name, ch_buf *out)
{
    ch_bare__name bare;
    ch_bare__strip(CH_TABLE_firms, name, &bare);
    for (size_t i = 0; i < bare.n; i++)
        for (int shift = 24; shift >= 0; shift -= 8)
            ch_buf_addc(out, (char)(bare.point[i] >> shift & 0xff));
}

static void add_pair(ch_text first, ch_text second, ch_buf *out)
{
    ch_buf_add(out, first);
    ch_buf_addc(out, BETWEEN);
    ch_buf_add(out, second);
}

static ch_err write_key(ch_intake__run *run, char letter, uint64_t hash, int digits, ch_text *key)
{
    char room[LONG_KEY + 3], all[LONG_KEY + 1];
    snprintf(all, sizeof all, "%016llx", (unsigned long long)hash);
    snprintf(room, sizeof room, "%c-%.*s", letter, digits, all);
    *key = ch_text_copy(run->arena, ch_text_of(room));
    return key->at ? CH_OK : CH_ENOMEM;
}

/* identity is freed. */
static ch_err make_key(ch_intake__run *run, ch_intake__row *row, char letter, ch_buf *identity)
{
    const uint64_t hash = ch_intake__hash(ch_buf_text(identity));
    const bool failed = identity->failed;
    ch_intake__value *key = &row->own[0];
    ch_buf_free(identity);
    ch_err err = failed ? CH_ENOMEM : write_key(run, letter, hash, SHORT_KEY, &key->text);
    if (err == CH_OK && ch_table_find(run->table, &key->text) != SIZE_MAX)
        err = write_key(run, letter, hash, LONG_KEY, &key->text);
    key->at = row->at;
    return err;
}

/* ---- firms */

static ch_text code_in_zone(const ch_intake__run *run, size_t firm)
{
    return run->ask->zone->firms.uscc[firm];
}

/* Two codes that differ are two firms, whatever they are called. */
static bool is_another(const ch_intake__run *run, size_t firm, ch_text code)
{
    const ch_text other = code_in_zone(run, firm);
    return code.len > 0 && other.len > 0 && !ch_text_equal(code, other);
}

static ch_err make_firm(ch_intake__run *run, ch_intake__row *row, ch_text name, ch_text code)
{
    ch_buf identity = {.memory = run->arena->memory};
    if (code.len > 0)
        ch_buf_add(&identity, code);
    else
        add_bare(name, &identity);
    return make_key(run, row, 'f', &identity);
}

/* Is there a row that it may be: of the same name though another code, or of the same bare name? */
static bool is_doubtful(const ch_intake__run *run, const ch_likeness *like, size_t likes, ch_text code)
{
    for (size_t i = 0; i < likes; i++)
        if (like[i].how == CH_ALIKE_SAME || (like[i].how == CH_ALIKE_BARE && !is_another(run, like[i].row, code)))
            return true;
    return false;
}

static ch_err find_firm_by_name(ch_intake__run *run, ch_intake__row *row, ch_text code)
{
    const ch_intake__value *name = &row->own[CH_COLUMN_firms_name_zh];
    const ch_likeness *like;
    size_t likes, only;
    if (name->text.len == 0)
        return ch_intake__miss(run, row, CH_COLUMN_firms_name_zh);
    const ch_err err = ch_intake__find_alike(run, CH_TABLE_firms, name->text, CH_ALIKE_SAME, &like, &likes, &only);
    if (err != CH_OK)
        return err;
    if (only != SIZE_MAX && !is_another(run, only, code)) {
        row->zone_row = only;
        return CH_OK;
    }
    return is_doubtful(run, like, likes, code)
               ? ch_intake__doubt(run, row, name->at, name->text, CH_TABLE_firms, like, likes)
               : make_firm(run, row, name->text, code);
}

static ch_err find_firm(ch_intake__run *run, ch_intake__row *row)
{
    const ch_text code = row->own[CH_COLUMN_firms_uscc].text;
    const ch_err err = ch_intake__find_code(run, code, &row->zone_row);
    return err != CH_OK || row->zone_row != SIZE_MAX ? err : find_firm_by_name(run, row, code);
}

/* ---- leads, parcels */

/* A name, with a second cell where the sheet has a column for it. */
typedef struct {
    char letter;
    unsigned name, second;
} identity;

static void add_salt(uint64_t salt, ch_buf *out)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        ch_buf_addc(out, (char)(salt >> shift & 0xff));
}

/* Nobody finds out by a name that a row has it. */
static bool may_be_met(const ch_intake__run *run, size_t zone_row)
{
    const ch_access *access = run->ask->access;
    const ch_table_id table = run->ask->form->table;
    return !access || table != CH_TABLE_leads || ch_access_may(access, table, zone_row) >= CH_READER;
}

static ch_err index_pairs(ch_intake__run *run, const identity *by, bool with_second)
{
    const ch_text *name = run->table->column[by->name], *second = run->table->column[by->second];
    const ch_intake__entry *entry;
    run->same.memory = run->arena->memory;
    for (size_t zone_row = 0; zone_row < run->table->rows; zone_row++) {
        ch_buf pair = {.memory = run->arena->memory};
        ch_text text;
        if (!may_be_met(run, zone_row))
            continue;
        add_pair(name[zone_row], with_second ? second[zone_row] : (ch_text){0}, &pair);
        if (ch_intake__keep(run->arena, &pair, &text) != CH_OK ||
            !ch_intake__index_put(&run->same, text, zone_row, &entry))
            return CH_ENOMEM;
    }
    return CH_OK;
}

static ch_err find_pair(ch_intake__run *run, ch_intake__row *row, const identity *by)
{
    const ch_intake__value *name = &row->own[by->name];
    ch_buf pair = {.memory = run->arena->memory};
    if (name->text.len == 0)
        return ch_intake__miss(run, row, by->name);
    if (!run->has_same) {
        run->has_same = true;
        const ch_err err = index_pairs(run, by, row->own[by->second].is_given);
        if (err != CH_OK)
            return err;
    }
    add_pair(name->text, row->own[by->second].text, &pair);
    const ch_intake__entry *entry = pair.failed ? NULL : ch_intake__index_find(&run->same, ch_buf_text(&pair));
    if (!entry) {
        if (run->ask->form->table == CH_TABLE_leads)
            add_salt(run->ask->salt, &pair);
        return make_key(run, row, by->letter, &pair);
    }
    ch_buf_free(&pair);
    if (!entry->is_doubled) {
        row->zone_row = entry->first;
        return CH_OK;
    }
    const ch_likeness like = {(uint32_t)entry->first, CH_ALIKE_SAME, 1};
    return ch_intake__doubt(run, row, name->at, name->text, run->ask->form->table, &like, 1);
}

/* ---- any row */

static ch_err find_without_key(ch_intake__run *run, ch_intake__row *row)
{
    static const identity lead = {'l', CH_COLUMN_leads_name_zh, CH_COLUMN_leads_reported_by};
    static const identity parcel = {'p', CH_COLUMN_parcels_name_zh, CH_COLUMN_parcels_place};
    ch_err err;
    switch (run->ask->form->table) {
    case CH_TABLE_firms: err = find_firm(run, row); break;
    case CH_TABLE_leads: err = find_pair(run, row, &lead); break;
    case CH_TABLE_parcels: err = find_pair(run, row, &parcel); break;
    default: return ch_intake__miss(run, row, 0);
    }
    if (err != CH_OK || row->zone_row == SIZE_MAX)
        return err;
    const ch_text key = ch_text_copy(run->arena, ((const ch_text *)run->table->column[0])[row->zone_row]);
    row->own[0] = (ch_intake__value){true, key, row->at};
    return key.at ? CH_OK : CH_ENOMEM;
}

/* Figures of a year that the sheet does not name are of the year that is asked for. */
static ch_err find_by_keys(ch_intake__run *run, ch_intake__row *row)
{
    ch_text key[CH_MAX_KEYS];
    for (unsigned i = 0; i < run->kind->keys; i++) {
        ch_intake__value *own = &row->own[i];
        const bool is_year = ch_text_equal(ch_text_of(run->kind->column[i].name), CH_TEXT("year"));
        if (own->text.len == 0 && is_year && run->year.len > 0)
            *own = (ch_intake__value){true, run->year, row->at};
        if (own->text.len == 0)
            return ch_intake__miss(run, row, i);
        key[i] = own->text;
    }
    row->zone_row = ch_table_find(run->table, key);
    return CH_OK;
}

/* With the year where the sheet has figures by year: a firm may stand there once for each. */
static ch_err see_once(ch_intake__run *run, ch_intake__row *row)
{
    ch_buf keys = {.memory = run->arena->memory}, before = {.memory = run->arena->memory};
    const ch_intake__entry *entry;
    ch_text text;
    for (unsigned i = 0; i < run->kind->keys; i++)
        add_pair(row->own[i].text, (ch_text){0}, &keys);
    ch_buf_add(&keys, row->year.text);
    if (ch_intake__keep(run->arena, &keys, &text) != CH_OK ||
        !ch_intake__index_put(&run->seen, text, row->number, &entry))
        return CH_ENOMEM;
    if (entry->first == row->number)
        return CH_OK;
    ch_buf_addf(&before, "%zu", entry->first);
    const ch_err err = before.failed ? CH_ENOMEM
                                     : ch_intake__tell(run, row, row->at, &run->kind->column[0], row->own[0].text,
                                                       CH_WANT_ROW_ONCE, ch_buf_text(&before));
    ch_buf_free(&before);
    return err;
}

/* A cell at fault says nothing, so a row that has one may miss what tells which it is. */
ch_err ch_intake__find_row(ch_intake__run *run, ch_intake__row *row)
{
    const bool has_key = run->kind->keys > 1 || row->own[0].text.len > 0;
    row->zone_row = SIZE_MAX;
    if (row->is_bad)
        return CH_OK;
    const ch_err err = has_key ? find_by_keys(run, row) : find_without_key(run, row);
    return err == CH_OK && !row->is_bad ? see_once(run, row) : err;
}
