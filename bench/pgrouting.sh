#!/bin/sh
# pgrouting.sh - 15 minutes around a node of the made-up roads by us and by pgr_drivingDistance of pgRouting, in a
# throw-away database. Both tell processor time; nodes found and the sum of their times must agree.
# usage: pgrouting.sh BENCH_REACH [NODES]     exits 77 where PostgreSQL or pgRouting is missing
# Debian: apt-get install postgresql-15 postgresql-15-pgrouting postgresql-common python3-numpy
set -eu
export LC_ALL=C

# Inside a database of its own, as its superuser: a line of figures for each source, times in ms behind.
if [ "${1:-}" = --inside ]; then
    folder=$2 limit=900000
    psql -q -v ON_ERROR_STOP=1 <<SQL >&2
create extension postgis;
create extension pgrouting;
create table edges (id int8, source int8, target int8, cost float8);
\copy edges from '$folder/edges.csv' (format csv)
vacuum analyze edges;
SQL
    {
        echo "set jit = off; set max_parallel_workers_per_gather = 0; set client_min_messages = log; set log_executor_stats = on;"
        while read -r source; do
            echo "select $source, count(*), sum(agg_cost)::int8 from pgr_drivingDistance('select id, source, target, cost from edges', $source, $limit);"
        done <"$folder/sources"
    } | psql -q -A -t -F ' ' -v ON_ERROR_STOP=1 2>"$folder/stats"
    # "!  0.021 s user, 0.002 s system, 0.024 s elapsed"; what it asks for its edges is told of too, and is less: the
    # three longest are the three queries
    awk '/ s user, / && / elapsed/ { print ($2 + $5) * 1000 }' "$folder/stats" | sort -n | tail -n 3 | awk 'NR == 2 { print "theirs", $1 }'
    exit
fi

bench=$1 nodes=${2:-1000000}
missing() {
    echo "pgrouting.sh: $1 is missing; nothing is compared"
    exit 77
}
command -v pg_virtualenv >/dev/null || missing pg_virtualenv
ls /usr/share/postgresql/15/extension/pgrouting.control >/dev/null 2>&1 || missing "pgRouting for PostgreSQL 15"
${PYTHON:-/usr/bin/python3} -c 'import numpy' 2>/dev/null || missing "numpy for Python"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bench" "$nodes" - "$folder/graph" >"$folder/ours"
${PYTHON:-/usr/bin/python3} - "$folder" <<'PYTHON'
import sys
import numpy
folder = sys.argv[1]
with open(folder + "/graph", "rb") as file:
    nodes, arcs, sources, limit = (int(n) for n in numpy.fromfile(file, numpy.uint64, 4))
    start, head, ms, source = (numpy.fromfile(file, numpy.uint32, n) for n in (nodes + 1, arcs, arcs, sources))
tail = numpy.repeat(numpy.arange(nodes), numpy.diff(start.astype(numpy.int64)))
numpy.savetxt(folder + "/edges.csv", numpy.column_stack((numpy.arange(arcs), tail, head, ms)), "%d", ",")
numpy.savetxt(folder + "/sources", source[:3], "%d")
PYTHON
rm "$folder/graph"

# PostgreSQL does not run as root
cp "$0" "$folder/pgrouting.sh"
as_user=
if [ "$(id -u)" = 0 ]; then
    as_user="runuser -u postgres --"
    chown -R postgres "$folder"
fi
(cd "$folder" && $as_user pg_virtualenv -v 15 sh "$folder/pgrouting.sh" --inside "$folder") >"$folder/theirs" 2>"$folder/told" || {
    cat "$folder/told" >&2
    exit 1
}
grep '^[0-9]* [0-9]* [0-9]*$' "$folder/ours" >"$folder/ours_found"
grep '^[0-9]* [0-9]* [0-9]*$' "$folder/theirs" >"$folder/theirs_found"
cmp -s "$folder/ours_found" "$folder/theirs_found" || {
    echo "pgrouting.sh: other nodes or times are found" >&2
    paste "$folder/ours_found" "$folder/theirs_found" >&2
    exit 1
}
awk '$1 == "ours" { ours = $2 } $1 == "theirs" { theirs = $2 }
    END { printf "15 minutes: ours %.2f ms, pgr_drivingDistance %.0f ms of its server: %.0f times as long\n", ours, theirs, theirs / ours }' \
    "$folder/ours" "$folder/theirs"
