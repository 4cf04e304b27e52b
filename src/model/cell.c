/* cell.c - what each type of cell accepts and the one form in which it is written. */
#include "cell.h"

#include "changhe/decimal.h"
#include "changhe/uscc.h"

#include <math.h>
#include <string.h>

bool ch_cell__holds_text(ch_type type)
{
    return type == CH_TYPE_TEXT || type == CH_TYPE_REF || type == CH_TYPE_REFS || type == CH_TYPE_USCC;
}

/* A text on its way into a cell, and who hears when it does not fit. */
typedef struct {
    const ch_column *column;
    ch_text text;
    ch_at at;
    ch_faults *faults;
} reading;

static ch_fault fault_of(const reading *in, ch_want want)
{
    return (ch_fault){.at = in->at,
                      .column = ch_text_of(in->column->name),
                      .column_zh = ch_text_of(in->column->zh),
                      .found = in->text,
                      .want = want};
}

static ch_err refuse_with(const reading *in, ch_want want, ch_text detail)
{
    ch_fault fault = fault_of(in, want);
    fault.detail = detail;
    return ch_fault_tell(in->faults, &fault);
}

static ch_err refuse(const reading *in, ch_want want)
{
    return refuse_with(in, want, CH_TEXT(""));
}

/* Bytes at the start that are ASCII and show, eight at a time: no byte has its top bit, taking a blank
 * from each sets none, nor does adding one, which would reach past DEL. */
static size_t plain_start(ch_text text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    size_t done = 0;
    for (uint64_t eight; text.len - done >= sizeof eight; done += sizeof eight) {
        memcpy(&eight, text.at + done, sizeof eight);
        if (((eight | (eight - ones * ' ') | (eight + ones)) & tops) != 0)
            break;
    }
    while (done < text.len && text.at[done] >= ' ' && text.at[done] < 0x7f)
        done++;
    return done;
}

/* Does a well-formed sequence of U+4000..U+9FFF begin here? Most Chinese characters do, and all show. */
static bool is_common_han(const char *at, size_t len)
{
    const unsigned char *byte = (const unsigned char *)at;
    return len >= 3 && byte[0] >= 0xe4 && byte[0] <= 0xe9 && (byte[1] & 0xc0) == 0x80 && (byte[2] & 0xc0) == 0x80;
}

static bool has_hidden(ch_text text)
{
    while (text.len > 0)
        if (ch_utf8_is_hidden(ch_utf8_next(&text)))
            return true;
    return false;
}

/* Is all of it ASCII and common Chinese? Then it is well-formed and shows. */
static bool is_common(ch_text text)
{
    while (text.len > 0) {
        const size_t plain = plain_start(text), step = plain > 0 ? plain : is_common_han(text.at, text.len) ? 3 : 0;
        if (step == 0)
            return false;
        text.at += step;
        text.len -= step;
    }
    return true;
}

static ch_err check_text(const reading *in)
{
    if (!is_common(in->text)) {
        if (ch_utf8_valid(in->text) != in->text.len)
            return refuse(in, CH_WANT_UTF8);
        if (has_hidden(in->text))
            return refuse(in, CH_WANT_ONE_LINE);
    }
    if (in->column->need == CH_KEY && memchr(in->text.at, ' ', in->text.len) != NULL &&
        ch_schema_is_listed_key(in->column))
        return refuse(in, CH_WANT_ONE_WORD);
    return CH_OK;
}

static ch_err refuse_word(const reading *in)
{
    if (in->faults == NULL)
        return CH_EDATA;
    ch_buf list = {.memory = in->faults->arena.memory}, list_zh = list;
    ch_schema_print_words(in->column->words, &list);
    ch_schema_print_words_zh(in->column->words, &list_zh);
    ch_fault fault = fault_of(in, CH_WANT_WORD);
    fault.detail = ch_buf_text(&list);
    fault.detail_zh = ch_buf_text(&list_zh);
    ch_err err = list.failed || list_zh.failed ? CH_ENOMEM : ch_fault_tell(in->faults, &fault);
    ch_buf_free(&list_zh);
    ch_buf_free(&list);
    return err;
}

static ch_err parse_word(const reading *in, uint8_t *word)
{
    unsigned value = ch_schema_find_word(in->column->words, in->text);
    if (value == 0)
        return refuse_word(in);
    *word = (uint8_t)value;
    return CH_OK;
}

