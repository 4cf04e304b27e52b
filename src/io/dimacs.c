/* dimacs.c - the lines of a graph file, each checked as it comes. */
#include "changhe/dimacs.h"

#include "dimacs_rows.h"

#include <stdio.h>
#include <string.h>

static const uint64_t MOST_COUNT = UINT32_MAX - 1, MOST_WEIGHT = UINT64_MAX - 1, FEW_NODES = 1 << 26;

typedef struct {
    ch_text line;
    ch_at at; /* of its first character */
    ch_faults *faults;
    ch_err err;
    ch_dimacs_arc *arc;
    size_t arcs;
    uint64_t arc_lines; /* the faulty ones too */
    uint64_t base, most_nodes, nodes, arcs_told;
    bool has_problem; /* a p line was read */
    ch_text problem_arcs;
    ch_at problem_at; /* where it tells the arcs */
} reader;

/* ---- words and numbers of a line */

/* Content points into the line: its place, columns counting code points. */
static ch_at place_of(const reader *in, ch_text word)
{
    ch_at at = in->at;
    at.column = 1;
    for (const char *c = in->line.at; c < word.at; c++)
        at.column += (*c & 0xC0) != 0x80;
    return at;
}

static void tell(reader *in, const char *column, ch_text found, ch_want want, const char *detail)
{
    const ch_err err =
        ch_fault_add(in->faults, place_of(in, found), ch_text_of(column), found, want, ch_text_of(detail));
    in->err = ch_err_worse(in->err, err);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* false: the line is at its end. */
static bool next_word(const char **at, const char *end, ch_text *word)
{
    while (*at < end && is_blank(**at))
        ++*at;
    const char *begin = *at;
    while (*at < end && !is_blank(**at))
        ++*at;
    *word = (ch_text){begin, (size_t)(*at - begin)};
    return word->len > 0;
}

/* Exactly n words after the line's first character. */
static bool split(const reader *in, ch_text *word, size_t n)
{
    const char *at = in->line.at + 1, *end = in->line.at + in->line.len;
    ch_text more;
    if (at < end && !is_blank(*at))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!next_word(&at, end, &word[i]))
            return false;
    return !next_word(&at, end, &more);
}

/* A whole number between least and most; another is told. */
static bool read_whole(reader *in, const char *column, ch_text word, uint64_t least, uint64_t most, uint64_t *number)
{
    uint64_t read = 0;
    bool is_large = false;
    for (size_t i = 0; i < word.len; i++) {
        const unsigned digit = (unsigned)((unsigned char)word.at[i] - '0');
        if (digit > 9) {
            tell(in, column, word, CH_WANT_WHOLE, "");
            return false;
        }
        is_large |= read > (UINT64_MAX - digit) / 10;
        read = read * 10 + digit;
    }
    if (!is_large && read >= least && read <= most) {
        *number = read;
        return true;
    }
    char range[64];
    snprintf(range, sizeof range, "%llu-%llu", (unsigned long long)least, (unsigned long long)most);
    tell(in, column, word, CH_WANT_COUNT_RANGE, range);
    return false;
}

/* ---- kinds of lines */

static void read_problem(reader *in)
{
    ch_text word[3];
    uint64_t nodes, arcs;
    if (in->has_problem || in->arc_lines > 0) {
        tell(in, "", in->line, CH_WANT_GRAPH_ONE_PROBLEM, "");
        return;
    }
    in->has_problem = true;
    in->nodes = in->most_nodes; /* until it is known better */
    in->arcs_told = UINT64_MAX;
    if (!split(in, word, 3) || !ch_text_equal(word[0], CH_TEXT("sp"))) {
        tell(in, "", in->line, CH_WANT_GRAPH_PROBLEM, "");
        return;
    }
    if (read_whole(in, "nodes", word[1], 0, in->most_nodes, &nodes))
        in->nodes = nodes;
    if (read_whole(in, "arcs", word[2], 0, MOST_COUNT, &arcs)) {
        in->arcs_told = arcs;
        in->problem_arcs = word[2];
        in->problem_at = place_of(in, word[2]);
    }
}

