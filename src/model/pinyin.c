/* pinyin.c - first letters of pinyin, from a table of characters and a list of words that read otherwise. */
#include "pinyin.h"

#include "name_text.h"

#include <string.h>

enum { ROW = 64, EXTENSION = 0x3400, EXTENSION_END = 0x4dc0, MAIN = 0x4e00, MAIN_END = 0xa000 };

static const char letters[][ROW + 1] = {
#include "pinyin_letters.def"
};

/* The words that begin with a character, each with its initials; NULL: none. */
static const char *words_from(uint32_t first)
{
    switch (first) {
#define CH_READ(character, words) \
    case character: \
        return words;
#include "pinyin_words.def"
#undef CH_READ
    default: return NULL;
    }
}

/* The longest of the words that text begins with. */
static bool find_word(ch_text text, const char *words, ch_text *word, ch_text *initials)
{
    ch_text rest = ch_text_of(words), each, its;
    word->len = 0;
    while (ch_text_next(&rest, ' ', &each) && ch_text_next(&rest, ' ', &its)) {
        if (each.len <= word->len || each.len > text.len || memcmp(each.at, text.at, each.len) != 0)
            continue;
        *word = each;
        *initials = its;
    }
    return word->len > 0;
}

static char alone(uint32_t point)
{
    size_t at;
    if (point >= EXTENSION && point < EXTENSION_END)
        at = point - EXTENSION;
    else if (point >= MAIN && point < MAIN_END)
        at = point - MAIN + (EXTENSION_END - EXTENSION);
    else
        return 0;
    char letter = letters[at / ROW][at % ROW];
    return letter == '.' ? 0 : letter;
}

/* A word of one character takes three bytes, as all characters of the table do. */
static char in_most_words(uint32_t point, const char *words)
{
    ch_text rest = ch_text_of(words), each, its;
    while (words != NULL && ch_text_next(&rest, ' ', &each) && ch_text_next(&rest, ' ', &its))
        if (its.len == 1)
            return its.at[0];
    return alone(point);
}

char ch_names_initial(uint32_t point)
{
    return in_most_words(point, words_from(point));
}

static char initial_of(uint32_t point)
{
    if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'))
        return (char)point;
    return alone(point);
}

/* Reads one character; 0 when it has no initial. */
static char step(ch_names__reader *reader)
{
    ch_text here = reader->rest, word, initials;
    uint32_t point = ch_names__next_point(&reader->rest);
    if (reader->left > 0) {
        reader->left--;
        return *reader->letter++;
    }
    const char *words = words_from(point);
    if (words == NULL || !find_word(here, words, &word, &initials))
        return initial_of(point);
    reader->letter = initials.at + 1;
    reader->left = initials.len - 1;
    return initials.at[0];
}

char ch_names__next_initial(ch_names__reader *reader, const char **at)
{
    char letter = 0;
    while (letter == 0 && reader->rest.len > 0) {
        *at = reader->rest.at;
        letter = step(reader);
    }
    return letter;
}
