/* test_ledger.c - double entry, keys, reversals, closings and the chain; a random run beside a model that knows no trick. */
#include "changhe/ledger.h"

#include "draw.h"
#include "failing.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "ledger_calls.h"

static ch_ledger *begin(void)
{
    ch_ledger *ledger;
    assert_int_equal(ch_ledger_new(NULL, &ledger), CH_OK);
    return ledger;
}

static void accept(ch_ledger *ledger, ch_ledger_kind kind, const char *id, ch_date date, const char *lines,
                   const char *note)
{
    ch_ledger_taken taken;
    ch_faults faults = {0};
    const ch_err err = ledger_put(ledger, kind, id, "hz", date, lines, note, &taken, &faults);
    if (err != CH_OK && faults.kept > 0) {
        ch_buf told = {0};
        ch_fault_print(&faults.list[0], &told);
        fail_msg("%s: %.*s", id, (int)told.len, told.at);
    }
    assert_int_equal(err, CH_OK);
    assert_true(taken.is_new);
    assert_int_equal(taken.number, ch_ledger_count(ledger) - 1);
    ch_faults_free(&faults);
}

/* Refused for just that reason, and nothing has changed. */
static void refuse(ch_ledger *ledger, ch_ledger_kind kind, const char *id, ch_date date, const char *lines,
                   const char *note, ch_want want)
{
    ch_ledger_taken taken;
    ch_faults faults = {0};
    const ch_sha256 before = ch_ledger_head(ledger);
    const size_t count = ch_ledger_count(ledger);
    assert_int_equal(ledger_put(ledger, kind, id, "hz", date, lines, note, &taken, &faults), CH_EDATA);
    assert_int_equal(faults.kept, 1);
    if (faults.list[0].want != want)
        fail_msg("%s: another fault, %d and not %d", id, (int)faults.list[0].want, (int)want);
    assert_int_equal(faults.list[0].at.line, 7);
    const ch_sha256 after = ch_ledger_head(ledger);
    assert_true(ch_sha256_equal(&before, &after));
    assert_int_equal(ch_ledger_count(ledger), count);
    ch_faults_free(&faults);
}

static int64_t holds(const ch_ledger *ledger, const char *account, ch_date day)
{
    int64_t fen;
    assert_true(ch_ledger_balance(ledger, CH_TEXT("hz"), ch_text_of(account), day, &fen));
    return fen;
}

static ch_ledger *replayed(const ch_ledger *ledger)
{
    ch_ledger *again = begin();
    for (size_t i = 0; i < ch_ledger_count(ledger); i++)
        assert_int_equal(ch_ledger_replay(again, ch_ledger_bytes(ledger, i), (ch_at){.line = 0}, NULL), CH_OK);
    return again;
}

static void assert_replays(const ch_ledger *ledger)
{
    ch_ledger *again = replayed(ledger);
    const ch_sha256 a = ch_ledger_head(ledger), b = ch_ledger_head(again);
    assert_true(ch_sha256_equal(&a, &b));
    for (size_t i = 0; i < ch_ledger_count(ledger); i++)
        assert_true(ch_text_equal(ch_ledger_bytes(ledger, i), ch_ledger_bytes(again, i)));
    ch_ledger_free(again);
}

/* Huzhou owes Wuxi half of 100.01 yuan of tax; by hand: 50.01 and 50.00. The head is that of sha256sum over the same bytes. */
static void a_posting_by_hand(void **state)
{
    (void)state;
    ch_ledger *ledger = begin();
    accept(ledger, CH_LEDGER_POST, "2025-vat", 20250331, "vat=-10001 hz>wx=5001 hz=5000", "half");
    static const char bytes[] = "post\n2025-vat\nhz\n2025-03-31\n\n\nhalf\nhz\t5000\nhz>wx\t5001\nvat\t-10001\n";
    assert_true(ch_text_equal(ch_ledger_bytes(ledger, 0), CH_TEXT(bytes)));
    const ch_sha256 zero = {{0}}, expected = ch_sha256_chain(&zero, CH_TEXT(bytes)), head = ch_ledger_head(ledger);
    assert_true(ch_sha256_equal(&head, &expected));
    assert_int_equal(holds(ledger, "hz>wx", 20250330), 0);
    assert_int_equal(holds(ledger, "hz>wx", 20250331), 5001);
    int64_t fen;
    assert_false(ch_ledger_balance(ledger, CH_TEXT("hz"), CH_TEXT("wx>hz"), 20991231, &fen));
    assert_false(ch_ledger_balance(ledger, CH_TEXT("wx"), CH_TEXT("hz>wx"), 20991231, &fen));
    ch_ledger_free(ledger);
}

