/* xlsx_xml.c - expat, held to what a workbook needs. */
#include "xlsx_xml.h"

#include "book_told.h"

#include <expat.h>
#include <string.h>

enum {
    PIECE_BYTES = 64 << 10,
    MAX_DEPTH = 64,       /* charts and drawings aside, a workbook nests to ten */
    MAX_ATTRIBUTES = 256, /* of one element; a workbook's has a dozen */
    MAX_TAG = 1 << 20     /* bytes of one tag, comment or instruction, which expat holds whole */
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void stop(ch_xml *xml, ch_err err)
{
    if (xml->err == CH_OK)
        xml->err = err;
    XML_StopParser(xml->parser, XML_FALSE);
}

static ch_text shown(const ch_xml *xml, ch_text found)
{
    return found.len > 0 ? found : xml->part;
}

void ch_xml__damage(ch_xml *xml, ch_text found, const char *en, const char *zh)
{
    if (xml->err == CH_OK)
        stop(xml, ch_book__tell_damage(xml->faults, xml->at, shown(xml, found), (ch_book__words){en, zh}));
}

static void stop_beyond(ch_xml *xml, int most, ch_book__words what)
{
    if (xml->err == CH_OK)
        stop(xml, ch_book__tell_beyond(xml->faults, xml->at, xml->part, most, what));
}

static void on_open(void *self, const XML_Char *name, const XML_Char **attribute)
{
    ch_xml *xml = self;
    if (xml->err != CH_OK)
        return;
    if (++xml->depth > MAX_DEPTH)
        stop_beyond(xml, MAX_DEPTH, (ch_book__words){"elements inside one another", "层嵌套元素"});
    else if (XML_GetSpecifiedAttributeCount(xml->parser) > 2 * MAX_ATTRIBUTES)
        stop_beyond(xml, MAX_ATTRIBUTES, (ch_book__words){"attributes in one element", "个属性（每个元素）"});
    else
        xml->reader->open(xml, local_name(name), attribute);
    if (xml->err != CH_OK)
        stop(xml, xml->err);
}

static void on_close(void *self, const XML_Char *name)
{
    ch_xml *xml = self;
    if (xml->err == CH_OK && xml->reader->close != NULL)
        xml->reader->close(xml, local_name(name));
    xml->depth--;
    if (xml->err != CH_OK)
        stop(xml, xml->err);
}

static void on_text(void *self, const XML_Char *text, int len)
{
    ch_xml *xml = self;
    if (xml->err == CH_OK && xml->reader->text != NULL)
        xml->reader->text(xml, (ch_text){text, (size_t)len});
    if (xml->err != CH_OK)
        stop(xml, xml->err);
}

/* Entities can only be declared in a document type: without one there is nothing to expand or fetch. */
static void on_doctype(void *self, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
                       int internal)
{
    ch_xml__damage(self, ch_text_of(name), "a part has a document type", "有部件含文档类型声明");
}

static ch_err judge(ch_xml *xml, enum XML_Status status)
{
    if (xml->err != CH_OK || status == XML_STATUS_OK)
        return xml->err;
    if (XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY)
        xml->err = CH_ENOMEM;
    else
        ch_xml__damage(xml, (ch_text){0}, "a part is no sound XML", "有部件不是合法的 XML");
    return xml->err;
}

/* What was given to expat and not yet told by it is one tag, which it would read again with every piece. */
static ch_err check_tag(ch_xml *xml, int64_t given)
{
    const XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    if (done >= 0 && given - done > MAX_TAG + PIECE_BYTES)
        stop_beyond(xml, MAX_TAG, (ch_book__words){"bytes in one tag", "字节（每个标签）"});
    return xml->err;
}

static ch_err feed(ch_xml *xml, ch_zip_part *part)
{
    size_t got = 1;
    while (got > 0) {
        void *room = XML_GetBuffer(xml->parser, PIECE_BYTES);
        if (room == NULL)
            return CH_ENOMEM;
        ch_err err = ch_zip__read(part, room, PIECE_BYTES, &got, xml->faults);
        if (err == CH_OK)
            err = judge(xml, XML_ParseBuffer(xml->parser, (int)got, got == 0));
        if (err == CH_OK && got > 0)
            err = check_tag(xml, part->unpacked);
        if (err != CH_OK)
            return err;
    }
    return CH_OK;
}

ch_err ch_xml__read(ch_xml *xml, ch_zip *zip, ch_text name)
{
    ch_zip_part part;
    ch_err err = ch_zip__begin(zip, name, &part, xml->faults);
    XML_Parser parser = err == CH_OK ? XML_ParserCreate(NULL) : NULL;
    if (err == CH_OK && parser == NULL)
        err = CH_ENOMEM;
    if (err == CH_OK) {
        xml->parser = parser;
        xml->part = name;
        xml->depth = 0;
        xml->err = CH_OK;
        XML_SetUserData(parser, xml);
        XML_SetElementHandler(parser, on_open, on_close);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
        err = feed(xml, &part);
        XML_ParserFree(parser);
    }
    ch_zip__end(&part);
    return err;
}

const char *ch_xml__attribute(const char **attribute, const char *name)
{
    for (; attribute[0] != NULL; attribute += 2)
        if (strcmp(local_name(attribute[0]), name) == 0)
            return attribute[1];
    return NULL;
}

bool ch_xml__flag(const char **attribute, const char *name)
{
    const char *value = ch_xml__attribute(attribute, name);
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}

bool ch_xml__count(const char *text, uint32_t *count)
{
    uint64_t value = 0;
    if (text == NULL || *text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        value = value * 10 + (uint64_t)(*text - '0');
        if (value > UINT32_MAX)
            return false;
    }
    *count = (uint32_t)value;
    return true;
}
