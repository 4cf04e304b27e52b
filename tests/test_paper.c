/* test_paper.c - documents as PDF: what stands in them as other programs read it, where, on how many pages, and what is refused. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/paper.h"
#include "failing.h"
#include "read_pdf.h"
#include "told.h"

#include <iconv.h>
#include <pthread.h>

/* As in leaks.supp, for whoever runs this program by itself. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so\n";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

/* A text where C wants a constant. */
#define LIT(literal) \
    { \
        (literal), sizeof(literal) - 1 \
    }

#define MARGIN (18 / 25.4 * 72)
#define WIDTH  (210 / 25.4 * 72)
#define HEIGHT (297 / 25.4 * 72)

static const ch_paper_column three[] = {{LIT("项目"), 3, false}, {LIT("Clause"), 4, false}, {LIT("金额"), 3, true}};
enum { THREE = 3, MOST = 1200 };

/* Cells that say where they stand: row 7 is 甲7, c7, 7,000.07 */
static char cell_text[MOST * THREE][32];
static ch_text cells[MOST * THREE];
static bool last_is_sum[MOST];

static ch_paper_block numbered_table(size_t rows)
{
    memset(last_is_sum, 0, sizeof last_is_sum);
    for (size_t r = 0; r < rows; r++) {
        snprintf(cell_text[r * THREE], sizeof *cell_text, "甲%zu.", r);
        snprintf(cell_text[r * THREE + 1], sizeof *cell_text, "c%zu.", r);
        snprintf(cell_text[r * THREE + 2], sizeof *cell_text, "%zu,000.%02zu", r, r % 100);
    }
    for (size_t i = 0; i < rows * THREE; i++)
        cells[i] = ch_text_of(cell_text[i]);
    if (rows > 0)
        last_is_sum[rows - 1] = true;
    return (ch_paper_block){
        .kind = CH_PAPER_TABLE, .column = three, .columns = THREE, .cell = cells, .rows = rows, .is_sum = last_is_sum};
}

static ch_paper_block words(ch_paper_kind kind, const char *text)
{
    return (ch_paper_block){.kind = kind, .text = ch_text_of(text)};
}

static ch_paper paper_of(const ch_paper_block *block, size_t blocks)
{
    return (ch_paper){.title = CH_TEXT("结算单"),
                      .author = CH_TEXT("长合"),
                      .foot = CH_TEXT("脚注"),
                      .block = block,
                      .blocks = blocks};
}

/* Can PDF be made and read here? Says what is missing. */
static bool is_ready(void)
{
    const ch_paper_block block = words(CH_PAPER_TEXT, "长");
    const ch_paper paper = paper_of(&block, 1);
    ch_buf out = {0};
    ch_faults faults = {0};
    const ch_err err = ch_paper_write(&paper, &out, &faults);
    const bool is_missing = told(&faults, CH_WANT_PAPER, 0, NULL, NULL) > 0,
               has_no_font = told(&faults, CH_WANT_FONT, 0, NULL, NULL) > 0;
    ch_faults_free(&faults);
    ch_buf_free(&out);
    if (is_missing)
        print_message("skipped: %s was not built, for want of pangocairo\n", CH_PAPER_MODULE);
    else if (has_no_font)
        print_message("skipped: no TrueType font with Chinese; Debian has one in fonts-wqy-microhei\n");
    else if (!pdf_can_be_read())
        print_message("skipped: no pdftotext; Debian has it in poppler-utils\n");
    else
        assert_int_equal(err, CH_OK);
    return err == CH_OK && pdf_can_be_read();
}

static ch_buf written(const ch_paper *paper)
{
    ch_buf out = {0};
    ch_faults faults = {0};
    const ch_err err = ch_paper_write(paper, &out, &faults);
    for (size_t i = 0; i < faults.kept; i++) {
        ch_buf says = {0};
        ch_fault_print(&faults.list[i], &says);
        print_message("%.*s\n", (int)says.len, says.at);
        ch_buf_free(&says);
    }
    ch_faults_free(&faults);
    assert_int_equal(err, CH_OK);
    return out;
}