static void a_posting_comes_back_as_it_was(void **state)
{
    (void)state;
    ch_ledger *ledger = begin();
    ch_arena arena = {0};
    ch_ledger_posting posting;
    accept(ledger, CH_LEDGER_POST, "一", 20240229, "乙=-9223372036854775807 甲=9223372036854775807", "全部 金额");
    assert_int_equal(ch_ledger_get(&arena, ledger, 0, &posting), CH_OK);
    assert_true(ch_text_equal(posting.id, CH_TEXT("一")) && ch_text_equal(posting.note, CH_TEXT("全部 金额")));
    assert_int_equal(posting.date, 20240229);
    assert_int_equal(posting.lines, 2);
    assert_true(posting.line[1].fen == INT64_MAX && posting.line[0].fen == -INT64_MAX);
    assert_int_equal(ch_ledger_find(ledger, CH_TEXT("一")), 0);
    assert_true(ch_ledger_find(ledger, CH_TEXT("二")) == SIZE_MAX);
    ch_arena_free(&arena);
    ch_ledger_free(ledger);
}

static void what_is_no_posting_is_refused(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    const ch_ledger_kind post = CH_LEDGER_POST;
    refuse(l, post, "", 20250101, "a=1 b=-1", "", CH_WANT_LEDGER_CODE);
    refuse(l, post, "a b", 20250101, "a=1 b=-1", "", CH_WANT_LEDGER_CODE);
    refuse(l, post,
           "a\xe3\x80\x80"
           "b",
           20250101, "a=1 b=-1", "", CH_WANT_LEDGER_CODE);
    refuse(l, post, "\xff", 20250101, "a=1 b=-1", "", CH_WANT_LEDGER_CODE);
    refuse(l, post, "x", 20250001, "a=1 b=-1", "", CH_WANT_LEDGER_DAY);
    refuse(l, post, "x", 20250229, "a=1 b=-1", "", CH_WANT_LEDGER_DAY);
    refuse(l, post, "x", 0, "a=1 b=-1", "", CH_WANT_LEDGER_DAY);
    refuse(l, post, "x", 20250101, "a=1 b=-1", "two\nlines", CH_WANT_LEDGER_WORDS);
    refuse(l, post, "x", 20250101, "", "", CH_WANT_LEDGER_LINES);
    refuse(l, post, "x", 20250101, "a=1 b=-2", "", CH_WANT_LEDGER_SUM);
    refuse(l, post, "x", 20250101, "a=0 b=0", "", CH_WANT_LEDGER_FEN);
    refuse(l, post, "x", 20250101, "a=1 b=-2 a=1", "", CH_WANT_LEDGER_ACCOUNT_ONCE);
    refuse(l, post, "x", 20250101, "a>a=1 b=-1", "", CH_WANT_LEDGER_ACCOUNT);
    refuse(l, post, "x", 20250101, "a>b>c=1 b=-1", "", CH_WANT_LEDGER_ACCOUNT);
    refuse(l, post, "x", 20250101, ">b=1 b=-1", "", CH_WANT_LEDGER_ACCOUNT);
    refuse(l, post, "x", 20250101, "a=9223372036854775807 b=9223372036854775807", "", CH_WANT_LEDGER_TURNOVER);
    refuse(l, post, "x", 20250101, "a=-9223372036854775808 b=1", "", CH_WANT_LEDGER_FEN);
    ch_ledger_free(l);
}

