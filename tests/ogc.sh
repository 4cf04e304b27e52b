#!/bin/sh
# ogc.sh - GDAL reads places and firms from the server by its OAPIF driver: all of them, as what they are,
# by rectangle and by attribute, without a warning.
# usage: ogc.sh PROGRAM SOURCE_ROOT
set -u
program=$1 root=$2
command -v ogrinfo >/dev/null || { echo "ogc: ogrinfo is not here, so GDAL was not tried"; exit 77; }

work=$(mktemp -d) || exit 1
"$program" serve --zone "$root/zones/changhe" --listen 127.0.0.1:0 >"$work/told" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
waited=0
until grep -q 'http:' "$work/told"; do
    if [ "$waited" -ge 600 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "ogc: the server told no address"
        exit 1
    fi
    sleep 0.1 # at most a minute: other tests may keep the machine busy
    waited=$((waited + 1))
done
address=$(sed -n 's/.*\(http:[^ ]*\)\/.*/\1/p' "$work/told")

faults=0
fault() { echo "ogc: $1"; faults=1; }

# What ogrinfo prints of a layer; whatever it warns of is a fault.
ask() {
    timeout 60 ogrinfo -ro -al "$@" "OAPIF:$address/ogc" "$layer" >"$work/out" 2>"$work/err" || fault "ogrinfo fails on $layer $*"
    if [ -s "$work/err" ] || grep -qi '^\(warning\|error\)' "$work/out"; then
        fault "ogrinfo warns on $layer $*: $(cat "$work/err"; grep -i '^\(warning\|error\)' "$work/out")"
    fi
}
expect() { [ "$2" = "$3" ] || fault "GDAL counts ${3:-no} $1, the tables have $2"; }
told() { sed -n 's/^Feature Count: //p' "$work/out"; }
# Rows of a table that an awk condition holds for; cells in quotes are none of those it looks at.
rows() { awk -F, "{ gsub(/\"([^\"]|\"\")*\"/, \"-\") } NR > 1 && ($2) { n++ } END { print n + 0 }" "$root/zones/changhe/$1.csv"; }

for layer in places firms; do
    ask -so
    expect "$layer" "$(($(wc -l <"$root/zones/changhe/$layer.csv") - 1))" "$(told)"
done

layer=places
ask -geom=SUMMARY
areas=$(grep -c '"geometry"' "$root/zones/changhe/outlines.geojson")
expect "areas" "$areas" "$(grep -c '^  *\(MULTI\)\{0,1\}POLYGON' "$work/out")"
expect "points of places" "$(($(told) - areas))" "$(grep -c '^  *POINT' "$work/out")"
ask -so -where "level = 'county'"
expect "counties" "$(rows places '$4 == "county"')" "$(told)"

layer=firms
ask -so -spat 119.5 30.5 120.5 31.5
expect "firms in a rectangle" "$(rows firms '$11 >= 119.5 && $11 <= 120.5 && $12 >= 30.5 && $12 <= 31.5')" "$(told)"
ask -so -where "role = 'head'"
expect "head firms" "$(rows firms '$15 == "head"')" "$(told)"
ask -so -spat 0 0 1 1
expect "firms in the sea" 0 "$(told)"
exit "$faults"
