/* expect.h - JSON that must have a certain form: what is missing or of another kind is told.
 * Shared by the readers of this folder; no public header names it. */
#ifndef CHANGHE_IO_EXPECT_H
#define CHANGHE_IO_EXPECT_H

#include "changhe/json.h"
#include "changhe/schema.h"

/* Where faults go, and the worst code so far. */
typedef struct {
    ch_faults *faults;
    ch_err err;
} ch_expect;

void ch_expect__note(ch_expect *expect, ch_err err);
void ch_expect__tell(ch_expect *expect, const ch_fault *fault);

/* The fault that a value, a member called so or "", is not what was wanted. It is shown as written
 * when it is a string, number or flag, else as what kind of thing it is. */
ch_fault ch_expect__fault(const ch_json *value, const char *name, ch_want want);

/* Is it of that kind, one of object, array and string? If not, it is told. */
bool ch_expect__kind(ch_expect *expect, const ch_json *value, const char *name, ch_json_kind kind);

/* The object's member of that name and kind, or NULL once it is told. */
const ch_json *ch_expect__member(ch_expect *expect, const ch_json *object, const char *name, ch_json_kind kind);

/* Has the object a member "type" that says this? If not, it is told. */
bool ch_expect__type(ch_expect *expect, const ch_json *object, const char *type);

/* A member as people write it in a cell of that column: a string or number as it stands, null as
 * nothing, true and false as yes and no in a column of these, an array of strings with a blank
 * between in one of several keys or words. false: it is none of that, which is told, or memory ran
 * out. *text lives as long as the member or the arena. */
bool ch_expect__cell(ch_expect *expect, ch_arena *arena, const ch_json *member, const ch_column *column, ch_text *text);

/* A member that names no column of the table is told. */
void ch_expect__no_column(ch_expect *expect, const ch_json *member, const ch_table_kind *kind);

#endif
