#!/bin/sh
# tile_decode.sh - tiles read by the libraries that maps in browsers read them with.
# usage: tile_decode.sh PROGRAM SOURCE_ROOT NODE_TESTS     NODE_TESTS: the folder that node_tests.sh fills
set -u
program=$1 root=$2 modules=$3
for needed in node npm; do
    command -v "$needed" >/dev/null || { echo "tile_decode: $needed is not here, so tiles were not read by it"; exit 77; }
done

"$root/packaging/node_tests.sh" "$root/tests/browser" "$modules" || exit 1
exec node "$root/tests/tile_decode.mjs" "$program" "$root/zones/changhe" "$modules"
