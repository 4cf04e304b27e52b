/* wide.h - whole numbers of 128 bits: products of two of 64, and sums of many. */
#ifndef CHANGHE_SHARE_WIDE_H
#define CHANGHE_SHARE_WIDE_H

__extension__ typedef __int128 ch_share__wide;
__extension__ typedef unsigned __int128 ch_share__uwide;

#endif
