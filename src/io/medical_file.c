/* medical_file.c - lines of claims, each cell checked as it comes, then the line as a whole.
 * What stands for a person is copied to the caller's arena and nowhere else. */
#include "changhe/medical_file.h"

#include "changhe/decimal.h"
#include "medical_heads.h"

#include <stdio.h>
#include <string.h>

#define MOST_FEN "9223372036854775807"

const char *const ch_medical_state_word[CH_MEDICAL_ROW_REFUSED + 1][2] = {
    [CH_MEDICAL_ROW_CLEAR] = {"clear", "正常"},
    [CH_MEDICAL_ROW_DISPUTED] = {"disputed", "争议"},
    [CH_MEDICAL_ROW_REFUSED] = {"refused", "拒付"}};

typedef struct {
    ch_arena *arena, scratch;
    ch_text file; /* in the arena */
    ch_faults *faults;
    ch_err err;
    ch_medical__places places;
    bool has_header, is_header_bad;
    size_t field[CH_MEDICAL__HEADS]; /* that holds the column; SIZE_MAX: none */
    size_t fields;
    const ch_csv_field *line; /* being read */
    bool is_told;             /* a cell of it is at fault */
    uint32_t *slot; /* row + 1 by hash of the claim's id, 0: free; a power of two of them, at most half in use */
    size_t slots;
    ch_medical_row *row;
    size_t rows, row_room;
    int64_t sum_fen;
    bool is_sum_told;
} reader;

/* ---- telling */

static void tell_at(reader *in, ch_at at, int head, ch_text found, ch_want want, const char *detail)
{
    at.file = in->file;
    const bool is_of_one = head < CH_MEDICAL__HEADS;
    const ch_fault fault = {.at = at,
                            .column = ch_text_of(is_of_one ? ch_medical__head_name[head][0] : ""),
                            .column_zh = ch_text_of(is_of_one ? ch_medical__head_name[head][1] : ""),
                            .found = head == CH_MEDICAL__PERSON ? (ch_text){0} : found,
                            .want = want,
                            .detail = ch_text_of(detail)};
    in->is_told = true;
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
}

/* Of the line being read; a column that is not there is told at the line's beginning. */
static void tell(reader *in, ch_medical__head head, ch_want want, const char *detail)
{
    const size_t field = in->field[head];
    if (field == SIZE_MAX)
        tell_at(in, in->line[0].at, head, (ch_text){0}, want, detail);
    else
        tell_at(in, in->line[field].at, head, in->line[field].text, want, detail);
}

/* What cannot be cut into fields may hold a token anywhere: it is told without its text. */
static bool pass_on(const void *self, const ch_fault *fault)
{
    reader *in = *(reader *const *)self;
    ch_fault bare = *fault;
    bare.found = (ch_text){0};
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &bare));
    return true;
}

/* ---- header */

static void take_head(reader *in, const ch_csv_field *field, size_t i, bool *is_told)
{
    ch_medical__head head;
    if (field->told) {
        *is_told = in->is_header_bad = true;
        return;
    }
    if (!ch_medical__find_head(ch_text_trim(field->text), &head)) {
        tell_at(in, field->at, CH_MEDICAL__HEADS, field->text, CH_WANT_KNOWN_COLUMN, ch_medical__head_list);
        in->is_header_bad = true;
        return;
    }
    if (in->field[head] != SIZE_MAX) {
        tell_at(in, field->at, (int)head, (ch_text){0}, CH_WANT_COLUMN_ONCE, "");
        in->is_header_bad = true;
    }
    in->field[head] = i;
}

/* A first line that has none of the heads is likely a claim: nothing of it is shown. */
static bool has_any_head(const ch_csv_field *field, size_t fields)
{
    ch_medical__head head;
    for (size_t i = 0; i < fields; i++)
        if (field[i].told || ch_medical__find_head(ch_text_trim(field[i].text), &head))
            return true;
    return false;
}

