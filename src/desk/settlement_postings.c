/* settlement_postings.c - the year's dues as a posting, tried on a ledger of its own before it is told. */
#include "json_keys.h"
#include "settling.h"

static ch_err refuse_what_if(const ch_desk__settling *s, ch_faults *faults)
{
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT("what_if"), s->split.what_if_name, CH_WANT_AGREED, (ch_text){0});
}

/* collector>party; .at NULL: no memory. */
static ch_text name_account(const ch_desk__settling *s, size_t party)
{
    ch_buf name = {.memory = s->arena->memory};
    ch_buf_add(&name, ch_desk__party_code(s, s->collector));
    ch_buf_addc(&name, '>');
    ch_buf_add(&name, ch_desk__party_code(s, party));
    const ch_text kept = name.failed ? (ch_text){0} : ch_text_copy(s->arena, ch_buf_text(&name));
    ch_buf_free(&name);
    return kept;
}

/* The other side is "due"; where the dues make up for each other it has nothing to say. */
static ch_err make_lines(const ch_desk__settling *s, ch_ledger_posting *posting, ch_faults *faults)
{
    ch_ledger_line *line = CH_NEW(s->arena, ch_ledger_line, s->dues + 1);
    int64_t sum_fen = 0;
    bool fits = true;
    if (!line)
        return CH_ENOMEM;
    for (size_t i = 0; i < s->dues; i++) {
        line[i] = (ch_ledger_line){name_account(s, s->due[i].party), s->due[i].amount_fen};
        if (!line[i].account.at)
            return CH_ENOMEM;
        fits = fits && !__builtin_sub_overflow(sum_fen, s->due[i].amount_fen, &sum_fen);
    }
    if (!fits)
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("due"), (ch_text){0}, CH_WANT_SMALL_AMOUNTS, (ch_text){0});
    line[s->dues] = (ch_ledger_line){CH_TEXT("due"), sum_fen};
    posting->line = line;
    posting->lines = s->dues + (sum_fen != 0);
    return CH_OK;
}

static ch_err make_posting(const ch_desk__settling *s, ch_ledger_posting *posting, ch_faults *faults)
{
    *posting = (ch_ledger_posting){.id = ch_desk__due_id(s),
                                   .book = s->split.agreement,
                                   .date = s->asked->year * 10000 + 1231,
                                   .kind = CH_LEDGER_POST,
                                   .source = s->split.agreement,
                                   .note = ch_text_of(s->digest)};
    return posting->id.at ? make_lines(s, posting, faults) : CH_ENOMEM;
}

/* What an empty ledger does not take, none does. */
static ch_err try_posting(const ch_desk__settling *s, const ch_ledger_posting *posting, ch_faults *faults)
{
    ch_ledger *ledger;
    ch_ledger_taken taken;
    ch_err err = ch_ledger_new(s->arena->memory, &ledger);
    if (err != CH_OK)
        return err;
    err = ch_ledger_post(ledger, posting, (ch_at){0}, &taken, faults);
    ch_ledger_free(ledger);
    return err;
}

static void emit_posting(ch_emit *e, const ch_ledger_posting *posting)
{
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", posting->id);
    ch_desk__key_text(e, "book", posting->book);
    ch_desk__key_date(e, "date", posting->date);
    ch_desk__key_string(e, "kind", "post");
    ch_desk__key_text(e, "source", posting->source);
    ch_desk__key_text(e, "note", posting->note);
    ch_desk__key_open(e, "lines", '[');
    for (size_t i = 0; i < posting->lines; i++) {
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "account", posting->line[i].account);
        ch_emit_key(e, "fen");
        ch_emit_whole(e, posting->line[i].fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

ch_err ch_desk__sheet_postings(const ch_desk__settling *s, ch_buf *out, ch_faults *faults)
{
    ch_emit e = {.out = out};
    ch_ledger_posting posting;
    if (s->of.edited)
        return refuse_what_if(s, faults);
    ch_err err = CH_OK;
    if (s->dues > 0)
        err = make_posting(s, &posting, faults);
    if (err == CH_OK && s->dues > 0)
        err = try_posting(s, &posting, faults);
    if (err != CH_OK)
        return err;
    ch_emit_open(&e, '[');
    if (s->dues > 0)
        emit_posting(&e, &posting);
    ch_emit_close(&e, ']');
    ch_buf_addc(out, '\n');
    return CH_OK;
}
