/* pango.c - a document drawn as PDF. With its neighbours the only sources of changhe-paper.so. */
#include "changhe/paper.h"
#include "pango_flow.h"

#include <cairo-pdf.h>

/* Where cairo puts its bytes. */
static cairo_status_t take_bytes(void *self, const unsigned char *bytes, unsigned n)
{
    ch_buf *out = self;
    ch_buf_add(out, (ch_text){(const char *)bytes, n});
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* With NUL behind it, as cairo wants it. */
static void tell_of(cairo_surface_t *surface, cairo_pdf_metadata_t what, const char *text)
{
    if (text != NULL && text[0] != '\0')
        cairo_pdf_surface_set_metadata(surface, what, text);
}

/* The day of its making, which cairo would write, is taken out: same document, same bytes. */
static ch_err describe(ch_arena *arena, cairo_surface_t *surface, const ch_paper *paper)
{
    const ch_text title = ch_text_copy(arena, paper->title), author = ch_text_copy(arena, paper->author);
    if (title.at == NULL || author.at == NULL)
        return CH_ENOMEM;
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    tell_of(surface, CAIRO_PDF_METADATA_TITLE, title.at);
    tell_of(surface, CAIRO_PDF_METADATA_AUTHOR, author.at);
    return CH_OK;
}

static ch_err judge(cairo_status_t status, const ch_buf *out, ch_faults *faults)
{
    if (out->failed || status == CAIRO_STATUS_NO_MEMORY)
        return CH_ENOMEM;
    if (status == CAIRO_STATUS_SUCCESS)
        return CH_OK;
    const ch_text said = ch_text_of(cairo_status_to_string(status));
    const ch_err err = ch_fault_add(faults, (ch_at){0}, CH_TEXT(""), CH_TEXT(""), CH_WANT_DRAWN, said);
    return err == CH_ENOMEM ? err : CH_EIO;
}

/* What went wrong on the page before the surface was at its end is told rather than what that led to. */
static ch_err draw(const ch_paper__pen *planned, ch_buf *out)
{
    const size_t pages = ch_paper__flow(planned, 0);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, out, CH_PAPER__WIDTH, CH_PAPER__HEIGHT);
    ch_err err = describe(planned->type->arena, surface, planned->paper);
    ch_paper__pen pen = *planned;
    pen.cairo = cairo_create(surface);
    if (err == CH_OK)
        ch_paper__flow(&pen, pages);
    cairo_status_t status = cairo_status(pen.cairo);
    cairo_destroy(pen.cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return ch_err_worse(err, err == CH_OK ? judge(status, out, planned->type->faults) : CH_OK);
}

ch_err ch_paper_draw_1(const ch_paper *paper, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(out->memory);
    ch_paper__type type;
    ch_paper__plans plans;
    ch_err err = ch_paper__type_open(&type, &arena, faults) ? ch_paper__plan_all(&type, paper, &plans) : CH_ENOMEM;
    if (err == CH_OK)
        err = draw(&(ch_paper__pen){.type = &type, .paper = paper, .plans = &plans}, out);
    ch_paper__type_close(&type);
    ch_arena_free(&arena);
    return err;
}