static void read_header(reader *in, const ch_csv_field *field, size_t fields, ch_at at)
{
    bool is_told = false;
    in->has_header = true;
    in->fields = fields;
    if (!has_any_head(field, fields)) {
        tell_at(in, at, CH_MEDICAL__HEADS, (ch_text){0}, CH_WANT_HEADER, ch_medical__head_list);
        in->is_header_bad = true;
        return;
    }
    for (unsigned h = 0; h < CH_MEDICAL__HEADS; h++)
        in->field[h] = SIZE_MAX;
    for (size_t i = 0; i < fields; i++)
        take_head(in, &field[i], i, &is_told);
    for (unsigned h = 0; h <= CH_MEDICAL__CATALOGUE; h++)
        if (in->field[h] == SIZE_MAX && !is_told) { /* what was told may be the column */
            const ch_fault fault = {.at = {in->file, at.line, at.column},
                                    .want = CH_WANT_COLUMN,
                                    .detail = ch_text_of(ch_medical__head_name[h][0]),
                                    .detail_zh = ch_text_of(ch_medical__head_name[h][1])};
            in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
            in->is_header_bad = true;
        }
}

/* ---- cells */

/* Without blanks at its ends; empty where the column is not there or its field was told. */
static ch_text cell(const reader *in, ch_medical__head head)
{
    const size_t field = in->field[head];
    if (field == SIZE_MAX || in->line[field].told)
        return (ch_text){0};
    return ch_text_trim(in->line[field].text);
}

/* Is something in it? An empty cell that must be filled is told. */
static bool is_filled(reader *in, ch_medical__head head, ch_text text, bool is_required)
{
    if (text.len == 0 && is_required && !in->line[in->field[head]].told)
        tell(in, head, CH_WANT_VALUE, "");
    return text.len > 0;
}

static bool is_shown(ch_text text)
{
    while (text.len > 0)
        if (ch_utf8_is_hidden(ch_utf8_next(&text)))
            return false;
    return true;
}

static ch_text read_text(reader *in, ch_medical__head head, bool is_required)
{
    const ch_text text = cell(in, head);
    if (!is_filled(in, head, text, is_required))
        return (ch_text){0};
    if (!is_shown(text)) {
        tell(in, head, CH_WANT_ONE_LINE, "");
        return (ch_text){0};
    }
    const ch_text copy = ch_text_copy(in->arena, text);
    if (copy.at == NULL)
        in->err = CH_ENOMEM;
    return copy;
}

static uint32_t read_place(reader *in, ch_medical__head head)
{
    const ch_text text = cell(in, head);
    return is_filled(in, head, text, true) ? ch_medical__find_place(&in->places, text) : CH_MEDICAL_NOWHERE;
}

static void tell_words(reader *in, ch_medical__head head, const ch_words *words)
{
    ch_buf list = {.memory = in->scratch.memory}, list_zh = list;
    ch_schema_print_words(words, &list);
    ch_schema_print_words_zh(words, &list_zh);
    const ch_csv_field *field = &in->line[in->field[head]];
    ch_fault fault = {.at = {in->file, field->at.line, field->at.column},
                      .column = ch_text_of(ch_medical__head_name[head][0]),
                      .column_zh = ch_text_of(ch_medical__head_name[head][1]),
                      .found = field->text,
                      .want = CH_WANT_WORD,
                      .detail = ch_buf_text(&list),
                      .detail_zh = ch_buf_text(&list_zh)};
    in->is_told = true;
    in->err = ch_err_worse(in->err, list.failed || list_zh.failed ? CH_ENOMEM : ch_fault_tell(in->faults, &fault));
    ch_buf_free(&list_zh);
    ch_buf_free(&list);
}

