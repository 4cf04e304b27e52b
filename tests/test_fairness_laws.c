/* test_fairness_laws.c - what must hold of the fairness of any agreement: drawn ones, against definitions in exact numbers. */
#include "fairness_calls.h"

#include "draw.h"

#include <gmp.h>

enum { MOST = 6, ROWS = 8 };

typedef struct {
    unsigned n, rows;
    int64_t alone_wan[MOST], total_wan;
    uint32_t row[ROWS]; /* groups, each once */
    int64_t row_wan[ROWS];
} scene;

static void draw_scene(uint64_t *seed, scene *s)
{
    *s = (scene){.n = 2 + draw(seed, MOST - 1)};
    s->total_wan = draw(seed, 400);
    for (unsigned i = 0; i < s->n; i++)
        s->alone_wan[i] = draw(seed, 60);
    for (unsigned i = draw(seed, ROWS + 1); i > 0; i--) {
        const uint32_t group = draw(seed, 1u << s->n), all = (1u << s->n) - 1;
        bool is_new = group != all && (group & (group - 1)) != 0;
        for (unsigned j = 0; j < s->rows; j++)
            is_new &= s->row[j] != group;
        if (!is_new)
            continue;
        s->row[s->rows] = group;
        s->row_wan[s->rows++] = draw(seed, 60 * (uint32_t)__builtin_popcount(group));
    }
}

/* Rows of groups backwards, and their codes, where turned: ids stay with their groups. */
static ch_zone *build(const scene *s, bool turned)
{
    ch_buf text = {0};
    ch_buf_adds(&text, LAND DEAL TWO);
    for (unsigned i = 0; i < s->n; i++) {
        const unsigned at = turned ? s->n - 1 - i : i;
        ch_buf_addf(&text, "d,p%u,,,%s,%lld\n", at, at + 1 == s->n ? "host" : "other", (long long)s->alone_wan[at]);
    }
    ch_buf_adds(&text, PHASE);
    for (unsigned i = 0; i + 1 < s->n; i++)
        ch_buf_addf(&text, "w%u,d,p%u,0,,1/%u\n", i, i, s->n);
    ch_buf_addf(&text, AMOUNT "x,d,2024,other,actual,%lld\n" GROUPS, (long long)s->total_wan);
    for (unsigned i = 0; i < s->rows; i++) {
        const unsigned at = turned ? s->rows - 1 - i : i;
        ch_buf_addf(&text, "g%u,d,", at);
        for (unsigned p = 0; p < s->n; p++)
            if ((s->row[at] >> p & 1) != 0)
                ch_buf_addf(&text, "p%u ", p);
        ch_buf_addf(&text, ",%lld\n", (long long)s->row_wan[at]);
    }
    ch_buf_addc(&text, '\0');
    ch_zone *made = make_zone(NULL, text.at);
    ch_buf_free(&text);
    return made;
}

static json_t *ask_scene(const scene *s)
{
    ch_zone *made = build(s, false);
    json_t *answer = ask_zone(made, NULL, (ch_split_question){0});
    ch_zone_drop(made);
    return answer;
}

/* The definition: over all partitions, the first party's piece chosen in turn. */
static int64_t most_of(const scene *s, uint32_t group)
{
    int64_t most = INT64_MIN;
    if (group == 0)
        return 0;
    const unsigned first = (unsigned)__builtin_ctz(group);
    most = s->alone_wan[first] + most_of(s, group & (group - 1));
    for (unsigned i = 0; i < s->rows; i++)
        if ((s->row[i] & ~group) == 0 && (s->row[i] >> first & 1) != 0) {
            const int64_t with = s->row_wan[i] + most_of(s, group & ~s->row[i]);
            most = with > most ? with : most;
        }
    return most;
}

static int64_t value_of(const scene *s, uint32_t group)
{
    return group == (1u << s->n) - 1 ? s->total_wan * WAN : most_of(s, group) * WAN;
}

static uint32_t group_of(json_t *codes)
{
    uint32_t group = 0;
    for (size_t i = 0; i < json_array_size(codes); i++)
        group |= 1u << (json_string_value(json_array_get(codes, i))[1] - '0');
    return group;
}

