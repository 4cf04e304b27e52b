/* osm_told.c - the faults of extracts. */
#include "osm_told.h"

#include <stdio.h>

static ch_err tell(ch_faults *faults, ch_at at, ch_text found, ch_want want, ch_osm__words words)
{
    return ch_fault_tell(
        faults,
        &(ch_fault){
            .at = at, .found = found, .want = want, .detail = ch_text_of(words.en), .detail_zh = ch_text_of(words.zh)});
}

ch_err ch_osm__tell_byte(ch_faults *faults, ch_text file, uint64_t byte, ch_osm__words how)
{
    char en[160], zh[200];
    snprintf(en, sizeof en, "in what begins at byte %llu %s", (unsigned long long)byte, how.en);
    snprintf(zh, sizeof zh, "第 %llu 字节起的一段%s", (unsigned long long)byte, how.zh);
    return tell(faults, (ch_at){.file = file}, (ch_text){0}, CH_WANT_EXTRACT, (ch_osm__words){en, zh});
}

ch_err ch_osm__tell_line(ch_faults *faults, ch_at at, ch_text found, ch_osm__words how)
{
    char en[160], zh[200];
    snprintf(en, sizeof en, "here %s", how.en);
    snprintf(zh, sizeof zh, "此处%s", how.zh);
    return tell(faults, at, found, CH_WANT_EXTRACT, (ch_osm__words){en, zh});
}

ch_err ch_osm__tell_form(ch_faults *faults, ch_text file, ch_text found, ch_osm__words what)
{
    return tell(faults, (ch_at){.file = file}, found, CH_WANT_EXTRACT_FORM, what);
}
