#!/bin/sh
# ogc.sh - GDAL reads places and firms from the server by its OAPIF driver, all of them.
# usage: ogc.sh PROGRAM SOURCE_ROOT
set -u
program=$1 root=$2
command -v ogrinfo >/dev/null || { echo "ogc: ogrinfo is not here, so GDAL was not tried"; exit 77; }

work=$(mktemp -d) || exit 1
"$program" serve --zone "$root/zones/changhe" --listen 127.0.0.1:0 >"$work/told" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
for wait in 1 2 3 4 5 6 7 8 9 10; do
    [ -s "$work/told" ] && break
    sleep "0.$wait"
done
address=$(sed -n 's/.*\(http:[^ ]*\)\/.*/\1/p' "$work/told")
[ -n "$address" ] || { echo "ogc: the server told no address"; exit 1; }

faults=0
for layer in places firms; do
    want=$(($(wc -l <"$root/zones/changhe/$layer.csv") - 1))
    found=$(timeout 60 ogrinfo -ro -al -so "OAPIF:$address/ogc" "$layer" | sed -n 's/^Feature Count: //p')
    [ "$found" = "$want" ] || { echo "ogc: GDAL counts ${found:-no} $layer, the table has $want"; faults=1; }
done
exit "$faults"