/* The text found at or after a place, without blanks; the place behind it. */
static const char *must_follow(const char *place, const char *wanted)
{
    char bare[256], *to = bare;
    for (const char *from = wanted; *from != '\0' && to < bare + sizeof bare - 1; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
    *to = '\0';
    const char *found = strstr(place, bare);
    if (found == NULL)
        fail_msg("%s does not stand where it should", wanted);
    return found + strlen(bare);
}

static size_t page_of(const char *text, const char *wanted)
{
    size_t page = 0;
    const char *found = strstr(text, wanted);
    if (found == NULL)
        fail_msg("%s stands nowhere", wanted);
    for (; text < found; text++)
        page += *text == '\f';
    return page;
}

static size_t count_of(const char *text, const char *wanted)
{
    size_t n = 0;
    for (; (text = strstr(text, wanted)) != NULL; text += strlen(wanted))
        n++;
    return n;
}

static void an_empty_document_is_one_page_of_a4(void **state)
{
    if (!is_ready())
        skip();
    const ch_paper paper = {0};
    ch_buf out = written(&paper);
    char *text = pdf_text(ch_buf_text(&out));
    assert_int_equal(pdf_pages(ch_buf_text(&out)), 1);
    assert_string_equal(text, "1/1\f");
    free(text);
    ch_buf_free(&out);
}

static void every_text_can_be_found_in_the_order_it_was_told(void **state)
{
    static const size_t rows[] = {0, 1, 7, 200};
    static const ch_text signers[] = {LIT("甲方 Party A"), LIT("乙方 Party B"), LIT("丙方"), LIT("丁方"), LIT("戊方")};
    if (!is_ready())
        skip();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ch_paper_block block[] = {
            words(CH_PAPER_TITLE, "年度结算单 Settlement"),
            words(CH_PAPER_TEXT, "第一行\n第二行 second line"),
            words(CH_PAPER_HEADING, "一、收入"),
            words(CH_PAPER_SMALL, "单位：元"),
            numbered_table(rows[i]),
            words(CH_PAPER_TEXT, "以上为准。"),
            {.kind = CH_PAPER_SIGNATURES, .text = CH_TEXT("日期"), .signer = signers, .signers = 5}};
        const ch_paper paper = paper_of(block, 7);
        ch_buf out = written(&paper);
        char *text = pdf_text(ch_buf_text(&out));
        const char *place = must_follow(text, "年度结算单Settlement");
        place = must_follow(must_follow(must_follow(place, "第一行第二行secondline"), "一、收入"), "单位：元");
        place = must_follow(must_follow(must_follow(place, "项目"), "Clause"), "金额");
        for (size_t c = 0; c < rows[i] * THREE; c++)
            place = must_follow(place, cell_text[c]);
        place = must_follow(place, "以上为准。");
        for (size_t s = 0; s < 5; s++)
            place = must_follow(must_follow(place, signers[s].at), "日期");
        assert_int_equal(count_of(text, "\f"), pdf_pages(ch_buf_text(&out)));
        assert_int_equal(count_of(text, "脚注"), count_of(text, "\f"));
        free(text);
        ch_buf_free(&out);
    }
}

/* 739.84 points between the margins; head and rows have 8.5 * 1.42 + 2 * 2.6 = 17.27 each, so that 41 rows stand below a head. */
static void a_thousand_rows_take_the_pages_their_heights_add_up_to(void **state)
{
    enum { ROWS = 1000, A_PAGE = 41, PAGES = 25 };
    if (!is_ready())
        skip();
    const ch_paper_block block = numbered_table(ROWS);
    const ch_paper paper = paper_of(&block, 1);
    ch_buf out = written(&paper);
    char *text = pdf_text(ch_buf_text(&out)), wanted[40];
    assert_int_equal(pdf_pages(ch_buf_text(&out)), PAGES);
    assert_int_equal(count_of(text, "项目Clause金额"), PAGES);
    const char *place = text;
    for (size_t page = 0; page < PAGES; page++) {
        snprintf(wanted, sizeof wanted, "项目Clause金额甲%zu.", page * A_PAGE);
        assert_memory_equal(place, wanted, strlen(wanted));
        snprintf(wanted, sizeof wanted, "脚注%zu/%d\f", page + 1, PAGES);
        place = must_follow(place, wanted);
    }
    assert_int_equal(*place, '\0');
    free(text);
    ch_buf_free(&out);
}

