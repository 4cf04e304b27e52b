#!/bin/sh
# postgis.sh - the fullest tile of a made-up zone written by us and by PostGIS: the same points with the same
# attributes, in a table clustered by its index, read warm. Both tell processor time, of 21 runs the median.
# usage: postgis.sh BENCH_TILE [FIRMS]     exits 77 where PostgreSQL or PostGIS is missing
# Debian: apt-get install postgresql-15 postgresql-15-postgis-3 postgresql-common
set -eu
export LC_ALL=C

# Inside a database of its own, as its superuser: times of each run in ms, one a line, then the bytes.
if [ "${1:-}" = --inside ]; then
    folder=$2 z=$3 x=$4 y=$5
    psql -q -v ON_ERROR_STOP=1 <<SQL >&2
create extension postgis;
create table cells (x float8, y float8, id text, name text, name_en text, role text, place text, segments text);
\copy cells from '$folder/points.csv' (format csv, header)
create table points as select ST_SetSRID(ST_MakePoint(x, y), 3857)::geometry(Point, 3857) as geom,
    id, name, name_en, role, place, segments from cells;
create index points_geom on points using gist (geom);
cluster points using points_geom;
vacuum analyze points;
SQL
    query="select length(ST_AsMVT(t.*, 'firms', 4096, 'geom')) from (select ST_AsMVTGeom(geom, ST_TileEnvelope($z, $x, $y),
        4096, 0) as geom, id, name, name_en, role, place, segments
        from points where geom && ST_TileEnvelope($z, $x, $y)) t"
    {
        # no helper process and no compiler, whose time would not be counted or would be counted each run
        echo "set jit = off; set max_parallel_workers_per_gather = 0; set client_min_messages = log;"
        for run in 1 2 3; do echo "$query;"; done
        echo "set log_executor_stats = on;"
        for run in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do echo "$query;"; done
    } | psql -q -A -t -v ON_ERROR_STOP=1 2>"$folder/stats" >"$folder/bytes"
    # "!  0.021 s user, 0.002 s system, 0.024 s elapsed"; what follows in brackets is of the whole session
    awk '/ s user, / && / elapsed/ { print ($2 + $5) * 1000 }' "$folder/stats"
    echo "bytes $(tail -n 1 "$folder/bytes")"
    exit
fi

bench=$1 firms=${2:-1000000}
missing() {
    echo "postgis.sh: $1 is missing; nothing is compared"
    exit 77
}
command -v pg_virtualenv >/dev/null || missing pg_virtualenv
ls /usr/share/postgresql/15/extension/postgis.control >/dev/null 2>&1 || missing "PostGIS for PostgreSQL 15"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bench" "$firms" "$folder/points.csv" >"$folder/ours"
# fullest tile Z X Y: N firms, B bytes, warm median M ms CPU
ours=$(sed -n 's/^ *fullest tile \([0-9]*\) \([0-9]*\) \([0-9]*\): \([0-9]*\) firms, \([0-9]*\) bytes, warm median \([0-9.]*\) .*/\1 \2 \3 \4 \5 \6/p' "$folder/ours")
set -- $ours

# PostgreSQL does not run as root
cp "$0" "$folder/postgis.sh"
as_user=
if [ "$(id -u)" = 0 ]; then
    as_user="runuser -u postgres --"
    chown -R postgres "$folder"
fi
(cd "$folder" && $as_user pg_virtualenv -v 15 sh "$folder/postgis.sh" --inside "$folder" "$1" "$2" "$3") >"$folder/theirs" 2>"$folder/told" || {
    cat "$folder/told" >&2
    exit 1
}
sed -n '/^[0-9.]*$/p' "$folder/theirs" | sort -n >"$folder/times"
awk -v tile="$1/$2/$3" -v n="$4" -v bytes="$5" -v ours="$6" '
    FILENAME ~ /times$/ { time[++runs] = $1; next }
    $1 == "bytes" { theirs = $2 }
    END {
        if (runs < 20) { print "postgis.sh: only " runs " runs were timed"; exit 1 }
        median = time[int((runs + 1) / 2)]
        printf "tile %s, %d points: ours %.3f ms, %d bytes; ST_AsMVT %.3f ms of its server, %d bytes (%d runs, %.1f to %.1f); %.1f times as long\n",
            tile, n, ours, bytes, median, theirs, runs, time[1], time[runs], median / ours
    }' "$folder/times" "$folder/theirs"
