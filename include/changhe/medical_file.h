/* medical_file.h - claims of care in another place, as a CSV file. They are read, settled, and forgotten: no claim enters a zone, a store or a log.
 *
 * Columns, heads in English or Chinese, in any order: claim 结算编号 (once in the file), person 参保人代码 (a token, never a name; empty: unknown, then
 * no sums of a person are kept), insured 参保地, care 就医地 (codes or names of places), kind 就医类别, filing 备案类型 (words of the zone's lists; empty: not
 * told), settled 结算日期 (a day), total_yuan 总费用, catalogue_yuan 目录内费用, and, each optional: admitted 入院日期, fund_yuan 统筹基金,
 * supplement_yuan 大病补充, aid_yuan 医疗救助, account_yuan 个人账户, cash_yuan 个人现金, state 状态 (clear 正常, disputed 争议, refused 拒付; empty: clear),
 * decided 争议裁定日期: the day on which a dispute was decided; the claim is clear or refused since.
 * Money is yuan with at most two decimals. Encoding and delimiter are found as of ch_csv_read. */
#ifndef CHANGHE_MEDICAL_FILE_H
#define CHANGHE_MEDICAL_FILE_H

#include "changhe/csv.h"
#include "changhe/zone.h"

#define CH_MEDICAL_NOWHERE UINT32_MAX /* no place of the zone, or a name that several have */

typedef enum { CH_MEDICAL_ROW_CLEAR, CH_MEDICAL_ROW_DISPUTED, CH_MEDICAL_ROW_REFUSED } ch_medical_row_state;

typedef struct {
    ch_text id, person;
    uint32_t insured, care;             /* rows of places, or CH_MEDICAL_NOWHERE */
    unsigned kind, filing;              /* words of care and filing; filing 0: not told */
    ch_date admitted, settled, decided; /* days; 0: not told (settled always is) */
    int64_t total_fen, catalogue_fen;
    int64_t fund_fen, supplement_fen, aid_fen, account_fen, cash_fen; /* CH_UNKNOWN_I64: not told */
    ch_medical_row_state state;
    ch_at at;
} ch_medical_row;

/* The state in the words of the file, English and Chinese. */
extern const char *const ch_medical_state_word[CH_MEDICAL_ROW_REFUSED + 1][2];

/* Reads all claims of bytes called name, in the order of the file. A place that the zone does not know is no fault: who settles holds the claim out.
 * CH_EDATA: every fault, told with line and column: a head that is missing, unknown or there twice (nothing after it is read then); a line of another
 * number of fields; a required cell that is empty; a day, word or amount that is none; a claim that stands twice; admitted after settled, decided
 * before it or in dispute still; more in the catalogue than in all, more from the fund than in the catalogue; parts that do not add up to the
 * total (where cash is not told: that are more); cash told and the fund's part not; totals past 63 bits. A fault never shows what stands in
 * the column person, nor the text of a line that cannot be cut into fields. CH_ENOMEM. *rows is 0 then. faults must be given.
 * All texts live in the arena. Cost: O(bytes). */
CH_MUST_USE ch_err ch_medical_file_read(ch_arena *arena, const ch_zone *zone, ch_text name, ch_text bytes,
                                        const ch_medical_row **row, size_t *rows, ch_faults *faults);

#endif
