/* answer.c - the words that answers are told in, and how many rows a zone has. */
#include "changhe/answer.h"

#include "changhe/decimal.h"
#include "json_keys.h"

typedef struct {
    const char *name, *zh, *en;
} told;

static const char *in(told words, ch_lang lang)
{
    return lang == CH_ZH ? words.zh : words.en;
}

const char *ch_answer_class_name(ch_chain_class class)
{
    static const char *const name[] = {"strong", "weak", "missing", "absent", "unknown"};
    return name[class];
}

const char *ch_answer_label(const ch_chain_node *node, ch_lang lang)
{
    static const told label[] = {{NULL, "强链", "strong"},
                                 {NULL, "弱链", "weak"},
                                 {NULL, "补链", "fill"},
                                 {NULL, "无关", "absent"},
                                 {NULL, "未知", "unknown"}};
    static const told extend = {NULL, "延链", "extend"};
    const bool extends =
        node->class == CH_CHAIN_MISSING && ch_number_coarse(node->extension) > ch_number_coarse(node->fill);
    return in(extends ? extend : label[node->class], lang);
}

static told reason_words(ch_target_reason reason)
{
    static const told words[] = {
        {"county_unknown", "所在县未知：在跨县的合作区内", "county not known: stands in a zone with parts here"},
        {"no_segment", "所问产业链中无其环节", "fills no segment of the chains in question"},
        {"no_gain", "其产品对本地产业链无增益", "what it makes adds nothing here"}};
    return words[reason];
}

const char *ch_answer_reason_name(ch_target_reason reason)
{
    return reason_words(reason).name;
}

const char *ch_answer_reason(ch_target_reason reason, ch_lang lang)
{
    return in(reason_words(reason), lang);
}

const char *ch_answer_evidence(ch_evidence_kind kind, ch_lang lang)
{
    static const told words[CH_EVIDENCE_KINDS] = {[CH_EVIDENCE_TIE] = {NULL, "供需", "tie"},
                                                  [CH_EVIDENCE_EXPANSION] = {NULL, "扩产", "expansion"},
                                                  [CH_EVIDENCE_NEAR] = {NULL, "邻近", "near"},
                                                  [CH_EVIDENCE_LEADER] = {NULL, "龙头", "leader"},
                                                  [CH_EVIDENCE_GROWTH] = {NULL, "增长", "growth"}};
    return in(words[kind], lang);
}

const char *ch_answer_health_part(int part, ch_lang lang)
{
    static const told words[CH_HEALTH_PARTS] = {[CH_HEALTH_COMPLETENESS] = {NULL, "完整度", "completeness"},
                                                [CH_HEALTH_MATCHING] = {NULL, "本地配套", "matching"},
                                                [CH_HEALTH_GROWTH] = {NULL, "增长", "growth"},
                                                [CH_HEALTH_INNOVATION] = {NULL, "创新", "innovation"},
                                                [CH_HEALTH_BALANCE] = {NULL, "均衡", "balance"},
                                                [CH_HEALTH_RESILIENCE] = {NULL, "韧性", "resilience"}};
    return in(words[part], lang);
}

ch_err ch_answer_zone_json(const ch_zone *zone, ch_buf *out)
{
    char digest[17];
    ch_zone_digest(zone, digest);
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    ch_desk__key_string(&e, "version", CH_VERSION);
    ch_desk__key_text(&e, "zone", zone->zone.id[0]);
    ch_desk__key_string(&e, "snapshot", digest);
    ch_desk__key_open(&e, "rows", '{');
    for (int i = 0; i < CH_TABLES; i++)
        ch_desk__key_whole(&e, ch_schema_table((ch_table_id)i)->name, zone->table[i]->rows);
    ch_emit_close(&e, '}');
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
    return out->failed ? CH_ENOMEM : CH_OK;
}
