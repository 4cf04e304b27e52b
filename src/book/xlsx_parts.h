/* xlsx_parts.h - which part of a workbook is what: the relations of ECMA-376 part 2, kept inside of the package. */
#ifndef CHANGHE_BOOK_XLSX_PARTS_H
#define CHANGHE_BOOK_XLSX_PARTS_H

#include "xlsx_zip.h"

typedef enum { CH_PART_WORKBOOK, CH_PART_SHEET, CH_PART_STYLES, CH_PART_STRINGS, CH_PART_OTHER } ch_part_kind;

typedef struct {
    ch_text id, part;
    ch_part_kind kind;
} ch_relation;

typedef struct {
    ch_relation *list;
    size_t count, capacity;
} ch_relations;

/* The relations of a part, "" for the package itself, that lead to a workbook's parts; others are passed over and
 * never followed. All lives in the arena. CH_EDATA: damaged, too many, or one leads out of the package. */
CH_MUST_USE ch_err ch_parts__read(ch_arena *arena, ch_zip *zip, ch_text part, ch_relations *relations,
                                  ch_faults *faults);

/* The first of a kind, or the one with this id; NULL: there is none. */
const ch_relation *ch_parts__first(const ch_relations *relations, ch_part_kind kind);
const ch_relation *ch_parts__of_id(const ch_relations *relations, ch_text id);

#endif
