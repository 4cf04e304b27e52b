/* settlement_paper.c - the sheet laid out for paper: what two officers read, hold against each other and sign. */
#include "paging.h"
#include "settling.h"

typedef struct {
    ch_desk__page page;
    const ch_desk__settling *s;
} page;

/* ---- what it is about */

/* What must not be overlooked: large, and then in words. */
static void add_marks(page *p)
{
    const uint32_t marks = p->s->of.deal.marks;
    const struct {
        bool holds;
        const char *zh, *en;
    } meaning[] = {
        {(marks >> CH_mark_ILLUSTRATIVE & 1) != 0, "示意：数额为示例，并非真实数据。",
         "Illustrative: the amounts are made up. "},
        {(marks >> CH_mark_UNVERIFIED & 1) != 0, "待核：部分规则凭记忆，须与文件核对。",
         "Unverified: some rules are from memory and must be held against the document. "},
        {(marks >> CH_mark_ASSUMED & 1) != 0, "假定：部分比例为假定。", "Assumed: some ratios are assumed. "},
        {p->s->of.edited != NULL, "试算：只作内部测算，不是付款依据。",
         "What if: for internal reckoning alone, no ground for payment. "},
        {ch_desk__is_planned(p->s), "含计划数：以实际入库数为准。",
         "With planned amounts: what is collected counts. "}};
    ch_buf large = ch_desk__page_begin(&p->page), small = ch_desk__page_begin(&p->page);
    ch_desk__add_marks(p->s, &large, p->page.lang);
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
        if (meaning[i].holds)
            ch_buf_adds(&small, ch_desk__in(p->page.lang, meaning[i].zh, meaning[i].en));
    if (large.len > 0)
        ch_desk__page_kept(&p->page, CH_PAPER_HEADING, &large);
    if (small.len > 0)
        ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &small);
    ch_buf_free(&large);
    ch_buf_free(&small);
}

static void add_about(page *p)
{
    const ch_rows_agreements *rows = &p->s->of.deal.zone->agreements;
    const size_t row = p->s->of.deal.row;
    const ch_word *form = &ch_schema_words("agreement")->word[rows->form[row]];
    ch_buf about = ch_desk__page_begin(&p->page);
    ch_desk__page_text(&p->page, CH_PAPER_TITLE,
                       p->s->of.edited
                           ? ch_desk__page_word(&p->page, "年度结算单（试算）", "Settlement sheet (what if)")
                           : ch_desk__page_word(&p->page, "年度结算单", "Settlement sheet"));
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__agreement_said(p->s, p->page.lang));
    ch_buf_addf(&about,
                ch_desk__in(p->page.lang, "年度：%d 年。形式：%s。协议编号：", "Year: %d. Form: %s. Agreement: "),
                (int)p->s->asked->year, ch_desk__in(p->page.lang, form->zh, form->en));
    ch_buf_add(&about, p->s->split.agreement);
    ch_buf_adds(&about, ch_desk__in(p->page.lang, "。规则版本：", ". Rule version: "));
    if (rows->version[row].len > 0)
        ch_buf_add(&about, rows->version[row]);
    else
        ch_buf_adds(&about, ch_desk__in(p->page.lang, "未注明", "not stated"));
    ch_buf_adds(&about, ch_desk__in(p->page.lang, "。金额单位：元。", ". Amounts in yuan."));
    ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &about);
    if (p->s->of.edited) {
        ch_buf what_if = ch_desk__page_begin(&p->page);
        ch_buf_adds(&what_if, ch_desk__in(p->page.lang, "试算名称：", "What if: "));
        ch_buf_add(&what_if, p->s->split.what_if_name);
        ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &what_if);
    }
}

