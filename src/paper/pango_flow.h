/* pango_flow.h - which piece of a document stands on which page.
 * A heading stays with what it heads, a caption with its table, a sum with the row above it, signatures with what is signed. */
#ifndef CHANGHE_PAPER_PANGO_FLOW_H
#define CHANGHE_PAPER_PANGO_FLOW_H

#include "pango_draw.h"

/* Draws all pages of a document (a pen without cairo: none), and tells how many there are. pages: told in each foot. */
size_t ch_paper__flow(const ch_paper__pen *pen, size_t pages);

#endif
