/* book_answer.h - answers that are workbooks. */
#ifndef CHANGHE_SERVE_BOOK_ANSWER_H
#define CHANGHE_SERVE_BOOK_ANSWER_H

#include "route.h"

#define SERVE_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* The body is a workbook, to be kept as changhe-<name>.xlsx, if the writing of it came back with CH_OK. Returns what it
 * came back with. */
CH_MUST_USE ch_err serve_answer_book(serve_call *call, const char *name, ch_err written);

#endif