static ch_err parse_words(const reading *in, uint32_t *words)
{
    uint32_t bits = 0;
    reading piece = *in;
    for (ch_text rest = in->text; ch_text_next(&rest, ' ', &piece.text);) {
        unsigned value = ch_schema_find_word(in->column->words, piece.text);
        if (value == 0)
            return refuse_word(&piece);
        bits |= UINT32_C(1) << value;
    }
    *words = bits;
    return CH_OK;
}

static ch_err parse_flag(const reading *in, uint8_t *flag)
{
    bool yes = ch_text_equal(in->text, CH_TEXT("yes"));
    if (!yes && !ch_text_equal(in->text, CH_TEXT("no")))
        return refuse(in, CH_WANT_FLAG);
    *flag = yes;
    return CH_OK;
}

typedef struct {
    double least, most;
    ch_text told;
} range;

/* A number with a unit is an amount or, with the unit 0..1, a part. */
static range range_of(const ch_column *column)
{
    ch_text unit = ch_text_of(column->unit);
    if (column->type == CH_TYPE_LON)
        return (range){-180, 180, CH_TEXT("-180..180")};
    if (column->type == CH_TYPE_LAT)
        return (range){-90, 90, CH_TEXT("-90..90")};
    if (ch_text_equal(unit, CH_TEXT("0..1")))
        return (range){0, 1, CH_TEXT("0..1")};
    return (range){unit.len > 0 ? 0 : -INFINITY, INFINITY, CH_TEXT(">= 0")};
}

bool ch_cell__fits_number(const ch_column *column, double number)
{
    const range legal = range_of(column);
    return isfinite(number) && number >= legal.least && number <= legal.most;
}

bool ch_cell__fits_whole(const ch_column *column, int64_t whole)
{
    return whole != CH_UNKNOWN_I64 && (whole >= 0 || column->type == CH_TYPE_MONEY);
}

static ch_err parse_number(const reading *in, double *number)
{
    double value;
    if (!ch_number_parse(in->text, &value))
        return refuse(in, CH_WANT_NUMBER);
    range legal = range_of(in->column);
    if (value < legal.least || value > legal.most)
        return refuse_with(in, CH_WANT_RANGE, legal.told);
    *number = value + 0.0; /* makes -0 a plain 0: one form only */
    return CH_OK;
}

static ch_err parse_count(const reading *in, int64_t *count)
{
    int64_t value;
    if (!ch_decimal_parse(in->text, 1, &value) || value < 0)
        return refuse(in, CH_WANT_WHOLE);
    *count = value;
    return CH_OK;
}

static int64_t units_of(ch_type type)
{
    return type == CH_TYPE_MONEY ? CH_FEN_PER_WAN : type == CH_TYPE_AREA ? CH_AREA_PER_MU : 1;
}

static ch_err parse_amount(const reading *in, int64_t *amount)
{
    int64_t value;
    if (!ch_decimal_parse(in->text, units_of(in->column->type), &value))
        return refuse(in, in->column->type == CH_TYPE_MONEY ? CH_WANT_MONEY : CH_WANT_LAND);
    if (value < 0 && in->column->type == CH_TYPE_AREA)
        return refuse_with(in, CH_WANT_RANGE, CH_TEXT(">= 0"));
    *amount = value;
    return CH_OK;
}

static ch_err parse_date(const reading *in, ch_date *date)
{
    return ch_date_parse(in->text, date) ? CH_OK : refuse(in, CH_WANT_DATE);
}

static ch_err check_uscc(const reading *in)
{
    if (ch_uscc_valid(in->text))
        return CH_OK;
    char check = in->text.len == 18 ? ch_uscc_check(in->text) : 0;
    if (check == 0)
        return refuse(in, CH_WANT_USCC_FORM);
    return refuse_with(in, CH_WANT_USCC, (ch_text){&check, 1});
}

