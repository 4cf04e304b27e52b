/* claims_file.c - lines of claims, each checked as it comes; codes numbered as they are met, and anew by their bytes at the end. */
#include "changhe/claims_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FROM, TO, AMOUNT, COLUMNS };
static const char *const column_name[COLUMNS] = {"from", "to", "amount_fen"};
static const char *const column_zh[COLUMNS] = {"欠款方", "收款方", "金额（分）"};

#define NO_PARTY UINT32_MAX
#define MOST_FEN "9223372036854775807"

typedef struct {
    ch_arena *arena, scratch;
    ch_text file;
    ch_faults *faults;
    ch_err err;
    bool has_header, is_header_bad;
    size_t at[COLUMNS]; /* which field holds the column */
    ch_text *party;     /* in the order met */
    size_t parties, party_room;
    uint32_t *slot; /* party + 1 by hash, 0: free; a power of two of them, at most half in use */
    size_t slots;
    ch_claims_row *row;
    size_t rows, row_room;
    int64_t sum_fen;
    bool is_sum_told;
} reader;

/* column: COLUMNS for none. */
static void tell(reader *in, ch_at at, int column, ch_text found, ch_want want, const char *detail)
{
    at.file = in->file;
    const bool is_of_one = column < COLUMNS;
    const ch_fault fault = {.at = at,
                            .column = ch_text_of(is_of_one ? column_name[column] : ""),
                            .column_zh = ch_text_of(is_of_one ? column_zh[column] : ""),
                            .found = found,
                            .want = want,
                            .detail = ch_text_of(detail)};
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
}

/* ---- header */

static bool find_column(ch_text name, int *column)
{
    for (*column = 0; *column < COLUMNS; ++*column)
        if (ch_text_equal(name, ch_text_of(column_name[*column])))
            return true;
    return false;
}

static void read_header(reader *in, const ch_csv_field *field, size_t fields, ch_at at)
{
    bool has[COLUMNS] = {false}, is_told = false;
    int c;
    for (size_t i = 0; i < fields; i++) {
        const ch_text name = ch_text_trim(field[i].text);
        if (field[i].told || !find_column(name, &c)) {
            if (!field[i].told)
                tell(in, field[i].at, COLUMNS, field[i].text, CH_WANT_KNOWN_COLUMN, "from, to, amount_fen");
            is_told |= field[i].told;
            in->is_header_bad = true;
            continue;
        }
        if (has[c])
            tell(in, field[i].at, c, field[i].text, CH_WANT_COLUMN_ONCE, "");
        in->is_header_bad |= has[c];
        has[c] = true;
        in->at[c] = i;
    }
    for (c = 0; c < COLUMNS; c++)
        if (!has[c] && !is_told) { /* what was told may be the column */
            tell(in, at, COLUMNS, (ch_text){0}, CH_WANT_COLUMN, column_name[c]);
            in->is_header_bad = true;
        }
    in->has_header = true;
}

/* ---- codes */

static uint64_t hash(ch_text text)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* The slot of the code, or the free one where it would go. */
static uint32_t *find_slot(const reader *in, ch_text code)
{
    for (size_t s = (size_t)hash(code) & (in->slots - 1);; s = (s + 1) & (in->slots - 1))
        if (in->slot[s] == 0 || ch_text_equal(in->party[in->slot[s] - 1], code))
            return &in->slot[s];
}

static bool make_room(reader *in)
{
    if (in->slots > 0 && in->parties < in->slots / 2)
        return true;
    const size_t slots = in->slots > 0 ? 2 * in->slots : 1024;
    uint32_t *slot = CH_NEW(&in->scratch, uint32_t, slots);
    if (slot == NULL)
        return false;
    in->slot = slot;
    in->slots = slots;
    for (size_t p = 0; p < in->parties; p++)
        *find_slot(in, in->party[p]) = (uint32_t)p + 1;
    return true;
}

static bool is_shown(ch_text code)
{
    while (code.len > 0)
        if (ch_utf8_is_hidden(ch_utf8_next(&code)))
            return false;
    return true;
}

static uint32_t add_party(reader *in, uint32_t *slot, ch_text code)
{
    void *parties = in->party;
    const ch_text copy = ch_text_copy(in->arena, code);
    if (copy.at == NULL || in->parties >= NO_PARTY - 1 ||
        !ch_arena_grow(&in->scratch, &parties, &in->party_room, in->parties + 1, sizeof *in->party)) {
        in->err = CH_ENOMEM;
        return NO_PARTY;
    }
    in->party = parties;
    in->party[in->parties] = copy;
    *slot = (uint32_t)++in->parties;
    return *slot - 1;
}

static uint32_t read_party(reader *in, int column, const ch_csv_field *field)
{
    const ch_text code = ch_text_trim(field->text);
    if (field->told)
        return NO_PARTY;
    if (code.len == 0) {
        tell(in, field->at, column, field->text, CH_WANT_VALUE, "");
        return NO_PARTY;
    }
    if (!make_room(in)) {
        in->err = CH_ENOMEM;
        return NO_PARTY;
    }
    uint32_t *slot = find_slot(in, code);
    if (*slot != 0)
        return *slot - 1;
    if (is_shown(code))
        return add_party(in, slot, code);
    tell(in, field->at, column, field->text, CH_WANT_ONE_LINE, "");
    return NO_PARTY;
}

/* ---- amounts */