static void add_parties(page *p)
{
    static const ch_desk__page_column columns[] = {{"参与方", "Party", 4, false},
                                                   {"代码", "Code", 2, false},
                                                   {"身份", "Role", 2, false},
                                                   {"归集", "Collects", 2, false},
                                                   {"本年所得", "Gets in the year", 3, true}};
    const ch_desk__deal *deal = &p->s->of.deal;
    const size_t n = deal->agreement.parties;
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), n + 1);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "各方", "Parties"));
    for (size_t i = 0; i < n; i++) {
        const unsigned role = deal->zone->agreement_parties.role[deal->party[i]];
        const ch_word *said = &ch_schema_words("party")->word[role];
        ch_desk__page_put(&p->page, &t, ch_desk__party_said(p->s, i, p->page.lang));
        ch_desk__page_put(&p->page, &t, ch_desk__party_code(p->s, i));
        ch_desk__page_put(&p->page, &t, ch_desk__page_word(&p->page, said->zh, said->en));
        ch_desk__page_put(&p->page, &t,
                          i == p->s->collector ? ch_desk__page_word(&p->page, "归集税款", "collects") : (ch_text){0});
        ch_desk__page_put_yuan(&p->page, &t, deal->split.total[i].amount_fen);
    }
    ch_desk__page_mark_sum(&p->page, &t);
    ch_desk__page_put(&p->page, &t, ch_desk__page_word(&p->page, "合计", "In all"));
    for (int i = 0; i < 3; i++)
        ch_desk__page_put(&p->page, &t, (ch_text){0});
    ch_desk__page_put_yuan(&p->page, &t, deal->split.base_fen);
    ch_desk__page_table_end(&p->page, &t);
}

/* ---- lines: what there is to share, then who gets it. Nine columns in one table would be too narrow to read. */

static ch_text line_name(page *p, const ch_agreement_row *row)
{
    const ch_word *stream = &ch_schema_words("stream")->word[row->stream];
    ch_buf name = ch_desk__page_begin(&p->page);
    ch_buf_adds(&name, ch_desk__in(p->page.lang, stream->zh, stream->en));
    if (row->class.len > 0) {
        ch_buf_addc(&name, ' ');
        ch_buf_add(&name, row->class);
    }
    ch_desk__add_kind(row, &name, p->page.lang);
    return ch_desk__page_keep(&p->page, &name);
}

static void add_gross(page *p)
{
    static const ch_desk__page_column columns[] = {{"税种", "Stream", 4, false},  {"规则", "Rule", 3, false},
                                                   {"税额", "Gross", 4, true},    {"中央", "Centre", 4, true},
                                                   {"省级", "Province", 4, true}, {"可分", "To share", 4, true}};
    const ch_agreement_split *split = &p->s->of.deal.split;
    const size_t n = p->s->of.deal.agreement.parties;
    ch_desk__page_table t =
        ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), split->rows / n + 1);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING,
                       ch_desk__page_word(&p->page, "税额与可分部分", "What was collected, and what is shared"));
    for (size_t i = 0; i < split->rows; i += n) {
        const ch_agreement_row *row = &split->row[i];
        const ch_text name = line_name(p, row);
        ch_desk__page_put(&p->page, &t, name);
        ch_desk__page_put(&p->page, &t,
                          row->rule.len > 0 ? row->rule : ch_desk__page_word(&p->page, "约定金额", "stated amount"));
        ch_desk__page_put_yuan(&p->page, &t, row->gross_fen);
        ch_desk__page_put_yuan(&p->page, &t, row->central_fen);
        ch_desk__page_put_yuan(&p->page, &t, row->provincial_fen);
        ch_desk__page_put_yuan(&p->page, &t, row->base_fen);
    }
    ch_desk__page_mark_sum(&p->page, &t);
    ch_desk__page_put(&p->page, &t, ch_desk__page_word(&p->page, "合计", "In all"));
    ch_desk__page_put(&p->page, &t, (ch_text){0});
    ch_desk__page_put_yuan(&p->page, &t, split->gross_fen);
    ch_desk__page_put_yuan(&p->page, &t, split->central_fen);
    ch_desk__page_put_yuan(&p->page, &t, split->provincial_fen);
    ch_desk__page_put_yuan(&p->page, &t, split->base_fen);
    ch_desk__page_table_end(&p->page, &t);
}

static ch_text clause_of(page *p, const ch_agreement_row *row)
{
    ch_buf clause = ch_desk__page_begin(&p->page);
    ch_desk__add_clause(p->s, &clause, row->clause, p->page.lang);
    if (row->odd_fen != 0) {
        ch_buf_adds(&clause, clause.len > 0 ? ch_desk__in(p->page.lang, "；", "; ") : "");
        ch_buf_adds(&clause, ch_desk__in(p->page.lang, "※ 尾差一分归此方", "* got the odd fen"));
    }
    return ch_desk__page_keep(&p->page, &clause);
}