static void a_key_is_taken_once(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    ch_ledger_taken taken;
    accept(l, CH_LEDGER_POST, "k", 20250101, "a=5 b=-5", "n");
    accept(l, CH_LEDGER_POST, "l", 20250102, "a=1 b=-1", "n");
    const ch_sha256 before = ch_ledger_head(l);
    assert_int_equal(ledger_put(l, CH_LEDGER_POST, "k", "hz", 20250101, "b=-5 a=5", "n", &taken, NULL), CH_OK);
    assert_false(taken.is_new);
    assert_int_equal(taken.number, 0);
    const ch_sha256 after = ch_ledger_head(l);
    assert_true(ch_sha256_equal(&before, &after));
    refuse(l, CH_LEDGER_POST, "k", 20250101, "a=6 b=-6", "n", CH_WANT_LEDGER_SAME);
    refuse(l, CH_LEDGER_POST, "k", 20250101, "a=5 b=-5", "m", CH_WANT_LEDGER_SAME);
    refuse(l, CH_LEDGER_POST, "k", 20250102, "a=5 b=-5", "n", CH_WANT_LEDGER_SAME);
    refuse(l, CH_LEDGER_POST, "k", 20250101, "", "n", CH_WANT_LEDGER_SAME);
    assert_int_equal(ledger_put(l, CH_LEDGER_POST, "k", "wx", 20250101, "a=5 b=-5", "n", &taken, NULL), CH_EDATA);
    ch_ledger_free(l);
}

static void a_mistake_is_reversed_once(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    ch_ledger_taken taken;
    accept(l, CH_LEDGER_POST, "k", 20250101, "a=5 b=-3 c=-2", "n");
    refuse(l, CH_LEDGER_REVERSE, "r", 20250201, "", "none", CH_WANT_LEDGER_REVERSIBLE);
    refuse(l, CH_LEDGER_REVERSE, "r", 20250201, "a=-5 b=5", "k", CH_WANT_LEDGER_MIRROR);
    assert_int_equal(ledger_put(l, CH_LEDGER_REVERSE, "r", "wx", 20250201, "", "k", &taken, NULL), CH_EDATA);
    accept(l, CH_LEDGER_REVERSE, "r", 20250201, "", "k");
    assert_int_equal(holds(l, "a", 20250131), 5);
    assert_int_equal(holds(l, "a", 20250201), 0);
    assert_int_equal(ch_ledger_reversed_by(l, 0), 1);
    refuse(l, CH_LEDGER_REVERSE, "s", 20250202, "", "k", CH_WANT_LEDGER_REVERSIBLE);
    assert_int_equal(ledger_put(l, CH_LEDGER_REVERSE, "r", "hz", 20250201, "", "k", &taken, NULL), CH_OK);
    assert_false(taken.is_new);
    accept(l, CH_LEDGER_REVERSE, "s", 20250202, "a=5 b=-3 c=-2", "r");
    refuse(l, CH_LEDGER_REVERSE, "t", 20250203, "", "r", CH_WANT_LEDGER_REVERSIBLE);
    accept(l, CH_LEDGER_REVERSE, "t", 20250203, "", "s");
    assert_int_equal(holds(l, "b", 20250203), 0);
    assert_replays(l);
    ch_ledger_free(l);
}

static void a_closed_year_takes_nothing_and_carries_its_balances(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    ch_arena arena = {0};
    ch_ledger_posting closing;
    ch_ledger_taken taken;
    accept(l, CH_LEDGER_POST, "k", 20240101, "a=5 b=-3 c=-2", "");
    accept(l, CH_LEDGER_POST, "l", 20241231, "c=2 b=-2", "");
    accept(l, CH_LEDGER_POST, "m", 20250101, "a=7 b=-7", "");
    refuse(l, CH_LEDGER_CLOSE, "x", 20241230, "", "", CH_WANT_LEDGER_YEAR_END);
    refuse(l, CH_LEDGER_CLOSE, "x", 20241231, "a=12 b=-12", "", CH_WANT_LEDGER_CARRIED);
    assert_int_equal(ledger_put(l, CH_LEDGER_CLOSE, "x", "no", 20241231, "", "", &taken, NULL), CH_EDATA);
    accept(l, CH_LEDGER_CLOSE, "x", 20241231, "", "");
    assert_int_equal(ch_ledger_closed_until(l, CH_TEXT("hz")), 2024);
    assert_int_equal(ch_ledger_get(&arena, l, 3, &closing), CH_OK);
    assert_int_equal(closing.lines, 2); /* c holds nothing */
    assert_true(closing.line[0].fen == 5 && closing.line[1].fen == -5);
    assert_int_equal(holds(l, "a", 20241231), 5);
    assert_int_equal(holds(l, "a", 20251231), 12);
    refuse(l, CH_LEDGER_POST, "n", 20241231, "a=1 b=-1", "", CH_WANT_LEDGER_OPEN_YEAR);
    refuse(l, CH_LEDGER_REVERSE, "n", 20230101, "", "k", CH_WANT_LEDGER_OPEN_YEAR);
    refuse(l, CH_LEDGER_CLOSE, "y", 20231231, "", "", CH_WANT_LEDGER_OPEN_YEAR);
    refuse(l, CH_LEDGER_REVERSE, "n", 20250101, "", "x", CH_WANT_LEDGER_REVERSIBLE);
    assert_int_equal(ledger_put(l, CH_LEDGER_CLOSE, "x", "hz", 20241231, "", "", &taken, NULL), CH_OK);
    assert_false(taken.is_new);
    accept(l, CH_LEDGER_REVERSE, "n", 20250102, "", "k"); /* of a closed year, in an open one */
    assert_int_equal(ledger_put(l, CH_LEDGER_POST, "o", "wx", 20240101, "a=1 b=-1", "", &taken, NULL), CH_OK);
    assert_replays(l);
    ch_arena_free(&arena);
    ch_ledger_free(l);
}

