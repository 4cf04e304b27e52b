#!/bin/sh
# types.sh - the types that the page's scripts tell in their comments hold: TypeScript finds no error.
# usage: types.sh SOURCE_ROOT NODE_TESTS
set -u
root=$1
command -v npm >/dev/null || { echo "types: npm is not here, so the types were not checked"; exit 77; }
"$root/packaging/node_tests.sh" "$root/tests/browser" "$2" || exit 1
exec timeout 120 "$2/node_modules/.bin/tsc" --noEmit -p "$root/web/jsconfig.json"
