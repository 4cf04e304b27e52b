#!/bin/sh
# install-vendor.sh - the libraries of the page, as vendor.sh laid them into the build folder, to where the
# installed program looks for them. Meson runs it as part of `meson install`, which fetches nothing: where they are
# not there it says so, and the rest is installed.
# usage: install-vendor.sh FOLDER     below the prefix; Meson tells the rest
set -eu
from=$MESON_BUILD_ROOT/web-vendor to=$MESON_INSTALL_DESTDIR_PREFIX/$1

if [ ! -f "$from/maplibre-gl.mjs" ]; then
    echo "网页所用的库不在 $from，未安装；请先运行 packaging/vendor.sh web $from" >&2
    echo "the libraries of the page are not in $from and were not installed; first run packaging/vendor.sh web $from" >&2
    exit 0
fi
rm -rf "$to"
mkdir -p "$to"
cp "$from"/* "$to"
chmod -R u=rwX,go=rX "$to"
echo "Installing $from to $to"