static int64_t gets_of(json_t *answer, uint32_t group)
{
    int64_t sum = 0;
    for (; group != 0; group &= group - 1)
        sum += whole(party(answer, (size_t)__builtin_ctz(group)), "gets_fen");
    return sum;
}

static int64_t worst_of(const scene *s, json_t *answer)
{
    int64_t worst = INT64_MIN;
    for (uint32_t group = 1; group < (1u << s->n) - 1; group++) {
        const int64_t excess = value_of(s, group) - gets_of(answer, group);
        worst = excess > worst ? excess : worst;
    }
    return worst;
}

static void assert_groups(const scene *s, json_t *answer)
{
    int64_t last = INT64_MAX;
    const size_t n = json_array_size(at(answer, "groups")), all = ((size_t)1 << s->n) - 2;
    assert_int_equal(n, all < CH_FAIRNESS_GROUPS ? all : CH_FAIRNESS_GROUPS);
    for (size_t i = 0; i < n; i++) {
        const uint32_t group = group_of(at(tight(answer, i), "parties"));
        const int64_t excess = whole(tight(answer, i), "excess_fen");
        assert_int_equal(whole(tight(answer, i), "value_fen"), value_of(s, group));
        assert_int_equal(whole(tight(answer, i), "gets_fen"), gets_of(answer, group));
        assert_int_equal(excess, value_of(s, group) - gets_of(answer, group));
        assert_true(excess <= last);
        last = excess;
        int64_t sum = 0;
        json_t *parts = at(tight(answer, i), "parts");
        for (size_t p = 0; p < json_array_size(parts); p++)
            sum += most_of(s, group_of(json_array_get(parts, p))) * WAN;
        assert_true(json_array_size(parts) != 1);
        if (json_array_size(parts) > 0)
            assert_int_equal(sum, value_of(s, group));
    }
}

static void read_exact(json_t *text, mpq_t number)
{
    assert_int_equal(mpq_set_str(number, json_string_value(text), 10), 0);
    mpq_canonicalize(number);
}

/* Shares sum to the total; Shapley's are means over all orders. */
static void assert_sums(json_t *answer, const char *which, int64_t total_fen)
{
    mpq_t sum, one;
    mpq_inits(sum, one, NULL);
    for (size_t i = 0; i < json_array_size(at(answer, "parties")); i++) {
        read_exact(at(at(party(answer, i), which), "exact"), one);
        mpq_add(sum, sum, one);
        mpq_set_si(one, 0, 1);
    }
    mpq_set_si(one, (long)total_fen, 1);
    assert_true(mpq_equal(sum, one));
    mpq_clears(sum, one, NULL);
}

static void add_orders(const scene *s, uint32_t here, int64_t *added)
{
    const uint32_t all = (1u << s->n) - 1;
    for (unsigned i = 0; i < s->n; i++)
        if ((here >> i & 1) == 0) {
            int64_t rest = 1;
            for (int k = 2; k <= __builtin_popcount(all & ~here) - 1; k++)
                rest *= k;
            added[i] += rest * (value_of(s, here | 1u << i) - value_of(s, here));
            add_orders(s, here | 1u << i, added);
        }
}

static void assert_shapley(const scene *s, json_t *answer)
{
    int64_t added[MOST] = {0}, orders = 1;
    mpq_t mean, told;
    mpq_inits(mean, told, NULL);
    for (unsigned i = 2; i <= s->n; i++)
        orders *= i;
    add_orders(s, 0, added);
    for (unsigned i = 0; i < s->n; i++) {
        mpq_set_si(mean, (long)added[i], (unsigned long)orders);
        mpq_canonicalize(mean);
        read_exact(at(at(party(answer, i), "shapley"), "exact"), told);
        assert_true(mpq_equal(mean, told));
        assert_int_equal(whole(party(answer, i), "over_shapley_fen"),
                         whole(party(answer, i), "gets_fen") - whole(at(party(answer, i), "shapley"), "fen"));
    }
    mpq_clears(mean, told, NULL);
}

