#!/bin/sh
# installed.sh - what `meson install` leaves is enough to serve the page, with its libraries where the build has them.
# usage: installed.sh BUILD SOURCE_ROOT
set -eu
build=$1 source=$2
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; fi; rm -rf "$work"' EXIT

fail() { echo "$1"; cat "$work"/*.log; exit 1; }

# Both with libraries and without.
pretend() { MESON_BUILD_ROOT=$1 MESON_INSTALL_DESTDIR_PREFIX=$2 sh "$source/packaging/install-vendor.sh" share/changhe/web-vendor; }
mkdir -p "$work/with/web-vendor" "$work/without"
echo 'export {}' >"$work/with/web-vendor/maplibre-gl.mjs"
pretend "$work/without" "$work/out" >"$work/vendor.log" 2>&1 || fail "without libraries the install fails"
grep -q 'were not installed' "$work/vendor.log" || fail "that libraries are missing is not told"
pretend "$work/with" "$work/out" >"$work/vendor.log" 2>&1 || fail "libraries are not installed"
cmp "$work/with/web-vendor/maplibre-gl.mjs" "$work/out/share/changhe/web-vendor/maplibre-gl.mjs" || fail "another library"

DESTDIR=$work/root meson install -C "$build" --no-rebuild >"$work/install.log" 2>&1 || fail "meson install"
program=$(find "$work/root" -name changhe -type f -perm -u+x)
prefix=${program%/bin/changhe}
[ -f "$prefix/share/changhe/web/index.html" ] || fail "no page is installed"
[ -z "$(find "$prefix/share" -name package.json)" ] || fail "more than the page is installed"

# As of a machine without the source.
(cd / && exec "$program" serve --zone "$source/zones/changhe" --listen 127.0.0.1:0 --lang en) >"$work/out.log" 2>"$work/err.log" &
server=$!
for _ in $(seq 100); do grep -q http "$work/out.log" && break; sleep 0.1; done
grep -q 'no page' "$work/out.log" && fail "the installed page is not found"
address=$(sed -n 's/.*\(http[^ ]*\).*/\1/p' "$work/out.log")
[ -n "$address" ] || fail "the installed server does not start"

# The page and every file that stands in it.
python3 - "$address" "$prefix/share/changhe" <<'PYTHON' || fail "not as installed"
import pathlib, sys, urllib.request
address, data = sys.argv[1], pathlib.Path(sys.argv[2])
files = [(f, f.relative_to(data / "web")) for f in (data / "web").rglob("*") if f.is_file()]
vendor = data / "web-vendor"
files += [(f, pathlib.Path("vendor") / f.name) for f in vendor.iterdir()] if vendor.is_dir() else []
for file, path in files:
    if urllib.request.urlopen(address + str(path)).read() != file.read_bytes():
        sys.exit(f"{path} differs")
if urllib.request.urlopen(address).read() != (data / "web/index.html").read_bytes():
    sys.exit("the page differs")
print(len(files), "files are served as installed")
PYTHON
kill "$server"
wait "$server" || fail "the end is not orderly"
server=