static void a_balance_is_asserted_or_refused(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    accept(l, CH_LEDGER_POST, "k", 20240101, "a=5 b=-5", "");
    accept(l, CH_LEDGER_POST, "l", 20240301, "a=-5 b=5", "");
    accept(l, CH_LEDGER_ASSERT, "s", 20240229, "a=5", "");
    accept(l, CH_LEDGER_ASSERT, "t", 20240301, "a=0 b=0", "");
    refuse(l, CH_LEDGER_ASSERT, "u", 20240301, "a=5", "", CH_WANT_LEDGER_BALANCE);
    refuse(l, CH_LEDGER_ASSERT, "u", 20240301, "z=0", "", CH_WANT_LEDGER_KNOWN_ACCOUNT);
    refuse(l, CH_LEDGER_REVERSE, "u", 20240301, "", "s", CH_WANT_LEDGER_REVERSIBLE);
    assert_int_equal(holds(l, "a", 20241231), 0);
    assert_replays(l);
    ch_ledger_free(l);
}

static void an_account_never_runs_over(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    accept(l, CH_LEDGER_POST, "k", 20240101, "a=9223372036854775806 b=-9223372036854775806", "");
    accept(l, CH_LEDGER_POST, "l", 20250101, "a=-1 c=1", "");
    refuse(l, CH_LEDGER_POST, "m", 20250101, "a=-1 c=1", "", CH_WANT_LEDGER_TURNOVER);
    refuse(l, CH_LEDGER_REVERSE, "m", 20250101, "", "k", CH_WANT_LEDGER_TURNOVER);
    ch_ledger_free(l);
}

/* ---- the sheet */

/* hz>wx: 100 before the year, 30 and -50 in it; wx>hz: 20 in it. So opening 100, closing 100 + 30 - 50 - 20 = 60. */
static void a_sheet_by_hand(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    ch_arena arena = {0};
    ch_ledger_sheet sheet;
    accept(l, CH_LEDGER_POST, "k", 20240701, "hz>wx=100 tax=-100", "");
    accept(l, CH_LEDGER_POST, "n", 20250301, "hz>wx=-50 bank=50", "");
    accept(l, CH_LEDGER_POST, "m", 20250201, "hz>wx=30 wx>hz=20 tax=-50", "");
    accept(l, CH_LEDGER_POST, "o", 20260101, "sz>wx=9 tax=-9", "");
    accept(l, CH_LEDGER_ASSERT, "p", 20250301, "hz>wx=80", "");
    assert_int_equal(ch_ledger_sheet_make(&arena, l, CH_TEXT("hz"), 2025, &sheet, NULL), CH_OK);
    assert_int_equal(sheet.pairs, 1);
    const ch_ledger_pair *pair = &sheet.pair[0];
    assert_true(ch_text_equal(pair->from, CH_TEXT("hz")) && ch_text_equal(pair->to, CH_TEXT("wx")));
    assert_int_equal(pair->opening_fen, 100);
    assert_int_equal(pair->closing_fen, 60);
    static const struct {
        size_t posting;
        int64_t fen, balance;
    } move[] = {{2, 30, 130}, {2, -20, 110}, {1, -50, 60}};
    assert_int_equal(pair->moves, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pair->move[i].posting, move[i].posting);
        assert_int_equal(pair->move[i].fen, move[i].fen);
        assert_int_equal(pair->move[i].balance_fen, move[i].balance);
    }
    assert_int_equal(sheet.rests, 2);
    assert_true(sheet.rest[0].in_fen == 50 && sheet.rest[0].out_fen == 0 && sheet.rest[0].closing_fen == 50);
    assert_true(sheet.rest[1].opening_fen == -100 && sheet.rest[1].out_fen == 50 && sheet.rest[1].closing_fen == -150);
    assert_false(sheet.is_closed);
    const ch_sha256 head = ch_ledger_head(l);
    assert_true(ch_sha256_equal(&head, &sheet.head));
    assert_int_equal(ch_ledger_sheet_make(&arena, l, CH_TEXT("no"), 2025, &sheet, NULL), CH_ENONE);
    assert_int_equal(ch_ledger_sheet_make(&arena, l, CH_TEXT("hz"), 25, &sheet, NULL), CH_EDATA);
    ch_arena_free(&arena);
    ch_ledger_free(l);
}

