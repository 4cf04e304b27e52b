/* net_view.c - who pays whom, every fen exact. */
#include "net_view.h"

#include "layout.h"

#include "changhe/emit.h"

#include <stdio.h>

enum { CODE_COLUMNS = 24, FEN_COLUMNS = 26 };

void net_json(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out)
{
    (void)asked;
    ch_emit emit = {.out = out};
    ch_emit_open(&emit, '{');
    ch_emit_key(&emit, "gross");
    ch_emit_whole(&emit, netted->gross);
    ch_emit_key(&emit, "net");
    ch_emit_whole(&emit, netted->net);
    ch_emit_key(&emit, "payments");
    ch_emit_open(&emit, '[');
    for (size_t i = 0; i < netted->payments; i++) {
        ch_emit_open(&emit, '{');
        ch_emit_key(&emit, "from");
        ch_emit_text(&emit, claims->party[netted->payment[i].from]);
        ch_emit_key(&emit, "to");
        ch_emit_text(&emit, claims->party[netted->payment[i].to]);
        ch_emit_key(&emit, "amount_fen");
        ch_emit_whole(&emit, netted->payment[i].fen);
        ch_emit_close(&emit, '}');
    }
    ch_emit_close(&emit, ']');
    ch_emit_key(&emit, "minimal");
    ch_emit_bool(&emit, netted->is_minimal);
    ch_emit_close(&emit, '}');
    ch_buf_addc(out, '\n');
}

void net_csv(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out)
{
    (void)asked;
    ch_buf_adds(out, "from,to,amount_fen\n");
    for (size_t i = 0; i < netted->payments; i++) {
        ch_csv_write_field(out, claims->party[netted->payment[i].from]);
        ch_buf_addc(out, ',');
        ch_csv_write_field(out, claims->party[netted->payment[i].to]);
        ch_buf_addf(out, ",%lld\n", (long long)netted->payment[i].fen);
    }
}

/* Yuan with two decimals and commas between thousands: 1,234.50. */
static void add_yuan(ch_buf *out, int64_t fen)
{
    char whole[24], yuan[40];
    const int digits = snprintf(whole, sizeof whole, "%lld", (long long)(fen / 100));
    int n = 0;
    for (int i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0)
            yuan[n++] = ',';
        yuan[n++] = whole[i];
    }
    n += snprintf(yuan + n, sizeof yuan - (size_t)n, ".%02d", (int)(fen % 100));
    ch_buf_addf(out, "%*s", FEN_COLUMNS, yuan);
}

static void add_sum(ch_buf *out, const char *title, int64_t fen)
{
    ch_buf_adds(out, "  ");
    layout_left(out, ch_text_of(title), 2 * CODE_COLUMNS + 1);
    add_yuan(out, fen);
    ch_buf_addc(out, '\n');
}

static const char *verdict(const options *asked, const ch_netted *netted)
{
    if (asked->is_by_cycles)
        return netted->is_minimal ? say(asked->lang, "抵消额最大（已证明）", "no larger cancellation exists: proved")
                                  : say(asked->lang, "未证明抵消额最大", "a larger cancellation is not excluded");
    return netted->is_minimal ? say(asked->lang, "笔数最少（已证明）", "no fewer payments can do it: proved")
                              : say(asked->lang, "未证明笔数最少", "fewer payments are not excluded");
}

void net_view(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out)
{
    const ch_lang lang = asked->lang;
    ch_fault_show(ch_text_of(asked->dir), out);
    ch_buf_addf(out, say(lang, " · %zu 笔债权 · %zu 方 · 金额以元计\n", " · %zu claims · %zu parties · in yuan\n"),
                claims->rows, claims->parties);
    add_sum(out, say(lang, "债权合计", "sum of claims"), netted->gross);
    add_sum(out,
            asked->is_by_cycles ? say(lang, "抵消后仍欠", "still owed after cancelling")
                                : say(lang, "轧差后支付", "paid after netting"),
            netted->net);
    ch_buf_addf(out, say(lang, "  %zu 笔支付 · %s\n", "  %zu payments · %s\n"), netted->payments,
                verdict(asked, netted));
    for (size_t i = 0; i < netted->payments; i++) {
        ch_buf_adds(out, "  ");
        layout_left(out, claims->party[netted->payment[i].from], CODE_COLUMNS);
        layout_left(out, claims->party[netted->payment[i].to], CODE_COLUMNS);
        add_yuan(out, netted->payment[i].fen);
        ch_buf_addc(out, '\n');
    }
}
