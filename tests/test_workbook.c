/* test_workbook.c - workbooks read: golden rows, what must be refused, and what may go wrong. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "../src/book/book.h"
#include "../src/book/date_format.h"
#include "../src/book/plain_number.h"
#include "../src/book/serial_date.h"
#include "draw.h"
#include "failing.h"
#include "make_book.h"
#include "told.h"

#include <unistd.h>
#include <xlsxwriter.h>

/* What is read, as text: "2h: A=t:abc B=n:3= ..."; a letter a kind, = behind a formula's. */
typedef struct {
    ch_buf text;
    size_t rows, stop_at;
} written;

static ch_err write_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    static const char kind[] = {[CH_CELL_EMPTY] = 'x', [CH_CELL_TEXT] = 't', [CH_CELL_NUMBER] = 'n',
                                [CH_CELL_DATE] = 'd',  [CH_CELL_FLAG] = 'b', [CH_CELL_FAULT] = 'e'};
    written *to = self;
    char room[4];
    assert_true(cells > 0);
    ch_buf_addf(&to->text, "%zu%s:", number, is_hidden ? "h" : "");
    for (size_t i = 0; i < cells; i++) {
        assert_true(i == 0 || cell[i].column > cell[i - 1].column);
        assert_int_equal(ch_utf8_valid(cell[i].text), cell[i].text.len);
        const ch_text name = ch_book_column_name(cell[i].column, room);
        ch_buf_addf(&to->text, " %.*s=%c:%.*s%s", (int)name.len, name.at, kind[cell[i].kind], (int)cell[i].text.len,
                    cell[i].text.at, cell[i].is_formula ? "=" : "");
    }
    ch_buf_addc(&to->text, '\n');
    return ++to->rows == to->stop_at ? CH_ENONE : CH_OK;
}

/* Open, read every sheet, close. */
static ch_err read_all(ch_text bytes, const ch_memory *memory, written *to, ch_faults *faults)
{
    ch_book *book;
    ch_err err = ch_book_open_bytes(memory, bytes, CH_TEXT("书.xlsx"), NULL, &book, faults);
    assert_true((err == CH_OK) == (book != NULL));
    for (size_t i = 0; err == CH_OK && i < ch_book_sheets(book); i++)
        err = ch_book_read(book, i, write_row, to, faults);
    ch_book_close(book);
    return err;
}

static void assert_rows(const book_text *text, const char *rows)
{
    ch_text bytes = zip_book(text);
    written to = {0};
    ch_faults faults = {0};
    ch_err err = read_all(bytes, NULL, &to, &faults);
    for (size_t i = 0; i < faults.kept; i++) {
        ch_buf out = {0};
        ch_fault_print(&faults.list[i], &out);
        print_message("%.*s\n", (int)out.len, out.at);
        ch_buf_free(&out);
    }
    ch_buf_addc(&to.text, '\0');
    assert_string_equal(to.text.at, rows);
    assert_int_equal(err, CH_OK);
    ch_buf_free(&to.text);
    ch_faults_free(&faults);
    free((void *)bytes.at);
}

#define ROWS(...) (&(book_text){.rows = __VA_ARGS__})

