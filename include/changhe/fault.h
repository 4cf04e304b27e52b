/* fault.h - what went wrong, where, and what was expected instead.
 * A call that cannot do its work returns a code. Bad data is told as a list of faults, all of a
 * file at once: file, line, column, what was found, what was expected. */
#ifndef CHANGHE_FAULT_H
#define CHANGHE_FAULT_H

#include "changhe/text.h"

typedef enum {
    CH_OK,
    CH_ENOMEM, /* memory ran out */
    CH_EDATA,  /* the data are at fault; the list of faults tells how */
    CH_EIO,    /* a file or database could not be read or written; the list tells which */
    CH_ENONE   /* no answer exists; the list tells why */
} ch_err;

/* A place in a file. Lines and columns count from 1, columns in code points; 0 is not known. */
typedef struct {
    ch_text file;
    uint32_t line, column;
} ch_at;

/* What may be expected, in English and Chinese. %s is the fault's detail. */
#define CH_EXPECTATIONS(X) \
    X(READABLE, "a file that can be read%s", "可读取的文件%s") \
    X(WRITABLE, "a file that can be written%s", "可写入的文件%s") \
    X(PRESENT, "the file, as datapackage.json lists it%s", "datapackage.json 所列的文件%s") \
    X(TABLE_FILE, "a file named after a table: %s", "以表命名的文件：%s") \
    X(STORE, "a store of this program%s", "本程序的数据库%s") \
    X(UTF8, "UTF-8 text%s", "UTF-8 编码的文字%s") \
    X(HEADER, "a header line with the columns %s", "首行列名 %s") \
    X(COLUMN, "column %s", "列 %s") \
    X(KNOWN_COLUMN, "a column of this table: %s", "本表的列：%s") \
    X(COLUMN_ONCE, "each column once%s", "每列只出现一次%s") \
    X(FIELDS, "%s fields, as in the header", "与首行相同的 %s 个字段") \
    X(CLOSED_QUOTE, "a closing quote%s", "收尾的引号%s") \
    X(AFTER_QUOTE, "a comma or the end of the line after a closing quote%s", "收尾引号之后为逗号或行末%s") \
    X(BARE_QUOTE, "no quote inside a field that is not quoted%s", "未加引号的字段内不含引号%s") \
    X(SHORT_LINE, "at most %s bytes in one row", "一行不超过 %s 字节") \
    X(SHORT_FILE, "at most %s", "不超过 %s") \
    X(VALUE, "a value: the column is required%s", "必填，不能为空%s") \
    X(ONE_LINE, "text without control characters%s", "不含控制字符的文字%s") \
    X(NUMBER, "a number%s", "数字%s") \
    X(RANGE, "a number %s", "数值范围 %s") \
    X(WHOLE, "a whole number, not negative%s", "非负整数%s") \
    X(EXACT, "an amount in %s that is exact in the program's unit and fits 64 bits", "以%s计、可精确表示的数额") \
    X(DATE, "a date like 2024, 2024-03 or 2024-03-01%s", "日期，如 2024、2024-03 或 2024-03-01%s") \
    X(FLAG, "yes or no%s", "yes 或 no%s") \
    X(WORD, "one of %s", "下列之一：%s") \
    X(USCC, "a unified social credit code of GB 32100-2015: %s", "GB 32100-2015 统一社会信用代码：%s") \
    X(UNIQUE, "a key that stands once; it stands in line %s too", "主键不重复；另见第 %s 行") \
    X(REFERENCE, "the key of a row of %s", "%s 中已有的主键") \
    X(BOTH, "%s", "两列同填或同空：%s") \
    X(TREE, "no circle: %s", "不成环：%s") \
    X(LOOP, "loop=yes on one link of the circle %s", "环中一条链接须标 loop=yes：%s") \
    X(AGREEMENT, "the same %s on both rows of one product", "同一产品的两行 %s 相同") \
    X(ASSUMPTION, "an assumption the program knows: %s", "程序已知的假定：%s") \
    X(UNUSED, "a row that nothing else needs; it is used by %s", "未被引用的行；仍被 %s 引用") \
    X(ONE_ROW, "exactly one row%s", "恰好一行%s") \
    X(ROWS, "at least one row%s", "至少一行%s") \
    X(JSON, "valid JSON: %s", "合法的 JSON：%s") \
    X(JSON_KIND, "%s", "%s") \
    X(MEMBER, "member \"%s\"", "成员 \"%s\"") \
    X(KNOWN_TABLE, "a table of the zone: %s", "园区的表：%s") \
    X(KEY, "a value for key column %s", "主键列 %s 的值") \
    X(ROW, "a row with this key%s", "有此主键的行%s") \
    X(RING, "a ring of at least 4 points whose last is its first%s", "至少 4 点、首尾相同的环%s") \
    X(SIMPLE, "a ring that does not touch or cross itself; it does near %s", "不自相交的环；相交于 %s") \
    X(PLACE, "a place code of the zone, or zone%s", "园区的地区代码，或 zone%s") \
    X(CHAIN, "a chain: %s", "产业链：%s")

typedef enum {
#define X(name, en, zh) CH_WANT_##name,
    CH_EXPECTATIONS(X)
#undef X
} ch_want;

typedef struct {
    ch_at at;
    ch_text column; /* name of the column or member at fault, or empty */
    ch_text found;  /* as it stood, shortened; empty: nothing was there */
    ch_want want;
    ch_text detail; /* fills %s of the expectation */
} ch_fault;

enum { CH_FAULTS_KEPT = 1000 }; /* a reader is helped by a thousand; the rest is counted */

/* A list of faults. A zeroed one is ready; .arena.memory may be set before the first fault. */
typedef struct ch_faults {
    ch_arena arena;
    ch_fault *list;
    size_t kept, capacity;
    size_t count; /* all faults, the kept and the others */
    bool no_memory;
} ch_faults;

/* Add one; all texts are copied, found cut to 60 columns. faults may be NULL. Returns CH_EDATA
 * (CH_ENOMEM when the fault itself found no memory). */
ch_err ch_fault_add(ch_faults *faults, ch_at at, ch_text column, ch_text found, ch_want want, ch_text detail);

/* CH_OK when the list is empty, else CH_EDATA or CH_ENOMEM. */
ch_err ch_faults_err(const ch_faults *faults);

/* Order by file, line, column, so that a reader can walk down the file. */
void ch_faults_sort(ch_faults *faults);

/* "firms.csv:12:5: found "boss" in role, expected one of ..." without a line end. */
void ch_fault_print(const ch_fault *fault, ch_buf *out);
/* The same fault in Chinese, without the place in the file. */
void ch_fault_print_zh(const ch_fault *fault, ch_buf *out);

void ch_faults_free(ch_faults *faults);

#endif
