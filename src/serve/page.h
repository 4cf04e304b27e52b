/* page.h - the files of the page, read once and kept in memory with their compressed form.
 * A request finds a file by its whole path in a table, so there is no path that leads elsewhere. */
#ifndef CHANGHE_SERVE_PAGE_H
#define CHANGHE_SERVE_PAGE_H

#include "http.h"

typedef struct serve_page serve_page;

enum { SERVE_PAGE_FILES = 1000, SERVE_PAGE_FILE_BYTES = 8 << 20, SERVE_PAGE_BYTES = 64 << 20 };

/* All files below dir, and those below vendor (may be NULL) as /vendor/...; of two of one path that of dir.
 * Passed over are hidden names, links, node_modules, settings of tools (package.json ...), names with other
 * characters than A-Z a-z 0-9 . _ -, and files of a kind that a page does not load. /index.html is / too
 * and must be there.
 * CH_EDATA: it is not, or a bound of this header is passed; CH_EIO: something cannot be read; CH_ENOMEM. */
CH_MUST_USE ch_err serve_page_read(const char *dir, const char *vendor, const ch_memory *memory, serve_page **page,
                                   ch_faults *faults);
void serve_page_free(serve_page *page); /* NULL is fine */

/* The answer for a path as sent; false: there is no such file, and nothing is changed. page may be NULL,
 * and must outlive the answer. */
bool serve_page_answer(const serve_page *page, ch_text path, serve_answer *answer);

#endif
