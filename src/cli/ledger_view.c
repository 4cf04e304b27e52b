/* ledger_view.c - the state of a ledger, and its settlement sheet in three forms. */
#include "ledger_view.h"

#include "changhe/csv.h"
#include "changhe/emit.h"
#include "layout.h"

typedef long long ll;

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

/* ---- the sheet: one row after another, told in the form asked */

typedef struct {
    ch_arena arena;
    const ch_ledger *ledger;
    const ch_ledger_sheet *sheet;
    ch_lang lang;
    ch_buf *out;
    ch_emit emit;
    char head[CH_SHA256_HEX + 1];
} view;

static void key_whole(ch_emit *emit, const char *key, int64_t value)
{
    ch_emit_key(emit, key);
    ch_emit_whole(emit, value);
}

static void key_text(ch_emit *emit, const char *key, ch_text value)
{
    ch_emit_key(emit, key);
    ch_emit_text(emit, value);
}

static ch_err move_json(view *v, const ch_ledger_move *move)
{
    ch_ledger_posting posting;
    const ch_err err = ch_ledger_get(&v->arena, v->ledger, move->posting, &posting);
    if (err != CH_OK)
        return err;
    ch_emit_open(&v->emit, '{');
    key_text(&v->emit, "id", posting.id);
    ch_emit_key(&v->emit, "date");
    ch_emit_date(&v->emit, posting.date);
    key_text(&v->emit, "source", posting.source);
    key_text(&v->emit, "note", posting.note);
    key_whole(&v->emit, "fen", move->fen);
    key_whole(&v->emit, "balance_fen", move->balance_fen);
    ch_emit_close(&v->emit, '}');
    return CH_OK;
}

static ch_err pair_json(view *v, const ch_ledger_pair *pair)
{
    ch_err err = CH_OK;
    ch_emit_open(&v->emit, '{');
    key_text(&v->emit, "from", pair->from);
    key_text(&v->emit, "to", pair->to);
    key_whole(&v->emit, "opening_fen", pair->opening_fen);
    ch_emit_key(&v->emit, "postings");
    ch_emit_open(&v->emit, '[');
    for (size_t i = 0; err == CH_OK && i < pair->moves; i++)
        err = move_json(v, &pair->move[i]);
    ch_emit_close(&v->emit, ']');
    key_whole(&v->emit, "closing_fen", pair->closing_fen);
    ch_emit_close(&v->emit, '}');
    return err;
}

static void rest_json(view *v, const ch_ledger_rest *rest)
{
    ch_emit_open(&v->emit, '{');
    key_text(&v->emit, "account", rest->account);
    key_whole(&v->emit, "opening_fen", rest->opening_fen);
    key_whole(&v->emit, "in_fen", rest->in_fen);
    key_whole(&v->emit, "out_fen", rest->out_fen);
    key_whole(&v->emit, "closing_fen", rest->closing_fen);
    ch_emit_close(&v->emit, '}');
}

static ch_err sheet_json(view *v)
{
    const ch_ledger_sheet *sheet = v->sheet;
    ch_err err = CH_OK;
    v->emit.out = v->out;
    ch_emit_open(&v->emit, '{');
    key_text(&v->emit, "book", sheet->book);
    key_whole(&v->emit, "year", sheet->year);
    ch_emit_key(&v->emit, "closed");
    ch_emit_bool(&v->emit, sheet->is_closed);
    ch_emit_key(&v->emit, "pairs");
    ch_emit_open(&v->emit, '[');
    for (size_t i = 0; err == CH_OK && i < sheet->pairs; i++)
        err = pair_json(v, &sheet->pair[i]);
    ch_emit_close(&v->emit, ']');
    ch_emit_key(&v->emit, "accounts");
    ch_emit_open(&v->emit, '[');
    for (size_t i = 0; i < sheet->rests; i++)
        rest_json(v, &sheet->rest[i]);
    ch_emit_close(&v->emit, ']');
    key_whole(&v->emit, "postings", (int64_t)sheet->postings);
    ch_emit_key(&v->emit, "head");
    ch_emit_string(&v->emit, v->head);
    ch_emit_close(&v->emit, '}');
    ch_buf_addc(v->out, '\n');
    return err;
}

