/* ledger_answer.c - a ledger read whole; a year of a book as JSON and CSV. */
#include "changhe/ledger_answer.h"

#include "changhe/csv.h"
#include "changhe/desk.h"
#include "changhe/emit.h"

typedef long long ll;

/* ---- a file replayed */

typedef struct {
    ch_ledger *ledger;
    ch_text file;
    ch_faults *faults;
} replaying;

static ch_err replay(void *self, size_t number, ch_text bytes, const ch_sha256 *head)
{
    const replaying *r = self;
    (void)head;
    return ch_ledger_replay(r->ledger, bytes, (ch_at){.file = r->file, .line = (uint32_t)number + 1}, r->faults);
}

ch_err ch_ledger_open(const ch_memory *memory, const char *path, ch_ledger **ledger, ch_faults *faults)
{
    ch_ledger_file_found found;
    replaying r = {.file = ch_text_of(path), .faults = faults};
    *ledger = NULL;
    ch_err err = ch_ledger_new(memory, &r.ledger);
    if (err != CH_OK)
        return err;
    err = ch_ledger_file_read(memory, path, replay, &r, &found, faults);
    if (err == CH_OK)
        *ledger = r.ledger;
    else
        ch_ledger_free(r.ledger);
    return err;
}

/* ---- JSON */

typedef struct {
    ch_arena arena;
    const ch_ledger *ledger;
    const ch_ledger_sheet *sheet;
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

/* ---- either */

static ch_err tell(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_err (*write)(view *v), ch_buf *out)
{
    view v = {.arena.memory = out->memory, .ledger = ledger, .sheet = sheet, .out = out, .emit.out = out};
    ch_sha256_format(&sheet->head, v.head);
    const ch_err err = write(&v);
    ch_arena_free(&v.arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}

ch_err ch_answer_ledger_sheet_json(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_buf *out)
{
    return tell(ledger, sheet, sheet_json, out);
}

ch_err ch_answer_ledger_sheet_csv(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_buf *out)
{
    return tell(ledger, sheet, sheet_csv, out);
}