static void fonts_are_embedded_and_say_which_characters_they_show(void **state)
{
    if (!is_ready())
        skip();
    const ch_paper_block block[] = {words(CH_PAPER_TITLE, "标题 Title"),
                                    words(CH_PAPER_TEXT, "正文 Text −1,234.50 ½ №")};
    const ch_paper paper = paper_of(block, 2);
    ch_buf out = written(&paper);
    char *fonts = pdf_ask(ch_buf_text(&out), "pdffonts %s | tail -n +3");
    size_t n = 0;
    for (char *line = strtok(fonts, "\n"); line != NULL; line = strtok(NULL, "\n"), n++)
        assert_non_null(strstr(line, "yes yes yes")); /* embedded, only what is used, with its characters */
    assert_true(n >= 2);
    free(fonts);
    ch_buf_free(&out);
}

/* ---- same document, same bytes ---- */

static ch_buf sample(void)
{
    static const ch_text signers[] = {LIT("甲方"), LIT("乙方")};
    const ch_paper_block block[] = {words(CH_PAPER_TITLE, "年度结算单"),
                                    numbered_table(120),
                                    {.kind = CH_PAPER_SIGNATURES, .signer = signers, .signers = 2}};
    const ch_paper paper = paper_of(block, 3);
    ch_buf out = {0};
    if (ch_paper_write(&paper, &out, NULL) != CH_OK)
        exit(1);
    return out;
}

static void the_same_document_has_the_same_bytes_here_and_in_another_process(void **state)
{
    char program[4096], command[4200];
    if (!is_ready())
        skip();
    ch_buf first = sample(), second = sample();
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.at, second.at, first.len);

    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    assert_true(length > 0);
    snprintf(command, sizeof command, "'%.*s' --sample", (int)length, program);
    FILE *other = popen(command, "r");
    assert_non_null(other);
    assert_int_equal(fread(second.at, 1, second.len, other), first.len);
    assert_int_equal(fgetc(other), EOF);
    assert_int_equal(pclose(other), 0);
    assert_memory_equal(first.at, second.at, first.len);
    for (size_t i = 0; i + 4 < first.len; i++)
        assert_memory_not_equal(first.at + i, "Date", 4); /* neither CreationDate nor ModDate */
    ch_buf_free(&first);
    ch_buf_free(&second);
}

static pthread_barrier_t together;

static void *write_beside(void *self)
{
    const ch_paper *paper = self;
    ch_buf *out = calloc(1, sizeof *out);
    pthread_barrier_wait(&together);
    if (out != NULL && ch_paper_write(paper, out, NULL) != CH_OK)
        ch_buf_free(out);
    return out;
}

static void threads_may_write_at_once(void **state)
{
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    if (!is_ready())
        skip();
    const ch_paper_block block = numbered_table(100);
    ch_paper paper = paper_of(&block, 1);
    ch_buf alone = written(&paper);
    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, write_beside, &paper), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(thread[i], &result);
        ch_buf *out = result;
        assert_non_null(out);
        assert_int_equal(out->len, alone.len);
        assert_memory_equal(out->at, alone.at, alone.len);
        ch_buf_free(out);
        free(out);
    }
    pthread_barrier_destroy(&together);
    ch_buf_free(&alone);
}

/* ---- what may not be parted ---- */

static void a_heading_stands_on_the_page_of_what_it_heads(void **state)
{
    enum { MOST_LINES = 60 };
    if (!is_ready())
        skip();
    for (size_t lines = 30; lines < MOST_LINES; lines++) {
        ch_paper_block block[MOST_LINES + 4];
        for (size_t i = 0; i < lines; i++)
            block[i] = words(CH_PAPER_TEXT, "一行");
        block[lines] = words(CH_PAPER_HEADING, "标题");
        block[lines + 1] = words(CH_PAPER_HEADING, "次级");
        block[lines + 2] = words(CH_PAPER_SMALL, "单位：元");
        block[lines + 3] = numbered_table(3);
        const ch_paper paper = paper_of(block, lines + 4);
        ch_buf out = written(&paper);
        char *text = pdf_text(ch_buf_text(&out));
        assert_int_equal(page_of(text, "标题"), page_of(text, "甲0."));
        assert_int_equal(page_of(text, "次级"), page_of(text, "甲0."));
        assert_int_equal(page_of(text, "单位：元"), page_of(text, "甲0."));
        free(text);
        ch_buf_free(&out);
    }
}

