# What every measurement needs: a working folder, servers that end with the script, waiting, medians and tables.

rounds=${BENCH_ROUNDS:-3}
seconds=${BENCH_SECONDS:-8}
jobs=${BENCH_JOBS:-10000}

work=$(mktemp -d "${TMPDIR:-/tmp}/belfry-bench.XXXXXX")
chmod 711 "$work"
servers=()

# Ends the servers this script started, the last one first, by their own process ids.
cleanup() {
    local index
    for ((index = ${#servers[@]} - 1; index >= 0; index--)); do
        stop_server "${servers[index]}"
    done
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# start_server NAME COMMAND...: starts a server in the background; its process id is left in $server_pid.
start_server() {
    local name=$1
    shift
    "$@" >"$work/$name.log" 2>&1 </dev/null &
    server_pid=$!
    servers+=("$server_pid")
}

# stop_server PID [SIGNAL]: asks it to end, waits for 40 s, then kills it.
stop_server() {
    local pid=$1 tries
    kill -"${2:-TERM}" "$pid" 2>/dev/null || return 0
    for ((tries = 0; tries < 400; tries++)); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# A port nobody listens on; another process can take it before it is used, which the server that wanted it reports.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null || { echo "$port" && return; }
    done
}

# http_status PORT PATH: the status of a GET, empty when nobody answers.
http_status() {
    (
        exec 3<>/dev/tcp/127.0.0.1/"$1"
        printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
        timeout 5 head -n 1 <&3 | cut -d ' ' -f 2
    ) 2>/dev/null || true
}

# wait_for_http PID PORT PATH STATUS: returns when the server answers so; shows its log when it ends or takes over 60 s.
wait_for_http() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        [ "$(http_status "$2" "$3")" != "$4" ] || return 0
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    echo "A server did not come up on port $2:" >&2
    tail -n 20 "$work"/*.log >&2
    return 1
}

# Kilobytes of the most memory a process ever had.
peak_memory() {
    sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null || echo 0
}

# measure NAME ARGUMENTS...: one run of the load generator; its report is kept as one of NAME's. Fails with the run.
measure() {
    local name=$1 number report
    shift
    number=$(find "$work" -name "$name.*.json" | wc -l)
    report=$work/$name.$number.json
    if ! timeout $((seconds + 180)) "$BELFRY" bench --output json --duration "${seconds}s" --warmup 1s --jobs "$jobs" \
        "$@" >"$report"; then
        echo "$name failed:" >&2
        cat "$report" >&2
        return 1
    fi
    printf '  %-18s %8s events/s   p99 %s ms\n' "$name" "$(field events_per_second "$report")" \
        "$(field latency_ms.p99 "$report")" >&2
}

# field PATH FILE: a number of a report by its path of keys, `events_per_second` or `latency_ms.p99`.
field() {
    awk -v path="$1" '
        { gsub(/[",]/, "") }
        $2 == ":" && $3 == "{" { depth++; outer[depth] = outer[depth - 1] $1 "."; next }
        $1 == "}" && depth > 0 { depth-- }
        $2 == ":" && outer[depth] $1 == path { print $3; exit }
    ' "$2"
}

# median NAME PATH: the median of a number over the runs of NAME; empty without runs.
median() {
    local file
    for file in "$work/$1".*.json; do
        [ ! -e "$file" ] || field "$2" "$file"
    done | sort -g | awk '{ value[NR] = $1 } END { if (NR) print value[int((NR + 1) / 2)] }'
}

# ratio A B: A/B with two digits, or nothing.
ratio() {
    awk -v a="${1:-0}" -v b="${2:-0}" 'BEGIN { if (a > 0 && b > 0) printf "%.2f", a / b }'
}

# row TITLE CONNECTIONS NAME [BASE]: a line of the table, with the ratio to another measurement.
row() {
    local rate
    rate=$(median "$3" events_per_second)
    [ -n "$rate" ] || return 0
    printf '| %s | %s | %s | %s / %s / %s | %s |\n' "$1" "$2" "$rate" "$(median "$3" latency_ms.p50)" \
        "$(median "$3" latency_ms.p99)" "$(median "$3" latency_ms.p999)" \
        "$(ratio "$rate" "$(median "${4:-$3}" events_per_second)")"
}

machine() {
    local model
    model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    echo "$(nproc) cores (${model:-unknown}), $(date -u +%Y-%m-%d), load at the start $(cut -d ' ' -f 1 /proc/loadavg)"
}
