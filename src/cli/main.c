/* main.c - the command line: decode, run, print, and tell by the exit code how it went. */
#include "commands.h"

#include <stdio.h>

enum { EXIT_ANSWERED, EXIT_BAD_DATA, EXIT_USAGE, EXIT_NO_ANSWER };

static void print_faults(ch_faults *faults, ch_lang lang)
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

/* Nothing is printed of an answer that failed on the way. */
static bool print_answer(const ch_buf *out)
{
    const bool written = fwrite(out->at ? out->at : "", 1, out->len, stdout) == out->len && fflush(stdout) == 0;
    if (!written)
        fprintf(stderr, "changhe: standard output cannot be written 无法写出\n");
    return written;
}

static int exit_code(ch_err err)
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

int main(int argc, char **argv)
{
    options asked;
    if (!options_read(argc, argv, &asked))
        return EXIT_USAGE;
    ch_buf out = {0};
    ch_faults faults = {0};
    ch_err err = command_run(&asked, &out, &faults);
    if (err == CH_OK && out.failed)
        err = CH_ENOMEM;
    print_faults(&faults, asked.lang);
    int code = exit_code(err);
    if (err == CH_OK && !print_answer(&out))
        code = EXIT_BAD_DATA;
    ch_faults_free(&faults);
    ch_buf_free(&out);
    return code;
}