static void sums_stay_below_a_row_and_signatures_below_a_sum(void **state)
{
    static const ch_text signers[] = {LIT("甲方"), LIT("乙方")};
    char last[40], sum[40];
    bool was_second = false;
    if (!is_ready())
        skip();
    for (size_t rows = 30; rows < 50; rows++) {
        const ch_paper_block block[] = {numbered_table(rows),
                                        words(CH_PAPER_SMALL, "摘要"),
                                        {.kind = CH_PAPER_SIGNATURES, .signer = signers, .signers = 2}};
        const ch_paper paper = paper_of(block, 3);
        ch_buf out = written(&paper);
        char *text = pdf_text(ch_buf_text(&out));
        snprintf(last, sizeof last, "甲%zu.", rows - 2);
        snprintf(sum, sizeof sum, "甲%zu.", rows - 1);
        assert_int_equal(page_of(text, last), page_of(text, sum));
        assert_int_equal(page_of(text, sum), page_of(text, "摘要"));
        assert_int_equal(page_of(text, "摘要"), page_of(text, "乙方"));
        was_second = was_second || page_of(text, "乙方") == 1;
        free(text);
        ch_buf_free(&out);
    }
    assert_true(was_second);
}

static void a_row_is_not_torn_unless_no_page_holds_it(void **state)
{
    enum { ROWS = 60, LONG = 400 };
    static char text_of_row[ROWS][80];
    static char long_text[LONG * 8];
    if (!is_ready())
        skip();
    ch_text cell[ROWS * 2];
    for (size_t r = 0; r < ROWS; r++) {
        snprintf(text_of_row[r], sizeof *text_of_row, "首%zu.\n中\n中\n末%zu.", r, r);
        cell[2 * r] = ch_text_of(text_of_row[r]);
        cell[2 * r + 1] = CH_TEXT("1.00");
    }
    for (size_t i = 0; i < LONG; i++)
        snprintf(long_text + strlen(long_text), 8, "w%zu.\n", i);
    long_text[strlen(long_text) - 1] = '\0';
    cell[2 * 30] = ch_text_of(long_text); /* 400 lines: pages hold some 60 */
    static const ch_paper_column two[] = {{LIT("事项"), 1, false}, {LIT("金额"), 1, true}};
    const ch_paper_block block = {.kind = CH_PAPER_TABLE, .column = two, .columns = 2, .cell = cell, .rows = ROWS};
    const ch_paper paper = paper_of(&block, 1);
    ch_buf out = written(&paper);
    char *text = pdf_text(ch_buf_text(&out)), first[20], end[20];
    for (size_t r = 0; r < ROWS; r++) {
        snprintf(first, sizeof first, "首%zu.", r);
        snprintf(end, sizeof end, "末%zu.", r);
        if (r != 30)
            assert_int_equal(page_of(text, first), page_of(text, end));
    }
    const char *place = text;
    for (size_t i = 0; i < LONG; i++) {
        snprintf(first, sizeof first, "w%zu.", i);
        place = must_follow(place, first);
    }
    assert_true(page_of(text, "w399.") >= page_of(text, "w0.") + 6);
    free(text);
    ch_buf_free(&out);
}

/* ---- where things stand ---- */

static void assert_inside_the_margins(ch_text pdf)
{
    pdf_word *word;
    const size_t n = pdf_words(pdf, &word);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
        const bool is_foot = word[i].top > HEIGHT - MARGIN;
        if (word[i].left < MARGIN - 1 || word[i].right > WIDTH - MARGIN + 1 || word[i].top < MARGIN - 4 ||
            (!is_foot && word[i].bottom > HEIGHT - MARGIN + 4) || word[i].bottom > HEIGHT - 5)
            fail_msg("%s stands at %.1f %.1f to %.1f %.1f", word[i].text, word[i].left, word[i].top, word[i].right,
                     word[i].bottom);
    }
    free(word);
}

