/* meters.c - counters by route, and how Prometheus reads them. */
#include "meters.h"

#include <stdlib.h>

const double serve_meter_time_s[SERVE_TIMES] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10};

static size_t count_routes(void)
{
    size_t n = 0;
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++)
            n++;
    return n;
}

static const char *name_method(serve_method method)
{
    switch (method) {
    case SERVE_GET: return "GET";
    case SERVE_HEAD: return "HEAD";
    case SERVE_POST: return "POST";
    case SERVE_DELETE: return "DELETE";
    case SERVE_OTHER: break;
    }
    return "";
}

static void name_rows(serve_meters *meters)
{
    size_t n = 0;
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++, n++) {
            meters->meter[n].method = name_method(route->method);
            meters->meter[n].path = route->path;
        }
    meters->meter[n].method = meters->meter[n + 1].method = "";
    meters->meter[n].path = "page";
    meters->meter[n + 1].path = "none";
}

serve_meters *serve_meters_new(void)
{
    serve_meters *meters = calloc(1, sizeof *meters);
    const size_t rows = count_routes() + 2;
    serve_meter *meter = calloc(rows, sizeof *meter);
    if (!meters || !meter) {
        free(meters);
        free(meter);
        return NULL;
    }
    meters->meters = rows;
    meters->meter = meter;
    name_rows(meters);
    return meters;
}

void serve_meters_free(serve_meters *meters)
{
    if (meters)
        free(meters->meter);
    free(meters);
}

/* The groups are few and short: a walk is cheaper than a table to keep. */
static size_t row_of(const serve_meters *meters, const serve_route *wanted, bool is_page)
{
    size_t n = 0;
    for (const serve_route *const *group = serve_groups; *group && wanted; group++)
        for (const serve_route *route = *group; route->path; route++, n++)
            if (route == wanted)
                return n;
    return meters->meters - (is_page ? 2 : 1);
}

static size_t class_of(int64_t ns)
{
    size_t i = 0;
    while (i < SERVE_TIMES && (double)ns > serve_meter_time_s[i] * 1e9)
        i++;
    return i;
}

static void add(atomic_ullong *counter, unsigned long long n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static unsigned long long see(atomic_ullong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void serve_meters_count(serve_meters *meters, const serve_route *route, bool is_page, unsigned status, int64_t ns)
{
    serve_meter *meter = &meters->meter[row_of(meters, route, is_page)];
    add(&meter->status[status / 100 < 6 ? status / 100 : 5], 1);
    add(&meter->time[class_of(ns)], 1);
    add(&meter->ns, (unsigned long long)(ns > 0 ? ns : 0));
}

static void write_head(ch_buf *out, const char *name, const char *kind, const char *help)
{
    ch_buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void write_one(ch_buf *out, const char *name, const char *kind, const char *help, long long value)
{
    write_head(out, name, kind, help);
    ch_buf_addf(out, "%s %lld\n", name, value);
}

static void write_statuses(serve_meters *meters, ch_buf *out)
{
    write_head(out, "changhe_requests_total", "counter", "Answers by route and class of status.");
    for (size_t i = 0; i < meters->meters; i++)
        for (int digit = 1; digit < 6; digit++) {
            serve_meter *meter = &meters->meter[i];
            if (see(&meter->status[digit]) > 0)
                ch_buf_addf(out, "changhe_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} %llu\n",
                            meter->method, meter->path, digit, see(&meter->status[digit]));
        }
}

static void write_times(serve_meter *meter, ch_buf *out)
{
    static const char name[] = "changhe_request_seconds";
    unsigned long long sum = 0;
    for (int i = 0; i < SERVE_TIMES; i++) {
        sum += see(&meter->time[i]);
        ch_buf_addf(out, "%s_bucket{method=\"%s\",route=\"%s\",le=\"%g\"} %llu\n", name, meter->method, meter->path,
                    serve_meter_time_s[i], sum);
    }
    sum += see(&meter->time[SERVE_TIMES]);
    ch_buf_addf(out, "%s_bucket{method=\"%s\",route=\"%s\",le=\"+Inf\"} %llu\n", name, meter->method, meter->path, sum);
    ch_buf_addf(out, "%s_sum{method=\"%s\",route=\"%s\"} %.9f\n", name, meter->method, meter->path,
                (double)see(&meter->ns) / 1e9);
    ch_buf_addf(out, "%s_count{method=\"%s\",route=\"%s\"} %llu\n", name, meter->method, meter->path, sum);
}

static bool was_used(serve_meter *meter)
{
    for (int digit = 1; digit < 6; digit++)
        if (see(&meter->status[digit]) > 0)
            return true;
    return false;
}

void serve_meters_write(serve_meters *meters, ch_buf *out)
{
    write_statuses(meters, out);
    write_head(out, "changhe_request_seconds", "histogram", "From the request being whole to its answer being ready.");
    for (size_t i = 0; i < meters->meters; i++)
        if (was_used(&meters->meter[i]))
            write_times(&meters->meter[i], out);
    write_one(out, "changhe_requests_in_flight", "gauge", "Requests begun and not yet sent.",
              atomic_load(&meters->in_flight));
    write_one(out, "changhe_connections", "gauge", "Connections open now.", atomic_load(&meters->connections));
    write_one(out, "changhe_queue_length", "gauge", "Requests that wait for a worker.", atomic_load(&meters->waiting));
    write_one(out, "changhe_requests_at_work", "gauge", "Requests that workers answer now.",
              atomic_load(&meters->at_work));
    write_one(out, "changhe_busy_total", "counter", "Requests refused because too many wait.",
              (long long)see(&meters->refused_busy));
    write_one(out, "changhe_connections_refused_total", "counter", "Connections refused because too many are open.",
              (long long)see(&meters->refused_links));
    write_one(out, "changhe_connections_cut_total", "counter", "Connections closed for being too slow.",
              (long long)see(&meters->cut_links));
    write_one(out, "changhe_received_bytes_total", "counter", "Bytes of bodies received.",
              (long long)see(&meters->bytes_in));
    write_one(out, "changhe_sent_bytes_total", "counter", "Bytes of bodies sent.", (long long)see(&meters->bytes_out));
    write_one(out, "changhe_tiles_found_total", "counter", "Tiles answered from those kept.",
              (long long)see(&meters->tiles_found));
    write_one(out, "changhe_tiles_drawn_total", "counter", "Tiles drawn because they were not kept.",
              (long long)see(&meters->tiles_drawn));
}
