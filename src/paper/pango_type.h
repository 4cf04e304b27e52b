/* pango_type.h - a text set in lines: how large, how wide, how many lines, and each of them drawn.
 * Lines have the distance that a style says, whatever the font, so that a page looks alike with any. Lengths are points. */
#ifndef CHANGHE_PAPER_PANGO_TYPE_H
#define CHANGHE_PAPER_PANGO_TYPE_H

#include "changhe/paper.h"

#include <pango/pangocairo.h>

typedef struct {
    double size;    /* of the letters */
    double leading; /* from line to line, of the size */
    bool is_bold;
    double ink; /* 0 black, 1 white */
} ch_paper__style;

typedef enum { CH_PAPER__LEFT, CH_PAPER__CENTRE, CH_PAPER__RIGHT } ch_paper__side;

typedef struct {
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout;        /* the text that is set now */
    PangoFontDescription *font; /* of the layout, */
    double size;                /* its size, */
    bool is_bold;               /* and weight */
    ch_arena *arena;
    ch_faults *faults;
    uint32_t *missing; /* characters that have no font, each once */
    size_t missings, capacity;
    ch_err err; /* CH_EIO: a character is missing; CH_ENOMEM */
} ch_paper__type;

bool ch_paper__type_open(ch_paper__type *type, ch_arena *arena, ch_faults *faults);
void ch_paper__type_close(ch_paper__type *type);

/* Set a text in a width (HUGE_VAL: lines break only where the text has LF). What has no font is told. */
void ch_paper__set(ch_paper__type *type, const ch_paper__style *style, ch_text text, double width);
size_t ch_paper__lines(const ch_paper__type *type);  /* of what is set */
double ch_paper__widest(const ch_paper__type *type); /* line of what is set */
double ch_paper__longest_word(ch_paper__type *type, const ch_paper__style *style, ch_text text);

/* Lines from..until of what is set, between x and x + width, the first one's top at y. */
void ch_paper__show(const ch_paper__type *type, const ch_paper__style *style, cairo_t *cairo, double x, double y,
                    double width, ch_paper__side side, size_t from, size_t until);

static inline double ch_paper__step(const ch_paper__style *style)
{
    return style->size * style->leading;
}

#endif
