/* ops_routes.c - for who runs the server: is it alive, is it ready, what has it done. */
#define _GNU_SOURCE
#include "hall.h"
#include "meters.h"
#include "problem.h"

#include "changhe/emit.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static ch_err run_health(serve_call *call)
{
    ch_buf_adds(&call->answer->body, "{\"status\":\"ok\"}\n");
    return CH_OK;
}

/* An answer while the store cannot be read would hide that the next start fails. */
static bool store_is_there(const serve_hall *hall)
{
    return !hall->store || access(hall->store, R_OK) == 0;
}

static ch_err run_ready(serve_call *call)
{
    if (!store_is_there(call->hall)) {
        serve_problem(call, 503, "数据库文件无法读取", "the store's file cannot be read");
        return CH_OK;
    }
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "status");
    ch_emit_string(&e, "ready");
    ch_emit_key(&e, "snapshot");
    ch_emit_string(&e, ch_ready_digest(call->ready));
    ch_emit_close(&e, '}');
    ch_buf_addc(&call->answer->body, '\n');
    return CH_OK;
}

static void write_rows(const serve_call *call, ch_buf *out)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    ch_buf_adds(out, "# HELP changhe_rows Rows of the snapshot, by table.\n# TYPE changhe_rows gauge\n");
    for (int i = 0; i < CH_TABLES; i++)
        ch_buf_addf(out, "changhe_rows{table=\"%s\"} %zu\n", ch_schema_table((ch_table_id)i)->name,
                    zone->table[i]->rows);
}

/* Pages of memory in use, as Linux tells them; 0 where it does not. */
static unsigned long long resident_bytes(void)
{
    unsigned long long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%llu %llu", &pages, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static void write_process(ch_buf *out)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        ch_buf_addf(out,
                    "# HELP process_cpu_seconds_total Processor time, user and system.\n"
                    "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %.6f\n",
                    (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                        (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
    ch_buf_addf(out,
                "# HELP process_resident_memory_bytes Memory in use.\n"
                "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes %llu\n",
                resident_bytes());
}

static ch_err run_metrics(serve_call *call)
{
    ch_buf *out = &call->answer->body;
    if (call->hall->meters)
        serve_meters_write(call->hall->meters, out);
    write_rows(call, out);
    write_process(out);
    return CH_OK;
}

#define OPS(path_, run_, type_, schema_, zh_, en_) \
    .method = SERVE_GET, .path = path_, .run = run_, .type = type_, .schema = schema_, .tag = "ops", .zh = zh_, \
    .en = en_

const serve_route serve_ops_routes[] = {
    {OPS("/healthz", run_health, "application/json", "Status", "进程在应答", "the process answers")},
    {OPS("/readyz", run_ready, "application/json", "Status", "快照已载入，数据库可读",
         "a snapshot is loaded, the store can be read"),
     .works = true}, /* looks at the disk */
    {OPS("/metrics", run_metrics, "text/plain; version=0.0.4; charset=utf-8", NULL, "计量，供 Prometheus 采集",
         "what is counted, as Prometheus reads it")},
    {.path = NULL}};