static void a_pair_past_63_bits_is_told(void **state)
{
    (void)state;
    ch_ledger *l = begin();
    ch_arena arena = {0};
    ch_ledger_sheet sheet;
    accept(l, CH_LEDGER_POST, "k", 20250101, "a>b=9223372036854775807 b>a=-9223372036854775807", "");
    assert_int_equal(ch_ledger_sheet_make(&arena, l, CH_TEXT("hz"), 2025, &sheet, NULL), CH_EDATA);
    ch_arena_free(&arena);
    ch_ledger_free(l);
}

/* ---- replay */

static void bytes_that_are_not_canonical_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "post\nk\nhz\n2025-01-01\n\n\n\na\t5\nb\t-5",
                                      "post\nk\nhz\n2025-01-01\n\n\n\nb\t-5\na\t5\n",
                                      "post\nk\nhz\n2025-01-01\n\n\n\na\t+5\nb\t-5\n",
                                      "post\nk\nhz\n2025-01-01\n\n\n\na\t05\nb\t-5\n",
                                      "pos\nk\nhz\n2025-01-01\n\n\n\na\t5\nb\t-5\n",
                                      "post\nk\nhz\n2025-1-01\n\n\n\na\t5\nb\t-5\n",
                                      "post\nk\nhz\n2025-01-01\n\n\n\na\t5\nb\t-6\n",
                                      "post\nk\nhz\n2025-01\n\n\n\na\t5\nb\t-5\n",
                                      "post\nold\nhz\n2025-01-01\n\n\n\na\t1\nb\t-1\n",
                                      "reverse\nk\nhz\n2025-01-01\nold\n\n\n",
                                      "close\nk\nhz\n2025-12-31\n\n\n\n"};
    ch_ledger *l = begin();
    accept(l, CH_LEDGER_POST, "old", 20250101, "a=1 b=-1", "");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ch_faults faults = {0};
        assert_int_equal(ch_ledger_replay(l, ch_text_of(bad[i]), (ch_at){.line = 1}, &faults), CH_EDATA);
        assert_int_equal(faults.count, 1);
        assert_int_equal(ch_ledger_count(l), 1);
        ch_faults_free(&faults);
    }
    assert_int_equal(
        ch_ledger_replay(l, CH_TEXT("post\nk\nhz\n2025-01-01\n\n\n\na\t5\nb\t-5\n"), (ch_at){.line = 1}, NULL), CH_OK);
    ch_ledger_free(l);
}

/* ---- memory */

