/* test_claims_file.c - claims read from CSV, and every fault told where it stands. */
#include "changhe/claims_file.h"

#include "failing.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
    ch_arena arena;
    ch_faults faults;
    ch_claims claims;
} work;

static int give(void *self, char *bytes, size_t room)
{
    ch_text *left = self;
    const size_t n = left->len < room ? left->len : room;
    memcpy(bytes, left->at, n);
    left->at += n;
    left->len -= n;
    return (int)n;
}

static int give_nothing(void *self, char *bytes, size_t room)
{
    (void)self, (void)bytes, (void)room;
    return -1;
}

static ch_err read_text(work *w, const char *text)
{
    ch_text left = ch_text_of(text);
    return ch_claims_read(&w->arena, CH_TEXT("c.csv"), give, &left, &w->claims, &w->faults);
}

static void clean(work *w)
{
    ch_arena_free(&w->arena);
    ch_faults_free(&w->faults);
    *w = (work){0};
}

/* Parties, then every claim as "from>to=fen ". */
static void assert_reads(const char *text, const char *expected)
{
    work w = {0};
    ch_buf seen = {0};
    assert_int_equal(read_text(&w, text), CH_OK);
    assert_int_equal(w.faults.count, 0);
    for (size_t p = 0; p < w.claims.parties; p++) {
        ch_buf_add(&seen, w.claims.party[p]);
        ch_buf_addc(&seen, ' ');
    }
    for (size_t i = 0; i < w.claims.rows; i++)
        ch_buf_addf(&seen, "%u>%u=%lld ", w.claims.row[i].from, w.claims.row[i].to, (long long)w.claims.row[i].fen);
    ch_buf_addc(&seen, '\0');
    assert_string_equal(seen.at, expected);
    ch_buf_free(&seen);
    clean(&w);
}

/* Exactly one fault, of this kind at this place. */
static void assert_one_fault(const char *text, ch_want want, uint32_t line, uint32_t column)
{
    work w = {0};
    assert_int_equal(read_text(&w, text), CH_EDATA);
    if (w.faults.count != 1 || told(&w.faults, want, line, NULL, NULL) != 1 || w.faults.list[0].at.column != column)
        fail_msg("%s: %zu faults, want %d at %u:%u", text, w.faults.count, w.faults.list[0].want,
                 w.faults.list[0].at.line, w.faults.list[0].at.column);
    assert_true(ch_text_equal(w.faults.list[0].at.file, CH_TEXT("c.csv")));
    assert_int_equal(w.claims.rows + w.claims.parties, 0);
    clean(&w);
}

static void parties_are_in_the_order_of_their_bytes(void **state)
{
    (void)state;
    assert_reads("from,to,amount_fen\n330000,110000,5\n110000,a,7\nZ,330000,1\n330000,110000,5\n",
                 "110000 330000 Z a 1>0=5 0>3=7 2>1=1 1>0=5 ");
    assert_reads("from,to,amount_fen\n浙江,安徽,100\n安徽,江苏,1\n", "安徽 江苏 浙江 2>0=100 0>1=1 ");
}

static void columns_come_in_any_order_and_files_as_spreadsheets_save_them(void **state)
{
    (void)state;
    assert_reads("\xEF\xBB\xBF"
                 "amount_fen;to;from\r\n12;a;b\r\n\r\n 3 ; b ;\"a\"\r\n",
                 "a b 1>0=12 0>1=3 ");
    assert_reads("from,to,amount_fen\n\"x, y\",\"say \"\"z\"\"\",9223372036854775807",
                 "say \"z\" x, y 1>0=9223372036854775807 ");
    assert_reads("from,to,amount_fen\n", "");
}

static void a_header_at_fault_ends_the_reading(void **state)
{
    (void)state;
    assert_one_fault("", CH_WANT_HEADER, 1, 1);
    assert_one_fault("from,to\na,b\n", CH_WANT_COLUMN, 1, 1);
    assert_one_fault("from,to,amount_fen,note\na,b,1,x\n", CH_WANT_KNOWN_COLUMN, 1, 20);
    assert_one_fault("from,to,to,amount_fen\na,a,a,0\n", CH_WANT_COLUMN_ONCE, 1, 9);
}

