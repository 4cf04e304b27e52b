/* told.h - what a list of faults tells, for tests. */
#ifndef CHANGHE_TESTS_TOLD_H
#define CHANGHE_TESTS_TOLD_H

#include "changhe/fault.h"

/* How many faults want this, stand in this line (0: anywhere), found this and say this (NULL: whatever). */
static inline size_t told(const ch_faults *faults, ch_want want, uint32_t line, const char *found, const char *detail)
{
    size_t n = 0;
    for (size_t i = 0; i < faults->kept; i++) {
        const ch_fault *fault = &faults->list[i];
        n += fault->want == want && (line == 0 || fault->at.line == line) &&
             (!found || ch_text_equal(fault->found, ch_text_of(found))) &&
             (!detail || ch_text_equal(fault->detail, ch_text_of(detail)));
    }
    return n;
}

#endif