ch_err ch_cell__parse(const ch_column *column, ch_text text, void *cell, ch_at at, ch_faults *faults)
{
    const reading in = {column, text, at, faults};
    ch_err err = check_text(&in);
    if (err != CH_OK)
        return err;

    switch (column->type) {
    case CH_TYPE_WORD: return parse_word(&in, cell);
    case CH_TYPE_WORDS: return parse_words(&in, cell);
    case CH_TYPE_FLAG: return parse_flag(&in, cell);
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return parse_number(&in, cell);
    case CH_TYPE_COUNT: return parse_count(&in, cell);
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return parse_amount(&in, cell);
    case CH_TYPE_DATE: return parse_date(&in, cell);
    case CH_TYPE_SHAPE: return refuse(&in, CH_WANT_GEOMETRY);
    case CH_TYPE_USCC:
        err = check_uscc(&in);
        if (err != CH_OK)
            return err;
        break;
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS: break;
    }
    *(ch_text *)cell = text;
    return CH_OK;
}

size_t ch_cell__squeeze(char *bytes, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != ' ' || (kept > 0 && bytes[kept - 1] != ' '))
            bytes[kept++] = bytes[i];
    return kept;
}

const void *ch_cell__empty(ch_type type)
{
    static const ch_cell zero = {.text = {NULL, 0}}, unknown = {.whole = CH_UNKNOWN_I64}, no_number = {.number = NAN};
    switch (type) {
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return &no_number;
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return &unknown;
    default: return &zero;
    }
}

bool ch_cell__is_empty_zero(ch_type type)
{
    const unsigned char *byte = ch_cell__empty(type);
    for (size_t i = 0; i < ch_schema_cell_size(type); i++)
        if (byte[i] != 0)
            return false;
    return true;
}

void ch_cell__clear(ch_type type, void *cell)
{
    memcpy(cell, ch_cell__empty(type), ch_schema_cell_size(type));
}

void ch_cell__clear_all(ch_type type, void *cells, size_t n)
{
    const size_t size = ch_schema_cell_size(type);
    const void *empty = ch_cell__empty(type);
    for (size_t i = 0; i < n; i++)
        memcpy((char *)cells + i * size, empty, size);
}

bool ch_cell__is_empty(ch_type type, const void *cell)
{
    switch (type) {
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS:
    case CH_TYPE_USCC: return ((const ch_text *)cell)->len == 0;
    case CH_TYPE_WORD:
    case CH_TYPE_FLAG: return *(const uint8_t *)cell == 0;
    case CH_TYPE_WORDS: return *(const uint32_t *)cell == 0;
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return isnan(*(const double *)cell);
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return *(const int64_t *)cell == CH_UNKNOWN_I64;
    case CH_TYPE_DATE: return *(const ch_date *)cell == 0;
    case CH_TYPE_SHAPE: return *(const ch_shape *const *)cell == NULL;
    }
    return true;
}

int ch_cell__compare(ch_type type, const void *a, const void *b)
{
    if (type == CH_TYPE_WORD)
        return *(const uint8_t *)a - *(const uint8_t *)b;
    return ch_text_compare(*(const ch_text *)a, *(const ch_text *)b);
}

static void format_words(const ch_words *words, uint32_t bits, ch_buf *out)
{
    const char *between = "";
    for (unsigned value = 1; value <= words->count; value++) {
        if ((bits >> value & 1) == 0)
            continue;
        ch_buf_adds(out, between);
        ch_buf_adds(out, words->word[value].word);
        between = " ";
    }
}

void ch_cell__format(const ch_column *column, const void *cell, ch_buf *out)
{
    if (ch_cell__is_empty(column->type, cell))
        return;
    switch (column->type) {
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS:
    case CH_TYPE_USCC: ch_buf_add(out, *(const ch_text *)cell); break;
    case CH_TYPE_WORD: ch_buf_adds(out, column->words->word[*(const uint8_t *)cell].word); break;
    case CH_TYPE_WORDS: format_words(column->words, *(const uint32_t *)cell, out); break;
    case CH_TYPE_FLAG: ch_buf_adds(out, "yes"); break;
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: ch_number_format(*(const double *)cell, out); break;
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: ch_decimal_format(*(const int64_t *)cell, units_of(column->type), out); break;
    case CH_TYPE_DATE: ch_date_format(*(const ch_date *)cell, out); break;
    case CH_TYPE_SHAPE: break;
    }
}

/* Multiply by the odd constant of the golden ratio and fold the high half down: one to one for
 * each value, so that no two values of equal start fall together. */