static ch_err scene(const ch_memory *memory)
{
    ch_ledger *l;
    ch_ledger_taken taken;
    ch_ledger_sheet sheet;
    ch_arena arena = CH_ARENA(memory);
    ch_err err = ch_ledger_new(memory, &l);
    if (err != CH_OK)
        return err;
    for (int i = 0; err == CH_OK && i < 40; i++) {
        char id[12], lines[40];
        snprintf(id, sizeof id, "k%d", i);
        snprintf(lines, sizeof lines, "a%d>b=5 c=-5", i);
        const size_t count = ch_ledger_count(l);
        err = ledger_put(l, CH_LEDGER_POST, id, i % 2 ? "hz" : "wx", 20250101, lines, "n", &taken, NULL);
        assert_int_equal(ch_ledger_count(l), count + (err == CH_OK));
    }
    if (err == CH_OK)
        err = ledger_put(l, CH_LEDGER_REVERSE, "r", "hz", 20250102, "", "k1", &taken, NULL);
    if (err == CH_OK)
        err = ledger_put(l, CH_LEDGER_POST, "k3", "hz", 20250101, "a3>b=5 c=-5", "n", &taken, NULL);
    if (err == CH_OK)
        err = ledger_put(l, CH_LEDGER_CLOSE, "x", "hz", 20251231, "", "", &taken, NULL);
    if (err == CH_OK)
        err = ch_ledger_replay(l, CH_TEXT("assert\ns\nhz\n2026-01-01\n\n\n\nc\t-95\n"), (ch_at){.line = 0}, NULL);
    if (err == CH_OK)
        err = ch_ledger_sheet_make(&arena, l, CH_TEXT("hz"), 2025, &sheet, NULL);
    ch_arena_free(&arena);
    ch_ledger_free(l);
    return err;
}

