/* settlement_words.c - what a sheet calls things, in Chinese or in English. */
#include "paging.h"
#include "settling.h"

const char *ch_desk__in(ch_lang lang, const char *zh, const char *en)
{
    return lang == CH_ZH ? zh : en;
}

void ch_desk__add_yuan(ch_buf *out, int64_t fen)
{
    enum { DIGITS = 24, PER_YUAN = 100 };
    char digit[DIGITS];
    size_t n = 0;
    if (fen == CH_UNKNOWN_I64)
        return;
    const uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    uint64_t yuan = size / PER_YUAN;
    do {
        digit[n++] = (char)('0' + yuan % 10);
        yuan /= 10;
    } while (yuan > 0);
    ch_buf_adds(out, fen < 0 ? "-" : "");
    while (n-- > 0) {
        ch_buf_addc(out, digit[n]);
        if (n > 0 && n % 3 == 0)
            ch_buf_addc(out, ',');
    }
    ch_buf_addf(out, ".%02u", (unsigned)(size % PER_YUAN));
}

ch_text ch_desk__party_said(const ch_desk__settling *s, size_t party, ch_lang lang)
{
    const ch_text en = lang == CH_EN ? ch_desk__party_name_en(&s->of.deal, party) : (ch_text){0};
    return en.len > 0 ? en : ch_desk__party_name(&s->of.deal, party);
}

ch_text ch_desk__code_said(const ch_desk__settling *s, ch_text code, ch_lang lang)
{
    for (size_t i = 0; i < s->of.deal.agreement.parties; i++)
        if (ch_text_equal(ch_desk__party_code(s, i), code))
            return ch_desk__party_said(s, i, lang);
    return code;
}

ch_text ch_desk__agreement_said(const ch_desk__settling *s, ch_lang lang)
{
    const ch_rows_agreements *rows = &s->of.deal.zone->agreements;
    const ch_text en = rows->name_en[s->of.deal.row];
    return lang == CH_EN && en.len > 0 ? en : rows->name_zh[s->of.deal.row];
}

/* ---- clauses */

static const ch_agreement_phase *find_phase(const ch_agreement *agreement, ch_text id)
{
    for (size_t i = 0; i < agreement->phases; i++)
        if (ch_text_equal(agreement->phase[i].id, id))
            return &agreement->phase[i];
    return NULL;
}

/* Year 0 is that of the start. */
static void add_years(ch_buf *out, int32_t start, const ch_agreement_phase *phase, ch_lang lang)
{
    const long long first = start + phase->from, last = start + phase->to - 1;
    if (phase->to == INT64_MAX)
        ch_buf_addf(out, ch_desk__in(lang, "（%lld 年起）", " (from %lld on)"), (long long)(start + phase->from));
    else if (first == last)
        ch_buf_addf(out, ch_desk__in(lang, "（%lld 年）", " (%lld)"), first);
    else
        ch_buf_addf(out, ch_desk__in(lang, "（%lld—%lld 年）", " (%lld to %lld)"), first, last);
}

static void add_phase(const ch_desk__settling *s, ch_buf *out, const ch_agreement_phase *phase, ch_lang lang)
{
    ch_buf_adds(out, ch_desk__in(lang, "条款 ", "clause "));
    ch_buf_add(out, phase->id);
    ch_buf_adds(out, ch_desk__in(lang, "：分 ", ": "));
    ch_ratio_format(phase->weight, out);
    add_years(out, s->of.deal.agreement.start / 10000, phase, lang);
}

