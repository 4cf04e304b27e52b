/* scope.c - a part is cut out of a large zone, edited as the whole would be, and asked instead of it. */
#include "scope.h"

/* Rows that no edit touches are as they were, so a table's digest changes as the part's does; and the
 * digest of a snapshot looks at those of its tables alone. */
static void find_digest(const ch_zone *whole, const ch_zone *part, const ch_zone *edited, char digest[17])
{
    ch_table table[CH_TABLES] = {{0}};
    ch_zone told = {0};
    for (int id = 0; id < CH_TABLES; id++) {
        table[id].digest = whole->table[id]->digest + edited->table[id]->digest - part->table[id]->digest;
        told.table[id] = &table[id];
    }
    ch_zone_digest(&told, digest);
}

ch_err ch_desk__edit_part(ch_desk__gathering *g, const ch_edits *edits, ch_zone **zone, char digest[17],
                          ch_faults *faults)
{
    ch_zone *part;
    *zone = NULL;
    ch_err err = ch_desk__cut_gathered(g, &part);
    if (err == CH_OK && edits && edits->count > 0) {
        err = ch_zone_edit(part, edits, zone, faults);
    } else if (err == CH_OK) {
        *zone = part;
        ch_zone_hold(part);
    }
    if (err == CH_OK && digest)
        find_digest(g->ledger->zone, part, *zone, digest);
    ch_zone_drop(part);
    return err;
}

/* Places are the same before and after. If they are not known, that is told once the edits are done. */
static ch_err gather_asked(ch_arena *scratch, const ch_question *question, ch_desk__gathering *g)
{
    ch_place_set set;
    const ch_err err = ch_place_set_make(scratch, g->ledger->zone, question->place, &set, NULL);
    if (err == CH_OK)
        ch_desk__gather_local(g, &set);
    return err == CH_EDATA ? CH_OK : err;
}

ch_err ch_desk__open_scope(ch_arena *arena, const ch_desk__ledger *ledger, ch_desk__recent *crowds,
                           const ch_question *question, ch_desk *desk, ch_faults *faults)
{
    *desk = (ch_desk){.question = question, .scope = CH_NEW(arena, struct ch_desk__scope, 1)};
    if (!desk->scope)
        return CH_ENOMEM;
    *desk->scope = (struct ch_desk__scope){.arena = arena, .ledger = ledger, .crowds = crowds};
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_desk__gathering g;
    ch_err err = ch_desk__begin_gathering(&scratch, ledger, question->what_if, &g);
    if (err == CH_OK)
        err = gather_asked(&scratch, question, &g);
    if (err == CH_OK)
        err = ch_desk__edit_part(&g, question->what_if, &desk->zone, desk->digest, faults);
    ch_arena_free(&scratch);
    if (err == CH_OK)
        return ch_desk__look_up(arena, desk, faults);
    ch_desk_close(desk);
    return err;
}

void ch_desk__close_scope(struct ch_desk__scope *scope)
{
    for (ch_desk__extra *extra = scope ? scope->extra : NULL; extra; extra = extra->next) {
        ch_zone_drop(extra->zone);
        if (extra->whole)
            ch_desk_close(extra->whole);
    }
}
