/* roads_command.c - `roads import`: streets of an extract or of two tables made ready to be searched on, in a file of
 * their own. */
#define _GNU_SOURCE
#include "rim.h"
#include "roads_tables.h"
#include "../cli/watch.h"
#include "roads_words.h"

#include "../cli/told.h"
#include "changhe/emit.h"
#include "changhe/hierarchy.h"
#include "changhe/osm.h"
#include "changhe/road_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const roads_words *asked;
    watching watch;
    ch_progress progress;
    ch_arena given_arena, arena;
    ch_faults faults;
    ch_road_given given;
    ch_osm_report read;
    ch_road_net net;
    ch_road_report built;
    ch_road_source source;
} work;

/* ---- what is done */

/* Long work is not begun for a place where nothing can be written. */
static ch_err check_place(work *w)
{
    char folder[PATH_MAX];
    const char *out = w->asked->out, *slash = strrchr(out, '/');
    const size_t len = slash == NULL ? 1 : slash == out ? 1 : (size_t)(slash - out);
    if (len < sizeof folder) {
        memcpy(folder, slash == NULL ? "." : out, len);
        folder[len] = '\0';
        if (access(folder, W_OK | X_OK) == 0)
            return CH_OK;
    } else {
        errno = ENAMETOOLONG;
    }
    const ch_err err = ch_fault_add(&w->faults, (ch_at){.file = ch_text_of(out)}, (ch_text){0},
                                    ch_text_of(strerror(errno)), CH_WANT_WRITABLE, (ch_text){0});
    return err == CH_ENOMEM ? err : CH_EIO;
}

static ch_err read_given(work *w)
{
    const roads_words *asked = w->asked;
    if (asked->file)
        return ch_osm_read(&w->given_arena, asked->file, &w->progress, &w->given, &w->read, &w->faults);
    return roads_tables_read(&w->given_arena, asked->nodes, asked->edges, &w->given, &w->faults);
}

static ch_err order_nodes(work *w, const uint32_t **rank)
{
    uint32_t *order = CH_NEW(&w->arena, uint32_t, w->net.nodes);
    const ch_reach_graph graph = ch_reach_forward(&w->net, NULL);
    if (order == NULL)
        return CH_ENOMEM;
    watch_say(&w->watch, "hierarchy");
    const ch_err err = ch_hierarchy_order(NULL, &graph, order);
    *rank = order;
    return err == CH_OK && watch_is_stopped() ? CH_ENONE : err;
}

/* The file's name without folders and ending. */
static ch_text title_of(const char *path)
{
    static const char *const end[] = {".osm.pbf", ".osm.gz", ".xml.gz", ".pbf", ".osm", ".xml", ".csv"};
    const char *slash = strrchr(path, '/');
    ch_text name = ch_text_of(slash ? slash + 1 : path);
    for (size_t i = 0; i < sizeof end / sizeof *end; i++) {
        const size_t len = strlen(end[i]);
        if (name.len > len && memcmp(name.at + name.len - len, end[i], len) == 0)
            return (ch_text){name.at, name.len - len};
    }
    return name;
}

static ch_road_source source_of(const work *w)
{
    const roads_words *asked = w->asked;
    return (ch_road_source){.title = asked->title ? ch_text_of(asked->title)
                                                  : title_of(asked->file ? asked->file : asked->edges),
                            .licence = asked->licence ? ch_text_of(asked->licence)
                                       : asked->file  ? CH_TEXT("ODbL 1.0, \xc2\xa9 OpenStreetMap contributors")
                                                      : (ch_text){0},
                            .as_of = asked->as_of ? asked->as_of : w->read.as_of};
}

/* A file that is there is whole: nothing stops the writing but a failure. */
static ch_err make(work *w)
{
    const uint32_t *rank = NULL;
    ch_err err = check_place(w);
    if (err == CH_OK)
        err = read_given(w);
    if (err == CH_OK)
        err = ch_road_build(&w->arena, &w->given, &w->progress, &w->net, &w->built);
    if (err == CH_OK && w->net.streets == 0)
        return CH_ENONE;
    if (err == CH_OK)
        err = order_nodes(w, &rank);
    watch_end(&w->watch, true);
    w->source = source_of(w);
    if (err == CH_OK && watch_is_stopped())
        err = CH_ENONE;
    return err == CH_OK ? ch_road_file_write(w->asked->out, &w->net, rank, &w->source, &w->faults) : err;
}

/* ---- what is told */

typedef struct {
    const char *key, *zh, *en;
    uint64_t value;
    bool is_of_extract, is_always; /* told of an extract alone; even when 0 */
} figure;

enum { FIGURES = 18 };

