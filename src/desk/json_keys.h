/* json_keys.h - inside the desk: members of JSON objects, and what every answer has in common. */
#ifndef CHANGHE_DESK_JSON_KEYS_H
#define CHANGHE_DESK_JSON_KEYS_H

#include "changhe/answer.h"

/* A key with its value. Texts without a letter and dates that are none are null. */
void ch_desk__key_text(ch_emit *e, const char *key, ch_text text);
void ch_desk__key_string(ch_emit *e, const char *key, const char *string);
void ch_desk__key_number(ch_emit *e, const char *key, double value);
void ch_desk__key_whole(ch_emit *e, const char *key, size_t value);
void ch_desk__key_date(ch_emit *e, const char *key, ch_date date);
/* Whole fen; what is not known (CH_UNKNOWN_I64) is null. */
void ch_desk__key_fen(ch_emit *e, const char *key, int64_t fen);
void ch_desk__key_flag(ch_emit *e, const char *key, bool value);
/* A key and the bracket that its value begins with. */
void ch_desk__key_open(ch_emit *e, const char *key, char bracket);
/* Lists: words of a closed list by their bits, texts as they are, ids of rows. */
void ch_desk__key_words(ch_emit *e, const char *key, const char *list, uint32_t values);
void ch_desk__key_marks(ch_emit *e, uint32_t marks);
void ch_desk__key_texts(ch_emit *e, const char *key, const ch_text *text, size_t n);
void ch_desk__key_ids(ch_emit *e, const char *key, const ch_text *id, const uint32_t *row, size_t n);

/* What every answer begins with: which program, which rows, which question. */
void ch_desk__emit_head(ch_emit *e, const ch_desk *desk);
/* What every answer ends with: the assumptions as used, and a line for each formula. */
void ch_desk__emit_assumptions(ch_emit *e, const ch_zone *zone);
void ch_desk__emit_formulas(ch_emit *e, const char *const formula[][2], size_t n);

#define CH_DESK__FORMULAS(list) (list), sizeof(list) / sizeof *(list)

#endif