static void add_reason(ch_buf *out, ch_text reason, ch_lang lang)
{
    static const char *const said[CH_AGREEMENT_REASONS][2] = {{"协议不在有效期内", "agreement not in force"},
                                                              {"尚未起算", "not begun"},
                                                              {"中止期间", "suspended"},
                                                              {"存量基数留存", "the base stays"},
                                                              {"优先归还", "repaid first"},
                                                              {"达到年度上限", "cap of the year reached"},
                                                              {"达到累计上限", "cap in all reached"},
                                                              {"承接余额", "takes the rest"},
                                                              {"补足保底", "floor made up"}};
    int i = 0;
    while (i < CH_AGREEMENT_REASONS && !ch_text_equal(reason, ch_text_of(ch_agreement_reason_name[i])))
        i++;
    ch_buf_add(out, i < CH_AGREEMENT_REASONS ? ch_text_of(said[i][lang]) : reason);
}

void ch_desk__add_clause(const ch_desk__settling *s, ch_buf *out, ch_text clause, ch_lang lang)
{
    const char *between = "";
    ch_text piece;
    bool is_first = true;
    while (ch_text_next(&clause, ' ', &piece)) {
        const ch_agreement_phase *phase = is_first ? find_phase(&s->of.deal.agreement, piece) : NULL;
        ch_buf_adds(out, between);
        if (phase)
            add_phase(s, out, phase, lang);
        else
            add_reason(out, piece, lang);
        between = ch_desk__in(lang, "；", "; ");
        is_first = false;
    }
}

/* ---- the sheet */

const char *ch_desk__posted_said(ch_desk__posted state, ch_lang lang)
{
    static const char *const said[][2] = {[CH_DESK__MATCHES] = {"与账本一致", "agrees with the ledger"},
                                          [CH_DESK__DIFFERS] = {"与账本不一致", "differs from the ledger"},
                                          [CH_DESK__NOT_POSTED] = {"尚未记账", "not posted yet"}};
    return said[state][lang];
}

void ch_desk__add_kind(const ch_agreement_row *row, ch_buf *out, ch_lang lang)
{
    if (row->is_forecast)
        ch_buf_adds(out, ch_desk__in(lang, "（预测）", " (forecast)"));
    else if (row->is_planned)
        ch_buf_adds(out, ch_desk__in(lang, "（计划）", " (planned)"));
}

bool ch_desk__is_planned(const ch_desk__settling *s)
{
    for (size_t i = 0; i < s->of.deal.split.rows; i++)
        if (s->of.deal.split.row[i].is_planned)
            return true;
    return false;
}

void ch_desk__add_marks(const ch_desk__settling *s, ch_buf *out, ch_lang lang)
{
    const ch_words *words = ch_schema_words("mark");
    const char *between = "";
    for (unsigned value = 1; value <= words->count; value++)
        if ((s->of.deal.marks >> value & 1) != 0) {
            ch_buf_adds(out, between);
            ch_buf_adds(out, ch_desk__in(lang, words->word[value].zh, words->word[value].en));
            between = " · ";
        }
    if (s->of.edited) {
        ch_buf_adds(out, between);
        ch_buf_adds(out, ch_desk__in(lang, "试算", "what if"));
        between = " · ";
    }
    if (ch_desk__is_planned(s)) {
        ch_buf_adds(out, between);
        ch_buf_adds(out, ch_desk__in(lang, "含计划数", "with planned amounts"));
    }
}

void ch_desk__add_groups(ch_buf *out, ch_text digits)
{
    enum { GROUP = 8 };
    for (size_t i = 0; i < digits.len; i += GROUP) {
        ch_buf_adds(out, i > 0 ? " " : "");
        ch_buf_add(out, (ch_text){digits.at + i, digits.len - i < GROUP ? digits.len - i : GROUP});
    }
}

void ch_desk__add_digest(const ch_desk__settling *s, ch_buf *out)
{
    ch_desk__add_groups(out, ch_text_of(s->digest));
}

void ch_desk__add_command(const ch_desk__settling *s, ch_buf *out)
{
    ch_buf_adds(out, "changhe settle --zone DIR --agreement ");
    ch_buf_add(out, s->split.agreement);
    ch_buf_addf(out, " --year %d", (int)s->asked->year);
    if (s->of.edited)
        ch_buf_adds(out, " --what-if FILE");
}