static void add_shares(page *p)
{
    static const ch_desk__page_column columns[] = {{"税种", "Stream", 4, false},
                                                   {"参与方", "Party", 3, false},
                                                   {"金额", "Amount", 4, true},
                                                   {"上限余额", "Cap left", 4, true},
                                                   {"依据", "Why", 9, false}};
    const ch_agreement_split *split = &p->s->of.deal.split;
    const size_t n = p->s->of.deal.agreement.parties;
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), split->rows);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "各方所得", "Who gets what"));
    if (split->rows == 0)
        ch_desk__page_text(&p->page, CH_PAPER_TEXT,
                           ch_desk__page_word(&p->page, "这一年没有税额。", "There are no amounts in this year."));
    for (size_t i = 0; i < split->rows; i++) {
        const ch_agreement_row *row = &split->row[i];
        const ch_text name = i % n == 0 ? line_name(p, row) : (ch_text){0}, clause = clause_of(p, row);
        ch_desk__page_put(&p->page, &t, name);
        ch_desk__page_put(&p->page, &t, ch_desk__party_said(p->s, row->party, p->page.lang));
        ch_desk__page_put_yuan(&p->page, &t, row->amount_fen);
        ch_desk__page_put_yuan(&p->page, &t, row->cap_left_fen);
        ch_desk__page_put(&p->page, &t, clause);
    }
    if (split->rows > 0)
        ch_desk__page_table_end(&p->page, &t);
}

/* ---- who pays whom, by the sheet and by the ledger */

static void add_dues(page *p)
{
    static const ch_desk__page_column columns[] = {
        {"付款方", "Pays", 4, false}, {"收款方", "Gets", 4, false}, {"应付", "Due", 3, true}};
    const ch_desk__settling *s = p->s;
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), s->dues);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "谁付谁", "Who pays whom"));
    for (size_t i = 0; i < s->dues; i++) {
        const ch_desk__due *due = &s->due[i];
        const bool back = due->amount_fen < 0;
        ch_desk__page_put(&p->page, &t, ch_desk__party_said(s, back ? due->party : s->collector, p->page.lang));
        ch_desk__page_put(&p->page, &t, ch_desk__party_said(s, back ? s->collector : due->party, p->page.lang));
        ch_desk__page_put_yuan(&p->page, &t, back ? -due->amount_fen : due->amount_fen);
    }
    if (s->dues > 0)
        ch_desk__page_table_end(&p->page, &t);
    else
        ch_desk__page_text(&p->page, CH_PAPER_TEXT, ch_desk__page_word(&p->page, "无应付款。", "Nothing is due."));
}

static void put_owed(page *p, ch_desk__page_table *t, const ch_desk__owed *pair)
{
    ch_desk__page_put(&p->page, t, ch_desk__code_said(p->s, pair->from, p->page.lang));
    ch_desk__page_put(&p->page, t, ch_desk__code_said(p->s, pair->to, p->page.lang));
    ch_desk__page_put_yuan(&p->page, t, pair->opening_fen);
    ch_desk__page_put_yuan(&p->page, t, pair->posted_fen);
    ch_desk__page_put_yuan(&p->page, t, pair->paid_fen);
    ch_desk__page_put_yuan(&p->page, t, pair->closing_fen);
    ch_desk__page_put_yuan(&p->page, t, pair->differs_fen);
}

static void add_booked(page *p)
{
    static const ch_desk__page_column columns[] = {{"欠款方", "Owes", 3, false},      {"收款方", "Is owed", 3, false},
                                                   {"年初", "Opening", 4, true},      {"已记应付", "Posted", 4, true},
                                                   {"已付", "Paid", 4, true},         {"年末尚欠", "Closing", 4, true},
                                                   {"与本单相差", "Differs", 4, true}};
    const ch_desk__booked *booked = &p->s->booked;
    if (!p->s->has_ledger)
        return;
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), booked->pairs);
    ch_buf state = ch_desk__page_begin(&p->page), head = ch_desk__page_begin(&p->page);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "账本", "Ledger"));
    ch_buf_adds(&state, ch_desk__posted_said(booked->state, p->page.lang));
    ch_buf_adds(&state, booked->is_closed ? ch_desk__in(p->page.lang, "，本年已结账。", "; the year is closed.")
                                          : ch_desk__in(p->page.lang, "，本年未结账。", "; the year is not closed."));
    ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &state);
    for (size_t i = 0; i < booked->pairs; i++)
        put_owed(p, &t, &booked->pair[i]);
    if (booked->pairs > 0)
        ch_desk__page_table_end(&p->page, &t);
    ch_buf_addf(&head,
                ch_desk__in(p->page.lang, "账本共 %zu 笔，链首 %s", "The ledger has %zu postings; its head is %s"),
                booked->postings, booked->head);
    ch_desk__page_kept(&p->page, CH_PAPER_SMALL, &head);
}

