# The Express handler: its packages, and a server of it.

# Sets NODE_PATH so that express and pg are found; installs Debian's packages where they are not.
#
# Debian's packages want Debian's nodejs. Where another one is installed they are unpacked into a cache instead, without
# touching the system.
find_express() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/belfry-bench/node
    local candidate
    for candidate in "${NODE_PATH:-}" /usr/share/nodejs "$cache/usr/share/nodejs"; do
        express_is_in "$candidate" && return 0
    done
    echo 'Installing express and pg for the peer ...' >&2
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends node-express node-pg \
            </dev/null >"$work/apt.log" 2>&1 || true
    fi
    express_is_in /usr/share/nodejs && return 0
    unpack_express "$cache" >"$work/apt.log" 2>&1 || true
    express_is_in "$cache/usr/share/nodejs" && return 0
    echo 'The peer is left out: neither apt-get install node-express node-pg nor unpacking them worked:' >&2
    tail -n 5 "$work/apt.log" >&2
    return 1
}

express_is_in() {
    [ -n "$1" ] && command -v node >/dev/null || return 1
    NODE_PATH=$1 node -e "require('express'); require('pg')" 2>/dev/null || return 1
    export NODE_PATH=$1
}

unpack_express() {
    local packages package
    mkdir -p "$1/packages"
    packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
        --no-enhances node-express | tr -d ' <>|' | sed 's/^Depends://' | grep '^node-' | sort -u)
    # Virtual names have no record of their own.
    # shellcheck disable=SC2086
    packages=$(apt-cache show $packages node-pg node-split2 node-xtend | sed -n 's/^Package: //p' | sort -u)
    # shellcheck disable=SC2086
    (cd "$1/packages" && timeout 300 apt-get download $packages)
    for package in "$1"/packages/*.deb; do
        dpkg-deb -x "$package" "$1"
    done
    rm -rf "$1/packages"
}

# start_express NAME VARIABLE=VALUE...: starts the handler on a port of its own, left in $express_port.
start_express() {
    local name=$1
    shift
    express_port=$(free_port)
    start_server "$name" env "$@" PORT="$express_port" WEBHOOK_SECRET=bench NODE_ENV=production \
        node script/bench.d/express/server.js
    wait_for_http "$server_pid" "$express_port" / 404
}