/* Weights sum to 1 and cover each party alike; what the groups have so weighed, less cover times the total, is the least core. */
static void assert_certificate(const scene *s, json_t *answer)
{
    mpq_t sum, value, weight, cover[MOST], part;
    json_t *list = at(answer, "certificate");
    mpq_inits(sum, value, weight, part, NULL);
    for (unsigned i = 0; i < MOST; i++)
        mpq_init(cover[i]);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const uint32_t group = group_of(at(json_array_get(list, i), "parties"));
        read_exact(at(json_array_get(list, i), "weight"), weight);
        assert_true(mpq_sgn(weight) > 0);
        assert_true(group != 0 && group != (1u << s->n) - 1);
        mpq_add(sum, sum, weight);
        mpq_set_si(part, (long)value_of(s, group), 1);
        mpq_mul(part, part, weight);
        mpq_add(value, value, part);
        for (unsigned p = 0; p < s->n; p++)
            if ((group >> p & 1) != 0)
                mpq_add(cover[p], cover[p], weight);
    }
    assert_int_equal(mpq_cmp_si(sum, 1, 1), 0);
    for (unsigned p = 1; p < s->n; p++)
        assert_true(mpq_equal(cover[p], cover[0]));
    mpq_set_si(part, (long)(s->total_wan * WAN), 1);
    mpq_mul(part, part, cover[0]);
    mpq_sub(value, value, part);
    read_exact(at(at(answer, "least_core"), "exact"), weight);
    assert_true(mpq_equal(value, weight));
    assert_int_equal(mpq_sgn(weight) > 0, json_is_true(at(answer, "core_empty")));
    mpq_clears(sum, value, weight, part, NULL);
    for (unsigned i = 0; i < MOST; i++)
        mpq_clear(cover[i]);
}

/* Where there is a core the nucleolus is in it, and its largest excess is the least core: nobody gets less than it has alone then. */
static void assert_nucleolus(const scene *s, json_t *answer)
{
    int64_t alone_wan = 0;
    mpq_t worst, excess, share;
    for (unsigned i = 0; i < s->n; i++)
        alone_wan += s->alone_wan[i];
    assert_int_equal(alone_wan > s->total_wan, json_is_null(at(party(answer, 0), "nucleolus")));
    assert_int_equal(alone_wan > s->total_wan, json_is_object(at(answer, "nucleolus_reason")));
    if (alone_wan > s->total_wan)
        return;
    assert_sums(answer, "nucleolus", s->total_wan * WAN);
    mpq_inits(worst, excess, share, NULL);
    for (uint32_t group = 1; group < (1u << s->n) - 1; group++) {
        mpq_set_si(excess, (long)value_of(s, group), 1);
        for (unsigned i = 0; i < s->n; i++)
            if ((group >> i & 1) != 0) {
                read_exact(at(at(party(answer, i), "nucleolus"), "exact"), share);
                mpq_sub(excess, excess, share);
            }
        if (group == 1 || mpq_cmp(excess, worst) > 0)
            mpq_set(worst, excess);
    }
    read_exact(at(at(answer, "least_core"), "exact"), share);
    if (json_is_false(at(answer, "core_empty")))
        assert_true(mpq_equal(worst, share));
    mpq_clears(worst, excess, share, NULL);
}

static void laws_hold_of_drawn_agreements(void **state)
{
    (void)state;
    uint64_t seed = 1953;
    size_t stable = 0, empty = 0, impossible = 0;
    for (size_t round = 0; round < 150; round++) {
        scene s;
        draw_scene(&seed, &s);
        json_t *answer = ask_scene(&s);
        const int64_t worst = worst_of(&s, answer);
        assert_int_equal(gets_of(answer, (1u << s.n) - 1), whole(answer, "total_fen"));
        assert_int_equal(whole(answer, "total_fen"), s.total_wan * WAN);
        assert_int_equal(whole(at(answer, "apart"), "value_fen"), most_of(&s, (1u << s.n) - 1) * WAN);
        assert_int_equal(json_is_true(at(answer, "stable")), worst <= 0);
        assert_int_equal(whole(answer, "worst_short_fen"), worst > 0 ? worst : 0);
        assert_groups(&s, answer);
        assert_sums(answer, "shapley", s.total_wan * WAN);
        assert_shapley(&s, answer);
        assert_certificate(&s, answer);
        assert_nucleolus(&s, answer);
        stable += worst <= 0;
        empty += json_is_true(at(answer, "core_empty"));
        impossible += json_is_object(at(answer, "nucleolus_reason"));
        json_decref(answer);
    }
    assert_true(stable > 10 && stable < 140 && empty > 10 && empty < 140 && impossible > 5);
}

