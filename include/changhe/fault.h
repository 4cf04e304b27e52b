/* fault.h - what went wrong, where, and what was expected instead.
 * A call that cannot do its work returns a code. Bad data is told as a list of faults, all of a
 * file at once: file, line, column, what was found, what was expected. */
#ifndef CHANGHE_FAULT_H
#define CHANGHE_FAULT_H

#include "changhe/text.h"

/* From harmless to grave. */
typedef enum {
    CH_OK,
    CH_ENONE, /* no answer exists; the list tells why */
    CH_EDATA, /* the data are at fault; the list of faults tells how */
    CH_EIO,   /* a file or database could not be read or written; the list tells which */
    CH_ENOMEM /* memory ran out */
} ch_err;

/* The graver of two: what a call returns that goes on after a failure. */
static inline ch_err ch_err_worse(ch_err a, ch_err b)
{
    return a > b ? a : b;
}

/* A place in a file. Lines and columns count from 1, columns in code points; 0 is not known. */
typedef struct {
    ch_text file;
    uint32_t line, column;
} ch_at;

/* What may be expected, in English and Chinese. %s is the fault's detail. Each Chinese one can stand
 * behind 应为. */
#define CH_EXPECTATIONS(X) \
    X(READABLE, "a file that can be read%s", "可读取的文件%s") \
    X(WRITABLE, "a file that can be written%s", "可写入的文件%s") \
    X(PRESENT, "a file of the folder; this one is missing%s", "文件夹中确有的文件（缺少文件）%s") \
    X(REGULAR, "a regular file; this is %s", "普通文件（不是普通文件，而是%s）") \
    X(INSIDE, "a path that does not leave the folder%s", "文件夹之内的路径（路径不许离开文件夹）%s") \
    X(TABLE_FILE, "a file named after a table: %s", "以表命名的文件，如 %s") \
    X(LOADED, "the content that was loaded, snapshot %s: load it again", \
      "载入时的内容（快照 %s）；载入后被改动过，请重新载入") \
    X(STORE, "a store of this program%s", "本程序的数据库%s") \
    X(UTF8, "UTF-8 text%s", "UTF-8 编码的文字%s") \
    X(ENCODING, "a file in UTF-8; this looks like %s: save it as CSV UTF-8", \
      "UTF-8 编码的文件；文件像是 %s 编码，请另存为“CSV UTF-8”") \
    X(WORKBOOK, "a sound workbook (.xlsx); here %s", "完好的工作簿（.xlsx）；此处%s") \
    X(XLSX, "an .xlsx workbook; this is %s: save it as such", ".xlsx 工作簿；文件是%s，请另存为 .xlsx") \
    X(UNLOCKED, "a workbook without a password%s", "未加密的工作簿%s") \
    X(OWN_PARTS, "a workbook that names nothing outside of itself%s", "不引用文件之外内容的工作簿%s") \
    X(SMALL_WORKBOOK, "a workbook with at most %s", "不超过 %s的工作簿") \
    X(TEXT_ENCODING, "text in UTF-8; this looks like %s", "UTF-8 编码的文字；此处像是 %s 编码") \
    X(LINE_ENDS, "lines that end in LF or CRLF; these end in CR alone: save the file as CSV UTF-8%s", \
      "以 LF 或 CRLF 结束的行；文件的行只以 CR 结束，请另存为“CSV UTF-8”%s") \
    X(HEADER, "a header line with the columns %s", "由列名组成的首行：%s") \
    X(COLUMN, "column %s", "含有列 %s 的首行") \
    X(KNOWN_COLUMN, "a column of this table: %s", "本表的列：%s") \
    X(COLUMN_ONCE, "each column once%s", "只出现一次的列%s") \
    X(FIELDS, "%s fields, as in the header", "与首行相同的 %s 个字段") \
    X(CLOSED_QUOTE, "a closing quote%s", "收尾的引号%s") \
    X(AFTER_QUOTE, "a comma or the end of the line after a closing quote%s", "收尾引号之后的逗号或行末%s") \
    X(BARE_QUOTE, "no quote inside a field that is not quoted%s", "不含引号的字段，或整体加引号的字段%s") \
    X(SHORT_LINE, "at most %s bytes in one row", "不超过 %s 字节的一行") \
    X(SHORT_FILE, "at most %s bytes", "不超过 %s 字节的文件") \
    X(VALUE, "a value: the column is required%s", "必填的值%s") \
    X(ONE_LINE, "text without control or invisible characters%s", "不含控制字符和不可见字符的文字%s") \
    X(ONE_WORD, "a key without blanks%s", "不含空格的主键%s") \
    X(NUMBER, "a number%s", "数字%s") \
    X(RANGE, "a number %s", "数字，范围 %s") \
    X(WHOLE, "a whole number, not negative%s", "非负整数%s") \
    X(MONEY, "an amount in 10,000 yuan that is exact in the program's unit and fits 64 bits%s", \
      "以万元计、精确到分、不超过 64 位的金额%s") \
    X(LAND, "an amount in mu that is exact in the program's unit and fits 64 bits%s", \
      "以亩计、精确到 1/300 平方米、不超过 64 位的面积%s") \
    X(DATE, "a date like 2024, 2024-03 or 2024-03-01%s", "日期，如 2024、2024-03 或 2024-03-01%s") \
    X(YEAR, "a year of four digits%s", "四位数的年份%s") \
    X(FLAG, "yes or no%s", "yes（是）或 no（否）%s") \
    X(WORD, "one of %s", "下列之一：%s") \
    X(USCC, "a unified social credit code of GB 32100-2015: check character %s", \
      "GB 32100-2015 统一社会信用代码，校验码为 %s") \
    X(USCC_FORM, "a unified social credit code of GB 32100-2015: 18 of 0-9 and A-Z without I O S V Z%s", \
      "GB 32100-2015 统一社会信用代码：18 位数字或大写字母（不用 I、O、S、V、Z）%s") \
    X(UNIQUE, "a key that stands once; it stands in line %s too", "不重复的主键；另见第 %s 行") \
    X(REFERENCE, "the key of a row of %s", "表“%s”中已有的主键") \
    X(ZONE_PLACE, "the key of a row of places (level=zone)%s", "表“places 地区”中 level 级别为 zone 的主键%s") \
    X(ZONE_HERE, "a zone that the firm's place touches%s", "与所在地区相交的合作区%s") \
    X(OLD_CODE, "a code that is no longer a place%s", "不再是现行地区的旧代码%s") \
    X(OTHER_SEGMENT, "another segment than a%s", "与 a 环节甲不同的环节%s") \
    X(CHAIN_SEGMENT, "a segment of chain %s", "产业链 %s 的环节") \
    X(POINT_BOTH, "both lon and lat, or neither%s", "同填或同空的 lon 经度与 lat 纬度%s") \
    X(NEED_BOTH, "need and typical, or neither%s", "同填或同空的 need 需求量与 typical 典型企业产能%s") \
    X(TREE, "no circle: %s", "不成环的关系；环为 %s") \
    X(LOOP, "loop=yes on one link of the circle %s", "不成环的关系，或环中一条上下游关系须标 loop=yes；环为 %s") \
    X(AGREEMENT, "the same %s on both rows of one product", "与同一产品另一行相同的 %s") \
    X(ASSUMPTION, "an assumption the program knows: %s", "程序已知的假定：%s") \
    X(UNUSED, "a row that nothing else needs; it is used by %s", "未被引用的行；仍被 %s 引用") \
    X(ONE_ROW, "exactly one row%s", "恰好一行%s") \
    X(JSON_VALUE, "valid JSON: a value%s", "合法的 JSON：一个值%s") \
    X(JSON_NAME, "valid JSON: the name of a member in quotes%s", "合法的 JSON：加引号的成员名%s") \
    X(JSON_COLON, "valid JSON: a colon after the name of a member%s", "合法的 JSON：成员名之后的冒号%s") \
    X(JSON_OBJECT_END, "valid JSON: a comma, or the } of the object begun in line %s", \
      "合法的 JSON：逗号，或第 %s 行开始的对象的 }") \
    X(JSON_ARRAY_END, "valid JSON: a comma, or the ] of the array begun in line %s", \
      "合法的 JSON：逗号，或第 %s 行开始的数组的 ]") \
    X(JSON_STRING_END, "valid JSON: the closing \" of the string begun in line %s", \
      "合法的 JSON：第 %s 行开始的字符串的收尾 \"") \
    X(JSON_END, "valid JSON: nothing after the value%s", "合法的 JSON：值之后再无内容%s") \
    X(JSON_DIGIT, "valid JSON: a digit%s", "合法的 JSON：一位数字%s") \
    X(JSON_HEX, "valid JSON: four hexadecimal digits after \\u%s", "合法的 JSON：\\u 之后的四位十六进制数字%s") \
    X(JSON_NUL, "valid JSON: no \\u0000%s", "合法的 JSON：不含 \\u0000 的字符串%s") \
    X(JSON_PAIR, "valid JSON: both halves of a surrogate pair%s", "合法的 JSON：成对的代理码元%s") \
    X(JSON_ESCAPE, "valid JSON: \\ before one of \"\\/bfnrtu%s", "合法的 JSON：\\ 与其后 \"\\/bfnrtu 之一%s") \
    X(JSON_CONTROL, "valid JSON: no control character in a string%s", "合法的 JSON：不含控制字符的字符串%s") \
    X(MEMBER_ONCE, "valid JSON: each member once%s", "合法的 JSON：只出现一次的成员%s") \
    X(MEMBER, "member \"%s\"", "成员 \"%s\"") \
    X(DEPTH, "at most %s brackets inside one another", "不超过 %s 层的嵌套括号") \
    X(VALUES, "at most %s values", "不超过 %s 个值") \
    X(POINTS, "at most %s points in one outline", "不超过 %s 点的轮廓") \
    X(OBJECT, "an object%s", "对象%s") \
    X(ARRAY, "an array%s", "数组%s") \
    X(STRING, "a string%s", "字符串%s") \
    X(CELL, "a string, a number or null%s", "字符串、数字或 null%s") \
    X(CELL_FLAG, "a string, true, false or null%s", "字符串、true、false 或 null%s") \
    X(CELL_LIST, "a string, a number, null or an array of strings%s", "字符串、数字、null 或字符串数组%s") \
    X(NO_BLANKS, "a string without blanks%s", "不含空格的非空字符串%s") \
    X(NAMELY, "%s", "%s") \
    X(KNOWN_TABLE, "a table of the zone; nearest: %s", "合作区的表；最接近的是 %s") \
    X(GRAPH_LINE, "a line that begins with c, p or a%s", "以 c、p 或 a 开头的行%s") \
    X(GRAPH_PROBLEM, "p sp NODES ARCS%s", "p sp 节点数 弧数%s") \
    X(GRAPH_ONE_PROBLEM, "one p line, before the first arc%s", "只有一行 p，且在第一条弧之前%s") \
    X(GRAPH_ARC, "a TAIL HEAD WEIGHT%s", "a 起点 终点 权重%s") \
    X(GRAPH_ARCS, "the number of arcs that follow, %s", "其后弧的条数 %s") \
    X(GRAPH_NO_NODES, "no arc: the p line says that there are no nodes%s", "没有弧（p 行写明没有节点）%s") \
    X(GRAPH_NODE, "a node of the graph: %s", "图中的节点：%s") \
    X(FRAMED_TABLE, "a table with lon, lat and frame%s", "有经度、纬度和坐标系的表%s") \
    X(EDIT_MEMBER, "table, op or row%s", "table、op 或 row%s") \
    X(VERSIONED_MEMBER, "table, op, row or version%s", "table、op、row 或 version%s") \
    X(CHANGE_MEMBER, "note or edits%s", "note 或 edits%s") \
    X(NOTE_MEMBER, "note%s", "note%s") \
    X(VERSION, "the version of the row as it was read, 16 hexadecimal digits, or null where there was no row%s", \
      "读取该行时的版本（16 位十六进制数字）；当时没有此行则为 null%s") \
    X(EDITS, "1 to %s edits", "1 至 %s 项改动") \
    X(CHANGEABLE_ROW, "a row that you may change%s", "您有权更改的行%s") \
    X(SEEN_COLUMN, "a column of this row that you may see%s", "该行中您可见的列%s") \
    X(NO_OUTLINE, "no change of outlines, which are changed in the zone folder%s", \
      "不涉及轮廓的改动（轮廓在文件夹中更改）%s") \
    X(DELETE_KEYS, "only key columns in a delete%s", "主键列：删除时只写主键列%s") \
    X(KEY, "a value for key column %s", "主键列 %s 的值") \
    X(ROW, "a row with this key%s", "有此主键的行%s") \
    X(GEOMETRY, "a GeoJSON geometry%s", "GeoJSON 几何对象%s") \
    X(POSITION, "a position: [longitude, latitude]%s", "坐标点 [经度, 纬度]%s") \
    X(RING, "a ring of at least 4 points whose last is its first%s", "至少 4 点、首尾相同的环%s") \
    X(SIMPLE, "a ring that does not touch or cross itself; it does near %s", \
      "不与自身相接或相交的环；相接或相交于 %s 附近") \
    X(SIMPLE_WGS84, "an outline that in WGS84, to 1e-7 degrees, does not touch or cross itself; it does near %s", \
      "转为 WGS84（精确到 1e-7 度）后不与自身相接或相交的轮廓；相接或相交于 %s 附近") \
    X(KNOWN_PARAMETER, "a parameter of this address: %s", "本地址的参数：%s") \
    X(PARAMETER_ONCE, "each parameter once%s", "只出现一次的参数%s") \
    X(VALUE_OF, "a value: the parameter is required%s", "必填的参数值%s") \
    X(PERCENT, "UTF-8 text in percent-encoding, without control characters%s", \
      "百分号编码的 UTF-8 文字，不含控制字符%s") \
    X(COUNT_RANGE, "a whole number of %s", "整数，范围 %s") \
    X(SHORT_VALUE, "at most %s bytes", "不超过 %s 字节的内容") \
    X(BBOX, "west,south,east,north in degrees%s", "以度计的 西,南,东,北%s") \
    X(LISTENING, "an address and port to listen on, such as 127.0.0.1:8080; this one: %s", \
      "可监听的地址与端口，如 127.0.0.1:8080；此处：%s") \
    X(CERTIFICATE, "a certificate and its key as PEM%s", "PEM 格式的证书与密钥%s") \
    X(SHIELD, "TLS or --proxied, and a store with accounts, to listen on more than this machine%s", \
      "TLS 或 --proxied 与有账户的数据库，方可监听本机以外的地址%s") \
    X(ACCOUNT_NAME, "a name of 1 to 64 characters without blanks%s", "1 至 64 个字符、不含空格的账户名%s") \
    X(ACCOUNT, "the name of an account of the store%s", "数据库中已有的账户名%s") \
    X(NEW_NAME, "a name that no account has yet%s", "尚无账户使用的名称%s") \
    X(UNIT, "a unit that the column can be told in, such as %s", "该列可用的计量单位，如%s") \
    X(EXCHANGE, "an amount in yuan, or a rate of exchange for the currency in the table of rates%s", \
      "人民币金额，或先在“汇率”表中补上该币种的汇率%s") \
    X(AGREEING, "two figures of one area that agree%s", "同一面积的两个数，且相符%s") \
    X(SHEET_MONEY, "an amount, exact to the fen, such as 12.5 or 1,234.50%s", \
      "金额，精确到分，如 12.5、300万元、1.2亿元%s") \
    X(SHEET_LAND, "an area, such as 120, 2.5 or 48357.35 with its unit%s", "面积，如 120亩、2公顷、48357.35㎡%s") \
    X(SHEET_DATE, "a date such as 2024-03-05, 2024/3/5 or 2024-03%s", "日期，如 2024-03-05、2024/3/5、2024年3月%s") \
    X(YES_NO, "yes or no%s", "是或否%s") \
    X(SPAN, "a range such as 1.0-1.5, or one end of it such as ≥1.2%s", "范围，如 1.0-1.5，或其一端，如 ≥1.2%s") \
    X(NO_ERROR, "a value: the cell holds an error of a formula%s", "有效的值：该单元格为公式错误%s") \
    X(HEADS, "a row of heads such as %s", "表头行，如：%s") \
    X(HEAD_ONCE, "one column for %s", "只有一列填“%s”") \
    X(ROW_ONCE, "a row that stands once; row %s tells of the same", "不重复的行；第 %s 行说的是同一条") \
    X(KNOWN_NAME, "a name that is known; nearest: %s", "已有的名称；相近的有：%s") \
    X(SHEET, "a sheet of the workbook: %s", "工作簿中的表：%s") \
    X(YEAR_COLUMN, "a column with the year of the figures%s", "写明数据年份的一列%s") \
    X(PLACE, "a place code of the zone, or zone, which stands alone%s", "合作区的地区代码，或单独一个 zone（全区）%s") \
    X(CHAIN, "a chain: %s", "产业链：%s") \
    X(EXTRACT, "a sound OpenStreetMap extract; %s", "完好的 OpenStreetMap 数据文件；%s") \
    X(EXTRACT_FORM, "an OpenStreetMap extract as .osm.pbf, .osm or .osm.gz; this is %s", \
      "OpenStreetMap 数据文件（.osm.pbf、.osm 或 .osm.gz）；此文件是%s") \
    X(ROAD_FILE, "a sound file of roads; here %s", "完好的路网文件；此处%s") \
    X(OTHER_NODE, "another node than from%s", "与起点不同的节点%s") \
    X(ROAD_POINTS, "points as lon,lat with blanks between, such as 119.6,30.9 119.5,30.8%s", \
      "以空格分隔的“经度,纬度”，如 119.6,30.9 119.5,30.8%s") \
    X(TWO_POINTS, "two points or more: a new road leads from one to another%s", \
      "不少于两个点（新建道路须有起点和终点）%s") \
    X(ONE_POINT, "one point alone, where the roads are to meet%s", "恰好一个点，即互通所在位置%s") \
    X(WORK_EDGES, "the roads it changes: a work of kind %s needs them", "受影响的路段（“%s”类工程须填）") \
    X(WORK_SPEED, "limit_kmh or plan_kmh, or both: a work of kind %s needs one", \
      "限速与规划车速至少填一项（“%s”类工程须填）") \
    X(WHERE, \
      "gates, lon,lat, a place code, or table:key of places, firms, projects, stations, facilities or road_nodes%s", \
      "合作区出入口、经度和纬度、地区代码，或“表:编号”（地区、企业、项目、车站、公共设施、道路节点）%s") \
    X(ROADS, "a network of roads: the zone has none%s", "道路网：合作区尚无道路数据%s") \
    X(FACILITY_KIND, "school or hospital%s", "学校或医院%s") \
    X(MINUTES, "limits in minutes, ascending, such as 5,10,15%s", "以分钟计、由小到大的时限，如 5、10、15%s") \
    X(SMALL_SUM, "weights that add up within 63 bits%s", "合计不超过 63 位的权重%s") \
    X(SOME_WEIGHT, "one weight above 0 at least%s", "至少一项大于 0 的权重%s") \
    X(LEDGER_CODE, "a code of 1 to 64 bytes without blanks%s", "1 至 64 字节、不含空格的代码%s") \
    X(LEDGER_ACCOUNT, "an account: a code, or A>B of two parties%s", \
      "账户代码，或“甲>乙”形式的往来账户（甲、乙为不同的两方）%s") \
    X(LEDGER_WORDS, "one line of at most %s bytes", "一行文字，不超过 %s 字节") \
    X(LEDGER_DAY, "a day like 2026-03-01%s", "具体到日的日期，如 2026-03-01%s") \
    X(LEDGER_LINES, "1 to %s lines, each an account and whole fen", "1 至 %s 行分录，每行有账户与金额（分）") \
    X(LEDGER_FEN, "whole fen, not 0, within 63 bits%s", "以分计的整数，不为 0，不超过 63 位%s") \
    X(LEDGER_ACCOUNT_ONCE, "each account once in a posting%s", "一笔记账内只出现一次的账户%s") \
    X(LEDGER_SUM, "lines that sum to 0; these sum to %s fen", "合计为 0 的分录；此处合计为 %s 分") \
    X(LEDGER_SAME, "a new id, or the same content as posting %s, which has this id", \
      "新的编号，或与第 %s 笔（编号相同）一致的内容") \
    X(LEDGER_OPEN_YEAR, "a date after %s, until when the book is closed", "%s 以后的日期（账簿已结账至该日）") \
    X(LEDGER_REVERSIBLE, "the id of a posting of this book that moved money and is not reversed yet%s", \
      "本账簿中一笔记账的编号（须已记入金额，且尚未冲销）%s") \
    X(LEDGER_NO_REVERSAL, "nothing: only a reversal names what it reverses%s", "空值（只有冲销才写被冲销的编号）%s") \
    X(LEDGER_MIRROR, "the lines of the posting it reverses, with the other sign%s", "与被冲销的分录金额相反的分录%s") \
    X(LEDGER_YEAR_END, "the 31st of December of a year that is not closed%s", "未结账年度的 12 月 31 日%s") \
    X(LEDGER_CARRIED, "the balances of the year's end%s", "年末各账户余额%s") \
    X(LEDGER_BALANCE, "what the account holds, %s fen", "账户的实际余额 %s 分") \
    X(LEDGER_KNOWN_ACCOUNT, "an account that has been posted to%s", "已有记账的账户%s") \
    X(LEDGER_KNOWN_BOOK, "a book that has been posted to%s", "已有记账的账簿%s") \
    X(LEDGER_TURNOVER, "an amount with which all that moved on the account stays within 63 bits%s", \
      "使该账户累计发生额不超过 63 位的金额%s") \
    X(LEDGER_ACCOUNTS, "at most %s accounts in a book", "一本账簿内不超过 %s 个账户") \
    X(LEDGER_BYTES, "the canonical bytes of a new posting%s", "一笔新记账的规范字节%s") \
    X(LEDGER_FILE, "a sound ledger; %s", "完好的账本；%s") \
    X(LEDGER_FREE, "a ledger that no other program has open%s", "未被其他程序占用的账本%s") \
    X(LEDGER_HEAD, "the head of this ledger, or one that it had; it is now %s", "账本现在或曾有的链首；现为 %s") \
    X(LEDGER_ROW, "one posting in rows that stand together and agree in %s", "同一笔记账的各行相连，且 %s 一致") \
    X(PARTIES, "1 to %s parties", "1 至 %s 个参与方") \
    X(PHASE_ID, "an id of one word that tells no reason, unlike %s", "一个词的编号，不能是表示缘由的 %s") \
    X(GAME_PLAYERS, "1 to %s players", "1 至 %s 个参与方") \
    X(GAME_GROUP, "players of the game, each once, with commas between; not: %s", \
      "由参与方组成、以逗号相隔、各出现一次的组合；其中有误：%s") \
    X(GAME_GROUP_ONCE, "each group once, in whatever order; this one stands in line %s too", \
      "每个组合只出现一次（不论先后次序）；另见第 %s 行") \
    X(GAME_VALUE, "the value of group %s", "组合“%s”的值") \
    X(GAME_NUMBER, "a number whose size, in units of the last decimal that stands in the file, is at most %s", \
      "以文件中最末一位小数为单位时，绝对值不超过 %s 的数") \
    X(GAME_FORM, "players and values, or a family: %s", "参与方与各组合的值，或下列一种博弈：%s") \
    X(GAME_KIND, "gain or cost%s", "gain（收益）或 cost（成本）%s") \
    X(GAME_MEMBER, "members of this game: %s", "本博弈的成员：%s") \
    X(GAME_ESTATE, "an estate of at most what is claimed, %s", "不超过债权合计 %s 的可分总额") \
    X(GAME_ROW, "a row of %s numbers", "%s 个数的一行") \
    X(GAME_SYMMETRIC, "the same cost there and back: %s", "往返相同的成本：%s") \
    X(SOLVER, "the solver's module of this version; without it the exact simplex works alone%s", \
      "本版本的线性规划求解模块；没有它时只用精确单纯形法%s") \
    X(PAPER, "the module that draws documents as PDF, of this version%s", "本版本的 PDF 排版模块%s") \
    X(FONT, "text that the TrueType fonts here can show; none has %s", "已装的 TrueType 字体能显示的文字；%s 无字形") \
    X(DRAWN, "a document that can be drawn; cairo says: %s", "可绘制的文档；绘图库提示：%s") \
    X(PAPER_COLUMNS, "a table of at least one column, each wider than 0%s", "至少一列、各列宽度大于 0 的表%s") \
    X(GAME_NAME, "a name of a player that is not empty, without comma%s", "非空、不含逗号的参与方名称%s") \
    X(OTHER_PARTY, "another party: nobody owes oneself%s", "与欠款方不同的一方（不能欠自己）%s") \
    X(CLAIMS_SUM, "claims of at most %s fen in all", "合计不超过 %s 分的债权") \
    X(MEDICAL_SUM, "the sum of fund, supplement, aid, account and cash%s", \
      "统筹基金、补充保险、医疗救助、个人账户与现金之和%s") \
    X(MEDICAL_PART, "no more than the amount it is a part of%s", "不超过其所属金额的数%s") \
    X(RATIO, "an exact part from 0 to 1, such as 1/2, 0.5 or a percentage%s", \
      "0 至 1 之间的精确比例，如 1/2、0.5 或百分数%s") \
    X(PARTY, "a party of agreement %s", "协议 %s 的参与方") \
    X(LATER_YEAR, "a year after from_year: the interval is half-open%s", "大于起始年次的年次（截止年次当年不计）%s") \
    X(OWN_YEARS, "years that no other row of the party speaks of; %s does", "不与该方其他阶段重叠的年次；与 %s 重叠") \
    X(OWN_DAYS, "days that no other rule of the stream and place speaks of; %s does", \
      "不与同一税种、同一地区其他规则重叠的日期；与 %s 重叠") \
    X(PARTS_SUM, "parts that add up to at most 1; they are more in year %s", "合计不超过 1 的比例；第 %s 年次超出") \
    X(ASSESSMENT_SUM, "parts in assessment that add up to at most 1%s", "合计不超过 1 的考核分算比例%s") \
    X(ONE_OVERFLOW, "one party that takes the rest: the one marked overflow, else the only host%s", \
      "恰有一方承接余额（标明承接余额者，否则为唯一的落地方）%s") \
    X(NO_BOUND, "nothing: the party that takes the rest has neither floor nor cap%s", \
      "空白（承接余额的一方不设保底和上限）%s") \
    X(LOW_FLOOR, "a floor that is not above the caps%s", "不高于上限的保底%s") \
    X(NOT_NEGATIVE, "an amount that is not negative%s", "非负的金额%s") \
    X(BASE_AMOUNT, "an amount: an increment is counted over it%s", "基数金额（增量须以此为准）%s") \
    X(TAX_RULE, "a tax rule for %s", "%s的分成规则") \
    X(SMALL_RATIOS, "ratios with a smaller common denominator%s", "公分母较小的比例%s") \
    X(SMALL_AMOUNTS, "amounts that add up within 63 bits%s", "合计不超过 63 位的金额%s") \
    X(AGREEMENT_ID, "the id of an agreement: %s", "已有协议的编号：%s") \
    X(YEARS, "years such as 2024-2033, 100 at most%s", "年份，如 2024-2033，至多 100 年%s") \
    X(PARTY_ONCE, "each party once%s", "只出现一次的参与方%s") \
    X(SOME_PARTIES, "two or more parties of agreement %s, but not all", "协议 %s 的两方或多方，但不是全部各方") \
    X(OWN_PARTIES, "parties that no other row groups, in whatever order; %s does", \
      "不与其他行重复的一组参与方（不论先后次序）；%s 也是这一组") \
    X(FAIR_AMOUNT, "an amount that over the years asked stays within %s yuan", "在所问年份内合计不超过 %s 元的金额") \
    X(SHEET_CELL, "what this sheet has here: %s", "本方结算单此处的内容：%s") \
    X(SHEET_EMPTY, "an empty cell, as in this sheet%s", "空值（本方结算单此处为空）%s") \
    X(SHEET_LINE, "this line of the sheet: %s", "本方结算单的这一行：%s") \
    X(SHEET_NO_LINE, "no such line: this sheet does not have it%s", "没有这一行（本方结算单中无此行）%s") \
    X(SHEET_BYTES, "the file as it was written: no byte order mark, each line ended by LF%s", \
      "原样保存的文件（不带字节序标记，每行以 LF 结束）%s") \
    X(AGREED, "the agreement as it stands: what is only tried out is not posted%s", \
      "现行的协议（试算结果不能记账）%s") \
    X(SHORT_RATIO, "a part from 0 to 1 with at most four digits behind the point, such as 0.8 or a percentage%s", \
      "0 至 1 之间、小数点后至多四位的比例，如 0.8 或百分数%s") \
    X(LESS_THAN_RATIO, "points off that are no more than the ratio%s", "不超过报销比例的降低比例%s") \
    X(YELLOW_FIRST, "a level that is not above the red alarm%s", "不高于红色预警的比例%s") \
    X(MEDICAL_OWN_DAYS, "days that no other rule of the place, kind and filing speaks of; %s does", \
      "不与同一参保地、就医类别和备案类型的其他规则重叠的日期；与 %s 重叠") \
    X(YUAN, "an amount in yuan from 0 up, with at most two decimals%s", "不小于 0、至多两位小数的金额（元）%s") \
    X(CLAIM_ONCE, "each claim once; it stands in line %s too", "只出现一次的结算编号；另见第 %s 行") \
    X(NOT_EARLIER, "a day not earlier than the day of settling%s", "不早于结算日期的日期%s") \
    X(NOT_LATER, "a day not later than the day of settling%s", "不晚于结算日期的日期%s") \
    X(NOT_DECIDED, "nothing: a claim in dispute is not decided yet%s", "空值（争议中的结算尚未裁定）%s") \
    X(FUND_TOO, "the fund's part as well, where cash is told%s", "已填个人现金时同时填写的统筹基金金额%s") \
    X(MEDICAL_REST, "parts that leave no less than nothing for cash%s", "与其他支付之和不超过总费用的金额%s") \
    X(ONE_MONTH, "a month such as 2026-03: postings are made month by month%s", "月份，如 2026-03（记账按月生成）%s")

