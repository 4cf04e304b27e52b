/* bundle.h - an agreement as a zone of its own: what the other side needs to compute the same. */
#ifndef CHANGHE_BUNDLE_H
#define CHANGHE_BUNDLE_H

#include "changhe/desk.h"

/* The snapshot cut down to one agreement: its own rows in all tables of agreements, all tax rules, places with their history, sources, assumptions and
 * the zone's row. The project that it names stays behind, so that cell is empty. What it answers about the agreement is what the whole
 * zone answers, to the byte, but for the snapshot's name and the project.
 * CH_ENONE: there is no such agreement, told with those that are; CH_ENOMEM. *bundle has one holder. Cost: O(rows of these tables). */
CH_MUST_USE ch_err ch_bundle_make(const ch_zone *zone, ch_text agreement, ch_zone **bundle, ch_faults *faults);

#endif
