/* run_program.h - the program run in a folder of its own, as somebody types it. The test defines _GNU_SOURCE first. */
#ifndef CHANGHE_TESTS_RUN_PROGRAM_H
#define CHANGHE_TESTS_RUN_PROGRAM_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/changhe-run-XXXXXX";

/* The exit code of a line of the shell. */
static inline int shell(const char *format, ...)
{
    char command[8192];
    va_list list;
    va_start(list, format);
    const int len = vsnprintf(command, sizeof command, format, list);
    va_end(list);
    assert_true(len > 0 && (size_t)len < sizeof command);
    const int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static inline int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    return shell("cd / && rm -rf '%s'", folder);
}

/* Run the program in the folder; out and err are files there. */
static inline int run_program(const char *words)
{
    return shell("cd '%s' && \"$CHANGHE\" %s >out 2>err", folder, words);
}

/* A file of the folder as text, until the next call. */
static inline char *content_of(const char *name)
{
    static char text[1 << 22];
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_true(len < sizeof text - 1);
    text[len] = '\0';
    return text;
}

static inline void write_text(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

#endif
