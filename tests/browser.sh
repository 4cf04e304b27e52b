#!/bin/sh
# browser.sh - the page in a real browser: tests/browser/page.mjs, with what it leans on.
# usage: browser.sh PROGRAM SOURCE_ROOT NODE_TESTS BUILD_ROOT     pictures of what was seen: BUILD_ROOT/browser
set -u
program=$1 root=$2 modules=$3/node_modules build=$4

command -v node >/dev/null && command -v npm >/dev/null || { echo "browser: node is not here, so the page was not tried"; exit 77; }
command -v chromium >/dev/null || { echo "browser: chromium is not here, so the page was not tried"; exit 77; }
"$root/packaging/node_tests.sh" "$root/tests/browser" "$3" || exit 1
"$root/packaging/vendor.sh" "$root/web" "$build/web-vendor" || exit 1

exec timeout --kill-after=10 1500 node "$root/tests/browser/page.mjs" "$program" "$root" "$modules" "$(command -v chromium)" "$build/browser"
