/* told.c - faults and exit codes, alike for every program of the command line. */
#define _GNU_SOURCE
#include "told.h"

#include <stdio.h>
#include <time.h>

void told_faults(ch_faults *faults, ch_lang lang)
{
    ch_faults_sort(faults);
    for (size_t i = 0; i < faults->kept; i++) {
        ch_buf line = {0};
        ch_fault_print(&faults->list[i], &line);
        if (lang == CH_ZH) {
            ch_buf_adds(&line, "\n    ");
            ch_fault_print_zh(&faults->list[i], &line);
        }
        fprintf(stderr, "%.*s\n", (int)line.len, line.at ? line.at : "");
        ch_buf_free(&line);
    }
    if (faults->count > faults->kept)
        fprintf(stderr, "… %zu more faults 另有 %zu 处\n", faults->count - faults->kept, faults->count - faults->kept);
    if (faults->count > 1)
        fprintf(stderr, "%zu faults 共 %zu 处\n", faults->count, faults->count);
}

bool told_answer(const ch_buf *out)
{
    const bool written = (out->len == 0 || fwrite(out->at, 1, out->len, stdout) == out->len) && fflush(stdout) == 0;
    if (!written)
        fprintf(stderr, "changhe: standard output cannot be written 无法写出\n");
    return written;
}

int told_end(ch_err err, ch_buf *out, ch_faults *faults, ch_lang lang)
{
    told_faults(faults, lang);
    int code = told_code(err);
    if (err == CH_OK && !told_answer(out))
        code = EXIT_BAD_DATA;
    ch_faults_free(faults);
    ch_buf_free(out);
    return code;
}

ch_date told_today(void)
{
    const time_t now = time(NULL);
    struct tm parts;
    if (!localtime_r(&now, &parts))
        return 0;
    return (parts.tm_year + 1900) * 10000 + (parts.tm_mon + 1) * 100 + parts.tm_mday;
}

int told_code(ch_err err)
{
    switch (err) {
    case CH_OK: return EXIT_ANSWERED;
    case CH_ENONE: return EXIT_NO_ANSWER;
    case CH_ENOMEM: fprintf(stderr, "changhe: memory ran out 内存不足\n"); return EXIT_BAD_DATA;
    case CH_EDATA:
    case CH_EIO: break;
    }
    return EXIT_BAD_DATA;
}