static void list_figures(const work *w, figure list[FIGURES])
{
    const ch_osm_report *read = &w->read;
    const ch_road_report *built = &w->built;
    const figure told[FIGURES] = {
        {"file_nodes", "文件中的点", "points in the file", read->nodes, true, true},
        {"file_ways", "文件中的线", "ways in the file", read->ways, true, true},
        {"file_relations", "文件中的关系", "relations in the file", read->relations, true, true},
        {"ways", "取用的道路", "ways taken", w->asked->file ? read->roads : built->ways, false, true},
        {"nodes", "节点", "nodes", built->nodes, false, true},
        {"copies", "其中为转弯限制而设的副本", "of them copies for turns and barriers", built->copies, false, false},
        {"streets", "街段", "streets", built->streets, false, true},
        {"arcs", "有向弧", "arcs", built->arcs, false, true},
        {"nodes_cut", "与主路网不相通的节点", "nodes cut off from the main network", built->nodes_cut, false, true},
        {"streets_cut", "与主路网不相通的街段", "streets cut off from it", built->streets_cut, false, true},
        {"turns", "计入的转弯限制", "restrictions of turns that count", built->turns, false, true},
        {"turns_unused", "未计入：道路不在路网中或不相接",
         "not counted: their roads are not in the network, or do not meet", built->turns_unused, false, false},
        {"restrictions_by_way", "未计入：经由道路的转弯限制", "not counted: restrictions via a way",
         read->restrictions_by_way, true, false},
        {"restrictions_unread", "未计入：读不懂的转弯限制", "not counted: restrictions not understood",
         read->restrictions_unread, true, false},
        {"points_missing", "文件中缺少的点", "points that the file does not have", read->points_missing, true, true},
        {"pieces_dropped", "因此略去的路段", "stretches left out for that", read->pieces_dropped, true, false},
        {"speeds_unread", "读不懂的限速，按等级取值", "limits not understood: the class's number is used",
         read->speeds_unread, true, false},
        {"other_unread", "读不懂的其他标签", "other tags not understood", read->other_unread, true, false},
    };
    memcpy(list, told, sizeof told);
}

static void print_text(const char *name, ch_text text)
{
    ch_buf shown = {0};
    ch_fault_show(text, &shown);
    if (shown.len > 0 && !shown.failed)
        printf("  %s %.*s\n", name, (int)shown.len, shown.at);
    ch_buf_free(&shown);
}

static void print_table(const work *w)
{
    const bool zh = w->asked->lang == CH_ZH;
    figure list[FIGURES];
    ch_buf day = {0};
    printf(zh ? "路网 · 已写出 %s\n" : "roads · written to %s\n", w->asked->out);
    print_text(zh ? "名称" : "name", w->source.title);
    print_text(zh ? "许可" : "licence", w->source.licence);
    ch_date_format(w->source.as_of, &day);
    print_text(zh ? "数据日期" : "as of", ch_buf_text(&day));
    ch_buf_free(&day);
    print_text(zh ? "内容标识" : "digest", ch_text_of(w->source.digest));
    list_figures(w, list);
    for (size_t i = 0; i < FIGURES; i++)
        if ((w->asked->file || !list[i].is_of_extract) && (list[i].is_always || list[i].value > 0))
            printf("  %12llu  %s\n", (unsigned long long)list[i].value, zh ? list[i].zh : list[i].en);
}

static ch_err print_json(const work *w)
{
    figure list[FIGURES];
    ch_buf out = {0};
    ch_emit emit = {.out = &out, .indent = true};
    ch_emit_open(&emit, '{');
    ch_emit_key(&emit, "out");
    ch_emit_string(&emit, w->asked->out);
    ch_emit_key(&emit, "title");
    ch_emit_text(&emit, w->source.title);
    ch_emit_key(&emit, "licence");
    ch_emit_text_or_null(&emit, w->source.licence);
    ch_emit_key(&emit, "as_of");
    ch_emit_date(&emit, w->source.as_of);
    ch_emit_key(&emit, "digest");
    ch_emit_string(&emit, w->source.digest);
    list_figures(w, list);
    for (size_t i = 0; i < FIGURES; i++)
        if (w->asked->file || !list[i].is_of_extract) {
            ch_emit_key(&emit, list[i].key);
            ch_emit_whole(&emit, (int64_t)list[i].value);
        }
    ch_emit_close(&emit, '}');
    ch_buf_addc(&out, '\n');
    const bool failed = out.failed;
    if (!failed)
        fwrite(out.at, 1, out.len, stdout);
    ch_buf_free(&out);
    return failed ? CH_ENOMEM : CH_OK;
}

static void tell_nothing_written(void)
{
    if (watch_is_stopped())
        fputs("changhe: stopped, nothing was written 已停止，没有写出文件\n", stderr);
    else
        fputs("changhe: no road in it, nothing was written 其中没有可通车的道路，没有写出文件\n", stderr);
}

static ch_err tell(work *w)
{
    if (w->asked->is_json)
        return print_json(w);
    print_table(w);
    return CH_OK;
}

int rim_roads_import(int argc, char **argv)
{
    roads_words asked;
    if (!roads_words_read(argc, argv, &asked))
        return EXIT_USAGE;
    work w = {.asked = &asked};
    w.progress = watch_begin(&w.watch, asked.tells_progress, asked.lang);
    ch_err err = make(&w);
    watch_end(&w.watch, true);
    if (err == CH_OK)
        err = tell(&w);
    else if (err == CH_ENONE)
        tell_nothing_written();
    told_faults(&w.faults, asked.lang);
    ch_faults_free(&w.faults);
    ch_arena_free(&w.arena);
    ch_arena_free(&w.given_arena);
    return fflush(stdout) == 0 ? told_code(err) : EXIT_BAD_DATA;
}
