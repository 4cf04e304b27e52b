/* book_told.c - the faults of workbooks. */
#include "book_told.h"

#include <stdio.h>

ch_err ch_book__tell_damage(ch_faults *faults, ch_at at, ch_text found, ch_book__words how)
{
    return ch_fault_tell(faults, &(ch_fault){.at = at,
                                             .found = found,
                                             .want = CH_WANT_WORKBOOK,
                                             .detail = ch_text_of(how.en),
                                             .detail_zh = ch_text_of(how.zh)});
}

ch_err ch_book__tell_beyond(ch_faults *faults, ch_at at, ch_text found, int64_t most, ch_book__words what)
{
    char detail[96], detail_zh[96];
    snprintf(detail, sizeof detail, "%lld %s", (long long)most, what.en);
    snprintf(detail_zh, sizeof detail_zh, "%lld %s", (long long)most, what.zh);
    return ch_fault_tell(faults, &(ch_fault){.at = at,
                                             .found = found,
                                             .want = CH_WANT_SMALL_WORKBOOK,
                                             .detail = ch_text_of(detail),
                                             .detail_zh = ch_text_of(detail_zh)});
}
