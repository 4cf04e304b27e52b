/* clearing_json.c - a month or a year of medical claims as JSON, and the month as postings. */
#include "clearing_work.h"
#include "json_keys.h"

#include "changhe/decimal.h"

static const char *const formula[][2] = {
    {"rule",
     "of the nearest place above the insured one with a rule for the kind, in force on the day of care (admitted, "
     "else settled); one that names the filing before one that does not"},
    {"fund", "told, else by rule: min(cap left, floor((catalogue - deductible) * (ratio - less))), 0 below the "
             "deductible; whole fen"},
    {"deductible",
     "of a stay; of out-patients and of chronic diseases per person, year and kind, in the order settled, "
     "then claim (assumed)"},
    {"cap_left",
     "cap less what the fund paid of the person's earlier claims of the year, whatever their state (assumed)"},
    {"parts", "total = fund + supplement + aid + account + cash; supplement, aid and account that are not told are 0, "
              "cash the rest"},
    {"batch", "fund + supplement + aid of the clear claims of a pair of places; the insured place owes"},
    {"month", "of settling; of a claim decided after a dispute that of the decision"},
    {"prepayment", "of the rows of the year paid so far; used = batches from January on; part = used / prepaid; "
                   "top up: the least x with used < (prepaid + x) * yellow (assumed)"},
    {"rest", "carried + prepaid - used; carried: the same of the year before, without what that one carried"},
};

static void key_month(ch_emit *e, const char *key, int32_t month)
{
    ch_buf text = {.memory = e->out->memory};
    ch_desk__add_month(&text, month);
    ch_desk__key_text(e, key, ch_buf_text(&text));
    e->out->failed |= text.failed;
    ch_buf_free(&text);
}

/* "care":"330500","care_zh":"…","care_en":"…" */
static void key_place(ch_emit *e, const char *const key[3], const ch_zone *zone, uint32_t place)
{
    ch_desk__key_text(e, key[0], place != CH_MEDICAL_NOWHERE ? zone->places.id[place] : (ch_text){0});
    ch_desk__key_text(e, key[1], place != CH_MEDICAL_NOWHERE ? zone->places.name_zh[place] : (ch_text){0});
    ch_desk__key_text(e, key[2], place != CH_MEDICAL_NOWHERE ? zone->places.name_en[place] : (ch_text){0});
}

static const char *const care_key[] = {"care", "care_zh", "care_en"};
static const char *const insured_key[] = {"insured", "insured_zh", "insured_en"};
static const char *const place_key[] = {"place", "place_zh", "place_en"};
static const char *const from_key[] = {"from", "from_zh", "from_en"};
static const char *const to_key[] = {"to", "to_zh", "to_en"};

static void key_asked(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_string(e, "version", CH_VERSION);
    ch_desk__key_text(e, "zone", of->asked->zone->zone.id[0]);
    ch_desk__key_string(e, "snapshot", of->digest);
    if (of->asked->month != 0)
        key_month(e, "month", of->to);
    else
        ch_desk__key_fen(e, "year", of->asked->year);
}

static void key_counts(ch_emit *e, const ch_desk__clearing *of)
{
    static const char *const part[CH_DESK__PARTS] = {"total_fen", "fund_fen",    "supplement_fen",
                                                     "aid_fen",   "account_fen", "cash_fen"};
    ch_desk__key_whole(e, "claims", of->works);
    ch_desk__key_whole(e, "counted", of->counted);
    ch_desk__key_whole(e, "refused", of->refused);
    ch_desk__key_whole(e, "without_person", of->without_person);
    ch_desk__key_open(e, "totals", '{');
    for (size_t p = 0; p < CH_DESK__PARTS; p++)
        ch_desk__key_fen(e, part[p], of->part_fen[p]);
    ch_emit_close(e, '}');
}

/* ---- claims by their ids */

