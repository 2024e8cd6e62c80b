# A private PostgreSQL with the default configuration: fsync and synchronous_commit on.

# The folder of its programs: Debian's newest, else where initdb is found.
postgres_bin() {
    local debian
    debian=$(find /usr/lib/postgresql/*/bin -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$debian" ]; then
        echo "$debian"
    elif command -v initdb >/dev/null; then
        dirname "$(readlink -f "$(command -v initdb)")"
    fi
}

# Starts it; leaves its socket's folder in $postgres_socket. The superuser is postgres, the database postgres.
start_postgres() {
    local bin as=()
    bin=$(postgres_bin)
    [ -n "$bin" ] || { echo 'No initdb found: script/bootstrap installs PostgreSQL.' >&2 && return 1; }
    postgres_socket=$work/postgres
    mkdir -m 700 "$postgres_socket"
    # PostgreSQL refuses to run as root.
    if [ "$(id -u)" -eq 0 ]; then
        local account=nobody
        ! id postgres >/dev/null 2>&1 || account=postgres
        chown "$account" "$postgres_socket"
        as=(setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups --)
    fi
    (cd / && "${as[@]}" "$bin/initdb" -D "$postgres_socket/data" -A trust -U postgres -E UTF8 --locale=C) \
        >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log" >&2 && return 1; }
    start_server postgres "${as[@]}" "$bin/postgres" -D "$postgres_socket/data" -c listen_addresses= \
        -c unix_socket_directories="$postgres_socket"
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        ! grep -q 'ready to accept connections' "$work/postgres.log" 2>/dev/null || return 0
        sleep 0.1
    done
    tail -n 20 "$work/postgres.log" >&2
    return 1
}