/* A table whose first row is longer than a page begins near a page's end: its head stands on the page of the row's first lines. */
static void nothing_runs_over_the_end_of_a_page(void **state)
{
    static char long_text[8 * 200];
    static const ch_paper_column one[] = {{LIT("很长的事项"), 1, false}};
    static const ch_text signers[] = {
        LIT("甲省财政厅与税务局与发展和改革委员会与示意区管理委员会与甲市财政局与乙县财政局与丙县财政局"), LIT("乙方")};
    if (!is_ready())
        skip();
    *long_text = '\0';
    for (size_t i = 0; i < 200; i++)
        snprintf(long_text + strlen(long_text), 8, "w%zu.\n", i);
    long_text[strlen(long_text) - 1] = '\0';
    const ch_text cell[] = {ch_text_of(long_text)};
    for (size_t lines = 44; lines < 52; lines++) {
        ch_paper_block block[64];
        for (size_t i = 0; i < lines; i++)
            block[i] = words(CH_PAPER_SMALL, "一行");
        block[lines] = (ch_paper_block){.kind = CH_PAPER_TABLE, .column = one, .columns = 1, .cell = cell, .rows = 1};
        block[lines + 1] = (ch_paper_block){.kind = CH_PAPER_SIGNATURES,
                                            .text = CH_TEXT("签字之日期 Date on which this sheet was signed, by hand"),
                                            .signer = signers,
                                            .signers = 2};
        const ch_paper paper = paper_of(block, lines + 2);
        ch_buf out = written(&paper);
        char *text = pdf_text(ch_buf_text(&out));
        assert_inside_the_margins(ch_buf_text(&out));
        assert_int_equal(page_of(text, "很长的事项"), page_of(text, "w0."));
        must_follow(must_follow(text, "w199."), "signed,byhand");
        free(text);
        ch_buf_free(&out);
    }
}

static void figures_of_twelve_columns_stay_whole_and_right_aligned(void **state)
{
    enum { COLUMNS = 12, ROWS = 50 };
    static ch_paper_column column[COLUMNS];
    static char figure[ROWS * COLUMNS][24];
    static ch_text cell[ROWS * COLUMNS];
    static bool is_sum[ROWS];
    if (!is_ready())
        skip();
    for (size_t c = 0; c < COLUMNS; c++)
        column[c] = (ch_paper_column){CH_TEXT("本年累计分成金额（元）"), c == 0 ? 1000 : 1, true};
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        snprintf(figure[i], sizeof *figure, "%s1%zu,%03zu.%02zu", i % 3 == 0 ? "−" : "", i % COLUMNS * 10, i % 1000,
                 i % 100);
        cell[i] = ch_text_of(figure[i]);
    }
    is_sum[ROWS - 1] = true;
    const ch_paper_block block = {
        .kind = CH_PAPER_TABLE, .column = column, .columns = COLUMNS, .cell = cell, .rows = ROWS, .is_sum = is_sum};
    const ch_paper paper = paper_of(&block, 1);
    ch_buf out = written(&paper);
    assert_inside_the_margins(ch_buf_text(&out));
    pdf_word *word;
    const size_t n = pdf_words(ch_buf_text(&out), &word);
    double right[COLUMNS] = {0};
    size_t next = 0;
    for (size_t i = 0; i < n && next < ROWS * COLUMNS; i++) { /* by row, as they were told */
        if (strcmp(word[i].text, figure[next]) != 0)
            continue;
        double *edge = &right[next % COLUMNS];
        *edge = next < COLUMNS ? word[i].right : *edge;
        assert_true(word[i].right > *edge - 0.3 && word[i].right < *edge + 0.3);
        next++;
    }
    assert_int_equal(next, ROWS * COLUMNS);
    free(word);
    ch_buf_free(&out);
}

static void long_words_are_broken_and_stay_in_their_columns(void **state)
{
    static char latin[3000], chinese[3000], figures[600];
    if (!is_ready())
        skip();
    memset(latin, 'W', sizeof latin - 1);
    for (size_t i = 0; i + 3 < sizeof chinese; i += 3)
        memcpy(chinese + i, "长", 3);
    memset(figures, '#', sizeof figures - 1);
    ch_text cell[4 * THREE];
    for (size_t i = 0; i < 4 * THREE; i++)
        cell[i] = ch_text_of(i % THREE == 2 ? figures : i % 2 == 0 ? latin : chinese);
    const ch_paper_block block[] = {
        words(CH_PAPER_TITLE, latin),
        words(CH_PAPER_HEADING, chinese),
        words(CH_PAPER_SMALL, latin),
        {.kind = CH_PAPER_TABLE, .column = three, .columns = THREE, .cell = cell, .rows = 4}};
    const ch_paper paper = paper_of(block, 4);
    ch_buf out = written(&paper);
    char *text = pdf_text(ch_buf_text(&out));
    assert_inside_the_margins(ch_buf_text(&out));
    assert_int_equal(count_of(text, "W"), 2 * 2999 + 4 * 2999);
    assert_int_equal(count_of(text, "#"), 4 * 599);
    assert_int_equal(count_of(text, "长"), 999 + 4 * 999);
    free(text);
    ch_buf_free(&out);
}

