/* ledger_answer_pdf.c - what a book says of a year, on paper: each pair's postings with the balance after each, and the head that vouches for them. */
#include "changhe/ledger_answer.h"

#include "paging.h"

typedef struct {
    ch_desk__page page;
    const ch_ledger *ledger;
    const ch_ledger_sheet *sheet;
    char head[CH_SHA256_HEX + 1];
} sheet_page;

static ch_text word(const sheet_page *p, const char *zh, const char *en)
{
    return ch_desk__page_word(&p->page, zh, en);
}

static const char *say(const sheet_page *p, const char *zh, const char *en)
{
    return p->page.lang == CH_ZH ? zh : en;
}

static void add_about(sheet_page *p)
{
    const ch_ledger_sheet *sheet = p->sheet;
    ch_buf about = ch_desk__page_begin(&p->page);
    ch_desk__page_text(&p->page, CH_PAPER_TITLE, word(p, "账簿清算单", "Settlement sheet of a book"));
    ch_buf_addf(&about,
                say(p, "账簿：%.*s。年度：%d 年，%s。金额单位：元。", "Book: %.*s. Year: %d, %s. Amounts in yuan."),
                (int)sheet->book.len, sheet->book.at, sheet->year,
                sheet->is_closed ? say(p, "已结账", "closed") : say(p, "未结账", "not closed"));
    ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &about);
}

/* ---- pairs */

static void put_balance(sheet_page *p, ch_desk__page_table *t, ch_text date, int64_t balance_fen)
{
    ch_desk__page_mark_sum(&p->page, t);
    ch_desk__page_put(&p->page, t, date);
    for (int i = 0; i < 3; i++)
        ch_desk__page_put(&p->page, t, (ch_text){0});
    ch_desk__page_put_yuan(&p->page, t, balance_fen);
}

static void put_move(sheet_page *p, ch_desk__page_table *t, const ch_ledger_move *move)
{
    ch_ledger_posting posting;
    if (ch_ledger_get(p->page.arena, p->ledger, move->posting, &posting) != CH_OK) {
        p->page.failed = true;
        return;
    }
    ch_buf date = ch_desk__page_begin(&p->page);
    ch_date_format(posting.date, &date);
    const ch_text day = ch_desk__page_keep(&p->page, &date);
    ch_desk__page_put(&p->page, t, day);
    ch_desk__page_put(&p->page, t, posting.id);
    ch_desk__page_put(&p->page, t, posting.note.len > 0 ? posting.note : posting.source);
    ch_desk__page_put_yuan(&p->page, t, move->fen);
    ch_desk__page_put_yuan(&p->page, t, move->balance_fen);
}

static void add_pair(sheet_page *p, const ch_ledger_pair *pair)
{
    static const ch_desk__page_column columns[] = {{"日期", "Date", 3, false},
                                                   {"编号", "Posting", 5, false},
                                                   {"摘要", "Note", 7, false},
                                                   {"发生额", "Amount", 4, true},
                                                   {"余额", "Balance", 4, true}};
    ch_buf head = ch_desk__page_begin(&p->page);
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), pair->moves + 2);
    ch_buf_addf(&head, say(p, "%.*s 应付 %.*s（负数为应收）", "%.*s owes %.*s (negative: has coming)"),
                (int)pair->from.len, pair->from.at, (int)pair->to.len, pair->to.at);
    ch_desk__page_kept(&p->page, CH_PAPER_HEADING, &head);
    put_balance(p, &t, word(p, "年初余额", "Opening"), pair->opening_fen);
    for (size_t i = 0; i < pair->moves; i++)
        put_move(p, &t, &pair->move[i]);
    put_balance(p, &t, word(p, "年末余额", "Closing"), pair->closing_fen);
    ch_desk__page_table_end(&p->page, &t);
}

