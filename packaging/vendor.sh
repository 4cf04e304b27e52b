#!/bin/sh
# vendor.sh - the libraries of the page, in the versions that web/package-lock.json names, as the files
# that the page loads below /vendor/.
# usage: vendor.sh WEB TO     does nothing when TO is of the same lock file
set -eu
web=$1 to=$2

if cmp -s "$web/package-lock.json" "$to/.package-lock.json"; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$web/package.json" "$web/package-lock.json" "$work"
(cd "$work" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund)

rm -rf "$to"
mkdir -p "$to"
from=$work/node_modules
cp "$from/maplibre-gl/dist/maplibre-gl.mjs" "$from/maplibre-gl/dist/maplibre-gl-worker.mjs" \
    "$from/maplibre-gl/dist/maplibre-gl.css" "$from/echarts/dist/echarts.esm.min.js" "$to"
cp "$from/maplibre-gl/LICENSE.txt" "$to/maplibre-gl-LICENSE.txt"
cp "$from/echarts/LICENSE" "$to/echarts-LICENSE.txt"
cp "$from/echarts/NOTICE" "$to/echarts-NOTICE.txt"
chmod -R u=rwX,go=rX "$to"
cp "$web/package-lock.json" "$to/.package-lock.json"