/* ---- no character vanishes ---- */

/* Page by page, 72 dots an inch, so that a dot is a point; 0 is black. */
typedef struct {
    size_t width, height;
    const unsigned char *dot;
} picture;

static size_t read_pictures(const unsigned char *at, size_t len, picture *pictures, size_t most)
{
    size_t n = 0, used = 0;
    for (; used < len && n < most; n++) {
        int head = 0;
        assert_int_equal(
            sscanf((const char *)at + used, "P5 %zu %zu 255%n", &pictures[n].width, &pictures[n].height, &head), 2);
        pictures[n].dot = at + used + head + 1;
        used += (size_t)head + 1 + pictures[n].width * pictures[n].height;
    }
    return n;
}

static bool has_ink(const picture *page, const pdf_word *word)
{
    for (size_t y = (size_t)word->top; y < (size_t)word->bottom + 1 && y < page->height; y++)
        for (size_t x = (size_t)word->left; x < (size_t)word->right + 1 && x < page->width; x++)
            if (page->dot[y * page->width + x] < 170)
                return true;
    return false;
}

static void make_characters(char text[][8], size_t n)
{
    iconv_t from_gb = iconv_open("UTF-8", "GB18030");
    assert_true(from_gb != (iconv_t)-1);
    for (size_t i = 0; i < n; i++) {
        char gb[2] = {(char)(0xb0 + i / 94), (char)(0xa1 + i % 94)}, *in = gb, *out = text[i];
        size_t in_left = 2, out_left = 7;
        memset(text[i], 0, 8);
        assert_int_equal(iconv(from_gb, &in, &in_left, &out, &out_left), 0);
    }
    iconv_close(from_gb);
}

/* Dots of every page; the caller frees them. */
static unsigned char *show(ch_text pdf, size_t *len)
{
    char path[] = "/tmp/changhe-pgm-XXXXXX", command[200];
    const int file = mkstemp(path);
    assert_true(file >= 0);
    snprintf(command, sizeof command, "pdftoppm -r 72 -gray %%s > %s", path);
    free(pdf_ask(pdf, command));
    *len = (size_t)lseek(file, 0, SEEK_END);
    unsigned char *shown = calloc(1, *len + 1);
    assert_non_null(shown);
    assert_int_equal(pread(file, shown, *len, 0), (ssize_t)*len);
    close(file);
    unlink(path);
    return shown;
}

static void assert_every_word_shows(ch_text pdf, size_t wanted)
{
    enum { PAGES = 4 };
    picture pages[PAGES];
    pdf_word *word;
    size_t len, seen = 0;
    unsigned char *shown = show(pdf, &len);
    const size_t n = read_pictures(shown, len, pages, PAGES), found = pdf_words(pdf, &word);
    for (size_t i = 0; i < found; i++) {
        if (word[i].top > HEIGHT - MARGIN)
            continue; /* the foot */
        assert_true(word[i].page < n);
        if (!has_ink(&pages[word[i].page], &word[i]))
            fail_msg("%s leaves no ink", word[i].text);
        seen++;
    }
    assert_int_equal(seen, wanted);
    free(shown);
    free(word);
}

/* A cell for each character of GB 2312's first level, upright in one document and bold in the next, which are two fonts. Few in
 * each: what a font loses when it is embedded depends on what else of it is. */
static void every_common_character_leaves_ink_on_the_page(void **state)
{
    enum { COLUMNS = 16, ROWS = 12, CHARACTERS = 3755, A_DOCUMENT = COLUMNS * ROWS };
    static char character[CHARACTERS][8];
    ch_text cell[A_DOCUMENT];
    bool bold[ROWS];
    ch_paper_column column[COLUMNS];
    if (!is_ready())
        skip();
    make_characters(character, CHARACTERS);
    for (size_t c = 0; c < COLUMNS; c++)
        column[c] = (ch_paper_column){CH_TEXT(""), 1, false};
    for (size_t from = 0; from + A_DOCUMENT <= CHARACTERS; from += A_DOCUMENT) {
        for (size_t i = 0; i < A_DOCUMENT; i++)
            cell[i] = ch_text_of(character[from + i]);
        for (size_t r = 0; r < ROWS; r++)
            bold[r] = from / A_DOCUMENT % 2 == 1;
        const ch_paper_block block = {
            .kind = CH_PAPER_TABLE, .column = column, .columns = COLUMNS, .cell = cell, .rows = ROWS, .is_sum = bold};
        const ch_paper paper = {.block = &block, .blocks = 1};
        ch_buf out = written(&paper);
        assert_every_word_shows(ch_buf_text(&out), A_DOCUMENT);
        ch_buf_free(&out);
    }
}