/* A word of a list of the schema, or what people call it; 0: empty, or told. */
static unsigned read_word(reader *in, ch_medical__head head, const char *list, bool is_required)
{
    const ch_words *words = ch_schema_words(list);
    const ch_text text = cell(in, head);
    if (!is_filled(in, head, text, is_required))
        return 0;
    unsigned value = ch_schema_find_word(words, text);
    for (unsigned w = 1; value == 0 && w <= words->count; w++)
        value = ch_text_equal(text, ch_text_of(words->word[w].zh)) ? w : 0;
    if (value == 0)
        tell_words(in, head, words);
    return value;
}

static ch_medical_row_state read_state(reader *in)
{
    const ch_text text = cell(in, CH_MEDICAL__STATE);
    for (unsigned s = CH_MEDICAL_ROW_CLEAR; s <= CH_MEDICAL_ROW_REFUSED && text.len > 0; s++)
        if (ch_text_equal(text, ch_text_of(ch_medical_state_word[s][0])) ||
            ch_text_equal(text, ch_text_of(ch_medical_state_word[s][1])))
            return (ch_medical_row_state)s;
    if (text.len > 0)
        tell(in, CH_MEDICAL__STATE, CH_WANT_WORD, "clear 正常, disputed 争议, refused 拒付");
    return CH_MEDICAL_ROW_CLEAR;
}

static ch_date read_day(reader *in, ch_medical__head head, bool is_required)
{
    enum { DAYS = 100 };
    const ch_text text = cell(in, head);
    ch_date day = 0;
    if (!is_filled(in, head, text, is_required))
        return 0;
    if (ch_date_parse(text, &day) && day % DAYS != 0)
        return day;
    tell(in, head, CH_WANT_LEDGER_DAY, "");
    return 0;
}

/* CH_UNKNOWN_I64: empty, or told. */
static int64_t read_yuan(reader *in, ch_medical__head head, bool is_required)
{
    enum { FEN = 100 };
    const ch_text text = cell(in, head);
    int64_t fen;
    if (!is_filled(in, head, text, is_required))
        return CH_UNKNOWN_I64;
    if (ch_decimal_parse(text, FEN, &fen) && fen >= 0)
        return fen;
    tell(in, head, CH_WANT_YUAN, "");
    return CH_UNKNOWN_I64;
}

/* ---- a claim once */

static uint64_t hash(ch_text text)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* The slot of the claim, or the free one where it would go. */
static uint32_t *find_slot(const reader *in, ch_text id)
{
    for (size_t s = (size_t)hash(id) & (in->slots - 1);; s = (s + 1) & (in->slots - 1))
        if (in->slot[s] == 0 || ch_text_equal(in->row[in->slot[s] - 1].id, id))
            return &in->slot[s];
}

static bool make_room(reader *in)
{
    enum { FIRST = 1024 };
    if (in->slots > 0 && in->rows < in->slots / 2)
        return true;
    const size_t slots = in->slots > 0 ? 2 * in->slots : FIRST;
    uint32_t *slot = CH_NEW(&in->scratch, uint32_t, slots);
    if (slot == NULL)
        return false;
    in->slot = slot;
    in->slots = slots;
    for (size_t i = 0; i < in->rows; i++)
        if (in->row[i].id.len > 0)
            *find_slot(in, in->row[i].id) = (uint32_t)i + 1;
    return true;
}

/* ---- a line as a whole */

static void check_days(reader *in, const ch_medical_row *row)
{
    if (row->admitted > row->settled)
        tell(in, CH_MEDICAL__ADMITTED, CH_WANT_NOT_LATER, "");
    if (row->decided != 0 && row->decided < row->settled)
        tell(in, CH_MEDICAL__DECIDED, CH_WANT_NOT_EARLIER, "");
    if (row->decided != 0 && row->state == CH_MEDICAL_ROW_DISPUTED)
        tell(in, CH_MEDICAL__DECIDED, CH_WANT_NOT_DECIDED, "");
}