/* ---- what is compared, and who signs */

static void add_digest(page *p)
{
    ch_buf digest = ch_desk__page_begin(&p->page), how = ch_desk__page_begin(&p->page);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "核对码", "Digest"));
    ch_desk__add_digest(p->s, &digest);
    ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &digest);
    ch_buf_adds(&how, ch_desk__in(p->page.lang, "双方各以自己的数据包计算：",
                                  "Each side computes it from its own zone folder: "));
    ch_desk__add_command(p->s, &how);
    ch_buf_adds(&how,
                ch_desk__in(p->page.lang, "。核对码相同，则双方结算单的条款、各行、合计与应付逐字节相同（SHA-256）。",
                            ". Where the digests are the same, terms, lines, totals and dues of both sheets are the "
                            "same to the byte (SHA-256)."));
    ch_desk__page_kept(&p->page, CH_PAPER_SMALL, &how);
}

static void add_signatures(page *p)
{
    const size_t n = p->s->of.deal.agreement.parties;
    ch_text *signer = CH_NEW(p->page.arena, ch_text, n);
    p->page.failed |= !signer;
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, ch_desk__page_word(&p->page, "签章", "Signed"));
    for (size_t i = 0; i < n && signer; i++)
        signer[i] = ch_desk__party_said(p->s, i, p->page.lang);
    if (signer)
        ch_desk__page_signatures(&p->page, signer, n);
}

static ch_text foot_of(page *p, ch_date printed_on)
{
    enum { FOOT_COLUMNS = 48 }; /* a foot is one line */
    const ch_rows_zone *zone = &p->s->split.zone->zone;
    const ch_text en = zone->name_en[0];
    ch_buf foot = ch_desk__page_begin(&p->page);
    ch_buf_add(&foot, ch_utf8_fit(p->page.lang == CH_EN && en.len > 0 ? en : zone->name_zh[0], FOOT_COLUMNS));
    ch_buf_addf(&foot, ch_desk__in(p->page.lang, " · 快照 %s · 打印于 ", " · snapshot %s · printed on "),
                p->s->of.digest);
    ch_date_format(printed_on, &foot);
    if (p->s->of.edited)
        ch_buf_adds(&foot, ch_desk__in(p->page.lang, " · 试算，内部测算", " · what if, internal reckoning"));
    return ch_desk__page_keep(&p->page, &foot);
}

static ch_text title_of(page *p)
{
    ch_buf title = ch_desk__page_begin(&p->page);
    ch_buf_add(&title, ch_desk__agreement_said(p->s, p->page.lang));
    ch_buf_addf(&title, ch_desk__in(p->page.lang, " %d 年度结算单%s", " %d settlement sheet%s"), (int)p->s->asked->year,
                p->s->of.edited ? ch_desk__in(p->page.lang, "（试算）", " (what if)") : "");
    return ch_desk__page_keep(&p->page, &title);
}

ch_err ch_desk__sheet_paper(ch_arena *arena, const ch_desk__settling *s, ch_lang lang, ch_date printed_on,
                            ch_paper *paper)
{
    page p = {.page = {.arena = arena, .lang = lang}, .s = s};
    add_about(&p);
    add_marks(&p);
    add_parties(&p);
    add_gross(&p);
    add_shares(&p);
    add_dues(&p);
    add_booked(&p);
    add_digest(&p);
    add_signatures(&p);
    *paper = (ch_paper){.title = title_of(&p),
                        .author = ch_desk__page_word(&p.page, "长合", "Changhe"),
                        .foot = foot_of(&p, printed_on),
                        .block = p.page.block,
                        .blocks = p.page.blocks};
    return p.page.failed ? CH_ENOMEM : CH_OK;
}