static void a_character_without_a_font_is_named_and_nothing_is_written(void **state)
{
    if (!is_ready())
        skip();
    static const ch_paper_column column = {LIT("\xf3\xb0\x80\x82"), 1, false};
    static const ch_text cell[] = {LIT("甲\xf3\xb0\x80\x81乙"), LIT("\xf3\xb0\x80\x81")},
                         signer = LIT("\xf3\xb0\x80\x83");
    const ch_paper_block block[] = {{.kind = CH_PAPER_TABLE, .column = &column, .columns = 1, .cell = cell, .rows = 2},
                                    {.kind = CH_PAPER_SIGNATURES, .signer = &signer, .signers = 1}};
    ch_paper paper = paper_of(block, 2);
    paper.foot = CH_TEXT("\xf3\xb0\x80\x84");
    ch_faults faults = {0};
    ch_buf out = {0};
    ch_buf_adds(&out, "before");
    assert_int_equal(ch_paper_write(&paper, &out, &faults), CH_EIO);
    assert_int_equal(faults.count, 4); /* each once */
    assert_int_equal(told(&faults, CH_WANT_FONT, 0, "甲\xf3\xb0\x80\x81乙", "U+F0001"), 1);
    assert_int_equal(told(&faults, CH_WANT_FONT, 0, NULL, "U+F0002"), 1);
    assert_int_equal(told(&faults, CH_WANT_FONT, 0, NULL, "U+F0003"), 1);
    assert_int_equal(told(&faults, CH_WANT_FONT, 0, NULL, "U+F0004"), 1);
    assert_true(ch_text_equal(ch_buf_text(&out), CH_TEXT("before")));
    ch_faults_free(&faults);
    ch_buf_free(&out);
}

static void an_emoji_is_told_where_no_font_has_it_and_else_can_be_found(void **state)
{
    if (!is_ready())
        skip();
    const ch_paper_block block = words(CH_PAPER_TEXT, "好\xf0\x9f\xa6\xab");
    const ch_paper paper = paper_of(&block, 1);
    ch_buf out = {0};
    ch_faults faults = {0};
    const ch_err err = ch_paper_write(&paper, &out, &faults);
    if (err == CH_OK) {
        char *text = pdf_text(ch_buf_text(&out));
        must_follow(text, "好\xf0\x9f\xa6\xab");
        free(text);
    } else {
        assert_int_equal(err, CH_EIO);
        assert_int_equal(told(&faults, CH_WANT_FONT, 0, NULL, "U+1F9AB"), 1);
    }
    ch_faults_free(&faults);
    ch_buf_free(&out);
}

/* ---- what is refused ---- */

static void a_missing_module_is_told_and_harms_nothing(void **state)
{
    ch_paper paper = {.modules = "/nowhere"};
    ch_faults faults = {0};
    ch_buf out = {0};
    ch_buf_adds(&out, "before");
    assert_int_equal(ch_paper_write(&paper, &out, &faults), CH_EIO);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_PAPER);
    assert_true(ch_text_equal(faults.list[0].at.file, CH_TEXT("/nowhere/" CH_PAPER_MODULE)));
    assert_true(ch_text_equal(ch_buf_text(&out), CH_TEXT("before")));
    assert_int_equal(ch_paper_write(&paper, &out, NULL), CH_EIO);
    ch_faults_free(&faults);
    ch_buf_free(&out);
}