static void another_row_never_makes_anybody_content(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t round = 0; round < 60; round++) {
        scene s;
        do
            draw_scene(&seed, &s);
        while (s.rows == 0);
        json_t *with = ask_scene(&s);
        s.rows--;
        json_t *without = ask_scene(&s);
        assert_true(whole(with, "worst_short_fen") >= whole(without, "worst_short_fen"));
        assert_true(json_is_false(at(without, "stable")) <= json_is_false(at(with, "stable")));
        json_decref(with);
        json_decref(without);
    }
}

static void who_has_more_alone_is_never_more_content(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (size_t round = 0; round < 60; round++) {
        scene s;
        draw_scene(&seed, &s);
        json_t *before = ask_scene(&s);
        s.alone_wan[draw(&seed, s.n)] += 1 + draw(&seed, 50);
        json_t *after = ask_scene(&s);
        assert_true(whole(tight(after, 0), "excess_fen") >= whole(tight(before, 0), "excess_fen"));
        assert_true(whole(after, "worst_short_fen") >= whole(before, "worst_short_fen"));
        json_decref(before);
        json_decref(after);
    }
}

static void the_order_of_rows_changes_no_byte(void **state)
{
    (void)state;
    uint64_t seed = 13;
    for (size_t round = 0; round < 40; round++) {
        scene s;
        draw_scene(&seed, &s);
        ch_zone *one = build(&s, false), *two = build(&s, true);
        answering *const answer[] = {ch_answer_fairness_json, ch_answer_fairness_csv, in_words};
        for (size_t i = 0; i < 3; i++) {
            ch_buf left = {0}, right = {0};
            assert_int_equal(try_ask(answer[i], one, NULL, (ch_split_question){0}, &left, NULL), CH_OK);
            assert_int_equal(try_ask(answer[i], two, NULL, (ch_split_question){0}, &right, NULL), CH_OK);
            assert_true(ch_text_equal(ch_buf_text(&left), ch_buf_text(&right)));
            ch_buf_free(&left);
            ch_buf_free(&right);
        }
        ch_zone_drop(one);
        ch_zone_drop(two);
    }
}

/* All rows that there may be of eight parties: more pieces than parts of a group. Each is worth the square of its number. */
static void a_row_for_every_group_is_taken_too(void **state)
{
    (void)state;
    enum { N = 8 };
    ch_buf text = {0};
    ch_buf_adds(&text, LAND DEAL TWO);
    for (unsigned i = 0; i < N; i++)
        ch_buf_addf(&text, "d,p%u,,,%s,1\n", i, i == 0 ? "host" : "other");
    ch_buf_adds(&text, AMOUNT "x,d,2024,other,actual,64\n" GROUPS);
    for (unsigned group = 3; group < (1u << N) - 1; group++) {
        const unsigned size = (unsigned)__builtin_popcount(group);
        if (size < 2)
            continue;
        ch_buf_addf(&text, "g%u,d,", group);
        for (unsigned p = 0; p < N; p++)
            if ((group >> p & 1) != 0)
                ch_buf_addf(&text, "p%u ", p);
        ch_buf_addf(&text, ",%u\n", size * size);
    }
    ch_buf_addc(&text, '\0');
    json_t *answer = judge(text.at);
    assert_worst(answer, false, "p1 p2 p3 p4 p5 p6 p7", 49 * WAN);
    assert_int_equal(json_array_size(at(answer, "groups")), CH_FAIRNESS_GROUPS);
    assert_int_equal(whole(at(answer, "apart"), "value_fen"), 50 * WAN);
    assert_exact(party(answer, 3), "shapley", "8000000", 8 * WAN);
    json_decref(answer);
    ch_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laws_hold_of_drawn_agreements),
        cmocka_unit_test(another_row_never_makes_anybody_content),
        cmocka_unit_test(who_has_more_alone_is_never_more_content),
        cmocka_unit_test(the_order_of_rows_changes_no_byte),
        cmocka_unit_test(a_row_for_every_group_is_taken_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
