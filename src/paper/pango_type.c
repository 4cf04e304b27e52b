/* pango_type.c - text set in lines by pango, and the characters for which no font is here. */
#include "pango_type.h"

#include <math.h>
#include <pango/pangofc-font.h>
#include <stdio.h>
#include <string.h>

/* The first that is there; what it lacks comes from any other. */
static const char families[] = "WenQuanYi Micro Hei,WenQuanYi Zen Hei,Droid Sans Fallback,sans-serif";

/* Forms that do not hang on a screen's dots, figures of one width. */
static void make_exact(ch_paper__type *type)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(type->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(type->context, 72);
    pango_context_set_round_glyph_positions(type->context, FALSE);
    pango_context_set_language(type->context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(type->context, PANGO_DIRECTION_LTR);

    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(type->layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_auto_dir(type->layout, FALSE);
}

bool ch_paper__type_open(ch_paper__type *type, ch_arena *arena, ch_faults *faults)
{
    *type = (ch_paper__type){.arena = arena, .faults = faults, .map = pango_cairo_font_map_new()};
    if (type->map == NULL)
        return false;
    type->context = pango_font_map_create_context(type->map);
    type->layout = pango_layout_new(type->context);
    type->font = pango_font_description_new();
    pango_font_description_set_family_static(type->font, families);
    make_exact(type);
    return true;
}

void ch_paper__type_close(ch_paper__type *type)
{
    if (type->map == NULL)
        return;
    g_clear_pointer(&type->font, pango_font_description_free);
    g_clear_object(&type->layout);
    g_clear_object(&type->context);
    g_clear_object(&type->map);
}

/* ---- characters without a font ---- */

static bool is_new(ch_paper__type *type, uint32_t point)
{
    for (size_t i = 0; i < type->missings; i++)
        if (type->missing[i] == point)
            return false;
    return true;
}

static void tell_missing(ch_paper__type *type, uint32_t point)
{
    char name[16];
    void *missing = type->missing;
    if (type->missings == CH_FAULTS_KEPT || !is_new(type, point))
        return;
    if (!ch_arena_grow(type->arena, &missing, &type->capacity, type->missings + 1, sizeof *type->missing)) {
        type->err = CH_ENOMEM;
        return;
    }
    type->missing = missing;
    type->missing[type->missings++] = point;
    snprintf(name, sizeof name, "U+%04lX", (unsigned long)point);
    const ch_text text = ch_text_of(pango_layout_get_text(type->layout));
    const ch_err err = ch_fault_add(type->faults, (ch_at){0}, CH_TEXT(""), text, CH_WANT_FONT, ch_text_of(name));
    type->err = ch_err_worse(type->err, err == CH_ENOMEM ? err : CH_EIO);
}

/* Only fonts whose outlines are TrueType's: what cairo 1.16 embeds of a PostScript one leaves out pieces that some characters
 * are made of, which then show as blanks (docs/decisions/paper.md). */
static bool is_sound(PangoFont *font)
{
    FcChar8 *format = NULL;
    return PANGO_IS_FC_FONT(font) &&
           FcPatternGetString(pango_fc_font_get_pattern(PANGO_FC_FONT(font)), FC_FONTFORMAT, 0, &format) ==
               FcResultMatch &&
           strcmp((const char *)format, "TrueType") == 0;
}

static void tell_all_of(ch_paper__type *type, ch_text text)
{
    while (text.len > 0) {
        const uint32_t point = ch_utf8_next(&text);
        if (point != ' ' && point != '\n')
            tell_missing(type, point);
    }
}

static void look_at_run(ch_paper__type *type, const PangoGlyphItem *run)
{
    const PangoItem *item = run->item;
    if (!is_sound(item->analysis.font))
        tell_all_of(type, (ch_text){pango_layout_get_text(type->layout) + item->offset, (size_t)item->length});
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        const PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
        if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
            tell_missing(type, glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
    }
}

static void look_for_missing(ch_paper__type *type)
{
    for (const GSList *line = pango_layout_get_lines_readonly(type->layout); line != NULL; line = line->next)
        for (const GSList *run = ((const PangoLayoutLine *)line->data)->runs; run != NULL; run = run->next)
            look_at_run(type, run->data);
}

/* ---- lines ---- */

static int units(double points)
{
    return points < 1e6 ? (int)lround(points * PANGO_SCALE) : -1;
}

static gboolean is_second(PangoFontset *fonts, PangoFont *font, gpointer self)
{
    size_t *seen = self;
    return ++*seen == 2;
}

/* pango sorts fonts in a thread of its own, which is waited for here, so that none outlives the call: only sorted ones have a second. */
static void set_font(ch_paper__type *type, const ch_paper__style *style)
{
    size_t seen = 0;
    if (type->size == style->size && type->is_bold == style->is_bold)
        return;
    type->size = style->size;
    type->is_bold = style->is_bold;
    pango_font_description_set_absolute_size(type->font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(type->font, style->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(type->layout, type->font);
    PangoFontset *fonts =
        pango_context_load_fontset(type->context, type->font, pango_context_get_language(type->context));
    pango_fontset_foreach(fonts, is_second, &seen);
    g_object_unref(fonts);
}

static void set(ch_paper__type *type, const ch_paper__style *style, ch_text text, double width, PangoWrapMode wrap)
{
    set_font(type, style);
    pango_layout_set_wrap(type->layout, wrap);
    pango_layout_set_width(type->layout, units(width));
    pango_layout_set_text(type->layout, text.len > 0 ? text.at : "", (int)text.len);
    look_for_missing(type);
}

/* Is there a word that nobody could read, before which a line would have to be broken? (pango takes the square of its length for
 * keeping it whole as long as it can.) */
static bool has_endless_word(ch_text text)
{
    enum { ENDLESS = 100, FIRST_CHINESE = 0x2e80 };
    size_t length = 0;
    while (text.len > 0 && length < ENDLESS) {
        const uint32_t point = ch_utf8_next(&text);
        length = point <= ' ' || point >= FIRST_CHINESE ? 0 : length + 1;
    }
    return length == ENDLESS;
}

void ch_paper__set(ch_paper__type *type, const ch_paper__style *style, ch_text text, double width)
{
    set(type, style, text, width, has_endless_word(text) ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
}

size_t ch_paper__lines(const ch_paper__type *type)
{
    return (size_t)pango_layout_get_line_count(type->layout);
}

static double width_of(PangoLayoutLine *line)
{
    PangoRectangle box;
    pango_layout_line_get_extents(line, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

double ch_paper__widest(const ch_paper__type *type)
{
    double widest = 0;
    for (GSList *line = pango_layout_get_lines_readonly(type->layout); line != NULL; line = line->next)
        widest = fmax(widest, width_of(line->data));
    return widest;
}

/* In no width at all every line is a word. */
double ch_paper__longest_word(ch_paper__type *type, const ch_paper__style *style, ch_text text)
{
    set(type, style, text, 0, PANGO_WRAP_WORD);
    return ch_paper__widest(type);
}

void ch_paper__show(const ch_paper__type *type, const ch_paper__style *style, cairo_t *cairo, double x, double y,
                    double width, ch_paper__side side, size_t from, size_t until)
{
    static const double middle =
        0.37; /* of a letter's size: Chinese characters and capitals above the line they stand on */
    const double baseline = y + ch_paper__step(style) / 2 + middle * style->size;
    GSList *line = pango_layout_get_lines_readonly(type->layout);
    cairo_set_source_rgb(cairo, style->ink, style->ink, style->ink);
    for (size_t i = 0; i < until && line != NULL; i++, line = line->next) {
        if (i < from)
            continue;
        const double rest = side == CH_PAPER__LEFT ? 0 : width - width_of(line->data);
        cairo_move_to(cairo, x + (side == CH_PAPER__CENTRE ? rest / 2 : rest),
                      baseline + (double)(i - from) * ch_paper__step(style));
        pango_cairo_show_layout_line(cairo, line->data);
    }
}