static void key_held(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "held", '[');
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        if (!at->is_open)
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "claim", at->row->id);
        key_place(e, insured_key, of->asked->zone, at->row->insured);
        key_place(e, care_key, of->asked->zone, at->row->care);
        ch_desk__key_date(e, "settled", at->row->settled);
        ch_desk__key_string(e, "state", "disputed");
        ch_desk__key_string(e, "state_zh", ch_medical_state_word[CH_MEDICAL_ROW_DISPUTED][1]);
        ch_desk__key_fen(e, "fen", ch_desk__owed_fen(of, at));
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_differences(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "differences", '[');
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        if (!ch_desk__is_counted(of, at) || !ch_desk__differs(at))
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "claim", at->row->id);
        ch_desk__key_text(e, "rule", of->asked->zone->medical_rules.id[at->rule]);
        ch_desk__key_fen(e, "told_fen", at->row->fund_fen);
        ch_desk__key_fen(e, "rule_fen", at->rule_fen);
        ch_desk__key_fen(e, "difference_fen", at->row->fund_fen - at->rule_fen);
        ch_desk__key_string(e, "flag_zh", "差异");
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_without_rule(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "without_rule", '[');
    for (size_t i = 0; i < of->works; i++) {
        const ch_desk__worked *at = &of->worked[i];
        if (!ch_desk__is_without(of, at))
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "claim", at->row->id);
        ch_desk__key_string(e, "reason", ch_desk__lack_word(at->lack));
        ch_desk__key_fen(e, "fen", CH_UNKNOWN_I64);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* ---- what places owe */