uint64_t ch_cell__mix_u64(uint64_t digest, uint64_t value)
{
    digest = (digest ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return digest ^ digest >> 32;
}

/* Eight bytes, the first the lowest whatever the machine's own order; compilers see one load. */
static uint64_t load(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24 |
           (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 | (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

uint64_t ch_cell__mix_text(uint64_t digest, ch_text text)
{
    digest = ch_cell__mix_u64(digest, text.len);
    size_t i = 0;
    for (; text.len - i >= 8; i += 8)
        digest = ch_cell__mix_u64(digest, load(text.at + i));
    if (i == text.len)
        return digest;
    char rest[8] = {0};
    memcpy(rest, text.at + i, text.len - i);
    return ch_cell__mix_u64(digest, load(rest));
}

static uint64_t mix_double(uint64_t digest, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return ch_cell__mix_u64(digest, bits);
}

static uint64_t mix_shape(uint64_t digest, const ch_shape *shape)
{
    digest = ch_cell__mix_u64(digest, shape->parts);
    for (size_t i = 0; i <= shape->parts; i++)
        digest = ch_cell__mix_u64(digest, shape->part_start[i]);
    for (size_t i = 0; i <= shape->rings; i++)
        digest = ch_cell__mix_u64(digest, shape->ring_start[i]);
    for (size_t i = 0; i < shape->points; i++) {
        digest = mix_double(digest, shape->point[i].lon_deg);
        digest = mix_double(digest, shape->point[i].lat_deg);
    }
    return digest;
}

/* NaN has many forms, the empty cell one. */
uint64_t ch_cell__mix_empty(uint64_t digest)
{
    return ch_cell__mix_u64(digest, UINT64_MAX);
}

uint64_t ch_cell__mix(uint64_t digest, ch_type type, const void *cell)
{
    if (ch_cell__is_empty(type, cell))
        return ch_cell__mix_empty(digest);
    switch (type) {
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS:
    case CH_TYPE_USCC: return ch_cell__mix_text(digest, *(const ch_text *)cell);
    case CH_TYPE_WORD:
    case CH_TYPE_FLAG: return ch_cell__mix_u64(digest, *(const uint8_t *)cell);
    case CH_TYPE_WORDS: return ch_cell__mix_u64(digest, *(const uint32_t *)cell);
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: return mix_double(digest, *(const double *)cell);
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: return ch_cell__mix_u64(digest, (uint64_t) * (const int64_t *)cell);
    case CH_TYPE_DATE: return ch_cell__mix_u64(digest, (uint64_t) * (const ch_date *)cell);
    case CH_TYPE_SHAPE: return mix_shape(digest, *(const ch_shape *const *)cell);
    }
    return digest;
}

/* Every case of the type a loop of its own, so that what cells have in common is asked once. */
#define MIX_ALL(cell_type, is_unknown, mix_one) \
    for (size_t i = 0; i < n; i++) { \
        const cell_type cell = ((const cell_type *)cells)[i]; \
        digest[i] = (is_unknown) ? ch_cell__mix_empty(digest[i]) : (mix_one); \
    } \
    break

void ch_cell__mix_all(uint64_t *digest, ch_type type, const void *cells, size_t n)
{
    switch (type) {
    case CH_TYPE_TEXT:
    case CH_TYPE_REF:
    case CH_TYPE_REFS:
    case CH_TYPE_USCC: MIX_ALL(ch_text, cell.len == 0, ch_cell__mix_text(digest[i], cell));
    case CH_TYPE_WORD:
    case CH_TYPE_FLAG: MIX_ALL(uint8_t, cell == 0, ch_cell__mix_u64(digest[i], cell));
    case CH_TYPE_WORDS: MIX_ALL(uint32_t, cell == 0, ch_cell__mix_u64(digest[i], cell));
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT: MIX_ALL(double, isnan(cell), mix_double(digest[i], cell));
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: MIX_ALL(int64_t, cell == CH_UNKNOWN_I64, ch_cell__mix_u64(digest[i], (uint64_t)cell));
    case CH_TYPE_DATE: MIX_ALL(ch_date, cell == 0, ch_cell__mix_u64(digest[i], (uint64_t)cell));
    case CH_TYPE_SHAPE:
        for (size_t i = 0; i < n; i++)
            digest[i] = ch_cell__mix(digest[i], type, (const ch_shape *const *)cells + i);
        break;
    }
}
#undef MIX_ALL