static void memory_that_runs_out_is_told_and_nothing_is_kept(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        const ch_err err = scene(&memory);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

/* ---- at random, beside a model that keeps a list and adds up */

enum { MODEL_ACCOUNTS = 6, MODEL_BOOKS = 2, MODEL_YEARS = 3 };

typedef struct {
    uint8_t kind, book, from, to, reversed;
    int year;
    int64_t fen;
    uint32_t reverses;
} model_posting;

static struct {
    model_posting *posting;
    size_t postings;
    int closed[MODEL_BOOKS];
    int64_t year_fen[MODEL_BOOKS][MODEL_YEARS][MODEL_ACCOUNTS];
} model;

static bool model_post(model_posting p)
{
    if (p.year <= model.closed[p.book] || p.fen == 0 || p.from == p.to)
        return false;
    model.year_fen[p.book][p.year][p.from] -= p.fen;
    model.year_fen[p.book][p.year][p.to] += p.fen;
    model.posting[model.postings++] = p;
    return true;
}

static bool model_reverse(model_posting p)
{
    if (p.reverses >= model.postings)
        return false;
    model_posting *old = &model.posting[p.reverses];
    if (old->kind > CH_LEDGER_REVERSE || old->reversed || old->book != p.book || p.year <= model.closed[p.book])
        return false;
    old->reversed = 1;
    p.from = old->to;
    p.to = old->from;
    p.fen = old->fen;
    return model_post(p);
}

static bool model_apply(model_posting p)
{
    if (p.kind == CH_LEDGER_POST)
        return model_post(p);
    if (p.kind == CH_LEDGER_REVERSE)
        return model_reverse(p);
    bool has_any = false;
    for (size_t i = 0; i < model.postings && !has_any; i++)
        has_any = model.posting[i].book == p.book;
    if (p.year <= model.closed[p.book] || !has_any)
        return false;
    model.closed[p.book] = p.year;
    model.posting[model.postings++] = p;
    return true;
}

static int64_t model_holds(int book, int year, int account)
{
    int64_t fen = 0;
    for (int y = 0; y <= year; y++)
        fen += model.year_fen[book][y][account];
    return fen;
}

static model_posting draw_posting(uint64_t *seed, bool may_close)
{
    model_posting p = {.book = (uint8_t)draw(seed, MODEL_BOOKS),
                       .from = (uint8_t)draw(seed, MODEL_ACCOUNTS),
                       .to = (uint8_t)draw(seed, MODEL_ACCOUNTS),
                       .year = 1 + (int)draw(seed, MODEL_YEARS - 1),
                       .fen = (int64_t)draw(seed, 2000) - 500};
    const uint32_t what = draw(seed, 100);
    p.kind = may_close && what == 0 && draw(seed, 40) == 0 ? CH_LEDGER_CLOSE
             : what < 15                                   ? CH_LEDGER_REVERSE
                                                           : CH_LEDGER_POST;
    p.reverses = draw(seed, (uint32_t)model.postings + 2);
    return p;
}

static ch_err post_drawn(ch_ledger *ledger, size_t number, const model_posting *p, ch_ledger_taken *taken)
{
    static const char *const account[MODEL_ACCOUNTS] = {"a>b", "b>a", "c>a", "b>c", "tax", "bank"};
    static const char *const book[MODEL_BOOKS] = {"hz", "wx"};
    char id[24], lines[100], old[24];
    snprintf(id, sizeof id, "p%zu", number);
    snprintf(old, sizeof old, "p%u", (unsigned)p->reverses);
    snprintf(lines, sizeof lines, "%s=%lld %s=%lld", account[p->from], -(long long)p->fen, account[p->to],
             (long long)p->fen);
    const ch_date date =
        (2000 + p->year) * 10000 + (p->kind == CH_LEDGER_CLOSE ? 1231 : 1 + (int)(number % 12 + 1) * 100);
    return ledger_put(ledger, p->kind, id, book[p->book], date, p->kind == CH_LEDGER_POST ? lines : "", old, taken,
                      NULL);
}

static void assert_agrees(const ch_ledger *ledger)
{
    static const char *const account[MODEL_ACCOUNTS] = {"a>b", "b>a", "c>a", "b>c", "tax", "bank"};
    static const char *const book[MODEL_BOOKS] = {"hz", "wx"};
    for (int b = 0; b < MODEL_BOOKS; b++)
        for (int y = 1; y < MODEL_YEARS; y++)
            for (int a = 0; a < MODEL_ACCOUNTS; a++) {
                int64_t fen = 0;
                ch_ledger_balance(ledger, ch_text_of(book[b]), ch_text_of(account[a]), (2000 + y) * 10000 + 1231, &fen);
                assert_int_equal(fen, model_holds(b, y, a));
            }
}

static void run_beside_model(size_t operations, uint64_t seed, bool may_close)
{
    ch_ledger *ledger = begin();
    ch_ledger_taken taken;
    memset(model.year_fen, 0, sizeof model.year_fen);
    memset(model.closed, 0, sizeof model.closed);
    model.posting = calloc(operations + 1, sizeof *model.posting);
    model.postings = 0;
    assert_non_null(model.posting);
    for (size_t i = 0; i < operations; i++) {
        const model_posting p = draw_posting(&seed, may_close);
        const size_t number = model.postings;
        const bool fits = model_apply(p);
        assert_int_equal(post_drawn(ledger, number, &p, &taken), fits ? CH_OK : CH_EDATA);
        if (fits)
            assert_int_equal(taken.number, number);
        if (fits && draw(&seed, 8) == 0) { /* sent once more */
            assert_int_equal(post_drawn(ledger, number, &p, &taken), CH_OK);
            assert_false(taken.is_new);
        }
    }
    assert_true(model.postings > operations / 100);
    assert_int_equal(ch_ledger_count(ledger), model.postings);
    assert_agrees(ledger);
    assert_replays(ledger);
    free(model.posting);
    ch_ledger_free(ledger);
}

/* CHANGHE_LEDGER_OPERATIONS=1000000 for the long run; fewer are quick under sanitizers too. */
static void a_random_run_agrees_with_the_model(void **state)
{
    (void)state;
    const char *asked = getenv("CHANGHE_LEDGER_OPERATIONS");
    const size_t operations = asked != NULL ? (size_t)strtoull(asked, NULL, 10) : 50000;
    run_beside_model(operations, 5, false);
    for (uint64_t seed = 0; seed < 20; seed++)
        run_beside_model(1000, seed, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_posting_by_hand),
        cmocka_unit_test(a_posting_comes_back_as_it_was),
        cmocka_unit_test(what_is_no_posting_is_refused),
        cmocka_unit_test(a_key_is_taken_once),
        cmocka_unit_test(a_mistake_is_reversed_once),
        cmocka_unit_test(a_closed_year_takes_nothing_and_carries_its_balances),
        cmocka_unit_test(a_balance_is_asserted_or_refused),
        cmocka_unit_test(an_account_never_runs_over),
        cmocka_unit_test(a_sheet_by_hand),
        cmocka_unit_test(a_pair_past_63_bits_is_told),
        cmocka_unit_test(bytes_that_are_not_canonical_are_refused),
        cmocka_unit_test(memory_that_runs_out_is_told_and_nothing_is_kept),
        cmocka_unit_test(a_random_run_agrees_with_the_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