/* Are the parts told, with cash, within the total? No sum of them is formed that could pass 63 bits. */
static bool leave_rest(const ch_medical_row *row, int64_t *rest_fen)
{
    const int64_t part_fen[] = {row->fund_fen, row->supplement_fen, row->aid_fen, row->account_fen, row->cash_fen};
    *rest_fen = row->total_fen;
    for (size_t i = 0; i < sizeof part_fen / sizeof *part_fen; i++) {
        if (part_fen[i] == CH_UNKNOWN_I64)
            continue;
        if (part_fen[i] > *rest_fen)
            return false;
        *rest_fen -= part_fen[i];
    }
    return true;
}

static void check_parts(reader *in, const ch_medical_row *row)
{
    int64_t rest_fen = 0;
    if (row->catalogue_fen > row->total_fen)
        tell(in, CH_MEDICAL__CATALOGUE, CH_WANT_MEDICAL_PART, "");
    else if (row->fund_fen > row->catalogue_fen)
        tell(in, CH_MEDICAL__FUND, CH_WANT_MEDICAL_PART, "");
    const bool is_within = leave_rest(row, &rest_fen);
    if (row->cash_fen != CH_UNKNOWN_I64 && row->fund_fen == CH_UNKNOWN_I64)
        tell(in, CH_MEDICAL__CASH, CH_WANT_FUND_TOO, "");
    else if (row->cash_fen != CH_UNKNOWN_I64 && (!is_within || rest_fen != 0))
        tell(in, CH_MEDICAL__TOTAL, CH_WANT_MEDICAL_SUM, "");
    else if (!is_within)
        tell(in, CH_MEDICAL__TOTAL, CH_WANT_MEDICAL_REST, "");
}

/* Once the sum is past all bounds later lines are not measured by it. */
static void add_up(reader *in, const ch_medical_row *row)
{
    if (in->is_sum_told)
        return;
    in->is_sum_told = row->total_fen > INT64_MAX - in->sum_fen;
    if (in->is_sum_told)
        tell(in, CH_MEDICAL__TOTAL, CH_WANT_CLAIMS_SUM, MOST_FEN);
    else
        in->sum_fen += row->total_fen;
}

static void tell_twice(reader *in, uint32_t first)
{
    char line[16];
    snprintf(line, sizeof line, "%u", (unsigned)first);
    tell(in, CH_MEDICAL__CLAIM, CH_WANT_CLAIM_ONCE, line);
}

/* Also a line at fault is kept, so that its id is known to have been there. */
static void keep(reader *in, const ch_medical_row *row)
{
    void *rows = in->row;
    if (!make_room(in) || in->rows >= UINT32_MAX - 1 ||
        !ch_arena_grow(in->arena, &rows, &in->row_room, in->rows + 1, sizeof *row)) {
        in->err = CH_ENOMEM;
        return;
    }
    in->row = rows;
    uint32_t *slot = row->id.len > 0 ? find_slot(in, row->id) : NULL;
    if (slot != NULL && *slot != 0)
        tell_twice(in, in->row[*slot - 1].at.line);
    else if (slot != NULL)
        *slot = (uint32_t)in->rows + 1;
    in->row[in->rows++] = *row;
}

