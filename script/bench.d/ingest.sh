# Durable webhooks a second: belfry with the shipped rules, beside what bounds it and what a team would write instead.
#
# All of it on the private PostgreSQL that belfry runs, in turns, so that each ratio compares like with like.
source script/bench.d/postgres.sh
source script/bench.d/express.sh
source script/bench.d/serve.sh

start_belfry --bench-noop
base=http://127.0.0.1:$belfry_port
options=(--secret-file "$work/data/webhook_secret" --failures 0.02)

express_port=
if find_express; then
    "$(postgres_bin)/psql" -qX -h "$(belfry_socket)" -U belfry -d belfry -c 'CREATE DATABASE bench_peer'
    start_express express PGHOST="$(belfry_socket)" PGUSER=belfry PGDATABASE=bench_peer
    express_pid=$server_pid
fi

# The transactions alone, without HTTP.
measure_store() {
    timeout $((seconds + 180)) "$BELFRY" bench store --output json --duration "${seconds}s" --jobs "$jobs" \
        --data-dir "$work/data" >"$work/store.$1.json" || { rm -f "$work/store.$1.json" && return 1; }
    printf '  %-18s %8s events/s\n' store "$(field events_per_second "$work/store.$1.json")" >&2
}

machine
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    measure noop-64 "${options[@]}" --connections 64 --url "$base/webhooks/noop"
    measure_store "$round"
    for connections in 64 256; do
        if [ -n "$express_port" ]; then
            measure "express-$connections" --secret bench --failures 0.02 --connections "$connections" \
                --url "http://127.0.0.1:$express_port/webhooks/cron"
        fi
        measure "belfry-$connections" "${options[@]}" --connections "$connections" --url "$base/webhooks/cron" \
            --verify-embedded --data-dir "$work/data"
    done
done

cat <<'TEXT'

| durable webhooks, one machine | connections | events/s | p50 / p99 / p99.9 ms | × Express |
|---|---|---|---|---|
TEXT
row 'no-op POST, the same server' 64 noop-64 express-64
row 'the transactions alone, batches of 256, no HTTP' - store express-64
for connections in 64 256; do
    row 'Express + node-postgres, one INSERT each' "$connections" "express-$connections"
    row 'belfry, shipped rules, every acknowledgement verified' "$connections" "belfry-$connections" "express-$connections"
done
printf '\nMedians of %s runs of %s s; %s jobs, 2 %% final failures, fsync on.\n' "$rounds" "$seconds" "$jobs"
printf 'belfry 64 / no-op 64: %s. Peak memory: belfry %s MB%s.\n' \
    "$(ratio "$(median belfry-64 events_per_second)" "$(median noop-64 events_per_second)")" \
    "$(($(peak_memory "$belfry_pid") / 1024))" \
    "${express_pid:+, Express $(($(peak_memory "$express_pid") / 1024)) MB}"
