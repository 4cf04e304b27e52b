/* paper.c - a document looked at, and the module that draws it found and opened. */
#define _POSIX_C_SOURCE 200809L /* readlink */
#include "changhe/paper.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what a document may hold ---- */

static ch_err tell(ch_faults *faults, ch_text found, ch_want want, const char *detail)
{
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT(""), found, want, ch_text_of(detail));
}

static bool has_hidden(ch_text text)
{
    while (text.len > 0) {
        const uint32_t point = ch_utf8_next(&text);
        if (point != '\n' && ch_utf8_is_hidden(point))
            return true;
    }
    return false;
}

static ch_err look_at_text(ch_text text, size_t most, const char *most_told, ch_faults *faults)
{
    if (text.len > most)
        return tell(faults, text, CH_WANT_SHORT_VALUE, most_told);
    for (ch_text rest = text; rest.len > 0;) { /* NUL, which is hidden, is not counted as valid */
        const size_t valid = ch_utf8_valid(rest);
        if (valid < rest.len && rest.at[valid] != '\0')
            return tell(faults, text, CH_WANT_UTF8, "");
        const size_t step = valid < rest.len ? valid + 1 : valid;
        rest = (ch_text){rest.at + step, rest.len - step};
    }
    return has_hidden(text) ? tell(faults, text, CH_WANT_ONE_LINE, "") : CH_OK;
}

static ch_err look_at_texts(const ch_text *text, size_t n, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (size_t i = 0; i < n && err != CH_ENOMEM; i++)
        err = ch_err_worse(err, look_at_text(text[i], CH_PAPER_TEXT_BYTES, "16384", faults));
    return err;
}

static ch_err look_at_table(const ch_paper_block *table, ch_faults *faults)
{
    ch_err err = table->columns > 0 ? CH_OK : tell(faults, CH_TEXT(""), CH_WANT_PAPER_COLUMNS, "");
    for (size_t c = 0; c < table->columns && err != CH_ENOMEM; c++) {
        const ch_paper_column *column = &table->column[c];
        err = ch_err_worse(err, look_at_texts(&column->head, 1, faults));
        if (column->width == 0)
            err = ch_err_worse(err, tell(faults, column->head, CH_WANT_PAPER_COLUMNS, ""));
    }
    return err == CH_ENOMEM ? err : ch_err_worse(err, look_at_texts(table->cell, table->rows * table->columns, faults));
}

/* What has its place on a page and must fit there: few lines, none of its own making. */
static ch_err look_at_line(ch_text text, ch_faults *faults)
{
    if (text.len > 0 && memchr(text.at, '\n', text.len) != NULL)
        return tell(faults, text, CH_WANT_ONE_LINE, "");
    return look_at_text(text, CH_PAPER_LINE_BYTES, "300", faults);
}

static ch_err look_at_signatures(const ch_paper_block *block, ch_faults *faults)
{
    ch_err err = look_at_line(block->text, faults);
    for (size_t i = 0; i < block->signers && err != CH_ENOMEM; i++)
        err = ch_err_worse(err, look_at_line(block->signer[i], faults));
    return err;
}

static ch_err look_at_block(const ch_paper_block *block, ch_faults *faults)
{
    switch (block->kind) {
    case CH_PAPER_TABLE: return look_at_table(block, faults);
    case CH_PAPER_SIGNATURES: return look_at_signatures(block, faults);
    default: return look_at_texts(&block->text, 1, faults);
    }
}

static ch_err look_at(const ch_paper *paper, ch_faults *faults)
{
    const ch_text about[] = {paper->title, paper->author};
    ch_err err = look_at_texts(about, 2, faults);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, look_at_line(paper->foot, faults));
    for (size_t b = 0; b < paper->blocks && err != CH_ENOMEM; b++)
        err = ch_err_worse(err, look_at_block(&paper->block[b], faults));
    return err;
}

/* ---- the module ---- */

typedef ch_err draw_function(const ch_paper *paper, ch_buf *out, ch_faults *faults);

/* The folder of this program, a slash at its end; empty where the system does not tell. */
static void find_program(char folder[PATH_MAX])
{
    const ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = '\0';
}

/* Where it lies: as told; as built, beside this program or this test; as installed. */
static bool find_module(const char *told, char path[PATH_MAX])
{
    char program[PATH_MAX];
    if (told != NULL)
        return snprintf(path, PATH_MAX, "%s/%s", told, CH_PAPER_MODULE) < PATH_MAX;
    find_program(program);
    static const char *const built[] = {"src/paper/", "../src/paper/"};
    for (size_t i = 0; i < sizeof built / sizeof *built; i++)
        if (snprintf(path, PATH_MAX, "%s%s%s", program, built[i], CH_PAPER_MODULE) < PATH_MAX &&
            access(path, R_OK) == 0)
            return true;
    return snprintf(path, PATH_MAX, "%s/%s", CHANGHE_MODULES, CH_PAPER_MODULE) < PATH_MAX;
}

/* Never closed: the types that pango registers stay until the program ends. */
static draw_function *open_module(const char *path)
{
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    void *symbol = module != NULL ? dlsym(module, CH_PAPER_DRAW) : NULL;
    draw_function *draw = NULL;
    if (symbol != NULL)
        memcpy(&draw, &symbol, sizeof symbol); /* as POSIX has it: C knows no cast to a function */
    if (module != NULL)
        dlclose(module);
    return draw;
}

static ch_err draw(const ch_paper *paper, ch_buf *out, ch_faults *faults)
{
    char path[PATH_MAX];
    draw_function *function = find_module(paper->modules, path) ? open_module(path) : NULL;
    if (function != NULL)
        return function(paper, out, faults);
    const ch_at at = {.file = ch_text_of(path)};
    const ch_err err = ch_fault_add(faults, at, CH_TEXT(""), CH_TEXT(""), CH_WANT_PAPER, CH_TEXT(""));
    return err == CH_ENOMEM ? err : CH_EIO;
}

ch_err ch_paper_write(const ch_paper *paper, ch_buf *out, ch_faults *faults)
{
    const size_t before = out->len;
    if (out->failed)
        return CH_ENOMEM;
    ch_err err = look_at(paper, faults);
    if (err == CH_OK)
        err = draw(paper, out, faults);
    if (err != CH_OK) {
        out->len = before;
        out->failed = false;
    }
    return err;
}