/* 0: told. */
static int64_t read_amount(reader *in, const ch_csv_field *field)
{
    const ch_text text = ch_text_trim(field->text);
    int64_t fen = 0;
    size_t i = 0;
    if (field->told)
        return 0;
    for (; i < text.len; i++) {
        const unsigned digit = (unsigned)((unsigned char)text.at[i] - '0');
        if (digit > 9 || fen > (INT64_MAX - (int64_t)digit) / 10)
            break;
        fen = fen * 10 + (int64_t)digit;
    }
    if (i == text.len && fen > 0)
        return fen;
    if (text.len == 0)
        tell(in, field->at, AMOUNT, field->text, CH_WANT_VALUE, "");
    else
        tell(in, field->at, AMOUNT, field->text, CH_WANT_COUNT_RANGE, "1-" MOST_FEN);
    return 0;
}

/* Once the sum is past all bounds later lines are not measured by it. */
static void add_up(reader *in, const ch_csv_field *field, int64_t fen)
{
    if (in->is_sum_told)
        return;
    in->is_sum_told = fen > INT64_MAX - in->sum_fen;
    if (in->is_sum_told)
        tell(in, field->at, AMOUNT, field->text, CH_WANT_CLAIMS_SUM, MOST_FEN);
    else
        in->sum_fen += fen;
}

/* ---- lines */

static void keep(reader *in, ch_claims_row row)
{
    void *rows = in->row;
    if (!ch_arena_grow(&in->scratch, &rows, &in->row_room, in->rows + 1, sizeof row)) {
        in->err = CH_ENOMEM;
        return;
    }
    in->row = rows;
    in->row[in->rows++] = row;
}

static void read_claim(reader *in, const ch_csv_field *field)
{
    const ch_csv_field *to = &field[in->at[TO]], *amount = &field[in->at[AMOUNT]];
    ch_claims_row row;
    row.from = read_party(in, FROM, &field[in->at[FROM]]);
    row.to = read_party(in, TO, to);
    row.fen = read_amount(in, amount);
    if (row.from == row.to && row.from != NO_PARTY)
        tell(in, to->at, TO, to->text, CH_WANT_OTHER_PARTY, "");
    add_up(in, amount, row.fen);
    if (in->err == CH_OK)
        keep(in, row);
}

static void want_fields(reader *in, size_t fields, ch_at at)
{
    char found[40], found_zh[40];
    snprintf(found, sizeof found, fields == 1 ? "%zu field" : "%zu fields", fields);
    snprintf(found_zh, sizeof found_zh, "%zu 个字段", fields);
    at.file = in->file;
    const ch_fault fault = {.at = at,
                            .found = ch_text_of(found),
                            .found_zh = ch_text_of(found_zh),
                            .want = CH_WANT_FIELDS,
                            .detail = CH_TEXT("3")};
    in->err = ch_err_worse(in->err, ch_fault_tell(in->faults, &fault));
}

static ch_err take_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    reader *in = self;
    bool is_told = false;
    for (size_t i = 0; i < fields; i++)
        is_told |= field[i].told;
    if (!in->has_header)
        read_header(in, field, fields, at);
    else if (fields == COLUMNS)
        read_claim(in, field);
    else if (!is_told)
        want_fields(in, fields, at);
    if (in->err == CH_ENOMEM)
        return CH_ENOMEM;
    return in->is_header_bad ? CH_EDATA : CH_OK;
}

/* ---- the order of codes */

static int compare_codes(const void *a, const void *b)
{
    const ch_text *const *x = a, *const *y = b;
    return ch_text_compare(**x, **y);
}

static ch_err give(reader *in, ch_claims *claims)
{
    const ch_text **sorted = CH_NEW(&in->scratch, const ch_text *, in->parties);
    uint32_t *place = CH_NEW(&in->scratch, uint32_t, in->parties);
    ch_text *party = CH_NEW(in->arena, ch_text, in->parties);
    ch_claims_row *row = CH_NEW(in->arena, ch_claims_row, in->rows);
    if (sorted == NULL || place == NULL || party == NULL || row == NULL)
        return CH_ENOMEM;
    for (size_t p = 0; p < in->parties; p++)
        sorted[p] = &in->party[p];
    qsort(sorted, in->parties, sizeof *sorted, compare_codes);
    for (size_t p = 0; p < in->parties; p++) {
        party[p] = *sorted[p];
        place[sorted[p] - in->party] = (uint32_t)p;
    }
    for (size_t i = 0; i < in->rows; i++)
        row[i] = (ch_claims_row){place[in->row[i].from], place[in->row[i].to], in->row[i].fen};
    *claims = (ch_claims){party, in->parties, row, in->rows};
    return CH_OK;
}

ch_err ch_claims_read(ch_arena *arena, ch_text file, ch_csv_source *read, void *self, ch_claims *claims,
                      ch_faults *faults)
{
    reader in = {.arena = arena, .scratch = CH_ARENA(arena->memory), .file = file, .faults = faults};
    ch_csv_form form = {0};
    *claims = (ch_claims){0};
    ch_err err = ch_csv_read(arena->memory, file, read, self, CH_CSV_MAX_BYTES, &form, take_row, &in, faults);
    err = ch_err_worse(err, in.err);
    if (err == CH_OK && !in.has_header) {
        tell(&in, (ch_at){.line = 1, .column = 1}, COLUMNS, (ch_text){0}, CH_WANT_HEADER, "from, to, amount_fen");
        err = in.err;
    }
    if (err == CH_OK)
        err = give(&in, claims);
    ch_arena_free(&in.scratch);
    return err;
}
