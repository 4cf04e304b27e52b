#!/bin/sh
# node_tests.sh - what tests run by node lean on, in the versions that tests/browser/package-lock.json names,
# as a node_modules in the folder TO.
# usage: node_tests.sh TESTS TO     does nothing when TO is of the same lock file; tests that start together wait for one another
set -eu
tests=$1 to=$2

mkdir -p "$(dirname "$to")"
exec 9>"$to.lock"
flock 9
if cmp -s "$tests/package-lock.json" "$to/.package-lock.json"; then exit 0; fi

rm -rf "$to"
mkdir -p "$to"
cp "$tests/package.json" "$tests/package-lock.json" "$to"
(cd "$to" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error)
cp "$to/package-lock.json" "$to/.package-lock.json"