typedef enum {
#define X(name, en, zh) CH_WANT_##name,
    CH_EXPECTATIONS(X)
#undef X
} ch_want;

typedef struct ch_fault {
    ch_at at;
    ch_text column; /* name of the column or member at fault, or empty */
    ch_text found;  /* as it stood, shortened; empty: nothing was there */
    ch_want want;
    ch_text detail;              /* fills %s of the expectation */
    ch_text column_zh;           /* what people call the column; empty: nothing else */
    ch_text found_zh, detail_zh; /* for words of the program's own; empty: the same as in English */
} ch_fault;

enum { CH_FAULTS_KEPT = 1000 }; /* a reader is helped by a thousand; the rest is counted */

/* A list of faults. A zeroed one is ready; .arena.memory may be set before the first fault.
 * Wherever faults are only added, NULL will do for a list: nobody listens, and the code returned
 * tells enough. Readers of files, who look there for what was told, say that they need one. */
typedef struct ch_faults {
    ch_arena arena;
    ch_fault *list;
    size_t kept, capacity;
    size_t count; /* all faults, the kept and the others */
    bool no_memory;
    /* When set, faults for which it holds are neither kept nor counted. */
    bool (*passes_over)(const void *self, const ch_fault *fault);
    const void *self;
} ch_faults;