static void key_batches(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "batch", '[');
    for (size_t i = 0; i < of->due.batches; i++) {
        const ch_medical_batch *batch = &of->due.batch[i];
        ch_emit_open(e, '{');
        key_place(e, care_key, of->asked->zone, batch->care);
        key_place(e, insured_key, of->asked->zone, batch->insured);
        ch_desk__key_whole(e, "claims", batch->claims);
        ch_desk__key_fen(e, "fen", batch->fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* Those who owe or have something coming, also where both are equal. */
static bool takes_part(const ch_desk__clearing *of, uint32_t place)
{
    for (size_t i = 0; i < of->due.batches; i++)
        if (of->due.batch[i].care == place || of->due.batch[i].insured == place)
            return true;
    return false;
}

static void key_coming(ch_emit *e, const ch_desk__clearing *of)
{
    const ch_zone *zone = of->asked->zone;
    ch_desk__key_open(e, "coming", '[');
    for (uint32_t place = 0; place < zone->places.rows; place++) {
        if (!takes_part(of, place))
            continue;
        ch_emit_open(e, '{');
        key_place(e, place_key, zone, place);
        ch_desk__key_fen(e, "fen", of->due.coming_fen[place]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_netted(ch_emit *e, const ch_desk__clearing *of)
{
    const ch_netted *netted = &of->due.netted;
    ch_desk__key_open(e, "netted", '{');
    ch_desk__key_fen(e, "gross", netted->gross);
    ch_desk__key_fen(e, "net", netted->net);
    ch_desk__key_open(e, "payments", '[');
    for (size_t i = 0; i < netted->payments; i++) {
        ch_emit_open(e, '{');
        key_place(e, from_key, of->asked->zone, netted->payment[i].from);
        key_place(e, to_key, of->asked->zone, netted->payment[i].to);
        ch_desk__key_fen(e, "fen", netted->payment[i].fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_emit_key(e, "minimal");
    ch_emit_bool(e, netted->is_minimal);
    ch_emit_close(e, '}');
}

static void key_months(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "months", '[');
    for (int32_t m = 0; m < CH_DESK__MONTHS; m++) {
        ch_emit_open(e, '{');
        key_month(e, "month", of->from + m);
        ch_desk__key_whole(e, "counted", of->month[m].counted);
        ch_desk__key_whole(e, "claims", of->month[m].claims);
        ch_desk__key_fen(e, "fen", of->month[m].fen);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* ---- prepayments */

static void emit_prepaid(ch_emit *e, const ch_desk__clearing *of, const ch_desk__prepaid *at)
{
    ch_emit_open(e, '{');
    key_place(e, insured_key, of->asked->zone, at->insured);
    key_place(e, care_key, of->asked->zone, at->care);
    ch_desk__key_fen(e, "prepaid_fen", at->prepaid_fen);
    ch_desk__key_fen(e, "used_fen", at->used_fen);
    ch_desk__key_fen(e, "left_fen", at->prepaid_fen - at->used_fen);
    ch_emit_key(e, "part");
    if (at->prepaid_fen > 0)
        ch_emit_number(e, (double)at->used_fen / (double)at->prepaid_fen);
    else
        ch_emit_null(e);
    ch_desk__key_string(e, "alarm", ch_desk__alarm_word(at));
    ch_desk__key_fen(e, "top_up_fen", at->top_up_fen);
    if (of->asked->month == 0) {
        ch_desk__key_fen(e, "carried_fen", at->carried_fen);
        ch_desk__key_fen(e, "rest_fen", at->rest_fen);
    }
    ch_emit_close(e, '}');
}

static void key_prepaid(ch_emit *e, const ch_desk__clearing *of)
{
    ch_desk__key_open(e, "prepayments", '[');
    for (size_t i = 0; i < of->prepayments; i++)
        emit_prepaid(e, of, &of->prepaid[i]);
    ch_emit_close(e, ']');
}

/* ---- the whole */

static void write_json(const ch_desk__clearing *of, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    (void)lang;
    ch_emit_open(&e, '{');
    key_asked(&e, of);
    key_counts(&e, of);
    key_held(&e, of);
    if (of->asked->month == 0)
        key_months(&e, of);
    key_batches(&e, of);
    key_coming(&e, of);
    if (of->asked->month != 0)
        key_netted(&e, of);
    key_prepaid(&e, of);
    key_differences(&e, of);
    key_without_rule(&e, of);
    ch_desk__key_marks(&e, of->marks);
    ch_desk__key_texts(&e, "sources", of->source, of->sources);
    ch_desk__emit_formulas(&e, CH_DESK__FORMULAS(formula));
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}

ch_err ch_answer_clearing_json(const ch_clearing_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_clearing(question, write_json, CH_ZH, out, faults);
}

/* ---- postings */

static void emit_line(ch_emit *e, ch_text account, int64_t fen)
{
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "account", account);
    ch_desk__key_fen(e, "fen", fen);
    ch_emit_close(e, '}');
}

static void key_lines(ch_emit *e, const ch_desk__clearing *of)
{
    const ch_text *id = of->asked->zone->places.id;
    ch_buf account = {.memory = e->out->memory};
    int64_t sum_fen = 0;
    ch_desk__key_open(e, "lines", '[');
    for (size_t i = 0; i < of->due.batches; i++) {
        account.len = 0;
        ch_buf_add(&account, id[of->due.batch[i].insured]);
        ch_buf_addc(&account, '>');
        ch_buf_add(&account, id[of->due.batch[i].care]);
        emit_line(e, ch_buf_text(&account), of->due.batch[i].fen);
        sum_fen += of->due.batch[i].fen;
    }
    emit_line(e, CH_TEXT("claims"), -sum_fen);
    ch_emit_close(e, ']');
    e->out->failed |= account.failed;
    ch_buf_free(&account);
}

static void write_postings(const ch_desk__clearing *of, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_buf id = {.memory = out->memory};
    (void)lang;
    ch_buf_adds(&id, "medical:");
    ch_desk__add_month(&id, of->to);
    ch_buf_adds(&id, ":due");
    ch_emit_open(&e, '[');
    if (of->due.batches > 0) {
        const ch_date month = of->to / CH_DESK__MONTHS * 10000 + (of->to % CH_DESK__MONTHS + 1) * 100;
        ch_emit_open(&e, '{');
        ch_desk__key_text(&e, "id", ch_buf_text(&id));
        ch_desk__key_string(&e, "book", "medical");
        ch_desk__key_date(&e, "date", ch_date_last_day(month));
        ch_desk__key_text(&e, "source", of->asked->zone->zone.id[0]);
        ch_desk__key_string(&e, "note", "异地就医清算 medical settlement across provinces");
        key_lines(&e, of);
        ch_emit_close(&e, '}');
    }
    ch_emit_close(&e, ']');
    ch_buf_addc(out, '\n');
    out->failed |= id.failed;
    ch_buf_free(&id);
}

ch_err ch_answer_clearing_postings(const ch_clearing_question *question, ch_buf *out, ch_faults *faults)
{
    if (question->month == 0)
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("month"), (ch_text){0}, CH_WANT_ONE_MONTH, (ch_text){0});
    return ch_desk__ask_clearing(question, write_postings, CH_ZH, out, faults);
}
