/* ledger_view.c - the state of a ledger, and its settlement sheet in three forms. */
#include "ledger_view.h"

#include "changhe/emit.h"
#include "changhe/ledger_answer.h"
#include "layout.h"

/* ---- state */

static void state_json(const ledger_words *asked, const ledger_state *state, const char *head, ch_buf *out)
{
    ch_emit emit = {.out = out};
    ch_emit_open(&emit, '{');
    if (asked->action != LEDGER_VERIFYING) {
        ch_emit_key(&emit, "posted");
        ch_emit_whole(&emit, (int64_t)state->posted);
        ch_emit_key(&emit, "already");
        ch_emit_whole(&emit, (int64_t)state->already);
    }
    ch_emit_key(&emit, "postings");
    ch_emit_whole(&emit, (int64_t)state->postings);
    ch_emit_key(&emit, "head");
    ch_emit_string(&emit, head);
    if (asked->has_head) {
        ch_emit_key(&emit, "found_at");
        ch_emit_whole(&emit, (int64_t)state->found_at);
    }
    ch_emit_key(&emit, "torn_bytes");
    ch_emit_whole(&emit, (int64_t)state->torn);
    ch_emit_close(&emit, '}');
    ch_buf_addc(out, '\n');
}

static void state_text(const ledger_words *asked, const ledger_state *state, const char *head, ch_buf *out)
{
    const ch_lang lang = asked->lang;
    if (asked->action == LEDGER_VERIFYING)
        ch_buf_addf(out, say(lang, "账本完好，共 %zu 笔\n", "the ledger is sound: %zu postings\n"), state->postings);
    else
        ch_buf_addf(out,
                    say(lang, "记入 %zu 笔，已有 %zu 笔，共 %zu 笔\n", "%zu posted, %zu there already, %zu in all\n"),
                    state->posted, state->already, state->postings);
    ch_buf_addf(out, say(lang, "链首 %s\n", "head %s\n"), head);
    if (asked->has_head)
        ch_buf_addf(out, say(lang, "所给链首为第 %zu 笔之后的链首\n", "the head asked is that after posting %zu\n"),
                    state->found_at);
    if (state->torn > 0)
        ch_buf_addf(
            out,
            asked->action == LEDGER_VERIFYING
                ? say(lang, "末尾有 %zu 字节未写完（从未确认，下次记账时截去）\n",
                      "%zu bytes at the end are a torn tail, never acknowledged; the next posting cuts them off\n")
                : say(lang, "已截去末尾未写完的 %zu 字节（从未确认）\n",
                      "cut off a torn tail of %zu bytes, never acknowledged\n"),
            state->torn);
}

void ledger_view_state(const ledger_words *asked, const ledger_state *state, ch_buf *out)
{
    char head[CH_SHA256_HEX + 1];
    ch_sha256_format(&state->head, head);
    (asked->format == FORMAT_JSON ? state_json : state_text)(asked, state, head, out);
}

/* ---- the sheet: for programs as the desk tells it, for people in yuan */

typedef struct {
    ch_arena arena;
    const ch_ledger *ledger;
    const ch_ledger_sheet *sheet;
    ch_lang lang;
    ch_buf *out;
    char head[CH_SHA256_HEX + 1];
} view;

static void add_yuan(view *v, int64_t fen)
{
    const uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    ch_buf text = {.memory = v->out->memory};
    ch_buf_addf(&text, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)size / 100,
                (unsigned long long)size % 100);
    for (size_t i = text.len; i < 18; i++)
        ch_buf_addc(v->out, ' ');
    ch_buf_add(v->out, ch_buf_text(&text));
    v->out->failed |= text.failed;
    ch_buf_free(&text);
}

static void text_row(view *v, ch_text left, ch_text right, int64_t fen, int64_t balance_fen, bool has_fen)
{
    ch_buf_adds(v->out, "  ");
    layout_left(v->out, left, 12);
    layout_left(v->out, right, 26);
    if (has_fen)
        add_yuan(v, fen);
    else
        ch_buf_adds(v->out, "                  ");
    add_yuan(v, balance_fen);
    ch_buf_addc(v->out, '\n');
}

static ch_err pair_text(view *v, const ch_ledger_pair *pair)
{
    const ch_lang lang = v->lang;
    ch_buf_addc(v->out, '\n');
    ch_buf_addf(v->out,
                say(lang, "%.*s 应付 %.*s（元，负数为应收）\n", "%.*s owes %.*s (yuan; negative: has coming)\n"),
                (int)pair->from.len, pair->from.at, (int)pair->to.len, pair->to.at);
    text_row(v, ch_text_of(say(lang, "年初", "opening")), (ch_text){0}, 0, pair->opening_fen, false);
    for (size_t i = 0; i < pair->moves; i++) {
        ch_ledger_posting posting;
        ch_buf date = {.memory = v->out->memory};
        const ch_err err = ch_ledger_get(&v->arena, v->ledger, pair->move[i].posting, &posting);
        if (err != CH_OK)
            return err;
        ch_date_format(posting.date, &date);
        text_row(v, ch_buf_text(&date), posting.id, pair->move[i].fen, pair->move[i].balance_fen, true);
        ch_buf_free(&date);
    }
    text_row(v, ch_text_of(say(lang, "年末", "closing")), (ch_text){0}, 0, pair->closing_fen, false);
    return CH_OK;
}

static ch_err sheet_text(view *v)
{
    const ch_ledger_sheet *sheet = v->sheet;
    const ch_lang lang = v->lang;
    ch_err err = CH_OK;
    ch_buf_addf(v->out, say(lang, "清算单 · 账簿 %.*s · %d 年 · %s\n", "settlement sheet · book %.*s · %d · %s\n"),
                (int)sheet->book.len, sheet->book.at, sheet->year,
                sheet->is_closed ? say(lang, "已结账", "closed") : say(lang, "未结账", "not closed"));
    for (size_t i = 0; err == CH_OK && i < sheet->pairs; i++)
        err = pair_text(v, &sheet->pair[i]);
    if (sheet->rests > 0)
        ch_buf_adds(v->out, say(lang, "\n其他账户（元）：本年变动、年末余额\n",
                                "\nother accounts (yuan): change of the year, closing\n"));
    for (size_t i = 0; i < sheet->rests; i++)
        text_row(v, (ch_text){0}, sheet->rest[i].account, sheet->rest[i].in_fen - sheet->rest[i].out_fen,
                 sheet->rest[i].closing_fen, true);
    ch_buf_addf(v->out, say(lang, "\n账本共 %zu 笔，链首\n%s\n", "\nthe ledger has %zu postings; head\n%s\n"),
                sheet->postings, v->head);
    return err;
}

ch_err ledger_view_sheet(const ledger_words *asked, const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_buf *out)
{
    if (asked->format != FORMAT_TABLE)
        return (asked->format == FORMAT_JSON ? ch_answer_ledger_sheet_json : ch_answer_ledger_sheet_csv)(ledger, sheet,
                                                                                                         out);
    view v = {.ledger = ledger, .sheet = sheet, .lang = asked->lang, .out = out};
    ch_sha256_format(&sheet->head, v.head);
    const ch_err err = sheet_text(&v);
    ch_arena_free(&v.arena);
    return err;
}
