/* uscc.h - unified social credit codes (GB 32100-2015): 18 characters, the last a check. */
#ifndef CHANGHE_USCC_H
#define CHANGHE_USCC_H

#include "changhe/text.h"

/* The check character for the first 17, by ISO 7064 style modulus 31 with weights 3^i mod 31;
 * 0 when one of them is not of the standard's 31 characters or there are fewer than 17. */
char ch_uscc_check(ch_text code);
bool ch_uscc_valid(ch_text code);

#endif
