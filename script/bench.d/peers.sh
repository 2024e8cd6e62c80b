# The documentation's Express handler: durable webhooks a second on a default PostgreSQL.
source script/bench.d/postgres.sh
source script/bench.d/express.sh

find_express
start_postgres
database=(PGHOST="$postgres_socket" PGUSER=postgres PGDATABASE=postgres)
chat_port=$(free_port)

start_express store "${database[@]}"
store_port=$express_port
store_pid=$server_pid
start_express chat "${database[@]}" CHAT_URL="http://127.0.0.1:$chat_port/"
inline_port=$express_port
start_express verify STORE=0
verify_port=$express_port

machine
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    for connections in 64 256; do
        options=(--secret bench --connections "$connections" --failures 0.02)
        measure "store-$connections" "${options[@]}" --url "http://127.0.0.1:$store_port/webhooks/cron" \
            --verify "host=$postgres_socket user=postgres dbname=postgres" --verify-table public.executions
        measure "chat-$connections" "${options[@]}" --url "http://127.0.0.1:$inline_port/webhooks/cron" \
            --alert-latency --sink-port "$chat_port"
        measure "verify-$connections" "${options[@]}" --url "http://127.0.0.1:$verify_port/webhooks/cron"
    done
done

cat <<'TEXT'

| Express, one process | connections | events/s | p50 / p99 / p99.9 ms | × the first |
|---|---|---|---|---|
TEXT
for connections in 64 256; do
    row 'one INSERT for each webhook' "$connections" "store-$connections"
    row 'the same, posting failures to a chat inline' "$connections" "chat-$connections" "store-$connections"
    row 'verifying only, storing nothing' "$connections" "verify-$connections" "store-$connections"
done
printf '\nMedians of %s runs of %s s. Peak memory of the first: %s MB.\n' "$rounds" "$seconds" \
    "$(($(peak_memory "$store_pid") / 1024))"
