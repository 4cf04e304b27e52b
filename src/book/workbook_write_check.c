/* workbook_write_check.c - libxlsxwriter gathers every part in a temporary file and does not look whether it was written:
 * when the disk is full for a while, the end of a part or some of its rows are missing, and nobody is told. So each part
 * must end with the tag that it begins with, and between the tags of a sheet's rows must lie as many bytes as were put. */
#define _GNU_SOURCE /* memmem */

#include "workbook_write_parts.h"

#include "xlsx_zip.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STEP = 64 << 10, TAG = 64 };

/* What was seen of a part so far. */
typedef struct {
    char root[TAG];             /* name of its first element */
    int64_t rows_from, rows_to; /* where a sheet's rows begin and end; -1: not seen */
    int64_t before;             /* bytes before room */
    size_t n;                   /* bytes in room */
    char room[TAG + STEP];
} look;

static void find_root(look *l)
{
    for (size_t i = 0; i + 1 < l->n && l->root[0] == '\0'; i++)
        if (l->room[i] == '<' && l->room[i + 1] != '?') {
            size_t len = 0;
            while (len < TAG - 1 && i + 1 + len < l->n && !strchr(" >/\r\n", l->room[i + 1 + len]))
                len++;
            memcpy(l->root, l->room + i + 1, len);
            l->root[len] = '\0';
        }
}

/* Where the tag ends; -1: it is not in the room. */
static int64_t find_tag(const look *l, const char *tag)
{
    const char *at = memmem(l->room, l->n, tag, strlen(tag));
    return at ? l->before + (at - l->room) + (int64_t)strlen(tag) : -1;
}

static void look_at(look *l)
{
    static const char end[] = "</sheetData>";
    if (l->root[0] == '\0')
        find_root(l);
    if (l->rows_from < 0)
        l->rows_from = find_tag(l, "<sheetData>");
    if (l->rows_from >= 0 && l->rows_to < 0 && (l->rows_to = find_tag(l, end)) >= 0)
        l->rows_to -= (int64_t)strlen(end);
}

/* Keep the last bytes: a tag may be cut. */
static void step_on(look *l)
{
    const size_t rest = l->n < TAG ? l->n : TAG;
    memmove(l->room, l->room + l->n - rest, rest);
    l->before += (int64_t)(l->n - rest);
    l->n = rest;
}

static bool ends_as_begun(const look *l)
{
    char end[TAG + 4];
    const int len = snprintf(end, sizeof end, "</%s>", l->root);
    size_t n = l->n;
    while (n > 0 && (l->room[n - 1] == '\n' || l->room[n - 1] == '\r'))
        n--;
    return l->root[0] != '\0' && n >= (size_t)len && memcmp(l->room + n - (size_t)len, end, (size_t)len) == 0;
}

/* rows_size -1: the part has none. */
static ch_err check_part(ch_zip *zip, ch_text name, int64_t rows_size, look *l)
{
    ch_zip_part part;
    size_t got = 0;
    ch_err err = ch_zip__begin(zip, name, &part, NULL);
    if (err != CH_OK)
        return err;
    l->root[0] = '\0';
    l->rows_from = l->rows_to = -1;
    l->before = 0;
    l->n = 0;
    while ((err = ch_zip__read(&part, l->room + l->n, STEP, &got, NULL)) == CH_OK && got > 0) {
        l->n += got;
        look_at(l);
        step_on(l);
    }
    ch_zip__end(&part);
    if (err == CH_OK && (!ends_as_begun(l) || (rows_size >= 0 && l->rows_to - l->rows_from != rows_size)))
        err = CH_EDATA;
    return err;
}

/* The bytes of a sheet's rows, if the part is a sheet. */
static int64_t rows_size_of(const char *part, const int64_t *rows_size, size_t sheets)
{
    for (size_t i = 0; i < sheets; i++) {
        char name[64];
        snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", i + 1);
        if (strcmp(name, part) == 0)
            return rows_size[i];
    }
    return -1;
}

ch_err ch_book_out__check(const ch_memory *memory, int file, const int64_t *rows_size, size_t sheets)
{
    ch_zip zip;
    look *l = ch_memory_take(memory, sizeof *l);
    ch_err err = l ? ch_zip__open(&zip, dup(file), (ch_text){0}, CH_TEXT("xlsx"), NULL) : CH_ENOMEM;
    if (err == CH_OK) {
        const zip_int64_t parts = zip_get_num_entries(zip.archive, 0);
        for (zip_int64_t i = 0; err == CH_OK && i < parts; i++) {
            const char *name = zip_get_name(zip.archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
            err = check_part(&zip, ch_text_of(name), rows_size_of(name, rows_size, sheets), l);
        }
        ch_zip__close(&zip);
    }
    ch_memory_give(memory, l);
    return err == CH_EDATA ? CH_EIO : err;
}