/* ---- CSV: row,from,to,account,date,id,source,note,fen,balance_fen */

static void csv_row(view *v, const char *row, ch_text from, ch_text to, ch_text account, ch_date date,
                    const ch_ledger_posting *posting)
{
    const ch_text field[] = {ch_text_of(row), from, to, account};
    for (size_t i = 0; i < 4; i++) {
        ch_csv_write_field(v->out, field[i]);
        ch_buf_addc(v->out, ',');
    }
    ch_date_format(date, v->out);
    const ch_text behind[] = {posting->id, posting->source, posting->note};
    for (size_t i = 0; i < 3; i++) {
        ch_buf_addc(v->out, ',');
        ch_csv_write_field(v->out, behind[i]);
    }
}

static ch_err pair_csv(view *v, const ch_ledger_pair *pair)
{
    const ch_date first = v->sheet->year * 10000 + 101, last = v->sheet->year * 10000 + 1231;
    ch_ledger_posting posting = {.date = 0};
    csv_row(v, "opening", pair->from, pair->to, (ch_text){0}, first, &posting);
    ch_buf_addf(v->out, ",,%lld\n", (ll)pair->opening_fen);
    for (size_t i = 0; i < pair->moves; i++) {
        const ch_err err = ch_ledger_get(&v->arena, v->ledger, pair->move[i].posting, &posting);
        if (err != CH_OK)
            return err;
        csv_row(v, "posting", pair->from, pair->to, (ch_text){0}, posting.date, &posting);
        ch_buf_addf(v->out, ",%lld,%lld\n", (ll)pair->move[i].fen, (ll)pair->move[i].balance_fen);
    }
    posting = (ch_ledger_posting){.date = 0};
    csv_row(v, "closing", pair->from, pair->to, (ch_text){0}, last, &posting);
    ch_buf_addf(v->out, ",,%lld\n", (ll)pair->closing_fen);
    return CH_OK;
}

static void rest_csv(view *v, const ch_ledger_rest *rest)
{
    const ch_date first = v->sheet->year * 10000 + 101, last = v->sheet->year * 10000 + 1231;
    const ch_ledger_posting none = {.date = 0};
    const ch_text no = {0};
    csv_row(v, "opening", no, no, rest->account, first, &none);
    ch_buf_addf(v->out, ",,%lld\n", (ll)rest->opening_fen);
    csv_row(v, "in", no, no, rest->account, 0, &none);
    ch_buf_addf(v->out, ",%lld,\n", (ll)rest->in_fen);
    csv_row(v, "out", no, no, rest->account, 0, &none);
    ch_buf_addf(v->out, ",%lld,\n", -(ll)rest->out_fen);
    csv_row(v, "closing", no, no, rest->account, last, &none);
    ch_buf_addf(v->out, ",,%lld\n", (ll)rest->closing_fen);
}

static ch_err sheet_csv(view *v)
{
    ch_err err = CH_OK;
    ch_buf_adds(v->out, "row,from,to,account,date,id,source,note,fen,balance_fen\n");
    for (size_t i = 0; err == CH_OK && i < v->sheet->pairs; i++)
        err = pair_csv(v, &v->sheet->pair[i]);
    for (size_t i = 0; i < v->sheet->rests; i++)
        rest_csv(v, &v->sheet->rest[i]);
    const ch_ledger_posting head = {.id = ch_text_of(v->head)};
    csv_row(v, "head", (ch_text){0}, (ch_text){0}, (ch_text){0}, 0, &head);
    ch_buf_adds(v->out, ",,\n");
    return err;
}

/* ---- for people, in yuan */

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
    view v = {.ledger = ledger, .sheet = sheet, .lang = asked->lang, .out = out};
    ch_sha256_format(&sheet->head, v.head);
    const ch_err err = asked->format == FORMAT_JSON  ? sheet_json(&v)
                       : asked->format == FORMAT_CSV ? sheet_csv(&v)
                                                     : sheet_text(&v);
    ch_arena_free(&v.arena);
    return err;
}