static void read_claim(reader *in, const ch_csv_field *field, ch_at at)
{
    in->line = field;
    in->is_told = false;
    at.file = in->file;
    const ch_medical_row row = {.id = read_text(in, CH_MEDICAL__CLAIM, true),
                                .person = read_text(in, CH_MEDICAL__PERSON, false),
                                .insured = read_place(in, CH_MEDICAL__INSURED),
                                .care = read_place(in, CH_MEDICAL__CARE),
                                .kind = read_word(in, CH_MEDICAL__KIND, "care", true),
                                .filing = read_word(in, CH_MEDICAL__FILING, "filing", false),
                                .admitted = read_day(in, CH_MEDICAL__ADMITTED, false),
                                .settled = read_day(in, CH_MEDICAL__SETTLED, true),
                                .decided = read_day(in, CH_MEDICAL__DECIDED, false),
                                .total_fen = read_yuan(in, CH_MEDICAL__TOTAL, true),
                                .catalogue_fen = read_yuan(in, CH_MEDICAL__CATALOGUE, true),
                                .fund_fen = read_yuan(in, CH_MEDICAL__FUND, false),
                                .supplement_fen = read_yuan(in, CH_MEDICAL__SUPPLEMENT, false),
                                .aid_fen = read_yuan(in, CH_MEDICAL__AID, false),
                                .account_fen = read_yuan(in, CH_MEDICAL__ACCOUNT, false),
                                .cash_fen = read_yuan(in, CH_MEDICAL__CASH, false),
                                .state = read_state(in),
                                .at = at};
    for (size_t i = 0; i < in->fields; i++)
        in->is_told |= field[i].told;
    if (!in->is_told) {
        check_days(in, &row);
        check_parts(in, &row);
        add_up(in, &row);
    }
    if (in->err != CH_ENOMEM)
        keep(in, &row);
}

static void want_fields(reader *in, size_t fields, ch_at at)
{
    char found[40], found_zh[40], wanted[24];
    snprintf(found, sizeof found, fields == 1 ? "%zu field" : "%zu fields", fields);
    snprintf(found_zh, sizeof found_zh, "%zu 个字段", fields);
    snprintf(wanted, sizeof wanted, "%zu", in->fields);
    at.file = in->file;
    const ch_fault fault = {.at = at,
                            .found = ch_text_of(found),
                            .found_zh = ch_text_of(found_zh),
                            .want = CH_WANT_FIELDS,
                            .detail = ch_text_of(wanted)};
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
}

static ch_err take_line(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    reader *in = self;
    bool is_told = false;
    for (size_t i = 0; i < fields; i++)
        is_told |= field[i].told;
    if (!in->has_header)
        read_header(in, field, fields, at);
    else if (fields == in->fields)
        read_claim(in, field, at);
    else if (!is_told)
        want_fields(in, fields, at);
    if (in->err == CH_ENOMEM)
        return CH_ENOMEM;
    return in->is_header_bad ? CH_EDATA : CH_OK;
}

/* ---- the file */

static int give(void *self, char *bytes, size_t room)
{
    enum { MOST = 1 << 20 };
    ch_text *left = self;
    size_t n = left->len < room ? left->len : room;
    n = n < MOST ? n : MOST;
    if (n > 0)
        memcpy(bytes, left->at, n);
    left->at += n;
    left->len -= n;
    return (int)n;
}

static ch_err read_lines(reader *in, ch_text bytes)
{
    reader *self = in;
    ch_faults cut = {.passes_over = pass_on, .self = &self};
    ch_csv_form form = {0};
    ch_err err = ch_csv_read(in->arena->memory, in->file, give, &bytes, CH_CSV_MAX_BYTES, &form, take_line, in, &cut);
    ch_faults_free(&cut);
    err = ch_err_worse(err, in->err);
    if (err == CH_OK && !in->has_header) {
        tell_at(in, (ch_at){.line = 1, .column = 1}, CH_MEDICAL__HEADS, (ch_text){0}, CH_WANT_HEADER,
                ch_medical__head_list);
        err = in->err;
    }
    return err;
}

ch_err ch_medical_file_read(ch_arena *arena, const ch_zone *zone, ch_text name, ch_text bytes,
                            const ch_medical_row **row, size_t *rows, ch_faults *faults)
{
    reader in = {
        .arena = arena, .scratch = CH_ARENA(arena->memory), .file = ch_text_copy(arena, name), .faults = faults};
    *row = NULL;
    *rows = 0;
    ch_err err = in.file.at != NULL ? ch_medical__places_make(&in.scratch, zone, &in.places) : CH_ENOMEM;
    if (err == CH_OK)
        err = read_lines(&in, bytes);
    if (err == CH_OK) {
        *row = in.row;
        *rows = in.rows;
    }
    ch_arena_free(&in.scratch);
    return err;
}
