/* log.h - inside the store: the tables of the log. */
#ifndef CHANGHE_STORE_LOG_H
#define CHANGHE_STORE_LOG_H

#include "changhe/changes.h"
#include "sql.h"

/* An entry to be written; texts that are empty stand as such. */
typedef struct {
    int64_t account, undoes;
    ch_text who, note, before, after;
} ch_store__entry;

/* Both tables, where they are not there yet. */
CH_MUST_USE ch_err ch_store__make_log(const ch_store_file *file);
/* The entry's id goes to *id. */
CH_MUST_USE ch_err ch_store__add_entry(const ch_store_file *file, const ch_store__entry *entry, int64_t *id);
CH_MUST_USE ch_err ch_store__add_rows(const ch_store_file *file, int64_t id, const ch_row_change *row, size_t rows);

/* The digest that was signed; empty when there is none that can be read. */
CH_MUST_USE ch_err ch_store__signed(const ch_store_file *file, char digest[17]);

/* In the transaction that replaces the content, before it is signed: the entry that says so. */
CH_MUST_USE ch_err ch_store__log_load(const ch_store_file *file, const ch_zone *zone);

#endif
