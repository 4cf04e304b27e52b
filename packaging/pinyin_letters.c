/* pinyin_letters.c - write src/model/pinyin_letters.def anew: the first letter of the pinyin of every
 * Chinese character of U+3400-U+4DBF and U+4E00-U+9FFF, as ICU's transliterator Han-Latin reads it alone.
 * Not part of the build; the program does not need ICU. docs/decisions/pinyin.md tells how to run it. */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { ROW = 64 };

static void give_up(const char *what, UErrorCode code)
{
    fprintf(stderr, "%s: %s\n", what, u_errorName(code));
    exit(1);
}

static UTransliterator *open_reader(void)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Han-Latin; Latin-ASCII; Lower");
    UTransliterator *reader = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    if (U_FAILURE(code))
        give_up("Han-Latin", code);
    return reader;
}

/* '.' for a character without a reading */
static char first_letter(const UTransliterator *reader, UChar point)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar text[64] = {point};
    int32_t len = 1, limit = 1;
    utrans_transUChars(reader, text, &len, sizeof text / sizeof *text, 0, &limit, &code);
    if (U_FAILURE(code))
        give_up("a character", code);
    return text[0] >= 'a' && text[0] <= 'z' ? (char)text[0] : '.';
}

static void print_block(const UTransliterator *reader, unsigned from, unsigned end)
{
    for (unsigned row = from; row < end; row += ROW) {
        printf("    \"");
        for (unsigned point = row; point < row + ROW; point++)
            putchar(first_letter(reader, (UChar)point));
        printf("\", /* %04X */\n", row);
    }
}

int main(void)
{
    UTransliterator *reader = open_reader();
    printf("/* pinyin_letters.def - made by packaging/pinyin_letters.c from ICU %s, Unicode %s; do not edit.\n"
           " * First letters of pinyin, U+3400-U+4DBF and then U+4E00-U+9FFF, '.' where no reading is known.\n"
           " * Copyright (c) 1991-2022 Unicode, Inc. All rights reserved; see NOTICE. */\n",
           U_ICU_VERSION, U_UNICODE_VERSION);
    print_block(reader, 0x3400, 0x4dc0);
    print_block(reader, 0x4e00, 0xa000);
    utrans_close(reader);
    return 0;
}