static void each_fault_is_told_with_its_place(void **state)
{
    (void)state;
    assert_one_fault("from,to,amount_fen\na,b\n", CH_WANT_FIELDS, 2, 1);
    assert_one_fault("from,to,amount_fen\n,b,1\n", CH_WANT_VALUE, 2, 1);
    assert_one_fault("from,to,amount_fen\na,,1\n", CH_WANT_VALUE, 2, 3);
    assert_one_fault("from,to,amount_fen\na,b,\n", CH_WANT_VALUE, 2, 5);
    assert_one_fault("from,to,amount_fen\na,b\xE2\x80\x8B,1\n", CH_WANT_ONE_LINE, 2, 3);
    assert_one_fault("from,to,amount_fen\na,b,1\n安徽,安徽,2\n", CH_WANT_OTHER_PARTY, 3, 4);
    const char *const amount[] = {"0", "-1", "1.5", "1e3", "+2", "x", "9223372036854775808", "1 000"};
    for (size_t i = 0; i < sizeof amount / sizeof *amount; i++) {
        char text[80];
        snprintf(text, sizeof text, "from,to,amount_fen\na,b,1\nb,a,%s\n", amount[i]);
        assert_one_fault(text, CH_WANT_COUNT_RANGE, 3, 5);
    }
    assert_one_fault("from,to,amount_fen\na,b,9223372036854775807\na,b,1\na,b,1\n", CH_WANT_CLAIMS_SUM, 3, 5);
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(read_text(&w, "from,to,amount_fen\na,a,0\nb,\"c\n,,\na,b,c,d\n\x01,b,2\n"), CH_EDATA);
    assert_int_equal(told(&w.faults, CH_WANT_OTHER_PARTY, 2, "a", NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_COUNT_RANGE, 2, "0", NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_CLOSED_QUOTE, 3, NULL, NULL), 1);
    assert_int_equal(told(&w.faults, CH_WANT_VALUE, 4, NULL, NULL), 3);
    assert_int_equal(told(&w.faults, CH_WANT_FIELDS, 5, "4 fields", "3"), 1);
    assert_int_equal(told(&w.faults, CH_WANT_ONE_LINE, 6, NULL, NULL), 1);
    assert_int_equal(w.faults.count, 8);
    clean(&w);
}

static void a_source_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(ch_claims_read(&w.arena, CH_TEXT("c.csv"), give_nothing, NULL, &w.claims, &w.faults), CH_EIO);
    assert_int_equal(told(&w.faults, CH_WANT_READABLE, 0, NULL, NULL), 1);
    clean(&w);
}

static void many_parties_are_numbered_alike_whatever_the_order_of_lines(void **state)
{
    (void)state;
    work w = {0};
    ch_buf text = {0};
    ch_buf_adds(&text, "from,to,amount_fen\n");
    for (int i = 5000; i-- > 0;)
        ch_buf_addf(&text, "p%04d,p%04d,%d\n", i, (i + 1) % 5000, i + 1);
    ch_buf_addc(&text, '\0');
    assert_int_equal(read_text(&w, text.at), CH_OK);
    assert_int_equal(w.claims.parties, 5000);
    for (size_t i = 0; i < w.claims.rows; i++) {
        assert_int_equal(w.claims.row[i].from, 4999 - i);
        assert_int_equal(w.claims.row[i].to, (5000 - i) % 5000);
    }
    ch_buf_free(&text);
    clean(&w);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        work w = {.arena = CH_ARENA(&memory), .faults.arena = CH_ARENA(&memory)};
        const ch_err err =
            read_text(&w, at % 2 ? "from,to,amount_fen\na,b,1\nb,c,\"2\"\n" : "from,to,amount_fen\na,a,1\n");
        clean(&w);
        assert_int_equal(memory_state.live, 0);
        assert_true(err == CH_ENOMEM || memory_state.calls < at);
        if (at % 2 && err == CH_OK)
            break;
        assert_true(at < 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parties_are_in_the_order_of_their_bytes),
        cmocka_unit_test(columns_come_in_any_order_and_files_as_spreadsheets_save_them),
        cmocka_unit_test(a_header_at_fault_ends_the_reading),
        cmocka_unit_test(each_fault_is_told_with_its_place),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(a_source_that_cannot_be_read_is_told),
        cmocka_unit_test(many_parties_are_numbered_alike_whatever_the_order_of_lines),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