static void read_arc(reader *in)
{
    static const char *const name[] = {"tail", "head"};
    ch_text word[3];
    in->arc_lines++;
    if (!split(in, word, 3)) {
        tell(in, "", in->line, CH_WANT_GRAPH_ARC, "");
        return;
    }
    const uint64_t nodes = in->has_problem ? in->nodes : in->most_nodes;
    uint64_t end[2], weight;
    bool is_well = true;
    for (int i = 0; i < 2; i++)
        is_well &= nodes > 0 ? read_whole(in, name[i], word[i], in->base, in->base + nodes - 1, &end[i])
                             : (tell(in, name[i], word[i], CH_WANT_GRAPH_NO_NODES, ""), false);
    is_well &= read_whole(in, "weight", word[2], 0, MOST_WEIGHT, &weight);
    if (!is_well)
        return;
    const ch_dimacs_arc arc = {(uint32_t)(end[0] - in->base), (uint32_t)(end[1] - in->base), weight};
    in->arc[in->arcs++] = arc;
    for (int i = 0; i < 2 && !in->has_problem; i++) {
        const uint64_t named = (i == 0 ? arc.tail : arc.head) + UINT64_C(1);
        in->nodes = named > in->nodes ? named : in->nodes;
    }
}

static void read_line(reader *in)
{
    const ch_text line = in->line;
    switch (line.len > 0 ? line.at[0] : 'c') {
    case 'c': return;
    case 'a': read_arc(in); return;
    case 'p': read_problem(in); return;
    default:
        if (ch_text_trim(line).len > 0)
            tell(in, "", line, CH_WANT_GRAPH_LINE, "");
    }
}

static bool next_line(ch_text *rest, reader *in)
{
    if (!ch_text_next(rest, '\n', &in->line))
        return false;
    if (in->line.len > 0 && in->line.at[in->line.len - 1] == '\r')
        in->line.len--;
    in->at.line++;
    return true;
}

/* A few bytes shall not ask for gigabytes: nodes are few, or each has a byte of the file. */
static uint64_t count_most_nodes(size_t bytes)
{
    return bytes < FEW_NODES ? FEW_NODES : bytes < MOST_COUNT ? bytes : MOST_COUNT;
}

static size_t count_arc_lines(ch_text content)
{
    size_t lines = 0;
    const char *at = content.at, *end = at + content.len;
    while (at < end) {
        lines += *at == 'a';
        at = memchr(at, '\n', (size_t)(end - at));
        at = at != NULL ? at + 1 : end;
    }
    return lines;
}

static void check_count(reader *in)
{
    if (!in->has_problem || in->arcs_told == UINT64_MAX || in->arcs_told == in->arc_lines)
        return;
    char counted[24];
    snprintf(counted, sizeof counted, "%llu", (unsigned long long)in->arc_lines);
    in->err = ch_err_worse(in->err, ch_fault_add(in->faults, in->problem_at, CH_TEXT("arcs"), in->problem_arcs,
                                                 CH_WANT_GRAPH_ARCS, ch_text_of(counted)));
}

ch_err ch_dimacs_read(ch_arena *arena, ch_text file, ch_text content, unsigned base, ch_dimacs *graph,
                      ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    const size_t lines = count_arc_lines(content);
    reader in = {.at.file = file,
                 .faults = faults,
                 .base = base,
                 .most_nodes = count_most_nodes(content.len),
                 .arc = CH_NEW(&scratch, ch_dimacs_arc, lines)};
    *graph = (ch_dimacs){.base = base};
    if (in.arc == NULL || lines >= UINT32_MAX) {
        ch_arena_free(&scratch);
        return CH_ENOMEM;
    }
    while (next_line(&content, &in))
        read_line(&in);
    check_count(&in);
    graph->nodes = in.nodes;
    if (in.err == CH_OK)
        in.err = ch_dimacs__make_rows(arena, in.arc, in.arcs, graph);
    ch_arena_free(&scratch);
    return in.err;
}