static void add_rests(sheet_page *p)
{
    static const ch_desk__page_column columns[] = {{"账户", "Account", 6, false},
                                                   {"年初", "Opening", 4, true},
                                                   {"增加", "In", 4, true},
                                                   {"减少", "Out", 4, true},
                                                   {"年末", "Closing", 4, true}};
    const ch_ledger_sheet *sheet = p->sheet;
    if (sheet->rests == 0)
        return;
    ch_desk__page_table t = ch_desk__page_table_begin(&p->page, CH_DESK__COLUMNS(&p->page, columns), sheet->rests);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, word(p, "其他账户", "Other accounts"));
    for (size_t i = 0; i < sheet->rests; i++) {
        const ch_ledger_rest *rest = &sheet->rest[i];
        ch_desk__page_put(&p->page, &t, rest->account);
        ch_desk__page_put_yuan(&p->page, &t, rest->opening_fen);
        ch_desk__page_put_yuan(&p->page, &t, rest->in_fen);
        ch_desk__page_put_yuan(&p->page, &t, rest->out_fen);
        ch_desk__page_put_yuan(&p->page, &t, rest->closing_fen);
    }
    ch_desk__page_table_end(&p->page, &t);
}

/* ---- what vouches for it, and who signs */

static void add_head(sheet_page *p)
{
    ch_buf digits = ch_desk__page_begin(&p->page), how = ch_desk__page_begin(&p->page);
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, word(p, "链首", "Head"));
    ch_desk__add_groups(&digits, ch_text_of(p->head));
    ch_desk__page_kept(&p->page, CH_PAPER_TEXT, &digits);
    ch_buf_addf(&how,
                say(p,
                    "账本共 %zu 笔。双方各自核对：changhe ledger verify 账本文件 --head "
                    "%s。链首相同，则此前各笔及其次序逐字节相同（SHA-256）。",
                    "The ledger has %zu postings. Each side checks: changhe ledger verify FILE --head %s. Where the "
                    "heads are the same, all postings up to "
                    "it and their order are the same to the byte (SHA-256)."),
                p->sheet->postings, p->head);
    ch_desk__page_kept(&p->page, CH_PAPER_SMALL, &how);
}

/* Every party of a pair once, in their order: pairs stand by code. */
static void add_signatures(sheet_page *p)
{
    const size_t n = p->sheet->pairs;
    ch_text *signer = CH_NEW(p->page.arena, ch_text, 2 * n);
    size_t signers = 0;
    p->page.failed |= !signer;
    for (size_t i = 0; i < 2 * n && signer; i++) {
        const ch_text code = i % 2 == 0 ? p->sheet->pair[i / 2].from : p->sheet->pair[i / 2].to;
        size_t at = 0;
        while (at < signers && !ch_text_equal(signer[at], code))
            at++;
        signer[at] = code;
        signers += at == signers;
    }
    if (signers == 0)
        return;
    ch_desk__page_text(&p->page, CH_PAPER_HEADING, word(p, "签章", "Signed"));
    ch_desk__page_signatures(&p->page, signer, signers);
}

static ch_text foot_of(sheet_page *p, ch_date printed_on)
{
    ch_buf foot = ch_desk__page_begin(&p->page);
    ch_buf_addf(&foot, say(p, "账簿 %.*s · %d 年 · 打印于 ", "book %.*s · %d · printed on "), (int)p->sheet->book.len,
                p->sheet->book.at, p->sheet->year);
    ch_date_format(printed_on, &foot);
    return ch_desk__page_keep(&p->page, &foot);
}

ch_err ch_answer_ledger_sheet_pdf(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_lang lang,
                                  ch_date printed_on, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(out->memory);
    sheet_page p = {.page = {.arena = &arena, .lang = lang}, .ledger = ledger, .sheet = sheet};
    ch_sha256_format(&sheet->head, p.head);
    add_about(&p);
    for (size_t i = 0; i < sheet->pairs; i++)
        add_pair(&p, &sheet->pair[i]);
    add_rests(&p);
    add_head(&p);
    add_signatures(&p);
    const ch_paper paper = {.title = word(&p, "账簿清算单", "Settlement sheet of a book"),
                            .author = word(&p, "长合", "Changhe"),
                            .foot = foot_of(&p, printed_on),
                            .block = p.page.block,
                            .blocks = p.page.blocks};
    const ch_err err = p.page.failed ? CH_ENOMEM : ch_paper_write(&paper, out, faults);
    ch_arena_free(&arena);
    return err;
}
