#!/bin/sh
# openapi.sh - the description of the API that the server gives is one that tools can read: Redocly's rules find no error.
# usage: openapi.sh PROGRAM SOURCE_ROOT NODE_TESTS
set -u
program=$1 root=$2 modules=$3/node_modules
command -v npm >/dev/null || { echo "openapi: npm is not here, so the description was not read"; exit 77; }
"$root/packaging/node_tests.sh" "$root/tests/browser" "$3" || exit 1

work=$(mktemp -d) || exit 1
"$program" serve --zone "$root/zones/changhe" --listen 127.0.0.1:0 >"$work/told" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
for wait in 1 2 3 4 5 6 7 8 9 10 10 10 10 10 10 10 10 10 10 10; do
    [ -s "$work/told" ] && break
    sleep "$((wait / 5)).$((wait % 5 * 2))"
done
address=$(sed -n 's/.*\(http:[^ ]*\)\/.*/\1/p' "$work/told")
[ -n "$address" ] || { echo "openapi: the server told no address"; exit 1; }

node -e 'fetch(process.argv[1]).then(async answer => {
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    require("fs").writeFileSync(process.argv[2], await answer.text());
})' "$address/api/v1/openapi.json" "$work/openapi.json" || exit 1
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true timeout 120 "$modules/.bin/redocly" lint "$work/openapi.json" --config "$root/tests/browser/redocly.yaml" --format=stylish