static void all_that_is_wrong_with_a_document_is_told_at_once(void **state)
{
    static char long_text[CH_PAPER_TEXT_BYTES + 2];
    memset(long_text, 'a', sizeof long_text - 1);
    static const ch_paper_column column[] = {{LIT("零宽"), 0, false}, {LIT("x"), 1, false}};
    static const ch_text signer[] = {LIT("甲\n乙")};
    const ch_text cell[] = {CH_TEXT("a\0b"), CH_TEXT("\xff"), CH_TEXT("x\xe2\x80\xaey"), ch_text_of(long_text)};
    const ch_paper_block block[] = {{.kind = CH_PAPER_TABLE},
                                    {.kind = CH_PAPER_TABLE, .column = column, .columns = 2, .cell = cell, .rows = 2},
                                    words(CH_PAPER_TEXT, "tab\there"),
                                    words(CH_PAPER_TEXT, "two\nlines"),
                                    {.kind = CH_PAPER_SIGNATURES, .signer = signer, .signers = 1}};
    ch_paper paper = {.title = CH_TEXT("\xe9\x95"),
                      .foot = {long_text, CH_PAPER_LINE_BYTES + 1},
                      .block = block,
                      .blocks = 5,
                      .modules = "/nowhere"};
    ch_faults faults = {0};
    ch_buf out = {0};
    assert_int_equal(ch_paper_write(&paper, &out, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_PAPER_COLUMNS, 0, "", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_PAPER_COLUMNS, 0, "零宽", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_UTF8, 0, NULL, NULL), 2);
    assert_int_equal(told(&faults, CH_WANT_ONE_LINE, 0, NULL, NULL), 4);
    assert_int_equal(told(&faults, CH_WANT_SHORT_VALUE, 0, NULL, "16384"), 1);
    assert_int_equal(told(&faults, CH_WANT_SHORT_VALUE, 0, NULL, "300"), 1);
    assert_int_equal(faults.count, 10);
    assert_int_equal(out.len, 0);
    ch_faults_free(&faults);
}

static void memory_may_fail_at_any_place(void **state)
{
    if (!is_ready())
        skip();
    const ch_paper_block block[] = {words(CH_PAPER_TITLE, "标题"), numbered_table(3), words(CH_PAPER_TEXT, "正文")};
    const ch_paper paper = paper_of(block, 3);
    size_t failures = 0;
    for (size_t at = 1;; at++, failures++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_buf out = {.memory = &memory};
        const ch_err err = ch_paper_write(&paper, &out, NULL);
        assert_true(err == CH_OK || out.len == 0);
        ch_buf_free(&out);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    assert_true(failures >= 5);
}

static void a_fault_that_finds_no_memory_is_told(void **state)
{
    if (!is_ready())
        skip();
    const ch_paper_block block = words(CH_PAPER_TEXT, "\xf3\xb0\x80\x81");
    const ch_paper paper = paper_of(&block, 1);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_buf out = {.memory = &memory};
        ch_faults faults = {.arena.memory = &memory};
        const ch_err err = ch_paper_write(&paper, &out, &faults);
        ch_faults_free(&faults);
        ch_buf_free(&out);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_EIO)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--sample") == 0) {
        ch_buf out = sample();
        const bool is_out = fwrite(out.at, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
        ch_buf_free(&out);
        return is_out ? 0 : 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_document_is_one_page_of_a4),
        cmocka_unit_test(every_text_can_be_found_in_the_order_it_was_told),
        cmocka_unit_test(a_thousand_rows_take_the_pages_their_heights_add_up_to),
        cmocka_unit_test(fonts_are_embedded_and_say_which_characters_they_show),
        cmocka_unit_test(the_same_document_has_the_same_bytes_here_and_in_another_process),
        cmocka_unit_test(threads_may_write_at_once),
        cmocka_unit_test(a_heading_stands_on_the_page_of_what_it_heads),
        cmocka_unit_test(sums_stay_below_a_row_and_signatures_below_a_sum),
        cmocka_unit_test(a_row_is_not_torn_unless_no_page_holds_it),
        cmocka_unit_test(nothing_runs_over_the_end_of_a_page),
        cmocka_unit_test(figures_of_twelve_columns_stay_whole_and_right_aligned),
        cmocka_unit_test(long_words_are_broken_and_stay_in_their_columns),
        cmocka_unit_test(every_common_character_leaves_ink_on_the_page),
        cmocka_unit_test(a_character_without_a_font_is_named_and_nothing_is_written),
        cmocka_unit_test(an_emoji_is_told_where_no_font_has_it_and_else_can_be_found),
        cmocka_unit_test(a_missing_module_is_told_and_harms_nothing),
        cmocka_unit_test(all_that_is_wrong_with_a_document_is_told_at_once),
        cmocka_unit_test(memory_may_fail_at_any_place),
        cmocka_unit_test(a_fault_that_finds_no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
