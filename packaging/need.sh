# shellcheck shell=sh disable=SC2034
# need.sh - sourced by run and check: see that Debian packages are there, installing the missing ones.

# Packages that the program itself needs; check adds those of the tests.
program_packages="gcc libc6-dev meson ninja-build pkg-config libsqlite3-dev libmicrohttpd-dev libsodium-dev libdeflate-dev libzip-dev libexpat1-dev libxlsxwriter-dev libprotobuf-c-dev protobuf-c-compiler zlib1g-dev libmetis-dev libgmp-dev coinor-libclp-dev libcairo2-dev libpango1.0-dev fonts-wqy-microhei"

say() {
    printf '%s\n' "$*" >&2
}

# Show a command's output only when it fails.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        say "失败 failed: $*"
        exit 1
    fi
}

missing_packages() {
    there=" $(dpkg-query -W -f='${Package}/${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for package; do
        case $there in
        *" $package/installed "*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

# Elsewhere than on Debian the build itself tells what is missing.
need() {
    command -v dpkg-query >/dev/null || return 0
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "缺少软件包，请先以 root 安装 missing packages, to be installed as root first:"
        say "    apt-get update && apt-get install --no-install-recommends ${missing% }"
        exit 2
    fi
    say "正在安装 installing: ${missing% }"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update
    # shellcheck disable=SC2086
    quietly apt-get install -y --no-install-recommends $missing
}
