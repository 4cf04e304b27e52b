/* read_pdf.h - a PDF as others read it: poppler's pdftotext, pdfinfo, pdffonts and pdftoppm, for tests. Include cmocka.h first. */
#ifndef CHANGHE_TESTS_READ_PDF_H
#define CHANGHE_TESTS_READ_PDF_H

#include "changhe/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word and where it stands, in points from the upper left. */
typedef struct {
    size_t page;
    double left, top, right, bottom;
    char text[200];
} pdf_word;

static inline bool pdf_can_be_read(void)
{
    return system(
               "command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null && command -v pdffonts >/dev/null && "
               "command -v pdftoppm >/dev/null") == 0;
}

/* What a command says of a PDF, NUL behind it; format has one %s for the file. The caller frees it. */
static inline char *pdf_ask(ch_text pdf, const char *format)
{
    char path[] = "/tmp/changhe-pdf-XXXXXX", command[400];
    const int file = mkstemp(path);
    assert_true(file >= 0 && write(file, pdf.at, pdf.len) == (ssize_t)pdf.len && close(file) == 0);
    snprintf(command, sizeof command, format, path);
    FILE *said = popen(command, "r");
    assert_non_null(said);
    ch_buf all = {0};
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, said)) > 0;)
        ch_buf_add(&all, (ch_text){piece, n});
    assert_int_equal(pclose(said), 0);
    unlink(path);
    ch_buf_addc(&all, '\0');
    assert_false(all.failed);
    return all.at;
}

/* All text in the order it was drawn, without blanks and line ends, a form feed behind each page. */
static inline char *pdf_text(ch_text pdf)
{
    char *text = pdf_ask(pdf, "pdftotext -raw -enc UTF-8 %s -"), *to = text;
    for (const char *from = text; *from != '\0'; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
    *to = '\0';
    return text;
}

static inline size_t pdf_pages(ch_text pdf)
{
    char *about = pdf_ask(pdf, "pdfinfo %s");
    const char *pages = strstr(about, "Pages:"), *size = strstr(about, "Page size:");
    assert_non_null(pages);
    assert_non_null(size);
    assert_non_null(strstr(size, "(A4)"));
    const size_t n = strtoul(pages + 6, NULL, 10);
    free(about);
    return n;
}

/* The caller frees *word. */
static inline size_t pdf_words(ch_text pdf, pdf_word **word)
{
    char *about = pdf_ask(pdf, "pdftotext -bbox -enc UTF-8 %s -");
    size_t n = 0, capacity = 0, page = 0;
    *word = NULL;
    for (char *line = strtok(about, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        pdf_word w = {0};
        page += strstr(line, "<page ") != NULL;
        if (sscanf(line, " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%199[^<]", &w.left, &w.top,
                   &w.right, &w.bottom, w.text) != 5)
            continue;
        if (n == capacity) {
            capacity = capacity > 0 ? 2 * capacity : 256;
            *word = realloc(*word, capacity * sizeof **word);
            assert_non_null(*word);
        }
        w.page = page - 1;
        (*word)[n++] = w;
    }
    free(about);
    return n;
}

#endif
