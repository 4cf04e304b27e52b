/* pinyin.h - the initials of a Chinese name, one after another. */
#ifndef CHANGHE_MODEL_PINYIN_H
#define CHANGHE_MODEL_PINYIN_H

#include "changhe/names.h"

/* Where reading stands: what is left of the name, and of the word it stands in. */
typedef struct {
    ch_text rest;
    const char *letter; /* of the word's next characters */
    size_t left;        /* how many */
} ch_names__reader;

#define CH_NAMES__READER(name_) ((ch_names__reader){.rest = (name_)})

/* The next initial: of a Chinese character its letter, of ASCII letters and digits themselves in lower
 * case; what is neither is passed over. *at is where its character begins. 0: the name has ended. */
char ch_names__next_initial(ch_names__reader *reader, const char **at);

#endif