/* Add one; all texts are copied, found cut to 60 columns. Returns CH_EDATA (CH_ENOMEM when the
 * fault itself found no memory). */
ch_err ch_fault_add(ch_faults *faults, ch_at at, ch_text column, ch_text found, ch_want want, ch_text detail);
/* The same for a fault that says more in Chinese. */
ch_err ch_fault_tell(ch_faults *faults, const ch_fault *fault);

/* Order by file, line, column, so that a reader can walk down the file. */
void ch_faults_sort(ch_faults *faults);

/* text as it may be shown on any terminal: control characters as pictures, others that do not show
 * by name ("U+FEFF"), bytes that are not UTF-8 as U+FFFD. */
void ch_fault_show(ch_text text, ch_buf *out);

/* "firms.csv:12:5: found "boss" in role, expected one of ..." without a line end. */
void ch_fault_print(const ch_fault *fault, ch_buf *out);
/* The same fault in Chinese, without the place in the file: 此处为“boss”（role 角色），应为… */
void ch_fault_print_zh(const ch_fault *fault, ch_buf *out);

/* What was expected alone: "a date like 2024, ...". */
void ch_fault_print_expected(const ch_fault *fault, ch_buf *out);
void ch_fault_print_expected_zh(const ch_fault *fault, ch_buf *out);

void ch_faults_free(ch_faults *faults);

#endif
