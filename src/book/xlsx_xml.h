/* xlsx_xml.h - a part of a workbook as a stream of XML events.
 * A document type is refused, and with it every entity of its own; so are deep nesting and long tags.
 * expat takes its own memory from malloc. */
#ifndef CHANGHE_BOOK_XLSX_XML_H
#define CHANGHE_BOOK_XLSX_XML_H

#include "xlsx_zip.h"

typedef struct ch_xml ch_xml;

/* Names are local: what stands before a colon is cut off. depth is 1 for the root. Each may be NULL but open. */
typedef struct {
    void (*open)(ch_xml *xml, const char *name, const char **attribute);
    void (*close)(ch_xml *xml, const char *name);
    void (*text)(ch_xml *xml, ch_text text); /* in pieces */
} ch_xml_reader;

struct ch_xml {
    const ch_xml_reader *reader;
    void *self;
    ch_at at; /* for faults: the file, and what the reader knows of the place */
    ch_text part;
    ch_faults *faults;
    unsigned depth;
    ch_err err; /* not CH_OK: no event comes any more */
    void *parser;
};

/* Read a part to its end, or until an event sets xml->err. Of *xml reader, self, at and faults are set.
 * CH_EDATA: damaged, a document type, beyond a ceiling; CH_EIO, CH_ENOMEM, or what an event set. */
CH_MUST_USE ch_err ch_xml__read(ch_xml *xml, ch_zip *zip, ch_text part);

/* Tell that the part is damaged, and how; no event comes any more. */
void ch_xml__damage(ch_xml *xml, ch_text found, const char *en, const char *zh);

/* The value of an attribute by its local name; NULL when there is none. */
const char *ch_xml__attribute(const char **attribute, const char *name);
/* Is a flag set: 1, true, on? */
bool ch_xml__flag(const char **attribute, const char *name);
/* Digits below 2^32; false: NULL, or anything else. */
bool ch_xml__count(const char *text, uint32_t *count);

#endif