static void every_kind_of_cell_is_read(void **state)
{
    assert_rows(
        &(book_text){.rows = "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>3.50</v></c>"
                             "<c r=\"D2\" t=\"inlineStr\"><is><t>行 内</t></is></c>"
                             "<c r=\"E2\" t=\"str\"><f>A1&amp;1</f><v>a&lt;b</v></c><c r=\"F2\" t=\"b\"><v>1</v></c>"
                             "<c r=\"G2\" t=\"b\"><v>0</v></c><c r=\"H2\" t=\"e\"><v>#N/A</v></c>"
                             "<c r=\"I2\" t=\"d\"><v>2024-03-05T14:30:00</v></c><c r=\"J2\" s=\"1\"/>"
                             "<c r=\"AA2\" s=\"1\"><v>45356</v></c><c r=\"XFD2\"><f>1+1</f></c></row>"
                             "<row r=\"3\"/><row><c><v>7</v></c><c t=\"s\"><v>0</v></c></row>",
                     .strings = "<si><t>零</t></si><si><r><rPr><b/></rPr><t>两</t></r><r><t>段</t></r>"
                                "<rPh sb=\"0\" eb=\"1\"><t>liang</t></rPh></si>",
                     .styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"},
        "2h: A=t:两段 C=n:3.5 D=t:行 内 E=t:a<b= F=b:yes G=b:no H=e:#N/A I=d:2024-03-05 14:30 "
        "AA=d:2024-03-05 XFD=x:=\n4: A=n:7 B=t:零\n");
}

static void rows_and_cells_without_a_place_follow_on(void **state)
{
    assert_rows(
        ROWS("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r=\"5\"><c r=\"D5\"><v>4</v></c><c><v>5</v></c></row>"
             "<row><c r=\"B6\"><v>6</v></c></row>"),
        "1: A=n:1 C=n:3\n5: D=n:4 E=n:5\n6: B=n:6\n");
}

static void prefixes_and_foreign_elements_are_passed_over(void **state)
{
    assert_rows(&(book_text){.sheet =
                                 "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:cols><x:c/>"
                                 "</x:cols><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v><x:extLst><x:v>9</x:v>"
                                 "</x:extLst></x:c></x:row></x:sheetData><x:row><x:c><x:v>8</x:v></x:c></x:row>"
                                 "</x:worksheet>"},
                "1: A=n:1\n");
}

static void text_is_kept_as_typed(void **state)
{
    assert_rows(
        ROWS("<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a </t></is></c>"
             "<c t=\"inlineStr\"><is><t>\n  b\n</t></is></c>"
             "<c t=\"inlineStr\"><is><t>1_x000D_2_x005F_x000D_3_x4e2d__x0000__xD83D__xDE00__xD83D_4_x12</t></is></c>"
             "<c t=\"str\"><v>a_x0041_b</v></c>"
             "<c t=\"inlineStr\"><is><r><t xml:space=\"preserve\">x </t></r><r><rPr/><t>y</t></r><rPh><t>no</t></rPh>"
             "<phoneticPr/></is></c></row>"),
        "1: A=t: a  B=t:b C=t:1\r2_x000D_3中_x0000_😀_xD83D_4_x12 D=t:aAb E=t:x y\n");
}

static void a_formula_without_a_saved_value_is_told_as_empty(void **state)
{
    assert_rows(ROWS("<row><c><f>A2</f></c><c t=\"str\"><f>A2</f><v></v></c><c "
                     "t=\"str\"><v></v></c><c><f>1</f><v>1</v></c></row>"),
                "1: A=x:= B=x:= D=n:1=\n");
}

/* ---- numbers and dates */

static void assert_number(const char *saved, const char *shown)
{
    char room[CH_PLAIN_ROOM];
    const ch_text number = ch_plain_number(ch_text_of(saved), room);
    if (shown == NULL) {
        assert_null(number.at);
        return;
    }
    assert_non_null(number.at);
    assert_int_equal(number.len, strlen(shown));
    assert_memory_equal(number.at, shown, number.len);
}

static void numbers_are_what_spreadsheets_show(void **state)
{
    static const char *const list[][2] = {{"0", "0"},
                                          {"-0", "0"},
                                          {"0.0", "0"},
                                          {"007", "7"},
                                          {"+5", "5"},
                                          {".5", "0.5"},
                                          {"5.", "5"},
                                          {"-1.50", "-1.5"},
                                          {"0.30000000000000004", "0.3"},
                                          {"1E-7", "0.0000001"},
                                          {"1.5e3", "1500"},
                                          {"1.5E+3", "1500"},
                                          {"12E-1", "1.2"},
                                          {"123456789012345678", "123456789012346000"},
                                          {"999999999999999.9", "1000000000000000"},
                                          {"0.1234567890123455", "0.123456789012346"},
                                          {"9999999999999995", "10000000000000000"},
                                          {"100000000000000", "100000000000000"},
                                          {"45356.604166666664", "45356.6041666667"},
                                          {"0.00000000000000000000", "0"},
                                          {"0e999999999999", "0"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        assert_number(list[i][0], list[i][1]);
    static const char *const none[] = {"",    "-",   "+",   ".",     "e5",     "1e",   "1e+",  "1.2.3", "1 2",
                                       "abc", "NaN", "INF", "1e310", "1e-999", "0x10", "1e5x", "--1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_number(none[i], NULL);
}

/* Do the digits behind the 15th lie in the middle? Such a text is rounded up, and the double behind it may be less. */
static bool is_in_the_middle(const char *saved)
{
    char digit[24];
    size_t n = 0;
    for (; *saved != '\0' && *saved != 'e'; saved++)
        if (*saved >= '0' && *saved <= '9' && (n > 0 || *saved != '0'))
            digit[n++] = *saved;
    return n >= 16 && digit[15] == '5' && (n == 16 || digit[16] == '0');
}

/* The same as the double that is nearest, printed with 15 digits. */
static void numbers_agree_with_those_printed(void **state)
{
    uint64_t d = 7;
    for (int i = 0; i < 20000; i++) {
        char saved[40], shown[400], room[CH_PLAIN_ROOM];
        const double value =
            (double)(int64_t)draw(&d, 1u << 30) * (1 + (double)draw(&d, 1u << 30)) / (1 + (double)draw(&d, 1000));
        snprintf(saved, sizeof saved, "%.17g", value);
        if (is_in_the_middle(saved))
            continue;
        snprintf(shown, sizeof shown, "%.15g", strtod(saved, NULL));
        const ch_text plain = ch_plain_number(ch_text_of(saved), room);
        char copy[CH_PLAIN_ROOM + 1];
        assert_non_null(plain.at);
        memcpy(copy, plain.at, plain.len);
        copy[plain.len] = '\0';
        assert_null(strchr(copy, 'e'));
        assert_true(strtod(copy, NULL) == strtod(shown, NULL));
    }
}

static void assert_date(const char *serial, bool is_1904, const char *shown)
{
    char room[CH_SERIAL_ROOM];
    const ch_text date = ch_serial_date(ch_text_of(serial), is_1904, room);
    if (shown == NULL) {
        assert_null(date.at);
        return;
    }
    assert_non_null(date.at);
    assert_int_equal(date.len, strlen(shown));
    assert_memory_equal(date.at, shown, date.len);
}

static void days_are_counted_as_spreadsheets_do(void **state)
{
    static const char *const from_1900[][2] = {{"1", "1900-01-01"},
                                               {"31", "1900-01-31"},
                                               {"58", "1900-02-27"},
                                               {"59", "1900-02-28"},
                                               {"60", "1900-02-29"},
                                               {"61", "1900-03-01"},
                                               {"366", "1900-12-31"},
                                               {"367", "1901-01-01"},
                                               {"36526", "2000-01-01"},
                                               {"36585", "2000-02-29"},
                                               {"45351", "2024-02-29"},
                                               {"45356", "2024-03-05"},
                                               {"2958465", "9999-12-31"},
                                               {"73050", "2099-12-31"},
                                               {"73109", "2100-02-28"},
                                               {"73110", "2100-03-01"},
                                               {"45356.6041666667", "2024-03-05 14:30"},
                                               {"45356.5", "2024-03-05 12:00"},
                                               {"45356.999999999", "2024-03-06"},
                                               {"45356.00001", "2024-03-05 00:00"},
                                               {"0.604166666666667", "14:30"},
                                               {"0", "00:00"},
                                               {"45356.9999", "2024-03-05 23:59"}};
    for (size_t i = 0; i < sizeof from_1900 / sizeof *from_1900; i++)
        assert_date(from_1900[i][0], false, from_1900[i][1]);
    assert_date("0", true, "1904-01-01");
    assert_date("0.5", true, "1904-01-01 12:00");
    assert_date("43894", true, "2024-03-05");
    assert_date("2957003", true, "9999-12-31");
    assert_date("2957004", true, NULL);
    assert_date("2958466", false, NULL);
    assert_date("2958465.999999", false, NULL);
    assert_date("-1", false, NULL);
    assert_date("123456789012345", false, NULL);
}

/* Every day from 1900-03-01 on is the one after the day before it. */
static void no_day_is_left_out(void **state)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1900, month = 3, day = 1;
    for (int serial = 61; serial <= 2958465; serial++) {
        char text[16], expected[16], room[CH_SERIAL_ROOM];
        snprintf(text, sizeof text, "%d", serial);
        snprintf(expected, sizeof expected, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
        const ch_text date = ch_serial_date(ch_text_of(text), false, room);
        if (date.len != 10 || memcmp(date.at, expected, 10) != 0)
            fail_msg("%d is %s", serial, expected);
        const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (++day > days[month - 1] + (month == 2 && is_leap)) {
            day = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    assert_int_equal(year, 10000);
}

static void formats_of_dates_are_known(void **state)
{
    static const char *const dates[] = {
        "yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "yyyy年", "m/d", "[$-804]h:mm AM/PM", "[Red]d", "\\-d", "0;d", "D",
        "0.0月"};
    static const char *const others[] = {"General", "0.00",      "#,##0.00", "@",    "0.00E+00", "\"days\"0",
                                         "[Red]0",  "[h]:mm",    "[mm]:ss",  "0\\d", "_d0",      "*s0",
                                         "",        "[$¥-804]0", "\"年\"0",  "\\"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_true(ch_date_format__is(ch_text_of(dates[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(ch_date_format__is(ch_text_of(others[i])));
    size_t known = 0;
    for (unsigned id = 0; id < 200; id++)
        known += ch_date_format__is_known(id);
    assert_int_equal(known, 9 + 10 + 2 + 9);
}

static void styles_tell_which_numbers_are_dates(void **state)
{
    const char *styles =
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0.0\"/><numFmt numFmtId=\"14\" formatCode=\"0\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs>"
        "<cellXfs><xf/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"14\"/><xf numFmtId=\"31\"/></cellXfs>"
        "<dxfs><dxf><numFmt numFmtId=\"165\" formatCode=\"d\"/></dxf></dxfs>";
    const char *rows = "<row><c><v>60</v></c><c s=\"1\"><v>60</v></c><c s=\"2\"><v>60</v></c><c s=\"3\"><v>60</v></c>"
                       "<c s=\"4\"><v>60.5</v></c><c s=\"5\"><v>60</v></c><c s=\"1\"><v>-60</v></c></row>";
    assert_rows(&(book_text){.rows = rows, .styles = styles},
                "1: A=n:60 B=d:1900-02-29 C=n:60 D=n:60 E=d:1900-02-29 12:00 F=n:60 G=n:-60\n");
    assert_rows(&(book_text){.rows = rows, .styles = styles, .properties = "<workbookPr date1904=\"1\"/>"},
                "1: A=n:60 B=d:1904-03-01 C=n:60 D=n:60 E=d:1904-03-01 12:00 F=n:60 G=n:-60\n");
}

/* ---- what is refused */

/* Faults of opening and reading, printed. */
static void assert_bytes_told(ch_text bytes, const char *expected)
{
    written to = {0};
    ch_faults faults = {0};
    ch_buf out = {0};
    const ch_err err = read_all(bytes, NULL, &to, &faults);
    for (size_t i = 0; i < faults.kept; i++) {
        ch_fault_print(&faults.list[i], &out);
        ch_buf_addc(&out, '\n');
    }
    ch_buf_addc(&out, '\0');
    assert_string_equal(out.at, expected);
    assert_int_equal(err, CH_EDATA);
    ch_buf_free(&out);
    ch_buf_free(&to.text);
    ch_faults_free(&faults);
}

static void assert_told(const book_text *text, const char *expected)
{
    const ch_text bytes = zip_book(text);
    assert_bytes_told(bytes, expected);
    free((void *)bytes.at);
}

#define SOUND ", expected a sound workbook (.xlsx); here "
#define SMALL ", expected a workbook with at most "
#define OWN   ", expected a workbook that names nothing outside of itself\n"

static void cells_out_of_place_are_told(void **state)
{
    assert_told(ROWS("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>"),
                "表 1:2:3: found \"A2\"" SOUND "a cell is out of place\n");
    assert_told(ROWS("<row r=\"2\"><c r=\"B3\"/></row>"), "表 1:2:1: found \"B3\"" SOUND "a cell is out of place\n");
    assert_told(ROWS("<row><c r=\"b1\"/></row>"), "表 1:1:1: found \"b1\"" SOUND "a cell is out of place\n");
    assert_told(ROWS("<row><c r=\"XFE1\"/></row>"), "表 1:1:1: found \"XFE1\"" SOUND "a cell is out of place\n");
    assert_told(ROWS("<row r=\"2\"/><row r=\"2\"/>"), "表 1:2: found \"2\"" SOUND "a row is out of order\n");
    assert_told(ROWS("<row r=\"x\"/>"), "表 1: found \"x\"" SOUND "a row is out of order\n");
}

static void values_of_another_type_are_told(void **state)
{
    assert_told(ROWS("<row><c/><c><v>12a</v></c></row>"),
                "表 1:1:2: found \"12a\"" SOUND "a cell's value is none of its type\n");
    assert_told(ROWS("<row><c t=\"b\"><v>2</v></c></row>"),
                "表 1:1:1: found \"2\"" SOUND "a cell's value is none of its type\n");
    assert_told(ROWS("<row><c t=\"s\"><v>0</v></c></row>"),
                "表 1:1:1: found \"0\"" SOUND "a cell's value is none of its type\n");
    assert_told(ROWS("<row><c t=\"zz\"><v>0</v></c></row>"),
                "表 1:1:1: found \"0\"" SOUND "a cell's value is none of its type\n");
    assert_told(&(book_text){.rows = "<row><c t=\"s\"><v>99999999999999999999</v></c></row>", .strings = "<si/>"},
                "表 1:1:1: found \"99999999999999999999\"" SOUND "a cell's value is none of its type\n");
}

static void rows_and_columns_end_where_the_standard_says(void **state)
{
    assert_rows(ROWS("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"), "1048576: XFD=n:1\n");
    assert_told(ROWS("<row r=\"1048577\"/>"), "表 1:1048577: found nothing" SMALL "1048576 rows\n");
    assert_told(ROWS("<row r=\"1048576\"/><row/>"), "表 1:1048577: found nothing" SMALL "1048576 rows\n");
    assert_told(ROWS("<row r=\"1\"><c r=\"XFD1\"/><c/></row>"), "表 1:1:16385: found nothing" SMALL "16384 columns\n");
}

static void no_entity_is_expanded_or_fetched(void **state)
{
    assert_told(
        &(book_text){.sheet =
                         "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><worksheet><sheetData><row><c><v>&c;</v></c></row>"
                         "</sheetData></worksheet>"},
        "表 1: found \"lolz\"" SOUND "a part has a document type\n");
    assert_told(&(book_text){.sheet = "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><worksheet/>"},
                "表 1: found \"w\"" SOUND "a part has a document type\n");
    assert_told(ROWS("<row><c><v>&xxe;</v></c></row>"),
                "表 1:1:1: found \"xl/worksheets/sheet1.xml\"" SOUND "a part is no sound XML\n");
}

static void relations_do_not_leave_the_package(void **state)
{
    static const char *const targets[] = {"../../etc/passwd",
                                          "//host/share",
                                          "/../x",
                                          "worksheets/./sheet1.xml",
                                          "a\\b",
                                          "file:///etc/passwd",
                                          "http://host/x.xml",
                                          "%2e%2e/x",
                                          "worksheets//sheet1.xml",
                                          "",
                                          "/",
                                          "..",
                                          "x/..",
                                          "x?y",
                                          "x#y"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char relation[400], told_text[400];
        snprintf(relation, sizeof relation, BOOK_RELATION("rId1", "worksheet", "%s"), targets[i]);
        const char *found = targets[i][0] == '/' ? targets[i] + 1 : targets[i];
        snprintf(told_text, sizeof told_text,
                 *found != '\0' ? "书.xlsx: found \"%s\"" OWN : "书.xlsx: found nothing" OWN, found);
        assert_told(&(book_text){.relations = relation}, told_text);
    }
    assert_told(
        &(book_text){.relations =
                         "<Relationship Id=\"rId1\" TargetMode=\"External\" Target=\"x.xml\" Type=\"" BOOK_OFFICE
                         "/worksheet\"/>"},
        "书.xlsx: found \"x.xml\"" OWN);
    assert_rows(&(book_text){.rows = "<row><c><v>1</v></c></row>",
                             .relations = BOOK_RELATION(
                                 "rId1", "worksheet",
                                 "/xl/worksheets/sheet1.xml") "<Relationship Id=\"rId2\" TargetMode=\"External\" "
                                                              "Target=\"http://host/\" Type=\"" BOOK_OFFICE
                                                              "/hyperlink\"/>"},
                "1: A=n:1\n");
}

static void relations_in_a_circle_end(void **state)
{
    assert_told(&(book_text){.relations = BOOK_RELATION("rId1", "worksheet", "workbook.xml")},
                "表 1: found \"workbook\"" SOUND "a sheet is something else\n");
    assert_told(&(book_text){.relations = BOOK_RELATION("rId1", "worksheet", "none.xml")},
                "书.xlsx: found \"xl/none.xml\"" SOUND "a part is missing\n");
    assert_told(&(book_text){.relations = BOOK_RELATION("rId7", "worksheet", "worksheets/sheet1.xml")},
                "书.xlsx: found \"xl/workbook.xml\"" SOUND "there is no sheet of cells\n");
}

static void what_is_no_workbook_is_told(void **state)
{
    const book_part text[] = {
        {"word/document.xml", "<document/>", 0},
        {"_rels/.rels", BOOK_RELATIONS(BOOK_RELATION("r", "officeDocument", "word/document.xml")), 0},
        {"word/_rels/document.xml.rels", BOOK_RELATIONS(""), 0}};
    const book_part binary[] = {
        {"_rels/.rels", BOOK_RELATIONS(BOOK_RELATION("r", "officeDocument", "xl/workbook.bin")), 0}};
    const book_part other[] = {{"a.txt", "a", 0}};
    ch_text bytes = zip_parts(text, 3);
    assert_bytes_told(bytes, "书.xlsx: found \"document\"" SOUND "there is no workbook\n");
    free((void *)bytes.at);
    bytes = zip_parts(binary, 1);
    assert_bytes_told(bytes, "书.xlsx: found \"xl/workbook.bin\", expected an .xlsx workbook; this is a binary "
                             "workbook (.xlsb): save it as such\n");
    free((void *)bytes.at);
    bytes = zip_parts(other, 1);
    assert_bytes_told(bytes, "书.xlsx: found nothing" SOUND "a zip of something else\n");
    free((void *)bytes.at);
    assert_bytes_told(CH_TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"),
                      "书.xlsx: found nothing, expected an .xlsx workbook; this is an old workbook (.xls) or has a "
                      "password: save it as such\n");
}

/* ---- ceilings */

static char *repeat(const char *piece, size_t times, const char *before, const char *behind)
{
    const size_t len = strlen(piece), head = strlen(before);
    char *text = malloc(head + len * times + strlen(behind) + 1);
    strcpy(text, before);
    for (size_t i = 0; i < times; i++)
        memcpy(text + head + i * len, piece, len);
    strcpy(text + head + len * times, behind);
    return text;
}

/* The sheet, its middle so often, is told as this. */
static void assert_long_told(const char *before, const char *piece, size_t times, const char *behind,
                             const char *expected)
{
    char *sheet = repeat(piece, times, before, behind);
    assert_told(&(book_text){.sheet = sheet}, expected);
    free(sheet);
}

static void what_unpacks_to_too_much_is_refused(void **state)
{
    assert_long_told("<worksheet><sheetData>", "                ", 4 << 20, "</sheetData></worksheet>",
                     "书.xlsx: found \"xl/worksheets/sheet1.xml\"" SMALL "250 times its packed size unpacked\n");
    char *sheet = repeat("                ", (16 << 20) / 16 - 64, "<worksheet>", "</worksheet>");
    assert_rows(&(book_text){.sheet = sheet}, "");
    free(sheet);
}

/* A length told too small in the directory does not help. */
static void a_part_that_is_longer_than_it_says_is_told(void **state)
{
    char *sheet = repeat("                ", 4 << 20, "<worksheet>", "</worksheet>");
    const ch_text bytes = zip_book(&(book_text){.sheet = sheet});
    const size_t len = strlen(sheet);
    char *at = (char *)bytes.at;
    for (size_t i = 0; i + 28 < bytes.len; i++)
        if (memcmp(at + i, "PK\1\2", 4) == 0 && memcmp(at + i + 24, &(uint32_t){(uint32_t)len}, 4) == 0)
            memcpy(at + i + 24, &(uint32_t){100}, 4);
    assert_bytes_told(bytes, "书.xlsx: found \"xl/worksheets/sheet1.xml\"" SOUND "a part is longer than it says\n");
    free((void *)bytes.at);
    free(sheet);
}

static void deep_wide_and_long_xml_is_refused(void **state)
{
    assert_long_told("<worksheet>", "<a>", 64, "",
                     "表 1: found \"xl/worksheets/sheet1.xml\"" SMALL "64 elements inside one another\n");
    ch_buf tag = {0};
    ch_buf_adds(&tag, "<worksheet");
    for (int i = 0; i < 257; i++)
        ch_buf_addf(&tag, " a%d=\"\"", i);
    ch_buf_add(&tag, (ch_text){"/>", 3});
    assert_told(&(book_text){.sheet = tag.at},
                "表 1: found \"xl/worksheets/sheet1.xml\"" SMALL "256 attributes in one element\n");
    ch_buf_free(&tag);
    assert_long_told("<worksheet a=\"", "0123456789abcdef", 1 << 17, "\"/>",
                     "表 1: found \"xl/worksheets/sheet1.xml\"" SMALL "1048576 bytes in one tag\n");
    assert_long_told("<worksheet><!--", "0123456789abcdef", 1 << 17, "--></worksheet>",
                     "表 1: found \"xl/worksheets/sheet1.xml\"" SMALL "1048576 bytes in one tag\n");
}

#define ROW_BEGIN "<worksheet><sheetData><row>"
#define ROW_END   "</row></sheetData></worksheet>"

static void long_cells_and_rows_are_refused(void **state)
{
    assert_long_told(ROW_BEGIN "<c t=\"inlineStr\"><is><t>", "0123456789abcdef", (1 << 16) + 1, "</t></is></c>" ROW_END,
                     "表 1:1:1: found nothing" SMALL "1048576 bytes in one cell\n");
    assert_long_told(ROW_BEGIN "<c><v>", "0", (1 << 20) + 1, "</v></c>" ROW_END,
                     "表 1:1:1: found nothing" SMALL "1048576 bytes in one cell\n");
    char *cell = repeat("0123456789abcdef", 1 << 16, "<c t=\"inlineStr\"><is><t>", "</t></is></c>");
    uint64_t d = 5; /* letters drawn do not pack */
    for (char *at = cell + 25; *at != '<'; at++)
        *at = (char)('a' + draw(&d, 26));
    assert_long_told(ROW_BEGIN, cell, 16, "<c><v>1</v></c>" ROW_END,
                     "表 1:1:17: found nothing" SMALL "16777216 bytes in one row\n");
    free(cell);
}

static void many_sheets_are_refused(void **state)
{
    static char sheets[BOOK_TEXT], expected[BOOK_TEXT];
    size_t len = 0;
    for (int i = 0; i < 1000; i++)
        len += (size_t)snprintf(sheets + len, sizeof sheets - len, "<sheet name=\"%d\" r:id=\"rId1\"/>", i);
    assert_rows(&(book_text){.sheets = sheets}, "");
    snprintf(sheets + len, sizeof sheets - len, "<sheet name=\"x\" r:id=\"rId1\"/>");
    snprintf(expected, sizeof expected, "书.xlsx: found \"xl/workbook.xml\"" SMALL "1000 sheets\n");
    assert_told(&(book_text){.sheets = sheets}, expected);
}

/* ---- zips */

static ch_text replace_all(ch_text bytes, const char *from, const char *to, size_t n)
{
    char *at = (char *)bytes.at;
    for (size_t i = 0; i + n <= bytes.len; i++)
        if (memcmp(at + i, from, n) == 0)
            memcpy(at + i, to, n);
    return bytes;
}

static void a_part_that_stands_twice_is_told(void **state)
{
    const book_part twice[] = {{"a/one.xml", "<a/>", 0}, {"a/two.xml", "<b/>", 0}};
    const ch_text bytes = replace_all(zip_parts(twice, 2), "a/two.xml", "a/one.xml", 9);
    assert_bytes_told(bytes, "书.xlsx: found \"a/one.xml\"" SOUND "a part stands twice\n");
    free((void *)bytes.at);
}

static void a_zip_of_too_many_entries_is_refused_by_its_record(void **state)
{
    ch_text bytes = zip_book(ROWS(""));
    char *end = (char *)bytes.at + bytes.len - 22;
    assert_memory_equal(end, "PK\5\6", 4);
    memcpy(end + 8, "\x11\x27\x11\x27", 4); /* 10001 */
    assert_bytes_told(bytes, "书.xlsx: found nothing" SMALL "10000 parts\n");
    free((void *)bytes.at);
}

/* A wide record that tells four thousand million entries. */
static void a_wide_record_of_nonsense_is_refused(void **state)
{
    ch_text bytes = zip_book(ROWS(""));
    char wide[56 + 20] = "PK\6\6\x2c";
    const size_t at = bytes.len - 22;
    memset(wide + 24, 0xff, 4);
    memset(wide + 32, 0xff, 4);
    memcpy(wide + 56, "PK\6\7", 4);
    for (size_t i = 0; i < 8; i++)
        wide[56 + 8 + i] = (char)(at >> 8 * i);
    char *made = malloc(bytes.len + sizeof wide);
    memcpy(made, bytes.at, at);
    memcpy(made + at, wide, sizeof wide);
    memcpy(made + at + sizeof wide, bytes.at + at, 22);
    assert_bytes_told((ch_text){made, bytes.len + sizeof wide}, "书.xlsx: found nothing" SMALL "10000 parts\n");
    free(made);
    free((void *)bytes.at);
}

static void a_part_with_a_password_is_told(void **state)
{
    const book_part part[] = {{"_rels/.rels", BOOK_RELATIONS(""), 0}};
    ch_text bytes = zip_parts(part, 1);
    char *at = (char *)bytes.at;
    for (size_t i = 0; i + 4 < bytes.len; i++) {
        if (memcmp(at + i, "PK\3\4", 4) == 0)
            at[i + 6] |= 1;
        if (memcmp(at + i, "PK\1\2", 4) == 0)
            at[i + 8] |= 1;
    }
    assert_bytes_told(bytes, "书.xlsx: found \"_rels/.rels\", expected a workbook without a password\n");
    free((void *)bytes.at);
}

static const book_text small = {.rows =
                                    "<row><c t=\"s\"><v>0</v></c><c><v>1.5</v></c><c s=\"1\"><v>45356</v></c></row>",
                                .strings = "<si><t>长兴</t></si>",
                                .styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"};

/* Rows, or a fault, and nothing else. */
static void assert_rows_or_faults(ch_text bytes)
{
    written to = {0};
    ch_faults faults = {0};
    const ch_err err = read_all(bytes, NULL, &to, &faults);
    assert_true(err == CH_OK                       ? faults.count == 0
                : err == CH_EDATA || err == CH_EIO ? faults.count > 0
                                                   : err == CH_ENOMEM);
    ch_buf_free(&to.text);
    ch_faults_free(&faults);
}

static void a_workbook_cut_anywhere_is_told(void **state)
{
    const ch_text bytes = zip_book(&small);
    for (size_t len = 0; len < bytes.len; len++) {
        char *cut = malloc(len + 1); /* so that a look past the end is seen */
        memcpy(cut, bytes.at, len);
        assert_rows_or_faults((ch_text){cut, len});
        free(cut);
    }
    free((void *)bytes.at);
}

static void bytes_changed_at_random_do_no_harm(void **state)
{
    const ch_text bytes = zip_book(&small);
    uint64_t d = 3;
    char *changed = malloc(bytes.len);
    for (int i = 0; i < 4000; i++) {
        memcpy(changed, bytes.at, bytes.len);
        for (uint64_t flips = 1 + draw(&d, 6); flips > 0; flips--)
            changed[draw(&d, bytes.len)] = (char)draw(&d, 256);
        assert_rows_or_faults((ch_text){changed, bytes.len});
    }
    free(changed);
    free((void *)bytes.at);
}

/* ---- what may go wrong */

/* As read_all, with room for so many bytes of shared strings. */
static ch_err read_holding(ch_text bytes, const ch_memory *memory, size_t strings_held, written *to, ch_faults *faults)
{
    ch_book *book;
    ch_err err = ch_book__open(memory, -1, bytes, CH_TEXT("书.xlsx"), NULL, strings_held, &book, faults);
    if (err == CH_OK)
        err = ch_book_read(book, 0, write_row, to, faults);
    ch_book_close(book);
    return err;
}

static ch_text many_strings(size_t strings, ch_buf *expected)
{
    static char rows[BOOK_TEXT], list[BOOK_TEXT];
    size_t len = 0, rows_len = 0;
    for (size_t i = 0; i < strings; i++)
        len +=
            (size_t)snprintf(list + len, sizeof list - len, "<si><t>text %zu %s</t></si>", i, i % 7 == 0 ? "长兴" : "");
    for (size_t i = 0; i < strings; i++) { /* forwards, then backwards, in jumps */
        const size_t index = i % 3 == 0 ? strings - 1 - i : i * 7 % strings;
        rows_len +=
            (size_t)snprintf(rows + rows_len, sizeof rows - rows_len, "<row><c t=\"s\"><v>%zu</v></c></row>", index);
        ch_buf_addf(expected, "%zu: A=t:text %zu%s\n", i + 1, index, index % 7 == 0 ? " 长兴" : "");
    }
    return zip_book(&(book_text){.rows = rows, .strings = list});
}

static void strings_past_what_is_held_are_read_from_a_file(void **state)
{
    ch_buf expected = {0};
    const ch_text bytes = many_strings(1000, &expected);
    for (size_t held = 0; held <= 40000; held = held * 2 + 1) {
        written to = {0};
        ch_faults faults = {0};
        assert_int_equal(read_holding(bytes, NULL, held, &to, &faults), CH_OK);
        assert_true(ch_text_equal(ch_buf_text(&to.text), ch_buf_text(&expected)));
        ch_buf_free(&to.text);
        ch_faults_free(&faults);
    }
    free((void *)bytes.at);
    ch_buf_free(&expected);
}

static void without_room_for_the_file_it_is_told(void **state)
{
    ch_buf expected = {0};
    const ch_text bytes = many_strings(10, &expected);
    written to = {0};
    ch_faults faults = {0};
    setenv("TMPDIR", SOURCE_ROOT "/none", 1);
    assert_int_equal(read_holding(bytes, NULL, 0, &to, &faults), CH_EIO);
    unsetenv("TMPDIR");
    assert_int_equal(told(&faults, CH_WANT_WRITABLE, 0, "no such file or folder", NULL), 1);
    ch_faults_free(&faults);
    free((void *)bytes.at);
    ch_buf_free(&expected);
}

static void the_row_function_may_stop(void **state)
{
    const ch_text bytes =
        zip_book(ROWS("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>x</v></c></row>"));
    written to = {.stop_at = 2};
    ch_faults faults = {0};
    assert_int_equal(read_all(bytes, NULL, &to, &faults), CH_ENONE);
    assert_int_equal(to.rows, 2);
    assert_int_equal(faults.count, 0);
    ch_buf_free(&to.text);
    to = (written){0};
    assert_int_equal(read_all(bytes, NULL, &to, &faults), CH_EDATA); /* what came before has been handed on */
    assert_int_equal(to.rows, 2);
    ch_buf_free(&to.text);
    ch_faults_free(&faults);
    free((void *)bytes.at);
}

static void assert_survives_every_failure(ch_text bytes, size_t strings_held)
{
    for (size_t at = 1;; at++) {
        failing failing_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failing_state);
        ch_faults faults = {.arena.memory = &memory};
        written to = {0};
        const ch_err err = read_holding(bytes, &memory, strings_held, &to, &faults);
        ch_faults_free(&faults);
        ch_buf_free(&to.text);
        assert_int_equal(failing_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void every_allocation_may_fail(void **state)
{
    ch_buf expected = {0};
    const ch_text books[] = {zip_book(&small), many_strings(100, &expected)};
    for (size_t i = 0; i < 2; i++) {
        assert_survives_every_failure(books[i], CH_BOOK_STRINGS_HELD);
        assert_survives_every_failure(books[i], 0);
        free((void *)books[i].at);
    }
    assert_survives_every_failure(CH_TEXT("a,b\n1,2\n"), 0);
    assert_survives_every_failure(CH_TEXT("\xb3\xa4\xd0\xcb;b\n1;\"2\"\"\"\n"), 0);
    ch_buf_free(&expected);
}

/* ---- files, sheets, other writers */

static void sheets_stand_in_order_hidden_ones_too(void **state)
{
    const ch_text bytes =
        zip_book(&(book_text){.rows = "<row><c><v>1</v></c></row>",
                              .sheets = "<sheet name=\"乙 &amp; 甲\" state=\"hidden\" r:id=\"rId1\"/>"
                                        "<sheet name=\"图\" r:id=\"rId3\"/><sheet name=\"甲\" r:id=\"rId1\"/>"
                                        "<sheet name=\"藏\" state=\"veryHidden\" r:id=\"rId1\"/>"});
    ch_book *book;
    ch_faults faults = {0};
    written to = {0};
    assert_int_equal(ch_book_open_bytes(NULL, bytes, CH_TEXT("b"), NULL, &book, &faults), CH_OK);
    assert_int_equal(ch_book_sheets(book), 3);
    assert_true(ch_text_equal(ch_book_sheet_at(book, 0)->name, CH_TEXT("乙 & 甲")));
    assert_true(ch_book_sheet_at(book, 0)->is_hidden);
    assert_false(ch_book_sheet_at(book, 1)->is_hidden);
    assert_true(ch_book_sheet_at(book, 2)->is_hidden);
    assert_int_equal(ch_book_find_sheet(book, CH_TEXT("甲")), 1);
    assert_int_equal(ch_book_find_sheet(book, CH_TEXT("图")), SIZE_MAX);
    for (int again = 0; again < 3; again++) /* as often as one likes */
        assert_int_equal(ch_book_read(book, 1, write_row, &to, &faults), CH_OK);
    assert_int_equal(to.rows, 3);
    ch_book_close(book);
    ch_buf_free(&to.text);
    free((void *)bytes.at);
}

static void columns_have_letters(void **state)
{
    static const struct {
        unsigned column;
        const char *name;
    } list[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char room[4];
        assert_true(ch_text_equal(ch_book_column_name(list[i].column, room), ch_text_of(list[i].name)));
    }
}

static void assert_file_rows(const char *path, const char *rows)
{
    ch_book *book;
    ch_faults faults = {0};
    written to = {0};
    assert_int_equal(ch_book_open(NULL, path, CH_TEXT("f"), NULL, &book, &faults), CH_OK);
    assert_int_equal(ch_book_read(book, 0, write_row, &to, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    ch_buf_addc(&to.text, '\0');
    assert_string_equal(to.text.at, rows);
    ch_book_close(book);
    ch_buf_free(&to.text);
}

static void what_another_library_writes_is_read(void **state)
{
    char path[] = "/tmp/changhe-book-XXXXXX";
    close(mkstemp(path));
    lxw_workbook *workbook = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "企业");
    lxw_format *date = workbook_add_format(workbook), *bold = workbook_add_format(workbook);
    format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
    format_set_bold(bold);
    char first[] = "长", second[] = "兴";
    lxw_rich_string_tuple plain = {.string = first}, fat = {.format = bold, .string = second};
    lxw_rich_string_tuple *rich[] = {&plain, &fat, NULL};
    lxw_datetime day = {2024, 2, 29, 8, 5, 0};
    worksheet_write_string(sheet, 0, 0, " 名 称\n", NULL);
    worksheet_write_rich_string(sheet, 0, 1, rich, NULL);
    worksheet_write_number(sheet, 1, 0, 0.1 + 0.2, NULL);
    worksheet_write_number(sheet, 1, 1, 1e-7, NULL);
    worksheet_write_number(sheet, 1, 2, 123456789012345678.0, NULL);
    worksheet_write_number(sheet, 1, 3, 1.0 / 3, NULL);
    worksheet_write_datetime(sheet, 1, 4, &day, date);
    worksheet_write_boolean(sheet, 1, 5, 1, NULL);
    worksheet_write_formula_num(sheet, 1, 6, "=1+1", NULL, 2);
    lxw_row_col_options hidden = {.hidden = 1};
    worksheet_write_string(sheet, 2, 0, "藏", NULL);
    worksheet_set_row_opt(sheet, 2, 15, NULL, &hidden);
    assert_int_equal(workbook_close(workbook), LXW_NO_ERROR);
    assert_file_rows(path,
                     "1: A=t: 名 称\n B=t:长兴\n2: A=n:0.3 B=n:0.0000001 C=n:123456789012346000 D=n:0.333333333333333 "
                     "E=d:2024-02-29 08:05 F=b:yes G=n:2=\n3h: A=t:藏\n");
    unlink(path);
}

static void files_that_cannot_be_read_are_told(void **state)
{
    ch_book *book;
    ch_faults faults = {0};
    assert_int_equal(ch_book_open(NULL, SOURCE_ROOT "/none.xlsx", CH_TEXT("f"), NULL, &book, &faults), CH_EIO);
    assert_int_equal(told(&faults, CH_WANT_READABLE, 0, "no such file or folder", NULL), 1);
    assert_null(book);
    assert_int_equal(ch_book_open(NULL, SOURCE_ROOT, CH_TEXT("f"), NULL, &book, &faults), CH_EIO);
    assert_int_equal(told(&faults, CH_WANT_READABLE, 0, "a directory", NULL), 1);
    ch_faults_free(&faults);
    ch_book_close(NULL);
}

/* ---- CSV */

static void assert_csv(ch_text bytes, const ch_book_form *form, ch_book_encoding encoding, char delimiter,
                       const char *rows)
{
    ch_book *book;
    ch_faults faults = {0};
    written to = {0};
    assert_int_equal(ch_book_open_bytes(NULL, bytes, CH_TEXT("f.csv"), form, &book, &faults), CH_OK);
    assert_int_equal(ch_book_sheets(book), 1);
    assert_true(ch_text_equal(ch_book_sheet_at(book, 0)->name, CH_TEXT("f.csv")));
    assert_int_equal(ch_book_form_of(book).encoding, encoding);
    assert_int_equal(ch_book_form_of(book).delimiter, delimiter);
    assert_int_equal(ch_book_read(book, 0, write_row, &to, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    ch_buf_addc(&to.text, '\0');
    assert_string_equal(to.text.at, rows);
    ch_book_close(book);
    ch_buf_free(&to.text);
}

static void a_csv_is_one_sheet_of_texts(void **state)
{
    assert_csv(CH_TEXT("a,b\n\n1,\" x\"\"\n2\",=3\n,,\n"), NULL, CH_BOOK_UTF8, ',',
               "1: A=t:a B=t:b\n3: A=t:1 B=t: x\"\n2 C=t:=3\n");
    assert_csv(CH_TEXT("\xEF\xBB\xBF长;b\n1,5;2\n"), NULL, CH_BOOK_UTF8, ';', "1: A=t:长 B=t:b\n2: A=t:1,5 B=t:2\n");
    assert_csv(CH_TEXT("\xb3\xa4\t\xd0\xcb\r\n"), NULL, CH_BOOK_GB18030, '\t', "1: A=t:长 B=t:兴\n");
    assert_csv(CH_TEXT("\xff\xfe\x7f\x95\t\0\x74\x51\n\0"), NULL, CH_BOOK_UTF16, '\t', "1: A=t:长 B=t:兴\n");
    assert_csv(CH_TEXT("\xfe\xff\x95\x7f\0,\x51\x74"), NULL, CH_BOOK_UTF16, ',', "1: A=t:长 B=t:兴\n");
    assert_csv(CH_TEXT(""), NULL, CH_BOOK_UTF8, ',', "");
}

static void what_is_declared_is_believed(void **state)
{
    assert_csv(CH_TEXT("\xb3\xa4,b;c\n"), &(ch_book_form){CH_BOOK_GB18030, ';'}, CH_BOOK_GB18030, ';',
               "1: A=t:长,b B=t:c\n");
    assert_csv(CH_TEXT("\xd2\xbb,x\n"), &(ch_book_form){.encoding = CH_BOOK_GB18030}, CH_BOOK_GB18030, ',',
               "1: A=t:一 B=t:x\n");
    assert_csv(CH_TEXT("a\0,\0b\0"), &(ch_book_form){.encoding = CH_BOOK_UTF16}, CH_BOOK_UTF16, ',',
               "1: A=t:a B=t:b\n");
}

static void a_csv_in_no_known_encoding_is_told(void **state)
{
    assert_bytes_told(
        CH_TEXT("a\0,\0b\0\n\0"),
        "书.xlsx:1:2: found \"\\x00\", expected a file in UTF-8; this looks like UTF-16: save it as CSV UTF-8\n");
    assert_bytes_told(CH_TEXT("a,caf\xe9\n"), "书.xlsx:1:6: found \"\\xE9\", expected UTF-8 text\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_cell_is_read),
        cmocka_unit_test(rows_and_cells_without_a_place_follow_on),
        cmocka_unit_test(prefixes_and_foreign_elements_are_passed_over),
        cmocka_unit_test(text_is_kept_as_typed),
        cmocka_unit_test(a_formula_without_a_saved_value_is_told_as_empty),
        cmocka_unit_test(numbers_are_what_spreadsheets_show),
        cmocka_unit_test(numbers_agree_with_those_printed),
        cmocka_unit_test(days_are_counted_as_spreadsheets_do),
        cmocka_unit_test(no_day_is_left_out),
        cmocka_unit_test(formats_of_dates_are_known),
        cmocka_unit_test(styles_tell_which_numbers_are_dates),
        cmocka_unit_test(cells_out_of_place_are_told),
        cmocka_unit_test(values_of_another_type_are_told),
        cmocka_unit_test(rows_and_columns_end_where_the_standard_says),
        cmocka_unit_test(no_entity_is_expanded_or_fetched),
        cmocka_unit_test(relations_do_not_leave_the_package),
        cmocka_unit_test(relations_in_a_circle_end),
        cmocka_unit_test(what_is_no_workbook_is_told),
        cmocka_unit_test(what_unpacks_to_too_much_is_refused),
        cmocka_unit_test(a_part_that_is_longer_than_it_says_is_told),
        cmocka_unit_test(deep_wide_and_long_xml_is_refused),
        cmocka_unit_test(long_cells_and_rows_are_refused),
        cmocka_unit_test(many_sheets_are_refused),
        cmocka_unit_test(a_part_that_stands_twice_is_told),
        cmocka_unit_test(a_zip_of_too_many_entries_is_refused_by_its_record),
        cmocka_unit_test(a_wide_record_of_nonsense_is_refused),
        cmocka_unit_test(a_part_with_a_password_is_told),
        cmocka_unit_test(a_workbook_cut_anywhere_is_told),
        cmocka_unit_test(bytes_changed_at_random_do_no_harm),
        cmocka_unit_test(strings_past_what_is_held_are_read_from_a_file),
        cmocka_unit_test(without_room_for_the_file_it_is_told),
        cmocka_unit_test(the_row_function_may_stop),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(sheets_stand_in_order_hidden_ones_too),
        cmocka_unit_test(columns_have_letters),
        cmocka_unit_test(what_another_library_writes_is_read),
        cmocka_unit_test(files_that_cannot_be_read_are_told),
        cmocka_unit_test(a_csv_is_one_sheet_of_texts),
        cmocka_unit_test(what_is_declared_is_believed),
        cmocka_unit_test(a_csv_in_no_known_encoding_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
